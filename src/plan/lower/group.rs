//! Groups: who takes whose place, and what a common limit leaves for each.

use crate::arena::{Arena, Id as _};
use crate::diagnostic::{Diagnostic, plan as entries};
use crate::money::Rational;
use crate::program::{self, GroupRule};
use crate::source::Span;
use crate::syntax::ast::{Comparison, Scope};

use super::amount::history_of;
use super::{At, AwardId, GroupId, Lowering, NodeId};
use crate::plan::limits::GROUP_MEMBERS;
use crate::plan::{Award, Group, GroupKind, Rival};

impl Lowering<'_> {
    /// All groups in the order of results; the awards get their rivals and final amounts.
    ///
    /// What displaces whole awards goes first, so that a common limit is not spent on an award that
    /// another one displaces.
    pub(super) fn groups(&mut self, awards: &mut Arena<AwardId, Award>) -> Arena<GroupId, Group> {
        let program = self.program;
        let mut order: Vec<(GroupId, &program::Group)> =
            self.group_ids.iter().copied().zip(&program.groups).collect();
        order.sort_unstable_by_key(|&(id, _)| id);
        let mut kinds: Vec<Option<GroupKind>> = vec![None; order.len()];
        for &(id, group) in &order {
            let kind = match group.kind {
                GroupRule::Highest => GroupKind::Highest,
                GroupRule::First => GroupKind::First,
                GroupRule::Together { .. } => continue,
            };
            self.displacing(id, group, kind, awards);
            if let Some(slot) = kinds.get_mut(id.raw()) {
                *slot = Some(kind);
            }
        }
        self.amounts(awards);
        for &(id, group) in &order {
            if let GroupRule::Together { limit, scope } = &group.kind {
                let left = self.together(id, group, (limit, *scope), awards);
                if let Some(slot) = kinds.get_mut(id.raw()) {
                    *slot = Some(GroupKind::Together { left });
                }
            }
        }
        let listed = order.iter().zip(kinds).filter_map(|(&(_, group), kind)| {
            Some(Group {
                id: group.id.clone(),
                title: group.title.clone(),
                cites: group.cites.iter().map(|section| section.text.clone()).collect(),
                kind: kind?,
                members: self.members_of(group),
                readings: group.readings.clone(),
                span: group.span,
            })
        });
        listed.collect()
    }

    fn members_of(&self, group: &program::Group) -> Vec<AwardId> {
        let mut seen = std::collections::BTreeSet::new();
        let members = group.members.iter().map(|&(member, _)| self.award_id(member));
        members.filter(|member| seen.insert(*member)).collect()
    }

    fn displacing(
        &mut self,
        id: GroupId,
        group: &program::Group,
        kind: GroupKind,
        awards: &mut Arena<AwardId, Award>,
    ) {
        let members = self.members_of(group);
        if members.len() > GROUP_MEMBERS {
            let finding = Diagnostic::new(&entries::GROUP_TOO_LARGE, group.span)
                .arg("members", members.len().to_string())
                .arg("limit", GROUP_MEMBERS.to_string());
            self.found.push(finding);
            return;
        }
        for (place, &member) in members.iter().enumerate() {
            let net = awards.at(member).net;
            for (other_place, &other) in members.iter().enumerate() {
                let named_before = other_place < place;
                if other == member || (kind == GroupKind::First && !named_before) {
                    continue;
                }
                let rival = awards.at(other);
                let (payable, other_net) = (rival.payable, rival.net);
                let when = if kind == GroupKind::First {
                    payable
                } else {
                    // Ties go to the one named first.
                    let comparison = if named_before { Comparison::AtLeast } else { Comparison::More };
                    let higher = self.outer.compare(comparison, other_net, net, group.span);
                    self.outer.and(vec![payable, higher], group.span)
                };
                if self.outer.bool_of(when) != Some(false) {
                    awards.at_mut(member).rivals.push(Rival { award: Some(other), group: id, when });
                }
            }
        }
    }

    /// What each award pays if no common limit cuts it.
    fn amounts(&mut self, awards: &mut Arena<AwardId, Award>) {
        for award in awards.iter_mut() {
            let at = award.span;
            let beaten = self.outer.or(award.rivals.iter().map(|rival| rival.when).collect(), at);
            let unbeaten = self.outer.not(beaten, at);
            let paid = self.outer.and(vec![award.payable, unbeaten], at);
            let zero = self.money(Rational::ZERO, at);
            award.amount = self.outer.select(paid, award.net, zero, at);
        }
    }

    /// Cuts the members from the last named upward, and returns what is left of the limit before them.
    fn together(
        &mut self,
        id: GroupId,
        group: &program::Group,
        (limit, scope): (&program::Expr, Option<Scope>),
        awards: &mut Arena<AwardId, Award>,
    ) -> NodeId {
        let span = group.span;
        let ty = self.money.clone();
        let members = self.members_of(group);
        let limit_at = limit.span;
        let limit = self.number(limit, At::Applicant);
        let paid: Vec<NodeId> = match history_of(scope) {
            Some(scope) => members.iter().map(|&member| self.paid(member, scope, span)).collect(),
            None => Vec::new(),
        };
        let left = self.less(limit.node, paid, limit_at);
        // What is cut is paid as it stands, so it has to be rounded as amounts are, and downward.
        let left = self.outer.round(self.program.policy.rounding.down(), left, &ty, limit_at);
        let mut before = self.money(Rational::ZERO, span);
        for member in members {
            let current = awards.at(member).amount;
            let remaining = self.less(left, vec![before], span);
            let within = self.outer.min(vec![current, remaining], &ty, span);
            // A limit without a value limits nothing.
            let cut = match limit.defined {
                Some(defined) => self.outer.select(defined, within, current, span),
                None => within,
            };
            let nothing_left = self.cut_to_nothing(current, cut, span);
            if self.outer.bool_of(nothing_left) != Some(false) {
                awards.at_mut(member).rivals.push(Rival { award: None, group: id, when: nothing_left });
            }
            awards.at_mut(member).amount = cut;
            before = self.outer.add(vec![(false, before), (false, current)], &ty, span);
        }
        left
    }

    pub(super) fn cut_to_nothing(&mut self, current: NodeId, cut: NodeId, span: Span) -> NodeId {
        let zero = self.money(Rational::ZERO, span);
        let positive = self.outer.compare(Comparison::More, current, zero, span);
        let nothing = self.outer.compare(Comparison::AtMost, cut, zero, span);
        self.outer.and(vec![positive, nothing], span)
    }
}
