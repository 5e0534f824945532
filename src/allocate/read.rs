//! Earlier grants, read from the rows of a ledger or of another table of payments.

use crate::diagnostic::{Diagnostic, Words, population as entries};
use crate::facts::lookup::{self, Found, did_you_mean, listed};
use crate::money::parse_decimal;
use crate::plan::{AwardId, Plan};

use super::Earlier;
use super::ledger::COLUMNS;

/// Reads rows one after the other.
pub struct Reader<'p> {
    plan: &'p Plan,
    awards: lookup::Lookup<'p, AwardId>,
    /// The name of the table in messages.
    table: String,
    found: Vec<Diagnostic>,
    earlier: Vec<Earlier>,
}

/// Wrong rows that are told at most.
const MOST: usize = 20;

/// What a column of a ledger or of a table of payments is.
fn column(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let of_ledger = COLUMNS.iter().find(|(zh, en, _)| *zh == name || *en == name).map(|(_, en, _)| *en);
    of_ledger.or(match name {
        "amount" | "金额" => Some("granted"),
        "date" | "日期" => Some("date"),
        "policy" | "政策" => Some("policy"),
        _ => None,
    })
}

impl<'p> Reader<'p> {
    /// A reader of the rows of one table.
    pub fn new(plan: &'p Plan, table: impl Into<String>) -> Reader<'p> {
        Reader {
            plan,
            awards: lookup::awards(plan),
            table: table.into(),
            found: Vec::new(),
            earlier: Vec::new(),
        }
    }

    /// Takes a row: its number in the table, and its cells, each with the name of its column.
    pub fn row<'c>(&mut self, number: u64, cells: impl Iterator<Item = (&'c str, &'c str)>) {
        if self.found.len() >= MOST {
            return;
        }
        match self.read(number, cells) {
            Ok(one) => self.earlier.extend(one),
            Err(fault) => self.found.push(fault),
        }
    }

    /// What was read, or everything that was wrong.
    pub fn end(self) -> Result<Vec<Earlier>, Vec<Diagnostic>> {
        if self.found.is_empty() { Ok(self.earlier) } else { Err(self.found) }
    }

    fn wrong(&self, number: u64, column: &str, found: impl Into<Words>) -> Diagnostic {
        Diagnostic::without_place(&entries::HISTORY_ROW)
            .arg("table", self.table.as_str())
            .arg("row", number.to_string())
            .arg("column", column)
            .arg("found", found)
    }

    fn read<'c>(
        &self,
        number: u64,
        cells: impl Iterator<Item = (&'c str, &'c str)>,
    ) -> Result<Option<Earlier>, Diagnostic> {
        let mut of: std::collections::BTreeMap<&'static str, &str> = std::collections::BTreeMap::new();
        for (name, text) in cells {
            if let Some(column) = column(name) {
                of.insert(column, text.trim());
            }
        }
        let get = |column: &str| of.get(column).copied().unwrap_or_default();
        if !get("policy").is_empty() && get("policy") != self.plan.policy {
            return Ok(None);
        }
        let applicant = unmarked(get("applicant"));
        if applicant.is_empty() {
            return Err(self.wrong(number, "applicant", "—"));
        }
        let award = match self.awards.find(get("award")) {
            Found::One(award) => award,
            Found::Several(_) | Found::None => {
                let text = get("award");
                let advice = did_you_mean(text, self.awards.words());
                let advice = advice.unwrap_or_else(|| listed(self.awards.names()));
                let found = Words::new(format!("{text}（{}）", advice.zh), format!("{text} ({})", advice.en));
                return Err(self.wrong(number, "award", found));
            }
        };
        let whole = |column: &'static str| -> Result<Option<i128>, Diagnostic> {
            let text = get(column);
            if text.is_empty() {
                return Ok(None);
            }
            let number_read = parse_decimal(text).ok().and_then(|value| value.to_whole());
            number_read.map(Some).ok_or_else(|| self.wrong(number, column, text))
        };
        let year = match whole("year")? {
            Some(year) => i32::try_from(year).ok(),
            None => crate::calendar::Date::parse(get("date")).map(|date| date.year()),
        };
        let granted = get("granted");
        let amount = parse_decimal(granted).ok().filter(|amount| !amount.is_negative());
        let amount = amount.ok_or_else(|| self.wrong(number, "granted", granted))?;
        let taken = get("taken");
        let taken = match taken.is_empty() {
            true => None,
            false => Some(parse_decimal(taken).map_err(|_| self.wrong(number, "taken", taken))?),
        };
        let fund = Some(get("fund")).filter(|fund| !fund.is_empty()).map(str::to_owned);
        Ok(Some(Earlier {
            applicant: applicant.to_owned(),
            award,
            year,
            round: get("round").to_owned(),
            amount,
            decided: amount.is_positive() || matches!(get("outcome"), "awarded" | "exhausted" | "entitled"),
            entitled: get("outcome") == "entitled",
            fund,
            taken,
            place: whole("place")?.and_then(|place| u32::try_from(place).ok()),
        }))
    }
}

/// A name without the mark that keeps a spreadsheet from taking it for a formula.
fn unmarked(name: &str) -> &str {
    let rest = name
        .strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']));
    rest.unwrap_or(name)
}
