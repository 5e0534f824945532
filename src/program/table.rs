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
    /// What it is: a number, a text, a date or a value of an enumeration.
    pub ty: Type,
    /// What people call it.
    pub title: String,
    /// Where it is named.
    pub span: Span,
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
    /// The value at this position of the enumeration.
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
