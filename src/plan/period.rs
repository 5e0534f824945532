//! Periods: the days between which an award applies, each with the date that decides and why it is so.

use crate::calendar::Date;

use super::{AwardId, NodeId};

/// The first or the last day of an award, or what else decides which of several versions applies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bound {
    /// What makes it so.
    pub because: Because,
    /// Date: what decides. For [`Because::Kept`] Bool: whom the older version still applies to.
    pub event: NodeId,
    /// Bool: it is kept.
    pub holds: NodeId,
}

/// What makes a bound.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Because {
    /// The first day, by its own clause or its policy's.
    First(Date),
    /// The last day, likewise.
    Last(Date),
    /// It takes over from another award from this day on.
    Replaces(AwardId, Date),
    /// Another award takes over from it from this day on.
    ReplacedBy(AwardId, Date),
    /// The applicant is one to whom the version it replaces still applies, until the day, if one is stated.
    Kept(AwardId, Option<Date>),
    /// Another policy, by its title, takes over from this day on.
    Superseded(String, Date),
}

impl Because {
    /// The award it speaks of.
    pub fn award_mut(&mut self) -> Option<&mut AwardId> {
        match self {
            Because::Replaces(award, _) | Because::ReplacedBy(award, _) | Because::Kept(award, _) => {
                Some(award)
            }
            Because::First(_) | Because::Last(_) | Because::Superseded(..) => None,
        }
    }
}
