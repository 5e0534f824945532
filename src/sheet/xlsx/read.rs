//! XLSX in: rows of the first visible sheet, read by a thread of their own.

use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxCellReader};

use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, sheet};
use crate::facts::json;
use crate::facts::lookup::listed;
use crate::sheet::cell::{self, Cell};
use crate::sheet::place::{ReadAt, Reader};
use crate::sheet::source::Start;
use crate::sheet::visit::Visit;
use crate::sheet::{MOST_COLUMNS, too_many_columns};

use super::gaps::{Gaps, Signs};
use super::guard::{damaged, look};

/// A cell as the sheet holds it.
#[derive(Clone, PartialEq, Debug)]
pub enum Held {
    Empty,
    Text(String),
    Number(f64),
    /// A number shown as a percentage.
    Share(f64),
    Truth(bool),
    Day(Date),
    /// An error of a formula, a time.
    Unusable(String),
    /// Nothing, where people see or expect something.
    Lacking(Arc<Diagnostic>),
}

impl Held {
    /// As a cell.
    pub fn cell(&self) -> Cell<'_> {
        match self {
            Held::Empty | Held::Lacking(_) => Cell::Empty,
            Held::Text(text) => Cell::Text(text),
            Held::Number(number) => Cell::Float(*number),
            Held::Share(number) => Cell::Share(*number),
            Held::Truth(truth) => Cell::Truth(*truth),
            Held::Day(day) => Cell::Day(*day),
            Held::Unusable(text) => Cell::Unusable(text),
        }
    }

    /// Whether it shows nothing.
    pub fn is_blank(&self) -> bool {
        match self {
            Held::Empty | Held::Lacking(_) => true,
            Held::Text(text) => text.trim().is_empty(),
            Held::Number(_) | Held::Share(_) | Held::Truth(_) | Held::Day(_) | Held::Unusable(_) => false,
        }
    }
}

/// A row: its number as Excel shows it, and its cells.
pub type HeldRow = (u64, Vec<Held>);

/// Some rows.
#[derive(Debug)]
pub struct XlsxPiece {
    /// The rows, blank ones left out.
    pub rows: Vec<HeldRow>,
    /// Its share of the file, for the progress.
    pub bytes: u64,
}

/// Hands out pieces of a sheet.
pub struct XlsxReader {
    names: Vec<String>,
    /// The row of the heading.
    header: u64,
    /// The sheet that is read, then the other visible ones.
    sheets: Arc<OnceLock<Vec<String>>>,
    receive: Receiver<Result<Option<Vec<HeldRow>>, Diagnostic>>,
    ended: bool,
}

impl XlsxReader {
    /// Looks at the whole workbook and reads the heading of its sheet. `piece` is the most rows of a piece.
    pub fn new(bytes: Arc<dyn ReadAt>, piece: usize, start: &Start) -> Result<XlsxReader, Diagnostic> {
        let mut magic = [0; 4];
        let read = bytes.read_at(&mut magic, 0).unwrap_or(0);
        if read < 4 || !magic.starts_with(b"PK") {
            let found = if magic == [0xd0, 0xcf, 0x11, 0xe0] {
                Words::new(
                    "它是旧式 .xls 或加了密码的文件，请另存为 .xlsx",
                    "it is an old .xls, or locked by a password; save it as .xlsx",
                )
            } else {
                Words::new(
                    "里面不是工作簿，可能是改了名字的 CSV",
                    "it holds no workbook; it may be CSV by another name",
                )
            };
            return Err(Diagnostic::without_place(&sheet::OTHER_FORMAT)
                .arg("wanted", "XLSX")
                .arg("found", found));
        }
        let signs = look(BufReader::new(Reader::new(bytes.clone(), 0)))?;
        let (send, receive) = sync_channel(2);
        let sheets: Arc<OnceLock<Vec<String>>> = Arc::default();
        let (shown, start) = (sheets.clone(), start.clone());
        std::thread::spawn(move || {
            let read =
                catch_unwind(AssertUnwindSafe(|| rows(bytes, signs, piece.max(2), &start, &shown, &send)));
            let last = match read {
                Ok(Ok(())) => Ok(None),
                Ok(Err(found)) => Err(found),
                Err(_) => Err(damaged(Words::new("工作表的内容不合规", "the sheet is malformed"))),
            };
            // Nobody listens once the run has failed.
            let _unheard = send.send(last);
        });
        let mut reader = XlsxReader { names: Vec::new(), header: 1, sheets, receive, ended: false };
        let Some(first) = reader.receive()? else {
            return Err(Diagnostic::without_place(&sheet::EMPTY_TABLE));
        };
        let Some((header, heading)) = first.into_iter().next() else {
            return Err(Diagnostic::without_place(&sheet::EMPTY_TABLE));
        };
        reader.header = header;
        for held in heading {
            let name = name_of(&held)?;
            if let Some(found) = cell::hidden(&name) {
                return Err(found);
            }
            reader.names.push(name);
        }
        while reader.names.last().is_some_and(String::is_empty) {
            reader.names.pop();
        }
        Ok(reader)
    }

    fn receive(&mut self) -> Result<Option<Vec<HeldRow>>, Diagnostic> {
        if self.ended {
            return Ok(None);
        }
        let received = self.receive.recv().unwrap_or(Ok(None));
        self.ended = !matches!(received, Ok(Some(_)));
        received
    }

    /// The names of the columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The row of the heading.
    pub fn header(&self) -> u64 {
        self.header
    }

    /// The sheet that is read, then the other visible ones.
    pub fn sheets(&self) -> Vec<String> {
        self.sheets.get().cloned().unwrap_or_default()
    }

    /// The next rows as they would be read for a heading. They are gone afterwards.
    pub fn peek(&mut self, most: usize) -> Vec<(u64, Vec<String>)> {
        let rows = self.receive().ok().flatten().unwrap_or_default();
        let names = |held: &[Held]| held.iter().map(|held| name_of(held).unwrap_or_default()).collect();
        rows.iter().take(most).map(|(number, held)| (*number, names(held))).collect()
    }

    /// The next piece.
    pub fn next_piece(&mut self) -> Result<Option<XlsxPiece>, Diagnostic> {
        Ok(self.receive()?.map(|rows| XlsxPiece { rows, bytes: 0 }))
    }

    /// Shows every row to `visit`.
    pub fn visit(&mut self, visit: &mut Visit<'_>) -> Result<(), Diagnostic> {
        while let Some(piece) = self.next_piece()? {
            for (number, row) in &piece.rows {
                let nothing = Held::Empty;
                let cells = self.names.iter().enumerate();
                let cells: Vec<_> =
                    cells.map(|(at, name)| (name.as_str(), row.get(at).unwrap_or(&nothing).cell())).collect();
                let lacking = row.iter().find_map(|held| match held {
                    Held::Lacking(found) => Some(found.as_ref().clone()),
                    Held::Empty
                    | Held::Text(_)
                    | Held::Number(_)
                    | Held::Share(_)
                    | Held::Truth(_)
                    | Held::Day(_)
                    | Held::Unusable(_) => None,
                });
                visit(*number, lacking.map_or(Ok(&cells), Err));
            }
        }
        Ok(())
    }
}

/// The name in a cell of the heading: words in several lines are one name.
fn name_of(held: &Held) -> Result<String, Diagnostic> {
    Ok(match held {
        Held::Empty | Held::Lacking(_) => String::new(),
        Held::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Held::Number(number) | Held::Share(number) => {
            let text = cell::decimal_of(*number)?;
            crate::money::parse_decimal(&text).map_or(text, crate::money::Rational::to_shortest)
        }
        Held::Truth(truth) => truth.to_string(),
        Held::Day(day) => day.to_string(),
        Held::Unusable(text) => text.clone(),
    })
}

/// Reads the sheet; the heading goes first and alone. Ends early where nobody listens.
fn rows(
    bytes: Arc<dyn ReadAt>,
    signs: Signs,
    piece: usize,
    start: &Start,
    shown: &OnceLock<Vec<String>>,
    send: &SyncSender<Result<Option<Vec<HeldRow>>, Diagnostic>>,
) -> Result<(), Diagnostic> {
    let wrong = |error: calamine::XlsxError| damaged(error.to_string());
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(Reader::new(bytes, 0))).map_err(wrong)?;
    let sheets = || book.sheets_metadata().iter().filter(|one| one.typ == SheetType::WorkSheet);
    let visible = || sheets().filter(|one| one.visible == SheetVisible::Visible);
    let name = match &start.sheet {
        Some(wish) => match sheets().find(|one| one.name.trim() == wish.trim()) {
            Some(one) => one.name.clone(),
            None => {
                let others = listed(sheets().map(|one| one.name.as_str()));
                let found = Diagnostic::without_place(&sheet::NO_SUCH_SHEET).arg("sheet", json::shown(wish));
                return Err(found.arg("others", others));
            }
        },
        None => match visible().next() {
            Some(one) => one.name.clone(),
            None => return Err(damaged(Words::new("没有可见的工作表", "there is no visible sheet"))),
        },
    };
    let others = visible().filter(|one| one.name != name).map(|one| one.name.clone());
    // INVARIANT: this is the only place that sets it.
    let _set = shown.set(std::iter::once(name.clone()).chain(others).collect());
    let header = start.header.unwrap_or(1);
    let mut gaps = Gaps::of(&mut book, &name, signs)?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(wrong)?;
    let shares = shares(&cells);
    let mut waiting: Vec<HeldRow> = Vec::new();
    let mut row: HeldRow = (0, Vec::new());
    let mut headed = false;
    let mut wide = 0_usize;
    let mut put = |mut row: HeldRow, gaps: &mut Gaps, waiting: &mut Vec<HeldRow>| {
        gaps.cover(&mut row, wide);
        if row.0 < header || row.1.iter().all(Held::is_blank) {
            return true;
        }
        waiting.push(row);
        if headed && waiting.len() < piece {
            return true;
        }
        if !headed {
            wide = waiting.first().map_or(0, |(_, heading)| heading.len());
        }
        headed = true;
        send.send(Ok(Some(std::mem::take(waiting)))).is_ok()
    };
    while let Some((found, style)) = cells.next_cell_with_style_id().map_err(wrong)? {
        let (line, column) = found.get_position();
        let number = u64::from(line).saturating_add(1);
        if number != row.0 {
            if number < row.0 {
                return Err(damaged(Words::new("行的次序颠倒", "its rows are out of order")));
            }
            let before = std::mem::replace(&mut row, (number, Vec::new()));
            if !put(before, &mut gaps, &mut waiting) {
                return Ok(());
            }
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MOST_COLUMNS {
            return Err(too_many_columns(column));
        }
        let mut held = held(found.get_value(), shares.get(style).copied().unwrap_or(false));
        if held == Held::Empty
            && let Some(lacking) = gaps.pending(line, found.get_position().1)
        {
            held = lacking;
        }
        if row.1.len() <= column {
            row.1.resize(column.saturating_add(1), Held::Empty);
        }
        if let Some(slot) = row.1.get_mut(column) {
            *slot = held;
        }
    }
    if put(row, &mut gaps, &mut waiting) && !waiting.is_empty() {
        let _unheard = send.send(Ok(Some(waiting)));
    }
    Ok(())
}

/// Which styles show a number as a percentage.
fn shares<RS: std::io::Read + std::io::Seek>(cells: &XlsxCellReader<'_, RS>) -> Vec<bool> {
    let share = |style: &calamine::Style| {
        style.number_format.as_ref().is_some_and(|format| is_share(&format.format_code))
    };
    cells.styles().iter().map(share).collect()
}

/// Whether a format has a percent sign outside quotes.
fn is_share(format: &str) -> bool {
    let mut quoted = false;
    let mut escaped = false;
    format.chars().any(|letter| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match letter {
            '"' => quoted = !quoted,
            '\\' => escaped = true,
            '%' => return !quoted,
            _ => {}
        }
        false
    })
}

fn held(value: &DataRef<'_>, share: bool) -> Held {
    match value {
        DataRef::Empty => Held::Empty,
        // Whole numbers beyond 2^53 do not stand in sheets: all numbers of a sheet are binary.
        DataRef::Int(number) => number.to_string().parse().map_or(Held::Empty, Held::Number),
        DataRef::Float(number) if share => Held::Share(*number),
        DataRef::Float(number) => Held::Number(*number),
        DataRef::String(text) => Held::Text(text.clone()),
        DataRef::SharedString(text) => Held::Text((*text).to_owned()),
        DataRef::Bool(truth) => Held::Truth(*truth),
        DataRef::DateTime(moment) => {
            let (year, month, day, hours, minutes, seconds, parts) = moment.to_ymd_hms_milli();
            let whole = (hours, minutes, seconds, parts) == (0, 0, 0, 0) && moment.is_datetime();
            let date = Date::new(i64::from(year), i64::from(month), i64::from(day));
            match date.filter(|_| whole && in_range(moment.as_f64())) {
                Some(date) => Held::Day(date),
                None if moment.as_f64() < 1.0 => {
                    Held::Unusable(format!("{hours:02}:{minutes:02}:{seconds:02}"))
                }
                None => Held::Unusable(format!(
                    "{year:04}-{month:02}-{day:02} {hours:02}:{minutes:02}:{seconds:02}"
                )),
            }
        }
        DataRef::DateTimeIso(text) => {
            let date = text.get(..10).filter(|_| text.len() == 10 || text.get(10..) == Some("T00:00:00"));
            date.and_then(Date::parse).map_or(Held::Unusable(text.clone()), Held::Day)
        }
        DataRef::DurationIso(text) => Held::Unusable(text.clone()),
        DataRef::Error(error) => Held::Unusable(error.to_string()),
    }
}

/// Whether a serial number of a day is one that Excel has; calamine takes others for the first or the last.
fn in_range(serial: f64) -> bool {
    (1.0..2_958_466.0).contains(&serial)
}

#[cfg(test)]
mod tests {
    use super::{Held, held, is_share};
    use crate::calendar::Date;
    use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType};

    #[test]
    fn days_are_read_by_the_system_of_their_file() {
        let day = |serial: f64, from_1904: bool| {
            let moment = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, from_1904);
            match held(&DataRef::DateTime(moment), false) {
                Held::Day(day) => day.to_string(),
                other => format!("{other:?}"),
            }
        };
        assert_eq!(day(43646.0, false), "2019-06-30");
        assert_eq!(day(42184.0, true), "2019-06-30");
        assert_eq!(day(1.0, false), "1900-01-01");
        assert_eq!(day(61.0, false), "1900-03-01");
        for none in [60.0, 43646.5, -1.0, 3_000_000.0] {
            assert!(day(none, false).starts_with("Unusable"), "{none}");
        }
        assert_eq!(
            held(&DataRef::DateTimeIso("2019-06-30".into()), false),
            Held::Day(Date::parse("2019-06-30").unwrap())
        );
    }

    #[test]
    fn percentages_are_known_by_their_format() {
        assert!(is_share("0.00%"));
        assert!(!is_share("0.00\"%\""));
        assert!(!is_share("0\\%"));
        assert!(!is_share("General"));
    }
}
