//! What is decided, and between which bounds, where facts are missing.

use crate::arena::Id as _;
use crate::calendar::Date;
use crate::evaluate::{Bounds, Missing, Outcome, Value, evaluate};
use crate::money::Rational;
use crate::plan::{AwardId, InputId, Known, Op, PaidScope};
use crate::syntax::ast::{AggregateKind, Comparison};

use super::sketch::{Sketch, choices, count, money, payment, whole};
use crate::plan::InputType::{Bool, Enum, Set, Text};

fn bounds(low: i128, high: Option<i128>) -> Bounds {
    Bounds { low: whole(low), high: high.map(whole) }
}

fn undetermined(low: i128, high: Option<i128>, missing: &[usize]) -> Outcome {
    let missing = missing.iter().map(|input| Missing::Input(InputId::new(*input))).collect();
    Outcome::Undetermined { bounds: Some(bounds(low, high)), missing }
}

fn awarded(amount: i128) -> Outcome {
    Outcome::Awarded(whole(amount))
}

/// The outcomes and the total, nothing being known.
fn of_nothing(sketch: &Sketch) -> (Vec<Outcome>, Bounds) {
    let decision = evaluate(&sketch.plan, &sketch.unknown()).unwrap();
    (decision.awards.iter().cloned().collect(), decision.total)
}

#[test]
fn what_every_completion_agrees_on_is_the_answer() {
    let mut sketch = Sketch::new();
    let x = sketch.read(money());
    let (many, few) = (sketch.compare(x, Comparison::AtLeast, 6), sketch.compare(x, Comparison::Less, 6));
    let always = sketch.add(Op::Or(vec![many, few]));
    let never = sketch.add(Op::And(vec![many, few]));
    let pays = sketch.number(100);
    sketch.award(always, pays);
    sketch.award(never, pays);
    let (outcomes, total) = of_nothing(&sketch);
    assert_eq!(outcomes, [awarded(100), Outcome::NotEligible]);
    assert_eq!(total, bounds(100, Some(100)));
}

#[test]
fn a_number_is_divided_where_it_is_compared() {
    // 30k + 5k for each above 6, where there are at least 6, at most 100k.
    let mut sketch = Sketch::new();
    let x = sketch.read(count());
    let eligible = sketch.compare(x, Comparison::AtLeast, 6);
    let six = sketch.number(6);
    let above = sketch.add(Op::Add(vec![(false, x), (true, six)]));
    let zero = sketch.number(0);
    let above = sketch.add(Op::Max(vec![zero, above]));
    let more = sketch.times(above, whole(5000));
    let base = sketch.number(30_000);
    let sum = sketch.plus(base, more);
    sketch.award(eligible, sum);
    let limit = sketch.number(100_000);
    let limited = sketch.add(Op::Min(vec![sum, limit]));
    let certain = sketch.truth(true);
    sketch.award(certain, limited);
    let (outcomes, _) = of_nothing(&sketch);
    assert_eq!(outcomes[0], undetermined(0, None, &[0]));
    assert_eq!(outcomes[1], undetermined(30_000, Some(100_000), &[0]));
}

#[test]
fn the_same_number_in_two_places_is_one_number() {
    // Below 6 it pays 10, from 6 on 20: never both, never none.
    let mut sketch = Sketch::new();
    let x = sketch.read(count());
    let many = sketch.compare(x, Comparison::AtLeast, 6);
    let few = sketch.compare(x, Comparison::AtMost, 5);
    let (ten, twenty) = (sketch.number(10), sketch.number(20));
    sketch.award(many, twenty);
    sketch.award(few, ten);
    let (outcomes, total) = of_nothing(&sketch);
    assert_eq!(outcomes, [undetermined(0, Some(20), &[0]), undetermined(0, Some(10), &[0])]);
    assert_eq!(total, bounds(10, Some(20)));
}

#[test]
fn a_condition_through_arithmetic_divides_the_fact() {
    // 5% of x at least 100 pays; less than 2000 pays the same: always.
    let mut sketch = Sketch::new();
    let x = sketch.read(money());
    let share = sketch.times(x, Rational::new(5, 100).unwrap());
    let enough = sketch.compare(share, Comparison::AtLeast, 100);
    let other = sketch.compare(x, Comparison::Less, 2000);
    let either = sketch.add(Op::Or(vec![enough, other]));
    let pays = sketch.number(7);
    sketch.award(either, pays);
    // Subtracted: 3 - x above 1 or x at least 2.
    let three = sketch.number(3);
    let rest = sketch.add(Op::Add(vec![(false, three), (true, x)]));
    let rest = sketch.compare(rest, Comparison::More, 1);
    let two = sketch.compare(x, Comparison::AtLeast, 2);
    let either = sketch.add(Op::Or(vec![rest, two]));
    sketch.award(either, pays);
    // Whole part: floor(x / 2) at most 1 or x at least 4.
    let half = sketch.add(Op::Number(Rational::new(1, 2).unwrap()));
    let steps = sketch.add(Op::Multiply(x, half));
    let steps = sketch.add(Op::Floor(steps));
    let low = sketch.compare(steps, Comparison::AtMost, 1);
    let four = sketch.compare(x, Comparison::AtLeast, 4);
    let either = sketch.add(Op::Or(vec![low, four]));
    sketch.award(either, pays);
    assert_eq!(of_nothing(&sketch).0, [awarded(7), awarded(7), awarded(7)]);
}

#[test]
fn ratios_divide_the_number_that_is_unknown() {
    let mut sketch = Sketch::new();
    let (part, all) = (sketch.read(count()), sketch.read(count()));
    let third = sketch.add(Op::Number(Rational::new(1, 3).unwrap()));
    let mut ratio = |comparison| {
        sketch.add(Op::CompareRatio { comparison, numerator: part, denominator: all, right: third })
    };
    let (enough, little) = (ratio(Comparison::AtLeast), ratio(Comparison::Less));
    let either = sketch.add(Op::Or(vec![enough, little]));
    let pays = sketch.number(9);
    sketch.award(either, pays);
    let f = InputId::new;
    let run = |known: &[(InputId, Known)]| {
        let decision = evaluate(&sketch.plan, &sketch.given(known)).unwrap();
        decision.awards.at(AwardId::new(0)).clone()
    };
    assert_eq!(run(&[(f(1), Known::Number(whole(42)))]), awarded(9), "whatever the part");
    assert_eq!(run(&[(f(0), Known::Number(whole(3)))]), undetermined(0, Some(9), &[1]), "none at all");
    assert_eq!(run(&[(f(1), Known::Number(whole(0)))]), Outcome::NotEligible, "part of nothing");
}

#[test]
fn enumerations_and_sets_are_divided_by_what_is_asked() {
    let mut sketch = Sketch::new();
    let kind = sketch.read(Enum(choices(4)));
    let held = sketch.read(Set(choices(3)));
    let (university, firm) = (sketch.add(Op::Among(kind, 0b0110)), sketch.add(Op::Among(kind, 0b0001)));
    let (ten, twenty, thirty) = (sketch.number(10), sketch.number(20), sketch.number(30));
    sketch.award(university, ten);
    sketch.award(firm, twenty);
    let [a, b] = [0, 1].map(|member| sketch.add(Op::Has(held, member)));
    let (a, b) = (sketch.when(a, twenty, 0), sketch.when(b, thirty, 0));
    let best = sketch.add(Op::Max(vec![a, b, ten]));
    let certain = sketch.truth(true);
    sketch.award(certain, best);
    let (outcomes, total) = of_nothing(&sketch);
    assert_eq!(outcomes[0], undetermined(0, Some(10), &[0]));
    assert_eq!(outcomes[1], undetermined(0, Some(20), &[0]));
    assert_eq!(outcomes[2], undetermined(10, Some(30), &[1]));
    assert_eq!(total, bounds(10, Some(50)), "at most one of the first two, jointly");
}

#[test]
fn a_fact_on_which_nothing_depends_is_not_missing() {
    let mut sketch = Sketch::new();
    let (u, v, w) = (sketch.read(Bool), sketch.read(Bool), sketch.read(Bool));
    let not = sketch.add(Op::Not(u));
    let never = sketch.add(Op::And(vec![u, not]));
    let either = sketch.add(Op::Or(vec![never, v]));
    // v exclusive-or w
    let (not_v, not_w) = (sketch.add(Op::Not(v)), sketch.add(Op::Not(w)));
    let (one, other) = (sketch.add(Op::And(vec![v, not_w])), sketch.add(Op::And(vec![not_v, w])));
    let exclusive = sketch.add(Op::Or(vec![one, other]));
    let pays = sketch.number(5);
    sketch.award(either, pays);
    sketch.award(exclusive, pays);
    let (outcomes, _) = of_nothing(&sketch);
    assert_eq!(outcomes, [undetermined(0, Some(5), &[1]), undetermined(0, Some(5), &[1, 2])]);
}

#[test]
fn items_of_lists_are_divided_field_by_field() {
    let mut sketch = Sketch::new();
    let (input, list) = sketch.list(vec![money(), Bool]);
    let (interest, repaid) = (sketch.item(list, Op::Field(0)), sketch.item(list, Op::Field(1)));
    let sum = sketch.reduce(list, AggregateKind::Sum, Some(interest), Some(repaid));
    let half = sketch.times(sum, Rational::new(1, 2).unwrap());
    let certain = sketch.truth(true);
    sketch.award(certain, half);
    let item = |interest, repaid| vec![Known::Number(whole(interest)), repaid];
    let loans = Known::List(vec![item(100_000, Known::Bool(true)), item(60_000, Known::Unknown)]);
    let decision = evaluate(&sketch.plan, &sketch.given(&[(input, loans)])).unwrap();
    let missing = vec![Missing::Field { input, item: 1, field: 1 }];
    let expected = Outcome::Undetermined { bounds: Some(bounds(50_000, Some(80_000))), missing };
    assert_eq!(*decision.awards.at(AwardId::new(0)), expected);
    let second = &decision.trace.items.iter().next().unwrap()[1];
    assert_eq!(*second.at(repaid), Value::Bool(None));

    let decision = evaluate(&sketch.plan, &sketch.unknown()).unwrap();
    assert_eq!(*decision.awards.at(AwardId::new(0)), undetermined(0, None, &[0]), "an unknown list");
    let decision = evaluate(&sketch.plan, &sketch.given(&[(input, Known::List(Vec::new()))])).unwrap();
    assert_eq!(*decision.awards.at(AwardId::new(0)), Outcome::NotEligible, "an empty list");
}

#[test]
fn all_and_any_of_nothing() {
    let mut sketch = Sketch::new();
    let (input, list) = sketch.list(vec![Bool]);
    let good = sketch.item(list, Op::Field(0));
    let pays = sketch.number(1);
    for kind in [AggregateKind::Any, AggregateKind::All] {
        let holds = sketch.reduce(list, kind, None, Some(good));
        sketch.award(holds, pays);
    }
    let run = |items: Vec<Known>| {
        let items = Known::List(items.into_iter().map(|field| vec![field]).collect());
        let decision = evaluate(&sketch.plan, &sketch.given(&[(input, items)])).unwrap();
        decision.awards.iter().cloned().collect::<Vec<_>>()
    };
    let (yes, no) = (awarded(1), Outcome::NotEligible);
    assert_eq!(run(vec![]), [no.clone(), yes.clone()]);
    assert_eq!(run(vec![Known::Bool(true), Known::Bool(false)]), [yes.clone(), no.clone()]);
    assert_eq!(run(vec![Known::Bool(true), Known::Unknown])[0], yes);
    assert_eq!(run(vec![Known::Unknown, Known::Bool(false)])[1], no);
}

#[test]
fn the_date_is_divided_at_the_days_that_matter() {
    let mut sketch = Sketch::new();
    let today = sketch.add(Op::AsOf);
    let [first, last] = ["2024-02-02", "2029-02-01"].map(|day| {
        let day = Date::parse(day).unwrap();
        sketch.add(Op::Date(day))
    });
    let begun = sketch.add(Op::Compare(Comparison::AtLeast, today, first));
    let open = sketch.add(Op::Compare(Comparison::AtMost, today, last));
    let closed = sketch.add(Op::Compare(Comparison::More, today, last));
    let before = sketch.add(Op::Compare(Comparison::Less, today, first));
    let always = sketch.add(Op::Or(vec![before, open, closed]));
    let within = sketch.add(Op::And(vec![begun, open]));
    let pays = sketch.number(4);
    sketch.award(always, pays);
    sketch.award(within, pays);
    let mut inputs = sketch.unknown();
    inputs.as_of = None;
    let decision = evaluate(&sketch.plan, &inputs).unwrap();
    let missing = vec![Missing::AsOf];
    let expected = Outcome::Undetermined { bounds: Some(bounds(0, Some(4))), missing };
    assert_eq!(decision.awards.iter().cloned().collect::<Vec<_>>(), [awarded(4), expected]);
}

#[test]
fn an_unknown_year_takes_each_year_of_history_or_another() {
    let mut sketch = Sketch::new();
    let (certain, amount) = (sketch.truth(true), sketch.number(80));
    sketch.award_with(certain, amount, |sketch, gross| {
        let (limit, zero) = (sketch.number(100), sketch.number(0));
        let paid = sketch.paid(0, PaidScope::THIS_YEAR);
        let left = sketch.add(Op::Add(vec![(false, limit), (true, paid)]));
        let left = sketch.add(Op::Max(vec![zero, left]));
        (sketch.add(Op::Min(vec![gross, left])), None)
    });
    let mut inputs = sketch.unknown();
    inputs.history =
        Some(vec![payment(0, Some(2018), 50), payment(0, Some(2019), 100), payment(0, None, 1000)]);
    let mut run = |year| {
        inputs.year = year;
        evaluate(&sketch.plan, &inputs).unwrap().awards.at(AwardId::new(0)).clone()
    };
    assert_eq!(run(Some(2018)), awarded(50));
    assert_eq!(run(Some(2019)), Outcome::Exhausted);
    assert_eq!(run(Some(2020)), awarded(80));
    let missing = vec![Missing::AsOf];
    assert_eq!(run(None), Outcome::Undetermined { bounds: Some(bounds(0, Some(80))), missing });
}

#[test]
fn an_unknown_year_may_be_one_in_which_an_older_payment_still_counts() {
    let mut sketch = Sketch::new();
    let (certain, amount) = (sketch.truth(true), sketch.number(80));
    sketch.award_with(certain, amount, |sketch, gross| {
        let (limit, zero) = (sketch.number(100), sketch.number(0));
        let paid = sketch.paid(0, PaidScope::Years(3));
        let left = sketch.add(Op::Add(vec![(false, limit), (true, paid)]));
        let left = sketch.add(Op::Max(vec![zero, left]));
        (sketch.add(Op::Min(vec![gross, left])), None)
    });
    let mut inputs = sketch.unknown();
    inputs.history =
        Some(vec![payment(0, Some(2018), 60), payment(0, Some(2020), 40), payment(0, None, 1000)]);
    let mut run = |year| {
        inputs.year = year;
        evaluate(&sketch.plan, &inputs).unwrap().awards.at(AwardId::new(0)).clone()
    };
    let years = [2017, 2018, 2019, 2020, 2021, 2022, 2023].map(|year| run(Some(year)));
    assert_eq!(years[..4], [awarded(80), awarded(40), awarded(40), Outcome::Exhausted]);
    assert_eq!(years[4..], [awarded(60), awarded(60), awarded(80)]);
    let missing = vec![Missing::AsOf];
    assert_eq!(run(None), Outcome::Undetermined { bounds: Some(bounds(0, Some(80))), missing });
}

#[test]
fn unknown_text_is_one_text() {
    let mut sketch = Sketch::new();
    let name = sketch.read(Text);
    let wanted = sketch.add(Op::Text("甲".into()));
    let same = sketch.add(Op::SameText(name, wanted));
    let other = sketch.add(Op::Not(same));
    let either = sketch.add(Op::Or(vec![same, other]));
    let pays = sketch.number(3);
    sketch.award(either, pays);
    sketch.award(same, pays);
    assert_eq!(of_nothing(&sketch).0, [awarded(3), undetermined(0, Some(3), &[0])]);
}

#[test]
fn an_optional_fact_may_be_absent() {
    let mut sketch = Sketch::new();
    let input = sketch.fact(money());
    sketch.plan.inputs.at_mut(input).optional = true;
    let x = sketch.add(Op::Input(input));
    let (many, few) = (sketch.compare(x, Comparison::AtLeast, 6), sketch.compare(x, Comparison::Less, 6));
    let either = sketch.add(Op::Or(vec![many, few]));
    let pays = sketch.number(100);
    sketch.award(either, pays);
    let guarded = sketch.times(x, whole(2));
    sketch.award(many, guarded);
    assert_eq!(of_nothing(&sketch).0, [undetermined(0, Some(100), &[0]), undetermined(0, None, &[0])]);
    let decision = evaluate(&sketch.plan, &sketch.given(&[(input, Known::Absent)])).unwrap();
    assert!(decision.awards.iter().all(|outcome| *outcome == Outcome::NotEligible));

    let certain = sketch.truth(true);
    sketch.award(certain, x);
    let refused = evaluate(&sketch.plan, &sketch.given(&[(input, Known::Absent)])).unwrap_err();
    assert_eq!(refused[0].entry.code, "E0652");
}

#[test]
fn many_unknowns_end_in_bounds_that_hold() {
    // 200 unknown bools whose sum counts: far more cases than can be tried.
    let mut sketch = Sketch::new();
    let bools: Vec<_> = (0..200).map(|_| sketch.read(Bool)).collect();
    let one = sketch.number(1);
    let ones: Vec<_> = bools.iter().map(|bool| (false, sketch.when(*bool, one, 0))).collect();
    let sum = sketch.add(Op::Add(ones));
    let certain = sketch.truth(true);
    sketch.award(certain, sum);
    let all: Vec<usize> = (0..200).collect();
    assert_eq!(of_nothing(&sketch).0, [undetermined(0, Some(200), &all)]);
}

#[test]
fn awards_that_share_one_unknown_come_apart_once_it_is_decided() {
    // Twelve awards of six unknown bools each, all for one kind of applicant: 2^72 cases if taken together.
    let mut sketch = Sketch::new();
    let kind = sketch.read(Enum(choices(3)));
    let firm = sketch.add(Op::Among(kind, 0b001));
    let other = sketch.add(Op::Among(kind, 0b110));
    for award in 0..12 {
        let [a, b, c, d, e, f] = [(); 6].map(|()| sketch.read(Bool));
        // The same bools in two places, so that bounds alone would be too wide.
        let not = sketch.add(Op::Not(a));
        let (first, second) = (sketch.add(Op::And(vec![a, b, c])), sketch.add(Op::And(vec![not, d, e, f])));
        let (ten, twenty) = (sketch.number(10), sketch.number(20));
        let (ten, twenty) = (sketch.when(first, ten, 0), sketch.when(second, twenty, 0));
        let sum = sketch.plus(ten, twenty);
        sketch.award(if award < 6 { firm } else { other }, sum);
    }
    let (outcomes, total) = of_nothing(&sketch);
    for (award, outcome) in outcomes.iter().enumerate() {
        let missing: Vec<usize> = [0].into_iter().chain(award * 6 + 1..award * 6 + 7).collect();
        assert_eq!(*outcome, undetermined(0, Some(20), &missing));
    }
    assert_eq!(total, bounds(0, Some(120)), "six of them at most");
}

#[test]
fn thousands_of_awards_are_decided_in_one_go() {
    let mut sketch = Sketch::new();
    let kind = sketch.read(Enum(choices(60)));
    let pays = sketch.number(1);
    for award in 0..3000 {
        let own = sketch.read(Bool);
        let mine = sketch.add(Op::Among(kind, 1 << (award % 60)));
        let both = sketch.add(Op::And(vec![mine, own]));
        sketch.award(both, pays);
    }
    let (outcomes, total) = of_nothing(&sketch);
    assert!(
        outcomes
            .iter()
            .enumerate()
            .all(|(award, outcome)| *outcome == undetermined(0, Some(1), &[0, award + 1]))
    );
    assert_eq!(total.low, whole(0));
    assert!(total.high.is_some_and(|high| high >= whole(50)));
}
