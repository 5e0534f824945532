//! One step as an expression.

use crate::plan::{Choice, InputType};
use crate::scaled::{Bounds, Op, StepId, Type};
use crate::syntax::ast::Comparison;

use super::days::{self, date, is_date};
use super::quotient::quotient;
use super::translate::{Keeper, Translation};
use super::tree::{Alias, Expr, Function};
use super::value::{Kind, Value, Width, most};
use super::{Scope, fault};

impl<'p> Translation<'p> {
    /// What a step computes.
    pub(super) fn step(&mut self, scope: Scope, id: StepId, op: &Op) -> Value {
        match op {
            Op::Whole(whole) => {
                let bounds = Bounds { low: *whole, high: *whole };
                Value::fixed(Expr::Whole(*whole), Kind::Number(Width::Bare, bounds))
            }
            Op::Truth(truth) => Value::fixed(Expr::Truth(*truth), Kind::Truth),
            Op::Words(words) => Value::fixed(Expr::text(words.clone()), Kind::Text),
            Op::Input(_) | Op::Given(_) | Op::Present(_) | Op::AsOf | Op::Paid(..) => self.fact(id, op),
            Op::Field(_) | Op::FieldPresent(_) | Op::Outer(_) => self.of_item(scope, op),
            Op::Not(one) => {
                let one = self.value(scope, *one);
                Value::truth(one.expr.clone().not(), &[&one])
            }
            Op::And(all) => self.joined(scope, all, Expr::all),
            Op::Or(all) => self.joined(scope, all, Expr::any),
            Op::AtLeast(number, all) => {
                let all = self.values(scope, all);
                at_least(*number, &all)
            }
            Op::Compare(comparison, left, right) => {
                let (left, right) = (self.value(scope, *left), self.value(scope, *right));
                compare(*comparison, &left, &right)
            }
            Op::SameWords(left, right) => {
                let (left, right) = (self.value(scope, *left), self.value(scope, *right));
                Value::truth(left.expr.clone().equals(right.expr.clone()), &[&left, &right])
            }
            Op::Among(one, mask) => self.among(scope, *one, *mask),
            Op::Has(one, position) => {
                let name = self.choice(scope, *one, *position);
                let one = self.value(scope, *one);
                Value::truth(Expr::call(Function::Has, vec![one.expr.clone(), Expr::text(name)]), &[&one])
            }
            Op::Sum(fixed, terms) => {
                let read: Vec<(i128, Value)> =
                    terms.iter().map(|&(factor, step)| (factor, self.value(scope, step))).collect();
                let made = self.sum(*fixed, &read, self.bounds(scope, id));
                self.or_too_wide(scope, id, made)
            }
            Op::Product(left, right) => {
                let (left, right) = (self.value(scope, *left), self.value(scope, *right));
                let made = self.product(&left, &right, self.bounds(scope, id));
                self.or_too_wide(scope, id, made)
            }
            Op::Quotient(rounded, of, by) => {
                let of = self.kept_if_signed(scope, id, *of);
                let bounds = Bounds { low: *by, high: *by };
                let by = Value::fixed(Expr::Whole(*by), Kind::Number(Width::Bare, bounds));
                let made = quotient(*rounded, &of, &by, self.bounds(scope, id), self.options.dialect);
                self.or_too_wide(scope, id, made)
            }
            Op::QuotientBy(rounded, of, by) => {
                let (of, by) = (self.kept_if_signed(scope, id, *of), self.value(scope, *by));
                let made = quotient(*rounded, &of, &by, self.bounds(scope, id), self.options.dialect);
                self.or_too_wide(scope, id, made)
            }
            Op::Min(left, right) => self.extreme(scope, Comparison::AtMost, *left, *right),
            Op::Max(left, right) => self.extreme(scope, Comparison::AtLeast, *left, *right),
            Op::Calendar { rule, of, with, times } => {
                let of = self.value(scope, *of);
                let with = with.map(|with| self.value(scope, with));
                let bounds = self.bounds(scope, id);
                let mut keeper = Keeper { translation: self, scope, step: id };
                days::apply(&mut keeper, *rule, &of, with.as_ref(), *times, bounds)
            }
            Op::Select { condition, then, otherwise } => {
                let condition = self.value(scope, *condition);
                let (then, otherwise) = (self.value(scope, *then), self.value(scope, *otherwise));
                select(&condition, &then, &otherwise)
            }
            Op::Lookup { table, keys } => self.lookup(scope, id, *table, keys),
            Op::Listed { table, keys } => self.listed(scope, *table, keys),
            Op::Before { keys, value, condition, same } => {
                self.before(scope, id, keys, *value, *condition, *same)
            }
            Op::Reduce { list, kind, value, condition } => self.reduce(id, *list, *kind, *value, *condition),
        }
    }

    /// The bounds that are proved of a step.
    pub(super) fn bounds(&self, scope: Scope, id: StepId) -> Bounds {
        let steps = match scope {
            Scope::Rows => Some(&self.program.steps),
            Scope::Items(list) => self.program.lists.get(list).map(|list| &list.steps),
        };
        match steps.and_then(|steps| steps.get(id)).map(|step| step.ty) {
            Some(Type::Whole(bounds)) => bounds,
            Some(Type::Truth | Type::Member | Type::Members | Type::Words) | None => {
                Bounds { low: 0, high: 0 }
            }
        }
    }

    fn or_too_wide(&mut self, scope: Scope, id: StepId, made: Option<Value>) -> Value {
        made.unwrap_or_else(|| {
            self.too_wide(scope, id);
            let bounds = self.bounds(scope, id);
            Value::fixed(Expr::Null, Kind::Number(Width::Wide, bounds))
        })
    }

    /// An operand that is written several times if it may be below zero.
    fn kept_if_signed(&mut self, scope: Scope, id: StepId, of: StepId) -> Value {
        let value = self.value(scope, of);
        if value.bounds().low >= 0 {
            return value;
        }
        super::days::Keeps::kept(&mut Keeper { translation: self, scope, step: id }, value)
    }

    fn joined(&mut self, scope: Scope, all: &[StepId], join: fn(Vec<Expr>) -> Expr) -> Value {
        let all = self.values(scope, all);
        let parts = all.iter().map(|value| value.expr.clone()).collect();
        Value::truth(join(parts), &all.iter().collect::<Vec<_>>())
    }

    fn sum(&self, fixed: i128, terms: &[(i128, Value)], bounds: Bounds) -> Option<Value> {
        let kind = |width| Kind::Number(width, bounds);
        if terms.is_empty() {
            return Some(Value::fixed(Expr::Whole(fixed), kind(Width::Bare)));
        }
        let mut room = fixed.checked_abs()?;
        for (factor, value) in terms {
            room = room.checked_add(factor.checked_abs()?.checked_mul(most(value.bounds()))?)?;
        }
        let width = Width::of(room, self.options.dialect)?;
        let mut parts: Vec<(bool, Expr)> = Vec::with_capacity(terms.len().saturating_add(1));
        // What is added comes first, so that no sum begins with a sign.
        for added in [true, false] {
            for (factor, value) in terms.iter().filter(|(factor, _)| (*factor > 0) == added) {
                let factor = factor.checked_abs()?;
                let one = value.at_width(width);
                parts.push((!added, if factor == 1 { one } else { one.times(Expr::Whole(factor)) }));
            }
            if fixed != 0 && (fixed > 0) == added {
                parts.push((!added, Expr::Whole(fixed.checked_abs()?)));
            }
        }
        let expr = match parts.as_slice() {
            [(false, one)] => one.clone(),
            [(true, one)] => one.clone().negative(),
            _ => Expr::Sum(parts),
        };
        Some(Value::made(expr, kind(width), &terms.iter().map(|(_, value)| value).collect::<Vec<_>>()))
    }

    fn product(&self, left: &Value, right: &Value, bounds: Bounds) -> Option<Value> {
        let room = most(left.bounds()).checked_mul(most(right.bounds()))?;
        let width = Width::of(room.max(most(left.bounds())).max(most(right.bounds())), self.options.dialect)?;
        let times = left.at_width(width).times(right.at_width(width));
        let kind = Kind::Number(width, bounds);
        // A known zero makes zero, whatever the other is.
        let mut zeros = Vec::new();
        for (one, other) in [(left, right), (right, left)] {
            let bounds = one.bounds();
            if other.nullable && bounds.low <= 0 && bounds.high >= 0 {
                zeros.push(one.expr.clone().equals(Expr::Whole(0)));
            }
        }
        if zeros.is_empty() {
            return Some(Value::made(times, kind, &[left, right]));
        }
        let expr = Expr::case(vec![(Expr::any(zeros), Expr::Whole(0))], Some(times));
        let mut value = Value::made(expr, kind, &[left, right]);
        value.size = value.size.saturating_mul(2);
        Some(value)
    }

    /// The lower or the higher. GREATEST and LEAST skip what is NULL, so they are never written.
    fn extreme(&mut self, scope: Scope, comparison: Comparison, left: StepId, right: StepId) -> Value {
        let (left, right) = (self.value(scope, left), self.value(scope, right));
        let (one, other) = (left.bounds(), right.bounds());
        let bounds = if comparison == Comparison::AtMost {
            Bounds { low: one.low.min(other.low), high: one.high.min(other.high) }
        } else {
            Bounds { low: one.low.max(other.low), high: one.high.max(other.high) }
        };
        let first = compare(comparison, &left, &right).expr;
        let opposite = if comparison == Comparison::AtMost { Comparison::More } else { Comparison::Less };
        let kind = Kind::Number(left.width().max(right.width()), bounds);
        let expr = if left.nullable || right.nullable {
            let second = compare(opposite, &left, &right).expr;
            Expr::case(vec![(first, left.expr.clone()), (second, right.expr.clone())], None)
        } else {
            Expr::case(vec![(first, left.expr.clone())], Some(right.expr.clone()))
        };
        let mut value = Value::made(expr, kind, &[&left, &right]);
        value.size = value.size.saturating_mul(2);
        value
    }

    fn among(&mut self, scope: Scope, one: StepId, mask: u64) -> Value {
        let choices = self.choices(scope, one);
        let value = self.value(scope, one);
        let names = choices.iter().enumerate().filter(|(at, _)| {
            u32::try_from(*at).ok().and_then(|at| 1_u64.checked_shl(at)).is_some_and(|bit| mask & bit != 0)
        });
        let mut names: Vec<Expr> = names.map(|(_, choice)| Expr::text(choice.name.clone())).collect();
        let expr = match names.len() {
            0 => Expr::case(vec![(value.expr.clone().known(), Expr::Truth(false))], None),
            1 => value.expr.clone().equals(names.pop().unwrap_or(Expr::Null)),
            _ => Expr::In(Box::new(value.expr.clone()), names),
        };
        Value::truth(expr, &[&value])
    }

    /// The name of an enumeration's value.
    pub(super) fn choice(&mut self, scope: Scope, step: StepId, position: usize) -> String {
        let choices = self.choices(scope, step);
        match choices.get(position) {
            Some(choice) => choice.name.clone(),
            None => {
                self.faults.push(fault::malformed(self.plan));
                String::new()
            }
        }
    }

    /// The enumeration that a member or members belong to.
    pub(super) fn choices(&self, scope: Scope, step: StepId) -> &'p [Choice] {
        let (mut scope, mut step) = (scope, step);
        // Each turn goes to a step before, so there are no more turns than steps.
        loop {
            let steps = match scope {
                Scope::Rows => Some(&self.program.steps),
                Scope::Items(list) => self.program.lists.get(list).map(|list| &list.steps),
            };
            match steps.and_then(|steps| steps.get(step)).map(|step| &step.op) {
                Some(Op::Outer(outer)) => (scope, step) = (Scope::Rows, *outer),
                Some(Op::Select { then, .. }) => step = *then,
                Some(Op::Input(input)) => {
                    return self.plan.inputs.get(*input).map_or(&[], |input| choices_of(&input.ty));
                }
                Some(Op::Field(field)) => return self.field_type(scope, *field).map_or(&[], choices_of),
                _ => return &[],
            }
        }
    }

    /// The type of a field of a list's items.
    pub(super) fn field_type(&self, scope: Scope, field: usize) -> Option<&'p InputType> {
        let Scope::Items(list) = scope else { return None };
        let input = self.plan.inputs.get(self.program.lists.get(list)?.input)?;
        match &input.ty {
            InputType::List { fields, .. } => fields.get(field).map(|field| &field.ty),
            InputType::Number(_)
            | InputType::Bool
            | InputType::Enum(_)
            | InputType::Set(_)
            | InputType::Date
            | InputType::Text => None,
        }
    }
}

fn choices_of(ty: &InputType) -> &[Choice] {
    match ty {
        InputType::Enum(choices) | InputType::Set(choices) => choices,
        InputType::Number(_)
        | InputType::Bool
        | InputType::Date
        | InputType::Text
        | InputType::List { .. } => &[],
    }
}

/// Two numbers, or two days as dates.
fn compare(comparison: Comparison, left: &Value, right: &Value) -> Value {
    if let (Expr::Whole(one), Expr::Whole(other)) = (&left.expr, &right.expr) {
        return Value::fixed(Expr::Truth(comparison.holds(one, other)), Kind::Truth);
    }
    let dates = is_date(left) && (is_date(right) || matches!(right.expr, Expr::Whole(_)))
        || is_date(right) && matches!(left.expr, Expr::Whole(_));
    let expr = if dates {
        date(left).compare(comparison, date(right))
    } else {
        left.expr.clone().compare(comparison, right.expr.clone())
    };
    Value::truth(expr, &[left, right])
}

fn at_least(number: u32, all: &[Value]) -> Value {
    let count = |when: fn(&Value) -> (Expr, i128, i128)| {
        let terms = all.iter().map(|value| {
            let (when, then, otherwise) = when(value);
            (false, Expr::case(vec![(when, Expr::Whole(then))], Some(Expr::Whole(otherwise))))
        });
        Expr::Sum(terms.collect())
    };
    let number = i128::from(number);
    if all.is_empty() {
        return Value::fixed(Expr::Truth(number == 0), Kind::Truth);
    }
    let sure = count(|value| (value.expr.clone(), 1, 0)).compare(Comparison::AtLeast, Expr::Whole(number));
    let read: Vec<&Value> = all.iter().collect();
    if all.iter().all(|value| !value.nullable) {
        return Value::truth(sure, &read);
    }
    let possible = count(|value| (value.expr.clone().not(), 0, 1));
    let impossible = possible.compare(Comparison::Less, Expr::Whole(number));
    let arms = vec![(sure, Expr::Truth(true)), (impossible, Expr::Truth(false))];
    let mut value = Value::truth(Expr::case(arms, None), &read);
    value.size = value.size.saturating_mul(2);
    value
}

/// Arms without those that a condition before them makes needless.
fn without_needless(arms: Vec<(Expr, Expr)>, otherwise: Option<Box<Expr>>) -> Expr {
    let mut kept: Vec<(Expr, Expr)> = Vec::with_capacity(arms.len());
    for (when, then) in arms {
        if !kept.iter().any(|(before, _)| *before == when) {
            kept.push((when, then));
        }
    }
    Expr::Case(kept, otherwise)
}

/// One of two values by a condition; unknown where the condition is.
fn select(condition: &Value, then: &Value, otherwise: &Value) -> Value {
    if let Expr::Truth(truth) = condition.expr {
        return if truth { then.clone() } else { otherwise.clone() };
    }
    let kind = match (then.kind, otherwise.kind) {
        (Kind::Number(..), Kind::Number(..)) => {
            let (one, other) = (then.bounds(), otherwise.bounds());
            let bounds = Bounds { low: one.low.min(other.low), high: one.high.max(other.high) };
            Kind::Number(then.width().max(otherwise.width()), bounds)
        }
        (kind, _) => kind,
    };
    let when = condition.expr.clone();
    let unknown = (when.clone().unknown(), Expr::Null);
    let expr = match (&then.expr, &otherwise.expr) {
        (_, Expr::Case(arms, rest)) => {
            let mut all = vec![(when, then.expr.clone())];
            all.extend(condition.nullable.then_some(unknown));
            all.extend(arms.iter().cloned());
            without_needless(all, rest.clone())
        }
        (Expr::Case(arms, rest), _) => {
            let mut all = vec![(when.not(), otherwise.expr.clone())];
            all.extend(condition.nullable.then_some(unknown));
            all.extend(arms.iter().cloned());
            without_needless(all, rest.clone())
        }
        _ if condition.nullable => {
            let arms = vec![(when.clone(), then.expr.clone()), (when.not(), otherwise.expr.clone())];
            Expr::case(arms, None)
        }
        _ => Expr::case(vec![(when, then.expr.clone())], Some(otherwise.expr.clone())),
    };
    let mut value = Value::made(expr, kind, &[condition, then, otherwise]);
    value.nullable = condition.nullable || then.nullable || otherwise.nullable;
    value
}

/// The column of a fact.
pub(super) fn column(scope: Scope, name: impl Into<String>) -> Expr {
    let alias = if scope == Scope::Rows { Alias::Rows } else { Alias::Items };
    Expr::Column(alias, name.into())
}
