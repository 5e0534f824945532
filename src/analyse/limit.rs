//! Limits that never bind, and limits that another one makes useless.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Words, analysis as entries};
use crate::money::{Direction, Rounding};
use crate::plan::{self, Line, LineKind, NodeId, Op};
use crate::program::Award;
use crate::syntax::ast::{Comparison, Scope};

use super::Analysis;
use super::cone::Cone;
use super::words;

/// Lines of an amount at most: limits are compared with each other.
pub(super) const MOST_LINES: usize = 40;

/// A limit line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    pub at: usize,
    pub limit: NodeId,
    pub applies: Option<NodeId>,
    pub paid: Option<NodeId>,
    pub others: Option<NodeId>,
    pub scope: Option<Scope>,
    pub per_item: bool,
}

impl Limit {
    /// How much history counts against it: a wider history never leaves more.
    const fn reach(&self) -> u16 {
        match self.scope {
            Some(Scope::PerItem) | None => 0,
            Some(Scope::PerYear) => 1,
            Some(Scope::InYears(years)) => years,
            Some(Scope::InAll) => u16::MAX,
        }
    }
}

/// The limit lines of an award; what an official may decide is bounded by no line of its own.
pub(super) fn limits_of(award: &Award, lowered: &plan::Award) -> Vec<Limit> {
    let mut found = Vec::new();
    let mut before: Option<&Line> = None;
    for (at, line) in lowered.lines.iter().enumerate() {
        let own_bound =
            before.is_some_and(|before| before.kind == LineKind::Decided && before.span == line.span);
        if let LineKind::AtMost { limit, applies, paid, others, circle: _, scope } = &line.kind
            && !own_bound
        {
            // Where an award is paid once, nothing was paid before.
            let (paid, scope) = if award.once.is_some() { (None, None) } else { (*paid, *scope) };
            let per_item = line.per_item;
            let (limit, applies, others) = (*limit, *applies, *others);
            found.push(Limit { at, limit, applies, paid, others, scope, per_item });
        }
        before = Some(line);
    }
    found
}

impl Analysis<'_> {
    pub(super) fn limits(&mut self, award: &Award, lowered: &plan::Award) {
        if lowered.lines.len() > MOST_LINES {
            return;
        }
        let limits = limits_of(award, lowered);
        let mut useless: BTreeSet<usize> = BTreeSet::new();
        // From the end, so that of two equal limits the later one is told.
        for limit in limits.iter().rev() {
            let others = limits.iter().filter(|other| other.at != limit.at && !useless.contains(&other.at));
            let by = others.copied().find(|other| self.makes_useless(lowered, other, limit));
            let Some(line) = lowered.lines.get(limit.at) else { continue };
            let Some(span) = line.span else { continue };
            if let Some(by) = by {
                useless.insert(limit.at);
                let mut finding =
                    Diagnostic::new(&entries::LIMIT_USELESS, span).arg("award", award.id.as_str());
                if let Some(other) = lowered.lines.get(by.at).and_then(|line| line.span) {
                    finding = finding.label(other, "other");
                }
                self.tell(finding);
            } else if limit.reach() == 0 && limit.others.is_none() && self.never_binds(lowered, limit) {
                useless.insert(limit.at);
                let most = self.most(lowered, limit);
                self.tell(
                    Diagnostic::new(&entries::LIMIT_NEVER_BINDS, span)
                        .arg("award", award.id.as_str())
                        .arg("most", most),
                );
            }
        }
    }

    /// Whether one limit leaves nothing to do for another, which follows or precedes it directly.
    fn makes_useless(&mut self, award: &plan::Award, one: &Limit, other: &Limit) -> bool {
        let between = one.at.min(other.at)..=one.at.max(other.at);
        let only_limits = between
            .filter_map(|at| award.lines.get(at))
            .all(|line| matches!(line.kind, LineKind::AtMost { .. }) && line.per_item == other.per_item);
        let less_is_counted = other.others.is_some() && one.others != other.others;
        if !only_limits || less_is_counted || one.reach() < other.reach() {
            return false;
        }
        self.never(award, other.per_item, |asked| {
            let (limit, by) = (asked.take(other.limit), asked.take(one.limit));
            let lower = asked.compare(Comparison::AtMost, by, limit);
            let mut cuts = vec![lower];
            cuts.extend(one.applies.map(|applies| asked.take(applies)));
            let cuts = asked.and(cuts);
            let mut all = vec![asked.not(cuts)];
            all.extend(other.applies.map(|applies| asked.take(applies)));
            all
        })
    }

    fn never_binds(&mut self, award: &plan::Award, limit: &Limit) -> bool {
        let Some(before) = before(award, limit) else { return false };
        // A limit also holds back what rounding would lift over it.
        let roundings = award.lines.iter().filter_map(|line| match line.kind {
            LineKind::Rounded(rounding) => Some(rounding),
            LineKind::Pays(_)
            | LineKind::Steps(_)
            | LineKind::SumOfItems
            | LineKind::Decided
            | LineKind::Times(_)
            | LineKind::Plus(_)
            | LineKind::Minus(_)
            | LineKind::AtMost { .. }
            | LineKind::Running { .. }
            | LineKind::AtLeast(_)
            | LineKind::NothingBelow(_) => None,
        });
        let roundings: Vec<Rounding> =
            roundings.map(|rounding| Rounding { direction: Direction::Up, ..rounding }).collect();
        self.never(award, limit.per_item, |asked| {
            let (amount, limit_at) = (asked.take(before), asked.take(limit.limit));
            let mut over = vec![asked.compare(Comparison::More, amount, limit_at)];
            for rounding in roundings {
                let lifted = asked.push(Op::Round(rounding, amount));
                over.push(asked.compare(Comparison::More, lifted, limit_at));
            }
            let mut all = vec![asked.push(Op::Or(over))];
            all.extend(limit.applies.map(|applies| asked.take(applies)));
            all
        })
    }

    /// Whether no one who gets the award (or no item that counts) satisfies these.
    fn never(
        &mut self,
        award: &plan::Award,
        per_item: bool,
        question: impl FnOnce(&mut Asked<'_, '_>) -> Vec<NodeId>,
    ) -> bool {
        let mut cone = self.cone();
        let Some(goal) = goal(&mut cone, award, per_item, question) else { return false };
        self.asker.ask(&mut cone, goal).is_never()
    }

    /// The most that a limit ever sees, where the plan proves it.
    fn most(&self, award: &plan::Award, limit: &Limit) -> Words {
        let node = before(award, limit).and_then(|node| match (limit.per_item, award.items) {
            (false, _) => self.plan.nodes.get(node),
            (true, Some(items)) => self.plan.lists.get(items.list)?.nodes.get(node),
            (true, None) => None,
        });
        match node.and_then(|node| node.range) {
            Some(range) => {
                let most = words::money(range.high);
                Words::new(format!("最多为 {most}"), format!("is {most} at most"))
            }
            None => Words::new("不会超过它", "does not exceed it"),
        }
    }
}

/// The amount before a limit.
fn before(award: &plan::Award, limit: &Limit) -> Option<NodeId> {
    let line = award.lines.get(limit.at.checked_sub(1)?)?;
    (line.per_item == limit.per_item).then_some(line.result)
}

/// A question about amounts, of the award or of an item of its list.
pub(super) struct Asked<'c, 'p> {
    pub cone: &'c mut Cone<'p>,
    list: Option<plan::ListPlanId>,
}

impl Asked<'_, '_> {
    /// A node of the level that is asked about.
    pub fn take(&mut self, node: NodeId) -> NodeId {
        match self.list {
            None => self.cone.take(node),
            Some(list) => self.cone.take_item(list, node),
        }
    }
    fn push(&mut self, op: Op) -> NodeId {
        match self.list {
            None => self.cone.push(op, crate::plan::NodeType::Bool),
            Some(list) => self.cone.item(list, op),
        }
    }
    pub fn compare(&mut self, comparison: Comparison, left: NodeId, right: NodeId) -> NodeId {
        self.push(Op::Compare(comparison, left, right))
    }
    pub fn and(&mut self, all: Vec<NodeId>) -> NodeId {
        self.push(Op::And(all))
    }
    pub fn not(&mut self, one: NodeId) -> NodeId {
        self.push(Op::Not(one))
    }
    pub fn positive(&mut self, amount: NodeId) -> NodeId {
        let zero = self.push(Op::Number(crate::money::Rational::ZERO));
        self.compare(Comparison::More, amount, zero)
    }
}

/// The node that asks about whoever gets the award, or about an item that counts.
pub(super) fn goal<'p>(
    cone: &mut Cone<'p>,
    award: &plan::Award,
    per_item: bool,
    question: impl FnOnce(&mut Asked<'_, 'p>) -> Vec<NodeId>,
) -> Option<NodeId> {
    if !per_item {
        let eligible = cone.take(award.eligible);
        let mut all = question(&mut Asked { cone, list: None });
        all.insert(0, eligible);
        return Some(cone.and(all));
    }
    let items = award.items?;
    let counts = items.condition.map(|condition| cone.take_item(items.list, condition));
    let mut all = question(&mut Asked { cone, list: Some(items.list) });
    all.extend(counts);
    Some(cone.some_item(items.list, all))
}
