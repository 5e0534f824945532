//! Lengths between days, windows, days of a year and amounts for each month, as they are written.

use super::Writer;
use super::expr::{ANY, CLOSED, EACH, FIELD, PREFIX, SUM};
use super::flow::Flow;
use crate::calendar::{MONTH_NAMES, PartMonths};
use crate::syntax::ast::{DurationUnit, Expr, ExprKind, TimeExpr, WindowSide, YearShift};

/// How tightly a form binds.
pub(super) fn level(time: &TimeExpr) -> u8 {
    match time {
        TimeExpr::Within { value: Some(_), .. } => super::expr::COMPARE,
        TimeExpr::ForTime { .. } => EACH,
        TimeExpr::Within { value: None, .. }
        | TimeExpr::Between { .. }
        | TimeExpr::Age { .. }
        | TimeExpr::YearOf(_)
        | TimeExpr::DayOfYear { .. } => PREFIX,
    }
}

impl Writer {
    /// The operand that stands open at the end of a form in this spelling.
    pub(super) fn last_of_time(self, time: &TimeExpr) -> Option<&Expr> {
        match time {
            TimeExpr::Between { to, parts: None, .. } => Some(to),
            TimeExpr::Between { parts: Some(_), .. } => None,
            TimeExpr::Age { of, on } => Some(on.as_ref().unwrap_or(of)),
            TimeExpr::YearOf(of) => Some(of),
            TimeExpr::Within { of, .. } => (!self.is_zh()).then_some(of),
            TimeExpr::DayOfYear { of, .. } => (!self.is_zh()).then_some(of),
            TimeExpr::ForTime { length, longest, .. } => longest.is_none().then_some(length),
        }
    }

    pub(super) fn time(self, flow: &mut Flow, time: &TimeExpr) {
        match time {
            TimeExpr::Between { unit, from, to, parts } => {
                flow.word(match unit {
                    DurationUnit::Days => self.word("days from", "天数 自"),
                    DurationUnit::Months => self.word("months from", "月数 自"),
                    DurationUnit::Years => self.word("years from", "年数 自"),
                });
                self.before_day(flow, from, self.is_zh());
                flow.word(self.word("to", "至"));
                if parts.is_some() && self.takes_parts(to) {
                    self.bracketed(flow, to);
                } else {
                    self.single(flow, to, if parts.is_some() { ANY } else { CLOSED });
                }
                if let Some(parts) = parts {
                    flow.comma();
                    flow.word(match parts {
                        PartMonths::Count => self.word("part months count", "不足一月按一月计"),
                        PartMonths::DoNotCount => self.word("part months do not count", "不足一月不计"),
                        PartMonths::ByDays => self.word("part months by days", "不足一月按天计"),
                    });
                }
            }
            TimeExpr::Age { of, on } => {
                flow.word(self.word("age of", "周岁 自"));
                if on.is_some() {
                    self.before_day(flow, of, true);
                } else {
                    self.single(flow, of, CLOSED);
                }
                if let Some(on) = on {
                    flow.word(self.word("on", "至"));
                    self.single(flow, on, CLOSED);
                }
            }
            TimeExpr::YearOf(of) => {
                flow.word(self.word("year of", "年份 取自"));
                self.single(flow, of, CLOSED);
            }
            TimeExpr::Within { value, length, side, of } => {
                if let Some(value) = value {
                    self.operand(flow, value, SUM, super::expr::COMPARE);
                }
                self.window(flow, length, *side, of);
            }
            TimeExpr::DayOfYear { month, day, year, of } if self.is_zh() => {
                self.simple(flow, of, FIELD);
                flow.word(match year {
                    YearShift::Before => "上年",
                    YearShift::Same => "当年",
                    YearShift::After => "次年",
                });
                flow.word(&format!("{month}月{day}日"));
            }
            TimeExpr::DayOfYear { month, day, year, of } => {
                let name =
                    MONTH_NAMES.get(usize::from(*month).saturating_sub(1)).copied().unwrap_or_default();
                flow.word(&format!("{day} {name} of the year"));
                flow.word(match year {
                    YearShift::Before => "before",
                    YearShift::Same => "of",
                    YearShift::After => "after",
                });
                self.single(flow, of, CLOSED);
            }
            TimeExpr::ForTime { amount, unit, length, longest } => {
                if self.is_zh() {
                    flow.word(if *unit == DurationUnit::Days { "每天" } else { "每月" });
                    self.operand(flow, amount, EACH, ANY);
                    flow.comma();
                    flow.word("计");
                } else {
                    self.operand(flow, amount, EACH, EACH);
                    flow.word(if *unit == DurationUnit::Days { "per day for" } else { "per month for" });
                }
                self.single(flow, length, if longest.is_some() { ANY } else { CLOSED });
                if let Some(longest) = longest {
                    flow.comma();
                    flow.word(self.word("at most", "最长"));
                    self.expr(flow, longest);
                }
            }
        }
    }

    /// A single operand before a word that begins the second day of an age, if `clashing`.
    pub(super) fn before_day(self, flow: &mut Flow, expr: &Expr, clashing: bool) {
        if clashing && self.takes_day(expr) {
            self.bracketed(flow, expr);
        } else {
            self.single(flow, expr, ANY);
        }
    }

    /// Whether a second day that follows would be read as that of an age at the end of the expression.
    fn takes_day(self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Time(time) if matches!(**time, TimeExpr::Age { on: None, .. }) => true,
            _ => self.last_operand(expr).is_some_and(|last| self.takes_day(last)),
        }
    }

    /// Whether a rule for parts of months that follows would be read as that of the expression's own end.
    fn takes_parts(self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Time(time) if matches!(**time, TimeExpr::Between { parts: None, .. }) => true,
            _ => self.last_operand(expr).is_some_and(|last| self.takes_parts(last)),
        }
    }

    fn window(self, flow: &mut Flow, length: &Expr, side: WindowSide, of: &Expr) {
        if self.is_zh() {
            flow.word("在");
            self.single(flow, of, ANY);
            flow.word(match side {
                WindowSide::After => "之后",
                WindowSide::Before => "之前",
                WindowSide::Around => "前后",
            });
            self.simple(flow, length, ANY);
            flow.word("内");
        } else {
            flow.word("within");
            self.simple(flow, length, ANY);
            flow.word(match side {
                WindowSide::After => "after",
                WindowSide::Before => "before",
                WindowSide::Around => "of",
            });
            self.single(flow, of, CLOSED);
        }
    }

    /// What the grammar wants simple: the length of a window, the day that a year is named by.
    fn simple(self, flow: &mut Flow, expr: &Expr, next: u8) {
        if super::expr::is_simple(expr) {
            self.operand(flow, expr, FIELD, next);
        } else {
            self.bracketed(flow, expr);
        }
    }
}
