//! Allocation: what only all applicants together decide. Quotas, prizes, budgets, limits for all; who got what, and why
//! the next one did not.
//!
//! Pure, and the same for any order of the applicants. For one applicant the plan has an input that says what the
//! comparison with the others came to; here it is found out and filled in, and the one plan is evaluated again.

mod assess;
mod claim;
mod contest;
mod fund;
pub mod ledger;
mod order;
mod prize;
mod share;
mod summary;
mod sweep;
mod unranked;
mod words;

pub use summary::{Summary, summary, text};

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, population as entries};
use crate::evaluate::{Bounds, Missing, Outcome};
use crate::facts::{Inputs, Payment, in_fixed_order};
use crate::money::Rational;
use crate::plan::{AwardId, InputId, NodeId, Plan};

/// One applicant.
#[derive(Clone, Debug)]
pub struct Application {
    /// Who applies. No two applications have the same.
    pub applicant: String,
    /// What is known, with what was decided before this round.
    pub inputs: Inputs,
}

/// What is decided now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Round {
    /// The year whose places and budgets are given out.
    pub year: i32,
    /// Tells several rounds of one year apart; may be empty.
    pub name: String,
}

/// What a ledger says was granted before, in this round or in others, to anybody.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Earlier {
    /// To whom.
    pub applicant: String,
    /// For which award.
    pub award: AwardId,
    /// The year it counts for.
    pub year: Option<i32>,
    /// The day it was decided, where the table says so.
    pub date: Option<Date>,
    /// The item it was for, where the table says so.
    pub item: Option<String>,
    /// The step it was for, where the table says so.
    pub step: Option<String>,
    /// The round.
    pub round: String,
    /// How much.
    pub amount: Rational,
    /// It is an entitlement without amount.
    pub entitled: bool,
    /// It was decided, whatever was granted: what is open in a round is decided in a later run of it.
    pub decided: bool,
    /// The fund that paid it, if the ledger says so.
    pub fund: Option<String>,
    /// How many places it took of quotas that count items, by the fact they count in if the ledger names it.
    pub taken: Vec<(Option<InputId>, Rational)>,
    /// It holds a place, and how much it is is not decided yet.
    pub chosen: bool,
    /// The place in a ranking.
    pub place: Option<u32>,
}

impl Earlier {
    /// Whether something was granted.
    pub fn holds(&self) -> bool {
        self.entitled || self.amount.is_positive()
    }
    /// How many places it took of the quotas that count in a fact, one of so many.
    fn taken_of(&self, fact: InputId, facts: usize) -> Option<Rational> {
        let own =
            |(named, _): &&(Option<InputId>, Rational)| *named == Some(fact) || named.is_none() && facts == 1;
        self.taken.iter().find(own).map(|(_, taken)| *taken)
    }
    /// Whether it was decided in this round.
    pub fn is_of(&self, round: &Round) -> bool {
        self.year == Some(round.year) && self.round == round.name
    }
}

/// What was decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allocation {
    /// For each applicant by name, for each award of the plan.
    pub entries: Vec<Entry>,
    /// The names of the applicants, in order.
    pub applicants: Vec<String>,
    /// Quotas and prizes, in the order of the awards.
    pub contests: Vec<Contest>,
    /// The funds of the plan, in its order.
    pub funds: Vec<FundState>,
}

/// What one applicant gets of one award.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The applicant, by place in [`Allocation::applicants`].
    pub applicant: usize,
    /// The award.
    pub award: AwardId,
    /// What the applicant would get if no other applied; `None` where that is nothing, or has no amount.
    pub requested: Option<Bounds>,
    /// The rank among those who compete; applicants whom no key tells apart have the same.
    pub rank: Option<u32>,
    /// How many places are taken of quotas that count items, by the fact they count in.
    pub taken: Vec<(InputId, Rational)>,
    /// What becomes of it.
    pub decided: Decided,
    /// Who pays it: the fund by its place in the plan (`None` where no fund is named), what was asked of it, and what it
    /// pays. Empty where nothing is paid.
    pub parts: Vec<PartPaid>,
    /// Why, from the comparison with the others to the last fund; empty where nothing was in the way.
    pub reasons: Vec<Reason>,
}

impl Entry {
    /// The place that a prize was given for.
    pub fn place(&self) -> Option<u32> {
        self.reasons.iter().find_map(|reason| {
            if let Reason::Placed(place) | Reason::Shared { from: place, .. } = reason {
                Some(*place)
            } else {
                None
            }
        })
    }
}

/// What one fund pays of an award.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PartPaid {
    /// The fund, by its place in the plan; `None` where the policy names none.
    pub fund: Option<usize>,
    /// Its share of what was requested.
    pub requested: Rational,
    /// What it pays.
    pub granted: Rational,
}

/// What becomes of an application for one award.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Decided {
    /// So much is granted, above zero.
    Granted(Rational),
    /// Chosen, entitled; the amount is set elsewhere.
    Entitled,
    /// Others were chosen, or nothing is left.
    Exhausted,
    /// It was decided in this round before, and so much granted; nothing is added.
    Already(Rational),
    /// It cannot be said yet; between these, where it has an amount.
    Undetermined(Option<Bounds>),
    /// What the evaluation of the one applicant came to: no other applicant has anything to do with it.
    Own(Outcome),
}

/// Why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Chosen: places there were.
    Chosen {
        /// How many were to be given out in this round.
        places: Rational,
    },
    /// In a place that brings a prize.
    Placed(u32),
    /// Prizes of several places, divided equally.
    Shared {
        /// The first of them.
        from: u32,
        /// How many of them bring a prize.
        places: usize,
        /// Among how many they are divided.
        among: usize,
    },
    /// All places were taken by others.
    NotChosen {
        /// How many were to be given out in this round.
        places: Rational,
        /// The last one who was chosen.
        last: Option<usize>,
        /// Whom the quota is for, where it is not for all.
        among: Option<NodeId>,
    },
    /// Not enough was left for the one with whom the line ends, and nobody after gets any of it.
    LineEnds {
        /// The fund, by its place in the plan; `None` of a quota.
        fund: Option<usize>,
        /// What was left.
        left: Rational,
        /// With whom it ends.
        from: usize,
    },
    /// Behind the last prize.
    NoPrize {
        /// The last place that brings one.
        last: u32,
    },
    /// Tied with these where places or money end, and the rules do not say what becomes of ties.
    Tied(Vec<usize>),
    /// It hangs on what is not known of these.
    Others(Vec<usize>),
    /// It hangs on whether a quota counts an earlier grant to this one, of whom nothing is known now.
    Earlier(String),
    /// The applicant's own place in the order is not known: these of its keys are not.
    NoKey(Vec<NodeId>),
    /// These facts of its own are missing, too.
    Missing(Vec<Missing>),
    /// Not enough is left, and the rules do not say what becomes of the last one.
    LastUnsaid,
    /// Only part of the places of a quota that were asked for were left.
    FewerPlaces {
        /// Asked for.
        wanted: Rational,
        /// Left.
        left: Rational,
    },
    /// More were selected than there are places, and nothing says who comes first.
    TooMany {
        /// Selected.
        selected: Rational,
        /// Places left.
        places: Rational,
    },
    /// Cut because a fund or a limit does not suffice for all.
    Cut {
        /// The fund, by its place in the plan.
        fund: usize,
    },
    /// The fund was used up by those who stand before.
    Empty {
        /// The fund, by its place in the plan.
        fund: usize,
    },
    /// The claims exceed the fund, and the rules do not say what becomes of that.
    ShortUnsaid {
        /// The fund, by its place in the plan.
        fund: usize,
    },
    /// The amount is not known yet, so nobody's share of this fund is.
    FundOpen {
        /// The fund, by its place in the plan.
        fund: usize,
        /// Whose amounts are not known.
        because: Vec<usize>,
    },
    /// Decided before in this round.
    Before,
}

/// A quota, or the prizes of an award.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contest {
    /// The award.
    pub award: AwardId,
    /// The quota, by its place among the parts of the award; `None` for prizes.
    pub part: Option<usize>,
    /// Places there were; the last place that brings a prize.
    pub places: Rational,
    /// Taken before by earlier grants.
    pub before: Rational,
    /// Taken now.
    pub taken: Rational,
    /// The first who was not chosen.
    pub next: Option<usize>,
    /// Those who cannot be decided.
    pub open: usize,
}

/// What became of a fund.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FundState {
    /// What there was, where the text says so.
    pub budget: Option<Rational>,
    /// Spent before, by earlier grants.
    pub before: Rational,
    /// What the applicants claim now.
    pub claimed: Rational,
    /// What is paid now.
    pub granted: Rational,
    /// What rounding left over and the rules leave in the fund, or a tie kept from being placed.
    pub unplaced: Rational,
    /// The first who got nothing, where it is paid in order.
    pub next: Option<usize>,
    /// Those whose claims cannot be decided.
    pub open: usize,
}

impl Allocation {
    /// Whether something is left open or a quota exceeded.
    pub fn is_open(&self) -> bool {
        let open = |entry: &Entry| matches!(entry.decided, Decided::Undetermined(_));
        self.entries.iter().any(open)
    }
}

/// Decides for all applicants.
pub fn allocate(
    plan: &Plan,
    mut applications: Vec<Application>,
    earlier: &[Earlier],
    round: &Round,
) -> Result<Allocation, Vec<Diagnostic>> {
    applications.sort_by(|left, right| left.applicant.cmp(&right.applicant));
    let twice: BTreeSet<&str> = applications
        .windows(2)
        .filter_map(|pair| match pair {
            [one, other] if one.applicant == other.applicant => Some(one.applicant.as_str()),
            _ => None,
        })
        .collect();
    if !twice.is_empty() {
        let about = |name: &str| Diagnostic::without_place(&entries::APPLICANT_TWICE).arg("applicant", name);
        return Err(twice.into_iter().map(about).collect());
    }
    let mut run = Run::new(plan, applications, earlier, round)?;
    run.contests()?;
    run.unranked()?;
    run.funds()?;
    Ok(run.allocation())
}

/// Everything known while one round is decided.
struct Run<'a> {
    plan: &'a Plan,
    applications: Vec<Application>,
    earlier: Vec<Earlier>,
    round: &'a Round,
    /// The place of each applicant.
    places: BTreeMap<String, usize>,
    /// What was granted in this round before, by applicant and award.
    standing: BTreeMap<(usize, AwardId), Rational>,
    /// What was decided in this round before to come to nothing. It is compared with the others again, so that nobody
    /// moves up who was tied with it, and gets nothing whatever comes out.
    closed: BTreeSet<(usize, AwardId)>,
    /// For each applicant and award what has been decided so far.
    entries: BTreeMap<(usize, AwardId), Progress>,
    contests: Vec<Contest>,
    funds: Vec<FundState>,
    /// What comes of a comparison that is won only in part: shares of prizes, items for which places were left.
    given: BTreeMap<(usize, AwardId), Outcome>,
}

/// What has been decided so far of one application for one award.
#[derive(Clone, Debug)]
struct Progress {
    requested: Option<Bounds>,
    rank: Option<u32>,
    taken: Vec<(InputId, Rational)>,
    decided: Decided,
    parts: Vec<PartPaid>,
    reasons: Vec<Reason>,
}

impl<'a> Run<'a> {
    fn new(
        plan: &'a Plan,
        applications: Vec<Application>,
        earlier: &'a [Earlier],
        round: &'a Round,
    ) -> Result<Run<'a>, Vec<Diagnostic>> {
        let places: BTreeMap<String, usize> =
            applications.iter().enumerate().map(|(at, one)| (one.applicant.clone(), at)).collect();
        not_in_two_places(plan, &applications, earlier)?;
        let (applications, earlier) = with_history(applications, earlier, round, &places);
        let mut standing: BTreeMap<(usize, AwardId), Rational> = BTreeMap::new();
        let mut closed = BTreeSet::new();
        for one in earlier.iter().filter(|one| one.is_of(round)) {
            let Some(&at) = places.get(&one.applicant) else { continue };
            if one.holds() {
                let sum = standing.entry((at, one.award)).or_insert(Rational::ZERO);
                *sum = sum.plus(one.amount).ok_or_else(too_large)?;
            } else if one.decided {
                closed.insert((at, one.award));
            }
        }
        closed.retain(|key| !standing.contains_key(key));
        let mut run = Run {
            plan,
            applications,
            earlier,
            round,
            places,
            standing,
            closed,
            entries: BTreeMap::new(),
            contests: Vec::new(),
            funds: Vec::new(),
            given: BTreeMap::new(),
        };
        run.chosen_is_not_given()?;
        Ok(run)
    }

    /// What the comparison comes to is decided here, not read.
    fn chosen_is_not_given(&mut self) -> Result<(), Vec<Diagnostic>> {
        let mut found = Vec::new();
        for award in &self.plan.awards {
            let Some(ranking) = &award.ranking else { continue };
            let name = self.plan.inputs.get(ranking.chosen).map_or("", |input| input.name.as_str());
            for one in &self.applications {
                let given = one.inputs.values.get(ranking.chosen);
                if given.is_some_and(|value| *value != crate::plan::Known::Unknown) {
                    let diagnostic = Diagnostic::without_place(&entries::CHOSEN_GIVEN)
                        .arg("applicant", one.applicant.as_str())
                        .arg("fact", name);
                    found.push(diagnostic);
                }
            }
        }
        if found.is_empty() { Ok(()) } else { Err(found) }
    }

    fn allocation(self) -> Allocation {
        let entries = self.entries.into_iter().map(|((applicant, award), progress)| Entry {
            applicant,
            award,
            requested: progress.requested,
            rank: progress.rank,
            taken: progress.taken,
            decided: progress.decided,
            parts: progress.parts,
            reasons: progress.reasons,
        });
        Allocation {
            entries: entries.collect(),
            applicants: self.applications.into_iter().map(|one| one.applicant).collect(),
            contests: self.contests,
            funds: self.funds,
        }
    }
}

/// One payment stands either in an applicant's own facts or in a ledger.
fn not_in_two_places(
    plan: &Plan,
    applications: &[Application],
    ledger: &[Earlier],
) -> Result<(), Vec<Diagnostic>> {
    // A ledger has a row for each fund.
    let mut sums: BTreeMap<(&str, AwardId, Option<i32>, &str), Rational> = BTreeMap::new();
    for one in ledger.iter().filter(|one| one.amount.is_positive()) {
        let key = (one.applicant.as_str(), one.award, one.year, one.round.as_str());
        let sum = sums.entry(key).or_insert(Rational::ZERO);
        *sum = sum.plus(one.amount).ok_or_else(too_large)?;
    }
    let mut found = Vec::new();
    for one in applications {
        for payment in one.inputs.history.iter().flatten() {
            let same =
                |((applicant, award, year, _), sum): (&(&str, AwardId, Option<i32>, &str), &Rational)| {
                    *applicant == one.applicant
                        && *award == payment.award
                        && *year == payment.counted_year()
                        && *sum == payment.amount
                };
            if payment.amount.is_positive() && sums.iter().any(same) {
                let award = plan.awards.get(payment.award).map_or("", |award| award.id.as_str());
                let year = payment.counted_year().map_or_else(|| "?".to_owned(), |year| year.to_string());
                found.push(
                    Diagnostic::without_place(&entries::PAID_IN_FACTS_TOO)
                        .arg("applicant", one.applicant.as_str())
                        .arg("award", award)
                        .arg("year", year)
                        .arg("amount", ledger::amount(plan, payment.amount)),
                );
            }
        }
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// What was granted before counts in the evaluation of each applicant, unless it was decided in this round; and what
/// the applicants' own facts say of earlier payments counts against places and budgets.
fn with_history(
    mut applications: Vec<Application>,
    ledger: &[Earlier],
    round: &Round,
    places: &BTreeMap<String, usize>,
) -> (Vec<Application>, Vec<Earlier>) {
    let mut earlier = ledger.to_vec();
    for one in &applications {
        let own = one.inputs.history.iter().flatten();
        earlier.extend(own.map(|payment| Earlier {
            applicant: one.applicant.clone(),
            award: payment.award,
            year: payment.counted_year(),
            date: payment.date,
            item: None,
            step: None,
            // No round of a ledger is called so: what stands in the facts was not decided in this one.
            round: String::from("\u{0}"),
            amount: payment.amount,
            entitled: false,
            decided: true,
            fund: None,
            taken: Vec::new(),
            chosen: false,
            place: None,
        }));
    }
    let mut histories: BTreeMap<usize, Vec<Payment>> = BTreeMap::new();
    for one in ledger.iter().filter(|one| one.amount.is_positive() && !one.is_of(round)) {
        let Some(&at) = places.get(&one.applicant) else { continue };
        histories.entry(at).or_default().push(Payment {
            award: one.award,
            year: one.year,
            date: one.date,
            item: one.item.clone(),
            step: one.step.clone(),
            amount: one.amount,
        });
    }
    for (at, payments) in histories {
        if let Some(application) = applications.get_mut(at) {
            let own = application.inputs.history.take().unwrap_or_default();
            let all = own.into_iter().chain(payments).collect();
            application.inputs.history = Some(in_fixed_order(all));
        }
    }
    (applications, earlier)
}

fn too_large() -> Vec<Diagnostic> {
    let all = crate::diagnostic::Words::new("(全部申请人合计)", "(all applicants together)");
    vec![Diagnostic::without_place(&crate::diagnostic::evaluation::NUMBER_TOO_LARGE).arg("policy", all)]
}

#[cfg(test)]
mod tests;
