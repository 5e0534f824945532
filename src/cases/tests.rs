//! Cases and examples end to end, on small rule texts of our own.

use proptest::prelude::*;

use crate::compile::compile;
use crate::diagnostic::{Diagnostic, Lang, Render};
use crate::facts::json::parse;
use crate::plan::Plan;
use crate::program::Program;
use crate::source::Sources;

use super::{CaseResult, check_examples, is_case_file, run, run_example};

const RULES: &str = r#"policy demo "示范政策"
  rounding half up to 0.01

fact applicant : kind of applicant, one of enterprise "企业", university "高校"
fact centre : bool "有运营中心"
fact value : money "交易额"
fact honours : set of city "市级", national "国家级"
fact level : count "等级"
  range 0 to 5
fact rate : ratio
fact since : date
fact district : text
fact loans : list of loan "贷款"
  field interest : money "利息"
  field repaid : bool "已结清"

award share "交易额奖励" cites 二(一)2
  for university
  where centre
  pays 5% of value, max 500k per year

award extra "另一项" cites 二(一)2
  for university
  where centre
  pays 100k

award interest "利息补贴" cites 二(一)10
  for enterprise
  each loan in loans where loan.repaid
  pays 50% of loan.interest, cap 200k per year

group one_of_two "就高" cites 三
  members share, extra
  pays the highest

EXAMPLES
"#;

fn compiled(examples: &str) -> (Sources, Plan, Program) {
    let mut sources = Sources::new();
    let file = sources.add("demo.rules", RULES.replace("EXAMPLES", examples));
    let compiled = compile(&sources, &[file]);
    let text = Render::plain(Lang::En).text(&compiled.diagnostics, &sources);
    match (compiled.plan, compiled.program) {
        (Some(plan), Some(program)) => (sources, plan, program),
        _ => panic!("{text}"),
    }
}

fn cases(text: &str) -> (Sources, Vec<CaseResult>) {
    let (mut sources, plan, _) = compiled("");
    let file = sources.add("cases.json", text);
    let json = parse(&sources, file).unwrap();
    let results = run(&json, &[&plan]);
    (sources, results)
}

fn told(sources: &Sources, findings: &[Diagnostic]) -> String {
    let mut text = String::new();
    for finding in findings {
        let place = sources.place(finding.place().unwrap());
        text.push_str(&format!("{place} {}\n", finding.entry.code));
        for lang in [Lang::Zh, Lang::En] {
            text.push_str(&format!("  {} — {}\n", finding.message(lang), finding.help(lang)));
        }
    }
    text
}

const UNIVERSITY: &str =
    r#""as_of": "2019-06-30", "facts": {"applicant": "高校", "centre": true, "value": "800万元"}"#;

fn expecting(expect: &str) -> String {
    format!("{{\"name\": \"a\", {UNIVERSITY}, \"expect\": {expect}}}")
}

#[test]
fn cases_that_hold() {
    let cases_that_hold = [
        r#"{"total": "400000", "awards": {"share": "400000.00", "交易额奖励": 4e5, "extra": "displaced"}}"#,
        r#"{"total": {"min": "40万", "max": "400000.00"}, "awards": {"demo/share": {"outcome": "awarded", "amount": "400,000"}}}"#,
        r#"{"awards": {"extra": {"outcome": "displaced", "by": "share", "amount": null, "min": null}, "interest": "not_eligible"}}"#,
        r#"{"awards": {"interest": {"missing": []}}}"#,
        "{}",
    ];
    for expect in cases_that_hold {
        let (sources, results) = cases(&expecting(expect));
        assert!(results[0].holds(), "{expect}\n{}", told(&sources, &results[0].diagnostics()));
        assert_eq!(results[0].name, "a");
    }
}

#[test]
fn bounds_and_missing_facts_are_compared() {
    let list = r#"[
      {"name": "a", "as_of": "2019-06-30", "facts": {"applicant": "university", "centre": true}, "expect":
        {"total": {"min": "100000.00", "max": "500000.00"},
         "awards": {"share": {"outcome": "undetermined", "min": "0.00", "max": "500000.00", "missing": ["value"]}}}},
      {"name": "b", "as_of": "2019-06-30", "facts": {"applicant": "enterprise", "loans": [{"interest": 10, "repaid": true}, {"interest": 6}]},
        "expect": {"awards": {"interest": {"outcome": "undetermined", "min": "5.00", "max": "8", "missing": ["loans[2].repaid"]}}}},
      {"as_of": "2019-06-30", "facts": {"applicant": "university", "centre": true, "value": 20000000}, "history": [{"award": "share", "year": 2019, "amount": "500000"}],
        "expect": {"awards": {"share": "exhausted", "extra": "100000.00"}}}
    ]"#;
    let (sources, results) = cases(list);
    for result in &results {
        assert!(result.holds(), "{}", told(&sources, &result.diagnostics()));
    }
    assert_eq!(results[2].name, "#3");
}

#[test]
fn differences_are_told_with_what_came_out() {
    let expect = r#"{"total": "1", "awards": {"share": "399999.99", "extra": {"amount": 5, "by": "interest", "missing": ["value"], "max": null}, "interest": "undetermined"}}"#;
    let (sources, results) = cases(&expecting(expect));
    insta::assert_snapshot!(told(&sources, &results[0].diagnostics()));
}

#[test]
fn bad_cases_are_told_all_at_once() {
    let list = r#"[
      {"name": "no expect", "facts": {"centre": true}},
      3,
      {"expect": 3},
      {"expect": {"totl": 1, "awards": {"shar": "1", "share": "awardd", "extra": "5 apples", "interest": {"maximum": 1, "outcome": "paid", "min": "x", "missing": "value", "by": 3}}}, "facts": {"valu": 1}},
      {"expect": {"total": {"low": 1, "max": []}, "awards": {"share": true, "elsewhere/share": "1"}}},
      {"expect": {"awards": {"share": "1", "share": "2"}}}
    ]"#;
    let (sources, results) = cases(list);
    let findings: Vec<_> = results.iter().flat_map(CaseResult::diagnostics).collect();
    assert!(results.iter().all(|result| !result.holds()));
    insta::assert_snapshot!(told(&sources, &findings));
}

#[test]
fn a_case_file_has_an_expect() {
    let is = |text: &str| {
        let mut sources = Sources::new();
        let file = sources.add("c.json", text);
        is_case_file(&parse(&sources, file).unwrap())
    };
    assert!(is("{\"expect\": {}}") && is("[{}, {\"expect\": 1}]"));
    assert!(!is("{}") && !is("[]") && !is("3") && !is("[[{\"expect\": 1}]]"));
}

#[test]
fn examples_that_hold() {
    let (sources, plan, program) = compiled(
        r#"example "交易额正好到上限"
  given applicant is university, centre, value = 1000万, as of 2019-06-30
  then share pays 50万, extra displaced, total 500k

example "贷款"
  given applicant = 企业, loans = [{interest = 100k, repaid}, {interest = 60k, not repaid}], honours = [city, 国家级], level = 3, rate = 5%, since = 2018-02-28, district = "市北"
  then 利息补贴 pays 50000元, share not eligible

example "已付"
  given applicant is university, centre, value = 20m, paid share 300k in 2019, as of 2019-06-30
  then share pays 200k

example "未知"
  given applicant is university, centre
  then share undetermined from 0 to 500k"#,
    );
    assert!(check_examples(&plan, &program).is_empty());
    assert_eq!(program.examples.len(), 4);
    for example in &program.examples {
        let result = run_example(&plan, example);
        assert!(result.holds(), "{}\n{}", result.name, told(&sources, &result.diagnostics()));
    }
}

#[test]
fn examples_that_do_not_hold_or_cannot_be_read() {
    let (sources, plan, program) = compiled(
        r#"example "错"
  given applicant is university, centre, value = 1000万, as of 2019-06-30
  then share pays 49万, extra not eligible, total 1, interest undetermined from 0 to 5

example "坏"
  given applicant is universe, centr, value = 5家, level = 6, rate = 5元, not value, since = 3, district = city, honours = [city, 市级, towny], loans = [{intrest = 1, repaid = 3, repaid}], centre = yes, centre
  then shar pays 5%, share pays 3个月

example "以后"
  given as of 2019-06-30, paid share 1k in 2020, paid share 1k on 2019-07-01, paid nobody 1k, paid share 5%, loans = [], loans, honours = [], applicant = 5
  then share exhausted"#,
    );
    let mut shown = told(&sources, &check_examples(&plan, &program));
    for example in &program.examples {
        let result = run_example(&plan, example);
        assert!(!result.holds());
        shown.push_str(&format!("== {}\n{}", result.name, told(&sources, &result.diagnostics())));
    }
    insta::assert_snapshot!(shown);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn mutated_case_files_never_make_the_runner_fail(at in 0_usize..400, insert in "[\\[\\]{}:,\"0-9a-z]{0,3}", drop in 0_usize..12) {
        let expect = r#"{"total": {"min": "40万", "max": null}, "awards": {"share": {"outcome": "awarded", "amount": "1", "missing": ["value"]}, "extra": "displaced"}}"#;
        let mut letters: Vec<char> = expecting(expect).chars().collect();
        let at = at % letters.len();
        letters.splice(at..(at + drop).min(letters.len()), insert.chars());
        let (mut sources, plan, _) = compiled("");
        let file = sources.add("c.json", letters.into_iter().collect::<String>());
        if let Ok(json) = parse(&sources, file) {
            for result in run(&json, &[&plan]) {
                Render::plain(Lang::Zh).text(&result.diagnostics(), &sources);
            }
        }
    }
}
