//! What awards come to: outcome and amounts as steps, stage after stage in the order in which they decide.

use crate::arena::Arena;
use crate::money::Rational;
use crate::plan::{Award, AwardId, AwardKind, Decided, NodeId};
use crate::scaled::whole::lcm;
use crate::scaled::{NotScaled, NotScaledReason, OUTCOMES, Op, Outputs, RefusalReason, StepId, Want};
use crate::syntax::ast::Comparison;

use super::number::Number;
use super::{At, Lowering, Made};

/// Positions in [`OUTCOMES`].
pub(in crate::scaled) mod outcome {
    pub const AWARDED: i128 = 0;
    pub const NOT_ELIGIBLE: i128 = 1;
    pub const DISPLACED: i128 = 2;
    pub const EXHAUSTED: i128 = 3;
    pub const UP_TO: i128 = 4;
    pub const ENTITLED: i128 = 5;
    pub const UNDETERMINED: i128 = 6;
    pub const NOT_IN_FORCE: i128 = 7;
}

const _: () = assert!(OUTCOMES.len() == 8);

/// The amounts of an award before they have a common denominator.
struct Amounts {
    outcome: StepId,
    low: StepId,
    high: StepId,
    exact: bool,
}

/// What an award passes on its way: each stage's condition, and the outcome of those that it stops.
struct Stages {
    passed: Vec<(StepId, i128)>,
    /// Conditions of the stages so far, of which the next ones depend.
    reached: Vec<StepId>,
}

const HERE: At = At::Applicant;

impl Lowering<'_> {
    /// The outputs of all awards, and the denominator of their amounts.
    pub(super) fn awards(&mut self, want: Want) -> Result<(Arena<AwardId, Outputs>, i128), NotScaled> {
        let mut amounts = Vec::with_capacity(self.plan.awards.len());
        let mut denominator = 100;
        for award in &self.plan.awards {
            let refused = |reason| NotScaled { list: None, node: Some(award.amount), reason };
            let found = self.award(award, want).map_err(refused)?;
            for step in [found.low, found.high] {
                denominator = lcm(denominator, self.steps.denominator(step))
                    .ok_or_else(|| refused(NotScaledReason::TooWide))?;
            }
            amounts.push((award.amount, found));
        }
        let outputs = amounts.into_iter().map(|(node, found)| {
            let Amounts { outcome, low, high, exact } = found;
            let mut over = |step| {
                let over = self.steps.over(step, denominator);
                over.map_err(|fault| NotScaled { list: None, node: Some(node), reason: fault.into() })
            };
            Ok(Outputs { outcome, low: over(low)?, high: over(high)?, exact })
        });
        Ok((outputs.collect::<Result<_, _>>()?, denominator))
    }

    fn award(&mut self, award: &Award, want: Want) -> Made<Amounts> {
        let support = award.kind == AwardKind::Support;
        let mut stages = Stages { passed: Vec::new(), reached: Vec::new() };
        let in_force = self.truth(HERE, award.in_force)?;
        stages.pass(in_force, outcome::NOT_IN_FORCE);
        let eligible = self.truth(HERE, award.eligible)?;
        stages.pass(eligible, outcome::NOT_ELIGIBLE);
        let given = award.decided.map(|decided| self.steps.truth(Op::Given(decided.decision)));
        let open = given.map(|given| self.steps.not(given));
        if let Some(decided) = award.decided {
            let positive = self.positive(decided.gross_high, None, &stages)?;
            stages.pass(positive, outcome::NOT_ELIGIBLE);
        }
        if !support {
            let positive = self.positive(award.gross, given, &stages)?;
            let passes = self.steps.or(open.into_iter().chain([positive]).collect());
            stages.pass(passes, outcome::NOT_ELIGIBLE);
        }
        if let Some(used_up) = award.used_up {
            let used_up = self.truth(HERE, used_up)?;
            let not = self.steps.not(used_up);
            stages.pass(not, outcome::EXHAUSTED);
        }
        if let (Some(decided), Some(given)) = (award.decided, given) {
            let positive = self.positive(decided.high, None, &stages)?;
            stages.pass(positive, outcome::EXHAUSTED);
            self.outside(decided, given, &stages)?;
        }
        if !support {
            let positive = self.positive(award.net, given, &stages)?;
            let passes = self.steps.or(open.into_iter().chain([positive]).collect());
            stages.pass(passes, outcome::EXHAUSTED);
        }
        if !award.rivals.is_empty() {
            let whens = award.rivals.iter().map(|rival| self.truth(HERE, rival.when));
            let whens = whens.collect::<Made<Vec<StepId>>>()?;
            let beaten = self.steps.or(whens);
            let unbeaten = self.steps.not(beaten);
            stages.pass(unbeaten, outcome::DISPLACED);
        }
        if support {
            let outcome = self.outcome(&stages.passed, outcome::ENTITLED, want)?;
            let zero = self.steps.fixed(Rational::ZERO)?;
            return Ok(Amounts { outcome, low: zero, high: zero, exact: true });
        }
        let above_zero = self.positive(award.amount, given, &stages)?;
        let amount = self.amount(award.amount)?;
        let nothing = if award.rivals.is_empty() { outcome::NOT_ELIGIBLE } else { outcome::DISPLACED };
        let (Some(decided), Some(given), Some(open)) = (award.decided, given, open) else {
            let known = !want.outcomes || self.is_known_with_outcome(amount, &stages);
            stages.pass(above_zero, nothing);
            let outcome = self.outcome(&stages.passed, outcome::AWARDED, want)?;
            let low = if known { amount } else { self.where_outcome_is(outcome::AWARDED, outcome, amount)? };
            return Ok(Amounts { outcome, low, high: low, exact: true });
        };
        let (low, high) = (self.amount(decided.low)?, self.amount(decided.high)?);
        // While an official's decision is open, what others leave depends on it: then the amount's own step, which
        // is unknown, keeps the outcome unknown, or where the bounds decide that, the amounts.
        let alone = award.rivals.is_empty() && award.stacked.is_none();
        let passes = if alone { self.steps.or(vec![open, above_zero]) } else { above_zero };
        stages.pass(passes, nothing);
        let outcome = self.chain(&stages.passed, given, want)?;
        let zero = self.steps.fixed(Rational::ZERO)?;
        let reached = self.steps.and(stages.reached.clone());
        let mut bound = |bound| -> Made<StepId> {
            let steps = &mut self.steps;
            let bound = if alone { bound } else { amount };
            let open = steps.select(given, Number::of(amount), Number::of(bound))?;
            Ok(steps.select(reached, open, Number::of(zero))?.above)
        };
        Ok(Amounts { outcome, low: bound(low)?, high: bound(high)?, exact: false })
    }

    /// Truth: the amount is above zero. Rows that come so far and whose amount is absent are refused.
    fn positive(&mut self, node: NodeId, given: Option<StepId>, stages: &Stages) -> Made<StepId> {
        let (number, present) = self.number(HERE, node)?;
        if let Some(present) = present {
            let missing = self.steps.not(present);
            let when = stages.reached.iter().copied().chain(given).chain([missing]).collect();
            let when = self.steps.and(when);
            self.steps.node = Some(node);
            self.refuse(HERE, when, RefusalReason::Absent);
            self.steps.node = None;
        }
        let zero = Number::of(self.steps.fixed(Rational::ZERO)?);
        Ok(self.steps.compare(Comparison::More, number, zero)?)
    }

    /// Refuses a decision that lies outside its bounds.
    fn outside(&mut self, decided: Decided, given: StepId, stages: &Stages) -> Made<()> {
        let form = self.forms.inputs.get(decided.decision).copied().flatten();
        let form = form.ok_or(NotScaledReason::NoForm)?;
        let op = Op::Input(decided.decision);
        let ty = crate::scaled::Type::Whole(form.bounds);
        let made = Number::of(self.steps.with_type(op, ty, super::node::parts(form)?));
        for (bound, comparison) in [(decided.low, Comparison::Less), (decided.high, Comparison::More)] {
            self.positive(bound, Some(given), stages)?;
            let (bound, present) = self.number(HERE, bound)?;
            let beyond = self.steps.compare(comparison, made, bound)?;
            let when = stages.reached.iter().copied().chain([given]).chain(present).chain([beyond]);
            let when = self.steps.and(when.collect());
            self.refuse(HERE, when, RefusalReason::DecisionOutside);
        }
        Ok(())
    }

    /// An amount that goes out; never below zero.
    fn amount(&mut self, node: NodeId) -> Made<StepId> {
        let (step, _) = self.whole(HERE, node)?;
        let zero = Number::of(self.steps.fixed(Rational::ZERO)?);
        if self.steps.bounds(step).low >= 0 {
            return Ok(step);
        }
        Ok(self.steps.extreme(true, Number::of(step), zero)?.above)
    }

    /// Whether the amount is known wherever the outcome is: it is zero unless all that the outcome asks for holds.
    fn is_known_with_outcome(&self, amount: StepId, stages: &Stages) -> bool {
        let Op::Select { condition, otherwise, .. } = self.steps.op(amount) else { return false };
        let mut needed = std::collections::BTreeSet::new();
        let mut open = vec![*condition];
        while let Some(step) = open.pop() {
            needed.insert(step);
            if let Op::And(all) = self.steps.op(step) {
                open.extend(all);
            }
        }
        let is_needed = |step: &StepId| needed.contains(step) || *self.steps.op(*step) == Op::Truth(true);
        let all_needed = |step: &StepId| {
            let conjuncts = if let Op::And(all) = self.steps.op(*step) { all.as_slice() } else { &[] };
            is_needed(step) || (!conjuncts.is_empty() && conjuncts.iter().all(is_needed))
        };
        self.steps.value(*otherwise).is_some_and(Rational::is_zero) && stages.reached.iter().all(all_needed)
    }

    /// The amount where the outcome is this one, zero elsewhere.
    fn where_outcome_is(&mut self, wanted: i128, outcome: StepId, amount: StepId) -> Made<StepId> {
        let wanted = self.steps.push(Op::Whole(wanted), 1)?;
        let is = self.steps.truth(Op::Compare(Comparison::Equal, outcome, wanted));
        let zero = self.steps.fixed(Rational::ZERO)?;
        Ok(self.steps.select(is, Number::of(amount), Number::of(zero))?.above)
    }

    /// The outcome: that of the first stage that does not pass, or this one.
    fn outcome(&mut self, passed: &[(StepId, i128)], granted: i128, want: Want) -> Made<StepId> {
        let granted = self.steps.push(Op::Whole(granted), 1)?;
        self.stopped(passed, granted, want)
    }

    /// The same, for an award that an official decides.
    fn chain(&mut self, passed: &[(StepId, i128)], given: StepId, want: Want) -> Made<StepId> {
        let then = self.steps.push(Op::Whole(outcome::AWARDED), 1)?;
        let otherwise = self.steps.push(Op::Whole(outcome::UP_TO), 1)?;
        let granted = self.steps.push(Op::Select { condition: given, then, otherwise }, 1)?;
        self.stopped(passed, granted, want)
    }

    fn stopped(&mut self, passed: &[(StepId, i128)], granted: StepId, want: Want) -> Made<StepId> {
        if !want.outcomes {
            return Ok(self.steps.push(Op::Whole(outcome::UNDETERMINED), 1)?);
        }
        let mut outcome = granted;
        for &(condition, stopped) in passed.iter().rev() {
            let otherwise = self.steps.push(Op::Whole(stopped), 1)?;
            outcome = self.steps.push(Op::Select { condition, then: outcome, otherwise }, 1)?;
        }
        Ok(outcome)
    }
}

impl Stages {
    fn pass(&mut self, condition: StepId, stopped: i128) {
        self.passed.push((condition, stopped));
        self.reached.push(condition);
    }
}

#[cfg(test)]
mod tests {
    use super::{OUTCOMES, outcome};

    #[test]
    fn outcomes_have_their_numbers() {
        let names = |at: i128| OUTCOMES[usize::try_from(at).unwrap()];
        assert_eq!(names(outcome::AWARDED), "awarded");
        assert_eq!(names(outcome::NOT_ELIGIBLE), "not_eligible");
        assert_eq!(names(outcome::DISPLACED), "displaced");
        assert_eq!(names(outcome::EXHAUSTED), "exhausted");
        assert_eq!(names(outcome::UP_TO), "up_to");
        assert_eq!(names(outcome::ENTITLED), "entitled");
        assert_eq!(names(outcome::UNDETERMINED), "undetermined");
        assert_eq!(names(outcome::NOT_IN_FORCE), "not_in_force");
    }
}
