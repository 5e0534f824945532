//! Limits that choose among items: how many count, and running totals in an order.

use super::amount::limit_word;
use super::{Build, Read};
use crate::source::Span;
use crate::syntax::ast::{AdjustmentKind, Expr, OrderKey, Way};
use crate::syntax::grammar::Rule;

impl Build<'_> {
    /// `counted to 3 items, highest by loan.interest, then earliest by loan.date`
    pub(super) fn counted_to<'i>(
        &mut self,
        reads: impl Iterator<Item = Read<'i>> + Clone,
    ) -> Option<AdjustmentKind> {
        let at = reads.clone().next().map(|read| self.span(&read))?;
        let (mut number, mut per, mut order) = (None, None, Vec::new());
        for part in reads {
            match part.as_rule() {
                Rule::expr => number = Some(self.expr(&part)?),
                Rule::run_per => per = Some(self.only_operand(part, at)?),
                Rule::order_key => order.push(self.order_key(&part)?),
                _ => {}
            }
        }
        Some(AdjustmentKind::CountedTo { number: number?, per, order })
    }

    pub(super) fn order_key(&mut self, read: &Read<'_>) -> Option<OrderKey> {
        let at = self.span(read);
        let (mut found, mut key) = (None, None);
        let mut rest = read.clone().into_inner().peekable();
        while let Some(next) = rest.peek() {
            let way = match next.as_rule() {
                Rule::w_highest => Some(Way::Highest),
                Rule::w_lowest => Some(Way::Lowest),
                Rule::w_earliest => Some(Way::Earliest),
                Rule::w_latest => Some(Way::Latest),
                Rule::kw_by | Rule::kw_by_base => None,
                _ => {
                    key = Some(self.chooser(&mut rest, 1, at)?.0);
                    continue;
                }
            };
            found = way.or(found);
            rest.next();
        }
        Some(OrderKey { way: found?, key: key? })
    }

    /// `in order of loan.date, running at most 1m per year`
    pub(super) fn running<'i>(
        &mut self,
        reads: impl Iterator<Item = Read<'i>> + Clone,
        at: Span,
    ) -> Option<AdjustmentKind> {
        let scope = self.scope(reads.clone());
        let (mut order, mut limit, mut per, mut word) = (Vec::new(), None, None, None);
        for part in reads {
            let rule = part.as_rule();
            word = word.or(limit_word(rule));
            match rule {
                Rule::run_key => order.push(self.only_operand(part, at)?),
                Rule::run_per => per = Some(self.only_operand(part, at)?),
                Rule::expr => limit = Some(self.expr(&part)?),
                _ => {}
            }
        }
        Some(AdjustmentKind::Running { order, limit: limit?, scope, per, word: word? })
    }

    fn only_operand(&mut self, read: Read<'_>, at: Span) -> Option<Expr> {
        let mut rest = read.into_inner().peekable();
        self.chooser(&mut rest, 1, at).map(|(expr, _)| expr)
    }
}
