//! Tables as engines read them: rows in the order of their keys, found by halving.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::money::Rational;
use crate::program::{KeyValue, Measure};
use crate::source::Span;

/// A table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// What people call it, with the keys that the rules fix.
    pub title: String,
    /// What its values measure.
    pub measure: Measure,
    /// What people call each key.
    pub keys: Vec<String>,
    /// The last key is a day: the last row on or before it answers.
    pub dated: bool,
    /// The rows, in the order of their keys; no two with the same. Never none.
    pub rows: Arc<[TableRow]>,
    /// The value of keys that no row has; without one, these are refused.
    pub otherwise: Option<Rational>,
    /// Its values only say whether another table lists the keys: one for yes, zero for no.
    pub presence: bool,
    /// Where it is declared.
    pub span: Span,
}

/// A row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableRow {
    /// A value for each key.
    pub keys: Vec<KeyValue>,
    /// The value.
    pub value: Rational,
}

impl Table {
    /// The row that answers, if one does. `order` says how a key of a row, at its position, stands to what is asked.
    pub fn row(&self, order: impl Fn(usize, &KeyValue) -> Ordering) -> Option<&TableRow> {
        let whole = |row: &TableRow| {
            let keys = row.keys.iter().enumerate();
            keys.map(|(at, key)| order(at, key)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        };
        let after = self.rows.partition_point(|row| whole(row).is_le());
        let row = self.rows.get(after.checked_sub(1)?)?;
        let exact = self.keys.len().saturating_sub(usize::from(self.dated));
        let found = row.keys.iter().take(exact).enumerate().all(|(at, key)| order(at, key).is_eq());
        found.then_some(row)
    }

    /// The rows whose first keys are what is asked.
    pub fn rows_from(&self, first: usize, order: impl Fn(usize, &KeyValue) -> Ordering) -> &[TableRow] {
        let beginning = |row: &TableRow| {
            let keys = row.keys.iter().take(first).enumerate();
            keys.map(|(at, key)| order(at, key)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        };
        let low = self.rows.partition_point(|row| beginning(row).is_lt());
        let high = self.rows.partition_point(|row| beginning(row).is_le());
        self.rows.get(low..high).unwrap_or_default()
    }

    /// The first row: the value that a lookup has where nobody needs it.
    pub fn unneeded(&self) -> Rational {
        self.rows.first().map_or(Rational::ZERO, |row| row.value)
    }
}
