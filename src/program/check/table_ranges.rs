//! Ranges as keys of tables: together they part the numbers, and a row stands for one of the parts.

use crate::money::grouped;
use crate::syntax::ast::BracketEnds;

use super::super::{Dimension, KeyRange, KeyValue, Type};
use super::Checker;
use super::bracket::{End, Reach, leaves_gap};
use super::table::Key;
use super::table_rows::DraftKey;

impl Checker {
    /// Turns the keys of one column, of which some are ranges, into positions of ranges. A single number beside
    /// ranges is a range of its own. Overlaps are errors; so are gaps, unless the table says what holds otherwise.
    pub(super) fn ranges_of_rows(
        &mut self,
        key: &mut Key,
        column: &mut [&mut DraftKey],
        has_otherwise: bool,
    ) -> Option<()> {
        let Type::Number(measure) = &key.key.ty else { return None };
        let whole =
            measure.per.is_none() && matches!(measure.of, Dimension::Count(_) | Dimension::Duration(_));
        let alone = BracketEnds::Ends(Vec::new());
        let (mut found, mut sound) = (Vec::with_capacity(column.len()), true);
        for (arm, draft) in column.iter().enumerate() {
            let mut reach = Reach { low: None, high: None, arm, span: key.key.span };
            match &**draft {
                DraftKey::Value(KeyValue::Number(at)) => {
                    let end = Some(End { at: *at, included: true });
                    (reach.low, reach.high) = (end, end);
                }
                DraftKey::Range(BracketEnds::Ends(ends), span) => {
                    reach.span = *span;
                    sound &= self.written_ends(ends, &mut reach, &key.key.ty);
                }
                DraftKey::Range(_, span) => reach.span = *span,
                DraftKey::Value(_) => return None,
            }
            if whole {
                reach.among_whole_numbers();
            }
            found.push(reach);
        }
        if !sound {
            return None;
        }
        let written: Vec<&BracketEnds> = column
            .iter()
            .map(|draft| if let DraftKey::Range(ends, _) = &**draft { ends } else { &alone })
            .collect();
        let spans = self.completed(&written, found)?;
        let mut parts: Vec<Reach> = Vec::new();
        let mut place_of = vec![0_usize; column.len()];
        for span in spans {
            let same = parts.last().is_some_and(|last| last.low == span.low && last.high == span.high);
            if let Some(place) = place_of.get_mut(span.arm) {
                *place = if same { parts.len().saturating_sub(1) } else { parts.len() };
            }
            if !same {
                parts.push(span);
            }
        }
        if self.overlapping(&parts) || (!has_otherwise && !self.covered(&parts, (key.least, key.most))) {
            return None;
        }
        let (ranges, positions) = parted(&parts);
        for (draft, place) in column.iter_mut().zip(place_of) {
            **draft = DraftKey::Value(KeyValue::Enum(*positions.get(place)?));
        }
        key.values = Some(positions.into_iter().map(KeyValue::Enum).collect());
        key.key.ranges = ranges;
        Some(())
    }
}

/// All numbers parted from the highest down, and the position of each range that rows speak of.
fn parted(parts: &[Reach]) -> (Vec<KeyRange>, Vec<usize>) {
    let mut ranges = Vec::new();
    let mut positions = vec![0; parts.len()];
    let between = |low: Option<End>| KeyRange {
        low: low.map(|end| (end.at, end.included)),
        words: "—".to_owned(),
        span: None,
    };
    let mut above: Option<End> = None;
    for (place, part) in parts.iter().enumerate().rev() {
        let gap = match (part.high, above) {
            (Some(high), Some(low)) => leaves_gap(high, low),
            (Some(_), None) => true,
            (None, _) => false,
        };
        if gap {
            ranges.push(between(part.high.map(End::beyond)));
        }
        if let Some(position) = positions.get_mut(place) {
            *position = ranges.len();
        }
        ranges.push(KeyRange {
            low: part.low.map(|end| (end.at, end.included)),
            words: words(part),
            span: Some(part.span),
        });
        above = part.low;
    }
    if above.is_some() {
        ranges.push(between(None));
    }
    (ranges, positions)
}

/// `≥ 5,000,000, < 10,000,000`
fn words(part: &Reach) -> String {
    let said = |sign: &str, end: End| format!("{sign} {}", grouped(&end.at.to_shortest()));
    match (part.low, part.high) {
        (Some(low), Some(high)) if low.at == high.at => grouped(&low.at.to_shortest()),
        (low, high) => {
            let low = low.map(|low| said(if low.included { "≥" } else { ">" }, low));
            let high = high.map(|high| said(if high.included { "≤" } else { "<" }, high));
            low.into_iter().chain(high).collect::<Vec<_>>().join(", ")
        }
    }
}
