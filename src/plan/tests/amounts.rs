//! Each kind of line, with and without history, under `each`, in ladders and decisions.

use super::plan_of;
use super::run::{Case, Run};
use super::write::*;
use crate::money::{Direction, Rational, Rounding};
use crate::plan::{AwardKind, Known, LineKind as Listed, Op, PaidScope};
use crate::program::*;
use crate::syntax::ast::{Comparison, LadderKind, Scope};

/// Runs one award `a` of these lines, whose base is the fact `x`.
fn amount(lines: impl Fn(Expr) -> Vec<Line>, case: Case) -> (String, String, &'static str) {
    let mut draft = Draft::new();
    let x = draft.money_fact("x");
    draft.award("a", lines(x));
    let plan = plan_of(&draft);
    let run = Run::new(&plan, &case);
    run.check_ranges();
    (run.gross("a"), run.net("a"), run.outcome("a"))
}

fn x(value: &str) -> Case {
    Case::default().number("x", value)
}

#[test]
fn lines_apply_in_the_order_written() {
    let capped_then_raised =
        |x| vec![pays(x), at_most(money("100"), None), line(LineKind::Times(ratio("1.1")))];
    let raised_then_capped =
        |x| vec![pays(x), line(LineKind::Times(ratio("1.1"))), at_most(money("100"), None)];
    assert_eq!(amount(capped_then_raised, x("500")).1, "110");
    assert_eq!(amount(raised_then_capped, x("500")).1, "100");
}

#[test]
fn each_kind_of_line() {
    type Expected = [&'static str; 3];
    let kinds: [(fn() -> LineKind, Expected); 5] = [
        (|| LineKind::Plus(money("7")), ["7", "17", "107"]),
        (|| LineKind::Minus(money("20")), ["0", "0", "80"]),
        (|| LineKind::AtLeast(money("50")), ["0", "50", "100"]),
        (|| LineKind::NothingBelow(money("50")), ["0", "0", "100"]),
        (
            || LineKind::Rounded(Rounding { direction: Direction::Down, step: Rational::whole(30) }),
            ["0", "0", "90"],
        ),
    ];
    for (kind, expected) in kinds {
        for (value, expected) in ["0", "10", "100"].into_iter().zip(expected) {
            let (gross, net, _) = amount(|x| vec![pays(x), line(kind())], x(value));
            assert_eq!((gross.as_str(), net.as_str()), (expected, expected), "{:?} of {value}", kind());
        }
    }
}

#[test]
fn a_line_whose_case_matches_nothing_does_not_apply() {
    let big =
        |x: &Expr, value: Expr| case(vec![(Some(compare(Comparison::More, x.clone(), money("50"))), value)]);
    let lines = |x: Expr| {
        let (factor, extra, minus) = (big(&x, ratio("2")), big(&x, money("1")), big(&x, money("3")));
        let (limit, least) = (big(&x, money("150")), big(&x, money("60")));
        vec![
            pays(x),
            line(LineKind::Times(factor)),
            line(LineKind::Plus(extra)),
            line(LineKind::Minus(minus)),
            at_most(limit, None),
            line(LineKind::AtLeast(least)),
        ]
    };
    assert_eq!(amount(lines, x("50")), ("50".into(), "50".into(), "awarded"));
    assert_eq!(amount(lines, x("51")), ("100".into(), "100".into(), "awarded"));
    assert_eq!(amount(lines, x("100")), ("150".into(), "150".into(), "awarded"));
}

#[test]
fn an_amount_without_a_value_is_a_condition_that_fails() {
    let lines = |x: Expr| {
        let arm = |over: &str, pays: &str| {
            (Some(compare(Comparison::AtLeast, x.clone(), money(over))), money(pays))
        };
        vec![pays(case(vec![arm("100", "10"), arm("50", "5")]))]
    };
    assert_eq!(amount(lines, x("100")), ("10".into(), "10".into(), "awarded"));
    assert_eq!(amount(lines, x("50")), ("5".into(), "5".into(), "awarded"));
    assert_eq!(amount(lines, x("49")).2, "not eligible");
}

#[test]
fn limits_are_what_history_leaves_of_them() {
    let yearly = |x| vec![pays(x), at_most(money("100"), Some(Scope::PerYear))];
    let lifetime = |x| vec![pays(x), at_most(money("100"), Some(Scope::InAll))];
    let plain = |x| vec![pays(x), at_most(money("100"), None)];
    let paid = x("80").paid("a", true, "30").paid("a", false, "50");
    assert_eq!(amount(yearly, paid.clone()), ("80".into(), "70".into(), "awarded"));
    assert_eq!(amount(lifetime, paid.clone()), ("80".into(), "20".into(), "awarded"));
    assert_eq!(amount(plain, paid), ("80".into(), "80".into(), "awarded"));
    let over = x("80").paid("a", false, "130");
    assert_eq!(amount(lifetime, over.clone()), ("80".into(), "0".into(), "exhausted"));
    assert_eq!(amount(yearly, over).2, "awarded");
}

#[test]
fn an_amount_that_is_zero_before_history_is_not_eligible() {
    let lifetime = |x| vec![pays(x), at_most(money("100"), Some(Scope::InAll))];
    assert_eq!(amount(lifetime, x("0").paid("a", false, "100")).2, "not eligible");
    assert_eq!(amount(lifetime, x("0.004")).2, "not eligible");
    assert_eq!(amount(lifetime, x("0.005")), ("0.01".into(), "0.01".into(), "awarded"));
}

#[test]
fn without_history_limits_gross_and_net_are_one_node() {
    let mut draft = Draft::new();
    let x = draft.money_fact("x");
    draft.award("a", vec![pays(part(ratio("0.05"), x)), at_most(money("500000"), None)]);
    let plan = plan_of(&draft);
    let award = plan.awards.iter().next().unwrap();
    assert_eq!(award.gross, award.net);
}

#[test]
fn rounding_lifts_nothing_over_a_limit() {
    let lines = |x| vec![pays(x), at_most(money("100.005"), None)];
    assert_eq!(amount(lines, x("200")).1, "100");
    assert_eq!(amount(lines, x("99.995")).1, "100");
    let yearly = |x| vec![pays(x), at_most(money("100"), Some(Scope::PerYear))];
    assert_eq!(amount(yearly, x("200").paid("a", true, "50.005")).1, "49.99");
    let step = Rounding { direction: Direction::Up, step: Rational::whole(10_000) };
    let in_wan = |x| vec![pays(x), at_most(money("15000"), None), line(LineKind::Rounded(step))];
    assert_eq!(amount(in_wan, x("12000")).1, "10000");
}

#[test]
fn a_limit_binds_rounding_only_while_nothing_raises_the_amount() {
    let doubled = |x| vec![pays(x), at_most(money("100.001"), None), line(LineKind::Times(ratio("2")))];
    assert_eq!(amount(doubled, x("200")).1, "200");
    let doubled = |x| vec![pays(x), at_most(money("100.004"), None), line(LineKind::Times(ratio("2")))];
    assert_eq!(amount(doubled, x("200")).1, "200.01");
    let halved = |x| vec![pays(x), at_most(money("100.015"), None), line(LineKind::Times(ratio("1")))];
    assert_eq!(amount(halved, x("200")).1, "100.01");
}

#[test]
fn a_limit_under_a_condition_binds_rounding_only_where_it_applies() {
    let mut draft = Draft::new();
    let (x, small) = (draft.money_fact("x"), draft.yes_or_no("small"));
    draft.award("a", vec![pays(x), at_most(case(vec![(Some(small), money("10.005"))]), None)]);
    let plan = plan_of(&draft);
    let run = |small, value| Run::new(&plan, &x_case(value).flag("small", small)).net("a");
    assert_eq!(run(true, "10.005"), "10");
    assert_eq!(run(false, "10.005"), "10.01");
    assert_eq!(run(false, "20"), "20");
}

fn x_case(value: &str) -> Case {
    x(value)
}

#[test]
fn a_limit_of_whole_steps_adds_nothing_to_rounding() {
    let mut draft = Draft::new();
    let x = draft.money_fact("x");
    draft.program.policy.rounding = Rounding { direction: Direction::HalfUp, step: Rational::whole(10_000) };
    draft.award("a", vec![pays(x), at_most(money("500000"), None)]);
    let plan = plan_of(&draft);
    let mins = plan.nodes.iter().filter(|node| matches!(node.op, Op::Min(_))).count();
    assert_eq!(mins, 1);
}

#[test]
fn once_is_used_up_by_any_positive_payment() {
    let mut draft = Draft::new();
    let x = draft.money_fact("x");
    let a = draft.award("a", vec![pays(x)]);
    draft.change(a, |award| award.once = Some(at(50)));
    let plan = plan_of(&draft);
    let outcome = |case: Case| Run::new(&plan, &case).outcome("a");
    assert_eq!(outcome(x_case("5")), "awarded");
    assert_eq!(outcome(x_case("5").paid("a", false, "0")), "awarded");
    assert_eq!(outcome(x_case("5").paid("a", false, "0.01")), "exhausted");
    assert_eq!(outcome(x_case("0").paid("a", false, "0.01")), "not eligible");
}

#[test]
fn items_are_cut_one_by_one_and_their_sum_by_its_own_limit() {
    let mut draft = Draft::new();
    let (mut each, fields) = draft.list("loans", &[("interest", cny()), ("repaid", Type::Bool)]);
    each.condition = Some(fields[1].clone());
    let a = draft.award(
        "a",
        vec![
            per_item(pays(part(ratio("0.5"), fields[0].clone()))),
            per_item(at_most(money("100"), None)),
            at_most(money("250"), Some(Scope::PerYear)),
        ],
    );
    draft.change(a, |award| award.each = Some(each));
    let plan = plan_of(&draft);
    let loan = |interest: &str, repaid| vec![Known::Number(decimal(interest)), Known::Bool(repaid)];
    let run = |loans: Vec<Vec<Known>>, paid: &str| {
        let case = Case::default().with("loans", Known::List(loans)).paid("a", true, paid);
        let run = Run::new(&plan, &case);
        run.check_ranges();
        (run.gross("a"), run.net("a"))
    };
    assert_eq!(run(vec![loan("100", true), loan("900", true)], "0"), ("150".into(), "150".into()));
    assert_eq!(run(vec![loan("100", true), loan("900", false)], "0"), ("50".into(), "50".into()));
    assert_eq!(run(vec![loan("900", true); 3], "0"), ("250".into(), "250".into()));
    assert_eq!(run(vec![loan("900", true); 3], "200"), ("250".into(), "50".into()));
    assert_eq!(
        run(vec![loan("0.01", true); 2], "0").1,
        "0.01",
        "halves of a fen are rounded once, in the sum"
    );
    assert_eq!(run(vec![], "0").0, "0");
    let award = plan.awards.iter().next().unwrap();
    let shape: Vec<(bool, bool)> =
        award.lines.iter().map(|line| (line.per_item, matches!(line.kind, Listed::SumOfItems))).collect();
    assert_eq!(shape, [(true, false), (true, false), (false, true), (false, false), (false, false)]);
}

#[test]
fn an_item_without_a_value_does_not_count() {
    let mut draft = Draft::new();
    let (each, fields) = draft.list("loans", &[("interest", cny()), ("first", Type::Bool)]);
    let value = case(vec![(Some(fields[1].clone()), fields[0].clone())]);
    let a = draft.award("a", vec![per_item(pays(value))]);
    draft.change(a, |award| award.each = Some(each));
    let plan = plan_of(&draft);
    let loan = |first| vec![Known::Number(decimal("7")), Known::Bool(first)];
    let case = Case::default().with("loans", Known::List(vec![loan(true), loan(false), loan(true)]));
    assert_eq!(Run::new(&plan, &case).net("a"), "14");
}

fn ladder(kind: LadderKind, lines: Vec<Line>) -> Draft {
    let mut draft = Draft::new();
    let steps = [("100000", "s1"), ("50000", "s2"), ("200000", "s3")].map(|(worth, name)| Step {
        name: Some(name.into()),
        amount: money(worth),
        condition: draft.yes_or_no(name),
        span: at(60),
        cites: vec![],
    });
    draft.award_of("a", "", AmountRule::Ladder { steps: steps.to_vec(), kind, kind_span: at(61), lines });
    draft
}

#[test]
fn three_kinds_of_ladder() {
    let expected = [
        (LadderKind::HighestOnly, ["100000", "200000"], ["100000", "200000"]),
        (LadderKind::TopUp, ["100000", "200000"], ["70000", "170000"]),
        (LadderKind::AddUp, ["150000", "350000"], ["150000", "350000"]),
    ];
    for (kind, gross, net) in expected {
        let plan = plan_of(&ladder(kind, vec![]));
        assert_eq!(plan.awards.iter().next().unwrap().kind, AwardKind::Ladder(kind));
        for (third, at) in [(false, 0), (true, 1)] {
            let case = Case::default().flag("s1", true).flag("s2", true).flag("s3", third);
            let run = Run::new(&plan, &case.paid("a", false, "30000"));
            run.check_ranges();
            assert_eq!((run.gross("a").as_str(), run.net("a").as_str()), (gross[at], net[at]), "{kind:?}");
        }
    }
}

#[test]
fn a_ladder_without_a_step_held_is_not_eligible_and_a_full_one_exhausted() {
    let plan = plan_of(&ladder(LadderKind::TopUp, vec![]));
    let none = Case::default().flag("s1", false).flag("s2", false).flag("s3", false);
    let run = Run::new(&plan, &none.clone().paid("a", false, "50000"));
    assert_eq!(run.outcome("a"), "not eligible");
    let some_held = *run.award("a").conditions.last().unwrap();
    assert!(!run.at(some_held).bool());
    let held = none.flag("s2", true).paid("a", false, "50000");
    assert_eq!(Run::new(&plan, &held).outcome("a"), "exhausted");
}

#[test]
fn lines_follow_a_ladder() {
    let plan = plan_of(&ladder(LadderKind::AddUp, vec![at_most(money("120000"), Some(Scope::InAll))]));
    let case = Case::default().flag("s1", true).flag("s2", true).flag("s3", true);
    let run = Run::new(&plan, &case.paid("a", false, "20000"));
    assert_eq!((run.gross("a"), run.net("a")), ("120000".into(), "100000".into()));
}

#[test]
fn a_decision_is_taken_between_its_bounds() {
    let mut draft = Draft::new();
    draft.money_fact("unrelated");
    let rule = AmountRule::Decided {
        low: money("100"),
        high: money("2000"),
        scope: Some(Scope::InAll),
        lines: vec![at_most(money("1500"), Some(Scope::PerYear))],
        span: at(70),
    };
    draft.award_of("a", "", rule);
    let plan = plan_of(&draft);
    let input = plan.inputs.iter().last().unwrap();
    assert_eq!((input.name.as_str(), input.decides.is_some()), ("a.decision", true));
    let decided = plan.awards.iter().next().unwrap().decided.unwrap();
    let run = |decision: &str, paid: &[(bool, &str)]| {
        let case = Case::default().number("unrelated", "0").number("a.decision", decision);
        let case = paid.iter().fold(case, |case, &(this_year, amount)| case.paid("a", this_year, amount));
        let run = Run::new(&plan, &case);
        run.check_ranges();
        let bounds =
            [decided.low, decided.high, decided.gross_high].map(|node| run.at(node).number().to_shortest());
        (run.net("a"), bounds.join(" "), run.outcome("a"))
    };
    assert_eq!(run("700.005", &[]), ("700.01".into(), "100 1500 1500".into(), "awarded"));
    assert_eq!(run("5000", &[]).0, "1500");
    assert_eq!(run("0", &[]).0, "100");
    assert_eq!(run("700", &[(false, "1400")]), ("600".into(), "100 600 1500".into(), "awarded"));
    assert_eq!(run("700", &[(true, "1450")]), ("50".into(), "50 50 1500".into(), "awarded"));
    assert_eq!(run("700", &[(false, "2000")]), ("0".into(), "0 0 1500".into(), "exhausted"));
}

#[test]
fn yearly_and_lifetime_limits_read_their_own_history() {
    let mut draft = Draft::new();
    let x = draft.money_fact("x");
    draft.award(
        "a",
        vec![pays(x), at_most(money("9"), Some(Scope::PerYear)), at_most(money("20"), Some(Scope::InAll))],
    );
    let plan = plan_of(&draft);
    let scopes: Vec<Option<PaidScope>> = (plan.awards.iter().next().unwrap().lines.iter())
        .filter_map(|line| match line.kind {
            Listed::AtMost { paid, .. } => Some(paid.map(|node| match plan.nodes.at(node).op {
                Op::Paid(_, scope) => scope,
                _ => panic!(),
            })),
            _ => None,
        })
        .collect();
    assert_eq!(scopes, [Some(PaidScope::THIS_YEAR), Some(PaidScope::Ever)]);
}
