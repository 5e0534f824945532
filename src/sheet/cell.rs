//! A cell as its file holds it, and what it says of a fact: by the readers of facts files, exactly or not at all.

use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, facts, sheet};
use crate::facts::check::{Asked, example, type_words};
use crate::facts::json::{self, Json, Kind, is_hidden, shown};
use crate::facts::lookup::{self, Found};
use crate::facts::{Figure, FigureUnit, value};
use crate::money::{NumberError, Rational, parse_decimal};
use crate::plan::{Choice, InputType, Known};
use crate::program::Measure;
use crate::source::{FileId, Sources, Span};

use super::unit::ColumnUnit;

/// A cell as its file holds it.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Words, or a number or anything else written as words.
    Text(&'a str),
    /// A binary number: its shortest decimal is meant, if that has at most [`MOST_DIGITS`] digits.
    Float(f64),
    /// The same, shown as a percentage: the share itself, 0.05 for 5%.
    Share(f64),
    /// A whole number divided by a power of ten.
    Scaled(i128, u32),
    /// Yes or no.
    Truth(bool),
    /// A day.
    Day(Date),
    /// A value of JSON, read as in facts files.
    Json(&'a Json),
    /// What says nothing of any fact: an error of a formula, a time of day.
    Unusable(&'a str),
}

/// What stands for a day with a time of day where its file has no words for it.
pub const TIMED: &str = "⏱";

/// What stands for a value that no cell can hold.
pub const UNREADABLE: &str = "?";

/// The digits that a binary number is sure to hold, and that spreadsheets show.
pub const MOST_DIGITS: usize = 15;

/// Cells have no place in a text that is shown: the row and the column stand beside the message.
pub(super) fn nowhere() -> Span {
    Span::new(FileId::first(), 0..0)
}

/// What a cell says of what is asked.
pub fn read(cell: Cell<'_>, asked: &Asked<'_>, unit: Option<&ColumnUnit>) -> Result<Known, Vec<Diagnostic>> {
    match cell {
        Cell::Empty => Ok(Known::Unknown),
        Cell::Text(text) => of_text(text, asked, unit),
        Cell::Float(number) => match decimal_of(number) {
            Ok(text) => of_number(&text, asked, unit),
            Err(found) => Err(vec![about(found, asked)]),
        },
        Cell::Share(number) => match decimal_of(number) {
            Ok(text) => of_share(&text, asked),
            Err(found) => Err(vec![about(found, asked)]),
        },
        Cell::Scaled(whole, decimals) => {
            let parts = 10_i128.checked_pow(decimals);
            match parts.and_then(|parts| Rational::new(whole, parts)) {
                Some(number) => of_number(&number.to_shortest(), asked, unit),
                None => Err(vec![too_many_digits(&whole.to_string(), asked)]),
            }
        }
        Cell::Truth(truth) => match asked.ty {
            InputType::Bool => Ok(Known::Bool(truth)),
            InputType::Number(_)
            | InputType::Enum(_)
            | InputType::Set(_)
            | InputType::Date
            | InputType::Text
            | InputType::List { .. } => {
                Err(wrong(asked, Words::new(format!("真假值 {truth}"), truth.to_string())))
            }
        },
        Cell::Day(day) => match asked.ty {
            InputType::Date => Ok(Known::Date(day)),
            InputType::Text => Ok(Known::Text(day.to_string())),
            InputType::Number(_)
            | InputType::Bool
            | InputType::Enum(_)
            | InputType::Set(_)
            | InputType::List { .. } => {
                Err(wrong(asked, Words::new(format!("日期 {day}"), format!("the date {day}"))))
            }
        },
        Cell::Json(json) => of_json(json, asked, unit),
        Cell::Unusable(TIMED) => Err(wrong(asked, Words::new("带有时刻的日期", "a date with a time of day"))),
        Cell::Unusable(text) if text.starts_with('#') => {
            let found = Diagnostic::new(&sheet::BROKEN_FORMULA, nowhere()).arg("text", shown(text));
            Err(vec![about(found, asked)])
        }
        Cell::Unusable(UNREADABLE) => {
            Err(wrong(asked, Words::new("读不出的内容", "something that cannot be read")))
        }
        Cell::Unusable(text) => Err(wrong(
            asked,
            Words::new(format!("时刻 {}", shown(text)), format!("the time {}", shown(text))),
        )),
    }
}

fn wrong(asked: &Asked<'_>, found: Words) -> Vec<Diagnostic> {
    let example = match asked.ty {
        InputType::Number(measure) => asked.example(measure),
        InputType::Bool => Words::new("是 或 否", "yes or no"),
        InputType::Enum(choices) => Words::same(choices.first().map_or("…", |choice| choice.title())),
        InputType::Set(choices) => {
            let some = choices.iter().take(2).map(Choice::title).collect::<Vec<_>>();
            Words::new(some.join("、"), some.join("; "))
        }
        InputType::Date => Words::same("2019-06-30"),
        InputType::Text | InputType::List { .. } => example(asked.ty),
    };
    let example = Words::new(
        format!("{}；不知道就留空", example.zh),
        format!("{}, or leave it empty if it is unknown", example.en),
    );
    let finding = Diagnostic::new(&facts::WRONG_KIND, nowhere())
        .arg("subject", asked.subject.as_str())
        .arg("expected", expected(asked.ty))
        .arg("found", found)
        .arg("example", example);
    vec![finding]
}

/// The words for a type, as people know cells.
fn expected(ty: &InputType) -> Words {
    match ty {
        InputType::Bool => Words::new("“是”或“否”", "yes or no"),
        InputType::Enum(_) => Words::new("一个取值", "one of its values"),
        InputType::Set(_) => Words::new("取值（可以有几个）", "one or more of its values"),
        InputType::Number(_) | InputType::Date | InputType::Text | InputType::List { .. } => type_words(ty),
    }
}

fn about(found: Diagnostic, asked: &Asked<'_>) -> Diagnostic {
    found.arg("subject", asked.subject.as_str())
}

fn too_many_digits(text: &str, asked: &Asked<'_>) -> Diagnostic {
    about(Diagnostic::new(&facts::TOO_MANY_DIGITS, nowhere()), asked).arg("text", shown(text))
}

/// The shortest decimal that a binary number stands for.
pub(super) fn decimal_of(number: f64) -> Result<String, Diagnostic> {
    // The shortest form that is read back as the same number, such as `1.5e-2`.
    let text = format!("{number:e}");
    let digits = text.split('e').next().unwrap_or("").bytes().filter(u8::is_ascii_digit).count();
    if !number.is_finite() || digits > MOST_DIGITS {
        let shown = if number.is_finite() { format!("{number}") } else { "NaN/∞".to_owned() };
        return Err(Diagnostic::without_place(&sheet::NOT_EXACT).arg("text", self::shown(&shown)));
    }
    Ok(text)
}

fn of_number(text: &str, asked: &Asked<'_>, unit: Option<&ColumnUnit>) -> Result<Known, Vec<Diagnostic>> {
    let shortest = || parse_decimal(text).map_or(text.to_owned(), Rational::to_shortest);
    match asked.ty {
        InputType::Number(measure) => {
            let figure =
                parse_decimal(text).map(Figure::bare).map_err(|error| no_number(error, text, asked, measure));
            figure
                .and_then(|figure| number(figure, true, text, asked, measure, unit))
                .map_err(|one| vec![one])
        }
        InputType::Text => Ok(Known::Text(shortest())),
        InputType::Bool => match shortest().as_str() {
            "1" => Ok(Known::Bool(true)),
            "0" => Ok(Known::Bool(false)),
            other => Err(vec![no_truth(other, asked)]),
        },
        InputType::Date => {
            Err(vec![about(Diagnostic::new(&sheet::NOT_A_DAY, nowhere()), asked).arg("text", shortest())])
        }
        InputType::Enum(_) | InputType::Set(_) => of_text(&shortest(), asked, unit),
        InputType::List { .. } => Err(wrong(
            asked,
            Words::new(format!("数字 {}", shortest()), format!("the number {}", shortest())),
        )),
    }
}

/// A number that its file shows as a percentage, whatever the unit of its column.
fn of_share(text: &str, asked: &Asked<'_>) -> Result<Known, Vec<Diagnostic>> {
    let InputType::Number(measure) = asked.ty else { return of_number(text, asked, None) };
    let value = parse_decimal(text).map_err(|error| vec![no_number(error, text, asked, measure)])?;
    let figure = Figure { value, unit: Some(FigureUnit::Share("%")), per: None };
    asked.number(&figure, measure, nowhere()).map(Known::Number).map_err(|one| vec![one])
}

fn no_number(error: NumberError, text: &str, asked: &Asked<'_>, measure: &Measure) -> Diagnostic {
    let mut found = asked.no_number(error, text, measure, nowhere());
    for (name, words) in &mut found.args {
        if *name == "example" {
            *words = if asked.name == "year" {
                Words::same("2019")
            } else {
                Words::new(
                    format!("{}，不知道就留空", words.zh),
                    format!("{}, or leave it empty if it is unknown", words.en),
                )
            };
        }
    }
    found
}

/// A number of the unit that its column declares, if it carries none of its own.
fn number(
    figure: Figure,
    bare: bool,
    text: &str,
    asked: &Asked<'_>,
    measure: &Measure,
    unit: Option<&ColumnUnit>,
) -> Result<Known, Diagnostic> {
    let figure = match unit {
        Some(unit) if figure.unit.is_none() => {
            if !bare {
                let found = Diagnostic::new(&sheet::UNIT_TWICE, nowhere()).arg("text", shown(text));
                return Err(about(found, asked).arg("unit", unit.text.as_str()));
            }
            unit.of(figure.value).ok_or_else(|| too_many_digits(text, asked))?
        }
        Some(_) | None => figure,
    };
    asked.number(&figure, measure, nowhere()).map(Known::Number)
}

/// Whether a text is a number and nothing else: no unit, no `万`.
fn is_bare(text: &str) -> bool {
    text.chars().all(|letter| {
        matches!(letter, '0'..='9' | '０'..='９' | '.' | '．' | ',' | '，' | '+' | '-' | '－' | '＋' | '−' | 'e' | 'E')
    })
}

/// A hidden character in a text, which makes what people see differ from what is read.
pub(super) fn hidden(text: &str) -> Option<Diagnostic> {
    let letter = text.chars().find(|&letter| is_hidden(letter))?;
    let code = format!("U+{:04X}", u32::from(letter));
    let letter = match letter {
        '\n' | '\r' => Words::new(format!("换行({code})"), format!("line break ({code})")),
        '\t' => Words::new(format!("制表符({code})"), format!("tab ({code})")),
        _ => Words::same(code),
    };
    Some(Diagnostic::without_place(&facts::HIDDEN_CHARACTER).arg("character", letter))
}

fn of_text(text: &str, asked: &Asked<'_>, unit: Option<&ColumnUnit>) -> Result<Known, Vec<Diagnostic>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Known::Unknown);
    }
    if let InputType::List { .. } = asked.ty {
        return of_json_text(text, asked);
    }
    // The values of a set may stand in lines of one cell.
    let broken = matches!(asked.ty, InputType::Set(_)).then(|| text.replace(['\n', '\r'], ";"));
    if let Some(found) = hidden(broken.as_deref().unwrap_or(text)) {
        return Err(vec![found]);
    }
    let none = matches!(text, "none" | "无");
    if asked.optional && none {
        return Ok(Known::Absent);
    }
    match asked.ty {
        InputType::Number(measure) => {
            let figure = Figure::parse(text).map_err(|error| no_number(error, text, asked, measure));
            figure
                .and_then(|figure| number(figure, is_bare(text), text, asked, measure, unit))
                .map_err(|one| vec![one])
        }
        InputType::Bool => truth(text).map(Known::Bool).ok_or_else(|| vec![no_truth(text, asked)]),
        InputType::Date => day(text).map(Known::Date).ok_or_else(|| vec![no_day(text, asked)]),
        InputType::Text => Ok(Known::Text(text.to_owned())),
        InputType::Enum(choices) => match lookup::choices(choices).find(text) {
            Found::One(position) => Ok(Known::Enum(position)),
            Found::Several(_) | Found::None => Err(vec![asked.unknown_value(text, choices, nowhere())]),
        },
        InputType::Set(_) if text.starts_with('[') => of_json_text(text, asked),
        InputType::Set(_) if none => Ok(Known::Set(0)),
        InputType::Set(choices) => set(text, asked, choices),
        InputType::List { .. } => of_json_text(text, asked),
    }
}

/// Yes or no in the words that tables use.
pub(super) fn truth(word: &str) -> Option<bool> {
    const YES: [&str; 11] = ["true", "t", "yes", "y", "1", "是", "有", "√", "✓", "✔", "☑"];
    const NO: [&str; 11] = ["false", "f", "no", "n", "0", "否", "无", "没有", "×", "✗", "✘"];
    let lower = word.to_ascii_lowercase();
    if YES.contains(&lower.as_str()) {
        Some(true)
    } else if NO.contains(&lower.as_str()) {
        Some(false)
    } else {
        None
    }
}

fn no_truth(word: &str, asked: &Asked<'_>) -> Diagnostic {
    about(Diagnostic::new(&sheet::NOT_YES_OR_NO, nowhere()), asked).arg("text", shown(word))
}

/// A day with the year first: `2019-06-30`, `2019/6/30`, `2019.6.30`, `2019年6月30日`, `20190630`.
pub(crate) fn day(text: &str) -> Option<Date> {
    // Systems add the midnight of the day; people write it in wide letters, or with blanks between.
    let midnight = ["T00:00:00", " 00:00:00", " 0:00:00", " 00:00", " 0:00"];
    let text = midnight.iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    let narrow = |letter: char| match letter {
        '０'..='９' | '－' | '／' | '．' => {
            // INVARIANT: these stand at one distance from their narrow forms.
            u32::from(letter).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(letter)
        }
        _ => letter,
    };
    let text: String =
        text.chars().filter(|letter| !matches!(letter, ' ' | '\u{3000}')).map(narrow).collect();
    let text = text.strip_suffix('日').unwrap_or(&text);
    let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
    let number = |part: &str, widths: std::ops::RangeInclusive<usize>| {
        let digits = widths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits { part.parse::<i64>().ok() } else { None }
    };
    match *parts.as_slice() {
        [year, month, day] => Date::new(number(year, 4..=4)?, number(month, 1..=2)?, number(day, 1..=2)?),
        [whole] if whole.len() == 8 => {
            let part = |from, to| number(whole.get(from..to)?, 1..=4);
            Date::new(part(0, 4)?, part(4, 6)?, part(6, 8)?)
        }
        _ => None,
    }
}

fn no_day(text: &str, asked: &Asked<'_>) -> Diagnostic {
    about(Diagnostic::new(&sheet::NOT_A_DAY, nowhere()), asked).arg("text", shown(text))
}

/// The marks that stand between the values of a set.
const BETWEEN: [char; 8] = [';', '；', '、', '|', ',', '，', '/', '\n'];

fn set(text: &str, asked: &Asked<'_>, choices: &[Choice]) -> Result<Known, Vec<Diagnostic>> {
    let names = lookup::choices(choices);
    // INVARIANT: a set has at most 64 values.
    let bit =
        |position: usize| u32::try_from(position).ok().and_then(|at| 1_u64.checked_shl(at)).unwrap_or(0);
    // A label may itself hold such a mark.
    if let Found::One(position) = names.find(text) {
        return Ok(Known::Set(bit(position)));
    }
    let mut held = 0_u64;
    let mut found = Vec::new();
    for word in text.split(BETWEEN).map(str::trim).filter(|word| !word.is_empty()) {
        match names.find(word) {
            Found::One(position) if held & bit(position) != 0 => {
                found.push(asked.repeated_member(word, nowhere(), nowhere()));
            }
            Found::One(position) => held |= bit(position),
            Found::Several(_) | Found::None => found.push(asked.unknown_value(word, choices, nowhere())),
        }
    }
    if found.is_empty() { Ok(Known::Set(held)) } else { Err(found) }
}

/// A list or a set written as JSON within a cell.
fn of_json_text(text: &str, asked: &Asked<'_>) -> Result<Known, Vec<Diagnostic>> {
    let mut sources = Sources::new();
    let file = sources.add("", text);
    let json = json::parse(&sources, file).map_err(|_| {
        vec![about(Diagnostic::new(&sheet::NOT_JSON_IN_CELL, nowhere()), asked).arg("text", shown(text))]
    })?;
    let found = json::faults(&json);
    if found.is_empty() { of_json(&json, asked, None) } else { Err(found) }
}

fn of_json(json: &Json, asked: &Asked<'_>, unit: Option<&ColumnUnit>) -> Result<Known, Vec<Diagnostic>> {
    match (&json.kind, unit) {
        (Kind::Number(text), Some(_)) => return of_number(text, asked, unit),
        (Kind::Text(text), Some(_)) => return of_text(text, asked, unit),
        (
            Kind::Null
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::BrokenText
            | Kind::Array(_)
            | Kind::Object(_),
            _,
        ) => {}
    }
    let mut found = Vec::new();
    let known = value(asked, json, &mut found);
    if found.is_empty() { Ok(known) } else { Err(found) }
}
