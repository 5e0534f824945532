//! Facts: what is known of one applicant, read from JSON and checked against what a plan asks for.

mod bare_ratio;
pub mod check;
mod figure;
mod file;
mod history;
pub mod json;
pub mod lookup;
#[cfg(test)]
pub(crate) mod sample;
mod several;
#[cfg(test)]
mod tests;
pub mod unknown;
mod value;
mod years;

pub(crate) use figure::unit_words;
pub use figure::{Figure, FigureUnit};
pub use file::{Reading, TOP_KEYS, policies, read};
pub(crate) use file::{in_fixed_order, with_defaults, wrong_kind};
pub(crate) use history::KEYS as HISTORY_KEYS;
pub(crate) use value::{input as stated, value};
pub(crate) use years::{Stated, spread};

use crate::arena::Arena;
use crate::calendar::Date;
use crate::money::Rational;
use crate::plan::{AwardId, InputId, Known};

/// What is known of one applicant, in the terms of one plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inputs {
    /// Who applies, for display only.
    pub applicant: Option<String>,
    /// The date the decision is made for.
    pub as_of: Option<Date>,
    /// The year that "this year" means; the year of `as_of` unless stated.
    pub year: Option<i32>,
    /// A value for each input of the plan; defaults already filled in.
    pub values: Arena<InputId, Known>,
    /// Inputs whose default was taken, in document order.
    pub defaulted: Vec<InputId>,
    /// What was decided before; `None` when no history was given (taken as none, and said so).
    pub history: Option<Vec<Payment>>,
}

/// One earlier decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Payment {
    /// The award.
    pub award: AwardId,
    /// The year it counts for.
    pub year: Option<i32>,
    /// The day it was decided.
    pub date: Option<Date>,
    /// The item it was for.
    pub item: Option<String>,
    /// The step it was for.
    pub step: Option<String>,
    /// How much.
    pub amount: Rational,
}

impl Payment {
    /// The year it counts for, from its date if it states none.
    pub fn counted_year(&self) -> Option<i32> {
        self.year.or_else(|| self.date.map(Date::year))
    }
}
