//! Exact fractions of 128-bit integers, whose operations either give the true value or say that it does not fit.

use std::cmp::Ordering;

/// An exact fraction. Not reduced unless an operation would otherwise overflow.
///
/// Our own rather than num-rational: the evaluator mostly adds and compares values of one
/// denominator, and a reduction after each operation costs more than the operation.
#[derive(Clone, Copy, Debug)]
pub struct Rational {
    numerator: i128,
    /// INVARIANT: greater than zero.
    denominator: i128,
}

fn greatest_common_divisor(left: u128, right: u128) -> u128 {
    let (mut left, mut right) = (left, right);
    // Nearly all are small, and wide division is slow.
    while let (Err(_), _) | (_, Err(_)) = (u64::try_from(left), u64::try_from(right)) {
        match left.checked_rem(right) {
            Some(rest) => (left, right) = (right, rest),
            None => return left,
        }
    }
    let (mut left, mut right) = (u64::try_from(left).unwrap_or(1), u64::try_from(right).unwrap_or(1));
    while let Some(rest) = left.checked_rem(right) {
        (left, right) = (right, rest);
    }
    u128::from(left)
}

impl Rational {
    /// Nothing.
    pub const ZERO: Rational = Rational { numerator: 0, denominator: 1 };
    /// One.
    pub const ONE: Rational = Rational { numerator: 1, denominator: 1 };

    /// `numerator / denominator`; `None` for a zero denominator or one that does not fit.
    pub fn new(numerator: i128, denominator: i128) -> Option<Rational> {
        match denominator.cmp(&0) {
            Ordering::Greater => Some(Rational { numerator, denominator }),
            Ordering::Equal => None,
            Ordering::Less => Some(Rational {
                numerator: numerator.checked_neg()?,
                denominator: denominator.checked_neg()?,
            }),
        }
    }
    /// A whole number.
    pub const fn whole(number: i128) -> Rational {
        Rational { numerator: number, denominator: 1 }
    }
    /// The numerator as held (not necessarily in lowest terms).
    pub const fn numerator(self) -> i128 {
        self.numerator
    }
    /// The denominator as held, greater than zero.
    pub const fn denominator(self) -> i128 {
        self.denominator
    }
    /// The same value in lowest terms.
    pub fn reduced(self) -> Rational {
        let divisor = greatest_common_divisor(self.numerator.unsigned_abs(), self.denominator.unsigned_abs());
        match i128::try_from(divisor) {
            Ok(divisor) if divisor > 1 => Rational {
                numerator: self.numerator.checked_div(divisor).unwrap_or(self.numerator),
                denominator: self.denominator.checked_div(divisor).unwrap_or(self.denominator),
            },
            _ => self,
        }
    }
    /// Whether the value is a whole number.
    pub fn is_whole(self) -> bool {
        self.numerator.checked_rem(self.denominator) == Some(0)
    }
    /// The value if it is a whole number.
    pub fn to_whole(self) -> Option<i128> {
        if self.is_whole() { self.numerator.checked_div(self.denominator) } else { None }
    }
    /// −1, 0 or 1.
    pub const fn signum(self) -> i128 {
        self.numerator.signum()
    }
    /// Whether the value is zero.
    pub const fn is_zero(self) -> bool {
        self.numerator == 0
    }
    /// Whether the value is below zero.
    pub const fn is_negative(self) -> bool {
        self.numerator < 0
    }
    /// Whether the value is above zero.
    pub const fn is_positive(self) -> bool {
        self.numerator > 0
    }
    /// The opposite number.
    #[inline]
    pub fn negate(self) -> Option<Rational> {
        Some(Rational { numerator: self.numerator.checked_neg()?, denominator: self.denominator })
    }

    /// The sum, or `None` when it does not fit.
    #[inline]
    pub fn plus(self, other: Rational) -> Option<Rational> {
        if self.denominator == other.denominator
            && let Some(numerator) = self.numerator.checked_add(other.numerator)
        {
            return Some(Rational { numerator, denominator: self.denominator });
        }
        self.plus_of_other_denominator(other)
    }

    /// Kept out of the way of sums of one denominator, which nearly all are.
    #[inline(never)]
    fn plus_of_other_denominator(self, other: Rational) -> Option<Rational> {
        self.plus_as_held(other)
            .or_else(|| self.reduced().plus_as_held(other.reduced()).map(Rational::reduced))
    }

    fn plus_as_held(self, other: Rational) -> Option<Rational> {
        // The factors that bring both to one denominator; whole numbers, which are frequent, need no common divisor.
        let (left, right) = if self.denominator == 1 || other.denominator == 1 {
            (other.denominator, self.denominator)
        } else {
            let divisor =
                greatest_common_divisor(self.denominator.unsigned_abs(), other.denominator.unsigned_abs());
            let divisor = i128::try_from(divisor).ok()?;
            (other.denominator.checked_div(divisor)?, self.denominator.checked_div(divisor)?)
        };
        let numerator = self.numerator.checked_mul(left)?.checked_add(other.numerator.checked_mul(right)?)?;
        Some(Rational { numerator, denominator: self.denominator.checked_mul(left)? })
    }

    /// The difference, or `None` when it does not fit.
    #[inline]
    pub fn minus(self, other: Rational) -> Option<Rational> {
        self.plus(other.negate()?)
    }

    /// The product, or `None` when it does not fit.
    #[inline]
    pub fn times(self, other: Rational) -> Option<Rational> {
        self.times_as_held(other).or_else(|| {
            // Crosswise reduction: what remains is in lowest terms, so failing here means it cannot be held.
            let (left, right) = (self.reduced(), other.reduced());
            let first = Rational { numerator: left.numerator, denominator: right.denominator }.reduced();
            let second = Rational { numerator: right.numerator, denominator: left.denominator }.reduced();
            first.times_as_held(second)
        })
    }

    #[inline]
    fn times_as_held(self, other: Rational) -> Option<Rational> {
        Some(Rational {
            numerator: self.numerator.checked_mul(other.numerator)?,
            denominator: self.denominator.checked_mul(other.denominator)?,
        })
    }

    /// The quotient, or `None` for division by zero or a result that does not fit.
    pub fn over(self, other: Rational) -> Option<Rational> {
        self.times(Rational::new(other.denominator, other.numerator)?)
    }

    /// The largest whole number not above the value.
    pub fn floor(self) -> i128 {
        // INVARIANT: the denominator is above zero, so neither operation can fail.
        self.numerator.checked_div_euclid(self.denominator).unwrap_or(0)
    }

    /// The larger of two.
    #[inline]
    pub fn max(self, other: Rational) -> Rational {
        if self < other { other } else { self }
    }
    /// The smaller of two.
    #[inline]
    pub fn min(self, other: Rational) -> Rational {
        if other < self { other } else { self }
    }
}

impl Ord for Rational {
    #[inline]
    fn cmp(&self, other: &Rational) -> Ordering {
        // Nothing, which amounts are compared with most, is the same of any denominator.
        if self.denominator == other.denominator || other.numerator == 0 {
            return self.numerator.cmp(&other.numerator);
        }
        if let (Some(left), Some(right)) =
            (self.numerator.checked_mul(other.denominator), other.numerator.checked_mul(self.denominator))
        {
            return left.cmp(&right);
        }
        compare_by_quotients(*self, *other)
    }
}

/// Compares by the continued fractions of both, which needs no wider integer.
#[cold]
fn compare_by_quotients(left: Rational, right: Rational) -> Ordering {
    let (mut left, mut right, mut swapped) = (left, right, false);
    loop {
        let whole = left.floor().cmp(&right.floor());
        // INVARIANT: Euclidean remainders by denominators above zero exist.
        let left_rest = left.numerator.checked_rem_euclid(left.denominator).unwrap_or(0);
        let right_rest = right.numerator.checked_rem_euclid(right.denominator).unwrap_or(0);
        let order = whole.then_with(|| match (left_rest, right_rest) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Less,
            (_, 0) => Ordering::Greater,
            _ => Ordering::Equal,
        });
        if order != Ordering::Equal || (left_rest == 0 && right_rest == 0) {
            return if swapped { order.reverse() } else { order };
        }
        // a/b < c/d exactly when b/a > d/c, both being between 0 and 1.
        left = Rational { numerator: left.denominator, denominator: left_rest };
        right = Rational { numerator: right.denominator, denominator: right_rest };
        swapped = !swapped;
    }
}

impl PartialOrd for Rational {
    #[inline]
    fn partial_cmp(&self, other: &Rational) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rational {
    #[inline]
    fn eq(&self, other: &Rational) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Rational {}

#[cfg(test)]
mod tests {
    use super::Rational;
    use proptest::prelude::*;

    fn small() -> impl Strategy<Value = Rational> {
        (-1000_i128..1000, 1_i128..1000).prop_map(|(n, d)| Rational::new(n, d).unwrap())
    }

    fn wide() -> impl Strategy<Value = Rational> {
        (any::<i128>(), 1_i128..=i128::MAX).prop_map(|(n, d)| Rational::new(n, d).unwrap())
    }

    #[test]
    fn thirds_are_decided_exactly() {
        let third = Rational::new(1, 3).unwrap();
        assert!(Rational::new(100, 300).unwrap() >= third);
        assert!(Rational::new(33, 100).unwrap() < third);
        assert_eq!(third.times(Rational::whole(3)), Some(Rational::ONE));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let large = Rational::whole(i128::MAX);
        assert_eq!(large.plus(Rational::ONE), None);
        assert_eq!(large.times(Rational::whole(2)), None);
        assert_eq!(Rational::ONE.over(Rational::ZERO), None);
    }

    proptest! {
        #[test]
        fn order_of_wide_values_is_antisymmetric(a in wide(), b in wide()) {
            prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        }

        #[test]
        fn wide_comparison_agrees_with_cross_multiplication(a in small(), b in small()) {
            prop_assert_eq!(super::compare_by_quotients(a, b), a.cmp(&b));
        }

        #[test]
        fn arithmetic_laws_hold(a in small(), b in small(), c in small()) {
            let sum = a.plus(b).unwrap();
            prop_assert_eq!(sum.minus(b).unwrap(), a);
            let left = sum.times(c).unwrap();
            let right = a.times(c).unwrap().plus(b.times(c).unwrap()).unwrap();
            prop_assert_eq!(left, right);
            if !c.is_zero() { prop_assert_eq!(left.over(c).unwrap(), sum); }
        }
    }
}
