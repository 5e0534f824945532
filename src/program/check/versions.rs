//! When clauses apply: the date that decides, which version takes over from which, whom the older one keeps.

use std::collections::{BTreeMap, BTreeSet};

use crate::arena::Arena;
use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, versions as entries};
use crate::names::Found;
use crate::source::Span;
use crate::syntax::ast::{
    self, Ast, Clause, ClauseKind, Heading, LadderKind, Name, Payments, RuleKind, Scope,
};

use super::super::versions::{is_of_item, same_date};
use super::super::{
    AmountRule, Award, AwardId, Expr, ExprKind, Handover, Keep, LineKind, ListId, Policy, ReplacedPolicy,
    Type,
};
use super::{Checker, Symbol};

/// A handover as it is written at the newer version.
pub(super) struct Takeover {
    handover: Handover,
    /// Whether the date that decides is named.
    named: bool,
    payments: Option<Payments>,
}

/// A `keep` as it is written at the newer version.
pub(super) struct Kept {
    newer: AwardId,
    older: AwardId,
    keep: Keep,
}

/// What versions say of each other, until all awards are known.
#[derive(Default)]
pub(super) struct Versions {
    takeovers: Vec<Takeover>,
    kept: Vec<Kept>,
}

impl Checker {
    /// The date that decides; `Err` where what is named is none, which has been reported.
    pub(super) fn deciding_date(
        &mut self,
        by: Option<&ast::Expr>,
        item: Option<&(String, ListId)>,
    ) -> Result<Option<Expr>, ()> {
        let Some(by) = by else { return Ok(None) };
        self.items.extend(item.cloned());
        let checked = self.expr(by, Some(&Type::Date));
        self.items.clear();
        let Some(checked) = checked else { return Err(()) };
        if checked.ty != Type::Date {
            let found = self.type_words(&checked.ty);
            self.report(Diagnostic::new(&entries::NOT_A_DATE, by.span).arg("found", found));
            return Err(());
        }
        Ok(Some(checked))
    }

    /// `replaces a from 2025-01-01` at an award; `false` where it cannot be used.
    pub(super) fn takeover(
        &mut self,
        (name, kind): (&Name, RuleKind),
        clause: &Clause,
        item: Option<&(String, ListId)>,
    ) -> bool {
        let ClauseKind::Replaces { older, from, by, payments } = &clause.kind else { return false };
        let Ok(date) = self.deciding_date(by.as_ref(), item) else { return false };
        let Some(newer) = self.own_id(name) else { return false };
        let mut sound = true;
        for older in older {
            let Some(id) = self.award_named(older) else {
                sound = false;
                continue;
            };
            let theirs = *self.declared.awards.at(id);
            if (theirs == RuleKind::Support) != (kind == RuleKind::Support) {
                let diagnostic = Diagnostic::new(&entries::VERSION_KINDS, older.span)
                    .arg("older", older.text.clone())
                    .arg("newer", name.text.clone());
                self.report(diagnostic);
                sound = false;
                continue;
            }
            let handover = Handover {
                older: id,
                newer,
                from: *from,
                by: date.clone(),
                together: *payments == Some(Payments::Together),
                keep: None,
                span: clause.span,
            };
            let takeover = Takeover { handover, named: by.is_some(), payments: *payments };
            self.versions.takeovers.push(takeover);
        }
        sound
    }

    /// `keep a until 2026-12-31 where …` at an award; `false` where it cannot be used.
    pub(super) fn keep(&mut self, name: &Name, clause: &Clause) -> bool {
        let ClauseKind::Keep { older, until, by, condition } = &clause.kind else { return false };
        let read_before = self.reads.len();
        let by = self.deciding_date(by.as_ref(), None);
        self.subject = None;
        let condition = self.condition(condition);
        let (Ok(by), Some(condition)) = (by, condition) else { return false };
        let award = self
            .reads
            .iter()
            .skip(read_before)
            .find(|(read, _)| matches!(read, Symbol::Award(_) | Symbol::Paid(_)));
        if let Some(&(_, at)) = award {
            let why = Words::new(
                "条件里不能用奖励的金额：新旧两条都要先知道它",
                "its condition cannot use what an award pays: both versions need to know it first",
            );
            self.no_keep(at, why);
            return false;
        }
        let (Some(newer), Some(older)) = (self.own_id(name), self.award_named(older)) else { return false };
        let until = until.map(|until| (until, by));
        let keep = Keep { condition, until, span: clause.span };
        self.versions.kept.push(Kept { newer, older, keep });
        true
    }

    fn no_keep(&mut self, at: Span, why: Words) {
        self.report(Diagnostic::new(&entries::KEEP_NOT_POSSIBLE, at).arg("why", why));
    }

    fn own_id(&self, name: &Name) -> Option<AwardId> {
        match self.names.find(&name.text) {
            Found::One(Symbol::Award(id)) => Some(id),
            Found::One(_) | Found::Ambiguous(..) | Found::None => None,
        }
    }

    /// What the header says of dates that decide: it stands before the facts and lets that it names are known.
    pub(super) fn dates_of_policy(&mut self, files: &[&Ast], policy: &mut Policy) {
        let header = files
            .iter()
            .flat_map(|ast| ast.items.iter())
            .find(|item| matches!(item.heading, Heading::Policy { .. }));
        let clauses = header.map(|item| item.clauses.as_slice()).unwrap_or_default();
        for clause in clauses {
            if let ClauseKind::InForce { by, .. } = &clause.kind {
                let by = self.deciding_date(by.as_ref(), None).ok().flatten();
                policy.in_force_by = by.filter(|by| by.kind != ExprKind::AsOf);
            }
        }
        for clause in clauses {
            if let ClauseKind::Replaces { older, from, by, payments } = &clause.kind {
                self.replaced_policies(policy, older, (*from, by.as_ref(), payments.is_some()), clause.span);
            }
        }
    }

    fn replaced_policies(
        &mut self,
        policy: &mut Policy,
        older: &[Name],
        (from, by, payments): (Date, Option<&ast::Expr>, bool),
        span: Span,
    ) {
        let Ok(date) = self.deciding_date(by, None) else { return };
        let date = date.filter(|date| date.kind != ExprKind::AsOf);
        let why = if payments {
            Some(Words::new(
                "付款是合并还是分别计算，只能写在奖励的「取代」上",
                "whether payments count together is said where an award replaces another",
            ))
        } else if older.iter().any(|older| older.text == policy.id) {
            Some(Words::new("政策不能取代自己", "a policy cannot replace itself"))
        } else {
            None
        };
        if let Some(why) = why {
            self.report(Diagnostic::new(&entries::POLICY_NOT_REPLACED, span).arg("why", why));
            return;
        }
        let fact = match date.as_ref().map(|date| &date.kind) {
            None => None,
            Some(ExprKind::Fact(fact)) => Some(self.declared.facts.at(*fact).name.clone()),
            Some(_) => {
                let why = Words::new(
                    "这里要写一个日期事实，两个政策里同名",
                    "here a date fact is needed, by the same name in both policies",
                );
                self.report(Diagnostic::new(&entries::POLICY_NOT_REPLACED, span).arg("why", why));
                return;
            }
        };
        match policy.in_force.from {
            Some(first) if first != from && same_date(policy.in_force_by.as_ref(), date.as_ref()) => {
                let why = Words::new(
                    format!("有效期自 {first} 起，取代却自 {from} 起；写成同一天，或者不另写有效期的第一天"),
                    format!(
                        "in force from {first}, but it replaces from {from}; write one day, or leave the first day of `in force` out"
                    ),
                );
                self.report(Diagnostic::new(&entries::POLICY_NOT_REPLACED, span).arg("why", why));
            }
            Some(_) => {}
            // Without a period of its own its period is the one that begins here.
            None if policy.in_force.until.is_none() && policy.in_force_by.is_none() => {
                policy.in_force.from = Some(from);
                policy.in_force_by = date;
            }
            None if same_date(policy.in_force_by.as_ref(), date.as_ref()) => {
                policy.in_force.from = Some(from)
            }
            None => {}
        }
        let replaced = older.iter().map(|older| ReplacedPolicy {
            policy: older.text.clone(),
            from,
            by: fact.clone(),
            span,
        });
        policy.replaces.extend(replaced);
    }

    /// The handovers of a policy whose awards are all known.
    pub(super) fn handovers(&mut self, policy: &Policy, awards: &Arena<AwardId, Award>) -> Vec<Handover> {
        let Versions { takeovers, kept } = std::mem::take(&mut self.versions);
        let mut handovers: Vec<Handover> = Vec::new();
        let mut ends: BTreeMap<AwardId, Span> = BTreeMap::new();
        for Takeover { mut handover, named, payments } in takeovers {
            let (older, newer) = (awards.at(handover.older), awards.at(handover.newer));
            if let Some(&before) = ends.get(&handover.older) {
                let diagnostic = Diagnostic::new(&entries::REPLACED_TWICE, handover.span)
                    .arg("older", older.id.clone())
                    .arg("newer", newer.id.clone())
                    .label(before, "first");
                self.report(diagnostic);
                continue;
            }
            ends.insert(handover.older, handover.span);
            if !named {
                let by = older.in_force_by.as_ref().or(policy.in_force_by.as_ref());
                handover.by = by.cloned();
            }
            handover.by = handover.by.filter(|by| by.kind != ExprKind::AsOf);
            let same_list =
                older.each.as_ref().map(|each| each.list) == newer.each.as_ref().map(|each| each.list);
            if is_of_item(handover.by.as_ref()) && !same_list {
                let diagnostic = Diagnostic::new(&entries::ITEM_DATE, handover.span)
                    .arg("older", older.id.clone())
                    .arg("newer", newer.id.clone());
                self.report(diagnostic);
                continue;
            }
            if payments.is_none() && (reads_history(older) || reads_history(newer)) {
                let diagnostic = Diagnostic::new(&entries::PAYMENTS_OPEN, handover.span)
                    .arg("older", older.id.clone())
                    .arg("newer", newer.id.clone());
                self.report(diagnostic);
            }
            self.dates_agree(policy, &handover, (older, newer));
            handovers.push(handover);
        }
        for Kept { newer, older, keep } in kept {
            self.attach(&mut handovers, (newer, older, keep), awards);
        }
        let next: BTreeMap<AwardId, &Handover> = handovers.iter().map(|one| (one.older, one)).collect();
        if !self.circles(&next, awards) {
            self.one_after_the_other(&next, awards);
        }
        handovers
    }

    fn attach(
        &mut self,
        handovers: &mut [Handover],
        (newer, older, keep): (AwardId, AwardId, Keep),
        awards: &Arena<AwardId, Award>,
    ) {
        let found = handovers.iter_mut().find(|handover| (handover.newer, handover.older) == (newer, older));
        let (newer, older) = (&awards.at(newer).id, &awards.at(older).id);
        let at = keep.span;
        let why = match found {
            None => Words::new(
                format!("「{newer}」没有取代「{older}」，先写：取代 {older} 自 …"),
                format!("`{newer}` does not replace `{older}`; write first: replaces {older} from …"),
            ),
            Some(handover) if is_of_item(handover.by.as_ref()) => Words::new(
                "新旧按每一项的日期划分，不能再沿用；请在 逐笔 … 条件 里写明",
                "the versions part by each item's date, so none can be kept; say it in a `where` of `each`",
            ),
            Some(Handover { keep: Some(_), .. }) => Words::new(
                format!("「{older}」的沿用已经写过"),
                format!("what is kept of `{older}` is said already"),
            ),
            Some(handover) => {
                handover.keep = Some(keep);
                return;
            }
        };
        self.no_keep(at, why);
    }

    /// What the two versions say of their own days has to agree with the handover.
    fn dates_agree(&mut self, policy: &Policy, handover: &Handover, (older, newer): (&Award, &Award)) {
        let decides = |award: &Award| {
            let by = award.in_force_by.clone().or_else(|| policy.in_force_by.clone());
            by.filter(|by| by.kind != ExprKind::AsOf)
        };
        let same = |award: &Award| same_date(decides(award).as_ref(), handover.by.as_ref());
        let from = handover.from;
        let (mut overlap, mut never) = (None, None);
        if let Some(until) = older.in_force.and_then(|own| own.until)
            && same(older)
            && until >= from
        {
            let stated = Words::new(format!("最后一天是 {until}"), format!("{until} as its last day"));
            overlap = Some((from, older, stated));
        }
        if let Some(first) = newer.in_force.and_then(|own| own.from)
            && same(newer)
            && first != from
        {
            let stated = Words::new(format!("第一天是 {first}"), format!("{first} as its first day"));
            overlap = Some((first.min(from), newer, stated));
        }
        if let Some((day, award, stated)) = overlap {
            let diagnostic = Diagnostic::new(&entries::VERSIONS_OVERLAP, handover.span)
                .arg("day", day.to_string())
                .arg("award", award.id.clone())
                .arg("stated", stated)
                .arg("before", before(from))
                .arg("from", from.to_string())
                .label(award.name_span, "other");
            self.report(diagnostic);
            return;
        }
        let first = older.in_force.unwrap_or(policy.in_force).from;
        if first.is_some_and(|first| first >= from) && same(older) {
            never = Some((older, first));
        }
        let last = newer.in_force.unwrap_or(policy.in_force).until;
        if last.is_some_and(|last| last < from) && same(newer) {
            never = Some((newer, last));
        }
        if let Some((award, Some(day))) = never {
            self.never_applies(award, day, handover);
        }
    }

    fn never_applies(&mut self, award: &Award, day: Date, handover: &Handover) {
        let diagnostic = Diagnostic::new(&entries::VERSION_NEVER_APPLIES, handover.span)
            .arg("award", award.id.clone())
            .arg("day", day.to_string())
            .arg("from", handover.from.to_string());
        self.report(diagnostic);
    }

    /// A version that is replaced before it begins never applies.
    fn one_after_the_other(&mut self, next: &BTreeMap<AwardId, &Handover>, awards: &Arena<AwardId, Award>) {
        for begins in next.values() {
            if let Some(ends) = next.get(&begins.newer)
                && ends.from <= begins.from
                && same_date(begins.by.as_ref(), ends.by.as_ref())
            {
                self.never_applies(awards.at(begins.newer), begins.from, ends);
            }
        }
    }

    /// Reports versions that replace one another in a circle, once each; whether there are any.
    fn circles(&mut self, next: &BTreeMap<AwardId, &Handover>, awards: &Arena<AwardId, Award>) -> bool {
        let mut found = false;
        let mut seen: BTreeSet<AwardId> = BTreeSet::new();
        for &first in next.keys() {
            let mut links: Vec<&Handover> = Vec::new();
            let mut walked: BTreeMap<AwardId, usize> = BTreeMap::new();
            let mut at = first;
            let circle = loop {
                if let Some(&from) = walked.get(&at) {
                    break links.split_off(from.min(links.len()));
                }
                let Some(&handover) = next.get(&at).filter(|_| !seen.contains(&at)) else { break Vec::new() };
                walked.insert(at, links.len());
                links.push(handover);
                at = handover.newer;
            };
            seen.extend(walked.into_keys());
            let Some(first) = circle.first() else { continue };
            let mut names: Vec<String> = circle.iter().map(|link| awards.at(link.older).id.clone()).collect();
            names.extend(names.first().cloned());
            let mut diagnostic =
                Diagnostic::new(&entries::VERSIONS_IN_A_CIRCLE, first.span).arg("links", names.join(" → "));
            for link in circle.iter().skip(1).take(20) {
                diagnostic = diagnostic.label(link.span, "link");
            }
            self.report(diagnostic);
            found = true;
        }
        found
    }
}

fn before(day: Date) -> String {
    day.plus_days(-1).map_or_else(|| "…".to_owned(), |day| day.to_string())
}

/// Whether what was paid before changes what an award pays.
fn reads_history(award: &Award) -> bool {
    let counts =
        |scope: Option<Scope>| matches!(scope, Some(Scope::PerYear | Scope::InYears(_) | Scope::InAll));
    let lines = match &award.amount {
        AmountRule::Elsewhere(_) => return false,
        AmountRule::Ladder { kind: LadderKind::TopUp, .. } => return true,
        AmountRule::Decided { scope, .. } if counts(*scope) => return true,
        AmountRule::Lines(lines)
        | AmountRule::Decided { lines, .. }
        | AmountRule::Prizes { lines, .. }
        | AmountRule::Ladder { lines, .. } => lines,
    };
    let of_line = lines.iter().any(|line| match &line.kind {
        LineKind::AtMost { scope, .. } | LineKind::Running { scope, .. } => counts(*scope),
        LineKind::Pays(_)
        | LineKind::Times(_)
        | LineKind::Plus(_)
        | LineKind::Minus(_)
        | LineKind::AtLeast(_)
        | LineKind::NothingBelow(_)
        | LineKind::Rounded(_) => false,
    });
    award.once.is_some() || of_line
}
