//! Looking a value up in a table: one row for exact keys, all rows that are still possible for others.

use std::cmp::Ordering;

use crate::calendar::Date;
use crate::money::Rational;
use crate::plan::{Table, TableRow};
use crate::program::KeyValue;

use super::domain::{Stop, bit};
use super::exact::Exact;
use super::interval::Interval;
use super::possible::Possible;

/// Keys of a table at most; the grammar's nesting and common sense end long before.
pub(super) const KEYS: usize = 8;
/// Rows gone through for unknown keys; from there on the whole table counts as possible.
const LOOKED_THROUGH: usize = 20_000;

/// How a key of a row stands to an exact value.
fn order_of(key: &KeyValue, asked: &Exact<'_>) -> Ordering {
    match (key, asked) {
        (KeyValue::Number(key), Exact::Number(asked)) => key.cmp(asked),
        (KeyValue::Date(key), Exact::Date(asked)) => key.cmp(asked),
        (KeyValue::Text(key), Exact::Text(asked)) => key.as_str().cmp(asked),
        (KeyValue::Enum(key), Exact::Enum(asked)) => key.cmp(asked),
        // INVARIANT: rows have keys of the types that the checker demands of a lookup.
        (KeyValue::Number(_) | KeyValue::Date(_) | KeyValue::Text(_) | KeyValue::Enum(_), _) => {
            Ordering::Greater
        }
    }
}

/// The date that no row answers for.
fn refused(date: Option<Date>) -> Stop {
    Stop::BeforeTable(date)
}

/// The value for exact keys.
pub(super) fn exact<'a>(table: &Table, keys: &[Exact<'a>], needed: bool) -> Result<Exact<'a>, Stop> {
    if !needed {
        return Ok(Exact::Number(table.unneeded()));
    }
    if keys.contains(&Exact::Absent) {
        return Ok(Exact::Absent);
    }
    let row = table.row(|at, key| keys.get(at).map_or(Ordering::Equal, |asked| order_of(key, asked)));
    if let Some(value) = row.map(|row| row.value).or(table.otherwise) {
        return Ok(Exact::Number(value));
    }
    Err(refused(match keys.last() {
        Some(Exact::Date(date)) => Some(*date),
        _ => None,
    }))
}

/// An exact value, where only one is possible.
fn decided<'a>(key: &Possible<'a>) -> Option<Exact<'a>> {
    match key {
        Possible::Number { range, absent: false } => range.as_exact().map(Exact::Number),
        Possible::Date { range, absent: false } => {
            let ordinal = range.as_exact()?.to_whole()?;
            Date::from_ordinal(i64::try_from(ordinal).ok()?).map(Exact::Date)
        }
        Possible::Enum { mask, absent: false } if mask.count_ones() == 1 => {
            Some(Exact::Enum(usize::try_from(mask.trailing_zeros()).ok()?))
        }
        Possible::Text { known: Some(text), absent: false } => Some(Exact::Text(text)),
        Possible::Number { .. }
        | Possible::Date { .. }
        | Possible::Enum { .. }
        | Possible::Text { .. }
        | Possible::Bool(_)
        | Possible::Set { .. }
        | Possible::Absent => None,
    }
}

fn ordinal(date: Date) -> Rational {
    Rational::whole(i128::from(date.ordinal()))
}

/// Whether a key of a row, other than a day, may be what is asked.
fn may_be(key: &KeyValue, asked: &Possible<'_>) -> bool {
    match (key, asked) {
        (KeyValue::Number(key), Possible::Number { range, .. }) => {
            range.meet(Interval::exact(*key)).is_some()
        }
        (KeyValue::Text(key), Possible::Text { known, .. }) => known.is_none_or(|known| known == key),
        (KeyValue::Enum(key), Possible::Enum { mask, .. }) => bit(*key) & mask != 0,
        (KeyValue::Date(_), _) => true,
        (KeyValue::Number(_) | KeyValue::Text(_) | KeyValue::Enum(_), _) => false,
    }
}

/// All values that unknown keys leave possible.
pub(super) fn possible<'a>(
    table: &Table,
    keys: &[Possible<'a>],
    needed: super::domain::Truth,
) -> Result<Possible<'a>, Stop> {
    if !needed.possible {
        return Ok(Possible::Number { range: Interval::exact(table.unneeded()), absent: false });
    }
    if keys.contains(&Possible::Absent) {
        return Ok(Possible::Absent);
    }
    let absent = keys.iter().any(super::domain::Domain::may_be_absent);
    let known: Vec<Exact<'a>> = keys.iter().map_while(decided).collect();
    if known.len() == keys.len()
        && let Ok(Exact::Number(value)) = exact(table, &known, true)
    {
        return Ok(Possible::Number { range: Interval::exact(value), absent });
    }
    let exact_keys = table.keys.len().saturating_sub(usize::from(table.dated));
    let first = known.len().min(exact_keys);
    let order =
        |at: usize, key: &KeyValue| known.get(at).map_or(Ordering::Equal, |asked| order_of(key, asked));
    let rows = table.rows_from(first, order);
    let (rows, whole) = if rows.len() > LOOKED_THROUGH { (&*table.rows, true) } else { (rows, false) };
    let mut hull: Option<Interval> = None;
    for (at, row) in rows.iter().enumerate() {
        let one = Interval::exact(row.value);
        if whole {
            hull = Some(hull.map_or(one, |hull| hull.join(one)));
            continue;
        }
        let exact = row.keys.iter().zip(keys).take(exact_keys).all(|(key, asked)| may_be(key, asked));
        let next = rows.get(at.saturating_add(1));
        if exact && (!table.dated || in_its_time(row, next, exact_keys, keys.last())) {
            hull = Some(hull.map_or(one, |hull| hull.join(one)));
        }
    }
    // Keys that are not all known may be such as no row has.
    if let Some(value) = table.otherwise
        && (first < exact_keys || hull.is_none() || may_come_before(table, rows, keys.last()))
    {
        let one = Interval::exact(value);
        hull = Some(hull.map_or(one, |hull| hull.join(one)));
    }
    match hull {
        Some(range) => Ok(Possible::Number { range, absent }),
        // Completions in which it is needed are refused, and count for nothing. It must not look decided, so that
        // the search finds its way to what decides whether it is needed.
        None if !needed.certain => {
            let range = Interval { high: None, ..Interval::exact(table.unneeded()) };
            Ok(Possible::Number { range, absent })
        }
        None => Err(refused(match keys.last().and_then(decided) {
            Some(Exact::Date(date)) => Some(date),
            _ => None,
        })),
    }
}

/// Whether the day may lie before the first of these rows.
fn may_come_before(table: &Table, rows: &[TableRow], day: Option<&Possible<'_>>) -> bool {
    let Some(KeyValue::Date(first)) = rows.first().and_then(|row| row.keys.last()) else {
        return table.dated;
    };
    let low = day.and_then(|day| day.range()).and_then(|range| range.low);
    low.is_none_or(|low| low.at < ordinal(*first))
}

/// Whether the day may lie from a row's own day to that of the next row with the same keys.
fn in_its_time(
    row: &TableRow,
    next: Option<&TableRow>,
    exact_keys: usize,
    day: Option<&Possible<'_>>,
) -> bool {
    let Some(range) = day.and_then(|day| day.range()) else { return true };
    let Some(KeyValue::Date(from)) = row.keys.last() else { return true };
    let next = next.filter(|next| next.keys.get(..exact_keys) == row.keys.get(..exact_keys));
    let until = match next.and_then(|next| next.keys.last()) {
        Some(KeyValue::Date(next)) => ordinal(*next).minus(Rational::ONE),
        _ => None,
    };
    range.meet(Interval::between(Some(ordinal(*from)), until)).is_some()
}
