//! What the items of a policy hold: the sections they cite and the figures they and the facts they name say.

use std::collections::BTreeMap;

use crate::money::Rational;
use crate::program::{OutlineItem, OutlineKind};
use crate::source::Sources;

use super::figure::{Figure, Found, Reading, figures};
use super::script::plain_text;
use super::section::{Citation, Step, cited};

/// An item of a policy and what it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Holder {
    pub kind: OutlineKind,
    pub id: String,
    pub cites: Vec<Citation>,
    /// Which sentences of the first section it stands for; all where it says none.
    pub sentences: Vec<usize>,
    /// Its figures, each with how often its rules (not its words) say it.
    figures: BTreeMap<Figure, usize>,
}

/// The items that stand for clauses, and the header. A table stands for the clauses it cites where an item that pays
/// reads it. `sections` are those of the document.
pub(super) fn holders(items: &[OutlineItem], sources: &Sources, sections: &[Vec<Step>]) -> Vec<Holder> {
    let texts: Vec<String> = items.iter().map(|item| without_comments(&spoken(item, sources))).collect();
    let named = Named::new(items, &texts);
    let read = named.read_by_rules(items);
    let all = items.iter().zip(&texts).zip(&read);
    let pairs =
        all.filter(|((item, _), read)| item.kind != OutlineKind::Named || **read && !item.cites.is_empty());
    pairs
        .map(|((item, text), _)| {
            let mut held = BTreeMap::new();
            for found in figures(&plain_text(text), Reading::Rules) {
                held.entry(found.figure).or_insert(0_usize);
            }
            for found in figures(&plain_text(&without_texts(text)), Reading::Rules) {
                let times = held.entry(found.figure).or_insert(0);
                *times = times.saturating_add(1);
            }
            for figure in named.behind(text) {
                held.entry(figure).or_insert(0);
            }
            Holder {
                kind: if item.kind == OutlineKind::Named { OutlineKind::Rule } else { item.kind },
                id: item.id.clone(),
                cites: item
                    .cites
                    .iter()
                    .map(|cites| cited(cites))
                    .filter(|path| !path.is_empty())
                    .map(|path| Citation::meant(path, sections))
                    .collect(),
                sentences: item.sentences.iter().filter_map(|&number| usize::try_from(number).ok()).collect(),
                figures: held,
            }
        })
        .collect()
}

impl Holder {
    /// How often its rules say a figure of a document; zero where only its words do, `None` where nothing does.
    pub fn holds(&self, found: &Found) -> Option<usize> {
        let of = |figure: &Figure| self.figures.get(figure).copied();
        match &found.figure {
            Figure::Number(value) => of(&found.figure).or_else(|| {
                // 1年期 is 12 months in the rule.
                let months = found.years.then(|| value.times(Rational::whole(12))).flatten()?;
                of(&Figure::Number(months.reduced()))
            }),
            Figure::Pair(left, right) => of(&found.figure).or_else(|| {
                let share = left.over(left.plus(*right)?)?.reduced();
                of(&Figure::Number(share))
            }),
            Figure::Day(_) => of(&found.figure),
        }
    }
}

/// Facts, tables and intermediate values by the names that rules use.
struct Named<'a> {
    /// Name or label, the figures of the item, the place of its text.
    words: Vec<(&'a str, usize)>,
    figures: Vec<Vec<Figure>>,
    texts: &'a [String],
}

impl<'a> Named<'a> {
    fn new(items: &'a [OutlineItem], texts: &'a [String]) -> Named<'a> {
        let mut words = Vec::new();
        for (at, item) in items.iter().enumerate().filter(|(_, item)| item.kind == OutlineKind::Named) {
            words.push((item.id.as_str(), at));
            words.extend(item.label.as_deref().map(|label| (label, at)));
        }
        let of = |text: &String| {
            figures(&plain_text(text), Reading::Rules).into_iter().map(|found| found.figure).collect()
        };
        Named { words, figures: texts.iter().map(of).collect(), texts }
    }

    /// Which items some rule names, or something that a rule names.
    fn read_by_rules(&self, items: &[OutlineItem]) -> Vec<bool> {
        let rules = items.iter().zip(self.texts).filter(|(item, _)| item.kind == OutlineKind::Rule);
        self.reached(rules.map(|(_, text)| text.as_str()).collect())
    }

    /// The figures of all that a text names, and of all that this names in turn.
    fn behind(&self, text: &str) -> Vec<Figure> {
        let reached = self.reached(vec![text]);
        let named = self.figures.iter().zip(reached).filter(|(_, reached)| *reached);
        named.flat_map(|(figures, _)| figures).cloned().collect()
    }

    /// Which items some texts name, and what these name in turn.
    fn reached<'t>(&'t self, mut open: Vec<&'t str>) -> Vec<bool> {
        let mut seen = vec![false; self.texts.len()];
        while let Some(text) = open.pop() {
            for &(word, at) in &self.words {
                let Some(slot) = seen.get_mut(at).filter(|seen| !**seen) else { continue };
                if !names(text, word) {
                    continue;
                }
                *slot = true;
                open.extend(self.texts.get(at).map(String::as_str));
            }
        }
        seen
    }
}

/// Whether a text names something: in Chinese words stand close together, in Latin letters a name ends.
fn names(text: &str, word: &str) -> bool {
    let belongs = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let latin = word.chars().all(belongs);
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at.saturating_add(word.len())..).and_then(|after| after.chars().next());
        !latin || !(before.is_some_and(belongs) || after.is_some_and(belongs))
    })
}

/// The text of an item without the sections and sentences it names: their numbers are no figures of it.
fn spoken(item: &OutlineItem, sources: &Sources) -> String {
    let mut silent: Vec<_> = item.silent.iter().map(|span| span.range()).collect();
    silent.sort_by_key(|range| range.start);
    let text = &sources.get(item.span.file).text;
    let (mut at, end) = (item.span.range().start, item.span.range().end);
    let mut spoken = String::new();
    for range in silent {
        spoken.push_str(text.get(at..range.start).unwrap_or_default());
        spoken.push(' ');
        at = range.end.max(at);
    }
    spoken.push_str(text.get(at..end).unwrap_or_default());
    spoken
}

/// The rules without what stands behind `#`.
fn without_comments(text: &str) -> String {
    let line = |line: &str| {
        let mut quoted = false;
        let end = line.char_indices().find(|(_, character)| {
            quoted ^= *character == '"';
            !quoted && matches!(character, '#' | '＃')
        });
        line.get(..end.map_or(line.len(), |(at, _)| at)).unwrap_or(line).to_owned()
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The rules without titles, readings and notes.
fn without_texts(text: &str) -> String {
    let mut quoted = false;
    let keep = text.chars().filter(|character| {
        let mark = *character == '"';
        quoted ^= mark;
        !quoted && !mark
    });
    keep.collect()
}
