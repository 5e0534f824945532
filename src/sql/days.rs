//! What the calendar makes of days, in the words of warehouses, which all give a day that a month lacks as its last.

use crate::calendar::{CalendarRule, DAYS, Date, PartMonths};
use crate::scaled::Bounds;
use crate::syntax::ast::Comparison;

use super::tree::{Expr, Function, SqlType};
use super::value::{Kind, Value, Width};

/// Months from the beginning of the year 0 to that of the first and behind that of the last year of the calendar.
const FIRST_MONTH: i128 = 12;
const BEYOND_MONTHS: i128 = 120_000;

/// The first day of the calendar, whose ordinal is 0.
fn first_day() -> Expr {
    Date::from_ordinal(0).map_or(Expr::Null, Expr::Day)
}

/// The ordinal of a date.
pub(super) fn ordinal(day: Expr) -> Expr {
    if let Expr::Day(date) = day {
        return Expr::Whole(i128::from(date.ordinal()));
    }
    Expr::call(Function::DaysBetween, vec![day, first_day()]).cast(SqlType::Narrow)
}

/// The date that a value stands for.
pub(super) fn date(value: &Value) -> Expr {
    if let Some(day) = &value.day {
        return day.clone();
    }
    if let Expr::Whole(whole) = value.expr
        && let Some(date) = i64::try_from(whole).ok().and_then(Date::from_ordinal)
    {
        return Expr::Day(date);
    }
    Expr::call(Function::PlusDays, vec![first_day(), value.expr.clone()])
}

/// Whether a value can be read as a date without computing one.
pub(super) fn is_date(value: &Value) -> bool {
    value.day.is_some()
}

fn year(day: Expr) -> Expr {
    Expr::call(Function::Year, vec![day]).cast(SqlType::Narrow)
}

fn month(day: Expr) -> Expr {
    Expr::call(Function::Month, vec![day]).cast(SqlType::Narrow)
}

/// Months of a date from the beginning of the year 0.
fn months(day: &Expr) -> Expr {
    Expr::Sum(vec![
        (false, year(day.clone()).times(Expr::Whole(12))),
        (false, month(day.clone())),
        (true, Expr::Whole(1)),
    ])
}

/// Keeps a value for several readers: a column, if it is more than one already.
pub(super) trait Keeps {
    /// The same value, cheap to read often.
    fn kept(&mut self, value: Value) -> Value;
}

/// What a rule makes of its operands, multiplied by `times`.
pub(super) fn apply(
    keeper: &mut impl Keeps,
    rule: CalendarRule,
    of: &Value,
    with: Option<&Value>,
    times: i128,
    bounds: Bounds,
) -> Value {
    let made = |expr: Expr, parts: &[&Value]| {
        let mut value = Value::made(expr, Kind::Number(Width::Narrow, bounds), parts);
        value.size = value.size.saturating_mul(3);
        value
    };
    let Some(with) = with else {
        return match rule {
            CalendarRule::DayOfYear { month, day } => made(day_of_year(of, month, day), &[of]),
            CalendarRule::Year
            | CalendarRule::PlusMonths
            | CalendarRule::PlusDays
            | CalendarRule::DaysUntil
            | CalendarRule::MonthsUntil(_) => made(year(date(of)), &[of]),
        };
    };
    match rule {
        CalendarRule::PlusDays => {
            let sum =
                Expr::Sum(vec![(false, of.at_width(Width::Narrow)), (false, with.at_width(Width::Narrow))]);
            let sum = keeper.kept(made(sum, &[of, with]));
            let expr = clamped(sum.expr.clone(), DAYS);
            made(expr, &[&sum])
        }
        CalendarRule::PlusMonths => {
            let from = keeper.kept(of.clone());
            let day = date(&from);
            let index = Expr::Sum(vec![(false, months(&day)), (false, with.at_width(Width::Narrow))]);
            let index = keeper.kept(made(index, &[&from, with]));
            let arms = vec![
                (index.expr.clone().compare(Comparison::Less, Expr::Whole(FIRST_MONTH)), Expr::Whole(0)),
                (
                    index.expr.clone().compare(Comparison::AtLeast, Expr::Whole(BEYOND_MONTHS)),
                    Expr::Whole(DAYS),
                ),
            ];
            let later = Expr::call(Function::PlusMonths, vec![day, with.expr.clone()]);
            made(Expr::case(arms, Some(ordinal(later))), &[&from, with, &index])
        }
        CalendarRule::MonthsUntil(part) => months_until(keeper, part, of, with, times, bounds),
        CalendarRule::DaysUntil | CalendarRule::Year | CalendarRule::DayOfYear { .. } => {
            let (from, to) = (keeper.kept(of.clone()), keeper.kept(with.clone()));
            let days = match (&from.day, &to.day) {
                (Some(one), Some(other)) => {
                    Expr::call(Function::DaysBetween, vec![other.clone(), one.clone()]).cast(SqlType::Narrow)
                }
                _ => {
                    Expr::Sum(vec![(false, to.at_width(Width::Narrow)), (true, from.at_width(Width::Narrow))])
                }
            };
            let days = keeper.kept(made(days, &[&from, &to]));
            let positive = days.expr.clone().compare(Comparison::More, Expr::Whole(0));
            let rest = days.expr.clone().compare(Comparison::AtMost, Expr::Whole(0));
            made(Expr::case(vec![(positive, days.expr.clone()), (rest, Expr::Whole(0))], None), &[&days])
        }
    }
}

fn clamped(of: Expr, most: i128) -> Expr {
    let arms = vec![
        (of.clone().compare(Comparison::Less, Expr::Whole(0)), Expr::Whole(0)),
        (of.clone().compare(Comparison::More, Expr::Whole(most)), Expr::Whole(most)),
    ];
    Expr::case(arms, Some(of))
}

fn day_of_year(of: &Value, month: u8, day: u8) -> Expr {
    let bounds = of.bounds();
    let year = if bounds.low >= 1 && bounds.high <= 9999 {
        of.expr.clone()
    } else {
        let arms = vec![
            (of.expr.clone().compare(Comparison::Less, Expr::Whole(1)), Expr::Whole(1)),
            (of.expr.clone().compare(Comparison::More, Expr::Whole(9999)), Expr::Whole(9999)),
        ];
        Expr::case(arms, Some(of.expr.clone()))
    };
    let make = |month: i128, day: i128| {
        ordinal(Expr::call(Function::MakeDay, vec![year.clone(), Expr::Whole(month), Expr::Whole(day)]))
    };
    let longest = match month {
        2 if day > 28 => return Expr::Sum(vec![(false, make(3, 1)), (true, Expr::Whole(1))]),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    make(i128::from(month), i128::from(day.min(longest)))
}

/// The most months that can be added to the first day without passing the second, and what the rule makes of the
/// days beyond.
fn months_until(
    keeper: &mut impl Keeps,
    part: PartMonths,
    of: &Value,
    with: &Value,
    times: i128,
    bounds: Bounds,
) -> Value {
    let number = |expr: Expr, parts: &[&Value]| {
        let mut value = Value::made(expr, Kind::Number(Width::Narrow, bounds), parts);
        // Read often: a column each.
        value.size = usize::MAX;
        value
    };
    let (of, with) = (keeper.kept(of.clone()), keeper.kept(with.clone()));
    let (from, to) = (date(&of), date(&with));
    let between = Expr::Sum(vec![(false, months(&to)), (true, months(&from))]);
    let between = keeper.kept(number(between, &[&of, &with]));
    let plus = |months: Expr| Expr::call(Function::PlusMonths, vec![from.clone(), months]);
    let fits = plus(between.expr.clone()).compare(Comparison::AtMost, to.clone());
    let full = Expr::case(vec![(fits, between.expr.clone())], Some(between.expr.clone().plus(-1)));
    let full = keeper.kept(number(full, &[&of, &with, &between]));
    let begun = plus(full.expr.clone());
    let whole = |count: Expr| if times == 1 { count } else { count.times(Expr::Whole(times)) };
    let rest = match part {
        PartMonths::DoNotCount => whole(full.expr.clone()),
        PartMonths::Count => {
            let exactly = begun.equals(to.clone());
            Expr::case(vec![(exactly, whole(full.expr.clone()))], Some(whole(full.expr.clone().plus(1))))
        }
        PartMonths::ByDays => {
            let days = |later: Expr, earlier: Expr| {
                Expr::call(Function::DaysBetween, vec![later, earlier]).cast(SqlType::Narrow)
            };
            let length = days(plus(full.expr.clone().plus(1)), begun.clone());
            let share = days(to.clone(), begun).times(Expr::Whole(times)).over(length).cast(SqlType::Narrow);
            Expr::Sum(vec![(false, whole(full.expr.clone())), (false, share)])
        }
    };
    let none = to.compare(Comparison::AtMost, from);
    let mut value = number(Expr::case(vec![(none, Expr::Whole(0))], Some(rest)), &[&of, &with, &full]);
    value.size = 60;
    value
}
