//! Scores: what each indicator brings, what the total comes to, and whether it passes.

use crate::diagnostic::{Diagnostic, policy as entries};
use crate::money::Rational;
use crate::names::Found;
use crate::source::Span;
use crate::syntax::ast::{Adjustment, AdjustmentKind, Clause, ClauseKind, Comparison, Heading, Item, Name};

use super::super::{Dimension, Expr, ExprKind, Indicator, Let, LetId, Measure, Score, Type};
use super::clauses::{Once, Remarks};
use super::{Checker, Symbol};

/// What a score's total has to reach or to exceed; `None` where it has no mark.
pub(super) type Mark = Option<(Comparison, Rational)>;

fn plain() -> Measure {
    Measure::plain(Dimension::Plain)
}

impl Checker {
    /// A score: the intermediate value that is its total, and how it comes about.
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other clause is misplaced in a score")]
    pub(super) fn score(&mut self, item: &Item) -> Option<(Let, Score)> {
        let Heading::Rule { name, title, cites, .. } = &item.heading else { return None };
        let Found::One(Symbol::Let(id)) = self.names.find(&name.text) else { return None };
        self.cited(item, cites, &name.text);
        self.items.clear();
        // What asks a score that is unusable need not be told again.
        self.marks.insert(id, None);
        let (mut remarks, mut seen) = (Remarks::default(), Once::default());
        let (mut indicators, mut limit, mut pass) = (Vec::new(), None, None);
        let mut sound = true;
        for clause in &item.clauses {
            let Some(said) = remarks.take(clause) else { continue };
            self.subject = None;
            match said {
                ClauseKind::Points { .. } => match self.indicator(clause) {
                    Some(indicator) => indicators.push(indicator),
                    None => sound = false,
                },
                ClauseKind::Pass { comparison, mark } => {
                    if self.once(&mut seen, clause) {
                        pass = self.mark(*comparison, mark, clause.span);
                        sound &= pass.is_some();
                    }
                }
                ClauseKind::Adjust(Adjustment {
                    kind: AdjustmentKind::AtMost { limit: most, scope: None, shared: None, .. },
                    ..
                }) if most.condition.is_none() && most.otherwise.is_empty() => {
                    if self.once(&mut seen, clause) {
                        limit = self.fixed(&most.value, &plain());
                        sound &= limit.is_some();
                    }
                }
                _ => self.misplaced(clause, "评分", "score"),
            }
        }
        if indicators.is_empty() && sound {
            self.lacks(item, &entries::SCORE_WITHOUT_POINTS);
        }
        if indicators.is_empty() || !sound || !self.weights(&indicators, item.heading_span) {
            return None;
        }
        self.marks.insert(id, pass);
        let span = item.heading_span;
        let terms = indicators.iter().map(|one| (false, one.worth.clone())).collect();
        let sum = number(ExprKind::Sum(terms), span);
        let value = match limit {
            Some(limit) => lowest(sum, limit),
            None => sum,
        };
        *self.declared.lets.at_mut(id) = Some(value.ty.clone());
        let title = title.as_ref().map(|title| title.text.clone());
        let total = Let { name: name.text.clone(), label: title.clone(), value, span: item.span };
        let score = Score {
            id: name.text.clone(),
            title: title.unwrap_or_else(|| name.text.clone()),
            cites: cites.clone(),
            total: id,
            indicators,
            limit,
            pass,
            units: remarks.units,
            readings: remarks.readings,
            notes: remarks.notes,
            span: item.span,
        };
        Some((total, score))
    }

    fn indicator(&mut self, clause: &Clause) -> Option<Indicator> {
        let ClauseKind::Points { name, points, limit, weight } = &clause.kind else { return None };
        let mut value = self.amount_of(points, Some(&plain()))?;
        // Where no condition holds an indicator brings nothing; the score is known all the same.
        if let ExprKind::Case(arms) = &mut value.kind
            && arms.last().is_some_and(|(condition, _)| condition.is_some())
        {
            arms.push((None, number(ExprKind::Number(Rational::ZERO), value.span)));
        }
        let limit = match limit {
            Some(limit) => Some(self.fixed(limit, &plain())?),
            None => None,
        };
        let weight = match weight {
            Some(weight) => Some(self.fixed(weight, &Measure::plain(Dimension::Ratio))?),
            None => None,
        };
        let mut worth = value.clone();
        if let Some(limit) = limit {
            worth = lowest(worth, limit);
        }
        if let Some(weight) = weight {
            let span = worth.span;
            let ratio = Type::Number(Measure::plain(Dimension::Ratio));
            let factor = Expr { kind: ExprKind::Number(weight), ty: ratio, span };
            worth = number(ExprKind::Product(vec![(false, worth), (false, factor)]), span);
        }
        Some(Indicator {
            name: name.as_ref().map(|name| name.text.clone()),
            points: value,
            limit,
            weight,
            worth,
            span: clause.span,
            cites: clause.cites.clone(),
        })
    }

    /// Either no indicator has a weight, or all have, and they add up to one.
    fn weights(&mut self, indicators: &[Indicator], span: Span) -> bool {
        let weights: Vec<Rational> = indicators.iter().filter_map(|one| one.weight).collect();
        if weights.is_empty() {
            return true;
        }
        if let Some(lacking) = indicators.iter().find(|one| one.weight.is_none()) {
            self.report(Diagnostic::new(&entries::WEIGHT_MISSING, lacking.span));
            return false;
        }
        let sum = weights.into_iter().try_fold(Rational::ZERO, Rational::plus);
        if sum == Some(Rational::ONE) {
            return true;
        }
        let percent = sum.and_then(|sum| sum.times(Rational::whole(100)));
        let percent = percent.map_or_else(String::new, Rational::to_shortest);
        self.report(Diagnostic::new(&entries::WEIGHTS_NOT_WHOLE, span).arg("sum", format!("{percent}%")));
        false
    }

    fn mark(&mut self, comparison: Comparison, mark: &crate::syntax::ast::Expr, span: Span) -> Mark {
        let value = self.fixed(mark, &plain())?;
        match comparison {
            Comparison::AtLeast | Comparison::More => Some((comparison, value)),
            Comparison::Equal | Comparison::NotEqual | Comparison::Less | Comparison::AtMost => {
                self.report(Diagnostic::new(&entries::MARK_FROM_BELOW, span));
                None
            }
        }
    }

    /// The score of this name, if it is one that has been checked.
    pub(super) fn score_named(&self, name: &str) -> Option<LetId> {
        match self.names.find(name) {
            Found::One(Symbol::Let(id)) if self.marks.contains_key(&id) => Some(id),
            Found::One(_) | Found::Ambiguous(..) | Found::None => None,
        }
    }

    /// `review.passed`
    pub(super) fn passed(&mut self, score: LetId, name: &str, field: &Name, span: Span) -> Option<Expr> {
        self.declared.lets.at(score).as_ref()?;
        let mark = self.marks.get(&score).copied().flatten();
        let asked = field.text == "passed" || field.text == "及格";
        let (true, Some((comparison, mark))) = (asked, mark) else {
            self.report(Diagnostic::new(&entries::NO_PASS_MARK, span).arg("name", name));
            return None;
        };
        self.reads.push((Symbol::Let(score), span));
        let (total, mark) = (number(ExprKind::Let(score), span), number(ExprKind::Number(mark), span));
        let kind = ExprKind::Compare(comparison, Box::new(total), Box::new(mark));
        Some(Expr { kind, ty: Type::Bool, span })
    }
}

fn number(kind: ExprKind, span: Span) -> Expr {
    Expr { kind, ty: Type::Number(plain()), span }
}

fn lowest(value: Expr, limit: Rational) -> Expr {
    let span = value.span;
    let limit = number(ExprKind::Number(limit), span);
    number(ExprKind::Extreme { highest: false, values: vec![value, limit] }, span)
}
