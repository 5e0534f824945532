//! `for each`: per item, per full step, and steps that leave open whether parts of them count.

use super::expr::Built;
use super::{Build, Read};
use crate::diagnostic::{Diagnostic, Words, choice};
use crate::source::Span;
use crate::syntax::ast::Expr;
use crate::syntax::grammar::Rule;

/// What stands between `each` and what is counted.
#[derive(Default)]
pub(super) struct Step {
    /// The step of which only full ones count.
    pub full: Option<Box<Expr>>,
    /// The unit of single items.
    pub unit: Option<String>,
    /// How deep the step is nested.
    pub depth: usize,
}

impl Build<'_> {
    /// The step of an operator; nothing for operators without.
    pub(super) fn step(&mut self, operator: &Read<'_>, depth: usize, at: Span) -> Option<Step> {
        let mut step = Step::default();
        match operator.as_rule() {
            Rule::op_each | Rule::op_each_full => {
                let mut inner = operator.clone().into_inner().peekable();
                let words = [
                    Rule::kw_for,
                    Rule::kw_each,
                    Rule::kw_full,
                    Rule::kw_each_full,
                    Rule::each_unit,
                    Rule::kw_per_step,
                ];
                let mut is_full = false;
                while let Some(word) = inner.next_if(|word| words.contains(&word.as_rule())) {
                    is_full |= matches!(word.as_rule(), Rule::kw_full | Rule::kw_each_full);
                    if word.as_rule() == Rule::each_unit {
                        step.unit = Some(word.as_str().to_owned());
                    }
                }
                if let Some(unsaid) = inner.next_if(|word| word.as_rule() == Rule::each_step) {
                    step.full = self.step_unsaid(&unsaid);
                } else if is_full {
                    let Built(full, inside) = self.operand(&mut inner, depth, at)?;
                    (step.full, step.depth) = (Some(Box::new(full)), inside);
                }
            }
            Rule::op_each_step => step.full = self.step_unsaid(operator),
            _ => {}
        }
        Some(step)
    }

    /// `for each 3m of sales`: nobody said whether a part of three million counts. What is reported is read in one of
    /// the two ways, so that nothing else is said about it.
    fn step_unsaid(&mut self, step: &Read<'_>) -> Option<Box<Expr>> {
        let words = step.as_str().trim_start_matches('每').trim().to_owned();
        let found = Diagnostic::new(&choice::STEP_UNSAID, self.span(step)).arg("step", Words::same(words));
        self.diagnostics.push(found);
        let number = step.clone().into_inner().find(|part| part.as_rule() == Rule::number)?;
        self.number(&number).map(Box::new)
    }
}
