//! Groups against models written by hand in whole fen: so many of the highest, of the first, a share of the next, a choice.

use ipcalc::compile::compile;
use ipcalc::evaluate::{self, Outcome};
use ipcalc::facts::{self, json};
use ipcalc::money::Rational;
use ipcalc::plan::Plan;
use ipcalc::source::Sources;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Four awards with their amounts as facts, and one group.
fn plan(rule: &str) -> Plan {
    let awards: String = (0..4)
        .map(|at| format!("fact x{at} : money\naward a{at} \"A\" cites {at}\n  pays x{at}\n"))
        .collect();
    let text = format!(
        "policy p \"P\"\n  rounding half up to 0.01\n{awards}group g \"G\" cites 9\n  members a0, a1, a2, a3\n  {rule}\n"
    );
    let mut sources = Sources::new();
    let file = sources.add("p.rules", text);
    let compiled = compile(&sources, &[file]);
    compiled.plan.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics))
}

/// What each award comes to in fen: from what to what it can be.
fn decide(plan: &Plan, facts: &Value) -> Vec<(i128, i128)> {
    let mut sources = Sources::new();
    let text = json!({ "policy": "p", "as_of": "2024-06-30", "facts": facts }).to_string();
    let file = sources.add("facts.json", text);
    let json = json::parse(&sources, file).unwrap();
    let reading = facts::read(&json, &[plan]).unwrap();
    let (plan, inputs) = &reading.parts[0];
    let decision = evaluate::evaluate(plan, inputs).unwrap();
    let fen = |amount: Rational| amount.times(Rational::whole(100)).unwrap().to_whole().unwrap();
    decision
        .awards
        .iter()
        .map(|outcome| match outcome {
            Outcome::Awarded(amount) => (fen(*amount), fen(*amount)),
            Outcome::NotEligible | Outcome::Displaced { .. } => (0, 0),
            Outcome::Undetermined { bounds: Some(bounds), .. } => {
                (fen(bounds.low), bounds.high.map_or(i128::MAX, fen))
            }
            other => panic!("{other:?}"),
        })
        .collect()
}

fn facts(amounts: &[i128; 4], unknown: Option<usize>, choice: Option<usize>) -> Value {
    let mut facts = serde_json::Map::new();
    for (at, amount) in amounts.iter().enumerate().filter(|(at, _)| Some(*at) != unknown) {
        facts.insert(format!("x{at}"), json!(format!("{}.{:02}", amount / 100, amount % 100)));
    }
    if let Some(choice) = choice {
        facts.insert("g.choice".into(), json!(format!("a{choice}")));
    }
    Value::Object(facts)
}

/// The members from the one that counts most: by amount, or in the author's order; who is paid nothing does not compete.
fn ranked(amounts: &[i128; 4], by_amount: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..4).filter(|&at| amounts[at] > 0).collect();
    if by_amount {
        order.sort_by_key(|&at| (std::cmp::Reverse(amounts[at]), at));
    }
    order
}

fn exact(model: [i128; 4]) -> Vec<(i128, i128)> {
    model.into_iter().map(|amount| (amount, amount)).collect()
}

thread_local! {
    static HIGHEST: Plan = plan("pays the highest 2");
    static FIRST: Plan = plan("pays the first 3");
    static NEXT: Plan = plan("pays the highest, and 50% of the next");
    static CHOICE: Plan = plan("pays the one chosen");
}

fn amounts() -> impl Strategy<Value = [i128; 4]> {
    let amount = prop_oneof![Just(0_i128), 1..4_i128, Just(10_000), 9_999..10_002_i128, 0..100_000_000_i128];
    prop::array::uniform4(amount)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn so_many_are_paid_and_ties_go_to_the_one_named_first(amounts in amounts()) {
        for (by_amount, most) in [(true, 2), (false, 3)] {
            let mut model = [0; 4];
            ranked(&amounts, by_amount).into_iter().take(most).for_each(|at| model[at] = amounts[at]);
            let facts = facts(&amounts, None, None);
            let found = if by_amount { HIGHEST.with(|plan| decide(plan, &facts)) } else { FIRST.with(|plan| decide(plan, &facts)) };
            prop_assert_eq!(found, exact(model));
        }
    }

    #[test]
    fn of_the_next_a_share_is_paid_half_up(amounts in amounts()) {
        let mut model = [0; 4];
        for (place, at) in ranked(&amounts, true).into_iter().take(2).enumerate() {
            model[at] = if place == 0 { amounts[at] } else { (amounts[at] + 1) / 2 };
        }
        prop_assert_eq!(NEXT.with(|plan| decide(plan, &facts(&amounts, None, None))), exact(model));
    }

    #[test]
    fn the_one_chosen_is_paid_or_the_only_one(amounts in amounts(), choice in 0..4_usize) {
        let payable = ranked(&amounts, false);
        let mut model = [0; 4];
        match payable.as_slice() {
            [only] => model[*only] = amounts[*only],
            _ => model[choice] = amounts[choice],
        }
        prop_assert_eq!(CHOICE.with(|plan| decide(plan, &facts(&amounts, None, Some(choice)))), exact(model));
    }

    #[test]
    fn bounds_hold_for_every_completion(amounts in amounts(), unknown in 0..4_usize, choice in 0..4_usize) {
        for (plan, choice) in [(&HIGHEST, None), (&FIRST, None), (&NEXT, None), (&CHOICE, Some(choice))] {
            let exact = plan.with(|plan| decide(plan, &facts(&amounts, None, choice)));
            let open = plan.with(|plan| match choice {
                // What is unknown is the choice.
                Some(_) => decide(plan, &facts(&amounts, None, None)),
                None => decide(plan, &facts(&amounts, Some(unknown), None)),
            });
            for (at, (&(exact, _), (low, high))) in exact.iter().zip(open).enumerate() {
                prop_assert!(low <= exact && exact <= high, "a{} is {} of {}..{}", at, exact, low, high);
            }
        }
    }
}
