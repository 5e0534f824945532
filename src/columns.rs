//! Columns: the facts of many applicants, an input at a time, as readers of tables fill them and engines read them.

use std::collections::BTreeMap;

use crate::arena::Arena;
use crate::calendar::Date;
use crate::facts::{Inputs, Payment};
use crate::money::Rational;
use crate::plan::{InputId, InputType, Known, PaidScope, Plan};
use crate::scaled::{Fact, Form, Forms, Row};

/// What is known of a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum State {
    /// It holds its value.
    Known = 0,
    /// Not given.
    Unknown = 1,
    /// Known to be absent (an optional fact given as "none").
    Absent = 2,
    /// A number that the form of its column cannot hold: it stands in [`Columns::beyond`].
    Beyond = 3,
}

/// The values of one input (or of one field of the items of a list), a cell for each row (or item).
///
/// What a cell holds whose state is not [`State::Known`] means nothing, but it is there, and within the column's form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// The values.
    pub cells: Cells,
    /// The state of each cell; `None` where all are known.
    pub states: Option<Vec<State>>,
}

/// Values of one type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cells {
    /// Yes (1) or no (0).
    Truths(Vec<u8>),
    /// Positions in an enumeration.
    Members(Vec<u8>),
    /// Some of an enumeration, a bit each.
    Sets(Vec<u64>),
    /// Ordinals of days.
    Days(Vec<i32>),
    /// Whole numbers in the column's form ([`crate::scaled::Form`]), where they fit 32 bits.
    Narrow(Vec<i32>),
    /// Whole numbers in the column's form.
    Wide(Vec<i64>),
    /// Words.
    Words(Vec<String>),
    /// For a list: where the items of each row begin, and where the last ones end. One more than there are rows.
    Lists {
        /// Begins and ends.
        offsets: Vec<u32>,
        /// A column for each field, a cell for each item.
        fields: Vec<Column>,
    },
    /// No row has a value: the table has no such column.
    Nothing,
}

/// The date of the decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AsOf {
    /// The same for all rows.
    All(Option<Date>),
    /// Each row has its own.
    Each(Vec<Option<Date>>),
}

/// The year that "this year" means, where it is stated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StatedYear {
    /// The same for all rows.
    All(Option<i32>),
    /// Each row has its own.
    Each(Vec<Option<i32>>),
}

impl StatedYear {
    /// The year that is stated for a row.
    pub fn of(&self, row: usize) -> Option<i32> {
        match self {
            StatedYear::All(year) => *year,
            StatedYear::Each(years) => years.get(row).copied().flatten(),
        }
    }
}

/// Facts of many applicants, in the terms of one plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Columns {
    /// How many rows there are.
    pub rows: usize,
    /// A column for each input of the plan; defaults already filled in.
    pub inputs: Arena<InputId, Column>,
    /// For each input that is a number, the decimals of its cells (see [`crate::scaled::Form`]); 0 for others.
    pub decimals: Arena<InputId, u32>,
    /// The same for the fields of lists.
    pub field_decimals: Arena<InputId, Vec<u32>>,
    /// Numbers that do not fit their column, by input and row; for fields of items with the field's position and the item.
    pub beyond: BTreeMap<(InputId, Option<usize>, usize), Rational>,
    /// The date of the decision.
    pub as_of: AsOf,
    /// The year that "this year" means, where it is stated; otherwise that of the date.
    pub year: StatedYear,
    /// Earlier payments by row; `None` where no history was given.
    pub history: Option<BTreeMap<usize, Vec<Payment>>>,
}

impl Columns {
    /// The facts of one row, for the explaining evaluator. Everything is unknown in a row that is not there.
    pub fn inputs_of(&self, plan: &Plan, row: usize) -> Inputs {
        let values = plan.inputs.iter_ids().map(|(id, input)| {
            let decimals = self.decimals.get(id).copied().unwrap_or(0);
            let Some(column) = self.inputs.get(id) else { return Known::Unknown };
            if let Cells::Lists { offsets, fields } = &column.cells {
                if column.state(row) != State::Known {
                    return Known::Unknown;
                }
                let end = row.saturating_add(1);
                let at = |place: usize| offsets.get(place).and_then(|&offset| usize::try_from(offset).ok());
                let (Some(first), Some(last)) = (at(row), at(end)) else { return Known::Unknown };
                let item = |item: usize| {
                    let cells = fields.iter().enumerate().map(|(field, column)| {
                        let decimals = self.field_decimals.get(id).and_then(|all| all.get(field)).copied();
                        self.known(column, item, decimals.unwrap_or(0), (id, Some(field), item), None)
                    });
                    cells.collect()
                };
                return Known::List((first..last).map(item).collect());
            }
            self.known(column, row, decimals, (id, None, row), Some(&input.ty))
        });
        let as_of = match &self.as_of {
            AsOf::All(date) => *date,
            AsOf::Each(dates) => dates.get(row).copied().flatten(),
        };
        let history = self.history.as_ref().map(|history| history.get(&row).cloned().unwrap_or_default());
        Inputs {
            applicant: None,
            as_of,
            year: self.year.of(row).or_else(|| as_of.map(Date::year)),
            values: values.collect(),
            defaulted: Vec::new(),
            history,
        }
    }

    fn known(
        &self,
        column: &Column,
        at: usize,
        decimals: u32,
        place: (InputId, Option<usize>, usize),
        ty: Option<&InputType>,
    ) -> Known {
        match column.state(at) {
            State::Known => {}
            State::Unknown => return Known::Unknown,
            State::Absent => return Known::Absent,
            State::Beyond => {
                return self.beyond.get(&place).map_or(Known::Unknown, |&number| Known::Number(number));
            }
        }
        let number = |whole: i128| {
            let parts = 10_i128.checked_pow(decimals).unwrap_or(1);
            Rational::new(whole, parts).map_or(Known::Unknown, Known::Number)
        };
        let known = match &column.cells {
            Cells::Truths(cells) => cells.get(at).map(|&cell| Known::Bool(cell != 0)),
            Cells::Members(cells) => cells.get(at).map(|&cell| Known::Enum(usize::from(cell))),
            Cells::Sets(cells) => cells.get(at).map(|&cell| Known::Set(cell)),
            Cells::Days(cells) => {
                cells.get(at).and_then(|&cell| Date::from_ordinal(i64::from(cell))).map(Known::Date)
            }
            Cells::Narrow(cells) => cells.get(at).map(|&cell| number(i128::from(cell))),
            Cells::Wide(cells) => cells.get(at).map(|&cell| number(i128::from(cell))),
            Cells::Words(cells) => cells.get(at).map(|cell| Known::Text(cell.clone())),
            Cells::Lists { .. } | Cells::Nothing => None,
        };
        debug_assert!(!matches!(ty, Some(InputType::List { .. })) || known.is_none());
        known.unwrap_or(Known::Unknown)
    }
}

impl Column {
    /// A column of which nothing is known.
    pub fn nothing() -> Column {
        Column { cells: Cells::Nothing, states: None }
    }
    /// What is known of a cell.
    pub fn state(&self, at: usize) -> State {
        match (&self.cells, &self.states) {
            (Cells::Nothing, _) => State::Unknown,
            (_, None) => State::Known,
            (_, Some(states)) => states.get(at).copied().unwrap_or(State::Unknown),
        }
    }
}

/// The facts of one applicant as the reference interpreter of scaled programs reads them; `None` where a number is
/// beyond its form, or a list too long for it.
pub fn row_of(plan: &Plan, forms: &Forms, inputs: &Inputs) -> Option<Row> {
    let mut facts = Vec::with_capacity(plan.inputs.len());
    for id in plan.inputs.ids() {
        let form = forms.inputs.get(id).copied().flatten();
        facts.push(match inputs.values.get(id)? {
            Known::List(items) => {
                if items.len() > usize::try_from(forms.items).ok()? {
                    return None;
                }
                let fields = forms.fields.get(id)?;
                let item = |item: &Vec<Known>| -> Option<Vec<Fact>> {
                    item.iter().zip(fields).map(|(known, form)| fact(known, *form)).collect()
                };
                Fact::Items(items.iter().map(item).collect::<Option<_>>()?)
            }
            known @ (Known::Unknown
            | Known::Absent
            | Known::Number(_)
            | Known::Bool(_)
            | Known::Enum(_)
            | Known::Set(_)
            | Known::Date(_)
            | Known::Text(_)) => fact(known, form)?,
        });
    }
    let mut paid = BTreeMap::new();
    for (award, scope) in plan.paid() {
        let payments = inputs.history.iter().flatten().filter(|payment| payment.award == award);
        let unclear = scope != PaidScope::Ever
            && inputs.year.is_none()
            && inputs.history.iter().flatten().any(|payment| payment.counted_year().is_some());
        let counts = |payment: &&Payment| match inputs.year {
            Some(year) => scope.counts(payment.counted_year(), year),
            None => scope == PaidScope::Ever,
        };
        let sum =
            payments.filter(counts).try_fold(Rational::ZERO, |sum, payment| sum.plus(payment.amount))?;
        let whole = match forms.paid {
            Some(form) => form.whole(sum)?,
            None if sum.is_zero() => 0,
            None => return None,
        };
        paid.insert((award, scope), (!unclear).then_some(whole));
    }
    let as_of = match (forms.as_of, inputs.as_of) {
        (Some(all), Some(date)) if all != date => return None,
        (_, date) => date.map(|date| i128::from(date.ordinal())),
    };
    Some(Row { inputs: facts.into_iter().collect(), as_of, paid })
}

/// A fact that is no list, in its form.
fn fact(known: &Known, form: Option<Form>) -> Option<Fact> {
    Some(match known {
        Known::Unknown | Known::List(_) => Fact::Unknown,
        Known::Absent => Fact::Absent,
        Known::Number(value) => Fact::Whole(form?.whole(*value)?),
        Known::Bool(truth) => Fact::Truth(*truth),
        Known::Enum(position) => Fact::Member(*position),
        Known::Set(members) => Fact::Members(*members),
        Known::Date(date) => Fact::Whole(i128::from(date.ordinal())),
        Known::Text(words) => Fact::Words(words.clone()),
    })
}
