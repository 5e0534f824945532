//! What a call asks of the rows: the date, the columns, tables joined by a key, rows to be explained.

use std::path::{Path, PathBuf};

use crate::batch::Engine;
use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, sheet as codes};
use crate::facts::lookup::{Found, did_you_mean, listed};
use crate::plan::{InputId, InputType, Plan};
use crate::sheet::cell::day;
use crate::sheet::heading::DEFAULT_KEY;
use crate::sheet::{Chosen, Histories, ListTable, Reading, Source, Wishes};

use super::super::{files, tables};
use super::paths::wrong_call;
use super::{Args, one};

pub(super) fn date(option: &str, text: &str) -> Result<Date, Diagnostic> {
    day(text.trim()).ok_or_else(|| {
        let cause =
            Words::new(format!("{option} 的“{text}”不是日期"), format!("{option}: \"{text}\" is no date"));
        wrong_call(
            cause,
            Words::new(format!("写成 {option} 2019-06-30"), format!("write {option} 2019-06-30")),
        )
    })
}

pub(super) fn reading<'p>(
    args: &Args,
    plan: &'p Plan,
    engine: &'p Engine<'p>,
    as_of: Option<Date>,
) -> Result<Reading<'p>, Vec<Diagnostic>> {
    let lists = lists(&args.list, plan)?;
    let chosen = Chosen {
        numbers: args.explain.iter().filter_map(|row| row.trim().parse().ok()).collect(),
        keys: args.explain.iter().map(|row| row.trim().to_owned()).collect(),
    };
    let mut wishes = Wishes {
        keep: trimmed(&args.keep),
        ignore: trimmed(&args.ignore),
        units: units(&args.unit).map_err(one)?,
        key: args.key.clone(),
        joined: args.history.is_some() || !lists.is_empty(),
        as_of_given: as_of.is_some(),
        year_given: args.year.is_some(),
        lists: lists.iter().map(|(input, _)| *input).collect(),
        by_key: args.explain.iter().any(|row| row.trim().parse::<u64>().is_err()),
        elsewhere: Vec::new(),
    };
    if let Some(year) = args.year.filter(|year| !(1..=9999).contains(year)) {
        let cause =
            Words::new(format!("--year 的“{year}”不是年份"), format!("--year: \"{year}\" is no year"));
        return Err(one(wrong_call(cause, Words::new("写成 --year 2019", "write --year 2019"))));
    }
    let key = args.key.clone().unwrap_or_else(|| DEFAULT_KEY.to_owned());
    let (tables, mut faults) = list_tables(plan, lists, args.key.as_deref(), &mut wishes);
    let mut history = None;
    if let Some(path) = &args.history {
        let loader = crate::cli::loader::Loader::new(&args.rules)?;
        let name = files::name(path);
        let read = joined(path, args.key.as_deref(), &mut wishes).and_then(|mut table| {
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

/// Names of columns without blanks around them.
pub(in crate::cli) fn trimmed(names: &[String]) -> Vec<String> {
    names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The units of columns.
pub(in crate::cli) fn units(units: &[String]) -> Result<Vec<(String, String)>, Diagnostic> {
    let pair = |unit: &String| {
        let (column, of) = unit.split_once('=').ok_or_else(|| not_a_pair("--unit", unit, "交易额=万元"))?;
        Ok((column.trim().to_owned(), of.trim().to_owned()))
    };
    units.iter().map(pair).collect()
}

/// The tables of lists, joined by the key that is asked for, and what is wrong with some.
pub(in crate::cli) fn list_tables(
    plan: &Plan,
    lists: Vec<(InputId, PathBuf)>,
    key: Option<&str>,
    wishes: &mut Wishes,
) -> (Vec<ListTable>, Vec<Diagnostic>) {
    let (mut read, mut faults) = (Vec::new(), Vec::new());
    for (input, path) in lists {
        let name = files::name(&path);
        let table = joined(&path, key, wishes).and_then(|mut table| {
            let key = key.unwrap_or(DEFAULT_KEY);
            ListTable::read(plan, input, &name, key, &wishes.ignore, |visit| table.visit(visit))
        });
        match table {
            Ok(table) => read.push(table),
            Err(found) => faults.extend(found),
        }
    }
    (read, faults)
}

/// Opens a table that is joined by a key, and notes its columns.
fn joined(path: &Path, key: Option<&str>, wishes: &mut Wishes) -> Result<Source, Vec<Diagnostic>> {
    let table = tables::open_by_name(path).map_err(one)?;
    match table.names() {
        Some(names) if key.is_none() && !names.iter().any(|name| name == DEFAULT_KEY) => {
            return Err(one(Diagnostic::without_place(&codes::NO_KEY)));
        }
        Some(names) => wishes.elsewhere.extend(names.iter().cloned()),
        // Its lines name their cells themselves: any column may be there.
        None => wishes.elsewhere.extend(wishes.ignore.iter().cloned()),
    }
    Ok(table)
}

fn not_a_pair(option: &str, text: &str, example: &str) -> Diagnostic {
    let cause = Words::new(
        format!("{option} 的“{text}”里没有等号"),
        format!("{option}: there is no \"=\" in \"{text}\""),
    );
    wrong_call(cause, Words::new(format!("写成 {option} {example}"), format!("write {option} {example}")))
}

/// The lists that have a table of their own, with its path.
pub(in crate::cli) fn lists(
    given: &[String],
    plan: &Plan,
) -> Result<Vec<(InputId, PathBuf)>, Vec<Diagnostic>> {
    let names = crate::facts::lookup::inputs(plan);
    let mut lists: Vec<(InputId, PathBuf)> = Vec::new();
    for list in given {
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
