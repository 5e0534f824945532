//! The same matter paid once: what was received elsewhere, and which award of several is paid.

use crate::arena::{Arena, Id as _};
use crate::diagnostic::{Diagnostic, plan as entries};
use crate::money::Rational;
use crate::plan::extent::Extent;
use crate::plan::limits::{self, GROUP_MEMBERS};
use crate::plan::{
    Award, AwardId, ELSEWHERE, Group, GroupId, GroupKind, Input, InputId, InputType, Known, NodeId, Op,
    Rival, Stacked,
};
use crate::program::{Dimension, Measure, Program, Stacking, StackingKind};
use crate::source::Span;
use crate::syntax::ast::{Comparison, Received};

use super::Lowering;

/// The inputs of what was received elsewhere: one for each matter of a policy that says what that changes, in the
/// order in which its awards are listed.
pub(super) fn elsewhere(program: &Program, award_ids: &[AwardId], first: usize) -> Vec<(String, InputId)> {
    if !matches!(&program.policy.stacking, Some(Stacking { kind: StackingKind::Highest(_), .. })) {
        return Vec::new();
    }
    let mut awards: Vec<_> = program.awards.iter().zip(award_ids).collect();
    awards.sort_unstable_by_key(|&(_, id)| id);
    let mut matters: Vec<&String> = Vec::new();
    for matter in awards.into_iter().filter_map(|(award, _)| award.matter.as_ref()) {
        if !matters.contains(&matter) {
            matters.push(matter);
        }
    }
    let input = |at: usize| InputId::new(first.saturating_add(at));
    matters.into_iter().enumerate().map(|(at, matter)| (matter.clone(), input(at))).collect()
}

/// The input of what was received for a matter. Without it nothing was, and the result says that this was assumed.
pub(super) fn received_input(program: &Program, matter: &str) -> Input {
    let at = program.policy.stacking.as_ref().map_or(program.policy.span, |stacking| stacking.span);
    Input {
        name: format!("{ELSEWHERE}{matter}"),
        label: Some(format!("“{matter}”别处已得")),
        question: Some(format!("就“{matter}”已经从其他政策得到多少钱？")),
        ty: InputType::Number(Measure::plain(Dimension::Money(program.policy.currency))),
        optional: false,
        by_year: false,
        low: Some(Rational::ZERO),
        high: None,
        default: Some(Known::Number(Rational::ZERO)),
        decides: None,
        of_year: None,
        span: at,
    }
}

impl Lowering<'_> {
    /// What each award pays once what was received elsewhere is known, and one award for a matter at most.
    pub(super) fn stacking(
        &mut self,
        awards: &mut Arena<AwardId, Award>,
        groups: &mut Arena<GroupId, Group>,
    ) {
        let Some(Stacking { kind: StackingKind::Highest(rule), span, cites }) = &self.program.policy.stacking
        else {
            return;
        };
        for (matter, input) in self.elsewhere.clone() {
            let of_matter = |award: &Award| award.matter.as_ref() == Some(&matter);
            let members: Vec<AwardId> =
                awards.iter_ids().filter(|(_, award)| of_matter(award)).map(|(id, _)| id).collect();
            groups.iter_mut().for_each(|group| group.changed_after(&members));
            let group = groups.push(Group {
                id: format!("{ELSEWHERE}{matter}"),
                title: matter.clone(),
                cites: cites.iter().map(|section| section.text.clone()).collect(),
                kind: GroupKind::Stacking,
                members: members.clone(),
                readings: Vec::new(),
                span: *span,
            });
            let received = self.received(input, *span);
            for &member in &members {
                let award = awards.at_mut(member);
                let before = award.amount;
                let after = self.after_received(*rule, before, received, *span);
                let nothing = self.cut_to_nothing(before, after, *span);
                if self.outer.bool_of(nothing) != Some(false) {
                    award.rivals.push(Rival { award: None, group, when: nothing });
                }
                award.stacked = Some(Stacked { group, received, before, after });
                award.amount = after;
            }
            if members.len() > 1 {
                self.one_of(&members, group, *span, awards);
            }
        }
    }

    fn received(&mut self, input: InputId, span: Span) -> NodeId {
        let highest = limits::highest(&Measure::plain(Dimension::Money(self.program.policy.currency)));
        let extent = Extent::decimals(Rational::ZERO, highest, limits::MONEY_DECIMALS).ok();
        let ty = self.money.clone();
        self.outer.leaf(Op::Input(input), ty, extent, span)
    }

    fn after_received(&mut self, rule: Received, before: NodeId, received: NodeId, span: Span) -> NodeId {
        let zero = self.money(Rational::ZERO, span);
        match rule {
            Received::ToppedUp => {
                let rest = self.less(before, vec![received], span);
                // What was received may have finer parts than amounts have; a top-up never exceeds the difference.
                let ty = self.money.clone();
                self.outer.round(self.program.policy.rounding.down(), rest, &ty, span)
            }
            Received::InFull => {
                let higher = self.outer.compare(Comparison::More, before, received, span);
                self.outer.select(higher, before, zero, span)
            }
            Received::Refused => {
                let any = self.outer.compare(Comparison::More, received, zero, span);
                self.outer.select(any, zero, before, span)
            }
        }
    }

    /// Of several awards of the policy for the same matter the highest is paid; ties go to the one listed first.
    fn one_of(
        &mut self,
        members: &[AwardId],
        group: GroupId,
        span: Span,
        awards: &mut Arena<AwardId, Award>,
    ) {
        if members.len() > GROUP_MEMBERS {
            let finding = Diagnostic::new(&entries::GROUP_TOO_LARGE, span)
                .arg("members", members.len().to_string())
                .arg("limit", GROUP_MEMBERS.to_string());
            self.found.push(finding);
            return;
        }
        let zero = self.money(Rational::ZERO, span);
        let amounts: Vec<(AwardId, NodeId)> =
            members.iter().map(|&member| (member, awards.at(member).amount)).collect();
        for (place, &(member, own)) in amounts.iter().enumerate() {
            let mut beaten = Vec::new();
            for (other_place, &(other, theirs)) in amounts.iter().enumerate() {
                if other_place == place {
                    continue;
                }
                let comparison = if other_place < place { Comparison::AtLeast } else { Comparison::More };
                let paid = self.outer.compare(Comparison::More, theirs, zero, span);
                let higher = self.outer.compare(comparison, theirs, own, span);
                let when = self.outer.and(vec![paid, higher], span);
                if self.outer.bool_of(when) != Some(false) {
                    awards.at_mut(member).rivals.push(Rival { award: Some(other), group, when });
                    beaten.push(when);
                }
            }
            let beaten = self.outer.or(beaten, span);
            awards.at_mut(member).amount = self.outer.select(beaten, zero, own, span);
        }
    }
}
