//! One level of nodes under construction: equal nodes are made once, constants are folded, ranges are proved.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

use crate::arena::Arena;
use crate::calendar::{CalendarRule, Date};
use crate::money::{Rational, Rounding};
use crate::source::Span;
use crate::syntax::ast::{AggregateKind, Comparison};

use super::extent::{Extent, Fault};
use super::{ListPlanId, Node, NodeId, NodeType, Nodes, Op, limits};

/// A number that could not be proved to fit, and the node that would have computed it.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub fault: Fault,
    pub node: NodeId,
    pub at: Span,
}

/// Nodes of the applicant or of one list's items, each made once.
#[derive(Debug, Default)]
pub(super) struct Level {
    pub nodes: Nodes,
    /// What is proved of each node; `None` for what is no number, and after a finding.
    extents: Arena<NodeId, Option<Extent>>,
    /// From the hash of an operation to its node; the next hashes are tried where two differ.
    made: HashMap<u64, NodeId, BuildHasherDefault<Taken>>,
    pub findings: Vec<Finding>,
}

impl Level {
    /// The node of an operation whose extent is given.
    pub fn leaf(&mut self, op: Op, ty: NodeType, extent: Option<Extent>, at: Span) -> NodeId {
        let mut key = hash(&op, &ty);
        while let Some(&node) = self.made.get(&key) {
            let made = self.nodes.at(node);
            if made.op == op && made.ty == ty {
                return node;
            }
            key = key.wrapping_add(1);
        }
        let range = extent.map(|extent| extent.range());
        let node = self.nodes.push(Node { op, ty, range, span: Some(at) });
        self.extents.push(extent);
        self.made.insert(key, node);
        node
    }

    /// A node of another plan, its operands in this one; what was proved of it holds here too.
    pub fn take_over(&mut self, node: Node) -> NodeId {
        let extent = node.range.and_then(|range| Extent::of_range(&range));
        let before = self.nodes.len();
        let at = node.span.unwrap_or(Span::new(crate::source::FileId::first(), 0..0));
        let taken = self.leaf(node.op, node.ty, extent, at);
        if self.nodes.len() > before {
            let made = self.nodes.at_mut(taken);
            (made.range, made.span) = (node.range, node.span);
        }
        taken
    }

    /// What is proved of a number.
    pub fn extent(&self, node: NodeId) -> Option<Extent> {
        *self.extents.at(node)
    }

    /// The type of a node.
    pub fn ty(&self, node: NodeId) -> &NodeType {
        &self.nodes.at(node).ty
    }

    /// The value of a node that is a fixed number.
    pub fn number_of(&self, node: NodeId) -> Option<Rational> {
        if let Op::Number(value) = self.nodes.at(node).op { Some(value) } else { None }
    }

    /// The value of a node that is a fixed truth value.
    pub fn bool_of(&self, node: NodeId) -> Option<bool> {
        if let Op::Bool(value) = self.nodes.at(node).op { Some(value) } else { None }
    }

    fn proved(&mut self, op: Op, ty: NodeType, extent: Option<Result<Extent, Fault>>, at: Span) -> NodeId {
        match extent {
            Some(Err(fault)) => {
                let before = self.nodes.len();
                let node = self.leaf(op, ty, None, at);
                if self.nodes.len() > before {
                    self.findings.push(Finding { fault, node, at });
                }
                node
            }
            Some(Ok(extent)) => self.leaf(op, ty, Some(extent), at),
            None => self.leaf(op, ty, None, at),
        }
    }

    // ---------------------------------------------------------------- fixed values

    /// A fixed number.
    pub fn number(&mut self, value: Rational, ty: &NodeType, at: Span) -> NodeId {
        self.proved(Op::Number(value), ty.clone(), Some(Extent::constant(value)), at)
    }

    /// A fixed truth value.
    pub fn bool(&mut self, value: bool, at: Span) -> NodeId {
        self.leaf(Op::Bool(value), NodeType::Bool, None, at)
    }

    /// A fixed day.
    pub fn date(&mut self, date: Date, at: Span) -> NodeId {
        self.leaf(Op::Date(date), NodeType::Date, None, at)
    }

    // ---------------------------------------------------------------- truth values

    /// Not.
    pub fn not(&mut self, one: NodeId, at: Span) -> NodeId {
        if let Some(value) = self.bool_of(one) {
            return self.bool(!value, at);
        }
        if let Op::Not(inner) = self.nodes.at(one).op {
            return inner;
        }
        self.leaf(Op::Not(one), NodeType::Bool, None, at)
    }

    /// All hold.
    pub fn and(&mut self, all: Vec<NodeId>, at: Span) -> NodeId {
        self.junction(all, true, Op::And, at)
    }

    /// One holds.
    pub fn or(&mut self, all: Vec<NodeId>, at: Span) -> NodeId {
        self.junction(all, false, Op::Or, at)
    }

    /// `neutral` changes nothing; its opposite decides alone.
    fn junction(&mut self, all: Vec<NodeId>, neutral: bool, op: fn(Vec<NodeId>) -> Op, at: Span) -> NodeId {
        let mut kept: Vec<NodeId> = Vec::with_capacity(all.len());
        let mut seen = std::collections::BTreeSet::new();
        for one in all {
            match self.bool_of(one) {
                Some(value) if value == neutral => {}
                Some(_) => return one,
                None if seen.insert(one) => kept.push(one),
                None => {}
            }
        }
        match kept.as_slice() {
            [] => self.bool(neutral, at),
            [one] => *one,
            _ => self.leaf(op(kept), NodeType::Bool, None, at),
        }
    }

    /// At least so many hold.
    pub fn at_least(&mut self, number: u32, all: Vec<NodeId>, at: Span) -> NodeId {
        let mut open = Vec::with_capacity(all.len());
        let mut lacking = number as usize;
        for one in all {
            match self.bool_of(one) {
                Some(true) => lacking = lacking.saturating_sub(1),
                Some(false) => {}
                None => open.push(one),
            }
        }
        match lacking {
            0 => self.bool(true, at),
            _ if lacking > open.len() => self.bool(false, at),
            1 => self.or(open, at),
            _ if lacking == open.len() => self.and(open, at),
            _ => {
                let lacking = u32::try_from(lacking).unwrap_or(number);
                self.leaf(Op::AtLeast(lacking, open), NodeType::Bool, None, at)
            }
        }
    }

    /// Two numbers or two days compared.
    pub fn compare(&mut self, comparison: Comparison, left: NodeId, right: NodeId, at: Span) -> NodeId {
        let order = match (&self.nodes.at(left).op, &self.nodes.at(right).op) {
            (Op::Number(left), Op::Number(right)) => Some(left.cmp(right)),
            (Op::Date(left), Op::Date(right)) => Some(left.cmp(right)),
            _ => None,
        };
        match order {
            Some(order) => self.bool(comparison.holds_in(order), at),
            None => self.leaf(Op::Compare(comparison, left, right), NodeType::Bool, None, at),
        }
    }

    /// A quotient compared with a number.
    pub fn compare_ratio(
        &mut self,
        comparison: Comparison,
        [numerator, denominator, right]: [NodeId; 3],
        at: Span,
    ) -> NodeId {
        let known = |node| self.number_of(node);
        if let (Some(above), Some(below), Some(right)) = (known(numerator), known(denominator), known(right))
            && let Some(quotient) = above.over(below)
        {
            return self.bool(comparison.holds_in(quotient.cmp(&right)), at);
        }
        // Cross-multiplication multiplies, so the product has to fit as any other.
        let fits = match (self.extent(denominator), self.extent(right)) {
            (Some(below), Some(right)) => Extent::proves_product(&below, &right),
            _ => Ok(()),
        };
        let before = self.nodes.len();
        let op = Op::CompareRatio { comparison, numerator, denominator, right };
        let node = self.leaf(op, NodeType::Bool, None, at);
        if let Err(fault) = fits
            && self.nodes.len() > before
        {
            self.findings.push(Finding { fault, node, at });
        }
        node
    }

    /// Two texts are the same.
    pub fn same_text(&mut self, left: NodeId, right: NodeId, at: Span) -> NodeId {
        match (&self.nodes.at(left).op, &self.nodes.at(right).op) {
            (Op::Text(left), Op::Text(right)) => {
                let same = left == right;
                self.bool(same, at)
            }
            _ => self.leaf(Op::SameText(left, right), NodeType::Bool, None, at),
        }
    }

    /// An enumeration's value is one of the set bits.
    pub fn among(&mut self, value: NodeId, mask: u64, at: Span) -> NodeId {
        match mask {
            0 => self.bool(false, at),
            _ => self.leaf(Op::Among(value, mask), NodeType::Bool, None, at),
        }
    }

    // ---------------------------------------------------------------- numbers

    fn extents_of(&self, nodes: &[NodeId]) -> Option<Vec<Extent>> {
        nodes.iter().map(|&node| self.extent(node)).collect()
    }

    /// Terms, each with whether it is subtracted.
    pub fn add(&mut self, terms: Vec<(bool, NodeId)>, ty: &NodeType, at: Span) -> NodeId {
        let values: Option<Vec<(bool, Rational)>> = terms
            .iter()
            .map(|&(subtracted, term)| self.number_of(term).map(|value| (subtracted, value)))
            .collect();
        if let Some(sum) = values.and_then(|values| {
            values.into_iter().try_fold(Rational::ZERO, |sum, (subtracted, value)| {
                if subtracted { sum.minus(value) } else { sum.plus(value) }
            })
        }) {
            return self.number(sum, ty, at);
        }
        let is_zero = |&(_, term): &(bool, NodeId)| self.number_of(term).is_some_and(Rational::is_zero);
        let terms: Vec<(bool, NodeId)> = terms.iter().filter(|term| !is_zero(term)).copied().collect();
        match terms.as_slice() {
            [] => self.number(Rational::ZERO, ty, at),
            &[(false, one)] if self.ty(one) == ty => one,
            _ => {
                let extents: Option<Vec<(bool, Extent)>> = terms
                    .iter()
                    .map(|&(subtracted, term)| self.extent(term).map(|extent| (subtracted, extent)))
                    .collect();
                let extent = extents.map(|extents| Extent::sum(&extents));
                self.proved(Op::Add(terms), ty.clone(), extent, at)
            }
        }
    }

    /// A product.
    pub fn multiply(&mut self, left: NodeId, right: NodeId, ty: &NodeType, at: Span) -> NodeId {
        let (left_value, right_value) = (self.number_of(left), self.number_of(right));
        if let (Some(left), Some(right)) = (left_value, right_value)
            && let Some(product) = left.times(right)
        {
            return self.number(product.reduced(), ty, at);
        }
        for (value, other) in [(left_value, right), (right_value, left)] {
            if value == Some(Rational::ONE) && self.ty(other) == ty {
                return other;
            }
        }
        let extent = self.extent(left).zip(self.extent(right)).map(|(left, right)| left.times(&right));
        self.proved(Op::Multiply(left, right), ty.clone(), extent, at)
    }

    /// A quotient.
    pub fn divide(&mut self, left: NodeId, right: NodeId, ty: &NodeType, at: Span) -> NodeId {
        if let (Some(left), Some(right)) = (self.number_of(left), self.number_of(right))
            && let Some(quotient) = left.over(right)
        {
            return self.number(quotient.reduced(), ty, at);
        }
        let extent = self.extent(left).zip(self.extent(right)).map(|(left, right)| left.over(&right));
        self.proved(Op::Divide(left, right), ty.clone(), extent, at)
    }

    /// The lowest.
    pub fn min(&mut self, all: Vec<NodeId>, ty: &NodeType, at: Span) -> NodeId {
        self.extreme(all, false, ty, at)
    }

    /// The highest.
    pub fn max(&mut self, all: Vec<NodeId>, ty: &NodeType, at: Span) -> NodeId {
        self.extreme(all, true, ty, at)
    }

    /// `max(0, value)`.
    pub fn never_negative(&mut self, value: NodeId, ty: &NodeType, at: Span) -> NodeId {
        if self.extent(value).is_some_and(|extent| extent.is_never_negative()) {
            return value;
        }
        let zero = self.number(Rational::ZERO, ty, at);
        self.max(vec![value, zero], ty, at)
    }

    fn extreme(&mut self, all: Vec<NodeId>, highest: bool, ty: &NodeType, at: Span) -> NodeId {
        let mut kept: Vec<NodeId> = Vec::with_capacity(all.len());
        let mut fixed: Option<Rational> = None;
        let mut seen = std::collections::BTreeSet::new();
        for one in all {
            match self.number_of(one) {
                Some(value) => {
                    let choose = if highest { Rational::max } else { Rational::min };
                    fixed = Some(fixed.map_or(value, |before| choose(before, value)));
                }
                None if seen.insert(one) => kept.push(one),
                None => {}
            }
        }
        kept.extend(fixed.map(|value| self.number(value, ty, at)));
        match kept.as_slice() {
            &[one] => one,
            _ => {
                let join = if highest { Extent::highest } else { Extent::lowest };
                let extent = self.extents_of(&kept).map(|extents| join(&extents));
                let op = if highest { Op::Max(kept) } else { Op::Min(kept) };
                self.proved(op, ty.clone(), extent, at)
            }
        }
    }

    /// What the items that stand before this one come to, or how many they are; only of a list's items.
    pub fn before(
        &mut self,
        keys: Vec<(bool, NodeId)>,
        value: Option<NodeId>,
        [condition, same]: [Option<NodeId>; 2],
        ty: &NodeType,
        at: Span,
    ) -> NodeId {
        let items = Rational::whole(i128::try_from(limits::LIST_ITEMS).unwrap_or(i128::MAX));
        let extent = match value {
            Some(value) => self.extent(value).map(|extent| extent.sum_of_items()),
            None => Some(Extent::decimals(Rational::ZERO, items, 0)),
        };
        self.proved(Op::Before { keys, value, condition, same }, ty.clone(), extent, at)
    }

    /// A number on which two ways of computing it have to agree.
    pub fn agreed(&mut self, one: NodeId, other: NodeId, ty: &NodeType, at: Span) -> NodeId {
        if one == other {
            return one;
        }
        let extent = self.extents_of(&[one, other]).map(|extents| Extent::either(&extents));
        self.proved(Op::Agreed(one, other), ty.clone(), extent, at)
    }

    /// The largest whole number not above.
    pub fn floor(&mut self, value: NodeId, ty: &NodeType, at: Span) -> NodeId {
        if let Some(number) = self.number_of(value) {
            return self.number(Rational::whole(number.floor()), ty, at);
        }
        let extent = self.extent(value).map(|extent| extent.floor());
        self.proved(Op::Floor(value), ty.clone(), extent, at)
    }

    /// What the calendar makes of a day or a year.
    pub fn calendar(
        &mut self,
        rule: CalendarRule,
        (of, with): (NodeId, Option<NodeId>),
        ty: &NodeType,
        at: Span,
    ) -> NodeId {
        let fixed = |node| {
            if let Op::Date(date) = self.nodes.at(node).op {
                return Some(Rational::whole(i128::from(date.ordinal())));
            }
            self.number_of(node)
        };
        let second = with.map(fixed);
        if let (Some(of), true) = (fixed(of), second.is_none_or(|second| second.is_some()))
            && let Some(value) = rule.apply(of, second.flatten())
        {
            if !rule.gives_day() {
                return self.number(value, ty, at);
            }
            let ordinal = value.to_whole().and_then(|day| i64::try_from(day).ok());
            if let Some(day) = ordinal.and_then(Date::from_ordinal) {
                return self.date(day, at);
            }
        }
        self.proved(Op::Calendar { rule, of, with }, ty.clone(), Extent::of_calendar(rule), at)
    }

    /// Rounded by name; the value itself where it surely is a multiple of the step.
    pub fn round(&mut self, rounding: Rounding, value: NodeId, ty: &NodeType, at: Span) -> NodeId {
        if let Some(rounded) = self.number_of(value).and_then(|number| rounding.apply(number)) {
            return self.number(rounded, ty, at);
        }
        let extent = self.extent(value);
        if extent.is_some_and(|extent| extent.is_multiple_of(rounding.step)) {
            return value;
        }
        let extent = extent.map(|extent| extent.round(rounding));
        self.proved(Op::Round(rounding, value), ty.clone(), extent, at)
    }

    /// A number made of the items of a list, with what is proved of the value of each.
    pub fn reduce(
        &mut self,
        list: ListPlanId,
        kind: AggregateKind,
        (value, of_each): (Option<NodeId>, Option<Extent>),
        condition: Option<NodeId>,
        ty: &NodeType,
        at: Span,
    ) -> NodeId {
        let items = Rational::whole(i128::try_from(limits::LIST_ITEMS).unwrap_or(i128::MAX));
        let extent = match kind {
            AggregateKind::Sum => of_each.map(|extent| extent.sum_of_items()),
            AggregateKind::Count => Some(Extent::decimals(Rational::ZERO, items, 0)),
            // Of no items they are zero; what needs them asks whether there are any.
            AggregateKind::Highest | AggregateKind::Lowest => of_each.map(|extent| Ok(extent.or_zero())),
            AggregateKind::Any | AggregateKind::All => None,
        };
        self.proved(Op::Reduce { list, kind, value, condition }, ty.clone(), extent, at)
    }

    /// One of two numbers, days or texts.
    pub fn select(&mut self, condition: NodeId, then: NodeId, otherwise: NodeId, at: Span) -> NodeId {
        match self.bool_of(condition) {
            Some(true) => return then,
            Some(false) => return otherwise,
            None if then == otherwise => return then,
            None => {}
        }
        let extent = self.extents_of(&[then, otherwise]).map(|extents| Extent::either(&extents));
        let ty = self.ty(then).clone();
        self.proved(Op::Select { condition, then, otherwise }, ty, extent, at)
    }

    /// A value, and where it is below `least`, that instead. Where it is absent it stays so.
    pub fn raised(&mut self, value: NodeId, least: Rational, at: Span) -> NodeId {
        let ty = self.ty(value).clone();
        let then = self.number(least, &ty, at);
        let condition = self.compare(Comparison::Less, value, then, at);
        let extent = self.extent(value).map(|extent| extent.not_below(least));
        self.proved(Op::Select { condition, then, otherwise: value }, ty, extent, at)
    }
}

/// A hasher of keys that are hashes already.
#[derive(Clone, Copy, Debug, Default)]
struct Taken(u64);

impl Hasher for Taken {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(u64::from(byte)));
    }
    fn write_u64(&mut self, key: u64) {
        self.0 ^= key;
    }
}

fn hash(op: &Op, ty: &NodeType) -> u64 {
    // Fixed keys: the same plan is made in the same way on every run.
    let mut state = DefaultHasher::new();
    ty.hash(&mut state);
    std::mem::discriminant(op).hash(&mut state);
    match op {
        Op::Number(value) => hash_number(*value, &mut state),
        Op::Bool(value) => value.hash(&mut state),
        Op::Date(date) => date.hash(&mut state),
        Op::Text(text) => text.hash(&mut state),
        Op::Input(input) => input.hash(&mut state),
        Op::Field(field) => field.hash(&mut state),
        Op::Outer(node) | Op::Not(node) | Op::Floor(node) => node.hash(&mut state),
        Op::Calendar { rule, of, with } => (rule, of, with).hash(&mut state),
        Op::AsOf => {}
        Op::Paid(award, scope) => (award, scope).hash(&mut state),
        Op::And(all) | Op::Or(all) | Op::Min(all) | Op::Max(all) => all.hash(&mut state),
        Op::AtLeast(number, all) => (number, all).hash(&mut state),
        Op::Compare(comparison, left, right) => (comparison, left, right).hash(&mut state),
        Op::CompareRatio { comparison, numerator, denominator, right } => {
            (comparison, numerator, denominator, right).hash(&mut state);
        }
        Op::Before { keys, value, condition, same } => (keys, value, condition, same).hash(&mut state),
        Op::Agreed(left, right)
        | Op::SameText(left, right)
        | Op::Multiply(left, right)
        | Op::Divide(left, right) => {
            (left, right).hash(&mut state);
        }
        Op::Among(node, mask) => (node, mask).hash(&mut state),
        Op::Has(node, member) => (node, member).hash(&mut state),
        Op::Add(terms) => terms.hash(&mut state),
        Op::Round(rounding, node) => {
            (rounding.direction, node).hash(&mut state);
            hash_number(rounding.step, &mut state);
        }
        Op::Select { condition, then, otherwise } => (condition, then, otherwise).hash(&mut state),
        Op::Lookup { table, keys, needed } => (table, keys, needed).hash(&mut state),
        Op::Reduce { list, kind, value, condition } => (list, kind, value, condition).hash(&mut state),
    }
    state.finish()
}

fn hash_number(value: Rational, state: &mut DefaultHasher) {
    let value = value.reduced();
    (value.numerator(), value.denominator()).hash(state);
}
