//! Brackets: their ends must cover every value once; then they are a case, or a sum of parts.

use crate::diagnostic::{Diagnostic, Words, types as entries};
use crate::money::{Rational, grouped};
use crate::source::Span;
use crate::syntax::ast::{self, BracketEnds, BracketKind, Comparison};

use super::super::{Dimension, Expr, ExprKind, Measure, Type};
use super::Checker;
use super::expr::fold;
use super::extent::{least, most, only_whole};
use super::measure::{is_factor, measure_of, settle, shared};
use super::one_unit::Together;

/// One end of a bracket, and whether the number itself belongs to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct End {
    pub(super) at: Rational,
    pub(super) included: bool,
}

impl End {
    /// Where the other side of this end begins.
    pub(super) fn beyond(self) -> End {
        End { included: !self.included, ..self }
    }
}

/// A bracket with the ends that the others leave it.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    pub(super) low: Option<End>,
    pub(super) high: Option<End>,
    /// Position of its arm.
    pub(super) arm: usize,
    pub(super) span: Span,
}

/// The lower of two lower ends: one that includes its number begins before one that does not.
fn begins_before(one: End, other: End) -> bool {
    one.at < other.at || (one.at == other.at && one.included && !other.included)
}

fn ends_before(one: End, other: End) -> bool {
    one.at < other.at || (one.at == other.at && !one.included && other.included)
}

impl Checker {
    pub(super) fn bracket(
        &mut self,
        bracket: &ast::Bracket,
        want: Option<&Type>,
        span: Span,
    ) -> Option<Expr> {
        let by = self.expr(&bracket.by, None);
        let base = bracket.base.as_ref().map(|base| self.expr(base, None));
        let by = by?;
        let Some(measure) = measure_of(&by).cloned() else {
            self.wrong_type(&by, &Type::money(self.declared.currency));
            return None;
        };
        let base = match base {
            Some(base) => Some(base?),
            None => None,
        };
        if !self.units_of_arms(bracket, &by.ty, want) {
            return None;
        }
        let spans = self.spans(bracket, &by)?;
        let values = self.values(bracket, want)?;
        let bounds = (least(&by, &self.declared), most(&by, &self.declared));
        if !self.covered(&spans, bounds) || self.overlapping(&spans) {
            return None;
        }
        match bracket.kind {
            BracketKind::Parts => self.parts(bracket, &by, base.as_ref(), &spans, values, span),
            BracketKind::Slab | BracketKind::Rate => {
                let case = chosen(&by, &measure, &spans, values, span)?;
                if bracket.kind == BracketKind::Rate {
                    return Some(case);
                }
                self.applied(case, base, by, want, span)
            }
        }
    }

    /// Whether every end and every value has its own unit.
    fn units_of_arms(&mut self, bracket: &ast::Bracket, by: &Type, want: Option<&Type>) -> bool {
        let mut whole = true;
        for arm in &bracket.arms {
            whole &= self.units_of_ends(&arm.ends, by);
        }
        let ends = bracket.arms.iter().flat_map(|arm| written_in(&arm.ends));
        let whole = whole && self.each_has_its_unit(ends, Together::List, Some(by));
        let values = bracket.arms.iter().filter_map(|arm| arm.value.as_ref());
        whole & self.each_has_its_unit(values, Together::List, want)
    }

    /// The same of one range.
    pub(super) fn units_of_ends(&mut self, ends: &BracketEnds, by: &Type) -> bool {
        let two = matches!(ends, BracketEnds::Ends(ends) if ends.len() == 2);
        !two || self.each_has_its_unit(written_in(ends), Together::Range, Some(by))
    }

    /// The values of the arms, alike; `nothing` is zero of their measure.
    fn values(&mut self, bracket: &ast::Bracket, want: Option<&Type>) -> Option<Vec<Expr>> {
        let checked: Vec<Option<Expr>> = bracket
            .arms
            .iter()
            .map(|arm| match &arm.value {
                Some(value) => self.expr(value, want),
                None => Some(Expr {
                    kind: ExprKind::Number(Rational::ZERO),
                    ty: Type::Number(Measure::plain(Dimension::Open)),
                    span: arm.span,
                }),
            })
            .collect();
        let checked = checked.into_iter().collect::<Option<Vec<Expr>>>()?;
        // A bare figure beside shares would be taken for a share: `300k` for 30,000,000%.
        let is_share = |value: &Expr| measure_of(value).is_some_and(|value| value.of == Dimension::Ratio);
        let figure = checked.iter().find_map(|value| match (&value.kind, measure_of(value)?.of.clone()) {
            (ExprKind::Number(figure), Dimension::Open) if *figure > Rational::ONE => Some((value, *figure)),
            _ => None,
        });
        if let (Some((value, figure)), true) = (figure, checked.iter().any(is_share)) {
            let diagnostic = if bracket.kind == BracketKind::Parts {
                let found = self.type_words(&Type::money(self.declared.currency));
                Diagnostic::new(&entries::PARTS_NEED_RATES, value.span).arg("found", found)
            } else {
                let figure = figure.to_shortest();
                Diagnostic::new(&entries::PERCENT_SIGN_MISSING, value.span).arg("figure", figure)
            };
            self.report(diagnostic);
            return None;
        }
        // The same with its currency: that says more than that money and shares do not go together.
        let fixed = checked.iter().find(|value| {
            measure_of(value)
                .is_some_and(|value| matches!(value.of, Dimension::Money(_)) && value.per.is_none())
        });
        if let (Some(value), BracketKind::Parts, true) = (fixed, bracket.kind, checked.iter().any(is_share)) {
            let found = self.type_words(&value.ty);
            self.report(Diagnostic::new(&entries::PARTS_NEED_RATES, value.span).arg("found", found));
            return None;
        }
        self.make_alike(checked)
    }

    /// Where each bracket begins and ends: one that names one end only goes on to the next.
    fn spans(&mut self, bracket: &ast::Bracket, by: &Expr) -> Option<Vec<Reach>> {
        let mut spans: Vec<Reach> = Vec::new();
        let mut whole = true;
        for (arm, written) in bracket.arms.iter().enumerate() {
            let mut found = Reach { low: None, high: None, arm, span: written.span };
            match &written.ends {
                BracketEnds::Ends(ends) => whole &= self.written_ends(ends, &mut found, &by.ty),
                BracketEnds::First(number) => match self.end(number, &by.ty) {
                    Some(at) => found.high = Some(End { at, included: true }),
                    None => whole = false,
                },
                BracketEnds::Next(number) => {
                    let before = spans.last().and_then(|before| before.high);
                    match (self.end(number, &by.ty), before) {
                        (Some(width), Some(before)) => {
                            found.low = Some(before.beyond());
                            found.high = Some(End { at: before.at.plus(width)?, included: true });
                        }
                        (Some(_), None) => {
                            self.report(Diagnostic::new(&entries::BRACKET_EMPTY, written.span));
                            whole = false;
                        }
                        (None, _) => whole = false,
                    }
                }
                BracketEnds::Below | BracketEnds::Above => {}
            }
            spans.push(found);
        }
        if !whole {
            return None;
        }
        let integers = only_whole(by);
        if integers {
            spans.iter_mut().for_each(Reach::among_whole_numbers);
        }
        let written: Vec<&BracketEnds> = bracket.arms.iter().map(|arm| &arm.ends).collect();
        self.completed(&written, spans)
    }

    /// The ends as they are written; false when one cannot be read.
    pub(super) fn written_ends(
        &mut self,
        ends: &[(Comparison, ast::Expr)],
        found: &mut Reach,
        by: &Type,
    ) -> bool {
        let mut whole = true;
        for (comparison, number) in ends {
            let Some(at) = self.end(number, by) else {
                whole = false;
                continue;
            };
            let (slot, included) = match comparison {
                Comparison::AtLeast => (&mut found.low, true),
                Comparison::More => (&mut found.low, false),
                Comparison::AtMost => (&mut found.high, true),
                Comparison::Less | Comparison::Equal | Comparison::NotEqual => (&mut found.high, false),
            };
            if slot.replace(End { at, included }).is_some() {
                self.report(Diagnostic::new(&entries::BRACKET_EMPTY, found.span));
                whole = false;
            }
        }
        whole
    }

    /// A number at the end of a bracket, in the measure of what chooses.
    fn end(&mut self, number: &ast::Expr, by: &Type) -> Option<Rational> {
        let Type::Number(measure) = by else { return None };
        let checked = self.expr(number, Some(by))?;
        let Some(shared) = measure_of(&checked).and_then(|found| shared(measure, found)) else {
            self.wrong_type(&checked, by);
            return None;
        };
        fold(&settle(checked, &shared))
    }

    /// Fills in the ends that are not written.
    pub(super) fn completed(&mut self, written: &[&BracketEnds], spans: Vec<Reach>) -> Option<Vec<Reach>> {
        let lows: Vec<End> = spans.iter().filter_map(|span| span.low).collect();
        let highs: Vec<End> = spans.iter().filter_map(|span| span.high).collect();
        let lowest =
            lows.iter().copied().reduce(|one, other| if begins_before(other, one) { other } else { one });
        let highest =
            highs.iter().copied().reduce(|one, other| if ends_before(one, other) { other } else { one });
        let mut completed = Vec::with_capacity(spans.len());
        for mut span in spans {
            let Some(&ends) = written.get(span.arm) else { continue };
            let no_lower = !reach_down(written);
            match ends {
                BracketEnds::Below => span.high = lowest.filter(|_| no_lower).map(End::beyond),
                BracketEnds::Above => span.low = highest.map(End::beyond),
                BracketEnds::Ends(_) | BracketEnds::First(_) | BracketEnds::Next(_) => {
                    if let (Some(low), None) = (span.low, span.high) {
                        let next = lows.iter().copied().filter(|&other| begins_before(low, other));
                        let next =
                            next.reduce(|one, other| if begins_before(other, one) { other } else { one });
                        span.high = next.map(End::beyond);
                    } else if let (None, Some(high), BracketEnds::Ends(_)) = (span.low, span.high, ends) {
                        let before = highs.iter().copied().filter(|&other| ends_before(other, high));
                        let before =
                            before.reduce(|one, other| if ends_before(one, other) { other } else { one });
                        span.low = before.map(End::beyond);
                    }
                }
            }
            let nowhere = span.low.is_none() && span.high.is_none();
            let rest = matches!(ends, BracketEnds::Below | BracketEnds::Above);
            if span.is_empty() || (nowhere && rest) {
                self.report(Diagnostic::new(&entries::BRACKET_EMPTY, span.span));
                return None;
            }
            completed.push(span);
        }
        completed.sort_by(|one, other| match (one.low, other.low) {
            (None, None) => std::cmp::Ordering::Equal,
            (None, Some(_)) => std::cmp::Ordering::Less,
            (Some(_), None) => std::cmp::Ordering::Greater,
            (Some(one), Some(other)) => one.at.cmp(&other.at).then_with(|| other.included.cmp(&one.included)),
        });
        Some(completed)
    }

    /// Reports each value between the bounds that no bracket covers.
    pub(super) fn covered(
        &mut self,
        spans: &[Reach],
        (least, most): (Option<Rational>, Option<Rational>),
    ) -> bool {
        let mut whole = true;
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return false };
        if let Some(low) = first.low
            && !least.is_some_and(|least| low.at < least || (low.at == least && low.included))
        {
            let words = if low.included { below(low.at) } else { up_to(low.at) };
            self.gap(words, None, Some(first.span));
            whole = false;
        }
        for pair in spans.windows(2) {
            let [one, other] = pair else { continue };
            let (Some(high), Some(low)) = (one.high, other.low) else { continue };
            if !leaves_gap(high, low) {
                continue;
            }
            let words = match (low.at == high.at, high.included) {
                (true, _) => exactly(low.at),
                (false, false) => exactly(high.at),
                (false, true) => between(high.at, low.at),
            };
            self.gap(words, Some(one.span), Some(other.span));
            whole = false;
        }
        if let Some(high) = last.high
            && !most.is_some_and(|most| most < high.at || (most == high.at && high.included))
        {
            let words = if high.included { above(high.at) } else { from(high.at) };
            self.gap(words, Some(last.span), None);
            whole = false;
        }
        whole
    }

    /// Reports each value that two brackets cover, and says whether there is one.
    pub(super) fn overlapping(&mut self, spans: &[Reach]) -> bool {
        let mut any = false;
        for pair in spans.windows(2) {
            let [one, other] = pair else { continue };
            let words = match (one.high, other.low) {
                (Some(high), Some(low)) => {
                    if low == high.beyond() || leaves_gap(high, low) {
                        continue;
                    }
                    if low.at == high.at || low.included { exactly(low.at) } else { between(low.at, high.at) }
                }
                // Two brackets that reach down, or one that reaches up beyond the next.
                (high, low) => exactly(low.or(high).map_or(Rational::ZERO, |end| end.at)),
            };
            self.overlap(words, one.span, other.span);
            any = true;
        }
        any
    }

    fn gap(&mut self, value: Words, before: Option<Span>, after: Option<Span>) {
        let mut diagnostic = Diagnostic::without_place(&entries::BRACKET_GAP).arg("value", value);
        for (place, key) in [(before, "here"), (after, "other")] {
            if let Some(place) = place {
                diagnostic = diagnostic.label(place, key);
            }
        }
        self.report(diagnostic);
    }

    fn overlap(&mut self, value: Words, at: Span, other: Span) {
        let diagnostic =
            Diagnostic::new(&entries::BRACKET_OVERLAP, at).arg("value", value).label(other, "other");
        self.report(diagnostic);
    }

    /// The value of the bracket applied to its base, if it is a rate; else the value itself.
    fn applied(
        &mut self,
        case: Expr,
        base: Option<Expr>,
        by: Expr,
        want: Option<&Type>,
        span: Span,
    ) -> Option<Expr> {
        let rate = measure_of(&case)?.clone();
        let named = base.is_some();
        if rate.per.is_some() || (is_factor(&rate) && (named || rate.of != Dimension::Open)) {
            let base = base.unwrap_or(by);
            let share = matches!(want, Some(Type::Number(Measure { of: Dimension::Money(_), .. })));
            let money = measure_of(&base).is_some_and(|base| matches!(base.of, Dimension::Money(_)));
            if !named && share && !money && is_factor(&rate) {
                // `bracket by staff: >= 10 5%` does not say of what.
                self.report(Diagnostic::new(&entries::SHARE_OF_WHAT, case.span));
                return None;
            }
            return self.share_of(case, base, span);
        }
        if named {
            let found = self.type_words(&case.ty);
            self.report(Diagnostic::new(&entries::NOT_A_SHARE, case.span).arg("found", found));
            return None;
        }
        Some(case)
    }

    /// Each part of the base at its own rate, summed up.
    fn parts(
        &mut self,
        bracket: &ast::Bracket,
        by: &Expr,
        base: Option<&Expr>,
        spans: &[Reach],
        values: Vec<Expr>,
        span: Span,
    ) -> Option<Expr> {
        if let Some(base) = base {
            let found = Words::new("另一个基数", "another base");
            self.report(Diagnostic::new(&entries::PARTS_NEED_RATES, base.span).arg("found", found));
            return None;
        }
        let mut terms = Vec::new();
        let never_negative = least(by, &self.declared).is_some_and(|least| !least.is_negative());
        for part in spans {
            let Some(value) = values.get(part.arm).cloned() else { continue };
            if bracket.arms.get(part.arm).is_none_or(|arm| arm.value.is_none()) {
                continue;
            }
            let measure = measure_of(&value)?.clone();
            let bare = matches!((&measure.of, &value.kind), (Dimension::Open, ExprKind::Number(rate)) if *rate > Rational::ONE);
            if bare || !(measure.per.is_some() || is_factor(&measure)) {
                let found = self.type_words(&value.ty);
                self.report(Diagnostic::new(&entries::PARTS_NEED_RATES, value.span).arg("found", found));
                return None;
            }
            let number =
                |at| Box::new(Expr { kind: ExprKind::Number(at), ty: by.ty.clone(), span: part.span });
            let mut within = by.clone();
            let typed = |kind| Expr { kind, ty: by.ty.clone(), span: part.span };
            if let Some(high) = part.high {
                within = typed(ExprKind::UpTo(Box::new(within), number(high.at)));
            }
            let low = part.low.map_or(Rational::ZERO, |low| low.at);
            if !never_negative || low.is_positive() {
                within = typed(ExprKind::Above(Box::new(within), number(low)));
            }
            terms.push((false, self.share_of(value, within, part.span)?));
        }
        let (_, first) = terms.first()?;
        let ty = first.ty.clone();
        match terms.len() {
            1 => terms.pop().map(|(_, term)| Expr { span, ..term }),
            _ => Some(Expr { kind: ExprKind::Sum(terms), ty, span }),
        }
    }
}

impl Reach {
    fn is_empty(&self) -> bool {
        match (self.low, self.high) {
            (Some(low), Some(high)) => {
                low.at > high.at || (low.at == high.at && !(low.included && high.included))
            }
            _ => false,
        }
    }

    /// The same whole numbers, from an included one to an excluded one: `> 4` is `>= 5`.
    pub(super) fn among_whole_numbers(&mut self) {
        let next = |end: End, included: bool| {
            let floor = Rational::whole(end.at.floor());
            let stays = end.at.is_whole() && included;
            let at = if stays { Some(end.at) } else { floor.plus(Rational::ONE) };
            at.unwrap_or(end.at)
        };
        if let Some(low) = self.low {
            self.low = Some(End { at: next(low, low.included), included: true });
        }
        if let Some(high) = self.high {
            self.high = Some(End { at: next(high, !high.included), included: false });
        }
    }
}

/// The figures at the ends of a bracket, the lower one first.
pub(super) fn written_in(ends: &BracketEnds) -> Vec<&ast::Expr> {
    match ends {
        BracketEnds::First(number) | BracketEnds::Next(number) => vec![number],
        BracketEnds::Ends(ends) => {
            let upper = |&&(comparison, _): &&(Comparison, ast::Expr)| {
                matches!(comparison, Comparison::AtMost | Comparison::Less)
            };
            let (high, mut low): (Vec<_>, Vec<_>) = ends.iter().partition(upper);
            low.extend(high);
            low.into_iter().map(|(_, number)| number).collect()
        }
        BracketEnds::Below | BracketEnds::Above => Vec::new(),
    }
}

/// Whether a value lies above one bracket and below the next.
pub(super) fn leaves_gap(high: End, low: End) -> bool {
    low.at > high.at || (low.at == high.at && !low.included && !high.included)
}

/// Whether some bracket is written with an upper end only, and so reaches down without end.
fn reach_down(written: &[&BracketEnds]) -> bool {
    written.iter().any(|ends| match ends {
        BracketEnds::First(_) => true,
        BracketEnds::Ends(ends) => {
            ends.iter().all(|(comparison, _)| matches!(comparison, Comparison::AtMost | Comparison::Less))
        }
        BracketEnds::Next(_) | BracketEnds::Below | BracketEnds::Above => false,
    })
}

/// The value of the bracket that holds: the highest that is reached.
fn chosen(by: &Expr, measure: &Measure, spans: &[Reach], values: Vec<Expr>, span: Span) -> Option<Expr> {
    let mut arms = Vec::with_capacity(spans.len());
    for (place, part) in spans.iter().enumerate().rev() {
        let value = values.get(part.arm)?.clone();
        let condition = part.low.filter(|_| place > 0).map(|low| {
            let comparison = if low.included { Comparison::AtLeast } else { Comparison::More };
            let number =
                Expr { kind: ExprKind::Number(low.at), ty: Type::Number(measure.clone()), span: part.span };
            Expr {
                kind: ExprKind::Compare(comparison, Box::new(by.clone()), Box::new(number)),
                ty: Type::Bool,
                span: part.span,
            }
        });
        arms.push((condition, value));
    }
    let ty = arms.first()?.1.ty.clone();
    if arms.len() == 1 {
        return arms.pop().map(|(_, value)| value);
    }
    Some(Expr { kind: ExprKind::Case(arms), ty, span })
}

fn exactly(value: Rational) -> Words {
    let value = grouped(&value.to_shortest());
    Words::new(format!("恰好 {value} "), format!("at exactly {value}"))
}

fn below(value: Rational) -> Words {
    let value = grouped(&value.to_shortest());
    Words::new(format!("低于 {value} "), format!("below {value}"))
}

fn up_to(value: Rational) -> Words {
    let value = grouped(&value.to_shortest());
    Words::new(format!("不超过 {value} "), format!("up to and at {value}"))
}

fn above(value: Rational) -> Words {
    let value = grouped(&value.to_shortest());
    Words::new(format!("超过 {value} "), format!("above {value}"))
}

fn from(value: Rational) -> Words {
    let value = grouped(&value.to_shortest());
    Words::new(format!("达到 {value} "), format!("from {value} on"))
}

fn between(low: Rational, high: Rational) -> Words {
    let (low, high) = (grouped(&low.to_shortest()), grouped(&high.to_shortest()));
    Words::new(format!("在 {low} 和 {high} 之间"), format!("between {low} and {high}"))
}
