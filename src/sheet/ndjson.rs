//! NDJSON in: an applicant on each line, as an object of facts or as a whole facts file.

use std::collections::BTreeMap;
use std::io::Read;

use memchr::{memchr, memrchr};

use crate::diagnostic::{Diagnostic, Words, facts, sheet};
use crate::facts::json::{self, Json, Kind, Member};
use crate::facts::{Inputs, read as read_facts};
use crate::source::{FileId, Sources};

use super::block::{Block, Kept};
use super::cell::{Cell, nowhere};
use super::heading::{Column, Meaning, Names, column};
use super::reading::Reading;
use super::taker::Taker;
use super::visit::Visit;
use super::{LONGEST_ROW, row_too_long, unreadable};

/// Some whole lines.
#[derive(Debug)]
pub struct LinePiece {
    /// Their bytes.
    pub bytes: Vec<u8>,
    /// The number of the first line, from 1.
    first: u64,
}

/// Cuts a text into pieces of whole lines.
pub struct LineReader<R> {
    input: R,
    pending: Vec<u8>,
    ended: bool,
    next: u64,
    piece: usize,
}

impl<R: Read> LineReader<R> {
    /// `piece` is the size of pieces in bytes.
    pub fn new(input: R, piece: usize) -> Result<LineReader<R>, Diagnostic> {
        let mut reader =
            LineReader { input, pending: Vec::new(), ended: false, next: 1, piece: piece.max(1) };
        reader.fill(4)?;
        if reader.pending.starts_with(&[0xef, 0xbb, 0xbf]) {
            reader.pending.drain(..3);
        }
        let found = match *reader.pending.as_slice() {
            [b'P', b'K', 3, 4] => Words::new("它是 Excel 文件", "it is an Excel file"),
            [b'P', b'A', b'R', b'1'] => Words::new("它是 Parquet 文件", "it is a Parquet file"),
            _ => return Ok(reader),
        };
        Err(Diagnostic::without_place(&sheet::OTHER_FORMAT).arg("wanted", "NDJSON").arg("found", found))
    }

    fn fill(&mut self, wanted: usize) -> Result<(), Diagnostic> {
        while !self.ended && self.pending.len() < wanted {
            let more = u64::try_from(wanted.saturating_sub(self.pending.len())).unwrap_or(u64::MAX);
            let read = self.input.by_ref().take(more).read_to_end(&mut self.pending);
            self.ended = read.map_err(|error| unreadable(&error))? == 0;
        }
        Ok(())
    }

    /// The next piece.
    pub fn next_piece(&mut self) -> Result<Option<LinePiece>, Diagnostic> {
        let mut wanted = self.piece;
        loop {
            self.fill(wanted)?;
            if self.pending.is_empty() {
                return Ok(None);
            }
            let end = if self.ended {
                Some(self.pending.len())
            } else {
                memrchr(b'\n', &self.pending).map(|at| at.saturating_add(1))
            };
            if let Some(end) = end {
                let rest = self.pending.split_off(end);
                let bytes = std::mem::replace(&mut self.pending, rest);
                let first = self.next;
                let lines = memchr::memchr_iter(b'\n', &bytes).count();
                self.next = self.next.saturating_add(u64::try_from(lines).unwrap_or(0));
                return Ok(Some(LinePiece { bytes, first }));
            }
            if wanted > LONGEST_ROW {
                return Err(row_too_long(self.next));
            }
            wanted = wanted.saturating_mul(2);
        }
    }

    /// Shows every row to `visit`.
    pub fn visit(&mut self, visit: &mut Visit<'_>) -> Result<(), Diagnostic> {
        while let Some(piece) = self.next_piece()? {
            for (number, line) in lines(&piece) {
                match object(line) {
                    Ok(None) => {}
                    Ok(Some((_, members))) => {
                        let cells: Vec<_> = members
                            .iter()
                            .filter_map(|member| Some((member.key.as_deref()?, cell(&member.value))))
                            .collect();
                        visit(number, Ok(&cells));
                    }
                    Err(found) => found.into_iter().for_each(|one| visit(number, Err(one))),
                }
            }
        }
        Ok(())
    }
}

/// The lines of a piece with their numbers.
fn lines(piece: &LinePiece) -> impl Iterator<Item = (u64, &[u8])> {
    let mut rest = piece.bytes.as_slice();
    let mut number = piece.first;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr(b'\n', rest).map_or(rest.len(), |at| at.saturating_add(1));
        let (line, after) = rest.split_at(end.min(rest.len()));
        rest = after;
        let own = number;
        number = number.saturating_add(1);
        Some((own, line))
    })
}

fn cell(json: &Json) -> Cell<'_> {
    if json.kind == Kind::Null { Cell::Empty } else { Cell::Json(json) }
}

/// The object of a line with its text; `None` for an empty line.
fn object(line: &[u8]) -> Result<Option<(Sources, Vec<Member>)>, Vec<Diagnostic>> {
    let Ok(text) = std::str::from_utf8(line) else {
        let place = Words::new("这一行", "this line");
        return Err(vec![Diagnostic::without_place(&sheet::NOT_TEXT).arg("place", place)]);
    };
    if text.trim().is_empty() {
        return Ok(None);
    }
    let mut sources = Sources::new();
    let file = sources.add("", text);
    let json = json::parse(&sources, file).map_err(|found| vec![found])?;
    let found = json::faults(&json);
    if !found.is_empty() {
        return Err(found);
    }
    let words = json.words();
    match json.kind {
        Kind::Object(members) => Ok(Some((sources, members))),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::BrokenText | Kind::Array(_) => {
            Err(vec![
                Diagnostic::new(&facts::NOT_AN_OBJECT, nowhere())
                    .arg("subject", Words::new("每一行", "every line"))
                    .arg("found", words)
                    .arg("example", "{\"applicant\": \"university\"}"),
            ])
        }
    }
}

/// The rows of a piece.
pub fn block(piece: &LinePiece, reading: &Reading<'_>) -> Block {
    let mut taker = Taker::of_keys(reading);
    let names = Names::new(reading.plan);
    let mut known: BTreeMap<String, Result<Column, Diagnostic>> = BTreeMap::new();
    for (number, line) in lines(piece) {
        let members = match object(line) {
            Ok(Some(members)) => members,
            Ok(None) => continue,
            Err(found) => {
                taker.begin(number);
                found.into_iter().for_each(|one| taker.fault(None, one));
                taker.end_bad();
                continue;
            }
        };
        taker.begin(number);
        let (sources, members) = members;
        if is_facts_file(reading, &members) {
            facts_file(&mut taker, reading, members);
        } else {
            record(&mut taker, &sources, &members, &names, &mut known);
        }
        taker.end();
    }
    taker.finish()
}

fn record(
    taker: &mut Taker<'_, '_>,
    sources: &Sources,
    members: &[Member],
    names: &Names<'_>,
    known: &mut BTreeMap<String, Result<Column, Diagnostic>>,
) {
    let wishes = &taker.reading().wishes;
    for key in members.iter().filter_map(|member| member.key.as_deref()) {
        if !known.contains_key(key) {
            known.insert(
                key.to_owned(),
                column(names, key.trim(), wishes)
                    .map(|column| with_unit(names, column, wishes))
                    .map_err(|found| found.arg("place", "")),
            );
        }
    }
    for early in [true, false] {
        for member in members {
            let Some(key) = member.key.as_deref() else { continue };
            match known.get(key) {
                Some(Ok(column)) if (early_meaning(column.meaning)) == early => {
                    let is_key = match &wishes.key {
                        Some(wish) => wish == key,
                        None => column.meaning == Meaning::Applicant,
                    };
                    if is_key {
                        taker.key_cell(key, cell(&member.value));
                    }
                    if let Some(place) = wishes.keep.iter().position(|wish| wish == key) {
                        keep(taker, place, sources, &member.value);
                    }
                    taker.member(column, cell(&member.value));
                }
                Some(Err(found)) if early => taker.fault(Some(key), found.clone()),
                Some(_) | None => {}
            }
        }
    }
}

fn early_meaning(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::AsOf | Meaning::Year)
}

fn with_unit(names: &Names<'_>, column: Column, wishes: &super::Wishes) -> Column {
    let said = wishes.units.iter().find(|(name, _)| *name == column.name);
    match said.and_then(|(_, text)| names.unit(column.meaning, text)) {
        Some(unit) => Column { unit: Some(unit), ..column },
        None => column,
    }
}

fn keep(taker: &mut Taker<'_, '_>, place: usize, sources: &Sources, json: &Json) {
    match &json.kind {
        Kind::Null | Kind::BrokenText => {}
        Kind::Text(text) => taker.keep(place, text, Kept::Text),
        Kind::Number(text) => taker.keep(place, text, Kept::Number),
        Kind::Bool(truth) => taker.keep(place, &truth.to_string(), Kept::Truth),
        Kind::Array(_) | Kind::Object(_) => taker.keep(place, sources.slice(json.span), Kept::Text),
    }
}

/// Whether a line is a facts file of its own: an object `facts` where no fact is called so.
fn is_facts_file(reading: &Reading<'_>, members: &[Member]) -> bool {
    let has = members
        .iter()
        .any(|member| member.key.as_deref() == Some("facts") && matches!(member.value.kind, Kind::Object(_)));
    has && !reading.plan.inputs.iter().any(|input| input.name == "facts")
}

/// Takes a whole facts file, by the reader of facts files.
fn facts_file(taker: &mut Taker<'_, '_>, reading: &Reading<'_>, members: Vec<Member>) {
    let json = Json { kind: Kind::Object(members), span: crate::source::Span::new(FileId::first(), 0..0) };
    let read = read_facts(&json, &[reading.plan]);
    let inputs: Result<Option<Inputs>, _> =
        read.map(|read| read.parts.into_iter().next().map(|(_, inputs)| inputs));
    match inputs {
        Ok(Some(inputs)) => taker.inputs(&inputs),
        Ok(None) => {}
        Err(found) => found.into_iter().for_each(|one| taker.fault(None, one)),
    }
}
