//! What only all applicants together decide: how they are ranked, what places bring, what funds hold.
//!
//! For one applicant the comparison with the others is an input: `<award>.selected` where a quota decides,
//! `<award>.place` where prizes do. Unknown, it leaves the award undetermined; whoever decides for all applicants fills it in.

use crate::money::Rational;
use crate::program::TieRule;
use crate::source::Span;
use crate::syntax::ast::{LastOne, Remainder, Scope};

use super::{AwardId, InputId, NodeId};

/// A key that applicants are put in order by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Key {
    /// Whether the highest or latest comes first.
    pub descending: bool,
    /// A number or a date.
    pub node: NodeId,
    /// Bool: it has a value; `None` if it always has.
    pub defined: Option<NodeId>,
}

/// Who comes first among the applicants for one award.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ranking {
    /// The keys, the first of which counts most.
    pub keys: Vec<Key>,
    /// What becomes of those whom no key tells apart.
    pub ties: TieRule,
    /// What the places bring, from the first on; empty where a quota decides.
    pub prizes: Vec<Prize>,
    /// The input that holds what the comparison came to: `<award>.selected`, or with prizes `<award>.place`.
    pub chosen: InputId,
    /// Where it is said.
    pub span: Span,
}

/// What some places bring.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Prize {
    /// The last place that it is for; the first is the one after those before.
    pub to: u32,
    /// What each of them brings, before the award's limits.
    pub amount: Rational,
}

/// A fund that awards are paid from, or a limit on what they come to for all applicants together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fund {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Sections it cites.
    pub cites: Vec<String>,
    /// What there is; `None` where the text does not say.
    pub budget: Option<Rational>,
    /// For how long; without a scope, for each round of decisions.
    pub scope: Option<Scope>,
    /// It only limits the sum, and pays nothing.
    pub programme: bool,
    /// The awards, each with the share of it that the fund bears, in the order of results.
    pub pays: Vec<(AwardId, Rational)>,
    /// What becomes of claims that exceed the budget.
    pub shortage: Shortage,
    /// Where it stands.
    pub span: Span,
}

/// What becomes of claims that exceed what there is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shortage {
    /// The rules do not say.
    Unstated,
    /// All are cut by the same share; what rounding leaves over stays, or goes where this says.
    ProRata(Option<Remainder>),
    /// One after the other.
    InOrder {
        /// By what.
        keys: Vec<Key>,
        /// What becomes of the one for whom not enough is left.
        last: Option<LastOne>,
    },
}

impl Key {
    fn nodes_mut(&mut self) -> impl Iterator<Item = &mut NodeId> {
        std::iter::once(&mut self.node).chain(&mut self.defined)
    }
}

impl Ranking {
    /// The nodes of all keys.
    pub(super) fn nodes_mut(&mut self) -> impl Iterator<Item = &mut NodeId> {
        self.keys.iter_mut().flat_map(Key::nodes_mut)
    }

    /// What a place brings, before the award's limits; nothing after the last prize.
    pub fn prize(&self, place: u32) -> Option<Rational> {
        self.prizes.iter().find(|prize| place <= prize.to).map(|prize| prize.amount)
    }

    /// The last place that brings something.
    pub fn last_place(&self) -> u32 {
        self.prizes.last().map_or(0, |prize| prize.to)
    }
}

impl Fund {
    /// The nodes of all keys.
    pub(super) fn nodes_mut(&mut self) -> impl Iterator<Item = &mut NodeId> {
        let keys = match &mut self.shortage {
            Shortage::InOrder { keys, .. } => keys.as_mut_slice(),
            Shortage::Unstated | Shortage::ProRata(_) => &mut [],
        };
        keys.iter_mut().flat_map(Key::nodes_mut)
    }
}
