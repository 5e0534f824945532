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

/// The position of an amount that facts are missing for, in [`OUTCOMES`].
const UNDETERMINED: usize = 6;

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

    /// Whether some amount could not be told.
    pub fn is_open(&self) -> bool {
        let counted = |own: &AwardSummary| own.outcomes.get(UNDETERMINED).is_some_and(|&count| count > 0);
        self.open > 0 || self.awards.iter().any(counted)
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
        let span = |low: i128, high: Option<i128>| match (high, lang) {
            (Some(high), _) if high == low => amount(low),
            (Some(high), _) => format!("{} – {}", amount(low), amount(high)),
            (None, Lang::Zh) => format!("{} 起，不封顶", amount(low)),
            (None, Lang::En) => format!("{} or more", amount(low)),
        };
        let open_words = pick("另有未定", "and open:");
        let mut heading = vec![pick("奖励", "award"), pick("获付", "paid"), pick("金额", "amount")];
        // Ids are what the result's columns are called; people know awards by their titles.
        if lang == Lang::Zh {
            heading.insert(1, "名称".to_owned());
        }
        if outcomes {
            heading.push(pick("结果", "outcomes"));
        }
        let before_amount = heading.len().saturating_sub(if outcomes { 2 } else { 1 });
        let mut rows = vec![heading];
        for (award, own) in plan.awards.iter().zip(&self.awards) {
            let mut sum = amount(own.amount);
            if own.low != 0 || own.high != Some(0) {
                sum.push_str(&format!(" ({open_words} {})", span(own.low, own.high)));
            }
            let mut row = vec![award.id.clone(), own.paid.to_string(), sum];
            if lang == Lang::Zh {
                row.insert(1, award.title.clone());
            }
            if outcomes {
                let counted = own.outcomes.iter().zip(OUTCOMES.iter().zip(OUTCOMES_ZH));
                let counted = counted.filter(|(count, _)| **count > 0).map(|(count, (en, zh))| match lang {
                    Lang::Zh => format!("{zh} {count}"),
                    Lang::En => format!("{en} {count}"),
                });
                row.push(counted.collect::<Vec<_>>().join(pick("、", ", ").as_str()));
            }
            rows.push(row);
        }
        let mut total = vec![String::new(); before_amount];
        if let Some(first) = total.first_mut() {
            *first = pick("合计(total)", "total");
        }
        total.push(span(self.low, self.high));
        rows.push(total);
        let all = self.decided.saturating_add(self.left_out);
        let one_by_one = match (self.explained, lang) {
            (0, _) => String::new(),
            (number, Lang::Zh) => format!("；其中 {number} 行缺资料等，逐行计算"),
            (number, Lang::En) => format!("; {number} decided one by one"),
        };
        let mut text = match lang {
            Lang::Zh => format!("{all} 行：已计算 {}，剔除 {}{one_by_one}\n", self.decided, self.left_out),
            Lang::En => format!(
                "{all} {}: {} decided, {} left out{one_by_one}\n",
                if all == 1 { "row" } else { "rows" },
                self.decided,
                self.left_out,
            ),
        };
        text.push_str(&crate::explain::table(&rows, 120));
        text
    }
}

/// The outcomes in Chinese, in the order of [`OUTCOMES`].
const OUTCOMES_ZH: [&str; OUTCOMES.len()] =
    ["获付", "不符合", "被取代", "以前已付满", "由审批人定", "有资格(金额未定)", "缺资料", "不在有效期"];

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
