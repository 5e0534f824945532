//! The nodes, awards and groups of one plan under their new numbers in a linked plan.

use std::collections::BTreeMap;

use crate::arena::{Arena, Id as _};
use crate::plan::Score;
use crate::plan::level::Level;
use crate::plan::lower::{award_roots, each_operand};
use crate::plan::{
    Award, AwardId, Group, GroupId, GroupKind, InputId, Known, ListPlan, ListPlanId, Node, NodeId, Nodes, Op,
    Part, Plan, TableId, Targets,
};

use super::inputs::{Merged, moved_bits};
use super::source;

/// Where the nodes of each plan's lists stand in the lists of the linked plan: those of one input follow one another.
#[derive(Default)]
pub(super) struct ListPlaces {
    inputs: Vec<InputId>,
    lengths: Vec<usize>,
    known: BTreeMap<InputId, ListPlanId>,
    /// For each plan, for each of its lists: the linked list, and where its nodes begin there.
    places: Vec<Vec<(ListPlanId, usize)>>,
}

impl ListPlaces {
    pub fn reserve(&mut self, plan: &Plan, inputs: &[InputId]) {
        let mut places = Vec::new();
        for list in &plan.lists {
            let input = inputs.get(list.input.raw()).copied().unwrap_or(list.input);
            let next = ListPlanId::new(self.inputs.len());
            let linked = *self.known.entry(input).or_insert(next);
            if linked == next {
                self.inputs.push(input);
                self.lengths.push(0);
            }
            if let Some(length) = self.lengths.get_mut(linked.raw()) {
                places.push((linked, *length));
                *length = length.saturating_add(list.nodes.len());
            }
        }
        self.places.push(places);
    }

    /// The lists of the linked plan, once the nodes outside have their numbers.
    pub fn lists(
        &self,
        parts: &[(&Plan, &Arena<InputId, Known>)],
        renamings: &[Renaming<'_>],
    ) -> Arena<ListPlanId, ListPlan> {
        let empty = self.inputs.iter().map(|&input| ListPlan { input, nodes: Nodes::new() });
        let mut lists: Arena<ListPlanId, ListPlan> = empty.collect();
        for ((&(plan, _), renaming), places) in parts.iter().zip(renamings).zip(&self.places) {
            for ((own, list), &(linked, _)) in plan.lists.iter_ids().zip(places) {
                let mut sources = Vec::new();
                for node in &list.nodes {
                    let outside = if let Op::Outer(outer) = node.op {
                        renaming.sources.get(outer.raw()).copied().flatten()
                    } else {
                        None
                    };
                    let op = renaming.op(&node.op, Some(own), &sources);
                    sources.push(outside.or_else(|| list_source(&node.op, &sources)));
                    lists.at_mut(linked).nodes.push(Node { op, ..node.clone() });
                }
            }
        }
        lists
    }
}

/// Inputs are read inside a list through the nodes outside only.
fn list_source(op: &Op, sources: &[Option<InputId>]) -> Option<InputId> {
    if let Op::Select { .. } = op { source(op, sources) } else { None }
}

/// The new numbers of one plan.
pub(super) struct Renaming<'l> {
    policy: String,
    inputs: &'l [InputId],
    positions: &'l BTreeMap<InputId, Vec<usize>>,
    lists: &'l [(ListPlanId, usize)],
    nodes: Vec<NodeId>,
    /// The plan's own input that each node reads, if that is an enumeration or a set.
    sources: Vec<Option<InputId>>,
    first_award: usize,
    awards: usize,
    first_group: usize,
    first_table: usize,
}

impl<'l> Renaming<'l> {
    /// Takes the nodes of the applicant's level over into `level`.
    pub fn new(
        plan: &Plan,
        at: usize,
        merged: &'l Merged,
        places: &'l ListPlaces,
        [first_award, first_group, first_table]: [usize; 3],
        level: &mut Level,
    ) -> Renaming<'l> {
        // INVARIANT: inputs and lists of every plan were merged before.
        static NO_POSITIONS: BTreeMap<InputId, Vec<usize>> = BTreeMap::new();
        let mut renaming = Renaming {
            policy: plan.policy.clone(),
            inputs: merged.maps.get(at).map_or(&[], Vec::as_slice),
            positions: merged.positions.get(at).unwrap_or(&NO_POSITIONS),
            lists: places.places.get(at).map_or(&[], Vec::as_slice),
            nodes: Vec::with_capacity(plan.nodes.len()),
            sources: Vec::with_capacity(plan.nodes.len()),
            first_award,
            awards: plan.awards.len(),
            first_group,
            first_table,
        };
        for node in &plan.nodes {
            let op = renaming.op(&node.op, None, &renaming.sources);
            renaming.sources.push(source(&node.op, &renaming.sources));
            let taken = level.take_over(Node { op, ..node.clone() });
            renaming.nodes.push(taken);
        }
        renaming
    }

    /// The awards of the plan in the linked one.
    pub fn awards(&self) -> Vec<AwardId> {
        (0..self.awards).map(|own| self.award_id(AwardId::new(own))).collect()
    }

    fn award_id(&self, own: AwardId) -> AwardId {
        AwardId::new(self.first_award.saturating_add(own.raw()))
    }

    fn group_id(&self, own: GroupId) -> GroupId {
        GroupId::new(self.first_group.saturating_add(own.raw()))
    }

    fn input(&self, own: InputId) -> InputId {
        self.inputs.get(own.raw()).copied().unwrap_or(own)
    }

    /// Where the values of the enumeration stand that one of the plan's own nodes reads; `None` if it reads none.
    pub fn places_of(&self, sources: &[Option<InputId>], node: NodeId) -> Option<&'l [usize]> {
        let input = sources.get(node.raw()).copied().flatten()?;
        self.positions.get(&input).map(Vec::as_slice)
    }

    /// What each node of the applicant's level reads.
    pub fn sources(&self) -> &[Option<InputId>] {
        &self.sources
    }

    fn rename(&self, list: Option<ListPlanId>, node: &mut NodeId) {
        let renamed = match list {
            None => self.nodes.get(node.raw()).copied(),
            Some(list) => {
                let place = self.lists.get(list.raw());
                place.map(|&(_, first)| NodeId::new(first.saturating_add(node.raw())))
            }
        };
        if let Some(renamed) = renamed {
            *node = renamed;
        }
    }

    /// An operation of one of the plan's levels; `sources` are those of the nodes before it.
    fn op(&self, own: &Op, list: Option<ListPlanId>, sources: &[Option<InputId>]) -> Op {
        let mut op = own.clone();
        each_operand(&mut op, list, &|list, node| self.rename(list, node));
        let places = |node: NodeId| self.places_of(sources, node);
        if let (Op::Among(_, mask), Op::Among(value, _)) = (&mut op, own)
            && let Some(places) = places(*value)
        {
            *mask = moved_bits(*mask, places);
        }
        if let (Op::Has(_, member), Op::Has(set, _)) = (&mut op, own)
            && let Some(&place) = places(*set).and_then(|places| places.get(*member))
        {
            *member = place;
        }
        if let Op::Input(input) = &mut op {
            *input = self.input(*input);
        }
        if let Op::Paid(award, _) = &mut op {
            *award = self.award_id(*award);
        }
        if let Op::Lookup { table, .. } = &mut op {
            *table = TableId::new(self.first_table.saturating_add(table.raw()));
        }
        if let Op::Reduce { list, .. } = &mut op
            && let Some(&(linked, _)) = self.lists.get(list.raw())
        {
            *list = linked;
        }
        op
    }

    pub fn award(&self, own: &Award) -> Award {
        let mut award = own.clone();
        award_roots(&mut award, &mut |list, node| self.rename(list, node));
        award.foreign = Some(self.policy.clone());
        if let Some(items) = &mut award.items
            && let Some(&(linked, _)) = self.lists.get(items.list.raw())
        {
            items.list = linked;
        }
        if let Some(ranking) = &mut award.ranking {
            ranking.chosen = self.input(ranking.chosen);
        }
        if let Some(decided) = &mut award.decided {
            decided.decision = self.input(decided.decision);
        }
        for bound in &mut award.bounds {
            bound.because.award_mut().into_iter().for_each(|other| *other = self.award_id(*other));
        }
        for other in &mut award.counts {
            *other = self.award_id(*other);
        }
        for rival in &mut award.rivals {
            rival.award = rival.award.map(|other| self.award_id(other));
            rival.group = self.group_id(rival.group);
        }
        for limit in &mut award.common {
            limit.group = self.group_id(limit.group);
        }
        if let Some(stacked) = &mut award.stacked {
            stacked.group = self.group_id(stacked.group);
        }
        for part in &mut award.parts {
            if let Part::Quota { fact, .. } = part {
                *fact = fact.map(|fact| self.input(fact));
            }
        }
        award
    }

    pub fn group(&self, own: &Group) -> Group {
        let mut group = own.clone();
        for member in &mut group.members {
            *member = self.award_id(*member);
        }
        match &mut group.kind {
            GroupKind::Together { left, sum } => {
                self.rename(None, left);
                sum.iter_mut().for_each(|sum| self.rename(None, sum));
            }
            GroupKind::Choice(input) => *input = self.input(*input),
            GroupKind::Highest { .. } | GroupKind::First { .. } | GroupKind::Stacking => {}
        }
        group
    }

    /// The plan's scores over the linked nodes.
    pub fn scores(&self, own: &[Score]) -> Vec<Score> {
        let mut scores = own.to_vec();
        scores.iter_mut().flat_map(Score::nodes_mut).for_each(|node| self.rename(None, node));
        scores
    }

    /// The plan's targets over the linked inputs; their nodes are their own.
    pub fn targets(&self, own: &Targets) -> Targets {
        let mut targets = own.clone();
        for node in targets.nodes.iter_mut() {
            if let Op::Input(input) = &mut node.op {
                *input = self.input(*input);
            }
        }
        for goal in targets.all.iter_mut().flat_map(|target| &mut target.goals) {
            goal.fact = goal.fact.map(|fact| self.input(fact));
            for read in &mut goal.reads {
                *read = self.input(*read);
            }
        }
        targets
    }
}
