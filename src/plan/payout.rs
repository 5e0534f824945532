//! What happens to an amount once it is known, as nodes: the parts of a division add up to it exactly.

use super::NodeId;

/// What happens to an amount once it is known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Payout {
    /// Who pays which part: of several divisions the first whose condition holds.
    pub split: Vec<Division>,
    /// When which part is paid, likewise.
    pub schedule: Vec<Division>,
}

/// The parts of an amount, in the author's order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Division {
    /// Bool: it holds; `None` for always.
    pub condition: Option<NodeId>,
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
    /// Money: what it comes to.
    pub amount: NodeId,
}

impl Payout {
    /// The nodes of all parts.
    pub(super) fn nodes_mut(&mut self) -> impl Iterator<Item = &mut NodeId> {
        let divisions = self.split.iter_mut().chain(&mut self.schedule);
        divisions.flat_map(|division| {
            let amounts = division.portions.iter_mut().map(|portion| &mut portion.amount);
            division.condition.iter_mut().chain(amounts)
        })
    }
}
