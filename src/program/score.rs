//! Scores: indicators that bring points, and the mark that a total has to reach.

use crate::money::Rational;
use crate::source::Span;
use crate::syntax::ast::{Comparison, Section};

use super::{Expr, LetId, Units};

/// Indicators with points. Its total is an intermediate value of its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Score {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Sections it cites.
    pub cites: Vec<Section>,
    /// The intermediate value that holds the total.
    pub total: LetId,
    /// The indicators in the order written.
    pub indicators: Vec<Indicator>,
    /// The most points in all.
    pub limit: Option<Rational>,
    /// What the total has to reach or to exceed.
    pub pass: Option<(Comparison, Rational)>,
    /// Units in charge.
    pub units: Option<Units>,
    /// Readings.
    pub readings: Vec<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// The whole item.
    pub span: Span,
}

/// One indicator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Indicator {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its points before limit and weight; none where no condition holds.
    pub points: Expr,
    /// The most it brings, before its weight.
    pub limit: Option<Rational>,
    /// Its weight.
    pub weight: Option<Rational>,
    /// What it adds to the total.
    pub worth: Expr,
    /// Where it is said.
    pub span: Span,
    /// Sections of its own.
    pub cites: Vec<Section>,
}
