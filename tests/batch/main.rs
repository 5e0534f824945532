//! The columnar engine against the explaining evaluator, row by row, on every policy there is and facts on its edges.

mod columns;
#[path = "../scaled/facts.rs"]
mod facts;
#[path = "../scaled/policies.rs"]
mod policies;
mod random;

use columns::columns;
use facts::{Draw, Edges, Missing};
use ipcalc::batch::{Engine, Results, Scratch, Settings, UNBOUNDED, Want};
use ipcalc::calendar::Date;
use ipcalc::compile::compile;
use ipcalc::diagnostic::Lang;
use ipcalc::evaluate::{self, Bounds, Outcome, amounts};
use ipcalc::facts::Inputs;
use ipcalc::money::Rational;
use ipcalc::plan::{Known, Plan};
use ipcalc::scaled::OUTCOMES;
use ipcalc::source::Sources;

/// What the explaining evaluator says of a row, in the terms of results; `None` where it refuses.
#[derive(Clone, PartialEq, Debug)]
struct Said {
    outcomes: Vec<&'static str>,
    amounts: Vec<(i64, i64)>,
    total: (i64, i64),
}

/// The same, and whether an amount is open.
type Told = (Option<Said>, bool);

fn name(outcome: &Outcome) -> &'static str {
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

fn held(bounds: Bounds, decimals: u32) -> Option<(i64, i64)> {
    let parts = Rational::whole(10_i128.pow(decimals));
    let low = i64::try_from(bounds.low.times(parts)?.floor()).ok()?;
    let up = |high: Rational| i64::try_from(-high.times(parts)?.negate()?.floor()).ok();
    Some((low, bounds.high.and_then(up).unwrap_or(UNBOUNDED)))
}

fn evaluated(plan: &Plan, inputs: &Inputs, decimals: u32) -> Told {
    let mut scratch = evaluate::Scratch::new();
    let Ok(found) = amounts(plan, inputs, &mut scratch) else { return (None, false) };
    let open = |outcome: &Outcome| {
        matches!(outcome, Outcome::UpTo(_) | Outcome::Undetermined { bounds: Some(_), .. })
    };
    (said(&found, decimals), found.outcomes.iter().any(open))
}

fn said(found: &evaluate::Amounts<'_>, decimals: u32) -> Option<Said> {
    let zero = Bounds { low: Rational::ZERO, high: Some(Rational::ZERO) };
    let of = |outcome: &Outcome| match outcome {
        Outcome::Awarded(amount) => Bounds { low: *amount, high: Some(*amount) },
        Outcome::UpTo(bounds) => *bounds,
        Outcome::Undetermined { bounds, .. } => bounds.unwrap_or(zero),
        _ => zero,
    };
    Some(Said {
        outcomes: found.outcomes.iter().map(name).collect(),
        amounts: found.outcomes.iter().map(|outcome| held(of(outcome), decimals)).collect::<Option<_>>()?,
        total: held(found.total, decimals)?,
    })
}

fn read(results: &Results, row: usize, outcomes: bool) -> Option<Said> {
    if results.refused.iter().any(|(refused, _)| *refused == row) {
        return None;
    }
    let pair =
        |low: &[i64], high: &Option<Vec<i64>>| (low[row], high.as_ref().map_or(low[row], |high| high[row]));
    let name = |award: &ipcalc::batch::AwardResults| OUTCOMES[usize::from(award.outcome[row])];
    Some(Said {
        outcomes: if outcomes { results.awards.iter().map(name).collect() } else { Vec::new() },
        amounts: results.awards.iter().map(|award| pair(&award.low, &award.high)).collect(),
        total: pair(&results.low, &results.high),
    })
}

/// Moves a number out of the form of its column.
fn beyond(inputs: &mut Inputs, draw: &mut Draw) {
    let count = inputs.values.len();
    let id = inputs.values.ids().nth(draw.below(count));
    if let Some(Known::Number(value)) = id.map(|id| inputs.values.at_mut(id)) {
        let part = Rational::new(1, 1_000_000).unwrap();
        if !value.is_whole() {
            *value = value.plus(part).unwrap();
        }
    }
}

fn settings() -> Vec<Settings> {
    let date = Date::parse("2024-06-30");
    vec![Settings { as_of: date, history: false }, Settings { as_of: None, history: true }]
}

fn compare(
    name: &str,
    plan: &Plan,
    seeds: u64,
    (rows, block): (usize, usize),
    faults: &mut Vec<String>,
) -> (usize, usize) {
    let edges = Edges::of(plan);
    let (mut explained, mut all) = (0, 0);
    for settings in settings() {
        let engine = Engine::new(plan, Want { outcomes: true }, settings).in_blocks_of(block);
        let amounts_only = Engine::new(plan, Want { outcomes: false }, settings).in_blocks_of(block);
        if let Some(why) = engine.by_rows() {
            faults.push(format!("{name}: {}", why.message(Lang::En)));
        }
        for missing in [Missing::Nothing, Missing::Some(8)] {
            let draw = &mut Draw::new(seeds);
            let pool = (0..seeds).map(|_| {
                let mut inputs = facts::inputs(plan, &edges, engine.forms(), missing, draw);
                if missing != Missing::Nothing && draw.one_in(16) {
                    beyond(&mut inputs, draw);
                }
                let said = evaluated(plan, &inputs, engine.decimals());
                (inputs, said)
            });
            let pool: Vec<(Inputs, Told)> = pool.collect();
            // Most rows of a block are complete, and some blocks are.
            let drawn: Vec<usize> = (0..rows).map(|_| draw.below(pool.len())).collect();
            let inputs: Vec<&Inputs> = drawn.iter().map(|&at| &pool[at].0).collect();
            let columns = columns(plan, engine.forms(), &inputs);
            let (mut results, mut scratch) = (Results::new(), Scratch::new());
            engine.run(&columns, &mut results, &mut scratch);
            if missing == Missing::Nothing {
                explained += results.explained;
                all += rows;
            }
            let mut only = Results::new();
            amounts_only.run(&columns, &mut only, &mut scratch);
            for (row, &at) in drawn.iter().enumerate() {
                let (inputs, (wanted, open)) = &pool[at];
                let found = read(&results, row, true);
                if found != *wanted {
                    let told = facts::told(plan, inputs);
                    faults
                        .push(format!("{name} row {row} {settings:?}: {found:#?}, not {wanted:#?}\n{told}"));
                    break;
                }
                let wanted = wanted.clone().map(|said| Said { outcomes: Vec::new(), ..said });
                let found = read(&only, row, false);
                if found != wanted {
                    let told = facts::told(plan, inputs);
                    faults
                        .push(format!("{name} row {row} amounts only: {found:#?}, not {wanted:#?}\n{told}"));
                    break;
                }
                if [&results, &only].iter().any(|results| results.open.contains(&row) != *open) {
                    faults.push(format!("{name} row {row}: open is not {open}"));
                    break;
                }
            }
        }
    }
    (explained, all)
}

#[test]
fn columns_decide_what_the_evaluator_decides() {
    let mut faults = Vec::new();
    let (mut explained, mut all) = (0, 0);
    for (name, plan) in policies::all() {
        let (by_rows, rows) = compare(&name, &plan, 30, (80, 50), &mut faults);
        explained += by_rows;
        all += rows;
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults[..faults.len().min(5)].join("\n\n"));
    assert!(explained * 20 < all, "{explained} of {all} complete rows are explained");
}

#[test]
fn what_does_not_fit_a_column_is_refused_also_beside_rows_of_which_something_is_unknown() {
    let rules = "policy p \"P\"\nfact cost : money\nfact area : money\n\
                 award a \"A\" cites 1\n  where area >= 0.01\n  pays 100 × (cost / area)\n\
                 award b \"B\" cites 2\n  where area >= 0.01\n  pays 100 × (cost / area)\n\
                 award c \"C\" cites 3\n  where area >= 0.01\n  pays 10000 × (cost / area)\n";
    let mut sources = Sources::new();
    let file = sources.add("large.rules", rules.to_owned());
    let plan = compile(&sources, &[file]).plan.unwrap();
    let settings = Settings { as_of: Date::parse("2024-06-30"), history: false };
    let engine = Engine::new(&plan, Want { outcomes: true }, settings);
    // Nothing; both awards fit 64 bits of fen; so does each, but not their sum; not even each.
    let rows: [(i128, i128); 4] =
        [(0, 1), (1_000_000_000, 1), (5_000_000_000_000, 1), (9_000_000_000_000, 1)];
    let number = |whole: i128, parts: i128| Known::Number(Rational::new(whole, parts).unwrap());
    for unknown in [false, true] {
        let facts = |&(cost, area): &(i128, i128)| Inputs {
            applicant: None,
            as_of: settings.as_of,
            year: Some(2024),
            values: [number(cost, 1), number(area, 100)].into_iter().collect(),
            defaulted: Vec::new(),
            history: None,
        };
        let mut all: Vec<Inputs> = rows.iter().map(facts).collect();
        if unknown {
            let mut open = all[0].clone();
            *open.values.at_mut(plan.inputs.ids().next().unwrap()) = Known::Unknown;
            all.push(open);
        }
        let inputs: Vec<&Inputs> = all.iter().collect();
        let mut results = Results::new();
        engine.run(&columns(&plan, engine.forms(), &inputs), &mut results, &mut Scratch::new());
        for (row, inputs) in all.iter().enumerate() {
            let (wanted, _) = evaluated(&plan, inputs, engine.decimals());
            assert_eq!(read(&results, row, true), wanted, "row {row}, unknown rows {unknown}");
        }
        let refused: Vec<usize> = results.refused.iter().map(|(row, _)| *row).collect();
        assert_eq!(refused, [2, 3], "unknown rows {unknown}");
    }
}

#[test]
fn blocks_begin_and_end_anywhere() {
    let policies = policies::all();
    let mut faults = Vec::new();
    for name in ["qd8.rules", "qingdao.rules"] {
        let (_, plan) = policies.iter().find(|(found, _)| found == name).unwrap();
        for rows in [0, 1, 31, 32, 33, 64, 100] {
            compare(name, plan, 30, (rows, 32), &mut faults);
        }
        compare(name, plan, 30, (4100, 4096), &mut faults);
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults[..faults.len().min(5)].join("\n\n"));
}

#[test]
fn rows_do_not_depend_on_one_another() {
    for (name, plan) in policies::all().into_iter().filter(|(name, _)| name.ends_with(".rules")) {
        let engine = Engine::new(&plan, Want { outcomes: true }, Settings { as_of: None, history: true });
        let (edges, draw) = (Edges::of(&plan), &mut Draw::new(7));
        let inputs = (0..60).map(|_| facts::inputs(&plan, &edges, engine.forms(), Missing::Some(20), draw));
        let inputs: Vec<Inputs> = inputs.collect();
        let order: Vec<usize> = (0..60).map(|at| (at * 37 + 11) % 60).collect();
        let run = |inputs: &[&Inputs]| {
            let mut results = Results::new();
            engine.run(&columns(&plan, engine.forms(), inputs), &mut results, &mut Scratch::new());
            results
        };
        let plain = run(&inputs.iter().collect::<Vec<_>>());
        let permuted = run(&order.iter().map(|&at| &inputs[at]).collect::<Vec<_>>());
        assert_eq!(plain.explained, permuted.explained, "{name}");
        for (row, &at) in order.iter().enumerate() {
            assert_eq!(read(&permuted, row, true), read(&plain, at, true), "{name} row {at}");
        }
    }
}

#[test]
fn random_policies_come_to_the_same() {
    let count: u64 = 50;
    let (mut faults, mut compiled, mut explained, mut all) = (Vec::new(), 0, 0, 0);
    for seed in 0..count {
        let text = random::policy(seed);
        let mut sources = Sources::new();
        let file = sources.add("random.rules", text.clone());
        let found = compile(&sources, &[file]);
        let Some(plan) = found.plan else { continue };
        compiled += 1;
        let before = faults.len();
        let (by_rows, rows) = compare(&format!("seed {seed}"), &plan, 20, (40, 16), &mut faults);
        if faults.len() > before {
            faults.push(text);
        }
        explained += by_rows;
        all += rows;
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults[..faults.len().min(5)].join("\n\n"));
    assert!(compiled * 3 > count * 2, "{compiled} of {count} compile");
    assert!(explained * 10 < all, "{explained} of {all} complete rows are explained");
}
