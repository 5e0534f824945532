//! Choices: decided ones, those within one another, and what their conditions already say of their branches.

use std::collections::BTreeSet;

use super::super::{Op, StepId, Type};
use super::{Aim, Maker};
use crate::syntax::ast::Comparison;

/// So many choices within one another are simplified by what the outermost says.
const WITHIN: u32 = 3;

impl Maker {
    /// One of two by a condition.
    ///
    /// A choice whose condition is not known is not known, so a branch matters only where the condition is: there what
    /// the condition says may be taken for granted within it. Two choices that come to the same become one by a
    /// junction of their conditions, which is known wherever one after the other was.
    pub(super) fn select(
        &mut self,
        condition: StepId,
        then: StepId,
        otherwise: StepId,
        denominator: i128,
    ) -> Option<StepId> {
        if then == otherwise {
            return Some(then);
        }
        match self.truth_of(condition) {
            Some(true) => return Some(then),
            Some(false) => return Some(otherwise),
            None => {}
        }
        if let Op::Not(inner) = *self.steps.op(condition) {
            let op = Op::Select { condition: inner, then: otherwise, otherwise: then };
            return self.make(op, denominator);
        }
        let granted: BTreeSet<StepId> =
            self.members(condition, true).into_iter().chain([condition]).collect();
        let denied: BTreeSet<StepId> =
            self.members(condition, false).into_iter().chain([condition]).collect();
        let inner = self.within(then, &granted, true, denominator, WITHIN)?;
        let outer = self.within(otherwise, &denied, false, denominator, WITHIN)?;
        if inner != then || outer != otherwise {
            return self.make(Op::Select { condition, then: inner, otherwise: outer }, denominator);
        }
        if let Some(made) = self.merged(condition, then, otherwise, denominator) {
            return Some(made);
        }
        if self.aim == Aim::Amounts {
            return self.without_own_sign(condition, then, otherwise, denominator);
        }
        None
    }

    /// A branch where all of these hold, or none of them does.
    fn within(
        &mut self,
        branch: StepId,
        said: &BTreeSet<StepId>,
        holds: bool,
        denominator: i128,
        depth: u32,
    ) -> Option<StepId> {
        let Op::Select { condition, then, otherwise } = *self.steps.op(branch) else { return Some(branch) };
        // Where these hold, a condition that they all make up holds; where none does, one of which all are such fails.
        let (settled, opposite) = if holds { (then, otherwise) } else { (otherwise, then) };
        let all = self.members(condition, holds);
        let open: Vec<StepId> = all.iter().copied().filter(|one| !said.contains(one)).collect();
        let one_said = self.members(condition, !holds).iter().any(|one| said.contains(one));
        if open.is_empty() || one_said {
            return self.deeper(settled, said, holds, denominator, depth);
        }
        if open.iter().any(|one| self.is_opposite(*one, said)) {
            return self.deeper(opposite, said, holds, denominator, depth);
        }
        let rest = if open.len() == all.len() {
            condition
        } else {
            self.make(if holds { Op::And(open) } else { Op::Or(open) }, 1)?
        };
        self.both_deeper((rest, branch), said, holds, denominator, depth)
    }

    fn deeper(
        &mut self,
        branch: StepId,
        said: &BTreeSet<StepId>,
        holds: bool,
        denominator: i128,
        depth: u32,
    ) -> Option<StepId> {
        match depth.checked_sub(1) {
            Some(depth) => self.within(branch, said, holds, denominator, depth),
            None => Some(branch),
        }
    }

    /// A choice with both branches simplified, by what is left of its condition.
    fn both_deeper(
        &mut self,
        (rest, branch): (StepId, StepId),
        said: &BTreeSet<StepId>,
        holds: bool,
        denominator: i128,
        depth: u32,
    ) -> Option<StepId> {
        let Op::Select { condition, then, otherwise } = *self.steps.op(branch) else { return Some(branch) };
        let inner = self.deeper(then, said, holds, denominator, depth)?;
        let outer = self.deeper(otherwise, said, holds, denominator, depth)?;
        if (rest, inner, outer) == (condition, then, otherwise) {
            return Some(branch);
        }
        self.make(Op::Select { condition: rest, then: inner, otherwise: outer }, denominator)
    }

    fn is_opposite(&self, one: StepId, among: &BTreeSet<StepId>) -> bool {
        self.opposite_of(one).is_some_and(|other| among.contains(&other))
    }

    /// Two choices with a branch in common as one.
    fn merged(
        &mut self,
        condition: StepId,
        then: StepId,
        otherwise: StepId,
        denominator: i128,
    ) -> Option<StepId> {
        if let Op::Select { condition: second, then: first, otherwise: last } = *self.steps.op(then) {
            if last == otherwise {
                let both = self.make(Op::And(vec![condition, second]), 1)?;
                return self.make(Op::Select { condition: both, then: first, otherwise }, denominator);
            }
            if first == otherwise {
                let not = self.make(Op::Not(second), 1)?;
                let both = self.make(Op::And(vec![condition, not]), 1)?;
                return self.make(Op::Select { condition: both, then: last, otherwise }, denominator);
            }
        }
        if let Op::Select { condition: second, then: first, otherwise: last } = *self.steps.op(otherwise) {
            if first == then {
                let one = self.make(Op::Or(vec![condition, second]), 1)?;
                return self.make(Op::Select { condition: one, then, otherwise: last }, denominator);
            }
            if last == then {
                let not = self.make(Op::Not(second), 1)?;
                let one = self.make(Op::Or(vec![condition, not]), 1)?;
                return self.make(Op::Select { condition: one, then, otherwise: first }, denominator);
            }
        }
        None
    }

    /// An amount that is paid where, among others, it is above zero, or what follows from that, is paid where the others
    /// hold: if it is zero, zero is paid either way. It is then unknown while the others are, even if the amount is known to be zero: so
    /// only where outcomes are not wanted.
    fn without_own_sign(
        &mut self,
        condition: StepId,
        then: StepId,
        otherwise: StepId,
        denominator: i128,
    ) -> Option<StepId> {
        let never_negative = matches!(self.steps.ty(then), Type::Whole(bounds) if bounds.low >= 0);
        if self.number_of(otherwise) != Some(0) || !never_negative {
            return None;
        }
        let own = self.where_positive(then);
        let all = self.members(condition, true);
        let others: Vec<StepId> = all.iter().copied().filter(|one| !own.contains(one)).collect();
        if others.len() == all.len() {
            return None;
        }
        let condition = self.make(Op::And(others), 1)?;
        self.make(Op::Select { condition, then, otherwise }, denominator)
    }

    /// Truth values that hold wherever a number is above zero.
    fn where_positive(&mut self, number: StepId) -> BTreeSet<StepId> {
        let mut held = BTreeSet::new();
        let mut open = Some(number);
        let zero = self.fixed(0, 1);
        // INVARIANT: each is an operand of the one before.
        while let Some(number) = open.take() {
            let positive = self.make(Op::Compare(Comparison::More, number, zero), 1);
            held.extend(positive.into_iter().flat_map(|positive| self.members(positive, true)));
            open = self.positive_operand(number);
        }
        held
    }

    /// What has to be above zero where this is.
    fn positive_operand(&self, number: StepId) -> Option<StepId> {
        let never_positive = |step: StepId| self.sure(step).is_some_and(|bounds| bounds.high <= 0);
        let op = self.steps.op(number);
        if let Op::Quotient(_, inner, _) = op {
            return Some(*inner);
        }
        if let Op::Max(one, other) | Op::Select { then: one, otherwise: other, .. } = op {
            return match (never_positive(*one), never_positive(*other)) {
                (false, true) => Some(*one),
                (true, false) => Some(*other),
                (true, true) | (false, false) => None,
            };
        }
        let Op::Sum(start, terms) = op else { return None };
        let term_is_never = |&&(factor, term): &&(i128, StepId)| {
            let bounds = self.sure(term);
            bounds.is_some_and(|bounds| if factor > 0 { bounds.high <= 0 } else { bounds.low >= 0 })
        };
        let mut others = terms.iter().filter(|term| !term_is_never(term));
        match (others.next(), others.next()) {
            (Some(&(factor, term)), None) if factor > 0 && *start <= 0 => Some(term),
            (Some(_) | None, _) => None,
        }
    }
}
