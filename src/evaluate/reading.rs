//! What the values of an award's nodes say: which stages can stop it, and between which amounts it lies.

use std::cell::Cell;

use crate::money::Rational;
use crate::plan::{Award, AwardId, AwardKind, GroupId, NodeId, Plan};

use super::domain::{Domain, Truth};
use super::{Bounds, Missing, Outcome};

/// The stage that names an outcome, as a bit; later stages are higher.
pub(super) mod stage {
    pub const NOT_IN_FORCE: u8 = 1;
    pub const NOT_ELIGIBLE: u8 = 1 << 1;
    pub const EXHAUSTED: u8 = 1 << 2;
    pub const DISPLACED: u8 = 1 << 3;
    pub const AWARDED: u8 = 1 << 4;
    pub const UP_TO: u8 = 1 << 5;
    pub const ENTITLED: u8 = 1 << 6;
    /// The applicant gets something.
    pub const GRANTED: u8 = AWARDED | UP_TO | ENTITLED;
}

/// Who takes an award's place: the award, or none for a common limit; and the group.
pub(super) type Displacement = (Option<AwardId>, GroupId);

/// What can become of an award.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Reading {
    /// The bits of the stages that may name its outcome.
    pub stages: u8,
    /// Lowest amount.
    pub low: Rational,
    /// Highest amount; `None` where nothing bounds it.
    pub high: Option<Rational>,
    pub by: Option<Displacement>,
    /// The bounds of an official's decision are exact.
    pub settled: bool,
    /// In some completions it may be refused.
    pub refused: Option<Refusal>,
}

impl Reading {
    /// No stage, no amount.
    pub const NOTHING: Reading = Reading {
        stages: 0,
        low: Rational::ZERO,
        high: Some(Rational::ZERO),
        by: None,
        settled: true,
        refused: None,
    };
    /// Whether only one answer is possible.
    pub fn is_single(&self) -> bool {
        self.stages.count_ones() == 1
            && self.refused.is_none()
            && match self.stages {
                stage::UP_TO => self.settled,
                stage::AWARDED => self.high == Some(self.low),
                _ => true,
            }
    }
    /// What covers both.
    pub fn join(self, other: Reading) -> Reading {
        let high = self.high.zip(other.high).map(|(left, right)| left.max(right));
        let same = self.low == other.low && self.high == other.high;
        Reading {
            stages: self.stages | other.stages,
            low: self.low.min(other.low),
            high,
            by: self.by.or(other.by),
            settled: self.settled && other.settled && same,
            refused: self.refused.or(other.refused),
        }
    }
    /// Lowest and highest amount.
    pub const fn bounds(&self) -> Bounds {
        Bounds { low: self.low, high: self.high }
    }
    /// The answer. `missing` is what it depends on.
    pub fn outcome(&self, award: &Award, missing: Vec<Missing>) -> Outcome {
        let granted = self.stages & stage::GRANTED != 0;
        if granted && self.is_single() {
            return match self.stages {
                stage::UP_TO => Outcome::UpTo(self.bounds()),
                stage::ENTITLED => Outcome::Entitled,
                _ => Outcome::Awarded(self.low),
            };
        }
        if granted {
            // Where nothing but the official's decision is open, it is for the official to say.
            let open_to_official = self.stages & stage::UP_TO != 0 && missing.is_empty();
            return if open_to_official {
                Outcome::UpTo(self.bounds())
            } else {
                let bounds = (award.kind != AwardKind::Support).then(|| self.bounds());
                Outcome::Undetermined { bounds, missing }
            };
        }
        match (self.stages, self.by) {
            (stages, Some((by, group))) if stages & stage::DISPLACED != 0 => Outcome::Displaced { by, group },
            (stages, _) if stages & stage::EXHAUSTED != 0 => Outcome::Exhausted,
            (stages, _) if stages & stage::NOT_ELIGIBLE != 0 => Outcome::NotEligible,
            _ => Outcome::NotInForce,
        }
    }
}

/// Why an award has no outcome.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Refusal {
    /// A number it needs comes from a fact that is known to be absent.
    Absent(NodeId),
    /// What the official decided lies outside the bounds.
    Outside,
    /// A node is missing or has a value of another kind.
    Malformed,
}

/// How the decision of an official on an award is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Decision {
    /// The award is not one that an official decides.
    None,
    Open,
    Made(Rational),
}

/// Reads the outcome of an award from its nodes; an error if every completion is refused. It is written where it stays:
/// moving it costs as much as finding it.
pub(super) fn read_into<'v, 'a, D: Domain<'a> + 'v>(
    reading: &mut Reading,
    plan: &Plan,
    award: &Award,
    decision: Decision,
    at: impl Fn(NodeId) -> Option<&'v D>,
) -> Result<(), Refusal> {
    reading.stages = 0;
    reading.low = Rational::ZERO;
    reading.high = Some(Rational::ZERO);
    reading.by = None;
    reading.settled = true;
    reading.refused = None;
    let doubtful = Cell::new(None);
    match read_stages(plan, award, decision, at, &doubtful, reading) {
        Ok(()) => reading.refused = doubtful.get().map(Refusal::Absent),
        Err(refusal) if reading.stages == 0 || refusal == Refusal::Malformed => return Err(refusal),
        Err(refusal) => reading.refused = Some(refusal),
    }
    Ok(())
}

/// The same, as a value.
pub(super) fn read<'v, 'a, D: Domain<'a> + 'v>(
    plan: &Plan,
    award: &Award,
    decision: Decision,
    at: impl Fn(NodeId) -> Option<&'v D>,
) -> Result<Reading, Refusal> {
    let mut reading = Reading::NOTHING;
    read_into(&mut reading, plan, award, decision, at)?;
    Ok(reading)
}

fn read_stages<'v, 'a, D: Domain<'a> + 'v>(
    plan: &Plan,
    award: &Award,
    decision: Decision,
    at: impl Fn(NodeId) -> Option<&'v D>,
    doubtful: &Cell<Option<NodeId>>,
    reading: &mut Reading,
) -> Result<(), Refusal> {
    let truth = |node| at(node).and_then(|value| value.as_truth().ok()).ok_or(Refusal::Malformed);
    let number = |node| {
        let value = at(node).ok_or(Refusal::Malformed)?;
        if value.may_be_absent() {
            doubtful.set(Some(node));
        }
        if value.is_absent() { Err(Refusal::Absent(node)) } else { Ok(value) }
    };
    let positive = |node| number(node).map(D::is_positive);
    let support = award.kind == AwardKind::Support;
    let open = decision == Decision::Open;

    // A stage that surely stops the award ends the reading.
    macro_rules! passes {
        ($truth:expr, $stage:expr) => {
            let truth: Truth = $truth;
            if !truth.certain {
                reading.stages |= $stage;
            }
            if !truth.possible {
                return Ok(());
            }
        };
    }
    passes!(truth(award.in_force)?, stage::NOT_IN_FORCE);
    passes!(truth(award.eligible)?, stage::NOT_ELIGIBLE);
    if let Some(decided) = award.decided {
        passes!(positive(decided.gross_high)?, stage::NOT_ELIGIBLE);
    }
    if !support && !open {
        passes!(positive(award.gross)?, stage::NOT_ELIGIBLE);
    }
    if let Some(used_up) = award.used_up {
        passes!(truth(used_up)?.not(), stage::EXHAUSTED);
    }
    if let Some(decided) = award.decided {
        passes!(positive(decided.high)?, stage::EXHAUSTED);
        if let Decision::Made(made) = decision {
            let (low, high) = (number(decided.low)?.bounds().0, number(decided.high)?.bounds().1);
            if low.is_some_and(|low| made < low) || high.is_some_and(|high| made > high) {
                return Err(Refusal::Outside);
            }
        }
    }
    if !support && !open {
        passes!(positive(award.net)?, stage::EXHAUSTED);
    }

    let mut displaced = Truth::known(false);
    let mut strength = 0_u8;
    for rival in &award.rivals {
        let when = truth(rival.when)?;
        displaced = displaced.or(when);
        if !when.possible {
            continue;
        }
        let paid = rival.award.and_then(|other| plan.awards.get(other)).and_then(|other| at(other.amount));
        let paid = paid.map_or(Truth::known(false), D::is_positive);
        // Among several, the one that is itself paid is the one that took the place.
        let own = 1_u8
            .saturating_add(u8::from(paid.possible))
            .saturating_add(u8::from(paid.certain))
            .saturating_add(if when.certain { 3 } else { 0 });
        if own > strength {
            strength = own;
            reading.by = Some((rival.award, rival.group));
        }
    }
    passes!(displaced.not(), stage::DISPLACED);
    if support {
        reading.stages |= stage::ENTITLED;
        return Ok(());
    }

    let amount = number(award.amount)?;
    let above_zero = amount.is_positive();
    if let Some(first) = award.rivals.first()
        && (if open { !above_zero.possible } else { !above_zero.certain })
    {
        reading.stages |= stage::DISPLACED;
        let common = award.rivals.iter().find(|rival| rival.award.is_none()).unwrap_or(first);
        reading.by = reading.by.or(Some((common.award, common.group)));
    }
    if !above_zero.possible {
        if reading.stages == 0 {
            reading.stages = stage::NOT_ELIGIBLE;
        }
        return Ok(());
    }
    let (mut low, mut high) = amount.bounds();
    if let (true, Some(decided)) = (open, award.decided) {
        let (lowest, highest) = (number(decided.low)?.bounds(), number(decided.high)?.bounds());
        // In a group the amount may fall short of the bounds, depending on the others.
        let alone = award.rivals.is_empty();
        let exact = |bounds: (Option<Rational>, Option<Rational>)| bounds.0.is_some() && bounds.0 == bounds.1;
        reading.settled = alone && exact(lowest) && exact(highest);
        low = if alone { low.max(lowest.0) } else { low };
        high = match (high, highest.1) {
            (Some(own), Some(limit)) => Some(own.min(limit)),
            (end, None) | (None, end) => end,
        };
        reading.stages |= stage::UP_TO;
    } else {
        reading.stages |= stage::AWARDED;
    }
    let may_be_nothing = reading.stages & !stage::GRANTED != 0;
    let low = if may_be_nothing { Rational::ZERO } else { low.unwrap_or(Rational::ZERO).max(Rational::ZERO) };
    reading.low = high.map_or(low, |high| low.min(high));
    reading.high = high;
    Ok(())
}
