//! Typed expressions: names resolved, every node with its type, still shaped as the author wrote them.

use crate::calendar::{CalendarRule, Date};
use crate::money::{Rational, Rounding};
use crate::source::Span;
use crate::syntax::ast::{AggregateKind, Comparison};

use super::{AwardId, EnumId, FactId, LetId, ListId, TableId, Type};

/// An expression of known type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expr {
    /// What it computes.
    pub kind: ExprKind,
    /// The type of its value.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
}

/// A year of a fact by year other than this one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FactYear {
    /// So many years before this year.
    Before(u16),
    /// A calendar year.
    In(i32),
}

/// What an expression computes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExprKind {
    /// A fixed number.
    Number(Rational),
    /// A fixed date.
    Date(Date),
    /// A fixed text.
    Text(String),
    /// A fixed truth value.
    Bool(bool),
    /// A value of an enumeration, by its position.
    EnumValue(EnumId, usize),
    /// A fact of the applicant.
    Fact(FactId),
    /// Another year of a fact by year.
    FactIn(FactId, FactYear),
    /// A field of the item at hand of a list, by its position.
    Field(ListId, usize),
    /// A named intermediate value.
    Let(LetId),
    /// The amount of another award after its own limits, before groups.
    Award(AwardId),
    /// What another award pays in the end, after its groups.
    AwardPaid(AwardId),
    /// What another award comes to if none of its limits is applied.
    AwardBeforeLimits(AwardId),
    /// The date the decision is made for.
    AsOf,
    /// Not.
    Not(Box<Expr>),
    /// All hold.
    And(Vec<Expr>),
    /// One holds.
    Or(Vec<Expr>),
    /// At least so many hold.
    AtLeast(u32, Vec<Expr>),
    /// A comparison of two values of one type; a ratio on the left is compared by cross-multiplication.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// A set has the member at this position.
    Has(Box<Expr>, usize),
    /// Minus.
    Negate(Box<Expr>),
    /// Terms, each with whether it is subtracted.
    Sum(Vec<(bool, Expr)>),
    /// Factors, each with whether it divides.
    Product(Vec<(bool, Expr)>),
    /// A share of a base.
    Part { share: Box<Expr>, base: Box<Expr> },
    /// The base, at most the limit.
    UpTo(Box<Expr>, Box<Expr>),
    /// A value rounded by name.
    Rounded(Box<Expr>, Rounding),
    /// What exceeds the threshold, never below zero.
    Above(Box<Expr>, Box<Expr>),
    /// What the calendar makes of a day or a year, and of a second value where the rule has one.
    Calendar { rule: CalendarRule, of: Box<Expr>, with: Option<Box<Expr>> },
    /// An amount for each of a count.
    ForEach { amount: Box<Expr>, count: Box<Expr> },
    /// How many full steps fit into a value.
    FullSteps { value: Box<Expr>, step: Box<Expr> },
    /// The value of a table's row for these keys.
    Lookup { table: TableId, keys: Vec<Expr> },
    /// The highest or lowest of several.
    Extreme { highest: bool, values: Vec<Expr> },
    /// The first value whose condition holds; the last may have none. Where none holds there is no value, and the award is not eligible.
    Case(Vec<(Option<Expr>, Expr)>),
    /// Over the items of a list that satisfy the condition.
    Aggregate { kind: AggregateKind, list: ListId, value: Option<Box<Expr>>, condition: Option<Box<Expr>> },
}

impl ExprKind {
    /// Whether it is by itself something of one applicant: a fact, what an award comes to, the date, items of a list.
    pub fn is_of_applicant(&self) -> bool {
        matches!(
            self,
            ExprKind::Fact(_)
                | ExprKind::FactIn(..)
                | ExprKind::Field(..)
                | ExprKind::Award(_)
                | ExprKind::AwardPaid(_)
                | ExprKind::AwardBeforeLimits(_)
                | ExprKind::AsOf
                | ExprKind::Aggregate { .. }
        )
    }
}
