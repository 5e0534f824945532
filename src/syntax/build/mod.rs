//! Builds the Ast from what the grammar read: values, names, precedence, absolute places.

mod amount;
mod bracket;
mod clause;
mod each;
mod example;
mod expr;
mod heading;
mod items;
mod name;
mod number;
mod payout;
mod population;
mod score;
mod table;
mod target;
mod time;
mod versions;
mod years;

pub(super) use name::normal;
use pest::iterators::{Pair, Pairs};

pub(in crate::syntax) use number::{scale_factor, value_of};

use super::ast::{Quoted, Section, Spelling};
use super::grammar::Rule;
use crate::diagnostic::{Diagnostic, Entry, syntax};
use crate::source::{FileId, Span};

/// What the grammar read of one rule.
pub(super) type Read<'i> = Pair<'i, Rule>;

/// Builds one piece. Methods return `None` when the piece cannot stand; the reason is then among the findings.
pub(super) struct Build<'a> {
    /// The text the piece stands in.
    pub file: FileId,
    /// Where the piece begins in it.
    pub offset: usize,
    /// What was found wrong.
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl Build<'_> {
    /// The place of what was read, without the blanks that the grammar may have passed at its end.
    pub(super) fn span(&self, read: &Read<'_>) -> Span {
        let within = read.as_span();
        let length = read.as_str().trim_end().len();
        let start = self.offset.saturating_add(within.start());
        Span::new(self.file, start..start.saturating_add(length))
    }

    /// From the first to the last of what was read.
    fn span_of_all(&self, reads: &Pairs<'_, Rule>) -> Option<Span> {
        let mut each = reads.clone();
        let first = self.span(&each.next()?);
        Some(each.next_back().map_or(first, |last| first.to(self.span(&last))))
    }

    /// The place of the keyword of a clause, and its spelling.
    pub(super) fn keyword(&self, clause: &Read<'_>) -> (Span, Spelling) {
        let mut first = clause.clone();
        // The keyword is the first thing read in the clause, or in its limit.
        while let Some(inner) = first.clone().into_inner().next() {
            first = inner;
        }
        (self.span(&first), spelling_of(first.as_str()))
    }

    /// Reports a finding at a place; a value that could not be read follows.
    fn refuse<T>(&mut self, entry: &'static Entry, at: Span) -> Option<T> {
        self.diagnostics.push(Diagnostic::new(entry, at));
        None
    }

    /// For what the grammar cannot produce: says at least where, rather than dropping a line in silence.
    fn unreadable<T>(&mut self, at: Span) -> Option<T> {
        self.refuse(&syntax::UNREADABLE, at)
    }

    fn quoted(&self, read: &Read<'_>) -> Quoted {
        let text = read.as_str();
        let inner = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'))
            .or_else(|| text.strip_prefix('“').and_then(|text| text.strip_suffix('”')))
            .unwrap_or(text);
        Quoted { text: inner.to_owned(), span: self.span(read) }
    }

    fn section(&self, read: &Read<'_>) -> Section {
        let text =
            if read.as_rule() == Rule::text { self.quoted(read).text } else { read.as_str().to_owned() };
        let text = if text.is_ascii() { text } else { text.chars().map(half_width).collect() };
        Section { text, span: self.span(read) }
    }

    /// The sections among what was read.
    pub(super) fn sections(&self, reads: Pairs<'_, Rule>) -> Vec<Section> {
        reads
            .filter(|read| matches!(read.as_rule(), Rule::text | Rule::bare_section))
            .map(|read| self.section(&read))
            .collect()
    }
}

/// The spelling that a keyword belongs to.
pub(super) fn spelling_of(keyword: &str) -> Spelling {
    if keyword.is_ascii() { Spelling::En } else { Spelling::Zh }
}

/// Full-width letters, digits and brackets as half-width ones.
fn half_width(char: char) -> char {
    match char {
        '（' | '）' | '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '．' | '＿' | '－' => {
            u32::from(char).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(char)
        }
        char => char,
    }
}
