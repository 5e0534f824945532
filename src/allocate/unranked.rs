//! Quotas without a ranking: who was selected is a fact, and here it is only counted.

use crate::arena::Id as _;
use crate::diagnostic::Diagnostic;
use crate::evaluate::Outcome;
use crate::money::Rational;
use crate::plan::{AwardId, NodeId};

use super::contest::{condition_of, from_nothing, quotas};
use super::sweep::{Demand, NAMED};
use super::{Contest, Decided, Reason, Run, too_large};

impl Run<'_> {
    /// Counts who was selected. More than there are places leaves all of them open: nobody says who goes.
    pub(super) fn unranked(&mut self) -> Result<(), Vec<Diagnostic>> {
        let plan = self.plan;
        let counted = |award: &&crate::plan::Award| award.ranking.is_none();
        for (id, award) in plan.awards.iter_ids().filter(|(_, award)| counted(award)) {
            let quotas = quotas(&award.parts);
            if quotas.is_empty() {
                continue;
            }
            let asked: Vec<NodeId> = quotas.iter().filter_map(|quota| quota.condition).collect();
            let values = if asked.is_empty() { Vec::new() } else { self.evaluate_all(&asked)? };
            // What one quota leaves open is still counted by the others.
            let mut found: Vec<(usize, Reason)> = Vec::new();
            for quota in &quotas {
                let condition = |at: usize| condition_of(values.get(at), &quotas, quota, 0);
                let before = self.taken_before(id, quota, condition)?;
                let left = |before| quota.number.minus(before).map(|left| left.max(Rational::ZERO));
                let (least, most) = left(before.most).zip(left(before.least)).ok_or_else(too_large)?;
                let mut selected: Vec<(usize, Demand)> = Vec::new();
                let mut all = Demand::NONE;
                for at in 0..self.applications.len() {
                    let sure = match self.entries.get(&(at, id)).map(|entry| &entry.decided) {
                        Some(Decided::Granted(_) | Decided::Entitled | Decided::Own(Outcome::UpTo(_))) => {
                            true
                        }
                        Some(Decided::Own(Outcome::Undetermined { .. })) => false,
                        Some(
                            Decided::Own(_)
                            | Decided::Exhausted
                            | Decided::Already(_)
                            | Decided::Undetermined(_),
                        )
                        | None => continue,
                    };
                    let mut demand = self.demand(at, quota, condition(at));
                    if !sure {
                        demand.low = Rational::ZERO;
                    }
                    if demand.may_be_some() {
                        all.low = all.low.plus(demand.low).ok_or_else(too_large)?;
                        all.high = match all.high.zip(demand.high) {
                            Some((sum, more)) => Some(sum.plus(more).ok_or_else(too_large)?),
                            None => None,
                        };
                        selected.push((at, demand));
                    }
                }
                let (exceeded, suffices) = (all.low > most, all.high.is_some_and(|all| all <= least));
                let because: Vec<usize> = selected
                    .iter()
                    .filter(|(_, demand)| demand.high != Some(demand.low))
                    .map(|(at, _)| *at)
                    .take(NAMED)
                    .collect();
                for (at, demand) in &selected {
                    if let (Some(fact), Some(units), Some(entry)) =
                        (quota.fact, demand.high, self.entries.get_mut(&(*at, id)))
                        && demand.low == units
                        && entry.taken.iter().all(|(known, _)| *known != fact)
                    {
                        entry.taken.push((fact, units));
                    }
                    if exceeded {
                        found.push((*at, Reason::TooMany { selected: all.low, places: most }));
                    } else if !suffices {
                        found.push((
                            *at,
                            match (&before.doubtful, because.is_empty()) {
                                (Some(earlier), true) => Reason::Earlier(earlier.clone()),
                                _ => Reason::Others(because.clone()),
                            },
                        ));
                    }
                }
                self.contests.push(Contest {
                    award: id,
                    part: Some(quota.part),
                    places: quota.number,
                    before: before.least,
                    taken: if suffices { all.low } else { Rational::ZERO },
                    next: None,
                    open: if suffices { 0 } else { selected.len() },
                });
            }
            for (at, reason) in found {
                self.leave_open(id, at, reason);
            }
        }
        self.contests.sort_by_key(|contest| (contest.award.raw(), contest.part));
        Ok(())
    }

    fn leave_open(&mut self, id: AwardId, at: usize, reason: Reason) {
        let Some(entry) = self.entries.get_mut(&(at, id)) else { return };
        // What is open for the applicant's own reasons keeps them.
        if !matches!(entry.decided, Decided::Own(Outcome::Undetermined { .. })) {
            entry.decided = Decided::Undetermined(entry.requested.map(from_nothing));
            entry.reasons.push(reason);
        }
    }
}
