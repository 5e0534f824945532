//! What only all applicants together decide, in the syntax tree: ties, prizes, and what becomes of claims on a fund.

use crate::source::Span;

use super::{Expr, Name, OrderKey};

/// What becomes of applicants whom no ranking key tells apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ties {
    /// `all admitted`: each counts as if in the best of their places, even where that is one too many.
    Admitted,
    /// `none admitted`: each counts as if in the last of their places.
    Refused,
    /// `share`: the prizes of their places are added up and divided equally.
    Share,
    /// `by lot in FACT`: the fact holds the number drawn, the lowest first.
    Lot(Name),
}

/// What becomes of the one where the places or the money end.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LastOne {
    /// `the last one in part`
    InPart,
    /// `the last one not at all`: nor anybody after.
    NotAtAll,
}

/// `2nd to 3rd 50k each`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prize {
    /// The first place that it is for.
    pub from: u32,
    /// The last one.
    pub to: u32,
    /// What each of them brings.
    pub amount: Expr,
    /// Where it stands.
    pub span: Span,
}

/// `60% of a`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaidFor {
    /// The award.
    pub award: Name,
    /// The share of it that the fund pays; all of it, if none is written.
    pub share: Option<Expr>,
}

/// What becomes of claims that exceed what there is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shortage {
    /// `pro rata`, and where what rounding down leaves over goes.
    ProRata(Option<Remainder>),
    /// `in order, earliest by applied_on`: one after the other.
    InOrder { order: Vec<OrderKey>, last: Option<LastOne> },
}

/// Where what rounding down leaves over goes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Remainder {
    /// `to the largest`: to the largest claim.
    ToLargest,
    /// `by largest fraction`: a step of rounding each to those who lost most by rounding down.
    ByFraction,
    /// `stays`: nobody gets it.
    Stays,
}
