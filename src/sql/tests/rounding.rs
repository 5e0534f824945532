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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]
    #[test]
    fn quotients_round_by_name(
        rounded in directions(), dialect in proptest::sample::select(Dialect::ALL.to_vec()),
        digits in 3..33_u32, near in 0..1_000_i128, at in any::<i64>(),
        divisor in prop_oneof![1..50_i128, Just(10_000), Just(1_000_000), Just(200_000), 1..1_000_000_000_000_i128],
        fixed: bool, signed: bool, tie in 0..4_i128,
    ) {
        let most = 10_i128.pow(digits);
        // A number somewhere within, or one just beside half a step.
        let whole = i128::from(at).checked_mul(10_i128.pow(digits.saturating_sub(18))).unwrap() % most;
        let beside = (near * divisor + divisor / 2 + 2 - tie).max(0) % most;
        let dividend = if tie == 0 { whole } else { beside };
        let dividend = if signed { dividend * i128::from(at.signum()) } else { dividend.abs() };
        let bounds = Bounds { low: if signed { -most } else { 0 }, high: most };
        let open = Bounds { low: 1, high: 1_000_000_000_000 };
        let by_bounds = if fixed { Bounds { low: divisor, high: divisor } } else { open };
        let by = if fixed { Expr::Whole(divisor) } else { column("by") };
        let of = number(column("of"), bounds, dialect);
        let by = number(by, by_bounds, dialect);
        if let Some(value) = quotient(rounded, &of, &by, bounds, dialect) {
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
            prop_assert!(digits > 20, "refused at {} digits", digits);
        }
    }
}
