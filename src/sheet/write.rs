//! Results out: a block's cells as a piece of the output, made on any thread, and the output that takes them in order.

use std::io::Write;

use crate::diagnostic::{Diagnostic, Lang};

use super::answer::{Answer, Answers, Layout, What};
use super::block::{Fault, Kept};
use super::number::write_decimal;
use super::parquet::{self, Encoder, Group, ParquetOutput};
use super::xlsx::{self, SheetRow, XlsxOutput};
use super::{Format, csv, unwritable};

/// A piece of the output.
#[derive(Debug)]
pub enum Encoded {
    /// Text.
    Bytes(Vec<u8>),
    /// A row group.
    Group(Group),
    /// Rows of a sheet.
    Rows(Vec<SheetRow>),
}

/// How the pieces of an output are made.
pub enum Encoding {
    /// Lines of CSV.
    Csv,
    /// Lines of JSON.
    Ndjson,
    /// Row groups.
    Parquet(Box<Encoder>),
    /// Rows of a sheet.
    Xlsx,
}

/// The output.
pub enum Output<W: Write + Send> {
    /// Text.
    Text(W),
    /// Parquet.
    Parquet(Box<ParquetOutput<W>>),
    /// XLSX.
    Xlsx(Box<XlsxOutput<W>>),
}

impl<W: Write + Send> Output<W> {
    /// Begins an output: its heading is written.
    pub fn begin(format: Format, layout: &Layout, mut to: W) -> Result<(Output<W>, Encoding), Diagnostic> {
        match format {
            Format::Csv => {
                let mut line = Vec::new();
                csv::write_line(&mut line, layout.columns.iter().map(|column| column.name.as_str()));
                to.write_all(&line).map_err(|error| unwritable(&error))?;
                Ok((Output::Text(to), Encoding::Csv))
            }
            Format::Ndjson => Ok((Output::Text(to), Encoding::Ndjson)),
            Format::Parquet => {
                let (output, encoder) = ParquetOutput::begin(layout, to)?;
                Ok((Output::Parquet(Box::new(output)), Encoding::Parquet(Box::new(encoder))))
            }
            Format::Xlsx => Ok((Output::Xlsx(Box::new(XlsxOutput::begin(layout, to)?)), Encoding::Xlsx)),
        }
    }

    /// Takes the next piece.
    pub fn take(&mut self, piece: Encoded) -> Result<(), Diagnostic> {
        match (self, piece) {
            (Output::Text(to), Encoded::Bytes(bytes)) => {
                to.write_all(&bytes).map_err(|error| unwritable(&error))
            }
            (Output::Parquet(output), Encoded::Group(group)) => output.take(group),
            (Output::Xlsx(output), Encoded::Rows(rows)) => output.take(rows),
            // INVARIANT: pieces are made by the encoding that was begun with the output.
            (Output::Text(_) | Output::Parquet(_) | Output::Xlsx(_), _) => Ok(()),
        }
    }

    /// Ends it.
    pub fn end(self) -> Result<W, Diagnostic> {
        let mut to = match self {
            Output::Text(to) => to,
            Output::Parquet(output) => output.end()?,
            Output::Xlsx(output) => output.end()?,
        };
        to.flush().map_err(|error| unwritable(&error))?;
        Ok(to)
    }
}

/// The cells of a block as a piece of the output.
pub(super) fn encode(
    encoding: &Encoding,
    layout: &Layout,
    answers: &Answers<'_>,
) -> Result<Encoded, Diagnostic> {
    match encoding {
        Encoding::Csv => Ok(Encoded::Bytes(csv_rows(layout, answers))),
        Encoding::Ndjson => Ok(Encoded::Bytes(json_rows(layout, answers))),
        Encoding::Xlsx => Ok(Encoded::Rows(xlsx::encode(layout, answers))),
        Encoding::Parquet(encoder) => Ok(Encoded::Group(parquet::encode(encoder, layout, answers)?)),
    }
}

/// Lines of JSON: amounts are texts, as in the result of `eval`, so that no reader makes binary numbers of them.
fn json_rows(layout: &Layout, answers: &Answers<'_>) -> Vec<u8> {
    let names: Vec<String> = layout
        .columns
        .iter()
        .map(|column| serde_json::Value::from(column.name.as_str()).to_string())
        .collect();
    let mut out = Vec::new();
    for row in answers.rows() {
        for (at, (column, name)) in layout.columns.iter().zip(&names).enumerate() {
            out.push(if at == 0 { b'{' } else { b',' });
            out.extend_from_slice(name.as_bytes());
            out.push(b':');
            match answers.cell(column.what, row) {
                Answer::Empty | Answer::Kept(_, Kept::Empty) => out.extend_from_slice(b"null"),
                Answer::Amount(whole) => {
                    out.push(b'"');
                    write_decimal(&mut out, whole, layout.decimals);
                    out.push(b'"');
                }
                Answer::Text(text) | Answer::Kept(text, Kept::Text) => {
                    out.extend_from_slice(serde_json::Value::from(text).to_string().as_bytes());
                }
                Answer::Kept(text, Kept::Number | Kept::Truth) => out.extend_from_slice(text.as_bytes()),
            }
        }
        out.extend_from_slice(b"}\n");
    }
    out
}

fn csv_rows(layout: &Layout, answers: &Answers<'_>) -> Vec<u8> {
    let mut out =
        Vec::with_capacity(answers.results.rows.saturating_mul(layout.columns.len()).saturating_mul(8));
    let plain: Option<Vec<&[i64]>> = layout
        .columns
        .iter()
        .map(|column| match column.what {
            What::Amount(award) => answers.results.awards.get(award).map(|award| award.low.as_slice()),
            What::Total => Some(answers.results.low.as_slice()),
            What::Kept(_)
            | What::Outcome(_)
            | What::Min(_)
            | What::Max(_)
            | What::Reasons(_)
            | What::TotalMin
            | What::TotalMax => None,
        })
        .collect();
    if let Some(columns) = plain.filter(|_| answers.all_exact()) {
        for row in 0..answers.results.rows {
            for (at, column) in columns.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write_decimal(&mut out, column.get(row).copied().unwrap_or(0), layout.decimals);
            }
            out.push(b'\n');
        }
        return out;
    }
    for row in answers.rows() {
        let begin = out.len();
        for (at, column) in layout.columns.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            match answers.cell(column.what, row) {
                Answer::Empty => {}
                Answer::Amount(whole) => write_decimal(&mut out, whole, layout.decimals),
                Answer::Text(text) | Answer::Kept(text, Kept::Text | Kept::Empty) => {
                    csv::write_cell(&mut out, text)
                }
                Answer::Kept(text, Kept::Number | Kept::Truth) => out.extend_from_slice(text.as_bytes()),
            }
        }
        if out.len() == begin {
            out.extend_from_slice(b"\"\"");
        }
        out.push(b'\n');
    }
    out
}

/// Faults as lines of CSV; `heading` writes the names of the columns first.
pub fn faults_text(faults: &[Fault], heading: bool, lang: Lang) -> Vec<u8> {
    let mut out = Vec::new();
    if heading {
        csv::write_line(&mut out, ["row", "applicant", "table", "column", "code", "reason", "help"]);
    }
    for fault in faults {
        let row = fault.row.to_string();
        let table = fault.table.as_ref().map_or("", |table| table.get(lang));
        let (reason, help) = (fault.found.message(lang), fault.found.help(lang));
        let cells = [
            row.as_str(),
            fault.name.as_deref().unwrap_or(""),
            table,
            fault.column.as_deref().unwrap_or(""),
            fault.found.entry.code,
            &reason,
            &help,
        ];
        csv::write_line(&mut out, cells);
    }
    out
}
