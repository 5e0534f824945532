//! What happens to an amount once it is known: who pays which part of it, and when.

use super::Expr;
use crate::money::Rational;
use crate::source::Span;
use crate::syntax::ast::Section;

/// What happens to an amount once it is known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Payout {
    /// Who pays which part: of several divisions the first whose condition holds.
    pub split: Vec<Division>,
    /// When which part is paid, likewise.
    pub schedule: Vec<Division>,
}

/// An amount divided into parts that add up to it exactly.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Division {
    /// When it holds; `None` for always.
    pub condition: Option<Expr>,
    /// The parts in the order written; their shares add up to one, or one of them is the rest.
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
    /// How much it is.
    pub part: Part,
}

/// How much a part is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// A share of the whole.
    Share(Rational),
    /// A sum of money, as far as those before it leave as much.
    Amount(Expr),
    /// What the others leave.
    Rest,
}
