//! `ipcalc allocate`: what only all applicants together decide.

use std::path::{Path, PathBuf};

use crate::allocate::{Earlier, Round, allocate, ledger, summary, text};
use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, facts as facts_codes, population as entries, sheet as codes};
use crate::facts::{self, json::Json};
use crate::plan::Plan;
use crate::report;
use crate::sheet::Granted;
use crate::sheet::cell::Cell;
use crate::source::Sources;

use super::applicants::Asked;
use super::batch::asked::trimmed;
use super::console::{Console, Exit, Format};
use super::files;
use super::ledger as written;
use super::loader::Loader;
use super::policy::one_policy;
use super::tables;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  ipcalc allocate applicants.json -o ledger.csv --policy demo --as-of 2025-06-30
  ipcalc allocate 申报表.csv -o 台账.xlsx --policy demo --key 单位名称 --as-of 2025-06-30
  ipcalc allocate applicants.csv -o ledger.csv --policy demo --as-of 2026-06-30 --history ledger-2025.csv
  ipcalc allocate applicants.json -o ledger.ndjson --policy demo --as-of 2025-06-30 --format json

APPLICANTS is a table like that of `ipcalc batch`, or a JSON array of facts files; each applicant has a
name of its own. The ledger has a row for each applicant, award and fund, and is history for later rounds.
Exit code 1: something is left open (a tie that the rules do not resolve, missing facts of somebody).")]
pub struct Args {
    /// The applicants: .json (an array of facts files), .csv, .ndjson, .xlsx or .parquet
    #[arg(value_name = "APPLICANTS")]
    input: PathBuf,
    /// The ledger, in the format of its ending: .csv, .ndjson, .xlsx or .json; `-` writes CSV to standard output
    #[arg(short, long, value_name = "LEDGER")]
    output: PathBuf,
    /// The id of the policy; without it, the one that the facts files name
    #[arg(long, value_name = "ID")]
    policy: Option<String>,
    /// The date of the decision for all applicants, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The year whose places and budgets are given out; otherwise that of the date
    #[arg(long, value_name = "YEAR")]
    year: Option<i32>,
    /// Tells several rounds of one year apart, in the ledger and in its history
    #[arg(long, value_name = "NAME", default_value = "")]
    round: String,
    /// Earlier grants: a ledger, or a table with applicant, award, year, amount; repeatable
    #[arg(long, value_name = "TABLE")]
    history: Vec<PathBuf>,
    /// The column that tells applicants apart, where the input is a table
    #[arg(long, value_name = "COLUMN")]
    key: Option<String>,
    /// Items of a list from a table of their own, an item in each row; repeatable
    #[arg(long, value_name = "FACT=TABLE")]
    list: Vec<String>,
    /// The unit of the numbers of a column; repeatable
    #[arg(long, value_name = "COLUMN=UNIT")]
    unit: Vec<String>,
    /// Columns of all tables to pass over
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Rule file or folder, repeatable; without it, the policies in the program
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,
    /// List awards that an applicant is not eligible for, too
    #[arg(long)]
    all: bool,
    /// What standard output says: a summary as text, or everything as json
    #[arg(long, value_enum)]
    format: Option<Format>,
}

pub fn run(args: &Args, console: &Console) -> Exit {
    let mut sources = Sources::new();
    match decide(args, console, &mut sources) {
        Ok((text, exit)) => console.print(&text, exit),
        Err(faults) => console.refuse(&faults, &sources),
    }
}

fn decide(args: &Args, console: &Console, sources: &mut Sources) -> Result<(String, Exit), Vec<Diagnostic>> {
    let lang = console.lang;
    let to_standard = args.output.as_os_str() == files::STANDARD_INPUT;
    let form = written::Form::of(&args.output).map_err(|fault| vec![fault])?;
    not_over_input(args).map_err(|fault| vec![fault])?;
    let as_of = args.as_of.as_deref().map(date).transpose().map_err(|fault| vec![fault])?;
    let json = if files::ends_in(&args.input, "json") { Some(json(&args.input, sources)?) } else { None };
    let id = policy(args, json.as_ref())?;
    let (_, plan) = one_policy(&id, &args.rules, sources)?;
    let asked = Asked {
        plan: &plan,
        as_of,
        year: args.year,
        key: args.key.as_deref(),
        list: &args.list,
        unit: &args.unit,
        ignore: &args.ignore,
        joined: !args.history.is_empty(),
    };
    let read = match &json {
        Some(json) => asked.of_json(json)?,
        None => asked.of_table(&args.input)?,
    };
    let round = Round { year: one_year(args, as_of, &read)?, name: args.round.trim().to_owned() };
    let earlier = history(args, &plan, (round.year, as_of), sources)?;
    let allocation = allocate(&plan, read, &earlier, &round)?;
    let rows = ledger::rows(&plan, &allocation, &round, args.all, lang);
    let whole = summary(&plan, &allocation, &round, rows, lang);
    let bytes = form.bytes(&plan, &whole, lang).map_err(|fault| vec![fault])?;
    written::write(&args.output, &bytes).map_err(|fault| vec![fault])?;
    let exit = if allocation.is_open() { Exit::No } else { Exit::Done };
    let said = match args.format.unwrap_or(if to_standard { Format::Text } else { console.format(None) }) {
        // The ledger itself stands on standard output.
        _ if to_standard => String::new(),
        Format::Json => report::json_text(&whole),
        Format::Text => {
            let title = |id: &str| {
                let award = plan.awards.iter().find(|award| award.id == id);
                award.map_or_else(|| id.to_owned(), |award| award.title.clone())
            };
            text(&whole, title, lang)
        }
    };
    Ok((said, exit))
}

fn date(text: &str) -> Result<Date, Diagnostic> {
    let wrong = || Diagnostic::without_place(&codes::NOT_A_DAY).arg("subject", "--as-of").arg("text", text);
    Date::parse(text).ok_or_else(wrong)
}

fn not_over_input(args: &Args) -> Result<(), Diagnostic> {
    let mut read = std::iter::once(&args.input).chain(&args.history);
    let Some(same) = read.find(|path| tables::is_same(path, &args.output)) else { return Ok(()) };
    let (path, same) = (files::name(&args.output), files::name(same));
    let cause =
        Words::new(format!("{path} 和 {same} 是同一个文件"), format!("{path} and {same} are the same file"));
    let way_out = Words::new("台账要写到另一个文件", "write the ledger to another file");
    Err(Diagnostic::without_place(&codes::WRONG_CALL).arg("cause", cause).arg("way_out", way_out))
}

fn json(path: &Path, sources: &mut Sources) -> Result<Json, Vec<Diagnostic>> {
    let text = files::read(path).map_err(|fault| vec![fault])?;
    let file = sources.add(files::name(path), text);
    facts::json::parse(sources, file).map_err(|fault| vec![fault])
}

/// The policy of the call, or the one that all facts files name.
fn policy(args: &Args, json: Option<&Json>) -> Result<String, Vec<Diagnostic>> {
    if let Some(id) = &args.policy {
        return Ok(id.clone());
    }
    let named = json.and_then(Json::elements).unwrap_or_default().iter().find_map(|one| {
        let named = facts::policies(one)?;
        if let [(id, _)] = named.as_slice() { Some((*id).to_owned()) } else { None }
    });
    named.ok_or_else(|| {
        let cause = Words::new("没有写明是哪个政策", "no policy is named");
        let way_out = Words::new("加上 --policy 标识", "add --policy ID");
        vec![Diagnostic::without_place(&codes::WRONG_CALL).arg("cause", cause).arg("way_out", way_out)]
    })
}

/// The year of the call, or the one of all applicants.
fn one_year(
    args: &Args,
    as_of: Option<Date>,
    read: &[crate::allocate::Application],
) -> Result<i32, Vec<Diagnostic>> {
    let of_nobody = as_of.filter(|_| read.is_empty()).map(Date::year);
    if let Some(year) = args.year.or(of_nobody) {
        return Ok(year);
    }
    let years: std::collections::BTreeSet<Option<i32>> = read.iter().map(|one| one.inputs.year).collect();
    let mut all = years.iter();
    match (all.next(), all.next()) {
        (Some(Some(year)), None) => Ok(*year),
        (None | Some(None), None) => {
            let found = Words::new("没有写明年度", "no year is given");
            Err(vec![Diagnostic::without_place(&entries::ONE_YEAR).arg("found", found)])
        }
        (_, _) => {
            let years: Vec<String> = years
                .iter()
                .map(|year| year.map_or_else(|| "?".to_owned(), |year| year.to_string()))
                .collect();
            Err(vec![Diagnostic::without_place(&entries::ONE_YEAR).arg("found", years.join(", "))])
        }
    }
}

/// Earlier grants from tables, or from the JSON that `--format json` gives.
fn history(
    args: &Args,
    plan: &Plan,
    when: (i32, Option<Date>),
    sources: &mut Sources,
) -> Result<Vec<Earlier>, Vec<Diagnostic>> {
    if args.history.is_empty() {
        return Ok(Vec::new());
    }
    let loader = Loader::new(&args.rules)?;
    let ignore = trimmed(&args.ignore);
    let mut granted = Granted::new(plan, &loader.ids(), args.key.as_deref(), &ignore, when);
    let mut faults = Vec::new();
    for path in &args.history {
        let name = files::short_name(path);
        let read = if files::ends_in(path, "json") {
            let json = json(path, sources)?;
            let Some(rows) = json.elements().or_else(|| json.get("rows")?.elements()) else {
                let expected = Words::new(
                    "台账(有 rows，或者是各行的数组)",
                    "a ledger (with `rows`, or an array of them)",
                );
                let fault = Diagnostic::new(&facts_codes::NOT_AN_OBJECT, json.span)
                    .arg("subject", expected)
                    .arg("found", json.words())
                    .arg("example", "{\"rows\": []}");
                return Err(vec![fault]);
            };
            granted.table(&name, |visit| {
                for (number, row) in (1..).zip(rows) {
                    let cells = row.members().unwrap_or_default().iter();
                    let cells: Vec<(&str, Cell<'_>)> = cells
                        .filter_map(|member| Some((member.key.as_deref()?, of_json(&member.value))))
                        .collect();
                    visit(number, Ok(&cells));
                }
                Ok(())
            })
        } else {
            let mut table = tables::open_by_name(path).map_err(|fault| vec![fault])?;
            granted.table(&name, |visit| table.visit(visit))
        };
        faults.extend(read.err().unwrap_or_default());
    }
    if faults.is_empty() { Ok(granted.end()) } else { Err(faults) }
}

fn of_json(json: &Json) -> Cell<'_> {
    if json.kind == facts::json::Kind::Null { Cell::Empty } else { Cell::Json(json) }
}
