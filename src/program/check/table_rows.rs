//! Rows of tables as they stand in the rule file: their keys, doubles, and combinations that are missing.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Words, policy as entries, types as type_entries};
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, Clause, ClauseKind, Item};

use super::super::{Expr, KeyValue, TableRow, Type};
use super::Checker;
use super::table::{Key, number_key, titles};

/// Rows in the making: keys, the place, the value.
pub(super) type Drafts = Vec<((Vec<KeyValue>, Span), Expr)>;

/// Missing combinations named in one finding.
const NAMED: usize = 5;
/// Combinations gone through to find missing ones.
const COMBINATIONS: usize = 1_000_000;

/// Rows and where each combination was first given.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) rows: Drafts,
    places: BTreeMap<Vec<KeyValue>, Span>,
    /// A row could not be read; that has been reported.
    pub(super) broken: bool,
}

impl Checker {
    /// All rows of a table; `None` when an error makes them unusable.
    pub(super) fn table_rows(&mut self, item: &Item, keys: &[Key], sources: &Sources) -> Option<Drafts> {
        let mut gathered = Gathered::default();
        let mut columns: Option<Vec<(KeyValue, Span)>> = None;
        for clause in &item.clauses {
            if let ClauseKind::Columns(values) = &clause.kind {
                let last = keys.last().filter(|_| keys.len() > 1);
                let Some(last) = last else {
                    self.report(Diagnostic::new(&entries::COLUMNS_OF_ONE_KEY, clause.span));
                    return None;
                };
                let values: Vec<Option<(KeyValue, Span)>> = values
                    .iter()
                    .map(|value| Some((self.row_key(value, &last.key.ty)?, value.span)))
                    .collect();
                columns = Some(values.into_iter().collect::<Option<_>>()?);
            }
        }
        for clause in &item.clauses {
            if let ClauseKind::Row { keys: given, cells } = &clause.kind {
                self.row(&mut gathered, keys, columns.as_deref(), clause, given, cells);
            } else if let ClauseKind::RowsFrom(path) = &clause.kind {
                self.rows_of_file(&mut gathered, keys, path, sources);
            }
        }
        if gathered.broken {
            return None;
        }
        if gathered.rows.is_empty() {
            self.report(Diagnostic::new(&entries::TABLE_WITHOUT_ROWS, item.heading_span));
            return None;
        }
        Some(gathered.rows)
    }

    fn row(
        &mut self,
        gathered: &mut Gathered,
        keys: &[Key],
        columns: Option<&[(KeyValue, Span)]>,
        clause: &Clause,
        given: &[ast::Expr],
        cells: &[Option<ast::Expr>],
    ) {
        let own = if columns.is_some() { keys.len().saturating_sub(1) } else { keys.len() };
        let wide = columns.map_or(1, <[_]>::len);
        if given.len() != own || cells.len() != wide {
            let listed: Vec<_> = keys.iter().take(own).map(|key| key.key.clone()).collect();
            let diagnostic = Diagnostic::new(&entries::ROW_LENGTH, clause.span)
                .arg("keys", own.to_string())
                .arg("titles", titles(&listed))
                .arg("values", wide.to_string())
                .arg("found_keys", given.len().to_string())
                .arg("found_values", cells.len().to_string());
            self.report(diagnostic);
            gathered.broken = true;
            return;
        }
        let found: Vec<Option<KeyValue>> =
            given.iter().zip(keys).map(|(given, key)| self.row_key(given, &key.key.ty)).collect();
        let Some(found) = found.into_iter().collect::<Option<Vec<_>>>() else {
            gathered.broken = true;
            return;
        };
        for (at, cell) in cells.iter().enumerate() {
            let Some(cell) = cell else { continue };
            let mut keys = found.clone();
            keys.extend(columns.and_then(|columns| columns.get(at)).map(|(key, _)| key.clone()));
            match self.expr(cell, None) {
                Some(value) => self.gather(gathered, keys, cell.span, value),
                None => gathered.broken = true,
            }
        }
    }

    /// Takes a row, unless its keys have been given before.
    pub(super) fn gather(&mut self, gathered: &mut Gathered, keys: Vec<KeyValue>, span: Span, value: Expr) {
        if let Some(&first) = gathered.places.get(&keys) {
            self.report(Diagnostic::new(&entries::ROW_TWICE, span).label(first, "first"));
            gathered.broken = true;
            return;
        }
        gathered.places.insert(keys.clone(), span);
        gathered.rows.push(((keys, span), value));
    }

    /// A key of a row as the author wrote it.
    fn row_key(&mut self, key: &ast::Expr, ty: &Type) -> Option<KeyValue> {
        match (&key.kind, ty) {
            (ast::ExprKind::Name(name), Type::Enum(members)) => match self.member(*members, name) {
                Some(position) => Some(KeyValue::Enum(position)),
                None => {
                    self.unknown_member(*members, name, key.span);
                    None
                }
            },
            (_, Type::Number(measure)) => number_key(self, key, measure),
            (ast::ExprKind::Text(text), Type::Text) => Some(KeyValue::Text(text.clone())),
            (ast::ExprKind::Date(date), Type::Date) => Some(KeyValue::Date(*date)),
            (_, Type::Bool | Type::Enum(_) | Type::Set(_) | Type::Date | Type::Text | Type::List(_)) => {
                let wanted = self.type_words(ty);
                self.report(Diagnostic::new(&type_entries::WRONG_ROW_KEY, key.span).arg("wanted", wanted));
                None
            }
        }
    }

    /// Whether every combination of keys has a row, a date apart; what is missing is reported.
    pub(super) fn table_is_complete(&mut self, item: &Item, keys: &[Key], rows: &[TableRow]) -> bool {
        let exact: Vec<usize> =
            (0..keys.len()).filter(|&at| keys.get(at).is_some_and(|key| key.key.ty != Type::Date)).collect();
        let of_exact = |row: &TableRow| -> Vec<KeyValue> {
            exact.iter().filter_map(|&at| row.keys.get(at)).cloned().collect()
        };
        let listed: BTreeSet<Vec<KeyValue>> = rows.iter().map(of_exact).collect();
        let mut values: Vec<&[KeyValue]> = Vec::new();
        for &at in &exact {
            let Some(key) = keys.get(at) else { continue };
            match &key.values {
                Some(known) => values.push(known),
                None => {
                    let diagnostic = Diagnostic::new(&entries::TABLE_LEFT_OPEN, item.heading_span)
                        .arg("key", key.key.title.clone())
                        .label(key.key.span, "key");
                    self.report(diagnostic);
                    return false;
                }
            }
        }
        let all = values.iter().try_fold(1_usize, |all, one| all.checked_mul(one.len()));
        let lacking = all.map_or(usize::MAX, |all| all.saturating_sub(listed.len()));
        if lacking == 0 {
            return true;
        }
        let missing =
            combinations(&values).take(COMBINATIONS).filter(|keys| !listed.contains(keys)).take(NAMED);
        let types: Vec<&Type> = exact.iter().filter_map(|&at| keys.get(at)).map(|key| &key.key.ty).collect();
        let named: Vec<String> = missing.map(|keys| self.combination(&keys, &types)).collect();
        let more = if lacking > named.len() { "…" } else { "" };
        let diagnostic = Diagnostic::new(&entries::TABLE_INCOMPLETE, item.heading_span)
            .arg("missing", Words::new(named.join("；") + more, named.join("; ") + more))
            .arg("number", lacking.to_string());
        self.report(diagnostic);
        false
    }

    fn combination(&self, keys: &[KeyValue], types: &[&Type]) -> String {
        let word = |(key, ty): (&KeyValue, &&Type)| match (key, ty) {
            (KeyValue::Enum(position), Type::Enum(members)) => {
                let value = self.declared.enums.at(*members).values.get(*position);
                value.map_or_else(String::new, |value| value.title().to_owned())
            }
            (KeyValue::Enum(position), _) => position.to_string(),
            (KeyValue::Number(number), _) => number.to_shortest(),
            (KeyValue::Date(date), _) => date.to_string(),
            (KeyValue::Text(text), _) => text.clone(),
        };
        keys.iter().zip(types).map(word).collect::<Vec<_>>().join(" × ")
    }
}

/// All combinations of one value of each key, the last key running fastest.
fn combinations<'v>(values: &'v [&'v [KeyValue]]) -> impl Iterator<Item = Vec<KeyValue>> + 'v {
    let mut at: Option<Vec<usize>> =
        if values.iter().all(|one| !one.is_empty()) { Some(vec![0; values.len()]) } else { None };
    std::iter::from_fn(move || {
        let here = at.take()?;
        let mut next = here.clone();
        let mut position = values.len();
        while let Some(before) = position.checked_sub(1) {
            position = before;
            let (Some(slot), Some(all)) = (next.get_mut(position), values.get(position)) else { break };
            *slot = slot.saturating_add(1);
            if *slot < all.len() {
                at = Some(next);
                break;
            }
            *slot = 0;
        }
        Some(here.iter().zip(values).filter_map(|(&at, all)| all.get(at).cloned()).collect())
    })
}
