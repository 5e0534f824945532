//! A Parquet file with the columns that are read of it, each in the type that suits its fact.

use std::io::{BufReader, Read as _};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Schema};
use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

use crate::diagnostic::Diagnostic;
use crate::plan::InputType;
use crate::sheet::place::{ReadAt, Reader};

use super::read::ParquetPiece;
use super::{broken, guard};

/// Bytes at places, as the parquet crate wants them.
#[derive(Clone)]
pub(super) struct Chunks(pub Arc<dyn ReadAt>);

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

/// A file with the columns that are read of it.
pub(super) struct Table {
    bytes: Arc<dyn ReadAt>,
    pub(super) metadata: ArrowReaderMetadata,
    mask: ProjectionMask,
}

impl Table {
    /// `used` are positions of columns; `wanted` is the type of the facts in one.
    pub(super) fn new<'t>(
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

    pub(super) fn batches(
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
