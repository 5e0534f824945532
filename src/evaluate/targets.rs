//! Targets: which goals the figures given reach, which they miss and by how much, which cannot be told.

use crate::facts::Inputs;
use crate::money::Rational;
use crate::plan::{Goal, InputId, InputYear, Known, NodeId, Plan, Target};
use crate::syntax::ast::Comparison;

use super::Missing;
use super::domain::{Domain as _, Truth};
use super::given::Case;
use super::possible::Possible;
use super::run::{Fault, run_alone};

/// What the figures say of one goal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GoalOutcome {
    /// Whether the target is met for the time of the goal; `None` where it cannot be told.
    pub met: Option<bool>,
    /// Whether this goal itself is reached: another may suffice.
    pub reached: Option<bool>,
    /// The figure that counts, where it is known.
    pub actual: Option<Rational>,
    /// What the figure comes to at least, where some of what it is made of is missing.
    pub at_least: Option<Rational>,
    /// The level it has to come to, where it is known: of growth, what the base has to grow to.
    pub needed: Option<Rational>,
    /// By how much the goal is missed.
    pub short: Option<Rational>,
    /// What has to be known to tell; empty too where the text itself leaves it open.
    pub missing: Vec<Missing>,
}

/// Judges all goals of all targets, in the plan's order.
pub(super) fn judge(plan: &Plan, inputs: &Inputs) -> Result<Vec<Vec<GoalOutcome>>, Fault> {
    if plan.targets.all.is_empty() {
        return Ok(Vec::new());
    }
    let case = Case::new(plan, inputs);
    let values: Vec<Possible<'_>> = run_alone(&plan.targets.nodes, &case)?;
    let judging = Judging { plan, inputs, values: &values };
    Ok(plan.targets.all.iter().map(|target| judging.target(target)).collect())
}

struct Judging<'a> {
    plan: &'a Plan,
    inputs: &'a Inputs,
    values: &'a [Possible<'a>],
}

impl Judging<'_> {
    fn target(&self, target: &Target) -> Vec<GoalOutcome> {
        target.goals.iter().map(|goal| self.goal(target, goal)).collect()
    }

    fn goal(&self, target: &Target, goal: &Goal) -> GoalOutcome {
        let truth = |node: NodeId| self.at(node)?.as_truth().ok().and_then(Truth::decided);
        let number = |node: NodeId| self.at(node)?.range()?.as_exact();
        let judged = goal.judged;
        let reached = judged.and_then(|judged| truth(judged.reached));
        let met = judged.and_then(|judged| truth(judged.met));
        let actual = judged.and_then(|judged| number(judged.actual));
        let needed = judged.and_then(|judged| number(judged.needed));
        let at_least = judged
            .filter(|_| actual.is_none())
            .and_then(|judged| self.at(judged.actual)?.range()?.low)
            .map(|low| low.at)
            .filter(|low| low.is_positive());
        let short = match (reached, actual, needed) {
            (Some(false), Some(actual), Some(needed)) => short(goal.comparison, actual, needed),
            (_, None, _) | (_, _, None) | (Some(true) | None, Some(_), Some(_)) => None,
        };
        let missing = if met.is_some() || judged.is_none() { Vec::new() } else { self.missing(target, goal) };
        GoalOutcome { met, reached, actual, at_least, needed, short, missing }
    }

    fn at(&self, node: NodeId) -> Option<Possible<'_>> {
        self.values.get(crate::arena::Id::raw(node)).copied()
    }

    /// What a goal, or one that would suffice as well, reads and is not known.
    fn missing(&self, target: &Target, goal: &Goal) -> Vec<Missing> {
        let alike = |other: &&Goal| target.any && other.year(None) == goal.year(None);
        let others = target.goals.iter().filter(alike).flat_map(|other| &other.reads);
        let mut missing: Vec<Missing> =
            goal.reads.iter().chain(others).filter_map(|&input| self.missing_input(input)).collect();
        missing.sort();
        missing.dedup();
        missing
    }

    fn missing_input(&self, input: InputId) -> Option<Missing> {
        if *self.inputs.values.get(input)? != Known::Unknown {
            return None;
        }
        let single = self.plan.inputs.get(input)?.of_year;
        let undated = match single {
            // A plain value stands there: without a date nobody knows of which year.
            Some(single) => {
                self.inputs.year.is_none()
                    && (matches!(single.year, InputYear::Before(_))
                        || self.inputs.values.get(single.input).is_some_and(|known| *known != Known::Unknown))
            }
            None => false,
        };
        Some(if undated { Missing::AsOf } else { Missing::Input(input) })
    }
}

fn short(comparison: Comparison, actual: Rational, needed: Rational) -> Option<Rational> {
    let by = match comparison {
        Comparison::AtLeast | Comparison::More => needed.minus(actual)?,
        Comparison::AtMost | Comparison::Less => actual.minus(needed)?,
        Comparison::Equal if actual > needed => actual.minus(needed)?,
        Comparison::Equal => needed.minus(actual)?,
        Comparison::NotEqual => return None,
    };
    Some(by.reduced())
}
