//! Who comes first: applicants in the order of ranking keys, those that no key tells apart together.

use std::cmp::Ordering;

use crate::calendar::Date;
use crate::evaluate::Value;
use crate::money::Rational;
use crate::plan::Key;

/// The value of a ranking key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum KeyValue {
    Number(Rational),
    Date(Date),
}

/// The values of all keys for one applicant; `None` where one of them is unknown or there is none.
pub(super) fn key_values<'v>(
    keys: &[Key],
    mut values: impl Iterator<Item = Option<&'v Value>>,
) -> Option<Vec<KeyValue>> {
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        let value = values.next().flatten();
        let number = value.and_then(Value::as_exact).map(KeyValue::Number);
        let date = if let Some(Value::Date(Some(date))) = value { Some(KeyValue::Date(*date)) } else { None };
        if key.defined.is_some() && !matches!(values.next().flatten(), Some(Value::Bool(Some(true)))) {
            return None;
        }
        found.push(number.or(date)?);
    }
    Some(found)
}

/// The nodes that [`key_values`] reads, in its order.
pub(super) fn nodes(keys: &[Key]) -> impl Iterator<Item = crate::plan::NodeId> {
    keys.iter().flat_map(|key| std::iter::once(key.node).chain(key.defined))
}

/// The better first.
pub(super) fn compare(keys: &[Key], left: &[KeyValue], right: &[KeyValue]) -> Ordering {
    for ((key, left), right) in keys.iter().zip(left).zip(right) {
        let order = if key.descending { right.cmp(left) } else { left.cmp(right) };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

/// Positions of a list put in order, the equal ones together.
pub(super) fn in_groups<T>(
    members: &[T],
    keys: &[Key],
    of: impl Fn(&T) -> Option<&[KeyValue]>,
) -> (Vec<Vec<usize>>, Vec<usize>) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for (at, member) in members.iter().enumerate() {
        match of(member) {
            Some(values) => known.push((at, values)),
            None => unknown.push(at),
        }
    }
    // The sort keeps equal ones in the order given, which is that of the applicants' names.
    known.sort_by(|(_, left), (_, right)| compare(keys, left, right));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut before: Option<&[KeyValue]> = None;
    for (at, values) in known {
        let tied = before.is_some_and(|before| compare(keys, before, values) == Ordering::Equal);
        match groups.last_mut().filter(|_| tied) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
        before = Some(values);
    }
    (groups, unknown)
}
