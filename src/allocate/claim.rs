//! What each applicant gets of each award before funds are looked at: the plan evaluated once more, with what the
//! comparisons have come to.

use std::collections::BTreeMap;

use crate::arena::Id as _;
use crate::diagnostic::Diagnostic;
use crate::evaluate::Outcome;
use crate::plan::AwardId;

use super::contest::bounds;
use super::{Decided, Progress, Reason, Run};

impl Run<'_> {
    /// Fills in an entry for each applicant and award.
    pub(super) fn settle(
        &mut self,
        chosen: &BTreeMap<(usize, AwardId), Progress>,
    ) -> Result<(), Vec<Diagnostic>> {
        let values = self.evaluate_all(&[])?;
        for (at, (outcomes, _)) in values.into_iter().enumerate() {
            for (place, outcome) in outcomes.into_iter().enumerate() {
                let id = AwardId::new(place);
                let outcome = self.given.get(&(at, id)).cloned().unwrap_or(outcome);
                let mut progress = chosen.get(&(at, id)).cloned().unwrap_or(Progress {
                    requested: bounds(&outcome),
                    rank: None,
                    taken: Vec::new(),
                    decided: Decided::Granted(crate::money::Rational::ZERO),
                    parts: Vec::new(),
                    reasons: Vec::new(),
                });
                // What was asked of prizes is the prize of the place; until it is known, the highest that there is.
                let ranking = self.plan.awards.get(id).and_then(|award| award.ranking.as_ref());
                if ranking.is_some_and(|ranking| !ranking.prizes.is_empty()) {
                    progress.requested = match progress.decided {
                        Decided::Granted(_) => bounds(&outcome),
                        Decided::Undetermined(_) => progress.requested,
                        Decided::Entitled | Decided::Exhausted | Decided::Already(_) | Decided::Own(_) => {
                            None
                        }
                    };
                }
                if let Some(&before) = self.standing.get(&(at, id)) {
                    progress.decided = Decided::Already(before);
                    progress.reasons = vec![Reason::Before];
                } else if let Decided::Granted(_) = progress.decided {
                    progress.decided = match outcome {
                        Outcome::Awarded(amount) => Decided::Granted(amount),
                        Outcome::Entitled => Decided::Entitled,
                        own @ (Outcome::NotEligible
                        | Outcome::Displaced { .. }
                        | Outcome::Exhausted
                        | Outcome::UpTo(_)
                        | Outcome::Undetermined { .. }
                        | Outcome::NotInForce) => Decided::Own(own),
                    };
                }
                self.entries.insert((at, id), progress);
            }
        }
        Ok(())
    }
}
