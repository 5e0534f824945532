//! How large and how fine the numbers of a facts file may be, by what they measure.

use crate::money::Rational;
use crate::program::{Dimension, Measure};

/// How many items a list may have.
pub const LIST_ITEMS: usize = 100_000;
/// How many entries a history may have.
pub const HISTORY_ENTRIES: usize = 100_000;

/// What numbers of a measure stay below, and how many decimals they may have.
pub fn of(measure: &Measure) -> (Rational, u32) {
    let (bound, decimals) = match measure.of {
        Dimension::Count(_) => (1_000_000_000_000_000, 0),
        Dimension::Money(_) | Dimension::Quantity(_) | Dimension::Plain | Dimension::Open => {
            (1_000_000_000_000_000, 6)
        }
        Dimension::Ratio => (10_000, 12),
        Dimension::Duration(_) => (1_000_000, 0),
    };
    (Rational::whole(bound), decimals)
}
