//! Scores of a plan, as nodes of the applicant's level.

use crate::money::Rational;
use crate::program::Units;
use crate::syntax::ast::Comparison;

use super::NodeId;

/// Indicators with points.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Score {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Sections it cites.
    pub cites: Vec<String>,
    /// The indicators in the order written.
    pub indicators: Vec<Indicator>,
    /// The most points in all.
    pub limit: Option<Rational>,
    /// Number: the total.
    pub total: NodeId,
    /// What the total has to reach or to exceed.
    pub pass: Option<(Comparison, Rational)>,
    /// Units in charge.
    pub units: Units,
    /// Readings taken of ambiguous clauses.
    pub readings: Vec<String>,
}

/// One indicator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Indicator {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Sections of its own.
    pub cites: Vec<String>,
    /// Number: its points before limit and weight.
    pub points: NodeId,
    /// The most it brings, before its weight.
    pub limit: Option<Rational>,
    /// Its weight.
    pub weight: Option<Rational>,
    /// Number: what it adds to the total.
    pub worth: NodeId,
}

impl Score {
    /// Whether a total passes, where there is a mark.
    pub fn passes(&self, total: Rational) -> Option<bool> {
        let (comparison, mark) = self.pass?;
        Some(if comparison == Comparison::More { total > mark } else { total >= mark })
    }

    /// Its nodes.
    pub(super) fn nodes_mut(&mut self) -> impl Iterator<Item = &mut NodeId> {
        let indicators = self.indicators.iter_mut().flat_map(|one| [&mut one.points, &mut one.worth]);
        indicators.chain([&mut self.total])
    }
}
