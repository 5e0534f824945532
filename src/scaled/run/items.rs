//! The items of a list: their steps, what stands before each in an order, and what is made of them all.

use std::cmp::Ordering;

use crate::arena::Id as _;
use crate::syntax::ast::AggregateKind;

use super::super::{ListId, ListProgram, Op, Program, ScaledTable, ScaledTableId, StepId};
use super::level::{Level, compute, known, not, outer, present};
use super::{Fact, Row, Value, Values, at, items_of};

/// One item.
struct Item<'r> {
    program: &'r Program,
    fields: &'r [Fact],
    outer: &'r Values,
    values: &'r Values,
}

impl Level for Item<'_> {
    fn value(&self, step: StepId) -> Option<&Value> {
        at(self.values, step)
    }
    fn outside(&self, op: &Op) -> Option<Value> {
        if let Op::Field(field) = op {
            known(self.fields.get(*field))
        } else if let Op::FieldPresent(field) = op {
            present(self.fields.get(*field))
        } else if let Op::Outer(step) = op {
            outer(self.outer, *step)
        } else {
            None
        }
    }
    fn table(&self, table: ScaledTableId) -> Option<&ScaledTable> {
        self.program.tables.get(table)
    }
}

/// What is made of the items of a list; unknown for an unknown list.
pub(super) fn reduce(
    program: &Program,
    row: &Row,
    outer: &Values,
    list: ListId,
    kind: AggregateKind,
    value: Option<StepId>,
    condition: Option<StepId>,
) -> Option<Value> {
    let items = items_of(program, row, list)?;
    let steps = program.lists.get(list)?;
    let end = value.iter().chain(&condition).map(|step| step.raw()).max();
    let end = end.map_or(0, |last| last.saturating_add(1));
    let columns = columns(program, steps, items, outer, end);
    let counts = |item: &Values| match condition {
        Some(condition) => match at(item, condition)? {
            Value::Truth(truth) => Some(*truth),
            Value::Whole(_) | Value::Member(_) | Value::Members(_) | Value::Words(_) => None,
        },
        None => Some(true),
    };
    match kind {
        AggregateKind::Any => {
            let each: Vec<Option<bool>> = columns.iter().map(counts).collect();
            some(&each).map(Value::Truth)
        }
        AggregateKind::All => {
            let each: Vec<Option<bool>> = columns.iter().map(|item| not(counts(item))).collect();
            some(&each).map(|some| Value::Truth(!some))
        }
        AggregateKind::Sum | AggregateKind::Count | AggregateKind::Highest | AggregateKind::Lowest => {
            let mut counted = Vec::new();
            for item in &columns {
                if !counts(item)? {
                    continue;
                }
                counted.push(match value {
                    Some(value) => whole(item, value)?,
                    None => 1,
                });
            }
            let number = match kind {
                AggregateKind::Highest => counted.iter().copied().max().unwrap_or(0),
                AggregateKind::Lowest => counted.iter().copied().min().unwrap_or(0),
                AggregateKind::Sum | AggregateKind::Count | AggregateKind::Any | AggregateKind::All => {
                    counted.iter().try_fold(0_i128, |sum, &term| sum.checked_add(term))?
                }
            };
            Some(Value::Whole(number))
        }
    }
}

/// One holds, none does, or it is not known.
fn some(each: &[Option<bool>]) -> Option<bool> {
    if each.contains(&Some(true)) {
        return Some(true);
    }
    if each.contains(&None) { None } else { Some(false) }
}

fn whole(item: &Values, step: StepId) -> Option<i128> {
    match at(item, step)? {
        Value::Whole(number) => Some(*number),
        Value::Truth(_) | Value::Member(_) | Value::Members(_) | Value::Words(_) => None,
    }
}

/// The values of each item, of all steps before `end`.
fn columns(
    program: &Program,
    list: &ListProgram,
    items: &[Vec<Fact>],
    outer: &Values,
    end: usize,
) -> Vec<Values> {
    let mut columns: Vec<Values> = vec![Vec::new(); items.len()];
    for step in list.steps.iter().take(end) {
        let computed: Vec<Option<Value>> = if let Op::Before { keys, value, condition, same } = &step.op {
            let column = before(&columns, keys, *value, *condition, *same);
            column.into_iter().map(|number| number.map(Value::Whole)).collect()
        } else {
            let each = columns.iter().zip(items);
            let item = |(values, fields): (&Values, &Vec<Fact>)| {
                compute(&step.op, &Item { program, fields, outer, values })
            };
            each.map(item).collect()
        };
        for (values, value) in columns.iter_mut().zip(computed) {
            values.push(value);
        }
    }
    columns
}

/// What stands before each item; unknown for all while one item's place, or whether it counts, is unknown.
fn before(
    columns: &[Values],
    keys: &[(bool, StepId)],
    value: Option<StepId>,
    condition: Option<StepId>,
    same: Option<StepId>,
) -> Vec<Option<i128>> {
    let unknown = || vec![None; columns.len()];
    let mut entries = Vec::with_capacity(columns.len());
    for item in columns {
        let places: Option<Vec<(bool, i128)>> =
            keys.iter().map(|&(highest, key)| Some((highest, whole(item, key)?))).collect();
        let counts = condition.map_or(Some(true), |condition| match at(item, condition)? {
            Value::Truth(truth) => Some(*truth),
            Value::Whole(_) | Value::Member(_) | Value::Members(_) | Value::Words(_) => None,
        });
        let same = same.map(|same| at(item, same));
        let (Some(places), Some(counts)) = (places, counts) else { return unknown() };
        if same == Some(None) {
            return unknown();
        }
        let term = value.map_or(Some(1), |value| whole(item, value));
        entries.push((places, counts, same, term));
    }
    let sum = |place: usize| {
        let own = entries.get(place)?;
        let mut sum = 0_i128;
        for (other_place, other) in entries.iter().enumerate() {
            let stands_before = order(&other.0, &own.0).then(other_place.cmp(&place)).is_lt();
            if other_place != place && other.1 && other.2 == own.2 && stands_before {
                sum = sum.checked_add(other.3?)?;
            }
        }
        Some(sum)
    };
    (0..entries.len()).map(sum).collect()
}

fn order(one: &[(bool, i128)], other: &[(bool, i128)]) -> Ordering {
    let pairs = one.iter().zip(other);
    let each = pairs
        .map(|(&(highest, left), &(_, right))| if highest { right.cmp(&left) } else { left.cmp(&right) });
    each.fold(Ordering::Equal, Ordering::then)
}
