//! Lists: what comes back of their items, and what stands before an item in an order.

use crate::arena::Id as _;
use crate::plan::{ListPlanId, NodeId};
use crate::scaled::{Bounds, ListId, NotScaledReason, Op, StepId, Type};
use crate::syntax::ast::{AggregateKind, Comparison};

use super::number::Number;
use super::{At, Content, Lowering, Made, Value};

impl Lowering<'_> {
    /// What is made of the items of a list.
    pub(super) fn reduce(
        &mut self,
        list: ListPlanId,
        kind: AggregateKind,
        value: Option<NodeId>,
        condition: Option<NodeId>,
    ) -> Made<Value> {
        let item = At::Item(list);
        let counts = condition.map(|condition| self.truth(item, condition)).transpose()?;
        let reduced =
            |kind, value, condition| Op::Reduce { list: ListId::new(list.raw()), kind, value, condition };
        match kind {
            AggregateKind::Any | AggregateKind::All => {
                let value = value.map(|value| self.truth(item, value)).transpose()?;
                let steps = self.steps_at(item);
                let holds = match (kind, value, counts) {
                    (AggregateKind::All, Some(value), Some(counts)) => {
                        let not = steps.not(counts);
                        steps.or(vec![not, value])
                    }
                    (_, value, counts) => steps.and(value.into_iter().chain(counts).collect()),
                };
                Ok(Value::truth(self.steps.truth(reduced(kind, None, Some(holds)))))
            }
            AggregateKind::Count => {
                let bounds = Bounds { low: 0, high: i128::from(self.forms.items) };
                let step = self.steps.with_type(reduced(kind, None, counts), Type::Whole(bounds), 1);
                Ok(Value::number(Number::of(step)))
            }
            AggregateKind::Sum | AggregateKind::Highest | AggregateKind::Lowest => {
                let value = value.ok_or(NotScaledReason::Malformed)?;
                let (value, present) = self.whole(item, value)?;
                let steps = self.steps_at(item);
                let (of_each, denominator) = (steps.bounds(value), steps.denominator(value));
                let bounds = match kind {
                    AggregateKind::Sum => {
                        of_each.of_items(self.forms.items).ok_or(NotScaledReason::TooWide)?
                    }
                    AggregateKind::Highest
                    | AggregateKind::Lowest
                    | AggregateKind::Count
                    | AggregateKind::Any
                    | AggregateKind::All => of_each.join(Bounds::one(0)),
                };
                // One item that counts and is absent makes the whole absent.
                let present = present.map(|present| {
                    let missing = self.steps_at(item).not(present);
                    let missing = self.steps_at(item).and(counts.into_iter().chain([missing]).collect());
                    let any = self.steps.truth(reduced(AggregateKind::Any, None, Some(missing)));
                    self.steps.not(any)
                });
                let op = reduced(kind, Some(value), counts);
                let step = self.steps.with_type(op, Type::Whole(bounds), denominator);
                Ok(Value { content: Content::Number(Number::of(step)), present })
            }
        }
    }

    /// What stands before an item in an order.
    pub(super) fn before(
        &mut self,
        at: At,
        keys: &[(bool, NodeId)],
        value: Option<NodeId>,
        condition: Option<NodeId>,
        same: Option<NodeId>,
    ) -> Made<Value> {
        let condition = condition.map(|condition| self.truth(at, condition)).transpose()?;
        let mut order = Vec::with_capacity(keys.len());
        for &(highest, key) in keys {
            let (key, present) = self.whole(at, key)?;
            match present {
                None => order.push((highest, key)),
                // What is absent comes last, whichever end comes first.
                Some(present) => {
                    order.push((false, self.absent_as(at, present, None)?));
                    order.push((highest, self.absent_as(at, present, Some((key, 0)))?));
                }
            }
        }
        let same = same.map(|same| self.kind_of_item(at, same)).transpose()?;
        let op = |value, condition| Op::Before { keys: order.clone(), value, condition, same };
        let items = self.forms.items;
        let count = Type::Whole(Bounds { low: 0, high: i128::from(items) });
        let Some(value) = value else {
            let step = self.steps_at(at).with_type(op(None, condition), count, 1);
            return Ok(Value::number(Number::of(step)));
        };
        let (value, present) = self.whole(at, value)?;
        let steps = self.steps_at(at);
        let (of_each, denominator) = (steps.bounds(value), steps.denominator(value));
        let bounds = of_each.of_items(items).ok_or(NotScaledReason::TooWide)?;
        // One item before it that counts and is absent makes the sum absent.
        let present = match present {
            None => None,
            Some(present) => {
                let missing = steps.not(present);
                let missing = steps.and(condition.into_iter().chain([missing]).collect());
                let missing = steps.with_type(op(None, Some(missing)), count, 1);
                let zero = steps.push(Op::Whole(0), 1)?;
                Some(steps.truth(Op::Compare(Comparison::Equal, missing, zero)))
            }
        };
        let step = steps.with_type(op(Some(value), condition), Type::Whole(bounds), denominator);
        Ok(Value { content: Content::Number(Number::of(step)), present })
    }

    /// A whole number for what may be absent: where it is there 0 or what it is, where it is not 1 or another number.
    fn absent_as(&mut self, at: At, present: StepId, key: Option<(StepId, i128)>) -> Made<StepId> {
        let steps = self.steps_at(at);
        let (then, otherwise) = match key {
            None => (steps.push(Op::Whole(0), 1)?, steps.push(Op::Whole(1), 1)?),
            Some((key, absent)) => (key, steps.push(Op::Whole(absent), 1)?),
        };
        Ok(steps.push(Op::Select { condition: present, then, otherwise }, 1)?)
    }

    /// What tells one kind of items from another; those that are absent are of one kind.
    fn kind_of_item(&mut self, at: At, same: NodeId) -> Made<StepId> {
        let value = self.value(at, same)?;
        match (value.content, value.present) {
            (Content::Number(Number { above: step, below: None }), None)
            | (Content::Truth(step) | Content::Other(step), None) => Ok(step),
            (Content::Number(Number { above: step, below: None }), Some(present)) => {
                let below =
                    self.steps_at(at).bounds(step).low.checked_sub(1).ok_or(NotScaledReason::TooWide)?;
                self.absent_as(at, present, Some((step, below)))
            }
            (Content::Number(_), _) => Err(NotScaledReason::Quotient),
            (Content::Truth(_) | Content::Other(_), Some(_)) => Err(NotScaledReason::AbsentKind),
        }
    }
}
