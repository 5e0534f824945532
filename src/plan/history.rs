//! Which earlier payments a sum takes in.

use std::collections::BTreeSet;

use super::{AwardId, Op, Plan};

/// Over which history a sum of payments is taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PaidScope {
    /// All of it.
    Ever,
    /// The year of the decision and those before it, so many in all; at least one.
    Years(u16),
}

impl PaidScope {
    /// The year of the decision.
    pub const THIS_YEAR: PaidScope = PaidScope::Years(1);

    /// Whether a payment that counts for a year, if for any, counts in a decision of this year.
    pub fn counts(self, payment: Option<i32>, decision: i32) -> bool {
        match (self, payment) {
            (PaidScope::Ever, _) => true,
            (PaidScope::Years(years), Some(payment)) => {
                let before = decision.checked_sub(payment);
                before.is_some_and(|before| (0..i32::from(years)).contains(&before))
            }
            (PaidScope::Years(_), None) => false,
        }
    }
}

impl Plan {
    /// The sums of earlier payments that are read, each once.
    pub fn paid(&self) -> impl Iterator<Item = (AwardId, PaidScope)> {
        let read = self.nodes.iter().filter_map(|node| {
            if let Op::Paid(award, scope) = node.op { Some((award, scope)) } else { None }
        });
        read.collect::<BTreeSet<_>>().into_iter()
    }
}
