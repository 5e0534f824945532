//! Code: the lines that a program becomes, each a loop over the rows of a block.

use crate::arena::Arena;
use crate::calendar::CalendarRule;
use crate::plan::{AwardId, InputId, PaidScope};
use crate::scaled::{ListId, Rounded};
use crate::syntax::ast::AggregateKind;

use super::divide::Divider;
use super::table::Table;

/// How wide the cells of a column or register are. The bounds of a step prove that its values fit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Class {
    /// Truths, members and small numbers: `u8`.
    Byte,
    /// `i32`.
    Narrow,
    /// `i64`; sets, by their bits.
    Wide,
    /// `i128`.
    Huge,
}

/// Where the values of a step are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Place {
    /// A register of its class.
    Register(usize),
    /// Something loaded before the block is run: [`Code::loads`].
    Load(usize),
    /// A column of results that holds amounts.
    Amount(usize),
    /// A column of results that holds outcomes.
    Outcome(usize),
}

/// A place with the class of its cells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct At {
    pub class: Class,
    pub place: Place,
}

/// What a line reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Operand {
    /// The same for every row.
    Fixed(i128),
    /// A column.
    At(At),
    /// A fixed number where a truth holds, zero elsewhere.
    Masked(At, i128),
}

/// A comparison as loops know it; others are turned around.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Relation {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// What is loaded before a block is run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Load {
    /// An input, or in a list a field.
    Input(InputId),
    Field(usize),
    /// An optional fact is there.
    Present(InputId),
    FieldPresent(usize),
    /// A fact is given.
    Given(InputId),
    AsOf,
    Paid(AwardId, PaidScope),
}

/// One line: what is computed, and where it goes.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Line {
    pub to: At,
    pub what: What,
    /// It reads or writes numbers of 128 bits.
    pub huge: bool,
}

impl Line {
    /// A line whose operands have their classes.
    pub fn new(to: At, mut what: What) -> Line {
        let huge = to.class == Class::Huge || what.places_mut().iter().any(|at| at.class == Class::Huge);
        Line { to, what, huge }
    }
}

/// What a line computes.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum What {
    /// A fixed value.
    Fill(i128),
    /// The same in another class.
    Copy(At),
    /// Whether all terms hold (or with `any`, one), each turned around where its mark says so.
    Junction { any: bool, terms: Vec<(bool, At)> },
    /// At least so many hold.
    Many(u32, Vec<At>),
    /// Two columns of one class, or a column and a fixed number.
    Compare(Relation, At, Operand),
    /// A position is one of the set bits.
    Among(At, u64),
    /// A set holds the bit.
    Has(At, usize),
    /// A fixed number and terms, wrapping in the class of the result.
    Sum(i128, Vec<(i128, Operand)>),
    /// A product, wrapping in the class of the result.
    Product(At, At),
    /// Divided by a fixed number and rounded.
    Quotient(At, Divider),
    /// Divided by a column and rounded; both of one class.
    QuotientBy(Rounded, At, At),
    /// The lower, or with `highest` the higher, of values of one class.
    Extreme { highest: bool, one: At, other: Operand },
    /// One of two.
    Select { condition: At, then: Operand, otherwise: Operand },
    /// A calendar rule, multiplied by a fixed number.
    Calendar { rule: CalendarRule, of: At, with: Option<Operand>, times: i128 },
    /// The value of a table's row, or with `listed` whether there is one.
    Lookup { table: usize, keys: Vec<Operand>, listed: bool },
    /// Computes the lines of a list before this one.
    Items { list: ListId, end: usize },
    /// Over the items of each row; the places are of the list's own code.
    Reduce { list: ListId, kind: AggregateKind, value: Option<Operand>, condition: Option<Operand> },
    /// In a list: what the applicant's level has for the item's row.
    Outer(At),
    /// In a list: over the items before each.
    Before {
        keys: Vec<(bool, Operand)>,
        value: Option<Operand>,
        condition: Option<Operand>,
        same: Option<At>,
    },
}

/// The lines of one level.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Level {
    /// What is loaded before.
    pub loads: Vec<(Class, Load)>,
    /// The lines in order.
    pub lines: Vec<Line>,
    /// Registers of each class: bytes, narrow, wide, huge.
    pub registers: [usize; 4],
}

/// A program ready to run.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Code {
    /// The applicant's level.
    pub level: Level,
    /// The items of each list, and the input that holds them.
    pub lists: Arena<ListId, (InputId, Level)>,
    pub tables: Vec<Table>,
    /// Words that the rules name, in order: their position is their number.
    pub words: Vec<String>,
    /// Rows for which one of these is true or unknown are for the explaining evaluator.
    pub refusals: Vec<At>,
}

impl Class {
    /// The narrowest class for numbers between two bounds, bytes apart.
    pub fn of(low: i128, high: i128) -> Class {
        let within = |least: i128, most: i128| least <= low && high <= most;
        if within(i128::from(i32::MIN), i128::from(i32::MAX)) {
            Class::Narrow
        } else if within(i128::from(i64::MIN), i128::from(i64::MAX)) {
            Class::Wide
        } else {
            Class::Huge
        }
    }
    /// Its position in [`Level::registers`].
    pub fn number(self) -> usize {
        match self {
            Class::Byte => 0,
            Class::Narrow => 1,
            Class::Wide => 2,
            Class::Huge => 3,
        }
    }
}

impl Operand {
    fn at_mut(&mut self) -> Option<&mut At> {
        match self {
            Operand::Fixed(_) => None,
            Operand::At(at) | Operand::Masked(at, _) => Some(at),
        }
    }
}

impl What {
    /// The places of the same level that it reads.
    pub fn places_mut(&mut self) -> Vec<&mut At> {
        match self {
            What::Fill(_) | What::Items { .. } | What::Reduce { .. } | What::Outer(_) => Vec::new(),
            What::Copy(at) | What::Among(at, _) | What::Has(at, _) | What::Quotient(at, _) => vec![at],
            What::Junction { terms, .. } => terms.iter_mut().map(|(_, at)| at).collect(),
            What::Many(_, all) => all.iter_mut().collect(),
            What::Compare(_, one, other) | What::Extreme { one, other, .. } => {
                [Some(one), other.at_mut()].into_iter().flatten().collect()
            }
            What::Sum(_, terms) => terms.iter_mut().filter_map(|(_, term)| term.at_mut()).collect(),
            What::Product(one, other) | What::QuotientBy(_, one, other) => vec![one, other],
            What::Select { condition, then, otherwise } => {
                [Some(condition), then.at_mut(), otherwise.at_mut()].into_iter().flatten().collect()
            }
            What::Calendar { of, with, .. } => {
                [Some(of), with.as_mut().and_then(Operand::at_mut)].into_iter().flatten().collect()
            }
            What::Lookup { keys, .. } => keys.iter_mut().filter_map(Operand::at_mut).collect(),
            What::Before { keys, value, condition, same } => {
                let keys = keys.iter_mut().filter_map(|(_, key)| key.at_mut());
                let rest = [value.as_mut(), condition.as_mut()].into_iter().flatten();
                keys.chain(rest.filter_map(Operand::at_mut)).chain(same.as_mut()).collect()
            }
        }
    }

    /// The places of a list that it reads.
    pub fn inner_mut(&mut self) -> Vec<&mut At> {
        if let What::Reduce { value, condition, .. } = self {
            [value.as_mut(), condition.as_mut()].into_iter().flatten().filter_map(Operand::at_mut).collect()
        } else {
            Vec::new()
        }
    }

    /// The place of the applicant's level that a line of a list reads.
    pub fn outer_mut(&mut self) -> Option<&mut At> {
        if let What::Outer(at) = self { Some(at) } else { None }
    }
}
