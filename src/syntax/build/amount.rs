//! Amounts, adjustments, limits and their scopes.

use super::bracket::standing_whole;
use super::{Build, Read, half_width};
use crate::diagnostic::{Diagnostic, choice, syntax};
use crate::money::Direction;
use crate::source::Span;
use crate::syntax::ast::{Adjustment, AdjustmentKind, Amount, Circle, Expr, LimitWord, Scope, Shared};
use crate::syntax::grammar::Rule;

/// A limit over more years than this is meant for life.
const SPAN_YEARS: u16 = 50;

impl Build<'_> {
    /// An `amount`: a value, or values each with its condition.
    pub(super) fn amount(&mut self, read: &Read<'_>) -> Option<Amount> {
        self.amount_of(read.clone().into_inner(), self.span(read))
    }

    /// The `expr`s, `where`s and `else`s among what was read.
    fn amount_of<'i>(&mut self, reads: impl Iterator<Item = Read<'i>>, at: Span) -> Option<Amount> {
        let mut values: Vec<(Expr, Option<Expr>)> = Vec::new();
        let mut is_condition = false;
        for part in reads {
            match part.as_rule() {
                Rule::kw_where => is_condition = true,
                Rule::kw_else => is_condition = false,
                Rule::expr | Rule::point_value => {
                    let expr = if part.as_rule() == Rule::expr {
                        standing_whole(self.expr(&part)?)
                    } else {
                        self.number(&part)?
                    };
                    match values.last_mut().filter(|_| is_condition) {
                        Some((_, condition)) => *condition = Some(expr),
                        None => values.push((expr, None)),
                    }
                }
                _ => {}
            }
        }
        let mut values = values.into_iter();
        let Some((value, condition)) = values.next() else { return self.unreadable(at) };
        Some(Amount { value, condition, otherwise: values.collect() })
    }

    /// One of the forms of `adjustment`.
    pub(super) fn adjustment(&mut self, read: &Read<'_>) -> Option<Adjustment> {
        let span = self.span(read);
        let mut parts = read.clone().into_inner();
        let kind = match read.as_rule() {
            Rule::limit => {
                let word = parts.clone().find_map(|part| limit_word(part.as_rule()))?;
                let scope = self.scope(parts.clone());
                let shared = self.shared(parts.clone())?;
                let limit = self.amount_of(parts, span)?;
                AdjustmentKind::AtMost { limit, scope, shared, word }
            }
            Rule::rounded => {
                let (direction, step) = self.rounding(read)?;
                AdjustmentKind::Rounded { direction, step }
            }
            Rule::points => {
                let minus = parts.clone().any(|part| part.as_rule() == Rule::k_minus);
                AdjustmentKind::Points { minus, amount: self.amount_of(parts, span)? }
            }
            Rule::counted_to => self.counted_to(parts)?,
            Rule::running => self.running(parts, span)?,
            Rule::nothing_below => {
                let expr = parts.find(|part| part.as_rule() == Rule::expr)?;
                AdjustmentKind::NothingBelow(self.expr(&expr)?)
            }
            rule => {
                let amount = parts.find(|part| part.as_rule() == Rule::amount)?;
                let amount = self.amount(&amount)?;
                match rule {
                    Rule::times => AdjustmentKind::Times(amount),
                    Rule::plus => AdjustmentKind::Plus(amount),
                    Rule::minus => AdjustmentKind::Minus(amount),
                    Rule::minimum => AdjustmentKind::AtLeast(amount),
                    _ => return self.unreadable(span),
                }
            }
        };
        Some(Adjustment { kind, span })
    }

    /// The scope among what was read; naming a second one is an error.
    pub(super) fn scope<'i>(&mut self, reads: impl Iterator<Item = Read<'i>>) -> Option<Scope> {
        let mut found: Option<(Scope, Span)> = None;
        for part in reads {
            let scope = match part.as_rule() {
                Rule::per_item => Scope::PerItem,
                Rule::per_year => Scope::PerYear,
                Rule::in_years => self.in_years(&part)?,
                Rule::each_years => {
                    let scope = self.in_years(&part)?;
                    let Scope::InYears(years) = scope else { return Some(scope) };
                    let found = Diagnostic::new(&choice::SPAN_UNSAID, self.span(&part));
                    let before = years.saturating_sub(1).to_string();
                    self.diagnostics.push(found.arg("years", years.to_string()).arg("before", before));
                    scope
                }
                Rule::in_parts_of_years => {
                    self.diagnostics.push(Diagnostic::new(&choice::SPAN_WITHIN_YEAR, self.span(&part)));
                    Scope::PerYear
                }
                Rule::in_all => Scope::InAll,
                _ => continue,
            };
            let here = self.span(&part);
            if let Some((_, before)) = found {
                self.diagnostics.push(Diagnostic::new(&syntax::TWO_SCOPES, here).label(before, "first"));
            } else {
                found = Some((scope, here));
            }
        }
        found.map(|(scope, _)| scope)
    }

    /// `in any 3 years`; one year is `per year`.
    fn in_years(&mut self, read: &Read<'_>) -> Option<Scope> {
        let text: String = read.as_str().chars().map(half_width).collect();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let spoken = || "两三四五六七八九十".chars().zip(2..).find(|(word, _)| text.contains(*word));
        let number = match digits.parse::<u16>() {
            Ok(number) => number,
            Err(_) if text.contains('二') => 2,
            Err(_) => spoken().map_or(0, |(_, number)| number),
        };
        match number {
            1 => Some(Scope::PerYear),
            2..=SPAN_YEARS => Some(Scope::InYears(number)),
            _ => self.refuse(&choice::SPAN_OF_YEARS, self.span(read)),
        }
    }

    /// Who shares a limit, and what else counts against it, where either is said.
    #[expect(clippy::option_option, reason = "the outer one stops, the inner one is an answer")]
    pub(super) fn shared<'i>(
        &mut self,
        reads: impl Iterator<Item = Read<'i>>,
    ) -> Option<Option<Box<Shared>>> {
        let (mut circle, mut counting): (Option<(Circle, Span)>, _) = (None, None);
        for part in reads {
            let one = match part.as_rule() {
                Rule::per_household => Circle::Household,
                Rule::per_group => Circle::CorporateGroup,
                Rule::counting => {
                    counting = Some(standing_whole(self.first_expr(&part)?));
                    continue;
                }
                _ => continue,
            };
            let here = self.span(&part);
            match circle {
                Some((_, before)) => {
                    self.diagnostics.push(Diagnostic::new(&syntax::TWO_SCOPES, here).label(before, "first"))
                }
                None => circle = Some((one, here)),
            }
        }
        let circle = circle.map(|(circle, _)| circle);
        let said = circle.is_some() || counting.is_some();
        Some(said.then(|| Box::new(Shared { circle, counting })))
    }

    /// Direction and step of a rounding.
    pub(super) fn rounding(&mut self, read: &Read<'_>) -> Option<(Direction, Expr)> {
        let (mut direction, mut step) = (None, None);
        for part in read.clone().into_inner() {
            match part.as_rule() {
                Rule::half_up => direction = Some(Direction::HalfUp),
                Rule::half_even => direction = Some(Direction::HalfEven),
                Rule::round_down => direction = Some(Direction::Down),
                Rule::round_up => direction = Some(Direction::Up),
                Rule::expr => step = Some(self.expr(&part)?),
                Rule::step_word => step = Some(self.step_word(part.as_str(), self.span(&part))?),
                _ => {}
            }
        }
        direction.zip(step).or_else(|| self.unreadable(self.span(read)))
    }
}

pub(super) fn limit_word(rule: Rule) -> Option<LimitWord> {
    match rule {
        Rule::w_max => Some(LimitWord::Max),
        Rule::w_cap => Some(LimitWord::Cap),
        Rule::w_at_most => Some(LimitWord::AtMost),
        _ => None,
    }
}
