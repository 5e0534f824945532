//! Types of values: what a number measures, which enumeration a value belongs to.

use crate::diagnostic::Words;
use crate::money::Currency;
use crate::syntax::ast::DurationUnit;

use super::{EnumId, ListId};

/// The type of a value.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Type {
    /// A number and what it measures.
    Number(Measure),
    /// Yes or no.
    Bool,
    /// One of an enumeration.
    Enum(EnumId),
    /// Some of an enumeration.
    Set(EnumId),
    /// A day.
    Date,
    /// Words, compared only for equality.
    Text,
    /// A list of records.
    List(ListId),
}

/// What a number measures, and per what.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Measure {
    /// What it measures.
    pub of: Dimension,
    /// Per what: `5000 CNY per patent`.
    pub per: Option<String>,
}

/// What a number measures.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Dimension {
    /// A bare figure of the rule text that takes the measure of its surroundings.
    Open,
    /// A plain number.
    Plain,
    /// A share: `5%`, `1/3`.
    Ratio,
    /// Money.
    Money(Currency),
    /// A whole number of things; `None` when the author names no unit.
    Count(Option<String>),
    /// An amount of a measure: m², kWh, 亩.
    Quantity(String),
    /// A length of time.
    Duration(DurationUnit),
}

/// Words for the same unit; the first stands for all of them.
const SAME_UNITS: &[&[&str]] = &[
    &["m²", "平方米", "㎡"],
    &["kWh", "千瓦时", "度"],
    &["t", "吨"],
    &["公顷", "ha"],
    &["亩", "mu"],
    &["公里", "km"],
    &["平方公里", "km²"],
];

/// The word that stands for all words for the same unit.
pub fn canonical_unit(unit: &str) -> &str {
    SAME_UNITS.iter().find(|same| same.contains(&unit)).and_then(|same| same.first()).copied().unwrap_or(unit)
}

impl Measure {
    /// A measure that is not per anything.
    pub const fn plain(of: Dimension) -> Measure {
        Measure { of, per: None }
    }
}

impl Type {
    /// Money of a currency.
    pub const fn money(currency: Currency) -> Type {
        Type::Number(Measure::plain(Dimension::Money(currency)))
    }
    /// The words for a type in messages, naming enumerations and lists as the program does.
    pub fn words(&self) -> Words {
        match self {
            Type::Number(measure) => measure.words(),
            Type::Bool => Words::new("是或否", "yes or no"),
            Type::Enum(_) => Words::new("单选值", "one of a list of values"),
            Type::Set(_) => Words::new("多选集合", "a set of values"),
            Type::Date => Words::new("日期", "a date"),
            Type::Text => Words::new("文字", "text"),
            Type::List(_) => Words::new("清单", "a list"),
        }
    }
}

impl Measure {
    /// The words for a measure in messages.
    pub fn words(&self) -> Words {
        let base = match &self.of {
            Dimension::Open | Dimension::Plain => Words::new("数值", "a number"),
            Dimension::Ratio => Words::new("比例", "a ratio"),
            Dimension::Money(currency) => {
                Words::new(format!("金额({currency})"), format!("money ({currency})"))
            }
            Dimension::Count(None) => Words::new("计数", "a count"),
            Dimension::Count(Some(unit)) => Words::new(format!("计数({unit})"), format!("a count of {unit}")),
            Dimension::Quantity(unit) => Words::new(format!("数量({unit})"), format!("a quantity in {unit}")),
            Dimension::Duration(DurationUnit::Days) => Words::new("天数", "a number of days"),
            Dimension::Duration(DurationUnit::Months) => Words::new("月数", "a number of months"),
            Dimension::Duration(DurationUnit::Years) => Words::new("年数", "a number of years"),
        };
        match &self.per {
            None => base,
            Some(per) => Words::new(format!("每{per} {}", base.zh), format!("{} per {per}", base.en)),
        }
    }
}
