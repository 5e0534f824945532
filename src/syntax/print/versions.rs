//! First and last day, what a version replaces, whom the older one still applies to.

use super::flow::Flow;
use super::{Writer, name_text};
use crate::calendar::Date;
use crate::syntax::ast::{ClauseKind, Expr, ExprKind, Payments};

impl Writer {
    /// What follows the keyword of a clause about versions; nothing for other clauses.
    pub(super) fn of_versions(self, flow: &mut Flow, kind: &ClauseKind) -> &'static str {
        match kind {
            ClauseKind::InForce { from, until, by } => {
                self.day(flow, "from", "自", *from);
                self.day(flow, "to", "至", *until);
                self.judged_by(flow, by.as_ref());
                self.word("in force", "有效期")
            }
            ClauseKind::Replaces { older, from, by, payments } => {
                self.names(flow, older);
                self.day(flow, "from", "自", Some(*from));
                self.judged_by(flow, by.as_ref());
                if let Some(payments) = payments {
                    flow.comma();
                    flow.word(match payments {
                        Payments::Together => self.word("payments counted together", "已付合并计算"),
                        Payments::Apart => self.word("payments counted apart", "已付分别计算"),
                    });
                }
                self.word("replaces", "取代")
            }
            ClauseKind::Keep { older, until, by, condition } => {
                flow.word(&self.name(older));
                if until.is_some() {
                    self.day(flow, "until", "至", *until);
                    self.judged_by(flow, by.as_ref());
                }
                self.condition(flow, condition);
                self.word("keep", "沿用")
            }
            _ => "",
        }
    }

    fn day(self, flow: &mut Flow, en: &'static str, zh: &'static str, day: Option<Date>) {
        flow.word(self.word(en, zh));
        match day {
            Some(day) => flow.word(&day.to_string()),
            None => flow.word(self.word("unstated", "未载明")),
        }
    }

    fn judged_by(self, flow: &mut Flow, by: Option<&Expr>) {
        let Some(by) = by else { return };
        if !self.is_zh() {
            flow.word("by");
            return self.expr(flow, by);
        }
        flow.word("以");
        // A name that holds the word after it would end there.
        let named =
            |name: &str| if name.contains("为准") { format!("「{name}」") } else { name_text(name) };
        match &by.kind {
            ExprKind::Name(name) => flow.word(&named(name)),
            ExprKind::Field { base, field } => {
                if let ExprKind::Name(item) = &base.kind {
                    flow.word(&named(item));
                }
                flow.glue(&format!(".{}", named(&field.text)));
            }
            _ => self.expr(flow, by),
        }
        flow.word("为准");
    }
}
