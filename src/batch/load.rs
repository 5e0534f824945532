//! Loading: the facts that the code of a block reads, as cells of the right class, and which of them are unknown.

use std::collections::HashMap;

use crate::calendar::Date;
use crate::columns::{AsOf, Cells, Column, Columns, State};
use crate::facts::Payment;
use crate::money::Rational;
use crate::plan::{AwardId, InputId, PaidScope};
use crate::scaled::Forms;

use super::code::{At, Class, Code, Level, Load, Place};
use super::frame::{Frame, Loaded, in_state, load};
use super::lane::Lane;
use super::unknown::Masks;

/// A run of rows.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    pub first: usize,
    pub last: usize,
}

impl Rows {
    pub fn len(self) -> usize {
        self.last.saturating_sub(self.first)
    }
}

/// The words of a block by number: those that rules name come first.
#[derive(Default)]
struct Words<'c> {
    others: HashMap<&'c str, usize>,
}

impl<'c> Words<'c> {
    fn number(&mut self, code: &Code, words: &'c str) -> i32 {
        let named = code.words.binary_search_by(|known| known.as_str().cmp(words)).ok();
        let next = code.words.len().saturating_add(self.others.len());
        let number = named.unwrap_or_else(|| *self.others.entry(words).or_insert(next));
        i32::try_from(number).unwrap_or(i32::MAX)
    }
}

/// What is loaded, and where it is unknown.
type Filled<'c> = (Loaded<'c>, Option<Vec<u8>>);

/// Fills the loads of all levels for a block of rows. The frames get marks only where something is unknown.
pub(super) fn fill<'c>(
    code: &Code,
    forms: &Forms,
    columns: &'c Columns,
    rows: Rows,
    frame: &mut Frame<'c, '_>,
    lists: &mut [Frame<'c, '_>],
) {
    let mut words = Words::default();
    let mut all_masks = Vec::with_capacity(lists.len().saturating_add(1));
    let mut unknown = false;
    frame.rows = rows.len();
    let mut masks = Masks::default();
    for (number, &(class, load)) in code.level.loads.iter().enumerate() {
        let (loaded, marks) = of_row(code, forms, columns, rows, &mut words, (class, load));
        unknown |= marks.is_some();
        masks.set(At { class, place: Place::Load(number) }, marks);
        frame.loads.push(loaded);
    }
    all_masks.push(masks);
    for ((input, level), list) in code.lists.iter().zip(lists.iter_mut()) {
        let (masks, open) = items(code, level, columns.inputs.get(*input), rows, &mut words, list);
        unknown |= open;
        all_masks.push(masks);
    }
    if unknown {
        let mut all_masks = all_masks.into_iter();
        frame.masks = all_masks.next();
        for (list, masks) in lists.iter_mut().zip(all_masks) {
            list.masks = Some(masks);
        }
    }
}

/// The cells of a column as the code reads them, unknown where they are not known.
fn cells<'c>(code: &Code, column: &'c Column, class: Class, rows: Rows, words: &mut Words<'c>) -> Filled<'c> {
    let loaded = if let Cells::Words(all) = &column.cells {
        let all = all.get(rows.first..rows.last).unwrap_or(&[]);
        Loaded::OwnNarrow(all.iter().map(|text| words.number(code, text)).collect())
    } else {
        load(column, class, rows.first, rows.last)
    };
    (loaded, in_state(column, rows.first, rows.last, |state| state != State::Known))
}

/// Truth: an optional fact is there.
fn present<'c>(column: &'c Column, rows: Rows) -> Filled<'c> {
    let there = in_state(column, rows.first, rows.last, |state| state != State::Absent);
    let unknown = in_state(column, rows.first, rows.last, |state| state == State::Unknown);
    (Loaded::OwnBytes(there.unwrap_or_else(|| vec![0; rows.len()])), unknown)
}

fn of_row<'c>(
    code: &Code,
    forms: &Forms,
    columns: &'c Columns,
    rows: Rows,
    words: &mut Words<'c>,
    (class, load): (Class, Load),
) -> Filled<'c> {
    let nothing = || {
        let loaded = match class {
            Class::Byte => Loaded::OwnBytes(vec![0; rows.len()]),
            Class::Narrow => Loaded::OwnNarrow(vec![0; rows.len()]),
            Class::Wide | Class::Huge => Loaded::OwnWide(vec![0; rows.len()]),
        };
        (loaded, Some(vec![1; rows.len()]))
    };
    let column = |input: InputId| columns.inputs.get(input);
    match load {
        Load::Input(input) => {
            column(input).map_or_else(nothing, |column| cells(code, column, class, rows, words))
        }
        Load::Present(input) => column(input).map_or_else(nothing, |column| present(column, rows)),
        Load::Given(input) => {
            let given = |state| matches!(state, State::Known | State::Beyond);
            let marks = column(input).and_then(|column| in_state(column, rows.first, rows.last, given));
            (Loaded::OwnBytes(marks.unwrap_or_else(|| vec![0; rows.len()])), None)
        }
        Load::AsOf => dates(columns, rows),
        Load::Paid(award, scope) => paid(forms, columns, rows, (award, scope), class),
        Load::Field(_) | Load::FieldPresent(_) => nothing(),
    }
}

/// The date of the decision of a row.
pub(super) fn date_of(columns: &Columns, row: usize) -> Option<Date> {
    match &columns.as_of {
        AsOf::All(date) => *date,
        AsOf::Each(dates) => dates.get(row).copied().flatten(),
    }
}

fn dates<'c>(columns: &Columns, rows: Rows) -> Filled<'c> {
    let dates = (rows.first..rows.last).map(|row| date_of(columns, row));
    let marks: Vec<u8> = dates.clone().map(|date| u8::from(date.is_none())).collect();
    let days = dates.map(|date| date.map_or(0, |date| i32::of(i128::from(date.ordinal()))));
    (Loaded::OwnNarrow(days.collect()), marks.contains(&1).then_some(marks))
}

/// The history of the rows that have one.
pub(super) fn histories(columns: &Columns, rows: Rows) -> impl Iterator<Item = (usize, &[Payment])> {
    let history = columns.history.iter().flat_map(move |history| history.range(rows.first..rows.last));
    history.map(|(&row, payments)| (row, payments.as_slice())).filter(|(_, payments)| !payments.is_empty())
}

/// The year that "this year" means in a row.
fn year_of(columns: &Columns, row: usize) -> Option<i32> {
    columns.year.of(row).or_else(|| date_of(columns, row).map(Date::year))
}

/// What history shows as paid in a row: `Err` where it is not known, or cannot be held.
fn paid_of(
    forms: &Forms,
    payments: &[Payment],
    award: AwardId,
    scope: PaidScope,
    year: Option<i32>,
) -> Option<i128> {
    let counts = |payment: &&Payment| match year {
        Some(year) => scope.counts(payment.counted_year(), year),
        None => scope == PaidScope::Ever,
    };
    if scope != PaidScope::Ever && year.is_none() {
        // No payment counts for any year: none counts for this one.
        return payments.iter().all(|payment| payment.counted_year().is_none()).then_some(0);
    }
    let counted = payments.iter().filter(|payment| payment.award == award).filter(counts);
    let mut sum = Rational::ZERO;
    for payment in counted {
        sum = sum.plus(payment.amount)?;
    }
    if sum.is_zero() { Some(0) } else { forms.paid?.whole(sum) }
}

fn paid<'c>(
    forms: &Forms,
    columns: &Columns,
    rows: Rows,
    (award, scope): (AwardId, PaidScope),
    class: Class,
) -> Filled<'c> {
    let mut sums = vec![0_i64; rows.len()];
    let mut open: Option<Vec<u8>> = None;
    for (row, payments) in histories(columns, rows) {
        let at = row.saturating_sub(rows.first);
        match paid_of(forms, payments, award, scope, year_of(columns, row)) {
            // INVARIANT: the form of payments fits 64 bits.
            Some(sum) => sums.get_mut(at).into_iter().for_each(|cell| *cell = i64::of(sum)),
            None => {
                let marks = open.get_or_insert_with(|| vec![0; rows.len()]);
                marks.get_mut(at).into_iter().for_each(|mark| *mark = 1);
            }
        }
    }
    let loaded = match class {
        Class::Byte => Loaded::OwnBytes(vec![0; rows.len()]),
        Class::Narrow => Loaded::OwnNarrow(sums.iter().map(|&sum| i32::of(i128::from(sum))).collect()),
        Class::Wide | Class::Huge => Loaded::OwnWide(sums),
    };
    (loaded, open)
}

/// The items of the rows of a block.
fn items<'c>(
    code: &Code,
    level: &Level,
    column: Option<&'c Column>,
    rows: Rows,
    words: &mut Words<'c>,
    list: &mut Frame<'c, '_>,
) -> (Masks, bool) {
    let mut masks = Masks::default();
    let unlisted =
        column.map(|column| in_state(column, rows.first, rows.last, |state| state != State::Known));
    let Some((Cells::Lists { offsets, fields }, unlisted)) = column.map(|column| &column.cells).zip(unlisted)
    else {
        list.offsets = vec![0; rows.len().saturating_add(1)];
        list.unlisted = vec![1; rows.len()];
        for &(class, _) in &level.loads {
            list.loads.push(load(NOTHING, class, 0, 0));
        }
        return (masks, true);
    };
    let places = offsets.get(rows.first..=rows.last).unwrap_or(&[]);
    let places: Vec<usize> = places.iter().map(|&at| usize::try_from(at).unwrap_or(0)).collect();
    let (first, last) = (places.first().copied().unwrap_or(0), places.last().copied().unwrap_or(0));
    let of_items = Rows { first, last: last.max(first) };
    list.offsets = places.iter().map(|at| at.saturating_sub(first)).collect();
    list.rows = of_items.len();
    let mut open = unlisted.is_some();
    list.unlisted = unlisted.unwrap_or_default();
    for (number, &(class, load)) in level.loads.iter().enumerate() {
        let field = |field: usize| fields.get(field).unwrap_or(NOTHING);
        let (loaded, marks) = match load {
            Load::Field(at) => cells(code, field(at), class, of_items, words),
            Load::FieldPresent(at) => present(field(at), of_items),
            Load::Input(_) | Load::Present(_) | Load::Given(_) | Load::AsOf | Load::Paid(..) => {
                cells(code, NOTHING, class, of_items, words)
            }
        };
        let marks = marks.filter(|marks| !marks.is_empty());
        open |= marks.is_some();
        masks.set(At { class, place: Place::Load(number) }, marks);
        list.loads.push(loaded);
    }
    (masks, open)
}

static NOTHING: &Column = &Column { cells: Cells::Nothing, states: None };
