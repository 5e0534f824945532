//! Typed arenas: a vector whose index is a type of its own, so that ids of different rooms never mix.

use std::marker::PhantomData;

/// An id handed out by an [`Arena`].
pub trait Id: Copy + Eq + Ord + std::hash::Hash + std::fmt::Debug {
    /// The id of position `raw`.
    fn new(raw: usize) -> Self;
    /// The position this id stands for.
    fn raw(self) -> usize;
}

/// Declares id types for arenas.
#[macro_export]
macro_rules! define_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(u32);
        impl $crate::arena::Id for $name {
            fn new(raw: usize) -> Self {
                // INVARIANT: sources are limited to 64 MiB, so no arena reaches 2^32 entries.
                $name(u32::try_from(raw).unwrap_or(u32::MAX))
            }
            fn raw(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

/// A growing list whose entries are addressed by their own id type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arena<I, T> {
    entries: Vec<T>,
    id: PhantomData<I>,
}

impl<I, T> Default for Arena<I, T> {
    fn default() -> Self {
        Arena { entries: Vec::new(), id: PhantomData }
    }
}

impl<I: Id, T> Arena<I, T> {
    /// An empty arena.
    pub fn new() -> Self {
        Self::default()
    }
    /// Adds an entry and returns its id.
    pub fn push(&mut self, entry: T) -> I {
        let id = I::new(self.entries.len());
        self.entries.push(entry);
        id
    }
    /// The id that the next `push` will return.
    pub fn next_id(&self) -> I {
        I::new(self.entries.len())
    }
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
    /// The entry of an id of this arena.
    #[expect(clippy::indexing_slicing, reason = "ids come from this arena's own push")]
    pub fn at(&self, id: I) -> &T {
        // INVARIANT: an id is only ever used with the arena that made it.
        &self.entries[id.raw()]
    }
    /// The entry of an id of this arena, to change.
    #[expect(clippy::indexing_slicing, reason = "ids come from this arena's own push")]
    pub fn at_mut(&mut self, id: I) -> &mut T {
        // INVARIANT: an id is only ever used with the arena that made it.
        &mut self.entries[id.raw()]
    }
    /// The entry, if the id belongs to this arena.
    pub fn get(&self, id: I) -> Option<&T> {
        self.entries.get(id.raw())
    }
    /// The entries in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.entries.iter()
    }
    /// The entries in order, to change.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.entries.iter_mut()
    }
    /// The entries in order, taken out.
    pub fn into_entries(self) -> std::vec::IntoIter<T> {
        self.entries.into_iter()
    }
    /// Keeps the entries that `keep` accepts; those after a dropped one get new ids.
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.entries.retain(keep);
    }
    /// Ids and entries in order.
    pub fn iter_ids(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.entries.iter().enumerate().map(|(raw, entry)| (I::new(raw), entry))
    }
    /// All ids in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.entries.len()).map(I::new)
    }
}

impl<I: Id, T> FromIterator<T> for Arena<I, T> {
    fn from_iter<S: IntoIterator<Item = T>>(entries: S) -> Self {
        Arena { entries: entries.into_iter().collect(), id: PhantomData }
    }
}

impl<'a, I: Id, T> IntoIterator for &'a Arena<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}
