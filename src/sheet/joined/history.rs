//! What was paid before, from a table, by the key of the applicant.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, facts, sheet};
use crate::facts::lookup::{did_you_mean, listed};
use crate::facts::unknown::one_of;
use crate::facts::{HISTORY_KEYS, Payment, in_fixed_order};
use crate::money::Rational;
use crate::plan::Plan;
use crate::plan::limits::HISTORY_ENTRIES;
use crate::program::{Dimension, Measure};
use crate::sheet::cell::{self, Cell};
use crate::sheet::unit::ColumnUnit;
use crate::sheet::visit::Visit;

use super::entry::{Awards, Columns, Entry};
use super::{in_row, no_key_column, of_table, unknown_column};

/// What was paid before, by the key of the applicant.
#[derive(Debug)]
pub struct Histories {
    /// The name of the table in messages.
    pub name: String,
    paid: BTreeMap<String, (Vec<Payment>, AtomicBool)>,
}

impl Histories {
    /// The entries of a key.
    pub fn of(&self, key: &str) -> Vec<Payment> {
        let Some((payments, used)) = self.paid.get(key) else { return Vec::new() };
        used.store(true, Ordering::Relaxed);
        payments.clone()
    }

    /// Keys that no applicant has.
    pub fn unused(&self) -> impl Iterator<Item = &str> {
        let unused = self.paid.iter().filter(|(_, (_, used))| !used.load(Ordering::Relaxed));
        unused.map(|(key, _)| key.as_str())
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
        let reader = Entries { awards: Awards::new(plan, policies), key, ignore };
        let mut paid: BTreeMap<String, Vec<Payment>> = BTreeMap::new();
        let mut columns = Columns::new();
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
        let fixed = |payments| (in_fixed_order(payments), AtomicBool::new(false));
        let paid = paid.into_iter().map(|(key, payments)| (key, fixed(payments))).collect();
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

/// What messages call a part, whatever its column is called.
fn called(part: Part) -> Option<&'static str> {
    match part {
        Part::Key => None,
        Part::Award => Some("award"),
        Part::Policy => Some("policy"),
        Part::Year => Some("year"),
        Part::Date => Some("date"),
        Part::Item => Some("item"),
        Part::Step => Some("step"),
        Part::Amount => Some("amount"),
    }
}

struct Entries<'a> {
    awards: Awards<'a>,
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
        if let Some(unit) = self.awards.amount_unit(column, |name| named(name) == Some(Part::Amount)) {
            return Ok(Some((Part::Amount, Some(unit))));
        }
        let known = || HISTORY_KEYS.iter().copied().chain([self.key]);
        let advice = did_you_mean(column, known()).unwrap_or_else(|| one_of(listed(known())));
        Err(unknown_column(column, advice))
    }

    /// One entry with its key; `None` for one of another policy.
    fn entry(
        &self,
        cells: &[(&str, Cell<'_>)],
        columns: &Columns<Part>,
    ) -> Result<Option<(String, Payment)>, Vec<Diagnostic>> {
        let mut row = Entry { cells, columns, called, found: Vec::new() };
        let (policy, award) = (row.words(Part::Policy), row.words(Part::Award));
        let (item, step) = (row.words(Part::Item), row.words(Part::Step));
        let years = Measure::plain(Dimension::Count(Some("年".to_owned())));
        let year = row.number(Part::Year, years).and_then(Rational::to_whole);
        let year = year.and_then(|year| i32::try_from(year).ok());
        let date = row.day(Part::Date);
        let amount = row.number(Part::Amount, self.awards.money());
        let key = row.key(Part::Key).map_err(|finding| vec![finding])?;
        let mut found = row.found;
        if let Some(wrong) = year.filter(|year| !(1..=9999).contains(year)) {
            let finding = Diagnostic::new(&facts::NOT_A_YEAR, cell::nowhere()).arg("subject", "year");
            found.push(finding.arg("found", wrong.to_string()));
        }
        if !found.is_empty() {
            return Err(found);
        }
        let lacks = |key: &str, example: Words| {
            let finding = Diagnostic::new(&facts::LACKS_KEY, cell::nowhere());
            let finding = finding.arg("subject", Words::new("这一行", "this row"));
            vec![finding.arg("key", key).arg("example", example)]
        };
        let Some(key) = key else { return Err(vec![Diagnostic::without_place(&sheet::EMPTY_KEY)]) };
        let award = award.ok_or_else(|| {
            lacks("奖励(award)", Words::new("奖励的 id 或名称", "the id or the title of the award"))
        })?;
        let award = self.awards.find(&award, policy).map_err(|finding| vec![finding])?;
        let Some(award) = award else { return Ok(None) };
        let amount =
            amount.ok_or_else(|| lacks("金额(amount)", Words::new("50000 或 5万元", "50000 or 5万元")))?;
        Ok(Some((key, Payment { award, year, date, item, step, amount })))
    }
}
