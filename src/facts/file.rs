//! A facts file: which policies it is for, the date, the facts, the history.

use std::collections::BTreeMap;

use super::bare_ratio;
use super::check;
use super::json::{Json, Kind, Member, faults, repeated};
use super::lookup::{self, Found, Lookup, did_you_mean, listed};
use super::several;
use super::unknown::{ambiguous, enough, first_ones, one_of, unknown_fact, unknown_key, unknown_policy};
use super::value;
use super::years::Stated;
use super::{Inputs, Payment, history};
use crate::arena::Arena;
use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, facts};
use crate::money::parse_decimal;
use crate::names::nearest;
use crate::plan::{InputId, Known, Plan};
use crate::source::Span;

/// The outer keys of facts files and case files.
pub const TOP_KEYS: &[&str] = &["policy", "as_of", "year", "applicant", "facts", "history", "name", "expect"];

const EXAMPLE: &str = "{\"policy\": \"qingdao\", \"as_of\": \"2019-06-30\", \"facts\": {}}";

/// One applicant's facts in the terms of each policy they are for.
#[derive(Clone, PartialEq, Debug)]
pub struct Reading<'p> {
    /// Whether the result is one of several policies, even if the list names one.
    pub several: bool,
    /// The policies in the order in which the file names them, each with its inputs; of a file that names none, in the
    /// order they were given to [`read`].
    pub parts: Vec<(&'p Plan, Inputs)>,
    /// What was read, and may have been meant otherwise.
    pub remarks: Vec<Diagnostic>,
}

/// The policies a file names, with their places; `None` if it names none. What is wrong with them, [`read`] tells.
pub fn policies(file: &Json) -> Option<Vec<(&str, Span)>> {
    let stated = file.get("policy")?;
    match &stated.kind {
        Kind::Text(id) => Some(vec![(id, stated.span)]),
        Kind::Array(ids) => Some(ids.iter().filter_map(|id| Some((id.text()?, id.span))).collect()),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::BrokenText | Kind::Object(_) => None,
    }
}

/// Reads one applicant's facts for those of `plans` that the file names, or for all if it names none.
///
/// All that is wrong is reported at once.
pub fn read<'p>(file: &Json, plans: &[&'p Plan]) -> Result<Reading<'p>, Vec<Diagnostic>> {
    let mut found = faults(file);
    let Some(members) = file.members() else {
        found.push(
            Diagnostic::new(&facts::NOT_AN_OBJECT, file.span)
                .arg("subject", Words::new("事实文件", "a facts file"))
                .arg("found", file.words())
                .arg("example", EXAMPLE),
        );
        return Err(first_ones(found, file.span));
    };
    let (several, chosen) = choose(file, plans, &mut found);
    let tables: Vec<Table<'p>> = chosen.into_iter().map(Table::new).collect();
    top_keys(members, &tables, &mut found);
    let as_of = as_of(file, &mut found);
    let year = file.get("year").and_then(|json| year("year", json, &mut found)).or(as_of.map(Date::year));
    let applicant = applicant(file, &mut found);
    let values = values(file, &tables, year, &mut found);
    let payments = history::read(file.get("history"), &tables, plans, as_of, &mut found);
    if !found.is_empty() {
        return Err(first_ones(found, file.span));
    }
    let parts = tables.iter().zip(values).zip(payments);
    let parts = parts
        .map(|((table, values), history)| {
            let (values, defaulted) = with_defaults(table.plan, values);
            (table.plan, Inputs { applicant: applicant.clone(), as_of, year, values, defaulted, history })
        })
        .collect();
    let remarks = bare_ratio::remarks(file, &tables);
    Ok(Reading { several, parts, remarks })
}

/// A plan with what its names stand for.
pub(super) struct Table<'p> {
    pub plan: &'p Plan,
    pub inputs: Lookup<'p, InputId>,
}

impl<'p> Table<'p> {
    fn new(plan: &'p Plan) -> Table<'p> {
        Table { plan, inputs: lookup::inputs(plan) }
    }
    /// Whether a key speaks to this policy alone.
    fn is_addressed_by(&self, key: &str) -> bool {
        key.split_once('/').is_some_and(|(policy, _)| policy == self.plan.policy)
    }
    /// What a key stands for in this policy; `policy/fact` speaks to one policy only.
    fn find(&self, key: &str) -> Found<InputId> {
        match key.split_once('/') {
            Some((policy, rest)) if policy == self.plan.policy => self.inputs.find(rest),
            _ => self.inputs.find(key),
        }
    }
}

fn choose<'p>(file: &Json, plans: &[&'p Plan], found: &mut Vec<Diagnostic>) -> (bool, Vec<&'p Plan>) {
    let known = || plans.iter().map(|plan| plan.policy.as_str());
    let stated = file.get("policy");
    let all = || (plans.len() != 1, plans.to_vec());
    let mut ids: Vec<(&str, Span)> = Vec::new();
    let several = match stated.map(|json| (json, &json.kind)) {
        None | Some((_, Kind::Null | Kind::BrokenText)) => return all(),
        Some((json, Kind::Text(id))) => {
            ids.push((id, json.span));
            false
        }
        Some((_, Kind::Array(list))) => {
            for json in list {
                match &json.kind {
                    Kind::Text(id) => ids.push((id, json.span)),
                    Kind::BrokenText => {}
                    Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Array(_) | Kind::Object(_) => {
                        found.push(wrong_policy(json));
                    }
                }
            }
            true
        }
        Some((json, Kind::Bool(_) | Kind::Number(_) | Kind::Object(_))) => {
            found.push(wrong_policy(json));
            return all();
        }
    };
    let mut places: BTreeMap<&str, Span> = BTreeMap::new();
    let mut wanted: Vec<&str> = Vec::new();
    for (id, at) in ids {
        if enough(found) {
            break;
        }
        if let Some(&first) = places.get(id) {
            found.push(repeated(id, first, at));
            continue;
        }
        places.insert(id, at);
        if known().any(|name| name == id) {
            wanted.push(id);
        } else {
            found.push(unknown_policy(id, at, known()));
            // The rest of the file is then checked against the policy that was probably meant.
            wanted.extend(nearest(id, known()));
        }
    }
    // In the order in which they are named: it decides ties between policies.
    let mut chosen: Vec<&'p Plan> = Vec::new();
    for plan in wanted.iter().filter_map(|id| plans.iter().find(|plan| plan.policy == *id)) {
        if !chosen.iter().any(|known| std::ptr::eq(*known, *plan)) {
            chosen.push(plan);
        }
    }
    (several, chosen)
}

fn wrong_policy(json: &Json) -> Diagnostic {
    wrong_kind(
        "policy",
        Words::new("政策的 id(文字)或它们的数组", "a policy's id (a text) or an array of them"),
        json,
        "\"qingdao\"",
    )
}

pub(crate) fn wrong_kind(subject: &str, expected: Words, json: &Json, example: &str) -> Diagnostic {
    Diagnostic::new(&facts::WRONG_KIND, json.span)
        .arg("subject", subject)
        .arg("expected", expected)
        .arg("found", json.words())
        .arg("example", example)
}

fn top_keys(members: &[Member], tables: &[Table<'_>], found: &mut Vec<Diagnostic>) {
    for member in members {
        let Some(key) = member.key.as_deref() else { continue };
        if TOP_KEYS.contains(&key) || enough(found) {
            continue;
        }
        let is_fact = tables.iter().any(|table| table.find(key) != Found::None);
        let advice = if is_fact {
            Words::new(
                "它是一个事实,要写在 \"facts\": {…} 里面",
                "it is a fact: write it inside \"facts\": {…}",
            )
        } else {
            let any = || TOP_KEYS.iter().copied();
            did_you_mean(key, any()).unwrap_or_else(|| one_of(listed(any())))
        };
        found.push(unknown_key(Words::new("事实文件", "a facts file"), key, advice, member.key_span));
    }
}

fn as_of(file: &Json, found: &mut Vec<Diagnostic>) -> Option<Date> {
    date("as_of", file.get("as_of")?, found)
}

pub(super) fn date(subject: &str, json: &Json, found: &mut Vec<Diagnostic>) -> Option<Date> {
    let finding = match &json.kind {
        Kind::Null | Kind::BrokenText => return None,
        Kind::Text(text) => match check::date(subject, text, json.span) {
            Ok(date) => return Some(date),
            Err(finding) => finding,
        },
        Kind::Bool(_) | Kind::Number(_) | Kind::Array(_) | Kind::Object(_) => {
            wrong_kind(subject, Words::new("日期", "a date"), json, "\"2019-06-30\"")
        }
    };
    found.push(finding);
    None
}

pub(super) fn year(subject: &str, json: &Json, found: &mut Vec<Diagnostic>) -> Option<i32> {
    let text = match &json.kind {
        Kind::Null | Kind::BrokenText => return None,
        Kind::Number(text) | Kind::Text(text) => Some(text),
        Kind::Bool(_) | Kind::Array(_) | Kind::Object(_) => None,
    };
    let whole = text.and_then(|text| parse_decimal(text).ok()).and_then(|number| number.to_whole());
    let year = whole.and_then(|year| i32::try_from(year).ok()).filter(|year| (1..=9999).contains(year));
    if year.is_none() {
        found.push(
            Diagnostic::new(&facts::NOT_A_YEAR, json.span).arg("subject", subject).arg("found", json.words()),
        );
    }
    year
}

fn applicant(file: &Json, found: &mut Vec<Diagnostic>) -> Option<String> {
    let json = file.get("applicant")?;
    match &json.kind {
        Kind::Text(text) => return Some(text.clone()),
        Kind::Null | Kind::BrokenText => {}
        Kind::Bool(_) | Kind::Number(_) | Kind::Array(_) | Kind::Object(_) => found.push(wrong_kind(
            "applicant",
            Words::new("申报主体的名字(文字)", "the applicant's name (a text)"),
            json,
            "\"某某大学\"",
        )),
    }
    None
}

/// The values given, for each plan.
fn values(
    file: &Json,
    tables: &[Table<'_>],
    year: Option<i32>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Arena<InputId, Known>> {
    let stated = stated(file, tables, found);
    let each = tables.iter().zip(&stated);
    each.map(|(table, stated)| super::years::spread(table.plan, stated, year)).collect()
}

/// What is stated of the inputs of each plan.
fn stated(file: &Json, tables: &[Table<'_>], found: &mut Vec<Diagnostic>) -> Vec<BTreeMap<InputId, Stated>> {
    let mut values: Vec<BTreeMap<InputId, Stated>> = tables.iter().map(|_| BTreeMap::new()).collect();
    let given = match file.get("facts").map(|json| (json, &json.kind)) {
        None | Some((_, Kind::Null | Kind::BrokenText)) => return values,
        Some((_, Kind::Object(members))) => members,
        Some((json, Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::Array(_))) => {
            found.push(
                Diagnostic::new(&facts::NOT_AN_OBJECT, json.span)
                    .arg("subject", "facts")
                    .arg("found", json.words())
                    .arg("example", "{\"applicant\": \"university\"}"),
            );
            return values;
        }
    };
    let mut places: BTreeMap<(usize, InputId), (&str, Span)> = BTreeMap::new();
    for member in given {
        let Some(key) = member.key.as_deref() else { continue };
        if enough(found) {
            break;
        }
        let mut known = false;
        let mut hits: several::Hits = Vec::new();
        for (at, table) in tables.iter().enumerate() {
            match table.find(key) {
                Found::One(input) => hits.push((at, input)),
                Found::Several(several) => {
                    known = true;
                    let names = several.iter().map(|&input| table.plan.inputs.at(input).name.as_str());
                    found.push(ambiguous(key, listed(names), member.key_span));
                }
                Found::None => {}
            }
        }
        known |= !hits.is_empty();
        if !tables.iter().any(|table| table.is_addressed_by(key)) {
            several::of_the_same_name(tables, &mut hits);
        }
        if let Some(finding) = several::disagreement(tables, &hits, key, member.key_span) {
            found.push(finding);
            continue;
        }
        for (at, input) in hits {
            match places.get(&(at, input)) {
                // The same spelling twice is reported for the whole file.
                Some(&(before, _)) if before == key => continue,
                Some(&(_, first)) => {
                    found.push(repeated(key, first, member.key_span));
                    continue;
                }
                None => drop(places.insert((at, input), (key, member.key_span))),
            }
            let Some(asked) = several::beside_others(tables, at, input) else { continue };
            let before = found.len();
            let stated = several::in_own_words(tables, &asked, &member.value);
            let value = value::input(&asked, &stated, found);
            if let Some(slots) = values.get_mut(at) {
                slots.insert(input, value);
            }
            // One mistake is told once, whoever asks.
            if found.len() > before {
                break;
            }
        }
        if !known && !tables.is_empty() {
            let plans: Vec<&Plan> = tables.iter().map(|table| table.plan).collect();
            found.push(unknown_fact(key, &plans, member.key_span));
        }
    }
    values
}

/// Fills in defaults, and says which.
pub(crate) fn with_defaults(
    plan: &Plan,
    mut values: Arena<InputId, Known>,
) -> (Arena<InputId, Known>, Vec<InputId>) {
    let mut defaulted = Vec::new();
    for (id, input) in plan.inputs.iter_ids() {
        if let Some(default) = &input.default
            && *values.at(id) == Known::Unknown
        {
            *values.at_mut(id) = default.clone();
            defaulted.push(id);
        }
    }
    (values, defaulted)
}

/// Payments in an order that does not depend on the file's.
pub(crate) fn in_fixed_order(mut payments: Vec<Payment>) -> Vec<Payment> {
    payments.sort_by(|left, right| {
        let key = |payment: &Payment| (payment.award, payment.counted_year(), payment.date, payment.amount);
        key(left)
            .cmp(&key(right))
            .then_with(|| (&left.item, &left.step, left.year).cmp(&(&right.item, &right.step, right.year)))
    });
    payments
}
