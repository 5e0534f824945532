//! Facts by year: other years, changes from one year to the next, and what holds where there is none to start from.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Words, types as entries};
use crate::money::Rational;
use crate::names::Found;
use crate::source::Span;
use crate::syntax::ast::{self, Comparison, Name};

use super::super::{Dimension, Expr, ExprKind, FactId, FactYear, LetId, Measure, Type};
use super::{Checker, Symbol};

/// A comparison with the year before that may lack a base.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Change {
    fact: FactId,
    /// How many years before this one the change ends.
    back: u16,
    at: Span,
}

/// Facts, each with how many years before this one it ends.
type Ends = BTreeSet<(FactId, u16)>;
/// Changes that a let reads, and the facts of which it says what holds without a base.
type OfLet = (Vec<Change>, Ends);

/// What an item says of changes from year to year.
#[derive(Default)]
pub(super) struct Years {
    /// How far back the years in a row that are being checked lie.
    back: u16,
    changes: Vec<Change>,
    /// Facts of which the item says what holds without a base.
    tested: Ends,
    /// The same of lets, for the items that read them.
    lets: BTreeMap<LetId, OfLet>,
}

impl Years {
    /// Nothing has been said of the next item.
    pub(super) fn clear(&mut self) {
        self.changes.clear();
        self.tested.clear();
    }
    /// What a let compares, its reader compares.
    pub(super) fn read_let(&mut self, id: LetId) {
        if let Some((changes, tested)) = self.lets.get(&id) {
            self.changes.extend(changes);
            self.tested.extend(tested);
        }
    }
    /// Keeps what a let compares for its readers.
    pub(super) fn keep_let(&mut self, id: LetId) {
        let kept = (std::mem::take(&mut self.changes), std::mem::take(&mut self.tested));
        self.lets.insert(id, kept);
        self.clear();
    }
}

impl Checker {
    /// A fact in the year at hand: this one, but for years in a row.
    pub(super) fn fact_this_year(&mut self, fact: FactId, span: Span) -> Expr {
        if self.declared.facts.at(fact).by_year {
            return self.fact_before(fact, 0, span);
        }
        Expr { kind: ExprKind::Fact(fact), ty: self.fact_type(fact), span }
    }

    /// A fact so many years before the year at hand.
    fn fact_before(&self, fact: FactId, years: u16, span: Span) -> Expr {
        let kind = match self.years.back.saturating_add(years) {
            0 => ExprKind::Fact(fact),
            back => ExprKind::FactIn(fact, FactYear::Before(back)),
        };
        Expr { kind, ty: self.fact_type(fact), span }
    }

    fn fact_by_year(&mut self, name: &Name) -> Option<FactId> {
        if let Found::One(Symbol::Fact(fact)) = self.names.find(&name.text)
            && self.declared.facts.at(fact).by_year
        {
            return Some(fact);
        }
        if self.names.find(&name.text) == Found::None {
            // Says what is wrong with the name.
            self.name(&name.text, name.span, None);
        } else {
            self.report(Diagnostic::new(&entries::NOT_BY_YEAR, name.span).arg("name", name.text.clone()));
        }
        None
    }

    /// `revenue last year`
    pub(super) fn years_ago(&mut self, name: &Name, years: u16, span: Span) -> Option<Expr> {
        let fact = self.fact_by_year(name)?;
        Some(self.fact_before(fact, years, span))
    }

    /// `revenue[2019]`, `revenue[year - 1]`
    pub(super) fn year_index(&mut self, fact: FactId, keys: &[ast::Expr], span: Span) -> Option<Expr> {
        let is_year = |key: &ast::Expr| matches!(&key.kind, ast::ExprKind::Name(name) if matches!(name.as_str(), "year" | "今年" | "本年"));
        let year = match keys {
            [key] if is_year(key) => Some(FactYear::Before(0)),
            [ast::Expr { kind: ast::ExprKind::Sum(terms), .. }] => match terms.as_slice() {
                [(false, base), (true, back)] if is_year(base) => {
                    whole(back).and_then(|back| u16::try_from(back).ok()).map(FactYear::Before)
                }
                _ => None,
            },
            [key] => whole(key)
                .and_then(|year| i32::try_from(year).ok())
                .filter(|year| (1900..=2999).contains(year))
                .map(FactYear::In),
            _ => None,
        };
        match year {
            Some(FactYear::Before(back)) if back <= 100 => Some(self.fact_before(fact, back, span)),
            Some(year @ FactYear::In(_)) => {
                let ty = self.fact_type(fact);
                Some(Expr { kind: ExprKind::FactIn(fact, year), ty, span })
            }
            Some(FactYear::Before(_)) | None => {
                self.report(Diagnostic::new(&entries::HOW_MANY_YEARS, span));
                None
            }
        }
    }

    /// `increase of revenue`: what this year is above the last. `growth of revenue`: their difference by the last.
    pub(super) fn change(&mut self, growth: bool, name: &Name, years: u16, span: Span) -> Option<Expr> {
        // `笔 的 增量`: a field of the item at hand that has that name.
        if years == 0 && self.items.iter().any(|(item, _)| *item == name.text) {
            let text = if growth { "增幅" } else { "增量" };
            return self.field(&name.text, name.span, &Name { text: text.to_owned(), span });
        }
        let fact = self.fact_by_year(name)?;
        let declared = self.declared.facts.at(fact);
        let low = declared.low.unwrap_or(Rational::ZERO);
        let (optional, ty) = (declared.optional, declared.ty.clone());
        if !matches!(ty, Type::Number(_)) || low.is_negative() {
            let name = name.text.clone();
            self.report(Diagnostic::new(&entries::NO_GROWTH_OF, span).arg("name", name));
            return None;
        }
        if optional || (growth && !low.is_positive()) {
            self.years.changes.push(Change { fact, back: years, at: span });
        }
        let now = self.fact_before(fact, years, span);
        let before = self.fact_before(fact, years.saturating_add(1), span);
        if !growth {
            return Some(Expr { kind: ExprKind::Above(Box::new(now), Box::new(before)), ty, span });
        }
        let difference = ExprKind::Sum(vec![(false, now), (true, before.clone())]);
        let difference = Expr { kind: difference, ty, span };
        let kind = ExprKind::Product(vec![(false, difference), (true, before)]);
        Some(Expr { kind, ty: Type::Number(Measure::plain(Dimension::Ratio)), span })
    }

    /// `revenue has no base`: no figure of the year before, or zero.
    pub(super) fn base_test(
        &mut self,
        (of, years): (Option<&Name>, u16),
        missing: bool,
        span: Span,
    ) -> Option<Expr> {
        let (fact, years) = match of {
            Some(name) => (self.fact_by_year(name)?, years),
            None => {
                let changes = self.years.changes.iter().map(|change| (change.fact, change.back));
                let facts: Ends = changes.collect();
                match facts.into_iter().collect::<Vec<_>>().as_slice() {
                    [one] => *one,
                    _ => {
                        self.report(Diagnostic::new(&entries::NO_BASE_OF_WHAT, span));
                        return None;
                    }
                }
            }
        };
        self.years.tested.insert((fact, years));
        let before = self.fact_before(fact, years.saturating_add(1), span);
        let Type::Number(measure) = &before.ty else {
            let name = self.declared.facts.at(fact).name.clone();
            self.report(Diagnostic::new(&entries::NO_GROWTH_OF, span).arg("name", name));
            return None;
        };
        let ty = Type::Number(measure.clone());
        let zero = Expr { kind: ExprKind::Number(Rational::ZERO), ty, span };
        let kind = ExprKind::Compare(Comparison::NotEqual, Box::new(before), Box::new(zero));
        let has = Expr { kind, ty: Type::Bool, span };
        if !missing {
            return Some(has);
        }
        Some(Expr { kind: ExprKind::Not(Box::new(has)), ty: Type::Bool, span })
    }

    /// `in each of the last 3 years (…)`: a year without a figure does not satisfy the condition.
    pub(super) fn consecutive(
        &mut self,
        years: &ast::Expr,
        condition: &ast::Expr,
        span: Span,
    ) -> Option<Expr> {
        let number = whole(years).and_then(|number| u16::try_from(number).ok());
        let number = number.filter(|number| (1..=100).contains(number));
        let Some(number) = number else {
            self.report(Diagnostic::new(&entries::HOW_MANY_YEARS, years.span));
            return None;
        };
        let (known, back) = (self.years.changes.len(), self.years.back);
        let mut each = Vec::new();
        for year in 0..number {
            self.years.back = back.saturating_add(year);
            each.push(self.condition(condition));
            if each.last().is_some_and(Option::is_none) {
                break;
            }
        }
        self.years.back = back;
        self.years.changes.truncate(known);
        let each = each.into_iter().collect::<Option<Vec<_>>>()?;
        if let [this_year, last_year, ..] = each.as_slice()
            && this_year == last_year
        {
            let years = number.to_string();
            self.report(Diagnostic::new(&entries::SAME_EVERY_YEAR, condition.span).arg("years", years));
            return None;
        }
        Some(Expr { kind: ExprKind::And(each), ty: Type::Bool, span })
    }

    /// Reports comparisons with the year before whose item does not say what holds without a base.
    pub(super) fn branches_without_base(&mut self) {
        let open: Vec<Change> = self.years.changes.clone();
        let mut told = BTreeSet::new();
        for change in open {
            let what = (change.fact, change.back);
            if self.years.tested.contains(&what) || !told.insert(what) {
                continue;
            }
            let name = self.declared.facts.at(change.fact).name.clone();
            let name = years_before(&name, change.back);
            self.report(Diagnostic::new(&entries::NO_BASE_BRANCH, change.at).arg("name", name));
        }
        self.years.clear();
    }
}

/// A fact of an earlier year, as rules write it.
fn years_before(name: &str, back: u16) -> Words {
    match back {
        0 => Words::same(name),
        1 => Words::new(format!("去年的 {name}"), format!("{name} last year")),
        back => Words::new(format!("{back}年前的 {name}"), format!("{name} {back} years ago")),
    }
}

/// A whole number as written.
fn whole(expr: &ast::Expr) -> Option<i128> {
    if let ast::ExprKind::Number(literal) = &expr.kind { literal.value.to_whole() } else { None }
}
