//! Coverage: which sentences of a policy's text the rules cover, which are declared not encoded, which are left.
//!
//! A sentence counts if it has figures or words of granting. It is covered if the items that cite its section hold
//! all its figures between them; a sentence that grants without a figure, if an item cites its section.

mod document;
mod figure;
mod holder;
mod script;
mod section;
mod spelled;
#[cfg(test)]
mod tests;
mod told;

pub use told::{CoverageResult, SentenceRow, left, result, told};

use crate::program::{OutlineItem, OutlineKind};
use crate::source::Sources;

use document::{Document, Sentence};
use figure::{Found, Reading, figures};
use holder::Holder;
use section::{Citation, Rank, written};

/// What became of a sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Status {
    /// Items that cite its section hold its figures.
    Covered,
    /// Its section is declared not encoded, for these reasons.
    Declared(Vec<String>),
    /// Nothing covers it.
    Left,
}

/// A sentence that counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// Its section as people write it: `二(一)3`; empty before the first.
    pub section: String,
    /// Which sentence of the section it is, from 1.
    pub number: usize,
    /// Its line in the document, from 1.
    pub line: usize,
    /// Its words.
    pub text: String,
    /// Its figures, as the document writes them.
    pub figures: Vec<String>,
    /// What became of it.
    pub status: Status,
    /// The items that cite its section and cover it or some of it.
    pub by: Vec<String>,
    /// Figures that no item holds which cites its section.
    pub missing: Vec<String>,
}

/// Judges every sentence of a document that counts, in its order.
pub fn coverage(items: &[OutlineItem], sources: &Sources, document: &str) -> Vec<Judged> {
    let document = document::read(document);
    let judging =
        Judging { holders: holder::holders(items, sources, &document.sections), document: &document };
    document.sentences.iter().filter_map(|sentence| judging.judge(sentence)).collect()
}

/// Words of granting.
const GRANTS: [&str; 25] = [
    "奖励",
    "财政支出",
    "奖补",
    "奖金",
    "资助",
    "补助",
    "补贴",
    "贴息",
    "扶持",
    "支持",
    "给予",
    "授予",
    "拨付",
    "补偿",
    "减免",
    "免收",
    "免费",
    "免除",
    "加计扣除",
    "专项经费",
    "配套资金",
    "倾斜",
    "返还",
    "优惠",
    "予以奖",
];

/// Words of validity, which the header of a policy answers for.
const VALIDITY: [&str; 4] = ["有效期", "施行", "实施", "执行"];

struct Judging<'a> {
    holders: Vec<Holder>,
    document: &'a Document,
}

impl Judging<'_> {
    fn judge(&self, sentence: &Sentence) -> Option<Judged> {
        let words: String = sentence.plain.iter().collect();
        let found = figures(&sentence.plain, Reading::Document);
        let grants = GRANTS.iter().any(|grant| words.contains(grant));
        // The title, the addressees and the date of the notice stand before the first section.
        let in_front = sentence.section.is_empty() && !self.document.sections.is_empty();
        if found.is_empty() && !grants || in_front && !(grants && found.iter().any(|found| found.money)) {
            return None;
        }
        let citing: Vec<&Holder> =
            self.holders.iter().filter(|holder| self.covers(holder, sentence, &words)).collect();
        let missing: Vec<&Found> =
            found.iter().filter(|found| !is_held(found, &citing, twice(found, sentence, &words))).collect();
        let rules = citing.iter().any(|holder| holder.kind == OutlineKind::Rule);
        let header_answers = !found.is_empty() && missing.is_empty() && !citing.is_empty();
        let status = if missing.is_empty() && (rules || header_answers) {
            Status::Covered
        } else {
            match self.reasons(sentence) {
                reasons if reasons.is_empty() => Status::Left,
                reasons => Status::Declared(reasons),
            }
        };
        let holds =
            |holder: &&&Holder| found.is_empty() || found.iter().any(|found| holder.holds(found).is_some());
        let shown = |found: &Found| -> String {
            sentence.text.chars().skip(found.start).take(found.end.saturating_sub(found.start)).collect()
        };
        Some(Judged {
            section: written(&sentence.section).trim().to_owned(),
            number: sentence.number,
            line: sentence.line,
            text: sentence.text.clone(),
            figures: found.iter().map(shown).collect(),
            by: citing.iter().filter(holds).map(|holder| holder.id.clone()).collect(),
            missing: missing.into_iter().map(shown).collect(),
            status,
        })
    }

    /// Whether an item answers for a sentence: it cites its section, or one around it. Where the document has no
    /// section as narrow as the one cited, the next wider one is meant.
    fn covers(&self, holder: &Holder, sentence: &Sentence, words: &str) -> bool {
        match holder.kind {
            OutlineKind::NotEncoded | OutlineKind::Named => false,
            OutlineKind::Policy => {
                let closing = sentence.section.last().is_some_and(|last| last.rank == Rank::Closing);
                let validity = VALIDITY.iter().any(|validity| words.contains(validity));
                validity && (closing || holder.cites.iter().any(|cites| cites.holds(&sentence.section)))
            }
            OutlineKind::Rule => holder.cites.iter().enumerate().any(|(at, cites)| {
                stands_for(holder, at, sentence)
                    && (cites.holds(&sentence.section)
                        || cites.lies_in(&sentence.section) && !self.has_section(cites))
            }),
        }
    }

    fn has_section(&self, cites: &Citation) -> bool {
        self.document.sections.iter().any(|section| cites.holds(section))
    }

    fn reasons(&self, sentence: &Sentence) -> Vec<String> {
        let declared = self.holders.iter().filter(|holder| holder.kind == OutlineKind::NotEncoded);
        let here = declared.filter(|holder| {
            let mut cites = holder.cites.iter().enumerate();
            cites.any(|(at, cites)| stands_for(holder, at, sentence) && cites.holds(&sentence.section))
        });
        here.map(|holder| holder.id.clone()).collect()
    }
}

/// Whether an item stands for this sentence of the sections it cites: it may name sentences of the first, and then
/// those of no section below it.
fn stands_for(holder: &Holder, cites: usize, sentence: &Sentence) -> bool {
    if cites > 0 || holder.sentences.is_empty() {
        return true;
    }
    let of_it = holder.cites.first().zip(sentence.section.last());
    let same = of_it.is_none_or(|(cited, here)| cited.ends_in(here));
    same && holder.sentences.contains(&sentence.number)
}

/// Whether items hold a figure; one that is granted to each of two kinds has to be held for both.
fn is_held(found: &Found, citing: &[&Holder], twice: bool) -> bool {
    let held: Vec<usize> = citing.iter().filter_map(|holder| holder.holds(found)).collect();
    let times = held.iter().fold(0_usize, |sum, times| sum.saturating_add(*times));
    !held.is_empty() && (!twice || times >= 2 || held.len() >= 2)
}

/// `甲、乙分别给予20万元`: one amount for several kinds.
fn twice(found: &Found, sentence: &Sentence, words: &str) -> bool {
    let Some(byte) = words.find("分别") else { return false };
    let place = words.get(..byte).map_or(0, |before| before.chars().count());
    let amounts = figures(&sentence.plain, Reading::Document);
    let mut after = amounts.iter().filter(|amount| amount.money && amount.start > place);
    found.money && after.next().is_some_and(|first| first.start == found.start) && after.next().is_none()
}
