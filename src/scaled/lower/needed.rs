//! Which nodes of a plan are needed for what awards come to, and for what refuses an applicant.

use crate::arena::Id as _;
use crate::plan::{ListPlanId, NodeId, Op, Plan};

/// The nodes that are needed, by level.
pub(super) struct Needed {
    applicant: Vec<bool>,
    items: Vec<Vec<bool>>,
}

/// Whether a node may refuse the applicant, whoever reads it.
fn may_refuse(plan: &Plan, op: &Op) -> bool {
    match op {
        Op::Lookup { table, .. } => plan.tables.get(*table).is_some_and(|table| table.otherwise.is_none()),
        Op::Agreed(..) => true,
        Op::Number(_)
        | Op::Bool(_)
        | Op::Date(_)
        | Op::Text(_)
        | Op::Input(_)
        | Op::Field(_)
        | Op::Outer(_)
        | Op::AsOf
        | Op::Paid(..)
        | Op::Not(_)
        | Op::And(_)
        | Op::Or(_)
        | Op::AtLeast(..)
        | Op::Compare(..)
        | Op::CompareRatio { .. }
        | Op::SameText(..)
        | Op::Among(..)
        | Op::Has(..)
        | Op::Add(_)
        | Op::Multiply(..)
        | Op::Divide(..)
        | Op::Min(_)
        | Op::Max(_)
        | Op::Floor(_)
        | Op::Round(..)
        | Op::Calendar { .. }
        | Op::Select { .. }
        | Op::Before { .. }
        | Op::Reduce { .. } => false,
    }
}

impl Needed {
    pub fn of(plan: &Plan) -> Needed {
        let mut needed = Needed {
            applicant: vec![false; plan.nodes.len()],
            items: plan.lists.iter().map(|list| vec![false; list.nodes.len()]).collect(),
        };
        for award in &plan.awards {
            let nodes = [award.in_force, award.eligible, award.gross, award.net, award.amount];
            let decided = award.decided.iter().flat_map(|one| [one.low, one.high, one.gross_high]);
            let rivals = award.rivals.iter().map(|rival| rival.when);
            for node in nodes.into_iter().chain(award.used_up).chain(decided).chain(rivals) {
                needed.mark(node);
            }
        }
        // INVARIANT: operands come before their readers, and items read only what comes before the node that
        // reduces them; so one walk from the end meets every reader before what it reads.
        for id in plan.nodes.ids().rev() {
            let op = &plan.nodes.at(id).op;
            if may_refuse(plan, op) {
                needed.mark(id);
            }
            if !needed.applicant(id) {
                continue;
            }
            if let Op::Reduce { list, value, condition, .. } = op {
                needed.mark_items(plan, *list, value.iter().chain(condition).copied().collect());
            }
            op.operands().into_iter().for_each(|operand| needed.mark(operand));
        }
        needed
    }

    pub fn applicant(&self, node: NodeId) -> bool {
        self.applicant.get(node.raw()) == Some(&true)
    }

    pub fn item(&self, list: ListPlanId, node: NodeId) -> bool {
        self.items.get(list.raw()).and_then(|items| items.get(node.raw())) == Some(&true)
    }

    fn mark(&mut self, node: NodeId) {
        if let Some(slot) = self.applicant.get_mut(node.raw()) {
            *slot = true;
        }
    }

    /// Marks nodes of a list, all that they read, and all before them that may refuse.
    fn mark_items(&mut self, plan: &Plan, list: ListPlanId, mut open: Vec<NodeId>) {
        let Some(of) = plan.lists.get(list) else { return };
        let last = open.iter().max().copied();
        let refusing =
            of.nodes.iter_ids().filter(|(id, node)| Some(*id) < last && may_refuse(plan, &node.op));
        open.extend(refusing.map(|(id, _)| id));
        while let Some(node) = open.pop() {
            let slot = self.items.get_mut(list.raw()).and_then(|items| items.get_mut(node.raw()));
            let Some(slot) = slot else { continue };
            if std::mem::replace(slot, true) {
                continue;
            }
            let op = &of.nodes.at(node).op;
            if let Op::Outer(outer) = op {
                self.mark(*outer);
            }
            open.extend(op.operands());
        }
    }
}
