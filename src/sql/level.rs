//! Levels: the steps of applicants, or of a list's items, and the columns they become, stage by stage.

use std::collections::BTreeSet;

use crate::arena::{Arena, Id as _};
use crate::plan::AwardId;
use crate::scaled::{Op, Program, Step, StepId};

use super::tree::Expr;
use super::value::Value;

/// Whom a step serves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Owner {
    /// Nothing yet.
    None,
    /// One award.
    Award(AwardId),
    /// Several.
    All,
}

impl Owner {
    pub fn join(self, other: Owner) -> Owner {
        match (self, other) {
            (Owner::None, one) | (one, Owner::None) => one,
            (one, other) if one == other => one,
            _ => Owner::All,
        }
    }
}

/// A column of a stage.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Column {
    pub owner: Owner,
    pub name: String,
    pub expr: Expr,
}

/// The steps of one level.
#[derive(Debug)]
pub(super) struct Level {
    pub values: Vec<Option<Value>>,
    /// How often the text of each step's value would be written.
    pub uses: Vec<u32>,
    pub live: Vec<bool>,
    pub owners: Vec<Owner>,
    /// The columns of each stage; those of stage 0 are facts.
    pub stages: Vec<Vec<Column>>,
    /// For items: columns of applicants read in each stage, by their names here.
    pub imports: Vec<Vec<(String, String)>>,
    /// Names taken, as the dialect tells them apart.
    pub taken: BTreeSet<String>,
    /// For items: steps before this one are translated.
    pub next: usize,
}

impl Level {
    pub fn new(steps: usize) -> Level {
        Level {
            values: vec![None; steps],
            uses: vec![0; steps],
            live: vec![false; steps],
            owners: vec![Owner::None; steps],
            stages: Vec::new(),
            imports: Vec::new(),
            taken: BTreeSet::new(),
            next: 0,
        }
    }
    pub fn uses(&self, step: StepId) -> u32 {
        self.uses.get(step.raw()).copied().unwrap_or(0)
    }
    pub fn owner(&self, step: StepId) -> Owner {
        self.owners.get(step.raw()).copied().unwrap_or(Owner::None)
    }
    pub fn push(&mut self, stage: usize, column: Column) {
        while self.stages.len() <= stage {
            self.stages.push(Vec::new());
        }
        if let Some(columns) = self.stages.get_mut(stage) {
            columns.push(column);
        }
    }
    pub fn import(&mut self, stage: usize, from: String, to: String) {
        while self.imports.len() <= stage {
            self.imports.push(Vec::new());
        }
        if let Some(imports) = self.imports.get_mut(stage)
            && !imports.iter().any(|(_, name)| *name == to)
        {
            imports.push((from, to));
        }
    }
}

/// The steps that a step reads at its own level, each with how often its text would be written.
fn reads(op: &Op) -> Vec<(StepId, u32)> {
    let once = |steps: &[StepId]| steps.iter().map(|&step| (step, 1)).collect();
    match op {
        Op::Whole(_)
        | Op::Truth(_)
        | Op::Words(_)
        | Op::Input(_)
        | Op::Given(_)
        | Op::Present(_)
        | Op::Field(_)
        | Op::FieldPresent(_)
        | Op::Outer(_)
        | Op::AsOf
        | Op::Paid(..)
        | Op::Reduce { .. } => Vec::new(),
        Op::Not(one) | Op::Among(one, _) | Op::Has(one, _) => vec![(*one, 1)],
        Op::And(all) | Op::Or(all) => once(all),
        Op::AtLeast(_, all) => all.iter().map(|&step| (step, 2)).collect(),
        Op::Compare(_, left, right) | Op::SameWords(left, right) => vec![(*left, 1), (*right, 1)],
        Op::Sum(_, terms) => terms.iter().map(|&(_, step)| (step, 1)).collect(),
        Op::Product(left, right) | Op::Min(left, right) | Op::Max(left, right) => {
            vec![(*left, 2), (*right, 2)]
        }
        Op::Quotient(_, of, _) => vec![(*of, 1)],
        Op::QuotientBy(_, of, by) => vec![(*of, 1), (*by, 2)],
        Op::Calendar { of, with, .. } => {
            [Some(*of), *with].into_iter().flatten().map(|step| (step, 1)).collect()
        }
        Op::Select { condition, then, otherwise } => vec![(*condition, 2), (*then, 1), (*otherwise, 1)],
        Op::Lookup { keys, .. } | Op::Listed { keys, .. } => keys.iter().map(|&step| (step, 3)).collect(),
        Op::Before { keys, value, condition, same } => {
            let keys = keys.iter().map(|&(_, key)| key);
            keys.chain([*value, *condition, *same].into_iter().flatten()).map(|step| (step, 3)).collect()
        }
    }
}

/// What each level's steps serve: which are alive, how often they are read, and by which award.
pub(super) fn survey(program: &Program, main: &mut Level, lists: &mut [Level]) {
    // Steps of the applicant's level by what is after them; those that items read serve all.
    let mut roots: Vec<(StepId, Owner)> = Vec::new();
    for (id, outputs) in program.awards.iter_ids() {
        roots.extend([outputs.outcome, outputs.low, outputs.high].map(|step| (step, Owner::Award(id))));
    }
    roots.extend(program.refusals.iter().map(|refusal| (refusal.when, Owner::None)));
    mark(main, &roots);
    let mut outer: BTreeSet<StepId> = BTreeSet::new();
    let mut pending: Vec<(StepId, &Step)> = program.steps.iter_ids().collect();
    while let Some((id, step)) = pending.pop() {
        if outer.contains(&id) {
            mark(main, &[(id, Owner::All)]);
            // Read as a column.
            use_of(main, id, 2);
        }
        if !main.live.get(id.raw()).copied().unwrap_or(false) {
            continue;
        }
        let owner = main.owner(id);
        for (read, times) in reads(&step.op) {
            mark(main, &[(read, owner)]);
            use_of(main, read, times);
        }
        let Op::Reduce { list, value, condition, .. } = &step.op else { continue };
        let (Some(level), Some(list)) = (lists.get_mut(list.raw()), program.lists.get(*list)) else {
            continue;
        };
        let roots: Vec<(StepId, Owner)> = value.iter().chain(condition).map(|&step| (step, owner)).collect();
        mark(level, &roots);
        for &step in value.iter().chain(condition) {
            use_of(level, step, 2);
        }
        let end = value.iter().chain(condition).map(|step| step.raw()).max();
        // INVARIANT: what a reduce reads, and all before it, reads only steps of the applicant's level before the
        // reduce; so those are still pending here.
        outer.extend(within(level, &list.steps, end));
    }
}

/// Marks what the live steps of a list up to `end` read; gives the steps of the applicant's level among it.
fn within(level: &mut Level, steps: &Arena<StepId, Step>, end: Option<usize>) -> Vec<StepId> {
    let Some(end) = end else { return Vec::new() };
    let mut outer = Vec::new();
    for (id, step) in steps.iter_ids().take(end.saturating_add(1)).rev() {
        if !level.live.get(id.raw()).copied().unwrap_or(false) {
            continue;
        }
        if let Op::Outer(step) = step.op {
            outer.push(step);
        }
        let owner = level.owner(id);
        for (read, times) in reads(&step.op) {
            mark(level, &[(read, owner)]);
            use_of(level, read, times);
        }
    }
    outer
}

fn mark(level: &mut Level, steps: &[(StepId, Owner)]) {
    for &(step, owner) in steps {
        if let Some(live) = level.live.get_mut(step.raw()) {
            *live = true;
        }
        if let Some(own) = level.owners.get_mut(step.raw()) {
            *own = own.join(owner);
        }
    }
}

fn use_of(level: &mut Level, step: StepId, times: u32) {
    if let Some(uses) = level.uses.get_mut(step.raw()) {
        *uses = uses.saturating_add(times);
    }
}
