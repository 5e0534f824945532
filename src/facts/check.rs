//! Whether a value is one that its type allows; used for JSON and for the examples of rule files alike.

use super::figure::Figure;
use super::json::shown;
use super::lookup::{did_you_mean, listed_choices};
use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, facts};
use crate::money::{NumberError, Rational};
use crate::plan::{Choice, Input, InputField, InputType, limits};
use crate::program::{Dimension, Measure};
use crate::source::Span;
use crate::syntax::ast::DurationUnit;

/// What a value is checked against.
#[derive(Clone, Debug)]
pub struct Asked<'p> {
    /// What messages call it: `专利交易额(patent_transaction_value)`, `pledge_loans[2].interest`.
    pub subject: String,
    /// Its name, the beginning of the paths to what it holds.
    pub name: String,
    /// Its type.
    pub ty: &'p InputType,
    /// May be known to be absent.
    pub optional: bool,
    /// Lowest value allowed of a number.
    pub low: Rational,
    /// Highest value allowed of a number.
    pub high: Option<Rational>,
    /// Whether the value stands in a rule file, where examples have no quotes.
    pub in_rules: bool,
}

impl<'p> Asked<'p> {
    /// What an input asks for.
    pub fn of_input(input: &'p Input) -> Asked<'p> {
        let subject = match &input.label {
            Some(label) if *label != input.name => format!("{label}({})", input.name),
            _ => input.name.clone(),
        };
        Asked {
            subject,
            name: input.name.clone(),
            ty: &input.ty,
            optional: input.optional,
            low: input.low.unwrap_or(Rational::ZERO),
            high: input.high,
            in_rules: false,
        }
    }
    /// What a field of an item asks for.
    pub fn of_field(item: &str, field: &'p InputField) -> Asked<'p> {
        Asked {
            subject: format!("{item}.{}", field.name),
            name: field.name.clone(),
            ty: &field.ty,
            optional: field.optional,
            low: field.low.unwrap_or(Rational::ZERO),
            high: field.high,
            in_rules: false,
        }
    }
    /// A right number of this measure.
    pub fn example(&self, measure: &Measure) -> Words {
        let example = measure_example(measure);
        if self.in_rules { unquoted(&example) } else { example }
    }
    /// The figure in the unit of its fact; where the two have no fixed relation, only the unit asked for: a figure
    /// to copy would be another amount.
    fn in_its_unit(&self, figure: &Figure, measure: &Measure) -> Words {
        let quoted = |text: String| if self.in_rules { text } else { format!("\"{text}\"") };
        if let Some(converted) = figure.converted(measure) {
            let converted = quoted(converted);
            return Words::new(format!("写成 {converted}"), format!("write {converted}"));
        }
        match &measure.of {
            Dimension::Money(currency) if *currency == crate::money::Currency::CNY => {
                Words::new("这里填金额，单位是元或万元", "give an amount of money, in 元 or 万元")
            }
            Dimension::Money(currency) => Words::new(
                format!("这里填金额，币种是 {currency}；先折算"),
                format!("give an amount of money in {currency}; convert it first"),
            ),
            Dimension::Ratio => Words::new("这里填比例，单位是 %", "give a share, in %"),
            Dimension::Count(None) | Dimension::Open | Dimension::Plain => {
                Words::new("这里只填数，不写单位", "give a number without a unit")
            }
            Dimension::Count(Some(unit)) | Dimension::Quantity(unit) => Words::new(
                format!("这里的单位是「{unit}」；按它算出数来再填"),
                format!("the unit here is {unit}; give the number of these"),
            ),
            Dimension::Duration(unit) => {
                let (zh, en) = match unit {
                    DurationUnit::Days => ("天", "days"),
                    DurationUnit::Months => ("个月", "months"),
                    DurationUnit::Years => ("年", "years"),
                };
                Words::new(
                    format!("这里的单位是「{zh}」；按它算出数来再填"),
                    format!("the unit here is {en}; give the number of these"),
                )
            }
        }
    }
    /// The finding that a value is of another kind.
    pub fn wrong_kind(&self, found: Words, at: Span) -> Diagnostic {
        Diagnostic::new(&facts::WRONG_KIND, at)
            .arg("subject", self.subject.as_str())
            .arg("expected", type_words(self.ty))
            .arg("found", found)
            .arg("example", or_null(example(self.ty)))
    }
    /// The finding that a value is none of the enumeration's.
    pub fn unknown_value(&self, word: &str, choices: &[Choice], at: Span) -> Diagnostic {
        let words = choices.iter().flat_map(|choice| [Some(choice.name.as_str()), choice.label.as_deref()]);
        Diagnostic::new(&facts::UNKNOWN_VALUE, at)
            .arg("subject", self.subject.as_str())
            .arg("value", shown(word))
            .arg("advice", spaced(did_you_mean(word, words.flatten())))
            .arg("values", listed_choices(choices))
    }
    /// The finding that a member stands twice in a set.
    pub fn repeated_member(&self, word: &str, first: Span, again: Span) -> Diagnostic {
        Diagnostic::new(&facts::REPEATED_MEMBER, again)
            .arg("subject", self.subject.as_str())
            .arg("value", shown(word))
            .label(first, "first")
    }
    /// The finding that a text cannot be read as a number.
    pub fn no_number(&self, error: NumberError, text: &str, measure: &Measure, at: Span) -> Diagnostic {
        let entry = match error {
            NumberError::NotANumber => &facts::NOT_A_NUMBER,
            NumberError::TooManyDigits => &facts::TOO_MANY_DIGITS,
        };
        Diagnostic::new(entry, at)
            .arg("subject", self.subject.as_str())
            .arg("expected", measure.words())
            .arg("text", shown(text))
            .arg("example", self.example(measure))
    }
    /// The number that a figure gives, if it is one of this measure and within the range.
    pub fn number(&self, figure: &Figure, measure: &Measure, at: Span) -> Result<Rational, Diagnostic> {
        let value = figure.value;
        let shown_value = value.to_shortest();
        let finding = |entry| {
            Diagnostic::new(entry, at)
                .arg("subject", self.subject.as_str())
                .arg("expected", measure.words())
                .arg("value", shown_value.as_str())
                .arg("example", self.example(measure))
        };
        let (bound, decimals) = limits::of(measure);
        if !figure.fits(measure) {
            return Err(finding(&facts::WRONG_UNIT)
                .arg("unit", shown(&figure.unit_text()))
                .arg("help", self.in_its_unit(figure, measure)));
        }
        if decimals == 0 && !value.is_whole() {
            return Err(finding(&facts::NOT_WHOLE));
        }
        if value.to_decimals(decimals).is_none() {
            return Err(finding(&facts::TOO_MANY_DECIMALS).arg("decimals", decimals.to_string()));
        }
        let below = value.negate().is_some_and(|opposite| opposite.max(value) < bound);
        if !below {
            return Err(finding(&facts::TOO_LARGE).arg("limit", crate::money::grouped(&bound.to_shortest())));
        }
        if value < self.low || self.high.is_some_and(|high| value > high) {
            let range = range_words(self.low, self.high);
            let help = range_help(figure, measure);
            return Err(finding(&facts::OUT_OF_RANGE).arg("range", range).arg("help", help));
        }
        Ok(value.reduced())
    }
}

/// Reads a day, or tells why the text is none.
pub fn date(subject: &str, text: &str, at: Span) -> Result<Date, Diagnostic> {
    Date::parse(text).ok_or_else(|| {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(place, byte)| match place {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let cause = if shape {
            Words::new("不存在", "does not exist")
        } else {
            Words::new("不是 年-月-日 的写法", "is not written YYYY-MM-DD")
        };
        Diagnostic::new(&facts::NOT_A_DATE, at)
            .arg("subject", subject)
            .arg("text", shown(text))
            .arg("cause", cause)
    })
}

/// Advice followed by a space, or nothing.
pub fn spaced(advice: Option<Words>) -> Words {
    advice.map_or(Words::same(""), |words| Words::new(format!("{} ", words.zh), format!("{} ", words.en)))
}

fn unquoted(words: &Words) -> Words {
    Words::new(words.zh.replace('"', ""), words.en.replace('"', ""))
}

/// An example, and what to write where the value is not known.
fn or_null(example: Words) -> Words {
    Words::new(format!("{};不知道就写 null", example.zh), format!("{}; null if it is unknown", example.en))
}

/// What to look at where a number is out of its range.
fn range_help(figure: &Figure, measure: &Measure) -> Words {
    let bare = figure.unit.is_none() && measure.of == Dimension::Ratio && figure.value >= Rational::ONE;
    if !bare {
        return Words::new("检查这个数和它的单位", "check the number and its unit");
    }
    let (value, percent) = (figure.value.to_shortest(), super::bare_ratio::percent(figure.value));
    Words::new(
        format!("不带 % 的 {value} 是 {percent}%；若指 {value}%，写成 \"{value}%\""),
        format!("{value} without a percent sign is {percent}%; if {value}% is meant, write \"{value}%\""),
    )
}

fn range_words(low: Rational, high: Option<Rational>) -> Words {
    let low = low.to_shortest();
    match high.map(Rational::to_shortest) {
        Some(high) => {
            Words::new(format!("应当在 {low} 到 {high} 之间"), format!("must be from {low} to {high}"))
        }
        None => Words::new(format!("不能小于 {low}"), format!("must be at least {low}")),
    }
}

/// The words for a type.
pub fn type_words(ty: &InputType) -> Words {
    match ty {
        InputType::Number(measure) => measure.words(),
        InputType::Bool => Words::new("是或否(true 或 false)", "true or false"),
        InputType::Enum(_) => Words::new("一个取值(文字)", "one value (a text)"),
        InputType::Set(_) => Words::new("取值的数组", "an array of values"),
        InputType::Date => Words::new("日期", "a date"),
        InputType::Text => Words::new("文字", "a text"),
        InputType::List { .. } => Words::new("对象的数组", "an array of objects"),
    }
}

/// A right value of a type, as JSON.
pub fn example(ty: &InputType) -> Words {
    match ty {
        InputType::Number(measure) => measure_example(measure),
        InputType::Bool => Words::new("true 或 false(不带引号)", "true or false, without quotes"),
        InputType::Enum(choices) => Words::same(first_choice(choices)),
        InputType::Set(choices) => Words::same(format!("[{}]", first_choice(choices))),
        InputType::Date => Words::same("\"2019-06-30\""),
        InputType::Text => Words::new("\"文字\"", "\"text\""),
        InputType::List { fields, .. } => {
            let mut shown: Vec<_> = fields
                .iter()
                .take(3)
                .map(|field| {
                    let words = field_example(&field.ty);
                    format!("\"{}\": {words}", field.name)
                })
                .collect();
            if fields.len() > 3 {
                shown.push("…".to_owned());
            }
            Words::same(format!("[{{{}}}]", shown.join(", ")))
        }
    }
}

fn field_example(ty: &InputType) -> String {
    match ty {
        InputType::Bool => "true".to_owned(),
        InputType::Text => "\"…\"".to_owned(),
        InputType::Number(measure) => measure_figure(measure).to_owned(),
        InputType::Enum(_) | InputType::Set(_) | InputType::Date | InputType::List { .. } => example(ty).zh,
    }
}

fn first_choice(choices: &[Choice]) -> String {
    choices.first().map_or("\"…\"".to_owned(), |choice| format!("\"{}\"", choice.name))
}

fn measure_figure(measure: &Measure) -> &'static str {
    match measure.of {
        Dimension::Ratio => "\"5%\"",
        Dimension::Count(_) => "3",
        Dimension::Duration(_) => "12",
        Dimension::Money(_) => "\"50000.00\"",
        Dimension::Open | Dimension::Plain | Dimension::Quantity(_) => "1.5",
    }
}

fn measure_example(measure: &Measure) -> Words {
    let both = |zh: &str, en: &str| Words::new(zh.to_owned(), en.to_owned());
    match &measure.of {
        Dimension::Money(currency) if *currency == crate::money::Currency::CNY => {
            both("8000000 或 \"800万元\"", "8000000 or \"800万元\"")
        }
        Dimension::Money(currency) => {
            both(&format!("8000000 或 \"8000000 {currency}\""), &format!("8000000 or \"8000000 {currency}\""))
        }
        Dimension::Ratio => both("0.05 或 \"5%\"", "0.05 or \"5%\""),
        Dimension::Count(None) => Words::same("3"),
        Dimension::Count(Some(unit)) | Dimension::Quantity(unit) => {
            both(&format!("3 或 \"3 {unit}\""), &format!("3 or \"3 {unit}\""))
        }
        Dimension::Duration(DurationUnit::Days) => both("30 或 \"30天\"", "30 or \"30 days\""),
        Dimension::Duration(DurationUnit::Months) => both("12 或 \"12个月\"", "12 or \"12 months\""),
        Dimension::Duration(DurationUnit::Years) => both("3 或 \"3年\"", "3 or \"3 years\""),
        Dimension::Open | Dimension::Plain => Words::same("1.5"),
    }
}
