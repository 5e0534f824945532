//! Tables: their headings, rows and columns.

use pest::iterators::Pairs;

use super::{Build, Read};
use crate::syntax::ast::{BracketEnds, Expr, ExprKind, Heading, Name, RowKey};
use crate::syntax::grammar::Rule;

impl Build<'_> {
    /// What follows the name in `table base_amount "…" by kind, level cites …`.
    pub(super) fn table(&mut self, name: Name, parts: Pairs<'_, Rule>) -> Option<Heading> {
        let (mut title, mut keys, mut cites) = (None, Vec::new(), Vec::new());
        for part in parts {
            match part.as_rule() {
                Rule::text => title = Some(self.quoted(&part)),
                Rule::table_key => keys.push(self.name_or_field(&part)?),
                Rule::cites => cites = self.sections(part.into_inner()),
                _ => {}
            }
        }
        Some(Heading::Table { name, title, keys, cites })
    }

    /// `level` or `loan.grade`
    pub(super) fn name_or_field(&mut self, read: &Read<'_>) -> Option<Expr> {
        let mut parts = read.clone().into_inner();
        let name = self.name(&parts.next()?);
        let key = Expr { span: name.span, kind: ExprKind::Name(name.text) };
        let Some(field) = parts.next() else { return Some(key) };
        let field = self.name(&field.into_inner().next()?);
        let span = key.span.to(field.span);
        Some(Expr { kind: ExprKind::Field { base: Box::new(key), field }, span })
    }

    /// The keys of a row, or of the columns.
    pub(super) fn row_keys(&mut self, read: &Read<'_>) -> Option<Vec<RowKey>> {
        let keys = read.clone().into_inner().filter(|part| part.as_rule() == Rule::row_key);
        keys.map(|key| self.row_key(&key)).collect()
    }

    /// A key: one value, or a range of numbers.
    pub(in crate::syntax) fn row_key(&mut self, read: &Read<'_>) -> Option<RowKey> {
        let key = read.clone().into_inner().next()?;
        if key.as_rule() != Rule::key_range {
            return self.key_value(&key).map(RowKey::Value);
        }
        let (span, mut ends) = (self.span(&key), Vec::new());
        for part in key.into_inner() {
            match part.as_rule() {
                Rule::bracket_range => ends.extend(self.bracket_range(&part)?),
                Rule::bracket_end => {
                    if let BracketEnds::Ends(found) = self.bracket_end(&part)? {
                        ends.extend(found);
                    }
                }
                Rule::rest_below => return Some(RowKey::Range { ends: BracketEnds::Below, span }),
                Rule::rest_above => return Some(RowKey::Range { ends: BracketEnds::Above, span }),
                _ => {}
            }
        }
        Some(RowKey::Range { ends: BracketEnds::Ends(ends), span })
    }

    fn key_value(&mut self, read: &Read<'_>) -> Option<Expr> {
        let span = self.span(read);
        let kind = match read.as_rule() {
            Rule::date => ExprKind::Date(self.date(read)?),
            Rule::number => return self.number(read).map(|number| calendar_year(number, read.as_str())),
            Rule::text => ExprKind::Text(self.quoted(read).text),
            _ => match super::expr::truth(read.as_str()) {
                Some(truth) => ExprKind::Bool(truth),
                None => ExprKind::Name(self.name(read).text),
            },
        };
        Some(Expr { kind, span })
    }

    /// What a cell outside the rule file holds.
    pub(in crate::syntax) fn lone_cell(&mut self, read: &Read<'_>) -> Option<Expr> {
        if read.as_rule() == Rule::expr { self.expr(read) } else { self.key_value(read) }
    }

    /// The values of a row; `None` among them for a combination without one.
    pub(super) fn cells(&mut self, read: &Read<'_>) -> Option<Vec<Option<Expr>>> {
        let cells = read.clone().into_inner().filter(|part| part.as_rule() == Rule::cell);
        let value = |cell: Read<'_>| {
            let inner = cell.into_inner().next()?;
            if inner.as_rule() == Rule::expr { self.expr(&inner).map(Some) } else { Some(None) }
        };
        cells.map(value).collect()
    }
}

/// `2024年` as a key is a year of the calendar, and no two thousand years.
fn calendar_year(mut key: Expr, written: &str) -> Expr {
    if let ExprKind::Number(number) = &mut key.kind
        && let Some(figure) = written.strip_suffix('年')
        && figure.chars().count() == 4
        && figure.chars().all(|digit| digit.is_ascii_digit() || ('０'..='９').contains(&digit))
    {
        number.unit = None;
    }
    key
}
