//! One JSON value → what is known of an input, by the input's type.

use std::collections::BTreeMap;

use super::check::{self, Asked, spaced};
use super::figure::Figure;
use super::json::{Json, Kind, repeated, shown};
use super::lookup::{self, Found, did_you_mean, listed};
use super::unknown::{ambiguous, enough};
use super::years::Stated;
use crate::diagnostic::{Diagnostic, Words, facts};
use crate::money::parse_decimal;
use crate::plan::limits::LIST_ITEMS;
use crate::plan::{Choice, Input, InputField, InputType, Known};
use crate::source::Span;

/// Reads the value of an input; `Unknown` where it is wrong, which is then among the findings.
pub(crate) fn input(input: &Input, json: &Json, found: &mut Vec<Diagnostic>) -> Stated {
    let asked = Asked::of_input(input);
    if input.by_year
        && let Kind::Object(_) = json.kind
    {
        return Stated::ByYear(by_year(&asked, json, found));
    }
    Stated::ThisYear(value(&asked, json, found))
}

fn by_year(asked: &Asked<'_>, json: &Json, found: &mut Vec<Diagnostic>) -> BTreeMap<i32, Known> {
    let mut years = BTreeMap::new();
    for member in json.members().unwrap_or_default() {
        let Some(key) = member.key.as_deref() else { continue };
        if enough(found) {
            break;
        }
        let digits = key.len() == 4 && key.bytes().all(|byte| byte.is_ascii_digit());
        match key.parse::<i32>().ok().filter(|year| digits && *year > 0) {
            Some(year) => {
                let known = value(asked, &member.value, found);
                years.insert(year, known);
            }
            None => found.push(
                Diagnostic::new(&facts::NOT_A_YEAR, member.key_span)
                    .arg("subject", asked.subject.as_str())
                    .arg(
                        "found",
                        Words::new(
                            format!("文字 \"{}\"", shown(key)),
                            format!("the text \"{}\"", shown(key)),
                        ),
                    ),
            ),
        }
    }
    years
}

/// Reads a value; the recursion is two deep: a list's items hold no lists.
pub(crate) fn value(asked: &Asked<'_>, json: &Json, found: &mut Vec<Diagnostic>) -> Known {
    match &json.kind {
        Kind::Null => return Known::Unknown,
        // Reported with the texts of the whole file.
        Kind::BrokenText => return Known::Unknown,
        Kind::Text(text) if asked.optional && matches!(text.as_str(), "none" | "无") => {
            return Known::Absent;
        }
        Kind::Text(_) | Kind::Bool(_) | Kind::Number(_) | Kind::Array(_) | Kind::Object(_) => {}
    }
    let known = match (asked.ty, &json.kind) {
        (InputType::Number(measure), Kind::Number(text)) => parse_decimal(text)
            .map(Figure::bare)
            .map_err(|error| asked.no_number(error, text, measure, json.span))
            .and_then(|figure| asked.number(&figure, measure, json.span))
            .map(Known::Number),
        (InputType::Number(measure), Kind::Text(text)) => Figure::parse(text)
            .map_err(|error| asked.no_number(error, text, measure, json.span))
            .and_then(|figure| asked.number(&figure, measure, json.span))
            .map(Known::Number),
        (InputType::Bool, Kind::Bool(value)) => Ok(Known::Bool(*value)),
        (InputType::Date, Kind::Text(text)) => check::date(&asked.subject, text, json.span).map(Known::Date),
        (InputType::Text, Kind::Text(text)) => Ok(Known::Text(text.clone())),
        (InputType::Enum(choices), Kind::Text(text)) => {
            choice(asked, choices, text, json.span).map(Known::Enum)
        }
        (InputType::Set(choices), Kind::Array(members)) => return set(asked, choices, members, found),
        (InputType::List { fields, .. }, Kind::Array(items)) => {
            return list(asked, fields, items, json.span, found);
        }
        (
            InputType::Number(_)
            | InputType::Bool
            | InputType::Enum(_)
            | InputType::Set(_)
            | InputType::Date
            | InputType::Text
            | InputType::List { .. },
            Kind::Null
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::BrokenText
            | Kind::Array(_)
            | Kind::Object(_),
        ) => Err(asked.wrong_kind(json.words(), json.span)),
    };
    known.unwrap_or_else(|finding| {
        found.push(finding);
        Known::Unknown
    })
}

fn choice(asked: &Asked<'_>, choices: &[Choice], word: &str, at: Span) -> Result<usize, Diagnostic> {
    match lookup::choices(choices).find(word) {
        Found::One(position) => Ok(position),
        Found::Several(_) | Found::None => Err(asked.unknown_value(word, choices, at)),
    }
}

fn set(asked: &Asked<'_>, choices: &[Choice], members: &[Json], found: &mut Vec<Diagnostic>) -> Known {
    let mut held: u64 = 0;
    let mut places: BTreeMap<usize, Span> = BTreeMap::new();
    for member in members {
        if enough(found) {
            break;
        }
        let word = match &member.kind {
            Kind::Text(word) => word,
            Kind::BrokenText => continue,
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Array(_) | Kind::Object(_) => {
                found.push(asked.wrong_kind(member.words(), member.span));
                continue;
            }
        };
        match choice(asked, choices, word, member.span) {
            Ok(position) => match places.get(&position) {
                Some(&first) => found.push(asked.repeated_member(word, first, member.span)),
                None => {
                    places.insert(position, member.span);
                    // INVARIANT: a set has at most 64 values.
                    held |= u32::try_from(position).ok().and_then(|bit| 1_u64.checked_shl(bit)).unwrap_or(0);
                }
            },
            Err(finding) => found.push(finding),
        }
    }
    Known::Set(held)
}

fn list(
    asked: &Asked<'_>,
    fields: &[InputField],
    items: &[Json],
    at: Span,
    found: &mut Vec<Diagnostic>,
) -> Known {
    if items.len() > LIST_ITEMS {
        found.push(too_many(&asked.subject, items.len(), LIST_ITEMS, at));
        return Known::Unknown;
    }
    let names = lookup::fields(fields);
    let each = items.iter().enumerate();
    Known::List(each.map(|(position, json)| record(asked, fields, &names, position, json, found)).collect())
}

fn record(
    asked: &Asked<'_>,
    fields: &[InputField],
    names: &lookup::Lookup<'_, usize>,
    position: usize,
    json: &Json,
    found: &mut Vec<Diagnostic>,
) -> Vec<Known> {
    let mut record = vec![Known::Unknown; fields.len()];
    if enough(found) {
        return record;
    }
    let item = format!("{}[{}]", asked.name, position.saturating_add(1));
    let Some(members) = json.members() else {
        found.push(
            Diagnostic::new(&facts::NOT_AN_OBJECT, json.span)
                .arg("subject", item)
                .arg("found", json.words())
                .arg("example", check::example(asked.ty)),
        );
        return record;
    };
    let mut places: BTreeMap<usize, (&str, Span)> = BTreeMap::new();
    for member in members {
        let Some(key) = member.key.as_deref() else { continue };
        if enough(found) {
            break;
        }
        let position = match names.find(key) {
            Found::One(position) => position,
            Found::Several(several) => {
                let names = several.iter().filter_map(|&at| fields.get(at)).map(|field| field.name.as_str());
                found.push(ambiguous(key, listed(names), member.key_span));
                continue;
            }
            Found::None => {
                found.push(
                    Diagnostic::new(&facts::UNKNOWN_FIELD, member.key_span)
                        .arg("subject", item.as_str())
                        .arg("key", shown(key))
                        .arg("advice", spaced(did_you_mean(key, names.words())))
                        .arg("values", listed(fields.iter().map(|field| field.name.as_str()))),
                );
                continue;
            }
        };
        if let Some(&(before, first)) = places.get(&position) {
            // The same spelling twice is reported for the whole file.
            if before != key {
                found.push(repeated(key, first, member.key_span));
            }
            continue;
        }
        places.insert(position, (key, member.key_span));
        if let (Some(field), Some(slot)) = (fields.get(position), record.get_mut(position)) {
            *slot = value(&Asked::of_field(&item, field), &member.value, found);
        }
    }
    record
}

/// The finding that an array is longer than its limit.
pub(super) fn too_many(subject: &str, number: usize, limit: usize, at: Span) -> Diagnostic {
    Diagnostic::new(&facts::TOO_MANY_ITEMS, at)
        .arg("subject", subject)
        .arg("number", number.to_string())
        .arg("limit", limit.to_string())
}
