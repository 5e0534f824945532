//! What stands above a heading: advice where the first row of a table holds no names, but a later one, or another sheet.

use std::io::Read;

use crate::diagnostic::{Diagnostic, sheet};
use crate::facts::json::shown;
use crate::facts::lookup::listed;
use crate::plan::Plan;

use super::csv::CsvReader;
use super::heading::Names;
use super::xlsx::XlsxReader;

/// How far below a heading is sought.
const ROWS: usize = 20;

/// A heading and what is below it.
#[derive(Debug)]
pub struct Above {
    row: u64,
    names: Vec<String>,
    below: Vec<(u64, Vec<String>)>,
    sheets: Vec<String>,
}

impl Above {
    /// Of a text.
    pub fn of_csv<R: Read>(reader: &CsvReader<R>) -> Above {
        Above {
            row: reader.header(),
            names: reader.names().to_vec(),
            below: reader.peek(ROWS),
            sheets: Vec::new(),
        }
    }

    /// Of a sheet: the run is over, its next rows are not needed any more.
    pub fn of_xlsx(reader: &mut XlsxReader) -> Above {
        Above {
            row: reader.header(),
            names: reader.names().to_vec(),
            below: reader.peek(ROWS),
            sheets: reader.sheets(),
        }
    }

    /// Says that the heading is elsewhere, where it is; or what was found before.
    pub fn explain(&self, plan: &Plan, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let known = Names::new(plan);
        let here = known.known(&self.names);
        let better = self.below.iter().map(|(row, names)| (known.known(names), *row));
        // The first of the best.
        let better = better.reduce(|best, one| if one.0 > best.0 { one } else { best });
        let words = shown(self.names.iter().find(|name| !name.is_empty()).map_or("", String::as_str));
        if let Some((_, row)) = better.filter(|&(count, _)| count > here && (here == 0 || count > 2)) {
            let found = Diagnostic::without_place(&sheet::TITLE_ABOVE).arg("row", self.row.to_string());
            return vec![found.arg("words", words).arg("better", row.to_string())];
        }
        match self.sheets.split_first() {
            Some((own, others)) if here == 0 && !others.is_empty() => {
                let found = Diagnostic::without_place(&sheet::OTHER_SHEETS).arg("sheet", shown(own));
                let found = found.arg("row", self.row.to_string()).arg("words", words);
                vec![found.arg("others", listed(others.iter().map(String::as_str)))]
            }
            Some(_) | None => found,
        }
    }
}
