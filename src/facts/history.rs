//! The history of a facts file: what was decided before, checked against the awards there are.

use super::Payment;
use super::check::Asked;
use super::figure::Figure;
use super::file::{self, Table, in_fixed_order, wrong_kind};
use super::json::{Json, Kind};
use super::lookup::{self, Found, Lookup, did_you_mean, listed};
use super::unknown::{ambiguous, enough, one_of, unknown_award, unknown_key, unknown_policy};
use super::value::too_many;
use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, facts};
use crate::money::{Rational, parse_decimal};
use crate::plan::limits::HISTORY_ENTRIES;
use crate::plan::{AwardId, InputType, Plan};
use crate::program::{Dimension, Measure};

pub(crate) const KEYS: &[&str] = &["award", "policy", "year", "date", "item", "step", "amount"];
const EXAMPLE: &str = "{\"award\": \"operation_centre\", \"year\": 2018, \"amount\": \"50000\"}";

/// Reads the history for each of `tables`; `None` where the file has none.
pub(super) fn read(
    history: Option<&Json>,
    tables: &[Table<'_>],
    plans: &[&Plan],
    as_of: Option<Date>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Option<Vec<Payment>>> {
    let none = || tables.iter().map(|_| None).collect();
    let entries = match history.map(|json| (json, &json.kind)) {
        None | Some((_, Kind::Null | Kind::BrokenText)) => return none(),
        Some((json, Kind::Array(entries))) if entries.len() > HISTORY_ENTRIES => {
            found.push(too_many("history", entries.len(), HISTORY_ENTRIES, json.span));
            return none();
        }
        Some((_, Kind::Array(entries))) => entries,
        Some((json, Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::Object(_))) => {
            let expected = Words::new("历史记录的数组", "an array of entries");
            found.push(wrong_kind("history", expected, json, &format!("[{EXAMPLE}]")));
            return none();
        }
    };
    let awards = plans.iter().map(|plan| lookup::awards(plan)).collect();
    let reader = Reader { tables, plans, awards, as_of };
    let mut payments: Vec<Vec<Payment>> = tables.iter().map(|_| Vec::new()).collect();
    for (at, entry) in entries.iter().enumerate() {
        if enough(found) {
            break;
        }
        let subject = format!("history[{}]", at.saturating_add(1));
        if let Some((policy, payment)) = reader.entry(&subject, entry, found)
            && let Some(place) = tables.iter().position(|table| std::ptr::eq(table.plan, policy))
            && let Some(list) = payments.get_mut(place)
        {
            list.push(payment);
        }
    }
    payments.into_iter().map(|list| Some(in_fixed_order(list))).collect()
}

struct Reader<'a, 'p> {
    /// The policies that are evaluated.
    tables: &'a [Table<'p>],
    /// All that are known.
    plans: &'a [&'p Plan],
    /// Their awards.
    awards: Vec<Lookup<'p, AwardId>>,
    as_of: Option<Date>,
}

impl<'p> Reader<'_, 'p> {
    fn entry(&self, subject: &str, entry: &Json, found: &mut Vec<Diagnostic>) -> Option<(&'p Plan, Payment)> {
        let Some(members) = entry.members() else {
            found.push(
                Diagnostic::new(&facts::NOT_AN_OBJECT, entry.span)
                    .arg("subject", subject)
                    .arg("found", entry.words())
                    .arg("example", EXAMPLE),
            );
            return None;
        };
        for member in members {
            if let Some(key) = member.key.as_deref().filter(|key| !KEYS.contains(key) && !enough(found)) {
                let any = || KEYS.iter().copied();
                let advice = did_you_mean(key, any()).unwrap_or_else(|| one_of(listed(any())));
                let place = Words::new(format!("{subject} "), subject);
                found.push(unknown_key(place, key, advice, member.key_span));
            }
        }
        let award = self.award(subject, entry, found);
        let year = entry.get("year").and_then(|json| file::year(&format!("{subject}.year"), json, found));
        let date = entry.get("date").and_then(|json| file::date(&format!("{subject}.date"), json, found));
        self.not_after_as_of(subject, entry, year, date, found);
        let item = text(subject, "item", entry, found);
        let step = text(subject, "step", entry, found);
        let currency = award.map_or(self.tables.first().map(|table| table.plan), |(plan, _)| Some(plan));
        let amount = amount(subject, entry, currency, found);
        let (plan, award) = award?;
        Some((plan, Payment { award, year, date, item, step, amount: amount? }))
    }

    fn award(&self, subject: &str, entry: &Json, found: &mut Vec<Diagnostic>) -> Option<(&'p Plan, AwardId)> {
        let json = present(subject, "award", entry, found)?;
        let Some(stated) = json.text() else {
            let expected = Words::new("奖励的 id(文字)", "an award's id (a text)");
            found.push(wrong_kind(&format!("{subject}.award"), expected, json, "\"operation_centre\""));
            return None;
        };
        let (policy, id) = match stated.split_once('/') {
            Some((policy, id)) => (Some((policy, json.span)), id),
            None => (self.policy(subject, entry, found)?, stated),
        };
        let among: Vec<&'p Plan> = match policy {
            Some((policy, at)) => match self.plans.iter().find(|plan| plan.policy == policy) {
                Some(plan) => vec![plan],
                None => {
                    found.push(unknown_policy(
                        policy,
                        at,
                        self.plans.iter().map(|plan| plan.policy.as_str()),
                    ));
                    return None;
                }
            },
            None => self.tables.iter().map(|table| table.plan).collect(),
        };
        let mut hits: Vec<(&'p Plan, AwardId)> = Vec::new();
        for (plan, awards) in self.plans.iter().zip(&self.awards) {
            if !among.iter().any(|chosen| std::ptr::eq(*chosen, *plan)) {
                continue;
            }
            match awards.find(id) {
                Found::One(award) => hits.push((plan, award)),
                Found::Several(several) => hits.extend(several.into_iter().map(|award| (*plan, award))),
                Found::None => {}
            }
        }
        match hits.as_slice() {
            &[hit] => return Some(hit),
            [] if among.is_empty() => {}
            [] => found.push(unknown_award(id, &among, json.span)),
            _ => {
                let names: Vec<String> = hits
                    .iter()
                    .map(|(plan, award)| format!("{}/{}", plan.policy, plan.awards.at(*award).id))
                    .collect();
                found.push(ambiguous(id, listed(names.iter().map(String::as_str)), json.span));
            }
        }
        None
    }

    /// The policy an entry names; the outer `None` when what it names is no policy.
    #[expect(clippy::option_option, reason = "the outer one stops, the inner one is an answer")]
    fn policy<'j>(
        &self,
        subject: &str,
        entry: &'j Json,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Option<(&'j str, crate::source::Span)>> {
        match entry.get("policy").map(|json| (json, &json.kind)) {
            None | Some((_, Kind::Null)) => Some(None),
            Some((json, Kind::Text(policy))) => Some(Some((policy, json.span))),
            Some((_, Kind::BrokenText)) => None,
            Some((json, Kind::Bool(_) | Kind::Number(_) | Kind::Array(_) | Kind::Object(_))) => {
                let expected = Words::new("政策的 id(文字)", "a policy's id (a text)");
                found.push(wrong_kind(&format!("{subject}.policy"), expected, json, "\"qingdao\""));
                None
            }
        }
    }

    fn not_after_as_of(
        &self,
        subject: &str,
        entry: &Json,
        year: Option<i32>,
        date: Option<Date>,
        found: &mut Vec<Diagnostic>,
    ) {
        let Some(as_of) = self.as_of else { return };
        let late_date = date.filter(|&date| date > as_of).map(|date| ("date", date.to_string()));
        let late_year = year.filter(|&year| year > as_of.year()).map(|year| ("year", year.to_string()));
        for (key, value) in [late_date, late_year].into_iter().flatten() {
            if let Some(json) = entry.get(key) {
                found.push(
                    Diagnostic::new(&facts::AFTER_AS_OF, json.span)
                        .arg("subject", format!("{subject}.{key}"))
                        .arg("value", value)
                        .arg("as_of", as_of.to_string()),
                );
            }
        }
    }
}

fn present<'j>(
    subject: &str,
    key: &'static str,
    entry: &'j Json,
    found: &mut Vec<Diagnostic>,
) -> Option<&'j Json> {
    let json = entry.get(key).filter(|json| json.kind != Kind::Null);
    if json.is_none() {
        found.push(
            Diagnostic::new(&facts::LACKS_KEY, entry.span)
                .arg("subject", subject)
                .arg("key", key)
                .arg("example", EXAMPLE),
        );
    }
    json.filter(|json| json.kind != Kind::BrokenText)
}

fn text(subject: &str, key: &str, entry: &Json, found: &mut Vec<Diagnostic>) -> Option<String> {
    let json = entry.get(key)?;
    match &json.kind {
        Kind::Text(text) | Kind::Number(text) => Some(text.clone()),
        Kind::Null | Kind::BrokenText => None,
        Kind::Bool(_) | Kind::Array(_) | Kind::Object(_) => {
            found.push(wrong_kind(&format!("{subject}.{key}"), Words::new("文字", "a text"), json, "\"…\""));
            None
        }
    }
}

fn amount(subject: &str, entry: &Json, plan: Option<&Plan>, found: &mut Vec<Diagnostic>) -> Option<Rational> {
    let json = present(subject, "amount", entry, found)?;
    let currency = plan.map_or(crate::money::Currency::CNY, |plan| plan.currency);
    let measure = Measure::plain(Dimension::Money(currency));
    let ty = InputType::Number(measure.clone());
    let subject = format!("{subject}.amount");
    let asked = Asked {
        subject: subject.clone(),
        name: subject,
        ty: &ty,
        optional: false,
        low: Rational::ZERO,
        high: None,
        in_rules: false,
    };
    let figure = match &json.kind {
        Kind::Number(text) => parse_decimal(text)
            .map(Figure::bare)
            .map_err(|error| asked.no_number(error, text, &measure, json.span)),
        Kind::Text(text) => {
            Figure::parse(text).map_err(|error| asked.no_number(error, text, &measure, json.span))
        }
        Kind::Null | Kind::Bool(_) | Kind::BrokenText | Kind::Array(_) | Kind::Object(_) => {
            Err(asked.wrong_kind(json.words(), json.span))
        }
    };
    figure
        .and_then(|figure| asked.number(&figure, &measure, json.span))
        .map_err(|finding| found.push(finding))
        .ok()
}
