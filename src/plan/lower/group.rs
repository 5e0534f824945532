//! Groups: who takes whose place, and what a common limit leaves for each.

use std::collections::BTreeMap;

use crate::arena::{Arena, Id as _};
use crate::diagnostic::{Diagnostic, plan as entries};
use crate::money::Rational;
use crate::program::{self, GroupRule};
use crate::source::Span;
use crate::syntax::ast::Comparison;

use super::{AwardId, GroupId, InputId, Lowering, NodeId, NodeType, Op};
use crate::plan::limits::GROUP_MEMBERS;
use crate::plan::{Award, CHOICE, Choice, Group, GroupKind, Input, InputType, Rival};

/// Awards that groups link, and these groups.
#[derive(Default)]
struct Component<'g> {
    members: Vec<AwardId>,
    groups: Vec<(GroupId, &'g program::Group)>,
}

/// A member of which a share is paid where another one stands before it.
struct Next {
    group: GroupId,
    member: AwardId,
    /// Bool: another one stands before it.
    when: NodeId,
    share: Rational,
    span: Span,
}

/// The first of the awards that one is linked with so far.
fn leading(leader: &[usize], award: usize) -> usize {
    let mut award = award;
    while let Some(&above) = leader.get(award)
        && above != award
    {
        award = above;
    }
    award
}

/// The input that holds which member of a group the applicant chose.
pub(super) fn choice_input(program: &program::Program, group: &program::Group) -> Input {
    let mut seen = std::collections::BTreeSet::new();
    let members = group.members.iter().filter(|(member, _)| seen.insert(*member));
    let choice = |&(member, _): &(program::AwardId, Span)| {
        let award = program.awards.at(member);
        Choice { name: award.id.clone(), label: (award.title != award.id).then(|| award.title.clone()) }
    };
    Input {
        name: format!("{}{CHOICE}", group.id),
        label: None,
        question: None,
        ty: InputType::Enum(members.map(choice).collect()),
        optional: false,
        by_year: false,
        low: None,
        high: None,
        default: None,
        decides: None,
        of_year: None,
        span: group.span,
    }
}

impl<'p> Lowering<'p> {
    /// All groups in the order of results; the awards get their rivals and final amounts.
    ///
    /// What displaces whole awards goes first, so that a common limit is not spent on an award that
    /// another one displaces.
    pub(super) fn groups(&mut self, awards: &mut Arena<AwardId, Award>) -> Arena<GroupId, Group> {
        let order = self.groups_in_order();
        for component in self.components(&order) {
            self.settle(&component, awards);
        }
        let kinds = std::mem::take(&mut self.group_kinds);
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

    fn groups_in_order(&self) -> Vec<(GroupId, &'p program::Group)> {
        let mut order: Vec<(GroupId, &program::Group)> =
            self.group_ids.iter().copied().zip(&self.program.groups).collect();
        order.sort_unstable_by_key(|&(id, _)| id);
        order
    }

    /// The awards that groups link with one another, each set with its first award and its groups.
    fn components<'g>(&self, order: &[(GroupId, &'g program::Group)]) -> Vec<Component<'g>> {
        let awards = self.program.awards.len();
        let mut leader: Vec<usize> = (0..awards).collect();
        for (_, group) in order {
            let members: Vec<usize> = self.members_of(group).into_iter().map(|member| member.raw()).collect();
            let Some(lowest) = members.iter().map(|&member| leading(&leader, member)).min() else { continue };
            for member in members {
                let above = leading(&leader, member);
                if let Some(slot) = leader.get_mut(above) {
                    *slot = lowest;
                }
            }
        }
        let mut found: BTreeMap<usize, Component<'g>> = BTreeMap::new();
        for award in 0..awards {
            found.entry(leading(&leader, award)).or_default().members.push(AwardId::new(award));
        }
        for &(id, group) in order {
            if let Some(first) = self.members_of(group).first() {
                found.entry(leading(&leader, first.raw())).or_default().groups.push((id, group));
            }
        }
        found.into_values().collect()
    }

    /// What an award pays after its groups; `None` while one of their members is not lowered yet.
    pub(super) fn final_amount(&mut self, award: AwardId) -> Option<NodeId> {
        if !self.settled.contains(&award) {
            let order = self.groups_in_order();
            let components = self.components(&order);
            let component = components.into_iter().find(|component| component.members.contains(&award))?;
            if component.members.iter().any(|member| !self.ready.contains(member)) {
                return None;
            }
            let mut awards = std::mem::take(&mut self.lowered);
            self.settle(&component, &mut awards);
            self.lowered = awards;
        }
        let amount = self.lowered.get(award)?.amount;
        let program = self.program;
        let declared = program.awards.iter_ids().find(|(raw, _)| self.award_id(*raw) == award);
        // Whoever lost the comparison with the others is paid nothing in the end.
        let Some(won) = declared.and_then(|(_, declared)| self.won(award, declared)) else {
            return Some(amount);
        };
        let span = self.lowered.get(award)?.span;
        let zero = self.money(Rational::ZERO, span);
        Some(self.outer.select(won, amount, zero, span))
    }

    /// Works out who displaces whom among awards that groups link, and what each pays in the end.
    fn settle(&mut self, component: &Component<'_>, awards: &mut Arena<AwardId, Award>) {
        let Component { members, groups } = component;
        if members.iter().all(|member| self.settled.contains(member)) {
            return;
        }
        self.settled.extend(members);
        let limits = self.limits_before(groups, awards);
        let mut seconds = Vec::new();
        for &(id, group) in groups {
            let kind = match group.kind {
                GroupRule::Highest { most, next } => GroupKind::Highest { most, next },
                GroupRule::First { most } => GroupKind::First { most },
                GroupRule::Choice => {
                    // INVARIANT: every such group has an input.
                    let input = self.choices.get(&id).copied().unwrap_or(InputId::new(usize::MAX));
                    GroupKind::Choice(input)
                }
                GroupRule::Together { .. } => continue,
            };
            let ranks = self.displacing(id, group, kind, awards);
            seconds.extend(ranks);
            if let Some(slot) = self.group_kinds.get_mut(id.raw()) {
                *slot = Some(kind);
            }
        }
        self.amounts(members, awards);
        for next in &seconds {
            self.share_of_next(next, awards);
        }
        self.common_limits(limits, awards);
    }

    pub(super) fn members_of(&self, group: &program::Group) -> Vec<AwardId> {
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
    ) -> Vec<Next> {
        let members = self.members_of(group);
        if members.len() > GROUP_MEMBERS {
            let finding = Diagnostic::new(&entries::GROUP_TOO_LARGE, group.span)
                .arg("members", members.len().to_string())
                .arg("limit", GROUP_MEMBERS.to_string());
            self.found.push(finding);
            return Vec::new();
        }
        let mut seconds = Vec::new();
        for (place, &member) in members.iter().enumerate() {
            let beaters = self.beaters(&members, place, kind, group.span, awards);
            let (most, next) = match kind {
                GroupKind::Highest { most, next: None } | GroupKind::First { most } => (most, None),
                GroupKind::Highest { next, .. } => (2, next),
                GroupKind::Choice(_) | GroupKind::Stacking | GroupKind::Together { .. } => (1, None),
            };
            if let Some(share) = next {
                let second = self.outer.or(beaters.iter().map(|&(_, when)| when).collect(), group.span);
                seconds.push(Next { group: id, member, when: second, share, span: group.span });
            }
            if most == 1 {
                for (other, when) in beaters {
                    if self.outer.bool_of(when) != Some(false) {
                        awards.at_mut(member).rivals.push(Rival { award: Some(other), group: id, when });
                    }
                }
            } else {
                let when = beaters.into_iter().map(|(_, when)| when).collect();
                let when = self.outer.at_least(most, when, group.span);
                if self.outer.bool_of(when) != Some(false) {
                    awards.at_mut(member).rivals.push(Rival { award: None, group: id, when });
                }
            }
        }
        seconds
    }

    /// Who stands before a member, each with when.
    fn beaters(
        &mut self,
        members: &[AwardId],
        place: usize,
        kind: GroupKind,
        span: Span,
        awards: &Arena<AwardId, Award>,
    ) -> Vec<(AwardId, NodeId)> {
        let Some(&member) = members.get(place) else { return Vec::new() };
        let net = awards.at(member).net;
        let others = members.iter().copied().enumerate().filter(|&(_, other)| other != member);
        let others: Vec<(usize, AwardId)> = others.collect();
        if let GroupKind::Choice(input) = kind {
            // Where nothing else can be paid there is nothing to choose.
            let another = others.iter().map(|&(_, other)| self.competes(other, awards.at(other))).collect();
            let another = self.outer.or(another, span);
            let chosen = self.outer.leaf(Op::Input(input), NodeType::Enum, None, span);
            let given_way = |(at, other): (usize, AwardId)| {
                let named = self.outer.among(chosen, super::value::bit(at), span);
                (other, self.outer.and(vec![another, named], span))
            };
            return others.into_iter().map(given_way).collect();
        }
        let mut found = Vec::with_capacity(others.len());
        for (other_place, other) in others {
            let named_before = other_place < place;
            let first = matches!(kind, GroupKind::First { .. });
            if first && !named_before {
                continue;
            }
            let rival = awards.at(other);
            let (payable, other_net) = (self.competes(other, rival), rival.net);
            let when = if first {
                payable
            } else {
                // Ties go to the one named first.
                let comparison = if named_before { Comparison::AtLeast } else { Comparison::More };
                let higher = self.outer.compare(comparison, other_net, net, span);
                self.outer.and(vec![payable, higher], span)
            };
            found.push((other, when));
        }
        found
    }

    /// Of the next one a share is paid, rounded as amounts are.
    fn share_of_next(&mut self, next: &Next, awards: &mut Arena<AwardId, Award>) {
        let &Next { group, member, when, share, span } = next;
        let ty = self.money.clone();
        let plain = NodeType::Number(program::Measure::plain(program::Dimension::Ratio));
        let current = awards.at(member).amount;
        let share = self.outer.number(share, &plain, span);
        let part = self.outer.multiply(current, share, &ty, span);
        let part = self.outer.round(self.program.policy.rounding, part, &ty, span);
        // Rounding never lifts it over what the award itself comes to.
        let part = self.outer.min(vec![part, current], &ty, span);
        let cut = self.outer.select(when, part, current, span);
        let nothing = self.cut_to_nothing(current, cut, span);
        if self.outer.bool_of(nothing) != Some(false) {
            awards.at_mut(member).rivals.push(Rival { award: None, group, when: nothing });
        }
        awards.at_mut(member).amount = cut;
    }

    /// What each award pays if no common limit cuts it.
    fn amounts(&mut self, members: &[AwardId], awards: &mut Arena<AwardId, Award>) {
        for &member in members {
            let award = awards.at_mut(member);
            let at = award.span;
            let beaten = self.outer.or(award.rivals.iter().map(|rival| rival.when).collect(), at);
            let unbeaten = self.outer.not(beaten, at);
            let payable = self.competing.get(&member).copied().unwrap_or(award.payable);
            let paid = self.outer.and(vec![payable, unbeaten], at);
            let zero = self.money(Rational::ZERO, at);
            award.amount = self.outer.select(paid, award.net, zero, at);
        }
    }

    pub(super) fn cut_to_nothing(&mut self, current: NodeId, cut: NodeId, span: Span) -> NodeId {
        let zero = self.money(Rational::ZERO, span);
        let positive = self.outer.compare(Comparison::More, current, zero, span);
        let nothing = self.outer.compare(Comparison::AtMost, cut, zero, span);
        self.outer.and(vec![positive, nothing], span)
    }
}
