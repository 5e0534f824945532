//! Rows of tables that stand in files of their own, with findings at their lines and columns.

use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, policy as entries};
use crate::money::parse_decimal;
use crate::source::{Sources, Unattached};
use crate::syntax::ast::{self, Quoted};
use crate::syntax::csv::{self, Cell};

use super::super::{Dimension, Expr, ExprKind, KeyValue, Measure, Type};
use super::Checker;
use super::table::{Key, titles};
use super::table_rows::{DraftKey, Gathered};

/// Rows of one file at most.
const ROWS: usize = 100_000;
/// Findings after which the rest of a file says nothing new.
const SHOWN: usize = 20;

impl Checker {
    /// The rows of the file that a table names.
    pub(super) fn rows_of_file(
        &mut self,
        gathered: &mut Gathered,
        keys: &[Key],
        path: &Quoted,
        sources: &Sources,
    ) {
        let file = match sources.attached(path.span.file, &path.text) {
            Ok(file) => file,
            Err(why) => {
                let diagnostic = Diagnostic::new(&entries::TABLE_FILE, path.span)
                    .arg("path", path.text.clone())
                    .arg("cause", cause(why));
                self.report(diagnostic);
                gathered.broken = true;
                return;
            }
        };
        let before = self.diagnostics.len();
        let mut found = Vec::new();
        let lines = csv::lines(file, &sources.get(file).text, &mut found);
        gathered.broken |= !found.is_empty();
        self.diagnostics.append(&mut found);
        let Some((header, rows)) = lines.split_first() else {
            self.report(Diagnostic::new(&entries::TABLE_WITHOUT_ROWS, path.span));
            gathered.broken = true;
            return;
        };
        let Some(columns) = self.header_of_file(keys, header) else {
            gathered.broken = true;
            return;
        };
        if let Some(beyond) = rows.get(ROWS).and_then(|row| row.first()) {
            let diagnostic = Diagnostic::new(&entries::TABLE_FILE, beyond.span)
                .arg("path", path.text.clone())
                .arg("cause", Words::new(format!("超过 {ROWS} 行"), format!("more than {ROWS} rows")));
            self.report(diagnostic);
            gathered.broken = true;
            return;
        }
        for row in rows {
            if self.diagnostics.len().saturating_sub(before) >= SHOWN {
                return;
            }
            self.row_of_file(gathered, keys, columns.as_deref(), header.len(), row);
        }
    }

    /// The values of the last key where each has a column, or `None` where each row has all keys and one value.
    #[expect(clippy::option_option, reason = "an unreadable header is no header without columns")]
    fn header_of_file(&mut self, keys: &[Key], header: &[Cell]) -> Option<Option<Vec<DraftKey>>> {
        let names = |key: &Key, cell: &Cell| self.is_named(key, &cell.text);
        let matching = keys.iter().zip(header).take_while(|(key, cell)| names(key, cell)).count();
        if matching == keys.len() && header.len() == keys.len().saturating_add(1) {
            return Some(None);
        }
        let own = keys.len().saturating_sub(1);
        if keys.len() > 1
            && matching >= own
            && header.len() > own
            && let (Some(last), Some(columns)) = (keys.last(), header.get(own..))
        {
            let values: Vec<Option<DraftKey>> =
                columns.iter().map(|cell| self.key_of_file(cell, &last.key.ty)).collect();
            return values.into_iter().collect::<Option<Vec<_>>>().map(Some);
        }
        let place = header.get(matching).or(header.last())?;
        let all: Vec<_> = keys.iter().map(|key| key.key.clone()).collect();
        self.report(Diagnostic::new(&entries::TABLE_FILE_HEADER, place.span).arg("keys", titles(&all)));
        None
    }

    /// Whether a column is headed by the name or label of a key.
    fn is_named(&self, key: &Key, word: &str) -> bool {
        if word == key.key.title || (key.key.ty == Type::Date && matches!(word, "date" | "日期")) {
            return true;
        }
        let facts = self.declared.facts.iter().map(|fact| (&fact.name, fact.label.as_ref(), &fact.ty));
        let fields = self.declared.lists.iter().flat_map(|list| &list.fields);
        let fields = fields.map(|field| (&field.name, field.label.as_ref(), &field.ty));
        let mut named = facts.chain(fields).filter(|(_, _, ty)| **ty == key.key.ty);
        named.any(|(name, label, _)| {
            let title = label.unwrap_or(name);
            *title == key.key.title && name == word
        })
    }

    fn row_of_file(
        &mut self,
        gathered: &mut Gathered,
        keys: &[Key],
        columns: Option<&[DraftKey]>,
        width: usize,
        row: &[Cell],
    ) {
        let own = if columns.is_some() { keys.len().saturating_sub(1) } else { keys.len() };
        if row.len() != width {
            if let Some(last) = row.last() {
                let all: Vec<_> = keys.iter().take(own).map(|key| key.key.clone()).collect();
                let diagnostic = Diagnostic::new(&entries::ROW_LENGTH, last.span)
                    .arg("keys", own.to_string())
                    .arg("titles", titles(&all))
                    .arg("values", width.saturating_sub(own).to_string())
                    .arg("found_keys", own.min(row.len()).to_string())
                    .arg("found_values", row.len().saturating_sub(own).to_string());
                self.report(diagnostic);
            }
            gathered.broken = true;
            return;
        }
        let found: Vec<Option<DraftKey>> =
            row.iter().zip(keys).take(own).map(|(cell, key)| self.key_of_file(cell, &key.key.ty)).collect();
        let Some(found) = found.into_iter().collect::<Option<Vec<_>>>() else {
            gathered.broken = true;
            return;
        };
        for (at, cell) in row.iter().skip(own).enumerate() {
            if matches!(cell.text.as_str(), "" | "-" | "—" | "–") {
                continue;
            }
            let mut keys = found.clone();
            keys.extend(columns.and_then(|columns| columns.get(at)).cloned());
            match self.value_of_file(cell) {
                Some(value) => gathered.rows.push(((keys, cell.span), value)),
                None => gathered.broken = true,
            }
        }
    }

    /// A key as a cell of a file holds it: values of enumerations and texts without quotes.
    fn key_of_file(&mut self, cell: &Cell, ty: &Type) -> Option<DraftKey> {
        let value = match ty {
            Type::Enum(members) => match self.member(*members, &cell.text) {
                Some(position) => Some(KeyValue::Enum(position)),
                None => {
                    self.unknown_member(*members, &cell.text, cell.span);
                    None
                }
            },
            Type::Text => Some(KeyValue::Text(cell.text.clone())),
            Type::Number(_) => {
                if let Ok(number) = parse_decimal(&cell.text) {
                    return Some(DraftKey::Value(KeyValue::Number(number)));
                }
                let key = csv::key(cell, &mut self.diagnostics)?;
                return self.row_key(&key, ty);
            }
            Type::Date => {
                if let Some(date) = Date::parse(&cell.text) {
                    return Some(DraftKey::Value(KeyValue::Date(date)));
                }
                if let ast::ExprKind::Date(date) = self.parsed(cell)?.kind {
                    return Some(DraftKey::Value(KeyValue::Date(date)));
                }
                let wanted = self.type_words(ty);
                self.report(
                    Diagnostic::new(&crate::diagnostic::types::WRONG_ROW_KEY, cell.span)
                        .arg("wanted", wanted),
                );
                None
            }
            Type::Bool => {
                let key = csv::key(cell, &mut self.diagnostics)?;
                return self.row_key(&key, ty);
            }
            Type::Set(_) | Type::List(_) => None,
        };
        value.map(DraftKey::Value)
    }

    fn value_of_file(&mut self, cell: &Cell) -> Option<Expr> {
        // The common forms, without the way through the grammar: tables may have ten thousand rows.
        let (figure, of, parts) = match cell.text.strip_suffix(['%', '％']) {
            Some(figure) => (figure, Dimension::Ratio, 100),
            None => (cell.text.as_str(), Dimension::Open, 1),
        };
        let plain = parse_decimal(figure).ok();
        if let Some(number) = plain.and_then(|number| number.over(crate::money::Rational::whole(parts))) {
            let ty = Type::Number(Measure::plain(of));
            return Some(Expr { kind: ExprKind::Number(number), ty, span: cell.span });
        }
        let value = self.parsed(cell)?;
        self.expr(&value, None)
    }

    fn parsed(&mut self, cell: &Cell) -> Option<ast::Expr> {
        csv::value(cell, &mut self.diagnostics)
    }
}

fn cause(why: Unattached) -> Words {
    match why {
        Unattached::NotFound => Words::new("找不到这个文件", "there is no such file"),
        Unattached::Outside => Words::new(
            "文件必须在规则文件所在的文件夹里,不能用 ..、绝对路径或指向外面的链接",
            "it has to lie in the folder of the rule file: no `..`, no absolute path, no link that leads out",
        ),
        Unattached::NotText => {
            Words::new("它不是 UTF-8 文字,请另存为 CSV UTF-8", "it is not UTF-8 text; save it as CSV UTF-8")
        }
        Unattached::TooLarge => Words::new("文件太大", "it is too large"),
        Unattached::Unreadable => Words::new("读不了这个文件", "it cannot be read"),
    }
}
