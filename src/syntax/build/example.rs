//! The two clauses of an example: what is given, and what must come out.

use pest::iterators::Pairs;

use super::{Build, Read};
use crate::syntax::ast::{Given, GivenValue, OutcomeWord, Then};
use crate::syntax::grammar::Rule;

impl Build<'_> {
    /// The facts among what was read.
    pub(super) fn givens(&mut self, reads: Pairs<'_, Rule>) -> Option<Vec<Given>> {
        let is_given = |read: &Read<'_>| {
            matches!(
                read.as_rule(),
                Rule::given_as_of
                    | Rule::given_paid
                    | Rule::given_elsewhere
                    | Rule::given_not
                    | Rule::given_decided
                    | Rule::given_selected
                    | Rule::given_placed
                    | Rule::given_value
            )
        };
        reads.filter(is_given).map(|read| self.given(&read)).collect()
    }

    fn given(&mut self, read: &Read<'_>) -> Option<Given> {
        let mut parts = read.clone().into_inner();
        let first = parts.next()?;
        Some(match read.as_rule() {
            Rule::given_as_of => Given::AsOf(self.date(&parts.next()?)?),
            Rule::given_not => Given::Flag { name: self.name(&parts.next()?), value: false },
            Rule::given_elsewhere => {
                let matter = self.quoted(&parts.next()?);
                Given::Elsewhere { matter, amount: self.expr(&parts.next()?)? }
            }
            Rule::given_decided => {
                let award = self.name(&first);
                Given::Decided { award, amount: self.expr(&parts.next_back()?)? }
            }
            Rule::given_selected => {
                let award = self.name(&first);
                let selected = parts.any(|part| part.as_rule() == Rule::kw_selected);
                Given::Selected { award, selected }
            }
            Rule::given_placed => {
                let award = self.name(&first);
                Given::Placed { award, place: self.place(&parts.next_back()?)? }
            }
            Rule::given_paid => {
                let award = self.name(&parts.next()?);
                let amount = self.expr(&parts.next()?)?;
                let (mut year, mut date) = (None, None);
                for part in parts {
                    match part.as_rule() {
                        Rule::year => year = Some(self.year(&part)?),
                        Rule::date => date = Some(self.date(&part)?),
                        _ => {}
                    }
                }
                Given::Paid { award, amount, year, date }
            }
            _ => {
                let name = self.name(&first);
                let last = parts.next_back();
                let in_year = last.as_ref().filter(|last| last.as_rule() == Rule::year);
                if let Some(year) = in_year {
                    let value = parts.find(|part| part.as_rule() == Rule::expr)?;
                    return Some(Given::InYear { name, value: self.expr(&value)?, year: self.year(year)? });
                }
                match last {
                    None => Given::Flag { name, value: true },
                    Some(value) => Given::Value { name, value: self.given_value(&value)? },
                }
            }
        })
    }

    fn given_value(&mut self, read: &Read<'_>) -> Option<GivenValue> {
        let parts = read.clone().into_inner();
        Some(match read.as_rule() {
            Rule::set => GivenValue::Set(parts.map(|part| self.name(&part)).collect()),
            // Records nest only within brackets, whose depth is bounded before anything is read.
            Rule::records => {
                let records: Option<Vec<_>> = parts.map(|part| self.givens(part.into_inner())).collect();
                GivenValue::Records(records?)
            }
            _ => GivenValue::One(self.expr(read)?),
        })
    }

    /// The expectations among what was read.
    pub(super) fn thens(&mut self, reads: Pairs<'_, Rule>) -> Option<Vec<Then>> {
        let is_then = |read: &Read<'_>| {
            matches!(
                read.as_rule(),
                Rule::then_total | Rule::then_pays | Rule::then_outcome | Rule::then_target
            )
        };
        reads.filter(is_then).map(|read| self.then(&read)).collect()
    }

    fn then(&mut self, read: &Read<'_>) -> Option<Then> {
        let mut parts = read.clone().into_inner();
        let first = parts.next()?;
        Some(match read.as_rule() {
            Rule::then_total => Then::Total(self.expr(&parts.next()?)?),
            Rule::then_target => {
                let (mut met, mut year) = (None, None);
                for part in parts {
                    match part.as_rule() {
                        Rule::o_met => met = Some(true),
                        Rule::o_missed => met = Some(false),
                        Rule::year => year = Some(self.year(&part)?),
                        _ => {}
                    }
                }
                Then::Target { target: self.name(&first), met, year }
            }
            Rule::then_pays => {
                let award = self.name(&first);
                Then::Pays { award, amount: self.expr(&parts.next_back()?)? }
            }
            _ => {
                let award = self.name(&first);
                let outcome = parts.clone().find_map(|part| outcome(part.as_rule()))?;
                let mut bounds = parts.filter(|part| part.as_rule() == Rule::expr);
                let mut bound = || match bounds.next() {
                    None => Some(None),
                    Some(part) => self.expr(&part).map(Some),
                };
                Then::Outcome { award, outcome, low: bound()?, high: bound()? }
            }
        })
    }
}

fn outcome(rule: Rule) -> Option<OutcomeWord> {
    Some(match rule {
        Rule::o_awarded => OutcomeWord::Awarded,
        Rule::o_not_eligible => OutcomeWord::NotEligible,
        Rule::o_displaced => OutcomeWord::Displaced,
        Rule::o_exhausted => OutcomeWord::Exhausted,
        Rule::o_decided => OutcomeWord::UpTo,
        Rule::o_entitled => OutcomeWord::Entitled,
        Rule::o_undetermined => OutcomeWord::Undetermined,
        Rule::o_not_in_force => OutcomeWord::NotInForce,
        _ => return None,
    })
}
