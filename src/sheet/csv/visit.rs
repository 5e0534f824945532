//! A small table of CSV, row by row: lists and history that are joined to applicants.

use std::io::Read;

use crate::diagnostic::{Diagnostic, sheet};
use crate::sheet::cell::Cell;
use crate::sheet::visit::Visit;

use super::read::{CsvReader, not_text_cell};
use super::split::{Fields, Record, read_record};

impl<R: Read> CsvReader<R> {
    /// Shows every row to `visit`.
    pub fn visit(&mut self, visit: &mut Visit<'_>) -> Result<(), Diagnostic> {
        let names = self.names().to_vec();
        let mut fields = Fields::default();
        while let Some(piece) = self.next_piece()? {
            let bytes = piece.bytes.as_slice();
            let mut number = piece.first;
            let mut at = 0;
            while at < bytes.len() {
                let (record, next) = read_record(bytes, at, &mut fields);
                at = next;
                let row = number;
                number = number.saturating_add(1);
                match record {
                    Record::Blank => continue,
                    Record::Misquoted | Record::Unclosed => {
                        visit(row, Err(Diagnostic::without_place(&sheet::MISQUOTED)));
                        continue;
                    }
                    Record::Row => {}
                }
                if fields.len() != names.len() {
                    let found =
                        Diagnostic::without_place(&sheet::RAGGED).arg("found", fields.len().to_string());
                    visit(row, Err(found.arg("expected", names.len().to_string())));
                    continue;
                }
                let mut cells = Vec::with_capacity(names.len());
                let mut broken = false;
                for (field, name) in names.iter().enumerate() {
                    let held = fields.get(field, bytes);
                    match std::str::from_utf8(held) {
                        Ok("") => cells.push((name.as_str(), Cell::Empty)),
                        Ok(text) => cells.push((name.as_str(), Cell::Text(text))),
                        Err(_) => broken = true,
                    }
                }
                if broken {
                    visit(row, Err(not_text_cell()));
                } else if cells.iter().any(|(_, cell)| !matches!(cell, Cell::Empty)) {
                    visit(row, Ok(&cells));
                }
            }
        }
        Ok(())
    }
}
