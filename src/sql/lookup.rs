//! Tables of a policy: a row for each key in a CASE.

use crate::scaled::{Key, ScaledTable, ScaledTableId, StepId, Type};
use crate::syntax::ast::Comparison;

use super::translate::Translation;
use super::tree::Expr;
use super::value::{Kind, Value, Width, most};
use super::{Scope, fault};

/// Rows of a table that a query can hold.
const ROWS: usize = 2_000;

impl Translation<'_> {
    /// The value of the row for these keys; the first row's where there is none.
    pub(super) fn lookup(
        &mut self,
        scope: Scope,
        id: StepId,
        table: ScaledTableId,
        keys: &[StepId],
    ) -> Value {
        let program = self.program;
        let bounds = self.bounds(scope, id);
        let Some(of) = program.tables.get(table) else {
            self.faults.push(fault::malformed(self.plan));
            return Value::fixed(Expr::Null, Kind::Number(Width::Narrow, bounds));
        };
        let Some(width) = Width::of(most(bounds), self.options.dialect) else {
            self.too_wide(scope, id);
            return Value::fixed(Expr::Null, Kind::Number(Width::Wide, bounds));
        };
        let first = of.otherwise.or(of.rows.first().map(|(_, value)| *value)).unwrap_or(0);
        let value = |value: i128| Expr::Whole(value);
        let expr = self.by_row(scope, of, keys, value, Expr::Whole(first));
        self.made(scope, keys, expr, Kind::Number(width.min(Width::Bare), bounds))
    }

    /// Truth: a row has these keys, or the table has a value for all others.
    pub(super) fn listed(&mut self, scope: Scope, table: ScaledTableId, keys: &[StepId]) -> Value {
        let program = self.program;
        let Some(of) = program.tables.get(table) else {
            self.faults.push(fault::malformed(self.plan));
            return Value::fixed(Expr::Null, Kind::Truth);
        };
        if of.otherwise.is_some() {
            return Value::fixed(Expr::Truth(true), Kind::Truth);
        }
        let expr = self.by_row(scope, of, keys, |_| Expr::Truth(true), Expr::Truth(false));
        self.made(scope, keys, expr, Kind::Truth)
    }

    fn made(&mut self, scope: Scope, keys: &[StepId], expr: Expr, kind: Kind) -> Value {
        let keys = self.values(scope, keys);
        let mut value = Value::made(expr, kind, &keys.iter().collect::<Vec<_>>());
        // Long texts: a column of their own.
        value.size = value.size.saturating_add(100);
        value
    }

    fn by_row(
        &mut self,
        scope: Scope,
        table: &ScaledTable,
        keys: &[StepId],
        value: impl Fn(i128) -> Expr,
        otherwise: Expr,
    ) -> Expr {
        if table.rows.len() > ROWS {
            let title = self.plan.tables.get(table.of).map_or(String::new(), |table| table.title.clone());
            self.faults.push(fault::long_table(&title, table.rows.len(), ROWS, self.options.dialect));
            return Expr::Null;
        }
        let asked = self.values(scope, keys);
        let unknown = asked.iter().filter(|key| key.nullable).map(|key| key.expr.clone().unknown());
        let unknown = Expr::any(unknown);
        let mut arms = Vec::with_capacity(table.rows.len().saturating_add(1));
        if unknown != Expr::Truth(false) {
            arms.push((unknown, Expr::Null));
        }
        let last = keys.len().saturating_sub(1);
        // The last row on or before a day answers: of rows with the same other keys the latest is asked first.
        for (row, result) in table.rows.iter().rev() {
            let mut all = Vec::with_capacity(row.len());
            for (at, (key, (&step, asked))) in row.iter().zip(keys.iter().zip(&asked)).enumerate() {
                let comparison =
                    if table.dated && at == last { Comparison::AtLeast } else { Comparison::Equal };
                let key = self.key(scope, step, key);
                all.push(asked.expr.clone().compare(comparison, key));
            }
            arms.push((Expr::all(all), value(*result)));
        }
        if !table.dated {
            let nulls = arms.len().saturating_sub(table.rows.len());
            if let Some(rows) = arms.get_mut(nulls..) {
                rows.reverse();
            }
        }
        Expr::case(arms, Some(otherwise))
    }

    /// A key as the column of the step that asks holds it.
    fn key(&mut self, scope: Scope, step: StepId, key: &Key) -> Expr {
        match (key, self.type_of(scope, step)) {
            (Key::Words(words), _) => Expr::text(words.clone()),
            (Key::Whole(position), Some(Type::Member)) => {
                let position = usize::try_from(*position).unwrap_or(usize::MAX);
                Expr::text(self.choice(scope, step, position))
            }
            (Key::Whole(whole), Some(Type::Truth)) => Expr::Truth(*whole != 0),
            (Key::Whole(_), Some(Type::Members)) => {
                self.faults.push(fault::malformed(self.plan));
                Expr::Null
            }
            (Key::Whole(whole), Some(Type::Whole(_) | Type::Words) | None) => Expr::Whole(*whole),
        }
    }

    pub(super) fn type_of(&self, scope: Scope, step: StepId) -> Option<Type> {
        let steps = match scope {
            Scope::Rows => Some(&self.program.steps),
            Scope::Items(list) => self.program.lists.get(list).map(|list| &list.steps),
        };
        steps.and_then(|steps| steps.get(step)).map(|step| step.ty)
    }
}
