//! Lowering: a checked program becomes the one flat plan. All policy knowledge ends here.
//!
//! What semantics leaves to be decided (the order of evaluation, what is left of limits after history,
//! rounding under limits, who displaces whom) is spelled out as nodes, so that engines only compute.

mod amount;
mod award;
mod calendar;
mod comparison;
mod condition;
mod divisor;
mod findings;
mod group;
mod inputs;
mod items;
mod number;
mod payout;
mod population;
mod prune;
mod score;
mod stacking;
mod table;
mod target;
mod together;
mod value;
mod versions;
mod years;

use std::collections::{BTreeMap, BTreeSet};

use crate::arena::{Arena, Id as _};
use crate::diagnostic::Diagnostic;
use crate::program::{self, AmountRule, ListId, Measure, Program, Type};
use crate::source::Span;

pub(super) use self::prune::{award_roots, each_operand};
use self::value::Value;
use super::extent::Extent;
use super::level::Level;
use super::{
    AwardId, GroupId, InputId, ListPlan, ListPlanId, NodeId, NodeType, Op, PaidScope, Plan, section,
};
use crate::money::Rational;

/// Lowers a checked program, or says which of its numbers cannot be computed exactly.
pub fn lower(program: &Program) -> Result<Plan, Vec<Diagnostic>> {
    let mut lowering = Lowering::new(program);
    let mut inputs = lowering.inputs();
    lowering.lets();
    let mut awards = lowering.awards();
    let mut groups = lowering.groups(&mut awards);
    lowering.stacking(&mut awards, &mut groups);
    lowering.comparisons(&mut awards);
    lowering.payouts(&mut awards);
    let funds = lowering.funds();
    let targets = lowering.targets();
    let scores = lowering.scores();
    let diagnostics = lowering.diagnostics();
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    lowering.single_years.append(&mut inputs);
    let plan_of = &lowering.list_plans;
    let inputs = inputs.into_entries().enumerate().map(|(raw, mut input)| {
        if let super::InputType::List { plan, .. } = &mut input.ty {
            *plan = plan_of.get(&InputId::new(raw)).copied();
        }
        input
    });
    let lists =
        lowering.lists.iter().map(|list| ListPlan { input: list.input, nodes: list.level.nodes.clone() });
    let policy = &program.policy;
    let mut plan = Plan {
        policy: policy.id.clone(),
        title: policy.title.clone(),
        in_force: policy.in_force,
        in_force_by: policy.in_force_by.as_ref().and_then(|by| program.name_of_date(by)),
        currency: policy.currency,
        rounding: policy.rounding,
        units: policy.units.clone(),
        stacking: policy.stacking.as_ref().map(|stacking| stacking.kind),
        inputs: inputs.collect(),
        lists: lists.collect(),
        tables: std::mem::take(&mut lowering.tables.made),
        nodes: std::mem::take(&mut lowering.outer.nodes),
        awards,
        groups,
        targets,
        scores,
        funds,
    };
    prune::prune(&mut plan);
    Ok(plan)
}

/// Where an expression is computed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum At {
    /// Once for the applicant.
    Applicant,
    /// For each item of a list.
    Item(ListPlanId),
}

/// A list whose items something is computed for.
#[derive(Debug)]
struct ItemLevel {
    list: ListId,
    input: InputId,
    level: Level,
}

/// What other awards may use of an award.
#[derive(Clone, Copy, Debug)]
struct Usable {
    net: NodeId,
    payable: NodeId,
}

/// Everything known while a program is lowered.
struct Lowering<'a> {
    program: &'a Program,
    outer: Level,
    lists: Arena<ListPlanId, ItemLevel>,
    list_plans: BTreeMap<InputId, ListPlanId>,
    /// The fact that holds each list.
    list_facts: BTreeMap<ListId, InputId>,
    lets: Vec<Value>,
    /// Ids in the order of results, by the program's ids.
    award_ids: Vec<AwardId>,
    group_ids: Vec<GroupId>,
    /// The program's ids of awards that are versions of others.
    program_ids: BTreeMap<AwardId, program::AwardId>,
    /// The inputs of what officials decide.
    decisions: BTreeMap<AwardId, InputId>,
    /// The inputs of what was received elsewhere, by matter.
    elsewhere: Vec<(String, InputId)>,
    /// The inputs of what the comparison with all other applicants came to.
    chosen: BTreeMap<AwardId, InputId>,
    /// The inputs of what applicants choose from groups.
    choices: BTreeMap<GroupId, InputId>,
    usable: BTreeMap<AwardId, Usable>,
    /// What is known to hold where the value being lowered is needed.
    held: Vec<divisor::Held>,
    /// What awards come to if none of their limits is applied, where that is read.
    before_limits: BTreeMap<AwardId, NodeId>,
    /// The awards while they are lowered, which ones already are, and whose final amount is known.
    lowered: Arena<AwardId, super::Award>,
    ready: BTreeSet<AwardId>,
    settled: BTreeSet<AwardId>,
    /// Bool: whether an award that shares a common limit with history competes in its groups.
    competing: BTreeMap<AwardId, NodeId>,
    /// How the members of each group combine, known once it is settled.
    group_kinds: Vec<Option<super::GroupKind>>,
    /// Tables, and where a value of theirs is needed.
    tables: table::Tables,
    /// For each let whether it looks a date up that may be refused.
    dated_lets: Vec<bool>,
    /// The inputs that hold indicators' own figures, by the id of their target.
    figures: BTreeMap<String, InputId>,
    /// The single years that are read of facts by year.
    single_years: years::SingleYears,
    /// The type of amounts.
    money: NodeType,
    found: Vec<Diagnostic>,
}

impl<'a> Lowering<'a> {
    fn new(program: &'a Program) -> Lowering<'a> {
        let list_facts = program.facts.iter_ids().filter_map(|(id, fact)| match fact.ty {
            Type::List(list) => Some((list, InputId::new(id.raw()))),
            Type::Number(_) | Type::Bool | Type::Enum(_) | Type::Set(_) | Type::Date | Type::Text => None,
        });
        let awards = program.awards.iter().map(|award| (award.cites.as_slice(), award.id.as_str()));
        let groups = program.groups.iter().map(|group| (group.cites.as_slice(), group.id.as_str()));
        let award_ids: Vec<AwardId> = in_section_order(awards);
        let decided = program.awards.iter().zip(&award_ids).filter(|(award, _)| is_decided(award));
        let versions = program.handovers.iter().flat_map(|handover| [handover.older, handover.newer]);
        let program_ids = versions.filter_map(|id| Some((*award_ids.get(id.raw())?, id))).collect();
        let mut decided: Vec<AwardId> = decided.map(|(_, &id)| id).collect();
        decided.sort_unstable();
        let first = program.facts.len();
        let decision = |(at, award)| (award, InputId::new(first.saturating_add(at)));
        let elsewhere = stacking::elsewhere(program, &award_ids, first.saturating_add(decided.len()));
        let ranked = program.awards.iter().zip(&award_ids).filter(|(award, _)| award.ranking.is_some());
        let mut ranked: Vec<AwardId> = ranked.map(|(_, &id)| id).collect();
        ranked.sort_unstable();
        let after = first.saturating_add(decided.len()).saturating_add(elsewhere.len());
        let chosen = |(at, award)| (award, InputId::new(after.saturating_add(at)));
        let group_ids: Vec<GroupId> = in_section_order(groups);
        let after = after.saturating_add(ranked.len());
        let choice = |(at, group)| (group, InputId::new(after.saturating_add(at)));
        let choosing = program.groups.iter().zip(&group_ids);
        let choosing =
            choosing.filter(|(group, _)| group.kind == program::GroupRule::Choice).map(|(_, &id)| id);
        let choices = choosing.enumerate().map(choice).collect();
        Lowering {
            program,
            choices,
            outer: Level::default(),
            lists: Arena::new(),
            list_plans: BTreeMap::new(),
            list_facts: list_facts.collect(),
            lets: Vec::new(),
            group_ids,
            elsewhere,
            chosen: ranked.into_iter().enumerate().map(chosen).collect(),
            decisions: decided.into_iter().enumerate().map(decision).collect(),
            award_ids,
            program_ids,
            usable: BTreeMap::new(),
            held: Vec::new(),
            before_limits: BTreeMap::new(),
            lowered: Arena::new(),
            ready: BTreeSet::new(),
            settled: BTreeSet::new(),
            competing: BTreeMap::new(),
            group_kinds: vec![None; program.groups.len()],
            tables: table::Tables::default(),
            dated_lets: Vec::new(),
            figures: BTreeMap::new(),
            single_years: years::SingleYears::default(),
            money: NodeType::Number(Measure::plain(program::Dimension::Money(program.policy.currency))),
            found: Vec::new(),
        }
    }

    fn lets(&mut self) {
        let program = self.program;
        for definition in &program.lets {
            let dated = self.may_refuse(&definition.value);
            let value = self.value(&definition.value, At::Applicant);
            self.lets.push(value);
            self.dated_lets.push(dated);
        }
    }

    fn level(&mut self, at: At) -> &mut Level {
        match at {
            At::Applicant => &mut self.outer,
            At::Item(list) => &mut self.lists.at_mut(list).level,
        }
    }

    /// The level of the items of a list; `None` if no fact holds such a list.
    fn list_plan(&mut self, list: ListId) -> Option<ListPlanId> {
        let input = *self.list_facts.get(&list)?;
        if let Some(&plan) = self.list_plans.get(&input) {
            return Some(plan);
        }
        let plan = self.lists.push(ItemLevel { list, input, level: Level::default() });
        self.list_plans.insert(input, plan);
        Some(plan)
    }

    /// The level of the items that an aggregate goes through.
    ///
    /// `None` inside the items of the same list: a field there does not say whose it is, and the wrong
    /// reading would be a wrong number. A `let` outside gives the same value without the doubt.
    fn aggregated(&mut self, list: ListId, at: At) -> Option<ListPlanId> {
        self.list_plan(list).filter(|&plan| at != At::Item(plan))
    }

    /// A node of the applicant's level as it is read where `at` says.
    fn seen_from(&mut self, at: At, node: NodeId, span: Span) -> NodeId {
        let At::Item(list) = at else { return node };
        let made = self.outer.nodes.at(node);
        let fixed = matches!(made.op, Op::Number(_) | Op::Bool(_) | Op::Date(_) | Op::Text(_));
        let op = if fixed { made.op.clone() } else { Op::Outer(node) };
        let (ty, extent) = (made.ty.clone(), self.outer.extent(node));
        self.lists.at_mut(list).level.leaf(op, ty, extent, span)
    }

    /// A fixed sum of money at the applicant's level.
    fn money(&mut self, value: Rational, span: Span) -> NodeId {
        let ty = self.money.clone();
        self.outer.number(value, &ty, span)
    }

    /// What history shows as paid under an award, and under the versions of it that count together.
    fn paid(&mut self, award: AwardId, scope: PaidScope, span: Span) -> NodeId {
        let versions = [award].into_iter().chain(self.counted_with(award)).collect();
        self.paid_under(versions, scope, span)
    }

    /// What history shows as paid under these awards.
    fn paid_under(&mut self, awards: BTreeSet<AwardId>, scope: PaidScope, span: Span) -> NodeId {
        let entries = Rational::whole(i128::try_from(super::limits::HISTORY_ENTRIES).unwrap_or(i128::MAX));
        let high = Rational::whole(super::limits::MONEY).times(entries).unwrap_or(entries);
        let extent = Extent::decimals(Rational::ZERO, high, super::limits::MONEY_DECIMALS).ok();
        let ty = self.money.clone();
        let paid = |award| (false, self.outer.leaf(Op::Paid(award, scope), ty.clone(), extent, span));
        let paid: Vec<(bool, NodeId)> = awards.into_iter().map(paid).collect();
        let ty = self.money.clone();
        self.outer.add(paid, &ty, span)
    }

    /// The other versions of an award whose payments count with its own.
    fn counted_with(&self, award: AwardId) -> Vec<AwardId> {
        let Some(&id) = self.program_ids.get(&award) else { return Vec::new() };
        let others = self.program.handovers.counted_with(id);
        others.into_iter().map(|other| self.award_id(other)).collect()
    }

    /// The id in the plan of an award of the program.
    fn award_id(&self, award: program::AwardId) -> AwardId {
        // INVARIANT: every award of the program has an id, and ids of the program are used with it alone.
        self.award_ids.get(award.raw()).copied().unwrap_or(AwardId::new(award.raw()))
    }
}

fn is_decided(award: &program::Award) -> bool {
    matches!(award.amount, AmountRule::Decided { .. })
}

/// For each item its place by section, then id.
fn in_section_order<'p, I: crate::arena::Id>(
    items: impl Iterator<Item = (&'p [crate::syntax::ast::Section], &'p str)>,
) -> Vec<I> {
    let key = |(cites, id): (&'p [crate::syntax::ast::Section], &'p str)| {
        let first: Vec<String> = cites.first().map(|section| section.text.clone()).into_iter().collect();
        section::item_key(&first, id)
    };
    let mut keyed: Vec<_> = items.map(key).enumerate().collect();
    keyed.sort_by(|left, right| left.1.cmp(&right.1));
    let mut places: Vec<(usize, I)> =
        keyed.iter().enumerate().map(|(place, &(raw, _))| (raw, I::new(place))).collect();
    places.sort_unstable_by_key(|&(raw, _)| raw);
    places.into_iter().map(|(_, place)| place).collect()
}
