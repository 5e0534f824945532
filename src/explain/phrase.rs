//! A condition or an amount of the plan in people's words.

use crate::diagnostic::Lang;
use crate::plan::{AwardId, ListPlanId, NodeId, Op, PaidScope};
use crate::syntax::ast::{AggregateKind, Comparison};

use super::reader::{Level, Reader, Stage};
use super::table::{presence, table_title};
use super::words::{self, pick};
use super::years::{grown, input_title};

/// How tightly a phrase holds together; a looser one inside a tighter one is put in brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Strength {
    Or,
    And,
    Claim,
    Sum,
    Product,
    Atom,
}

/// Nodes a phrase may name before it is cut: definitions that use one another could unfold without end.
const LONGEST: usize = 120;
/// How deep a phrase may nest.
const DEEPEST: usize = 24;

/// The words for a node.
pub(super) fn phrase(reader: &Reader<'_>, level: Level, id: NodeId) -> String {
    Phrase { reader, left: LONGEST, depth: 0 }.bare(level, id).0
}

/// Puts brackets around words that are looser than their place allows.
pub(super) fn fit((text, strength): (String, Strength), least: Strength) -> String {
    if strength < least { format!("({text})") } else { text }
}

pub(super) struct Phrase<'r, 'a> {
    pub(super) reader: &'r Reader<'a>,
    left: usize,
    depth: usize,
}

impl Phrase<'_, '_> {
    fn words(&mut self, level: Level, id: NodeId, least: Strength) -> String {
        if self.left == 0 || self.depth >= DEEPEST {
            return "…".to_owned();
        }
        self.depth = self.depth.saturating_add(1);
        let phrase = self.bare(level, id);
        self.depth = self.depth.saturating_sub(1);
        fit(phrase, least)
    }

    fn joined(&mut self, level: Level, ids: &[NodeId], between: &str, least: Strength) -> String {
        let parts: Vec<String> = ids.iter().map(|&id| self.words(level, id, least)).collect();
        parts.join(between)
    }

    fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        pick(self.reader.lang, zh, en)
    }

    fn bare(&mut self, level: Level, id: NodeId) -> (String, Strength) {
        self.left = self.left.saturating_sub(1);
        let Some(node) = self.reader.node(level, id) else { return ("…".to_owned(), Strength::Atom) };
        let atom = |text: String| (text, Strength::Atom);
        if let Some(score) = self.reader.score_of(level, id) {
            return atom(words::quoted(self.reader.lang, &score.title));
        }
        if let Some((award, stage)) = self.reader.award_of_amount(level, id) {
            return atom(self.amount_of_award(award, stage));
        }
        match &node.op {
            Op::Number(number) => atom(self.reader.number(*number, &node.ty)),
            Op::Bool(true) => atom(self.say("总是", "always").to_owned()),
            Op::Bool(false) => atom(self.say("从不", "never").to_owned()),
            Op::Date(date) => atom(date.to_string()),
            Op::Text(text) => atom(words::quoted(self.reader.lang, text)),
            Op::Input(input) => atom(input_title(self.reader, *input)),
            Op::Field(at) => atom(match level {
                Level::Item(list, _) => self.reader.field_title(list, *at),
                Level::Applicant => String::new(),
            }),
            Op::Outer(outer) => self.bare(Level::Applicant, *outer),
            Op::AsOf => atom(self.say("决定日期", "the date of the decision").to_owned()),
            Op::Paid(award, scope) => {
                let title = self.reader.award_title(*award);
                atom(match (self.reader.lang, *scope) {
                    (Lang::Zh, PaidScope::Ever) => format!("{title}以前已付"),
                    (Lang::Zh, PaidScope::THIS_YEAR) => format!("{title}本年已付"),
                    (Lang::Zh, PaidScope::Years(years)) => format!("{title}连续{years}年已付"),
                    (Lang::En, PaidScope::Ever) => format!("paid before for {title}"),
                    (Lang::En, PaidScope::THIS_YEAR) => format!("paid this year for {title}"),
                    (Lang::En, PaidScope::Years(years)) => format!("paid in these {years} years for {title}"),
                })
            }
            Op::Not(inner) => self.denied(level, *inner),
            Op::And(all) => {
                (self.joined(level, all, self.say(" 且 ", " and "), Strength::Claim), Strength::And)
            }
            Op::Or(any) => self.either(level, any),
            Op::AtLeast(number, all) => {
                let all = self.joined(level, all, self.say("；", "; "), Strength::Or);
                let text = match self.reader.lang {
                    Lang::Zh => format!("至少满足 {number} 项: {all}"),
                    Lang::En => format!("at least {number} of: {all}"),
                };
                (text, Strength::Or)
            }
            Op::Compare(comparison, left, right) => self.compared(level, *comparison, *left, *right),
            Op::CompareRatio { comparison, numerator, denominator, right } => {
                if let Some(now) = grown(self.reader, level, *numerator, *denominator) {
                    let now = self.words(level, now, Strength::Atom);
                    let right = self.words(level, *right, Strength::Sum);
                    let growth = match self.reader.lang {
                        Lang::Zh => format!("{now}的增幅"),
                        Lang::En => format!("growth of {now}"),
                    };
                    return (format!("{growth} {} {right}", comparison.sign()), Strength::Claim);
                }
                let numerator = self.words(level, *numerator, Strength::Product);
                let denominator = self.words(level, *denominator, Strength::Atom);
                let right = self.words(level, *right, Strength::Sum);
                (format!("{numerator} ÷ {denominator} {} {right}", comparison.sign()), Strength::Claim)
            }
            Op::SameText(left, right) => self.compared(level, Comparison::Equal, *left, *right),
            Op::Among(value, bits) => self.is_one_of(level, *value, *bits, true),
            Op::Has(set, at) => self.holds(level, *set, &[*at], true),
            Op::Add(terms) => self.sum(level, terms),
            Op::Multiply(left, right) => {
                let (left, right) = last_if_fixed(self.reader, level, *left, *right);
                let left = self.words(level, left, Strength::Product);
                (format!("{left} × {}", self.words(level, right, Strength::Atom)), Strength::Product)
            }
            Op::Divide(left, right) => {
                let left = self.words(level, *left, Strength::Product);
                (format!("{left} ÷ {}", self.words(level, *right, Strength::Atom)), Strength::Product)
            }
            Op::Min(all) => self.extreme(level, all, false),
            Op::Max(all) => self.extreme(level, all, true),
            Op::Agreed(one, _) => self.bare(level, *one),
            Op::Before { keys, value, .. } => self.before(level, keys, value.is_some()),
            Op::Calendar { rule, of, with } => self.calendar(level, *rule, *of, *with),
            Op::Floor(value) => {
                let value = self.words(level, *value, Strength::Or);
                atom(format!("{}({value})", self.say("取整", "whole part of ")))
            }
            Op::Round(rounding, value) => {
                let value = self.words(level, *value, Strength::Sum);
                (format!("{value} {}", words::rounding(*rounding, self.reader.lang)), Strength::Sum)
            }
            Op::Select { condition, then, otherwise } => {
                let condition = self.words(level, *condition, Strength::And);
                let then = self.words(level, *then, Strength::Sum);
                let otherwise = self.words(level, *otherwise, Strength::Sum);
                let text = match self.reader.lang {
                    Lang::Zh => format!("{then} (当 {condition})，否则 {otherwise}"),
                    Lang::En => format!("{then} (where {condition}), else {otherwise}"),
                };
                (text, Strength::Or)
            }
            Op::Lookup { table, keys, .. } => {
                let keys = self.joined(level, keys, self.say("、", ", "), Strength::Sum);
                atom(format!("{}[{keys}]", table_title(self.reader, *table)))
            }
            Op::Reduce { list, kind, value, condition } => self.reduced(*list, *kind, *value, *condition),
        }
    }

    pub(super) fn part(&mut self, level: Level, id: NodeId) -> String {
        self.words(level, id, Strength::Atom)
    }

    fn amount_of_award(&self, award: AwardId, stage: Stage) -> String {
        let title = self.reader.award_title(award);
        match (self.reader.lang, stage) {
            (Lang::Zh, Stage::OwnLimits) => format!("{title}的金额"),
            (Lang::En, Stage::OwnLimits) => format!("amount of {title}"),
            (Lang::Zh, Stage::BeforeLimits) => format!("{title}限额前的金额"),
            (Lang::En, Stage::BeforeLimits) => format!("amount of {title} before its limits"),
            (Lang::Zh, Stage::Paid) => format!("{title}的实付金额"),
            (Lang::En, Stage::Paid) => format!("amount paid for {title}"),
        }
    }

    fn compared(
        &mut self,
        level: Level,
        with: Comparison,
        left: NodeId,
        right: NodeId,
    ) -> (String, Strength) {
        if presence(self.reader, level, left) {
            let row = self.words(level, left, Strength::Sum);
            let words = match with {
                Comparison::Equal => self.say("表中有", "there is a row"),
                Comparison::NotEqual
                | Comparison::Less
                | Comparison::AtMost
                | Comparison::More
                | Comparison::AtLeast => self.say("表中没有", "there is no row"),
            };
            return (format!("{words} {row}"), Strength::Claim);
        }
        if let Some(among) = self.among_the_first(level, with, left, right) {
            return among;
        }
        let left = self.words(level, left, Strength::Sum);
        let right = self.words(level, right, Strength::Sum);
        (format!("{left} {} {right}", with.sign()), Strength::Claim)
    }

    fn is_one_of(&mut self, level: Level, value: NodeId, bits: u64, yes: bool) -> (String, Strength) {
        let subject = self.words(level, value, Strength::Atom);
        let members = self.reader.members(self.reader.choices(level, value), bits);
        let members = members.join(self.say(" 或 ", " or "));
        let verb = match (yes, self.reader.lang) {
            (true, Lang::Zh) => "是 ",
            (false, Lang::Zh) => "不是 ",
            (true, Lang::En) => " is ",
            (false, Lang::En) => " is not ",
        };
        (format!("{subject}{verb}{members}"), Strength::Claim)
    }

    fn holds(&mut self, level: Level, set: NodeId, members: &[usize], yes: bool) -> (String, Strength) {
        let subject = self.words(level, set, Strength::Atom);
        let bits = members.iter().filter_map(|&at| 1_u64.checked_shl(u32::try_from(at).ok()?));
        let bits = bits.fold(0, |all, bit| all | bit);
        let members = self.reader.members(self.reader.choices(level, set), bits);
        let members = members.join(self.say(" 或 ", " or "));
        let verb = if yes { self.say("含", "includes") } else { self.say("不含", "does not include") };
        (format!("{subject} {verb} {members}"), Strength::Claim)
    }

    fn either(&mut self, level: Level, any: &[NodeId]) -> (String, Strength) {
        match members_of_one_set(self.reader, level, any) {
            Some((set, members)) => self.holds(level, set, &members, true),
            None => (self.joined(level, any, self.say(" 或 ", " or "), Strength::Claim), Strength::Or),
        }
    }

    fn denied(&mut self, level: Level, inner: NodeId) -> (String, Strength) {
        match self.reader.op(level, inner) {
            Some(Op::Compare(comparison, left, right)) => {
                self.compared(level, comparison.opposite(), *left, *right)
            }
            Some(Op::SameText(left, right)) => self.compared(level, Comparison::NotEqual, *left, *right),
            Some(Op::Among(value, bits)) => self.is_one_of(level, *value, *bits, false),
            Some(Op::Has(set, at)) => self.holds(level, *set, &[*at], false),
            _ => {
                let inner = self.words(level, inner, Strength::Atom);
                (format!("{}{inner}", self.say("非 ", "not ")), Strength::Claim)
            }
        }
    }

    fn sum(&mut self, level: Level, terms: &[(bool, NodeId)]) -> (String, Strength) {
        let mut text = String::new();
        for (at, &(minus, term)) in terms.iter().enumerate() {
            text.push_str(match (at, minus) {
                (0, false) => "",
                (0, true) => "−",
                (_, false) => " + ",
                (_, true) => " − ",
            });
            text.push_str(&self.words(level, term, Strength::Product));
        }
        (text, if terms.len() == 1 { Strength::Product } else { Strength::Sum })
    }

    fn extreme(&mut self, level: Level, all: &[NodeId], highest: bool) -> (String, Strength) {
        // `x above t` is lowered to the higher of zero and x − t; people say the difference.
        if let (true, Some(over)) = (highest, above_zero(self.reader, level, all)) {
            return self.bare(level, over);
        }
        let all = self.joined(level, all, self.say("、", ", "), Strength::Sum);
        let word = match (highest, self.reader.lang) {
            (true, Lang::Zh) => format!("({all}) 的最高者"),
            (false, Lang::Zh) => format!("({all}) 的最低者"),
            (true, Lang::En) => format!("highest of ({all})"),
            (false, Lang::En) => format!("lowest of ({all})"),
        };
        (word, Strength::Atom)
    }

    fn reduced(
        &mut self,
        list: ListPlanId,
        kind: AggregateKind,
        value: Option<NodeId>,
        condition: Option<NodeId>,
    ) -> (String, Strength) {
        let inside = Level::Item(list, None);
        let title = self.reader.list_title(list);
        let value = value.map(|value| self.words(inside, value, Strength::Sum));
        let condition = condition.map(|condition| self.words(inside, condition, Strength::Or));
        let zh = self.reader.lang == Lang::Zh;
        let (subject, condition) = match kind {
            // What is asked of each item may stand as its value or as its condition.
            AggregateKind::Any | AggregateKind::All => (None, value.or(condition)),
            AggregateKind::Sum | AggregateKind::Count | AggregateKind::Highest | AggregateKind::Lowest => {
                (value, condition)
            }
        };
        let subject = subject.unwrap_or_default();
        let text = match (kind, zh) {
            (AggregateKind::Sum, true) => format!("{title}的{subject}之和"),
            (AggregateKind::Sum, false) => format!("sum of {subject} over {title}"),
            (AggregateKind::Count, true) => format!("{title}的个数"),
            (AggregateKind::Count, false) => format!("number of {title}"),
            (AggregateKind::Highest, true) => format!("{title}的最高{subject}"),
            (AggregateKind::Highest, false) => format!("highest {subject} of {title}"),
            (AggregateKind::Lowest, true) => format!("{title}的最低{subject}"),
            (AggregateKind::Lowest, false) => format!("lowest {subject} of {title}"),
            (AggregateKind::Any, true) => format!("{title}中有一项"),
            (AggregateKind::Any, false) => format!("one of {title}"),
            (AggregateKind::All, true) => format!("{title}每一项都"),
            (AggregateKind::All, false) => format!("each of {title}"),
        };
        match condition {
            None => (text, Strength::Atom),
            Some(condition) if zh => (format!("{text} (其中 {condition})"), Strength::Atom),
            Some(condition) => (format!("{text} (with {condition})"), Strength::Atom),
        }
    }
}

/// The value in a `Max` of it and zero.
pub(super) fn above_zero(reader: &Reader<'_>, level: Level, all: &[NodeId]) -> Option<NodeId> {
    let zero = |id: NodeId| matches!(reader.op(level, id), Some(Op::Number(number)) if number.is_zero());
    match *all {
        [first, second] if zero(first) => Some(second),
        [first, second] if zero(second) => Some(first),
        _ => None,
    }
}

/// The set and the members, where all of several conditions ask one set for a member.
pub(super) fn members_of_one_set(
    reader: &Reader<'_>,
    level: Level,
    any: &[NodeId],
) -> Option<(NodeId, Vec<usize>)> {
    let mut found: Option<(NodeId, Vec<usize>)> = None;
    for &id in any {
        let Some(Op::Has(set, member)) = reader.op(level, id) else { return None };
        match &mut found {
            None => found = Some((*set, vec![*member])),
            Some((first, members)) if first == set || reader.op(level, *first) == reader.op(level, *set) => {
                members.push(*member);
            }
            Some(_) => return None,
        }
    }
    found
}

/// Two factors with the one that the rules fix last, as people write them: `8,000,000.00 × 5%`.
pub(super) fn last_if_fixed(
    reader: &Reader<'_>,
    level: Level,
    left: NodeId,
    right: NodeId,
) -> (NodeId, NodeId) {
    let fixed = |id: NodeId| matches!(reader.op(level, id), Some(Op::Number(_)));
    if fixed(left) && !fixed(right) { (right, left) } else { (left, right) }
}
