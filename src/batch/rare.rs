//! What is computed cell by cell: quotients by a column, tables, the calendar.

use crate::calendar::CalendarRule;
use crate::money::Rational;
use crate::scaled::Rounded;

use super::code::{At, Operand};
use super::frame::{Frame, Held, by_class};
use super::number::by_column;
use super::table::Table;

/// Divided by a column and rounded.
pub(super) fn quotient_by<O: Held>(
    out: &mut [O],
    frame: &Frame<'_, '_>,
    rounded: Rounded,
    one: At,
    other: At,
) {
    by_class!(one.class, A => {
        let (numbers, divisors) = (A::read(frame, one.place), A::read(frame, other.place));
        for ((out, number), by) in out.iter_mut().zip(numbers).zip(divisors) {
            *out = O::of(by_column(rounded, i128::from(*number), i128::from(*by)));
        }
    });
}

/// An operand's number in a row.
pub(super) fn number(frame: &Frame<'_, '_>, operand: Operand, row: usize) -> i128 {
    match operand {
        Operand::Fixed(fixed) => fixed,
        Operand::At(at) => frame.number(at, row),
        Operand::Masked(at, fixed) => {
            if frame.number(at, row) != 0 {
                fixed
            } else {
                0
            }
        }
    }
}

/// A calendar rule, multiplied to be whole.
pub(super) fn calendar<O: Held>(
    out: &mut [O],
    frame: &Frame<'_, '_>,
    rule: CalendarRule,
    of: At,
    with: Option<Operand>,
    times: i128,
) {
    let apply = |of: i128, with: Option<i128>| {
        let found = rule.apply(Rational::whole(of), with.map(Rational::whole))?;
        found.times(Rational::whole(times))?.to_whole()
    };
    // Neighbours often have the same days.
    let mut last: Option<((i128, Option<i128>), O)> = None;
    for (row, out) in out.iter_mut().enumerate() {
        let key = (frame.number(of, row), with.map(|with| number(frame, with, row)));
        *out = match last {
            Some((same, found)) if same == key => found,
            _ => O::of(apply(key.0, key.1).unwrap_or(0)),
        };
        last = Some((key, *out));
    }
}

/// The values of the rows that answer, or whether there are any.
pub(super) fn look_up<O: Held>(
    out: &mut [O],
    frame: &Frame<'_, '_>,
    table: &Table,
    keys: &[Operand],
    listed: bool,
) {
    let mut asked = vec![0_i128; keys.len()];
    for (row, out) in out.iter_mut().enumerate() {
        for (slot, &key) in asked.iter_mut().zip(keys) {
            *slot = number(frame, key, row);
        }
        let found = table.find(&mut asked);
        *out = O::of(if listed { i128::from(found.is_some()) } else { found.unwrap_or(table.unneeded()) });
    }
}
