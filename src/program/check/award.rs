//! Awards, ladders and supports.

use crate::diagnostic::{Diagnostic, policy as entries};
use crate::source::Span;
use crate::syntax::ast::{
    AdjustmentKind, Clause, ClauseKind, Heading, Item, LadderKind, Name, RuleKind, Scope,
};

use super::super::{
    AmountRule, Award, Dimension, Each, Expr, Line, LineKind, ListId, Measure, Part, PartKind, Policy, Step,
    Validity,
};
use super::Checker;
use super::clauses::{Once, Remarks};
use super::one_unit::Together;
use super::uplift::is_folded;

/// What the clauses of an award have said so far.
#[derive(Default)]
pub(super) struct Draft {
    remarks: Remarks,
    seen: Once,
    kinds: Option<Vec<usize>>,
    other_kinds: Vec<String>,
    matter: Option<String>,
    kinds_span: Option<Span>,
    conditions: Vec<Expr>,
    pub(super) each: Option<Each>,
    /// The name of the item at hand.
    pub(super) item: Option<(String, ListId)>,
    lines: Vec<Line>,
    pub(super) pays: Option<Span>,
    pub(super) decided: Option<(Expr, Expr, Option<Scope>, Span)>,
    elsewhere: Option<Option<String>>,
    steps: Vec<Step>,
    ladder: Option<(LadderKind, Span)>,
    once: Option<Span>,
    in_force: Option<Validity>,
    in_force_by: Option<Expr>,
    pub(super) parts: Vec<Part>,
    pub(super) contest: super::population::Contest,
    payout: super::super::Payout,
    /// A clause could not be used; it has been reported.
    pub(super) broken: bool,
}

impl Checker {
    /// An award, ladder or support; `None` when an error makes it unusable.
    pub(super) fn award(&mut self, item: &Item, _policy: Option<&Policy>) -> Option<Award> {
        let Heading::Rule { kind, name, title, cites } = &item.heading else { return None };
        self.cited(item, cites, &name.text);
        let mut draft = Draft::default();
        // The list comes first, wherever the author put it: the amount may speak of its items.
        let each = item.clauses.iter().any(|clause| matches!(clause.kind, ClauseKind::Each { .. }));
        self.item_unread = item.incomplete && !each;
        for clause in &item.clauses {
            if let ClauseKind::Each { item, list, condition } = &clause.kind {
                if *kind != RuleKind::Award {
                    self.misplaced(clause, kind_words(*kind).0, kind_words(*kind).1);
                } else if self.once(&mut draft.seen, clause) {
                    self.each(&mut draft, item, list, condition.as_ref(), clause.span);
                }
            }
        }
        self.base = None;
        if *kind == RuleKind::Award && !self.pays_first(&mut draft, item) {
            draft.broken = true;
        }
        let steps = item.clauses.iter().filter_map(|clause| {
            if let ClauseKind::Step { amount, .. } = &clause.kind { Some(amount) } else { None }
        });
        let money = super::super::Type::money(self.declared.currency);
        draft.broken |= !self.each_has_its_unit(steps, Together::List, Some(&money));
        for clause in &item.clauses {
            self.award_clause(&mut draft, (name, *kind), clause);
        }
        self.base = None;
        self.items.clear();
        self.item_unread = false;
        let amount = self.amount_rule(&mut draft, *kind, item)?;
        let has_quota = draft.parts.iter().any(|part| matches!(part.kind, PartKind::Quota { .. }));
        let ranking = self.ranking(&mut draft, &name.text, has_quota);
        if draft.broken {
            return None;
        }
        let id = name.text.clone();
        Some(Award {
            title: title.as_ref().map_or_else(|| id.clone(), |title| title.text.clone()),
            id,
            kind: *kind,
            cites: cites.clone(),
            kinds: draft.kinds,
            other_kinds: draft.other_kinds,
            matter: draft.matter,
            kinds_span: draft.kinds_span,
            conditions: draft.conditions,
            each: draft.each,
            amount,
            before_limits_read: false,
            once: draft.once,
            in_force: draft.in_force,
            in_force_by: draft.in_force_by,
            parts: draft.parts,
            ranking,
            payout: draft.payout,
            units: draft.remarks.units,
            readings: draft.remarks.readings,
            notes: draft.remarks.notes,
            span: item.span,
            name_span: name.span,
        })
    }

    fn each(
        &mut self,
        draft: &mut Draft,
        item: &Name,
        list: &Name,
        condition: Option<&crate::syntax::ast::Expr>,
        span: Span,
    ) {
        let Some((fact, id)) = self.list_named(list) else {
            draft.broken = true;
            self.item_unread = true;
            return;
        };
        self.items.push((item.text.clone(), id));
        self.subject = None;
        let condition = condition.map(|condition| self.condition(condition));
        self.items.pop();
        draft.item = Some((item.text.clone(), id));
        draft.broken |= matches!(condition, Some(None));
        draft.each = Some(Each { fact, list: id, condition: condition.flatten(), first: None, span });
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "every other clause is misplaced in this item")]
    fn award_clause(&mut self, draft: &mut Draft, (name, kind): (&Name, RuleKind), clause: &Clause) {
        let Some(said) = draft.remarks.take(clause) else { return };
        let (zh, en) = kind_words(kind);
        self.subject = None;
        self.items.clear();
        match said {
            ClauseKind::Each { .. } => {}
            ClauseKind::For { kinds, others, condition } => {
                if self.once(&mut draft.seen, clause) {
                    draft.kinds_span = Some(clause.span);
                    draft.other_kinds = others.iter().map(|other| other.text.clone()).collect();
                    draft.kinds = self.kinds(draft, kinds, clause.span);
                    if let Some(condition) = condition {
                        self.add_condition(draft, condition);
                    }
                }
            }
            ClauseKind::Where(condition) => self.add_condition(draft, condition),
            ClauseKind::InForce { from, until, by } => {
                if self.once(&mut draft.seen, clause) {
                    draft.in_force = self.validity(*from, *until, clause.span);
                    match self.deciding_date(by.as_ref(), draft.item.as_ref()) {
                        Ok(by) => draft.in_force_by = by,
                        Err(()) => draft.broken = true,
                    }
                }
            }
            ClauseKind::Replaces { .. } => {
                if self.once(&mut draft.seen, clause) {
                    draft.broken |= !self.takeover((name, kind), clause, draft.item.as_ref());
                }
            }
            ClauseKind::Keep { .. } => draft.broken |= !self.keep(name, clause),
            ClauseKind::Matter(words) if kind != RuleKind::Support => {
                if self.once(&mut draft.seen, clause) {
                    draft.matter = self.matter(words);
                    draft.broken |= draft.matter.is_none();
                }
            }
            ClauseKind::Once if kind != RuleKind::Support => {
                if self.once(&mut draft.seen, clause) {
                    draft.once = Some(clause.span);
                }
            }
            ClauseKind::PerYear if kind != RuleKind::Support => {
                self.once(&mut draft.seen, clause);
            }
            ClauseKind::Pays { adjustments, .. } if kind == RuleKind::Award => {
                if self.once(&mut draft.seen, clause) {
                    draft.pays = Some(clause.span);
                    let per_item = draft.each.is_some() || self.item_unread;
                    match self.base.as_ref().map(|base| base.value.clone()) {
                        Some(value) => {
                            let line = Line {
                                span: value.span,
                                kind: LineKind::Pays(value),
                                per_item,
                                cites: clause.cites.clone(),
                            };
                            draft.lines.push(line);
                        }
                        None => draft.broken = true,
                    }
                    for adjustment in adjustments.iter().filter(|adjustment| !is_folded(adjustment)) {
                        self.items.extend(draft.item.clone());
                        let line = self.adjustment(adjustment, &clause.cites, (per_item, true));
                        self.items.clear();
                        draft.add_line(line);
                    }
                }
            }
            ClauseKind::Adjust(adjustment) if kind != RuleKind::Support && is_folded(adjustment) => {
                // Without a `pays` there is nothing to fold it into.
                if kind != RuleKind::Award {
                    self.misplaced(clause, zh, en);
                }
            }
            ClauseKind::Adjust(adjustment) if kind != RuleKind::Support => {
                self.items.extend(draft.item.clone());
                if let (true, AdjustmentKind::AtMost { scope: None, shared: None, .. }) =
                    (draft.each.is_some(), &adjustment.kind)
                {
                    self.written.of_items.insert(adjustment.span);
                }
                let each = draft.each.is_some() || self.item_unread;
                let line = self.adjustment(adjustment, &clause.cites, (each, false));
                self.items.clear();
                draft.add_line(line);
            }
            ClauseKind::Elsewhere(document) if kind == RuleKind::Support => {
                if self.once(&mut draft.seen, clause) {
                    draft.elsewhere = Some(document.as_ref().map(|document| document.text.clone()));
                }
            }
            ClauseKind::Decided { low, high, scope } if kind == RuleKind::Award => {
                if !self.each_has_its_unit(low.iter().chain([high]), Together::Range, None) {
                    draft.broken = true;
                } else if self.once(&mut draft.seen, clause) {
                    let high_value = self.money(high);
                    let low_value = match low {
                        Some(low) => self.money(low),
                        None => high_value.as_ref().map(|high| Expr {
                            kind: super::super::ExprKind::Number(crate::money::Rational::ZERO),
                            ty: high.ty.clone(),
                            span: high.span,
                        }),
                    };
                    match low_value.zip(high_value) {
                        Some((low, high)) => draft.decided = Some((low, high, *scope, clause.span)),
                        None => draft.broken = true,
                    }
                }
            }
            ClauseKind::Step { name, amount, condition } if kind == RuleKind::Ladder => {
                let amount = self.money(amount);
                self.subject = None;
                let condition = self.condition(condition);
                match amount.zip(condition) {
                    Some((amount, condition)) => draft.steps.push(Step {
                        name: name.as_ref().map(|name| name.text.clone()),
                        amount,
                        condition,
                        span: clause.span,
                        cites: clause.cites.clone(),
                    }),
                    None => draft.broken = true,
                }
            }
            ClauseKind::LadderKind(how) if kind == RuleKind::Ladder => {
                if self.once(&mut draft.seen, clause) {
                    draft.ladder = Some((*how, clause.span));
                }
            }
            ClauseKind::Quota { .. } => match self.quota(clause) {
                Some(quota) => draft.add_part(quota, clause),
                None => draft.broken = true,
            },
            ClauseKind::Ranked(_) | ClauseKind::Ties(_) => {
                if self.once(&mut draft.seen, clause) {
                    self.contest(draft, clause);
                }
            }
            ClauseKind::Prize(_) if kind == RuleKind::Award => {
                if self.once(&mut draft.seen, clause) {
                    self.contest(draft, clause);
                }
            }
            ClauseKind::Earmark { share, purpose, condition } if kind != RuleKind::Support => {
                let value = self.fixed(share, &Measure::plain(Dimension::Ratio));
                let condition = condition.as_ref().map(|condition| self.condition(condition));
                match value.filter(|_| !matches!(condition, Some(None))) {
                    Some(value) => {
                        if value.is_negative() || value > crate::money::Rational::ONE {
                            let shown = value.to_shortest();
                            let diagnostic =
                                Diagnostic::new(&entries::SHARE_BEYOND_WHOLE, share.span).arg("share", shown);
                            self.report(diagnostic);
                        }
                        let condition = condition.flatten();
                        let kind =
                            PartKind::Earmark { share: value, purpose: purpose.text.clone(), condition };
                        draft.add_part(kind, clause);
                    }
                    None => draft.broken = true,
                }
            }
            ClauseKind::Split(divisions) if kind != RuleKind::Support => {
                if self.once(&mut draft.seen, clause) {
                    match self.divisions(divisions, clause, false) {
                        Some(divisions) => draft.payout.split = divisions,
                        None => draft.broken = true,
                    }
                }
            }
            ClauseKind::Schedule(divisions) if kind != RuleKind::Support => {
                if self.once(&mut draft.seen, clause) {
                    match self.divisions(divisions, clause, true) {
                        Some(divisions) => draft.payout.schedule = divisions,
                        None => draft.broken = true,
                    }
                }
            }
            ClauseKind::Clawback { share, event, condition } => {
                match self.clawback(share, &event.text, condition.as_ref()) {
                    Some(clawback) => draft.add_part(clawback, clause),
                    None => draft.broken = true,
                }
            }
            _ => self.misplaced(clause, zh, en),
        }
    }

    fn add_condition(&mut self, draft: &mut Draft, condition: &crate::syntax::ast::Expr) {
        self.subject = None;
        match self.condition(condition) {
            Some(condition) => draft.conditions.push(condition),
            None => draft.broken = true,
        }
    }

    /// The kinds of applicant that `for` names; `None` for any.
    fn kinds(&mut self, draft: &mut Draft, kinds: &[Name], span: Span) -> Option<Vec<usize>> {
        if kinds.is_empty() {
            return if draft.other_kinds.is_empty() { None } else { Some(Vec::new()) };
        }
        let Some((_, members)) = self.applicant_kinds() else {
            self.report(Diagnostic::new(&entries::NO_APPLICANT, span));
            draft.broken = true;
            return None;
        };
        let mut positions = Vec::new();
        for kind in kinds {
            match self.member(members, &kind.text) {
                Some(position) => positions.push(position),
                None => {
                    self.unknown_member(members, &kind.text, kind.span);
                    draft.broken = true;
                }
            }
        }
        positions.sort_unstable();
        positions.dedup();
        Some(positions)
    }

    fn amount_rule(&mut self, draft: &mut Draft, kind: RuleKind, item: &Item) -> Option<AmountRule> {
        match kind {
            RuleKind::Support => Some(AmountRule::Elsewhere(draft.elsewhere.take().flatten())),
            RuleKind::Ladder => {
                if draft.steps.is_empty() && !draft.broken {
                    self.lacks(item, &entries::LADDER_WITHOUT_STEPS);
                    return None;
                }
                let Some((kind, kind_span)) = draft.ladder else {
                    self.lacks(item, &entries::LADDER_WITHOUT_KIND);
                    return None;
                };
                let (steps, lines) = (std::mem::take(&mut draft.steps), std::mem::take(&mut draft.lines));
                Some(AmountRule::Ladder { steps, kind, kind_span, lines })
            }
            RuleKind::Award | RuleKind::Group | RuleKind::Target | RuleKind::Fund | RuleKind::Score => {
                let lines = std::mem::take(&mut draft.lines);
                if let Some((prizes, span)) = draft.contest.prizes.take() {
                    return self.by_prizes(draft, prizes, span, lines);
                }
                match (draft.decided.take(), draft.pays) {
                    (Some((_, _, _, decided)), Some(pays)) => {
                        self.report(Diagnostic::new(&entries::TWO_AMOUNTS, decided).label(pays, "first"));
                        None
                    }
                    (Some((low, high, scope, span)), None) => {
                        if draft.each.is_some() {
                            self.report(Diagnostic::new(&entries::DECIDED_FOR_ITEMS, span));
                            return None;
                        }
                        Some(AmountRule::Decided { low, high, scope, lines, span })
                    }
                    (None, Some(_)) => {
                        // `pays` comes first whatever line it stands on; the others keep their order.
                        let (mut pays, rest): (Vec<Line>, Vec<Line>) =
                            lines.into_iter().partition(|line| matches!(line.kind, LineKind::Pays(_)));
                        pays.extend(rest);
                        self.running_comes_last(&pays)?;
                        Some(AmountRule::Lines(pays))
                    }
                    (None, None) => {
                        if !draft.broken {
                            self.lacks(item, &entries::AWARD_WITHOUT_AMOUNT);
                        }
                        None
                    }
                }
            }
        }
    }
}

impl Draft {
    fn add_line(&mut self, line: Option<Line>) {
        match line {
            Some(line) => self.lines.push(line),
            None => self.broken = true,
        }
    }

    fn add_part(&mut self, kind: PartKind, clause: &Clause) {
        self.parts.push(Part { kind, span: clause.span, cites: clause.cites.clone() });
    }
}

/// What an item is called, in Chinese and English.
fn kind_words(kind: RuleKind) -> (&'static str, &'static str) {
    match kind {
        RuleKind::Award => ("奖励", "award"),
        RuleKind::Ladder => ("阶梯", "ladder"),
        RuleKind::Group => ("组合", "group"),
        RuleKind::Support => ("支持", "support"),
        RuleKind::Target => ("指标", "target"),
        RuleKind::Fund => ("资金", "fund"),
        RuleKind::Score => ("评分", "score"),
    }
}
