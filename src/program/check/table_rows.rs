//! Rows of tables as they stand in the rule file: their keys, doubles, and combinations that are missing.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Words, policy as entries, types as type_entries};
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, BracketEnds, Clause, ClauseKind, Item};

use super::super::{Expr, KeyValue, TableKey, TableRow, Type};
use super::Checker;
use super::bracket::written_in;
use super::one_unit::Together;
use super::table::{Key, number_key, titles};

/// Rows in the making: keys, the place, the value.
pub(super) type Drafts = Vec<((Vec<KeyValue>, Span), Expr)>;

/// A key of a row in the making.
#[derive(Clone, Debug)]
pub(super) enum DraftKey {
    /// A value.
    Value(KeyValue),
    /// A range of numbers, which is known when all are.
    Range(BracketEnds, Span),
}

/// Missing combinations named in one finding.
const NAMED: usize = 5;
/// Combinations gone through to find missing ones.
const COMBINATIONS: usize = 1_000_000;

/// Rows as they are written.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) rows: Vec<((Vec<DraftKey>, Span), Expr)>,
    /// A row could not be read; that has been reported.
    pub(super) broken: bool,
}

impl Checker {
    /// All rows of a table; `None` when an error makes them unusable.
    pub(super) fn table_rows(
        &mut self,
        item: &Item,
        keys: &mut [Key],
        has_otherwise: bool,
        sources: &Sources,
    ) -> Option<Drafts> {
        let mut gathered = Gathered::default();
        let mut columns: Option<Vec<DraftKey>> = None;
        for clause in &item.clauses {
            if let ClauseKind::Columns(values) = &clause.kind {
                let last = keys.last().filter(|_| keys.len() > 1);
                let Some(last) = last else {
                    self.report(Diagnostic::new(&entries::COLUMNS_OF_ONE_KEY, clause.span));
                    return None;
                };
                let values: Vec<Option<DraftKey>> =
                    values.iter().map(|value| self.row_key(value, &last.key.ty)).collect();
                columns = Some(values.into_iter().collect::<Option<_>>()?);
            }
        }
        if !self.units_of_rows(item, keys) {
            return None;
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
        self.settled(gathered.rows, keys, has_otherwise)
    }

    /// Whether every figure among the keys and the values has its own unit.
    fn units_of_rows(&mut self, item: &Item, keys: &[Key]) -> bool {
        let rows = || {
            item.clauses.iter().filter_map(|clause| {
                if let ClauseKind::Row { keys, cells } = &clause.kind { Some((keys, cells)) } else { None }
            })
        };
        let mut whole = true;
        for (at, key) in keys.iter().enumerate() {
            let column = || rows().filter_map(|(keys, _)| keys.get(at));
            let mut written = Vec::new();
            for key_of_row in column() {
                match key_of_row {
                    ast::RowKey::Value(value) => written.push(value),
                    ast::RowKey::Range { ends, .. } => {
                        whole &= self.units_of_ends(ends, &key.key.ty);
                        written.extend(written_in(ends));
                    }
                }
            }
            whole = whole && self.each_has_its_unit(written, Together::List, Some(&key.key.ty));
        }
        let cells = rows().flat_map(|(_, cells)| cells.iter().flatten());
        whole & self.each_has_its_unit(cells, Together::List, None)
    }

    /// The rows with their ranges known; two with the same keys are an error.
    fn settled(
        &mut self,
        mut rows: Vec<((Vec<DraftKey>, Span), Expr)>,
        keys: &mut [Key],
        has_otherwise: bool,
    ) -> Option<Drafts> {
        for (at, key) in keys.iter_mut().enumerate() {
            let mut column: Vec<&mut DraftKey> =
                rows.iter_mut().filter_map(|((keys, _), _)| keys.get_mut(at)).collect();
            if column.iter().any(|key| matches!(key, DraftKey::Range(..))) {
                self.ranges_of_rows(key, &mut column, has_otherwise)?;
            }
        }
        let mut places: BTreeMap<Vec<KeyValue>, Span> = BTreeMap::new();
        let mut settled = Vec::with_capacity(rows.len());
        let mut twice = false;
        for ((keys, span), value) in rows {
            let keys: Vec<KeyValue> = keys
                .into_iter()
                .filter_map(|key| if let DraftKey::Value(value) = key { Some(value) } else { None })
                .collect();
            if let Some(&first) = places.get(&keys) {
                self.report(Diagnostic::new(&entries::ROW_TWICE, span).label(first, "first"));
                twice = true;
                continue;
            }
            places.insert(keys.clone(), span);
            settled.push(((keys, span), value));
        }
        (!twice).then_some(settled)
    }

    fn row(
        &mut self,
        gathered: &mut Gathered,
        keys: &[Key],
        columns: Option<&[DraftKey]>,
        clause: &Clause,
        given: &[ast::RowKey],
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
        let found: Vec<Option<DraftKey>> =
            given.iter().zip(keys).map(|(given, key)| self.row_key(given, &key.key.ty)).collect();
        let Some(found) = found.into_iter().collect::<Option<Vec<_>>>() else {
            gathered.broken = true;
            return;
        };
        for (at, cell) in cells.iter().enumerate() {
            let Some(cell) = cell else { continue };
            let mut keys = found.clone();
            keys.extend(columns.and_then(|columns| columns.get(at)).cloned());
            match self.expr(cell, None) {
                Some(value) => gathered.rows.push(((keys, cell.span), value)),
                None => gathered.broken = true,
            }
        }
    }

    /// A key of a row as the author wrote it.
    pub(super) fn row_key(&mut self, key: &ast::RowKey, ty: &Type) -> Option<DraftKey> {
        match key {
            ast::RowKey::Value(value) => self.value_key(value, ty).map(DraftKey::Value),
            ast::RowKey::Range { ends, span } => {
                if let Type::Number(_) = ty {
                    return Some(DraftKey::Range(ends.clone(), *span));
                }
                let wanted = self.type_words(ty);
                self.report(Diagnostic::new(&type_entries::WRONG_ROW_KEY, *span).arg("wanted", wanted));
                None
            }
        }
    }

    fn value_key(&mut self, key: &ast::Expr, ty: &Type) -> Option<KeyValue> {
        match (&key.kind, ty) {
            (ast::ExprKind::Bool(truth), Type::Bool) => Some(KeyValue::Enum(usize::from(!*truth))),
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
        let of: Vec<&TableKey> = exact.iter().filter_map(|&at| keys.get(at)).map(|key| &key.key).collect();
        let named: Vec<String> = missing.map(|keys| self.combination(&keys, &of)).collect();
        let more = if lacking > named.len() { "…" } else { "" };
        let diagnostic = Diagnostic::new(&entries::TABLE_INCOMPLETE, item.heading_span)
            .arg("missing", Words::new(named.join("；") + more, named.join("; ") + more))
            .arg("number", lacking.to_string());
        self.report(diagnostic);
        false
    }

    fn combination(&self, keys: &[KeyValue], of: &[&TableKey]) -> String {
        let word = |(key, of): (&KeyValue, &&TableKey)| match (key, &of.ty) {
            (KeyValue::Enum(position), Type::Enum(members)) => {
                let value = self.declared.enums.at(*members).values.get(*position);
                value.map_or_else(String::new, |value| value.title().to_owned())
            }
            (KeyValue::Enum(position), Type::Bool) => (*position == 0).to_string(),
            (KeyValue::Enum(position), _) => {
                of.ranges.get(*position).map_or_else(String::new, |range| range.words.clone())
            }
            (KeyValue::Number(number), _) => number.to_shortest(),
            (KeyValue::Date(date), _) => date.to_string(),
            (KeyValue::Text(text), _) => text.clone(),
        };
        keys.iter().zip(of).map(word).collect::<Vec<_>>().join(" × ")
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
