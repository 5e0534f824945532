//! Filling a column cell by cell, in the form that the engine asks for.

use crate::columns::{Cells, Column, State};
use crate::money::Rational;
use crate::plan::{InputField, InputType, Known};
use crate::scaled::Form;

/// A column on its way.
#[derive(Clone, Debug)]
pub struct Filler {
    store: Store,
    /// `None` while all cells are known.
    states: Option<Vec<State>>,
    len: usize,
    /// Numbers that the form cannot hold, by cell.
    beyond: Vec<(usize, Rational)>,
    held: Held,
}

/// The form of numbers, in the width of columns.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// Decimals.
    pub decimals: u32,
    /// Lowest whole number.
    pub low: i64,
    /// Highest whole number.
    pub high: i64,
    /// What stands where nothing is known: within the bounds.
    neutral: i64,
}

#[derive(Clone, Debug)]
enum Store {
    Truths(Vec<u8>),
    Members(Vec<u8>),
    Sets(Vec<u64>),
    Days(Vec<i32>),
    Narrow(Vec<i32>),
    Wide(Vec<i64>),
    Words(Vec<String>),
    /// Begins and ends of items, as in [`Cells::Lists`], and the fields.
    Lists(Vec<u32>, Vec<Filler>),
}

impl Held {
    fn of(form: Option<&Form>) -> Held {
        let Some(form) = form else { return Held { decimals: 0, low: 0, high: 0, neutral: 0 } };
        let low = i64::try_from(form.bounds.low).unwrap_or(i64::MIN);
        let high = i64::try_from(form.bounds.high).unwrap_or(i64::MAX);
        Held { decimals: form.decimals, low, high, neutral: 0.max(low).min(high) }
    }

    /// Whether 32 bits hold every number of the form.
    pub fn is_narrow(&self) -> bool {
        i32::try_from(self.low).is_ok() && i32::try_from(self.high).is_ok()
    }

    /// The whole number of a value, if the form holds it.
    pub fn whole(&self, value: Rational) -> Option<i64> {
        let parts = Rational::whole(10_i128.checked_pow(self.decimals)?);
        let whole = i64::try_from(value.times(parts)?.to_whole()?).ok()?;
        (self.low <= whole && whole <= self.high).then_some(whole)
    }
}

impl Filler {
    /// An empty column for values of a type; `fields` are the forms of the fields of a list.
    pub fn new(ty: &InputType, form: Option<&Form>, fields: &[Option<Form>]) -> Filler {
        let held = Held::of(form);
        let store = match ty {
            InputType::Number(_) if held.is_narrow() => Store::Narrow(Vec::new()),
            InputType::Number(_) => Store::Wide(Vec::new()),
            InputType::Bool => Store::Truths(Vec::new()),
            InputType::Enum(_) => Store::Members(Vec::new()),
            InputType::Set(_) => Store::Sets(Vec::new()),
            InputType::Date => Store::Days(Vec::new()),
            InputType::Text => Store::Words(Vec::new()),
            InputType::List { fields: asked, .. } => {
                let form = |at: usize| fields.get(at).and_then(Option::as_ref);
                let filler = |(at, field): (usize, &InputField)| Filler::new(&field.ty, form(at), &[]);
                Store::Lists(vec![0], asked.iter().enumerate().map(filler).collect())
            }
        };
        Filler { store, states: None, len: 0, beyond: Vec::new(), held }
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The form of its numbers.
    pub fn held(&self) -> Held {
        self.held
    }

    #[inline]
    fn known(&mut self) {
        // INVARIANT: as many cells as memory holds are less than `usize::MAX`.
        self.len = self.len.wrapping_add(1);
        if let Some(states) = &mut self.states {
            states.push(State::Known);
        }
    }

    /// Adds a number that is within the form.
    #[inline]
    pub fn push_whole(&mut self, whole: i64) {
        match &mut self.store {
            Store::Narrow(cells) => cells.push(i32::try_from(whole).unwrap_or(0)),
            Store::Wide(cells) => cells.push(whole),
            Store::Truths(_)
            | Store::Members(_)
            | Store::Sets(_)
            | Store::Days(_)
            | Store::Words(_)
            | Store::Lists(..) => return,
        }
        self.known();
    }

    /// Adds a truth.
    #[inline]
    pub fn push_truth(&mut self, truth: bool) {
        if let Store::Truths(cells) = &mut self.store {
            cells.push(u8::from(truth));
            self.known();
        }
    }

    /// Adds a value of an enumeration by its position.
    #[inline]
    pub fn push_member(&mut self, position: u8) {
        if let Store::Members(cells) = &mut self.store {
            cells.push(position);
            self.known();
        }
    }

    /// Many truths, members or numbers at once: for readers that hold them so.
    pub fn truths(&mut self) -> Option<Bulk<'_, u8>> {
        match &mut self.store {
            Store::Truths(cells) | Store::Members(cells) => {
                Some(Bulk { cells, states: &mut self.states, len: &mut self.len })
            }
            Store::Sets(_)
            | Store::Days(_)
            | Store::Narrow(_)
            | Store::Wide(_)
            | Store::Words(_)
            | Store::Lists(..) => None,
        }
    }

    /// The same of numbers of 32 bits.
    pub fn narrow(&mut self) -> Option<Bulk<'_, i32>> {
        match &mut self.store {
            Store::Narrow(cells) => Some(Bulk { cells, states: &mut self.states, len: &mut self.len }),
            Store::Truths(_)
            | Store::Members(_)
            | Store::Sets(_)
            | Store::Days(_)
            | Store::Wide(_)
            | Store::Words(_)
            | Store::Lists(..) => None,
        }
    }

    /// The same of numbers of 64 bits.
    pub fn wide(&mut self) -> Option<Bulk<'_, i64>> {
        match &mut self.store {
            Store::Wide(cells) => Some(Bulk { cells, states: &mut self.states, len: &mut self.len }),
            Store::Truths(_)
            | Store::Members(_)
            | Store::Sets(_)
            | Store::Days(_)
            | Store::Narrow(_)
            | Store::Words(_)
            | Store::Lists(..) => None,
        }
    }

    /// Adds what is known of a cell.
    pub fn push(&mut self, known: &Known) {
        let at = self.len;
        let state = match (known, &self.store) {
            (Known::Unknown, _) => State::Unknown,
            (Known::Absent, _) => State::Absent,
            (Known::Number(number), Store::Narrow(_) | Store::Wide(_)) => match self.held.whole(*number) {
                Some(whole) => return self.push_whole(whole),
                None => {
                    self.beyond.push((at, *number));
                    State::Beyond
                }
            },
            (Known::Bool(_), Store::Truths(_))
            | (Known::Enum(_), Store::Members(_))
            | (Known::Set(_), Store::Sets(_))
            | (Known::Date(_), Store::Days(_))
            | (Known::Text(_), Store::Words(_))
            | (Known::List(_), Store::Lists(..)) => State::Known,
            // INVARIANT: a cell is read by the type of its input; what it could not be is not known.
            (
                Known::Number(_)
                | Known::Bool(_)
                | Known::Enum(_)
                | Known::Set(_)
                | Known::Date(_)
                | Known::Text(_)
                | Known::List(_),
                _,
            ) => State::Unknown,
        };
        if state != State::Known && self.states.is_none() {
            self.states = Some(vec![State::Known; at]);
        }
        self.len = self.len.saturating_add(1);
        if let Some(states) = &mut self.states {
            states.push(state);
        }
        match (&mut self.store, known) {
            (Store::Truths(cells), known) => cells.push(u8::from(*known == Known::Bool(true))),
            (Store::Members(cells), Known::Enum(at)) => cells.push(u8::try_from(*at).unwrap_or(0)),
            (Store::Sets(cells), Known::Set(bits)) => cells.push(*bits),
            (Store::Days(cells), Known::Date(day)) => cells.push(i32::try_from(day.ordinal()).unwrap_or(0)),
            (Store::Words(cells), Known::Text(text)) => cells.push(text.clone()),
            (Store::Lists(offsets, fields), known) => {
                if let Known::List(items) = known {
                    for item in items {
                        for (field, known) in fields.iter_mut().zip(item) {
                            field.push(known);
                        }
                    }
                }
                let end = fields.first().map_or(0, Filler::len);
                offsets.push(u32::try_from(end).unwrap_or(u32::MAX));
            }
            (Store::Members(cells), _) => cells.push(0),
            (Store::Sets(cells), _) => cells.push(0),
            (Store::Days(cells), _) => cells.push(0),
            (Store::Narrow(cells), _) => cells.push(i32::try_from(self.held.neutral).unwrap_or(0)),
            (Store::Wide(cells), _) => cells.push(self.held.neutral),
            (Store::Words(cells), _) => cells.push(String::new()),
        }
    }

    /// Forgets the cells from one on.
    pub fn truncate(&mut self, len: usize) {
        if len >= self.len {
            return;
        }
        self.len = len;
        if let Some(states) = &mut self.states {
            states.truncate(len);
        }
        while self.beyond.last().is_some_and(|&(at, _)| at >= len) {
            self.beyond.pop();
        }
        match &mut self.store {
            Store::Truths(cells) | Store::Members(cells) => cells.truncate(len),
            Store::Sets(cells) => cells.truncate(len),
            Store::Days(cells) | Store::Narrow(cells) => cells.truncate(len),
            Store::Wide(cells) => cells.truncate(len),
            Store::Words(cells) => cells.truncate(len),
            Store::Lists(offsets, fields) => {
                offsets.truncate(len.saturating_add(1));
                let items = offsets.last().copied().unwrap_or(0);
                for field in fields {
                    field.truncate(usize::try_from(items).unwrap_or(usize::MAX));
                }
            }
        }
    }

    /// The column, and the numbers beyond its form: by field of items, and cell.
    pub fn finish(self) -> (Column, Vec<(Option<usize>, usize, Rational)>) {
        let mut beyond: Vec<_> = self.beyond.into_iter().map(|(at, number)| (None, at, number)).collect();
        let cells = match self.store {
            Store::Truths(cells) => Cells::Truths(cells),
            Store::Members(cells) => Cells::Members(cells),
            Store::Sets(cells) => Cells::Sets(cells),
            Store::Days(cells) => Cells::Days(cells),
            Store::Narrow(cells) => Cells::Narrow(cells),
            Store::Wide(cells) => Cells::Wide(cells),
            Store::Words(cells) => Cells::Words(cells),
            Store::Lists(offsets, fields) => {
                let mut columns = Vec::with_capacity(fields.len());
                for (field, filler) in fields.into_iter().enumerate() {
                    let (column, own) = filler.finish();
                    beyond.extend(own.into_iter().map(|(_, at, number)| (Some(field), at, number)));
                    columns.push(column);
                }
                Cells::Lists { offsets, fields: columns }
            }
        };
        (Column { cells, states: self.states }, beyond)
    }
}

/// Many cells at once, all of them known.
#[derive(Debug)]
pub struct Bulk<'f, T> {
    cells: &'f mut Vec<T>,
    states: &'f mut Option<Vec<State>>,
    len: &'f mut usize,
}

impl<T> Bulk<'_, T> {
    /// Adds cells.
    pub fn extend(self, more: impl IntoIterator<Item = T>) {
        self.cells.extend(more);
        *self.len = self.cells.len();
        if let Some(states) = self.states {
            states.resize(self.cells.len(), State::Known);
        }
    }
}
