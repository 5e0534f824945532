//! Tables: values by keys, as their author listed them.

use crate::calendar::Date;
use crate::money::Rational;
use crate::source::Span;
use crate::syntax::ast::Section;

use super::Type;

/// Values by one or more keys.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Sections it cites.
    pub cites: Vec<Section>,
    /// Its keys in the order of the heading; at most one is a date.
    pub keys: Vec<TableKey>,
    /// The type of its values, a number.
    pub ty: Type,
    /// Its rows in the order written, no two with the same keys; never none.
    pub rows: Vec<TableRow>,
    /// What it says of keys that no row has.
    pub otherwise: Otherwise,
    /// Readings taken of ambiguous clauses.
    pub readings: Vec<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// Its heading.
    pub span: Span,
}

/// One key of a table. A date asks for the last row on or before it, everything else for its own row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableKey {
    /// What it is: a number, a text, a date, a value of an enumeration, or yes or no.
    pub ty: Type,
    /// For a number whose rows are ranges: the ranges that together cover every number, from the highest down;
    /// empty for other keys. A row has the position of its range as [`KeyValue::Enum`].
    pub ranges: Vec<KeyRange>,
    /// What people call it.
    pub title: String,
    /// Where it is named.
    pub span: Span,
}

/// A range of numbers, down to an end: what lies above it is another range.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyRange {
    /// Its lower end, and whether that belongs to it; `None` for the lowest.
    pub low: Option<(Rational, bool)>,
    /// What people call it.
    pub words: String,
    /// Where it is first written; `None` for what no row says anything about.
    pub span: Option<Span>,
}

/// One value with its keys.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableRow {
    /// A value for each key.
    pub keys: Vec<KeyValue>,
    /// The value.
    pub value: Rational,
    /// Where it stands, in the rule file or in a file of its own.
    pub span: Span,
}

/// A value that a key of a row has.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum KeyValue {
    /// A number.
    Number(Rational),
    /// The first day of a row of a dated table.
    Date(Date),
    /// Words.
    Text(String),
    /// The value at this position of the enumeration; of yes and no, 0 is yes; of ranges, see [`TableKey::ranges`].
    Enum(usize),
}

/// What a table says of keys that no row has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Otherwise {
    /// There are none: the rows are complete. Only a date before the first row is left, and it is refused.
    Refused,
    /// No value, so that the award is not eligible.
    NotEligible,
    /// This value.
    Value(Rational),
}
