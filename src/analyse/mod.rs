//! What can be known of a policy without an applicant, each finding with the applicant who shows it.
//!
//! A finding is true of the rules: it is proved for every applicant and every history, or it is shown by an
//! applicant whom the evaluator confirms. What could not be proved within the budget is not reported.

mod arms;
mod ask;
mod award;
mod cliff;
mod condition;
mod cone;
mod figures;
mod fixed;
mod floor;
mod group;
mod ladder;
mod limit;
mod nothing;
mod pieces;
mod used;
mod versions;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, analysis as entries, in_order};
use crate::plan::{self, Plan};
use crate::program::{AwardId, LetId, Program};
use crate::source::Span;

use ask::Asker;
use cone::Cone;
use pieces::Pieces;

/// Awards, and groups, of a policy at most for which applicants are looked for.
const MOST_AWARDS: usize = 3_000;
/// Intermediate values of such a policy at most.
const MOST_LETS: usize = 20_000;

/// Finds what is doubtful in a policy that has no errors, in the order of places.
pub fn analyse(program: &Program) -> Vec<Diagnostic> {
    let mut found = used::unused(program);
    found.extend(figures::figures(program));
    let small = program.awards.len() <= MOST_AWARDS
        && program.groups.len() <= MOST_AWARDS
        && program.lets.len() <= MOST_LETS;
    let mut cut = !small;
    if let Some(pieces) = small.then(|| Pieces::new(program)).flatten() {
        let mut analysis = Analysis {
            program,
            plan: &pieces.plan,
            pieces: &pieces,
            ids: pieces::award_ids(program, &pieces.plan),
            groups: pieces.plan.groups.iter_ids().map(|(id, group)| (group.id.as_str(), id)).collect(),
            fixed: fixed::fixed_lets(program),
            asker: Asker::new(),
            found: Vec::new(),
            told: BTreeSet::new(),
            dead: BTreeSet::new(),
        };
        analysis.run();
        cut |= analysis.asker.cut;
        found.extend(analysis.found);
    }
    if cut {
        found.push(
            Diagnostic::new(&entries::ANALYSIS_CUT, program.policy.span)
                .arg("awards", program.awards.len().to_string()),
        );
    }
    in_order(found)
}

/// The analysis of one policy.
struct Analysis<'p> {
    program: &'p Program,
    /// The plan with a node for each condition.
    plan: &'p Plan,
    pieces: &'p Pieces,
    ids: BTreeMap<AwardId, plan::AwardId>,
    groups: BTreeMap<&'p str, plan::GroupId>,
    /// Intermediate values that are the same for every applicant.
    fixed: BTreeSet<LetId>,
    asker: Asker,
    found: Vec<Diagnostic>,
    /// Places that a finding explains already.
    told: BTreeSet<Span>,
    /// Awards that nobody can ever receive.
    dead: BTreeSet<plan::AwardId>,
}

impl<'p> Analysis<'p> {
    /// An empty question; one that is not asked where nothing is left to spend.
    fn cone(&self) -> Cone<'p> {
        if self.asker.is_spent() { Cone::closed(self.plan) } else { Cone::new(self.plan) }
    }

    fn run(&mut self) {
        for (id, award) in self.program.awards.iter_ids() {
            if let Some(&of_plan) = self.ids.get(&id) {
                self.award(award, of_plan);
            }
        }
        for group in &self.program.groups {
            self.group(group);
        }
        self.versions();
        self.lets();
        self.conditions();
    }

    fn tell(&mut self, finding: Diagnostic) {
        self.told.extend(finding.place());
        self.found.push(finding);
    }
}

#[cfg(test)]
mod tests;
