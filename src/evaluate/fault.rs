//! Why there is no decision, in words for the drafter.

use crate::arena::Id as _;
use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, evaluation, facts};
use crate::facts::Inputs;
use crate::money::{Rational, grouped};
use crate::plan::{AwardId, InputId, Known, NodeId, Op, Plan};
use crate::program::KeyValue;
use crate::source::Span;

use super::domain::{Domain, Stop};
use super::reading::Refusal;
use super::run::{Fault, Place, Table};

/// Why there is no decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Trouble {
    /// A node could not be computed.
    Fault(Fault),
    /// An award has no outcome.
    Refused(AwardId, Refusal),
    /// The sum of the amounts does not fit.
    TotalTooLarge,
    /// No case is left.
    Contradiction,
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Trouble {
        Trouble::Fault(fault)
    }
}

fn figure(number: Rational) -> String {
    grouped(&number.to_shortest())
}

impl Trouble {
    /// The diagnostic.
    pub fn diagnose<'a, D: Domain<'a>>(self, plan: &Plan, inputs: &Inputs, table: &Table<D>) -> Diagnostic {
        match self {
            Trouble::Fault(Fault { stop: Stop::BeforeTable(Some(date)), span: Some(span) }) => {
                before_table(plan, date, span)
            }
            Trouble::Fault(Fault { stop, span }) => {
                let entry = match stop {
                    Stop::Overflow => &evaluation::NUMBER_TOO_LARGE,
                    Stop::DivisionByZero => &evaluation::DIVISION_BY_ZERO,
                    Stop::Disagreement => &evaluation::TIE_MATTERS,
                    Stop::Pending | Stop::Unknown | Stop::Malformed | Stop::BeforeTable(_) => {
                        &evaluation::INCONSISTENT_PLAN
                    }
                };
                let found = match span {
                    Some(span) => Diagnostic::new(entry, span),
                    None => Diagnostic::without_place(entry),
                };
                found.arg("policy", plan.policy.as_str())
            }
            Trouble::Refused(id, refusal) => refused(plan, inputs, table, id, refusal),
            Trouble::TotalTooLarge => {
                Diagnostic::without_place(&evaluation::NUMBER_TOO_LARGE).arg("policy", plan.policy.as_str())
            }
            Trouble::Contradiction => {
                Diagnostic::without_place(&evaluation::INCONSISTENT_PLAN).arg("policy", plan.policy.as_str())
            }
        }
    }
}

/// A date for which a table has no row yet.
fn before_table(plan: &Plan, date: Date, span: Span) -> Diagnostic {
    let of_list = plan.lists.iter().flat_map(|list| list.nodes.iter());
    let mut here = plan.nodes.iter().chain(of_list).filter(|node| node.span == Some(span));
    let table =
        here.find_map(
            |node| {
                if let Op::Lookup { table, .. } = &node.op { plan.tables.get(*table) } else { None }
            },
        );
    let first = table.and_then(|table| {
        let days = table.rows.iter().filter_map(|row| row.keys.last());
        days.filter_map(|day| if let KeyValue::Date(day) = day { Some(*day) } else { None }).min()
    });
    let found = Diagnostic::new(&facts::BEFORE_TABLE, span)
        .arg("date", date.to_string())
        .arg("table", table.map_or_else(String::new, |table| table.title.clone()))
        .arg("first", first.map_or_else(String::new, |first| first.to_string()));
    match table {
        Some(table) => found.label(table.span, "table"),
        None => found,
    }
}

fn refused<'a, D: Domain<'a>>(
    plan: &Plan,
    inputs: &Inputs,
    table: &Table<D>,
    id: AwardId,
    refusal: Refusal,
) -> Diagnostic {
    let award = plan.awards.at(id);
    match refusal {
        Refusal::Absent(node) => {
            let origin = absent_origin(plan, table, node);
            let span = plan.nodes.get(origin).and_then(|node| node.span).unwrap_or(award.span);
            let input = absent_input(plan, table, node).and_then(|input| plan.inputs.get(input));
            let found = Diagnostic::new(&evaluation::ABSENT_IN_AMOUNT, span)
                .arg("award", award.id.as_str())
                .arg("fact", input.map_or(Words::same("?"), |input| Words::same(input.title())));
            match input {
                Some(input) => found.label(input.span, "fact"),
                None => found,
            }
        }
        Refusal::Outside => {
            let found =
                Diagnostic::new(&evaluation::DECISION_OUTSIDE, award.span).arg("award", award.id.as_str());
            let Some(decided) = award.decided else { return found };
            let bounds = |node: NodeId| table.at(plan, Place::Applicant(node)).map(|value| value.bounds());
            let shown = |end: Option<Rational>| {
                end.map_or(Words::new("不限", "unlimited"), |end| figure(end).into())
            };
            let made = inputs.values.get(decided.decision);
            let made = made.map_or(Words::same("?"), |made| {
                if let Known::Number(made) = made { figure(*made).into() } else { Words::same("?") }
            });
            found
                .arg("decision", made)
                .arg("low", shown(bounds(decided.low).and_then(|(low, _)| low)))
                .arg("high", shown(bounds(decided.high).and_then(|(_, high)| high)))
        }
        Refusal::Malformed => {
            Diagnostic::new(&evaluation::INCONSISTENT_PLAN, award.span).arg("policy", plan.policy.as_str())
        }
    }
}

/// The node that an absent value stems from.
fn absent_origin<'a, D: Domain<'a>>(plan: &Plan, table: &Table<D>, mut node: NodeId) -> NodeId {
    // INVARIANT: operands come before the node, so each step goes down.
    while let Some(found) = plan.nodes.get(node) {
        let absent = |operand: &NodeId| {
            operand.raw() < node.raw()
                && table.at(plan, Place::Applicant(*operand)).is_some_and(|value| value.is_absent())
        };
        let Some(next) = found.op.operands().into_iter().find(absent) else { break };
        node = next;
    }
    node
}

/// The fact that an absent value stems from.
pub(super) fn absent_input<'a, D: Domain<'a>>(
    plan: &Plan,
    table: &Table<D>,
    node: NodeId,
) -> Option<InputId> {
    let op = &plan.nodes.get(absent_origin(plan, table, node))?.op;
    if let Op::Input(input) = op {
        Some(*input)
    } else if let Op::Reduce { list, .. } = op {
        plan.lists.get(*list).map(|list| list.input)
    } else {
        None
    }
}
