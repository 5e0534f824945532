//! Case distinctions: which missing fact to divide next so that an undecided award comes closer to an
//! answer, and which facts an undecided value depends on.

use std::collections::{BTreeMap, BTreeSet};

use crate::arena::Id;
use crate::money::Rational;
use crate::plan::{InputId, Node, NodeId, Op, Plan};
use crate::syntax::ast::{AggregateKind, Comparison};

use super::diagram::Cut;
use super::domain::{Domain, Truth, bit, mirrored};
use super::given::{Case, Setting, Variable, Year, is_whole};
use super::interval::{End, Interval};
use super::possible::Possible;
use super::run::{Place, Table};

/// What a case assumes.
#[derive(Clone, Debug)]
pub(super) enum Assumption<'a> {
    Set(Variable, Setting<'a>),
    /// Values of nodes; they hold besides everything else.
    Nodes(Vec<(Place, Possible<'a>)>),
}

/// A division into cases that together cover everything.
#[derive(Clone, Debug)]
pub(super) struct Split<'a> {
    pub cut: Cut,
    pub of: BTreeSet<Variable>,
    pub cases: Vec<Assumption<'a>>,
}

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
    pub lists: BTreeSet<crate::plan::ListPlanId>,
}

/// Undecided values and what they are computed from: where all of it is equal, so is what becomes of it.
pub(super) type Signature<'a> = BTreeMap<Place, Possible<'a>>;

enum Visit {
    Enter(Place),
    /// Nothing below this question could be divided.
    Leave(Place),
}

impl<'a> View<'_, 'a> {
    fn value(&self, place: Place) -> Option<Possible<'a>> {
        self.table.at(self.plan, place)
    }
    fn undecided(&self, place: Place) -> bool {
        self.value(place).is_some_and(|value| !value.is_decided())
    }
    fn node(&self, place: Place) -> Option<&'a Node> {
        match place {
            Place::Applicant(node) => self.plan.nodes.get(node),
            Place::Item(list, _, node) => self.plan.lists.get(list)?.nodes.get(node),
        }
    }
    /// An operand of a node at the same level.
    fn beside(place: Place, node: NodeId) -> Place {
        match place {
            Place::Applicant(_) => Place::Applicant(node),
            Place::Item(list, item, _) => Place::Item(list, item, node),
        }
    }
    fn list_input(&self, place: Place) -> Option<InputId> {
        match place {
            Place::Applicant(_) => None,
            Place::Item(list, ..) => self.plan.lists.get(list).map(|list| list.input),
        }
    }
    /// The fact that a node reads; `None` if it reads none, or a field of an unknown list.
    fn variable(&self, place: Place) -> Option<Variable> {
        match &self.node(place)?.op {
            Op::Input(input) => Some(Variable::Input(*input)),
            Op::AsOf => Some(Variable::AsOf),
            Op::Field(field) => {
                let (Place::Item(_, item, _), input) = (place, self.list_input(place)?) else { return None };
                let known = !self.case.is_unknown_list(input);
                known.then_some(Variable::Field { input, item, field: *field })
            }
            _ => None,
        }
    }
    /// The same through choices that are decided.
    fn source(&self, mut place: Place) -> Option<Variable> {
        loop {
            place = match &self.node(place)?.op {
                Op::Outer(node) => Place::Applicant(*node),
                Op::Select { condition, then, otherwise } => {
                    let chosen = self.value(Self::beside(place, *condition))?.as_truth().ok()?.decided()?;
                    Self::beside(place, if chosen { *then } else { *otherwise })
                }
                _ => return self.variable(place),
            };
        }
    }

    /// The undecided values that a value is computed from, in the order in which they should be looked at.
    fn below(&self, place: Place, both_branches: bool) -> Vec<Place> {
        let mut places = self.operands(place, both_branches);
        places.retain(|place| self.undecided(*place));
        places
    }
    /// The values that a value is computed from, without those that it surely is not.
    fn operands(&self, place: Place, both_branches: bool) -> Vec<Place> {
        let Some(node) = self.node(place) else { return Vec::new() };
        let beside = |node: &NodeId| Self::beside(place, *node);
        let truth = |place: Place| self.value(place).and_then(|value| value.as_truth().ok());
        match &node.op {
            Op::Outer(node) => vec![Place::Applicant(*node)],
            Op::Select { condition, then, otherwise } => {
                match truth(beside(condition)).and_then(Truth::decided) {
                    Some(true) => vec![beside(then)],
                    Some(false) => vec![beside(otherwise)],
                    None if both_branches => vec![beside(condition), beside(then), beside(otherwise)],
                    None => vec![beside(condition)],
                }
            }
            Op::Min(all) => self.contenders(all.iter().map(beside).collect(), true),
            Op::Max(all) => self.contenders(all.iter().map(beside).collect(), false),
            Op::Reduce { list, value, condition, .. } => {
                let Some(input) = self.plan.lists.get(*list).map(|list| list.input) else {
                    return Vec::new();
                };
                let mut places = Vec::new();
                for item in 0..super::run::Facts::items(self.case, input).rows() {
                    let at = |node: &NodeId| Place::Item(*list, item, *node);
                    let counts = condition.as_ref().map_or(Some(Truth::known(true)), |node| truth(at(node)));
                    places.extend(condition.as_ref().map(at));
                    if counts.is_some_and(|counts| counts.possible) {
                        places.extend(value.as_ref().map(at));
                    }
                }
                places
            }
            op => op.operands().iter().map(beside).collect(),
        }
    }
    /// Those of several values that may be the lowest (or highest), the most promising first.
    fn contenders(&self, mut places: Vec<Place>, lowest: bool) -> Vec<Place> {
        let range = |place: &Place| {
            let range = self.value(*place).and_then(Possible::range).unwrap_or(Interval::ALL);
            if lowest { range.negate() } else { range }
        };
        let floor = places.iter().filter_map(|place| range(place).low.map(|end| end.at)).max();
        let absent = |place: &Place| self.value(*place).is_some_and(Possible::may_be_absent);
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

    /// Everything undecided that these values depend on.
    pub fn reached(&self, roots: impl Iterator<Item = Place>) -> Reached {
        let mut reached = Reached::default();
        let mut seen = BTreeSet::new();
        let mut stack: Vec<Place> = roots.filter(|place| self.undecided(*place)).collect();
        while let Some(place) = stack.pop() {
            if !seen.insert(place) {
                continue;
            }
            if let Place::Applicant(node) = place {
                reached.nodes.insert(node);
            }
            reached.variables.extend(self.variable(place));
            match self.node(place).map(|node| &node.op) {
                Some(Op::Paid(..)) => {
                    reached.variables.insert(Variable::Year);
                }
                Some(Op::Reduce { list, .. }) => {
                    reached.lists.insert(*list);
                    let input = self.plan.lists.get(*list).map(|list| list.input);
                    let unknown = input.filter(|input| self.case.is_unknown_list(*input));
                    reached.variables.extend(unknown.map(Variable::Input));
                }
                _ => {}
            }
            stack.extend(self.below(place, true));
        }
        reached
    }

    /// What tells one undecided state of these values from another.
    pub fn signature(&self, roots: impl Iterator<Item = Place>) -> Signature<'a> {
        let mut signature = Signature::new();
        let mut stack: Vec<Place> = roots.collect();
        while let Some(place) = stack.pop() {
            let Some(value) = self.value(place) else { continue };
            if signature.insert(place, value).is_none() && !value.is_decided() {
                stack.extend(self.operands(place, true));
            }
        }
        signature
    }

    /// The next case distinction for these values, if there is one.
    pub fn split(&self, roots: impl Iterator<Item = NodeId>) -> Option<Split<'a>> {
        let mut seen = BTreeSet::new();
        for root in roots {
            let mut stack = vec![Visit::Enter(Place::Applicant(root))];
            while let Some(visit) = stack.pop() {
                let place = match visit {
                    Visit::Enter(place) => place,
                    Visit::Leave(place) => match self.question(place) {
                        Some(split) => return Some(split),
                        None => continue,
                    },
                };
                if !self.undecided(place) || !seen.insert(place) {
                    continue;
                }
                if let Some(split) = self.direct(place) {
                    return Some(split);
                }
                stack.push(Visit::Leave(place));
                stack.extend(self.below(place, false).into_iter().rev().map(Visit::Enter));
            }
        }
        None
    }

    /// Divides a fact that a node reads.
    fn direct(&self, place: Place) -> Option<Split<'a>> {
        if let Op::Paid(..) = self.node(place)?.op {
            let years = self.case.years.iter().map(|year| Year::Is(*year)).chain([Year::Other]);
            let cases = years.map(|year| Assumption::Set(Variable::Year, Setting::Year(year))).collect();
            return Some(Split { cut: Cut::Year, of: BTreeSet::from([Variable::Year]), cases });
        }
        let variable = self.variable(place)?;
        let Setting::Value(value) = self.case.setting(variable)? else { return None };
        if let Possible::Bool(_) = value {
            let cases = [true, false].map(|truth| Possible::Bool(Truth::known(truth)));
            return Some(divide(Cut::Truth(variable), variable, cases));
        }
        absence(variable, value)
    }

    /// Divides a fact so that a question about it is decided, or else takes the question as answered
    /// either way, which covers everything as well.
    fn question(&self, place: Place) -> Option<Split<'a>> {
        let beside = |node: &NodeId| Self::beside(place, *node);
        // Inside an unknown list one answer does not do for all items, so there a question stays open.
        let in_unknown_list = self.list_input(place).is_some_and(|input| self.case.is_unknown_list(input));
        if in_unknown_list || !matches!(self.value(place)?, Possible::Bool(_)) {
            return None;
        }
        match &self.node(place)?.op {
            Op::Among(one, wanted) => {
                let found = self.source(beside(one)).and_then(|variable| {
                    let Setting::Value(value) = self.case.setting(variable)? else { return None };
                    let Possible::Enum { mask, .. } = value else { return None };
                    let (inside, outside) = (mask & wanted, mask & !wanted);
                    let cases = [inside, outside].map(|mask| Possible::Enum { mask, absent: false });
                    (inside != 0 && outside != 0)
                        .then(|| divide(Cut::Values(variable, inside), variable, cases))
                });
                found.or_else(|| Some(self.either_way(place, Vec::new())))
            }
            Op::Has(set, position) => {
                let found = self.source(beside(set)).and_then(|variable| {
                    let Setting::Value(value) = self.case.setting(variable)? else { return None };
                    let Possible::Set { sure, possible } = value else { return None };
                    let member = bit(*position);
                    let cases = [
                        Possible::Set { sure: sure | member, possible },
                        Possible::Set { sure, possible: possible & !member },
                    ];
                    (possible & !sure & member != 0)
                        .then(|| divide(Cut::Member(variable, *position), variable, cases))
                });
                found.or_else(|| Some(self.either_way(place, Vec::new())))
            }
            Op::Compare(comparison, left, right) => {
                let (left, right) = (beside(left), beside(right));
                let sides = [(left, right, *comparison), (right, left, mirrored(*comparison))];
                for (unknown, fixed, comparison) in sides {
                    let Some(at) = self.exact(fixed) else { continue };
                    let cut = self.threshold(unknown, at, after(comparison));
                    return cut.or_else(|| Some(self.either_way(place, vec![(unknown, comparison, at)])));
                }
                Some(self.either_way(place, Vec::new()))
            }
            Op::CompareRatio { comparison, numerator, denominator, right } => {
                let (numerator, denominator) = (beside(numerator), beside(denominator));
                let right = self.exact(beside(right));
                let cut = match (self.exact(numerator), self.exact(denominator), right) {
                    (_, None, _) if self.may_be_zero(denominator) => {
                        self.threshold(denominator, Rational::ZERO, true)
                    }
                    (None, Some(denominator), Some(right)) => right
                        .times(denominator)
                        .and_then(|at| self.threshold(numerator, at, after(*comparison))),
                    (Some(numerator), None, Some(right)) => numerator
                        .over(right)
                        .and_then(|at| self.threshold(denominator, at, after(mirrored(*comparison)))),
                    _ => None,
                };
                cut.or_else(|| Some(self.either_way(place, Vec::new())))
            }
            Op::SameText(..) | Op::Not(_) | Op::And(_) | Op::Or(_) | Op::AtLeast(..) | Op::Select { .. } => {
                Some(self.either_way(place, Vec::new()))
            }
            Op::Reduce { kind: AggregateKind::Any | AggregateKind::All, .. } => {
                Some(self.either_way(place, Vec::new()))
            }
            _ => None,
        }
    }
    fn exact(&self, place: Place) -> Option<Rational> {
        let value = self.value(place)?;
        if value.may_be_absent() { None } else { value.range()?.as_exact() }
    }
    fn may_be_zero(&self, place: Place) -> bool {
        let range = self.value(place).and_then(Possible::range);
        range.is_some_and(Interval::holds_zero)
    }

    /// Takes a question as answered yes, and as answered no.
    fn either_way(&self, place: Place, compared: Vec<(Place, Comparison, Rational)>) -> Split<'a> {
        let cases = [true, false].map(|answer| {
            let mut nodes = vec![(place, Possible::Bool(Truth::known(answer)))];
            for (operand, comparison, at) in &compared {
                let value = self.value(*operand).filter(|value| !value.may_be_absent());
                let range = satisfying(*comparison, *at, answer);
                nodes.extend(value.zip(range).map(|(value, range)| (*operand, value.within(range))));
            }
            Assumption::Nodes(nodes)
        });
        let of = self.reached([place].into_iter()).variables;
        Split { cut: Cut::Node(place), of, cases: cases.into() }
    }

    /// Follows an undecided number down to the one fact it rises or falls with, and divides that where
    /// the number passes `at`. Any division covers everything; a good one decides the question.
    fn threshold(&self, mut place: Place, mut at: Rational, mut after: bool) -> Option<Split<'a>> {
        loop {
            if let Some(variable) = self.variable(place) {
                return self.cut(variable, at, after);
            }
            let open = self.below(place, false);
            let [only] = open.as_slice() else { return None };
            match &self.node(place)?.op {
                Op::Outer(_) | Op::Select { .. } | Op::Min(_) | Op::Max(_) => {}
                Op::Add(terms) => {
                    for (subtracted, term) in terms {
                        let term = Self::beside(place, *term);
                        if term == *only {
                            continue;
                        }
                        let known = self.exact(term)?;
                        at = if *subtracted { at.plus(known)? } else { at.minus(known)? };
                    }
                    let sign = terms.iter().find(|(_, term)| Self::beside(place, *term) == *only)?.0;
                    if sign {
                        at = at.negate()?;
                        after = !after;
                    }
                }
                Op::Multiply(left, right) => {
                    let factor =
                        [left, right].into_iter().find_map(|node| self.exact(Self::beside(place, *node)))?;
                    at = at.over(factor)?;
                    after ^= factor.is_negative();
                }
                Op::Divide(_, right) => {
                    let divisor = self.exact(Self::beside(place, *right))?;
                    at = at.times(divisor)?;
                    after ^= divisor.is_negative();
                }
                Op::Floor(_) => {
                    let whole = Rational::whole(at.floor());
                    at = if after || !at.is_whole() { whole.plus(Rational::ONE)? } else { whole };
                    after = false;
                }
                _ => return None,
            }
            place = *only;
        }
    }
    /// Divides a number before `at`, or after it; if that leaves one side empty, the other way.
    fn cut(&self, variable: Variable, at: Rational, after: bool) -> Option<Split<'a>> {
        let Setting::Value(value) = self.case.setting(variable)? else { return None };
        if let Some(split) = absence(variable, value) {
            return Some(split);
        }
        let range = value.range()?;
        let whole = is_whole(self.plan, variable);
        [after, !after].into_iter().find_map(|after| {
            let (lower, upper) = sides(at, after, whole)?;
            let cases = [value.within(range.meet(lower)?), value.within(range.meet(upper)?)];
            Some(divide(Cut::Number(variable, at, after), variable, cases))
        })
    }
}

/// Whether the answer to a comparison with a number changes after that number rather than before it.
const fn after(comparison: Comparison) -> bool {
    match comparison {
        Comparison::More | Comparison::AtMost => true,
        Comparison::Less | Comparison::AtLeast | Comparison::Equal | Comparison::NotEqual => false,
    }
}

/// The numbers on both sides of a division.
fn sides(at: Rational, after: bool, whole: bool) -> Option<(Interval, Interval)> {
    let (last, first) = if whole {
        let floor = Rational::whole(at.floor());
        let last = if after || !at.is_whole() { floor } else { floor.minus(Rational::ONE)? };
        (End { at: last, open: false }, End { at: last.plus(Rational::ONE)?, open: false })
    } else {
        (End { at, open: !after }, End { at, open: after })
    };
    Some((Interval { low: None, high: Some(last) }, Interval { low: Some(first), high: None }))
}

/// The numbers for which a comparison is answered so; `None` where they are no interval.
fn satisfying(comparison: Comparison, at: Rational, answer: bool) -> Option<Interval> {
    let below = |open| Some(Interval { low: None, high: Some(End { at, open }) });
    let above = |open| Some(Interval { low: Some(End { at, open }), high: None });
    match (comparison, answer) {
        (Comparison::Less, true) | (Comparison::AtLeast, false) => below(true),
        (Comparison::AtMost, true) | (Comparison::More, false) => below(false),
        (Comparison::More, true) | (Comparison::AtMost, false) => above(true),
        (Comparison::AtLeast, true) | (Comparison::Less, false) => above(false),
        (Comparison::Equal, true) | (Comparison::NotEqual, false) => Some(Interval::exact(at)),
        (Comparison::Equal, false) | (Comparison::NotEqual, true) => None,
    }
}

fn divide<'a>(cut: Cut, variable: Variable, cases: [Possible<'a>; 2]) -> Split<'a> {
    let cases = cases.map(|value| Assumption::Set(variable, Setting::Value(value)));
    Split { cut, of: BTreeSet::from([variable]), cases: cases.into() }
}

/// Divides a fact that may be absent into absent and present.
fn absence<'a>(variable: Variable, value: Possible<'a>) -> Option<Split<'a>> {
    let both = value.may_be_absent() && value != Possible::Absent;
    both.then(|| divide(Cut::Absence(variable), variable, [Possible::Absent, value.present()]))
}

/// The position of a node, for sorting.
pub(super) fn in_order(nodes: &BTreeSet<NodeId>) -> Vec<NodeId> {
    let mut nodes: Vec<NodeId> = nodes.iter().copied().collect();
    nodes.sort_by_key(|node| node.raw());
    nodes
}
