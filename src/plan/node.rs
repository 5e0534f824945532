//! Nodes of a plan: what each computes, its type, and the range and scale proved for it.

use crate::arena::Arena;
use crate::calendar::{CalendarRule, Date};
use crate::money::{Rational, Rounding};
use crate::program::Measure;
use crate::source::Span;
use crate::syntax::ast::{AggregateKind, Comparison};

use super::{AwardId, InputId, ListPlanId, NodeId, PaidScope, TableId};

/// One node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// What it computes.
    pub op: Op,
    /// The type of its value.
    pub ty: NodeType,
    /// For numbers: what its value can be. For all facts that pass their types, the value lies within.
    pub range: Option<Range>,
    /// The words of the rule file it comes from, if it comes from any.
    pub span: Option<Span>,
}

/// The type of a node's value.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum NodeType {
    /// A number.
    Number(Measure),
    /// Yes or no.
    Bool,
    /// One of an enumeration, belonging to this input (and field).
    Enum,
    /// Some of an enumeration.
    Set,
    /// A day.
    Date,
    /// Words.
    Text,
}

/// What a number can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Range {
    /// Lowest value.
    pub low: Rational,
    /// Highest value.
    pub high: Rational,
    /// Every value is a whole multiple of one part of this; `None` after a division by what is not fixed.
    pub denominator: Option<i128>,
}

/// What a node computes. Operands come before it in the same arena.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Op {
    /// A fixed number.
    Number(Rational),
    /// A fixed truth value.
    Bool(bool),
    /// A fixed day.
    Date(Date),
    /// A fixed text.
    Text(String),
    /// A fact or decision.
    Input(InputId),
    /// A field of the item at hand; only in a list plan.
    Field(usize),
    /// A node of the applicant's level; only in a list plan.
    Outer(NodeId),
    /// The date of the decision.
    AsOf,
    /// What history shows as paid under an award; zero without history.
    Paid(AwardId, PaidScope),
    /// Not.
    Not(NodeId),
    /// All hold; true of none.
    And(Vec<NodeId>),
    /// One holds; false of none.
    Or(Vec<NodeId>),
    /// At least so many hold.
    AtLeast(u32, Vec<NodeId>),
    /// Two numbers, or two dates.
    Compare(Comparison, NodeId, NodeId),
    /// `numerator / denominator` compared with a number, decided by cross-multiplication; false where the
    /// denominator is zero. The denominator may be negative.
    CompareRatio { comparison: Comparison, numerator: NodeId, denominator: NodeId, right: NodeId },
    /// Two texts are the same.
    SameText(NodeId, NodeId),
    /// An enumeration value is one of the positions of the set bits.
    Among(NodeId, u64),
    /// A set holds the member at this position.
    Has(NodeId, usize),
    /// Terms, each with whether it is subtracted.
    Add(Vec<(bool, NodeId)>),
    /// A product.
    Multiply(NodeId, NodeId),
    /// A quotient; the divisor's range excludes zero.
    Divide(NodeId, NodeId),
    /// The lowest.
    Min(Vec<NodeId>),
    /// The highest.
    Max(Vec<NodeId>),
    /// The largest whole number not above.
    Floor(NodeId),
    /// Rounded by name.
    Round(Rounding, NodeId),
    /// What the calendar makes of a day or a year, and for most rules of a second operand.
    Calendar { rule: CalendarRule, of: NodeId, with: Option<NodeId> },
    /// One of two numbers, days or texts, by a condition.
    Select { condition: NodeId, then: NodeId, otherwise: NodeId },
    /// The value of a table's row for these keys. Keys that no row has, in a table without a value for them, are
    /// refused; where `needed` (Bool) is false nobody reads the value, and it is that of the first row.
    Lookup { table: TableId, keys: Vec<NodeId>, needed: Option<NodeId> },
    /// Over the items of the same list that count and stand before this one in an order: the sum of a value, or
    /// their number; only in a list plan. Where all keys are equal the item given first stands first, so what
    /// reads it must not depend on that, or ask [`Op::Agreed`] whether it does.
    Before {
        /// Numbers or days, each with whether the highest comes first; the first that differs decides.
        keys: Vec<(bool, NodeId)>,
        /// What is summed; `None` counts.
        value: Option<NodeId>,
        /// Bool: which items count.
        condition: Option<NodeId>,
        /// Only items with the same value here are looked at.
        same: Option<NodeId>,
    },
    /// One number computed in two ways; refused where they differ.
    Agreed(NodeId, NodeId),
    /// Over the items of a list: the value and condition are nodes of the list plan. `Any` and `All` have a
    /// condition alone. The highest and lowest of no items are zero; what reads them asks `Any` as well.
    Reduce { list: ListPlanId, kind: AggregateKind, value: Option<NodeId>, condition: Option<NodeId> },
}

impl Op {
    /// The operands in the same arena.
    pub fn operands(&self) -> Vec<NodeId> {
        match self {
            Op::Number(_)
            | Op::Bool(_)
            | Op::Date(_)
            | Op::Text(_)
            | Op::Input(_)
            | Op::Field(_)
            | Op::Outer(_)
            | Op::AsOf
            | Op::Paid(..)
            | Op::Reduce { .. } => Vec::new(),
            Op::Not(one) | Op::Among(one, _) | Op::Has(one, _) | Op::Floor(one) | Op::Round(_, one) => {
                vec![*one]
            }
            Op::And(all) | Op::Or(all) | Op::AtLeast(_, all) | Op::Min(all) | Op::Max(all) => all.clone(),
            Op::Before { keys, value, condition, same } => {
                let keys = keys.iter().map(|&(_, key)| key);
                keys.chain([*value, *condition, *same].into_iter().flatten()).collect()
            }
            Op::Agreed(left, right)
            | Op::Compare(_, left, right)
            | Op::SameText(left, right)
            | Op::Multiply(left, right)
            | Op::Divide(left, right) => vec![*left, *right],
            Op::CompareRatio { numerator, denominator, right, .. } => vec![*numerator, *denominator, *right],
            Op::Add(terms) => terms.iter().map(|&(_, term)| term).collect(),
            Op::Calendar { of, with, .. } => [Some(*of), *with].into_iter().flatten().collect(),
            Op::Select { condition, then, otherwise } => vec![*condition, *then, *otherwise],
            Op::Lookup { keys, needed, .. } => keys.iter().chain(needed).copied().collect(),
        }
    }
}

/// The nodes of one level.
pub type Nodes = Arena<NodeId, Node>;
