//! What an expression becomes: its nodes, and the node that says whether it has a value at all.

use crate::program::{Expr, ExprKind, FactId, LetId, ListId, Type};
use crate::source::Span;

use super::{At, InputId, Lowering, NodeId, NodeType, Op};
use crate::arena::Id as _;
use crate::money::Rational;
use crate::plan::extent::Extent;
use crate::plan::limits;

/// A lowered expression.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Truth(Truth),
    Number(Fraction),
    Members(Members),
    Plain(Plain),
}

/// A truth value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Truth {
    pub node: NodeId,
    /// Bool: it has a value; `None` if it always has.
    pub defined: Option<NodeId>,
    /// It is false wherever it has no value.
    pub implies: bool,
}

/// A number as a quotient: comparisons cross-multiply, so that no condition divides.
#[derive(Clone, Debug)]
pub(super) struct Fraction {
    pub numerator: NodeId,
    /// `None` for one.
    pub denominator: Option<NodeId>,
    /// Bool: it has a value, a zero denominator apart; `None` if it always has.
    pub defined: Option<NodeId>,
    /// The type of the quotient.
    pub ty: NodeType,
}

/// A value of an enumeration, or a set of them.
#[derive(Clone, Debug)]
pub(super) struct Members {
    pub shape: Shape,
    pub defined: Option<NodeId>,
}

/// How the members are known.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// The value at this position.
    Fixed(usize),
    /// The value of a node.
    One(NodeId),
    /// The set of a node.
    Set(NodeId),
    /// For each position whether it is the value, or in the set.
    Table(Vec<NodeId>),
}

/// A day or a text; or a number that has been divided out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain {
    pub node: NodeId,
    pub defined: Option<NodeId>,
}

impl Truth {
    pub fn always(node: NodeId) -> Truth {
        Truth { node, defined: None, implies: true }
    }
}

impl Lowering<'_> {
    /// Lowers an expression of any type.
    pub(super) fn value(&mut self, expr: &Expr, at: At) -> Value {
        match expr.ty {
            Type::Bool => Value::Truth(self.truth(expr, at)),
            Type::Number(_) => Value::Number(self.fraction(expr, at)),
            Type::Enum(_) | Type::Set(_) => Value::Members(self.members(expr, at)),
            Type::Date | Type::Text => Value::Plain(self.plain(expr, at)),
            Type::List(_) => {
                let node = self.refused(expr, at);
                Value::Plain(Plain { node, defined: None })
            }
        }
    }

    /// A fact, read at the level of `at`.
    pub(super) fn fact(&mut self, fact: FactId, at: At, span: Span) -> NodeId {
        let declared = self.program.facts.at(fact);
        let ty = node_type(&declared.ty);
        let extent = fact_extent(&declared.ty, declared.low, declared.high);
        let node = self.outer.leaf(Op::Input(InputId::new(fact.raw())), ty, extent, span);
        self.seen_from(at, node, span)
    }

    /// A field of the item at hand; `None` if no item of that list is at hand.
    pub(super) fn field(&mut self, list: ListId, field: usize, at: At, span: Span) -> Option<NodeId> {
        let At::Item(plan) = at else { return None };
        let items = self.lists.at_mut(plan);
        if items.list != list {
            return None;
        }
        let declared = self.program.lists.at(list).fields.get(field)?;
        let extent = fact_extent(&declared.ty, declared.low, declared.high);
        Some(items.level.leaf(Op::Field(field), node_type(&declared.ty), extent, span))
    }

    /// An intermediate value, read at the level of `at`; `None` if it comes after its use.
    pub(super) fn let_value(&mut self, id: LetId, at: At, span: Span) -> Option<Value> {
        let dated = self.dated_let(id, span);
        let mut value = match dated {
            Some(value) => value,
            None => self.lets.get(id.raw())?.clone(),
        };
        let mut seen = |node: &mut NodeId| *node = self.seen_from(at, *node, span);
        match &mut value {
            Value::Truth(truth) => {
                seen(&mut truth.node);
                truth.defined.iter_mut().for_each(seen);
            }
            Value::Number(fraction) => {
                seen(&mut fraction.numerator);
                fraction.denominator.iter_mut().for_each(&mut seen);
                fraction.defined.iter_mut().for_each(seen);
            }
            Value::Members(members) => {
                match &mut members.shape {
                    Shape::Fixed(_) => {}
                    Shape::One(node) | Shape::Set(node) => seen(node),
                    Shape::Table(table) => table.iter_mut().for_each(&mut seen),
                }
                members.defined.iter_mut().for_each(seen);
            }
            Value::Plain(plain) => {
                seen(&mut plain.node);
                plain.defined.iter_mut().for_each(seen);
            }
        }
        Some(value)
    }

    /// A day or a text.
    pub(super) fn plain(&mut self, expr: &Expr, at: At) -> Plain {
        let span = expr.span;
        let node = match &expr.kind {
            ExprKind::Date(date) => self.level(at).date(*date, span),
            ExprKind::Text(text) => self.level(at).leaf(Op::Text(text.clone()), NodeType::Text, None, span),
            ExprKind::AsOf => {
                let node = self.outer.leaf(Op::AsOf, NodeType::Date, None, span);
                self.seen_from(at, node, span)
            }
            ExprKind::Fact(fact) => self.fact(*fact, at, span),
            ExprKind::FactIn(fact, year) => self.fact_in(*fact, super::years::year_of(*year), at, span),
            ExprKind::Field(list, field) => match self.field(*list, *field, at, span) {
                Some(node) => node,
                None => self.refused(expr, at),
            },
            ExprKind::Let(id) => match self.let_value(*id, at, span) {
                Some(Value::Plain(plain)) => return plain,
                Some(Value::Truth(_) | Value::Number(_) | Value::Members(_)) | None => self.refused(expr, at),
            },
            ExprKind::Case(arms) => {
                let arms = arms.iter().map(|(condition, value)| (condition.as_ref(), value));
                let case = self.case(arms, at, span, |lowering, value| lowering.plain(value, at));
                let otherwise = case.values.last().copied();
                let Some(node) = self.chosen(&case, otherwise, at, span) else {
                    return Plain { node: self.refused(expr, at), defined: None };
                };
                return Plain { node, defined: self.case_defined(&case, true, at, span) };
            }
            ExprKind::Calendar { rule, of, with } => {
                return self.calendar(*rule, of, with.as_deref(), expr, at);
            }
            ExprKind::Number(_)
            | ExprKind::Bool(_)
            | ExprKind::EnumValue(..)
            | ExprKind::Award(_)
            | ExprKind::AwardPaid(_)
            | ExprKind::AwardBeforeLimits(_)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::AtLeast(..)
            | ExprKind::Compare(..)
            | ExprKind::Has(..)
            | ExprKind::Negate(_)
            | ExprKind::Sum(_)
            | ExprKind::Product(_)
            | ExprKind::Part { .. }
            | ExprKind::UpTo(..)
            | ExprKind::Rounded(..)
            | ExprKind::Above(..)
            | ExprKind::ForEach { .. }
            | ExprKind::FullSteps { .. }
            | ExprKind::Lookup { .. }
            | ExprKind::Extreme { .. }
            | ExprKind::Aggregate { .. } => self.refused(expr, at),
        };
        Plain { node, defined: None }
    }

    /// A value of an enumeration or a set.
    pub(super) fn members(&mut self, expr: &Expr, at: At) -> Members {
        let span = expr.span;
        let shape = |node| match expr.ty {
            Type::Set(_) => Shape::Set(node),
            Type::Enum(_) | Type::Number(_) | Type::Bool | Type::Date | Type::Text | Type::List(_) => {
                Shape::One(node)
            }
        };
        let always = |shape| Members { shape, defined: None };
        if let ExprKind::EnumValue(_, position) = expr.kind {
            return always(Shape::Fixed(position));
        }
        if let ExprKind::Fact(fact) = expr.kind {
            return always(shape(self.fact(fact, at, span)));
        }
        if let ExprKind::FactIn(fact, year) = expr.kind {
            return always(shape(self.fact_in(fact, super::years::year_of(year), at, span)));
        }
        if let ExprKind::Field(list, field) = expr.kind
            && let Some(node) = self.field(list, field, at, span)
        {
            return always(shape(node));
        }
        if let ExprKind::Let(id) = expr.kind
            && let Some(Value::Members(members)) = self.let_value(id, at, span)
        {
            return members;
        }
        if let (ExprKind::Case(arms), Type::Enum(id) | Type::Set(id)) = (&expr.kind, &expr.ty)
            && !arms.is_empty()
        {
            let positions = self.program.enums.at(*id).values.len();
            let arms = arms.iter().map(|(condition, value)| (condition.as_ref(), value));
            let mut shapes = Vec::new();
            let case = self.case(arms, at, span, |lowering, value| {
                let members = lowering.members(value, at);
                shapes.push(members.shape);
                // The node stands for nothing here: the shapes are what is chosen from.
                Plain { node: lowering.level(at).bool(true, span), defined: members.defined }
            });
            let mut table = Vec::with_capacity(positions);
            for position in 0..positions {
                let parts = shapes.iter().map(|shape| self.is_member(shape, position, at, span)).collect();
                table.push(self.chosen_truth(&case, parts, at, span));
            }
            let defined = self.case_defined(&case, true, at, span);
            return Members { shape: Shape::Table(table), defined };
        }
        self.refused(expr, at);
        always(Shape::Table(Vec::new()))
    }

    /// Bool: the value is, or the set holds, the member at a position.
    pub(super) fn is_member(&mut self, shape: &Shape, position: usize, at: At, span: Span) -> NodeId {
        let level = self.level(at);
        match shape {
            Shape::Fixed(fixed) => level.bool(*fixed == position, span),
            Shape::One(node) => level.among(*node, bit(position), span),
            Shape::Set(node) => level.leaf(Op::Has(*node, position), NodeType::Bool, None, span),
            Shape::Table(table) => match table.get(position) {
                Some(&node) => node,
                None => level.bool(false, span),
            },
        }
    }
}

/// The bit of a position; none beyond the 64 that an enumeration may have.
pub(super) fn bit(position: usize) -> u64 {
    u32::try_from(position).ok().and_then(|position| 1_u64.checked_shl(position)).unwrap_or(0)
}

/// The type of the node that holds a value of a type.
pub(super) fn node_type(ty: &Type) -> NodeType {
    match ty {
        Type::Number(measure) => NodeType::Number(measure.clone()),
        Type::Bool => NodeType::Bool,
        Type::Enum(_) => NodeType::Enum,
        Type::Set(_) => NodeType::Set,
        Type::Date => NodeType::Date,
        // A list is never the value of a node: whoever asks for one is refused.
        Type::Text | Type::List(_) => NodeType::Text,
    }
}

/// What a fact or field can be: its limits, tightened by the range declared.
pub(super) fn fact_extent(ty: &Type, low: Option<Rational>, high: Option<Rational>) -> Option<Extent> {
    let Type::Number(measure) = ty else { return None };
    let (_, decimals) = limits::of(measure);
    let highest = limits::highest(measure);
    let low = low.unwrap_or(Rational::ZERO).max(highest.negate()?);
    let high = high.unwrap_or(highest).min(highest).max(low);
    Extent::decimals(low, high, decimals).ok()
}
