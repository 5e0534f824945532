//! `ipcalc eval`: what one applicant is paid, and why.

use std::path::PathBuf;

use crate::compile::{compile_to_evaluate, supersede};
use crate::diagnostic::{Diagnostic, Lang, Words, call, has_errors};
use crate::evaluate::{Joint, jointly};
use crate::explain::{Explanation, Layout};
use crate::facts::{self, json::Json};
use crate::money::grouped;
use crate::plan::{AwardId, Plan};
use crate::report::{self, Part};
use crate::source::Sources;

use super::console::{Console, Exit, Format};
use super::files;
use super::loader::Loader;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  ipcalc eval applicant.json                  a report, on a terminal
  ipcalc eval applicant.json --format json    the result for a program, as in a pipe
  ipcalc eval - < applicant.json              the facts from standard input
  ipcalc eval applicant.json --rules my.rules with rules of your own

A facts file:
  { \"policy\": \"qingdao\", \"as_of\": \"2019-06-30\",
    \"facts\": { \"applicant\": \"university\", \"independent_operation_centre\": true,
               \"patent_transaction_value\": \"800万元\" } }

`ipcalc facts POLICY` lists the facts that a policy asks for.")]
pub struct Args {
    /// The facts of one applicant; `-` reads standard input
    #[arg(value_name = "FACTS.json")]
    facts: PathBuf,
    /// Form of the result: text on a terminal, else json
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Rule file or folder, repeatable; without it, the policies in the program
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,
}

pub fn run(args: &Args, console: &Console) -> Exit {
    let mut sources = Sources::new();
    let text = match result(args, console, &mut sources) {
        Ok(text) => text,
        Err(faults) => return console.refuse(&faults, &sources),
    };
    console.print(&text, Exit::Done)
}

fn result(args: &Args, console: &Console, sources: &mut Sources) -> Result<String, Vec<Diagnostic>> {
    if files::ends_in(&args.facts, "rules") {
        let wanted = Words::new("事实文件", "a file of facts");
        let fault = Diagnostic::without_place(&call::UNKNOWN_KIND).arg("path", files::name(&args.facts));
        return Err(vec![fault.arg("wanted", wanted)]);
    }
    let text = files::read(&args.facts).map_err(|fault| vec![fault])?;
    let file = sources.add(files::name(&args.facts), text);
    let json = facts::json::parse(sources, file).map_err(|fault| vec![fault])?;
    let loader = Loader::new(&args.rules)?;
    let plans = plans(&json, loader, sources)?;
    let reading = facts::read(&json, &plans.iter().collect::<Vec<_>>())?;
    console.complain(&reading.remarks, sources);
    let several = reading.several;
    let decided = jointly(&reading.parts)?;
    Ok(match console.format(args.format) {
        Format::Json => json_result(&decided, several, console),
        Format::Text => text_result(&decided, console),
    })
}

/// The plans of the policies that a facts file speaks of; of all, if it names none or one that is not known.
fn plans(json: &Json, loader: Loader, sources: &mut Sources) -> Result<Vec<Plan>, Vec<Diagnostic>> {
    let named = facts::policies(json).map(|named| named.into_iter().map(|(id, _)| id).collect::<Vec<_>>());
    let earlier = json.get("history").and_then(Json::elements).unwrap_or_default();
    let earlier = earlier.iter().filter_map(|entry| entry.get("policy")?.text());
    let wanted = named.filter(|named| named.iter().all(|id| loader.ids().contains(id)));
    let wanted = wanted.map(|wanted| wanted.into_iter().chain(earlier).collect::<Vec<_>>());
    let wanted = wanted.map(|wanted| loader.with_replacing(&wanted));
    let mut all = Vec::new();
    for policy in loader.into_all() {
        let skip =
            wanted.as_ref().is_some_and(|wanted| !policy.id.as_ref().is_some_and(|id| wanted.contains(id)));
        if skip {
            continue;
        }
        let files = policy.add_to(sources);
        all.push(compile_to_evaluate(sources, &files));
    }
    supersede(&mut all);
    let faults = all.iter().filter(|compiled| has_errors(&compiled.diagnostics));
    let faults: Vec<Diagnostic> = faults.flat_map(|compiled| compiled.diagnostics.clone()).collect();
    if faults.is_empty() {
        Ok(all.into_iter().filter_map(|compiled| compiled.plan).collect())
    } else {
        Err(faults)
    }
}

fn json_result(decided: &Joint, several: bool, console: &Console) -> String {
    let lang = console.lang;
    with_parts(decided, lang, |parts| match (parts, several) {
        ([one], false) => report::json_text(&report::result(one, lang)),
        _ => report::json_text(&report::results(parts, decided.total, lang)),
    })
}

fn text_result(decided: &Joint, console: &Console) -> String {
    let layout = Layout { columns: console.columns(), colour: console.terminal };
    let reports = decided
        .parts
        .iter()
        .map(|one| Explanation::new(&one.plan, &one.inputs, &one.decision, console.lang).report(layout));
    let mut text = reports.collect::<Vec<_>>().join("\n");
    if decided.parts.len() > 1 {
        text.push_str(&joint_total(decided, console.lang));
    }
    text
}

/// The sum over several policies; nothing where their currencies differ.
fn joint_total(decided: &Joint, lang: Lang) -> String {
    let Some(total) = with_parts(decided, lang, |parts| report::results(parts, decided.total, lang).total)
    else {
        return String::new();
    };
    let low = grouped(&total.min);
    let words = match (total.max.as_deref().map(grouped), lang) {
        (Some(high), _) if high == low => low,
        (Some(high), _) => format!("{low} – {high}"),
        (None, Lang::Zh) => format!("{low} 起，不封顶"),
        (None, Lang::En) => format!("{low} and more, no upper bound"),
    };
    match lang {
        Lang::Zh => format!("\n各政策合计  {words}\n"),
        Lang::En => format!("\ntotal of all policies  {words}\n"),
    }
}

/// Hands on the decisions with the words that explain them.
fn with_parts<T>(decided: &Joint, lang: Lang, then: impl FnOnce(&[Part<'_>]) -> T) -> T {
    let explained: Vec<_> = decided
        .parts
        .iter()
        .map(|one| Explanation::new(&one.plan, &one.inputs, &one.decision, lang))
        .collect();
    let reasons: Vec<_> = explained.iter().map(|one| |award: AwardId| one.reasons(award)).collect();
    let lines: Vec<_> = explained.iter().map(|one| |award: AwardId| one.calculation(award)).collect();
    let parts: Vec<Part<'_>> = decided
        .parts
        .iter()
        .zip(reasons.iter().zip(&lines))
        .map(|(one, (reasons, calculation))| Part {
            plan: &one.plan,
            inputs: &one.inputs,
            decision: &one.decision,
            reasons,
            calculation,
        })
        .collect();
    then(&parts)
}
