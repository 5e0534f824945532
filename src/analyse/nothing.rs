//! Sums that are paid where nothing counts: `plus 500` under `each` is paid for an empty list as well.

use crate::diagnostic::{Diagnostic, analysis::PLUS_ON_NOTHING};
use crate::evaluate::Value;
use crate::plan::{self, AwardKind, LineKind};
use crate::program::{self, AmountRule, Award, ExprKind};
use crate::syntax::ast::Comparison;

use super::Analysis;
use super::pieces::each;
use super::words;

impl Analysis<'_> {
    /// An award of items or of units that adds something where there is none of them.
    pub(super) fn plus_on_nothing(&mut self, award: &Award, lowered: &plan::Award) {
        // Who names a reading has thought of it.
        if lowered.kind != AwardKind::Award || !award.readings.is_empty() {
            return;
        }
        let of_items = lowered.lines.iter().any(|line| matches!(line.kind, LineKind::SumOfItems));
        if !of_items && !counts_units(award) {
            return;
        }
        let of_sum = lowered.lines.iter().filter(|line| !line.per_item);
        let mut before: Option<&plan::Line> = None;
        for line in of_sum {
            let last = before.replace(line);
            let (LineKind::Plus(value), Some(span), Some(last)) = (&line.kind, line.span, last) else {
                continue;
            };
            let mut cone = self.cone();
            let (payable, nothing, added) =
                (cone.take(lowered.payable), cone.take(last.result), cone.take(*value));
            let zero = cone.number(crate::money::Rational::ZERO);
            let nothing = cone.compare(Comparison::AtMost, nothing, zero);
            let added = cone.positive(added);
            let mut all = vec![payable, nothing, added];
            if let Some(items) = lowered.items {
                // An item that brings nothing is one, all the same.
                let counts = items.condition.map(|counts| cone.take_item(items.list, counts));
                let any = cone.any_item(items.list, counts.into_iter().collect());
                all.push(cone.not(any));
            }
            let amount = cone.take(lowered.net);
            let goal = cone.and(all);
            let answer = self.asker.ask(&mut cone, goal);
            let Some(found) = answer.found() else { continue };
            let paid = self.asker.value(&cone, &found.complete, amount);
            let paid = paid.as_ref().and_then(Value::as_exact).map_or_else(String::new, words::money);
            self.tell(
                Diagnostic::new(&PLUS_ON_NOTHING, span)
                    .arg("award", award.id.as_str())
                    .arg("amount", paid)
                    .arg("example", words::applicant(&cone, &found.telling)),
            );
            return;
        }
    }
}

/// Whether the award pays so much for each of something.
fn counts_units(award: &Award) -> bool {
    let AmountRule::Lines(lines) = &award.amount else { return false };
    let Some(program::LineKind::Pays(value)) = lines.first().map(|line| &line.kind) else { return false };
    let mut found = false;
    each(value, None, &mut |expr, _| {
        found |= matches!(expr.kind, ExprKind::ForEach { .. } | ExprKind::FullSteps { .. });
    });
    found
}
