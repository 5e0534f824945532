//! What is unknown: beside the cells of a step, a mark for each row in which its value is not known.
//!
//! Cells that are marked hold anything. A conjunction with a false term is false whatever the others are, a selection
//! reads one branch, a product with a zero is zero; everything else is unknown where one of its operands is. Marks are
//! set before the cells of a line are written, while those of its operands are still there.

use std::collections::BTreeMap;

use super::code::{At, Line, Operand, What};
use super::frame::{Frame, Held};

/// The marks of a block.
#[derive(Default, Debug)]
pub(super) struct Masks {
    marks: BTreeMap<At, Vec<u8>>,
}

impl Masks {
    /// The marks of a place; `None` where all is known.
    pub fn of(&self, at: At) -> Option<&[u8]> {
        self.marks.get(&at).map(Vec::as_slice)
    }
    /// Sets the marks of a place that is written anew.
    pub fn set(&mut self, at: At, marks: Option<Vec<u8>>) {
        match marks {
            Some(marks) => self.marks.insert(at, marks),
            None => self.marks.remove(&at),
        };
    }
    fn of_operand(&self, operand: Operand) -> Option<&[u8]> {
        match operand {
            Operand::Fixed(_) => None,
            Operand::At(at) | Operand::Masked(at, _) => self.of(at),
        }
    }
}

/// Marks what is unknown of a line.
pub(super) fn mask(line: &Line, frame: &mut Frame<'_, '_>) {
    let Some(mut masks) = frame.masks.take() else { return };
    let marks = marks(&line.what, &masks, frame);
    masks.set(line.to, marks);
    frame.masks = Some(masks);
}

/// Where one of several is marked.
fn union<'m>(rows: usize, all: impl IntoIterator<Item = Option<&'m [u8]>>) -> Option<Vec<u8>> {
    let mut sum: Option<Vec<u8>> = None;
    for marks in all.into_iter().flatten() {
        let sum = sum.get_or_insert_with(|| vec![0; rows]);
        for (sum, mark) in sum.iter_mut().zip(marks) {
            *sum |= mark;
        }
    }
    sum
}

fn marks(what: &What, masks: &Masks, frame: &Frame<'_, '_>) -> Option<Vec<u8>> {
    let rows = frame.rows;
    match what {
        What::Junction { any, terms } => {
            let mut sum = union(rows, terms.iter().map(|(_, at)| masks.of(*at)))?;
            for (turned, at) in terms {
                // A known term that decides alone: false of a conjunction, true of a disjunction.
                let deciding = u8::from(*any) ^ u8::from(*turned);
                let cells = u8::read(frame, at.place);
                let known = masks.of(*at);
                for (row, (sum, cell)) in sum.iter_mut().zip(cells).enumerate() {
                    let unknown = known.and_then(|known| known.get(row)).copied().unwrap_or(0);
                    if unknown == 0 && *cell == deciding {
                        *sum = 0;
                    }
                }
            }
            Some(sum)
        }
        What::Many(least, all) => {
            union(rows, all.iter().map(|at| masks.of(*at)))?;
            let mut counts = vec![(0_u32, 0_u32); rows];
            for at in all {
                let known = masks.of(*at);
                for (row, (count, cell)) in counts.iter_mut().zip(u8::read(frame, at.place)).enumerate() {
                    let unknown = known.and_then(|known| known.get(row)).copied().unwrap_or(0) != 0;
                    count.0 = count.0.saturating_add(u32::from(!unknown && *cell != 0));
                    count.1 = count.1.saturating_add(u32::from(unknown || *cell != 0));
                }
            }
            let open = counts.iter().map(|(sure, possible)| u8::from(sure < least && possible >= least));
            Some(open.collect())
        }
        What::Select { condition, then, otherwise } => {
            let (then, otherwise) = (masks.of_operand(*then), masks.of_operand(*otherwise));
            let mut sum = union(rows, [masks.of(*condition)]);
            if then.is_none() && otherwise.is_none() {
                return sum;
            }
            let sum = sum.get_or_insert_with(|| vec![0; rows]);
            for (row, (sum, truth)) in sum.iter_mut().zip(u8::read(frame, condition.place)).enumerate() {
                let branch = if *truth != 0 { then } else { otherwise };
                *sum |= branch.and_then(|branch| branch.get(row)).copied().unwrap_or(0);
            }
            Some(std::mem::take(sum))
        }
        What::Product(one, other) => {
            let mut sum = union(rows, [masks.of(*one), masks.of(*other)])?;
            for (row, sum) in sum.iter_mut().enumerate() {
                let is_zero = |at: At| {
                    let unknown = masks.of(at).and_then(|marks| marks.get(row)).copied().unwrap_or(0);
                    unknown == 0 && frame.number(at, row) == 0
                };
                if *sum != 0 && (is_zero(*one) || is_zero(*other)) {
                    *sum = 0;
                }
            }
            Some(sum)
        }
        What::Fill(_) | What::Items { .. } | What::Reduce { .. } | What::Outer(_) | What::Before { .. } => {
            None
        }
        What::Copy(_)
        | What::Compare(..)
        | What::Among(..)
        | What::Has(..)
        | What::Sum(..)
        | What::Quotient(..)
        | What::QuotientBy(..)
        | What::Extreme { .. }
        | What::Calendar { .. }
        | What::Lookup { .. } => {
            let mut read = what.clone();
            union(rows, read.places_mut().into_iter().map(|at| masks.of(*at)))
        }
    }
}
