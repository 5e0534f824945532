//! What one step computes of what it reads.

use crate::arena::Id as _;
use crate::plan::{AwardId, PaidScope};

use super::super::whole::{calendar, quotient};
use super::super::{Key, Op, Program, ScaledTable, ScaledTableId, StepId};
use super::{Fact, Row, Value, Values, at};

/// How a step reads others, and what no step computes.
pub(super) trait Level {
    fn value(&self, step: StepId) -> Option<&Value>;
    fn outside(&self, op: &Op) -> Option<Value>;
    fn table(&self, table: ScaledTableId) -> Option<&ScaledTable>;

    fn truth(&self, step: StepId) -> Option<bool> {
        match self.value(step)? {
            Value::Truth(truth) => Some(*truth),
            Value::Whole(_) | Value::Member(_) | Value::Members(_) | Value::Words(_) => None,
        }
    }
    fn whole(&self, step: StepId) -> Option<i128> {
        match self.value(step)? {
            Value::Whole(number) => Some(*number),
            Value::Truth(_) | Value::Member(_) | Value::Members(_) | Value::Words(_) => None,
        }
    }
}

/// The applicant's level.
pub(super) struct Outer<'r> {
    pub program: &'r Program,
    pub row: &'r Row,
    pub values: &'r Values,
}

fn paid(row: &Row, award: AwardId, scope: PaidScope) -> Option<i128> {
    row.paid.get(&(award, scope)).copied().unwrap_or(Some(0))
}

/// The value of a fact; one that is absent has none.
pub(super) fn known(fact: Option<&Fact>) -> Option<Value> {
    Some(match fact? {
        Fact::Unknown | Fact::Absent | Fact::Items(_) => return None,
        Fact::Truth(truth) => Value::Truth(*truth),
        Fact::Whole(number) => Value::Whole(*number),
        Fact::Member(position) => Value::Member(*position),
        Fact::Members(members) => Value::Members(*members),
        Fact::Words(words) => Value::Words(words.clone()),
    })
}

/// Whether a fact is there; unknown while it is.
pub(super) fn present(fact: Option<&Fact>) -> Option<Value> {
    let fact = fact?;
    (*fact != Fact::Unknown).then(|| Value::Truth(*fact != Fact::Absent))
}

impl Level for Outer<'_> {
    fn value(&self, step: StepId) -> Option<&Value> {
        at(self.values, step)
    }
    fn outside(&self, op: &Op) -> Option<Value> {
        let fact = |input| self.row.inputs.get(input);
        if let Op::Input(input) = op {
            known(fact(*input))
        } else if let Op::Present(input) = op {
            present(fact(*input))
        } else if let Op::Given(input) = op {
            Some(Value::Truth(!matches!(fact(*input)?, Fact::Unknown | Fact::Absent)))
        } else if let Op::Paid(award, scope) = op {
            paid(self.row, *award, *scope).map(Value::Whole)
        } else if matches!(op, Op::AsOf) {
            self.row.as_of.map(Value::Whole)
        } else {
            None
        }
    }
    fn table(&self, table: ScaledTableId) -> Option<&ScaledTable> {
        self.program.tables.get(table)
    }
}

/// All hold, one does not, or it is not known.
fn all(each: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut sum = Some(true);
    for truth in each {
        match truth {
            Some(false) => return Some(false),
            None => sum = None,
            Some(true) => {}
        }
    }
    sum
}

pub(super) fn not(truth: Option<bool>) -> Option<bool> {
    truth.map(|truth| !truth)
}

/// What one step computes; `None` where that is not known.
pub(super) fn compute(op: &Op, level: &impl Level) -> Option<Value> {
    let (truth, whole) = (|step: &StepId| level.truth(*step), |step: &StepId| level.whole(*step));
    Some(match op {
        Op::Whole(number) => Value::Whole(*number),
        Op::Truth(truth) => Value::Truth(*truth),
        Op::Words(words) => Value::Words(words.clone()),
        Op::Not(one) => Value::Truth(!truth(one)?),
        Op::And(each) => Value::Truth(all(each.iter().map(truth))?),
        Op::Or(each) => Value::Truth(!all(each.iter().map(|one| not(truth(one))))?),
        Op::AtLeast(wanted, each) => {
            let count =
                |counts: fn(Option<bool>) -> bool| each.iter().filter(|one| counts(truth(one))).count();
            let sure = count(|truth| truth == Some(true));
            let possible = count(|truth| truth != Some(false));
            let wanted = usize::try_from(*wanted).ok()?;
            if sure >= wanted {
                Value::Truth(true)
            } else if possible < wanted {
                Value::Truth(false)
            } else {
                return None;
            }
        }
        Op::Compare(comparison, left, right) => Value::Truth(comparison.holds(&whole(left)?, &whole(right)?)),
        Op::SameWords(left, right) => Value::Truth(level.value(*left)? == level.value(*right)?),
        Op::Among(one, mask) => match level.value(*one)? {
            Value::Member(position) => Value::Truth(bit(*position) & mask != 0),
            Value::Truth(_) | Value::Whole(_) | Value::Members(_) | Value::Words(_) => return None,
        },
        Op::Has(one, position) => match level.value(*one)? {
            Value::Members(members) => Value::Truth(members & bit(*position) != 0),
            Value::Truth(_) | Value::Whole(_) | Value::Member(_) | Value::Words(_) => return None,
        },
        Op::Sum(fixed, terms) => {
            let mut sum = *fixed;
            for (factor, term) in terms {
                sum = sum.checked_add(factor.checked_mul(whole(term)?)?)?;
            }
            Value::Whole(sum)
        }
        Op::Product(left, right) => match (whole(left), whole(right)) {
            (Some(0), _) | (_, Some(0)) => Value::Whole(0),
            (left, right) => Value::Whole(left?.checked_mul(right?)?),
        },
        Op::Quotient(rounded, number, divisor) => Value::Whole(quotient(*rounded, whole(number)?, *divisor)?),
        Op::QuotientBy(rounded, number, divisor) => {
            Value::Whole(quotient(*rounded, whole(number)?, whole(divisor)?)?)
        }
        Op::Min(left, right) => Value::Whole(whole(left)?.min(whole(right)?)),
        Op::Max(left, right) => Value::Whole(whole(left)?.max(whole(right)?)),
        Op::Calendar { rule, of, with, times } => {
            let second = match with {
                Some(with) => Some(whole(with)?),
                None => None,
            };
            Value::Whole(calendar(*rule, whole(of)?, second, *times)?)
        }
        Op::Select { condition, then, otherwise } => match truth(condition) {
            Some(true) => level.value(*then)?.clone(),
            Some(false) => level.value(*otherwise)?.clone(),
            None => return None,
        },
        Op::Lookup { table, keys } => {
            let table = level.table(*table)?;
            let row = row_of(table, &asked(keys, level)?);
            let first = table.rows.first().map(|(_, value)| *value);
            Value::Whole(row.or(table.otherwise).or(first)?)
        }
        Op::Listed { table, keys } => {
            let table = level.table(*table)?;
            if table.otherwise.is_some() {
                return Some(Value::Truth(true));
            }
            Value::Truth(row_of(table, &asked(keys, level)?).is_some())
        }
        Op::Input(_)
        | Op::Given(_)
        | Op::Present(_)
        | Op::Field(_)
        | Op::FieldPresent(_)
        | Op::Outer(_)
        | Op::AsOf
        | Op::Paid(..)
        | Op::Before { .. }
        | Op::Reduce { .. } => return level.outside(op),
    })
}

fn bit(position: usize) -> u64 {
    u32::try_from(position).ok().and_then(|position| 1_u64.checked_shl(position)).unwrap_or(0)
}

fn asked(keys: &[StepId], level: &impl Level) -> Option<Vec<Key>> {
    let key = |step: &StepId| {
        Some(match level.value(*step)? {
            Value::Whole(number) => Key::Whole(*number),
            Value::Truth(truth) => Key::Whole(i128::from(*truth)),
            Value::Member(position) => Key::Whole(i128::try_from(*position).ok()?),
            Value::Members(members) => Key::Whole(i128::from(*members)),
            Value::Words(words) => Key::Words(words.clone()),
        })
    };
    keys.iter().map(key).collect()
}

/// The value of the row of a table that answers these keys, if one does.
pub fn row_of(table: &ScaledTable, asked: &[Key]) -> Option<i128> {
    let after = table.rows.partition_point(|(keys, _)| keys.as_slice() <= asked);
    let (keys, value) = table.rows.get(after.checked_sub(1)?)?;
    let exact = asked.len().saturating_sub(usize::from(table.dated));
    (keys.get(..exact)? == asked.get(..exact)?).then_some(*value)
}

/// The value of a step of the applicant's level.
pub(super) fn outer(values: &Values, step: StepId) -> Option<Value> {
    values.get(step.raw()).cloned().flatten()
}
