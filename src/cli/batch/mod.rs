//! `ipcalc batch`: a table of applicants in, a table of amounts out.

pub(super) mod asked;
mod paths;
mod write;

use std::path::PathBuf;

use crate::batch::{Engine, Settings, Want};
use crate::diagnostic::Diagnostic;
use crate::sheet::{Format, Layout, Show, Start};
use crate::source::Sources;

use super::console::{Console, Exit};
use super::policy::one_policy;
use super::tables;
use asked::{date, reading};
use paths::Paths;
use write::{Work, write};

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
    /// The row of IN that names the columns, where titles stand above it; otherwise the first that holds anything
    #[arg(long, value_name = "ROW", value_parser = clap::value_parser!(u64).range(1..))]
    header: Option<u64>,
    /// The sheet of a workbook that holds the applicants; otherwise the first visible one
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
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
    let start = Start { header: args.header, sheet: args.sheet.clone() };
    let mut source = tables::open(&args.input, paths.from, &start).map_err(one)?;
    let shape = source.shape(&reading)?;
    let mut layout = Layout::new(&plan, &reading.wishes.keep, show, engine.decimals()).map_err(one)?;
    layout.kept = shape.kept_types();
    let threads = if args.threads == 0 { tables::cores() } else { args.threads.min(256) };
    let work = Work { reading: &reading, shape: &shape, engine: &engine, outcomes, layout: &layout };
    let summary = write(args, work, &mut source, threads, &paths, console)?;
    let wrong = summary.left_out > 0 || summary.orphans > 0 || summary.unheard;
    Ok(if wrong { Exit::Wrong } else { Exit::Done })
}
