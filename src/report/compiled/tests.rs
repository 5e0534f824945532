//! Tests of plans and programs as JSON.
