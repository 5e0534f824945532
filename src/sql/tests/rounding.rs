//! Quotients round as their names say, for all signs, in every dialect, without a number that does not fit.

use proptest::prelude::*;

use super::evaluated::{Cell, column, evaluated};
use crate::money::{Direction, Rational, Rounding};
use crate::scaled::{Bounds, Rounded};
use crate::sql::dialect::Dialect;
use crate::sql::quotient::quotient;
use crate::sql::tree::Expr;
use crate::sql::value::{Kind, Value, Width};

fn reference(rounded: Rounded, dividend: i128, divisor: i128) -> i128 {
    match rounded {
        Rounded::Floor => dividend.div_euclid(divisor),
        Rounded::Named(direction) => {
            let exact = Rational::new(dividend, divisor).unwrap();
            Rounding { direction, step: Rational::ONE }.apply(exact).unwrap().to_whole().unwrap()
        }
    }
}

fn number(expr: Expr, bounds: Bounds, dialect: Dialect) -> Value {
    let most = bounds.low.abs().max(bounds.high.abs());
    let width = if matches!(expr, Expr::Whole(_)) { Width::Bare } else { Width::of(most, dialect).unwrap() };
    Value { nullable: true, ..Value::fixed(expr, Kind::Number(width, bounds)) }
}

fn directions() -> impl Strategy<Value = Rounded> {
    prop_oneof![
        Just(Rounded::Floor),
        Just(Rounded::Named(Direction::HalfUp)),
        Just(Rounded::Named(Direction::HalfEven)),
        Just(Rounded::Named(Direction::Down)),
        Just(Rounded::Named(Direction::Up)),
    ]
}

/// Millionths of the most that money may be: the highest divisor tried.
const OPEN: i128 = 1_000_000_000_000_000_000_000;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]
    #[test]
    fn quotients_round_by_name(
        rounded in directions(), dialect in proptest::sample::select(Dialect::ALL.to_vec()),
        digits in 3..33_u32, near in 0..1_000_i128, at in any::<i64>(),
        divisor in prop_oneof![1..50_i128, Just(10_000), Just(1_000_000), Just(200_000), 1..1_000_000_000_000_i128, 1..OPEN],
        fixed: bool, signed: bool, tie in 0..4_i128, proved in prop_oneof![Just(None), (9..24_u32).prop_map(Some)],
    ) {
        let most = 10_i128.pow(digits);
        // What is proved of the quotient, where that is less than what its operands allow.
        let proved = proved.map_or(most, |digits| 10_i128.pow(digits).min(most));
        // A number somewhere within, or one just beside half a step.
        let whole = i128::from(at).checked_mul(10_i128.pow(digits.saturating_sub(18))).unwrap() % most;
        let beside = (near * divisor + divisor / 2 + 2 - tie).max(0) % most;
        let dividend = if tie == 0 { whole } else { beside };
        let dividend = if signed { dividend * i128::from(at.signum()) } else { dividend.abs() };
        let reach = proved.saturating_sub(1).saturating_mul(divisor);
        let dividend = dividend.clamp(-reach, reach);
        let bounds = Bounds { low: if signed { -most } else { 0 }, high: most };
        let open = Bounds { low: 1, high: if divisor < 1_000_000_000_000 { 1_000_000_000_000 } else { OPEN } };
        let by_bounds = if fixed { Bounds { low: divisor, high: divisor } } else { open };
        let by = if fixed { Expr::Whole(divisor) } else { column("by") };
        let result = Bounds { low: if signed { -proved } else { 0 }, high: proved };
        let of = number(column("of"), bounds, dialect);
        let by = number(by, by_bounds, dialect);
        if let Some(value) = quotient(rounded, &of, &by, result, dialect) {
            let given = |name: &str| Cell::Whole(if name == "of" { dividend } else { divisor });
            prop_assert_eq!(
                evaluated(&value.expr, dialect, &given),
                Cell::Whole(reference(rounded, dividend, divisor)),
                "{:?} {} / {} for {:?}: {:?}", rounded, dividend, divisor, dialect, value.expr
            );
            // What is unknown stays so.
            let unknown = |name: &str| if name == "of" { Cell::Null } else { Cell::Whole(divisor) };
            prop_assert_eq!(evaluated(&value.expr, dialect, &unknown), Cell::Null);
        } else {
            // Only what is near the widest number of the dialect is refused.
            prop_assert!(digits > 21, "refused at {} digits", digits);
        }
    }
}
