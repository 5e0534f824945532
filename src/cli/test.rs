//! `ipcalc test`: runs the examples of rule files and the cases of case files.

use std::path::{Path, PathBuf};

use crate::cases::{self, CaseResult, Verdict};
use crate::compile::{Compiled, compile, supersede};
use crate::diagnostic::{Diagnostic, Lang, call, has_errors};
use crate::facts::{self, json::Json};
use crate::plan::Plan;
use crate::source::{Source, Sources};

use super::console::{Console, Exit};
use super::files;
use super::loader::{Loader, PolicyTexts, default_folder};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  ipcalc test                           the folders `rules` and `tests/cases`, or the policies in the program
  ipcalc test rules/qingdao.rules       the examples of one file
  ipcalc test cases.json                cases against the policies in the program
  ipcalc test cases.json --rules rules  cases against the rules of a folder

A case is a facts file with a `name` and an `expect`:
  { \"name\": \"…\", \"policy\": \"qingdao\", \"facts\": { … },
    \"expect\": { \"total\": \"400000.00\", \"awards\": { \"operation_centre\": \"400000.00\" } } }")]
pub struct Args {
    /// Rule files, case files, and folders of them
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Rules that the cases are run against, repeatable; without it, the rule files among the paths, then
    /// the policies in the program
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,
}

pub fn run(args: &Args, console: &Console) -> Exit {
    let mut sources = Sources::new();
    match results(args, &mut sources) {
        Ok(results) => {
            let failed = results.iter().filter(|result| !result.holds()).count();
            let exit = if failed == 0 { Exit::Done } else { Exit::No };
            console.print(&told(&results, failed, &sources, console.lang), exit)
        }
        Err(faults) => console.refuse(&faults, &sources),
    }
}

fn results(args: &Args, sources: &mut Sources) -> Result<Vec<CaseResult>, Vec<Diagnostic>> {
    let (rule_files, case_files) = paths(args)?;
    let (own, faults) = Loader::of_files(&rule_files);
    if !faults.is_empty() {
        return Err(faults);
    }
    let nothing_given = rule_files.is_empty() && case_files.is_empty() && args.paths.is_empty();
    let own = if nothing_given { Loader::embedded() } else { own };
    let cases = cases_in(&case_files, sources)?;
    let examples = compiled(own.all().to_vec(), sources)?;
    let mut results = Vec::new();
    for policy in &examples {
        let (Some(program), Some(plan)) = (&policy.program, &policy.plan) else { continue };
        results.extend(program.examples.iter().map(|one| cases::run_example(plan, one)));
    }
    if !cases.is_empty() {
        let plans = plans_for(&cases, args, &examples, sources)?;
        let plans: Vec<&Plan> = plans.iter().collect();
        results.extend(cases.iter().flat_map(|file| cases::run(file, &plans)));
    }
    if examples.is_empty() && cases.is_empty() {
        let named = args.paths.iter().map(|path| files::name(path)).collect::<Vec<_>>().join(", ");
        return Err(vec![Diagnostic::without_place(&call::NOTHING_TO_TEST).arg("path", named)]);
    }
    Ok(results)
}

/// The rule files and the JSON files at or below the paths.
fn paths(args: &Args) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Vec<Diagnostic>> {
    let paths: Vec<PathBuf> = match args.paths.is_empty() {
        true => ["rules", "tests/cases"].into_iter().filter_map(default_folder).collect(),
        false => args.paths.clone(),
    };
    let (mut rules, mut json, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for path in &paths {
        match files::find(path, &["rules", "json"]) {
            Ok(found) => {
                for file in found {
                    let list = if files::ends_in(&file, "json") { &mut json } else { &mut rules };
                    if !list.contains(&file) {
                        list.push(file);
                    }
                }
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok((rules, json)) } else { Err(faults) }
}

/// The case files among JSON files; other JSON is no business of ours.
fn cases_in(paths: &[PathBuf], sources: &mut Sources) -> Result<Vec<Json>, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let mut faults = Vec::new();
    for path in paths {
        match case_file(path, sources) {
            Ok(file) => found.extend(file),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

fn case_file(path: &Path, sources: &mut Sources) -> Result<Option<Json>, Diagnostic> {
    let text = files::read(path)?;
    let file = sources.add(files::name(path), text);
    let json = facts::json::parse(sources, file)?;
    Ok(if cases::is_case_file(&json) { Some(json) } else { None })
}

fn compiled(policies: Vec<PolicyTexts>, sources: &mut Sources) -> Result<Vec<Compiled>, Vec<Diagnostic>> {
    let mut all = Vec::new();
    for policy in policies {
        let files = policy.add_to(sources);
        all.push(compile(sources, &files));
    }
    supersede(&mut all);
    let faults = all.iter().filter(|compiled| has_errors(&compiled.diagnostics));
    let faults: Vec<Diagnostic> = faults.flat_map(|compiled| compiled.diagnostics.clone()).collect();
    if faults.is_empty() { Ok(all) } else { Err(faults) }
}

/// The plans that cases speak of: of `--rules`, else of the rule files at hand, then of those in the program.
fn plans_for(
    cases: &[Json],
    args: &Args,
    at_hand: &[Compiled],
    sources: &mut Sources,
) -> Result<Vec<Plan>, Vec<Diagnostic>> {
    let mut plans: Vec<Plan> = Vec::new();
    let loader = if args.rules.is_empty() {
        plans.extend(at_hand.iter().filter_map(|one| one.plan.clone()));
        Loader::embedded()
    } else {
        Loader::new(&args.rules)?
    };
    let named: Option<Vec<Vec<&str>>> = cases
        .iter()
        .flat_map(cases::cases_of)
        .map(|case| Some(facts::policies(case)?.into_iter().map(|(id, _)| id).collect()))
        .collect();
    let named: Option<Vec<&str>> = named.map(|named| named.concat());
    let further = loader.into_all().into_iter().filter(|policy| {
        let id = policy.id.as_deref();
        let known = plans.iter().any(|plan| Some(plan.policy.as_str()) == id);
        // Without a name, a case is for all policies at hand; those of the program only where none is.
        let wanted = match &named {
            Some(named) => id.is_some_and(|id| named.contains(&id)),
            None => plans.is_empty(),
        };
        !known && (wanted || !args.rules.is_empty())
    });
    let further = further.collect();
    plans.extend(compiled(further, sources)?.into_iter().filter_map(|one| one.plan));
    Ok(plans)
}

fn told(results: &[CaseResult], failed: usize, sources: &Sources, lang: Lang) -> String {
    let mut out = String::new();
    for result in results.iter().filter(|result| !result.holds()) {
        out.push_str(&format!("✗ {}  ({})\n", one_line(&result.name), place(sources, result.at)));
        match &result.verdict {
            Verdict::Holds => {}
            Verdict::Differs(differences) => {
                for one in differences {
                    let (subject, expected, got) =
                        (one.subject.get(lang), one.expected.get(lang), one.got.get(lang));
                    out.push_str(&match lang {
                        Lang::Zh => format!("    {subject}：应为 {expected}，得到 {got}\n"),
                        Lang::En => format!("    {subject}: expected {expected}, got {got}\n"),
                    });
                }
            }
            Verdict::Bad(found) => {
                for one in found {
                    let at = one.place().map_or_else(String::new, |at| format!(" ({})", sources.place(at)));
                    out.push_str(&format!("    {} {}{at}\n", one.entry.code, one.message(lang)));
                }
            }
        }
    }
    let passed = results.len().saturating_sub(failed);
    out.push_str(&match lang {
        Lang::Zh => format!("{passed} 个通过，{failed} 个失败\n"),
        Lang::En => format!("{passed} passed, {failed} failed\n"),
    });
    out
}

fn place(sources: &Sources, at: crate::source::Span) -> String {
    let source: &Source = sources.get(at.file);
    format!("{}:{}", source.name, source.line_column(at.start).0)
}

fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
