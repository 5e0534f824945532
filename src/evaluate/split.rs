//! Case distinctions: which missing fact to divide next so that an undecided award comes closer to an
//! answer.

use std::collections::BTreeSet;

use crate::money::Rational;
use crate::plan::{NodeId, Op};
use crate::syntax::ast::Comparison;

use super::diagram::{Region, Subject};
use super::domain::{Domain, Truth, bit};
use super::given::{Setting, Variable, Year};
use super::interval::Interval;
use super::possible::Possible;
use super::run::{Facts as _, Place};
use super::threshold::{after, satisfying};
use super::view::View;

/// What a case assumes.
#[derive(Clone, Debug)]
pub(super) enum Assumption<'a> {
    Set(Variable, Setting<'a>),
    /// Values of nodes; they hold besides everything else.
    Nodes(Vec<(Place, Possible<'a>)>),
}

/// A division into cases that together cover everything.
#[derive(Clone, Debug)]
pub(super) struct Split<'a> {
    pub subject: Subject<'a>,
    pub of: BTreeSet<Variable>,
    pub cases: Vec<(Region<'a>, Assumption<'a>)>,
}

enum Visit {
    Enter(Place),
    /// Nothing below this question could be divided.
    Leave(Place),
}

impl<'a> View<'_, 'a> {
    /// The next case distinction for these values, if there is one.
    pub fn split(&self, roots: impl Iterator<Item = NodeId>) -> Option<Split<'a>> {
        let (mut seen, mut looked) = (BTreeSet::new(), BTreeSet::new());
        for root in roots {
            let mut stack = vec![Visit::Enter(Place::Applicant(root))];
            while let Some(visit) = stack.pop() {
                let place = match visit {
                    Visit::Enter(place) => place,
                    Visit::Leave(place) => match self.question(place) {
                        Some(split) => return Some(split),
                        None => continue,
                    },
                };
                if !self.undecided(place) || !seen.insert(place) {
                    continue;
                }
                if self.reads_all_items(place).is_some_and(|node| !looked.insert(node)) {
                    continue;
                }
                if let Some(split) = self.direct(place) {
                    return Some(split);
                }
                stack.push(Visit::Leave(place));
                stack.extend(self.below(place, false).into_iter().rev().map(Visit::Enter));
            }
        }
        None
    }

    /// Divides a fact that a node reads.
    fn direct(&self, place: Place) -> Option<Split<'a>> {
        if let Op::Paid(..) = self.node(place)?.op {
            let years = self.case.years.iter().map(|year| Year::Is(*year)).chain([Year::Other]);
            return Some(divide(Variable::Year, years.map(Setting::Year)));
        }
        if let Op::Before { keys, .. } = &self.node(place)?.op {
            return self.ordering(place, keys);
        }
        if let Op::Lookup { keys, .. } = &self.node(place)?.op {
            return keys.iter().find_map(|key| self.each_value(Self::beside(place, *key)));
        }
        let variable = self.variable(place)?;
        let Setting::Value(value) = self.case.setting(variable)? else { return None };
        if let Possible::Bool(_) = value {
            let cases = [true, false].map(|truth| Possible::Bool(Truth::known(truth)));
            return Some(divide(variable, cases.map(Setting::Value).into_iter()));
        }
        absence(variable, value)
    }

    /// Divides a key of an order where it passes the key of another item.
    fn ordering(&self, place: Place, keys: &[(bool, NodeId)]) -> Option<Split<'a>> {
        let Place::Item(list, ..) = place else { return None };
        let items = 0..self.case.items(self.list_input(place)?).rows();
        keys.iter().find_map(|&(_, key)| {
            let at = |item| Place::Item(list, item, key);
            let known: Vec<Rational> = items.clone().filter_map(|item| self.exact(at(item))).collect();
            let open = items.clone().map(at).filter(|place| self.undecided(*place));
            open.into_iter().find_map(|open| {
                let range = self.value(open)?.range()?;
                known.iter().find_map(|&at| {
                    let below = range.meet(Interval::between(None, Some(at)));
                    let above = range.meet(Interval::between(Some(at), None));
                    let inside = below.is_some() && above.is_some() && range.as_exact() != Some(at);
                    let cut = |after| self.threshold(open, at, after);
                    if inside { cut(false).or_else(|| cut(true)) } else { None }
                })
            })
        })
    }

    /// Divides an unknown key of a table into the values of its enumeration.
    fn each_value(&self, key: Place) -> Option<Split<'a>> {
        let variable = self.source(key)?;
        let Setting::Value(value) = self.case.setting(variable)? else { return None };
        let Possible::Enum { mask, absent } = value else { return None };
        if absent {
            return absence(variable, value);
        }
        let values = (0..64).map(bit).filter(|one| mask & one != 0);
        let cases = values.map(|mask| Setting::Value(Possible::Enum { mask, absent: false }));
        (mask.count_ones() > 1).then(|| divide(variable, cases))
    }

    /// Divides a fact so that a question about it is decided, or else takes the question as answered
    /// either way, which covers everything as well.
    fn question(&self, place: Place) -> Option<Split<'a>> {
        let beside = |node: &NodeId| Self::beside(place, *node);
        // Inside an unknown list one answer does not do for all items, so there a question stays open.
        let in_unknown_list = self.list_input(place).is_some_and(|input| self.case.is_unknown_list(input));
        if in_unknown_list || !matches!(self.value(place)?, Possible::Bool(_)) {
            return None;
        }
        match &self.node(place)?.op {
            Op::Among(one, wanted) => {
                let found = self.source(beside(one)).and_then(|variable| {
                    let Setting::Value(value) = self.case.setting(variable)? else { return None };
                    let Possible::Enum { mask, .. } = value else { return None };
                    let (inside, outside) = (mask & wanted, mask & !wanted);
                    let cases = [inside, outside].map(|mask| Possible::Enum { mask, absent: false });
                    (inside != 0 && outside != 0)
                        .then(|| divide(variable, cases.map(Setting::Value).into_iter()))
                });
                found.or_else(|| Some(self.either_way(place, Vec::new())))
            }
            Op::Has(set, position) => {
                let found = self.source(beside(set)).and_then(|variable| {
                    let Setting::Value(value) = self.case.setting(variable)? else { return None };
                    let Possible::Set { sure, possible } = value else { return None };
                    let member = bit(*position);
                    let cases = [
                        Possible::Set { sure: sure | member, possible },
                        Possible::Set { sure, possible: possible & !member },
                    ];
                    (possible & !sure & member != 0)
                        .then(|| divide(variable, cases.map(Setting::Value).into_iter()))
                });
                found.or_else(|| Some(self.either_way(place, Vec::new())))
            }
            Op::Compare(comparison, left, right) => {
                let (left, right) = (beside(left), beside(right));
                let sides = [(left, right, *comparison), (right, left, comparison.mirrored())];
                for (unknown, fixed, comparison) in sides {
                    let Some(at) = self.exact(fixed) else { continue };
                    let cut = self.threshold(unknown, at, after(comparison));
                    return cut.or_else(|| Some(self.either_way(place, vec![(unknown, comparison, at)])));
                }
                Some(self.either_way(place, Vec::new()))
            }
            Op::CompareRatio { comparison, numerator, denominator, right } => {
                let (numerator, denominator) = (beside(numerator), beside(denominator));
                let right = self.exact(beside(right));
                let cut = match (self.exact(numerator), self.exact(denominator), right) {
                    (_, None, _) if self.may_be_zero(denominator) => {
                        self.threshold(denominator, Rational::ZERO, true)
                    }
                    (None, Some(denominator), Some(right)) => right
                        .times(denominator)
                        .and_then(|at| self.threshold(numerator, at, after(*comparison))),
                    (Some(numerator), None, Some(right)) => numerator
                        .over(right)
                        .and_then(|at| self.threshold(denominator, at, after(comparison.mirrored()))),
                    _ => None,
                };
                cut.or_else(|| Some(self.either_way(place, Vec::new())))
            }
            Op::SameText(..) | Op::Not(_) | Op::And(_) | Op::Or(_) | Op::AtLeast(..) | Op::Select { .. } => {
                Some(self.either_way(place, Vec::new()))
            }
            Op::Reduce { .. } => Some(self.either_way(place, Vec::new())),
            Op::Number(_)
            | Op::Bool(_)
            | Op::Date(_)
            | Op::Text(_)
            | Op::Input(_)
            | Op::Field(_)
            | Op::Outer(_)
            | Op::AsOf
            | Op::Paid(..)
            | Op::Add(_)
            | Op::Multiply(..)
            | Op::Divide(..)
            | Op::Min(_)
            | Op::Max(_)
            | Op::Floor(_)
            | Op::Before { .. }
            | Op::Agreed(..)
            | Op::Calendar { .. }
            | Op::Lookup { .. }
            | Op::Round(..) => None,
        }
    }
    pub fn exact(&self, place: Place) -> Option<Rational> {
        let value = self.value(place)?;
        if value.may_be_absent() { None } else { value.range()?.as_exact() }
    }
    fn may_be_zero(&self, place: Place) -> bool {
        let range = self.value(place).and_then(Possible::range);
        range.is_some_and(Interval::holds_zero)
    }

    /// Takes a question as answered yes, and as answered no.
    fn either_way(&self, place: Place, compared: Vec<(Place, Comparison, Rational)>) -> Split<'a> {
        let cases = [true, false].map(|answer| {
            let mut nodes = vec![(place, Possible::Bool(Truth::known(answer)))];
            for (operand, comparison, at) in &compared {
                let value = self.value(*operand).filter(|value| !value.may_be_absent());
                let range = satisfying(*comparison, *at, answer);
                nodes.extend(value.zip(range).map(|(value, range)| (*operand, value.within(range))));
            }
            (Region::Answer(answer), Assumption::Nodes(nodes))
        });
        let of = self.reached([place].into_iter()).variables;
        let subject = Subject::Question(place, self.signature([place].into_iter()));
        Split { subject, of, cases: cases.into() }
    }
}

/// Divides a fact into cases.
pub(super) fn divide<'a>(variable: Variable, cases: impl Iterator<Item = Setting<'a>>) -> Split<'a> {
    let cases = cases.map(|setting| (Region::Setting(setting), Assumption::Set(variable, setting)));
    Split { subject: Subject::Fact(variable), of: BTreeSet::from([variable]), cases: cases.collect() }
}

/// Divides a fact that may be absent into absent and present.
pub(super) fn absence<'a>(variable: Variable, value: Possible<'a>) -> Option<Split<'a>> {
    let both = value.may_be_absent() && value != Possible::Absent;
    both.then(|| divide(variable, [Possible::Absent, value.present()].map(Setting::Value).into_iter()))
}
