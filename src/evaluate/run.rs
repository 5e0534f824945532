//! The one interpreter: runs the nodes of a plan, in order, over any domain of values.

use crate::arena::{Arena, Id};
use crate::money::Rational;
use crate::plan::{AwardId, InputId, ListPlan, ListPlanId, Node, NodeId, Op, PaidScope, Plan, TableId};
use crate::source::Span;
use crate::syntax::ast::AggregateKind;

use super::domain::{Domain, Stop, Truth};
use super::lookup::KEYS;
use super::order;

/// A node, and for nodes of a list the item it is computed for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Place {
    Applicant(NodeId),
    Item(ListPlanId, usize, NodeId),
}

/// How many items a list has; an unknown one is run once for an item of which nothing is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Items {
    Known(usize),
    Unknown,
}

impl Items {
    pub const fn rows(self) -> usize {
        match self {
            Items::Known(count) => count,
            Items::Unknown => 1,
        }
    }
}

/// Where facts come from.
pub(super) trait Facts<'a, D> {
    fn input(&self, input: InputId) -> Result<D, Stop>;
    fn items(&self, input: InputId) -> Items;
    fn field(&self, input: InputId, item: usize, field: usize) -> Result<D, Stop>;
    fn as_of(&self) -> Result<D, Stop>;
    fn paid(&self, award: AwardId, scope: PaidScope) -> Result<D, Stop>;
    /// Restricts a value of the applicant's level to what all values before it together allow.
    fn tighten(&self, _node: NodeId, _values: &[D], _value: &mut D) {}
    /// Restricts a value to what a case assumes of it.
    fn assume(&self, _place: Place, _value: &mut D) {}
}

/// The node that stopped and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    pub stop: Stop,
    pub span: Option<Span>,
}

/// The values of the items of one list, an item after the other.
#[derive(Clone, Debug)]
pub(super) struct Rows<D> {
    values: Vec<Option<D>>,
    state: RowState,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum RowState {
    Empty,
    /// Some nodes wait for values of the applicant's level.
    Partial,
    Full,
}

/// The values of all nodes.
#[derive(Clone, Debug)]
pub(super) struct Table<D> {
    pub values: Vec<D>,
    pub rows: Vec<Rows<D>>,
    /// Nodes computed so far: what a search has spent.
    pub steps: usize,
}

impl<D: Copy> Table<D> {
    pub const fn new() -> Table<D> {
        Table { values: Vec::new(), rows: Vec::new(), steps: 0 }
    }
    /// Empties it for a plan, keeping its memory.
    pub fn clear(&mut self, plan: &Plan) {
        self.values.clear();
        self.values.reserve(plan.nodes.len());
        self.rows.truncate(plan.lists.len());
        self.rows.iter_mut().for_each(Rows::clear);
        let empty = || Rows { values: Vec::new(), state: RowState::Empty };
        self.rows.resize_with(plan.lists.len(), empty);
    }
    /// The value of a node, if it was computed.
    pub fn at(&self, plan: &Plan, place: Place) -> Option<D> {
        match place {
            Place::Applicant(node) => self.values.get(node.raw()).copied(),
            Place::Item(list, item, node) => {
                let stride = plan.lists.get(list)?.nodes.len();
                let position = item.checked_mul(stride)?.checked_add(node.raw())?;
                self.rows.get(list.raw())?.values.get(position).copied()?
            }
        }
    }
}

impl<D> Rows<D> {
    pub fn clear(&mut self) {
        self.values.clear();
        self.state = RowState::Empty;
    }
}

type Tables = Arena<TableId, crate::plan::Table>;

/// How a node reads its operands and what lies outside the nodes.
pub(super) trait Level<'a, D> {
    fn operand(&self, node: NodeId) -> Result<&D, Stop>;
    fn outside(&self, op: &'a Op) -> Result<D, Stop>;
    fn tables(&self) -> Option<&'a Tables>;
}

struct Applicant<'r, 'a, D, F> {
    plan: &'a Plan,
    facts: &'r F,
    values: &'r [D],
    rows: &'r [Rows<D>],
}

pub(super) struct Item<'r, 'a, D, F> {
    pub(super) tables: &'a Tables,
    pub(super) list: &'a ListPlan,
    pub(super) facts: &'r F,
    /// Values of the applicant's level, as far as they are computed.
    pub(super) outer: &'r [D],
    pub(super) row: &'r [Option<D>],
    pub(super) item: usize,
}

impl<'a, D: Domain<'a>, F: Facts<'a, D>> Level<'a, D> for Applicant<'_, 'a, D, F> {
    #[inline]
    fn operand(&self, node: NodeId) -> Result<&D, Stop> {
        self.values.get(node.raw()).ok_or(Stop::Malformed)
    }
    fn tables(&self) -> Option<&'a Tables> {
        Some(&self.plan.tables)
    }
    fn outside(&self, op: &'a Op) -> Result<D, Stop> {
        let Op::Reduce { list, kind, value, condition } = op else { return fact(self.facts, op) };
        let input = self.plan.lists.get(*list).ok_or(Stop::Malformed)?;
        let stride = input.nodes.len();
        let items = self.facts.items(input.input);
        let values = self.rows.get(list.raw()).map_or(&[][..], |rows| &rows.values);
        let at = |item: usize, node: Option<NodeId>| -> Result<Option<D>, Stop> {
            let Some(node) = node else { return Ok(None) };
            let position = item.checked_mul(stride).and_then(|start| start.checked_add(node.raw()));
            let value = position.and_then(|position| values.get(position)).copied().flatten();
            value.map(Some).ok_or(Stop::Malformed)
        };
        reduce(*kind, items, |item| Ok((at(item, *value)?, at(item, *condition)?)))
    }
}

/// What a node reads that no node computes.
fn fact<'a, D, F: Facts<'a, D>>(facts: &F, op: &Op) -> Result<D, Stop> {
    if let Op::Input(input) = op {
        facts.input(*input)
    } else if let Op::Paid(award, scope) = op {
        facts.paid(*award, *scope)
    } else if matches!(op, Op::AsOf) {
        facts.as_of()
    } else {
        Err(Stop::Malformed)
    }
}

impl<'a, D: Domain<'a>, F: Facts<'a, D>> Level<'a, D> for Item<'_, 'a, D, F> {
    #[inline]
    fn operand(&self, node: NodeId) -> Result<&D, Stop> {
        self.row.get(node.raw()).ok_or(Stop::Malformed)?.as_ref().ok_or(Stop::Pending)
    }
    fn tables(&self) -> Option<&'a Tables> {
        Some(self.tables)
    }
    fn outside(&self, op: &'a Op) -> Result<D, Stop> {
        if let Op::Field(field) = op {
            self.facts.field(self.list.input, self.item, *field)
        } else if let Op::Outer(node) = op {
            self.outer.get(node.raw()).copied().ok_or(Stop::Pending)
        } else {
            fact(self.facts, op)
        }
    }
}

/// Runs all nodes of a plan.
pub(super) fn run<'a, D: Domain<'a>, F: Facts<'a, D>>(
    plan: &'a Plan,
    facts: &F,
    table: &mut Table<D>,
) -> Result<(), Fault> {
    table.clear(plan);
    table.values.resize(plan.nodes.len(), D::truth(Truth::known(false)));
    plan.nodes.iter_ids().try_for_each(|(id, node)| applicant_node(plan, facts, table, id, node))
}

/// Nodes that stand alone: they read facts and one another, no list and no award.
struct Alone<'r, D, F> {
    facts: &'r F,
    values: &'r [D],
}

impl<'a, D: Domain<'a>, F: Facts<'a, D>> Level<'a, D> for Alone<'_, D, F> {
    fn operand(&self, node: NodeId) -> Result<&D, Stop> {
        self.values.get(node.raw()).ok_or(Stop::Malformed)
    }
    fn tables(&self) -> Option<&'a Tables> {
        None
    }
    fn outside(&self, op: &'a Op) -> Result<D, Stop> {
        fact(self.facts, op)
    }
}

/// Runs nodes that stand alone.
pub(super) fn run_alone<'a, D: Domain<'a>, F: Facts<'a, D>>(
    nodes: &'a crate::plan::Nodes,
    facts: &F,
) -> Result<Vec<D>, Fault> {
    let mut values = Vec::with_capacity(nodes.len());
    for node in nodes {
        let mut value = D::truth(Truth::known(false));
        compute(&node.op, &Alone { facts, values: &values }, &mut value)
            .map_err(|stop| Fault { stop, span: node.span })?;
        values.push(value);
    }
    Ok(values)
}

/// Runs only these nodes again, in order, with the rows of their lists.
pub(super) fn run_again<'a, D: Domain<'a>, F: Facts<'a, D>>(
    plan: &'a Plan,
    facts: &F,
    table: &mut Table<D>,
    nodes: &[NodeId],
    lists: &[ListPlanId],
) -> Result<(), Fault> {
    for list in lists {
        if let Some(rows) = table.rows.get_mut(list.raw()) {
            rows.clear();
        }
    }
    for &id in nodes {
        let Some(node) = plan.nodes.get(id) else { continue };
        applicant_node(plan, facts, table, id, node)?;
    }
    Ok(())
}

/// Computes what is still open in the rows of all lists, for the trace.
pub(super) fn fill_all_rows<'a, D: Domain<'a>, F: Facts<'a, D>>(
    plan: &'a Plan,
    facts: &F,
    table: &mut Table<D>,
) -> Result<(), Fault> {
    let end = plan.nodes.next_id();
    plan.lists.ids().try_for_each(|list| fill_rows(plan, facts, table, list, end))
}

#[inline]
fn applicant_node<'a, D: Domain<'a>, F: Facts<'a, D>>(
    plan: &'a Plan,
    facts: &F,
    table: &mut Table<D>,
    id: NodeId,
    node: &'a Node,
) -> Result<(), Fault> {
    if let Op::Reduce { list, .. } = &node.op {
        fill_rows(plan, facts, table, *list, id)?;
    }
    let Table { values, rows, steps } = table;
    *steps = steps.saturating_add(1);
    // INVARIANT: operands come before the node, and there is a place for every node.
    let Some((values, [slot, ..])) = values.split_at_mut_checked(id.raw()) else {
        return Err(Fault { stop: Stop::Malformed, span: node.span });
    };
    let level = Applicant { plan, facts, values, rows };
    match compute(&node.op, &level, slot) {
        Ok(()) => {
            facts.tighten(id, level.values, slot);
            facts.assume(Place::Applicant(id), slot);
            Ok(())
        }
        Err(stop) => Err(Fault { stop, span: node.span }),
    }
}

/// Computes the nodes of each item that need nothing of the applicant's level from `limit` on.
fn fill_rows<'a, D: Domain<'a>, F: Facts<'a, D>>(
    plan: &'a Plan,
    facts: &F,
    table: &mut Table<D>,
    list: ListPlanId,
    limit: NodeId,
) -> Result<(), Fault> {
    let Some(list_plan) = plan.lists.get(list) else { return Ok(()) };
    let Table { values, rows, steps } = table;
    let Some(rows) = rows.get_mut(list.raw()) else { return Ok(()) };
    let (stride, count) = (list_plan.nodes.len(), facts.items(list_plan.input).rows());
    if rows.state == RowState::Full || stride == 0 {
        return Ok(());
    }
    if rows.state == RowState::Empty {
        rows.values.resize(stride.saturating_mul(count), None);
    }
    let ordered = list_plan.nodes.iter().any(|node| matches!(node.op, Op::Before { .. }));
    if ordered && count > 0 {
        let outer = values.get(..limit.raw()).unwrap_or(values);
        let shape = order::Shape { plan, list, stride, count };
        rows.state = order::fill(shape, facts, outer, &mut rows.values, steps)?;
        return Ok(());
    }
    // Values from `limit` on may stem from an earlier run.
    let outer = values.get(..limit.raw()).unwrap_or(values);
    let mut state = RowState::Full;
    for (item, row) in rows.values.chunks_mut(stride).enumerate() {
        for (id, node) in list_plan.nodes.iter_ids() {
            if row.get(id.raw()).is_some_and(Option::is_some) {
                continue;
            }
            *steps = steps.saturating_add(1);
            let level = Item { tables: &plan.tables, list: list_plan, facts, outer, row, item };
            let mut value = D::truth(Truth::known(false));
            match compute(&node.op, &level, &mut value) {
                Ok(()) => {
                    facts.assume(Place::Item(list, item, id), &mut value);
                    if let Some(slot) = row.get_mut(id.raw()) {
                        *slot = Some(value);
                    }
                }
                Err(Stop::Pending) => state = RowState::Partial,
                Err(stop) => return Err(Fault { stop, span: node.span }),
            }
        }
    }
    rows.state = state;
    Ok(())
}

/// Computes one node into its place. Values are written where they stay and read where they are: moving
/// them about costs more than computing them.
#[inline]
pub(super) fn compute<'a, D: Domain<'a>, L: Level<'a, D>>(
    op: &'a Op,
    level: &L,
    slot: &mut D,
) -> Result<(), Stop> {
    let at = |node: &NodeId| level.operand(*node);
    let truth = |node: &NodeId| level.operand(*node)?.as_truth();
    // Each arm writes for itself: a value made in one place for all would be copied whole, bytes that hold nothing too.
    match op {
        Op::Number(value) => *slot = D::number(*value),
        Op::Bool(value) => *slot = D::truth(Truth::known(*value)),
        Op::Date(value) => *slot = D::date(*value),
        Op::Text(value) => *slot = D::text(value),
        Op::Not(one) => *slot = D::truth(truth(one)?.not()),
        Op::And(all) => {
            let mut sum = Truth::known(true);
            for node in all {
                sum = sum.and(truth(node)?);
            }
            *slot = D::truth(sum);
        }
        Op::Or(all) => {
            let mut sum = Truth::known(false);
            for node in all {
                sum = sum.or(truth(node)?);
            }
            *slot = D::truth(sum);
        }
        Op::AtLeast(wanted, all) => {
            let (mut sure, mut possible) = (0_u32, 0_u32);
            for node in all {
                let truth = truth(node)?;
                sure = sure.saturating_add(u32::from(truth.certain));
                possible = possible.saturating_add(u32::from(truth.possible));
            }
            *slot = D::truth(Truth { certain: sure >= *wanted, possible: possible >= *wanted });
        }
        Op::Compare(comparison, left, right) => *slot = D::truth(at(left)?.compare(*comparison, at(right)?)?),
        Op::CompareRatio { comparison, numerator, denominator, right } => {
            *slot = D::truth(at(numerator)?.compare_ratio(*comparison, at(denominator)?, at(right)?)?);
        }
        Op::SameText(left, right) => *slot = D::truth(at(left)?.same_text(at(right)?)?),
        Op::Among(one, mask) => *slot = D::truth(at(one)?.among(*mask)?),
        Op::Has(set, position) => *slot = D::truth(at(set)?.has(*position)?),
        Op::Add(terms) => return sum(terms, at, slot),
        Op::Multiply(left, right) => *slot = at(left)?.times(at(right)?)?,
        Op::Divide(left, right) => *slot = at(left)?.over(at(right)?)?,
        Op::Min(all) => return extreme(all, at, D::lower, slot),
        Op::Max(all) => return extreme(all, at, D::higher, slot),
        Op::Floor(one) => *slot = at(one)?.floor()?,
        Op::Round(rounding, one) => *slot = at(one)?.round(*rounding)?,
        Op::Calendar { rule, of, with } => {
            let with = with.as_ref().map(at).transpose()?;
            *slot = at(of)?.calendar(*rule, with)?;
        }
        Op::Select { condition, then, otherwise } => match truth(condition)?.decided() {
            Some(true) => *slot = *at(then)?,
            Some(false) => *slot = *at(otherwise)?,
            None => *slot = at(then)?.either(*at(otherwise)?)?,
        },
        Op::Lookup { table, keys, needed } => *slot = looked_up(*table, keys, *needed, level)?,
        Op::Agreed(one, other) => *slot = at(one)?.agreed(*at(other)?)?,
        // Computed for all items at once.
        Op::Before { .. } => return Err(Stop::Malformed),
        Op::Input(_) | Op::Field(_) | Op::Outer(_) | Op::AsOf | Op::Paid(..) | Op::Reduce { .. } => {
            *slot = level.outside(op)?;
        }
    }
    Ok(())
}

/// Looks a value up. Kept out of the loop over nodes: few policies have tables.
#[inline(never)]
fn looked_up<'a, D: Domain<'a>, L: Level<'a, D>>(
    table: TableId,
    keys: &[NodeId],
    needed: Option<NodeId>,
    level: &L,
) -> Result<D, Stop> {
    let table = level.tables().and_then(|tables| tables.get(table)).ok_or(Stop::Malformed)?;
    let needed = match needed {
        Some(node) => level.operand(node)?.as_truth()?,
        None => Truth::known(true),
    };
    let mut asked = [D::number(Rational::ZERO); KEYS];
    for (slot, &key) in asked.iter_mut().zip(keys) {
        *slot = *level.operand(key)?;
    }
    D::look_up(table, asked.get(..keys.len()).ok_or(Stop::Malformed)?, needed)
}

#[inline]
fn sum<'a, 'v, D: Domain<'a> + 'v>(
    terms: &[(bool, NodeId)],
    at: impl Fn(&NodeId) -> Result<&'v D, Stop>,
    slot: &mut D,
) -> Result<(), Stop> {
    let rest = match terms {
        [(false, first), rest @ ..] => {
            *slot = *at(first)?;
            rest
        }
        terms => {
            *slot = D::number(Rational::ZERO);
            terms
        }
    };
    for (subtracted, term) in rest {
        let term = at(term)?;
        *slot = if *subtracted { slot.minus(term)? } else { slot.plus(term)? };
    }
    Ok(())
}

#[inline]
fn extreme<'a, 'v, D: Domain<'a> + 'v>(
    all: &[NodeId],
    at: impl Fn(&NodeId) -> Result<&'v D, Stop>,
    pick: impl Fn(&D, &D) -> Result<D, Stop>,
    slot: &mut D,
) -> Result<(), Stop> {
    let (first, rest) = all.split_first().ok_or(Stop::Malformed)?;
    *slot = *at(first)?;
    for node in rest {
        *slot = pick(slot, at(node)?)?;
    }
    Ok(())
}

/// Reduces a list: over the items whose condition holds. Sum, number, highest and lowest of none are zero.
fn reduce<'a, D: Domain<'a>>(
    kind: AggregateKind,
    items: Items,
    row: impl Fn(usize) -> Result<(Option<D>, Option<D>), Stop>,
) -> Result<D, Stop> {
    let zero = D::number(Rational::ZERO);
    let mut sum = zero;
    let mut count = (0_i128, 0_i128);
    let mut best: Option<D> = None;
    let mut may_be_none = true;
    let (mut any, mut all) = (Truth::known(false), Truth::known(true));
    for item in 0..items.rows() {
        let (value, condition) = row(item)?;
        let counts = condition.map_or(Ok(Truth::known(true)), |value| value.as_truth())?;
        match kind {
            AggregateKind::Any => {
                any = any.or(value.map_or(Ok(Truth::known(true)), |value| value.as_truth())?.and(counts));
                continue;
            }
            AggregateKind::All => {
                // `all` with a condition alone asks whether every item satisfies it.
                all = all.and(match value {
                    Some(value) => counts.not().or(value.as_truth()?),
                    None => counts,
                });
                continue;
            }
            AggregateKind::Sum | AggregateKind::Count | AggregateKind::Highest | AggregateKind::Lowest => {}
        }
        if !counts.possible {
            continue;
        }
        count.0 = count.0.saturating_add(i128::from(counts.certain));
        count.1 = count.1.saturating_add(1);
        let Some(value) = value else { continue };
        match kind {
            AggregateKind::Sum => {
                let term = if counts.certain { value } else { value.either(zero)? };
                sum = sum.plus(&term)?;
            }
            AggregateKind::Highest | AggregateKind::Lowest => {
                let next = match best {
                    None => value,
                    Some(best) => {
                        let both = if kind == AggregateKind::Highest {
                            best.higher(&value)?
                        } else {
                            best.lower(&value)?
                        };
                        let with = if may_be_none { both.either(value)? } else { both };
                        if counts.certain { with } else { with.either(best)? }
                    }
                };
                best = Some(next);
                may_be_none = may_be_none && !counts.certain;
            }
            AggregateKind::Count | AggregateKind::Any | AggregateKind::All => {}
        }
    }
    let unknown = items == Items::Unknown;
    match kind {
        AggregateKind::Sum if unknown => sum.repeated(),
        AggregateKind::Sum => Ok(sum),
        AggregateKind::Count => {
            let (low, high) = (Rational::whole(count.0), Rational::whole(count.1));
            if unknown {
                zero.either(D::number(high))?.repeated()
            } else {
                D::number(low).either(D::number(high))
            }
        }
        AggregateKind::Highest | AggregateKind::Lowest => match best {
            None => Ok(zero),
            Some(best) if unknown || may_be_none => best.either(zero),
            Some(best) => Ok(best),
        },
        // An unknown list may be empty, and may hold what satisfies it.
        AggregateKind::Any => Ok(D::truth(if unknown { Truth { certain: false, ..any } } else { any })),
        AggregateKind::All => Ok(D::truth(if unknown { Truth { possible: true, ..all } } else { all })),
    }
}

/// The values of a finished table as a trace shows them.
pub(super) fn trace<'a, D: Domain<'a>, F: Facts<'a, D>>(
    plan: &Plan,
    facts: &F,
    table: &Table<D>,
) -> super::Trace {
    let values = table.values.iter().map(|value| value.value()).collect();
    let items = plan.lists.iter_ids().map(|(id, list)| match facts.items(list.input) {
        Items::Unknown => Vec::new(),
        Items::Known(count) => (0..count)
            .map(|item| {
                let at = |node| table.at(plan, Place::Item(id, item, node));
                list.nodes.ids().map(|node| at(node).map_or(super::Value::Absent, D::value)).collect()
            })
            .collect(),
    });
    super::Trace { values, items: items.collect::<Arena<_, _>>() }
}
