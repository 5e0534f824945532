//! A tree of SQL: what queries are made of, without the words of any dialect.

use crate::calendar::Date;
use crate::syntax::ast::Comparison;

/// A type of columns.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum SqlType {
    /// Whole numbers of 64 bits.
    Narrow,
    /// The widest exact whole numbers of the dialect.
    Wide,
    /// Decimals: digits in all, and after the point.
    Decimal(u32, u32),
    Truth,
    Day,
    Text,
    Texts,
}

/// What functions and operators do, each printed as its dialect says it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Function {
    /// Days from the second operand to the first.
    DaysBetween,
    /// A day and so many days after it.
    PlusDays,
    /// A day and so many months after it; a day that the month lacks becomes its last day.
    PlusMonths,
    Year,
    Month,
    /// Year, month, day.
    MakeDay,
    /// The first operand that is not NULL.
    Coalesce,
    /// Members of an array, repeated ones counted again.
    Members,
    /// Different members of an array.
    DifferentMembers,
    /// Truth: all members of the first array are in the second.
    Within,
    /// Truth: an array has a member.
    Has,
    Sum,
    /// Rows where the operand is not NULL; of none, rows.
    Count,
    Lowest,
    Highest,
}

/// An order of rows.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Key {
    pub expr: Expr,
    pub highest_first: bool,
}

/// An expression.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Expr {
    /// A column of a relation.
    Column(Alias, String),
    Whole(i128),
    /// A decimal literal: a whole number and how many of its digits stand after the point.
    Decimal(i128, u32),
    Truth(bool),
    Text(String),
    Texts(Vec<String>),
    Day(Date),
    Null,
    Not(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Compare(Comparison, Box<Expr>, Box<Expr>),
    IsNull(Box<Expr>),
    IsNotNull(Box<Expr>),
    In(Box<Expr>, Vec<Expr>),
    /// Terms, each with whether it is subtracted.
    Sum(Vec<(bool, Expr)>),
    Times(Box<Expr>, Box<Expr>),
    /// Cut off towards zero.
    Quotient(Box<Expr>, Box<Expr>),
    /// With the sign of the dividend.
    Remainder(Box<Expr>, Box<Expr>),
    Negative(Box<Expr>),
    Case(Vec<(Expr, Expr)>, Option<Box<Expr>>),
    Cast(Box<Expr>, SqlType),
    /// Where the value is none of the type: NULL, if the dialect can.
    TryCast(Box<Expr>, SqlType),
    Call(Function, Vec<Expr>),
    /// A function over the rows of the same partition that stand before, or over all of it where there are no keys.
    Over {
        function: Function,
        of: Vec<Expr>,
        partition: Vec<Expr>,
        order: Vec<Key>,
        before: bool,
    },
}

impl Expr {
    pub fn text(text: impl Into<String>) -> Expr {
        Expr::Text(text.into())
    }
    pub fn not(self) -> Expr {
        if let Expr::Not(inner) = self {
            *inner
        } else if let Expr::Truth(truth) = self {
            Expr::Truth(!truth)
        } else if let Expr::IsNull(inner) = self {
            Expr::IsNotNull(inner)
        } else if let Expr::IsNotNull(inner) = self {
            Expr::IsNull(inner)
        } else {
            Expr::Not(Box::new(self))
        }
    }
    /// Nothing is known of it: of what compares a column with something fixed, where nothing is of the column.
    pub fn unknown(self) -> Expr {
        let fixed = |expr: &Expr| matches!(expr, Expr::Whole(_) | Expr::Text(_) | Expr::Day(_));
        if let Expr::Not(inner) = self {
            return inner.unknown();
        }
        let (of, is_fixed) = if let Expr::Compare(_, of, other) = &self {
            (Some(of), fixed(other))
        } else if let Expr::In(of, all) = &self {
            (Some(of), all.iter().all(fixed))
        } else {
            (None, false)
        };
        match of {
            Some(column) if is_fixed && matches!(**column, Expr::Column(..)) => Expr::IsNull(column.clone()),
            _ => Expr::IsNull(Box::new(self)),
        }
    }
    pub fn known(self) -> Expr {
        Expr::IsNotNull(Box::new(self))
    }
    pub fn compare(self, comparison: Comparison, other: Expr) -> Expr {
        Expr::Compare(comparison, Box::new(self), Box::new(other))
    }
    pub fn equals(self, other: Expr) -> Expr {
        self.compare(Comparison::Equal, other)
    }
    pub fn cast(self, ty: SqlType) -> Expr {
        Expr::Cast(Box::new(self), ty)
    }
    pub fn times(self, other: Expr) -> Expr {
        Expr::Times(Box::new(self), Box::new(other))
    }
    pub fn over(self, other: Expr) -> Expr {
        Expr::Quotient(Box::new(self), Box::new(other))
    }
    pub fn remainder(self, other: Expr) -> Expr {
        Expr::Remainder(Box::new(self), Box::new(other))
    }
    pub fn negative(self) -> Expr {
        if let Expr::Negative(inner) = self {
            *inner
        } else if let Expr::Whole(whole) = self
            && whole != i128::MIN
        {
            Expr::Whole(whole.saturating_neg())
        } else {
            Expr::Negative(Box::new(self))
        }
    }
    pub fn plus(self, whole: i128) -> Expr {
        match whole {
            0 => self,
            _ => Expr::Sum(vec![(false, self), (whole < 0, Expr::Whole(whole.saturating_abs()))]),
        }
    }
    /// All hold; what is always so is left out.
    pub fn all(parts: impl IntoIterator<Item = Expr>) -> Expr {
        let mut parts: Vec<Expr> = flattened(parts, Expr::Truth(true), |part| {
            if let Expr::And(inner) = part { Ok(inner) } else { Err(part) }
        });
        if parts.contains(&Expr::Truth(false)) {
            return Expr::Truth(false);
        }
        match parts.len() {
            0 => Expr::Truth(true),
            1 => parts.pop().unwrap_or(Expr::Truth(true)),
            _ => Expr::And(parts),
        }
    }
    /// One holds; what is never so is left out.
    pub fn any(parts: impl IntoIterator<Item = Expr>) -> Expr {
        let mut parts: Vec<Expr> = flattened(parts, Expr::Truth(false), |part| {
            if let Expr::Or(inner) = part { Ok(inner) } else { Err(part) }
        });
        if parts.contains(&Expr::Truth(true)) {
            return Expr::Truth(true);
        }
        match parts.len() {
            0 => Expr::Truth(false),
            1 => parts.pop().unwrap_or(Expr::Truth(false)),
            _ => Expr::Or(parts),
        }
    }
    /// The first arm whose condition holds; arms that never do, and those after one that always does, are left out.
    pub fn case(arms: Vec<(Expr, Expr)>, otherwise: Option<Expr>) -> Expr {
        let mut otherwise = otherwise;
        let mut kept = Vec::with_capacity(arms.len());
        for (when, then) in arms {
            if when == Expr::Truth(true) {
                otherwise = Some(then);
                break;
            }
            if when != Expr::Truth(false) {
                kept.push((when, then));
            }
        }
        if kept.is_empty() {
            otherwise.unwrap_or(Expr::Null)
        } else {
            Expr::Case(kept, otherwise.map(Box::new))
        }
    }
    pub fn call(function: Function, of: Vec<Expr>) -> Expr {
        Expr::Call(function, of)
    }
}

/// The parts of a conjunction or disjunction, those of inner ones among them, without the neutral one and repetitions.
fn flattened(
    parts: impl IntoIterator<Item = Expr>,
    neutral: Expr,
    open: fn(Expr) -> Result<Vec<Expr>, Expr>,
) -> Vec<Expr> {
    let mut flat: Vec<Expr> = Vec::new();
    for part in parts {
        let inner = open(part).unwrap_or_else(|part| vec![part]);
        for part in inner {
            if part != neutral && !flat.contains(&part) {
                flat.push(part);
            }
        }
    }
    flat
}

/// One column of a SELECT.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Item {
    /// Comment lines above it.
    pub comments: Vec<String>,
    pub expr: Expr,
    pub name: String,
}

/// What relations are called inside one SELECT.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Alias {
    /// A table of the warehouse.
    Table,
    /// Rows of applicants.
    Rows,
    /// Rows of items.
    Items,
    /// Rows of earlier payments, or sums of them by applicant.
    Paid,
    /// Sums of items by applicant, of the list at this place.
    Totals(usize),
    /// What is wrong with the items of the list at this place, by applicant.
    Faults(usize),
}

impl std::fmt::Display for Alias {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Alias::Table => formatter.write_str("a"),
            Alias::Rows => formatter.write_str("r"),
            Alias::Items => formatter.write_str("i"),
            Alias::Paid => formatter.write_str("p"),
            Alias::Totals(list) => write!(formatter, "t{list}"),
            Alias::Faults(list) => write!(formatter, "f{list}"),
        }
    }
}

/// Where rows come from.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Relation {
    /// The parts of its name.
    pub table: Vec<String>,
    pub alias: Alias,
}

/// A join: the relation, whether rows without a match stay, and the condition.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Join {
    pub with: Relation,
    pub keep: bool,
    pub on: Expr,
}

/// A SELECT.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Select {
    /// All columns of the first relation come first.
    pub carries: bool,
    pub items: Vec<Item>,
    pub from: Relation,
    pub joins: Vec<Join>,
    pub group_by: Vec<Expr>,
}

/// A named SELECT.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Stage {
    pub name: String,
    /// Comment lines above it.
    pub comments: Vec<String>,
    pub select: Select,
}

/// A whole query.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Query {
    /// Comment lines at its head.
    pub comments: Vec<String>,
    pub stages: Vec<Stage>,
    pub last: Select,
}
