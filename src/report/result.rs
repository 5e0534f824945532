//! The result of an evaluation, for one policy or for several.

use serde::Serialize;
use serde_json::Value;

use super::payout::{InstalmentRow, ObligationRow, PayerRow, obligations, payers, schedule};
use super::score::{ScoreRow, score_rows};
use super::targets::{TargetRow, target_rows};
use super::words::{amount, bound, cites, known};
use crate::diagnostic::Lang;
use crate::evaluate::{Bounds, Decision, Missing, Outcome};
use crate::explain::before_funds;
use crate::facts::Inputs;
use crate::money::Rational;
use crate::plan::{Award, AwardId, ELSEWHERE, GroupKind, Plan};

/// One policy's decision with all that is told about it. The words come from the room that explains.
pub struct Part<'a> {
    /// The policy.
    pub plan: &'a Plan,
    /// What it was decided from.
    pub inputs: &'a Inputs,
    /// What was decided.
    pub decision: &'a Decision,
    /// Why an award is not paid, in words; empty for one that is.
    pub reasons: &'a dyn Fn(AwardId) -> Vec<String>,
    /// How an amount came about, line by line; may be empty.
    pub calculation: &'a dyn Fn(AwardId) -> Vec<String>,
}

/// The result for one policy. Keys stand in this order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PolicyResult {
    /// Its id.
    pub policy: String,
    /// The date of the decision.
    pub as_of: Option<String>,
    /// The currency of all amounts.
    pub currency: String,
    /// The sum of all amounts.
    pub total: Total,
    /// Awards, ladders and supports by section, then id.
    pub awards: Vec<AwardRow>,
    /// The goals of indicators by section, id and year.
    pub targets: Vec<TargetRow>,
    /// Scores by section, then id, indicator by indicator; left out where the policy has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<ScoreRow>,
    /// What was taken for granted.
    pub assumptions: Vec<AssumptionRow>,
}

/// The result for several policies; awards have ids `policy/award`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Results {
    /// Each policy's result.
    pub policies: Vec<PolicyResult>,
    /// The sum over all; `None` where their currencies differ.
    pub total: Option<Total>,
}

/// Lowest and highest sum.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Total {
    /// Lowest.
    pub min: String,
    /// Highest; `None` where nothing bounds it.
    pub max: Option<String>,
}

/// The outcome of one award. Keys that do not belong to the outcome are left out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AwardRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The sections it cites.
    pub cites: String,
    /// The outcome's word.
    pub outcome: &'static str,
    /// With `awarded`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// With `up_to` and `undetermined`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// With `up_to` and `undetermined`; the inner `None` is `null`: nothing bounds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Option<String>>,
    /// With `undetermined`: the facts that matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<String>>,
    /// With `displaced`: the award that takes its place, or the group whose limit leaves nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// With `displaced`: the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Why it is not paid.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// With `awarded`: who pays which part; the parts add up to the amount.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub payers: Vec<PayerRow>,
    /// With `awarded`: when which part is paid; the parts add up to the amount.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schedule: Vec<InstalmentRow>,
    /// What the payment binds the applicant to; no change of the amount.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub obligations: Vec<ObligationRow>,
    /// With `awarded` and `up_to`: how the amount came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calculation: Vec<String>,
    /// Readings taken of ambiguous clauses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<String>,
}

/// Something that was taken for granted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AssumptionRow {
    /// `default`, `no_elsewhere`, `no_history`, `before_funds`, `year` or `validity_unstated`.
    pub kind: &'static str,
    /// With `default`: the fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// With `default` and `year`: the value taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// The same in words.
    pub text: String,
}

/// The word of an outcome in results and case files.
pub const fn outcome_word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Awarded(_) => "awarded",
        Outcome::NotEligible => "not_eligible",
        Outcome::Displaced { .. } => "displaced",
        Outcome::Exhausted => "exhausted",
        Outcome::UpTo(_) => "up_to",
        Outcome::Entitled => "entitled",
        Outcome::Undetermined { .. } => "undetermined",
        Outcome::NotInForce => "not_in_force",
    }
}

/// The name of a missing fact, as a path: `pledge_loans[2].repaid`, items counted from 1.
pub fn missing_name(plan: &Plan, this_year: Option<i32>, missing: &Missing) -> String {
    match missing {
        Missing::AsOf => "as_of".to_owned(),
        Missing::Input(input) => {
            plan.inputs.get(*input).map_or(String::new(), |input| input.path(plan, this_year))
        }
        Missing::Field { input, item, field } => {
            let Some(input) = plan.inputs.get(*input) else { return String::new() };
            let fields = match &input.ty {
                crate::plan::InputType::List { fields, .. } => fields.as_slice(),
                crate::plan::InputType::Number(_)
                | crate::plan::InputType::Bool
                | crate::plan::InputType::Enum(_)
                | crate::plan::InputType::Set(_)
                | crate::plan::InputType::Date
                | crate::plan::InputType::Text => &[],
            };
            let field = fields.get(*field).map_or("", |field| field.name.as_str());
            format!("{}[{}].{field}", input.name, item.saturating_add(1))
        }
    }
}

/// The result for one policy.
pub fn result(part: &Part<'_>, lang: Lang) -> PolicyResult {
    let plan = part.plan;
    let pairs = plan.awards.iter_ids().zip(&part.decision.awards);
    let pairs = pairs.filter(|((_, award), _)| award.foreign.is_none());
    PolicyResult {
        policy: plan.policy.clone(),
        as_of: part.inputs.as_of.map(|date| date.to_string()),
        currency: plan.currency.code().to_owned(),
        total: total(plan, part.decision.total),
        awards: pairs.map(|((id, award), outcome)| award_row(part, id, award, outcome)).collect(),
        targets: target_rows(part),
        scores: score_rows(part),
        assumptions: assumptions(plan, part.inputs, part.decision, lang),
    }
}

/// The result for several policies, with the bounds of their joint sum; `None` where their currencies differ.
pub fn results(parts: &[Part<'_>], joint: Option<Bounds>, lang: Lang) -> Results {
    let prefixed = |part: &Part<'_>| {
        let mut one = result(part, lang);
        // What belongs to no policy alone, and what names its policy already, stays as it is.
        let of_all = |id: &str| {
            id.contains('/')
                || id.starts_with(ELSEWHERE)
                || part.plan.groups.iter().any(|group| group.id == id && group.kind == GroupKind::Stacking)
        };
        let prefix = |id: &str| if of_all(id) { id.to_owned() } else { format!("{}/{id}", part.plan.policy) };
        for row in &mut one.awards {
            row.id = prefix(&row.id);
            row.by = row.by.as_deref().map(prefix);
            row.group = row.group.as_deref().map(prefix);
        }
        for row in &mut one.scores {
            row.id = prefix(&row.id);
        }
        for row in &mut one.targets {
            row.id = prefix(&row.id);
        }
        one
    };
    Results { policies: parts.iter().map(prefixed).collect(), total: joint_total(parts, joint) }
}

fn total(plan: &Plan, bounds: Bounds) -> Total {
    Total { min: bound(plan, bounds.low, false), max: bounds.high.map(|high| bound(plan, high, true)) }
}

/// The sum over policies, with the decimals of the one that has most.
fn joint_total(parts: &[Part<'_>], joint: Option<Bounds>) -> Option<Total> {
    let finest = parts.iter().map(|part| part.plan).max_by_key(|plan| plan.rounding.decimals())?;
    Some(total(finest, joint?))
}

/// An award's id, with its policy where that is another.
fn named(award: &Award) -> String {
    match &award.foreign {
        Some(policy) => format!("{policy}/{}", award.id),
        None => award.id.clone(),
    }
}

fn award_row(part: &Part<'_>, id: AwardId, award: &Award, outcome: &Outcome) -> AwardRow {
    let plan = part.plan;
    let mut row = AwardRow {
        id: award.id.clone(),
        title: award.title.clone(),
        cites: cites(&award.cites),
        outcome: outcome_word(outcome),
        amount: None,
        min: None,
        max: None,
        missing: None,
        by: None,
        group: None,
        reasons: (part.reasons)(id),
        payers: payers(part, award, outcome),
        schedule: schedule(part, award, outcome),
        obligations: obligations(part, award, outcome),
        calculation: match outcome {
            Outcome::Awarded(_) | Outcome::UpTo(_) => (part.calculation)(id),
            Outcome::NotEligible
            | Outcome::Displaced { .. }
            | Outcome::Exhausted
            | Outcome::Entitled
            | Outcome::Undetermined { .. }
            | Outcome::NotInForce => Vec::new(),
        },
        readings: award.readings.clone(),
    };
    let mut between = |bounds: Bounds| {
        row.min = Some(bound(plan, bounds.low, false));
        row.max = Some(bounds.high.map(|high| bound(plan, high, true)));
    };
    match outcome {
        Outcome::Awarded(paid) => row.amount = Some(amount(plan, *paid)),
        Outcome::UpTo(bounds) => between(*bounds),
        Outcome::Undetermined { bounds, missing } => {
            between(bounds.unwrap_or(Bounds { low: Rational::ZERO, high: None }));
            row.missing =
                Some(missing.iter().map(|missing| missing_name(plan, part.inputs.year, missing)).collect());
        }
        Outcome::Displaced { by, group } => {
            let group = plan.groups.get(*group).map(|group| group.id.clone());
            row.by = by.and_then(|by| plan.awards.get(by)).map(named).or_else(|| group.clone());
            row.group = group;
        }
        Outcome::NotEligible | Outcome::Exhausted | Outcome::Entitled | Outcome::NotInForce => {}
    }
    row
}

fn assumptions(plan: &Plan, inputs: &Inputs, decision: &Decision, lang: Lang) -> Vec<AssumptionRow> {
    let words = |zh: &str, en: &str| match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    };
    let mut rows = Vec::new();
    let mut elsewhere = false;
    for &id in &inputs.defaulted {
        let (Some(input), Some(value)) = (plan.inputs.get(id), inputs.values.get(id)) else { continue };
        if input.elsewhere().is_some() {
            elsewhere = true;
            continue;
        }
        let value = known(&input.ty, value);
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let title = input.title();
        rows.push(AssumptionRow {
            kind: "default",
            fact: Some(input.name.clone()),
            text: words(
                &format!("“{title}”未给出,取默认值 {shown}"),
                &format!("{title} is not given; its default {shown} is taken"),
            ),
            value: Some(value),
        });
    }
    let plain = |kind, text| AssumptionRow { kind, fact: None, value: None, text };
    if elsewhere {
        let text = words(
            "未给出从其他政策已得的金额(elsewhere.事项),按没有得到计算",
            "what was received under other policies (elsewhere.MATTER) is not given; nothing is taken to have been",
        );
        rows.push(plain("no_elsewhere", text));
    }
    if inputs.history.is_none() {
        let text = words(
            "未给出历史记录,按以前没有支付计算",
            "no history is given; nothing is taken to have been paid before",
        );
        rows.push(plain("no_history", text));
    }
    rows.extend(before_funds(plan, decision, lang).map(|text| plain("before_funds", text)));
    if let (Some(year), Some(as_of)) = (inputs.year, inputs.as_of)
        && as_of.year() == year
    {
        let text = words(
            &format!("“本年”是决定日期 {as_of} 的年份 {year}"),
            &format!("this year is {year}, the year of {as_of}"),
        );
        rows.push(AssumptionRow {
            kind: "year",
            fact: None,
            value: Some(Value::from(year.to_string())),
            text,
        });
    }
    let unstated = match (plan.in_force.from, plan.in_force.until) {
        (None, None) => {
            Some(("政策文本没有写明施行和截止日期", "the policy's text states neither first nor last day"))
        }
        (None, Some(_)) => Some(("政策文本没有写明施行日期", "the policy's text states no first day")),
        (Some(_), None) => Some(("政策文本没有写明截止日期", "the policy's text states no last day")),
        (Some(_), Some(_)) => None,
    };
    rows.extend(unstated.map(|(zh, en)| plain("validity_unstated", words(zh, en))));
    rows
}
