//! An entry of what was paid before: a row whose cells are found by what their columns hold.

use std::collections::BTreeMap;

use crate::calendar::Date;
use crate::diagnostic::Diagnostic;
use crate::facts::check::Asked;
use crate::facts::lookup::{self, Found, listed};
use crate::facts::unknown::{ambiguous, unknown_award, unknown_policy};
use crate::money::Rational;
use crate::plan::{AwardId, InputType, Known, Plan};
use crate::program::{Dimension, Measure};
use crate::sheet::cell::{self, Cell};
use crate::sheet::unit::{self, ColumnUnit};

use super::key_of;

/// What columns hold; `None` for those that are passed over.
pub(super) type Columns<P> = BTreeMap<String, Option<(P, Option<ColumnUnit>)>>;

/// A row, and what is wrong with the cells that were read.
pub(super) struct Entry<'r, P> {
    pub cells: &'r [(&'r str, Cell<'r>)],
    pub columns: &'r Columns<P>,
    /// What a part is called in messages, where that is not the name of its column.
    pub called: fn(P) -> Option<&'static str>,
    pub found: Vec<Diagnostic>,
}

impl<'r, P: Copy + PartialEq> Entry<'r, P> {
    fn cell(&self, part: P) -> Option<(Cell<'r>, Option<&'r ColumnUnit>, &'r str)> {
        self.cells.iter().find_map(|(name, cell)| match self.columns.get(*name) {
            Some(Some((known, unit))) if *known == part => Some((*cell, unit.as_ref(), *name)),
            Some(_) | None => None,
        })
    }

    fn read(&mut self, part: P, ty: &InputType) -> Option<Known> {
        let (cell, unit, name) = self.cell(part)?;
        let subject = (self.called)(part).unwrap_or(name);
        let asked = Asked {
            subject: subject.to_owned(),
            name: subject.to_owned(),
            ty,
            optional: false,
            low: Rational::ZERO,
            high: None,
            in_rules: true,
        };
        let known = cell::read(cell, &asked, unit);
        known.map_err(|more| self.found.extend(more)).ok().filter(|known| *known != Known::Unknown)
    }

    pub fn words(&mut self, part: P) -> Option<String> {
        match self.read(part, &InputType::Text) {
            Some(Known::Text(text)) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Some(_) | None => None,
        }
    }

    pub fn number(&mut self, part: P, measure: Measure) -> Option<Rational> {
        match self.read(part, &InputType::Number(measure)) {
            Some(Known::Number(number)) => Some(number),
            Some(_) | None => None,
        }
    }

    pub fn day(&mut self, part: P) -> Option<Date> {
        match self.read(part, &InputType::Date) {
            Some(Known::Date(date)) => Some(date),
            Some(_) | None => None,
        }
    }

    /// The words that tell applicants apart.
    pub fn key(&self, part: P) -> Result<Option<String>, Diagnostic> {
        self.cell(part).map_or(Ok(None), |(cell, ..)| key_of(cell))
    }
}

/// The awards that entries are about.
pub(super) struct Awards<'p> {
    pub plan: &'p Plan,
    /// All policies that are known.
    policies: Vec<String>,
    awards: lookup::Lookup<'p, AwardId>,
}

impl<'p> Awards<'p> {
    pub fn new(plan: &'p Plan, policies: &[&str]) -> Awards<'p> {
        let policies = policies.iter().map(|&policy| policy.to_owned()).collect();
        Awards { plan, policies, awards: lookup::awards(plan) }
    }

    pub fn money(&self) -> Measure {
        Measure::plain(Dimension::Money(self.plan.currency))
    }

    /// The unit within the name of a column, before which `is_amount` knows an amount.
    pub fn amount_unit(&self, column: &str, is_amount: impl FnOnce(&str) -> bool) -> Option<ColumnUnit> {
        let (before, text) = unit::split(column)?;
        if is_amount(before) { ColumnUnit::parse(text, &self.money()) } else { None }
    }

    /// An award by its words, which may name its policy; `None` for one of another policy.
    pub fn find(&self, text: &str, policy: Option<String>) -> Result<Option<AwardId>, Diagnostic> {
        let (policy, id) = match text.split_once('/') {
            Some((policy, id)) => (Some(policy.to_owned()), id),
            None => (policy, text),
        };
        if let Some(policy) = policy.filter(|policy| *policy != self.plan.policy) {
            // What another policy paid is none of this one's limits and funds; a name that nobody knows is a mistake.
            let known = || self.policies.iter().map(String::as_str);
            return if known().any(|known| known == policy) {
                Ok(None)
            } else {
                Err(unknown_policy(&policy, cell::nowhere(), known()))
            };
        }
        match self.awards.find(id) {
            Found::One(award) => Ok(Some(award)),
            Found::Several(several) => {
                let names = several.iter().filter_map(|&award| self.plan.awards.get(award));
                Err(ambiguous(id, listed(names.map(|award| award.id.as_str())), cell::nowhere()))
            }
            Found::None => Err(unknown_award(id, &[self.plan], cell::nowhere())),
        }
    }
}
