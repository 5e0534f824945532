//! A program as text: a step a line, with its bounds and the bits they need.

use std::fmt::{Display, Formatter, Result};

use crate::arena::{Arena, Id as _};
use crate::syntax::ast::AggregateKind;

use super::{Bounds, Op, Program, Rounded, Step, StepId, Type};

impl Display for Program {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        for (list, items) in self.lists.iter_ids() {
            writeln!(out, "list {} (input {})", list.raw(), items.input.raw())?;
            steps(out, &items.steps)?;
        }
        writeln!(out, "applicant")?;
        steps(out, &self.steps)?;
        writeln!(out, "awards, amounts over {}", self.denominator)?;
        for (award, outputs) in self.awards.iter_ids() {
            write!(out, "  {}: outcome {}, amount {}", award.raw(), Of(outputs.outcome), Of(outputs.low))?;
            if outputs.exact { writeln!(out)? } else { writeln!(out, " to {}", Of(outputs.high))? }
        }
        for refusal in &self.refusals {
            writeln!(out, "refused ({:?}) where {}", refusal.reason, Of(refusal.when))?;
        }
        Ok(())
    }
}

fn steps(out: &mut Formatter<'_>, steps: &Arena<StepId, Step>) -> Result {
    for (id, step) in steps.iter_ids() {
        write!(out, "  {} = {}", Of(id), step.op)?;
        match step.ty {
            Type::Whole(bounds) => writeln!(out, " : {bounds}")?,
            Type::Truth => writeln!(out)?,
            Type::Member => writeln!(out, " : member")?,
            Type::Members => writeln!(out, " : members")?,
            Type::Words => writeln!(out, " : words")?,
        }
    }
    Ok(())
}

impl Display for Bounds {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        write!(out, "{} to {} ({} bits)", self.low, self.high, self.bits())
    }
}

/// A step as others name it.
struct Of(StepId);

impl Display for Of {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        write!(out, "s{}", self.0.raw())
    }
}

fn all(out: &mut Formatter<'_>, all: &[StepId], between: &str) -> Result {
    for (at, step) in all.iter().enumerate() {
        if at > 0 {
            write!(out, "{between}")?;
        }
        write!(out, "{}", Of(*step))?;
    }
    Ok(())
}

const fn aggregate(kind: AggregateKind) -> &'static str {
    match kind {
        AggregateKind::Sum => "sum",
        AggregateKind::Count => "count",
        AggregateKind::Highest => "highest",
        AggregateKind::Lowest => "lowest",
        AggregateKind::Any => "any",
        AggregateKind::All => "all",
    }
}

struct How(Rounded);

impl Display for How {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        match self.0 {
            Rounded::Named(direction) => write!(out, "{direction:?}"),
            Rounded::Floor => write!(out, "Floor"),
        }
    }
}

impl Display for Op {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        match self {
            Op::Whole(number) => write!(out, "{number}"),
            Op::Truth(truth) => write!(out, "{truth}"),
            Op::Words(words) => write!(out, "{words:?}"),
            Op::Input(input) => write!(out, "input {}", input.raw()),
            Op::Given(input) => write!(out, "given {}", input.raw()),
            Op::Present(input) => write!(out, "present {}", input.raw()),
            Op::Field(field) => write!(out, "field {field}"),
            Op::FieldPresent(field) => write!(out, "field {field} present"),
            Op::Outer(step) => write!(out, "applicant's {}", Of(*step)),
            Op::AsOf => write!(out, "as of"),
            Op::Paid(award, scope) => write!(out, "paid {} {scope:?}", award.raw()),
            Op::Not(one) => write!(out, "not {}", Of(*one)),
            Op::And(each) => all(out, each, " and "),
            Op::Or(each) => all(out, each, " or "),
            Op::AtLeast(number, each) => {
                write!(out, "at least {number} of ")?;
                all(out, each, ", ")
            }
            Op::Compare(comparison, left, right) => {
                write!(out, "{} {} {}", Of(*left), comparison.ascii_sign(), Of(*right))
            }
            Op::SameWords(left, right) => write!(out, "{} is {}", Of(*left), Of(*right)),
            Op::Among(one, mask) => write!(out, "{} among {mask:b}", Of(*one)),
            Op::Has(one, position) => write!(out, "{} has {position}", Of(*one)),
            Op::Sum(fixed, terms) => {
                write!(out, "{fixed}")?;
                terms.iter().try_for_each(|(factor, term)| write!(out, " + {factor} × {}", Of(*term)))
            }
            Op::Product(left, right) => write!(out, "{} × {}", Of(*left), Of(*right)),
            Op::Quotient(rounded, number, divisor) => {
                write!(out, "{} / {divisor} {}", Of(*number), How(*rounded))
            }
            Op::QuotientBy(rounded, number, divisor) => {
                write!(out, "{} / {} {}", Of(*number), Of(*divisor), How(*rounded))
            }
            Op::Min(left, right) => write!(out, "lower of {}, {}", Of(*left), Of(*right)),
            Op::Max(left, right) => write!(out, "higher of {}, {}", Of(*left), Of(*right)),
            Op::Calendar { rule, of, with, times } => {
                write!(out, "{rule:?} {}", Of(*of))?;
                if let Some(with) = with {
                    write!(out, ", {}", Of(*with))?;
                }
                if *times == 1 { Ok(()) } else { write!(out, " × {times}") }
            }
            Op::Select { condition, then, otherwise } => {
                write!(out, "{} where {} else {}", Of(*then), Of(*condition), Of(*otherwise))
            }
            Op::Lookup { table, keys } => {
                write!(out, "table {} [", table.raw())?;
                all(out, keys, ", ")?;
                write!(out, "]")
            }
            Op::Listed { table, keys } => {
                write!(out, "table {} lists [", table.raw())?;
                all(out, keys, ", ")?;
                write!(out, "]")
            }
            Op::Before { keys, value, condition, same } => {
                write!(out, "before")?;
                match value {
                    Some(value) => write!(out, " sum {}", Of(*value))?,
                    None => write!(out, " count")?,
                }
                for (highest, key) in keys {
                    write!(out, " by {} {}", if *highest { "highest" } else { "lowest" }, Of(*key))?;
                }
                if let Some(condition) = condition {
                    write!(out, " where {}", Of(*condition))?;
                }
                if let Some(same) = same {
                    write!(out, " same {}", Of(*same))?;
                }
                Ok(())
            }
            Op::Reduce { list, kind, value, condition } => {
                write!(out, "{} over list {}", aggregate(*kind), list.raw())?;
                if let Some(value) = value {
                    write!(out, " of {}", Of(*value))?;
                }
                if let Some(condition) = condition {
                    write!(out, " where {}", Of(*condition))?;
                }
                Ok(())
            }
        }
    }
}
