//! Parquet in: pieces of row groups, each decoded by whoever works on it.

use std::sync::Arc;

use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::basic::Compression;

use crate::diagnostic::{Diagnostic, Words, sheet};
use crate::sheet::place::ReadAt;
use crate::sheet::visit::Visit;
use crate::sheet::{MOST_COLUMNS, too_many_columns};

use super::table::{Chunks, Table};
use super::{broken, cells, guard};

/// The most rows: a few bytes can claim more than anybody lives to see.
const MOST_ROWS: i64 = 10_000_000_000;

/// Rows of one row group.
#[derive(Clone, Copy, Debug)]
pub struct ParquetPiece {
    pub(super) group: usize,
    pub(super) skip: usize,
    pub(super) rows: usize,
    /// The number of the first row, from 1.
    pub(super) first: u64,
    /// Its share of the file, for the progress.
    pub bytes: u64,
}

/// Hands out pieces of row groups.
pub struct ParquetReader {
    pub(super) bytes: Arc<dyn ReadAt>,
    pub(super) metadata: ArrowReaderMetadata,
    names: Vec<String>,
    piece: usize,
    group: usize,
    skip: usize,
    first: u64,
}

/// That the columns are compressed in ways that can be undone here.
fn known_compression(metadata: &ArrowReaderMetadata) -> Result<(), Diagnostic> {
    let groups = metadata.metadata().row_groups().iter();
    let known = [Compression::UNCOMPRESSED, Compression::SNAPPY];
    let is_known = |one: &Compression| known.contains(one) || matches!(one, Compression::ZSTD(_));
    let mut all = groups.flat_map(|group| group.columns().iter().map(|column| column.compression()));
    let Some(other) = all.find(|one| !is_known(one)) else { return Ok(()) };
    let name = other.to_string();
    let name = name.split('(').next().unwrap_or_default();
    let cause = Words::new(
        format!("Parquet 文件用 {name} 压缩，这里读不了"),
        format!("the Parquet file is compressed with {name}, which is not read here"),
    );
    let way_out = Words::new(
        "重新导出，压缩方式选 snappy 或 zstd，或者不压缩",
        "export it again with snappy, zstd, or without compression",
    );
    Err(Diagnostic::without_place(&sheet::WRONG_CALL).arg("cause", cause).arg("way_out", way_out))
}

impl ParquetReader {
    /// Reads the footer. `piece` is the most rows of a piece.
    pub fn new(bytes: Arc<dyn ReadAt>, piece: usize) -> Result<ParquetReader, Diagnostic> {
        guard::footer(&bytes)?;
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let metadata =
            ArrowReaderMetadata::load(&Chunks(bytes.clone()), options).map_err(|error| broken(&error))?;
        known_compression(&metadata)?;
        let names: Vec<String> =
            metadata.schema().fields().iter().map(|field| field.name().clone()).collect();
        if metadata.parquet_schema().num_columns() > MOST_COLUMNS {
            return Err(too_many_columns(metadata.parquet_schema().num_columns()));
        }
        let rows = metadata.metadata().row_groups().iter().map(|group| group.num_rows().max(0));
        if rows.fold(0_i64, i64::saturating_add) > MOST_ROWS {
            let what = Words::new("Parquet 的行数", "the rows of the Parquet file");
            let found = Diagnostic::without_place(&sheet::BEYOND_LIMIT).arg("what", what);
            return Err(found.arg("limit", "10,000,000,000"));
        }
        Ok(ParquetReader { bytes, metadata, names, piece: piece.max(1), group: 0, skip: 0, first: 1 })
    }

    /// The names of the columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The next piece.
    pub fn next_piece(&mut self) -> Result<Option<ParquetPiece>, Diagnostic> {
        loop {
            let Some(group) = self.metadata.metadata().row_groups().get(self.group) else { return Ok(None) };
            let all = usize::try_from(group.num_rows()).map_err(|_| wrong_rows())?;
            let left = all.saturating_sub(self.skip);
            if left == 0 {
                self.group = self.group.saturating_add(1);
                self.skip = 0;
                continue;
            }
            let rows = left.min(self.piece);
            let size = u64::try_from(group.compressed_size()).unwrap_or(0);
            let share = u128::from(size).saturating_mul(rows as u128).checked_div(all as u128).unwrap_or(0);
            let bytes = u64::try_from(share).unwrap_or(0);
            let piece = ParquetPiece { group: self.group, skip: self.skip, rows, first: self.first, bytes };
            self.skip = self.skip.saturating_add(rows);
            self.first = self.first.saturating_add(u64::try_from(rows).unwrap_or(0));
            return Ok(Some(piece));
        }
    }

    /// Shows every row to `visit`.
    pub fn visit(&mut self, visit: &mut Visit<'_>) -> Result<(), Diagnostic> {
        let all: Vec<usize> = (0..self.names.len()).collect();
        let table = Table::new(self.bytes.clone(), &self.metadata, &all, &|_| None)?;
        while let Some(piece) = self.next_piece()? {
            let mut number = piece.first;
            for batch in table.batches(&piece)? {
                let batch = batch.map_err(|error| broken(&error.into()))?;
                for row in 0..batch.num_rows() {
                    let held: Vec<_> = batch.columns().iter().map(|array| cells::held(array, row)).collect();
                    let cells: Vec<_> = self
                        .names
                        .iter()
                        .zip(&held)
                        .map(|(name, held)| (name.as_str(), held.cell()))
                        .collect();
                    visit(number, Ok(&cells));
                    number = number.saturating_add(1);
                }
            }
        }
        Ok(())
    }
}

pub(super) fn wrong_rows() -> Diagnostic {
    let cause = Words::new("行组的行数不对", "a row group claims an impossible number of rows");
    Diagnostic::without_place(&sheet::UNREADABLE_TABLE).arg("cause", cause)
}
