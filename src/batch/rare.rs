//! What is computed cell by cell: quotients by a column, tables, the calendar.

use crate::calendar::CalendarRule;
use crate::money::Rational;
use crate::scaled::Rounded;

use super::code::{At, Operand};
use super::divide::divided;
use super::frame::{Frame, Held, by_class};
use super::lane::Lane;
use super::table::Table;

/// Divided by a column and rounded.
pub(super) fn quotient_by(frame: &mut Frame<'_, '_>, rounded: Rounded, one: At, other: At, to: At) {
    by_class!(to.class, O => O::write(frame, to.place, |frame, out| {
        for (row, out) in out.iter_mut().enumerate() {
            let by = frame.number(other, row);
            // Where the divisor is not above zero nobody reads the quotient.
            *out = O::of(if by > 0 { divided(rounded, frame.number(one, row), by) } else { 0 });
        }
    }));
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

/// What a rule makes of a day, multiplied to be whole; zero of what is no day, which nobody reads.
pub(super) fn day(rule: CalendarRule, of: i128, with: Option<i128>, times: i128) -> i128 {
    let found = rule.apply(Rational::whole(of), with.map(Rational::whole));
    found.and_then(|found| found.times(Rational::whole(times))?.to_whole()).unwrap_or(0)
}

/// A calendar rule, multiplied to be whole.
pub(super) fn calendar(
    frame: &mut Frame<'_, '_>,
    rule: CalendarRule,
    of: At,
    with: Option<Operand>,
    times: i128,
    to: At,
) {
    by_class!(to.class, O => O::write(frame, to.place, |frame, out| {
        // Neighbours often have the same days.
        let mut last: Option<((i128, Option<i128>), O)> = None;
        for (row, out) in out.iter_mut().enumerate() {
            let key = (frame.number(of, row), with.map(|with| number(frame, with, row)));
            *out = match last {
                Some((same, found)) if same == key => found,
                Some(_) | None => O::of(day(rule, key.0, key.1, times)),
            };
            last = Some((key, *out));
        }
    }));
}

/// The values of the rows that answer, or whether there are any.
pub(super) fn look_up(frame: &mut Frame<'_, '_>, table: &Table, keys: &[Operand], listed: bool, to: At) {
    let mut asked = vec![0_i128; keys.len()];
    by_class!(to.class, O => O::write(frame, to.place, |frame, out| {
        for (row, out) in out.iter_mut().enumerate() {
            for (slot, &key) in asked.iter_mut().zip(keys) {
                *slot = number(frame, key, row);
            }
            let found = table.find(&mut asked);
            *out = O::of(if listed { i128::from(found.is_some()) } else { found.unwrap_or(table.unneeded()) });
        }
    }));
}
