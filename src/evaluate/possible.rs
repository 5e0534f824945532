//! Possible values: the domain in which a fact may be unknown. Each value covers every completion.

use crate::calendar::{CalendarRule, Date};
use crate::money::{Rational, Rounding};
use crate::syntax::ast::Comparison;

use super::Value;
use super::domain::{Domain, Key, Stop, Truth, bit};
use super::interval::{Interval, checked};

/// What a value can be. `absent` says that it can also be absent; a bool or set that may be absent is
/// one that may be false or empty, since every question about what is absent is answered no.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Possible<'a> {
    Number {
        range: Interval,
        absent: bool,
    },
    Bool(Truth),
    Enum {
        mask: u64,
        absent: bool,
    },
    Set {
        sure: u64,
        possible: u64,
    },
    /// By [`Date::ordinal`].
    Date {
        range: Interval,
        absent: bool,
    },
    Text {
        known: Option<&'a str>,
        absent: bool,
    },
    Absent,
}

fn date_range(date: Date) -> Interval {
    Interval::exact(Rational::whole(i128::from(date.ordinal())))
}

impl Possible<'_> {
    /// Whether no completion of the missing facts changes it.
    pub fn is_decided(self) -> bool {
        match self {
            Possible::Number { range, absent } | Possible::Date { range, absent } => {
                !absent && range.as_exact().is_some()
            }
            Possible::Bool(truth) => truth.decided().is_some(),
            Possible::Enum { mask, absent } => !absent && mask.count_ones() == 1,
            Possible::Set { sure, possible } => sure == possible,
            Possible::Text { known, absent } => !absent && known.is_some(),
            Possible::Absent => true,
        }
    }
    /// The same without the possibility of absence.
    pub fn present(self) -> Self {
        match self {
            Possible::Number { range, .. } => Possible::Number { range, absent: false },
            Possible::Enum { mask, .. } => Possible::Enum { mask, absent: false },
            Possible::Date { range, .. } => Possible::Date { range, absent: false },
            Possible::Text { known, .. } => Possible::Text { known, absent: false },
            Possible::Bool(_) | Possible::Set { .. } | Possible::Absent => self,
        }
    }
    /// The range of a number or date.
    pub fn range(self) -> Option<Interval> {
        match self {
            Possible::Number { range, .. } | Possible::Date { range, .. } => Some(range),
            Possible::Bool(_)
            | Possible::Enum { .. }
            | Possible::Set { .. }
            | Possible::Text { .. }
            | Possible::Absent => None,
        }
    }
    /// The same with another range.
    pub fn within(self, range: Interval) -> Self {
        match self {
            Possible::Number { absent, .. } => Possible::Number { range, absent },
            Possible::Date { absent, .. } => Possible::Date { range, absent },
            Possible::Bool(_)
            | Possible::Enum { .. }
            | Possible::Set { .. }
            | Possible::Text { .. }
            | Possible::Absent => self,
        }
    }
    /// What belongs to both, if anything does.
    pub fn meet(self, assumed: Self) -> Option<Self> {
        match (self, assumed) {
            (Possible::Bool(own), Possible::Bool(other)) => {
                let met =
                    Truth { certain: own.certain || other.certain, possible: own.possible && other.possible };
                (met.possible || !met.certain).then_some(Possible::Bool(met))
            }
            (Possible::Number { range, absent }, Possible::Number { range: other, absent: also })
            | (Possible::Date { range, absent }, Possible::Date { range: other, absent: also }) => {
                match range.meet(other) {
                    Some(range) if absent && also => Some(self.within(range)),
                    Some(range) => Some(self.within(range).present()),
                    None => (absent && also).then_some(Possible::Absent),
                }
            }
            (Possible::Enum { mask, absent }, Possible::Enum { mask: other, absent: also }) => {
                let (mask, absent) = (mask & other, absent && also);
                (mask != 0 || absent).then_some(Possible::Enum { mask, absent })
            }
            (Possible::Set { sure, possible }, Possible::Set { sure: other, possible: also }) => {
                let (sure, possible) = (sure | other, possible & also);
                (sure & !possible == 0).then_some(Possible::Set { sure, possible })
            }
            (Possible::Absent, other) | (other, Possible::Absent) => {
                other.may_be_absent().then_some(Possible::Absent)
            }
            _ => Some(self),
        }
    }

    /// Both ranges and whether one may be absent; `None` if one surely is.
    fn ranges(self, other: Self) -> Result<Option<(Interval, Interval, bool)>, Stop> {
        match (self, other) {
            (Possible::Number { range, absent }, Possible::Number { range: right, absent: also })
            | (Possible::Date { range, absent }, Possible::Date { range: right, absent: also }) => {
                Ok(Some((range, right, absent || also)))
            }
            (Possible::Absent, Possible::Number { .. } | Possible::Date { .. } | Possible::Absent)
            | (Possible::Number { .. } | Possible::Date { .. }, Possible::Absent) => Ok(None),
            _ => Err(Stop::Malformed),
        }
    }
    fn arithmetic(
        self,
        other: Self,
        operation: impl FnOnce(Interval, Interval) -> Result<Interval, Stop>,
    ) -> Result<Self, Stop> {
        Ok(match self.ranges(other)? {
            Some((left, right, absent)) => {
                Possible::Number { range: checked(operation(left, right)?, [left, right])?, absent }
            }
            None => Possible::Absent,
        })
    }
    fn unary(self, operation: impl FnOnce(Interval) -> Interval) -> Result<Self, Stop> {
        let zero = Possible::Number { range: Interval::exact(Rational::ZERO), absent: false };
        self.arithmetic(zero, |range, _| Ok(operation(range)))
    }
}

/// A question about what may be absent may always be answered no.
fn asked(truth: Truth, absent: bool) -> Truth {
    Truth { certain: truth.certain && !absent, possible: truth.possible }
}

impl<'a> Domain<'a> for Possible<'a> {
    fn number(value: Rational) -> Self {
        Possible::Number { range: Interval::exact(value), absent: false }
    }
    fn truth(value: Truth) -> Self {
        Possible::Bool(value)
    }
    fn date(value: Date) -> Self {
        Possible::Date { range: date_range(value), absent: false }
    }
    fn text(value: &'a str) -> Self {
        Possible::Text { known: Some(value), absent: false }
    }
    fn as_truth(&self) -> Result<Truth, Stop> {
        match self {
            Possible::Bool(truth) => Ok(*truth),
            Possible::Absent => Ok(Truth::known(false)),
            Possible::Number { .. }
            | Possible::Enum { .. }
            | Possible::Set { .. }
            | Possible::Date { .. }
            | Possible::Text { .. } => Err(Stop::Malformed),
        }
    }
    fn is_absent(&self) -> bool {
        matches!(self, Possible::Absent)
    }
    fn may_be_absent(&self) -> bool {
        match self {
            Possible::Number { absent, .. }
            | Possible::Enum { absent, .. }
            | Possible::Date { absent, .. }
            | Possible::Text { absent, .. } => *absent,
            Possible::Absent => true,
            Possible::Bool(_) | Possible::Set { .. } => false,
        }
    }
    fn bounds(&self) -> (Option<Rational>, Option<Rational>) {
        if let Possible::Number { range, .. } = self {
            (range.low.map(|end| end.at), range.high.map(|end| end.at))
        } else {
            (None, None)
        }
    }
    fn is_positive(&self) -> Truth {
        if let Possible::Number { range, .. } = self { range.is_positive() } else { Truth::known(false) }
    }
    fn plus(&self, other: &Self) -> Result<Self, Stop> {
        self.arithmetic(*other, |left, right| Ok(left.plus(right)))
    }
    fn minus(&self, other: &Self) -> Result<Self, Stop> {
        self.arithmetic(*other, |left, right| Ok(left.plus(right.negate())))
    }
    fn times(&self, other: &Self) -> Result<Self, Stop> {
        self.arithmetic(*other, |left, right| Ok(left.times(right)))
    }
    fn over(&self, other: &Self) -> Result<Self, Stop> {
        self.arithmetic(*other, |left, right| match right.reciprocal() {
            // A completion that divides by zero is refused, so the others decide the bounds.
            Some(reciprocal) => Ok(left.times(reciprocal)),
            None => Err(Stop::DivisionByZero),
        })
    }
    fn lower(&self, other: &Self) -> Result<Self, Stop> {
        self.arithmetic(*other, |left, right| Ok(left.lower(right)))
    }
    fn higher(&self, other: &Self) -> Result<Self, Stop> {
        self.arithmetic(*other, |left, right| Ok(left.higher(right)))
    }
    fn floor(&self) -> Result<Self, Stop> {
        self.unary(Interval::floor)
    }
    fn round(&self, rounding: Rounding) -> Result<Self, Stop> {
        self.unary(|range| range.round(rounding))
    }
    fn calendar(&self, rule: CalendarRule, with: Option<&Self>) -> Result<Self, Stop> {
        if self.is_absent() || with.is_some_and(|with| with.is_absent()) {
            return Ok(Possible::Absent);
        }
        let of = self.range().ok_or(Stop::Malformed)?;
        let second = match with {
            Some(with) => Some(with.range().ok_or(Stop::Malformed)?),
            None => None,
        };
        let absent = self.may_be_absent() || with.is_some_and(|with| with.may_be_absent());
        let range = of.calendar(rule, second);
        Ok(if rule.gives_day() {
            Possible::Date { range, absent }
        } else {
            Possible::Number { range, absent }
        })
    }
    fn compare(&self, comparison: Comparison, other: &Self) -> Result<Truth, Stop> {
        Ok(match self.ranges(*other)? {
            Some((left, right, absent)) => asked(left.compare(comparison, right), absent),
            None => Truth::known(false),
        })
    }
    fn compare_ratio(&self, comparison: Comparison, denominator: &Self, right: &Self) -> Result<Truth, Stop> {
        let (Some((range, divisor, absent)), Some((_, right, also))) =
            (self.ranges(*denominator)?, self.ranges(*right)?)
        else {
            return Ok(Truth::known(false));
        };
        let mut answer = if divisor.holds_zero() { Some(Truth::known(false)) } else { None };
        let parts = [(divisor.positive_part(), comparison), (divisor.negative_part(), comparison.mirrored())];
        for (part, comparison) in parts {
            let Some(part) = part else { continue };
            let product = checked(right.times(part), [right, part])?;
            let truth = range.compare(comparison, product);
            answer = Some(match answer {
                None => truth,
                Some(other) => Truth {
                    certain: truth.certain && other.certain,
                    possible: truth.possible || other.possible,
                },
            });
        }
        Ok(asked(answer.unwrap_or(Truth::UNKNOWN), absent || also))
    }
    fn same_text(&self, other: &Self) -> Result<Truth, Stop> {
        match (*self, *other) {
            (Possible::Text { known, absent }, Possible::Text { known: right, absent: also }) => {
                let same = match (known, right) {
                    (Some(left), Some(right)) => Truth::known(left == right),
                    (None, _) | (_, None) => Truth::UNKNOWN,
                };
                Ok(asked(same, absent || also))
            }
            (Possible::Absent, Possible::Text { .. } | Possible::Absent)
            | (Possible::Text { .. }, Possible::Absent) => Ok(Truth::known(false)),
            _ => Err(Stop::Malformed),
        }
    }
    fn among(&self, wanted: u64) -> Result<Truth, Stop> {
        match *self {
            Possible::Enum { mask, absent } => {
                let truth = Truth { certain: mask & !wanted == 0, possible: mask & wanted != 0 };
                Ok(asked(truth, absent))
            }
            Possible::Absent => Ok(Truth::known(false)),
            Possible::Number { .. }
            | Possible::Bool(_)
            | Possible::Set { .. }
            | Possible::Date { .. }
            | Possible::Text { .. } => Err(Stop::Malformed),
        }
    }
    fn has(&self, position: usize) -> Result<Truth, Stop> {
        match *self {
            Possible::Set { sure, possible } => {
                let bit = bit(position);
                Ok(Truth { certain: sure & bit != 0, possible: possible & bit != 0 })
            }
            Possible::Absent => Ok(Truth::known(false)),
            Possible::Number { .. }
            | Possible::Bool(_)
            | Possible::Enum { .. }
            | Possible::Date { .. }
            | Possible::Text { .. } => Err(Stop::Malformed),
        }
    }
    fn look_up(table: &crate::plan::Table, keys: &[Self], needed: Truth) -> Result<Self, Stop> {
        super::lookup::possible(table, keys, needed)
    }
    fn agreed(self, other: Self) -> Result<Self, Stop> {
        // Which of the two it is may still depend on what is missing.
        self.either(other)
    }
    fn key(self) -> Option<Key<'a>> {
        if !self.is_decided() {
            return None;
        }
        Some(match self {
            Possible::Number { range, .. } | Possible::Date { range, .. } => Key::Number(range.as_exact()?),
            Possible::Bool(truth) => Key::Member(u64::from(truth.certain)),
            Possible::Enum { mask, .. } => Key::Member(mask),
            Possible::Set { sure, .. } => Key::Member(sure),
            Possible::Text { known, .. } => Key::Text(known?),
            Possible::Absent => Key::Absent,
        })
    }
    fn either(self, other: Self) -> Result<Self, Stop> {
        Ok(match (self, other) {
            (Possible::Number { range, absent }, Possible::Number { range: right, absent: also }) => {
                Possible::Number { range: range.join(right), absent: absent || also }
            }
            (Possible::Date { range, absent }, Possible::Date { range: right, absent: also }) => {
                Possible::Date { range: range.join(right), absent: absent || also }
            }
            (Possible::Bool(left), Possible::Bool(right)) => Possible::Bool(Truth {
                certain: left.certain && right.certain,
                possible: left.possible || right.possible,
            }),
            (Possible::Enum { mask, absent }, Possible::Enum { mask: right, absent: also }) => {
                Possible::Enum { mask: mask | right, absent: absent || also }
            }
            (Possible::Set { sure, possible }, Possible::Set { sure: right, possible: also }) => {
                Possible::Set { sure: sure & right, possible: possible | also }
            }
            (Possible::Text { known, absent }, Possible::Text { known: right, absent: also }) => {
                let known = if known == right { known } else { None };
                Possible::Text { known, absent: absent || also }
            }
            (Possible::Absent, Possible::Absent) => Possible::Absent,
            (Possible::Absent, present) | (present, Possible::Absent) => match present {
                Possible::Number { range, .. } => Possible::Number { range, absent: true },
                Possible::Enum { mask, .. } => Possible::Enum { mask, absent: true },
                Possible::Date { range, .. } => Possible::Date { range, absent: true },
                Possible::Text { known, .. } => Possible::Text { known, absent: true },
                Possible::Bool(truth) => Possible::Bool(Truth { certain: false, ..truth }),
                Possible::Set { possible, .. } => Possible::Set { sure: 0, possible },
                Possible::Absent => Possible::Absent,
            },
            _ => return Err(Stop::Malformed),
        })
    }
    fn repeated(self) -> Result<Self, Stop> {
        match self {
            Possible::Number { range, absent } => {
                let zero = Interval::exact(Rational::ZERO);
                let at_zero = range.join(zero);
                let unbounded = Interval {
                    low: at_zero.low.filter(|end| end.at.is_zero()),
                    high: at_zero.high.filter(|end| end.at.is_zero()),
                };
                Ok(Possible::Number { range: unbounded, absent })
            }
            Possible::Absent => Ok(Possible::Number { range: Interval::exact(Rational::ZERO), absent: true }),
            Possible::Bool(_)
            | Possible::Enum { .. }
            | Possible::Set { .. }
            | Possible::Date { .. }
            | Possible::Text { .. } => Err(Stop::Malformed),
        }
    }
    fn value(self) -> Value {
        match self {
            Possible::Number { .. } => {
                let (low, high) = self.bounds();
                Value::Number { low, high }
            }
            Possible::Bool(truth) => Value::Bool(truth.decided()),
            Possible::Enum { mask, .. } => Value::Enum(mask),
            Possible::Set { sure, possible } => Value::Set { sure, possible },
            Possible::Date { range, absent } => Value::Date(
                range
                    .as_exact()
                    .filter(|_| !absent)
                    .and_then(Rational::to_whole)
                    .and_then(|ordinal| i64::try_from(ordinal).ok())
                    .and_then(Date::from_ordinal),
            ),
            Possible::Text { known, absent } => Value::Text(known.filter(|_| !absent).map(str::to_owned)),
            Possible::Absent => Value::Absent,
        }
    }
}
