//! The order in which lets and awards can be worked out, and the cycles that leave none.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Words, graph as entries};
use crate::graph::{Dependencies, Node};
use crate::names::{Found, Names};
use crate::source::Span;
use crate::syntax::ast::{Amount, Ast, ClauseKind, Expr, ExprKind, Heading, Item, RuleKind};

use super::super::{
    Award, AwardId, Example, Fund, Group, Handovers, Let, LetId, NotEncoded, Policy, Program, Target,
};
use super::{Checker, Symbol};
use crate::arena::{Arena, Id as _};

/// What an item reads: lets and awards, with the places.
type Reads = Vec<(Symbol, Span)>;

/// The checked items, with what each reads.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) lets: Vec<(Option<Let>, Reads)>,
    pub(super) awards: Vec<(Option<Award>, Reads)>,
    pub(super) groups: Vec<(Option<Group>, Reads)>,
    pub(super) targets: Vec<Target>,
    pub(super) scores: Vec<super::super::Score>,
    pub(super) funds: Vec<Fund>,
    pub(super) not_encoded: Vec<NotEncoded>,
    pub(super) examples: Vec<Example>,
}

/// What stands in the graph: lets, awards, and groups as the exclusive tiers they make.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    Let(LetId),
    Award(AwardId),
    Group(usize),
}

/// The `let` items, each after those it names: its type is known only once theirs are.
pub(super) fn lets_in_order<'a>(files: &[&'a Ast], names: &Names<Symbol>) -> Vec<&'a Item> {
    let items: Vec<&Item> = files
        .iter()
        .flat_map(|ast| ast.items.iter())
        .filter(|item| {
            matches!(item.heading, Heading::Let { .. } | Heading::Rule { kind: RuleKind::Score, .. })
        })
        .collect();
    let mut graph = Dependencies::new();
    let nodes: Vec<Node> = items.iter().map(|item| graph.add(*item)).collect();
    for (item, &node) in items.iter().zip(&nodes) {
        let mut read = |name: &str, span: Span| {
            if let Found::One(Symbol::Let(id)) = names.find(name)
                && let Some(&needed) = nodes.get(id.raw())
            {
                graph.needs(node, needed, span);
            }
        };
        if let Heading::Let { value, .. } = &item.heading {
            names_of_amount(value, &mut read);
        }
        for clause in &item.clauses {
            if let ClauseKind::Points { points, .. } = &clause.kind {
                names_of_amount(points, &mut read);
            }
        }
    }
    graph.order().0
}

fn names_of_amount(amount: &Amount, read: &mut impl FnMut(&str, Span)) {
    let rest = amount.otherwise.iter().flat_map(|(value, condition)| std::iter::once(value).chain(condition));
    for expr in std::iter::once(&amount.value).chain(&amount.condition).chain(rest) {
        names_of(expr, read);
    }
}

/// All names in an expression. Its depth is limited by the parser.
fn names_of(expr: &Expr, read: &mut impl FnMut(&str, Span)) {
    match &expr.kind {
        ExprKind::Name(name) => read(name, expr.span),
        ExprKind::PaidAward(name) => read(&name.text, name.span),
        ExprKind::BeforeLimits(inner) => names_of(inner, read),
        ExprKind::FillUp { have, target } => {
            names_of(have, read);
            names_of(target, read);
        }
        ExprKind::Number(_)
        | ExprKind::Date(_)
        | ExprKind::Text(_)
        | ExprKind::Bool(_)
        | ExprKind::TheBase => {}
        // `review.passed`
        ExprKind::Field { base, .. } => names_of(base, read),
        ExprKind::Not(inner) | ExprKind::Negate(inner) | ExprKind::Group(inner) => names_of(inner, read),
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Extreme { values: parts, .. } => {
            parts.iter().for_each(|part| names_of(part, read));
        }
        ExprKind::AtLeast { number, conditions } => {
            names_of(number, read);
            conditions.iter().for_each(|part| names_of(part, read));
        }
        ExprKind::In { value, among } => {
            names_of(value, read);
            among.iter().for_each(|part| names_of(part, read));
        }
        ExprKind::Compare { left, right, .. } => {
            names_of(left, read);
            names_of(right, read);
        }
        ExprKind::Has { set, .. } => names_of(set, read),
        ExprKind::Between { value, low, high } => {
            [value, low, high].into_iter().for_each(|part| names_of(part, read));
        }
        ExprKind::Sum(parts) | ExprKind::Product(parts) => {
            parts.iter().for_each(|(_, part)| names_of(part, read));
        }
        ExprKind::Part { share: one, base: other, .. }
        | ExprKind::UpTo { base: one, limit: other }
        | ExprKind::Above { value: one, threshold: other } => {
            names_of(one, read);
            names_of(other, read);
        }
        ExprKind::ForEach { amount, full, count, .. } => {
            names_of(amount, read);
            names_of(count, read);
            full.iter().for_each(|part| names_of(part, read));
        }
        ExprKind::Time(time) => time.parts().into_iter().for_each(|part| names_of(part, read)),
        ExprKind::YearsAgo { name, .. } | ExprKind::Change { name, .. } => read(&name.text, name.span),
        ExprKind::Base { of, .. } => of.iter().for_each(|name| read(&name.text, name.span)),
        ExprKind::Convert { base, rate, .. } => {
            names_of(base, read);
            names_of(rate, read);
        }
        ExprKind::Consecutive { condition, .. } => names_of(condition, read),
        ExprKind::Index { base, keys } => {
            names_of(base, read);
            keys.iter().for_each(|key| names_of(key, read));
        }
        ExprKind::Bracket(bracket) => {
            bracket.base.iter().for_each(|part| names_of(part, read));
            names_of(&bracket.by, read);
            bracket.arms.iter().filter_map(|arm| arm.value.as_ref()).for_each(|part| names_of(part, read));
        }
        ExprKind::Aggregate { value, condition, .. } => {
            value.iter().chain(condition).for_each(|part| names_of(part, read));
        }
    }
}

/// The groups that an award is linked with: its own, those of their members, and so on.
fn linked(award: AwardId, groups: &[(Option<Group>, Reads)]) -> BTreeSet<usize> {
    let mut awards = BTreeSet::from([award]);
    let mut found = BTreeSet::new();
    loop {
        let before = found.len();
        for (place, (group, _)) in groups.iter().enumerate() {
            let Some(group) = group else { continue };
            if group.members.iter().any(|(member, _)| awards.contains(member)) {
                awards.extend(group.members.iter().map(|&(member, _)| member));
                found.insert(place);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

impl Checker {
    /// Puts the checked items together, if nothing is missing and no cycle is left.
    pub(super) fn assemble(&mut self, policy: Policy, mut parts: Parts) -> Option<Program> {
        self.lets_in_their_order(&mut parts);
        let mut graph = Dependencies::new();
        let mut nodes: BTreeMap<Tier, Node> = BTreeMap::new();
        let lets = parts.lets.iter().enumerate().map(|(raw, (_, reads))| (Tier::Let(LetId::new(raw)), reads));
        let awards =
            parts.awards.iter().enumerate().map(|(raw, (_, reads))| (Tier::Award(AwardId::new(raw)), reads));
        let groups = parts.groups.iter().enumerate().map(|(raw, (_, reads))| (Tier::Group(raw), reads));
        let tiers: Vec<(Tier, &Reads)> = lets.chain(awards).chain(groups).collect();
        for (tier, _) in &tiers {
            nodes.insert(*tier, graph.add(*tier));
        }
        for (tier, reads) in &tiers {
            for &(symbol, span) in *reads {
                if let Symbol::Paid(award) = symbol {
                    // What it pays in the end waits for everything that its groups link it with.
                    for group in linked(award, &parts.groups) {
                        if let (Some(&dependent), Some(&needed)) =
                            (nodes.get(tier), nodes.get(&Tier::Group(group)))
                        {
                            graph.needs(dependent, needed, span);
                        }
                    }
                }
                let needed = match symbol {
                    Symbol::Paid(id) => Tier::Award(id),
                    Symbol::Let(id) => Tier::Let(id),
                    Symbol::Award(id) => Tier::Award(id),
                    Symbol::Fact(_) | Symbol::Table(_) | Symbol::Group | Symbol::Target | Symbol::Fund => {
                        continue;
                    }
                };
                if let (Some(&dependent), Some(&needed)) = (nodes.get(tier), nodes.get(&needed)) {
                    graph.needs(dependent, needed, span);
                }
            }
        }
        let (order, cycles) = graph.order();
        for cycle in &cycles {
            self.report_cycle(cycle);
        }
        let lets: Arena<LetId, Let> =
            parts.lets.into_iter().map(|(checked, _)| checked).collect::<Option<_>>()?;
        let awards: Arena<AwardId, Award> =
            parts.awards.into_iter().map(|(checked, _)| checked).collect::<Option<_>>()?;
        let groups = parts.groups.into_iter().map(|(checked, _)| checked).collect::<Option<_>>()?;
        let mut awards = awards;
        for award in std::mem::take(&mut self.before_limits) {
            awards.at_mut(award).before_limits_read = true;
        }
        let handovers = Handovers::new(self.handovers(&policy, &awards));
        let award_order = order.iter().filter_map(|tier| match tier {
            Tier::Award(award) => Some(*award),
            Tier::Let(_) | Tier::Group(_) => None,
        });
        let declared = std::mem::take(&mut self.declared);
        Some(Program {
            policy,
            enums: declared.enums,
            lists: declared.lists,
            facts: declared.facts,
            applicant: declared.applicant,
            award_order: award_order.collect(),
            tables: declared.tables.into_entries().collect::<Option<_>>()?,
            lets,
            awards,
            handovers,
            groups,
            targets: parts.targets,
            scores: parts.scores,
            funds: parts.funds,
            not_encoded: parts.not_encoded,
            examples: parts.examples,
            written: std::mem::take(&mut self.written),
        })
    }

    /// Lets were checked in the order of need; their ids follow the order of their items.
    fn lets_in_their_order(&self, parts: &mut Parts) {
        let place = |checked: &Option<Let>| checked.as_ref().map(|checked| checked.span);
        if parts.lets.iter().all(|(checked, _)| checked.is_some()) {
            parts.lets.sort_by_key(|(checked, _)| place(checked));
        }
    }

    fn report_cycle(&mut self, cycle: &[(Tier, Span)]) {
        let Some(&(_, first)) = cycle.first() else { return };
        let name = |tier: &Tier| -> String {
            let symbol = match tier {
                Tier::Let(id) => Symbol::Let(*id),
                Tier::Award(id) => Symbol::Award(*id),
                Tier::Group(_) => return "…".to_owned(),
            };
            self.names.name_of(symbol).unwrap_or("?").to_owned()
        };
        let mut links: Vec<String> = cycle.iter().map(|(tier, _)| name(tier)).collect();
        links.extend(links.first().cloned());
        let mut diagnostic = Diagnostic::new(&entries::CYCLE, first)
            .arg("links", Words::new(links.join(" → "), links.join(" → ")));
        for &(_, span) in cycle.iter().skip(1).take(20) {
            diagnostic = diagnostic.label(span, "link");
        }
        self.report(diagnostic);
    }
}
