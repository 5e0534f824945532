//! A block: the rows of a piece of a table that could be read, in columns, and what was wrong with the others.

use crate::columns::Columns;
use crate::diagnostic::{Diagnostic, Words};
use crate::plan::InputId;

/// Some rows of a table.
#[derive(Debug)]
pub struct Block {
    /// The facts of the rows that could be read.
    pub columns: Columns,
    /// The number of each of them, as people count rows.
    pub numbers: Vec<u64>,
    /// The name of each applicant, or the key, where the table has such a column.
    pub names: Option<Texts>,
    /// What is carried over, a column each.
    pub kept: Vec<Texts>,
    /// What was wrong, in the order of rows.
    pub faults: Vec<Fault>,
    /// Rows of the block that are to be explained, and the inputs whose defaults were taken in them.
    pub chosen: Vec<(usize, Vec<InputId>)>,
}

/// What is wrong with a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The row, as people count them.
    pub row: u64,
    /// The applicant or key, where it could be read.
    pub name: Option<String>,
    /// The column, where one is at fault.
    pub column: Option<String>,
    /// What is wrong.
    pub found: Diagnostic,
    /// The table, where it is not the one of applicants.
    pub table: Option<Words>,
}

/// What a cell of a carried column was in its file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// Nothing.
    Empty,
    /// Words.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Truth,
}

/// What all cells of a carried column are, where their file says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum KeptType {
    /// Words, or anything.
    #[default]
    Text,
    /// Whole numbers of 64 bits.
    Whole,
    /// Decimals: digits, and how many of them stand after the point.
    Decimal(u8, i8),
    /// Yes or no.
    Truth,
    /// Days.
    Day,
}

/// Texts one after the other, and what each was.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Texts {
    bytes: String,
    ends: Vec<(u32, Kept)>,
}

impl Texts {
    /// None yet.
    pub fn new() -> Texts {
        Texts::default()
    }

    /// Adds one.
    pub fn push(&mut self, text: &str, kept: Kept) {
        self.bytes.push_str(text);
        // INVARIANT: a block is far below 4 GiB.
        self.ends.push((u32::try_from(self.bytes.len()).unwrap_or(u32::MAX), kept));
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One of them.
    pub fn get(&self, at: usize) -> (&str, Kept) {
        let end = |at: usize| {
            self.ends.get(at).map(|&(end, kept)| (usize::try_from(end).unwrap_or(usize::MAX), kept))
        };
        let start = at.checked_sub(1).and_then(end).map_or(0, |(end, _)| end);
        match end(at) {
            Some((end, kept)) => (self.bytes.get(start..end).unwrap_or(""), kept),
            None => ("", Kept::Empty),
        }
    }

    /// Forgets those from one on.
    pub fn truncate(&mut self, len: usize) {
        self.ends.truncate(len);
        let end = self.ends.last().map_or(0, |&(end, _)| end);
        self.bytes.truncate(usize::try_from(end).unwrap_or(usize::MAX));
    }
}
