//! Forms: in which decimals and between which bounds the numbers of each input are held in columns.

use crate::money::Rational;
use crate::plan::{InputType, Plan, limits};
use crate::program::{Dimension, Measure};
use crate::scaled::{Bounds, Form, Forms};

use super::Settings;

/// Below this in its own unit stays money whose fact states no highest value: with six more digits for rates it
/// still fits 64 bits. What is larger goes to the explaining evaluator.
const MONEY: i128 = 1_000_000_000_000;
/// The same for quantities and plain numbers.
const QUANTITY: i128 = 1_000_000_000;
/// The same for counts: they fit 32 bits.
const COUNT: i128 = 2_000_000_000;
/// Decimals of money.
const MONEY_DECIMALS: u32 = 2;
/// Decimals of quantities and plain numbers.
const QUANTITY_DECIMALS: u32 = 4;
/// Decimals of ratios: hundredths of a basis point.
const RATIO_DECIMALS: u32 = 6;

/// The forms of all inputs of a plan.
pub(super) fn choose(plan: &Plan, settings: Settings) -> Forms {
    let of = |ty: &InputType, low: Option<Rational>, high: Option<Rational>| match ty {
        InputType::Number(measure) => Some(number(measure, low, high)),
        InputType::Bool
        | InputType::Enum(_)
        | InputType::Set(_)
        | InputType::Date
        | InputType::Text
        | InputType::List { .. } => None,
    };
    let fields = plan.inputs.iter().map(|input| match &input.ty {
        InputType::List { fields, .. } => {
            fields.iter().map(|field| of(&field.ty, field.low, field.high)).collect()
        }
        InputType::Number(_)
        | InputType::Bool
        | InputType::Enum(_)
        | InputType::Set(_)
        | InputType::Date
        | InputType::Text => Vec::new(),
    });
    let paid = Bounds { low: 0, high: parts(MONEY, MONEY_DECIMALS) };
    Forms {
        inputs: plan.inputs.iter().map(|input| of(&input.ty, input.low, input.high)).collect(),
        fields: fields.collect(),
        as_of: settings.as_of,
        paid: settings.history.then_some(Form { decimals: MONEY_DECIMALS, bounds: paid }),
    }
}

fn parts(whole: i128, decimals: u32) -> i128 {
    whole.saturating_mul(10_i128.saturating_pow(decimals))
}

fn number(measure: &Measure, low: Option<Rational>, high: Option<Rational>) -> Form {
    let (bound, decimals) = match &measure.of {
        Dimension::Money(_) => (MONEY, MONEY_DECIMALS),
        Dimension::Count(_) => (COUNT, 0),
        Dimension::Quantity(_) | Dimension::Plain | Dimension::Open => (QUANTITY, QUANTITY_DECIMALS),
        Dimension::Ratio => (limits::RATIO, RATIO_DECIMALS),
        Dimension::Duration(_) => (limits::DURATION, 0),
    };
    let held = |end: Rational| {
        let limit = parts(bound, decimals);
        let scaled = end.times(Rational::whole(parts(1, decimals)));
        scaled.map_or(limit, Rational::floor).clamp(limit.saturating_neg(), limit)
    };
    // A fact that states no lowest value is never negative.
    let low = low.map_or(0, held);
    let high = high.map_or(parts(bound, decimals), held);
    Form { decimals, bounds: Bounds { low: low.min(high), high } }
}
