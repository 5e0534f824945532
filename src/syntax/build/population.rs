//! What only all applicants together decide: ranking, ties, prizes, what becomes of claims on a fund.

use super::{Build, Read};
use crate::diagnostic::{Diagnostic, population as entries};
use crate::syntax::ast::{LastOne, OrderKey, PaidFor, Prize, Remainder, Shortage, Ties};
use crate::syntax::grammar::Rule;

/// The last place that a prize can be for.
const LAST_PLACE: u32 = 100_000;

/// What becomes of the one where the places or the money end.
pub(super) fn last_one(read: &Read<'_>) -> Option<LastOne> {
    read.clone().into_inner().find_map(|part| match part.as_rule() {
        Rule::last_in_part => Some(LastOne::InPart),
        Rule::last_not_at_all => Some(LastOne::NotAtAll),
        _ => None,
    })
}

impl Build<'_> {
    pub(super) fn order_keys(&mut self, read: &Read<'_>) -> Option<Vec<OrderKey>> {
        let keys = read.clone().into_inner().filter(|part| part.as_rule() == Rule::order_key);
        keys.map(|key| self.order_key(&key)).collect()
    }

    pub(super) fn ties(&mut self, read: &Read<'_>) -> Option<Ties> {
        let said = read.clone().into_inner().nth(1)?;
        Some(match said.as_rule() {
            Rule::ties_admitted => Ties::Admitted,
            Rule::ties_refused => Ties::Refused,
            Rule::ties_share => Ties::Share,
            _ => Ties::Lot(self.names(&said).into_iter().next()?),
        })
    }

    pub(super) fn prizes(&mut self, read: &Read<'_>) -> Option<Vec<Prize>> {
        let prizes = read.clone().into_inner().filter(|part| part.as_rule() == Rule::prize);
        prizes.map(|prize| self.prize(&prize)).collect()
    }

    fn prize(&mut self, read: &Read<'_>) -> Option<Prize> {
        let mut ends = Vec::new();
        for part in read.clone().into_inner() {
            if matches!(part.as_rule(), Rule::place | Rule::places) {
                for figure in part.into_inner().filter(|part| part.as_rule() == Rule::figure) {
                    ends.push(self.place_number(&figure)?);
                }
            }
        }
        let (from, to) = (ends.first().copied()?, ends.last().copied()?);
        Some(Prize { from, to, amount: self.first_expr(read)?, span: self.span(read) })
    }

    /// The number of a place, from its figure.
    fn place_number(&mut self, figure: &Read<'_>) -> Option<u32> {
        let number = self.figure(figure)?.parse().ok().filter(|place| (1..=LAST_PLACE).contains(place));
        if number.is_none() {
            let most = LAST_PLACE.to_string();
            let diagnostic = Diagnostic::new(&entries::NO_PLACE, self.span(figure)).arg("most", most);
            self.diagnostics.push(diagnostic.arg("found", figure.as_str()));
        }
        number
    }

    /// The number of one place.
    pub(super) fn place(&mut self, read: &Read<'_>) -> Option<u32> {
        let figure = read.clone().into_inner().find(|part| part.as_rule() == Rule::figure)?;
        self.place_number(&figure)
    }

    pub(super) fn paid_for(&mut self, read: &Read<'_>) -> Option<Vec<PaidFor>> {
        let mut paid = Vec::new();
        for part in read.clone().into_inner().filter(|part| part.as_rule() == Rule::paid_for) {
            let award = self.names(&part).into_iter().next()?;
            let share = part.into_inner().find(|part| part.as_rule() == Rule::ratio);
            let share = match share {
                Some(share) => Some(self.number(&share)?),
                None => None,
            };
            paid.push(PaidFor { award, share });
        }
        Some(paid)
    }

    pub(super) fn shortage(&mut self, read: &Read<'_>) -> Option<Shortage> {
        let order = self.order_keys(read)?;
        if !order.is_empty() {
            return Some(Shortage::InOrder { order, last: last_one(read) });
        }
        let remainder = read.clone().into_inner().find_map(|part| match part.as_rule() {
            Rule::rest_to_largest => Some(Remainder::ToLargest),
            Rule::rest_by_fraction => Some(Remainder::ByFraction),
            Rule::rest_stays => Some(Remainder::Stays),
            _ => None,
        });
        Some(Shortage::ProRata(remainder))
    }
}
