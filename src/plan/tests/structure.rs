//! The shape of plans: order of awards and inputs, shared nodes, topological order, size.

use super::plan_of;
use super::run::{Case, Run};
use super::write::*;
use crate::arena::Id as _;
use crate::plan::{AwardKind, InputType, Known, Nodes, Op, Part, Plan};
use crate::program::{self, *};
use crate::syntax::ast::Comparison;

#[test]
fn awards_stand_by_section_then_id_whatever_their_order() {
    let sections =
        [("z", "二(一)2"), ("b", "二(一)10"), ("a", "二(一)10"), ("y", "一(三)1"), ("x", ""), ("c", "附")];
    for turned in [false, true] {
        let mut draft = Draft::new();
        let mut order = sections.to_vec();
        if turned {
            order.reverse();
        }
        for (id, section) in order {
            draft.award_of(id, section, AmountRule::Lines(vec![pays(money("1"))]));
        }
        let ids: Vec<String> = plan_of(&draft).awards.iter().map(|award| award.id.clone()).collect();
        assert_eq!(ids, ["y", "z", "a", "b", "c", "x"]);
    }
}

#[test]
fn inputs_are_facts_then_decisions_with_defaults_folded() {
    let mut draft = Draft::new();
    let kinds = draft.enumeration("kind", &["x", "y"]);
    draft.fact("kind", Type::Enum(kinds));
    draft.fact_within("number", cny(), None, Some("9"));
    draft.list("loans", &[("interest", cny())]);
    let set_default = |draft: &mut Draft, at: usize, default: Expr| {
        draft.program.facts.at_mut(FactId::new(at)).default = Some(default);
    };
    set_default(&mut draft, 0, expr(ExprKind::EnumValue(kinds, 1), Type::Enum(kinds)));
    set_default(&mut draft, 1, part(ratio("0.5"), money("7")));
    for id in ["b", "a"] {
        let rule = AmountRule::Decided {
            low: money("0"),
            high: money("9"),
            scope: None,
            lines: vec![],
            span: at(70),
        };
        draft.award_of(id, "", rule);
    }
    let plan = plan_of(&draft);
    let names: Vec<&str> = plan.inputs.iter().map(|input| input.name.as_str()).collect();
    assert_eq!(names, ["kind", "number", "loans", "a.decision", "b.decision"]);
    let defaults: Vec<Option<Known>> =
        plan.inputs.iter().map(|input| input.default.clone()).take(2).collect();
    assert_eq!(defaults, [Some(Known::Enum(1)), Some(Known::Number(decimal("3.5")))]);
    let number = plan.inputs.iter().nth(1).unwrap();
    assert_eq!((number.low, number.high), (Some(decimal("0")), Some(decimal("9"))));
    let deciding: Vec<String> =
        plan.inputs.iter().filter_map(|input| Some(plan.awards.at(input.decides?).id.clone())).collect();
    assert_eq!(deciding, ["a", "b"]);
    let list = plan.inputs.iter().nth(2).unwrap();
    assert!(matches!(&list.ty, InputType::List { plan: None, fields, .. } if fields.len() == 1));
}

#[test]
fn a_default_that_is_not_fixed_is_refused() {
    let mut draft = Draft::new();
    let other = draft.money_fact("other");
    draft.money_fact("x");
    draft.program.facts.at_mut(FactId::new(1)).default = Some(other);
    assert_eq!(super::codes_of(&draft), ["E0604"]);
}

#[test]
fn equal_expressions_are_one_node() {
    let mut draft = Draft::new();
    let x = draft.money_fact("x");
    for id in ["a", "b"] {
        let award = draft.award(id, vec![pays(part(ratio("0.05"), x.clone()))]);
        let condition = compare(Comparison::AtLeast, x.clone(), money("100"));
        draft.change(award, |award| award.conditions.push(condition));
    }
    let plan = plan_of(&draft);
    let [a, b] = [0, 1].map(|at| plan.awards.iter().nth(at).unwrap());
    assert_eq!((a.conditions.clone(), a.net, a.payable), (b.conditions.clone(), b.net, b.payable));
    let inputs = plan.nodes.iter().filter(|node| matches!(node.op, Op::Input(_))).count();
    assert_eq!(inputs, 1);
}

#[test]
fn equal_figures_of_different_measures_stay_apart() {
    let mut draft = Draft::new();
    let (x, n) = (draft.money_fact("x"), draft.fact("n", of(Dimension::Count(None))));
    let a = draft.award("a", vec![pays(money("5"))]);
    draft.change(a, |award| {
        award.conditions.push(compare(Comparison::AtLeast, x, money("5")));
        award.conditions.push(compare(Comparison::AtLeast, n, count(5)));
    });
    let plan = plan_of(&draft);
    let fives = plan.nodes.iter().filter(|node| node.op == Op::Number(decimal("5"))).count();
    assert_eq!(fives, 2);
}

#[test]
fn a_support_has_no_amount() {
    let mut draft = Draft::new();
    let flag = draft.yes_or_no("flag");
    let award = draft.award_of("s", "", AmountRule::Elsewhere(None));
    draft.change(award, |award| award.conditions.push(flag));
    let plan = plan_of(&draft);
    let support = plan.awards.iter().next().unwrap();
    assert_eq!(support.kind, AwardKind::Support);
    for flag in [false, true] {
        let run = Run::new(&plan, &Case::default().flag("flag", flag));
        assert_eq!((run.at(support.payable).bool(), run.amount("s")), (flag, "0".into()));
    }
}

#[test]
fn parts_keep_their_conditions() {
    let mut draft = Draft::new();
    let flag = draft.yes_or_no("flag");
    let award = draft.award("a", vec![pays(money("1"))]);
    let earmark = PartKind::Earmark { share: decimal("0.5"), purpose: "R&D".into(), condition: Some(flag) };
    let quota = PartKind::Quota {
        number: decimal("30"),
        scope: None,
        fact: Some(FactId::new(0)),
        last: None,
        condition: None,
    };
    draft.change(award, |award| {
        award.parts =
            [earmark, quota].map(|kind| program::Part { kind, span: at(80), cites: vec![] }).to_vec();
    });
    let plan = plan_of(&draft);
    let parts = &plan.awards.iter().next().unwrap().parts;
    let Part::Earmark { condition: Some(condition), .. } = parts[0] else { panic!() };
    assert!(matches!(plan.nodes.at(condition).op, Op::Input(_)));
    assert!(matches!(parts[1], Part::Quota { fact: Some(_), .. }));
}

fn in_order(nodes: &Nodes) {
    for (id, node) in nodes.iter_ids() {
        assert!(node.op.operands().iter().all(|&operand| operand < id), "{node:?}");
    }
}

/// Operands come first; the items of a list read only what comes before their reduction.
fn check_order(plan: &Plan) {
    in_order(&plan.nodes);
    for (id, node) in plan.nodes.iter_ids() {
        let Op::Reduce { list, value, condition, .. } = node.op else { continue };
        let nodes = &plan.lists.at(list).nodes;
        let last = value.max(condition).map_or(0, |last| last.raw() + 1);
        for item in nodes.iter().take(last) {
            assert!(!matches!(item.op, Op::Outer(outer) if outer >= id), "{item:?}");
        }
    }
    plan.lists.iter().for_each(|list| in_order(&list.nodes));
}

#[test]
fn nodes_stand_after_what_they_read_and_nothing_is_left_over() {
    let mut draft = Draft::new();
    let (each, fields) = draft.list("loans", &[("interest", cny())]);
    let x = draft.money_fact("x");
    let unused = draft.money_fact("unused");
    draft.definition("unused", part(ratio("0.5"), unused));
    let sum = ExprKind::Aggregate {
        kind: crate::syntax::ast::AggregateKind::Sum,
        list: each.list,
        value: Some(Box::new(part(ratio("0.5"), fields[0].clone()))),
        condition: Some(Box::new(compare(Comparison::Less, fields[0].clone(), x.clone()))),
    };
    let sum = draft.definition("sum", expr(sum, cny()));
    let above = compare(Comparison::Less, fields[0].clone(), sum);
    let a = draft.award("a", vec![per_item(pays(fields[0].clone()))]);
    draft.change(a, |award| award.each = Some(Each { condition: Some(above), ..each }));
    let plan = plan_of(&draft);
    check_order(&plan);
    let inputs: Vec<&str> = plan
        .nodes
        .iter()
        .filter_map(|node| {
            if let Op::Input(input) = node.op { Some(plan.inputs.at(input).name.as_str()) } else { None }
        })
        .collect();
    assert_eq!(inputs, ["x"]);
    let list =
        |values: &[&str]| Known::List(values.iter().map(|v| vec![Known::Number(decimal(v))]).collect());
    let run = Run::new(&plan, &Case::default().number("x", "100").with("loans", list(&["10", "20", "4"])));
    assert_eq!(run.net("a"), "14");
}

#[test]
fn a_chain_of_ten_thousand_definitions_needs_no_stack() {
    let mut draft = Draft::new();
    let mut last = draft.yes_or_no("first");
    for n in 0..10_000 {
        last = draft.definition(&format!("d{n}"), not(last));
    }
    let award = draft.award("a", vec![pays(money("1"))]);
    draft.change(award, |award| award.conditions.push(last));
    assert!(plan_of(&draft).nodes.len() < 20);
}

#[test]
fn a_case_of_cases_of_values_grows_with_the_program() {
    let mut draft = Draft::new();
    let kinds = draft.enumeration("level", &["low", "high"]);
    let mut last = draft.fact("level", Type::Enum(kinds));
    let high = || expr(ExprKind::EnumValue(kinds, 1), Type::Enum(kinds));
    for n in 0..60 {
        let flag = draft.yes_or_no(&format!("f{n}"));
        let twice = case(vec![(Some(flag.clone()), last.clone()), (Some(not(flag)), high()), (None, last)]);
        last = draft.definition(&format!("d{n}"), twice);
    }
    let award = draft.award("a", vec![pays(money("1"))]);
    let condition = compare(Comparison::Equal, last, high());
    draft.change(award, |award| award.conditions.push(condition));
    assert!(plan_of(&draft).nodes.len() < 2000);
}

#[test]
fn a_plan_grows_with_its_program() {
    let size = |awards: usize| {
        let mut draft = Draft::new();
        let x = draft.money_fact("x");
        for n in 0..awards {
            let lines = vec![
                pays(part(ratio("0.05"), x.clone())),
                at_most(money(&n.to_string()), Some(crate::syntax::ast::Scope::PerYear)),
            ];
            draft.award_of(&format!("a{n}"), &format!("二({n})"), AmountRule::Lines(lines));
        }
        plan_of(&draft).nodes.len()
    };
    // Nodes, not seconds: a clock would make the test a matter of luck.
    assert!(size(5000) <= size(500) * 11);
}
