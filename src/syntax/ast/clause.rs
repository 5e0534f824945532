//! Clauses of the syntax tree: what stands on the indented lines.

use crate::calendar::Date;
use crate::money::{Currency, Direction};
use crate::source::Span;

use super::{
    BaseYear, BracketEnds, Comments, Comparison, Division, Expr, Given, GoalNature, GoalValue, LastOne, Name,
    PaidFor, Prize, Quoted, Section, Shortage, Spelling, Then, Ties, TypeExpr,
};

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
    /// `stacking highest, topped up`: what is paid where other policies pay for the same matter.
    Stacking(StackingRule),
    /// `matter "…"`: what an award is for, the same words in every policy that pays for it.
    Matter(Quoted),
    /// `currency CNY`
    Currency(Currency),
    /// `rounding half up to 0.01`
    Rounding { direction: Direction, step: Expr },
    /// `in force from 2024-02-02 to 2029-02-01 by applied_on`; `None` is "unstated". What decides is a name or
    /// `item.field`; the date of the decision where nothing is named.
    InForce { from: Option<Date>, until: Option<Date>, by: Option<Expr> },
    /// `replaces a from 2025-01-01 by applied_on, payments counted together`: of an award, or of a policy.
    Replaces { older: Vec<Name>, from: Date, by: Option<Expr>, payments: Option<Payments> },
    /// `keep a until 2026-12-31 where approved_on before 2025-01-01`: whom the replaced version still applies to.
    Keep { older: Name, until: Option<Date>, by: Option<Expr>, condition: Expr },
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
    Field { name: Name, ty: TypeExpr, label: Option<Quoted>, range: Option<FieldRange> },
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
    /// `quota 30 per year, counted in FACT, the last one in part where …`
    Quota {
        number: Expr,
        scope: Option<Scope>,
        fact: Option<Name>,
        last: Option<LastOne>,
        condition: Option<Expr>,
    },
    // ---- what only all applicants together decide
    /// `ranked highest by score, then earliest by applied_on`
    Ranked(Vec<OrderKey>),
    /// `ties share`
    Ties(Ties),
    /// `prize 1st 100k, 2nd to 3rd 50k each`
    Prize(Vec<Prize>),
    /// `earmark at least 50% for "…" where …`
    Earmark { share: Expr, purpose: Quoted, condition: Option<Expr> },
    /// `split 80% "…", 20% "…" where a else 1:1 "…", "…"`: who pays which part.
    Split(Vec<Division>),
    /// `paid 50% "…", rest "…"`: when which part is paid.
    Schedule(Vec<Division>),
    /// `clawback 100% "…" where …`: what is to be paid back, and when in words.
    Clawback { share: Expr, event: Quoted, condition: Option<Expr> },
    // ---- score
    /// `points "…" 2 for each of x, max 20, weight 30%`
    Points { name: Option<Quoted>, points: Box<Amount>, limit: Option<Expr>, weight: Option<Expr> },
    /// `pass >= 60`
    Pass { comparison: Comparison, mark: Expr },
    // ---- everywhere
    /// `by "…" with "…", "…"`: lead and co-responsible units.
    By { lead: Vec<Quoted>, with: Vec<Quoted> },
    /// `reading "…"`: the reading taken of an ambiguous clause.
    Reading(Quoted),
    /// `note "…"`
    Note(Quoted),
    /// `sentence 2, 3`: which sentences of its section the item stands for.
    Sentences(Vec<i32>),
    // ---- table
    /// `columns A, B`: the values of the last key, a column each.
    Columns(Vec<RowKey>),
    /// `row enterprise = 500k, 300k`: keys, then a value for each column; `None` for `—`.
    Row { keys: Vec<RowKey>, cells: Vec<Option<Expr>> },
    /// `rows from "rates.csv"`
    RowsFrom(Quoted),
    /// `otherwise 0`: what the table says of what it does not list; `None` for `otherwise not eligible`.
    Otherwise(Option<Expr>),
    // ---- target
    /// `goal main_revenue at least 150 "家" by 2020, 200 "家" by 2022`
    Goal { fact: Option<Name>, comparison: Option<Comparison>, goals: Vec<GoalValue> },
    /// `growth at least 20% per year in 2021, 25% in 2022`
    Growth { fact: Option<Name>, comparison: Option<Comparison>, rates: Vec<GoalValue> },
    /// `base 4026 in 2015`: what growth is counted from.
    Base { value: Option<Expr>, year: BaseYear },
    /// `any of these goals`: one that is reached suffices.
    AnyGoal,
    /// `indicative`
    Nature(GoalNature),
    /// `number 12`: its number in the table of the document.
    Numbered(i32),
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
    /// `pays for 60% of a, b`
    PaysFor(Vec<PaidFor>),
    /// `budget 20m per year`
    Budget { amount: Expr, scope: Option<Scope> },
    /// `programme at most 50m per year`: a limit on what all applicants receive together.
    Programme { limit: Expr, scope: Option<Scope>, word: LimitWord },
    /// `short pro rata, remainder to the largest`: what becomes of claims that exceed the budget.
    Short(Shortage),
    // ---- example
    /// `given x = 1, y, not z`
    Given(Vec<Given>),
    /// `then a pays 50万`
    Then(Vec<Then>),
}

/// A key of a row, or of a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RowKey {
    /// One value.
    Value(Expr),
    /// `>= 5m and < 10m`: every number between two ends.
    Range {
        /// The ends.
        ends: BracketEnds,
        /// Where it stands.
        span: Span,
    },
}

impl RowKey {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            RowKey::Value(value) => value.span,
            RowKey::Range { span, .. } => *span,
        }
    }
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

/// Whether what was paid under one version counts against the limits of another.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Payments {
    /// `payments counted together`
    Together,
    /// `payments counted apart`
    Apart,
}

/// What an adjustment does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AdjustmentKind {
    /// `max 500k per year`
    AtMost { limit: Amount, scope: Option<Scope>, shared: Option<Box<Shared>>, word: LimitWord },
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
    /// `plus 2 points where …`, `minus 1 point`: on the rate of `pays`.
    Points { minus: bool, amount: Amount },
    /// `counted to 8`: a limit on the number; `counted to 3 items, highest by loan.interest`: and which are taken.
    CountedTo { number: Expr, per: Option<Expr>, order: Vec<OrderKey> },
    /// `in order of loan.date, running at most 1m per year`: a limit that goes through the items in turn.
    Running { order: Vec<Expr>, limit: Expr, scope: Option<Scope>, per: Option<Expr>, word: LimitWord },
    /// `rounded down to 10k`
    Rounded { direction: Direction, step: Expr },
}

/// `range 0 to 24%` of a field; either end may be left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldRange {
    /// The lowest value allowed.
    pub low: Option<Expr>,
    /// The highest value allowed.
    pub high: Option<Expr>,
    /// Where it stands.
    pub span: Span,
}

/// What items are ordered by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrderKey {
    /// Which end comes first.
    pub way: Way,
    /// The key.
    pub key: Expr,
}

/// Which end of a key comes first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Way {
    /// `highest`
    Highest,
    /// `lowest`
    Lowest,
    /// `earliest`
    Earliest,
    /// `latest`
    Latest,
}

impl Way {
    /// Whether what is more, or later, comes first.
    pub const fn descending(self) -> bool {
        matches!(self, Way::Highest | Way::Latest)
    }
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
    /// One applicant in the year of the decision and those before it, so many in all.
    InYears(u16),
    /// One applicant for ever.
    InAll,
}

/// `per household`, `counting received_by_household`: who shares a limit, and what counts against it besides the
/// payments of the applicant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shared {
    /// Who shares it.
    pub circle: Option<Circle>,
    /// What else was paid under it.
    pub counting: Option<Expr>,
}

/// Who shares a limit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Circle {
    /// The members of a household.
    Household,
    /// The companies of one group.
    CorporateGroup,
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
    /// `pays the highest 2`, `pays the highest, and 50% of the next`; one, if no number is said.
    Highest {
        /// How many are paid.
        most: Option<Expr>,
        /// The share of the next one that is paid as well.
        next: Option<Expr>,
    },
    /// `pays the first 2` (in the order of the members).
    First {
        /// How many are paid.
        most: Option<Expr>,
    },
    /// `pays the one chosen`: the applicant says which.
    Choice,
    /// `together at most 500k per year`
    Together { limit: Expr, scope: Option<Scope>, shared: Option<Box<Shared>> },
}

/// How awards for the same matter under several policies combine.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum StackingRule {
    /// `adds up`
    AddsUp,
    /// `highest`, and what is paid where something was received elsewhere; `None` where that is left open.
    Highest(Option<Received>),
}

/// What is paid where another policy, not evaluated, has paid for the matter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Received {
    /// `topped up`: the difference.
    ToppedUp,
    /// `in full if higher`: all of it, if it is more than what was received.
    InFull,
    /// `refused if received`: nothing.
    Refused,
}
