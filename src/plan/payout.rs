//! What happens to an amount once it is known, as nodes: the parts of a division add up to it exactly.

use crate::money::Rational;

use super::NodeId;

/// What happens to an amount once it is known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Payout {
    /// Who pays which part.
    pub split: Option<Division>,
    /// When which part is paid.
    pub schedule: Option<Division>,
}

/// The parts of an amount, in the author's order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Division {
    /// The parts.
    pub portions: Vec<Portion>,
    /// The part that takes what rounding leaves over.
    pub taker: usize,
    /// Sections of its own.
    pub cites: Vec<String>,
}

/// One part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Portion {
    /// Who pays it, or when it is paid.
    pub name: String,
    /// Its share.
    pub share: Rational,
    /// Money: what it comes to.
    pub amount: NodeId,
}

impl Payout {
    /// The nodes of all parts.
    pub(super) fn nodes_mut(&mut self) -> impl Iterator<Item = &mut NodeId> {
        let divisions = self.split.iter_mut().chain(&mut self.schedule);
        divisions.flat_map(|division| division.portions.iter_mut().map(|portion| &mut portion.amount))
    }
}
