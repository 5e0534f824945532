//! Targets of a checked policy: indicators with the values they are to reach.

use crate::money::Rational;
use crate::source::Span;
use crate::syntax::ast::{BaseYear, Comparison, GoalNature, Section, When};

use super::{FactId, Measure, Units};

/// An indicator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// Id; the indicator's own figure goes by it in facts files.
    pub id: String,
    /// Title.
    pub title: String,
    /// Sections it cites.
    pub cites: Vec<Section>,
    /// Its number in the table of the document, with its place.
    pub number: Option<(i32, Span)>,
    /// What is to be reached.
    pub goals: Vec<Goal>,
    /// What growth is counted from; `None` where nothing is said.
    pub base: Option<Base>,
    /// One goal that is reached suffices.
    pub any: bool,
    /// How binding it is, where the text says so.
    pub nature: Option<GoalNature>,
    /// What the indicator's own figure measures.
    pub measure: Measure,
    /// Units in charge.
    pub units: Option<Units>,
    /// Readings.
    pub readings: Vec<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// The whole item.
    pub span: Span,
    /// Its id where it is declared.
    pub name_span: Span,
}

/// One value an indicator has to reach.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Goal {
    /// The fact it is judged by; `None` for the indicator's own figure.
    pub fact: Option<FactId>,
    /// Whether it is a yearly growth rate rather than a level.
    pub growth: bool,
    /// How the value is compared.
    pub comparison: Comparison,
    /// The value.
    pub value: Rational,
    /// What it measures; of growth a ratio.
    pub measure: Measure,
    /// The unit in words.
    pub unit: Option<String>,
    /// When.
    pub when: Option<When>,
    /// Where it stands.
    pub span: Span,
    /// Sections of its own.
    pub cites: Vec<Section>,
}

/// What growth is counted from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Base {
    /// The figure, where the text states it; else it is a fact of that year.
    pub value: Option<Rational>,
    /// The year.
    pub year: BaseYear,
    /// Where it stands.
    pub span: Span,
}
