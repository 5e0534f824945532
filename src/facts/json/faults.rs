//! What is wrong with a JSON value whatever it is for: keys given twice, texts with hidden characters.

use std::collections::BTreeMap;

use super::{Json, Kind, Member, is_hidden, shown};
use crate::diagnostic::{Diagnostic, Words, facts};
use crate::facts::unknown::enough;
use crate::source::Span;

/// All such faults in a value and in what it holds.
pub fn faults(json: &Json) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    collect(json, &mut found);
    found
}

/// As deep as the nesting, which the reader limits.
fn collect(json: &Json, found: &mut Vec<Diagnostic>) {
    if enough(found) {
        return;
    }
    match &json.kind {
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => {}
        Kind::Text(text) => hidden(text, json.span, found),
        Kind::BrokenText => found.push(Diagnostic::new(&facts::BROKEN_TEXT, json.span)),
        Kind::Array(values) => values.iter().for_each(|value| collect(value, found)),
        Kind::Object(members) => {
            repeated_keys(members, found);
            for member in members {
                match &member.key {
                    Some(key) => hidden(key, member.key_span, found),
                    None => found.push(Diagnostic::new(&facts::BROKEN_TEXT, member.key_span)),
                }
                collect(&member.value, found);
            }
        }
    }
}

fn hidden(text: &str, span: Span, found: &mut Vec<Diagnostic>) {
    if let Some(letter) = text.chars().find(|&letter| is_hidden(letter)) {
        let letter = Words::same(format!("U+{:04X}", u32::from(letter)));
        found.push(Diagnostic::new(&facts::HIDDEN_CHARACTER, span).arg("character", letter));
    }
}

fn repeated_keys(members: &[Member], found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for member in members {
        let Some(key) = member.key.as_deref() else { continue };
        if enough(found) {
            break;
        }
        match first.get(key) {
            Some(&earlier) => found.push(repeated(key, earlier, member.key_span)),
            None => drop(first.insert(key, member.key_span)),
        }
    }
}

/// The finding that a key is given twice.
pub(crate) fn repeated(key: &str, earlier: Span, again: Span) -> Diagnostic {
    Diagnostic::new(&facts::REPEATED_KEY, again).arg("key", shown(key)).label(earlier, "first")
}
