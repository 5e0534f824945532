//! Facts as they are given: read by the interpreter exactly, or as cases of what is missing.

use std::cell::Cell;

use crate::arena::Id;
use crate::facts::{Inputs, Payment};
use crate::money::Rational;
use crate::plan::{AwardId, InputId, InputType, Known, NodeId, PaidScope, Plan};
use crate::program::Dimension;

use super::Missing;
use super::domain::{Domain, Stop, Truth, bit};
use super::exact::Exact;
use super::interval::Interval;
use super::linear::Linear;
use super::possible::Possible;
use super::run::{Facts, Items, Place};

/// The sum of what was paid before under an award.
fn paid(inputs: &Inputs, award: AwardId, counts: impl Fn(&Payment) -> bool) -> Result<Rational, Stop> {
    let payments = inputs.history.iter().flatten().filter(|payment| payment.award == award);
    payments
        .filter(|payment| counts(payment))
        .try_fold(Rational::ZERO, |sum, payment| sum.plus(payment.amount))
        .ok_or(Stop::Overflow)
}

/// Facts of which each that is read must be known.
pub(super) struct Given<'a> {
    pub inputs: &'a Inputs,
}

fn exact(known: &Known) -> Result<Exact<'_>, Stop> {
    match known {
        Known::Unknown => Err(Stop::Unknown),
        Known::Absent => Ok(Exact::Absent),
        Known::Number(value) => Ok(Exact::Number(*value)),
        Known::Bool(value) => Ok(Exact::Bool(*value)),
        Known::Enum(position) => Ok(Exact::Enum(*position)),
        Known::Set(members) => Ok(Exact::Set(*members)),
        Known::Date(date) => Ok(Exact::Date(*date)),
        Known::Text(text) => Ok(Exact::Text(text)),
        Known::List(_) => Err(Stop::Malformed),
    }
}

fn item_field(inputs: &Inputs, input: InputId, item: usize, field: usize) -> Option<&Known> {
    let Some(Known::List(items)) = inputs.values.get(input) else { return None };
    items.get(item)?.get(field)
}

fn items(inputs: &Inputs, input: InputId) -> Items {
    match inputs.values.get(input) {
        Some(Known::List(items)) => Items::Known(items.len()),
        Some(Known::Unknown) => Items::Unknown,
        _ => Items::Known(0),
    }
}

impl<'a> Facts<'a, Exact<'a>> for Given<'a> {
    fn input(&self, input: InputId) -> Result<Exact<'a>, Stop> {
        exact(self.inputs.values.get(input).ok_or(Stop::Malformed)?)
    }
    fn items(&self, input: InputId) -> Items {
        items(self.inputs, input)
    }
    fn field(&self, input: InputId, item: usize, field: usize) -> Result<Exact<'a>, Stop> {
        exact(item_field(self.inputs, input, item, field).ok_or(Stop::Unknown)?)
    }
    fn as_of(&self) -> Result<Exact<'a>, Stop> {
        self.inputs.as_of.map(Exact::Date).ok_or(Stop::Unknown)
    }
    fn paid(&self, award: AwardId, scope: PaidScope) -> Result<Exact<'a>, Stop> {
        let sum = match (scope, self.inputs.year) {
            (PaidScope::Ever, _) => paid(self.inputs, award, |_| true),
            (PaidScope::Years(_), Some(year)) => {
                paid(self.inputs, award, |payment| scope.counts(payment.counted_year(), year))
            }
            (PaidScope::Years(_), None) if no_year_counts(self.inputs) => Ok(Rational::ZERO),
            (PaidScope::Years(_), None) => Err(Stop::Unknown),
        };
        sum.map(Exact::Number)
    }
}

/// Whether history counts no payment for any year.
fn no_year_counts(inputs: &Inputs) -> bool {
    inputs.history.iter().flatten().all(|payment| payment.counted_year().is_none())
}

/// The years of decisions in which some payment of history counts, over the longest span that the plan reads.
fn years(plan: &Plan, inputs: &Inputs) -> Vec<i32> {
    if no_year_counts(inputs) {
        return Vec::new();
    }
    let spans = plan.paid().filter_map(|(_, scope)| match scope {
        PaidScope::Ever => None,
        PaidScope::Years(years) => Some(i32::from(years)),
    });
    let longest = spans.max().unwrap_or(1);
    let counted = inputs.history.iter().flatten().filter_map(Payment::counted_year);
    let mut years: Vec<i32> =
        counted.flat_map(|year| (0..longest).filter_map(move |after| year.checked_add(after))).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// Something that is not known and can be split into cases.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Variable {
    AsOf,
    Year,
    Input(InputId),
    Field { input: InputId, item: usize, field: usize },
}

impl Variable {
    /// What to ask for.
    pub fn missing(self) -> Missing {
        match self {
            Variable::AsOf | Variable::Year => Missing::AsOf,
            Variable::Input(input) => Missing::Input(input),
            Variable::Field { input, item, field } => Missing::Field { input, item, field },
        }
    }
    /// Its place in the document.
    pub fn order(self) -> (usize, usize, usize) {
        match self {
            Variable::AsOf | Variable::Year => (0, 0, 0),
            Variable::Input(input) => (input.raw().saturating_add(1), 0, 0),
            Variable::Field { input, item, field } => {
                (input.raw().saturating_add(1), item.saturating_add(1), field)
            }
        }
    }
}

/// Which year "this year" is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Year {
    Any,
    Is(i32),
    /// None in which a payment of history counts.
    Other,
}

/// What a case takes a variable to be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Setting<'a> {
    Value(Possible<'a>),
    Year(Year),
}

impl Setting<'_> {
    /// What belongs to both, if anything does.
    pub fn meet(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Setting::Value(left), Setting::Value(right)) => left.meet(right).map(Setting::Value),
            (Setting::Year(Year::Any), year) | (year, Setting::Year(Year::Any)) => Some(year),
            (left, right) => (left == right).then_some(left),
        }
    }
}

/// Facts of which some are unknown, and what the case at hand assumes of them.
pub(super) struct Case<'a> {
    inputs: &'a Inputs,
    values: Vec<Possible<'a>>,
    /// For each input that is a list, the fields of its items; one item for an unknown list.
    lists: Vec<Vec<Vec<Possible<'a>>>>,
    as_of: Possible<'a>,
    year: Year,
    pub years: Vec<i32>,
    pub assumptions: Vec<(Place, Possible<'a>)>,
    /// An assumption contradicted what was computed: no completion belongs to the case.
    pub contradiction: Cell<bool>,
    linear: Linear,
}

/// All that a fact of a type can be.
fn anything<'a>(ty: &InputType, range: Interval, absent: bool) -> Possible<'a> {
    let all = |count: usize| bit(count).wrapping_sub(1);
    match ty {
        InputType::Number(_) => Possible::Number { range, absent },
        InputType::Bool => Possible::Bool(Truth::UNKNOWN),
        InputType::Enum(choices) => Possible::Enum { mask: all(choices.len()), absent },
        InputType::Set(choices) => Possible::Set { sure: 0, possible: all(choices.len()) },
        InputType::Date => Possible::Date { range: Interval::ALL, absent },
        InputType::Text => Possible::Text { known: None, absent },
        // INVARIANT: no node reads a list as such.
        InputType::List { .. } => Possible::Absent,
    }
}

fn possible<'a>(known: &'a Known, ty: &InputType, range: Interval, absent: bool) -> Possible<'a> {
    match known {
        Known::Unknown => anything(ty, range, absent),
        Known::Absent | Known::List(_) => Possible::Absent,
        Known::Number(value) => Possible::number(*value),
        Known::Bool(value) => Possible::Bool(Truth::known(*value)),
        Known::Enum(position) => Possible::Enum { mask: bit(*position), absent: false },
        Known::Set(members) => Possible::Set { sure: *members, possible: *members },
        Known::Date(date) => <Possible<'_> as Domain<'_>>::date(*date),
        Known::Text(text) => Possible::Text { known: Some(text), absent: false },
    }
}

impl<'a> Case<'a> {
    pub fn new(plan: &'a Plan, inputs: &'a Inputs) -> Case<'a> {
        let of_field = |field: &crate::plan::InputField| {
            Interval::between(field.low.or(Some(Rational::ZERO)), field.high)
        };
        let mut values = Vec::with_capacity(plan.inputs.len());
        let mut lists = Vec::with_capacity(plan.inputs.len());
        for (id, input) in plan.inputs.iter_ids() {
            let known = inputs.values.get(id).unwrap_or(&Known::Unknown);
            let range = Interval::between(input.low.or(Some(Rational::ZERO)), input.high);
            values.push(possible(known, &input.ty, range, input.optional));
            let fields = if let InputType::List { fields, .. } = &input.ty { &fields[..] } else { &[] };
            lists.push(match known {
                Known::List(items) => items
                    .iter()
                    .map(|item| {
                        let cells = fields.iter().enumerate().map(|(position, field)| {
                            let known = item.get(position).unwrap_or(&Known::Unknown);
                            possible(known, &field.ty, of_field(field), field.optional)
                        });
                        cells.collect()
                    })
                    .collect(),
                Known::Unknown => {
                    let any = |field: &crate::plan::InputField| {
                        anything(&field.ty, of_field(field), field.optional)
                    };
                    vec![fields.iter().map(any).collect()]
                }
                Known::Absent
                | Known::Number(_)
                | Known::Bool(_)
                | Known::Enum(_)
                | Known::Set(_)
                | Known::Date(_)
                | Known::Text(_) => Vec::new(),
            });
        }
        let as_of = match inputs.as_of {
            Some(date) => <Possible<'_> as Domain<'_>>::date(date),
            None => Possible::Date { range: Interval::ALL, absent: false },
        };
        let years = years(plan, inputs);
        let year = match inputs.year {
            Some(year) => Year::Is(year),
            None if years.is_empty() => Year::Other,
            None => Year::Any,
        };
        let contradiction = Cell::new(false);
        let linear = Linear::of(plan);
        Case { inputs, values, lists, as_of, year, years, assumptions: Vec::new(), contradiction, linear }
    }
    /// Whether a list is unknown as a whole.
    pub fn is_unknown_list(&self, input: InputId) -> bool {
        items(self.inputs, input) == Items::Unknown
    }
    /// What a variable is taken to be; `None` if there is no such fact.
    pub fn setting(&self, variable: Variable) -> Option<Setting<'a>> {
        match variable {
            Variable::AsOf => Some(Setting::Value(self.as_of)),
            Variable::Year => Some(Setting::Year(self.year)),
            Variable::Input(input) => self.values.get(input.raw()).copied().map(Setting::Value),
            Variable::Field { input, item, field } => {
                self.lists.get(input.raw())?.get(item)?.get(field).copied().map(Setting::Value)
            }
        }
    }
    /// Takes a variable to be something.
    pub fn set(&mut self, variable: Variable, setting: Setting<'a>) {
        match (variable, setting) {
            (Variable::Year, Setting::Year(year)) => self.year = year,
            (Variable::AsOf, Setting::Value(value)) => self.as_of = value,
            (Variable::Input(input), Setting::Value(value)) => {
                if let Some(slot) = self.values.get_mut(input.raw()) {
                    *slot = value;
                }
            }
            (Variable::Field { input, item, field }, Setting::Value(value)) => {
                let cells = self.lists.get_mut(input.raw()).and_then(|list| list.get_mut(item));
                if let Some(slot) = cells.and_then(|cells| cells.get_mut(field)) {
                    *slot = value;
                }
            }
            (Variable::Year, Setting::Value(_))
            | (Variable::AsOf | Variable::Input(_) | Variable::Field { .. }, Setting::Year(_)) => {}
        }
    }
}

impl<'a> Facts<'a, Possible<'a>> for Case<'a> {
    fn input(&self, input: InputId) -> Result<Possible<'a>, Stop> {
        self.values.get(input.raw()).copied().ok_or(Stop::Malformed)
    }
    fn items(&self, input: InputId) -> Items {
        items(self.inputs, input)
    }
    fn field(&self, input: InputId, item: usize, field: usize) -> Result<Possible<'a>, Stop> {
        let cells = self.lists.get(input.raw()).and_then(|list| list.get(item));
        cells.and_then(|cells| cells.get(field)).copied().ok_or(Stop::Malformed)
    }
    fn as_of(&self) -> Result<Possible<'a>, Stop> {
        Ok(self.as_of)
    }
    fn paid(&self, award: AwardId, scope: PaidScope) -> Result<Possible<'a>, Stop> {
        let of_year =
            |year: i32| paid(self.inputs, award, |payment| scope.counts(payment.counted_year(), year));
        match (scope, self.year) {
            (PaidScope::Ever, _) => paid(self.inputs, award, |_| true).map(Possible::number),
            (PaidScope::Years(_), Year::Is(year)) => of_year(year).map(Possible::number),
            (PaidScope::Years(_), Year::Other) => Ok(Possible::number(Rational::ZERO)),
            (PaidScope::Years(_), Year::Any) => {
                self.years.iter().try_fold(Possible::number(Rational::ZERO), |sum, &year| {
                    sum.either(Possible::number(of_year(year)?))
                })
            }
        }
    }
    fn tighten(&self, node: NodeId, values: &[Possible<'a>], value: &mut Possible<'a>) {
        self.linear.tighten(node, values, value);
    }
    fn assume(&self, place: Place, value: &mut Possible<'a>) {
        // INVARIANT: there are at most as many assumptions as the search is deep, twice over.
        for (_, assumed) in self.assumptions.iter().filter(|(assumed, _)| *assumed == place) {
            match value.meet(*assumed) {
                Some(met) => *value = met,
                None => self.contradiction.set(true),
            }
        }
    }
}

/// Whether a fact counts whole things.
pub(super) fn is_whole(plan: &Plan, variable: Variable) -> bool {
    let ty = match variable {
        Variable::AsOf => return true,
        Variable::Year => return false,
        Variable::Input(input) => plan.inputs.get(input).map(|input| &input.ty),
        Variable::Field { input, field, .. } => plan.inputs.get(input).and_then(|input| {
            if let InputType::List { fields, .. } = &input.ty {
                fields.get(field).map(|field| &field.ty)
            } else {
                None
            }
        }),
    };
    match ty {
        Some(InputType::Date) => true,
        Some(InputType::Number(measure)) => {
            matches!(measure.of, Dimension::Count(_)) && measure.per.is_none()
        }
        _ => false,
    }
}
