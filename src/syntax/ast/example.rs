//! Examples in the syntax tree: what is given, and what it must come to.

use crate::calendar::Date;

use super::{Expr, Name, Quoted};

/// One fact of an example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    /// `x = 1`, `applicant is university`
    Value { name: Name, value: GivenValue },
    /// `x = 1 in 2018`: of a fact by year, the value of one.
    InYear { name: Name, value: Expr, year: i32 },
    /// `x` (true) or `not x` (false)
    Flag { name: Name, value: bool },
    /// `as of 2019-06-30`
    AsOf(Date),
    /// `paid operation_centre 50k in 2018`
    Paid { award: Name, amount: Expr, year: Option<i32>, date: Option<Date> },
    /// `elsewhere "IP standard" 50k`: received under other policies for a matter.
    Elsewhere { matter: Quoted, amount: Expr },
    /// `operation_body decided at 1.2m`: what an official fixed.
    Decided { award: Name, amount: Expr },
    /// `portfolio selected`, `portfolio not selected`: what the comparison with the others came to.
    Selected { award: Name, selected: bool },
    /// `contest placed 2nd`
    Placed { award: Name, place: u32 },
}

/// A value given in an example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GivenValue {
    /// A literal, a date, a name of an enum value, a text, yes or no.
    One(Expr),
    /// `[a, b]`
    Set(Vec<Name>),
    /// `[{interest = 100k, repaid}, …]`
    Records(Vec<Vec<Given>>),
}

/// One expectation of an example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Then {
    /// `operation_centre pays 50万`
    Pays { award: Name, amount: Expr },
    /// `operation_centre is not eligible`, or `undetermined from 0 to 500k`
    Outcome { award: Name, outcome: OutcomeWord, low: Option<Expr>, high: Option<Expr> },
    /// `total 50万`
    Total(Expr),
    /// `valid_patents met in 2021`; `None` for a target that is undetermined.
    Target { target: Name, met: Option<bool>, year: Option<i32> },
}

/// The outcomes by name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OutcomeWord {
    /// Paid an exact amount.
    Awarded,
    /// A condition fails, or nothing comes out.
    NotEligible,
    /// Another award takes its place.
    Displaced,
    /// Used up by what was paid before.
    Exhausted,
    /// An official decides between bounds.
    UpTo,
    /// The text sets no amount.
    Entitled,
    /// Facts are missing.
    Undetermined,
    /// Before or after its time.
    NotInForce,
}
