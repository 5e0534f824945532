//! Where to divide a number so that a comparison with it is decided.

use crate::calendar::{self, CalendarRule};
use crate::money::Rational;
use crate::plan::Arithmetic;
use crate::syntax::ast::Comparison;

use super::given::{Setting, Variable, is_whole};
use super::interval::{End, Interval};
use super::run::Place;
use super::split::{Split, absence, divide};
use super::view::View;

impl<'a> View<'_, 'a> {
    /// Follows an undecided number down to the one fact it rises or falls with, and divides that where
    /// the number passes `at`. Any division covers everything; a good one decides the question.
    pub fn threshold(&self, mut place: Place, mut at: Rational, mut after: bool) -> Option<Split<'a>> {
        loop {
            if let Some(variable) = self.variable(place) {
                return self.cut(variable, at, after);
            }
            let open = self.below(place, false);
            let [only] = open.as_slice() else { return None };
            match self.node(place)?.op.arithmetic() {
                Arithmetic::Outer(_) | Arithmetic::Choice { .. } | Arithmetic::Extreme(_) => {}
                Arithmetic::Sum(terms) => {
                    for (subtracted, term) in terms {
                        let term = Self::beside(place, *term);
                        if term == *only {
                            continue;
                        }
                        let known = self.exact(term)?;
                        at = if *subtracted { at.plus(known)? } else { at.minus(known)? };
                    }
                    let sign = terms.iter().find(|(_, term)| Self::beside(place, *term) == *only)?.0;
                    if sign {
                        at = at.negate()?;
                        after = !after;
                    }
                }
                Arithmetic::Product(left, right) => {
                    let factor =
                        [left, right].into_iter().find_map(|node| self.exact(Self::beside(place, node)))?;
                    at = at.over(factor)?;
                    after ^= factor.is_negative();
                }
                Arithmetic::Quotient(_, right) => {
                    let divisor = self.exact(Self::beside(place, right))?;
                    at = at.times(divisor)?;
                    after ^= divisor.is_negative();
                }
                Arithmetic::Floor(_) => {
                    let whole = Rational::whole(at.floor());
                    at = if after || !at.is_whole() { whole.plus(Rational::ONE)? } else { whole };
                    after = false;
                }
                Arithmetic::Calendar { rule, of, with } => {
                    let first = Self::beside(place, of) == *only;
                    let other = if first { with } else { Some(of) };
                    let known = match other {
                        Some(other) => Some(self.exact(Self::beside(place, other))?),
                        None => None,
                    };
                    at = turn(rule, first, known, at, after)?;
                    after = false;
                }
                Arithmetic::Round(_) | Arithmetic::None => return None,
            }
            place = *only;
        }
    }
    /// Divides a number before `at`, or after it; if that leaves one side empty, the other way.
    fn cut(&self, variable: Variable, at: Rational, after: bool) -> Option<Split<'a>> {
        let Setting::Value(value) = self.case.setting(variable)? else { return None };
        if let Some(split) = absence(variable, value) {
            return Some(split);
        }
        let range = value.range()?;
        let whole = is_whole(self.plan, variable);
        [after, !after].into_iter().find_map(|after| {
            let (lower, upper) = sides(at, after, whole)?;
            let cases = [value.within(range.meet(lower)?), value.within(range.meet(upper)?)];
            Some(divide(variable, cases.map(Setting::Value).into_iter()))
        })
    }
}

/// The first whole operand at which what the calendar gives comes to lie on the other side of `at`.
fn turn(
    rule: CalendarRule,
    first: bool,
    known: Option<Rational>,
    at: Rational,
    after: bool,
) -> Option<Rational> {
    let passed = |operand: i128| {
        let operand = Rational::whole(operand);
        let value = if first { rule.apply(operand, known) } else { rule.apply(known?, Some(operand)) }?;
        Some(if after { value > at } else { value >= at })
    };
    // INVARIANT: days are ordinals from zero on; months, days and years to be added lie within these bounds.
    let (mut low, mut high) = (calendar::DAYS.checked_neg()?, calendar::DAYS);
    let before = passed(low)?;
    if passed(high)? == before {
        return None;
    }
    while high.checked_sub(low)? > 1 {
        let middle = low.midpoint(high);
        if passed(middle)? == before { low = middle } else { high = middle }
    }
    Some(Rational::whole(high))
}

/// Whether the answer to a comparison with a number changes after that number rather than before it.
pub(super) const fn after(comparison: Comparison) -> bool {
    match comparison {
        Comparison::More | Comparison::AtMost => true,
        Comparison::Less | Comparison::AtLeast | Comparison::Equal | Comparison::NotEqual => false,
    }
}

/// The numbers on both sides of a division.
fn sides(at: Rational, after: bool, whole: bool) -> Option<(Interval, Interval)> {
    let (last, first) = if whole {
        let floor = Rational::whole(at.floor());
        let last = if after || !at.is_whole() { floor } else { floor.minus(Rational::ONE)? };
        (End { at: last, open: false }, End { at: last.plus(Rational::ONE)?, open: false })
    } else {
        (End { at, open: !after }, End { at, open: after })
    };
    Some((Interval { low: None, high: Some(last) }, Interval { low: Some(first), high: None }))
}

/// The numbers for which a comparison is answered so; `None` where they are no interval.
pub(super) fn satisfying(comparison: Comparison, at: Rational, answer: bool) -> Option<Interval> {
    let below = |open| Some(Interval { low: None, high: Some(End { at, open }) });
    let above = |open| Some(Interval { low: Some(End { at, open }), high: None });
    match (comparison, answer) {
        (Comparison::Less, true) | (Comparison::AtLeast, false) => below(true),
        (Comparison::AtMost, true) | (Comparison::More, false) => below(false),
        (Comparison::More, true) | (Comparison::AtMost, false) => above(true),
        (Comparison::AtLeast, true) | (Comparison::Less, false) => above(false),
        (Comparison::Equal, true) | (Comparison::NotEqual, false) => Some(Interval::exact(at)),
        (Comparison::Equal, false) | (Comparison::NotEqual, true) => None,
    }
}
