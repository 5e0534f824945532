//! The syntax tree: a rule file as its author wrote it, line by line, comments kept, nothing resolved.
//!
//! One tree serves both spellings. Chains (`a and b and c`, `a + b − c`) are flat lists, so that a
//! long clause is no deeper than a short one.

mod bracket;
mod clause;
mod comparison;
mod example;
mod expr;
mod payout;
mod population;
mod target;
mod time;
mod types;

pub use bracket::*;
pub use clause::*;
pub use comparison::*;
pub use example::*;
pub use expr::*;
pub use payout::*;
pub use population::*;
pub use target::*;
pub use time::*;
pub use types::*;

use crate::source::Span;

/// Which spelling of the grammar an author used for a line; the formatter keeps it unless told otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Spelling {
    /// Chinese keywords.
    #[default]
    Zh,
    /// English keywords.
    En,
}

/// A name as written (normalised to NFC, quotes 「」 removed).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Name {
    /// The normalised name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A text between quotes, without them.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Quoted {
    /// The words.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A section of the policy document that an item cites, such as `二(一)3`, as written but with half-width brackets.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Section {
    /// The section.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Comments around a line, each without its `#` and trimmed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Comments {
    /// Comment lines above; an empty string stands for a blank line before, between or after them.
    pub above: Vec<String>,
    /// A comment at the end of the line.
    pub beside: Option<String>,
}

/// A whole rule file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ast {
    /// Items in the order written.
    pub items: Vec<Item>,
    /// Comments after the last item.
    pub trailing: Vec<String>,
    /// Names and labels that lines declare which could not be read; reported there, and not where they are used.
    pub unread: Vec<String>,
}

/// One item: a heading in the first column, its clauses indented below.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Item {
    /// The whole item.
    pub span: Span,
    /// The heading line.
    pub heading_span: Span,
    /// Spelling of the heading's keyword.
    pub spelling: Spelling,
    /// Comments around the heading.
    pub comments: Comments,
    /// What the heading says.
    pub heading: Heading,
    /// The clauses, in the order written. A clause that could not be read is missing here and reported.
    pub clauses: Vec<Clause>,
    /// Whether a clause is missing because it could not be read: what the item seems to lack may stand there.
    pub incomplete: bool,
}

/// What the first line of an item says.
#[expect(clippy::large_enum_variant, reason = "few are held at a time; the larger variant is the common one")]
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Heading {
    /// `policy qingdao "…"`
    Policy { name: Name, title: Option<Quoted> },
    /// `fact x : money "…"`
    Fact { name: Name, ty: TypeExpr, label: Option<Quoted> },
    /// `table base_amount "…" by kind, level cites …`; each key is a name or `item.field`.
    Table { name: Name, title: Option<Quoted>, keys: Vec<Expr>, cites: Vec<Section> },
    /// `let x = … "label"`
    Let { name: Name, value: Amount, label: Option<Quoted> },
    /// An award, ladder, group, support, target or fund.
    Rule { kind: RuleKind, name: Name, title: Option<Quoted>, cites: Vec<Section> },
    /// `not encoded 三(一) because "…"`
    NotEncoded { cites: Vec<Section>, because: Quoted },
    /// `example "…"`
    Example { title: Quoted },
}

/// The items that share the heading `keyword id "title" cites …`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RuleKind {
    /// Conditions and an amount.
    Award,
    /// Ordered steps of which the highest counts.
    Ladder,
    /// How awards combine.
    Group,
    /// An entitlement whose amount the text leaves open.
    Support,
    /// An indicator.
    Target,
    /// A budget.
    Fund,
    /// Indicators with points.
    Score,
}
