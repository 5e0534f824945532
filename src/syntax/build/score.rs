//! Scores: points by indicator, and the mark.

use super::{Build, Read};
use crate::syntax::ast::ClauseKind;
use crate::syntax::grammar::Rule;

impl Build<'_> {
    /// `points …`
    pub(super) fn points(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        let (mut points, mut limit, mut weight) = (None, None, None);
        for part in read.clone().into_inner() {
            match part.as_rule() {
                Rule::amount => points = Some(self.amount(&part)?),
                Rule::points_limit => limit = Some(self.first_expr(&part)?),
                Rule::weight => weight = Some(self.first_expr(&part)?),
                _ => {}
            }
        }
        let name = self.texts(read).into_iter().next();
        Some(ClauseKind::Points { name, points: Box::new(points?), limit, weight })
    }

    /// `pass …`
    pub(super) fn pass(&mut self, read: &Read<'_>) -> Option<ClauseKind> {
        // Without a comparison it is as good as the wrong one: whether the mark itself passes is open.
        let sign = read.clone().into_inner().find_map(|part| super::expr::comparison(part.as_rule()));
        let sign = sign.unwrap_or(crate::syntax::ast::Comparison::Equal);
        Some(ClauseKind::Pass { comparison: sign, mark: self.first_expr(read)? })
    }
}
