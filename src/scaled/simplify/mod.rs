//! Simplification: the same program in fewer and narrower steps.
//!
//! Every rewrite here gives the same value for all facts that are known. That alone makes it safe where facts are
//! unknown: an interpreter that calls a step unknown unless its operands decide it never calls known what another
//! completion would change, whatever the steps are. So a rewrite can only differ in what it leaves unknown, and each
//! says why it leaves no more than was left before.
//!
//! What a form says of a fact is a promise about facts that are given. One that is not given may turn out to be beyond
//! it, so nothing is decided by a form: where a rewrite drops an operand or decides a truth value because of bounds,
//! they are those that the contract gives any fact ([`Maker::sure`]).

mod compare;
mod extreme;
mod number;
mod rebuild;
mod select;
mod truth;

pub(super) use rebuild::simplify;

use super::steps::{Steps, bounds_of};
use super::{Bounds, Op, StepId, Type};

/// So many rewrites set off one another at most; what is deeper stays as it is.
const DEPTH: u32 = 24;

/// What a program is simplified for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Aim {
    /// Text that people read: a step is never written only to make another narrower.
    Text,
    /// Registers.
    Outcomes,
    /// Registers, without outcomes: an amount may stay unknown where all that is known is that it is not paid.
    Amounts,
}

/// One level of simplified steps in the making.
#[derive(Debug)]
struct Maker {
    steps: Steps,
    /// The bounds of each number for any facts that there may be; `None` where they do not fit.
    bounds: Vec<Option<Bounds>>,
    aim: Aim,
    /// They are steps of items. Of a list that is unknown as a whole the evaluator knows an item by ranges alone, so
    /// that "this or not this" is not known to hold; nor is it then here.
    of_items: bool,
    depth: u32,
}

impl Maker {
    fn new(aim: Aim, of_items: bool) -> Maker {
        let mut steps = Steps::default();
        steps.whatever_denominator = true;
        Maker { steps, bounds: Vec::new(), aim, of_items, depth: 0 }
    }

    /// A step whose bounds are given: in these forms, and for any facts.
    fn with_type(&mut self, op: Op, ty: Type, denominator: i128, sure: Option<Bounds>) -> StepId {
        let made = self.steps.with_type(op, ty, denominator);
        if self.bounds.len() < self.steps.arena.len() {
            self.bounds.push(sure);
        }
        made
    }

    /// The step of an operation, as it is; `None` where its number does not fit.
    fn plain(&mut self, op: Op, denominator: i128) -> Option<StepId> {
        let ty = self.steps.type_of(&op)?;
        let sure = bounds_of(&op, |step| self.sure(step));
        Some(self.with_type(op, ty, denominator, sure))
    }

    /// The simplest step known for an operation; `None` where its number does not fit.
    ///
    /// Its operands are steps that were made here.
    fn make(&mut self, op: Op, denominator: i128) -> Option<StepId> {
        if self.depth >= DEPTH {
            return self.plain(op, denominator);
        }
        self.depth = self.depth.saturating_add(1);
        let made = match &op {
            Op::Not(one) => self.not(*one),
            Op::And(all) => self.junction(all, true),
            Op::Or(all) => self.junction(all, false),
            Op::AtLeast(number, all) => self.at_least(*number, all),
            Op::Compare(comparison, left, right) => self.compare(*comparison, *left, *right),
            Op::SameWords(left, right) => self.same_words(*left, *right),
            Op::Among(_, 0) => Some(self.truth(false)),
            Op::Sum(fixed, terms) => self.sum(*fixed, terms, denominator),
            Op::Product(left, right) => self.product(*left, *right, denominator),
            Op::Quotient(rounded, number, divisor) => self.quotient(*rounded, *number, *divisor, denominator),
            Op::QuotientBy(rounded, number, divisor) => {
                self.quotient_by(*rounded, *number, *divisor, denominator)
            }
            Op::Min(left, right) => self.extreme(false, *left, *right, denominator),
            Op::Max(left, right) => self.extreme(true, *left, *right, denominator),
            Op::Calendar { rule, of, with, times } => self.calendar(*rule, *of, *with, *times, denominator),
            Op::Select { condition, then, otherwise } => {
                self.select(*condition, *then, *otherwise, denominator)
            }
            Op::Whole(_)
            | Op::Truth(_)
            | Op::Words(_)
            | Op::Input(_)
            | Op::Given(_)
            | Op::Present(_)
            | Op::Field(_)
            | Op::FieldPresent(_)
            | Op::Outer(_)
            | Op::AsOf
            | Op::Paid(..)
            | Op::Among(..)
            | Op::Has(..)
            | Op::Lookup { .. }
            | Op::Listed { .. }
            | Op::Before { .. }
            | Op::Reduce { .. } => None,
        };
        self.depth = self.depth.saturating_sub(1);
        made.or_else(|| self.plain(op, denominator))
    }

    /// The bounds of a number for any facts that there may be.
    fn sure(&self, step: StepId) -> Option<Bounds> {
        use crate::arena::Id as _;
        self.bounds.get(step.raw()).copied().flatten()
    }

    /// A fixed truth value.
    fn truth(&mut self, value: bool) -> StepId {
        self.with_type(Op::Truth(value), Type::Truth, 1, None)
    }

    /// A fixed number.
    fn fixed(&mut self, number: i128, denominator: i128) -> StepId {
        let bounds = Bounds::one(number);
        self.with_type(Op::Whole(number), Type::Whole(bounds), denominator, Some(bounds))
    }

    fn truth_of(&self, step: StepId) -> Option<bool> {
        if let Op::Truth(value) = self.steps.op(step) { Some(*value) } else { None }
    }

    fn number_of(&self, step: StepId) -> Option<i128> {
        if let Op::Whole(number) = self.steps.op(step) { Some(*number) } else { None }
    }
}

#[cfg(test)]
mod tests;
