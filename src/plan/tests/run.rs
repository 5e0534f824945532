//! A plain interpreter of plans over complete facts, to see what lowered nodes compute.

use std::collections::BTreeMap;

use crate::arena::{Arena, Id as _};
use crate::calendar::Date;
use crate::money::Rational;
use crate::plan::{AwardId, Known, ListPlanId, NodeId, Nodes, Op, PaidScope, Plan};
use crate::program::KeyValue;
use crate::syntax::ast::AggregateKind;

/// A value of a node.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Number(Rational),
    Bool(bool),
    Date(Date),
    Text(String),
    Enum(usize),
    Set(u64),
    List,
}

impl Value {
    pub fn number(&self) -> Rational {
        let Value::Number(number) = self else { panic!("a number, not {self:?}") };
        *number
    }
    pub fn bool(&self) -> bool {
        let Value::Bool(value) = self else { panic!("yes or no, not {self:?}") };
        *value
    }
}

/// What is known of one applicant.
#[derive(Clone, Debug, Default)]
pub struct Case {
    pub facts: BTreeMap<String, Known>,
    pub as_of: Option<Date>,
    /// Award, how many years ago, amount.
    pub history: Vec<(String, i32, Rational)>,
}

impl Case {
    pub fn with(mut self, name: &str, known: Known) -> Case {
        self.facts.insert(name.into(), known);
        self
    }
    pub fn number(self, name: &str, value: &str) -> Case {
        self.with(name, Known::Number(super::write::decimal(value)))
    }
    pub fn flag(self, name: &str, value: bool) -> Case {
        self.with(name, Known::Bool(value))
    }
    /// Paid this year, or beyond every span of years.
    pub fn paid(self, award: &str, this_year: bool, amount: &str) -> Case {
        self.paid_ago(award, if this_year { 0 } else { 100 }, amount)
    }
    pub fn paid_ago(mut self, award: &str, years: i32, amount: &str) -> Case {
        self.history.push((award.into(), years, super::write::decimal(amount)));
        self
    }
}

/// The values of all nodes of a plan.
pub struct Run<'p> {
    pub plan: &'p Plan,
    pub values: Arena<NodeId, Value>,
    items: BTreeMap<ListPlanId, Vec<Vec<Value>>>,
}

impl<'p> Run<'p> {
    pub fn new(plan: &'p Plan, case: &Case) -> Run<'p> {
        let mut run = Run { plan, values: Arena::new(), items: BTreeMap::new() };
        for node in plan.nodes.iter() {
            let value = run.compute(&node.op, &plan.nodes, case, None);
            run.values.push(value);
        }
        run
    }

    pub fn award(&self, id: &str) -> &'p crate::plan::Award {
        self.plan.awards.iter().find(|award| award.id == id).unwrap()
    }
    pub fn at(&self, node: NodeId) -> &Value {
        self.values.at(node)
    }
    /// What an award pays in the end, in its shortest form.
    pub fn amount(&self, id: &str) -> String {
        self.at(self.award(id).amount).number().to_shortest()
    }
    pub fn net(&self, id: &str) -> String {
        self.at(self.award(id).net).number().to_shortest()
    }
    pub fn gross(&self, id: &str) -> String {
        self.at(self.award(id).gross).number().to_shortest()
    }
    /// The stage that decides, by the contract of `plan::Award`.
    pub fn outcome(&self, id: &str) -> &'static str {
        let award = self.award(id);
        let holds = |node| self.at(node).bool();
        let zero = |node| !self.at(node).number().is_positive();
        if !holds(award.in_force) {
            "not in force"
        } else if !holds(award.eligible) || zero(award.gross) {
            "not eligible"
        } else if award.used_up.is_some_and(holds) || zero(award.net) {
            "exhausted"
        } else if award.rivals.iter().any(|rival| holds(rival.when)) || zero(award.amount) {
            "displaced"
        } else {
            "awarded"
        }
    }

    fn paid(&self, case: &Case, award: AwardId, scope: PaidScope) -> Rational {
        let id = &self.plan.awards.at(award).id;
        let counts =
            |entry: &&(String, i32, Rational)| entry.0 == *id && scope.counts(Some(2024 - entry.1), 2024);
        case.history.iter().filter(counts).fold(Rational::ZERO, |sum, entry| sum.plus(entry.2).unwrap())
    }

    fn known(&self, known: &Known) -> Value {
        match known {
            Known::Number(number) => Value::Number(*number),
            Known::Bool(value) => Value::Bool(*value),
            Known::Enum(value) => Value::Enum(*value),
            Known::Set(value) => Value::Set(*value),
            Known::Date(date) => Value::Date(*date),
            Known::Text(text) => Value::Text(text.clone()),
            Known::List(_) => Value::List,
            Known::Unknown | Known::Absent => panic!("complete facts only"),
        }
    }

    fn compute(&mut self, op: &Op, nodes: &Nodes, case: &Case, item: Option<(&[Known], &[Value])>) -> Value {
        let at = |node: NodeId| -> Value {
            match item {
                Some((_, values)) => values[node.raw()].clone(),
                None => self.values.at(node).clone(),
            }
        };
        let number = |node| at(node).number();
        let bool = |node| at(node).bool();
        let fits = "proved to fit";
        Value::Number(match op {
            Op::Number(value) => *value,
            Op::Bool(value) => return Value::Bool(*value),
            Op::Date(date) => return Value::Date(*date),
            Op::Text(text) => return Value::Text(text.clone()),
            Op::Input(input) => return self.known(&case.facts[&self.plan.inputs.at(*input).name]),
            Op::Field(field) => return self.known(&item.unwrap().0[*field]),
            Op::Outer(node) => return self.values.at(*node).clone(),
            Op::AsOf => return Value::Date(case.as_of.unwrap()),
            Op::Paid(award, scope) => self.paid(case, *award, *scope),
            Op::Agreed(one, _) => number(*one),
            Op::Before { .. } => panic!("no items in an order here"),
            Op::Not(one) => return Value::Bool(!bool(*one)),
            Op::And(all) => return Value::Bool(all.iter().all(|&one| bool(one))),
            Op::Or(all) => return Value::Bool(all.iter().any(|&one| bool(one))),
            Op::AtLeast(least, all) => {
                return Value::Bool(all.iter().filter(|&&one| bool(one)).count() >= *least as usize);
            }
            Op::Compare(comparison, left, right) => {
                let order = match (at(*left), at(*right)) {
                    (Value::Date(left), Value::Date(right)) => left.cmp(&right),
                    (left, right) => left.number().cmp(&right.number()),
                };
                return Value::Bool(comparison.holds_in(order));
            }
            Op::CompareRatio { comparison, numerator, denominator, right } => {
                let (above, below) = (number(*numerator), number(*denominator));
                number(*right).times(below).expect(fits);
                let quotient = if below.is_zero() { None } else { Some(above.over(below).expect(fits)) };
                let order = quotient.map(|quotient| quotient.cmp(&number(*right)));
                return Value::Bool(order.is_some_and(|order| comparison.holds_in(order)));
            }
            Op::SameText(left, right) => return Value::Bool(at(*left) == at(*right)),
            Op::Among(value, mask) => {
                let Value::Enum(position) = at(*value) else { panic!() };
                return Value::Bool(mask >> position & 1 == 1);
            }
            Op::Has(set, member) => {
                let Value::Set(set) = at(*set) else { panic!() };
                return Value::Bool(set >> member & 1 == 1);
            }
            Op::Add(terms) => terms.iter().fold(Rational::ZERO, |sum, &(subtracted, term)| {
                let term = number(term);
                if subtracted { sum.minus(term) } else { sum.plus(term) }.expect(fits)
            }),
            Op::Multiply(left, right) => number(*left).times(number(*right)).expect(fits),
            Op::Divide(left, right) => number(*left).over(number(*right)).expect(fits),
            Op::Min(all) => all.iter().map(|&one| number(one)).min().unwrap(),
            Op::Max(all) => all.iter().map(|&one| number(one)).max().unwrap(),
            Op::Calendar { rule, of, with } => {
                let read = |node: NodeId| match at(node) {
                    Value::Date(date) => Rational::whole(i128::from(date.ordinal())),
                    value => value.number(),
                };
                let value = rule.apply(read(*of), with.map(read)).unwrap();
                if !rule.gives_day() {
                    return Value::Number(value);
                }
                let ordinal = i64::try_from(value.floor()).unwrap();
                return Value::Date(crate::calendar::Date::from_ordinal(ordinal).unwrap());
            }
            Op::Floor(one) => Rational::whole(number(*one).floor()),
            Op::Round(rounding, one) => rounding.apply(number(*one)).expect(fits),
            Op::Select { condition, then, otherwise } => {
                return if bool(*condition) { at(*then) } else { at(*otherwise) };
            }
            Op::Lookup { table, keys, needed } => {
                let table = self.plan.tables.at(*table);
                if needed.is_some_and(|needed| !bool(needed)) {
                    return Value::Number(table.unneeded());
                }
                let same = |key: &KeyValue, asked: &Value| match (key, asked) {
                    (KeyValue::Number(key), asked) => *key == asked.number(),
                    (KeyValue::Text(key), Value::Text(asked)) => key == asked,
                    (KeyValue::Enum(key), Value::Enum(asked)) => key == asked,
                    (KeyValue::Date(key), Value::Date(asked)) => key <= asked,
                    _ => panic!(),
                };
                let asked: Vec<Value> = keys.iter().map(|&key| at(key)).collect();
                let fits = |row: &&crate::plan::TableRow| {
                    row.keys.iter().zip(&asked).all(|(key, asked)| same(key, asked))
                };
                let row = table.rows.iter().filter(fits).max_by(|left, right| left.keys.cmp(&right.keys));
                row.map(|row| row.value).or(table.otherwise).expect("a row")
            }
            Op::Reduce { list, kind, value, condition } => {
                assert!(item.is_none() && !nodes.is_empty());
                return self.reduce(*list, *kind, (*value, *condition), case);
            }
        })
    }

    fn reduce(
        &mut self,
        list: ListPlanId,
        kind: AggregateKind,
        (value, condition): (Option<NodeId>, Option<NodeId>),
        case: &Case,
    ) -> Value {
        let plan = self.plan;
        let lowered = plan.lists.at(list);
        let Known::List(records) = &case.facts[&plan.inputs.at(lowered.input).name] else { panic!() };
        let needed = value.max(condition).map_or(0, |node| node.raw() + 1);
        let mut items = self.items.remove(&list).unwrap_or_else(|| vec![vec![]; records.len()]);
        for (record, values) in records.iter().zip(&mut items) {
            for node in lowered.nodes.iter().take(needed).skip(values.len()).collect::<Vec<_>>() {
                let computed = self.compute(&node.op, &lowered.nodes, case, Some((record, values)));
                values.push(computed);
            }
        }
        let all = items.len();
        let counted: Vec<&Vec<Value>> =
            items.iter().filter(|item| condition.is_none_or(|node| item[node.raw()].bool())).collect();
        let numbers = || counted.iter().map(|item| item[value.unwrap().raw()].number());
        let result = match kind {
            AggregateKind::Sum => {
                Value::Number(numbers().fold(Rational::ZERO, |sum, next| sum.plus(next).unwrap()))
            }
            AggregateKind::Count => Value::Number(Rational::whole(counted.len() as i128)),
            AggregateKind::Highest => Value::Number(numbers().max().unwrap_or(Rational::ZERO)),
            AggregateKind::Lowest => Value::Number(numbers().min().unwrap_or(Rational::ZERO)),
            AggregateKind::Any => Value::Bool(!counted.is_empty()),
            AggregateKind::All => Value::Bool(counted.len() == all),
        };
        self.items.insert(list, items);
        result
    }

    /// Every number lies in the range proved for it and is a multiple of one part of its denominator.
    pub fn check_ranges(&self) {
        for (id, node) in self.plan.nodes.iter_ids() {
            self.check(node, self.values.at(id));
        }
        for (list, items) in &self.items {
            for values in items {
                for (node, value) in self.plan.lists.at(*list).nodes.iter().zip(values) {
                    self.check(node, value);
                }
            }
        }
    }

    fn check(&self, node: &crate::plan::Node, value: &Value) {
        let Value::Number(number) = value else {
            assert!(node.range.is_none(), "{node:?}");
            return;
        };
        let range = node.range.unwrap_or_else(|| panic!("no range: {node:?}"));
        assert!(range.low <= *number && *number <= range.high, "{number:?} outside {node:?}");
        if let Some(denominator) = range.denominator {
            let parts = number.reduced().times(Rational::whole(denominator)).unwrap();
            assert!(parts.is_whole(), "{number:?} is finer than 1/{denominator}: {node:?}");
        }
    }
}
