//! Quotas with a ranking: who is chosen, who is not, and whom a tie or a missing fact leaves open.

use std::collections::{BTreeMap, BTreeSet};

use crate::arena::Id as _;
use crate::diagnostic::{Diagnostic, population as entries};
use crate::evaluate::{Bounds, Outcome, Value, Values};
use crate::money::Rational;
use crate::plan::{AwardId, InputId, Key, Known, NodeId, PaidScope, Part, Ranking};
use crate::syntax::ast::{LastOne, Scope};

use super::assess::{contested, lost, truth, won};
use super::order::{key_values, nodes, unknown};
use super::sweep::{Cause, Competitor, Demand, Last, Limit, Swept, Verdict, sweep};
use super::{Contest, Decided, Earlier, Progress, Reason, Run, too_large};

/// A quota of an award.
#[derive(Clone, Copy)]
pub(super) struct Quota {
    /// Its place among the parts of the award.
    pub part: usize,
    pub number: Rational,
    pub scope: Option<Scope>,
    pub fact: Option<InputId>,
    pub last: Option<LastOne>,
    pub condition: Option<NodeId>,
}

/// The quotas of an award.
pub(super) fn quotas(parts: &[Part]) -> Vec<Quota> {
    let quota = |(at, part): (usize, &Part)| {
        if let Part::Quota { number, scope, fact, last, condition, .. } = part {
            let (number, scope, fact) = (*number, *scope, *fact);
            return Some(Quota { part: at, number, scope, fact, last: *last, condition: *condition });
        }
        None
    };
    parts.iter().enumerate().filter_map(quota).collect()
}

impl Run<'_> {
    /// Decides every comparison, then what each applicant gets of each award before funds are looked at.
    pub(super) fn contests(&mut self) -> Result<(), Vec<Diagnostic>> {
        let plan = self.plan;
        self.choose_all();
        let mut progress: BTreeMap<(usize, AwardId), Progress> = BTreeMap::new();
        for id in contested(plan) {
            let Some(award) = plan.awards.get(id) else { continue };
            let Some(ranking) = &award.ranking else { continue };
            let quotas = quotas(&award.parts);
            let mut asked: Vec<NodeId> = nodes(&ranking.keys).collect();
            let keys = asked.len();
            asked.extend(quotas.iter().filter_map(|quota| quota.condition));
            let values = self.evaluate_all(&asked)?;
            if ranking.prizes.is_empty() {
                self.by_quota(id, ranking, &quotas, (&values, keys), &mut progress)?;
            } else {
                self.by_prizes(id, ranking, &values, &mut progress)?;
            }
        }
        self.contests.sort_by_key(|contest| (contest.award, contest.part));
        self.settle(&progress)
    }

    fn by_quota(
        &mut self,
        id: AwardId,
        ranking: &Ranking,
        quotas: &[Quota],
        (values, keys): (&[Values], usize),
        progress: &mut BTreeMap<(usize, AwardId), Progress>,
    ) -> Result<(), Vec<Diagnostic>> {
        let condition = |at: usize, quota: &Quota| condition_of(values.get(at), quotas, quota, keys);
        let several = counted(quotas).len() > 1;
        let mut limits = Vec::with_capacity(quotas.len());
        let mut befores = Vec::with_capacity(quotas.len());
        let mut doubtful: Option<String> = None;
        for quota in quotas {
            let before = self.taken_before(id, quota, |at| condition(at, quota))?;
            let low = quota.number.minus(before.most).ok_or_else(too_large)?.max(Rational::ZERO);
            let high = quota.number.minus(before.least).ok_or_else(too_large)?.max(Rational::ZERO);
            let last = match quota.fact {
                None => Last::Whole,
                // What part of several counts is given is not said.
                Some(_) if several => Last::Unsaid,
                Some(_) => Last::from(quota.last),
            };
            limits.push(Limit { low, high, last });
            befores.push(before.least);
            doubtful = doubtful.or(before.doubtful);
        }
        let mut competitors = Vec::new();
        for (at, (outcomes, known)) in values.iter().enumerate() {
            let Some(outcome) = outcomes.get(id.raw()) else { continue };
            let Some(sure) = competes(outcome).filter(|_| !self.standing.contains_key(&(at, id))) else {
                continue;
            };
            let demand = quotas.iter().map(|quota| self.demand(at, quota, condition(at, quota))).collect();
            let keys = key_values(&ranking.keys, known.iter().map(Option::as_ref));
            competitors.push(Competitor { at, sure, keys, demand });
        }
        let places: Vec<Rational> = limits.iter().map(|limit| limit.high).collect();
        let swept = sweep(limits, &competitors, &ranking.keys, ranking.ties).ok_or_else(too_large)?;
        let lasts: Vec<Option<usize>> =
            (0..places.len()).map(|limit| last_admitted(&swept, &competitors, limit)).collect();
        let of_all = places.iter().enumerate();
        let ends: Vec<Option<(Rational, usize)>> =
            of_all.map(|(limit, places)| line_end(&swept, &competitors, limit, *places)).collect();
        for (place, one) in competitors.iter().enumerate() {
            let Some(verdict) = swept.verdicts.get(place).cloned().flatten() else { continue };
            let outcome = values.get(one.at).and_then(|(outcomes, _)| outcomes.get(id.raw()));
            let requested = outcome.and_then(bounds);
            let taken = taken(quotas, one);
            let mut own = Progress {
                requested,
                rank: swept.ranks.get(place).copied().flatten(),
                taken: Vec::new(),
                decided: Decided::Undetermined(requested.map(from_nothing)),
                parts: Vec::new(),
                reasons: Vec::new(),
            };
            match verdict {
                Verdict::Admitted => {
                    own.taken = taken;
                    let given = quotas.iter().zip(&one.demand).zip(&places);
                    let given = given.filter(|((_, demand), _)| demand.low.is_positive());
                    let given = given.map(|(_, places)| *places).next();
                    // Who may not compete at all is not chosen: its own facts are what is missing.
                    own.reasons.extend(given.filter(|_| one.sure).map(|places| Reason::Chosen { places }));
                    own.decided = Decided::Granted(Rational::ZERO);
                    self.choose(one.at, ranking, won(ranking));
                }
                Verdict::Part(left) => {
                    let wanted = taken.first().map_or(left, |(_, wanted)| *wanted);
                    own.taken = taken.iter().map(|(fact, _)| (*fact, left)).collect();
                    own.reasons.push(Reason::FewerPlaces { wanted, left });
                    own.decided = Decided::Granted(Rational::ZERO);
                    let changed: Vec<(InputId, Known)> =
                        counted(quotas).into_iter().map(|fact| (fact, Known::Number(left))).collect();
                    if let Some(outcome) = self.outcome_with(one.at, id, &changed)? {
                        self.given.insert((one.at, id), outcome);
                    }
                }
                Verdict::Refused(limit) => {
                    let places = places.get(limit).copied().unwrap_or(Rational::ZERO);
                    let among = quotas.get(limit).and_then(|quota| quota.condition);
                    own.reasons.push(match ends.get(limit).copied().flatten() {
                        Some((left, from)) => Reason::LineEnds { fund: None, left, from },
                        None => {
                            let last = lasts.get(limit).copied().flatten();
                            Reason::NotChosen { places, last, among }
                        }
                    });
                    own.decided = Decided::Exhausted;
                    self.choose(one.at, ranking, lost(ranking));
                }
                Verdict::Open(cause) => {
                    own.reasons.push(match (&doubtful, reason_of(cause, &ranking.keys, Some(one))) {
                        (Some(earlier), Reason::Others(because)) if because.is_empty() => {
                            Reason::Earlier(earlier.clone())
                        }
                        (_, reason) => reason,
                    });
                    own.reasons.extend(missing(outcome));
                    self.choose(one.at, ranking, Known::Unknown);
                }
            }
            progress.insert((one.at, id), own);
        }
        for (at, quota) in quotas.iter().enumerate() {
            let concerned = |place: &usize| {
                let one = competitors.get(*place);
                one.and_then(|one| one.demand.get(at)).is_some_and(|demand| demand.low.is_positive())
            };
            let verdict = |place: &usize| swept.verdicts.get(*place).and_then(Option::as_ref);
            let order: Vec<usize> = swept.order.iter().copied().filter(|place| concerned(place)).collect();
            let mut taken = Rational::ZERO;
            for place in &order {
                let one = competitors.get(*place).filter(|one| !self.closed.contains(&(one.at, id)));
                let demand = one.and_then(|one| one.demand.get(at));
                let more = match verdict(place).filter(|_| demand.is_some()) {
                    Some(Verdict::Admitted) => demand.map_or(Rational::ZERO, |demand| demand.low),
                    Some(Verdict::Part(part)) => *part,
                    Some(Verdict::Refused(_) | Verdict::Open(_)) | None => Rational::ZERO,
                };
                taken = taken.plus(more).ok_or_else(too_large)?;
            }
            let next = order.iter().find(|place| matches!(verdict(place), Some(Verdict::Refused(_))));
            self.contests.push(Contest {
                award: id,
                part: Some(quota.part),
                places: quota.number,
                before: befores.get(at).copied().unwrap_or(Rational::ZERO),
                taken,
                next: next.and_then(|place| competitors.get(*place)).map(|one| one.at),
                open: order.iter().filter(|place| matches!(verdict(place), Some(Verdict::Open(_)))).count(),
            });
        }
        Ok(())
    }

    /// What an applicant takes of a quota.
    pub(super) fn demand(&self, at: usize, quota: &Quota, applies: Option<bool>) -> Demand {
        if applies == Some(false) {
            return Demand::NONE;
        }
        let units = match quota.fact {
            None => Some(Rational::ONE),
            Some(fact) => match self.applications.get(at).and_then(|one| one.inputs.values.get(fact)) {
                Some(Known::Number(number)) => Some(*number),
                Some(_) | None => None,
            },
        };
        match (units, applies) {
            (Some(units), Some(true)) => Demand::of(units),
            (high, _) => Demand { low: Rational::ZERO, high },
        }
    }

    /// What of a quota was taken by earlier grants: `condition` says whether the quota counts an applicant of this round.
    pub(super) fn taken_before(
        &self,
        id: AwardId,
        quota: &Quota,
        condition: impl Fn(usize) -> Option<bool>,
    ) -> Result<Taken, Vec<Diagnostic>> {
        // What was granted under an earlier version of the award takes places of this one, where the rules count it.
        let versions = self.plan.awards.get(id).map_or(&[][..], |award| award.counts.as_slice());
        let of_quota = |one: &&Earlier| {
            let place = one.holds() || one.chosen && !one.is_of(self.round);
            (one.award == id || versions.contains(&one.award)) && place && self.counts(one, quota.scope)
        };
        let facts = self.plan.awards.get(id).map_or(0, |award| counted(&quotas(&award.parts)).len());
        let mut grants: BTreeMap<(&str, Option<i32>, &str), Option<Rational>> = BTreeMap::new();
        for one in self.earlier.iter().filter(of_quota) {
            let own = quota.fact.and_then(|fact| one.taken_of(fact, facts));
            let taken = grants.entry((&one.applicant, one.year, &one.round)).or_insert(own);
            *taken = taken.or(own);
        }
        let mut before = Taken { least: Rational::ZERO, most: Rational::ZERO, doubtful: None };
        for ((applicant, ..), taken) in grants {
            let units = match (quota.fact, taken) {
                (None, _) => Rational::ONE,
                (Some(_), Some(taken)) => taken,
                (Some(_), None) => {
                    let award = self.plan.awards.get(id).map_or("", |award| award.id.as_str());
                    let lacks = Diagnostic::without_place(&entries::HISTORY_LACKS_COUNT);
                    return Err(vec![lacks.arg("applicant", applicant).arg("award", award)]);
                }
            };
            let counted = match (quota.condition, self.places.get(applicant)) {
                (None, _) => Some(true),
                (Some(_), Some(&at)) => condition(at),
                (Some(_), None) => None,
            };
            if counted == Some(true) {
                before.least = before.least.plus(units).ok_or_else(too_large)?;
            }
            if counted.is_none() {
                before.doubtful = before.doubtful.or_else(|| Some(applicant.to_owned()));
            }
            if counted != Some(false) {
                before.most = before.most.plus(units).ok_or_else(too_large)?;
            }
        }
        Ok(before)
    }

    /// Whether an earlier grant counts against what is given out now.
    pub(super) fn counts(&self, earlier: &Earlier, scope: Option<Scope>) -> bool {
        match scope {
            Some(Scope::InAll) => true,
            Some(Scope::PerYear) => PaidScope::THIS_YEAR.counts(earlier.year, self.round.year),
            Some(Scope::InYears(years)) => PaidScope::Years(years).counts(earlier.year, self.round.year),
            Some(Scope::PerItem) | None => earlier.is_of(self.round),
        }
    }
}

/// What was taken before: at least, and at most.
pub(super) struct Taken {
    pub least: Rational,
    pub most: Rational,
    /// One of whom it is not known whether the quota counted it.
    pub doubtful: Option<String>,
}

/// Whether a quota counts an applicant, from the values of one evaluation: `keys` of them come before the conditions.
pub(super) fn condition_of(
    values: Option<&Values>,
    quotas: &[Quota],
    quota: &Quota,
    keys: usize,
) -> Option<bool> {
    if quota.condition.is_none() {
        return Some(true);
    }
    let place = quotas.iter().filter(|one| one.condition.is_some()).position(|one| one.part == quota.part)?;
    let known: Option<&Value> = values?.1.get(keys.saturating_add(place))?.as_ref();
    truth(known)
}

/// Whether an outcome competes with others: surely, or if facts turn out so; `None` if it does not.
pub(super) fn competes(outcome: &Outcome) -> Option<bool> {
    match outcome {
        Outcome::Awarded(_) | Outcome::UpTo(_) | Outcome::Entitled => Some(true),
        Outcome::Undetermined { .. } => Some(false),
        Outcome::NotEligible | Outcome::Displaced { .. } | Outcome::Exhausted | Outcome::NotInForce => None,
    }
}

/// The amounts between which an outcome lies.
pub(super) fn bounds(outcome: &Outcome) -> Option<Bounds> {
    match outcome {
        Outcome::Awarded(amount) => Some(Bounds { low: *amount, high: Some(*amount) }),
        Outcome::UpTo(bounds) => Some(*bounds),
        Outcome::Undetermined { bounds, .. } => *bounds,
        Outcome::Entitled
        | Outcome::NotEligible
        | Outcome::Displaced { .. }
        | Outcome::Exhausted
        | Outcome::NotInForce => None,
    }
}

/// What facts of its own an outcome hangs on.
pub(super) fn missing(outcome: Option<&Outcome>) -> Option<Reason> {
    if let Some(Outcome::Undetermined { missing, .. }) = outcome {
        return Some(Reason::Missing(missing.clone()));
    }
    None
}

/// The same upper end, and nothing at the lower one.
pub(super) fn from_nothing(bounds: Bounds) -> Bounds {
    Bounds { low: Rational::ZERO, high: bounds.high }
}

/// The facts that quotas count in.
pub(super) fn counted(quotas: &[Quota]) -> BTreeSet<InputId> {
    quotas.iter().filter_map(|quota| quota.fact).collect()
}

/// How many places an applicant takes of the quotas that count more than applicants, by the fact they count in.
fn taken(quotas: &[Quota], one: &Competitor) -> Vec<(InputId, Rational)> {
    let of = |fact: InputId| {
        let own = quotas.iter().zip(&one.demand).filter(|(quota, _)| quota.fact == Some(fact));
        (fact, own.map(|(_, demand)| demand.low).fold(Rational::ZERO, Rational::max))
    };
    counted(quotas).into_iter().map(of).collect()
}

/// The last of those who were chosen and count in a quota.
fn last_admitted(swept: &Swept, competitors: &[Competitor], limit: usize) -> Option<usize> {
    let admitted = |place: &&usize| {
        let verdict = swept.verdicts.get(**place).and_then(Option::as_ref);
        let demand = competitors.get(**place).and_then(|one| one.demand.get(limit));
        let counts = demand.is_some_and(|demand| demand.low.is_positive());
        counts && matches!(verdict, Some(Verdict::Admitted | Verdict::Part(_)))
    };
    swept.order.iter().rev().find(admitted).and_then(|&place| competitors.get(place)).map(|one| one.at)
}

/// Where a line ended though something was left: how much, and for whom it did not suffice.
pub(super) fn line_end(
    swept: &Swept,
    competitors: &[Competitor],
    limit: usize,
    places: Rational,
) -> Option<(Rational, usize)> {
    let mut left = places;
    for &place in &swept.order {
        let demand = competitors.get(place).and_then(|one| one.demand.get(limit))?;
        match swept.verdicts.get(place).and_then(Option::as_ref)? {
            Verdict::Admitted => left = left.minus(demand.low)?,
            Verdict::Part(part) if demand.low.is_positive() => left = left.minus(*part)?,
            Verdict::Refused(own) if *own == limit => {
                let from = competitors.get(place).map(|one| one.at)?;
                return (left.is_positive() && demand.low > left).then_some((left, from));
            }
            Verdict::Open(_) => return None,
            Verdict::Refused(_) | Verdict::Part(_) => {}
        }
    }
    None
}

/// A cause, as it is told.
pub(super) fn reason_of(cause: Cause, keys: &[Key], one: Option<&Competitor>) -> Reason {
    match cause {
        Cause::Tied(with) => Reason::Tied(with),
        Cause::Others(because) => Reason::Others(because),
        Cause::NoKey => Reason::NoKey(one.map_or_else(Vec::new, |one| unknown(keys, &one.keys))),
        Cause::LastUnsaid => Reason::LastUnsaid,
    }
}
