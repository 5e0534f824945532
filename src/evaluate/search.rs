//! Deciding awards under missing facts: by case distinctions where they help, and by bounds that hold
//! for every completion where they do not.

use std::collections::{BTreeMap, BTreeSet};

use crate::arena::{Arena, Id};
use crate::facts::Inputs;
use crate::money::Rational;
use crate::plan::{Award, AwardId, Known, ListPlanId, NodeId, Plan};

use super::diagram::{Branch, Diagram, Knot};
use super::domain::{Domain, Stop};
use super::fault::{Trouble, absent_input};
use super::given::{Case, Setting, Variable};
use super::interval::Interval;
use super::possible::Possible;
use super::reading::{Decision, Reading, Refusal, read};
use super::run::{Fault, Place, Table, run, run_again};
use super::split::Assumption;
use super::view::{Reached, Signature, View, in_order};
use super::{Bounds, Missing, Outcome};

/// Nodes computed in one search at most; from there on bounds may be wider than need be.
const BUDGET: usize = 400_000;
/// What the awards that hang together may spend at least.
const LEAST: usize = 4_000;
/// Case distinctions within one another.
const DEPTH: usize = 60;

/// Awards whose answers hang together through what is missing.
struct Component {
    awards: Vec<AwardId>,
    nodes: Vec<NodeId>,
    lists: Vec<ListPlanId>,
    variables: BTreeSet<Variable>,
}

/// An abstract evaluation and what it has found.
pub(super) struct Search<'a> {
    pub plan: &'a Plan,
    pub inputs: &'a Inputs,
    pub case: Case<'a>,
    pub table: Table<Possible<'a>>,
    diagram: Diagram<'a>,
    /// The sum of the component at hand over its leaves.
    joint: Option<Bounds>,
    /// Why a case has no decision: the answer if no case has one.
    refused: Option<Trouble>,
    /// Awards whose decision lies outside the bounds wherever they are reached.
    strict: BTreeSet<AwardId>,
    limit: usize,
}

impl<'a> Search<'a> {
    /// Runs the plan once over what is possible.
    pub fn new(plan: &'a Plan, inputs: &'a Inputs) -> Result<Search<'a>, Trouble> {
        let case = Case::new(plan, inputs);
        let (table, diagram) = (Table::new(), Diagram::new());
        let mut search = Search {
            plan,
            inputs,
            case,
            table,
            diagram,
            joint: None,
            refused: None,
            strict: BTreeSet::new(),
            limit: BUDGET,
        };
        run(plan, &search.case, &mut search.table)?;
        if search.bind_decisions() {
            run(plan, &search.case, &mut search.table)?;
        }
        Ok(search)
    }

    /// What an official has not decided yet will lie within the bounds: anything else is refused.
    fn bind_decisions(&mut self) -> bool {
        let mut bound = false;
        for award in &self.plan.awards {
            let (Some(decided), Decision::Open) = (award.decided, self.decision(award)) else { continue };
            let at = |node: NodeId| self.table.values.get(node.raw()).map(|value| value.bounds());
            let (Some((low, _)), Some((_, high))) = (at(decided.low), at(decided.high)) else { continue };
            let allowed = Interval::between(low, high);
            let variable = Variable::Input(decided.decision);
            if let Some(Setting::Value(Possible::Number { range, .. })) = self.case.setting(variable)
                && let Some(range) = range.meet(allowed)
            {
                self.case.set(variable, Setting::Value(Possible::Number { range, absent: false }));
                bound = true;
            }
        }
        bound
    }

    fn decision(&self, award: &Award) -> Decision {
        decision(self.inputs, award)
    }

    fn view(&self) -> View<'_, 'a> {
        View { plan: self.plan, case: &self.case, table: &self.table }
    }

    fn read(&self, id: AwardId) -> Result<Reading, Trouble> {
        let award = self.plan.awards.at(id);
        read(self.plan, award, self.decision(award), |node| self.table.values.get(node.raw()).copied())
            .map_err(|refusal| Trouble::Refused(id, refusal))
    }

    /// The nodes that an award's answer is read from.
    fn roots(&self, id: AwardId) -> Vec<NodeId> {
        let award = self.plan.awards.at(id);
        let mut roots = vec![award.in_force, award.eligible];
        roots.extend(award.decided.map(|decided| decided.gross_high));
        let open = self.decision(award) == Decision::Open;
        roots.extend((!open).then_some(award.gross));
        roots.extend(award.used_up);
        roots.extend(award.decided.into_iter().flat_map(|decided| [decided.low, decided.high]));
        roots.extend((!open).then_some(award.net));
        roots.extend(award.rivals.iter().map(|rival| rival.when));
        roots.push(award.amount);
        roots
    }
    fn reached(&self, id: AwardId) -> Reached {
        self.view().reached(self.roots(id).into_iter().map(Place::Applicant))
    }

    /// Decides every award, and the total.
    pub fn decide(&mut self) -> Result<(Arena<AwardId, Outcome>, Bounds), Trouble> {
        let mut answers: BTreeMap<AwardId, (Reading, BTreeSet<Variable>)> = BTreeMap::new();
        let mut total = Bounds { low: Rational::ZERO, high: Some(Rational::ZERO) };
        let mut open = Vec::new();
        for id in self.plan.awards.ids() {
            match self.read(id) {
                Ok(reading) if reading.is_single() => {
                    total = add(total, Bounds { low: reading.low, high: reading.high })?;
                    answers.insert(id, (reading, BTreeSet::new()));
                }
                Ok(reading) => {
                    open.push(id);
                    self.strict.extend((reading.refused == Some(Refusal::Outside)).then_some(id));
                }
                Err(trouble) => return Err(trouble),
            }
        }
        let components = self.components(&open);
        let (mut left, mut budget) = (components.len(), BUDGET);
        for component in components {
            self.table.steps = 0;
            self.limit = budget.checked_div(left).unwrap_or(0).max(LEAST);
            self.joint = None;
            self.refused = None;
            let Some(knots) = self.explore(&component, 0)? else {
                return Err(self.refused.unwrap_or(Trouble::Contradiction));
            };
            left = left.saturating_sub(1);
            budget = budget.saturating_sub(self.table.steps);
            for (id, knot) in component.awards.iter().zip(knots) {
                answers.extend(self.diagram.summary(knot).map(|summary| (*id, summary)));
            }
            total = add(total, self.joint.unwrap_or(total))?;
            // The values that hold without any assumption, for the trace.
            self.run_again(&component)?;
        }
        let outcomes = self.plan.awards.iter_ids().map(|(id, award)| match answers.remove(&id) {
            Some((reading, depends)) => reading.outcome(award, missing(award, &depends)),
            None => Outcome::NotEligible,
        });
        Ok((outcomes.collect(), total))
    }

    /// Partitions open awards by the missing facts that they share.
    fn components(&self, open: &[AwardId]) -> Vec<Component> {
        let mut components: Vec<Option<Component>> = Vec::new();
        let mut home: BTreeMap<Variable, usize> = BTreeMap::new();
        for &id in open {
            let reached = self.reached(id);
            let mut merged = Component {
                awards: vec![id],
                nodes: in_order(&reached.nodes),
                lists: reached.lists.iter().copied().collect(),
                variables: reached.variables,
            };
            let homes: BTreeSet<usize> =
                merged.variables.iter().filter_map(|variable| home.get(variable)).copied().collect();
            for position in homes {
                if let Some(other) = components.get_mut(position).and_then(Option::take) {
                    merged.awards.extend(other.awards);
                    merged.nodes.extend(other.nodes);
                    merged.lists.extend(other.lists);
                    merged.variables.extend(other.variables);
                }
            }
            for variable in &merged.variables {
                home.insert(*variable, components.len());
            }
            components.push(Some(merged));
        }
        let mut components: Vec<Component> = components.into_iter().flatten().collect();
        for component in &mut components {
            component.awards.sort_unstable();
            component.nodes.sort_unstable();
            component.nodes.dedup();
            component.lists.sort_unstable();
            component.lists.dedup();
        }
        components
    }

    fn run_again(&mut self, component: &Component) -> Result<(), Trouble> {
        run_again(self.plan, &self.case, &mut self.table, &component.nodes, &component.lists)?;
        Ok(())
    }

    /// Explores the case at hand; `None` if no completion belongs to it.
    fn explore(&mut self, component: &Component, depth: usize) -> Result<Option<Vec<Knot>>, Trouble> {
        self.case.contradiction.set(false);
        match self.run_again(component) {
            Ok(()) => {}
            // What the case at hand assumes is refused, as a date before the first row of a table: it counts for nothing.
            Err(trouble @ Trouble::Fault(Fault { stop: Stop::BeforeTable(_), .. })) if depth > 0 => {
                self.refused = self.refused.or(Some(trouble));
                return Ok(None);
            }
            Err(trouble) => return Err(trouble),
        }
        if self.case.contradiction.get() {
            return Ok(None);
        }
        let mut readings = Vec::with_capacity(component.awards.len());
        for &id in &component.awards {
            match self.read(id) {
                Ok(reading) => readings.push(reading),
                Err(trouble) if self.is_final(id, trouble) => return Err(trouble),
                Err(trouble) => {
                    self.refused = self.refused.or(Some(trouble));
                    return Ok(None);
                }
            }
        }
        let open: Vec<AwardId> = component
            .awards
            .iter()
            .zip(&readings)
            .filter(|(_, reading)| !reading.is_single())
            .map(|(id, _)| *id)
            .collect();
        let split = if open.is_empty() || depth >= DEPTH || self.table.steps >= self.limit {
            None
        } else {
            self.view().split(open.iter().flat_map(|id| self.roots(*id)))
        };
        let Some(split) = split else { return self.leaf(component, &readings).map(Some) };

        let mut cases = Vec::with_capacity(split.cases.len());
        for (region, assumption) in split.cases {
            match assumption {
                Assumption::Set(variable, setting) => {
                    let before = self.case.setting(variable);
                    self.case.set(variable, setting);
                    cases.push((region, self.explore(component, depth.saturating_add(1))?));
                    if let Some(before) = before {
                        self.case.set(variable, before);
                    }
                }
                Assumption::Nodes(nodes) => {
                    let before = self.case.assumptions.len();
                    self.case.assumptions.extend(nodes);
                    cases.push((region, self.explore(component, depth.saturating_add(1))?));
                    self.case.assumptions.truncate(before);
                }
            }
        }
        let knots = (0..component.awards.len()).map(|position| {
            let at = |knots: &Vec<Knot>| knots.get(position).copied();
            let cases = cases.iter().map(|(region, knots)| (*region, knots.as_ref().and_then(at))).collect();
            self.diagram.branch(Branch { subject: split.subject.clone(), of: split.of.clone(), cases })
        });
        Ok(knots.collect())
    }

    /// Whether a refusal stems from the facts given rather than from what the case at hand assumes. Such
    /// facts are more likely wrong than a proof that the award is not reached.
    fn is_final(&self, id: AwardId, trouble: Trouble) -> bool {
        match trouble {
            Trouble::Refused(_, Refusal::Absent(node)) => {
                let input = absent_input(self.plan, &self.table, node);
                let known = input.and_then(|input| self.inputs.values.get(input));
                known.is_some_and(|known| match known {
                    Known::Absent => true,
                    Known::List(items) => items.iter().flatten().any(|field| *field == Known::Absent),
                    Known::Unknown
                    | Known::Number(_)
                    | Known::Bool(_)
                    | Known::Enum(_)
                    | Known::Set(_)
                    | Known::Date(_)
                    | Known::Text(_) => false,
                })
            }
            Trouble::Refused(_, Refusal::Outside) => self.strict.contains(&id),
            Trouble::Refused(_, Refusal::Malformed)
            | Trouble::Fault(_)
            | Trouble::TotalTooLarge
            | Trouble::Contradiction => true,
        }
    }

    fn leaf(&mut self, component: &Component, readings: &[Reading]) -> Result<Vec<Knot>, Trouble> {
        let zero = Bounds { low: Rational::ZERO, high: Some(Rational::ZERO) };
        let sum = readings
            .iter()
            .try_fold(zero, |sum, reading| add(sum, Bounds { low: reading.low, high: reading.high }))?;
        self.joint = Some(self.joint.map_or(sum, |joint| Bounds {
            low: joint.low.min(sum.low),
            high: joint.high.zip(sum.high).map(|(left, right)| left.max(right)),
        }));
        let mut knots = Vec::with_capacity(readings.len());
        for (id, reading) in component.awards.iter().zip(readings) {
            let knot = if reading.is_single() {
                self.diagram.leaf(*id, *reading, BTreeSet::new(), Signature::new())
            } else {
                let how = self.view().signature(self.roots(*id).into_iter().map(Place::Applicant));
                self.diagram.leaf(*id, *reading, self.reached(*id).variables, how)
            };
            knots.push(knot);
        }
        Ok(knots)
    }
}

/// How the official's decision on an award is known.
pub(super) fn decision(inputs: &Inputs, award: &Award) -> Decision {
    match award.decided.map(|decided| inputs.values.get(decided.decision)) {
        None => Decision::None,
        Some(Some(Known::Number(made))) => Decision::Made(*made),
        Some(_) => Decision::Open,
    }
}

/// The sum of two bounds.
pub(super) fn add(left: Bounds, right: Bounds) -> Result<Bounds, Trouble> {
    let low = left.low.plus(right.low).ok_or(Trouble::TotalTooLarge)?;
    let high = match left.high.zip(right.high) {
        Some((left, right)) => Some(left.plus(right).ok_or(Trouble::TotalTooLarge)?),
        None => None,
    };
    Ok(Bounds { low, high })
}

/// The facts to ask for, in document order. What an official decides on the award itself is no fact.
fn missing(award: &Award, depends: &BTreeSet<Variable>) -> Vec<Missing> {
    let own = award.decided.map(|decided| Variable::Input(decided.decision));
    let mut variables: Vec<Variable> =
        depends.iter().copied().filter(|variable| Some(*variable) != own).collect();
    variables.sort_by_key(|variable| variable.order());
    let mut missing: Vec<Missing> = variables.into_iter().map(Variable::missing).collect();
    missing.dedup();
    missing
}
