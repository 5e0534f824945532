//! Truths on blocks: all, one or some of several, comparisons, members.

use pulp::Arch;

use super::code::{At, Operand, Relation};
use super::frame::{Frame, Held, by_class};
use super::lane::{Lane, map, map2, update};

#[inline]
pub(super) fn junction(arch: Arch, out: &mut [u8], frame: &Frame<'_, '_>, any: bool, terms: &[(bool, At)]) {
    let cells = |at: &At| u8::read(frame, at.place);
    // A truth that is turned around is 1 − truth, or the exclusive or with one.
    let turn = |turned: bool| u8::from(turned);
    let rest = match terms {
        [] => return out.fill(u8::from(!any)),
        [(turned, one)] => {
            let turned = turn(*turned);
            map(arch, out, cells(one), |one| one ^ turned);
            &[][..]
        }
        [(first, one), (second, other), rest @ ..] => {
            let (first, second) = (turn(*first), turn(*second));
            let (one, other) = (cells(one), cells(other));
            if any {
                map2(arch, out, one, other, |one, other| (one ^ first) | (other ^ second));
            } else {
                map2(arch, out, one, other, |one, other| (one ^ first) & (other ^ second));
            }
            rest
        }
    };
    for (turned, term) in rest {
        let turned = turn(*turned);
        if any {
            update(arch, out, cells(term), |sum: u8, term| sum | (term ^ turned));
        } else {
            update(arch, out, cells(term), |sum: u8, term| sum & (term ^ turned));
        }
    }
}

pub(super) fn many(arch: Arch, out: &mut [u8], frame: &Frame<'_, '_>, least: u32, all: &[At]) {
    let mut counts = vec![0_u32; out.len()];
    for at in all {
        update(arch, &mut counts, u8::read(frame, at.place), |count, truth| {
            count.wrapping_add(u32::from(truth))
        });
    }
    map(arch, out, &counts, |count| u8::from(count >= least));
}

#[inline]
pub(super) fn compare(
    arch: Arch,
    out: &mut [u8],
    frame: &Frame<'_, '_>,
    relation: Relation,
    one: At,
    other: Operand,
) {
    by_class!(one.class, A => {
        let cells = A::read(frame, one.place);
        match other {
            Operand::Fixed(fixed) => {
                let fixed = A::of(fixed);
                match relation {
                    Relation::Equal => map(arch, out, cells, |cell| u8::from(cell == fixed)),
                    Relation::NotEqual => map(arch, out, cells, |cell| u8::from(cell != fixed)),
                    Relation::Less => map(arch, out, cells, |cell| u8::from(cell < fixed)),
                    Relation::AtMost => map(arch, out, cells, |cell| u8::from(cell <= fixed)),
                    Relation::More => map(arch, out, cells, |cell| u8::from(cell > fixed)),
                    Relation::AtLeast => map(arch, out, cells, |cell| u8::from(cell >= fixed)),
                }
            }
            Operand::At(other) | Operand::Masked(other, _) => {
                let others = A::read(frame, other.place);
                match relation {
                    Relation::Equal => map2(arch, out, cells, others, |one, other| u8::from(one == other)),
                    Relation::NotEqual => map2(arch, out, cells, others, |one, other| u8::from(one != other)),
                    Relation::Less => map2(arch, out, cells, others, |one, other| u8::from(one < other)),
                    Relation::AtMost => map2(arch, out, cells, others, |one, other| u8::from(one <= other)),
                    Relation::More => map2(arch, out, others, cells, |other, one| u8::from(other < one)),
                    Relation::AtLeast => map2(arch, out, others, cells, |other, one| u8::from(other <= one)),
                }
            }
        }
    });
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
        map(arch, out, members, |member| u8::from(member == first));
    } else if run == Some(mask) {
        // Positions side by side: one comparison after moving them down to zero.
        let count = u8::try_from(count).unwrap_or(u8::MAX);
        map(arch, out, members, |member| u8::from(member.wrapping_sub(first) < count));
    } else {
        map(arch, out, members, |member| u8::from(mask.checked_shr(u32::from(member)).unwrap_or(0) & 1 != 0));
    }
}
