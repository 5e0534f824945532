//! CSV: records and fields, pieces in, rows out.

mod read;
mod split;
mod visit;
mod write;

pub use read::{CsvPiece, CsvReader, CsvShape};
pub use write::{cell as write_cell, line as write_line};
