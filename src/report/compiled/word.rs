//! The words of plans and programs in JSON.

use crate::calendar::{CalendarRule, PartMonths};
use crate::money::{Direction, Rational, Rounding};
use crate::program::{StackingKind, Units, Validity};
use crate::syntax::ast::{
    AggregateKind, Circle, Comparison, GoalNature, LadderKind, LastOne, Received, Remainder, Scope, When,
};

use super::json::{Json, Object, day, exact, texts};

pub(super) fn aggregate(kind: AggregateKind) -> &'static str {
    match kind {
        AggregateKind::Sum => "sum",
        AggregateKind::Count => "count",
        AggregateKind::Highest => "highest",
        AggregateKind::Lowest => "lowest",
        AggregateKind::Any => "any",
        AggregateKind::All => "all",
    }
}

pub(super) fn rounding(rounding: Rounding) -> Object {
    let direction = match rounding.direction {
        Direction::HalfUp => "half_up",
        Direction::HalfEven => "half_even",
        Direction::Down => "down",
        Direction::Up => "up",
    };
    Object::new().always("direction", direction).always("step", exact(rounding.step))
}

pub(super) fn calendar(rule: CalendarRule) -> Object {
    let (word, part) = match rule {
        CalendarRule::PlusMonths => ("plus_months", None),
        CalendarRule::PlusDays => ("plus_days", None),
        CalendarRule::DaysUntil => ("days_until", None),
        CalendarRule::MonthsUntil(part) => ("months_until", Some(part)),
        CalendarRule::Year => ("year", None),
        CalendarRule::DayOfYear { month, day } => {
            let date = format!("{month:02}-{day:02}");
            return Object::new().always("rule", "day_of_year").always("day", date);
        }
    };
    let part = part.map(|part| match part {
        PartMonths::Count => "count",
        PartMonths::DoNotCount => "do_not_count",
        PartMonths::ByDays => "by_days",
    });
    Object::new().always("rule", word).with("part_months", part)
}

pub(super) fn scope(scope: Option<Scope>) -> Json {
    let word = scope.map(|scope| match scope {
        Scope::PerItem => "per_item".to_owned(),
        Scope::PerYear => "per_year".to_owned(),
        Scope::InYears(years) => format!("in_any_{years}_years"),
        Scope::InAll => "in_all".to_owned(),
    });
    word.into()
}

pub(super) fn circle(circle: Option<Circle>) -> Json {
    let word = circle.map(|circle| match circle {
        Circle::Household => "household",
        Circle::CorporateGroup => "corporate_group",
    });
    word.into()
}

pub(super) fn last_one(last: Option<LastOne>) -> Json {
    let word = last.map(|last| match last {
        LastOne::InPart => "in_part",
        LastOne::NotAtAll => "not_at_all",
    });
    word.into()
}

pub(super) fn ladder(kind: LadderKind) -> &'static str {
    match kind {
        LadderKind::HighestOnly => "highest_only",
        LadderKind::TopUp => "top_up",
        LadderKind::AddUp => "add_up",
    }
}

pub(super) fn stacking(kind: StackingKind) -> &'static str {
    match kind {
        StackingKind::AddsUp => "adds_up",
        StackingKind::Highest(Received::ToppedUp) => "highest_topped_up",
        StackingKind::Highest(Received::InFull) => "highest_in_full_if_higher",
        StackingKind::Highest(Received::Refused) => "highest_refused_if_received",
    }
}

pub(super) fn remainder(remainder: Remainder) -> &'static str {
    match remainder {
        Remainder::ToLargest => "to_the_largest",
        Remainder::ByFraction => "by_largest_fraction",
        Remainder::Stays => "stays",
    }
}

pub(super) fn validity(validity: Validity) -> Object {
    Object::new().always("from", validity.from.map(day)).always("until", validity.until.map(day))
}

pub(super) fn units(units: &Units) -> Object {
    Object::new().with("lead", texts(&units.lead)).with("with", texts(&units.with))
}

/// When a goal is to be reached.
pub(super) fn when(when: &When) -> Object {
    let year = |year: i32| Json::Number(i64::from(year));
    match when {
        When::By(at) => Object::new().always("by", year(*at)),
        When::In(at) => Object::new().always("in", year(*at)),
        When::EachYear => Object::new().always("each_year", true),
        When::Within(years) => Object::new().always("within_years", year(*years)),
        When::Unstated => Object::new().always("unstated", true),
        When::Total { from, to } => Object::new().always("total_from", year(*from)).always("to", year(*to)),
    }
}

pub(super) fn nature(nature: GoalNature) -> &'static str {
    match nature {
        GoalNature::Indicative => "indicative",
        GoalNature::BestEffort => "best_effort",
        GoalNature::Binding => "binding",
    }
}

/// What the total of a score has to reach or to exceed.
pub(super) fn pass((of, mark): (Comparison, Rational)) -> Object {
    Object::new().always("comparison", of.ascii_sign()).always("mark", exact(mark))
}
