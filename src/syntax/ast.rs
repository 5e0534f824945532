//! The syntax tree: a rule file as its author wrote it, line by line, comments kept, nothing resolved.
//!
//! One tree serves both spellings. Chains (`a and b and c`, `a + b − c`) are flat lists, so that a
//! long clause is no deeper than a short one.

use crate::calendar::Date;
use crate::money::{Currency, Direction, Rational};
use crate::source::Span;

/// Which spelling of the grammar an author used for a line; the formatter keeps it unless told otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Spelling {
    /// Chinese keywords.
    #[default]
    Zh,
    /// English keywords.
    En,
}

/// A name as written (normalised to NFC, quotes 「」 removed).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Name {
    /// The normalised name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A text between quotes, without them.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Quoted {
    /// The words.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A section of the policy document that an item cites, such as `二(一)3`, as written but with half-width brackets.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Section {
    /// The section.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Comments around a line, each without its `#` and trimmed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Comments {
    /// Comment lines above; an empty string stands for a blank line before, between or after them.
    pub above: Vec<String>,
    /// A comment at the end of the line.
    pub beside: Option<String>,
}

/// A whole rule file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ast {
    /// Items in the order written.
    pub items: Vec<Item>,
    /// Comments after the last item.
    pub trailing: Vec<String>,
}

/// One item: a heading in the first column, its clauses indented below.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// The whole item.
    pub span: Span,
    /// The heading line.
    pub heading_span: Span,
    /// Spelling of the heading's keyword.
    pub spelling: Spelling,
    /// Comments around the heading.
    pub comments: Comments,
    /// What the heading says.
    pub heading: Heading,
    /// The clauses, in the order written. A clause that could not be read is missing here and reported.
    pub clauses: Vec<Clause>,
}

/// What the first line of an item says.
#[expect(clippy::large_enum_variant, reason = "few are held at a time; the larger variant is the common one")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Heading {
    /// `policy qingdao "…"`
    Policy { name: Name, title: Option<Quoted> },
    /// `fact x : money "…"`
    Fact { name: Name, ty: TypeExpr, label: Option<Quoted> },
    /// `let x = … "label"`
    Let { name: Name, value: Amount, label: Option<Quoted> },
    /// An award, ladder, group, support, target or fund.
    Rule { kind: RuleKind, name: Name, title: Option<Quoted>, cites: Vec<Section> },
    /// `not encoded 三(一) because "…"`
    NotEncoded { cites: Vec<Section>, because: Quoted },
    /// `example "…"`
    Example { title: Quoted },
}

/// The items that share the heading `keyword id "title" cites …`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RuleKind {
    /// Conditions and an amount.
    Award,
    /// Ordered steps of which the highest counts.
    Ladder,
    /// How awards combine.
    Group,
    /// An entitlement whose amount the text leaves open.
    Support,
    /// An indicator.
    Target,
    /// A budget.
    Fund,
}

/// A type as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeExpr {
    /// What it is.
    pub kind: TypeKind,
    /// `optional`: may be known to be absent.
    pub optional: bool,
    /// `by year`: has a value for each year.
    pub by_year: bool,
    /// Where it stands.
    pub span: Span,
}

/// The types a fact or field may have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TypeKind {
    /// `money`, `money in USD`
    Money(Option<(Currency, Span)>),
    /// `count`, `count of patents`
    Count(Option<Unit>),
    /// `quantity in m²`
    Quantity(Unit),
    /// `duration in months`
    Duration(DurationUnit),
    /// `ratio`
    Ratio,
    /// `number`
    Number,
    /// `bool`
    Bool,
    /// `date`
    Date,
    /// `text`
    Text,
    /// `one of a "A", b "B"`; with `kind of applicant` before it, the fact that `for` reads.
    OneOf { values: Vec<EnumValue>, applicant: bool },
    /// `set of a "A", b "B"`
    SetOf(Vec<EnumValue>),
    /// `list of loan`; the fields stand as `field` clauses below.
    ListOf(Name),
}

/// One value of an enumeration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnumValue {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Quoted>,
}

/// A unit of counting or measure as written (`件`, `patents`, `m²`).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Unit {
    /// The word.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Units of time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DurationUnit {
    /// Days.
    Days,
    /// Months.
    Months,
    /// Years.
    Years,
}

/// One clause line (with its continuation lines).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clause {
    /// The clause.
    pub span: Span,
    /// Its keyword.
    pub keyword: Span,
    /// Spelling of the keyword.
    pub spelling: Spelling,
    /// Comments around it.
    pub comments: Comments,
    /// What it says.
    pub kind: ClauseKind,
    /// `cites …` at its end, for a part that stands in another section than its item.
    pub cites: Vec<Section>,
}

/// What a clause says. Which clause an item may have is the checker's business, not the grammar's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClauseKind {
    // ---- policy
    /// `issuer "…"`
    Issuer(Quoted),
    /// `document "…"`: its number.
    Document(Quoted),
    /// `currency CNY`
    Currency(Currency),
    /// `rounding half up to 0.01`
    Rounding { direction: Direction, step: Expr },
    /// `in force from 2024-02-02 to 2029-02-01`; `None` is "unstated".
    InForce { from: Option<Date>, until: Option<Date> },
    // ---- fact
    /// `label "…"`
    Label(Quoted),
    /// `question "…"`
    Question(Quoted),
    /// `range 0 to 5`; either end may be left out.
    Range { low: Option<Expr>, high: Option<Expr> },
    /// `default …`
    Default(Expr),
    /// `field interest : money "利息"`
    Field { name: Name, ty: TypeExpr, label: Option<Quoted> },
    // ---- who and when
    /// `for university or "district" where …`: kinds of applicant by name, and kinds that no applicant of this
    /// policy is in words; `any` is both lists empty.
    For { kinds: Vec<Name>, others: Vec<Quoted>, condition: Option<Expr> },
    /// `where …`
    Where(Expr),
    /// `each loan in pledge_loans where …`
    Each { item: Name, list: Name, condition: Option<Expr> },
    /// `once`
    Once,
    /// `per year`: a new decision each year, the default made explicit.
    PerYear,
    // ---- amount, in the author's order
    /// `pays …, max … per year`: the amount, then adjustments on the same line.
    Pays { amount: Amount, adjustments: Vec<Adjustment> },
    /// An adjustment on a line of its own: `at most …`, `times …`, `plus …`, `rounded …`.
    Adjust(Adjustment),
    /// `amount elsewhere "…"`: set by another document.
    Elsewhere(Option<Quoted>),
    /// `decided from … to … per year`: an official fixes the amount between two bounds.
    Decided { low: Option<Expr>, high: Expr, scope: Option<Scope> },
    // ---- ladder
    /// `step 100k where …`
    Step { name: Option<Quoted>, amount: Expr, condition: Expr },
    /// `in all, at most the highest step held` and its kin.
    LadderKind(LadderKind),
    // ---- group
    /// `members a, b, c`
    Members(Vec<Name>),
    /// `pays the highest` and its kin.
    GroupKind(GroupKind),
    // ---- parts that do not change one applicant's amount
    /// `quota 30 per year, counted in FACT`
    Quota { number: Expr, scope: Option<Scope>, fact: Option<Name> },
    /// `earmark at least 50% for "…" where …`
    Earmark { share: Expr, purpose: Quoted, condition: Option<Expr> },
    // ---- everywhere
    /// `by "…" with "…", "…"`: lead and co-responsible units.
    By { lead: Vec<Quoted>, with: Vec<Quoted> },
    /// `reading "…"`: the reading taken of an ambiguous clause.
    Reading(Quoted),
    /// `note "…"`
    Note(Quoted),
    // ---- target
    /// `goal at least 150 "家" by 2020`
    Goal { comparison: Comparison, value: Expr, unit: Option<Quoted>, when: Option<When> },
    /// `growth at least 20% per year`
    Growth { comparison: Comparison, rate: Expr },
    // ---- fund
    /// `size 500m to 1000m`; both `None` for `size unstated`.
    Size { low: Option<Expr>, high: Option<Expr> },
    /// `share 80% "风险补偿资金"`
    Share { share: Expr, payer: Quoted },
    /// `from "…", "…"`: where the money comes from.
    Sources(Vec<Quoted>),
    /// `match 1:1 with "…"`
    Match { own: Expr, other: Expr, with: Quoted },
    /// `leverage 5`
    Leverage(Expr),
    /// `pays for a, b`
    PaysFor(Vec<Name>),
    // ---- example
    /// `given x = 1, y, not z`
    Given(Vec<Given>),
    /// `then a pays 50万`
    Then(Vec<Then>),
}

/// An amount that may depend on conditions: `100k where A else 50k where B else 20k`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Amount {
    /// The first value.
    pub value: Expr,
    /// Its condition, if any.
    pub condition: Option<Expr>,
    /// The further ones, each taken when none before it holds.
    pub otherwise: Vec<(Expr, Option<Expr>)>,
}

/// A step after the amount, applied in the order written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Adjustment {
    /// What it does.
    pub kind: AdjustmentKind,
    /// Where it stands.
    pub span: Span,
}

/// What an adjustment does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AdjustmentKind {
    /// `max 500k per year`
    AtMost { limit: Amount, scope: Option<Scope>, word: LimitWord },
    /// `at least 10k`: raises what is below.
    AtLeast(Amount),
    /// `nothing below 1k`: what is below is not paid.
    NothingBelow(Expr),
    /// `times 110% where …`
    Times(Amount),
    /// `plus 30k where …`
    Plus(Amount),
    /// `minus elsewhere_received`
    Minus(Amount),
    /// `rounded down to 10k`
    Rounded { direction: Direction, step: Expr },
}

/// The word used for a limit; they mean the same and are kept by the formatter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LimitWord {
    /// `max` / `最高`
    Max,
    /// `cap` / `封顶`
    Cap,
    /// `at most` / `不超过`
    AtMost,
}

/// What a limit is counted over.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Scope {
    /// Each item of the `each` list.
    PerItem,
    /// One applicant in one year.
    PerYear,
    /// One applicant for ever.
    InAll,
}

/// How the steps of a ladder combine.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LadderKind {
    /// Only the highest step held is paid, whatever was paid before.
    HighestOnly,
    /// The highest step held less what this ladder has paid before.
    TopUp,
    /// The steps held add up.
    AddUp,
}

/// How the members of a group combine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GroupKind {
    /// `pays the highest`
    Highest,
    /// `pays the first` (in the order of the members).
    First,
    /// `together at most 500k per year`
    Together { limit: Expr, scope: Option<Scope> },
}

/// Comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Comparison {
    /// `=`, `is`
    Equal,
    /// `!=`, `is not`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// When a target is to be reached.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum When {
    /// `by 2020`: at the end of that year.
    By(i32),
    /// `in 2021`
    In(i32),
    /// `each year`
    EachYear,
    /// `within 3 years`, the start not stated.
    Within(i32),
    /// `year unstated`
    Unstated,
}

/// One fact of an example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    /// `x = 1`, `applicant is university`
    Value { name: Name, value: GivenValue },
    /// `x` (true) or `not x` (false)
    Flag { name: Name, value: bool },
    /// `as of 2019-06-30`
    AsOf(Date),
    /// `paid operation_centre 50k in 2018`
    Paid { award: Name, amount: Expr, year: Option<i32>, date: Option<Date> },
}

/// A value given in an example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GivenValue {
    /// A literal, a date, a name of an enum value, a text, yes or no.
    One(Expr),
    /// `[a, b]`
    Set(Vec<Name>),
    /// `[{interest = 100k, repaid}, …]`
    Records(Vec<Vec<Given>>),
}

/// One expectation of an example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Then {
    /// `operation_centre pays 50万`
    Pays { award: Name, amount: Expr },
    /// `operation_centre is not eligible`, or `undetermined from 0 to 500k`
    Outcome { award: Name, outcome: OutcomeWord, low: Option<Expr>, high: Option<Expr> },
    /// `total 50万`
    Total(Expr),
}

/// The outcomes by name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OutcomeWord {
    /// Paid an exact amount.
    Awarded,
    /// A condition fails, or nothing comes out.
    NotEligible,
    /// Another award takes its place.
    Displaced,
    /// Used up by what was paid before.
    Exhausted,
    /// An official decides between bounds.
    UpTo,
    /// The text sets no amount.
    Entitled,
    /// Facts are missing.
    Undetermined,
    /// Before or after its time.
    NotInForce,
}

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
    /// Round brackets, kept for the formatter.
    Group(Box<Expr>),
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
    /// `‰`
    PerMille,
    /// `bp`
    BasisPoint,
    /// `元`, `CNY`, `USD`; the flag tells `元` from the code.
    Money(Currency, MoneyWord),
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
