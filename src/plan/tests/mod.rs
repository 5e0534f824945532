//! Tests of lowering on programs written by hand.

mod amounts;
mod conditions;
mod groups;
mod ranges;
mod refusals;
mod rules;
mod run;
mod structure;
mod write;

use crate::plan::{Plan, lower};
use write::Draft;

/// The plan of a draft that has one.
fn plan_of(draft: &Draft) -> Plan {
    lower(&draft.program).unwrap_or_else(|found| {
        let messages: Vec<String> = found
            .iter()
            .map(|one| format!("{} {}", one.entry.code, one.message(Default::default())))
            .collect();
        panic!("{messages:?}")
    })
}

/// The codes found in a draft that has no plan.
fn codes_of(draft: &Draft) -> Vec<&'static str> {
    lower(&draft.program).unwrap_err().iter().map(|found| found.entry.code).collect()
}
