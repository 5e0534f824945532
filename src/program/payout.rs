//! What happens to an amount once it is known: who pays which part of it, and when.

use crate::money::Rational;
use crate::source::Span;
use crate::syntax::ast::Section;

/// What happens to an amount once it is known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Payout {
    /// Who pays which part.
    pub split: Option<Division>,
    /// When which part is paid.
    pub schedule: Option<Division>,
}

/// An amount divided into parts that add up to it exactly.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Division {
    /// The parts in the order written; their shares add up to one.
    pub portions: Vec<Portion>,
    /// The part that takes what rounding leaves over.
    pub taker: usize,
    /// Every other part is rounded down to whole multiples of this.
    pub step: Rational,
    /// Where it is said.
    pub span: Span,
    /// Sections of its own.
    pub cites: Vec<Section>,
}

/// One part of a division.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Portion {
    /// Who pays it, or when it is paid.
    pub name: String,
    /// Its share of the whole.
    pub share: Rational,
}
