//! Which stage names an outcome; decisions of officials; groups; totals; errors.

use crate::evaluate::{Bounds, Missing, Outcome, Scratch, Value, amounts, evaluate};
use crate::facts::Inputs;
use crate::money::Rational;
use crate::plan::InputType::Bool;
use crate::plan::{AwardKind, Known, Op, PaidScope};
use crate::syntax::ast::Comparison;

use super::sketch::{Sketch, money, payment, whole};

fn outcomes(sketch: &Sketch, inputs: &Inputs) -> Vec<Outcome> {
    let decision = evaluate(&sketch.plan, inputs).unwrap();
    let mut scratch = Scratch::new();
    let fast = amounts(&sketch.plan, inputs, &mut scratch).unwrap();
    assert_eq!(fast.total, decision.total);
    assert_eq!(fast.outcomes, decision.awards.iter().cloned().collect::<Vec<_>>());
    decision.awards.iter().cloned().collect()
}

fn bounds(low: i128, high: i128) -> Bounds {
    Bounds { low: whole(low), high: Some(whole(high)) }
}

#[test]
fn the_first_stage_that_stops_an_award_names_its_outcome() {
    let mut sketch = Sketch::new();
    let (yes, no, ten, zero) = (sketch.truth(true), sketch.truth(false), sketch.number(10), sketch.number(0));
    let used = Some(yes);
    let kind = AwardKind::Award;
    sketch.finish(kind, no, no, zero, zero, used, None);
    sketch.finish(kind, yes, no, zero, zero, used, None);
    sketch.finish(kind, yes, yes, zero, zero, used, None);
    sketch.finish(kind, yes, yes, ten, ten, used, None);
    sketch.finish(kind, yes, yes, ten, zero, None, None);
    sketch.finish(kind, yes, yes, ten, ten, None, None);
    let expected = [
        Outcome::NotInForce,
        Outcome::NotEligible,
        Outcome::NotEligible,
        Outcome::Exhausted,
        Outcome::Exhausted,
        Outcome::Awarded(whole(10)),
    ];
    assert_eq!(outcomes(&sketch, &sketch.unknown()), expected);
}

#[test]
fn the_highest_of_a_group_is_paid_and_names_itself() {
    let mut sketch = Sketch::new();
    let yes = sketch.truth(true);
    let amounts = [10, 30, 30, 20].map(|amount| sketch.number(amount));
    let awards = amounts.map(|amount| sketch.award(yes, amount));
    let group = sketch.highest(&awards);
    let by = Outcome::Displaced { by: Some(awards[1]), group };
    let expected = [by.clone(), Outcome::Awarded(whole(30)), by.clone(), by];
    assert_eq!(outcomes(&sketch, &sketch.unknown()), expected);
}

#[test]
fn a_member_that_an_unknown_may_displace_is_undetermined_and_the_total_joint() {
    let mut sketch = Sketch::new();
    let (yes, perhaps) = (sketch.truth(true), sketch.read(Bool));
    let (ten, thirty) = (sketch.number(10), sketch.number(30));
    let awards = [sketch.award(yes, ten), sketch.award(perhaps, thirty)];
    sketch.highest(&awards);
    let decision = evaluate(&sketch.plan, &sketch.unknown()).unwrap();
    let missing = vec![Missing::Input(<crate::plan::InputId as crate::arena::Id>::new(0))];
    let undetermined =
        |high| Outcome::Undetermined { bounds: Some(bounds(0, high)), missing: missing.clone() };
    assert_eq!(decision.awards.iter().cloned().collect::<Vec<_>>(), [undetermined(10), undetermined(30)]);
    assert_eq!(decision.total, bounds(10, 30));
}

#[test]
fn groups_of_unknown_amounts_pay_one_of_them() {
    let mut sketch = Sketch::new();
    let yes = sketch.truth(true);
    let (x, limit, fixed) = (sketch.read(money()), sketch.number(50), sketch.number(20));
    let x = sketch.add(Op::Min(vec![x, limit]));
    let awards = [sketch.award(yes, x), sketch.award(yes, fixed)];
    sketch.highest(&awards);
    let decision = evaluate(&sketch.plan, &sketch.unknown()).unwrap();
    assert_eq!(decision.total, bounds(20, 50));
}

#[test]
fn a_common_limit_leaves_nothing_for_the_last() {
    let mut sketch = Sketch::new();
    let yes = sketch.truth(true);
    let amounts = [60, 60, 60].map(|amount| sketch.number(amount));
    let awards = amounts.map(|amount| sketch.award(yes, amount));
    let group = sketch.together(&awards, 100);
    let expected =
        [Outcome::Awarded(whole(60)), Outcome::Awarded(whole(40)), Outcome::Displaced { by: None, group }];
    assert_eq!(outcomes(&sketch, &sketch.unknown()), expected);
}

#[test]
fn an_official_decides_between_bounds() {
    let mut sketch = Sketch::new();
    let eligible = sketch.fact(Bool);
    let condition = sketch.add(Op::Input(eligible));
    let (low, high) = (sketch.number(5), sketch.number(200));
    let (_, decision) = sketch.decided(condition, low, high);
    let yes = (eligible, Known::Bool(true));
    let made = |amount| (decision, Known::Number(whole(amount)));
    let run = |known: &[(_, _)]| outcomes(&sketch, &sketch.given(known)).remove(0);
    assert_eq!(run(std::slice::from_ref(&yes)), Outcome::UpTo(bounds(5, 200)));
    assert_eq!(run(&[yes.clone(), made(150)]), Outcome::Awarded(whole(150)));
    assert_eq!(run(&[(eligible, Known::Bool(false))]), Outcome::NotEligible);
    let missing = vec![Missing::Input(eligible)];
    assert_eq!(run(&[]), Outcome::Undetermined { bounds: Some(bounds(0, 200)), missing });
    let total = evaluate(&sketch.plan, &sketch.given(std::slice::from_ref(&yes))).unwrap().total;
    assert_eq!(total, bounds(5, 200));
    for outside in [4, 201] {
        let refused = evaluate(&sketch.plan, &sketch.given(&[yes.clone(), made(outside)])).unwrap_err();
        assert_eq!(refused[0].entry.code, "E0653");
        assert!(refused[0].message(crate::diagnostic::Lang::En).contains("at least 5, at most 200"));
    }
}

#[test]
fn a_decision_that_is_open_bounds_its_rivals() {
    let mut sketch = Sketch::new();
    let yes = sketch.truth(true);
    let (zero, high, ten, big) =
        (sketch.number(0), sketch.number(200), sketch.number(10), sketch.number(500));
    let (decided, decision) = sketch.decided(yes, zero, high);
    let fixed = sketch.award(yes, ten);
    let awards = [decided, fixed];
    sketch.highest(&awards);
    sketch.award(yes, big);
    let missing = vec![Missing::Input(decision)];
    let got = outcomes(&sketch, &sketch.unknown());
    assert_eq!(got[0], Outcome::UpTo(bounds(0, 200)), "its own decision is not missing");
    assert_eq!(got[1], Outcome::Undetermined { bounds: Some(bounds(0, 10)), missing });
    let total = evaluate(&sketch.plan, &sketch.unknown()).unwrap().total;
    assert_eq!(total.high, Some(whole(700)));
    assert_eq!(total.low, whole(510));
}

#[test]
fn a_support_has_no_amount() {
    let mut sketch = Sketch::new();
    let eligible = sketch.fact(Bool);
    let condition = sketch.add(Op::Input(eligible));
    sketch.support(condition);
    let run = |known: &[(_, _)]| outcomes(&sketch, &sketch.given(known)).remove(0);
    assert_eq!(run(&[(eligible, Known::Bool(true))]), Outcome::Entitled);
    assert_eq!(run(&[(eligible, Known::Bool(false))]), Outcome::NotEligible);
    assert_eq!(run(&[]), Outcome::Undetermined { bounds: None, missing: vec![Missing::Input(eligible)] });
}

#[test]
fn what_pays_nothing_in_any_case_takes_the_latest_stage() {
    // Not eligible, or eligible and used up: exhausted.
    let mut sketch = Sketch::new();
    let (perhaps, amount) = (sketch.read(Bool), sketch.number(10));
    sketch.award_with(perhaps, amount, |sketch, gross| {
        let paid = sketch.paid(0, PaidScope::Ever);
        let before = sketch.compare(paid, Comparison::More, 0);
        (gross, Some(before))
    });
    let mut inputs = sketch.unknown();
    inputs.history = Some(vec![payment(0, None, 1)]);
    assert_eq!(outcomes(&sketch, &inputs), [Outcome::Exhausted]);
}

#[test]
fn a_figure_that_does_not_fit_is_refused() {
    let mut sketch = Sketch::new();
    let (yes, input) = (sketch.truth(true), sketch.fact(money()));
    let x = sketch.add(Op::Input(input));
    let squared = sketch.add(Op::Multiply(x, x));
    sketch.award(yes, squared);
    let huge = Known::Number(Rational::whole(i128::MAX));
    let refused = evaluate(&sketch.plan, &sketch.given(&[(input, huge)])).unwrap_err();
    assert_eq!(refused[0].entry.code, "E0650");
}

#[test]
fn the_trace_holds_every_value() {
    let mut sketch = Sketch::new();
    let (yes, input) = (sketch.truth(true), sketch.fact(money()));
    let x = sketch.add(Op::Input(input));
    let twice = sketch.times(x, whole(2));
    sketch.award(yes, twice);
    let known = sketch.given(&[(input, Known::Number(whole(21)))]);
    let trace = evaluate(&sketch.plan, &known).unwrap().trace;
    assert_eq!(*trace.values.at(twice), Value::exact(whole(42)));
    assert_eq!(trace.values.len(), sketch.plan.nodes.len());
    let trace = evaluate(&sketch.plan, &sketch.unknown()).unwrap().trace;
    assert_eq!(*trace.values.at(twice), Value::Number { low: Some(whole(0)), high: None });
}
