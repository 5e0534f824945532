//! `ipcalc explain`: more about a diagnostic code.

use crate::diagnostic::{Diagnostic, Entry, Lang, Level, all, call, find};
use crate::source::Sources;

use super::console::{Console, Exit};
use super::loader::way_out;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:\n  ipcalc explain E0101\n  ipcalc explain --lang en")]
pub struct Args {
    /// The code, such as E0101
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

pub fn run(args: &Args, console: &Console) -> Exit {
    let Some(code) = &args.code else {
        let lines: Vec<String> = all().into_iter().map(|entry| line(entry, console.lang)).collect();
        return console.print(&lines.concat(), Exit::Done);
    };
    match find(code.trim()) {
        Some(entry) => console.print(&page(entry, console.lang), Exit::Done),
        None => {
            let codes: Vec<&str> = all().into_iter().map(|entry| entry.code).collect();
            let diagnostic = Diagnostic::without_place(&call::UNKNOWN_CODE)
                .arg("code", code.clone())
                .arg("way_out", way_out(code, &codes));
            console.refuse(&[diagnostic], &Sources::new())
        }
    }
}

fn level(entry: &Entry, lang: Lang) -> &'static str {
    match (entry.level, lang) {
        (Level::Note, Lang::Zh) => "提示",
        (Level::Warning, Lang::Zh) => "警告",
        (Level::Error, Lang::Zh) => "错误",
        (Level::Note, Lang::En) => "note",
        (Level::Warning, Lang::En) => "warning",
        (Level::Error, Lang::En) => "error",
    }
}

/// A text of the catalogue with `…` for the values that a finding fills in.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let placeholder = after.split_once('}').filter(|(name, _)| {
            !name.is_empty() && name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
        });
        match placeholder {
            Some((_, tail)) => {
                out.push('…');
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn line(entry: &Entry, lang: Lang) -> String {
    format!("{}  {}  {}\n", entry.code, level(entry, lang), plain(entry.message.get(lang)))
}

fn page(entry: &Entry, lang: Lang) -> String {
    let help = match lang {
        Lang::Zh => "办法：",
        Lang::En => "way out: ",
    };
    let way_out = plain(entry.help.get(lang));
    // A way out that is all values says nothing here.
    let way_out = if way_out == "…" { String::new() } else { format!("\n{help}{way_out}\n") };
    format!("{}{way_out}\n{}\n", line(entry, lang), entry.explain.get(lang))
}
