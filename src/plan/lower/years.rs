//! Single years of facts by year: each that a rule reads is an input of its own, so that engines read it as any other.

use std::collections::BTreeMap;

use crate::arena::{Arena, Id as _};
use crate::plan::{Input, InputId, InputYear, NodeId, OfYear, Op};
use crate::program::{FactId, FactYear};
use crate::source::Span;

use super::value::{fact_extent, node_type};
use super::{At, Lowering};

/// The single years that are read, in the order in which lowering meets them.
#[derive(Debug, Default)]
pub(super) struct SingleYears {
    first: usize,
    known: BTreeMap<(InputId, InputYear), InputId>,
    made: Vec<(InputId, InputYear)>,
}

impl SingleYears {
    /// Whose inputs come after so many others.
    pub fn after(first: usize) -> SingleYears {
        SingleYears { first, ..SingleYears::default() }
    }

    /// The input that holds one year of an input by year.
    pub fn input(&mut self, of: InputId, year: InputYear) -> InputId {
        if matches!(year, InputYear::Before(0)) {
            return of;
        }
        if let Some(&made) = self.known.get(&(of, year)) {
            return made;
        }
        let made = InputId::new(self.first.saturating_add(self.made.len()));
        self.known.insert((of, year), made);
        self.made.push((of, year));
        made
    }

    /// Adds the inputs to those they come after.
    pub fn append(&self, inputs: &mut Arena<InputId, Input>) {
        for &(of, year) in &self.made {
            let Some(base) = inputs.get(of) else { continue };
            let (name, words) = match year {
                InputYear::In(year) => (year.to_string(), format!("{year}年")),
                InputYear::Before(1) => ("last_year".to_owned(), "上年".to_owned()),
                InputYear::Before(years) => (format!("{years}_years_before"), format!("前{years}年")),
            };
            let made = Input {
                name: format!("{}.{name}", base.name),
                label: base.label.as_ref().map(|label| format!("{words}{label}")),
                question: None,
                by_year: false,
                default: None,
                decides: None,
                of_year: Some(OfYear { input: of, year }),
                ..base.clone()
            };
            inputs.push(made);
        }
    }
}

impl Lowering<'_> {
    /// One year of a fact by year, read at the level of `at`.
    pub(super) fn fact_in(&mut self, fact: FactId, year: InputYear, at: At, span: Span) -> NodeId {
        let declared = self.program.facts.at(fact);
        let ty = node_type(&declared.ty);
        let extent = fact_extent(&declared.ty, declared.low, declared.high);
        let input = self.single_years.input(InputId::new(fact.raw()), year);
        let node = self.outer.leaf(Op::Input(input), ty, extent, span);
        self.seen_from(at, node, span)
    }
}

/// The year in the terms of the plan.
pub(super) fn year_of(year: FactYear) -> InputYear {
    match year {
        FactYear::Before(years) => InputYear::Before(years),
        FactYear::In(year) => InputYear::In(year),
    }
}
