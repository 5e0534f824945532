//! Targets of a plan: what indicators are to reach, as nodes that judge the figures given.

use crate::money::Rational;
use crate::program::{Measure, Units};
use crate::source::Span;
use crate::syntax::ast::{BaseYear, Comparison, GoalNature, When};

use super::{InputId, NodeId, Nodes};

/// Targets by section, then id. Their nodes read inputs alone and stand apart from those of awards: no award
/// waits for a city's figures.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Targets {
    /// The indicators.
    pub all: Vec<Target>,
    /// What their goals read and compute.
    pub nodes: Nodes,
}

/// An indicator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// Its id; also the name of the input that holds its own figure, if a goal is judged by it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Sections it cites.
    pub cites: Vec<String>,
    /// Its goals by year, those without a year last.
    pub goals: Vec<Goal>,
    /// One goal that is reached suffices.
    pub any: bool,
    /// How binding it is, where the text says so.
    pub nature: Option<GoalNature>,
    /// Units in charge.
    pub units: Units,
    /// Readings taken of ambiguous clauses.
    pub readings: Vec<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// The whole item in its rule file.
    pub span: Span,
}

/// One value to be reached.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Goal {
    /// How growth is counted; `None` for a level.
    pub growth: Option<Growth>,
    /// How the value is compared.
    pub comparison: Comparison,
    /// The level, or the growth a year.
    pub value: Rational,
    /// What the figures measure.
    pub measure: Measure,
    /// The unit in words.
    pub unit: Option<String>,
    /// When.
    pub when: Option<When>,
    /// The fact it is judged by, where it is not the indicator's own figure.
    pub fact: Option<InputId>,
    /// What it reads, in document order.
    pub reads: Vec<InputId>,
    /// Its nodes; `None` where the text leaves open what growth is counted from, so that nothing can be said.
    pub judged: Option<Judged>,
    /// Where it stands.
    pub span: Span,
    /// Sections of its own.
    pub cites: Vec<String>,
}

/// How growth is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Growth {
    /// The base year.
    pub base: BaseYear,
    /// The figure of the base, where the text states it.
    pub figure: Option<Rational>,
    /// The years from the base to the goal.
    pub years: u32,
}

/// The nodes of a goal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Judged {
    /// Number: the figure that counts.
    pub actual: NodeId,
    /// Number: the level it has to come to.
    pub needed: NodeId,
    /// Bool: it does.
    pub reached: NodeId,
    /// Bool: the target is met for the time of this goal, by this goal or by one that suffices as well.
    pub met: NodeId,
}

impl Goal {
    /// The year it is judged in; `None` where the text leaves it open.
    pub fn year(&self, this_year: Option<i32>) -> Option<i32> {
        match self.when {
            Some(When::By(year) | When::In(year)) => Some(year),
            Some(When::Total { to, .. }) => Some(to),
            Some(When::EachYear) => this_year,
            None | Some(When::Within(_) | When::Unstated) => None,
        }
    }
}
