//! Expressions of the syntax tree.

use crate::calendar::Date;
use crate::money::{Currency, Direction, Rational};
use crate::source::Span;

use super::{Comparison, DurationUnit, Name, Unit};

/// An expression with its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expr {
    /// What it says.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// What an expression says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExprKind {
    /// A number with what follows it: `500k`, `5%`, `50万元`, `12 months`, `100家`.
    Number(NumberLiteral),
    /// A date.
    Date(Date),
    /// A quoted text.
    Text(String),
    /// `true` / `false` and their kin.
    Bool(bool),
    /// A name: fact, let, enum value, award.
    Name(String),
    /// `loan.interest`
    Field { base: Box<Expr>, field: Name },
    /// `not …`
    Not(Box<Expr>),
    /// `−…`
    Negate(Box<Expr>),
    /// `a and b and c`
    And(Vec<Expr>),
    /// `a or b or c`
    Or(Vec<Expr>),
    /// `at least 2 of (a, b, c)` as a condition.
    AtLeast { number: Box<Expr>, conditions: Vec<Expr> },
    /// `a >= b`
    Compare { comparison: Comparison, left: Box<Expr>, right: Box<Expr> },
    /// `honours has national_advantage`
    Has { set: Box<Expr>, member: Box<Expr> },
    /// `x in (a, b)`
    In { value: Box<Expr>, among: Vec<Expr> },
    /// `x between a and b`, both included.
    Between { value: Box<Expr>, low: Box<Expr>, high: Box<Expr> },
    /// `a + b − c`: every term with whether it is subtracted.
    Sum(Vec<(bool, Expr)>),
    /// `a × b ÷ c`: every factor with whether it divides.
    Product(Vec<(bool, Expr)>),
    /// `5% of x`, `x 的 5%`, `interest 50% subsidy on x`
    Part { share: Box<Expr>, base: Box<Expr>, wording: PartWording },
    /// `x up to 1m`: a cap on the base.
    UpTo { base: Box<Expr>, limit: Box<Expr> },
    /// `x above 6`: what exceeds it, never below zero.
    Above { value: Box<Expr>, threshold: Box<Expr> },
    /// `5k for each of x`, `7k for each full 3m of x`; `unit` is the word of `每件`, kept for the formatter.
    ForEach { amount: Box<Expr>, full: Option<Box<Expr>>, count: Box<Expr>, unit: Option<String> },
    /// `highest of (a, b)`, `lowest of (a, b)`
    Extreme { highest: bool, values: Vec<Expr> },
    /// `sum of loan.interest over loan in pledge_loans where …`, `count of loan in loans`
    Aggregate {
        kind: AggregateKind,
        value: Option<Box<Expr>>,
        item: Name,
        list: Name,
        condition: Option<Box<Expr>>,
    },
    /// `base_amount[kind, level]`: a row of a table, or a year of a fact by year.
    Index { base: Box<Expr>, keys: Vec<Expr> },
    /// `revenue last year`, `revenue 2 years ago`: another year of a fact by year.
    YearsAgo { name: Name, years: u16 },
    /// `increase of revenue`, `growth of revenue`: over the year before; `years` as above.
    Change { growth: bool, name: Name, years: u16 },
    /// `revenue has no base` (`missing`), `revenue has a base`, `no base`: whether there is a figure to grow from.
    Base { of: Option<Name>, years: u16, missing: bool },
    /// `in each of the last 3 years (…)`
    Consecutive { years: Box<Expr>, condition: Box<Expr> },
    /// `exports at usd_rate rounded half up to 0.01`: money of another currency in the rate's.
    Convert { base: Box<Expr>, rate: Box<Expr>, rounding: Option<(Direction, Box<Expr>)> },
    /// Round brackets, kept for the formatter.
    Group(Box<Expr>),
    /// `the base`: what `pays` gives, before any other line.
    TheBase,
    /// `paid centre`: what an award pays in the end, after its groups.
    PaidAward(Name),
    /// `centre before its limits`
    BeforeLimits(Box<Expr>),
    /// `fill up received to 50% of cost`: what is missing, never below zero.
    FillUp { have: Box<Expr>, target: Box<Expr> },
    /// `bracket by sales: >= 8m 3%, >= 2m 2%`
    Bracket(Box<super::Bracket>),
    /// Days and lengths of time.
    Time(Box<super::TimeExpr>),
}

/// How a part of a base was written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PartWording {
    /// `5% of x` / `x 的 5%`
    Of,
    /// `interest 50% subsidy on x` / `按 x 的 50% 贴息`
    InterestSubsidyOn,
    /// `x 50% subsidy`, the base before the share.
    SubsidyAfter,
}

/// What an aggregate makes of its list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AggregateKind {
    /// The sum.
    Sum,
    /// The number of items.
    Count,
    /// The highest value.
    Highest,
    /// The lowest value.
    Lowest,
    /// Whether one satisfies it.
    Any,
    /// Whether all satisfy it.
    All,
}

/// A number as written, with what follows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NumberLiteral {
    /// The value, scale words and percent signs applied: `5%` is 1/20, `50万` is 500000.
    pub value: Rational,
    /// The figure as written, in half-width digits without separators: `500`, `0.5`.
    pub figure: String,
    /// The scale word.
    pub scale: Option<ScaleWord>,
    /// What it counts.
    pub unit: Option<LiteralUnit>,
}

/// Words that multiply a figure.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ScaleWord {
    /// `k`: thousand.
    K,
    /// `m`: million.
    M,
    /// `百`
    Hundred,
    /// `千`
    Thousand,
    /// `万`
    TenThousand,
    /// `百万`
    Million,
    /// `千万`
    TenMillion,
    /// `亿`
    HundredMillion,
}

/// What a number is followed by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LiteralUnit {
    /// `%`
    Percent,
    /// `percentage points`
    Points,
    /// `‰`
    PerMille,
    /// `bp`
    BasisPoint,
    /// `元`, `CNY`, `USD`; the flag tells `元` from the code.
    Money(Currency, MoneyWord),
    /// `CNY per kWh`, `元/亩`
    MoneyPer(Currency, MoneyWord, Unit),
    /// `days`, `个月`, `年`
    Duration(DurationUnit),
    /// A unit of counting or measure: `件`, `家`, `patents`.
    Counted(Unit),
}

/// How a currency was written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MoneyWord {
    /// `元`
    Yuan,
    /// The code.
    Code,
}
