//! All steps of a program made again in their simplest form, and what nobody reads left out.

use crate::arena::{Arena, Id as _};
use crate::money::Rational;
use crate::plan::limits::{self, HISTORY_ENTRIES, LIST_ITEMS};
use crate::plan::{InputId, InputType, Plan};
use crate::syntax::ast::AggregateKind;

use super::super::forms::DAY;
use super::super::{Bounds, ListId, ListProgram, Op, Outputs, Program, Refusal, Step, StepId, Type, row_of};
use super::{Aim, Maker};

/// A program on its way.
struct Rebuilding<'p> {
    plan: &'p Plan,
    program: &'p Program,
    outer: Maker,
    /// For each step of the program, the one that stands for it.
    made: Vec<StepId>,
    lists: Vec<Items>,
}

struct Items {
    maker: Maker,
    made: Vec<StepId>,
}

/// The same program in fewer and narrower steps; `None` where a number on the way would not fit.
pub(in crate::scaled) fn simplify(plan: &Plan, program: &Program, aim: Aim) -> Option<Program> {
    let items = |_| Items { maker: Maker::new(aim, true), made: Vec::new() };
    let mut rebuilding = Rebuilding {
        plan,
        program,
        outer: Maker::new(aim, false),
        made: Vec::with_capacity(program.steps.len()),
        lists: program.lists.iter().map(items).collect(),
    };
    for step in &program.steps {
        rebuilding.outer.steps.node = step.node;
        let made = rebuilding.applicant(step)?;
        rebuilding.outer.narrow(made, step.ty);
        rebuilding.made.push(made);
    }
    let simplified = rebuilding.finished();
    Some(pruned(simplified))
}

impl Rebuilding<'_> {
    fn applicant(&mut self, step: &Step) -> Option<StepId> {
        if let Op::Reduce { list, kind, value, condition } = &step.op {
            return self.reduce(step, *list, *kind, *value, *condition);
        }
        let op = mapped(&step.op, &self.made);
        if let Some(made) = lookup(self.program, &mut self.outer, &op, step) {
            return Some(made);
        }
        let sure = if let Op::Input(input) = op {
            number_of_input(self.plan, input, None, step.denominator)
        } else if matches!(op, Op::AsOf) {
            Some(DAY)
        } else if matches!(op, Op::Paid(..)) {
            paid(step.denominator)
        } else {
            return self.outer.make(op, step.denominator);
        };
        Some(self.outer.with_type(op, step.ty, step.denominator, sure))
    }

    fn reduce(
        &mut self,
        step: &Step,
        list: ListId,
        kind: AggregateKind,
        value: Option<StepId>,
        condition: Option<StepId>,
    ) -> Option<StepId> {
        let last = value.iter().chain(&condition).map(|step| step.raw()).max();
        self.items_until(list, last.map_or(0, |last| last.saturating_add(1)))?;
        let items = self.lists.get(list.raw())?;
        let of = |step: StepId| items.made.get(step.raw()).copied();
        let (value, condition) = (value.and_then(of), condition.and_then(of));
        let truth = condition.and_then(|condition| items.maker.truth_of(condition));
        let sure = match (kind, value) {
            (AggregateKind::Sum, Some(value)) => items.maker.sure(value).and_then(of_all_items),
            (AggregateKind::Count, _) => of_all_items(Bounds { low: 0, high: 1 }),
            (_, Some(value)) => items.maker.sure(value).map(|bounds| bounds.join(Bounds::one(0))),
            (_, None) => None,
        };
        // What holds for all items, or for none, does so whatever the list.
        match (kind, truth) {
            (AggregateKind::Any, Some(false)) => return Some(self.outer.truth(false)),
            (AggregateKind::All, Some(true)) => return Some(self.outer.truth(true)),
            (
                AggregateKind::Sum | AggregateKind::Count | AggregateKind::Highest | AggregateKind::Lowest,
                Some(false),
            ) => return Some(self.outer.fixed(0, step.denominator)),
            _ => {}
        }
        let counts_all = truth == Some(true) && !matches!(kind, AggregateKind::Any | AggregateKind::All);
        let condition = condition.filter(|_| !counts_all);
        let op = Op::Reduce { list, kind, value, condition };
        Some(self.outer.with_type(op, step.ty, step.denominator, sure))
    }

    /// Makes the steps of a list before this one.
    fn items_until(&mut self, list: ListId, end: usize) -> Option<()> {
        let of = self.program.lists.get(list)?;
        let from = self.lists.get(list.raw())?.made.len();
        for step in of.steps.iter().take(end).skip(from) {
            let made = self.item(list, of.input, step)?;
            let items = self.lists.get_mut(list.raw())?;
            items.maker.narrow(made, step.ty);
            items.made.push(made);
        }
        Some(())
    }

    fn item(&mut self, list: ListId, input: InputId, step: &Step) -> Option<StepId> {
        let items = self.lists.get_mut(list.raw())?;
        items.maker.steps.node = step.node;
        if let Op::Outer(outer) = &step.op {
            let outer = *self.made.get(outer.raw())?;
            let (of, sure) = (self.outer.steps.arena.at(outer), self.outer.sure(outer));
            let fixed = matches!(of.op, Op::Whole(_) | Op::Truth(_) | Op::Words(_));
            let op = if fixed { of.op.clone() } else { Op::Outer(outer) };
            return Some(items.maker.with_type(op, of.ty, of.denominator, sure));
        }
        let op = mapped(&step.op, &items.made);
        if let Some(made) = lookup(self.program, &mut items.maker, &op, step) {
            return Some(made);
        }
        if let Op::Field(field) = op {
            let sure = number_of_input(self.plan, input, Some(field), step.denominator);
            return Some(items.maker.with_type(op, step.ty, step.denominator, sure));
        }
        let Op::Before { keys, value, condition, same } = op else {
            return items.maker.make(op, step.denominator);
        };
        let sure = match value {
            Some(value) => items.maker.sure(value).and_then(of_all_items),
            None => of_all_items(Bounds { low: 0, high: 1 }),
        };
        let condition = condition.filter(|&condition| items.maker.truth_of(condition) != Some(true));
        let op = Op::Before { keys, value, condition, same };
        Some(items.maker.with_type(op, step.ty, step.denominator, sure))
    }

    fn finished(self) -> Program {
        let of = |step: StepId| self.made.get(step.raw()).copied().unwrap_or(step);
        let awards = self.program.awards.iter().map(|award| Outputs {
            outcome: of(award.outcome),
            low: of(award.low),
            high: of(award.high),
            exact: award.exact || of(award.low) == of(award.high),
        });
        let mut refusals: Vec<Refusal> = Vec::new();
        for refusal in &self.program.refusals {
            let refusal = Refusal { when: of(refusal.when), ..*refusal };
            let known =
                refusals.iter().any(|other| other.when == refusal.when && other.reason == refusal.reason);
            if !known && self.outer.truth_of(refusal.when) != Some(false) {
                refusals.push(refusal);
            }
        }
        let lists = self.program.lists.iter().zip(self.lists);
        let awards = awards.collect();
        Program {
            tables: self.program.tables.clone(),
            steps: self.outer.steps.arena,
            lists: lists
                .map(|(list, items)| ListProgram { input: list.input, steps: items.maker.steps.arena })
                .collect(),
            awards,
            denominator: self.program.denominator,
            refusals,
        }
    }
}

impl Maker {
    /// The bounds proved before hold of the step that stands for the one they were proved of: it has the same value.
    fn narrow(&mut self, step: StepId, before: Type) {
        if let Type::Whole(before) = before {
            self.steps.narrow(step, before);
        }
    }
}

/// A lookup whose row is fixed, or whose table leaves no keys without a value.
fn lookup(program: &Program, maker: &mut Maker, op: &Op, step: &Step) -> Option<StepId> {
    let (Op::Lookup { table: id, keys } | Op::Listed { table: id, keys }) = op else { return None };
    let table = program.tables.get(*id)?;
    let fixed: Option<Vec<super::super::Key>> = keys.iter().map(|&key| maker.key_of(key)).collect();
    let row = fixed.map(|fixed| row_of(table, &fixed));
    if matches!(op, Op::Listed { .. }) {
        return match row {
            _ if table.otherwise.is_some() => Some(maker.truth(true)),
            Some(row) => Some(maker.truth(row.is_some())),
            None => Some(maker.with_type(op.clone(), Type::Truth, 1, None)),
        };
    }
    let first = table.rows.first().map(|(_, value)| *value);
    if let Some(value) = row.and_then(|row| row.or(table.otherwise).or(first)) {
        return Some(maker.fixed(value, step.denominator));
    }
    let values = table.rows.iter().map(|(_, value)| *value).chain(table.otherwise);
    let sure = values.map(Bounds::one).reduce(Bounds::join);
    Some(maker.with_type(op.clone(), step.ty, step.denominator, sure))
}

impl Maker {
    fn key_of(&self, step: StepId) -> Option<super::super::Key> {
        if let Op::Words(words) = self.steps.op(step) {
            return Some(super::super::Key::Words(words.clone()));
        }
        self.number_of(step).map(super::super::Key::Whole)
    }
}

fn mapped(op: &Op, made: &[StepId]) -> Op {
    op.map(|step| made.get(step.raw()).copied().unwrap_or(step))
}

fn of_all_items(bounds: Bounds) -> Option<Bounds> {
    bounds.of_items(u32::try_from(LIST_ITEMS).ok()?)
}

/// What any fact may be, over the denominator at which it is held.
fn number_of_input(plan: &Plan, input: InputId, field: Option<usize>, denominator: i128) -> Option<Bounds> {
    let declared = plan.inputs.get(input)?;
    let (ty, low, high) = match (&declared.ty, field) {
        (InputType::List { fields, .. }, Some(field)) => {
            let field = fields.get(field)?;
            (&field.ty, field.low, field.high)
        }
        (ty, _) => (ty, declared.low, declared.high),
    };
    let measure = match ty {
        InputType::Number(measure) => measure,
        InputType::Date => return Some(DAY),
        InputType::Bool
        | InputType::Enum(_)
        | InputType::Set(_)
        | InputType::Text
        | InputType::List { .. } => return None,
    };
    let most = limits::highest(measure);
    let parts = Rational::whole(denominator);
    let low = low.unwrap_or(Rational::ZERO).max(most.negate()?).times(parts)?;
    let high = high.map_or(most, |high| high.min(most)).times(parts)?.negate()?;
    Some(Bounds { low: low.floor(), high: high.floor().checked_neg()? })
}

/// What any history may come to.
fn paid(denominator: i128) -> Option<Bounds> {
    let entries = i128::try_from(HISTORY_ENTRIES).ok()?;
    Some(Bounds { low: 0, high: limits::MONEY.checked_mul(entries)?.checked_mul(denominator)? })
}

/// The program without the steps that nothing reads.
fn pruned(mut program: Program) -> Program {
    let mut read = vec![false; program.steps.len()];
    let mut of_items: Vec<Vec<bool>> =
        program.lists.iter().map(|list| vec![false; list.steps.len()]).collect();
    let mark = |read: &mut Vec<bool>, step: StepId| {
        if let Some(slot) = read.get_mut(step.raw()) {
            *slot = true;
        }
    };
    for award in &program.awards {
        [award.outcome, award.low, award.high].into_iter().for_each(|step| mark(&mut read, step));
    }
    program.refusals.iter().for_each(|refusal| mark(&mut read, refusal.when));
    // INVARIANT: operands come before their readers, and items read only what comes before the step that reduces them.
    for (id, step) in program.steps.iter_ids().rev() {
        if read.get(id.raw()) != Some(&true) {
            continue;
        }
        step.op.operands().into_iter().for_each(|operand| mark(&mut read, operand));
        let Op::Reduce { list, value, condition, .. } = &step.op else { continue };
        let (Some(items), Some(marks)) = (program.lists.get(*list), of_items.get_mut(list.raw())) else {
            continue;
        };
        let mut open: Vec<StepId> = value.iter().chain(condition).copied().collect();
        while let Some(item) = open.pop() {
            let Some(slot) = marks.get_mut(item.raw()).filter(|slot| !**slot) else { continue };
            *slot = true;
            let op = &items.steps.at(item).op;
            if let Op::Outer(outer) = op {
                mark(&mut read, *outer);
            }
            open.extend(op.operands());
        }
    }
    let ids = new_ids(&read);
    let to = |step: StepId| ids.get(step.raw()).copied().unwrap_or(step);
    let item_ids: Vec<Vec<StepId>> = of_items.iter().map(|read| new_ids(read)).collect();
    let to_item = |list: ListId, step: StepId| {
        item_ids.get(list.raw()).and_then(|ids| ids.get(step.raw())).copied().unwrap_or(step)
    };
    keep(&mut program.steps, &read, |op| {
        let &Op::Reduce { list, kind, value, condition } = op else { return op.map(to) };
        let of_item = |step: Option<StepId>| step.map(|step| to_item(list, step));
        Op::Reduce { list, kind, value: of_item(value), condition: of_item(condition) }
    });
    for (at, (items, read)) in program.lists.iter_mut().zip(&of_items).enumerate() {
        let list = ListId::new(at);
        keep(&mut items.steps, read, |op| {
            let Op::Outer(outer) = op else { return op.map(|step| to_item(list, step)) };
            Op::Outer(to(*outer))
        });
    }
    for award in program.awards.iter_mut() {
        [&mut award.outcome, &mut award.low, &mut award.high].into_iter().for_each(|step| *step = to(*step));
    }
    program.refusals.iter_mut().for_each(|refusal| refusal.when = to(refusal.when));
    program
}

/// The ids after the steps that are not read have left.
fn new_ids(read: &[bool]) -> Vec<StepId> {
    let mut next = 0_usize;
    let id = |&read: &bool| {
        let id = StepId::new(next);
        next = next.saturating_add(usize::from(read));
        id
    };
    read.iter().map(id).collect()
}

fn keep(steps: &mut Arena<StepId, Step>, read: &[bool], rename: impl Fn(&Op) -> Op) {
    let mut read = read.iter();
    steps.retain(|_| read.next() == Some(&true));
    steps.iter_mut().for_each(|step| step.op = rename(&step.op));
}
