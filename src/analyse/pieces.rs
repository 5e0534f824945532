//! The expressions of a program, one by one, and the nodes that say when a condition holds.

use std::collections::BTreeMap;

use crate::arena::Id as _;
use crate::plan::{self, ListPlanId, NodeId, Op, Plan};
use crate::program::{
    AmountRule, Award, AwardId, Expr, ExprKind, GroupRule, Line, LineKind, ListId, PartKind, PortionPart,
    Program, Shortage, Type, is_of_item,
};
use crate::syntax::ast::{AggregateKind, RuleKind};

/// Where the node of a condition is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// At the applicant's level.
    Applicant(NodeId),
    /// At the level of the items of a list.
    Item(ListPlanId, NodeId),
}

/// A plan in which every condition of the program has a node of its own.
#[derive(Debug)]
pub(super) struct Pieces {
    /// The policy's plan, its awards first; each condition is a further award of it.
    pub plan: Plan,
    places: BTreeMap<*const Expr, Place>,
}

/// The name that sorts after all names of a policy.
const LAST: &str = "\u{10ffff}";

impl Pieces {
    /// Lowers the program once more, with its conditions. `None` if that is not possible.
    pub fn new(program: &Program) -> Option<Pieces> {
        let mut asked: Vec<(&Expr, Option<ListId>)> = Vec::new();
        for (expr, list) in roots(program) {
            each(expr, list, &mut |expr, list| {
                if expr.ty == Type::Bool {
                    asked.push((expr, list));
                }
            });
        }
        let mut with_all = program.clone();
        let known = program.awards.len();
        for (number, (expr, list)) in asked.iter().enumerate() {
            let condition = match list {
                None => (*expr).clone(),
                Some(list) => Expr {
                    kind: ExprKind::Aggregate {
                        kind: AggregateKind::Any,
                        list: *list,
                        value: None,
                        condition: Some(Box::new((*expr).clone())),
                    },
                    ty: Type::Bool,
                    span: expr.span,
                },
            };
            // Names sort in the order of their numbers, after all awards of the policy.
            with_all.awards.push(question(format!("{LAST}{number:09}"), condition));
        }
        let plan = plan::lower(&with_all).ok()?;
        let mut places = BTreeMap::new();
        for (number, (expr, list)) in asked.iter().enumerate() {
            let id = plan::AwardId::new(known.saturating_add(number));
            let node = plan.awards.get(id)?.eligible;
            let place = match (list, &plan.nodes.at(node).op) {
                (None, _) => Place::Applicant(node),
                (Some(_), Op::Reduce { list, condition: Some(condition), .. }) => {
                    Place::Item(*list, *condition)
                }
                (Some(_), _) => continue,
            };
            places.insert(std::ptr::from_ref(*expr), place);
        }
        Some(Pieces { plan, places })
    }

    /// Where a condition of the program is.
    pub fn place(&self, expr: &Expr) -> Option<Place> {
        self.places.get(&std::ptr::from_ref(expr)).copied()
    }
}

fn question(id: String, condition: Expr) -> Award {
    Award {
        id,
        kind: RuleKind::Support,
        title: String::new(),
        cites: Vec::new(),
        kinds: None,
        kinds_span: None,
        other_kinds: Vec::new(),
        matter: None,
        name_span: condition.span,
        span: condition.span,
        conditions: vec![condition],
        each: None,
        amount: AmountRule::Elsewhere(None),
        before_limits_read: false,
        once: None,
        in_force: None,
        in_force_by: None,
        parts: Vec::new(),
        ranking: None,
        payout: crate::program::Payout::default(),
        units: None,
        readings: Vec::new(),
        notes: Vec::new(),
    }
}

/// Every expression that stands in a rule by itself, with the list whose items it is for.
pub(super) fn roots(program: &Program) -> Vec<(&Expr, Option<ListId>)> {
    let mut found: Vec<(&Expr, Option<ListId>)> =
        program.lets.iter().map(|definition| (&definition.value, None)).collect();
    found.extend(of_rules(program));
    found
}

/// Every expression that stands in an award or a group by itself.
pub(super) fn of_rules(program: &Program) -> Vec<(&Expr, Option<ListId>)> {
    let mut found = Vec::new();
    for award in &program.awards {
        found.extend(of_award(award));
    }
    for handover in program.handovers.iter() {
        let list = program.awards.at(handover.newer).each.as_ref().map(|each| each.list);
        found.extend(handover.by.iter().map(|by| (by, list.filter(|_| is_of_item(Some(by))))));
        if let Some(keep) = &handover.keep {
            found.push((&keep.condition, None));
            found.extend(keep.until.iter().filter_map(|(_, by)| Some((by.as_ref()?, None))));
        }
    }
    found.extend(program.policy.in_force_by.iter().map(|by| (by, None)));
    for group in &program.groups {
        if let GroupRule::Together { limit, scope: _, shared } = &group.kind {
            found.push((limit, None));
            found.extend(shared.iter().map(|shared| (&shared.counting, None)));
        }
    }
    for budget in program.funds.iter().filter_map(|fund| fund.budget.as_ref()) {
        if let Shortage::InOrder { keys, .. } = &budget.shortage {
            found.extend(keys.iter().map(|(_, key)| (key, None)));
        }
    }
    found
}

/// Every expression that stands in an award by itself.
pub(super) fn of_award(award: &Award) -> Vec<(&Expr, Option<ListId>)> {
    let mut found: Vec<(&Expr, Option<ListId>)> = award.conditions.iter().map(|expr| (expr, None)).collect();
    let list = award.each.as_ref().map(|each| each.list);
    found.extend(award.each.iter().filter_map(|each| Some((each.condition.as_ref()?, Some(each.list)))));
    if let Some(each) = &award.each {
        let keys =
            each.first.iter().flat_map(|first| first.order.iter().map(|(_, key)| key).chain(&first.per));
        found.extend(keys.map(|key| (key, Some(each.list))));
    }
    match &award.amount {
        AmountRule::Elsewhere(_) => {}
        AmountRule::Lines(lines) => {
            found.extend(lines.iter().filter_map(|line| of_line(line, list)));
            for line in lines {
                if let LineKind::Running { order, per, .. } = &line.kind {
                    found.extend(order.iter().chain(per).map(|key| (key, list)));
                }
            }
            found.extend(lines.iter().filter_map(counted));
        }
        AmountRule::Prizes { lines, .. } => found.extend(lines.iter().filter_map(|line| of_line(line, None))),
        AmountRule::Decided { low, high, lines, .. } => {
            found.extend([(low, None), (high, None)]);
            found.extend(lines.iter().filter_map(|line| of_line(line, None)));
            found.extend(lines.iter().filter_map(counted));
        }
        AmountRule::Ladder { steps, lines, .. } => {
            for step in steps {
                found.extend([(&step.condition, None), (&step.amount, None)]);
            }
            found.extend(lines.iter().filter_map(|line| of_line(line, None)));
            found.extend(lines.iter().filter_map(counted));
        }
    }
    found.extend(award.in_force_by.iter().map(|by| (by, list.filter(|_| is_of_item(Some(by))))));
    for part in &award.parts {
        if let PartKind::Clawback { share, .. } = &part.kind {
            found.push((share, None));
        }
        if let PartKind::Quota { condition: Some(condition), .. }
        | PartKind::Earmark { condition: Some(condition), .. }
        | PartKind::Clawback { condition: Some(condition), .. } = &part.kind
        {
            found.push((condition, None));
        }
    }
    found.extend(award.ranking.iter().flat_map(|ranking| &ranking.keys).map(|(_, key)| (key, None)));
    for division in award.payout.split.iter().chain(&award.payout.schedule) {
        found.extend(division.condition.iter().map(|condition| (condition, None)));
        for portion in &division.portions {
            if let PortionPart::Amount(sum) = &portion.part {
                found.push((sum, None));
            }
        }
    }
    found
}

/// What others received under a limit.
fn counted(line: &Line) -> Option<(&Expr, Option<ListId>)> {
    let LineKind::AtMost { shared: Some(shared), .. } = &line.kind else { return None };
    Some((&shared.counting, None))
}

/// The expression of a line of an amount.
pub(super) fn of_line(line: &Line, list: Option<ListId>) -> Option<(&Expr, Option<ListId>)> {
    let expr = match &line.kind {
        LineKind::Pays(expr)
        | LineKind::Running { limit: expr, .. }
        | LineKind::Times(expr)
        | LineKind::Plus(expr)
        | LineKind::Minus(expr)
        | LineKind::AtMost { limit: expr, .. }
        | LineKind::AtLeast(expr)
        | LineKind::NothingBelow(expr) => expr,
        LineKind::Rounded(_) => return None,
    };
    // The limit of a running line is the applicant's.
    let per_item = line.per_item && !matches!(line.kind, LineKind::Running { .. });
    Some((expr, list.filter(|_| per_item)))
}

/// Visits an expression and all that it is made of, each with the list whose items it is for.
pub(super) fn each<'p>(
    expr: &'p Expr,
    list: Option<ListId>,
    visit: &mut dyn FnMut(&'p Expr, Option<ListId>),
) {
    visit(expr, list);
    for (part, list) in parts(expr, list) {
        each(part, list, visit);
    }
}

/// What an expression is made of.
pub(super) fn parts(expr: &Expr, list: Option<ListId>) -> Vec<(&Expr, Option<ListId>)> {
    match &expr.kind {
        ExprKind::Number(_)
        | ExprKind::Date(_)
        | ExprKind::Text(_)
        | ExprKind::Bool(_)
        | ExprKind::EnumValue(..)
        | ExprKind::Fact(_)
        | ExprKind::FactIn(..)
        | ExprKind::Field(..)
        | ExprKind::Let(_)
        | ExprKind::Award(_)
        | ExprKind::AwardPaid(_)
        | ExprKind::AwardBeforeLimits(_)
        | ExprKind::AsOf => Vec::new(),
        ExprKind::Not(one) | ExprKind::Negate(one) | ExprKind::Has(one, _) | ExprKind::Rounded(one, _) => {
            vec![(one, list)]
        }
        ExprKind::And(all) | ExprKind::Or(all) | ExprKind::AtLeast(_, all) => {
            all.iter().map(|one| (one, list)).collect()
        }
        ExprKind::Calendar { of, with, .. } => {
            std::iter::once(&**of).chain(with.as_deref()).map(|one| (one, list)).collect()
        }
        ExprKind::Extreme { values, .. } | ExprKind::Lookup { keys: values, .. } => {
            values.iter().map(|one| (one, list)).collect()
        }
        ExprKind::Compare(_, left, right)
        | ExprKind::UpTo(left, right)
        | ExprKind::Above(left, right)
        | ExprKind::Part { share: left, base: right }
        | ExprKind::ForEach { amount: left, count: right }
        | ExprKind::FullSteps { value: left, step: right } => vec![(left, list), (right, list)],
        ExprKind::Sum(terms) | ExprKind::Product(terms) => {
            terms.iter().map(|(_, term)| (term, list)).collect()
        }
        ExprKind::Case(arms) => arms
            .iter()
            .flat_map(|(condition, value)| condition.iter().chain([value]))
            .map(|one| (one, list))
            .collect(),
        ExprKind::Aggregate { list: of, value, condition, .. } => {
            let parts = value.iter().chain(condition).map(|part| (&**part, Some(*of)));
            parts.collect()
        }
    }
}

/// The ids of the awards in the plan, by the ids of the program.
pub(super) fn award_ids(program: &Program, plan: &Plan) -> BTreeMap<AwardId, plan::AwardId> {
    let named: BTreeMap<&str, plan::AwardId> =
        plan.awards.iter_ids().map(|(id, award)| (award.id.as_str(), id)).collect();
    program.awards.iter_ids().filter_map(|(id, award)| Some((id, *named.get(award.id.as_str())?))).collect()
}
