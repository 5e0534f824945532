//! XLSX out: numbers with formats, a frozen heading, widths that fit; rows go to the disk as they come.

use std::io::Write;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};
use unicode_width::UnicodeWidthStr as _;

use crate::diagnostic::{Diagnostic, Words, call, sheet};
use crate::sheet::answer::{Answer, Answers, Layout, What};
use crate::sheet::block::Kept;
use crate::sheet::cell::MOST_DIGITS;
use crate::sheet::harmless;
use crate::sheet::number::write_decimal;

/// The rows of a sheet, the heading among them.
const MOST_ROWS: u32 = 1_048_576;
/// The widest column, in characters.
const WIDEST: usize = 60;
/// The longest text of a cell, in characters.
const LONGEST: usize = 32_767;

/// A cell of a row that comes out.
#[derive(Debug)]
pub enum SheetCell {
    Empty,
    Amount(f64),
    Number(f64),
    Truth(bool),
    Text(String),
}

/// A row that comes out.
pub type SheetRow = Vec<SheetCell>;

/// A workbook on its way.
pub struct XlsxOutput<W: Write> {
    to: W,
    book: Workbook,
    amount: Format,
    next: u32,
    widths: Vec<usize>,
}

fn not_written(error: &XlsxError) -> Diagnostic {
    let cause = if let XlsxError::IoError(error) = error {
        Words::from(error)
    } else {
        Words::same(error.to_string())
    };
    Diagnostic::without_place(&call::NOT_WRITTEN).arg("cause", cause)
}

impl<W: Write> XlsxOutput<W> {
    /// Begins a workbook with its heading.
    pub fn begin(layout: &Layout, to: W) -> Result<XlsxOutput<W>, Diagnostic> {
        let begun = (|| {
            let mut book = Workbook::new();
            // No clock: the same table gives the same bytes.
            let moment = ExcelDateTime::from_ymd(2000, 1, 1)?;
            book.set_properties(&DocProperties::new().set_creation_datetime(&moment));
            let decimals = "0".repeat(layout.decimals);
            let amount = Format::new().set_num_format(format!("#,##0.{decimals}"));
            let heading = Format::new().set_bold().set_align(FormatAlign::Center).set_text_wrap();
            let sheet = book.add_worksheet_with_constant_memory();
            let sheet = sheet?;
            sheet.set_freeze_panes(1, 0)?;
            let mut widths = Vec::new();
            for (at, column) in layout.columns.iter().enumerate() {
                let at = u16::try_from(at).map_err(|_| XlsxError::RowColumnLimitError)?;
                sheet.write_string_with_format(0, at, harmless(&column.name).as_ref(), &heading)?;
                let least = match column.what {
                    What::Amount(_)
                    | What::Min(_)
                    | What::Max(_)
                    | What::Total
                    | What::TotalMin
                    | What::TotalMax => 14,
                    What::Outcome(_) => 13,
                    What::Kept(_) | What::Reasons(_) => 6,
                };
                widths.push(column.name.width().max(least));
            }
            Ok((book, amount, widths))
        })();
        let (book, amount, widths) = begun.map_err(|error| not_written(&error))?;
        Ok(XlsxOutput { to, book, amount, next: 1, widths })
    }

    /// Writes rows.
    pub fn take(&mut self, rows: Vec<SheetRow>) -> Result<(), Diagnostic> {
        for row in rows {
            if self.next >= MOST_ROWS {
                let what = Words::new("结果的行数", "the rows of the result");
                let found = Diagnostic::without_place(&sheet::BEYOND_LIMIT).arg("what", what);
                return Err(found.arg("limit", format!("{MOST_ROWS} (XLSX)")));
            }
            self.row(&row).map_err(|error| not_written(&error))?;
            self.next = self.next.saturating_add(1);
        }
        Ok(())
    }

    fn row(&mut self, row: &[SheetCell]) -> Result<(), XlsxError> {
        let line = self.next;
        let sheet = self.book.worksheet_from_index(0)?;
        for (at, (cell, widest)) in row.iter().zip(&mut self.widths).enumerate() {
            let at = u16::try_from(at).map_err(|_| XlsxError::RowColumnLimitError)?;
            match cell {
                SheetCell::Empty => {}
                SheetCell::Amount(number) => {
                    sheet.write_number_with_format(line, at, *number, &self.amount)?;
                }
                SheetCell::Number(number) => {
                    sheet.write_number(line, at, *number)?;
                }
                SheetCell::Truth(truth) => {
                    sheet.write_boolean(line, at, *truth)?;
                }
                SheetCell::Text(text) => {
                    *widest = text.width().max(*widest);
                    sheet.write_string(line, at, text)?;
                }
            }
        }
        Ok(())
    }

    /// Ends the workbook.
    pub fn end(mut self) -> Result<W, Diagnostic> {
        let bytes = (|| {
            let sheet = self.book.worksheet_from_index(0)?;
            for (at, wide) in self.widths.iter().enumerate() {
                let at = u16::try_from(at).map_err(|_| XlsxError::RowColumnLimitError)?;
                let wide = u16::try_from((*wide).min(WIDEST).saturating_add(2)).unwrap_or(10);
                sheet.set_column_width(at, wide)?;
            }
            self.book.save_to_buffer()
        })();
        let bytes = bytes.map_err(|error: XlsxError| not_written(&error))?;
        self.to.write_all(&bytes).map_err(|error| crate::sheet::unwritable(&error))?;
        Ok(self.to)
    }
}

/// The cells of a block as rows of a sheet.
pub fn encode(layout: &Layout, answers: &Answers<'_>) -> Vec<SheetRow> {
    let row = |row: usize| {
        layout.columns.iter().map(|column| cell(answers.cell(column.what, row), layout)).collect()
    };
    answers.rows().map(row).collect()
}

fn cell(answer: Answer<'_>, layout: &Layout) -> SheetCell {
    match answer {
        Answer::Empty | Answer::Kept(_, Kept::Empty) => SheetCell::Empty,
        Answer::Amount(whole) => {
            let mut text = Vec::new();
            write_decimal(&mut text, whole, layout.decimals);
            let text = String::from_utf8(text).unwrap_or_default();
            number(&text).map_or(SheetCell::Text(text), SheetCell::Amount)
        }
        Answer::Text(text) | Answer::Kept(text, Kept::Text) => SheetCell::Text(fitting(text)),
        Answer::Kept(text, Kept::Number) => {
            number(text).map_or_else(|| SheetCell::Text(fitting(text)), SheetCell::Number)
        }
        Answer::Kept(text, Kept::Truth) => SheetCell::Truth(text == "true"),
    }
}

/// The binary number of a decimal, where it holds all digits; what it cannot hold stays text.
fn number(text: &str) -> Option<f64> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.parse().ok().filter(|_| digits <= MOST_DIGITS)
}

fn fitting(text: &str) -> String {
    let text = harmless(text);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text.get(..end).unwrap_or("").to_owned(),
        None => text.into_owned(),
    }
}
