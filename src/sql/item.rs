//! Items: what stands before each in an order, and what is made of them all, by applicant.

use crate::arena::Id as _;
use crate::plan::InputType;
use crate::scaled::{Bounds, ListId, StepId};
use crate::syntax::ast::{AggregateKind, Comparison};

use super::step::column;
use super::translate::Translation;
use super::tree::{Alias, Expr, Function, Item, Key};
use super::value::{Kind, Value, Width, most};
use super::{Scope, fault};

impl Translation<'_> {
    /// The sum (or the number) of the items that count and stand before this one.
    ///
    /// Items whose keys are all equal are put in the order of their fields: what reads this does not depend on it, or
    /// refuses the row where it would.
    pub(super) fn before(
        &mut self,
        scope: Scope,
        id: StepId,
        keys: &[(bool, StepId)],
        value: Option<StepId>,
        condition: Option<StepId>,
        same: Option<StepId>,
    ) -> Value {
        let bounds = self.bounds(scope, id);
        let Some(width) = Width::of(most(bounds), self.options.dialect) else {
            self.too_wide(scope, id);
            return Value::fixed(Expr::Null, Kind::Number(Width::Wide, bounds));
        };
        let ordered: Vec<(bool, Value)> =
            keys.iter().map(|&(highest, key)| (highest, self.value(scope, key))).collect();
        let value = value.map(|value| self.value(scope, value));
        let condition = condition.map(|condition| self.value(scope, condition));
        let same = same.map(|same| self.value(scope, same));
        let all: Vec<&Value> =
            ordered.iter().map(|(_, key)| key).chain(&value).chain(&condition).chain(&same).collect();

        let key = column(scope, self.options.key.clone());
        let contribution = contribution(value.as_ref(), condition.as_ref(), width);
        let known = all.iter().filter(|value| value.nullable).map(|value| value.expr.clone().known());
        let known = Expr::all(known);
        let mut order: Vec<Key> = ordered
            .iter()
            .map(|(highest, key)| Key { expr: key.expr.clone(), highest_first: *highest })
            .collect();
        order.extend(self.field_columns(scope).into_iter().map(|expr| Key { expr, highest_first: false }));
        let partition: Vec<Expr> =
            std::iter::once(key.clone()).chain(same.as_ref().map(|same| same.expr.clone())).collect();
        let sum =
            Expr::Over { function: Function::Sum, of: vec![contribution], partition, order, before: true };
        let sum = Expr::call(Function::Coalesce, vec![sum, Expr::Whole(0)]);
        let sum = sum.cast(width.ty());
        let expr = if known == Expr::Truth(true) {
            sum
        } else {
            // While the place of one item is unknown, so is what stands before the others.
            let unknown = Expr::case(vec![(known, Expr::Whole(0))], Some(Expr::Whole(1)));
            let unknown = Expr::Over {
                function: Function::Highest,
                of: vec![unknown],
                partition: vec![key],
                order: Vec::new(),
                before: false,
            };
            Expr::case(vec![(unknown.equals(Expr::Whole(0)), sum)], None)
        };
        let mut made = Value::made(expr, Kind::Number(width, bounds), &all);
        // Computed for all items at once: a column of its own.
        made.size = 1_000;
        made
    }

    /// The fields of an item that are read, to put items in one order always.
    fn field_columns(&self, scope: Scope) -> Vec<Expr> {
        let Scope::Items(list) = scope else { return Vec::new() };
        let Some(of) = self.program.lists.get(list) else { return Vec::new() };
        let Some(InputType::List { fields, .. }) = self.plan.inputs.get(of.input).map(|input| &input.ty)
        else {
            return Vec::new();
        };
        let read = self.fields.keys().filter(|(of, _)| *of == list);
        let names = read.filter_map(|&(_, field)| fields.get(field));
        let comparable = names.filter(|field| !matches!(field.ty, InputType::Set(_)));
        comparable.map(|field| column(scope, field.name.clone())).collect()
    }

    /// What is made of the items of a list.
    pub(super) fn reduce(
        &mut self,
        id: StepId,
        list: ListId,
        kind: AggregateKind,
        value: Option<StepId>,
        condition: Option<StepId>,
    ) -> Value {
        let scope = Scope::Items(list);
        let bounds = self.bounds(Scope::Rows, id);
        let value = value.map(|value| self.value(scope, value));
        let condition = condition.map(|condition| self.value(scope, condition));
        let read: Vec<&Value> = value.iter().chain(&condition).collect();
        let level = read.iter().map(|value| value.level).max().unwrap_or(0);
        let nullable = read.iter().any(|value| value.nullable);
        let Some(width) = Width::of(most(bounds), self.options.dialect) else {
            self.too_wide(Scope::Rows, id);
            return Value::fixed(Expr::Null, Kind::Number(Width::Wide, bounds));
        };
        let (total, of_none, made) = match kind {
            AggregateKind::Sum | AggregateKind::Count => {
                let each = contribution(value.as_ref(), condition.as_ref(), width);
                let sum = where_all_known(Expr::call(Function::Sum, vec![each.clone()]), each, nullable);
                (sum.cast(width.ty()), Expr::Whole(0), Kind::Number(width, bounds))
            }
            AggregateKind::Highest | AggregateKind::Lowest => {
                let Some(value) = &value else { return self.without_value() };
                let function =
                    if kind == AggregateKind::Highest { Function::Highest } else { Function::Lowest };
                let total = extreme(function, value, condition.as_ref(), width);
                (total.cast(width.ty()), Expr::Whole(0), Kind::Number(width, bounds))
            }
            AggregateKind::Any | AggregateKind::All => {
                let Some(condition) = &condition else { return self.without_value() };
                let all = kind == AggregateKind::All;
                (whether(all, condition), Expr::Truth(all), Kind::Truth)
            }
        };
        let stage = level.saturating_add(1);
        let totals = self.totals.entry((list.raw(), stage)).or_default();
        let name = format!("total.{}", totals.len().saturating_add(1));
        totals.push(Item { comments: Vec::new(), expr: total, name: name.clone() });
        let alias = Alias::Totals(list.raw());
        let total = Expr::Column(alias, name);
        // An applicant without items has no row of totals.
        let has_items = Expr::Column(alias, self.options.key.clone()).known();
        let expr = if nullable {
            Expr::case(vec![(has_items, total)], Some(of_none))
        } else {
            Expr::call(Function::Coalesce, vec![total, of_none])
        };
        let value = Value { expr, kind: made, nullable, size: 1_000, level, day: None };
        let owner = self.main.owner(id);
        let title = self.program.lists.get(list).and_then(|list| self.plan.inputs.get(list.input));
        let title = title.map_or("items", |input| input.name.as_str());
        let name = self.title(Scope::Rows, id).unwrap_or_else(|| format!("{title}.total"));
        self.column(Scope::Rows, owner, name, value)
    }

    fn without_value(&mut self) -> Value {
        self.faults.push(fault::malformed(self.plan));
        let bounds = Bounds { low: 0, high: 0 };
        Value::fixed(Expr::Null, Kind::Number(Width::Narrow, bounds))
    }
}

/// What one item adds: its value (or one) where it counts, zero where it does not, unknown where that is.
fn contribution(value: Option<&Value>, condition: Option<&Value>, width: Width) -> Expr {
    let one = match value {
        Some(value) => value.at_width(width),
        None => Expr::Whole(1),
    };
    match condition {
        None => one,
        Some(condition) if condition.expr == Expr::Truth(true) => one,
        Some(condition) if condition.nullable => {
            let counts = condition.expr.clone();
            Expr::case(vec![(counts.clone(), one), (counts.not(), Expr::Whole(0))], None)
        }
        Some(condition) => Expr::case(vec![(condition.expr.clone(), one)], Some(Expr::Whole(0))),
    }
}

fn count(of: Vec<Expr>) -> Expr {
    Expr::call(Function::Count, of)
}

/// A total, unknown while what one item adds is.
fn where_all_known(total: Expr, each: Expr, nullable: bool) -> Expr {
    if !nullable {
        return total;
    }
    Expr::case(vec![(count(vec![each]).equals(count(Vec::new())), total)], None)
}

fn extreme(function: Function, value: &Value, condition: Option<&Value>, width: Width) -> Expr {
    let value_here = value.at_width(width);
    let none = |highest: Expr| Expr::call(Function::Coalesce, vec![highest, Expr::Whole(0)]);
    let Some(condition) = condition else {
        let total = Expr::call(function, vec![value_here.clone()]);
        return where_all_known(none(total), value_here, value.nullable);
    };
    let counts = condition.expr.clone();
    let of = Expr::case(vec![(counts.clone(), value_here)], None);
    let known = Expr::case(
        vec![
            (counts.clone().not(), Expr::Whole(1)),
            (Expr::all([counts, value.expr.clone().known()]), Expr::Whole(1)),
        ],
        None,
    );
    where_all_known(none(Expr::call(function, vec![of])), known, value.nullable || condition.nullable)
}

/// Whether one item, or each, satisfies a condition.
fn whether(all: bool, condition: &Value) -> Expr {
    let holds = condition.expr.clone();
    // The item that decides: one that holds, or one that does not.
    let deciding = if all { holds.clone().not() } else { holds.clone() };
    let decided = Expr::case(vec![(deciding, Expr::Whole(1))], Some(Expr::Whole(0)));
    let decided = Expr::call(Function::Highest, vec![decided]).compare(Comparison::Equal, Expr::Whole(1));
    if !condition.nullable {
        return if all { decided.not() } else { decided };
    }
    let known = count(vec![holds]).equals(count(Vec::new()));
    Expr::case(vec![(decided, Expr::Truth(!all)), (known, Expr::Truth(all))], None)
}
