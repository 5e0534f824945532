//! Batch: a plan over columns, block by block; rows that columns cannot decide go to the explaining evaluator.
//!
//! An [`Engine`] is made once for a plan and shared by all threads; each thread has its own [`Results`] and
//! [`Scratch`]. What a row comes to does not depend on the rows beside it, so any cut of a table into blocks of
//! columns gives the same results.

mod assemble;
mod block;
mod choose;
mod code;
mod divide;
mod form;
mod frame;
mod huge;
mod items;
mod lane;
mod load;
mod needed;
mod number;
mod parts;
mod rare;
mod result;
mod row;
mod run;
mod table;
mod tidy;
mod truth;
mod unknown;
mod why;

pub use result::{AwardResults, Results, UNBOUNDED};

use crate::calendar::Date;
use crate::columns::Columns;
use crate::diagnostic::Diagnostic;
use crate::plan::{AwardId, Plan};
use crate::scaled::{Forms, lower_for};

use assemble::{AmountOf, Purpose, Wanted, assemble};
use code::Code;

pub use crate::scaled::Want;

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
    /// For blocks in which all is known, or why there is none.
    plain: Result<(Code, Wanted), Box<Diagnostic>>,
    /// For blocks in which something is unknown: made for all that facts may be, since what is unknown may lie beyond
    /// what a column holds.
    careful: Option<(Code, Wanted)>,
    arch: pulp::Arch,
    /// Rows of a block.
    block: usize,
}

/// Memory that is used again for each block.
#[derive(Default)]
pub struct Scratch {
    rows: crate::evaluate::Scratch,
    memory: block::Memory,
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
        let decimals = parts::decimals(plan);
        let (plain, decimals) = match made(plan, &forms, want, None) {
            Ok((code, wanted, decimals)) => (Ok((code, wanted)), decimals),
            Err(why) => (Err(why), decimals),
        };
        // Its amounts have to be in the same parts.
        let large = plain.as_ref().ok().map(|(_, wanted)| wanted.large.as_slice());
        let careful = large.map(|large| made(plan, &form::all_that_may_be(plan, &forms), want, Some(large)));
        let careful = careful.and_then(Result::ok).filter(|&(_, _, of_careful)| of_careful == decimals);
        let careful = careful.map(|(code, wanted, _)| (code, wanted));
        let block = plain.as_ref().map_or(1, |(code, _)| block::rows_for(code));
        Engine { plan, want, forms, decimals, plain, careful, arch: pulp::Arch::new(), block }
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
    pub fn by_rows(&self) -> Option<&Diagnostic> {
        self.plain.as_ref().err().map(|why| &**why)
    }

    /// The same with blocks of so many rows, which changes nothing but the time it takes.
    #[must_use]
    pub fn in_blocks_of(self, rows: usize) -> Engine<'p> {
        Engine { block: rows.max(1), ..self }
    }

    /// Decides all rows of the columns. What `results` held before is gone; its memory is used again.
    pub fn run(&self, columns: &Columns, results: &mut Results, scratch: &mut Scratch) {
        let open = self.plain.as_ref().map_or(&[][..], |(_, wanted)| &wanted.amounts);
        results.reset(self.plan, self.want, columns.rows, open);
        match &self.plain {
            Ok((code, wanted)) if self.fits(columns) => {
                for first in (0..columns.rows).step_by(self.block) {
                    let last = first.saturating_add(self.block).min(columns.rows);
                    let rows = load::Rows { first, last };
                    self.block((code, wanted), columns, rows, results, scratch);
                }
            }
            Ok(_) | Err(_) => (0..columns.rows).for_each(|row| self.explain(columns, row, results, scratch)),
        }
    }
}

/// The code of a plan for facts in these forms, and the decimals of its amounts.
fn made(
    plan: &Plan,
    forms: &Forms,
    want: Want,
    careful: Option<&[AmountOf]>,
) -> Result<(Code, Wanted, u32), Box<Diagnostic>> {
    // An award that an official decides has its outcome looked at, to tell which rows are open.
    let open = plan.awards.iter_ids().filter(|(_, award)| award.decided.is_some()).map(|(id, _)| id);
    let open: Vec<AwardId> = open.collect();
    let outcomes = Want { outcomes: want.outcomes || !open.is_empty() };
    let mut program = lower_for(plan, forms, outcomes).map_err(|found| why::not_scaled(plan, &found))?;
    let decimals = parts::bring(plan, &mut program).ok_or_else(|| why::no_decimals(plan))?;
    let purpose = Purpose { outcomes: want.outcomes, open: &open, careful };
    let (code, wanted) = assemble(&program, purpose).map_err(|found| why::no_code(plan, found))?;
    Ok((code, wanted, decimals))
}

#[cfg(test)]
mod tests;
