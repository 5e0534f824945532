//! Targets: goals and growth with their times, what growth is counted from.

use super::Writer;
use super::flow::Flow;
use crate::syntax::ast::{BaseYear, Comparison, Expr, GoalNature, GoalValue, Name, When};

impl Writer {
    pub(super) fn goals(
        self,
        flow: &mut Flow,
        fact: Option<&Name>,
        comparison: Option<Comparison>,
        goals: &[GoalValue],
    ) {
        if let Some(fact) = fact {
            flow.word(&self.name(fact));
        }
        if let Some(comparison) = comparison {
            flow.word(self.comparison_words(comparison));
        }
        for (at, goal) in goals.iter().enumerate() {
            if at > 0 {
                flow.comma();
            }
            self.expr(flow, &goal.value);
            self.texts(flow, goal.unit.as_slice());
            if let Some(when) = goal.when {
                flow.word(&self.when(when));
            }
        }
    }

    pub(super) fn base(self, flow: &mut Flow, value: Option<&Expr>, year: BaseYear) {
        if let Some(value) = value {
            self.expr(flow, value);
        }
        match year {
            BaseYear::In(year) => flow.word(&self.when(When::In(year))),
            BaseYear::LastYear => flow.word(self.word("last year", "上年")),
            BaseYear::Unstated => flow.word(self.word("unstated", "未载明")),
        }
    }

    pub(super) fn nature(self, nature: GoalNature) -> &'static str {
        match nature {
            GoalNature::Indicative => self.word("indicative", "预期性"),
            GoalNature::BestEffort => self.word("best effort", "力争"),
            GoalNature::Binding => self.word("binding", "约束性"),
        }
    }

    fn when(self, when: When) -> String {
        let zh = self.is_zh();
        match when {
            When::By(year) if zh => format!("到 {year:04}年"),
            When::By(year) => format!("by {year:04}"),
            When::In(year) if zh => format!("在 {year:04}年"),
            When::In(year) => format!("in {year:04}"),
            When::Within(years) if zh => format!("{years}年内"),
            When::Within(1) => "within 1 year".to_owned(),
            When::Within(years) => format!("within {years} years"),
            When::EachYear => self.word("each year", "每年").to_owned(),
            When::Unstated => self.word("year unstated", "年份未载明").to_owned(),
            When::Total { from, to } if zh => format!("累计 自 {from:04}年 至 {to:04}年"),
            When::Total { from, to } => format!("in total from {from:04} to {to:04}"),
        }
    }
}
