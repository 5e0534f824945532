//! SQL: a policy as one query, for those whose applicants live in a warehouse.
//!
//! The same plan, in the whole numbers of [`crate::scaled`]: the same outcomes and amounts as every other engine, or
//! `undecided` where the query cannot tell. Names and texts come from rule files and are never trusted: [`Dialect`]
//! quotes them all.

mod answer;
mod assemble;
mod cell;
mod days;
mod dialect;
mod fact;
mod fault;
mod heading;
mod history;
mod item;
mod level;
mod lookup;
mod names;
mod print;
mod quotient;
mod step;
#[cfg(test)]
mod tests;
mod titles;
mod translate;
mod tree;
mod value;

use std::collections::{BTreeMap, BTreeSet};

pub use dialect::{Dialect, Unsayable};

use crate::calendar::Date;
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::scaled::{self, Forms, ListId, Program};

/// What a query is to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
    /// For whom it is written.
    pub dialect: Dialect,
    /// The table of applicants, by the parts of its name.
    pub table: Vec<String>,
    /// The column that tells applicants apart, in all tables.
    pub key: String,
    /// The date of the decisions; without it each row has its own, in a column `as_of`.
    pub as_of: Option<Date>,
    /// The table of earlier payments; without it nothing was paid before.
    pub history: Option<Vec<String>>,
    /// Tables of items, by the name of their list, where they are not called by that name.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Facts that the table has no column for: unknown in every row.
    pub without: BTreeSet<String>,
    /// Numbers in their usual size: money in fen below nine trillion; rows beyond are undecided.
    pub usual: bool,
}

impl Options {
    /// A query over a table `applicants` with a key `id`.
    pub fn new(dialect: Dialect) -> Options {
        Options {
            dialect,
            table: vec!["applicants".to_owned()],
            key: "id".to_owned(),
            as_of: None,
            history: None,
            lists: BTreeMap::new(),
            without: BTreeSet::new(),
            usual: false,
        }
    }
}

/// Whose rows a step computes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Scope {
    /// Applicants'.
    Rows,
    /// The items' of a list.
    Items(ListId),
}

/// The query for a policy.
pub fn query(plan: &Plan, options: &Options) -> Result<String, Vec<Diagnostic>> {
    let mut forms = if options.usual { Forms::fen(plan) } else { Forms::wide(plan) };
    if let Some(as_of) = options.as_of {
        forms = forms.dated(as_of);
    }
    if options.history.is_some() {
        forms = forms.with_history(plan);
    }
    let program =
        scaled::lower(plan, &forms).map_err(|fault| vec![fault::not_scaled(plan, fault, options.dialect)])?;
    query_of(plan, &program, &forms, options)
}

/// The query for a program that was made of a plan for these forms.
pub fn query_of(
    plan: &Plan,
    program: &Program,
    forms: &Forms,
    options: &Options,
) -> Result<String, Vec<Diagnostic>> {
    let query = assemble::query(plan, program, forms, options)?;
    Ok(print::query(&query, options.dialect))
}
