//! One applicant under several policies at once.

use crate::diagnostic::Diagnostic;
use crate::facts::{Inputs, Payment};
use crate::money::Rational;
use crate::plan::link::{Linked, View, link};
use crate::plan::{Plan, Rival};

use super::fault::Trouble;
use super::{Bounds, Decision, Outcome, evaluate, targets, without_values};

/// What was decided under several policies.
#[derive(Clone, Debug)]
pub struct Joint {
    /// Each policy's part, in the order in which they were given.
    pub parts: Vec<JointPart>,
    /// The lowest and highest sum over all of them; `None` where their currencies differ.
    pub total: Option<Bounds>,
}

/// One policy's part of what was decided: a plan in which the awards of the others are foreign.
#[derive(Clone, Debug)]
pub struct JointPart {
    /// The linked plan as this policy shows it.
    pub plan: Plan,
    /// What it was decided from.
    pub inputs: Inputs,
    /// What was decided; its total is that of this policy's own awards.
    pub decision: Decision,
}

/// Decides every award of several plans for one applicant; the plan named first wins ties.
pub fn jointly(parts: &[(&Plan, Inputs)]) -> Result<Joint, Vec<Diagnostic>> {
    if let [(plan, inputs)] = parts {
        let decision = evaluate(plan, inputs)?;
        let total = Some(decision.total);
        let part = JointPart { plan: (*plan).clone(), inputs: inputs.clone(), decision };
        return Ok(Joint { parts: vec![part], total });
    }
    let known: Vec<_> = parts.iter().map(|(plan, inputs)| (*plan, &inputs.values)).collect();
    let Some(linked) = link(&known)? else { return Ok(Joint { parts: Vec::new(), total: None }) };
    let inputs = inputs(parts, &linked);
    let decision = evaluate(&linked.plan, &inputs)?;
    let mut currencies = parts.iter().map(|(plan, _)| plan.currency);
    let first = currencies.next();
    let total = currencies.all(|currency| Some(currency) == first).then_some(decision.total);
    let each = parts.iter().zip(linked.views);
    let parts = each.map(|((plan, own), view)| part(plan, own, view, &inputs, &decision));
    Ok(Joint { parts: parts.collect::<Result<_, _>>()?, total })
}

/// What is known of the applicant, in the terms of the linked plan.
fn inputs(parts: &[(&Plan, Inputs)], linked: &Linked) -> Inputs {
    let first = parts.first().map(|(_, inputs)| inputs);
    let mut defaulted = Vec::new();
    let mut history: Option<Vec<Payment>> = None;
    for ((_, own), view) in parts.iter().zip(&linked.views) {
        defaulted.extend(own.defaulted.iter().filter_map(|&input| view.input(input)));
        let Some(payments) = &own.history else { continue };
        history.get_or_insert_default().extend(
            payments
                .iter()
                .filter_map(|payment| Some(Payment { award: view.award(payment.award)?, ..payment.clone() })),
        );
    }
    defaulted.sort_unstable();
    defaulted.dedup();
    Inputs {
        applicant: first.and_then(|inputs| inputs.applicant.clone()),
        as_of: first.and_then(|inputs| inputs.as_of),
        year: first.and_then(|inputs| inputs.year),
        values: linked.values.clone(),
        defaulted,
        history,
    }
}

fn part(
    plan: &Plan,
    own: &Inputs,
    view: View,
    linked: &Inputs,
    decision: &Decision,
) -> Result<JointPart, Vec<Diagnostic>> {
    let defaulted = own.defaulted.iter().filter_map(|&input| view.input(input)).collect();
    let inputs = Inputs { defaulted, ..linked.clone() };
    let total = total(plan, own, &view, decision)?;
    let judged = targets::judge(&view.plan, &inputs);
    let targets = judged.map_err(|fault| without_values(&view.plan, &inputs, Trouble::Fault(fault)))?;
    let decision = Decision { total, targets, ..decision.clone() };
    Ok(JointPart { plan: view.plan, inputs, decision })
}

/// What one policy pays in all: the sum of its awards, and no more than it pays alone.
fn total(plan: &Plan, own: &Inputs, view: &View, decision: &Decision) -> Result<Bounds, Vec<Diagnostic>> {
    let mut sum = Bounds { low: Rational::ZERO, high: Some(Rational::ZERO) };
    let mut open = false;
    let too_large = || without_values(plan, own, Trouble::TotalTooLarge);
    for outcome in view.awards().iter().filter_map(|&award| decision.awards.get(award)) {
        let (low, high) = match outcome {
            Outcome::Awarded(amount) => (*amount, Some(*amount)),
            Outcome::UpTo(bounds) => (bounds.low, bounds.high),
            Outcome::Undetermined { bounds, .. } => {
                open = true;
                bounds.map_or((Rational::ZERO, Some(Rational::ZERO)), |bounds| (bounds.low, bounds.high))
            }
            Outcome::NotEligible
            | Outcome::Displaced { .. }
            | Outcome::Exhausted
            | Outcome::Entitled
            | Outcome::NotInForce => continue,
        };
        sum.low = sum.low.plus(low).ok_or_else(too_large)?;
        sum.high = match sum.high.zip(high) {
            Some((sum, high)) => Some(sum.plus(high).ok_or_else(too_large)?),
            None => None,
        };
    }
    if !open {
        return Ok(sum);
    }
    // What is unknown makes awards hang together; alone, the policy's own total knows how.
    let alone = evaluate(plan, own)?.total;
    let foreign = |rival: &Rival| {
        rival.award.and_then(|other| view.plan.awards.get(other)).is_some_and(|other| other.foreign.is_some())
    };
    let untouched = view
        .awards()
        .iter()
        .filter_map(|&award| view.plan.awards.get(award))
        .all(|award| !award.rivals.iter().any(foreign));
    if untouched {
        return Ok(alone);
    }
    let high = match (sum.high, alone.high) {
        (Some(sum), Some(alone)) => Some(sum.min(alone)),
        (one, None) | (None, one) => one,
    };
    Ok(Bounds { low: sum.low, high })
}
