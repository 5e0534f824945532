//! How the outcome of an award depends on the cases of what is missing: a diagram in which parts that
//! come to the same are one, so that a fact on which nothing depends drops out.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::AwardId;

use super::given::{Setting, Variable};
use super::reading::Reading;
use super::run::Place;
use super::view::Signature;

/// Pairs of parts looked at, at most, to find out whether two diagrams come to the same.
const PATIENCE: usize = 100_000;

/// What a case distinction divides.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Subject<'a> {
    Fact(Variable),
    /// A question, with what it is asked about.
    Question(Place, Signature<'a>),
}

/// What a case takes its subject to be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Region<'a> {
    Setting(Setting<'a>),
    Answer(bool),
}

impl<'a> Region<'a> {
    fn meet(self, other: Region<'a>) -> Option<Region<'a>> {
        match (self, other) {
            (Region::Setting(left), Region::Setting(right)) => left.meet(right).map(Region::Setting),
            (left, right) => (left == right).then_some(left),
        }
    }
}

/// A part of a diagram.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Knot(usize);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Shape<'a> {
    /// The reading, and for one that is not single what it varies with, and how.
    Leaf(AwardId, Reading, BTreeSet<Variable>, Signature<'a>),
    Branch(Branch<'a>),
}

/// A case distinction: its subject, the facts it concerns, and for each case its region and what it comes
/// to; `None` for a case that cannot be.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Branch<'a> {
    pub subject: Subject<'a>,
    pub of: BTreeSet<Variable>,
    pub cases: Vec<(Region<'a>, Option<Knot>)>,
}

/// Diagrams of any number of awards.
pub(super) struct Diagram<'a> {
    known: BTreeMap<Shape<'a>, Knot>,
    shapes: Vec<Shape<'a>>,
    patience: usize,
}

impl<'a> Diagram<'a> {
    pub fn new() -> Diagram<'a> {
        Diagram { known: BTreeMap::new(), shapes: Vec::new(), patience: PATIENCE }
    }
    fn knot(&mut self, key: Shape<'a>, shape: Shape<'a>) -> Knot {
        if let Some(knot) = self.known.get(&key) {
            return *knot;
        }
        let knot = Knot(self.shapes.len());
        self.shapes.push(shape);
        self.known.insert(key, knot);
        knot
    }
    pub fn leaf(
        &mut self,
        award: AwardId,
        reading: Reading,
        varies_with: BTreeSet<Variable>,
        how: Signature<'a>,
    ) -> Knot {
        // Who takes its place makes no other outcome of it.
        let alike = Reading { by: None, ..reading };
        let key = Shape::Leaf(award, alike, varies_with.clone(), how);
        self.knot(key, Shape::Leaf(award, reading, varies_with, Signature::new()))
    }
    /// A case distinction; `None` if no case can be.
    pub fn branch(&mut self, branch: Branch<'a>) -> Option<Knot> {
        let live: Vec<Knot> = branch.cases.iter().filter_map(|(_, case)| *case).collect();
        let (first, others) = live.split_first()?;
        if others.iter().all(|other| self.come_to_the_same(*first, *other, &branch.subject)) {
            return Some(*first);
        }
        let shape = Shape::Branch(branch);
        Some(self.knot(shape.clone(), shape))
    }

    /// Whether two diagrams come to the same in every case, without looking at `subject`. Their cases may
    /// be divided in different orders.
    fn come_to_the_same(&mut self, left: Knot, right: Knot, subject: &Subject<'a>) -> bool {
        type Context<'a> = Vec<(Knot, Region<'a>)>;
        let mut stack: Vec<(Knot, Knot, Context<'a>)> = vec![(left, right, Vec::new())];
        while let Some((left, right, context)) = stack.pop() {
            if left == right {
                continue;
            }
            let Some(patience) = self.patience.checked_sub(1) else { return false };
            self.patience = patience;
            let Some((knot, branch, other)) = [(left, right), (right, left)]
                .into_iter()
                .find_map(|(one, other)| self.as_branch(one).map(|branch| (one, branch, other)))
            else {
                return false;
            };
            if branch.subject == *subject {
                return false;
            }
            for (region, case) in &branch.cases {
                let Some(case) = case else { continue };
                let mut within = Some(*region);
                for (known, assumed) in &context {
                    let same = self.as_branch(*known).is_some_and(|known| known.subject == branch.subject);
                    within = if same { within.and_then(|region| region.meet(*assumed)) } else { within };
                }
                let Some(within) = within else { continue };
                let mut context = context.clone();
                context.push((knot, within));
                stack.push((*case, other, context));
            }
        }
        true
    }
    fn as_branch(&self, knot: Knot) -> Option<&Branch<'a>> {
        match self.shapes.get(knot.0)? {
            Shape::Branch(branch) => Some(branch),
            Shape::Leaf(..) => None,
        }
    }

    /// What a diagram comes to, and what it depends on.
    pub fn summary(&self, knot: Knot) -> Option<(Reading, BTreeSet<Variable>)> {
        let mut seen = BTreeSet::from([knot]);
        let mut stack = vec![knot];
        let mut sum: Option<Reading> = None;
        let mut depends = BTreeSet::new();
        while let Some(Knot(position)) = stack.pop() {
            match self.shapes.get(position)? {
                Shape::Leaf(_, reading, variables, _) => {
                    depends.extend(variables.iter().copied());
                    sum = Some(sum.map_or(*reading, |sum| sum.join(*reading)));
                }
                Shape::Branch(branch) => {
                    depends.extend(branch.of.iter().copied());
                    // The first case is read first: its displacement is the one that is named.
                    let cases = branch.cases.iter().rev().filter_map(|(_, case)| *case);
                    stack.extend(cases.filter(|case| seen.insert(*case)));
                }
            }
        }
        sum.map(|sum| (sum, depends))
    }
}
