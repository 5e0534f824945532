//! Rule texts as people write them, lowered and computed.

use std::fmt::Write as _;

use super::run::{Case, Run};
use super::write::{date, decimal};
use crate::arena::Id as _;
use crate::plan::{Known, Nodes, Op, Plan, lower};
use crate::program::check;
use crate::source::FileId;
use crate::syntax::parse;

fn plan_of(text: &str) -> Plan {
    let parsed = parse(FileId::first(), text);
    assert_eq!(parsed.diagnostics, []);
    let checked = check(&[&parsed.ast]);
    let said: Vec<String> =
        checked.diagnostics.iter().map(|found| found.message(Default::default())).collect();
    let program = checked.program.unwrap_or_else(|| panic!("{said:?}"));
    lower(&program).unwrap_or_else(|found| panic!("{found:?}"))
}

/// Every node on a line, with what is proved of it.
fn listed(plan: &Plan, nodes: &Nodes) -> String {
    let mut out = String::new();
    for (id, node) in nodes.iter_ids() {
        let op = match &node.op {
            Op::Input(input) => format!("Input {}", plan.inputs.at(*input).name),
            Op::Number(value) => value.to_shortest(),
            Op::Paid(award, scope) => format!("Paid {} {scope:?}", plan.awards.at(*award).id),
            other => format!("{other:?}").replace("NodeId", "").replace("ListPlanId", ""),
        };
        write!(out, "{:>3} {op}", id.raw()).unwrap();
        if let Some(range) = node.range {
            let finest = range.denominator.map_or("?".into(), |parts| parts.to_string());
            write!(out, "   [{} … {}] /{finest}", range.low.to_shortest(), range.high.to_shortest()).unwrap();
        }
        out.push('\n');
    }
    out
}

const CLAUSES: &str = "\
policy p \"P\"
  rounding half up to 0.01

fact applicant : kind of applicant, one of enterprise, university \"A\"
fact centre : bool
fact transactions : money
fact loans : list of loan
  field interest : money
  field months : count
  field repaid : bool

award interest_subsidy \"B\" cites 二(三)9
  for  enterprise
  each loan in loans where loan.months = 12 and loan.repaid
  pays interest 50% subsidy on loan.interest, cap 200k/yr

award operation_centre \"C\" cites 二(一)3
  for   university
  where centre
  pays  5% of transactions, max 500k per year
";

#[test]
fn the_two_clauses_of_the_request() {
    let plan = plan_of(CLAUSES);
    let ids: Vec<&str> = plan.awards.iter().map(|award| award.id.as_str()).collect();
    assert_eq!(ids, ["operation_centre", "interest_subsidy"]);
    let loan = |interest: &str, months: &str, repaid| {
        vec![Known::Number(decimal(interest)), Known::Number(decimal(months)), Known::Bool(repaid)]
    };
    let loans = vec![loan("300000", "12", true), loan("0.01", "12", true), loan("900000", "13", true)];
    let case = Case::default().flag("centre", true).number("transactions", "8000000");
    let case = case.with("loans", Known::List(loans));
    let university = case.clone().with("applicant", Known::Enum(1));
    let run = Run::new(&plan, &university);
    run.check_ranges();
    assert_eq!(
        (run.amount("operation_centre"), run.outcome("interest_subsidy")),
        ("400000".into(), "not eligible")
    );
    let enterprise = case.with("applicant", Known::Enum(0)).paid("interest_subsidy", true, "60000");
    let run = Run::new(&plan, &enterprise);
    run.check_ranges();
    assert_eq!(run.gross("interest_subsidy"), "150000.01");
    assert_eq!(run.amount("interest_subsidy"), "140000");
}

#[test]
fn the_nodes_of_the_two_clauses() {
    let plan = plan_of(CLAUSES);
    let mut out = listed(&plan, &plan.nodes);
    for list in &plan.lists {
        writeln!(out, "each of {}", plan.inputs.at(list.input).name).unwrap();
        out.push_str(&listed(&plan, &list.nodes));
    }
    insta::assert_snapshot!(out);
}

#[test]
fn the_order_of_items_changes_no_result_order() {
    let (head, items) = CLAUSES.split_once("fact applicant").unwrap();
    let items = format!("fact applicant{items}");
    let mut turned: Vec<&str> = items.split("\n\n").collect();
    turned.reverse();
    let other = plan_of(&format!("{head}{}\n", turned.join("\n\n")));
    let ids = |plan: &Plan| plan.awards.iter().map(|award| award.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&plan_of(CLAUSES)), ids(&other));
}

#[test]
fn qingdao_is_lowered_whole() {
    let plan = plan_of(include_str!("../../../rules/qingdao.rules"));
    let award = |id: &str| plan.awards.iter().find(|award| award.id == id).unwrap();
    assert!(award("university_ip_standard").used_up.is_some() && award("agency_growth").used_up.is_some());
    assert!(award("pledge_interest").items.is_some());
    assert!(plan.inputs.iter().all(|input| input.decides.is_none()));
    assert!(plan.nodes.iter().all(|node| node.range.is_none_or(|range| range.denominator.is_some())));
}

#[test]
fn an_item_is_compared_with_all_items_of_its_list() {
    let plan = plan_of(
        "\
policy p \"P\"
fact loans : list of loan
  field interest : money
let most = highest loan.interest over loan in loans
award a \"A\"
  each loan in loans where loan.interest = most
  pays 50% of loan.interest
",
    );
    let loans = ["4", "10", "6"].map(|interest| vec![Known::Number(decimal(interest))]).to_vec();
    let run = Run::new(&plan, &Case::default().with("loans", Known::List(loans)));
    assert_eq!(run.amount("a"), "5");
}

#[test]
fn a_growth_test_without_a_base_year_is_no_award_either_way() {
    let text = |condition: &str| {
        format!(
            "\
policy p \"P\"
  in force from 2024-02-02 to 2029-02-01
fact revenue : money
fact last_year : money
let growth = (revenue - last_year) / last_year
award a \"A\"
  where {condition}
  pays 1k
"
        )
    };
    let outcome = |condition: &str, revenue: &str, last: &str| {
        let case = Case::default().number("revenue", revenue).number("last_year", last);
        let case = Case { as_of: Some(date("2024-06-30")), ..case };
        let plan = plan_of(&text(condition));
        Run::new(&plan, &case).outcome("a")
    };
    assert_eq!(outcome("growth >= 20%", "120", "100"), "awarded");
    assert_eq!(outcome("growth >= 20%", "119.99", "100"), "not eligible");
    assert_eq!(outcome("growth >= 20%", "120", "0"), "not eligible");
    assert_eq!(outcome("not (growth >= 20%)", "120", "0"), "not eligible");
    assert_eq!(outcome("not (growth >= 20%)", "110", "100"), "awarded");
    assert_eq!(outcome("not (growth >= 20%) or last_year = 0", "110", "0"), "awarded");
}
