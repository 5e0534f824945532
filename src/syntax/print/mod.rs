//! The canonical form of a tree: what `fmt` writes.
//!
//! One blank line between items, clauses indented by two, what they say in one column, comments kept, long
//! lists broken at commas. Round brackets stand where the author put them, and where a translation between
//! the spellings needs them.

mod bracket;
mod clause;
mod example;
mod expr;
mod flow;
mod heading;
mod limit;
mod number;
mod payout;
mod population;
mod score;
mod table;
mod target;
mod time;
mod versions;
mod years;

use unicode_width::UnicodeWidthStr as _;

use self::flow::Flow;
use super::ast::{Ast, Clause, ClauseKind, Comments, Item, Name, Quoted, Section, Spelling};
use super::likeness::may_stand_close;
use super::names::is_plain_name;

/// Lines are broken beyond this width.
const WIDTH: usize = 100;

/// Where what a clause says begins, unless a keyword is too long for it.
const COLUMN: usize = 12;

/// The canonical form. `None` keeps the spelling of each line; `Some` translates keywords and units, never names.
pub fn print(ast: &Ast, to: Option<Spelling>) -> String {
    let mut out = String::new();
    let mut before: Option<&Item> = None;
    for item in &ast.items {
        let close = before.is_some_and(|before| may_stand_close(before, item));
        if before.is_some() && !close {
            out.push('\n');
        }
        print_item(&mut out, item, to);
        before = Some(item);
    }
    if !ast.trailing.is_empty() {
        if before.is_some() {
            out.push('\n');
        }
        comments_above(&mut out, &ast.trailing, "");
    }
    out
}

fn print_item(out: &mut String, item: &Item, to: Option<Spelling>) {
    comments_above(out, &item.comments.above, "");
    let heading = Writer::new(item.spelling, to).heading(&item.heading);
    // A heading goes on in the next line after a comma, that of a `let` also before `else`: it is broken nowhere else.
    line(out, &heading.lines(WIDTH, 0, 6), &item.comments);
    let lines: Vec<(String, Flow)> = item.clauses.iter().map(|clause| clause_line(clause, to)).collect();
    let longest = lines.iter().filter(|(_, flow)| !flow.is_empty()).map(|(keyword, _)| keyword.width());
    let column = longest.filter(|&width| width <= COLUMN).max().unwrap_or(0).saturating_add(4).max(COLUMN);
    let steps = StepWidths::of(&item.clauses, to);
    for (clause, (keyword, flow)) in item.clauses.iter().zip(lines) {
        comments_above(out, &clause.comments.above, "  ");
        let mut start = format!("  {keyword}");
        let flow = match &clause.kind {
            ClauseKind::Step { .. } => steps.aligned(clause, to).unwrap_or(flow),
            _ => flow,
        };
        if !flow.is_empty() {
            pad(&mut start, column);
        }
        let mut lines = flow.lines(WIDTH, start.width(), column);
        if let Some(first) = lines.first_mut() {
            first.insert_str(0, &start);
        }
        line(out, &lines, &clause.comments);
    }
}

/// A clause as its keyword and what follows.
fn clause_line(clause: &Clause, to: Option<Spelling>) -> (String, Flow) {
    let writer = Writer::new(clause.spelling, to);
    let (keyword, mut flow) = writer.clause(&clause.kind);
    writer.cites(&mut flow, &clause.cites);
    (keyword, flow)
}

/// Fills up with blanks to a column; at least one.
fn pad(line: &mut String, column: usize) {
    let missing = column.saturating_sub(line.width()).max(1);
    line.extend(std::iter::repeat_n(' ', missing));
}

fn comments_above(out: &mut String, comments: &[String], indent: &str) {
    for comment in comments {
        if !comment.is_empty() {
            out.push_str(indent);
            push_comment(out, comment);
        }
        out.push('\n');
    }
}

fn push_comment(out: &mut String, comment: &str) {
    out.push('#');
    // `## Title` stays what it is.
    if !comment.starts_with('#') {
        out.push(' ');
    }
    out.push_str(comment);
}

fn line(out: &mut String, lines: &[String], comments: &Comments) {
    out.push_str(&lines.join("\n"));
    if let Some(beside) = comments.beside.as_ref().filter(|beside| !beside.is_empty()) {
        out.push_str("  ");
        push_comment(out, beside);
    }
    out.push('\n');
}

/// Steps of a ladder stand in columns: names, amounts flush right, conditions.
struct StepWidths {
    name: usize,
    amount: usize,
}

impl StepWidths {
    fn of(clauses: &[Clause], to: Option<Spelling>) -> StepWidths {
        let mut widths = StepWidths { name: 0, amount: 0 };
        for clause in clauses {
            if let Some((name, amount, _)) = step(clause, to) {
                widths.name = widths.name.max(name.width());
                widths.amount = widths.amount.max(amount.width());
            }
        }
        widths
    }

    fn aligned(&self, clause: &Clause, to: Option<Spelling>) -> Option<Flow> {
        let (mut name, amount, mut flow) = step(clause, to)?;
        // Columns that leave no room for the condition help nobody.
        if self.name.saturating_add(self.amount) > 60 {
            return None;
        }
        if self.name > 0 {
            pad(&mut name, self.name.saturating_add(1));
        }
        let flush = self.amount.saturating_sub(amount.width());
        name.extend(std::iter::repeat_n(' ', flush));
        flow.insert_at_start(&format!("{name}{amount}   "));
        Some(flow)
    }
}

/// Name, amount and the rest of a step.
fn step(clause: &Clause, to: Option<Spelling>) -> Option<(String, String, Flow)> {
    let ClauseKind::Step { name, amount, condition } = &clause.kind else { return None };
    let writer = Writer::new(clause.spelling, to);
    let name = name.as_ref().map_or_else(String::new, |name| writer.text(&name.text));
    let mut flow = Flow::new();
    writer.condition(&mut flow, condition);
    writer.cites(&mut flow, &clause.cites);
    let mut value = Flow::new();
    writer.expr_before_where(&mut value, amount);
    Some((name, value.text(), flow))
}

/// Writes in one spelling.
#[derive(Clone, Copy)]
struct Writer {
    spelling: Spelling,
    /// Whether units of the other spelling are translated too.
    translating: bool,
}

impl Writer {
    /// In the spelling asked for, or else the line's own.
    fn new(own: Spelling, to: Option<Spelling>) -> Writer {
        Writer { spelling: to.unwrap_or(own), translating: to.is_some() }
    }

    /// The word of the spelling.
    fn word(self, en: &'static str, zh: &'static str) -> &'static str {
        match self.spelling {
            Spelling::En => en,
            Spelling::Zh => zh,
        }
    }

    fn is_zh(self) -> bool {
        self.spelling == Spelling::Zh
    }

    /// A text within the quotes that it does not hold itself.
    fn text(self, text: &str) -> String {
        if text.contains('"') { format!("“{text}”") } else { format!("\"{text}\"") }
    }

    fn texts(self, flow: &mut Flow, texts: &[Quoted]) {
        for (at, text) in texts.iter().enumerate() {
            if at > 0 {
                flow.comma();
            }
            flow.word(&self.text(&text.text));
        }
    }

    fn name(self, name: &Name) -> String {
        name_text(&name.text)
    }

    fn names(self, flow: &mut Flow, names: &[Name]) {
        for (at, name) in names.iter().enumerate() {
            if at > 0 {
                flow.comma();
            }
            flow.word(&self.name(name));
        }
    }

    /// `cites …`, if there is anything to cite.
    fn cites(self, flow: &mut Flow, cites: &[Section]) {
        if !cites.is_empty() {
            flow.word(self.word("cites", "依据"));
            self.sections(flow, cites);
        }
    }

    fn sections(self, flow: &mut Flow, sections: &[Section]) {
        for (at, section) in sections.iter().enumerate() {
            if at > 0 {
                flow.comma();
            }
            let ends = |char: char| {
                char.is_whitespace() || matches!(char, ',' | '，' | '、' | '"' | '“' | '#' | '＃')
            };
            let bare = !section.text.is_empty() && !section.text.contains(ends);
            flow.word(&if bare { section.text.clone() } else { self.text(&section.text) });
        }
    }
}

/// A name, in quotes if it would be read as something else.
fn name_text(name: &str) -> String {
    if is_plain_name(name) { name.to_owned() } else { format!("「{name}」") }
}
