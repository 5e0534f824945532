//! Cases: arms that no applicant reaches, and applicants whom no arm reaches.

use crate::diagnostic::{Diagnostic, analysis as entries};
use crate::evaluate::Value;
use crate::facts::Inputs;
use crate::money::Rational;
use crate::plan::{InputType, Known, NodeId, Op};
use crate::program::{AmountRule, Award, Expr, ExprKind, LineKind, ListId};

use super::Analysis;
use super::award::Condition;
use super::cone::Cone;
use super::pieces::{self, Place};
use super::words;

/// Values tried on both sides of a gap.
const TRIED: usize = 40;

/// Arms of a case at most, and conditions around it: each arm is asked with all before it.
const MOST_ARMS: usize = 200;
const MOST_CONDITIONS: usize = 200;
/// Intermediate values followed within one another.
const MOST_FOLLOWED: usize = 4;

/// What is known where an expression is computed.
#[derive(Clone, Debug, Default)]
struct Context<'p> {
    /// Intermediate values that were followed to get here.
    followed: usize,
    hold: Vec<Condition<'p>>,
    fail: Vec<Condition<'p>>,
}

/// What is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Arms that are never reached.
    Arms,
    /// Applicants that no arm reaches.
    Gaps,
    Both,
}

impl<'p> Analysis<'p> {
    /// The cases in the amount of an award.
    pub(super) fn arms(&mut self, award: &'p Award, conditions: &[Condition<'p>]) {
        let whole = Context { hold: conditions.to_vec(), ..Context::default() };
        let list = award.each.as_ref().map(|each| each.list);
        let of_item = Context {
            hold: award
                .each
                .iter()
                .filter_map(|each| each.condition.as_ref())
                .flat_map(|one| self.flat(one))
                .collect(),
            ..Context::default()
        };
        let lines = match &award.amount {
            AmountRule::Elsewhere(_) => return,
            AmountRule::Lines(lines) | AmountRule::Prizes { lines, .. } => lines,
            AmountRule::Decided { low, high, lines, .. } => {
                for bound in [low, high] {
                    self.cases(&award.id, bound, None, &whole, Look::Both);
                }
                lines
            }
            AmountRule::Ladder { steps, lines, .. } => {
                for step in steps {
                    let mut held = whole.clone();
                    held.hold.extend(self.flat(&step.condition));
                    self.cases(&award.id, &step.amount, None, &held, Look::Arms);
                }
                lines
            }
        };
        for line in lines {
            let Some((expr, list)) = pieces::of_line(line, list) else { continue };
            let context = if list.is_some() { &of_item } else { &whole };
            // Elsewhere an arm that is missing means that the line does not apply.
            let look = if matches!(line.kind, LineKind::Pays(_)) { Look::Both } else { Look::Arms };
            self.cases(&award.id, expr, list, context, look);
        }
    }

    /// The cases in intermediate values, for any applicant.
    pub(super) fn lets(&mut self) {
        for definition in &self.program.lets {
            self.cases(&definition.name, &definition.value, None, &Context::default(), Look::Arms);
        }
    }

    fn cases(&mut self, of: &str, expr: &'p Expr, list: Option<ListId>, context: &Context<'p>, look: Look) {
        if let ExprKind::Let(id) = expr.kind {
            let value = self.program.lets.get(id).map(|definition| &definition.value);
            if let Some(value) = value.filter(|_| look != Look::Arms && context.followed < MOST_FOLLOWED) {
                let followed = context.followed.saturating_add(1);
                let context = Context { followed, ..context.clone() };
                self.cases(of, value, None, &context, Look::Gaps);
            }
            return;
        }
        let ExprKind::Case(arms) = &expr.kind else {
            for (part, inside) in pieces::parts(expr, list) {
                // What is summed over a list has a context of its own.
                if inside == list {
                    self.cases(of, part, list, context, look);
                }
            }
            return;
        };
        if arms.len() > MOST_ARMS || context.hold.len() > MOST_CONDITIONS {
            return;
        }
        let mut here = context.clone();
        let mut with_arms: Vec<Condition<'p>> = Vec::new();
        for (condition, value) in arms {
            let own = condition.as_ref().and_then(|condition| {
                let place = self.pieces.place(condition)?;
                Some(Condition { place, span: condition.span, expr: Some(condition) })
            });
            if condition.is_some() && own.is_none() {
                return;
            }
            let mut reached = here.clone();
            reached.hold.extend(own);
            if look != Look::Gaps {
                let mut cone = self.cone();
                let goal = goal(&mut cone, &reached);
                // `nothing` for who comes this far only says that a bracket ends here.
                let nothing = matches!(value.kind, ExprKind::Number(value) if value.is_zero());
                if !nothing && self.asker.ask(&mut cone, goal).is_never() {
                    self.arm_never(of, own, value, context, &with_arms);
                    here.fail.extend(own);
                    continue;
                }
            }
            self.cases(of, value, list, &reached, look);
            let Some(own) = own else { return };
            here.fail.push(own);
            with_arms.push(own);
        }
        if look != Look::Arms && arms.len() > 1 {
            self.gap(of, expr, context, &with_arms);
        }
    }

    fn arm_never(
        &mut self,
        of: &str,
        own: Option<Condition<'p>>,
        value: &Expr,
        context: &Context<'p>,
        before: &[Condition<'p>],
    ) {
        let mut alone = context.clone();
        alone.hold.extend(own);
        let mut cone = self.cone();
        let goal = goal(&mut cone, &alone);
        let answer = self.asker.ask(&mut cone, goal);
        let place = own.map_or(value.span, |own| own.span);
        let mut finding = if let (Some(found), false) = (answer.found(), before.is_empty()) {
            let example = words::applicant(&cone, &found.telling);
            Diagnostic::new(&entries::ARM_NEVER_REACHED, place).arg("example", example)
        } else if answer.is_never() {
            Diagnostic::new(&entries::ARM_IMPOSSIBLE, place)
        } else {
            return;
        };
        for earlier in before.iter().filter(|_| !answer.is_never()) {
            finding = finding.label(earlier.span, "earlier");
        }
        self.tell(finding.arg("item", of));
    }

    fn gap(&mut self, of: &str, expr: &Expr, context: &Context<'p>, arms: &[Condition<'p>]) {
        let place = arms.last().map_or(expr.span, |last| expr.span.to(last.span));
        if self.told.contains(&place) {
            return;
        }
        let mut open = context.clone();
        open.fail.extend(arms.iter().copied());
        let mut cone = self.cone();
        let goal = goal(&mut cone, &open);
        let answer = self.asker.ask(&mut cone, goal);
        let Some(found) = answer.found() else { return };
        let example = words::applicant(&cone, &found.telling);
        let between = self.is_between(&mut cone, context, arms, &found.complete, &found.telling);
        let entry = if between { &entries::HOLE } else { &entries::GAP };
        self.tell(Diagnostic::new(entry, place).arg("item", of).arg("example", example));
    }

    /// Whether the same applicant reaches an arm with less and with more of some number.
    fn is_between(
        &mut self,
        cone: &mut Cone<'p>,
        context: &Context<'p>,
        arms: &[Condition<'p>],
        complete: &Inputs,
        telling: &Inputs,
    ) -> bool {
        let mut nodes = Vec::with_capacity(arms.len());
        for arm in arms {
            let Place::Applicant(node) = arm.place else { return false };
            nodes.push(cone.take(node));
        }
        let some_arm = cone.or(nodes);
        let rest = goal(cone, context);
        let reached = cone.and(vec![rest, some_arm]);
        let thresholds = thresholds(cone);
        for (id, input) in cone.plan.inputs.clone().iter_ids() {
            let (InputType::Number(_), Some(Known::Number(at))) = (&input.ty, telling.values.get(id)) else {
                continue;
            };
            let (mut below, mut above) = (false, false);
            for value in thresholds.iter().copied().take(TRIED) {
                let allowed = value >= input.low.unwrap_or(Rational::ZERO)
                    && input.high.is_none_or(|high| value <= high);
                if !allowed || value == *at || (value < *at && below) || (value > *at && above) {
                    continue;
                }
                let mut other = complete.clone();
                *other.values.at_mut(id) = Known::Number(value);
                if self.asker.value(cone, &other, reached) == Some(Value::Bool(Some(true))) {
                    below |= value < *at;
                    above |= value > *at;
                }
            }
            if below && above {
                return true;
            }
        }
        false
    }
}

/// The numbers that something is compared with, each with its neighbours.
pub(super) fn thresholds(cone: &Cone<'_>) -> Vec<Rational> {
    let number = |node: &NodeId| match cone.plan.nodes.get(*node).map(|node| &node.op) {
        Some(Op::Number(value)) => Some(*value),
        _ => None,
    };
    let mut found: Vec<Rational> = Vec::new();
    for node in &cone.plan.nodes {
        let Op::Compare(_, left, right) = &node.op else { continue };
        for value in [number(left), number(right)].into_iter().flatten() {
            let near = [Some(value), value.minus(Rational::ONE), value.plus(Rational::ONE)];
            found.extend(near.into_iter().flatten());
        }
    }
    found.sort();
    found.dedup();
    found
}

fn goal(cone: &mut Cone<'_>, context: &Context<'_>) -> NodeId {
    let mut all = Vec::new();
    let mut of_items = Vec::new();
    for (condition, holds) in
        context.hold.iter().map(|one| (one, true)).chain(context.fail.iter().map(|one| (one, false)))
    {
        match condition.place {
            Place::Applicant(node) => {
                let node = cone.take(node);
                all.push(if holds { node } else { cone.not(node) });
            }
            Place::Item(list, node) => {
                let node = cone.take_item(list, node);
                let node = if holds { node } else { cone.item(list, Op::Not(node)) };
                of_items.push((list, node));
            }
        }
    }
    // INVARIANT: conditions of items in one question are about the items of one list.
    if let Some(&(list, _)) = of_items.first() {
        all.push(cone.some_item(list, of_items.into_iter().map(|(_, node)| node).collect()));
    }
    cone.and(all)
}
