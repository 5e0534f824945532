//! The summary of a run: how many rows and what became of them, award by award.

use serde::Serialize;

use crate::batch::UNBOUNDED;
use crate::diagnostic::Lang;
use crate::money::{Rational, grouped};
use crate::plan::Plan;
use crate::scaled::OUTCOMES;

use super::answer::Answers;

/// What a run came to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Rows that came out.
    pub decided: u64,
    /// Rows that were left out.
    pub left_out: u64,
    /// Rows that went to the explaining evaluator.
    pub explained: u64,
    /// Rows whose sum is not exact.
    pub open: u64,
    awards: Vec<AwardSummary>,
    low: i128,
    high: Option<i128>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct AwardSummary {
    /// By position of the outcome; empty where outcomes were not asked for.
    outcomes: [u64; OUTCOMES.len()],
    /// How many get a sure amount above zero.
    paid: u64,
    /// What they get.
    amount: i128,
    /// The lowest and highest sum where amounts are open.
    low: i128,
    high: Option<i128>,
}

impl Summary {
    /// Of nothing yet.
    pub fn new(plan: &Plan) -> Summary {
        let none = AwardSummary { outcomes: [0; OUTCOMES.len()], paid: 0, amount: 0, low: 0, high: Some(0) };
        Summary { awards: vec![none; plan.awards.len()], high: Some(0), ..Summary::default() }
    }

    /// Of one block.
    pub(super) fn of(plan: &Plan, answers: &Answers<'_>) -> Summary {
        let mut summary = Summary::new(plan);
        let results = answers.results;
        summary.explained = u64::try_from(results.explained).unwrap_or(u64::MAX);
        let rows = results.rows.saturating_sub(answers.refused.len());
        summary.decided = u64::try_from(rows).unwrap_or(u64::MAX);
        let exact = results.open.is_empty();
        for ((id, award), own) in results.awards.iter_ids().zip(&mut summary.awards) {
            for &outcome in &award.outcome {
                if let Some(count) = own.outcomes.get_mut(usize::from(outcome)) {
                    *count = count.wrapping_add(1);
                }
            }
            for &row in &answers.refused {
                let outcome = award.outcome.get(row).copied().unwrap_or(u8::MAX);
                if let Some(count) = own.outcomes.get_mut(usize::from(outcome)) {
                    *count = count.saturating_sub(1);
                }
            }
            if exact {
                // INVARIANT: a block of 64-bit amounts adds up within 128 bits.
                own.amount = award.low.iter().fold(0, |sum: i128, &low| sum.wrapping_add(i128::from(low)));
                let paid = award.low.iter().filter(|&&low| low > 0).count();
                own.paid = u64::try_from(paid).unwrap_or(u64::MAX);
                continue;
            }
            for row in answers.rows() {
                let low = award.low.get(row).copied().unwrap_or(0);
                let high = award.high.as_ref().and_then(|high| high.get(row).copied()).unwrap_or(low);
                let sure = match answers.outcome(id, row) {
                    Some(outcome) => outcome == 0,
                    None => low == high,
                };
                if sure {
                    own.amount = own.amount.wrapping_add(i128::from(low));
                    own.paid = own.paid.wrapping_add(u64::from(low > 0));
                } else {
                    own.low = own.low.wrapping_add(i128::from(low));
                    own.high = plus(own.high, high);
                }
            }
        }
        for row in answers.rows() {
            let low = results.low.get(row).copied().unwrap_or(0);
            let high = results.high.as_ref().and_then(|high| high.get(row).copied()).unwrap_or(low);
            summary.low = summary.low.wrapping_add(i128::from(low));
            summary.high = plus(summary.high, high);
            summary.open = summary.open.wrapping_add(u64::from(low != high));
        }
        summary
    }

    /// Adds another part of the same run.
    pub fn add(&mut self, other: &Summary) {
        self.decided = self.decided.saturating_add(other.decided);
        self.left_out = self.left_out.saturating_add(other.left_out);
        self.explained = self.explained.saturating_add(other.explained);
        self.open = self.open.saturating_add(other.open);
        self.low = self.low.saturating_add(other.low);
        self.high = self.high.zip(other.high).map(|(one, more)| one.saturating_add(more));
        for (own, other) in self.awards.iter_mut().zip(&other.awards) {
            for (count, more) in own.outcomes.iter_mut().zip(other.outcomes) {
                *count = count.saturating_add(more);
            }
            own.paid = own.paid.saturating_add(other.paid);
            own.amount = own.amount.saturating_add(other.amount);
            own.low = own.low.saturating_add(other.low);
            own.high = own.high.zip(other.high).map(|(one, more)| one.saturating_add(more));
        }
    }

    /// As JSON.
    pub fn json(&self, plan: &Plan, decimals: u32, outcomes: bool) -> String {
        let text = |parts: i128| money(parts, decimals);
        let awards = plan.awards.iter().zip(&self.awards).map(|(award, own)| {
            let counted = own.outcomes.iter().zip(OUTCOMES).filter(|(count, _)| **count > 0);
            let open = own.low != 0 || own.high != Some(0);
            AwardJson {
                id: &award.id,
                title: &award.title,
                paid: own.paid,
                amount: text(own.amount),
                outcomes: outcomes.then(|| counted.map(|(count, name)| (name, *count)).collect()),
                open: open.then(|| BoundsJson { min: text(own.low), max: own.high.map(text) }),
            }
        });
        let json = SummaryJson {
            policy: &plan.policy,
            rows: self.decided.saturating_add(self.left_out),
            decided: self.decided,
            left_out: self.left_out,
            explained: self.explained,
            awards: awards.collect(),
            total: BoundsJson { min: text(self.low), max: self.high.map(text) },
        };
        // Plain data with text keys is always JSON.
        let mut text = serde_json::to_string_pretty(&json).unwrap_or_default();
        text.push('\n');
        text
    }

    /// As text for a person.
    pub fn text(&self, plan: &Plan, decimals: u32, outcomes: bool, lang: Lang) -> String {
        let pick = |zh: &str, en: &str| match lang {
            Lang::Zh => zh.to_owned(),
            Lang::En => en.to_owned(),
        };
        let amount = |parts: i128| grouped(&money(parts, decimals));
        let span = |low: i128, high: Option<i128>| match high {
            Some(high) if high == low => amount(low),
            Some(high) => format!("{} – {}", amount(low), amount(high)),
            None => format!("{} – ∞", amount(low)),
        };
        let mut rows = vec![vec![
            pick("奖励", "award"),
            pick("获付", "paid"),
            pick("金额", "amount"),
            pick("结果", "outcomes"),
        ]];
        if !outcomes {
            rows.iter_mut().for_each(|row| row.truncate(3));
        }
        for (award, own) in plan.awards.iter().zip(&self.awards) {
            let mut sum = amount(own.amount);
            if own.low != 0 || own.high != Some(0) {
                sum.push_str(&format!(" (+ {})", span(own.low, own.high)));
            }
            let mut row = vec![award.id.clone(), own.paid.to_string(), sum];
            if outcomes {
                let counted = own.outcomes.iter().zip(OUTCOMES).filter(|(count, _)| **count > 0);
                row.push(
                    counted.map(|(count, name)| format!("{name} {count}")).collect::<Vec<_>>().join(", "),
                );
            }
            rows.push(row);
        }
        rows.push(vec!["total".to_owned(), String::new(), span(self.low, self.high)]);
        let mut text = match lang {
            Lang::Zh => format!(
                "{} 行：已计算 {}，剔除 {}；逐行计算 {}\n",
                self.decided.saturating_add(self.left_out),
                self.decided,
                self.left_out,
                self.explained
            ),
            Lang::En => format!(
                "{} rows: {} decided, {} left out; {} decided one by one\n",
                self.decided.saturating_add(self.left_out),
                self.decided,
                self.left_out,
                self.explained
            ),
        };
        text.push_str(&crate::explain::table(&rows, 120));
        text
    }
}

fn plus(sum: Option<i128>, high: i64) -> Option<i128> {
    if high == UNBOUNDED { None } else { sum.map(|sum| sum.wrapping_add(i128::from(high))) }
}

fn money(parts: i128, decimals: u32) -> String {
    let number = 10_i128.checked_pow(decimals).and_then(|one| Rational::new(parts, one));
    number.and_then(|number| number.to_decimals(decimals)).unwrap_or_default()
}

#[derive(Serialize)]
struct SummaryJson<'a> {
    policy: &'a str,
    rows: u64,
    decided: u64,
    left_out: u64,
    explained: u64,
    awards: Vec<AwardJson<'a>>,
    total: BoundsJson,
}

#[derive(Serialize)]
struct AwardJson<'a> {
    id: &'a str,
    title: &'a str,
    paid: u64,
    amount: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcomes: Option<std::collections::BTreeMap<&'static str, u64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    open: Option<BoundsJson>,
}

#[derive(Serialize)]
struct BoundsJson {
    min: String,
    max: Option<String>,
}
