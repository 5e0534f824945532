//! An allocation as a whole: what became of each quota and each fund, as JSON and as text.

use serde::Serialize;

use crate::diagnostic::Lang;
use crate::explain::phrase;
use crate::money::{Rational, grouped};
use crate::plan::{Part, Plan};

use super::ledger::{Row, amount};
use super::{Allocation, Round};

/// An allocation as JSON.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Summary {
    /// The policy.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// The year whose places and budgets were given out.
    pub year: i32,
    /// The round.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub round: String,
    /// The currency of all amounts.
    pub currency: String,
    /// How many applied.
    pub applicants: usize,
    /// What is granted in all.
    pub granted: String,
    /// Quotas and prizes, by award.
    pub contests: Vec<ContestRow>,
    /// Funds and limits for all applicants, by section.
    pub funds: Vec<FundRow>,
    /// The ledger.
    pub rows: Vec<Row>,
}

/// A quota, or the prizes of an award.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ContestRow {
    /// The award.
    pub award: String,
    /// `quota` or `prize`.
    pub kind: &'static str,
    /// Whether the quota is one among some applicants only.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub among_some: bool,
    /// Whom it is for, in words, where it is not for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub among: Option<String>,
    /// The sections of the quota itself, where it has some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<String>,
    /// How many places there are.
    pub places: String,
    /// Taken before this run.
    pub before: String,
    /// Taken now.
    pub taken: String,
    /// The first who was not chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many applicants cannot be decided.
    pub open: usize,
}

/// A fund, or a limit for all applicants.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FundRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `fund` or `programme`.
    pub kind: &'static str,
    /// What there is; `null` where the text does not say.
    pub budget: Option<String>,
    /// Spent before this run.
    pub before: String,
    /// What is claimed now.
    pub claimed: String,
    /// What is paid now; of a limit, what it lets through.
    pub granted: String,
    /// What is left; `null` where the text does not say what there was.
    pub left: Option<String>,
    /// What rounding left over and nobody got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unplaced: Option<String>,
    /// The first who got nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many claims cannot be decided.
    pub open: usize,
}

/// The allocation with its ledger.
pub fn summary(plan: &Plan, allocation: &Allocation, round: &Round, rows: Vec<Row>, lang: Lang) -> Summary {
    let name = |at: usize| allocation.applicants.get(at).cloned();
    let contests = allocation.contests.iter().map(|contest| {
        let award = plan.awards.get(contest.award);
        let part = contest.part.and_then(|part| award?.parts.get(part));
        let cites = if let Some(Part::Quota { cites, .. }) = part { cites.clone() } else { Vec::new() };
        let among = if let Some(Part::Quota { condition, .. }) = part { *condition } else { None };
        ContestRow {
            among_some: among.is_some(),
            among: among.map(|among| phrase(plan, among, lang)),
            award: award.map_or_else(String::new, |award| award.id.clone()),
            kind: if contest.part.is_some() { "quota" } else { "prize" },
            cites,
            places: contest.places.to_shortest(),
            before: contest.before.to_shortest(),
            taken: contest.taken.to_shortest(),
            next: contest.next.and_then(name),
            open: contest.open,
        }
    });
    let funds = plan.funds.iter().zip(&allocation.funds).map(|(fund, state)| {
        let left = state.budget.and_then(|budget| budget.minus(state.before)?.minus(state.granted));
        FundRow {
            id: fund.id.clone(),
            title: fund.title.clone(),
            kind: if fund.programme { "programme" } else { "fund" },
            budget: state.budget.map(|budget| amount(plan, budget)),
            before: amount(plan, state.before),
            claimed: amount(plan, state.claimed),
            granted: amount(plan, state.granted),
            left: left.map(|left| amount(plan, left.max(Rational::ZERO))),
            unplaced: state.unplaced.is_positive().then(|| amount(plan, state.unplaced)),
            next: state.next.and_then(name),
            open: state.open,
        }
    });
    let mut granted = allocation.entries.iter().filter_map(|entry| {
        if let super::Decided::Granted(amount) = entry.decided { Some(amount) } else { None }
    });
    let granted = granted.try_fold(Rational::ZERO, Rational::plus).unwrap_or(Rational::ZERO);
    Summary {
        policy: plan.policy.clone(),
        title: plan.title.clone(),
        year: round.year,
        round: round.name.clone(),
        currency: plan.currency.code().to_owned(),
        applicants: allocation.applicants.len(),
        granted: amount(plan, granted),
        contests: contests.collect(),
        funds: funds.collect(),
        rows,
    }
}

/// The same for a person, without the ledger.
pub fn text(summary: &Summary, titles: impl Fn(&str) -> String, lang: Lang) -> String {
    let say = |zh: String, en: String| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let mut out = say(
        format!(
            "{} {} 年：{} 份申请，核准 {}\n",
            summary.title,
            summary.year,
            summary.applicants,
            grouped(&summary.granted)
        ),
        format!(
            "{} {}: {} applicants, granted {}\n",
            summary.title,
            summary.year,
            summary.applicants,
            grouped(&summary.granted)
        ),
    );
    for one in &summary.contests {
        let kind = one
            .among
            .as_ref()
            .map_or_else(String::new, |among| say(format!("(限 {among})"), format!(" (where {among})")));
        let title = titles(&one.award) + &kind;
        let before = if one.before == "0" {
            String::new()
        } else {
            say(format!("，以前已占 {}", one.before), format!(", {} taken before", one.before))
        };
        let next = one.next.as_ref().map_or_else(String::new, |next| {
            say(format!("；第一个未入选：{next}"), format!("; first not chosen: {next}"))
        });
        let open = match one.open {
            0 => String::new(),
            open => say(format!("；{open} 人待定"), format!("; {open} undetermined")),
        };
        out.push_str(&match one.kind {
            "prize" => say(
                format!("  {title}：奖项到第 {} 名{before}，本次 {} 人{next}{open}\n", one.places, one.taken),
                format!("  {title}: prizes to place {}{before}, {} now{next}{open}\n", one.places, one.taken),
            ),
            _ => say(
                format!("  {title}：名额 {}{before}，本次 {}{next}{open}\n", one.places, one.taken),
                format!("  {title}: {} places{before}, {} now{next}{open}\n", one.places, one.taken),
            ),
        });
    }
    for one in &summary.funds {
        let limits = one.kind == "programme";
        let budget = match &one.budget {
            Some(budget) if limits => {
                say(format!("上限 {}，", grouped(budget)), format!("at most {}, ", grouped(budget)))
            }
            Some(budget) => say(format!("有 {}，", grouped(budget)), format!("{} in all, ", grouped(budget))),
            None => String::new(),
        };
        let before = match one.before.trim_matches(['0', '.']) {
            "" => String::new(),
            _ => say(
                format!("以前已付 {}，", grouped(&one.before)),
                format!("{} spent before, ", grouped(&one.before)),
            ),
        };
        let left = one.left.as_ref().map_or_else(String::new, |left| {
            say(format!("，余 {}", grouped(left)), format!(", {} left", grouped(left)))
        });
        let unplaced = one.unplaced.as_ref().map_or_else(String::new, |unplaced| {
            say(format!("(尾差 {unplaced} 未分)"), format!(" ({unplaced} of rounding not placed)"))
        });
        let next = one.next.as_ref().map_or_else(String::new, |next| {
            say(format!("；第一个没有得到：{next}"), format!("; first without any: {next}"))
        });
        let open = match one.open {
            0 => String::new(),
            open => say(format!("；{open} 笔待定"), format!("; {open} undetermined")),
        };
        let (claimed, granted) = (grouped(&one.claimed), grouped(&one.granted));
        // A limit pays nothing: funds may still cut what it lets through.
        let (paid_zh, paid_en) = if limits { ("限额内", "let through") } else { ("付", "paid") };
        out.push_str(&say(
            format!(
                "  {}：{budget}{before}申请 {claimed}，{paid_zh} {granted}{left}{unplaced}{next}{open}\n",
                one.title
            ),
            format!(
                "  {}: {budget}{before}claimed {claimed}, {paid_en} {granted}{left}{unplaced}{next}{open}\n",
                one.title
            ),
        ));
    }
    out
}
