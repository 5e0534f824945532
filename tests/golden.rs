//! Golden cases: every case of every city holds, and a handful are kept word for word.
//!
//! A further case is a few lines in `tests/cases/<city>.json`; a further kept one is a file in `tests/golden/`.

use std::fs;
use std::path::{Path, PathBuf};

use ipcalc::cases;
use ipcalc::compile::compile;
use ipcalc::diagnostic::{Lang, Render};
use ipcalc::evaluate::{Decision, evaluate};
use ipcalc::explain::{Explanation, Layout};
use ipcalc::facts::{self, Inputs, json};
use ipcalc::plan::{AwardId, Plan};
use ipcalc::report::{self, Part};
use ipcalc::source::Sources;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|found| found == ending)).collect();
    files.sort();
    files
}

/// The policies of the `rules` folder: a file is one, and so is a folder.
fn plans() -> Vec<Plan> {
    let mut policies: Vec<Vec<PathBuf>> =
        files(&root().join("rules"), "rules").into_iter().map(|file| vec![file]).collect();
    for entry in fs::read_dir(root().join("rules")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            policies.push(files(&path, "rules"));
        }
    }
    policies.iter().map(|files| plan(files)).collect()
}

/// Compiles a policy and runs the examples in its files.
fn plan(files: &[PathBuf]) -> Plan {
    let mut sources = Sources::new();
    let ids: Vec<_> = files
        .iter()
        .map(|file| sources.add(file.display().to_string(), fs::read_to_string(file).unwrap()))
        .collect();
    let compiled = compile(&sources, &ids);
    let (Some(plan), Some(program)) = (compiled.plan, compiled.program) else {
        panic!("{}", Render::plain(Lang::En).text(&compiled.diagnostics, &sources));
    };
    let examples =
        program.examples.iter().flat_map(|example| cases::run_example(&plan, example).diagnostics());
    let findings: Vec<_> = examples.collect();
    assert!(findings.is_empty(), "{}", Render::plain(Lang::En).text(&findings, &sources));
    plan
}

fn decide(plan: &Plan, inputs: &Inputs) -> Decision {
    evaluate(plan, inputs).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// Runs the cases of a file; gives how many there are.
fn run(file: &Path, plans: &[&Plan]) -> usize {
    let mut sources = Sources::new();
    let id = sources.add(file.display().to_string(), fs::read_to_string(file).unwrap());
    let json = json::parse(&sources, id).unwrap();
    assert!(cases::is_case_file(&json), "{} expects nothing", file.display());
    let results = cases::run(&json, plans);
    let findings: Vec<_> = results.iter().flat_map(cases::CaseResult::diagnostics).collect();
    assert!(findings.is_empty(), "{}", Render::plain(Lang::En).text(&findings, &sources));
    results.len()
}

#[test]
fn every_case_of_every_city_holds() {
    let plans = plans();
    let plans: Vec<&Plan> = plans.iter().collect();
    for file in files(&root().join("tests/cases"), "json") {
        assert!(run(&file, &plans) >= 40, "{} has few cases", file.display());
    }
}

#[test]
fn every_city_has_cases_and_every_award_of_it_is_paid_in_one() {
    for plan in plans() {
        let path = root().join("tests/cases").join(format!("{}.json", plan.policy));
        let cases: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let paid = |id: &str| {
            cases.as_array().unwrap().iter().any(|case| {
                let expected = &case["expect"]["awards"][id];
                expected.as_str().is_some_and(|word| word.starts_with(char::is_numeric))
                    || expected == "entitled"
                    || expected["outcome"] == "up_to"
            })
        };
        let unpaid: Vec<_> = plan
            .awards
            .iter()
            .filter(|award| award.kind != ipcalc::plan::AwardKind::Support && !paid(&award.id))
            .map(|award| award.id.as_str())
            .collect();
        assert!(unpaid.is_empty(), "{}: no case pays {unpaid:?}", path.display());
    }
}

#[test]
fn kept_cases_are_told_word_for_word() {
    let plans = plans();
    let plans: Vec<&Plan> = plans.iter().collect();
    insta::glob!("golden/*.json", |file| {
        run(file, &plans);
        let mut sources = Sources::new();
        let id = sources.add("case", fs::read_to_string(file).unwrap());
        let json = json::parse(&sources, id).unwrap();
        let reading = facts::read(&json, &plans).unwrap();
        let mut told = String::new();
        for (plan, inputs) in &reading.parts {
            let decision = decide(plan, inputs);
            for lang in [Lang::Zh, Lang::En] {
                let explanation = Explanation::new(plan, inputs, &decision, lang);
                told.push_str(&explanation.report(Layout { columns: 100, colour: false }));
                told.push('\n');
            }
            let explanation = Explanation::new(plan, inputs, &decision, Lang::Zh);
            let part = Part {
                plan,
                inputs,
                decision: &decision,
                reasons: &|award: AwardId| explanation.reasons(award),
                calculation: &|award: AwardId| explanation.calculation(award),
            };
            told.push_str(&report::json_text(&report::result(&part, Lang::Zh)));
        }
        insta::assert_snapshot!(told);
    });
}
