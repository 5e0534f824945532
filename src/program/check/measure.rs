//! Measures: which go together, and how a bare figure takes the measure of its surroundings.

use crate::diagnostic::{Diagnostic, Words, types as entries};

use super::super::{Dimension, Expr, ExprKind, Measure, Type};
use super::Checker;

/// The measure of a number, or `None` if the value is no number.
pub(super) fn measure_of(expr: &Expr) -> Option<&Measure> {
    match &expr.ty {
        Type::Number(measure) => Some(measure),
        Type::Bool | Type::Enum(_) | Type::Set(_) | Type::Date | Type::Text | Type::List(_) => None,
    }
}

/// Whether a number is a bare figure that takes its measure from its surroundings.
pub(super) fn is_open(expr: &Expr) -> bool {
    measure_of(expr).is_some_and(|measure| measure.of == Dimension::Open)
}

/// Whether a number multiplies without changing a measure.
pub(super) fn is_factor(measure: &Measure) -> bool {
    measure.per.is_none() && matches!(measure.of, Dimension::Open | Dimension::Plain | Dimension::Ratio)
}

/// The measure that two numbers share, if they can be added and compared.
pub(super) fn shared(left: &Measure, right: &Measure) -> Option<Measure> {
    if left == right {
        return Some(left.clone());
    }
    match (&left.of, &right.of) {
        (Dimension::Open, _) => Some(right.clone()),
        (_, Dimension::Open) => Some(left.clone()),
        _ if left.per != right.per => None,
        (Dimension::Plain, Dimension::Ratio) | (Dimension::Count(None), Dimension::Count(_)) => {
            Some(right.clone())
        }
        (Dimension::Ratio, Dimension::Plain) | (Dimension::Count(_), Dimension::Count(None)) => {
            Some(left.clone())
        }
        (Dimension::Plain, Dimension::Count(None)) | (Dimension::Count(None), Dimension::Plain) => {
            Some(Measure::plain(Dimension::Plain))
        }
        _ => None,
    }
}

/// Gives a bare figure, and what is computed from bare figures only, its measure.
#[expect(clippy::wildcard_enum_match_arm, reason = "the parts of everything else have their measure")]
pub(super) fn settle(expr: Expr, measure: &Measure) -> Expr {
    if !is_open(&expr) {
        return expr;
    }
    let kind = match expr.kind {
        ExprKind::Sum(terms) => {
            ExprKind::Sum(terms.into_iter().map(|(minus, term)| (minus, settle(term, measure))).collect())
        }
        ExprKind::Negate(inner) => ExprKind::Negate(Box::new(settle(*inner, measure))),
        ExprKind::ForEach { amount, count } => {
            ExprKind::ForEach { amount: Box::new(settle(*amount, measure)), count }
        }
        ExprKind::Extreme { highest, values } => ExprKind::Extreme {
            highest,
            values: values.into_iter().map(|value| settle(value, measure)).collect(),
        },
        ExprKind::Case(arms) => {
            ExprKind::Case(arms.into_iter().map(|(when, value)| (when, settle(value, measure))).collect())
        }
        other => other,
    };
    Expr { kind, ty: Type::Number(measure.clone()), span: expr.span }
}

impl Checker {
    /// Makes a checked value a number of the wanted measure, or says why it is none.
    pub(super) fn as_measure(&mut self, expr: Expr, want: &Measure) -> Option<Expr> {
        let Some(measure) = measure_of(&expr).cloned() else {
            self.wrong_type(&expr, &Type::Number(want.clone()));
            return None;
        };
        if measure.of == Dimension::Open {
            return Some(settle(expr, want));
        }
        if shared(&measure, want).is_some() {
            return Some(expr);
        }
        match (&want.of, &measure.of) {
            (Dimension::Money(currency), Dimension::Count(_)) if want.per.is_none() => {
                match money_for_each(&expr, *currency) {
                    Some(amount) => return Some(amount),
                    None => self.wrong_measure(&expr, want),
                }
            }
            // `10k × (held / needed)`: the figure is the money of which a share is taken.
            (Dimension::Money(currency), Dimension::Ratio)
                if super::expr::fold(&expr).is_none() && money_for_each(&expr, *currency).is_some() =>
            {
                return money_for_each(&expr, *currency);
            }
            (Dimension::Money(_), Dimension::Ratio) => {
                self.report(Diagnostic::new(&entries::SHARE_OF_WHAT, expr.span));
            }
            (Dimension::Money(wanted), Dimension::Money(found)) if wanted != found => {
                let diagnostic = Diagnostic::new(&entries::WRONG_CURRENCY, expr.span)
                    .arg("wanted", wanted.to_string())
                    .arg("found", found.to_string());
                self.report(diagnostic);
            }
            _ => self.wrong_measure(&expr, want),
        }
        None
    }

    fn wrong_measure(&mut self, expr: &Expr, want: &Measure) {
        self.wrong_type(expr, &Type::Number(want.clone()));
    }

    /// Reports a value of another type than its place wants.
    pub(super) fn wrong_type(&mut self, expr: &Expr, want: &Type) {
        let diagnostic = match want {
            Type::Bool => Diagnostic::new(&entries::NOT_A_CONDITION, expr.span),
            Type::Number(_) | Type::Enum(_) | Type::Set(_) | Type::Date | Type::Text | Type::List(_) => {
                Diagnostic::new(&entries::WRONG_TYPE, expr.span).arg("wanted", self.type_words(want))
            }
        };
        let found = self.type_words(&expr.ty);
        self.report(diagnostic.arg("found", found));
    }

    /// Reports two values that do not go together.
    pub(super) fn unlike(&mut self, left: &Expr, right: &Expr) {
        if self.lengths_in_two_units(left, right) {
            self.mixed_units(left.span, &left.ty, right.span, &right.ty);
            return;
        }
        let diagnostic = Diagnostic::between(&entries::UNLIKE_TYPES, left.span, right.span)
            .arg("left", self.type_words(&left.ty))
            .arg("right", self.type_words(&right.ty))
            .arg("help", not_alike(left, right));
        self.report(diagnostic);
    }

    /// A type in words, enumerations by the fact they belong to.
    pub(super) fn type_words(&self, ty: &Type) -> Words {
        match ty {
            Type::Enum(members) => {
                let owner = &self.declared.enums.at(*members).owner;
                Words::new(format!("「{owner}」的取值"), format!("a value of `{owner}`"))
            }
            Type::Set(members) => {
                let owner = &self.declared.enums.at(*members).owner;
                Words::new(format!("「{owner}」的取值集合"), format!("a set of values of `{owner}`"))
            }
            Type::List(list) => {
                let item = &self.declared.lists.at(*list).item;
                Words::new(format!("「{item}」的清单"), format!("a list of `{item}`"))
            }
            Type::Number(_) | Type::Bool | Type::Date | Type::Text => ty.words(),
        }
    }
}

/// `150k × projects` where money is wanted: the bare figure is money for each. `None` if there is no bare figure to
/// take the money.
fn money_for_each(expr: &Expr, currency: crate::money::Currency) -> Option<Expr> {
    let money = Type::money(currency);
    let ExprKind::Product(factors) = &expr.kind else { return None };
    let mut factors = factors.clone();
    let (_, figure) = factors.iter_mut().find(|(divides, factor)| {
        !divides && matches!(factor.kind, ExprKind::Number(_)) && is_factor_literal(factor)
    })?;
    figure.ty = money.clone();
    Some(Expr { kind: ExprKind::Product(factors), ty: money, span: expr.span })
}

/// A bare figure inside a product has already been taken for a plain number.
fn is_factor_literal(expr: &Expr) -> bool {
    measure_of(expr).is_some_and(|measure| matches!(measure.of, Dimension::Open | Dimension::Plain))
}

/// What to look at where two values do not go together.
fn not_alike(left: &Expr, right: &Expr) -> Words {
    // `sum of … where good >= 300k` takes the comparison into its condition.
    if left.ty == Type::Bool && matches!(right.ty, Type::Number(_)) {
        return Words::new(
            "左边是一个条件，不是数。要拿一个数比较，就把算出它的式子（例如整个“求和……当……”）括在括号里",
            "the left side is a condition, not a number; put the formula that gives the number, such as the whole `sum of … where …`, in brackets",
        );
    }
    Words::new(
        "两边要是同一种量、同一种单位。检查是不是写错了名称或单位",
        "both sides have to measure the same in the same unit; check the name and the unit",
    )
}
