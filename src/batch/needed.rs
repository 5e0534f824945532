//! Which steps of a program what is wanted depends on, and the words that rules name.

use std::collections::BTreeSet;

use crate::arena::Id as _;
use crate::plan::AwardId;
use crate::scaled::{Key, ListId, Op, Program, StepId};

/// Which steps are needed.
#[derive(Debug)]
pub(super) struct Needed {
    applicant: Vec<bool>,
    items: Vec<Vec<bool>>,
    /// How many needed steps and refusals read each step of the applicant's level.
    uses: Vec<u32>,
}

impl Needed {
    /// What the amounts of all awards depend on, and the outcomes of those that are wanted or may be open.
    pub fn of(program: &Program, outcomes: bool, open_awards: &[AwardId]) -> Needed {
        let mut needed = Needed {
            applicant: vec![false; program.steps.len()],
            items: program.lists.iter().map(|list| vec![false; list.steps.len()]).collect(),
            uses: vec![0; program.steps.len()],
        };
        let mut open: Vec<(Option<ListId>, StepId)> = Vec::new();
        for (id, award) in program.awards.iter_ids() {
            open.extend([(None, award.low), (None, award.high)]);
            if outcomes || open_awards.contains(&id) {
                open.push((None, award.outcome));
            }
        }
        for refusal in &program.refusals {
            needed.count(refusal.when);
            open.push((None, refusal.when));
        }
        while let Some((list, step)) = open.pop() {
            let marks = match list {
                None => Some(&mut needed.applicant),
                Some(list) => needed.items.get_mut(list.raw()),
            };
            let Some(mark) = marks.and_then(|marks| marks.get_mut(step.raw())) else { continue };
            if std::mem::replace(mark, true) {
                continue;
            }
            let steps = match list {
                None => Some(&program.steps),
                Some(list) => program.lists.get(list).map(|list| &list.steps),
            };
            let Some(op) = steps.and_then(|steps| steps.get(step)).map(|step| &step.op) else { continue };
            for operand in op.operands() {
                if list.is_none() {
                    needed.count(operand);
                }
                open.push((list, operand));
            }
            if let Op::Outer(outer) = op {
                needed.count(*outer);
                open.push((None, *outer));
            } else if let Op::Reduce { list, value, condition, .. } = op {
                open.extend(value.iter().chain(condition).map(|&step| (Some(*list), step)));
            }
        }
        needed
    }

    fn count(&mut self, step: StepId) {
        if let Some(uses) = self.uses.get_mut(step.raw()) {
            *uses = uses.saturating_add(1);
        }
    }

    pub fn applicant(&self, step: StepId) -> bool {
        self.applicant.get(step.raw()).copied().unwrap_or(false)
    }

    pub fn item(&self, list: ListId, step: StepId) -> bool {
        self.items.get(list.raw()).and_then(|items| items.get(step.raw())).copied().unwrap_or(false)
    }

    /// How many needed steps read a step of the applicant's level.
    pub fn uses(&self, step: StepId) -> u32 {
        self.uses.get(step.raw()).copied().unwrap_or(0)
    }
}

/// All words that rules and tables name, in order.
pub(super) fn words(program: &Program) -> Vec<String> {
    let mut words = BTreeSet::new();
    let of_lists = program.lists.iter().flat_map(|list| list.steps.iter());
    for step in program.steps.iter().chain(of_lists) {
        if let Op::Words(text) = &step.op {
            words.insert(text.clone());
        }
    }
    let keys = program.tables.iter().flat_map(|table| &table.rows).flat_map(|(keys, _)| keys);
    words.extend(keys.filter_map(|key| if let Key::Words(text) = key { Some(text.clone()) } else { None }));
    words.into_iter().collect()
}
