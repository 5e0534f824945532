//! Findings of lowering: which number may not fit, where, and which facts a range would help.

use std::collections::BTreeSet;

use crate::arena::Id as _;
use crate::diagnostic::{Diagnostic, Words, in_order, plan as entries};
use crate::plan::extent::Fault;
use crate::plan::level::{Finding, Level};
use crate::plan::{InputId, NodeId, Op};
use crate::program::{Expr, FactId, Type};
use crate::source::Span;

use super::{At, ItemLevel, Lowering};

/// Nodes looked through for the facts behind a number.
const LOOKED_THROUGH: usize = 1000;
/// Facts named in one finding.
const NAMED: usize = 4;

impl Lowering<'_> {
    /// Reports an expression of a form that no plan computes, and stands in a node for it.
    pub(super) fn refused(&mut self, expr: &Expr, at: At) -> NodeId {
        self.refuse(expr.span);
        let level = self.level(at);
        match &expr.ty {
            Type::Number(_) => {
                // No extent: nothing else is reported of what is computed from it.
                let ty = super::value::node_type(&expr.ty);
                level.leaf(Op::Number(crate::money::Rational::ZERO), ty, None, expr.span)
            }
            Type::Bool | Type::Enum(_) | Type::Set(_) | Type::Date | Type::Text | Type::List(_) => {
                level.bool(false, expr.span)
            }
        }
    }

    /// Reports a form that no plan computes.
    pub(super) fn refuse(&mut self, span: Span) {
        self.found.push(Diagnostic::new(&entries::NOT_COMPUTABLE, span));
    }

    /// All findings in the order of their places.
    pub(super) fn diagnostics(&mut self) -> Vec<Diagnostic> {
        let mut found = std::mem::take(&mut self.found);
        for finding in &self.outer.findings {
            found.push(self.diagnostic(finding, None));
        }
        for list in &self.lists {
            for finding in &list.level.findings {
                found.push(self.diagnostic(finding, Some(list)));
            }
        }
        in_order(found)
    }

    fn diagnostic(&self, finding: &Finding, items: Option<&ItemLevel>) -> Diagnostic {
        let mut places = BTreeSet::new();
        let mut names: Vec<String> = Vec::new();
        for behind in self.behind(finding.node, items) {
            let (title, span) = behind;
            if names.len() < NAMED && places.insert(span) {
                names.push(title);
            }
        }
        let facts = if names.is_empty() {
            Words::new("相关事实", "the facts it uses")
        } else {
            let quoted: Vec<String> = names.iter().map(|name| format!("「{name}」")).collect();
            Words::new(quoted.join("、"), names.join(", "))
        };
        let diagnostic = match finding.fault {
            Fault::TooWide { whole, fraction } => Diagnostic::new(&entries::NUMBER_TOO_LARGE, finding.at)
                .arg("whole", whole.to_string())
                .arg("fraction", fraction.to_string()),
            Fault::ZeroDivisor => Diagnostic::new(&entries::DIVISOR_MAY_BE_ZERO, finding.at),
            Fault::SumOfQuotients => Diagnostic::new(&entries::SUM_OF_QUOTIENTS, finding.at),
        };
        places
            .into_iter()
            .fold(diagnostic.arg("facts", facts), |diagnostic, span| diagnostic.label(span, "fact"))
    }

    /// The numeric facts and fields from which a node is computed, with the places of their declarations.
    fn behind(&self, node: NodeId, items: Option<&ItemLevel>) -> Vec<(String, Span)> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![(items.map(|items| items.input), node)];
        while let Some((list, node)) = open.pop() {
            if seen.len() >= LOOKED_THROUGH || !seen.insert((list, node)) {
                continue;
            }
            let Some((level, items)) = self.level_of(list) else { continue };
            let op = &level.nodes.at(node).op;
            if let Op::Input(input) = op {
                found.extend(self.fact_behind(*input));
            } else if let Op::Field(field) = op {
                found.extend(items.and_then(|items| {
                    let field = self.program.lists.at(items.list).fields.get(*field)?;
                    let title = field.label.as_deref().unwrap_or(&field.name);
                    Some((title.to_owned(), field.span))
                }));
            } else if let Op::Outer(node) = op {
                open.push((None, *node));
            } else if let Op::Reduce { list, value, .. } = op {
                let input = self.lists.at(*list).input;
                open.extend(value.map(|value| (Some(input), value)));
            } else if let Op::Divide(_, divisor) = op {
                // For a quotient the divisor is what a range would help.
                open.push((list, *divisor));
            } else if let Op::Select { then, otherwise, .. } = op {
                open.extend([(list, *then), (list, *otherwise)]);
            } else if !matches!(op, Op::Lookup { .. }) {
                // Of a table the rows are fixed, whatever the keys.
                open.extend(op.operands().into_iter().rev().map(|operand| (list, operand)));
            }
        }
        found
    }

    fn level_of(&self, list: Option<InputId>) -> Option<(&Level, Option<&ItemLevel>)> {
        match list {
            None => Some((&self.outer, None)),
            Some(input) => {
                let items = self.lists.at(*self.list_plans.get(&input)?);
                Some((&items.level, Some(items)))
            }
        }
    }

    fn fact_behind(&self, input: InputId) -> Option<(String, Span)> {
        let fact = self.program.facts.get(FactId::new(input.raw()))?;
        matches!(fact.ty, Type::Number(_)).then(|| (fact.title().to_owned(), fact.span))
    }
}
