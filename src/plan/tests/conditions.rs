//! Conditions: quotients without division, values that may lack, members, items, periods in force.

use super::run::{Case, Run, Value};
use super::write::*;
use super::{codes_of, plan_of};
use crate::arena::Id as _;
use crate::plan::{Known, NodeId, Op, Plan};
use crate::program::*;
use crate::syntax::ast::{AggregateKind, Comparison};

/// A plan whose one award needs a condition.
fn plan_where(draft: &mut Draft, condition: Expr) -> Plan {
    let award = draft.award("a", vec![pays(money("1"))]);
    draft.change(award, |award| award.conditions.push(condition));
    plan_of(draft)
}

fn eligible(plan: &Plan, case: &Case) -> bool {
    let run = Run::new(plan, case);
    run.check_ranges();
    run.at(run.award("a").eligible).bool()
}

fn quotient(draft: &mut Draft) -> Expr {
    let (a, b) = (draft.money_fact("part"), draft.money_fact("whole"));
    product(vec![(false, a), (true, b)], of(Dimension::Ratio))
}

fn third() -> Expr {
    product(vec![(false, ratio("1")), (true, ratio("3"))], of(Dimension::Ratio))
}

#[test]
fn a_quotient_is_compared_exactly_and_never_divided() {
    for turned in [false, true] {
        let mut draft = Draft::new();
        let quotient = quotient(&mut draft);
        let condition = if turned {
            compare(Comparison::AtMost, third(), quotient)
        } else {
            compare(Comparison::AtLeast, quotient, third())
        };
        let plan = plan_where(&mut draft, condition);
        assert!(!plan.nodes.iter().any(|node| matches!(node.op, Op::Divide(..))));
        let run = |part: &str, whole: &str| {
            eligible(&plan, &Case::default().number("part", part).number("whole", whole))
        };
        assert!(run("100", "300"));
        assert!(!run("99.999999", "300"));
        assert!(run("333333333333333", "999999999999999"));
        assert!(!run("0", "0") && !run("5", "0"));
    }
}

#[test]
fn a_quotient_without_divisor_fails_under_not_as_well() {
    let mut draft = Draft::new();
    let quotient = quotient(&mut draft);
    let plan = plan_where(&mut draft, not(compare(Comparison::AtLeast, quotient, third())));
    let run = |part: &str, whole: &str| {
        eligible(&plan, &Case::default().number("part", part).number("whole", whole))
    };
    assert!(run("1", "300"));
    assert!(!run("100", "300"));
    assert!(!run("5", "0"));
}

#[test]
fn growth_written_as_a_quotient_less_one_and_named_needs_no_range() {
    let mut draft = Draft::new();
    let quotient = quotient(&mut draft);
    let growth = expr(ExprKind::Sum(vec![(false, quotient), (true, ratio("1"))]), of(Dimension::Ratio));
    let growth = draft.definition("growth", growth);
    let plan = plan_where(&mut draft, compare(Comparison::AtLeast, growth, ratio("0.2")));
    let run = |part: &str, whole: &str| {
        eligible(&plan, &Case::default().number("part", part).number("whole", whole))
    };
    assert!(run("120", "100"));
    assert!(!run("119.99", "100"));
    assert!(!run("119.99", "0"));
}

#[test]
fn two_quotients_are_compared_whatever_the_signs_of_their_divisors() {
    let mut draft = Draft::new();
    let small = |draft: &mut Draft, name: &str| draft.fact_within(name, cny(), Some("-1000"), Some("1000"));
    let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| small(&mut draft, name));
    let left = product(vec![(false, a), (true, b)], of(Dimension::Ratio));
    let right = product(vec![(false, c), (true, d)], of(Dimension::Ratio));
    let plan = plan_where(&mut draft, compare(Comparison::Less, left, right));
    for (values, expected) in [
        ([1, 2, 3, 4], true),
        ([1, -2, 3, 4], true),
        ([-1, -2, 3, -4], false),
        ([3, 4, 1, 2], false),
        ([1, 2, 2, 4], false),
        ([1, 0, 3, 4], false),
        ([1, 2, 3, 0], false),
    ] {
        let mut case = Case::default();
        for (name, value) in ["a", "b", "c", "d"].into_iter().zip(values) {
            case = case.number(name, &value.to_string());
        }
        assert_eq!(eligible(&plan, &case), expected, "{values:?}");
    }
}

#[test]
fn a_division_in_an_amount_needs_a_divisor_without_zero() {
    let mut draft = Draft::new();
    let (cost, pieces) = (draft.money_fact("cost"), draft.fact("pieces", of(Dimension::Count(None))));
    draft.award("a", vec![pays(product(vec![(false, cost), (true, pieces)], cny()))]);
    assert_eq!(codes_of(&draft), ["E0602"]);

    let mut draft = Draft::new();
    let cost = draft.money_fact("cost");
    let pieces = draft.fact_within("pieces", of(Dimension::Count(None)), Some("1"), None);
    draft.award("a", vec![pays(product(vec![(false, cost), (true, pieces)], cny()))]);
    let plan = plan_of(&draft);
    let run = Run::new(&plan, &Case::default().number("cost", "100").number("pieces", "3"));
    run.check_ranges();
    assert_eq!(run.net("a"), "33.33");
}

#[test]
fn a_value_that_lacks_satisfies_neither_a_condition_nor_its_negation() {
    let mut base = Draft::new();
    let (kind, other) = (base.yes_or_no("kind"), base.yes_or_no("other"));
    let value = base.definition("value", case(vec![(Some(kind), money("5"))]));
    let positive = || compare(Comparison::More, value.clone(), money("1"));
    let any = |parts| expr(ExprKind::Or(parts), Type::Bool);
    let all = |parts| expr(ExprKind::And(parts), Type::Bool);
    // (condition, when the value lacks and `other` is false, … and `other` is true)
    let cases: Vec<(Expr, bool, bool)> = vec![
        (positive(), false, false),
        (not(positive()), false, false),
        (any(vec![positive(), other.clone()]), false, true),
        (not(any(vec![positive(), other.clone()])), false, false),
        (not(all(vec![positive(), other.clone()])), true, false),
        (expr(ExprKind::AtLeast(1, vec![positive(), other.clone()]), Type::Bool), false, true),
        (not(not(positive())), false, false),
    ];
    for (at, (condition, lacking, with_other)) in cases.into_iter().enumerate() {
        let mut draft = Draft { program: base.program.clone() };
        let plan = plan_where(&mut draft, condition);
        let run = |kind, other| eligible(&plan, &Case::default().flag("kind", kind).flag("other", other));
        assert_eq!((run(false, false), run(false, true)), (lacking, with_other), "condition {at}");
    }
}

#[test]
fn kinds_come_first_and_enumerations_are_asked_by_position() {
    let mut draft = Draft::new();
    let applicant = draft.applicant(&["enterprise", "university", "institute"]);
    let flag = draft.yes_or_no("flag");
    let award = draft.award("a", vec![pays(money("1"))]);
    draft.change(award, |award| {
        award.kinds = Some(vec![1, 2]);
        award.kinds_span = Some(at(9));
        award.conditions.push(flag);
    });
    let Type::Enum(kinds) = applicant.ty else { panic!() };
    let b = draft.award("b", vec![pays(money("1"))]);
    let university = expr(ExprKind::EnumValue(kinds, 1), Type::Enum(kinds));
    draft.change(b, |award| {
        award.conditions.push(compare(Comparison::NotEqual, applicant, university));
    });
    let plan = plan_of(&draft);
    let conditions = &plan.awards.iter().next().unwrap().conditions;
    assert!(matches!(plan.nodes.at(conditions[0]).op, Op::Among(_, 0b110)));
    for (kind, a, b) in [(0, false, true), (1, true, false), (2, true, true)] {
        let case = Case::default().with("applicant", Known::Enum(kind)).flag("flag", true);
        let run = Run::new(&plan, &case);
        assert_eq!((run.outcome("a") == "awarded", run.outcome("b") == "awarded"), (a, b));
    }
}

#[test]
fn a_named_choice_between_values_is_asked_like_a_fact() {
    let mut draft = Draft::new();
    let kinds = draft.enumeration("level", &["low", "middle", "high"]);
    let level = draft.fact("level", Type::Enum(kinds));
    let value = |position| expr(ExprKind::EnumValue(kinds, position), Type::Enum(kinds));
    let raised = draft.yes_or_no("raised");
    let counted = draft.definition("counted", case(vec![(Some(raised), value(2)), (None, level)]));
    let plan = plan_where(&mut draft, compare(Comparison::Equal, counted, value(2)));
    for (level, raised, expected) in [(0, false, false), (2, false, true), (0, true, true)] {
        let case = Case::default().with("level", Known::Enum(level)).flag("raised", raised);
        assert_eq!(eligible(&plan, &case), expected);
    }
}

#[test]
fn sets_and_texts_and_days() {
    let mut draft = Draft::new();
    let honours = draft.enumeration("honours", &["a", "b"]);
    let set = draft.fact("honours", Type::Set(honours));
    let (name, day) = (draft.fact("name", Type::Text), draft.fact("day", Type::Date));
    let has = expr(ExprKind::Has(Box::new(set), 1), Type::Bool);
    let text = expr(ExprKind::Text("x".into()), Type::Text);
    let first = expr(ExprKind::Date(date("2024-01-01")), Type::Date);
    let as_of = expr(ExprKind::AsOf, Type::Date);
    let all = expr(
        ExprKind::And(vec![
            has,
            compare(Comparison::Equal, name, text),
            compare(Comparison::AtLeast, day.clone(), first),
            compare(Comparison::Less, day, as_of),
        ]),
        Type::Bool,
    );
    let plan = plan_where(&mut draft, all);
    let case = |set, name: &str, day: &str| {
        let mut case = Case::default()
            .with("honours", Known::Set(set))
            .with("name", Known::Text(name.into()))
            .with("day", Known::Date(date(day)));
        case.as_of = Some(date("2024-06-30"));
        case
    };
    assert!(eligible(&plan, &case(0b10, "x", "2024-01-01")));
    assert!(!eligible(&plan, &case(0b01, "x", "2024-01-01")));
    assert!(!eligible(&plan, &case(0b10, "y", "2024-01-01")));
    assert!(!eligible(&plan, &case(0b10, "x", "2023-12-31")));
    assert!(!eligible(&plan, &case(0b10, "x", "2024-06-30")));
}

#[test]
fn validity_includes_both_days_and_what_is_unstated_excludes_nothing() {
    let mut draft = Draft::new();
    draft.program.policy.in_force =
        Validity { from: Some(date("2024-02-02")), until: Some(date("2029-02-01")) };
    draft.award("a", vec![pays(money("1"))]);
    let own = draft.award("own", vec![pays(money("1"))]);
    draft
        .change(own, |award| award.in_force = Some(Validity { from: None, until: Some(date("2020-01-01")) }));
    let open = draft.award("open", vec![pays(money("1"))]);
    draft.change(open, |award| award.in_force = Some(Validity::default()));
    let plan = plan_of(&draft);
    for (day, expected) in [
        ("2024-02-01", [false, false, true]),
        ("2024-02-02", [true, false, true]),
        ("2029-02-01", [true, false, true]),
        ("2029-02-02", [false, false, true]),
        ("2020-01-01", [false, true, true]),
    ] {
        let run = Run::new(&plan, &Case { as_of: Some(date(day)), ..Case::default() });
        let outcomes = ["a", "own", "open"].map(|id| run.outcome(id) != "not in force");
        assert_eq!(outcomes, expected, "{day}");
    }
    let open = plan.awards.iter().find(|award| award.id == "open").unwrap();
    assert_eq!(plan.nodes.at(open.in_force).op, Op::Bool(true));
}

#[test]
fn items_are_aggregated_and_their_level_sees_the_applicant() {
    let mut draft = Draft::new();
    let (each, fields) = draft.list("loans", &[("interest", cny()), ("repaid", Type::Bool)]);
    let least = draft.money_fact("least");
    let big = || Some(Box::new(compare(Comparison::AtLeast, fields[0].clone(), least.clone())));
    let of_list = |kind, value: Option<Expr>, condition, ty| {
        let value = value.map(Box::new);
        expr(ExprKind::Aggregate { kind, list: each.list, value, condition }, ty)
    };
    let whole = || of(Dimension::Count(None));
    let interest = || Some(fields[0].clone());
    let all_repaid = of_list(AggregateKind::All, None, Some(Box::new(fields[1].clone())), Type::Bool);
    draft.award("sum", vec![pays(of_list(AggregateKind::Sum, interest(), big(), cny()))]);
    let counted = of_list(AggregateKind::Count, None, big(), whole());
    let each_one = expr(ExprKind::ForEach { amount: Box::new(money("10")), count: Box::new(counted) }, cny());
    draft.award("count", vec![pays(each_one)]);
    draft.award("highest", vec![pays(of_list(AggregateKind::Highest, interest(), big(), cny()))]);
    draft.award("lowest", vec![pays(of_list(AggregateKind::Lowest, interest(), big(), cny()))]);
    let any = draft.award("any", vec![pays(money("1"))]);
    let any_big = of_list(AggregateKind::Any, None, big(), Type::Bool);
    draft.change(any, |award| award.conditions.push(any_big));
    let all = draft.award("all", vec![pays(money("1"))]);
    draft.change(all, |award| award.conditions.push(all_repaid));
    let plan = plan_of(&draft);
    assert_eq!(plan.lists.len(), 1);
    let loan = |interest: &str, repaid| vec![Known::Number(decimal(interest)), Known::Bool(repaid)];
    let run = |loans: Vec<Vec<Known>>| {
        let case = Case::default().with("loans", Known::List(loans)).number("least", "5");
        let run = Run::new(&plan, &case);
        run.check_ranges();
        ["sum", "count", "highest", "lowest", "any", "all"].map(|id| match run.outcome(id) {
            "awarded" => run.amount(id),
            other => other.into(),
        })
    };
    assert_eq!(
        run(vec![loan("4", true), loan("5", true), loan("9", true)]),
        ["14", "20", "9", "5", "1", "1"]
    );
    let none = "not eligible";
    assert_eq!(run(vec![loan("4", false)]), [none, none, none, none, none, none]);
    assert_eq!(run(vec![]), [none, none, none, none, none, "1"]);
}

#[test]
fn a_field_outside_its_list_is_refused() {
    let mut draft = Draft::new();
    let (_, fields) = draft.list("loans", &[("interest", cny())]);
    draft.award("a", vec![pays(fields[0].clone())]);
    assert_eq!(codes_of(&draft), ["E0606"]);
}

#[test]
fn another_award_is_read_before_groups_and_only_where_it_is_payable() {
    let mut draft = Draft::new();
    let flag = draft.yes_or_no("flag");
    let x = draft.money_fact("x");
    let a = draft.award("z_first", vec![pays(x), at_most(money("100"), None)]);
    draft.change(a, |award| award.conditions.push(flag));
    draft.award("a_second", vec![pays(part(ratio("0.5"), amount_of(a)))]);
    let plan = plan_of(&draft);
    let run = |flag| {
        let run = Run::new(&plan, &Case::default().flag("flag", flag).number("x", "500"));
        (run.amount("a_second"), run.outcome("a_second"))
    };
    assert_eq!(run(true), ("50".into(), "awarded"));
    assert_eq!(run(false), ("0".into(), "not eligible"));
}

#[test]
fn arithmetic_words() {
    let mut draft = Draft::new();
    let x = draft.money_fact("x");
    let whole = || of(Dimension::Count(None));
    let above = expr(ExprKind::Above(Box::new(x.clone()), Box::new(money("10"))), cny());
    let steps =
        expr(ExprKind::FullSteps { value: Box::new(above.clone()), step: Box::new(money("3")) }, whole());
    let each = expr(ExprKind::ForEach { amount: Box::new(money("7")), count: Box::new(steps) }, cny());
    draft.award("steps", vec![pays(each)]);
    draft.award("above", vec![pays(above)]);
    let base = expr(ExprKind::UpTo(Box::new(x.clone()), Box::new(money("50"))), cny());
    draft.award("base", vec![pays(part(ratio("0.1"), base))]);
    let extreme = |highest| ExprKind::Extreme { highest, values: vec![x.clone(), money("20")] };
    draft.award("highest", vec![pays(expr(extreme(true), cny()))]);
    draft.award("lowest", vec![pays(expr(extreme(false), cny()))]);
    let negative = expr(ExprKind::Negate(Box::new(x.clone())), cny());
    draft.award(
        "negated",
        vec![pays(expr(ExprKind::Sum(vec![(false, money("100")), (false, negative)]), cny()))],
    );
    let plan = plan_of(&draft);
    let run = |x: &str| {
        let run = Run::new(&plan, &Case::default().number("x", x));
        run.check_ranges();
        ["steps", "above", "base", "highest", "lowest", "negated"].map(|id| run.net(id))
    };
    assert_eq!(run("18.99"), ["14", "8.99", "1.9", "20", "18.99", "81.01"]);
    assert_eq!(run("19"), ["21", "9", "1.9", "20", "19", "81"]);
    assert_eq!(run("500"), ["1141", "490", "5", "500", "20", "-400"]);
    let run = Run::new(&plan, &Case::default().number("x", "500"));
    assert_eq!(run.outcome("negated"), "not eligible");
    assert_eq!(run.at(NodeId::new(0)).clone(), run.values.iter().next().unwrap().clone());
    assert!(matches!(run.at(run.award("above").payable), Value::Bool(true)));
}
