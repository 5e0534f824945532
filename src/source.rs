//! Source texts, byte spans in them, and the one place that turns a byte into a line and a column.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::arena::{Arena, Id};

crate::define_ids! {
    /// A text known to [`Sources`].
    FileId,
}

/// A range of bytes in one source text. Everything that can be wrong has one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Span {
    /// The text.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Span {
    /// The span of bytes `range` in `file`.
    pub fn new(file: FileId, range: Range<usize>) -> Span {
        let clamp = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Span { file, start: clamp(range.start), end: clamp(range.end) }
    }
    /// The smallest span that holds both (of the first one's file).
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
    /// The bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One text: its name as the user knows it, and its content (without a byte order mark).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path or other name, as shown in messages.
    pub name: String,
    /// The whole text.
    pub text: String,
    line_starts: Vec<u32>,
}

impl Source {
    /// The 1-based line and column (in characters) of a byte.
    pub fn line_column(&self, byte: u32) -> (usize, usize) {
        let line = self.line_starts.partition_point(|&start| start <= byte).max(1);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0) as usize;
        let mut end = (byte as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end = end.saturating_sub(1);
        }
        let column = self.text.get(start..end).map_or(0, |before| before.chars().count());
        (line, column.saturating_add(1))
    }
}

impl Source {
    /// The line of a byte, from 0.
    pub fn line_at(&self, byte: usize) -> usize {
        let byte = u32::try_from(byte).unwrap_or(u32::MAX);
        self.line_starts.partition_point(|&start| start <= byte).saturating_sub(1)
    }
    /// The last line, from 0.
    pub fn last_line(&self) -> usize {
        self.line_starts.len().saturating_sub(1)
    }
    /// The bytes of a line, counted from 0, with its line break; empty beyond the last line.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let start = |line: usize| self.line_starts.get(line).map(|&start| start as usize);
        let begin = start(line).unwrap_or(self.text.len());
        begin..start(line.saturating_add(1)).unwrap_or(self.text.len())
    }
}

/// All texts of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: Arena<FileId, Source>,
    /// What became of the files that a text names, by the words in which it names them.
    attached: BTreeMap<(FileId, String), Result<FileId, Unattached>>,
}

/// Why a file that a text names is not there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unattached {
    /// Nobody looked for it, or there is none.
    NotFound,
    /// It lies outside the folder of the text, or the way to it leads outside.
    Outside,
    /// It is not UTF-8 text.
    NotText,
    /// It is larger than what is read.
    TooLarge,
    /// It cannot be read.
    Unreadable,
}

impl Sources {
    /// No texts.
    pub fn new() -> Sources {
        Sources::default()
    }
    /// Adds a text; one leading byte order mark is dropped.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let mut text: String = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let starts = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let line_starts = std::iter::once(0)
            .chain(starts.map(|(at, _)| u32::try_from(at.saturating_add(1)).unwrap_or(u32::MAX)))
            .collect();
        self.files.push(Source { name: name.into(), text, line_starts })
    }
    /// Notes what became of a file that a text names.
    pub fn attach(&mut self, to: FileId, named: impl Into<String>, found: Result<FileId, Unattached>) {
        self.attached.insert((to, named.into()), found);
    }
    /// The file that a text names.
    pub fn attached(&self, to: FileId, named: &str) -> Result<FileId, Unattached> {
        self.attached.get(&(to, named.to_owned())).copied().unwrap_or(Err(Unattached::NotFound))
    }
    /// The text with its name.
    pub fn get(&self, file: FileId) -> &Source {
        self.files.at(file)
    }
    /// The words a span covers; empty if it is out of range.
    pub fn slice(&self, span: Span) -> &str {
        self.files.get(span.file).and_then(|source| source.text.get(span.range())).unwrap_or("")
    }
    /// The ids of all texts.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        self.files.ids()
    }
    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
    /// `name:line:column` of a span's start.
    pub fn place(&self, span: Span) -> String {
        let source = self.get(span.file);
        let (line, column) = source.line_column(span.start);
        format!("{}:{line}:{column}", source.name)
    }
}

impl FileId {
    /// The first file of a [`Sources`], for tests and texts that stand alone.
    pub fn first() -> FileId {
        FileId::new(0)
    }
}
