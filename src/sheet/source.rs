//! Tables in: what a reader gives, whatever its format, piece by piece.

use std::io::Read;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, sheet};

use super::block::Block;
use super::csv::{CsvPiece, CsvReader, CsvShape};
use super::heading::Heading;
use super::parquet::{ParquetPiece, ParquetReader, ParquetShape};
use super::place::{ReadAt, Reader};
use super::reading::Reading;
use super::visit::Visit;
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

/// A table that is being read.
pub enum Source {
    /// CSV.
    Csv(Box<CsvReader<Box<dyn Read + Send>>>),
    /// Parquet.
    Parquet(Box<ParquetReader>),
}

/// Some rows of a table, as they were read.
#[derive(Debug)]
pub enum Piece {
    /// CSV.
    Csv(CsvPiece),
    /// Parquet.
    Parquet(ParquetPiece),
}

/// What the rows of a table have in common.
#[derive(Debug)]
pub enum Shape {
    /// CSV.
    Csv(CsvShape),
    /// Parquet.
    Parquet(ParquetShape),
}

impl Source {
    /// Begins to read a table. `piece` is the size of its pieces, in bytes of text or in rows; 0 for the usual one.
    pub fn open(format: Format, input: Input, piece: usize) -> Result<Source, Diagnostic> {
        let of = |usual: usize| if piece == 0 { usual } else { piece };
        match format {
            Format::Csv => Ok(Source::Csv(Box::new(CsvReader::new(input.stream(), of(PIECE))?))),
            Format::Parquet => {
                Ok(Source::Parquet(Box::new(ParquetReader::new(input.places()?, of(PIECE_ROWS))?)))
            }
            Format::Ndjson | Format::Xlsx => {
                Ok(Source::Csv(Box::new(CsvReader::new(input.stream(), of(PIECE))?)))
            }
        }
    }

    /// The columns of the table against the plan.
    pub fn shape(&self, reading: &Reading<'_>) -> Result<Shape, Vec<Diagnostic>> {
        match self {
            Source::Csv(reader) => {
                let heading = Heading::new(reader.names(), reading.plan, &reading.wishes)?;
                Ok(Shape::Csv(CsvShape::new(heading, reading)))
            }
            Source::Parquet(reader) => {
                let heading = Heading::new(reader.names(), reading.plan, &reading.wishes)?;
                Ok(Shape::Parquet(reader.shape(heading, reading).map_err(|found| vec![found])?))
            }
        }
    }

    /// The next rows.
    pub fn next_piece(&mut self) -> Result<Option<Piece>, Diagnostic> {
        match self {
            Source::Csv(reader) => Ok(reader.next_piece()?.map(Piece::Csv)),
            Source::Parquet(reader) => Ok(reader.next_piece()?.map(Piece::Parquet)),
        }
    }

    /// Shows every row to `visit`, for small tables.
    pub fn visit(&mut self, visit: &mut Visit<'_>) -> Result<(), Diagnostic> {
        match self {
            Source::Csv(reader) => reader.visit(visit),
            Source::Parquet(reader) => reader.visit(visit),
        }
    }
}

impl Shape {
    /// The rows of a piece, in columns.
    pub fn block(&self, piece: &Piece, reading: &Reading<'_>) -> Result<Block, Diagnostic> {
        match (self, piece) {
            (Shape::Csv(shape), Piece::Csv(piece)) => Ok(shape.block(piece, reading)),
            (Shape::Parquet(shape), Piece::Parquet(piece)) => shape.block(piece, reading),
            (Shape::Csv(_) | Shape::Parquet(_), _) => {
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
            Piece::Parquet(piece) => piece.bytes,
        }
    }
}
