//! Names: normal form, reserved words, letters that look like others.

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use super::{Build, Read, half_width};
use crate::diagnostic::{Diagnostic, Words, syntax};
use crate::syntax::ast::{Name, Unit};
use crate::syntax::grammar::Rule;
use crate::syntax::words::is_reserved;

impl Build<'_> {
    /// The name of a `bare_name` or `quoted_name`.
    pub(super) fn name(&mut self, read: &Read<'_>) -> Name {
        let span = self.span(read);
        let quoted = read.as_rule() == Rule::quoted_name;
        let text = normal(if quoted { without_quotes(read.as_str()) } else { read.as_str() });
        if !quoted && is_reserved(&text) {
            self.diagnostics
                .push(Diagnostic::new(&syntax::RESERVED_NAME, span).arg("name", Words::same(text.clone())));
        }
        if let Some(letter) = text.chars().find(|&char| is_look_alike(char)) {
            self.diagnostics.push(
                Diagnostic::new(&syntax::LOOK_ALIKE, span)
                    .arg("letter", Words::same(letter.to_string()))
                    .arg("code", Words::same(format!("U+{:04X}", u32::from(letter)))),
            );
        }
        Name { text, span }
    }

    /// A unit of counting or measure.
    pub(super) fn unit(&self, read: &Read<'_>) -> Unit {
        Unit { text: normal(without_quotes(read.as_str())), span: self.span(read) }
    }
}

pub(super) fn without_quotes(text: &str) -> &str {
    text.strip_prefix('「').and_then(|text| text.strip_suffix('」')).unwrap_or(text)
}

/// NFC, with full-width letters and digits as half-width ones.
pub(in crate::syntax) fn normal(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let halved = text.trim().chars().map(half_width);
    if is_nfc(text) { halved.collect() } else { halved.nfc().collect() }
}

/// Cyrillic and Greek letters: no policy needs them in a name, and many look like Latin ones.
fn is_look_alike(char: char) -> bool {
    matches!(char, '\u{370}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{1d26}'..='\u{1d2b}' | '\u{1f00}'..='\u{1fff}'
        | '\u{2de0}'..='\u{2dff}' | '\u{a640}'..='\u{a69f}')
}
