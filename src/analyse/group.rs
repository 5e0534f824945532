//! Groups: members that never win, members that never meet another, a common limit that never binds.

use crate::diagnostic::{Diagnostic, Words, analysis as entries};
use crate::plan::{self, GroupKind, NodeId};
use crate::program::Group;
use crate::syntax::ast::Comparison;

use super::Analysis;
use super::award::payable;
use super::words;

/// Members of a group at most that are compared with each other.
const MOST_MEMBERS: usize = 60;

impl Analysis<'_> {
    pub(super) fn group(&mut self, group: &Group) {
        let Some(&id) = self.groups.get(group.id.as_str()) else { return };
        let lowered = self.plan.groups.at(id);
        if lowered.members.len() > MOST_MEMBERS || lowered.members.len() < 2 {
            return;
        }
        match lowered.kind {
            GroupKind::Together { left, .. } => self.common_limit(group, lowered, left),
            // Made of matters, not of a group that an author wrote.
            GroupKind::Stacking => {}
            GroupKind::Highest { .. } | GroupKind::First { .. } | GroupKind::Choice(_) => {
                if !self.never_meet(group, lowered) {
                    self.members(group, id, lowered);
                }
            }
        }
    }

    fn common_limit(&mut self, group: &Group, lowered: &plan::Group, left: NodeId) {
        let mut cone = self.cone();
        let mut terms = Vec::new();
        for &member in &lowered.members {
            let award = self.plan.awards.at(member);
            let (payable, net) = (cone.take(award.payable), cone.take(award.net));
            terms.push((false, cone.amount_if(payable, net)));
        }
        let (sum, left) = (cone.add(terms), cone.take(left));
        let goal = cone.compare(Comparison::More, sum, left);
        if self.asker.ask(&mut cone, goal).is_never() {
            self.tell(
                Diagnostic::new(&entries::COMMON_LIMIT_NEVER_BINDS, group.span)
                    .arg("group", group.id.as_str()),
            );
        }
    }

    /// Whether no two members can ever be payable together.
    fn never_meet(&mut self, group: &Group, lowered: &plan::Group) -> bool {
        // Who is never paid at all is told at the award.
        let live: Vec<_> =
            lowered.members.iter().copied().filter(|member| !self.dead.contains(member)).collect();
        if live.len() < 2 {
            return true;
        }
        let mut cone = self.cone();
        let members = live.iter().map(|&member| payable(&mut cone, self.plan.awards.at(member)));
        let members: Vec<NodeId> = members.collect();
        let goal = cone.at_least(2, members);
        let never = self.asker.ask(&mut cone, goal).is_never();
        if never {
            self.tell(
                Diagnostic::new(&entries::GROUP_NEVER_MEETS, group.span).arg("group", group.id.as_str()),
            );
        }
        never
    }

    fn members(&mut self, group: &Group, id: plan::GroupId, lowered: &plan::Group) {
        for &member in &lowered.members {
            let award = self.plan.awards.at(member);
            let span = group
                .members
                .iter()
                .find(|(one, _)| self.ids.get(one) == Some(&member))
                .map_or(group.span, |(_, span)| *span);
            let mut cone = self.cone();
            let own = cone.take(award.payable);
            let goal = cone.and(vec![own]);
            let answer = self.asker.ask(&mut cone, goal);
            let Some(found) = answer.found() else { continue };
            let example = words::applicant(&cone, &found.telling);
            let finding = |entry| {
                Diagnostic::new(entry, span)
                    .arg("member", award.id.as_str())
                    .arg("group", group.id.as_str())
                    .arg("example", example.clone())
            };
            if !self.can(award, id, lowered, Wanted::Wins) {
                let by = self.always_beaten_by(award, lowered, id);
                let by = by.map_or(Words::new("别的成员", "another member"), Words::same);
                self.tell(finding(&entries::MEMBER_NEVER_WINS).arg("by", by));
            } else if !self.can(award, id, lowered, Wanted::Meets) {
                self.tell(finding(&entries::MEMBER_NEVER_MEETS));
            }
        }
    }

    /// Whether something can happen to a member that is payable.
    fn can(&mut self, award: &plan::Award, id: plan::GroupId, group: &plan::Group, wanted: Wanted) -> bool {
        let mut cone = self.cone();
        let mut all = vec![cone.take(award.payable)];
        match wanted {
            Wanted::Wins => {
                for rival in award.rivals.iter().filter(|rival| rival.group == id) {
                    let when = cone.take(rival.when);
                    all.push(cone.not(when));
                }
            }
            Wanted::Meets => {
                let others = group.members.iter().map(|&member| self.plan.awards.at(member));
                let others = others.filter(|other| other.id != award.id);
                let others = others.map(|other| cone.take(other.payable)).collect();
                all.push(cone.or(others));
            }
        }
        let goal = cone.and(all);
        !self.asker.ask(&mut cone, goal).is_never()
    }

    /// The one member that always takes its place, if one alone does.
    fn always_beaten_by(
        &mut self,
        award: &plan::Award,
        group: &plan::Group,
        id: plan::GroupId,
    ) -> Option<String> {
        let rivals: Vec<_> = award.rivals.iter().filter(|rival| rival.group == id).collect();
        for rival in rivals {
            let by = rival.award.filter(|by| group.members.contains(by))?;
            let mut cone = self.cone();
            let (own, when) = (cone.take(award.payable), cone.take(rival.when));
            let unbeaten = cone.not(when);
            let goal = cone.and(vec![own, unbeaten]);
            if self.asker.ask(&mut cone, goal).is_never() {
                return self.plan.awards.get(by).map(|by| by.id.clone());
            }
        }
        None
    }
}

/// What may happen to a member of a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wanted {
    /// Nobody takes its place.
    Wins,
    /// Another member is payable too.
    Meets,
}
