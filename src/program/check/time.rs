//! Days and lengths of time: which units go together, and what becomes of the parts of months.

use crate::calendar::{CalendarRule, PartMonths};
use crate::diagnostic::{Diagnostic, types as entries};
use crate::money::Rational;
use crate::source::Span;
use crate::syntax::ast::{self, Comparison, DurationUnit, TimeExpr, WindowSide, YearShift};

use super::super::{Dimension, Expr, ExprKind, Measure, Type};
use super::Checker;
use super::measure::{is_open, measure_of, settle};

/// The type of a length of time.
fn length_type(unit: DurationUnit) -> Type {
    Type::Number(Measure::plain(Dimension::Duration(unit)))
}

/// The unit of a length of time.
fn unit_of(expr: &Expr) -> Option<DurationUnit> {
    match measure_of(expr)? {
        Measure { of: Dimension::Duration(unit), per: None } => Some(*unit),
        Measure { .. } => None,
    }
}

fn computed(rule: CalendarRule, of: Expr, with: Option<Expr>, ty: Type, span: Span) -> Expr {
    let kind = ExprKind::Calendar { rule, of: Box::new(of), with: with.map(Box::new) };
    Expr { kind, ty, span }
}

fn months_in_a_year(span: Span) -> Expr {
    let kind = ExprKind::Number(Rational::whole(12));
    Expr { kind, ty: length_type(DurationUnit::Months), span }
}

/// Full years of a number of months.
fn full_years(months: Expr, span: Span) -> Expr {
    let kind = ExprKind::FullSteps { value: Box::new(months), step: Box::new(months_in_a_year(span)) };
    Expr { kind, ty: length_type(DurationUnit::Years), span }
}

/// Years as months: a year has twelve, whatever its days.
fn years_as_months(years: Expr) -> Expr {
    let (span, ty) = (years.span, length_type(DurationUnit::Months));
    if let ExprKind::Number(value) = years.kind
        && let Some(months) = value.times(Rational::whole(12))
    {
        return Expr { kind: ExprKind::Number(months), ty, span };
    }
    let plain = Type::Number(Measure::plain(Dimension::Plain));
    let twelve = Expr { kind: ExprKind::Number(Rational::whole(12)), ty: plain, span };
    Expr { kind: ExprKind::Product(vec![(false, years), (false, twelve)]), ty, span }
}

fn compared(comparison: Comparison, left: Expr, right: Expr, span: Span) -> Expr {
    Expr { kind: ExprKind::Compare(comparison, Box::new(left), Box::new(right)), ty: Type::Bool, span }
}

/// Whether an expression is nothing but a length between two days.
pub(super) fn is_length_between(expr: &ast::Expr) -> bool {
    let mut expr = expr;
    while let ast::ExprKind::Group(inner) = &expr.kind {
        expr = inner;
    }
    matches!(&expr.kind, ast::ExprKind::Time(time) if matches!(**time, TimeExpr::Between { .. }))
}

impl Checker {
    /// What is said of days and lengths of time.
    pub(super) fn time(&mut self, time: &TimeExpr, want: Option<&Type>, span: Span) -> Option<Expr> {
        let full_months = std::mem::take(&mut self.full_months);
        match time {
            TimeExpr::Between { unit, from, to, parts } => {
                let (from, to) = (self.day(from), self.day(to));
                let (from, to) = (from?, to?);
                if let (Some(_), DurationUnit::Days | DurationUnit::Years) = (parts, unit) {
                    self.report(Diagnostic::new(&entries::PART_MONTHS_OF_NO_MONTHS, span));
                    return None;
                }
                let rule = CalendarRule::MonthsUntil(parts.unwrap_or(PartMonths::DoNotCount));
                let months = length_type(DurationUnit::Months);
                match unit {
                    DurationUnit::Days => {
                        let ty = length_type(DurationUnit::Days);
                        Some(computed(CalendarRule::DaysUntil, from, Some(to), ty, span))
                    }
                    DurationUnit::Months if parts.is_none() && !full_months => {
                        self.report(Diagnostic::new(&entries::PART_MONTHS_UNSAID, span));
                        None
                    }
                    DurationUnit::Months => Some(computed(rule, from, Some(to), months, span)),
                    DurationUnit::Years => {
                        Some(full_years(computed(rule, from, Some(to), months, span), span))
                    }
                }
            }
            TimeExpr::Age { of, on } => {
                let of = self.day(of);
                let on = match on {
                    Some(on) => self.day(on),
                    None => Some(Expr { kind: ExprKind::AsOf, ty: Type::Date, span }),
                };
                let rule = CalendarRule::MonthsUntil(PartMonths::DoNotCount);
                let months = computed(rule, of?, Some(on?), length_type(DurationUnit::Months), span);
                Some(full_years(months, span))
            }
            TimeExpr::YearOf(of) => {
                let of = self.day(of)?;
                Some(self.year_of(of, span))
            }
            TimeExpr::Within { value, length, side, of } => {
                self.within(value.as_ref(), length, *side, of, span)
            }
            TimeExpr::DayOfYear { month, day, year, of } => {
                let of = self.day(of)?;
                let this_year = self.year_of(of, span);
                let ty = this_year.ty.clone();
                let one = Expr { kind: ExprKind::Number(Rational::ONE), ty: ty.clone(), span };
                let sum = |minus| ExprKind::Sum(vec![(false, this_year.clone()), (minus, one.clone())]);
                let year = match year {
                    YearShift::Same => this_year.clone(),
                    YearShift::After => Expr { kind: sum(false), ty, span },
                    YearShift::Before => Expr { kind: sum(true), ty, span },
                };
                let rule = CalendarRule::DayOfYear { month: *month, day: *day };
                Some(computed(rule, year, None, Type::Date, span))
            }
            TimeExpr::ForTime { amount, unit, length, longest } => {
                self.for_time(amount, *unit, (length, longest.as_ref()), want, span)
            }
        }
    }

    fn year_of(&self, of: Expr, span: Span) -> Expr {
        let ty = Type::Number(Measure::plain(Dimension::Plain));
        computed(CalendarRule::Year, of, None, ty, span)
    }

    /// A day.
    fn day(&mut self, expr: &ast::Expr) -> Option<Expr> {
        let checked = self.expr(expr, Some(&Type::Date))?;
        if checked.ty == Type::Date {
            return Some(checked);
        }
        self.wrong_type(&checked, &Type::Date);
        None
    }

    /// A length of time.
    fn length(&mut self, expr: &ast::Expr) -> Option<Expr> {
        let checked = self.expr(expr, None)?;
        if unit_of(&checked).is_none() {
            self.no_length(&checked);
            return None;
        }
        Some(checked)
    }

    fn no_length(&mut self, expr: &Expr) {
        let found = self.type_words(&expr.ty);
        self.report(Diagnostic::new(&entries::LENGTH_WITHOUT_UNIT, expr.span).arg("found", found));
    }

    fn within(
        &mut self,
        value: Option<&ast::Expr>,
        length: &ast::Expr,
        side: WindowSide,
        of: &ast::Expr,
        span: Span,
    ) -> Option<Expr> {
        let value = match value {
            Some(value) => self.day(value),
            None => Some(Expr { kind: ExprKind::AsOf, ty: Type::Date, span }),
        };
        let (length, of) = (self.length(length), self.day(of));
        let (value, length, of) = (value?, length?, of?);
        let (first, last) = match side {
            WindowSide::After => (of.clone(), self.later(of, length, false, span)?),
            WindowSide::Before => (self.later(of.clone(), length, true, span)?, of),
            WindowSide::Around => {
                let last = self.later(of.clone(), length.clone(), false, span)?;
                (self.later(of, length, true, span)?, last)
            }
        };
        let from = compared(Comparison::AtLeast, value.clone(), first, span);
        let to = compared(Comparison::AtMost, value, last, span);
        Some(Expr { kind: ExprKind::And(vec![from, to]), ty: Type::Bool, span })
    }

    /// A day and a length of time after or before it.
    fn later(&mut self, day: Expr, length: Expr, before: bool, span: Span) -> Option<Expr> {
        let (rule, length) = match unit_of(&length) {
            Some(DurationUnit::Days) => (CalendarRule::PlusDays, length),
            Some(DurationUnit::Months) => (CalendarRule::PlusMonths, length),
            Some(DurationUnit::Years) => (CalendarRule::PlusMonths, years_as_months(length)),
            None => {
                self.no_length(&length);
                return None;
            }
        };
        let length = if before {
            Expr { ty: length.ty.clone(), span: length.span, kind: ExprKind::Negate(Box::new(length)) }
        } else {
            length
        };
        Some(computed(rule, day, Some(length), Type::Date, span))
    }

    /// `day + 6 months − 1 day`, in the order written.
    pub(super) fn day_and_lengths(&mut self, terms: Vec<(bool, Expr)>, span: Span) -> Option<Expr> {
        let mut terms = terms.into_iter();
        let (_, mut day) = terms.next()?;
        for (minus, term) in terms {
            if term.ty == Type::Date {
                let diagnostic = Diagnostic::new(&entries::DAY_AND_DAY, term.span).label(day.span, "first");
                self.report(diagnostic);
                return None;
            }
            day = self.later(day, term, minus, span)?;
        }
        Some(day)
    }

    /// `800 per month for months_employed, at most 36 months`
    fn for_time(
        &mut self,
        amount: &ast::Expr,
        unit: DurationUnit,
        (length, longest): (&ast::Expr, Option<&ast::Expr>),
        want: Option<&Type>,
        span: Span,
    ) -> Option<Expr> {
        let amount = self.expr(amount, want);
        let longest = match longest {
            Some(longest) => {
                let checked = self.expr(longest, None)?;
                Some(self.in_unit(checked, unit)?)
            }
            None => None,
        };
        let length = self.expr(length, Some(&length_type(unit)))?;
        let length = self.in_unit(length, unit)?;
        let amount = amount?;
        let count = match longest {
            Some(longest) => {
                let (ty, span) = (length.ty.clone(), length.span);
                Expr { kind: ExprKind::UpTo(Box::new(length), Box::new(longest)), ty, span }
            }
            None => length,
        };
        let Some(measure) = measure_of(&amount).cloned() else {
            self.wrong_type(&amount, &Type::money(self.declared.currency));
            return None;
        };
        let ty = Type::Number(Measure::plain(measure.of));
        Some(Expr { kind: ExprKind::ForEach { amount: Box::new(amount), count: Box::new(count) }, ty, span })
    }

    /// A length in the unit that is paid for; years are months where months are.
    fn in_unit(&mut self, length: Expr, unit: DurationUnit) -> Option<Expr> {
        let wanted = length_type(unit);
        match (unit_of(&length), unit) {
            (Some(found), _) if found == unit => Some(length),
            (Some(DurationUnit::Years), DurationUnit::Months) => Some(years_as_months(length)),
            (Some(_), _) => {
                self.mixed_units(length.span, &length.ty, length.span, &wanted);
                None
            }
            (None, _) if is_open(&length) => Some(settle(length, &Measure::plain(Dimension::Duration(unit)))),
            (None, _) => {
                self.no_length(&length);
                None
            }
        }
    }

    /// Reports lengths of time in units that do not go together.
    pub(super) fn mixed_units(&mut self, left_at: Span, left: &Type, right_at: Span, right: &Type) {
        let diagnostic = Diagnostic::between(&entries::DAYS_AND_MONTHS, left_at, right_at)
            .arg("left", self.type_words(left))
            .arg("right", self.type_words(right));
        self.report(diagnostic);
    }

    /// Whether both are lengths of time, in units of their own.
    pub(super) fn lengths_in_two_units(&self, left: &Expr, right: &Expr) -> bool {
        matches!((unit_of(left), unit_of(right)), (Some(left), Some(right)) if left != right)
    }

    /// Years written out as a figure, compared with months, are twelve months each.
    pub(super) fn in_one_unit(&self, left: Expr, right: Expr) -> (Expr, Expr) {
        let is_figure = |expr: &Expr| matches!(expr.kind, ExprKind::Number(_));
        match (unit_of(&left), unit_of(&right)) {
            (Some(DurationUnit::Months), Some(DurationUnit::Years)) if is_figure(&right) => {
                (left, years_as_months(right))
            }
            (Some(DurationUnit::Years), Some(DurationUnit::Months)) if is_figure(&left) => {
                (years_as_months(left), right)
            }
            _ => (left, right),
        }
    }
}
