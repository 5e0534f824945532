//! What nothing uses: facts, fields of lists, intermediate values.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, analysis as entries};
use crate::program::{ExprKind, FactId, LetId, ListId, Part, PartKind, Program, Type};

use super::pieces::{each, of_rules};
use super::words;

#[derive(Default)]
struct Used {
    facts: BTreeSet<FactId>,
    fields: BTreeSet<(ListId, usize)>,
    lists: BTreeSet<ListId>,
    lets: BTreeSet<LetId>,
}

/// Facts, fields and intermediate values that no award, ladder, support, group or target uses.
pub(super) fn unused(program: &Program) -> Vec<Diagnostic> {
    let used = used(program);
    let mut found = Vec::new();
    for (id, fact) in program.facts.iter_ids() {
        let list = if let Type::List(list) = fact.ty { Some(list) } else { None };
        let read = used.facts.contains(&id) || list.is_some_and(|list| used.lists.contains(&list));
        if !read {
            let name = words::title(&fact.name, fact.label.as_deref());
            found.push(Diagnostic::new(&entries::FACT_UNUSED, fact.span).arg("fact", name));
            continue;
        }
        let Some(list) = list else { continue };
        for (place, field) in program.lists.at(list).fields.iter().enumerate() {
            if !used.fields.contains(&(list, place)) {
                let of = words::title(&fact.name, fact.label.as_deref());
                let name = words::title(&field.name, field.label.as_deref());
                found.push(
                    Diagnostic::new(&entries::FIELD_UNUSED, field.span).arg("field", name).arg("list", of),
                );
            }
        }
    }
    for (id, definition) in program.lets.iter_ids() {
        if !used.lets.contains(&id) {
            let name = words::title(&definition.name, definition.label.as_deref());
            found.push(Diagnostic::new(&entries::LET_UNUSED, definition.span).arg("name", name));
        }
    }
    found
}

fn used(program: &Program) -> Used {
    let mut used = Used::default();
    for award in &program.awards {
        if award.kinds.is_some() {
            used.facts.extend(program.applicant);
        }
        if let Some(each) = &award.each {
            used.facts.insert(each.fact);
            used.lists.insert(each.list);
        }
        for Part { kind, .. } in &award.parts {
            if let PartKind::Quota { fact, .. } = kind {
                used.facts.extend(*fact);
            }
        }
    }
    for replaced in &program.policy.replaces {
        let named = |fact: &crate::program::Fact| replaced.by.as_ref() == Some(&fact.name);
        used.facts.extend(program.facts.iter_ids().find(|(_, fact)| named(fact)).map(|(id, _)| id));
    }
    used.facts.extend(program.targets.iter().flat_map(|target| &target.goals).filter_map(|goal| goal.fact));
    let mut open = of_rules(program);
    while let Some((expr, list)) = open.pop() {
        let mut reached = Vec::new();
        each(expr, list, &mut |expr, _| {
            if let ExprKind::Fact(fact) | ExprKind::FactIn(fact, _) = expr.kind {
                used.facts.insert(fact);
            } else if let ExprKind::Field(list, field) = expr.kind {
                used.fields.insert((list, field));
            } else if let ExprKind::Aggregate { list, .. } = expr.kind {
                used.lists.insert(list);
            } else if let ExprKind::Let(id) = expr.kind
                && used.lets.insert(id)
            {
                reached.push(id);
            }
        });
        open.extend(reached.into_iter().filter_map(|id| Some((&program.lets.get(id)?.value, None))));
    }
    used
}
