//! Tests of queries: quotes, quotients. What whole queries answer is tried on the engines themselves: tests/warehouse.

mod evaluated;
mod quotes;
mod rounding;
