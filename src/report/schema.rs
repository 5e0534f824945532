//! What a facts file may hold, as JSON Schema (2020-12), for forms and programs.
//!
//! The schema accepts what the readers of facts files accept, as far as a schema can say it: that `as_of` comes after every
//! payment of the history, that a name and its label do not both stand, or how many digits a figure may have, it cannot.

use serde_json::{Map, Value, json};

use super::words::known;
use crate::diagnostic::Lang;
use crate::facts::unit_words;
use crate::money::Rational;
use crate::plan::{Choice, Input, InputField, InputType, Plan, limits};
use crate::program::{Dimension, Measure};

/// A figure without its unit: digits, half- or full-width, with separators, perhaps a scale word.
const FIGURE: &str =
    "[0-9０-９][0-9０-９,，]*([.．][0-9０-９]+)?([eE][+-]?[0-9]+)?\\s*(百万|千万|亿|万|千|百|k|K|m|M)?";

/// The schema of facts files for one policy.
pub fn facts_schema(plan: &Plan, lang: Lang) -> Value {
    let asked: Vec<&Input> = plan.inputs.iter().filter(|input| input.of_year.is_none()).collect();
    let (mut definitions, mut properties, mut patterns) = (Map::new(), Map::new(), Map::new());
    for input in &asked {
        definitions.insert(input.name.clone(), of_input(input, lang));
        let own = json!({ "$ref": format!("#/$defs/{}", pointer(&input.name)) });
        properties.insert(input.name.clone(), own.clone());
        let label = input.label.as_ref().filter(|label| {
            let same = |other: &&&Input| other.label.as_ref() == Some(*label) || other.name == **label;
            asked.iter().filter(same).count() == 1
        });
        let words: Vec<String> =
            std::iter::once(&input.name).chain(label).map(|word| escaped(word)).collect();
        let policy = escaped(&plan.policy);
        // By its label, or addressed to this policy.
        let pattern = match words.as_slice() {
            [name] => format!("^{policy}/{name}$"),
            all => format!("^({policy}/)?({})$", all.join("|")),
        };
        patterns.insert(pattern, own);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:ipcalc:facts:{}", encoded(&plan.policy)),
        "title": plan.title,
        "description": say(lang, "一个申报人的事实文件。null 和不写都表示不知道。", "A facts file of one applicant. null and absent both mean unknown."),
        "type": "object",
        "properties": {
            "policy": { "anyOf": [{ "const": plan.policy }, { "type": "array", "items": { "type": "string" } }, { "type": "null" }] },
            "as_of": day(say(lang, "决定日期", "date of the decision")),
            "year": year(say(lang, "“今年”是哪一年；不写就是决定日期的年份", "what \"this year\" means; otherwise the year of as_of")),
            "applicant": { "type": ["string", "null"], "description": say(lang, "申报人的名称", "the applicant's name") },
            "facts": {
                "type": ["object", "null"],
                "properties": properties,
                "patternProperties": patterns,
                "additionalProperties": false,
            },
            "history": history(plan, lang),
            "name": true,
            "expect": true,
        },
        "additionalProperties": false,
        "$defs": definitions,
    })
}

fn say<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

fn of_input(input: &Input, lang: Lang) -> Value {
    let bounds = (input.low, input.high);
    let value = of_type(&input.ty, bounds, input.optional, lang);
    let value = if input.by_year {
        let years = json!({
            "type": "object",
            "patternProperties": { "^[0-9]{4}$": value },
            "additionalProperties": false,
        });
        json!({ "anyOf": [value, years] })
    } else {
        value
    };
    let mut described = described(input.title(), input.question.as_deref(), value);
    if let (Some(default), Some(object)) = (&input.default, described.as_object_mut()) {
        object.insert("default".to_owned(), known(&input.ty, default));
    }
    described
}

/// A schema with its title and description first.
fn described(title: &str, question: Option<&str>, value: Value) -> Value {
    let mut object = Map::new();
    object.insert("title".to_owned(), Value::from(title));
    if let Some(question) = question {
        object.insert("description".to_owned(), Value::from(question));
    }
    if let Value::Object(rest) = value {
        object.extend(rest);
    }
    Value::Object(object)
}

fn of_type(
    ty: &InputType,
    bounds: (Option<Rational>, Option<Rational>),
    optional: bool,
    lang: Lang,
) -> Value {
    let mut forms = match ty {
        InputType::Number(measure) => numbers(measure, bounds),
        InputType::Bool => vec![json!({ "type": "boolean" })],
        InputType::Enum(choices) => vec![json!({ "enum": words(choices) })],
        InputType::Set(choices) => {
            vec![json!({ "type": "array", "items": { "enum": words(choices) }, "uniqueItems": true })]
        }
        InputType::Date => vec![json!({ "type": "string", "format": "date", "pattern": DAY })],
        InputType::Text => vec![json!({ "type": "string" })],
        InputType::List { fields, .. } => vec![items(fields, lang)],
    };
    if optional {
        forms.push(json!({ "enum": ["none", "无"] }));
    }
    forms.push(json!({ "type": "null" }));
    json!({ "anyOf": forms })
}

/// Items of a list. Fields hold no lists, so this ends there.
fn items(fields: &[InputField], lang: Lang) -> Value {
    let (mut properties, mut patterns) = (Map::new(), Map::new());
    for field in fields {
        let ty = if let InputType::List { .. } = field.ty { &InputType::Text } else { &field.ty };
        let title = field.label.as_deref().unwrap_or(&field.name);
        let value = described(title, None, of_type(ty, (field.low, field.high), field.optional, lang));
        let same = |label: &&String| {
            let other = |other: &&InputField| other.label.as_ref() == Some(*label) || other.name == **label;
            fields.iter().filter(other).count() == 1
        };
        if let Some(label) = field.label.as_ref().filter(same) {
            patterns.insert(format!("^{}$", escaped(label)), value.clone());
        }
        properties.insert(field.name.clone(), value);
    }
    json!({
        "type": "array",
        "maxItems": limits::LIST_ITEMS,
        "items": {
            "type": "object",
            "properties": properties,
            "patternProperties": patterns,
            "additionalProperties": false,
        },
    })
}

/// Names, and the labels that only one of them carries.
fn words(choices: &[Choice]) -> Vec<&str> {
    let labels = choices.iter().filter_map(|choice| choice.label.as_deref());
    let once = |label: &&str| {
        choices
            .iter()
            .filter(|choice| choice.label.as_deref() == Some(label) || choice.name == **label)
            .count()
            == 1
    };
    choices.iter().map(|choice| choice.name.as_str()).chain(labels.filter(once)).collect()
}

/// A number as such, or as a text that may carry a unit.
fn numbers(measure: &Measure, (low, high): (Option<Rational>, Option<Rational>)) -> Vec<Value> {
    let mut plain = Map::new();
    let whole = matches!(measure.of, Dimension::Count(_));
    plain.insert("type".to_owned(), Value::from(if whole { "integer" } else { "number" }));
    for (key, bound) in [("minimum", low.or(Some(Rational::ZERO))), ("maximum", high)] {
        let number = bound.and_then(|bound| serde_json::from_str(&bound.to_shortest()).ok());
        if let Some(number @ Value::Number(_)) = number {
            plain.insert(key.to_owned(), number);
        }
    }
    let sign = if low.is_some_and(Rational::is_negative) { "[+-]?" } else { "\\+?" };
    let units: Vec<String> = unit_words(measure).iter().map(|unit| escaped(unit)).collect();
    let unit = if units.is_empty() { String::new() } else { format!("({})?", units.join("|")) };
    let per = measure.per.as_ref().map_or_else(String::new, |per| format!("([/／]\\s*{})?", escaped(per)));
    let pattern = format!("^\\s*{sign}{FIGURE}\\s*{unit}\\s*{per}\\s*$");
    vec![Value::Object(plain), json!({ "type": "string", "pattern": pattern })]
}

const DAY: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

fn day(description: &str) -> Value {
    json!({ "type": ["string", "null"], "format": "date", "pattern": DAY, "description": description })
}

fn year(description: &str) -> Value {
    let forms = [
        json!({ "type": "integer", "minimum": 1, "maximum": 9999 }),
        json!({ "type": "string", "pattern": "^[0-9]{1,4}$" }),
        json!({ "type": "null" }),
    ];
    json!({ "anyOf": forms, "description": description })
}

fn history(plan: &Plan, lang: Lang) -> Value {
    let own = plan.awards.iter().filter(|award| award.foreign.is_none());
    let mut awards: Vec<String> = own.clone().map(|award| award.id.clone()).collect();
    awards.extend(own.clone().map(|award| format!("{}/{}", plan.policy, award.id)));
    for award in own.clone() {
        if own.clone().filter(|other| other.title == award.title).count() == 1
            && !awards.contains(&award.title)
        {
            awards.push(award.title.clone());
        }
    }
    let money = Measure::plain(Dimension::Money(plan.currency));
    let text = json!({ "type": ["string", "number", "null"] });
    json!({
        "type": ["array", "null"],
        "description": say(lang, "以前的决定；不给就是没有", "what was decided before; absent means nothing"),
        "maxItems": limits::HISTORY_ENTRIES,
        "items": {
            "type": "object",
            "properties": {
                "award": { "type": "string" },
                "policy": { "type": ["string", "null"] },
                "year": year(say(lang, "年度", "the year it counts for")),
                "date": day(say(lang, "日期", "the day of the decision")),
                "item": text,
                "step": text,
                "amount": { "anyOf": numbers(&money, (Some(Rational::ZERO), None)) },
            },
            "required": ["award", "amount"],
            // Awards of other policies go by `policy`, or by `policy/award`.
            "anyOf": [
                { "properties": { "award": { "enum": awards } } },
                { "properties": { "award": { "pattern": "/" } } },
                { "required": ["policy"] },
            ],
            "additionalProperties": false,
        },
    })
}

/// A word within a pattern.
fn escaped(word: &str) -> String {
    let mut out = String::new();
    for letter in word.chars() {
        if "\\^$.|?*+()[]{}/".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// A name within a JSON pointer within a URI fragment.
fn pointer(name: &str) -> String {
    encoded(&name.replace('~', "~0").replace('/', "~1"))
}

/// A text within a URI: what is no letter or digit of ASCII is written by its bytes.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
