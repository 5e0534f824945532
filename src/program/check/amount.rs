//! Amounts: values under conditions, and the lines that follow them in the author's order.

use crate::diagnostic::{Diagnostic, Words, choice, types as entries};
use crate::money::Rounding;
use crate::source::Span;
use crate::syntax::ast::{self, Adjustment, AdjustmentKind, Amount, Section};

use super::super::{Dimension, Expr, ExprKind, Line, LineKind, Measure, Shared, Type};
use super::Checker;
use super::one_unit::Together;

impl Checker {
    /// An amount of money, possibly under conditions.
    pub(super) fn money_amount(&mut self, amount: &Amount) -> Option<Expr> {
        let want = Measure::plain(Dimension::Money(self.declared.currency));
        self.amount_of(amount, Some(&want))
    }

    /// A value, possibly under conditions; of a measure where one is wanted.
    pub(super) fn amount_of(&mut self, amount: &Amount, want: Option<&Measure>) -> Option<Expr> {
        let ty = want.map(|want| Type::Number(want.clone()));
        let written = std::iter::once(&amount.value).chain(amount.otherwise.iter().map(|(value, _)| value));
        if !self.each_has_its_unit(written, Together::List, ty.as_ref()) {
            return None;
        }
        let mut arms = Vec::new();
        let first = (&amount.value, amount.condition.as_ref());
        let rest = amount.otherwise.iter().map(|(value, condition)| (value, condition.as_ref()));
        let mut failed = false;
        for (value, condition) in std::iter::once(first).chain(rest) {
            self.subject = None;
            let checked_condition = condition.map(|condition| self.condition(condition));
            let checked = match want {
                Some(want) => self.number(value, want),
                None => self.expr(value, None),
            };
            match (checked, checked_condition) {
                (Some(value), None) => arms.push((None, value)),
                (Some(value), Some(Some(condition))) => arms.push((Some(condition), value)),
                _ => failed = true,
            }
        }
        if failed {
            return None;
        }
        match arms.as_slice() {
            [(None, _)] => arms.pop().map(|(_, value)| value),
            _ => {
                let span = arms.iter().map(|(_, value)| value.span).reduce(Span::to)?;
                let (conditions, values): (Vec<_>, Vec<_>) = arms.into_iter().unzip();
                let values = if values.iter().all(|value| matches!(value.ty, Type::Number(_))) {
                    self.make_alike(values)?
                } else {
                    self.same_type(values)?
                };
                let ty = values.first()?.ty.clone();
                Some(Expr { kind: ExprKind::Case(conditions.into_iter().zip(values).collect()), ty, span })
            }
        }
    }

    fn same_type(&mut self, values: Vec<Expr>) -> Option<Vec<Expr>> {
        let first = values.first()?.clone();
        for value in &values {
            if value.ty != first.ty {
                self.unlike(&first, value);
                return None;
            }
        }
        Some(values)
    }

    /// A plain factor: `110%`, `1.5`.
    fn factor(&mut self, amount: &Amount) -> Option<Expr> {
        let checked = self.amount_of(amount, None)?;
        let factor = match &checked.ty {
            Type::Number(measure) => super::measure::is_factor(measure),
            Type::Bool | Type::Enum(_) | Type::Set(_) | Type::Date | Type::Text | Type::List(_) => false,
        };
        if !factor {
            let found = self.type_words(&checked.ty);
            self.report(Diagnostic::new(&entries::NOT_A_SHARE, checked.span).arg("found", found));
            return None;
        }
        Some(super::measure::settle(checked, &Measure::plain(Dimension::Ratio)))
    }

    /// One adjustment. Under `each`, one on the line of `pays` and a limit without scope work on each item, the
    /// others on the sum.
    pub(super) fn adjustment(
        &mut self,
        adjustment: &Adjustment,
        cites: &[Section],
        (each, beside_pays): (bool, bool),
    ) -> Option<Line> {
        let span = adjustment.span;
        let per_item = match &adjustment.kind {
            AdjustmentKind::AtMost { scope: Some(ast::Scope::PerItem), .. } if !each => {
                self.report(Diagnostic::new(&crate::diagnostic::policy::PER_ITEM_WITHOUT_EACH, span));
                return None;
            }
            AdjustmentKind::AtMost { scope: None, shared: Some(_), .. } => false,
            AdjustmentKind::AtMost { scope: None | Some(ast::Scope::PerItem), .. } => each,
            AdjustmentKind::AtMost {
                scope: Some(ast::Scope::PerYear | ast::Scope::InYears(_) | ast::Scope::InAll),
                ..
            } => false,
            // Folded into `pays` and `each` before any line is checked.
            AdjustmentKind::Points { .. } | AdjustmentKind::CountedTo { .. } => return None,
            AdjustmentKind::Running { .. } if !each => {
                self.report(Diagnostic::new(&crate::diagnostic::policy::RUNNING_WITHOUT_EACH, span));
                return None;
            }
            AdjustmentKind::Running { .. } => true,
            AdjustmentKind::AtLeast(_)
            | AdjustmentKind::NothingBelow(_)
            | AdjustmentKind::Times(_)
            | AdjustmentKind::Plus(_)
            | AdjustmentKind::Minus(_)
            | AdjustmentKind::Rounded { .. } => each && beside_pays,
        };
        let kind = if per_item {
            self.line_kind(&adjustment.kind, each, span)
        } else {
            self.without_items(|checker| checker.line_kind(&adjustment.kind, each, span))
        };
        Some(Line { kind: kind?, per_item, span, cites: cites.to_vec() })
    }

    fn line_kind(&mut self, kind: &AdjustmentKind, each: bool, span: Span) -> Option<LineKind> {
        Some(match kind {
            AdjustmentKind::AtMost { limit, scope, shared, word: _ } => {
                let limit = self.money_amount(limit);
                let shared = self.shared(shared.as_deref(), *scope, each, span);
                LineKind::AtMost { limit: limit?, scope: *scope, shared: shared? }
            }
            AdjustmentKind::AtLeast(amount) => LineKind::AtLeast(self.money_amount(amount)?),
            AdjustmentKind::NothingBelow(amount) => LineKind::NothingBelow(self.money(amount)?),
            AdjustmentKind::Times(amount) => LineKind::Times(self.factor(amount)?),
            AdjustmentKind::Points { .. } | AdjustmentKind::CountedTo { .. } => return None,
            AdjustmentKind::Running { order, limit, scope, per, word: _ } => {
                self.running(order, limit, *scope, per.as_ref())?
            }
            AdjustmentKind::Plus(amount) | AdjustmentKind::Minus(amount) if self.bare_share(amount) => {
                return None;
            }
            AdjustmentKind::Plus(amount) => LineKind::Plus(self.money_amount(amount)?),
            AdjustmentKind::Minus(amount) => LineKind::Minus(self.money_amount(amount)?),
            AdjustmentKind::Rounded { direction, step } => {
                LineKind::Rounded(self.rounding(*direction, step)?)
            }
        })
    }

    /// Who shares a limit and what counts against it. A limit that others share says over what time, and where
    /// what they received stands.
    #[expect(clippy::option_option, reason = "the outer one stops, the inner one is an answer")]
    pub(super) fn shared(
        &mut self,
        shared: Option<&ast::Shared>,
        scope: Option<ast::Scope>,
        each: bool,
        span: Span,
    ) -> Option<Option<Box<Shared>>> {
        let Some(ast::Shared { circle, counting }) = shared else { return Some(None) };
        let words = match circle {
            Some(ast::Circle::CorporateGroup) => Words::new("每个集团", "per corporate group"),
            Some(ast::Circle::Household) | None => Words::new("每户", "per household"),
        };
        let timed = matches!(scope, Some(ast::Scope::PerYear | ast::Scope::InYears(_) | ast::Scope::InAll));
        if !timed && (circle.is_some() || each || scope.is_some()) {
            let entry =
                if circle.is_some() { &choice::SHARED_WITHOUT_TIME } else { &choice::COUNTING_OF_ITEMS };
            self.report(Diagnostic::new(entry, span).arg("circle", words));
            return None;
        }
        let Some(counting) = counting else {
            self.report(Diagnostic::new(&choice::SHARED_WITH_NOBODY, span).arg("circle", words));
            return None;
        };
        Some(Some(Box::new(Shared { circle: *circle, counting: self.money(counting)? })))
    }

    /// Checks something of the award's level: the item at hand of its list is not known there.
    fn without_items<T>(&mut self, check: impl FnOnce(&mut Checker) -> Option<T>) -> Option<T> {
        let items = std::mem::take(&mut self.items);
        let checked = check(self);
        self.items = items;
        checked
    }

    /// Rounding by name to a step above zero.
    pub(super) fn rounding(
        &mut self,
        direction: crate::money::Direction,
        step: &ast::Expr,
    ) -> Option<Rounding> {
        let want = Measure::plain(Dimension::Money(self.declared.currency));
        let value = self.fixed(step, &want)?;
        let small = crate::money::parse_decimal("0.000001").ok()?;
        if value < small || value.over(small).and_then(crate::money::Rational::to_whole).is_none() {
            self.report(Diagnostic::new(&entries::ROUNDING_STEP, step.span).arg("step", value.to_shortest()));
            return None;
        }
        Some(Rounding { direction, step: value })
    }
}
