//! One applicant in memory, no trace: the eight clauses of `qd8.rules`, in microseconds per applicant.
//!
//! `cargo bench --bench applicant`. Rows are drawn with a fixed seed so that about a third of the capped clauses
//! reach their cap, and a second figure gives the cost when one fact of each applicant is missing.

use std::hint::black_box;

use ipcalc::arena::Arena;
use ipcalc::compile::compile;
use ipcalc::evaluate::{Scratch, amounts, evaluate};
use ipcalc::facts::Inputs;
use ipcalc::money::Rational;
use ipcalc::plan::{InputId, InputType, Known, Plan};
use ipcalc::source::Sources;

const APPLICANTS: usize = 2_000;
const ROUNDS: usize = 25;

/// A small generator (xorshift) whose sequence is part of the benchmark.
struct Draw(u64);

impl Draw {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

fn applicant(plan: &Plan, draw: &mut Draw) -> Inputs {
    let values: Arena<InputId, Known> = plan
        .inputs
        .iter()
        .map(|input| match &input.ty {
            InputType::Bool => Known::Bool(draw.next(10) < 3),
            InputType::Enum(choices) => Known::Enum(draw.next(choices.len() as u64) as usize),
            InputType::Number(_) => {
                let whole = input.high.and_then(Rational::to_whole);
                match whole {
                    Some(high) => Known::Number(Rational::whole(i128::from(draw.next(high as u64 + 1)))),
                    None if input.name == "loan_months" => {
                        Known::Number(Rational::whole(i128::from(11 + draw.next(3))))
                    }
                    None => Known::Number(Rational::new(i128::from(draw.next(3_000_000_000)), 100).unwrap()),
                }
            }
            InputType::Set(_) | InputType::Date | InputType::Text | InputType::List { .. } => Known::Unknown,
        })
        .collect();
    Inputs { applicant: None, as_of: None, year: None, values, defaulted: Vec::new(), history: None }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn per_applicant(mut once: impl FnMut()) -> f64 {
    let mut rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = std::time::Instant::now();
            once();
            start.elapsed().as_secs_f64() * 1e6 / APPLICANTS as f64
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds[ROUNDS / 2]
}

fn main() {
    let mut sources = Sources::new();
    let file = sources.add("qd8.rules", include_str!("qd8.rules"));
    let plan = compile(&sources, &[file]).plan.expect("qd8.rules compiles");
    let mut draw = Draw(20_261_121);
    let complete: Vec<Inputs> = (0..APPLICANTS).map(|_| applicant(&plan, &mut draw)).collect();
    let mut partial = complete.clone();
    for inputs in &mut partial {
        let hidden = draw.next(plan.inputs.len() as u64) as usize;
        let id = plan.inputs.ids().nth(hidden).unwrap();
        *inputs.values.at_mut(id) = Known::Unknown;
    }
    let mut scratch = Scratch::new();
    let mut run = |applicants: &[Inputs]| {
        per_applicant(|| {
            for inputs in applicants {
                black_box(amounts(&plan, black_box(inputs), &mut scratch).expect("evaluates").total);
            }
        })
    };
    let (exact, unknown) = (run(&complete), run(&partial));
    let traced = per_applicant(|| {
        for inputs in &complete {
            black_box(evaluate(&plan, black_box(inputs)).expect("evaluates").total);
        }
    });
    println!("eight clauses, one applicant at a time, median of {ROUNDS} rounds of {APPLICANTS}:");
    println!("  all facts known, no trace   {exact:8.3} µs");
    println!("  one fact missing, no trace  {unknown:8.3} µs");
    println!("  all facts known, with trace {traced:8.3} µs");
}
