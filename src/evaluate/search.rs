//! Deciding awards under missing facts: by case distinctions where they help, and by bounds that hold
//! for every completion where they do not.

use std::collections::{BTreeMap, BTreeSet};

use crate::arena::{Arena, Id};
use crate::facts::Inputs;
use crate::money::Rational;
use crate::plan::{Award, AwardId, GroupKind, Known, ListPlanId, NodeId, Plan};

use super::diagram::{Branch, Diagram, Knot};
use super::domain::{Domain, Stop};
use super::fault::{Trouble, absent_input};
use super::given::{Case, Setting, Variable};
use super::interval::Interval;
use super::possible::Possible;
use super::reading::{Decision, Reading, Refusal, read};
use super::run::{Fault, Place, Table, run, run_again};
use super::split::Assumption;
use super::view::{Reached, Signature, View};
use super::{Bounds, Missing, Outcome};

/// Nodes computed in one search at most; from there on bounds may be wider than need be.
const BUDGET: usize = 200_000;
/// What the awards that hang together may spend at least.
const LEAST: usize = 4_000;
/// Case distinctions within one another.
const DEPTH: usize = 60;

/// Awards whose answers hang together through what is missing, and the undecided nodes they come from.
#[derive(Default)]
struct Part {
    awards: Vec<AwardId>,
    nodes: Vec<NodeId>,
    lists: Vec<ListPlanId>,
}

impl Part {
    fn put_in_order(&mut self) {
        self.awards.sort_unstable();
        self.nodes.sort_unstable();
        self.nodes.dedup();
        self.lists.sort_unstable();
        self.lists.dedup();
    }
}

/// What was found for some awards: the diagram of each, and the bounds of their sum.
struct Found {
    knots: BTreeMap<AwardId, Knot>,
    joint: Bounds,
}

impl Found {
    const fn nothing() -> Found {
        let joint = Bounds { low: Rational::ZERO, high: Some(Rational::ZERO) };
        Found { knots: BTreeMap::new(), joint }
    }
    /// Adds what was found for awards that depend on nothing in common.
    fn join(&mut self, other: Found) -> Result<(), Trouble> {
        self.joint = add(self.joint, other.joint)?;
        self.knots.extend(other.knots);
        Ok(())
    }
}

/// An abstract evaluation and what it has found.
pub(super) struct Search<'a> {
    pub plan: &'a Plan,
    pub inputs: &'a Inputs,
    pub case: Case<'a>,
    pub table: Table<Possible<'a>>,
    diagram: Diagram<'a>,
    /// Why a case has no decision: the answer if no case has one.
    refused: Option<Trouble>,
    /// Awards whose decision lies outside the bounds wherever they are reached.
    strict: BTreeSet<AwardId>,
    limit: usize,
    /// What the members of a group with a common limit come to together.
    capped: Vec<(NodeId, &'a [AwardId])>,
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
            refused: None,
            strict: BTreeSet::new(),
            limit: BUDGET,
            capped: capped(plan),
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
        read(self.plan, award, self.decision(award), |node| self.table.values.get(node.raw()))
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
    /// What the members of a capped group come to together, for a group that the award belongs to.
    fn sums(&self, id: AwardId) -> impl Iterator<Item = NodeId> {
        self.capped.iter().filter(move |(_, members)| members.contains(&id)).map(|&(sum, _)| sum)
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
                    total = add(total, reading.bounds())?;
                    answers.insert(id, (reading, BTreeSet::new()));
                }
                Ok(reading) => {
                    open.push(id);
                    self.strict.extend((reading.refused == Some(Refusal::Outside)).then_some(id));
                }
                Err(trouble) => return Err(trouble),
            }
        }
        let parts = self.parts(&open);
        let (mut left, mut budget) = (parts.len(), BUDGET);
        for part in parts {
            self.table.steps = 0;
            self.limit = budget.checked_div(left).unwrap_or(0).max(LEAST);
            self.refused = None;
            let Some(found) = self.divide(&part, 0)? else {
                return Err(self.refused.unwrap_or(Trouble::Contradiction));
            };
            left = left.saturating_sub(1);
            budget = budget.saturating_sub(self.table.steps);
            for (id, knot) in &found.knots {
                answers.extend(self.diagram.summary(*knot).map(|summary| (*id, summary)));
            }
            total = add(total, found.joint)?;
            // The values that hold without any assumption, for the trace.
            self.run_again(&part)?;
        }
        let outcomes = self.plan.awards.iter_ids().map(|(id, award)| match answers.remove(&id) {
            Some((reading, depends)) => reading.outcome(award, missing(award, &depends)),
            None => Outcome::NotEligible,
        });
        Ok((outcomes.collect(), total))
    }

    /// Partitions awards by the missing facts that they share.
    fn parts(&self, open: &[AwardId]) -> Vec<Part> {
        let mut parts: Vec<Option<Part>> = Vec::new();
        let mut home: BTreeMap<Variable, usize> = BTreeMap::new();
        // Where a part went that was merged into another.
        let mut moved: Vec<usize> = Vec::new();
        let settled = |moved: &[usize], mut at: usize| {
            while let Some(&next) = moved.get(at).filter(|next| **next != at) {
                at = next;
            }
            at
        };
        for &id in open {
            let reached = self.reached(id);
            let homes = reached.variables.iter().filter_map(|variable| home.get(variable));
            let homes: BTreeSet<usize> = homes.map(|at| settled(&moved, *at)).collect();
            // The largest part takes in the others, so that nothing is moved often.
            let size =
                |at: &usize| parts.get(*at).and_then(Option::as_ref).map_or(0, |part| part.awards.len());
            let own = homes.iter().copied().max_by_key(size).unwrap_or(parts.len());
            if own == parts.len() {
                parts.push(Some(Part::default()));
                moved.push(own);
            }
            let others: Vec<Part> =
                homes.iter().filter(|at| **at != own).filter_map(|at| parts.get_mut(*at)?.take()).collect();
            for at in homes.iter().filter(|at| **at != own) {
                if let Some(slot) = moved.get_mut(*at) {
                    *slot = own;
                }
            }
            for variable in &reached.variables {
                home.entry(*variable).or_insert(own);
            }
            let Some(Some(part)) = parts.get_mut(own) else { continue };
            part.awards.push(id);
            part.nodes.extend(reached.nodes);
            part.lists.extend(reached.lists);
            // What they come to together is read beside what each of them gets.
            let sums = self.view().reached(self.sums(id).map(Place::Applicant));
            part.nodes.extend(sums.nodes);
            part.lists.extend(sums.lists);
            for other in others {
                part.awards.extend(other.awards);
                part.nodes.extend(other.nodes);
                part.lists.extend(other.lists);
            }
        }
        let mut parts: Vec<Part> = parts.into_iter().flatten().collect();
        parts.iter_mut().for_each(Part::put_in_order);
        parts
    }

    fn run_again(&mut self, part: &Part) -> Result<(), Trouble> {
        run_again(self.plan, &self.case, &mut self.table, &part.nodes, &part.lists)?;
        Ok(())
    }

    /// Explores the case at hand for some awards; `None` if no completion belongs to it.
    fn explore(&mut self, part: &Part, depth: usize) -> Result<Option<Found>, Trouble> {
        self.case.contradiction.set(false);
        match self.run_again(part) {
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
        let mut found = Found::nothing();
        let mut open = Vec::new();
        for &id in &part.awards {
            match self.read(id) {
                Ok(reading) if reading.is_single() => self.leaf(id, reading, &mut found)?,
                Ok(_) => open.push(id),
                Err(trouble) if self.is_final(id, trouble) => return Err(trouble),
                Err(trouble) => {
                    self.refused = self.refused.or(Some(trouble));
                    return Ok(None);
                }
            }
        }
        if !self.capped.is_empty() && self.together(&part.awards)?.is_none() {
            return Ok(None);
        }
        // What the case has decided may have cut the awards into parts that share nothing any more.
        for part in self.parts(&open) {
            match self.divide(&part, depth)? {
                Some(more) => found.join(more)?,
                None => return Ok(None),
            }
        }
        Ok(Some(found))
    }

    /// Divides what is missing for some awards, as long as that helps.
    fn divide(&mut self, part: &Part, depth: usize) -> Result<Option<Found>, Trouble> {
        let split = if depth >= DEPTH || self.table.steps >= self.limit {
            None
        } else {
            self.view().split(part.awards.iter().flat_map(|id| self.roots(*id)))
        };
        let Some(split) = split else {
            let mut found = Found::nothing();
            for &id in &part.awards {
                match self.read(id) {
                    Ok(reading) => self.leaf(id, reading, &mut found)?,
                    Err(trouble) => {
                        self.refused = self.refused.or(Some(trouble));
                        return Ok(None);
                    }
                }
            }
            let Some(joint) = self.together(&part.awards)? else { return Ok(None) };
            found.joint = joint;
            return Ok(Some(found));
        };

        let mut cases = Vec::with_capacity(split.cases.len());
        let mut joint: Option<Bounds> = None;
        for (region, assumption) in split.cases {
            let found = self.suppose(part, assumption, depth.saturating_add(1))?;
            if let Some(found) = &found {
                joint = Some(joint.map_or(found.joint, |joint| either(joint, found.joint)));
            }
            cases.push((region, found));
        }
        let Some(joint) = joint else { return Ok(None) };
        let mut knots = BTreeMap::new();
        for &id in &part.awards {
            let at = |found: &Found| found.knots.get(&id).copied();
            let cases = cases.iter().map(|(region, found)| (*region, found.as_ref().and_then(at))).collect();
            let branch = Branch { subject: split.subject.clone(), of: split.of.clone(), cases };
            knots.extend(self.diagram.branch(branch).map(|knot| (id, knot)));
        }
        Ok(Some(Found { knots, joint }))
    }

    /// The bounds of the sum of some awards: of members of a capped group no more than it leaves them together.
    /// `None` where what each gets and what they get together exclude one another: no completion belongs to the case.
    fn together(&self, awards: &[AwardId]) -> Result<Option<Bounds>, Trouble> {
        let mut joint = Bounds::NOTHING;
        let mut alone: BTreeSet<AwardId> = awards.iter().copied().collect();
        'groups: for &(sum, members) in &self.capped {
            if !members.iter().any(|member| alone.contains(member)) {
                continue;
            }
            let whole = self.table.values.get(sum.raw()).filter(|whole| !whole.may_be_absent());
            let Some((Some(low), high)) = whole.map(|whole| whole.bounds()) else { continue };
            let (mut separately, mut others) = (Bounds::NOTHING, Bounds::NOTHING);
            for member in members {
                let slot = if alone.contains(member) { &mut separately } else { &mut others };
                // A refused member counts for nothing, but nobody knows how much of the sum was its.
                let Ok(bounds) = self.bounds(*member) else { continue 'groups };
                *slot = add(*slot, bounds)?;
            }
            // Where members are open that another part decides, the sum varies with what is not looked at here.
            if Some(others.low) != others.high {
                continue;
            }
            let less = |amount: Rational| amount.minus(others.low).ok_or(Trouble::TotalTooLarge);
            let whole = Bounds { low: less(low)?, high: high.map(less).transpose()? };
            let Some(within) = separately.meet(whole) else { return Ok(None) };
            joint = add(joint, within)?;
            alone.retain(|award| !members.contains(award));
        }
        let sum = alone.into_iter().try_fold(joint, |joint, award| add(joint, self.bounds(award)?));
        sum.map(Some)
    }

    /// The bounds of one award as far as the case at hand decides it.
    fn bounds(&self, id: AwardId) -> Result<Bounds, Trouble> {
        self.read(id).map(|reading| reading.bounds())
    }

    /// Explores under an assumption, and takes it back.
    fn suppose(
        &mut self,
        part: &Part,
        assumption: Assumption<'a>,
        depth: usize,
    ) -> Result<Option<Found>, Trouble> {
        match assumption {
            Assumption::Set(variable, setting) => {
                let before = self.case.setting(variable);
                self.case.set(variable, setting);
                let found = self.explore(part, depth);
                if let Some(before) = before {
                    self.case.set(variable, before);
                }
                found
            }
            Assumption::Nodes(nodes) => {
                let before = self.case.assumptions.len();
                self.case.assumptions.extend(nodes);
                let found = self.explore(part, depth);
                self.case.assumptions.truncate(before);
                found
            }
        }
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

    /// Takes what is known of an award as it is.
    fn leaf(&mut self, id: AwardId, reading: Reading, found: &mut Found) -> Result<(), Trouble> {
        let knot = if reading.is_single() {
            self.diagram.leaf(id, reading, BTreeSet::new(), Signature::new())
        } else {
            let how = self.view().signature(self.roots(id).into_iter().map(Place::Applicant));
            self.diagram.leaf(id, reading, self.reached(id).variables, how)
        };
        let bounds = reading.bounds();
        found.join(Found { knots: BTreeMap::from([(id, knot)]), joint: bounds })
    }
}

/// The groups of which it is known what their members come to together.
fn capped(plan: &Plan) -> Vec<(NodeId, &[AwardId])> {
    let sum = |kind| if let GroupKind::Together { sum, .. } = kind { sum } else { None };
    plan.groups.iter().filter_map(|group| Some((sum(group.kind)?, group.members.as_slice()))).collect()
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
pub(super) fn add(mut left: Bounds, right: Bounds) -> Result<Bounds, Trouble> {
    grow(&mut left, &right)?;
    Ok(left)
}

/// Adds bounds to others.
#[inline]
pub(super) fn grow(bounds: &mut Bounds, more: &Bounds) -> Result<(), Trouble> {
    let low = bounds.low.plus(more.low).ok_or(Trouble::TotalTooLarge)?;
    bounds.high = match (&bounds.high, &more.high) {
        // Nearly always both are exact.
        (Some(high), Some(other)) if *high == bounds.low && *other == more.low => Some(low),
        (Some(high), Some(other)) => Some(high.plus(*other).ok_or(Trouble::TotalTooLarge)?),
        (None, _) | (_, None) => None,
    };
    bounds.low = low;
    Ok(())
}

/// The bounds that cover both.
fn either(left: Bounds, right: Bounds) -> Bounds {
    Bounds {
        low: left.low.min(right.low),
        high: left.high.zip(right.high).map(|(left, right)| left.max(right)),
    }
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
