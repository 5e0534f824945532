//! Random small plans and facts, grown from a row of random numbers.

use crate::calendar::Date;
use crate::facts::Inputs;
use crate::money::{Direction, Rational, Rounding};
use crate::plan::{AwardId, InputId, InputType, Known, ListPlanId, NodeId, Op, PaidScope};
use crate::syntax::ast::{AggregateKind, Comparison};

use super::sketch::{Sketch, choices, count, money, payment, whole};

/// Numbers that random choices are taken from.
pub struct Choices<'c> {
    numbers: std::iter::Cycle<std::slice::Iter<'c, u16>>,
}

impl Choices<'_> {
    pub fn below(&mut self, limit: usize) -> usize {
        usize::from(*self.numbers.next().unwrap()) % limit.max(1)
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

/// The nodes of one level, by kind.
#[derive(Default)]
struct Pool {
    truths: Vec<NodeId>,
    numbers: Vec<NodeId>,
}

pub struct Random<'c> {
    pub choices: Choices<'c>,
    pub sketch: Sketch,
    /// What can be unknown, each with all values to try; `None` for the date.
    pub facts: Vec<InputId>,
    pub list: (InputId, ListPlanId),
    pub decisions: Vec<InputId>,
}

impl Random<'_> {
    pub fn constant(&mut self) -> Rational {
        let halves = self.choices.of(&[0, 2, 4, 6, 10, 12, 20, 1, 3]);
        Rational::new(halves, 2).unwrap()
    }
    fn add(&mut self, list: Option<ListPlanId>, op: Op) -> NodeId {
        match list {
            None => self.sketch.add(op),
            Some(list) => self.sketch.item(list, op),
        }
    }
    /// One more node of a level.
    fn grow(&mut self, pool: &mut Pool, list: Option<ListPlanId>) {
        let constant = self.constant();
        let (a, b) = (self.choices.of(&pool.truths), self.choices.of(&pool.truths));
        let (x, y) = (self.choices.of(&pool.numbers), self.choices.of(&pool.numbers));
        let fixed = self.add(list, Op::Number(constant));
        let comparison = self.choices.of(&COMPARISONS);
        let number = match self.choices.below(18) {
            0 => Err(Op::Not(a)),
            1 => Err(Op::And(vec![a, b])),
            2 => Err(Op::Or(vec![a, b])),
            3 => {
                let c = self.choices.of(&pool.truths);
                Err(Op::AtLeast(2, vec![a, b, c]))
            }
            4..=6 => Err(Op::Compare(comparison, x, fixed)),
            7 => Err(Op::Compare(comparison, x, y)),
            8 => {
                let right = self.add(list, Op::Number(Rational::new(1, 3).unwrap()));
                Err(Op::CompareRatio { comparison, numerator: x, denominator: y, right })
            }
            9 => Ok(Op::Add(vec![(false, x), (false, y)])),
            10 => Ok(Op::Add(vec![(false, x), (true, fixed)])),
            11 => Ok(Op::Multiply(x, fixed)),
            12 => Ok(Op::Multiply(x, y)),
            13 => Ok(Op::Min(vec![x, fixed])),
            14 => Ok(Op::Max(vec![x, y])),
            15 if self.choices.below(2) == 0 => Ok(Op::Floor(x)),
            15 => {
                let rounding = Rounding { direction: Direction::HalfUp, step: Rational::ONE };
                Ok(Op::Round(rounding, x))
            }
            _ => Ok(Op::Select { condition: a, then: x, otherwise: fixed }),
        };
        match number {
            Ok(op) => {
                let node = self.add(list, op);
                pool.numbers.push(node);
            }
            Err(op) => {
                let node = self.add(list, op);
                pool.truths.push(node);
            }
        }
    }

    fn pools(&mut self) -> Pool {
        let mut pool = Pool::default();
        for _ in 0..3 {
            let input = self.sketch.fact(InputType::Bool);
            self.facts.push(input);
            pool.truths.push(self.sketch.add(Op::Input(input)));
        }
        let kind = self.sketch.fact(InputType::Enum(choices(3)));
        let held = self.sketch.fact(InputType::Set(choices(2)));
        self.facts.extend([kind, held]);
        let (kind, held) = (self.sketch.add(Op::Input(kind)), self.sketch.add(Op::Input(held)));
        for mask in [0b001, 0b110] {
            pool.truths.push(self.sketch.add(Op::Among(kind, mask)));
        }
        for member in 0..2 {
            pool.truths.push(self.sketch.add(Op::Has(held, member)));
        }
        for ty in [count(), money()] {
            let input = self.sketch.fact(ty);
            self.facts.push(input);
            pool.numbers.push(self.sketch.add(Op::Input(input)));
        }
        let optional = self.choices.below(3) == 0;
        self.sketch.plan.inputs.at_mut(self.facts[5]).optional = optional;
        let today = self.sketch.add(Op::AsOf);
        let day = self.sketch.add(Op::Date(Date::parse("2020-01-01").unwrap()));
        let comparison = self.choices.of(&COMPARISONS);
        pool.truths.push(self.sketch.add(Op::Compare(comparison, today, day)));
        for scope in [PaidScope::THIS_YEAR, PaidScope::Years(3), PaidScope::Ever] {
            pool.numbers.push(self.sketch.paid(0, scope));
        }
        pool
    }

    fn items(&mut self, outer: &mut Pool) {
        let (input, list) = self.list;
        self.facts.push(input);
        let mut pool = Pool::default();
        pool.truths.push(self.sketch.item(list, Op::Field(0)));
        pool.numbers.push(self.sketch.item(list, Op::Field(1)));
        let (a, x) = (self.choices.of(&outer.truths), self.choices.of(&outer.numbers));
        pool.truths.push(self.sketch.item(list, Op::Outer(a)));
        pool.numbers.push(self.sketch.item(list, Op::Outer(x)));
        for _ in 0..self.choices.below(4) {
            self.grow(&mut pool, Some(list));
        }
        for _ in 0..2 {
            use AggregateKind::{All, Any, Count, Highest, Lowest, Sum};
            let kind = self.choices.of(&[Sum, Count, Highest, Lowest, Any, All]);
            let condition = [None, Some(self.choices.of(&pool.truths))][self.choices.below(2)];
            let number = Some(*pool.numbers.last().unwrap());
            let truth = *pool.truths.last().unwrap();
            let (value, condition) = match kind {
                Sum | Highest | Lowest => (number, condition),
                Count => (None, condition),
                Any | All if self.choices.below(2) == 0 => (None, Some(truth)),
                Any | All => (Some(truth), condition),
            };
            let node = self.sketch.reduce(list, kind, value, condition);
            if matches!(kind, Any | All) {
                outer.truths.push(node)
            } else {
                outer.numbers.push(node)
            }
            // A second reduction may need what was not there for the first.
            let x = self.choices.of(&outer.numbers);
            pool.numbers.push(self.sketch.item(list, Op::Outer(x)));
        }
    }

    fn awards(&mut self, pool: &Pool) {
        let mut awards = Vec::new();
        let zero = self.sketch.number(0);
        for _ in 0..1 + self.choices.below(3) {
            let recent = pool.truths.len().saturating_sub(6);
            let eligible = self.choices.of(&pool.truths[recent..]);
            let recent = pool.numbers.len().saturating_sub(4);
            let amount = self.choices.of(&pool.numbers[recent..]);
            let amount = self.sketch.add(Op::Max(vec![zero, amount]));
            let id = awards.len();
            awards.push(match self.choices.below(6) {
                0 => {
                    let limit = self.constant();
                    let years = self.choices.of(&[1, 2, 3]);
                    self.sketch.award_with(eligible, amount, |sketch, gross| {
                        let paid = sketch.paid(id, PaidScope::Years(years));
                        let limit = sketch.add(Op::Number(limit));
                        let left = sketch.add(Op::Add(vec![(false, limit), (true, paid)]));
                        let left = sketch.add(Op::Max(vec![zero, left]));
                        (sketch.add(Op::Min(vec![gross, left])), None)
                    })
                }
                1 => self.sketch.award_with(eligible, amount, |sketch, gross| {
                    let paid = sketch.paid(id, PaidScope::Ever);
                    (gross, Some(sketch.compare(paid, Comparison::More, 0)))
                }),
                2 => {
                    let (low, limit) = (self.constant(), self.constant());
                    let low = self.sketch.add(Op::Number(low));
                    let high = self.sketch.add(Op::Number(limit));
                    let high = self.sketch.add(Op::Add(vec![(false, low), (false, high)]));
                    let (award, decision) = self.sketch.decided(eligible, low, high);
                    self.decisions.push(decision);
                    award
                }
                3 => self.sketch.support(eligible),
                _ => self.sketch.award(eligible, amount),
            });
        }
        let paying: Vec<AwardId> = awards
            .into_iter()
            .filter(|award| self.sketch.plan.awards.at(*award).kind != crate::plan::AwardKind::Support)
            .collect();
        if paying.len() > 1 {
            match self.choices.below(3) {
                0 => {
                    self.sketch.highest(&paying);
                }
                1 => {
                    let limit = self.choices.of(&[0, 3, 8, 20]);
                    self.sketch.together(&paying, limit);
                }
                _ => {}
            }
        }
    }
}

/// Values to try for a fact.
pub fn domain(ty: &InputType, optional: bool) -> Vec<Known> {
    let numbers = |all: &[(i128, i128)]| {
        all.iter().map(|(n, d)| Known::Number(Rational::new(*n, *d).unwrap())).collect::<Vec<_>>()
    };
    let mut values = match ty {
        InputType::Bool => vec![Known::Bool(false), Known::Bool(true)],
        InputType::Enum(choices) => (0..choices.len()).map(Known::Enum).collect(),
        InputType::Set(choices) => (0..1 << choices.len()).map(Known::Set).collect(),
        InputType::Number(measure) if matches!(measure.of, crate::program::Dimension::Count(_)) => {
            numbers(&[(0, 1), (1, 1), (2, 1), (3, 1), (5, 1), (6, 1), (10, 1), (100, 1)])
        }
        InputType::Number(_) => {
            numbers(&[(0, 1), (1, 3), (1, 2), (1, 1), (2, 1), (3, 1), (11, 2), (6, 1), (10, 1), (99, 1)])
        }
        InputType::List { fields, .. } => {
            let items: Vec<Vec<Known>> = domain(&fields[0].ty, false)
                .into_iter()
                .flat_map(|first| [0, 2, 7].map(|second| vec![first.clone(), Known::Number(whole(second))]))
                .collect();
            let mut lists = vec![Known::List(Vec::new())];
            lists.extend(items.iter().map(|item| Known::List(vec![item.clone()])));
            for pair in items.windows(3) {
                lists.push(Known::List(vec![pair[0].clone(), pair[2].clone()]));
            }
            lists
        }
        InputType::Date | InputType::Text => unreachable!("not among the facts"),
    };
    if optional {
        values.push(Known::Absent);
    }
    values
}

pub fn random(numbers: &[u16]) -> (Random<'_>, Inputs) {
    let mut sketch = Sketch::new();
    let list = sketch.list(vec![InputType::Bool, count()]);
    let choices = Choices { numbers: numbers.iter().cycle() };
    let mut random = Random { choices, sketch, facts: Vec::new(), list, decisions: Vec::new() };
    let mut pool = random.pools();
    for _ in 0..random.choices.below(6) {
        random.grow(&mut pool, None);
    }
    random.items(&mut pool);
    for _ in 0..2 + random.choices.below(8) {
        random.grow(&mut pool, None);
    }
    random.awards(&pool);

    // Known facts.
    let mut inputs = random.sketch.unknown();
    for fact in random.facts.clone() {
        let input = random.sketch.plan.inputs.at(fact);
        let all = domain(&input.ty, input.optional);
        let position = random.choices.below(all.len());
        *inputs.values.at_mut(fact) = all[position].clone();
    }
    for decision in random.decisions.clone() {
        if random.choices.below(2) == 0 {
            *inputs.values.at_mut(decision) = Known::Number(random.constant());
        }
    }
    if random.choices.below(2) == 0 {
        let history = [(0, Some(2018), 2), (0, Some(2019), 1), (1, Some(2019), 3), (0, None, 1)];
        let count = random.choices.below(5);
        inputs.history = Some(
            history[..count]
                .iter()
                .filter(|(award, ..)| *award < random.sketch.plan.awards.len())
                .map(|(award, year, amount)| payment(*award, *year, *amount))
                .collect(),
        );
    }
    (random, inputs)
}
