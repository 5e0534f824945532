//! Which single conditions made a condition fail or hold, each with the value that decided it.

use crate::diagnostic::Lang;
use crate::money::Rational;
use crate::plan::{NodeId, Op};
use crate::syntax::ast::Comparison;

use super::phrase::{members_of_one_set, phrase};
use super::reader::{Level, Reader};
use super::table::{keys_given, presence};
use super::words::pick;

/// Definitions may nest conditions; below this they are told as one phrase.
const DEEPEST: usize = 24;

/// The conditions below `id` that made it false, each as `condition (is value)`.
pub(super) fn failing(reader: &Reader<'_>, level: Level, id: NodeId) -> Vec<String> {
    collect(reader, level, id, false, DEEPEST)
}

/// The conditions below `id` that made it true, without their values: they say what they are.
pub(super) fn holding(reader: &Reader<'_>, level: Level, id: NodeId) -> Vec<String> {
    collect(reader, level, id, true, DEEPEST)
}

fn collect(reader: &Reader<'_>, level: Level, id: NodeId, wanted: bool, depth: usize) -> Vec<String> {
    let leaf = || if wanted { vec![phrase(reader, level, id)] } else { vec![with_actual(reader, level, id)] };
    let Some(depth) = depth.checked_sub(1) else { return leaf() };
    let decided = |all: &[NodeId]| -> Vec<NodeId> {
        all.iter().copied().filter(|&one| reader.truth(level, one) == Some(wanted)).collect()
    };
    match reader.op(level, id) {
        Some(Op::Outer(outer)) => collect(reader, Level::Applicant, *outer, wanted, depth),
        Some(Op::And(all)) if !all.is_empty() => {
            let all = if wanted { all.clone() } else { decided(all) };
            all.into_iter().flat_map(|one| collect(reader, level, one, wanted, depth)).collect()
        }
        Some(Op::Or(any)) if wanted => {
            decided(any).into_iter().flat_map(|one| collect(reader, level, one, true, depth)).collect()
        }
        Some(Op::Or(any)) if !any.is_empty() && members_of_one_set(reader, level, any).is_none() => {
            // All of them failed, and one would have been enough: that is one reason.
            let parts: Vec<String> = any
                .iter()
                .map(|&one| {
                    let parts = collect(reader, level, one, false, depth);
                    let joined = parts.join(pick(reader.lang, " 且 ", " and "));
                    if parts.len() > 1 { format!("({joined})") } else { joined }
                })
                .collect();
            vec![parts.join(pick(reader.lang, " 或 ", " or "))]
        }
        Some(Op::Compare(Comparison::Less, left, right)) if !wanted => {
            match rank(reader, level, *left, *right) {
                Some(words) => vec![words],
                None => leaf(),
            }
        }
        _ => leaf(),
    }
}

/// `4th of the first 3`: why an item is not among the first.
fn rank(reader: &Reader<'_>, level: Level, left: NodeId, right: NodeId) -> Option<String> {
    let Op::Before { value: None, same, .. } = reader.op(level, left)? else { return None };
    let of = same.map(|same| phrase(reader, level, same));
    let place = reader.exact(level, left)?.plus(Rational::ONE)?.to_shortest();
    let number = reader.exact(level, right)?.to_shortest();
    Some(match reader.lang {
        Lang::Zh => match of {
            Some(same) => format!("在同一{same}中排在第 {place}，只计前 {number} 项"),
            None => format!("排在第 {place}，只计前 {number} 项"),
        },
        Lang::En => match of {
            Some(same) => format!("number {place} of the same {same}, only the first {number} count"),
            None => format!("number {place} in the order, only the first {number} count"),
        },
    })
}

/// `condition (is value)`.
pub(super) fn with_actual(reader: &Reader<'_>, level: Level, id: NodeId) -> String {
    let phrase = phrase(reader, level, id);
    match actual(reader, level, id) {
        None => phrase,
        Some(value) => match reader.lang {
            Lang::Zh => format!("{phrase} (实际 {value})"),
            Lang::En => format!("{phrase} (is {value})"),
        },
    }
}

fn fixed(reader: &Reader<'_>, level: Level, id: NodeId) -> bool {
    matches!(reader.op(level, id), Some(Op::Number(_) | Op::Date(_) | Op::Text(_) | Op::Bool(_)))
}

/// The value that decided a single condition.
fn actual(reader: &Reader<'_>, level: Level, id: NodeId) -> Option<String> {
    let measured = |ids: &[NodeId]| {
        let free = ids.iter().filter(|&&id| !fixed(reader, level, id));
        let values: Vec<String> = free.map(|&id| reader.value_words(level, id)).collect();
        if values.is_empty() { None } else { Some(values.join(pick(reader.lang, " 与 ", " and "))) }
    };
    match reader.op(level, id)? {
        Op::Input(_) | Op::Field(_) => Some(reader.value_words(level, id)),
        Op::Outer(outer) => actual(reader, Level::Applicant, *outer),
        Op::Not(inner) => actual(reader, level, *inner),
        Op::Compare(_, left, _) if presence(reader, level, *left) => Some(keys_given(reader, level, *left)),
        Op::Compare(_, left, right) | Op::SameText(left, right) => measured(&[*left, *right]),
        Op::CompareRatio { numerator, denominator, .. } => {
            let numerator = reader.value_words(level, *numerator);
            Some(format!("{numerator} ÷ {}", reader.value_words(level, *denominator)))
        }
        Op::Among(value, _) | Op::Has(value, _) => Some(reader.value_words(level, *value)),
        Op::Or(any) => {
            let (set, _) = members_of_one_set(reader, level, any)?;
            Some(reader.value_words(level, set))
        }
        Op::AtLeast(_, all) => {
            let held = all.iter().filter(|&&one| reader.truth(level, one) == Some(true)).count();
            Some(match reader.lang {
                Lang::Zh => format!("{held} 项"),
                Lang::En => held.to_string(),
            })
        }
        Op::Number(_)
        | Op::Bool(_)
        | Op::Date(_)
        | Op::Text(_)
        | Op::AsOf
        | Op::Paid(..)
        | Op::And(_)
        | Op::Add(_)
        | Op::Multiply(..)
        | Op::Divide(..)
        | Op::Min(_)
        | Op::Max(_)
        | Op::Floor(_)
        | Op::Round(..)
        | Op::Before { .. }
        | Op::Agreed(..)
        | Op::Calendar { .. }
        | Op::Lookup { .. }
        | Op::Select { .. }
        | Op::Reduce { .. } => None,
    }
}
