//! Limits: their words, what they are counted over, who shares them.

use super::Writer;
use super::flow::Flow;
use crate::syntax::ast::{Amount, Circle, Expr, LimitWord, Scope, Shared};

impl Writer {
    pub(super) fn limit(
        self,
        flow: &mut Flow,
        limit: &Amount,
        (scope, shared): (Option<Scope>, Option<&Shared>),
        word: LimitWord,
    ) -> String {
        let word = self.limit_word(word);
        let counting = shared.and_then(|shared| shared.counting.as_ref());
        if limit.condition.is_some() && counting.is_none() {
            self.expr_before_where(flow, &limit.value)
        } else {
            self.whole(flow, &limit.value)
        }
        self.reach_after(flow, scope, shared);
        self.counting(flow, shared, limit.condition.is_some());
        self.conditions(flow, limit.condition.as_ref());
        self.otherwise(flow, limit);
        if !self.is_zh() {
            return word.to_owned();
        }
        let circle = shared.and_then(|shared| shared.circle).map_or("", |circle| self.circle(circle));
        format!("{circle}{}{word}", scope.map_or(String::new(), |scope| self.scope(scope)))
    }

    fn circle(self, circle: Circle) -> &'static str {
        match circle {
            Circle::Household => self.word("per household", "每户"),
            Circle::CorporateGroup => self.word("per corporate group", "每个集团"),
        }
    }

    /// In English who shares a limit and what it is counted over stand after the figure …
    fn reach_after(self, flow: &mut Flow, scope: Option<Scope>, shared: Option<&Shared>) {
        if let Some(circle) = shared.and_then(|shared| shared.circle).filter(|_| !self.is_zh()) {
            flow.word(self.circle(circle));
        }
        self.scope_after(flow, scope);
    }

    /// … in Chinese before it.
    fn reach_before(self, flow: &mut Flow, scope: Option<Scope>, shared: Option<&Shared>) {
        if let Some(circle) = shared.and_then(|shared| shared.circle).filter(|_| self.is_zh()) {
            flow.word(self.circle(circle));
        }
        self.scope_before(flow, scope);
    }

    /// `, counting received_by_household`
    fn counting(self, flow: &mut Flow, shared: Option<&Shared>, before_where: bool) {
        let Some(counting) = shared.and_then(|shared| shared.counting.as_ref()) else { return };
        flow.comma();
        flow.word(self.word("counting", "连同"));
        if before_where { self.expr_before_where(flow, counting) } else { self.whole(flow, counting) }
    }

    pub(super) fn limit_word(self, word: LimitWord) -> &'static str {
        match word {
            LimitWord::Max => self.word("max", "最高"),
            LimitWord::Cap => self.word("cap", "封顶"),
            LimitWord::AtMost => self.word("at most", "不超过"),
        }
    }

    /// `together at most 500k per household per year, counting x`
    pub(super) fn together(
        self,
        flow: &mut Flow,
        limit: &Expr,
        scope: Option<Scope>,
        shared: Option<&Shared>,
    ) -> &'static str {
        self.reach_before(flow, scope, shared);
        flow.glue(self.word("at most", "不超过"));
        self.expr(flow, limit);
        self.reach_after(flow, scope, shared);
        self.counting(flow, shared, false);
        self.word("together", "合计")
    }

    /// `in order of loan.date, running at most 1m per year`
    pub(super) fn running(
        self,
        flow: &mut Flow,
        order: &[Expr],
        limit: &Expr,
        scope: Option<Scope>,
        per: Option<&Expr>,
        word: LimitWord,
    ) -> String {
        for (at, key) in order.iter().enumerate() {
            if at > 0 {
                flow.comma();
                flow.word(self.word("then", "再按"));
            }
            self.chooser(flow, key);
        }
        if self.is_zh() {
            flow.word("先后");
        }
        flow.comma();
        flow.word(self.word("running", "滚动"));
        if let Some(scope) = scope.filter(|_| self.is_zh()) {
            flow.word(&self.scope(scope));
        }
        flow.word(self.limit_word(word));
        self.expr(flow, limit);
        self.scope_after(flow, scope);
        if let Some(per) = per {
            flow.word(self.word("per", "每一"));
            self.chooser(flow, per);
        }
        self.word("in order of", "按").to_owned()
    }

    pub(super) fn decided(self, flow: &mut Flow, low: Option<&Expr>, high: &Expr, scope: Option<Scope>) {
        self.scope_before(flow, scope);
        match low {
            None => flow.glue(self.word("up to", "不超过")),
            Some(low) => {
                flow.word(self.word("from", "自"));
                self.expr(flow, low);
                flow.word(self.word("to", "至"));
            }
        }
        self.expr(flow, high);
        self.scope_after(flow, scope);
    }

    pub(super) fn scope(self, scope: Scope) -> String {
        let word = match scope {
            Scope::PerItem => self.word("per item", "每项"),
            Scope::PerYear => self.word("per year", "每年"),
            Scope::InAll => self.word("in all", "累计"),
            Scope::InYears(years) if self.is_zh() => return format!("连续{years}年累计"),
            Scope::InYears(years) => return format!("in any {years} years"),
        };
        word.to_owned()
    }

    /// The scope stands before the figure in Chinese …
    pub(super) fn scope_before(self, flow: &mut Flow, scope: Option<Scope>) {
        if let Some(scope) = scope.filter(|_| self.is_zh()) {
            flow.word(&self.scope(scope));
        }
    }

    /// … and after it in English.
    pub(super) fn scope_after(self, flow: &mut Flow, scope: Option<Scope>) {
        if let Some(scope) = scope.filter(|_| !self.is_zh()) {
            flow.word(&self.scope(scope));
        }
    }
}
