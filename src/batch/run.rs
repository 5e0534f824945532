//! Running: each line of code over the rows of a frame.

use pulp::Arch;

use super::code::{At, Class, Code, Line, Operand, What};
use super::frame::{Frame, Held, by_class};
use super::lane::{Into2, Lane, map, map2, map3};
use super::{huge, items, number, rare, truth, unknown};

/// What all lines are run with.
#[derive(Clone, Copy)]
pub(super) struct Machine<'p> {
    pub code: &'p Code,
    pub arch: Arch,
}

/// Runs the lines of the applicant's level.
pub(super) fn run<'c, 'r>(machine: Machine<'_>, frame: &mut Frame<'c, 'r>, lists: &mut [Frame<'c, 'r>]) {
    for line in &machine.code.level.lines {
        if let What::Items { list, end } = &line.what {
            items::run(machine, *list, *end, frame, lists);
        } else if let What::Reduce { list, kind, value, condition } = &line.what {
            items::reduce(*list, *kind, (*value, *condition), line.to, frame, lists);
        } else {
            run_line(machine, line, frame);
        }
    }
}

/// Chooses the types of a loop by the classes of what it reads and what it writes. Only the pairs that are named have
/// loops of their own, so that the program stays small; the assembler copies what has another class first.
macro_rules! by_pair {
    ($from:expr, $to:expr, [$($a:ident $at:ty => $o:ident $ot:ty),*], $read:ident, $write:ident => $body:expr) => {
        match ($from, $to) {
            $(($crate::batch::code::Class::$a, $crate::batch::code::Class::$o) => {
                type $read = $at;
                type $write = $ot;
                $body
            })*
            // INVARIANT: no line has another pair.
            _ => debug_assert!(false, "{:?} to {:?}", $from, $to),
        }
    };
}
pub(super) use by_pair;

/// Pairs of numbers: the same class, or one cut or widened on the way.
macro_rules! by_numbers {
    ($from:expr, $to:expr, $read:ident, $write:ident => $body:expr) => {
        $crate::batch::run::by_pair!(
            $from, $to,
            [Narrow i32 => Narrow i32, Narrow i32 => Wide i64, Wide i64 => Wide i64, Wide i64 => Narrow i32],
            $read, $write => $body
        )
    };
}
pub(super) use by_numbers;

/// Numbers that are computed in the class of the result.
macro_rules! by_same {
    ($class:expr, $lane:ident => $body:expr) => {
        $crate::batch::run::by_pair!(
            $class, $class, [Narrow i32 => Narrow i32, Wide i64 => Wide i64], _Read, $lane => $body
        )
    };
}
pub(super) use by_same;

/// Runs a line that reads its own level only.
pub(super) fn run_line(machine: Machine<'_>, line: &Line, frame: &mut Frame<'_, '_>) {
    if frame.masks.is_some() {
        unknown::mask(line, frame);
    }
    if line.huge {
        return huge::run(machine.code, line, frame);
    }
    let (arch, At { class, place }) = (machine.arch, line.to);
    match &line.what {
        What::Fill(value) => by_class!(class, O => O::write(frame, place, |_, out| out.fill(O::of(*value)))),
        What::Copy(from) => copy(arch, frame, *from, line.to),
        What::Select { condition, then, otherwise } => {
            select(arch, frame, *condition, (*then, *otherwise), line.to);
        }
        What::Lookup { table, keys, listed } => {
            let Some(table) = machine.code.tables.get(*table) else { return };
            rare::look_up(frame, table, keys, *listed, line.to);
        }
        What::Sum(fixed, terms) => number::sum(arch, frame, *fixed, terms, line.to),
        What::Product(one, other) => by_same!(class, O => O::write(frame, place, |frame, out| {
            map2(arch, out, O::read(frame, one.place), O::read(frame, other.place), O::times);
        })),
        What::Quotient(of, divider) => number::quotient(arch, frame, *of, divider, line.to),
        What::QuotientBy(rounded, one, other) => rare::quotient_by(frame, *rounded, *one, *other, line.to),
        What::Extreme { highest, one, other } => {
            number::extreme(arch, frame, *highest, *one, *other, line.to);
        }
        What::Calendar { rule, of, with, times } => rare::calendar(frame, *rule, *of, *with, *times, line.to),
        What::Junction { any, terms } => u8::write(frame, place, |frame, out| {
            truth::junction(arch, out, frame, *any, terms);
        }),
        What::Many(least, all) => {
            u8::write(frame, place, |frame, out| truth::many(out, frame, *least, all));
        }
        What::Compare(relation, one, other) => u8::write(frame, place, |frame, out| {
            truth::compare(arch, out, frame, *relation, *one, *other);
        }),
        What::Among(at, mask) => u8::write(frame, place, |frame, out| {
            truth::among(arch, out, u8::read(frame, at.place), *mask);
        }),
        What::Has(at, position) => u8::write(frame, place, |frame, out| {
            let bit = 1_i64.checked_shl(u32::try_from(*position).unwrap_or(64)).unwrap_or(0);
            map(arch, out, i64::read(frame, at.place), move |set| u8::from(set & bit != 0));
        }),
        What::Items { .. } | What::Reduce { .. } | What::Outer(_) | What::Before { .. } => {}
    }
}

/// The same in another class.
fn copy(arch: Arch, frame: &mut Frame<'_, '_>, from: At, to: At) {
    by_pair!(
        from.class, to.class,
        [Byte u8 => Byte u8, Byte u8 => Narrow i32, Byte u8 => Wide i64,
         Narrow i32 => Byte u8, Narrow i32 => Narrow i32, Narrow i32 => Wide i64,
         Wide i64 => Byte u8, Wide i64 => Narrow i32, Wide i64 => Wide i64],
        A, O => O::write(frame, to.place, |frame, out| {
            map(arch, out, A::read(frame, from.place), <A as Into2<O>>::cast);
        })
    );
}

/// One of two.
fn select(
    arch: Arch,
    frame: &mut Frame<'_, '_>,
    condition: At,
    (then, otherwise): (Operand, Operand),
    to: At,
) {
    match (then, otherwise) {
        (Operand::Fixed(then), Operand::Fixed(otherwise)) => {
            by_pair!(
                Class::Byte, to.class,
                [Byte u8 => Byte u8, Byte u8 => Narrow i32, Byte u8 => Wide i64],
                A, O => O::write(frame, to.place, |frame, out| {
                    // Where nothing is chosen zero is left, and the mask adds what the other has more.
                    let (base, more) = (O::of(otherwise), O::of(then).minus(O::of(otherwise)));
                    let truth = A::read(frame, condition.place);
                    map(arch, out, truth, move |truth| O::mask(truth).both(more).plus(base));
                })
            );
        }
        (Operand::At(then), Operand::At(otherwise)) => {
            selected(arch, frame, then.class, to, |frame| {
                (u8::read(frame, condition.place), then, Err(otherwise), 0)
            });
        }
        (Operand::At(at), Operand::Fixed(fixed)) => {
            selected(arch, frame, at.class, to, |frame| (u8::read(frame, condition.place), at, Ok(fixed), 0));
        }
        (Operand::Fixed(fixed), Operand::At(at)) => {
            selected(arch, frame, at.class, to, |frame| (u8::read(frame, condition.place), at, Ok(fixed), 1));
        }
        // The assembler makes columns of masked numbers for selections.
        (Operand::Masked(..), _) | (_, Operand::Masked(..)) => {}
    }
}

/// Where a truth (turned around by the last number) holds a column, elsewhere a fixed number or another column.
fn selected<'c, 'r>(
    arch: Arch,
    frame: &mut Frame<'c, 'r>,
    class: Class,
    to: At,
    read: impl for<'f> Fn(&'f Frame<'c, 'r>) -> (&'f [u8], At, Result<i128, At>, u8),
) {
    by_pair!(
        class, to.class,
        [Byte u8 => Byte u8, Byte u8 => Narrow i32, Byte u8 => Wide i64, Narrow i32 => Narrow i32,
         Narrow i32 => Wide i64, Wide i64 => Wide i64, Wide i64 => Narrow i32],
        A, O => O::write(frame, to.place, |frame, out| {
            let (truth, then, otherwise, turned) = read(frame);
            let then = A::read(frame, then.place);
            match otherwise {
                Ok(0) => map2(arch, out, truth, then, move |truth, then| {
                    O::mask(truth ^ turned).both(then.cast())
                }),
                Ok(fixed) => {
                    let fixed = O::of(fixed);
                    map2(arch, out, truth, then, move |truth, then| {
                        if truth != turned { then.cast() } else { fixed }
                    });
                }
                Err(other) => {
                    let other = A::read(frame, other.place);
                    map3(arch, out, (truth, then, other), |truth, then, other| {
                        if truth != 0 { then.cast() } else { other.cast() }
                    });
                }
            }
        })
    );
}
