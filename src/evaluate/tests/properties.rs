//! Random small plans under random partial facts: what is announced holds for every completion, and is
//! no wider than the completions where the unknown facts are few-valued.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::arena::Arena;
use crate::calendar::Date;
use crate::evaluate::search::Search;
use crate::evaluate::{Bounds, Decision, Missing, Outcome, evaluate, run};
use crate::facts::Inputs;
use crate::money::{Direction, Rational, Rounding};
use crate::plan::{AwardId, InputId, InputType, Known, ListPlanId, NodeId, Op, PaidScope};
use crate::syntax::ast::{AggregateKind, Comparison};

use super::sketch::{Sketch, choices, count, money, payment, whole};

/// Numbers that random choices are taken from.
struct Choices<'c> {
    numbers: std::iter::Cycle<std::slice::Iter<'c, u16>>,
}

impl Choices<'_> {
    fn below(&mut self, limit: usize) -> usize {
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

struct Random<'c> {
    choices: Choices<'c>,
    sketch: Sketch,
    /// What can be unknown, each with all values to try; `None` for the date.
    facts: Vec<InputId>,
    list: (InputId, ListPlanId),
    decisions: Vec<InputId>,
}

impl Random<'_> {
    fn constant(&mut self) -> Rational {
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
        for scope in [PaidScope::ThisYear, PaidScope::Ever] {
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
                    self.sketch.award_with(eligible, amount, |sketch, gross| {
                        let paid = sketch.paid(id, PaidScope::ThisYear);
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
fn domain(ty: &InputType, optional: bool) -> Vec<Known> {
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

fn random(numbers: &[u16]) -> (Random<'_>, Inputs) {
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

type Completion = Box<dyn Fn(&mut Inputs)>;

/// A fact made unknown, with its completions. `few` if they are all there are.
struct Unknown {
    missing: Missing,
    few: bool,
    completions: Vec<Completion>,
}

fn hide(random: &mut Random<'_>, inputs: &mut Inputs, few_only: bool) -> Vec<Unknown> {
    let mut unknown = Vec::new();
    let mut cases = 1;
    for _ in 0..1 + random.choices.below(4) {
        let which = random.choices.below(random.facts.len() + 3);
        let next = if let Some(&fact) = random.facts.get(which) {
            let input = random.sketch.plan.inputs.at(fact);
            let few = matches!(input.ty, InputType::Bool | InputType::Enum(_) | InputType::Set(_));
            let completions = domain(&input.ty, input.optional).into_iter();
            let completions = completions.map(|value| {
                Box::new(move |inputs: &mut Inputs| *inputs.values.at_mut(fact) = value.clone()) as _
            });
            Unknown { missing: Missing::Input(fact), few, completions: completions.collect() }
        } else if which == random.facts.len() {
            let days = ["2019-12-31", "2020-01-01", "2020-01-02"].into_iter();
            let completions =
                days.map(|day| Box::new(move |inputs: &mut Inputs| inputs.as_of = Date::parse(day)) as _);
            Unknown { missing: Missing::AsOf, few: true, completions: completions.collect() }
        } else if which == random.facts.len() + 1 {
            let completions = [2018, 2019, 2020]
                .into_iter()
                .map(|year| Box::new(move |inputs: &mut Inputs| inputs.year = Some(year)) as _);
            Unknown { missing: Missing::AsOf, few: true, completions: completions.collect() }
        } else {
            let (input, field) = (random.list.0, random.choices.below(2));
            let Known::List(items) = inputs.values.at(input) else { continue };
            if items.is_empty() {
                continue;
            }
            let item = random.choices.below(items.len());
            let InputType::List { fields, .. } = &random.sketch.plan.inputs.at(input).ty else { continue };
            let completions = domain(&fields[field].ty, false).into_iter().map(|value| {
                Box::new(move |inputs: &mut Inputs| {
                    if let Known::List(items) = inputs.values.at_mut(input) {
                        items[item][field] = value.clone();
                    }
                }) as _
            });
            let missing = Missing::Field { input, item, field };
            Unknown { missing, few: field == 0, completions: completions.collect() }
        };
        // A date and a year unknown at once are one missing thing.
        let whole_list = matches!(next.missing, Missing::Input(input) if input == random.list.0);
        let taken = unknown.iter().any(|other: &Unknown| {
            other.missing == next.missing
                || (whole_list && matches!(other.missing, Missing::Field { .. }))
                || (matches!(next.missing, Missing::Field { .. })
                    && other.missing == Missing::Input(random.list.0))
        });
        if taken || (few_only && !next.few) || cases * next.completions.len() > 400 {
            continue;
        }
        cases *= next.completions.len();
        match &next.missing {
            Missing::AsOf if which == random.facts.len() => inputs.as_of = None,
            Missing::AsOf => inputs.year = None,
            Missing::Input(input) => *inputs.values.at_mut(*input) = Known::Unknown,
            Missing::Field { input, item, field } => {
                if let Known::List(items) = inputs.values.at_mut(*input) {
                    items[*item][*field] = Known::Unknown;
                }
            }
        }
        unknown.push(next);
    }
    unknown
}

/// Every completion, as the positions of the values taken, with what it decides.
fn completions(random: &Random<'_>, inputs: &Inputs, unknown: &[Unknown]) -> Vec<(Vec<usize>, Decision)> {
    let mut found = Vec::new();
    let mut positions = vec![0; unknown.len()];
    'all: loop {
        let mut complete = inputs.clone();
        for (unknown, &position) in unknown.iter().zip(&positions) {
            unknown.completions[position](&mut complete);
        }
        if let Ok(decision) = evaluate(&random.sketch.plan, &complete) {
            found.push((positions.clone(), decision));
        }
        for (at, unknown) in unknown.iter().enumerate() {
            positions[at] += 1;
            if positions[at] < unknown.completions.len() {
                continue 'all;
            }
            positions[at] = 0;
        }
        return found;
    }
}

/// The amounts an outcome stands for, and the rank of its stage.
fn range(outcome: &Outcome) -> Bounds {
    match outcome {
        Outcome::Awarded(amount) => Bounds { low: *amount, high: Some(*amount) },
        Outcome::UpTo(bounds) => *bounds,
        Outcome::Undetermined { bounds: Some(bounds), .. } => *bounds,
        _ => Bounds { low: Rational::ZERO, high: Some(Rational::ZERO) },
    }
}

fn stage(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::NotInForce => 0,
        Outcome::NotEligible => 1,
        Outcome::Exhausted => 2,
        Outcome::Displaced { .. } => 3,
        Outcome::Awarded(_) => 4,
        Outcome::UpTo(_) => 5,
        Outcome::Entitled => 6,
        Outcome::Undetermined { .. } => 7,
    }
}

fn within(inner: Bounds, outer: Bounds) -> bool {
    let high = match (inner.high, outer.high) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(inner), Some(outer)) => inner <= outer,
    };
    outer.low <= inner.low && high
}

fn hull(all: impl Iterator<Item = Bounds>) -> Bounds {
    all.reduce(|left, right| Bounds {
        low: left.low.min(right.low),
        high: left.high.zip(right.high).map(|(left, right)| left.max(right)),
    })
    .unwrap()
}

/// The facts that make a difference to an award while all others stay the same.
fn mattering(award: AwardId, unknown: &[Unknown], all: &[(Vec<usize>, Decision)]) -> BTreeSet<Missing> {
    let mut matter = BTreeSet::new();
    for (at, unknown) in unknown.iter().enumerate() {
        let differs = all.iter().any(|(positions, decision)| {
            all.iter().any(|(other, against)| {
                let same = |outcome: &Outcome| (stage(outcome), range(outcome));
                positions.iter().zip(other).enumerate().all(|(i, (a, b))| i == at || a == b)
                    && same(decision.awards.at(award)) != same(against.awards.at(award))
            })
        });
        if differs {
            matter.insert(unknown.missing.clone());
        }
    }
    matter
}

/// The plan in few words, for a failing case.
fn shown(random: &Random<'_>, inputs: &Inputs) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for (id, node) in random.sketch.plan.nodes.iter_ids() {
        writeln!(out, "{id:?} {:?}", node.op).unwrap();
    }
    for (id, node) in random.sketch.plan.lists.at(random.list.1).nodes.iter_ids() {
        writeln!(out, "item {id:?} {:?}", node.op).unwrap();
    }
    for (id, award) in random.sketch.plan.awards.iter_ids() {
        let rivals: Vec<_> = award.rivals.iter().map(|rival| (rival.award, rival.when)).collect();
        let (eligible, gross, net, amount) = (award.eligible, award.gross, award.net, award.amount);
        writeln!(
            out,
            "{id:?} eligible {eligible:?} gross {gross:?} net {net:?} amount {amount:?} {rivals:?} {:?} {:?}",
            award.decided, award.used_up
        )
        .unwrap();
    }
    for (id, value) in inputs.values.iter_ids() {
        writeln!(out, "{id:?} = {value:?}").unwrap();
    }
    writeln!(out, "as of {:?} year {:?} history {:?}", inputs.as_of, inputs.year, inputs.history).unwrap();
    out.replace("NodeId(", "n(")
}

fn check(numbers: &[u16], few_only: bool) -> Result<(), TestCaseError> {
    checked(numbers, few_only).inspect_err(|_| {
        let (mut random, mut inputs) = random(numbers);
        hide(&mut random, &mut inputs, few_only);
        println!("{}", shown(&random, &inputs));
    })
}

fn checked(numbers: &[u16], few_only: bool) -> Result<(), TestCaseError> {
    let (mut random, mut inputs) = random(numbers);
    let unknown = hide(&mut random, &mut inputs, few_only);
    let all = completions(&random, &inputs, &unknown);
    let few = unknown.iter().all(|unknown| unknown.few);
    let announced = evaluate(&random.sketch.plan, &inputs);
    if all.is_empty() {
        // Completions that were not tried may be accepted where there are many.
        prop_assert!(announced.is_err() || !few, "every completion is refused, the partial facts are not");
        return Ok(());
    }
    let Ok(announced) = announced else {
        let tried: usize = unknown.iter().map(|unknown| unknown.completions.len()).product();
        prop_assert!(all.len() < tried || !few, "refused, but no completion is");
        return Ok(());
    };
    for (id, outcome) in announced.awards.iter_ids() {
        let others = || all.iter().map(|(_, decision)| decision.awards.at(id));
        let covered = hull(others().map(range));
        let highest_stage = others().map(stage).max().unwrap();
        let open_decision =
            others().any(|other| matches!(other, Outcome::UpTo(_) | Outcome::Undetermined { .. }));
        prop_assert!(within(covered, range(outcome)), "{id:?}: {outcome:?} does not cover {covered:?}");
        if let Outcome::Undetermined { missing, .. } = outcome {
            let matter = mattering(id, &unknown, &all);
            let told: BTreeSet<Missing> = missing.iter().cloned().collect();
            prop_assert!(told.is_superset(&matter), "{id:?}: {matter:?} matter, told {told:?}");
            prop_assert_eq!(told.len(), missing.len(), "told twice");
            if few && !open_decision {
                prop_assert!(highest_stage >= 4, "{:?}: nothing can be paid", id);
                prop_assert_eq!(&told, &matter, "{:?} of {:?}", id, outcome);
            }
        } else {
            // Decided: every completion gives it, or none gives anything and it is the latest stage.
            for other in others() {
                let same = stage(other) == stage(outcome) && range(other) == range(outcome);
                let lesser = stage(outcome) < 4 && stage(other) < stage(outcome);
                prop_assert!(same || lesser || open_decision, "{id:?}: {outcome:?}, but also {other:?}");
            }
            if few && !open_decision {
                prop_assert_eq!(stage(outcome), highest_stage);
            }
        }
        if few && !open_decision {
            prop_assert_eq!(range(outcome), covered, "{:?}: {:?}", id, outcome);
        }
    }
    let covered = hull(all.iter().map(|(_, decision)| decision.total));
    prop_assert!(within(covered, announced.total), "total {:?}: {covered:?}", announced.total);
    if few && random.decisions.is_empty() {
        prop_assert_eq!(covered, announced.total);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn few_valued_unknowns_give_exactly_the_hull(numbers in prop::collection::vec(any::<u16>(), 40..120)) {
        check(&numbers, true)?;
    }

    #[test]
    fn bounds_hold_for_every_completion(numbers in prop::collection::vec(any::<u16>(), 40..120)) {
        check(&numbers, false)?;
    }

    #[test]
    fn exact_and_possible_values_agree(numbers in prop::collection::vec(any::<u16>(), 40..120)) {
        let (mut random, mut inputs) = random(&numbers);
        for decision in std::mem::take(&mut random.decisions) {
            *inputs.values.at_mut(decision) = Known::Number(random.constant());
        }
        let plan = &random.sketch.plan;
        let exact = evaluate(plan, &inputs);
        let mut search = Search::new(plan, &inputs).unwrap();
        match (exact, search.decide()) {
            (Ok(exact), Ok((awards, total))) => {
                prop_assert_eq!(exact.awards, awards);
                prop_assert_eq!(exact.total, total);
                run::fill_all_rows(plan, &search.case, &mut search.table).unwrap();
                let trace = run::trace(plan, &search.case, &search.table);
                prop_assert_eq!(exact.trace, trace);
            }
            (Err(_), Err(_)) => {}
            (exact, possible) => prop_assert!(false, "{:?} but {:?}", exact, possible.is_ok()),
        }
    }

    #[test]
    fn amounts_are_those_of_the_evaluation(numbers in prop::collection::vec(any::<u16>(), 40..120)) {
        let (mut random, mut inputs) = random(&numbers);
        if random.choices.below(2) == 0 {
            hide(&mut random, &mut inputs, false);
        }
        let plan = &random.sketch.plan;
        let mut scratch = crate::evaluate::Scratch::new();
        for _ in 0..2 {
            match (evaluate(plan, &inputs), crate::evaluate::amounts(plan, &inputs, &mut scratch)) {
                (Ok(decision), Ok(amounts)) => {
                    prop_assert_eq!(decision.total, amounts.total);
                    let outcomes: Arena<AwardId, Outcome> = amounts.outcomes.iter().cloned().collect();
                    prop_assert_eq!(decision.awards, outcomes);
                }
                (Err(left), Err(right)) => prop_assert_eq!(left, right),
                _ => prop_assert!(false, "one refuses"),
            }
        }
    }
}
