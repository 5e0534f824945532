//! The state of an evaluation under missing facts, walked from an undecided value to what it depends on.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::{InputId, ListPlanId, Node, NodeId, Op, Plan};

use super::domain::{Domain, Truth};
use super::given::{Case, Variable};
use super::interval::Interval;
use super::possible::Possible;
use super::run::{Facts, Place, Table};

/// The state that a case distinction starts from.
pub(super) struct View<'v, 'a> {
    pub plan: &'a Plan,
    pub case: &'v Case<'a>,
    pub table: &'v Table<Possible<'a>>,
}

/// What an undecided value depends on.
#[derive(Default)]
pub(super) struct Reached {
    pub variables: BTreeSet<Variable>,
    pub nodes: BTreeSet<NodeId>,
    pub lists: BTreeSet<ListPlanId>,
}

/// Undecided values and what they are computed from: where all of it is equal, so is what becomes of it.
pub(super) type Signature<'a> = BTreeMap<Place, Possible<'a>>;

impl<'a> View<'_, 'a> {
    pub fn value(&self, place: Place) -> Option<Possible<'a>> {
        self.table.at(self.plan, place)
    }
    pub fn undecided(&self, place: Place) -> bool {
        self.value(place).is_some_and(|value| !value.is_decided())
    }
    pub fn node(&self, place: Place) -> Option<&'a Node> {
        match place {
            Place::Applicant(node) => self.plan.nodes.get(node),
            Place::Item(list, _, node) => self.plan.lists.get(list)?.nodes.get(node),
        }
    }
    /// An operand of a node at the same level.
    pub fn beside(place: Place, node: NodeId) -> Place {
        match place {
            Place::Applicant(_) => Place::Applicant(node),
            Place::Item(list, item, _) => Place::Item(list, item, node),
        }
    }
    pub fn list_input(&self, place: Place) -> Option<InputId> {
        match place {
            Place::Applicant(_) => None,
            Place::Item(list, ..) => self.plan.lists.get(list).map(|list| list.input),
        }
    }
    /// The fact that a node reads; `None` if it reads none, or a field of an unknown list.
    pub fn variable(&self, place: Place) -> Option<Variable> {
        let op = &self.node(place)?.op;
        if let Op::Input(input) = op {
            return Some(Variable::Input(*input));
        }
        if let (Op::Field(field), Place::Item(_, item, _), Some(input)) = (op, place, self.list_input(place))
        {
            let known = !self.case.is_unknown_list(input);
            return known.then_some(Variable::Field { input, item, field: *field });
        }
        matches!(op, Op::AsOf).then_some(Variable::AsOf)
    }
    /// The same through choices that are decided.
    pub fn source(&self, mut place: Place) -> Option<Variable> {
        loop {
            let op = &self.node(place)?.op;
            place = if let Op::Outer(node) = op {
                Place::Applicant(*node)
            } else if let Op::Select { condition, then, otherwise } = op {
                let chosen = self.value(Self::beside(place, *condition))?.as_truth().ok()?.decided()?;
                Self::beside(place, if chosen { *then } else { *otherwise })
            } else {
                return self.variable(place);
            };
        }
    }

    /// The undecided values that a value is computed from, in the order in which they should be looked at.
    pub fn below(&self, place: Place, both_branches: bool) -> Vec<Place> {
        let mut places = self.operands(place, both_branches);
        places.retain(|place| self.undecided(*place));
        places
    }
    /// The values that a value is computed from, without those that it surely is not.
    pub fn operands(&self, place: Place, both_branches: bool) -> Vec<Place> {
        let Some(node) = self.node(place) else { return Vec::new() };
        let beside = |node: &NodeId| Self::beside(place, *node);
        let truth = |place: Place| self.value(place).and_then(|value| value.as_truth().ok());
        if let Op::Outer(node) = &node.op {
            vec![Place::Applicant(*node)]
        } else if let Op::Select { condition, then, otherwise } = &node.op {
            match truth(beside(condition)).and_then(Truth::decided) {
                Some(true) => vec![beside(then)],
                Some(false) => vec![beside(otherwise)],
                None if both_branches => vec![beside(condition), beside(then), beside(otherwise)],
                None => vec![beside(condition)],
            }
        } else if let Op::Min(all) = &node.op {
            self.contenders(all.iter().map(beside).collect(), true)
        } else if let Op::Max(all) = &node.op {
            self.contenders(all.iter().map(beside).collect(), false)
        } else if let Op::Reduce { list, value, condition, .. } = &node.op {
            let Some(input) = self.plan.lists.get(*list).map(|list| list.input) else {
                return Vec::new();
            };
            let mut places = Vec::new();
            for item in 0..self.case.items(input).rows() {
                let at = |node: &NodeId| Place::Item(*list, item, *node);
                let counts = condition.as_ref().map_or(Some(Truth::known(true)), |node| truth(at(node)));
                places.extend(condition.as_ref().map(at));
                if counts.is_some_and(|counts| counts.possible) {
                    places.extend(value.as_ref().map(at));
                }
            }
            places
        } else if let Op::Before { .. } = &node.op {
            let Place::Item(list, ..) = place else { return Vec::new() };
            let Some(input) = self.plan.lists.get(list).map(|list| list.input) else { return Vec::new() };
            let operands = node.op.operands();
            let items = 0..self.case.items(input).rows();
            items.flat_map(|item| operands.iter().map(move |&node| Place::Item(list, item, node))).collect()
        } else {
            node.op.operands().iter().map(beside).collect()
        }
    }
    /// Those of several values that may be the lowest (or highest), the most promising first.
    pub fn contenders(&self, mut places: Vec<Place>, lowest: bool) -> Vec<Place> {
        let range = |place: &Place| {
            let range = self.value(*place).and_then(Possible::range).unwrap_or(Interval::ALL);
            if lowest { range.negate() } else { range }
        };
        let floor = places.iter().filter_map(|place| range(place).low.map(|end| end.at)).max();
        let absent = |place: &Place| self.value(*place).is_some_and(|value| value.may_be_absent());
        places.retain(|place| match (range(place).high, floor) {
            (Some(high), Some(floor)) => high.at > floor || absent(place),
            (None, _) | (_, None) => true,
        });
        places.sort_by_key(|place| {
            let high = range(place).high.map(|end| end.at);
            // Unbounded ones first, then by how far they reach.
            (high.is_some(), std::cmp::Reverse(high))
        });
        places
    }

    /// A node that reads all items of its list. For each item it reads the same, so once is enough to look.
    pub fn reads_all_items(&self, place: Place) -> Option<(ListPlanId, NodeId)> {
        let Place::Item(list, _, node) = place else { return None };
        matches!(self.node(place)?.op, Op::Before { .. }).then_some((list, node))
    }

    /// Everything undecided that these values depend on.
    pub fn reached(&self, roots: impl Iterator<Item = Place>) -> Reached {
        let mut reached = Reached::default();
        let (mut seen, mut looked) = (BTreeSet::new(), BTreeSet::new());
        let mut stack: Vec<Place> = roots.filter(|place| self.undecided(*place)).collect();
        while let Some(place) = stack.pop() {
            if !seen.insert(place) {
                continue;
            }
            if let Place::Applicant(node) = place {
                reached.nodes.insert(node);
            }
            reached.variables.extend(self.variable(place));
            let op = self.node(place).map(|node| &node.op);
            if let Some(Op::Paid(..)) = op {
                reached.variables.insert(Variable::Year);
            }
            if let Some(Op::Reduce { list, .. }) = op {
                reached.lists.insert(*list);
                let input = self.plan.lists.get(*list).map(|list| list.input);
                let unknown = input.filter(|input| self.case.is_unknown_list(*input));
                reached.variables.extend(unknown.map(Variable::Input));
            }
            if self.reads_all_items(place).is_some_and(|node| !looked.insert(node)) {
                continue;
            }
            stack.extend(self.below(place, true));
        }
        reached
    }

    /// What tells one undecided state of these values from another.
    pub fn signature(&self, roots: impl Iterator<Item = Place>) -> Signature<'a> {
        let mut signature = Signature::new();
        let mut stack: Vec<Place> = roots.collect();
        let mut looked = BTreeSet::new();
        while let Some(place) = stack.pop() {
            let Some(value) = self.value(place) else { continue };
            let again = self.reads_all_items(place).is_some_and(|node| looked.contains(&node));
            if signature.insert(place, value).is_none() && !value.is_decided() && !again {
                looked.extend(self.reads_all_items(place));
                stack.extend(self.operands(place, true));
            }
        }
        signature
    }
}
