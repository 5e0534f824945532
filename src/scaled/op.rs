//! Steps of a scaled program: what each computes, and between which bounds.

use crate::calendar::CalendarRule;
use crate::money::Direction;
use crate::plan::{AwardId, InputId, NodeId, PaidScope};
use crate::syntax::ast::{AggregateKind, Comparison};

use super::{ListId, ScaledTableId, StepId};

/// The lowest and the highest whole number that a step can have.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Bounds {
    /// Lowest.
    pub low: i128,
    /// Highest.
    pub high: i128,
}

/// The type of a step's value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Type {
    /// Yes or no, or unknown.
    Truth,
    /// A whole number; days are their ordinals.
    Whole(Bounds),
    /// The position of a value in its enumeration.
    Member,
    /// Some of an enumeration, by position.
    Members,
    /// Words.
    Words,
}

/// One step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// What it computes.
    pub op: Op,
    /// The type of its value.
    pub ty: Type,
    /// What its number is divided by to give the value; 1 for what is no number or is whole.
    pub denominator: i128,
    /// The node of the plan, at the same level, that it computes, where it computes one.
    pub node: Option<NodeId>,
}

/// Which way a quotient is rounded to a whole number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Rounded {
    /// By name.
    Named(Direction),
    /// To the largest whole number not above.
    Floor,
}

/// What a step computes. Operands come before it in the same arena.
///
/// A value is unknown where an operand is, but for these: `And` with a false operand is false, `Or` with a true one
/// true, `AtLeast` decided as soon as the others cannot change it; a `Select` reads its condition and one branch (with
/// an unknown condition it is unknown, whatever the branches); a product with a known zero is zero. A fact that is
/// absent has no value: [`Op::Input`] is unknown there, and [`Op::Present`], which is not, stands before whatever
/// reads it. Of a list, `Any` and `All` are decided by one known item, anything else needs every item's condition, and
/// the value of those that count; of a list that is unknown as a whole nothing is known. What stands before an item
/// needs every item's condition, keys and kind, and the values of those that stand before it.
/// [`super::run`] says the same in code.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Op {
    /// A fixed whole number (or day).
    Whole(i128),
    /// A fixed truth value.
    Truth(bool),
    /// Fixed words.
    Words(String),
    /// A fact: a number in its form, a truth, a day's ordinal, a member, members or words.
    Input(InputId),
    /// Truth, never unknown: the fact is given (known, and not known to be absent).
    Given(InputId),
    /// Truth, unknown where the fact is: an optional fact is there (false where it is known to be absent).
    Present(InputId),
    /// A field of the item at hand; only in a list.
    Field(usize),
    /// Truth: an optional field of the item at hand is there; only in a list.
    FieldPresent(usize),
    /// A step of the applicant's level; only in a list.
    Outer(StepId),
    /// The ordinal of the date of the decision, of a row that has its own.
    AsOf,
    /// What history shows as paid under an award, in the form of [`super::Forms::paid`].
    Paid(AwardId, PaidScope),
    /// Not.
    Not(StepId),
    /// All hold; true of none.
    And(Vec<StepId>),
    /// One holds; false of none.
    Or(Vec<StepId>),
    /// At least so many hold.
    AtLeast(u32, Vec<StepId>),
    /// Two whole numbers.
    Compare(Comparison, StepId, StepId),
    /// Two words are the same.
    SameWords(StepId, StepId),
    /// A member is one of the positions of the set bits.
    Among(StepId, u64),
    /// Members hold the one at this position.
    Has(StepId, usize),
    /// A fixed number and terms, each a step with what it is multiplied by.
    Sum(i128, Vec<(i128, StepId)>),
    /// A product.
    Product(StepId, StepId),
    /// A whole number divided by a fixed one above zero, rounded.
    Quotient(Rounded, StepId, i128),
    /// A whole number divided by one that is above zero, rounded.
    QuotientBy(Rounded, StepId, StepId),
    /// The lower.
    Min(StepId, StepId),
    /// The higher.
    Max(StepId, StepId),
    /// What the calendar makes of whole numbers (days by their ordinals); the result is multiplied by the last
    /// number to be whole.
    Calendar { rule: CalendarRule, of: StepId, with: Option<StepId>, times: i128 },
    /// One of two, by a condition.
    Select { condition: StepId, then: StepId, otherwise: StepId },
    /// The value of a table's row for these keys; the first row's where no row has them.
    Lookup { table: ScaledTableId, keys: Vec<StepId> },
    /// Truth: a row of a table has these keys, or the table has a value for all others.
    Listed { table: ScaledTableId, keys: Vec<StepId> },
    /// Over the items of the same list that count and stand before this one in an order: the sum of a value, or
    /// their number; only in a list. Of items whose keys are all equal, the one given first stands first.
    Before {
        /// Whole numbers, each with whether the highest comes first; the first that differs decides.
        keys: Vec<(bool, StepId)>,
        /// What is summed; `None` counts.
        value: Option<StepId>,
        /// Truth: which items count.
        condition: Option<StepId>,
        /// Only items with the same value here are looked at.
        same: Option<StepId>,
    },
    /// Over the items of a list: the value and condition are steps of the list. `Any` and `All` have a condition
    /// alone. The highest and lowest of no items are zero.
    Reduce { list: ListId, kind: AggregateKind, value: Option<StepId>, condition: Option<StepId> },
}

impl Op {
    /// The same with its operands of its own level exchanged.
    #[must_use]
    pub fn map(&self, mut to: impl FnMut(StepId) -> StepId) -> Op {
        let mut op = self.clone();
        op.each_mut(&mut |step| *step = to(*step));
        op
    }

    /// The operands of its own level: of a [`Op::Reduce`] none, whose value and condition are the list's.
    pub fn operands(&self) -> Vec<StepId> {
        let mut all = Vec::new();
        self.clone().each_mut(&mut |step| all.push(*step));
        all
    }

    fn each_mut(&mut self, visit: &mut dyn FnMut(&mut StepId)) {
        match self {
            Op::Whole(_)
            | Op::Truth(_)
            | Op::Words(_)
            | Op::Input(_)
            | Op::Given(_)
            | Op::Present(_)
            | Op::Field(_)
            | Op::FieldPresent(_)
            | Op::Outer(_)
            | Op::AsOf
            | Op::Paid(..)
            | Op::Reduce { .. } => {}
            Op::Not(one) | Op::Among(one, _) | Op::Has(one, _) | Op::Quotient(_, one, _) => visit(one),
            Op::And(all) | Op::Or(all) | Op::AtLeast(_, all) => all.iter_mut().for_each(visit),
            Op::Compare(_, left, right)
            | Op::SameWords(left, right)
            | Op::Product(left, right)
            | Op::QuotientBy(_, left, right)
            | Op::Min(left, right)
            | Op::Max(left, right) => {
                visit(left);
                visit(right);
            }
            Op::Sum(_, terms) => terms.iter_mut().for_each(|(_, term)| visit(term)),
            Op::Calendar { of, with, .. } => {
                visit(of);
                with.iter_mut().for_each(visit);
            }
            Op::Select { condition, then, otherwise } => {
                [condition, then, otherwise].into_iter().for_each(visit);
            }
            Op::Lookup { keys, .. } | Op::Listed { keys, .. } => keys.iter_mut().for_each(visit),
            Op::Before { keys, value, condition, same } => {
                keys.iter_mut().for_each(|(_, key)| visit(key));
                value.iter_mut().chain(condition).chain(same).for_each(visit);
            }
        }
    }
}
