//! The two clauses of an example.

use super::Writer;
use super::flow::Flow;
use crate::syntax::ast::{ExprKind, Given, GivenValue, OutcomeWord, Then};

impl Writer {
    pub(super) fn givens(self, flow: &mut Flow, givens: &[Given]) {
        for (at, given) in givens.iter().enumerate() {
            if at > 0 {
                flow.comma();
            }
            self.given(flow, given);
        }
    }

    fn given(self, flow: &mut Flow, given: &Given) {
        match given {
            Given::Value { name, value } => {
                flow.word(&self.name(name));
                let is_name =
                    matches!(value, GivenValue::One(expr) if matches!(expr.kind, ExprKind::Name(_)));
                flow.word(if is_name { self.word("is", "为") } else { "=" });
                self.given_value(flow, value);
            }
            Given::InYear { name, value, year } => {
                flow.word(&self.name(name));
                flow.word("=");
                self.expr(flow, value);
                self.in_year(flow, *year);
            }
            Given::Flag { name, value } => {
                if !value {
                    flow.word(self.word("not", "非"));
                }
                flow.word(&self.name(name));
            }
            Given::AsOf(date) => {
                flow.word(self.word("as of", "截至"));
                flow.word(&date.to_string());
            }
            Given::Elsewhere { matter, amount } => {
                flow.word(self.word("elsewhere", "别处已得"));
                flow.word(&self.text(&matter.text));
                self.expr(flow, amount);
            }
            Given::Decided { award, amount } => {
                flow.word(&self.name(award));
                flow.word(self.word("decided at", "核定为"));
                self.expr(flow, amount);
            }
            Given::Selected { award, selected } => {
                flow.word(&self.name(award));
                flow.word(match selected {
                    true => self.word("selected", "入选"),
                    false => self.word("not selected", "未入选"),
                });
            }
            Given::Placed { award, place } => {
                flow.word(&self.name(award));
                flow.word(self.word("placed", "列"));
                flow.word(&self.place(*place));
            }
            Given::Paid { award, amount, year, date } => {
                flow.word(self.word("paid", "已付"));
                flow.word(&self.name(award));
                self.expr(flow, amount);
                if let Some(year) = year {
                    self.in_year(flow, *year);
                }
                if let Some(date) = date {
                    flow.word(self.word("on", "于"));
                    flow.word(&date.to_string());
                }
            }
        }
    }

    fn in_year(self, flow: &mut Flow, year: i32) {
        flow.word(self.word("in", "在"));
        flow.word(&format!("{year:04}{}", self.word("", "年")));
    }

    fn given_value(self, flow: &mut Flow, value: &GivenValue) {
        match value {
            GivenValue::One(expr) => self.expr(flow, expr),
            GivenValue::Set(names) => {
                flow.word("[");
                self.names(flow, names);
                flow.glue("]");
            }
            GivenValue::Records(records) => {
                flow.word("[");
                for (at, record) in records.iter().enumerate() {
                    if at > 0 {
                        flow.comma();
                    }
                    // A record stays in one piece where the line is broken.
                    let mut fields = Flow::new();
                    self.givens(&mut fields, record);
                    flow.word(&format!("{{{}}}", fields.text()));
                }
                flow.glue("]");
            }
        }
    }

    pub(super) fn thens(self, flow: &mut Flow, thens: &[Then]) {
        for (at, then) in thens.iter().enumerate() {
            if at > 0 {
                flow.comma();
            }
            match then {
                Then::Pays { award, amount } => {
                    flow.word(&self.name(award));
                    flow.word(self.word("pays", "得"));
                    self.expr(flow, amount);
                }
                Then::Outcome { award, outcome, low, high } => {
                    flow.word(&self.name(award));
                    if !self.is_zh() {
                        flow.word("is");
                    }
                    flow.word(self.outcome(*outcome));
                    if let (Some(low), Some(high)) = (low, high) {
                        flow.word(self.word("from", "自"));
                        self.expr(flow, low);
                        flow.word(self.word("to", "至"));
                        self.expr(flow, high);
                    }
                }
                Then::Target { target, met, year } => {
                    flow.word(&self.name(target));
                    flow.word(match met {
                        Some(true) => self.word("met", "完成"),
                        Some(false) => self.word("missed", "未完成"),
                        None => self.outcome(OutcomeWord::Undetermined),
                    });
                    if let Some(year) = year {
                        self.in_year(flow, *year);
                    }
                }
                Then::Total(expr) => {
                    flow.word(self.word("total", "合计"));
                    self.expr(flow, expr);
                }
            }
        }
    }

    fn outcome(self, outcome: OutcomeWord) -> &'static str {
        match outcome {
            OutcomeWord::Awarded => self.word("awarded", "获得"),
            OutcomeWord::NotEligible => self.word("not eligible", "不符合条件"),
            OutcomeWord::Displaced => self.word("displaced", "被替代"),
            OutcomeWord::Exhausted => self.word("exhausted", "已用尽"),
            OutcomeWord::UpTo => self.word("decided", "待核定"),
            OutcomeWord::Entitled => self.word("entitled", "有资格"),
            OutcomeWord::Undetermined => self.word("undetermined", "待定"),
            OutcomeWord::NotInForce => self.word("not in force", "未生效"),
        }
    }
}
