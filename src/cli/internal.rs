//! The last resort: a fault of our own is told as one coded line, never as a stack trace.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::{Diagnostic, call};
use crate::source::Sources;

use super::console::{Console, Exit};

/// Runs `work`; a panic in it is told with its cause and its place in our own source.
pub fn guarded(console: &Console, work: impl FnOnce() -> Exit) -> Exit {
    let seen: Arc<Mutex<Option<(String, String)>>> = Arc::default();
    let for_hook = Arc::clone(&seen);
    panic::set_hook(Box::new(move |info| {
        let cause = info
            .payload_as_str()
            .map_or_else(|| "panic".to_owned(), |words| words.lines().collect::<Vec<_>>().join(" "));
        let place = info.location().map_or_else(String::new, ToString::to_string);
        *for_hook.lock().unwrap_or_else(PoisonError::into_inner) = Some((cause, place));
    }));
    match panic::catch_unwind(AssertUnwindSafe(work)) {
        Ok(exit) => exit,
        Err(_) => {
            let told = seen.lock().unwrap_or_else(PoisonError::into_inner).take();
            let (cause, place) = told.unwrap_or_default();
            let diagnostic =
                Diagnostic::without_place(&call::INTERNAL).arg("cause", cause).arg("place", place);
            console.refuse(&[diagnostic], &Sources::new())
        }
    }
}
