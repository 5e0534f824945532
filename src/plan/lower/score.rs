//! Scores: their totals are intermediate values already; here their indicators get nodes of their own.

use crate::program::{Dimension, Expr, ExprKind, Measure, Type};

use super::{At, Lowering};
use crate::plan::{Indicator, Score, item_key};

impl Lowering<'_> {
    /// All scores by section, then id.
    pub(super) fn scores(&mut self) -> Vec<Score> {
        let program = self.program;
        let mut scores = Vec::with_capacity(program.scores.len());
        for score in &program.scores {
            let cites = |sections: &[crate::syntax::ast::Section]| -> Vec<String> {
                sections.iter().map(|section| section.text.clone()).collect()
            };
            let indicators = score.indicators.iter().map(|one| Indicator {
                name: one.name.clone(),
                cites: cites(&one.cites),
                points: self.number(&one.points, At::Applicant).node,
                limit: one.limit,
                weight: one.weight,
                worth: self.number(&one.worth, At::Applicant).node,
            });
            let indicators = indicators.collect();
            let ty = Type::Number(Measure::plain(Dimension::Plain));
            let total = Expr { kind: ExprKind::Let(score.total), ty, span: score.span };
            scores.push(Score {
                id: score.id.clone(),
                title: score.title.clone(),
                cites: cites(&score.cites),
                indicators,
                limit: score.limit,
                total: self.number(&total, At::Applicant).node,
                pass: score.pass,
                units: score.units.as_ref().unwrap_or(&program.policy.units).clone(),
                readings: score.readings.clone(),
            });
        }
        scores.sort_by(|left: &Score, right: &Score| {
            item_key(&left.cites, &left.id).cmp(&item_key(&right.cites, &right.id))
        });
        scores
    }
}
