//! Funds: limits for all applicants together, then the money itself. Who pays which part, what is cut when it is short.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::evaluate::{Bounds, Outcome, Values};
use crate::money::{Direction, Rational, Rounding};
use crate::plan::{AwardId, Fund, NodeId, Shortage};
use crate::program::TieRule;

use super::contest::{bounds, from_nothing, line_end, reason_of};
use super::order::{key_values, nodes};
use super::share::pro_rata;
use super::sweep::{Competitor, Demand, Last, Limit, Verdict, sweep};
use super::{Decided, FundState, PartPaid, Reason, Run, too_large};

/// What one applicant asks of one fund for one award.
#[derive(Clone, Copy)]
struct Claim {
    at: usize,
    award: AwardId,
    /// At least; equal to `high` where the amount is known.
    low: Rational,
    /// At most.
    high: Option<Rational>,
}

impl Claim {
    fn is_exact(&self) -> bool {
        self.high == Some(self.low)
    }
}

/// What a fund makes of a claim.
enum Paid {
    Amount(Rational, Option<Reason>),
    Open(Reason),
}

type Key = (usize, AwardId);

impl Run<'_> {
    /// Limits for all applicants first, by section, then the money.
    pub(super) fn funds(&mut self) -> Result<(), Vec<Diagnostic>> {
        let plan = self.plan;
        self.funds = plan.funds.iter().map(|fund| empty(fund.budget)).collect();
        for programme in [true, false] {
            for (place, fund) in plan.funds.iter().enumerate() {
                if fund.programme == programme {
                    self.fund(place, fund)?;
                }
            }
        }
        self.without_fund();
        self.close();
        self.sum_up();
        Ok(())
    }

    fn fund(&mut self, place: usize, fund: &Fund) -> Result<(), Vec<Diagnostic>> {
        let before = self.spent_before(fund)?;
        let claims = self.claims(fund, place)?;
        let mut claimed = Rational::ZERO;
        // Who was decided before in this round takes part, so that nobody moves up, but claims nothing more.
        let closed = |claim: &Claim| self.closed.contains(&(claim.at, claim.award));
        for claim in claims.iter().filter(|claim| !closed(claim)) {
            claimed = claimed.plus(claim.high.unwrap_or(claim.low)).ok_or_else(too_large)?;
        }
        let mut state = FundState { before, claimed, ..empty(fund.budget) };
        let paid = match fund.budget {
            None => claims.iter().map(as_claimed).collect(),
            Some(budget) => {
                let left = budget.minus(before).ok_or_else(too_large)?.max(Rational::ZERO);
                self.pay(place, fund, left, &claims, &mut state)?
            }
        };
        for (claim, paid) in claims.iter().zip(paid) {
            match &paid {
                Paid::Amount(amount, _) => {
                    if fund.programme && !self.closed.contains(&(claim.at, claim.award)) {
                        state.granted = state.granted.plus(*amount).ok_or_else(too_large)?;
                    }
                }
                Paid::Open(_) if self.closed.contains(&(claim.at, claim.award)) => {}
                Paid::Open(_) => state.open = state.open.saturating_add(1),
            }
            self.enter(place, fund, claim, paid)?;
        }
        if let Some(slot) = self.funds.get_mut(place) {
            *slot = state;
        }
        Ok(())
    }

    /// What earlier grants took of a fund.
    fn spent_before(&self, fund: &Fund) -> Result<Rational, Vec<Diagnostic>> {
        let mut spent = Rational::ZERO;
        for one in self.earlier.iter().filter(|one| self.counts(one, fund.scope)) {
            let share = fund.pays.iter().find(|(award, _)| *award == one.award).map(|(_, share)| *share);
            let Some(share) = share else { continue };
            // A ledger has a row for each fund; other histories say only how much it was in all.
            let part = match (&one.fund, fund.programme) {
                (Some(paid), false) if *paid == fund.id => Some(one.amount),
                (Some(_), false) => Some(Rational::ZERO),
                (_, true) | (None, false) => one.amount.times(share),
            };
            spent = part.and_then(|part| spent.plus(part)).ok_or_else(too_large)?;
        }
        Ok(spent)
    }

    /// What is asked of a fund, by applicant, then award.
    fn claims(&self, fund: &Fund, place: usize) -> Result<Vec<Claim>, Vec<Diagnostic>> {
        let mut claims = Vec::new();
        for (&(at, award), entry) in &self.entries {
            let Some(&(_, share)) = fund.pays.iter().find(|(paid, _)| *paid == award) else { continue };
            let asked = match &entry.decided {
                Decided::Granted(amount) => Bounds { low: *amount, high: Some(*amount) },
                Decided::Undetermined(Some(bounds)) => *bounds,
                Decided::Own(own @ (Outcome::UpTo(_) | Outcome::Undetermined { .. })) => match bounds(own) {
                    Some(bounds) => Bounds { low: Rational::ZERO, high: bounds.high },
                    None => continue,
                },
                Decided::Entitled
                | Decided::Exhausted
                | Decided::Already(_)
                | Decided::Undetermined(None)
                | Decided::Own(_) => continue,
            };
            let exact = asked.high == Some(asked.low);
            let (low, high) = if fund.programme {
                let part = |amount: Rational| amount.times(share).ok_or_else(too_large);
                (part(asked.low)?, asked.high.map(part).transpose()?)
            } else if exact {
                let part = self.part(place, award, asked.low)?;
                (part, Some(part))
            } else {
                // The fund that takes what rounding leaves over may have to pay some steps more.
                let up = Rounding { direction: Direction::Up, ..self.plan.rounding };
                let most = |amount: Rational| {
                    let part = amount.times(share).and_then(|part| up.apply(part));
                    let funds = i128::try_from(self.plan.funds.len()).unwrap_or(i128::MAX);
                    let over = self.plan.rounding.step.times(Rational::whole(funds));
                    part.zip(over).and_then(|(part, over)| part.plus(over)).ok_or_else(too_large)
                };
                (Rational::ZERO, asked.high.map(most).transpose()?)
            };
            claims.push(Claim { at, award, low, high });
        }
        Ok(claims)
    }

    /// A fund's part of an amount: each part is rounded down, and the first fund bears the rest.
    fn part(&self, place: usize, award: AwardId, amount: Rational) -> Result<Rational, Vec<Diagnostic>> {
        let payers = self.plan.funds.iter().enumerate().filter(|(_, fund)| !fund.programme);
        let payers = payers.filter_map(|(at, fund)| {
            fund.pays.iter().find(|(paid, _)| *paid == award).map(|(_, share)| (at, *share))
        });
        let (mut first, mut rest, mut own) = (None, amount, Rational::ZERO);
        for (at, share) in payers {
            if first.is_none() {
                first = Some(at);
                continue;
            }
            let part = amount.times(share).and_then(|part| self.plan.rounding.down().apply(part));
            let part = part.ok_or_else(too_large)?;
            rest = rest.minus(part).ok_or_else(too_large)?;
            if at == place {
                own = part;
            }
        }
        Ok(if first == Some(place) { rest } else { own })
    }

    fn pay(
        &self,
        place: usize,
        fund: &Fund,
        left: Rational,
        claims: &[Claim],
        state: &mut FundState,
    ) -> Result<Vec<Paid>, Vec<Diagnostic>> {
        let mut most = Some(Rational::ZERO);
        for claim in claims {
            most = match most.zip(claim.high) {
                Some((sum, high)) => Some(sum.plus(high).ok_or_else(too_large)?),
                None => None,
            };
        }
        if most.is_some_and(|most| most <= left) {
            return Ok(claims.iter().map(as_claimed).collect());
        }
        match &fund.shortage {
            Shortage::InOrder { keys, last } => {
                self.in_order(place, keys, Last::from(*last), left, claims, state)
            }
            Shortage::ProRata(remainder) if claims.iter().all(Claim::is_exact) => {
                let amounts: Vec<Rational> = claims.iter().map(|claim| claim.low).collect();
                let shared =
                    pro_rata(left, &amounts, self.plan.rounding, *remainder).ok_or_else(too_large)?;
                state.unplaced = shared.left;
                let one = |(claim, paid): (&Claim, Rational)| {
                    let reason = match paid.is_positive() {
                        _ if paid == claim.low => None,
                        true => Some(Reason::Cut { fund: place }),
                        false => Some(Reason::Empty { fund: place }),
                    };
                    Paid::Amount(paid, reason)
                };
                Ok(claims.iter().zip(shared.paid).map(one).collect())
            }
            Shortage::Unstated | Shortage::ProRata(_) => {
                let doubtful = claims.iter().filter(|claim| !claim.is_exact());
                let because: Vec<usize> = doubtful.map(|claim| claim.at).take(super::sweep::NAMED).collect();
                let reason = match (because.is_empty(), &fund.shortage) {
                    (true, _) | (false, Shortage::Unstated) => Reason::ShortUnsaid { fund: place },
                    (false, Shortage::ProRata(_) | Shortage::InOrder { .. }) => {
                        Reason::FundOpen { fund: place, because }
                    }
                };
                Ok(claims.iter().map(|_| Paid::Open(reason.clone())).collect())
            }
        }
    }

    /// One applicant after the other; what one gets is paid on its awards in the order of results.
    fn in_order(
        &self,
        place: usize,
        keys: &[crate::plan::Key],
        last: Last,
        left: Rational,
        claims: &[Claim],
        state: &mut FundState,
    ) -> Result<Vec<Paid>, Vec<Diagnostic>> {
        let asked: Vec<NodeId> = nodes(keys).collect();
        let values: Vec<Values> = self.evaluate_all(&asked)?;
        let mut sums: BTreeMap<usize, Demand> = BTreeMap::new();
        for claim in claims {
            let sum = sums.entry(claim.at).or_insert(Demand::NONE);
            sum.low = sum.low.plus(claim.low).ok_or_else(too_large)?;
            sum.high = match sum.high.zip(claim.high) {
                Some((sum, high)) => Some(sum.plus(high).ok_or_else(too_large)?),
                None => None,
            };
        }
        let competitor = |(&at, &demand): (&usize, &Demand)| {
            let known = values.get(at).map_or(&[][..], |(_, known)| known.as_slice());
            let keys = key_values(keys, known.iter().map(Option::as_ref));
            Competitor { at, sure: demand.high == Some(demand.low), keys, demand: vec![demand] }
        };
        let competitors: Vec<Competitor> = sums.iter().map(competitor).collect();
        let limits = vec![Limit { low: left, high: left, last }];
        let swept = sweep(limits, &competitors, keys, TieRule::Unstated).ok_or_else(too_large)?;
        let verdicts: BTreeMap<usize, &Verdict> = competitors
            .iter()
            .zip(&swept.verdicts)
            .filter_map(|(one, verdict)| Some((one.at, verdict.as_ref()?)))
            .collect();
        let refused = |at: &&usize| matches!(swept.verdicts.get(**at), Some(Some(Verdict::Refused(_))));
        let first = swept.order.iter().find(refused).and_then(|&at| competitors.get(at));
        state.next = first.map(|one| one.at);
        let none = match line_end(&swept, &competitors, 0, left) {
            Some((left, from)) => Reason::LineEnds { fund: Some(place), left, from },
            None => Reason::Empty { fund: place },
        };
        let mut parts: BTreeMap<usize, Rational> = BTreeMap::new();
        let mut paid = Vec::with_capacity(claims.len());
        for claim in claims {
            paid.push(match verdicts.get(&claim.at) {
                Some(Verdict::Admitted) => as_claimed(claim),
                Some(Verdict::Part(part)) => {
                    let left = parts.entry(claim.at).or_insert(*part);
                    let own = claim.low.min(*left);
                    *left = left.minus(own).ok_or_else(too_large)?;
                    let own = self.plan.rounding.down().apply(own).ok_or_else(too_large)?;
                    let reason = match own.is_positive() {
                        _ if own == claim.low => None,
                        true => Some(Reason::Cut { fund: place }),
                        false => Some(Reason::Empty { fund: place }),
                    };
                    Paid::Amount(own, reason)
                }
                Some(Verdict::Refused(_)) | None => Paid::Amount(Rational::ZERO, Some(none.clone())),
                Some(Verdict::Open(cause)) => {
                    // INVARIANT: competitors stand in the order of the applicants.
                    let one = competitors.binary_search_by_key(&claim.at, |one| one.at).ok();
                    let one = one.and_then(|place| competitors.get(place));
                    Paid::Open(reason_of(cause.clone(), keys, one))
                }
            });
        }
        Ok(paid)
    }

    /// Writes down what a fund makes of a claim.
    fn enter(&mut self, place: usize, fund: &Fund, claim: &Claim, paid: Paid) -> Result<(), Vec<Diagnostic>> {
        let (programme, rounding) = (fund.programme, self.plan.rounding);
        let share = fund
            .pays
            .iter()
            .find(|(award, _)| *award == claim.award)
            .map_or(Rational::ONE, |(_, share)| *share);
        let key: Key = (claim.at, claim.award);
        // What was asked of the fund before limits for all cut it.
        let asked = self.entries.get(&key).and_then(|entry| entry.requested?.high);
        let requested = match asked {
            Some(asked) if !programme => self.part(place, claim.award, asked)?,
            Some(_) | None => claim.low,
        };
        let Some(entry) = self.entries.get_mut(&key) else { return Ok(()) };
        match paid {
            Paid::Open(reason) => {
                // What is open for the applicant's own reasons keeps them.
                if let Decided::Granted(amount) = entry.decided {
                    entry.decided =
                        Decided::Undetermined(Some(from_nothing(Bounds { low: amount, high: Some(amount) })));
                    entry.reasons.push(reason);
                }
                entry.parts.clear();
            }
            Paid::Amount(amount, reason) => {
                let Decided::Granted(before) = &mut entry.decided else { return Ok(()) };
                if !programme {
                    if requested.is_positive() {
                        entry.parts.push(PartPaid { fund: Some(place), requested, granted: amount });
                    }
                } else if reason.is_some() {
                    // A limit counts a share of the amount: the amount is cut in proportion.
                    let whole = amount.over(share).and_then(|whole| rounding.down().apply(whole));
                    *before = whole.ok_or_else(too_large)?.min(*before);
                }
                entry.reasons.extend(reason);
            }
        }
        Ok(())
    }

    /// What no fund pays for is paid all the same, from where the policy does not say.
    fn without_fund(&mut self) {
        for (&(_, award), entry) in &mut self.entries {
            let paid_from = |fund: &Fund| !fund.programme && fund.pays.iter().any(|(paid, _)| *paid == award);
            if let Decided::Granted(amount) = entry.decided
                && amount.is_positive()
                && !self.plan.funds.iter().any(paid_from)
            {
                let requested = entry.requested.and_then(|requested| requested.high).unwrap_or(amount);
                entry.parts.push(PartPaid { fund: None, requested, granted: amount });
            }
        }
    }

    /// What was decided in this round before stays as it was decided.
    fn close(&mut self) {
        for key in &self.closed {
            let Some(entry) = self.entries.get_mut(key) else { continue };
            if !matches!(entry.decided, Decided::Own(_)) {
                entry.decided = Decided::Already(Rational::ZERO);
                entry.parts.clear();
                entry.taken.clear();
                entry.rank = None;
                entry.reasons = vec![Reason::Before];
            }
        }
    }

    /// What is granted is what funds pay; who gets nothing of what there was is exhausted.
    fn sum_up(&mut self) {
        for entry in self.entries.values_mut() {
            let Decided::Granted(_) = entry.decided else { continue };
            // INVARIANT: parts were split from one amount that fits, and cuts make them smaller.
            let sum = entry.parts.iter().try_fold(Rational::ZERO, |sum, part| sum.plus(part.granted));
            let sum = sum.unwrap_or(Rational::ZERO);
            entry.decided = if sum.is_positive() { Decided::Granted(sum) } else { Decided::Exhausted };
            if !sum.is_positive() {
                // Later rounds count only those who got something.
                entry.taken.clear();
            }
        }
        for (place, state) in self.funds.iter_mut().enumerate() {
            if self.plan.funds.get(place).is_some_and(|fund| fund.programme) {
                continue;
            }
            let paid = self.entries.values().filter(|entry| matches!(entry.decided, Decided::Granted(_)));
            let mut parts = paid.flat_map(|entry| &entry.parts).filter(|part| part.fund == Some(place));
            let sum = parts.try_fold(Rational::ZERO, |sum, part| sum.plus(part.granted));
            state.granted = sum.unwrap_or(Rational::ZERO);
        }
    }
}

fn empty(budget: Option<Rational>) -> FundState {
    FundState {
        budget,
        before: Rational::ZERO,
        claimed: Rational::ZERO,
        granted: Rational::ZERO,
        unplaced: Rational::ZERO,
        next: None,
        open: 0,
    }
}

/// Paid as it is claimed: what is not known yet stays so for the applicant's own reasons.
fn as_claimed(claim: &Claim) -> Paid {
    Paid::Amount(claim.low, None)
}
