//! Random programs and rows: simplified they give the same, and leave no more unknown.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::run::{Fact, Row, run};
use super::super::steps::Steps;
use super::super::{Bounds, Op, Outputs, Program, Rounded, StepId, Type};
use super::{Aim, simplify};
use crate::arena::{Arena, Id as _};
use crate::money::{Currency, Direction, Rational, Rounding};
use crate::plan::{Input, InputId, InputType, Plan, Targets};
use crate::program::{Dimension, Measure, Units, Validity};
use crate::source::{FileId, Span};
use crate::syntax::ast::Comparison;

/// Whole inputs: what they are held in, and the highest that any fact may be, if the rules say one.
const WHOLE: [(i128, i128, Option<i128>); 5] =
    [(0, 20, Some(20)), (0, 900_000_000_000_000, None), (-7, 60, None), (0, 40, None), (3, 9, Some(9))];
const TRUTHS: usize = 4;

fn plan() -> Plan {
    let span = Span::new(FileId::first(), 0..0);
    let input = |ty: InputType, low: Option<i128>, high: Option<i128>| Input {
        name: String::new(),
        label: None,
        question: None,
        ty,
        optional: false,
        by_year: false,
        low: low.map(Rational::whole),
        high: high.map(Rational::whole),
        default: None,
        decides: None,
        of_year: None,
        span,
    };
    let count = || InputType::Number(Measure::plain(Dimension::Count(None)));
    let whole = WHOLE.iter().map(|&(low, _, high)| input(count(), Some(low), high));
    let truths = (0..TRUTHS).map(|_| input(InputType::Bool, None, None));
    Plan {
        policy: String::new(),
        title: String::new(),
        in_force: Validity::default(),
        in_force_by: None,
        currency: Currency::CNY,
        rounding: Rounding::half_up_to_fen(),
        units: Units::default(),
        stacking: None,
        inputs: whole.chain(truths).collect(),
        nodes: Arena::new(),
        lists: Arena::new(),
        tables: Arena::new(),
        awards: Arena::new(),
        groups: Arena::new(),
        targets: Targets::default(),
        scores: Vec::new(),
        funds: Vec::new(),
    }
}

struct Draw<'n>(std::iter::Cycle<std::slice::Iter<'n, u16>>);

impl Draw<'_> {
    fn below(&mut self, end: usize) -> usize {
        usize::from(*self.0.next().unwrap()) % end
    }
    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

const COMPARISONS: [Comparison; 6] = [
    Comparison::Equal,
    Comparison::NotEqual,
    Comparison::Less,
    Comparison::AtMost,
    Comparison::More,
    Comparison::AtLeast,
];

const ROUNDED: [Rounded; 5] = [
    Rounded::Floor,
    Rounded::Named(Direction::HalfUp),
    Rounded::Named(Direction::HalfEven),
    Rounded::Named(Direction::Down),
    Rounded::Named(Direction::Up),
];

fn grow(steps: &mut Steps, numbers: &mut Vec<StepId>, truths: &mut Vec<StepId>, draw: &mut Draw<'_>) {
    let fixed = draw.of(&[0, 0, 1, 2, 5, 12, 20, 40, 100, -3]);
    let fixed = steps.push(Op::Whole(fixed), 1).unwrap();
    let (x, y) = (draw.of(numbers), draw.of(numbers));
    let (a, b, c) = (draw.of(truths), draw.of(truths), draw.of(truths));
    let other = if draw.below(3) == 0 { y } else { fixed };
    let factor = draw.of(&[1, 2, 5, -1, -4, 100]);
    let op = match draw.below(16) {
        0 | 1 => Op::Sum(draw.of(&[0, 0, 3, -20, 40]), vec![(factor, x)]),
        2 => Op::Sum(draw.of(&[0, 0, -5, 20]), vec![(factor, x), (draw.of(&[1, -1, 3]), y)]),
        3 | 4 => Op::Quotient(draw.of(&ROUNDED), x, draw.of(&[1, 2, 3, 20])),
        5 | 6 => Op::Min(x, other),
        7 | 8 => Op::Max(x, other),
        9 | 10 => Op::Select { condition: a, then: x, otherwise: other },
        11 => Op::Compare(draw.of(&COMPARISONS), x, other),
        12 => Op::And(vec![a, b]),
        13 => Op::Or(vec![a, b]),
        14 => Op::Not(a),
        _ => Op::AtLeast(2, vec![a, b, c]),
    };
    let Some(ty) = steps.type_of(&op) else { return };
    if matches!(ty, Type::Whole(bounds) if bounds.bits() > 90) {
        return;
    }
    let step = steps.push(op, 1).unwrap();
    if ty == Type::Truth { truths.push(step) } else { numbers.push(step) }
}

/// A program whose award pays between two of its numbers, where that is above zero and one of its truths holds.
fn program(draw: &mut Draw<'_>) -> Program {
    let mut steps = Steps::default();
    let mut numbers = Vec::new();
    for (at, &(low, high, _)) in WHOLE.iter().enumerate() {
        let ty = Type::Whole(Bounds { low, high });
        numbers.push(steps.with_type(Op::Input(InputId::new(at)), ty, 1));
    }
    let mut truths = Vec::new();
    for at in 0..TRUTHS {
        truths.push(steps.truth(Op::Input(InputId::new(WHOLE.len() + at))));
    }
    for _ in 0..draw.below(26) {
        grow(&mut steps, &mut numbers, &mut truths, draw);
    }
    let zero = steps.push(Op::Whole(0), 1).unwrap();
    let mut amount = || {
        let number = *numbers.iter().rev().nth(draw.below(3)).unwrap();
        let number = steps.push(Op::Max(number, zero), 1).unwrap();
        let positive = steps.truth(Op::Compare(Comparison::More, number, zero));
        let truth = *truths.iter().rev().nth(draw.below(3)).unwrap();
        let other = draw.of(&numbers);
        let also = steps.truth(Op::Compare(Comparison::More, other, zero));
        let condition = steps.truth(Op::And(vec![truth, positive, also]));
        steps.push(Op::Select { condition, then: number, otherwise: zero }, 1).unwrap()
    };
    let outputs = Outputs { low: amount(), high: amount(), exact: false, outcome: zero };
    let outcome = steps.push(Op::Whole(1), 1).unwrap();
    Program {
        tables: Arena::new(),
        steps: steps.arena,
        lists: Arena::new(),
        awards: std::iter::once(Outputs { outcome, ..outputs }).collect(),
        denominator: 1,
        refusals: Vec::new(),
    }
}

fn row(draw: &mut Draw<'_>, hidden: bool) -> Row {
    let edges = [0, 1, 2, 3, 4, 5, 7, 12, 13, 19, 20, 21, 40, 41, 100, 8_000, 900_000_000_000_000];
    let mut inputs = Arena::new();
    for (low, high, _) in WHOLE {
        let value = draw.of(&edges) + [-1, 0, 0, 1][draw.below(4)];
        let unknown = hidden && draw.below(3) == 0;
        inputs.push(if unknown { Fact::Unknown } else { Fact::Whole(value.clamp(low, high)) });
    }
    for _ in 0..TRUTHS {
        let (truth, unknown) = (draw.below(2) == 0, hidden && draw.below(3) == 0);
        inputs.push(if unknown { Fact::Unknown } else { Fact::Truth(truth) });
    }
    Row { inputs, as_of: None, paid: BTreeMap::new() }
}

/// A row with something for all that is unknown in it; also what lies beyond the form.
fn completed(row: &Row, draw: &mut Draw<'_>) -> Row {
    let mut row = row.clone();
    for (at, fact) in row.inputs.iter_mut().enumerate().filter(|(_, fact)| **fact == Fact::Unknown) {
        *fact = match WHOLE.get(at) {
            Some(&(low, _, high)) => {
                let value = draw.of(&[0, 1, 2, 5, 20, 21, 39, 100, 1_000_000]);
                Fact::Whole(value.clamp(low, high.unwrap_or(i128::MAX)))
            }
            None => Fact::Truth(draw.below(2) == 0),
        };
    }
    row
}

fn check(numbers: &[u16]) -> Result<(), TestCaseError> {
    let draw = &mut Draw(numbers.iter().cycle());
    let program = program(draw);
    let plan = plan();
    let [text, all, amounts] =
        [Aim::Text, Aim::Outcomes, Aim::Amounts].map(|aim| simplify(&plan, &program, aim));
    let (Some(text), Some(all), Some(amounts)) = (text, all, amounts) else { return Ok(()) };
    let ends = |program: &Program, row: &Row| {
        let granted = *run(program, row).awards.iter().next().unwrap();
        [granted.low, granted.high]
    };
    for hidden in [false, true, true] {
        let row = row(draw, hidden);
        let told = |with: &Program| format!("{program}\n{with}\n{:?}", row.inputs);
        let before = ends(&program, &row);
        for (simplified, may_lose) in [(&text, false), (&all, false), (&amounts, hidden)] {
            let after = ends(simplified, &row);
            for (before, after) in before.into_iter().zip(after) {
                let lost = before.is_some() && after.is_none() && !may_lose;
                let differs = before.is_some() && after.is_some() && before != after;
                prop_assert!(!lost && !differs, "{:?} becomes {:?}\n{}", before, after, told(simplified));
            }
            for _ in 0..3 {
                let whole = ends(&program, &completed(&row, draw));
                for (whole, after) in whole.into_iter().zip(after) {
                    let wrong = after.is_some() && after != whole;
                    prop_assert!(!wrong, "{:?} may be {:?}\n{}", after, whole, told(simplified));
                }
            }
        }
    }
    // What bounds say holds of every step.
    let row = row(draw, false);
    for simplified in [&program, &text, &all, &amounts] {
        for (id, step) in simplified.steps.iter_ids() {
            let Type::Whole(bounds) = step.ty else { continue };
            let awards = std::iter::once(Outputs { outcome: id, low: id, high: id, exact: true }).collect();
            let one = Program { awards, ..simplified.clone() };
            let value = run(&one, &row).awards.iter().next().unwrap().low.unwrap();
            prop_assert!(bounds.holds(value), "s{}: {value} beyond {bounds}\n{simplified}", id.raw());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6_000))]

    #[test]
    fn simplified_programs_give_the_same(numbers in prop::collection::vec(any::<u16>(), 60..220)) {
        check(&numbers)?;
    }
}
