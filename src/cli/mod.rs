//! The command line: arguments, files, exit codes. Everything it prints is made by the rooms above.

mod allocate;
mod applicants;
mod batch;
mod check;
mod compile;
mod console;
mod coverage;
mod eval;
mod explain;
mod facts;
mod files;
mod fmt;
mod grouping;
mod internal;
mod ledger;
mod list;
mod loader;
mod policy;
mod progress;
mod replacing;
mod staged;
mod tables;
mod test;

use std::ffi::OsString;
use std::io::Write as _;

use clap::{CommandFactory as _, Parser, Subcommand};

use console::Console;
pub use console::Exit;

use crate::diagnostic::Lang;

/// Computes what a policy grants an applicant, exactly, and says why.
#[derive(Parser, Debug)]
#[command(name = "ipcalc", version, disable_help_subcommand = true, after_help = EXAMPLES)]
struct Call {
    /// Language of messages and reports
    #[arg(long, global = true, value_enum, default_value = "zh", value_name = "LANG")]
    lang: Language,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  ipcalc eval applicant.json                what one applicant is paid, and why
  ipcalc eval applicant.json --format json  the same for a program
  ipcalc batch in.xlsx -o out.xlsx --policy qingdao   the same for a table of applicants
  ipcalc allocate in.csv -o ledger.csv --policy ID --as-of DATE   quotas, prizes, budgets
  ipcalc check my.rules                     everything that is wrong with a rule file
  ipcalc test                               all examples and cases
  ipcalc facts qingdao                      what a policy asks for
  ipcalc explain E0101                      more about a diagnostic

Exit codes: 0 done; 1 the answer is no (findings, failing cases); 2 the input or the call is wrong.";

/// The language of all words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Language {
    /// 简体中文
    Zh,
    /// English
    En,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Evaluate one applicant: what is paid, by which clause, and why nothing else
    Eval(eval::Args),
    /// Evaluate a table of applicants: CSV, NDJSON, Excel or Parquet
    Batch(Box<batch::Args>),
    /// Decide what only all applicants together decide: quotas, prizes, budgets; write a ledger
    Allocate(allocate::Args),
    /// Parse and check rules; tell everything that is wrong
    Check(check::Args),
    /// Run the examples of rule files and the cases of case files
    Test(test::Args),
    /// List the facts that a policy asks for
    Facts(facts::Args),
    /// List every item of a policy and every listed part of one
    List(list::Args),
    /// Compare the original text with the rules: what is covered, declared not encoded, left
    Coverage(coverage::Args),
    /// Write a policy as one SQL query, or as JSON for other tools
    Compile(compile::Args),
    /// Write rule files in canonical form
    Fmt(fmt::Args),
    /// Tell more about a diagnostic code; without a code, list them all
    Explain(explain::Args),
    /// Print a completion script for a shell
    #[command(
        after_help = "Example:\n  ipcalc completions bash > ~/.local/share/bash-completion/completions/ipcalc"
    )]
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
}

/// Runs a call and gives its exit code. Never panics: a fault of our own becomes a diagnostic.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let call = match Call::try_parse_from(arguments) {
        Ok(call) => call,
        Err(error) => {
            // Where nobody reads the help, the exit code still tells.
            let _unheard = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(2);
        }
    };
    let lang = match call.lang {
        Language::Zh => Lang::Zh,
        Language::En => Lang::En,
    };
    let console = Console::new(lang);
    internal::guarded(&console, || dispatch(&call.command, &console)).code()
}

fn dispatch(command: &Command, console: &Console) -> Exit {
    match command {
        Command::Eval(args) => eval::run(args, console),
        Command::Batch(args) => batch::run(args, console),
        Command::Allocate(args) => allocate::run(args, console),
        Command::Check(args) => check::run(args, console),
        Command::Test(args) => test::run(args, console),
        Command::Facts(args) => facts::run(args, console),
        Command::List(args) => list::run(args, console),
        Command::Coverage(args) => coverage::run(args, console),
        Command::Compile(args) => compile::run(args, console),
        Command::Fmt(args) => fmt::run(args, console),
        Command::Explain(args) => explain::run(args, console),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Call::command(), "ipcalc", &mut script);
            let _written = script.flush();
            console.print(&String::from_utf8_lossy(&script), Exit::Done)
        }
    }
}
