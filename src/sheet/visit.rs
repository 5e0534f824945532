//! Showing the rows of a small table one by one, whatever its format.

use crate::diagnostic::Diagnostic;

use super::cell::Cell;

/// Is shown each row: its number, and its cells with the names of their columns or why it cannot be read.
pub type Visit<'v> = dyn FnMut(u64, Result<&[(&str, Cell<'_>)], Diagnostic>) + 'v;
