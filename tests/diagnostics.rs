//! Every diagnostic has a small file that causes it, named by its code, and a snapshot of what people are told.
//!
//! `CODE.rules` is a policy, compiled with its examples run; `CODE.json` is a facts file (or, with an `expect`, a case
//! file) for the policy of `policy.rules`. A file may cause further codes, but never none of its own.
//! `INSTA_UPDATE=always cargo test --test diagnostics` accepts new words: read them aloud before committing.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use ipcalc::analyse::analyse;
use ipcalc::cases;
use ipcalc::compile::{Compiled, compile};
use ipcalc::diagnostic::{Diagnostic, Lang, Render, all};
use ipcalc::evaluate::evaluate;
use ipcalc::facts::{self, json};
use ipcalc::plan::Plan;
use ipcalc::source::{FileId, Sources};

/// Codes whose cause no small file can be: an input too large, a file system, a bug. Each is tested where it arises.
const ELSEWHERE: &[(&str, &str)] = &[
    ("E0102", "a text beyond 16 MiB: src/syntax"),
    ("E0130", "a line that is read but means nothing: no such line is known"),
    ("E0199", "hundreds of errors in one file: src/syntax"),
    ("E0604", "guards the plan; the checker refuses such a default first (E0306): src/plan"),
    ("E0650", "guards an evaluation whose ranges the plan has proved: src/evaluate"),
    ("E0651", "guards a division whose divisor the plan has proved: src/evaluate"),
    ("E0605", "a group of more than 500 members: src/plan"),
    ("E0654", "a plan that contradicts itself, which no rule text makes: src/evaluate"),
    ("W0911", "a plan that columns cannot hold: src/batch"),
    ("E0910", "an amount beyond 64 bits in a batch: src/batch"),
    ("E0334", "a cell of a file of rows: tests/tables.rs"),
    ("E0568", "a file of rows: tests/tables.rs"),
    ("E0533", "two policies at once: tests/across_policies.rs"),
    ("E0728", "two policies at once: tests/across_policies.rs"),
    ("E0974", "two applicants of one name: tests/allocate.rs"),
    ("E0975", "an allocation with its own answer: tests/allocate.rs"),
    ("E0976", "one of many applicants: tests/allocate.rs"),
    ("E0977", "a round of no year: tests/allocate.rs"),
    ("E0978", "a history table: tests/allocate.rs"),
    ("E0979", "a history table: tests/allocate.rs"),
    ("E0990", "two ledgers: tests/allocate.rs"),
    ("E0991", "a row of the applicants: tests/allocate.rs"),
    ("E0992", "facts and a ledger: tests/allocate.rs"),
    ("W1027", "a policy of thousands of awards: src/analyse"),
    ("E0725", "a list beyond its limit: src/facts"),
    ("E0727", "a thousand errors: src/facts"),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

fn compiled(sources: &mut Sources, name: &str) -> Compiled {
    let file = add(sources, name);
    compile(sources, &[file])
}

fn add(sources: &mut Sources, name: &str) -> FileId {
    sources.add(name, fs::read_to_string(folder().join(name)).unwrap())
}

fn of_rules(sources: &mut Sources, name: &str) -> Vec<Diagnostic> {
    let compiled = compiled(sources, name);
    let mut found = compiled.diagnostics;
    // What `check` finds in a policy without errors.
    if let (Some(program), true) = (&compiled.program, name.starts_with("W10")) {
        found.extend(ipcalc::analyse::analyse(program));
    }
    if let (Some(program), Some(plan)) = (&compiled.program, &compiled.plan) {
        for example in &program.examples {
            found.extend(cases::run_example(plan, example).diagnostics());
        }
        // Files of other codes are too small to be beyond reproach.
        if name < "W1030" && name > "W1000" {
            found.extend(analyse(program));
        }
    }
    found
}

fn of_facts(sources: &mut Sources, name: &str, plan: &Plan) -> Vec<Diagnostic> {
    let file = add(sources, name);
    let parsed = match json::parse(sources, file) {
        Ok(parsed) => parsed,
        Err(found) => return vec![found],
    };
    if cases::is_case_file(&parsed) {
        return cases::run(&parsed, &[plan]).iter().flat_map(cases::CaseResult::diagnostics).collect();
    }
    match facts::read(&parsed, &[plan]) {
        Err(found) => found,
        Ok(reading) => {
            let faults = reading.parts.iter();
            let faults = faults.flat_map(|(plan, inputs)| evaluate(plan, inputs).err().unwrap_or_default());
            reading.remarks.iter().cloned().chain(faults).collect()
        }
    }
}

#[test]
fn each_file_causes_its_code_and_says_what_the_snapshot_holds() {
    let mut sources = Sources::new();
    let plan = compiled(&mut sources, "policy.rules").plan.expect("policy.rules compiles");
    let strangers = std::cell::RefCell::new(Vec::new());
    insta::glob!("diagnostics/*", |path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        let code = path.file_stem().unwrap().to_str().unwrap();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
        if name == "policy.rules" || !["rules", "json"].contains(&ending) {
            return;
        }
        let mut sources = Sources::new();
        let found = match ending {
            "rules" => of_rules(&mut sources, name),
            _ => of_facts(&mut sources, name, &plan),
        };
        if !found.iter().any(|diagnostic| diagnostic.entry.code == code) {
            let codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.entry.code).collect();
            strangers.borrow_mut().push(format!("{name} causes {codes:?}"));
        }
        let texts = [Lang::Zh, Lang::En].map(|lang| Render::plain(lang).text(&found, &sources));
        insta::assert_snapshot!(texts.join("————————\n"));
    });
    assert!(strangers.borrow().is_empty(), "{}", strangers.borrow().join("\n"));
}

#[test]
fn every_code_has_a_file() {
    let files: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .filter_map(|entry| Some(entry.unwrap().path().file_stem()?.to_str()?.to_owned()))
        .collect();
    let missing: Vec<&str> = all()
        .iter()
        .map(|entry| entry.code)
        // Codes of the command line arise from calls and files: `tests/cli.rs`.
        .filter(|code| !code.starts_with("E09") || code.starts_with("E098"))
        .filter(|code| !files.contains(*code) && !ELSEWHERE.iter().any(|(elsewhere, _)| elsewhere == code))
        .collect();
    assert!(missing.is_empty(), "no file in tests/diagnostics causes: {}", missing.join(", "));
}
