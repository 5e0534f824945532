//! What happens to an amount once it is known: who pays it, when, and what it binds the applicant to.

use serde::Serialize;

use super::result::Part;
use super::words::{amount, cites};
use crate::evaluate::{Outcome, Value};
use crate::money::Rational;
use crate::plan::{self, Award, Division, NodeId};

/// Who pays which part.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PayerRow {
    /// Who.
    pub payer: String,
    /// How much.
    pub amount: String,
}

/// When which part is paid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct InstalmentRow {
    /// When, in words.
    pub when: String,
    /// How much.
    pub amount: String,
}

/// What a payment binds the applicant to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ObligationRow {
    /// `earmark` or `clawback`.
    pub kind: &'static str,
    /// The share of what is paid, as a decimal fraction of one; none where facts are missing that it is computed from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
    /// The purpose, or what makes it come due, in words.
    pub text: String,
    /// The sections it cites.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cites: String,
    /// Whether it applies to this applicant hangs on facts that are missing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undetermined: bool,
}

pub(super) fn payers(part: &Part<'_>, award: &Award, outcome: &Outcome) -> Vec<PayerRow> {
    let parts = parts(part, &award.payout.split, outcome);
    parts.into_iter().map(|(payer, amount)| PayerRow { payer, amount }).collect()
}

pub(super) fn schedule(part: &Part<'_>, award: &Award, outcome: &Outcome) -> Vec<InstalmentRow> {
    let parts = parts(part, &award.payout.schedule, outcome);
    parts.into_iter().map(|(when, amount)| InstalmentRow { when, amount }).collect()
}

/// The parts, where the amount is exact.
fn parts(part: &Part<'_>, divisions: &[Division], outcome: &Outcome) -> Vec<(String, String)> {
    // The first that holds; none while it is open whether an earlier one does.
    let holds = |division: &&Division| {
        let value = division.condition.map(|condition| part.decision.trace.values.get(condition));
        !matches!(value, Some(Some(Value::Bool(Some(false)))))
    };
    let division = divisions.iter().find(holds).filter(|division| {
        let value = division.condition.map(|condition| part.decision.trace.values.get(condition));
        matches!(value, None | Some(Some(Value::Bool(Some(true)))))
    });
    let (Some(division), Outcome::Awarded(_)) = (division, outcome) else { return Vec::new() };
    let shown = |node: NodeId| {
        let value = part.decision.trace.values.get(node).and_then(Value::as_exact)?;
        Some(amount(part.plan, value))
    };
    let parts = division.portions.iter().map(|one| Some((one.name.clone(), shown(one.amount)?)));
    parts.collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// What binds the applicant, if anything is granted.
pub(super) fn obligations(part: &Part<'_>, award: &Award, outcome: &Outcome) -> Vec<ObligationRow> {
    if !matches!(outcome, Outcome::Awarded(_) | Outcome::UpTo(_) | Outcome::Entitled) {
        return Vec::new();
    }
    let row = |kind, share: Option<Rational>, text: &str, condition: Option<NodeId>, sections: &[String]| {
        let holds = match condition.map(|node| part.decision.trace.values.get(node)) {
            None => Some(true),
            Some(Some(Value::Bool(holds))) => *holds,
            Some(_) => None,
        };
        let concerns = holds != Some(false) && share.is_none_or(Rational::is_positive);
        concerns.then(|| ObligationRow {
            kind,
            share: share.map(Rational::to_shortest),
            text: text.to_owned(),
            cites: cites(sections),
            undetermined: holds.is_none() || share.is_none(),
        })
    };
    let rows = award.parts.iter().filter_map(|one| match one {
        plan::Part::Quota { .. } => None,
        plan::Part::Earmark { share, purpose, condition, cites } => {
            row("earmark", Some(*share), purpose, *condition, cites)
        }
        plan::Part::Clawback { share, event, condition, cites } => {
            let share = part.decision.trace.values.get(*share).and_then(Value::as_exact);
            row("clawback", share, event, *condition, cites)
        }
    });
    rows.collect()
}
