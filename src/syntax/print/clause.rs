//! Clauses, amounts and adjustments.

use super::Writer;
use super::flow::Flow;
use crate::money::{Currency, Direction};
use crate::syntax::ast::{
    Adjustment, AdjustmentKind, Amount, ClauseKind, Comparison, Expr, GroupKind, LadderKind, OrderKey,
    Quoted, Received, Scope, StackingRule, Way,
};

impl Writer {
    /// The keyword of a clause and what follows it.
    pub(super) fn clause(self, kind: &ClauseKind) -> (String, Flow) {
        let mut flow = Flow::new();
        let keyword = self.clause_into(kind, &mut flow);
        (keyword, flow)
    }

    fn clause_into(self, kind: &ClauseKind, flow: &mut Flow) -> String {
        let keyword = match kind {
            ClauseKind::Issuer(text) => self.saying(flow, text, "issuer", "发布机关"),
            ClauseKind::Document(text) => self.saying(flow, text, "document", "文号"),
            ClauseKind::Label(text) => self.saying(flow, text, "label", "名称"),
            ClauseKind::Question(text) => self.saying(flow, text, "question", "提问"),
            ClauseKind::Reading(text) => self.saying(flow, text, "reading", "理解"),
            ClauseKind::Sentences(numbers) => {
                for (at, number) in numbers.iter().enumerate() {
                    if at > 0 {
                        flow.comma();
                    }
                    flow.word(&number.to_string());
                }
                self.word("sentence", "原句")
            }
            ClauseKind::Note(text) => self.saying(flow, text, "note", "备注"),
            ClauseKind::Matter(text) => self.saying(flow, text, "matter", "事项"),
            ClauseKind::Stacking(rule) => {
                self.stacking(flow, *rule);
                self.word("stacking", "与其他政策")
            }
            ClauseKind::Currency(currency) => {
                flow.word(if self.is_zh() && *currency == Currency::CNY {
                    "人民币"
                } else {
                    currency.code()
                });
                self.word("currency", "币种")
            }
            ClauseKind::Rounding { direction, step } => {
                self.rounding(flow, *direction, step);
                self.word("rounding", "舍入")
            }
            ClauseKind::InForce { .. } | ClauseKind::Replaces { .. } | ClauseKind::Keep { .. } => {
                self.of_versions(flow, kind)
            }
            ClauseKind::Range { low, high } => {
                self.range(flow, low.as_ref(), high.as_ref());
                self.word("range", "范围")
            }
            ClauseKind::Default(expr) => {
                self.expr(flow, expr);
                self.word("default", "默认")
            }
            ClauseKind::Field { name, ty, label, range } => {
                flow.word(&self.name(name));
                flow.word(":");
                self.type_expr(flow, ty);
                self.texts(flow, label.as_slice());
                if let Some(range) = range {
                    flow.comma();
                    flow.word(self.word("range", "范围"));
                    self.range(flow, range.low.as_ref(), range.high.as_ref());
                }
                self.word("field", "字段")
            }
            ClauseKind::For { kinds, others, condition } => {
                if kinds.is_empty() && others.is_empty() {
                    flow.word(self.word("any", "不限"));
                }
                let names = kinds.iter().map(|kind| self.name(kind));
                let words = others.iter().map(|other| self.text(&other.text));
                for (at, kind) in names.chain(words).enumerate() {
                    if at > 0 {
                        flow.word(self.word("or", "或"));
                    }
                    flow.word(&kind);
                }
                self.conditions(flow, condition.as_ref());
                self.word("for", "对象")
            }
            ClauseKind::Where(expr) => {
                self.expr(flow, expr);
                self.word("where", "条件")
            }
            ClauseKind::Each { item, list, condition } => {
                flow.word(&self.name(item));
                flow.word(self.word("in", "取自"));
                flow.word(&self.name(list));
                self.conditions(flow, condition.as_ref());
                self.word("each", "逐笔")
            }
            ClauseKind::Once => self.word("once", "一次性"),
            ClauseKind::PerYear => self.word("per year", "逐年"),
            ClauseKind::Pays { amount, adjustments } => {
                self.amount(flow, amount);
                for adjustment in adjustments {
                    flow.comma();
                    let mut said = Flow::new();
                    let keyword = self.adjustment(&mut said, adjustment);
                    flow.word(&keyword);
                    flow.word(&said.text());
                }
                self.word("pays", "金额")
            }
            ClauseKind::Adjust(adjustment) => return self.adjustment(flow, adjustment),
            ClauseKind::Elsewhere(text) => {
                self.texts(flow, text.as_slice());
                self.word("amount elsewhere", "金额另定")
            }
            ClauseKind::Decided { low, high, scope } => {
                self.decided(flow, low.as_ref(), high, *scope);
                self.word("decided", "核定")
            }
            ClauseKind::Step { name, amount, condition } => {
                self.texts(flow, name.as_slice());
                self.expr_before_where(flow, amount);
                self.condition(flow, condition);
                self.word("step", "档")
            }
            ClauseKind::LadderKind(LadderKind::TopUp) => {
                self.word("in all, at most the highest step held", "累计不超过所持最高一档")
            }
            ClauseKind::LadderKind(LadderKind::HighestOnly) => self.word("highest step only", "只取最高一档"),
            ClauseKind::LadderKind(LadderKind::AddUp) => self.word("steps add up", "各档累加"),
            ClauseKind::Members(names) => {
                self.names(flow, names);
                self.word("members", "成员")
            }
            ClauseKind::PaysFor(paid) => {
                self.paid_for(flow, paid);
                self.word("pays for", "用于")
            }
            ClauseKind::Ranked(_)
            | ClauseKind::Ties(_)
            | ClauseKind::Prize(_)
            | ClauseKind::Budget { .. }
            | ClauseKind::Programme { .. }
            | ClauseKind::Short(_) => self.of_population(flow, kind),
            ClauseKind::GroupKind(GroupKind::Highest { most, next }) => {
                if let Some(most) = most {
                    self.expr(flow, most);
                    return self.word("pays the highest", "取最高").to_owned();
                }
                if let Some(share) = next {
                    flow.word(self.word("and", "次高一项按"));
                    self.expr(flow, share);
                    if !self.is_zh() {
                        flow.word("of the next");
                    }
                }
                self.word("pays the highest", "取最高一项")
            }
            ClauseKind::GroupKind(GroupKind::First { most }) => match most {
                Some(most) => {
                    self.expr(flow, most);
                    self.word("pays the first", "取在先")
                }
                None => self.word("pays the first", "取在先一项"),
            },
            ClauseKind::GroupKind(GroupKind::Choice) => self.word("pays the one chosen", "取申报者所选一项"),
            ClauseKind::GroupKind(GroupKind::Together { limit, scope, shared }) => {
                self.together(flow, limit, *scope, shared.as_deref())
            }
            ClauseKind::Quota { number, scope, fact, last, condition } => {
                self.scope_before(flow, *scope);
                self.expr(flow, number);
                self.scope_after(flow, *scope);
                if let Some(fact) = fact {
                    flow.comma();
                    flow.word(self.word("counted in", "计入"));
                    flow.word(&self.name(fact));
                }
                self.last_one(flow, *last);
                self.conditions(flow, condition.as_ref());
                self.word("quota", "名额")
            }
            ClauseKind::Earmark { share, purpose, condition } => {
                flow.word(self.word("at least", "不低于"));
                self.expr(flow, share);
                flow.word(self.word("for", "用于"));
                flow.word(&self.text(&purpose.text));
                self.conditions(flow, condition.as_ref());
                self.word("earmark", "专用")
            }
            ClauseKind::Split(divisions) => {
                self.divisions(flow, divisions);
                self.word("split", "分摊")
            }
            ClauseKind::Schedule(divisions) => {
                self.divisions(flow, divisions);
                self.word("paid", "分期")
            }
            ClauseKind::Clawback { share, event, condition } => {
                self.expr(flow, share);
                flow.word(&self.text(&event.text));
                self.conditions(flow, condition.as_ref());
                self.word("clawback", "追回")
            }
            ClauseKind::Points { name, points, limit, weight } => {
                self.points(flow, name.as_ref(), points, [limit.as_ref(), weight.as_ref()]);
                self.word("points", "计分")
            }
            ClauseKind::Pass { comparison, mark } => {
                flow.word(self.comparison_words(*comparison));
                self.expr(flow, mark);
                self.word("pass", "及格")
            }
            ClauseKind::By { lead, with } => {
                self.texts(flow, lead);
                if !with.is_empty() {
                    flow.word(self.word("with", "会同"));
                    self.texts(flow, with);
                }
                self.word("by", "负责单位")
            }
            ClauseKind::Goal { fact, comparison, goals } => {
                self.goal_line(flow, fact.as_ref(), *comparison, goals, false);
                self.word("goal", "目标")
            }
            ClauseKind::Growth { fact, comparison, rates } => {
                self.goal_line(flow, fact.as_ref(), *comparison, rates, true);
                self.word("growth", "年均增幅")
            }
            ClauseKind::Base { value, year } => {
                self.base(flow, value.as_ref(), *year);
                self.word("base", "基期")
            }
            ClauseKind::AnyGoal => self.word("any of these goals", "各项目标达到其一"),
            ClauseKind::Nature(nature) => self.nature(*nature),
            ClauseKind::Numbered(number) => {
                flow.word(&number.to_string());
                self.word("number", "序号")
            }
            ClauseKind::Size { low, high } => {
                match (low, high) {
                    (Some(low), None) => self.expr(flow, low),
                    (Some(low), Some(high)) => self.range(flow, Some(low), Some(high)),
                    (None, _) => flow.word(self.word("unstated", "未载明")),
                }
                self.word("size", "规模")
            }
            ClauseKind::Share { share, payer } => {
                self.expr(flow, share);
                flow.word(&self.text(&payer.text));
                self.word("share", "分担")
            }
            ClauseKind::Sources(texts) => {
                self.texts(flow, texts);
                self.word("from", "来源")
            }
            ClauseKind::Match { own, other, with } => {
                flow.word(&format!("{}:{}", self.expr_text(own), self.expr_text(other)));
                flow.word(self.word("with", "与"));
                flow.word(&self.text(&with.text));
                self.word("match", "配套")
            }
            ClauseKind::Leverage(expr) => {
                self.expr(flow, expr);
                self.word("leverage", "放大")
            }
            ClauseKind::Columns(_)
            | ClauseKind::Row { .. }
            | ClauseKind::RowsFrom(_)
            | ClauseKind::Otherwise(_) => self.of_table(flow, kind),
            ClauseKind::Given(givens) => {
                self.givens(flow, givens);
                self.word("given", "已知")
            }
            ClauseKind::Then(thens) => {
                self.thens(flow, thens);
                self.word("then", "结果")
            }
        };
        keyword.to_owned()
    }

    fn saying(self, flow: &mut Flow, text: &Quoted, en: &'static str, zh: &'static str) -> &'static str {
        flow.word(&self.text(&text.text));
        self.word(en, zh)
    }

    fn stacking(self, flow: &mut Flow, rule: StackingRule) {
        let received = match rule {
            StackingRule::AddsUp => return flow.word(self.word("adds up", "可以叠加")),
            StackingRule::Highest(received) => received,
        };
        flow.word(self.word("highest", "就高不重复"));
        let Some(received) = received else { return };
        flow.comma();
        flow.word(match received {
            Received::ToppedUp => self.word("topped up", "已得的补差额"),
            Received::InFull => self.word("in full if higher", "高于已得的全额给"),
            Received::Refused => self.word("refused if received", "已得的不再给"),
        });
    }

    fn range(self, flow: &mut Flow, low: Option<&Expr>, high: Option<&Expr>) {
        match (low, high) {
            (Some(low), Some(high)) => {
                self.expr(flow, low);
                flow.word(self.word("to", "至"));
                self.expr(flow, high);
            }
            (Some(low), None) => {
                flow.word(self.word("at least", "至少"));
                self.expr(flow, low);
            }
            (None, Some(high)) => {
                flow.word(self.word("at most", "不超过"));
                self.expr(flow, high);
            }
            (None, None) => {}
        }
    }

    /// An amount with its conditions.
    pub(super) fn amount(self, flow: &mut Flow, amount: &Amount) {
        self.value(flow, &amount.value, None, amount.condition.as_ref());
        self.otherwise(flow, amount);
    }

    /// A value, the scope it is counted over, and its condition.
    fn value(self, flow: &mut Flow, value: &Expr, scope: Option<Scope>, condition: Option<&Expr>) {
        if condition.is_some() {
            self.expr_before_where(flow, value)
        } else {
            self.whole(flow, value)
        }
        self.scope_after(flow, scope);
        self.conditions(flow, condition);
    }

    pub(super) fn otherwise(self, flow: &mut Flow, amount: &Amount) {
        for (value, condition) in &amount.otherwise {
            flow.breakable();
            flow.word(self.word("else", "否则"));
            self.value(flow, value, None, condition.as_ref());
        }
    }

    pub(super) fn conditions(self, flow: &mut Flow, condition: Option<&Expr>) {
        if let Some(condition) = condition {
            self.condition(flow, condition);
        }
    }

    /// `where …`
    pub(super) fn condition(self, flow: &mut Flow, condition: &Expr) {
        flow.word(self.word("where", "当"));
        self.expr(flow, condition);
    }

    /// Writes what follows the keyword, which is returned.
    fn adjustment(self, flow: &mut Flow, adjustment: &Adjustment) -> String {
        let (keyword, amount) = match &adjustment.kind {
            AdjustmentKind::AtMost { limit, scope, shared, word } => {
                return self.limit(flow, limit, (*scope, shared.as_deref()), *word);
            }
            AdjustmentKind::NothingBelow(expr) => {
                self.expr(flow, expr);
                if self.is_zh() {
                    flow.word("不予支付");
                }
                return self.word("nothing below", "低于").to_owned();
            }
            AdjustmentKind::Rounded { direction, step } => {
                self.rounding(flow, *direction, step);
                return self.word("rounded", "取整").to_owned();
            }
            AdjustmentKind::Points { minus, amount } => {
                let plus = self.word("plus", "另加");
                (if *minus { self.word("minus", "扣除") } else { plus }, amount)
            }
            AdjustmentKind::CountedTo { number, per, order } => {
                self.expr(flow, number);
                if let Some(per) = per {
                    flow.word(self.word("per", "每一"));
                    self.chooser(flow, per);
                }
                for (at, key) in order.iter().enumerate() {
                    flow.comma();
                    if at > 0 {
                        flow.word(self.word("then", "再"));
                    }
                    self.order_key(flow, key);
                }
                return self.word("counted to", "计至").to_owned();
            }
            AdjustmentKind::Running { order, limit, scope, per, word } => {
                return self.running(flow, order, limit, *scope, per.as_ref(), *word);
            }
            AdjustmentKind::AtLeast(amount) => (self.word("at least", "最低"), amount),
            AdjustmentKind::Times(amount) => (self.word("times", "乘"), amount),
            AdjustmentKind::Plus(amount) => (self.word("plus", "另加"), amount),
            AdjustmentKind::Minus(amount) => (self.word("minus", "扣除"), amount),
        };
        self.amount(flow, amount);
        keyword.to_owned()
    }

    pub(super) fn order_key(self, flow: &mut Flow, key: &OrderKey) {
        let way = match key.way {
            Way::Highest => self.word("highest", "从高到低"),
            Way::Lowest => self.word("lowest", "从低到高"),
            Way::Earliest => self.word("earliest", "从早到晚"),
            Way::Latest => self.word("latest", "从晚到早"),
        };
        if self.is_zh() {
            flow.word("按");
            self.chooser(flow, &key.key);
            flow.word(way);
        } else {
            flow.word(way);
            flow.word("by");
            self.chooser(flow, &key.key);
        }
    }

    pub(super) fn rounding(self, flow: &mut Flow, direction: Direction, step: &Expr) {
        flow.word(match direction {
            Direction::HalfUp => self.word("half up", "四舍五入"),
            Direction::HalfEven => self.word("half even", "银行家舍入"),
            Direction::Down => self.word("down", "舍去"),
            Direction::Up => self.word("up", "进位"),
        });
        flow.word(self.word("to", "到"));
        match self.step_word(step).filter(|_| self.is_zh()) {
            Some(word) => flow.word(word),
            None => self.expr(flow, step),
        }
    }

    /// A comparison as it is said of a target.
    pub(super) fn comparison_words(self, comparison: Comparison) -> &'static str {
        match comparison {
            Comparison::Equal => "=",
            Comparison::NotEqual => self.word("!=", "≠"),
            Comparison::Less => self.word("less than", "低于"),
            Comparison::AtMost => self.word("at most", "不超过"),
            Comparison::More => self.word("more than", "超过"),
            Comparison::AtLeast => self.word("at least", "至少"),
        }
    }
}
