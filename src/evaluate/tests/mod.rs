//! Tests of the evaluator on plans built by hand.

mod properties;
mod sketch;
mod stages;
mod unknown;
