//! An applicant in words: `分级 = 5、申报主体 = 高校`.

use crate::diagnostic::Words;
use crate::facts::Inputs;
use crate::money::{Rational, grouped};
use crate::plan::{Choice, InputId, InputType, Known, PaidScope};
use crate::program::{Dimension, Fact, Measure};

use super::cone::{Cone, Source};

/// A name as people say it: in English the label only where it can be read there.
pub(super) fn title(name: &str, label: Option<&str>) -> Words {
    let zh = label.unwrap_or(name);
    let en = if label.is_some_and(str::is_ascii) { zh } else { name };
    Words::new(zh, en)
}

/// A number in its measure.
pub(super) fn number(value: Rational, measure: &Measure) -> String {
    let percent = match measure.of {
        Dimension::Ratio => value.times(Rational::whole(100)).and_then(|value| value.to_decimals(0)),
        Dimension::Open
        | Dimension::Plain
        | Dimension::Money(_)
        | Dimension::Count(_)
        | Dimension::Quantity(_)
        | Dimension::Duration(_) => None,
    };
    percent.map_or_else(|| grouped(&value.to_shortest()), |percent| format!("{percent}%"))
}

/// A sum of money.
pub(super) fn money(value: Rational) -> String {
    (2..=6)
        .find_map(|decimals| value.to_decimals(decimals))
        .map_or_else(|| value.to_shortest(), |text| grouped(&text))
}

/// What is known of the applicant of a question.
pub(super) fn applicant(cone: &Cone<'_>, inputs: &Inputs) -> Words {
    let mut parts: Vec<(Source, Words)> = Vec::new();
    for (id, &source) in cone.sources.iter_ids() {
        let known = inputs.values.get(id).unwrap_or(&Known::Unknown);
        if let Some(words) = fact(cone, id, source, known) {
            parts.push((source, words));
        }
    }
    parts.sort_by_key(|(source, _)| *source);
    if let Some(day) = inputs.as_of {
        let words = Words::new(format!("截至 {day}"), format!("as of {day}"));
        parts.insert(0, (Source::Input(first()), words));
    }
    if parts.is_empty() {
        return Words::new("任何申请人", "any applicant");
    }
    let all: Vec<Words> = parts.into_iter().map(|(_, words)| words).collect();
    joined(&all)
}

fn first() -> InputId {
    crate::arena::Id::new(0)
}

/// Words one after the other.
pub(super) fn joined(all: &[Words]) -> Words {
    let side =
        |pick: fn(&Words) -> &str, between: &str| all.iter().map(pick).collect::<Vec<_>>().join(between);
    Words::new(side(|words| &words.zh, "、"), side(|words| &words.en, ", "))
}

fn fact(cone: &Cone<'_>, id: InputId, source: Source, known: &Known) -> Option<Words> {
    let input = cone.plan.inputs.get(id)?;
    match source {
        Source::Input(asked) => {
            let name = cone.year_of(asked).unwrap_or_else(|| title(&input.name, input.label.as_deref()));
            Some(equal(&name, &value(&input.ty, known)?))
        }
        Source::Paid(award, scope) => {
            let Known::Number(sum) = known else { return None };
            if sum.is_zero() {
                return None;
            }
            let (id, sum) = (cone.award_name(award), money(*sum));
            Some(match scope {
                PaidScope::Ever => {
                    Words::new(format!("以前共已付 {id} {sum}"), format!("paid {id} {sum} before in all"))
                }
                PaidScope::THIS_YEAR => {
                    Words::new(format!("本年已付 {id} {sum}"), format!("paid {id} {sum} this year"))
                }
                PaidScope::Years(years) => Words::new(
                    format!("连续{years}年已付 {id} {sum}"),
                    format!("paid {id} {sum} in these {years} years"),
                ),
            })
        }
    }
}

fn equal(name: &Words, value: &Words) -> Words {
    Words::new(format!("{} = {}", name.zh, value.zh), format!("{} = {}", name.en, value.en))
}

fn choice(choice: &Choice) -> Words {
    title(&choice.name, choice.label.as_deref())
}

fn value(ty: &InputType, known: &Known) -> Option<Words> {
    Some(match (ty, known) {
        (_, Known::Unknown) => return None,
        (_, Known::Absent) => Words::new("无", "none"),
        (InputType::Number(measure), Known::Number(value)) => Words::same(number(*value, measure)),
        (_, Known::Number(value)) => Words::same(grouped(&value.to_shortest())),
        (_, Known::Bool(true)) => Words::new("是", "yes"),
        (_, Known::Bool(false)) => Words::new("否", "no"),
        (InputType::Enum(choices), Known::Enum(at)) => choice(choices.get(*at)?),
        (_, Known::Enum(at)) => Words::same(at.to_string()),
        (InputType::Set(choices), Known::Set(bits)) => {
            let held = choices.iter().enumerate().filter(|(at, _)| {
                u32::try_from(*at).ok().and_then(|at| bits.checked_shr(at)).unwrap_or(0) & 1 == 1
            });
            let held: Vec<Words> = held.map(|(_, held)| choice(held)).collect();
            let all = joined(&held);
            Words::new(format!("[{}]", all.zh), format!("[{}]", all.en))
        }
        (_, Known::Set(_)) => return None,
        (_, Known::Date(day)) => Words::same(day.to_string()),
        (_, Known::Text(text)) => Words::new(format!("“{text}”"), format!("\"{text}\"")),
        (InputType::List { fields, .. }, Known::List(items)) => {
            let items: Vec<Words> = items
                .iter()
                .map(|item| {
                    let cells = item.iter().zip(fields).filter_map(|(known, field)| {
                        let name = title(&field.name, field.label.as_deref());
                        Some(equal(&name, &value(&field.ty, known)?))
                    });
                    let cells = joined(&cells.collect::<Vec<_>>());
                    Words::new(format!("{{{}}}", cells.zh), format!("{{{}}}", cells.en))
                })
                .collect();
            let all = joined(&items);
            Words::new(format!("[{}]", all.zh), format!("[{}]", all.en))
        }
        (_, Known::List(_)) => return None,
    })
}

/// What a numeric fact may be, where that is bounded on both sides or otherwise worth saying.
pub(super) fn range(fact: &Fact, measure: &Measure) -> Words {
    let name = title(&fact.name, fact.label.as_deref());
    let low = number(fact.low.unwrap_or(Rational::ZERO), measure);
    match fact.high {
        Some(high) => {
            let high = number(high, measure);
            Words::new(
                format!("{} 的范围是 {low} 至 {high}", name.zh),
                format!("{} ranges from {low} to {high}", name.en),
            )
        }
        None => Words::new(format!("{} 至少为 {low}", name.zh), format!("{} is at least {low}", name.en)),
    }
}

/// Where no range says why.
pub(super) fn by_type() -> Words {
    Words::new("由类型决定", "it follows from the types")
}
