//! Ratios of a facts file that are given as 5 where 5% may be meant: what they were read as is remarked.

use crate::diagnostic::{Diagnostic, facts};
use crate::money::{Rational, parse_decimal};
use crate::plan::InputType;
use crate::program::Dimension;
use crate::source::Span;

use super::file::Table;
use super::json::{Json, Kind};
use super::lookup::{self, Found};
use super::unknown::enough;

/// A remark for each ratio of 1 or more without a percent sign.
pub(super) fn remarks(file: &Json, tables: &[Table<'_>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let given = file.get("facts").and_then(Json::members).unwrap_or_default();
    for table in tables {
        for member in given {
            let Some(Found::One(id)) = member.key.as_deref().map(|key| table.inputs.find(key)) else {
                continue;
            };
            let Some(input) = table.plan.inputs.get(id) else { continue };
            let title = input.label.as_deref().unwrap_or(&input.name);
            match (&input.ty, &member.value.kind) {
                (InputType::List { fields, .. }, Kind::Array(items)) => {
                    let named = lookup::fields(fields);
                    for field in items.iter().flat_map(|item| item.members().unwrap_or_default()) {
                        let Some(Found::One(place)) = field.key.as_deref().map(|key| named.find(key)) else {
                            continue;
                        };
                        let Some(of) = fields.get(place) else { continue };
                        one(of.label.as_deref().unwrap_or(&of.name), &of.ty, &field.value, &mut found);
                    }
                }
                (ty, Kind::Object(years)) if input.by_year => {
                    years.iter().for_each(|year| one(title, ty, &year.value, &mut found));
                }
                (ty, _) => one(title, ty, &member.value, &mut found),
            }
        }
    }
    found
}

fn one(title: &str, ty: &InputType, given: &Json, found: &mut Vec<Diagnostic>) {
    let InputType::Number(measure) = ty else { return };
    let (Kind::Number(text) | Kind::Text(text)) = &given.kind else { return };
    // A text with a percent sign is no bare number.
    let Ok(value) = parse_decimal(text) else { return };
    if measure.of != Dimension::Ratio || measure.per.is_some() || value < Rational::ONE || enough(found) {
        return;
    }
    let remark = remark(title, value, given.span);
    if !found.contains(&remark) {
        found.push(remark);
    }
}

fn remark(title: &str, value: Rational, at: Span) -> Diagnostic {
    Diagnostic::new(&facts::BARE_RATIO, at)
        .arg("subject", title)
        .arg("value", value.to_shortest())
        .arg("percent", percent(value))
}

/// `500` for 5.
pub(super) fn percent(value: Rational) -> String {
    value.times(Rational::whole(100)).unwrap_or(value).to_shortest()
}
