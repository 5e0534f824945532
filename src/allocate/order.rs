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

/// The values of all keys for one applicant; `None` for each that is unknown or has no value.
pub(super) fn key_values<'v>(
    keys: &[Key],
    mut values: impl Iterator<Item = Option<&'v Value>>,
) -> Vec<Option<KeyValue>> {
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        let value = values.next().flatten();
        let number = value.and_then(Value::as_exact).map(KeyValue::Number);
        let date = if let Some(Value::Date(Some(date))) = value { Some(KeyValue::Date(*date)) } else { None };
        let defined =
            key.defined.is_none() || matches!(values.next().flatten(), Some(Value::Bool(Some(true))));
        found.push(number.or(date).filter(|_| defined));
    }
    found
}

/// The nodes that [`key_values`] reads, in its order.
pub(super) fn nodes(keys: &[Key]) -> impl Iterator<Item = crate::plan::NodeId> {
    keys.iter().flat_map(|key| std::iter::once(key.node).chain(key.defined))
}

/// The keys that are unknown.
pub(super) fn unknown(keys: &[Key], values: &[Option<KeyValue>]) -> Vec<crate::plan::NodeId> {
    keys.iter().zip(values).filter(|(_, value)| value.is_none()).map(|(key, _)| key.node).collect()
}

/// The better first, by the keys from one on; what is unknown is told apart from nothing.
fn compare(keys: &[Key], left: &[Option<KeyValue>], right: &[Option<KeyValue>]) -> Ordering {
    for ((key, left), right) in keys.iter().zip(left).zip(right) {
        let order = if key.descending { right.cmp(left) } else { left.cmp(right) };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

/// Some who surely stand together in the order: after all blocks before, and before all blocks after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Block {
    /// Those who may stand anywhere in the block: a key that would tell is unknown.
    pub floating: Vec<usize>,
    /// The others in order, those whom no key tells apart together.
    pub groups: Vec<Vec<usize>>,
}

/// Positions of a list put in order. A key that is unknown matters only among those whom the keys before it do not tell
/// apart: lots are drawn for those who tie.
pub(super) fn in_blocks<T>(
    members: &[T],
    keys: &[Key],
    of: impl Fn(&T) -> &[Option<KeyValue>],
) -> Vec<Block> {
    let of = |at: usize| members.get(at).map_or(&[][..], &of);
    let from = |at: usize, key: usize| of(at).get(key..).unwrap_or_default();
    // The sort keeps equal ones in the order given, which is that of the applicants' names.
    let in_groups = |mut some: Vec<usize>, key: usize| -> Vec<Vec<usize>> {
        let keys = keys.get(key..).unwrap_or_default();
        some.sort_by(|&left, &right| compare(keys, from(left, key), from(right, key)));
        let same = |left: &usize, right: &usize| {
            compare(keys, from(*left, key), from(*right, key)) == Ordering::Equal
        };
        some.chunk_by(same).map(<[usize]>::to_vec).collect()
    };
    let mut blocks = Vec::new();
    // What is still to be divided, the first last: with the key that is next.
    let mut open: Vec<(Vec<usize>, usize)> = vec![((0..members.len()).collect(), 0)];
    while let Some((some, key)) = open.pop() {
        if some.is_empty() {
            continue;
        }
        let known = |at: &usize| from(*at, key).iter().all(Option::is_some);
        if some.len() == 1 || some.iter().all(known) {
            let groups = in_groups(some, key);
            blocks
                .extend(groups.into_iter().map(|group| Block { floating: Vec::new(), groups: vec![group] }));
        } else if some.iter().any(|&at| from(at, key).first().is_none_or(Option::is_none)) {
            let (known, floating): (Vec<usize>, Vec<usize>) = some.into_iter().partition(known);
            blocks.push(Block { floating, groups: in_groups(known, key) });
        } else {
            let next = key.saturating_add(1);
            let by_one = |at: usize| from(at, key).first().copied().flatten();
            let descending = keys.get(key).is_some_and(|key| key.descending);
            let mut some = some;
            some.sort_by(|&left, &right| {
                let order = by_one(left).cmp(&by_one(right));
                if descending { order.reverse() } else { order }
            });
            let parts = some.chunk_by(|&left, &right| by_one(left) == by_one(right));
            let parts: Vec<(Vec<usize>, usize)> = parts.map(|part| (part.to_vec(), next)).collect();
            open.extend(parts.into_iter().rev());
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{Block, KeyValue, in_blocks};
    use crate::money::Rational;
    use crate::plan::{Key, NodeId};

    fn key(descending: bool) -> Key {
        Key { node: crate::arena::Id::new(0), descending, defined: None }
    }

    /// `-1` is what is not known.
    fn blocks(all: &[[i128; 2]]) -> Vec<Block> {
        let _: Option<NodeId> = None;
        let value = |value: &i128| (*value >= 0).then(|| KeyValue::Number(Rational::whole(*value)));
        let all: Vec<Vec<Option<KeyValue>>> = all.iter().map(|two| two.iter().map(value).collect()).collect();
        in_blocks(&all, &[key(true), key(false)], |one| one.as_slice())
    }

    #[test]
    fn a_key_is_looked_at_where_those_before_do_not_tell() {
        let group = |group: &[usize]| Block { floating: vec![], groups: vec![group.to_vec()] };
        assert_eq!(blocks(&[[1, -1], [3, -1], [2, -1]]), [group(&[1]), group(&[2]), group(&[0])]);
        assert_eq!(
            blocks(&[[9, 1], [8, -1], [8, 2], [8, 1], [8, 2], [7, 1]]),
            [group(&[0]), Block { floating: vec![1], groups: vec![vec![3], vec![2, 4]] }, group(&[5])]
        );
        assert_eq!(
            blocks(&[[-1, 1], [8, -1], [8, 2]]),
            [Block { floating: vec![0, 1], groups: vec![vec![2]] }]
        );
        assert_eq!(blocks(&[]), []);
    }
}
