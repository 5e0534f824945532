//! Report: decisions, facts and items as JSON whose keys and their order other people's tools may rely on.

mod asked;
pub mod compiled;
mod items;
mod parts;
mod payout;
mod result;
mod schema;
mod score;
mod targets;
#[cfg(test)]
mod tests;
mod words;

pub use asked::{FactRow, facts_list};
pub use items::{InForceRow, ItemRow, items, kind_in_words};
pub use result::{
    AssumptionRow, AwardRow, Part, PolicyResult, Results, Total, missing_name, outcome_word, result, results,
};

pub use payout::{InstalmentRow, ObligationRow, PayerRow};
pub use schema::facts_schema;
pub use score::{IndicatorRow, ScoreRow};
pub use targets::{TargetRow, target_word};

use serde::Serialize;

/// JSON text, indented, with a line break at its end. The same value gives the same bytes.
pub fn json_text(value: &impl Serialize) -> String {
    // Nothing that is written here can fail: all keys are texts and all numbers are texts.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
