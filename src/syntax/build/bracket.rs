//! Brackets: the ends that each begins and ends with, and what holds there.

use super::expr::comparison;
use super::number::value_of;
use super::{Build, Read};
use crate::diagnostic::{Diagnostic, Words, types};
use crate::syntax::ast::{
    Bracket, BracketArm, BracketEnds, BracketKind, Comparison, Expr, ExprKind, LiteralUnit, NumberLiteral,
};
use crate::syntax::grammar::Rule;

/// A bracket that is a whole value or stands alone in round brackets, without those that were put around it.
pub(super) fn standing_whole(expr: Expr) -> Expr {
    match expr.kind {
        ExprKind::Group(inner)
            if matches!(inner.kind, ExprKind::Bracket(_) | ExprKind::FillUp { .. })
                && inner.span == expr.span =>
        {
            *inner
        }
        kind => Expr { kind, span: expr.span },
    }
}

impl Build<'_> {
    /// A `bracket`, and how deep its deepest part is nested.
    pub(super) fn bracket(&mut self, read: &Read<'_>, depth: usize) -> Option<(Expr, usize)> {
        let span = self.span(read);
        let mut kind = BracketKind::Slab;
        let (mut base, mut by) = (None, None);
        let mut arms = Vec::new();
        let mut deepest = 0;
        let mut rest = read.clone().into_inner().peekable();
        while let Some(next) = rest.peek() {
            let rule = next.as_rule();
            let (part, inner) = match rule {
                Rule::kw_in_parts | Rule::kw_rate | Rule::kw_rate_zh => {
                    kind = if rule == Rule::kw_in_parts { BracketKind::Parts } else { BracketKind::Rate };
                    rest.next();
                    continue;
                }
                Rule::kw_bracket
                | Rule::kw_bracket_zh
                | Rule::op_of
                | Rule::kw_by
                | Rule::kw_by_base
                | Rule::kw_applied_to
                | Rule::colon => {
                    rest.next();
                    continue;
                }
                Rule::bracket_arm => {
                    let (arm, inner) = self.bracket_arm(&rest.next()?, depth)?;
                    deepest = deepest.max(inner);
                    arms.push(arm);
                    continue;
                }
                Rule::bracket_base | Rule::bracket_by => self.inner_expr(&rest.next()?, depth)?,
                _ => self.chooser(&mut rest, depth, span)?,
            };
            deepest = deepest.max(inner);
            if rule == Rule::bracket_base { base = Some(part) } else { by = Some(part) }
        }
        let Some(by) = by else { return self.unreadable(span) };
        let kind = ExprKind::Bracket(Box::new(Bracket { kind, base, by, arms }));
        Some((Expr { kind, span }, deepest))
    }

    fn bracket_arm(&mut self, read: &Read<'_>, depth: usize) -> Option<(BracketArm, usize)> {
        let span = self.span(read);
        let mut ends = Vec::new();
        let mut whole: Option<BracketEnds> = None;
        let mut value = None;
        let mut deepest = 0;
        for part in read.clone().into_inner() {
            match part.as_rule() {
                Rule::bracket_end => match self.bracket_end(&part)? {
                    BracketEnds::Ends(found) => ends.extend(found),
                    other => whole = Some(other),
                },
                Rule::bracket_range => ends.extend(self.bracket_range(&part)?),
                Rule::rest_below => whole = Some(BracketEnds::Below),
                Rule::rest_above => whole = Some(BracketEnds::Above),
                Rule::bracket_value => {
                    if let Some(expr) = part.into_inner().find(|part| part.as_rule() == Rule::expr) {
                        let (expr, inner) = self.inner_expr(&expr, depth)?;
                        deepest = inner;
                        value = Some(expr);
                    }
                }
                _ => {}
            }
        }
        let ends = match whole {
            // `first 30m and < 50m` begins and ends twice.
            Some(_) if !ends.is_empty() => return self.unreadable(span),
            Some(whole) => whole,
            None => BracketEnds::Ends(ends),
        };
        Some((BracketArm { ends, value, span }, deepest))
    }

    pub(super) fn bracket_end(&mut self, read: &Read<'_>) -> Option<BracketEnds> {
        let (mut number, mut found, mut excluded) = (None, None, false);
        let (mut first, mut next) = (false, false);
        for part in read.clone().into_inner() {
            let rule = part.as_rule();
            match rule {
                Rule::signed => number = Some(self.signed(&part)?),
                Rule::b_first => first = true,
                Rule::b_next => next = true,
                Rule::b_from | Rule::b_or_more => found = Some(Comparison::AtLeast),
                Rule::b_up_to | Rule::b_or_less => found = Some(Comparison::AtMost),
                Rule::b_above => found = Some(Comparison::More),
                Rule::b_below => found = Some(Comparison::Less),
                Rule::b_excluded => excluded = true,
                _ => found = found.or(comparison(rule)),
            }
        }
        let number = number?;
        if first {
            return Some(BracketEnds::First(number));
        }
        if next {
            return Some(BracketEnds::Next(number));
        }
        let found = match found? {
            Comparison::AtLeast if excluded => Comparison::More,
            Comparison::AtMost if excluded => Comparison::Less,
            other => other,
        };
        Some(BracketEnds::Ends(vec![(found, number)]))
    }

    /// `200万(含)至800万(不含)`; without the words in brackets nobody knows where the ends belong.
    pub(super) fn bracket_range(&mut self, read: &Read<'_>) -> Option<Vec<(Comparison, Expr)>> {
        let mut ends: Vec<(Expr, Option<bool>, String)> = Vec::new();
        for part in read.clone().into_inner() {
            match part.as_rule() {
                Rule::signed => {
                    let written = part.as_str().trim().to_owned();
                    ends.push((self.signed(&part)?, None, written));
                }
                Rule::b_included | Rule::b_excluded => {
                    if let Some((_, included, _)) = ends.last_mut() {
                        *included = Some(part.as_rule() == Rule::b_included);
                    }
                }
                _ => {}
            }
        }
        let mut ends = ends.into_iter();
        let ((mut low, low_included, from), (high, high_included, to)) = (ends.next()?, ends.next()?);
        // `1-5件`: whole things have no doubt, the fifth belongs to five.
        let whole = low_included.is_none() && high_included.is_none() && counts(&high);
        let (low_included, high_included) =
            if whole { (Some(true), Some(true)) } else { (low_included, high_included) };
        // `200-800万元` says 200万元 to everybody who reads it.
        let from = with_unit_of(&low, from, &to);
        let doubt = match (low_included, high_included) {
            (None, None) => Some((
                Words::new(format!("{from} 和 {to}"), format!("{from} or {to}")),
                low.span.to(high.span),
            )),
            (None, Some(_)) => Some((Words::same(from.clone()), low.span)),
            (Some(_), None) => Some((Words::same(to.clone()), high.span)),
            (Some(_), Some(_)) => None,
        };
        if let Some((value, span)) = doubt {
            let found = Diagnostic::new(&types::END_UNSAID, span).arg("value", value);
            self.diagnostics.push(found.arg("low", Words::same(from)).arg("high", Words::same(to)));
            take_unit_of(&mut low, &high);
        }
        // What is reported is read in one of the two ways, so that nothing else is said about it.
        let from = if low_included.unwrap_or(true) { Comparison::AtLeast } else { Comparison::More };
        let to = if high_included.unwrap_or(false) { Comparison::AtMost } else { Comparison::Less };
        Some(vec![(from, low), (to, high)])
    }

    fn signed(&mut self, read: &Read<'_>) -> Option<Expr> {
        let span = self.span(read);
        let mut negative = false;
        let mut number = None;
        for part in read.clone().into_inner() {
            match part.as_rule() {
                Rule::negative => negative = true,
                _ => number = Some(self.number(&part)?),
            }
        }
        let number = number?;
        Some(if negative { Expr { kind: ExprKind::Negate(Box::new(number)), span } } else { number })
    }
}

/// Whether an end of a range counts whole things.
fn counts(end: &Expr) -> bool {
    let ExprKind::Number(number) = &end.kind else { return false };
    let Some(LiteralUnit::Counted(unit)) = &number.unit else { return false };
    let things =
        ["件", "家", "项", "人", "名", "个", "户", "台", "套", "台套", "次", "篇", "场", "人次", "种", "位"];
    number.scale.is_none() && things.contains(&unit.text.as_str())
}

/// Gives a bare lower end the unit of the upper one.
fn take_unit_of(low: &mut Expr, high: &Expr) {
    if let (ExprKind::Number(low), ExprKind::Number(high)) = (&mut low.kind, &high.kind)
        && low.scale.is_none()
        && low.unit.is_none()
    {
        let with_unit = NumberLiteral { value: low.value, figure: low.figure.clone(), ..high.clone() };
        if let Some(value) = value_of(&with_unit) {
            *low = NumberLiteral { value, ..with_unit };
        }
    }
}

/// The lower end as people read it: a bare figure has the unit of the upper end.
fn with_unit_of(low: &Expr, from: String, to: &str) -> String {
    let ExprKind::Number(number) = &low.kind else { return from };
    if number.scale.is_some() || number.unit.is_some() {
        return from;
    }
    let unit = to.trim_start_matches(|char: char| char.is_ascii_digit() || matches!(char, '.' | ','));
    format!("{from}{unit}")
}
