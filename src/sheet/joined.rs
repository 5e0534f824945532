//! Tables that are joined to applicants by a key: items of lists, and what was paid before.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Entry, Lang, Words, facts, sheet};
use crate::facts::check::Asked;
use crate::facts::json::shown;
use crate::facts::lookup::{self, Found, did_you_mean, listed};
use crate::facts::unknown::{ambiguous, one_of, unknown_award, unknown_policy};
use crate::facts::{HISTORY_KEYS, Payment, in_fixed_order};
use crate::money::Rational;
use crate::plan::limits::{HISTORY_ENTRIES, LIST_ITEMS};
use crate::plan::{AwardId, InputField, InputId, InputType, Known, Plan};
use crate::program::{Dimension, Measure};

use super::cell::{self, Cell};
use super::unit::{self, ColumnUnit};
use super::visit::Visit;

/// What is wrong with a joined row: the column, if one is at fault, and why.
type Wrong = (Option<String>, Diagnostic);

/// The items of one list, by the key of their applicant.
#[derive(Debug)]
pub struct ListTable {
    /// The list.
    pub input: InputId,
    /// The name of the table in messages.
    pub name: String,
    items: BTreeMap<String, Items>,
}

#[derive(Debug, Default)]
struct Items {
    items: Vec<Vec<Known>>,
    wrong: Vec<Wrong>,
    first: u64,
    used: AtomicBool,
}

/// What was paid before, by the key of the applicant.
#[derive(Debug)]
pub struct Histories {
    /// The name of the table in messages.
    pub name: String,
    paid: BTreeMap<String, Vec<Payment>>,
}

impl ListTable {
    /// The items of a key, and what is wrong with them. No rows are no items.
    pub fn items(&self, key: &str) -> (Vec<Vec<Known>>, Vec<Wrong>) {
        match self.items.get(key) {
            Some(found) => {
                found.used.store(true, Ordering::Relaxed);
                (found.items.clone(), found.wrong.clone())
            }
            None => (Vec::new(), Vec::new()),
        }
    }

    /// Keys that no applicant has, each with its first row.
    pub fn unused(&self) -> impl Iterator<Item = (&str, u64)> {
        let unused = self.items.iter().filter(|(_, items)| !items.used.load(Ordering::Relaxed));
        unused.map(|(key, items)| (key.as_str(), items.first))
    }

    /// Reads a table of items. `rows` shows its rows.
    pub fn read(
        plan: &Plan,
        input: InputId,
        name: &str,
        key: &str,
        ignore: &[String],
        rows: impl FnOnce(&mut Visit<'_>) -> Result<(), Diagnostic>,
    ) -> Result<ListTable, Vec<Diagnostic>> {
        let Some((list, fields)) = plan.inputs.get(input).and_then(|declared| match &declared.ty {
            InputType::List { fields, .. } => Some((declared, fields)),
            InputType::Number(_)
            | InputType::Bool
            | InputType::Enum(_)
            | InputType::Set(_)
            | InputType::Date
            | InputType::Text => None,
        }) else {
            return Err(vec![
                Diagnostic::without_place(&sheet::NOT_A_LIST)
                    .arg("policy", plan.policy.as_str())
                    .arg("fact", name)
                    .arg("advice", name),
            ]);
        };
        let names = lookup::fields(fields);
        let mut columns: BTreeMap<String, Option<FieldColumn>> = BTreeMap::new();
        let mut table = ListTable { input, name: name.to_owned(), items: BTreeMap::new() };
        let mut found: Vec<Diagnostic> = Vec::new();
        let mut seen_key = false;
        let read = rows(&mut |number, row| {
            let cells = match row {
                Ok(cells) => cells,
                Err(finding) => return found.push(in_row(finding, name, number)),
            };
            let mut item = vec![Known::Unknown; fields.len()];
            let mut wrong = Vec::new();
            let mut own_key = None;
            for (column, cell) in cells {
                if *column == key {
                    seen_key = true;
                    own_key = key_of(*cell);
                    continue;
                }
                if !columns.contains_key(*column) {
                    let meant = field_column(column, fields, &names, ignore);
                    columns.insert(
                        (*column).to_owned(),
                        meant.map_err(|finding| found.push(of_table(finding, name))).unwrap_or(None),
                    );
                }
                let Some(Some(at)) = columns.get(*column) else { continue };
                let Some(field) = fields.get(at.field) else { continue };
                let asked = Asked { in_rules: true, ..Asked::of_field(&list.name, field) };
                match cell::read(*cell, &asked, at.unit.as_ref()) {
                    Ok(known) => {
                        if let Some(slot) = item.get_mut(at.field) {
                            *slot = known;
                        }
                    }
                    Err(more) => wrong.extend(
                        more.into_iter().map(|one| (Some((*column).to_owned()), in_row(one, name, number))),
                    ),
                }
            }
            let Some(own_key) = own_key else {
                return found.push(in_row(Diagnostic::without_place(&sheet::EMPTY_KEY), name, number));
            };
            let entry =
                table.items.entry(own_key).or_insert_with(|| Items { first: number, ..Items::default() });
            entry.items.push(item);
            entry.wrong.extend(wrong);
            if entry.items.len() == LIST_ITEMS.saturating_add(1) {
                entry.wrong.push((
                    None,
                    Diagnostic::new(&facts::TOO_MANY_ITEMS, cell::nowhere())
                        .arg("subject", list.title())
                        .arg("number", entry.items.len().to_string())
                        .arg("limit", LIST_ITEMS.to_string()),
                ));
            }
        });
        read.map_err(|finding| vec![of_table(finding, name)])?;
        if !seen_key && !columns.is_empty() {
            found.insert(0, no_key_column(key, name, columns.keys().map(String::as_str)));
            found.truncate(1);
        }
        if found.is_empty() { Ok(table) } else { Err(found) }
    }
}

struct FieldColumn {
    field: usize,
    unit: Option<ColumnUnit>,
}

fn field_column(
    column: &str,
    fields: &[InputField],
    names: &lookup::Lookup<'_, usize>,
    ignore: &[String],
) -> Result<Option<FieldColumn>, Diagnostic> {
    if column.is_empty() || ignore.iter().any(|known| known == column) {
        return Ok(None);
    }
    if let Found::One(field) = names.find(column) {
        return Ok(Some(FieldColumn { field, unit: None }));
    }
    if let Some((before, text)) = unit::split(column)
        && let Found::One(at) = names.find(before)
        && let Some(InputType::Number(measure)) = fields.get(at).map(|field| &field.ty)
        && let Some(unit) = ColumnUnit::parse(text, measure)
    {
        return Ok(Some(FieldColumn { field: at, unit: Some(unit) }));
    }
    let advice = did_you_mean(column, names.words())
        .unwrap_or_else(|| one_of(listed(fields.iter().map(|field| field.name.as_str()))));
    Err(Diagnostic::without_place(&sheet::UNKNOWN_COLUMN).arg("column", shown(column)).arg("advice", advice))
}

fn key_of(cell: Cell<'_>) -> Option<String> {
    let text = match cell {
        Cell::Text(text) => text.trim().to_owned(),
        Cell::Float(number) => {
            let text = cell::decimal_of(number).ok()?;
            crate::money::parse_decimal(&text).map_or(text, Rational::to_shortest)
        }
        Cell::Scaled(whole, 0) => whole.to_string(),
        Cell::Json(json) => match &json.kind {
            crate::facts::json::Kind::Text(text) => text.trim().to_owned(),
            crate::facts::json::Kind::Number(text) => text.clone(),
            crate::facts::json::Kind::Null
            | crate::facts::json::Kind::Bool(_)
            | crate::facts::json::Kind::BrokenText
            | crate::facts::json::Kind::Array(_)
            | crate::facts::json::Kind::Object(_) => return None,
        },
        Cell::Empty
        | Cell::Share(_)
        | Cell::Scaled(..)
        | Cell::Truth(_)
        | Cell::Day(_)
        | Cell::Unusable(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The key that a cell holds, as words.
pub(super) fn key_text(cell: Cell<'_>) -> String {
    key_of(cell).unwrap_or_default()
}

fn in_row(found: Diagnostic, table: &str, row: u64) -> Diagnostic {
    within(&sheet::IN_ROW, &found, table).arg("row", row.to_string())
}

fn of_table(found: Diagnostic, table: &str) -> Diagnostic {
    within(&sheet::IN_TABLE, &found, table)
}

/// A finding of a table that is joined, told within one of the whole run.
fn within(entry: &'static Entry, found: &Diagnostic, table: &str) -> Diagnostic {
    let both = |words: &dyn Fn(Lang) -> String| Words::new(words(Lang::Zh), words(Lang::En));
    Diagnostic::without_place(entry)
        .arg("table", shown(table))
        .arg("code", found.entry.code)
        .arg("cause", both(&|lang| found.message(lang)))
        .arg("way_out", both(&|lang| found.help(lang)))
}

fn no_key_column<'a>(key: &str, table: &str, names: impl Iterator<Item = &'a str>) -> Diagnostic {
    let names = listed(names);
    let advice = Words::new(format!("表里有：{}", names.zh), format!("the table has: {}", names.en));
    let finding = Diagnostic::without_place(&sheet::NO_SUCH_COLUMN)
        .arg("option", shown(table))
        .arg("column", shown(key));
    finding.arg("advice", advice)
}

impl Histories {
    /// The entries of a key.
    pub fn of(&self, key: &str) -> Vec<Payment> {
        self.paid.get(key).cloned().unwrap_or_default()
    }

    /// What is wrong with entries after the date of the decision.
    pub fn after(&self, payments: &[Payment], as_of: Option<Date>) -> Vec<Diagnostic> {
        let Some(as_of) = as_of else { return Vec::new() };
        let late = payments.iter().filter_map(|payment| {
            let date = payment.date.filter(|&date| date > as_of).map(|date| date.to_string());
            let year = payment.year.filter(|&year| year > as_of.year()).map(|year| year.to_string());
            date.or(year)
        });
        let finding = |value: String| {
            Diagnostic::new(&facts::AFTER_AS_OF, cell::nowhere())
                .arg("subject", "history")
                .arg("value", value)
                .arg("as_of", as_of.to_string())
        };
        late.map(finding).collect()
    }

    /// Reads a table of payments. `rows` shows its rows; `policies` are all that are known.
    pub fn read(
        plan: &Plan,
        policies: &[&str],
        name: &str,
        key: &str,
        ignore: &[String],
        rows: impl FnOnce(&mut Visit<'_>) -> Result<(), Diagnostic>,
    ) -> Result<Histories, Vec<Diagnostic>> {
        let reader = Entries { plan, policies, awards: lookup::awards(plan), key, ignore };
        let mut paid: BTreeMap<String, Vec<Payment>> = BTreeMap::new();
        let mut columns: BTreeMap<String, Option<(Part, Option<ColumnUnit>)>> = BTreeMap::new();
        let mut found = Vec::new();
        let mut any = false;
        let read = rows(&mut |number, row| {
            let cells = match row {
                Ok(cells) => cells,
                Err(finding) => return found.push(in_row(finding, name, number)),
            };
            any = true;
            for (column, _) in cells {
                if !columns.contains_key(*column) {
                    let part = reader.part(column).map_err(|finding| found.push(of_table(finding, name)));
                    columns.insert((*column).to_owned(), part.unwrap_or(None));
                }
            }
            match reader.entry(cells, &columns) {
                Ok(Some((key, payment))) => {
                    let entries = paid.entry(key).or_default();
                    entries.push(payment);
                    if entries.len() == HISTORY_ENTRIES.saturating_add(1) {
                        let finding = Diagnostic::new(&facts::TOO_MANY_ITEMS, cell::nowhere())
                            .arg("subject", "history");
                        let finding = finding.arg("number", entries.len().to_string());
                        found.push(in_row(finding.arg("limit", HISTORY_ENTRIES.to_string()), name, number));
                    }
                }
                Ok(None) => {}
                Err(more) => found.extend(more.into_iter().map(|one| in_row(one, name, number))),
            }
        });
        read.map_err(|finding| vec![of_table(finding, name)])?;
        // A misspelt heading is the cause of what lacks in every row.
        if found.iter().any(|one| *one.entry == sheet::IN_TABLE) {
            found.retain(|one| *one.entry == sheet::IN_TABLE);
        } else {
            for (part, missing) in [(Part::Key, key), (Part::Award, "award"), (Part::Amount, "amount")] {
                let there = columns.values().flatten().any(|(known, _)| *known == part);
                if any && !there {
                    found = vec![no_key_column(missing, name, columns.keys().map(String::as_str))];
                    break;
                }
            }
        }
        found.truncate(100);
        let paid = paid.into_iter().map(|(key, payments)| (key, in_fixed_order(payments))).collect();
        if found.is_empty() { Ok(Histories { name: name.to_owned(), paid }) } else { Err(found) }
    }
}

/// What a column of a history holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Key,
    Award,
    Policy,
    Year,
    Date,
    Item,
    Step,
    Amount,
}

struct Entries<'a> {
    plan: &'a Plan,
    policies: &'a [&'a str],
    awards: lookup::Lookup<'a, AwardId>,
    key: &'a str,
    ignore: &'a [String],
}

impl Entries<'_> {
    fn part(&self, column: &str) -> Result<Option<(Part, Option<ColumnUnit>)>, Diagnostic> {
        if column == self.key {
            return Ok(Some((Part::Key, None)));
        }
        if column.is_empty() || self.ignore.iter().any(|known| known == column) {
            return Ok(None);
        }
        let named = |name: &str| {
            Some(match name {
                "award" | "奖励" => Part::Award,
                "policy" | "政策" => Part::Policy,
                "year" | "年度" | "年份" => Part::Year,
                "date" | "日期" => Part::Date,
                "item" | "项目" => Part::Item,
                "step" | "档次" => Part::Step,
                "amount" | "金额" => Part::Amount,
                _ => return None,
            })
        };
        if let Some(part) = named(column) {
            return Ok(Some((part, None)));
        }
        if let Some((before, text)) = unit::split(column)
            && named(before) == Some(Part::Amount)
            && let Some(unit) = ColumnUnit::parse(text, &self.money())
        {
            return Ok(Some((Part::Amount, Some(unit))));
        }
        let known = || HISTORY_KEYS.iter().copied().chain([self.key]);
        let advice = did_you_mean(column, known()).unwrap_or_else(|| one_of(listed(known())));
        Err(Diagnostic::without_place(&sheet::UNKNOWN_COLUMN)
            .arg("column", shown(column))
            .arg("advice", advice))
    }

    fn money(&self) -> Measure {
        Measure::plain(Dimension::Money(self.plan.currency))
    }

    /// One entry with its key; `None` for one of another policy.
    fn entry(
        &self,
        cells: &[(&str, Cell<'_>)],
        columns: &BTreeMap<String, Option<(Part, Option<ColumnUnit>)>>,
    ) -> Result<Option<(String, Payment)>, Vec<Diagnostic>> {
        let mut found = Vec::new();
        let at = |part: Part| {
            cells.iter().find_map(|(name, cell)| match columns.get(*name) {
                Some(Some((known, unit))) if *known == part => Some((*cell, unit.as_ref())),
                Some(_) | None => None,
            })
        };
        let mut read = |part: Part, subject: &str, ty: &InputType| {
            let (cell, unit) = at(part)?;
            let asked = Asked {
                subject: subject.to_owned(),
                name: subject.to_owned(),
                ty,
                optional: false,
                low: Rational::ZERO,
                high: None,
                in_rules: true,
            };
            let known = cell::read(cell, &asked, unit);
            known.map_err(|more| found.extend(more)).ok().filter(|known| *known != Known::Unknown)
        };
        let words = |known: Option<Known>| match known {
            Some(Known::Text(text)) => Some(text),
            Some(_) | None => None,
        };
        let policy = words(read(Part::Policy, "policy", &InputType::Text));
        let award = words(read(Part::Award, "award", &InputType::Text));
        let item = words(read(Part::Item, "item", &InputType::Text));
        let step = words(read(Part::Step, "step", &InputType::Text));
        let count = InputType::Number(Measure::plain(Dimension::Count(Some("年".to_owned()))));
        let year = match read(Part::Year, "year", &count) {
            Some(Known::Number(number)) => number.to_whole().and_then(|year| i32::try_from(year).ok()),
            Some(_) | None => None,
        };
        let date = match read(Part::Date, "date", &InputType::Date) {
            Some(Known::Date(date)) => Some(date),
            Some(_) | None => None,
        };
        let amount = match read(Part::Amount, "amount", &InputType::Number(self.money())) {
            Some(Known::Number(amount)) => Some(amount),
            Some(_) | None => None,
        };
        let key = at(Part::Key).and_then(|(cell, _)| key_of(cell));
        if let Some(wrong) = year.filter(|year| !(1..=9999).contains(year)) {
            let finding = Diagnostic::new(&facts::NOT_A_YEAR, cell::nowhere()).arg("subject", "year");
            found.push(finding.arg("found", wrong.to_string()));
        }
        if !found.is_empty() {
            return Err(found);
        }
        let lacks = |key: &str| {
            vec![
                Diagnostic::new(&facts::LACKS_KEY, cell::nowhere())
                    .arg("subject", "history")
                    .arg("key", key)
                    .arg("example", key),
            ]
        };
        let Some(key) = key else { return Err(vec![Diagnostic::without_place(&sheet::EMPTY_KEY)]) };
        let award = award.ok_or_else(|| lacks("award"))?;
        let (policy, id) = match award.split_once('/') {
            Some((policy, id)) => (Some(policy.to_owned()), id),
            None => (policy, award.as_str()),
        };
        if let Some(policy) = policy.filter(|policy| *policy != self.plan.policy) {
            // What another policy paid is none of this one's limits; a name that nobody knows is a mistake.
            return if self.policies.contains(&policy.as_str()) {
                Ok(None)
            } else {
                Err(vec![unknown_policy(&policy, cell::nowhere(), self.policies.iter().copied())])
            };
        }
        let award = match self.awards.find(id) {
            Found::One(award) => award,
            Found::Several(several) => {
                let names = several.iter().filter_map(|&award| self.plan.awards.get(award));
                return Err(vec![ambiguous(
                    id,
                    listed(names.map(|award| award.id.as_str())),
                    cell::nowhere(),
                )]);
            }
            Found::None => return Err(vec![unknown_award(id, &[self.plan], cell::nowhere())]),
        };
        let amount = amount.ok_or_else(|| lacks("amount"))?;
        Ok(Some((key, Payment { award, year, date, item, step, amount })))
    }
}
