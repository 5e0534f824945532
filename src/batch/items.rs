//! Lists: the items of a block of rows, what is made of them row by row, and what stands before each.

use std::cmp::Ordering;
use std::ops::Range;

use crate::arena::Id as _;
use crate::scaled::ListId;
use crate::syntax::ast::AggregateKind;

use super::code::{At, Line, Operand, What};
use super::frame::{Frame, Held, by_class};
use super::lane::{Into2, Lane};
use super::rare::number;
use super::run::{Machine, run_line};
use super::unknown::Masks;

impl Frame<'_, '_> {
    /// The items of each row of the block.
    fn rows_of_items(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.offsets.windows(2).map(|ends| match ends {
            [first, last] => *first..*last,
            _ => 0..0,
        })
    }
}

/// Runs the lines of a list up to `end`.
pub(super) fn run<'c, 'r>(
    machine: Machine<'_>,
    list: ListId,
    end: usize,
    outer: &Frame<'c, 'r>,
    lists: &mut [Frame<'c, 'r>],
) {
    let (Some((_, level)), Some(frame)) = (machine.code.lists.get(list), lists.get_mut(list.raw())) else {
        return;
    };
    for line in level.lines.get(frame.done..end).unwrap_or(&[]) {
        if let What::Outer(at) = &line.what {
            spread(line, *at, outer, frame);
        } else if let What::Before { keys, value, condition, same } = &line.what {
            let order = Order { keys, value: *value, condition: *condition, same: *same };
            before(line, order, frame);
        } else {
            run_line(machine, line, frame);
        }
    }
    frame.done = frame.done.max(end);
}

/// What the applicant's level has, for each item of its row.
fn spread(line: &Line, at: At, outer: &Frame<'_, '_>, frame: &mut Frame<'_, '_>) {
    fn fill<T: Copy>(rows: impl Iterator<Item = Range<usize>>, cells: &[T], out: &mut [T]) {
        for (items, &cell) in rows.zip(cells) {
            if let Some(items) = out.get_mut(items) {
                items.fill(cell);
            }
        }
    }
    by_class!(line.to.class, T => {
        let cells = T::read(outer, at.place);
        T::write(frame, line.to.place, |frame, out| fill(frame.rows_of_items(), cells, out));
    });
    let marks = outer.masks.as_ref().and_then(|masks| masks.of(at)).map(|marks| {
        let mut own = vec![0; frame.rows];
        fill(frame.rows_of_items(), marks, &mut own);
        own
    });
    if let Some(masks) = &mut frame.masks {
        masks.set(line.to, marks);
    }
}

fn marked(masks: Option<&Masks>, operand: Option<Operand>, item: usize) -> bool {
    let at = match operand {
        Some(Operand::At(at) | Operand::Masked(at, _)) => at,
        Some(Operand::Fixed(_)) | None => return false,
    };
    masks.and_then(|masks| masks.of(at)).and_then(|marks| marks.get(item)).is_some_and(|&mark| mark != 0)
}

fn holds(frame: &Frame<'_, '_>, condition: Option<Operand>, item: usize) -> bool {
    condition.is_none_or(|condition| number(frame, condition, item) != 0)
}

/// What is made of the items of each row.
pub(super) fn reduce<'c, 'r>(
    list: ListId,
    kind: AggregateKind,
    (value, condition): (Option<Operand>, Option<Operand>),
    to: At,
    frame: &mut Frame<'c, 'r>,
    lists: &[Frame<'c, 'r>],
) {
    let Some(items) = lists.get(list.raw()) else { return };
    if let Some(mut masks) = frame.masks.take() {
        let rows = items.rows_of_items().enumerate();
        let marks = rows.map(|(row, range)| {
            let unlisted = items.unlisted.get(row).is_some_and(|&mark| mark != 0);
            u8::from(unlisted || is_open(items, kind, (value, condition), range))
        });
        let marks: Vec<u8> = marks.collect();
        masks.set(to, marks.contains(&1).then_some(marks));
        frame.masks = Some(masks);
    }
    match kind {
        AggregateKind::Any | AggregateKind::All => {
            let all = kind == AggregateKind::All;
            u8::write(frame, to.place, |_, out| {
                for (out, mut range) in out.iter_mut().zip(items.rows_of_items()) {
                    // `all` holds unless one fails; `any` fails unless one holds.
                    let odd = range.any(|item| holds(items, condition, item) != all);
                    *out = u8::from(odd != all);
                }
            });
        }
        AggregateKind::Sum | AggregateKind::Count | AggregateKind::Highest | AggregateKind::Lowest => {
            by_class!(to.class, O => O::write(frame, to.place, |_, out| match value {
                Some(Operand::At(at)) => by_class!(at.class, A => {
                    let cells = A::read(items, at.place);
                    fold(out, items, kind, condition, |item| {
                        cells.get(item).map_or(O::of(0), |&cell| <A as Into2<O>>::cast(cell))
                    });
                }),
                Some(operand) => fold(out, items, kind, condition, |item| O::of(number(items, operand, item))),
                None => fold(out, items, kind, condition, |_| O::of(1)),
            }));
        }
    }
}

/// Sums, counts, highest and lowest values over the items that count.
fn fold<O: Held>(
    out: &mut [O],
    items: &Frame<'_, '_>,
    kind: AggregateKind,
    condition: Option<Operand>,
    value: impl Fn(usize) -> O,
) {
    let truths = match condition {
        Some(Operand::At(at)) => Some(u8::read(items, at.place)),
        Some(Operand::Fixed(_) | Operand::Masked(..)) | None => None,
    };
    let fixed = match condition {
        Some(Operand::Fixed(truth)) => truth != 0,
        Some(Operand::At(_) | Operand::Masked(..)) | None => true,
    };
    let counts =
        |item: usize| truths.map_or(fixed, |truths| truths.get(item).is_some_and(|&truth| truth != 0));
    for (out, range) in out.iter_mut().zip(items.rows_of_items()) {
        let counted = range.filter(|&item| counts(item)).map(&value);
        *out = match kind {
            AggregateKind::Highest => counted.reduce(O::higher).unwrap_or(O::of(0)),
            AggregateKind::Lowest => counted.reduce(O::lower).unwrap_or(O::of(0)),
            AggregateKind::Sum | AggregateKind::Count | AggregateKind::Any | AggregateKind::All => {
                counted.fold(O::of(0), O::plus)
            }
        };
    }
}

/// Whether what is made of these items is unknown.
fn is_open(
    items: &Frame<'_, '_>,
    kind: AggregateKind,
    (value, condition): (Option<Operand>, Option<Operand>),
    mut range: Range<usize>,
) -> bool {
    let masks = items.masks.as_ref();
    let unknown = |item: usize| marked(masks, condition, item);
    match kind {
        AggregateKind::Any | AggregateKind::All => {
            let deciding = kind == AggregateKind::Any;
            let decided =
                range.clone().any(|item| !unknown(item) && holds(items, condition, item) == deciding);
            !decided && range.any(unknown)
        }
        AggregateKind::Sum | AggregateKind::Count | AggregateKind::Highest | AggregateKind::Lowest => {
            range.any(|item| unknown(item) || (holds(items, condition, item) && marked(masks, value, item)))
        }
    }
}

/// What decides what stands before an item.
#[derive(Clone, Copy)]
struct Order<'l> {
    keys: &'l [(bool, Operand)],
    value: Option<Operand>,
    condition: Option<Operand>,
    same: Option<At>,
}

/// An item on its way into the order.
struct Entry {
    same: i128,
    keys: Vec<i128>,
    item: usize,
}

/// The sum of what stands before each item.
fn before(line: &Line, order: Order<'_>, frame: &mut Frame<'_, '_>) {
    let mut sums = vec![0_i128; frame.rows];
    let mut open: Option<Vec<u8>> = None;
    for range in frame.rows_of_items() {
        let masks = frame.masks.as_ref();
        let unplaced = |item: usize| {
            order.keys.iter().any(|&(_, key)| marked(masks, Some(key), item))
                || marked(masks, order.condition, item)
                || marked(masks, order.same.map(Operand::At), item)
        };
        if masks.is_some() && range.clone().any(unplaced) {
            let open = open.get_or_insert_with(|| vec![0; frame.rows]);
            if let Some(marks) = open.get_mut(range) {
                marks.fill(1);
            }
            continue;
        }
        let entry = |item: usize| Entry {
            same: order.same.map_or(0, |same| frame.number(same, item)),
            keys: order.keys.iter().map(|&(_, key)| number(frame, key, item)).collect(),
            item,
        };
        let mut entries: Vec<Entry> = range.map(entry).collect();
        entries.sort_by(|one, other| {
            one.same
                .cmp(&other.same)
                .then_with(|| in_order(order.keys, one, other))
                .then(one.item.cmp(&other.item))
        });
        let (mut sum, mut unsure, mut same) = (0_i128, false, None);
        for entry in &entries {
            if same != Some(entry.same) {
                (sum, unsure, same) = (0, false, Some(entry.same));
            }
            if let Some(slot) = sums.get_mut(entry.item) {
                *slot = sum;
            }
            if unsure && let Some(mark) = open.get_or_insert_with(|| vec![0; frame.rows]).get_mut(entry.item)
            {
                *mark = 1;
            }
            if holds(frame, order.condition, entry.item) {
                let term = order.value.map_or(1, |value| number(frame, value, entry.item));
                // INVARIANT: the bounds of the step hold for the sum of all items.
                sum = sum.wrapping_add(term);
                unsure |= marked(masks, order.value, entry.item);
            }
        }
    }
    if let Some(masks) = &mut frame.masks {
        masks.set(line.to, open);
    }
    by_class!(line.to.class, O => O::write(frame, line.to.place, |_, out| {
        for (out, &sum) in out.iter_mut().zip(&sums) {
            *out = O::of(sum);
        }
    }));
}

fn in_order(keys: &[(bool, Operand)], one: &Entry, other: &Entry) -> Ordering {
    let pairs = keys.iter().zip(one.keys.iter().zip(&other.keys));
    let mut each =
        pairs.map(|(&(highest, _), (left, right))| if highest { right.cmp(left) } else { left.cmp(right) });
    each.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}
