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
    let mut whole_until = 0;
    for (at, character) in text.char_indices() {
        if at < whole_until {
            before = Some(character);
            continue;
        }
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
        if character == '(' {
            whole_until = short_brackets(text, at);
        }
        before = Some(character);
    }
    pieces.extend(text.get(start..));
    pieces
}

/// The byte after brackets that open at `at`, if what they hold is short enough to stay on one line.
fn short_brackets(text: &str, at: usize) -> usize {
    const SHORT: usize = 30;
    let held = text.get(at..).and_then(|rest| rest.split_inclusive(')').next()).unwrap_or("");
    if held.ends_with(')') && width(held) <= SHORT { at.saturating_add(held.len()) } else { at }
}

/// Rows as columns, each as wide as its widest cell up to `widest`; the last is wrapped within `columns`.
pub fn table(rows: &[Vec<String>], columns: usize) -> String {
    const WIDEST: usize = 40;
    let number = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..number)
        .map(|at| {
            let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| width(cell));
            cells.filter(|&wide| wide <= WIDEST).max().unwrap_or(0)
        })
        .collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        let mut margin = 0_usize;
        for (at, (cell, &wide)) in row.iter().zip(&widths).enumerate() {
            if at.saturating_add(1) < row.len() {
                line.push_str(&pad(cell, wide));
                line.push_str("  ");
                margin = margin.saturating_add(wide).saturating_add(2);
                continue;
            }
            // A cell beyond its column pushes the rest; what wraps stands under its own column.
            let room = columns.saturating_sub(margin).max(20);
            for (at, part) in wrap(cell, room).iter().enumerate() {
                if at > 0 {
                    out.push_str(line.trim_end());
                    out.push('\n');
                    line = " ".repeat(margin);
                }
                line.push_str(part);
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
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
