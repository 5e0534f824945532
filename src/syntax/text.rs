//! What a text must be before it is read as rules: UTF-8, of bounded size, without characters that hide.

use crate::diagnostic::{Diagnostic, Words, syntax};
use crate::source::{FileId, Span};

/// The largest rule file that is read.
pub const MAXIMUM_BYTES: usize = 16 * 1024 * 1024;

/// Findings of one kind beyond this number say nothing new.
const SHOWN: usize = 20;

/// The bytes as text; the offset of the first byte that is no UTF-8.
pub fn decode(bytes: Vec<u8>) -> Result<String, usize> {
    String::from_utf8(bytes).map_err(|error| error.utf8_error().valid_up_to())
}

/// Reports characters that no rule file needs and that can make it read differently from what it says.
/// `false` when the text is too large to be read at all.
pub(super) fn check(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> bool {
    if text.len() > MAXIMUM_BYTES {
        let size = text.len().div_ceil(1024 * 1024);
        diagnostics.push(
            Diagnostic::new(&syntax::TOO_LARGE, Span::new(file, 0..0))
                .arg("size", Words::same(size.to_string())),
        );
        return false;
    }
    // Most texts have none of these bytes in suspicious places: look at bytes first, at characters only then.
    if !text.bytes().any(suspicious) {
        return true;
    }
    let found =
        text.char_indices().filter_map(|(at, char)| kind_of(text, at, char).map(|kind| (at, char, kind)));
    for (at, char, kind) in found.take(SHOWN) {
        let entry = match kind {
            Kind::Control => &syntax::CONTROL_CHARACTER,
            Kind::Direction => &syntax::DIRECTION_CHARACTER,
            Kind::Invisible => &syntax::INVISIBLE_CHARACTER,
        };
        let span = Span::new(file, at..at.saturating_add(char.len_utf8()));
        diagnostics.push(
            Diagnostic::new(entry, span).arg("code", Words::same(format!("U+{:04X}", u32::from(char)))),
        );
    }
    true
}

/// A byte that a refused character may begin with.
fn suspicious(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\n' | b'\t'))
        || matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef | 0xf3)
}

#[derive(Clone, Copy)]
enum Kind {
    Control,
    Direction,
    Invisible,
}

fn kind_of(text: &str, at: usize, char: char) -> Option<Kind> {
    match char {
        '\n' | '\t' => None,
        // A carriage return alone looks like a new line, but ends no comment.
        '\r' => {
            let after = at.saturating_add(1);
            let ends_line = after == text.len() || text.as_bytes().get(after) == Some(&b'\n');
            if ends_line { None } else { Some(Kind::Control) }
        }
        '\u{2028}' | '\u{2029}' => Some(Kind::Control),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(Kind::Direction)
        }
        '\u{feff}' if at == 0 => None,
        '\u{ad}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2064}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some(Kind::Invisible),
        char if char.is_control() => Some(Kind::Control),
        _ => None,
    }
}
