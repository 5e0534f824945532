//! Divisions of an amount, whose shares must add up to the whole, and what is to be paid back.

use crate::diagnostic::{Diagnostic, policy as entries};
use crate::money::{Rational, parse_decimal};
use crate::source::Span;
use crate::syntax::ast::{self, Clause};

use super::super::{Dimension, Division, Measure, PartKind, Portion};
use super::Checker;

impl Checker {
    /// A division among payers, whose first takes the remainder, or over time, whose last does; a part that is
    /// called the rest takes it wherever it stands.
    pub(super) fn division(
        &mut self,
        division: &ast::Division,
        clause: &Clause,
        over_time: bool,
    ) -> Option<Division> {
        let shares = self.shares(division, clause.span)?;
        let rest = division.parts.iter().position(|part| part.share.is_none());
        let last = division.parts.len().saturating_sub(1);
        let taker = rest.unwrap_or(if over_time { last } else { 0 });
        let step = match &division.step {
            Some(step) => self.rounding(crate::money::Direction::Down, step)?.step,
            None => self.step_of_parts(clause)?,
        };
        let names = division.parts.iter().map(|part| part.name.text.clone());
        let portions = names.zip(shares).map(|(name, share)| Portion { name, share }).collect();
        Some(Division { portions, taker, step, span: clause.span, cites: clause.cites.clone() })
    }

    /// The shares of all parts, which add up to one.
    fn shares(&mut self, division: &ast::Division, span: Span) -> Option<Vec<Rational>> {
        let dimension = if division.proportion { Dimension::Plain } else { Dimension::Ratio };
        let want = Measure::plain(dimension);
        let mut shares = Vec::new();
        for part in &division.parts {
            let Some(share) = &part.share else {
                shares.push(None);
                continue;
            };
            let value = self.fixed(share, &want)?;
            if !value.is_positive() {
                let diagnostic = Diagnostic::new(&entries::SHARE_OF_NOTHING, share.span);
                self.report(diagnostic.arg("name", part.name.text.clone()));
                return None;
            }
            shares.push(Some(value));
        }
        let stated = shares.iter().flatten().try_fold(Rational::ZERO, |sum, share| sum.plus(*share))?;
        if division.proportion {
            return shares.into_iter().map(|share| share?.over(stated)).collect();
        }
        let open = shares.iter().filter(|share| share.is_none()).count();
        let left = Rational::ONE.minus(stated)?;
        let whole = match open {
            0 => left.is_zero(),
            1 => left.is_positive(),
            _ => {
                self.report(Diagnostic::new(&entries::TWO_RESTS, span));
                return None;
            }
        };
        if !whole {
            let percent = stated.times(Rational::whole(100)).map_or_else(String::new, Rational::to_shortest);
            self.report(Diagnostic::new(&entries::SHARES_NOT_WHOLE, span).arg("sum", format!("{percent}%")));
            return None;
        }
        Some(shares.into_iter().map(|share| share.unwrap_or(left)).collect())
    }

    /// The fen, unless the policy rounds its amounts to something coarser: then parts may be meant in fen or not.
    fn step_of_parts(&mut self, clause: &Clause) -> Option<Rational> {
        let fen = parse_decimal("0.01").ok()?;
        let step = self.rounding_step.unwrap_or(fen);
        if step > fen {
            let diagnostic = Diagnostic::new(&entries::PARTS_WITHOUT_STEP, clause.span);
            self.report(diagnostic.arg("step", step.to_shortest()));
            return None;
        }
        Some(step)
    }

    /// What is to be paid back, and when.
    pub(super) fn clawback(
        &mut self,
        share: &ast::Expr,
        event: &str,
        condition: Option<&ast::Expr>,
    ) -> Option<PartKind> {
        let value = self.fixed(share, &Measure::plain(Dimension::Ratio));
        let condition = condition.map(|condition| self.condition(condition));
        let value = value?;
        if !value.is_positive() || value > Rational::ONE {
            let diagnostic = Diagnostic::new(&entries::SHARE_BEYOND_WHOLE, share.span);
            self.report(diagnostic.arg("share", value.to_shortest()));
        }
        let condition = match condition {
            None => None,
            Some(condition) => Some(condition?),
        };
        Some(PartKind::Clawback { share: value, event: event.to_owned(), condition })
    }
}
