//! What came out against what was expected, figure by figure, as the result prints it.

use std::collections::BTreeSet;

use crate::diagnostic::{Lang, Words};
use crate::evaluate::{Joint, JointPart};
use crate::money::{Rational, parse_decimal};
use crate::report::{self, AwardRow, Part, Total};
use crate::source::Span;

use super::expect::{Expected, ExpectedTotal, Figures};
use super::{Difference, Verdict};

/// What is told of one policy's part; words are not compared.
fn part(of: &JointPart) -> Part<'_> {
    let nothing = &|_| Vec::new();
    Part {
        plan: &of.plan,
        inputs: &of.inputs,
        decision: &of.decision,
        reasons: nothing,
        calculation: nothing,
    }
}

/// Whether all that is expected holds.
pub(super) fn verdict(expected: &Expected, decided: &Joint, several: bool) -> Verdict {
    let parts: Vec<Part<'_>> = decided.parts.iter().map(part).collect();
    // Only figures are compared, so the language of the words does not matter.
    let (rows, total): (Vec<Vec<AwardRow>>, Option<Total>) = match parts.as_slice() {
        [one] if !several => {
            let result = report::result(one, Lang::En);
            (vec![result.awards], Some(result.total))
        }
        _ => {
            let results = report::results(&parts, decided.total, Lang::En);
            (results.policies.into_iter().map(|result| result.awards).collect(), results.total)
        }
    };
    let mut differences = Vec::new();
    for award in &expected.awards {
        // A policy's own awards are told in their order.
        let place = crate::arena::Id::raw(award.award);
        let Some(row) = rows.get(award.part).and_then(|rows| rows.get(place)) else { continue };
        // Where the outcome itself is another, its figures say nothing more.
        let another = |(_, figure): &&(Span, Figures)| {
            matches!(figure, Figures::Outcome(_)) && compare(figure, row).is_some()
        };
        let figures = match award.figures.iter().find(another) {
            Some(outcome) => std::slice::from_ref(outcome),
            None => award.figures.as_slice(),
        };
        for (at, figure) in figures {
            if let Some((expected, got)) = compare(figure, row) {
                let subject = subject(figure, row);
                differences.push(Difference { at: *at, subject, expected, got });
            }
        }
    }
    differences.extend(super::targets::differences(&expected.targets, decided));
    for &(at, figure) in &expected.total {
        if let Some((expected, got)) = compare_total(figure, total.as_ref()) {
            let subject = Words::new("合计", "the total");
            differences.push(Difference { at, subject, expected, got });
        }
    }
    if differences.is_empty() { Verdict::Holds } else { Verdict::Differs(differences) }
}

fn subject(figure: &Figures, row: &AwardRow) -> Words {
    let id = &row.id;
    let (zh, en) = match figure {
        Figures::Outcome(_) | Figures::Awarded(_) => return Words::new(format!("{id} "), id.clone()),
        Figures::Amount(_) => ("金额", "amount"),
        Figures::Min(_) => ("最低金额", "min"),
        Figures::Max(_) => ("最高金额", "max"),
        Figures::Missing(_) => ("所缺事实", "missing"),
        Figures::By(_) => ("替代者", "by"),
    };
    Words::new(format!("{id} 的{zh}"), format!("{en} of {id}"))
}

/// What was expected and what came out instead; `None` where they agree.
fn compare(figure: &Figures, row: &AwardRow) -> Option<(Words, Words)> {
    let amount = |amount: &Option<Rational>| match amount {
        Some(amount) => Words::same(amount.to_shortest()),
        None => Words::new("无", "none"),
    };
    let printed = |text: Option<&String>| match text {
        Some(text) => Words::same(text.clone()),
        None => Words::new("无", "none"),
    };
    let is = |text: Option<&String>, expected: &Option<Rational>| match (text, expected) {
        (Some(text), Some(expected)) => parse_decimal(text).is_ok_and(|got| got == *expected),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    match figure {
        Figures::Outcome(word) if word == row.outcome => None,
        Figures::Outcome(word) => Some((outcome(word), in_short(row))),
        Figures::Awarded(expected)
            if row.outcome == "awarded" && is(row.amount.as_ref(), &Some(*expected)) =>
        {
            None
        }
        Figures::Awarded(expected) => Some((amount(&Some(*expected)), in_short(row))),
        Figures::Amount(expected) if is(row.amount.as_ref(), expected) => None,
        Figures::Amount(expected) => Some((amount(expected), in_short(row))),
        Figures::Min(expected) if is(row.min.as_ref(), expected) => None,
        Figures::Min(expected) => Some((amount(expected), printed(row.min.as_ref()))),
        // An outcome without bounds has no `max` at all: that is not the same as `null`.
        Figures::Max(expected) if row.max.as_ref().is_some_and(|max| is(max.as_ref(), expected)) => None,
        Figures::Max(expected) => Some((
            match expected {
                Some(_) => amount(expected),
                None => Words::new("无上限", "unbounded"),
            },
            match &row.max {
                None => in_short(row),
                Some(None) => Words::new("无上限", "unbounded"),
                Some(Some(max)) => Words::same(max.clone()),
            },
        )),
        Figures::Missing(expected) => {
            let got: BTreeSet<&str> = row.missing.iter().flatten().map(String::as_str).collect();
            let same = expected.iter().map(String::as_str).eq(got.iter().copied());
            let expected: BTreeSet<&str> = expected.iter().map(String::as_str).collect();
            if same { None } else { Some((names(&expected), names(&got))) }
        }
        Figures::By(expected) => {
            let got = row.by.as_deref();
            // With several policies both `award` and `policy/award` name it.
            let same = expected.as_deref() == got
                || expected.as_deref().is_some_and(|expected| {
                    got.and_then(|got| got.split_once('/')).is_some_and(|(_, id)| id == expected)
                });
            let words = |by: Option<&str>| by.map_or_else(|| Words::new("无", "none"), Words::from);
            if same { None } else { Some((words(expected.as_deref()), words(got))) }
        }
    }
}

fn names(names: &BTreeSet<&str>) -> Words {
    if names.is_empty() {
        return Words::new("无", "none");
    }
    let names: Vec<&str> = names.iter().copied().collect();
    Words::new(names.join("、"), names.join(", "))
}

/// An outcome as examples say it.
fn outcome(word: &str) -> Words {
    let zh = match word {
        "awarded" => "获得",
        "not_eligible" => "不符合条件",
        "displaced" => "被替代",
        "exhausted" => "已用尽",
        "up_to" => "待核定",
        "entitled" => "有资格",
        "undetermined" => "待定",
        "not_in_force" => "未生效",
        _ => word,
    };
    Words::new(zh, word)
}

/// An outcome with its figures and what is missing for it: `undetermined 0.00–500000.00 (missing: loans)`.
fn in_short(row: &AwardRow) -> Words {
    let figures = match (&row.amount, &row.min, &row.max) {
        (Some(amount), _, _) => format!(" {amount}"),
        (None, Some(min), Some(Some(max))) => format!(" {min}–{max}"),
        (None, Some(min), _) => format!(" {min}–"),
        (None, None, _) => String::new(),
    };
    let outcome = outcome(row.outcome);
    let missing: BTreeSet<&str> = row.missing.iter().flatten().map(String::as_str).collect();
    let (zh, en) = match names(&missing) {
        _ if missing.is_empty() => (String::new(), String::new()),
        names => (format!("（缺：{}）", names.get(Lang::Zh)), format!(" (missing: {})", names.get(Lang::En))),
    };
    Words::new(
        format!("{}{figures}{zh}", outcome.get(Lang::Zh)),
        format!("{}{figures}{en}", outcome.get(Lang::En)),
    )
}

fn compare_total(figure: ExpectedTotal, total: Option<&Total>) -> Option<(Words, Words)> {
    let Some(total) = total else {
        return Some((
            Words::new("一个数", "a figure"),
            Words::new("无(币种不同)", "none (different currencies)"),
        ));
    };
    let is = |text: &str, expected: Rational| parse_decimal(text).is_ok_and(|got| got == expected);
    let max = total.max.as_deref();
    let unbounded = || Words::new("无上限", "unbounded");
    let range = || match max {
        Some(max) if max == total.min => Words::same(max),
        Some(max) => Words::same(format!("{}–{max}", total.min)),
        None => Words::same(format!("{}–", total.min)),
    };
    let differs = |expected: Option<Rational>, got: Words| {
        Some((expected.map_or_else(unbounded, |amount| Words::same(amount.to_shortest())), got))
    };
    match figure {
        ExpectedTotal::Exactly(amount) => {
            let same = is(&total.min, amount) && max.is_some_and(|max| is(max, amount));
            if same { None } else { differs(Some(amount), range()) }
        }
        ExpectedTotal::Min(amount) => {
            if is(&total.min, amount) {
                None
            } else {
                differs(Some(amount), range())
            }
        }
        ExpectedTotal::Max(amount) => {
            let same = match (max, amount) {
                (Some(max), Some(amount)) => is(max, amount),
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            };
            if same { None } else { differs(amount, range()) }
        }
    }
}
