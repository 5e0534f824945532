//! The reference interpreter: a scaled program over one row, as slowly and plainly as can be.
//!
//! It says what steps mean; engines are tested against it.

mod items;
mod level;

use std::collections::BTreeMap;

use crate::arena::{Arena, Id as _};
use crate::plan::{AwardId, InputId, PaidScope};

use super::lower::outcome;
use super::{ListId, Op, Program, RefusalReason, StepId};
pub use level::row_of;
use level::{Level, Outer, compute};

/// What is known of a fact.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fact {
    /// Nothing.
    Unknown,
    /// Known to be absent.
    Absent,
    /// Yes or no.
    Truth(bool),
    /// A whole number in its form; a day's ordinal.
    Whole(i128),
    /// A position in an enumeration.
    Member(usize),
    /// Positions in an enumeration, a bit each.
    Members(u64),
    /// Words.
    Words(String),
    /// Records, each with its fields in the order of the type.
    Items(Vec<Vec<Fact>>),
}

/// The facts of one applicant, in the forms a program was made for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// A value for each input.
    pub inputs: Arena<InputId, Fact>,
    /// The ordinal of the date of the decision.
    pub as_of: Option<i128>,
    /// What was paid before, as a whole number in its form; `None` where the year is not known in which it would
    /// count. What is not listed was not paid.
    pub paid: BTreeMap<(AwardId, PaidScope), Option<i128>>,
}

/// What an award comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Granted {
    /// Position in [`super::OUTCOMES`]; `None` while unknown, and while the amounts of what is granted are.
    pub outcome: Option<i128>,
    /// Lowest amount.
    pub low: Option<i128>,
    /// Highest amount.
    pub high: Option<i128>,
}

/// What a program says of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// For each award of the plan.
    pub awards: Arena<AwardId, Granted>,
    /// Why the row is refused.
    pub refused: Vec<RefusalReason>,
    /// Why it may have to be refused, depending on what is unknown.
    pub doubtful: Vec<RefusalReason>,
}

/// A value of a step, as far as it is known.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Value {
    Truth(bool),
    Whole(i128),
    Member(usize),
    Members(u64),
    Words(String),
}

/// The values of all steps of the applicant's level; `None` for unknown ones.
type Values = Vec<Option<Value>>;

/// Runs a program over a row.
pub fn run(program: &Program, row: &Row) -> Answer {
    let mut values: Values = Vec::with_capacity(program.steps.len());
    for step in &program.steps {
        let level = Outer { program, row, values: &values };
        let value = if let Op::Reduce { list, kind, value, condition } = &step.op {
            items::reduce(program, row, &values, *list, *kind, *value, *condition)
        } else {
            compute(&step.op, &level)
        };
        values.push(value);
    }
    let level = Outer { program, row, values: &values };
    let whole = |step: StepId| level.whole(step);
    let awards = program.awards.iter().map(|award| {
        let (outcome, low, high) = (whole(award.outcome), whole(award.low), whole(award.high));
        let grants = matches!(outcome, Some(outcome::AWARDED | outcome::UP_TO));
        let decided = !grants || (low.is_some() && high.is_some());
        Granted { outcome: outcome.filter(|_| decided), low, high }
    });
    let refusals = |when: Option<bool>| {
        let refusals = program.refusals.iter().filter(|refusal| level.truth(refusal.when) == when);
        refusals.map(|refusal| refusal.reason).collect()
    };
    Answer { awards: awards.collect(), refused: refusals(Some(true)), doubtful: refusals(None) }
}

/// The items of a list; `None` for one that is unknown.
fn items_of<'r>(program: &Program, row: &'r Row, list: ListId) -> Option<&'r [Vec<Fact>]> {
    match row.inputs.get(program.lists.get(list)?.input)? {
        Fact::Items(items) => Some(items),
        Fact::Absent => Some(&[]),
        Fact::Unknown
        | Fact::Truth(_)
        | Fact::Whole(_)
        | Fact::Member(_)
        | Fact::Members(_)
        | Fact::Words(_) => None,
    }
}

fn at(values: &Values, step: StepId) -> Option<&Value> {
    values.get(step.raw())?.as_ref()
}
