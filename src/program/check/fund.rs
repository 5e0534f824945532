//! Funds: what awards are paid from.

use crate::diagnostic::{Diagnostic, policy as entries, population};
use crate::money::Rational;
use crate::syntax::ast::{ClauseKind, Heading, Item};

use super::super::{Dimension, Fund, FundMatch, FundShare, Measure};
use super::Checker;
use super::clauses::{Once, Remarks};
use super::one_unit::Together;

impl Checker {
    /// A budget.
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other clause is misplaced in a fund")]
    pub(super) fn fund(&mut self, item: &Item) -> Option<Fund> {
        let Heading::Rule { name, title, cites, .. } = &item.heading else { return None };
        self.cited(item, cites, &name.text);
        let mut remarks = Remarks::default();
        let mut seen = Once::default();
        let mut fund = Fund {
            id: name.text.clone(),
            title: title.as_ref().map_or_else(|| name.text.clone(), |title| title.text.clone()),
            cites: cites.clone(),
            size: None,
            sources: Vec::new(),
            shares: Vec::new(),
            matches: Vec::new(),
            leverage: None,
            budget: None,
            pays_for: Vec::new(),
            units: None,
            readings: Vec::new(),
            notes: Vec::new(),
            span: item.span,
        };
        let money = Measure::plain(Dimension::Money(self.declared.currency));
        let plain = Measure::plain(Dimension::Plain);
        let (mut budget, mut short) = (None, None);
        for clause in &item.clauses {
            let Some(said) = remarks.take(clause) else { continue };
            self.subject = None;
            match said {
                ClauseKind::Size { low, high } => {
                    if self.once(&mut seen, clause) {
                        if !self.each_has_its_unit(low.iter().chain(high), Together::Range, None) {
                            continue;
                        }
                        let low = low.as_ref().map(|low| self.fixed(low, &money));
                        let high = high.as_ref().map(|high| self.fixed(high, &money));
                        fund.size = match (low.flatten(), high) {
                            (Some(low), None) => Some((low, low)),
                            (Some(low), Some(Some(high))) => Some((low, high)),
                            _ => None,
                        };
                        if let Some((low, high)) = fund.size
                            && low > high
                        {
                            let diagnostic = Diagnostic::new(&entries::EMPTY_RANGE, clause.span)
                                .arg("low", low.to_shortest())
                                .arg("high", high.to_shortest());
                            self.report(diagnostic);
                        }
                    }
                }
                ClauseKind::Share { share, payer } => {
                    if let Some(value) = self.fixed(share, &Measure::plain(Dimension::Ratio)) {
                        fund.shares.push(FundShare {
                            share: value,
                            payer: payer.text.clone(),
                            span: clause.span,
                            cites: clause.cites.clone(),
                        });
                    }
                }
                ClauseKind::Sources(sources) => {
                    fund.sources.extend(sources.iter().map(|text| text.text.clone()))
                }
                ClauseKind::Match { own, other, with } => {
                    let (own_part, other_part) = (self.fixed(own, &plain), self.fixed(other, &plain));
                    if let (Some(own), Some(other)) = (own_part, other_part) {
                        fund.matches.push(FundMatch {
                            own,
                            other,
                            with: with.text.clone(),
                            span: clause.span,
                            cites: clause.cites.clone(),
                        });
                    }
                }
                ClauseKind::Leverage(factor) => {
                    if self.once(&mut seen, clause) {
                        fund.leverage = self.fixed(factor, &plain);
                    }
                }
                ClauseKind::PaysFor(paid) => self.paid_from(&mut fund, paid),
                ClauseKind::Budget { .. } | ClauseKind::Programme { .. } => {
                    if let Some((_, first)) = budget.as_ref().filter(|_| self.once(&mut seen, clause)) {
                        let diagnostic = Diagnostic::new(&population::BUDGET_AND_PROGRAMME, clause.keyword);
                        self.report(diagnostic.label(*first, "first"));
                    } else if budget.is_none() && self.once(&mut seen, clause) {
                        budget = Some((self.budget(clause), clause.keyword));
                    }
                }
                ClauseKind::Short(said) => {
                    if self.once(&mut seen, clause) {
                        short = Some((self.shortage(said, clause.span), clause.span));
                    }
                }
                _ => self.misplaced(clause, "资金", "fund"),
            }
        }
        let total = fund.shares.iter().try_fold(Rational::ZERO, |sum, share| sum.plus(share.share));
        if let (Some(total), Some(share)) = (total, fund.shares.last())
            && total > Rational::ONE
        {
            let percent = total.times(Rational::whole(100)).map_or_else(String::new, Rational::to_shortest);
            let diagnostic =
                Diagnostic::new(&entries::SHARE_BEYOND_WHOLE, share.span).arg("share", format!("{percent}%"));
            self.report(diagnostic);
        }
        fund.budget = budget.and_then(|(budget, _)| budget);
        match (&mut fund.budget, short) {
            (None, Some((_, span))) if !item.incomplete => {
                self.report(Diagnostic::new(&population::SHORT_OF_WHAT, span));
            }
            (Some(budget), Some((shortage, _))) => {
                budget.shortage = shortage.unwrap_or(super::super::Shortage::Unstated);
            }
            (Some(budget), None) if !item.incomplete => {
                let diagnostic = Diagnostic::new(&population::SHORT_UNSTATED, budget.span);
                self.report(diagnostic.arg("fund", name.text.clone()));
            }
            (None | Some(_), _) => {}
        }
        if let Some(budget) = fund.budget.as_ref().filter(|_| fund.pays_for.is_empty() && !item.incomplete) {
            self.report(Diagnostic::new(&population::BUDGET_PAYS_NOTHING, budget.span));
        }
        fund.units = remarks.units;
        fund.readings = remarks.readings;
        fund.notes = remarks.notes;
        Some(fund)
    }
}
