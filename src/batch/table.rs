//! Tables as loops read them: by position where the keys lie close together, by halving where they do not.

use std::collections::BTreeMap;

use crate::scaled::{Key, ScaledTable};

/// So many places at most are filled for a table that is read by position.
const PLACES: u128 = 1 << 16;

/// A table of whole numbers.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Table {
    /// The last key is a day: the last row on or before it answers.
    dated: bool,
    /// Keys and value of each row, in the order of the keys.
    rows: Vec<(Vec<i128>, i128)>,
    otherwise: Option<i128>,
    /// The value where nobody needs one.
    unneeded: i128,
    by_position: Option<Places>,
}

/// For each key its lowest value and how many there are; for each place the row that answers, or the highest number.
#[derive(Clone, PartialEq, Debug)]
struct Places {
    ends: Vec<(i128, i128)>,
    rows: Vec<u32>,
}

impl Table {
    /// A table whose words are numbered as `words` are.
    pub fn new(table: &ScaledTable, words: &BTreeMap<String, usize>) -> Table {
        let key = |key: &Key| match key {
            Key::Whole(whole) => *whole,
            Key::Words(text) => words.get(text).and_then(|&at| i128::try_from(at).ok()).unwrap_or(-1),
        };
        let rows = table.rows.iter().map(|(keys, value)| (keys.iter().map(key).collect(), *value));
        let mut rows: Vec<(Vec<i128>, i128)> = rows.collect();
        rows.sort();
        let unneeded = table.rows.first().map_or(0, |(_, value)| *value);
        let mut table =
            Table { dated: table.dated, rows, otherwise: table.otherwise, unneeded, by_position: None };
        table.by_position = table.places();
        table
    }

    fn places(&self) -> Option<Places> {
        let keys = self.rows.first()?.0.len();
        let end = |at: usize| {
            let column = || self.rows.iter().filter_map(move |(keys, _)| keys.get(at).copied());
            let (low, high) = (column().min()?, column().max()?);
            Some((low, high.checked_sub(low)?.checked_add(1)?))
        };
        let ends: Vec<(i128, i128)> = (0..keys).map(end).collect::<Option<_>>()?;
        let count = ends.iter().try_fold(1_u128, |all, &(_, count)| all.checked_mul(count.unsigned_abs()))?;
        let sparse = u128::try_from(self.rows.len()).ok()?.saturating_mul(64).max(1024);
        if count > PLACES || count > sparse {
            return None;
        }
        let mut places = Places { ends, rows: vec![u32::MAX; usize::try_from(count).ok()?] };
        for (row, (keys, _)) in self.rows.iter().enumerate() {
            let at = places.at(keys)?;
            *places.rows.get_mut(at)? = u32::try_from(row).ok()?;
        }
        if self.dated {
            // A day that no row has is answered by the last one before it, within the same other keys.
            let (_, days) = places.ends.last().copied()?;
            let days = usize::try_from(days).ok()?;
            for run in places.rows.chunks_mut(days.max(1)) {
                let mut last = u32::MAX;
                for place in run {
                    if *place == u32::MAX { *place = last } else { last = *place }
                }
            }
        }
        Some(places)
    }

    /// The value of the row that answers, if one does, or the table has a value for all others.
    pub fn find(&self, keys: &mut [i128]) -> Option<i128> {
        self.row(keys).map(|(_, value)| *value).or(self.otherwise)
    }

    /// What stands where no row answers and nobody reads it.
    pub fn unneeded(&self) -> i128 {
        self.unneeded
    }

    fn row(&self, keys: &mut [i128]) -> Option<&(Vec<i128>, i128)> {
        if let Some(places) = &self.by_position {
            if self.dated
                && let (Some(day), Some(&(low, count))) = (keys.last_mut(), places.ends.last())
            {
                // Days after the last row are answered by it.
                *day = (*day).min(low.saturating_add(count).saturating_sub(1));
            }
            let row = *places.rows.get(places.at(keys)?)?;
            return self.rows.get(usize::try_from(row).ok()?);
        }
        let after = self.rows.partition_point(|(row, _)| row.as_slice() <= &*keys);
        let row = self.rows.get(after.checked_sub(1)?)?;
        let exact = keys.len().saturating_sub(usize::from(self.dated));
        (row.0.get(..exact) == keys.get(..exact)).then_some(row)
    }
}

impl Places {
    fn at(&self, keys: &[i128]) -> Option<usize> {
        let mut place = 0_i128;
        for (&key, &(low, count)) in keys.iter().zip(&self.ends) {
            let from = key.checked_sub(low)?;
            if from < 0 || from >= count {
                return None;
            }
            // INVARIANT: the product of all counts is at most PLACES.
            place = place.wrapping_mul(count).wrapping_add(from);
        }
        usize::try_from(place).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::Table;
    use crate::arena::Id as _;
    use crate::plan::TableId;
    use crate::scaled::{Key, ScaledTable};

    proptest! {
        #[test]
        fn both_ways_find_the_same(rows in proptest::collection::btree_map((0..6_i128, -3..9_i128), 0..100_i128, 1..20),
                                   dated: bool, asked in proptest::collection::vec((-1..8_i128, -5..12_i128), 1..30)) {
            let rows: Vec<_> = rows
                .into_iter()
                .map(|((one, other), value)| (vec![Key::Whole(one), Key::Whole(other)], value))
                .collect();
            let table = ScaledTable { of: TableId::new(0), dated, rows, otherwise: None };
            let table = Table::new(&table, &BTreeMap::new());
            prop_assert!(table.by_position.is_some());
            let halved = Table { by_position: None, ..table.clone() };
            for (one, other) in asked {
                let plain = table.rows.iter().rfind(|(keys, _)| {
                    keys[0] == one && if dated { keys[1] <= other } else { keys[1] == other }
                });
                let wanted = plain.map(|(_, value)| *value);
                prop_assert_eq!(table.find(&mut [one, other]), wanted);
                prop_assert_eq!(halved.find(&mut [one, other]), wanted);
            }
        }
    }
}
