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
  ipcalc facts qingdao --format json  the same for a form or a program
  ipcalc facts qingdao --format jsonschema > facts.schema.json   what a facts file may hold")]
pub struct Args {
    /// The id of the policy
    #[arg(value_name = "POLICY")]
    policy: String,
    /// Form of the result: text on a terminal, else json
    #[arg(long, value_enum)]
    format: Option<Form>,
    /// Rule file or folder, repeatable; without it, the policies in the program
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,
}

/// The form of the result.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Form {
    /// For a person
    Text,
    /// For a form or a program
    Json,
    /// The JSON Schema (2020-12) of a facts file
    Jsonschema,
}

pub fn run(args: &Args, console: &Console) -> Exit {
    let mut sources = Sources::new();
    let (_, plan) = match one_policy(&args.policy, &args.rules, &mut sources) {
        Ok(compiled) => compiled,
        Err(faults) => return console.refuse(&faults, &sources),
    };
    let usual = if console.format(None) == Format::Json { Form::Json } else { Form::Text };
    let text = match args.format.unwrap_or(usual) {
        Form::Jsonschema => report::json_text(&report::facts_schema(&plan, console.lang)),
        Form::Json => report::json_text(&report::facts_list(&plan)),
        Form::Text => asked(&plan, console.lang, console.columns()),
    };
    console.print(&text, Exit::Done)
}
