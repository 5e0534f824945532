//! Text → Ast: the grammar, recovery from errors, and the canonical form.

pub mod ast;
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the rules of the grammar are many, each place reads a few"
)]
mod build;
pub mod csv;
mod cut;
mod grammar;
mod read;
#[cfg(test)]
mod tests;
mod text;
mod words;

pub use read::{Parsed, parse};
pub use text::{MAXIMUM_BYTES, decode};
