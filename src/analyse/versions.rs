//! Versions of one clause: a day that none of them covers, a day on which one applicant gets two of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, versions as entries};
use crate::plan;
use crate::program::{Award, AwardId, Expr, is_of_item, same_date};

use super::Analysis;
use super::award::payable;
use super::words;

/// Versions of one clause at most that are compared with each other.
const MOST_VERSIONS: usize = 40;

/// One version with its first and last day.
#[derive(Clone, Copy)]
struct Version<'p> {
    id: AwardId,
    award: &'p Award,
    by: Option<&'p Expr>,
    from: Option<Date>,
    until: Option<Date>,
}

impl<'p> Analysis<'p> {
    /// Awards of one title or one matter that state periods of their own, and awards that replace one another.
    pub(super) fn versions(&mut self) {
        let mut families: BTreeMap<(bool, &str), Vec<AwardId>> = BTreeMap::new();
        for (id, award) in self.program.awards.iter_ids().filter(|(_, award)| award.in_force.is_some()) {
            families.entry((false, &award.title)).or_default().push(id);
            if let Some(matter) = &award.matter {
                families.entry((true, matter)).or_default().push(id);
            }
        }
        let mut told: BTreeSet<(AwardId, AwardId)> = BTreeSet::new();
        for family in families.values().filter(|family| (2..=MOST_VERSIONS).contains(&family.len())) {
            let mut versions: Vec<Version<'p>> = family.iter().map(|&id| self.version(id)).collect();
            versions.sort_by_key(|version| (version.from, version.until, version.id));
            self.gaps(&versions, &mut told);
            for (at, &one) in versions.iter().enumerate() {
                for &other in versions.iter().skip(at.saturating_add(1)) {
                    if told.insert((one.id, other.id)) {
                        self.both(one, other);
                    }
                }
            }
        }
        for handover in self.program.handovers.iter() {
            let (older, newer) = (self.version(handover.older), self.version(handover.newer));
            if handover.keep.is_none()
                && older.award.in_force.is_some()
                && same_date(older.by, handover.by.as_ref())
                && let Some(last) = older.award.in_force.and_then(|own| own.until)
                && next(last).is_some_and(|day| day < handover.from)
                && told.insert((older.id, newer.id))
            {
                let newer = Version { from: Some(handover.from), ..newer };
                self.free_day(Version { until: Some(last), ..older }, newer);
            }
        }
    }

    fn version(&self, id: AwardId) -> Version<'p> {
        let program = self.program;
        let award = program.awards.at(id);
        let days = program.days(id);
        Version { id, award, by: program.stated(award).by, from: days.from, until: days.until }
    }

    /// Days between the first and the last version that none covers, where one date decides about all.
    fn gaps(&mut self, versions: &[Version<'p>], told: &mut BTreeSet<(AwardId, AwardId)>) {
        let Some((&first, rest)) = versions.split_first() else { return };
        if rest.iter().any(|version| !same_date(version.by, first.by)) {
            return;
        }
        let mut last = first;
        for &version in rest {
            let Some(covered) = last.until else { return };
            if next(covered).zip(version.from).is_some_and(|(free, from)| free < from) {
                told.insert((last.id, version.id));
                self.free_day(last, version);
            }
            if version.until.is_none_or(|until| until > covered) {
                last = version;
            }
        }
    }

    fn free_day(&mut self, older: Version<'_>, newer: Version<'_>) {
        let (Some(last), Some(first)) = (older.until, newer.from) else { return };
        let Some(day) = next(last) else { return };
        self.tell(
            Diagnostic::new(&entries::VERSION_GAP, newer.award.name_span)
                .arg("day", self.day(older.by, day))
                .arg("older", older.award.id.as_str())
                .arg("last", last.to_string())
                .arg("newer", newer.award.id.as_str())
                .arg("first", first.to_string())
                .label(older.award.name_span, "other"),
        );
    }

    /// A day in words; with the name of what decides, where that is not the date of the decision.
    fn day(&self, by: Option<&Expr>, day: Date) -> Words {
        match by.and_then(|by| self.program.name_of_date(by)) {
            Some((name, label)) => {
                let name = words::title(&name, label.as_deref());
                Words::new(format!("{} {day}", name.zh), format!("{day} ({})", name.en))
            }
            None => Words::same(day.to_string()),
        }
    }

    /// Whether one applicant can be paid under both on one day.
    fn both(&mut self, one: Version<'_>, other: Version<'_>) {
        let (Some(&first), Some(&second)) = (self.ids.get(&one.id), self.ids.get(&other.id)) else { return };
        if self.one_of_them(first, second) || is_of_item(one.by) || is_of_item(other.by) {
            return;
        }
        let same = same_date(one.by, other.by);
        let ended = one.until.zip(other.from).is_some_and(|(until, from)| until < from)
            || other.until.zip(one.from).is_some_and(|(until, from)| until < from);
        if same && ended {
            return;
        }
        let mut cone = self.cone();
        let mut all = Vec::new();
        for id in [first, second] {
            let award = self.plan.awards.at(id);
            all.push(cone.take(award.in_force));
            all.push(payable(&mut cone, award));
        }
        let goal = cone.and(all);
        let answer = self.asker.ask(&mut cone, goal);
        let Some(found) = answer.found() else { return };
        let example = words::applicant(&cone, &found.telling);
        let begins = one.from.max(other.from);
        let day = begins.filter(|_| same).or(found.telling.as_of);
        let day =
            day.map_or(Words::new("有的日子", "some days"), |day| self.day(one.by.filter(|_| same), day));
        self.tell(
            Diagnostic::new(&entries::VERSION_OVERLAP, other.award.name_span)
                .arg("day", day)
                .arg("older", one.award.id.as_str())
                .arg("newer", other.award.id.as_str())
                .arg("example", example)
                .label(one.award.name_span, "other"),
        );
    }

    /// Whether a group or the handovers let one of two awards at most be paid.
    fn one_of_them(&self, first: plan::AwardId, second: plan::AwardId) -> bool {
        let rivals = |one, other| {
            self.plan
                .awards
                .get(one)
                .is_some_and(|award| award.rivals.iter().any(|rival| rival.award == Some(other)))
        };
        rivals(first, second) || rivals(second, first)
    }
}

fn next(day: Date) -> Option<Date> {
    day.plus_days(1)
}
