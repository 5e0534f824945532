//! Conditions that always hold or never hold, whatever the facts are.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Words, analysis as entries};
use crate::program::{Expr, ExprKind, Type};

use super::Analysis;
use super::ask::Answer;
use super::fixed::is_fixed;
use super::pieces::{self, Place};
use super::words;
use crate::plan::Op;

/// Facts named in one finding.
const NAMED: usize = 4;

impl<'p> Analysis<'p> {
    /// Asks every comparison and every junction of the program.
    pub(super) fn conditions(&mut self) {
        let mut asked: Vec<&'p Expr> = Vec::new();
        for (expr, list) in pieces::roots(self.program) {
            collect(expr, list, &mut asked);
        }
        // What is inside comes first, so that of nested ones the innermost is told.
        for expr in asked {
            if self.is_told_within(expr) || is_fixed(expr, &self.fixed) {
                continue;
            }
            let entry = if self.can_be(expr, true).is_never() {
                &entries::CONDITION_NEVER
            } else if self.can_be(expr, false).is_never() {
                &entries::CONDITION_ALWAYS
            } else {
                continue;
            };
            let ranges = self.ranges(expr);
            self.tell(Diagnostic::new(entry, expr.span).arg("ranges", ranges));
        }
    }

    fn is_told_within(&self, expr: &Expr) -> bool {
        let mut told = false;
        pieces::each(expr, None, &mut |part, _| told |= self.told.contains(&part.span));
        told
    }

    /// Whether a condition can hold (or fail) at all.
    fn can_be(&mut self, expr: &'p Expr, answer: bool) -> Answer {
        let mut cone = self.cone();
        let goal = match self.pieces.place(expr) {
            None => return Answer::Open,
            Some(Place::Applicant(node)) => {
                let node = cone.take(node);
                if answer { node } else { cone.not(node) }
            }
            Some(Place::Item(list, node)) => {
                let node = cone.take_item(list, node);
                let node = if answer { node } else { cone.item(list, Op::Not(node)) };
                cone.some_item(list, vec![node])
            }
        };
        self.asker.ask(&mut cone, goal)
    }

    /// What the numbers of an expression may be.
    pub(super) fn ranges(&self, expr: &Expr) -> Words {
        let mut seen = BTreeSet::new();
        let mut parts = Vec::new();
        pieces::each(expr, None, &mut |part, _| {
            if let ExprKind::Fact(id) = part.kind
                && seen.insert(id)
                && parts.len() < NAMED
                && let Some(fact) = self.program.facts.get(id)
                && let Type::Number(measure) = &fact.ty
            {
                parts.push(words::range(fact, measure));
            }
        });
        if parts.is_empty() { words::by_type() } else { words::joined(&parts) }
    }
}

/// The conditions in an expression that can be asked by themselves, the inner ones first.
fn collect<'p>(expr: &'p Expr, list: Option<crate::program::ListId>, found: &mut Vec<&'p Expr>) {
    for (part, list) in pieces::parts(expr, list) {
        // What the author wrote as one (`between`) is asked as one.
        if part.span == expr.span && part.ty == Type::Bool {
            for (part, list) in pieces::parts(part, list) {
                collect(part, list, found);
            }
        } else {
            collect(part, list, found);
        }
    }
    let asks = matches!(
        expr.kind,
        ExprKind::Compare(..)
            | ExprKind::Has(..)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::AtLeast(..)
            | ExprKind::Not(_)
            | ExprKind::Aggregate { .. }
    );
    if asks && expr.ty == Type::Bool {
        found.push(expr);
    }
}
