//! Tables as loops read them: by position where the keys lie close together, by a hash of the position where they do
//! not, and by halving where a day may fall between rows that lie far apart.

use std::collections::{BTreeMap, HashMap};

use crate::scaled::{Key, ScaledTable};

/// So many places at most are filled for a table that is read by position.
const PLACES: i128 = 1 << 16;

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

/// For each key its lowest value and how many there are, which number the places of all combinations; and the row that
/// answers in each place.
#[derive(Clone, PartialEq, Debug)]
struct Places {
    ends: Vec<(i128, i128)>,
    rows: PlaceRows,
}

#[derive(Clone, PartialEq, Debug)]
enum PlaceRows {
    /// One for each place: the highest number where none answers.
    Filled(Vec<u32>),
    /// Those that answer somewhere. Only ever asked, never gone through, so its order shows nowhere.
    Hashed(HashMap<i128, u32>),
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
        let count = ends.iter().try_fold(1_i128, |all, &(_, count)| all.checked_mul(count))?;
        let sparse = i128::try_from(self.rows.len()).ok()?.saturating_mul(64).max(1024);
        let mut places = Places { ends, rows: PlaceRows::Hashed(HashMap::new()) };
        let mut answering = Vec::with_capacity(self.rows.len());
        for (row, (keys, _)) in self.rows.iter().enumerate() {
            answering.push((places.place(keys)?, u32::try_from(row).ok()?));
        }
        if count > PLACES || count > sparse {
            places.rows = PlaceRows::Hashed(answering.into_iter().collect());
            return (!self.dated).then_some(places);
        }
        let mut filled = vec![u32::MAX; usize::try_from(count).ok()?];
        for (place, row) in answering {
            *filled.get_mut(usize::try_from(place).ok()?)? = row;
        }
        if self.dated {
            // A day that no row has is answered by the last one before it, within the same other keys.
            let (_, days) = places.ends.last().copied()?;
            let days = usize::try_from(days).ok()?;
            for run in filled.chunks_mut(days.max(1)) {
                let mut last = u32::MAX;
                for place in run {
                    if *place == u32::MAX { *place = last } else { last = *place }
                }
            }
        }
        places.rows = PlaceRows::Filled(filled);
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
            return self.rows.get(places.row(keys)?);
        }
        let after = self.rows.partition_point(|(row, _)| row.as_slice() <= &*keys);
        let row = self.rows.get(after.checked_sub(1)?)?;
        let exact = keys.len().saturating_sub(usize::from(self.dated));
        (row.0.get(..exact) == keys.get(..exact)).then_some(row)
    }
}

impl Places {
    /// The number of the place of these keys, if they lie within the ends.
    fn place(&self, keys: &[i128]) -> Option<i128> {
        let mut place = 0_i128;
        for (&key, &(low, count)) in keys.iter().zip(&self.ends) {
            let from = key.checked_sub(low)?;
            if from < 0 || from >= count {
                return None;
            }
            // INVARIANT: the product of all counts fits.
            place = place.wrapping_mul(count).wrapping_add(from);
        }
        Some(place)
    }

    fn row(&self, keys: &[i128]) -> Option<usize> {
        let place = self.place(keys)?;
        let row = match &self.rows {
            PlaceRows::Filled(rows) => rows.get(usize::try_from(place).ok()?),
            PlaceRows::Hashed(rows) => rows.get(&place),
        };
        usize::try_from(*row?).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::{PlaceRows, Table};
    use crate::arena::Id as _;
    use crate::plan::TableId;
    use crate::scaled::{Key, ScaledTable};

    #[test]
    fn keys_far_apart_are_hashed() {
        let rows = (0..500).map(|row| (vec![Key::Whole(row * row * 1_000_003)], row)).collect();
        let table = ScaledTable { of: TableId::new(0), dated: false, rows, otherwise: Some(-1) };
        let table = Table::new(&table, &BTreeMap::new());
        assert!(matches!(table.by_position.as_ref().unwrap().rows, PlaceRows::Hashed(_)));
        for row in 0..500 {
            assert_eq!(table.find(&mut [row * row * 1_000_003]), Some(row));
            assert_eq!(table.find(&mut [row * row * 1_000_003 + 1]), Some(-1));
        }
        assert_eq!(table.find(&mut [i128::MIN]), Some(-1));
    }

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
            let mut hashed = table.clone();
            let places = hashed.by_position.as_mut().unwrap();
            let answering = table.rows.iter().enumerate().map(|(row, (keys, _))| (places.place(keys).unwrap(), row as u32));
            places.rows = PlaceRows::Hashed(answering.collect());
            for (one, other) in asked {
                let plain = table.rows.iter().rfind(|(keys, _)| {
                    keys[0] == one && if dated { keys[1] <= other } else { keys[1] == other }
                });
                let wanted = plain.map(|(_, value)| *value);
                prop_assert_eq!(table.find(&mut [one, other]), wanted);
                prop_assert_eq!(halved.find(&mut [one, other]), wanted);
                if !dated {
                    prop_assert_eq!(hashed.find(&mut [one, other]), wanted);
                }
            }
        }
    }
}
