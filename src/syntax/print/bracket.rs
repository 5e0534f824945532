//! Brackets in their canonical form.

use super::Writer;
use super::expr::is_simple;
use super::flow::Flow;
use crate::syntax::ast::{Bracket, BracketArm, BracketEnds, BracketKind, Comparison, Expr, ExprKind};
use crate::syntax::names::begins_value;

impl Writer {
    /// `bracket by sales: >= 8m 3%, below nothing`. `closed` says that something follows the last value.
    pub(super) fn bracket(self, flow: &mut Flow, bracket: &Bracket) {
        if self.is_zh() {
            flow.word("按");
            self.chooser(flow, &bracket.by);
            if let Some(base) = &bracket.base {
                flow.word("对");
                self.chooser(flow, base);
            }
            flow.word(match bracket.kind {
                BracketKind::Slab => "分档",
                BracketKind::Parts => "分段计算",
                BracketKind::Rate => "定比例",
            });
        } else {
            flow.word(if bracket.kind == BracketKind::Rate { "rate" } else { "bracket" });
            if let Some(base) = &bracket.base {
                flow.word("of");
                self.chooser(flow, base);
            }
            flow.word("by");
            self.chooser(flow, &bracket.by);
            if bracket.kind == BracketKind::Parts {
                flow.word("in parts");
            }
        }
        flow.glue(":");
        for (at, arm) in bracket.arms.iter().enumerate() {
            if at > 0 {
                flow.comma();
            }
            self.arm(flow, arm);
        }
    }

    /// Whether a `where` that follows would be read as part of the last value.
    pub(super) fn bracket_takes_where(self, bracket: &Bracket) -> bool {
        bracket.arms.last().and_then(|arm| arm.value.as_ref()).is_some_and(|value| self.takes_where(value))
    }

    /// What chooses or is paid for, which the grammar wants simple.
    pub(super) fn chooser(self, flow: &mut Flow, expr: &Expr) {
        let change = matches!(expr.kind, ExprKind::Change { .. });
        if change || (is_simple(expr) && !matches!(expr.kind, ExprKind::Number(_))) {
            self.expr(flow, expr);
        } else {
            self.bracketed(flow, expr);
        }
    }

    /// `>= 2m and < 8m`
    pub(super) fn bracket_ends(self, flow: &mut Flow, ends: &BracketEnds) {
        match ends {
            BracketEnds::Ends(ends) => {
                for (at, (comparison, number)) in ends.iter().enumerate() {
                    if at > 0 && !self.is_zh() {
                        flow.word("and");
                    }
                    self.end(flow, *comparison, number);
                }
            }
            BracketEnds::First(number) => self.worded(flow, self.word("first", "前"), number),
            BracketEnds::Next(number) => self.worded(flow, self.word("next", "其后"), number),
            BracketEnds::Below => flow.word(self.word("below", "以下")),
            BracketEnds::Above => flow.word(self.word("above", "以上")),
        }
    }

    fn arm(self, flow: &mut Flow, arm: &BracketArm) {
        self.bracket_ends(flow, &arm.ends);
        let Some(value) = &arm.value else {
            flow.word(self.word("nothing", "不予支付"));
            return;
        };
        // Anything longer than a figure could be read as going on from the number at the end.
        if !matches!(value.kind, ExprKind::Number(_)) {
            flow.glue(":");
        }
        let mut said = Flow::new();
        self.expr(&mut said, value);
        flow.append_unless(said, |first| !begins_value(first));
    }

    fn worded(self, flow: &mut Flow, word: &str, number: &Expr) {
        flow.word(word);
        self.expr(flow, number);
    }

    fn end(self, flow: &mut Flow, comparison: Comparison, number: &Expr) {
        if !self.is_zh() {
            let sign = match comparison {
                Comparison::AtLeast => ">=",
                Comparison::More => ">",
                Comparison::AtMost => "<=",
                Comparison::Less | Comparison::Equal | Comparison::NotEqual => "<",
            };
            return self.worded(flow, sign, number);
        }
        let after = match comparison {
            Comparison::AtLeast => "以上",
            Comparison::AtMost => "以下",
            Comparison::More => return self.worded(flow, "超过", number),
            Comparison::Less | Comparison::Equal | Comparison::NotEqual => {
                return self.worded(flow, "不满", number);
            }
        };
        let text = self.expr_text(number);
        flow.word(&text);
        // A unit or a scale word in Latin letters would go on.
        if text.ends_with(|last: char| last.is_ascii_alphabetic()) {
            flow.word(after);
        } else {
            flow.glue(after);
        }
    }
}
