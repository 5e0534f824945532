//! Results: what each award comes to, a column for each, in whole parts of money.

use crate::arena::Arena;
use crate::diagnostic::Diagnostic;
use crate::plan::{AwardId, Plan};

use super::Want;
use super::assemble::AmountOf;

/// In a column of highest amounts: nothing that fits 64 bits bounds it.
pub const UNBOUNDED: i64 = i64::MAX;

/// What a run decided, a place in every column for each row.
///
/// A refused row has zero amounts and outcomes that mean nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Results {
    /// How many rows there are.
    pub rows: usize,
    /// For each award of the plan, in its order.
    pub awards: Arena<AwardId, AwardResults>,
    /// The lowest sum; the sum where all amounts are exact.
    pub low: Vec<i64>,
    /// The highest sum, or [`UNBOUNDED`]; `None` where it is that of `low` in every row.
    pub high: Option<Vec<i64>>,
    /// Rows in which an award with an amount is `up_to` or `undetermined`, in order: elsewhere all amounts are exact.
    pub open: Vec<usize>,
    /// Rows without an answer and why, in order.
    pub refused: Vec<(usize, Vec<Diagnostic>)>,
    /// How many rows went to the explaining evaluator.
    pub explained: usize,
}

/// What one award comes to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AwardResults {
    /// The position of each outcome in [`crate::scaled::OUTCOMES`]; empty where amounts alone are wanted.
    pub outcome: Vec<u8>,
    /// The amount, where it is exact; the lowest where not; zero where nothing is paid.
    pub low: Vec<i64>,
    /// The highest amount, or [`UNBOUNDED`]; `None` where it is that of `low` in every row.
    pub high: Option<Vec<i64>>,
}

impl Results {
    /// Nothing yet.
    pub fn new() -> Results {
        Results::default()
    }

    /// Makes room for so many rows, all of them zero or anything.
    pub(super) fn reset(&mut self, plan: &Plan, want: Want, rows: usize, amounts: &[AmountOf]) {
        if self.awards.len() != plan.awards.len() {
            self.awards = plan.awards.iter().map(|_| AwardResults::default()).collect();
        }
        self.rows = rows;
        for (id, award) in plan.awards.ids().zip(self.awards.iter_mut()) {
            award.outcome.resize(if want.outcomes { rows } else { 0 }, 0);
            award.low.resize(rows, 0);
            make_room(&mut award.high, rows, amounts.contains(&AmountOf::High(id)));
        }
        self.low.resize(rows, 0);
        make_room(&mut self.high, rows, amounts.contains(&AmountOf::TotalHigh));
        self.open.clear();
        self.refused.clear();
        self.explained = 0;
    }
}

fn make_room(column: &mut Option<Vec<i64>>, rows: usize, wanted: bool) {
    if wanted {
        column.get_or_insert_with(Vec::new).resize(rows, 0);
    } else {
        *column = None;
    }
}

/// Writes a highest amount; the column comes to be with the first that differs from the lowest.
pub(super) fn write_high(column: &mut Option<Vec<i64>>, low: &[i64], row: usize, high: i64) {
    if column.is_none() && low.get(row) == Some(&high) {
        return;
    }
    if let Some(cell) = column.get_or_insert_with(|| low.to_vec()).get_mut(row) {
        *cell = high;
    }
}
