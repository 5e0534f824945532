//! JSON with places: every value and every key knows where it stands in its file.

mod cause;
mod depth;
mod faults;
mod read;

pub use faults::faults;
pub(crate) use faults::repeated;
pub use read::parse;

use crate::diagnostic::Words;
use crate::source::Span;

/// How deep arrays and objects may be nested.
pub const DEEPEST: usize = 64;

/// A value with its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Json {
    /// What it is.
    pub kind: Kind,
    /// Where it stands, quotes and brackets included.
    pub span: Span,
}

/// The kinds of JSON values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as written; nothing has been rounded.
    Number(String),
    /// A text, escapes resolved.
    Text(String),
    /// A text with an escape that stands for no character (half of a surrogate pair).
    BrokenText,
    /// Values in the order written.
    Array(Vec<Json>),
    /// Members in the order written; a key may occur twice.
    Object(Vec<Member>),
}

/// One member of an object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// The key, escapes resolved; `None` if an escape stands for no character.
    pub key: Option<String>,
    /// Where the key stands, quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Json,
}

impl Json {
    /// What kind of value it is, in words.
    pub fn words(&self) -> Words {
        match &self.kind {
            Kind::Null => Words::new("空值 null", "null"),
            Kind::Bool(true) => Words::new("真假值 true", "true"),
            Kind::Bool(false) => Words::new("真假值 false", "false"),
            Kind::Number(text) => {
                Words::new(format!("数字 {}", shown(text)), format!("the number {}", shown(text)))
            }
            Kind::Text(text) => {
                Words::new(format!("文字 \"{}\"", shown(text)), format!("the text \"{}\"", shown(text)))
            }
            Kind::BrokenText => Words::new("残缺的文字", "a broken text"),
            Kind::Array(_) => Words::new("数组 […]", "an array […]"),
            Kind::Object(_) => Words::new("对象 {…}", "an object {…}"),
        }
    }
    /// The members, if it is an object.
    pub fn members(&self) -> Option<&[Member]> {
        match &self.kind {
            Kind::Object(members) => Some(members),
            Kind::Null
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::BrokenText
            | Kind::Array(_) => None,
        }
    }
    /// The values, if it is an array.
    pub fn elements(&self) -> Option<&[Json]> {
        match &self.kind {
            Kind::Array(values) => Some(values),
            Kind::Null
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::BrokenText
            | Kind::Object(_) => None,
        }
    }
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            Kind::Null
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::BrokenText
            | Kind::Array(_)
            | Kind::Object(_) => None,
        }
    }
    /// The value of a key, the first if it occurs twice.
    pub fn get(&self, key: &str) -> Option<&Json> {
        let found = self.members()?.iter().find(|member| member.key.as_deref() == Some(key));
        found.map(|member| &member.value)
    }
}

/// A piece of the user's text for a message: cut to a length that can be read, control characters made visible.
pub fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut out = String::new();
    for (at, letter) in text.chars().enumerate() {
        if at == LONGEST {
            out.push('…');
            break;
        }
        if is_hidden(letter) {
            out.push_str(&format!("⟨U+{:04X}⟩", u32::from(letter)));
        } else {
            out.push(letter);
        }
    }
    out
}

/// Control characters, and those that change the direction of the text around them or take no room.
pub fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
