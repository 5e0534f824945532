//! Frames: the registers, columns and results of one block while its code runs.

use crate::columns::{Cells, Column, State};

use super::code::{At, Class, Place};
use super::lane::Lane;
use super::unknown::Masks;

/// Memory for the values of steps, used again from block to block.
#[derive(Default, Debug)]
pub(super) struct Registers {
    bytes: Vec<Vec<u8>>,
    narrow: Vec<Vec<i32>>,
    wide: Vec<Vec<i64>>,
    huge: Vec<Vec<i128>>,
}

fn make_room<T: Copy>(registers: &mut Vec<Vec<T>>, count: usize, rows: usize, zero: T) {
    if registers.len() < count {
        registers.resize_with(count, Vec::new);
    }
    for register in registers.iter_mut().take(count) {
        // What a register held means nothing; a longer one is cut when it is read.
        if register.len() < rows {
            register.resize(rows, zero);
        }
    }
}

impl Registers {
    /// Room for so many registers of each class with so many rows.
    pub fn make_room(&mut self, counts: [usize; 4], rows: usize) {
        let [bytes, narrow, wide, huge] = counts;
        make_room(&mut self.bytes, bytes, rows, 0);
        make_room(&mut self.narrow, narrow, rows, 0);
        make_room(&mut self.wide, wide, rows, 0);
        make_room(&mut self.huge, huge, rows, 0);
    }
}

/// What is loaded before a block is run: cells of the columns as they are, or made of them.
#[derive(Debug)]
pub(super) enum Loaded<'c> {
    Bytes(&'c [u8]),
    Narrow(&'c [i32]),
    Wide(&'c [i64]),
    OwnBytes(Vec<u8>),
    OwnNarrow(Vec<i32>),
    OwnWide(Vec<i64>),
}

/// One block of one level.
#[derive(Default)]
pub(super) struct Frame<'c, 'r> {
    /// Rows, or items, of the block.
    pub rows: usize,
    pub registers: Registers,
    pub loads: Vec<Loaded<'c>>,
    pub amounts: Vec<&'r mut [i64]>,
    pub outcomes: Vec<&'r mut [u8]>,
    /// Which cells are unknown; `None` while the block has none that are.
    pub masks: Option<Masks>,
    /// In a list: where the items of each row of the block begin and end.
    pub offsets: Vec<usize>,
    /// In a list: rows of which the list is unknown.
    pub unlisted: Vec<u8>,
    /// In a list: lines already run.
    pub done: usize,
}

/// A class of cells that frames hold.
pub(super) trait Held: Lane {
    /// The cells at a place; none where it is of another class.
    fn read<'f>(frame: &'f Frame<'_, '_>, place: Place) -> &'f [Self];
    /// Lets `write` fill the cells at a place; it may read all others.
    fn write<'c, 'r>(
        frame: &mut Frame<'c, 'r>,
        place: Place,
        write: impl FnOnce(&Frame<'c, 'r>, &mut [Self]),
    );
}

macro_rules! held {
    ($lane:ty, $registers:ident, $borrowed:pat => $cells:expr, $own:pat => $owned:expr, $results:tt) => {
        impl Held for $lane {
            #[inline]
            fn read<'f>(frame: &'f Frame<'_, '_>, place: Place) -> &'f [Self] {
                let cells: Option<&'f [Self]> = match place {
                    Place::Register(at) => frame.registers.$registers.get(at).map(Vec::as_slice),
                    Place::Load(at) => match frame.loads.get(at) {
                        Some($borrowed) => $cells,
                        Some($own) => $owned,
                        Some(_) | None => None,
                    },
                    _ => held!(@read $results frame place),
                };
                cells.and_then(|cells| cells.get(..frame.rows)).unwrap_or(&[])
            }
            #[inline]
            fn write<'c, 'r>(
                frame: &mut Frame<'c, 'r>,
                place: Place,
                write: impl FnOnce(&Frame<'c, 'r>, &mut [Self]),
            ) {
                if let Place::Register(at) = place {
                    let Some(register) = frame.registers.$registers.get_mut(at) else { return };
                    let mut own = std::mem::take(register);
                    if let Some(cells) = own.get_mut(..frame.rows) {
                        write(frame, cells);
                    }
                    if let Some(register) = frame.registers.$registers.get_mut(at) {
                        *register = own;
                    }
                } else {
                    held!(@write $results frame place write)
                }
            }
        }
    };
    (@read none $frame:ident $place:ident) => { None };
    (@write none $frame:ident $place:ident $write:ident) => { {} };
    (@read (amounts, Amount) $frame:ident $place:ident) => { held!(@read_from $frame $place amounts Amount) };
    (@read (outcomes, Outcome) $frame:ident $place:ident) => { held!(@read_from $frame $place outcomes Outcome) };
    (@read_from $frame:ident $place:ident $results:ident $kind:ident) => {
        if let Place::$kind(at) = $place { $frame.$results.get(at).map(|cells| &**cells) } else { None }
    };
    (@write (amounts, Amount) $frame:ident $place:ident $write:ident) => {
        held!(@write_to $frame $place $write amounts Amount)
    };
    (@write (outcomes, Outcome) $frame:ident $place:ident $write:ident) => {
        held!(@write_to $frame $place $write outcomes Outcome)
    };
    (@write_to $frame:ident $place:ident $write:ident $results:ident $kind:ident) => {{
        let Place::$kind(at) = $place else { return };
        let Some(column) = $frame.$results.get_mut(at) else { return };
        let own = std::mem::take(column);
        $write($frame, own);
        if let Some(column) = $frame.$results.get_mut(at) {
            *column = own;
        }
    }};
}

held!(u8, bytes, Loaded::Bytes(cells) => Some(cells), Loaded::OwnBytes(cells) => Some(cells.as_slice()), (outcomes, Outcome));
held!(i32, narrow, Loaded::Narrow(cells) => Some(cells), Loaded::OwnNarrow(cells) => Some(cells.as_slice()), none);
held!(i64, wide, Loaded::Wide(cells) => Some(cells), Loaded::OwnWide(cells) => Some(cells.as_slice()), (amounts, Amount));

impl Held for i128 {
    fn read<'f>(frame: &'f Frame<'_, '_>, place: Place) -> &'f [Self] {
        let Place::Register(at) = place else { return &[] };
        let register = frame.registers.huge.get(at);
        register.and_then(|register| register.get(..frame.rows)).unwrap_or(&[])
    }
    fn write<'c, 'r>(
        frame: &mut Frame<'c, 'r>,
        place: Place,
        write: impl FnOnce(&Frame<'c, 'r>, &mut [Self]),
    ) {
        let Place::Register(at) = place else { return };
        let Some(register) = frame.registers.huge.get_mut(at) else { return };
        let mut own = std::mem::take(register);
        if let Some(cells) = own.get_mut(..frame.rows) {
            write(frame, cells);
        }
        if let Some(register) = frame.registers.huge.get_mut(at) {
            *register = own;
        }
    }
}

/// Chooses the type of cells by class.
macro_rules! by_class {
    ($class:expr, $lane:ident => $body:expr) => {
        match $class {
            $crate::batch::code::Class::Byte => {
                type $lane = u8;
                $body
            }
            $crate::batch::code::Class::Narrow => {
                type $lane = i32;
                $body
            }
            $crate::batch::code::Class::Wide => {
                type $lane = i64;
                $body
            }
            $crate::batch::code::Class::Huge => {
                type $lane = i128;
                $body
            }
        }
    };
}
pub(super) use by_class;

impl Frame<'_, '_> {
    /// One cell as a number; zero where there is none.
    pub fn number(&self, at: At, row: usize) -> i128 {
        by_class!(at.class, T => T::read(self, at.place).get(row).map_or(0, |&cell| cell.number()))
    }
}

/// The cells of a column between two rows, in the class that the code expects.
pub(super) fn load<'c>(column: &'c Column, class: Class, first: usize, last: usize) -> Loaded<'c> {
    let rows = last.saturating_sub(first);
    let narrow = |cells: &'c [i32]| cells.get(first..last).unwrap_or(&[]);
    match (&column.cells, class) {
        (Cells::Truths(cells) | Cells::Members(cells), Class::Byte) => {
            Loaded::Bytes(cells.get(first..last).unwrap_or(&[]))
        }
        (Cells::Narrow(cells) | Cells::Days(cells), Class::Narrow) => Loaded::Narrow(narrow(cells)),
        (Cells::Narrow(cells) | Cells::Days(cells), Class::Wide) => {
            Loaded::OwnWide(narrow(cells).iter().map(|&cell| i64::from(cell)).collect())
        }
        (Cells::Wide(cells), Class::Wide) => Loaded::Wide(cells.get(first..last).unwrap_or(&[])),
        (Cells::Wide(cells), Class::Narrow) => {
            let cells = cells.get(first..last).unwrap_or(&[]);
            // INVARIANT: the form of the column fits 32 bits.
            Loaded::OwnNarrow(cells.iter().map(|&cell| i32::of(i128::from(cell))).collect())
        }
        (Cells::Sets(cells), Class::Wide) => {
            let cells = cells.get(first..last).unwrap_or(&[]);
            Loaded::OwnWide(cells.iter().map(|&cell| cell.cast_signed()).collect())
        }
        (_, Class::Byte) => Loaded::OwnBytes(vec![0; rows]),
        (_, Class::Narrow) => Loaded::OwnNarrow(vec![0; rows]),
        (_, Class::Wide | Class::Huge) => Loaded::OwnWide(vec![0; rows]),
    }
}

/// Which of the cells between two rows are in a state; `None` where none is.
pub(super) fn in_state(
    column: &Column,
    first: usize,
    last: usize,
    of: impl Fn(State) -> bool,
) -> Option<Vec<u8>> {
    let rows = last.saturating_sub(first);
    let states = match (&column.cells, &column.states) {
        (Cells::Nothing, _) => return of(State::Unknown).then(|| vec![1; rows]),
        (_, None) => return of(State::Known).then(|| vec![1; rows]),
        (_, Some(states)) => states.get(first..last).unwrap_or(&[]),
    };
    let marks: Vec<u8> = states.iter().map(|&state| u8::from(of(state))).collect();
    marks.contains(&1).then_some(marks)
}
