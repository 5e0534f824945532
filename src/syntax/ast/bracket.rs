//! Brackets of the syntax tree: a rate or an amount chosen by where a value lies.

use crate::source::Span;

use super::{Comparison, Expr};

/// `bracket of rd_expense by sales: >= 8m 3%, >= 2m 2%, below nothing`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bracket {
    /// How the arms are applied.
    pub kind: BracketKind,
    /// What the rate is applied to, where that is not the value that chooses it.
    pub base: Option<Expr>,
    /// The value that chooses.
    pub by: Expr,
    /// The brackets as written.
    pub arms: Vec<BracketArm>,
}

/// How the arms of a bracket are applied.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BracketKind {
    /// `bracket by …`: the rate of the bracket holds for the whole base.
    Slab,
    /// `bracket by … in parts`: each rate holds for the part of the base in its bracket.
    Parts,
    /// `rate by …`: the rate itself.
    Rate,
}

/// One bracket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BracketArm {
    /// Where it begins and ends.
    pub ends: BracketEnds,
    /// What holds there; `None` for `nothing`.
    pub value: Option<Expr>,
    /// Where it stands.
    pub span: Span,
}

/// Where a bracket begins and ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BracketEnds {
    /// `>= 2m`, or two ends `>= 2m and < 8m`, each with its number.
    Ends(Vec<(Comparison, Expr)>),
    /// `first 30m`: from the lowest value on.
    First(Expr),
    /// `next 20m`: so much from where the bracket before it ends.
    Next(Expr),
    /// `below …`: everything below the lowest bracket.
    Below,
    /// `above …`: everything above the highest bracket.
    Above,
}
