//! What comes out: which columns there are, and what each row's cell holds.

use std::collections::BTreeMap;

use crate::arena::Id as _;
use crate::batch::{AwardResults, Results, UNBOUNDED};
use crate::diagnostic::{Diagnostic, sheet};
use crate::plan::{AwardId, AwardKind, Plan};

use super::block::{Block, Kept, KeptType};

/// What is shown of each award.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Show {
    /// Its outcome.
    pub outcomes: bool,
    /// The lowest and highest amount, where it is not exact.
    pub bounds: bool,
    /// Why it is not paid.
    pub reasons: bool,
}

/// A column that comes out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub what: What,
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A column of the input, by its place among those carried over.
    Kept(usize),
    /// The exact amount.
    Amount(AwardId),
    /// The outcome.
    Outcome(AwardId),
    /// The lowest amount, where it is not exact.
    Min(AwardId),
    /// The highest.
    Max(AwardId),
    /// Why it is not paid.
    Reasons(AwardId),
    /// The sum, where it is exact.
    Total,
    /// The lowest sum, where it is not exact.
    TotalMin,
    /// The highest.
    TotalMax,
}

/// The columns that come out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    /// In their order.
    pub columns: Vec<Shown>,
    /// Decimals of amounts.
    pub decimals: usize,
    /// What the columns carried over are; words, unless [`super::Shape::kept_types`] says more.
    pub kept: Vec<KeptType>,
}

impl Layout {
    /// The columns carried over, then those of each award, then the sum.
    pub fn new(plan: &Plan, keep: &[String], show: Show, decimals: u32) -> Result<Layout, Diagnostic> {
        let mut columns: Vec<Shown> = Vec::new();
        let mut add = |name: String, what| columns.push(Shown { name, what });
        for (place, name) in keep.iter().enumerate() {
            add(name.clone(), What::Kept(place));
        }
        for (id, award) in plan.awards.iter_ids() {
            add(award.id.clone(), What::Amount(id));
            if show.outcomes {
                add(format!("{}.outcome", award.id), What::Outcome(id));
            }
            if show.bounds {
                add(format!("{}.min", award.id), What::Min(id));
                add(format!("{}.max", award.id), What::Max(id));
            }
            if show.reasons {
                add(format!("{}.reasons", award.id), What::Reasons(id));
            }
        }
        add("total".to_owned(), What::Total);
        if show.bounds {
            add("total.min".to_owned(), What::TotalMin);
            add("total.max".to_owned(), What::TotalMax);
        }
        for column in &columns {
            if columns.iter().filter(|other| other.name == column.name).nth(1).is_some() {
                return Err(
                    Diagnostic::without_place(&sheet::RESULT_NAMED_ALIKE).arg("column", column.name.clone())
                );
            }
        }
        Ok(Layout { columns, decimals: usize::try_from(decimals).unwrap_or(2), kept: Vec::new() })
    }
}

/// Whether amounts alone tell which of them are exact: no award can be `entitled` or decided by an official.
pub fn amounts_suffice(plan: &Plan) -> bool {
    plan.awards.iter().all(|award| award.kind != AwardKind::Support && award.decided.is_none())
}

/// A block with what was decided of it.
pub struct Answers<'b> {
    /// The rows.
    pub block: &'b Block,
    /// What each comes to.
    pub results: &'b Results,
    /// Rows that were refused, in order.
    pub refused: Vec<usize>,
    /// The outcomes of rows in which some amount is not exact, where the results have none.
    pub open: BTreeMap<usize, Vec<u8>>,
    /// Why each award is not paid, by row, where reasons are asked for.
    pub reasons: BTreeMap<usize, Vec<String>>,
}

/// A cell that comes out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer<'a> {
    /// Nothing.
    Empty,
    /// An amount in whole parts.
    Amount(i64),
    /// Words.
    Text(&'a str),
    /// What was carried over, as it was.
    Kept(&'a str, Kept),
}

/// The outcomes without an exact amount, by their position in [`crate::scaled::OUTCOMES`].
const UP_TO: u8 = 4;
const ENTITLED: u8 = 5;
const UNDETERMINED: u8 = 6;

impl Answers<'_> {
    /// Whether every row is answered with exact amounts alone.
    pub fn all_exact(&self) -> bool {
        self.refused.is_empty()
            && self.results.open.is_empty()
            && self
                .results
                .awards
                .iter()
                .all(|award| award.outcome.iter().all(|&outcome| outcome != ENTITLED))
    }

    /// The rows that come out.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        let mut refused = self.refused.iter().copied().peekable();
        (0..self.results.rows).filter(move |&row| {
            if refused.peek() == Some(&row) {
                refused.next();
                return false;
            }
            true
        })
    }

    /// The position of an outcome.
    pub fn outcome(&self, award: AwardId, row: usize) -> Option<u8> {
        if let Some(outcomes) = self.open.get(&row) {
            return outcomes.get(award.raw()).copied();
        }
        self.results.awards.get(award)?.outcome.get(row).copied()
    }

    fn is_exact(&self, award: AwardId, row: usize) -> bool {
        !matches!(self.outcome(award, row), Some(UP_TO | ENTITLED | UNDETERMINED))
    }

    /// A cell.
    pub fn cell(&self, what: What, row: usize) -> Answer<'_> {
        let award = |award: AwardId| self.results.awards.get(award);
        let low = |award: &AwardResults| award.low.get(row).copied().unwrap_or(0);
        let high = |award: &AwardResults| {
            award.high.as_ref().and_then(|high| high.get(row).copied()).unwrap_or(low(award))
        };
        let total_low = self.results.low.get(row).copied().unwrap_or(0);
        let total_high =
            self.results.high.as_ref().and_then(|high| high.get(row).copied()).unwrap_or(total_low);
        let bounded = |number: i64| if number == UNBOUNDED { Answer::Empty } else { Answer::Amount(number) };
        match what {
            What::Kept(place) => match self.block.kept.get(place).map(|texts| texts.get(row)) {
                Some((_, Kept::Empty)) | None => Answer::Empty,
                Some((text, kept)) => Answer::Kept(text, kept),
            },
            What::Amount(id) => match award(id) {
                Some(award) if self.is_exact(id, row) => Answer::Amount(low(award)),
                Some(_) | None => Answer::Empty,
            },
            What::Outcome(id) => {
                let name = self.outcome(id, row).and_then(|at| crate::scaled::OUTCOMES.get(usize::from(at)));
                name.map_or(Answer::Empty, |name| Answer::Text(name))
            }
            // A support has no amount at all.
            What::Min(id) | What::Max(id) if self.outcome(id, row) == Some(ENTITLED) => Answer::Empty,
            What::Min(id) if !self.is_exact(id, row) => {
                award(id).map_or(Answer::Empty, |award| bounded(low(award)))
            }
            What::Max(id) if !self.is_exact(id, row) => {
                award(id).map_or(Answer::Empty, |award| bounded(high(award)))
            }
            What::Min(_) | What::Max(_) => Answer::Empty,
            What::Reasons(id) => match self.reasons.get(&row).and_then(|all| all.get(id.raw())) {
                Some(text) if !text.is_empty() => Answer::Text(text),
                Some(_) | None => Answer::Empty,
            },
            What::Total if total_low == total_high => Answer::Amount(total_low),
            What::TotalMin if total_low != total_high => Answer::Amount(total_low),
            What::TotalMax if total_low != total_high => bounded(total_high),
            What::Total | What::TotalMin | What::TotalMax => Answer::Empty,
        }
    }
}
