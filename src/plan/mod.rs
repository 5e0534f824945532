//! Plan: the one typed, flat form of a policy that every engine runs.
//!
//! Nodes stand in an order in which each comes after those it reads, so an engine is one loop.
//! What is computed for each item of a list stands in a [`ListPlan`] of its own (a child table), and
//! comes back through [`Op::Reduce`].

mod arithmetic;
mod extent;
mod history;
mod level;
pub mod limits;
pub mod link;
mod lower;
mod node;
mod payout;
mod period;
mod population;
mod score;
mod section;
mod table;
mod target;

pub use arithmetic::Arithmetic;
pub use lower::lower;
pub use section::{SectionKey, item_key, section_key};

pub use table::{Table, TableRow};
pub use target::{Goal, Growth, Judged, Target, Targets};

pub use payout::{Division, Payout, Portion};
pub use period::{Because, Bound};
pub use population::{Fund, Key, Prize, Ranking, Shortage};
pub use score::{Indicator, Score};

pub use history::PaidScope;
pub use node::{Node, NodeType, Nodes, Op, Range};

use crate::arena::Arena;
use crate::calendar::Date;
use crate::money::{Currency, Rational, Rounding};
use crate::program::{Measure, StackingKind, Units, Validity};
use crate::source::Span;
use crate::syntax::ast::{LadderKind, LastOne};

crate::define_ids! {
    /// A node of a plan, or of one of its lists.
    NodeId,
    /// An input.
    InputId,
    /// A list that items are computed for.
    ListPlanId,
    /// An award in the order of results: by section, then id.
    AwardId,
    /// A group, by section, then id.
    GroupId,
    /// A table, or a part of one.
    TableId,
}

/// A compiled policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// Id of the policy.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// When it is in force.
    pub in_force: Validity,
    /// The name, and the label, of what decides about that; `None` for the date of the decision.
    pub in_force_by: Option<(String, Option<String>)>,
    /// The currency of its amounts.
    pub currency: Currency,
    /// How amounts are rounded.
    pub rounding: Rounding,
    /// Units in charge of items that name none.
    pub units: Units,
    /// What is paid where other policies pay for the same matter; `None` where the text does not say.
    pub stacking: Option<StackingKind>,
    /// What it asks for: facts in document order, then what officials decide (`<award>.decision`), then what
    /// was received elsewhere (`elsewhere.<matter>`), then the single years that nodes read of inputs by year ([`Input::of_year`]).
    pub inputs: Arena<InputId, Input>,
    /// Tables that nodes look values up in.
    pub tables: Arena<TableId, Table>,
    /// All nodes of the applicant's level.
    pub nodes: Arena<NodeId, Node>,
    /// What is computed for the items of lists.
    pub lists: Arena<ListPlanId, ListPlan>,
    /// Awards, ladders and supports by section, then id.
    pub awards: Arena<AwardId, Award>,
    /// Groups by section, then id.
    pub groups: Arena<GroupId, Group>,
    /// Indicators by section, then id.
    pub targets: Targets,
    /// Scores by section, then id.
    pub scores: Vec<Score>,
    /// Funds from which something is paid, and limits for all applicants together, by section, then id.
    pub funds: Vec<Fund>,
}

/// One input.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Input {
    /// Its name in facts files.
    pub name: String,
    /// Its label, accepted as well.
    pub label: Option<String>,
    /// The question to ask for it.
    pub question: Option<String>,
    /// Its type.
    pub ty: InputType,
    /// May be known to be absent.
    pub optional: bool,
    /// Has a value for each year; the nodes read this year's.
    pub by_year: bool,
    /// Lowest value allowed of a number.
    pub low: Option<Rational>,
    /// Highest value allowed of a number.
    pub high: Option<Rational>,
    /// The value taken when none is given.
    pub default: Option<Known>,
    /// The award that is decided by this input and not by the applicant's facts: the amount that an official fixes, or
    /// what the comparison with all other applicants came to.
    pub decides: Option<AwardId>,
    /// The input by year of which this is the value of one year. No key of a facts file stands for it alone.
    pub of_year: Option<OfYear>,
    /// Where it is declared.
    pub span: Span,
}

/// Which year of which input by year an input holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OfYear {
    /// The input by year.
    pub input: InputId,
    /// The year.
    pub year: InputYear,
}

/// A year of an input by year other than "this year", which the input itself holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum InputYear {
    /// A calendar year.
    In(i32),
    /// So many years before this year.
    Before(u16),
}

impl InputYear {
    /// The calendar year, where this year is known.
    pub fn calendar(self, this_year: Option<i32>) -> Option<i32> {
        match self {
            InputYear::In(year) => Some(year),
            InputYear::Before(years) => this_year?.checked_sub(i32::from(years)),
        }
    }
}

/// Before the matter in the name of an input that holds what was received elsewhere. No fact is named so: names hold no dots.
pub const ELSEWHERE: &str = "elsewhere.";

/// After the group's id in the name of an input that holds which member the applicant chose.
pub const CHOICE: &str = ".choice";

impl Input {
    /// The matter, where the input holds what was received for it elsewhere.
    pub fn elsewhere(&self) -> Option<&str> {
        self.name.strip_prefix(ELSEWHERE)
    }

    /// What people call it.
    pub fn title(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }

    /// The path to it in a facts file: its name; of a single year `revenue.2018`, where the year is known.
    pub fn path(&self, plan: &Plan, this_year: Option<i32>) -> String {
        let of = self.of_year.and_then(|single| plan.inputs.get(single.input));
        let year = self.of_year.and_then(|single| single.year.calendar(this_year));
        match (of, year) {
            (Some(of), Some(year)) => format!("{}.{year}", of.name),
            _ => self.name.clone(),
        }
    }
}

/// The type of an input.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InputType {
    /// A number and what it measures.
    Number(Measure),
    /// Yes or no.
    Bool,
    /// One of these.
    Enum(Vec<Choice>),
    /// Some of these (at most 64).
    Set(Vec<Choice>),
    /// A day.
    Date,
    /// Words.
    Text,
    /// Records with these fields; the items' nodes are in the list plan, where anything is computed from it.
    List { item: String, fields: Vec<InputField>, plan: Option<ListPlanId> },
}

/// A value of an enumeration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// Its label, accepted as well.
    pub label: Option<String>,
}

impl Choice {
    /// What people call it.
    pub fn title(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }
}

/// A field of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InputField {
    /// Its name.
    pub name: String,
    /// Its label, accepted as well.
    pub label: Option<String>,
    /// Its type; never a list.
    pub ty: InputType,
    /// Lowest value allowed of a number.
    pub low: Option<Rational>,
    /// Highest value allowed of a number.
    pub high: Option<Rational>,
    /// May be known to be absent.
    pub optional: bool,
}

/// A value of an input, as far as it is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Known {
    /// Not given, or `null`.
    Unknown,
    /// Known to be absent (an optional fact given as "none").
    Absent,
    /// A number.
    Number(Rational),
    /// Yes or no.
    Bool(bool),
    /// The value at this position of the enumeration.
    Enum(usize),
    /// The values at the positions of the set bits.
    Set(u64),
    /// A day.
    Date(Date),
    /// Words.
    Text(String),
    /// Records, each with its fields in the order of the type.
    List(Vec<Vec<Known>>),
}

/// What is computed for each item of a list.
///
/// INVARIANT: the value and condition of an [`Op::Reduce`], and all nodes before them in the list, read only
/// nodes of the applicant's level that come before it; nodes after them may wait for later ones.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListPlan {
    /// The input that holds the list.
    pub input: InputId,
    /// Nodes of the item's level; [`Op::Field`] reads the item, [`Op::Outer`] the applicant's level.
    pub nodes: Arena<NodeId, Node>,
}

/// What an award is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AwardKind {
    /// An amount by rule.
    Award,
    /// Steps of which the highest counts.
    Ladder(LadderKind),
    /// An entitlement without amount.
    Support,
}

/// One award as engines see it.
///
/// The outcome is read from its nodes in this order: `in_force` false → not in force; `eligible` false,
/// or `gross` zero → not eligible; `used_up`, or `net` zero → exhausted; a rival's `when` true, or
/// `amount` zero → displaced; else the amount is `amount`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Award {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Sections it cites.
    pub cites: Vec<String>,
    /// What it is.
    pub kind: AwardKind,
    /// Units in charge.
    pub units: Units,
    /// Readings taken of ambiguous clauses.
    pub readings: Vec<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// Quotas and earmarks that concern it.
    pub parts: Vec<Part>,
    /// Who comes first, where a quota or prizes ask for it.
    pub ranking: Option<Ranking>,
    /// What it is for, where the rules say so.
    pub matter: Option<String>,
    /// The policy it belongs to, where that is not the plan's own: in plans that link several.
    pub foreign: Option<String>,
    /// The whole item in its rule file.
    pub span: Span,
    /// When it is in force: each end by itself. What each item decides is among the conditions of the items.
    pub bounds: Vec<Bound>,
    /// Bool: all of them.
    pub in_force: NodeId,
    /// Other versions of it whose payments count against its limits.
    pub counts: Vec<AwardId>,
    /// Kinds it is for that no applicant of this policy is, in words.
    pub other_kinds: Vec<String>,
    /// Its conditions in the order written; the first is the kind of applicant, if there is one.
    pub conditions: Vec<NodeId>,
    /// Bool: all of them.
    pub eligible: NodeId,
    /// The items it goes through.
    pub items: Option<Items>,
    /// The steps of a ladder, in the order written.
    pub steps: Vec<Step>,
    /// How the amount comes about, in the order written, for the explanation.
    pub lines: Vec<Line>,
    /// Money: the rounded amount as if nothing had been paid before. Zero for a support.
    pub gross: NodeId,
    /// Money: the rounded amount after what was paid before.
    pub net: NodeId,
    /// Bool: paid once in a lifetime, and was; or history has used up a common limit; or others were chosen, though no group and no other policy takes its place.
    pub used_up: Option<NodeId>,
    /// The bounds between which an official decides.
    pub decided: Option<Decided>,
    /// Bool: everything before the groups lets it be paid.
    pub payable: NodeId,
    /// Who may take its place, in groups.
    pub rivals: Vec<Rival>,
    /// What the common limits of its groups leave for it.
    pub common: Vec<CommonLimit>,
    /// What was received elsewhere for the same matter, and what that leaves.
    pub stacked: Option<Stacked>,
    /// Money: what it comes to if none of its limits is applied, where another award reads that.
    pub before_limits: Option<NodeId>,
    /// Money: what is paid in the end; zero where nothing is.
    pub amount: NodeId,
    /// Who pays which part of that, and when.
    pub payout: Payout,
}

/// What the common limit of a group leaves for one of its members.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CommonLimit {
    /// The group.
    pub group: GroupId,
    /// Money: what is left after history and after the members named before.
    pub remaining: NodeId,
    /// Bool: the limit has a value.
    pub applies: Option<NodeId>,
}

/// What the policy's rule for other policies makes of an amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stacked {
    /// The group of the awards for the same matter.
    pub group: GroupId,
    /// Money: what was received elsewhere.
    pub received: NodeId,
    /// Money: the amount before that.
    pub before: NodeId,
    /// Money: the amount after it.
    pub after: NodeId,
}

/// The items of a list that an award is paid for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Items {
    /// The list.
    pub list: ListPlanId,
    /// Bool, of the item's level: the item counts.
    pub condition: Option<NodeId>,
    /// Money, of the item's level: what the item brings.
    pub amount: NodeId,
}

/// A step of a ladder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Its name.
    pub name: Option<String>,
    /// Sections of its own.
    pub cites: Vec<String>,
    /// Bool: held.
    pub held: NodeId,
    /// Money: what it is worth.
    pub amount: NodeId,
    /// Where it stands.
    pub span: Span,
}

/// Bounds between which an official decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decided {
    /// The input that holds the decision.
    pub decision: InputId,
    /// Money: the lowest amount, after history.
    pub low: NodeId,
    /// Money: the highest amount, after history.
    pub high: NodeId,
    /// Money: the highest amount as if nothing had been paid before.
    pub gross_high: NodeId,
}

/// Who may take an award's place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rival {
    /// The other award; `None` where the group's common limit leaves nothing.
    pub award: Option<AwardId>,
    /// The group.
    pub group: GroupId,
    /// Bool: it does.
    pub when: NodeId,
}

/// One step of an award's amount, for the explanation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// What it does.
    pub kind: LineKind,
    /// Whether its nodes are of the item's level.
    pub per_item: bool,
    /// The amount after it, history counted.
    pub result: NodeId,
    /// Where it stands in the rule file; `None` for the rounding of the policy.
    pub span: Option<Span>,
    /// Sections of its own.
    pub cites: Vec<String>,
}

/// What a line does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LineKind {
    /// Sets the amount to a value.
    Pays(NodeId),
    /// Takes the steps of a ladder.
    Steps(LadderKind),
    /// Sums the items of the list.
    SumOfItems,
    /// An official decides.
    Decided,
    /// Multiplies by a factor.
    Times(NodeId),
    /// Adds.
    Plus(NodeId),
    /// Subtracts, never below zero.
    Minus(NodeId),
    /// Cuts to what is left of a limit.
    AtMost {
        /// Money: the limit. `None` where it applies under a condition that never held is not possible: see `applies`.
        limit: NodeId,
        /// Bool: whether there is a limit for this applicant.
        applies: Option<NodeId>,
        /// Money: what was paid before under it.
        paid: Option<NodeId>,
        /// Money: what others received under it.
        others: Option<NodeId>,
        /// Who shares it.
        circle: Option<crate::syntax::ast::Circle>,
        /// What it is counted over.
        scope: Option<crate::syntax::ast::Scope>,
    },
    /// Cuts an item to what the items before it have left of a limit.
    Running {
        /// Money: the limit, history counted.
        limit: NodeId,
        /// Money: what the items before it come to.
        before: NodeId,
    },
    /// Raises what is positive to a minimum.
    AtLeast(NodeId),
    /// Nothing is paid below this.
    NothingBelow(NodeId),
    /// Rounds.
    Rounded(Rounding),
}

/// A part of an award that does not change one applicant's amount.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// So many winners.
    Quota {
        /// How many.
        number: Rational,
        /// For how long; without a scope, for each round of decisions.
        scope: Option<crate::syntax::ast::Scope>,
        /// How many an applicant takes; one, if there is no such input.
        fact: Option<InputId>,
        /// What becomes of the one for whom not enough is left.
        last: Option<LastOne>,
        /// Bool: whom it counts; `None` for all.
        condition: Option<NodeId>,
        /// Sections of its own.
        cites: Vec<String>,
    },
    /// A share of what is paid is bound to a purpose, where the condition holds.
    Earmark { share: Rational, purpose: String, condition: Option<NodeId>, cites: Vec<String> },
    /// A share (a ratio from 0 to 1) of what is paid is to be paid back when something happens, where the condition holds.
    Clawback { share: NodeId, event: String, condition: Option<NodeId>, cites: Vec<String> },
}

/// How awards combine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Sections it cites.
    pub cites: Vec<String>,
    /// How.
    pub kind: GroupKind,
    /// Its members in the author's order.
    pub members: Vec<AwardId>,
    /// Readings.
    pub readings: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

impl Group {
    /// Something after the groups changes what one of these awards gets.
    pub(in crate::plan) fn changed_after(&mut self, awards: &[AwardId]) {
        if let GroupKind::Together { sum, .. } = &mut self.kind
            && self.members.iter().any(|member| awards.contains(member))
        {
            *sum = None;
        }
    }
}

/// How the members of a group combine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GroupKind {
    /// The highest are paid, so many; and a share of the next, where there is one.
    Highest {
        /// How many.
        most: u32,
        /// The share of the next.
        next: Option<Rational>,
    },
    /// The first payable ones are paid, so many.
    First {
        /// How many.
        most: u32,
    },
    /// The one that this input names is paid.
    Choice(InputId),
    /// The same matter is paid once: under several policies, or against what was received elsewhere.
    Stacking,
    /// Together at most a limit.
    Together {
        /// Money: what is left of the limit after history.
        left: NodeId,
        /// Money: what all members come to together, where that can be said at once; nothing after the groups
        /// changes what one of them gets.
        sum: Option<NodeId>,
    },
}

#[cfg(test)]
mod tests;
