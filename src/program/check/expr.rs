//! Expressions: each gets its type; a bare figure and a bare value of an enumeration take theirs from what is wanted.

use crate::diagnostic::{Diagnostic, types as entries};
use crate::money::Rational;
use crate::names::Found;
use crate::source::Span;
use crate::syntax::ast::{self, AggregateKind, Comparison, LiteralUnit, Name, NumberLiteral};

use super::super::{Dimension, Expr, ExprKind, Measure, Type, canonical_unit};
use super::Checker;
use super::measure::{is_open, measure_of, settle, shared};
use super::one_unit::Together;

impl Checker {
    /// Checks an expression; `want` helps to read bare figures and values, and is not enforced.
    pub(super) fn expr(&mut self, expr: &ast::Expr, want: Option<&Type>) -> Option<Expr> {
        let span = expr.span;
        let typed = |kind, ty| Some(Expr { kind, ty, span });
        match &expr.kind {
            ast::ExprKind::Number(literal) => Some(self.literal(literal, span)),
            ast::ExprKind::Date(date) => typed(ExprKind::Date(*date), Type::Date),
            ast::ExprKind::Text(text) => typed(ExprKind::Text(text.clone()), Type::Text),
            ast::ExprKind::Bool(value) => typed(ExprKind::Bool(*value), Type::Bool),
            // A fact of the author's own that is called so is meant where there is one.
            ast::ExprKind::Name(name)
                if (name == "as_of" || name == "申报日") && matches!(self.names.find(name), Found::None) =>
            {
                typed(ExprKind::AsOf, Type::Date)
            }
            ast::ExprKind::Name(name) => self.name(name, span, want),
            ast::ExprKind::Field { base, field } => {
                let item = if let ast::ExprKind::Name(item) = &base.kind { item } else { "…" };
                match self.score_named(item) {
                    Some(score) => self.passed(score, item, field, span),
                    None => self.field(item, base.span, field),
                }
            }
            ast::ExprKind::Convert { base, rate, rounding } => {
                self.convert(base, rate, rounding.as_ref(), span)
            }
            ast::ExprKind::YearsAgo { name, years } => self.years_ago(name, *years, span),
            ast::ExprKind::Change { growth, name, years } => self.change(*growth, name, *years, span),
            ast::ExprKind::Base { of, years, missing } => {
                self.base_test((of.as_ref(), *years), *missing, span)
            }
            ast::ExprKind::Consecutive { years, condition } => self.consecutive(years, condition, span),
            ast::ExprKind::Index { base, keys } => self.index(base, keys, span),
            ast::ExprKind::Group(inner) => {
                let inner = self.expr(inner, want)?;
                Some(Expr { span, ..inner })
            }
            ast::ExprKind::Not(inner) => {
                let inner = self.condition(inner)?;
                typed(ExprKind::Not(Box::new(inner)), Type::Bool)
            }
            ast::ExprKind::Negate(inner) => {
                let inner = self.expr(inner, want)?;
                if measure_of(&inner).is_none() {
                    self.wrong_type(&inner, &Type::Number(Measure::plain(Dimension::Plain)));
                    return None;
                }
                let ty = inner.ty.clone();
                typed(ExprKind::Negate(Box::new(inner)), ty)
            }
            ast::ExprKind::And(parts) => {
                let parts = self.chain(parts)?;
                typed(ExprKind::And(parts), Type::Bool)
            }
            ast::ExprKind::Or(parts) => {
                let parts = self.chain(parts)?;
                typed(ExprKind::Or(parts), Type::Bool)
            }
            ast::ExprKind::AtLeast { number, conditions } => self.at_least_of(number, conditions, span),
            ast::ExprKind::Compare { comparison, left, right } => {
                self.compare(*comparison, left, right, span)
            }
            ast::ExprKind::Has { set, member } => self.has(set, member, span),
            ast::ExprKind::In { value, among } => self.among(value, among, span),
            ast::ExprKind::Between { value, low, high } => {
                let ends = [low.as_ref(), high.as_ref()];
                let low = self.compare(Comparison::AtLeast, value, low, span);
                let high = self.compare(Comparison::AtMost, value, high, span);
                let (low, high) = (low?, high?);
                let of = if let ExprKind::Compare(_, of, _) = &low.kind { Some(&of.ty) } else { None };
                if !self.each_has_its_unit(ends, Together::Range, of) {
                    return None;
                }
                typed(ExprKind::And(vec![low, high]), Type::Bool)
            }
            ast::ExprKind::Sum(terms) => self.sum(terms, want, span),
            ast::ExprKind::Product(factors) => self.product(factors, span),
            ast::ExprKind::Part { share, base, .. } => self.part(share, base, want, span),
            ast::ExprKind::UpTo { base, limit } => {
                let (base, limit) = self.alike(base, limit, want)?;
                let ty = base.ty.clone();
                typed(ExprKind::UpTo(Box::new(base), Box::new(limit)), ty)
            }
            ast::ExprKind::Above { value, threshold } => {
                let (value, threshold) = self.alike(value, threshold, None)?;
                let ty = value.ty.clone();
                typed(ExprKind::Above(Box::new(value), Box::new(threshold)), ty)
            }
            ast::ExprKind::ForEach { amount, full, count, unit } => {
                self.for_each(amount, full.as_deref(), (count, unit.as_deref()), want, span)
            }
            ast::ExprKind::Extreme { highest, values } => {
                if !self.each_has_its_unit(values, Together::List, want) {
                    return None;
                }
                let values = self.all_alike(values, want)?;
                let ty = values.first().map(|value| value.ty.clone())?;
                typed(ExprKind::Extreme { highest: *highest, values }, ty)
            }
            ast::ExprKind::TheBase => self.the_base(span),
            ast::ExprKind::PaidAward(name) => {
                let award = self.award_read(name, super::Symbol::Paid)?;
                typed(ExprKind::AwardPaid(award), Type::money(self.declared.currency))
            }
            ast::ExprKind::BeforeLimits(award) => {
                let text =
                    if let ast::ExprKind::Name(name) = &award.kind { name.clone() } else { "…".to_owned() };
                let award = self.award_read(&Name { text, span: award.span }, super::Symbol::Award)?;
                self.before_limits.insert(award);
                typed(ExprKind::AwardBeforeLimits(award), Type::money(self.declared.currency))
            }
            ast::ExprKind::FillUp { have, target } => {
                let (target, have) = self.alike(target, have, want)?;
                let ty = target.ty.clone();
                typed(ExprKind::Above(Box::new(target), Box::new(have)), ty)
            }
            ast::ExprKind::Bracket(bracket) => self.bracket(bracket, want, span),
            ast::ExprKind::Time(time) => self.time(time, want, span),
            ast::ExprKind::Aggregate { kind, value, item, list, condition } => {
                self.aggregate(*kind, value.as_deref(), (item, list), condition.as_deref(), span)
            }
        }
    }

    /// A condition: yes or no.
    pub(super) fn condition(&mut self, expr: &ast::Expr) -> Option<Expr> {
        let checked = self.expr(expr, Some(&Type::Bool))?;
        if checked.ty == Type::Bool {
            return Some(checked);
        }
        self.wrong_type(&checked, &Type::Bool);
        None
    }

    /// A number of a measure.
    pub(super) fn number(&mut self, expr: &ast::Expr, want: &Measure) -> Option<Expr> {
        let checked = self.expr(expr, Some(&Type::Number(want.clone())))?;
        self.as_measure(checked, want)
    }

    /// An amount of money in the policy's currency.
    pub(super) fn money(&mut self, expr: &ast::Expr) -> Option<Expr> {
        let want = Measure::plain(Dimension::Money(self.declared.currency));
        self.number(expr, &want)
    }

    /// A fixed number of a measure: written out, not depending on any fact.
    pub(super) fn fixed(&mut self, expr: &ast::Expr, want: &Measure) -> Option<Rational> {
        let checked = self.number(expr, want)?;
        let value = fold(&checked);
        if value.is_none() {
            self.report(Diagnostic::new(&entries::NOT_FIXED, expr.span));
        }
        value
    }

    fn literal(&mut self, literal: &NumberLiteral, span: Span) -> Expr {
        match (literal.scale, &literal.unit) {
            (None, None) => self.written.bare.insert(span),
            (None, Some(_)) => false,
            (Some(_), _) => self.written.scaled.insert(span),
        };
        let of = match &literal.unit {
            None => Dimension::Open,
            Some(
                LiteralUnit::Points | LiteralUnit::Percent | LiteralUnit::PerMille | LiteralUnit::BasisPoint,
            ) => Dimension::Ratio,
            Some(LiteralUnit::Money(currency, _)) => Dimension::Money(*currency),
            Some(LiteralUnit::Duration(unit)) => Dimension::Duration(*unit),
            Some(LiteralUnit::MoneyPer(currency, _, unit)) => {
                let per = Some(canonical_unit(&unit.text).to_owned());
                let ty = Type::Number(Measure { of: Dimension::Money(*currency), per });
                return Expr { kind: ExprKind::Number(literal.value), ty, span };
            }
            Some(LiteralUnit::Counted(unit)) => {
                let text = canonical_unit(&unit.text);
                let fields = self.declared.lists.iter().flat_map(|list| &list.fields).map(|field| &field.ty);
                let mut types = self.declared.facts.iter().map(|fact| &fact.ty).chain(fields);
                let declared = types.any(|ty| {
                    matches!(ty, Type::Number(Measure { of: Dimension::Quantity(measure), .. }) if measure == text)
                });
                if declared {
                    Dimension::Quantity(text.to_owned())
                } else {
                    Dimension::Count(Some(unit.text.clone()))
                }
            }
        };
        Expr { kind: ExprKind::Number(literal.value), ty: Type::Number(Measure::plain(of)), span }
    }

    fn at_least_of(&mut self, number: &ast::Expr, conditions: &[ast::Expr], span: Span) -> Option<Expr> {
        let count = self.fixed(number, &Measure::plain(Dimension::Count(None)));
        let conditions = self.chain(conditions)?;
        let count = u32::try_from(count?.to_whole()?).ok().filter(|&count| {
            count >= 1 && usize::try_from(count).is_ok_and(|count| count <= conditions.len())
        });
        let Some(count) = count else {
            let diagnostic = Diagnostic::new(&entries::AT_LEAST_HOW_MANY, number.span)
                .arg("number", conditions.len().to_string());
            self.report(diagnostic);
            return None;
        };
        Some(Expr { kind: ExprKind::AtLeast(count, conditions), ty: Type::Bool, span })
    }

    fn aggregate(
        &mut self,
        kind: AggregateKind,
        value: Option<&ast::Expr>,
        (item, list): (&Name, &Name),
        condition: Option<&ast::Expr>,
        span: Span,
    ) -> Option<Expr> {
        let (_, id) = self.list_named(list)?;
        self.items.push((item.text.clone(), id));
        let condition = condition.map(|condition| self.condition(condition));
        let value = value.map(|value| self.expr(value, None));
        self.items.pop();
        let condition = match condition {
            Some(checked) => Some(Box::new(checked?)),
            None => None,
        };
        let value = match value {
            Some(checked) => Some(checked?),
            None => None,
        };
        let ty = match kind {
            AggregateKind::Any | AggregateKind::All => Type::Bool,
            AggregateKind::Count => Type::Number(Measure::plain(Dimension::Count(None))),
            AggregateKind::Sum | AggregateKind::Highest | AggregateKind::Lowest => {
                let value = value.as_ref()?;
                if measure_of(value).is_none() {
                    let value = value.clone();
                    self.wrong_type(&value, &Type::Number(Measure::plain(Dimension::Plain)));
                    return None;
                }
                value.ty.clone()
            }
        };
        let value = value.map(Box::new);
        Some(Expr { kind: ExprKind::Aggregate { kind, list: id, value, condition }, ty, span })
    }

    /// Two numbers that share a measure.
    pub(super) fn alike(
        &mut self,
        left: &ast::Expr,
        right: &ast::Expr,
        want: Option<&Type>,
    ) -> Option<(Expr, Expr)> {
        let left = self.expr(left, want);
        let hint = left.as_ref().map(|left| left.ty.clone());
        let right = self.expr(right, hint.as_ref().or(want));
        let (left, right) = (left?, right?);
        let measures = measure_of(&left).zip(measure_of(&right));
        let Some(measure) = measures.and_then(|(left, right)| shared(left, right)) else {
            self.unlike(&left, &right);
            return None;
        };
        Some((settle(left, &measure), settle(right, &measure)))
    }

    /// Several numbers that share a measure.
    pub(super) fn all_alike(&mut self, values: &[ast::Expr], want: Option<&Type>) -> Option<Vec<Expr>> {
        let checked: Vec<Option<Expr>> = values.iter().map(|value| self.expr(value, want)).collect();
        let checked: Vec<Expr> = checked.into_iter().collect::<Option<_>>()?;
        self.make_alike(checked)
    }

    /// Settles checked numbers on the measure they share.
    pub(super) fn make_alike(&mut self, checked: Vec<Expr>) -> Option<Vec<Expr>> {
        let mut measure = Measure::plain(Dimension::Open);
        let mut leader: Option<Expr> = None;
        for value in &checked {
            let next = measure_of(value).and_then(|found| shared(&measure, found));
            match next {
                Some(next) => {
                    if leader.is_none() || !is_open(value) {
                        leader = Some(value.clone());
                    }
                    measure = next;
                }
                None => {
                    match &leader {
                        Some(leader) => self.unlike(leader, value),
                        None => self.wrong_type(value, &Type::Number(Measure::plain(Dimension::Plain))),
                    }
                    return None;
                }
            }
        }
        Some(checked.into_iter().map(|value| settle(value, &measure)).collect())
    }
}

/// The value of an expression of fixed numbers.
pub(super) fn fold(expr: &Expr) -> Option<Rational> {
    match &expr.kind {
        ExprKind::Number(value) => Some(*value),
        ExprKind::Negate(inner) => fold(inner)?.negate(),
        ExprKind::Sum(terms) => terms.iter().try_fold(Rational::ZERO, |sum, (minus, term)| {
            let term = fold(term)?;
            if *minus { sum.minus(term) } else { sum.plus(term) }
        }),
        ExprKind::Product(factors) => factors.iter().try_fold(Rational::ONE, |product, (divides, factor)| {
            let factor = fold(factor)?;
            if *divides { product.over(factor) } else { product.times(factor) }
        }),
        ExprKind::Part { share, base } => fold(share)?.times(fold(base)?),
        ExprKind::Date(_)
        | ExprKind::Text(_)
        | ExprKind::Bool(_)
        | ExprKind::EnumValue(..)
        | ExprKind::Fact(_)
        | ExprKind::FactIn(..)
        | ExprKind::Field(..)
        | ExprKind::Let(_)
        | ExprKind::Award(_)
        | ExprKind::AwardPaid(_)
        | ExprKind::AwardBeforeLimits(_)
        | ExprKind::AsOf
        | ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::AtLeast(..)
        | ExprKind::Compare(..)
        | ExprKind::Has(..)
        | ExprKind::UpTo(..)
        | ExprKind::Rounded(..)
        | ExprKind::Above(..)
        | ExprKind::ForEach { .. }
        | ExprKind::FullSteps { .. }
        | ExprKind::Calendar { .. }
        | ExprKind::Lookup { .. }
        | ExprKind::Extreme { .. }
        | ExprKind::Case(_)
        | ExprKind::Aggregate { .. } => None,
    }
}
