//! A run over a table: pieces are worked on by several threads, and what they give is taken in their order.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, mpsc};

use crate::batch::Engine;
use crate::diagnostic::{Diagnostic, Lang, sheet};

use super::answer::Layout;
use super::block::Fault;
use super::reading::Reading;
use super::repeated::Keys;
use super::source::{Shape, Source};
use super::summary::Summary;
use super::work::Memory;
use super::write::{Encoded, Encoding};

/// What is the same for all pieces of a run.
pub struct Run<'r, 'p> {
    /// What rows are read for.
    pub reading: &'r Reading<'p>,
    /// The columns of the table.
    pub shape: &'r Shape,
    /// The engine.
    pub engine: &'r Engine<'p>,
    /// The engine gives outcomes.
    pub outcomes: bool,
    /// What comes out.
    pub layout: &'r Layout,
    /// How it is written.
    pub encoding: &'r Encoding,
    /// The language of reasons and traces.
    pub lang: Lang,
}

/// What became of a piece.
#[derive(Debug)]
pub struct Done {
    /// Its part of the output.
    pub encoded: Encoded,
    /// What was wrong with rows, in their order.
    pub faults: Vec<Fault>,
    /// What it comes to.
    pub summary: Summary,
    /// The traces of chosen rows, each with its number and its key.
    pub explained: Vec<(u64, Option<String>, String)>,
    /// What tells its applicants apart, where a key does.
    pub keys: Option<Keys>,
    /// How many bytes of the input it was.
    pub bytes: u64,
}

impl Run<'_, '_> {
    /// Works through a table. `take` gets what became of each piece, in their order, whatever the number of threads.
    pub fn drive(
        &self,
        source: &mut Source,
        threads: usize,
        take: &mut dyn FnMut(Done) -> Result<(), Diagnostic>,
    ) -> Result<(), Diagnostic> {
        if threads <= 1 {
            let mut memory = Memory::default();
            while let Some(piece) = source.next_piece()? {
                take(self.work(&piece, &mut memory)?)?;
            }
            return Ok(());
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.map_err(|error| {
            Diagnostic::without_place(&sheet::UNREADABLE_TABLE).arg("cause", error.to_string())
        })?;
        pool.in_place_scope(|scope| self.share(scope, source, threads, take))
    }

    fn share<'s>(
        &'s self,
        scope: &rayon::Scope<'s>,
        source: &mut Source,
        threads: usize,
        take: &mut dyn FnMut(Done) -> Result<(), Diagnostic>,
    ) -> Result<(), Diagnostic> {
        let memories: std::sync::Arc<Mutex<Vec<Memory>>> = std::sync::Arc::default();
        let (send, receive) = mpsc::channel();
        // What is read but not yet written is bounded, and with it the memory.
        let most = threads.saturating_mul(2);
        let (mut begun, mut ended, mut over) = (0_u64, 0_u64, false);
        let mut waiting = BTreeMap::new();
        loop {
            while !over && begun.saturating_sub(ended) < u64::try_from(most).unwrap_or(2) {
                let Some(piece) = source.next_piece()? else {
                    over = true;
                    break;
                };
                let (send, memories, at) = (send.clone(), memories.clone(), begun);
                begun = begun.saturating_add(1);
                scope.spawn(move |_| {
                    let mut memory = memories.lock().ok().and_then(|mut free| free.pop()).unwrap_or_default();
                    let done = catch_unwind(AssertUnwindSafe(|| self.work(&piece, &mut memory)));
                    if let Ok(mut free) = memories.lock() {
                        free.push(memory);
                    }
                    // Nobody listens once the run has failed.
                    let _unheard = send.send((at, done));
                });
            }
            if ended == begun {
                return Ok(());
            }
            // INVARIANT: this thread holds a sender itself, so the channel is never closed.
            let Ok((at, done)) = receive.recv() else { return Ok(()) };
            waiting.insert(at, done);
            while let Some(done) = waiting.remove(&ended) {
                ended = ended.saturating_add(1);
                match done {
                    Ok(done) => take(done?)?,
                    // A fault of our own is told where all such faults are.
                    Err(panic) => resume_unwind(panic),
                }
            }
        }
    }
}
