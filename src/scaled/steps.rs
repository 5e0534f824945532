//! Steps of one level under construction: equal steps are made once, and bounds are proved as they are made.

use std::collections::HashMap;

use crate::arena::Arena;
use crate::plan::NodeId;
use crate::syntax::ast::AggregateKind;

use super::whole::{calendar, quotient};
use super::{Bounds, Op, Step, StepId, Type};

/// A whole number that does not fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TooWide;

/// Steps of the applicant or of the items of one list.
#[derive(Debug, Default)]
pub(super) struct Steps {
    pub arena: Arena<StepId, Step>,
    made: HashMap<(Op, i128), StepId>,
    /// Equal steps are made once whatever their numbers are divided by.
    pub whatever_denominator: bool,
    /// The node that is being lowered.
    pub node: Option<NodeId>,
}

impl Steps {
    /// The step of an operation whose type is given.
    pub fn with_type(&mut self, op: Op, ty: Type, denominator: i128) -> StepId {
        let key = (op.clone(), if self.whatever_denominator { 1 } else { denominator });
        if let Some(&made) = self.made.get(&key) {
            return made;
        }
        let made = self.arena.push(Step { op, ty, denominator, node: self.node });
        self.made.insert(key, made);
        made
    }

    /// The step of an operation whose type follows from its operands.
    pub fn push(&mut self, op: Op, denominator: i128) -> Result<StepId, TooWide> {
        let ty = self.type_of(&op).ok_or(TooWide)?;
        Ok(self.with_type(op, ty, denominator))
    }

    /// The step of a truth value made of others.
    pub fn truth(&mut self, op: Op) -> StepId {
        self.with_type(op, Type::Truth, 1)
    }

    /// The step of an operation, where equal steps are made once whatever their denominator and it was made.
    pub fn made(&self, op: &Op) -> Option<StepId> {
        self.made.get(&(op.clone(), 1)).copied()
    }

    pub fn op(&self, step: StepId) -> &Op {
        &self.arena.at(step).op
    }

    pub fn ty(&self, step: StepId) -> Type {
        self.arena.at(step).ty
    }

    pub fn denominator(&self, step: StepId) -> i128 {
        self.arena.at(step).denominator
    }

    /// The bounds of a whole number; those of zero for anything else.
    pub fn bounds(&self, step: StepId) -> Bounds {
        match self.ty(step) {
            Type::Whole(bounds) => bounds,
            Type::Truth | Type::Member | Type::Members | Type::Words => Bounds::one(0),
        }
    }

    /// Takes a number to lie between these bounds as well as its own.
    pub fn narrow(&mut self, step: StepId, bounds: Bounds) {
        let step = self.arena.at_mut(step);
        if let Type::Whole(own) = step.ty {
            let both = Bounds { low: own.low.max(bounds.low), high: own.high.min(bounds.high) };
            // INVARIANT: both hold, so they meet; of numbers that nobody reads they may not.
            if both.low <= both.high {
                step.ty = Type::Whole(both);
            }
        }
    }

    /// The type of an operation, by interval arithmetic; `None` where it does not fit, and for what is not made of
    /// operands of its own level alone.
    pub fn type_of(&self, op: &Op) -> Option<Type> {
        Some(match op {
            Op::Truth(_)
            | Op::Given(_)
            | Op::Present(_)
            | Op::FieldPresent(_)
            | Op::Not(_)
            | Op::And(_)
            | Op::Or(_)
            | Op::AtLeast(..)
            | Op::Compare(..)
            | Op::SameWords(..)
            | Op::Among(..)
            | Op::Has(..)
            | Op::Listed { .. }
            | Op::Reduce { kind: AggregateKind::Any | AggregateKind::All, .. } => Type::Truth,
            Op::Words(_) => Type::Words,
            Op::Select { then, .. } if !matches!(self.ty(*then), Type::Whole(_)) => self.ty(*then),
            Op::Whole(_)
            | Op::Input(_)
            | Op::Field(_)
            | Op::Outer(_)
            | Op::AsOf
            | Op::Paid(..)
            | Op::Sum(..)
            | Op::Product(..)
            | Op::Quotient(..)
            | Op::QuotientBy(..)
            | Op::Min(..)
            | Op::Max(..)
            | Op::Calendar { .. }
            | Op::Select { .. }
            | Op::Lookup { .. }
            | Op::Before { .. }
            | Op::Reduce { .. } => Type::Whole(bounds_of(op, |step| Some(self.bounds(step)))?),
        })
    }
}

/// The bounds of a whole number, by those of what it is made of; `None` where they do not fit, and for what is made of
/// anything else.
pub(super) fn bounds_of(op: &Op, at: impl Fn(StepId) -> Option<Bounds>) -> Option<Bounds> {
    Some(match op {
        Op::Whole(number) => Bounds::one(*number),
        Op::Sum(fixed, terms) => {
            let mut sum = Bounds::one(*fixed);
            for &(factor, term) in terms {
                let term = at(term)?;
                let (first, second) = (factor.checked_mul(term.low)?, factor.checked_mul(term.high)?);
                sum.low = sum.low.checked_add(first.min(second))?;
                sum.high = sum.high.checked_add(first.max(second))?;
            }
            sum
        }
        Op::Product(left, right) => at(*left)?.corners(at(*right)?, i128::checked_mul)?,
        Op::Quotient(rounded, number, divisor) => at(*number)?
            .corners(Bounds::one(*divisor), |number, divisor| quotient(*rounded, number, divisor))?,
        Op::QuotientBy(rounded, number, divisor) => {
            let divisors = at(*divisor)?;
            // INVARIANT: a divisor is above zero wherever the quotient is read; where it is not, nobody does.
            let divisors = Bounds { low: divisors.low.max(1), high: divisors.high.max(1) };
            at(*number)?.corners(divisors, |number, divisor| quotient(*rounded, number, divisor))?
        }
        Op::Min(left, right) => {
            let (left, right) = (at(*left)?, at(*right)?);
            Bounds { low: left.low.min(right.low), high: left.high.min(right.high) }
        }
        Op::Max(left, right) => {
            let (left, right) = (at(*left)?, at(*right)?);
            Bounds { low: left.low.max(right.low), high: left.high.max(right.high) }
        }
        Op::Calendar { rule, of, with, times } => {
            let second = match with {
                Some(with) => at(*with)?,
                None => Bounds::one(0),
            };
            // Every rule rises or falls with each operand, so its ends are at theirs.
            at(*of)?.corners(second, |of, second| calendar(*rule, of, with.map(|_| second), *times))?
        }
        Op::Select { then, otherwise, .. } => at(*then)?.join(at(*otherwise)?),
        Op::Truth(_)
        | Op::Words(_)
        | Op::Input(_)
        | Op::Given(_)
        | Op::Present(_)
        | Op::Field(_)
        | Op::FieldPresent(_)
        | Op::Outer(_)
        | Op::AsOf
        | Op::Paid(..)
        | Op::Not(_)
        | Op::And(_)
        | Op::Or(_)
        | Op::AtLeast(..)
        | Op::Compare(..)
        | Op::SameWords(..)
        | Op::Among(..)
        | Op::Has(..)
        | Op::Lookup { .. }
        | Op::Listed { .. }
        | Op::Before { .. }
        | Op::Reduce { .. } => return None,
    })
}
