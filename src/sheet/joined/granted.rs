//! What was granted before to anybody, from ledgers of an allocation or from other tables of payments.

use std::collections::BTreeMap;

use crate::allocate::Earlier;
use crate::allocate::ledger::COLUMNS;
use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, facts, population as entries, sheet};
use crate::facts::json::shown;
use crate::facts::lookup::{did_you_mean, listed};
use crate::facts::unknown::one_of;
use crate::money::{Rational, parse_decimal};
use crate::plan::{AwardId, InputId, Plan};
use crate::program::{Dimension, Measure};
use crate::sheet::cell::{self, Cell};
use crate::sheet::unit::ColumnUnit;
use crate::sheet::visit::Visit;

use super::entry::{Awards, Columns, Entry};
use super::{in_row, of_table, unknown_column};

/// Wrong rows that are told at most.
const MOST: usize = 20;

/// Reads tables of earlier grants, one after the other.
pub struct Granted<'p> {
    awards: Awards<'p>,
    /// The column that tells applicants apart, if the caller names one.
    key: Option<&'p str>,
    ignore: &'p [String],
    /// The year whose places and budgets are given out.
    year: i32,
    as_of: Option<Date>,
    /// What ledgers grant, with the table and the row that say so.
    seen: BTreeMap<Once, (String, u64)>,
    earlier: Vec<Earlier>,
}

/// What a ledger grants once: to whom, for what, when, from which fund.
type Once = (String, AwardId, Option<i32>, String, Option<String>);

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Applicant,
    Award,
    Policy,
    Year,
    Date,
    Item,
    Step,
    Amount,
    Round,
    Outcome,
    Fund,
    Taken,
    Place,
    /// What a ledger says besides.
    Besides,
}

fn named(name: &str) -> Option<Part> {
    let of_ledger = COLUMNS.iter().find(|(zh, en, _)| *zh == name || *en == name).map(|(_, en, _)| *en);
    Some(match of_ledger.unwrap_or(name) {
        "applicant" | "申报人" | "单位名称" | "申请人名称" => Part::Applicant,
        "award" => Part::Award,
        "policy" | "政策" => Part::Policy,
        "year" | "年份" => Part::Year,
        "date" | "日期" => Part::Date,
        "item" | "项目" => Part::Item,
        "step" | "档次" => Part::Step,
        "granted" | "amount" | "金额" => Part::Amount,
        "round" => Part::Round,
        "outcome" => Part::Outcome,
        "fund" => Part::Fund,
        "taken" => Part::Taken,
        "place" => Part::Place,
        _ if of_ledger.is_some() => Part::Besides,
        _ => return None,
    })
}

impl<'p> Granted<'p> {
    /// A reader for the year whose places and budgets are given out.
    pub fn new(
        plan: &'p Plan,
        policies: &[&str],
        key: Option<&'p str>,
        ignore: &'p [String],
        (year, as_of): (i32, Option<Date>),
    ) -> Granted<'p> {
        Granted {
            awards: Awards::new(plan, policies),
            key,
            ignore,
            year,
            as_of,
            seen: BTreeMap::new(),
            earlier: Vec::new(),
        }
    }

    /// What was read.
    pub fn end(self) -> Vec<Earlier> {
        self.earlier
    }

    /// Reads a table; `rows` shows its rows.
    pub fn table(
        &mut self,
        name: &str,
        rows: impl FnOnce(&mut Visit<'_>) -> Result<(), Diagnostic>,
    ) -> Result<(), Vec<Diagnostic>> {
        let mut columns = Columns::new();
        let (mut found, mut any) = (Vec::new(), false);
        let read = rows(&mut |number, row| {
            let cells = match row {
                Ok(cells) => cells,
                Err(finding) => return found.push(in_row(finding, name, number)),
            };
            any = true;
            for (column, _) in cells {
                if !columns.contains_key(*column) {
                    let part = self.part(column).map_err(|finding| found.push(of_table(finding, name)));
                    columns.insert((*column).to_owned(), part.unwrap_or(None));
                }
            }
            if found.len() >= MOST {
                return;
            }
            match self.entry((name, number), cells, &columns) {
                Ok(one) => self.earlier.extend(one),
                Err(more) => found.extend(more),
            }
        });
        read.map_err(|finding| vec![of_table(finding, name)])?;
        // A misspelt heading is the cause of what lacks in every row.
        if found.iter().any(|one| *one.entry == sheet::IN_TABLE) {
            found.retain(|one| *one.entry == sheet::IN_TABLE);
        } else {
            let there = |part: Part| columns.values().flatten().any(|(known, _)| *known == part);
            let applicant = self.key.map_or(("申请人", "applicant"), |key| (key, key));
            let needed = [
                (Part::Applicant, applicant),
                (Part::Award, ("奖励", "award")),
                (Part::Amount, ("金额", "amount")),
            ];
            let missing = needed.into_iter().find(|(part, _)| any && !there(*part)).map(|(_, name)| name);
            let missing =
                missing.or((any && !there(Part::Year) && !there(Part::Date)).then_some(("年度", "year")));
            if let Some((zh, en)) = missing {
                let names = listed(columns.keys().map(String::as_str));
                let advice =
                    Words::new(format!("表里有：{}", names.zh), format!("the table has: {}", names.en));
                let lacks = Diagnostic::without_place(&sheet::NO_SUCH_COLUMN).arg("option", shown(name));
                found = vec![lacks.arg("column", Words::new(zh, en)).arg("advice", advice)];
            }
        }
        found.truncate(MOST);
        if found.is_empty() { Ok(()) } else { Err(found) }
    }

    fn part(&self, column: &str) -> Result<Option<(Part, Option<ColumnUnit>)>, Diagnostic> {
        if self.key == Some(column) {
            return Ok(Some((Part::Applicant, None)));
        }
        if column.is_empty() || self.ignore.iter().any(|known| known == column) {
            return Ok(None);
        }
        if let Some(part) = named(column.trim()) {
            // What the caller names tells applicants apart; a name beside it is for the reader.
            let besides = part == Part::Applicant && self.key.is_some();
            return Ok(Some((if besides { Part::Besides } else { part }, None)));
        }
        if let Some(unit) = self.awards.amount_unit(column, |name| named(name) == Some(Part::Amount)) {
            return Ok(Some((Part::Amount, Some(unit))));
        }
        let known = || ["申请人", "奖励", "年度", "日期", "金额", "轮次", "资金", "占用名额"].into_iter();
        let advice = did_you_mean(column, known()).unwrap_or_else(|| one_of(listed(known())));
        Err(unknown_column(column, advice))
    }

    /// One entry; `None` for one of another policy.
    fn entry(
        &mut self,
        (table, row): (&str, u64),
        cells: &[(&str, Cell<'_>)],
        columns: &Columns<Part>,
    ) -> Result<Option<Earlier>, Vec<Diagnostic>> {
        let mut line = Entry { cells, columns, called: |_| None, found: Vec::new() };
        let (policy, award) = (line.words(Part::Policy), line.words(Part::Award));
        let (item, step) = (line.words(Part::Item), line.words(Part::Step));
        let (round, outcome) = (line.words(Part::Round), line.words(Part::Outcome));
        let (fund, taken) = (line.words(Part::Fund), line.words(Part::Taken));
        let count = Measure::plain(Dimension::Count(None));
        let (year, place) = (line.number(Part::Year, count.clone()), line.number(Part::Place, count));
        let date = line.day(Part::Date);
        let amount = line.number(Part::Amount, self.awards.money());
        let applicant = line.key(Part::Applicant);
        let found = line.found;
        let told = |found: Vec<Diagnostic>| -> Vec<Diagnostic> {
            found.into_iter().map(|one| in_row(one, table, row)).collect()
        };
        if !found.is_empty() {
            return Err(told(found));
        }
        let wrong = |(zh, en): (&str, &str), found: Words| {
            Diagnostic::without_place(&entries::HISTORY_ROW)
                .arg("table", table)
                .arg("row", row.to_string())
                .arg("column", Words::new(zh, en))
                .arg("found", found)
        };
        let empty = |column: (&str, &str)| vec![wrong(column, Words::new("没有填", "it is empty"))];
        let Some(applicant) = applicant.map_err(|one| told(vec![one]))? else {
            return Err(empty(("申请人", "applicant")));
        };
        let award = award.ok_or_else(|| empty(("奖励", "award")))?;
        let Some(award) = self.awards.find(&award, policy).map_err(|one| told(vec![one]))? else {
            return Ok(None);
        };
        let amount = amount.ok_or_else(|| empty(("金额", "amount")))?;
        let whole = |number: Option<Rational>| number.and_then(Rational::to_whole);
        let stated =
            whole(year).and_then(|year| i32::try_from(year).ok()).filter(|year| (1..=9999).contains(year));
        if let (Some(year), None) = (year, stated) {
            let words = Words::new(
                format!("{} 不是年份", year.to_shortest()),
                format!("{} is no year", year.to_shortest()),
            );
            return Err(vec![wrong(("年度", "year"), words)]);
        }
        let Some(counted) = stated.or_else(|| date.map(Date::year)) else {
            let words = Words::new("没有填，也没有日期", "it is empty, and there is no date");
            return Err(vec![wrong(("年度", "year"), words)]);
        };
        self.not_later(counted, date).map_err(|one| told(vec![one]))?;
        let outcome = match outcome.as_deref() {
            None => None,
            Some(word) => match Outcome::of(word) {
                Some(outcome) => Some(outcome),
                None => {
                    let known = listed(Outcome::ALL.iter().map(|(word, _)| *word));
                    let words = Words::new(
                        format!("{word}（要写 {}）", known.zh),
                        format!("{word} (known: {})", known.en),
                    );
                    return Err(vec![wrong(("结果", "outcome"), words)]);
                }
            },
        };
        let fund = fund.map(|fund| self.fund(&fund).ok_or(fund)).transpose();
        let fund = fund.map_err(|unknown| {
            let known =
                || self.awards.plan.funds.iter().filter(|fund| !fund.programme).map(|fund| fund.id.as_str());
            let advice = did_you_mean(&unknown, known()).unwrap_or_else(|| match known().next() {
                Some(_) => one_of(listed(known())),
                None => Words::new("规则里没有资金", "the rules name no fund"),
            });
            vec![wrong(
                ("资金", "fund"),
                Words::new(format!("{unknown}（{}）", advice.zh), format!("{unknown} ({})", advice.en)),
            )]
        })?;
        let taken = match &taken {
            None => Vec::new(),
            Some(text) => self
                .taken(text)
                .ok_or_else(|| vec![wrong(("占用名额", "taken"), Words::same(text.clone()))])?,
        };
        let applicant = unmarked(&applicant).to_owned();
        let round = round.unwrap_or_default();
        if outcome.is_some() && amount.is_positive() {
            let once = (applicant.clone(), award, Some(counted), round.clone(), fund.clone());
            if let Some((other, at)) = self.seen.get(&once) {
                return Err(vec![
                    Diagnostic::without_place(&entries::GRANTED_TWICE)
                        .arg("applicant", applicant)
                        .arg("table", table)
                        .arg("row", row.to_string())
                        .arg("other", other.as_str())
                        .arg("at", at.to_string()),
                ]);
            }
            self.seen.insert(once, (table.to_owned(), row));
        }
        Ok(Some(Earlier {
            applicant,
            award,
            year: Some(counted),
            date,
            item,
            step,
            round,
            decided: amount.is_positive()
                || matches!(outcome, Some(Outcome::Awarded | Outcome::Exhausted | Outcome::Entitled)),
            entitled: outcome == Some(Outcome::Entitled),
            chosen: outcome == Some(Outcome::UpTo),
            amount,
            fund,
            taken,
            place: whole(place).and_then(|place| u32::try_from(place).ok()),
        }))
    }

    /// The award that a row names; `None` if it belongs to another policy.
    fn not_later(&self, year: i32, date: Option<Date>) -> Result<(), Diagnostic> {
        let late = |value: String, than: String| {
            let late = Diagnostic::new(&facts::AFTER_AS_OF, cell::nowhere()).arg("subject", "history");
            Err(late.arg("value", value).arg("as_of", than))
        };
        match (date, self.as_of) {
            (Some(date), Some(as_of)) if date > as_of => late(date.to_string(), as_of.to_string()),
            _ if year > self.year => late(year.to_string(), self.year.to_string()),
            _ => Ok(()),
        }
    }

    /// The id of a fund, by its id or title.
    fn fund(&self, text: &str) -> Option<String> {
        let mut funds = self.awards.plan.funds.iter().filter(|fund| !fund.programme);
        let by_id = funds.clone().find(|fund| fund.id == text);
        by_id.or_else(|| funds.find(|fund| fund.title == text)).map(|fund| fund.id.clone())
    }

    /// `4`, or `patents=4; trademarks=2`.
    fn taken(&self, text: &str) -> Option<Vec<(Option<InputId>, Rational)>> {
        let one = |part: &str| {
            let (fact, number) = match part.split_once('=') {
                None => (None, part),
                Some((name, number)) => {
                    let fact =
                        self.awards.plan.inputs.iter_ids().find(|(_, input)| input.name == name.trim());
                    (Some(fact?.0), number)
                }
            };
            let number = parse_decimal(number.trim()).ok().filter(|number| !number.is_negative())?;
            Some((fact, number))
        };
        text.split(';').map(one).collect()
    }
}

/// What a ledger says became of an application.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Outcome {
    Awarded,
    Exhausted,
    Entitled,
    UpTo,
    Other,
}

impl Outcome {
    const ALL: [(&'static str, Outcome); 8] = [
        ("awarded", Outcome::Awarded),
        ("exhausted", Outcome::Exhausted),
        ("entitled", Outcome::Entitled),
        ("up_to", Outcome::UpTo),
        ("undetermined", Outcome::Other),
        ("displaced", Outcome::Other),
        ("not_eligible", Outcome::Other),
        ("not_in_force", Outcome::Other),
    ];

    fn of(word: &str) -> Option<Outcome> {
        Outcome::ALL.iter().find(|(known, _)| *known == word).map(|(_, outcome)| *outcome)
    }
}

/// A name without the mark that keeps a spreadsheet from taking it for a formula.
fn unmarked(name: &str) -> &str {
    let rest = name
        .strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']));
    rest.unwrap_or(name)
}
