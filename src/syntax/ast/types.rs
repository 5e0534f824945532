//! Types in the syntax tree, as written.

use crate::money::Currency;
use crate::source::Span;

use super::{Name, Quoted};

/// A type as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeExpr {
    /// What it is.
    pub kind: TypeKind,
    /// `optional`: may be known to be absent.
    pub optional: bool,
    /// `by year`: has a value for each year.
    pub by_year: bool,
    /// Where it stands.
    pub span: Span,
}

/// The types a fact or field may have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TypeKind {
    /// `money`, `money in USD`
    Money(Option<(Currency, Span)>),
    /// `count`, `count of patents`
    Count(Option<Unit>),
    /// `quantity in m²`
    Quantity(Unit),
    /// `duration in months`
    Duration(DurationUnit),
    /// `ratio`
    Ratio,
    /// `number`
    Number,
    /// `bool`
    Bool,
    /// `date`
    Date,
    /// `text`
    Text,
    /// `one of a "A", b "B"`; with `kind of applicant` before it, the fact that `for` reads.
    OneOf { values: Vec<EnumValue>, applicant: bool },
    /// `set of a "A", b "B"`
    SetOf(Vec<EnumValue>),
    /// `list of loan`; the fields stand as `field` clauses below.
    ListOf(Name),
}

/// One value of an enumeration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnumValue {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Quoted>,
}

/// A unit of counting or measure as written (`件`, `patents`, `m²`).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Unit {
    /// The word.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Units of time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DurationUnit {
    /// Days.
    Days,
    /// Months.
    Months,
    /// Years.
    Years,
}
