//! Batch: a plan over columns, block by block; rows that columns cannot decide go to the explaining evaluator.
//!
//! An [`Engine`] is made once for a plan and shared by all threads; each thread has its own [`Results`] and
//! [`Scratch`]. What a row comes to does not depend on the rows beside it, so any cut of a table into blocks of
//! columns gives the same results.

mod form;
mod result;
mod row;

pub use result::{AwardResults, Results, UNBOUNDED};

use crate::calendar::Date;
use crate::columns::Columns;
use crate::plan::Plan;
use crate::scaled::Forms;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Want {
    /// The outcome of each award, not its amounts alone.
    pub outcomes: bool,
}

/// What is the same for all rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// The date of the decision, where all rows have the same; `None` where each row has its own, or none is known.
    pub as_of: Option<Date>,
    /// Some rows may have a history.
    pub history: bool,
}

/// A plan made ready to run over columns.
#[derive(Debug)]
pub struct Engine<'p> {
    plan: &'p Plan,
    want: Want,
    forms: Forms,
    decimals: u32,
    by_rows: Option<String>,
}

/// Memory that is used again for each block.
#[derive(Default)]
pub struct Scratch {
    rows: crate::evaluate::Scratch,
}

impl Scratch {
    /// Empty memory.
    pub fn new() -> Scratch {
        Scratch::default()
    }
}

impl<'p> Engine<'p> {
    /// Makes a plan ready.
    pub fn new(plan: &'p Plan, want: Want, settings: Settings) -> Engine<'p> {
        let forms = form::choose(plan, settings);
        let decimals = plan.rounding.decimals().max(2);
        Engine { plan, want, forms, decimals, by_rows: Some("not lowered yet".to_owned()) }
    }

    /// How readers have to hold the numbers of each input: its decimals, and the bounds beyond which a cell is
    /// [`crate::columns::State::Beyond`]. Numbers whose bounds fit 32 bits are best held as
    /// [`crate::columns::Cells::Narrow`].
    pub fn forms(&self) -> &Forms {
        &self.forms
    }

    /// The decimals of all amounts of [`Results`]: 2 for fen.
    pub fn decimals(&self) -> u32 {
        self.decimals
    }

    /// Why every row goes to the explaining evaluator, where that is so.
    pub fn by_rows(&self) -> Option<&str> {
        self.by_rows.as_deref()
    }

    /// Decides all rows of the columns. What `results` held before is gone; its memory is used again.
    pub fn run(&self, columns: &Columns, results: &mut Results, scratch: &mut Scratch) {
        results.reset(self.plan, self.want, columns.rows);
        for row in 0..columns.rows {
            self.explain(columns, row, results, scratch);
        }
    }
}
