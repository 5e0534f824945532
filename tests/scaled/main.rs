//! Scaled programs against the explaining evaluator, on every policy there is and facts that sit on its edges.

mod facts;
mod policies;

use facts::{Draw, Edges, Missing};
use ipcalc::arena::Id as _;
use ipcalc::columns::row_of;
use ipcalc::evaluate::{Outcome, Scratch, amounts};
use ipcalc::facts::Inputs;
use ipcalc::money::Rational;
use ipcalc::plan::{Known, Plan};
use ipcalc::scaled::{Answer, Forms, OUTCOMES, Program, Want, lower, lower_for, plainly, run};

fn position(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Awarded(_) => "awarded",
        Outcome::NotEligible => "not_eligible",
        Outcome::Displaced { .. } => "displaced",
        Outcome::Exhausted => "exhausted",
        Outcome::UpTo(_) => "up_to",
        Outcome::Entitled => "entitled",
        Outcome::Undetermined { .. } => "undetermined",
        Outcome::NotInForce => "not_in_force",
    }
}

/// The amounts of an outcome that scaled programs decide.
fn decided(outcome: &Outcome) -> Option<(Rational, Rational)> {
    match outcome {
        Outcome::Awarded(amount) => Some((*amount, *amount)),
        Outcome::UpTo(bounds) => Some((bounds.low, bounds.high?)),
        Outcome::Undetermined { .. } => None,
        _ => Some((Rational::ZERO, Rational::ZERO)),
    }
}

/// Whether nothing that a row can hold is left out, but for decisions that officials have not made.
fn is_complete(plan: &Plan, inputs: &Inputs) -> bool {
    let known = |known: &Known| match known {
        Known::Unknown => false,
        Known::List(items) => items.iter().flatten().all(|field| *field != Known::Unknown),
        _ => true,
    };
    let open = |input: &ipcalc::plan::Input| input.decides.is_some() && input.name.ends_with(".decision");
    let given = |(input, value): (&ipcalc::plan::Input, &Known)| open(input) || known(value);
    inputs.as_of.is_some() && plan.inputs.iter().zip(inputs.values.iter()).all(given)
}

/// Says what is wrong with an answer, if anything is.
fn fault(plan: &Plan, program: &Program, inputs: &Inputs, answer: &Answer) -> Option<String> {
    let mut scratch = Scratch::new();
    let evaluated = match amounts(plan, inputs, &mut scratch) {
        Ok(evaluated) => evaluated,
        Err(_) => {
            let left = !answer.refused.is_empty()
                || !answer.doubtful.is_empty()
                || answer.awards.iter().any(|award| award.outcome.is_none());
            return (!left).then(|| "refused by the evaluator, yet decided".to_owned());
        }
    };
    if !answer.refused.is_empty() {
        return Some(format!("refused ({:?}), yet evaluated", answer.refused));
    }
    if !answer.doubtful.is_empty() {
        return is_complete(plan, inputs).then(|| "doubtful with all facts known".to_owned());
    }
    for ((id, award), granted) in plan.awards.iter_ids().zip(answer.awards.iter()) {
        let outcome = &evaluated.outcomes[id.raw()];
        let wanted = decided(outcome);
        let Some(number) = granted.outcome else {
            if is_complete(plan, inputs) && (award.decided.is_none() || award.rivals.is_empty()) {
                return Some(format!("{}: unknown, not {outcome:?}", award.id));
            }
            continue;
        };
        let name = OUTCOMES[usize::try_from(number).unwrap()];
        if name != position(outcome) {
            return Some(format!("{}: {name}, not {outcome:?}", award.id));
        }
        let amount = |whole: Option<i128>| whole.and_then(|whole| Rational::new(whole, program.denominator));
        let found = amount(granted.low).zip(amount(granted.high));
        if found != wanted {
            return Some(format!("{}: {name} {found:?}, not {outcome:?}", award.id));
        }
    }
    None
}

#[test]
fn all_policies_lower() {
    let mut refused = Vec::new();
    let policies = policies::all();
    assert!(policies.len() > 60, "{}", policies.len());
    for (name, plan) in &policies {
        for (form, forms) in [("fen", Forms::fen(plan).with_history(plan)), ("wide", Forms::wide(plan))] {
            if let Err(reason) = lower(plan, &forms) {
                let node = reason.node.map(|node| match reason.list {
                    Some(list) => plan.lists.at(list).nodes.at(node).clone(),
                    None => plan.nodes.at(node).clone(),
                });
                refused.push(format!("{name} {form}: {:?} {node:?}", reason.reason));
            }
        }
    }
    assert!(refused.is_empty(), "of {}:\n{}", policies.len(), refused.join("\n"));
}

#[test]
fn scaled_programs_decide_what_the_evaluator_decides() {
    let mut faults = Vec::new();
    let (mut known, mut all) = (0, 0);
    for (name, plan) in policies::all() {
        let edges = Edges::of(&plan);
        let fen = Forms::fen(&plan);
        let history = fen.clone().with_history(&plan);
        let wide = Forms::wide(&plan);
        for (forms, cases) in [(fen, 300), (history, 300), (wide, 80)] {
            let Ok(program) = lower(&plan, &forms) else { continue };
            let plain = plainly(&plan, &forms, Want { outcomes: true }).unwrap();
            let narrow = lower_for(&plan, &forms, Want { outcomes: true }).unwrap();
            let amounts_alone = lower_for(&plan, &forms, Want { outcomes: false }).unwrap();
            for seed in 0..cases {
                let draw = &mut Draw::new(seed);
                let missing = match seed % 4 {
                    0 | 1 => Missing::Nothing,
                    2 => Missing::Some(12),
                    _ => Missing::Some(4),
                };
                let inputs = facts::inputs(&plan, &edges, &forms, missing, draw);
                let Some(row) = row_of(&plan, &forms, &inputs) else { continue };
                let answer = run(&program, &row);
                known += answer.awards.iter().filter(|award| award.outcome.is_some()).count();
                all += answer.awards.len();
                let fault = fault(&plan, &program, &inputs, &answer)
                    .or_else(|| lost(&plan, &run(&plain, &row), &answer))
                    .or_else(|| lost(&plan, &answer, &run(&narrow, &row)))
                    .or_else(|| lost(&plan, &run(&narrow, &row), &answer))
                    .or_else(|| {
                        other_amounts(&plan, &answer, &run(&amounts_alone, &row), is_complete(&plan, &inputs))
                    });
                if let Some(fault) = fault {
                    faults.push(format!("{name} seed {seed}: {fault}\n{}", facts::told(&plan, &inputs)));
                    break;
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n\n"));
    assert!(known * 2 > all, "{known} of {all} outcomes are known");
}

/// What is known before simplification and not after it.
fn lost(plan: &Plan, before: &Answer, after: &Answer) -> Option<String> {
    if !before.refused.is_empty() || !before.doubtful.is_empty() {
        return None;
    }
    if !after.refused.is_empty() || !after.doubtful.is_empty() {
        return Some("doubtful after simplification".to_owned());
    }
    let awards = plan.awards.iter().zip(before.awards.iter()).zip(after.awards.iter());
    for ((award, before), after) in awards {
        if before.outcome.is_some() && before != after {
            return Some(format!("{}: {before:?} becomes {after:?}", award.id));
        }
    }
    None
}

/// What differs where outcomes are not wanted.
fn other_amounts(plan: &Plan, answer: &Answer, amounts: &Answer, complete: bool) -> Option<String> {
    let awards = plan.awards.iter().zip(answer.awards.iter()).zip(amounts.awards.iter());
    for ((award, with), without) in awards {
        let known = with.outcome.is_some() && without.low.is_some() && without.high.is_some();
        if (known || (complete && answer.refused.is_empty() && with.outcome.is_some()))
            && (with.low, with.high) != (without.low, without.high)
        {
            return Some(format!("{}: {with:?}, alone {without:?}", award.id));
        }
    }
    None
}

#[test]
fn the_eight_clauses_are_as_narrow_as_they_can_be() {
    let (_, plan) = policies::all().into_iter().find(|(name, _)| name == "qd8.rules").unwrap();
    let forms = Forms::fen(&plan);
    let narrow = lower_for(&plan, &forms, Want { outcomes: true }).unwrap();
    insta::assert_snapshot!("qd8", narrow.to_string());
    insta::assert_snapshot!(
        "qd8_amounts",
        lower_for(&plan, &forms, Want { outcomes: false }).unwrap().to_string()
    );
}

#[test]
fn simplification_leaves_few_steps() {
    let steps = |program: &Program| {
        program.steps.len() + program.lists.iter().map(|list| list.steps.len()).sum::<usize>()
    };
    let (mut plain, mut all, mut amounts) = (0, 0, 0);
    for (_, plan) in policies::all() {
        let forms = Forms::fen(&plan).with_history(&plan);
        plain += steps(&plainly(&plan, &forms, Want { outcomes: true }).unwrap());
        all += steps(&lower_for(&plan, &forms, Want { outcomes: true }).unwrap());
        amounts += steps(&lower_for(&plan, &forms, Want { outcomes: false }).unwrap());
    }
    assert!(all * 3 < plain * 2 && amounts * 2 < plain, "{plain} → {all}, {amounts}");
}
