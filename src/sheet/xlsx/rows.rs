//! The rows of a sheet into columns of facts.

use crate::diagnostic::{Diagnostic, sheet};
use crate::money::{Rational, parse_decimal};
use crate::sheet::block::{Block, Kept};
use crate::sheet::cell;
use crate::sheet::heading::{Heading, Meaning, place};
use crate::sheet::reading::Reading;
use crate::sheet::taker::Taker;
use crate::sheet::total::total;

use super::read::{Held, XlsxPiece};

/// What the rows of pieces have in common.
#[derive(Debug)]
pub struct XlsxShape {
    heading: Heading,
}

impl XlsxShape {
    /// The columns of the table.
    pub fn heading(&self) -> &Heading {
        &self.heading
    }

    /// The shape of a sheet with this heading.
    pub fn new(heading: Heading) -> XlsxShape {
        XlsxShape { heading }
    }

    /// The rows of a piece.
    pub fn block(&self, piece: &XlsxPiece, reading: &Reading<'_>) -> Block {
        let mut taker = Taker::new(reading, &self.heading);
        let nothing = Held::Empty;
        let early = |meaning: Meaning| matches!(meaning, Meaning::AsOf | Meaning::Year);
        for (number, row) in &piece.rows {
            taker.begin(*number);
            let held = |at: usize| row.get(at).unwrap_or(&nothing);
            if let Some((at, found)) = of_total(row) {
                let column = self.heading.columns.get(at).map(|column| column.name.as_str());
                taker.fault(column, found);
                taker.end_bad();
                continue;
            }
            let beyond = self.heading.columns.len();
            if let Some(at) = row.iter().skip(beyond).position(|held| !held.is_blank()) {
                let place = place(Some(at.saturating_add(beyond)));
                taker.fault(None, Diagnostic::without_place(&sheet::NAMELESS_COLUMN).arg("place", place));
            }
            if let Some(key) = self.heading.key {
                let name = self.heading.columns.get(key).map_or("", |column| column.name.as_str());
                taker.key_cell(name, held(key).cell());
            }
            for first in [true, false] {
                for (at, column) in self.heading.columns.iter().enumerate() {
                    if early(column.meaning) == first {
                        if let Held::Lacking(found) = held(at)
                            && (!matches!(column.meaning, Meaning::Other | Meaning::Nameless)
                                || self.heading.key == Some(at))
                        {
                            taker.fault(Some(&column.name), found.as_ref().clone());
                        }
                        taker.cell(column, held(at).cell());
                    }
                }
            }
            for (at, column) in self.heading.columns.iter().enumerate() {
                if let Some(place) = column.kept {
                    let (text, kept) = kept(held(at));
                    taker.keep(place, &text, kept);
                }
            }
            taker.end();
        }
        taker.finish()
    }
}

/// The cell by which a row is the total of others.
fn of_total(row: &[Held]) -> Option<(usize, Diagnostic)> {
    let (at, first) = row.iter().enumerate().find(|(_, held)| !held.is_blank())?;
    match first {
        Held::Text(text) => total(text).map(|found| (at, found)),
        Held::Empty
        | Held::Number(_)
        | Held::Share(_)
        | Held::Truth(_)
        | Held::Day(_)
        | Held::Unusable(_)
        | Held::Lacking(_) => None,
    }
}

/// A cell that is carried over, as text.
fn kept(held: &Held) -> (String, Kept) {
    match held {
        Held::Empty | Held::Lacking(_) => (String::new(), Kept::Empty),
        Held::Text(text) | Held::Unusable(text) => (text.clone(), Kept::Text),
        Held::Number(number) | Held::Share(number) => {
            let text = cell::decimal_of(*number).ok().and_then(|text| parse_decimal(&text).ok());
            (text.map_or_else(|| number.to_string(), Rational::to_shortest), Kept::Number)
        }
        Held::Truth(truth) => (truth.to_string(), Kept::Truth),
        Held::Day(day) => (day.to_string(), Kept::Text),
    }
}
