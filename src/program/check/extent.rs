//! What the checker knows of how low and how high a value can be, before ranges are proved.

use crate::money::Rational;
use crate::syntax::ast::AggregateKind;

use super::super::{Dimension, Expr, ExprKind, Otherwise};
use super::declare::Declared;
use super::expr::fold;
use super::measure::measure_of;

/// The lowest value there can be, where that is plain to see.
pub(super) fn least(expr: &Expr, declared: &Declared) -> Option<Rational> {
    let nothing_negative = |parts: &[&Expr]| {
        let never = |part: &&Expr| least(part, declared).is_some_and(|least| !least.is_negative());
        parts.iter().all(never).then_some(Rational::ZERO)
    };
    match &expr.kind {
        ExprKind::Number(value) => Some(*value),
        ExprKind::Fact(fact) | ExprKind::FactIn(fact, _) => {
            declared.facts.at(*fact).low.or(Some(Rational::ZERO))
        }
        ExprKind::Field(list, field) => {
            let field = declared.lists.at(*list).fields.get(*field);
            field.and_then(|field| field.low).or(Some(Rational::ZERO))
        }
        ExprKind::Award(_)
        | ExprKind::AwardPaid(_)
        | ExprKind::AwardBeforeLimits(_)
        | ExprKind::Above(..)
        | ExprKind::Calendar { .. }
        | ExprKind::Aggregate { kind: AggregateKind::Count, .. } => Some(Rational::ZERO),
        ExprKind::Sum(terms) if terms.iter().all(|(minus, _)| !minus) => {
            nothing_negative(&terms.iter().map(|(_, term)| term).collect::<Vec<_>>())
        }
        ExprKind::Product(factors) => {
            nothing_negative(&factors.iter().map(|(_, factor)| factor).collect::<Vec<_>>())
        }
        ExprKind::Rounded(value, _) => nothing_negative(&[value]),
        ExprKind::Part { share, base } => nothing_negative(&[share, base]),
        ExprKind::UpTo(base, limit) => nothing_negative(&[base, limit]),
        ExprKind::ForEach { amount, count } => nothing_negative(&[amount, count]),
        ExprKind::FullSteps { value, step } => nothing_negative(&[value, step]),
        ExprKind::Extreme { values, .. } => nothing_negative(&values.iter().collect::<Vec<_>>()),
        ExprKind::Case(arms) => nothing_negative(&arms.iter().map(|(_, value)| value).collect::<Vec<_>>()),
        ExprKind::Aggregate { value: Some(value), .. } => nothing_negative(&[value]),
        ExprKind::Lookup { table, .. } => {
            let table = declared.tables.at(*table).as_ref()?;
            let rows = table.rows.iter().map(|row| row.value);
            let otherwise = match table.otherwise {
                Otherwise::Value(value) => Some(value),
                Otherwise::Refused | Otherwise::NotEligible => None,
            };
            rows.chain(otherwise).min()
        }
        ExprKind::Sum(_)
        | ExprKind::Negate(_)
        | ExprKind::Let(_)
        | ExprKind::Aggregate { value: None, .. }
        | ExprKind::Date(_)
        | ExprKind::Text(_)
        | ExprKind::Bool(_)
        | ExprKind::EnumValue(..)
        | ExprKind::AsOf
        | ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::AtLeast(..)
        | ExprKind::Compare(..)
        | ExprKind::Has(..) => None,
    }
}

/// The highest value there can be, where that is declared.
pub(super) fn most(expr: &Expr, declared: &Declared) -> Option<Rational> {
    if let ExprKind::Fact(fact) | ExprKind::FactIn(fact, _) = &expr.kind {
        return declared.facts.at(*fact).high;
    }
    if let ExprKind::Field(list, field) = &expr.kind {
        return declared.lists.at(*list).fields.get(*field)?.high;
    }
    if let ExprKind::UpTo(_, limit) = &expr.kind {
        return fold(limit);
    }
    fold(expr)
}

/// Whether a value is always whole: facts and fields that are counted, and counts of items.
pub(super) fn only_whole(expr: &Expr) -> bool {
    let counted = measure_of(expr).is_some_and(|measure| {
        matches!(measure.of, Dimension::Count(_) | Dimension::Duration(_)) && measure.per.is_none()
    });
    let given = matches!(
        expr.kind,
        ExprKind::Fact(_)
            | ExprKind::FactIn(..)
            | ExprKind::Field(..)
            | ExprKind::Aggregate { kind: AggregateKind::Count, .. }
    );
    counted && (given || matches!(expr.kind, ExprKind::FullSteps { .. }))
}
