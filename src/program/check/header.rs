//! The header of a policy.

use crate::diagnostic::{Diagnostic, policy as entries};
use crate::money::Rounding;
use crate::syntax::ast::{Ast, ClauseKind, Heading, Item};

use super::super::{Policy, Units, Validity};
use super::Checker;
use super::clauses::{Once, Remarks};

impl Checker {
    /// The one header that all files of a policy share.
    pub(super) fn header(&mut self, files: &[&Ast]) -> Option<Policy> {
        let mut headers = files
            .iter()
            .flat_map(|ast| ast.items.iter())
            .filter(|item| matches!(item.heading, Heading::Policy { .. }));
        let Some(first) = headers.next() else {
            self.header_missing(files);
            return None;
        };
        let others: Vec<&Item> = headers.collect();
        for other in others {
            let diagnostic = Diagnostic::new(&entries::SECOND_POLICY, other.heading_span)
                .label(first.heading_span, "first");
            self.report(diagnostic);
        }
        self.read_header(first)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "every other clause is misplaced in a header")]
    fn read_header(&mut self, item: &Item) -> Option<Policy> {
        let Heading::Policy { name, title } = &item.heading else { return None };
        let mut policy = Policy {
            id: name.text.clone(),
            title: title.as_ref().map_or_else(|| name.text.clone(), |title| title.text.clone()),
            issuer: None,
            document: None,
            currency: self.declared.currency,
            rounding: Rounding::half_up_to_fen(),
            in_force: Validity::default(),
            in_force_by: None,
            replaces: Vec::new(),
            replaced_by: None,
            in_force_cites: Vec::new(),
            units: Units::default(),
            stacking: None,
            notes: Vec::new(),
            span: item.span,
        };
        let mut remarks = Remarks::default();
        let mut seen = Once::default();
        for clause in &item.clauses {
            let Some(said) = remarks.take(clause) else { continue };
            match said {
                ClauseKind::Issuer(text) => {
                    if self.once(&mut seen, clause) {
                        policy.issuer = Some(text.text.clone());
                    }
                }
                ClauseKind::Document(text) => {
                    if self.once(&mut seen, clause) {
                        policy.document = Some(text.text.clone());
                    }
                }
                ClauseKind::Currency(_) => {
                    // Taken when names were declared: the types of facts depend on it.
                    self.once(&mut seen, clause);
                }
                ClauseKind::Rounding { direction, step } => {
                    if self.once(&mut seen, clause)
                        && let Some(rounding) = self.rounding(*direction, step)
                    {
                        policy.rounding = rounding;
                    }
                }
                ClauseKind::InForce { from, until, by: _ } => {
                    if self.once(&mut seen, clause) {
                        policy.in_force_cites.clone_from(&clause.cites);
                        policy.in_force = self.validity(*from, *until, clause.span).unwrap_or_default();
                    }
                }
                // Read once facts and intermediate values are known.
                ClauseKind::Replaces { .. } => {
                    self.once(&mut seen, clause);
                }
                ClauseKind::Stacking(rule) => {
                    if self.once(&mut seen, clause) {
                        policy.stacking = self.stacking(*rule, clause);
                    }
                }
                _ => self.misplaced(clause, "政策", "policy"),
            }
        }
        policy.units = remarks.units.unwrap_or_default();
        policy.notes = remarks.notes;
        policy.notes.extend(remarks.readings);
        Some(policy)
    }
}
