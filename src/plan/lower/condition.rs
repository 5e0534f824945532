//! Conditions: truth values that may lack a value, and cases of which the first that holds is taken.
//!
//! What lacks a value (a case none of whose arms holds) never satisfies a condition, and neither does its
//! negation; under `or` the other conditions still decide.

use crate::program::{Expr, ExprKind};
use crate::source::Span;
use crate::syntax::ast::AggregateKind;

use super::value::{Plain, Truth, Value};
use super::{At, Lowering, NodeId, NodeType, Op};

/// A lowered case: for each arm its condition and its value. The last may have no condition.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub conditions: Vec<NodeId>,
    /// As many as conditions, or one more where the case has a default.
    pub values: Vec<NodeId>,
    defined: Vec<Option<NodeId>>,
}

impl Case {
    fn has_default(&self) -> bool {
        self.values.len() > self.conditions.len()
    }
}

impl Lowering<'_> {
    /// The node of a condition: true where it has a value and that is true.
    pub(super) fn condition(&mut self, expr: &Expr, at: At) -> NodeId {
        let truth = self.truth(expr, at);
        self.held(truth, at, expr.span)
    }

    pub(super) fn held(&mut self, truth: Truth, at: At, span: Span) -> NodeId {
        match truth.defined {
            Some(defined) if !truth.implies => self.level(at).and(vec![defined, truth.node], span),
            Some(_) | None => truth.node,
        }
    }

    /// Joins the nodes that say whether parts have a value.
    pub(super) fn all_defined(
        &mut self,
        parts: impl IntoIterator<Item = Option<NodeId>>,
        at: At,
        span: Span,
    ) -> Option<NodeId> {
        let parts: Vec<NodeId> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            return None;
        }
        let joined = self.level(at).and(parts, span);
        if self.level(at).bool_of(joined) == Some(true) { None } else { Some(joined) }
    }

    /// A truth value.
    pub(super) fn truth(&mut self, expr: &Expr, at: At) -> Truth {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Bool(value) => Truth::always(self.level(at).bool(*value, span)),
            ExprKind::Fact(fact) => Truth::always(self.fact(*fact, at, span)),
            ExprKind::FactIn(fact, year) => {
                Truth::always(self.fact_in(*fact, super::years::year_of(*year), at, span))
            }
            ExprKind::Field(list, field) => match self.field(*list, *field, at, span) {
                Some(node) => Truth::always(node),
                None => Truth::always(self.refused(expr, at)),
            },
            ExprKind::Let(id) => match self.let_value(*id, at, span) {
                Some(Value::Truth(truth)) => truth,
                Some(Value::Number(_) | Value::Members(_) | Value::Plain(_)) | None => {
                    Truth::always(self.refused(expr, at))
                }
            },
            ExprKind::Not(inner) => {
                let inner = self.truth(inner, at);
                let node = self.level(at).not(inner.node, span);
                Truth { node, defined: inner.defined, implies: false }
            }
            ExprKind::And(all) => self.junction(all, true, at, span),
            ExprKind::Or(all) => self.junction(all, false, at, span),
            ExprKind::AtLeast(number, all) => {
                let parts: Vec<Truth> = all.iter().map(|one| self.truth(one, at)).collect();
                let held = parts.iter().map(|&part| self.held(part, at, span)).collect();
                let node = self.level(at).at_least(*number, held, span);
                let defined = self.all_defined(parts.iter().map(|part| part.defined), at, span);
                let defined = defined.map(|defined| self.level(at).or(vec![node, defined], span));
                Truth { node, defined, implies: true }
            }
            ExprKind::Compare(comparison, left, right) => self.compare(*comparison, left, right, at, span),
            ExprKind::Has(set, position) => {
                let set = self.members(set, at);
                let node = self.is_member(&set.shape, *position, at, span);
                Truth { node, defined: set.defined, implies: false }
            }
            ExprKind::Case(arms) => {
                let arms = arms.iter().map(|(condition, value)| (condition.as_ref(), value));
                let case = self.case(arms, at, span, |lowering, value| {
                    let truth = lowering.truth(value, at);
                    Plain { node: truth.node, defined: truth.defined }
                });
                let node = self.chosen_truth(&case, case.values.clone(), at, span);
                Truth { node, defined: self.case_defined(&case, true, at, span), implies: false }
            }
            ExprKind::Aggregate { kind, list, value: None, condition } => {
                let (AggregateKind::Any | AggregateKind::All) = kind else {
                    return Truth::always(self.refused(expr, at));
                };
                let Some(plan) = self.aggregated(*list, at) else {
                    return Truth::always(self.refused(expr, at));
                };
                let item = At::Item(plan);
                let condition = match condition {
                    Some(condition) => self.condition(condition, item),
                    None => self.level(item).bool(true, span),
                };
                let op = Op::Reduce { list: plan, kind: *kind, value: None, condition: Some(condition) };
                let node = self.outer.leaf(op, NodeType::Bool, None, span);
                Truth::always(self.seen_from(at, node, span))
            }
            ExprKind::Aggregate { value: Some(_), .. }
            | ExprKind::Number(_)
            | ExprKind::Date(_)
            | ExprKind::Text(_)
            | ExprKind::EnumValue(..)
            | ExprKind::Award(_)
            | ExprKind::AwardPaid(_)
            | ExprKind::AwardBeforeLimits(_)
            | ExprKind::AsOf
            | ExprKind::Negate(_)
            | ExprKind::Sum(_)
            | ExprKind::Product(_)
            | ExprKind::Part { .. }
            | ExprKind::UpTo(..)
            | ExprKind::Rounded(..)
            | ExprKind::Above(..)
            | ExprKind::ForEach { .. }
            | ExprKind::FullSteps { .. }
            | ExprKind::Calendar { .. }
            | ExprKind::Lookup { .. }
            | ExprKind::Extreme { .. } => Truth::always(self.refused(expr, at)),
        }
    }

    /// `and` (`all`) or `or`: parts without a value count neither as true nor as false.
    fn junction(&mut self, parts: &[Expr], all: bool, at: At, span: Span) -> Truth {
        let parts: Vec<Truth> = self.parts(parts, all, at, span);
        let held: Vec<NodeId> = parts.iter().map(|&part| self.held(part, at, span)).collect();
        let node = if all { self.level(at).and(held, span) } else { self.level(at).or(held, span) };
        let Some(defined) = self.all_defined(parts.iter().map(|part| part.defined), at, span) else {
            return Truth::always(node);
        };
        // One false part decides an `and`, one true part an `or`, whatever lacks a value beside it.
        let mut ways = vec![defined];
        if all {
            for part in &parts {
                let fails = self.level(at).not(part.node, span);
                ways.push(match part.defined {
                    Some(defined) => self.level(at).and(vec![defined, fails], span),
                    None => fails,
                });
            }
        } else {
            ways.push(node);
        }
        Truth { node, defined: Some(self.level(at).or(ways, span)), implies: true }
    }

    /// The parts of a junction. Those that may be refused are needed only where the others leave it open, whatever
    /// the order.
    fn parts(&mut self, parts: &[Expr], all: bool, at: At, span: Span) -> Vec<Truth> {
        if !self.refuses_dates() {
            return parts.iter().map(|part| self.truth(part, at)).collect();
        }
        let mut truths: Vec<Option<Truth>> = Vec::with_capacity(parts.len());
        let mut certain = Vec::new();
        for part in parts {
            let refusable = self.may_refuse(part);
            let truth = if refusable { None } else { Some(self.truth(part, at)) };
            if let Some(truth) = truth {
                let held = self.held(truth, at, span);
                certain.push(if all { held } else { self.level(at).not(held, span) });
            }
            truths.push(truth);
        }
        let open = self.level(at).and(certain, span);
        let lowered = truths.into_iter().zip(parts).map(|(truth, part)| match truth {
            Some(truth) => truth,
            None => self.guarded(at, Some(open), |lowering| lowering.truth(part, at)),
        });
        lowered.collect()
    }

    /// Lowers the arms of a case up to the first without condition.
    pub(super) fn case<'e>(
        &mut self,
        arms: impl Iterator<Item = (Option<&'e Expr>, &'e Expr)>,
        at: At,
        span: Span,
        mut lower: impl FnMut(&mut Self, &'e Expr) -> Plain,
    ) -> Case {
        let mut case = Case { conditions: Vec::new(), values: Vec::new(), defined: Vec::new() };
        let mut passed = self.level(at).bool(true, span);
        for (condition, value) in arms {
            let mut taken = passed;
            let mut held: Vec<(NodeId, bool)> =
                case.conditions.iter().map(|&before| (before, false)).collect();
            if let Some(condition) = condition {
                let condition = self.guarded(at, Some(passed), |lowering| {
                    lowering.holding(at, held.iter().copied(), |lowering| lowering.condition(condition, at))
                });
                held.push((condition, true));
                case.conditions.push(condition);
                // Who needs a value that may be refused; else these nodes would be made for nothing.
                if self.refuses_dates() {
                    let level = self.level(at);
                    taken = level.and(vec![passed, condition], span);
                    let not = level.not(condition, span);
                    passed = level.and(vec![passed, not], span);
                }
            }
            let value = self.guarded(at, Some(taken), |lowering| {
                lowering.holding(at, held, |lowering| lower(lowering, value))
            });
            case.values.push(value.node);
            case.defined.push(value.defined);
            if condition.is_none() {
                break;
            }
        }
        if case.values.is_empty() {
            self.refuse(span);
        }
        case
    }

    /// The value of the first arm that holds; `otherwise` where none does. `None` only for a case without arms.
    pub(super) fn chosen(
        &mut self,
        case: &Case,
        otherwise: Option<NodeId>,
        at: At,
        span: Span,
    ) -> Option<NodeId> {
        let last = if case.has_default() { case.values.last().copied() } else { otherwise };
        let arms = case.conditions.iter().zip(&case.values).rev();
        arms.fold(last, |rest, (&condition, &value)| {
            Some(self.level(at).select(condition, value, rest?, span))
        })
    }

    /// The truth value of the first arm that holds; false where none does.
    pub(super) fn chosen_truth(&mut self, case: &Case, values: Vec<NodeId>, at: At, span: Span) -> NodeId {
        let level = self.level(at);
        let last = if case.has_default() { values.last().copied() } else { None };
        let last = last.unwrap_or_else(|| level.bool(false, span));
        case.conditions.iter().zip(&values).rev().fold(last, |rest, (&condition, &value)| {
            let taken = level.and(vec![condition, value], span);
            let passed = level.not(condition, span);
            let later = level.and(vec![passed, rest], span);
            level.or(vec![taken, later], span)
        })
    }

    /// Bool: an arm holds; `None` if one always does.
    pub(super) fn case_matched(&mut self, case: &Case, at: At, span: Span) -> Option<NodeId> {
        if case.has_default() {
            return None;
        }
        let matched = self.level(at).or(case.conditions.clone(), span);
        if self.level(at).bool_of(matched) == Some(true) { None } else { Some(matched) }
    }

    /// Bool: the arm that is taken has a value, and (if `must_match`) one is taken; `None` if always.
    pub(super) fn case_defined(
        &mut self,
        case: &Case,
        must_match: bool,
        at: At,
        span: Span,
    ) -> Option<NodeId> {
        let matched = if must_match { self.case_matched(case, at, span) } else { None };
        let mut needed = vec![matched];
        if case.defined.iter().any(Option::is_some) {
            let mut none_before = self.level(at).bool(true, span);
            for (arm, defined) in case.defined.iter().enumerate() {
                let condition = case.conditions.get(arm).copied();
                if let Some(defined) = defined {
                    let level = self.level(at);
                    let taken = level.and([none_before].into_iter().chain(condition).collect(), span);
                    let not_taken = level.not(taken, span);
                    needed.push(Some(level.or(vec![not_taken, *defined], span)));
                }
                if let Some(condition) = condition {
                    let level = self.level(at);
                    let passed = level.not(condition, span);
                    none_before = level.and(vec![none_before, passed], span);
                }
            }
        }
        self.all_defined(needed, at, span)
    }
}
