//! `ipcalc list`: every item of a policy and every listed part of one.

use std::path::PathBuf;

use crate::explain::table;
use crate::report;
use crate::source::Sources;

use super::console::{Console, Exit, Format};
use super::policy::one_policy;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  ipcalc list qingdao                items and parts by section
  ipcalc list qingdao --format json  the same for a program")]
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
    let (program, _) = match one_policy(&args.policy, &args.rules, &mut sources) {
        Ok(compiled) => compiled,
        Err(faults) => return console.refuse(&faults, &sources),
    };
    let items = report::items(&program, console.lang);
    let text = match console.format(args.format) {
        Format::Json => report::json_text(&items),
        Format::Text => {
            let dated = items.iter().any(|item| item.in_force.is_some());
            let rows = items.into_iter().map(|item| {
                let kind = report::kind_in_words(item.kind, console.lang);
                let days = item.in_force.map_or_else(String::new, |days| days.words());
                let columns = vec![item.cites, kind.to_owned(), item.title, item.id];
                columns.into_iter().chain(dated.then_some(days)).collect()
            });
            table(&rows.collect::<Vec<_>>(), console.columns())
        }
    };
    console.print(&text, Exit::Done)
}
