//! Arithmetic: what a node makes of numbers, for those who follow a number and not the questions about it.

use crate::calendar::CalendarRule;

use super::{NodeId, Op};

/// What a node makes of its operands.
#[derive(Clone, Copy, Debug)]
pub enum Arithmetic<'a> {
    /// The value of a node of the applicant's level.
    Outer(NodeId),
    /// A sum of terms, each with whether it is subtracted.
    Sum(&'a [(bool, NodeId)]),
    /// A product.
    Product(NodeId, NodeId),
    /// A quotient.
    Quotient(NodeId, NodeId),
    /// The lowest or the highest.
    Extreme(&'a [NodeId]),
    /// The whole number not above.
    Floor(NodeId),
    /// Rounded.
    Round(NodeId),
    /// One of two by a condition.
    Choice {
        /// Where the condition holds.
        then: NodeId,
        /// Where it does not.
        otherwise: NodeId,
    },
    /// What the calendar makes of days and years.
    Calendar {
        /// The rule.
        rule: CalendarRule,
        /// The first operand.
        of: NodeId,
        /// The second.
        with: Option<NodeId>,
    },
    /// Nothing: a fixed value, an input, a question, or something of a list or table.
    None,
}

impl Op {
    /// What it makes of numbers.
    pub fn arithmetic(&self) -> Arithmetic<'_> {
        match self {
            Op::Outer(node) => Arithmetic::Outer(*node),
            Op::Add(terms) => Arithmetic::Sum(terms),
            Op::Multiply(left, right) => Arithmetic::Product(*left, *right),
            Op::Divide(left, right) => Arithmetic::Quotient(*left, *right),
            Op::Min(all) | Op::Max(all) => Arithmetic::Extreme(all),
            Op::Floor(node) => Arithmetic::Floor(*node),
            Op::Round(_, node) => Arithmetic::Round(*node),
            Op::Select { then, otherwise, .. } => Arithmetic::Choice { then: *then, otherwise: *otherwise },
            Op::Calendar { rule, of, with } => Arithmetic::Calendar { rule: *rule, of: *of, with: *with },
            Op::Number(_)
            | Op::Bool(_)
            | Op::Date(_)
            | Op::Text(_)
            | Op::Input(_)
            | Op::Field(_)
            | Op::AsOf
            | Op::Paid(..)
            | Op::Not(_)
            | Op::And(_)
            | Op::Or(_)
            | Op::AtLeast(..)
            | Op::Compare(..)
            | Op::CompareRatio { .. }
            | Op::SameText(..)
            | Op::Among(..)
            | Op::Has(..)
            | Op::Before { .. }
            | Op::Agreed(..)
            | Op::Lookup { .. }
            | Op::Reduce { .. } => Arithmetic::None,
        }
    }
}
