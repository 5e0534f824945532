//! Common limits: what groups leave for each of their members, and what the members come to together.
//!
//! Every award is paid as far as the limits of all its groups reach, after the awards that are named before it
//! in one of them. So each limit is taken from the last named upward, an award that one group cuts leaves more
//! of another group's limit to the others, and it makes no difference which group is looked at first.

use std::collections::{BTreeMap, BTreeSet};

use crate::arena::{Arena, Id as _};
use crate::money::Rational;
use crate::program::{self, GroupRule};
use crate::source::Span;
use crate::syntax::ast::{Comparison, Scope};

use super::amount::history_of;
use super::{At, AwardId, GroupId, Lowering, NodeId};
use crate::plan::{Award, CommonLimit, GroupKind, Rival};

/// Groups that share members, of which it is still worked out what their members come to together.
const GROUPS: usize = 60;

/// A common limit at work.
pub(super) struct Limit {
    id: GroupId,
    members: Vec<AwardId>,
    /// Money: what is left of it after history.
    left: NodeId,
    /// Bool: it has a value; one without a value limits nothing.
    applies: Option<NodeId>,
    /// What its members get so far.
    given: Vec<NodeId>,
    span: Span,
}

/// Groups that lie within one another, by the outermost.
struct Whole {
    id: GroupId,
    members: BTreeSet<AwardId>,
    /// Money: what the members come to together; `None` where groups overlap without one holding the other.
    sum: Option<NodeId>,
}

impl Lowering<'_> {
    /// The common limits of these groups. A member of one that history has used up is exhausted, as by a limit of its
    /// own: it displaces nobody.
    pub(super) fn limits_before(
        &mut self,
        groups: &[(GroupId, &program::Group)],
        awards: &mut Arena<AwardId, Award>,
    ) -> Vec<Limit> {
        let mut limits = Vec::new();
        for &(id, group) in groups {
            if let GroupRule::Together { limit, scope, shared } = &group.kind {
                limits.push(self.common_limit(id, group, (limit, *scope, shared.as_deref()), awards));
            }
        }
        limits
    }

    /// Cuts each member of these groups to what their common limits leave for it.
    pub(super) fn common_limits(&mut self, mut limits: Vec<Limit>, awards: &mut Arena<AwardId, Award>) {
        let before: BTreeMap<AwardId, NodeId> = limits
            .iter()
            .flat_map(|limit| &limit.members)
            .map(|&member| (member, awards.at(member).amount))
            .collect();
        for member in in_order(&limits) {
            self.within_limits(member, &mut limits, awards);
        }
        let wholes = self.wholes(&limits, &before);
        for limit in limits {
            let whole = wholes.iter().find(|whole| whole.id == limit.id);
            if let Some(slot) = self.group_kinds.get_mut(limit.id.raw()) {
                *slot =
                    Some(GroupKind::Together { left: limit.left, sum: whole.and_then(|whole| whole.sum) });
            }
        }
    }

    fn common_limit(
        &mut self,
        id: GroupId,
        group: &program::Group,
        (limit, scope, shared): (&program::Expr, Option<Scope>, Option<&program::Shared>),
        awards: &mut Arena<AwardId, Award>,
    ) -> Limit {
        let span = group.span;
        let ty = self.money.clone();
        let members = self.members_of(group);
        let limit_at = limit.span;
        let limit = self.number(limit, At::Applicant);
        let mut paid: Vec<NodeId> = match history_of(scope) {
            Some(scope) => {
                let versions = members.iter().flat_map(|&member| self.counted_with(member));
                let all: BTreeSet<AwardId> = members.iter().copied().chain(versions).collect();
                all.into_iter().map(|one| self.paid_under([one].into(), scope, span)).collect()
            }
            None => Vec::new(),
        };
        let others = shared.map(|shared| self.number(&shared.counting, At::Applicant));
        paid.extend(others.map(|others| others.node));
        let before = !paid.is_empty();
        let left = self.less(limit.node, paid, limit_at);
        // What is cut is paid as it stands, so it has to be rounded as amounts are, and downward.
        let left = self.outer.round(self.program.policy.rounding.down(), left, &ty, limit_at);
        let applies = self.all_defined(
            vec![limit.defined, others.and_then(|others| others.defined)],
            At::Applicant,
            span,
        );
        if before {
            let zero = self.money(Rational::ZERO, span);
            let some = self.outer.compare(Comparison::More, limit.node, zero, span);
            let none = self.outer.compare(Comparison::AtMost, left, zero, span);
            let spent = self.outer.and([some, none].into_iter().chain(applies).collect(), span);
            for &member in &members {
                self.used_up_by(member, awards.at_mut(member), spent, span);
            }
        }
        Limit { id, members, left, applies, given: Vec::new(), span }
    }

    /// Bool: an award is payable, and no common limit of its groups was used up before.
    pub(super) fn competes(&self, id: AwardId, award: &Award) -> NodeId {
        self.competing.get(&id).copied().unwrap_or(award.payable)
    }

    /// An award that is exhausted where this holds, too.
    fn used_up_by(&mut self, id: AwardId, award: &mut Award, spent: NodeId, span: Span) {
        if self.outer.bool_of(spent) == Some(false) {
            return;
        }
        award.used_up = Some(self.outer.or(award.used_up.into_iter().chain([spent]).collect(), span));
        let open = self.outer.not(spent, span);
        let competes = self.outer.and(vec![self.competes(id, award), open], span);
        self.competing.insert(id, competes);
    }

    /// Cuts one award to what all its common limits leave after the awards named before it.
    fn within_limits(&mut self, member: AwardId, limits: &mut [Limit], awards: &mut Arena<AwardId, Award>) {
        let ty = self.money.clone();
        let award = awards.at_mut(member);
        let current = award.amount;
        let mut least = vec![current];
        for limit in limits.iter().filter(|limit| limit.members.contains(&member)) {
            let remaining = self.less(limit.left, limit.given.clone(), limit.span);
            let within = match limit.applies {
                Some(applies) => self.outer.select(applies, remaining, current, limit.span),
                None => remaining,
            };
            least.push(within);
            let cut = self.outer.min(vec![current, within], &ty, limit.span);
            let nothing_left = self.cut_to_nothing(current, cut, limit.span);
            if self.outer.bool_of(nothing_left) != Some(false) {
                award.rivals.push(Rival { award: None, group: limit.id, when: nothing_left });
            }
            award.common.push(CommonLimit { group: limit.id, remaining, applies: limit.applies });
        }
        award.amount = self.outer.min(least, &ty, award.span);
        let amount = award.amount;
        for limit in limits.iter_mut().filter(|limit| limit.members.contains(&member)) {
            limit.given.push(amount);
        }
    }

    /// What the members of each outermost group come to together, from the inside out.
    fn wholes(&mut self, limits: &[Limit], before: &BTreeMap<AwardId, NodeId>) -> Vec<Whole> {
        if limits.len() > GROUPS {
            return Vec::new();
        }
        let ty = self.money.clone();
        let mut sorted: Vec<&Limit> = limits.iter().collect();
        sorted.sort_by_key(|limit| (limit.members.len(), limit.id));
        let mut outermost: Vec<Whole> = Vec::new();
        for limit in sorted {
            let mut members: BTreeSet<AwardId> = limit.members.iter().copied().collect();
            let touched = |whole: &mut Whole| !whole.members.is_disjoint(&members);
            let inside: Vec<Whole> = outermost.extract_if(.., touched).collect();
            let nested = inside.iter().all(|whole| whole.members.is_subset(&members));
            let sums: Option<Vec<NodeId>> = inside.iter().map(|whole| whole.sum).collect();
            let loose =
                members.iter().filter(|&member| inside.iter().all(|whole| !whole.members.contains(member)));
            let loose: Vec<NodeId> = loose.filter_map(|member| before.get(member).copied()).collect();
            let sum = sums.filter(|_| nested).map(|sums| {
                let terms = sums.into_iter().chain(loose).map(|term| (false, term)).collect();
                let all = self.outer.add(terms, &ty, limit.span);
                let within = self.outer.min(vec![all, limit.left], &ty, limit.span);
                match limit.applies {
                    Some(applies) => self.outer.select(applies, within, all, limit.span),
                    None => within,
                }
            });
            members.extend(inside.into_iter().flat_map(|whole| whole.members));
            outermost.push(Whole { id: limit.id, members, sum });
        }
        outermost
    }
}

/// The members of all groups, each after those that some group names before it.
///
/// INVARIANT: the checker refuses groups that name their members in contrary orders; what such groups left over
/// would still come, at the end.
fn in_order(limits: &[Limit]) -> Vec<AwardId> {
    let mut after: BTreeMap<AwardId, BTreeSet<AwardId>> = BTreeMap::new();
    let mut waits: BTreeMap<AwardId, usize> = BTreeMap::new();
    for limit in limits {
        for &member in &limit.members {
            waits.entry(member).or_default();
        }
        for (&first, &second) in limit.members.iter().zip(limit.members.iter().skip(1)) {
            if after.entry(first).or_default().insert(second) {
                let waits = waits.entry(second).or_default();
                *waits = waits.saturating_add(1);
            }
        }
    }
    let mut ready: BTreeSet<AwardId> =
        waits.iter().filter(|&(_, &waits)| waits == 0).map(|(&member, _)| member).collect();
    let mut order = Vec::with_capacity(waits.len());
    while let Some(member) = ready.pop_first() {
        order.push(member);
        waits.remove(&member);
        for next in after.get(&member).into_iter().flatten() {
            if let Some(waits) = waits.get_mut(next) {
                *waits = waits.saturating_sub(1);
                if *waits == 0 {
                    ready.insert(*next);
                }
            }
        }
    }
    order.extend(waits.into_keys());
    order
}
