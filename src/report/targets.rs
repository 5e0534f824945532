//! The targets of a result: each goal with the figure given and what comes of it.

use serde::Serialize;

use super::Part;
use super::result::missing_name;
use super::words::{amount, cites};
use crate::evaluate::GoalOutcome;
use crate::money::Rational;
use crate::plan::{Goal, Plan, Target};
use crate::program::Dimension;
use crate::syntax::ast::{GoalNature, When};

/// One goal of a target.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TargetRow {
    /// The target's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The sections it cites.
    pub cites: String,
    /// The year it is judged in; `null` where the text leaves it open.
    pub year: Option<i32>,
    /// Of figures added up over several years: the first of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<i32>,
    /// The fact it is judged by, where it is not the figure that goes by the target's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// The sign between actual and goal: `>=`, `>`, `<=`, `<`, `=`, `!=`.
    pub comparison: &'static str,
    /// The level to be reached; of growth, the rate a year.
    pub goal: String,
    /// Of growth, the level that it comes to, where the base is known; exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed: Option<String>,
    /// The figure that counts; `null` where it is not known.
    pub actual: Option<String>,
    /// `met`, `missed` or `undetermined`.
    pub outcome: &'static str,
    /// By how much the goal itself is missed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// With `undetermined`: what has to be known; `base` where the text does not say what growth is counted from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<String>>,
    /// One of several goals suffices.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub any: bool,
    /// `indicative`, `best_effort` or `binding`, where the text says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nature: Option<&'static str>,
    /// Readings taken of ambiguous clauses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<String>,
}

/// The word of a goal's outcome.
pub const fn target_word(met: Option<bool>) -> &'static str {
    match met {
        Some(true) => "met",
        Some(false) => "missed",
        None => "undetermined",
    }
}

/// All goals of all targets, by section, id and year.
pub(super) fn target_rows(part: &Part<'_>) -> Vec<TargetRow> {
    let targets = part.plan.targets.all.iter().zip(&part.decision.targets);
    let goals = targets.flat_map(|(target, outcomes)| {
        target.goals.iter().zip(outcomes).map(move |(goal, outcome)| (target, goal, outcome))
    });
    goals.map(|(target, goal, outcome)| row(part, target, goal, outcome)).collect()
}

fn row(part: &Part<'_>, target: &Target, goal: &Goal, outcome: &GoalOutcome) -> TargetRow {
    let plan = part.plan;
    let year = part.inputs.year;
    let level = |value: Rational| figure(plan, goal, value);
    let missing = match (outcome.met, goal.judged) {
        (None, Some(_)) => {
            Some(outcome.missing.iter().map(|missing| missing_name(plan, year, missing)).collect())
        }
        (None, None) => Some(vec!["base".to_owned()]),
        (Some(_), _) => None,
    };
    TargetRow {
        id: target.id.clone(),
        title: target.title.clone(),
        cites: cites(if goal.cites.is_empty() { &target.cites } else { &goal.cites }),
        year: goal.year(year),
        from: match goal.when {
            Some(When::Total { from, .. }) => Some(from),
            None | Some(When::By(_) | When::In(_) | When::EachYear | When::Within(_) | When::Unstated) => {
                None
            }
        },
        fact: goal.fact.and_then(|fact| plan.inputs.get(fact)).map(|fact| fact.name.clone()),
        comparison: goal.comparison.ascii_sign(),
        goal: if goal.growth.is_some() { goal.value.to_shortest() } else { level(goal.value) },
        needed: outcome.needed.filter(|_| goal.growth.is_some()).map(level),
        actual: outcome.actual.map(level),
        outcome: target_word(outcome.met),
        short: outcome.short.map(level),
        missing,
        any: target.any,
        nature: target.nature.map(|nature| match nature {
            GoalNature::Indicative => "indicative",
            GoalNature::BestEffort => "best_effort",
            GoalNature::Binding => "binding",
        }),
        readings: target.readings.clone(),
    }
}

/// A figure as it would stand in a facts file, exactly.
fn figure(plan: &Plan, goal: &Goal, value: Rational) -> String {
    match goal.measure.of {
        Dimension::Money(_) => amount(plan, value),
        Dimension::Open
        | Dimension::Plain
        | Dimension::Ratio
        | Dimension::Count(_)
        | Dimension::Quantity(_)
        | Dimension::Duration(_) => value.to_shortest(),
    }
}
