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
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let payload = info.payload();
        let words = payload.downcast_ref::<&str>().copied();
        let words = words.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let cause = words.unwrap_or("panic").lines().collect::<Vec<_>>().join(" ");
        let place = info.location().map_or_else(String::new, ToString::to_string);
        *for_hook.lock().unwrap_or_else(PoisonError::into_inner) = Some((cause, place));
    }));
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    panic::set_hook(before);
    match done {
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

#[cfg(test)]
mod tests {
    use super::guarded;
    use crate::cli::console::{Console, Exit};
    use crate::diagnostic::Lang;

    #[test]
    fn a_fault_of_our_own_is_a_wrong_end_not_a_crash() {
        let console = Console { lang: Lang::En, terminal: false };
        assert_eq!(guarded(&console, || Exit::No), Exit::No);
        assert_eq!(guarded(&console, || panic!("on purpose")), Exit::Wrong);
    }
}
