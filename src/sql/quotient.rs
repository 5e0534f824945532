//! Rounded quotients: `/` is never written on decimals, and every rounding has its name.

use crate::money::Direction;
use crate::scaled::{Bounds, Rounded};
use crate::syntax::ast::Comparison;

use super::dialect::Dialect;
use super::tree::Expr;
use super::value::{Kind, Value, Width, most};

/// The highest power of ten that 64 bits hold.
const LARGEST_PARTS: i128 = 1_000_000_000_000_000_000;

/// A quotient whose divisor is above zero; `None` where a number in between does not fit the dialect.
pub(super) fn quotient(
    rounded: Rounded,
    dividend: &Value,
    divisor: &Value,
    bounds: Bounds,
    dialect: Dialect,
) -> Option<Value> {
    let by = divisor.bounds();
    if by.low == 1 && by.high == 1 {
        return Some(dividend.clone());
    }
    let of = dividend.bounds();
    // The most that is computed on the way: twice both, for halves.
    let room = most(of).checked_add(by.high)?.checked_mul(2)?;
    let width = Width::of(room, dialect)?;
    let one = dividend.at_width(width);
    // A divisor that is a literal is as wide as what it divides.
    let other = divisor.at_width(width);
    let half = half(divisor, &other);
    let division = Division { dialect, divisor: other, by: by.high, width, quotient: most(bounds) };
    let up = |sign: Expr| division.of(rounded, sign, &half, most(of));
    let expr = if of.low >= 0 {
        up(one)?
    } else if of.high <= 0 {
        opposite(rounded, &division, one.negative(), &half, most(of))?
    } else {
        let negative = opposite(rounded, &division, one.clone().negative(), &half, most(of))?;
        let is_positive = one.clone().compare(Comparison::AtLeast, Expr::Whole(0));
        Expr::case(vec![(is_positive, up(one)?)], Some(negative))
    };
    // `div` gives NUMERIC in PostgreSQL, whatever its operands, and 64 bits in Spark.
    let width = match dialect {
        Dialect::Postgres => Width::Wide,
        Dialect::Spark => {
            if i64::try_from(most(bounds)).is_ok() {
                Width::Narrow
            } else {
                Width::Wide
            }
        }
        Dialect::Duckdb => width,
    };
    let mut value = Value::made(expr, Kind::Number(width, bounds), &[dividend, divisor]);
    if of.low < 0 || matches!(rounded, Rounded::Named(Direction::HalfEven)) {
        value.size = value.size.saturating_mul(3);
    }
    Some(value)
}

/// Half of the divisor, cut off, where it is fixed.
fn half(divisor: &Value, other: &Expr) -> Half {
    if let Expr::Whole(by) = divisor.expr {
        Half::Fixed(by.checked_div(2).unwrap_or(0), by.wrapping_rem(2) == 0)
    } else {
        Half::Open(other.clone())
    }
}

enum Half {
    /// Half of a fixed divisor, cut off, and whether it is even.
    Fixed(i128, bool),
    /// The divisor.
    Open(Expr),
}

struct Division {
    dialect: Dialect,
    divisor: Expr,
    /// The highest divisor.
    by: i128,
    width: Width,
    /// The highest quotient, however it is rounded.
    quotient: i128,
}

impl Division {
    /// What is not below zero, divided and rounded away from, towards or around zero.
    fn of(&self, rounded: Rounded, dividend: Expr, half: &Half, most: i128) -> Option<Expr> {
        match rounded {
            Rounded::Floor | Rounded::Named(Direction::Down) => {
                self.cut(dividend, self.divisor.clone(), most, self.by)
            }
            Rounded::Named(Direction::Up) => {
                self.cut(self.with_rest(dividend), self.divisor.clone(), most.checked_add(self.by)?, self.by)
            }
            Rounded::Named(Direction::HalfUp) => match half {
                Half::Fixed(half, _) => {
                    self.cut(dividend.plus(*half), self.divisor.clone(), most.checked_add(*half)?, self.by)
                }
                Half::Open(divisor) => {
                    let twice = dividend.times(Expr::Whole(2));
                    let sum = Expr::Sum(vec![(false, twice), (false, divisor.clone())]);
                    let both = most.checked_mul(2)?.checked_add(self.by)?;
                    self.cut(sum, divisor.clone().times(Expr::Whole(2)), both, self.by.checked_mul(2)?)
                }
            },
            Rounded::Named(Direction::HalfEven) => self.half_even(dividend, half, most),
        }
    }

    /// The dividend and one less than the divisor.
    fn with_rest(&self, dividend: Expr) -> Expr {
        if let Expr::Whole(by) = &self.divisor {
            dividend.plus(by.saturating_sub(1))
        } else {
            Expr::Sum(vec![(false, dividend), (false, self.divisor.clone()), (true, Expr::Whole(1))])
        }
    }

    fn half_even(&self, dividend: Expr, half: &Half, most: i128) -> Option<Expr> {
        let cut = self.cut(dividend.clone(), self.divisor.clone(), most, self.by)?;
        let rest = dividend.remainder(self.divisor.clone());
        let next = Expr::Sum(vec![(false, cut.clone()), (false, Expr::Whole(1))]);
        let even = Expr::Sum(vec![(false, cut.clone()), (false, cut.clone().remainder(Expr::Whole(2)))]);
        if let Half::Fixed(half, even_divisor) = half {
            let half = Expr::Whole(*half);
            let mut arms = vec![(rest.clone().compare(Comparison::More, half.clone()), next)];
            if *even_divisor {
                arms.push((rest.equals(half), even));
            }
            return Some(Expr::case(arms, Some(cut)));
        }
        let twice = rest.times(Expr::Whole(2));
        let by = self.divisor.clone();
        let arms =
            vec![(twice.clone().compare(Comparison::More, by.clone()), next), (twice.equals(by), even)];
        Some(Expr::case(arms, Some(cut)))
    }

    /// The quotient cut off towards zero. In Spark `div` gives 64 bits and wraps silently beyond them, so larger ones
    /// are put together of two.
    fn cut(&self, dividend: Expr, divisor: Expr, most: i128, by: i128) -> Option<Expr> {
        let fits = |number: i128| i64::try_from(number).is_ok();
        if self.dialect != Dialect::Spark || self.width != Width::Wide || fits(most) || fits(self.quotient) {
            return Some(dividend.over(divisor));
        }
        // As much as a multiple of the divisor can be without exceeding 38 digits, and the rest still fits 64 bits.
        let mut parts = LARGEST_PARTS;
        while by.checked_mul(parts).is_none_or(|large| large > self.dialect.widest()) {
            parts = parts.checked_div(10).filter(|parts| *parts > 1)?;
        }
        if !fits(self.quotient.checked_div(parts)?) {
            return None;
        }
        let large = if matches!(divisor, Expr::Whole(_)) {
            Expr::Whole(by.checked_mul(parts)?)
        } else {
            divisor.clone().times(Expr::Whole(parts))
        };
        let high =
            dividend.clone().over(large.clone()).cast(super::tree::SqlType::Wide).times(Expr::Whole(parts));
        let low = dividend.remainder(large).over(divisor);
        Some(Expr::Sum(vec![(false, high), (false, low)]))
    }
}

/// The quotient of a number not above zero, of which the dividend is the opposite.
fn opposite(rounded: Rounded, division: &Division, opposite: Expr, half: &Half, most: i128) -> Option<Expr> {
    let rounded = match rounded {
        // Down from below zero is away from it.
        Rounded::Floor => Rounded::Named(Direction::Up),
        named @ Rounded::Named(_) => named,
    };
    Some(division.of(rounded, opposite, half, most)?.negative())
}
