//! The lower and the higher of two: decided by bounds, pushed into what is chosen between, and through roundings.

use super::super::steps::bounds_of;
use super::super::{Op, StepId};
use super::{Aim, Maker};

/// The bits of the registers' narrow numbers.
const NARROW: u32 = 32;

impl Maker {
    /// The lower of two numbers, or the higher.
    pub(super) fn extreme(
        &mut self,
        highest: bool,
        left: StepId,
        right: StepId,
        denominator: i128,
    ) -> Option<StepId> {
        if left == right {
            return Some(left);
        }
        if let (Some(one), Some(other)) = (self.number_of(left), self.number_of(right)) {
            let number = if highest { one.max(other) } else { one.min(other) };
            return Some(self.fixed(number, denominator));
        }
        for (one, other) in [(left, right), (right, left)] {
            if self.is_beyond(highest, one, other) {
                // Of facts that there may be, the other never is what is taken; not to wait for it makes more known.
                return Some(one);
            }
        }
        // What is fixed stands right, and otherwise what was made first left.
        if self.number_of(left).is_some() || (self.number_of(right).is_none() && right < left) {
            return self.make(extreme(highest, right, left), denominator);
        }
        if let Some(made) = self.of_choice(highest, left, right, denominator) {
            return Some(made);
        }
        if let Some(made) = self.of_choice(highest, right, left, denominator) {
            return Some(made);
        }
        let bound = self.number_of(right)?;
        self.through(highest, left, bound, denominator)
    }

    /// Whether a number is never on the wrong side of another: at least it (`highest`), or at most.
    fn is_beyond(&self, highest: bool, one: StepId, other: StepId) -> bool {
        match (self.sure(one), self.sure(other)) {
            (Some(one), Some(other)) if highest => one.low >= other.high,
            (Some(one), Some(other)) => one.high <= other.low,
            _ => false,
        }
    }

    /// The extreme of what is chosen and of another number, as a choice, where that saves the comparison on one side.
    ///
    /// Where the condition is not known neither was the extreme; where it is, one branch less is read.
    fn of_choice(&mut self, highest: bool, one: StepId, other: StepId, denominator: i128) -> Option<StepId> {
        let Op::Select { condition, then, otherwise } = *self.steps.op(one) else { return None };
        let decides = |maker: &Maker, branch: StepId| {
            let both_fixed = maker.number_of(branch).is_some() && maker.number_of(other).is_some();
            both_fixed || (maker.number_of(branch).is_some() && maker.is_beyond(highest, branch, other))
        };
        if !decides(self, then) && !decides(self, otherwise) {
            return None;
        }
        let then = self.make(extreme(highest, then, other), denominator)?;
        let otherwise = self.make(extreme(highest, otherwise, other), denominator)?;
        self.make(Op::Select { condition, then, otherwise }, denominator)
    }

    /// The extreme of what is computed and a fixed number, as what is computed of an extreme: so the steps before are
    /// as narrow as the bound.
    ///
    /// Rounding by name rises with what is rounded and leaves whole numbers as they are: the lower of `round(x / q)`
    /// and `c` is `round(x' / q)` with `x'` the lower of `x` and `c × q`. So do multiples: the lower of `k × x + f`
    /// and `c` is `k × x' + f` with `x'` the lower of `x` and `(c - f) / k` where that is whole; for `k` below zero
    /// the lower becomes the higher. The same is read as before. In text a limit stays where it was written.
    fn through(&mut self, highest: bool, one: StepId, bound: i128, denominator: i128) -> Option<StepId> {
        let op = self.steps.op(one).clone();
        if self.aim == Aim::Text && matches!(op, Op::Quotient(..) | Op::Sum(..)) {
            return None;
        }
        if let Op::Quotient(rounded, number, divisor) = op {
            let bound = self.fixed(bound.checked_mul(divisor)?, denominator);
            let within = self.make(extreme(highest, number, bound), denominator)?;
            return self.make(Op::Quotient(rounded, within, divisor), denominator);
        }
        if let Op::Sum(start, terms) = op {
            let &[(factor, term)] = terms.as_slice() else {
                return self.within_reach(highest, start, &terms, bound, denominator);
            };
            let rest = bound.checked_sub(start)?;
            if rest.checked_rem(factor)? != 0 {
                return None;
            }
            let own = self.steps.denominator(term);
            let bound = self.fixed(rest.checked_div(factor)?, own);
            let within = self.make(extreme(highest == (factor > 0), term, bound), own)?;
            return self.make(Op::Sum(start, vec![(factor, within)]), denominator);
        }
        if let Op::Min(inner, before) | Op::Max(inner, before) = op {
            let same = matches!(op, Op::Max(..)) == highest;
            let before = self.number_of(before).filter(|_| same)?;
            let bound = if highest { before.max(bound) } else { before.min(bound) };
            let bound = self.fixed(bound, denominator);
            return self.make(extreme(highest, inner, bound), denominator);
        }
        None
    }
}

impl Maker {
    /// The extreme of a sum and a fixed number, its one wide term cut to what can matter: where 20 at most less `x` is
    /// to be at least 0, `x` matters up to 20. The same is read as before, and what a form says of the other terms
    /// is only used where they are known.
    fn within_reach(
        &mut self,
        highest: bool,
        start: i128,
        terms: &[(i128, StepId)],
        bound: i128,
        denominator: i128,
    ) -> Option<StepId> {
        let mut wide = terms.iter().filter(|(_, term)| self.steps.bounds(*term).bits() > NARROW);
        let (&(factor, term), None) = (wide.next()?, wide.next()) else { return None };
        let others: Vec<(i128, StepId)> = terms.iter().copied().filter(|(_, other)| *other != term).collect();
        let rest = bounds_of(&Op::Sum(start, others.clone()), |step| Some(self.steps.bounds(step)))?;
        // Beyond this the sum is on the side of the bound where the bound is taken.
        let reach = bound.checked_sub(if highest { rest.high } else { rest.low })?;
        let (below, above) = (reach.checked_div_euclid(factor)?, factor.signum());
        let last = if reach.checked_rem_euclid(factor)? == 0 { below } else { below.checked_add(above)? };
        let cut_above = highest == (factor < 0);
        // Rounded away from what matters, so that nothing is cut that does.
        let last = if cut_above { last.max(below) } else { last.min(below) };
        let own = self.steps.denominator(term);
        let last = self.fixed(last, own);
        let within = self.make(extreme(!cut_above, term, last), own)?;
        let terms = others.into_iter().chain([(factor, within)]).collect();
        let sum = Op::Sum(start, terms);
        let bits = bounds_of(&sum, |step| Some(self.steps.bounds(step)))?.bits();
        if bits > NARROW || self.steps.bounds(within).bits() > NARROW {
            return None;
        }
        let sum = self.make(sum, denominator)?;
        let bound = self.fixed(bound, denominator);
        self.make(extreme(highest, sum, bound), denominator)
    }
}

fn extreme(highest: bool, left: StepId, right: StepId) -> Op {
    if highest { Op::Max(left, right) } else { Op::Min(left, right) }
}
