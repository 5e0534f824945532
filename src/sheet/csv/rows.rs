//! The rows of a piece of CSV into columns of facts: numbers and values straight from their bytes.

use memchr::memchr;

use crate::diagnostic::{Diagnostic, facts, sheet};
use crate::plan::{InputType, Plan};
use crate::sheet::block::{Block, Kept};
use crate::sheet::cell::Cell;
use crate::sheet::heading::{Column, Heading, Meaning};
use crate::sheet::number::Whole;
use crate::sheet::quick::members;
use crate::sheet::reading::Reading;
use crate::sheet::taker::Taker;
use crate::sheet::total::total;

use super::read::{CsvPiece, not_text_cell};
use super::split::{Fields, Record, read_record};

/// How a column's bytes are read without making words of them.
#[derive(Debug)]
enum Quick {
    /// Not at all.
    Cell,
    /// The column says nothing that is kept or asked for.
    Skip,
    Truth,
    /// Values of an enumeration with their positions.
    Member(Vec<(Vec<u8>, u8)>),
    Whole(Whole),
}

/// What the rows of pieces have in common.
#[derive(Debug)]
pub struct CsvShape {
    heading: Heading,
    quick: Vec<Quick>,
    /// Columns that are read before the others: the date, the year and the key decide over them.
    first: Vec<usize>,
}

impl CsvShape {
    /// The columns of the table.
    pub fn heading(&self) -> &Heading {
        &self.heading
    }

    /// The shape of a table with this heading.
    pub fn new(heading: Heading, reading: &Reading<'_>) -> CsvShape {
        let quick = heading.columns.iter().map(|column| quick(column, reading)).collect();
        let early = |column: &Column| matches!(column.meaning, Meaning::AsOf | Meaning::Year);
        let first = heading.columns.iter().enumerate().filter(|(_, column)| early(column));
        let first = first.map(|(at, _)| at).collect();
        CsvShape { heading, quick, first }
    }

    /// The rows of a piece.
    pub fn block(&self, piece: &CsvPiece, reading: &Reading<'_>) -> Block {
        let mut taker = Taker::new(reading, &self.heading);
        let mut fields = Fields::default();
        let bytes = piece.bytes.as_slice();
        // Rows are looked at one by one only where something is wrong with one of them.
        let sound = std::str::from_utf8(bytes).is_ok() && memchr(0, bytes).is_none();
        let mut number = piece.first;
        let mut at = 0;
        while at < bytes.len() {
            let (record, next) = read_record(bytes, at, &mut fields);
            if record != Record::Blank {
                taker.begin(number);
                self.row(
                    &mut taker,
                    record,
                    &fields,
                    bytes,
                    if sound { &[] } else { bytes.get(at..next).unwrap_or_default() },
                );
            }
            at = next;
            number = number.saturating_add(1);
        }
        taker.finish()
    }

    fn row(&self, taker: &mut Taker<'_, '_>, record: Record, fields: &Fields, bytes: &[u8], doubtful: &[u8]) {
        let expected = self.heading.columns.len();
        if record != Record::Row {
            taker.fault(None, Diagnostic::without_place(&sheet::MISQUOTED));
            return taker.end_bad();
        }
        if fields.len() != expected {
            let found = Diagnostic::without_place(&sheet::RAGGED).arg("found", fields.len().to_string());
            taker.fault(None, found.arg("expected", expected.to_string()));
            return taker.end_bad();
        }
        if expected > 1 && (0..expected).all(|at| fields.get(at, bytes).is_empty()) {
            return;
        }
        if !doubtful.is_empty()
            && let Some((at, found)) = unsound(fields, bytes)
        {
            taker.fault(self.heading.columns.get(at).map(|column| column.name.as_str()), found);
            return taker.end_bad();
        }
        if let Some((at, found)) = of_total(fields, bytes) {
            taker.fault(self.heading.columns.get(at).map(|column| column.name.as_str()), found);
            return taker.end_bad();
        }
        if let Some(key) = self.heading.key {
            taker.key(text(fields.get(key, bytes)));
        }
        for &at in &self.first {
            if let Some(column) = self.heading.columns.get(at) {
                taker.cell(column, cell_of(fields.get(at, bytes)));
            }
        }
        for (at, (column, quick)) in self.heading.columns.iter().zip(&self.quick).enumerate() {
            let field = fields.get(at, bytes);
            if let Some(place) = column.kept {
                let words = text(field);
                taker.keep(place, words, if words.is_empty() { Kept::Empty } else { Kept::Text });
            }
            take(taker, column, quick, field);
        }
        taker.end();
    }
}

/// The field by which a row is the total of others.
#[inline]
fn of_total(fields: &Fields, bytes: &[u8]) -> Option<(usize, Diagnostic)> {
    let at = (0..fields.len()).find(|&at| !fields.get(at, bytes).is_empty())?;
    let first = fields.get(at, bytes);
    total(text(first)).map(|found| (at, found))
}

/// What makes the bytes of a row no text, and in which field.
fn unsound(fields: &Fields, bytes: &[u8]) -> Option<(usize, Diagnostic)> {
    (0..fields.len()).find_map(|at| {
        let field = fields.get(at, bytes);
        let found = if std::str::from_utf8(field).is_err() {
            not_text_cell()
        } else if field.contains(&0) {
            Diagnostic::without_place(&facts::HIDDEN_CHARACTER).arg("character", "U+0000")
        } else {
            return None;
        };
        Some((at, found))
    })
}

#[inline]
fn text(field: &[u8]) -> &str {
    // INVARIANT: fields that are no text were found before, and their row left out.
    std::str::from_utf8(field).unwrap_or("")
}

fn cell_of(field: &[u8]) -> Cell<'_> {
    if field.is_empty() { Cell::Empty } else { Cell::Text(text(field)) }
}

#[inline]
fn take(taker: &mut Taker<'_, '_>, column: &Column, quick: &Quick, field: &[u8]) {
    let Meaning::Fact(input) = column.meaning else {
        if let (Quick::Cell, Meaning::OfYear(..) | Meaning::Nameless) = (quick, column.meaning) {
            taker.cell(column, cell_of(field));
        }
        return;
    };
    match quick {
        Quick::Skip => return,
        Quick::Cell => {}
        Quick::Whole(whole) => {
            if let (Some(number), Some(filler)) = (whole.read(field), taker.filler(input)) {
                return filler.push_whole(number);
            }
        }
        Quick::Truth => {
            let truth = match field {
                b"true" | b"1" => Some(true),
                b"false" | b"0" => Some(false),
                word if word == "是".as_bytes() => Some(true),
                word if word == "否".as_bytes() => Some(false),
                _ => None,
            };
            if let (Some(truth), Some(filler)) = (truth, taker.filler(input)) {
                return filler.push_truth(truth);
            }
        }
        Quick::Member(values) => {
            let position = values.iter().find(|(value, _)| value == field).map(|&(_, position)| position);
            if let (Some(position), Some(filler)) = (position, taker.filler(input)) {
                return filler.push_member(position);
            }
        }
    }
    taker.cell(column, cell_of(field));
}

fn quick(column: &Column, reading: &Reading<'_>) -> Quick {
    let Meaning::Fact(input) = column.meaning else {
        return match column.meaning {
            Meaning::OfYear(..) | Meaning::Nameless => Quick::Cell,
            Meaning::Fact(_) | Meaning::AsOf | Meaning::Year | Meaning::Applicant | Meaning::Other => {
                Quick::Skip
            }
        };
    };
    let plan: &Plan = reading.plan;
    let Some(declared) = plan.inputs.get(input) else { return Quick::Skip };
    if declared.by_year {
        return Quick::Cell;
    }
    match &declared.ty {
        InputType::Bool => Quick::Truth,
        InputType::Number(measure) => {
            let form = reading.forms.inputs.get(input).and_then(Option::as_ref);
            let whole = form.and_then(|form| {
                Whole::new(form, measure, declared.low, declared.high, column.unit.as_ref())
            });
            whole.map_or(Quick::Cell, Quick::Whole)
        }
        InputType::Enum(choices) => Quick::Member(members(choices)),
        InputType::Set(_) | InputType::Date | InputType::Text | InputType::List { .. } => Quick::Cell,
    }
}
