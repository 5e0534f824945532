//! Divisions: an amount parted among payers or over time.

use super::{Build, Read};
use crate::diagnostic::{Diagnostic, policy as entries};
use crate::syntax::ast::{Division, DivisionPart, Expr};
use crate::syntax::grammar::Rule;

impl Build<'_> {
    /// The divisions, each for its case.
    pub(super) fn divisions(&mut self, read: &Read<'_>) -> Option<Vec<Division>> {
        let divisions = read.clone().into_inner().filter(|part| part.as_rule() == Rule::division);
        divisions.map(|division| self.division(&division)).collect()
    }

    /// The parts and what they are rounded to.
    fn division(&mut self, read: &Read<'_>) -> Option<Division> {
        let (mut figures, mut parts, mut step): (Option<Vec<Expr>>, _, _) = (None, Vec::new(), None);
        for part in read.clone().into_inner() {
            match part.as_rule() {
                Rule::proportion => {
                    let numbers = part.into_inner().filter(|one| one.as_rule() == Rule::number);
                    figures = Some(numbers.map(|number| self.number(&number)).collect::<Option<_>>()?);
                }
                Rule::division_share => {
                    let share = self.optional_expr(&part, 0)?;
                    parts.push(DivisionPart { share, name: self.only_text(&part)? });
                }
                Rule::division_step => {
                    let (_, to) = self.rounding(&part)?;
                    step = Some(to);
                }
                _ => {}
            }
        }
        let proportion = figures.is_some();
        if let Some(figures) = figures {
            let names = self.texts(read);
            if names.len() != figures.len() {
                let diagnostic = Diagnostic::new(&entries::SHARES_AND_NAMES, self.span(read))
                    .arg("shares", figures.len().to_string())
                    .arg("names", names.len().to_string());
                self.diagnostics.push(diagnostic);
                return None;
            }
            let pairs = figures.into_iter().zip(names);
            parts = pairs.map(|(share, name)| DivisionPart { share: Some(share), name }).collect();
        }
        let condition = self.optional_expr(read, 0)?;
        Some(Division { parts, proportion, step, condition, span: self.span(read) })
    }
}
