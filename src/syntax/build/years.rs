//! Facts by year: other years, changes from one to the next, years in a row.

use super::{Build, Read, half_width};
use crate::diagnostic::{meaning, types};
use crate::syntax::ast::{Expr, ExprKind, Name};
use crate::syntax::grammar::Rule;

impl Build<'_> {
    /// `revenue last year`: what stands before is a name.
    pub(super) fn years_ago(&mut self, base: Expr, read: &Read<'_>) -> Option<Expr> {
        let span = base.span.to(self.span(read));
        let years = self.years_of(read)?;
        match base.kind {
            ExprKind::Name(text) => {
                let kind = ExprKind::YearsAgo { name: Name { text, span: base.span }, years };
                Some(Expr { kind, span })
            }
            _ => self.refuse(&meaning::NO_YEARLY_NAME, span),
        }
    }

    /// How many years `last year` and `2 years ago` go back.
    fn years_of(&mut self, read: &Read<'_>) -> Option<u16> {
        let figure = read.clone().into_inner().find(|part| part.as_rule() == Rule::figure);
        figure.map_or(Some(1), |figure| self.years_in(figure.as_str(), read))
    }

    fn years_in(&mut self, text: &str, read: &Read<'_>) -> Option<u16> {
        let digits: String = text.chars().map(half_width).filter(char::is_ascii_digit).collect();
        match digits.parse() {
            Ok(years) if (1..=100).contains(&years) => Some(years),
            _ => self.refuse(&types::HOW_MANY_YEARS, self.span(read)),
        }
    }

    /// `去年的 营收`
    pub(super) fn year_of(&mut self, read: &Read<'_>) -> Option<ExprKind> {
        let mut parts = read.clone().into_inner();
        let word = parts.next()?;
        let years = match word.as_str() {
            "去年的" | "上年的" => 1,
            "前年的" => 2,
            text => self.years_in(text, read)?,
        };
        Some(ExprKind::YearsAgo { name: self.name(&parts.next()?), years })
    }

    /// `increase of revenue last year`
    pub(super) fn change(&mut self, read: &Read<'_>) -> Option<ExprKind> {
        let (mut growth, mut name, mut years) = (false, None, 0);
        for part in read.clone().into_inner() {
            match part.as_rule() {
                Rule::kw_growth_of => growth = true,
                Rule::bare_name | Rule::quoted_name => name = Some(self.name(&part)),
                Rule::years_ago => years = self.years_of(&part)?,
                _ => {}
            }
        }
        Some(ExprKind::Change { growth, name: name?, years })
    }

    /// `营收 的 增幅`; a field of an item may have that name, too.
    pub(super) fn change_de(&mut self, base: Expr, read: &Read<'_>) -> Option<Expr> {
        let word = read.clone().into_inner().next()?;
        let growth = word.as_rule() == Rule::zh_growth;
        let span = base.span.to(self.span(read));
        let kind = match base.kind {
            ExprKind::Name(text) => {
                ExprKind::Change { growth, name: Name { text, span: base.span }, years: 0 }
            }
            ExprKind::YearsAgo { name, years } => ExprKind::Change { growth, name, years },
            kind => {
                let base = Box::new(Expr { kind, span: base.span });
                let field = Name { text: word.as_str().to_owned(), span: self.span(&word) };
                ExprKind::Field { base, field }
            }
        };
        Some(Expr { kind, span })
    }

    /// `revenue has no base`
    pub(super) fn base_test(&mut self, base: Expr, read: &Read<'_>) -> Option<Expr> {
        let span = base.span.to(self.span(read));
        let missing = read.clone().into_inner().any(|part| part.as_rule() == Rule::kw_no_base);
        let (name, years) = match base.kind {
            ExprKind::Name(text) => (Name { text, span: base.span }, 0),
            ExprKind::YearsAgo { name, years } => (name, years),
            _ => return self.refuse(&meaning::NO_YEARLY_NAME, span),
        };
        Some(Expr { kind: ExprKind::Base { of: Some(name), years, missing }, span })
    }
}
