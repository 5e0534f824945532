//! Targets in people's words: the figure, the goal, whether it is met and by how much it is missed.

use std::collections::BTreeSet;

use crate::diagnostic::Lang;
use crate::evaluate::GoalOutcome;
use crate::money::Rational;
use crate::plan::{Goal, InputId, Known, Target};
use crate::program::{Dimension, Measure};
use crate::syntax::ast::{BaseYear, GoalNature, When};

use super::words::{self, pick};
use super::{Explanation, reasons};

/// What is told of one indicator.
pub(super) struct Told {
    /// Its title and section.
    pub title: String,
    /// A line for each goal, with whether it is met.
    pub lines: Vec<(String, Option<bool>)>,
    /// Readings and units in charge.
    pub remarks: Vec<String>,
}

/// The indicators of which a figure is given, in the plan's order. What is judged by facts of an applicant is told
/// where they decide it.
pub(super) fn targets(it: &Explanation<'_>) -> Vec<Told> {
    let targets = it.plan.targets.all.iter().zip(&it.decision.targets);
    let told = targets.filter(|(target, outcomes)| {
        let goals = target.goals.iter().zip(outcomes.iter());
        goals
            .into_iter()
            .any(|(goal, of)| if goal.fact.is_some() { of.met.is_some() } else { is_given(it, goal) })
    });
    told.map(|(target, outcomes)| Told {
        title: match target.cites.is_empty() {
            true => target.title.clone(),
            false => format!("{}  {}", target.title, target.cites.join(pick(it.lang, "、", ", "))),
        },
        lines: target.goals.iter().zip(outcomes).map(|(goal, of)| (line(it, goal, of), of.met)).collect(),
        remarks: remarks(it, target),
    })
    .collect()
}

fn is_given(it: &Explanation<'_>, goal: &Goal) -> bool {
    goal.reads.iter().any(|&input| is_known(it, input) || is_known(it, whole(it, input)))
}

fn is_known(it: &Explanation<'_>, input: InputId) -> bool {
    it.inputs.values.get(input).is_some_and(|known| *known != Known::Unknown)
}

/// Of a single year, the input by year: a plain value without a date counts for no year, and still was given.
fn whole(it: &Explanation<'_>, input: InputId) -> InputId {
    let single = it.plan.inputs.get(input).and_then(|input| input.of_year);
    single.map_or(input, |single| single.input)
}

/// Whether figures of indicators are all that is given: then it is a city that asks, and no applicant.
pub(super) fn nothing_else_is_given(it: &Explanation<'_>) -> bool {
    let goals = || it.plan.targets.all.iter().flat_map(|target| &target.goals);
    let read: BTreeSet<InputId> =
        goals().flat_map(|goal| &goal.reads).flat_map(|&input| [input, whole(it, input)]).collect();
    let given: Vec<InputId> = it.plan.inputs.ids().filter(|&input| is_known(it, input)).collect();
    let defaulted = |input: &InputId| it.inputs.defaulted.contains(input);
    !given.is_empty() && given.iter().all(|input| read.contains(input) || defaulted(input))
}

fn line(it: &Explanation<'_>, goal: &Goal, of: &GoalOutcome) -> String {
    let lang = it.lang;
    let decimals = it.plan.rounding.decimals();
    let figure = |value: Rational| words::number(value, &goal.measure, decimals, lang);
    let fact = goal.fact.and_then(|fact| it.plan.inputs.get(fact));
    let mut head = time(it, goal);
    if let Some(fact) = fact {
        let title = words::title(lang, &fact.name, fact.label.as_deref());
        head = if head.is_empty() { title } else { format!("{head} {title}") };
    }
    let unit = goal.unit.clone().or_else(|| unit(goal)).map(|unit| format!(" {unit}")).unwrap_or_default();
    let actual = match (of.actual, of.at_least) {
        (Some(actual), _) => figure(actual),
        (None, Some(least)) => format!("{} {}", pick(lang, "至少", "at least"), figure(least)),
        (None, None) if goal.judged.is_none() => {
            given(it, goal).map_or_else(|| pick(lang, "未知", "unknown").to_owned(), figure)
        }
        (None, None) => pick(lang, "未知", "unknown").to_owned(),
    };
    let wanted = format!("{} {}{unit}", goal.comparison.sign(), level(it, goal, of));
    let result = match (of.met, of.reached) {
        (Some(true), Some(false)) => {
            pick(lang, "未达到，但另一项达到即可", "not reached, but another goal suffices").to_owned()
        }
        (Some(true), Some(true) | None) => pick(lang, "完成", "met").to_owned(),
        (Some(false), _) => match (of.short, lang) {
            (Some(short), Lang::Zh) => format!("未完成，差 {}{unit}", figure(short)),
            (Some(short), Lang::En) => format!("missed by {}{unit}", figure(short)),
            (None, _) => pick(lang, "未完成", "missed").to_owned(),
        },
        (None, _) if goal.judged.is_none() => {
            pick(lang, "待定：原文未载明基期", "undetermined: the text does not state the base").to_owned()
        }
        (None, _) => {
            let reader = it.reader();
            let missing: Vec<String> = of
                .missing
                .iter()
                .map(|missing| reasons::missing_words(&reader, it.inputs.year, missing))
                .collect();
            let missing = missing.join(pick(lang, "、", ", "));
            format!("{}{missing}", pick(lang, "待定，缺：", "undetermined, missing: "))
        }
    };
    let head = if head.is_empty() { head } else { format!("{head}{}", pick(lang, "：", ": ")) };
    match lang {
        Lang::Zh => format!("{head}{actual}，目标 {wanted}；{result}"),
        Lang::En => format!("{head}{actual}, goal {wanted}; {result}"),
    }
}

/// The figure given for a goal that cannot be judged.
fn given(it: &Explanation<'_>, goal: &Goal) -> Option<Rational> {
    match it.inputs.values.get(*goal.reads.first()?)? {
        Known::Number(number) => Some(*number),
        Known::Unknown
        | Known::Absent
        | Known::Bool(_)
        | Known::Enum(_)
        | Known::Set(_)
        | Known::Date(_)
        | Known::Text(_)
        | Known::List(_) => None,
    }
}

/// The level of a goal; of growth, how it comes about.
fn level(it: &Explanation<'_>, goal: &Goal, of: &GoalOutcome) -> String {
    let decimals = it.plan.rounding.decimals();
    let figure = |value: Rational| words::number(value, &goal.measure, decimals, it.lang);
    let Some(growth) = goal.growth else { return figure(goal.value) };
    let rate = words::number(goal.value, &Measure::plain(Dimension::Ratio), decimals, it.lang);
    let base = match (growth.base, it.lang) {
        (BaseYear::Unstated, Lang::Zh) => return format!("年均增幅 {rate}"),
        (BaseYear::Unstated, Lang::En) => return format!("growth of {rate} a year"),
        (BaseYear::In(year), Lang::Zh) => format!("{year} 年"),
        (BaseYear::In(year), Lang::En) => format!("{year}"),
        (BaseYear::LastYear, Lang::Zh) => "上年".to_owned(),
        (BaseYear::LastYear, Lang::En) => "the year before".to_owned(),
    };
    let base = match (growth.figure, it.lang) {
        (Some(value), Lang::Zh) => format!("{base}的 {}", figure(value)),
        (Some(value), Lang::En) => format!("{} of {base}", figure(value)),
        (None, _) => base,
    };
    let power = if growth.years == 1 { String::new() } else { format!("^{}", growth.years) };
    let needed = of.needed.map_or_else(String::new, |needed| format!(" = {}", figure(needed)));
    format!("{base} × (1 + {rate}){power}{needed}")
}

fn time(it: &Explanation<'_>, goal: &Goal) -> String {
    let (year, lang) = (goal.year(it.inputs.year), it.lang);
    match (goal.when, year, lang) {
        (Some(When::Total { from, to }), _, Lang::Zh) => format!("{from}—{to} 年累计"),
        (Some(When::Total { from, to }), _, Lang::En) => format!("{from} to {to} in total"),
        (Some(When::Within(years)), _, Lang::Zh) => format!("{years} 年内"),
        (Some(When::Within(years)), _, Lang::En) => format!("within {years} years"),
        (Some(When::Unstated), ..) => pick(lang, "年份未载明", "year unstated").to_owned(),
        (_, Some(year), Lang::Zh) => format!("{year} 年"),
        (_, Some(year), Lang::En) => year.to_string(),
        (Some(When::EachYear), None, _) => pick(lang, "本年", "this year").to_owned(),
        (_, None, _) => String::new(),
    }
}

fn unit(goal: &Goal) -> Option<String> {
    match &goal.measure.of {
        Dimension::Count(unit) => unit.clone(),
        Dimension::Open
        | Dimension::Plain
        | Dimension::Ratio
        | Dimension::Money(_)
        | Dimension::Quantity(_)
        | Dimension::Duration(_) => None,
    }
}

fn remarks(it: &Explanation<'_>, target: &Target) -> Vec<String> {
    let mut remarks: Vec<String> = Vec::new();
    remarks.extend(target.nature.map(|nature| {
        match nature {
            GoalNature::Indicative => pick(it.lang, "预期性指标", "indicative"),
            GoalNature::BestEffort => pick(it.lang, "力争目标", "best effort"),
            GoalNature::Binding => pick(it.lang, "约束性指标", "binding"),
        }
        .to_owned()
    }));
    let readings = target.readings.iter();
    remarks.extend(readings.map(|reading| format!("{}{reading}", pick(it.lang, "理解：", "reading: "))));
    remarks
}
