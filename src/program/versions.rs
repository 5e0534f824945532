//! Versions: which clause takes over from which on what day, by which date that is judged, and whom the older keeps.

use std::collections::{BTreeMap, BTreeSet};

use super::{Award, AwardId, Expr, ExprKind, Program, Validity};
use crate::calendar::Date;
use crate::source::Span;

/// One version of a clause takes over from another. Of one award there is at most one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Handover {
    /// The version that ends the day before.
    pub older: AwardId,
    /// The version that begins.
    pub newer: AwardId,
    /// Its first day.
    pub from: Date,
    /// The date that decides; `None` for the date of the decision. A field decides item by item.
    pub by: Option<Expr>,
    /// What was paid under either counts against the limits of both.
    pub together: bool,
    /// Whom the older version still applies to.
    pub keep: Option<Keep>,
    /// Where it is said.
    pub span: Span,
}

/// Whom a replaced version still applies to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keep {
    /// Which applicants.
    pub condition: Expr,
    /// Their last day, and the date that decides about it; `None` for the last day of the older version itself.
    pub until: Option<(Date, Option<Expr>)>,
    /// Where it is said.
    pub span: Span,
}

/// Another policy that this one replaces.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReplacedPolicy {
    /// Its id.
    pub policy: String,
    /// The first day of this one.
    pub from: Date,
    /// The date fact that decides, by its name in both policies; `None` for the date of the decision.
    pub by: Option<String>,
    /// Where it is said.
    pub span: Span,
}

/// The policy that replaces this one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReplacedBy {
    /// Its id.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// Its first day.
    pub from: Date,
    /// The date that decides, in terms of this policy; `None` for the date of the decision.
    pub by: Option<Expr>,
    /// Where the other policy says so.
    pub span: Span,
}

/// The first and last day that an award has from its own clause, or else from its policy, and what decides.
#[derive(Clone, Copy, Debug)]
pub struct Stated<'p> {
    /// First and last day.
    pub validity: Validity,
    /// The date that decides; `None` for the date of the decision.
    pub by: Option<&'p Expr>,
    /// Whether the award says so itself.
    pub own: bool,
    /// Where it is said.
    pub span: Span,
}

impl Program {
    /// When an award is in force as far as its own clause and its policy say.
    pub fn stated<'p>(&'p self, award: &'p Award) -> Stated<'p> {
        let by_policy = self.policy.in_force_by.as_ref();
        let stated = match &award.in_force {
            Some(validity) => Stated {
                validity: *validity,
                by: award.in_force_by.as_ref().or(by_policy),
                own: true,
                span: award.name_span,
            },
            None => {
                Stated { validity: self.policy.in_force, by: by_policy, own: false, span: self.policy.span }
            }
        };
        Stated { by: stated.by.filter(|by| by.kind != ExprKind::AsOf), ..stated }
    }
}

impl Program {
    /// The first and the last day of an award, by its own clause or its policy's and by what it replaces and what
    /// replaces it, whatever date decides about each.
    pub fn days(&self, award: AwardId) -> Validity {
        let stated = self.stated(self.awards.at(award)).validity;
        let begins = self.handovers.beginning(award).map(|handover| Some(handover.from));
        let end = self.handovers.end_of(award).and_then(|end| end.from.plus_days(-1));
        let until = match (stated.until, end) {
            (Some(until), Some(end)) => Some(until.min(end)),
            (one, None) | (None, one) => one,
        };
        Validity { from: begins.fold(stated.from, Option::max), until }
    }

    /// The dates that decide about the days of an award, each by name, other than the date of the decision.
    pub fn deciding_dates(&self, award: AwardId) -> Vec<String> {
        let stated = self.stated(self.awards.at(award));
        let stated = (stated.validity != Validity::default()).then_some(stated.by).flatten();
        let around = self.handovers.beginning(award).chain(self.handovers.end_of(award));
        let mut names = Vec::new();
        for by in stated.into_iter().chain(around.filter_map(|handover| handover.by.as_ref())) {
            if let Some((name, _)) = self.name_of_date(by)
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
        names
    }

    /// Whether the days of an award are others than those of its policy.
    pub fn has_own_days(&self, award: AwardId) -> bool {
        let handed = self.handovers.beginning(award).next().is_some();
        self.awards.at(award).in_force.is_some() || handed || self.handovers.end_of(award).is_some()
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "only names decide")]
    /// The name and the label of a date that decides; `None` for the date of the decision.
    pub fn name_of_date(&self, by: &Expr) -> Option<(String, Option<String>)> {
        match by.kind {
            ExprKind::Fact(fact) => self.facts.get(fact).map(|fact| (fact.name.clone(), fact.label.clone())),
            ExprKind::Let(id) => self.lets.get(id).map(|one| (one.name.clone(), one.label.clone())),
            ExprKind::Field(list, field) => {
                let field = self.lists.get(list)?.fields.get(field)?;
                Some((field.name.clone(), field.label.clone()))
            }
            _ => None,
        }
    }
}

/// All handovers of a policy, found by either version.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Handovers {
    all: Vec<Handover>,
    ends: BTreeMap<AwardId, usize>,
    begins: BTreeMap<AwardId, Vec<usize>>,
}

impl Handovers {
    /// These handovers, of which each has an older version of its own.
    pub fn new(all: Vec<Handover>) -> Handovers {
        let mut handovers = Handovers::default();
        for (place, handover) in all.iter().enumerate() {
            handovers.ends.insert(handover.older, place);
            handovers.begins.entry(handover.newer).or_default().push(place);
        }
        handovers.all = all;
        handovers
    }

    /// All of them, in the order of their places.
    pub fn iter(&self) -> impl Iterator<Item = &Handover> {
        self.all.iter()
    }

    /// The handover that ends an award.
    pub fn end_of(&self, award: AwardId) -> Option<&Handover> {
        self.all.get(*self.ends.get(&award)?)
    }

    /// The handovers with which an award begins.
    pub fn beginning(&self, award: AwardId) -> impl Iterator<Item = &Handover> {
        let places = self.begins.get(&award).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|&place| self.all.get(place))
    }

    /// Every handover that leads to an award, from its older versions on; the last ones first.
    pub fn leading_to(&self, award: AwardId) -> Vec<&Handover> {
        let mut found: Vec<&Handover> = Vec::new();
        let mut open = vec![award];
        // INVARIANT: handovers make no circle, and an award has one end at most, so each is met once.
        while let Some(newer) = open.pop() {
            for handover in self.beginning(newer) {
                found.push(handover);
                open.push(handover.older);
            }
        }
        found
    }

    /// The other versions whose payments count together with an award's own, in the order of their ids.
    pub fn counted_with(&self, award: AwardId) -> Vec<AwardId> {
        let mut found = BTreeSet::from([award]);
        let mut open = vec![award];
        while let Some(one) = open.pop() {
            let around = self.beginning(one).chain(self.end_of(one)).filter(|handover| handover.together);
            for other in around.flat_map(|handover| [handover.older, handover.newer]) {
                if found.insert(other) {
                    open.push(other);
                }
            }
        }
        found.remove(&award);
        found.into_iter().collect()
    }
}

/// Whether two dates that decide are the same.
pub fn same_date(one: Option<&Expr>, other: Option<&Expr>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => one.kind == other.kind,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Whether a date is an item's.
pub fn is_of_item(by: Option<&Expr>) -> bool {
    by.is_some_and(|by| matches!(by.kind, ExprKind::Field(..)))
}
