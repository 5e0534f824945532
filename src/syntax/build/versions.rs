//! When a clause applies: first and last day, what it replaces, whom the older version still applies to.

use super::{Build, Read};
use crate::calendar::Date;
use crate::syntax::ast::{ClauseKind, Expr, Payments};
use crate::syntax::grammar::Rule;

impl Build<'_> {
    /// `in force from 2024-02-02 to 2029-02-01 by applied_on`
    pub(super) fn in_force(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        let mut days: Vec<Option<Date>> = Vec::new();
        for part in read.clone().into_inner() {
            match part.as_rule() {
                Rule::date => days.push(Some(self.date(&part)?)),
                Rule::kw_unstated => days.push(None),
                _ => {}
            }
        }
        let day = |at: usize| days.get(at).copied().flatten();
        Some(ClauseKind::InForce { from: day(0), until: day(1), by: self.judged_by(read)? })
    }

    /// `replaces a from 2025-01-01 by applied_on, payments counted together`
    pub(super) fn replaces(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        let (mut from, mut payments) = (None, None);
        for part in read.clone().into_inner() {
            match part.as_rule() {
                Rule::date => from = Some(self.date(&part)?),
                Rule::paid_together => payments = Some(Payments::Together),
                Rule::paid_apart => payments = Some(Payments::Apart),
                _ => {}
            }
        }
        let (older, by) = (self.names(read), self.judged_by(read)?);
        Some(ClauseKind::Replaces { older, from: from?, by, payments })
    }

    /// `keep a until 2026-12-31 where approved_on before 2025-01-01`
    pub(super) fn keep(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        let mut until = None;
        for part in read.clone().into_inner().filter(|part| part.as_rule() == Rule::date) {
            until = Some(self.date(&part)?);
        }
        let older = self.names(read).into_iter().next()?;
        let by = self.judged_by(read)?;
        Some(ClauseKind::Keep { older, until, by, condition: self.first_expr(read)? })
    }

    /// The date that decides; `Some(None)` where none is named.
    #[expect(clippy::option_option, reason = "an absent date is not an unreadable one")]
    fn judged_by(&mut self, read: &Read<'_>) -> Option<Option<Expr>> {
        let Some(judged) = read.clone().into_inner().find(|part| part.as_rule() == Rule::judged_by) else {
            return Some(None);
        };
        let is_date = |part: &Read<'_>| matches!(part.as_rule(), Rule::event_date | Rule::event_date_zh);
        let event = judged.into_inner().find(is_date)?;
        self.name_or_field(&event).map(Some)
    }
}
