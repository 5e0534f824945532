//! The facts of an example → inputs, with the same checks as a facts file.

use std::collections::BTreeMap;

use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, cases, facts};
use crate::facts::check::{Asked, spaced, type_words};
use crate::facts::json::{repeated, shown};
use crate::facts::lookup::{self, Found, did_you_mean, listed};
use crate::facts::unknown::{ambiguous, unknown_fact};
use crate::facts::{Inputs, Payment, Stated, in_fixed_order, spread, with_defaults};
use crate::money::Rational;
use crate::plan::{CHOICE, Choice, ELSEWHERE, InputField, InputId, InputType, Known, Plan};
use crate::program::Example;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Given, GivenValue, Name};

use super::example::{award, money};
use super::literal::Literal;

/// The inputs that an example gives: exactly its facts; all others are unknown.
pub(super) fn inputs(plan: &Plan, example: &Example, found: &mut Vec<Diagnostic>) -> Inputs {
    let mut stated: BTreeMap<InputId, Stated> = BTreeMap::new();
    let names = lookup::inputs(plan);
    let mut places: BTreeMap<(InputId, Option<i32>), Span> = BTreeMap::new();
    let mut as_of: Option<(Date, Span)> = None;
    let mut stated_year: Option<(i32, Span)> = None;
    let mut history: Option<Vec<Payment>> = None;
    for (given, at) in &example.given {
        let mut in_year = None;
        let (name, value) = match given {
            Given::AsOf(date) => {
                match as_of {
                    Some((_, first)) => found.push(repeated("as of", first, *at)),
                    None => as_of = Some((*date, *at)),
                }
                continue;
            }
            Given::Paid { award: name, amount, year, date } => {
                let paid = award(plan, name, found);
                let amount = money(plan, &name.text, amount, found);
                let payments = history.get_or_insert_default();
                if let (Some(award), Some(amount)) = (paid, amount) {
                    payments.push(Payment {
                        award,
                        year: *year,
                        date: *date,
                        item: None,
                        step: None,
                        amount,
                    });
                }
                continue;
            }
            Given::InYear { name, value, year } => {
                in_year = Some(*year);
                (Key::of(name), Value::One(value))
            }
            Given::Elsewhere { matter, amount } => (
                Key { text: format!("{ELSEWHERE}{}", matter.text.trim()), span: matter.span },
                Value::Amount(amount),
            ),
            Given::Decided { award: name, amount } => {
                let Some(award) = award(plan, name, found) else { continue };
                let text = format!("{}.decision", plan.awards.at(award).id);
                (Key { text, span: name.span }, Value::Amount(amount))
            }
            Given::Selected { award: name, selected } => {
                let Some(award) = award(plan, name, found) else { continue };
                let text = format!("{}.selected", plan.awards.at(award).id);
                (Key { text, span: name.span }, Value::Flag(*selected, name.span))
            }
            Given::Placed { award: name, place } => {
                let Some(award) = award(plan, name, found) else { continue };
                let text = format!("{}.place", plan.awards.at(award).id);
                (Key { text, span: name.span }, Value::Place(*place))
            }
            Given::Flag { name, value } => (Key::of(name), Value::Flag(*value, name.span)),
            // `either is b`: what the applicant chose of a group.
            Given::Value { name, value } if plan.groups.iter().any(|group| group.id == name.text) => {
                let text = format!("{}{CHOICE}", name.text);
                (Key { text, span: name.span }, Value::Given(value, name.span))
            }
            Given::Value { name, value } => (Key::of(name), Value::Given(value, name.span)),
        };
        let input = match names.find(&name.text) {
            Found::One(input) => input,
            Found::Several(several) => {
                let all = several.iter().map(|&input| plan.inputs.at(input).name.as_str());
                found.push(ambiguous(&name.text, listed(all), name.span));
                continue;
            }
            Found::None if is_year(&name.text) => {
                match (value.as_year(), stated_year) {
                    (Some(_), Some((_, first))) => found.push(repeated("year", first, name.span)),
                    (Some(year), None) => stated_year = Some((year, name.span)),
                    (None, _) => found.push(
                        Diagnostic::new(&cases::WRONG_GIVEN, name.span)
                            .arg("subject", name.text.as_str())
                            .arg("expected", Words::new("年份", "a year"))
                            .arg("found", Words::new("别的内容", "something else"))
                            .arg("example", Words::new("年度 = 2023", "year = 2023")),
                    ),
                }
                continue;
            }
            Found::None => {
                found.push(unknown_fact(&name.text, &[plan], name.span));
                continue;
            }
        };
        // A plain value is this year's: beside values of years it would say one of them twice.
        let before = match in_year {
            Some(_) => [in_year, None].into_iter().find_map(|year| places.get(&(input, year))),
            None => places.range((input, None)..=(input, Some(i32::MAX))).map(|(_, at)| at).next(),
        };
        if let Some(&first) = before {
            found.push(repeated(&name.text, first, name.span));
            continue;
        }
        places.insert((input, in_year), name.span);
        let asked = Asked { in_rules: true, ..Asked::of_input(plan.inputs.at(input)) };
        let known = read(&asked, value, found);
        let Some(year) = in_year else {
            stated.insert(input, Stated::ThisYear(known));
            continue;
        };
        if !plan.inputs.at(input).by_year {
            found.push(
                Diagnostic::new(&cases::NO_YEARS, name.span)
                    .arg("name", shown(&name.text))
                    .arg("year", year.to_string()),
            );
            continue;
        }
        let slot = stated.entry(input).or_insert_with(|| Stated::ByYear(BTreeMap::new()));
        if let Stated::ByYear(years) = slot {
            years.insert(year, known);
        }
    }
    let as_of = as_of.map(|(date, _)| date);
    let year = stated_year.map(|(year, _)| year).or(as_of.map(Date::year));
    let values = spread(plan, &stated, year);
    payments_before(example, as_of, found);
    let (values, defaulted) = with_defaults(plan, values);
    Inputs { applicant: None, as_of, year, values, defaulted, history: history.map(in_fixed_order) }
}

/// A value as an example gives it.
#[derive(Clone, Copy)]
enum Value<'a> {
    One(&'a Expr),
    Flag(bool, Span),
    Given(&'a GivenValue, Span),
    /// Money that an official fixed or that was received elsewhere.
    Amount(&'a Expr),
    /// A place in a ranking.
    Place(u32),
}

impl Value<'_> {
    /// A year, as `year = 2023` gives it.
    fn as_year(self) -> Option<i32> {
        let (Value::One(expr) | Value::Given(GivenValue::One(expr), _)) = self else { return None };
        let ExprKind::Number(number) = &expr.kind else { return None };
        let year = number.value.to_whole().and_then(|year| i32::try_from(year).ok());
        year.filter(|year| (1900..=2999).contains(year))
    }
}

/// Whether it stands for the year of the decision, where no fact has that name.
fn is_year(name: &str) -> bool {
    matches!(name, "year" | "年度" | "本年" | "今年")
}

/// What an example names, as a facts file would write it.
struct Key {
    text: String,
    span: Span,
}

impl Key {
    fn of(name: &Name) -> Key {
        Key { text: name.text.clone(), span: name.span }
    }
}

fn payments_before(example: &Example, as_of: Option<Date>, found: &mut Vec<Diagnostic>) {
    let Some(as_of) = as_of else { return };
    for (given, _) in &example.given {
        let Given::Paid { award, year, date, .. } = given else { continue };
        let late = match (date, year) {
            (Some(date), _) if *date > as_of => date.to_string(),
            (None, Some(year)) if *year > as_of.year() => year.to_string(),
            (Some(_), _) | (None, _) => continue,
        };
        found.push(
            Diagnostic::new(&facts::AFTER_AS_OF, award.span)
                .arg("subject", award.text.as_str())
                .arg("value", late)
                .arg("as_of", as_of.to_string()),
        );
    }
}

fn read(asked: &Asked<'_>, value: Value<'_>, found: &mut Vec<Diagnostic>) -> Known {
    let known = match (asked.ty, value) {
        // Nothing but a place is asked for by this name.
        (_, Value::Place(place)) => Ok(Known::Number(Rational::whole(i128::from(place)))),
        (InputType::Bool, Value::Flag(value, _)) => Ok(Known::Bool(value)),
        (_, Value::Given(GivenValue::One(expr), _) | Value::One(expr) | Value::Amount(expr)) => {
            one(asked, expr)
        }
        (InputType::Set(choices), Value::Given(GivenValue::Set(names), _)) => {
            return set(asked, choices, names, found);
        }
        (InputType::List { .. }, Value::Given(GivenValue::Set(names), _)) if names.is_empty() => {
            Ok(Known::List(Vec::new()))
        }
        (InputType::List { fields, .. }, Value::Given(GivenValue::Records(records), _)) => {
            let each = (1_usize..).zip(records);
            return Known::List(
                each.map(|(number, given)| record(asked, fields, number, given, found)).collect(),
            );
        }
        (
            InputType::Number(_)
            | InputType::Bool
            | InputType::Enum(_)
            | InputType::Set(_)
            | InputType::Date
            | InputType::Text
            | InputType::List { .. },
            Value::Flag(_, at) | Value::Given(GivenValue::Set(_) | GivenValue::Records(_), at),
        ) => Err(wrong(asked, value_words(value), at)),
    };
    known.unwrap_or_else(|finding| {
        found.push(finding);
        Known::Unknown
    })
}

fn one(asked: &Asked<'_>, expr: &Expr) -> Result<Known, Diagnostic> {
    if asked.optional && matches!(Literal::of(expr), Literal::Name("none" | "无")) {
        return Ok(Known::Absent);
    }
    let choice = |choices: &[Choice], word: &str| match lookup::choices(choices).find(word) {
        Found::One(position) => Ok(position),
        Found::Several(_) | Found::None => Err(asked.unknown_value(word, choices, expr.span)),
    };
    let literal = Literal::of(expr);
    match (asked.ty, literal) {
        (InputType::Number(measure), Literal::Number(figure)) => {
            asked.number(&figure, measure, expr.span).map(Known::Number)
        }
        (InputType::Bool, Literal::Bool(value)) => Ok(Known::Bool(value)),
        (InputType::Date, Literal::Date(date)) => Ok(Known::Date(date)),
        (InputType::Text, Literal::Text(text)) => Ok(Known::Text(text.to_owned())),
        (InputType::Enum(choices), Literal::Name(word) | Literal::Text(word)) => {
            choice(choices, word).map(Known::Enum)
        }
        (InputType::Set(choices), Literal::Name(word) | Literal::Text(word)) => {
            choice(choices, word).map(|at| Known::Set(bit(at)))
        }
        (
            InputType::Number(_)
            | InputType::Bool
            | InputType::Date
            | InputType::Text
            | InputType::Enum(_)
            | InputType::Set(_)
            | InputType::List { .. },
            literal,
        ) => Err(wrong(asked, literal.words(), expr.span)),
    }
}

fn set(asked: &Asked<'_>, choices: &[Choice], names: &[Name], found: &mut Vec<Diagnostic>) -> Known {
    let mut held = 0;
    let mut places: BTreeMap<usize, Span> = BTreeMap::new();
    for name in names {
        match lookup::choices(choices).find(&name.text) {
            Found::One(position) => match places.get(&position) {
                Some(&first) => found.push(asked.repeated_member(&name.text, first, name.span)),
                None => {
                    places.insert(position, name.span);
                    held |= bit(position);
                }
            },
            Found::Several(_) | Found::None => {
                found.push(asked.unknown_value(&name.text, choices, name.span));
            }
        }
    }
    Known::Set(held)
}

/// The bit of a position; a set has at most 64.
fn bit(position: usize) -> u64 {
    u32::try_from(position).ok().and_then(|position| 1_u64.checked_shl(position)).unwrap_or(0)
}

/// One item of a list; the recursion ends here, for fields hold no lists.
fn record(
    asked: &Asked<'_>,
    fields: &[InputField],
    number: usize,
    given: &[Given],
    found: &mut Vec<Diagnostic>,
) -> Vec<Known> {
    let mut record = vec![Known::Unknown; fields.len()];
    let item = format!("{}[{number}]", asked.name);
    let names = lookup::fields(fields);
    let mut places: BTreeMap<usize, Span> = BTreeMap::new();
    for given in given {
        let (name, value) = match given {
            Given::Flag { name, value } => (name, Value::Flag(*value, name.span)),
            Given::Value { name, value } => (name, Value::Given(value, name.span)),
            Given::Elsewhere { matter, .. } => {
                found.push(unknown_field(&item, &matter.text, &names, fields, matter.span));
                continue;
            }
            Given::Paid { award, .. }
            | Given::Decided { award, .. }
            | Given::Selected { award, .. }
            | Given::Placed { award, .. } => {
                found.push(unknown_field(&item, &award.text, &names, fields, award.span));
                continue;
            }
            Given::InYear { name, year, .. } => {
                found.push(
                    Diagnostic::new(&cases::NO_YEARS, name.span)
                        .arg("name", shown(&name.text))
                        .arg("year", year.to_string()),
                );
                continue;
            }
            // A date of decision inside an item has no place of its own; the grammar does not offer it there.
            Given::AsOf(_) => continue,
        };
        let Found::One(position) = names.find(&name.text) else {
            found.push(unknown_field(&item, &name.text, &names, fields, name.span));
            continue;
        };
        if let Some(&first) = places.get(&position) {
            found.push(repeated(&name.text, first, name.span));
            continue;
        }
        places.insert(position, name.span);
        if let (Some(field), Some(slot)) = (fields.get(position), record.get_mut(position)) {
            *slot = read(&Asked { in_rules: true, ..Asked::of_field(&item, field) }, value, found);
        }
    }
    record
}

fn unknown_field(
    item: &str,
    key: &str,
    names: &lookup::Lookup<'_, usize>,
    fields: &[InputField],
    at: Span,
) -> Diagnostic {
    Diagnostic::new(&facts::UNKNOWN_FIELD, at)
        .arg("subject", item)
        .arg("key", shown(key))
        .arg("advice", spaced(did_you_mean(key, names.words())))
        .arg("values", listed(fields.iter().map(|field| field.name.as_str())))
}

fn wrong(asked: &Asked<'_>, found: Words, at: Span) -> Diagnostic {
    Diagnostic::new(&cases::WRONG_GIVEN, at)
        .arg("subject", asked.subject.as_str())
        .arg("expected", rule_words(asked.ty))
        .arg("found", found)
        .arg("example", example(asked))
}

/// The words for a type in rule files.
fn rule_words(ty: &InputType) -> Words {
    match ty {
        InputType::Bool => Words::new("是或否", "yes or no"),
        InputType::Enum(_) => Words::new("一个取值", "one of its values"),
        InputType::Set(_) => Words::new("几个取值", "a set of its values"),
        InputType::List { .. } => Words::new("清单", "a list"),
        InputType::Number(_) | InputType::Date | InputType::Text => type_words(ty),
    }
}

/// A right value in the language.
fn example(asked: &Asked<'_>) -> Words {
    let name = &asked.name;
    let first = |choices: &[Choice]| choices.first().map_or("…".to_owned(), |choice| choice.name.clone());
    match asked.ty {
        InputType::Number(measure) => {
            let value = asked.example(measure);
            Words::new(format!("{name} = {}", value.zh), format!("{name} = {}", value.en))
        }
        InputType::Bool => Words::new(format!("{name},或 非 {name}"), format!("{name}, or not {name}")),
        InputType::Enum(choices) => Words::same(format!("{name} = {}", first(choices))),
        InputType::Set(choices) => Words::same(format!("{name} = [{}]", first(choices))),
        InputType::Date => Words::same(format!("{name} = 2019-06-30")),
        InputType::Text => Words::same(format!("{name} = \"…\"")),
        InputType::List { fields, .. } => {
            let field = fields.first().map_or("…", |field| field.name.as_str());
            Words::same(format!("{name} = [{{{field} = …}}]"))
        }
    }
}

fn value_words(value: Value<'_>) -> Words {
    match value {
        Value::Flag(true, _) => Words::new("只写了名称(即“是”)", "only the name, which means yes"),
        Value::Flag(false, _) => Words::new("“非”", "not"),
        Value::Place(_) => Words::new("名次", "a place"),
        Value::Given(GivenValue::One(expr), _) | Value::One(expr) | Value::Amount(expr) => {
            Literal::of(expr).words()
        }
        Value::Given(GivenValue::Set(_), _) => Words::new("多选集合 […]", "a set […]"),
        Value::Given(GivenValue::Records(_), _) => Words::new("清单 [{…}]", "a list [{…}]"),
    }
}
