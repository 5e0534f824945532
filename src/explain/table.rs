//! A value from a table in people's words: the table, the keys, the row that answered.

use std::cmp::Ordering;

use crate::diagnostic::Lang;
use crate::evaluate::Value;
use crate::plan::{NodeId, NodeType, Op, Table, TableId};
use crate::program::{Dimension, KeyValue, Measure};

use super::reader::{Level, Reader};
use super::words::pick;

/// What people call a table.
pub(super) fn table_title(reader: &Reader<'_>, table: TableId) -> String {
    reader.plan.tables.get(table).map_or_else(String::new, |table| table.title.clone())
}

fn asked<'a>(reader: &Reader<'a>, level: Level, id: NodeId) -> Option<(&'a Table, &'a [NodeId])> {
    let op = reader.op(level, id)?;
    if let Op::Outer(outer) = op {
        return asked(reader, Level::Applicant, *outer);
    }
    let Op::Lookup { table, keys, .. } = op else { return None };
    Some((reader.plan.tables.get(*table)?, keys))
}

/// Whether a value only says that a table lists some keys.
pub(super) fn presence(reader: &Reader<'_>, level: Level, id: NodeId) -> bool {
    asked(reader, level, id).is_some_and(|(table, _)| table.presence)
}

/// The keys of a lookup with their values.
pub(super) fn keys_given(reader: &Reader<'_>, level: Level, id: NodeId) -> String {
    let Some((_, keys)) = asked(reader, level, id) else { return String::new() };
    let words: Vec<String> = keys.iter().map(|&key| key_words(reader, level, key)).collect();
    words.join(pick(reader.lang, "、", ", "))
}

/// A bare number as a key is a year or a level: no comma parts its thousands.
fn key_words(reader: &Reader<'_>, level: Level, key: NodeId) -> String {
    let plain = reader.node(level, key).is_some_and(|node| match &node.ty {
        NodeType::Number(measure) => *measure == Measure::plain(Dimension::Plain),
        NodeType::Bool | NodeType::Enum | NodeType::Set | NodeType::Date | NodeType::Text => false,
    });
    match reader.exact(level, key).filter(|_| plain) {
        Some(number) => number.to_shortest(),
        None => reader.value_words(level, key),
    }
}

/// `base_amount[A] 500,000.00`, and for a dated table the row that answered.
pub(super) fn looked_up(reader: &Reader<'_>, level: Level, id: NodeId) -> (String, Option<String>) {
    let value = reader.value_words(level, id);
    let Some((table, keys)) = asked(reader, level, id) else { return (value, None) };
    let text = format!("{}[{}] {value}", table.title, keys_given(reader, level, id));
    (text, since(reader, level, table, keys))
}

/// The day of the row that answered.
fn since(reader: &Reader<'_>, level: Level, table: &Table, keys: &[NodeId]) -> Option<String> {
    if !table.dated {
        return None;
    }
    let values: Vec<&Value> = keys.iter().map(|&key| key_value(reader, level, key)).collect::<Option<_>>()?;
    let row = table.row(|at, key| values.get(at).map_or(Ordering::Less, |value| order(key, value)))?;
    let Some(KeyValue::Date(from)) = row.keys.last() else { return None };
    Some(match reader.lang {
        Lang::Zh => format!("{from} 起的一行"),
        Lang::En => format!("row from {from}"),
    })
}

fn key_value<'a>(reader: &Reader<'a>, level: Level, key: NodeId) -> Option<&'a Value> {
    reader.value(level, key)
}

fn order(key: &KeyValue, value: &Value) -> Ordering {
    match (key, value) {
        (KeyValue::Number(key), value) => value.as_exact().map_or(Ordering::Less, |value| key.cmp(&value)),
        (KeyValue::Date(key), Value::Date(Some(value))) => key.cmp(value),
        (KeyValue::Text(key), Value::Text(Some(value))) => key.cmp(value),
        (KeyValue::Enum(key), Value::Enum(bits)) if bits.count_ones() == 1 => {
            key.cmp(&usize::try_from(bits.trailing_zeros()).unwrap_or(usize::MAX))
        }
        (KeyValue::Date(_) | KeyValue::Text(_) | KeyValue::Enum(_), _) => Ordering::Less,
    }
}
