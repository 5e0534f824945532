//! Tables that are joined to applicants by a key: items of lists, and what was paid before.

mod entry;
mod granted;
mod history;
mod list;

pub use granted::Granted;
pub use history::Histories;
pub use list::ListTable;

use crate::diagnostic::{Diagnostic, Entry, Lang, Words, sheet};
use crate::facts::json::{Kind, shown};
use crate::facts::lookup::listed;
use crate::money::Rational;

use super::cell::{self, Cell};
use super::heading::way_out;

/// A column of a joined table that says nothing it knows.
fn unknown_column(column: &str, advice: Words) -> Diagnostic {
    Diagnostic::without_place(&sheet::UNKNOWN_COLUMN)
        .arg("column", shown(column))
        .arg("place", "")
        .arg("advice", advice)
        .arg("other", way_out(column, true))
}

/// The key that a cell holds, as words; nothing where it is empty.
pub fn key_of(cell: Cell<'_>) -> Result<Option<String>, Diagnostic> {
    let text = match cell {
        Cell::Text(text) => text.trim().to_owned(),
        Cell::Float(number) => {
            let text = cell::decimal_of(number)
                .map(|text| crate::money::parse_decimal(&text).map_or(text, Rational::to_shortest));
            // A code of more digits was cut short by the program that wrote it, even if what is left looks whole.
            match text.ok().filter(|text| text.len() <= cell::MOST_DIGITS) {
                Some(text) => text,
                None => {
                    let found = Diagnostic::without_place(&sheet::KEY_AS_NUMBER);
                    return Err(found.arg("text", shown(&number.to_string())));
                }
            }
        }
        Cell::Scaled(whole, 0) => whole.to_string(),
        Cell::Json(json) => match &json.kind {
            Kind::Text(text) => text.trim().to_owned(),
            Kind::Number(text) => text.clone(),
            Kind::Null | Kind::Bool(_) | Kind::BrokenText | Kind::Array(_) | Kind::Object(_) => {
                return Ok(None);
            }
        },
        Cell::Empty
        | Cell::Share(_)
        | Cell::Scaled(..)
        | Cell::Truth(_)
        | Cell::Day(_)
        | Cell::Unusable(_) => return Ok(None),
    };
    Ok((!text.is_empty()).then_some(text))
}

fn in_row(found: Diagnostic, table: &str, row: u64) -> Diagnostic {
    within(&sheet::IN_ROW, &found, table).arg("row", row.to_string())
}

fn of_table(found: Diagnostic, table: &str) -> Diagnostic {
    within(&sheet::IN_TABLE, &found, table)
}

/// A finding of a table that is joined, told within one of the whole run.
fn within(entry: &'static Entry, found: &Diagnostic, table: &str) -> Diagnostic {
    let both = |words: &dyn Fn(Lang) -> String| Words::new(words(Lang::Zh), words(Lang::En));
    Diagnostic::without_place(entry)
        .arg("table", shown(table))
        .arg("code", found.entry.code)
        .arg("cause", both(&|lang| found.message(lang)))
        .arg("way_out", both(&|lang| found.help(lang)))
}

fn no_key_column<'a>(key: &str, table: &str, names: impl Iterator<Item = &'a str>) -> Diagnostic {
    let names = listed(names);
    let advice = Words::new(format!("表里有：{}", names.zh), format!("the table has: {}", names.en));
    let finding = Diagnostic::without_place(&sheet::NO_SUCH_COLUMN)
        .arg("option", shown(table))
        .arg("column", shown(key));
    finding.arg("advice", advice)
}
