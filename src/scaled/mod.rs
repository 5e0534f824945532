//! Scaled: the plan in whole numbers, the form that columns and SQL run.
//!
//! Every number of a plan is a whole multiple of one part of something fixed (fen, a ten-thousandth of a fen), or a
//! quotient of two such numbers. Here the parts are made explicit: a step computes a whole number, and what it stands
//! for is that number divided by a denominator that the reader of the step knows. So an engine needs whole numbers,
//! comparisons and rounded division alone, in the width that the bounds of each step allow, and nothing can be lost
//! between steps. Lists are child tables whose steps stand in a [`ListProgram`].

mod forms;
mod lower;
mod op;
mod run;
mod show;
mod simplify;
mod steps;
mod whole;

pub use lower::{lower, lower_for, plainly};
pub use op::{Bounds, Op, Rounded, Step, Type};
pub use run::{Answer, Fact, Granted, Row, row_of, run};

use crate::arena::Arena;
use crate::plan::{AwardId, InputId, NodeId};

crate::define_ids! {
    /// A step of a program, or of one of its lists.
    StepId,
    /// A list that items are computed for.
    ListId,
    /// A table of whole numbers.
    ScaledTableId,
}

/// How the numbers of one input are held: a value is `whole / 10^decimals`, its whole number between the bounds.
///
/// A program is right for facts in this form only. Facts beyond it (more decimals, larger) are for the explaining
/// evaluator, row by row. Of a fact that is not given a form promises nothing: no answer follows from it alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Form {
    /// Decimals after the point.
    pub decimals: u32,
    /// Lowest and highest whole number.
    pub bounds: Bounds,
}

/// What a program may take for granted of the facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Forms {
    /// For each input that is a number, how it is held; `None` for others.
    pub inputs: Arena<InputId, Option<Form>>,
    /// For each input that is a list, the same of each of its fields.
    pub fields: Arena<InputId, Vec<Option<Form>>>,
    /// The date of the decision, where it is the same for all rows.
    pub as_of: Option<crate::calendar::Date>,
    /// How sums of earlier payments are held; `None` where there is no history, and they are all zero.
    pub paid: Option<Form>,
    /// The most items that a list may have: the bounds of sums over items follow from it.
    pub items: u32,
}

/// A plan in whole numbers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Program {
    /// Tables that steps look whole numbers up in.
    pub tables: Arena<ScaledTableId, ScaledTable>,
    /// Steps of the applicant's level; each comes after those it reads.
    pub steps: Arena<StepId, Step>,
    /// What is computed for the items of lists.
    pub lists: Arena<ListId, ListProgram>,
    /// What each award of the plan comes to, in its order.
    pub awards: Arena<AwardId, Outputs>,
    /// The denominator of all amounts of money that go out: 100 for fen.
    pub denominator: i128,
    /// Rows for which one of these holds are refused, or left to the explaining evaluator, which says why.
    pub refusals: Vec<Refusal>,
}

/// What is wanted of a program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Want {
    /// Outcomes as well as amounts. Without them, [`Outputs::outcome`] is always `undetermined`, and amounts are known
    /// in fewer rows.
    pub outcomes: bool,
}

/// Why a plan has no form in whole numbers, for facts in the forms that were asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotScaled {
    /// The list whose items' node it is; `None` for the applicant's level.
    pub list: Option<crate::plan::ListPlanId>,
    /// The node.
    pub node: Option<NodeId>,
    /// What stands against it.
    pub reason: NotScaledReason,
}

/// What stands against whole numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum NotScaledReason {
    /// A number might not fit 128 bits.
    TooWide,
    /// A divisor is not proved to differ from zero.
    Divisor,
    /// A quotient by what is not fixed stands where only whole numbers can: as a key, in an order, summed over items.
    Quotient,
    /// Items are told apart by a fact that may be absent and is no number.
    AbsentKind,
    /// No key of a table can be held in the form of what asks.
    Keys,
    /// The form of an input is not stated.
    NoForm,
    /// The nodes do not fit together.
    Malformed,
}

/// A condition under which no answer is given from a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Truth: refused. An unknown one only matters where an award's outcome is known all the same.
    pub when: StepId,
    /// Why.
    pub reason: RefusalReason,
    /// The node of the applicant's level it comes from, where there is one.
    pub node: Option<NodeId>,
}

/// Why a row is refused.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RefusalReason {
    /// No row of a table has these keys.
    NotListed,
    /// A decision lies outside its bounds.
    DecisionOutside,
    /// An amount is computed from an absent fact.
    Absent,
    /// What does not depend on an order does.
    Order,
}

/// What a list's items are computed with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListProgram {
    /// The input that holds the list.
    pub input: InputId,
    /// Steps of the item's level; [`Op::Field`] reads the item, [`Op::Outer`] the applicant's level.
    /// INVARIANT: as in a plan, what an [`Op::Reduce`] reads, and all before it, reads only steps of the applicant's
    /// level that come before the reduce.
    pub steps: Arena<StepId, Step>,
}

/// What an award comes to, in the order in which they decide.
///
/// An outcome that is known and grants nothing is the answer: both amounts are zero, and known. One that grants
/// (`awarded`, `up_to`) is the answer where the amounts are known too; where one is not, the award is undetermined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outputs {
    /// Whole: position of the outcome in [`OUTCOMES`].
    pub outcome: StepId,
    /// Whole: the lowest amount; the exact one where the outcome is `awarded`, zero where nothing is paid.
    pub low: StepId,
    /// Whole: the highest amount; the same step as `low` unless an official decides.
    pub high: StepId,
    /// Truth: `low` and `high` are known to be the same for every row in which the outcome is known, so that
    /// `low` alone may be read.
    pub exact: bool,
}

/// The outcomes of awards, in the order of their numbers, as results and columns call them.
pub const OUTCOMES: [&str; 8] = [
    "awarded",
    "not_eligible",
    "displaced",
    "exhausted",
    "up_to",
    "entitled",
    "undetermined",
    "not_in_force",
];

/// A table of whole numbers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScaledTable {
    /// The table of the plan, which has titles and places.
    pub of: crate::plan::TableId,
    /// The last key is a day: the last row on or before it answers.
    pub dated: bool,
    /// For each row in the order of its keys: the keys, and the value.
    pub rows: Vec<(Vec<Key>, i128)>,
    /// The value of keys that no row has; without one, these are refused.
    pub otherwise: Option<i128>,
}

/// A key of a table.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Key {
    /// A number (in the form of the step that asks), a day's ordinal, the position of an enumeration value, or 0 and 1.
    Whole(i128),
    /// Words.
    Words(String),
}
