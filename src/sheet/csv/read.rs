//! CSV in: pieces of whole records, and the rows of a piece, numbers and values straight from their bytes.

use std::io::Read;

use memchr::memchr;

use crate::diagnostic::{Diagnostic, Words, facts, sheet};
use crate::plan::{InputType, Plan};
use crate::sheet::block::{Block, Kept};
use crate::sheet::cell::{self, Cell};
use crate::sheet::heading::{Column, Heading, Meaning};
use crate::sheet::number::Whole;
use crate::sheet::quick::members;
use crate::sheet::reading::Reading;
use crate::sheet::taker::Taker;
use crate::sheet::{LONGEST_ROW, MOST_COLUMNS, row_too_long, too_many_columns, unreadable};

use super::split::{Fields, Record, end_of_record, read_record};

/// Some whole records.
#[derive(Debug)]
pub struct CsvPiece {
    /// The bytes, from the beginning of a record to the end of one.
    pub bytes: Vec<u8>,
    /// The number of the first record; the heading is 1.
    pub first: u64,
}

/// Cuts a text into pieces of whole records, at places that depend on the text alone.
pub struct CsvReader<R> {
    input: R,
    names: Vec<String>,
    /// Read, but not handed out yet.
    pending: Vec<u8>,
    ended: bool,
    next: u64,
    piece: usize,
}

impl<R: Read> CsvReader<R> {
    /// Reads the heading. `piece` is the size of pieces in bytes.
    pub fn new(input: R, piece: usize) -> Result<CsvReader<R>, Diagnostic> {
        let mut reader = CsvReader {
            input,
            names: Vec::new(),
            pending: Vec::new(),
            ended: false,
            next: 1,
            piece: piece.max(1),
        };
        reader.fill(4)?;
        match *reader.pending.as_slice() {
            [0xef, 0xbb, 0xbf, ..] => drop(reader.pending.drain(..3)),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err(not_text_heading()),
            [b'P', b'K', 3, 4] => {
                return Err(other_format(Words::new("它是 Excel 文件", "it is an Excel file")));
            }
            [b'P', b'A', b'R', b'1'] => {
                return Err(other_format(Words::new("它是 Parquet 文件", "it is a Parquet file")));
            }
            _ => {}
        }
        reader.heading()?;
        Ok(reader)
    }

    /// The names of the columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    fn heading(&mut self) -> Result<(), Diagnostic> {
        let mut fields = Fields::default();
        loop {
            let Some(bytes) = self.record()? else {
                return Err(Diagnostic::without_place(&sheet::EMPTY_TABLE));
            };
            self.next = self.next.saturating_add(1);
            match read_record(&bytes, 0, &mut fields).0 {
                // Lines before the heading are as empty as those after it.
                Record::Blank => continue,
                Record::Misquoted | Record::Unclosed => return Err(misquoted(1)),
                Record::Row => {}
            }
            for at in 0..fields.len() {
                let Ok(name) = std::str::from_utf8(fields.get(at, &bytes)) else {
                    return Err(not_text_heading());
                };
                self.names.push(name.trim().to_owned());
            }
            if self.names.len() > MOST_COLUMNS {
                return Err(too_many_columns(self.names.len()));
            }
            if let [only] = self.names.as_slice()
                && let Some(mark) = [';', '\t', '；', '，'].into_iter().find(|&mark| only.contains(mark))
            {
                let mark = if mark == '\t' { Words::new("制表符", "tabs") } else { Words::same(mark) };
                return Err(other_format(Words::new(
                    format!("列是用{}分开的", mark.zh),
                    format!("its columns are separated by {}", mark.en),
                )));
            }
            if let Some(found) = self.names.iter().find_map(|name| cell::hidden(name)) {
                return Err(found);
            }
            return Ok(());
        }
    }

    /// Reads until so many bytes are pending, or all of them.
    fn fill(&mut self, wanted: usize) -> Result<(), Diagnostic> {
        while !self.ended && self.pending.len() < wanted {
            let more = wanted.saturating_sub(self.pending.len());
            let more = u64::try_from(more).unwrap_or(u64::MAX);
            let read = self
                .input
                .by_ref()
                .take(more)
                .read_to_end(&mut self.pending)
                .map_err(|error| unreadable(&error))?;
            self.ended = read == 0;
        }
        Ok(())
    }

    /// The bytes of the next record, taken out.
    fn record(&mut self) -> Result<Option<Vec<u8>>, Diagnostic> {
        let mut wanted = 4096_usize;
        loop {
            self.fill(wanted)?;
            if self.pending.is_empty() {
                return Ok(None);
            }
            if let Some(end) = end_of_record(&self.pending, 0) {
                return Ok(Some(self.pending.drain(..end).collect()));
            }
            if self.ended {
                return Ok(Some(std::mem::take(&mut self.pending)));
            }
            self.no_longer_than(wanted)?;
            wanted = wanted.saturating_mul(2);
        }
    }

    fn no_longer_than(&self, read: usize) -> Result<(), Diagnostic> {
        if read > LONGEST_ROW {
            return Err(row_too_long(self.next));
        }
        Ok(())
    }

    /// The next piece.
    pub fn next_piece(&mut self) -> Result<Option<CsvPiece>, Diagnostic> {
        let mut wanted = self.piece;
        loop {
            self.fill(wanted)?;
            if self.pending.is_empty() {
                return Ok(None);
            }
            let (end, records) = whole_records(&self.pending);
            if end > 0 || self.ended {
                return self.cut(end, records).map(Some);
            }
            self.no_longer_than(wanted)?;
            wanted = wanted.saturating_mul(2);
        }
    }

    fn cut(&mut self, end: usize, records: u64) -> Result<CsvPiece, Diagnostic> {
        let first = self.next;
        self.next = self.next.saturating_add(records);
        if self.ended {
            // The last record may lack its line break.
            let mut fields = Fields::default();
            if end < self.pending.len() && read_record(&self.pending, end, &mut fields).0 == Record::Unclosed
            {
                return Err(misquoted(self.next));
            }
            return Ok(CsvPiece { bytes: std::mem::take(&mut self.pending), first });
        }
        let rest = self.pending.split_off(end);
        Ok(CsvPiece { bytes: std::mem::replace(&mut self.pending, rest), first })
    }
}

fn misquoted(row: u64) -> Diagnostic {
    Diagnostic::without_place(&sheet::UNCLOSED_QUOTE).arg("row", row.to_string())
}

fn not_text_heading() -> Diagnostic {
    Diagnostic::without_place(&sheet::NOT_TEXT).arg("place", Words::new("表头", "the heading"))
}

/// The finding that a cell is no text.
pub(super) fn not_text_cell() -> Diagnostic {
    Diagnostic::without_place(&sheet::NOT_TEXT).arg("place", Words::new("这一格", "this cell"))
}

fn other_format(found: Words) -> Diagnostic {
    Diagnostic::without_place(&sheet::OTHER_FORMAT).arg("wanted", "CSV").arg("found", found)
}

/// Where the last whole record ends, and how many there are.
fn whole_records(bytes: &[u8]) -> (usize, u64) {
    if memchr(b'"', bytes).is_none() {
        let end = memchr::memrchr(b'\n', bytes).map_or(0, |at| at.saturating_add(1));
        let lines = memchr::memchr_iter(b'\n', bytes).count();
        return (end, u64::try_from(lines).unwrap_or(u64::MAX));
    }
    let mut end = 0;
    let mut records = 0_u64;
    while let Some(next) = end_of_record(bytes, end) {
        end = next;
        records = records.saturating_add(1);
    }
    (end, records)
}

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
