//! Text → Ast: the grammar, recovery from errors, and the canonical form.

mod advice;
pub mod ast;
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the rules of the grammar are many, each place reads a few"
)]
mod build;
pub mod csv;
mod cut;
#[expect(clippy::wildcard_enum_match_arm, reason = "rules that end in the same words share an arm")]
mod expected;
mod failure;
mod grammar;
mod likeness;
mod names;
#[expect(clippy::wildcard_enum_match_arm, reason = "questions about the outermost shape of a tree")]
mod print;
mod read;
mod repair;
#[cfg(test)]
mod tests;
mod text;
mod words;

pub use print::print;
pub use read::{Parsed, parse, parse_without_examples};
pub use text::{MAXIMUM_BYTES, decode};
