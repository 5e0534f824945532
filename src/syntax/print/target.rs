//! The clauses of a target.

use super::Writer;
use super::flow::Flow;
use crate::syntax::ast::{BaseYear, Comparison, Expr, GoalNature, GoalValue, Name, When};

impl Writer {
    /// The values of a line of goals, each with its unit and time.
    pub(super) fn goal_line(
        self,
        flow: &mut Flow,
        fact: Option<&Name>,
        comparison: Option<Comparison>,
        values: &[GoalValue],
        growth: bool,
    ) {
        if let Some(fact) = fact {
            flow.word(&self.name(fact));
        }
        if let Some(comparison) = comparison {
            flow.word(self.comparison_words(comparison));
        }
        for (at, GoalValue { value, unit, when }) in values.iter().enumerate() {
            if at > 0 {
                flow.comma();
            }
            self.expr(flow, value);
            self.texts(flow, unit.as_slice());
            // In Chinese the keyword says it; but `每年` alone after a rate is no time.
            if growth && (!self.is_zh() || *when == Some(When::EachYear)) {
                flow.word(self.word("per year", "每年"));
            }
            if let Some(when) = when {
                flow.word(&self.when(*when));
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
        match when {
            When::By(year) if self.is_zh() => format!("到 {year:04}年"),
            When::By(year) => format!("by {year:04}"),
            When::In(year) if self.is_zh() => format!("在 {year:04}年"),
            When::In(year) => format!("in {year:04}"),
            When::Within(years) if self.is_zh() => format!("{years}年内"),
            When::Within(1) => "within 1 year".to_owned(),
            When::Within(years) => format!("within {years} years"),
            When::EachYear => self.word("each year", "每年").to_owned(),
            When::Total { from, to } if self.is_zh() => format!("累计 自 {from:04}年 至 {to:04}年"),
            When::Total { from, to } => format!("in total from {from:04} to {to:04}"),
            When::Unstated => self.word("year unstated", "年份未载明").to_owned(),
        }
    }
}
