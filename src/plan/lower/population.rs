//! The comparison with all other applicants: for one of them it is an input, filled in by whoever decides for all.

use crate::arena::{Arena, Id as _};
use crate::money::Rational;
use crate::plan::{Award, Fund, Input, InputType, Key, Prize, Ranking, Shortage, item_key};
use crate::program::{self, AmountRule, Dimension, Expr, Measure, Type};
use crate::source::Span;
use crate::syntax::ast::Comparison;

use super::value::{fact_extent, node_type};
use super::{At, AwardId, Lowering, NodeId, NodeType, Op};

fn place_type() -> Type {
    Type::Number(Measure::plain(Dimension::Count(None)))
}

/// The input that holds what the comparison came to.
pub(super) fn chosen_input(award: &program::Award, id: AwardId) -> Input {
    let by_place = matches!(award.amount, AmountRule::Prizes { .. });
    let (name, words, ty) = match by_place {
        true => ("place", "名次", InputType::Number(Measure::plain(Dimension::Count(None)))),
        false => ("selected", "入选", InputType::Bool),
    };
    Input {
        name: format!("{}.{name}", award.id),
        label: Some(format!("{}·{words}", award.title)),
        question: None,
        ty,
        optional: false,
        by_year: false,
        low: by_place.then_some(Rational::ONE),
        high: None,
        default: None,
        decides: Some(id),
        of_year: None,
        span: award.ranking.as_ref().map_or(award.name_span, |ranking| ranking.span),
    }
}

impl Lowering<'_> {
    /// What the place of an award with prizes brings, as a number. Whoever is placed after the last prize has lost, and
    /// what stands here for that place does not matter as long as it is positive.
    pub(super) fn prize(&mut self, id: AwardId, prizes: &[program::Prize], span: Span) -> NodeId {
        let place = self.place(id, span);
        let (ty, count) = (self.money.clone(), node_type(&place_type()));
        let mut value = self.money(prizes.last().map_or(Rational::ZERO, |prize| prize.amount), span);
        for prize in prizes.iter().rev().skip(1) {
            let to = self.outer.number(Rational::whole(i128::from(prize.to)), &count, prize.span);
            let within = self.outer.compare(Comparison::AtMost, place, to, prize.span);
            let amount = self.outer.number(prize.amount, &ty, prize.span);
            value = self.outer.select(within, amount, value, prize.span);
        }
        value
    }

    fn place(&mut self, id: AwardId, span: Span) -> NodeId {
        // INVARIANT: every award with prizes has a ranking, and with it an input.
        let input = self.chosen.get(&id).copied().unwrap_or(super::InputId::new(usize::MAX));
        let extent = fact_extent(&place_type(), Some(Rational::ONE), None);
        self.outer.leaf(Op::Input(input), node_type(&place_type()), extent, span)
    }

    /// Bool: the comparison with the others was won.
    pub(super) fn won(&mut self, id: AwardId, award: &program::Award) -> Option<NodeId> {
        let span = award.ranking.as_ref()?.span;
        let input = self.chosen.get(&id).copied()?;
        let AmountRule::Prizes { prizes, .. } = &award.amount else {
            return Some(self.outer.leaf(Op::Input(input), NodeType::Bool, None, span));
        };
        let last = prizes.last().map_or(0, |prize| prize.to);
        let last = self.outer.number(Rational::whole(i128::from(last)), &node_type(&place_type()), span);
        let place = self.place(id, span);
        Some(self.outer.compare(Comparison::AtMost, place, last, span))
    }

    /// Those who lost the comparison with the others receive nothing. It comes after groups and other policies: only who
    /// would be paid competes.
    pub(super) fn comparisons(&mut self, awards: &mut Arena<AwardId, Award>) {
        let program = self.program;
        for (raw, declared) in program.awards.iter_ids() {
            let id = self.award_id(raw);
            let Some(ranking) = &declared.ranking else { continue };
            let (Some(won), Some(chosen)) = (self.won(id, declared), self.chosen.get(&id).copied()) else {
                continue;
            };
            let span = ranking.span;
            let zero = self.money(Rational::ZERO, span);
            let keys = self.keys(&ranking.keys);
            let award = awards.at_mut(id);
            let beaten = self.outer.or(award.rivals.iter().map(|rival| rival.when).collect(), span);
            let unbeaten = self.outer.not(beaten, span);
            let not_won = self.outer.not(won, span);
            let lost = self.outer.and(vec![unbeaten, not_won], span);
            let used_up = self.outer.or(award.used_up.into_iter().chain([lost]).collect(), span);
            award.used_up = Some(used_up);
            award.amount = self.outer.select(won, award.amount, zero, span);
            let prizes = match &declared.amount {
                AmountRule::Prizes { prizes, .. } => {
                    prizes.iter().map(|prize| Prize { to: prize.to, amount: prize.amount }).collect()
                }
                AmountRule::Lines(_)
                | AmountRule::Elsewhere(_)
                | AmountRule::Decided { .. }
                | AmountRule::Ladder { .. } => Vec::new(),
            };
            award.ranking = Some(Ranking { keys, ties: ranking.ties, prizes, chosen, span });
        }
    }

    fn keys(&mut self, keys: &[(bool, Expr)]) -> Vec<Key> {
        let lower = |(descending, key): &(bool, Expr)| {
            let number = matches!(key.ty, Type::Number(_));
            let value = if number { self.number(key, At::Applicant) } else { self.plain(key, At::Applicant) };
            Key { descending: *descending, node: value.node, defined: value.defined }
        };
        keys.iter().map(lower).collect()
    }

    /// Funds that pay for something, by section, then id.
    pub(super) fn funds(&mut self) -> Vec<Fund> {
        let program = self.program;
        let mut funds = Vec::new();
        for fund in program.funds.iter().filter(|fund| !fund.pays_for.is_empty()) {
            let mut pays: Vec<(AwardId, Rational)> =
                fund.pays_for.iter().map(|paid| (self.award_id(paid.award), paid.share)).collect();
            pays.sort_unstable_by_key(|&(award, _)| award);
            let budget = fund.budget.as_ref();
            let shortage = match budget.map(|budget| &budget.shortage) {
                None | Some(program::Shortage::Unstated) => Shortage::Unstated,
                Some(program::Shortage::ProRata(remainder)) => Shortage::ProRata(*remainder),
                Some(program::Shortage::InOrder { keys, last }) => {
                    Shortage::InOrder { keys: self.keys(keys), last: *last }
                }
            };
            funds.push(Fund {
                id: fund.id.clone(),
                title: fund.title.clone(),
                cites: fund.cites.iter().map(|section| section.text.clone()).collect(),
                budget: budget.map(|budget| budget.amount),
                scope: budget.and_then(|budget| budget.scope),
                programme: budget.is_some_and(|budget| budget.programme),
                pays,
                shortage,
                span: fund.span,
            });
        }
        funds.sort_by(|left: &Fund, right: &Fund| {
            item_key(&left.cites, &left.id).cmp(&item_key(&right.cites, &right.id))
        });
        funds
    }
}
