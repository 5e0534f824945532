//! How the outcome of an award depends on the cases of what is missing: a diagram in which equal parts
//! are one, so that a fact on which nothing depends drops out.

use std::collections::{BTreeMap, BTreeSet};

use crate::money::Rational;
use crate::plan::AwardId;

use super::given::Variable;
use super::reading::Reading;
use super::run::Place;
use super::view::Signature;

/// Where a case distinction divides what is possible.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Cut<'a> {
    Truth(Variable),
    Absence(Variable),
    Values(Variable, u64),
    Member(Variable, usize),
    Number(Variable, Rational, bool),
    Year,
    /// A question, with what it is asked about.
    Node(Place, Signature<'a>),
}

/// A part of a diagram.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Knot(usize);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Shape<'a> {
    /// The reading, and for one that is not single what it varies with, and how.
    Leaf(AwardId, Reading, BTreeSet<Variable>, Signature<'a>),
    /// The cut, what it cuts, and a part for each case; `None` for a case that cannot be.
    Branch(Cut<'a>, BTreeSet<Variable>, Vec<Option<Knot>>),
}

/// Diagrams of any number of awards.
#[derive(Default)]
pub(super) struct Diagram<'a> {
    known: BTreeMap<Shape<'a>, Knot>,
    shapes: Vec<Shape<'a>>,
}

impl<'a> Diagram<'a> {
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
    pub fn branch(
        &mut self,
        cut: &Cut<'a>,
        of: &BTreeSet<Variable>,
        cases: Vec<Option<Knot>>,
    ) -> Option<Knot> {
        let mut live = cases.iter().flatten();
        let first = *live.next()?;
        if live.all(|knot| *knot == first) {
            return Some(first);
        }
        let shape = Shape::Branch(cut.clone(), of.clone(), cases);
        Some(self.knot(shape.clone(), shape))
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
                Shape::Branch(_, variables, cases) => {
                    depends.extend(variables.iter().copied());
                    // The first case is read first: its displacement is the one that is named.
                    stack.extend(cases.iter().rev().flatten().filter(|case| seen.insert(**case)));
                }
            }
        }
        sum.map(|sum| (sum, depends))
    }
}
