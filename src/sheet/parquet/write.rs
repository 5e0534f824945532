//! Parquet out: each block becomes a row group, encoded by whoever worked on it and appended in order.

use std::io::{Write, sink};
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray as _;
use arrow_array::types::Decimal64Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal64Array, DictionaryArray, Int8Array, Int64Array, StringArray,
};
use arrow_buffer::{NullBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;

use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, call};
use crate::scaled::OUTCOMES;
use crate::sheet::answer::{Answer, Answers, Layout, What};
use crate::sheet::block::KeptType;

use super::cells::day_number;

/// A row group, encoded.
pub type Group = Vec<ArrowColumnChunk>;

/// A file on its way.
pub struct ParquetOutput<W: Write + Send> {
    writer: SerializedFileWriter<W>,
}

/// What every row group is encoded with.
pub struct Encoder {
    schema: SchemaRef,
    /// Makes columns of few different values, by a dictionary.
    few: ArrowRowGroupWriterFactory,
    /// Makes columns of many: a dictionary of nearly all values costs more than it saves.
    many: ArrowRowGroupWriterFactory,
}

fn not_written(error: &ParquetError) -> Diagnostic {
    use std::error::Error as _;
    let system = error.source().and_then(|source| source.downcast_ref::<std::io::Error>());
    let cause = system.map_or_else(|| Words::same(error.to_string()), Words::from);
    Diagnostic::without_place(&call::NOT_WRITTEN).arg("cause", cause)
}

/// The digits of amounts: what 64 bits hold.
const DIGITS: u8 = 18;
/// The highest number of so many digits.
const MOST: u64 = 999_999_999_999_999_999;

/// The columns of a layout.
pub fn schema(layout: &Layout) -> SchemaRef {
    let decimals = i8::try_from(layout.decimals).unwrap_or(2);
    let fields = layout.columns.iter().map(|column| {
        let ty = match column.what {
            What::Amount(_) | What::Min(_) | What::Max(_) | What::Total | What::TotalMin | What::TotalMax => {
                DataType::Decimal64(DIGITS, decimals)
            }
            What::Outcome(_) => DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8)),
            What::Kept(place) => match layout.kept.get(place).copied().unwrap_or_default() {
                KeptType::Text => DataType::Utf8,
                KeptType::Whole => DataType::Int64,
                KeptType::Decimal(digits, decimals) => DataType::Decimal64(digits, decimals),
                KeptType::Truth => DataType::Boolean,
                KeptType::Day => DataType::Date32,
            },
            What::Reasons(_) => DataType::Utf8,
        };
        Field::new(&column.name, ty, true)
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

impl<W: Write + Send> ParquetOutput<W> {
    /// Begins a file; the encoder makes its row groups.
    pub fn begin(layout: &Layout, to: W) -> Result<(ParquetOutput<W>, Encoder), Diagnostic> {
        let schema = schema(layout);
        let properties = |dictionary| {
            WriterProperties::builder()
                .set_compression(Compression::SNAPPY)
                .set_dictionary_enabled(dictionary)
                .set_statistics_enabled(EnabledStatistics::Chunk)
                .set_created_by(format!("ipcalc {}", env!("CARGO_PKG_VERSION")))
                .build()
        };
        let columns = ArrowSchemaConverter::new().convert(&schema).map_err(|error| not_written(&error))?;
        let begun = (|| {
            let writer =
                SerializedFileWriter::new(to, columns.root_schema_ptr(), Arc::new(properties(true)))?;
            // Only its properties are asked for.
            let nowhere =
                SerializedFileWriter::new(sink(), columns.root_schema_ptr(), Arc::new(properties(false)))?;
            let few = ArrowRowGroupWriterFactory::new(&writer, schema.clone());
            let many = ArrowRowGroupWriterFactory::new(&nowhere, schema.clone());
            Ok((writer, few, many))
        })();
        let (writer, few, many) = begun.map_err(|error| not_written(&error))?;
        Ok((ParquetOutput { writer }, Encoder { schema, few, many }))
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
        let writers =
            encoder.few.create_column_writers(0)?.into_iter().zip(encoder.many.create_column_writers(0)?);
        for ((writers, field), column) in writers.zip(encoder.schema.fields()).zip(&layout.columns) {
            let array = array(column.what, layout, answers)?;
            let mut writer = if has_many(&array) { writers.1 } else { writers.0 };
            for leaf in compute_leaves(field, &array)? {
                writer.write(&leaf)?;
            }
            group.push(writer.close()?);
        }
        Ok(group)
    })();
    encoded.map_err(|error| not_written(&error))
}

/// How many values are looked at to guess how many different ones there are.
const LOOKED_AT: usize = 512;

/// Whether most values of a column of amounts are different, by some of them.
fn has_many(array: &ArrayRef) -> bool {
    let Some(amounts) = array.as_primitive_opt::<Decimal64Type>() else { return false };
    let values = amounts.values();
    let step = values.len().checked_div(LOOKED_AT).unwrap_or(0).max(1);
    let mut some: Vec<i64> = values.iter().step_by(step).copied().collect();
    some.sort_unstable();
    some.dedup();
    some.len() > LOOKED_AT >> 4
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
        What::Kept(place) if layout.kept.get(place).is_some_and(|ty| *ty != KeptType::Text) => {
            kept(what, layout.kept.get(place).copied().unwrap_or_default(), answers)
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

/// A carried column in the type it had.
fn kept(what: What, ty: KeptType, answers: &Answers<'_>) -> Result<ArrayRef, ParquetError> {
    let texts = answers.rows().map(|row| match answers.cell(what, row) {
        Answer::Kept(text, _) => Some(text),
        Answer::Empty | Answer::Amount(_) | Answer::Text(_) => None,
    });
    // INVARIANT: the texts were written from values of the type.
    Ok(match ty {
        KeptType::Text => Arc::new(texts.collect::<StringArray>()),
        KeptType::Whole => Arc::new(texts.map(|text| text?.parse::<i64>().ok()).collect::<Int64Array>()),
        KeptType::Truth => Arc::new(texts.map(|text| Some(text? == "true")).collect::<BooleanArray>()),
        KeptType::Day => Arc::new(texts.map(|text| day_number(Date::parse(text?)?)).collect::<Date32Array>()),
        KeptType::Decimal(digits, decimals) => {
            let whole = |text: Option<&str>| text?.replace('.', "").parse::<i64>().ok();
            let array = texts.map(whole).collect::<Decimal64Array>();
            Arc::new(array.with_precision_and_scale(digits, decimals)?)
        }
    })
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
    if array.values().iter().any(|amount| amount.unsigned_abs() > MOST) {
        return Err(ParquetError::General(format!("an amount has more than {DIGITS} digits")));
    }
    Ok(Arc::new(array.with_precision_and_scale(DIGITS, decimals)?))
}
