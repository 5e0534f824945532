//! What happens to an amount after it is computed, in the syntax tree.

use super::{Expr, Quoted};
use crate::source::Span;

/// An amount divided among payers or over time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Division {
    /// Its parts, in the order written.
    pub parts: Vec<DivisionPart>,
    /// Whether the shares were written as `8:2`, each then a figure.
    pub proportion: bool,
    /// `rounded down to 1`: to what the parts are rounded, where the author says so.
    pub step: Option<Expr>,
    /// `where …`: when it holds; of several the first that does.
    pub condition: Option<Expr>,
    /// Where it stands.
    pub span: Span,
}

/// One part of a division.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DivisionPart {
    /// Its share, or a sum of money; `None` for `rest`.
    pub share: Option<Expr>,
    /// Who pays it, or when it is paid.
    pub name: Quoted,
}
