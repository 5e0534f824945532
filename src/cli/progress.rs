//! Progress on a terminal: how far, how fast, how long still. Silent anywhere else.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The progress of a run.
pub struct Progress {
    bar: Option<ProgressBar>,
    rows: u64,
}

impl Progress {
    /// Of a table of so many bytes, where that is known.
    pub fn new(bytes: Option<u64>) -> Progress {
        if !std::io::stderr().is_terminal() {
            return Progress { bar: None, rows: 0 };
        }
        let (bar, template) = match bytes {
            Some(bytes) => {
                (ProgressBar::new(bytes), "{bar:24} {percent:>3}%  {msg}  {binary_bytes_per_sec}  {eta}")
            }
            None => (ProgressBar::new_spinner(), "{spinner} {msg}  {binary_bytes_per_sec}"),
        };
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(250));
        Progress { bar: Some(bar), rows: 0 }
    }

    /// So many bytes and rows more.
    pub fn add(&mut self, bytes: u64, rows: u64) {
        self.rows = self.rows.saturating_add(rows);
        if let Some(bar) = &self.bar {
            bar.inc(bytes);
            bar.set_message(crate::money::grouped(&self.rows.to_string()));
        }
    }

    /// It is over: the line goes away.
    pub fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
