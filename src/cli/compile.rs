//! `ipcalc compile`: a policy as one SQL query, or as JSON for other tools.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, call};
use crate::plan::{InputType, Plan};
use crate::report::{self, compiled};
use crate::source::Sources;
use crate::sql::{self, Dialect};

use super::console::{Console, Exit};
use super::files;
use super::loader::way_out;
use super::policy::one_policy;
use super::staged::Staged;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  ipcalc compile qingdao --to sql --dialect duckdb                     a query over the table `applicants`
  ipcalc compile qingdao --to sql --dialect spark --table db.firms --key firm_id --as-of 2024-06-30
  ipcalc compile qingdao --to plan -o plan.json                        what engines run, as JSON
  ipcalc compile qingdao --to program                                  the typed rules as written, as JSON

docs/compile.md describes the tables that a query reads, its columns, and the JSON.")]
pub struct Args {
    /// The id of the policy
    #[arg(value_name = "POLICY")]
    policy: String,
    /// What to write: sql, plan or program
    #[arg(long, value_name = "FORM")]
    to: String,
    /// For whom the query is: duckdb, spark or postgres
    #[arg(long, value_name = "DIALECT")]
    dialect: Option<String>,
    /// The table of applicants; a point separates schema and table [default: applicants]
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// The column that tells applicants apart, in all tables [default: id]
    #[arg(long, value_name = "COLUMN")]
    key: Option<String>,
    /// The date of the decisions; without it each row has its own, in a column `as_of`
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<String>,
    /// The table of earlier payments; without it nothing was paid before
    #[arg(long, value_name = "NAME")]
    history: Option<String>,
    /// The table of a list's items, where it is not called by its name; repeatable
    #[arg(long, value_name = "LIST=NAME")]
    list: Vec<String>,
    /// A fact that the table has no column for: unknown in every row; repeatable
    #[arg(long, value_name = "FACT")]
    without: Vec<String>,
    /// Compute with numbers of usual size (money in fen); rows beyond are undecided
    #[arg(long)]
    usual: bool,
    /// The file to write; without it, standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Rule file or folder, repeatable; without it, the policies in the program
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Sql,
    Plan,
    Program,
}

pub fn run(args: &Args, console: &Console) -> Exit {
    let mut sources = Sources::new();
    let target = match target(args) {
        Ok(target) => target,
        Err(faults) => return console.refuse(&faults, &sources),
    };
    let (program, plan) = match one_policy(&args.policy, &args.rules, &mut sources) {
        Ok(compiled) => compiled,
        Err(faults) => return console.refuse(&faults, &sources),
    };
    let text = match target {
        Target::Sql => options(args, &plan).and_then(|options| sql::query(&plan, &options)),
        Target::Plan => Ok(report::json_text(&compiled::plan(&plan))),
        Target::Program => Ok(report::json_text(&compiled::program(&program, &plan))),
    };
    let text = match text {
        Ok(text) => text,
        Err(faults) => return console.refuse(&faults, &sources),
    };
    let Some(path) = &args.output else { return console.print(&text, Exit::Done) };
    match write(path, &text) {
        Ok(()) => Exit::Done,
        Err(fault) => console.refuse(&[fault], &sources),
    }
}

/// Writes a text to a file, whole or not at all.
fn write(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let staged = Staged::begin(path)?;
    let mut out = staged.writer()?;
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| {
        let fault = Diagnostic::without_place(&call::NOT_WRITTEN).arg("path", files::name(path));
        fault.arg("cause", error.to_string())
    })?;
    drop(out);
    staged.settle()?;
    staged.finish()
}

/// What is to be written, and that nothing else is asked of it.
fn target(args: &Args) -> Result<Target, Vec<Diagnostic>> {
    let target = match args.to.as_str() {
        "sql" => Target::Sql,
        "plan" => Target::Plan,
        "program" => Target::Program,
        name => {
            let fault = Diagnostic::without_place(&call::UNKNOWN_TARGET).arg("name", name);
            return Err(vec![fault.arg("way_out", way_out(name, &["sql", "plan", "program"]))]);
        }
    };
    if target == Target::Sql {
        return match &args.dialect {
            None => Err(vec![Diagnostic::without_place(&call::NO_DIALECT)]),
            Some(_) => Ok(target),
        };
    }
    let given = [
        ("--dialect", args.dialect.is_some()),
        ("--table", args.table.is_some()),
        ("--key", args.key.is_some()),
        ("--as-of", args.as_of.is_some()),
        ("--history", args.history.is_some()),
        ("--list", !args.list.is_empty()),
        ("--without", !args.without.is_empty()),
        ("--usual", args.usual),
    ];
    let faults: Vec<Diagnostic> = given
        .into_iter()
        .filter(|(_, given)| *given)
        .map(|(option, _)| Diagnostic::without_place(&call::ONLY_FOR_SQL).arg("option", option))
        .collect();
    if faults.is_empty() { Ok(target) } else { Err(faults) }
}

fn parts(name: &str) -> Vec<String> {
    name.split('.').map(str::to_owned).collect()
}

fn options(args: &Args, plan: &Plan) -> Result<sql::Options, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let word = args.dialect.as_deref().unwrap_or_default();
    let words = Dialect::ALL.map(Dialect::word);
    let dialect = Dialect::of(word).unwrap_or_else(|| {
        let fault = Diagnostic::without_place(&call::UNKNOWN_DIALECT).arg("name", word);
        faults.push(fault.arg("way_out", way_out(word, &words)));
        Dialect::Duckdb
    });
    let mut options = sql::Options::new(dialect);
    if let Some(table) = &args.table {
        options.table = parts(table);
    }
    if let Some(key) = &args.key {
        options.key.clone_from(key);
    }
    if let Some(text) = &args.as_of {
        options.as_of = Date::parse(text);
        if options.as_of.is_none() {
            faults.push(Diagnostic::without_place(&call::NO_SUCH_DAY).arg("text", text.as_str()));
        }
    }
    options.history = args.history.as_deref().map(parts);
    options.usual = args.usual;
    let is_list = |ty: &InputType| matches!(ty, InputType::List { .. });
    let lists: Vec<&str> =
        plan.inputs.iter().filter(|input| is_list(&input.ty)).map(|input| input.name.as_str()).collect();
    let mut tables = BTreeMap::new();
    for given in &args.list {
        let (list, table) = given.split_once('=').unwrap_or((given, ""));
        if !lists.contains(&list) || table.is_empty() {
            faults.push(no_such("--list", list, plan, &lists));
        }
        tables.insert(list.to_owned(), parts(table));
    }
    options.lists = tables;
    let mut names = BTreeSet::new();
    for name in &args.without {
        let facts = plan.inputs.iter().filter(|input| !is_list(&input.ty));
        let facts: Vec<&str> = facts.map(|input| input.name.as_str()).collect();
        let of_year = name.split_once('.').filter(|(fact, _)| facts.contains(fact)).is_some();
        let of_item = name.split_once('.').filter(|(list, _)| lists.contains(list)).is_some();
        if !facts.contains(&name.as_str()) && !of_year && !of_item {
            faults.push(no_such("--without", name, plan, &facts));
        }
        names.insert(name.clone());
    }
    options.without = names;
    if faults.is_empty() { Ok(options) } else { Err(faults) }
}

fn no_such(option: &str, name: &str, plan: &Plan, known: &[&str]) -> Diagnostic {
    Diagnostic::without_place(&call::NO_SUCH_FACT)
        .arg("option", option)
        .arg("policy", plan.policy.as_str())
        .arg("name", name)
        .arg("way_out", way_out(name, known))
}
