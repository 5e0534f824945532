//! Expressions of whole numbers, evaluated as warehouses do.

use crate::sql::dialect::Dialect;
use crate::sql::tree::{Alias, Expr, SqlType};
use crate::syntax::ast::Comparison;

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Cell {
    Null,
    Truth(bool),
    Whole(i128),
}

/// What a dialect makes of an expression over columns by name. An overflow is a failed test.
pub fn evaluated(expr: &Expr, dialect: Dialect, column: &dyn Fn(&str) -> Cell) -> Cell {
    let of = |expr: &Expr| evaluated(expr, dialect, column);
    let fits = |number: i128| {
        assert!(number.abs() <= dialect.widest(), "{number} does not fit");
        Cell::Whole(number)
    };
    let both = |left: &Expr, right: &Expr, make: &dyn Fn(i128, i128) -> i128| match (of(left), of(right)) {
        (Cell::Whole(left), Cell::Whole(right)) => fits(make(left, right)),
        _ => Cell::Null,
    };
    match expr {
        Expr::Column(_, name) => column(name),
        Expr::Whole(whole) => Cell::Whole(*whole),
        Expr::Truth(truth) => Cell::Truth(*truth),
        Expr::Null => Cell::Null,
        Expr::Compare(comparison, left, right) => match (of(left), of(right)) {
            (Cell::Whole(left), Cell::Whole(right)) => Cell::Truth(match comparison {
                Comparison::Equal => left == right,
                Comparison::NotEqual => left != right,
                Comparison::Less => left < right,
                Comparison::AtMost => left <= right,
                Comparison::More => left > right,
                Comparison::AtLeast => left >= right,
            }),
            _ => Cell::Null,
        },
        Expr::Sum(terms) => {
            let mut sum = 0_i128;
            for (subtracted, term) in terms {
                let Cell::Whole(term) = of(term) else { return Cell::Null };
                sum = if *subtracted { sum.checked_sub(term) } else { sum.checked_add(term) }.unwrap();
                fits(sum);
            }
            Cell::Whole(sum)
        }
        Expr::Times(left, right) => both(left, right, &|left, right| left.checked_mul(right).unwrap()),
        Expr::Quotient(left, right) => both(left, right, &|left, right| {
            let quotient = left / right;
            // `div` gives 64 bits in Spark and wraps beyond, without a word.
            if dialect == Dialect::Spark { i128::from(quotient as i64) } else { quotient }
        }),
        Expr::Remainder(left, right) => both(left, right, &|left, right| left % right),
        Expr::Negative(inner) => match of(inner) {
            Cell::Whole(whole) => Cell::Whole(-whole),
            Cell::Truth(_) | Cell::Null => Cell::Null,
        },
        Expr::Case(arms, otherwise) => {
            let arm = arms.iter().find(|(when, _)| of(when) == Cell::Truth(true));
            match (arm, otherwise) {
                (Some((_, then)), _) => of(then),
                (None, Some(otherwise)) => of(otherwise),
                (None, None) => Cell::Null,
            }
        }
        Expr::Cast(inner, SqlType::Narrow) => match of(inner) {
            Cell::Whole(whole) => {
                assert!(i64::try_from(whole).is_ok());
                Cell::Whole(whole)
            }
            other => other,
        },
        Expr::Cast(inner, SqlType::Wide) => of(inner),
        other => panic!("not a whole number: {other:?}"),
    }
}

/// A column of a row.
pub fn column(name: &str) -> Expr {
    Expr::Column(Alias::Rows, name.to_owned())
}
