//! ipcalc: a declarative language and compiler for subsidy policies.
//!
//! text → Ast → Program → Plan; Plan + Facts → Decision → explanation, JSON. See docs/ARCHITECTURE.md.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::float_arithmetic,
        clippy::iter_over_hash_type,
        clippy::allow_attributes_without_reason,
        clippy::wildcard_enum_match_arm
    )
)]

pub mod allocate;
pub mod analyse;
pub mod arena;
pub mod batch;
pub mod calendar;
pub mod cases;
pub mod cli;
pub mod columns;
pub mod compile;
pub mod coverage;
pub mod diagnostic;
pub mod evaluate;
pub mod explain;
pub mod facts;
pub mod graph;
pub mod money;
pub mod names;
pub mod plan;
pub mod program;
pub mod report;
pub mod scaled;
pub mod sheet;
pub mod source;
pub mod sql;
pub mod syntax;
