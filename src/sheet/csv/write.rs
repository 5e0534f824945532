//! CSV out: cells that a spreadsheet would take for formulas are made harmless.

use memchr::memchr3;

use crate::sheet::harmless;

/// Adds a cell of words, quoted where it must be.
pub fn cell(out: &mut Vec<u8>, text: &str) {
    let text = harmless(text);
    let bytes = text.as_bytes();
    let edge = |byte: Option<&u8>| byte.is_some_and(|byte| *byte == b' ');
    let quoted = memchr3(b',', b'"', b'\n', bytes).is_some()
        || memchr::memchr(b'\r', bytes).is_some()
        || edge(bytes.first())
        || edge(bytes.last());
    if !quoted {
        return out.extend_from_slice(bytes);
    }
    out.push(b'"');
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'"', rest) {
        let (before, after) = rest.split_at(at.saturating_add(1).min(rest.len()));
        out.extend_from_slice(before);
        out.push(b'"');
        rest = after;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// Adds a line of cells of words.
pub fn line<'a>(out: &mut Vec<u8>, cells: impl IntoIterator<Item = &'a str>) {
    let begin = out.len();
    for (at, text) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        cell(out, text);
    }
    // A line of one empty cell would read as no line at all.
    if out.len() == begin {
        out.extend_from_slice(b"\"\"");
    }
    out.push(b'\n');
}
