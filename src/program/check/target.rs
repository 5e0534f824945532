//! Targets: the indicators of a plan, what each is to reach and when.

use crate::diagnostic::{Diagnostic, policy as entries};
use crate::names::Found;
use crate::source::Span;
use crate::syntax::ast::{
    BaseYear, Clause, ClauseKind, Comparison, Expr as AstExpr, ExprKind, GoalValue, Heading, Item, Name, When,
};

use super::super::{Base, Dimension, FactId, Goal, Measure, Target, Type};
use super::clauses::{Once, Remarks};
use super::measure::shared;
use super::one_unit::Together;
use super::{Checker, Symbol};

/// The measures of the indicator's own goals, each with its place.
#[derive(Default)]
struct Measures(Vec<(Measure, Span)>);

impl Checker {
    /// An indicator.
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other clause is misplaced in a target")]
    pub(super) fn target(&mut self, item: &Item) -> Option<Target> {
        let Heading::Rule { name, title, cites, .. } = &item.heading else { return None };
        self.cited(item, cites, &name.text);
        let mut remarks = Remarks::default();
        let mut seen = Once::default();
        let mut target = Target {
            id: name.text.clone(),
            title: title.as_ref().map_or_else(|| name.text.clone(), |title| title.text.clone()),
            cites: cites.clone(),
            number: None,
            goals: Vec::new(),
            base: None,
            any: false,
            nature: None,
            measure: Measure::plain(Dimension::Plain),
            units: None,
            readings: Vec::new(),
            notes: Vec::new(),
            span: item.span,
            name_span: name.span,
        };
        let mut base_value: Option<&AstExpr> = None;
        let mut measures = Measures::default();
        for clause in &item.clauses {
            let Some(said) = remarks.take(clause) else { continue };
            match said {
                ClauseKind::Goal { fact, comparison, goals } => {
                    // What is reported is read as it stands, so that the goal is not missed as well.
                    self.each_has_its_unit(goals.iter().map(|goal| &goal.value), Together::List, None);
                    let line = Line { fact: fact.as_ref(), comparison: *comparison, values: goals, clause };
                    self.goals(&line, false, &mut measures, &mut target);
                }
                ClauseKind::Growth { fact, comparison, rates } => {
                    self.each_has_its_unit(rates.iter().map(|rate| &rate.value), Together::List, None);
                    let line = Line { fact: fact.as_ref(), comparison: *comparison, values: rates, clause };
                    self.goals(&line, true, &mut measures, &mut target);
                }
                ClauseKind::Base { value, year } => {
                    if self.once(&mut seen, clause) {
                        base_value = value.as_ref();
                        target.base = Some(Base { value: None, year: *year, span: clause.span });
                    }
                }
                ClauseKind::AnyGoal => target.any = self.once(&mut seen, clause) || target.any,
                ClauseKind::Nature(nature) => {
                    if self.once(&mut seen, clause) {
                        target.nature = Some(*nature);
                    }
                }
                ClauseKind::Numbered(number) => {
                    if self.once(&mut seen, clause) {
                        target.number = Some((*number, clause.span));
                    }
                }
                _ => self.misplaced(clause, "指标", "target"),
            }
        }
        if target.goals.is_empty() {
            self.lacks(item, &entries::TARGET_WITHOUT_GOAL);
        }
        self.base_value(base_value, &mut measures, &mut target);
        target.measure = self.one_measure(measures);
        self.growth_years(&target);
        target.units = remarks.units;
        target.readings = remarks.readings;
        target.notes = remarks.notes;
        Some(target)
    }

    fn goals(&mut self, line: &Line<'_>, growth: bool, measures: &mut Measures, target: &mut Target) {
        let fact = match line.fact {
            None => None,
            Some(name) => match self.indicator_fact(name) {
                Some(fact) => Some(fact),
                None => return,
            },
        };
        for GoalValue { value, unit, when } in line.values {
            if let Some(When::Total { from, to }) = *when
                && from > to
            {
                let diagnostic = Diagnostic::new(&entries::TOTAL_ENDS_BEFORE, line.clause.span)
                    .arg("from", from.to_string())
                    .arg("to", to.to_string());
                self.report(diagnostic);
                continue;
            }
            if let Some(When::Total { from, to }) = *when
                && to.saturating_sub(from) >= YEARS_TOGETHER
            {
                self.report(Diagnostic::new(&entries::TOTAL_TOO_LONG, line.clause.span));
                continue;
            }
            let Some((number, measure)) = self.goal_value(value, growth, fact) else { continue };
            if !growth && fact.is_none() {
                measures.0.push((measure.clone(), value.span));
            }
            self.years_of(fact, *when, line.clause.span);
            target.goals.push(Goal {
                fact,
                growth,
                // A figure alone is to be reached.
                comparison: line.comparison.unwrap_or(Comparison::AtLeast),
                value: number,
                measure,
                unit: unit.as_ref().map(|unit| unit.text.clone()),
                when: *when,
                span: line.clause.span,
                cites: line.clause.cites.clone(),
            });
        }
    }

    /// The fact that a goal is judged by: a number.
    fn indicator_fact(&mut self, name: &Name) -> Option<FactId> {
        if let Found::One(symbol) = self.names.find(&name.text) {
            if let Symbol::Fact(fact) = symbol
                && let Type::Number(_) = self.fact_type(fact)
            {
                return Some(fact);
            }
            let name_text = name.text.clone();
            self.report(Diagnostic::new(&entries::GOAL_OF_NO_FIGURE, name.span).arg("name", name_text));
            return None;
        }
        // Says that there is no such name, or several.
        let expr = AstExpr { kind: ExprKind::Name(name.text.clone()), span: name.span };
        self.expr(&expr, None);
        None
    }

    /// A goal of a stated year needs a fact that has values of years.
    fn years_of(&mut self, fact: Option<FactId>, when: Option<When>, at: Span) {
        let Some(declared) = fact.map(|fact| self.declared.facts.at(fact)) else { return };
        if !declared.by_year && matches!(when, Some(When::By(_) | When::In(_) | When::Total { .. })) {
            let diagnostic =
                Diagnostic::new(&entries::GOAL_NEEDS_YEARS, at).arg("name", declared.name.clone());
            let declared_at = declared.span;
            self.report(diagnostic.label(declared_at, "fact"));
        }
    }

    fn goal_value(
        &mut self,
        value: &AstExpr,
        growth: bool,
        fact: Option<FactId>,
    ) -> Option<(crate::money::Rational, Measure)> {
        if growth {
            let ratio = Measure::plain(Dimension::Ratio);
            return Some((self.fixed(value, &ratio)?, ratio));
        }
        if let Some(fact) = fact
            && let Type::Number(measure) = self.fact_type(fact)
        {
            return Some((self.fixed(value, &measure)?, measure));
        }
        let checked = self.expr(value, None)?;
        match (super::expr::fold(&checked), checked.ty) {
            (Some(number), Type::Number(measure)) => Some((number, measure)),
            (Some(_) | None, _) => {
                self.report(Diagnostic::new(&crate::diagnostic::types::NOT_FIXED, value.span));
                None
            }
        }
    }

    fn base_value(&mut self, value: Option<&AstExpr>, measures: &mut Measures, target: &mut Target) {
        let Some(value) = value else { return };
        // Growth of a declared fact is counted in what that fact measures.
        let fact = target.goals.iter().find(|goal| goal.growth).and_then(|goal| goal.fact);
        let checked = self.goal_value(value, false, fact);
        if let (Some((number, measure)), Some(base)) = (checked, &mut target.base) {
            base.value = Some(number);
            if fact.is_none() {
                measures.0.push((measure, value.span));
            }
        }
    }

    /// What the indicator's own figure measures: what all its goals have in common.
    fn one_measure(&mut self, measures: Measures) -> Measure {
        let open = Measure::plain(Dimension::Open);
        let mut measure = open.clone();
        let mut first: Option<Span> = None;
        for (next, at) in measures.0 {
            match shared(&measure, &next) {
                Some(both) => {
                    if measure.of == Dimension::Open && next.of != Dimension::Open {
                        first = Some(at);
                    }
                    measure = both;
                }
                None => {
                    let diagnostic = Diagnostic::new(&entries::GOALS_OF_SEVERAL_MEASURES, at)
                        .arg("first", measure.words())
                        .arg("second", next.words());
                    self.report(match first {
                        Some(first) => diagnostic.label(first, "first"),
                        None => diagnostic,
                    });
                }
            }
        }
        if measure == open { Measure::plain(Dimension::Plain) } else { measure }
    }

    /// Growth from a base can be judged only in a stated year after it.
    fn growth_years(&mut self, target: &Target) {
        let Some(base) = target.base else { return };
        if !target.goals.iter().any(|goal| goal.growth) {
            self.report(Diagnostic::new(&entries::BASE_WITHOUT_GROWTH, base.span));
            return;
        }
        for goal in target.goals.iter().filter(|goal| goal.growth) {
            let declared = goal.fact.map(|fact| self.declared.facts.at(fact));
            if let Some(declared) = declared.filter(|fact| !fact.by_year)
                && base.year != BaseYear::Unstated
            {
                let diagnostic = Diagnostic::new(&entries::GOAL_NEEDS_YEARS, goal.span)
                    .arg("name", declared.name.clone())
                    .label(declared.span, "fact");
                self.report(diagnostic);
                return;
            }
        }
        let BaseYear::In(year) = base.year else { return };
        for goal in target.goals.iter().filter(|goal| goal.growth) {
            match goal.when {
                Some(When::By(end) | When::In(end)) if end > year => {}
                Some(When::By(end) | When::In(end)) => {
                    let diagnostic = Diagnostic::new(&entries::BASE_NOT_BEFORE, goal.span)
                        .arg("base", year.to_string())
                        .arg("year", end.to_string())
                        .label(base.span, "base");
                    self.report(diagnostic);
                }
                None | Some(When::EachYear | When::Within(_) | When::Unstated | When::Total { .. }) => {
                    let diagnostic =
                        Diagnostic::new(&entries::GROWTH_WITHOUT_YEAR, goal.span).label(base.span, "base");
                    self.report(diagnostic);
                }
            }
        }
    }
}

/// No plan adds up more years than these.
const YEARS_TOGETHER: i32 = 50;

/// A line of goals.
struct Line<'a> {
    fact: Option<&'a Name>,
    comparison: Option<Comparison>,
    values: &'a [GoalValue],
    clause: &'a Clause,
}
