//! Targets → nodes: the figure that counts, the level it has to come to, whether it does.
//!
//! Growth is a compound average and is judged without a root: actual ≥ base × (1 + rate)^years.

use std::collections::BTreeMap;

use crate::arena::{Arena, Id as _};
use crate::diagnostic::{Diagnostic, policy as entries};
use crate::money::Rational;
use crate::plan::level::Level;
use crate::plan::{
    Goal, Growth, Input, InputId, InputType, InputYear, Judged, NodeId, NodeType, Op, Target, Targets,
    section,
};
use crate::program::{self, Dimension, Measure, Type};
use crate::source::Span;
use crate::syntax::ast::{BaseYear, When};

use super::Lowering;
use super::value::fact_extent;

/// The type, range and place of an input that goals read.
struct Read {
    input: InputId,
    measure: Measure,
    low: Option<Rational>,
    high: Option<Rational>,
}

/// Nodes of targets under construction.
#[derive(Default)]
struct Judging {
    level: Level,
    reads: Vec<InputId>,
}

impl Lowering<'_> {
    /// The inputs that hold the figures of indicators, after so many others.
    pub(super) fn figures(&mut self, inputs: &mut Arena<InputId, Input>) {
        for target in &self.program.targets {
            if target.goals.iter().all(|goal| goal.fact.is_some()) {
                continue;
            }
            let label = (target.title != target.id).then(|| target.title.clone());
            let figure = inputs.push(Input {
                name: target.id.clone(),
                label,
                question: None,
                ty: InputType::Number(target.measure.clone()),
                optional: false,
                by_year: true,
                low: Some(Rational::ZERO),
                high: None,
                default: None,
                decides: None,
                of_year: None,
                span: target.name_span,
            });
            self.figures.insert(target.id.clone(), figure);
        }
    }

    /// All targets by section, then id.
    pub(super) fn targets(&mut self) -> Targets {
        let program = self.program;
        let mut judging = Judging::default();
        let mut all: Vec<Target> = Vec::new();
        for target in &program.targets {
            let goals = self.goals(target, &mut judging);
            all.push(Target {
                id: target.id.clone(),
                title: target.title.clone(),
                cites: target.cites.iter().map(|section| section.text.clone()).collect(),
                goals,
                any: target.any,
                nature: target.nature,
                units: target.units.clone().unwrap_or_else(|| program.policy.units.clone()),
                readings: target.readings.clone(),
                notes: target.notes.clone(),
                span: target.span,
            });
        }
        for finding in std::mem::take(&mut judging.level.findings) {
            let goals = program.targets.iter().flat_map(|target| &target.goals);
            let goal = goals.into_iter().find(|goal| goal.span == finding.at);
            self.found.push(too_long(goal.map_or(Rational::ZERO, |goal| goal.value), 0, finding.at));
        }
        all.sort_by(|left, right| {
            section::item_key(&left.cites, &left.id).cmp(&section::item_key(&right.cites, &right.id))
        });
        Targets { all, nodes: judging.level.nodes }
    }

    fn goals(&mut self, target: &program::Target, judging: &mut Judging) -> Vec<Goal> {
        let mut goals: Vec<Goal> = target.goals.iter().map(|goal| self.goal(target, goal, judging)).collect();
        goals.sort_by(|left, right| {
            let key =
                |goal: &Goal| (goal.year(None).is_none(), goal.year(None), goal.growth.is_some(), goal.fact);
            key(left).cmp(&key(right)).then_with(|| left.value.cmp(&right.value))
        });
        if target.any {
            let mut of_time: BTreeMap<Option<i32>, Vec<NodeId>> = BTreeMap::new();
            for goal in &goals {
                let reached = goal.judged.map(|judged| judged.reached);
                of_time.entry(goal.year(None)).or_default().extend(reached);
            }
            for goal in &mut goals {
                let alternatives = of_time.get(&goal.year(None)).cloned().unwrap_or_default();
                if let Some(judged) = &mut goal.judged {
                    judged.met = judging.level.or(alternatives, goal.span);
                }
            }
        }
        goals
    }

    fn goal(&mut self, target: &program::Target, goal: &program::Goal, judging: &mut Judging) -> Goal {
        judging.reads.clear();
        let read = self.read(target, goal);
        let growth = match (goal.growth, target.base) {
            (false, _) => None,
            (true, base) => Some(growth(goal, base)),
        };
        let judged = read.as_ref().and_then(|read| match growth {
            None => Some(self.level_goal(goal, read, judging)),
            Some(growth) => self.growth_goal(goal, growth, read, judging),
        });
        judging.reads.sort_unstable();
        judging.reads.dedup();
        Goal {
            growth,
            comparison: goal.comparison,
            value: goal.value,
            measure: read.as_ref().map_or_else(|| target.measure.clone(), |read| read.measure.clone()),
            unit: goal.unit.clone(),
            when: goal.when,
            fact: goal.fact.map(|fact| InputId::new(fact.raw())),
            reads: judging.reads.clone(),
            judged,
            span: goal.span,
            cites: goal.cites.iter().map(|section| section.text.clone()).collect(),
        }
    }

    fn read(&self, target: &program::Target, goal: &program::Goal) -> Option<Read> {
        match goal.fact {
            None => Some(Read {
                input: *self.figures.get(&target.id)?,
                measure: target.measure.clone(),
                low: None,
                high: None,
            }),
            Some(fact) => {
                let declared = self.program.facts.at(fact);
                let Type::Number(measure) = &declared.ty else { return None };
                Some(Read {
                    input: InputId::new(fact.raw()),
                    measure: measure.clone(),
                    low: declared.low,
                    high: declared.high,
                })
            }
        }
    }

    /// The node that reads one year of a figure.
    fn year(&mut self, read: &Read, year: InputYear, at: Span, judging: &mut Judging) -> NodeId {
        let input = self.single_years.input(read.input, year);
        judging.reads.push(input);
        let ty = Type::Number(read.measure.clone());
        let extent = fact_extent(&ty, read.low, read.high);
        judging.level.leaf(Op::Input(input), NodeType::Number(read.measure.clone()), extent, at)
    }

    fn level_goal(&mut self, goal: &program::Goal, read: &Read, judging: &mut Judging) -> Judged {
        let ty = NodeType::Number(read.measure.clone());
        let actual = match goal.when {
            Some(When::By(year) | When::In(year)) => self.year(read, InputYear::In(year), goal.span, judging),
            Some(When::Total { from, to }) => {
                let years: Vec<_> = (from..=to)
                    .map(|year| (false, self.year(read, InputYear::In(year), goal.span, judging)))
                    .collect();
                judging.level.add(years, &ty, goal.span)
            }
            None | Some(When::EachYear | When::Within(_) | When::Unstated) => {
                self.year(read, InputYear::Before(0), goal.span, judging)
            }
        };
        let needed = judging.level.number(goal.value, &ty, goal.span);
        judged(goal, actual, needed, judging)
    }

    fn growth_goal(
        &mut self,
        goal: &program::Goal,
        growth: Growth,
        read: &Read,
        judging: &mut Judging,
    ) -> Option<Judged> {
        let year = match goal.when {
            Some(When::By(year) | When::In(year)) => Some(year),
            None | Some(When::EachYear | When::Within(_) | When::Unstated | When::Total { .. }) => None,
        };
        let base = match growth.base {
            BaseYear::Unstated => {
                // Nothing can be judged, but the figure belongs to the goal.
                self.year(read, year.map_or(InputYear::Before(0), InputYear::In), goal.span, judging);
                return None;
            }
            BaseYear::In(year) => InputYear::In(year),
            BaseYear::LastYear => match year.and_then(|year| year.checked_sub(1)) {
                Some(before) => InputYear::In(before),
                None => InputYear::Before(1),
            },
        };
        let ty = NodeType::Number(read.measure.clone());
        let factor = (0..growth.years).try_fold(Rational::ONE, |product, _| {
            Some(product.times(Rational::ONE.plus(goal.value)?)?.reduced())
        });
        let Some(factor) = factor else {
            self.found.push(too_long(goal.value, growth.years, goal.span));
            return None;
        };
        let actual = self.year(read, year.map_or(InputYear::Before(0), InputYear::In), goal.span, judging);
        let base = match growth.figure {
            Some(figure) => judging.level.number(figure, &ty, goal.span),
            None => self.year(read, base, goal.span, judging),
        };
        let plain = NodeType::Number(Measure::plain(Dimension::Plain));
        let factor = judging.level.number(factor, &plain, goal.span);
        let needed = judging.level.multiply(base, factor, &ty, goal.span);
        Some(judged(goal, actual, needed, judging))
    }
}

fn judged(goal: &program::Goal, actual: NodeId, needed: NodeId, judging: &mut Judging) -> Judged {
    let reached = judging.level.compare(goal.comparison, actual, needed, goal.span);
    Judged { actual, needed, reached, met: reached }
}

fn growth(goal: &program::Goal, base: Option<program::Base>) -> Growth {
    let Some(base) = base else { return Growth { base: BaseYear::Unstated, figure: None, years: 0 } };
    let years = match (base.year, goal.when) {
        (BaseYear::In(first), Some(When::By(last) | When::In(last))) => {
            last.checked_sub(first).and_then(|years| u32::try_from(years).ok()).unwrap_or(0)
        }
        (BaseYear::LastYear, _) => 1,
        (BaseYear::In(_) | BaseYear::Unstated, _) => 0,
    };
    Growth { base: base.year, figure: base.value, years }
}

fn too_long(rate: Rational, years: u32, at: Span) -> Diagnostic {
    let percent = rate.times(Rational::whole(100)).map_or_else(String::new, Rational::to_shortest);
    Diagnostic::new(&entries::GROWTH_TOO_LONG, at)
        .arg("rate", format!("{percent}%"))
        .arg("years", years.to_string())
}
