//! `ipcalc fmt`: the canonical form of rule files.

use std::path::PathBuf;

use crate::diagnostic::{Lang, has_errors};
use crate::source::Sources;
use crate::syntax::{self, ast::Spelling};

use super::console::{Console, Exit};
use super::files;
use super::loader::default_folder;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  ipcalc fmt rules             write the canonical form in place
  ipcalc fmt --check rules     only tell which files differ (exit 1)
  ipcalc fmt --to en - < a.rules > b.rules
                               translate the keywords; names stay as they are")]
pub struct Args {
    /// Rule files, and folders of them; `-` reads standard input and writes standard output
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write nothing; list the files that are not in canonical form
    #[arg(long)]
    check: bool,
    /// Spell all keywords and units in one language
    #[arg(long, value_enum, value_name = "LANG")]
    to: Option<To>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum To {
    /// Chinese keywords
    Zh,
    /// English keywords
    En,
}

pub fn run(args: &Args, console: &Console) -> Exit {
    let spelling = args.to.map(|to| match to {
        To::Zh => Spelling::Zh,
        To::En => Spelling::En,
    });
    let paths = match args.paths.is_empty() {
        true => default_folder("rules").into_iter().collect(),
        false => args.paths.clone(),
    };
    let mut exit = Exit::Done;
    let mut out = String::new();
    for path in paths.iter().flat_map(|path| match files::find(path, &["rules"]) {
        Ok(found) => found.into_iter().map(Ok).collect(),
        Err(fault) => vec![Err(fault)],
    }) {
        let done = path.map_err(|fault| vec![fault]).and_then(|path| {
            let mut sources = Sources::new();
            let text = files::read(&path).map_err(|fault| vec![fault])?;
            let file = sources.add(files::name(&path), text);
            let text = &sources.get(file).text;
            let parsed = syntax::parse(file, text);
            if has_errors(&parsed.diagnostics) {
                // A file that cannot be read whole must not lose what was not understood.
                console.complain(&parsed.diagnostics, &sources);
                return Err(Vec::new());
            }
            let printed = syntax::print(&parsed.ast, spelling);
            let stdin = path.as_os_str() == files::STANDARD_INPUT;
            match (args.check, stdin) {
                (true, _) if printed != *text => {
                    out.push_str(&differs(&files::name(&path), console.lang));
                    return Ok(Exit::No);
                }
                (true, _) => {}
                (false, true) => out.push_str(&printed),
                (false, false) if printed != *text => {
                    files::replace(&path, &printed).map_err(|fault| vec![fault])?;
                }
                (false, false) => {}
            }
            Ok(Exit::Done)
        });
        exit = exit.max(match done {
            Ok(exit) => exit,
            Err(faults) => console.refuse(&faults, &Sources::new()),
        });
    }
    console.print(&out, exit)
}

fn differs(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{name}：不是规范格式\n"),
        Lang::En => format!("{name}: not in canonical form\n"),
    }
}
