//! The rows of pieces of Parquet into columns of facts: whole columns where every cell is plain, else row by row.

use arrow_array::{Array as _, ArrayRef, RecordBatch};
use arrow_schema::DataType;

use crate::diagnostic::{Diagnostic, sheet};
use crate::plan::Plan;
use crate::sheet::block::{Block, Kept, KeptType, Texts};
use crate::sheet::heading::{Heading, Meaning};
use crate::sheet::joined::key_of;
use crate::sheet::reading::Reading;
use crate::sheet::taker::Taker;

use super::cells;
use super::columns::Take;
use super::read::{ParquetPiece, ParquetReader, wrong_rows};
use super::table::Table;

impl ParquetReader {
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

/// What the rows of pieces have in common.
pub struct ParquetShape {
    heading: Heading,
    takes: Vec<Take>,
    used: Vec<usize>,
    table: Table,
    by_columns: bool,
}

impl ParquetShape {
    /// The columns of the table.
    pub fn heading(&self) -> &Heading {
        &self.heading
    }

    /// What the columns carried over are.
    pub fn kept_types(&self) -> Vec<KeptType> {
        let mut kept: Vec<(usize, KeptType)> = Vec::new();
        for (column, field) in self.heading.columns.iter().zip(self.table.metadata.schema().fields()) {
            kept.extend(column.kept.map(|place| (place, kept_type(field.data_type()))));
        }
        kept.sort_by_key(|&(place, _)| place);
        kept.into_iter().map(|(_, ty)| ty).collect()
    }

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
                    for row in 0..array.len() {
                        match key_of(cells::held(array, row).cell()) {
                            Ok(Some(key)) => names.push(&key, Kept::Text),
                            Ok(None) => names.push("", Kept::Empty),
                            // The row is at fault, and rows are told apart one by one.
                            Err(_) if reading.by_key() => return None,
                            Err(_) => names.push("", Kept::Empty),
                        }
                    }
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
                if let Some((key, array)) =
                    self.heading.key.and_then(|key| Some((key, self.array(batch, key)?)))
                {
                    let name = self.heading.columns.get(key).map_or("", |column| column.name.as_str());
                    taker.key_cell(name, cells::held(array, row).cell());
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

fn kept_type(ty: &DataType) -> KeptType {
    #[expect(clippy::wildcard_enum_match_arm, reason = "all other types are carried over as words")]
    match ty {
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 => KeptType::Whole,
        DataType::UInt8 | DataType::UInt16 | DataType::UInt32 => KeptType::Whole,
        DataType::Decimal32(digits, decimals)
        | DataType::Decimal64(digits, decimals)
        | DataType::Decimal128(digits, decimals)
            if *digits <= 18 && (0..=18).contains(decimals) =>
        {
            KeptType::Decimal(*digits, *decimals)
        }
        DataType::Boolean => KeptType::Truth,
        DataType::Date32 => KeptType::Day,
        _ => KeptType::Text,
    }
}

fn keep(texts: &mut Texts, array: &ArrayRef) {
    for row in 0..array.len() {
        let (text, kept) = cells::kept(array, row);
        texts.push(&text, kept);
    }
}
