//! `ipcalc coverage`: a document against the rules that encode it.

use std::path::PathBuf;

use crate::compile::compile;
use crate::coverage;
use crate::diagnostic::has_errors;
use crate::program::outline;
use crate::report;
use crate::source::Sources;

use super::console::{Console, Exit, Format};
use super::files;
use super::loader::Loader;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  ipcalc coverage qingdao --text original.txt                 what is covered, declared, left
  ipcalc coverage my_policy --text original.txt --rules my.rules

A sentence counts if it has figures or words of granting. Exit code 1: some are left.")]
pub struct Args {
    /// The id of the policy
    #[arg(value_name = "POLICY")]
    policy: String,
    /// The original text, as pasted from a page; - for standard input
    #[arg(long, value_name = "DOCUMENT")]
    text: PathBuf,
    /// Form of the result: text on a terminal, else json
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Rule file or folder, repeatable; without it, the policies in the program
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,
}

pub fn run(args: &Args, console: &Console) -> Exit {
    let mut sources = Sources::new();
    let loaded =
        Loader::new(&args.rules).and_then(|loader| loader.policy(&args.policy).map_err(|fault| vec![fault]));
    let policy = match loaded {
        Ok(policy) => policy,
        Err(faults) => return console.refuse(&faults, &sources),
    };
    let document = match files::read(&args.text) {
        Ok(document) => document,
        Err(fault) => return console.refuse(&[fault], &sources),
    };
    let ids = policy.add_to(&mut sources);
    let compiled = compile(&sources, &ids);
    // Rules with errors still say which sections they answer for; but they are wrong, and that is told.
    let wrong = has_errors(&compiled.diagnostics);
    if wrong {
        console.complain(&compiled.diagnostics, &sources);
    }
    let judged = coverage::coverage(&outline(&compiled.asts), &sources, &document);
    let exit = match (coverage::left(&judged), wrong) {
        (0, false) => Exit::Done,
        (0, true) => Exit::Wrong,
        (_, _) => Exit::No,
    };
    let text = match console.format(args.format) {
        Format::Json => report::json_text(&coverage::result(&args.policy, judged)),
        Format::Text => coverage::told(&judged, console.lang, console.columns()),
    };
    console.print(&text, exit)
}
