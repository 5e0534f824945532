//! Divisions of the final amounts: every part but one is rounded down, and that one takes what is left.

use crate::arena::Arena;
use crate::money::{Direction, Rational, Rounding};
use crate::program::{self, PortionPart};

use super::{At, AwardId, Lowering, NodeId};
use crate::plan::{Award, Division, Payout, Portion};

impl Lowering<'_> {
    /// Divides the amounts, which have passed the groups.
    pub(super) fn payouts(&mut self, awards: &mut Arena<AwardId, Award>) {
        let program = self.program;
        for (raw, award) in program.awards.iter_ids() {
            let award_id = self.award_id(raw);
            let Some(amount) = awards.get(award_id).map(|lowered| lowered.amount) else { continue };
            let divide = |lowering: &mut Self, divisions: &[program::Division]| {
                divisions.iter().map(|division| lowering.division(amount, division)).collect()
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
        let condition = division.condition.as_ref().map(|condition| self.condition(condition, At::Applicant));
        // Shares leave something for every part; sums of money may be more than there is.
        let sums = division.portions.iter().any(|portion| matches!(portion.part, PortionPart::Amount(_)));
        let mut others = vec![(false, amount)];
        let mut parts: Vec<Option<NodeId>> = Vec::with_capacity(division.portions.len());
        for (at, portion) in division.portions.iter().enumerate() {
            let exact = match &portion.part {
                _ if at == division.taker => None,
                PortionPart::Rest => None,
                PortionPart::Share(share) => {
                    let share = self.outer.number(*share, &plain, span);
                    Some(self.outer.multiply(amount, share, &ty, span))
                }
                PortionPart::Amount(sum) => {
                    let sum = self.conditional(sum, Rational::ZERO, At::Applicant).node;
                    Some(self.outer.never_negative(sum, &ty, span))
                }
            };
            let Some(exact) = exact else {
                parts.push(None);
                continue;
            };
            let mut part = self.outer.round(down, exact, &ty, span);
            if sums {
                let left = self.outer.add(others.clone(), &ty, span);
                let left = self.outer.never_negative(left, &ty, span);
                part = self.outer.min(vec![part, left], &ty, span);
            }
            others.push((true, part));
            parts.push(Some(part));
        }
        let left = self.outer.add(others, &ty, span);
        let portions = division
            .portions
            .iter()
            .zip(parts)
            .map(|(portion, part)| Portion { name: portion.name.clone(), amount: part.unwrap_or(left) });
        Division {
            condition,
            portions: portions.collect(),
            taker: division.taker,
            cites: division.cites.iter().map(|section| section.text.clone()).collect(),
        }
    }
}
