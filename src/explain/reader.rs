//! Reading nodes and their values at one of the two levels of a plan.

use crate::diagnostic::Lang;
use crate::evaluate::{Trace, Value};
use crate::money::Rational;
use crate::plan::{AwardId, Choice, InputType, ListPlanId, Node, NodeId, NodeType, Op, PaidScope, Plan};
use crate::program::{Dimension, Measure};

use super::words;

/// Which level of a plan a node belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Level {
    /// The applicant.
    Applicant,
    /// An item of a list; without a position where no particular item is meant.
    Item(ListPlanId, Option<usize>),
}

/// At which stage another award reads an amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stage {
    /// If none of its limits is applied.
    BeforeLimits,
    /// After its own limits, before groups.
    OwnLimits,
    /// What is paid in the end.
    Paid,
}

/// A plan with the values its nodes took, if there was an evaluation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    pub plan: &'a Plan,
    pub trace: Option<&'a Trace>,
    pub lang: Lang,
}

impl<'a> Reader<'a> {
    /// The node.
    pub fn node(&self, level: Level, id: NodeId) -> Option<&'a Node> {
        match level {
            Level::Applicant => self.plan.nodes.get(id),
            Level::Item(list, _) => self.plan.lists.get(list)?.nodes.get(id),
        }
    }
    /// What it computes.
    pub fn op(&self, level: Level, id: NodeId) -> Option<&'a Op> {
        Some(&self.node(level, id)?.op)
    }
    /// What is known of its value.
    pub fn value(&self, level: Level, id: NodeId) -> Option<&'a Value> {
        match level {
            Level::Applicant => self.trace?.values.get(id),
            Level::Item(list, at) => self.trace?.items.get(list)?.get(at?)?.get(id),
        }
    }
    /// The truth value, if it is decided.
    pub fn truth(&self, level: Level, id: NodeId) -> Option<bool> {
        match self.value(level, id)? {
            Value::Bool(truth) => *truth,
            Value::Number { .. }
            | Value::Enum(_)
            | Value::Set { .. }
            | Value::Date(_)
            | Value::Text(_)
            | Value::Absent => None,
        }
    }
    /// The number, if it is exact.
    pub fn exact(&self, level: Level, id: NodeId) -> Option<Rational> {
        if let Op::Number(number) = self.op(level, id)? {
            return Some(*number);
        }
        self.value(level, id)?.as_exact()
    }
    /// How many items a list has, as far as it is known.
    pub fn items(&self, list: ListPlanId) -> usize {
        self.trace.and_then(|trace| trace.items.get(list)).map_or(0, Vec::len)
    }
    /// The decimals of the policy's money.
    pub fn decimals(&self) -> u32 {
        self.plan.rounding.decimals()
    }
    /// An amount of the policy's money.
    pub fn amount(&self, value: Rational) -> String {
        words::amount(value, self.decimals())
    }
    /// The value of a money node, or the words for what is not known.
    pub fn amount_of(&self, level: Level, id: NodeId) -> String {
        self.exact(level, id).map_or_else(|| self.unknown().to_owned(), |value| self.amount(value))
    }
    /// The word for what is not known.
    pub fn unknown(&self) -> &'static str {
        words::pick(self.lang, "未知", "unknown")
    }
    /// The values of the enumeration that a node's value is of.
    pub fn choices(&self, level: Level, id: NodeId) -> &'a [Choice] {
        let ty = match (self.op(level, id), level) {
            (Some(Op::Input(input)), _) => self.plan.inputs.get(*input).map(|input| &input.ty),
            (Some(Op::Outer(outer)), _) => return self.choices(Level::Applicant, *outer),
            (Some(Op::Field(at)), Level::Item(list, _)) => self.field_type(list, *at),
            _ => None,
        };
        match ty {
            Some(InputType::Enum(choices) | InputType::Set(choices)) => choices,
            _ => &[],
        }
    }
    fn field_type(&self, list: ListPlanId, at: usize) -> Option<&'a InputType> {
        let input = self.plan.lists.get(list)?.input;
        let InputType::List { fields, .. } = &self.plan.inputs.get(input)?.ty else { return None };
        fields.get(at).map(|field| &field.ty)
    }
    /// What people call a field of a list's items.
    pub fn field_title(&self, list: ListPlanId, at: usize) -> String {
        let input = self.plan.lists.get(list).and_then(|list| self.plan.inputs.get(list.input));
        match input.map(|input| &input.ty) {
            Some(InputType::List { fields, .. }) => fields.get(at).map_or_else(String::new, |field| {
                words::title(self.lang, &field.name, field.label.as_deref())
            }),
            _ => String::new(),
        }
    }
    /// What people call a list.
    pub fn list_title(&self, list: ListPlanId) -> String {
        let input = self.plan.lists.get(list).and_then(|list| self.plan.inputs.get(list.input));
        input.map_or_else(String::new, |input| words::title(self.lang, &input.name, input.label.as_deref()))
    }
    /// The titles of the positions whose bits are set.
    pub fn members(&self, choices: &[Choice], bits: u64) -> Vec<String> {
        let set =
            |at: &usize| u32::try_from(*at).ok().and_then(|at| bits.checked_shr(at)).unwrap_or(0) & 1 == 1;
        let named = |at: usize| match choices.get(at) {
            Some(choice) => words::title(self.lang, &choice.name, choice.label.as_deref()),
            None => format!("#{at}"),
        };
        (0..64).filter(set).map(named).collect()
    }
    /// The value of a node in words.
    pub fn value_words(&self, level: Level, id: NodeId) -> String {
        if let (Some(Op::Number(number)), Some(node)) = (self.op(level, id), self.node(level, id)) {
            return self.number(*number, &node.ty);
        }
        let Some(value) = self.value(level, id) else { return self.unknown().to_owned() };
        let none = words::pick(self.lang, "无", "none");
        match value {
            Value::Number { .. } => match (value.as_exact(), self.node(level, id)) {
                (Some(number), Some(node)) => self.number(number, &node.ty),
                _ => self.unknown().to_owned(),
            },
            Value::Bool(Some(true)) => words::pick(self.lang, "是", "yes").to_owned(),
            Value::Bool(Some(false)) => words::pick(self.lang, "否", "no").to_owned(),
            Value::Bool(None) | Value::Date(None) | Value::Text(None) => self.unknown().to_owned(),
            Value::Enum(bits) if bits.count_ones() == 1 => {
                self.members(self.choices(level, id), *bits).concat()
            }
            Value::Enum(_) => self.unknown().to_owned(),
            Value::Set { sure, possible } => {
                let members = self.members(self.choices(level, id), *sure);
                match (members.is_empty(), sure == possible) {
                    (true, true) => none.to_owned(),
                    (true, false) => self.unknown().to_owned(),
                    (false, known) => {
                        let more = if known {
                            ""
                        } else {
                            words::pick(self.lang, "，其余未知", ", more unknown")
                        };
                        format!("{}{more}", members.join(words::pick(self.lang, "、", ", ")))
                    }
                }
            }
            Value::Date(Some(date)) => date.to_string(),
            Value::Text(Some(text)) => words::quoted(self.lang, text),
            Value::Absent => none.to_owned(),
        }
    }
    /// A number in the measure of a node's type.
    pub fn number(&self, number: Rational, ty: &NodeType) -> String {
        match ty {
            NodeType::Number(measure) => self
                .foreign(number, measure)
                .unwrap_or_else(|| words::number(number, measure, self.decimals(), self.lang)),
            NodeType::Bool | NodeType::Enum | NodeType::Set | NodeType::Date | NodeType::Text => {
                number.to_shortest()
            }
        }
    }
    /// Money of another currency than the policy's, and rates of exchange, with their currencies.
    fn foreign(&self, number: Rational, measure: &Measure) -> Option<String> {
        let Dimension::Money(currency) = measure.of else { return None };
        let is_code = |per: &String| per.len() == 3 && per.bytes().all(|letter| letter.is_ascii_uppercase());
        match &measure.per {
            Some(per) if is_code(per) => Some(format!("{} {}/{per}", number.to_shortest(), currency.code())),
            None if currency != self.plan.currency => {
                Some(format!("{} {}", self.amount(number), currency.code()))
            }
            Some(_) | None => None,
        }
    }
    /// What people call an award.
    pub fn award_title(&self, award: AwardId) -> String {
        let Some(award) = self.plan.awards.get(award) else { return String::new() };
        let title = words::quoted(self.lang, &award.title);
        match &award.foreign {
            Some(policy) => format!("{title} ({policy}/{})", award.id),
            None => title,
        }
    }
    /// The award whose amount a node is, and at which stage: after its own limits, before them, or in the end.
    pub fn award_of_amount(&self, level: Level, id: NodeId) -> Option<(AwardId, Stage)> {
        let op = self.op(level, id).filter(|_| level == Level::Applicant)?;
        let find = |is: &dyn Fn(&crate::plan::Award) -> bool| {
            self.plan.awards.iter_ids().find(|(_, award)| is(award)).map(|(id, _)| id)
        };
        if let Op::Select { condition, then, .. } = op
            && let Some(award) = find(&|award| award.payable == *condition && award.net == *then)
        {
            return Some((award, Stage::OwnLimits));
        }
        if let Some(award) = find(&|award| award.before_limits == Some(id)) {
            return Some((award, Stage::BeforeLimits));
        }
        if !matches!(op, Op::Select { .. } | Op::Min(_)) {
            return None;
        }
        find(&|award| award.amount == id).map(|award| (award, Stage::Paid))
    }
    /// The score of which this is the total, where it is more than one figure.
    pub fn score_of(&self, level: Level, id: NodeId) -> Option<&'a crate::plan::Score> {
        let computed = !matches!(self.op(level, id)?, Op::Input(_) | Op::Number(_));
        self.plan.scores.iter().find(|score| level == Level::Applicant && computed && score.total == id)
    }
    /// What history shows as paid under an award, where the plan reads it.
    pub fn paid(&self, award: AwardId, scope: PaidScope) -> Option<Rational> {
        let wanted = Op::Paid(award, scope);
        let (id, _) = self.plan.nodes.iter_ids().find(|(_, node)| node.op == wanted)?;
        self.exact(Level::Applicant, id)
    }
}
