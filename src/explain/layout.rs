//! Lines and columns under Chinese: width, padding and wrapping by terminal cells.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many terminal cells a text takes.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text with spaces up to a width.
pub(super) fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// Whether a line may begin with this character.
fn may_begin(character: char) -> bool {
    !"，。、；：,.;:)）」”》%‰…!?！？".contains(character)
}

/// Breaks a text into lines of at most `columns` cells: at spaces, and between Chinese characters.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(8);
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if !line.is_empty() && width(&line).saturating_add(width(piece.trim_end())) > columns {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            line.push_str(piece.trim_start());
        } else {
            line.push_str(piece);
        }
    }
    if !line.trim_end().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The unbreakable pieces of a text.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, character) in text.char_indices() {
        let wide = |character: char| character.width() == Some(2);
        let breaks = before.is_some_and(|before| {
            let after_space = before == ' ' && character != ' ';
            // Figures and their operators stay together in `8,000,000.00 × 5%` only as far as spaces allow.
            let between_wide =
                (wide(before) || wide(character)) && character != ' ' && !"(（“「《".contains(before);
            (after_space || between_wide) && may_begin(character)
        });
        if breaks {
            pieces.extend(text.get(start..at));
            start = at;
        }
        before = Some(character);
    }
    pieces.extend(text.get(start..));
    pieces
}

/// Colours, if asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Paint {
    Bold,
    Green,
    Yellow,
    Dim,
}

/// The text in a colour.
pub(super) fn paint(text: &str, paint: Paint, colour: bool) -> String {
    let code = match paint {
        Paint::Bold => "1",
        Paint::Green => "32",
        Paint::Yellow => "33",
        Paint::Dim => "2",
    };
    if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{pad, width, wrap};

    #[test]
    fn chinese_counts_two_cells() {
        assert_eq!(width("奖励 a"), 6);
        assert_eq!(pad("奖励", 6), "奖励  ");
    }

    #[test]
    fn lines_break_where_readers_expect() {
        assert_eq!(wrap("当年专利技术交易额，按实际", 20), ["当年专利技术交易额，", "按实际"]);
        assert_eq!(wrap("当年专利技术交易额，", 18), ["当年专利技术交易", "额，"]);
        assert_eq!(wrap("aaa bbb ccc ddd", 8), ["aaa bbb", "ccc ddd"]);
        assert_eq!(wrap("", 10), [""]);
        for line in wrap(&"高校 或 科研院所 (实际 企业)；".repeat(9), 30) {
            assert!(width(&line) <= 30, "{line}");
        }
    }

    #[test]
    fn nothing_but_spaces_is_lost() {
        let text = "营收 1,000.00 × 5% = 50.00；上限 500,000.00 (未达到)";
        let squeezed = |text: &str| text.replace(' ', "");
        assert_eq!(squeezed(&wrap(text, 14).concat()), squeezed(text));
    }
}
