//! Tables: their headings, rows and columns.

use pest::iterators::Pairs;

use super::{Build, Read};
use crate::syntax::ast::{Expr, ExprKind, Heading, Name};
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
    pub(super) fn row_keys(&mut self, read: &Read<'_>) -> Option<Vec<Expr>> {
        let keys = read.clone().into_inner().filter(|part| part.as_rule() == Rule::row_key);
        keys.map(|key| self.row_key(&key.into_inner().next()?)).collect()
    }

    fn row_key(&mut self, read: &Read<'_>) -> Option<Expr> {
        let span = self.span(read);
        let kind = match read.as_rule() {
            Rule::date => ExprKind::Date(self.date(read)?),
            Rule::number => return self.number(read),
            Rule::text => ExprKind::Text(self.quoted(read).text),
            _ => ExprKind::Name(self.name(read).text),
        };
        Some(Expr { kind, span })
    }

    /// What a cell outside the rule file holds.
    pub(in crate::syntax) fn lone_cell(&mut self, read: &Read<'_>) -> Option<Expr> {
        if read.as_rule() == Rule::expr { self.expr(read) } else { self.row_key(read) }
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
