//! Parts: amounts of a program brought to the decimals that results have.

use crate::money::Direction;
use crate::plan::Plan;
use crate::scaled::{Bounds, Op, Program, Rounded, Step, StepId, Type};

/// Decimals that a policy's amounts have.
pub(super) fn decimals(plan: &Plan) -> u32 {
    plan.rounding.decimals().max(2)
}

/// Brings all amounts to the decimals of the policy, where it is proved that they have no more, and says how many
/// decimals amounts have now. `None` where they are no decimals.
pub(super) fn bring(plan: &Plan, program: &mut Program) -> Option<u32> {
    let decimals = decimals(plan);
    let wanted = 10_i128.checked_pow(decimals)?;
    if program.denominator == wanted {
        return Some(decimals);
    }
    let proved = |node| {
        let range = plan.nodes.get(node).and_then(|node| node.range);
        let denominator = range.and_then(|range| range.denominator);
        denominator.is_some_and(|denominator| wanted.checked_rem(denominator) == Some(0))
    };
    let all_proved = plan.awards.iter().all(|award| {
        let decided = award.decided.into_iter().flat_map(|decided| [decided.low, decided.high]);
        std::iter::once(award.amount).chain(decided).all(proved)
    });
    if !all_proved {
        return (0..=12).find(|&decimals| 10_i128.checked_pow(decimals) == Some(program.denominator));
    }
    let from = program.denominator;
    for award in program.awards.ids().collect::<Vec<_>>() {
        let outputs = *program.awards.at(award);
        let low = over(program, outputs.low, from, wanted)?;
        let high = if outputs.high == outputs.low { low } else { over(program, outputs.high, from, wanted)? };
        let slot = program.awards.at_mut(award);
        (slot.low, slot.high) = (low, high);
    }
    program.denominator = wanted;
    Some(decimals)
}

/// A step over another denominator, of which its value is a whole number of parts.
fn over(program: &mut Program, step: StepId, from: i128, to: i128) -> Option<StepId> {
    let common = greatest_common(from, to);
    let (factor, divisor) = (to.checked_div(common)?, from.checked_div(common)?);
    let Type::Whole(bounds) = program.steps.get(step)?.ty else { return None };
    let multiplied = Bounds { low: bounds.low.checked_mul(factor)?, high: bounds.high.checked_mul(factor)? };
    let push = |program: &mut Program, op, bounds, denominator| {
        program.steps.push(Step { op, ty: Type::Whole(bounds), denominator, node: None })
    };
    let step = push(program, Op::Sum(0, vec![(factor, step)]), multiplied, from.checked_mul(factor)?);
    let divided =
        Bounds { low: multiplied.low.checked_div(divisor)?, high: multiplied.high.checked_div(divisor)? };
    let exact = Op::Quotient(Rounded::Named(Direction::Down), step, divisor);
    Some(push(program, exact, divided, to))
}

fn greatest_common(one: i128, other: i128) -> i128 {
    let (mut one, mut other) = (one, other);
    while other != 0 {
        (one, other) = (other, one.checked_rem(other).unwrap_or(0));
    }
    one.max(1)
}
