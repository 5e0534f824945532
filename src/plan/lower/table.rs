//! Looking a value up: keys that the rules fix are taken out beforehand, the rest is one node.
//!
//! A date before the first row of a dated table is refused, but only where the value is needed: the node knows the
//! conditions under which it is (its guard), so that neither a loan that does not count nor an award for others
//! stops anything.

use std::collections::BTreeMap;

use crate::money::Rational;
use crate::plan::extent::Extent;
use crate::plan::{Table, TableId, TableRow};
use crate::program::{self, Expr, ExprKind, KeyRange, KeyValue, LetId, Measure, Otherwise, TableKey, Type};
use crate::source::Span;
use crate::syntax::ast::Comparison;

use super::value::{Fraction, Shape, Value};
use super::{At, Lowering, NodeId, NodeType, Op};
use crate::arena::Id as _;

/// Tables to try for keys whose value is one of several under conditions, at most.
const WAYS: usize = 4_096;

/// Which part of a table a plan table holds: the keys that are fixed, and whether it only tells what is listed.
type Part = (program::TableId, Vec<Option<KeyValue>>, bool);

/// What is known while tables are lowered.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub made: crate::arena::Arena<TableId, Table>,
    parts: BTreeMap<Part, TableId>,
    /// Bool: conditions under which what is being lowered is needed, outermost first.
    guards: Vec<(At, NodeId)>,
    /// Lets that look a date up, lowered again under their guards.
    lets: BTreeMap<(LetId, Option<NodeId>), Value>,
}

/// A key of a lookup.
#[derive(Clone, Debug)]
enum Key {
    Fixed(KeyValue),
    Node(NodeId),
    /// For each position of an enumeration whether it is the value.
    Members(Vec<NodeId>),
    /// For each range, from the highest down, whether a number reaches down to it.
    Ranges(Vec<NodeId>),
}

impl Key {
    /// For each position the node that chooses it, where none above it does.
    fn positions(&self) -> Option<&[NodeId]> {
        match self {
            Key::Members(nodes) | Key::Ranges(nodes) => Some(nodes),
            Key::Fixed(_) | Key::Node(_) => None,
        }
    }
}

impl Lowering<'_> {
    /// The value of a row.
    pub(super) fn lookup(
        &mut self,
        table: program::TableId,
        keys: &[Expr],
        ty: &NodeType,
        at: At,
        span: Span,
    ) -> Fraction {
        let mut found = Vec::with_capacity(keys.len());
        let mut defined = Vec::new();
        let program = self.program;
        for (key, declared) in keys.iter().zip(&program.tables.at(table).keys) {
            let (key, has_value) = self.key(key, declared, at);
            found.push(key);
            defined.push(has_value);
        }
        let ways = found
            .iter()
            .filter_map(Key::positions)
            .fold(1_usize, |ways, positions| ways.saturating_mul(positions.len().max(1)));
        let zero = self.level(at).number(Rational::ZERO, ty, span);
        if ways > WAYS {
            self.refuse(span);
            return Fraction { numerator: zero, denominator: None, defined: None, ty: ty.clone() };
        }
        let numerator = self.row_value(table, &mut found.clone(), false, ty, at, span).unwrap_or(zero);
        if self.program.tables.at(table).otherwise == Otherwise::NotEligible {
            defined.extend(self.is_listed(table, &mut found, at, span).map(Some));
        }
        let defined = self.all_defined(defined, at, span);
        Fraction { numerator, denominator: None, defined, ty: ty.clone() }
    }

    fn key(&mut self, key: &Expr, declared: &TableKey, at: At) -> (Key, Option<NodeId>) {
        match key.ty {
            Type::Number(_) if !declared.ranges.is_empty() => {
                let defined = self.number(key, at).defined;
                let ranges = declared.ranges.iter().map(|range| self.reached(key, range, at)).collect();
                (Key::Ranges(ranges), defined)
            }
            Type::Bool => {
                let truth = self.truth(key, at);
                let no = self.level(at).not(truth.node, key.span);
                (Key::Members(vec![truth.node, no]), truth.defined)
            }
            Type::Number(_) => {
                let plain = self.number(key, at);
                let fixed = self.level(at).number_of(plain.node).map(KeyValue::Number);
                (fixed.map_or(Key::Node(plain.node), Key::Fixed), plain.defined)
            }
            Type::Enum(members) => {
                let positions = self.program.enums.at(members).values.len();
                let found = self.members(key, at);
                let key = match found.shape {
                    Shape::Fixed(position) => Key::Fixed(KeyValue::Enum(position)),
                    Shape::One(node) => Key::Node(node),
                    Shape::Set(_) => Key::Members(Vec::new()),
                    Shape::Table(table) => Key::Members(table.into_iter().take(positions).collect()),
                };
                (key, found.defined)
            }
            Type::Text | Type::Date => {
                let plain = self.plain(key, at);
                // A fixed day stays: only the rows tell which of them it means.
                let op = &self.level(at).nodes.at(plain.node).op;
                let fixed = if let Op::Text(text) = op { Some(KeyValue::Text(text.clone())) } else { None };
                (fixed.map_or(Key::Node(plain.node), Key::Fixed), plain.defined)
            }
            Type::Set(_) | Type::List(_) => (Key::Node(self.refused(key, at)), None),
        }
    }

    /// Bool: a number reaches down to a range; the ranges above it are asked first.
    fn reached(&mut self, key: &Expr, range: &KeyRange, at: At) -> NodeId {
        let span = key.span;
        let Some((low, included)) = range.low else { return self.level(at).bool(true, span) };
        let comparison = if included { Comparison::AtLeast } else { Comparison::More };
        let low = Expr { kind: ExprKind::Number(low), ty: key.ty.clone(), span: range.span.unwrap_or(span) };
        let kind = ExprKind::Compare(comparison, Box::new(key.clone()), Box::new(low));
        self.truth(&Expr { kind, ty: Type::Bool, span }, at).node
    }

    /// The value for these keys, or (`presence`) one where a row has them and zero where none has.
    fn row_value(
        &mut self,
        table: program::TableId,
        keys: &mut Vec<Key>,
        presence: bool,
        ty: &NodeType,
        at: At,
        span: Span,
    ) -> Option<NodeId> {
        let chosen = keys.iter().position(|key| key.positions().is_some());
        if let Some(chosen) = chosen
            && let Some(slot) = keys.get_mut(chosen)
        {
            let key = std::mem::replace(slot, Key::Fixed(KeyValue::Enum(0)));
            let mut value = None;
            for (position, &is_it) in key.positions()?.iter().enumerate().rev() {
                if let Some(slot) = keys.get_mut(chosen) {
                    *slot = Key::Fixed(KeyValue::Enum(position));
                }
                let here = self.row_value(table, keys, presence, ty, at, span)?;
                value = Some(match value {
                    Some(rest) => self.level(at).select(is_it, here, rest, span),
                    None => here,
                });
            }
            if let Some(slot) = keys.get_mut(chosen) {
                *slot = key;
            }
            return value;
        }
        let program = self.program;
        let declared = program.tables.at(table);
        let date = declared.keys.iter().position(|key| key.ty == Type::Date);
        let fixed: Vec<Option<KeyValue>> = keys
            .iter()
            .map(|key| if let Key::Fixed(value) = key { Some(value.clone()) } else { None })
            .collect();
        // The day comes last, whatever its place in the heading.
        let order = (0..keys.len()).filter(|&at| Some(at) != date).chain(date);
        let nodes = order.filter_map(|at| match keys.get(at) {
            Some(Key::Node(node)) => Some((at, *node)),
            Some(Key::Fixed(_) | Key::Members(_) | Key::Ranges(_)) | None => None,
        });
        let (free, nodes): (Vec<usize>, Vec<NodeId>) = nodes.unzip();
        let rows = listed(declared, &fixed, &free, presence);
        let none = match (presence, declared.otherwise) {
            (true, _) => Some(Rational::ZERO),
            (false, Otherwise::Value(value)) => Some(value),
            // Nobody reads it: the award has no value there. Any row widens the range least.
            (false, Otherwise::NotEligible) => rows.first().or(None).map(|row| row.value),
            (false, Otherwise::Refused) => None,
        };
        let Some(first) = rows.first() else {
            return Some(self.level(at).number(none.unwrap_or(Rational::ZERO), ty, span));
        };
        let same = rows.iter().all(|row| row.value == first.value);
        if free.is_empty() || (same && none == Some(first.value)) {
            return Some(self.level(at).number(first.value, ty, span));
        }
        let values = rows.iter().map(|row| row.value).chain(none);
        let extents: Vec<Extent> = values.filter_map(|value| Extent::constant(value).ok()).collect();
        let extent = Extent::either(&extents).ok();
        let dated = date.is_some();
        let needed = if none.is_none() { self.guard(at, span) } else { None };
        let part = (table, fixed, presence);
        let id = match self.tables.parts.get(&part) {
            Some(&id) => id,
            None => {
                let measure = match ty {
                    NodeType::Number(measure) => measure.clone(),
                    NodeType::Bool | NodeType::Enum | NodeType::Set | NodeType::Date | NodeType::Text => {
                        Measure::plain(program::Dimension::Plain)
                    }
                };
                let title = |at: &usize| declared.keys.get(*at).map(|key| key.title.clone());
                let id = self.tables.made.push(Table {
                    title: self.title_of_part(declared, &part.1),
                    measure,
                    keys: free.iter().filter_map(title).collect(),
                    dated,
                    rows: rows.into(),
                    otherwise: none,
                    presence,
                    span: declared.span,
                });
                self.tables.parts.insert(part, id);
                id
            }
        };
        let op = Op::Lookup { table: id, keys: nodes, needed };
        Some(self.level(at).leaf(op, ty.clone(), extent, span))
    }

    /// Bool: some row has these keys.
    fn is_listed(
        &mut self,
        table: program::TableId,
        keys: &mut Vec<Key>,
        at: At,
        span: Span,
    ) -> Option<NodeId> {
        let Some(chosen) = keys.iter().position(|key| key.positions().is_some()) else {
            let plain = NodeType::Number(Measure::plain(program::Dimension::Plain));
            let one = self.level(at).number(Rational::ONE, &plain, span);
            let listed = self.row_value(table, keys, true, &plain, at, span)?;
            return Some(self.level(at).compare(Comparison::Equal, listed, one, span));
        };
        let key = std::mem::replace(keys.get_mut(chosen)?, Key::Fixed(KeyValue::Enum(0)));
        let positions = key.positions()?;
        let mut ways: Vec<(NodeId, NodeId)> = Vec::with_capacity(positions.len());
        for (position, &chooses) in positions.iter().enumerate() {
            *keys.get_mut(chosen)? = Key::Fixed(KeyValue::Enum(position));
            let listed = self.is_listed(table, keys, at, span)?;
            match (ways.last_mut(), &key) {
                // Who reaches the higher of two neighbours reaches the lower.
                (Some(last), Key::Ranges(_)) if last.1 == listed => last.0 = chooses,
                _ => ways.push((chooses, listed)),
            }
        }
        let exclusive = matches!(key, Key::Members(_));
        *keys.get_mut(chosen)? = key;
        let level = self.level(at);
        if exclusive {
            let ways = ways.into_iter().map(|(chooses, listed)| level.and(vec![chooses, listed], span));
            let ways = ways.collect();
            return Some(level.or(ways, span));
        }
        let mut rest: Option<NodeId> = None;
        for (chooses, listed) in ways.into_iter().rev() {
            rest = Some(match rest {
                None => listed,
                Some(rest) => {
                    let here = level.and(vec![chooses, listed], span);
                    let no = level.not(chooses, span);
                    let below = level.and(vec![no, rest], span);
                    level.or(vec![here, below], span)
                }
            });
        }
        rest
    }

    /// The title of a table with the keys that are fixed.
    fn title_of_part(&self, table: &program::Table, fixed: &[Option<KeyValue>]) -> String {
        let words: Vec<String> = table
            .keys
            .iter()
            .zip(fixed)
            .filter_map(|(key, fixed)| {
                Some(match (fixed.as_ref()?, &key.ty) {
                    (KeyValue::Enum(position), Type::Enum(members)) => {
                        self.program.enums.at(*members).values.get(*position)?.title().to_owned()
                    }
                    // Neither language: it is part of a title.
                    (KeyValue::Enum(position), Type::Bool) => {
                        format!("{} {}", key.title, if *position == 0 { "✓" } else { "✗" })
                    }
                    (KeyValue::Enum(position), _) => key.ranges.get(*position)?.words.clone(),
                    (KeyValue::Number(number), _) => number.to_shortest(),
                    (KeyValue::Text(text), _) => text.clone(),
                    (KeyValue::Date(date), _) => date.to_string(),
                })
            })
            .collect();
        if words.is_empty() {
            table.title.clone()
        } else {
            format!("{} ({})", table.title, words.join(" × "))
        }
    }

    // ---------------------------------------------------------------- guards

    /// Lowers something that is needed only where a condition holds.
    pub(super) fn guarded<T>(
        &mut self,
        at: At,
        guard: Option<NodeId>,
        lower: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.tables.guards.len();
        self.tables.guards.extend(guard.map(|guard| (at, guard)));
        let lowered = self.holding(at, guard.map(|guard| (guard, true)), lower);
        self.tables.guards.truncate(before);
        lowered
    }

    /// Bool: everything that has to hold for a value at this level to be needed; `None` if it always is.
    fn guard(&mut self, at: At, span: Span) -> Option<NodeId> {
        let guards = self.tables.guards.clone();
        let mut all = Vec::new();
        for (level, guard) in guards {
            if level == at {
                all.push(guard);
            } else if level == At::Applicant {
                all.push(self.seen_from(at, guard, span));
            }
        }
        let joined = self.level(at).and(all, span);
        if self.level(at).bool_of(joined) == Some(true) { None } else { Some(joined) }
    }

    /// Whether any table of the program refuses dates.
    pub(super) fn refuses_dates(&self) -> bool {
        let refuses = |table: &program::Table| {
            table.otherwise == Otherwise::Refused && table.keys.iter().any(|key| key.ty == Type::Date)
        };
        self.program.tables.iter().any(refuses)
    }

    /// Whether an expression looks a date up that may be refused. Its depth is limited by the parser.
    pub(super) fn may_refuse(&self, expr: &Expr) -> bool {
        self.refuses_dates() && self.looks_up(expr)
    }

    fn looks_up(&self, expr: &Expr) -> bool {
        let any = |all: &[Expr]| all.iter().any(|one| self.looks_up(one));
        match &expr.kind {
            ExprKind::Lookup { table, keys } => {
                let table = self.program.tables.at(*table);
                let refuses = table.otherwise == Otherwise::Refused;
                (refuses && table.keys.iter().any(|key| key.ty == Type::Date)) || any(keys)
            }
            ExprKind::Let(id) => self.dated_lets.get(id.raw()).copied().unwrap_or(false),
            ExprKind::Number(_)
            | ExprKind::Date(_)
            | ExprKind::Text(_)
            | ExprKind::Bool(_)
            | ExprKind::EnumValue(..)
            | ExprKind::Fact(_)
            | ExprKind::FactIn(..)
            | ExprKind::Field(..)
            | ExprKind::Award(_)
            | ExprKind::AwardPaid(_)
            | ExprKind::AwardBeforeLimits(_)
            | ExprKind::AsOf => false,
            ExprKind::Not(one)
            | ExprKind::Negate(one)
            | ExprKind::Has(one, _)
            | ExprKind::Rounded(one, _) => self.looks_up(one),
            ExprKind::And(all)
            | ExprKind::Or(all)
            | ExprKind::AtLeast(_, all)
            | ExprKind::Extreme { values: all, .. } => any(all),
            ExprKind::Compare(_, one, other)
            | ExprKind::Part { share: one, base: other }
            | ExprKind::UpTo(one, other)
            | ExprKind::Above(one, other)
            | ExprKind::ForEach { amount: one, count: other }
            | ExprKind::FullSteps { value: one, step: other } => self.looks_up(one) || self.looks_up(other),
            ExprKind::Calendar { of, with, .. } => {
                self.looks_up(of) || with.as_deref().is_some_and(|with| self.looks_up(with))
            }
            ExprKind::Sum(all) | ExprKind::Product(all) => all.iter().any(|(_, one)| self.looks_up(one)),
            ExprKind::Case(arms) => arms.iter().any(|(condition, value)| {
                condition.as_ref().is_some_and(|condition| self.looks_up(condition)) || self.looks_up(value)
            }),
            ExprKind::Aggregate { value, condition, .. } => {
                value.iter().chain(condition).any(|part| self.looks_up(part))
            }
        }
    }

    /// A let that looks a date up is lowered under the guards of each place that reads it.
    pub(super) fn dated_let(&mut self, id: LetId, span: Span) -> Option<Value> {
        if !self.dated_lets.get(id.raw()).copied().unwrap_or(false) {
            return None;
        }
        let guard = self.guard(At::Applicant, span);
        if let Some(value) = self.tables.lets.get(&(id, guard)) {
            return Some(value.clone());
        }
        let program = self.program;
        let outer: Vec<_> =
            self.tables.guards.iter().copied().filter(|(level, _)| *level == At::Applicant).collect();
        let inner = std::mem::replace(&mut self.tables.guards, outer);
        let value = self.value(&program.lets.at(id).value, At::Applicant);
        self.tables.guards = inner;
        self.tables.lets.insert((id, guard), value.clone());
        Some(value)
    }
}

/// The rows with the fixed keys, reduced to the free ones, in order.
fn listed(
    table: &program::Table,
    fixed: &[Option<KeyValue>],
    free: &[usize],
    presence: bool,
) -> Vec<TableRow> {
    let fits = |row: &&program::TableRow| {
        row.keys.iter().zip(fixed).all(|(key, fixed)| fixed.as_ref().is_none_or(|fixed| fixed == key))
    };
    let reduced = |row: &program::TableRow| TableRow {
        keys: free.iter().filter_map(|&at| row.keys.get(at)).cloned().collect(),
        value: if presence { Rational::ONE } else { row.value },
    };
    let mut rows: Vec<TableRow> = table.rows.iter().filter(fits).map(reduced).collect();
    rows.sort_by(|left, right| left.keys.cmp(&right.keys));
    rows
}
