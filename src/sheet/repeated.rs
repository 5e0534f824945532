//! Applicants that stand in a table more than once, by the key that tells them apart.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::columns::{AsOf, Columns, StatedYear};
use crate::diagnostic::{Diagnostic, Words, sheet};
use crate::facts::json::shown;

use super::block::Texts;
use super::reading::Reading;

/// The most of them that are told.
const MOST: usize = 20;
/// The most rows that are compared where nobody asked for it.
const UNASKED: usize = 1_000_000;

/// What tells the rows of a piece apart.
#[derive(Debug)]
pub struct Keys {
    names: Texts,
    rows: Vec<(u64, u128)>,
}

impl Keys {
    /// The keys of a block; none where nobody asked for them and the table is long. One applicant may stand in several rows for several dates or years.
    pub(super) fn new(names: Texts, numbers: &[u64], columns: &Columns, once: bool) -> Option<Keys> {
        let begun = numbers.first().and_then(|&first| usize::try_from(first).ok()).unwrap_or(usize::MAX);
        if !once && begun > UNASKED {
            return None;
        }
        let date = |row: usize| match &columns.as_of {
            AsOf::All(_) => None,
            AsOf::Each(dates) => dates.get(row).copied().flatten().map(crate::calendar::Date::ordinal),
        };
        let year = |row: usize| match &columns.year {
            StatedYear::All(_) => None,
            StatedYear::Each(years) => years.get(row).copied().flatten(),
        };
        let mark = |row: usize, begin: u8| {
            let mut hasher = DefaultHasher::new();
            (begin, names.get(row).0, date(row), year(row)).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        // Two hashes side by side: what is not the same does not look the same, however many rows there are.
        let rows = numbers.iter().enumerate();
        let rows =
            rows.map(|(row, &number)| (number, mark(row, 0).wrapping_shl(64) | mark(row, 1))).collect();
        Some(Keys { names, rows })
    }
}

/// All keys of a table, and those that stand in it again.
#[derive(Debug)]
pub struct Applicants {
    /// The caller says that they stand there once.
    once: bool,
    rows: HashMap<u128, u64>,
    again: Vec<(String, u64, u64)>,
    number: u64,
}

impl Applicants {
    /// Of no rows yet. Where the caller does not say that a key tells applicants apart, only the names of the first
    /// rows are compared, so that memory does not grow with the table.
    pub fn new(reading: &Reading<'_>) -> Applicants {
        Applicants { once: reading.by_key(), rows: HashMap::new(), again: Vec::new(), number: 0 }
    }

    /// Takes the keys of the next piece.
    pub fn add(&mut self, keys: &Keys) {
        for (at, &(row, mark)) in keys.rows.iter().enumerate() {
            let name = keys.names.get(at).0;
            if name.is_empty() {
                continue;
            }
            match self.rows.get(&mark) {
                Some(&first) => {
                    self.number = self.number.saturating_add(1);
                    if self.again.len() < MOST {
                        self.again.push((shown(name), first, row));
                    }
                }
                None if !self.once && self.rows.len() >= UNASKED => {}
                None => {
                    self.rows.insert(mark, row);
                }
            }
        }
    }

    /// What is wrong with the table.
    pub fn faults(&self) -> Vec<Diagnostic> {
        let again = self.again.iter().filter(|_| self.once);
        let found = again.map(|(key, first, row)| {
            let found = Diagnostic::without_place(&sheet::REPEATED_KEY).arg("key", key.as_str());
            found.arg("first", first.to_string()).arg("row", row.to_string())
        });
        found.collect()
    }

    /// A name that stands in the table again, where that need not be wrong.
    pub fn note(&self) -> Option<Words> {
        let (name, first, row) = self.again.first().filter(|_| !self.once)?;
        let number = self.number;
        Some(Words::new(
            format!(
                "有 {number} 行的申报人前面已有一行，例如第 {row} 行和第 {first} 行都是“{name}”；每一行各算一份。不该重复的，用 --key 列名 计算，重复时会报错"
            ),
            format!(
                "{number} rows have the applicant of a row before, such as rows {first} and {row}, both \"{name}\"; each was computed by itself. --key COLUMN refuses a table in which applicants stand twice"
            ),
        ))
    }
}
