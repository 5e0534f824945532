//! Text → Ast: every piece is read on its own, so that one that fails hides no other.

use pest::Parser as _;
use pest::iterators::Pairs;

use super::ast::{Ast, Clause, Comments, Item};
use super::build::{Build, spelling_of};
use super::cut::{Block, Piece, cut};
use super::failure::Failed;
use super::grammar::{Grammar, Rule};
use super::likeness::settle_blank_lines;
use super::text;
use super::words::{HEADINGS, keyword_at_start};
use crate::diagnostic::{Diagnostic, Entry, Words, syntax};
use crate::source::{FileId, Span};

/// So many findings are listed for a file; the rest is counted.
const LISTED: usize = 200;

/// What was read of a text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parsed {
    /// What could be read.
    pub ast: Ast,
    /// Why the rest could not.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the text of a rule file. Never fails: what cannot be read is reported and missing in the tree.
pub fn parse(file: FileId, text: &str) -> Parsed {
    read(file, text, true)
}

/// Reads a text without its examples, which change no result: an evaluation need not read them.
pub fn parse_without_examples(file: FileId, text: &str) -> Parsed {
    read(file, text, false)
}

fn read(file: FileId, text: &str, examples: bool) -> Parsed {
    let mut parsed = Parsed::default();
    if !text::check(file, text, &mut parsed.diagnostics) {
        return parsed;
    }
    let cut = cut(text);
    let mut reader = Reader {
        file,
        text,
        diagnostics: parsed.diagnostics,
        items: Vec::new(),
        unread: Vec::new(),
        unlisted: 0,
        first_unlisted: None,
    };
    for block in cut.blocks {
        let heading = block.heading.as_ref().map_or("", |piece| reader.slice(piece));
        if examples || !["example", "示例"].iter().any(|word| heading.starts_with(word)) {
            reader.block(block);
        }
    }
    if let Some(first) = reader.first_unlisted {
        let count = Words::same(reader.unlisted.to_string());
        reader.diagnostics.push(Diagnostic::new(&syntax::TOO_MANY, first).arg("count", count));
    }
    parsed.ast = Ast { items: reader.items, trailing: cut.trailing, unread: reader.unread };
    settle_blank_lines(&mut parsed.ast);
    parsed.diagnostics = reader.diagnostics;
    parsed
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    diagnostics: Vec<Diagnostic>,
    items: Vec<Item>,
    /// Names that headings declare which could not be read.
    unread: Vec<String>,
    unlisted: usize,
    first_unlisted: Option<Span>,
}

/// What became of a line.
enum Taken {
    /// An item, whose clauses follow.
    Item(Box<Item>),
    /// A clause of the item before.
    Clause(Box<Clause>),
    /// Nothing; the reason is reported.
    Nothing,
}

impl<'a> Reader<'a> {
    fn block(&mut self, block: Block) {
        // Whether there is an item that the clauses belong to.
        let mut owned = match block.heading {
            Some(piece) => {
                let taken = self.heading(piece);
                self.take(taken, true)
            }
            None => {
                self.without_heading(&block.clauses);
                false
            }
        };
        for piece in block.clauses {
            let taken = self.indented(piece);
            if let (Taken::Nothing, true, Some(item)) = (&taken, owned, self.items.last_mut()) {
                item.incomplete = true;
            }
            owned = matches!(taken, Taken::Item(_)) || owned;
            self.take(taken, owned);
        }
    }

    /// Puts what was taken where it belongs; whether clauses can follow.
    fn take(&mut self, taken: Taken, owned: bool) -> bool {
        match taken {
            Taken::Item(item) => self.items.push(*item),
            Taken::Clause(clause) => match self.items.last_mut().filter(|_| owned) {
                Some(item) => {
                    item.span = item.span.to(clause.span);
                    item.clauses.push(*clause);
                }
                None => return false,
            },
            Taken::Nothing => return false,
        }
        true
    }

    /// Indented lines at the top of the text: the first tells what is wrong.
    fn without_heading(&mut self, clauses: &[Piece]) {
        let Some(first) = clauses.first() else { return };
        if keyword_at_start(self.slice(first), HEADINGS).is_none() {
            let span = self.span(first);
            self.report(span, || Diagnostic::new(&syntax::CLAUSE_BEFORE_HEADING, span));
        }
    }

    fn span(&self, piece: &Piece) -> Span {
        Span::new(self.file, piece.start..piece.end)
    }

    fn slice(&self, piece: &Piece) -> &'a str {
        self.text.get(piece.start..piece.end).unwrap_or_default()
    }

    /// Reports a finding, which is made only if it will be listed.
    fn report(&mut self, at: Span, found: impl FnOnce() -> Diagnostic) {
        if self.diagnostics.len() < LISTED {
            self.diagnostics.push(found());
        } else {
            self.unlisted = self.unlisted.saturating_add(1);
            self.first_unlisted.get_or_insert(at);
        }
    }

    /// Whether the piece is nested too deeply to be shown to the grammar; that is reported.
    fn too_deep(&mut self, piece: &Piece) -> bool {
        let Some(place) = piece.brackets.too_deep else { return false };
        let at = Span::new(self.file, place..place.saturating_add(1));
        self.report(at, || Diagnostic::new(&syntax::TOO_DEEP, at));
        true
    }

    /// Reports why the grammar refuses a piece.
    fn refused(&mut self, rule: Rule, piece: &Piece, error: &Refusal) -> Taken {
        let (file, text) = (self.file, self.slice(piece));
        let failed = Failed { file, offset: piece.start, text, brackets: &piece.brackets, rule };
        self.report(self.span(piece), || failed.explain(error));
        Taken::Nothing
    }

    /// Builds from what was read; findings beyond the number listed are only counted.
    fn build<T>(&mut self, piece: &Piece, build: impl FnOnce(&mut Build<'_>) -> Option<T>) -> Option<T> {
        let mut found = Vec::new();
        let built = build(&mut Build { file: self.file, offset: piece.start, diagnostics: &mut found });
        let whole = self.span(piece);
        if built.is_none() && found.is_empty() {
            found.push(Diagnostic::new(&syntax::UNREADABLE, whole));
        }
        for diagnostic in found {
            self.report(diagnostic.place().unwrap_or(whole), || diagnostic);
        }
        built
    }

    /// Notes what a heading that cannot be read seems to declare: the word after its keyword, and what is quoted.
    fn declares(&mut self, piece: &Piece) {
        let text = self.slice(piece);
        let is_end =
            |char: char| char.is_whitespace() || matches!(char, ':' | '：' | '=' | '＝' | '(' | '（');
        let name = text.split(is_end).filter(|word| !word.is_empty()).nth(1);
        let quoted = text.split(['"', '“', '”', '「', '」']).skip(1).step_by(2);
        self.unread.extend(name.into_iter().chain(quoted).map(super::build::normal));
    }

    /// A line in the first column.
    fn heading(&mut self, piece: Piece) -> Taken {
        if self.too_deep(&piece) {
            self.declares(&piece);
            return Taken::Nothing;
        }
        let error = match Grammar::parse(Rule::heading, self.slice(&piece)) {
            Ok(reads) => return self.item(piece, reads),
            Err(error) => error,
        };
        match Grammar::parse(Rule::clause, self.slice(&piece)) {
            Ok(reads) => {
                let entry = if self.items.is_empty() {
                    &syntax::CLAUSE_BEFORE_HEADING
                } else {
                    &syntax::CLAUSE_NOT_INDENTED
                };
                self.misplaced(entry, &piece);
                self.clause(piece, reads)
            }
            Err(_) => {
                self.declares(&piece);
                self.refused(Rule::heading, &piece, &error)
            }
        }
    }

    /// An indented line.
    fn indented(&mut self, piece: Piece) -> Taken {
        if self.too_deep(&piece) {
            return Taken::Nothing;
        }
        let error = match Grammar::parse(Rule::clause, self.slice(&piece)) {
            Ok(reads) => return self.clause(piece, reads),
            Err(error) => error,
        };
        match Grammar::parse(Rule::heading, self.slice(&piece)) {
            Ok(reads) => {
                self.misplaced(&syntax::HEADING_INDENTED, &piece);
                self.item(piece, reads)
            }
            Err(_) => self.refused(Rule::clause, &piece, &error),
        }
    }

    /// Reports a line that can be read, but stands in the wrong column.
    fn misplaced(&mut self, entry: &'static Entry, piece: &Piece) {
        let word = self.slice(piece).split_whitespace().next().unwrap_or_default();
        let at = Span::new(self.file, piece.start..piece.start.saturating_add(word.len()));
        self.report(at, || Diagnostic::new(entry, at).arg("word", Words::same(word)));
    }

    fn item(&mut self, piece: Piece, mut reads: Pairs<'_, Rule>) -> Taken {
        let span = self.span(&piece);
        let built = reads.next().and_then(|read| {
            let (heading, clauses) = self.build(&piece, |build| {
                // A short clause may stand on the line of the heading.
                let beside = read.clone().into_inner().filter(|part| part.as_rule() == Rule::c_range);
                let clauses = beside.map(|part| build.whole_clause(&part, Vec::new(), Comments::default()));
                let clauses: Option<Vec<Clause>> = clauses.collect();
                Some((build.heading(&read)?, clauses?))
            })?;
            let keyword = read.into_inner().next()?;
            Some((heading, clauses, spelling_of(keyword.as_str())))
        });
        let Some((heading, clauses, spelling)) = built else {
            self.declares(&piece);
            return Taken::Nothing;
        };
        let comments = piece.comments;
        Taken::Item(Box::new(Item {
            span,
            heading_span: span,
            spelling,
            comments,
            heading,
            clauses,
            incomplete: false,
        }))
    }

    fn clause(&mut self, piece: Piece, mut reads: Pairs<'_, Rule>) -> Taken {
        let clause = reads.next().and_then(|read| {
            let cites = reads.next().filter(|read| read.as_rule() == Rule::cites);
            self.build(&piece, |build| {
                let cites = cites.map_or_else(Vec::new, |read| build.sections(read.into_inner()));
                build.whole_clause(&read, cites, piece.comments.clone())
            })
        });
        let Some(clause) = clause else { return Taken::Nothing };
        Taken::Clause(Box::new(Clause { span: self.span(&piece), ..clause }))
    }
}

/// The grammar's own error.
pub(super) type Refusal = pest::error::Error<Rule>;
