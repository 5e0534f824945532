//! Which names and units may stand without quotes.

use pest::Parser as _;

use super::grammar::{Grammar, Rule};
use super::words::is_reserved;

/// Whether a name reads as itself without 「」.
pub(super) fn is_plain_name(name: &str) -> bool {
    !is_reserved(name) && is_all_of(Rule::bare_name, name)
}

/// Whether a text is read as a value after the end of a bracket.
pub(super) fn begins_value(text: &str) -> bool {
    Grammar::parse(Rule::value_ahead, text).is_ok()
}

/// A unit in a type.
pub(super) fn unit_text(unit: &str) -> String {
    // A word of two letters that continues a keyword is the only trap, and the grammar knows it.
    if is_all_of(Rule::unit, unit) && !unit.starts_with('「') {
        unit.to_owned()
    } else {
        format!("「{unit}」")
    }
}

/// A unit after a figure.
pub(super) fn number_unit_text(unit: &str) -> String {
    // INVARIANT: a blank may stand before the unit, so a unit read alone is read the same after a figure, unless the
    // grammar knows a currency, a scale word or a time by that name, which it tries first.
    let with_figure = format!("1 {unit}");
    let plain = match Grammar::parse(Rule::number, &with_figure) {
        Ok(mut reads) => reads.next().is_some_and(|number| {
            number.as_str() == with_figure
                && number.into_inner().nth(1).is_some_and(|part| part.as_rule() == Rule::counted)
        }),
        Err(_) => false,
    };
    let is_exponent = unit.starts_with(['e', 'E']) && unit.chars().skip(1).all(|char| char.is_ascii_digit());
    if plain && !is_exponent && !unit.starts_with('「') { unit.to_owned() } else { format!("「{unit}」") }
}

/// A unit after `per`.
pub(super) fn per_unit_text(unit: &str) -> String {
    let scope = matches!(unit, "year" | "yr" | "item") || unit.starts_with('年');
    if !scope && !unit.starts_with('「') && is_all_of(Rule::per_what, unit) {
        unit.to_owned()
    } else {
        format!("「{unit}」")
    }
}

fn is_all_of(rule: Rule, text: &str) -> bool {
    Grammar::parse(rule, text)
        .ok()
        .and_then(|mut reads| reads.next())
        .is_some_and(|read| read.as_str().len() == text.len())
}
