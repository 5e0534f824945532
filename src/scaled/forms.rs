//! Forms: how the numbers of a plan's facts are held, from what rows usually have to all that facts may be.

use crate::arena::Arena;
use crate::calendar::{DAYS, Date};
use crate::money::Rational;
use crate::plan::{InputType, Plan, limits};
use crate::program::{Dimension, Measure};

use super::{Bounds, Form, Forms};

/// Whole numbers of usual facts lie between its negative and this: nine trillion yuan in fen, with room below 2^63
/// for what rules multiply by.
const USUAL: i128 = 900_000_000_000_000;
/// Counts and durations of usual facts.
const USUAL_COUNT: i128 = 2_147_483_647;
/// Items of a usual list.
const USUAL_ITEMS: u32 = 1_000;
/// Decimals of usual numbers that are not money.
const USUAL_DECIMALS: u32 = 6;
/// Decimals of usual money.
const MONEY_DECIMALS: u32 = 2;

/// The bounds of days.
pub(super) const DAY: Bounds = Bounds { low: 0, high: DAYS };

impl Forms {
    /// What rows usually have: money in whole fen (or as fine as the policy rounds), counts of 32 bits, other numbers
    /// with six decimals; no history, and a date of its own for each row.
    pub fn fen(plan: &Plan) -> Forms {
        let money = plan.rounding.decimals().max(MONEY_DECIMALS);
        Forms::with(plan, USUAL_ITEMS, |measure| {
            let (bound, decimals) = limits::of(measure);
            match measure.of {
                Dimension::Money(_) => (usual(bound, money), money),
                Dimension::Count(_) | Dimension::Duration(_) => {
                    (bound.min(Rational::whole(USUAL_COUNT)), decimals)
                }
                Dimension::Quantity(_) | Dimension::Ratio | Dimension::Plain | Dimension::Open => {
                    let decimals = decimals.min(USUAL_DECIMALS);
                    (usual(bound, decimals), decimals)
                }
            }
        })
    }

    /// All that facts may be, for engines that have nothing to leave rows to: six decimals, below 10^15, lists of a
    /// hundred thousand items. There is no history, and a date of its own for each row.
    pub fn wide(plan: &Plan) -> Forms {
        let items = u32::try_from(limits::LIST_ITEMS).unwrap_or(u32::MAX);
        Forms::with(plan, items, |measure| {
            let (_, decimals) = limits::of(measure);
            (limits::highest(measure), decimals.min(limits::MONEY_DECIMALS))
        })
    }

    /// The same, for decisions of one date.
    #[must_use]
    pub fn dated(self, as_of: Date) -> Forms {
        Forms { as_of: Some(as_of), ..self }
    }

    /// The same, with a history: sums of what was paid, held as this plan's money is.
    #[must_use]
    pub fn with_history(self, plan: &Plan) -> Forms {
        let decimals = plan.rounding.decimals().max(MONEY_DECIMALS);
        Forms { paid: Some(Form { decimals, bounds: Bounds { low: 0, high: USUAL } }), ..self }
    }

    /// `most` says of a measure what its numbers do not exceed, and their decimals.
    fn with(plan: &Plan, items: u32, most: impl Fn(&Measure) -> (Rational, u32)) -> Forms {
        let form = |ty: &InputType, low: Option<Rational>, high: Option<Rational>| {
            let InputType::Number(measure) = ty else { return None };
            let (most, decimals) = most(measure);
            form(decimals, most, low.unwrap_or(Rational::ZERO), high)
        };
        let fields = |ty: &InputType| match ty {
            InputType::List { fields, .. } => {
                fields.iter().map(|field| form(&field.ty, field.low, field.high)).collect()
            }
            InputType::Number(_)
            | InputType::Bool
            | InputType::Enum(_)
            | InputType::Set(_)
            | InputType::Date
            | InputType::Text => Vec::new(),
        };
        let inputs: Arena<_, _> =
            plan.inputs.iter().map(|input| form(&input.ty, input.low, input.high)).collect();
        let fields = plan.inputs.iter().map(|input| fields(&input.ty)).collect();
        Forms { inputs, fields, as_of: None, paid: None, items }
    }
}

/// What is below a bound and whose whole number is usual.
fn usual(bound: Rational, decimals: u32) -> Rational {
    let parts = 10_i128.checked_pow(decimals).unwrap_or(1);
    Rational::new(USUAL, parts).map_or(bound, |usual| usual.min(bound))
}

fn form(decimals: u32, most: Rational, low: Rational, high: Option<Rational>) -> Option<Form> {
    let parts = Rational::whole(10_i128.checked_pow(decimals)?);
    let low = low.max(most.negate()?).times(parts)?;
    let high = high.map_or(most, |high| high.min(most)).times(parts)?;
    // The lowest whole number not below, and the highest not above.
    let low = low.negate()?.floor().checked_neg()?;
    Some(Form { decimals, bounds: Bounds { low, high: high.floor().max(low) } })
}

impl Form {
    /// The whole number of a value; `None` where it is beyond the form.
    pub fn whole(&self, value: Rational) -> Option<i128> {
        let parts = Rational::whole(10_i128.checked_pow(self.decimals)?);
        let whole = value.times(parts)?.to_whole()?;
        self.bounds.holds(whole).then_some(whole)
    }
}

impl Bounds {
    /// Whether a number lies between.
    pub const fn holds(self, number: i128) -> bool {
        self.low <= number && number <= self.high
    }
}
