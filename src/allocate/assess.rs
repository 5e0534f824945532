//! Evaluating every applicant, with what the comparison with the others is taken to be, or has come to.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::arena::Id as _;
use crate::diagnostic::{Diagnostic, population as entries};
use crate::evaluate::{Outcome, Scratch, Value, Values, values};
use crate::money::Rational;
use crate::plan::{AwardId, InputId, Known, ListPlanId, NodeId, Op, Plan, Ranking};

use super::Run;

impl Run<'_> {
    /// Evaluates all applicants, and gives the values of some nodes.
    pub(super) fn evaluate_all(&self, asked: &[NodeId]) -> Result<Vec<Values>, Vec<Diagnostic>> {
        let one = |scratch: &mut Scratch, (at, one): (usize, &super::Application)| {
            let given = self.with_given(at);
            let plan = given.as_ref().unwrap_or(self.plan);
            values(plan, &one.inputs, asked, scratch).map_err(|found| refused(&one.applicant, found))
        };
        // The order of the answers is that of the applicants, whatever thread gives them.
        let all: Vec<Result<Values, Vec<Diagnostic>>> =
            self.applications.par_iter().enumerate().map_init(Scratch::new, one).collect();
        let mut found = Vec::new();
        let mut answers = Vec::with_capacity(all.len());
        for one in all {
            match one {
                Ok(answer) => answers.push(answer),
                Err(more) => found.extend(more),
            }
        }
        if found.is_empty() { Ok(answers) } else { Err(found) }
    }

    /// The plan for an applicant who won only a part of something: what other awards read of it is that part.
    fn with_given(&self, at: usize) -> Option<Plan> {
        let mut changed: Option<Plan> = None;
        for ((_, id), outcome) in self.given.range((at, AwardId::new(0))..=(at, AwardId::new(usize::MAX))) {
            let amount = match outcome {
                Outcome::Awarded(amount) => *amount,
                Outcome::Exhausted => Rational::ZERO,
                Outcome::NotEligible
                | Outcome::Displaced { .. }
                | Outcome::UpTo(_)
                | Outcome::Entitled
                | Outcome::Undetermined { .. }
                | Outcome::NotInForce => continue,
            };
            let plan = changed.get_or_insert_with(|| self.plan.clone());
            let won = |plan: &Plan, node: NodeId| match plan.nodes.get(node).map(|node| &node.op) {
                Some(Op::Select { condition, then, .. }) => Some((*condition, *then)),
                Some(_) | None => None,
            };
            let Some(own) = plan.awards.get(*id).and_then(|award| won(plan, award.amount)) else { continue };
            // What is paid where the comparison is won stands in the plan once for each reader.
            let same = |(condition, then): (NodeId, NodeId)| {
                let op = |node: NodeId| plan.nodes.get(node).map(|node| &node.op);
                then == own.1 && (condition == own.0 || op(condition) == op(own.0))
            };
            let readers: Vec<NodeId> = plan
                .nodes
                .iter_ids()
                .map(|(node, _)| node)
                .filter(|&node| won(plan, node).is_some_and(same))
                .collect();
            for node in readers {
                plan.nodes.at_mut(node).op = Op::Number(amount);
            }
        }
        changed
    }

    /// What becomes of one award of one applicant if some inputs have other values.
    pub(super) fn outcome_with(
        &self,
        at: usize,
        award: AwardId,
        changed: &[(InputId, Known)],
    ) -> Result<Option<Outcome>, Vec<Diagnostic>> {
        let Some(application) = self.applications.get(at) else { return Ok(None) };
        let mut inputs = application.inputs.clone();
        for (input, value) in changed {
            *inputs.values.at_mut(*input) = value.clone();
        }
        let answer = values(self.plan, &inputs, &[], &mut Scratch::new())
            .map_err(|found| refused(&application.applicant, found))?;
        Ok(answer.0.get(award.raw()).cloned())
    }

    /// What the comparison is taken to be, or has come to, for one applicant.
    pub(super) fn choose(&mut self, at: usize, ranking: &Ranking, value: Known) {
        if let Some(application) = self.applications.get_mut(at) {
            *application.inputs.values.at_mut(ranking.chosen) = value;
        }
    }

    /// Takes it that everybody is chosen, in the best place.
    pub(super) fn choose_all(&mut self) {
        let plan = self.plan;
        for ranking in plan.awards.iter().filter_map(|award| award.ranking.as_ref()) {
            for at in 0..self.applications.len() {
                self.choose(at, ranking, won(ranking));
            }
        }
    }
}

/// The comparison is won, in the best place.
pub(super) fn won(ranking: &Ranking) -> Known {
    if ranking.prizes.is_empty() { Known::Bool(true) } else { Known::Number(Rational::ONE) }
}

/// The comparison is lost.
pub(super) fn lost(ranking: &Ranking) -> Known {
    if ranking.prizes.is_empty() {
        return Known::Bool(false);
    }
    Known::Number(Rational::whole(i128::from(ranking.last_place()).saturating_add(1)))
}

/// What is known of the answer to a question.
pub(super) fn truth(value: Option<&Value>) -> Option<bool> {
    if let Some(Value::Bool(answer)) = value { *answer } else { None }
}

fn refused(applicant: &str, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let about = Diagnostic::without_place(&entries::APPLICANT_REFUSED).arg("applicant", applicant);
    std::iter::once(about).chain(found).collect()
}

/// The awards that are decided by a comparison, each after those that it reads the outcome of.
pub(super) fn contested(plan: &Plan) -> Vec<AwardId> {
    let all: Vec<(AwardId, &Ranking)> =
        plan.awards.iter_ids().filter_map(|(id, award)| Some((id, award.ranking.as_ref()?))).collect();
    let reads: Vec<BTreeSet<InputId>> = all.iter().map(|&(id, _)| inputs_of(plan, id)).collect();
    let mut order: Vec<AwardId> = Vec::with_capacity(all.len());
    while order.len() < all.len() {
        let open = |place: usize| all.get(place).is_some_and(|(id, _)| !order.contains(id));
        let waits = |place: usize| {
            let reads = reads.get(place);
            all.iter().enumerate().any(|(other, (_, ranking))| {
                other != place && open(other) && reads.is_some_and(|reads| reads.contains(&ranking.chosen))
            })
        };
        let ready = (0..all.len()).find(|&place| open(place) && !waits(place));
        // INVARIANT: operands come before their readers, so nothing waits in a circle.
        let next = ready.or_else(|| (0..all.len()).find(|&place| open(place)));
        order.extend(next.and_then(|place| all.get(place)).map(|&(id, _)| id));
    }
    order
}

/// The inputs that an award's outcome and its ranking are computed from.
fn inputs_of(plan: &Plan, id: AwardId) -> BTreeSet<InputId> {
    let Some(award) = plan.awards.get(id) else { return BTreeSet::new() };
    let mut open: Vec<(Option<ListPlanId>, NodeId)> = vec![(None, award.amount), (None, award.eligible)];
    open.extend(award.used_up.map(|node| (None, node)));
    open.extend(award.rivals.iter().map(|rival| (None, rival.when)));
    let keys = award.ranking.iter().flat_map(|ranking| super::order::nodes(&ranking.keys));
    open.extend(keys.map(|node| (None, node)));
    for part in &award.parts {
        if let crate::plan::Part::Quota { condition: Some(condition), .. } = part {
            open.push((None, *condition));
        }
    }
    let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::new());
    while let Some((list, node)) = open.pop() {
        if !seen.insert((list, node)) {
            continue;
        }
        let made = match list {
            None => plan.nodes.get(node),
            Some(list) => plan.lists.get(list).and_then(|list| list.nodes.get(node)),
        };
        let Some(made) = made else { continue };
        open.extend(made.op.operands().into_iter().map(|operand| (list, operand)));
        if let Op::Input(input) = made.op {
            found.insert(input);
        } else if let Op::Outer(outer) = made.op {
            open.push((None, outer));
        } else if let Op::Reduce { list, value, condition, .. } = &made.op {
            open.extend(value.iter().chain(condition).map(|node| (Some(*list), *node)));
        }
    }
    found
}
