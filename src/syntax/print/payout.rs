//! Divisions: an amount parted among payers or over time.

use super::Writer;
use super::flow::Flow;
use crate::money::Direction;
use crate::syntax::ast::Division;

impl Writer {
    /// The divisions, each with its condition.
    pub(super) fn divisions(self, flow: &mut Flow, divisions: &[Division]) {
        for (at, division) in divisions.iter().enumerate() {
            if at > 0 {
                flow.word(self.word("else", "否则"));
            }
            self.division(flow, division);
            if let Some(condition) = &division.condition {
                self.condition(flow, condition);
            }
        }
    }

    /// The parts and what they are rounded to.
    fn division(self, flow: &mut Flow, division: &Division) {
        if division.proportion {
            let figures = division.parts.iter().filter_map(|part| part.share.as_ref());
            let figures: Vec<String> = figures.map(|figure| self.expr_text(figure)).collect();
            flow.word(&figures.join(":"));
        }
        for (at, part) in division.parts.iter().enumerate() {
            if at > 0 {
                flow.comma();
            }
            match &part.share {
                _ if division.proportion => {}
                Some(share) => self.expr(flow, share),
                None => flow.word(self.word("rest", "其余")),
            }
            flow.word(&self.text(&part.name.text));
        }
        if let Some(step) = &division.step {
            flow.comma();
            flow.word(self.word("rounded", "取整"));
            self.rounding(flow, Direction::Down, step);
        }
    }
}
