//! Comparisons: fixed numbers to the right, factors divided out, what is chosen between compared where it is chosen.

use super::super::whole::gcd;
use super::super::{Bounds, Op, StepId};
use super::Maker;
use crate::syntax::ast::Comparison;

/// Whether the comparison holds the more, the higher the left number is; `None` where it does not go one way.
const fn upward(comparison: Comparison) -> Option<bool> {
    match comparison {
        Comparison::More | Comparison::AtLeast => Some(true),
        Comparison::Less | Comparison::AtMost => Some(false),
        Comparison::Equal | Comparison::NotEqual => None,
    }
}

/// What bounds say of a comparison.
fn decided(comparison: Comparison, left: Bounds, right: Bounds) -> Option<bool> {
    let (always_less, always_more) = (left.high < right.low, left.low > right.high);
    let (at_most, at_least) = (left.high <= right.low, left.low >= right.high);
    let both = |yes: bool, no: bool| {
        if yes {
            Some(true)
        } else if no {
            Some(false)
        } else {
            None
        }
    };
    match comparison {
        Comparison::Equal => both(false, always_less || always_more),
        Comparison::NotEqual => both(always_less || always_more, false),
        Comparison::Less => both(always_less, at_least),
        Comparison::AtMost => both(at_most, always_more),
        Comparison::More => both(always_more, at_most),
        Comparison::AtLeast => both(at_least, always_less),
    }
}

impl Maker {
    /// Two whole numbers compared.
    pub(super) fn compare(&mut self, comparison: Comparison, left: StepId, right: StepId) -> Option<StepId> {
        match (self.number_of(left), self.number_of(right)) {
            (Some(left), Some(right)) => return Some(self.truth(comparison.holds(&left, &right))),
            (Some(_), None) => return self.make(Op::Compare(comparison.mirrored(), right, left), 1),
            (None, _) => {}
        }
        if let (Some(left), Some(right)) = (self.sure(left), self.sure(right))
            && let Some(decided) = decided(comparison, left, right)
        {
            return Some(self.truth(decided));
        }
        match self.number_of(right) {
            Some(fixed) => self.compare_with(comparison, left, fixed, right),
            None => self.without_common_factor(comparison, left, right),
        }
    }

    /// A number compared with a fixed one.
    fn compare_with(
        &mut self,
        comparison: Comparison,
        left: StepId,
        fixed: i128,
        right: StepId,
    ) -> Option<StepId> {
        let op = self.steps.op(left).clone();
        if let Op::Sum(start, terms) = op {
            return self.compare_sum(comparison, start, &terms, fixed);
        }
        if let Op::Select { condition, then, otherwise } = op {
            // Known where the branch was: one branch is fixed, so that it decides or leaves it to the other alone.
            let (first, second) = (self.number_of(then), self.number_of(otherwise));
            if first.is_none() && second.is_none() {
                return None;
            }
            let first = self.make(Op::Compare(comparison, then, right), 1)?;
            let second = self.make(Op::Compare(comparison, otherwise, right), 1)?;
            return self.choose(condition, first, second);
        }
        if let Op::Min(one, other) | Op::Max(one, other) = op {
            // The higher is above a number where one of them is; known as soon as that one is.
            let up = upward(comparison)?;
            self.number_of(one).or(self.number_of(other))?;
            let highest = matches!(op, Op::Max(..));
            let both = [one, other].map(|one| self.make(Op::Compare(comparison, one, right), 1));
            let both = both.into_iter().collect::<Option<Vec<_>>>()?;
            return self.make(if highest == up { Op::Or(both) } else { Op::And(both) }, 1);
        }
        None
    }

    /// One of two truth values of which one is fixed.
    fn choose(&mut self, condition: StepId, then: StepId, otherwise: StepId) -> Option<StepId> {
        match (self.truth_of(then), self.truth_of(otherwise)) {
            (Some(true), Some(true)) | (Some(false), Some(false)) => Some(then),
            (Some(true), _) => self.make(Op::Or(vec![condition, otherwise]), 1),
            (_, Some(false)) => self.make(Op::And(vec![condition, then]), 1),
            (Some(false), _) => {
                let not = self.make(Op::Not(condition), 1)?;
                self.make(Op::And(vec![not, otherwise]), 1)
            }
            (_, Some(true)) => {
                let not = self.make(Op::Not(condition), 1)?;
                self.make(Op::Or(vec![not, then]), 1)
            }
            (None, None) => None,
        }
    }

    /// A sum compared with a fixed number: its own fixed part goes to the other side, common factors are divided out.
    /// The same terms are read, so it is known as before.
    fn compare_sum(
        &mut self,
        comparison: Comparison,
        start: i128,
        terms: &[(i128, StepId)],
        fixed: i128,
    ) -> Option<StepId> {
        let &(first, _) = terms.first()?;
        let common = terms
            .iter()
            .fold(0, |common, &(factor, _)| if common == 0 { factor } else { gcd(common, factor) });
        let common = if first < 0 { common.abs().checked_neg()? } else { common.abs() };
        if start == 0 && common == 1 {
            return None;
        }
        let fixed = fixed.checked_sub(start)?;
        let comparison = if common < 0 { comparison.mirrored() } else { comparison };
        let (fixed, common_size) =
            if common < 0 { (fixed.checked_neg()?, common.checked_neg()?) } else { (fixed, common) };
        let floor = fixed.checked_div_euclid(common_size)?;
        let exact = fixed.checked_rem_euclid(common_size)? == 0;
        let ceiling = if exact { floor } else { floor.checked_add(1)? };
        let bound = match comparison {
            // Never equal, but the evaluator, which goes by ranges, does not know while a term is unknown.
            Comparison::Equal | Comparison::NotEqual if !exact => return None,
            Comparison::Equal | Comparison::NotEqual => floor,
            // More than a number between two whole ones is more than the lower; at least it, at least the higher.
            Comparison::More | Comparison::AtMost => floor,
            Comparison::Less | Comparison::AtLeast => ceiling,
        };
        let terms = terms.iter().map(|&(factor, term)| Some((factor.checked_div(common)?, term)));
        let sum = self.make(Op::Sum(0, terms.collect::<Option<_>>()?), 1)?;
        let bound = self.fixed(bound, 1);
        self.make(Op::Compare(comparison, sum, bound), 1)
    }

    /// Two multiples of one number compare as what they are multiples with.
    fn without_common_factor(
        &mut self,
        comparison: Comparison,
        left: StepId,
        right: StepId,
    ) -> Option<StepId> {
        let parts = |step: StepId| {
            let Op::Sum(start, terms) = self.steps.op(step) else { return (0, vec![(1, step)]) };
            (*start, terms.clone())
        };
        let ((start, mut terms), (other_start, others)) = (parts(left), parts(right));
        let factors = terms.iter().chain(&others).map(|(factor, _)| *factor);
        let common = factors.chain([start, other_start]).fold(0, |common, factor| match (common, factor) {
            (common, 0) => common,
            (0, factor) => factor.abs(),
            (common, factor) => gcd(common, factor),
        });
        if common <= 1 {
            return None;
        }
        let divided = |terms: &mut Vec<(i128, StepId)>| {
            terms.iter_mut().for_each(|(factor, _)| *factor = factor.checked_div(common).unwrap_or(*factor));
        };
        let mut others = others;
        divided(&mut terms);
        divided(&mut others);
        let left = self.make(Op::Sum(start.checked_div(common)?, terms), 1)?;
        let right = self.make(Op::Sum(other_start.checked_div(common)?, others), 1)?;
        self.make(Op::Compare(comparison, left, right), 1)
    }
}
