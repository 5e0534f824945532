//! What a fact may hold at most: the bounds from which the range of every node is proved.
//!
//! Reading facts enforces them, lowering relies on them; both take them from here.

use crate::money::Rational;
use crate::program::{Dimension, Measure};

/// Money lies below this (and above its negative, where a range allows negative amounts).
pub const MONEY: i128 = 1_000_000_000_000_000;
/// Decimals of money.
pub const MONEY_DECIMALS: u32 = 6;
/// Counts lie below this; they are whole.
pub const COUNT: i128 = 1_000_000_000_000_000;
/// Quantities and plain numbers lie below this.
pub const QUANTITY: i128 = 1_000_000_000_000_000;
/// Decimals of quantities and plain numbers.
pub const QUANTITY_DECIMALS: u32 = 6;
/// Ratios lie below this (a million per cent), so that a ratio of money fits without a stated range.
pub const RATIO: i128 = 10_000;
/// Decimals of ratios.
pub const RATIO_DECIMALS: u32 = 12;
/// Durations lie below this, in their own unit; they are whole.
pub const DURATION: i128 = 1_000_000;
/// Items of a list.
pub const LIST_ITEMS: usize = 100_000;
/// Entries of a history.
pub const HISTORY_ENTRIES: usize = 100_000;
/// Members of a group: each is compared with each.
pub const GROUP_MEMBERS: usize = 500;

/// What numbers of a measure stay below, and how many decimals they may have.
pub fn of(measure: &Measure) -> (Rational, u32) {
    let (bound, decimals) = match &measure.of {
        Dimension::Money(_) => (MONEY, MONEY_DECIMALS),
        Dimension::Count(_) => (COUNT, 0),
        Dimension::Quantity(_) | Dimension::Plain | Dimension::Open => (QUANTITY, QUANTITY_DECIMALS),
        Dimension::Ratio => (RATIO, RATIO_DECIMALS),
        Dimension::Duration(_) => (DURATION, 0),
    };
    (Rational::whole(bound), decimals)
}

/// The highest number of a measure.
pub fn highest(measure: &Measure) -> Rational {
    let (bound, decimals) = of(measure);
    let part = 10_i128.checked_pow(decimals).and_then(|parts| Rational::new(1, parts));
    part.and_then(|part| bound.minus(part)).unwrap_or(bound)
}
