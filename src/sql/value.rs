//! Values of steps as SQL: the expression, how wide its numbers are, and from which stage on it can be read.

use crate::scaled::Bounds;

use super::dialect::Dialect;
use super::tree::{Expr, SqlType};

/// How wide the numbers of an expression are to the engine that runs it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Width {
    /// Literals alone: the engine takes the smallest type, so arithmetic needs a cast first.
    Bare,
    /// 64 bits.
    Narrow,
    /// The widest exact type of the dialect.
    Wide,
}

impl Width {
    pub fn ty(self) -> SqlType {
        match self {
            Width::Bare | Width::Narrow => SqlType::Narrow,
            Width::Wide => SqlType::Wide,
        }
    }
    /// The width that numbers up to this (and its negative) need; `None` where the dialect has none.
    pub fn of(most: i128, dialect: Dialect) -> Option<Width> {
        if i64::try_from(most).is_ok() {
            Some(Width::Narrow)
        } else {
            (most <= dialect.widest()).then_some(Width::Wide)
        }
    }
}

/// What kind of value it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Truth,
    Number(Width, Bounds),
    /// Words, or the name of an enumeration's value.
    Text,
    Texts,
}

/// The value of a step.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Value {
    pub expr: Expr,
    pub kind: Kind,
    /// It may be unknown.
    pub nullable: bool,
    /// About how many parts its text has.
    pub size: usize,
    /// The stage whose columns it reads.
    pub level: usize,
    /// The same as a date, where it is a day.
    pub day: Option<Expr>,
}

impl Value {
    /// A value that reads no column.
    pub fn fixed(expr: Expr, kind: Kind) -> Value {
        Value { expr, kind, nullable: false, size: 1, level: 0, day: None }
    }
    pub fn truth(expr: Expr, of: &[&Value]) -> Value {
        Value::made(expr, Kind::Truth, of)
    }
    /// A value made of others, each read once.
    pub fn made(expr: Expr, kind: Kind, of: &[&Value]) -> Value {
        let nullable = of.iter().any(|value| value.nullable);
        let size = of.iter().fold(1_usize, |sum, value| sum.saturating_add(value.size));
        let level = of.iter().map(|value| value.level).max().unwrap_or(0);
        Value { expr, kind, nullable, size, level, day: None }
    }
    pub fn bounds(&self) -> Bounds {
        match self.kind {
            Kind::Number(_, bounds) => bounds,
            Kind::Truth | Kind::Text | Kind::Texts => Bounds { low: 0, high: 0 },
        }
    }
    pub fn width(&self) -> Width {
        match self.kind {
            Kind::Number(width, _) => width,
            Kind::Truth | Kind::Text | Kind::Texts => Width::Bare,
        }
    }
    /// The expression, at least so wide, for arithmetic.
    pub fn at_width(&self, width: Width) -> Expr {
        let fits = self.width() >= width || (self.width() == Width::Bare && is_literal(&self.expr));
        if fits { self.expr.clone() } else { self.expr.clone().cast(width.ty()) }
    }
    /// The expression as a column of the type its bounds ask for.
    pub fn as_column(&self, dialect: Dialect) -> (Expr, Kind) {
        match self.kind {
            Kind::Number(width, bounds) => {
                let needed = Width::of(most(bounds), dialect).unwrap_or(Width::Wide);
                let expr =
                    if width == needed { self.expr.clone() } else { self.expr.clone().cast(needed.ty()) };
                (expr, Kind::Number(needed, bounds))
            }
            Kind::Truth | Kind::Text | Kind::Texts => (self.expr.clone(), self.kind),
        }
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr, Expr::Whole(_))
}

/// The larger of the ends, without its sign.
pub(super) fn most(bounds: Bounds) -> i128 {
    bounds.low.saturating_abs().max(bounds.high.saturating_abs())
}
