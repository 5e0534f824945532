//! Results, facts and items as JSON, on hand-made decisions and on small rule texts.

use proptest::prelude::*;

use super::{Part, facts_list, items, json_text, result, results};
use crate::arena::{Arena, Id as _};
use crate::compile::compile;
use crate::diagnostic::{Lang, Render};
use crate::evaluate::{Bounds, Decision, Missing, Outcome, Trace, evaluate};
use crate::facts::{self, Inputs, sample};
use crate::money::{Currency, Rational, parse_decimal};
use crate::plan::{AwardId, Group, GroupId, GroupKind, Known, NodeId, Plan};
use crate::program::Program;
use crate::source::{FileId, Sources, Span};

fn number(text: &str) -> Rational {
    parse_decimal(text).unwrap()
}

fn inputs(plan: &Plan) -> Inputs {
    Inputs {
        applicant: None,
        as_of: None,
        year: None,
        values: plan.inputs.iter().map(|_| Known::Unknown).collect(),
        defaulted: Vec::new(),
        history: None,
    }
}

fn decision(outcomes: Vec<Outcome>, low: &str, high: Option<&str>) -> Decision {
    let total = Bounds { low: number(low), high: high.map(number) };
    Decision { awards: outcomes.into_iter().collect(), total, targets: Vec::new(), trace: Trace::default() }
}

fn no_words(_: AwardId) -> Vec<String> {
    Vec::new()
}

/// A plan with an award for each outcome.
fn eight() -> (Plan, Vec<Outcome>) {
    let mut plan = sample::plan();
    let list = plan.inputs.iter_ids().find(|(_, input)| input.name == "loans").unwrap().0;
    plan.groups = [Group {
        id: "together".into(),
        title: "合计".into(),
        cites: Vec::new(),
        kind: GroupKind::Together { left: NodeId::new(0), sum: None },
        members: Vec::new(),
        readings: Vec::new(),
        span: Span::new(FileId::first(), 0..0),
    }]
    .into_iter()
    .collect();
    let group = GroupId::new(0);
    let third = Rational::new(1, 3).unwrap();
    let outcomes = vec![
        Outcome::Awarded(number("400000")),
        Outcome::NotEligible,
        Outcome::Displaced { by: Some(AwardId::new(0)), group },
        Outcome::Displaced { by: None, group },
        Outcome::Exhausted,
        Outcome::UpTo(Bounds { low: Rational::ZERO, high: Some(number("2000000")) }),
        Outcome::Entitled,
        Outcome::Undetermined {
            bounds: Some(Bounds { low: third, high: Some(third) }),
            missing: vec![Missing::AsOf, Missing::Field { input: list, item: 1, field: 2 }],
        },
        Outcome::Undetermined { bounds: None, missing: vec![Missing::Input(list)] },
        Outcome::NotInForce,
    ];
    plan.awards = (0..outcomes.len())
        .map(|at| sample::award(&format!("award_{at}"), "奖励", "二(一)3"))
        .collect::<Arena<_, _>>();
    (plan, outcomes)
}

#[test]
fn every_outcome_has_its_keys() {
    let (plan, outcomes) = eight();
    let inputs = Inputs { defaulted: vec![plan.inputs.ids().next().unwrap()], ..inputs(&plan) };
    let decision = decision(outcomes, "400000", None);
    let reasons =
        |award: AwardId| if award.raw() == 1 { vec!["没有运营中心".to_owned()] } else { Vec::new() };
    let calculation = |_| vec!["8,000,000.00 × 5%".to_owned()];
    let part = Part {
        plan: &plan,
        inputs: &inputs,
        decision: &decision,
        reasons: &reasons,
        calculation: &calculation,
    };
    insta::assert_snapshot!(json_text(&result(&part, Lang::Zh)));
}

#[test]
fn several_policies_are_told_apart() {
    let (plan, outcomes) = eight();
    let other = sample::other_plan();
    let [first_inputs, second_inputs] = [inputs(&plan), inputs(&other)];
    let first = decision(outcomes, "1.5", Some("2"));
    let second = decision(vec![Outcome::NotEligible, Outcome::Awarded(number("3"))], "3", Some("3"));
    let part =
        |plan, inputs, decision| Part { plan, inputs, decision, reasons: &no_words, calculation: &no_words };
    let joint = Some(Bounds { low: number("4.5"), high: Some(number("5")) });
    let both = results(
        &[part(&plan, &first_inputs, &first), part(&other, &second_inputs, &second)],
        joint,
        Lang::En,
    );
    let total = both.total.unwrap();
    assert_eq!((total.min.as_str(), total.max.as_deref()), ("4.50", Some("5.00")));
    assert_eq!(both.policies[1].awards[1].id, "zhangzhou/strength");
    assert_eq!(both.policies[0].awards[2].by.as_deref(), Some("qingdao/award_0"));
    let dollars = Plan { currency: Currency::parse("USD").unwrap(), ..other.clone() };
    let mixed = results(
        &[part(&plan, &first_inputs, &first), part(&dollars, &second_inputs, &second)],
        None,
        Lang::En,
    );
    assert_eq!(mixed.total, None);
}

#[test]
fn facts_of_every_type_are_listed() {
    insta::assert_snapshot!(json_text(&facts_list(&sample::plan())));
}

fn compiled(text: &str) -> (Plan, Program) {
    let mut sources = Sources::new();
    let file = sources.add("demo.rules", text);
    let compiled = compile(&sources, &[file]);
    let told = Render::plain(Lang::En).text(&compiled.diagnostics, &sources);
    compiled.plan.zip(compiled.program).unwrap_or_else(|| panic!("{told}"))
}

const RULES: &str = r#"policy demo "示范政策"
  by "市科技局" with "各区"

fact applicant : kind of applicant, one of enterprise "企业", university "高校"
fact value : money "交易额"
fact honours : set of city "市级", national "国家级"
fact selected : count of 项
fact loans : list of loan "贷款"
  field interest : money "利息"
  field repaid : bool

ladder strength "强企" cites 二(一)10
  for enterprise
  step "市级" 50k where honours has city
  step 100k where honours has national cites 二(一)11
  in all, at most the highest step held
  at most 80k per year

award share "交易额奖励" cites 二(一)2
  for university
  pays 5% of value, max 500k per year
  quota 30 per year, counted in selected
  earmark at least 50% for "运营中心"
  by "市财政局"

award interest "利息补贴" cites 十
  for enterprise
  each loan in loans where loan.repaid
  pays 50% of loan.interest
  at most 200k per year

support venue "场地" cites 二(二)1
  for any
  amount elsewhere

group shared "合计" cites 二(一)3
  members share, strength
  together at most 1m per year

target patents "专利数" cites 一(三)1
  goal at least 150 "家" by 2020
  growth at least 20% per year

fund reserve "准备金" cites 三
  size 100m
  share 80% "风险资金"
  match 1:1 with "国家资金"

not encoded 四 because "没有数字"
"#;

#[test]
fn items_and_parts_are_listed_by_section() {
    let (_, program) = compiled(RULES);
    let mut shown = String::new();
    for lang in [Lang::Zh, Lang::En] {
        for row in items(&program, lang) {
            shown.push_str(&format!(
                "{} | {} | {} | {} | {} | {}\n",
                row.id,
                row.kind,
                row.title,
                row.cites,
                row.units.join(","),
                row.lead.join(",")
            ));
        }
    }
    insta::assert_snapshot!(shown);
}

fn decided(plan: &Plan, text: &str) -> String {
    let mut sources = Sources::new();
    let file = sources.add("f.json", text);
    let json = facts::json::parse(&sources, file).unwrap();
    let reading = facts::read(&json, &[plan]).unwrap();
    let (plan, inputs) = &reading.parts[0];
    let decision = evaluate(plan, inputs).unwrap();
    let part = Part { plan, inputs, decision: &decision, reasons: &no_words, calculation: &no_words };
    json_text(&result(&part, Lang::Zh))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_order_of_items_and_keys_changes_no_byte(
        items in Just((0..11).collect::<Vec<usize>>()).prop_shuffle(),
        keys in Just((0..5).collect::<Vec<usize>>()).prop_shuffle(),
        value in prop::sample::select(vec!["null", "10000000", "9999999.99", "10000000.01", "0", "0.1"]),
        applicant in prop::sample::select(vec!["null", "\"企业\"", "\"university\""]),
    ) {
        let facts = [
            format!("\"applicant\": {applicant}"),
            format!("\"value\": {value}"),
            "\"honours\": [\"national\", \"city\"]".to_owned(),
            "\"selected\": 1".to_owned(),
            "\"loans\": [{\"interest\": 100000, \"repaid\": true}, {\"interest\": 3}]".to_owned(),
        ];
        let file = |order: &[usize]| {
            let inner: Vec<_> = order.iter().map(|&at| facts[at].clone()).collect();
            format!("{{\"as_of\": \"2019-06-30\", \"facts\": {{{}}}}}", inner.join(","))
        };
        let blocks: Vec<&str> = RULES.split("\n\n").collect();
        // The header stays first; facts are listed in their own order, which missing facts follow.
        prop_assert_eq!(blocks.len(), 10);
        let mut shuffled = vec![blocks[0], blocks[1]];
        shuffled.extend(items.iter().filter_map(|at| blocks.get(at + 2)));
        let (plan, _) = compiled(RULES);
        let (other, _) = compiled(&shuffled.join("\n\n"));
        prop_assert_eq!(decided(&plan, &file(&[0, 1, 2, 3, 4])), decided(&other, &file(&keys)));
    }
}
