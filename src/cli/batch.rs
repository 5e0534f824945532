//! `ipcalc batch`: a table of applicants in, a table of amounts out.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::batch::{Engine, Settings, Want};
use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, call, sheet as codes};
use crate::facts::lookup::{Found, did_you_mean, listed};
use crate::plan::{InputId, InputType, Plan};
use crate::sheet::{
    Chosen, Format, Histories, Layout, ListTable, Output, Reading, Run, Shape, Show, Source, Summary, Wishes,
    faults_text,
};
use crate::source::Sources;

use super::console::{Console, Exit};
use super::files;
use super::policy::one_policy;
use super::progress::Progress;
use super::staged::Staged;
use super::tables;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  ipcalc batch applicants.csv -o amounts.csv --policy qingdao --as-of 2019-06-30
  ipcalc batch 申报表.xlsx -o 结果.xlsx --policy qingdao --keep 单位名称
  ipcalc batch in.parquet -o out.parquet --policy qingdao --only amounts --threads 4
  ipcalc batch in.csv -o out.csv --policy qingdao --key 代码 --list pledge_loans=loans.csv --history paid.csv
  ipcalc batch - -o - --format csv --policy qingdao < in.csv > out.csv

Each column of IN is a fact, by name or label (with its unit: 交易额(万元)), or as_of, year, applicant.
OUT has a column for each award, named by its id, then total: empty where an amount is not exact.
Wrong rows are listed in OUT.errors.csv and left out; the exit code is then 2.")]
pub struct Args {
    /// The table of applicants: .csv, .ndjson, .xlsx or .parquet; `-` reads standard input
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// The table of results, in the format of its ending; `-` writes standard output
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// The id of the policy
    #[arg(long, value_name = "ID")]
    policy: String,
    /// The date of the decision for all rows, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The year that "this year" means, for all rows; otherwise that of the date
    #[arg(long, value_name = "YEAR")]
    year: Option<i32>,
    /// Earlier payments: a table with the key of the applicant, award, year or date, amount
    #[arg(long, value_name = "TABLE")]
    history: Option<PathBuf>,
    /// Items of a list from a table of their own, an item in each row; repeatable
    #[arg(long, value_name = "FACT=TABLE")]
    list: Vec<String>,
    /// The column that tells applicants apart, in all tables
    #[arg(long, value_name = "COLUMN")]
    key: Option<String>,
    /// Rule file or folder, repeatable; without it, the policies in the program
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,
    /// Threads to work with; the result is the same with any number
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Leave the outcomes out
    #[arg(long, value_enum, value_name = "WHAT")]
    only: Option<Only>,
    /// Columns of IN to carry over, before the results; a list with commas, or repeated
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    keep: Vec<String>,
    /// Columns of IN to pass over
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    ignore: Vec<String>,
    /// The unit of the numbers of a column; repeatable
    #[arg(long, value_name = "COLUMN=UNIT")]
    unit: Vec<String>,
    /// For each award, a column that says why it is not paid
    #[arg(long)]
    reasons: bool,
    /// For each award, columns with the lowest and highest amount where it is not exact
    #[arg(long)]
    bounds: bool,
    /// Print the full calculation of rows, by number (the heading is row 1) or key; a list with commas, or repeated
    #[arg(long, value_name = "ROWS", value_delimiter = ',')]
    explain: Vec<String>,
    /// Write the summary to a file, as JSON, rather than to standard error
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
    /// Where wrong rows are listed; otherwise OUT.errors.csv
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Begin CSV files with a byte order mark, so that Excel shows Chinese as it is
    #[arg(long)]
    bom: bool,
    /// The format of IN, where its name does not tell
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<TableFormat>,
    /// The format of OUT, where its name does not tell
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: Option<TableFormat>,
}

/// What is left in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Only {
    /// Amounts, without outcomes
    Amounts,
}

/// The format of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum TableFormat {
    Csv,
    Ndjson,
    Xlsx,
    Parquet,
}

impl TableFormat {
    fn format(self) -> Format {
        match self {
            TableFormat::Csv => Format::Csv,
            TableFormat::Ndjson => Format::Ndjson,
            TableFormat::Xlsx => Format::Xlsx,
            TableFormat::Parquet => Format::Parquet,
        }
    }
}

pub fn run(args: &Args, console: &Console) -> Exit {
    let mut sources = Sources::new();
    match batch(args, console, &mut sources) {
        Ok(exit) => exit,
        Err(faults) => console.refuse(&faults, &sources),
    }
}

fn one(fault: Diagnostic) -> Vec<Diagnostic> {
    vec![fault]
}

fn batch(args: &Args, console: &Console, sources: &mut Sources) -> Result<Exit, Vec<Diagnostic>> {
    let paths = Paths::new(args).map_err(one)?;
    let (_, plan) = one_policy(&args.policy, &args.rules, sources)?;
    let too_wide = crate::sheet::too_wide(&plan);
    if !too_wide.is_empty() {
        return Err(too_wide);
    }
    let as_of = args.as_of.as_deref().map(|text| date("--as-of", text)).transpose().map_err(one)?;
    let outcomes = args.only.is_none() || !crate::sheet::amounts_suffice(&plan);
    let engine = Engine::new(&plan, Want { outcomes }, Settings { as_of, history: args.history.is_some() });
    let reading = reading(args, &plan, &engine, as_of)?;
    let show = Show { outcomes: args.only.is_none(), bounds: args.bounds, reasons: args.reasons };
    let mut source = tables::open(&args.input, paths.from).map_err(one)?;
    let shape = source.shape(&reading)?;
    let mut layout = Layout::new(&plan, &reading.wishes.keep, show, engine.decimals()).map_err(one)?;
    layout.kept = shape.kept_types();
    let threads = if args.threads == 0 { tables::cores() } else { args.threads.min(256) };
    let work = Work { reading: &reading, shape: &shape, engine: &engine, outcomes, layout: &layout };
    let summary = write(args, work, &mut source, threads, &paths, console)?;
    Ok(if summary.left_out > 0 || summary.orphans > 0 { Exit::Wrong } else { Exit::Done })
}

/// The files of a call, checked against one another.
struct Paths {
    from: Format,
    to: Format,
    errors: Option<PathBuf>,
}

impl Paths {
    fn new(args: &Args) -> Result<Paths, Diagnostic> {
        let from = format_of(&args.input, args.format)?;
        let to = format_of(&args.output, args.to)?;
        let standard = |path: &Path| path.as_os_str() == files::STANDARD_INPUT;
        for (path, format, zh, en) in [
            (&args.input, from, "不能从标准输入读", "cannot be read from standard input"),
            (&args.output, to, "不能写到标准输出", "cannot be written to standard output"),
        ] {
            if standard(path) && !format.is_text() {
                let name = format.name();
                let cause = Words::new(format!("{name} {zh}"), format!("{name} {en}"));
                let way_out =
                    Words::new("给出文件名，或者用 csv、ndjson", "name a file, or use csv or ndjson");
                return Err(wrong_call(cause, way_out));
            }
        }
        let errors = match &args.errors {
            Some(path) => Some(path.clone()),
            None if standard(&args.output) => None,
            None => {
                let mut name = args.output.clone().into_os_string();
                name.push(".errors.csv");
                Some(PathBuf::from(name))
            }
        };
        let written = [Some(&args.output), errors.as_ref(), args.summary.as_ref()];
        let written: Vec<&PathBuf> = written.into_iter().flatten().filter(|path| !standard(path)).collect();
        let lists = args.list.iter().filter_map(|list| Some(PathBuf::from(list.split_once('=')?.1)));
        let read: Vec<PathBuf> =
            [Some(args.input.clone()), args.history.clone()].into_iter().flatten().chain(lists).collect();
        for (at, path) in written.iter().enumerate() {
            let before = read.iter().chain(written.iter().take(at).copied());
            if let Some(same) = before.into_iter().find(|other| tables::is_same(path, other)) {
                let (path, same) = (files::name(path), files::name(same));
                let cause = Words::new(
                    format!("{path} 和 {same} 是同一个文件"),
                    format!("{path} and {same} are the same file"),
                );
                let way_out = Words::new("结果要写到另一个文件", "write to another file");
                return Err(wrong_call(cause, way_out));
            }
        }
        Ok(Paths { from, to, errors })
    }
}

fn wrong_call(cause: Words, way_out: Words) -> Diagnostic {
    Diagnostic::without_place(&codes::WRONG_CALL).arg("cause", cause).arg("way_out", way_out)
}

fn format_of(path: &Path, said: Option<TableFormat>) -> Result<Format, Diagnostic> {
    if let Some(said) = said {
        return Ok(said.format());
    }
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending
        .and_then(Format::of_ending)
        .ok_or_else(|| Diagnostic::without_place(&codes::NO_FORMAT).arg("path", files::name(path)))
}

fn date(option: &str, text: &str) -> Result<Date, Diagnostic> {
    Date::parse(text).ok_or_else(|| {
        let fault = Diagnostic::without_place(&codes::NOT_A_DAY).arg("subject", option);
        fault.arg("text", text)
    })
}

fn reading<'p>(
    args: &Args,
    plan: &'p Plan,
    engine: &'p Engine<'p>,
    as_of: Option<Date>,
) -> Result<Reading<'p>, Vec<Diagnostic>> {
    let lists = lists(args, plan)?;
    let chosen = Chosen {
        numbers: args.explain.iter().filter_map(|row| row.trim().parse().ok()).collect(),
        keys: args.explain.iter().map(|row| row.trim().to_owned()).collect(),
    };
    let trimmed = |names: &[String]| {
        names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect::<Vec<_>>()
    };
    let mut units = Vec::new();
    for unit in &args.unit {
        let Some((column, unit)) = unit.split_once('=') else {
            return Err(one(not_a_pair("--unit", unit, "交易额=万元")));
        };
        units.push((column.trim().to_owned(), unit.trim().to_owned()));
    }
    let wishes = Wishes {
        keep: trimmed(&args.keep),
        ignore: trimmed(&args.ignore),
        units,
        key: args.key.clone(),
        joined: args.history.is_some() || !lists.is_empty(),
        as_of_given: as_of.is_some(),
        year_given: args.year.is_some(),
        lists: lists.iter().map(|(input, _)| *input).collect(),
        by_key: args.explain.iter().any(|row| row.trim().parse::<u64>().is_err()),
    };
    if let Some(year) = args.year.filter(|year| !(1..=9999).contains(year)) {
        let fault = Diagnostic::without_place(&codes::NOT_A_DAY).arg("subject", "--year");
        return Err(one(fault.arg("text", year.to_string())));
    }
    let key = args.key.clone().unwrap_or_else(|| "applicant".to_owned());
    let mut tables = Vec::new();
    let mut faults = Vec::new();
    for (input, path) in lists {
        let name = files::name(&path);
        let read = tables::open_by_name(&path).map_err(one).and_then(|mut table| {
            ListTable::read(plan, input, &name, &key, &wishes.ignore, |visit| table.visit(visit))
        });
        match read {
            Ok(table) => tables.push(table),
            Err(found) => faults.extend(found),
        }
    }
    let mut history = None;
    if let Some(path) = &args.history {
        let loader = super::loader::Loader::new(&args.rules)?;
        let name = files::name(path);
        let read = tables::open_by_name(path).map_err(one).and_then(|mut table| {
            Histories::read(plan, &loader.ids(), &name, &key, &wishes.ignore, |visit| table.visit(visit))
        });
        match read {
            Ok(read) => history = Some(read),
            Err(found) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let forms = engine.forms();
    let year = args.year;
    Ok(Reading {
        plan,
        forms,
        wishes,
        as_of,
        year,
        lists: tables,
        history,
        chosen,
        explain_all: args.reasons,
    })
}

fn not_a_pair(option: &str, text: &str, example: &str) -> Diagnostic {
    let cause = Words::new(
        format!("{option} 的“{text}”里没有等号"),
        format!("{option}: there is no \"=\" in \"{text}\""),
    );
    wrong_call(cause, Words::new(format!("写成 {option} {example}"), format!("write {option} {example}")))
}

/// The lists that have a table of their own, with its path.
fn lists(args: &Args, plan: &Plan) -> Result<Vec<(InputId, PathBuf)>, Vec<Diagnostic>> {
    let names = crate::facts::lookup::inputs(plan);
    let mut lists: Vec<(InputId, PathBuf)> = Vec::new();
    for list in &args.list {
        let Some((name, path)) = list.split_once('=') else {
            return Err(one(not_a_pair("--list", list, "pledge_loans=loans.csv")));
        };
        let is_list = |id: &InputId| {
            plan.inputs.get(*id).is_some_and(|input| matches!(input.ty, InputType::List { .. }))
        };
        let input = match names.find(name.trim()) {
            Found::One(input) => Some(input).filter(is_list),
            Found::Several(_) | Found::None => None,
        };
        let Some(input) = input else {
            let known =
                || plan.inputs.iter_ids().filter(|(id, _)| is_list(id)).map(|(_, input)| input.name.as_str());
            let advice = did_you_mean(name, known()).unwrap_or_else(|| {
                let known = listed(known());
                Words::new(format!("清单有：{}", known.zh), format!("its lists: {}", known.en))
            });
            let fault = Diagnostic::without_place(&codes::NOT_A_LIST).arg("policy", plan.policy.as_str());
            return Err(one(fault.arg("fact", name).arg("advice", advice)));
        };
        if lists.iter().any(|(known, _)| *known == input) {
            let cause =
                Words::new(format!("--list {name} 写了两次"), format!("--list {name} is given twice"));
            return Err(one(wrong_call(cause, Words::new("只保留一个", "leave one out"))));
        }
        lists.push((input, PathBuf::from(path)));
    }
    Ok(lists)
}

/// What a run works with.
struct Work<'r, 'p> {
    reading: &'r Reading<'p>,
    shape: &'r Shape,
    engine: &'r Engine<'p>,
    outcomes: bool,
    layout: &'r Layout,
}

/// What a run came to, for the exit code.
struct Ended {
    left_out: u64,
    orphans: u64,
}

fn write(
    args: &Args,
    work: Work<'_, '_>,
    source: &mut Source,
    threads: usize,
    paths: &Paths,
    console: &Console,
) -> Result<Ended, Vec<Diagnostic>> {
    let Work { reading, shape, engine, outcomes, layout } = work;
    let plan = reading.plan;
    let with_path = |fault: Diagnostic| fault.arg("path", result_name(&args.output));
    let staged = Staged::begin(&args.output).map_err(one)?;
    let writer = staged.writer().map_err(one)?;
    let mut writer = writer;
    begin(&mut writer, args.bom && paths.to == Format::Csv).map_err(|error| {
        one(with_path(Diagnostic::without_place(&call::NOT_WRITTEN).arg("cause", error.to_string())))
    })?;
    let begun = Output::begin(paths.to, layout, writer).map_err(|fault| one(with_path(fault)));
    let (mut output, encoding) = begun?;
    let run = Run { reading, shape, engine, outcomes, layout, encoding: &encoding, lang: console.lang };
    let mut errors = Errors { path: paths.errors.as_deref(), staged: None, bom: args.bom, console };
    let mut summary = Summary::new(plan);
    let mut traces: Vec<String> = Vec::new();
    let mut progress = Progress::new(tables::size(&args.input).filter(|_| paths.from != Format::Xlsx));
    let driven = run.drive(source, threads, &mut |done| {
        progress.add(done.bytes, done.summary.decided.saturating_add(done.summary.left_out));
        errors.add(&done.faults)?;
        summary.add(&done.summary);
        traces.extend(done.explained.into_iter().map(|(_, text)| text));
        output.take(done.encoded).map_err(with_path)
    });
    progress.end();
    driven.map_err(one)?;
    let orphans = run.reading.orphans();
    errors.add(&orphans).map_err(one)?;
    drop(output.end().map_err(|fault| one(with_path(fault)))?);
    staged.settle().map_err(one)?;
    let complained = errors.settle().map_err(one)?;
    let outcomes = args.only.is_none();
    let decimals = run.engine.decimals();
    let told = match &args.summary {
        Some(path) => {
            let file = Staged::begin(path).map_err(one)?;
            let text = summary.json(plan, decimals, outcomes);
            let mut writer = file.writer().map_err(one)?;
            let written = writer.write_all(text.as_bytes()).and_then(|()| writer.flush());
            written.map_err(|error| {
                let fault = Diagnostic::without_place(&call::NOT_WRITTEN).arg("path", files::name(path));
                one(fault.arg("cause", error.to_string()))
            })?;
            drop(writer);
            file.settle().map_err(one)?;
            Some(file)
        }
        None => None,
    };
    // Everything is on the disk: now it appears, the result last.
    let told_on_screen = told.is_none();
    if let Some(file) = told {
        file.finish().map_err(one)?;
    }
    if let Some(file) = complained {
        file.finish().map_err(one)?;
    } else if let (Some(path), None) = (&paths.errors, &args.errors) {
        // A list of an earlier run would speak of rows that are right now.
        tables::remove(path);
    }
    staged.finish().map_err(one)?;
    traces.iter().for_each(|text| console.trace(text, args.output.as_os_str() == files::STANDARD_INPUT));
    if told_on_screen {
        console.tell(&summary.text(plan, decimals, outcomes, console.lang));
    }
    let orphans = u64::try_from(orphans.len()).unwrap_or(u64::MAX);
    if summary.left_out > 0 {
        let errors = paths
            .errors
            .as_ref()
            .map_or(Words::new("上面", "what stands above"), |path| Words::same(files::name(path)));
        let fault = Diagnostic::without_place(&codes::LEFT_OUT)
            .arg("number", summary.left_out.to_string())
            .arg("decided", summary.decided.to_string())
            .arg("path", result_name(&args.output))
            .arg("errors", errors);
        console.complain(&[fault], &Sources::new());
    } else if orphans > 0 {
        console.complain(
            &run.reading.orphans().into_iter().map(|fault| fault.found).collect::<Vec<_>>(),
            &Sources::new(),
        );
    }
    Ok(Ended { left_out: summary.left_out, orphans })
}

/// Writes the mark by which Excel knows UTF-8, if it is asked for.
fn begin(writer: &mut dyn Write, bom: bool) -> std::io::Result<()> {
    if bom { writer.write_all("\u{feff}".as_bytes()) } else { Ok(()) }
}

/// The name of a result in messages.
fn result_name(path: &Path) -> String {
    if path.as_os_str() == files::STANDARD_INPUT { "<stdout>".to_owned() } else { files::name(path) }
}

/// The list of wrong rows, begun with the first.
struct Errors<'a> {
    path: Option<&'a Path>,
    staged: Option<(Staged, Box<dyn super::staged::Target>)>,
    bom: bool,
    console: &'a Console,
}

impl Errors<'_> {
    fn add(&mut self, faults: &[crate::sheet::Fault]) -> Result<(), Diagnostic> {
        if faults.is_empty() {
            return Ok(());
        }
        let Some(path) = self.path else {
            self.console.tell(&String::from_utf8_lossy(&faults_text(faults, false, self.console.lang)));
            return Ok(());
        };
        let failed = |error: std::io::Error| {
            let fault = Diagnostic::without_place(&call::NOT_WRITTEN).arg("path", files::name(path));
            fault.arg("cause", error.to_string())
        };
        let heading = self.staged.is_none();
        if heading {
            let staged = Staged::begin(path)?;
            let mut writer = staged.writer()?;
            begin(&mut writer, self.bom).map_err(failed)?;
            self.staged = Some((staged, writer));
        }
        match &mut self.staged {
            Some((_, writer)) => {
                writer.write_all(&faults_text(faults, heading, self.console.lang)).map_err(failed)
            }
            None => Ok(()),
        }
    }

    fn settle(self) -> Result<Option<Staged>, Diagnostic> {
        let Some((staged, mut writer)) = self.staged else { return Ok(None) };
        writer.flush().map_err(|error| {
            let path = self.path.map(files::name).unwrap_or_default();
            Diagnostic::without_place(&call::NOT_WRITTEN).arg("path", path).arg("cause", error.to_string())
        })?;
        drop(writer);
        staged.settle()?;
        Ok(Some(staged))
    }
}
