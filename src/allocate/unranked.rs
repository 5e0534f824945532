//! Quotas without a ranking: who was selected is a fact, and here it is only counted.

use crate::arena::Id as _;
use crate::diagnostic::Diagnostic;
use crate::money::Rational;
use crate::plan::{AwardId, NodeId};

use super::contest::{condition_of, from_nothing, quotas};
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
            for quota in &quotas {
                let condition = |at: usize| condition_of(values.get(at), &quotas, quota, 0);
                let before = self.taken_before(id, quota, condition)?;
                let left = quota.number.minus(before.least).ok_or_else(too_large)?.max(Rational::ZERO);
                let mut selected: Vec<(usize, Rational)> = Vec::new();
                let mut sum = Rational::ZERO;
                for at in 0..self.applications.len() {
                    let decided = self.entries.get(&(at, id)).map(|entry| &entry.decided);
                    if !matches!(decided, Some(Decided::Granted(_) | Decided::Entitled)) {
                        continue;
                    }
                    let demand = self.demand(at, quota, condition(at));
                    if demand.low.is_positive() {
                        selected.push((at, demand.low));
                        sum = sum.plus(demand.low).ok_or_else(too_large)?;
                    }
                }
                let exceeded = sum > left;
                for &(at, units) in &selected {
                    self.count(id, at, quota.fact.map(|_| units), exceeded.then_some((sum, left)));
                }
                self.contests.push(Contest {
                    award: id,
                    part: Some(quota.part),
                    places: quota.number,
                    before: before.least,
                    taken: if exceeded { Rational::ZERO } else { sum },
                    next: None,
                    open: if exceeded { selected.len() } else { 0 },
                });
            }
        }
        self.contests.sort_by_key(|contest| (contest.award.raw(), contest.part));
        Ok(())
    }

    fn count(
        &mut self,
        id: AwardId,
        at: usize,
        units: Option<Rational>,
        exceeded: Option<(Rational, Rational)>,
    ) {
        let Some(entry) = self.entries.get_mut(&(at, id)) else { return };
        entry.taken = entry.taken.or(units);
        if let Some((selected, places)) = exceeded {
            entry.decided = Decided::Undetermined(entry.requested.map(from_nothing));
            entry.reasons.push(Reason::TooMany { selected, places });
        }
    }
}
