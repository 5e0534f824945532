//! Dates: parsing, printing and calendar arithmetic with stated rules. No clock is ever read.

mod rule;

pub use rule::{CalendarRule, DAYS, MONTHS, PARTS_OF_A_MONTH, PartMonths, Trend};

use jiff::civil::Date as JiffDate;
use jiff::{Span as JiffSpan, ToSpan as _};

/// The months as English texts write them.
pub const MONTH_NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day of the calendar, years 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date(JiffDate);

impl Date {
    /// The day, or `None` when the calendar has no such day.
    pub fn new(year: i64, month: i64, day: i64) -> Option<Date> {
        let year = i16::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
        let month = i8::try_from(month).ok()?;
        let day = i8::try_from(day).ok()?;
        JiffDate::new(year, month, day).ok().map(Date)
    }
    /// Reads `YYYY-MM-DD`, nothing else.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        let shape = bytes.len() == 10
            && bytes
                .iter()
                .enumerate()
                .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
        if !shape {
            return None;
        }
        let part = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
        Date::new(part(0, 4)?, part(5, 7)?, part(8, 10)?)
    }
    /// The year.
    pub fn year(self) -> i32 {
        i32::from(self.0.year())
    }
    /// The month, 1 to 12.
    pub fn month(self) -> i32 {
        i32::from(self.0.month())
    }
    /// The day of the month.
    pub fn day(self) -> i32 {
        i32::from(self.0.day())
    }
    /// Months later; a day that the month lacks becomes its last day.
    pub fn plus_months(self, months: i32) -> Option<Date> {
        self.0.checked_add(JiffSpan::new().try_months(months).ok()?).ok().map(Date)
    }
    /// Days later.
    pub fn plus_days(self, days: i32) -> Option<Date> {
        self.0.checked_add(JiffSpan::new().try_days(days).ok()?).ok().map(Date)
    }
    /// Days from the first day of year 1: an order that engines can compare as whole numbers.
    pub fn ordinal(self) -> i64 {
        let first = jiff::civil::date(1, 1, 1);
        i64::from(
            self.0
                .duration_since(first)
                .as_hours()
                .checked_div(24)
                .map_or(0, |days| i32::try_from(days).unwrap_or(i32::MAX)),
        )
    }
    /// The day of an [`Date::ordinal`].
    pub fn from_ordinal(ordinal: i64) -> Option<Date> {
        let days = i32::try_from(ordinal).ok()?;
        jiff::civil::date(1, 1, 1).checked_add(days.days()).ok().map(Date).filter(|date| date.year() >= 1)
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn days_that_do_not_exist_are_refused() {
        assert_eq!(Date::parse("2023-02-29"), None);
        assert_eq!(Date::parse("2024-02-29").map(|date| date.to_string()), Some("2024-02-29".into()));
        assert_eq!(Date::parse("2024-2-29"), None);
        assert_eq!(Date::parse("0000-01-01"), None);
        assert_eq!(Date::parse("２０２４-01-01"), None);
    }

    #[test]
    fn a_month_without_the_day_gives_its_last_day() {
        let date = Date::parse("2024-01-31").and_then(|date| date.plus_months(1));
        assert_eq!(date.map(|date| date.to_string()), Some("2024-02-29".into()));
    }

    #[test]
    fn ordinals_go_there_and_back() {
        for text in ["0001-01-01", "1970-01-01", "2024-02-29", "9999-12-31"] {
            let date = Date::parse(text).unwrap();
            assert_eq!(Date::from_ordinal(date.ordinal()), Some(date));
        }
    }
}
