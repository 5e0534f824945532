//! Amounts: the lines of an award in the author's order, with and without what was paid before.

use crate::money::{Direction, Rational, Rounding};
use crate::program;
use crate::source::Span;
use crate::syntax::ast::{Comparison, Scope, Section};

use super::{At, AwardId, Lowering, NodeId, PaidScope};
use crate::plan::{Line, LineKind};

/// An amount on its way through the lines.
///
/// The same lines run over several strands, of which some count history and some do not. Where nothing
/// reads history the strands are the same nodes.
#[derive(Debug)]
pub(super) struct Chain {
    pub at: At,
    award: AwardId,
    /// Each with whether history counts; the last is the one that explanations show.
    pub strands: Vec<Strand>,
    /// Limits that nothing after them may have exceeded; rounding respects them.
    limits: Vec<Limit>,
    /// Bool: parts of the amount have a value.
    pub defined: Vec<NodeId>,
    pub lines: Vec<Line>,
}

/// One reading of the amount.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strand {
    pub node: NodeId,
    pub history: bool,
    /// Whether limits are applied.
    pub limited: bool,
}

/// A limit and what history leaves of it.
#[derive(Clone, Copy, Debug)]
struct Limit {
    whole: NodeId,
    left: NodeId,
    applies: Option<NodeId>,
}

impl Limit {
    fn of(&self, strand: Strand) -> NodeId {
        if strand.history { self.left } else { self.whole }
    }
}

impl Chain {
    /// A chain whose strands begin with these nodes.
    pub fn new(at: At, award: AwardId, strands: Vec<Strand>) -> Chain {
        Chain { at, award, strands, limits: Vec::new(), defined: Vec::new(), lines: Vec::new() }
    }

    /// What it comes to if none of its limits is applied, if that was asked for.
    pub fn before_limits(&self) -> Option<NodeId> {
        self.strands.iter().find(|strand| !strand.limited).map(|strand| strand.node)
    }

    /// The strand that explanations show.
    pub fn shown(&self) -> Option<NodeId> {
        self.strands.last().map(|strand| strand.node)
    }

    /// The award whose amount it is.
    pub fn award(&self) -> AwardId {
        self.award
    }

    /// Adds a limit that the amount already keeps, so that rounding keeps it too.
    pub fn keeps(&mut self, whole: NodeId, left: NodeId) {
        self.limits.push(Limit { whole, left, applies: None });
    }

    /// Lists a line with the amount after it.
    pub fn list(&mut self, kind: LineKind, span: Option<Span>, cites: &[Section]) {
        let Some(result) = self.shown() else { return };
        let per_item = self.at != At::Applicant;
        let cites = cites.iter().map(|section| section.text.clone()).collect();
        self.lines.push(Line { kind, per_item, result, span, cites });
    }
}

impl Lowering<'_> {
    /// Applies one line and lists it.
    pub(super) fn line(&mut self, chain: &mut Chain, line: &program::Line) {
        let (at, span) = (chain.at, line.span);
        let ty = self.money.clone();
        let kind = match &line.kind {
            program::LineKind::Pays(value) => {
                let value = self.number(value, at);
                chain.defined.extend(value.defined);
                chain.limits.clear();
                chain.strands.iter_mut().for_each(|strand| strand.node = value.node);
                LineKind::Pays(value.node)
            }
            program::LineKind::Times(factor) => {
                let factor = self.conditional(factor, Rational::ONE, at);
                chain.defined.extend(factor.defined);
                let level = self.level(at);
                // A limit stays one only while nothing raises the amount after it.
                if level.extent(factor.node).is_none_or(|extent| extent.high > Rational::ONE) {
                    chain.limits.clear();
                }
                for strand in &mut chain.strands {
                    strand.node = level.multiply(strand.node, factor.node, &ty, span);
                }
                LineKind::Times(factor.node)
            }
            program::LineKind::Plus(value) => {
                let value = self.conditional(value, Rational::ZERO, at);
                chain.defined.extend(value.defined);
                chain.limits.clear();
                let level = self.level(at);
                for strand in &mut chain.strands {
                    strand.node = level.add(vec![(false, strand.node), (false, value.node)], &ty, span);
                }
                LineKind::Plus(value.node)
            }
            program::LineKind::Minus(value) => {
                let value = self.conditional(value, Rational::ZERO, at);
                chain.defined.extend(value.defined);
                let level = self.level(at);
                for strand in &mut chain.strands {
                    let rest = level.add(vec![(false, strand.node), (true, value.node)], &ty, span);
                    strand.node = level.never_negative(rest, &ty, span);
                }
                LineKind::Minus(value.node)
            }
            program::LineKind::AtMost { limit, scope, shared } => {
                self.at_most(chain, limit, *scope, shared.as_deref(), span)
            }
            // Items lower it after all other lines of theirs.
            program::LineKind::Running { .. } => {
                self.refuse(span);
                return;
            }
            program::LineKind::AtLeast(value) => {
                let value = self.conditional(value, Rational::ZERO, at);
                chain.defined.extend(value.defined);
                chain.limits.clear();
                let level = self.level(at);
                let zero = level.number(Rational::ZERO, &ty, span);
                for strand in &mut chain.strands {
                    let positive = level.compare(Comparison::More, strand.node, zero, span);
                    let raised = level.max(vec![strand.node, value.node], &ty, span);
                    strand.node = level.select(positive, raised, strand.node, span);
                }
                LineKind::AtLeast(value.node)
            }
            program::LineKind::NothingBelow(value) => {
                let value = self.conditional(value, Rational::ZERO, at);
                chain.defined.extend(value.defined);
                let level = self.level(at);
                let zero = level.number(Rational::ZERO, &ty, span);
                for strand in &mut chain.strands {
                    let below = level.compare(Comparison::Less, strand.node, value.node, span);
                    strand.node = level.select(below, zero, strand.node, span);
                }
                LineKind::NothingBelow(value.node)
            }
            program::LineKind::Rounded(rounding) => {
                self.round(chain, *rounding, span);
                LineKind::Rounded(*rounding)
            }
        };
        chain.list(kind, Some(span), &line.cites);
    }

    /// Cuts the amount to what is left of a limit.
    fn at_most(
        &mut self,
        chain: &mut Chain,
        limit: &program::Expr,
        scope: Option<Scope>,
        shared: Option<&program::Shared>,
        span: Span,
    ) -> LineKind {
        let at = chain.at;
        let value = self.conditional(limit, Rational::ZERO, at);
        chain.defined.extend(value.defined);
        let (mut left, mut paid, mut others) = (value.node, None, None);
        if at == At::Applicant {
            paid = history_of(scope).map(|scope| self.paid(chain.award, scope, span));
            others = shared.map(|shared| {
                let received = self.number(&shared.counting, at);
                chain.defined.extend(received.defined);
                received.node
            });
            let used: Vec<NodeId> = paid.into_iter().chain(others).collect();
            if !used.is_empty() {
                left = self.less(value.node, used, span);
            }
        }
        self.cut(chain, Limit { whole: value.node, left, applies: value.applies }, span);
        let circle = shared.and_then(|shared| shared.circle);
        LineKind::AtMost { limit: value.node, applies: value.applies, paid, others, circle, scope }
    }

    fn cut(&mut self, chain: &mut Chain, limit: Limit, span: Span) {
        let ty = self.money.clone();
        let level = self.level(chain.at);
        for strand in chain.strands.iter_mut().filter(|strand| strand.limited) {
            let cut = level.min(vec![strand.node, limit.of(*strand)], &ty, span);
            strand.node = match limit.applies {
                Some(applies) => level.select(applies, cut, strand.node, span),
                None => cut,
            };
        }
        chain.limits.push(limit);
    }

    /// Cuts the amount to what history leaves of its own bound, and lists that if there is such history.
    pub(super) fn cut_to_bound(
        &mut self,
        chain: &mut Chain,
        bound: NodeId,
        scope: Option<Scope>,
        span: Span,
    ) {
        let (left, paid) = self.left_of(bound, scope, chain.award, span);
        self.cut(chain, Limit { whole: bound, left, applies: None }, span);
        if paid.is_some() {
            let line =
                LineKind::AtMost { limit: bound, applies: None, paid, others: None, circle: None, scope };
            chain.list(line, Some(span), &[]);
        }
    }

    /// The highest step less what the ladder has paid before, in any year.
    pub(super) fn top_up(&mut self, chain: &mut Chain, highest: NodeId, span: Span) {
        let (left, _) = self.left_of(highest, Some(Scope::InAll), chain.award, span);
        let limit = Limit { whole: highest, left, applies: None };
        chain.strands.iter_mut().for_each(|strand| {
            strand.node = if strand.limited { limit.of(*strand) } else { highest };
        });
        chain.limits.push(limit);
    }

    /// `max(0, limit − paid)` and what was paid, where the scope reads history; else the limit itself.
    pub(super) fn left_of(
        &mut self,
        limit: NodeId,
        scope: Option<Scope>,
        award: AwardId,
        span: Span,
    ) -> (NodeId, Option<NodeId>) {
        let Some(scope) = history_of(scope) else { return (limit, None) };
        let paid = self.paid(award, scope, span);
        (self.less(limit, vec![paid], span), Some(paid))
    }

    /// What is left of a sum of money after others, never below zero.
    pub(super) fn less(&mut self, whole: NodeId, parts: Vec<NodeId>, span: Span) -> NodeId {
        let ty = self.money.clone();
        let parts = parts.into_iter().map(|part| (true, part));
        let rest = self.outer.add([(false, whole)].into_iter().chain(parts).collect(), &ty, span);
        self.outer.never_negative(rest, &ty, span)
    }

    /// Rounds, and takes back what rounding lifts over a limit.
    pub(super) fn round(&mut self, chain: &mut Chain, rounding: Rounding, span: Span) {
        let ty = self.money.clone();
        let limits = chain.limits.clone();
        let level = self.level(chain.at);
        for strand in &mut chain.strands {
            let mut rounded = level.round(rounding, strand.node, &ty, span);
            let lifts = rounded != strand.node && rounding.direction != Direction::Down;
            for limit in limits.iter().filter(|_| lifts && strand.limited) {
                let bound = limit.of(*strand);
                if level.extent(bound).is_some_and(|extent| extent.is_multiple_of(rounding.step)) {
                    continue;
                }
                let bound = level.round(rounding.down(), bound, &ty, span);
                let within = level.min(vec![rounded, bound], &ty, span);
                rounded = match limit.applies {
                    Some(applies) => level.select(applies, within, rounded, span),
                    None => within,
                };
            }
            strand.node = rounded;
        }
    }
}

/// The history that counts against a limit of a scope.
pub(super) fn history_of(scope: Option<Scope>) -> Option<PaidScope> {
    match scope {
        Some(Scope::PerYear) => Some(PaidScope::THIS_YEAR),
        Some(Scope::InYears(years)) => Some(PaidScope::Years(years)),
        Some(Scope::InAll) => Some(PaidScope::Ever),
        Some(Scope::PerItem) | None => None,
    }
}
