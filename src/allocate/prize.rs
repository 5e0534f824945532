//! Prizes by place: who stands in which place, and what ties make of the prizes.

use std::collections::{BTreeMap, BTreeSet};

use crate::arena::Id as _;
use crate::diagnostic::Diagnostic;
use crate::evaluate::{Outcome, Values};
use crate::money::Rational;
use crate::plan::{AwardId, Known, Ranking};
use crate::program::TieRule;

use super::assess::lost;
use super::contest::{bounds, competes, from_nothing, missing};
use super::order::{KeyValue, in_blocks, key_values, unknown};
use super::sweep::NAMED;
use super::{Contest, Decided, Progress, Reason, Run, too_large};

struct Competitor {
    at: usize,
    sure: bool,
    keys: Vec<Option<KeyValue>>,
}

/// What becomes of a competitor.
enum Prize {
    /// In this place.
    Place(u32),
    /// The prizes of these places, divided among so many.
    Share {
        places: Vec<u32>,
        among: usize,
    },
    /// Behind the last prize.
    None,
    Open(Reason),
}

impl Run<'_> {
    pub(super) fn by_prizes(
        &mut self,
        id: AwardId,
        ranking: &Ranking,
        values: &[Values],
        progress: &mut BTreeMap<(usize, AwardId), Progress>,
    ) -> Result<(), Vec<Diagnostic>> {
        let mut competitors = Vec::new();
        for (at, (outcomes, known)) in values.iter().enumerate() {
            let Some(outcome) = outcomes.get(id.raw()) else { continue };
            let Some(sure) = competes(outcome).filter(|_| !self.standing.contains_key(&(at, id))) else {
                continue;
            };
            let keys = key_values(&ranking.keys, known.iter().map(Option::as_ref));
            competitors.push(Competitor { at, sure, keys });
        }
        let free = self.free_places(id, ranking);
        let before = u32::try_from(free.len()).map_or(0, |free| ranking.last_place().saturating_sub(free));
        let (mut taken, mut next, mut open) = (0_usize, None, 0_usize);
        for Standing { members, from, exact, prize } in standings(ranking, &free, &competitors) {
            for one in &members {
                let mut own = self.asked(id, one.at, values);
                own.rank = u32::try_from(from).ok().filter(|_| exact);
                match &prize {
                    Prize::Place(place) => {
                        taken = taken.saturating_add(usize::from(!self.closed.contains(&(one.at, id))));
                        own.decided = Decided::Granted(Rational::ZERO);
                        own.reasons.extend(one.sure.then_some(Reason::Placed(*place)));
                        self.choose(one.at, ranking, Known::Number(Rational::whole(i128::from(*place))));
                    }
                    Prize::Share { places, among } => {
                        taken = taken.saturating_add(usize::from(!self.closed.contains(&(one.at, id))));
                        own.decided = Decided::Granted(Rational::ZERO);
                        let from = places.first().copied().unwrap_or(1);
                        own.reasons.push(Reason::Shared { from, places: places.len(), among: *among });
                        self.choose(one.at, ranking, Known::Number(Rational::whole(i128::from(from))));
                        if let Some(outcome) = self.shared(id, ranking, one.at, (places, *among))? {
                            self.given.insert((one.at, id), outcome);
                        }
                    }
                    Prize::None => {
                        next = next.or(Some(one.at));
                        own.decided = Decided::Exhausted;
                        own.reasons.push(Reason::NoPrize { last: ranking.last_place() });
                        self.choose(one.at, ranking, lost(ranking));
                    }
                    Prize::Open(reason) => {
                        open = open.saturating_add(1);
                        own.decided = Decided::Undetermined(own.requested.map(from_nothing));
                        own.reasons.push(reason.clone());
                        let outcome = values.get(one.at).and_then(|(outcomes, _)| outcomes.get(id.raw()));
                        own.reasons.extend(missing(outcome));
                        self.choose(one.at, ranking, Known::Unknown);
                    }
                }
                progress.insert((one.at, id), own);
            }
        }
        self.contests.push(Contest {
            award: id,
            part: None,
            places: Rational::whole(i128::from(ranking.last_place())),
            before: Rational::whole(i128::from(before)),
            taken: Rational::whole(i128::try_from(taken).unwrap_or(i128::MAX)),
            next,
            open,
        });
        Ok(())
    }

    fn asked(&self, id: AwardId, at: usize, values: &[Values]) -> Progress {
        let outcome = values.get(at).and_then(|(outcomes, _)| outcomes.get(id.raw()));
        Progress {
            requested: outcome.and_then(bounds),
            rank: None,
            taken: Vec::new(),
            decided: Decided::Undetermined(None),
            parts: Vec::new(),
            reasons: Vec::new(),
        }
    }

    /// The places with a prize that nobody holds from an earlier decision of this round, the first first.
    fn free_places(&self, id: AwardId, ranking: &Ranking) -> Vec<u32> {
        let mut holders: BTreeMap<&str, Option<u32>> = BTreeMap::new();
        for one in self.earlier.iter().filter(|one| one.award == id && one.holds() && one.is_of(self.round)) {
            let place = holders.entry(one.applicant.as_str()).or_insert(one.place);
            *place = place.or(one.place);
        }
        let held: BTreeSet<u32> = holders.values().copied().flatten().collect();
        let unplaced = holders.values().filter(|place| place.is_none()).count();
        // Tied holders may hold one place together: as many places are gone as there are holders.
        let together = holders.len().saturating_sub(unplaced).saturating_sub(held.len());
        let free = (1..=ranking.last_place()).filter(|place| !held.contains(place));
        free.skip(unplaced.saturating_add(together)).collect()
    }

    /// The prizes of some places, each as this applicant would get it, divided equally and rounded down.
    fn shared(
        &self,
        id: AwardId,
        ranking: &Ranking,
        at: usize,
        (places, among): (&[u32], usize),
    ) -> Result<Option<Outcome>, Vec<Diagnostic>> {
        let mut sum = Rational::ZERO;
        for place in places {
            let value = Known::Number(Rational::whole(i128::from(*place)));
            match self.outcome_with(at, id, &[(ranking.chosen, value)])? {
                Some(Outcome::Awarded(amount)) => sum = sum.plus(amount).ok_or_else(too_large)?,
                Some(
                    Outcome::NotEligible
                    | Outcome::Displaced { .. }
                    | Outcome::Exhausted
                    | Outcome::NotInForce,
                ) => {}
                // What is not known of the applicant itself leaves its share open.
                other
                @ (Some(Outcome::UpTo(_) | Outcome::Entitled | Outcome::Undetermined { .. }) | None) => {
                    return Ok(other);
                }
            }
        }
        let among = i128::try_from(among).unwrap_or(i128::MAX);
        let each = sum.over(Rational::whole(among)).and_then(|each| self.plan.rounding.down().apply(each));
        let each = each.ok_or_else(too_large)?;
        Ok(Some(if each.is_positive() { Outcome::Awarded(each) } else { Outcome::Exhausted }))
    }
}

/// Some whom nothing tells apart, and what they get.
struct Standing<'c> {
    members: Vec<&'c Competitor>,
    /// The first place (from 1) that they may stand in.
    from: usize,
    /// Whether it is certain that they stand there.
    exact: bool,
    prize: Prize,
}

fn standings<'c>(ranking: &Ranking, free: &[u32], competitors: &'c [Competitor]) -> Vec<Standing<'c>> {
    let mut standings = Vec::new();
    let mut maybe: Vec<usize> = Vec::new();
    // How many surely stand above, and how many may.
    let (mut least, mut most) = (0_usize, 0_usize);
    for block in in_blocks(competitors, &ranking.keys, |one: &Competitor| one.keys.as_slice()) {
        let of = |places: &[usize]| -> Vec<&'c Competitor> {
            places.iter().filter_map(|&place| competitors.get(place)).collect()
        };
        let floating = of(&block.floating);
        let size = block.groups.iter().fold(floating.len(), |sum, group| sum.saturating_add(group.len()));
        // Whoever floats may stand before or after everybody else of the block.
        let (from, to) = (least.saturating_add(1), most.saturating_add(size));
        for one in &floating {
            let prize = match prize_of(ranking, free, (from, to), false, &[], &[]) {
                Prize::Open(_) => Prize::Open(Reason::NoKey(unknown(&ranking.keys, &one.keys))),
                known @ (Prize::Place(_) | Prize::Share { .. } | Prize::None) => known,
            };
            standings.push(Standing { members: vec![one], from, exact: false, prize });
        }
        maybe.extend(floating.iter().map(|one| one.at));
        most = most.saturating_add(floating.len());
        for group in &block.groups {
            let members = of(group);
            let sure = members.iter().filter(|one| one.sure).count();
            maybe.extend(members.iter().filter(|one| !one.sure).map(|one| one.at));
            let exact = least == most && sure == members.len();
            let (from, to) = (least.saturating_add(1), most.saturating_add(members.len()));
            let prize = prize_of(ranking, free, (from, to), exact, &members, &maybe);
            least = least.saturating_add(sure);
            most = most.saturating_add(members.len());
            standings.push(Standing { members, from, exact, prize });
        }
        least = least.saturating_add(floating.iter().filter(|one| one.sure).count());
    }
    standings
}

/// What the members of a group get, who stand somewhere between two places (from 1) among those who compete.
fn prize_of(
    ranking: &Ranking,
    free: &[u32],
    (from, to): (usize, usize),
    exact: bool,
    members: &[&Competitor],
    maybe: &[usize],
) -> Prize {
    // The place that so many competitors' turn it is at brings.
    let place = |turn: usize| turn.checked_sub(1).and_then(|at| free.get(at)).copied();
    let amount = |turn: usize| place(turn).and_then(|place| ranking.prize(place));
    let first = amount(from);
    let bound = to.min(free.len().saturating_add(1));
    let same = (from..=bound).all(|turn| amount(turn) == first);
    if let (true, None) = (same, first) {
        return Prize::None;
    }
    if let (true, Some(place)) = (same, place(from)) {
        return Prize::Place(place);
    }
    if !exact {
        return Prize::Open(Reason::Others(maybe.iter().take(NAMED).copied().collect()));
    }
    match (ranking.ties, place(from), place(to)) {
        (TieRule::Admitted, Some(place), _) => Prize::Place(place),
        (TieRule::Refused, _, Some(place)) => Prize::Place(place),
        (TieRule::Refused, _, None) => Prize::None,
        // Places behind the last prize bring nothing, but those who stand there take part in the division.
        (TieRule::Share, ..) => {
            Prize::Share { places: (from..=bound).filter_map(place).collect(), among: members.len() }
        }
        (TieRule::Unstated | TieRule::Admitted, ..) => {
            Prize::Open(Reason::Tied(members.iter().take(NAMED).map(|one| one.at).collect()))
        }
    }
}
