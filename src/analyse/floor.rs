//! A minimum above a limit: one of them beats the other, and the order of the lines says which.

use crate::diagnostic::{Diagnostic, Words, analysis as entries};
use crate::evaluate::Value;
use crate::plan::{self, LineKind};
use crate::program::Award;
use crate::syntax::ast::Comparison;

use super::Analysis;
use super::ask::Answer;
use super::cone::Cone;
use super::limit::{Limit, MOST_LINES, goal, limits_of};
use super::words;

impl Analysis<'_> {
    pub(super) fn floors(&mut self, award: &Award, lowered: &plan::Award) {
        if lowered.lines.len() > MOST_LINES {
            return;
        }
        let limits = limits_of(award, lowered);
        for (at, line) in lowered.lines.iter().enumerate() {
            let LineKind::AtLeast(floor) = line.kind else { continue };
            let Some(span) = line.span else { continue };
            for limit in limits.iter().filter(|limit| limit.per_item == line.per_item) {
                let between = limit.at.min(at)..=limit.at.max(at);
                let direct = between.filter_map(|at| lowered.lines.get(at)).all(|line| {
                    matches!(line.kind, LineKind::AtMost { .. } | LineKind::AtLeast(_) | LineKind::Rounded(_))
                });
                let Some(other) = lowered.lines.get(limit.at).and_then(|line| line.span) else { continue };
                if !direct {
                    continue;
                }
                let floor_wins = limit.at < at;
                let mut cone = self.cone();
                let mut amounts = None;
                if !line.per_item
                    && let Some(last) = lowered.lines.get(at.max(limit.at))
                {
                    amounts = Some((cone.take(last.result), cone.take(floor), cone.take(limit.limit)));
                }
                let answer = self.floor_above(&mut cone, lowered, floor, at, limit);
                let entry = match (&answer, floor_wins) {
                    (Answer::For(_), true) => &entries::FLOOR_BEATS_CAP,
                    (Answer::For(_), false) => &entries::CAP_BEATS_FLOOR,
                    (Answer::Never | Answer::Open, _) => {
                        if floor_wins {
                            self.floor_over_rest(award, lowered, at, limit);
                        }
                        continue;
                    }
                };
                let Some(found) = answer.found() else { continue };
                let mut example = words::applicant(&cone, &found.telling);
                if let Some((result, floor, cap)) = amounts {
                    let [result, floor, cap] = [result, floor, cap].map(|node| {
                        let value = self.asker.value(&cone, &found.complete, node);
                        value.as_ref().and_then(Value::as_exact).map_or_else(String::new, words::money)
                    });
                    example = Words::new(
                        format!("{}：保底 {floor}，限额 {cap}，得 {result}", example.zh),
                        format!("{}: minimum {floor}, limit {cap}, gets {result}", example.en),
                    );
                }
                self.tell(
                    Diagnostic::new(entry, span)
                        .arg("award", award.id.as_str())
                        .arg("example", example)
                        .label(other, "cap"),
                );
                break;
            }
        }
    }

    /// Whether the minimum can be above the limit where both apply.
    fn floor_above<'p>(
        &mut self,
        cone: &mut Cone<'p>,
        award: &plan::Award,
        floor: plan::NodeId,
        at: usize,
        limit: &Limit,
    ) -> Answer {
        let result = award.lines.get(at).map(|line| line.result);
        let asked = goal(cone, award, limit.per_item, |asked| {
            let (floor, cap) = (asked.take(floor), asked.take(limit.limit));
            let mut all = vec![asked.compare(Comparison::More, floor, cap)];
            // Nothing is raised where there is nothing to raise.
            if let Some(result) = result {
                let result = asked.take(result);
                all.push(asked.positive(result));
            }
            all.extend(limit.applies.map(|applies| asked.take(applies)));
            all
        });
        match asked {
            Some(goal) => self.asker.ask(cone, goal),
            None => Answer::Open,
        }
    }

    /// A minimum after a limit that history counts against lifts the payment over what is left.
    fn floor_over_rest(&mut self, award: &Award, lowered: &plan::Award, at: usize, limit: &Limit) {
        let Some(line) = lowered.lines.get(at) else { return };
        let (Some(paid), Some(span)) = (limit.paid, line.span) else { return };
        let mut cone = self.cone();
        let asked = goal(&mut cone, lowered, false, |asked| {
            let (cap, paid) = (asked.take(limit.limit), asked.take(paid));
            let (result, payable) = (asked.take(line.result), asked.take(lowered.payable));
            let sum = asked.cone.add(vec![(false, paid), (false, result)]);
            // Next to nothing is left, which shows it best.
            let step = asked.cone.number(self.plan.rounding.step);
            let nearly_all = asked.cone.add(vec![(false, cap), (true, step)]);
            let mut all = vec![payable, asked.compare(Comparison::Equal, paid, nearly_all)];
            all.push(asked.compare(Comparison::More, sum, cap));
            all.extend(limit.applies.map(|applies| asked.take(applies)));
            all
        });
        let Some(goal) = asked else { return };
        let answer = self.asker.ask(&mut cone, goal);
        let Some(found) = answer.found() else { return };
        let example = words::applicant(&cone, &found.telling);
        let cap = lowered.lines.get(limit.at).and_then(|line| line.span).unwrap_or(span);
        self.tell(
            Diagnostic::new(&entries::FLOOR_OVER_REST, span)
                .arg("award", award.id.as_str())
                .arg("example", example)
                .label(cap, "cap"),
        );
    }
}
