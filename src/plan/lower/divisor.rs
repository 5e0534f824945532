//! Divisors that conditions keep from being zero: where `revenue has a base` holds, last year's revenue is not zero.
//!
//! A quotient that is needed only where such a condition holds is computed everywhere; where the condition fails it
//! divides by the smallest number that the divisor could be instead, and nobody reads what comes of it.

use crate::money::Rational;
use crate::plan::level::Level;
use crate::source::Span;
use crate::syntax::ast::Comparison;

use super::{At, Lowering, NodeId, Op};

/// How far a divisor and a condition are looked into.
const DEPTH: usize = 16;

/// What is known to hold where a value is needed, or not to hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    at: At,
    condition: NodeId,
    holds: bool,
}

impl Lowering<'_> {
    /// Lowers something that is needed only where these conditions hold, or do not.
    pub(super) fn holding<T>(
        &mut self,
        at: At,
        conditions: impl IntoIterator<Item = (NodeId, bool)>,
        lower: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.held.len();
        let held = conditions.into_iter().map(|(condition, holds)| Held { at, condition, holds });
        self.held.extend(held);
        let lowered = lower(self);
        self.held.truncate(before);
        lowered
    }

    /// A divisor as it is where its quotient is needed.
    pub(super) fn divisor(&mut self, divisor: NodeId, at: At, span: Span) -> NodeId {
        let zero =
            |extent: crate::plan::extent::Extent| !extent.excludes_zero() && extent.is_never_negative();
        let Some(extent) = self.level(at).extent(divisor).filter(|&extent| zero(extent)) else {
            return divisor;
        };
        let Some(least) = self.least(divisor, at, DEPTH) else { return divisor };
        // A multiple of what it is a multiple of: so no finer parts come in.
        let least = match (least, extent.granule) {
            (Least::Number(least), Some(step)) if least >= step => {
                least.over(step).and_then(|steps| step.times(Rational::whole(steps.floor())))
            }
            (_, Some(step)) => Some(step),
            (Least::Number(least), None) => Some(least),
            (Least::Positive, None) => None,
        };
        match least.filter(|least| least.is_positive() && *least <= extent.high) {
            Some(least) => self.level(at).raised(divisor, least, span),
            None => divisor,
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "of any other operation nothing is said")]
    /// The least that a value, never negative, can be where everything holds that is known to; `None` where that may be zero.
    fn least(&self, value: NodeId, at: At, depth: usize) -> Option<Least> {
        let depth = depth.checked_sub(1)?;
        let level = self.nodes_at(at)?;
        if level.extent(value).is_some_and(|extent| extent.low.is_positive()) {
            return level.extent(value).map(|extent| Least::Number(extent.low));
        }
        let known = self.held.iter().filter(|held| held.at == at);
        let mut found = known.filter_map(|held| implied(level, held.condition, held.holds, value, DEPTH));
        if let Some(least) = found.next() {
            return Some(least);
        }
        match &level.nodes.get(value)?.op {
            Op::Outer(outer) => self.least(*outer, At::Applicant, depth),
            // One term above zero is enough where none is subtracted or negative.
            Op::Add(terms) => {
                let positive = |&(subtracted, term): &(bool, NodeId)| {
                    !subtracted && level.extent(term).is_some_and(|extent| extent.is_never_negative())
                };
                let any = || terms.iter().any(|&(_, term)| self.least(term, at, depth).is_some());
                (terms.iter().all(positive) && any()).then_some(Least::Positive)
            }
            Op::Multiply(left, right) => {
                let both = [left, right].into_iter().all(|&factor| self.least(factor, at, depth).is_some());
                both.then_some(Least::Positive)
            }
            Op::Max(all) => {
                all.iter().any(|&one| self.least(one, at, depth).is_some()).then_some(Least::Positive)
            }
            _ => None,
        }
    }

    fn nodes_at(&self, at: At) -> Option<&Level> {
        match at {
            At::Applicant => Some(&self.outer),
            At::Item(list) => self.lists.get(list).map(|list| &list.level),
        }
    }
}

/// How far above zero a value is.
#[derive(Clone, Copy, Debug)]
enum Least {
    Number(Rational),
    /// Above zero, who knows how far.
    Positive,
}

#[expect(clippy::wildcard_enum_match_arm, reason = "any other condition says nothing")]
/// What a condition that holds (or fails) says of a value that is never negative.
fn implied(level: &Level, condition: NodeId, holds: bool, value: NodeId, depth: usize) -> Option<Least> {
    let depth = depth.checked_sub(1)?;
    let part = |&part: &NodeId, holds| implied(level, part, holds, value, depth);
    let fixed = |node: NodeId| level.extent(node).map(|extent| (extent.low, extent.high));
    match &level.nodes.get(condition)?.op {
        Op::Not(inner) => part(inner, !holds),
        Op::And(all) if holds => all.iter().find_map(|one| part(one, true)),
        Op::Or(all) if !holds => all.iter().find_map(|one| part(one, false)),
        Op::Or(all) | Op::And(all) => {
            let each: Option<Vec<Least>> = all.iter().map(|one| part(one, holds)).collect();
            each.filter(|each| !each.is_empty()).map(|_| Least::Positive)
        }
        Op::Compare(comparison, left, right) => {
            let comparison = if holds { *comparison } else { comparison.opposite() };
            let (comparison, other) = if *left == value {
                (comparison, *right)
            } else if *right == value {
                (comparison.mirrored(), *left)
            } else {
                return None;
            };
            let (low, high) = fixed(other)?;
            match comparison {
                Comparison::AtLeast | Comparison::Equal => low.is_positive().then_some(Least::Number(low)),
                Comparison::More if low.is_positive() => Some(Least::Number(low)),
                Comparison::More => (!low.is_negative()).then_some(Least::Positive),
                Comparison::NotEqual => (low.is_zero() && high.is_zero()).then_some(Least::Positive),
                Comparison::Less | Comparison::AtMost => None,
            }
        }
        // False where the denominator is zero.
        Op::CompareRatio { denominator, .. } => (holds && *denominator == value).then_some(Least::Positive),
        _ => None,
    }
}
