//! Tables in: what a reader gives, whatever its format, piece by piece.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Words, sheet};

use super::above::Above;
use super::block::{Block, KeptType};
use super::csv::{CsvPiece, CsvReader, CsvShape};
use super::heading::Heading;
use super::ndjson::{self, LinePiece, LineReader};
use super::parquet::{ParquetPiece, ParquetReader, ParquetShape};
use super::place::{ReadAt, Reader};
use super::reading::Reading;
use super::visit::Visit;
use super::xlsx::{XlsxPiece, XlsxReader, XlsxShape};
use super::{Format, PIECE, PIECE_ROWS, unreadable};

/// Where bytes come from.
pub enum Input {
    /// One after the other.
    Stream(Box<dyn Read + Send>),
    /// From any place.
    Places(Arc<dyn ReadAt>),
}

impl Input {
    fn stream(self) -> Box<dyn Read + Send> {
        match self {
            Input::Stream(stream) => stream,
            Input::Places(bytes) => Box::new(Reader::new(bytes, 0)),
        }
    }

    fn places(self) -> Result<Arc<dyn ReadAt>, Diagnostic> {
        match self {
            Input::Stream(mut stream) => {
                let mut bytes = Vec::new();
                stream.read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
                Ok(Arc::new(bytes))
            }
            Input::Places(bytes) => Ok(bytes),
        }
    }
}

/// Where a table begins.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Start {
    /// The row of the heading, counted from 1; the first that holds anything if it is not said.
    pub header: Option<u64>,
    /// The sheet of a workbook; the first visible one if it is not said.
    pub sheet: Option<String>,
}

/// A table that is being read.
pub enum Source {
    /// CSV.
    Csv(Box<CsvReader<Box<dyn Read + Send>>>),
    /// NDJSON.
    Lines(Box<LineReader<Box<dyn Read + Send>>>),
    /// XLSX.
    Xlsx(Box<XlsxReader>),
    /// Parquet.
    Parquet(Box<ParquetReader>),
}

/// Some rows of a table, as they were read.
#[derive(Debug)]
pub enum Piece {
    /// CSV.
    Csv(CsvPiece),
    /// NDJSON.
    Lines(LinePiece),
    /// XLSX.
    Xlsx(XlsxPiece),
    /// Parquet.
    Parquet(ParquetPiece),
}

/// What the rows of a table have in common.
#[derive(Debug)]
pub enum Shape {
    /// CSV.
    Csv(CsvShape),
    /// NDJSON.
    Lines,
    /// XLSX.
    Xlsx(XlsxShape),
    /// Parquet.
    Parquet(Box<ParquetShape>),
}

/// What a damaged file does to a reader of the trade is told as what it is.
fn sound<T>(read: impl FnOnce() -> Result<T, Diagnostic>) -> Result<T, Diagnostic> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let cause = Words::new("内容不合规", "it is malformed");
        Err(Diagnostic::without_place(&sheet::UNREADABLE_TABLE).arg("cause", cause))
    })
}

impl Source {
    /// Begins to read a table. `piece` is the size of its pieces, in bytes of text or in rows; 0 for the usual one.
    pub fn open(format: Format, input: Input, piece: usize) -> Result<Source, Diagnostic> {
        Source::open_at(format, input, piece, &Start::default())
    }

    /// The same, where the caller says where the table begins.
    pub fn open_at(format: Format, input: Input, piece: usize, start: &Start) -> Result<Source, Diagnostic> {
        let of = |usual: usize| if piece == 0 { usual } else { piece };
        Ok(match format {
            Format::Csv => Source::Csv(Box::new(CsvReader::new(input.stream(), of(PIECE), start.header)?)),
            Format::Ndjson => Source::Lines(Box::new(LineReader::new(input.stream(), of(PIECE))?)),
            Format::Xlsx => {
                Source::Xlsx(Box::new(XlsxReader::new(input.places()?, of(PIECE_ROWS >> 3), start)?))
            }
            Format::Parquet => {
                let bytes = input.places()?;
                Source::Parquet(Box::new(sound(|| ParquetReader::new(bytes, of(PIECE_ROWS)))?))
            }
        })
    }

    /// The names of the columns, where rows do not name their cells themselves.
    pub fn names(&self) -> Option<&[String]> {
        match self {
            Source::Csv(reader) => Some(reader.names()),
            Source::Lines(_) => None,
            Source::Xlsx(reader) => Some(reader.names()),
            Source::Parquet(reader) => Some(reader.names()),
        }
    }

    /// The columns of the table against the plan.
    pub fn shape(&mut self, reading: &Reading<'_>) -> Result<Shape, Vec<Diagnostic>> {
        let heading =
            |names: &[String], lettered: bool| Heading::new(names, reading.plan, &reading.wishes, lettered);
        Ok(match self {
            Source::Csv(reader) => {
                let heading = heading(reader.names(), true);
                let heading = heading.map_err(|found| Above::of_csv(reader).explain(reading.plan, found))?;
                Shape::Csv(CsvShape::new(heading, reading))
            }
            Source::Lines(_) => Shape::Lines,
            Source::Xlsx(reader) => {
                let heading = heading(reader.names(), true);
                let heading = heading.map_err(|found| Above::of_xlsx(reader).explain(reading.plan, found))?;
                Shape::Xlsx(XlsxShape::new(heading))
            }
            Source::Parquet(reader) => {
                let heading = heading(reader.names(), false)?;
                let shape = sound(|| reader.shape(heading, reading));
                Shape::Parquet(Box::new(shape.map_err(|found| vec![found])?))
            }
        })
    }

    /// The next rows.
    pub fn next_piece(&mut self) -> Result<Option<Piece>, Diagnostic> {
        Ok(match self {
            Source::Csv(reader) => reader.next_piece()?.map(Piece::Csv),
            Source::Lines(reader) => reader.next_piece()?.map(Piece::Lines),
            Source::Xlsx(reader) => reader.next_piece()?.map(Piece::Xlsx),
            Source::Parquet(reader) => reader.next_piece()?.map(Piece::Parquet),
        })
    }

    /// Shows every row to `visit`, for small tables.
    pub fn visit(&mut self, visit: &mut Visit<'_>) -> Result<(), Diagnostic> {
        match self {
            Source::Csv(reader) => reader.visit(visit),
            Source::Lines(reader) => reader.visit(visit),
            Source::Xlsx(reader) => reader.visit(visit),
            Source::Parquet(reader) => sound(|| reader.visit(visit)),
        }
    }
}

impl Shape {
    /// What the columns carried over are, in their order, where the table says so.
    pub fn kept_types(&self) -> Vec<KeptType> {
        match self {
            Shape::Parquet(shape) => shape.kept_types(),
            Shape::Csv(_) | Shape::Lines | Shape::Xlsx(_) => Vec::new(),
        }
    }

    /// The columns, where rows do not name their cells themselves.
    pub fn heading(&self) -> Option<&Heading> {
        match self {
            Shape::Csv(shape) => Some(shape.heading()),
            Shape::Lines => None,
            Shape::Xlsx(shape) => Some(shape.heading()),
            Shape::Parquet(shape) => Some(shape.heading()),
        }
    }

    /// The rows of a piece, in columns.
    pub fn block(&self, piece: &Piece, reading: &Reading<'_>) -> Result<Block, Diagnostic> {
        match (self, piece) {
            (Shape::Csv(shape), Piece::Csv(piece)) => Ok(shape.block(piece, reading)),
            (Shape::Lines, Piece::Lines(piece)) => Ok(ndjson::block(piece, reading)),
            (Shape::Xlsx(shape), Piece::Xlsx(piece)) => Ok(shape.block(piece, reading)),
            (Shape::Parquet(shape), Piece::Parquet(piece)) => sound(|| shape.block(piece, reading)),
            // INVARIANT: a shape and the pieces it meets come from one source.
            (Shape::Csv(_) | Shape::Lines | Shape::Xlsx(_) | Shape::Parquet(_), _) => {
                Err(Diagnostic::without_place(&sheet::UNREADABLE_TABLE).arg("cause", "?"))
            }
        }
    }
}

impl Piece {
    /// How many bytes of the input it is, for the progress.
    pub fn bytes(&self) -> u64 {
        match self {
            Piece::Csv(piece) => u64::try_from(piece.bytes.len()).unwrap_or(u64::MAX),
            Piece::Lines(piece) => u64::try_from(piece.bytes.len()).unwrap_or(u64::MAX),
            Piece::Xlsx(piece) => piece.bytes,
            Piece::Parquet(piece) => piece.bytes,
        }
    }
}
