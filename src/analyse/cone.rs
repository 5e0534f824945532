//! A question cut out of a plan: the nodes that it depends on, as a small plan of their own.

use std::collections::{BTreeMap, BTreeSet};

use crate::arena::{Arena, Id as _};
use crate::diagnostic::Words;
use crate::plan::{
    AwardId, Input, InputId, InputType, InputYear, ListPlan, ListPlanId, Node, NodeId, NodeType, Op,
    PaidScope, Plan, TableId,
};
use crate::program::{Dimension, Measure};
use crate::syntax::ast::{AggregateKind, Comparison};

use super::words;

/// Nodes of one question at most; what depends on more is not asked.
const LARGEST: usize = 3_000;

/// What an input of the small plan stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Source {
    /// An input of the whole plan.
    Input(InputId),
    /// What was paid before. Any sum is possible, so that an answer holds for every history.
    Paid(AwardId, PaidScope),
}

/// The nodes that a question depends on.
#[derive(Clone, Debug)]
pub(super) struct Cone<'p> {
    whole: &'p Plan,
    /// The small plan.
    pub plan: Plan,
    /// What its inputs stand for, in their order.
    pub sources: Arena<InputId, Source>,
    single: Option<ListPlanId>,
    nodes: BTreeMap<NodeId, NodeId>,
    items: BTreeMap<(ListPlanId, NodeId), NodeId>,
    inputs: BTreeMap<Source, InputId>,
    lists: BTreeMap<ListPlanId, ListPlanId>,
    tables: BTreeMap<TableId, TableId>,
    too_large: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum At {
    Applicant(NodeId),
    Item(ListPlanId, NodeId),
}

impl<'p> Cone<'p> {
    /// An empty one.
    pub fn new(whole: &'p Plan) -> Cone<'p> {
        Cone {
            whole,
            plan: Plan {
                policy: whole.policy.clone(),
                title: String::new(),
                in_force: whole.in_force,
                in_force_by: whole.in_force_by.clone(),
                currency: whole.currency,
                rounding: whole.rounding,
                units: whole.units.clone(),
                stacking: None,
                inputs: Arena::new(),
                nodes: Arena::new(),
                lists: Arena::new(),
                tables: Arena::new(),
                awards: Arena::new(),
                groups: Arena::new(),
                targets: crate::plan::Targets::default(),
                scores: Vec::new(),
                funds: Vec::new(),
            },
            sources: Arena::new(),
            single: None,
            nodes: BTreeMap::new(),
            items: BTreeMap::new(),
            inputs: BTreeMap::new(),
            lists: BTreeMap::new(),
            tables: BTreeMap::new(),
            too_large: false,
        }
    }

    /// What people call an input of the whole plan that is one year of a fact by year.
    pub fn year_of(&self, asked: InputId) -> Option<Words> {
        let of = self.whole.inputs.get(asked)?.of_year?;
        let base = self.whole.inputs.get(of.input)?;
        let Words { zh, en } = words::title(&base.name, base.label.as_deref());
        Some(match of.year {
            InputYear::Before(0) => Words::new(zh, en),
            InputYear::Before(1) => Words::new(format!("上年{zh}"), format!("{en} last year")),
            InputYear::Before(years) => {
                Words::new(format!("{years}年前{zh}"), format!("{en} {years} years ago"))
            }
            InputYear::In(year) => Words::new(format!("{year}年{zh}"), format!("{en} in {year}")),
        })
    }

    /// The id of an award of the whole plan.
    pub fn award_name(&self, award: AwardId) -> &'p str {
        self.whole.awards.get(award).map_or("", |award| award.id.as_str())
    }

    /// Whether the question depends on too much to be asked.
    pub fn is_too_large(&self) -> bool {
        self.too_large
    }

    /// One that takes nothing, and is not asked.
    pub fn closed(whole: &'p Plan) -> Cone<'p> {
        Cone { too_large: true, ..Cone::new(whole) }
    }

    /// What it cost to cut it out, in nodes computed.
    pub fn cost(&self) -> usize {
        let nodes = self.nodes.len().saturating_add(self.items.len());
        (if self.too_large { LARGEST } else { nodes }).saturating_mul(4)
    }

    /// The small plan's node for a node of the applicant's level.
    pub fn take(&mut self, node: NodeId) -> NodeId {
        self.bring(At::Applicant(node));
        self.nodes.get(&node).copied().unwrap_or(NodeId::new(0))
    }

    /// The small plan's node for a node of the items of a list.
    pub fn take_item(&mut self, list: ListPlanId, node: NodeId) -> NodeId {
        self.bring(At::Item(list, node));
        self.items.get(&(list, node)).copied().unwrap_or(NodeId::new(0))
    }

    fn bring(&mut self, wanted: At) {
        if self.too_large {
            return;
        }
        let mut needed = BTreeSet::new();
        let mut open = vec![wanted];
        while let Some(at) = open.pop() {
            let known = match at {
                At::Applicant(node) => self.nodes.contains_key(&node),
                At::Item(list, node) => self.items.contains_key(&(list, node)),
            };
            if known || !needed.insert(at) {
                continue;
            }
            if needed.len().saturating_add(self.nodes.len()).saturating_add(self.items.len()) > LARGEST {
                self.too_large = true;
                return;
            }
            let Some(node) = self.original(at) else { continue };
            let operands = node.op.operands();
            match at {
                At::Applicant(_) => open.extend(operands.into_iter().map(At::Applicant)),
                At::Item(list, _) => open.extend(operands.into_iter().map(|node| At::Item(list, node))),
            }
            if let Op::Outer(outer) = &node.op {
                open.push(At::Applicant(*outer));
            }
            if let Op::Reduce { list, value, condition, .. } = &node.op {
                open.extend([value, condition].into_iter().flatten().map(|node| At::Item(*list, *node)));
            }
        }
        self.name(&needed);
        // INVARIANT: in the order of their ids, operands come before what reads them, as in the whole plan.
        for at in needed {
            let Some(node) = self.original(at) else { continue };
            let made = Node { op: self.renamed(&node.op, at), ..node.clone() };
            match at {
                At::Applicant(_) => {
                    self.plan.nodes.push(made);
                }
                At::Item(list, _) => {
                    let list = self.list(list);
                    self.plan.lists.at_mut(list).nodes.push(made);
                }
            }
        }
    }

    fn original(&self, at: At) -> Option<&'p Node> {
        match at {
            At::Applicant(node) => self.whole.nodes.get(node),
            At::Item(list, node) => self.whole.lists.get(list)?.nodes.get(node),
        }
    }

    /// Gives new ids to nodes that will be added in this order.
    fn name(&mut self, needed: &BTreeSet<At>) {
        let mut next = self.plan.nodes.len();
        let mut of_lists: BTreeMap<ListPlanId, usize> = BTreeMap::new();
        for at in needed {
            match *at {
                At::Applicant(node) => {
                    self.nodes.insert(node, NodeId::new(next));
                    next = next.saturating_add(1);
                }
                At::Item(list, node) => {
                    let made = self.list(list);
                    let so_far = self.plan.lists.at(made).nodes.len();
                    let next = of_lists.entry(list).or_insert(so_far);
                    self.items.insert((list, node), NodeId::new(*next));
                    *next = next.saturating_add(1);
                }
            }
        }
    }

    fn list(&mut self, list: ListPlanId) -> ListPlanId {
        if let Some(&made) = self.lists.get(&list) {
            return made;
        }
        let input = self.input(Source::Input(self.whole.lists.at(list).input));
        let made = self.plan.lists.push(ListPlan { input, nodes: Arena::new() });
        self.lists.insert(list, made);
        if let InputType::List { plan, .. } = &mut self.plan.inputs.at_mut(input).ty {
            *plan = Some(made);
        }
        made
    }

    fn table(&mut self, table: TableId) -> TableId {
        if let Some(&made) = self.tables.get(&table) {
            return made;
        }
        let rows = self.whole.tables.at(table).clone();
        let made = self.plan.tables.push(rows);
        self.tables.insert(table, made);
        made
    }

    fn input(&mut self, source: Source) -> InputId {
        if let Some(&made) = self.inputs.get(&source) {
            return made;
        }
        let input = match source {
            Source::Input(input) => self.whole.inputs.at(input).clone(),
            Source::Paid(award, _) => Input {
                name: String::new(),
                label: None,
                question: None,
                ty: InputType::Number(Measure::plain(Dimension::Money(self.whole.currency))),
                optional: false,
                by_year: false,
                of_year: None,
                low: None,
                high: None,
                default: None,
                decides: None,
                span: self.whole.awards.at(award).span,
            },
        };
        let made = self.plan.inputs.push(input);
        self.sources.push(source);
        self.inputs.insert(source, made);
        made
    }

    fn renamed(&mut self, op: &Op, at: At) -> Op {
        let outer = |cone: &Self, node: &NodeId| cone.nodes.get(node).copied().unwrap_or(*node);
        let beside = |cone: &Self, node: &NodeId| match at {
            At::Applicant(_) => outer(cone, node),
            At::Item(list, _) => cone.items.get(&(list, *node)).copied().unwrap_or(*node),
        };
        let all = |cone: &Self, nodes: &[NodeId]| nodes.iter().map(|node| beside(cone, node)).collect();
        match op {
            Op::Number(_) | Op::Bool(_) | Op::Date(_) | Op::Text(_) | Op::Field(_) | Op::AsOf => op.clone(),
            Op::Input(input) => Op::Input(self.input(Source::Input(*input))),
            Op::Paid(award, scope) => Op::Input(self.input(Source::Paid(*award, *scope))),
            Op::Outer(node) => Op::Outer(outer(self, node)),
            Op::Not(one) => Op::Not(beside(self, one)),
            Op::Among(one, mask) => Op::Among(beside(self, one), *mask),
            Op::Has(one, member) => Op::Has(beside(self, one), *member),
            Op::Floor(one) => Op::Floor(beside(self, one)),
            Op::Calendar { rule, of, with } => Op::Calendar {
                rule: *rule,
                of: beside(self, of),
                with: with.as_ref().map(|with| beside(self, with)),
            },
            Op::Round(rounding, one) => Op::Round(*rounding, beside(self, one)),
            Op::And(nodes) => Op::And(all(self, nodes)),
            Op::Or(nodes) => Op::Or(all(self, nodes)),
            Op::AtLeast(number, nodes) => Op::AtLeast(*number, all(self, nodes)),
            Op::Min(nodes) => Op::Min(all(self, nodes)),
            Op::Max(nodes) => Op::Max(all(self, nodes)),
            Op::Compare(comparison, left, right) => {
                Op::Compare(*comparison, beside(self, left), beside(self, right))
            }
            Op::CompareRatio { comparison, numerator, denominator, right } => Op::CompareRatio {
                comparison: *comparison,
                numerator: beside(self, numerator),
                denominator: beside(self, denominator),
                right: beside(self, right),
            },
            Op::Before { keys, value, condition, same } => {
                let other = |node: &Option<NodeId>| node.as_ref().map(|node| beside(self, node));
                Op::Before {
                    keys: keys.iter().map(|(highest, key)| (*highest, beside(self, key))).collect(),
                    value: other(value),
                    condition: other(condition),
                    same: other(same),
                }
            }
            Op::Agreed(left, right) => Op::Agreed(beside(self, left), beside(self, right)),
            Op::SameText(left, right) => Op::SameText(beside(self, left), beside(self, right)),
            Op::Add(terms) => {
                Op::Add(terms.iter().map(|(minus, term)| (*minus, beside(self, term))).collect())
            }
            Op::Multiply(left, right) => Op::Multiply(beside(self, left), beside(self, right)),
            Op::Divide(left, right) => Op::Divide(beside(self, left), beside(self, right)),
            Op::Select { condition, then, otherwise } => Op::Select {
                condition: beside(self, condition),
                then: beside(self, then),
                otherwise: beside(self, otherwise),
            },
            Op::Lookup { table, keys, needed } => Op::Lookup {
                table: self.table(*table),
                keys: all(self, keys),
                needed: needed.as_ref().map(|needed| beside(self, needed)),
            },
            Op::Reduce { list, kind, value, condition } => {
                let item = |node: &NodeId| self.items.get(&(*list, *node)).copied().unwrap_or(*node);
                let (value, condition) = (value.as_ref().map(item), condition.as_ref().map(item));
                Op::Reduce { list: self.list(*list), kind: *kind, value, condition }
            }
        }
    }

    /// The node that reads an input of the small plan.
    pub fn reads(&self, input: InputId) -> Option<NodeId> {
        let mut nodes = self.plan.nodes.iter_ids();
        nodes.find(|(_, node)| node.op == Op::Input(input)).map(|(id, _)| id)
    }

    // ---------------------------------------------------------------- nodes of the question itself

    /// The question for histories only in which no span of years has more than a longer one.
    pub fn with_sound_history(&mut self, goal: NodeId) -> NodeId {
        let mut all = vec![goal];
        let sums: Vec<_> = self.inputs.iter().map(|(&source, &input)| (source, input)).collect();
        for &(source, shorter) in &sums {
            let Source::Paid(award, PaidScope::Years(years)) = source else { continue };
            for &(other, longer) in &sums {
                let Source::Paid(same, scope) = other else { continue };
                let holds = match scope {
                    PaidScope::Ever => true,
                    PaidScope::Years(more) => more > years,
                };
                if same == award && holds {
                    let shorter = self.push(Op::Input(shorter), self.money());
                    let longer = self.push(Op::Input(longer), self.money());
                    all.push(self.compare(Comparison::AtMost, shorter, longer));
                }
            }
        }
        if all.len() == 1 { goal } else { self.and(all) }
    }

    /// A further node.
    pub fn push(&mut self, op: Op, ty: NodeType) -> NodeId {
        self.plan.nodes.push(Node { op, ty, range: None, span: None })
    }
    /// All hold.
    pub fn and(&mut self, all: Vec<NodeId>) -> NodeId {
        self.push(Op::And(all), NodeType::Bool)
    }
    /// One holds.
    pub fn or(&mut self, all: Vec<NodeId>) -> NodeId {
        self.push(Op::Or(all), NodeType::Bool)
    }
    /// At least so many hold.
    pub fn at_least(&mut self, number: u32, all: Vec<NodeId>) -> NodeId {
        self.push(Op::AtLeast(number, all), NodeType::Bool)
    }
    /// Not.
    pub fn not(&mut self, one: NodeId) -> NodeId {
        self.push(Op::Not(one), NodeType::Bool)
    }
    /// Two numbers compared.
    pub fn compare(&mut self, comparison: Comparison, left: NodeId, right: NodeId) -> NodeId {
        self.push(Op::Compare(comparison, left, right), NodeType::Bool)
    }
    /// More than nothing.
    pub fn positive(&mut self, amount: NodeId) -> NodeId {
        let zero = self.number(crate::money::Rational::ZERO);
        self.compare(Comparison::More, amount, zero)
    }
    /// A fixed number.
    pub fn number(&mut self, value: crate::money::Rational) -> NodeId {
        self.push(Op::Number(value), self.money())
    }
    /// A sum of terms, each with whether it is subtracted.
    pub fn add(&mut self, terms: Vec<(bool, NodeId)>) -> NodeId {
        self.push(Op::Add(terms), self.money())
    }
    /// The amount where the condition holds, else nothing.
    pub fn amount_if(&mut self, condition: NodeId, amount: NodeId) -> NodeId {
        let otherwise = self.number(crate::money::Rational::ZERO);
        self.push(Op::Select { condition, then: amount, otherwise }, self.money())
    }
    fn money(&self) -> NodeType {
        NodeType::Number(Measure::plain(Dimension::Money(self.whole.currency)))
    }

    /// A node of the items of a list (of the whole plan).
    pub fn item(&mut self, list: ListPlanId, op: Op) -> NodeId {
        let list = self.list(list);
        let node = Node { op, ty: NodeType::Bool, range: None, span: None };
        self.plan.lists.at_mut(list).nodes.push(node)
    }
    /// The list of which one item answers for all: an item of it is asked for, and nothing else of the question
    /// depends on its items.
    pub fn single(&self) -> Option<InputId> {
        let wanted = self.single?;
        let reduced = |node: &&Node| matches!(&node.op, Op::Reduce { list, .. } if *list == wanted);
        let alone = self.plan.nodes.iter().filter(reduced).count() == 1;
        alone.then(|| self.plan.lists.at(wanted).input)
    }
    /// Whether an item of the list satisfies all of these (nodes of the small plan).
    ///
    /// INVARIANT: nothing denies the answer, so that what no single item satisfies no list does.
    pub fn some_item(&mut self, list: ListPlanId, all: Vec<NodeId>) -> NodeId {
        let made = self.list(list);
        self.single = Some(made);
        self.any_item(list, all)
    }
    /// The same, where its answer may be denied.
    pub fn any_item(&mut self, list: ListPlanId, all: Vec<NodeId>) -> NodeId {
        let condition = self.item(list, Op::And(all));
        let made = self.list(list);
        let op = Op::Reduce { list: made, kind: AggregateKind::Any, value: None, condition: Some(condition) };
        self.push(op, NodeType::Bool)
    }
}
