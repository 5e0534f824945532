//! Versions that replace one another: exactly one of them applies, on every day and for every applicant.

use std::path::PathBuf;
use std::process::Command;

use ipcalc::compile::{Compiled, compile, supersede};
use ipcalc::evaluate::{Outcome, evaluate};
use ipcalc::facts;
use ipcalc::source::Sources;
use proptest::prelude::*;

fn compiled(text: &str) -> Compiled {
    let mut sources = Sources::new();
    let file = sources.add("v.rules".to_owned(), text.to_owned());
    let compiled = compile(&sources, &[file]);
    assert!(compiled.plan.is_some(), "{text}\n{:?}", compiled.diagnostics);
    compiled
}

/// The ids of the awards that are in force for these facts.
fn in_force(compiled: &Compiled, facts: &str) -> Vec<String> {
    let plan = compiled.plan.as_ref().unwrap();
    let mut sources = Sources::new();
    let file = sources.add("f.json".to_owned(), facts.to_owned());
    let json = facts::json::parse(&sources, file).unwrap();
    let reading = facts::read(&json, &[plan]).unwrap_or_else(|found| panic!("{facts}\n{found:?}"));
    let decision = evaluate(plan, &reading.parts[0].1).unwrap();
    let pairs = plan.awards.iter().zip(&decision.awards);
    pairs.filter(|(_, outcome)| **outcome != Outcome::NotInForce).map(|(award, _)| award.id.clone()).collect()
}

#[test]
fn cases_hold() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/versions");
    let said = Command::new(env!("CARGO_BIN_EXE_ipcalc")).arg("test").arg(folder).output().unwrap();
    assert!(
        said.status.success(),
        "{}{}",
        String::from_utf8_lossy(&said.stdout),
        String::from_utf8_lossy(&said.stderr)
    );
}

static DATES: &[&str] =
    &["2024-02-28", "2024-02-29", "2024-12-31", "2025-01-01", "2025-06-30", "2025-07-01", "2026-01-01"];

#[derive(Clone, Debug)]
struct Step {
    by: usize,
    /// From which day a version may be kept, and until when; 0 for no `keep`, 1 for one without an end.
    keep: usize,
    together: bool,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step =
        (0..3_usize, 0..6_usize, any::<bool>()).prop_map(|(by, keep, together)| Step { by, keep, together });
    prop::collection::vec(step, 1..4)
}

static BY: &[&str] = &["", " by x", " by y"];

fn rules(steps: &[Step], days: &[usize]) -> String {
    let mut text =
        "policy p \"p\"\nfact x : date\nfact y : date\nfact k : bool\n\naward a0 \"a\" cites 1\n  pays 1k\n"
            .to_owned();
    for (at, (step, day)) in steps.iter().zip(days).enumerate() {
        let day = DATES[*day];
        let payments = if step.together { "together" } else { "apart" };
        text.push_str(&format!(
            "\naward a{} \"a\" cites 1\n  replaces a{at} from {day}{}, payments counted {payments}\n",
            at + 1,
            BY[step.by]
        ));
        match step.keep {
            0 => {}
            1 => text.push_str(&format!("  keep a{at} where k\n")),
            n => text.push_str(&format!(
                "  keep a{at} until {}{} where k\n",
                DATES[n + 1],
                BY[(n + step.by) % 3]
            )),
        }
        text.push_str("  pays 2k\n");
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_version_applies(steps in steps(), first in 1..4_usize, days in prop::array::uniform3(0..DATES.len()), k in any::<bool>(), shift in -1..=1_i32) {
        let places: Vec<usize> = (first..first + steps.len()).collect();
        let compiled = compiled(&rules(&steps, &places));
        let day = |at: usize| {
            let date = ipcalc::calendar::Date::parse(DATES[days[at]]).unwrap();
            date.plus_days(if at == 0 { 0 } else { shift }).unwrap().to_string()
        };
        let facts = format!(r#"{{"policy":"p","as_of":"{}","facts":{{"x":"{}","y":"{}","k":{k}}}}}"#, day(0), day(1), day(2));
        let found = in_force(&compiled, &facts);
        prop_assert_eq!(found.len(), 1, "{:?} {} {}", found, facts, rules(&steps, &places));
    }

    #[test]
    fn an_unknown_day_leaves_what_its_values_leave(steps in steps(), first in 1..4_usize, as_of in 0..DATES.len(), y in 0..DATES.len(), x in 0..DATES.len(), k in any::<bool>()) {
        let places: Vec<usize> = (first..first + steps.len()).collect();
        let compiled = compiled(&rules(&steps, &places));
        let with = |x: &str| format!(r#"{{"policy":"p","as_of":"{}","facts":{{{x}"y":"{}","k":{k}}}}}"#, DATES[as_of], DATES[y]);
        let open = in_force(&compiled, &with(""));
        for one in in_force(&compiled, &with(&format!(r#""x":"{}","#, DATES[x]))) {
            prop_assert!(open.contains(&one), "{one} {open:?} {}", rules(&steps, &places));
        }
    }
}

#[test]
fn a_policy_that_replaces_another_ends_it() {
    let old = "policy old \"O\"\n  in force from 2020-01-01 to 2026-12-31\nfact x : date\naward a \"A\" cites 1\n  where x >= 2020-01-01\n  pays 1k\n";
    for (by, facts) in [("", "2025-01-01"), (" by x", "2030-01-01")] {
        let new = format!(
            "policy new \"N\"\n  replaces old from 2025-01-01{by}\nfact x : date\naward a \"A\" cites 1\n  pays 1k\n"
        );
        let mut both = [compiled(old), compiled(&new)];
        supersede(&mut both);
        for (as_of, x, older) in [
            ("2024-12-31", facts, by.is_empty()),
            ("2025-01-01", "2024-12-31", !by.is_empty()),
            ("2025-01-01", "2025-01-01", false),
        ] {
            let facts = format!(r#"{{"as_of":"{as_of}","facts":{{"x":"{x}"}}}}"#);
            let [old, new] = [&both[0], &both[1]].map(|policy| !in_force(policy, &facts).is_empty());
            assert_eq!((old, new), (older, !older), "{by} {facts}");
        }
    }
}

#[test]
fn a_date_that_the_older_policy_lacks_is_told() {
    let old = "policy old \"O\"\nfact z : bool\naward a \"A\" cites 1\n  where z\n  pays 1k\n";
    let new = "policy new \"N\"\n  replaces old from 2025-01-01 by x\nfact x : date\naward a \"A\" cites 1\n  pays 1k\n";
    let mut both = [compiled(old), compiled(new)];
    supersede(&mut both);
    assert!(both[0].plan.is_none());
    assert_eq!(both[0].diagnostics.last().unwrap().entry.code, "E0985");
}
