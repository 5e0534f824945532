//! Values in examples: only what stands for itself, no formulas.

use crate::calendar::Date;
use crate::diagnostic::Words;
use crate::facts::Figure;
use crate::facts::json::shown;
use crate::syntax::ast::{Expr, ExprKind};

/// What an expression of an example stands for.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Literal<'a> {
    /// A number with its unit and sign.
    Number(Figure),
    /// A day.
    Date(Date),
    /// A quoted text.
    Text(&'a str),
    /// Yes or no.
    Bool(bool),
    /// A name.
    Name(&'a str),
    /// Anything that would have to be computed.
    Formula,
}

impl<'a> Literal<'a> {
    /// What an expression stands for.
    pub fn of(expr: &'a Expr) -> Literal<'a> {
        if let ExprKind::Negate(inner) = &expr.kind {
            return match Literal::of_unsigned(inner) {
                Literal::Number(figure) => figure
                    .value
                    .negate()
                    .map_or(Literal::Formula, |value| Literal::Number(Figure { value, ..figure })),
                Literal::Date(_)
                | Literal::Text(_)
                | Literal::Bool(_)
                | Literal::Name(_)
                | Literal::Formula => Literal::Formula,
            };
        }
        Literal::of_unsigned(expr)
    }

    fn of_unsigned(expr: &'a Expr) -> Literal<'a> {
        if let ExprKind::Number(literal) = &expr.kind {
            Literal::Number(Figure::of_literal(literal))
        } else if let ExprKind::Date(date) = &expr.kind {
            Literal::Date(*date)
        } else if let ExprKind::Text(text) = &expr.kind {
            Literal::Text(text)
        } else if let ExprKind::Bool(value) = &expr.kind {
            Literal::Bool(*value)
        } else if let ExprKind::Name(name) = &expr.kind {
            Literal::Name(name)
        } else {
            Literal::Formula
        }
    }

    /// The same in words.
    pub fn words(&self) -> Words {
        let both =
            |zh: &str, en: &str, text: &str| Words::new(format!("{zh} {text}"), format!("{en} {text}"));
        match self {
            Literal::Number(figure) => both("数", "the number", &figure.text()),
            Literal::Date(date) => both("日期", "the date", &date.to_string()),
            Literal::Text(text) => both("文字", "the text", &format!("\"{}\"", shown(text))),
            Literal::Bool(true) => Words::new("“是”", "yes"),
            Literal::Bool(false) => Words::new("“否”", "no"),
            Literal::Name(name) => both("名称", "the name", &shown(name)),
            Literal::Formula => Words::new("一个算式", "a formula"),
        }
    }
}
