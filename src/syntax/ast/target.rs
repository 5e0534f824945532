//! Targets in the syntax tree: the values an indicator has to reach, and when.

use super::{Expr, Quoted};

/// One value of a line of goals, with its time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GoalValue {
    /// The level, or the growth a year.
    pub value: Expr,
    /// The unit in words.
    pub unit: Option<Quoted>,
    /// When.
    pub when: Option<When>,
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
    /// `in total from 2016 to 2020`: the figures of these years together.
    Total { from: i32, to: i32 },
}

/// What growth is counted from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BaseYear {
    /// A year; growth is the compound average since.
    In(i32),
    /// The year before each.
    LastYear,
    /// The text does not say.
    Unstated,
}

/// How binding a target is, where the text says so.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum GoalNature {
    /// 预期性
    Indicative,
    /// 力争
    BestEffort,
    /// 约束性
    Binding,
}
