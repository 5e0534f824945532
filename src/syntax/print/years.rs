//! Facts by year.

use super::Writer;
use super::expr::operand_name;
use super::flow::Flow;
use crate::syntax::ast::{ExprKind, Name};

impl Writer {
    /// An expression about years of a fact; nothing for others.
    pub(super) fn of_years(self, flow: &mut Flow, kind: &ExprKind) {
        match kind {
            ExprKind::YearsAgo { name, years } => self.year_of(flow, name, *years),
            ExprKind::Change { growth, name, years } if self.is_zh() => {
                self.year_of(flow, name, *years);
                flow.word(if *growth { "的 增幅" } else { "的 增量" });
            }
            ExprKind::Change { growth, name, years } => {
                flow.word(if *growth { "growth of" } else { "increase of" });
                self.year_of(flow, name, *years);
            }
            ExprKind::Base { of: Some(name), years, missing } => {
                self.year_of(flow, name, *years);
                flow.word(match missing {
                    true => self.word("has no base", "无基期"),
                    false => self.word("has a base", "有基期"),
                });
            }
            ExprKind::Base { of: None, .. } => flow.word(self.word("no base", "无基期")),
            ExprKind::Consecutive { years, condition } => {
                flow.word(self.word("in each of the last", "连续"));
                self.expr(flow, years);
                flow.word("(");
                self.expr(flow, condition);
                flow.glue(")");
            }
            _ => {}
        }
    }

    fn year_of(self, flow: &mut Flow, name: &Name, years: u16) {
        let name = operand_name(&name.text);
        match (years, self.is_zh()) {
            (0, _) => flow.word(&name),
            (1, true) => flow.word(&format!("去年的 {name}")),
            (2, true) => flow.word(&format!("前年的 {name}")),
            (years, true) => flow.word(&format!("{years}年前的 {name}")),
            (1, false) => flow.word(&format!("{name} last year")),
            (years, false) => flow.word(&format!("{name} {years} years ago")),
        }
    }
}
