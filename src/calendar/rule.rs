//! What rules compute of days: later days, the time between two days, years, days of the year.
//!
//! Every rule rises or falls with each of its operands, so that engines can work with ranges by their ends.
//! Days enter and leave as [`Date::ordinal`]s; a result before or after the calendar is its first or last day.

use super::Date;
use crate::money::Rational;

/// How the days beyond the last full month count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PartMonths {
    /// A part of a month counts as one.
    Count,
    /// Full months only.
    DoNotCount,
    /// By its days: so many of the days that this month would have had.
    ByDays,
}

/// What is computed of a day (or a year) and, for most, of a second operand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CalendarRule {
    /// A day and so many whole months after it; a day that the month lacks becomes its last day.
    PlusMonths,
    /// A day and so many whole days after it.
    PlusDays,
    /// Days from one day to another, never below zero.
    DaysUntil,
    /// Months from one day to another, never below zero: the most that can be added to the first without
    /// passing the second, and what the rule makes of the days beyond.
    MonthsUntil(PartMonths),
    /// The year of a day.
    Year,
    /// Of a year, a day of a month; a day that the month lacks becomes its last day.
    DayOfYear { month: u8, day: u8 },
}

/// The last day of the calendar.
const LAST_DAY: i64 = 3_652_058;
/// Months from the first to the last day of the calendar.
pub const MONTHS: i128 = 119_988;
/// Days from the first to the last day of the calendar.
pub const DAYS: i128 = 3_652_058;
/// Part months by days are whole multiples of one part of this: 28, 29, 30 and 31 divide it.
pub const PARTS_OF_A_MONTH: i128 = 377_580;

/// Whether a result rises or falls with an operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trend {
    /// It rises.
    Rises,
    /// It falls.
    Falls,
}

impl CalendarRule {
    /// Whether the result is a day.
    pub const fn gives_day(self) -> bool {
        match self {
            CalendarRule::PlusMonths | CalendarRule::PlusDays | CalendarRule::DayOfYear { .. } => true,
            CalendarRule::DaysUntil | CalendarRule::MonthsUntil(_) | CalendarRule::Year => false,
        }
    }

    /// How the result moves with the first operand; with the second it always rises.
    pub const fn trend(self) -> Trend {
        match self {
            CalendarRule::DaysUntil | CalendarRule::MonthsUntil(_) => Trend::Falls,
            CalendarRule::PlusMonths
            | CalendarRule::PlusDays
            | CalendarRule::DayOfYear { .. }
            | CalendarRule::Year => Trend::Rises,
        }
    }

    /// The result for known operands; `with` is read where the rule has a second one. `None` where an operand
    /// is missing or a day is none.
    pub fn apply(self, of: Rational, with: Option<Rational>) -> Option<Rational> {
        match self {
            CalendarRule::PlusMonths => {
                let (from, months) = (date(of)?, with?.floor());
                Some(ordinal(later(from, months)))
            }
            CalendarRule::PlusDays => {
                let days = whole(of)?.saturating_add(clamped(with?.floor()));
                Some(Rational::whole(i128::from(days.clamp(0, LAST_DAY))))
            }
            CalendarRule::DaysUntil => {
                let days = whole(with?)?.saturating_sub(whole(of)?);
                Some(Rational::whole(i128::from(days.max(0))))
            }
            CalendarRule::MonthsUntil(rule) => months_until(rule, date(of)?, date(with?)?),
            CalendarRule::Year => Some(Rational::whole(i128::from(date(of)?.year()))),
            CalendarRule::DayOfYear { month, day } => {
                let year = i64::try_from(of.floor().clamp(1, 9999)).ok()?;
                (28..=i64::from(day).max(28))
                    .rev()
                    .map(|last| i64::from(day).min(last))
                    .find_map(|day| Date::new(year, i64::from(month), day))
                    .map(ordinal)
            }
        }
    }
}

fn whole(value: Rational) -> Option<i64> {
    i64::try_from(value.floor()).ok()
}

fn clamped(value: i128) -> i64 {
    i64::try_from(value.clamp(DAYS.saturating_neg(), DAYS)).unwrap_or(0)
}

fn date(value: Rational) -> Option<Date> {
    Date::from_ordinal(whole(value)?.clamp(0, LAST_DAY))
}

fn ordinal(date: Date) -> Rational {
    Rational::whole(i128::from(date.ordinal()))
}

/// A day so many months later, within the calendar.
fn later(from: Date, months: i128) -> Date {
    let clamped = i32::try_from(months.clamp(MONTHS.saturating_neg(), MONTHS)).unwrap_or(0);
    from.plus_months(clamped).filter(|date| date.year() >= 1).unwrap_or_else(|| {
        let end = if months < 0 { 0 } else { LAST_DAY };
        Date::from_ordinal(end).unwrap_or(from)
    })
}

fn months_until(rule: PartMonths, from: Date, to: Date) -> Option<Rational> {
    if to <= from {
        return Some(Rational::ZERO);
    }
    let years = to.year().checked_sub(from.year())?;
    let between = years.checked_mul(12)?.checked_add(to.month())?.checked_sub(from.month())?;
    // The day of the month decides whether the last month is full.
    let full = match from.plus_months(between) {
        Some(end) if end <= to => between,
        Some(_) | None => between.checked_sub(1)?,
    };
    let count = Rational::whole(i128::from(full));
    let begun = from.plus_months(full)?;
    if begun == to || rule == PartMonths::DoNotCount {
        return Some(count);
    }
    match rule {
        PartMonths::Count => count.plus(Rational::ONE),
        PartMonths::DoNotCount => Some(count),
        PartMonths::ByDays => {
            let days = |later: Date| i128::from(later.ordinal()).checked_sub(i128::from(begun.ordinal()));
            // A month that would end beyond the calendar counts as one of 31 days.
            let length = match from.plus_months(full.checked_add(1)?) {
                Some(end) => days(end)?,
                None => 31,
            };
            count.plus(Rational::new(days(to)?, length)?)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CalendarRule, Date, LAST_DAY, PARTS_OF_A_MONTH, PartMonths, Rational, Trend};

    fn day(text: &str) -> Rational {
        Rational::whole(i128::from(Date::parse(text).unwrap().ordinal()))
    }
    fn shown(value: Rational) -> String {
        Date::from_ordinal(i64::try_from(value.floor()).unwrap()).unwrap().to_string()
    }
    fn plus(text: &str, months: i128) -> String {
        shown(CalendarRule::PlusMonths.apply(day(text), Some(Rational::whole(months))).unwrap())
    }
    fn months(rule: PartMonths, from: &str, to: &str) -> Rational {
        CalendarRule::MonthsUntil(rule).apply(day(from), Some(day(to))).unwrap()
    }

    #[test]
    fn a_month_without_the_day_gives_its_last_day() {
        assert_eq!(plus("2024-01-31", 1), "2024-02-29");
        assert_eq!(plus("2023-01-31", 1), "2023-02-28");
        assert_eq!(plus("2024-02-29", 12), "2025-02-28");
        assert_eq!(plus("2024-02-29", 48), "2028-02-29");
        assert_eq!(plus("2024-03-31", -1), "2024-02-29");
        assert_eq!(plus("9999-12-01", 1), "9999-12-31");
        assert_eq!(plus("0001-01-31", -1), "0001-01-01");
        let of = |year| CalendarRule::DayOfYear { month: 2, day: 29 }.apply(Rational::whole(year), None);
        assert_eq!(shown(of(2024).unwrap()), "2024-02-29");
        assert_eq!(shown(of(2025).unwrap()), "2025-02-28");
    }

    #[test]
    fn months_between_days() {
        let full = PartMonths::DoNotCount;
        for (from, to, wanted) in [
            ("2024-01-31", "2024-02-28", 0),
            ("2024-01-31", "2024-02-29", 1),
            ("2004-02-29", "2022-02-27", 215),
            ("2004-02-29", "2022-02-28", 216),
            ("2024-01-15", "2024-02-14", 0),
            ("2024-01-15", "2024-02-15", 1),
            ("2024-02-15", "2024-01-15", 0),
        ] {
            assert_eq!(months(full, from, to), Rational::whole(wanted), "{from} {to}");
        }
        assert_eq!(months(PartMonths::Count, "2024-01-15", "2024-02-15"), Rational::ONE);
        assert_eq!(months(PartMonths::Count, "2024-01-15", "2024-02-16"), Rational::whole(2));
        assert_eq!(months(PartMonths::ByDays, "2024-02-01", "2024-02-16"), Rational::new(15, 29).unwrap());
        assert_eq!(months(PartMonths::ByDays, "2023-02-01", "2023-03-02"), Rational::new(32, 31).unwrap());
    }

    fn edges() -> impl Strategy<Value = i64> {
        let near = |text: &'static str| {
            let at = Date::parse(text).unwrap().ordinal();
            (at - 3..=at + 3).prop_map(|at| at.clamp(0, LAST_DAY))
        };
        prop_oneof![
            0..=LAST_DAY,
            near("0001-01-01"),
            near("9999-12-31"),
            near("2024-02-29"),
            near("2023-02-28"),
            near("2023-03-31"),
            near("2024-12-31"),
            near("1900-03-01"),
        ]
    }

    fn rules() -> impl Strategy<Value = CalendarRule> {
        let part = [PartMonths::Count, PartMonths::DoNotCount, PartMonths::ByDays];
        prop_oneof![
            Just(CalendarRule::PlusMonths),
            Just(CalendarRule::PlusDays),
            Just(CalendarRule::DaysUntil),
            proptest::sample::select(part.to_vec()).prop_map(CalendarRule::MonthsUntil),
            Just(CalendarRule::Year),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn every_rule_rises_or_falls(rule in rules(), first in edges(), step in 0..70_i64, with in edges(),
                                     more in 0..70_i64, count in -30..40_i64) {
            let number = |value: i64| Rational::whole(i128::from(value));
            let counts = matches!(rule, CalendarRule::PlusMonths | CalendarRule::PlusDays);
            let with = if counts { count } else { with };
            let result = |of: i64, with: i64| rule.apply(number(of), Some(number(with))).unwrap();
            let next = (first + step).min(LAST_DAY);
            let (one, other) = (result(first, with), result(next, with));
            if rule.trend() == Trend::Rises { prop_assert!(one <= other) } else { prop_assert!(one >= other) }
            let later = if counts { with + more } else { (with + more).min(LAST_DAY) };
            prop_assert!(result(first, with) <= result(first, later));
        }

        #[test]
        fn months_between_are_the_most_that_fit(from in edges(), to in edges()) {
            let number = |value: i64| Rational::whole(i128::from(value));
            let full = |rule| CalendarRule::MonthsUntil(rule).apply(number(from), Some(number(to))).unwrap();
            let months = full(PartMonths::DoNotCount);
            let after = |months| CalendarRule::PlusMonths.apply(number(from), Some(months)).unwrap();
            if from <= to {
                prop_assert!(after(months) <= number(to));
                let next = after(months.plus(Rational::ONE).unwrap());
                prop_assert!(next > number(to) || next == number(LAST_DAY));
            }
            let by_days = full(PartMonths::ByDays);
            prop_assert!(months <= by_days && by_days <= full(PartMonths::Count));
            prop_assert!(by_days.times(Rational::whole(PARTS_OF_A_MONTH)).unwrap().is_whole());
        }
    }
}
