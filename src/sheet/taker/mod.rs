//! Taking rows one by one: each gives a cell to every column, or is left out with everything that is wrong with it.

mod end;

use std::collections::BTreeMap;

use crate::arena::{Arena, Id as _};
use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, facts, sheet};
use crate::facts::check::Asked;
use crate::facts::json::shown;
use crate::facts::{self as fact_room, Inputs, Payment, Stated};
use crate::plan::{InputId, InputType, Known};
use crate::program::Measure;

use super::block::{Fault, Kept, Texts};
use super::cell::{self, Cell};
use super::filler::Filler;
use super::heading::{Column, Heading, Meaning};
use super::joined::key_of;
use super::reading::Reading;

/// Rows on their way into columns.
pub struct Taker<'r, 'p> {
    reading: &'r Reading<'p>,
    asked: Arena<InputId, Asked<'p>>,
    fillers: Arena<InputId, Filler>,
    /// The inputs that get a cell in every row.
    filled: Vec<InputId>,
    as_of: Option<Vec<Option<Date>>>,
    years: Option<Vec<Option<i32>>>,
    numbers: Vec<u64>,
    names: Option<Texts>,
    kept: Vec<Texts>,
    faults: Vec<Fault>,
    chosen: Vec<(usize, Vec<InputId>)>,
    history: BTreeMap<usize, Vec<Payment>>,
    row: Row,
    /// Rows name their cells, and may lack some.
    by_key: bool,
    /// Some row has a history of its own.
    own_history: bool,
}

/// The row at hand.
#[derive(Default)]
struct Row {
    number: u64,
    as_of: Option<Date>,
    year: Option<i32>,
    key: Option<String>,
    /// What is stated of facts by year.
    by_year: BTreeMap<InputId, Stated>,
    defaulted: Vec<InputId>,
    /// What is wrong, by column.
    faults: Vec<(Option<String>, Diagnostic, Option<Words>)>,
    kept: Vec<(String, Kept)>,
}

impl<'r, 'p> Taker<'r, 'p> {
    /// A taker of the rows of a table with this heading.
    pub fn new(reading: &'r Reading<'p>, heading: &Heading) -> Taker<'r, 'p> {
        let has = |meaning: Meaning| heading.columns.iter().any(|column| column.meaning == meaning);
        let mut taker = Taker {
            reading,
            asked: reading.asked(),
            fillers: reading.fillers(),
            filled: Vec::new(),
            as_of: has(Meaning::AsOf).then(Vec::new),
            years: has(Meaning::Year).then(Vec::new),
            numbers: Vec::new(),
            names: heading.key.is_some().then(Texts::new),
            kept: reading.wishes.keep.iter().map(|_| Texts::new()).collect(),
            faults: Vec::new(),
            chosen: Vec::new(),
            history: BTreeMap::new(),
            row: Row::default(),
            by_key: false,
            own_history: false,
        };
        for column in &heading.columns {
            taker.will_fill(column.meaning);
        }
        for list in &reading.lists {
            taker.filled.push(list.input);
        }
        taker.filled.sort_unstable();
        taker.filled.dedup();
        taker
    }

    /// A taker of rows that name their cells themselves.
    pub fn of_keys(reading: &'r Reading<'p>) -> Taker<'r, 'p> {
        let mut taker = Taker::new(reading, &Heading::default());
        taker.filled = reading.plan.inputs.ids().collect();
        taker.as_of = Some(Vec::new());
        taker.years = Some(Vec::new());
        taker.names = Some(Texts::new());
        taker.by_key = true;
        taker
    }

    /// What the rows are read for.
    pub fn reading(&self) -> &'r Reading<'p> {
        self.reading
    }

    /// Notes that a column of this meaning has cells.
    fn will_fill(&mut self, meaning: Meaning) {
        let (Meaning::Fact(input) | Meaning::OfYear(input, _)) = meaning else { return };
        self.filled.push(input);
        let singles = self.reading.plan.inputs.iter_ids();
        let singles = singles.filter(|(_, single)| single.of_year.is_some_and(|of| of.input == input));
        self.filled.extend(singles.map(|(id, _)| id));
    }

    /// Whether an input is held by year.
    pub fn is_by_year(&self, input: InputId) -> bool {
        self.reading.plan.inputs.get(input).is_some_and(|input| input.by_year)
    }

    /// The column of an input, for readers that fill it with whole numbers, members and truths of their own.
    #[inline]
    pub fn filler(&mut self, input: InputId) -> Option<&mut Filler> {
        self.fillers.iter_mut().nth(input.raw())
    }

    /// A column that is carried over, for readers that fill it as a whole.
    pub fn kept_column(&mut self, place: usize) -> Option<&mut Texts> {
        self.kept.get_mut(place)
    }

    /// The column of names, likewise.
    pub fn names_column(&mut self) -> Option<&mut Texts> {
        self.names.as_mut()
    }

    /// Notes that whole columns of so many rows were taken.
    pub fn took(&mut self, first: u64, rows: usize) {
        let last = first.saturating_add(u64::try_from(rows).unwrap_or(0));
        self.numbers = (first..last).collect();
        if self.reading.explain_all || !self.reading.chosen.is_empty() {
            let name = |row: usize| self.names.as_ref().map(|names| names.get(row).0);
            let is_chosen = |row: usize, number: u64| {
                self.reading.explain_all || self.reading.chosen.has(number, name(row))
            };
            let rows = self.numbers.iter().enumerate().filter(|&(row, &number)| is_chosen(row, number));
            self.chosen = rows.map(|(row, _)| (row, Vec::new())).collect();
        }
    }

    /// Begins a row.
    pub fn begin(&mut self, number: u64) {
        self.row.number = number;
        self.row.as_of = self.reading.as_of;
        self.row.year = self.reading.year;
        self.row.key = None;
        self.row.by_year.clear();
        self.row.defaulted.clear();
        self.row.faults.clear();
        self.row.kept.clear();
        self.row.kept.resize(self.kept.len(), (String::new(), Kept::Empty));
    }

    /// Notes what is wrong with the row at hand.
    pub fn fault(&mut self, column: Option<&str>, found: Diagnostic) {
        self.row.faults.push((column.map(str::to_owned), found, None));
    }

    /// Keeps a cell of the row at hand.
    pub fn keep(&mut self, place: usize, text: &str, kept: Kept) {
        if let Some(slot) = self.row.kept.get_mut(place) {
            slot.0.clear();
            slot.0.push_str(text);
            slot.1 = kept;
        }
    }

    /// Notes the key of the row at hand.
    pub fn key(&mut self, text: &str) {
        let text = text.trim();
        self.row.key = (!text.is_empty()).then(|| text.to_owned());
    }

    /// Notes the key of the row at hand, from its cell in a column.
    pub fn key_cell(&mut self, column: &str, cell: Cell<'_>) {
        match key_of(cell) {
            Ok(key) => self.row.key = key,
            // A name that nothing is joined by is only shown.
            Err(found) if self.reading.by_key() => self.fault(Some(column), found),
            Err(_) => self.row.key = None,
        }
    }

    /// Takes a cell of the row at hand.
    pub fn cell(&mut self, column: &Column, cell: Cell<'_>) {
        match column.meaning {
            Meaning::Fact(input) => self.fact(input, column, cell),
            Meaning::OfYear(input, year) => {
                let known = self.read(input, column, cell);
                let years = self.row.by_year.entry(input).or_insert_with(|| Stated::ByYear(BTreeMap::new()));
                if let Stated::ByYear(years) = years {
                    years.insert(year, known);
                }
            }
            Meaning::AsOf => self.as_of(column, cell),
            Meaning::Year => self.year(column, cell),
            Meaning::Nameless => {
                let blank = match cell {
                    Cell::Empty => true,
                    Cell::Text(text) => text.trim().is_empty(),
                    Cell::Float(_)
                    | Cell::Share(_)
                    | Cell::Scaled(..)
                    | Cell::Truth(_)
                    | Cell::Day(_)
                    | Cell::Json(_)
                    | Cell::Unusable(_) => false,
                };
                if !blank {
                    let found = Diagnostic::without_place(&sheet::NAMELESS_COLUMN);
                    self.fault(None, found.arg("place", column.place.clone()));
                }
            }
            Meaning::Applicant | Meaning::Other => {}
        }
    }

    /// Takes a named cell of the row at hand, which may name no fact twice, nor what the caller gave.
    pub fn member(&mut self, column: &Column, cell: Cell<'_>) {
        let rows = self.numbers.len();
        let twice = match column.meaning {
            Meaning::Fact(input) => {
                self.reading.wishes.lists.contains(&input)
                    || self.row.by_year.contains_key(&input)
                    || self.fillers.get(input).is_some_and(|filler| filler.len() > rows)
            }
            Meaning::AsOf => self.reading.wishes.as_of_given,
            Meaning::Year => self.reading.wishes.year_given,
            Meaning::OfYear(..) | Meaning::Applicant | Meaning::Other | Meaning::Nameless => false,
        };
        if twice {
            let found = Diagnostic::without_place(&sheet::REPEATED_COLUMN).arg("first", column.name.as_str());
            let found = found.arg("first_place", "").arg("second_place", "");
            let found = found.arg("second", column.name.as_str()).arg("meaning", column.name.as_str());
            return self.fault(Some(&column.name), found);
        }
        self.cell(column, cell);
    }

    /// Takes everything that a facts file says of the applicant of the row at hand.
    pub fn inputs(&mut self, inputs: &Inputs) {
        let wishes = &self.reading.wishes;
        if inputs.as_of.is_some() && wishes.as_of_given
            || inputs.year != inputs.as_of.map(Date::year) && wishes.year_given
        {
            let found = Diagnostic::without_place(&sheet::GIVEN_TWICE).arg("column", "as_of");
            self.fault(None, found.arg("option", "--as-of"));
        }
        self.row.as_of = inputs.as_of.or(self.row.as_of);
        self.row.year = inputs.year.or(self.row.year);
        if self.row.key.is_none() {
            self.row.key.clone_from(&inputs.applicant);
        }
        for (id, known) in inputs.values.iter_ids() {
            if !self.reading.wishes.lists.contains(&id) {
                self.push(id, known.clone());
            }
        }
        self.row.defaulted.clone_from(&inputs.defaulted);
        if let Some(payments) = &inputs.history {
            self.own_history = true;
            self.history.insert(self.numbers.len(), payments.clone());
        }
    }

    fn read(&mut self, input: InputId, column: &Column, cell: Cell<'_>) -> Known {
        let Some(asked) = self.asked.get(input) else { return Known::Unknown };
        match cell::read(cell, asked, column.unit.as_ref()) {
            Ok(known) => known,
            Err(found) => {
                for finding in found {
                    self.row.faults.push((Some(column.name.clone()), finding, None));
                }
                Known::Unknown
            }
        }
    }

    fn fact(&mut self, input: InputId, column: &Column, cell: Cell<'_>) {
        if self.is_by_year(input) {
            let stated = match (cell, self.reading.plan.inputs.get(input)) {
                (Cell::Json(json), Some(declared)) if column.unit.is_none() => {
                    let mut found = Vec::new();
                    let stated = fact_room::stated(declared, json, &mut found);
                    let name = &column.name;
                    self.row.faults.extend(found.into_iter().map(|one| (Some(name.clone()), one, None)));
                    stated
                }
                (cell, _) => Stated::ThisYear(self.read(input, column, cell)),
            };
            self.row.by_year.insert(input, stated);
            return;
        }
        let known = self.read(input, column, cell);
        self.push(input, known);
    }

    /// Adds what is known of an input in the row at hand, or its default.
    pub fn push(&mut self, input: InputId, known: Known) {
        let default = self.reading.plan.inputs.get(input).and_then(|input| input.default.as_ref());
        let (known, defaulted) = match (known, default) {
            (Known::Unknown, Some(default)) => (default.clone(), true),
            (known, _) => (known, false),
        };
        if defaulted {
            self.row.defaulted.push(input);
        }
        if let Some(filler) = self.filler(input) {
            filler.push(&known);
        }
    }

    fn as_of(&mut self, column: &Column, cell: Cell<'_>) {
        let asked = plain("as_of", &InputType::Date);
        match cell::read(cell, &asked, None) {
            Ok(Known::Date(day)) => self.row.as_of = Some(day),
            Ok(_) => self.row.as_of = None,
            Err(found) => found.into_iter().for_each(|one| self.fault(Some(&column.name), one)),
        }
    }

    fn year(&mut self, column: &Column, cell: Cell<'_>) {
        let measure =
            InputType::Number(Measure::plain(crate::program::Dimension::Count(Some("年".to_owned()))));
        let asked = plain("year", &measure);
        let known = cell::read(cell, &asked, None);
        match known {
            Ok(Known::Number(number)) => {
                let year = number.to_whole().and_then(|year| i32::try_from(year).ok());
                match year.filter(|year| (1..=9999).contains(year)) {
                    Some(year) => self.row.year = Some(year),
                    None => {
                        let finding = Diagnostic::new(&facts::NOT_A_YEAR, cell::nowhere());
                        self.fault(
                            Some(&column.name),
                            finding.arg("subject", "year").arg("found", shown(&number.to_shortest())),
                        );
                    }
                }
            }
            Ok(_) => self.row.year = None,
            Err(found) => found.into_iter().for_each(|one| self.fault(Some(&column.name), one)),
        }
    }
}

fn plain<'t>(name: &str, ty: &'t InputType) -> Asked<'t> {
    Asked {
        subject: name.to_owned(),
        name: name.to_owned(),
        ty,
        optional: false,
        low: crate::money::Rational::ZERO,
        high: None,
        in_rules: true,
    }
}
