//! Numbers and values in the form they have in JSON.

use serde_json::{Map, Value};

use crate::money::{Direction, Rational, Rounding};
use crate::plan::{Choice, InputType, Known, Plan};
use crate::program::{Dimension, Measure};
use crate::syntax::ast::DurationUnit;

/// An amount with the policy's decimals.
pub(super) fn amount(plan: &Plan, amount: Rational) -> String {
    amount.to_decimals(plan.rounding.decimals()).unwrap_or_else(|| amount.to_shortest())
}

/// A lower or an upper bound with the policy's decimals: where it has more, rounded so that it still holds.
pub(super) fn bound(plan: &Plan, value: Rational, upper: bool) -> String {
    let decimals = plan.rounding.decimals();
    let exact = value.to_decimals(decimals).or_else(|| {
        let step = 10_i128.checked_pow(decimals).and_then(|parts| Rational::new(1, parts))?;
        let direction = if upper { Direction::Up } else { Direction::Down };
        Rounding { direction, step }.apply(value)?.to_decimals(decimals)
    });
    exact.unwrap_or_else(|| value.to_shortest())
}

/// A value of an input as it would stand in a facts file.
pub(super) fn known(ty: &InputType, value: &Known) -> Value {
    let name = |choices: &[Choice], at: usize| {
        choices.get(at).map_or(Value::Null, |choice| Value::from(choice.name.as_str()))
    };
    match (value, ty) {
        (Known::Unknown, _) => Value::Null,
        (Known::Absent, _) => Value::from("none"),
        (Known::Number(number), _) => Value::from(number.to_shortest()),
        (Known::Bool(value), _) => Value::from(*value),
        (Known::Date(date), _) => Value::from(date.to_string()),
        (Known::Text(text), _) => Value::from(text.as_str()),
        (Known::Enum(at), InputType::Enum(choices)) => name(choices, *at),
        (Known::Set(bits), InputType::Set(choices)) => (0..choices.len())
            .filter(|&at| {
                u32::try_from(at).ok().and_then(|at| bits.checked_shr(at)).is_some_and(|rest| rest & 1 == 1)
            })
            .map(|at| name(choices, at))
            .collect(),
        (Known::List(items), InputType::List { fields, .. }) => items
            .iter()
            .map(|item| {
                let pairs = fields.iter().zip(item);
                let pairs = pairs.map(|(field, value)| (field.name.clone(), known_field(&field.ty, value)));
                Value::Object(pairs.collect::<Map<_, _>>())
            })
            .collect(),
        (Known::Enum(_) | Known::Set(_) | Known::List(_), _) => Value::Null,
    }
}

/// Fields hold no lists, so this ends there.
fn known_field(ty: &InputType, value: &Known) -> Value {
    match value {
        Known::List(_) => Value::Null,
        Known::Unknown
        | Known::Absent
        | Known::Number(_)
        | Known::Bool(_)
        | Known::Enum(_)
        | Known::Set(_)
        | Known::Date(_)
        | Known::Text(_) => known(ty, value),
    }
}

/// The word for a type, as in the language.
pub(super) const fn type_word(ty: &InputType) -> &'static str {
    match ty {
        InputType::Number(measure) => dimension_word(measure),
        InputType::Bool => "bool",
        InputType::Enum(_) => "enum",
        InputType::Set(_) => "set",
        InputType::Date => "date",
        InputType::Text => "text",
        InputType::List { .. } => "list",
    }
}

/// The word for what a number measures.
pub(super) const fn dimension_word(measure: &Measure) -> &'static str {
    match measure.of {
        Dimension::Open | Dimension::Plain => "number",
        Dimension::Ratio => "ratio",
        Dimension::Money(_) => "money",
        Dimension::Count(_) => "count",
        Dimension::Quantity(_) => "quantity",
        Dimension::Duration(_) => "duration",
    }
}

/// The unit of a measure: a currency, a unit of counting, `months`.
pub(super) fn unit(measure: &Measure) -> Option<String> {
    let unit = match &measure.of {
        Dimension::Open | Dimension::Plain | Dimension::Ratio | Dimension::Count(None) => None,
        Dimension::Money(currency) => Some(currency.code().to_owned()),
        Dimension::Count(Some(unit)) | Dimension::Quantity(unit) => Some(unit.clone()),
        Dimension::Duration(DurationUnit::Days) => Some("days".to_owned()),
        Dimension::Duration(DurationUnit::Months) => Some("months".to_owned()),
        Dimension::Duration(DurationUnit::Years) => Some("years".to_owned()),
    };
    match &measure.per {
        None => unit,
        Some(per) => Some(format!("{}/{per}", unit.unwrap_or_default())),
    }
}

/// Sections in one text.
pub(super) fn cites<T: AsRef<str>>(sections: impl IntoIterator<Item = T>) -> String {
    let sections: Vec<String> = sections.into_iter().map(|section| section.as_ref().to_owned()).collect();
    sections.join("; ")
}
