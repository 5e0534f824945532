//! Blocks: rows that stay in the cache while all their lines run.

use crate::columns::{AsOf, Cells, Columns, State};
use crate::plan::InputType;
use crate::scaled::OUTCOMES;

use super::assemble::{AmountOf, Wanted};
use super::code::{At, Class, Code};
use super::frame::{Frame, Held, Registers};
use super::load::{Rows, date_of, fill, histories};
use super::run::{Machine, run};
use super::{Engine, Results, Scratch};

/// Rows of a block. Its registers stay in the second cache; shorter ones would stay in the first, but then every line
/// would begin anew in each column before the machine has seen that it is read from front to back.
pub(super) const ROWS: usize = 4096;

/// Registers that blocks use again.
#[derive(Default, Debug)]
pub(super) struct Memory {
    main: Registers,
    lists: Vec<Registers>,
}

/// Which rows of a block are for the explaining evaluator.
struct Hard {
    first: usize,
    marks: Vec<u8>,
}

impl Hard {
    fn mark(&mut self, row: usize) {
        if let Some(mark) = self.marks.get_mut(row.saturating_sub(self.first)) {
            *mark = 1;
        }
    }
    fn mark_where(&mut self, marks: &[u8]) {
        for (own, mark) in self.marks.iter_mut().zip(marks) {
            *own |= mark;
        }
    }
    fn all(&self) -> bool {
        self.marks.iter().all(|&mark| mark != 0)
    }
}

/// Outcomes whose amounts are not exact.
const OPEN: [&str; 2] = ["up_to", "undetermined"];

fn is_open(outcome: u8) -> bool {
    OUTCOMES.get(usize::from(outcome)).is_some_and(|name| OPEN.contains(name))
}

impl Engine<'_> {
    /// Whether the numbers of the columns are in the decimals that the code reads.
    pub(super) fn fits(&self, columns: &Columns) -> bool {
        let same = |form: Option<u32>, decimals: Option<u32>| form.is_none_or(|form| decimals == Some(form));
        self.plan.inputs.iter_ids().all(|(id, input)| {
            let Some(column) = columns.inputs.get(id) else { return false };
            let form = self.forms.inputs.get(id).copied().flatten().map(|form| form.decimals);
            let fields = self.forms.fields.get(id);
            let of_fields = |(at, form): (usize, &Option<crate::scaled::Form>)| {
                let decimals = columns.field_decimals.get(id).and_then(|all| all.get(at)).copied();
                same(form.map(|form| form.decimals), decimals)
            };
            let list = matches!(input.ty, InputType::List { .. });
            matches!(column.cells, Cells::Nothing)
                || (same(form, columns.decimals.get(id).copied())
                    && (!list || fields.is_none_or(|fields| fields.iter().enumerate().all(of_fields))))
        })
    }

    /// Decides the rows of a block.
    pub(super) fn block(
        &self,
        (plain, wanted): (&Code, &Wanted),
        columns: &Columns,
        rows: Rows,
        results: &mut Results,
        scratch: &mut Scratch,
    ) {
        let mut hard = self.beforehand(columns, rows);
        if !hard.all() {
            let memory = &mut scratch.memory;
            let (mut main, mut lists) = self.frames(plain, columns, rows, memory);
            let (mut code, mut wanted) = (plain, wanted);
            if main.masks.is_some() {
                if let Some((careful, of_careful)) = &self.careful {
                    recover(memory, main, lists);
                    (code, wanted) = (careful, of_careful);
                    (main, lists) = self.frames(careful, columns, rows, memory);
                } else {
                    unknown_rows(plain, &main, &lists, &mut hard);
                    main.masks = None;
                    lists.iter_mut().for_each(|list| list.masks = None);
                }
            }
            give_results(wanted, rows, results, &mut main);
            run(Machine { code, arch: self.arch }, &mut main, &mut lists);
            check(code, wanted, &main, &mut hard);
            let open = open_rows(wanted, &main);
            recover(memory, main, lists);
            self.copy_highs(wanted, rows, results);
            self.finish(columns, rows, (&hard, &open), results, scratch);
        } else {
            self.finish(columns, rows, (&hard, &[]), results, scratch);
        }
    }

    /// The frames of a block with all that its code reads.
    fn frames<'c, 'r>(
        &self,
        code: &Code,
        columns: &'c Columns,
        rows: Rows,
        memory: &mut Memory,
    ) -> (Frame<'c, 'r>, Vec<Frame<'c, 'r>>) {
        let mut main = Frame { registers: std::mem::take(&mut memory.main), ..Frame::default() };
        memory.lists.resize_with(code.lists.len().max(memory.lists.len()), Registers::default);
        let registers = memory.lists.iter_mut().take(code.lists.len()).map(std::mem::take);
        let mut lists: Vec<Frame<'c, 'r>> =
            registers.map(|registers| Frame { registers, ..Frame::default() }).collect();
        fill(code, &self.forms, columns, rows, &mut main, &mut lists);
        main.registers.make_room(code.level.registers, rows.len());
        for ((_, level), list) in code.lists.iter().zip(&mut lists) {
            let items = list.rows;
            list.registers.make_room(level.registers, items);
        }
        (main, lists)
    }

    /// Rows of which it is known beforehand that columns cannot decide them.
    fn beforehand(&self, columns: &Columns, rows: Rows) -> Hard {
        let mut hard = Hard { first: rows.first, marks: vec![0; rows.len()] };
        if let Some(date) = self.forms.as_of {
            match &columns.as_of {
                AsOf::All(all) if *all == Some(date) => {}
                AsOf::All(_) => hard.marks.fill(1),
                AsOf::Each(_) => {
                    let others = (rows.first..rows.last).filter(|&row| date_of(columns, row) != Some(date));
                    others.for_each(|row| hard.mark(row));
                }
            }
        }
        if self.forms.paid.is_none() {
            histories(columns, rows).for_each(|(row, _)| hard.mark(row));
        }
        let most = self.forms.items;
        for column in columns.inputs.iter() {
            let states = column.states.as_ref().filter(|_| !columns.beyond.is_empty());
            let states = states.and_then(|states| states.get(rows.first..rows.last)).unwrap_or(&[]);
            for (row, _) in (rows.first..).zip(states).filter(|(_, state)| **state == State::Beyond) {
                hard.mark(row);
            }
            let Cells::Lists { offsets, fields } = &column.cells else { continue };
            let ends = offsets.get(rows.first..=rows.last).unwrap_or(&[]);
            for (row, ends) in (rows.first..).zip(ends.windows(2)) {
                let [first, last] = ends else { continue };
                let items = usize::try_from(*first).unwrap_or(0)..usize::try_from(*last).unwrap_or(0);
                let beyond = |field: &crate::columns::Column| {
                    let states = field.states.as_ref().and_then(|states| states.get(items.clone()));
                    states.is_some_and(|states| states.contains(&State::Beyond))
                };
                let too_many = last.saturating_sub(*first) > most;
                if too_many || (!columns.beyond.is_empty() && fields.iter().any(beyond)) {
                    hard.mark(row);
                }
            }
        }
        hard
    }

    /// Highest amounts of awards that columns decide exactly, where the explaining evaluator made a column for them.
    fn copy_highs(&self, wanted: &Wanted, rows: Rows, results: &mut Results) {
        let open = |award| wanted.amounts.contains(&AmountOf::High(award));
        let copy = |high: &mut Option<Vec<i64>>, low: &[i64]| {
            let high = high.as_mut().and_then(|high| high.get_mut(rows.first..rows.last));
            if let (Some(high), Some(low)) = (high, low.get(rows.first..rows.last)) {
                high.copy_from_slice(low);
            }
        };
        for (id, award) in self.plan.awards.ids().zip(results.awards.iter_mut()) {
            if award.high.is_some() && !open(id) {
                copy(&mut award.high, &award.low);
            }
        }
        if results.high.is_some() && !wanted.amounts.contains(&AmountOf::TotalHigh) {
            copy(&mut results.high, &results.low);
        }
    }

    /// Rows for the explaining evaluator, and those whose amounts are open, in order.
    fn finish(
        &self,
        columns: &Columns,
        rows: Rows,
        (hard, open): (&Hard, &[u8]),
        results: &mut Results,
        scratch: &mut Scratch,
    ) {
        if open.is_empty() && !hard.marks.contains(&1) {
            return;
        }
        for (place, row) in (rows.first..rows.last).enumerate() {
            if hard.marks.get(place).is_some_and(|&mark| mark != 0) {
                self.explain(columns, row, results, scratch);
            } else if open.get(place).is_some_and(|&mark| mark != 0) {
                results.open.push(row);
            }
        }
    }
}

/// Takes the registers of frames back.
fn recover(memory: &mut Memory, main: Frame<'_, '_>, lists: Vec<Frame<'_, '_>>) {
    memory.main = main.registers;
    for (slot, list) in memory.lists.iter_mut().zip(lists) {
        *slot = list.registers;
    }
}

/// Gives the frame the places that results go to.
fn give_results<'r>(wanted: &Wanted, rows: Rows, results: &'r mut Results, frame: &mut Frame<'_, 'r>) {
    fn part<T>(cells: &mut [T], rows: Rows) -> &mut [T] {
        cells.get_mut(rows.first..rows.last).unwrap_or_default()
    }
    let mut amounts = wanted.amounts.iter().peekable();
    for award in results.awards.iter_mut() {
        // INVARIANT: wanted amounts follow the order of the awards, the lowest first.
        if amounts.next_if(|of| matches!(of, AmountOf::Low(_))).is_some() {
            frame.amounts.push(part(&mut award.low, rows));
        }
        if amounts.next_if(|of| matches!(of, AmountOf::High(_))).is_some() {
            frame.amounts.push(part(award.high.as_deref_mut().unwrap_or_default(), rows));
        }
        if !wanted.outcomes.is_empty() {
            frame.outcomes.push(part(&mut award.outcome, rows));
        }
    }
    frame.amounts.push(part(&mut results.low, rows));
    if wanted.amounts.contains(&AmountOf::TotalHigh) {
        frame.amounts.push(part(results.high.as_deref_mut().unwrap_or_default(), rows));
    }
}

/// Marks rows in which something wanted is unknown, or that may have to be refused.
fn check(code: &Code, wanted: &Wanted, frame: &Frame<'_, '_>, hard: &mut Hard) {
    let masks = frame.masks.as_ref();
    let marks = |at: At| masks.and_then(|masks| masks.of(at));
    for &at in &code.refusals {
        hard.mark_where(u8::read(frame, at.place));
        hard.mark_where(marks(at).unwrap_or(&[]));
    }
    if masks.is_none() {
        return;
    }
    let amounts = (0..wanted.amounts.len()).map(|number| (Class::Wide, super::code::Place::Amount(number)));
    let outcomes =
        (0..wanted.outcomes.len()).map(|number| (Class::Byte, super::code::Place::Outcome(number)));
    let places = amounts.chain(outcomes).map(|(class, place)| At { class, place });
    for at in places.chain(wanted.open.iter().copied()) {
        hard.mark_where(marks(at).unwrap_or(&[]));
    }
}

/// Rows in which an award is open.
fn open_rows(wanted: &Wanted, frame: &Frame<'_, '_>) -> Vec<u8> {
    let mut open = Vec::new();
    for at in &wanted.open {
        open.resize(frame.rows, 0);
        for (open, &outcome) in open.iter_mut().zip(u8::read(frame, at.place)) {
            *open |= u8::from(is_open(outcome));
        }
    }
    open
}

/// Marks rows in which anything that is read is unknown.
fn unknown_rows(code: &Code, main: &Frame<'_, '_>, lists: &[Frame<'_, '_>], hard: &mut Hard) {
    let loads = |loads: &[(Class, super::code::Load)]| -> Vec<At> {
        let places = loads.iter().enumerate();
        places.map(|(at, &(class, _))| At { class, place: super::code::Place::Load(at) }).collect()
    };
    if let Some(masks) = &main.masks {
        loads(&code.level.loads).into_iter().for_each(|at| hard.mark_where(masks.of(at).unwrap_or(&[])));
    }
    for ((_, level), list) in code.lists.iter().zip(lists) {
        hard.mark_where(&list.unlisted);
        let Some(masks) = &list.masks else { continue };
        for at in loads(&level.loads) {
            let marks = masks.of(at).unwrap_or(&[]);
            for (row, ends) in list.offsets.windows(2).enumerate() {
                let [first, last] = ends else { continue };
                if marks.get(*first..*last).is_some_and(|marks| marks.contains(&1)) {
                    hard.mark(hard.first.saturating_add(row));
                }
            }
        }
    }
}
