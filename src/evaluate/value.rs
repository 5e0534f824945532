//! Values as far as facts decide them: exact ones, and what a missing fact leaves possible.

use crate::calendar::Date;
use crate::money::Rational;

/// What is known of a node's value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A number between these, both included; `None` where nothing bounds it.
    Number { low: Option<Rational>, high: Option<Rational> },
    /// `None` when it may be either.
    Bool(Option<bool>),
    /// The positions that are still possible, as bits.
    Enum(u64),
    /// Members that it surely holds, and those that it may hold (which include the sure ones).
    Set { sure: u64, possible: u64 },
    /// A day, if it is known.
    Date(Option<Date>),
    /// Words, if they are known.
    Text(Option<String>),
    /// An optional fact that is known to be absent.
    Absent,
}

impl Value {
    /// An exact number.
    pub const fn exact(number: Rational) -> Value {
        Value::Number { low: Some(number), high: Some(number) }
    }
    /// The number, if it is exact.
    pub fn as_exact(&self) -> Option<Rational> {
        match self {
            Value::Number { low: Some(low), high: Some(high) } if low == high => Some(*low),
            Value::Number { .. }
            | Value::Bool(_)
            | Value::Enum(_)
            | Value::Set { .. }
            | Value::Date(_)
            | Value::Text(_)
            | Value::Absent => None,
        }
    }
}
