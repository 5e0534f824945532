//! The ledger of an allocation as a file: CSV, NDJSON, Excel or JSON by its ending, whole or not at all.

use std::io::Write as _;
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};
use unicode_width::UnicodeWidthStr as _;

use crate::allocate::Summary;
use crate::allocate::ledger::{COLUMNS, Row};
use crate::diagnostic::{Diagnostic, Lang, call, sheet};
use crate::plan::Plan;
use crate::report;
use crate::sheet::csv::write_line;
use crate::sheet::harmless;

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

/// The widest column of a workbook, in characters.
const WIDEST: usize = 60;
/// Digits that a number of a workbook is sure to hold.
const MOST_DIGITS: usize = 15;

impl Form {
    /// The format of a file's ending; CSV for standard output.
    pub fn of(path: &Path) -> Result<Form, Diagnostic> {
        if path.as_os_str() == files::STANDARD_INPUT || files::ends_in(path, "csv") {
            return Ok(Form::Csv);
        }
        let other =
            [("ndjson", Form::Ndjson), ("jsonl", Form::Ndjson), ("xlsx", Form::Xlsx), ("json", Form::Json)];
        let found = other.into_iter().find(|(ending, _)| files::ends_in(path, ending)).map(|(_, form)| form);
        found.ok_or_else(|| Diagnostic::without_place(&sheet::NO_FORMAT).arg("path", files::name(path)))
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
            Form::Xlsx => workbook(plan, &whole.rows, lang).map_err(|error| {
                Diagnostic::without_place(&call::NOT_WRITTEN)
                    .arg("path", "xlsx")
                    .arg("cause", error.to_string())
            })?,
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

fn workbook(plan: &Plan, rows: &[Row], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // No clock: the same allocation gives the same bytes.
    let moment = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&moment));
    let decimals = "0".repeat(usize::try_from(plan.rounding.decimals()).unwrap_or(2));
    let money = Format::new().set_num_format(match decimals.is_empty() {
        true => "#,##0".to_owned(),
        false => format!("#,##0.{decimals}"),
    });
    let bold = Format::new().set_bold().set_align(FormatAlign::Center);
    let sheet = book.add_worksheet();
    sheet.set_freeze_panes(1, 1)?;
    let mut widths: Vec<usize> = Vec::new();
    for (at, name) in (0_u16..).zip(heading(lang)) {
        sheet.write_string_with_format(0, at, name, &bold)?;
        widths.push(name.width());
    }
    for (line, row) in (1_u32..).zip(rows) {
        for ((at, text), (_, name, number)) in (0_u16..).zip(row.cells()).zip(COLUMNS) {
            if text.is_empty() {
                continue;
            }
            if let Some(width) = widths.get_mut(usize::from(at)) {
                *width = (*width).max(text.width().saturating_add(2));
            }
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            match text.parse::<f64>().ok().filter(|_| *number && digits <= MOST_DIGITS) {
                Some(value) if matches!(*name, "requested" | "lowest" | "highest" | "granted") => {
                    sheet.write_number_with_format(line, at, value, &money)?;
                }
                Some(value) => {
                    sheet.write_number(line, at, value)?;
                }
                None => {
                    sheet.write_string(line, at, harmless(&text).as_ref())?;
                }
            }
        }
    }
    for (at, width) in (0_u16..).zip(widths) {
        let width = u16::try_from(width.min(WIDEST)).unwrap_or(u16::MAX);
        sheet.set_column_width(at, f64::from(width))?;
    }
    let rows = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let last = u16::try_from(COLUMNS.len()).unwrap_or(u16::MAX).saturating_sub(1);
    sheet.autofilter(0, 0, rows, last)?;
    book.save_to_buffer()
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
