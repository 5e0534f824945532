//! Operators: comparisons, membership, chains of conditions, sums and products, each with what may stand beside it.

use crate::diagnostic::{Diagnostic, Words, types as entries};
use crate::money::Rational;
use crate::names::Found;
use crate::source::Span;
use crate::syntax::ast::{self, Comparison};

use super::super::{Dimension, EnumId, Expr, ExprKind, Measure, Type, canonical_unit};
use super::measure::{is_factor, is_open, measure_of, settle, shared};
use super::one_unit::Together;
use super::time::is_length_between;
use super::{Checker, Symbol};

/// What the last `has` or `is` asked about: in `honours has a or b` the bare `b` means `honours has b`.
#[derive(Clone)]
pub(super) struct Subject {
    asked: Expr,
    members: EnumId,
}

impl Checker {
    /// The parts of an `and` or `or`.
    pub(super) fn chain(&mut self, parts: &[ast::Expr]) -> Option<Vec<Expr>> {
        let checked: Vec<Option<Expr>> = parts
            .iter()
            .map(|part| match self.as_further_member(part) {
                Some(member) => Some(member),
                None => self.condition(part),
            })
            .collect();
        checked.into_iter().collect()
    }

    /// A bare value after `has` or `is` in the same chain.
    fn as_further_member(&mut self, part: &ast::Expr) -> Option<Expr> {
        let ast::ExprKind::Name(name) = &part.kind else { return None };
        let subject = self.subject.clone()?;
        let position = self.member(subject.members, name)?;
        if let Found::One(Symbol::Fact(fact)) = self.names.find(name)
            && self.fact_type(fact) == Type::Bool
        {
            return None;
        }
        Some(ask(subject.asked, subject.members, position, part.span))
    }

    pub(super) fn has(&mut self, set: &ast::Expr, member: &ast::Expr, span: Span) -> Option<Expr> {
        let set = self.expr(set, None)?;
        let Type::Set(members) = set.ty else {
            let found = self.type_words(&set.ty);
            self.report(Diagnostic::new(&entries::NOT_A_SET, set.span).arg("found", found));
            return None;
        };
        self.subject = Some(Subject { asked: set.clone(), members });
        if let ast::ExprKind::Name(name) = &member.kind {
            let Some(position) = self.member(members, name) else {
                self.unknown_member(members, name, member.span);
                return None;
            };
            return Some(ask(set, members, position, span));
        }
        // `has (a or b)`: each bare name inside is a value.
        if let ast::ExprKind::Group(inner) = &member.kind {
            return self.condition_of_members(inner);
        }
        self.unknown_member(members, "?", member.span);
        None
    }

    fn condition_of_members(&mut self, inner: &ast::Expr) -> Option<Expr> {
        if let Some(member) = self.as_further_member(inner) {
            return Some(member);
        }
        self.condition(inner)
    }

    pub(super) fn among(&mut self, value: &ast::Expr, among: &[ast::Expr], span: Span) -> Option<Expr> {
        if !self.each_has_its_unit(among, Together::List, None) {
            return None;
        }
        let equal: Vec<Option<Expr>> =
            among.iter().map(|other| self.compare(Comparison::Equal, value, other, span)).collect();
        let parts = equal.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Expr { kind: ExprKind::Or(parts), ty: Type::Bool, span })
    }

    pub(super) fn compare(
        &mut self,
        comparison: Comparison,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
    ) -> Option<Expr> {
        self.full_months = is_length_between(left);
        let left_checked = self.expr(left, None);
        // Of what the values on the right are is not known where the left side has failed.
        if let (None, ast::ExprKind::Name(name)) = (&left_checked, &right.kind)
            && self.names.find(name) == Found::None
        {
            self.full_months = false;
            return None;
        }
        self.full_months = is_length_between(right);
        let hint = left_checked.as_ref().map(|left| left.ty.clone());
        let right_checked = self.expr(right, hint.as_ref());
        self.full_months = false;
        let (left, right) = self.in_one_unit(left_checked?, right_checked?);
        let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        match (&left.ty, &right.ty) {
            (Type::Number(one), Type::Number(other)) => {
                let Some(measure) = shared(one, other) else {
                    self.unlike(&left, &right);
                    return None;
                };
                let (left, right) = (settle(left, &measure), settle(right, &measure));
                Some(compared(comparison, left, right, span))
            }
            (Type::Date, Type::Date) => Some(compared(comparison, left, right, span)),
            (Type::Text, Type::Text) if equality => Some(compared(comparison, left, right, span)),
            (Type::Bool, Type::Bool) if equality => {
                // `x is true` is x, `x is not y` is their difference.
                let wanted = comparison == Comparison::Equal;
                if let ExprKind::Bool(value) = right.kind {
                    return Some(if value == wanted {
                        Expr { span, ..left }
                    } else {
                        Expr { kind: ExprKind::Not(Box::new(left)), ty: Type::Bool, span }
                    });
                }
                Some(compared(comparison, left, right, span))
            }
            (Type::Enum(one), Type::Enum(other)) if one == other && equality => {
                if comparison == Comparison::Equal {
                    self.subject = Some(Subject { asked: left.clone(), members: *one });
                }
                Some(compared(comparison, left, right, span))
            }
            (Type::Set(_), _) => {
                let diagnostic =
                    Diagnostic::new(&entries::SET_NEEDS_HAS, span).arg("found", self.type_words(&right.ty));
                self.report(diagnostic);
                None
            }
            (Type::Bool, Type::Bool) | (Type::Enum(_), Type::Enum(_)) | (Type::Text, Type::Text)
                if !equality =>
            {
                let found = self.type_words(&left.ty);
                self.report(Diagnostic::new(&entries::NO_ORDER, span).arg("found", found));
                None
            }
            _ => {
                self.unlike(&left, &right);
                None
            }
        }
    }

    pub(super) fn sum(
        &mut self,
        terms: &[(bool, ast::Expr)],
        want: Option<&Type>,
        span: Span,
    ) -> Option<Expr> {
        if !self.is_no_range(terms, span) {
            return None;
        }
        let checked: Vec<Option<Expr>> = terms.iter().map(|(_, term)| self.expr(term, want)).collect();
        let checked = checked.into_iter().collect::<Option<Vec<_>>>()?;
        if let Some(Type::Date) = checked.first().map(|first| &first.ty) {
            let terms = terms.iter().map(|&(minus, _)| minus).zip(checked).collect();
            return self.day_and_lengths(terms, span);
        }
        // A share that stands beside money lacks its base: say that, rather than that the two differ.
        let money = checked.iter().find(|term| is_money(term)).cloned();
        if let Some(money) = &money
            && let Some(share) = checked.iter().find(|term| is_ratio(term))
        {
            let diagnostic = Diagnostic::new(&entries::SHARE_OF_WHAT, share.span).label(money.span, "money");
            self.report(diagnostic);
            return None;
        }
        let checked = self.make_alike(checked)?;
        let ty = checked.first()?.ty.clone();
        let kind = ExprKind::Sum(terms.iter().map(|&(minus, _)| minus).zip(checked).collect());
        Some(Expr { kind, ty, span })
    }

    pub(super) fn product(&mut self, factors: &[(bool, ast::Expr)], span: Span) -> Option<Expr> {
        let checked: Vec<Option<Expr>> = factors.iter().map(|(_, factor)| self.expr(factor, None)).collect();
        let checked = checked.into_iter().collect::<Option<Vec<_>>>()?;
        let mut measure: Option<Measure> = None;
        let mut before: Option<Expr> = None;
        let mut cancelled = vec![false; factors.len()];
        for (at, ((divides, _), factor)) in factors.iter().zip(&checked).enumerate() {
            if cancelled.get(at) == Some(&true) {
                continue;
            }
            let Some(next) = measure_of(factor) else {
                self.wrong_type(factor, &Type::Number(Measure::plain(Dimension::Plain)));
                return None;
            };
            let combined = match &measure {
                None => Some(next.clone()),
                Some(measure) if *divides => quotient(measure, next).or_else(|| {
                    // `principal × rate × days ÷ 360 days`: what a factor before has multiplied with.
                    let before = factors.iter().zip(&checked).enumerate().take(at);
                    let same = |factor: &Expr| {
                        measure_of(factor)
                            .is_some_and(|by| by.of != Dimension::Open && shared(next, by).is_some())
                    };
                    let mut multiplied = before.filter(|(place, ((divides, _), factor))| {
                        !*divides && cancelled.get(*place) == Some(&false) && same(factor)
                    });
                    let place = multiplied.next().map(|(place, _)| place);
                    *cancelled.get_mut(place?)? = true;
                    Some(measure.clone())
                }),
                Some(measure) => product(measure, next).or_else(|| {
                    // `7000元 × sales ÷ 300万元`: what a later divisor makes a ratio.
                    let later = factors.iter().zip(&checked).enumerate().skip(at);
                    let same = |factor: &Expr| {
                        measure_of(factor)
                            .is_some_and(|by| by.of != Dimension::Open && shared(next, by).is_some())
                    };
                    let mut divisors = later.filter(|(place, ((divides, _), factor))| {
                        *divides && cancelled.get(*place) == Some(&false) && same(factor)
                    });
                    let place = divisors.next().map(|(place, _)| place);
                    *cancelled.get_mut(place?)? = true;
                    product(measure, &Measure::plain(Dimension::Ratio))
                }),
            };
            let Some(combined) = combined else {
                let left = before.unwrap_or_else(|| factor.clone());
                if let (Some(measure), false) = (&measure, *divides) {
                    if measure.per.is_some() {
                        self.rate_of_another_unit(&left, measure, factor);
                        return None;
                    }
                    if next.per.is_some() {
                        self.rate_of_another_unit(factor, &next.clone(), &left);
                        return None;
                    }
                }
                let word = if *divides {
                    Words::new("相除", "divided")
                } else {
                    Words::new("相乘", "multiplied")
                };
                let diagnostic = Diagnostic::between(&entries::CANNOT_MULTIPLY, left.span, factor.span)
                    .arg("operation", word)
                    .arg("left", self.type_words(&measure.map_or(left.ty.clone(), Type::Number)))
                    .arg("right", self.type_words(&factor.ty));
                self.report(diagnostic);
                return None;
            };
            if let (true, ExprKind::Number(value)) = (*divides, &factor.kind)
                && value.is_zero()
            {
                self.report(Diagnostic::new(&entries::DIVISION_BY_ZERO, factor.span));
                return None;
            }
            measure = Some(combined);
            if before.is_none() {
                before = Some(factor.clone());
            }
        }
        let measure = measure?;
        let plain = Measure::plain(Dimension::Plain);
        let settled = checked.into_iter().map(|factor| {
            if is_open(&factor) && measure.of != Dimension::Open { settle(factor, &plain) } else { factor }
        });
        let kind = ExprKind::Product(factors.iter().map(|&(divides, _)| divides).zip(settled).collect());
        Some(Expr { kind, ty: Type::Number(measure), span })
    }

    pub(super) fn part(
        &mut self,
        share: &ast::Expr,
        base: &ast::Expr,
        want: Option<&Type>,
        span: Span,
    ) -> Option<Expr> {
        let share = self.expr(share, None);
        let base = self.expr(base, want);
        self.share_of(share?, base?, span)
    }

    /// A share of a base, or a rate per unit times a quantity in that unit.
    pub(super) fn share_of(&mut self, share: Expr, base: Expr, span: Span) -> Option<Expr> {
        if let Some(rate) = measure_of(&share).filter(|measure| measure.per.is_some()).cloned() {
            return self.rate_times(share, &rate, base, span);
        }
        let Some(measure) = measure_of(&share).filter(|measure| is_factor(measure)).cloned() else {
            let found = self.type_words(&share.ty);
            self.report(Diagnostic::new(&entries::NOT_A_SHARE, share.span).arg("found", found));
            return None;
        };
        if let (Dimension::Open, ExprKind::Number(value)) = (&measure.of, &share.kind)
            && *value > Rational::ONE
        {
            let figure = value.to_shortest();
            self.report(Diagnostic::new(&entries::PERCENT_SIGN_MISSING, share.span).arg("figure", figure));
            return None;
        }
        if measure.of == Dimension::Open
            && let Some(beyond) = self.beyond_one(&share)
        {
            self.report(Diagnostic::new(&entries::PERCENT_SIGN_MISSING, beyond.1).arg("figure", beyond.0));
            return None;
        }
        if measure_of(&base).is_none() {
            self.wrong_type(&base, &Type::money(self.declared.currency));
            return None;
        }
        let share = settle(share, &Measure::plain(Dimension::Ratio));
        let ty = base.ty.clone();
        Some(Expr { kind: ExprKind::Part { share: Box::new(share), base: Box::new(base) }, ty, span })
    }

    /// `3 CNY per kWh of energy`
    fn rate_times(&mut self, share: Expr, rate: &Measure, base: Expr, span: Span) -> Option<Expr> {
        let measured = measure_of(&base).and_then(|measure| product(measure, rate));
        let Some(measure) = measured else {
            self.rate_of_another_unit(&share, rate, &base);
            return None;
        };
        let kind = ExprKind::Product(vec![(false, base), (false, share)]);
        Some(Expr { kind, ty: Type::Number(measure), span })
    }

    fn rate_of_another_unit(&mut self, share: &Expr, rate: &Measure, base: &Expr) {
        let diagnostic = Diagnostic::new(&entries::EACH_OF_ANOTHER_UNIT, share.span)
            .arg("unit", rate.per.clone().unwrap_or_default())
            .arg("counted", self.type_words(&base.ty))
            .label(base.span, "counted");
        self.report(diagnostic);
    }

    pub(super) fn for_each(
        &mut self,
        amount: &ast::Expr,
        full: Option<&ast::Expr>,
        (count, unit): (&ast::Expr, Option<&str>),
        want: Option<&Type>,
        span: Span,
    ) -> Option<Expr> {
        let amount = self.expr(amount, want);
        let count = match full {
            None => self.expr(count, None),
            Some(step) => self.alike(count, step, None).map(|(value, step)| {
                let ty = Type::Number(Measure::plain(Dimension::Count(None)));
                let span = value.span;
                Expr { kind: ExprKind::FullSteps { value: Box::new(value), step: Box::new(step) }, ty, span }
            }),
        };
        let (amount, count) = (amount?, count?);
        let countable = measure_of(&count).is_some_and(|measure| {
            measure.per.is_none()
                && matches!(
                    measure.of,
                    Dimension::Count(_)
                        | Dimension::Quantity(_)
                        | Dimension::Duration(_)
                        | Dimension::Plain
                        | Dimension::Open
                )
        });
        if !countable {
            self.wrong_type(&count, &Type::Number(Measure::plain(Dimension::Count(None))));
            return None;
        }
        if let (Some(unit), Some(Dimension::Count(Some(counted)) | Dimension::Quantity(counted))) =
            (unit, measure_of(&count).map(|measure| &measure.of))
            && canonical_unit(unit) != canonical_unit(counted)
        {
            let diagnostic = Diagnostic::new(&entries::EACH_OF_ANOTHER_UNIT, span)
                .arg("unit", unit)
                .arg("counted", counted.clone())
                .label(count.span, "counted");
            self.report(diagnostic);
            return None;
        }
        let Some(measure) = measure_of(&amount).cloned() else {
            self.wrong_type(&amount, &Type::money(self.declared.currency));
            return None;
        };
        let ty = Type::Number(Measure::plain(measure.of));
        Some(Expr { kind: ExprKind::ForEach { amount: Box::new(amount), count: Box::new(count) }, ty, span })
    }
}

/// A question about one value of an enumeration: does the set have it, is the value it.
fn ask(asked: Expr, members: EnumId, position: usize, span: Span) -> Expr {
    match asked.ty {
        Type::Set(_) => Expr { kind: ExprKind::Has(Box::new(asked), position), ty: Type::Bool, span },
        Type::Number(_) | Type::Bool | Type::Enum(_) | Type::Date | Type::Text | Type::List(_) => {
            let value = Expr { kind: ExprKind::EnumValue(members, position), ty: Type::Enum(members), span };
            compared(Comparison::Equal, asked, value, span)
        }
    }
}

fn compared(comparison: Comparison, left: Expr, right: Expr, span: Span) -> Expr {
    Expr { kind: ExprKind::Compare(comparison, Box::new(left), Box::new(right)), ty: Type::Bool, span }
}

fn is_money(expr: &Expr) -> bool {
    measure_of(expr).is_some_and(|measure| matches!(measure.of, Dimension::Money(_)))
}

fn is_ratio(expr: &Expr) -> bool {
    measure_of(expr).is_some_and(|measure| measure.of == Dimension::Ratio)
}

/// What a product measures; `None` where it has no meaning.
fn product(left: &Measure, right: &Measure) -> Option<Measure> {
    use Dimension::{Count, Duration, Money, Open, Plain, Quantity, Ratio};
    if is_factor(left) && is_factor(right) {
        let of = match (&left.of, &right.of) {
            (Open, other) | (other, Open) => other.clone(),
            (Ratio, Ratio) => Ratio,
            _ => Plain,
        };
        return Some(Measure::plain(of));
    }
    if is_factor(left) {
        return Some(right.clone());
    }
    if is_factor(right) {
        return Some(left.clone());
    }
    let is_rate = |measure: &Measure| matches!(measure.of, Money(_)) && measure.per.is_some();
    let left_first = is_rate(left) || (matches!(left.of, Money(_)) && !is_rate(right));
    let (rate, other) = if left_first { (left, right) } else { (right, left) };
    match (&rate.of, &rate.per, &other.of) {
        (Money(_), Some(per), Count(Some(unit)) | Quantity(unit)) if per == unit => {
            Some(Measure::plain(rate.of.clone()))
        }
        // An exchange rate.
        (Money(_), Some(per), Money(currency)) if per == currency.code() && other.per.is_none() => {
            Some(Measure::plain(rate.of.clone()))
        }
        (Money(_), Some(_), Count(None)) | (Money(_), None, Count(_) | Quantity(_) | Duration(_))
            if other.per.is_none() =>
        {
            Some(Measure::plain(rate.of.clone()))
        }
        (Count(_), None, Count(_)) => Some(Measure::plain(Count(None))),
        _ => None,
    }
}

/// What a quotient measures; `None` where it has no meaning.
fn quotient(left: &Measure, right: &Measure) -> Option<Measure> {
    if right.of == Dimension::Open || (is_factor(right) && left.of != Dimension::Open) {
        return Some(left.clone());
    }
    if left.of != Dimension::Open && shared(left, right).is_some() {
        return Some(Measure::plain(Dimension::Ratio));
    }
    match (&left.of, &left.per, &right.of) {
        (Dimension::Money(_), None, Dimension::Count(unit)) if right.per.is_none() => {
            Some(Measure { of: left.of.clone(), per: unit.clone() })
        }
        (Dimension::Open, None, Dimension::Ratio | Dimension::Plain) => Some(right.clone()),
        (Dimension::Count(_), None, Dimension::Count(_)) => Some(Measure::plain(Dimension::Ratio)),
        _ => None,
    }
}
