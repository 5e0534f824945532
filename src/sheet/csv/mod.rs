//! CSV: records and fields, pieces in, rows out.

mod read;
mod rows;
mod split;
mod visit;
mod write;

pub use read::{CsvPiece, CsvReader};
pub use rows::CsvShape;
pub use write::{cell as write_cell, line as write_line};
