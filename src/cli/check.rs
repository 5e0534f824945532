//! `ipcalc check`: everything that is wrong with rules.

use std::path::PathBuf;

use crate::analyse::analyse;
use crate::cases::check_examples;
use crate::compile::{compile, supersede};
use crate::diagnostic::{Diagnostic, Lang, Level, has_errors, to_json};
use crate::source::Sources;

use super::console::{Console, Exit, Format};
use super::loader::{Loader, default_folder};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  ipcalc check                      the folder `rules`, or the policies in the program
  ipcalc check rules/qingdao.rules  one file
  ipcalc check - < my.rules         standard input
  ipcalc check --format json rules  for editors and scripts")]
pub struct Args {
    /// Rule files, and folders of them
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Form of the findings
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub fn run(args: &Args, console: &Console) -> Exit {
    let paths = match args.paths.is_empty() {
        true => default_folder("rules").into_iter().collect(),
        false => args.paths.clone(),
    };
    let loader = match Loader::new(&paths) {
        Ok(loader) => loader,
        Err(faults) => return console.refuse(&faults, &Sources::new()),
    };
    let mut sources = Sources::new();
    let mut found = Vec::new();
    let policies = loader.all().len();
    let mut all = Vec::new();
    for policy in loader.into_all() {
        let files = policy.add_to(&mut sources);
        all.push(compile(&sources, &files));
    }
    supersede(&mut all);
    for compiled in all {
        found.extend(compiled.diagnostics);
        if let (Some(program), Some(plan)) = (&compiled.program, &compiled.plan) {
            found.extend(check_examples(plan, program));
            found.extend(analyse(program));
        }
    }
    let exit = if has_errors(&found) { Exit::No } else { Exit::Done };
    let text = match args.format {
        Format::Json => format!("{:#}\n", to_json(&found, &sources, console.lang)),
        Format::Text => {
            let rendered = console.rendered(&found, &sources, console.terminal);
            format!("{rendered}{}\n", summary(&found, policies, sources.len(), console.lang))
        }
    };
    console.print(&text, exit)
}

fn summary(found: &[Diagnostic], policies: usize, files: usize, lang: Lang) -> String {
    let of = |level: Level| found.iter().filter(|one| one.level() == level).count();
    let [errors, warnings, notes] = [Level::Error, Level::Warning, Level::Note].map(of);
    match lang {
        Lang::Zh => {
            let checked = format!("{policies} 个政策，{files} 个文件");
            match found.is_empty() {
                true => format!("没有发现问题 ({checked})"),
                false => format!("{errors} 个错误，{warnings} 个警告，{notes} 个提示 ({checked})"),
            }
        }
        Lang::En => {
            let checked = format!("policies: {policies}, files: {files}");
            match found.is_empty() {
                true => format!("nothing found ({checked})"),
                false => format!("errors: {errors}, warnings: {warnings}, notes: {notes} ({checked})"),
            }
        }
    }
}
