//! CSV in: pieces of whole records.

use std::io::Read;

use memchr::memchr;

use crate::diagnostic::{Diagnostic, Words, sheet};
use crate::sheet::{LONGEST_ROW, MOST_COLUMNS, cell, row_too_long, too_many_columns, unreadable};

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
    /// The row of the heading.
    header: u64,
}

impl<R: Read> CsvReader<R> {
    /// Reads the heading, which is in the row `header` or the first that holds anything. `piece` is the size of pieces
    /// in bytes.
    pub fn new(input: R, piece: usize, header: Option<u64>) -> Result<CsvReader<R>, Diagnostic> {
        let mut reader = CsvReader {
            input,
            names: Vec::new(),
            pending: Vec::new(),
            ended: false,
            next: 1,
            piece: piece.max(1),
            header: header.unwrap_or(1),
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

    /// The row of the heading.
    pub fn header(&self) -> u64 {
        self.header
    }

    /// The next rows, for advice only: the cells of as many as have been read anyway.
    pub fn peek(&self, most: usize) -> Vec<(u64, Vec<String>)> {
        let mut rows = Vec::new();
        let mut fields = Fields::default();
        let (mut at, mut number) = (0, self.next);
        while rows.len() < most && at < self.pending.len() {
            let (record, next) = read_record(&self.pending, at, &mut fields);
            at = next;
            if record == Record::Row {
                let cells = (0..fields.len()).map(|field| fields.get(field, &self.pending));
                let cells = cells.map(|bytes| name_of(&String::from_utf8_lossy(bytes)));
                rows.push((number, cells.collect()));
            }
            number = number.saturating_add(1);
        }
        rows
    }

    fn heading(&mut self) -> Result<(), Diagnostic> {
        let mut fields = Fields::default();
        loop {
            let Some(bytes) = self.record()? else {
                return Err(Diagnostic::without_place(&sheet::EMPTY_TABLE));
            };
            let row = self.next;
            self.next = self.next.saturating_add(1);
            if row < self.header {
                continue;
            }
            self.header = row;
            match read_record(&bytes, 0, &mut fields).0 {
                // Lines before the heading are as empty as those after it.
                Record::Blank => continue,
                Record::Misquoted | Record::Unclosed => return Err(misquoted(row)),
                Record::Row => {}
            }
            for at in 0..fields.len() {
                let Ok(name) = std::str::from_utf8(fields.get(at, &bytes)) else {
                    return Err(not_text_heading());
                };
                self.names.push(name_of(name));
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

/// A name in a heading: words in several lines are one name.
fn name_of(text: &str) -> String {
    if !text.contains(['\n', '\r']) {
        return text.trim().to_owned();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
