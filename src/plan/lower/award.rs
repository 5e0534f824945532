//! Awards: in force, conditions, items, amount, rounding, `once`, in the order that semantics fixes.

use crate::arena::{Arena, Id as _};
use crate::money::Rational;
use crate::program::{self, AmountRule, PartKind};
use crate::source::Span;
use crate::syntax::ast::{Comparison, LadderKind, Scope};

use super::amount::{Chain, Strand};
use super::versions::InForce;
use super::{At, AwardId, InputId, Lowering, NodeId, Op, PaidScope, Usable};
use crate::plan::{Award, AwardKind, Decided, Items, Line, LineKind, Part, Step};

/// What the amount of an award comes to.
struct Amount {
    kind: AwardKind,
    items: Option<Items>,
    steps: Vec<Step>,
    lines: Vec<Line>,
    gross: NodeId,
    net: NodeId,
    /// Money: what it comes to if none of its limits is applied, where that is read.
    before_limits: Option<NodeId>,
    decided: Option<Decided>,
    /// Bool: what else has to hold for there to be an amount.
    conditions: Vec<NodeId>,
}

impl Lowering<'_> {
    /// All awards in the order of results, before groups.
    pub(super) fn awards(&mut self) -> Arena<AwardId, Award> {
        let program = self.program;
        let mut open: std::collections::BTreeSet<AwardId> =
            program.awards.ids().map(|id| self.award_id(id)).collect();
        let empty = program.awards.iter().map(|award| self.not_yet(award)).collect();
        self.lowered = empty;
        // INVARIANT: `award_order` names every award once; what it missed would still be lowered, at the end.
        for id in program.award_order.iter().copied().chain(program.awards.ids()) {
            let place = self.award_id(id);
            if open.contains(&place) {
                let award = self.award(id, program.awards.at(id));
                self.usable.insert(place, Usable { net: award.net, payable: award.payable });
                *self.lowered.at_mut(place) = award;
                open.remove(&place);
                self.ready.insert(place);
            }
        }
        std::mem::take(&mut self.lowered)
    }

    /// What stands for an award until it is lowered.
    fn not_yet(&self, award: &program::Award) -> Award {
        // Nothing reads the nodes of what is not lowered yet.
        let zero = NodeId::new(0);
        Award {
            id: award.id.clone(),
            title: award.title.clone(),
            cites: Vec::new(),
            kind: AwardKind::Award,
            units: self.program.policy.units.clone(),
            readings: Vec::new(),
            notes: Vec::new(),
            parts: Vec::new(),
            ranking: None,
            matter: None,
            foreign: None,
            span: award.span,
            bounds: Vec::new(),
            in_force: zero,
            counts: Vec::new(),
            other_kinds: Vec::new(),
            conditions: Vec::new(),
            eligible: zero,
            items: None,
            steps: Vec::new(),
            lines: Vec::new(),
            gross: zero,
            net: zero,
            used_up: None,
            decided: None,
            payable: zero,
            rivals: Vec::new(),
            common: Vec::new(),
            stacked: None,
            before_limits: None,
            amount: zero,
            payout: crate::plan::Payout::default(),
        }
    }

    fn award(&mut self, program_id: program::AwardId, award: &program::Award) -> Award {
        let id = self.award_id(program_id);
        let policy = &self.program.policy;
        let span = award.name_span;
        let units = award.units.as_ref().unwrap_or(&policy.units).clone();
        let InForce { node: in_force, bounds } = self.in_force(program_id, award);
        let mut conditions: Vec<NodeId> = self.kinds(award).into_iter().collect();
        let before = self.guard_of(in_force, &conditions, span);
        let lines = self.guarded(At::Applicant, before, |lowering| lowering.conditions(award, span));
        conditions.extend(lines);
        let reached = self.guard_of(in_force, &conditions, span);
        let held: Vec<(NodeId, bool)> = conditions.iter().map(|&condition| (condition, true)).collect();
        let amount = self.holding(At::Applicant, held, |lowering| {
            lowering.guarded(At::Applicant, reached, |lowering| lowering.amount((program_id, id), award))
        });
        conditions.extend(amount.conditions);
        let eligible = self.outer.and(conditions.clone(), span);
        let used_up = award.once.map(|once| {
            let paid = self.paid(id, PaidScope::Ever, once);
            self.positive(paid, once)
        });
        let mut needed = vec![in_force, eligible];
        let not_used_up = used_up.map(|used_up| self.outer.not(used_up, span));
        if amount.kind == AwardKind::Support {
            needed.extend(not_used_up);
        } else {
            needed.push(self.positive(amount.gross, span));
            needed.extend(not_used_up);
            needed.push(self.positive(amount.net, span));
        }
        let payable = self.outer.and(needed, span);
        if let Some(free) = amount.before_limits {
            // Whatever its limits and its history, but only where it is in force and its conditions hold.
            let mut needed = vec![in_force, eligible];
            needed.extend(not_used_up);
            let reached = self.outer.and(needed, span);
            let zero = self.money(Rational::ZERO, span);
            let free = self.outer.select(reached, free, zero, span);
            self.before_limits.insert(id, free);
        }
        let parts = award.parts.iter().map(|part| self.part(part)).collect();
        Award {
            id: award.id.clone(),
            title: award.title.clone(),
            cites: award.cites.iter().map(|section| section.text.clone()).collect(),
            kind: amount.kind,
            units,
            readings: award.readings.clone(),
            notes: award.notes.clone(),
            parts,
            // Set when the groups are known.
            ranking: None,
            matter: award.matter.clone(),
            foreign: None,
            span: award.span,
            bounds,
            in_force,
            counts: self.counted_with(id),
            other_kinds: award.other_kinds.clone(),
            conditions,
            eligible,
            items: amount.items,
            steps: amount.steps,
            lines: amount.lines,
            gross: amount.gross,
            net: amount.net,
            used_up,
            decided: amount.decided,
            payable,
            rivals: Vec::new(),
            common: Vec::new(),
            stacked: None,
            before_limits: self.before_limits.get(&id).copied(),
            // Set when the groups are known.
            amount: amount.net,
            payout: crate::plan::Payout::default(),
        }
    }

    /// Bool: in force, and these hold; `None` where nothing would ask for it.
    fn guard_of(&mut self, in_force: NodeId, conditions: &[NodeId], span: Span) -> Option<NodeId> {
        if !self.refuses_dates() {
            return None;
        }
        Some(self.outer.and([in_force].into_iter().chain(conditions.iter().copied()).collect(), span))
    }

    /// The condition lines. Those that may be refused are needed only where the others hold.
    fn conditions(&mut self, award: &program::Award, span: Span) -> Vec<NodeId> {
        if !self.refuses_dates() {
            return award.conditions.iter().map(|line| self.condition(line, At::Applicant)).collect();
        }
        let refusable: Vec<bool> = award.conditions.iter().map(|line| self.may_refuse(line)).collect();
        let mut found: Vec<Option<NodeId>> = Vec::with_capacity(refusable.len());
        for (line, refusable) in award.conditions.iter().zip(refusable) {
            found.push(if refusable { None } else { Some(self.condition(line, At::Applicant)) });
        }
        let others = self.outer.and(found.iter().copied().flatten().collect(), span);
        let lines = found.into_iter().zip(&award.conditions).map(|(condition, line)| match condition {
            Some(condition) => condition,
            None => {
                self.guarded(At::Applicant, Some(others), |lowering| lowering.condition(line, At::Applicant))
            }
        });
        lines.collect()
    }

    fn positive(&mut self, amount: NodeId, span: Span) -> NodeId {
        let zero = self.money(Rational::ZERO, span);
        self.outer.compare(Comparison::More, amount, zero, span)
    }

    fn kinds(&mut self, award: &program::Award) -> Option<NodeId> {
        let kinds = award.kinds.as_ref()?;
        let span = award.kinds_span.unwrap_or(award.name_span);
        if kinds.is_empty() {
            return Some(self.outer.bool(false, span));
        }
        let Some(applicant) = self.program.applicant else {
            self.refuse(span);
            return None;
        };
        let mask = kinds.iter().fold(0, |mask, &kind| mask | super::value::bit(kind));
        let applicant = self.fact(applicant, At::Applicant, span);
        Some(self.outer.among(applicant, mask, span))
    }

    fn part(&mut self, part: &program::Part) -> Part {
        let cites = part.cites.iter().map(|section| section.text.clone()).collect();
        match &part.kind {
            PartKind::Quota { number, scope, fact, last, condition } => Part::Quota {
                number: *number,
                scope: *scope,
                fact: fact.map(|fact| InputId::new(fact.raw())),
                last: *last,
                condition: condition.as_ref().map(|condition| self.condition(condition, At::Applicant)),
                cites,
            },
            PartKind::Clawback { share, event, condition } => Part::Clawback {
                share: self.share_of_whole(share),
                event: event.clone(),
                condition: condition.as_ref().map(|condition| self.condition(condition, At::Applicant)),
                cites,
            },
            PartKind::Earmark { share, purpose, condition } => Part::Earmark {
                share: *share,
                purpose: purpose.clone(),
                condition: condition.as_ref().map(|condition| self.condition(condition, At::Applicant)),
                cites,
            },
        }
    }

    /// A share that is computed, never below nothing and never above the whole.
    fn share_of_whole(&mut self, share: &program::Expr) -> NodeId {
        let span = share.span;
        let value = self.number(share, At::Applicant).node;
        let ty = self.outer.ty(value).clone();
        let value = self.outer.never_negative(value, &ty, span);
        if self.outer.extent(value).is_some_and(|extent| extent.high <= Rational::ONE) {
            return value;
        }
        let whole = self.outer.number(Rational::ONE, &ty, span);
        self.outer.min(vec![value, whole], &ty, span)
    }

    fn amount(&mut self, (program_id, id): (program::AwardId, AwardId), award: &program::Award) -> Amount {
        if let Some(each) = &award.each
            && !matches!(award.amount, AmountRule::Lines(_))
        {
            self.refuse(each.span);
        }
        match &award.amount {
            AmountRule::Elsewhere(_) => {
                let zero = self.money(Rational::ZERO, award.name_span);
                Amount {
                    kind: AwardKind::Support,
                    items: None,
                    steps: Vec::new(),
                    lines: Vec::new(),
                    gross: zero,
                    net: zero,
                    before_limits: None,
                    decided: None,
                    conditions: Vec::new(),
                }
            }
            AmountRule::Lines(lines) => self.by_lines((program_id, id), award, lines),
            AmountRule::Decided { low, high, scope, lines, span } => {
                self.by_decision(id, award, (low, high, *scope), lines, *span)
            }
            AmountRule::Ladder { steps, kind, kind_span, lines } => {
                self.by_ladder(id, award, steps, (*kind, *kind_span), lines)
            }
            AmountRule::Prizes { prizes, lines, span } => {
                let prize = self.prize(id, prizes, *span);
                let mut chain = Chain::new(At::Applicant, id, strands(award, prize));
                chain.list(LineKind::Pays(prize), Some(*span), &[]);
                for line in lines {
                    self.line(&mut chain, line);
                }
                self.finished(award, chain, AwardKind::Award, None, Vec::new(), Vec::new())
            }
        }
    }

    fn by_lines(
        &mut self,
        (program_id, id): (program::AwardId, AwardId),
        award: &program::Award,
        lines: &[program::Line],
    ) -> Amount {
        let span = award.name_span;
        let zero = self.money(Rational::ZERO, span);
        let mut chain = Chain::new(At::Applicant, id, strands(award, zero));
        let mut items = None;
        if let Some(each) = &award.each {
            let of_items = lines.iter().filter(|line| line.per_item);
            items = self.items((program_id, id), award, each, of_items.collect(), &mut chain);
        } else if let Some(line) = lines.iter().find(|line| line.per_item) {
            self.refuse(line.span);
        }
        for line in lines.iter().filter(|line| !line.per_item) {
            self.line(&mut chain, line);
        }
        self.finished(award, chain, AwardKind::Award, items, Vec::new(), Vec::new())
    }

    fn by_ladder(
        &mut self,
        id: AwardId,
        award: &program::Award,
        steps: &[program::Step],
        (kind, span): (LadderKind, Span),
        lines: &[program::Line],
    ) -> Amount {
        let ty = self.money.clone();
        let zero = self.money(Rational::ZERO, span);
        let mut listed = Vec::with_capacity(steps.len());
        let mut worth = Vec::with_capacity(steps.len());
        for step in steps {
            let condition = self.condition(&step.condition, At::Applicant);
            let amount = self.guarded(At::Applicant, Some(condition), |lowering| {
                lowering.number(&step.amount, At::Applicant)
            });
            let held =
                self.outer.and([Some(condition), amount.defined].into_iter().flatten().collect(), step.span);
            worth.push(self.outer.select(held, amount.node, zero, step.span));
            listed.push(Step {
                name: step.name.clone(),
                cites: step.cites.iter().map(|section| section.text.clone()).collect(),
                held,
                amount: amount.node,
                span: step.span,
            });
        }
        let some_held = self.outer.or(listed.iter().map(|step| step.held).collect(), span);
        let reached = match kind {
            LadderKind::HighestOnly | LadderKind::TopUp => {
                worth.push(zero);
                self.outer.max(worth, &ty, span)
            }
            LadderKind::AddUp => {
                self.outer.add(worth.into_iter().map(|one| (false, one)).collect(), &ty, span)
            }
        };
        let mut chain = Chain::new(At::Applicant, id, strands(award, reached));
        if kind == LadderKind::TopUp {
            self.top_up(&mut chain, reached, span);
        }
        chain.list(LineKind::Steps(kind), Some(span), &[]);
        for line in lines {
            self.line(&mut chain, line);
        }
        self.finished(award, chain, AwardKind::Ladder(kind), None, listed, vec![some_held])
    }

    fn by_decision(
        &mut self,
        id: AwardId,
        award: &program::Award,
        (low, high, scope): (&program::Expr, &program::Expr, Option<Scope>),
        lines: &[program::Line],
        span: Span,
    ) -> Amount {
        let ty = self.money.clone();
        let (low, high) = (self.number(low, At::Applicant), self.number(high, At::Applicant));
        // The bounds go through the lines as amounts do: lowest and highest, without history, then with it.
        let bounds = [(low.node, false), (high.node, false), (low.node, true), (high.node, true)];
        let strands = bounds.map(|(node, history)| Strand { node, history, limited: true }).to_vec();
        let mut chain = Chain::new(At::Applicant, id, strands);
        chain.defined.extend(low.defined.into_iter().chain(high.defined));
        chain.list(LineKind::Decided, Some(span), &[]);
        self.cut_to_bound(&mut chain, high.node, scope, span);
        for line in lines {
            self.line(&mut chain, line);
        }
        let rounding = self.program.policy.rounding;
        self.round(&mut chain, rounding, span);
        let bounds: Vec<NodeId> = chain.strands.iter().map(|strand| strand.node).collect();
        let &[gross_low, gross_high, low, high] = bounds.as_slice() else {
            // INVARIANT: the chain keeps the four strands it was given.
            return self.finished(award, chain, AwardKind::Award, None, Vec::new(), Vec::new());
        };
        let decision = self.decisions.get(&id).copied().unwrap_or(InputId::new(usize::MAX));
        let currency = crate::program::Type::money(self.program.policy.currency);
        let extent = super::value::fact_extent(&currency, None, None);
        let decided = self.outer.leaf(Op::Input(decision), ty.clone(), extent, span);
        let rounded = self.outer.round(rounding, decided, &ty, span);
        let mut within = |low, high| {
            let raised = self.outer.max(vec![rounded, low], &ty, span);
            self.outer.min(vec![raised, high], &ty, span)
        };
        let (gross, net) = (within(gross_low, gross_high), within(low, high));
        let low = self.outer.min(vec![low, high], &ty, span);
        chain.strands = both(gross, net);
        chain.list(LineKind::Rounded(rounding), None, &[]);
        Amount {
            kind: AwardKind::Award,
            items: None,
            steps: Vec::new(),
            lines: chain.lines,
            gross,
            net,
            before_limits: None,
            decided: Some(Decided { decision, low, high, gross_high }),
            conditions: chain.defined,
        }
    }

    /// The rounding of the policy, which ends every chain.
    fn finished(
        &mut self,
        award: &program::Award,
        mut chain: Chain,
        kind: AwardKind,
        items: Option<Items>,
        steps: Vec<Step>,
        held: Vec<NodeId>,
    ) -> Amount {
        let rounding = self.program.policy.rounding;
        self.round(&mut chain, rounding, award.name_span);
        chain.list(LineKind::Rounded(rounding), None, &[]);
        let zero = self.money(Rational::ZERO, award.name_span);
        let of = |history| chain.strands.iter().find(|strand| strand.limited && strand.history == history);
        let (gross, net) = (of(false), of(true));
        Amount {
            kind,
            items,
            steps,
            gross: gross.map_or(zero, |strand| strand.node),
            net: net.map_or(zero, |strand| strand.node),
            before_limits: chain.before_limits(),
            lines: chain.lines,
            decided: None,
            conditions: held.into_iter().chain(chain.defined).collect(),
        }
    }
}

/// The strands that an award's lines run over, all beginning with the same node.
pub(super) fn strands(award: &program::Award, start: NodeId) -> Vec<Strand> {
    let free = Strand { node: start, history: false, limited: false };
    let read = award.before_limits_read.then_some(free);
    read.into_iter().chain(both(start, start)).collect()
}

/// The two strands of an amount: as if nothing had been paid before, and after it.
fn both(gross: NodeId, net: NodeId) -> Vec<Strand> {
    let limited = true;
    vec![Strand { node: gross, history: false, limited }, Strand { node: net, history: true, limited }]
}
