//! How deep a text is nested, found before anything else looks at it.

use super::DEEPEST;

/// The byte of the first bracket that is nested too deep.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let mut depth: usize = 0;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => {
                // A text: brackets inside do not count.
                while let Some((_, inner)) = bytes.next() {
                    match inner {
                        b'\\' => drop(bytes.next()),
                        b'"' => break,
                        _ => {}
                    }
                }
            }
            b'{' | b'[' => {
                depth = depth.saturating_add(1);
                if depth > DEEPEST {
                    return Some(at);
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}
