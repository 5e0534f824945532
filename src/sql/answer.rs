//! The answer: amounts, outcomes and the total of each applicant, or why there is none.

use crate::diagnostic::Diagnostic;
use crate::plan::AwardKind;
use crate::scaled::{OUTCOMES, Op, Outputs, RefusalReason, StepId};

use super::translate::Translation;
use super::tree::{Alias, Expr, Item, Relation, Select, SqlType, Stage};
use super::value::{Value, Width, most};
use super::{Scope, fault, heading};

/// Why a row is refused, in the stages.
pub(super) const REASON: &str = "row.reason";
/// Whether a row holds what the query cannot decide.
pub(super) const UNSURE: &str = "row.unsure";
/// Behind an award's id: the exact amount that is paid.
pub(super) const PAID: &str = ".paid";

const AWARDED: usize = 0;
const UP_TO: usize = 4;
const ENTITLED: usize = 5;
const UNDETERMINED: usize = 6;

fn here(name: &str) -> Expr {
    Expr::Column(Alias::Rows, name.to_owned())
}

fn item(expr: Expr, name: impl Into<String>) -> Item {
    Item { comments: Vec::new(), expr, name: name.into() }
}

/// Conditions of refusal with their codes, and truths that say that one of them is unknown.
pub(super) fn refusals(translation: &mut Translation<'_>) -> (Vec<(Expr, String)>, Vec<Expr>) {
    let (mut wrong, mut doubts) = (Vec::new(), Vec::new());
    let program = translation.program;
    for refusal in &program.refusals {
        let when = translation.value(Scope::Rows, refusal.when);
        let code = match refusal.reason {
            RefusalReason::NotListed => "E0740",
            RefusalReason::DecisionOutside => "E0653",
            RefusalReason::Absent => "E0652",
            RefusalReason::Order => "E0607",
        };
        if when.expr == Expr::Truth(false) {
            continue;
        }
        wrong.push((when.expr.clone(), code.to_owned()));
        if when.nullable {
            doubts.push(when.expr.unknown());
        }
    }
    (wrong, doubts)
}

/// What an award can come to at all, by the leaves of its outcome.
fn possible(translation: &Translation<'_>, outcome: StepId) -> Vec<usize> {
    let steps = &translation.program.steps;
    let mut found = [false; OUTCOMES.len()];
    let mut pending = vec![outcome];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(step) = pending.pop() {
        if !seen.insert(step) {
            continue;
        }
        match steps.get(step).map(|step| &step.op) {
            Some(Op::Select { then, otherwise, .. }) => pending.extend([*then, *otherwise]),
            Some(Op::Whole(whole)) => {
                let slot = usize::try_from(*whole).ok().and_then(|at| found.get_mut(at));
                if let Some(slot) = slot {
                    *slot = true;
                }
            }
            _ => found = [true; OUTCOMES.len()],
        }
    }
    found.iter().enumerate().filter(|(_, found)| **found).map(|(at, _)| at).collect()
}

/// The values of an award's outputs.
struct Award<'v> {
    outcome: &'v Value,
    low: &'v Value,
    high: &'v Value,
    possible: Vec<usize>,
}

fn award<'v>(translation: &'v Translation<'_>, outputs: &Outputs) -> Option<Award<'v>> {
    use crate::arena::Id as _;
    let value = |step: StepId| translation.main.values.get(step.raw()).and_then(Option::as_ref);
    Some(Award {
        outcome: value(outputs.outcome)?,
        low: value(outputs.low)?,
        high: value(outputs.high)?,
        possible: possible(translation, outputs.outcome),
    })
}

fn is(outcome: &Value, of: &[usize]) -> Expr {
    let whole = |at: &usize| Expr::Whole(i128::try_from(*at).unwrap_or(0));
    if matches!(outcome.expr, Expr::Whole(_)) {
        return Expr::Truth(of.iter().any(|at| whole(at) == outcome.expr));
    }
    match of {
        [] => Expr::Truth(false),
        [one] => outcome.expr.clone().equals(whole(one)),
        several => Expr::In(Box::new(outcome.expr.clone()), several.iter().map(whole).collect()),
    }
}

/// Truth: there is no answer for this row.
fn without_answer() -> Expr {
    Expr::any([here(REASON).known(), here(UNSURE)])
}

/// The stage that says what is paid, exactly.
pub(super) fn paid(translation: &Translation<'_>, name: String, rows: &str) -> Stage {
    let mut items = Vec::new();
    for (id, outputs) in translation.program.awards.iter_ids() {
        let (Some(of), Some(award)) = (translation.plan.awards.get(id), award(translation, outputs)) else {
            continue;
        };
        let mut arms = vec![(without_answer(), Expr::Null)];
        if award.possible.contains(&AWARDED) {
            arms.push((is(award.outcome, &[AWARDED]), award.low.expr.clone()));
        }
        let nothing: Vec<usize> = award
            .possible
            .iter()
            .copied()
            .filter(|at| ![AWARDED, UP_TO, UNDETERMINED].contains(at))
            .collect();
        if !nothing.is_empty() {
            arms.push((is(award.outcome, &nothing), Expr::Whole(0)));
        }
        let width = Width::of(most(award.low.bounds()), translation.options.dialect).unwrap_or(Width::Wide);
        let expr = Expr::case(arms, None).cast(width.ty());
        items.push(item(expr, format!("{}{PAID}", of.id)));
    }
    let from = Relation { table: vec![rows.to_owned()], alias: Alias::Rows };
    Stage {
        name,
        comments: vec![
            "What is paid exactly; NULL where an official decides, and where it is not decided".to_owned(),
        ],
        select: Select { carries: true, items, from, joins: Vec::new(), group_by: Vec::new() },
    }
}

/// How money is written: digits after the point, for amounts in parts of one.
fn decimals(denominator: i128) -> Option<u32> {
    (0..=18).find(|&digits| 10_i128.checked_pow(digits) == Some(denominator))
}

/// Whole parts as money.
fn money(parts: Expr, most: i128, decimals: u32) -> Expr {
    let narrow = 10_i128.pow(18) > most;
    let digits = if narrow { 18 } else { 38_u32.saturating_sub(decimals) };
    let held = if narrow {
        SqlType::Decimal(digits.saturating_add(decimals), decimals)
    } else {
        SqlType::Decimal(38, decimals)
    };
    if decimals == 0 {
        return parts.cast(held);
    }
    parts.cast(SqlType::Decimal(digits, 0)).times(Expr::Decimal(1, decimals)).cast(held)
}

/// The last SELECT.
pub(super) fn last(translation: &Translation<'_>, rows: String) -> Result<Select, Vec<Diagnostic>> {
    let options = translation.options;
    let Some(decimals) = decimals(translation.program.denominator) else {
        return Err(vec![fault::parts_of_money(options.dialect)]);
    };
    let mut items = vec![item(here(&options.key), options.key.clone())];
    let mut total = Vec::new();
    let mut highest = 0_i128;
    for (id, outputs) in translation.program.awards.iter_ids() {
        let (Some(of), Some(award)) = (translation.plan.awards.get(id), award(translation, outputs)) else {
            return Err(vec![fault::malformed(translation.plan)]);
        };
        let paid = here(&format!("{}{PAID}", of.id));
        let most_paid = most(award.high.bounds()).max(most(award.low.bounds()));
        highest = highest.checked_add(most_paid).ok_or_else(|| vec![fault::total(options.dialect)])?;
        total.push((paid.clone(), most_paid));
        let amount = if of.kind == AwardKind::Support {
            // Who is entitled has no amount here: it is set elsewhere.
            let entitled = is(award.outcome, &[ENTITLED]);
            Expr::case(vec![(entitled, Expr::Null)], Some(money(paid.clone(), most_paid, decimals)))
        } else {
            money(paid.clone(), most_paid, decimals)
        };
        items.push(Item { comments: vec![heading::award(of)], expr: amount, name: of.id.clone() });
        items.push(item(outcome(&award), format!("{}.outcome", of.id)));
        if outputs.low != outputs.high {
            for (end, word) in [(award.low, "min"), (award.high, "max")] {
                let bound = Expr::case(
                    vec![
                        (without_answer(), Expr::Null),
                        (is(award.outcome, &[UP_TO, UNDETERMINED]), end.expr.clone()),
                    ],
                    Some(paid.clone()),
                );
                items.push(item(money(bound, most_paid, decimals), format!("{}.{word}", of.id)));
            }
        }
    }
    let width = Width::of(highest, options.dialect).ok_or_else(|| vec![fault::total(options.dialect)])?;
    let terms = total.into_iter().map(|(paid, most)| {
        let narrow = Width::of(most, options.dialect) == Some(Width::Narrow) && width == Width::Wide;
        (false, if narrow { paid.cast(width.ty()) } else { paid })
    });
    let sum = match terms.collect::<Vec<_>>() {
        terms if terms.is_empty() => Expr::Whole(0),
        terms => Expr::Sum(terms),
    };
    items.push(Item {
        comments: vec!["Known where every amount is".to_owned()],
        expr: money(sum, highest, decimals),
        name: "total".to_owned(),
    });
    items.push(item(here(REASON), "refused"));
    let from = Relation { table: vec![rows], alias: Alias::Rows };
    Ok(Select { carries: false, items, from, joins: Vec::new(), group_by: Vec::new() })
}

/// The outcome in words.
fn outcome(award: &Award<'_>) -> Expr {
    let undecided = Expr::text("undecided");
    let mut arms = vec![(here(REASON).known(), Expr::Null), (here(UNSURE), undecided.clone())];
    for &at in &award.possible {
        let Some(word) = OUTCOMES.get(at) else { continue };
        let mut all = vec![is(award.outcome, &[at])];
        // A known outcome whose amount depends on what is unknown is for the explaining evaluator.
        let read: &[&Value] = match at {
            AWARDED => &[award.low],
            UP_TO | UNDETERMINED => &[award.low, award.high],
            _ => &[],
        };
        all.extend(read.iter().filter(|value| value.nullable).map(|value| value.expr.clone().known()));
        all.dedup();
        arms.push((Expr::all(all), Expr::text(*word)));
    }
    Expr::case(arms, Some(undecided))
}
