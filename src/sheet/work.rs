//! The work on one piece: rows into columns, decided, explained where asked for, and made into output.

use std::collections::BTreeMap;

use crate::batch::{Results, Scratch};
use crate::diagnostic::{Diagnostic, Lang};
use crate::evaluate::{self, Outcome, evaluate};
use crate::explain::{Explanation, Layout as Page};
use crate::facts::Inputs;
use crate::plan::InputId;

use super::answer::Answers;
use super::block::{Block, Fault};
use super::repeated::Keys;
use super::run::{Done, Run};
use super::source::Piece;
use super::summary::Summary;
use super::write::encode;

/// Memory that is used again for each piece.
#[derive(Default)]
pub struct Memory {
    results: Results,
    scratch: Scratch,
    rows: evaluate::Scratch,
}

impl Run<'_, '_> {
    /// Does all that can be done for a piece by itself.
    pub(super) fn work(&self, piece: &Piece, memory: &mut Memory) -> Result<Done, Diagnostic> {
        let mut block = self.shape.block(piece, self.reading)?;
        self.engine.run(&block.columns, &mut memory.results, &mut memory.scratch);
        let mut faults = std::mem::take(&mut block.faults);
        let mut refused = Vec::new();
        let (mut reasons, mut explained) = (BTreeMap::new(), Vec::new());
        for (row, found) in &memory.results.refused {
            refused.push(*row);
            faults.extend(found.iter().map(|finding| fault(&block, *row, finding.clone())));
        }
        for (row, defaulted) in &block.chosen {
            explained.extend(self.explain(&block, *row, defaulted, &mut reasons));
        }
        faults.sort_by_key(|fault| fault.row);
        let left_out = left_out(&faults);
        let open = self.open_rows(&block, memory);
        let answers = Answers { block: &block, results: &memory.results, refused, open, reasons };
        let encoded = encode(self.encoding, self.layout, &answers)?;
        let mut summary = Summary::of(self.reading.plan, &answers);
        summary.left_out = left_out;
        let once = self.reading.by_key();
        let names = block.names.take();
        let keys = names.and_then(|names| Keys::new(names, &block.numbers, &block.columns, once));
        Ok(Done { encoded, faults, summary, explained, keys, bytes: piece.bytes() })
    }

    /// The outcomes of rows in which some amount is not exact, where the engine was not asked for outcomes.
    fn open_rows(&self, block: &Block, memory: &mut Memory) -> BTreeMap<usize, Vec<u8>> {
        let mut open = BTreeMap::new();
        if self.outcomes {
            return open;
        }
        let plan = self.reading.plan;
        for &row in &memory.results.open {
            let inputs = block.columns.inputs_of(plan, row);
            if let Ok(decided) = evaluate::amounts(plan, &inputs, &mut memory.rows) {
                open.insert(row, decided.outcomes.iter().map(position).collect());
            }
        }
        open
    }

    /// The reasons of a row, and its whole trace if it was chosen.
    fn explain(
        &self,
        block: &Block,
        row: usize,
        defaulted: &[InputId],
        reasons: &mut BTreeMap<usize, Vec<String>>,
    ) -> Option<(u64, Option<String>, String)> {
        let plan = self.reading.plan;
        let number = block.numbers.get(row).copied()?;
        let name = block.names.as_ref().map(|names| names.get(row).0).filter(|name| !name.is_empty());
        let inputs = Inputs {
            applicant: name.map(str::to_owned),
            defaulted: defaulted.to_vec(),
            ..block.columns.inputs_of(plan, row)
        };
        let decision = evaluate(plan, &inputs).ok()?;
        let explanation = Explanation::new(plan, &inputs, &decision, self.lang);
        if self.reading.explain_all {
            let between = match self.lang {
                Lang::Zh => "；",
                Lang::En => "; ",
            };
            let all = plan.awards.ids().map(|award| explanation.reasons(award).join(between));
            reasons.insert(row, all.collect());
        }
        if !self.reading.chosen.has(number, name) {
            return None;
        }
        let title = match (self.lang, name) {
            (Lang::Zh, Some(name)) => format!("━━ 第 {number} 行  {name}\n"),
            (Lang::Zh, None) => format!("━━ 第 {number} 行\n"),
            (Lang::En, Some(name)) => format!("━━ row {number}  {name}\n"),
            (Lang::En, None) => format!("━━ row {number}\n"),
        };
        let text = format!("{title}{}", explanation.report(Page::default()));
        Some((number, name.map(str::to_owned), text))
    }
}

fn fault(block: &Block, row: usize, found: Diagnostic) -> Fault {
    let name = block.names.as_ref().map(|names| names.get(row).0).filter(|name| !name.is_empty());
    Fault {
        row: block.numbers.get(row).copied().unwrap_or(0),
        name: name.map(str::to_owned),
        column: None,
        found,
        table: None,
    }
}

/// How many rows have faults; they are in the order of rows.
fn left_out(faults: &[Fault]) -> u64 {
    let mut last = None;
    let mut rows = 0_u64;
    for fault in faults {
        if last != Some(fault.row) {
            rows = rows.saturating_add(1);
            last = Some(fault.row);
        }
    }
    rows
}

/// The position of an outcome in [`crate::scaled::OUTCOMES`].
fn position(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::Awarded(_) => 0,
        Outcome::NotEligible => 1,
        Outcome::Displaced { .. } => 2,
        Outcome::Exhausted => 3,
        Outcome::UpTo(_) => 4,
        Outcome::Entitled => 5,
        Outcome::Undetermined { .. } => 6,
        Outcome::NotInForce => 7,
    }
}
