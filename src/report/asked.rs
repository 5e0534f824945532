//! What a policy asks for, as rows.

use serde::Serialize;
use serde_json::Value;

use super::words::{known, type_word, unit};
use crate::money::Rational;
use crate::plan::{Choice, Input, InputField, InputType, Plan};

/// One fact that a policy asks for. Keys stand in this order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FactRow {
    /// Its key in facts files.
    pub name: String,
    /// `money`, `count`, `ratio`, `number`, `quantity`, `duration`, `bool`, `date`, `text`, `enum`, `set`, `list`.
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// The currency, the unit of counting or measure, or `days`, `months`, `years`.
    pub unit: Option<String>,
    /// What people call it.
    pub label: Option<String>,
    /// The question to ask for it.
    pub question: Option<String>,
    /// What numbers are allowed; `None` for other types.
    pub range: Option<RangeRow>,
    /// The value taken when none is given.
    pub default: Option<Value>,
    /// Whether it may be known to be absent (`"none"`).
    pub optional: bool,
    /// Whether it has a value for each year.
    pub by_year: bool,
    /// It is the figure of the target of the same id.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub of_target: bool,
    /// The award whose amount an official fixes by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decides: Option<String>,
    /// Of an `enum` or `set`: its values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<ChoiceRow>>,
    /// Of a `list`: the fields of an item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<FieldRow>>,
}

/// Lowest and highest number allowed, both included.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RangeRow {
    /// Lowest.
    pub min: String,
    /// Highest, if there is one.
    pub max: Option<String>,
}

/// A value of an enumeration.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ChoiceRow {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: Option<String>,
}

/// A field of an item.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FieldRow {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: &'static str,
    /// Its unit.
    pub unit: Option<String>,
    /// What people call it.
    pub label: Option<String>,
    /// The numbers it may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<RangeRow>,
    /// Whether it may be known to be absent.
    pub optional: bool,
    /// Of an `enum` or `set`: its values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<ChoiceRow>>,
}

/// All facts that a policy asks for, in document order, then what officials decide.
pub fn facts_list(plan: &Plan) -> Vec<FactRow> {
    plan.inputs.iter().filter(|input| input.of_year.is_none()).map(|input| fact_row(plan, input)).collect()
}

fn fact_row(plan: &Plan, input: &Input) -> FactRow {
    let range = matches!(input.ty, InputType::Number(_)).then(|| RangeRow {
        min: input.low.unwrap_or(Rational::ZERO).to_shortest(),
        max: input.high.map(Rational::to_shortest),
    });
    let fields = match &input.ty {
        InputType::List { fields, .. } => Some(fields.iter().map(field_row).collect()),
        InputType::Number(_)
        | InputType::Bool
        | InputType::Enum(_)
        | InputType::Set(_)
        | InputType::Date
        | InputType::Text => None,
    };
    FactRow {
        name: input.name.clone(),
        ty: type_word(&input.ty),
        unit: unit_of(&input.ty),
        label: input.label.clone(),
        question: input.question.clone(),
        range,
        default: input.default.as_ref().map(|value| known(&input.ty, value)),
        optional: input.optional,
        by_year: input.by_year,
        of_target: plan.targets.all.iter().any(|target| target.id == input.name),
        decides: input.decides.and_then(|award| plan.awards.get(award)).map(|award| award.id.clone()),
        values: values(&input.ty),
        fields,
    }
}

fn field_row(field: &InputField) -> FieldRow {
    FieldRow {
        name: field.name.clone(),
        ty: type_word(&field.ty),
        unit: unit_of(&field.ty),
        label: field.label.clone(),
        range: (field.low.is_some() || field.high.is_some()).then(|| RangeRow {
            min: field.low.unwrap_or(Rational::ZERO).to_shortest(),
            max: field.high.map(Rational::to_shortest),
        }),
        optional: field.optional,
        values: values(&field.ty),
    }
}

fn unit_of(ty: &InputType) -> Option<String> {
    match ty {
        InputType::Number(measure) => unit(measure),
        InputType::Bool
        | InputType::Enum(_)
        | InputType::Set(_)
        | InputType::Date
        | InputType::Text
        | InputType::List { .. } => None,
    }
}

fn values(ty: &InputType) -> Option<Vec<ChoiceRow>> {
    let row = |choice: &Choice| ChoiceRow { name: choice.name.clone(), label: choice.label.clone() };
    match ty {
        InputType::Enum(choices) | InputType::Set(choices) => Some(choices.iter().map(row).collect()),
        InputType::Number(_)
        | InputType::Bool
        | InputType::Date
        | InputType::Text
        | InputType::List { .. } => None,
    }
}
