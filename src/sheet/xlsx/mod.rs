//! Excel workbooks: the first sheet in, as officials fill it; a sheet out, with formats, a frozen heading and widths.

mod gaps;
mod guard;
mod read;
mod rows;
mod write;

pub use read::{XlsxPiece, XlsxReader};
pub use rows::XlsxShape;
pub use write::{SheetRow, XlsxOutput, encode};
