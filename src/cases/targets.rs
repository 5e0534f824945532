//! What a case expects of indicators, and whether it came out.

use crate::diagnostic::{Diagnostic, Words, cases};
use crate::evaluate::Joint;
use crate::facts::check::spaced;
use crate::facts::json::{Json, Kind, Member, shown};
use crate::facts::lookup::{did_you_mean, listed};
use crate::plan::{Plan, Target};
use crate::report::target_word;
use crate::source::Span;
use crate::syntax::ast::Name;

use super::Difference;

/// What is expected of one target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct ExpectedTarget {
    /// Where it is expected.
    pub at: Span,
    /// The place of its policy.
    pub part: usize,
    /// The place of the target.
    pub target: usize,
    /// The year; `None` for all its goals.
    pub year: Option<i32>,
    /// Met, missed, or undetermined.
    pub met: Option<bool>,
}

const EXAMPLE: &str = "{\"2021\": \"met\"}";

/// The expectations of one member of `expect.targets`.
pub(super) fn read(member: &Member, plans: &[&Plan], found: &mut Vec<Diagnostic>) -> Vec<ExpectedTarget> {
    let Some(key) = member.key.as_deref() else { return Vec::new() };
    let Some((part, target, plan)) = find(key, plans) else {
        found.push(unknown(key, plans, member.key_span));
        return Vec::new();
    };
    let mut expected = Vec::new();
    let mut push = |json: &Json, year: Option<i32>, found: &mut Vec<Diagnostic>| match outcome(json) {
        Some(met) => expected.push(ExpectedTarget { at: json.span, part, target, year, met }),
        None => found.push(no_outcome(json)),
    };
    let Kind::Object(years) = &member.value.kind else {
        push(&member.value, None, found);
        return expected;
    };
    for of_year in years {
        let Some(key) = of_year.key.as_deref() else { continue };
        match key.parse::<i32>() {
            Ok(year) if has_goal(plan, target, year) => push(&of_year.value, Some(year), found),
            Ok(_) | Err(_) => found.push(no_goal(plan, target, key, of_year.key_span)),
        }
    }
    expected
}

/// The expectation of an example.
pub(super) fn of_example(
    plan: &Plan,
    name: &Name,
    met: Option<bool>,
    year: Option<i32>,
    found: &mut Vec<Diagnostic>,
) -> Option<ExpectedTarget> {
    let Some((part, target, _)) = find(&name.text, &[plan]) else {
        found.push(unknown(&name.text, &[plan], name.span));
        return None;
    };
    if let Some(year) = year.filter(|&year| !has_goal(plan, target, year)) {
        found.push(no_goal(plan, target, &year.to_string(), name.span));
        return None;
    }
    Some(ExpectedTarget { at: name.span, part, target, year, met })
}

/// Whether a name is that of a target.
pub(super) fn is_target(plan: &Plan, name: &str) -> bool {
    find(name, &[plan]).is_some()
}

fn find<'p>(key: &str, plans: &[&'p Plan]) -> Option<(usize, usize, &'p Plan)> {
    let (policy, id) = match key.split_once('/') {
        Some((policy, id)) => (Some(policy), id),
        None => (None, key),
    };
    let parts = plans.iter().enumerate();
    let mut among = parts.filter(|(_, plan)| policy.is_none_or(|policy| plan.policy == policy));
    let by = |wanted: &dyn Fn(&Target) -> bool, plan: &Plan| plan.targets.all.iter().position(wanted);
    among.find_map(|(part, plan)| {
        let target =
            by(&|target| target.id == id, plan).or_else(|| by(&|target| target.title == id, plan))?;
        Some((part, target, *plan))
    })
}

fn unknown(key: &str, plans: &[&Plan], at: Span) -> Diagnostic {
    let names = plans.iter().flat_map(|plan| &plan.targets.all);
    let names = names.flat_map(|target| [target.id.as_str(), target.title.as_str()]);
    Diagnostic::new(&cases::UNKNOWN_TARGET, at)
        .arg("name", shown(key))
        .arg("advice", spaced(did_you_mean(key, names)))
}

/// The years of a target's goals; of a goal for each year, all years.
fn has_goal(plan: &Plan, target: usize, year: i32) -> bool {
    let goals = plan.targets.all.get(target).map_or(&[][..], |target| &target.goals);
    goals.iter().any(|goal| goal.year(Some(year)) == Some(year))
}

fn no_goal(plan: &Plan, target: usize, year: &str, at: Span) -> Diagnostic {
    let found = plan.targets.all.get(target);
    let goals = found.map_or(&[][..], |target| &target.goals);
    let mut years: Vec<i32> = goals.iter().filter_map(|goal| goal.year(None)).collect();
    years.dedup();
    let years: Vec<String> = years.iter().map(i32::to_string).collect();
    let years =
        if years.is_empty() { Words::new("无", "none") } else { listed(years.iter().map(String::as_str)) };
    Diagnostic::new(&cases::NO_GOAL_IN_YEAR, at)
        .arg("name", found.map_or("", |target| target.id.as_str()))
        .arg("year", shown(year))
        .arg("years", years)
}

/// The outcome that a text names; the inner `None` is undetermined.
#[expect(clippy::option_option, reason = "undetermined is an outcome")]
fn outcome(json: &Json) -> Option<Option<bool>> {
    match json.text()? {
        "met" => Some(Some(true)),
        "missed" => Some(Some(false)),
        "undetermined" => Some(None),
        _ => None,
    }
}

fn no_outcome(json: &Json) -> Diagnostic {
    Diagnostic::new(&cases::NO_TARGET_OUTCOME, json.span)
        .arg("text", json.text().map_or_else(|| json.words(), |text| Words::same(shown(text))))
        .arg("example", EXAMPLE)
}

/// What came out otherwise.
pub(super) fn differences(expected: &[ExpectedTarget], decided: &Joint) -> Vec<Difference> {
    expected.iter().filter_map(|expected| difference(expected, decided)).collect()
}

fn difference(expected: &ExpectedTarget, decided: &Joint) -> Option<Difference> {
    let of = decided.parts.get(expected.part)?;
    let target = of.plan.targets.all.get(expected.target)?;
    let outcomes = of.decision.targets.get(expected.target)?;
    let goals = target.goals.iter().zip(outcomes);
    let this_year = of.inputs.year;
    let judged: Vec<Option<bool>> = goals
        .filter(|(goal, _)| expected.year.is_none() || goal.year(this_year) == expected.year)
        .map(|(_, outcome)| outcome.met)
        .collect();
    // All have to be met; what is surely missed decides.
    let got = if judged.contains(&Some(false)) {
        Some(false)
    } else if judged.contains(&None) {
        None
    } else {
        Some(true)
    };
    if got == expected.met {
        return None;
    }
    let subject = match expected.year {
        Some(year) => Words::new(format!("{} {year} 年", target.id), format!("{} in {year}", target.id)),
        None => Words::new(format!("{} ", target.id), target.id.clone()),
    };
    let word = |met| Words::same(target_word(met));
    Some(Difference { at: expected.at, subject, expected: word(expected.met), got: word(got) })
}
