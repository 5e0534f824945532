//! Program: the checked policy as its author wrote it; names, types, units and currencies resolved.

mod check;
mod expr;
mod outline;
mod payout;
mod population;
mod score;
mod table;
mod target;
mod types;
mod versions;

pub use check::{Checked, check, check_in};
pub use expr::{Expr, ExprKind, FactYear};
pub use outline::{OutlineItem, OutlineKind, outline};
pub use payout::{Division, Part as PortionPart, Payout, Portion};
pub use population::{Budget, PaidFrom, Prize, Ranking, Shortage, TieRule};
pub use score::{Indicator, Score};
pub use table::{KeyRange, KeyValue, Otherwise, Table, TableKey, TableRow};
pub use target::{Base, Goal, Target};
pub use types::{Dimension, Measure, Type, canonical_unit};
pub use versions::{Handover, Handovers, Keep, ReplacedBy, ReplacedPolicy, Stated, is_of_item, same_date};

use std::collections::BTreeSet;

use crate::arena::Arena;
use crate::calendar::Date;
use crate::money::{Currency, Rational, Rounding};
use crate::source::Span;
use crate::syntax::ast::{Circle, Given, LadderKind, LastOne, Received, RuleKind, Scope, Section, Then};

crate::define_ids! {
    /// A fact.
    FactId,
    /// An enumeration.
    EnumId,
    /// A list of records.
    ListId,
    /// A named intermediate value.
    LetId,
    /// An award, ladder or support.
    AwardId,
    /// A group of awards.
    GroupId,
    /// A table.
    TableId,
}

/// A checked policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Program {
    /// What the header says.
    pub policy: Policy,
    /// Enumerations, of which each belongs to one fact or field.
    pub enums: Arena<EnumId, EnumType>,
    /// Lists of records.
    pub lists: Arena<ListId, ListType>,
    /// Facts in the order of their files and places.
    pub facts: Arena<FactId, Fact>,
    /// The fact that `for` reads.
    pub applicant: Option<FactId>,
    /// Tables.
    pub tables: Arena<TableId, Table>,
    /// Intermediate values, each after those it uses.
    pub lets: Arena<LetId, Let>,
    /// Awards, ladders and supports, as written.
    pub awards: Arena<AwardId, Award>,
    /// The awards in an order in which each comes after those whose amounts it uses.
    pub award_order: Vec<AwardId>,
    /// Which version of a clause takes over from which.
    pub handovers: Handovers,
    /// Groups.
    pub groups: Arena<GroupId, Group>,
    /// Indicators.
    pub targets: Vec<Target>,
    /// Scores; the total of each is one of the intermediate values.
    pub scores: Vec<Score>,
    /// Budgets.
    pub funds: Vec<Fund>,
    /// Clauses that are declared not encoded.
    pub not_encoded: Vec<NotEncoded>,
    /// Examples, to be run by the tests.
    pub examples: Vec<Example>,
    /// How figures and limits were written, for remarks.
    pub written: Written,
}

/// How figures and limits were written: what their values do not show.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Written {
    /// Figures without a unit and without a word that multiplies them: `50`.
    pub bare: BTreeSet<Span>,
    /// Figures with such a word: `50k`, `50万`.
    pub scaled: BTreeSet<Span>,
    /// Limits under `each` that stand on a line of their own and say nothing of items, years or all.
    pub of_items: BTreeSet<Span>,
}

/// The header of a policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Its document number.
    pub document: Option<String>,
    /// The currency of its amounts.
    pub currency: Currency,
    /// How an award's amount is rounded, once, at its end.
    pub rounding: Rounding,
    /// When it is in force.
    pub in_force: Validity,
    /// The date that decides about that, for awards that name none; `None` for the date of the decision.
    pub in_force_by: Option<Expr>,
    /// Other policies that it replaces.
    pub replaces: Vec<ReplacedPolicy>,
    /// The policy that replaces it; known where both are loaded.
    pub replaced_by: Option<ReplacedBy>,
    /// The sections that say when it is in force.
    pub in_force_cites: Vec<Section>,
    /// Units in charge of items that name none.
    pub units: Units,
    /// What is paid where other policies pay for the same matter; `None` where the text does not say.
    pub stacking: Option<Stacking>,
    /// Notes.
    pub notes: Vec<String>,
    /// The heading.
    pub span: Span,
}

/// How awards for the same matter under several policies combine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stacking {
    /// The rule.
    pub kind: StackingKind,
    /// Where it stands.
    pub span: Span,
    /// Sections of its own.
    pub cites: Vec<Section>,
}

/// The rules there are for awards for the same matter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StackingKind {
    /// They add up.
    AddsUp,
    /// The highest, once; less, or not at all, where something was received elsewhere.
    Highest(Received),
}

/// First and last day, each `None` when the text does not state it. A day that is not stated excludes nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Validity {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

/// Who is in charge.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Units {
    /// Lead units.
    pub lead: Vec<String>,
    /// Co-responsible units.
    pub with: Vec<String>,
}

/// An enumeration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnumType {
    /// The fact or field it belongs to.
    pub owner: String,
    /// Its values in the order written (at most 64).
    pub values: Vec<EnumMember>,
}

/// One value of an enumeration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnumMember {
    /// Name.
    pub name: String,
    /// Label, if it has one.
    pub label: Option<String>,
    /// Where it is declared.
    pub span: Span,
}

impl EnumMember {
    /// What people call it.
    pub fn title(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }
}

/// A list of records.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListType {
    /// What one record is called (`loan`).
    pub item: String,
    /// Its fields in the order written.
    pub fields: Vec<Field>,
}

/// A field of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Name.
    pub name: String,
    /// Label.
    pub label: Option<String>,
    /// Type; never a list.
    pub ty: Type,
    /// Lowest value allowed (0 unless stated).
    pub low: Option<Rational>,
    /// Highest value allowed.
    pub high: Option<Rational>,
    /// May be known to be absent.
    pub optional: bool,
    /// Where it is declared.
    pub span: Span,
}

/// An input.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// Name.
    pub name: String,
    /// Label.
    pub label: Option<String>,
    /// The question to ask for it.
    pub question: Option<String>,
    /// Type.
    pub ty: Type,
    /// May be known to be absent.
    pub optional: bool,
    /// Has a value for each year.
    pub by_year: bool,
    /// Lowest value allowed (0 unless stated).
    pub low: Option<Rational>,
    /// Highest value allowed.
    pub high: Option<Rational>,
    /// The value taken when none is given; listed among the assumptions.
    pub default: Option<Expr>,
    /// Where it is declared.
    pub span: Span,
}

impl Fact {
    /// What people call it.
    pub fn title(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }
}

/// A named intermediate value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Let {
    /// Name.
    pub name: String,
    /// Label.
    pub label: Option<String>,
    /// Value.
    pub value: Expr,
    /// Where it is declared.
    pub span: Span,
}

/// An award, ladder or support.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Award {
    /// Id.
    pub id: String,
    /// Which of the three.
    pub kind: RuleKind,
    /// Title.
    pub title: String,
    /// Sections it cites.
    pub cites: Vec<Section>,
    /// What it is for: awards for the same matter under several policies are not paid twice where one says so.
    pub matter: Option<String>,
    /// Kinds of applicant it is for, as positions in the applicant's enumeration; `None` for any.
    pub kinds: Option<Vec<usize>>,
    /// Kinds it is for that no applicant of this policy is, in words.
    pub other_kinds: Vec<String>,
    /// Where `for` stands.
    pub kinds_span: Option<Span>,
    /// Conditions, all of which must hold, in the order written (`for … where` first).
    pub conditions: Vec<Expr>,
    /// The items it is paid for, if it goes through a list.
    pub each: Option<Each>,
    /// The amount.
    pub amount: AmountRule,
    /// Another award reads what it comes to before its limits.
    pub before_limits_read: bool,
    /// Paid once in a lifetime; where that is said.
    pub once: Option<Span>,
    /// Its own period in force, where it differs from the policy's.
    pub in_force: Option<Validity>,
    /// The date that decides about its own period; a field decides item by item.
    pub in_force_by: Option<Expr>,
    /// Quotas and earmarks: parts that do not change one applicant's amount.
    pub parts: Vec<Part>,
    /// Who comes first, where a quota or prizes ask for it.
    pub ranking: Option<Ranking>,
    /// What happens to the amount once it is known.
    pub payout: Payout,
    /// Units in charge, where they differ from the policy's.
    pub units: Option<Units>,
    /// Readings taken of ambiguous clauses.
    pub readings: Vec<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// The whole item.
    pub span: Span,
    /// Its id where it is declared.
    pub name_span: Span,
}

/// The items an award goes through.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Each {
    /// The fact that holds the list.
    pub fact: FactId,
    /// Its record type.
    pub list: ListId,
    /// Which items count.
    pub condition: Option<Expr>,
    /// How many of them count at most, and which are taken.
    pub first: Option<FirstItems>,
    /// Where it is said.
    pub span: Span,
}

/// Only so many items count: the first in an order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FirstItems {
    /// How many.
    pub number: Rational,
    /// So many of those that have the same value here, rather than of all.
    pub per: Option<Expr>,
    /// Keys, each with whether the highest or latest comes first; by amount, the highest first, if there is none.
    pub order: Vec<(bool, Expr)>,
    /// Where it is said.
    pub span: Span,
}

/// How an amount comes about.
#[expect(clippy::large_enum_variant, reason = "few are held at a time; the larger variant is the common one")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AmountRule {
    /// The text leaves it to another document.
    Elsewhere(Option<String>),
    /// Lines applied in the order written; the first is a [`LineKind::Pays`].
    Lines(Vec<Line>),
    /// An official decides between bounds, then the lines (limits) apply.
    Decided { low: Expr, high: Expr, scope: Option<Scope>, lines: Vec<Line>, span: Span },
    /// What the applicant's place in the ranking brings, then the lines (adjustments) apply.
    Prizes { prizes: Vec<Prize>, lines: Vec<Line>, span: Span },
    /// A ladder, then the lines (adjustments) apply.
    Ladder { steps: Vec<Step>, kind: LadderKind, kind_span: Span, lines: Vec<Line> },
}

/// One line of an amount.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// What it does.
    pub kind: LineKind,
    /// Whether it works on each item (before the sum) rather than on the award.
    pub per_item: bool,
    /// Where it stands.
    pub span: Span,
    /// Sections of its own.
    pub cites: Vec<Section>,
}

/// What a line does to the amount so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LineKind {
    /// Sets it.
    Pays(Expr),
    /// Multiplies it; where the factor is a `Case` without match, leaves it.
    Times(Expr),
    /// Adds to it; where a `Case` has no match, adds nothing.
    Plus(Expr),
    /// Subtracts from it, never below zero.
    Minus(Expr),
    /// Cuts it to what is left of a limit; where a `Case` has no match, there is no limit.
    AtMost { limit: Expr, scope: Option<Scope>, shared: Option<Box<Shared>> },
    /// Cuts the items, one after the other in an order, to what the ones before them have left of a limit.
    Running { order: Vec<Expr>, limit: Expr, scope: Option<Scope>, per: Option<Expr> },
    /// Raises it to a minimum, if it is positive.
    AtLeast(Expr),
    /// Makes it zero if it is below this.
    NothingBelow(Expr),
    /// Rounds it.
    Rounded(Rounding),
}

/// A step of a ladder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// What it is worth.
    pub amount: Expr,
    /// When it is held.
    pub condition: Expr,
    /// Where it stands.
    pub span: Span,
    /// Sections of its own.
    pub cites: Vec<Section>,
}

/// A part that is listed but does not change one applicant's amount.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Where it stands.
    pub span: Span,
    /// Sections of its own.
    pub cites: Vec<Section>,
}

/// What a part is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PartKind {
    /// So many winners among those for whom the condition holds; the fact that says how many each takes, if not one.
    Quota {
        number: Rational,
        scope: Option<Scope>,
        fact: Option<FactId>,
        last: Option<LastOne>,
        condition: Option<Expr>,
    },
    /// A share of the award is bound to a purpose, if the condition holds.
    Earmark { share: Rational, purpose: String, condition: Option<Expr> },
    /// A share is to be paid back when something happens, told in words; if the condition holds.
    Clawback { share: Expr, event: String, condition: Option<Expr> },
}

/// How awards combine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Sections it cites.
    pub cites: Vec<Section>,
    /// Its members in the author's order, each with the place it is named.
    pub members: Vec<(AwardId, Span)>,
    /// How they combine.
    pub kind: GroupRule,
    /// Units in charge.
    pub units: Option<Units>,
    /// Readings.
    pub readings: Vec<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// The whole item.
    pub span: Span,
}

/// How the members of a group combine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GroupRule {
    /// The highest are paid, so many; ties go to the one named first.
    Highest {
        /// How many.
        most: u32,
        /// The share of the next one that is paid as well; where there is one, only one is paid in full.
        next: Option<Rational>,
    },
    /// The first in the author's order that are payable, so many.
    First {
        /// How many.
        most: u32,
    },
    /// The one that the applicant chose.
    Choice,
    /// Together at most the limit; the cut is taken from the last named upward.
    Together { limit: Expr, scope: Option<Scope>, shared: Option<Box<Shared>> },
}

/// Who shares a limit, and what counts against it besides the payments of the applicant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shared {
    /// Who shares it; `None` where others count without a name.
    pub circle: Option<Circle>,
    /// Money: what was paid to others under it.
    pub counting: Expr,
}

/// A budget.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fund {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Sections it cites.
    pub cites: Vec<Section>,
    /// Lowest and highest size; `None` when the text leaves it open.
    pub size: Option<(Rational, Rational)>,
    /// Where the money comes from.
    pub sources: Vec<String>,
    /// Shares of a cost, each with who bears it.
    pub shares: Vec<FundShare>,
    /// `own : other` match with someone's money.
    pub matches: Vec<FundMatch>,
    /// By how much it is to be multiplied.
    pub leverage: Option<Rational>,
    /// What there is to spend, where the text says so.
    pub budget: Option<Budget>,
    /// What is paid from it.
    pub pays_for: Vec<PaidFrom>,
    /// Units in charge.
    pub units: Option<Units>,
    /// Readings.
    pub readings: Vec<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// The whole item.
    pub span: Span,
}

/// A share of a cost and who bears it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FundShare {
    /// The share.
    pub share: Rational,
    /// Who.
    pub payer: String,
    /// Where it is said.
    pub span: Span,
    /// Sections of its own.
    pub cites: Vec<Section>,
}

/// A match with someone else's money.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FundMatch {
    /// Own part.
    pub own: Rational,
    /// The other's part.
    pub other: Rational,
    /// Who the other is.
    pub with: String,
    /// Where it is said.
    pub span: Span,
    /// Sections of its own.
    pub cites: Vec<Section>,
}

/// A clause that is declared not to be encoded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotEncoded {
    /// Sections.
    pub cites: Vec<Section>,
    /// Why.
    pub because: String,
    /// The whole item.
    pub span: Span,
}

/// An example; its names and values are checked when it is turned into facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// Title.
    pub title: String,
    /// The facts.
    pub given: Vec<(Given, Span)>,
    /// The outcome they must give.
    pub then: Vec<(Then, Span)>,
    /// The whole item.
    pub span: Span,
}
