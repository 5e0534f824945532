//! The formats of tables, by the endings of their names.

/// How a table is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// A JSON object on each line.
    Ndjson,
    /// An Excel workbook; its first sheet.
    Xlsx,
    /// Parquet.
    Parquet,
}

impl Format {
    /// The format that a file's name ends in.
    pub fn of_ending(ending: &str) -> Option<Format> {
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Some(Format::Csv),
            "ndjson" | "jsonl" => Some(Format::Ndjson),
            "xlsx" | "xlsm" => Some(Format::Xlsx),
            "parquet" | "pq" => Some(Format::Parquet),
            _ => None,
        }
    }

    /// Whether it is text, which can come from and go to a pipe.
    pub const fn is_text(self) -> bool {
        matches!(self, Format::Csv | Format::Ndjson)
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Csv => "CSV",
            Format::Ndjson => "NDJSON",
            Format::Xlsx => "XLSX",
            Format::Parquet => "Parquet",
        }
    }
}
