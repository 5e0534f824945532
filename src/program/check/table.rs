//! Tables: their keys, what they say of keys that no row has, and looking a value up.

use crate::diagnostic::{Diagnostic, Words, policy as entries, types as type_entries};
use crate::money::Rational;
use crate::names::Found;
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, ClauseKind, Heading, Item};

use super::super::{Dimension, Expr, ExprKind, KeyValue, Measure, Otherwise, Table, TableId, TableKey, Type};
use super::clauses::{Once, Remarks};
use super::measure::{is_open, settle};
use super::resolve::did_you_mean;
use super::table_rows::Drafts;
use super::{Checker, Symbol};

/// Values of one key that a table is expected to list, at most.
const LISTED_VALUES: i128 = 1_000;

/// A key with all the values it can have, where these are few and known.
pub(super) struct Key {
    pub(super) key: TableKey,
    pub(super) values: Option<Vec<KeyValue>>,
    /// The lowest number it can be.
    pub(super) least: Option<Rational>,
    /// The highest number it can be, where that is declared.
    pub(super) most: Option<Rational>,
}

impl Checker {
    /// A table; nothing is declared of it when an error makes it unusable.
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other clause is misplaced in a table")]
    pub(super) fn table(&mut self, item: &Item, sources: &Sources) {
        let Heading::Table { name, title, keys, cites } = &item.heading else { return };
        let Found::One(Symbol::Table(id)) = self.names.find(&name.text) else { return };
        if self.declared.tables.at(id).is_some() {
            // The second declaration of a name; the repetition has been reported.
            return;
        }
        let keys: Vec<Option<Key>> = keys.iter().map(|key| self.table_key(key)).collect();
        let keys: Option<Vec<Key>> = keys.into_iter().collect();
        let mut remarks = Remarks::default();
        let mut seen = Once::default();
        let mut otherwise = None;
        for clause in &item.clauses {
            let Some(said) = remarks.take(clause) else { continue };
            match said {
                ClauseKind::Row { .. } => {}
                ClauseKind::Columns(_) | ClauseKind::RowsFrom(_) => {
                    self.once(&mut seen, clause);
                }
                ClauseKind::Otherwise(value) => {
                    if self.once(&mut seen, clause) {
                        otherwise = Some(value);
                    }
                }
                _ => self.misplaced(clause, "表", "table"),
            }
        }
        let Some(mut keys) = keys else { return };
        if let Some(second) = keys.iter().filter(|key| key.key.ty == Type::Date).nth(1) {
            let found = Words::new("第二个日期", "a second date");
            self.report(Diagnostic::new(&entries::NO_TABLE_KEY, second.key.span).arg("found", found));
            return;
        }
        let Some(drafts) = self.table_rows(item, &mut keys, otherwise.is_some(), sources) else { return };
        let default = match otherwise {
            Some(Some(value)) => match self.expr(value, None) {
                Some(value) => Some(value),
                None => return,
            },
            Some(None) | None => None,
        };
        let Some((ty, rows, value)) = self.table_values(drafts, default) else { return };
        let otherwise = match (otherwise, value) {
            (Some(_), Some(value)) => Otherwise::Value(value),
            (Some(_), None) => Otherwise::NotEligible,
            (None, _) => Otherwise::Refused,
        };
        if otherwise == Otherwise::Refused && !self.table_is_complete(item, &keys, &rows) {
            return;
        }
        *self.declared.tables.at_mut(id) = Some(Table {
            name: name.text.clone(),
            title: title.as_ref().map_or_else(|| name.text.clone(), |title| title.text.clone()),
            cites: cites.clone(),
            keys: keys.into_iter().map(|key| key.key).collect(),
            ty,
            rows,
            otherwise,
            readings: remarks.readings,
            notes: remarks.notes,
            span: item.heading_span,
        });
    }

    /// The values of the rows, and of what no row has, in the measure they share.
    fn table_values(
        &mut self,
        drafts: Drafts,
        default: Option<Expr>,
    ) -> Option<(Type, Vec<super::super::TableRow>, Option<Rational>)> {
        let has_default = default.is_some();
        let (rows, mut values): (Vec<_>, Vec<Expr>) = drafts.into_iter().unzip();
        values.extend(default);
        let values = self.make_alike(values)?;
        let ty = values.first()?.ty.clone();
        let mut fixed = Vec::with_capacity(values.len());
        for value in &values {
            let Some(value) = super::expr::fold(value) else {
                self.report(Diagnostic::new(&type_entries::NOT_FIXED, value.span));
                return None;
            };
            fixed.push(value);
        }
        let default = if has_default { fixed.pop() } else { None };
        let rows = rows.into_iter().zip(fixed).map(|((keys, span), value)| super::super::TableRow {
            keys,
            value,
            span,
        });
        Some((ty, rows.collect(), default))
    }

    /// What a key is: the type of a fact or field, or a date.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a key is a name or a field")]
    fn table_key(&mut self, key: &ast::Expr) -> Option<Key> {
        let span = key.span;
        let date = TableKey { ty: Type::Date, ranges: Vec::new(), title: "date".to_owned(), span };
        let found = match &key.kind {
            ast::ExprKind::Field { base, field } => {
                let item = if let ast::ExprKind::Name(item) = &base.kind { item.as_str() } else { "" };
                self.field_named(Some(item), &field.text)
            }
            ast::ExprKind::Name(name) => match self.names.find(name) {
                Found::One(Symbol::Fact(fact)) => {
                    let fact = self.declared.facts.at(fact);
                    Some((fact.title().to_owned(), fact.ty.clone(), fact.low, fact.high))
                }
                Found::Ambiguous(first, second) => {
                    self.report(
                        Diagnostic::new(&crate::diagnostic::names::AMBIGUOUS_LABEL, span)
                            .arg("name", name.clone())
                            .label(first, "first")
                            .label(second, "second"),
                    );
                    return None;
                }
                Found::One(_) | Found::None => {
                    let field = self.field_named(None, name);
                    if field.is_none() && matches!(name.as_str(), "date" | "日期") {
                        return Some(Key { key: date, values: None, least: None, most: None });
                    }
                    if field.is_none() && matches!(name.as_str(), "year" | "年份") {
                        let ty = Type::Number(Measure::plain(Dimension::Plain));
                        let key = TableKey { ty, ranges: Vec::new(), title: name.clone(), span };
                        return Some(Key { key, values: None, least: None, most: None });
                    }
                    field
                }
            },
            _ => None,
        };
        let Some((title, ty, low, high)) = found else {
            let name = if let ast::ExprKind::Name(name) = &key.kind { name.as_str() } else { "…" };
            let near = did_you_mean(self.names.nearest(name));
            self.report(
                Diagnostic::new(&entries::UNKNOWN_TABLE_KEY, span).arg("name", name).arg("help", near),
            );
            return None;
        };
        let values = match &ty {
            Type::Enum(members) => {
                Some((0..self.declared.enums.at(*members).values.len()).map(KeyValue::Enum).collect())
            }
            Type::Number(measure) => few_numbers(measure, low, high),
            Type::Text | Type::Date => None,
            Type::Bool => Some(vec![KeyValue::Enum(0), KeyValue::Enum(1)]),
            Type::Set(_) | Type::List(_) => {
                let found = self.type_words(&ty);
                self.report(Diagnostic::new(&entries::NO_TABLE_KEY, span).arg("found", found));
                return None;
            }
        };
        let (least, most) = (low.or(Some(Rational::ZERO)), high);
        Some(Key { key: TableKey { ty, ranges: Vec::new(), title, span }, values, least, most })
    }

    /// A field of the items of a list, by name or label, where only one list has it.
    fn field_named(
        &self,
        item: Option<&str>,
        name: &str,
    ) -> Option<(String, Type, Option<Rational>, Option<Rational>)> {
        let lists = self.declared.lists.iter().filter(|list| item.is_none_or(|item| list.item == item));
        let named = |field: &&super::super::Field| field.name == name || field.label.as_deref() == Some(name);
        let mut fields = lists.flat_map(|list| list.fields.iter().filter(named));
        let field = fields.next()?;
        let (mut low, mut high) = (field.low, field.high);
        for other in fields {
            if other.ty != field.ty {
                return None;
            }
            // Of fields with one name in several lists, the widest range.
            low = low.zip(other.low).map(|(one, other)| one.min(other));
            high = high.zip(other.high).map(|(one, other)| one.max(other));
        }
        let title = field.label.as_deref().unwrap_or(&field.name);
        Some((title.to_owned(), field.ty.clone(), low, high))
    }

    /// `base_amount[kind, level]`
    pub(super) fn index(&mut self, base: &ast::Expr, keys: &[ast::Expr], span: Span) -> Option<Expr> {
        let ast::ExprKind::Name(name) = &base.kind else {
            self.report(Diagnostic::new(&type_entries::INDEX_OF_NO_TABLE, base.span));
            return None;
        };
        match self.names.find(name) {
            Found::One(Symbol::Table(table)) => self.lookup(table, keys, span),
            Found::One(Symbol::Fact(fact)) if self.declared.facts.at(fact).by_year => {
                self.year_index(fact, keys, span)
            }
            Found::One(_) => {
                self.report(Diagnostic::new(&type_entries::INDEX_OF_NO_TABLE, base.span));
                None
            }
            Found::Ambiguous(..) | Found::None => {
                // Says what is wrong with the name.
                self.name(name, base.span, None);
                None
            }
        }
    }

    fn lookup(&mut self, id: TableId, keys: &[ast::Expr], span: Span) -> Option<Expr> {
        // A table whose own check failed has been reported.
        let table = self.declared.tables.at(id).as_ref()?;
        let (ty, wanted) = (table.ty.clone(), table.keys.clone());
        if wanted.len() != keys.len() {
            let diagnostic = Diagnostic::new(&type_entries::LOOKUP_KEYS, span)
                .arg("wanted", wanted.len().to_string())
                .arg("found", keys.len().to_string())
                .arg("keys", titles(&wanted));
            self.report(diagnostic);
            return None;
        }
        let keys: Vec<Option<Expr>> =
            keys.iter().zip(&wanted).map(|(key, wanted)| self.lookup_key(key, &wanted.ty)).collect();
        let keys = keys.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Expr { kind: ExprKind::Lookup { table: id, keys }, ty, span })
    }

    fn lookup_key(&mut self, key: &ast::Expr, wanted: &Type) -> Option<Expr> {
        let checked = self.expr(key, Some(wanted))?;
        if let Type::Number(measure) = wanted {
            return self.as_measure(checked, measure);
        }
        if checked.ty == *wanted {
            return Some(checked);
        }
        self.wrong_type(&checked, wanted);
        None
    }

    /// Reports a table that stands without keys where a value is needed.
    pub(super) fn table_without_keys(&mut self, table: TableId, name: &str, span: Span) {
        let keys = match self.declared.tables.at(table) {
            Some(table) => titles(&table.keys),
            None => Words::same("…"),
        };
        self.report(
            Diagnostic::new(&type_entries::TABLE_WITHOUT_KEYS, span).arg("name", name).arg("keys", keys),
        );
    }

    /// A value above one of a table of bare figures that is used as a share, and where it stands.
    pub(super) fn beyond_one(&self, share: &Expr) -> Option<(String, Span)> {
        let ExprKind::Lookup { table, .. } = &share.kind else { return None };
        let rows = &self.declared.tables.at(*table).as_ref()?.rows;
        let beyond = rows.iter().find(|row| is_open(share) && row.value > Rational::ONE)?;
        Some((beyond.value.to_shortest(), beyond.span))
    }
}

/// The names of keys in a row.
pub(super) fn titles(keys: &[TableKey]) -> Words {
    let all: Vec<&str> = keys.iter().map(|key| key.title.as_str()).collect();
    Words::new(all.join("、"), all.join(", "))
}

/// The whole numbers of a range, where they are few.
fn few_numbers(measure: &Measure, low: Option<Rational>, high: Option<Rational>) -> Option<Vec<KeyValue>> {
    if !matches!(measure.of, Dimension::Count(_) | Dimension::Duration(_)) {
        return None;
    }
    let (low, high) = (low.unwrap_or(Rational::ZERO), high?.floor());
    // The first whole number not below.
    let first = low.negate()?.floor().checked_neg()?;
    let number = high.checked_sub(first)?.checked_add(1)?;
    (number <= LISTED_VALUES)
        .then(|| (first..=high).map(|number| KeyValue::Number(Rational::whole(number))).collect())
}

/// A number as a key of a row.
pub(super) fn number_key(checker: &mut Checker, key: &ast::Expr, measure: &Measure) -> Option<KeyValue> {
    let checked = checker.expr(key, Some(&Type::Number(measure.clone())))?;
    let checked = checker.as_measure(checked, measure)?;
    match super::expr::fold(&settle(checked, measure)) {
        Some(value) => Some(KeyValue::Number(value)),
        None => {
            checker.report(Diagnostic::new(&type_entries::NOT_FIXED, key.span));
            None
        }
    }
}
