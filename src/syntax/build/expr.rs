//! Expressions: the flat list that the grammar reads becomes a tree by the precedence of its operators.
//!
//! From loose to tight: or · and · not · comparison · + − · for each · × ÷ · of · above, up to · field.
//! Recursion goes down brackets and these ten levels only, and is refused beyond [`MAXIMUM_NESTING`].

use std::iter::Peekable;

use pest::iterators::Pairs;

use super::each::Step;
use super::{Build, Read};
use crate::diagnostic::{Diagnostic, syntax};
use crate::money::Direction;
use crate::source::Span;
use crate::syntax::ast::{
    AggregateKind, Comparison, Expr, ExprKind, LiteralUnit, NumberLiteral, PartWording,
};
use crate::syntax::cut::MAXIMUM_NESTING;
use crate::syntax::grammar::Rule;

/// What is left of a flat expression.
pub(super) type Rest<'i> = Peekable<Pairs<'i, Rule>>;

/// An expression and how deep it is nested, precedence apart.
pub(super) struct Built(pub Expr, pub usize);

const OR: u8 = 1;
const AND: u8 = 2;
const COMPARE: u8 = 4;
const SUM: u8 = 5;
const EACH: u8 = 6;
const PRODUCT: u8 = 7;
const OF: u8 = 8;
const ABOVE: u8 = 9;

/// How tightly an operator binds; `None` for what ends the expression.
fn level(rule: Rule) -> Option<u8> {
    Some(match rule {
        Rule::op_or => OR,
        Rule::op_and => AND,
        Rule::at_least
        | Rule::at_most
        | Rule::equal
        | Rule::not_equal
        | Rule::more
        | Rule::less
        | Rule::op_has
        | Rule::among
        | Rule::within
        | Rule::between => COMPARE,
        Rule::op_add | Rule::op_subtract => SUM,
        Rule::for_time => EACH,
        Rule::op_each | Rule::op_each_full | Rule::op_each_one | Rule::op_each_step => EACH,
        Rule::op_multiply | Rule::op_divide => PRODUCT,
        Rule::op_of | Rule::op_de | Rule::subsidy_after => OF,
        Rule::op_above | Rule::op_up_to | Rule::convert => ABOVE,
        _ => return None,
    })
}

/// The comparison that a word stands for.
pub(super) fn comparison(rule: Rule) -> Option<Comparison> {
    Some(match rule {
        Rule::at_least => Comparison::AtLeast,
        Rule::at_most => Comparison::AtMost,
        Rule::equal => Comparison::Equal,
        Rule::not_equal => Comparison::NotEqual,
        Rule::more => Comparison::More,
        Rule::less => Comparison::Less,
        _ => return None,
    })
}

/// The truth value that a word stands for.
pub(super) fn truth(word: &str) -> Option<bool> {
    match word {
        "true" | "yes" | "是" => Some(true),
        "false" | "no" | "否" => Some(false),
        _ => None,
    }
}

impl Build<'_> {
    /// The expression of an `expr`.
    pub(super) fn expr(&mut self, read: &Read<'_>) -> Option<Expr> {
        self.nested(read, 0).map(|Built(expr, _)| expr)
    }

    /// An expression inside another form, and how deep it is nested.
    pub(super) fn inner_expr(&mut self, read: &Read<'_>, depth: usize) -> Option<(Expr, usize)> {
        self.nested(read, depth.saturating_add(1)).map(|Built(expr, inner)| (expr, inner))
    }

    fn nested(&mut self, read: &Read<'_>, depth: usize) -> Option<Built> {
        self.whole(read.clone().into_inner(), depth, self.span(read))
    }

    /// A list of operands and operators as one expression.
    fn whole(&mut self, reads: Pairs<'_, Rule>, depth: usize, at: Span) -> Option<Built> {
        if depth > MAXIMUM_NESTING {
            return self.refuse(&syntax::TOO_DEEP, at);
        }
        let mut rest = reads.peekable();
        let built = self.climb(&mut rest, OR, depth, at)?;
        match rest.next() {
            None => Some(built),
            Some(left_over) => self.unreadable(self.span(&left_over)),
        }
    }

    /// One nesting more around what has depth `inner`.
    pub(super) fn wrap(&mut self, kind: ExprKind, span: Span, inner: usize) -> Option<Built> {
        let depth = inner.saturating_add(1);
        if depth > MAXIMUM_NESTING {
            return self.refuse(&syntax::TOO_DEEP, span);
        }
        Some(Built(Expr { kind, span }, depth))
    }

    /// Reads operators at least as tight as `minimum`.
    fn climb(&mut self, rest: &mut Rest<'_>, minimum: u8, depth: usize, at: Span) -> Option<Built> {
        let left = self.operand(rest, depth, at)?;
        self.climb_on(left, rest, minimum, depth, at)
    }

    /// Goes on from an operand already built.
    fn climb_on(
        &mut self,
        left: Built,
        rest: &mut Rest<'_>,
        minimum: u8,
        depth: usize,
        at: Span,
    ) -> Option<Built> {
        let mut left = left;
        let mut compared: Option<Span> = None;
        while let Some(next) = rest.peek() {
            let Some(level) = level(next.as_rule()).filter(|&level| level >= minimum) else { break };
            if level == COMPARE {
                let here = self.span(next);
                if let Some(before) = compared.replace(here) {
                    self.diagnostics
                        .push(Diagnostic::new(&syntax::CHAINED_COMPARISON, here).label(before, "first"));
                    return None;
                }
            }
            left = match level {
                OR | AND => self.chain(left, rest, level, depth, at)?,
                SUM | PRODUCT => self.signed_chain(left, rest, level, depth, at)?,
                _ => self.one(left, rest, level, depth, at)?,
            };
        }
        Some(left)
    }

    /// `a or b or c` as one flat list.
    fn chain(&mut self, left: Built, rest: &mut Rest<'_>, own: u8, depth: usize, at: Span) -> Option<Built> {
        let Built(first, mut deepest) = left;
        let mut span = first.span;
        let mut terms = vec![first];
        while rest.next_if(|next| level(next.as_rule()) == Some(own)).is_some() {
            let Built(term, inner) = self.climb(rest, own.saturating_add(1), depth, at)?;
            span = span.to(term.span);
            deepest = deepest.max(inner);
            terms.push(term);
        }
        let kind = if own == OR { ExprKind::Or(terms) } else { ExprKind::And(terms) };
        Some(Built(Expr { kind, span }, deepest))
    }

    /// `a + b − c` or `a × b ÷ c` as one flat list.
    fn signed_chain(
        &mut self,
        left: Built,
        rest: &mut Rest<'_>,
        own: u8,
        depth: usize,
        at: Span,
    ) -> Option<Built> {
        let Built(first, mut deepest) = left;
        let mut span = first.span;
        let mut terms = vec![(false, first)];
        while let Some(operator) = rest.next_if(|next| level(next.as_rule()) == Some(own)) {
            let inverse = matches!(operator.as_rule(), Rule::op_subtract | Rule::op_divide);
            let Built(term, inner) = self.climb(rest, own.saturating_add(1), depth, at)?;
            span = span.to(term.span);
            deepest = deepest.max(inner);
            terms.push((inverse, term));
        }
        let kind = if own == SUM { ExprKind::Sum(terms) } else { ExprKind::Product(terms) };
        Some(Built(Expr { kind, span }, deepest))
    }

    /// An operator that does not form chains.
    fn one(&mut self, left: Built, rest: &mut Rest<'_>, own: u8, depth: usize, at: Span) -> Option<Built> {
        let operator = rest.next()?;
        let place = self.span(&operator);
        if matches!(operator.as_rule(), Rule::within | Rule::for_time) {
            return self.time(&operator, Some(left), depth);
        }
        let Built(left, left_depth) = left;
        let from = left.span;
        let left = Box::new(left);
        let deeper = depth.saturating_add(1);
        match operator.as_rule() {
            Rule::among => {
                let (among, inner) = self.list(operator.into_inner(), deeper)?;
                self.wrap(ExprKind::In { value: left, among }, from.to(place), left_depth.max(inner))
            }
            Rule::between => {
                let mut inner = operator.into_inner().peekable();
                inner.next();
                let Built(low, low_depth) = self.operand(&mut inner, deeper, at)?;
                inner.next();
                let Built(high, high_depth) = self.operand(&mut inner, deeper, at)?;
                let span = from.to(high.span);
                let kind = ExprKind::Between { value: left, low: Box::new(low), high: Box::new(high) };
                self.wrap(kind, span, left_depth.max(low_depth).max(high_depth))
            }
            Rule::convert => {
                let (mut direction, mut step) = (None, None);
                let mut parts = operator.into_inner().peekable();
                parts.next_if(|part| part.as_rule() == Rule::kw_at);
                let Built(rate, rate_depth) = self.operand(&mut parts, deeper, at)?;
                for part in parts {
                    match part.as_rule() {
                        Rule::half_up => direction = Some(Direction::HalfUp),
                        Rule::half_even => direction = Some(Direction::HalfEven),
                        Rule::round_down => direction = Some(Direction::Down),
                        Rule::round_up => direction = Some(Direction::Up),
                        Rule::number => step = Some(Box::new(self.number(&part)?)),
                        Rule::step_word => {
                            step = Some(Box::new(self.step_word(part.as_str(), self.span(&part))?));
                        }
                        _ => {}
                    }
                }
                let kind =
                    ExprKind::Convert { base: left, rate: Box::new(rate), rounding: direction.zip(step) };
                self.wrap(kind, from.to(place), left_depth.max(rate_depth))
            }
            Rule::subsidy_after => {
                let ratio = operator.into_inner().next()?;
                let share = Box::new(self.number(&ratio)?);
                let kind = ExprKind::Part { share, base: left, wording: PartWording::SubsidyAfter };
                self.wrap(kind, from.to(place), left_depth)
            }
            rule => self.infix(*left, left_depth, rule, &operator, rest, own, deeper, at),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the state of the climb, handed on in one place")]
    fn infix(
        &mut self,
        left: Expr,
        left_depth: usize,
        rule: Rule,
        operator: &Read<'_>,
        rest: &mut Rest<'_>,
        own: u8,
        deeper: usize,
        at: Span,
    ) -> Option<Built> {
        if deeper > MAXIMUM_NESTING {
            return self.refuse(&syntax::TOO_DEEP, self.span(operator));
        }
        // What stands before its base binds to the right: `5% of 3% of x`, `x 每件 y 每件 1元`.
        let to_the_right =
            matches!(rule, Rule::op_of | Rule::op_each_full | Rule::op_each_one | Rule::op_each_step);
        let right_level = if to_the_right { own } else { own.saturating_add(1) };
        let Step { full, unit, depth: full_depth } = self.step(operator, deeper, at)?;
        let Built(right, right_depth) = self.climb(rest, right_level, deeper, at)?;
        let span = left.span.to(right.span);
        let inner = left_depth.max(right_depth).max(full_depth);
        let (left, right) = (Box::new(left), Box::new(right));
        let wording = PartWording::Of;
        let kind = match rule {
            Rule::op_has => ExprKind::Has { set: left, member: right },
            Rule::op_of => ExprKind::Part { share: left, base: right, wording },
            Rule::op_de => ExprKind::Part { share: right, base: left, wording },
            Rule::op_above => ExprKind::Above { value: left, threshold: right },
            Rule::op_up_to => ExprKind::UpTo { base: left, limit: right },
            Rule::op_each => ExprKind::ForEach { amount: left, full, count: right, unit },
            Rule::op_each_full | Rule::op_each_step => {
                ExprKind::ForEach { amount: right, full, count: left, unit }
            }
            Rule::op_each_one => {
                let unit = operator.as_str().strip_prefix('每').map(str::to_owned);
                ExprKind::ForEach { amount: right, full, count: left, unit }
            }
            rule => match comparison(rule) {
                Some(comparison) => ExprKind::Compare { comparison, left, right },
                None => return self.unreadable(self.span(operator)),
            },
        };
        // A comparison adds no nesting that an author could repeat.
        if own == COMPARE { Some(Built(Expr { kind, span }, inner)) } else { self.wrap(kind, span, inner) }
    }

    /// One operand with what stands before it.
    pub(super) fn operand(&mut self, rest: &mut Rest<'_>, depth: usize, at: Span) -> Option<Built> {
        let mut prefixes = Vec::new();
        while let Some(prefix) = rest.next_if(|next| matches!(next.as_rule(), Rule::op_not | Rule::negative))
        {
            prefixes.push((prefix.as_rule() == Rule::op_not, self.span(&prefix)));
            if prefixes.len() > MAXIMUM_NESTING {
                return self.refuse(&syntax::TOO_DEEP, self.span(&prefix));
            }
        }
        let Some(read) = rest.next() else { return self.unreadable(at) };
        let mut built = self.primary(&read, depth)?;
        if let Some(subsidy) = rest.next_if(|next| next.as_rule() == Rule::subsidy_on) {
            built = self.subsidy_on(built.0, &subsidy, depth.saturating_add(1))?;
        }
        while let Some(field) = rest.next_if(|next| {
            matches!(
                next.as_rule(),
                Rule::field
                    | Rule::field_de
                    | Rule::index
                    | Rule::years_ago
                    | Rule::change_de
                    | Rule::before_limits
                    | Rule::day_suffix
            )
        }) {
            match field.as_rule() {
                Rule::before_limits => {
                    let place = self.span(&field);
                    let Built(base, base_depth) = built;
                    let span = base.span.to(place);
                    built = self.wrap(ExprKind::BeforeLimits(Box::new(base)), span, base_depth)?;
                    continue;
                }
                Rule::day_suffix => {
                    built = self.time(&field, Some(built), depth)?;
                    continue;
                }
                Rule::index => {
                    built = self.index(built, &field, depth.saturating_add(1))?;
                    continue;
                }
                Rule::years_ago => {
                    built = Built(self.years_ago(built.0, &field)?, built.1);
                    continue;
                }
                Rule::change_de => {
                    built = Built(self.change_de(built.0, &field)?, built.1);
                    continue;
                }
                _ => {}
            }
            let name = field.into_inner().next()?;
            let field = self.name(&name);
            let Built(base, base_depth) = built;
            let span = base.span.to(field.span);
            built = self.wrap(ExprKind::Field { base: Box::new(base), field }, span, base_depth)?;
        }
        if let Some(test) = rest.next_if(|next| next.as_rule() == Rule::base_test) {
            built = Built(self.base_test(built.0, &test)?, built.1);
        }
        while let Some((is_not, place)) = prefixes.pop() {
            if is_not {
                // `not` takes the comparison to its right.
                built = self.climb_on(built, rest, COMPARE, depth, at)?;
            }
            let Built(inner, inner_depth) = built;
            let span = place.to(inner.span);
            let inner = Box::new(inner);
            let kind = if is_not { ExprKind::Not(inner) } else { ExprKind::Negate(inner) };
            built = self.wrap(kind, span, inner_depth)?;
        }
        Some(built)
    }

    fn primary(&mut self, read: &Read<'_>, depth: usize) -> Option<Built> {
        let span = self.span(read);
        let deeper = depth.saturating_add(1);
        let kind = match read.as_rule() {
            Rule::bare_name => match truth(read.as_str()) {
                Some(truth) => ExprKind::Bool(truth),
                None => ExprKind::Name(self.sound_name(read)?),
            },
            Rule::quoted_name => ExprKind::Name(self.sound_name(read)?),
            Rule::number => return self.number(read).map(|number| Built(number, 0)),
            Rule::text => ExprKind::Text(self.quoted(read).text),
            Rule::date => ExprKind::Date(self.date(read)?),
            Rule::group => {
                let inner = read.clone().into_inner().next()?;
                let Built(inner, inner_depth) = self.nested(&inner, deeper)?;
                let inner = super::bracket::standing_whole(inner);
                return self.wrap(ExprKind::Group(Box::new(inner)), span, inner_depth);
            }
            Rule::within
            | Rule::between_days
            | Rule::age_of
            | Rule::year_of_day
            | Rule::day_of_year
            | Rule::each_time => return self.time(read, None, depth),
            Rule::interest_subsidy => return self.interest_subsidy(read, deeper),
            Rule::by_base => {
                let brackets = read.clone().into_inner().any(|part| part.as_rule() == Rule::bracket_arm);
                return if brackets {
                    self.grouped_bracket(read, deeper)
                } else {
                    self.interest_subsidy(read, deeper)
                };
            }
            Rule::bracket => return self.grouped_bracket(read, deeper),
            Rule::the_base => ExprKind::TheBase,
            Rule::paid_award => {
                let name = read.clone().into_inner().next_back()?;
                ExprKind::PaidAward(self.name(&name))
            }
            Rule::fill_up => {
                let mut parts = read.clone().into_inner();
                let from = parts.find(|part| part.as_rule() == Rule::fill_from)?;
                let (have, inner) = self.inner_expr(&from, deeper)?;
                let to = parts.find(|part| part.as_rule() == Rule::expr)?;
                let (target, other) = self.inner_expr(&to, deeper)?;
                let kind = ExprKind::FillUp { have: Box::new(have), target: Box::new(target) };
                let filled = Box::new(Expr { kind, span });
                return self.wrap(ExprKind::Group(filled), span, inner.max(other));
            }
            Rule::at_least_of => {
                let mut parts = read.clone().into_inner();
                let number = parts.find(|part| part.as_rule() == Rule::number)?;
                let number = Box::new(self.number(&number)?);
                let (conditions, inner) = self.list(parts, deeper)?;
                return self.wrap(ExprKind::AtLeast { number, conditions }, span, inner);
            }
            Rule::extreme => {
                let mut parts = read.clone().into_inner();
                let highest = parts.next()?.as_rule() == Rule::highest_of;
                let (values, inner) = self.list(parts, deeper)?;
                return self.wrap(ExprKind::Extreme { highest, values }, span, inner);
            }
            Rule::year_of => self.year_of(read)?,
            Rule::change => self.change(read)?,
            Rule::lone_no_base => ExprKind::Base { of: None, years: 0, missing: true },
            Rule::consecutive => {
                let mut parts = read.clone().into_inner();
                let number = parts.find(|part| part.as_rule() == Rule::number)?;
                let years = Box::new(self.number(&number)?);
                let condition = parts.find(|part| part.as_rule() == Rule::expr)?;
                let Built(condition, inner) = self.nested(&condition, deeper)?;
                let kind = ExprKind::Consecutive { years, condition: Box::new(condition) };
                return self.wrap(kind, span, inner);
            }
            Rule::aggregate => return self.aggregate(read, deeper),
            _ => return self.unreadable(span),
        };
        Some(Built(Expr { kind, span }, 0))
    }

    /// A name in which nothing is wrong: the rest would only hear of it again as an unknown one.
    fn sound_name(&mut self, read: &Read<'_>) -> Option<String> {
        let before = self.diagnostics.len();
        let name = self.name(read);
        (self.diagnostics.len() == before).then_some(name.text)
    }

    /// The `expr`s among what was read, and how deep the deepest is.
    fn list(&mut self, reads: Pairs<'_, Rule>, depth: usize) -> Option<(Vec<Expr>, usize)> {
        let mut deepest = 0;
        let mut exprs = Vec::new();
        for read in reads.filter(|read| read.as_rule() == Rule::expr) {
            let Built(expr, inner) = self.nested(&read, depth)?;
            deepest = deepest.max(inner);
            exprs.push(expr);
        }
        Some((exprs, deepest))
    }

    /// `base_amount[kind, level]`
    fn index(&mut self, base: Built, read: &Read<'_>, depth: usize) -> Option<Built> {
        let Built(base, base_depth) = base;
        let (keys, inner) = self.list(read.clone().into_inner(), depth)?;
        let span = base.span.to(self.span(read));
        self.wrap(ExprKind::Index { base: Box::new(base), keys }, span, base_depth.max(inner))
    }

    /// `interest 50% subsidy on X`, `按 X 的 50% 贴息`; `按 X 的 5%` is `X 的 5%`.
    fn interest_subsidy(&mut self, read: &Read<'_>, depth: usize) -> Option<Built> {
        let mut share = None;
        let mut base = None;
        let mut rest = read.clone().into_inner().peekable();
        let at = self.span(read);
        let mut wording = PartWording::Of;
        while let Some(next) = rest.peek() {
            match next.as_rule() {
                Rule::ratio => share = self.number(&rest.next()?),
                Rule::kw_subsidy => {
                    // What is granted of a base is no interest.
                    if !["补贴", "补助", "资助"].contains(&next.as_str()) {
                        wording = PartWording::InterestSubsidyOn;
                    }
                    rest.next();
                }
                Rule::kw_interest | Rule::kw_granted | Rule::kw_on | Rule::kw_by_base => {
                    rest.next();
                }
                _ => base = Some(self.climb(&mut rest, ABOVE, depth, at)?),
            }
        }
        let (Some(share), Some(Built(base, inner))) = (share, base) else { return None };
        self.wrap(ExprKind::Part { share: Box::new(share), base: Box::new(base), wording }, at, inner)
    }

    /// `50% subsidy on X`, without `interest` before it.
    fn subsidy_on(&mut self, share: Expr, read: &Read<'_>, depth: usize) -> Option<Built> {
        let at = self.span(read);
        let is_share = matches!(
            &share.kind,
            ExprKind::Number(NumberLiteral {
                unit: Some(LiteralUnit::Percent | LiteralUnit::PerMille | LiteralUnit::BasisPoint),
                ..
            })
        );
        if !is_share {
            self.diagnostics.push(Diagnostic::new(&syntax::SUBSIDY_WITHOUT_SHARE, share.span));
            return None;
        }
        let mut parts = read.clone().into_inner();
        // `subsidy`, `on`
        parts.next();
        parts.next();
        let mut rest = parts.peekable();
        let Built(base, inner) = self.climb(&mut rest, ABOVE, depth, at)?;
        let span = share.span.to(at);
        let wording = PartWording::InterestSubsidyOn;
        self.wrap(ExprKind::Part { share: Box::new(share), base: Box::new(base), wording }, span, inner)
    }

    /// A bracket amid an expression is read as if it stood in round brackets.
    fn grouped_bracket(&mut self, read: &Read<'_>, depth: usize) -> Option<Built> {
        let (bracket, inner) = self.bracket(read, depth)?;
        let span = bracket.span;
        self.wrap(ExprKind::Group(Box::new(bracket)), span, inner)
    }

    /// What stands before its operators in `按 X 分档`.
    pub(super) fn chooser(&mut self, rest: &mut Rest<'_>, depth: usize, at: Span) -> Option<(Expr, usize)> {
        self.climb(rest, ABOVE, depth, at).map(|Built(expr, inner)| (expr, inner))
    }

    fn aggregate(&mut self, read: &Read<'_>, depth: usize) -> Option<Built> {
        let span = self.span(read);
        let mut parts = read.clone().into_inner();
        let word = parts.next()?;
        let kind = match word.as_rule() {
            Rule::agg_sum => AggregateKind::Sum,
            Rule::agg_count => AggregateKind::Count,
            Rule::agg_highest => AggregateKind::Highest,
            Rule::agg_lowest => AggregateKind::Lowest,
            Rule::agg_any => AggregateKind::Any,
            _ => AggregateKind::All,
        };
        let mut names = Vec::new();
        let (mut value, mut condition) = (None, None);
        let mut deepest = 0;
        for part in parts {
            match part.as_rule() {
                Rule::expr => {
                    let Built(expr, inner) = self.nested(&part, depth)?;
                    deepest = deepest.max(inner);
                    let slot = if names.is_empty() { &mut value } else { &mut condition };
                    *slot = Some(Box::new(expr));
                }
                Rule::bare_name | Rule::quoted_name => names.push(self.name(&part)),
                _ => {}
            }
        }
        let mut names = names.into_iter();
        let (Some(item), Some(list)) = (names.next(), names.next()) else {
            return self.refuse(&syntax::AGGREGATE_WITHOUT_LIST, span);
        };
        self.wrap(ExprKind::Aggregate { kind, value, item, list, condition }, span, deepest)
    }
}
