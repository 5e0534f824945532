//! Arithmetic of whole numbers: common multiples, rounded quotients, what comparisons make of them.

use crate::calendar::CalendarRule;
use crate::money::{Rational, Rounding};

use super::{Bounds, Rounded};

/// The greatest common divisor of two numbers; 1 of two zeros.
pub(super) fn gcd(left: i128, right: i128) -> i128 {
    let (mut left, mut right) = (left.unsigned_abs(), right.unsigned_abs());
    while let Some(rest) = left.checked_rem(right) {
        (left, right) = (right, rest);
    }
    i128::try_from(left).unwrap_or(1).max(1)
}

/// The least common multiple of two numbers above zero.
pub(super) fn lcm(left: i128, right: i128) -> Option<i128> {
    left.checked_div(gcd(left, right))?.checked_mul(right)
}

/// A quotient, rounded; `None` by zero, or where it does not fit.
pub(super) fn quotient(rounded: Rounded, number: i128, divisor: i128) -> Option<i128> {
    match rounded {
        Rounded::Floor => number.checked_div_euclid(divisor),
        Rounded::Named(direction) => {
            let rounding = Rounding { direction, step: Rational::ONE };
            rounding.apply(Rational::new(number, divisor)?)?.to_whole()
        }
    }
}

/// What a rule of the calendar gives, times a number that makes it whole.
pub(super) fn calendar(rule: CalendarRule, of: i128, with: Option<i128>, times: i128) -> Option<i128> {
    let value = rule.apply(Rational::whole(of), with.map(Rational::whole))?;
    value.times(Rational::whole(times))?.to_whole()
}

impl Bounds {
    /// One number only.
    pub(super) const fn one(number: i128) -> Bounds {
        Bounds { low: number, high: number }
    }
    /// What holds the numbers of both.
    pub(super) fn join(self, other: Bounds) -> Bounds {
        Bounds { low: self.low.min(other.low), high: self.high.max(other.high) }
    }
    /// The bounds of what rises or falls with each of two numbers.
    pub(super) fn corners(
        self,
        other: Bounds,
        result: impl Fn(i128, i128) -> Option<i128>,
    ) -> Option<Bounds> {
        let ends = [
            result(self.low, other.low)?,
            result(self.low, other.high)?,
            result(self.high, other.low)?,
            result(self.high, other.high)?,
        ];
        let (low, high) = (ends.iter().min()?, ends.iter().max()?);
        Some(Bounds { low: *low, high: *high })
    }
    /// The bounds of a sum over items.
    pub(super) fn of_items(self, items: u32) -> Option<Bounds> {
        let items = i128::from(items);
        Some(Bounds { low: self.low.min(0).checked_mul(items)?, high: self.high.max(0).checked_mul(items)? })
    }
    /// The bits that hold every number between, signed.
    pub fn bits(self) -> u32 {
        let bits = |number: i128| {
            let size = if number < 0 { !number } else { number };
            129_u32.saturating_sub(size.leading_zeros())
        };
        bits(self.low).max(bits(self.high))
    }
}
