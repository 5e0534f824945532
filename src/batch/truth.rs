//! Truths on blocks: all, one or some of several, comparisons, members.

use pulp::Arch;

use super::code::{At, Class, Operand, Relation};
use super::frame::{Frame, Held};
use super::lane::{Lane, map, map2, update};
use super::run::by_pair;

#[inline]
pub(super) fn junction(arch: Arch, out: &mut [u8], frame: &Frame<'_, '_>, any: bool, terms: &[(bool, At)]) {
    let cells = |at: &At| u8::read(frame, at.place);
    // A truth that is turned around is 1 − truth, or the exclusive or with one.
    let turn = |turned: bool| u8::from(turned);
    let rest = match terms {
        [] => return out.fill(u8::from(!any)),
        [(turned, one)] => {
            let turned = turn(*turned);
            map(arch, out, cells(one), move |one| one ^ turned);
            &[][..]
        }
        [(first, one), (second, other), rest @ ..] => {
            let (first, second) = (turn(*first), turn(*second));
            let (one, other) = (cells(one), cells(other));
            if any {
                map2(arch, out, one, other, move |one, other| (one ^ first) | (other ^ second));
            } else {
                map2(arch, out, one, other, move |one, other| (one ^ first) & (other ^ second));
            }
            rest
        }
    };
    for (turned, term) in rest {
        let turned = turn(*turned);
        if any {
            update(arch, out, cells(term), move |sum: u8, term| sum | (term ^ turned));
        } else {
            update(arch, out, cells(term), move |sum: u8, term| sum & (term ^ turned));
        }
    }
}

/// At least so many.
pub(super) fn many(out: &mut [u8], frame: &Frame<'_, '_>, least: u32, all: &[At]) {
    let mut counts = vec![0_u32; out.len()];
    for at in all {
        for (count, &truth) in counts.iter_mut().zip(u8::read(frame, at.place)) {
            *count = count.wrapping_add(u32::from(truth));
        }
    }
    for (out, &count) in out.iter_mut().zip(&counts) {
        *out = u8::from(count >= least);
    }
}

/// Whether a relation holds.
pub(super) fn holds(relation: Relation, left: i128, right: i128) -> bool {
    match relation {
        Relation::Equal => left == right,
        Relation::NotEqual => left != right,
        Relation::Less => left < right,
        Relation::AtMost => left <= right,
        Relation::More => left > right,
        Relation::AtLeast => left >= right,
    }
}

/// Each relation is one of three, or what it is not.
enum Basic {
    Equal,
    Less,
    AtMost,
}

/// Two columns of one class, or a column and a fixed number.
pub(super) fn compare(
    arch: Arch,
    out: &mut [u8],
    frame: &Frame<'_, '_>,
    relation: Relation,
    one: At,
    other: Operand,
) {
    let (basic, not) = match relation {
        Relation::Equal => (Basic::Equal, 0),
        Relation::NotEqual => (Basic::Equal, 1),
        Relation::Less => (Basic::Less, 0),
        Relation::AtLeast => (Basic::Less, 1),
        Relation::AtMost => (Basic::AtMost, 0),
        Relation::More => (Basic::AtMost, 1),
    };
    by_pair!(
        one.class, Class::Byte, [Byte u8 => Byte u8, Narrow i32 => Byte u8, Wide i64 => Byte u8],
        A, _Write => {
            let cells = A::read(frame, one.place);
            match (other, basic) {
                (Operand::Fixed(fixed), basic) => {
                    let fixed = A::of(fixed);
                    match basic {
                        Basic::Equal => map(arch, out, cells, move |cell| u8::from(cell == fixed) ^ not),
                        Basic::Less => map(arch, out, cells, move |cell| u8::from(cell < fixed) ^ not),
                        Basic::AtMost => map(arch, out, cells, move |cell| u8::from(cell <= fixed) ^ not),
                    }
                }
                (Operand::At(other) | Operand::Masked(other, _), basic) => {
                    let others = A::read(frame, other.place);
                    match basic {
                        Basic::Equal => map2(arch, out, cells, others, move |one, two| u8::from(one == two) ^ not),
                        Basic::Less => map2(arch, out, cells, others, move |one, two| u8::from(one < two) ^ not),
                        Basic::AtMost => map2(arch, out, cells, others, move |one, two| u8::from(one <= two) ^ not),
                    }
                }
            }
        }
    );
}

#[inline]
pub(super) fn among(arch: Arch, out: &mut [u8], members: &[u8], mask: u64) {
    let count = mask.count_ones();
    let first = u8::try_from(mask.trailing_zeros()).unwrap_or(u8::MAX);
    let run =
        u64::MAX.checked_shr(64_u32.wrapping_sub(count)).and_then(|run| run.checked_shl(u32::from(first)));
    if count == 0 {
        out.fill(0);
    } else if count == 1 {
        map(arch, out, members, move |member| u8::from(member == first));
    } else if run == Some(mask) {
        // Positions side by side: one comparison after moving them down to zero.
        let count = u8::try_from(count).unwrap_or(u8::MAX);
        map(arch, out, members, move |member| u8::from(member.wrapping_sub(first) < count));
    } else {
        map(arch, out, members, move |member| {
            u8::from(mask.checked_shr(u32::from(member)).unwrap_or(0) & 1 != 0)
        });
    }
}
