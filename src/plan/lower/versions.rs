//! When an award is in force: its own days or its policy's, and which of several versions applies.
//!
//! Of versions that replace one another the first applies that was not yet replaced: every handover that leads to
//! an award has passed, and its own has not. So one of them applies on every day that the policy covers.

use crate::calendar::Date;
use crate::program::{self, Expr, Handover, Stated, is_of_item, same_date};
use crate::source::Span;
use crate::syntax::ast::Comparison;

use super::{At, Lowering, NodeId, NodeType, Op};
use crate::plan::{Because, Bound};

/// When an award is in force.
pub(super) struct InForce {
    /// Bool.
    pub node: NodeId,
    pub bounds: Vec<Bound>,
}

/// Bool: one end of a period is kept, and the date that decides about it.
#[derive(Clone, Copy)]
struct Kept {
    holds: NodeId,
    event: NodeId,
}

impl Lowering<'_> {
    /// When an award is in force, as far as that is the applicant's; see [`Lowering::items_in_force`].
    pub(super) fn in_force(&mut self, id: program::AwardId, award: &program::Award) -> InForce {
        let program = self.program;
        let stated = program.stated(award);
        let end = program.handovers.end_of(id);
        let mut bounds = Vec::new();
        let mut all = Vec::new();
        let leading = program.handovers.leading_to(id);
        if let (Some(first), false) = (stated.validity.from, is_of_item(stated.by)) {
            // The day on which it takes over comes no earlier.
            let implied =
                |handover: &&Handover| same_date(handover.by.as_ref(), stated.by) && handover.from >= first;
            if !leading.iter().any(implied) {
                let kept = self.end(stated.by, Comparison::AtLeast, first, stated.span);
                all.push(kept.holds);
                bounds.push(Bound { because: Because::First(first), event: kept.event, holds: kept.holds });
            }
        }
        for (place, &handover) in leading.iter().enumerate() {
            self.passed(&leading, place, handover, &mut bounds, &mut all);
        }
        self.policy_from(&stated, &mut bounds, &mut all);
        let mut lasts = self.lasts(&stated, end, &mut bounds);
        let mut kept_on = None;
        if let Some(end) = end
            && !is_of_item(end.by.as_ref())
        {
            let not_yet = self.end(end.by.as_ref(), Comparison::Less, end.from, end.span);
            lasts.push(not_yet.holds);
            let newer = self.award_id(end.newer);
            kept_on = self.kept(end);
            let mut holds = self.outer.and(lasts.clone(), end.span);
            if let Some(kept) = kept_on {
                holds = self.outer.or(vec![holds, kept], end.span);
            }
            bounds.push(Bound { because: Because::ReplacedBy(newer, end.from), event: not_yet.event, holds });
        }
        let lasts = self.outer.and(lasts, stated.span);
        all.push(match kept_on {
            Some(kept) => self.outer.or(vec![lasts, kept], stated.span),
            None => lasts,
        });
        self.superseded(&mut bounds, &mut all);
        let node = self.outer.and(all, stated.span);
        InForce { node, bounds }
    }

    /// The conditions by which a date of each item decides whether the item counts.
    pub(super) fn items_in_force(
        &mut self,
        id: program::AwardId,
        award: &program::Award,
        item: At,
    ) -> Vec<Option<NodeId>> {
        let program = self.program;
        let stated = program.stated(award);
        let mut ends: Vec<(Option<&Expr>, Comparison, Date, Span)> = Vec::new();
        if is_of_item(stated.by) {
            let days =
                [(stated.validity.from, Comparison::AtLeast), (stated.validity.until, Comparison::AtMost)];
            let days = days.into_iter().filter_map(|(day, comparison)| Some((comparison, day?)));
            ends.extend(days.map(|(comparison, day)| (stated.by, comparison, day, stated.span)));
        }
        for handover in program.handovers.leading_to(id) {
            ends.push((handover.by.as_ref(), Comparison::AtLeast, handover.from, handover.span));
        }
        if let Some(handover) = program.handovers.end_of(id) {
            ends.push((handover.by.as_ref(), Comparison::Less, handover.from, handover.span));
        }
        let ends = ends.into_iter().filter(|(by, ..)| is_of_item(*by));
        ends.map(|(by, comparison, day, span)| Some(self.end_at(by, comparison, day, (item, span)).holds))
            .collect()
    }

    /// A handover that leads to the award has passed, and the older version is not kept for this applicant.
    fn passed(
        &mut self,
        leading: &[&Handover],
        place: usize,
        handover: &Handover,
        bounds: &mut Vec<Bound>,
        all: &mut Vec<NodeId>,
    ) {
        if is_of_item(handover.by.as_ref()) {
            return;
        }
        let older = self.award_id(handover.older);
        // A later handover by the same date says more.
        let later = leading
            .iter()
            .take(place)
            .find(|later| same_date(later.by.as_ref(), handover.by.as_ref()) && later.from >= handover.from);
        if later.is_none() {
            let passed = self.end(handover.by.as_ref(), Comparison::AtLeast, handover.from, handover.span);
            all.push(passed.holds);
            let because = Because::Replaces(older, handover.from);
            bounds.push(Bound { because, event: passed.event, holds: passed.holds });
        }
        if let Some(kept) = self.kept(handover) {
            let Some(keep) = &handover.keep else { return };
            let until = keep.until.as_ref().map(|&(day, _)| day);
            let holds = self.outer.not(kept, keep.span);
            let event = self.condition(&keep.condition, At::Applicant);
            all.push(holds);
            bounds.push(Bound { because: Because::Kept(older, until), event, holds });
        }
    }

    /// Bool: the older version of a handover still applies to this applicant.
    fn kept(&mut self, handover: &Handover) -> Option<NodeId> {
        let keep = handover.keep.as_ref()?;
        let mut all = vec![self.condition(&keep.condition, At::Applicant)];
        match &keep.until {
            Some((day, by)) => {
                all.push(self.end(by.as_ref(), Comparison::AtMost, *day, keep.span).holds);
            }
            None => {
                let program = self.program;
                let stated = program.stated(program.awards.at(handover.older));
                all.extend(self.lasts(&stated, None, &mut Vec::new()));
            }
        }
        // What was never in force is not kept.
        let first = self.program.stated(self.program.awards.at(handover.older));
        if let (Some(day), false) = (first.validity.from, is_of_item(first.by)) {
            // Its policy's first day is the newer version's as well.
            let implied = !first.own || (same_date(first.by, handover.by.as_ref()) && day <= handover.from);
            if !implied {
                all.push(self.end(first.by, Comparison::AtLeast, day, keep.span).holds);
            }
        }
        Some(self.outer.and(all, keep.span))
    }

    /// The last day stated, unless it is after the day on which the award is replaced anyway.
    fn lasts(&mut self, stated: &Stated<'_>, end: Option<&Handover>, bounds: &mut Vec<Bound>) -> Vec<NodeId> {
        let Some(last) = stated.validity.until else { return Vec::new() };
        let implied = end.is_some_and(|end| same_date(end.by.as_ref(), stated.by) && end.from <= last);
        if implied || is_of_item(stated.by) {
            return Vec::new();
        }
        let kept = self.end(stated.by, Comparison::AtMost, last, stated.span);
        let override_by_keep = end.is_some_and(|end| end.keep.is_some());
        if !override_by_keep {
            bounds.push(Bound { because: Because::Last(last), event: kept.event, holds: kept.holds });
        }
        vec![kept.holds]
    }

    /// The first day of a policy that replaces another, where another date than that of its period decides.
    fn policy_from(&mut self, stated: &Stated<'_>, bounds: &mut Vec<Bound>, all: &mut Vec<NodeId>) {
        let program = self.program;
        for replaced in &program.policy.replaces {
            let by = replaced.by.as_ref().and_then(|name| fact_of(program, name, replaced.span));
            let same = same_date(by.as_ref(), stated.by);
            if same && stated.validity.from.is_some_and(|first| first >= replaced.from) {
                continue;
            }
            let kept = self.end(by.as_ref(), Comparison::AtLeast, replaced.from, replaced.span);
            all.push(kept.holds);
            bounds.push(Bound {
                because: Because::First(replaced.from),
                event: kept.event,
                holds: kept.holds,
            });
        }
    }

    /// The day from which another policy replaces this one.
    fn superseded(&mut self, bounds: &mut Vec<Bound>, all: &mut Vec<NodeId>) {
        let Some(replaced) = &self.program.policy.replaced_by else { return };
        // The other policy's text is not at hand; what this one says of its period stands for it.
        let at = self.program.policy.span;
        let kept = self.end(replaced.by.as_ref(), Comparison::Less, replaced.from, at);
        all.push(kept.holds);
        let because = Because::Superseded(replaced.title.clone(), replaced.from);
        bounds.push(Bound { because, event: kept.event, holds: kept.holds });
    }

    fn end(&mut self, by: Option<&Expr>, comparison: Comparison, day: Date, span: Span) -> Kept {
        self.end_at(by, comparison, day, (At::Applicant, span))
    }

    fn end_at(
        &mut self,
        by: Option<&Expr>,
        comparison: Comparison,
        day: Date,
        (at, span): (At, Span),
    ) -> Kept {
        let event = match by {
            Some(by) => self.plain(by, at),
            None => {
                let node = self.outer.leaf(Op::AsOf, NodeType::Date, None, span);
                super::value::Plain { node: self.seen_from(at, node, span), defined: None }
            }
        };
        let level = self.level(at);
        let day = level.date(day, span);
        let compared = level.compare(comparison, event.node, day, span);
        let holds = level.and(event.defined.into_iter().chain([compared]).collect(), span);
        Kept { holds, event: event.node }
    }
}

/// The expression of a fact of a name.
fn fact_of(program: &program::Program, name: &str, span: Span) -> Option<Expr> {
    let (id, fact) = program.facts.iter_ids().find(|(_, fact)| fact.name == name)?;
    Some(Expr { kind: program::ExprKind::Fact(id), ty: fact.ty.clone(), span })
}
