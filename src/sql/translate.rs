//! Translation: the steps of a scaled program as expressions, each a column where several read it.

use std::collections::{BTreeMap, BTreeSet};

use crate::arena::Id as _;
use crate::diagnostic::Diagnostic;
use crate::plan::{AwardId, InputId, PaidScope, Plan};
use crate::scaled::{Forms, ListId, Op, Program, StepId};

use super::days::Keeps;
use super::fault;
use super::level::{Column, Level, Owner, survey};
use super::titles::Titles;
use super::tree::{Alias, Expr, Item};
use super::value::{Kind, Value};
use super::{Options, Scope};

/// A value of at most so many parts is written again rather than kept in a column.
const SMALL: usize = 5;
/// A value of more parts is kept in a column, however few read it.
const LARGE: usize = 48;

/// A policy on its way to a query.
pub(super) struct Translation<'p> {
    pub plan: &'p Plan,
    pub program: &'p Program,
    pub forms: &'p Forms,
    pub options: &'p Options,
    pub main: Level,
    pub lists: Vec<Level>,
    /// Facts that are read.
    pub inputs: BTreeSet<InputId>,
    /// Facts of which is asked whether they are absent.
    pub absences: BTreeSet<InputId>,
    /// Fields that are read, and whether it is asked if they are absent.
    pub fields: BTreeMap<(ListId, usize), bool>,
    /// The date of each row is read.
    pub reads_as_of: bool,
    /// Sums of earlier payments that are read.
    pub paid: BTreeSet<(AwardId, PaidScope)>,
    /// For each list and stage, what is made of its items.
    pub totals: BTreeMap<(usize, usize), Vec<Item>>,
    /// Names of steps that say what they are.
    titles: Titles,
    /// How many columns of each owner have numbers for names.
    numbered: BTreeMap<Owner, u32>,
    pub faults: Vec<Diagnostic>,
}

impl<'p> Translation<'p> {
    pub fn new(
        plan: &'p Plan,
        program: &'p Program,
        forms: &'p Forms,
        options: &'p Options,
    ) -> Translation<'p> {
        let mut main = Level::new(program.steps.len());
        let mut lists: Vec<Level> = program.lists.iter().map(|list| Level::new(list.steps.len())).collect();
        survey(program, &mut main, &mut lists);
        let titles = Titles::of(plan, program, &main, &lists);
        Translation {
            plan,
            program,
            forms,
            options,
            main,
            lists,
            inputs: BTreeSet::new(),
            absences: BTreeSet::new(),
            fields: BTreeMap::new(),
            reads_as_of: false,
            paid: BTreeSet::new(),
            totals: BTreeMap::new(),
            titles,
            numbered: BTreeMap::new(),
            faults: Vec::new(),
        }
    }

    /// Translates all steps that awards and refusals read.
    pub fn run(&mut self) {
        let program = self.program;
        let mut wanted: BTreeSet<StepId> = program.refusals.iter().map(|refusal| refusal.when).collect();
        for outputs in &program.awards {
            wanted.extend([outputs.outcome, outputs.low, outputs.high]);
        }
        for (id, step) in program.steps.iter_ids() {
            if !self.main.live.get(id.raw()).copied().unwrap_or(false) {
                continue;
            }
            if let Op::Reduce { list, value, condition, .. } = &step.op {
                let end = value.iter().chain(condition).map(|step| step.raw()).max();
                self.items_until(*list, end.map_or(0, |end| end.saturating_add(1)));
            }
            let value = self.step(Scope::Rows, id, &step.op);
            let value = self.settled(Scope::Rows, id, value, wanted.contains(&id));
            if let Some(slot) = self.main.values.get_mut(id.raw()) {
                *slot = Some(value);
            }
        }
    }

    fn items_until(&mut self, list: ListId, end: usize) {
        let Some(of) = self.program.lists.get(list) else { return };
        let from = self.lists.get(list.raw()).map_or(0, |level| level.next);
        for (id, step) in of.steps.iter_ids().take(end).skip(from) {
            let live = self.lists.get(list.raw()).and_then(|level| level.live.get(id.raw())).copied();
            if !live.unwrap_or(false) {
                continue;
            }
            let value = self.step(Scope::Items(list), id, &step.op);
            let value = self.settled(Scope::Items(list), id, value, false);
            let slot = self.lists.get_mut(list.raw()).and_then(|level| level.values.get_mut(id.raw()));
            if let Some(slot) = slot {
                *slot = Some(value);
            }
        }
        if let Some(level) = self.lists.get_mut(list.raw()) {
            level.next = level.next.max(end);
        }
    }

    /// The value of a step, as a column where that is better.
    fn settled(&mut self, scope: Scope, step: StepId, value: Value, wanted: bool) -> Value {
        let uses = self.level(scope).map_or(0, |level| level.uses(step));
        let is_column = matches!(value.expr, Expr::Column(..));
        let is_fixed = matches!(value.expr, Expr::Whole(_) | Expr::Truth(_) | Expr::Text(_));
        let repeated = uses > 1 && value.size > SMALL;
        if is_column || is_fixed || !(wanted || repeated || value.size > LARGE) {
            return value;
        }
        let name = self.step_name(scope, step);
        self.column(scope, self.level(scope).map_or(Owner::All, |level| level.owner(step)), name, value)
    }

    /// A column of a value, at the stage after those it reads.
    pub fn column(&mut self, scope: Scope, owner: Owner, name: String, value: Value) -> Value {
        let stage = value.level.saturating_add(1);
        let (expr, kind) = match &value.day {
            Some(day) => (day.clone(), value.kind),
            None => value.as_column(self.options.dialect),
        };
        let alias = if scope == Scope::Rows { Alias::Rows } else { Alias::Items };
        let name = self.fresh(scope, name);
        let column = Expr::Column(alias, name.clone());
        if let Some(level) = self.level_mut(scope) {
            level.push(stage, Column { owner, name, expr });
        }
        Value {
            expr: if value.day.is_some() { super::days::ordinal(column.clone()) } else { column.clone() },
            kind,
            nullable: value.nullable,
            size: 1,
            level: stage,
            day: value.day.is_some().then_some(column),
        }
    }

    /// A name that no other column of the level has.
    fn fresh(&mut self, scope: Scope, name: String) -> String {
        let dialect = self.options.dialect;
        let Some(level) = self.level_mut(scope) else { return name };
        let mut chosen = name.clone();
        let mut number = 1_u32;
        while dialect.says(&chosen).is_err() || level.taken.contains(&dialect.folded(&chosen)) {
            number = number.saturating_add(1);
            chosen = if dialect.says(&name).is_err() {
                format!("step.{number}")
            } else {
                format!("{name}.{number}")
            };
        }
        level.taken.insert(dialect.folded(&chosen));
        chosen
    }

    /// The name of a step that has one.
    pub fn title(&self, scope: Scope, step: StepId) -> Option<String> {
        self.titles.get(scope, step).cloned()
    }

    fn step_name(&mut self, scope: Scope, step: StepId) -> String {
        if let Some(name) = self.title(scope, step) {
            return name;
        }
        let owner = self.level(scope).map_or(Owner::All, |level| level.owner(step));
        let number = self.numbered.entry(owner).or_insert(0);
        *number = number.saturating_add(1);
        match owner {
            Owner::Award(award) => match self.plan.awards.get(award) {
                Some(award) => format!("{}.{number}", award.id),
                None => format!("step.{number}"),
            },
            Owner::None | Owner::All => format!("step.{number}"),
        }
    }

    pub fn level(&self, scope: Scope) -> Option<&Level> {
        match scope {
            Scope::Rows => Some(&self.main),
            Scope::Items(list) => self.lists.get(list.raw()),
        }
    }

    pub fn level_mut(&mut self, scope: Scope) -> Option<&mut Level> {
        match scope {
            Scope::Rows => Some(&mut self.main),
            Scope::Items(list) => self.lists.get_mut(list.raw()),
        }
    }

    /// The value of a step that is translated.
    pub fn value(&mut self, scope: Scope, step: StepId) -> Value {
        let found = self.level(scope).and_then(|level| level.values.get(step.raw())).cloned().flatten();
        match found {
            Some(value) => value,
            None => {
                self.faults.push(fault::malformed(self.plan));
                Value::fixed(Expr::Null, Kind::Text)
            }
        }
    }

    pub fn values(&mut self, scope: Scope, steps: &[StepId]) -> Vec<Value> {
        steps.iter().map(|&step| self.value(scope, step)).collect()
    }

    /// Says that a number of a step does not fit.
    pub fn too_wide(&mut self, scope: Scope, step: StepId) {
        let fault = fault::too_wide(self.plan, self.program, scope, step, self.options.dialect);
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

/// Keeps values of one step in columns.
pub(super) struct Keeper<'t, 'p> {
    pub translation: &'t mut Translation<'p>,
    pub scope: Scope,
    pub step: StepId,
}

impl Keeps for Keeper<'_, '_> {
    fn kept(&mut self, value: Value) -> Value {
        if value.size <= SMALL {
            return value;
        }
        let name = self.translation.step_name(self.scope, self.step);
        let owner = self.translation.level(self.scope).map_or(Owner::All, |level| level.owner(self.step));
        self.translation.column(self.scope, owner, name, value)
    }
}
