//! `ipcalc facts`: what a policy asks for.

use std::path::PathBuf;

use crate::explain::asked;
use crate::report;
use crate::source::Sources;

use super::console::{Console, Exit, Format};
use super::policy::one_policy;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  ipcalc facts qingdao                the facts of a policy, with their questions
  ipcalc facts qingdao --format json  the same for a form or a program")]
pub struct Args {
    /// The id of the policy
    #[arg(value_name = "POLICY")]
    policy: String,
    /// Form of the result: text on a terminal, else json
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Rule file or folder, repeatable; without it, the policies in the program
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,
}

pub fn run(args: &Args, console: &Console) -> Exit {
    let mut sources = Sources::new();
    let (_, plan) = match one_policy(&args.policy, &args.rules, &mut sources) {
        Ok(compiled) => compiled,
        Err(faults) => return console.refuse(&faults, &sources),
    };
    let text = match console.format(args.format) {
        Format::Json => report::json_text(&report::facts_list(&plan)),
        Format::Text => asked(&plan, console.lang, console.columns()),
    };
    console.print(&text, Exit::Done)
}
