//! Brackets in people's words: the one that a value lies in, and the parts that a base falls into.

use crate::plan::{NodeId, Op};
use crate::syntax::ast::Comparison;

use super::phrase::{above_zero, phrase};
use super::reader::{Level, Reader};

/// A value that has to reach a fixed number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Threshold {
    value: NodeId,
    /// `>=` or `>`.
    comparison: Comparison,
    number: NodeId,
}

/// The threshold that a condition asks for, if it asks for one.
pub(super) fn threshold(reader: &Reader<'_>, level: Level, condition: NodeId) -> Option<Threshold> {
    let Op::Compare(comparison, value, number) = reader.op(level, condition)? else { return None };
    let fixed = matches!(reader.op(level, *number), Some(Op::Number(_)));
    let lower = matches!(comparison, Comparison::AtLeast | Comparison::More);
    (fixed && lower).then_some(Threshold { value: *value, comparison: *comparison, number: *number })
}

fn not_reached(threshold: Threshold) -> &'static str {
    (if threshold.comparison == Comparison::AtLeast { Comparison::Less } else { Comparison::AtMost }).sign()
}

/// `2,000,000.00 ≤ sales < 8,000,000.00`
pub(super) fn within(
    reader: &Reader<'_>,
    level: Level,
    reached: Threshold,
    above: Threshold,
) -> Option<String> {
    if reached.value != above.value {
        return None;
    }
    let from = if reached.comparison == Comparison::AtLeast { Comparison::AtMost } else { Comparison::Less };
    Some(format!(
        "{} {} {} {} {}",
        reader.value_words(level, reached.number),
        from.sign(),
        phrase(reader, level, reached.value),
        not_reached(above),
        reader.value_words(level, above.number),
    ))
}

/// `sales < 2,000,000.00`
pub(super) fn below(reader: &Reader<'_>, level: Level, above: Threshold) -> String {
    let value = phrase(reader, level, above.value);
    format!("{value} {} {}", not_reached(above), reader.value_words(level, above.number))
}

/// A value cut into parts, each with its rate.
pub(super) struct Parts {
    pub whole: NodeId,
    pub parts: Vec<(NodeId, NodeId)>,
}

/// The parts that a sum consists of, if it cuts one value at fixed numbers.
pub(super) fn parts(reader: &Reader<'_>, level: Level, terms: &[(bool, NodeId)]) -> Option<Parts> {
    let mut found: Option<Parts> = None;
    let mut cut = false;
    for &(minus, term) in terms {
        let Op::Multiply(part, rate) = reader.op(level, term)? else { return None };
        let whole = whole_of(reader, level, *part)?;
        cut |= whole != *part;
        match &mut found {
            _ if minus => return None,
            None => found = Some(Parts { whole, parts: vec![(*part, *rate)] }),
            Some(parts) if parts.whole == whole => parts.parts.push((*part, *rate)),
            Some(_) => return None,
        }
    }
    found.filter(|parts| cut && parts.parts.len() > 1)
}

/// The value that a part is cut from: `min(x, 50)`, `max(0, x − 30)`, `max(0, min(x, 50) − 30)`.
fn whole_of(reader: &Reader<'_>, level: Level, part: NodeId) -> Option<NodeId> {
    let fixed = |id: NodeId| matches!(reader.op(level, id), Some(Op::Number(_)));
    let capped = |id: NodeId| {
        if let Some(Op::Min(all)) = reader.op(level, id)
            && let [value, limit] = *all.as_slice()
            && fixed(limit)
        {
            return value;
        }
        id
    };
    if let Op::Max(all) = reader.op(level, part)? {
        let Op::Add(terms) = reader.op(level, above_zero(reader, level, all)?)? else { return None };
        let [(false, value), (true, low)] = *terms.as_slice() else { return None };
        return fixed(low).then(|| capped(value));
    }
    Some(capped(part)).filter(|&whole| !fixed(whole))
}
