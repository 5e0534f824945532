//! What only all applicants together decide, in canonical form.

use crate::syntax::ast::{ClauseKind, LastOne, OrderKey, PaidFor, Prize, Remainder, Shortage, Ties};

use super::Writer;
use super::flow::Flow;

impl Writer {
    /// Writes what follows the keyword, which is returned.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the other clauses are written elsewhere")]
    pub(super) fn of_population(self, flow: &mut Flow, kind: &ClauseKind) -> &'static str {
        match kind {
            ClauseKind::Ranked(order) => {
                self.in_this_order(flow, order);
                self.word("ranked", "排名")
            }
            ClauseKind::Ties(ties) => {
                self.ties(flow, ties);
                self.word("ties", "并列")
            }
            ClauseKind::Prize(prizes) => {
                for (at, prize) in prizes.iter().enumerate() {
                    if at > 0 {
                        flow.comma();
                    }
                    self.prize(flow, prize);
                }
                self.word("prize", "奖项")
            }
            ClauseKind::Budget { amount, scope } => {
                self.scope_before(flow, *scope);
                self.expr(flow, amount);
                self.scope_after(flow, *scope);
                self.word("budget", "预算")
            }
            ClauseKind::Programme { limit, scope, word } => {
                self.scope_before(flow, *scope);
                flow.glue(self.limit_word(*word));
                self.expr(flow, limit);
                self.scope_after(flow, *scope);
                self.word("programme", "专项")
            }
            ClauseKind::Short(shortage) => {
                self.shortage(flow, shortage);
                self.word("short", "不足时")
            }
            _ => "",
        }
    }

    fn in_this_order(self, flow: &mut Flow, order: &[OrderKey]) {
        for (at, key) in order.iter().enumerate() {
            if at > 0 {
                flow.comma();
                flow.word(self.word("then", "再"));
            }
            self.order_key(flow, key);
        }
    }

    fn ties(self, flow: &mut Flow, ties: &Ties) {
        match ties {
            Ties::Admitted => flow.word(self.word("all admitted", "全部入选")),
            Ties::Refused => flow.word(self.word("none admitted", "均不入选")),
            Ties::Share => flow.word(self.word("share", "平分")),
            Ties::Lot(fact) => {
                flow.word(self.word("by lot in", "按"));
                flow.word(&self.name(fact));
                if self.is_zh() {
                    flow.word("抽签");
                }
            }
        }
    }

    fn prize(self, flow: &mut Flow, prize: &Prize) {
        let several = prize.to > prize.from;
        if several && self.is_zh() {
            flow.word(&format!("第{}至{}名", prize.from, prize.to));
        } else {
            flow.word(&self.place(prize.from));
            if several {
                flow.word("to");
                flow.word(&self.place(prize.to));
            }
        }
        if several && self.is_zh() {
            flow.word("各");
        }
        self.expr(flow, &prize.amount);
        if several && !self.is_zh() {
            flow.word("each");
        }
    }

    /// `2nd`, `第2名`
    pub(super) fn place(self, place: u32) -> String {
        if self.is_zh() {
            return format!("第{place}名");
        }
        let ending = match (place % 10, place % 100) {
            (1, 11) | (2, 12) | (3, 13) => "th",
            (1, _) => "st",
            (2, _) => "nd",
            (3, _) => "rd",
            _ => "th",
        };
        format!("{place}{ending}")
    }

    pub(super) fn last_one(self, flow: &mut Flow, last: Option<LastOne>) {
        let Some(last) = last else { return };
        flow.comma();
        flow.word(self.word("the last one", "末位"));
        flow.word(match last {
            LastOne::InPart => self.word("in part", "部分给"),
            LastOne::NotAtAll => self.word("not at all", "不给"),
        });
    }

    pub(super) fn paid_for(self, flow: &mut Flow, paid: &[PaidFor]) {
        for (at, PaidFor { award, share }) in paid.iter().enumerate() {
            if at > 0 {
                flow.comma();
            }
            match (share, self.is_zh()) {
                (None, _) => flow.word(&self.name(award)),
                (Some(share), true) => {
                    flow.word(&self.name(award));
                    flow.word("的");
                    self.expr(flow, share);
                }
                (Some(share), false) => {
                    self.expr(flow, share);
                    flow.word("of");
                    flow.word(&self.name(award));
                }
            }
        }
    }

    fn shortage(self, flow: &mut Flow, shortage: &Shortage) {
        match shortage {
            Shortage::ProRata(remainder) => {
                flow.word(self.word("pro rata", "按比例"));
                if let Some(remainder) = remainder {
                    flow.comma();
                    flow.word(self.word("remainder", "尾差"));
                    flow.word(match remainder {
                        Remainder::ToLargest => self.word("to the largest", "归最大者"),
                        Remainder::ByFraction => self.word("by largest fraction", "按最大余数"),
                        Remainder::Stays => self.word("stays", "留存"),
                    });
                }
            }
            Shortage::InOrder { order, last } => {
                flow.word(self.word("in order", "依次"));
                flow.comma();
                self.in_this_order(flow, order);
                self.last_one(flow, *last);
            }
        }
    }
}
