//! Ranges: what is proved holds at the edges of all facts, and what cannot be proved is refused with its place.

use proptest::prelude::*;

use super::run::{Case, Run};
use super::write::*;
use super::{codes_of, plan_of};
use crate::diagnostic::Lang;
use crate::money::{Direction, Rational, Rounding};
use crate::plan::{Known, lower};
use crate::program::*;
use crate::syntax::ast::{Comparison, Scope};

fn area() -> Type {
    of(Dimension::Quantity("m²".into()))
}

#[test]
fn a_product_that_may_not_fit_is_refused_with_its_facts() {
    let mut draft = Draft::new();
    let (price, size) = (draft.money_fact("price"), draft.fact("size", area()));
    draft.award("a", vec![pays(product(vec![(false, price), (false, size)], cny()))]);
    let found = lower(&draft.program).unwrap_err();
    assert_eq!(found.len(), 1, "nothing that follows from it is reported again: {found:?}");
    assert_eq!(found[0].entry.code, "E0601");
    let words =
        [Lang::Zh, Lang::En].map(|lang| format!("{}\n{}", found[0].message(lang), found[0].help(lang)));
    insta::assert_snapshot!(words.join("\n\n"));
    let places: Vec<_> = found[0].labels.iter().map(|&(span, _)| span).collect();
    assert_eq!(places, [at(0), at(100), at(101)]);
}

#[test]
fn a_range_is_the_way_out() {
    let mut draft = Draft::new();
    let price = draft.fact_within("price", cny(), None, Some("100000"));
    let size = draft.fact_within("size", area(), None, Some("1000000"));
    draft.award("a", vec![pays(product(vec![(false, price), (false, size)], cny()))]);
    let plan = plan_of(&draft);
    let run = Run::new(&plan, &Case::default().number("price", "100000").number("size", "1000000"));
    run.check_ranges();
    assert_eq!(run.net("a"), "100000000000");
}

#[test]
fn usual_amounts_need_no_range() {
    let mut draft = Draft::new();
    let (x, rate) = (draft.money_fact("x"), draft.fact("rate", of(Dimension::Ratio)));
    let pieces = draft.fact("pieces", of(Dimension::Count(None)));
    let (each, fields) = draft.list("loans", &[("interest", cny())]);
    draft.award("share", vec![pays(product(vec![(false, x.clone()), (false, rate)], cny()))]);
    let each_one = ExprKind::ForEach { amount: Box::new(money("5000")), count: Box::new(pieces.clone()) };
    draft.award("pieces", vec![pays(expr(each_one, cny())), at_most(money("1"), Some(Scope::InAll))]);
    draft.award("priced", vec![pays(product(vec![(false, x), (false, pieces)], cny()))]);
    let third = product(vec![(false, fields[0].clone()), (true, count(3))], cny());
    let items = draft.award("items", vec![per_item(pays(third)), line(LineKind::Times(ratio("1.1")))]);
    draft.change(items, |award| award.each = Some(each));
    plan_of(&draft);
}

#[test]
fn quotients_of_items_are_not_summed_unless_rounded() {
    let draft = |rounded: bool| {
        let mut draft = Draft::new();
        let (each, fields) =
            draft.list("loans", &[("interest", cny()), ("months", of(Dimension::Count(None)))]);
        let safe = ExprKind::Extreme { highest: true, values: vec![fields[1].clone(), count(1)] };
        let divisor = expr(safe, of(Dimension::Count(None)));
        let mut lines =
            vec![per_item(pays(product(vec![(false, fields[0].clone()), (true, divisor)], cny())))];
        if rounded {
            lines.push(per_item(line(LineKind::Rounded(Rounding::half_up_to_fen()))));
        }
        let award = draft.award("a", lines);
        draft.change(award, |award| award.each = Some(each));
        draft
    };
    assert_eq!(codes_of(&draft(false)), ["E0603"]);
    let plan = plan_of(&draft(true));
    let loan =
        |interest: &str, months: &str| vec![Known::Number(decimal(interest)), Known::Number(decimal(months))];
    let loans =
        Known::List(vec![loan("1", "7"), loan("1", "11"), loan("999999999999999", "999999999999999")]);
    let run = Run::new(&plan, &Case::default().with("loans", loans));
    run.check_ranges();
    assert_eq!(run.net("a"), "1.23");
}

#[test]
fn several_findings_come_in_one_run() {
    let mut draft = Draft::new();
    let (price, size) = (draft.money_fact("price"), draft.fact("size", area()));
    let at_place = |expr: Expr, place| Expr { span: at(place), ..expr };
    let wide = product(vec![(false, price.clone()), (false, size.clone())], cny());
    let divided = product(vec![(false, price), (true, size)], cny());
    draft.award("a", vec![pays(at_place(wide, 20))]);
    draft.award("b", vec![pays(at_place(divided, 30))]);
    assert_eq!(codes_of(&draft), ["E0601", "E0602"]);
}

/// What a generated award is made of.
#[derive(Clone, Debug)]
enum Piece {
    Times(&'static str),
    Plus(usize),
    Minus(usize),
    AtMost(&'static str, Option<Scope>, Option<usize>),
    AtLeast(&'static str),
    NothingBelow(&'static str),
    Rounded(Direction, &'static str),
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let figure =
        prop::sample::select(vec!["0", "0.000001", "0.005", "1", "99.995", "100000", "999999999999999"]);
    let scope =
        prop::sample::select(vec![None, Some(Scope::PerYear), Some(Scope::InYears(3)), Some(Scope::InAll)]);
    let step = prop::sample::select(vec!["0.01", "0.1", "1", "30", "10000"]);
    let direction =
        prop::sample::select(vec![Direction::HalfUp, Direction::HalfEven, Direction::Down, Direction::Up]);
    let piece = prop_oneof![
        prop::sample::select(vec!["0", "0.5", "1", "1.1", "0.333333"]).prop_map(Piece::Times),
        (0..3_usize).prop_map(Piece::Plus),
        (0..3_usize).prop_map(Piece::Minus),
        (figure.clone(), scope, prop::option::of(0..2_usize)).prop_map(|(f, s, c)| Piece::AtMost(f, s, c)),
        figure.clone().prop_map(Piece::AtLeast),
        figure.prop_map(Piece::NothingBelow),
        (direction, step).prop_map(|(direction, step)| Piece::Rounded(direction, step)),
    ];
    prop::collection::vec(piece, 0..6)
}

fn edge() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "0",
        "0.000001",
        "0.004999",
        "0.005",
        "0.01",
        "1",
        "99.994999",
        "99.995",
        "100000",
        "100000.005",
        "999999999999999.999999",
    ])
}

fn award_of(pieces: &[Piece]) -> Draft {
    let mut draft = Draft::new();
    let facts = ["x", "y", "z"].map(|name| draft.money_fact(name));
    let flags = ["f", "g"].map(|name| draft.yes_or_no(name));
    let line_of = |piece: &Piece| {
        line(match piece {
            Piece::Times(factor) => LineKind::Times(ratio(factor)),
            Piece::Plus(fact) => LineKind::Plus(facts[*fact].clone()),
            Piece::Minus(fact) => LineKind::Minus(facts[*fact].clone()),
            Piece::AtMost(limit, scope, flag) => {
                let limit = match flag {
                    Some(flag) => case(vec![(Some(flags[*flag].clone()), money(limit))]),
                    None => money(limit),
                };
                LineKind::AtMost { limit, scope: *scope, shared: None }
            }
            Piece::AtLeast(least) => LineKind::AtLeast(money(least)),
            Piece::NothingBelow(least) => LineKind::NothingBelow(money(least)),
            Piece::Rounded(direction, step) => {
                LineKind::Rounded(Rounding { direction: *direction, step: decimal(step) })
            }
        })
    };
    let lines = [pays(facts[0].clone())].into_iter().chain(pieces.iter().map(line_of)).collect();
    let award = draft.award("a", lines);
    let condition = compare(Comparison::AtLeast, facts[0].clone(), money("0"));
    draft.change(award, |award| award.conditions.push(condition));
    draft
}

/// The amount by the words of semantics, line by line, without a plan.
fn by_hand(pieces: &[Piece], x: [&str; 3], flags: [bool; 2], paid: [Rational; 4], history: bool) -> Rational {
    let facts = x.map(decimal);
    let sum = |all: &[Rational]| all.iter().fold(Rational::ZERO, |sum, one| sum.plus(*one).unwrap());
    let mut amount = facts[0];
    let mut limits: Vec<Rational> = vec![];
    let within = |amount: Rational, limits: &[Rational], rounding: Rounding| {
        let rounded = rounding.apply(amount).unwrap();
        if rounded == amount {
            return rounded;
        }
        limits.iter().fold(rounded, |rounded, &limit| rounded.min(rounding.down().apply(limit).unwrap()))
    };
    for piece in pieces {
        match piece {
            Piece::Times(factor) => {
                if decimal(factor) > Rational::ONE {
                    limits.clear();
                }
                amount = amount.times(decimal(factor)).unwrap();
            }
            Piece::Plus(fact) => {
                limits.clear();
                amount = amount.plus(facts[*fact]).unwrap();
            }
            Piece::Minus(fact) => amount = amount.minus(facts[*fact]).unwrap().max(Rational::ZERO),
            Piece::AtMost(limit, scope, flag) => {
                if flag.is_some_and(|flag| !flags[flag]) {
                    continue;
                }
                let counted = match scope {
                    Some(Scope::PerYear) if history => paid[0],
                    Some(Scope::InYears(3)) if history => sum(&paid[..2]),
                    Some(Scope::InAll) if history => sum(&paid),
                    _ => Rational::ZERO,
                };
                let left = decimal(limit).minus(counted).unwrap().max(Rational::ZERO);
                amount = amount.min(left);
                limits.push(left);
            }
            Piece::AtLeast(least) => {
                limits.clear();
                if amount.is_positive() {
                    amount = amount.max(decimal(least));
                }
            }
            Piece::NothingBelow(least) => {
                if amount < decimal(least) {
                    amount = Rational::ZERO;
                }
            }
            Piece::Rounded(direction, step) => {
                amount = within(amount, &limits, Rounding { direction: *direction, step: decimal(step) });
            }
        }
    }
    within(amount, &limits, Rounding::half_up_to_fen())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn amounts_are_those_of_the_words_and_ranges_hold_at_the_edges(
        pieces in pieces(),
        x in [edge(), edge(), edge()],
        flags in any::<[bool; 2]>(),
        paid in [edge(), edge(), edge(), edge()],
    ) {
        // A long row of factors may really not fit.
        let Ok(plan) = lower(&award_of(&pieces).program) else { return Err(TestCaseError::reject("too wide")) };
        let case = Case::default().number("x", x[0]).number("y", x[1]).number("z", x[2]);
        let case = case.flag("f", flags[0]).flag("g", flags[1]);
        // This year, the last of the span, the first before it, long ago.
        let case = case.paid("a", true, paid[0]).paid_ago("a", 2, paid[1]);
        let case = case.paid_ago("a", 3, paid[2]).paid("a", false, paid[3]);
        let run = Run::new(&plan, &case);
        run.check_ranges();
        let paid = paid.map(decimal);
        prop_assert_eq!(run.at(run.award("a").gross).number(), by_hand(&pieces, x, flags, paid, false));
        prop_assert_eq!(run.at(run.award("a").net).number(), by_hand(&pieces, x, flags, paid, true));
    }
}

/// An expression of facts, built from what may overflow.
#[derive(Clone, Debug)]
enum Tree {
    Fact(usize),
    Figure(&'static str),
    Sum(Box<Tree>, bool, Box<Tree>),
    Times(Box<Tree>, Box<Tree>),
    /// Divided by a fact that is never zero, or by the larger of one and something.
    Over(Box<Tree>, Result<usize, Box<Tree>>),
    Highest(Box<Tree>, Box<Tree>),
    Above(Box<Tree>, Box<Tree>),
    Steps(Box<Tree>, &'static str),
}

fn trees() -> impl Strategy<Value = Tree> {
    let figure = || prop::sample::select(vec!["0", "3", "7", "0.000001", "0.3", "12", "1000000007"]);
    let leaf = prop_oneof![(0..FACTS.len()).prop_map(Tree::Fact), figure().prop_map(Tree::Figure)];
    leaf.prop_recursive(5, 24, 2, move |inner| {
        let one = || inner.clone().prop_map(Box::new);
        prop_oneof![
            (one(), any::<bool>(), one()).prop_map(|(left, minus, right)| Tree::Sum(left, minus, right)),
            (one(), one()).prop_map(|(left, right)| Tree::Times(left, right)),
            (one(), 2..FACTS.len()).prop_map(|(left, fact)| Tree::Over(left, Ok(fact))),
            (one(), one()).prop_map(|(left, right)| Tree::Over(left, Err(right))),
            (one(), one()).prop_map(|(left, right)| Tree::Highest(left, right)),
            (one(), one()).prop_map(|(left, right)| Tree::Above(left, right)),
            (one(), prop::sample::select(vec!["7", "0.3"]))
                .prop_map(|(value, step)| Tree::Steps(value, step)),
        ]
    })
}

/// Name, range and values of the facts of trees; from the third on they are never zero.
const FACTS: [(&str, &str, &str, [&str; 3]); 4] = [
    ("wide", "-999999999999999", "999999999999999", ["-999999999999999", "0.000001", "999999999999999"]),
    ("small", "0", "100", ["0", "33.333333", "100"]),
    ("above", "0.01", "1000", ["0.01", "7.000001", "1000"]),
    ("below", "-50", "-3", ["-50", "-49.999999", "-3"]),
];

fn expr_of(tree: &Tree, facts: &[Expr]) -> Expr {
    let of_box = |tree: &Tree| Box::new(expr_of(tree, facts));
    let number = || of(Dimension::Plain);
    let figure = |text: &str| expr(ExprKind::Number(decimal(text)), number());
    expr(
        match tree {
            Tree::Fact(fact) => return facts[*fact].clone(),
            Tree::Figure(text) => return figure(text),
            Tree::Sum(left, minus, right) => {
                ExprKind::Sum(vec![(false, expr_of(left, facts)), (*minus, expr_of(right, facts))])
            }
            Tree::Times(left, right) => {
                ExprKind::Product(vec![(false, expr_of(left, facts)), (false, expr_of(right, facts))])
            }
            Tree::Over(left, Ok(fact)) => {
                ExprKind::Product(vec![(false, expr_of(left, facts)), (true, facts[*fact].clone())])
            }
            Tree::Over(left, Err(right)) => {
                let positive =
                    ExprKind::Extreme { highest: true, values: vec![expr_of(right, facts), figure("1")] };
                ExprKind::Product(vec![(false, expr_of(left, facts)), (true, expr(positive, number()))])
            }
            Tree::Highest(left, right) => {
                ExprKind::Extreme { highest: true, values: vec![expr_of(left, facts), expr_of(right, facts)] }
            }
            Tree::Above(left, right) => ExprKind::Above(of_box(left), of_box(right)),
            Tree::Steps(value, step) => {
                ExprKind::FullSteps { value: of_box(value), step: Box::new(figure(step)) }
            }
        },
        number(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 100_000, ..ProptestConfig::with_cases(500) })]
    #[test]
    fn what_is_proved_to_fit_fits(tree in trees(), values in any::<[prop::sample::Index; 4]>()) {
        let mut draft = Draft::new();
        let facts: Vec<Expr> = FACTS
            .iter()
            .map(|(name, low, high, _)| draft.fact_within(name, of(Dimension::Plain), Some(low), Some(high)))
            .collect();
        let value = expr_of(&tree, &facts);
        let award = draft.award("a", vec![pays(money("1"))]);
        let rounded = draft.award("b", vec![pays(value.clone())]);
        assert_ne!(award, rounded);
        draft.change(award, |award| award.conditions.push(compare(Comparison::More, value, facts[1].clone())));
        let Ok(plan) = lower(&draft.program) else { return Err(TestCaseError::reject("not proved")) };
        let case = FACTS.iter().zip(&values).fold(Case::default(), |case, ((name, _, _, edges), at)| {
            case.number(name, at.get::<&str>(edges))
        });
        // The interpreter stops where an operation does not fit.
        Run::new(&plan, &case).check_ranges();
    }
}
