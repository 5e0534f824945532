//! Intervals of exact numbers, with ends that belong to them or not, and their arithmetic.

use std::cmp::Ordering;

use crate::calendar::{CalendarRule, Trend};
use crate::money::{Rational, Rounding};
use crate::syntax::ast::Comparison;

use super::domain::{Stop, Truth};

/// A finite end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct End {
    pub at: Rational,
    /// The number itself is excluded.
    pub open: bool,
}

/// Numbers between two ends; `None` where nothing bounds them. Never empty.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Interval {
    pub low: Option<End>,
    pub high: Option<End>,
}

const fn closed(at: Rational) -> End {
    End { at, open: false }
}

/// The end of a product, where one may be beyond all numbers.
#[derive(Clone, Copy)]
enum Reach {
    Below,
    At(End),
    Above,
}

impl Reach {
    fn signum(self) -> i128 {
        match self {
            Reach::Below => -1,
            Reach::At(end) => end.at.signum(),
            Reach::Above => 1,
        }
    }
    fn times(self, other: Reach) -> Reach {
        if let (Reach::At(left), Reach::At(right)) = (self, other)
            && let Some(at) = left.at.times(right.at)
        {
            let zero = |end: End| end.at.is_zero() && !end.open;
            return Reach::At(End { at, open: !zero(left) && !zero(right) && (left.open || right.open) });
        }
        match self.signum().cmp(&0).cmp(&other.signum().cmp(&0)) {
            // One is zero: nothing times whatever lies beyond all numbers stays nothing.
            _ if self.signum() == 0 => self,
            _ if other.signum() == 0 => other,
            Ordering::Equal => Reach::Above,
            Ordering::Less | Ordering::Greater => Reach::Below,
        }
    }
    fn order(self, other: Reach) -> Ordering {
        let rank = |reach: Reach| match reach {
            Reach::Below => 0,
            Reach::At(_) => 1,
            Reach::Above => 2,
        };
        match (self, other) {
            (Reach::At(left), Reach::At(right)) => left.at.cmp(&right.at),
            _ => rank(self).cmp(&rank(other)),
        }
    }
    /// The outermost of several: the first by `wanted`, included rather than excluded.
    fn outermost(reaches: [Reach; 4], wanted: Ordering) -> Option<End> {
        let [first, rest @ ..] = reaches;
        let best = rest.into_iter().fold(first, |best, next| match next.order(best) {
            Ordering::Equal => match (best, next) {
                (Reach::At(left), Reach::At(right)) => {
                    Reach::At(End { at: left.at, open: left.open && right.open })
                }
                _ => best,
            },
            order if order == wanted => next,
            Ordering::Less | Ordering::Greater => best,
        });
        if let Reach::At(end) = best { Some(end) } else { None }
    }
}

fn sum(left: Option<End>, right: Option<End>) -> Option<End> {
    let (left, right) = (left?, right?);
    // A sum that does not fit is beyond what can be said: unbounded is true of it.
    left.at.plus(right.at).map(|at| End { at, open: left.open || right.open })
}

impl Interval {
    pub const ALL: Interval = Interval { low: None, high: None };

    pub const fn exact(value: Rational) -> Interval {
        Interval { low: Some(closed(value)), high: Some(closed(value)) }
    }
    pub fn between(low: Option<Rational>, high: Option<Rational>) -> Interval {
        Interval { low: low.map(closed), high: high.map(closed) }
    }
    pub fn as_exact(self) -> Option<Rational> {
        let (low, high) = (self.low?, self.high?);
        (low.at == high.at).then_some(low.at)
    }
    /// Whether every number of the first lies below every number of the second.
    fn below(self, other: Interval) -> bool {
        let (Some(high), Some(low)) = (self.high, other.low) else { return false };
        high.at < low.at || (high.at == low.at && (high.open || low.open))
    }
    /// The same, where both may share an end.
    fn not_above(self, other: Interval) -> bool {
        let (Some(high), Some(low)) = (self.high, other.low) else { return false };
        high.at <= low.at
    }
    pub fn compare(self, comparison: Comparison, other: Interval) -> Truth {
        let less = Truth { certain: self.below(other), possible: !other.not_above(self) };
        let more = Truth { certain: other.below(self), possible: !self.not_above(other) };
        let equal = Truth {
            certain: self.as_exact().is_some_and(|left| other.as_exact() == Some(left)),
            possible: !less.certain && !more.certain,
        };
        match comparison {
            Comparison::Equal => equal,
            Comparison::NotEqual => equal.not(),
            Comparison::Less => less,
            Comparison::AtMost => more.not(),
            Comparison::More => more,
            Comparison::AtLeast => less.not(),
        }
    }
    /// What lies in both, if anything does.
    pub fn meet(self, other: Interval) -> Option<Interval> {
        let tighter = |left: Option<End>, right: Option<End>, wanted: Ordering| match (left, right) {
            (Some(left), Some(right)) => Some(match left.at.cmp(&right.at) {
                Ordering::Equal => End { at: left.at, open: left.open || right.open },
                order if order == wanted => left,
                Ordering::Less | Ordering::Greater => right,
            }),
            (end, None) | (None, end) => end,
        };
        let met = Interval {
            low: tighter(self.low, other.low, Ordering::Greater),
            high: tighter(self.high, other.high, Ordering::Less),
        };
        let empty = matches!((met.low, met.high), (Some(low), Some(high))
            if low.at > high.at || (low.at == high.at && (low.open || high.open)));
        (!empty).then_some(met)
    }
    /// The smallest interval that holds both.
    pub fn join(self, other: Interval) -> Interval {
        let wider = |left: Option<End>, right: Option<End>, wanted: Ordering| {
            let (left, right) = (left?, right?);
            Some(match left.at.cmp(&right.at) {
                Ordering::Equal => End { at: left.at, open: left.open && right.open },
                order if order == wanted => left,
                Ordering::Less | Ordering::Greater => right,
            })
        };
        Interval {
            low: wider(self.low, other.low, Ordering::Less),
            high: wider(self.high, other.high, Ordering::Greater),
        }
    }
    pub fn negate(self) -> Interval {
        let negated =
            |end: Option<End>| end.and_then(|end| Some(End { at: end.at.negate()?, open: end.open }));
        Interval { low: negated(self.high), high: negated(self.low) }
    }
    pub fn plus(self, other: Interval) -> Interval {
        Interval { low: sum(self.low, other.low), high: sum(self.high, other.high) }
    }
    pub fn times(self, other: Interval) -> Interval {
        let low = |interval: Interval| interval.low.map_or(Reach::Below, Reach::At);
        let high = |interval: Interval| interval.high.map_or(Reach::Above, Reach::At);
        let products = [
            low(self).times(low(other)),
            low(self).times(high(other)),
            high(self).times(low(other)),
            high(self).times(high(other)),
        ];
        Interval {
            low: Reach::outermost(products, Ordering::Less),
            high: Reach::outermost(products, Ordering::Greater),
        }
    }
    /// The part above zero, if there is one.
    pub fn positive_part(self) -> Option<Interval> {
        self.meet(Interval { low: Some(End { at: Rational::ZERO, open: true }), high: None })
    }
    /// The part below zero, if there is one.
    pub fn negative_part(self) -> Option<Interval> {
        self.meet(Interval { low: None, high: Some(End { at: Rational::ZERO, open: true }) })
    }
    pub fn holds_zero(self) -> bool {
        self.meet(Interval::exact(Rational::ZERO)).is_some()
    }
    /// One over each number other than zero; `None` if it holds nothing else.
    pub fn reciprocal(self) -> Option<Interval> {
        let turned = |end: End| Some(End { at: Rational::ONE.over(end.at)?, open: end.open });
        let nothing = End { at: Rational::ZERO, open: true };
        let positive = self.positive_part().map(|part| Interval {
            low: Some(part.high.and_then(turned).unwrap_or(nothing)),
            high: part.low.and_then(turned),
        });
        let negative = self.negative_part().map(|part| Interval {
            low: part.high.and_then(turned),
            high: Some(part.low.and_then(turned).unwrap_or(nothing)),
        });
        match (positive, negative) {
            (Some(positive), Some(negative)) => Some(positive.join(negative)),
            (part, None) | (None, part) => part,
        }
    }
    pub fn lower(self, other: Interval) -> Interval {
        let low = self.join(other).low;
        let high = match (self.high, other.high) {
            (Some(left), Some(right)) => Some(match left.at.cmp(&right.at) {
                Ordering::Less => left,
                Ordering::Greater => right,
                Ordering::Equal => End { at: left.at, open: left.open || right.open },
            }),
            (end, None) | (None, end) => end,
        };
        Interval { low, high }
    }
    pub fn higher(self, other: Interval) -> Interval {
        self.negate().lower(other.negate()).negate()
    }
    pub fn floor(self) -> Interval {
        let high = self.high.and_then(|end| {
            let whole = Rational::whole(end.at.floor());
            if end.open && end.at.is_whole() { whole.minus(Rational::ONE) } else { Some(whole) }
        });
        Interval { low: self.low.map(|end| closed(Rational::whole(end.at.floor()))), high: high.map(closed) }
    }
    pub fn round(self, rounding: Rounding) -> Interval {
        // Rounding keeps the order of numbers, so ends go to ends.
        let rounded = |end: Option<End>| end.and_then(|end| rounding.apply(end.at)).map(closed);
        Interval { low: rounded(self.low), high: rounded(self.high) }
    }
    /// What the calendar makes of it: rules rise or fall, so ends go to ends.
    pub fn calendar(self, rule: CalendarRule, with: Option<Interval>) -> Interval {
        let end = |of: Option<End>, with: Option<Option<End>>| {
            let second = match with {
                Some(with) => Some(with?.at),
                None => None,
            };
            rule.apply(of?.at, second).map(closed)
        };
        let (first, last) = match rule.trend() {
            Trend::Rises => (self.low, self.high),
            Trend::Falls => (self.high, self.low),
        };
        let low = end(first, with.map(|with| with.low));
        let never_negative = !rule.gives_day();
        let zero = never_negative.then_some(closed(Rational::ZERO));
        Interval { low: low.or(zero), high: end(last, with.map(|with| with.high)) }
    }
    /// Whether its numbers are above zero.
    pub fn is_positive(self) -> Truth {
        self.compare(Comparison::More, Interval::exact(Rational::ZERO))
    }
}

/// The result of exact operands must fit; one of unknown operands may be unbounded instead.
pub(super) fn checked(result: Interval, operands: [Interval; 2]) -> Result<Interval, Stop> {
    let exact = operands.iter().all(|operand| operand.as_exact().is_some());
    if exact && result.as_exact().is_none() { Err(Stop::Overflow) } else { Ok(result) }
}
