//! Items in an order: what the items before each one come to, for all items at once.

use std::cmp::Ordering;

use crate::arena::Id as _;
use crate::money::Rational;
use crate::plan::{ListPlanId, Node, NodeId, Op, Plan};
use crate::syntax::ast::Comparison;

use super::domain::{Domain, Key, Stop, Truth};
use super::run::{Facts, Fault, Item, Items, Place, RowState, compute};

/// Beyond so many comparisons what stands before an item is bounded by all of them while keys are missing.
const COMPARED: usize = 200_000;

/// The rows of a list.
#[derive(Clone, Copy)]
pub(super) struct Shape<'a> {
    pub plan: &'a Plan,
    pub list: ListPlanId,
    /// Nodes of an item.
    pub stride: usize,
    /// Items.
    pub count: usize,
}

impl Shape<'_> {
    fn at(self, item: usize, node: NodeId) -> Option<usize> {
        item.checked_mul(self.stride)?.checked_add(node.raw())
    }
}

/// Fills the rows of a list node by node: what reads the items before it waits for all of them.
pub(super) fn fill<'a, D: Domain<'a>, F: Facts<'a, D>>(
    shape: Shape<'a>,
    facts: &F,
    outer: &[D],
    values: &mut [Option<D>],
    steps: &mut usize,
) -> Result<RowState, Fault> {
    let plan = shape.plan;
    let Some(list) = plan.lists.get(shape.list) else { return Ok(RowState::Full) };
    let unknown = facts.items(list.input) == Items::Unknown;
    let mut state = RowState::Full;
    for (id, node) in list.nodes.iter_ids() {
        let slot = |item: usize| shape.at(item, id);
        let open = (0..shape.count)
            .filter(|&item| slot(item).and_then(|at| values.get(at)).is_some_and(Option::is_none));
        let open: Vec<usize> = open.collect();
        if open.is_empty() {
            continue;
        }
        *steps = steps.saturating_add(open.len());
        let fault = |stop| Fault { stop, span: node.span };
        let computed: Vec<(usize, D)> = if matches!(node.op, Op::Before { .. }) {
            match before(shape, node, unknown, values) {
                Ok(Some(column)) => column.into_iter().enumerate().collect(),
                Ok(None) => {
                    state = RowState::Partial;
                    continue;
                }
                Err(stop) => return Err(fault(stop)),
            }
        } else {
            let mut column = Vec::with_capacity(open.len());
            for item in open {
                let from = item.saturating_mul(shape.stride);
                let row = values.get(from..from.saturating_add(shape.stride)).unwrap_or(&[]);
                let level = Item { tables: &plan.tables, list, facts, outer, row, item };
                let mut value = D::truth(Truth::known(false));
                match compute(&node.op, &level, &mut value) {
                    Ok(()) => column.push((item, value)),
                    Err(Stop::Pending) => state = RowState::Partial,
                    Err(stop) => return Err(fault(stop)),
                }
            }
            column
        };
        for (item, mut value) in computed {
            facts.assume(Place::Item(shape.list, item, id), &mut value);
            if let Some(slot) = slot(item).and_then(|at| values.get_mut(at)) {
                *slot = Some(value);
            }
        }
    }
    Ok(state)
}

/// An item as far as its place in the order is concerned.
struct Entry<'a, D> {
    keys: Vec<(bool, D, Option<Key<'a>>)>,
    same: Option<Key<'a>>,
    counts: Truth,
    /// What it adds to those after it.
    term: D,
}

impl<D> Entry<'_, D> {
    fn is_known(&self) -> bool {
        self.same.is_some() && self.keys.iter().all(|(_, _, key)| key.is_some())
    }
}

/// The values of a node that reads the items before each; `None` while one of them is not computed.
fn before<'a, D: Domain<'a>>(
    shape: Shape<'a>,
    node: &'a Node,
    unknown: bool,
    values: &[Option<D>],
) -> Result<Option<Vec<D>>, Stop> {
    let Op::Before { keys, value, condition, same } = &node.op else { return Err(Stop::Malformed) };
    let zero = D::number(Rational::ZERO);
    let mut entries = Vec::with_capacity(shape.count);
    for item in 0..shape.count {
        let at = |node: &NodeId| shape.at(item, *node).and_then(|at| values.get(at)).copied().flatten();
        if node.op.operands().iter().any(|operand| at(operand).is_none()) {
            return Ok(None);
        }
        let counts = match condition.as_ref().and_then(at) {
            Some(condition) => condition.as_truth()?,
            None => Truth::known(true),
        };
        let term = value.as_ref().and_then(at).unwrap_or_else(|| D::number(Rational::ONE));
        entries.push(Entry {
            keys: keys
                .iter()
                .map(|(highest, key)| {
                    let value = at(key).unwrap_or(zero);
                    (*highest, value, value.key())
                })
                .collect(),
            same: same.as_ref().map_or(Some(Key::Absent), |same| at(same).and_then(D::key)),
            counts,
            term: match (counts.certain, counts.possible) {
                (true, _) => term,
                (false, true) => term.either(zero)?,
                (false, false) => zero,
            },
        });
    }
    if unknown {
        // Any number of items like the one that stands for all of them.
        let any = match entries.first() {
            Some(entry) => entry.term.either(zero)?.repeated()?,
            None => zero,
        };
        return Ok(Some(vec![any; shape.count]));
    }
    let open: Vec<usize> =
        entries.iter().enumerate().filter(|(_, entry)| !entry.is_known()).map(|(place, _)| place).collect();
    let mut column = in_known_order(&entries)?;
    if open.len().saturating_mul(entries.len()) > COMPARED {
        let mut all = zero;
        for entry in entries.iter().filter(|entry| entry.counts.possible) {
            all = all.plus(&entry.term.either(zero)?)?;
        }
        return Ok(Some(vec![all; entries.len()]));
    }
    for (place, entry) in entries.iter().enumerate() {
        // What is known of the others is in the column; an item whose own place is open has nothing there.
        let others = if entry.is_known() { open.clone() } else { (0..entries.len()).collect() };
        for other_place in others {
            let Some(other) = entries.get(other_place) else { continue };
            if other_place == place || !other.counts.possible {
                continue;
            }
            let term = match stands_before(other, other_place, entry, place)? {
                Some(true) => other.term,
                Some(false) => continue,
                None => other.term.either(zero)?,
            };
            if let Some(slot) = column.get_mut(place) {
                *slot = slot.plus(&term)?;
            }
        }
    }
    Ok(Some(column))
}

/// One walk in the order over the items whose keys are known, a sum for each kind.
fn in_known_order<'a, D: Domain<'a>>(entries: &[Entry<'a, D>]) -> Result<Vec<D>, Stop> {
    let zero = D::number(Rational::ZERO);
    let known = entries.iter().enumerate().filter(|(_, entry)| entry.is_known());
    let mut places: Vec<usize> = known.map(|(place, _)| place).collect();
    places.sort_by(|&one, &other| match (entries.get(one), entries.get(other)) {
        (Some(first), Some(second)) => {
            first.same.cmp(&second.same).then_with(|| order(first, second)).then(one.cmp(&other))
        }
        _ => Ordering::Equal,
    });
    let mut column = vec![zero; entries.len()];
    let mut sum = zero;
    let mut same = None;
    for place in places {
        let Some(entry) = entries.get(place) else { continue };
        if same != Some(entry.same) {
            same = Some(entry.same);
            sum = zero;
        }
        if let Some(slot) = column.get_mut(place) {
            *slot = sum;
        }
        if entry.counts.possible {
            sum = sum.plus(&entry.term)?;
        }
    }
    Ok(column)
}

/// The order of two items whose keys are known.
fn order<D>(one: &Entry<'_, D>, other: &Entry<'_, D>) -> Ordering {
    let pairs = one.keys.iter().zip(&other.keys);
    pairs
        .map(|((highest, _, left), (_, _, right))| in_way(*highest, *left, *right))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// What is absent comes last, whichever end comes first.
fn in_way(highest: bool, left: Option<Key<'_>>, right: Option<Key<'_>>) -> Ordering {
    let absent = |key: Option<Key<'_>>| key == Some(Key::Absent);
    match (absent(left), absent(right)) {
        (false, false) if highest => right.cmp(&left),
        (false, false) | (true, true) => left.cmp(&right),
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
    }
}

/// Whether one item stands before another; `None` while it is not known.
fn stands_before<'a, D: Domain<'a>>(
    one: &Entry<'a, D>,
    place: usize,
    other: &Entry<'a, D>,
    other_place: usize,
) -> Result<Option<bool>, Stop> {
    match (one.same, other.same) {
        (Some(left), Some(right)) if left != right => return Ok(Some(false)),
        (Some(_), Some(_)) => {}
        (None, _) | (_, None) => return Ok(None),
    }
    for ((highest, left, left_key), (_, right, right_key)) in one.keys.iter().zip(&other.keys) {
        if left_key.is_some() && right_key.is_some() {
            match in_way(*highest, *left_key, *right_key) {
                Ordering::Less => return Ok(Some(true)),
                Ordering::Greater => return Ok(Some(false)),
                Ordering::Equal => continue,
            }
        }
        // Ranges that do not overlap decide it as well.
        let (first, last) = if *highest {
            (Comparison::More, Comparison::Less)
        } else {
            (Comparison::Less, Comparison::More)
        };
        let (first, last) = (left.compare(first, right)?, left.compare(last, right)?);
        match (first.decided(), last.decided()) {
            (Some(true), _) => return Ok(Some(true)),
            (_, Some(true)) => return Ok(Some(false)),
            _ => return Ok(None),
        }
    }
    Ok(Some(place < other_place))
}
