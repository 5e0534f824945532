//! The ledger of an allocation as a file: CSV, NDJSON, Excel or JSON by its ending, whole or not at all.

use std::io::Write as _;
use std::path::Path;

use crate::allocate::Summary;
use crate::allocate::ledger::{COLUMNS, Row};
use crate::diagnostic::{Diagnostic, Lang, Words, call, sheet};
use crate::plan::Plan;
use crate::report;
use crate::sheet::csv::write_line;
use crate::sheet::{BookColumn, book};

use super::files;
use super::staged::Staged;

/// The format of a ledger.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    Csv,
    Ndjson,
    Xlsx,
    Json,
}

impl Form {
    /// The format of a file's ending; CSV for standard output.
    pub fn of(path: &Path) -> Result<Form, Diagnostic> {
        if path.as_os_str() == files::STANDARD_INPUT || files::ends_in(path, "csv") {
            return Ok(Form::Csv);
        }
        let other =
            [("ndjson", Form::Ndjson), ("jsonl", Form::Ndjson), ("xlsx", Form::Xlsx), ("json", Form::Json)];
        let found = other.into_iter().find(|(ending, _)| files::ends_in(path, ending)).map(|(_, form)| form);
        found.ok_or_else(|| {
            let path = files::name(path);
            let cause =
                Words::new(format!("台账不能写成 {path}"), format!("a ledger cannot be written as {path}"));
            let way_out = Words::new(
                "文件名以 .csv、.ndjson、.xlsx 或 .json 结尾",
                "let its name end in .csv, .ndjson, .xlsx or .json",
            );
            Diagnostic::without_place(&sheet::WRONG_CALL).arg("cause", cause).arg("way_out", way_out)
        })
    }

    /// The ledger in this format.
    pub fn bytes(self, plan: &Plan, whole: &Summary, lang: Lang) -> Result<Vec<u8>, Diagnostic> {
        Ok(match self {
            Form::Csv => csv(&whole.rows, lang),
            Form::Ndjson => {
                let mut out = Vec::new();
                for row in &whole.rows {
                    // Nothing that is written here can fail: all keys are texts, and so are the amounts.
                    out.extend(serde_json::to_vec(row).unwrap_or_default());
                    out.push(b'\n');
                }
                out
            }
            Form::Json => report::json_text(whole).into_bytes(),
            Form::Xlsx => workbook(plan, &whole.rows, lang)?,
        })
    }
}

fn heading(lang: Lang) -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(move |(zh, en, _)| match lang {
        Lang::Zh => *zh,
        Lang::En => *en,
    })
}

fn csv(rows: &[Row], lang: Lang) -> Vec<u8> {
    let mut out = Vec::new();
    write_line(&mut out, heading(lang));
    for row in rows {
        let cells = row.cells();
        write_line(&mut out, cells.iter().map(String::as_str));
    }
    out
}

fn workbook(plan: &Plan, rows: &[Row], lang: Lang) -> Result<Vec<u8>, Diagnostic> {
    let kind = |(_, name, number): &(&str, &str, bool)| match (*number, *name) {
        (true, "requested" | "lowest" | "highest" | "granted") => BookColumn::Amounts,
        (true, _) => BookColumn::Numbers,
        (false, _) => BookColumn::Words,
    };
    let heading: Vec<(&str, BookColumn)> = heading(lang).zip(COLUMNS.iter().map(kind)).collect();
    book(&heading, rows.iter().map(|row| row.cells().to_vec()), plan.rounding.decimals())
}

/// Writes a file whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let staged = Staged::begin(path)?;
    let mut writer = staged.writer()?;
    writer.write_all(bytes).and_then(|()| writer.flush()).map_err(|error| {
        let fault = Diagnostic::without_place(&call::NOT_WRITTEN).arg("path", files::name(path));
        fault.arg("cause", error.to_string())
    })?;
    drop(writer);
    staged.settle()?;
    staged.finish()
}
