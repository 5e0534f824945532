//! Linking: several plans become one, so that one applicant is decided under all of them at once.
//!
//! Facts of the same name and type are one input where the same is known of them; awards for the same matter become
//! rivals. Engines run the linked plan as any other; a [`View`] of it shows one policy its own part.

mod inputs;
mod nodes;
mod stacking;
mod tables;

use crate::arena::Arena;
use crate::diagnostic::Diagnostic;
use crate::money::Rounding;

use super::level::Level;
use super::{AwardId, Choice, InputId, InputType, Known, NodeId, Op, Plan, Targets};
use inputs::Merged;
use nodes::{ListPlaces, Renaming};

pub use inputs::{agree, widened};

/// Several plans as one.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The plan that engines run. All its awards are foreign to it.
    pub plan: Plan,
    /// What is known of its inputs.
    pub values: Arena<InputId, Known>,
    /// What each policy has in it, in the order in which they were given.
    pub views: Vec<View>,
}

/// One policy's part of a linked plan.
#[derive(Clone, Debug)]
pub struct View {
    /// The linked plan under the policy's own heading, its own labels and targets; the awards of the others are foreign.
    pub plan: Plan,
    inputs: Vec<InputId>,
    awards: Vec<AwardId>,
}

impl View {
    /// The linked input for one of the policy's own.
    pub fn input(&self, own: InputId) -> Option<InputId> {
        self.inputs.get(crate::arena::Id::raw(own)).copied()
    }
    /// The linked award for one of the policy's own.
    pub fn award(&self, own: AwardId) -> Option<AwardId> {
        self.awards.get(crate::arena::Id::raw(own)).copied()
    }
    /// The policy's own awards, as they are numbered in the linked plan.
    pub fn awards(&self) -> &[AwardId] {
        &self.awards
    }
}

/// Links plans, each with what is known of its inputs. The first named wins ties. `None` of no plans.
pub fn link(parts: &[(&Plan, &Arena<InputId, Known>)]) -> Result<Option<Linked>, Vec<Diagnostic>> {
    let Some(&(first, _)) = parts.first() else { return Ok(None) };
    let merged = inputs::merge(parts);
    let mut places = ListPlaces::default();
    for (&(plan, _), inputs) in parts.iter().zip(&merged.maps) {
        places.reserve(plan, inputs);
    }
    let mut level = Level::default();
    let mut awards = Arena::new();
    let mut groups = Arena::new();
    let mut first_table = 0_usize;
    let mut renamings: Vec<Renaming<'_>> = Vec::new();
    for (at, &(plan, _)) in parts.iter().enumerate() {
        let renaming =
            Renaming::new(plan, at, &merged, &places, [awards.len(), groups.len(), first_table], &mut level);
        first_table = first_table.saturating_add(plan.tables.len());
        for award in &plan.awards {
            awards.push(renaming.award(award));
        }
        for group in &plan.groups {
            groups.push(renaming.group(group));
        }
        renamings.push(renaming);
    }
    let lists = places.lists(parts, &renamings);
    let tables = tables::moved(parts, &renamings);
    let members: Vec<Vec<AwardId>> = renamings.iter().map(Renaming::awards).collect();
    stacking::across(parts, &members, &mut level, &mut awards, &mut groups)?;
    let Merged { inputs, values, maps, .. } = &merged;
    let mut inputs = inputs.clone();
    for (id, list) in lists.iter_ids() {
        if let Some(input) = inputs.get(list.input)
            && let InputType::List { .. } = input.ty
            && let InputType::List { plan, .. } = &mut inputs.at_mut(list.input).ty
        {
            *plan = Some(id);
        }
    }
    let ids: Vec<&str> = parts.iter().map(|(plan, _)| plan.policy.as_str()).collect();
    let titles: Vec<&str> = parts.iter().map(|(plan, _)| plan.title.as_str()).collect();
    let plan = Plan {
        policy: ids.join("+"),
        title: titles.join(" + "),
        in_force: crate::program::Validity::default(),
        in_force_by: None,
        currency: first.currency,
        rounding: finest(parts).unwrap_or(first.rounding),
        units: first.units.clone(),
        stacking: None,
        inputs,
        nodes: level.nodes,
        lists,
        awards,
        groups,
        tables,
        scores: Vec::new(),
        funds: Vec::new(),
        targets: Targets::default(),
    };
    let views = parts.iter().zip(maps).zip(members).zip(&renamings);
    let views = views
        .map(|(((&(own, _), inputs), awards), renaming)| view(&plan, own, inputs.clone(), awards, renaming))
        .collect();
    let values = values.clone();
    Ok(Some(Linked { plan, values, views }))
}

/// The rounding of the policy whose money has most decimals.
fn finest(parts: &[(&Plan, &Arena<InputId, Known>)]) -> Option<Rounding> {
    parts.iter().map(|(plan, _)| plan.rounding).max_by_key(|rounding| rounding.decimals())
}

/// The linked plan as one policy shows it.
fn view(
    linked: &Plan,
    own: &Plan,
    inputs: Vec<InputId>,
    awards: Vec<AwardId>,
    renaming: &Renaming<'_>,
) -> View {
    let mut plan = linked.clone();
    plan.policy.clone_from(&own.policy);
    plan.title.clone_from(&own.title);
    plan.in_force = own.in_force;
    plan.in_force_by.clone_from(&own.in_force_by);
    plan.currency = own.currency;
    plan.rounding = own.rounding;
    plan.units.clone_from(&own.units);
    plan.stacking = own.stacking;
    plan.targets = renaming.targets(&own.targets);
    plan.scores = renaming.scores(&own.scores);
    for &award in &awards {
        plan.awards.at_mut(award).foreign = None;
    }
    for (input, &to) in own.inputs.iter().zip(&inputs) {
        let shown = plan.inputs.at_mut(to);
        shown.label.clone_from(&input.label);
        shown.question.clone_from(&input.question);
        if let (
            InputType::Enum(shown) | InputType::Set(shown),
            InputType::Enum(known) | InputType::Set(known),
        ) = (&mut shown.ty, &input.ty)
        {
            own_labels(shown, known);
        }
    }
    View { plan, inputs, awards }
}

fn own_labels(shown: &mut [Choice], own: &[Choice]) {
    for choice in shown {
        if let Some(known) = own.iter().find(|known| known.name == choice.name) {
            choice.label.clone_from(&known.label);
        }
    }
}

/// Whether a node reads an input that is an enumeration or a set, through choices between two of them too.
fn source(op: &Op, sources: &[Option<InputId>]) -> Option<InputId> {
    let of = |node: &NodeId| sources.get(crate::arena::Id::raw(*node)).copied().flatten();
    if let Op::Input(input) = op {
        return Some(*input);
    }
    if let Op::Outer(node) | Op::Select { then: node, .. } = op { of(node) } else { None }
}
