//! The clauses of a target: goals, growth, what it is counted from.

use super::expr::comparison;
use super::{Build, Read, half_width};
use crate::syntax::ast::{
    BaseYear, ClauseKind, Comparison, DurationUnit, ExprKind, GoalNature, GoalValue, LiteralUnit, Name, When,
};
use crate::syntax::grammar::Rule;

/// The parts of a line of goals.
struct Line {
    fact: Option<Name>,
    comparison: Option<Comparison>,
    values: Vec<GoalValue>,
}

impl Build<'_> {
    pub(super) fn goal(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        let Line { fact, comparison, values } = self.goal_line(read)?;
        Some(ClauseKind::Goal { fact, comparison, goals: values })
    }

    pub(super) fn growth(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        let Line { fact, comparison, values } = self.goal_line(read)?;
        Some(ClauseKind::Growth { fact, comparison, rates: values })
    }

    fn goal_line(&mut self, read: &Read<'_>) -> Option<Line> {
        let mut line = Line { fact: None, comparison: None, values: Vec::new() };
        for part in read.clone().into_inner() {
            match part.as_rule() {
                Rule::goal_fact => line.fact = self.names(&part).into_iter().next(),
                Rule::goal_value | Rule::rate_value => line.values.push(self.goal_value(&part)?),
                rule => line.comparison = line.comparison.or(comparison(rule)),
            }
        }
        Some(line)
    }

    fn goal_value(&mut self, read: &Read<'_>) -> Option<GoalValue> {
        let mut when = None;
        for part in read.clone().into_inner() {
            when = when.or(self.when(&part)?);
        }
        Some(GoalValue { value: self.first_expr(read)?, unit: self.texts(read).into_iter().next(), when })
    }

    /// The time that was read; `Some(None)` if it is none.
    #[expect(clippy::option_option, reason = "what is no time is not an unreadable one")]
    fn when(&mut self, read: &Read<'_>) -> Option<Option<When>> {
        let rule = read.as_rule();
        let mut years = read.clone().into_inner().filter(|part| part.as_rule() == Rule::year);
        let mut year = || self.year(&years.next()?);
        Some(Some(match rule {
            Rule::when_each => When::EachYear,
            Rule::when_unstated => When::Unstated,
            Rule::when_by => When::By(year()?),
            Rule::when_in => When::In(year()?),
            Rule::when_total => When::Total { from: year()?, to: year()? },
            Rule::when_within => When::Within(self.years_within(read)?),
            _ => return Some(None),
        }))
    }

    /// The whole number of years of `within 3 years`.
    fn years_within(&mut self, read: &Read<'_>) -> Option<i32> {
        let number = read.clone().into_inner().find(|part| part.as_rule() == Rule::number)?;
        let expr = self.number(&number)?;
        if let ExprKind::Number(literal) = &expr.kind
            && literal.unit == Some(LiteralUnit::Duration(DurationUnit::Years))
            && let Some(years) = literal.value.to_whole().and_then(|years| i32::try_from(years).ok())
        {
            return Some(years);
        }
        self.refuse(&crate::diagnostic::syntax::NOT_WHOLE_YEARS, expr.span)
    }

    pub(super) fn base(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        let mut year = BaseYear::Unstated;
        for part in read.clone().into_inner() {
            match part.as_rule() {
                Rule::base_last_year => year = BaseYear::LastYear,
                Rule::year => year = BaseYear::In(self.year(&part)?),
                _ => {}
            }
        }
        Some(ClauseKind::Base { value: self.optional_expr(read, 0)?, year })
    }

    pub(super) fn nature(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        let nature = read.clone().into_inner().find_map(|part| match part.as_rule() {
            Rule::indicative => Some(GoalNature::Indicative),
            Rule::best_effort => Some(GoalNature::BestEffort),
            Rule::binding => Some(GoalNature::Binding),
            _ => None,
        });
        nature.map(ClauseKind::Nature)
    }

    pub(super) fn numbered(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        let figure = read.clone().into_inner().find(|part| part.as_rule() == Rule::figure)?;
        self.ordinal(&figure).map(ClauseKind::Numbered)
    }

    pub(super) fn sentences(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        let figures = read.clone().into_inner().filter(|part| part.as_rule() == Rule::figure);
        let numbers: Option<Vec<i32>> = figures.map(|figure| self.ordinal(&figure)).collect();
        numbers.map(ClauseKind::Sentences)
    }

    /// A whole number that counts places.
    fn ordinal(&mut self, figure: &Read<'_>) -> Option<i32> {
        let digits: String = figure.as_str().chars().map(half_width).collect();
        match digits.parse() {
            Ok(number) => Some(number),
            Err(_) => self.unreadable(self.span(figure)),
        }
    }
}
