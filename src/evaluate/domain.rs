//! What a kind of value must offer so that the one interpreter can run over it.

use crate::calendar::{CalendarRule, Date};
use crate::money::{Rational, Rounding};
use crate::plan::Table;
use crate::syntax::ast::Comparison;

use super::Value;

/// Why a node has no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stop {
    /// It reads what has not been computed yet (only while items are filled in).
    Pending,
    /// The number does not fit.
    Overflow,
    /// Two ways to compute a number do not agree.
    Disagreement,
    /// The divisor is zero.
    DivisionByZero,
    /// A table has no row for a date.
    BeforeTable(Option<Date>),
    /// A fact that it needs is not known (in the domain of exact values).
    Unknown,
    /// The nodes do not fit together.
    Malformed,
}

/// A truth value as far as it is known: surely true, possibly true.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Truth {
    pub certain: bool,
    pub possible: bool,
}

impl Truth {
    pub const fn known(value: bool) -> Truth {
        Truth { certain: value, possible: value }
    }
    pub const UNKNOWN: Truth = Truth { certain: false, possible: true };

    pub const fn not(self) -> Truth {
        Truth { certain: !self.possible, possible: !self.certain }
    }
    pub const fn and(self, other: Truth) -> Truth {
        Truth { certain: self.certain && other.certain, possible: self.possible && other.possible }
    }
    pub const fn or(self, other: Truth) -> Truth {
        Truth { certain: self.certain || other.certain, possible: self.possible || other.possible }
    }
    /// The truth value, if it is decided.
    pub const fn decided(self) -> Option<bool> {
        if self.certain == self.possible { Some(self.certain) } else { None }
    }
}

/// Values that nodes can be computed with. A fact that is absent (`"none"`) makes every question about
/// it false and every number computed from it absent.
pub(super) trait Domain<'a>: Copy {
    fn number(value: Rational) -> Self;
    fn truth(value: Truth) -> Self;
    fn date(value: Date) -> Self;
    fn text(value: &'a str) -> Self;

    /// The truth value; false where it is absent.
    fn as_truth(&self) -> Result<Truth, Stop>;
    /// Whether it is surely known to be absent.
    fn is_absent(&self) -> bool;
    /// Whether it may be absent.
    fn may_be_absent(&self) -> bool;
    /// Lowest and highest number; `None` where nothing bounds it or it is absent.
    fn bounds(&self) -> (Option<Rational>, Option<Rational>);
    /// Whether it can be above zero, surely and possibly.
    fn is_positive(&self) -> Truth;

    fn plus(&self, other: &Self) -> Result<Self, Stop>;
    fn minus(&self, other: &Self) -> Result<Self, Stop>;
    fn times(&self, other: &Self) -> Result<Self, Stop>;
    fn over(&self, other: &Self) -> Result<Self, Stop>;
    fn lower(&self, other: &Self) -> Result<Self, Stop>;
    fn higher(&self, other: &Self) -> Result<Self, Stop>;
    fn floor(&self) -> Result<Self, Stop>;
    fn round(&self, rounding: Rounding) -> Result<Self, Stop>;
    /// What the calendar makes of it, and of a second operand where the rule has one.
    fn calendar(&self, rule: CalendarRule, with: Option<&Self>) -> Result<Self, Stop>;

    fn compare(&self, comparison: Comparison, other: &Self) -> Result<Truth, Stop>;
    /// `self / denominator` compared with `right`; false where the denominator is zero.
    fn compare_ratio(&self, comparison: Comparison, denominator: &Self, right: &Self) -> Result<Truth, Stop>;
    fn same_text(&self, other: &Self) -> Result<Truth, Stop>;
    fn among(&self, mask: u64) -> Result<Truth, Stop>;
    fn has(&self, position: usize) -> Result<Truth, Stop>;

    /// The value of a table for these keys, which may be unneeded.
    fn look_up(table: &Table, keys: &[Self], needed: Truth) -> Result<Self, Stop>;

    /// The number on which both agree.
    fn agreed(self, other: Self) -> Result<Self, Stop>;
    /// What it is as a key that things are put in order by; `None` while it is not known.
    fn key(self) -> Option<Key<'a>>;

    /// A value that covers both.
    fn either(self, other: Self) -> Result<Self, Stop>;
    /// What any number of such values sum to.
    fn repeated(self) -> Result<Self, Stop>;
    /// For the trace.
    fn value(self) -> Value;
}

/// A known value as a key of an order; what is absent comes last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Key<'a> {
    Number(Rational),
    Text(&'a str),
    Member(u64),
    Absent,
}

/// The bit of a position of an enumeration; none beyond 64.
pub(super) fn bit(position: usize) -> u64 {
    u32::try_from(position).ok().and_then(|position| 1_u64.checked_shl(position)).unwrap_or(0)
}
