//! Names → what they stand for, in either script: declared names first, labels as a second way to say them.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::source::Span;

/// A table of names of one namespace.
#[derive(Debug)]
pub struct Names<T> {
    declared: BTreeMap<String, (T, Span)>,
    labels: BTreeMap<String, Vec<(T, Span)>>,
    /// How many more times a nearest name is looked for: a look goes through all names, and a file with a
    /// hundred thousand unknown names must not take a hundred thousand such looks.
    looks_left: Cell<u32>,
}

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found<T> {
    /// One thing.
    One(T),
    /// A label that several things carry.
    Ambiguous(Span, Span),
    /// Nothing.
    None,
}

impl<T: Copy + PartialEq> Default for Names<T> {
    fn default() -> Self {
        Names { declared: BTreeMap::new(), labels: BTreeMap::new(), looks_left: Cell::new(200) }
    }
}

impl<T: Copy + PartialEq> Names<T> {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Declares a name; if it is taken, says where it was declared first and leaves that.
    pub fn declare(&mut self, name: &str, meaning: T, at: Span) -> Result<(), Span> {
        match self.declared.get(name) {
            Some(&(_, first)) => Err(first),
            None => {
                self.declared.insert(name.to_owned(), (meaning, at));
                Ok(())
            }
        }
    }

    /// Lets a label stand for a thing as well. A declared name wins over a label.
    pub fn label(&mut self, label: &str, meaning: T, at: Span) {
        let entries = self.labels.entry(label.to_owned()).or_default();
        if !entries.iter().any(|(known, _)| *known == meaning) {
            entries.push((meaning, at));
        }
    }

    /// What a name stands for.
    pub fn find(&self, name: &str) -> Found<T> {
        if let Some(&(meaning, _)) = self.declared.get(name) {
            return Found::One(meaning);
        }
        match self.labels.get(name).map(Vec::as_slice) {
            Some(&[(meaning, _)]) => Found::One(meaning),
            Some(&[(_, first), (_, second), ..]) => Found::Ambiguous(first, second),
            _ => Found::None,
        }
    }

    /// The name under which a thing is declared.
    pub fn name_of(&self, meaning: T) -> Option<&str> {
        self.declared.iter().find(|(_, (known, _))| *known == meaning).map(|(name, _)| name.as_str())
    }

    /// The known name most like an unknown one, if any is like it.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        self.looks_left.set(self.looks_left.get().checked_sub(1)?);
        nearest(name, self.declared.keys().chain(self.labels.keys()).map(String::as_str))
    }

    /// The longest known name that an unknown name begins with: in Chinese, most likely a space is missing after it.
    pub fn known_beginning<'a>(&self, name: &'a str) -> Option<&'a str> {
        name.char_indices().rev().filter_map(|(at, _)| name.get(..at)).find(|beginning| {
            !beginning.is_empty()
                && (self.declared.contains_key(*beginning) || self.labels.contains_key(*beginning))
        })
    }
}

/// The candidate most like a word, if any is like it: at most a third of the letters differ.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length > 100 {
        return None;
    }
    let allowed = length.div_ceil(3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|&(distance, _)| distance <= allowed && distance < length)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::{Found, Names, nearest};
    use crate::source::{FileId, Span};

    #[test]
    fn a_label_stands_for_one_thing_or_is_ambiguous() {
        let at = |start| Span::new(FileId::first(), start..start + 1);
        let mut names = Names::new();
        names.declare("loan", 1, at(0)).unwrap();
        names.label("贷款", 1, at(1));
        assert_eq!(names.find("贷款"), Found::One(1));
        names.label("贷款", 2, at(2));
        assert_eq!(names.find("贷款"), Found::Ambiguous(at(1), at(2)));
        assert_eq!(names.declare("loan", 3, at(3)), Err(at(0)));
        assert_eq!(names.known_beginning("贷款的5"), Some("贷款"));
    }

    #[test]
    fn the_nearest_name_is_near() {
        let names = ["operation_centre", "pledge_interest", "企业"];
        assert_eq!(nearest("operation_center", names), Some("operation_centre"));
        assert_eq!(nearest("企叶", names), Some("企业"));
        assert_eq!(nearest("x", names), None);
    }
}
