//! Tables in: what a reader gives, whatever its format, piece by piece.

use std::io::Read;

use crate::diagnostic::Diagnostic;

use super::block::Block;
use super::csv::{CsvPiece, CsvReader, CsvShape};
use super::heading::Heading;
use super::reading::Reading;
use super::visit::Visit;
use super::{Format, PIECE};

/// Where bytes come from.
pub enum Input {
    /// One after the other.
    Stream(Box<dyn Read + Send>),
}

/// A table that is being read.
pub enum Source {
    /// CSV.
    Csv(Box<CsvReader<Box<dyn Read + Send>>>),
}

/// Some rows of a table, as they were read.
#[derive(Debug)]
pub enum Piece {
    /// CSV.
    Csv(CsvPiece),
}

/// What the rows of a table have in common.
#[derive(Debug)]
pub enum Shape {
    /// CSV.
    Csv(CsvShape),
}

impl Source {
    /// Begins to read a table. `piece` is the size of its pieces, in bytes of text; 0 for the usual one.
    pub fn open(format: Format, input: Input, piece: usize) -> Result<Source, Diagnostic> {
        let piece = if piece == 0 { PIECE } else { piece };
        match (format, input) {
            (_, Input::Stream(input)) => Ok(Source::Csv(Box::new(CsvReader::new(input, piece)?))),
        }
    }

    /// The columns of the table against the plan.
    pub fn shape(&self, reading: &Reading<'_>) -> Result<Shape, Vec<Diagnostic>> {
        match self {
            Source::Csv(reader) => {
                let heading = Heading::new(reader.names(), reading.plan, &reading.wishes)?;
                Ok(Shape::Csv(CsvShape::new(heading, reading)))
            }
        }
    }

    /// The next rows.
    pub fn next_piece(&mut self) -> Result<Option<Piece>, Diagnostic> {
        match self {
            Source::Csv(reader) => Ok(reader.next_piece()?.map(Piece::Csv)),
        }
    }

    /// Shows every row to `visit`, for small tables.
    pub fn visit(&mut self, visit: &mut Visit<'_>) -> Result<(), Diagnostic> {
        match self {
            Source::Csv(reader) => reader.visit(visit),
        }
    }
}

impl Shape {
    /// The rows of a piece, in columns.
    pub fn block(&self, piece: &Piece, reading: &Reading<'_>) -> Result<Block, Diagnostic> {
        match (self, piece) {
            (Shape::Csv(shape), Piece::Csv(piece)) => Ok(shape.block(piece, reading)),
        }
    }
}

impl Piece {
    /// How many bytes of the input it is, for the progress.
    pub fn bytes(&self) -> u64 {
        match self {
            Piece::Csv(piece) => u64::try_from(piece.bytes.len()).unwrap_or(u64::MAX),
        }
    }
}
