//! Tests of the evaluator on plans built by hand.

mod properties;
mod random;
mod sketch;
mod stages;
mod unknown;
mod whole_numbers;
