//! The explaining evaluator: plan + facts → decision with trace, for one applicant.

mod diagram;
mod domain;
mod exact;
mod fault;
mod given;
mod interval;
mod joint;
mod linear;
mod lookup;
mod order;
mod possible;
mod reading;
mod run;
mod search;
mod split;
mod targets;
mod threshold;
mod value;
mod view;
mod witness;

pub use joint::{Joint, JointPart, jointly};
pub use targets::GoalOutcome;
pub use value::Value;
pub use witness::{Verdict, Witness, witness};

use crate::arena::{Arena, Id as _};
use crate::diagnostic::Diagnostic;
use crate::facts::Inputs;
use crate::money::Rational;
use crate::plan::{AwardId, GroupId, ListPlanId, NodeId, Plan};

use domain::{Domain as _, Stop};
use exact::Exact;
use fault::Trouble;
use given::Given;
use reading::Reading;
use run::{Fault, Table};
use search::Search;

/// What was decided for one applicant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// One for each award of the plan, in its order.
    pub awards: Arena<AwardId, Outcome>,
    /// The lowest and highest sum of all amounts that the missing facts leave possible.
    pub total: Bounds,
    /// For each target of the plan, in its order, what the figures say of each goal.
    pub targets: Vec<Vec<GoalOutcome>>,
    /// The values of all nodes, for the explanation.
    pub trace: Trace,
}

/// A lowest and a highest amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// Lowest.
    pub low: Rational,
    /// Highest; `None` where nothing bounds it.
    pub high: Option<Rational>,
}

impl Bounds {
    /// Nothing at all.
    const NOTHING: Bounds = Bounds { low: Rational::ZERO, high: Some(Rational::ZERO) };

    /// What lies in both, if anything does.
    fn meet(self, other: Bounds) -> Option<Bounds> {
        let low = self.low.max(other.low);
        let high = match (self.high, other.high) {
            (Some(own), Some(other)) => Some(own.min(other)),
            (end, None) | (None, end) => end,
        };
        high.is_none_or(|high| low <= high).then_some(Bounds { low, high })
    }
}

/// The outcome of one award: exactly one of these.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// An exact amount, above zero.
    Awarded(Rational),
    /// A condition fails, or the amount is zero before history is looked at.
    NotEligible,
    /// Another award of a group takes its place, or the group's limit leaves nothing.
    Displaced { by: Option<AwardId>, group: GroupId },
    /// Used up by what was paid before.
    Exhausted,
    /// An official decides between these.
    UpTo(Bounds),
    /// Entitled; the amount is set elsewhere.
    Entitled,
    /// Facts are missing that can change the outcome; `bounds` is `None` for a support, which has no amount.
    Undetermined { bounds: Option<Bounds>, missing: Vec<Missing> },
    /// Before or after its time.
    NotInForce,
}

/// A fact that is missing and matters, in document order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Missing {
    /// The date of the decision (or the year, for yearly limits).
    AsOf,
    /// A whole input.
    Input(crate::plan::InputId),
    /// A field of an item of a list: item (from 0) and field position.
    Field { input: crate::plan::InputId, item: usize, field: usize },
}

/// The values of all nodes as far as the given facts decide them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Trace {
    /// Applicant's level.
    pub values: Arena<NodeId, Value>,
    /// For each list, for each item, its nodes; empty where the list is unknown.
    pub items: Arena<ListPlanId, Vec<Arena<NodeId, Value>>>,
}

/// Decides every award of a plan for one applicant, with the values of all nodes.
///
/// Where facts are missing, an answer that every completion of them gives is given; otherwise bounds
/// that hold for every completion. Completions that would be refused (a decision outside its bounds, an
/// amount computed from an absent fact) count for nothing; but if every completion in which an award is
/// reached is refused, so is the applicant.
pub fn evaluate(plan: &Plan, inputs: &Inputs) -> Result<Decision, Vec<Diagnostic>> {
    let targets =
        targets::judge(plan, inputs).map_err(|fault| without_values(plan, inputs, Trouble::Fault(fault)))?;
    let mut table = Table::new();
    let mut outcomes = Vec::new();
    match exactly(plan, inputs, &mut table, &mut outcomes) {
        Ok(Some(total)) => {
            let facts = Given { inputs };
            // What no award reads may be missing: such items show as far as they are known.
            if run::fill_all_rows(plan, &facts, &mut table).is_ok() {
                let trace = run::trace(plan, &facts, &table);
                return Ok(Decision { awards: outcomes.into_iter().collect(), total, targets, trace });
            }
        }
        Ok(None) => {}
        Err(trouble) => return Err(vec![trouble.diagnose(plan, inputs, &table)]),
    }
    let mut search = Search::new(plan, inputs).map_err(|trouble| without_values(plan, inputs, trouble))?;
    let (awards, total) = match search.decide() {
        Ok(decided) => decided,
        Err(trouble) => return Err(vec![trouble.diagnose(plan, inputs, &search.table)]),
    };
    run::fill_all_rows(plan, &search.case, &mut search.table)
        .map_err(|fault| without_values(plan, inputs, Trouble::Fault(fault)))?;
    Ok(Decision { awards, total, targets, trace: run::trace(plan, &search.case, &search.table) })
}

fn without_values(plan: &Plan, inputs: &Inputs, trouble: Trouble) -> Vec<Diagnostic> {
    vec![trouble.diagnose(plan, inputs, &Table::<Exact<'_>>::new())]
}

/// Memory that evaluations of one applicant after another use again.
#[derive(Default)]
pub struct Scratch {
    values: Vec<Exact<'static>>,
    outcomes: Vec<Outcome>,
}

impl Scratch {
    /// Empty memory.
    pub fn new() -> Scratch {
        Scratch::default()
    }
}

/// What was decided, without the way to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Amounts<'s> {
    /// One for each award of the plan, in its order.
    pub outcomes: &'s [Outcome],
    /// The lowest and highest sum.
    pub total: Bounds,
}

/// Decides every award of a plan for one applicant: the same answers as [`evaluate`], without a trace.
pub fn amounts<'s>(
    plan: &Plan,
    inputs: &Inputs,
    scratch: &'s mut Scratch,
) -> Result<Amounts<'s>, Vec<Diagnostic>> {
    let mut table = Table::new();
    table.values = recycled(std::mem::take(&mut scratch.values));
    let exact = exactly(plan, inputs, &mut table, &mut scratch.outcomes);
    let total = match exact {
        Ok(Some(total)) => total,
        Ok(None) => {
            let mut search =
                Search::new(plan, inputs).map_err(|trouble| without_values(plan, inputs, trouble))?;
            let decided = search.decide();
            let (awards, total) =
                decided.map_err(|trouble| vec![trouble.diagnose(plan, inputs, &search.table)])?;
            scratch.outcomes.clear();
            scratch.outcomes.extend(awards.iter().cloned());
            total
        }
        Err(trouble) => return Err(vec![trouble.diagnose(plan, inputs, &table)]),
    };
    scratch.values = recycled(table.values);
    Ok(Amounts { outcomes: &scratch.outcomes, total })
}

/// Outcomes, and what is known of the values asked for.
pub type Values = (Vec<Outcome>, Vec<Option<Value>>);

/// Decides every award as [`amounts`] does, and gives the values of some nodes as far as the facts decide them.
pub fn values(
    plan: &Plan,
    inputs: &Inputs,
    asked: &[NodeId],
    scratch: &mut Scratch,
) -> Result<Values, Vec<Diagnostic>> {
    let mut table = Table::new();
    table.values = recycled(std::mem::take(&mut scratch.values));
    let exact = exactly(plan, inputs, &mut table, &mut scratch.outcomes);
    let read = match exact {
        Ok(Some(_)) => {
            let at = |node: &NodeId| table.values.get(node.raw()).map(|value| value.value());
            (scratch.outcomes.clone(), asked.iter().map(at).collect())
        }
        Ok(None) => {
            let mut search =
                Search::new(plan, inputs).map_err(|trouble| without_values(plan, inputs, trouble))?;
            // What holds without any assumption, before cases are distinguished.
            let at = |node: &NodeId| search.table.values.get(node.raw()).map(|value| value.value());
            let known = asked.iter().map(at).collect();
            let decided = search.decide();
            let (awards, _) =
                decided.map_err(|trouble| vec![trouble.diagnose(plan, inputs, &search.table)])?;
            (awards.iter().cloned().collect(), known)
        }
        Err(trouble) => return Err(vec![trouble.diagnose(plan, inputs, &table)]),
    };
    scratch.values = recycled(table.values);
    Ok(read)
}

/// The same memory for values that borrow from something else.
fn recycled<'b>(mut values: Vec<Exact<'_>>) -> Vec<Exact<'b>> {
    values.clear();
    // The standard library collects such a mapping in place.
    values.into_iter().map(|_| Exact::Absent).collect()
}

/// Decides with exact values; `None` if a fact that is read is unknown.
fn exactly<'a>(
    plan: &'a Plan,
    inputs: &'a Inputs,
    table: &mut Table<Exact<'a>>,
    outcomes: &mut Vec<Outcome>,
) -> Result<Option<Bounds>, Trouble> {
    match run::run(plan, &Given { inputs }, table) {
        Ok(()) => {}
        Err(Fault { stop: Stop::Unknown, .. }) => return Ok(None),
        Err(fault) => return Err(Trouble::Fault(fault)),
    }
    outcomes.clear();
    outcomes.reserve(plan.awards.len());
    let mut total = Bounds::NOTHING;
    let mut reading = Reading::NOTHING;
    for (id, award) in plan.awards.iter_ids() {
        let at = |node: NodeId| table.values.get(node.raw());
        reading::read_into(&mut reading, plan, award, search::decision(inputs, award), at)
            .map_err(|refusal| Trouble::Refused(id, refusal))?;
        search::grow(&mut total, &reading.bounds())?;
        outcomes.push(reading.outcome(award, Vec::new()));
    }
    Ok(Some(total))
}

#[cfg(test)]
mod tests;
