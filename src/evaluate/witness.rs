//! Whether a truth value can hold for anybody at all, and an applicant for whom it does.

use crate::arena::Id as _;
use crate::calendar::Date;
use crate::facts::Inputs;
use crate::money::Rational;
use crate::plan::{InputId, InputType, Known, NodeId, Op, Plan};

use super::domain::{Domain as _, Truth};
use super::exact::Exact;
use super::given::{Case, Given, Setting, Variable, is_whole};
use super::interval::Interval;
use super::possible::Possible;
use super::run::{Place, Table, run};
use super::split::Assumption;
use super::view::View;

/// Case distinctions within one another.
const DEPTH: usize = 40;
/// Applicants tried in one case.
const TRIES: usize = 40;
/// Facts of which a witness is relieved where they do not matter.
const RELIEVED: usize = 64;

/// Whether a truth value can hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// For no completion of the facts.
    Never,
    /// For this applicant, as an exact evaluation confirms.
    Witness(Box<Witness>),
    /// Neither was found within the budget.
    NotProved,
}

/// An applicant for whom a truth value holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Witness {
    /// Every fact has a value.
    pub complete: Inputs,
    /// The facts that do not matter are left unknown.
    pub telling: Inputs,
}

/// Asks whether a truth value of the applicant's level can hold for some completion of the facts.
///
/// Spends at most what is left in `budget` (nodes computed, about), and takes it from there.
pub fn witness(plan: &Plan, inputs: &Inputs, goal: NodeId, budget: &mut usize) -> Verdict {
    let case = Case::new(plan, inputs);
    let mut descent = Descent { plan, inputs, goal, case, table: Table::new(), budget, complete: true };
    match descent.descend(0) {
        Some(complete) => {
            let telling = descent.telling(&complete);
            Verdict::Witness(Box::new(Witness { complete, telling }))
        }
        None if descent.complete => Verdict::Never,
        None => Verdict::NotProved,
    }
}

struct Descent<'a, 'b> {
    plan: &'a Plan,
    inputs: &'a Inputs,
    goal: NodeId,
    case: Case<'a>,
    table: Table<Possible<'a>>,
    budget: &'b mut usize,
    /// Every case so far was decided.
    complete: bool,
}

impl Descent<'_, '_> {
    fn spend(&mut self, times: usize) {
        let cost = self.plan.nodes.len().saturating_add(1).saturating_mul(times);
        *self.budget = self.budget.saturating_sub(cost);
    }

    /// Looks for an applicant in the case at hand.
    fn descend(&mut self, depth: usize) -> Option<Inputs> {
        if *self.budget == 0 {
            self.complete = false;
            return None;
        }
        // Dividing a case costs about as much as computing it.
        self.spend(2);
        self.case.contradiction.set(false);
        let ran = run(self.plan, &self.case, &mut self.table);
        if self.case.contradiction.get() {
            return None;
        }
        let value = ran.ok().and_then(|()| self.table.values.get(self.goal.raw()).copied());
        let Some(truth) = value.and_then(|value| value.as_truth().ok()) else {
            self.complete = false;
            return None;
        };
        if !truth.possible {
            return None;
        }
        let split = if truth.certain || depth >= DEPTH {
            None
        } else {
            let view = View { plan: self.plan, case: &self.case, table: &self.table };
            view.split([self.goal].into_iter())
        };
        let Some(split) = split else {
            let found = self.concrete();
            self.complete &= found.is_some();
            return found;
        };
        for assumption in split.cases {
            let found = match assumption.1 {
                Assumption::Set(variable, setting) => {
                    let before = self.case.setting(variable);
                    self.case.set(variable, setting);
                    let found = self.descend(depth.saturating_add(1));
                    if let Some(before) = before {
                        self.case.set(variable, before);
                    }
                    found
                }
                Assumption::Nodes(nodes) => {
                    let before = self.case.assumptions.len();
                    self.case.assumptions.extend(nodes);
                    let found = self.descend(depth.saturating_add(1));
                    self.case.assumptions.truncate(before);
                    found
                }
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// An applicant of the case at hand for whom the goal holds.
    fn concrete(&mut self) -> Option<Inputs> {
        let mut last = None;
        for attempt in 0..TRIES {
            if *self.budget == 0 {
                return None;
            }
            let tried = self.pick(attempt);
            // Where nothing is left to choose, further attempts are the same.
            if last.as_ref() == Some(&tried) && attempt < 2 {
                return None;
            }
            self.spend(1);
            if holds(self.plan, &tried, self.goal) {
                return Some(tried);
            }
            last = Some(tried);
        }
        None
    }

    fn pick(&self, attempt: usize) -> Inputs {
        let mut inputs = self.inputs.clone();
        let mut picker = Picker { attempt, at: 0 };
        for (id, input) in self.plan.inputs.iter_ids() {
            let variable = Variable::Input(id);
            if let InputType::List { fields, .. } = &input.ty {
                let Some(Known::List(items)) = self.inputs.values.get(id) else {
                    *inputs.values.at_mut(id) = Known::List(Vec::new());
                    continue;
                };
                let picked = items.iter().enumerate().map(|(item, _)| {
                    let cells = (0..fields.len()).map(|field| {
                        let variable = Variable::Field { input: id, item, field };
                        self.value(variable, &mut picker)
                    });
                    cells.collect()
                });
                *inputs.values.at_mut(id) = Known::List(picked.collect());
            } else {
                *inputs.values.at_mut(id) = self.value(variable, &mut picker);
            }
        }
        if let Some(Setting::Value(Possible::Date { range, .. })) = self.case.setting(Variable::AsOf)
            && self.plan.nodes.iter().any(|node| matches!(node.op, Op::AsOf))
        {
            inputs.as_of = date_in(range, attempt);
            inputs.year = inputs.as_of.map(Date::year);
        }
        inputs
    }

    fn value(&self, variable: Variable, picker: &mut Picker) -> Known {
        let Some(Setting::Value(value)) = self.case.setting(variable) else { return Known::Unknown };
        let choice = picker.next(value.is_decided());
        match value {
            Possible::Number { range, .. } => {
                number_in(range, is_whole(self.plan, variable), choice).map_or(Known::Unknown, Known::Number)
            }
            Possible::Bool(Truth { certain, possible }) => Known::Bool(certain || (possible && choice > 0)),
            Possible::Enum { mask, .. } => {
                let place = if choice == 0 {
                    mask.trailing_zeros()
                } else {
                    u64::BITS.saturating_sub(1).saturating_sub(mask.leading_zeros())
                };
                Known::Enum(place as usize)
            }
            Possible::Set { sure, possible } => Known::Set(if choice == 0 { sure } else { possible }),
            Possible::Date { range, .. } => date_in(range, choice).map_or(Known::Unknown, Known::Date),
            Possible::Text { known: Some(text), .. } => Known::Text(text.to_owned()),
            Possible::Text { known: None, .. } => Known::Text(self.text(choice)),
            Possible::Absent => Known::Absent,
        }
    }

    /// One of the texts of the rules, or another.
    fn text(&self, choice: usize) -> String {
        let texts = self
            .plan
            .nodes
            .iter()
            .filter_map(|node| if let Op::Text(text) = &node.op { Some(text.as_str()) } else { None });
        let mut texts = texts.chain(["…"]).cycle();
        texts.nth(choice).unwrap_or("…").to_owned()
    }

    /// The same applicant without the facts that do not matter.
    fn telling(&mut self, complete: &Inputs) -> Inputs {
        let mut telling = complete.clone();
        let ids: Vec<InputId> = self.plan.inputs.ids().take(RELIEVED).collect();
        for id in ids {
            let known = telling.values.at(id).clone();
            if let Known::List(items) = known {
                for item in 0..items.len() {
                    for field in 0..items.get(item).map_or(0, Vec::len) {
                        self.relieve(&mut telling, |inputs| {
                            if let Known::List(items) = inputs.values.at_mut(id)
                                && let Some(cell) = items.get_mut(item).and_then(|item| item.get_mut(field))
                            {
                                *cell = Known::Unknown;
                            }
                        });
                    }
                }
            }
            self.relieve(&mut telling, |inputs| *inputs.values.at_mut(id) = Known::Unknown);
        }
        if telling.as_of.is_some() {
            self.relieve(&mut telling, |inputs| (inputs.as_of, inputs.year) = (None, None));
        }
        telling
    }

    fn relieve(&mut self, telling: &mut Inputs, forget: impl Fn(&mut Inputs)) {
        let mut fewer = telling.clone();
        forget(&mut fewer);
        self.spend(1);
        if *self.budget > 0 && surely(self.plan, &fewer, self.goal) {
            *telling = fewer;
        }
    }
}

/// Whether a truth value holds for one applicant of whom everything is known.
fn holds(plan: &Plan, inputs: &Inputs, goal: NodeId) -> bool {
    let mut table: Table<Exact<'_>> = Table::new();
    let ran = run(plan, &Given { inputs }, &mut table);
    let value = ran.ok().and_then(|()| table.values.get(goal.raw()).copied());
    value.and_then(|value| value.as_truth().ok()).is_some_and(|truth| truth.certain)
}

/// Whether a truth value holds whatever the unknown facts are.
fn surely(plan: &Plan, inputs: &Inputs, goal: NodeId) -> bool {
    let case = Case::new(plan, inputs);
    let mut table = Table::new();
    let ran = run(plan, &case, &mut table);
    let value = ran.ok().and_then(|()| table.at(plan, Place::Applicant(goal)));
    value.and_then(|value| value.as_truth().ok()).is_some_and(|truth| truth.certain)
}

/// What is tried for each open fact in turn: all alike first, then one here and another there.
struct Picker {
    attempt: usize,
    at: u32,
}

impl Picker {
    /// Attempts in which every fact is chosen alike.
    const ALIKE: usize = 8;

    fn next(&mut self, decided: bool) -> usize {
        if decided || self.attempt < Picker::ALIKE {
            return self.attempt;
        }
        let pattern = self.attempt.saturating_sub(Picker::ALIKE);
        let large = pattern.checked_shr(self.at).unwrap_or(0) & 1 == 1;
        self.at = self.at.saturating_add(1);
        if large { 5 } else { 0 }
    }
}

/// A small, round number of a range; another one by each further choice.
fn number_in(range: Interval, whole: bool, choice: usize) -> Option<Rational> {
    let least = match choice {
        0 | 7 => Rational::ZERO,
        1 => Rational::ONE,
        2 => Rational::whole(100),
        3 => Rational::whole(10_000),
        4 => Rational::whole(1_000_000),
        5 => Rational::whole(100_000_000),
        _ => Rational::whole(100_000_000_000),
    };
    let top = || range.high.filter(|end| !end.open).map(|end| end.at);
    let fits = |value: Rational| Interval::exact(value).meet(range).is_some() && (!whole || value.is_whole());
    if choice == 7
        && let Some(top) = top()
        && fits(top)
    {
        return Some(top);
    }
    round_in(range, least, whole)
        .or_else(|| top().filter(|top| fits(*top)))
        .or_else(|| round_in(range, range.low?.at, whole))
}

/// The roundest number of a range that is not below `least`.
fn round_in(range: Interval, least: Rational, whole: bool) -> Option<Rational> {
    let from = range.low.map_or(least, |low| low.at.max(least));
    let fits = |value: Rational| value >= from && Interval::exact(value).meet(range).is_some();
    if from.is_zero() && fits(from) {
        return Some(from);
    }
    // Multiples of a power of ten, from the largest not above the number down to a ten-thousandth.
    let mut step = Rational::ONE;
    let ten = Rational::whole(10);
    while let Some(next) = step.times(ten).filter(|next| *next <= from) {
        step = next;
    }
    let smallest = if whole { Rational::ONE } else { Rational::new(1, 10_000)? };
    loop {
        let below = Rational::whole(from.over(step)?.floor()).times(step)?;
        for value in [below, below.plus(step)?] {
            if fits(value) {
                return Some(value.reduced());
            }
        }
        step = step.over(ten)?;
        if step < smallest {
            // Fractions such as a third stand for themselves.
            return (!whole && fits(from)).then_some(from);
        }
    }
}

/// A day of a range.
fn date_in(range: Interval, choice: usize) -> Option<Date> {
    let day = |ordinal: Rational| i64::try_from(ordinal.floor()).ok().and_then(Date::from_ordinal);
    let low = range.low.map(|end| if end.open { end.at.plus(Rational::ONE) } else { Some(end.at) });
    let high = range.high.map(|end| if end.open { end.at.minus(Rational::ONE) } else { Some(end.at) });
    let (low, high) = (low.flatten().and_then(day), high.flatten().and_then(day));
    let usual = Date::new(2020, 1, 1);
    match (low, high, choice) {
        (Some(low), _, choice) if choice & 1 == 0 => Some(low),
        (_, Some(high), _) => Some(high),
        (Some(low), None, _) => Some(low),
        (None, None, 0) => usual,
        (None, None, choice) => usual.and_then(|day| day.plus_days(i32::try_from(choice).ok()?)),
    }
}
