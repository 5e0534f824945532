//! Running: each line of code over the rows of a frame.

use pulp::Arch;

use super::code::{At, Class, Code, Level, Line, Operand, What};
use super::frame::{Frame, Held, by_class};
use super::lane::{Into2, Lane, map, map2, map3};
use super::unknown;
use super::{items, number, rare, truth};

/// What all lines are run with.
#[derive(Clone, Copy)]
pub(super) struct Machine<'p> {
    pub code: &'p Code,
    pub arch: Arch,
}

/// Runs the lines of the applicant's level.
pub(super) fn run<'c, 'r>(machine: Machine<'_>, frame: &mut Frame<'c, 'r>, lists: &mut [Frame<'c, 'r>]) {
    let level: &Level = &machine.code.level;
    for line in &level.lines {
        match &line.what {
            What::Items { list, end } => items::run(machine, *list, *end, frame, lists),
            What::Reduce { list, kind, value, condition } => {
                items::reduce(*list, *kind, (*value, *condition), line.to, frame, lists);
            }
            _ => run_line(machine, line, frame),
        }
    }
}

/// Chooses among the classes that numbers have.
macro_rules! by_number {
    ($class:expr, $lane:ident => $body:expr) => {
        match $class {
            Class::Narrow => {
                type $lane = i32;
                $body
            }
            Class::Wide => {
                type $lane = i64;
                $body
            }
            Class::Huge => {
                type $lane = i128;
                $body
            }
            // The assembler computes no number in bytes.
            Class::Byte => {}
        }
    };
}
pub(super) use by_number;

/// Runs a line that reads its own level only.
pub(super) fn run_line(machine: Machine<'_>, line: &Line, frame: &mut Frame<'_, '_>) {
    if frame.masks.is_some() {
        unknown::mask(line, frame);
    }
    let (arch, At { class, place }) = (machine.arch, line.to);
    match &line.what {
        What::Fill(value) => by_class!(class, O => O::write(frame, place, |_, out| out.fill(O::of(*value)))),
        What::Copy(from) => by_class!(class, O => O::write(frame, place, |frame, out| {
            by_class!(from.class, A => map(arch, out, A::read(frame, from.place), |cell| <A as Into2<O>>::cast(cell)));
        })),
        What::Select { condition, then, otherwise } => {
            by_class!(class, O => O::write(frame, place, |frame, out| {
                select(arch, out, frame, *condition, (*then, *otherwise));
            }))
        }
        What::Lookup { table, keys, listed } => {
            let Some(table) = machine.code.tables.get(*table) else { return };
            by_class!(class, O => O::write(frame, place, |frame, out| {
                rare::look_up(out, frame, table, keys, *listed);
            }));
        }
        What::Sum(fixed, terms) => by_number!(class, O => O::write(frame, place, |frame, out| {
            number::sum(arch, out, frame, *fixed, terms);
        })),
        What::Product(one, other) => by_number!(class, O => O::write(frame, place, |frame, out| {
            map2(arch, out, O::read(frame, one.place), O::read(frame, other.place), O::times);
        })),
        What::Quotient(of, divider) => by_number!(class, O => O::write(frame, place, |frame, out| {
            number::quotient(arch, out, frame, *of, divider);
        })),
        What::QuotientBy(rounded, one, other) => by_number!(class, O => O::write(frame, place, |frame, out| {
            rare::quotient_by(out, frame, *rounded, *one, *other);
        })),
        What::Extreme { highest, one, other } => by_number!(class, O => O::write(frame, place, |frame, out| {
            number::extreme(arch, out, frame, *highest, *one, *other);
        })),
        What::Calendar { rule, of, with, times } => {
            by_number!(class, O => O::write(frame, place, |frame, out| {
                rare::calendar(out, frame, *rule, *of, *with, *times);
            }))
        }
        What::Junction { any, terms } => u8::write(frame, place, |frame, out| {
            truth::junction(arch, out, frame, *any, terms);
        }),
        What::Many(least, all) => {
            u8::write(frame, place, |frame, out| truth::many(arch, out, frame, *least, all))
        }
        What::Compare(relation, one, other) => u8::write(frame, place, |frame, out| {
            truth::compare(arch, out, frame, *relation, *one, *other);
        }),
        What::Among(at, mask) => u8::write(frame, place, |frame, out| {
            truth::among(arch, out, u8::read(frame, at.place), *mask);
        }),
        What::Has(at, position) => u8::write(frame, place, |frame, out| {
            let bit = 1_i64.checked_shl(u32::try_from(*position).unwrap_or(64)).unwrap_or(0);
            map(arch, out, i64::read(frame, at.place), |set| u8::from(set & bit != 0));
        }),
        What::Items { .. } | What::Reduce { .. } | What::Outer(_) | What::Before { .. } => {}
    }
}

/// One of two, each in the class of the result or narrower.
#[inline]
fn select<O: Held>(
    arch: Arch,
    out: &mut [O],
    frame: &Frame<'_, '_>,
    condition: At,
    (then, otherwise): (Operand, Operand),
) where
    u8: Into2<O>,
    i32: Into2<O>,
    i64: Into2<O>,
    i128: Into2<O>,
{
    let truth = u8::read(frame, condition.place);
    match (then, otherwise) {
        (Operand::Fixed(then), Operand::Fixed(0)) => {
            let then = O::of(then);
            map(arch, out, truth, |truth| O::mask(truth).both(then));
        }
        (Operand::Fixed(then), Operand::Fixed(otherwise)) => {
            let (then, otherwise) = (O::of(then), O::of(otherwise));
            map(arch, out, truth, |truth| if truth != 0 { then } else { otherwise });
        }
        (Operand::At(then), Operand::Fixed(0)) => {
            by_class!(then.class, A => {
                map2(arch, out, truth, A::read(frame, then.place), |truth, then| O::mask(truth).both(then.cast()));
            });
        }
        (Operand::At(then), Operand::Fixed(otherwise)) => {
            let otherwise = O::of(otherwise);
            by_class!(then.class, A => {
                map2(arch, out, truth, A::read(frame, then.place), |truth, then| {
                    if truth != 0 { then.cast() } else { otherwise }
                });
            });
        }
        (Operand::Fixed(then), Operand::At(otherwise)) => {
            let then = O::of(then);
            by_class!(otherwise.class, A => {
                map2(arch, out, truth, A::read(frame, otherwise.place), |truth, otherwise| {
                    if truth != 0 { then } else { otherwise.cast() }
                });
            });
        }
        (Operand::At(then), Operand::At(otherwise)) => {
            by_class!(then.class, A => {
                let cells = (truth, A::read(frame, then.place), A::read(frame, otherwise.place));
                map3(arch, out, cells, |truth, then, otherwise| {
                    if truth != 0 { then.cast() } else { otherwise.cast() }
                });
            });
        }
        // The assembler makes columns of masked numbers for selections.
        (Operand::Masked(..), _) | (_, Operand::Masked(..)) => {}
    }
}
