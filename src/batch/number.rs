//! Arithmetic on blocks: sums, quotients by a fixed number, the lower and the higher of two.

use pulp::Arch;

use crate::scaled::Rounded;

use super::code::{At, Class, Operand};
use super::divide::{Divider, Magic, divided, high_half};
use super::frame::{Frame, Held, by_class};
use super::lane::{Into2, Lane, map, map2, update, update2};

/// A fixed number and terms, wrapping in the class of the result.
#[inline]
pub(super) fn sum<O: Held>(
    arch: Arch,
    out: &mut [O],
    frame: &Frame<'_, '_>,
    fixed: i128,
    terms: &[(i128, Operand)],
) where
    u8: Into2<O>,
    i32: Into2<O>,
    i64: Into2<O>,
    i128: Into2<O>,
{
    let mut rest = terms;
    let mut first = true;
    let fixed = O::of(fixed);
    if let [(factor, Operand::At(one)), (1, Operand::At(other)), after @ ..] = rest
        && one.class == other.class
        && matches!(factor, 1 | -1)
    {
        by_class!(one.class, A => {
            let (one, other) = (A::read(frame, one.place), A::read(frame, other.place));
            match (*factor, fixed == O::of(0)) {
                (1, true) => map2(arch, out, one, other, |one, other| one.cast().plus(other.cast())),
                (1, false) => map2(arch, out, one, other, |one, other| fixed.plus(one.cast()).plus(other.cast())),
                (_, true) => map2(arch, out, one, other, |one, other| other.cast().minus(one.cast())),
                (_, false) => map2(arch, out, one, other, |one, other| fixed.plus(other.cast()).minus(one.cast())),
            }
        });
        (rest, first) = (after, false);
    }
    while let [(factor, term), after @ ..] = rest {
        rest = after;
        if !first
            && *factor == 1
            && let (Operand::At(one), [(1, Operand::At(other)), after @ ..]) = (term, rest)
            && one.class == other.class
        {
            by_class!(one.class, A => {
                let (one, other) = (A::read(frame, one.place), A::read(frame, other.place));
                update2(arch, out, one, other, |sum: O, one, other| sum.plus(one.cast()).plus(other.cast()));
            });
            rest = after;
            continue;
        }
        add(arch, out, frame, if first { Some(fixed) } else { None }, (*factor, *term));
        first = false;
    }
    if first {
        out.fill(fixed);
    }
}

/// One term, added to what there is or to a fixed number.
#[inline]
fn add<O: Held>(
    arch: Arch,
    out: &mut [O],
    frame: &Frame<'_, '_>,
    fixed: Option<O>,
    (factor, term): (i128, Operand),
) where
    u8: Into2<O>,
    i32: Into2<O>,
    i64: Into2<O>,
    i128: Into2<O>,
{
    match term {
        Operand::Fixed(number) => {
            let number = O::of(number.wrapping_mul(factor));
            match fixed {
                Some(fixed) => out.fill(fixed.plus(number)),
                None => out.iter_mut().for_each(|cell| *cell = cell.plus(number)),
            }
        }
        Operand::Masked(at, number) => {
            let (truth, number) = (u8::read(frame, at.place), O::of(number.wrapping_mul(factor)));
            let term = |truth: u8| O::mask(truth).both(number);
            match fixed {
                Some(fixed) => map(arch, out, truth, |truth| fixed.plus(term(truth))),
                None => update(arch, out, truth, |sum: O, truth| sum.plus(term(truth))),
            }
        }
        Operand::At(at) => {
            by_class!(at.class, A => {
                let cells = A::read(frame, at.place);
                match (fixed, factor) {
                    (Some(fixed), 1) => map(arch, out, cells, |cell| fixed.plus(cell.cast())),
                    (None, 1) => update(arch, out, cells, |sum: O, cell| sum.plus(cell.cast())),
                    (Some(fixed), -1) => map(arch, out, cells, |cell| fixed.minus(cell.cast())),
                    (None, -1) => update(arch, out, cells, |sum: O, cell| sum.minus(cell.cast())),
                    (Some(fixed), _) => {
                        let factor = O::of(factor);
                        map(arch, out, cells, |cell| fixed.plus(cell.cast().times(factor)));
                    }
                    (None, _) => {
                        let factor = O::of(factor);
                        update(arch, out, cells, |sum: O, cell| sum.plus(cell.cast().times(factor)));
                    }
                }
            });
        }
    }
}

/// The lower or higher of two of one class, in the class of the result.
#[inline]
pub(super) fn extreme<O: Held>(
    arch: Arch,
    out: &mut [O],
    frame: &Frame<'_, '_>,
    highest: bool,
    one: At,
    other: Operand,
) where
    u8: Into2<O>,
    i32: Into2<O>,
    i64: Into2<O>,
    i128: Into2<O>,
{
    by_class!(one.class, A => {
        let cells = A::read(frame, one.place);
        match other {
            Operand::Fixed(fixed) => {
                let fixed = A::of(fixed);
                if highest {
                    map(arch, out, cells, |cell| cell.higher(fixed).cast());
                } else {
                    map(arch, out, cells, |cell| cell.lower(fixed).cast());
                }
            }
            Operand::At(other) => {
                let others = A::read(frame, other.place);
                if highest {
                    map2(arch, out, cells, others, |one, other| one.higher(other).cast());
                } else {
                    map2(arch, out, cells, others, |one, other| one.lower(other).cast());
                }
            }
            Operand::Masked(at, number) => {
                let (truth, number) = (u8::read(frame, at.place), A::of(number));
                if highest {
                    map2(arch, out, cells, truth, |one, truth| one.higher(A::mask(truth).both(number)).cast());
                } else {
                    map2(arch, out, cells, truth, |one, truth| one.lower(A::mask(truth).both(number)).cast());
                }
            }
        }
    });
}

/// Quotients by a fixed number.
#[inline]
pub(super) fn quotient<O: Held>(arch: Arch, out: &mut [O], frame: &Frame<'_, '_>, of: At, divider: &Divider)
where
    i32: Into2<O>,
    i64: Into2<O>,
    i128: Into2<O>,
{
    match of.class {
        Class::Narrow => narrow(arch, out, i32::read(frame, of.place), divider),
        Class::Wide => wide(arch, out, i64::read(frame, of.place), divider),
        Class::Huge => {
            for (out, &number) in out.iter_mut().zip(i128::read(frame, of.place)) {
                *out = divider.plain(number).cast();
            }
        }
        // The assembler widens bytes before it divides them.
        Class::Byte => {}
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "INVARIANT: a divider is made for the bounds of its numbers: magnitudes and quotients fit"
)]
#[expect(clippy::cast_possible_wrap, reason = "the same")]
#[inline]
fn narrow<O: Held>(arch: Arch, out: &mut [O], cells: &[i32], divider: &Divider)
where
    i32: Into2<O>,
    i64: Into2<O>,
{
    let Magic::Narrow { factor, shift } = divider.magic else {
        return wider(arch, out, cells, divider);
    };
    let (added, moved) = (divider.added as u32, divider.moved);
    let product =
        move |magnitude: u32| ((u64::from(magnitude).wrapping_mul(u64::from(factor))) >> shift) as i32;
    if divider.to_even {
        let by = divider.by as u32;
        let even = move |number: i32| {
            let magnitude = number.unsigned_abs();
            let quotient = product(magnitude) as u32;
            let rest = magnitude.wrapping_sub(quotient.wrapping_mul(by));
            let lacking = by.wrapping_sub(rest);
            let up = (rest > lacking) | ((rest == lacking) & (quotient & 1 == 1));
            let quotient = quotient.wrapping_add(u32::from(up)) as i32;
            if number < 0 { quotient.wrapping_neg() } else { quotient }
        };
        return map(arch, out, cells, |number| even(number).cast());
    }
    if divider.signed {
        map(arch, out, cells, |number| {
            let quotient = product(number.unsigned_abs().wrapping_add(added));
            if number < 0 { quotient.wrapping_neg() } else { quotient }.cast()
        });
    } else if moved.0 == 0 {
        map(arch, out, cells, |number| product((number as u32).wrapping_add(added)).cast());
    } else {
        let (up, down) = (moved.0 as u32, moved.1 as i32);
        map(arch, out, cells, |number| product((number as u32).wrapping_add(up)).wrapping_sub(down).cast());
    }
}

/// Narrow numbers whose divisor or rounding needs more room.
#[inline(never)]
fn wider<O: Held>(arch: Arch, out: &mut [O], cells: &[i32], divider: &Divider)
where
    i64: Into2<O>,
{
    let divider = *divider;
    map(arch, out, cells, |number| (divided(divider.rounded, i128::from(number), divider.by) as i64).cast());
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "INVARIANT: a divider is made for the bounds of its numbers: magnitudes and quotients fit"
)]
#[expect(clippy::cast_possible_wrap, reason = "the same")]
#[inline]
fn wide<O: Held>(arch: Arch, out: &mut [O], cells: &[i64], divider: &Divider)
where
    i64: Into2<O>,
{
    let (added, moved) = (divider.added as u64, divider.moved);
    match divider.magic {
        Magic::Narrow { factor, shift } => {
            // INVARIANT: magnitudes are below 2^32.
            let product = move |magnitude: u64| {
                ((magnitude & 0xffff_ffff).wrapping_mul(u64::from(factor)) >> shift) as i64
            };
            divide_wide(arch, out, cells, divider, (added, moved), product);
        }
        Magic::Wide { factor, shift } => {
            let product = move |magnitude: u64| (high_half(magnitude, factor) >> shift) as i64;
            divide_wide(arch, out, cells, divider, (added, moved), product);
        }
        Magic::None => {
            for (out, &number) in out.iter_mut().zip(cells) {
                *out = (divided(divider.rounded, i128::from(number), divider.by) as i64).cast();
            }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "INVARIANT: a divider is made for the bounds of its numbers: magnitudes and quotients fit"
)]
#[expect(clippy::cast_possible_wrap, reason = "the same")]
#[inline]
fn divide_wide<O: Held>(
    arch: Arch,
    out: &mut [O],
    cells: &[i64],
    divider: &Divider,
    (added, moved): (u64, (i128, i128)),
    product: impl Fn(u64) -> i64 + Copy,
) where
    i64: Into2<O>,
{
    if divider.to_even {
        let by = divider.by as u64;
        let even = move |number: i64| {
            let magnitude = number.unsigned_abs();
            let quotient = product(magnitude) as u64;
            let rest = magnitude.wrapping_sub(quotient.wrapping_mul(by));
            let lacking = by.wrapping_sub(rest);
            let up = (rest > lacking) | ((rest == lacking) & (quotient & 1 == 1));
            let quotient = quotient.wrapping_add(u64::from(up)) as i64;
            if number < 0 { quotient.wrapping_neg() } else { quotient }
        };
        return map(arch, out, cells, |number| even(number).cast());
    }
    if divider.signed {
        map(arch, out, cells, |number| {
            let quotient = product(number.unsigned_abs().wrapping_add(added));
            if number < 0 { quotient.wrapping_neg() } else { quotient }.cast()
        });
    } else if moved.0 == 0 {
        map(arch, out, cells, |number| product((number as u64).wrapping_add(added)).cast());
    } else {
        let (up, down) = (moved.0 as u64, moved.1 as i64);
        map(arch, out, cells, |number| product((number as u64).wrapping_add(up)).wrapping_sub(down).cast());
    }
}

/// A number divided by one above zero; zero where the divisor is not above zero, which nobody reads.
pub(super) fn by_column(rounded: Rounded, number: i128, by: i128) -> i128 {
    if by > 0 { divided(rounded, number, by) } else { 0 }
}
