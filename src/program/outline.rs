//! Outline: the items of a policy with their sections, as far as they can be read, whatever else is wrong with them.

use std::collections::BTreeSet;

use crate::source::Span;
use crate::syntax::ast::{Ast, ClauseKind, Heading, Item, RuleKind, Section};

/// What an item is, for the question whether the text of a policy is covered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OutlineKind {
    /// An award, ladder, group, support, target, fund or score: it stands for clauses of the text.
    Rule,
    /// Declared not to be encoded.
    NotEncoded,
    /// The header.
    Policy,
    /// A fact, table or intermediate value: it belongs to the rules that name it.
    Named,
}

/// One item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutlineItem {
    /// What it is.
    pub kind: OutlineKind,
    /// Its id; the reason of what is not encoded.
    pub id: String,
    /// Its title or label, by which rules may name it as well.
    pub label: Option<String>,
    /// The sections that it and its parts cite.
    pub cites: Vec<String>,
    /// Which sentences of the first section it stands for; all where it says none.
    pub sentences: Vec<i32>,
    /// The whole item.
    pub span: Span,
    /// What says nothing of its own: its sections and sentences, and the shares of a fund that pays for awards of which
    /// none is there: they only say who bears what an award comes to.
    pub silent: Vec<Span>,
}

/// The items of the files of one policy, in their order; examples are none.
pub fn outline<'a>(files: impl IntoIterator<Item = &'a Ast>) -> Vec<OutlineItem> {
    let items: Vec<&Item> = files.into_iter().flat_map(|ast| &ast.items).collect();
    let rules: BTreeSet<&str> = items.iter().filter_map(|item| rule(item)).collect();
    items.into_iter().filter_map(|one| item(one, &rules)).collect()
}

/// The id of an award, ladder or other rule.
fn rule(item: &Item) -> Option<&str> {
    match &item.heading {
        Heading::Rule { name, .. } => Some(name.text.as_str()),
        Heading::Policy { .. }
        | Heading::Fact { .. }
        | Heading::Let { .. }
        | Heading::Table { .. }
        | Heading::NotEncoded { .. }
        | Heading::Example { .. } => None,
    }
}

fn item(item: &Item, rules: &BTreeSet<&str>) -> Option<OutlineItem> {
    let none: &[Section] = &[];
    let (kind, id, label, own) = match &item.heading {
        Heading::Policy { name, title } => (OutlineKind::Policy, &name.text, title.as_ref(), none),
        Heading::Fact { name, label, .. } | Heading::Let { name, label, .. } => {
            (OutlineKind::Named, &name.text, label.as_ref(), none)
        }
        Heading::Table { name, title, cites, .. } => {
            (OutlineKind::Named, &name.text, title.as_ref(), cites.as_slice())
        }
        Heading::Rule { kind: rule, name, title, cites } => {
            let kind = match rule {
                RuleKind::Award
                | RuleKind::Ladder
                | RuleKind::Group
                | RuleKind::Support
                | RuleKind::Target
                | RuleKind::Fund
                | RuleKind::Score => OutlineKind::Rule,
            };
            (kind, &name.text, title.as_ref(), cites.as_slice())
        }
        Heading::NotEncoded { cites, because } => {
            (OutlineKind::NotEncoded, &because.text, None, cites.as_slice())
        }
        Heading::Example { .. } => return None,
    };
    let parts = item.clauses.iter().flat_map(|clause| &clause.cites);
    let sections: Vec<&Section> = own.iter().chain(parts).collect();
    let mut silent: Vec<Span> = sections.iter().map(|section| section.span).collect();
    let mut sentences = Vec::new();
    let unpaid = item.clauses.iter().any(|clause| {
        matches!(&clause.kind, ClauseKind::PaysFor(awards) if !awards.iter().any(|award| rules.contains(award.award.text.as_str())))
    });
    for clause in &item.clauses {
        if let (ClauseKind::Share { .. }, true) = (&clause.kind, unpaid) {
            silent.push(clause.span);
        }
        if let ClauseKind::Sentences(numbers) = &clause.kind {
            sentences.extend(numbers);
            silent.push(clause.span);
        }
    }
    Some(OutlineItem {
        kind,
        id: id.clone(),
        label: label.map(|label| label.text.clone()),
        cites: sections.into_iter().map(|section| section.text.clone()).collect(),
        sentences,
        span: item.span,
        silent,
    })
}
