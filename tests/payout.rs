//! What happens to an amount once it is known: parts add up to it exactly, whatever it is.

use ipcalc::compile::compile;
use ipcalc::diagnostic::Lang;
use ipcalc::evaluate;
use ipcalc::facts::{self, json};
use ipcalc::report;
use ipcalc::source::Sources;
use proptest::prelude::*;
use serde_json::{Value, json};

fn header(rounding: &str) -> String {
    format!(
        "policy p \"P\"\n  currency CNY\n  rounding half up to {rounding}\n\nfact x : money\nfact f : bool\n\n"
    )
}

fn codes(rules: &str) -> Vec<&'static str> {
    let mut sources = Sources::new();
    let file = sources.add("p.rules", rules);
    compile(&sources, &[file]).diagnostics.iter().map(|found| found.entry.code).collect()
}

/// The row of the first award, as other tools read it.
fn row(rules: &str, facts: Value) -> Value {
    let mut sources = Sources::new();
    let file = sources.add("p.rules", rules);
    let compiled = compile(&sources, &[file]);
    let codes: Vec<_> = compiled.diagnostics.iter().map(|found| found.entry.code).collect();
    let plan = compiled.plan.unwrap_or_else(|| panic!("{codes:?}\n{rules}"));
    let facts = json!({ "policy": "p", "as_of": "2024-06-30", "facts": facts }).to_string();
    let file = sources.add("facts.json", facts);
    let parsed = json::parse(&sources, file).unwrap();
    let inputs = facts::read(&parsed, &[&plan]).unwrap().parts.remove(0).1;
    let decision = evaluate::evaluate(&plan, &inputs).unwrap();
    let explanation = ipcalc::explain::Explanation::new(&plan, &inputs, &decision, Lang::En);
    let part = report::Part {
        plan: &plan,
        inputs: &inputs,
        decision: &decision,
        reasons: &|award| explanation.reasons(award),
        calculation: &|award| explanation.calculation(award),
    };
    serde_json::to_value(report::result(&part, Lang::En)).unwrap()["awards"][0].clone()
}

fn amounts(row: &Value, key: &str) -> Vec<String> {
    row[key].as_array().unwrap().iter().map(|part| part["amount"].as_str().unwrap().to_owned()).collect()
}

fn award(clauses: &str) -> String {
    format!("award a \"A\" cites 一\n  pays x\n  {clauses}\n")
}

/// A decimal of at most two digits as hundredths.
fn fen(text: &str) -> i128 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    whole.parse::<i128>().unwrap() * 100 + format!("{part:0<2}").parse::<i128>().unwrap()
}

#[test]
fn three_ways_of_a_hundred() {
    let rules = header("0.01") + &award("split 1:1:1 \"a\", \"b\", \"c\"\n  paid 1:1:1 \"1\", \"2\", \"3\"");
    let row = row(&rules, json!({ "x": 100 }));
    assert_eq!(row["amount"], "100.00");
    assert_eq!(amounts(&row, "payers"), ["33.34", "33.33", "33.33"]);
    assert_eq!(row["payers"][0]["payer"], "a");
    assert_eq!(amounts(&row, "schedule"), ["33.33", "33.33", "33.34"]);
    assert_eq!(row["schedule"][2]["when"], "3");
}

#[test]
fn the_rest_takes_what_is_left_wherever_it_stands() {
    let rules = header("0.01") + &award("split 1/3 \"a\", rest \"b\", 1/3 \"c\"");
    assert_eq!(amounts(&row(&rules, json!({ "x": "0.02" })), "payers"), ["0.00", "0.02", "0.00"]);
    let rules = header("0.01") + &award("paid rest \"on approval\", 50% \"on acceptance\"");
    assert_eq!(amounts(&row(&rules, json!({ "x": "0.03" })), "schedule"), ["0.02", "0.01"]);
}

#[test]
fn what_is_cut_by_a_group_is_divided_as_paid() {
    let rules = header("0.01")
        + &award("split 80% \"a\", 20% \"b\"")
        + "award b \"B\" cites 二\n  pays x\ngroup g \"G\" cites 三\n  members b, a\n  together at most 150\n";
    let row = row(&rules, json!({ "x": 100 }));
    assert_eq!(
        (row["amount"].clone(), amounts(&row, "payers")),
        (json!("50.00"), vec!["40.00".into(), "10.00".into()])
    );
}

#[test]
fn a_coarse_policy_says_how_fine_the_parts_are() {
    let split = |step: &str| header("10k") + &award(&format!("split 8:2 \"a\", \"b\"{step}"));
    assert_eq!(codes(&split("")), ["E0584"]);
    let facts = json!({ "x": 30000 });
    let coarse = row(&split(", rounded down to 10k"), facts.clone());
    assert_eq!(amounts(&coarse, "payers"), ["30000", "0"]);
    assert_eq!(amounts(&row(&split(", rounded down to 0.01"), facts), "payers"), ["24000", "6000"]);
}

#[test]
fn shares_must_make_a_whole() {
    let with = |clause: &str| codes(&(header("0.01") + &award(clause)));
    assert_eq!(with("split 80% \"a\", 10% \"b\""), ["E0580"]);
    assert_eq!(with("split 80% \"a\", 30% \"b\""), ["E0580"]);
    assert_eq!(with("split 80% \"a\", 20% \"b\", rest \"c\""), ["E0580"]);
    assert_eq!(with("split 0:2 \"a\", \"b\""), ["E0581"]);
    assert_eq!(with("paid rest \"a\", rest \"b\""), ["E0582"]);
    assert_eq!(with("split 8:2 \"a\""), ["E0583"]);
    assert_eq!(with("split 8:2 \"a\", \"b\"\n  split 1:1 \"a\", \"b\""), ["E0507"]);
    assert_eq!(with("clawback 101% \"a\""), ["E0517"]);
    assert_eq!(with("split 1/3 \"a\", 1/3 \"b\", 1/3 \"c\""), Vec::<&str>::new());
}

#[test]
fn obligations_bind_only_whom_they_concern() {
    let rules = header("0.01")
        + &award(
            "earmark at least 50% for \"research\" cites 三\n  clawback 100% \"moved away within 5 years\" where f",
        );
    let bound = row(&rules, json!({ "x": 100, "f": true }));
    let expected = json!([
        { "kind": "earmark", "share": "0.5", "text": "research", "cites": "三" },
        { "kind": "clawback", "share": "1", "text": "moved away within 5 years" },
    ]);
    assert_eq!((bound["obligations"].clone(), bound["amount"].clone()), (expected, json!("100.00")));
    assert_eq!(row(&rules, json!({ "x": 100, "f": false }))["obligations"].as_array().unwrap().len(), 1);
    let open = row(&rules, json!({ "x": 100 }));
    assert_eq!(
        (open["outcome"].clone(), open["obligations"][1]["undetermined"].clone()),
        (json!("awarded"), json!(true))
    );
    assert_eq!(row(&rules, json!({ "x": 0, "f": true })).get("obligations"), None);
}

#[test]
fn nothing_is_divided_that_is_not_exact() {
    let rules = header("0.01") + &award("split 8:2 \"a\", \"b\"");
    let open = row(&rules, json!({}));
    assert_eq!((open["outcome"].clone(), open.get("payers")), (json!("undetermined"), None));
}

#[test]
fn sums_of_money_are_paid_as_far_as_there_is_enough() {
    let rules = header("0.01") + &award("paid 100 CNY \"1\", 50% \"2\", rest \"3\"");
    let parts = |x: &str| amounts(&row(&rules, json!({ "x": x })), "schedule");
    assert_eq!(parts("300.01"), ["100.00", "150.00", "50.01"]);
    assert_eq!(parts("200.01"), ["100.00", "100.00", "0.01"]);
    assert_eq!(parts("150.00"), ["100.00", "50.00", "0.00"]);
    assert_eq!(parts("99.99"), ["99.99", "0.00", "0.00"]);
    let rules = header("0.01") + &award("split rest \"district\", 100 CNY where f \"city\"");
    assert_eq!(codes(&rules), ["E0127"], "a condition stands after the parts");
    let rules = header("0.01") + &award("split 100 CNY \"a\", 50 CNY \"b\"");
    assert_eq!(codes(&rules), ["E0883"]);
}

#[test]
fn the_first_division_whose_condition_holds() {
    let clause = "split 8:2 \"city\", \"district\" where f else 50 CNY \"city\", rest \"district\" where x > 100 else 100% \"district\"\n  \
                  paid 50% \"now\", rest \"later\" where f";
    let rules = header("0.01") + &award(clause);
    let ask = |facts: Value| {
        let row = row(&rules, facts);
        let names = |key: &str, name: &str| -> Vec<String> {
            let parts = row[key].as_array().into_iter().flatten();
            parts
                .map(|part| format!("{} {}", part[name].as_str().unwrap(), part["amount"].as_str().unwrap()))
                .collect()
        };
        [names("payers", "payer"), names("schedule", "when")]
    };
    assert_eq!(
        ask(json!({ "x": 100, "f": true })),
        [vec!["city 80.00", "district 20.00"], vec!["now 50.00", "later 50.00"]]
    );
    assert_eq!(ask(json!({ "x": 101, "f": false })), [vec!["city 50.00", "district 51.00"], vec![]]);
    assert_eq!(ask(json!({ "x": 100, "f": false })), [vec!["district 100.00"], vec![]]);
    // Who pays is open, the amount is not.
    assert_eq!(ask(json!({ "x": 100 })), [Vec::<&str>::new(), vec![]]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn parts_add_up_for_all_amounts(
        amount in prop_oneof![0..1000_i128, 0..100_000_000_000_i128, Just(1), Just(99_999_999_999)],
        shares in prop::collection::vec(prop_oneof![1..4_u32, 1..1000_u32], 1..7),
        over_time in any::<bool>(),
    ) {
        let figures = shares.iter().map(u32::to_string).collect::<Vec<_>>().join(":");
        let names = (0..shares.len()).map(|at| format!("\"{at}\"")).collect::<Vec<_>>().join(", ");
        let (word, key) = if over_time { ("paid", "schedule") } else { ("split", "payers") };
        // One share is no proportion.
        let clause = match shares.len() {
            1 => format!("{word} 100% \"0\""),
            _ => format!("{word} {figures} {names}"),
        };
        let row = row(&(header("0.01") + &award(&clause)), json!({ "x": format!("{}.{:02}", amount / 100, amount % 100) }));
        if amount == 0 {
            prop_assert_eq!(row.get(key), None);
            return Ok(());
        }
        let parts: Vec<i128> = amounts(&row, key).iter().map(|part| fen(part)).collect();
        prop_assert_eq!(parts.iter().sum::<i128>(), amount);
        let whole: i128 = shares.iter().map(|&share| i128::from(share)).sum();
        let taker = if over_time { shares.len() - 1 } else { 0 };
        for (at, (&part, &share)) in parts.iter().zip(&shares).enumerate() {
            let floor = amount * i128::from(share) / whole;
            let holds = if at == taker { part >= floor } else { part == floor };
            prop_assert!(holds, "part {} of {:?}", at, parts);
        }
    }
}

fn scored(clauses: &str) -> String {
    header("0.01")
        + "fact n : count\nfact p : number\nscore s \"S\" cites 一\n"
        + clauses
        + "\naward a \"A\" cites 二\n  where s.passed\n  pays 1 for each of s\n"
}

#[test]
fn points_caps_weights_and_the_mark() {
    let rules = scored(
        "  points 2 for each of n, max 20\n  points 10 where f\n  points 5 where f else 1 where x > 0\n  pass >= 30",
    );
    let paid = |n: u32, f: bool, x: u32| row(&rules, json!({ "n": n, "f": f, "x": x }))["amount"].clone();
    assert_eq!(paid(10, true, 0), json!("35.00"));
    assert_eq!(paid(11, true, 0), json!("35.00"));
    assert_eq!(paid(8, true, 0), json!("31.00"));
    assert_eq!(paid(7, true, 0), Value::Null);
    let rules = scored(
        "  points 15 for each of n, max 100, weight 40%\n  points p, weight 60%\n  at most 80\n  pass > 60",
    );
    let paid = |n: u32, p: &str| row(&rules, json!({ "n": n, "p": p }))["amount"].clone();
    assert_eq!(paid(8, "100"), json!("80.00"));
    assert_eq!(paid(4, "60"), Value::Null);
    assert_eq!(paid(4, "60.5"), json!("60.30"));
}

#[test]
fn a_score_known_well_enough_decides() {
    let rules = scored("  points 2 for each of n, max 20\n  points 10 where f\n  pass >= 30");
    let without = |facts: Value| row(&rules, facts)["outcome"].clone();
    assert_eq!(without(json!({ "f": false })), "not_eligible");
    assert_eq!(without(json!({ "f": true })), "undetermined");
}

#[test]
fn what_is_wrong_with_a_score() {
    let with = |clauses: &str| codes(&scored(clauses));
    assert_eq!(with("  points p"), ["E0585"]);
    assert_eq!(with("  points p, weight 50%\n  points n\n  pass >= 1"), ["E0586"]);
    assert_eq!(with("  points p, weight 50%\n  points n, weight 40%\n  pass >= 1"), ["E0587"]);
    assert_eq!(with("  points p\n  pass <= 60"), ["E0588"]);
    assert_eq!(with("  pass >= 60"), ["E0589"]);
}

#[test]
fn several_policies_keep_their_own_parts_and_scores() {
    let first = header("0.01") + &award("split 8:2 \"a\", \"b\"");
    let second = scored("  points 2 for each of n, max 20\n  pass >= 10").replace("policy p ", "policy q ")
        + "  split 1:1 \"c\", \"d\"\n";
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("payout");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in [("p.rules", &first), ("q.rules", &second)] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let facts = json!({ "policy": ["p", "q"], "as_of": "2024-06-30", "facts": { "x": 100, "n": 11 } });
    std::fs::write(folder.join("facts.json"), facts.to_string()).unwrap();
    let output = assert_cmd::Command::cargo_bin("ipcalc")
        .unwrap()
        .current_dir(&folder)
        .args(["eval", "facts.json", "--rules", "p.rules", "--rules", "q.rules", "--format", "json"])
        .output()
        .unwrap();
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let result: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
    let [p, q] = [&result["policies"][0], &result["policies"][1]];
    assert_eq!(amounts(&p["awards"][0], "payers"), ["80.00", "20.00"], "{text}");
    assert_eq!(p.get("scores"), None);
    assert_eq!(q["scores"][0]["points"], "20", "{text}");
    assert_eq!(q["scores"][0]["id"], "q/s");
    assert_eq!(amounts(&q["awards"][0], "payers"), ["10.00", "10.00"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sums_and_shares_add_up_for_all_amounts(
        amount in prop_oneof![1..1000_i128, 1..100_000_000_000_i128],
        sums in prop::collection::vec(prop_oneof![1..4_i128, 1..100_000_000_000_i128], 1..4),
        share in 1..100_u32,
        rest in 0..4_usize,
    ) {
        let mut parts: Vec<String> = sums.iter().map(|sum| format!("{}.{:02} CNY", sum / 100, sum % 100)).collect();
        parts.push(format!("{share}%"));
        let rest = rest.min(parts.len());
        parts.insert(rest, "rest".into());
        let parts: Vec<String> = parts.iter().enumerate().map(|(at, part)| format!("{part} \"{at}\"")).collect();
        let rules = header("0.01") + &award(&format!("paid {}", parts.join(", ")));
        let row = row(&rules, json!({ "x": format!("{}.{:02}", amount / 100, amount % 100) }));
        let paid: Vec<i128> = amounts(&row, "schedule").iter().map(|part| fen(part)).collect();
        prop_assert_eq!(paid.iter().sum::<i128>(), amount);
        let mut left = amount;
        let others = sums.iter().copied().chain([amount * i128::from(share) / 100]);
        let without_rest = paid.iter().enumerate().filter(|(at, _)| *at != rest).map(|(_, paid)| *paid);
        for (wanted, paid) in others.zip(without_rest) {
            prop_assert_eq!(paid, wanted.min(left));
            left -= paid;
        }
        prop_assert_eq!(paid[rest], left);
    }
}
