//! Pruning: nodes that nothing reads any more leave the plan; the order of the others stays.

use crate::arena::{Arena, Id as _};
use crate::plan::{
    Award, AwardId, Group, GroupId, GroupKind, LineKind, ListPlanId, NodeId, Nodes, Op, Part, Plan,
};

/// Which nodes are read, by level.
struct Read {
    outer: Vec<bool>,
    lists: Vec<Vec<bool>>,
}

impl Read {
    /// Marks a node of a list and all that it reads there; what it reads outside is marked for later.
    fn item(&mut self, plan: &Plan, list: ListPlanId, node: NodeId) {
        let nodes = &plan.lists.at(list).nodes;
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            let Some(read) = self.lists.get_mut(list.raw()).and_then(|list| list.get_mut(node.raw())) else {
                continue;
            };
            if std::mem::replace(read, true) {
                continue;
            }
            let op = &nodes.at(node).op;
            if let Op::Outer(outer) = op {
                self.outer(*outer);
            }
            open.extend(op.operands());
        }
    }

    fn outer(&mut self, node: NodeId) {
        if let Some(read) = self.outer.get_mut(node.raw()) {
            *read = true;
        }
    }
}

/// Removes what neither awards nor groups read.
pub(super) fn prune(plan: &mut Plan) {
    let mut read = Read {
        outer: vec![false; plan.nodes.len()],
        lists: plan.lists.iter().map(|list| vec![false; list.nodes.len()]).collect(),
    };
    let (mut awards, mut groups) = (std::mem::take(&mut plan.awards), std::mem::take(&mut plan.groups));
    each_root(&mut awards, &mut groups, &mut |list, node| match list {
        Some(list) => read.item(plan, list, *node),
        None => read.outer(*node),
    });
    let mut scores = std::mem::take(&mut plan.scores);
    scores.iter_mut().flat_map(|score| score.nodes_mut()).for_each(|node| read.outer(*node));
    let mut funds = std::mem::take(&mut plan.funds);
    funds.iter_mut().flat_map(|fund| fund.nodes_mut()).for_each(|node| read.outer(*node));
    // INVARIANT: operands come before their readers, and the items of a list read only what comes before
    // the node that reduces them; so one walk from the end meets every reader before what it reads.
    for node in plan.nodes.ids().rev() {
        if read.outer.get(node.raw()) != Some(&true) {
            continue;
        }
        let op = &plan.nodes.at(node).op;
        if let Op::Reduce { list, value, condition, .. } = op {
            for item in [value, condition].into_iter().flatten() {
                read.item(plan, *list, *item);
            }
        }
        op.operands().into_iter().for_each(|operand| read.outer(operand));
    }
    let outer = new_ids(&read.outer);
    let lists: Vec<Vec<NodeId>> = read.lists.iter().map(|list| new_ids(list)).collect();
    let renamed = |list: Option<ListPlanId>, node: &mut NodeId| {
        let ids = match list {
            Some(list) => lists.get(list.raw()),
            None => Some(&outer),
        };
        if let Some(&id) = ids.and_then(|ids| ids.get(node.raw())) {
            *node = id;
        }
    };
    rebuild(&mut plan.nodes, &read.outer, &|op| each_operand(op, None, &renamed));
    for (id, read) in read.lists.iter().enumerate() {
        let list = ListPlanId::new(id);
        rebuild(&mut plan.lists.at_mut(list).nodes, read, &|op| each_operand(op, Some(list), &renamed));
    }
    each_root(&mut awards, &mut groups, &mut |list, node| renamed(list, node));
    scores.iter_mut().flat_map(|score| score.nodes_mut()).for_each(|node| renamed(None, node));
    funds.iter_mut().flat_map(|fund| fund.nodes_mut()).for_each(|node| renamed(None, node));
    plan.funds = funds;
    (plan.awards, plan.groups, plan.scores) = (awards, groups, scores);
}

/// The ids after the nodes that are not read have left.
fn new_ids(read: &[bool]) -> Vec<NodeId> {
    let mut next = 0_usize;
    let id = |&read: &bool| {
        let id = NodeId::new(next);
        next = next.saturating_add(usize::from(read));
        id
    };
    read.iter().map(id).collect()
}

fn rebuild(nodes: &mut Nodes, read: &[bool], rename: &dyn Fn(&mut Op)) {
    let mut read = read.iter();
    nodes.retain(|_| read.next() == Some(&true));
    nodes.iter_mut().for_each(|node| rename(&mut node.op));
}

pub(in crate::plan) fn each_operand(
    op: &mut Op,
    list: Option<ListPlanId>,
    visit: &dyn Fn(Option<ListPlanId>, &mut NodeId),
) {
    match op {
        Op::Number(_)
        | Op::Bool(_)
        | Op::Date(_)
        | Op::Text(_)
        | Op::Input(_)
        | Op::Field(_)
        | Op::AsOf
        | Op::Paid(..) => {}
        Op::Outer(node) => visit(None, node),
        Op::Calendar { of, with, .. } => {
            visit(list, of);
            with.iter_mut().for_each(|with| visit(list, with));
        }
        Op::Not(node) | Op::Among(node, _) | Op::Has(node, _) | Op::Floor(node) | Op::Round(_, node) => {
            visit(list, node);
        }
        Op::And(all) | Op::Or(all) | Op::AtLeast(_, all) | Op::Min(all) | Op::Max(all) => {
            all.iter_mut().for_each(|node| visit(list, node));
        }
        Op::Before { keys, value, condition, same } => {
            keys.iter_mut().for_each(|(_, key)| visit(list, key));
            value.iter_mut().chain(condition).chain(same).for_each(|node| visit(list, node));
        }
        Op::Agreed(left, right)
        | Op::Compare(_, left, right)
        | Op::SameText(left, right)
        | Op::Multiply(left, right)
        | Op::Divide(left, right) => [left, right].into_iter().for_each(|node| visit(list, node)),
        Op::CompareRatio { numerator, denominator, right, .. } => {
            [numerator, denominator, right].into_iter().for_each(|node| visit(list, node));
        }
        Op::Add(terms) => terms.iter_mut().for_each(|(_, node)| visit(list, node)),
        Op::Select { condition, then, otherwise } => {
            [condition, then, otherwise].into_iter().for_each(|node| visit(list, node));
        }
        Op::Lookup { keys, needed, .. } => keys.iter_mut().chain(needed).for_each(|node| visit(list, node)),
        Op::Reduce { list, value, condition, .. } => {
            value.iter_mut().chain(condition).for_each(|node| visit(Some(*list), node));
        }
    }
}

fn each_root(
    awards: &mut Arena<AwardId, Award>,
    groups: &mut Arena<GroupId, Group>,
    visit: &mut dyn FnMut(Option<ListPlanId>, &mut NodeId),
) {
    awards.iter_mut().for_each(|award| award_roots(award, visit));
    groups.iter_mut().for_each(|group| group_roots(&mut group.kind, visit));
}

fn group_roots(kind: &mut GroupKind, visit: &mut dyn FnMut(Option<ListPlanId>, &mut NodeId)) {
    match kind {
        GroupKind::Highest { .. } | GroupKind::First { .. } | GroupKind::Choice(_) | GroupKind::Stacking => {}
        GroupKind::Together { left, sum } => {
            visit(None, left);
            sum.iter_mut().for_each(|sum| visit(None, sum));
        }
    }
}

pub(in crate::plan) fn award_roots(
    award: &mut Award,
    visit: &mut dyn FnMut(Option<ListPlanId>, &mut NodeId),
) {
    let outer = [&mut award.in_force, &mut award.eligible, &mut award.gross, &mut award.net];
    let outer = outer.into_iter().chain([&mut award.payable, &mut award.amount]);
    let outer = outer.chain(&mut award.conditions).chain(&mut award.used_up);
    let outer = outer.chain(award.steps.iter_mut().flat_map(|step| [&mut step.held, &mut step.amount]));
    let outer = outer.chain(award.rivals.iter_mut().map(|rival| &mut rival.when));
    let outer = outer.chain(award.common.iter_mut().map(|limit| &mut limit.remaining));
    let outer = outer.chain(&mut award.before_limits);
    let outer = outer.chain(
        award
            .decided
            .iter_mut()
            .flat_map(|decided| [&mut decided.low, &mut decided.high, &mut decided.gross_high]),
    );
    let outer = outer.chain(
        award
            .stacked
            .iter_mut()
            .flat_map(|stacked| [&mut stacked.received, &mut stacked.before, &mut stacked.after]),
    );
    outer.for_each(|node| visit(None, node));
    award.common.iter_mut().filter_map(|limit| limit.applies.as_mut()).for_each(|node| visit(None, node));
    for bound in &mut award.bounds {
        [&mut bound.event, &mut bound.holds].into_iter().for_each(|node| visit(None, node));
    }
    for part in &mut award.parts {
        if let Part::Clawback { share, .. } = part {
            visit(None, share);
        }
        match part {
            Part::Quota { condition: None, .. }
            | Part::Earmark { condition: None, .. }
            | Part::Clawback { condition: None, .. } => {}
            Part::Quota { condition: Some(condition), .. }
            | Part::Earmark { condition: Some(condition), .. }
            | Part::Clawback { condition: Some(condition), .. } => visit(None, condition),
        }
    }
    award.ranking.iter_mut().flat_map(|ranking| ranking.nodes_mut()).for_each(|node| visit(None, node));
    award.payout.nodes_mut().for_each(|node| visit(None, node));
    let list = award.items.map(|items| items.list);
    if let Some(items) = &mut award.items {
        visit(list, &mut items.amount);
        items.condition.iter_mut().for_each(|node| visit(list, node));
    }
    for line in &mut award.lines {
        let level = if line.per_item { list } else { None };
        visit(level, &mut line.result);
        match &mut line.kind {
            LineKind::Pays(node)
            | LineKind::Times(node)
            | LineKind::Plus(node)
            | LineKind::Minus(node)
            | LineKind::AtLeast(node)
            | LineKind::NothingBelow(node) => visit(level, node),
            LineKind::Running { limit, before } => {
                [limit, before].into_iter().for_each(|node| visit(list, node));
            }
            LineKind::AtMost { limit, applies, paid, others, .. } => {
                visit(level, limit);
                applies.iter_mut().chain(paid).chain(others).for_each(|node| visit(level, node));
            }
            LineKind::Steps(_) | LineKind::SumOfItems | LineKind::Decided | LineKind::Rounded(_) => {}
        }
    }
}
