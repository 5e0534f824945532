//! Headings and types.

use super::Writer;
use super::flow::Flow;
use crate::syntax::ast::{DurationUnit, EnumValue, Heading, RuleKind, TypeExpr, TypeKind};
use crate::syntax::names::unit_text;

/// Where `cites` begins in a heading, if there is room before it.
const CITES_COLUMN: usize = 55;

impl Writer {
    pub(super) fn heading(self, heading: &Heading) -> Flow {
        let mut flow = Flow::new();
        match heading {
            Heading::Policy { name, title } => {
                flow.word(self.word("policy", "政策"));
                flow.word(&self.name(name));
                self.texts(&mut flow, title.as_slice());
            }
            Heading::Fact { name, ty, label } => {
                flow.word(self.word("fact", "申报项"));
                flow.word(&self.name(name));
                flow.word(":");
                self.type_expr(&mut flow, ty);
                self.texts(&mut flow, label.as_slice());
            }
            Heading::Let { name, value, label } => {
                flow.word(self.word("let", "令"));
                flow.word(&self.name(name));
                flow.word("=");
                self.amount(&mut flow, value);
                self.texts(&mut flow, label.as_slice());
            }
            Heading::Rule { kind, name, title, cites } => {
                flow.word(self.rule_kind(*kind));
                flow.word(&self.name(name));
                self.texts(&mut flow, title.as_slice());
                if !cites.is_empty() {
                    let missing = CITES_COLUMN.saturating_sub(flow.width());
                    flow.glue(&" ".repeat(missing));
                }
                self.cites(&mut flow, cites);
            }
            Heading::Table { name, title, keys, cites } => {
                flow.word(self.word("table", "表"));
                flow.word(&self.name(name));
                self.texts(&mut flow, title.as_slice());
                flow.word(self.word("by", "按"));
                self.keys(&mut flow, keys);
                self.cites(&mut flow, cites);
            }
            Heading::NotEncoded { cites, because } => {
                flow.word(self.word("not encoded", "不编码"));
                self.sections(&mut flow, cites);
                flow.word(self.word("because", "理由"));
                flow.word(&self.text(&because.text));
            }
            Heading::Example { title } => {
                flow.word(self.word("example", "示例"));
                flow.word(&self.text(&title.text));
            }
        }
        flow
    }

    fn rule_kind(self, kind: RuleKind) -> &'static str {
        match kind {
            RuleKind::Award => self.word("award", "奖励"),
            RuleKind::Ladder => self.word("ladder", "阶梯"),
            RuleKind::Group => self.word("group", "组合"),
            RuleKind::Support => self.word("support", "支持"),
            RuleKind::Target => self.word("target", "指标"),
            RuleKind::Fund => self.word("fund", "资金"),
            RuleKind::Score => self.word("score", "评分"),
        }
    }

    pub(super) fn type_expr(self, flow: &mut Flow, ty: &TypeExpr) {
        if ty.optional {
            flow.word(self.word("optional", "可选"));
        }
        match &ty.kind {
            TypeKind::Money(currency) => {
                flow.word(self.word("money", "金额"));
                if let Some((currency, _)) = currency {
                    if !self.is_zh() {
                        flow.word("in");
                    }
                    flow.word(currency.code());
                }
            }
            TypeKind::Count(unit) => {
                flow.word(self.word("count", "计数"));
                if let Some(unit) = unit {
                    if !self.is_zh() {
                        flow.word("of");
                    }
                    flow.word(&unit_text(&unit.text));
                }
            }
            TypeKind::Quantity(unit) => {
                flow.word(self.word("quantity in", "数量"));
                flow.word(&unit_text(&unit.text));
            }
            TypeKind::Duration(unit) => {
                flow.word(self.word("duration in", "期限"));
                flow.word(match unit {
                    DurationUnit::Days => self.word("days", "天"),
                    DurationUnit::Months => self.word("months", "个月"),
                    DurationUnit::Years => self.word("years", "年"),
                });
            }
            TypeKind::Ratio => flow.word(self.word("ratio", "比例")),
            TypeKind::Number => flow.word(self.word("number", "数值")),
            TypeKind::Bool => flow.word(self.word("bool", "是否")),
            TypeKind::Date => flow.word(self.word("date", "日期")),
            TypeKind::Text => flow.word(self.word("text", "文字")),
            TypeKind::OneOf { values, applicant } => {
                if *applicant {
                    flow.word(self.word("kind of applicant,", "申报主体,"));
                }
                flow.word(self.word("one of", "单选"));
                self.enum_values(flow, values);
            }
            TypeKind::SetOf(values) => {
                flow.word(self.word("set of", "多选"));
                self.enum_values(flow, values);
            }
            TypeKind::ListOf(name) => {
                flow.word(self.word("list of", "清单"));
                flow.word(&self.name(name));
            }
        }
        if ty.by_year {
            flow.word(self.word("by year", "按年"));
        }
    }

    fn enum_values(self, flow: &mut Flow, values: &[EnumValue]) {
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                flow.comma();
            }
            flow.word(&self.name(&value.name));
            if let Some(label) = &value.label {
                flow.word(&self.text(&label.text));
            }
        }
    }
}
