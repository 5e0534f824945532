//! Exact values: the domain in which nothing is unknown.

use crate::calendar::{CalendarRule, Date};
use crate::money::{Rational, Rounding};
use crate::syntax::ast::Comparison;

use super::Value;
use super::domain::{Domain, Key, Stop, Truth, bit};

/// A known value. Texts are borrowed from the plan or the facts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Exact<'a> {
    Number(Rational),
    Bool(bool),
    Enum(usize),
    Set(u64),
    Date(Date),
    Text(&'a str),
    Absent,
}

/// Both numbers, or `None` if one is absent.
#[inline]
fn numbers(left: &Exact<'_>, right: &Exact<'_>) -> Result<Option<(Rational, Rational)>, Stop> {
    match (left, right) {
        (Exact::Number(left), Exact::Number(right)) => Ok(Some((*left, *right))),
        (Exact::Absent, Exact::Number(_) | Exact::Absent) | (Exact::Number(_), Exact::Absent) => Ok(None),
        _ => Err(Stop::Malformed),
    }
}

#[inline(always)]
fn arithmetic<'a>(
    left: &Exact<'a>,
    right: &Exact<'a>,
    operation: impl FnOnce(Rational, Rational) -> Option<Rational>,
) -> Result<Exact<'a>, Stop> {
    match numbers(left, right)? {
        Some((left, right)) => operation(left, right).map(Exact::Number).ok_or(Stop::Overflow),
        None => Ok(Exact::Absent),
    }
}

impl<'a> Domain<'a> for Exact<'a> {
    #[inline]
    fn number(value: Rational) -> Self {
        Exact::Number(value)
    }
    #[inline]
    fn truth(value: Truth) -> Self {
        Exact::Bool(value.certain)
    }
    #[inline]
    fn date(value: Date) -> Self {
        Exact::Date(value)
    }
    #[inline]
    fn text(value: &'a str) -> Self {
        Exact::Text(value)
    }
    #[inline]
    fn as_truth(&self) -> Result<Truth, Stop> {
        match self {
            Exact::Bool(value) => Ok(Truth::known(*value)),
            Exact::Absent => Ok(Truth::known(false)),
            Exact::Number(_) | Exact::Enum(_) | Exact::Set(_) | Exact::Date(_) | Exact::Text(_) => {
                Err(Stop::Malformed)
            }
        }
    }
    #[inline]
    fn is_absent(&self) -> bool {
        matches!(self, Exact::Absent)
    }
    #[inline]
    fn may_be_absent(&self) -> bool {
        self.is_absent()
    }
    #[inline]
    fn bounds(&self) -> (Option<Rational>, Option<Rational>) {
        if let Exact::Number(value) = self { (Some(*value), Some(*value)) } else { (None, None) }
    }
    #[inline]
    fn is_positive(&self) -> Truth {
        Truth::known(if let Exact::Number(value) = self { value.is_positive() } else { false })
    }
    #[inline(always)]
    fn plus(&self, other: &Self) -> Result<Self, Stop> {
        arithmetic(self, other, Rational::plus)
    }
    #[inline(always)]
    fn minus(&self, other: &Self) -> Result<Self, Stop> {
        arithmetic(self, other, Rational::minus)
    }
    #[inline(always)]
    fn times(&self, other: &Self) -> Result<Self, Stop> {
        arithmetic(self, other, Rational::times)
    }
    #[inline]
    fn over(&self, other: &Self) -> Result<Self, Stop> {
        if let (Exact::Number(_), Exact::Number(divisor)) = (self, other)
            && divisor.is_zero()
        {
            return Err(Stop::DivisionByZero);
        }
        arithmetic(self, other, Rational::over)
    }
    #[inline(always)]
    fn lower(&self, other: &Self) -> Result<Self, Stop> {
        arithmetic(self, other, |left, right| Some(left.min(right)))
    }
    #[inline(always)]
    fn higher(&self, other: &Self) -> Result<Self, Stop> {
        arithmetic(self, other, |left, right| Some(left.max(right)))
    }
    #[inline]
    fn floor(&self) -> Result<Self, Stop> {
        arithmetic(self, &Exact::Number(Rational::ZERO), |value, _| Some(Rational::whole(value.floor())))
    }
    #[inline(always)]
    fn round(&self, rounding: Rounding) -> Result<Self, Stop> {
        arithmetic(self, &Exact::Number(Rational::ZERO), |value, _| rounding.apply(value))
    }
    fn calendar(&self, rule: CalendarRule, with: Option<&Self>) -> Result<Self, Stop> {
        let read = |value: &Self| match value {
            Exact::Number(number) => Ok(Some(*number)),
            Exact::Date(date) => Ok(Some(Rational::whole(i128::from(date.ordinal())))),
            Exact::Absent => Ok(None),
            Exact::Bool(_) | Exact::Enum(_) | Exact::Set(_) | Exact::Text(_) => Err(Stop::Malformed),
        };
        let second = with.map(read).transpose()?;
        let (Some(of), Some(second)) = (read(self)?, second.map_or(Some(None), |second| second.map(Some)))
        else {
            return Ok(Exact::Absent);
        };
        let value = rule.apply(of, second).ok_or(Stop::Malformed)?;
        if !rule.gives_day() {
            return Ok(Exact::Number(value));
        }
        let ordinal = value.to_whole().and_then(|day| i64::try_from(day).ok());
        ordinal.and_then(Date::from_ordinal).map(Exact::Date).ok_or(Stop::Malformed)
    }
    #[inline(always)]
    fn compare(&self, comparison: Comparison, other: &Self) -> Result<Truth, Stop> {
        let truth = match (self, other) {
            (Exact::Number(left), Exact::Number(right)) => comparison.holds(left, right),
            (Exact::Date(left), Exact::Date(right)) => comparison.holds(left, right),
            (Exact::Absent, Exact::Number(_) | Exact::Date(_) | Exact::Absent)
            | (Exact::Number(_) | Exact::Date(_), Exact::Absent) => false,
            _ => return Err(Stop::Malformed),
        };
        Ok(Truth::known(truth))
    }
    #[inline]
    fn compare_ratio(&self, comparison: Comparison, denominator: &Self, right: &Self) -> Result<Truth, Stop> {
        let Some((denominator, right)) = numbers(denominator, right)? else {
            return Ok(Truth::known(false));
        };
        if denominator.is_zero() {
            return Ok(Truth::known(false));
        }
        let product = right.times(denominator).ok_or(Stop::Overflow)?;
        let comparison = if denominator.is_negative() { comparison.mirrored() } else { comparison };
        self.compare(comparison, &Exact::Number(product))
    }
    #[inline]
    fn same_text(&self, other: &Self) -> Result<Truth, Stop> {
        match (self, other) {
            (Exact::Text(left), Exact::Text(right)) => Ok(Truth::known(left == right)),
            (Exact::Absent, Exact::Text(_) | Exact::Absent) | (Exact::Text(_), Exact::Absent) => {
                Ok(Truth::known(false))
            }
            _ => Err(Stop::Malformed),
        }
    }
    #[inline]
    fn among(&self, mask: u64) -> Result<Truth, Stop> {
        match self {
            Exact::Enum(position) => Ok(Truth::known(bit(*position) & mask != 0)),
            Exact::Absent => Ok(Truth::known(false)),
            Exact::Number(_) | Exact::Bool(_) | Exact::Set(_) | Exact::Date(_) | Exact::Text(_) => {
                Err(Stop::Malformed)
            }
        }
    }
    #[inline]
    fn has(&self, position: usize) -> Result<Truth, Stop> {
        match self {
            Exact::Set(members) => Ok(Truth::known(members & bit(position) != 0)),
            Exact::Absent => Ok(Truth::known(false)),
            Exact::Number(_) | Exact::Bool(_) | Exact::Enum(_) | Exact::Date(_) | Exact::Text(_) => {
                Err(Stop::Malformed)
            }
        }
    }
    fn look_up(table: &crate::plan::Table, keys: &[Self], needed: Truth) -> Result<Self, Stop> {
        super::lookup::exact(table, keys, needed.certain)
    }
    #[inline]
    fn agreed(self, other: Self) -> Result<Self, Stop> {
        if self == other { Ok(self) } else { Err(Stop::Disagreement) }
    }
    fn key(self) -> Option<Key<'a>> {
        Some(match self {
            Exact::Number(number) => Key::Number(number),
            Exact::Date(date) => Key::Number(Rational::whole(i128::from(date.ordinal()))),
            Exact::Bool(truth) => Key::Member(u64::from(truth)),
            Exact::Enum(position) => Key::Member(bit(position)),
            Exact::Set(members) => Key::Member(members),
            Exact::Text(text) => Key::Text(text),
            Exact::Absent => Key::Absent,
        })
    }
    fn either(self, other: Self) -> Result<Self, Stop> {
        // INVARIANT: every truth value of this domain is decided, so no two values are ever joined.
        if self == other { Ok(self) } else { Err(Stop::Malformed) }
    }
    #[inline]
    fn repeated(self) -> Result<Self, Stop> {
        // INVARIANT: this domain is used only where every list is known.
        Err(Stop::Malformed)
    }
    #[inline]
    fn value(self) -> Value {
        match self {
            Exact::Number(value) => Value::exact(value),
            Exact::Bool(value) => Value::Bool(Some(value)),
            Exact::Enum(position) => Value::Enum(bit(position)),
            Exact::Set(members) => Value::Set { sure: members, possible: members },
            Exact::Date(date) => Value::Date(Some(date)),
            Exact::Text(text) => Value::Text(Some(text.to_owned())),
            Exact::Absent => Value::Absent,
        }
    }
}
