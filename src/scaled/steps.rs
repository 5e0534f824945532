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
    /// The node that is being lowered.
    pub node: Option<NodeId>,
}

impl Steps {
    /// The step of an operation whose type is given.
    pub fn with_type(&mut self, op: Op, ty: Type, denominator: i128) -> StepId {
        if let Some(&made) = self.made.get(&(op.clone(), denominator)) {
            return made;
        }
        let step = Step { op: op.clone(), ty, denominator, node: self.node };
        let made = self.arena.push(step);
        self.made.insert((op, denominator), made);
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

    /// The type of an operation, by interval arithmetic; `None` where it does not fit, and for what is not made of
    /// operands of its own level alone.
    pub fn type_of(&self, op: &Op) -> Option<Type> {
        let at = |step: &StepId| self.bounds(*step);
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
            Op::Whole(number) => Type::Whole(Bounds::one(*number)),
            Op::Sum(fixed, terms) => Type::Whole(self.sum(*fixed, terms)?),
            Op::Product(left, right) => Type::Whole(at(left).corners(at(right), i128::checked_mul)?),
            Op::Quotient(rounded, number, divisor) => Type::Whole(
                at(number)
                    .corners(Bounds::one(*divisor), |number, divisor| quotient(*rounded, number, divisor))?,
            ),
            Op::QuotientBy(rounded, number, divisor) => {
                let divisors = at(divisor);
                // INVARIANT: a divisor is above zero wherever the quotient is read; where it is not, nobody does.
                let divisors = Bounds { low: divisors.low.max(1), high: divisors.high.max(1) };
                Type::Whole(
                    at(number).corners(divisors, |number, divisor| quotient(*rounded, number, divisor))?,
                )
            }
            Op::Min(left, right) => {
                let (left, right) = (at(left), at(right));
                Type::Whole(Bounds { low: left.low.min(right.low), high: left.high.min(right.high) })
            }
            Op::Max(left, right) => {
                let (left, right) = (at(left), at(right));
                Type::Whole(Bounds { low: left.low.max(right.low), high: left.high.max(right.high) })
            }
            Op::Calendar { rule, of, with, times } => {
                let second = with.as_ref().map_or(Bounds::one(0), at);
                // Every rule rises or falls with each operand, so its ends are at theirs.
                Type::Whole(
                    at(of).corners(second, |of, second| calendar(*rule, of, with.map(|_| second), *times))?,
                )
            }
            Op::Select { then, otherwise, .. } => match (self.ty(*then), self.ty(*otherwise)) {
                (Type::Whole(then), Type::Whole(otherwise)) => Type::Whole(then.join(otherwise)),
                (ty, _) => ty,
            },
            Op::Input(_)
            | Op::Field(_)
            | Op::Outer(_)
            | Op::AsOf
            | Op::Paid(..)
            | Op::Lookup { .. }
            | Op::Before { .. }
            | Op::Reduce { .. } => return None,
        })
    }

    fn sum(&self, fixed: i128, terms: &[(i128, StepId)]) -> Option<Bounds> {
        let mut sum = Bounds::one(fixed);
        for &(factor, term) in terms {
            let term = self.bounds(term);
            let (first, second) = (factor.checked_mul(term.low)?, factor.checked_mul(term.high)?);
            sum.low = sum.low.checked_add(first.min(second))?;
            sum.high = sum.high.checked_add(first.max(second))?;
        }
        Some(sum)
    }
}
