//! Sums, products and quotients: fixed parts folded, factors taken out of roundings that they divide.

use super::super::whole::{calendar, gcd, quotient};
use super::super::{Op, Rounded, StepId};
use super::Maker;
use crate::calendar::CalendarRule;

/// The longest chain of choices between fixed numbers that is looked through.
const FIXED: u32 = 12;

impl Maker {
    /// A fixed number and terms. Terms of one sign are added up; those that cancel stay, as the evaluator, which goes by
    /// ranges, does not know that they do.
    pub(super) fn sum(&mut self, fixed: i128, terms: &[(i128, StepId)], denominator: i128) -> Option<StepId> {
        let mut start = fixed;
        let mut merged: Vec<(i128, StepId)> = Vec::with_capacity(terms.len());
        let mut add = |factor: i128, term: StepId| {
            let same =
                |(before, other): &&mut (i128, StepId)| *other == term && (*before > 0) == (factor > 0);
            match merged.iter_mut().find(same) {
                Some((before, _)) => *before = before.checked_add(factor)?,
                None => merged.push((factor, term)),
            }
            Some(())
        };
        for &(factor, term) in terms.iter().filter(|(factor, _)| *factor != 0) {
            let op = self.steps.op(term);
            if let Op::Whole(number) = op {
                start = start.checked_add(factor.checked_mul(*number)?)?;
            } else if let Op::Sum(inner, one) = op
                && let &[(times, term)] = one.as_slice()
            {
                // A multiple of one thing is no longer to write than the thing itself.
                start = start.checked_add(factor.checked_mul(*inner)?)?;
                add(factor.checked_mul(times)?, term)?;
            } else {
                add(factor, term)?;
            }
        }
        if let &[(factor, one)] = merged.as_slice() {
            if start == 0 && factor == 1 {
                return Some(one);
            }
            if let Op::Select { condition, then, otherwise } = *self.steps.op(one)
                && (self.number_of(then).is_some() || self.number_of(otherwise).is_some())
            {
                // What is fixed is multiplied beforehand; the other branch as it was.
                let mut of = |branch| self.make(Op::Sum(start, vec![(factor, branch)]), denominator);
                let (then, otherwise) = (of(then)?, of(otherwise)?);
                return self.make(Op::Select { condition, then, otherwise }, denominator);
            }
        }
        // What only chooses between fixed numbers is multiplied beforehand.
        for (factor, term) in &mut merged {
            if factor.abs() != 1 && self.chooses_fixed(*term, FIXED) {
                *term = self.make(Op::Sum(0, vec![(factor.abs(), *term)]), denominator)?;
                *factor = factor.signum();
            }
        }
        if merged.is_empty() {
            return Some(self.fixed(start, denominator));
        }
        if start == fixed && merged == terms {
            return None;
        }
        self.plain(Op::Sum(start, merged), denominator)
    }

    /// Whether a step is one of several fixed numbers, of a chain of at most so many choices.
    fn chooses_fixed(&self, step: StepId, choices: u32) -> bool {
        if let (Op::Select { then, otherwise, .. }, Some(choices)) =
            (self.steps.op(step), choices.checked_sub(1))
        {
            return [then, otherwise].into_iter().all(|branch| self.chooses_fixed(*branch, choices));
        }
        self.number_of(step).is_some()
    }

    /// A product: by what is fixed it is a multiple; a product with zero is zero whatever the other is.
    pub(super) fn product(&mut self, left: StepId, right: StepId, denominator: i128) -> Option<StepId> {
        for (one, other) in [(left, right), (right, left)] {
            if let Some(factor) = self.number_of(one) {
                return self.make(Op::Sum(0, vec![(factor, other)]), denominator);
            }
        }
        (right < left).then(|| self.plain(Op::Product(right, left), denominator)).flatten()
    }

    /// A rounded quotient by a fixed number. A factor of all that is divided and of the divisor changes nothing in the
    /// quotient, so nothing in its rounding.
    pub(super) fn quotient(
        &mut self,
        rounded: Rounded,
        number: StepId,
        divisor: i128,
        denominator: i128,
    ) -> Option<StepId> {
        if divisor == 1 {
            return Some(number);
        }
        let op = self.steps.op(number).clone();
        if let Op::Whole(number) = op {
            let quotient = quotient(rounded, number, divisor)?;
            return Some(self.fixed(quotient, denominator));
        }
        if let Op::Sum(start, terms) = &op {
            let factors = terms.iter().map(|&(factor, _)| factor).chain([*start]);
            let common = factors
                .fold(divisor, |common, factor| if factor == 0 { common } else { gcd(common, factor) });
            if common > 1 {
                let terms = terms.iter().map(|&(factor, term)| Some((factor.checked_div(common)?, term)));
                let inner = Op::Sum(start.checked_div(common)?, terms.collect::<Option<_>>()?);
                let inner = self.make(inner, denominator)?;
                let rest = divisor.checked_div(common)?;
                return self.make(Op::Quotient(rounded, inner, rest), denominator);
            }
        }
        // What is fixed is rounded beforehand.
        if let Op::Select { condition, then, otherwise } = op
            && (self.number_of(then).is_some() || self.number_of(otherwise).is_some())
        {
            let then = self.make(Op::Quotient(rounded, then, divisor), denominator)?;
            let otherwise = self.make(Op::Quotient(rounded, otherwise, divisor), denominator)?;
            return self.make(Op::Select { condition, then, otherwise }, denominator);
        }
        None
    }

    /// A rounded quotient by what is above zero wherever it is read.
    pub(super) fn quotient_by(
        &mut self,
        rounded: Rounded,
        number: StepId,
        divisor: StepId,
        denominator: i128,
    ) -> Option<StepId> {
        let fixed = self.number_of(divisor).filter(|&divisor| divisor > 0)?;
        self.make(Op::Quotient(rounded, number, fixed), denominator)
    }

    /// What the calendar makes of fixed days.
    pub(super) fn calendar(
        &mut self,
        rule: CalendarRule,
        of: StepId,
        with: Option<StepId>,
        times: i128,
        denominator: i128,
    ) -> Option<StepId> {
        let of = self.number_of(of)?;
        let with = match with {
            Some(with) => Some(self.number_of(with)?),
            None => None,
        };
        let number = calendar(rule, of, with, times)?;
        Some(self.fixed(number, denominator))
    }
}
