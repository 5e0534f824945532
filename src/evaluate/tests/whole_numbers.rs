//! Scaled programs of random plans against the evaluator.

use proptest::prelude::*;

use super::properties::hide;
use super::random::random;
use crate::columns::row_of;
use crate::evaluate::{Outcome, Scratch, amounts};
use crate::money::Rational;
use crate::plan::Known;
use crate::scaled::{Forms, Want, lower, lower_for, plainly, run};

fn number_of(outcome: &Outcome) -> i128 {
    match outcome {
        Outcome::Awarded(_) => 0,
        Outcome::NotEligible => 1,
        Outcome::Displaced { .. } => 2,
        Outcome::Exhausted => 3,
        Outcome::UpTo(_) => 4,
        Outcome::Entitled => 5,
        Outcome::Undetermined { .. } => 6,
        Outcome::NotInForce => 7,
    }
}

fn check(numbers: &[u16], hidden: bool) -> Result<(), TestCaseError> {
    let (mut random, mut inputs) = random(numbers);
    for decision in random.decisions.clone() {
        if !hidden {
            *inputs.values.at_mut(decision) = Known::Number(random.constant());
        }
    }
    if hidden {
        hide(&mut random, &mut inputs, false);
    }
    let plan = &random.sketch.plan;
    let forms = Forms::fen(plan).with_history(plan);
    let Some(row) = row_of(plan, &forms, &inputs) else { return Ok(()) };
    let Ok(plain) = plainly(plan, &forms, Want { outcomes: true }) else { return Ok(()) };
    let text = lower(plan, &forms).unwrap();
    let short = lower_for(plan, &forms, Want { outcomes: true }).unwrap();
    let only_amounts = lower_for(plan, &forms, Want { outcomes: false }).unwrap();
    let mut scratch = Scratch::new();
    let evaluated = amounts(plan, &inputs, &mut scratch);
    for program in [&plain, &text, &short, &only_amounts] {
        let answer = run(program, &row);
        let left = !answer.refused.is_empty() || !answer.doubtful.is_empty();
        let Ok(evaluated) = &evaluated else {
            let left =
                left || answer.awards.iter().any(|award| award.outcome.is_none() || award.low.is_none());
            let codes = evaluated
                .as_ref()
                .err()
                .map(|found| found.iter().map(|one| one.entry.code).collect::<Vec<_>>());
            prop_assert!(
                left,
                "refused {codes:?}, yet decided: {:?}\n{plain}\n{program}\n{answer:?}",
                inputs.values
            );
            continue;
        };
        prop_assert!(answer.refused.is_empty(), "refused, yet evaluated");
        if left {
            prop_assert!(hidden);
            continue;
        }
        // Of a list that is unknown as a whole the evaluator cannot take a condition to hold here and not there, so a
        // simplified program may know more.
        if *inputs.values.at(random.list.0) == Known::Unknown && !std::ptr::eq(program, &plain) {
            continue;
        }
        for (outcome, granted) in evaluated.outcomes.iter().zip(answer.awards.iter()) {
            let whole =
                |amount: Option<i128>| amount.and_then(|amount| Rational::new(amount, program.denominator));
            let (low, high) = (whole(granted.low), whole(granted.high));
            if granted.outcome != Some(6) && (granted.outcome.is_some() || !hidden) {
                let told = || format!("{:?}\n{plain}\n{short}\n{granted:?}\n{outcome:?}", inputs.values);
                prop_assert_eq!(granted.outcome, Some(number_of(outcome)), "{}", told());
                prop_assert!(low.is_some() && high.is_some(), "known without amount: {:?}", outcome);
            }
            let (Some(low), Some(high)) = (low, high) else { continue };
            match outcome {
                Outcome::Awarded(amount) => prop_assert!(low == *amount && high == *amount),
                Outcome::UpTo(bounds) => prop_assert!(low == bounds.low && Some(high) == bounds.high),
                Outcome::Undetermined { .. } => {
                    prop_assert!(granted.outcome.is_none() || granted.outcome == Some(6))
                }
                Outcome::NotEligible
                | Outcome::Displaced { .. }
                | Outcome::Exhausted
                | Outcome::Entitled
                | Outcome::NotInForce => prop_assert!(low.is_zero() && high.is_zero()),
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn of_known_facts_they_decide_everything(numbers in prop::collection::vec(any::<u16>(), 40..120)) {
        check(&numbers, false)?;
    }

    #[test]
    fn of_unknown_facts_they_say_nothing_wrong(numbers in prop::collection::vec(any::<u16>(), 40..120)) {
        check(&numbers, true)?;
    }
}
