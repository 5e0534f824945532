//! Sheet: tables of applicants in and out, as CSV, NDJSON, Excel and Parquet. It knows files by their bytes alone:
//! readers and writers are passed in, paths belong to `cli`.
//!
//! A source is cut into pieces one after the other; each piece becomes a block of columns, results and output on any
//! thread; the outputs are written in the order of the pieces. Where pieces end depends on the table alone, so the same
//! table gives the same bytes with any number of threads.

mod above;
mod answer;
mod block;
mod book;
pub mod cell;
pub mod csv;
mod filler;
mod format;
pub mod heading;
mod joined;
mod ndjson;
mod number;
mod parquet;
mod place;
mod quick;
mod reading;
mod repeated;
mod run;
mod source;
mod summary;
mod taker;
mod total;
mod unit;
mod visit;
mod work;
mod write;
mod xlsx;

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Words, call, sheet};

pub use answer::{Layout, Show, amounts_suffice};
pub use block::Fault;
pub use book::{BookColumn, book};
pub use format::Format;
pub use heading::{Heading, Wishes};
pub use joined::{Granted, Histories, ListTable};
pub use place::ReadAt;
pub use reading::{Chosen, Reading, too_wide};
pub use repeated::Applicants;
pub use run::{Done, Run};
pub use source::{Input, Shape, Source, Start};
pub use summary::Summary;
pub use visit::Visit;
pub use write::{Encoding, Output, faults_text};

/// The most columns of a table: as many as Excel has.
pub const MOST_COLUMNS: usize = 16_384;
/// The longest row of a text table, in bytes.
pub const LONGEST_ROW: usize = 64 << 20;
/// The most rows of a piece of a table that holds rows in groups.
pub const PIECE_ROWS: usize = 1 << 17;
/// The size of the pieces that a text table is cut into, in bytes.
pub const PIECE: usize = 4 << 20;

/// A text that no spreadsheet takes for a formula: a mark before one that begins like one. Plain numbers stay.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if begins && crate::money::parse_decimal(text).is_err() {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

/// The finding that a table is too wide.
pub(crate) fn too_many_columns(number: usize) -> Diagnostic {
    let what = Words::new(format!("表有 {number} 列"), format!("the table has {number} columns"));
    Diagnostic::without_place(&sheet::BEYOND_LIMIT).arg("what", what).arg("limit", MOST_COLUMNS.to_string())
}

/// The finding that a row is too long.
pub(crate) fn row_too_long(row: u64) -> Diagnostic {
    let what = Words::new(
        format!("第 {row} 行太长（引号可能没有闭合）"),
        format!("row {row} is too long (perhaps a quote is not closed)"),
    );
    let limit = format!("{} MiB", LONGEST_ROW >> 20);
    Diagnostic::without_place(&sheet::BEYOND_LIMIT).arg("what", what).arg("limit", limit)
}

/// The finding that the system does not give what a file holds.
pub(crate) fn unreadable(error: &std::io::Error) -> Diagnostic {
    Diagnostic::without_place(&sheet::UNREADABLE_TABLE).arg("cause", error.to_string())
}

/// The finding that a result could not be written.
pub(crate) fn unwritable(error: &std::io::Error) -> Diagnostic {
    Diagnostic::without_place(&call::NOT_WRITTEN).arg("cause", error)
}
