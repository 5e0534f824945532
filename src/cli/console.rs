//! Where results and complaints go: standard output carries results only.

use std::io::{ErrorKind, IsTerminal, Write};

use crate::diagnostic::{Diagnostic, Lang, Render, call};
use crate::source::Sources;

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Exit {
    /// Done.
    Done,
    /// The answer is "no": findings, failing cases.
    No,
    /// The input or the call is wrong.
    Wrong,
}

impl Exit {
    /// The exit code of the process.
    pub const fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::No => 1,
            Exit::Wrong => 2,
        }
    }
}

/// The form of a result.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Format {
    /// For a person.
    Text,
    /// For programs.
    Json,
}

/// The two outputs of a run.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    /// The language of all words.
    pub lang: Lang,
    /// Standard output is a terminal.
    pub terminal: bool,
}

impl Console {
    /// The console of this process.
    pub fn new(lang: Lang) -> Console {
        Console { lang, terminal: std::io::stdout().is_terminal() }
    }

    /// The form asked for, or what suits the output: text on a terminal, JSON in a pipe.
    pub fn format(&self, asked: Option<Format>) -> Format {
        asked.unwrap_or(if self.terminal { Format::Text } else { Format::Json })
    }

    /// Columns for a report: those of the terminal up to what reads well.
    pub fn columns(&self) -> usize {
        let own = terminal_size::terminal_size().filter(|_| self.terminal);
        own.map_or(96, |(width, _)| usize::from(width.0).clamp(60, 100))
    }

    /// Writes a result. A reader that has gone away is no fault of ours.
    pub fn print(&self, text: &str, done: Exit) -> Exit {
        let mut out = std::io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => done,
            Err(error) if error.kind() == ErrorKind::BrokenPipe => done,
            Err(error) => {
                let diagnostic = Diagnostic::without_place(&call::NOT_WRITTEN)
                    .arg("path", "stdout")
                    .arg("cause", error.to_string());
                self.complain(&[diagnostic], &Sources::new());
                Exit::Wrong
            }
        }
    }

    /// Diagnostics as text, for a person.
    pub fn rendered(&self, diagnostics: &[Diagnostic], sources: &Sources, colour: bool) -> String {
        Render { lang: self.lang, colour, width: 100 }.text(diagnostics, sources)
    }

    /// Writes diagnostics to standard error.
    pub fn complain(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        if diagnostics.is_empty() {
            return;
        }
        let mut err = std::io::stderr().lock();
        let text = self.rendered(diagnostics, sources, err.is_terminal());
        // Where nobody listens on standard error, the exit code still tells.
        let _unheard = err.write_all(text.as_bytes());
    }

    /// Writes words about a result to standard error.
    pub fn tell(&self, text: &str) {
        // Where nobody listens on standard error, nothing is lost but the words.
        let _unheard = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Writes a trace to standard output, or beside a result that goes there.
    pub fn trace(&self, text: &str, beside: bool) {
        if beside {
            self.tell(text);
        } else {
            let _printed = self.print(text, Exit::Done);
        }
    }

    /// Complains and gives the exit of a wrong call.
    pub fn refuse(&self, diagnostics: &[Diagnostic], sources: &Sources) -> Exit {
        self.complain(diagnostics, sources);
        Exit::Wrong
    }
}
