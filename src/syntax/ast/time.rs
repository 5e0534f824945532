//! Time in the syntax tree: lengths between days, windows, days of a year, amounts for each month.

use crate::calendar::PartMonths;

use super::{DurationUnit, Expr};

/// What is said of days and lengths of time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TimeExpr {
    /// `months from a to b, part months count`
    Between { unit: DurationUnit, from: Expr, to: Expr, parts: Option<PartMonths> },
    /// `age of born`, `age of born on applied_on`: full years, at the date of the decision unless another is named.
    Age { of: Expr, on: Option<Expr> },
    /// `year of d`
    YearOf(Expr),
    /// `d within 2 years after e`; without a day before `within` it is the date of the decision.
    Within { value: Option<Expr>, length: Expr, side: WindowSide, of: Expr },
    /// `31 March of the year after d`
    DayOfYear { month: u8, day: u8, year: YearShift, of: Expr },
    /// `800 per month for months_employed, at most 36 months`
    ForTime { amount: Expr, unit: DurationUnit, length: Expr, longest: Option<Expr> },
}

/// On which side of a day a window lies; both its ends belong to it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum WindowSide {
    /// `after`: from the day on.
    After,
    /// `before`: up to the day.
    Before,
    /// `of`: on both sides.
    Around,
}

/// Which year a day of a month is in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum YearShift {
    /// `the year before`
    Before,
    /// `the year of`
    Same,
    /// `the year after`
    After,
}

impl TimeExpr {
    /// The expressions in it, in the order of the English spelling.
    pub fn parts(&self) -> Vec<&Expr> {
        match self {
            TimeExpr::Between { from, to, .. } => vec![from, to],
            TimeExpr::Age { of, on } => [Some(of), on.as_ref()].into_iter().flatten().collect(),
            TimeExpr::YearOf(of) | TimeExpr::DayOfYear { of, .. } => vec![of],
            TimeExpr::Within { value, length, of, .. } => value.iter().chain([length, of]).collect(),
            TimeExpr::ForTime { amount, length, longest, .. } => {
                [amount, length].into_iter().chain(longest).collect()
            }
        }
    }

    /// The same, to be changed.
    pub fn parts_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            TimeExpr::Between { from, to, .. } => vec![from, to],
            TimeExpr::Age { of, on } => [Some(of), on.as_mut()].into_iter().flatten().collect(),
            TimeExpr::YearOf(of) | TimeExpr::DayOfYear { of, .. } => vec![of],
            TimeExpr::Within { value, length, of, .. } => value.iter_mut().chain([length, of]).collect(),
            TimeExpr::ForTime { amount, length, longest, .. } => {
                [amount, length].into_iter().chain(longest).collect()
            }
        }
    }
}
