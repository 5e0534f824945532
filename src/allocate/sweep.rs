//! Going through applicants in their order while places or money last, with what is unknown held between two bounds.
//!
//! What is left of a limit is kept as the least that surely is left and the most that may be. Whoever fits into the
//! least is in, whoever does not fit into the most is out, and all others are open: so a missing fact or an unresolved
//! tie leaves open exactly those whom it can touch, and nobody is guessed.

use crate::money::Rational;
use crate::plan::Key;
use crate::program::TieRule;
use crate::syntax::ast::LastOne;

use super::order::{Block, KeyValue, in_blocks};

/// Something that is used up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    /// What is surely left.
    pub low: Rational,
    /// What may be left.
    pub high: Rational,
    /// What becomes of the one for whom not enough is left.
    pub last: Last,
}

/// What becomes of the one for whom not enough is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Last {
    /// Everybody takes one place: there is enough or nothing.
    Whole,
    /// What is left.
    InPart,
    /// Nothing, nor anybody after.
    NotAtAll,
    /// The rules do not say.
    Unsaid,
}

impl From<Option<LastOne>> for Last {
    fn from(last: Option<LastOne>) -> Last {
        match last {
            Some(LastOne::InPart) => Last::InPart,
            Some(LastOne::NotAtAll) => Last::NotAtAll,
            None => Last::Unsaid,
        }
    }
}

/// Who competes.
#[derive(Clone, Debug)]
pub(super) struct Competitor {
    /// The applicant.
    pub at: usize,
    /// Whether the applicant surely competes.
    pub sure: bool,
    /// Ranking keys; `None` for each that is unknown.
    pub keys: Vec<Option<KeyValue>>,
    /// For each limit what is taken of it: at least, and at most (`None`: no bound is known).
    pub demand: Vec<Demand>,
}

/// What an applicant takes of a limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Demand {
    pub low: Rational,
    pub high: Option<Rational>,
}

impl Demand {
    /// Nothing.
    pub const NONE: Demand = Demand { low: Rational::ZERO, high: Some(Rational::ZERO) };
    /// So much.
    pub const fn of(amount: Rational) -> Demand {
        Demand { low: amount, high: Some(amount) }
    }
    /// Whether it may take anything.
    pub fn may_be_some(self) -> bool {
        self.high.is_none_or(Rational::is_positive)
    }
}

/// What becomes of a competitor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// Gets all.
    Admitted,
    /// Gets this much: what was left.
    Part(Rational),
    /// Gets nothing: this limit was used up before.
    Refused(usize),
    /// It cannot be said.
    Open(Cause),
}

/// Why it cannot be said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Cause {
    /// Tied with these, and the rules do not say what becomes of ties.
    Tied(Vec<usize>),
    /// What is unknown of these applicants may change it.
    Others(Vec<usize>),
    /// The applicant's own ranking key is unknown.
    NoKey,
    /// Not enough is left, and the rules do not say what becomes of the last one.
    LastUnsaid,
}

/// What came out.
#[derive(Clone, Debug, Default)]
pub(super) struct Swept {
    /// For each competitor, in the order given.
    pub verdicts: Vec<Option<Verdict>>,
    /// Their ranks among those who compete; `None` where what is unknown may change them.
    pub ranks: Vec<Option<u32>>,
    /// Competitors in their order: those of unknown keys after whom they may stand before or after.
    pub order: Vec<usize>,
}

/// The least and the most that is left of each limit.
struct Left {
    limits: Vec<Limit>,
}

impl Left {
    /// Takes what is between `low` and `high` away.
    fn take(&mut self, at: usize, sure: Rational, most: Option<Rational>) -> Option<()> {
        let limit = self.limits.get_mut(at)?;
        limit.low = match most {
            Some(most) => limit.low.minus(most)?.max(Rational::ZERO),
            None => Rational::ZERO,
        };
        limit.high = limit.high.minus(sure)?.max(Rational::ZERO);
        Some(())
    }
    fn close(&mut self, at: usize) {
        if let Some(limit) = self.limits.get_mut(at) {
            (limit.low, limit.high) = (Rational::ZERO, Rational::ZERO);
        }
    }
    fn nothing(&self) -> Vec<Demand> {
        vec![Demand::NONE; self.limits.len()]
    }
    /// For each limit, whether it surely suffices for one after `others` have taken what they may.
    fn each(&self, one: &Competitor, others: &[Demand]) -> Option<Vec<bool>> {
        (0..self.limits.len()).map(|at| self.suffices(&only(&one.demand, at), others)).collect()
    }
    /// Whether it surely suffices, after `others` have taken what they may.
    fn suffices(&self, own: &[Demand], others: &[Demand]) -> Option<bool> {
        for ((limit, own), others) in self.limits.iter().zip(own).zip(others) {
            if !own.may_be_some() {
                continue;
            }
            let (Some(own), Some(others)) = (own.high, others.high) else { return Some(false) };
            if limit.low < own.plus(others)? {
                return Some(false);
            }
        }
        Some(true)
    }
    /// The first limit of which surely nothing is to be had.
    fn used_up(&self, own: &[Demand]) -> Option<usize> {
        self.limits.iter().zip(own).position(|(limit, own)| {
            let enough = match limit.last {
                Last::Whole | Last::NotAtAll => limit.high >= own.low,
                Last::InPart | Last::Unsaid => limit.high.is_positive(),
            };
            own.low.is_positive() && !enough
        })
    }
    /// A limit, of those that one takes of, that surely does not suffice for all who are tied with it.
    fn exceeded(&self, own: &[Demand], total: &[Demand]) -> Option<usize> {
        let mut all = self.limits.iter().zip(own).zip(total);
        all.position(|((limit, own), total)| own.low.is_positive() && total.low > limit.high)
    }
    /// Whether nobody gets anything of a limit after one for whom it does not suffice, though something is left.
    fn ends_at(&self, limit: usize) -> bool {
        let limit = self.limits.get(limit);
        limit.is_some_and(|limit| limit.last == Last::NotAtAll && limit.high.is_positive())
    }
    fn is_exact(&self, own: &[Demand]) -> bool {
        let concerns = self.limits.iter().zip(own).filter(|(_, own)| own.may_be_some());
        concerns.into_iter().all(|(limit, own)| limit.low == limit.high && own.high == Some(own.low))
    }
}

/// So often those who are surely out are left aside and the others gone through again.
const ROUNDS: usize = 8;

/// Goes through the competitors; `None` if a number does not fit.
///
/// Whoever is surely out takes nothing from anybody, so that less is open once that is known.
pub(super) fn sweep(
    limits: Vec<Limit>,
    competitors: &[Competitor],
    keys: &[Key],
    ties: TieRule,
) -> Option<Swept> {
    let mut swept = once(&limits, competitors, keys, ties)?;
    for _ in 1..ROUNDS {
        let ends = |limit: usize| limits.get(limit).is_some_and(|limit| limit.last == Last::NotAtAll);
        let out = |verdict: &Option<Verdict>| match verdict {
            Some(Verdict::Refused(limit)) => !ends(*limit),
            Some(Verdict::Admitted | Verdict::Part(_) | Verdict::Open(_)) | None => false,
        };
        let open = |verdict: &Option<Verdict>| matches!(verdict, Some(Verdict::Open(_)));
        let left: Vec<usize> =
            (0..competitors.len()).filter(|&at| !swept.verdicts.get(at).is_some_and(out)).collect();
        // A tied group that was refused as a whole still stands where it stands.
        let whole_groups = ties == TieRule::Refused;
        if whole_groups || left.len() == competitors.len() || !swept.verdicts.iter().any(open) {
            break;
        }
        let others: Vec<Competitor> = left.iter().filter_map(|&at| competitors.get(at)).cloned().collect();
        let again = once(&limits, &others, keys, ties)?;
        let mut changed = false;
        for (&at, verdict) in left.iter().zip(again.verdicts) {
            if let Some(slot) = swept.verdicts.get_mut(at) {
                changed |= *slot != verdict;
                *slot = verdict;
            }
        }
        if !changed {
            break;
        }
    }
    Some(swept)
}

/// Goes through the competitors once.
fn once(limits: &[Limit], competitors: &[Competitor], keys: &[Key], ties: TieRule) -> Option<Swept> {
    let blocks = in_blocks(competitors, keys, |one: &Competitor| one.keys.as_slice());
    let in_order = |block: &Block| block.groups.iter().flatten().chain(&block.floating).copied().collect();
    let mut pass = Pass {
        ties,
        left: Left { limits: limits.to_vec() },
        swept: Swept {
            verdicts: vec![None; competitors.len()],
            ranks: vec![None; competitors.len()],
            order: blocks.iter().flat_map::<Vec<usize>, _>(in_order).collect(),
        },
        doubtful: Vec::new(),
        above: 0,
        certain: true,
    };
    for block in &blocks {
        let of = |places: &[usize]| -> Vec<(usize, &Competitor)> {
            places.iter().filter_map(|&place| Some((place, competitors.get(place)?))).collect()
        };
        let floating = of(&block.floating);
        let groups: Vec<_> = block.groups.iter().map(|group| of(group)).collect();
        let decided = pass.before(&floating, &groups)?;
        for members in &groups {
            pass.group(members, floating.is_empty())?;
        }
        pass.after(decided)?;
    }
    Some(pass.swept)
}

/// What one pass has come to so far.
struct Pass {
    ties: TieRule,
    left: Left,
    swept: Swept,
    /// Those whose facts may change what is left.
    doubtful: Vec<usize>,
    /// How many stand above, and whether that is certain.
    above: u32,
    certain: bool,
}

/// One who has been decided, and for each limit whether it surely suffices, whoever of those tied with it comes first.
type Judged<'c> = (&'c Competitor, Verdict, Vec<bool>);

impl Pass {
    /// Decides about those who may stand before or after everybody else of their block.
    fn before<'c>(
        &mut self,
        floating: &[(usize, &'c Competitor)],
        groups: &[Vec<(usize, &'c Competitor)>],
    ) -> Option<Vec<Judged<'c>>> {
        if floating.is_empty() {
            return Some(Vec::new());
        }
        let nothing = self.left.nothing();
        let all = sum(floating.iter().chain(groups.iter().flatten()).map(|(_, one)| *one), &nothing)?;
        let mut judged = Vec::with_capacity(floating.len());
        for &(place, one) in floating {
            let verdict = if self.left.suffices(&nothing_or(&one.demand, &all), &nothing)? {
                Verdict::Admitted
            } else {
                self.left.used_up(&one.demand).map_or(Verdict::Open(Cause::NoKey), Verdict::Refused)
            };
            set(&mut self.swept.verdicts, place, verdict.clone());
            self.doubtful.push(one.at);
            judged.push((one, verdict, self.left.each(one, &less(&all, &one.demand)?)?));
        }
        for (_, one) in floating {
            for (at, demand) in one.demand.iter().enumerate() {
                self.left.take(at, Rational::ZERO, demand.high)?;
            }
        }
        Some(judged)
    }

    /// What they leave to those who surely stand after them: the least has been taken away before.
    fn after(&mut self, floating: Vec<Judged<'_>>) -> Option<()> {
        for (one, verdict, suffices) in floating {
            let nothing_more: Vec<Rational> = self.left.limits.iter().map(|limit| limit.low).collect();
            consume(&mut self.left, one, &verdict, &suffices)?;
            for (limit, low) in self.left.limits.iter_mut().zip(nothing_more) {
                // INVARIANT: `consume` made the least no larger; only where a line ends it may be nothing for another reason.
                limit.low = if limit.last == Last::NotAtAll { limit.low } else { low.min(limit.high) };
            }
            self.above = self.above.saturating_add(1);
            self.certain &= one.sure;
        }
        Some(())
    }

    /// Decides about those whom no key tells apart.
    fn group(&mut self, members: &[(usize, &Competitor)], nobody_floats: bool) -> Option<()> {
        let nothing = self.left.nothing();
        let all_sure = members.iter().all(|(_, one)| one.sure);
        // Who is out in any case takes nothing from those it is tied with, unless it ends the whole line.
        let left = &self.left;
        let out = |one: &Competitor| left.used_up(&one.demand);
        let ends = members.iter().any(|(_, one)| out(one).is_some_and(|limit| left.ends_at(limit)));
        let total = sum(members.iter().map(|(_, one)| *one).filter(|one| out(one).is_none()), &nothing)?;
        // A tied group that is refused as a whole leaves nothing to those who stand after it.
        let mut beyond: Option<usize> = None;
        let mut decided: Vec<(usize, Judged<'_>)> = Vec::with_capacity(members.len());
        for &(place, one) in members {
            let is_out = out(one);
            // Whoever is out is not in the total.
            let others = if is_out.is_some() { total.clone() } else { less(&total, &one.demand)? };
            let with_others = left.each(one, &others)?;
            let verdict = if let Some(limit) = is_out {
                Verdict::Refused(limit)
            } else if !ends && with_others.iter().all(|suffices| *suffices) {
                Verdict::Admitted
            } else if all_sure && left.is_exact(&one.demand) {
                match (members, self.ties) {
                    ([_], _) | (_, TieRule::Admitted) => last_one(left, one),
                    (_, TieRule::Refused) => {
                        let limit = left.exceeded(&one.demand, &total);
                        let limit = limit.or_else(|| members.iter().find_map(|(_, one)| out(one)));
                        beyond = beyond.or(limit);
                        limit.map_or_else(|| Verdict::Open(tied(members)), Verdict::Refused)
                    }
                    (_, TieRule::Unstated | TieRule::Share) => Verdict::Open(tied(members)),
                }
            } else if ends {
                Verdict::Open(tied(members))
            } else if members.len() > 1 && left.suffices(&one.demand, &nothing)? {
                match (self.ties, left.exceeded(&one.demand, &total)) {
                    (TieRule::Admitted, _) => Verdict::Admitted,
                    (TieRule::Refused, Some(limit)) if all_sure => {
                        beyond = Some(limit);
                        Verdict::Refused(limit)
                    }
                    (TieRule::Unstated | TieRule::Share, _) if all_sure => Verdict::Open(tied(members)),
                    (TieRule::Refused | TieRule::Unstated | TieRule::Share, _) => {
                        Verdict::Open(others_than(&self.doubtful, members))
                    }
                }
            } else {
                Verdict::Open(others_than(&self.doubtful, members))
            };
            decided.push((place, (one, verdict, with_others)));
        }
        for (place, (one, verdict, suffices)) in decided {
            consume(&mut self.left, one, &verdict, &suffices)?;
            if matches!(verdict, Verdict::Open(_)) || !one.sure {
                self.doubtful.push(one.at);
            }
            set(&mut self.swept.verdicts, place, verdict);
            if self.certain
                && nobody_floats
                && all_sure
                && let Some(slot) = self.swept.ranks.get_mut(place)
            {
                *slot = self.above.checked_add(1);
            }
        }
        if let Some(limit) = beyond {
            self.left.close(limit);
        }
        let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
        self.above = self.above.saturating_add(count);
        self.certain &= all_sure;
        Some(())
    }
}

/// Whoever is alone where not enough is left, all being known.
fn last_one(left: &Left, one: &Competitor) -> Verdict {
    let short =
        left.limits.iter().zip(&one.demand).enumerate().filter(|(_, (limit, own))| limit.low < own.low);
    let mut part: Option<Rational> = None;
    for (at, (limit, _)) in short {
        match limit.last {
            Last::InPart => part = Some(part.map_or(limit.low, |part| part.min(limit.low))),
            Last::Unsaid => return Verdict::Open(Cause::LastUnsaid),
            Last::Whole | Last::NotAtAll => return Verdict::Refused(at),
        }
    }
    part.map_or(Verdict::Admitted, Verdict::Part)
}

/// How many others are named as the cause of one open case.
pub(super) const NAMED: usize = 20;

fn tied(members: &[(usize, &Competitor)]) -> Cause {
    Cause::Tied(members.iter().take(NAMED).map(|(_, one)| one.at).collect())
}

/// Those whose facts may change it: earlier ones, and those tied with it.
fn others_than(doubtful: &[usize], members: &[(usize, &Competitor)]) -> Cause {
    let unsure = members.iter().filter(|(_, one)| !one.sure).map(|(_, one)| one.at);
    Cause::Others(doubtful.iter().copied().chain(unsure).take(NAMED).collect())
}

/// What a verdict leaves of the limits. `suffices`: for each limit, whether it surely does.
fn consume(left: &mut Left, one: &Competitor, verdict: &Verdict, suffices: &[bool]) -> Option<()> {
    for (at, demand) in one.demand.iter().enumerate() {
        let others = suffices.iter().enumerate().all(|(other, fits)| other == at || *fits);
        // Whoever surely competes, and whom no other limit keeps out, takes it, or there was not enough: either way so
        // much less is left for the next.
        let sure = if one.sure && others { demand.low } else { Rational::ZERO };
        match verdict {
            Verdict::Admitted if one.sure => left.take(at, demand.low, demand.high)?,
            Verdict::Admitted => left.take(at, Rational::ZERO, demand.high)?,
            Verdict::Part(part) if demand.may_be_some() => left.take(at, *part, Some(*part))?,
            Verdict::Part(_) => {}
            Verdict::Refused(limit) => {
                let stops = left.limits.get(at).is_some_and(|limit| limit.last == Last::NotAtAll);
                if *limit == at && stops && one.sure {
                    left.close(at);
                } else if *limit == at && stops {
                    left.take(at, Rational::ZERO, None)?;
                }
            }
            Verdict::Open(_) => {
                let stops = left.limits.get(at).is_some_and(|limit| limit.last == Last::NotAtAll);
                left.take(at, sure, if stops { None } else { demand.high })?;
            }
        }
    }
    Some(())
}

fn set(verdicts: &mut [Option<Verdict>], place: usize, verdict: Verdict) {
    if let Some(slot) = verdicts.get_mut(place) {
        *slot = Some(verdict);
    }
}

/// What several take together.
fn sum<'c>(competitors: impl Iterator<Item = &'c Competitor>, nothing: &[Demand]) -> Option<Vec<Demand>> {
    let mut total = nothing.to_vec();
    for one in competitors {
        for (total, demand) in total.iter_mut().zip(&one.demand) {
            total.low = total.low.plus(demand.low)?;
            total.high = match total.high.zip(demand.high) {
                Some((total, demand)) => Some(total.plus(demand)?),
                None => None,
            };
        }
    }
    Some(total)
}

fn less(total: &[Demand], own: &[Demand]) -> Option<Vec<Demand>> {
    let rest = total.iter().zip(own).map(|(total, own)| {
        let high = match (total.high, own.high) {
            (Some(total), Some(own)) => Some(total.minus(own)?),
            (None, _) | (_, None) => None,
        };
        Some(Demand { low: total.low.minus(own.low)?, high })
    });
    rest.collect()
}

/// What is taken of one limit alone.
fn only(demand: &[Demand], at: usize) -> Vec<Demand> {
    let one = |(place, demand): (usize, &Demand)| if place == at { *demand } else { Demand::NONE };
    demand.iter().enumerate().map(one).collect()
}

/// What all take of the limits that one takes of.
fn nothing_or(own: &[Demand], all: &[Demand]) -> Vec<Demand> {
    own.iter().zip(all).map(|(own, all)| if own.may_be_some() { *all } else { Demand::NONE }).collect()
}
