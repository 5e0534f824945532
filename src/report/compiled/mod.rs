//! Policies as JSON for other tools: the plan that engines run, and the typed rules as written.
//!
//! docs/compile.md says what stands where; [`VERSION`] changes with it.

mod award;
mod expr;
mod json;
mod line;
mod node;
mod plan;
mod program;
mod target;
mod word;

pub use json::{Json, Object};
pub use plan::plan;
pub use program::program;

/// The version of both formats: higher when a key changes its meaning or goes away; new keys may come at any time.
pub const VERSION: i64 = 2;
