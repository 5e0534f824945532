//! Clauses: one function for each shape, chosen by the rule that the grammar read.

use super::{Build, Read};
use crate::money::Currency;
use crate::syntax::ast::{
    Clause, ClauseKind, Comments, Expr, GroupKind, LadderKind, Name, Quoted, Received, Section, StackingRule,
};
use crate::syntax::grammar::Rule;

impl Build<'_> {
    /// A clause with what stands around it; it spans what was read.
    pub(in crate::syntax) fn whole_clause(
        &mut self,
        read: &Read<'_>,
        cites: Vec<Section>,
        comments: Comments,
    ) -> Option<Clause> {
        let (keyword, spelling) = self.keyword(read);
        Some(Clause { span: self.span(read), keyword, spelling, comments, kind: self.clause(read)?, cites })
    }

    /// What one of the alternatives of `clause` says.
    fn clause(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        Some(match read.as_rule() {
            Rule::c_pays => {
                let mut parts = read.clone().into_inner().skip(1);
                let amount = self.amount(&parts.next()?)?;
                let adjustments: Option<Vec<_>> = parts.map(|part| self.adjustment(&part)).collect();
                ClauseKind::Pays { amount, adjustments: adjustments? }
            }
            Rule::c_adjust => ClauseKind::Adjust(self.adjustment(&read.clone().into_inner().next()?)?),
            Rule::c_where => ClauseKind::Where(self.first_expr(read)?),
            Rule::c_for => ClauseKind::For {
                kinds: self.names(read),
                others: self.texts(read),
                condition: self.optional_expr(read, 0)?,
            },
            Rule::c_each => {
                let mut names = self.names(read).into_iter();
                let (item, list) = (names.next()?, names.next()?);
                ClauseKind::Each { item, list, condition: self.optional_expr(read, 0)? }
            }
            Rule::c_step => {
                let name = self.texts(read).into_iter().next();
                ClauseKind::Step {
                    name,
                    amount: super::bracket::standing_whole(self.first_expr(read)?),
                    condition: self.optional_expr(read, 1)??,
                }
            }
            Rule::c_once => ClauseKind::Once,
            Rule::c_per_year => ClauseKind::PerYear,
            Rule::c_elsewhere => ClauseKind::Elsewhere(self.texts(read).into_iter().next()),
            Rule::c_ladder_top_up => ClauseKind::LadderKind(LadderKind::TopUp),
            Rule::c_ladder_highest => ClauseKind::LadderKind(LadderKind::HighestOnly),
            Rule::c_ladder_add_up => ClauseKind::LadderKind(LadderKind::AddUp),
            Rule::c_pays_highest => {
                let next = read.clone().into_inner().find(|part| part.as_rule() == Rule::and_next);
                let share =
                    next.and_then(|next| next.into_inner().find(|part| part.as_rule() == Rule::ratio));
                let next = match share {
                    Some(share) => Some(self.number(&share)?),
                    None => None,
                };
                ClauseKind::GroupKind(GroupKind::Highest { most: self.how_many(read)?, next })
            }
            Rule::c_pays_first => ClauseKind::GroupKind(GroupKind::First { most: self.how_many(read)? }),
            Rule::c_pays_choice => ClauseKind::GroupKind(GroupKind::Choice),
            Rule::c_together => {
                let scope = self.scope(read.clone().into_inner());
                let shared = self.shared(read.clone().into_inner())?;
                ClauseKind::GroupKind(GroupKind::Together { limit: self.first_expr(read)?, scope, shared })
            }
            Rule::c_members => ClauseKind::Members(self.names(read)),
            Rule::c_pays_for => ClauseKind::PaysFor(self.paid_for(read)?),
            Rule::c_ranked => ClauseKind::Ranked(self.order_keys(read)?),
            Rule::c_ties => ClauseKind::Ties(self.ties(read)?),
            Rule::c_prize => ClauseKind::Prize(self.prizes(read)?),
            Rule::c_budget => ClauseKind::Budget {
                amount: self.first_expr(read)?,
                scope: self.scope(read.clone().into_inner()),
            },
            Rule::c_programme => ClauseKind::Programme {
                limit: self.first_expr(read)?,
                scope: self.scope(read.clone().into_inner()),
                word: read.clone().into_inner().find_map(|part| super::amount::limit_word(part.as_rule()))?,
            },
            Rule::c_short => ClauseKind::Short(self.shortage(read)?),
            Rule::c_given => ClauseKind::Given(self.givens(read.clone().into_inner())?),
            Rule::c_then => ClauseKind::Then(self.thens(read.clone().into_inner())?),
            Rule::c_label => ClauseKind::Label(self.only_text(read)?),
            Rule::c_question => ClauseKind::Question(self.only_text(read)?),
            Rule::c_reading => ClauseKind::Reading(self.only_text(read)?),
            Rule::c_sentences => self.sentences(read)?,
            Rule::c_note => ClauseKind::Note(self.only_text(read)?),
            Rule::c_matter => ClauseKind::Matter(self.only_text(read)?),
            Rule::c_stacking => ClauseKind::Stacking(stacking(read)),
            Rule::c_issuer => ClauseKind::Issuer(self.only_text(read)?),
            Rule::c_document => ClauseKind::Document(self.only_text(read)?),
            Rule::c_sources => ClauseKind::Sources(self.texts(read)),
            Rule::c_by => self.units_in_charge(read),
            Rule::c_default => ClauseKind::Default(self.first_expr(read)?),
            Rule::c_leverage => ClauseKind::Leverage(self.first_expr(read)?),
            Rule::c_share => {
                ClauseKind::Share { share: self.first_expr(read)?, payer: self.only_text(read)? }
            }
            Rule::c_earmark => ClauseKind::Earmark {
                share: self.first_expr(read)?,
                purpose: self.only_text(read)?,
                condition: self.optional_expr(read, 1)?,
            },
            Rule::c_split => ClauseKind::Split(self.divisions(read)?),
            Rule::c_schedule => ClauseKind::Schedule(self.divisions(read)?),
            Rule::c_clawback => ClauseKind::Clawback {
                share: self.first_expr(read)?,
                event: self.only_text(read)?,
                condition: self.optional_expr(read, 1)?,
            },
            Rule::c_points => self.points(read)?,
            Rule::c_pass => self.pass(read)?,
            Rule::c_quota => ClauseKind::Quota {
                number: self.first_expr(read)?,
                scope: self.scope(read.clone().into_inner()),
                fact: self.names(read).into_iter().next(),
                last: super::population::last_one(read),
                condition: self.optional_expr(read, 1)?,
            },
            Rule::c_size => {
                ClauseKind::Size { low: self.optional_expr(read, 0)?, high: self.optional_expr(read, 1)? }
            }
            Rule::c_decided => self.decided(read)?,
            Rule::c_range => self.range(read)?,
            Rule::c_match => self.match_money(read)?,
            Rule::c_goal => self.goal(read)?,
            Rule::c_growth => self.growth(read)?,
            Rule::c_base => self.base(read)?,
            Rule::c_any_goal => ClauseKind::AnyGoal,
            Rule::c_nature => self.nature(read)?,
            Rule::c_numbered => self.numbered(read)?,
            Rule::c_in_force => self.in_force(read)?,
            Rule::c_replaces => self.replaces(read)?,
            Rule::c_keep => self.keep(read)?,
            Rule::c_currency => {
                let code = read.clone().into_inner().next_back()?;
                ClauseKind::Currency(Currency::parse(code.as_str()).unwrap_or(Currency::CNY))
            }
            Rule::c_rounding => {
                let (direction, step) = self.rounding(read)?;
                ClauseKind::Rounding { direction, step }
            }
            Rule::c_field => {
                let mut parts = read.clone().into_inner().skip(1);
                let name = self.name(&parts.next()?);
                let ty = self.type_expr(&parts.find(|part| part.as_rule() == Rule::ty)?)?;
                let mut label = None;
                let mut range = None;
                for part in parts {
                    match part.as_rule() {
                        Rule::text => label = Some(self.quoted(&part)),
                        Rule::c_range => {
                            let span = self.span(&part);
                            if let ClauseKind::Range { low, high } = self.range(&part)? {
                                range = Some(crate::syntax::ast::FieldRange { low, high, span });
                            }
                        }
                        _ => {}
                    }
                }
                ClauseKind::Field { name, ty, label, range }
            }
            Rule::c_columns => ClauseKind::Columns(self.row_keys(read)?),
            Rule::c_row => ClauseKind::Row { keys: self.row_keys(read)?, cells: self.cells(read)? },
            Rule::c_rows_from => ClauseKind::RowsFrom(self.only_text(read)?),
            Rule::c_otherwise => ClauseKind::Otherwise(self.optional_expr(read, 0)?),
            _ => return self.unreadable(self.span(read)),
        })
    }

    /// The number directly in what was read, if there is one.
    #[expect(clippy::option_option, reason = "the outer one stops, the inner one is an answer")]
    fn how_many(&mut self, read: &Read<'_>) -> Option<Option<Expr>> {
        match read.clone().into_inner().find(|part| part.as_rule() == Rule::number) {
            Some(number) => self.number(&number).map(Some),
            None => Some(None),
        }
    }

    /// The names directly in what was read.
    pub(super) fn names(&mut self, read: &Read<'_>) -> Vec<Name> {
        read.clone()
            .into_inner()
            .filter(|part| matches!(part.as_rule(), Rule::bare_name | Rule::quoted_name))
            .map(|part| self.name(&part))
            .collect()
    }

    /// The texts directly in what was read.
    pub(super) fn texts(&self, read: &Read<'_>) -> Vec<Quoted> {
        let parts = read.clone().into_inner().filter(|part| part.as_rule() == Rule::text);
        parts.map(|part| self.quoted(&part)).collect()
    }

    pub(super) fn only_text(&mut self, read: &Read<'_>) -> Option<Quoted> {
        self.texts(read).into_iter().next().or_else(|| self.unreadable(self.span(read)))
    }

    /// The expression number `position` directly in what was read; `Some(None)` when there is none.
    #[expect(clippy::option_option, reason = "an absent expression is not an unreadable one")]
    pub(super) fn optional_expr(&mut self, read: &Read<'_>, position: usize) -> Option<Option<Expr>> {
        let mut exprs = read.clone().into_inner().filter(|part| part.as_rule() == Rule::expr);
        match exprs.nth(position) {
            None => Some(None),
            Some(part) => self.expr(&part).map(Some),
        }
    }

    pub(super) fn first_expr(&mut self, read: &Read<'_>) -> Option<Expr> {
        self.optional_expr(read, 0)?.or_else(|| self.unreadable(self.span(read)))
    }

    fn units_in_charge(&mut self, read: &Read<'_>) -> ClauseKind {
        let (mut lead, mut with) = (Vec::new(), Vec::new());
        let mut is_with = false;
        for part in read.clone().into_inner() {
            match part.as_rule() {
                Rule::kw_with => is_with = true,
                Rule::text if is_with => with.push(self.quoted(&part)),
                Rule::text => lead.push(self.quoted(&part)),
                _ => {}
            }
        }
        ClauseKind::By { lead, with }
    }

    fn decided(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        let scope = self.scope(read.clone().into_inner());
        let first = self.first_expr(read)?;
        Some(match self.optional_expr(read, 1)? {
            Some(high) => ClauseKind::Decided { low: Some(first), high, scope },
            None => ClauseKind::Decided { low: None, high: first, scope },
        })
    }

    fn range(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        let first = self.first_expr(read)?;
        let only_high = read.clone().into_inner().any(|part| part.as_rule() == Rule::at_most);
        if only_high {
            return Some(ClauseKind::Range { low: None, high: Some(first) });
        }
        Some(ClauseKind::Range { low: Some(first), high: self.optional_expr(read, 1)? })
    }

    fn match_money(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        let mut numbers = read.clone().into_inner().filter(|part| part.as_rule() == Rule::number);
        let own = self.number(&numbers.next()?)?;
        let other = self.number(&numbers.next()?)?;
        Some(ClauseKind::Match { own, other, with: self.only_text(read)? })
    }
}

/// How awards for the same matter combine, and what is paid where something was received elsewhere.
fn stacking(read: &Read<'_>) -> StackingRule {
    let mut rule = StackingRule::Highest(None);
    for part in read.clone().into_inner() {
        match part.as_rule() {
            Rule::stacking_adds_up => rule = StackingRule::AddsUp,
            Rule::received_topped_up => rule = StackingRule::Highest(Some(Received::ToppedUp)),
            Rule::received_in_full => rule = StackingRule::Highest(Some(Received::InFull)),
            Rule::received_refused => rule = StackingRule::Highest(Some(Received::Refused)),
            _ => {}
        }
    }
    rule
}
