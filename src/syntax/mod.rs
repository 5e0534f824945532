//! Text → Ast: the grammar, recovery from errors, and the canonical form.

pub mod ast;
mod grammar;
