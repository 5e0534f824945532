//! What a key stands for: names first, labels as a second way to say them, the nearest name when neither fits.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use super::json::shown;
use crate::arena::Arena;
use crate::diagnostic::Words;
use crate::names::nearest;
use crate::plan::{AwardId, Choice, Input, InputField, InputId, Plan};

/// What a key stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found<T> {
    /// One thing.
    One(T),
    /// A label that several things carry.
    Several(Vec<T>),
    /// Nothing.
    None,
}

/// The names and labels of one kind of thing.
#[derive(Debug)]
pub struct Lookup<'p, T> {
    names: BTreeMap<&'p str, T>,
    labels: BTreeMap<&'p str, Vec<T>>,
}

impl<'p, T: Copy> Lookup<'p, T> {
    /// A table of `(thing, name, label)`.
    pub fn new(things: impl IntoIterator<Item = (T, &'p str, Option<&'p str>)>) -> Self {
        let mut lookup = Lookup { names: BTreeMap::new(), labels: BTreeMap::new() };
        for (thing, name, label) in things {
            lookup.names.entry(name).or_insert(thing);
            if let Some(label) = label {
                lookup.labels.entry(label).or_default().push(thing);
            }
        }
        lookup
    }
    /// What a word stands for.
    pub fn find(&self, word: &str) -> Found<T> {
        let word: String = word.nfc().collect();
        if let Some(&thing) = self.names.get(word.as_str()) {
            return Found::One(thing);
        }
        match self.labels.get(word.as_str()).map(Vec::as_slice) {
            None | Some([]) => Found::None,
            Some(&[thing]) => Found::One(thing),
            Some(several) => Found::Several(several.to_vec()),
        }
    }
    /// All names and labels.
    pub fn words(&self) -> impl Iterator<Item = &'p str> {
        self.names.keys().chain(self.labels.keys()).copied()
    }
    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &'p str> {
        self.names.keys().copied()
    }
}

/// The inputs of a plan.
pub fn inputs(plan: &Plan) -> Lookup<'_, InputId> {
    Lookup::new(named(&plan.inputs).map(|(id, input)| (id, input.name.as_str(), input.label.as_deref())))
}

fn named(inputs: &Arena<InputId, Input>) -> impl Iterator<Item = (InputId, &Input)> {
    // A single year stands inside the object of its fact by year, not beside it.
    inputs.iter_ids().filter(|(_, input)| input.of_year.is_none())
}

/// The awards of a plan, by id or title.
pub fn awards(plan: &Plan) -> Lookup<'_, AwardId> {
    let own = plan.awards.iter_ids().filter(|(_, award)| award.foreign.is_none());
    Lookup::new(own.map(|(id, award)| (id, award.id.as_str(), Some(award.title.as_str()))))
}

/// The values of an enumeration, by position.
pub fn choices(choices: &[Choice]) -> Lookup<'_, usize> {
    let all = choices.iter().enumerate();
    Lookup::new(all.map(|(at, choice)| (at, choice.name.as_str(), choice.label.as_deref())))
}

/// The fields of a record, by position.
pub fn fields(fields: &[InputField]) -> Lookup<'_, usize> {
    let all = fields.iter().enumerate();
    Lookup::new(all.map(|(at, field)| (at, field.name.as_str(), field.label.as_deref())))
}

/// The shortest candidate that holds a word of at least two letters, or that it holds: `交易额` for `专利交易额`.
fn containing<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let long_enough = |text: &str| text.chars().nth(1).is_some();
    let holds = |outer: &str, inner: &str| long_enough(inner) && outer.contains(inner);
    let found = candidates.iter().filter(|candidate| holds(candidate, word) || holds(word, candidate));
    found.copied().min_by_key(|candidate| (candidate.chars().count(), *candidate))
}

/// "Did you mean …", if a candidate is like the word; names a letter of another script that only looks Latin.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Words> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let near = nearest(word, candidates.iter().copied()).or_else(|| containing(word, &candidates))?;
    let alike = word.chars().find(|letter| matches!(letter, '\u{370}'..='\u{52f}'));
    Some(match alike {
        Some(letter) => Words::new(
            format!("“{letter}”(U+{:04X})不是拉丁字母;是否想写 {near}?", u32::from(letter)),
            format!("“{letter}” (U+{:04X}) is no Latin letter; did you mean {near}?", u32::from(letter)),
        ),
        None => Words::new(format!("是否想写 {near}?"), format!("did you mean {near}?")),
    })
}

/// A list of words for a message, cut where it gets long.
pub fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> Words {
    const MOST: usize = 12;
    let mut words: Vec<String> = words.into_iter().map(shown).collect();
    let more = words.len() > MOST;
    words.truncate(MOST);
    let end = if more { " …" } else { "" };
    Words::new(format!("{}{end}", words.join("、")), format!("{}{end}", words.join(", ")))
}

/// The words of a list of choices with their labels: `university 高校`.
pub fn listed_choices(choices: &[Choice]) -> Words {
    let words: Vec<String> = choices
        .iter()
        .map(|choice| match &choice.label {
            Some(label) => format!("{} {label}", choice.name),
            None => choice.name.clone(),
        })
        .collect();
    listed(words.iter().map(String::as_str))
}
