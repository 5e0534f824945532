//! Applicants that stand in a table more than once, by the key that tells them apart.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::columns::{AsOf, Columns, StatedYear};
use crate::diagnostic::{Diagnostic, sheet};
use crate::facts::json::shown;

use super::block::Texts;

/// The most of them that are told.
const MOST: usize = 20;

/// What tells the rows of a piece apart.
#[derive(Debug)]
pub struct Keys {
    names: Texts,
    rows: Vec<(u64, u128)>,
}

impl Keys {
    /// The keys of a block. One applicant may stand in several rows for several dates or years.
    pub(super) fn new(names: Texts, numbers: &[u64], columns: &Columns) -> Keys {
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
        Keys { names, rows }
    }
}

/// All keys of a table, and those that stand in it again.
#[derive(Debug, Default)]
pub struct Applicants {
    rows: HashMap<u128, u64>,
    again: Vec<Diagnostic>,
}

impl Applicants {
    /// Takes the keys of the next piece.
    pub fn add(&mut self, keys: &Keys) {
        for (at, &(number, mark)) in keys.rows.iter().enumerate() {
            let name = keys.names.get(at).0;
            if name.is_empty() {
                continue;
            }
            match self.rows.get(&mark) {
                Some(first) if self.again.len() < MOST => self.again.push(
                    Diagnostic::without_place(&sheet::REPEATED_KEY)
                        .arg("key", shown(name))
                        .arg("first", first.to_string())
                        .arg("row", number.to_string()),
                ),
                Some(_) => {}
                None => {
                    self.rows.insert(mark, number);
                }
            }
        }
    }

    /// What is wrong with the table.
    pub fn faults(self) -> Vec<Diagnostic> {
        self.again
    }
}
