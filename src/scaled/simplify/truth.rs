//! Truth values: what decides a junction alone, what changes nothing in it, what it holds twice.

use std::collections::BTreeSet;

use super::super::{Op, StepId};
use super::Maker;
use crate::syntax::ast::Comparison;

impl Maker {
    /// Not. A comparison is unknown where its opposite is.
    pub(super) fn not(&mut self, one: StepId) -> Option<StepId> {
        if let Some(value) = self.truth_of(one) {
            return Some(self.truth(!value));
        }
        if let Op::Not(inner) = self.steps.op(one) {
            return Some(*inner);
        }
        let Op::Compare(comparison, left, right) = *self.steps.op(one) else { return None };
        self.make(Op::Compare(comparison.opposite(), left, right), 1)
    }

    /// The step that holds where this one does not, if it stands already; of items none is taken to.
    pub(super) fn opposite_of(&self, one: StepId) -> Option<StepId> {
        if self.of_items {
            return None;
        }
        let op = self.steps.op(one);
        if let Op::Not(inner) = op {
            return Some(*inner);
        }
        if let Op::Compare(comparison, left, right) = op {
            return self.steps.made(&Op::Compare(comparison.opposite(), *left, *right));
        }
        self.steps.made(&Op::Not(one))
    }

    /// The members of a junction and of those of its kind within it.
    pub(super) fn members(&self, step: StepId, conjunction: bool) -> Vec<StepId> {
        match (self.steps.op(step), conjunction) {
            (Op::And(all), true) | (Op::Or(all), false) => all.clone(),
            (_, true | false) => vec![step],
        }
    }

    /// All hold (`conjunction`), or one does.
    ///
    /// Nothing known is lost: a junction is known by the first member that decides it, and no rewrite takes one away
    /// that could. `a and (a or b)` is unknown exactly where `a` is; in `a and (not a or b)` the second is read only
    /// where `a` holds.
    pub(super) fn junction(&mut self, all: &[StepId], conjunction: bool) -> Option<StepId> {
        let mut members = BTreeSet::new();
        for &one in all {
            for member in self.members(one, conjunction) {
                match self.truth_of(member) {
                    Some(value) if value == conjunction => {}
                    Some(_) => return Some(member),
                    None => {
                        members.insert(member);
                    }
                }
            }
        }
        if members.iter().any(|one| self.opposite_of(*one).is_some_and(|other| members.contains(&other))) {
            return Some(self.truth(!conjunction));
        }
        let mut kept = Vec::with_capacity(members.len());
        for &member in &members {
            let inner = self.members(member, !conjunction);
            if inner.len() < 2 {
                kept.push(member);
                continue;
            }
            if inner.iter().any(|one| members.contains(one)) {
                continue;
            }
            let open = inner.iter().copied();
            let open: Vec<StepId> = open
                .filter(|one| !self.opposite_of(*one).is_some_and(|other| members.contains(&other)))
                .collect();
            if open.len() == inner.len() {
                kept.push(member);
            } else {
                let op = if conjunction { Op::Or(open) } else { Op::And(open) };
                kept.push(self.make(op, 1)?);
            }
        }
        self.one_range(&mut kept, conjunction);
        self.one_mask(&mut kept, conjunction);
        let kept: BTreeSet<StepId> = kept.into_iter().collect();
        if kept != members {
            let kept = kept.into_iter().collect();
            return self.make(if conjunction { Op::And(kept) } else { Op::Or(kept) }, 1);
        }
        match members.len() {
            0 => Some(self.truth(conjunction)),
            1 => members.first().copied(),
            _ => {
                let members = members.into_iter().collect();
                self.plain(if conjunction { Op::And(members) } else { Op::Or(members) }, 1)
            }
        }
    }

    /// Of comparisons of one number with fixed ones in one direction, the one that says all the others say.
    fn one_range(&mut self, all: &mut Vec<StepId>, conjunction: bool) {
        let mut strongest: Vec<(StepId, bool, i128, StepId)> = Vec::new();
        all.retain(|&member| {
            let Some((number, upward, least)) = self.threshold(member) else { return true };
            let same = strongest.iter_mut().find(|(other, up, ..)| *other == number && *up == upward);
            match same {
                Some((_, _, bound, of)) => {
                    // All of "at least" hold where the highest does; one of them does where the lowest does.
                    if (least > *bound) == (upward == conjunction) {
                        (*bound, *of) = (least, member);
                    }
                }
                None => strongest.push((number, upward, least, member)),
            }
            false
        });
        all.extend(strongest.into_iter().map(|(.., member)| member));
    }

    /// A comparison with a fixed number as "at least" (`true`) or "at most" so much.
    fn threshold(&self, step: StepId) -> Option<(StepId, bool, i128)> {
        let Op::Compare(comparison, number, fixed) = self.steps.op(step) else { return None };
        let fixed = self.number_of(*fixed)?;
        match comparison {
            Comparison::AtLeast => Some((*number, true, fixed)),
            Comparison::More => Some((*number, true, fixed.checked_add(1)?)),
            Comparison::AtMost => Some((*number, false, fixed)),
            Comparison::Less => Some((*number, false, fixed.checked_sub(1)?)),
            Comparison::Equal | Comparison::NotEqual => None,
        }
    }

    /// Questions whether one member is among some become one question.
    fn one_mask(&mut self, all: &mut Vec<StepId>, conjunction: bool) {
        let mut masks: Vec<(StepId, u64, StepId)> = Vec::new();
        let mut joined = false;
        all.retain(|&member| {
            let Op::Among(one, mask) = self.steps.op(member) else { return true };
            match masks.iter_mut().find(|(other, ..)| other == one) {
                Some((_, before, _)) => {
                    *before = if conjunction { *before & mask } else { *before | mask };
                    joined = true;
                }
                None => masks.push((*one, *mask, member)),
            }
            false
        });
        for (one, mask, member) in masks {
            let made = if joined { self.make(Op::Among(one, mask), 1) } else { Some(member) };
            all.extend(made);
        }
    }

    /// At least so many hold.
    pub(super) fn at_least(&mut self, number: u32, all: &[StepId]) -> Option<StepId> {
        let mut open = Vec::with_capacity(all.len());
        let mut lacking = usize::try_from(number).ok()?;
        for &one in all {
            match self.truth_of(one) {
                Some(true) => lacking = lacking.saturating_sub(1),
                Some(false) => {}
                None => open.push(one),
            }
        }
        match lacking {
            0 => Some(self.truth(true)),
            _ if lacking > open.len() => Some(self.truth(false)),
            1 => self.make(Op::Or(open), 1),
            _ if lacking == open.len() => self.make(Op::And(open), 1),
            _ if open.len() == all.len() => None,
            _ => self.plain(Op::AtLeast(u32::try_from(lacking).ok()?, open), 1),
        }
    }

    /// Two words are the same.
    pub(super) fn same_words(&mut self, left: StepId, right: StepId) -> Option<StepId> {
        let (Op::Words(one), Op::Words(other)) = (self.steps.op(left), self.steps.op(right)) else {
            return None;
        };
        let same = one == other;
        Some(self.truth(same))
    }
}
