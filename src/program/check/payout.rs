//! Divisions of an amount, whose shares must add up to the whole, and what is to be paid back.

use crate::diagnostic::{Diagnostic, choice, policy as entries, types};
use crate::money::{Rational, parse_decimal};
use crate::syntax::ast::{self, Clause};

use super::super::{Dimension, Division, Measure, PartKind, Portion, PortionPart};
use super::Checker;
use super::expr::fold;

impl Checker {
    /// Divisions, of which the first whose condition holds counts.
    pub(super) fn divisions(
        &mut self,
        divisions: &[ast::Division],
        clause: &Clause,
        over_time: bool,
    ) -> Option<Vec<Division>> {
        // An award is divided when all amounts are known, its own among them: nothing waits for what is read here.
        let (items, reads) = (std::mem::take(&mut self.items), self.reads.len());
        let checked: Vec<Option<Division>> =
            divisions.iter().map(|division| self.division(division, clause, over_time)).collect();
        self.items = items;
        self.reads.truncate(reads);
        checked.into_iter().collect()
    }

    /// A division among payers, whose first takes the remainder, or over time, whose last does; a part that is
    /// called the rest takes it wherever it stands.
    fn division(&mut self, division: &ast::Division, clause: &Clause, over_time: bool) -> Option<Division> {
        let condition = division.condition.as_ref().map(|condition| self.condition(condition));
        let parts = self.parts_of(division)?;
        let rest = division.parts.iter().position(|part| part.share.is_none());
        let last = division.parts.len().saturating_sub(1);
        let taker = rest.unwrap_or(if over_time { last } else { 0 });
        let step = match &division.step {
            Some(step) => self.rounding(crate::money::Direction::Down, step)?.step,
            None => self.step_of_parts(clause)?,
        };
        let names = division.parts.iter().map(|part| part.name.text.clone());
        let portions = names.zip(parts).map(|(name, part)| Portion { name, part }).collect();
        let condition = match condition {
            None => None,
            Some(condition) => Some(condition?),
        };
        let (span, cites) = (clause.span, clause.cites.clone());
        Some(Division { condition, portions, taker, step, span, cites })
    }

    /// All parts: shares that add up to one, or shares and sums of money with a part that takes the rest.
    fn parts_of(&mut self, division: &ast::Division) -> Option<Vec<PortionPart>> {
        let want = Measure::plain(Dimension::Plain);
        let mut parts = Vec::new();
        for part in &division.parts {
            let Some(share) = &part.share else {
                parts.push(PortionPart::Rest);
                continue;
            };
            let part_of = if division.proportion {
                PortionPart::Share(self.fixed(share, &want)?)
            } else {
                self.share_or_sum(share)?
            };
            if matches!(&part_of, PortionPart::Share(value) if !value.is_positive()) {
                let diagnostic = Diagnostic::new(&entries::SHARE_OF_NOTHING, share.span);
                self.report(diagnostic.arg("name", part.name.text.clone()));
                return None;
            }
            parts.push(part_of);
        }
        let share =
            |part: &PortionPart| if let PortionPart::Share(share) = part { Some(*share) } else { None };
        let stated = parts.iter().filter_map(share).try_fold(Rational::ZERO, Rational::plus)?;
        if division.proportion {
            return parts.iter().map(|part| Some(PortionPart::Share(share(part)?.over(stated)?))).collect();
        }
        let rests = parts.iter().filter(|part| **part == PortionPart::Rest).count();
        let money = parts.iter().any(|part| matches!(part, PortionPart::Amount(_)));
        let left = Rational::ONE.minus(stated)?;
        if rests > 1 {
            self.report(Diagnostic::new(&entries::TWO_RESTS, division.span));
            return None;
        }
        if money && rests == 0 {
            self.report(Diagnostic::new(&choice::SUMS_WITHOUT_REST, division.span));
            return None;
        }
        let whole = if rests == 0 { left.is_zero() } else { left.is_positive() };
        if !whole {
            let percent = stated.times(Rational::whole(100)).map_or_else(String::new, Rational::to_shortest);
            let diagnostic = Diagnostic::new(&entries::SHARES_NOT_WHOLE, division.span);
            self.report(diagnostic.arg("sum", format!("{percent}%")));
            return None;
        }
        if !money {
            // Without sums of money the rest is a share as well.
            for part in parts.iter_mut().filter(|part| **part == PortionPart::Rest) {
                *part = PortionPart::Share(left);
            }
        }
        Some(parts)
    }

    /// A share, or a sum of money; a bare figure above one is money.
    fn share_or_sum(&mut self, part: &ast::Expr) -> Option<PortionPart> {
        let checked = self.expr(part, None)?;
        let bare = |figure: Rational| figure > Rational::ONE;
        let percent = |figure: &Rational| bare(*figure) && *figure <= Rational::whole(100);
        if let Some(figure) = fold(&checked).filter(percent)
            && self.written.bare.contains(&part.span)
        {
            let figure = figure.to_shortest();
            self.report(Diagnostic::new(&types::SHARE_OR_SUM, part.span).arg("figure", figure));
            return None;
        }
        let sum = super::measure::measure_of(&checked).is_some_and(|measure| match measure.of {
            Dimension::Money(_) => true,
            Dimension::Open => fold(&checked).is_some_and(bare),
            Dimension::Plain
            | Dimension::Ratio
            | Dimension::Count(_)
            | Dimension::Quantity(_)
            | Dimension::Duration(_) => false,
        });
        if sum {
            let money = Measure::plain(Dimension::Money(self.declared.currency));
            return self.as_measure(checked, &money).map(PortionPart::Amount);
        }
        let share = self.as_measure(checked, &Measure::plain(Dimension::Ratio))?;
        let value = fold(&share);
        if value.is_none() {
            self.report(Diagnostic::new(&types::NOT_FIXED, part.span));
        }
        value.map(PortionPart::Share)
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
        let checked = self.number(share, &Measure::plain(Dimension::Ratio));
        let condition = condition.map(|condition| self.condition(condition));
        let mut checked = checked?;
        if let Some(value) = fold(&checked) {
            checked.kind = super::super::ExprKind::Number(value);
            if !value.is_positive() || value > Rational::ONE {
                let diagnostic = Diagnostic::new(&entries::SHARE_BEYOND_WHOLE, share.span);
                self.report(diagnostic.arg("share", value.to_shortest()));
            }
        }
        let condition = match condition {
            None => None,
            Some(condition) => Some(condition?),
        };
        Some(PartKind::Clawback { share: checked, event: event.to_owned(), condition })
    }
}
