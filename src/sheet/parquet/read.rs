//! Parquet in: pieces of row groups, each decoded by whoever works on it.

use std::io::{BufReader, Read as _};
use std::sync::Arc;

use arrow_array::{Array as _, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

use crate::diagnostic::{Diagnostic, Words, sheet};
use crate::plan::{InputType, Plan};
use crate::sheet::block::{Block, Texts};
use crate::sheet::heading::{Heading, Meaning};
use crate::sheet::joined::key_text;
use crate::sheet::place::{ReadAt, Reader};
use crate::sheet::reading::Reading;
use crate::sheet::taker::Taker;
use crate::sheet::visit::Visit;
use crate::sheet::{MOST_COLUMNS, too_many_columns};

use super::columns::Take;
use super::{broken, cells, guard};

/// Bytes at places, as the parquet crate wants them.
#[derive(Clone)]
struct Chunks(Arc<dyn ReadAt>);

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.0.size()
    }
}

impl ChunkReader for Chunks {
    type T = BufReader<Reader>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(BufReader::with_capacity(1 << 16, Reader::new(self.0.clone(), start)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let short = || ParquetError::EOF("the file is cut short".to_owned());
        let end = u64::try_from(length).ok().and_then(|length| start.checked_add(length));
        if end.is_none_or(|end| end > self.0.size()) {
            return Err(short());
        }
        let mut bytes = Vec::with_capacity(length);
        let wanted = u64::try_from(length).unwrap_or(u64::MAX);
        let read = Reader::new(self.0.clone(), start).take(wanted).read_to_end(&mut bytes)?;
        if read == length { Ok(bytes.into()) } else { Err(short()) }
    }
}

/// Rows of one row group.
#[derive(Clone, Copy, Debug)]
pub struct ParquetPiece {
    group: usize,
    skip: usize,
    rows: usize,
    /// The number of the first row, from 1.
    first: u64,
    /// Its share of the file, for the progress.
    pub bytes: u64,
}

/// Hands out pieces of row groups.
pub struct ParquetReader {
    bytes: Arc<dyn ReadAt>,
    metadata: ArrowReaderMetadata,
    names: Vec<String>,
    piece: usize,
    group: usize,
    skip: usize,
    first: u64,
}

impl ParquetReader {
    /// Reads the footer. `piece` is the most rows of a piece.
    pub fn new(bytes: Arc<dyn ReadAt>, piece: usize) -> Result<ParquetReader, Diagnostic> {
        guard::footer(&bytes)?;
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let metadata =
            ArrowReaderMetadata::load(&Chunks(bytes.clone()), options).map_err(|error| broken(&error))?;
        let names: Vec<String> =
            metadata.schema().fields().iter().map(|field| field.name().clone()).collect();
        if metadata.parquet_schema().num_columns() > MOST_COLUMNS {
            return Err(too_many_columns(metadata.parquet_schema().num_columns()));
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

    /// The columns of the table against the plan.
    pub fn shape(&self, heading: Heading, reading: &Reading<'_>) -> Result<ParquetShape, Diagnostic> {
        let used = |(at, column): (usize, &crate::sheet::heading::Column)| {
            let asked = !matches!(column.meaning, Meaning::Applicant | Meaning::Other | Meaning::Nameless);
            (asked || column.kept.is_some() || heading.key == Some(at)).then_some(at)
        };
        let used: Vec<usize> = heading.columns.iter().enumerate().filter_map(used).collect();
        let wanted = |at: usize| {
            let Meaning::Fact(input) = heading.columns.get(at)?.meaning else { return None };
            Some(&reading.plan.inputs.get(input)?.ty)
        };
        let table = Table::new(self.bytes.clone(), &self.metadata, &used, &wanted)?;
        let takes = heading.columns.iter().map(|column| match column.meaning {
            Meaning::Fact(input) => reading.plan.inputs.get(input).map_or(Take::Cells, |declared| {
                let form = reading.forms.inputs.get(input).and_then(Option::as_ref);
                Take::new(declared, form, column.unit.as_ref())
            }),
            Meaning::OfYear(..)
            | Meaning::AsOf
            | Meaning::Year
            | Meaning::Applicant
            | Meaning::Other
            | Meaning::Nameless => Take::Cells,
        });
        let takes = takes.collect();
        let by_columns =
            by_columns(&heading, reading.plan) && reading.lists.is_empty() && reading.history.is_none();
        Ok(ParquetShape { heading, takes, used, table, by_columns })
    }
}

/// Whether rows need not be looked at one by one.
fn by_columns(heading: &Heading, plan: &Plan) -> bool {
    heading.columns.iter().all(|column| match column.meaning {
        Meaning::Fact(input) => plan.inputs.get(input).is_some_and(|input| !input.by_year),
        Meaning::Applicant | Meaning::Other => true,
        Meaning::OfYear(..) | Meaning::AsOf | Meaning::Year | Meaning::Nameless => false,
    })
}

fn wrong_rows() -> Diagnostic {
    let cause = Words::new("行组的行数不对", "a row group claims an impossible number of rows");
    Diagnostic::without_place(&sheet::UNREADABLE_TABLE).arg("cause", cause)
}

/// A file with the columns that are read of it.
struct Table {
    bytes: Arc<dyn ReadAt>,
    metadata: ArrowReaderMetadata,
    mask: ProjectionMask,
}

impl Table {
    /// `used` are positions of columns; `wanted` is the type of the facts in one.
    fn new<'t>(
        bytes: Arc<dyn ReadAt>,
        metadata: &ArrowReaderMetadata,
        used: &[usize],
        wanted: &dyn Fn(usize) -> Option<&'t InputType>,
    ) -> Result<Table, Diagnostic> {
        let fields = metadata.schema().fields().iter().enumerate().map(|(at, field)| {
            let ty = match (field.data_type(), wanted(at)) {
                // Values of an enumeration are few: their positions are looked up once for many rows.
                (DataType::Utf8, Some(InputType::Enum(_))) => {
                    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
                }
                (DataType::Decimal128(digits, decimals), Some(InputType::Number(_))) if *digits <= 18 => {
                    DataType::Decimal64(*digits, *decimals)
                }
                (ty, _) => ty.clone(),
            };
            Field::new(field.name(), ty, field.is_nullable())
        });
        let schema = Schema::new(fields.collect::<Vec<_>>());
        let options = ArrowReaderOptions::new().with_schema(Arc::new(schema));
        let own = ArrowReaderMetadata::try_new(metadata.metadata().clone(), options)
            .map_err(|error| broken(&error))?;
        let mask = ProjectionMask::roots(own.parquet_schema(), used.iter().copied());
        let table = Table { bytes, metadata: own, mask };
        table.guard()?;
        Ok(table)
    }

    /// Looks at every page that will be read, before memory is taken for one.
    fn guard(&self) -> Result<(), Diagnostic> {
        for group in self.metadata.metadata().row_groups() {
            for (leaf, column) in group.columns().iter().enumerate() {
                if self.mask.leaf_included(leaf) {
                    let (start, length) = column.byte_range();
                    guard::pages(&self.bytes, start, length)?;
                }
            }
        }
        Ok(())
    }

    fn batches(
        &self,
        piece: &ParquetPiece,
    ) -> Result<impl Iterator<Item = Result<RecordBatch, arrow_schema::ArrowError>> + use<>, Diagnostic> {
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(
            Chunks(self.bytes.clone()),
            self.metadata.clone(),
        );
        let selection =
            RowSelection::from(vec![RowSelector::skip(piece.skip), RowSelector::select(piece.rows)]);
        let builder = builder
            .with_projection(self.mask.clone())
            .with_row_groups(vec![piece.group])
            .with_row_selection(selection)
            .with_batch_size(piece.rows);
        builder.build().map_err(|error| broken(&error))
    }
}

/// What the rows of pieces have in common.
pub struct ParquetShape {
    heading: Heading,
    takes: Vec<Take>,
    used: Vec<usize>,
    table: Table,
    by_columns: bool,
}

impl ParquetShape {
    /// The rows of a piece.
    pub fn block(&self, piece: &ParquetPiece, reading: &Reading<'_>) -> Result<Block, Diagnostic> {
        let batches = self.table.batches(piece)?;
        let batches = batches.collect::<Result<Vec<_>, _>>();
        let batches = batches.map_err(|error| {
            Diagnostic::without_place(&sheet::UNREADABLE_TABLE).arg("cause", error.to_string())
        })?;
        if batches.iter().map(RecordBatch::num_rows).sum::<usize>() != piece.rows {
            return Err(wrong_rows());
        }
        if self.by_columns
            && let Some(block) = self.by_columns(piece, &batches, reading)
        {
            return Ok(block);
        }
        Ok(self.by_rows(piece, &batches, reading))
    }

    /// The place of a column among those that are read.
    fn array<'b>(&self, batch: &'b RecordBatch, column: usize) -> Option<&'b ArrayRef> {
        batch.columns().get(self.used.iter().position(|&used| used == column)?)
    }

    fn by_columns(
        &self,
        piece: &ParquetPiece,
        batches: &[RecordBatch],
        reading: &Reading<'_>,
    ) -> Option<Block> {
        let mut taker = Taker::new(reading, &self.heading);
        for batch in batches {
            for (at, (column, take)) in self.heading.columns.iter().zip(&self.takes).enumerate() {
                let Some(array) = self.array(batch, at) else { continue };
                if let Meaning::Fact(input) = column.meaning {
                    let default = reading.plan.inputs.get(input).and_then(|input| input.default.as_ref());
                    // What was taken as a default has to be told in an explanation, row by row.
                    if default.is_some()
                        && array.null_count() > 0
                        && (reading.explain_all || !reading.chosen.is_empty())
                    {
                        return None;
                    }
                    take.column(array, taker.filler(input)?, default)?;
                }
                if let Some(place) = column.kept {
                    keep(taker.kept_column(place)?, array);
                }
                if self.heading.key == Some(at) {
                    let names = taker.names_column()?;
                    (0..array.len()).for_each(|row| {
                        let key = key_text(cells::held(array, row).cell());
                        names.push(
                            &key,
                            if key.is_empty() {
                                crate::sheet::block::Kept::Empty
                            } else {
                                crate::sheet::block::Kept::Text
                            },
                        );
                    });
                }
            }
        }
        taker.took(piece.first, piece.rows);
        Some(taker.finish())
    }

    fn by_rows(&self, piece: &ParquetPiece, batches: &[RecordBatch], reading: &Reading<'_>) -> Block {
        let mut taker = Taker::new(reading, &self.heading);
        let mut number = piece.first;
        let early = |meaning: Meaning| matches!(meaning, Meaning::AsOf | Meaning::Year);
        for batch in batches {
            for row in 0..batch.num_rows() {
                taker.begin(number);
                if let Some(array) = self.heading.key.and_then(|key| self.array(batch, key)) {
                    taker.key(&key_text(cells::held(array, row).cell()));
                }
                for first in [true, false] {
                    for (at, column) in self.heading.columns.iter().enumerate() {
                        let Some(array) = self.array(batch, at).filter(|_| early(column.meaning) == first)
                        else {
                            continue;
                        };
                        taker.cell(column, cells::held(array, row).cell());
                    }
                }
                for (at, column) in self.heading.columns.iter().enumerate() {
                    if let (Some(place), Some(array)) = (column.kept, self.array(batch, at)) {
                        let (text, kept) = cells::kept(array, row);
                        taker.keep(place, &text, kept);
                    }
                }
                taker.end();
                number = number.saturating_add(1);
            }
        }
        taker.finish()
    }
}

impl std::fmt::Debug for ParquetShape {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ParquetShape").field("heading", &self.heading).finish_non_exhaustive()
    }
}

fn keep(texts: &mut Texts, array: &ArrayRef) {
    for row in 0..array.len() {
        let (text, kept) = cells::kept(array, row);
        texts.push(&text, kept);
    }
}
