//! Parquet: row groups in, decoded column by column; row groups out, encoded by any thread.

mod cells;
mod columns;
mod guard;
mod read;
mod shape;
mod table;
mod write;

pub use read::{ParquetPiece, ParquetReader};
pub use shape::ParquetShape;
pub use write::{Encoder, Group, ParquetOutput, encode};

use parquet::errors::ParquetError;

use crate::diagnostic::{Diagnostic, sheet};

fn broken(error: &ParquetError) -> Diagnostic {
    Diagnostic::without_place(&sheet::UNREADABLE_TABLE).arg("cause", error.to_string())
}
