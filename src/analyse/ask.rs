//! Asking: whether something can be for any applicant at all, within a budget for the whole policy.

use crate::evaluate::{Value, Verdict, Witness, evaluate, witness};
use crate::facts::Inputs;
use crate::plan::{InputId, InputType, Known, NodeId};

use super::cone::Cone;

/// Nodes computed for one policy at most.
const BUDGET: usize = 12_000_000;
/// Nodes computed for one question at most.
const PER_QUESTION: usize = 60_000;

/// What became of a question.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// No applicant and no history.
    Never,
    /// This applicant.
    For(Box<Witness>),
    /// Not proved either way.
    Open,
}

/// Who asks, and what is left to spend.
#[derive(Debug)]
pub(super) struct Asker {
    left: usize,
    /// A question was not asked because nothing was left.
    pub cut: bool,
}

impl Asker {
    /// With the budget of a policy.
    pub const fn new() -> Asker {
        Asker { left: BUDGET, cut: false }
    }

    /// Whether nothing is left to spend.
    pub const fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// Whether a truth value of the question can hold.
    pub fn ask(&mut self, cone: &mut Cone<'_>, goal: NodeId) -> Answer {
        // Cutting a question out of the plan costs as well.
        self.left = self.left.saturating_sub(cone.cost());
        if cone.is_too_large() {
            self.cut = true;
            return Answer::Open;
        }
        let goal = cone.with_sound_history(goal);
        let cone = &*cone;
        let unknown = nothing_known(cone);
        let lists =
            cone.plan.inputs.iter_ids().filter(|(_, input)| matches!(input.ty, InputType::List { .. }));
        let lists: Vec<InputId> = lists.map(|(id, _)| id).collect();
        if let Some(single) = cone.single() {
            return self.search(cone, &with_one_item(cone, &unknown, &[single]), goal);
        }
        match self.search(cone, &unknown, goal) {
            // What does not hold for lists without items may hold for others.
            Answer::Open if !lists.is_empty() => {
                match self.search(cone, &with_one_item(cone, &unknown, &lists), goal) {
                    Answer::For(found) => Answer::For(found),
                    Answer::Never | Answer::Open => Answer::Open,
                }
            }
            answer @ (Answer::Never | Answer::For(_) | Answer::Open) => answer,
        }
    }

    fn search(&mut self, cone: &Cone<'_>, inputs: &Inputs, goal: NodeId) -> Answer {
        if self.left == 0 {
            self.cut = true;
            return Answer::Open;
        }
        let allowed = PER_QUESTION.min(self.left);
        let mut budget = allowed;
        let verdict = witness(&cone.plan, inputs, goal, &mut budget);
        self.left = self.left.saturating_sub(allowed.saturating_sub(budget));
        match verdict {
            Verdict::Never => Answer::Never,
            Verdict::Witness(found) => Answer::For(found),
            Verdict::NotProved => Answer::Open,
        }
    }

    /// The value of a node for one applicant.
    pub fn value(&mut self, cone: &Cone<'_>, inputs: &Inputs, node: NodeId) -> Option<Value> {
        self.left = self.left.saturating_sub(cone.plan.nodes.len());
        evaluate(&cone.plan, inputs).ok()?.trace.values.get(node).cloned()
    }
}

impl Answer {
    /// No applicant at all.
    pub const fn is_never(&self) -> bool {
        matches!(self, Answer::Never)
    }
    /// The applicant.
    pub fn found(&self) -> Option<&Witness> {
        match self {
            Answer::For(found) => Some(found),
            Answer::Never | Answer::Open => None,
        }
    }
}

fn nothing_known(cone: &Cone<'_>) -> Inputs {
    Inputs {
        applicant: None,
        as_of: None,
        year: None,
        values: cone.plan.inputs.iter().map(|_| Known::Unknown).collect(),
        defaulted: Vec::new(),
        history: None,
    }
}

fn with_one_item(cone: &Cone<'_>, inputs: &Inputs, lists: &[InputId]) -> Inputs {
    let mut inputs = inputs.clone();
    for &list in lists {
        if let InputType::List { fields, .. } = &cone.plan.inputs.at(list).ty {
            *inputs.values.at_mut(list) = Known::List(vec![vec![Known::Unknown; fields.len()]]);
        }
    }
    inputs
}
