//! Numbers beyond 64 bits, cell by cell.

use super::code::{Code, Line, Operand, What};
use super::divide::divided;
use super::frame::{Frame, Held, by_class};
use super::lane::Lane;
use super::rare::number;
use super::truth::holds;

/// Runs a line that reads or writes a number of 128 bits.
pub(super) fn run(code: &Code, line: &Line, frame: &mut Frame<'_, '_>) {
    by_class!(line.to.class, O => O::write(frame, line.to.place, |frame, out| {
        for (row, out) in out.iter_mut().enumerate() {
            *out = O::of(cell(code, &line.what, frame, row));
        }
    }));
}

fn cell(code: &Code, what: &What, frame: &Frame<'_, '_>, row: usize) -> i128 {
    let at = |operand: Operand| number(frame, operand, row);
    match what {
        What::Fill(value) => *value,
        What::Copy(from) => frame.number(*from, row),
        What::Compare(relation, one, other) => {
            i128::from(holds(*relation, frame.number(*one, row), at(*other)))
        }
        What::Sum(fixed, terms) => {
            let terms = terms.iter().map(|(factor, term)| factor.wrapping_mul(at(*term)));
            terms.fold(*fixed, i128::wrapping_add)
        }
        What::Product(one, other) => frame.number(*one, row).wrapping_mul(frame.number(*other, row)),
        What::Quotient(of, divider) => divider.plain(frame.number(*of, row)),
        What::QuotientBy(rounded, one, other) => {
            let by = frame.number(*other, row);
            // Where the divisor is not above zero nobody reads the quotient.
            if by > 0 { divided(*rounded, frame.number(*one, row), by) } else { 0 }
        }
        What::Extreme { highest, one, other } => {
            let (one, other) = (frame.number(*one, row), at(*other));
            if *highest { one.max(other) } else { one.min(other) }
        }
        What::Select { condition, then, otherwise } => {
            if frame.number(*condition, row) != 0 {
                at(*then)
            } else {
                at(*otherwise)
            }
        }
        What::Lookup { table, keys, listed } => {
            let mut keys: Vec<i128> = keys.iter().map(|key| at(*key)).collect();
            let table = code.tables.get(*table);
            let found = table.and_then(|table| table.find(&mut keys));
            let unneeded = table.map_or(0, |table| table.unneeded());
            if *listed { i128::from(found.is_some()) } else { found.unwrap_or(unneeded) }
        }
        What::Calendar { rule, of, with, times } => {
            super::rare::day(*rule, frame.number(*of, row), with.map(at), *times)
        }
        What::Junction { .. }
        | What::Many(..)
        | What::Among(..)
        | What::Has(..)
        | What::Items { .. }
        | What::Reduce { .. }
        | What::Outer(_)
        | What::Before { .. } => 0,
    }
}
