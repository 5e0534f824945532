//! Lowering: a plan becomes steps of whole numbers, node by node, as far as awards read them.

mod items;
mod needed;
mod node;
mod number;
mod outputs;
mod table;

use std::collections::BTreeMap;

use crate::arena::{Arena, Id as _};
use crate::money::Rational;
use crate::plan::{ListPlanId, NodeId, Plan, Range};

use super::simplify::{Aim, simplify};
use super::steps::{Steps, TooWide};
use super::{
    Bounds, Forms, ListId, ListProgram, NotScaled, NotScaledReason, Op, Program, Refusal, RefusalReason,
    ScaledTable, ScaledTableId, StepId, Type, Want,
};
use needed::Needed;
use number::Number;
pub(super) use outputs::outcome;

/// What a node has become.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Value {
    content: Content,
    /// Truth: it is there; `None` where it always is. What stands in the content of what is absent is unknown.
    present: Option<StepId>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Content {
    /// A number or a day.
    Number(Number),
    Truth(StepId),
    /// A member, members or words.
    Other(StepId),
}

impl Value {
    const fn truth(step: StepId) -> Value {
        Value { content: Content::Truth(step), present: None }
    }
    const fn number(number: Number) -> Value {
        Value { content: Content::Number(number), present: None }
    }
}

/// Where a node stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum At {
    Applicant,
    Item(ListPlanId),
}

/// The steps of the items of a list.
#[derive(Debug, Default)]
struct Items {
    steps: Steps,
    values: Vec<Option<Value>>,
    /// Nodes before this one are lowered.
    next: usize,
}

/// A plan on its way.
struct Lowering<'p> {
    plan: &'p Plan,
    forms: &'p Forms,
    needed: Needed,
    steps: Steps,
    values: Vec<Option<Value>>,
    lists: Vec<Items>,
    tables: Arena<ScaledTableId, ScaledTable>,
    /// Tables already made, by what they are of and how their keys are held.
    made_tables: BTreeMap<(crate::plan::TableId, Vec<i128>), ScaledTableId>,
    refusals: Vec<Refusal>,
    /// Steps of items that refuse the row where they hold for one.
    of_items: Vec<(ListPlanId, StepId, RefusalReason)>,
}

type Made<T> = Result<T, NotScaledReason>;

impl From<TooWide> for NotScaledReason {
    fn from(_: TooWide) -> NotScaledReason {
        NotScaledReason::TooWide
    }
}

/// The plan in whole numbers, for facts in these forms, as it is best read: what SQL is made of.
///
/// Refused is a plan one of whose numbers might not fit 128 bits in these forms, or that puts items in the order of
/// a quotient.
pub fn lower(plan: &Plan, forms: &Forms) -> Result<Program, NotScaled> {
    let plain = plainly(plan, forms, Want { outcomes: true })?;
    Ok(simplify(plan, &plain, Aim::Text).unwrap_or(plain))
}

/// The plan in whole numbers, for what is wanted of it, in steps as narrow as can be: what columns run.
pub fn lower_for(plan: &Plan, forms: &Forms, want: Want) -> Result<Program, NotScaled> {
    let plain = plainly(plan, forms, want)?;
    let aim = if want.outcomes { Aim::Outcomes } else { Aim::Amounts };
    Ok(simplify(plan, &plain, aim).unwrap_or(plain))
}

/// The plan in whole numbers, each node in steps of its own.
pub fn plainly(plan: &Plan, forms: &Forms, want: Want) -> Result<Program, NotScaled> {
    let lists = plan.lists.iter().map(|list| Items {
        steps: Steps::default(),
        values: vec![None; list.nodes.len()],
        next: 0,
    });
    let lowering = Lowering {
        plan,
        forms,
        needed: Needed::of(plan),
        steps: Steps::default(),
        values: vec![None; plan.nodes.len()],
        lists: lists.collect(),
        tables: Arena::new(),
        made_tables: BTreeMap::new(),
        refusals: Vec::new(),
        of_items: Vec::new(),
    };
    lowering.program(want)
}

impl Lowering<'_> {
    fn program(mut self, want: Want) -> Result<Program, NotScaled> {
        for (id, node) in self.plan.nodes.iter_ids() {
            if !self.needed.applicant(id) {
                continue;
            }
            if let crate::plan::Op::Reduce { list, value, condition, .. } = &node.op {
                let last = value.iter().chain(condition).map(|node| node.raw()).max();
                self.items_until(*list, last.map_or(0, |last| last.saturating_add(1)))?;
            }
            self.steps.node = Some(id);
            let value = self.node(At::Applicant, &node.op);
            let value = value.map_err(|reason| NotScaled { list: None, node: Some(id), reason })?;
            self.narrow(At::Applicant, value, node.range);
            if let Some(slot) = self.values.get_mut(id.raw()) {
                *slot = Some(value);
            }
        }
        self.steps.node = None;
        let (awards, denominator) = self.awards(want)?;
        self.refuse_for_items();
        let lists = self.lists.into_iter().zip(&self.plan.lists);
        let lists =
            lists.map(|(items, list)| ListProgram { input: list.input, steps: items.steps.arena }).collect();
        let (tables, steps, refusals) = (self.tables, self.steps.arena, self.refusals);
        Ok(Program { tables, steps, lists, awards, denominator, refusals })
    }

    /// Lowers the needed nodes of a list before this one.
    fn items_until(&mut self, list: ListPlanId, end: usize) -> Result<(), NotScaled> {
        let Some(of) = self.plan.lists.get(list) else { return Ok(()) };
        let from = self.lists.get(list.raw()).map_or(0, |items| items.next);
        for (id, node) in of.nodes.iter_ids().take(end).skip(from) {
            if !self.needed.item(list, id) {
                continue;
            }
            self.steps_at(At::Item(list)).node = Some(id);
            let value = self.node(At::Item(list), &node.op);
            let value = value.map_err(|reason| NotScaled { list: Some(list), node: Some(id), reason })?;
            self.narrow(At::Item(list), value, node.range);
            let slot = self.lists.get_mut(list.raw()).and_then(|items| items.values.get_mut(id.raw()));
            if let Some(slot) = slot {
                *slot = Some(value);
            }
        }
        if let Some(items) = self.lists.get_mut(list.raw()) {
            items.next = items.next.max(end);
        }
        Ok(())
    }

    /// What the plan proved of a node holds of the step it has become: it knows, say, what a condition keeps from zero.
    fn narrow(&mut self, at: At, value: Value, range: Option<Range>) {
        let (Content::Number(Number { above, below: None }), Some(range)) = (value.content, range) else {
            return;
        };
        let steps = self.steps_at(at);
        let parts = Rational::whole(steps.denominator(above));
        let low = range.low.times(parts).and_then(Rational::negate).and_then(|low| low.floor().checked_neg());
        let high = range.high.times(parts).map(Rational::floor);
        if let (Some(low), Some(high)) = (low, high) {
            steps.narrow(above, Bounds { low, high });
        }
    }

    fn steps_at(&mut self, at: At) -> &mut Steps {
        match at {
            At::Applicant => &mut self.steps,
            // INVARIANT: lists are those of the plan; there is one entry for each.
            At::Item(list) => match self.lists.get_mut(list.raw()) {
                Some(items) => &mut items.steps,
                None => &mut self.steps,
            },
        }
    }

    /// What a node of this level has become.
    fn value(&self, at: At, node: NodeId) -> Made<Value> {
        let values = match at {
            At::Applicant => Some(&self.values),
            At::Item(list) => self.lists.get(list.raw()).map(|items| &items.values),
        };
        let value = values.and_then(|values| values.get(node.raw())).copied().flatten();
        value.ok_or(NotScaledReason::Malformed)
    }

    /// A number or a day, and the truth of its being there.
    fn number(&self, at: At, node: NodeId) -> Made<(Number, Option<StepId>)> {
        let value = self.value(at, node)?;
        match value.content {
            Content::Number(number) => Ok((number, value.present)),
            Content::Truth(_) | Content::Other(_) => Err(NotScaledReason::Malformed),
        }
    }

    /// A number that is no quotient.
    fn whole(&self, at: At, node: NodeId) -> Made<(StepId, Option<StepId>)> {
        let (number, present) = self.number(at, node)?;
        match number.below {
            None => Ok((number.above, present)),
            Some(_) => Err(NotScaledReason::Quotient),
        }
    }

    /// A truth value; false where it is absent.
    fn truth(&mut self, at: At, node: NodeId) -> Made<StepId> {
        let value = self.value(at, node)?;
        let Content::Truth(step) = value.content else { return Err(NotScaledReason::Malformed) };
        Ok(self.if_present(at, [value.present], step))
    }

    /// Truth: these are all there, and this holds.
    fn if_present(
        &mut self,
        at: At,
        present: impl IntoIterator<Item = Option<StepId>>,
        holds: StepId,
    ) -> StepId {
        let mut all: Vec<StepId> = present.into_iter().flatten().collect();
        all.push(holds);
        self.steps_at(at).and(all)
    }

    /// Truth: all of these are there; `None` where they always are.
    fn all_present(&mut self, at: At, present: impl IntoIterator<Item = Option<StepId>>) -> Option<StepId> {
        let mut all: Vec<StepId> = present.into_iter().flatten().collect();
        all.sort_unstable();
        all.dedup();
        (!all.is_empty()).then(|| self.steps_at(at).and(all))
    }

    /// Refuses rows for which this holds; of a list, for one of its items.
    fn refuse(&mut self, at: At, when: StepId, reason: RefusalReason) {
        match at {
            At::Applicant => self.refusals.push(Refusal { when, reason, node: self.steps.node }),
            At::Item(list) => self.of_items.push((list, when, reason)),
        }
    }

    /// After everything else, so that what decides it may read all of the applicant's steps.
    fn refuse_for_items(&mut self) {
        for (list, when, reason) in std::mem::take(&mut self.of_items) {
            let op = Op::Reduce {
                list: ListId::new(list.raw()),
                kind: crate::syntax::ast::AggregateKind::Any,
                value: None,
                condition: Some(when),
            };
            let when = self.steps.with_type(op, Type::Truth, 1);
            self.refusals.push(Refusal { when, reason, node: None });
        }
    }
}
