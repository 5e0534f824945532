//! What only all applicants together decide: rankings, prizes, budgets and what becomes of claims that exceed them.

use crate::money::Rational;
use crate::source::Span;
use crate::syntax::ast::{LastOne, Remainder, Scope};

use super::{AwardId, Expr};

/// Who comes first among the applicants for one award.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ranking {
    /// Keys, each with whether the highest or latest comes first; a lot is the last of them.
    pub keys: Vec<(bool, Expr)>,
    /// What becomes of those whom no key tells apart.
    pub ties: TieRule,
    /// Where it is said.
    pub span: Span,
}

/// What becomes of applicants whom no ranking key tells apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TieRule {
    /// The rules do not say.
    Unstated,
    /// Each counts as if in the best of their places.
    Admitted,
    /// Each counts as if in the last of their places.
    Refused,
    /// The prizes of their places are added up and divided equally.
    Share,
}

/// What some places bring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prize {
    /// The first place that it is for.
    pub from: u32,
    /// The last one.
    pub to: u32,
    /// What each of them brings.
    pub amount: Rational,
    /// Where it stands.
    pub span: Span,
}

/// What there is for all applicants together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Budget {
    /// How much.
    pub amount: Rational,
    /// For how long; without a scope, for each round of decisions.
    pub scope: Option<Scope>,
    /// It only limits the sum, and pays nothing.
    pub programme: bool,
    /// What becomes of claims that exceed it.
    pub shortage: Shortage,
    /// Where it is said.
    pub span: Span,
}

/// What becomes of claims that exceed what there is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shortage {
    /// The rules do not say.
    Unstated,
    /// All are cut by the same share; and where what rounding leaves over goes.
    ProRata(Option<Remainder>),
    /// One after the other.
    InOrder {
        /// Keys, each with whether the highest or latest comes first.
        keys: Vec<(bool, Expr)>,
        /// What becomes of the one for whom not enough is left.
        last: Option<LastOne>,
    },
}

/// An award that a fund pays for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaidFrom {
    /// The award.
    pub award: AwardId,
    /// How much of it the fund bears.
    pub share: Rational,
    /// Where it is said.
    pub span: Span,
}
