//! A million applicants in columns, one thread: the eight clauses of `qd8.rules` by the engine, and by a loop written
//! by hand for them, in one run.
//!
//! `cargo bench --bench batch [ROWS]`. The data are drawn with a fixed seed: kinds 70/10/5/15 %, truths 30 %, amounts
//! log-uniform so that a third of the capped clauses reach their cap. Rounds alternate, so that ratios hold on a
//! machine that others use. Then the cost of outcomes, of unknown cells, of more awards, and of longer tables.
//!
//! `cargo bench --bench batch FILE.parquet` takes the workload's rows from a file, and prints a line of JSON for each
//! way to decide them, with the sums of all columns in fen: see `benches/peers.py`.

#[path = "../tests/batch/columns.rs"]
mod column;
#[expect(dead_code, reason = "tests share it")]
#[path = "../tests/scaled/facts.rs"]
mod facts;
#[path = "batch/given.rs"]
mod given;
#[path = "batch/hand.rs"]
mod hand;

use std::collections::BTreeMap;
use std::hint::black_box;

use ipcalc::arena::Arena;
use ipcalc::batch::{Engine, Results, Scratch, Settings, Want};
use ipcalc::columns::{AsOf, Cells, Column, Columns, State, StatedYear};
use ipcalc::compile::compile;
use ipcalc::evaluate::{self, Outcome};
use ipcalc::money::Rational;
use ipcalc::plan::Plan;
use ipcalc::source::Sources;

/// A small generator (xorshift) whose sequence is part of the benchmark.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 11) % end
    }
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
    /// Fen, log-uniform between two amounts of yuan.
    fn amount(&mut self, low: f64, high: f64) -> i64 {
        ((low.ln() + self.unit() * (high.ln() - low.ln())).exp() * 100.0).round() as i64
    }
    fn truths(&mut self, rows: usize) -> Vec<u8> {
        (0..rows).map(|_| u8::from(self.unit() < 0.3)).collect()
    }
    fn counts(&mut self, rows: usize, end: u64) -> Vec<i32> {
        (0..rows).map(|_| self.below(end) as i32).collect()
    }
    fn amounts(&mut self, rows: usize, low: f64, high: f64) -> Vec<i64> {
        (0..rows).map(|_| self.amount(low, high)).collect()
    }
}

fn plan(text: &str) -> Plan {
    let mut sources = Sources::new();
    let file = sources.add("bench.rules", text.to_owned());
    compile(&sources, &[file]).plan.expect("the rules compile")
}

/// The columns of the workload, by the names of the facts.
fn cells(rows: usize) -> BTreeMap<&'static str, Cells> {
    let draw = &mut Draw(20_180_808);
    let kind = (0..rows).map(|_| match draw.unit() {
        part if part < 0.70 => 0,
        part if part < 0.80 => 1,
        part if part < 0.85 => 2,
        _ => 3,
    });
    let mut columns = BTreeMap::from([("kind", Cells::Members(kind.collect()))]);
    for name in
        ["ipms_certified", "honour_pa", "honour_pd", "honour_na", "honour_nd", "tech_sme", "loan_repaid"]
    {
        columns.insert(name, Cells::Truths(draw.truths(rows)));
    }
    let prior = |draw: &mut Draw| if draw.unit() < 0.5 { 0 } else { draw.below(25_000_000) as i64 };
    columns.insert("prior_honour", Cells::Wide((0..rows).map(|_| prior(draw)).collect()));
    columns.insert("nav_projects", Cells::Narrow(draw.counts(rows, 21)));
    columns.insert("tx_value", Cells::Wide(draw.amounts(rows, 1e5, 1e8)));
    columns.insert("hv_patents", Cells::Narrow(draw.counts(rows, 31)));
    columns.insert("sme_hosted", Cells::Narrow(draw.counts(rows, 501)));
    columns.insert("main_revenue", Cells::Wide(draw.amounts(rows, 1e5, 1e8)));
    columns.insert("loan_interest", Cells::Wide(draw.amounts(rows, 4e3, 4e6)));
    let months = |draw: &mut Draw| if draw.unit() < 0.5 { 12 } else { 1 + draw.below(36) as i32 };
    columns.insert("loan_months", Cells::Narrow((0..rows).map(|_| months(draw)).collect()));
    columns
}

fn columns(plan: &Plan, engine: &Engine<'_>, mut cells: BTreeMap<&str, Cells>, rows: usize) -> Columns {
    let nothing = || Cells::Nothing;
    let inputs: Arena<_, Column> = plan
        .inputs
        .iter()
        .map(|input| Column {
            cells: cells.remove(input.name.as_str()).unwrap_or_else(nothing),
            states: None,
        })
        .collect();
    let decimals = engine.forms().inputs.iter().map(|form| form.map_or(0, |form| form.decimals)).collect();
    Columns {
        rows,
        inputs,
        decimals,
        field_decimals: plan.inputs.iter().map(|_| Vec::new()).collect(),
        beyond: BTreeMap::new(),
        as_of: AsOf::All(None),
        year: StatedYear::All(None),
        history: None,
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn seconds(once: &mut dyn FnMut()) -> f64 {
    let start = std::time::Instant::now();
    once();
    start.elapsed().as_secs_f64()
}

/// The medians of several rounds in turn.
fn medians(rounds: usize, contenders: &mut [&mut dyn FnMut()]) -> Vec<f64> {
    let mut times: Vec<Vec<f64>> = contenders.iter().map(|_| Vec::new()).collect();
    if std::env::args().any(|word| word == "alone") {
        for (contender, times) in contenders.iter_mut().zip(&mut times) {
            seconds(*contender);
            times.extend((0..rounds).map(|_| seconds(*contender)));
        }
        return middles(times);
    }
    for round in 0..=rounds {
        for (contender, times) in contenders.iter_mut().zip(&mut times) {
            let time = seconds(*contender);
            // The first round only touches memory.
            if round > 0 {
                times.push(time);
            }
        }
    }
    middles(times)
}

fn middles(mut times: Vec<Vec<f64>>) -> Vec<f64> {
    times.iter_mut().for_each(|times| times.sort_by(f64::total_cmp));
    times.iter().map(|times| times[times.len() / 2]).collect()
}

fn sums(results: &Results) -> Vec<i64> {
    let awards = results.awards.iter().map(|award| award.low.iter().sum());
    awards.chain([results.low.iter().sum()]).collect()
}

/// The rows of a file, decided in columns, or one by one where they are few; a line of JSON each.
fn file(path: &std::path::Path) {
    let plan = plan(include_str!("qd8.rules"));
    let engine = |outcomes| Engine::new(&plan, Want { outcomes }, Settings::default());
    let (amounts, outcomes) = (engine(false), engine(true));
    let (cells, rows) = given::cells(path);
    let mut data = columns(&plan, &amounts, cells, rows);
    let (mut found, mut scratch) = (Results::new(), Scratch::new());
    if rows <= 10_000 {
        amounts.run(&data, &mut found, &mut scratch);
        return one_by_one(&plan, &data, &sums(&found));
    }
    for (name, engine) in [("columns, amounts", &amounts), ("columns, amounts and outcomes", &outcomes)] {
        let time = medians(7, &mut [&mut || engine.run(black_box(&data), &mut found, &mut scratch)])[0];
        print(name, rows, time, &named(&plan, &sums(&found)));
    }
    hide(&mut data, rows);
    let time = medians(3, &mut [&mut || outcomes.run(black_box(&data), &mut found, &mut scratch)])[0];
    let name = format!(
        "columns, outcomes, one cell in twenty unknown, so that {:.0}% of rows are explained",
        found.explained as f64 / rows as f64 * 100.0
    );
    print(&name, rows, time, &[]);
}

/// Sums in the order of the workload's columns.
fn named(plan: &Plan, sums: &[i64]) -> Vec<i64> {
    let of = |name: &&str| plan.awards.iter().position(|award| award.id == *name).expect("an award");
    hand::AWARDS.iter().map(|name| sums[of(name)]).chain(sums.last().copied()).collect()
}

fn print(name: &str, rows: usize, time: f64, sums: &[i64]) {
    let mut line = serde_json::json!({ "name": format!("ipcalc {name}"), "rows": rows, "sec": time });
    if !sums.is_empty() {
        line["sums"] = sums.into();
    }
    println!("{line}");
}

/// The same through the library, an applicant at a time.
fn one_by_one(plan: &Plan, data: &Columns, sums: &[i64]) {
    let inputs: Vec<_> = (0..data.rows).map(|row| data.inputs_of(plan, row)).collect();
    let mut scratch = evaluate::Scratch::new();
    let time = medians(
        7,
        &mut [&mut || {
            for inputs in &inputs {
                black_box(evaluate::amounts(plan, black_box(inputs), &mut scratch).expect("decides").total);
            }
        }],
    )[0];
    let fen = |amount: Rational| {
        let fen = amount.times(Rational::whole(100)).and_then(Rational::to_whole).expect("whole fen");
        i64::try_from(fen).expect("fen")
    };
    let mut found = vec![0; sums.len()];
    for inputs in &inputs {
        let decided = evaluate::amounts(plan, inputs, &mut scratch).expect("decides");
        let amounts = decided.outcomes.iter().map(|outcome| match outcome {
            Outcome::Awarded(amount) => *amount,
            _ => Rational::ZERO,
        });
        for (sum, amount) in found.iter_mut().zip(amounts.chain([decided.total.low])) {
            *sum += fen(amount);
        }
    }
    assert_eq!(found, sums);
    print("one applicant at a time", data.rows, time, &named(plan, &found));
}

fn main() {
    if let Some(path) = std::env::args().find(|word| word.ends_with(".parquet")) {
        return file(path.as_ref());
    }
    let rows = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(1_000_000_usize);
    let plan = plan(include_str!("qd8.rules"));
    let engine = |outcomes| Engine::new(&plan, Want { outcomes }, Settings::default());
    let (amounts, outcomes) = (engine(false), engine(true));
    assert!(amounts.by_rows().is_none());
    let data = columns(&plan, &amounts, cells(rows), rows);
    let (mut by_hand, mut narrow) = (hand::Out::new(rows), hand::Out::new(rows));
    let (mut found, mut with_outcomes, mut scratch) = (Results::new(), Results::new(), Scratch::new());
    let mut other_scratch = Scratch::new();
    let input = hand::Input::of(&plan, &data);
    let times = medians(
        15,
        &mut [
            &mut || hand::run(black_box(&input), &mut by_hand),
            &mut || hand::run_narrow(black_box(&input), &mut narrow),
            &mut || amounts.run(black_box(&data), &mut found, &mut scratch),
            &mut || outcomes.run(black_box(&data), &mut with_outcomes, &mut other_scratch),
        ],
    );
    assert_eq!(found.explained, 0);
    assert_eq!(by_hand.sums(&plan), sums(&found));
    assert_eq!(narrow.sums(&plan), sums(&found));
    assert_eq!(sums(&with_outcomes), sums(&found));
    println!("{rows} rows, eight clauses, one thread, medians of 15 rounds in turn:");
    let per_row = |time: f64| time * 1e9 / rows as f64;
    for (name, time) in [
        "by hand, one loop, 64-bit numbers, AVX2",
        "by hand, one loop, narrowed by hand to 32 bits",
        "engine, amounts",
        "engine, amounts and outcomes",
    ]
    .iter()
    .zip(&times)
    {
        println!("  {name:48} {:7.2} ns a row, {:5.2} × by hand", per_row(*time), time / times[0]);
    }
    drop((with_outcomes, by_hand, narrow, input));
    if std::env::args().any(|word| word == "blocks") {
        for block in [1024, 4096, 8192, 16384, 32768, 65536] {
            let amounts = engine(false).in_blocks_of(block);
            let times = medians(9, &mut [&mut || amounts.run(black_box(&data), &mut found, &mut scratch)]);
            println!("  blocks of {block:5} rows: {:7.2} ns a row", per_row(times[0]));
        }
    }
    unknown_cells(&plan, data, rows.min(20_000));
    more_awards(rows.min(100_000));
    longer_tables(rows.min(100_000));
    policies(rows.min(50_000));
}

/// How the cost grows with the rows of a table: an amount looked up by a number.
fn longer_tables(rows: usize) {
    println!("an amount looked up in a table by a number:");
    for count in [10, 100, 1_000, 10_000, 100_000] {
        let mut text = "policy long \"Long\"\n  currency CNY\n  rounding half up to 0.01\n\n\
                        fact code : count\n  range 0 to 1000000\n\ntable t \"T\" by code  cites 1\n"
            .to_owned();
        for row in 0..count {
            text.push_str(&format!("  row {} = {} CNY\n", row * 7, row % 900 + 1));
        }
        text.push_str("  otherwise 0 CNY\n\naward a \"A\"  cites 1\n  pays t[code]\n");
        let plan = plan(&text);
        let engine = Engine::new(&plan, Want { outcomes: false }, Settings::default());
        assert!(engine.by_rows().is_none());
        let draw = &mut Draw(11);
        // Half of the numbers that are asked for have a row.
        let asked = (0..rows).map(|_| (draw.below(count) * 7 + draw.below(2)) as i32).collect();
        let data = columns(&plan, &engine, BTreeMap::from([("code", Cells::Narrow(asked))]), rows);
        let (mut results, mut scratch) = (Results::new(), Scratch::new());
        let times = medians(5, &mut [&mut || engine.run(black_box(&data), &mut results, &mut scratch)]);
        assert_eq!(results.explained, 0);
        println!("  {count:6} rows: {:7.1} ns an applicant", times[0] * 1e9 / rows as f64);
    }
}

/// The policies that ship with the compiler, over facts that sit on their edges: lists, dates, ladders, groups.
fn policies(rows: usize) {
    println!("{rows} rows, policies of rules/, complete facts, amounts and outcomes:");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("rules").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "rules")) {
        let plan = plan(&std::fs::read_to_string(path).expect("rules"));
        let settings = Settings { as_of: ipcalc::calendar::Date::parse("2024-06-30"), history: false };
        let engine = Engine::new(&plan, Want { outcomes: true }, settings);
        let edges = facts::Edges::of(&plan);
        let draw = &mut facts::Draw::new(3);
        let some =
            (0..1000).map(|_| facts::inputs(&plan, &edges, engine.forms(), facts::Missing::Nothing, draw));
        let some: Vec<_> = some.collect();
        let each: Vec<_> = (0..rows).map(|row| &some[row % some.len()]).collect();
        let data = column::columns(&plan, engine.forms(), &each);
        let (mut results, mut scratch) = (Results::new(), Scratch::new());
        let times = medians(3, &mut [&mut || engine.run(black_box(&data), &mut results, &mut scratch)]);
        let per_row = times[0] * 1e9 / rows as f64;
        println!(
            "  {:22} {:3} awards {per_row:8.1} ns a row, {} rows explained",
            plan.policy,
            plan.awards.len(),
            results.explained
        );
    }
}

/// Makes one cell in twenty unknown.
fn hide(data: &mut Columns, rows: usize) {
    let draw = &mut Draw(5);
    for column in data.inputs.iter_mut() {
        let state = |draw: &mut Draw| if draw.below(20) == 0 { State::Unknown } else { State::Known };
        column.states = Some((0..rows).map(|_| state(draw)).collect());
    }
}

/// One cell in twenty unknown: rows whose answer depends on them go to the explaining evaluator.
fn unknown_cells(plan: &Plan, mut data: Columns, rows: usize) {
    let engine = Engine::new(plan, Want { outcomes: true }, Settings::default());
    data.rows = rows;
    hide(&mut data, rows);
    let (mut results, mut scratch) = (Results::new(), Scratch::new());
    let times = medians(3, &mut [&mut || engine.run(black_box(&data), &mut results, &mut scratch)]);
    println!(
        "{rows} rows, one cell in twenty unknown: {:.0} ns a row; {} rows went to the explaining evaluator",
        times[0] * 1e9 / rows as f64,
        results.explained
    );
}

/// How the cost grows with the number of awards.
fn more_awards(rows: usize) {
    println!("awards that each take a share of a fact with a cap, as many amounts each time:");
    for count in [10, 100, 1_000] {
        // Otherwise the figures would tell how much memory a million times a thousand amounts take.
        let rows = rows / count * 10;
        let mut text = "policy many \"Many\"\n  currency CNY\n  rounding half up to 0.01\n\n".to_owned();
        for fact in 0..10 {
            text.push_str(&format!("fact f{fact} : money\nfact t{fact} : bool\n"));
        }
        for award in 0..count {
            let (fact, rate) = (award % 10, award % 17 + 2);
            text.push_str(&format!(
                "\naward a{award} \"Award {award}\" cites {}\n  where t{}\n  pays {rate}% of f{fact}, max {}k\n",
                award + 1,
                (award / 10) % 10,
                award + 100,
            ));
        }
        let plan = plan(&text);
        let engine = Engine::new(&plan, Want { outcomes: false }, Settings::default());
        assert!(engine.by_rows().is_none());
        let draw = &mut Draw(9);
        let names: Vec<(String, String)> =
            (0..10).map(|fact| (format!("f{fact}"), format!("t{fact}"))).collect();
        let mut cells = BTreeMap::new();
        for (amount, truth) in &names {
            cells.insert(amount.as_str(), Cells::Wide(draw.amounts(rows, 1e5, 1e8)));
            cells.insert(truth.as_str(), Cells::Truths(draw.truths(rows)));
        }
        let data = columns(&plan, &engine, cells, rows);
        let (mut results, mut scratch) = (Results::new(), Scratch::new());
        let times = medians(3, &mut [&mut || engine.run(black_box(&data), &mut results, &mut scratch)]);
        let per_row = times[0] * 1e9 / rows as f64;
        println!("  {count:5} awards: {per_row:9.1} ns a row, {:6.2} ns an award", per_row / count as f64);
    }
}
