//! Scores: points by indicator.

use super::Writer;
use super::flow::Flow;
use crate::syntax::ast::{Amount, Expr, Quoted};

impl Writer {
    /// What follows `points`.
    pub(super) fn points(
        self,
        flow: &mut Flow,
        name: Option<&Quoted>,
        points: &Amount,
        [limit, weight]: [Option<&Expr>; 2],
    ) {
        self.texts(flow, name.map(std::slice::from_ref).unwrap_or_default());
        self.amount(flow, points);
        for (value, en, zh) in [(limit, "max", "最高"), (weight, "weight", "权重")] {
            if let Some(value) = value {
                flow.comma();
                flow.word(self.word(en, zh));
                self.expr(flow, value);
            }
        }
    }
}
