//! Item by item: what each brings, which of them count, what running limits leave for them, and their sum.

use crate::money::Rational;
use crate::program::{self, Dimension, Expr, Measure, Type};
use crate::source::Span;
use crate::syntax::ast::{AggregateKind, Comparison};

use super::amount::Chain;
use super::award::strands;
use super::{At, AwardId, ListPlanId, Lowering, NodeId, NodeType};
use crate::plan::{Items, LineKind};

/// What items are put in order by, and what has to have a value for that.
struct Order {
    keys: Vec<(bool, NodeId)>,
    defined: Vec<Option<NodeId>>,
}

impl Order {
    /// The same with the amount as the last key.
    fn then(&self, highest: bool, amount: NodeId) -> Vec<(bool, NodeId)> {
        self.keys.iter().copied().chain([(highest, amount)]).collect()
    }
}

impl Lowering<'_> {
    /// Item by item, then their sum.
    pub(super) fn items(
        &mut self,
        (program_id, id): (program::AwardId, AwardId),
        award: &program::Award,
        each: &program::Each,
        lines: Vec<&program::Line>,
        chain: &mut Chain,
    ) -> Option<Items> {
        let Some(list) = self.list_plan(each.list).filter(|_| !lines.is_empty()) else {
            self.refuse(each.span);
            return None;
        };
        let item = At::Item(list);
        let ty = self.money.clone();
        let mut counted = self.items_in_force(program_id, award, item);
        counted.push(each.condition.as_ref().map(|condition| self.condition(condition, item)));
        let condition = self.all_defined(counted, item, each.span);
        let zero = self.level(item).number(Rational::ZERO, &ty, each.span);
        let mut of_item = Chain::new(item, id, strands(award, zero));
        let is_running = |line: &&&program::Line| matches!(line.kind, program::LineKind::Running { .. });
        for line in lines.iter().filter(|line| !is_running(line)) {
            self.guarded(item, condition, |lowering| lowering.line(&mut of_item, line));
        }
        // An item without a value does not count.
        let defined = of_item.defined.iter().copied().map(Some);
        let mut condition = self.all_defined([condition].into_iter().chain(defined), item, each.span);
        let mut doubt = None;
        if let Some(first) = &each.first {
            let amount = of_item.shown().unwrap_or(zero);
            let order = self.order(first.order.iter().map(|(highest, key)| (*highest, key)), item);
            let counts = order.defined.iter().copied().chain([condition]);
            let counts = self.all_defined(counts, item, first.span);
            let same = first.per.as_ref().map(|per| self.kind_of_item(per, item));
            let taken = self.among_first(list, order.then(true, amount), (counts, same), first);
            if !order.keys.is_empty() {
                // Items that tie in all keys may differ in amount: either way has to come to the same.
                let other = self.among_first(list, order.then(false, amount), (counts, same), first);
                doubt = Some((amount, taken, other, first.span));
            }
            condition = Some(taken);
        }
        let mut bounds = None;
        for line in lines.iter().filter(is_running) {
            let program::LineKind::Running { per, .. } = &line.kind else { continue };
            let full: Vec<NodeId> = of_item.strands.iter().map(|strand| strand.node).collect();
            if let Some((whole, left)) = self.running(chain, &mut of_item, (list, condition), line) {
                bounds = per.is_none().then_some((whole, left, full));
            }
        }
        for (strand, of_item) in chain.strands.iter_mut().zip(&of_item.strands) {
            strand.node = self.sum_of(list, of_item.node, condition, each.span);
        }
        if let Some((whole, left, full)) = &bounds {
            // Whatever the order, the items together come to their sum or to the limit: said so, it does not
            // depend on keys that are missing.
            for (strand, &full) in chain.strands.iter_mut().zip(full).filter(|(strand, _)| strand.limited) {
                let sum = self.sum_of(list, full, condition, each.span);
                let bound = if strand.history { *left } else { *whole };
                strand.node = self.outer.min(vec![sum, bound], &ty, each.span);
            }
        }
        if let Some((amount, taken, other, at)) = doubt {
            self.agree(chain, list, (amount, taken, other), at);
        }
        if let Some((whole, left, _)) = bounds {
            chain.keeps(whole, left);
        }
        let amount = of_item.shown().unwrap_or(zero);
        chain.lines.append(&mut of_item.lines);
        chain.list(LineKind::SumOfItems, Some(each.span), &[]);
        Some(Items { list, condition, amount })
    }

    fn sum_of(&mut self, list: ListPlanId, value: NodeId, condition: Option<NodeId>, at: Span) -> NodeId {
        let ty = self.money.clone();
        let extent = self.lists.at(list).level.extent(value);
        self.outer.reduce(list, AggregateKind::Sum, (Some(value), extent), condition, &ty, at)
    }

    fn order<'e>(&mut self, keys: impl Iterator<Item = (bool, &'e Expr)>, item: At) -> Order {
        let mut order = Order { keys: Vec::new(), defined: Vec::new() };
        for (highest, key) in keys {
            let key = match key.ty {
                Type::Number(_) => self.number(key, item),
                Type::Bool | Type::Enum(_) | Type::Set(_) | Type::Date | Type::Text | Type::List(_) => {
                    self.plain(key, item)
                }
            };
            order.keys.push((highest, key.node));
            order.defined.push(key.defined);
        }
        order
    }

    /// Bool: the item counts, and fewer than so many others stand before it.
    fn among_first(
        &mut self,
        list: ListPlanId,
        keys: Vec<(bool, NodeId)>,
        (counts, same): (Option<NodeId>, Option<NodeId>),
        first: &program::FirstItems,
    ) -> NodeId {
        let level = self.level(At::Item(list));
        let count = NodeType::Number(Measure::plain(Dimension::Count(None)));
        let before = level.before(keys, None, [counts, same], &count, first.span);
        let number = level.number(first.number, &count, first.span);
        let among = level.compare(Comparison::Less, before, number, first.span);
        level.and(counts.into_iter().chain([among]).collect(), first.span)
    }

    /// Has every strand refused where the items that tie do not come to the same.
    fn agree(
        &mut self,
        chain: &mut Chain,
        list: ListPlanId,
        (amount, taken, other): (NodeId, NodeId, NodeId),
        at: Span,
    ) {
        let ty = self.money.clone();
        let one = self.sum_of(list, amount, Some(taken), at);
        let two = self.sum_of(list, amount, Some(other), at);
        let agreed = self.outer.agreed(one, two, &ty, at);
        for strand in &mut chain.strands {
            strand.node = if strand.node == one {
                agreed
            } else {
                let terms = vec![(false, strand.node), (false, agreed), (true, one)];
                self.outer.add(terms, &ty, at)
            };
        }
    }

    /// Cuts each item to what the items before it have left of a limit; gives the limit, whole and after history.
    fn running(
        &mut self,
        chain: &mut Chain,
        of_item: &mut Chain,
        (list, condition): (ListPlanId, Option<NodeId>),
        line: &program::Line,
    ) -> Option<(NodeId, NodeId)> {
        let program::LineKind::Running { order, limit, scope, per } = &line.kind else { return None };
        let (item, span) = (At::Item(list), line.span);
        let ty = self.money.clone();
        let limit = self.number(limit, At::Applicant);
        chain.defined.extend(limit.defined);
        let (left, _) = self.left_of(limit.node, *scope, chain.award(), span);
        let order = self.order(order.iter().map(|key| (false, key)), item);
        let counts = order.defined.iter().copied().chain([condition]);
        let counts = self.all_defined(counts, item, span);
        let same = per.as_ref().map(|per| self.kind_of_item(per, item));
        let (whole_here, left_here) =
            (self.seen_from(item, limit.node, span), self.seen_from(item, left, span));
        let mut shown = (left_here, left_here);
        for strand in of_item.strands.iter_mut().filter(|strand| strand.limited) {
            let bound = if strand.history { left_here } else { whole_here };
            let level = self.level(item);
            let keys = order.then(true, strand.node);
            let before = level.before(keys, Some(strand.node), [counts, same], &ty, span);
            let rest = level.add(vec![(false, bound), (true, before)], &ty, span);
            let rest = level.never_negative(rest, &ty, span);
            strand.node = level.min(vec![strand.node, rest], &ty, span);
            shown = (bound, before);
        }
        let (limit_shown, before) = shown;
        of_item.list(LineKind::Running { limit: limit_shown, before }, Some(span), &line.cites);
        Some((limit.node, left))
    }

    /// The node whose value tells one kind of items from another.
    fn kind_of_item(&mut self, per: &Expr, item: At) -> NodeId {
        match per.ty {
            Type::Number(_) => self.number(per, item).node,
            Type::Bool => self.condition(per, item),
            Type::Enum(_) | Type::Set(_) => match self.members(per, item).shape {
                super::value::Shape::One(node) | super::value::Shape::Set(node) => node,
                super::value::Shape::Fixed(_) | super::value::Shape::Table(_) => self.refused(per, item),
            },
            Type::Date | Type::Text | Type::List(_) => self.plain(per, item).node,
        }
    }
}
