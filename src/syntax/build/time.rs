//! Lengths between days, windows, days of a year and amounts for each month.

use std::iter::Peekable;

use pest::iterators::Pairs;

use super::expr::Built;
use super::{Build, Read, half_width};
use crate::calendar::{Date, PartMonths};
use crate::diagnostic::{Diagnostic, Words, syntax};
use crate::syntax::ast::{DurationUnit, Expr, ExprKind, TimeExpr, WindowSide, YearShift};
use crate::syntax::grammar::Rule;

static MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Build<'_> {
    /// One of the forms of `time_form`; `left` is what stands before it, with its depth.
    pub(super) fn time(&mut self, read: &Read<'_>, left: Option<Built>, depth: usize) -> Option<Built> {
        let mut parts = read.clone().into_inner().peekable();
        let at = self.span(read);
        let (value, mut deepest) = match left {
            Some(Built(value, depth)) => (Some(value), depth),
            None => (None, 0),
        };
        let span = value.as_ref().map_or(at, |value| value.span.to(at));
        let rule = read.as_rule();
        if rule == Rule::day_suffix {
            let of = value?;
            let (year, month, day) = self.day_of_chinese_year(read)?;
            return self.wrap_time(TimeExpr::DayOfYear { month, day, year, of }, span, deepest);
        }
        let mut operands = Vec::new();
        let (mut unit, mut side, mut day, mut rule_of_parts) = (None, None, None, None);
        while let Some(next) = parts.peek() {
            match next.as_rule() {
                Rule::w_months | Rule::per_month | Rule::w_each_month => unit = Some(DurationUnit::Months),
                Rule::w_days | Rule::per_day | Rule::w_each_day => unit = Some(DurationUnit::Days),
                Rule::w_years => unit = Some(DurationUnit::Years),
                Rule::s_after => side = Some(WindowSide::After),
                Rule::s_before => side = Some(WindowSide::Before),
                Rule::s_around => side = Some(WindowSide::Around),
                Rule::p_count => rule_of_parts = Some(PartMonths::Count),
                Rule::p_none => rule_of_parts = Some(PartMonths::DoNotCount),
                Rule::p_days => rule_of_parts = Some(PartMonths::ByDays),
                Rule::english_day => day = Some(self.english_day(next)?),
                Rule::expr => {
                    let (expr, inner) = self.inner_expr(next, depth)?;
                    deepest = deepest.max(inner);
                    operands.push(expr);
                }
                Rule::kw_within
                | Rule::kw_zai
                | Rule::kw_nei
                | Rule::w_age
                | Rule::w_year_of
                | Rule::kw_age_on
                | Rule::kw_to
                | Rule::kw_for
                | Rule::kw_counted
                | Rule::kw_longest => {}
                _ => {
                    operands.push(self.time_operand(&mut parts, &mut deepest, depth, at)?);
                    continue;
                }
            }
            parts.next();
        }
        let mut operands = operands.into_iter();
        let mut next = || operands.next();
        let time = match rule {
            Rule::within => {
                // English names the length first, Chinese the day.
                let (first, second) = (next()?, next()?);
                let chinese = read.as_str().starts_with('在');
                let (length, of) = if chinese { (second, first) } else { (first, second) };
                TimeExpr::Within { value, length, side: side?, of }
            }
            Rule::between_days => {
                TimeExpr::Between { unit: unit?, from: next()?, to: next()?, parts: rule_of_parts }
            }
            Rule::age_of => TimeExpr::Age { of: next()?, on: next() },
            Rule::year_of_day => TimeExpr::YearOf(next()?),
            Rule::day_of_year => {
                let (year, month, day) = day?;
                TimeExpr::DayOfYear { month, day, year, of: next()? }
            }
            Rule::for_time => {
                TimeExpr::ForTime { amount: value?, unit: unit?, length: next()?, longest: next() }
            }
            Rule::each_time => {
                TimeExpr::ForTime { amount: next()?, unit: unit?, length: next()?, longest: next() }
            }
            _ => return self.unreadable(span),
        };
        self.wrap_time(time, span, deepest)
    }

    fn wrap_time(&mut self, time: TimeExpr, span: crate::source::Span, deepest: usize) -> Option<Built> {
        self.wrap(ExprKind::Time(Box::new(time)), span, deepest)
    }

    fn time_operand(
        &mut self,
        parts: &mut Peekable<Pairs<'_, Rule>>,
        deepest: &mut usize,
        depth: usize,
        at: crate::source::Span,
    ) -> Option<Expr> {
        let Built(expr, inner) = self.operand(parts, depth.saturating_add(1), at)?;
        *deepest = (*deepest).max(inner);
        Some(expr)
    }

    /// `31 March of the year after`
    fn english_day(&mut self, read: &Read<'_>) -> Option<(YearShift, u8, u8)> {
        let text: String = read.as_str().chars().map(half_width).collect();
        let words: Vec<&str> = text.split_whitespace().collect();
        let (day, month, shift) = (words.first()?, words.get(1)?, words.last()?);
        let month = MONTHS.iter().position(|name| month.to_lowercase().starts_with(name))?;
        let month = u8::try_from(month).ok()?.checked_add(1)?;
        let year = match *shift {
            "after" => YearShift::After,
            "before" => YearShift::Before,
            _ => YearShift::Same,
        };
        self.day_of_month(read, month, day.parse().unwrap_or(0)).map(|day| (year, month, day))
    }

    /// `次年 3月31日`
    fn day_of_chinese_year(&mut self, read: &Read<'_>) -> Option<(YearShift, u8, u8)> {
        let text: String = read.as_str().chars().map(half_width).collect();
        let year = match text.chars().next() {
            Some('次') => YearShift::After,
            Some('上') => YearShift::Before,
            _ => YearShift::Same,
        };
        let digits = text.split(|char: char| !char.is_ascii_digit()).filter(|digits| !digits.is_empty());
        let mut numbers = digits.map(|digits| digits.parse::<u8>().unwrap_or(0));
        let (month, day) = (numbers.next()?, numbers.next()?);
        self.day_of_month(read, month, day).map(|day| (year, month, day))
    }

    /// A day that the month has, in a leap year at least.
    fn day_of_month(&mut self, read: &Read<'_>, month: u8, day: u8) -> Option<u8> {
        if Date::new(2024, i64::from(month), i64::from(day)).is_some() {
            return Some(day);
        }
        let at = self.span(read);
        let date = Words::new(format!("{month}月{day}日"), format!("{day}/{month}"));
        self.diagnostics
            .push(Diagnostic::new(&syntax::NO_SUCH_DATE, at).arg("date", date).arg("right", Words::same("")));
        None
    }
}
