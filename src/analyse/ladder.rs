//! Steps of a ladder that are never held, and steps that never count beside the others.

use crate::diagnostic::{Diagnostic, Words, analysis as entries};
use crate::plan::{self, AwardKind, NodeId, Step};
use crate::program::{AmountRule, Award};
use crate::syntax::ast::{Comparison, LadderKind};

use super::Analysis;
use super::cone::Cone;
use super::words;

/// Steps of a ladder at most: each is compared with each.
const MOST_STEPS: usize = 40;

impl Analysis<'_> {
    pub(super) fn ladder(&mut self, award: &Award, lowered: &plan::Award) {
        let AwardKind::Ladder(kind) = lowered.kind else { return };
        let AmountRule::Ladder { steps: written, .. } = &award.amount else { return };
        if lowered.steps.len() > MOST_STEPS {
            return;
        }
        let mut counting: Vec<usize> = (0..lowered.steps.len()).collect();
        // From the end, so that of two equal steps the later one is told.
        for at in (0..lowered.steps.len()).rev() {
            let (Some(step), Some(source)) = (lowered.steps.get(at), written.get(at)) else { continue };
            let mut cone = self.cone();
            let held = held(&mut cone, lowered, step);
            let answer = self.asker.ask(&mut cone, held);
            let name = step_name(step, at);
            if answer.is_never() {
                counting.retain(|other| *other != at);
                self.told.insert(source.condition.span);
                self.tell(
                    Diagnostic::new(&entries::STEP_NEVER_HELD, step.span)
                        .arg("award", award.id.as_str())
                        .arg("step", name),
                );
                continue;
            }
            let others: Vec<usize> = counting.iter().copied().filter(|other| *other != at).collect();
            if kind == LadderKind::AddUp || !self.never_counts(lowered, step, &others) {
                continue;
            }
            counting.retain(|other| *other != at);
            let by = others.into_iter().find(|other| self.never_counts(lowered, step, &[*other]));
            let by = by.and_then(|by| Some((by, lowered.steps.get(by)?)));
            let example = answer.found().map(|found| words::applicant(&cone, &found.telling));
            let mut finding = Diagnostic::new(&entries::STEP_NEVER_COUNTS, step.span)
                .arg("award", award.id.as_str())
                .arg("step", name)
                .arg("other", by.map_or(Words::new("别的档次", "another step"), |(at, by)| step_name(by, at)))
                .arg("example", example.unwrap_or_else(|| Words::new("持有它的人", "whoever holds it")));
            if let Some((_, by)) = by {
                finding = finding.label(by.span, "other");
            }
            self.tell(finding);
        }
    }

    /// Whether whoever holds a step also holds one of the others that is worth as much.
    fn never_counts(&mut self, award: &plan::Award, step: &Step, others: &[usize]) -> bool {
        let mut cone = self.cone();
        let held = held(&mut cone, award, step);
        let amount = cone.take(step.amount);
        let mut all = vec![held, cone.positive(amount)];
        for other in others.iter().filter_map(|other| award.steps.get(*other)) {
            let (also, worth) = (cone.take(other.held), cone.take(other.amount));
            let as_much = cone.compare(Comparison::AtLeast, worth, amount);
            let beaten = cone.and(vec![also, as_much]);
            all.push(cone.not(beaten));
        }
        let goal = cone.and(all);
        self.asker.ask(&mut cone, goal).is_never()
    }
}

fn held(cone: &mut Cone<'_>, award: &plan::Award, step: &Step) -> NodeId {
    let both = vec![cone.take(award.eligible), cone.take(step.held)];
    cone.and(both)
}

fn step_name(step: &Step, at: usize) -> Words {
    match &step.name {
        Some(name) => Words::new(format!("“{name}”"), format!("\"{name}\"")),
        None => {
            let number = at.saturating_add(1);
            Words::new(format!("第 {number} 档"), format!("step {number}"))
        }
    }
}
