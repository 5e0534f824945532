//! What columns of steps are called: after the part of an award that they compute.

use std::collections::BTreeMap;

use crate::arena::{Arena, Id as _};
use crate::plan::{Award, GroupKind, LineKind, ListPlanId, Node, NodeId, NodeType, Op, Plan};
use crate::scaled::{ListId, Program, Step, StepId, Type};

use super::Scope;
use super::level::Level;

/// Names of steps, by level.
#[derive(Default)]
pub(super) struct Titles {
    rows: BTreeMap<StepId, String>,
    items: BTreeMap<(ListId, StepId), String>,
}

/// Names of nodes; the first that claims a node has it.
#[derive(Default)]
struct Nodes {
    rows: BTreeMap<NodeId, String>,
    items: BTreeMap<(ListPlanId, NodeId), String>,
}

impl Titles {
    /// Names of all steps that live.
    pub fn of(plan: &Plan, program: &Program, main: &Level, lists: &[Level]) -> Titles {
        let mut titles = Titles::default();
        for (id, outputs) in program.awards.iter_ids() {
            let Some(award) = plan.awards.get(id) else { continue };
            let mut say = |step: StepId, word: &str| {
                titles.rows.entry(step).or_insert_with(|| format!("{}.{word}", award.id));
            };
            say(outputs.outcome, "outcome");
            if outputs.low == outputs.high {
                say(outputs.low, "amount");
            }
            say(outputs.low, "low");
            say(outputs.high, "high");
        }
        let mut nodes = Nodes::default();
        for award in &plan.awards {
            nodes.of_award(award);
            nodes.left_of_limits(plan, award);
        }
        for group in &plan.groups {
            if let GroupKind::Together { left, .. } = group.kind {
                nodes.rows.entry(left).or_insert_with(|| format!("{}.left", group.id));
            }
        }
        let truths: Vec<bool> = plan.nodes.iter().map(|node| node.ty == NodeType::Bool).collect();
        let called = |node: NodeId| nodes.rows.get(&node);
        for (step, name) in last(&program.steps, main, &truths, called) {
            titles.rows.entry(step).or_insert(name);
        }
        for (at, (of, level)) in program.lists.iter().zip(lists).enumerate() {
            let found = plan.lists.iter_ids().find(|(_, list)| list.input == of.input);
            let Some((list, items)) = found else { continue };
            let truths: Vec<bool> = items.nodes.iter().map(|node| node.ty == NodeType::Bool).collect();
            let called = |node: NodeId| nodes.items.get(&(list, node));
            for (step, name) in last(&of.steps, level, &truths, called) {
                titles.items.insert((ListId::new(at), step), name);
            }
        }
        for (at, refusal) in program.refusals.iter().enumerate() {
            titles.rows.entry(refusal.when).or_insert_with(|| format!("refused.{}", at.saturating_add(1)));
        }
        titles
    }

    /// The name of a step, where it has one.
    pub fn get(&self, scope: Scope, step: StepId) -> Option<&String> {
        match scope {
            Scope::Rows => self.rows.get(&step),
            Scope::Items(list) => self.items.get(&(list, step)),
        }
    }
}

/// The last step that was made for each node with a name: those before it lead there. It is a truth where the node is.
fn last<'n>(
    steps: &Arena<StepId, Step>,
    level: &Level,
    truths: &[bool],
    called: impl Fn(NodeId) -> Option<&'n String>,
) -> Vec<(StepId, String)> {
    let mut found: BTreeMap<NodeId, (StepId, String)> = BTreeMap::new();
    for (id, step) in steps.iter_ids().filter(|(id, _)| level.live.get(id.raw()) == Some(&true)) {
        let Some(node) = step.node else { continue };
        let fits = truths.get(node.raw()) == Some(&(step.ty == Type::Truth));
        if let Some(name) = called(node).filter(|_| fits) {
            found.insert(node, (id, name.clone()));
        }
    }
    found.into_values().collect()
}

impl Nodes {
    fn of_award(&mut self, award: &Award) {
        let id = &award.id;
        let mut say = |node: NodeId, word: &str| {
            self.rows.entry(node).or_insert_with(|| format!("{id}.{word}"));
        };
        say(award.in_force, "in_force");
        say(award.eligible, "eligible");
        say(award.payable, "payable");
        say(award.gross, "gross");
        say(award.net, "net");
        say(award.amount, "amount");
        if let Some(used_up) = award.used_up {
            say(used_up, "used_up");
        }
        for rival in &award.rivals {
            say(rival.when, "displaced");
        }
        for (at, condition) in award.conditions.iter().enumerate() {
            say(*condition, &format!("condition_{}", at.saturating_add(1)));
        }
        for (at, step) in award.steps.iter().enumerate() {
            let name = step.name.clone().unwrap_or_else(|| format!("step_{}", at.saturating_add(1)));
            say(step.held, &format!("{name}.held"));
            say(step.amount, &format!("{name}.amount"));
        }
        for line in &award.lines {
            if line.per_item {
                continue;
            }
            say(line.result, word(&line.kind));
            if let LineKind::AtMost { limit, paid, .. } = line.kind {
                say(limit, "limit");
                paid.into_iter().for_each(|paid| say(paid, "paid"));
            }
        }
        let Some(items) = award.items else { return };
        let mut say = |node: NodeId, word: &str| {
            self.items.entry((items.list, node)).or_insert_with(|| format!("{id}.{word}"));
        };
        items.condition.into_iter().for_each(|condition| say(condition, "counts"));
        say(items.amount, "of_item");
        for line in award.lines.iter().filter(|line| line.per_item) {
            say(line.result, word(&line.kind));
        }
    }

    /// What earlier payments leave of each limit: no part of the award of its own.
    fn left_of_limits(&mut self, plan: &Plan, award: &Award) {
        for line in &award.lines {
            let LineKind::AtMost { limit, paid: Some(paid), .. } = line.kind else { continue };
            let difference = [(false, limit), (true, paid)];
            let is_difference = |node: &Node| matches!(&node.op, Op::Add(terms) if *terms == difference);
            let Some((less, _)) = plan.nodes.iter_ids().find(|(_, node)| is_difference(node)) else {
                continue;
            };
            let is_left = |node: &Node| matches!(&node.op, Op::Max(all) if all.contains(&less));
            let left = plan.nodes.iter_ids().find(|(_, node)| is_left(node)).map(|(left, _)| left);
            self.rows.entry(left.unwrap_or(less)).or_insert_with(|| format!("{}.left", award.id));
        }
    }
}

/// What a line makes of the amount, in a word.
const fn word(line: &LineKind) -> &'static str {
    match line {
        LineKind::Pays(_) => "pays",
        LineKind::Steps(_) => "steps",
        LineKind::SumOfItems => "of_items",
        LineKind::Decided => "decided",
        LineKind::Times(_) => "times",
        LineKind::Plus(_) => "plus",
        LineKind::Minus(_) => "minus",
        LineKind::AtMost { .. } => "at_most",
        LineKind::Running { .. } => "running",
        LineKind::AtLeast(_) => "at_least",
        LineKind::NothingBelow(_) => "nothing_below",
        LineKind::Rounded(_) => "rounded",
    }
}
