//! Random small plans under random partial facts: what is announced holds for every completion, and is
//! no wider than the completions where the unknown facts are few-valued.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::arena::Arena;
use crate::calendar::Date;
use crate::evaluate::search::Search;
use crate::evaluate::{Bounds, Decision, Missing, Outcome, evaluate, run};
use crate::facts::Inputs;
use crate::money::Rational;
use crate::plan::{AwardId, InputType, Known};

use super::random::{Random, domain, random};

type Completion = Box<dyn Fn(&mut Inputs)>;

/// A fact made unknown, with its completions. `few` if they are all there are.
pub struct Unknown {
    missing: Missing,
    few: bool,
    completions: Vec<Completion>,
}

pub fn hide(random: &mut Random<'_>, inputs: &mut Inputs, few_only: bool) -> Vec<Unknown> {
    let mut unknown = Vec::new();
    let mut cases = 1;
    for _ in 0..1 + random.choices.below(4) {
        let which = random.choices.below(random.facts.len() + 3);
        let next = if let Some(&fact) = random.facts.get(which) {
            let input = random.sketch.plan.inputs.at(fact);
            let few = matches!(input.ty, InputType::Bool | InputType::Enum(_) | InputType::Set(_));
            let completions = domain(&input.ty, input.optional).into_iter();
            let completions = completions.map(|value| {
                Box::new(move |inputs: &mut Inputs| *inputs.values.at_mut(fact) = value.clone()) as _
            });
            Unknown { missing: Missing::Input(fact), few, completions: completions.collect() }
        } else if which == random.facts.len() {
            let days = ["2019-12-31", "2020-01-01", "2020-01-02"].into_iter();
            let completions =
                days.map(|day| Box::new(move |inputs: &mut Inputs| inputs.as_of = Date::parse(day)) as _);
            Unknown { missing: Missing::AsOf, few: true, completions: completions.collect() }
        } else if which == random.facts.len() + 1 {
            let completions = [2018, 2019, 2020, 2021, 2022]
                .into_iter()
                .map(|year| Box::new(move |inputs: &mut Inputs| inputs.year = Some(year)) as _);
            Unknown { missing: Missing::AsOf, few: true, completions: completions.collect() }
        } else {
            let (input, field) = (random.list.0, random.choices.below(2));
            let Known::List(items) = inputs.values.at(input) else { continue };
            if items.is_empty() {
                continue;
            }
            let item = random.choices.below(items.len());
            let InputType::List { fields, .. } = &random.sketch.plan.inputs.at(input).ty else { continue };
            let completions = domain(&fields[field].ty, false).into_iter().map(|value| {
                Box::new(move |inputs: &mut Inputs| {
                    if let Known::List(items) = inputs.values.at_mut(input) {
                        items[item][field] = value.clone();
                    }
                }) as _
            });
            let missing = Missing::Field { input, item, field };
            Unknown { missing, few: field == 0, completions: completions.collect() }
        };
        // A date and a year unknown at once are one missing thing.
        let whole_list = matches!(next.missing, Missing::Input(input) if input == random.list.0);
        let taken = unknown.iter().any(|other: &Unknown| {
            other.missing == next.missing
                || (whole_list && matches!(other.missing, Missing::Field { .. }))
                || (matches!(next.missing, Missing::Field { .. })
                    && other.missing == Missing::Input(random.list.0))
        });
        if taken || (few_only && !next.few) || cases * next.completions.len() > 400 {
            continue;
        }
        cases *= next.completions.len();
        match &next.missing {
            Missing::AsOf if which == random.facts.len() => inputs.as_of = None,
            Missing::AsOf => inputs.year = None,
            Missing::Input(input) => *inputs.values.at_mut(*input) = Known::Unknown,
            Missing::Field { input, item, field } => {
                if let Known::List(items) = inputs.values.at_mut(*input) {
                    items[*item][*field] = Known::Unknown;
                }
            }
        }
        unknown.push(next);
    }
    unknown
}

/// Every completion, as the positions of the values taken, with what it decides.
fn completions(random: &Random<'_>, inputs: &Inputs, unknown: &[Unknown]) -> Vec<(Vec<usize>, Decision)> {
    let mut found = Vec::new();
    let mut positions = vec![0; unknown.len()];
    'all: loop {
        let mut complete = inputs.clone();
        for (unknown, &position) in unknown.iter().zip(&positions) {
            unknown.completions[position](&mut complete);
        }
        if let Ok(decision) = evaluate(&random.sketch.plan, &complete) {
            found.push((positions.clone(), decision));
        }
        for (at, unknown) in unknown.iter().enumerate() {
            positions[at] += 1;
            if positions[at] < unknown.completions.len() {
                continue 'all;
            }
            positions[at] = 0;
        }
        return found;
    }
}

/// The amounts an outcome stands for, and the rank of its stage.
fn range(outcome: &Outcome) -> Bounds {
    match outcome {
        Outcome::Awarded(amount) => Bounds { low: *amount, high: Some(*amount) },
        Outcome::UpTo(bounds) => *bounds,
        Outcome::Undetermined { bounds: Some(bounds), .. } => *bounds,
        _ => Bounds { low: Rational::ZERO, high: Some(Rational::ZERO) },
    }
}

fn stage(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::NotInForce => 0,
        Outcome::NotEligible => 1,
        Outcome::Exhausted => 2,
        Outcome::Displaced { .. } => 3,
        Outcome::Awarded(_) => 4,
        Outcome::UpTo(_) => 5,
        Outcome::Entitled => 6,
        Outcome::Undetermined { .. } => 7,
    }
}

fn within(inner: Bounds, outer: Bounds) -> bool {
    let high = match (inner.high, outer.high) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(inner), Some(outer)) => inner <= outer,
    };
    outer.low <= inner.low && high
}

fn hull(all: impl Iterator<Item = Bounds>) -> Bounds {
    all.reduce(|left, right| Bounds {
        low: left.low.min(right.low),
        high: left.high.zip(right.high).map(|(left, right)| left.max(right)),
    })
    .unwrap()
}

/// The facts that make a difference to an award while all others stay the same.
fn mattering(award: AwardId, unknown: &[Unknown], all: &[(Vec<usize>, Decision)]) -> BTreeSet<Missing> {
    let mut matter = BTreeSet::new();
    for (at, unknown) in unknown.iter().enumerate() {
        let differs = all.iter().any(|(positions, decision)| {
            all.iter().any(|(other, against)| {
                let same = |outcome: &Outcome| (stage(outcome), range(outcome));
                positions.iter().zip(other).enumerate().all(|(i, (a, b))| i == at || a == b)
                    && same(decision.awards.at(award)) != same(against.awards.at(award))
            })
        });
        if differs {
            matter.insert(unknown.missing.clone());
        }
    }
    matter
}

/// The plan in few words, for a failing case.
fn shown(random: &Random<'_>, inputs: &Inputs) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for (id, node) in random.sketch.plan.nodes.iter_ids() {
        writeln!(out, "{id:?} {:?}", node.op).unwrap();
    }
    for (id, node) in random.sketch.plan.lists.at(random.list.1).nodes.iter_ids() {
        writeln!(out, "item {id:?} {:?}", node.op).unwrap();
    }
    for (id, award) in random.sketch.plan.awards.iter_ids() {
        let rivals: Vec<_> = award.rivals.iter().map(|rival| (rival.award, rival.when)).collect();
        let (eligible, gross, net, amount) = (award.eligible, award.gross, award.net, award.amount);
        writeln!(
            out,
            "{id:?} eligible {eligible:?} gross {gross:?} net {net:?} amount {amount:?} {rivals:?} {:?} {:?}",
            award.decided, award.used_up
        )
        .unwrap();
    }
    for (id, value) in inputs.values.iter_ids() {
        writeln!(out, "{id:?} = {value:?}").unwrap();
    }
    writeln!(out, "as of {:?} year {:?} history {:?}", inputs.as_of, inputs.year, inputs.history).unwrap();
    out.replace("NodeId(", "n(")
}

fn check(numbers: &[u16], few_only: bool) -> Result<(), TestCaseError> {
    checked(numbers, few_only).inspect_err(|_| {
        let (mut random, mut inputs) = random(numbers);
        hide(&mut random, &mut inputs, few_only);
        println!("{}", shown(&random, &inputs));
    })
}

fn checked(numbers: &[u16], few_only: bool) -> Result<(), TestCaseError> {
    let (mut random, mut inputs) = random(numbers);
    let unknown = hide(&mut random, &mut inputs, few_only);
    let all = completions(&random, &inputs, &unknown);
    let few = unknown.iter().all(|unknown| unknown.few);
    let announced = evaluate(&random.sketch.plan, &inputs);
    if all.is_empty() {
        // Completions that were not tried may be accepted where there are many.
        prop_assert!(announced.is_err() || !few, "every completion is refused, the partial facts are not");
        return Ok(());
    }
    let Ok(announced) = announced else {
        let tried: usize = unknown.iter().map(|unknown| unknown.completions.len()).product();
        prop_assert!(all.len() < tried || !few, "refused, but no completion is");
        return Ok(());
    };
    for (id, outcome) in announced.awards.iter_ids() {
        let others = || all.iter().map(|(_, decision)| decision.awards.at(id));
        let covered = hull(others().map(range));
        let highest_stage = others().map(stage).max().unwrap();
        let open_decision =
            others().any(|other| matches!(other, Outcome::UpTo(_) | Outcome::Undetermined { .. }));
        prop_assert!(within(covered, range(outcome)), "{id:?}: {outcome:?} does not cover {covered:?}");
        if let Outcome::Undetermined { missing, .. } = outcome {
            let matter = mattering(id, &unknown, &all);
            let told: BTreeSet<Missing> = missing.iter().cloned().collect();
            prop_assert!(told.is_superset(&matter), "{id:?}: {matter:?} matter, told {told:?}");
            prop_assert_eq!(told.len(), missing.len(), "told twice");
            if few && !open_decision {
                prop_assert!(highest_stage >= 4, "{:?}: nothing can be paid", id);
                prop_assert_eq!(&told, &matter, "{:?} of {:?}", id, outcome);
            }
        } else {
            // Decided: every completion gives it, or none gives anything and it is the latest stage.
            for other in others() {
                let same = stage(other) == stage(outcome) && range(other) == range(outcome);
                let lesser = stage(outcome) < 4 && stage(other) < stage(outcome);
                prop_assert!(same || lesser || open_decision, "{id:?}: {outcome:?}, but also {other:?}");
            }
            if few && !open_decision {
                prop_assert_eq!(stage(outcome), highest_stage);
            }
        }
        if few && !open_decision {
            prop_assert_eq!(range(outcome), covered, "{:?}: {:?}", id, outcome);
        }
    }
    let covered = hull(all.iter().map(|(_, decision)| decision.total));
    prop_assert!(within(covered, announced.total), "total {:?}: {covered:?}", announced.total);
    if few && random.decisions.is_empty() {
        prop_assert_eq!(covered, announced.total);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn few_valued_unknowns_give_exactly_the_hull(numbers in prop::collection::vec(any::<u16>(), 40..120)) {
        check(&numbers, true)?;
    }

    #[test]
    fn bounds_hold_for_every_completion(numbers in prop::collection::vec(any::<u16>(), 40..120)) {
        check(&numbers, false)?;
    }

    #[test]
    fn exact_and_possible_values_agree(numbers in prop::collection::vec(any::<u16>(), 40..120)) {
        let (mut random, mut inputs) = random(&numbers);
        for decision in std::mem::take(&mut random.decisions) {
            *inputs.values.at_mut(decision) = Known::Number(random.constant());
        }
        let plan = &random.sketch.plan;
        let exact = evaluate(plan, &inputs);
        let mut search = Search::new(plan, &inputs).unwrap();
        match (exact, search.decide()) {
            (Ok(exact), Ok((awards, total))) => {
                prop_assert_eq!(exact.awards, awards);
                prop_assert_eq!(exact.total, total);
                run::fill_all_rows(plan, &search.case, &mut search.table).unwrap();
                let trace = run::trace(plan, &search.case, &search.table);
                prop_assert_eq!(exact.trace, trace);
            }
            (Err(_), Err(_)) => {}
            (exact, possible) => prop_assert!(false, "{:?} but {:?}", exact, possible.is_ok()),
        }
    }

    #[test]
    fn amounts_are_those_of_the_evaluation(numbers in prop::collection::vec(any::<u16>(), 40..120)) {
        let (mut random, mut inputs) = random(&numbers);
        if random.choices.below(2) == 0 {
            hide(&mut random, &mut inputs, false);
        }
        let plan = &random.sketch.plan;
        let mut scratch = crate::evaluate::Scratch::new();
        for _ in 0..2 {
            match (evaluate(plan, &inputs), crate::evaluate::amounts(plan, &inputs, &mut scratch)) {
                (Ok(decision), Ok(amounts)) => {
                    prop_assert_eq!(decision.total, amounts.total);
                    let outcomes: Arena<AwardId, Outcome> = amounts.outcomes.iter().cloned().collect();
                    prop_assert_eq!(decision.awards, outcomes);
                }
                (Err(left), Err(right)) => prop_assert_eq!(left, right),
                _ => prop_assert!(false, "one refuses"),
            }
        }
    }
}
