//! Cuts a text into items and these into clauses, so that each can be read, and fail, on its own.
//!
//! A line that begins in the first column begins an item. Indented lines are its clauses; a line indented
//! deeper than the first clause of the item continues the clause before it. A heading goes on in the next
//! line when it ends with a comma; that of a `let` also when it is plainly unfinished, or the line goes on with it.

use super::ast::Comments;

/// Brackets may be nested this deep.
pub(super) const MAXIMUM_NESTING: usize = 64;

/// A heading or a clause: a stretch of the text, without the comments around it.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// First byte, not blank.
    pub start: usize,
    /// Byte after the last that is neither blank nor comment.
    pub end: usize,
    /// Comments above, within and beside it.
    pub comments: Comments,
    /// What its quotes and brackets show before any grammar is asked.
    pub brackets: Brackets,
}

/// Quotes and brackets of a piece.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    /// Where a text or quoted name begins that its line does not end.
    pub unclosed_text: Option<usize>,
    /// The bracket that goes one level too deep.
    pub too_deep: Option<usize>,
    /// The first closing bracket without an opening one.
    pub stray: Option<usize>,
    /// The brackets that are open, innermost last; never more than [`MAXIMUM_NESTING`] are kept.
    pub open: Vec<usize>,
}

/// An item: its heading, which is missing only for indented lines at the top of a text, and its clauses.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub heading: Option<Piece>,
    pub clauses: Vec<Piece>,
}

/// What a text consists of.
#[derive(Debug, Default)]
pub(super) struct Cut {
    pub blocks: Vec<Block>,
    /// Comments after the last piece.
    pub trailing: Vec<String>,
}

/// Cuts a text. Linear in its length; nothing in the text can make it fail.
pub(super) fn cut(text: &str) -> Cut {
    let mut cutter = Cutter { text, cut: Cut::default(), pending: Vec::new(), base: None };
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    while start < text.len() {
        start = cutter.line(start);
    }
    let mut trailing = cutter.pending;
    trim_blank_ends(&mut trailing);
    cutter.cut.trailing = trailing;
    cutter.cut
}

struct Cutter<'a> {
    text: &'a str,
    cut: Cut,
    /// Comments and blank lines since the last piece.
    pending: Vec<String>,
    /// The indentation of the first clause of the item.
    base: Option<usize>,
}

/// What one line holds.
struct Line {
    /// First byte that is not blank.
    start: usize,
    /// Byte after the last that is neither blank nor comment.
    end: usize,
    comment: Option<String>,
    /// First byte of the next line.
    next: usize,
}

impl Cutter<'_> {
    /// Reads the line that begins at `start`; where the next one begins.
    fn line(&mut self, start: usize) -> usize {
        let (content, indent) = self.indentation(start);
        let continues = self.continues(indent, content);
        let mut brackets = Brackets::default();
        if continues && let Some(piece) = self.last_piece() {
            brackets = std::mem::take(&mut piece.brackets);
        }
        let line = self.scan(content, &mut brackets);
        let next = line.next;
        let is_content = line.end > line.start;
        if continues {
            let pending = if is_content { std::mem::take(&mut self.pending) } else { Vec::new() };
            if let Some(piece) = self.last_piece() {
                piece.brackets = brackets;
                if is_content {
                    // Comments inside a piece have no place of their own in the tree: they go above it.
                    piece.end = line.end;
                    piece.comments.above.extend(piece.comments.beside.take());
                    piece.comments.above.extend(pending.into_iter().filter(|comment| !comment.is_empty()));
                    piece.comments.beside = line.comment;
                    return next;
                }
            }
        } else if is_content {
            self.begin(line, indent, brackets);
            return next;
        }
        self.pend(line.comment.unwrap_or_default());
        next
    }

    /// Whether the line of this indentation that begins at `content` continues the last piece.
    fn continues(&self, indent: usize, content: usize) -> bool {
        let Some(block) = self.cut.blocks.last().filter(|_| indent > 0) else { return false };
        match (block.clauses.is_empty(), &block.heading) {
            (false, _) => self.base.is_some_and(|base| indent > base),
            (true, Some(heading)) => {
                let before = self.text.get(heading.start..heading.end).unwrap_or_default();
                let rest = self.text.get(content..).unwrap_or_default();
                before.ends_with([',', '，', '、'])
                    || is_let(before) && (!heading.brackets.open.is_empty() || goes_on(before, rest))
            }
            (true, None) => false,
        }
    }

    fn last_piece(&mut self) -> Option<&mut Piece> {
        let block = self.cut.blocks.last_mut()?;
        block.clauses.last_mut().or(block.heading.as_mut())
    }

    /// A comment line, or a blank one as an empty string; never two blank ones in a row.
    fn pend(&mut self, comment: String) {
        if !comment.is_empty() || self.pending.last().is_none_or(|last| !last.is_empty()) {
            self.pending.push(comment);
        }
    }

    /// A line that begins a piece.
    fn begin(&mut self, line: Line, indent: usize, brackets: Brackets) {
        let mut above = std::mem::take(&mut self.pending);
        // Blank lines alone are layout, which the canonical form decides; before an item they may tell groups of
        // one-line items apart.
        if indent > 0 && above.iter().all(String::is_empty) {
            above.clear();
        }
        let comments = Comments { above, beside: line.comment };
        let piece = Piece { start: line.start, end: line.end, comments, brackets };
        if indent == 0 {
            self.base = None;
            self.cut.blocks.push(Block { heading: Some(piece), clauses: Vec::new() });
            return;
        }
        self.base = self.base.or(Some(indent));
        match self.cut.blocks.last_mut() {
            Some(block) => block.clauses.push(piece),
            None => self.cut.blocks.push(Block { heading: None, clauses: vec![piece] }),
        }
    }

    /// The first byte from `start` on that is not blank, and how many columns of blank come before it.
    fn indentation(&self, start: usize) -> (usize, usize) {
        let mut columns: usize = 0;
        let mut at = start;
        for char in self.text.get(start..).unwrap_or_default().chars() {
            columns = match char {
                ' ' | '\u{a0}' => columns.saturating_add(1),
                '\u{3000}' => columns.saturating_add(2),
                // To the next multiple of four.
                '\t' => (columns | 3).saturating_add(1),
                '\r' => columns,
                _ => break,
            };
            at = at.saturating_add(char.len_utf8());
        }
        (at, columns)
    }

    /// Looks through a line from `start` on for its end, its comment, and its quotes and brackets.
    fn scan(&self, start: usize, brackets: &mut Brackets) -> Line {
        let bytes = self.text.as_bytes();
        let mut line = Line { start, end: start, comment: None, next: bytes.len() };
        let mut at = start;
        while let Some(&byte) = bytes.get(at) {
            if !SPECIAL.get(usize::from(byte)).is_some_and(|&special| special) {
                at = at.saturating_add(1);
                line.end = at;
                continue;
            }
            let after =
                bytes.get(at.saturating_add(1)).copied().zip(bytes.get(at.saturating_add(2)).copied());
            let (mark, length) = mark(byte, after);
            let next = at.saturating_add(length);
            match mark {
                Mark::LineEnd => {
                    line.next = next;
                    return line;
                }
                Mark::Blank => {
                    at = next;
                    continue;
                }
                Mark::Comment => {
                    line.next = text_end(bytes, next, b"\n").unwrap_or(bytes.len());
                    line.comment = self.text.get(next..line.next).map(|comment| comment.trim().to_owned());
                    return line;
                }
                Mark::Text(closing) => match text_end(bytes, next, closing.as_bytes()) {
                    Ok(end) => at = end,
                    Err(line_end) => {
                        brackets.unclosed_text.get_or_insert(at);
                        at = line_end;
                    }
                },
                Mark::Open => {
                    if brackets.open.len() < MAXIMUM_NESTING {
                        brackets.open.push(at);
                    } else {
                        brackets.too_deep.get_or_insert(at);
                    }
                    at = next;
                }
                Mark::Close => {
                    if brackets.open.pop().is_none() {
                        brackets.stray.get_or_insert(at);
                    }
                    at = next;
                }
                Mark::Other => at = next,
            }
            line.end = at;
        }
        line
    }
}

/// Whether a heading is that of a `let`.
fn is_let(heading: &str) -> bool {
    heading.starts_with('令') || heading.strip_prefix("let").is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// Words after which a formula is unfinished, and before which a line goes on with the formula above it. No clause
/// of a `let` begins with one.
#[rustfmt::skip]
static JOINING: &[&str] = &[
    "=", "＝", ":", "：", "+", "＋", "-", "－", "−", "*", "＊", "×", "/", "／", "÷", "≥", "≤", "≠", "<", ">", "(", "（",
    "且", "或", "并且", "或者", "的", "当", "否则", "加上", "减去", "乘以", "除以",
    "and", "or", "of", "where", "when", "else", "has", "is", "not", "over",
];

/// Closing brackets begin a line that goes on, but end a formula that may be complete.
static CLOSING: &[&str] = &[")", "）", "]", "］"];

/// Whether the line `rest` goes on with the formula of `before`.
fn goes_on(before: &str, rest: &str) -> bool {
    let is_apart = |next: Option<char>| next.is_none_or(|next| !next.is_alphanumeric() && next != '_');
    let is_word = |word: &str| word.starts_with(char::is_alphabetic);
    let begins = JOINING.iter().chain(CLOSING).any(|word| {
        rest.strip_prefix(word).is_some_and(|after| !is_word(word) || is_apart(after.chars().next()))
    });
    let ends = || {
        JOINING.iter().any(|word| {
            before.strip_suffix(word).is_some_and(|left| !is_word(word) || is_apart(left.chars().next_back()))
        })
    };
    begins || ends()
}

/// Bytes that may begin something other than an ordinary character.
static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let marks = b"\n\r \t\"#()[]{}\xe2\xe3\xef\xc2";
    let mut at = 0;
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
    while at < marks.len() {
        table[marks[at] as usize] = true;
        at += 1;
    }
    table
};

enum Mark {
    LineEnd,
    Blank,
    Comment,
    /// A text or quoted name, with what closes it.
    Text(&'static str),
    Open,
    Close,
    Other,
}

/// What a special byte, with the two after it, begins, and its length in bytes.
fn mark(byte: u8, after: Option<(u8, u8)>) -> (Mark, usize) {
    match (byte, after) {
        (b'\n', _) => (Mark::LineEnd, 1),
        (b' ' | b'\t' | b'\r', _) => (Mark::Blank, 1),
        (0xc2, Some((0xa0, _))) => (Mark::Blank, 2),
        (0xe3, Some((0x80, 0x80))) => (Mark::Blank, 3),
        (b'#', _) => (Mark::Comment, 1),
        (0xef, Some((0xbc, 0x83))) => (Mark::Comment, 3),
        (b'"', _) => (Mark::Text("\""), 1),
        (0xe2, Some((0x80, 0x9c))) => (Mark::Text("”"), 3),
        (0xe3, Some((0x80, 0x8c))) => (Mark::Text("」"), 3),
        (b'(' | b'[' | b'{', _) => (Mark::Open, 1),
        (0xef, Some((0xbc, 0x88 | 0xbb))) => (Mark::Open, 3),
        (b')' | b']' | b'}', _) => (Mark::Close, 1),
        (0xef, Some((0xbc, 0x89 | 0xbd))) => (Mark::Close, 3),
        _ => (Mark::Other, 1),
    }
}

/// The byte after `closing`, looked for from `from` on; the end of the line when it does not stand in it.
fn text_end(bytes: &[u8], from: usize, closing: &[u8]) -> Result<usize, usize> {
    let mut at = from;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(closing) {
            return Ok(at.saturating_add(closing.len()));
        }
        if rest.starts_with(b"\n") {
            return Err(at);
        }
        at = at.saturating_add(1);
    }
    Err(bytes.len())
}

/// Removes blank lines at both ends.
fn trim_blank_ends(comments: &mut Vec<String>) {
    while comments.last().is_some_and(String::is_empty) {
        comments.pop();
    }
    let leading = comments.iter().take_while(|comment| comment.is_empty()).count();
    comments.drain(..leading);
}

#[cfg(test)]
mod tests {
    use super::cut;

    fn pieces(text: &str) -> Vec<(Option<&str>, Vec<&str>)> {
        let slice = |piece: &super::Piece| &text[piece.start..piece.end];
        cut(text)
            .blocks
            .iter()
            .map(|block| (block.heading.as_ref().map(slice), block.clauses.iter().map(slice).collect()))
            .collect()
    }

    #[test]
    fn items_clauses_and_continuations() {
        let text = "\u{feff}award a # x\r\n\u{3000}for b\r\n      or c\r\n\tpays \"#\" # y\n  # z\nfact d : one of e,\n  f,\n  g\n  label \"1\"";
        assert_eq!(
            pieces(text),
            vec![
                (Some("award a"), vec!["for b\r\n      or c\r\n\tpays \"#\""]),
                (Some("fact d : one of e,\n  f,\n  g"), vec!["label \"1\""]),
            ]
        );
        assert_eq!(pieces("  x\ny"), vec![(None, vec!["x"]), (Some("y"), vec![])]);
    }

    #[test]
    fn a_let_goes_on_where_it_is_unfinished() {
        for text in [
            "令 两者 = 甲 且\n    乙",
            "令 两者 = 甲\n    且 乙",
            "令 率 =\n  5% 当 甲\n  否则 3% 当 乙 或\n  丙",
            "let rate = 5% where a\n  else 3%",
            "令 基数 = 最高者(甲\n  乙\n )",
            "令 率 = 按 甲 定比例：\n  5万以上 5%，\n  以下 3%",
        ] {
            assert_eq!(pieces(text), vec![(Some(text), vec![])], "{text}");
        }
        let text = "令 两者 = 甲 且\n   乙 # x\n  名称 \"两者\"";
        assert_eq!(pieces(text), vec![(Some("令 两者 = 甲 且\n   乙"), vec!["名称 \"两者\""])]);
        // What begins like a word that joins, but is a longer one, begins a clause.
        assert_eq!(pieces("let a = b\n  order 5")[0].1, ["order 5"]);
        assert_eq!(pieces("fact a : bool\n  or b")[0].1, ["or b"]);
    }

    #[test]
    fn comments_stay_with_what_they_stand_at() {
        let cut = cut(
            "# top\n\n# of a\nfact a : x # beside\n\n  # above label\n  label # within\n     # more\n    \"l\" # end\n# last\n\n",
        );
        let block = &cut.blocks[0];
        let heading = &block.heading.as_ref().unwrap().comments;
        assert_eq!(heading.above, ["top", "", "of a"]);
        assert_eq!(heading.beside.as_deref(), Some("beside"));
        let clause = &block.clauses[0].comments;
        assert_eq!(clause.above, ["", "above label", "within", "more"]);
        assert_eq!(clause.beside.as_deref(), Some("end"));
        assert_eq!(cut.trailing, ["last"]);
    }

    #[test]
    fn brackets_are_counted_without_being_followed() {
        let text = format!("x {}", "(".repeat(1_000_000));
        let cut = cut(&text);
        let brackets = &cut.blocks[0].heading.as_ref().unwrap().brackets;
        assert_eq!(brackets.too_deep, Some(66));
        assert_eq!(brackets.open.len(), 64);
    }
}
