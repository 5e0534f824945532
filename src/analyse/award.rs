//! Awards that nobody can ever receive, and `once` beside a yearly limit.

use crate::diagnostic::{Diagnostic, Words, analysis as entries};
use crate::plan::{self, AwardKind, NodeId};
use crate::program::{AmountRule, Award, Expr, ExprKind, LineKind};
use crate::source::Span;
use crate::syntax::ast::Scope;

use super::Analysis;
use super::ask::Answer;
use super::cone::Cone;
use super::fixed::is_fixed;
use super::pieces::Place;
use super::words;

/// One of several conditions that must all hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Condition<'p> {
    pub place: Place,
    pub span: Span,
    /// The expression; `None` for the kinds of applicant.
    pub expr: Option<&'p Expr>,
}

/// Conditions at most of which a smallest contradiction is looked for.
const MOST_CONDITIONS: usize = 30;

impl<'p> Analysis<'p> {
    pub(super) fn award(&mut self, award: &'p Award, id: plan::AwardId) {
        // Only for kinds that no applicant here is, as its author says: nothing to remark.
        if !award.other_kinds.is_empty() && award.kinds.as_ref().is_some_and(Vec::is_empty) {
            return;
        }
        let plan = self.plan;
        let lowered = plan.awards.at(id);
        if award.kinds.as_ref().is_some_and(Vec::is_empty) && !award.other_kinds.is_empty() {
            // The author says that it is for no applicant of this policy.
            self.dead.insert(id);
            return;
        }
        let conditions = self.conditions_of(award, lowered);
        let (answer, _) = self.all(&conditions);
        if answer.is_never() {
            self.dead.insert(id);
            self.contradiction(award, conditions);
            return;
        }
        if let Some(each) = &award.each
            && let Some(condition) = &each.condition
        {
            let of_items = self.flat(condition);
            if self.all(&of_items).0.is_never() {
                self.dead.insert(id);
                self.contradiction(award, of_items);
                return;
            }
        }
        if lowered.kind != AwardKind::Support {
            let mut cone = self.cone();
            let paid = payable(&mut cone, lowered);
            if self.asker.ask(&mut cone, paid).is_never() {
                self.dead.insert(id);
                self.nothing_comes(award, &conditions);
            }
        }
        self.arms(award, &conditions);
        self.ladder(award, lowered);
        self.limits(award, lowered);
        self.floors(award, lowered);
        self.once_with_yearly(award);
        self.plus_on_nothing(award, lowered);
        self.cliffs(award, lowered);
    }

    /// The conditions of an award, those joined by `and` one by one.
    fn conditions_of(&self, award: &'p Award, lowered: &plan::Award) -> Vec<Condition<'p>> {
        let mut found = Vec::new();
        if award.kinds.is_some()
            && let (Some(&node), Some(span)) = (lowered.conditions.first(), award.kinds_span)
        {
            found.push(Condition { place: Place::Applicant(node), span, expr: None });
        }
        for condition in &award.conditions {
            found.extend(self.flat(condition));
        }
        found
    }

    /// A condition, or those it joins by `and`.
    pub(super) fn flat(&self, expr: &'p Expr) -> Vec<Condition<'p>> {
        let mut found = Vec::new();
        let mut open = vec![expr];
        while let Some(expr) = open.pop() {
            if let ExprKind::And(parts) = &expr.kind
                && parts.iter().all(|part| part.span != expr.span)
                && parts.iter().all(|part| self.pieces.place(part).is_some())
            {
                open.extend(parts.iter().rev());
            } else if let Some(place) = self.pieces.place(expr) {
                found.push(Condition { place, span: expr.span, expr: Some(expr) });
            }
        }
        found
    }

    /// Whether all of these can hold at once, with the question it was asked by.
    pub(super) fn all(&mut self, conditions: &[Condition<'_>]) -> (Answer, Cone<'p>) {
        let mut cone = self.cone();
        let goal = together(&mut cone, conditions);
        (self.asker.ask(&mut cone, goal), cone)
    }

    /// Names the fewest conditions that cannot hold at once.
    fn contradiction(&mut self, award: &'p Award, conditions: Vec<Condition<'p>>) {
        let mut core = conditions;
        // One that the author has fixed is the reason on its own.
        if let Some(fixed) = core
            .iter()
            .find(|condition| condition.expr.is_some_and(|expr| is_fixed(expr, &self.fixed)))
            .copied()
            && self.all(&[fixed]).0.is_never()
        {
            self.tell(Diagnostic::new(&entries::SWITCHED_OFF, fixed.span).arg("award", award.id.as_str()));
            return;
        }
        if core.len() <= MOST_CONDITIONS {
            let mut at = 0;
            while at < core.len() && core.len() > 1 {
                let mut fewer = core.clone();
                fewer.remove(at);
                if self.all(&fewer).0.is_never() {
                    core = fewer;
                } else {
                    at = at.saturating_add(1);
                }
            }
        }
        let Some((last, others)) = core.split_last() else { return };
        if others.is_empty() {
            let ranges = last.expr.map_or_else(words::by_type, |expr| self.ranges(expr));
            self.tell(
                Diagnostic::new(&entries::NEVER_RECEIVED, last.span)
                    .arg("award", award.id.as_str())
                    .arg("ranges", ranges),
            );
            return;
        }
        let (answer, cone) = self.all(others);
        let example = answer.found().map(|found| words::applicant(&cone, &found.telling));
        let mut finding = Diagnostic::new(&entries::CONTRADICTION, last.span)
            .arg("award", award.id.as_str())
            .arg("example", example.unwrap_or_else(|| Words::new("（没有找到）", "(none was found)")));
        for other in others {
            finding = finding.label(other.span, "other");
            self.told.insert(other.span);
        }
        self.tell(finding);
    }

    /// All conditions can hold, and yet nothing is ever paid.
    fn nothing_comes(&mut self, award: &'p Award, conditions: &[Condition<'_>]) {
        let (answer, cone) = self.all(conditions);
        let Some(found) = answer.found() else { return };
        let example = words::applicant(&cone, &found.telling);
        let place = match &award.amount {
            AmountRule::Lines(lines) => lines.first().map_or(award.name_span, |line| line.span),
            AmountRule::Decided { span, .. } | AmountRule::Prizes { span, .. } => *span,
            AmountRule::Ladder { kind_span, .. } => *kind_span,
            AmountRule::Elsewhere(_) => award.name_span,
        };
        self.tell(
            Diagnostic::new(&entries::ALWAYS_ZERO, place)
                .arg("award", award.id.as_str())
                .arg("example", example),
        );
    }

    /// `once` makes a limit by year a limit of that one payment.
    fn once_with_yearly(&mut self, award: &Award) {
        let Some(once) = award.once else { return };
        let lines = match &award.amount {
            AmountRule::Lines(lines)
            | AmountRule::Decided { lines, .. }
            | AmountRule::Prizes { lines, .. }
            | AmountRule::Ladder { lines, .. } => lines,
            AmountRule::Elsewhere(_) => return,
        };
        let yearly = lines.iter().find(|line| {
            matches!(line.kind, LineKind::AtMost { scope: Some(Scope::PerYear), shared: None, .. })
        });
        if let Some(yearly) = yearly {
            self.found.push(
                Diagnostic::new(&entries::ONCE_WITH_YEARLY, yearly.span)
                    .arg("award", award.id.as_str())
                    .label(once, "once"),
            );
        }
    }
}

/// Whether an award can be paid, whatever happened before.
pub(super) fn payable(cone: &mut Cone<'_>, award: &plan::Award) -> NodeId {
    let eligible = cone.take(award.eligible);
    let amount = award.decided.map_or(award.gross, |decided| decided.gross_high);
    let amount = cone.take(amount);
    let positive = cone.positive(amount);
    cone.and(vec![eligible, positive])
}

/// Whether all of these hold.
pub(super) fn together(cone: &mut Cone<'_>, conditions: &[Condition<'_>]) -> NodeId {
    let mut all = Vec::with_capacity(conditions.len());
    let mut of_items = Vec::new();
    for condition in conditions {
        match condition.place {
            Place::Applicant(node) => all.push(cone.take(node)),
            Place::Item(list, node) => of_items.push((list, cone.take_item(list, node))),
        }
    }
    // INVARIANT: conditions of items in one question are about the items of one list.
    if let Some(&(list, _)) = of_items.first() {
        all.push(cone.some_item(list, of_items.into_iter().map(|(_, node)| node).collect()));
    }
    cone.and(all)
}
