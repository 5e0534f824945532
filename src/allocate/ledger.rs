//! The ledger of an allocation: a row for each applicant, award and fund, as it is written and read back as history.

use serde::Serialize;

use crate::diagnostic::Lang;
use crate::evaluate::{Bounds, Outcome};
use crate::money::Rational;
use crate::plan::{InputId, Plan};
use crate::report::outcome_word;

use super::words::Words;
use super::{Allocation, Decided, Entry, Round};

/// The columns of a ledger: what they are called in Chinese and English, and whether they hold numbers.
pub const COLUMNS: &[(&str, &str, bool)] = &[
    ("申请人", "applicant", false),
    ("奖励", "award", false),
    ("奖励名称", "title", false),
    ("年度", "year", true),
    ("轮次", "round", false),
    ("结果", "outcome", false),
    ("申请金额", "requested", true),
    ("最低", "lowest", true),
    ("最高", "highest", true),
    ("排名", "rank", true),
    ("得奖名次", "place", true),
    ("占用名额", "taken", true),
    ("核准金额", "granted", true),
    ("资金", "fund", false),
    ("份额", "share", false),
    ("说明", "reason", false),
];

/// One row: what one fund pays one applicant of one award.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Row {
    /// Who.
    pub applicant: String,
    /// The id of the award.
    pub award: String,
    /// Its title.
    pub title: String,
    /// The year it counts for.
    pub year: i32,
    /// The round; empty where there is one only.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub round: String,
    /// What became of it: `awarded`, `exhausted`, `undetermined` and so on, as in results of `eval`.
    pub outcome: &'static str,
    /// What was asked of the fund, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested: Option<String>,
    /// The least that may come of it, where it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lowest: Option<String>,
    /// The most that may come of it, where it is open and anything bounds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highest: Option<String>,
    /// The rank among those who compete.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// The place that a prize was given for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// How many places of a quota are taken, where it counts items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<String>,
    /// What is granted now. Nothing is `0.00`.
    pub granted: String,
    /// The fund that pays it, where one is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fund: Option<String>,
    /// The share of the award that the fund bears, where it is not all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
    /// Why.
    pub reason: String,
}

impl Row {
    /// The cells, in the order of [`COLUMNS`]; empty where there is nothing to say.
    pub fn cells(&self) -> [String; 16] {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
        [
            self.applicant.clone(),
            self.award.clone(),
            self.title.clone(),
            self.year.to_string(),
            self.round.clone(),
            self.outcome.to_owned(),
            text(&self.requested),
            text(&self.lowest),
            text(&self.highest),
            number(self.rank),
            number(self.place),
            text(&self.taken),
            self.granted.clone(),
            text(&self.fund),
            text(&self.share),
            self.reason.clone(),
        ]
    }
}

/// The rows of a ledger, by applicant, award and fund. Awards that an applicant is not eligible for, or that are not in
/// force, are left out unless `all` are wanted.
pub fn rows(plan: &Plan, allocation: &Allocation, round: &Round, all: bool, lang: Lang) -> Vec<Row> {
    let words = Words { plan, allocation, lang };
    let wanted = |entry: &&Entry| {
        all || !matches!(entry.decided, Decided::Own(Outcome::NotEligible | Outcome::NotInForce))
    };
    let mut rows = Vec::new();
    for entry in allocation.entries.iter().filter(wanted) {
        let row = row(plan, allocation, entry, round, &words);
        if entry.parts.is_empty() {
            rows.push(row);
            continue;
        }
        for part in &entry.parts {
            let fund = part.fund.and_then(|fund| plan.funds.get(fund));
            let share = fund.and_then(|fund| fund.pays.iter().find(|(award, _)| *award == entry.award));
            let share = share.map(|(_, share)| *share).filter(|share| *share != Rational::ONE);
            rows.push(Row {
                requested: Some(amount(plan, part.requested)),
                granted: amount(plan, part.granted),
                fund: fund.map(|fund| fund.id.clone()),
                share: share.map(percent),
                reason: words.reasons(entry, part.fund),
                ..row.clone()
            });
        }
    }
    rows
}

fn row(plan: &Plan, allocation: &Allocation, entry: &Entry, round: &Round, words: &Words<'_>) -> Row {
    let award = plan.awards.get(entry.award);
    let open = match &entry.decided {
        Decided::Undetermined(bounds) => *bounds,
        Decided::Own(Outcome::UpTo(bounds)) => Some(*bounds),
        Decided::Own(Outcome::Undetermined { bounds, .. }) => *bounds,
        Decided::Granted(_)
        | Decided::Entitled
        | Decided::Exhausted
        | Decided::Already(_)
        | Decided::Own(_) => None,
    };
    let exact = |bounds: Bounds| bounds.high.filter(|high| *high == bounds.low);
    Row {
        applicant: allocation.applicants.get(entry.applicant).cloned().unwrap_or_default(),
        award: award.map_or_else(String::new, |award| award.id.clone()),
        title: award.map_or_else(String::new, |award| award.title.clone()),
        year: round.year,
        round: round.name.clone(),
        outcome: outcome(&entry.decided),
        requested: entry.requested.and_then(exact).map(|requested| amount(plan, requested)),
        lowest: open.map(|bounds| amount(plan, bounds.low)),
        highest: open.and_then(|bounds| bounds.high).map(|high| amount(plan, high)),
        rank: entry.rank,
        place: entry.place(),
        taken: taken(plan, &entry.taken),
        granted: amount(plan, Rational::ZERO),
        fund: None,
        share: None,
        reason: words.reasons(entry, None),
    }
}

/// The word for what became of an application, as in the results of `eval`.
pub fn outcome(decided: &Decided) -> &'static str {
    match decided {
        Decided::Granted(amount) => outcome_word(&Outcome::Awarded(*amount)),
        Decided::Entitled => outcome_word(&Outcome::Entitled),
        Decided::Exhausted | Decided::Already(_) => outcome_word(&Outcome::Exhausted),
        Decided::Undetermined(bounds) => {
            outcome_word(&Outcome::Undetermined { bounds: *bounds, missing: Vec::new() })
        }
        Decided::Own(outcome) => outcome_word(outcome),
    }
}

/// An amount with the policy's decimals; of a bound with more of them, all.
pub(super) fn amount(plan: &Plan, amount: Rational) -> String {
    amount.to_decimals(plan.rounding.decimals()).unwrap_or_else(|| amount.to_shortest())
}

/// The number of places; of quotas that count in several facts, with their names.
fn taken(plan: &Plan, taken: &[(InputId, Rational)]) -> Option<String> {
    if let [(_, one)] = taken {
        return Some(one.to_shortest());
    }
    let named = taken.iter().map(|(fact, number)| {
        let name = plan.inputs.get(*fact).map_or("?", |input| input.name.as_str());
        format!("{name}={}", number.to_shortest())
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| named.join("; "))
}

fn percent(share: Rational) -> String {
    match share.times(Rational::whole(100)) {
        Some(percent) => format!("{}%", percent.to_shortest()),
        None => share.to_shortest(),
    }
}
