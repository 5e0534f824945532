//! Tables: values over one denominator, keys as the steps that ask hold them.

use crate::money::Rational;
use crate::plan::{NodeId, Table, TableId, TableRow};
use crate::program::KeyValue;
use crate::scaled::whole::lcm;
use crate::scaled::{
    Bounds, Key, NotScaledReason, Op, RefusalReason, ScaledTable, ScaledTableId, StepId, Type,
};

use super::number::Number;
use super::{At, Content, Lowering, Made, Value};

impl Lowering<'_> {
    /// The value of a table's row.
    pub(super) fn lookup(
        &mut self,
        at: At,
        table: TableId,
        keys: &[NodeId],
        needed: Option<NodeId>,
    ) -> Made<Value> {
        let needed = needed.map(|needed| self.truth(at, needed)).transpose()?;
        let mut asked = Vec::with_capacity(keys.len());
        let mut present = Vec::with_capacity(keys.len());
        let mut held = Vec::with_capacity(keys.len());
        for &key in keys {
            let value = self.value(at, key)?;
            present.push(value.present);
            let (step, denominator) = match value.content {
                Content::Number(Number { above, below: None }) => {
                    (above, self.steps_at(at).denominator(above))
                }
                Content::Other(step) => (step, 1),
                Content::Number(_) => return Err(NotScaledReason::Quotient),
                Content::Truth(_) => return Err(NotScaledReason::Malformed),
            };
            asked.push(step);
            held.push(denominator);
        }
        let (id, denominator) = self.scaled(table, held)?;
        let (table, refuses) = {
            let table = self.tables.at(id);
            (table, table.otherwise.is_none())
        };
        let values = table.rows.iter().map(|(_, value)| *value).chain(table.otherwise);
        let bounds = values.map(Bounds::one).reduce(Bounds::join);
        let bounds = bounds.ok_or(NotScaledReason::Malformed)?;
        let there = self.all_present(at, present.iter().copied());
        if refuses {
            let op = Op::Listed { table: id, keys: asked.clone() };
            let steps = self.steps_at(at);
            let listed = steps.truth(op);
            let missing = steps.not(listed);
            let when = steps.and(needed.into_iter().chain(there).chain([missing]).collect());
            self.refuse(at, when, RefusalReason::NotListed);
        }
        let op = Op::Lookup { table: id, keys: asked };
        let step = self.steps_at(at).with_type(op, Type::Whole(bounds), denominator);
        // Where it is not needed nobody reads it, so it need not be absent there.
        let there: Option<StepId> = match (there, needed) {
            (Some(there), Some(needed)) => {
                let steps = self.steps_at(at);
                let not = steps.not(needed);
                Some(steps.or(vec![not, there]))
            }
            (there, _) => there,
        };
        Ok(Value { content: Content::Number(Number::of(step)), present: there })
    }

    /// The table with its keys held as they are asked for, and the denominator of its values.
    fn scaled(&mut self, id: TableId, held: Vec<i128>) -> Made<(ScaledTableId, i128)> {
        let table = self.plan.tables.get(id).ok_or(NotScaledReason::Malformed)?;
        let denominator = denominator(table)?;
        if let Some(&made) = self.made_tables.get(&(id, held.clone())) {
            return Ok((made, denominator));
        }
        let whole = |value: Rational| over(value, denominator).ok_or(NotScaledReason::TooWide);
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in table.rows.iter() {
            // Nobody can ask for keys that the asking steps cannot hold.
            if let Some(keys) = keys_of(row, &held) {
                rows.push((keys, whole(row.value)?));
            }
        }
        let otherwise = table.otherwise.map(whole).transpose()?;
        if rows.is_empty() && otherwise.is_none() {
            return Err(NotScaledReason::Keys);
        }
        let made = self.tables.push(ScaledTable { of: id, dated: table.dated, rows, otherwise });
        self.made_tables.insert((id, held), made);
        Ok((made, denominator))
    }
}

/// The denominator of all values.
fn denominator(table: &Table) -> Made<i128> {
    let values = table.rows.iter().map(|row| row.value).chain(table.otherwise);
    let mut all = values.map(|value| value.reduced().denominator());
    all.try_fold(1, lcm).ok_or(NotScaledReason::TooWide)
}

/// The whole number of a value over a denominator.
fn over(value: Rational, denominator: i128) -> Option<i128> {
    value.times(Rational::whole(denominator))?.to_whole()
}

fn keys_of(row: &TableRow, held: &[i128]) -> Option<Vec<Key>> {
    let keys = row.keys.iter().zip(held).map(|(key, &denominator)| match key {
        KeyValue::Number(value) => over(*value, denominator).map(Key::Whole),
        KeyValue::Date(date) => Some(Key::Whole(i128::from(date.ordinal()))),
        KeyValue::Text(text) => Some(Key::Words(text.clone())),
        KeyValue::Enum(position) => i128::try_from(*position).ok().map(Key::Whole),
    });
    keys.collect()
}
