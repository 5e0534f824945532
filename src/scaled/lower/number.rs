//! Numbers as whole steps: a numerator and, after a division by what is not fixed, a denominator above zero.

use crate::money::{Rational, Rounding};
use crate::scaled::steps::{Steps, TooWide};
use crate::scaled::whole::{gcd, lcm};
use crate::scaled::{Op, Rounded, StepId};
use crate::syntax::ast::Comparison;

/// A number: the value of one step, or that divided by the value of another, which is above zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Number {
    pub above: StepId,
    pub below: Option<StepId>,
}

impl Number {
    pub const fn of(above: StepId) -> Number {
        Number { above, below: None }
    }
}

type Made<T> = Result<T, TooWide>;

fn checked(number: Option<i128>) -> Made<i128> {
    number.ok_or(TooWide)
}

impl Steps {
    /// A fixed number.
    pub(super) fn fixed(&mut self, value: Rational) -> Made<StepId> {
        let value = value.reduced();
        self.push(Op::Whole(value.numerator()), value.denominator())
    }

    /// The value of a step that is fixed.
    pub(super) fn value(&self, step: StepId) -> Option<Rational> {
        let Op::Whole(number) = self.op(step) else { return None };
        Rational::new(*number, self.denominator(step))
    }

    /// A step times a fixed fraction above or below zero: its whole number is multiplied by what is above, and what it
    /// is divided by is multiplied by what is below.
    fn times_fixed(&mut self, step: StepId, factor: Rational) -> Made<StepId> {
        if let Some(value) = self.value(step) {
            return self.fixed(value.times(factor).ok_or(TooWide)?);
        }
        if factor.is_zero() {
            return self.fixed(Rational::ZERO);
        }
        let own = self.denominator(step);
        let factor = factor.reduced();
        let common = gcd(factor.numerator(), own);
        let above = checked(factor.numerator().checked_div(common))?;
        let below = checked(own.checked_div(common).and_then(|own| own.checked_mul(factor.denominator())))?;
        if above == 1 && below == own {
            return Ok(step);
        }
        self.push(Op::Sum(0, vec![(above, step)]), below)
    }

    /// The step over another denominator, a multiple of its own.
    pub(super) fn over(&mut self, step: StepId, denominator: i128) -> Made<StepId> {
        let own = self.denominator(step);
        if own == denominator {
            return Ok(step);
        }
        let factor = checked(denominator.checked_div(own))?;
        if let Op::Whole(number) = self.op(step) {
            let number = checked(number.checked_mul(factor))?;
            return self.push(Op::Whole(number), denominator);
        }
        self.push(Op::Sum(0, vec![(factor, step)]), denominator)
    }

    /// Both steps over one denominator.
    pub(super) fn common(&mut self, left: StepId, right: StepId) -> Made<(StepId, StepId)> {
        let denominator = checked(lcm(self.denominator(left), self.denominator(right)))?;
        Ok((self.over(left, denominator)?, self.over(right, denominator)?))
    }

    fn product(&mut self, left: StepId, right: StepId) -> Made<StepId> {
        if let Some(value) = self.value(left) {
            return self.times_fixed(right, value);
        }
        if let Some(value) = self.value(right) {
            return self.times_fixed(left, value);
        }
        let denominator = checked(self.denominator(left).checked_mul(self.denominator(right)))?;
        self.push(Op::Product(left, right), denominator)
    }

    /// A step times what a number is divided by, if it is.
    fn product_with(&mut self, step: StepId, below: Option<StepId>) -> Made<StepId> {
        match below {
            Some(below) => self.product(step, below),
            None => Ok(step),
        }
    }

    /// Steps, each with whether it is subtracted, over their common denominator.
    fn sum_of(&mut self, terms: &[(bool, StepId)]) -> Made<StepId> {
        let mut denominator = 1;
        for &(_, term) in terms {
            denominator = checked(lcm(denominator, self.denominator(term)))?;
        }
        let mut fixed = 0_i128;
        let mut scaled = Vec::with_capacity(terms.len());
        for &(subtracted, term) in terms {
            let factor = checked(denominator.checked_div(self.denominator(term)))?;
            let factor = if subtracted { checked(factor.checked_neg())? } else { factor };
            if let Op::Whole(number) = self.op(term) {
                let number = checked(number.checked_mul(factor))?;
                fixed = checked(fixed.checked_add(number))?;
            } else {
                scaled.push((factor, term));
            }
        }
        match (fixed, scaled.as_slice()) {
            (_, []) => self.push(Op::Whole(fixed), denominator),
            (0, &[(1, one)]) => Ok(one),
            _ => self.push(Op::Sum(fixed, scaled), denominator),
        }
    }

    /// Terms, each with whether it is subtracted.
    pub(super) fn add(&mut self, terms: &[(bool, Number)]) -> Made<Number> {
        let whole: Vec<(bool, StepId)> = terms
            .iter()
            .filter(|(_, term)| term.below.is_none())
            .map(|&(subtracted, term)| (subtracted, term.above))
            .collect();
        let mut sum = Number::of(self.sum_of(&whole)?);
        for &(subtracted, term) in terms.iter().filter(|(_, term)| term.below.is_some()) {
            sum = match sum.below == term.below {
                true => {
                    let above = self.sum_of(&[(false, sum.above), (subtracted, term.above)])?;
                    Number { above, below: sum.below }
                }
                false => {
                    let left = self.product_with(sum.above, term.below)?;
                    let right = self.product_with(term.above, sum.below)?;
                    let above = self.sum_of(&[(false, left), (subtracted, right)])?;
                    let below = match (sum.below, term.below) {
                        (Some(left), Some(right)) => Some(self.product(left, right)?),
                        (one, None) | (None, one) => one,
                    };
                    Number { above, below }
                }
            };
        }
        Ok(sum)
    }

    /// A product.
    pub(super) fn multiply(&mut self, left: Number, right: Number) -> Made<Number> {
        let above = self.product(left.above, right.above)?;
        let below = match (left.below, right.below) {
            (Some(left), Some(right)) => Some(self.product(left, right)?),
            (one, None) | (None, one) => one,
        };
        Ok(Number { above, below })
    }

    /// A quotient by what is never zero; `None` where that is not proved.
    pub(super) fn divide(&mut self, left: Number, right: Number) -> Made<Option<Number>> {
        if let (None, Some(value)) = (right.below, self.value(right.above)) {
            let Some(inverse) = Rational::ONE.over(value) else { return Ok(None) };
            let above = self.times_fixed(left.above, inverse)?;
            return Ok(Some(Number { above, below: left.below }));
        }
        let divisors = self.bounds(right.above);
        let (above, divisor) = if divisors.low > 0 {
            (left.above, right.above)
        } else if divisors.high < 0 {
            let minus = Rational::whole(-1);
            (self.times_fixed(left.above, minus)?, self.times_fixed(right.above, minus)?)
        } else {
            return Ok(None);
        };
        let above = self.product_with(above, right.below)?;
        let below = match left.below {
            Some(below) => self.product(below, divisor)?,
            None => divisor,
        };
        Ok(Some(Number { above, below: Some(below) }))
    }

    /// Two numbers over what makes them whole numbers that compare as they do.
    fn crosswise(&mut self, left: Number, right: Number) -> Made<(StepId, StepId)> {
        if left.below == right.below {
            return self.common(left.above, right.above);
        }
        let first = self.product_with(left.above, right.below)?;
        let second = self.product_with(right.above, left.below)?;
        self.common(first, second)
    }

    /// Two numbers compared.
    pub(super) fn compare(&mut self, comparison: Comparison, left: Number, right: Number) -> Made<StepId> {
        let (left, right) = self.crosswise(left, right)?;
        Ok(self.truth(Op::Compare(comparison, left, right)))
    }

    /// A quotient compared with a number: by cross-multiplication, so that nothing is divided. False where the
    /// divisor is zero; below zero it turns the comparison round.
    pub(super) fn compare_ratio(
        &mut self,
        comparison: Comparison,
        [numerator, divisor, right]: [Number; 3],
    ) -> Made<StepId> {
        let zero = Number::of(self.fixed(Rational::ZERO)?);
        let product = self.multiply(right, divisor)?;
        let bounds = self.bounds(divisor.above);
        let mut ways = Vec::with_capacity(2);
        if bounds.high > 0 {
            let holds = self.compare(comparison, numerator, product)?;
            let above = self.compare(Comparison::More, divisor, zero)?;
            ways.push(self.and(vec![above, holds]));
        }
        if bounds.low < 0 {
            let holds = self.compare(comparison.mirrored(), numerator, product)?;
            let below = self.compare(Comparison::Less, divisor, zero)?;
            ways.push(self.and(vec![below, holds]));
        }
        Ok(self.or(ways))
    }

    /// The lower or the higher of two numbers.
    pub(super) fn extreme(&mut self, highest: bool, left: Number, right: Number) -> Made<Number> {
        if left.below.is_none() && right.below.is_none() {
            let (one, other) = self.common(left.above, right.above)?;
            let op = if highest { Op::Max(one, other) } else { Op::Min(one, other) };
            let denominator = self.denominator(one);
            return Ok(Number::of(self.push(op, denominator)?));
        }
        let comparison = if highest { Comparison::AtLeast } else { Comparison::AtMost };
        let condition = self.compare(comparison, left, right)?;
        self.select(condition, left, right)
    }

    /// One of two numbers.
    pub(super) fn select(&mut self, condition: StepId, then: Number, otherwise: Number) -> Made<Number> {
        let above = self.one_of(condition, then.above, otherwise.above)?;
        let below = match (then.below, otherwise.below) {
            (None, None) => None,
            (one, other) if one == other => one,
            (one, other) => {
                let whole = self.fixed(Rational::ONE)?;
                Some(self.one_of(condition, one.unwrap_or(whole), other.unwrap_or(whole))?)
            }
        };
        Ok(Number { above, below })
    }

    fn one_of(&mut self, condition: StepId, then: StepId, otherwise: StepId) -> Made<StepId> {
        let (then, otherwise) = self.common(then, otherwise)?;
        let denominator = self.denominator(then);
        self.push(Op::Select { condition, then, otherwise }, denominator)
    }

    /// The largest whole number not above.
    pub(super) fn floor(&mut self, number: Number) -> Made<StepId> {
        self.in_steps(Rounded::Floor, number, Rational::ONE)
    }

    /// Rounded by name.
    pub(super) fn round(&mut self, rounding: Rounding, number: Number) -> Made<Number> {
        let steps = self.in_steps(Rounded::Named(rounding.direction), number, rounding.step)?;
        Ok(Number::of(self.times_fixed(steps, rounding.step)?))
    }

    /// How many times a number holds a fixed step, rounded.
    fn in_steps(&mut self, rounded: Rounded, number: Number, step: Rational) -> Made<StepId> {
        let inverse = Rational::ONE.over(step).ok_or(TooWide)?;
        let above = self.times_fixed(number.above, inverse)?;
        let Some(below) = number.below else {
            let divisor = self.denominator(above);
            if divisor == 1 {
                return Ok(above);
            }
            return self.push(Op::Quotient(rounded, above, divisor), 1);
        };
        // (above / a) / (below / b) = above × b / (below × a), both as whole numbers.
        let (a, b) = (self.denominator(above), self.denominator(below));
        let common = gcd(a, b);
        let (a, b) = (checked(a.checked_div(common))?, checked(b.checked_div(common))?);
        let number = if b == 1 { above } else { self.push(Op::Sum(0, vec![(b, above)]), 1)? };
        let divisor = if a == 1 { below } else { self.push(Op::Sum(0, vec![(a, below)]), 1)? };
        self.push(Op::QuotientBy(rounded, number, divisor), 1)
    }

    /// Not.
    pub(super) fn not(&mut self, one: StepId) -> StepId {
        self.truth(Op::Not(one))
    }

    /// All hold.
    pub(super) fn and(&mut self, all: Vec<StepId>) -> StepId {
        match all.as_slice() {
            [] => self.truth(Op::Truth(true)),
            &[one] => one,
            _ => self.truth(Op::And(all)),
        }
    }

    /// One holds.
    pub(super) fn or(&mut self, all: Vec<StepId>) -> StepId {
        match all.as_slice() {
            [] => self.truth(Op::Truth(false)),
            &[one] => one,
            _ => self.truth(Op::Or(all)),
        }
    }
}
