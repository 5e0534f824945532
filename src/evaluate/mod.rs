//! The explaining evaluator: plan + facts → decision with trace, for one applicant.

mod value;

pub use value::Value;

use crate::arena::Arena;
use crate::money::Rational;
use crate::plan::{AwardId, GroupId, ListPlanId, NodeId};

/// What was decided for one applicant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// One for each award of the plan, in its order.
    pub awards: Arena<AwardId, Outcome>,
    /// The lowest and highest sum of all amounts that the missing facts leave possible.
    pub total: Bounds,
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
