//! Expressions, with round brackets added only where the text would otherwise be read as another tree.
//!
//! The levels are those by which the reader builds the tree. What stands open at its end (`not a`, `any x in y
//! where b`) would take the operator that follows, so it is bracketed wherever one follows.

use super::flow::Flow;
use super::{Writer, name_text};
use crate::syntax::ast::{AggregateKind, Comparison, Expr, ExprKind, Name, NumberLiteral, PartWording};

/// What stands whole in its place or within round brackets.
const LOOSEST: u8 = 0;
pub(super) const ANY: u8 = 1;
const OR: u8 = 1;
const AND: u8 = 2;
pub(super) const COMPARE: u8 = 4;
pub(super) const SUM: u8 = 5;
pub(super) const EACH: u8 = 6;
const PRODUCT: u8 = 7;
const OF: u8 = 8;
const ABOVE: u8 = 9;
pub(super) const PREFIX: u8 = 10;
pub(super) const FIELD: u8 = 11;
const ATOM: u8 = 12;
/// Tighter than every operator: nothing that follows is taken.
pub(super) const CLOSED: u8 = u8::MAX;

/// How tightly the outermost operation of an expression binds.
fn level(expr: &Expr) -> u8 {
    match &expr.kind {
        ExprKind::Bracket(_) | ExprKind::FillUp { .. } => LOOSEST,
        ExprKind::Time(time) => super::time::level(time),
        ExprKind::Or(_) => OR,
        ExprKind::And(_) => AND,
        ExprKind::Compare { .. } | ExprKind::Has { .. } | ExprKind::In { .. } | ExprKind::Between { .. } => {
            COMPARE
        }
        ExprKind::Sum(_) => SUM,
        ExprKind::ForEach { .. } => EACH,
        ExprKind::Product(_) => PRODUCT,
        ExprKind::Part { wording: PartWording::Of | PartWording::SubsidyAfter, .. } => OF,
        ExprKind::UpTo { .. } | ExprKind::Above { .. } | ExprKind::Convert { .. } => ABOVE,
        ExprKind::Not(_) | ExprKind::Negate(_) | ExprKind::Base { of: Some(_), .. } => PREFIX,
        ExprKind::BeforeLimits(_)
        | ExprKind::Field { .. }
        | ExprKind::Index { .. }
        | ExprKind::YearsAgo { .. }
        | ExprKind::Change { .. }
        | ExprKind::Base { .. } => FIELD,
        ExprKind::Part { wording: PartWording::InterestSubsidyOn, .. }
        | ExprKind::Number(_)
        | ExprKind::Date(_)
        | ExprKind::Text(_)
        | ExprKind::Bool(_)
        | ExprKind::Name(_)
        | ExprKind::TheBase
        | ExprKind::PaidAward(_)
        | ExprKind::AtLeast { .. }
        | ExprKind::Consecutive { .. }
        | ExprKind::Extreme { .. }
        | ExprKind::Aggregate { .. }
        | ExprKind::Group(_) => ATOM,
    }
}

impl Writer {
    pub(super) fn expr_text(self, expr: &Expr) -> String {
        let mut flow = Flow::new();
        self.expr(&mut flow, expr);
        flow.text()
    }

    /// A whole expression.
    pub(super) fn expr(self, flow: &mut Flow, expr: &Expr) {
        self.operand(flow, expr, ANY, CLOSED);
    }

    /// An expression that must bind at least as tightly as `least`, before an operator of the level `next`
    /// ([`CLOSED`] when none follows).
    pub(super) fn operand(self, flow: &mut Flow, expr: &Expr, least: u8, next: u8) {
        let bracketed = level(expr) < least || (next != CLOSED && self.takes(expr) <= next);
        if bracketed {
            flow.word("(");
            self.bare(flow, expr);
            flow.glue(")");
        } else {
            self.bare(flow, expr);
        }
    }

    /// A single operand, where the grammar reads no operators.
    pub(super) fn single(self, flow: &mut Flow, expr: &Expr, next: u8) {
        let least = if is_single(expr) { PREFIX } else { CLOSED };
        self.operand(flow, expr, least, next);
    }

    pub(super) fn bracketed(self, flow: &mut Flow, expr: &Expr) {
        flow.word("(");
        self.bare(flow, expr);
        flow.glue(")");
    }

    /// The loosest operator that an expression would take if it followed; [`CLOSED`] when it takes none beyond its own
    /// level.
    fn takes(self, expr: &Expr) -> u8 {
        let own = match &expr.kind {
            ExprKind::Not(_) => COMPARE,
            ExprKind::Aggregate { condition: Some(_), .. } => ANY,
            ExprKind::Part { wording: PartWording::InterestSubsidyOn, .. } if !self.is_zh() => ABOVE,
            _ => CLOSED,
        };
        // A bracketed last operand takes nothing; one that is not shows its own appetite.
        self.last_operand(expr).map_or(own, |last| own.min(self.takes(last)))
    }

    /// Whether a `where` that follows would be read as part of the expression.
    pub(super) fn takes_where(self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Aggregate { condition: None, .. } => true,
            ExprKind::Bracket(bracket) => self.bracket_takes_where(bracket),
            _ => self.last_operand(expr).is_some_and(|last| self.takes_where(last)),
        }
    }

    /// An expression that a `where` follows.
    pub(super) fn expr_before_where(self, flow: &mut Flow, expr: &Expr) {
        if self.takes_where(expr) { self.bracketed(flow, expr) } else { self.whole(flow, expr) }
    }

    /// An expression in a place where a bracket may stand as it is.
    pub(super) fn whole(self, flow: &mut Flow, expr: &Expr) {
        if matches!(expr.kind, ExprKind::Bracket(_) | ExprKind::FillUp { .. }) {
            self.bare(flow, expr);
        } else {
            self.expr(flow, expr);
        }
    }

    /// The operand that stands open at the end of an expression in this spelling.
    pub(super) fn last_operand(self, expr: &Expr) -> Option<&Expr> {
        match &expr.kind {
            ExprKind::Not(inner) | ExprKind::Negate(inner) => Some(inner),
            ExprKind::And(terms) | ExprKind::Or(terms) => terms.last(),
            ExprKind::Sum(terms) | ExprKind::Product(terms) => terms.last().map(|(_, last)| last),
            ExprKind::Compare { right, .. } | ExprKind::Has { member: right, .. } => Some(right),
            ExprKind::Between { high, .. } => Some(high),
            ExprKind::UpTo { limit, .. } => Some(limit),
            ExprKind::Above { threshold, .. } => Some(threshold),
            ExprKind::FillUp { target, .. } => Some(target),
            ExprKind::Part { wording: PartWording::Of, share, base } => {
                Some(if self.is_zh() { share } else { base })
            }
            ExprKind::Part { wording: PartWording::InterestSubsidyOn, base, .. } if !self.is_zh() => {
                Some(base)
            }
            ExprKind::ForEach { amount, count, .. } => Some(if self.is_zh() { amount } else { count }),
            ExprKind::Convert { rate, rounding: None, .. } if !self.is_zh() => Some(rate),
            ExprKind::Time(time) => self.last_of_time(time),
            ExprKind::Aggregate { condition, .. } => condition.as_deref(),
            ExprKind::Part { .. }
            | ExprKind::Number(_)
            | ExprKind::Date(_)
            | ExprKind::Text(_)
            | ExprKind::Bool(_)
            | ExprKind::Name(_)
            | ExprKind::TheBase
            | ExprKind::PaidAward(_)
            | ExprKind::BeforeLimits(_)
            | ExprKind::Field { .. }
            | ExprKind::Index { .. }
            | ExprKind::YearsAgo { .. }
            | ExprKind::Change { .. }
            | ExprKind::Base { .. }
            | ExprKind::Consecutive { .. }
            | ExprKind::Convert { .. }
            | ExprKind::AtLeast { .. }
            | ExprKind::In { .. }
            | ExprKind::Extreme { .. }
            | ExprKind::Bracket(_)
            | ExprKind::Group(_) => None,
        }
    }

    // INVARIANT: the reader bounds how deep expressions nest.
    fn bare(self, flow: &mut Flow, expr: &Expr) {
        match &expr.kind {
            ExprKind::Number(literal) => flow.word(&self.number(literal)),
            ExprKind::Date(date) => flow.word(&date.to_string()),
            ExprKind::Text(text) => flow.word(&self.text(text)),
            ExprKind::Bool(true) => flow.word(self.word("true", "是")),
            ExprKind::Bool(false) => flow.word(self.word("false", "否")),
            ExprKind::Name(name) => flow.word(&operand_name(name)),
            ExprKind::Field { base, field } => {
                self.operand(flow, base, FIELD, FIELD);
                flow.glue(&format!(".{}", self.name(field)));
            }
            ExprKind::Convert { base, rate, rounding } => {
                self.operand(flow, base, ABOVE, ABOVE);
                flow.word(self.word("at", "按"));
                self.operand(flow, rate, PREFIX, ABOVE);
                if self.is_zh() {
                    flow.word("折算");
                }
                if let Some((direction, step)) = rounding {
                    if !self.is_zh() {
                        flow.word("rounded");
                    }
                    self.rounding(flow, *direction, step);
                }
            }
            ExprKind::YearsAgo { .. }
            | ExprKind::Change { .. }
            | ExprKind::Base { .. }
            | ExprKind::Consecutive { .. } => self.of_years(flow, &expr.kind),
            ExprKind::Index { base, keys } => {
                self.operand(flow, base, FIELD, FIELD);
                flow.glue("[");
                self.keys(flow, keys);
                flow.glue("]");
            }
            ExprKind::Not(inner) => {
                flow.word(self.word("not", "非"));
                self.operand(flow, inner, COMPARE, CLOSED);
            }
            ExprKind::Negate(inner) => {
                flow.word("-");
                let mut operand = Flow::new();
                self.operand(&mut operand, inner, PREFIX, CLOSED);
                flow.glue(&operand.text());
            }
            ExprKind::And(terms) => self.chain(flow, terms, AND, self.word("and", "且")),
            ExprKind::Or(terms) => self.chain(flow, terms, OR, self.word("or", "或")),
            ExprKind::AtLeast { number, conditions } => {
                flow.word(self.word("at least", "至少"));
                self.expr(flow, number);
                flow.word(self.word("of", "满足"));
                self.list(flow, conditions);
            }
            ExprKind::Compare { comparison, left, right } => {
                self.operand(flow, left, SUM, COMPARE);
                flow.word(self.comparison(*comparison, right));
                self.operand(flow, right, SUM, CLOSED);
            }
            ExprKind::Has { set, member } => {
                self.operand(flow, set, SUM, COMPARE);
                flow.word(self.word("has", "含有"));
                let mut said = Flow::new();
                self.operand(&mut said, member, SUM, CLOSED);
                // `a has no base` asks something else.
                flow.append_unless(said, |first| !self.is_zh() && first.starts_with("no base"));
            }
            ExprKind::In { value, among } => {
                self.operand(flow, value, SUM, COMPARE);
                flow.word(self.word("in", "属于"));
                self.list(flow, among);
            }
            ExprKind::Between { value, low, high } => {
                self.operand(flow, value, SUM, COMPARE);
                flow.word(self.word("between", "介于"));
                self.before_day(flow, low, self.is_zh());
                flow.word(self.word("and", "至"));
                self.single(flow, high, CLOSED);
            }
            ExprKind::Sum(terms) => self.signed_chain(flow, terms, SUM, "+", "-"),
            ExprKind::Product(terms) if is_fraction(terms) => {
                let [(_, above), (_, below)] = terms.as_slice() else { return };
                flow.word(&format!("{}/{}", self.expr_text(above), self.expr_text(below)));
            }
            ExprKind::Product(terms) => {
                self.signed_chain(flow, terms, PRODUCT, self.word("*", "×"), self.word("/", "÷"));
            }
            ExprKind::Part { share, base, wording } => self.part(flow, share, base, *wording),
            ExprKind::UpTo { base, limit } => {
                self.operand(flow, base, ABOVE, ABOVE);
                flow.word(self.word("up to", "至多计"));
                self.operand(flow, limit, PREFIX, CLOSED);
            }
            ExprKind::Above { value, threshold } => {
                self.operand(flow, value, ABOVE, ABOVE);
                flow.word(self.word("above", "超出"));
                self.operand(flow, threshold, PREFIX, CLOSED);
            }
            ExprKind::ForEach { amount, full, count, unit } => {
                self.for_each(flow, amount, full.as_deref(), count, unit.as_deref());
            }
            ExprKind::Extreme { highest, values } => {
                flow.word(if *highest {
                    self.word("highest of", "最高者")
                } else {
                    self.word("lowest of", "最低者")
                });
                self.list(flow, values);
            }
            ExprKind::Aggregate { kind, value, item, list, condition } => {
                self.aggregate(flow, *kind, value.as_deref(), item, list, condition.as_deref());
            }
            ExprKind::Group(inner) => self.bracketed(flow, inner),
            ExprKind::Bracket(bracket) => self.bracket(flow, bracket),
            ExprKind::TheBase => flow.word(self.word("the base", "基础金额")),
            ExprKind::PaidAward(name) => {
                flow.word(self.word("paid", "实付"));
                flow.word(&self.name(name));
            }
            ExprKind::BeforeLimits(inner) => {
                self.operand(flow, inner, FIELD, FIELD);
                flow.word(self.word("before its limits", "限额前"));
            }
            ExprKind::FillUp { have, target } => {
                flow.word(self.word("fill up", "将"));
                self.chooser(flow, have);
                flow.word(self.word("to", "补足至"));
                self.expr(flow, target);
            }
            ExprKind::Time(time) => self.time(flow, time),
        }
    }

    fn chain(self, flow: &mut Flow, terms: &[Expr], own: u8, word: &str) {
        for (at, term) in terms.iter().enumerate() {
            if at > 0 {
                flow.word(word);
            }
            let next = if at.saturating_add(1) < terms.len() { own } else { CLOSED };
            self.operand(flow, term, own.saturating_add(1), next);
        }
    }

    fn signed_chain(self, flow: &mut Flow, terms: &[(bool, Expr)], own: u8, plus: &str, minus: &str) {
        for (at, (inverse, term)) in terms.iter().enumerate() {
            if at > 0 {
                flow.word(if *inverse { minus } else { plus });
            }
            let next = if at.saturating_add(1) < terms.len() { own } else { CLOSED };
            self.operand(flow, term, own.saturating_add(1), next);
        }
    }

    /// `(a, b, c)`
    fn list(self, flow: &mut Flow, exprs: &[Expr]) {
        flow.word("(");
        for (at, expr) in exprs.iter().enumerate() {
            if at > 0 {
                flow.comma();
            }
            self.expr(flow, expr);
        }
        flow.glue(")");
    }

    fn comparison(self, comparison: Comparison, right: &Expr) -> &'static str {
        // A value of an enumeration reads better after a word than after a sign.
        let is_name = matches!(right.kind, ExprKind::Name(_));
        match comparison {
            Comparison::Equal if is_name => self.word("is", "为"),
            Comparison::NotEqual if is_name => self.word("is not", "不为"),
            Comparison::Equal => "=",
            Comparison::NotEqual => self.word("!=", "≠"),
            Comparison::Less => "<",
            Comparison::AtMost => self.word("<=", "≤"),
            Comparison::More => ">",
            Comparison::AtLeast => self.word(">=", "≥"),
        }
    }

    fn part(self, flow: &mut Flow, share: &Expr, base: &Expr, wording: PartWording) {
        match wording {
            PartWording::Of if self.is_zh() => {
                self.operand(flow, base, OF, OF);
                flow.word("的");
                // A word after 的 would be read as a field.
                if begins_with_sign(share) {
                    self.operand(flow, share, ABOVE, CLOSED);
                } else {
                    self.bracketed(flow, share);
                }
            }
            PartWording::Of => {
                self.operand(flow, share, ABOVE, OF);
                flow.word("of");
                self.operand(flow, base, OF, CLOSED);
            }
            PartWording::SubsidyAfter => {
                let least = match &base.kind {
                    ExprKind::Part { wording: PartWording::Of, .. } if !self.is_zh() => ABOVE,
                    _ => OF,
                };
                self.operand(flow, base, least, OF);
                self.expr(flow, share);
                flow.word(self.word("subsidy", "贴息"));
            }
            PartWording::InterestSubsidyOn if self.is_zh() => {
                flow.word("按");
                self.subsidised(flow, base, OF);
                flow.word("的");
                self.expr(flow, share);
                flow.word("贴息");
            }
            PartWording::InterestSubsidyOn => {
                flow.word("interest");
                self.expr(flow, share);
                flow.word("subsidy on");
                self.subsidised(flow, base, CLOSED);
            }
        }
    }

    /// The base of an interest subsidy, which the grammar wants simple.
    fn subsidised(self, flow: &mut Flow, base: &Expr, next: u8) {
        match &base.kind {
            ExprKind::UpTo { base, limit } if is_simple(limit) => {
                self.subsidised(flow, base, ABOVE);
                flow.word(self.word("up to", "至多计"));
                self.operand(flow, limit, FIELD, next);
            }
            ExprKind::Above { value, threshold } if is_simple(threshold) => {
                self.subsidised(flow, value, ABOVE);
                flow.word(self.word("above", "超出"));
                self.operand(flow, threshold, FIELD, next);
            }
            ExprKind::Aggregate { .. } => self.operand(flow, base, ATOM, next),
            _ if is_simple(base) => self.operand(flow, base, FIELD, next),
            _ => self.bracketed(flow, base),
        }
    }

    fn for_each(self, flow: &mut Flow, amount: &Expr, full: Option<&Expr>, count: &Expr, unit: Option<&str>) {
        if !self.is_zh() {
            self.operand(flow, amount, EACH, EACH);
            flow.word("for each");
            match (full, unit) {
                (Some(full), _) => {
                    flow.word("full");
                    self.single(flow, full, OF);
                }
                (None, Some(unit)) => flow.word(unit),
                (None, None) => {}
            }
            flow.word("of");
            self.operand(flow, count, PRODUCT, CLOSED);
            return;
        }
        self.operand(flow, count, PRODUCT, EACH);
        match full {
            None => {
                flow.word(&format!("每{}", unit.unwrap_or("个")));
                self.operand(flow, amount, EACH, CLOSED);
            }
            Some(full) => {
                flow.word("每满");
                self.single(flow, full, ANY);
                // A name right after a bare figure would be read as its unit.
                let bare_figure = self.ends_with_bare_figure(full);
                let lone = matches!(first_operand(amount).kind, ExprKind::Base { of: None, .. });
                if lone || (bare_figure && !begins_with_sign(amount)) {
                    self.bracketed(flow, amount);
                } else {
                    self.operand(flow, amount, EACH, CLOSED);
                }
            }
        }
    }

    fn ends_with_bare_figure(self, expr: &Expr) -> bool {
        match self.last_operand(expr) {
            Some(last) => self.ends_with_bare_figure(last),
            None => matches!(&expr.kind, ExprKind::Number(NumberLiteral { unit: None, .. })),
        }
    }

    fn aggregate(
        self,
        flow: &mut Flow,
        kind: AggregateKind,
        value: Option<&Expr>,
        item: &Name,
        list: &Name,
        condition: Option<&Expr>,
    ) {
        flow.word(match kind {
            AggregateKind::Sum => self.word("sum of", "求和"),
            AggregateKind::Count => self.word("count of", "个数"),
            AggregateKind::Highest => self.word("highest", "最大"),
            AggregateKind::Lowest => self.word("lowest", "最小"),
            AggregateKind::Any => self.word("any", "任一"),
            AggregateKind::All => self.word("all", "全部"),
        });
        if let Some(value) = value {
            self.expr(flow, value);
            flow.word(self.word("over", "逐笔"));
        }
        flow.word(&self.name(item));
        flow.word(self.word("in", "取自"));
        flow.word(&self.name(list));
        if let Some(condition) = condition {
            self.condition(flow, condition);
        }
    }
}

/// A name where `count of …`, `number of …` and `sum of …` begin something else, and `nothing` is no name.
pub(super) fn operand_name(name: &str) -> String {
    let begins = |word: &str| name.starts_with(word);
    let consecutive =
        || name.strip_prefix("连续").is_some_and(|rest| rest.starts_with(|letter: char| letter.is_numeric()));
    let trap = matches!(
        name,
        "age"
            | "all"
            | "全部"
            | "任一"
            | "个数"
            | "each"
            | "year"
            | "count"
            | "number"
            | "sum"
            | "nothing"
            | "不予支付"
            | "increase"
            | "growth"
            | "无基期"
    ) || ["去年的", "上年的", "前年的"].into_iter().any(begins)
        || consecutive();
    if trap { format!("「{name}」") } else { name_text(name) }
}

/// `1/3`, which reads better without blanks.
fn is_fraction(terms: &[(bool, Expr)]) -> bool {
    let is_figure =
        |expr: &Expr| matches!(&expr.kind, ExprKind::Number(NumberLiteral { unit: None, scale: None, .. }));
    matches!(terms, [(false, above), (true, below)] if is_figure(above) && is_figure(below))
}

/// What the grammar takes as the base of an interest subsidy without brackets.
pub(super) fn is_simple(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Name(_) | ExprKind::Number(_) | ExprKind::Group(_) => true,
        ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => is_path(base),
        _ => false,
    }
}

/// Whether nothing but prefixes and fields belongs to the operand.
fn is_single(expr: &Expr) -> bool {
    let mut expr = expr;
    while let ExprKind::Not(inner) | ExprKind::Negate(inner) = &expr.kind {
        expr = inner;
    }
    let form_of_days = matches!(expr.kind, ExprKind::Time(_)) && level(expr) == PREFIX;
    form_of_days || matches!(expr.kind, ExprKind::Base { .. }) || level(expr) >= FIELD
}

fn is_path(expr: &Expr) -> bool {
    let mut expr = expr;
    while let ExprKind::Field { base, .. } | ExprKind::Index { base, .. } = &expr.kind {
        expr = base;
    }
    matches!(expr.kind, ExprKind::Name(_))
}

/// The operand that an expression begins with, unless a prefix or bracket comes first.
fn first_operand(expr: &Expr) -> &Expr {
    let mut expr = expr;
    loop {
        expr = match &expr.kind {
            ExprKind::Field { base, .. } | ExprKind::Index { base, .. } | ExprKind::UpTo { base, .. } => base,
            ExprKind::Above { value, .. } => value,
            ExprKind::Sum(terms) | ExprKind::Product(terms) => match terms.first() {
                Some((_, first)) => first,
                None => return expr,
            },
            _ => return expr,
        };
    }
}

/// Whether the first character is a digit, a quote, a bracket or a minus sign.
fn begins_with_sign(expr: &Expr) -> bool {
    matches!(
        first_operand(expr).kind,
        ExprKind::Number(_)
            | ExprKind::Date(_)
            | ExprKind::Text(_)
            | ExprKind::Group(_)
            | ExprKind::Negate(_)
    )
}
