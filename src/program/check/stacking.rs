//! Across policies: what a policy says of other policies that pay for the same, and what its awards are for.

use crate::diagnostic::{Diagnostic, policy as entries};
use crate::syntax::ast::{Clause, Quoted, StackingRule};

use super::super::{Award, Policy, Stacking, StackingKind};
use super::Checker;

impl Checker {
    /// The rule of the header; `None` when it leaves open what only its author can say.
    pub(super) fn stacking(&mut self, rule: StackingRule, clause: &Clause) -> Option<Stacking> {
        let kind = match rule {
            StackingRule::AddsUp => StackingKind::AddsUp,
            StackingRule::Highest(Some(received)) => StackingKind::Highest(received),
            StackingRule::Highest(None) => {
                self.report(Diagnostic::new(&entries::RECEIVED_LEFT_OPEN, clause.span));
                return None;
            }
        };
        Some(Stacking { kind, span: clause.span, cites: clause.cites.clone() })
    }

    /// The words of a matter: they are a key in facts files, so they have to be short and plain.
    pub(super) fn matter(&mut self, words: &Quoted) -> Option<String> {
        let text = words.text.trim();
        let plain = |letter: char| !letter.is_control() && !"/.[]".contains(letter);
        if text.is_empty() || !text.chars().all(plain) {
            let shown = text.to_owned();
            self.report(Diagnostic::new(&entries::MATTER_UNUSABLE, words.span).arg("matter", shown));
            return None;
        }
        Some(text.to_owned())
    }

    /// A rule for awards for the same matter needs awards that say what they are for.
    pub(super) fn stacking_is_used<'a>(
        &mut self,
        policy: &Policy,
        mut awards: impl Iterator<Item = &'a Award>,
    ) {
        if let Some(stacking) = &policy.stacking
            && awards.all(|award| award.matter.is_none())
        {
            self.report(Diagnostic::new(&entries::STACKING_WITHOUT_MATTER, stacking.span));
        }
    }
}
