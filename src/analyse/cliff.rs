//! Cliffs: an applicant gets less for having more of what the amount is computed from.

use std::collections::BTreeSet;

use crate::arena::Id as _;
use crate::diagnostic::{Diagnostic, analysis as entries};
use crate::evaluate::Value;
use crate::facts::Inputs;
use crate::money::Rational;
use crate::plan::{self, Arithmetic, AwardKind, InputId, InputType, Known, NodeId, Op};
use crate::program::{Award, Dimension};
use crate::syntax::ast::Comparison;

use super::Analysis;
use super::ask::Answer;
use super::cone::Cone;
use super::words;

/// Thresholds of an award at most that are looked at.
const MOST: usize = 8;

impl Analysis<'_> {
    pub(super) fn cliffs(&mut self, award: &Award, lowered: &plan::Award) {
        if lowered.kind == AwardKind::Support || lowered.decided.is_some() || lowered.items.is_some() {
            return;
        }
        let mut cone = self.cone();
        let (eligible, gross) = (cone.take(lowered.eligible), cone.take(lowered.gross));
        if cone.is_too_large() {
            return;
        }
        let grows = grows_with(&cone, gross);
        let places = thresholds(&cone, &grows);
        let amount = cone.amount_if(eligible, gross);
        for (input, at) in places.into_iter().take(MOST) {
            if self.cliff(award, lowered, &cone, (input, at), amount) {
                return;
            }
        }
    }

    /// Compares what the same applicant gets just below, at and just above a threshold.
    fn cliff(
        &mut self,
        award: &Award,
        lowered: &plan::Award,
        cone: &Cone<'_>,
        (input, at): (InputId, Rational),
        amount: NodeId,
    ) -> bool {
        let Some(fact) = cone.plan.inputs.get(input) else { return false };
        let InputType::Number(measure) = &fact.ty else { return false };
        let step = match measure.of {
            Dimension::Count(_) | Dimension::Duration(_) => Some(Rational::ONE),
            Dimension::Money(_)
            | Dimension::Open
            | Dimension::Plain
            | Dimension::Ratio
            | Dimension::Quantity(_) => Rational::new(1, 100),
        };
        let Some(step) = step else { return false };
        let points = [at.minus(step), Some(at), at.plus(step)];
        let allowed = |value: &Rational| {
            *value >= fact.low.unwrap_or(Rational::ZERO) && fact.high.is_none_or(|high| *value <= high)
        };
        let points: Vec<Rational> = points.into_iter().flatten().filter(allowed).collect();
        for pair in points.windows(2) {
            let &[lower, higher] = pair else { continue };
            let mut asked = cone.clone();
            let (value, positive) = (asked.number(lower), asked.positive(amount));
            let Some(read) = asked.reads(input) else { return false };
            let there = asked.compare(Comparison::Equal, read, value);
            let goal = asked.and(vec![there, positive]);
            let Answer::For(found) = self.asker.ask(&mut asked, goal) else { continue };
            let mut amounts = Vec::with_capacity(2);
            for value in [lower, higher] {
                let mut inputs = found.complete.clone();
                *inputs.values.at_mut(input) = Known::Number(value);
                amounts.extend(self.asker.value(cone, &inputs, amount).as_ref().and_then(Value::as_exact));
            }
            let &[less, more] = amounts.as_slice() else { continue };
            if more >= less {
                continue;
            }
            let others = without(&found.telling, input);
            let name = words::title(&fact.name, fact.label.as_deref());
            let place = lowered.lines.iter().find_map(|line| line.span).unwrap_or(award.name_span);
            self.tell(
                Diagnostic::new(&entries::CLIFF, place)
                    .arg("award", award.id.as_str())
                    .arg("fact", name)
                    .arg("lower", words::number(lower, measure))
                    .arg("higher", words::number(higher, measure))
                    .arg("before", words::money(less))
                    .arg("after", words::money(more))
                    .arg("example", words::applicant(cone, &others)),
            );
            return true;
        }
        false
    }
}

fn without(inputs: &Inputs, input: InputId) -> Inputs {
    let mut inputs = inputs.clone();
    *inputs.values.at_mut(input) = Known::Unknown;
    inputs
}

/// The numeric facts that an amount is computed from, other than by conditions or by subtracting.
fn grows_with(cone: &Cone<'_>, amount: NodeId) -> BTreeSet<InputId> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![amount];
    while let Some(node) = open.pop() {
        let Some(made) = cone.plan.nodes.get(node).filter(|_| seen.insert(node)) else { continue };
        if let Op::Input(input) = made.op {
            found.insert(input);
        }
        match made.op.arithmetic() {
            Arithmetic::Sum(terms) => {
                open.extend(terms.iter().filter(|(subtracted, _)| !subtracted).map(|(_, term)| *term));
            }
            Arithmetic::Product(left, right) => open.extend([left, right]),
            Arithmetic::Quotient(one, _) | Arithmetic::Floor(one) | Arithmetic::Round(one) => open.push(one),
            Arithmetic::Extreme(all) => open.extend(all.iter().copied()),
            Arithmetic::Choice { then, otherwise } => open.extend([then, otherwise]),
            Arithmetic::Outer(_) | Arithmetic::Calendar { .. } | Arithmetic::None => {}
        }
    }
    found
}

/// The fixed numbers that one of these facts is compared with.
fn thresholds(cone: &Cone<'_>, facts: &BTreeSet<InputId>) -> Vec<(InputId, Rational)> {
    let input = |node: &NodeId| match cone.plan.nodes.get(*node).map(|node| &node.op) {
        Some(Op::Input(input)) => Some(*input),
        _ => None,
    };
    let number = |node: &NodeId| match cone.plan.nodes.get(*node).map(|node| &node.op) {
        Some(Op::Number(number)) => Some(*number),
        _ => None,
    };
    let mut found: Vec<(InputId, Rational)> = Vec::new();
    for node in &cone.plan.nodes {
        let Op::Compare(_, left, right) = &node.op else { continue };
        for (one, other) in [(left, right), (right, left)] {
            if let (Some(input), Some(at)) = (input(one), number(other))
                && facts.contains(&input)
                && !found.contains(&(input, at))
            {
                found.push((input, at));
            }
        }
    }
    found.sort_by_key(|(input, at)| (input.raw(), *at));
    found
}
