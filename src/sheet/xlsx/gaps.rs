//! Cells that look filled in a sheet and hold nothing: those under a merged cell, and formulas never computed.

use std::collections::{BTreeSet, VecDeque};
use std::io::{Read, Seek, Write};
use std::sync::Arc;

use calamine::{DataRef, Dimensions, Xlsx, XlsxError};
use memchr::memmem;

use crate::diagnostic::{Diagnostic, sheet};
use crate::sheet::heading::letters;

use super::guard::damaged;
use super::read::{Held, HeldRow};

/// The most formulas without a result that are told row by row; of more, the first beyond stops the run.
const MOST: usize = 100_000;

/// What the bytes of the sheets of a workbook hold: where none of it is there, nothing need be sought.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Signs {
    merged: bool,
    /// A value that is written, but empty.
    hollow: bool,
}

/// Looks for signs in bytes that are written to it.
#[derive(Debug, Default)]
pub struct Search {
    signs: Signs,
    last: Vec<u8>,
}

impl Search {
    /// What was found.
    pub fn signs(self) -> Signs {
        self.signs
    }
}

impl Signs {
    /// The signs of both.
    pub fn and(self, other: Signs) -> Signs {
        Signs { merged: self.merged || other.merged, hollow: self.hollow || other.hollow }
    }
}

const MERGED: &[u8] = b"<mergeCell ";
const HOLLOW: [&[u8]; 4] = [b"</f></c>", b"<v></v>", b"<v/>", b"<v />"];

impl Write for Search {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.signs.merged && self.signs.hollow {
            return Ok(bytes.len());
        }
        // What a sign begins with at the end of a piece is put before the next.
        self.last.extend_from_slice(bytes);
        let all = self.last.as_slice();
        self.signs.merged = self.signs.merged || memmem::find(all, MERGED).is_some();
        self.signs.hollow = self.signs.hollow || HOLLOW.iter().any(|sign| memmem::find(all, sign).is_some());
        let keep = self.last.len().min(MERGED.len());
        let from = self.last.len().saturating_sub(keep);
        self.last.drain(..from);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The cells of a sheet that hold nothing where people see, or expect, something.
#[derive(Debug, Default)]
pub struct Gaps {
    /// Formulas without a result, by row and column from 0.
    pending: BTreeSet<(u32, u32)>,
    /// Merged cells that no row has reached yet, in the order of their rows.
    merged: VecDeque<Dimensions>,
    /// Those that the row at hand may meet, and what is said of their cells.
    open: Vec<(Dimensions, Held)>,
}

impl Gaps {
    /// Those of a sheet.
    pub fn of<RS: Read + Seek>(book: &mut Xlsx<RS>, name: &str, signs: Signs) -> Result<Gaps, Diagnostic> {
        let wrong = |error: XlsxError| damaged(error.to_string());
        let mut gaps = Gaps::default();
        if signs.merged {
            let mut merged = book.merge_cells_by_sheet_name(name).map_err(wrong)?;
            merged.sort_unstable();
            gaps.merged = merged.into();
        }
        if signs.hollow {
            let mut cells = book.worksheet_cells_reader(name).map_err(wrong)?;
            while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(wrong)? {
                if cell.formula.is_some() && cell.value == DataRef::Empty {
                    if gaps.pending.len() >= MOST {
                        return Err(not_computed(cell.pos.0, cell.pos.1));
                    }
                    gaps.pending.insert(cell.pos);
                }
            }
        }
        Ok(gaps)
    }

    /// What a cell lacks that holds nothing.
    pub fn pending(&self, line: u32, column: u32) -> Option<Held> {
        let is_pending = self.pending.contains(&(line, column));
        is_pending.then(|| Held::Lacking(Arc::new(not_computed(line, column))))
    }

    /// Marks the cells of a row that lie under a merged cell, in the first `wide` columns; rows come in their order.
    pub fn cover(&mut self, row: &mut HeldRow, wide: usize) {
        if self.merged.is_empty() && self.open.is_empty() {
            return;
        }
        let Ok(line) = u32::try_from(row.0.saturating_sub(1)) else { return };
        while let Some(next) = self.merged.front().filter(|next| next.start.0 <= line).copied() {
            self.merged.pop_front();
            self.open.push((next, covered(&next)));
        }
        self.open.retain(|(merged, _)| merged.end.0 >= line);
        if row.1.is_empty() {
            return;
        }
        for (merged, lacking) in &self.open {
            // The row may end before the columns that are covered.
            let end = usize::try_from(merged.end.1).map_or(wide, |last| last.saturating_add(1).min(wide));
            if row.1.len() < end {
                row.1.resize(end, Held::Empty);
            }
            for (column, held) in (0_u32..).zip(&mut row.1) {
                if *held == Held::Empty && merged.contains(line, column) && (line, column) != merged.start {
                    *held = lacking.clone();
                }
            }
        }
    }
}

fn not_computed(line: u32, column: u32) -> Diagnostic {
    Diagnostic::without_place(&sheet::NOT_COMPUTED).arg("cell", cell_name(line, column))
}

fn covered(merged: &Dimensions) -> Held {
    let first = cell_name(merged.start.0, merged.start.1);
    let last = cell_name(merged.end.0, merged.end.1);
    let found = Diagnostic::without_place(&sheet::UNDER_MERGED_CELL).arg("range", format!("{first}:{last}"));
    Held::Lacking(Arc::new(found.arg("first", first)))
}

/// The name of a cell as Excel has it: `B2`.
fn cell_name(line: u32, column: u32) -> String {
    format!("{}{}", letters(usize::try_from(column).unwrap_or(0)), line.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::{Search, Signs};
    use std::io::Write as _;

    #[test]
    fn signs_are_found_where_pieces_meet() {
        let text = b"<row><c r=\"A1\"><f>1+1</f><v></v></c></row><mergeCells><mergeCell ref=\"A1:A2\"/>";
        for cut in 0..text.len() {
            let mut search = Search::default();
            search.write_all(&text[..cut]).unwrap();
            search.write_all(&text[cut..]).unwrap();
            assert_eq!(search.signs(), Signs { merged: true, hollow: true }, "{cut}");
        }
        let mut search = Search::default();
        search.write_all(b"<c><v>1</v></c>").unwrap();
        assert_eq!(search.signs(), Signs::default());
    }
}
