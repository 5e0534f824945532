//! How large and how fine the numbers of a facts file may be, by what they measure.

use crate::money::Rational;
use crate::program::{Dimension, Measure};

/// How many items a list may have.
pub const LONGEST_LIST: usize = 10_000;

/// Numbers stay below this in size: 10¹⁵.
const BELOW: i128 = 1_000_000_000_000_000;

/// What a number may be before its fact's own range is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Its size stays below this.
    pub below: Rational,
    /// How many decimals it may have.
    pub decimals: u32,
}

/// The limits of numbers of a measure.
pub fn limits(measure: &Measure) -> Limits {
    let decimals = match measure.of {
        Dimension::Count(_) => 0,
        Dimension::Ratio
        | Dimension::Open
        | Dimension::Plain
        | Dimension::Money(_)
        | Dimension::Quantity(_)
        | Dimension::Duration(_) => 6,
    };
    Limits { below: Rational::whole(BELOW), decimals }
}
