//! Rounding by name: in which direction, to which step.

use super::Rational;

/// Which way a value between two steps goes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Direction {
    /// To the nearer; a half away from zero (四舍五入).
    HalfUp,
    /// To the nearer; a half to the even step (银行家舍入).
    HalfEven,
    /// Towards zero (舍去).
    Down,
    /// Away from zero (进位).
    Up,
}

/// A direction and the step whose multiples are the results.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rounding {
    /// Which way.
    pub direction: Direction,
    /// INVARIANT: above zero.
    pub step: Rational,
}

impl Rounding {
    /// Half up to 0.01: what a policy in CNY means unless it says otherwise.
    pub fn half_up_to_fen() -> Rounding {
        Rounding { direction: Direction::HalfUp, step: Rational::new(1, 100).unwrap_or(Rational::ONE) }
    }

    /// The multiple of the step that `value` is rounded to; `None` when it does not fit.
    pub fn apply(self, value: Rational) -> Option<Rational> {
        let steps = value.over(self.step)?;
        self.round_whole(steps)?.times(self.step)
    }

    fn round_whole(self, steps: Rational) -> Option<Rational> {
        let (numerator, denominator) = (steps.numerator(), steps.denominator());
        let towards_zero = numerator.checked_div(denominator)?;
        let rest = numerator.checked_rem(denominator)?.unsigned_abs();
        if rest == 0 {
            return Some(Rational::whole(towards_zero));
        }
        // The rest is compared with what lacks to the next step: no doubling, no overflow.
        let lacking = denominator.unsigned_abs().checked_sub(rest)?;
        let away = match self.direction {
            Direction::HalfUp => rest >= lacking,
            Direction::HalfEven => rest > lacking || (rest == lacking && towards_zero.checked_rem(2)? != 0),
            Direction::Down => false,
            Direction::Up => true,
        };
        let result = if away { towards_zero.checked_add(numerator.signum())? } else { towards_zero };
        Some(Rational::whole(result))
    }

    /// The same step, rounding towards zero.
    pub fn down(self) -> Rounding {
        Rounding { direction: Direction::Down, step: self.step }
    }

    /// How many decimals a result has: 2 for 0.01, 0 for 1 and above.
    pub fn decimals(self) -> u32 {
        let mut scaled = self.step;
        for decimals in 0..=6 {
            if scaled.is_whole() {
                return decimals;
            }
            match scaled.times(Rational::whole(10)) {
                Some(next) => scaled = next,
                None => break,
            }
        }
        6
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction, Rounding};
    use crate::money::{Rational, parse_decimal};

    #[test]
    fn halves_and_signs() {
        let cases = [
            ("89999.985", Direction::HalfUp, "89999.99"),
            ("0.005", Direction::HalfUp, "0.01"),
            ("-0.005", Direction::HalfUp, "-0.01"),
            ("0.005", Direction::HalfEven, "0"),
            ("0.015", Direction::HalfEven, "0.02"),
            ("0.019", Direction::Down, "0.01"),
            ("0.011", Direction::Up, "0.02"),
            ("0.01", Direction::Up, "0.01"),
        ];
        for (value, direction, expected) in cases {
            let rounding = Rounding { direction, step: parse_decimal("0.01").unwrap() };
            let got = rounding.apply(parse_decimal(value).unwrap()).unwrap();
            assert_eq!(got, parse_decimal(expected).unwrap(), "{value} {direction:?}");
        }
        let wan = Rounding { direction: Direction::Down, step: Rational::whole(10_000) };
        assert_eq!(wan.apply(Rational::whole(19_999)), Some(Rational::whole(10_000)));
        assert_eq!(wan.decimals(), 0);
        assert_eq!(Rounding::half_up_to_fen().decimals(), 2);
    }
}
