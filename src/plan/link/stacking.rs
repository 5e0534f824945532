//! Awards for the same matter under several policies: the policy that pays most for it pays, the others do not.

use std::collections::BTreeMap;

use crate::arena::Arena;
use crate::diagnostic::{Diagnostic, policy as entries};
use crate::money::Rational;
use crate::plan::level::Level;
use crate::plan::{Award, AwardId, Group, GroupId, GroupKind, InputId, Known, NodeId, NodeType, Plan, Rival};
use crate::program::{Dimension, Measure, StackingKind};
use crate::source::Span;
use crate::syntax::ast::Comparison;

/// What one policy pays for a matter.
struct Claim<'p> {
    plan: &'p Plan,
    members: Vec<AwardId>,
}

/// Makes awards for the same matter rivals where one of their policies says that the highest is paid once.
pub(super) fn across(
    parts: &[(&Plan, &Arena<InputId, Known>)],
    awards_of: &[Vec<AwardId>],
    level: &mut Level,
    awards: &mut Arena<AwardId, Award>,
    groups: &mut Arena<GroupId, Group>,
) -> Result<(), Vec<Diagnostic>> {
    let mut matters: BTreeMap<String, Vec<Claim<'_>>> = BTreeMap::new();
    for (&(plan, _), members) in parts.iter().zip(awards_of) {
        let mut own: BTreeMap<&str, Vec<AwardId>> = BTreeMap::new();
        for &member in members {
            if let Some(matter) = &awards.at(member).matter {
                own.entry(matter).or_default().push(member);
            }
        }
        let own: Vec<(String, Vec<AwardId>)> =
            own.into_iter().map(|(matter, members)| (matter.to_owned(), members)).collect();
        for (matter, members) in own {
            matters.entry(matter).or_default().push(Claim { plan, members });
        }
    }
    let mut found = Vec::new();
    for (matter, claims) in matters {
        let stated =
            claims.iter().find(|claim| matches!(claim.plan.stacking, Some(StackingKind::Highest(_))));
        let (Some(stated), true) = (stated, claims.len() > 1) else { continue };
        if let Some(other) = claims.iter().find(|claim| claim.plan.currency != stated.plan.currency) {
            found.push(
                Diagnostic::without_place(&entries::MATTER_IN_TWO_CURRENCIES)
                    .arg("matter", matter)
                    .arg("first", stated.plan.policy.as_str())
                    .arg("first_currency", stated.plan.currency.to_string())
                    .arg("second", other.plan.policy.as_str())
                    .arg("second_currency", other.plan.currency.to_string()),
            );
            continue;
        }
        let at = stated.members.first().map(|&first| awards.at(first).span);
        let Some(at) = at else { continue };
        let members: Vec<AwardId> = claims.iter().flat_map(|claim| claim.members.iter().copied()).collect();
        groups.iter_mut().for_each(|group| group.changed_after(&members));
        let group = groups.push(Group {
            id: matter.clone(),
            title: matter,
            cites: Vec::new(),
            kind: GroupKind::Stacking,
            members,
            readings: Vec::new(),
            span: at,
        });
        highest(&claims, group, at, level, awards);
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// The highest claim is paid; ties go to the policy named first.
fn highest(
    claims: &[Claim<'_>],
    group: GroupId,
    at: Span,
    level: &mut Level,
    awards: &mut Arena<AwardId, Award>,
) {
    let Some(currency) = claims.first().map(|claim| claim.plan.currency) else { return };
    let money = NodeType::Number(Measure::plain(Dimension::Money(currency)));
    let zero = level.number(Rational::ZERO, &money, at);
    let amounts: Vec<Vec<(AwardId, NodeId)>> = claims
        .iter()
        .map(|claim| claim.members.iter().map(|&member| (member, awards.at(member).amount)).collect())
        .collect();
    let mut sums = Vec::with_capacity(claims.len());
    for amounts in &amounts {
        let terms = amounts.iter().map(|&(_, amount)| (false, amount)).collect();
        sums.push(level.add(terms, &money, at));
    }
    for (place, (&own, members)) in sums.iter().zip(&amounts).enumerate() {
        let mut beaten = Vec::new();
        for (other_place, (&theirs, others)) in sums.iter().zip(&amounts).enumerate() {
            if other_place == place {
                continue;
            }
            let comparison = if other_place < place { Comparison::AtLeast } else { Comparison::More };
            let higher = level.compare(comparison, theirs, own, at);
            let pays = level.compare(Comparison::More, theirs, zero, at);
            let beats = level.and(vec![pays, higher], at);
            beaten.push(beats);
            for &(other, amount) in others {
                let paid = level.compare(Comparison::More, amount, zero, at);
                let when = level.and(vec![beats, paid], at);
                if level.bool_of(when) == Some(false) {
                    continue;
                }
                for &(member, _) in members {
                    awards.at_mut(member).rivals.push(Rival { award: Some(other), group, when });
                }
            }
        }
        let beaten = level.or(beaten, at);
        for &(member, amount) in members {
            awards.at_mut(member).amount = level.select(beaten, zero, amount, at);
        }
    }
}
