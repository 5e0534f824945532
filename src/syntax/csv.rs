//! Tables in files of their own: comma-separated cells with their places, and the value that a cell holds.

use pest::Parser as _;

use super::ast::{Expr, RowKey};
use super::build::Build;
use super::grammar::{Grammar, Rule};
use super::text;
use crate::diagnostic::{Diagnostic, syntax, types};
use crate::source::{FileId, Span};

/// One cell: its words without quotes and without blanks around them, and its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// The words.
    pub text: String,
    /// Where they stand, quotes included.
    pub span: Span,
}

/// The lines of a comma-separated text, each as its cells; lines without any words are passed over.
///
/// Cells may be quoted, a quote inside is written twice. Never fails on any text: what cannot be read is
/// among the findings.
pub fn lines(file: FileId, text: &str, found: &mut Vec<Diagnostic>) -> Vec<Vec<Cell>> {
    let mut lines = Vec::new();
    if !text::check(file, text, found) {
        return lines;
    }
    let mut line = Vec::new();
    let mut at = 0;
    loop {
        let (cell, end, next) = cell(file, text, at, found);
        line.push(cell);
        if next == Some(',') {
            at = end.saturating_add(1);
            continue;
        }
        if line.iter().any(|cell: &Cell| !cell.text.is_empty()) {
            lines.push(std::mem::take(&mut line));
        }
        line.clear();
        match next {
            Some(_) => at = end.saturating_add(1),
            None => return lines,
        }
    }
}

/// The cell that begins at `from`, the byte after it, and what stands there.
fn cell(file: FileId, text: &str, from: usize, found: &mut Vec<Diagnostic>) -> (Cell, usize, Option<char>) {
    let rest = text.get(from..).unwrap_or_default();
    let blank = |letter: char| matches!(letter, ' ' | '\t' | '\u{3000}');
    let begin = from.saturating_add(rest.len().saturating_sub(rest.trim_start_matches(blank).len()));
    let rest = text.get(begin..).unwrap_or_default();
    let mut words = String::new();
    let mut at = begin;
    if let Some(quoted) = rest.strip_prefix('"') {
        at = at.saturating_add(1);
        let mut letters = quoted.chars().peekable();
        let mut closed = false;
        while let Some(letter) = letters.next() {
            at = at.saturating_add(letter.len_utf8());
            if letter == '"' {
                if letters.next_if_eq(&'"').is_none() {
                    closed = true;
                    break;
                }
                at = at.saturating_add(1);
            }
            words.push(letter);
        }
        if !closed {
            found.push(Diagnostic::new(
                &syntax::UNCLOSED_TEXT,
                Span::new(file, begin..begin.saturating_add(1)),
            ));
        }
    }
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.find([',', '\n']).unwrap_or(rest.len());
    words.push_str(rest.get(..length).unwrap_or_default());
    let end = at.saturating_add(length);
    let shown = text.get(begin..end).unwrap_or_default().trim_end().len();
    let span = Span::new(file, begin..begin.saturating_add(shown));
    let next = text.get(end..).and_then(|rest| rest.chars().next());
    (Cell { text: words.trim().to_owned(), span }, end, next)
}

/// The value that a cell holds, as rules write it: `50万元`, `3.45%`, `2024-02-20`; `None` with a finding if none.
pub fn value(cell: &Cell, found: &mut Vec<Diagnostic>) -> Option<Expr> {
    let offset = cell.span.range().start;
    let read = Grammar::parse(Rule::lone_cell, &cell.text).ok().and_then(|mut reads| reads.next());
    let Some(read) = read else {
        found.push(Diagnostic::new(&types::CELL_WITHOUT_VALUE, cell.span).arg("text", cell.text.clone()));
        return None;
    };
    let mut build = Build { file: cell.span.file, offset, diagnostics: found };
    let expr = build.lone_cell(&read)?;
    Some(Expr { span: cell.span, ..expr })
}

/// The key of a row that a cell holds: `12 months`, `>= 5m and < 10m`; `None` with a finding if none.
pub fn key(cell: &Cell, found: &mut Vec<Diagnostic>) -> Option<RowKey> {
    let offset = cell.span.range().start;
    let read = Grammar::parse(Rule::lone_key, &cell.text).ok().and_then(|mut reads| reads.next());
    let Some(read) = read else {
        found.push(Diagnostic::new(&types::CELL_WITHOUT_VALUE, cell.span).arg("text", cell.text.clone()));
        return None;
    };
    Build { file: cell.span.file, offset, diagnostics: found }.row_key(&read)
}

#[cfg(test)]
mod tests {
    use super::{lines, value};
    use crate::source::FileId;

    fn read(text: &str) -> (Vec<Vec<String>>, usize) {
        let mut found = Vec::new();
        let lines = lines(FileId::first(), text, &mut found);
        let words = lines.into_iter().map(|line| line.into_iter().map(|cell| cell.text).collect());
        (words.collect(), found.len())
    }

    #[test]
    fn cells_of_every_form() {
        assert_eq!(
            read("a, b ,c\r\n\r\n\"x, \"\"y\"\"\",,3\n"),
            (
                vec![
                    vec!["a".into(), "b".into(), "c".into()],
                    vec!["x, \"y\"".into(), "".into(), "3".into()]
                ],
                0
            )
        );
        assert_eq!(read("").0, Vec::<Vec<String>>::new());
        assert_eq!(read("a"), (vec![vec!["a".into()]], 0));
        assert_eq!(read("\"a\nb").1, 1);
        assert_eq!(read(&",".repeat(100_000)).0.len(), 0);
    }

    #[test]
    fn a_cell_has_its_line_and_column_and_its_value() {
        let text = "甲,乙\n\"50万元\",2024-02-20\n";
        let mut sources = crate::source::Sources::new();
        let file = sources.add("t.csv", text);
        let mut found = Vec::new();
        let lines = lines(file, text, &mut found);
        let cell = &lines[1][1];
        assert_eq!(sources.place(cell.span), "t.csv:2:8");
        assert!(value(cell, &mut found).is_some() && value(&lines[1][0], &mut found).is_some());
        assert!(value(&lines[0][0], &mut found).is_some(), "a bare name is an expression");
        let bad = super::Cell { text: "5 5".into(), span: cell.span };
        assert!(value(&bad, &mut found).is_none() && found.len() == 1);
    }
}
