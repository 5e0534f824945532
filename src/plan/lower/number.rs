//! Numbers: arithmetic on quotients, which are divided out only where a single number is needed.

use crate::money::Rational;
use crate::program::{Expr, ExprKind, ListId, Type};
use crate::source::Span;
use crate::syntax::ast::AggregateKind;

use super::condition::Case;
use super::value::{Fraction, Plain, Value};
use super::years::year_of;
use super::{At, Lowering, NodeId, NodeType, Op};

/// A value of a line of an amount that may stand under conditions.
pub(super) struct Conditional {
    pub node: NodeId,
    /// Bool: a condition of it holds; `None` if it always applies.
    pub applies: Option<NodeId>,
    /// Bool: what applies has a value; `None` if it always has.
    pub defined: Option<NodeId>,
}

impl Lowering<'_> {
    /// A number, divided out.
    pub(super) fn number(&mut self, expr: &Expr, at: At) -> Plain {
        let fraction = self.fraction(expr, at);
        Plain { node: self.divided_out(&fraction, at, expr.span), defined: fraction.defined }
    }

    fn divided_out(&mut self, fraction: &Fraction, at: At, span: Span) -> NodeId {
        match fraction.denominator {
            None => fraction.numerator,
            Some(denominator) => {
                let denominator = self.divisor(denominator, at, span);
                self.level(at).divide(fraction.numerator, denominator, &fraction.ty, span)
            }
        }
    }

    /// A number of a line: where a case has no default and no arm holds, the line does not apply, and `neutral`
    /// stands for its value.
    pub(super) fn conditional(&mut self, expr: &Expr, neutral: Rational, at: At) -> Conditional {
        let ExprKind::Case(arms) = &expr.kind else {
            let plain = self.number(expr, at);
            return Conditional { node: plain.node, applies: None, defined: plain.defined };
        };
        let case = self.number_case(arms, at, expr.span);
        let ty = number_type(expr);
        let neutral = self.level(at).number(neutral, &ty, expr.span);
        let node = self.chosen(&case, Some(neutral), at, expr.span).unwrap_or(neutral);
        Conditional {
            node,
            applies: self.case_matched(&case, at, expr.span),
            defined: self.case_defined(&case, false, at, expr.span),
        }
    }

    fn number_case(&mut self, arms: &[(Option<Expr>, Expr)], at: At, span: Span) -> Case {
        let arms = arms.iter().map(|(condition, value)| (condition.as_ref(), value));
        self.case(arms, at, span, |lowering, value| lowering.number(value, at))
    }

    /// A number as a quotient.
    pub(super) fn fraction(&mut self, expr: &Expr, at: At) -> Fraction {
        let span = expr.span;
        let ty = number_type(expr);
        let plain = |node, defined, ty| Fraction { numerator: node, denominator: None, defined, ty };
        match &expr.kind {
            ExprKind::Number(value) => plain(self.level(at).number(*value, &ty, span), None, ty),
            ExprKind::Fact(fact) => plain(self.fact(*fact, at, span), None, ty),
            ExprKind::FactIn(fact, year) => plain(self.fact_in(*fact, year_of(*year), at, span), None, ty),
            ExprKind::Field(list, field) => match self.field(*list, *field, at, span) {
                Some(node) => plain(node, None, ty),
                None => plain(self.refused(expr, at), None, ty),
            },
            ExprKind::Let(id) => match self.let_value(*id, at, span) {
                Some(Value::Number(fraction)) => fraction,
                Some(Value::Truth(_) | Value::Members(_) | Value::Plain(_)) | None => {
                    plain(self.refused(expr, at), None, ty)
                }
            },
            ExprKind::Award(award) => match self.usable.get(&self.award_id(*award)).copied() {
                Some(usable) => {
                    let zero = self.money(Rational::ZERO, span);
                    let node = self.outer.select(usable.payable, usable.net, zero, span);
                    plain(self.seen_from(at, node, span), None, ty)
                }
                None => plain(self.refused(expr, at), None, ty),
            },
            ExprKind::AwardBeforeLimits(award) => {
                match self.before_limits.get(&self.award_id(*award)).copied() {
                    Some(node) => plain(self.seen_from(at, node, span), None, ty),
                    None => plain(self.refused(expr, at), None, ty),
                }
            }
            ExprKind::AwardPaid(award) => match self.final_amount(self.award_id(*award)) {
                Some(node) => plain(self.seen_from(at, node, span), None, ty),
                None => plain(self.refused(expr, at), None, ty),
            },
            ExprKind::Negate(inner) => {
                let inner = self.fraction(inner, at);
                self.sum_of_fractions(vec![(true, inner)], &ty, at, span)
            }
            ExprKind::Sum(terms) => {
                let terms = terms.iter().map(|(minus, term)| (*minus, self.fraction(term, at))).collect();
                self.sum_of_fractions(terms, &ty, at, span)
            }
            ExprKind::Product(factors) => {
                let factors: Vec<(bool, Fraction)> =
                    factors.iter().map(|(divides, factor)| (*divides, self.fraction(factor, at))).collect();
                self.product(factors, &ty, at, span)
            }
            // The base first: people read `8,000,000 × 5%`.
            ExprKind::Part { share, base } => self.product_of(base, share, &ty, at, span),
            ExprKind::ForEach { amount, count } => self.product_of(amount, count, &ty, at, span),
            ExprKind::UpTo(base, limit) => {
                let (base, limit) = (self.number(base, at), self.number(limit, at));
                let node = self.level(at).min(vec![base.node, limit.node], &ty, span);
                plain(node, self.all_defined([base.defined, limit.defined], at, span), ty)
            }
            ExprKind::Rounded(value, rounding) => {
                let value = self.number(value, at);
                plain(self.level(at).round(*rounding, value.node, &ty, span), value.defined, ty)
            }
            ExprKind::Above(value, threshold) => {
                let (value, threshold) = (self.number(value, at), self.number(threshold, at));
                let level = self.level(at);
                let excess = level.add(vec![(false, value.node), (true, threshold.node)], &ty, span);
                let node = level.never_negative(excess, &ty, span);
                plain(node, self.all_defined([value.defined, threshold.defined], at, span), ty)
            }
            ExprKind::FullSteps { value, step } => {
                let (value, step) = (self.fraction(value, at), self.fraction(step, at));
                let steps = self.product(vec![(false, value), (true, step)], &ty, at, span);
                let quotient = self.divided_out(&steps, at, span);
                plain(self.level(at).floor(quotient, &ty, span), steps.defined, ty)
            }
            ExprKind::Extreme { highest, values } => {
                let values: Vec<Plain> = values.iter().map(|value| self.number(value, at)).collect();
                if values.is_empty() {
                    return plain(self.refused(expr, at), None, ty);
                }
                let nodes = values.iter().map(|value| value.node).collect();
                let level = self.level(at);
                let node = if *highest { level.max(nodes, &ty, span) } else { level.min(nodes, &ty, span) };
                plain(node, self.all_defined(values.iter().map(|value| value.defined), at, span), ty)
            }
            ExprKind::Lookup { table, keys } => self.lookup(*table, keys, &ty, at, span),
            ExprKind::Case(arms) => {
                let case = self.number_case(arms, at, span);
                // Where no arm holds there is no value: any arm may stand for it, and none widens the range.
                let Some(node) = self.chosen(&case, case.values.last().copied(), at, span) else {
                    return plain(self.refused(expr, at), None, ty);
                };
                plain(node, self.case_defined(&case, true, at, span), ty)
            }
            ExprKind::Aggregate { kind, list, value, condition } => {
                match self.aggregate((*kind, *list), value.as_deref(), condition.as_deref(), &ty, at, span) {
                    Some(sum) => plain(sum.node, sum.defined, ty),
                    None => plain(self.refused(expr, at), None, ty),
                }
            }
            ExprKind::Calendar { rule, of, with } => {
                let made = self.calendar(*rule, of, with.as_deref(), expr, at);
                plain(made.node, made.defined, ty)
            }
            ExprKind::Date(_)
            | ExprKind::Text(_)
            | ExprKind::Bool(_)
            | ExprKind::EnumValue(..)
            | ExprKind::AsOf
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::AtLeast(..)
            | ExprKind::Compare(..)
            | ExprKind::Has(..) => plain(self.refused(expr, at), None, ty),
        }
    }

    fn product_of(&mut self, left: &Expr, right: &Expr, ty: &NodeType, at: At, span: Span) -> Fraction {
        let factors = vec![(false, self.fraction(left, at)), (false, self.fraction(right, at))];
        self.product(factors, ty, at, span)
    }

    /// Factors, each with whether it divides, in the order written.
    fn product(&mut self, factors: Vec<(bool, Fraction)>, ty: &NodeType, at: At, span: Span) -> Fraction {
        let defined = self.all_defined(factors.iter().map(|(_, factor)| factor.defined), at, span);
        let mut above: Option<(NodeId, NodeType)> = None;
        let mut below: Option<(NodeId, NodeType)> = None;
        for (divides, factor) in factors {
            let sides = if divides {
                [factor.denominator, Some(factor.numerator)]
            } else {
                [Some(factor.numerator), factor.denominator]
            };
            if let Some(times) = sides[0] {
                above = Some(self.multiplied(above, times, &factor.ty, ty, at, span));
            }
            let Some(by) = sides[1] else { continue };
            if self.level(at).number_of(by).is_some_and(|by| !by.is_zero()) {
                let over = match above {
                    Some((above, _)) => above,
                    None => self.level(at).number(Rational::ONE, ty, span),
                };
                above = Some((self.level(at).divide(over, by, ty, span), ty.clone()));
            } else {
                below = Some(self.multiplied(below, by, &factor.ty, &factor.ty, at, span));
            }
        }
        let numerator = match above {
            Some((above, _)) => above,
            None => self.level(at).number(Rational::ONE, ty, span),
        };
        Fraction { numerator, denominator: below.map(|(below, _)| below), defined, ty: ty.clone() }
    }

    fn multiplied(
        &mut self,
        before: Option<(NodeId, NodeType)>,
        by: NodeId,
        alone: &NodeType,
        together: &NodeType,
        at: At,
        span: Span,
    ) -> (NodeId, NodeType) {
        match before {
            None => (by, alone.clone()),
            Some((before, _)) => (self.level(at).multiply(before, by, together, span), together.clone()),
        }
    }

    /// Terms, each with whether it is subtracted.
    pub(super) fn sum_of_fractions(
        &mut self,
        terms: Vec<(bool, Fraction)>,
        ty: &NodeType,
        at: At,
        span: Span,
    ) -> Fraction {
        let defined = self.all_defined(terms.iter().map(|(_, term)| term.defined), at, span);
        // Terms over the same denominator are added as they are; another denominator multiplies all before it.
        let mut collected: Vec<(bool, NodeId)> = Vec::with_capacity(terms.len());
        let mut common: Option<NodeId> = None;
        for (subtracted, term) in terms {
            let mut numerator = term.numerator;
            if term.denominator != common {
                if let Some(below) = term.denominator
                    && !collected.is_empty()
                {
                    let before = self.level(at).add(std::mem::take(&mut collected), ty, span);
                    let scaled = self.level(at).multiply(before, below, ty, span);
                    collected.push((false, scaled));
                }
                if let Some(common) = common {
                    numerator = self.level(at).multiply(numerator, common, ty, span);
                }
                common = match (common, term.denominator) {
                    (Some(common), Some(below)) => Some(self.level(at).multiply(common, below, ty, span)),
                    (one, other) => one.or(other),
                };
            }
            collected.push((subtracted, numerator));
        }
        let numerator = self.level(at).add(collected, ty, span);
        Fraction { numerator, denominator: common, defined, ty: ty.clone() }
    }

    /// A number made of the items of a list. Items without a value do not count.
    fn aggregate(
        &mut self,
        (kind, list): (AggregateKind, ListId),
        value: Option<&Expr>,
        condition: Option<&Expr>,
        ty: &NodeType,
        at: At,
        span: Span,
    ) -> Option<Plain> {
        let plan = self.aggregated(list, at)?;
        let item = At::Item(plan);
        let condition = condition.map(|condition| self.condition(condition, item));
        let value = match kind {
            AggregateKind::Sum | AggregateKind::Highest | AggregateKind::Lowest => {
                let value = value?;
                Some(self.guarded(item, condition, |lowering| lowering.number(value, item)))
            }
            AggregateKind::Count => None,
            AggregateKind::Any | AggregateKind::All => return None,
        };
        let condition = self.all_defined([condition, value.and_then(|value| value.defined)], item, span);
        let value = value.map(|value| value.node);
        let extent = value.and_then(|value| self.level(item).extent(value));
        let node = self.outer.reduce(plan, kind, (value, extent), condition, ty, span);
        let node = self.seen_from(at, node, span);
        if !matches!(kind, AggregateKind::Highest | AggregateKind::Lowest) {
            return Some(Plain { node, defined: None });
        }
        // The highest and lowest of no items have no value.
        let counts = match condition {
            Some(condition) => condition,
            None => self.level(item).bool(true, span),
        };
        let any = Op::Reduce { list: plan, kind: AggregateKind::Any, value: None, condition: Some(counts) };
        let any = self.outer.leaf(any, NodeType::Bool, None, span);
        Some(Plain { node, defined: Some(self.seen_from(at, any, span)) })
    }
}

/// The node type of a numeric expression.
fn number_type(expr: &Expr) -> NodeType {
    match &expr.ty {
        Type::Number(measure) => NodeType::Number(measure.clone()),
        // Refused where it is lowered.
        Type::Bool | Type::Enum(_) | Type::Set(_) | Type::Date | Type::Text | Type::List(_) => {
            NodeType::Number(crate::program::Measure::plain(crate::program::Dimension::Plain))
        }
    }
}
