//! One node of a plan as steps.

use crate::calendar::{CalendarRule, PARTS_OF_A_MONTH, PartMonths};
use crate::plan::{self, InputId, InputType, NodeId};
use crate::scaled::forms::DAY;
use crate::scaled::{Bounds, Form, NotScaledReason, Op, RefusalReason, StepId, Type};
use crate::syntax::ast::Comparison;

use super::number::Number;
use super::{At, Content, Lowering, Made, Value};

impl Lowering<'_> {
    /// What a node's operation becomes.
    pub(super) fn node(&mut self, at: At, op: &plan::Op) -> Made<Value> {
        Ok(match op {
            plan::Op::Number(value) => Value::number(Number::of(self.steps_at(at).fixed(*value)?)),
            plan::Op::Bool(value) => Value::truth(self.steps_at(at).truth(Op::Truth(*value))),
            plan::Op::Date(date) => {
                let day = Op::Whole(i128::from(date.ordinal()));
                Value::number(Number::of(self.steps_at(at).push(day, 1)?))
            }
            plan::Op::Text(text) => {
                let words = Op::Words(text.clone());
                let step = self.steps_at(at).with_type(words, Type::Words, 1);
                Value { content: Content::Other(step), present: None }
            }
            plan::Op::Input(input) => self.input(*input)?,
            plan::Op::Field(field) => self.field(at, *field)?,
            plan::Op::Outer(node) => self.outer(at, *node)?,
            plan::Op::AsOf => {
                let step = match self.forms.as_of {
                    Some(date) => self.steps_at(at).push(Op::Whole(i128::from(date.ordinal())), 1)?,
                    None => self.steps_at(at).with_type(Op::AsOf, Type::Whole(DAY), 1),
                };
                Value::number(Number::of(step))
            }
            plan::Op::Paid(award, scope) => {
                let step = match self.forms.paid {
                    Some(form) => {
                        let denominator = parts(form)?;
                        let op = Op::Paid(*award, *scope);
                        self.steps_at(at).with_type(op, Type::Whole(form.bounds), denominator)
                    }
                    None => self.steps_at(at).push(Op::Whole(0), 1)?,
                };
                Value::number(Number::of(step))
            }
            plan::Op::Not(one) => {
                let one = self.truth(at, *one)?;
                Value::truth(self.steps_at(at).not(one))
            }
            plan::Op::And(all) => {
                let all = self.truths(at, all)?;
                Value::truth(self.steps_at(at).and(all))
            }
            plan::Op::Or(all) => {
                let all = self.truths(at, all)?;
                Value::truth(self.steps_at(at).or(all))
            }
            plan::Op::AtLeast(number, all) => {
                let all = self.truths(at, all)?;
                Value::truth(self.steps_at(at).truth(Op::AtLeast(*number, all)))
            }
            plan::Op::Compare(comparison, left, right) => {
                let ((left, first), (right, second)) = (self.number(at, *left)?, self.number(at, *right)?);
                let holds = self.steps_at(at).compare(*comparison, left, right)?;
                Value::truth(self.if_present(at, [first, second], holds))
            }
            plan::Op::CompareRatio { comparison, numerator, denominator, right } => {
                let (numerator, first) = self.number(at, *numerator)?;
                let (denominator, second) = self.number(at, *denominator)?;
                let (right, third) = self.number(at, *right)?;
                let holds = self.steps_at(at).compare_ratio(*comparison, [numerator, denominator, right])?;
                Value::truth(self.if_present(at, [first, second, third], holds))
            }
            plan::Op::SameText(left, right) => {
                let ((left, first), (right, second)) = (self.other(at, *left)?, self.other(at, *right)?);
                let same = self.steps_at(at).truth(Op::SameWords(left, right));
                Value::truth(self.if_present(at, [first, second], same))
            }
            plan::Op::Among(one, mask) => {
                let (one, present) = self.other(at, *one)?;
                let among = self.steps_at(at).truth(Op::Among(one, *mask));
                Value::truth(self.if_present(at, [present], among))
            }
            plan::Op::Has(set, position) => {
                let (set, present) = self.other(at, *set)?;
                let has = self.steps_at(at).truth(Op::Has(set, *position));
                Value::truth(self.if_present(at, [present], has))
            }
            plan::Op::Add(terms) => {
                let mut numbers = Vec::with_capacity(terms.len());
                let mut present = Vec::with_capacity(terms.len());
                for &(subtracted, term) in terms {
                    let (number, there) = self.number(at, term)?;
                    numbers.push((subtracted, number));
                    present.push(there);
                }
                let sum = self.steps_at(at).add(&numbers)?;
                self.there(at, present, sum)
            }
            plan::Op::Multiply(left, right) => {
                let ((left, first), (right, second)) = (self.number(at, *left)?, self.number(at, *right)?);
                let product = self.steps_at(at).multiply(left, right)?;
                self.there(at, [first, second], product)
            }
            plan::Op::Divide(left, right) => {
                let ((left, first), (right, second)) = (self.number(at, *left)?, self.number(at, *right)?);
                let quotient = self.steps_at(at).divide(left, right)?.ok_or(NotScaledReason::Divisor)?;
                self.there(at, [first, second], quotient)
            }
            plan::Op::Min(all) => self.extreme(at, false, all)?,
            plan::Op::Max(all) => self.extreme(at, true, all)?,
            plan::Op::Floor(one) => {
                let (one, present) = self.number(at, *one)?;
                let floor = self.steps_at(at).floor(one)?;
                self.there(at, [present], Number::of(floor))
            }
            plan::Op::Round(rounding, one) => {
                let (one, present) = self.number(at, *one)?;
                let rounded = self.steps_at(at).round(*rounding, one)?;
                self.there(at, [present], rounded)
            }
            plan::Op::Calendar { rule, of, with } => self.calendar(at, *rule, *of, *with)?,
            plan::Op::Select { condition, then, otherwise } => {
                let condition = self.truth(at, *condition)?;
                let (then, otherwise) = (self.value(at, *then)?, self.value(at, *otherwise)?);
                self.select(at, condition, then, otherwise)?
            }
            plan::Op::Lookup { table, keys, needed } => self.lookup(at, *table, keys, *needed)?,
            plan::Op::Before { keys, value, condition, same } => {
                self.before(at, keys, *value, *condition, *same)?
            }
            plan::Op::Agreed(one, other) => {
                let ((one, first), (other, second)) = (self.number(at, *one)?, self.number(at, *other)?);
                let differ = self.steps_at(at).compare(Comparison::NotEqual, one, other)?;
                let mut ways = vec![self.if_present(at, [first, second], differ)];
                // What is absent one way and there the other way differs too.
                for (here, missing) in [(first, second), (second, first)] {
                    if let Some(missing) = missing {
                        let missing = self.steps_at(at).not(missing);
                        ways.push(self.if_present(at, [here], missing));
                    }
                }
                let when = self.steps_at(at).or(ways);
                self.refuse(at, when, RefusalReason::Order);
                self.there(at, [first], one)
            }
            plan::Op::Reduce { list, kind, value, condition } => {
                self.reduce(*list, *kind, *value, *condition)?
            }
        })
    }

    /// A number that is there where all it is made of is.
    pub(super) fn there(
        &mut self,
        at: At,
        present: impl IntoIterator<Item = Option<StepId>>,
        number: Number,
    ) -> Value {
        Value { content: Content::Number(number), present: self.all_present(at, present) }
    }

    fn truths(&mut self, at: At, all: &[NodeId]) -> Made<Vec<StepId>> {
        all.iter().map(|&one| self.truth(at, one)).collect()
    }

    /// A member, members or words.
    fn other(&self, at: At, node: NodeId) -> Made<(StepId, Option<StepId>)> {
        let value = self.value(at, node)?;
        match value.content {
            Content::Other(step) => Ok((step, value.present)),
            Content::Number(_) | Content::Truth(_) => Err(NotScaledReason::Malformed),
        }
    }

    fn extreme(&mut self, at: At, highest: bool, all: &[NodeId]) -> Made<Value> {
        let mut found: Option<Number> = None;
        let mut present = Vec::with_capacity(all.len());
        for &one in all {
            let (number, there) = self.number(at, one)?;
            present.push(there);
            found = Some(match found {
                None => number,
                Some(before) => self.steps_at(at).extreme(highest, before, number)?,
            });
        }
        let found = found.ok_or(NotScaledReason::Malformed)?;
        Ok(self.there(at, present, found))
    }

    /// One of two values by a condition.
    pub(super) fn select(&mut self, at: At, condition: StepId, then: Value, otherwise: Value) -> Made<Value> {
        let present = match (then.present, otherwise.present) {
            (None, None) => None,
            (first, second) if first == second => first,
            (first, second) => {
                let steps = self.steps_at(at);
                let not = steps.not(condition);
                let ways = [(not, first), (condition, second)];
                let ways = ways.into_iter().filter_map(|(excused, there)| Some(vec![excused, there?]));
                let ways: Vec<Vec<StepId>> = ways.collect();
                let all = ways.into_iter().map(|way| steps.or(way)).collect();
                Some(steps.and(all))
            }
        };
        let content = match (then.content, otherwise.content) {
            (Content::Number(then), Content::Number(otherwise)) => {
                Content::Number(self.steps_at(at).select(condition, then, otherwise)?)
            }
            (Content::Truth(then), Content::Truth(otherwise)) => {
                let steps = self.steps_at(at);
                let not = steps.not(condition);
                let (first, second) = (steps.or(vec![not, then]), steps.or(vec![condition, otherwise]));
                Content::Truth(steps.and(vec![first, second]))
            }
            (Content::Other(then), Content::Other(otherwise)) => {
                Content::Other(self.steps_at(at).push(Op::Select { condition, then, otherwise }, 1)?)
            }
            (Content::Number(_) | Content::Truth(_) | Content::Other(_), _) => {
                return Err(NotScaledReason::Malformed);
            }
        };
        Ok(Value { content, present })
    }

    fn input(&mut self, input: InputId) -> Made<Value> {
        let declared = self.plan.inputs.get(input).ok_or(NotScaledReason::Malformed)?;
        let form = self.forms.inputs.get(input).copied().flatten();
        let step = fact(Op::Input(input), &declared.ty, form)?;
        let present = declared.optional.then_some(Op::Present(input));
        Ok(self.fact(At::Applicant, step, present))
    }

    fn field(&mut self, at: At, field: usize) -> Made<Value> {
        let At::Item(list) = at else { return Err(NotScaledReason::Malformed) };
        let list = self.plan.lists.get(list).ok_or(NotScaledReason::Malformed)?.input;
        let declared = self.plan.inputs.get(list).ok_or(NotScaledReason::Malformed)?;
        let InputType::List { fields, .. } = &declared.ty else { return Err(NotScaledReason::Malformed) };
        let declared = fields.get(field).ok_or(NotScaledReason::Malformed)?;
        let forms = self.forms.fields.get(list);
        let form = forms.and_then(|forms| forms.get(field)).copied().flatten();
        let step = fact(Op::Field(field), &declared.ty, form)?;
        let present = declared.optional.then_some(Op::FieldPresent(field));
        Ok(self.fact(at, step, present))
    }

    fn fact(&mut self, at: At, (op, ty, denominator): (Op, Type, i128), present: Option<Op>) -> Value {
        let steps = self.steps_at(at);
        let step = steps.with_type(op, ty, denominator);
        let present = present.map(|present| steps.truth(present));
        let content = match ty {
            Type::Truth => Content::Truth(step),
            Type::Whole(_) => Content::Number(Number::of(step)),
            Type::Member | Type::Members | Type::Words => Content::Other(step),
        };
        Value { content, present }
    }

    /// A value of the applicant's level, seen from an item.
    fn outer(&mut self, at: At, node: NodeId) -> Made<Value> {
        let value = self.value(At::Applicant, node)?;
        let mut seen = |step: StepId| {
            let of = self.steps.arena.at(step).clone();
            let fixed = matches!(of.op, Op::Whole(_) | Op::Truth(_) | Op::Words(_));
            let op = if fixed { of.op } else { Op::Outer(step) };
            self.steps_at(at).with_type(op, of.ty, of.denominator)
        };
        let content = match value.content {
            Content::Number(number) => {
                Content::Number(Number { above: seen(number.above), below: number.below.map(&mut seen) })
            }
            Content::Truth(step) => Content::Truth(seen(step)),
            Content::Other(step) => Content::Other(seen(step)),
        };
        Ok(Value { content, present: value.present.map(seen) })
    }

    fn calendar(&mut self, at: At, rule: CalendarRule, of: NodeId, with: Option<NodeId>) -> Made<Value> {
        let (of, first) = self.number(at, of)?;
        let with = with.map(|with| self.number(at, with)).transpose()?;
        let steps = self.steps_at(at);
        // Days are whole already; of years and of months to add, full ones count.
        let of = steps.floor(of)?;
        let second = with.map(|(with, _)| steps.floor(with)).transpose()?;
        let times = match rule {
            CalendarRule::MonthsUntil(PartMonths::ByDays) => PARTS_OF_A_MONTH,
            CalendarRule::MonthsUntil(PartMonths::Count | PartMonths::DoNotCount)
            | CalendarRule::PlusMonths
            | CalendarRule::PlusDays
            | CalendarRule::DaysUntil
            | CalendarRule::Year
            | CalendarRule::DayOfYear { .. } => 1,
        };
        let step = steps.push(Op::Calendar { rule, of, with: second, times }, times)?;
        let present = [first, with.and_then(|(_, present)| present)];
        Ok(self.there(at, present, Number::of(step)))
    }
}

/// What a form's whole numbers are divided by.
pub(super) fn parts(form: Form) -> Made<i128> {
    10_i128.checked_pow(form.decimals).ok_or(NotScaledReason::TooWide)
}

/// The type and the denominator of a fact.
fn fact(op: Op, ty: &InputType, form: Option<Form>) -> Made<(Op, Type, i128)> {
    let (ty, denominator) = match ty {
        InputType::Number(_) => {
            let form = form.ok_or(NotScaledReason::NoForm)?;
            (Type::Whole(form.bounds), parts(form)?)
        }
        InputType::Bool => (Type::Truth, 1),
        InputType::Enum(_) => (Type::Member, 1),
        InputType::Set(_) => (Type::Members, 1),
        InputType::Date => (Type::Whole(Bounds { ..DAY }), 1),
        InputType::Text => (Type::Words, 1),
        InputType::List { .. } => return Err(NotScaledReason::Malformed),
    };
    Ok((op, ty, denominator))
}
