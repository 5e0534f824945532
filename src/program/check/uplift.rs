//! What changes the amount of `pays` itself: points on its rate, a limit on its count; and `the base` of other lines.

use crate::diagnostic::{Diagnostic, types as entries};
use crate::money::Rational;
use crate::source::Span;
use crate::syntax::ast::{
    self, Adjustment, AdjustmentKind, AggregateKind, Amount, Clause, ClauseKind, Item, LiteralUnit, OrderKey,
    Scope,
};

use super::super::{Dimension, Expr, ExprKind, FirstItems, Line, LineKind, ListId, Measure, Type};
use super::Checker;
use super::award::Draft;
use super::measure::{is_factor, measure_of};

/// What `pays` gives.
#[derive(Clone, Debug)]
pub(super) struct Base {
    pub(super) value: Expr,
    /// The list it goes through, and which items count.
    items: Option<(ListId, Option<Expr>)>,
}

/// Whether an adjustment is part of the amount of `pays` rather than a line after it.
pub(super) fn is_folded(adjustment: &Adjustment) -> bool {
    matches!(adjustment.kind, AdjustmentKind::Points { .. } | AdjustmentKind::CountedTo { .. })
}

fn adjustments(clause: &Clause) -> &[Adjustment] {
    if let ClauseKind::Pays { adjustments, .. } = &clause.kind {
        return adjustments;
    }
    if let ClauseKind::Adjust(adjustment) = &clause.kind {
        return std::slice::from_ref(adjustment);
    }
    &[]
}

impl Checker {
    /// Checks the amount of `pays`, wherever it stands, with the points and counts that belong to it; `false` if one
    /// of them cannot be used.
    pub(super) fn pays_first(&mut self, draft: &mut Draft, item: &Item) -> bool {
        let amount = item.clauses.iter().find_map(|clause| {
            if let ClauseKind::Pays { amount, .. } = &clause.kind { Some(amount) } else { None }
        });
        let folded: Vec<&Adjustment> =
            item.clauses.iter().flat_map(adjustments).filter(|adjustment| is_folded(adjustment)).collect();
        let Some(amount) = amount else {
            for adjustment in &folded {
                self.nothing_to_fold_into(adjustment);
            }
            return folded.is_empty();
        };
        self.subject = None;
        self.items.extend(draft.item.clone());
        let mut value = self.money_amount(amount);
        let mut sound = value.is_some();
        for adjustment in folded {
            value = match (&adjustment.kind, value) {
                (AdjustmentKind::Points { minus, amount }, Some(value)) => {
                    self.with_points(value, *minus, amount, adjustment.span)
                }
                (AdjustmentKind::CountedTo { number, per, order }, value) if draft.each.is_some() => {
                    let first = self.first_items(number, per.as_ref(), order, adjustment.span);
                    sound &= first.is_some();
                    let before =
                        draft.each.as_mut().zip(first).and_then(|(each, first)| each.first.replace(first));
                    if let Some(before) = before {
                        let twice = &crate::diagnostic::policy::COUNTED_TWICE;
                        self.report(Diagnostic::new(twice, adjustment.span).label(before.span, "first"));
                        sound = false;
                    }
                    value
                }
                (AdjustmentKind::CountedTo { number, per, order }, Some(value)) => {
                    let of_items = order.first().map(|key| &key.key).or(per.as_ref());
                    if let Some(key) = of_items {
                        let entry = &crate::diagnostic::policy::RUNNING_WITHOUT_EACH;
                        self.report(Diagnostic::new(entry, key.span));
                    }
                    self.counted_to(value, number, adjustment.span).filter(|_| of_items.is_none())
                }
                (_, value) => value,
            };
        }
        self.items.clear();
        sound &= value.is_some();
        let items = draft.each.as_ref().map(|each| (each.list, each.condition.clone()));
        self.base = value.map(|value| Base { value, items });
        sound
    }

    fn nothing_to_fold_into(&mut self, adjustment: &Adjustment) {
        let entry = if matches!(adjustment.kind, AdjustmentKind::Points { .. }) {
            &entries::POINTS_WITHOUT_RATE
        } else {
            &entries::NOTHING_COUNTED
        };
        self.report(Diagnostic::new(entry, adjustment.span));
    }

    /// `the base`, of one item or of the award.
    pub(super) fn the_base(&mut self, span: Span) -> Option<Expr> {
        let Some(base) = self.base.clone() else {
            self.report(Diagnostic::new(&entries::NO_BASE, span));
            return None;
        };
        let value = Expr { span, ..base.value };
        match base.items {
            Some((list, condition)) if self.items.is_empty() => {
                let ty = value.ty.clone();
                let (value, condition) = (Some(Box::new(value)), condition.map(Box::new));
                let kind = ExprKind::Aggregate { kind: AggregateKind::Sum, list, value, condition };
                Some(Expr { kind, ty, span })
            }
            _ => Some(value),
        }
    }

    /// `plus 10%`, which does not say of what; reported.
    pub(super) fn bare_share(&mut self, amount: &Amount) -> bool {
        let values = std::iter::once(&amount.value).chain(amount.otherwise.iter().map(|(value, _)| value));
        let share = values.into_iter().find_map(|value| {
            let ast::ExprKind::Number(literal) = &value.kind else { return None };
            let is_share = matches!(
                literal.unit,
                Some(
                    LiteralUnit::Percent
                        | LiteralUnit::PerMille
                        | LiteralUnit::BasisPoint
                        | LiteralUnit::Points
                )
            );
            is_share.then_some((value.span, literal.value))
        });
        let Some((span, share)) = share else { return false };
        let percent = |value: Option<Rational>| value.map_or_else(String::new, |value| value.to_shortest());
        let points = share.times(Rational::whole(100));
        let whole = points.and_then(|points| points.plus(Rational::whole(100)));
        let diagnostic = Diagnostic::new(&entries::UPLIFT_OF_WHAT, span)
            .arg("share", percent(points))
            .arg("whole", percent(whole));
        self.report(diagnostic);
        true
    }

    /// Adds percentage points to the one rate of an amount.
    fn with_points(&mut self, value: Expr, minus: bool, amount: &Amount, span: Span) -> Option<Expr> {
        let want = Measure::plain(Dimension::Ratio);
        let points = self.amount_of(amount, Some(&want))?;
        // Where no condition holds there are no points.
        let mut points = points;
        if let ExprKind::Case(arms) = &mut points.kind
            && arms.last().is_some_and(|(condition, _)| condition.is_some())
        {
            let kind = ExprKind::Number(Rational::ZERO);
            arms.push((None, Expr { kind, ty: points.ty.clone(), span: points.span }));
        }
        match raised(value, minus, &points, span) {
            Some(raised) => Some(raised),
            None => {
                self.report(Diagnostic::new(&entries::POINTS_WITHOUT_RATE, span));
                None
            }
        }
    }

    /// Limits the one count of an amount.
    fn counted_to(&mut self, value: Expr, number: &ast::Expr, span: Span) -> Option<Expr> {
        let Some(count) = count_of(&value).cloned() else {
            self.report(Diagnostic::new(&entries::NOTHING_COUNTED, span));
            return None;
        };
        let limit = self.expr(number, Some(&count.ty))?;
        let mut alike = self.make_alike(vec![count.clone(), limit])?.into_iter();
        let (limited, limit) = (alike.next()?, alike.next()?);
        let (ty, at) = (limited.ty.clone(), limited.span);
        let limited = Expr { kind: ExprKind::UpTo(Box::new(limited), Box::new(limit)), ty, span: at };
        replaced(value, &limited)
    }

    /// `counted to 3 items, highest by loan.interest`
    fn first_items(
        &mut self,
        number: &ast::Expr,
        per: Option<&ast::Expr>,
        order: &[OrderKey],
        span: Span,
    ) -> Option<FirstItems> {
        let count = self.fixed(number, &Measure::plain(Dimension::Count(None)))?;
        if !count.is_whole() || !count.is_positive() {
            self.report(Diagnostic::new(&crate::diagnostic::policy::COUNTED_TO_WHAT, number.span));
            return None;
        }
        let keys: Vec<Option<(bool, Expr)>> = order
            .iter()
            .map(|key| self.order_key(&key.key).map(|checked| (key.way.descending(), checked)))
            .collect();
        let per = match per.map(|per| self.expr(per, None)) {
            Some(per) => Some(per?),
            None => None,
        };
        Some(FirstItems { number: count, per, order: keys.into_iter().collect::<Option<_>>()?, span })
    }

    /// A key that items are put in order by: a number or a date.
    pub(super) fn order_key(&mut self, key: &ast::Expr) -> Option<Expr> {
        let checked = self.expr(key, None)?;
        match checked.ty {
            Type::Number(_) | Type::Date => Some(checked),
            Type::Bool | Type::Enum(_) | Type::Set(_) | Type::Text | Type::List(_) => {
                let found = self.type_words(&checked.ty);
                let diagnostic = Diagnostic::new(&crate::diagnostic::policy::NO_ORDER_KEY, checked.span);
                self.report(diagnostic.arg("found", found));
                None
            }
        }
    }

    /// Reports what concerns each item after a running limit: whose amounts would that change?
    pub(super) fn running_comes_last(&mut self, lines: &[Line]) -> Option<()> {
        let mut of_items = lines.iter().filter(|line| line.per_item);
        let running = of_items.find(|line| matches!(line.kind, LineKind::Running { .. }));
        match running.and_then(|_| of_items.next()) {
            Some(after) => {
                self.report(Diagnostic::new(&crate::diagnostic::policy::RUNNING_NOT_LAST, after.span));
                None
            }
            None => Some(()),
        }
    }

    /// `in order of loan.date, running at most 1m per year`
    pub(super) fn running(
        &mut self,
        order: &[ast::Expr],
        limit: &ast::Expr,
        scope: Option<Scope>,
        per: Option<&ast::Expr>,
    ) -> Option<LineKind> {
        let keys: Vec<Option<Expr>> = order.iter().map(|key| self.order_key(key)).collect();
        let per = per.map(|per| self.expr(per, None));
        // The limit is the applicant's: what one item has left depends on the others, not on itself.
        let items = std::mem::take(&mut self.items);
        let limit = self.money(limit);
        self.items = items;
        let order = keys.into_iter().collect::<Option<Vec<Expr>>>()?;
        let per = match per {
            Some(per) => Some(per?),
            None => None,
        };
        if scope == Some(Scope::PerItem) {
            let span = order.first().map(|key| key.span)?;
            self.report(Diagnostic::new(&crate::diagnostic::policy::RUNNING_PER_ITEM, span));
            return None;
        }
        Some(LineKind::Running { order, limit: limit?, scope, per })
    }
}

/// The amount with points added to its one rate; `None` if it has none, or several.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other form has no such part")]
fn raised(value: Expr, minus: bool, points: &Expr, span: Span) -> Option<Expr> {
    let with = |share: Expr| {
        let at = share.span;
        let ty = Type::Number(Measure::plain(Dimension::Ratio));
        let kind = ExprKind::Sum(vec![(false, share), (minus, points.clone())]);
        let sum = Expr { kind, ty: ty.clone(), span: at };
        if !minus {
            return sum;
        }
        let zero = Expr { kind: ExprKind::Number(Rational::ZERO), ty: ty.clone(), span };
        Expr { kind: ExprKind::Extreme { highest: true, values: vec![sum, zero] }, ty, span: at }
    };
    let Expr { kind, ty, span: at } = value;
    let kind = match kind {
        ExprKind::Part { share, base } if is_rate(&share) => {
            ExprKind::Part { share: Box::new(with(*share)), base }
        }
        ExprKind::Product(factors) => {
            let rates = factors.iter().filter(|(divides, factor)| !divides && is_rate(factor)).count();
            if rates != 1 {
                return None;
            }
            let raise = |(divides, factor): (bool, Expr)| {
                let rate = !divides && is_rate(&factor);
                (divides, if rate { with(factor) } else { factor })
            };
            ExprKind::Product(factors.into_iter().map(raise).collect())
        }
        ExprKind::Case(arms) => {
            let arms =
                arms.into_iter().map(|(when, value)| Some((when, raised(value, minus, points, span)?)));
            ExprKind::Case(arms.collect::<Option<_>>()?)
        }
        _ => return None,
    };
    Some(Expr { kind, ty, span: at })
}

fn is_rate(expr: &Expr) -> bool {
    measure_of(expr).is_some_and(|measure| is_factor(measure) && measure.of == Dimension::Ratio)
}

fn is_count(expr: &Expr) -> bool {
    measure_of(expr).is_some_and(|measure| {
        measure.per.is_none()
            && matches!(measure.of, Dimension::Count(_) | Dimension::Quantity(_) | Dimension::Duration(_))
    })
}

/// The one count that an amount is multiplied with; `None` if there is none, or several.
fn count_of(value: &Expr) -> Option<&Expr> {
    if let ExprKind::ForEach { count, .. } = &value.kind {
        return Some(count);
    }
    if let ExprKind::Product(factors) = &value.kind {
        let counts = factors.iter().filter(|(divides, factor)| !divides && is_count(factor));
        return only(counts.map(|(_, factor)| factor));
    }
    if let ExprKind::Part { base, .. } = &value.kind {
        return if is_count(base) { Some(base) } else { count_of(base) };
    }
    if let ExprKind::Sum(terms) = &value.kind {
        return only(terms.iter().filter_map(|(_, term)| count_of(term)));
    }
    None
}

fn only<'e>(mut found: impl Iterator<Item = &'e Expr>) -> Option<&'e Expr> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The amount with its one count replaced.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other form has no such part")]
fn replaced(value: Expr, count: &Expr) -> Option<Expr> {
    let Expr { kind, ty, span } = value;
    let kind = match kind {
        ExprKind::ForEach { amount, .. } => ExprKind::ForEach { amount, count: Box::new(count.clone()) },
        ExprKind::Product(factors) => {
            let swap = |(divides, factor): (bool, Expr)| {
                let it = !divides && is_count(&factor);
                (divides, if it { count.clone() } else { factor })
            };
            ExprKind::Product(factors.into_iter().map(swap).collect())
        }
        ExprKind::Part { share, base } if is_count(&base) => {
            ExprKind::Part { share, base: Box::new(count.clone()) }
        }
        ExprKind::Part { share, base } => ExprKind::Part { share, base: Box::new(replaced(*base, count)?) },
        ExprKind::Sum(terms) => {
            let swap = |(minus, term): (bool, Expr)| match count_of(&term) {
                Some(_) => Some((minus, replaced(term, count)?)),
                None => Some((minus, term)),
            };
            ExprKind::Sum(terms.into_iter().map(swap).collect::<Option<_>>()?)
        }
        _ => return None,
    };
    Some(Expr { kind, ty, span })
}
