//! The end of a row, which is taken or left out, and the end of a block.

use std::collections::BTreeMap;

use crate::arena::Arena;
use crate::calendar::Date;
use crate::columns::{AsOf, Cells, Column as FactColumn, Columns, StatedYear};
use crate::diagnostic::{Diagnostic, Words, sheet};
use crate::facts as fact_room;
use crate::plan::{InputId, Known, Plan};
use crate::sheet::block::{Block, Fault, Kept};

use super::Taker;

impl Taker<'_, '_> {
    /// Ends the row: it is taken, or left out if anything is wrong with it.
    pub fn end(&mut self) {
        self.join();
        let year = self.row.year.or(self.row.as_of.map(Date::year));
        if !self.row.by_year.is_empty() {
            self.spread(year);
        }
        if self.by_key {
            self.pad();
        }
        if !self.row.faults.is_empty() {
            self.leave_out();
            return;
        }
        let row = self.numbers.len();
        self.numbers.push(self.row.number);
        if let Some(dates) = &mut self.as_of {
            dates.push(self.row.as_of);
        }
        if let Some(years) = &mut self.years {
            years.push(self.row.year);
        }
        if let Some(names) = &mut self.names {
            match &self.row.key {
                Some(key) => names.push(key, Kept::Text),
                None => names.push("", Kept::Empty),
            }
        }
        for (column, (text, kept)) in self.kept.iter_mut().zip(&self.row.kept) {
            column.push(text, *kept);
        }
        if self.reading.explain_all || self.reading.chosen.has(self.row.number, self.row.key.as_deref()) {
            self.chosen.push((row, std::mem::take(&mut self.row.defaulted)));
        }
    }

    /// Ends a row that could not be read at all.
    pub fn end_bad(&mut self) {
        self.leave_out();
    }

    /// Adds what other tables hold for the key of the row.
    fn join(&mut self) {
        let reading = self.reading;
        if reading.lists.is_empty() && reading.history.is_none() {
            return;
        }
        let Some(key) = self.row.key.clone() else {
            for list in &reading.lists {
                self.push(list.input, Known::Unknown);
            }
            if !self.row.faults.iter().any(|(_, found, _)| *found.entry == sheet::KEY_AS_NUMBER) {
                self.fault(None, Diagnostic::without_place(&sheet::EMPTY_KEY));
            }
            return;
        };
        for list in &reading.lists {
            let (items, wrong) = list.items(&key);
            for (column, found) in wrong {
                self.row.faults.push((column, found, Some(Words::same(list.name.clone()))));
            }
            self.push(list.input, Known::List(items));
        }
        let Some(histories) = &reading.history else { return };
        let payments = histories.of(&key);
        for finding in histories.after(&payments, self.row.as_of) {
            self.row.faults.push((None, finding, Some(Words::same(histories.name.clone()))));
        }
        if !payments.is_empty() {
            self.history.insert(self.numbers.len(), payments);
        }
    }

    /// Hands what is stated of facts by year to the inputs that hold single years.
    fn spread(&mut self, year: Option<i32>) {
        let stated = std::mem::take(&mut self.row.by_year);
        let values = fact_room::spread(self.reading.plan, &stated, year);
        let inputs = &self.reading.plan.inputs;
        let of = |id: InputId| {
            let own = inputs.get(id).and_then(|input| input.of_year).map_or(id, |single| single.input);
            stated.contains_key(&own)
        };
        for (id, known) in values.iter_ids().filter(|(id, _)| of(*id)) {
            self.push(id, known.clone());
        }
    }

    /// Fills in what the row does not name.
    fn pad(&mut self) {
        let rows = self.numbers.len();
        for id in self.reading.plan.inputs.ids() {
            if self.fillers.get(id).is_some_and(|filler| filler.len() <= rows) {
                self.push(id, Known::Unknown);
            }
        }
    }

    fn leave_out(&mut self) {
        let rows = self.numbers.len();
        for filler in self.fillers.iter_mut() {
            filler.truncate(rows);
        }
        self.history.remove(&rows);
        let name = &self.row.key;
        for (column, found, table) in std::mem::take(&mut self.row.faults) {
            self.faults.push(Fault { row: self.row.number, name: name.clone(), column, found, table });
        }
    }

    /// The rows that were taken.
    pub fn finish(self) -> Block {
        let rows = self.numbers.len();
        let reading = self.reading;
        let plan = reading.plan;
        let mut beyond = BTreeMap::new();
        let mut inputs = Arena::new();
        for ((id, input), filler) in plan.inputs.iter_ids().zip(self.fillers.into_entries()) {
            let column = if self.filled.contains(&id) {
                let (column, own) = filler.finish();
                beyond.extend(own.into_iter().map(|(field, at, number)| ((id, field, at), number)));
                column
            } else if let Some(default) = &input.default {
                let mut filler = filler;
                (0..rows).for_each(|_| filler.push(default));
                let (column, own) = filler.finish();
                beyond.extend(own.into_iter().map(|(field, at, number)| ((id, field, at), number)));
                column
            } else {
                FactColumn { cells: Cells::Nothing, states: None }
            };
            inputs.push(column);
        }
        let chosen = with_missing_defaults(plan, &self.filled, self.chosen);
        let decimals = |form: &Option<crate::scaled::Form>| form.map_or(0, |form| form.decimals);
        Block {
            columns: Columns {
                rows,
                inputs,
                decimals: reading.forms.inputs.iter().map(decimals).collect(),
                field_decimals: reading
                    .forms
                    .fields
                    .iter()
                    .map(|all| all.iter().map(decimals).collect())
                    .collect(),
                beyond,
                // Where no row says otherwise, engines need not look at each.
                as_of: match self.as_of {
                    Some(dates) if dates.iter().any(|date| *date != reading.as_of) => AsOf::Each(dates),
                    Some(_) | None => AsOf::All(reading.as_of),
                },
                year: match self.years {
                    Some(years) if years.iter().any(|year| *year != reading.year) => StatedYear::Each(years),
                    Some(_) | None => StatedYear::All(reading.year),
                },
                history: (reading.history.is_some() || self.own_history).then_some(self.history),
            },
            numbers: self.numbers,
            names: self.names,
            kept: self.kept,
            faults: self.faults,
            chosen,
        }
    }
}

/// Rows to be explained, with the inputs that have no column and a default.
fn with_missing_defaults(
    plan: &Plan,
    filled: &[InputId],
    chosen: Vec<(usize, Vec<InputId>)>,
) -> Vec<(usize, Vec<InputId>)> {
    if chosen.is_empty() {
        return chosen;
    }
    let absent = plan.inputs.iter_ids().filter(|(id, input)| input.default.is_some() && !filled.contains(id));
    let absent: Vec<InputId> = absent.map(|(id, _)| id).collect();
    let with = |(row, mut defaulted): (usize, Vec<InputId>)| {
        defaulted.extend(&absent);
        defaulted.sort_unstable();
        (row, defaulted)
    };
    chosen.into_iter().map(with).collect()
}
