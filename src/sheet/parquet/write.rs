//! Parquet out: each block becomes a row group, encoded by whoever worked on it and appended in order.

use std::io::Write;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, Decimal64Array, DictionaryArray, Int8Array, StringArray};
use arrow_buffer::{NullBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;

use crate::diagnostic::{Diagnostic, call};
use crate::scaled::OUTCOMES;
use crate::sheet::answer::{Answer, Answers, Layout, What};

/// A row group, encoded.
pub type Group = Vec<ArrowColumnChunk>;

/// A file on its way.
pub struct ParquetOutput<W: Write + Send> {
    writer: SerializedFileWriter<W>,
}

/// What every row group is encoded with.
pub struct Encoder {
    schema: SchemaRef,
    factory: ArrowRowGroupWriterFactory,
}

fn not_written(error: &ParquetError) -> Diagnostic {
    Diagnostic::without_place(&call::NOT_WRITTEN).arg("cause", error.to_string())
}

/// The digits of amounts: what 64 bits hold.
const DIGITS: u8 = 18;

/// The columns of a layout.
pub fn schema(layout: &Layout) -> SchemaRef {
    let decimals = i8::try_from(layout.decimals).unwrap_or(2);
    let fields = layout.columns.iter().map(|column| {
        let ty = match column.what {
            What::Amount(_) | What::Min(_) | What::Max(_) | What::Total | What::TotalMin | What::TotalMax => {
                DataType::Decimal64(DIGITS, decimals)
            }
            What::Outcome(_) => DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8)),
            What::Kept(_) | What::Reasons(_) => DataType::Utf8,
        };
        Field::new(&column.name, ty, true)
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

impl<W: Write + Send> ParquetOutput<W> {
    /// Begins a file; the encoder makes its row groups.
    pub fn begin(layout: &Layout, to: W) -> Result<(ParquetOutput<W>, Encoder), Diagnostic> {
        let schema = schema(layout);
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_created_by(format!("ipcalc {}", env!("CARGO_PKG_VERSION")))
            .build();
        let columns = ArrowSchemaConverter::new().convert(&schema).map_err(|error| not_written(&error))?;
        let writer = SerializedFileWriter::new(to, columns.root_schema_ptr(), Arc::new(properties));
        let writer = writer.map_err(|error| not_written(&error))?;
        let factory = ArrowRowGroupWriterFactory::new(&writer, schema.clone());
        Ok((ParquetOutput { writer }, Encoder { schema, factory }))
    }

    /// Appends a row group.
    pub fn take(&mut self, group: Group) -> Result<(), Diagnostic> {
        let mut append = |group: Group| {
            let mut row_group = self.writer.next_row_group()?;
            for chunk in group {
                chunk.append_to_row_group(&mut row_group)?;
            }
            row_group.close().map(drop)
        };
        if group.is_empty() { Ok(()) } else { append(group).map_err(|error| not_written(&error)) }
    }

    /// Ends the file.
    pub fn end(self) -> Result<W, Diagnostic> {
        self.writer.into_inner().map_err(|error| not_written(&error))
    }
}

/// The cells of a block as a row group; none for a block without rows.
pub fn encode(encoder: &Encoder, layout: &Layout, answers: &Answers<'_>) -> Result<Group, Diagnostic> {
    if answers.rows().next().is_none() {
        return Ok(Vec::new());
    }
    let encoded = (|| {
        let mut group = Vec::new();
        let writers = encoder.factory.create_column_writers(0)?;
        for ((mut writer, field), column) in
            writers.into_iter().zip(encoder.schema.fields()).zip(&layout.columns)
        {
            let array = array(column.what, layout, answers)?;
            for leaf in compute_leaves(field, &array)? {
                writer.write(&leaf)?;
            }
            group.push(writer.close()?);
        }
        Ok(group)
    })();
    encoded.map_err(|error| not_written(&error))
}

fn array(what: What, layout: &Layout, answers: &Answers<'_>) -> Result<ArrayRef, ParquetError> {
    match what {
        What::Amount(_) | What::Min(_) | What::Max(_) | What::Total | What::TotalMin | What::TotalMax => {
            amounts(what, layout, answers)
        }
        What::Outcome(award) => {
            let keys =
                answers.rows().map(|row| answers.outcome(award, row).and_then(|at| i8::try_from(at).ok()));
            let keys: Int8Array = keys.collect();
            let names = StringArray::from_iter_values(OUTCOMES);
            Ok(Arc::new(DictionaryArray::try_new(keys, Arc::new(names))?))
        }
        What::Kept(_) | What::Reasons(_) => {
            let mut texts = StringBuilder::new();
            for row in answers.rows() {
                match answers.cell(what, row) {
                    Answer::Text(text) | Answer::Kept(text, _) => texts.append_value(text),
                    Answer::Empty | Answer::Amount(_) => texts.append_null(),
                }
            }
            Ok(Arc::new(texts.finish()))
        }
    }
}

fn amounts(what: What, layout: &Layout, answers: &Answers<'_>) -> Result<ArrayRef, ParquetError> {
    let decimals = i8::try_from(layout.decimals).unwrap_or(2);
    let whole = match what {
        _ if !answers.all_exact() => None,
        What::Amount(award) => answers.results.awards.get(award).map(|award| award.low.as_slice()),
        What::Total => Some(answers.results.low.as_slice()),
        What::Kept(_)
        | What::Outcome(_)
        | What::Min(_)
        | What::Max(_)
        | What::Reasons(_)
        | What::TotalMin
        | What::TotalMax => None,
    };
    let array = match whole {
        Some(values) => Decimal64Array::new(ScalarBuffer::from(values.to_vec()), None),
        None => {
            let mut known = Vec::new();
            let values = answers.rows().map(|row| match answers.cell(what, row) {
                Answer::Amount(amount) => {
                    known.push(true);
                    amount
                }
                Answer::Empty | Answer::Text(_) | Answer::Kept(..) => {
                    known.push(false);
                    0
                }
            });
            let values: Vec<i64> = values.collect();
            Decimal64Array::new(ScalarBuffer::from(values), Some(NullBuffer::from(known)))
        }
    };
    Ok(Arc::new(array.with_precision_and_scale(DIGITS, decimals)?))
}
