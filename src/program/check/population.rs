//! What only all applicants together decide: quotas, rankings, prizes, budgets, and what their rules leave open.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Words, population as entries};
use crate::money::Rational;
use crate::source::Span;
use crate::syntax::ast::{self, Clause, ClauseKind, Name, OrderKey, Ties};

use super::super::{
    AmountRule, Award, AwardId, Budget, Dimension, Expr, Fund, Line, Measure, PaidFrom, PartKind, Prize,
    Ranking, Shortage, TieRule,
};
use super::Checker;
use super::award::Draft;
use super::one_unit::Together;
use crate::arena::Id as _;

/// What the clauses of an award have said of the comparison with other applicants.
#[derive(Default)]
pub(super) struct Contest {
    pub(super) keys: Option<(Vec<(bool, Expr)>, Span)>,
    pub(super) ties: Option<(TieRule, Span)>,
    /// The number drawn by lot, a further key.
    lot: Option<Expr>,
    pub(super) prizes: Option<(Vec<Prize>, Span)>,
    /// There are prizes, whatever has become of them.
    has_prizes: bool,
}

impl Checker {
    /// `quota 30 per year, counted in FACT, the last one in part where …`
    pub(super) fn quota(&mut self, clause: &Clause) -> Option<PartKind> {
        let ClauseKind::Quota { number, scope, fact, last, condition } = &clause.kind else { return None };
        let at = number.span;
        let number = self.fixed(number, &Measure::plain(Dimension::Count(None)));
        let fact = fact.as_ref().map(|name| self.fact_named(name));
        let condition = condition.as_ref().map(|condition| self.condition(condition));
        let number = number?;
        if !number.is_whole() || !number.is_positive() {
            self.report(Diagnostic::new(&entries::NO_QUOTA, at).arg("found", number.to_shortest()));
            return None;
        }
        let fact = fact.map_or(Some(None), |fact| fact.map(Some))?;
        let condition = condition.map_or(Some(None), |condition| condition.map(Some))?;
        Some(PartKind::Quota { number, scope: *scope, fact, last: *last, condition })
    }

    /// Ranking keys, what becomes of ties, prizes.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the caller hands on these three")]
    pub(super) fn contest(&mut self, draft: &mut Draft, clause: &Clause) {
        let sound = match &clause.kind {
            ClauseKind::Ranked(order) => {
                let keys = self.keys_in_order(order);
                let sound = keys.is_some();
                draft.contest.keys = keys.map(|keys| (keys, clause.span));
                sound
            }
            ClauseKind::Ties(ties) => {
                let (rule, lot) = match ties {
                    Ties::Admitted => (TieRule::Admitted, None),
                    Ties::Refused => (TieRule::Refused, None),
                    Ties::Share => (TieRule::Share, None),
                    Ties::Lot(fact) => (TieRule::Unstated, Some(self.lot(fact))),
                };
                draft.contest.ties = Some((rule, clause.span));
                let sound = lot != Some(None);
                draft.contest.lot = lot.flatten();
                sound
            }
            ClauseKind::Prize(prizes) => {
                draft.contest.has_prizes = true;
                let prizes = self.prizes(prizes);
                let sound = prizes.is_some();
                draft.contest.prizes = prizes.map(|prizes| (prizes, clause.span));
                sound
            }
            _ => true,
        };
        draft.broken |= !sound;
    }

    fn keys_in_order(&mut self, order: &[OrderKey]) -> Option<Vec<(bool, Expr)>> {
        let keys: Vec<Option<(bool, Expr)>> = order
            .iter()
            .map(|key| self.order_key(&key.key).map(|checked| (key.way.descending(), checked)))
            .collect();
        keys.into_iter().collect()
    }

    fn lot(&mut self, fact: &Name) -> Option<Expr> {
        self.order_key(&ast::Expr { kind: ast::ExprKind::Name(fact.text.clone()), span: fact.span })
    }

    /// Places follow one another from the first.
    fn prizes(&mut self, prizes: &[ast::Prize]) -> Option<Vec<Prize>> {
        let money = Measure::plain(Dimension::Money(self.declared.currency));
        let amounts = prizes.iter().map(|prize| &prize.amount);
        if !self.each_has_its_unit(amounts, Together::List, None) {
            return None;
        }
        let (mut checked, mut expected, mut sound) = (Vec::<Prize>::new(), 1_u32, true);
        for prize in prizes {
            if prize.from != expected || prize.to < prize.from {
                let found = if prize.from == expected { prize.to } else { prize.from };
                let diagnostic = Diagnostic::new(&entries::PRIZE_PLACES, prize.span)
                    .arg("expected", expected.to_string())
                    .arg("found", found.to_string());
                self.report(diagnostic);
                return None;
            }
            expected = prize.to.saturating_add(1);
            let Some(amount) = self.fixed(&prize.amount, &money) else {
                sound = false;
                continue;
            };
            if !amount.is_positive() {
                self.report(Diagnostic::new(&entries::BUDGET_OF_NOTHING, prize.amount.span));
                sound = false;
            }
            if checked.last().is_some_and(|before| before.amount < amount) {
                self.report(Diagnostic::new(&entries::PRIZE_RISES, prize.span));
            }
            checked.push(Prize { from: prize.from, to: prize.to, amount, span: prize.span });
        }
        sound.then_some(checked)
    }

    /// What the place in a ranking brings.
    pub(super) fn by_prizes(
        &mut self,
        draft: &mut Draft,
        prizes: Vec<Prize>,
        span: Span,
        lines: Vec<Line>,
    ) -> Option<AmountRule> {
        let beside = [
            (draft.pays, ("金额", "pays")),
            (draft.decided.as_ref().map(|decided| decided.3), ("核定", "decided")),
            (draft.each.as_ref().map(|each| each.span), ("逐笔", "each")),
            (
                draft
                    .parts
                    .iter()
                    .find_map(|part| matches!(part.kind, PartKind::Quota { .. }).then_some(part.span)),
                ("名额", "quota"),
            ),
        ];
        let mut sound = true;
        for (place, (zh, en)) in beside {
            let Some(place) = place else { continue };
            let diagnostic = Diagnostic::new(&entries::PRIZE_BESIDE, place).arg("clause", Words::new(zh, en));
            self.report(diagnostic.label(span, "first"));
            sound = false;
        }
        if draft.contest.keys.is_none() && !draft.broken {
            self.report(Diagnostic::new(&entries::PRIZE_WITHOUT_RANKING, span));
            sound = false;
        }
        sound.then_some(AmountRule::Prizes { prizes, lines, span })
    }

    /// Who comes first, as the clauses together say.
    pub(super) fn ranking(&mut self, draft: &mut Draft, id: &str, has_quota: bool) -> Option<Ranking> {
        let contest = std::mem::take(&mut draft.contest);
        let (keys, ties) = (contest.keys, contest.ties);
        if !has_quota && !contest.has_prizes {
            for (place, (zh, en)) in [
                (keys.as_ref().map(|(_, span)| *span), ("「排名」", "`ranked`")),
                (ties.as_ref().map(|(_, span)| *span), ("「并列」", "`ties`")),
            ] {
                let Some(place) = place else { continue };
                let diagnostic = Diagnostic::new(&entries::RANKING_FOR_NOTHING, place);
                self.report(diagnostic.arg("clause", Words::new(zh, en)));
                draft.broken = true;
            }
            return None;
        }
        let Some((mut keys, span)) = keys else {
            if let Some((_, place)) = ties.filter(|_| !draft.broken) {
                let clause = Words::new("「并列」(没有「排名」)", "`ties` (without `ranked`)");
                self.report(Diagnostic::new(&entries::RANKING_FOR_NOTHING, place).arg("clause", clause));
                draft.broken = true;
            }
            return None;
        };
        match ties {
            None => self.report(Diagnostic::new(&entries::TIES_UNSTATED, span).arg("award", id)),
            Some((TieRule::Share, place)) if !contest.has_prizes => {
                self.report(Diagnostic::new(&entries::TIES_SHARE_WHAT, place));
                draft.broken = true;
            }
            Some(_) => {}
        }
        for part in &draft.parts {
            if let PartKind::Quota { fact: Some(_), last: None, .. } = part.kind {
                self.report(Diagnostic::new(&entries::LAST_UNSTATED, part.span));
            }
        }
        keys.extend(contest.lot.map(|lot| (false, lot)));
        Some(Ranking { keys, ties: ties.map_or(TieRule::Unstated, |(rule, _)| rule), span })
    }

    /// `budget 20m per year`, `programme at most 50m per year`
    pub(super) fn budget(&mut self, clause: &Clause) -> Option<Budget> {
        let (amount, scope, programme) = if let ClauseKind::Budget { amount, scope } = &clause.kind {
            (amount, *scope, false)
        } else if let ClauseKind::Programme { limit, scope, .. } = &clause.kind {
            (limit, *scope, true)
        } else {
            return None;
        };
        let money = Measure::plain(Dimension::Money(self.declared.currency));
        let at = amount.span;
        let amount = self.fixed(amount, &money)?;
        if !amount.is_positive() {
            self.report(Diagnostic::new(&entries::BUDGET_OF_NOTHING, at));
            return None;
        }
        if scope == Some(ast::Scope::PerItem) {
            self.report(Diagnostic::new(&crate::diagnostic::policy::PER_ITEM_WITHOUT_EACH, clause.span));
            return None;
        }
        Some(Budget { amount, scope, programme, shortage: Shortage::Unstated, span: clause.span })
    }

    /// `short pro rata, remainder to the largest`, `short in order, earliest by applied_on`
    pub(super) fn shortage(&mut self, said: &ast::Shortage, span: Span) -> Option<Shortage> {
        Some(match said {
            ast::Shortage::ProRata(remainder) => {
                if remainder.is_none() {
                    self.report(Diagnostic::new(&entries::REMAINDER_UNSTATED, span));
                }
                Shortage::ProRata(*remainder)
            }
            ast::Shortage::InOrder { order, last } => {
                if last.is_none() {
                    self.report(Diagnostic::new(&entries::LAST_UNSTATED, span));
                }
                Shortage::InOrder { keys: self.keys_in_order(order)?, last: *last }
            }
        })
    }

    /// `pays for 60% of a, b`
    pub(super) fn paid_from(&mut self, fund: &mut Fund, paid: &[ast::PaidFor]) {
        for ast::PaidFor { award: name, share } in paid {
            let Some(award) = self.award_named(name) else { continue };
            let share = match share {
                Some(share) => self.fixed(share, &Measure::plain(Dimension::Ratio)),
                None => Some(Rational::ONE),
            };
            let Some(share) = share else { continue };
            if fund.pays_for.iter().any(|before| before.award == award) {
                let diagnostic = Diagnostic::new(&entries::PAID_FOR_TWICE, name.span);
                self.report(diagnostic.arg("award", name.text.clone()));
                continue;
            }
            fund.pays_for.push(PaidFrom { award, share, span: name.span });
        }
    }

    /// What funds as a whole say of the awards that they pay for.
    pub(super) fn funds_together(&mut self, funds: &[Fund], awards: &[Option<&Award>]) {
        let mut sums: BTreeMap<AwardId, (Rational, Span, Span)> = BTreeMap::new();
        for fund in funds {
            let programme = fund.budget.as_ref().is_some_and(|budget| budget.programme);
            for paid in &fund.pays_for {
                let award = awards.get(paid.award.raw()).copied().flatten();
                let support = award.filter(|award| matches!(award.amount, AmountRule::Elsewhere(_)));
                if let Some(award) = support.filter(|_| fund.budget.is_some()) {
                    let diagnostic = Diagnostic::new(&entries::FUND_FOR_SUPPORT, paid.span);
                    self.report(diagnostic.arg("award", award.id.clone()));
                }
                if programme {
                    continue;
                }
                let sum = sums.entry(paid.award).or_insert((Rational::ZERO, paid.span, paid.span));
                sum.0 = sum.0.plus(paid.share).unwrap_or(Rational::ZERO);
                sum.2 = paid.span;
            }
        }
        for (award, (sum, first, last)) in sums {
            let Some(award) = awards.get(award.raw()).copied().flatten() else { continue };
            if sum == Rational::ONE {
                continue;
            }
            let percent = sum.times(Rational::whole(100)).map_or_else(String::new, Rational::to_shortest);
            let mut diagnostic = Diagnostic::new(&entries::SHARES_OF_AWARD, last)
                .arg("award", award.id.clone())
                .arg("sum", format!("{percent}%"));
            if first != last {
                diagnostic = diagnostic.label(first, "first");
            }
            self.report(diagnostic);
        }
    }
}
