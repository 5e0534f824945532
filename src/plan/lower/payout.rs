//! Divisions of the final amounts: every part but one is rounded down, and that one takes what is left.

use crate::arena::Arena;
use crate::money::{Direction, Rounding};
use crate::program;

use super::{AwardId, Lowering, NodeId};
use crate::plan::{Award, Division, Payout, Portion};

impl Lowering<'_> {
    /// Divides the amounts, which have passed the groups.
    pub(super) fn payouts(&mut self, awards: &mut Arena<AwardId, Award>) {
        let program = self.program;
        for (raw, award) in program.awards.iter_ids() {
            let award_id = self.award_id(raw);
            let Some(amount) = awards.get(award_id).map(|lowered| lowered.amount) else { continue };
            let divide = |lowering: &mut Self, division: &Option<program::Division>| {
                division.as_ref().map(|division| lowering.division(amount, division))
            };
            let split = divide(self, &award.payout.split);
            let schedule = divide(self, &award.payout.schedule);
            awards.at_mut(award_id).payout = Payout { split, schedule };
        }
    }

    fn division(&mut self, amount: NodeId, division: &program::Division) -> Division {
        let (ty, span) = (self.money.clone(), division.span);
        let down = Rounding { direction: Direction::Down, step: division.step };
        let plain = super::NodeType::Number(crate::program::Measure::plain(crate::program::Dimension::Ratio));
        let mut others = vec![(false, amount)];
        let mut parts: Vec<Option<NodeId>> = Vec::with_capacity(division.portions.len());
        for (at, portion) in division.portions.iter().enumerate() {
            if at == division.taker {
                parts.push(None);
                continue;
            }
            let share = self.outer.number(portion.share, &plain, span);
            let exact = self.outer.multiply(amount, share, &ty, span);
            let part = self.outer.round(down, exact, &ty, span);
            others.push((true, part));
            parts.push(Some(part));
        }
        let left = self.outer.add(others, &ty, span);
        let portions = division.portions.iter().zip(parts).map(|(portion, part)| Portion {
            name: portion.name.clone(),
            share: portion.share,
            amount: part.unwrap_or(left),
        });
        Division {
            portions: portions.collect(),
            taker: division.taker,
            cites: division.cites.iter().map(|section| section.text.clone()).collect(),
        }
    }
}
