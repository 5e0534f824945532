//! Tests of reading and printing.

mod diagnostics;
mod forms;
mod precedence;
mod property;
mod robustness;
mod trees;

use super::ast::Ast;
use super::parse;
use crate::source::FileId;

/// The tree of a text in which nothing is wrong.
fn read(text: &str) -> Ast {
    let parsed = parse(FileId::first(), text);
    let found =
        parsed.diagnostics.iter().map(|found| (found.entry.code, &text[found.place().unwrap().range()]));
    assert_eq!(found.collect::<Vec<_>>(), [], "{text}");
    parsed.ast
}
