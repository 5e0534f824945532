//! Text → Ast: every piece is read on its own, so that one that fails hides no other.

use pest::Parser as _;

use super::ast::{Ast, Clause, Heading, Item};
use super::build::{Build, spelling_of};
use super::cut::{Piece, cut};
use super::grammar::{Grammar, Rule};
use super::text;
use crate::diagnostic::{Diagnostic, syntax};
use crate::source::{FileId, Span};

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
    let mut parsed = Parsed::default();
    if !text::check(file, text, &mut parsed.diagnostics) {
        return parsed;
    }
    let cut = cut(text);
    let mut reader = Reader { file, text, diagnostics: parsed.diagnostics, items: Vec::new() };
    for block in cut.blocks {
        reader.block(block);
    }
    parsed.ast = Ast { items: reader.items, trailing: cut.trailing };
    parsed.diagnostics = reader.diagnostics;
    parsed
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    diagnostics: Vec<Diagnostic>,
    items: Vec<Item>,
}

impl Reader<'_> {
    fn block(&mut self, block: super::cut::Block) {
        let mut item = block.heading.and_then(|piece| self.heading(piece));
        for piece in block.clauses {
            let clause = self.clause(piece);
            if let (Some(item), Some(clause)) = (&mut item, clause) {
                item.span = item.span.to(clause.span);
                item.clauses.push(clause);
            }
        }
        self.items.extend(item);
    }

    fn span(&self, piece: &Piece) -> Span {
        Span::new(self.file, piece.start..piece.end)
    }

    fn heading(&mut self, piece: Piece) -> Option<Item> {
        let span = self.span(&piece);
        let text = self.text.get(piece.start..piece.end)?;
        let read = match Grammar::parse(Rule::heading, text) {
            Ok(mut reads) => reads.next()?,
            Err(_) => {
                self.diagnostics.push(Diagnostic::new(&syntax::UNREADABLE, span));
                return None;
            }
        };
        let mut build = Build { file: self.file, offset: piece.start, diagnostics: &mut self.diagnostics };
        let heading: Heading = build.heading(&read)?;
        let spelling = spelling_of(read.into_inner().next()?.as_str());
        Some(Item {
            span,
            heading_span: span,
            spelling,
            comments: piece.comments,
            heading,
            clauses: Vec::new(),
        })
    }

    fn clause(&mut self, piece: Piece) -> Option<Clause> {
        let span = self.span(&piece);
        let text = self.text.get(piece.start..piece.end)?;
        let mut reads = match Grammar::parse(Rule::clause, text) {
            Ok(reads) => reads,
            Err(_) => {
                self.diagnostics.push(Diagnostic::new(&syntax::UNREADABLE, span));
                return None;
            }
        };
        let read = reads.next()?;
        let mut build = Build { file: self.file, offset: piece.start, diagnostics: &mut self.diagnostics };
        let kind = build.clause(&read)?;
        let cites = reads.next().filter(|read| read.as_rule() == Rule::cites);
        let cites = cites.map_or_else(Vec::new, |read| build.sections(read.into_inner()));
        let (keyword, spelling) = build.keyword(&read);
        Some(Clause { span, keyword, spelling, comments: piece.comments, kind, cites })
    }
}
