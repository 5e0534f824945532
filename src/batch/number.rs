//! Arithmetic on blocks: sums, quotients by a fixed number, the lower and the higher of two.

use pulp::Arch;

use super::code::{At, Class, Operand};
use super::divide::{Divider, Magic, high_half};
use super::frame::{Frame, Held};
use super::lane::{Into2, Lane, map, map2, update, update2};
use super::run::{by_numbers, by_same};

/// A fixed number and terms, wrapping in the class of the result.
pub(super) fn sum(arch: Arch, frame: &mut Frame<'_, '_>, fixed: i128, terms: &[(i128, Operand)], to: At) {
    by_same!(to.class, O => O::write(frame, to.place, |frame, out| {
        let mut rest = terms;
        let mut base = Some(O::of(fixed));
        while let [first, after @ ..] = rest {
            // Two columns that are added as they are go in one pass.
            if let ((1, Operand::At(one)), [(1, Operand::At(other)), after @ ..]) = (first, after)
                && one.class == other.class
            {
                add_two(arch, out, frame, base.take(), *one, *other);
                rest = after;
                continue;
            }
            add(arch, out, frame, base.take(), *first);
            rest = after;
        }
        if let Some(base) = base {
            out.fill(base);
        }
    }));
}

/// Two columns, added to what there is or to a fixed number.
fn add_two<O: Held>(arch: Arch, out: &mut [O], frame: &Frame<'_, '_>, base: Option<O>, one: At, other: At)
where
    i32: Into2<O>,
    i64: Into2<O>,
{
    macro_rules! pass {
        ($lane:ty) => {{
            let (one, other) = (<$lane>::read(frame, one.place), <$lane>::read(frame, other.place));
            match base {
                Some(base) => map2(arch, out, one, other, move |one, other| {
                    base.plus(<$lane as Into2<O>>::cast(one)).plus(other.cast())
                }),
                None => update2(arch, out, one, other, |sum: O, one, other| {
                    sum.plus(<$lane as Into2<O>>::cast(one)).plus(other.cast())
                }),
            }
        }};
    }
    match one.class {
        Class::Narrow => pass!(i32),
        Class::Wide => pass!(i64),
        // The assembler widens bytes before it adds them.
        Class::Byte | Class::Huge => {}
    }
}

/// One term, added to what there is or to a fixed number.
fn add<O: Held>(
    arch: Arch,
    out: &mut [O],
    frame: &Frame<'_, '_>,
    base: Option<O>,
    (factor, term): (i128, Operand),
) where
    i32: Into2<O>,
    i64: Into2<O>,
{
    macro_rules! pass {
        ($lane:ty, $at:expr) => {{
            let cells = <$lane>::read(frame, $at.place);
            let term = |cell: $lane| <$lane as Into2<O>>::cast(cell);
            let factors = O::of(factor);
            match (base, factor) {
                (Some(base), 1) => map(arch, out, cells, move |cell| base.plus(term(cell))),
                (None, 1) => update(arch, out, cells, move |sum: O, cell| sum.plus(term(cell))),
                (Some(base), -1) => map(arch, out, cells, move |cell| base.minus(term(cell))),
                (None, -1) => update(arch, out, cells, move |sum: O, cell| sum.minus(term(cell))),
                (Some(base), _) => map(arch, out, cells, move |cell| base.plus(term(cell).times(factors))),
                (None, _) => {
                    update(arch, out, cells, move |sum: O, cell| sum.plus(term(cell).times(factors)));
                }
            }
        }};
    }
    match term {
        Operand::Fixed(number) => {
            let number = O::of(number.wrapping_mul(factor));
            match base {
                Some(base) => out.fill(base.plus(number)),
                None => out.iter_mut().for_each(|cell| *cell = cell.plus(number)),
            }
        }
        Operand::Masked(at, number) => {
            let (truth, number) = (u8::read(frame, at.place), O::of(number.wrapping_mul(factor)));
            match base {
                Some(base) => map(arch, out, truth, move |truth| base.plus(O::mask(truth).both(number))),
                None => update(arch, out, truth, move |sum: O, truth| sum.plus(O::mask(truth).both(number))),
            }
        }
        Operand::At(at) => match at.class {
            Class::Narrow => pass!(i32, at),
            Class::Wide => pass!(i64, at),
            // The assembler widens bytes before it adds them.
            Class::Byte | Class::Huge => {}
        },
    }
}

/// The lower or higher of two of one class, in the class of the result.
pub(super) fn extreme(arch: Arch, frame: &mut Frame<'_, '_>, highest: bool, one: At, other: Operand, to: At) {
    by_numbers!(one.class, to.class, A, O => O::write(frame, to.place, |frame, out| {
        let cells = A::read(frame, one.place);
        match (other, highest) {
            (Operand::Fixed(fixed), _) => {
                let fixed = A::of(fixed);
                if highest {
                    map(arch, out, cells, move |cell| <A as Into2<O>>::cast(cell.higher(fixed)));
                } else {
                    map(arch, out, cells, move |cell| <A as Into2<O>>::cast(cell.lower(fixed)));
                }
            }
            (Operand::At(other), true) => {
                let others = A::read(frame, other.place);
                map2(arch, out, cells, others, |one, other| <A as Into2<O>>::cast(one.higher(other)));
            }
            (Operand::At(other), false) => {
                let others = A::read(frame, other.place);
                map2(arch, out, cells, others, |one, other| <A as Into2<O>>::cast(one.lower(other)));
            }
            (Operand::Masked(at, number), true) => {
                let (truth, number) = (u8::read(frame, at.place), A::of(number));
                map2(arch, out, cells, truth, move |one, truth| {
                    <A as Into2<O>>::cast(one.higher(A::mask(truth).both(number)))
                });
            }
            (Operand::Masked(at, number), false) => {
                let (truth, number) = (u8::read(frame, at.place), A::of(number));
                map2(arch, out, cells, truth, move |one, truth| {
                    <A as Into2<O>>::cast(one.lower(A::mask(truth).both(number)))
                });
            }
        }
    }));
}

/// Quotients by a fixed number.
pub(super) fn quotient(arch: Arch, frame: &mut Frame<'_, '_>, of: At, divider: &Divider, to: At) {
    by_numbers!(of.class, to.class, A, O => O::write(frame, to.place, |frame, out| {
        let cells = A::read(frame, of.place);
        if divider.to_even || divider.magic == Magic::None {
            let divider = *divider;
            for (out, &number) in out.iter_mut().zip(cells) {
                *out = O::of(divider.plain(number.number()));
            }
        } else {
            A::divide::<O>(arch, out, cells, divider);
        }
    }));
}

/// Numbers with a loop for division.
trait Divides: Held {
    fn divide<O: Held>(arch: Arch, out: &mut [O], cells: &[Self], divider: &Divider)
    where
        Self: Into2<O>;
}

impl Divides for i32 {
    fn divide<O: Held>(arch: Arch, out: &mut [O], cells: &[i32], divider: &Divider)
    where
        i32: Into2<O>,
    {
        let Magic::Narrow { factor, shift } = divider.magic else {
            let divider = *divider;
            for (out, &number) in out.iter_mut().zip(cells) {
                *out = O::of(divider.plain(number.number()));
            }
            return;
        };
        let product =
            move |magnitude: u32| (u64::from(magnitude).wrapping_mul(u64::from(factor)) >> shift) as i32;
        let added = divider.added as u32;
        if divider.signed {
            map(arch, out, cells, move |number| {
                let quotient = product(number.unsigned_abs().wrapping_add(added));
                if number < 0 { quotient.wrapping_neg() } else { quotient }.cast()
            });
        } else {
            let (up, down) = (added.wrapping_add(divider.moved.0 as u32), divider.moved.1 as i32);
            map(arch, out, cells, move |number| {
                product((number as u32).wrapping_add(up)).wrapping_sub(down).cast()
            });
        }
    }
}

impl Divides for i64 {
    fn divide<O: Held>(arch: Arch, out: &mut [O], cells: &[i64], divider: &Divider)
    where
        i64: Into2<O>,
    {
        // A factor of 32 bits multiplies in the low half, one of 64 bits in the high half.
        let (low, high, shift) = match divider.magic {
            Magic::Narrow { factor, shift } => (u64::from(factor), 0, shift),
            Magic::Wide { factor, shift } => (0, factor, shift),
            Magic::None => return,
        };
        let added = divider.added as u64;
        let (up, down) = (added.wrapping_add(divider.moved.0 as u64), divider.moved.1 as i64);
        if high == 0 {
            // INVARIANT: magnitudes are below 2^32.
            let product = move |magnitude: u64| {
                ((magnitude & 0xffff_ffff).wrapping_mul(low & 0xffff_ffff) >> shift) as i64
            };
            if divider.signed {
                map(arch, out, cells, move |number| {
                    let quotient = product(number.unsigned_abs().wrapping_add(added));
                    if number < 0 { quotient.wrapping_neg() } else { quotient }.cast()
                });
            } else {
                map(arch, out, cells, move |number| {
                    product((number as u64).wrapping_add(up)).wrapping_sub(down).cast()
                });
            }
        } else {
            let product = move |magnitude: u64| (high_half(magnitude, high) >> shift) as i64;
            if divider.signed {
                map(arch, out, cells, move |number| {
                    let quotient = product(number.unsigned_abs().wrapping_add(added));
                    if number < 0 { quotient.wrapping_neg() } else { quotient }.cast()
                });
            } else {
                map(arch, out, cells, move |number| {
                    product((number as u64).wrapping_add(up)).wrapping_sub(down).cast()
                });
            }
        }
    }
}
