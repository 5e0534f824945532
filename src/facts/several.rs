//! Facts that several policies ask for: one key speaks to all of them, if they mean the same by it.

use std::borrow::Cow;

use super::file::Table;
use super::json::{Json, Kind};
use super::lookup::{self, Found};
use crate::diagnostic::{Diagnostic, facts};
use crate::plan::link::{agree, widened};
use crate::plan::{Input, InputId, InputType};
use crate::source::Span;

/// The inputs a key stands for, by the place of their policy.
pub(super) type Hits = Vec<(usize, InputId)>;

/// Adds the facts of the same name in the policies that know the key by another label or by none.
pub(super) fn of_the_same_name(tables: &[Table<'_>], hits: &mut Hits) {
    let Some(&(at, input)) = hits.first() else { return };
    let Some(name) = tables.get(at).map(|table| table.plan.inputs.at(input).name.as_str()) else { return };
    for (at, table) in tables.iter().enumerate() {
        if hits.iter().any(|&(hit, _)| hit == at) {
            continue;
        }
        if let Found::One(input) = table.inputs.find(name)
            && table.plan.inputs.at(input).name == name
        {
            hits.push((at, input));
        }
    }
}

/// Two policies that do not mean the same by a key.
pub(super) fn disagreement(tables: &[Table<'_>], hits: &Hits, key: &str, at: Span) -> Option<Diagnostic> {
    let input = |&(at, input): &(usize, InputId)| {
        let plan = tables.get(at)?.plan;
        Some((plan.policy.as_str(), plan.inputs.at(input)))
    };
    let mut all = hits.iter().filter_map(input);
    let (policy, first) = all.next()?;
    let (other_policy, other) = all.find(|(_, other)| !agree(first, other))?;
    Some(
        Diagnostic::new(&facts::TWO_MEANINGS, at)
            .arg("key", key)
            .arg("first", policy)
            .arg("first_type", super::check::type_words(&first.ty))
            .arg("second", other_policy)
            .arg("second_type", super::check::type_words(&other.ty)),
    )
}

/// An input as it is read beside those of the same name in other policies: a value that only another policy knows is
/// none of its own, and no mistake.
pub(super) fn beside_others<'p>(tables: &[Table<'p>], at: usize, id: InputId) -> Option<Cow<'p, Input>> {
    let input = tables.get(at)?.plan.inputs.get(id)?;
    let (InputType::Enum(own) | InputType::Set(own)) = &input.ty else { return Some(Cow::Borrowed(input)) };
    let others = tables.iter().flat_map(|table| table.plan.inputs.iter());
    let others = others.filter(|other| other.name == input.name && agree(other, input));
    let others = others.filter_map(|other| match &other.ty {
        InputType::Enum(choices) | InputType::Set(choices) => Some(choices.as_slice()),
        InputType::Number(_)
        | InputType::Bool
        | InputType::Date
        | InputType::Text
        | InputType::List { .. } => None,
    });
    let wide = widened(own, others);
    if wide.len() == own.len() {
        return Some(Cow::Borrowed(input));
    }
    let ty = if let InputType::Enum(_) = input.ty { InputType::Enum(wide) } else { InputType::Set(wide) };
    Some(Cow::Owned(Input { ty, ..input.clone() }))
}

/// A value of an enumeration or a set in the words of the policy that reads it: another policy may have another label for
/// the same value.
pub(super) fn in_own_words<'j>(tables: &[Table<'_>], asked: &Input, json: &'j Json) -> Cow<'j, Json> {
    let (InputType::Enum(own) | InputType::Set(own)) = &asked.ty else { return Cow::Borrowed(json) };
    let own = lookup::choices(own);
    let others = || {
        let all = tables.iter().flat_map(|table| table.plan.inputs.iter());
        all.filter(|other| other.name == asked.name && agree(other, asked))
    };
    let name_of = |text: &str| {
        if own.find(text) != Found::None {
            return None;
        }
        others().find_map(|other| match &other.ty {
            InputType::Enum(choices) | InputType::Set(choices) => match lookup::choices(choices).find(text) {
                Found::One(at) => choices.get(at).map(|choice| choice.name.clone()),
                Found::Several(_) | Found::None => None,
            },
            InputType::Number(_)
            | InputType::Bool
            | InputType::Date
            | InputType::Text
            | InputType::List { .. } => None,
        })
    };
    let renamed = |json: &Json| Some(Json { kind: Kind::Text(name_of(json.text()?)?), span: json.span });
    match &json.kind {
        Kind::Text(_) => renamed(json).map_or(Cow::Borrowed(json), Cow::Owned),
        Kind::Array(elements) if elements.iter().any(|element| renamed(element).is_some()) => {
            let elements = elements.iter().map(|element| renamed(element).unwrap_or_else(|| element.clone()));
            Cow::Owned(Json { kind: Kind::Array(elements.collect()), span: json.span })
        }
        Kind::Null
        | Kind::Bool(_)
        | Kind::Number(_)
        | Kind::Array(_)
        | Kind::Object(_)
        | Kind::BrokenText => Cow::Borrowed(json),
    }
}
