//! A small workbook as a whole: a heading, and rows of words and numbers.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};
use unicode_width::UnicodeWidthStr as _;

use crate::diagnostic::{Diagnostic, call};

use super::cell::MOST_DIGITS;
use super::harmless;

/// The widest column, in characters.
const WIDEST: usize = 60;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BookColumn {
    /// Words.
    Words,
    /// Numbers.
    Numbers,
    /// Amounts.
    Amounts,
}

/// A workbook of one sheet: the heading frozen with the first column, widths that fit, numbers as numbers. A number of
/// more digits than a cell is sure to hold stays words. The same rows give the same bytes.
pub fn book(
    heading: &[(&str, BookColumn)],
    rows: impl Iterator<Item = Vec<String>>,
    decimals: u32,
) -> Result<Vec<u8>, Diagnostic> {
    written(heading, rows, decimals).map_err(|error| {
        Diagnostic::without_place(&call::NOT_WRITTEN).arg("path", "xlsx").arg("cause", error.to_string())
    })
}

fn written(
    heading: &[(&str, BookColumn)],
    rows: impl Iterator<Item = Vec<String>>,
    decimals: u32,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // No clock: the same rows give the same bytes.
    let moment = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&moment));
    let places = "0".repeat(usize::try_from(decimals).unwrap_or(2));
    let form = if places.is_empty() { "#,##0".to_owned() } else { format!("#,##0.{places}") };
    let amount = Format::new().set_num_format(form);
    let bold = Format::new().set_bold().set_align(FormatAlign::Center);
    let sheet = book.add_worksheet();
    sheet.set_freeze_panes(1, 1)?;
    let mut widths: Vec<usize> = Vec::new();
    for (at, (name, _)) in (0_u16..).zip(heading) {
        sheet.write_string_with_format(0, at, harmless(name).as_ref(), &bold)?;
        widths.push(name.width().saturating_add(2));
    }
    let mut last = 0_u32;
    for (line, row) in (1_u32..).zip(rows) {
        last = line;
        for ((at, text), (_, kind)) in (0_u16..).zip(row).zip(heading) {
            if text.is_empty() {
                continue;
            }
            if let Some(width) = widths.get_mut(usize::from(at)) {
                *width = (*width).max(text.width().saturating_add(2));
            }
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            let number = text.parse::<f64>().ok().filter(|_| digits <= MOST_DIGITS);
            match (number, kind) {
                (Some(number), BookColumn::Amounts) => {
                    sheet.write_number_with_format(line, at, number, &amount)?
                }
                (Some(number), BookColumn::Numbers) => sheet.write_number(line, at, number)?,
                (_, BookColumn::Words) | (None, BookColumn::Numbers | BookColumn::Amounts) => {
                    sheet.write_string(line, at, harmless(&text).as_ref())?
                }
            };
        }
    }
    for (at, width) in (0_u16..).zip(widths) {
        let width = u16::try_from(width.min(WIDEST)).unwrap_or(u16::MAX);
        sheet.set_column_width(at, f64::from(width))?;
    }
    if let Some(right) = u16::try_from(heading.len()).ok().and_then(|columns| columns.checked_sub(1)) {
        sheet.autofilter(0, 0, last, right)?;
    }
    book.save_to_buffer()
}
