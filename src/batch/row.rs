//! Rows that columns cannot decide: the explaining evaluator does, one by one.

use crate::columns::Columns;
use crate::diagnostic::{Diagnostic, batch};
use crate::evaluate::{Bounds, Outcome, amounts};
use crate::money::Rational;
use crate::scaled::OUTCOMES;

use super::result::write_high;
use super::{Engine, Results, Scratch, UNBOUNDED};

/// The position of an outcome in [`OUTCOMES`].
fn position(outcome: &Outcome) -> u8 {
    let name = match outcome {
        Outcome::Awarded(_) => "awarded",
        Outcome::NotEligible => "not_eligible",
        Outcome::Displaced { .. } => "displaced",
        Outcome::Exhausted => "exhausted",
        Outcome::UpTo(_) => "up_to",
        Outcome::Entitled => "entitled",
        Outcome::Undetermined { .. } => "undetermined",
        Outcome::NotInForce => "not_in_force",
    };
    let at = OUTCOMES.iter().position(|known| *known == name);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(0)
}

fn bounds(outcome: &Outcome) -> Bounds {
    let zero = Bounds { low: Rational::ZERO, high: Some(Rational::ZERO) };
    match outcome {
        Outcome::Awarded(amount) => Bounds { low: *amount, high: Some(*amount) },
        Outcome::UpTo(bounds) => *bounds,
        Outcome::Undetermined { bounds, .. } => bounds.unwrap_or(zero),
        Outcome::NotEligible
        | Outcome::Displaced { .. }
        | Outcome::Exhausted
        | Outcome::Entitled
        | Outcome::NotInForce => zero,
    }
}

/// An amount that cannot be held.
struct TooLarge(Rational);

impl Engine<'_> {
    /// Bounds in whole parts, never narrower than they are; exact where they are whole.
    fn held(&self, bounds: Bounds) -> Result<(i64, i64), TooLarge> {
        let parts = Rational::whole(10_i128.saturating_pow(self.decimals));
        let low = bounds.low.times(parts).and_then(|low| i64::try_from(low.floor()).ok());
        let low = low.filter(|&low| low < UNBOUNDED).ok_or(TooLarge(bounds.low))?;
        // INVARIANT: the negative of a negative's floor is the ceiling.
        let up = |high: Rational| Some(high.times(parts)?.negate()?.floor().saturating_neg());
        let high = bounds.high.and_then(up).and_then(|high| i64::try_from(high).ok());
        Ok((low, high.unwrap_or(UNBOUNDED)))
    }

    /// Decides one row by the explaining evaluator.
    pub(super) fn explain(
        &self,
        columns: &Columns,
        row: usize,
        results: &mut Results,
        scratch: &mut Scratch,
    ) {
        results.explained = results.explained.saturating_add(1);
        let inputs = columns.inputs_of(self.plan, row);
        let decided = amounts(self.plan, &inputs, &mut scratch.rows);
        let written = decided.and_then(|decided| {
            let too_large = |TooLarge(amount): TooLarge| {
                vec![Diagnostic::without_place(&batch::AMOUNT_TOO_LARGE).arg("amount", amount.to_shortest())]
            };
            let mut open = false;
            for (award, outcome) in results.awards.iter_mut().zip(decided.outcomes) {
                let (low, high) = self.held(bounds(outcome)).map_err(too_large)?;
                open |= matches!(outcome, Outcome::UpTo(_) | Outcome::Undetermined { bounds: Some(_), .. });
                if let Some(cell) = award.outcome.get_mut(row) {
                    *cell = position(outcome);
                }
                if let Some(cell) = award.low.get_mut(row) {
                    *cell = low;
                }
                write_high(&mut award.high, &award.low, row, high);
            }
            let (low, high) = self.held(decided.total).map_err(too_large)?;
            if let Some(cell) = results.low.get_mut(row) {
                *cell = low;
            }
            write_high(&mut results.high, &results.low, row, high);
            if open {
                results.open.push(row);
            }
            Ok(())
        });
        if let Err(found) = written {
            self.refuse(row, found, results);
        }
    }

    /// Marks a row as refused.
    pub(super) fn refuse(&self, row: usize, found: Vec<Diagnostic>, results: &mut Results) {
        for award in results.awards.iter_mut() {
            let high = award.high.as_mut().and_then(|high| high.get_mut(row));
            for cell in [award.low.get_mut(row), high].into_iter().flatten() {
                *cell = 0;
            }
        }
        let high = results.high.as_mut().and_then(|high| high.get_mut(row));
        for cell in [results.low.get_mut(row), high].into_iter().flatten() {
            *cell = 0;
        }
        results.refused.push((row, found));
    }
}
