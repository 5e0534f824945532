//! Writing what a run gives: the result, the list of wrong rows, the summary; all of them whole or not at all.

use std::io::Write;
use std::path::Path;

use crate::batch::Engine;
use crate::diagnostic::{Diagnostic, Lang, Words, call, sheet as codes};
use crate::facts::lookup::listed;
use crate::sheet::{Applicants, Format, Layout, Output, Reading, Run, Shape, Source, Summary, faults_text};
use crate::source::Sources;

use super::super::console::Console;
use super::super::progress::Progress;
use super::super::staged::Staged;
use super::super::{files, tables};
use super::paths::Paths;
use super::{Args, one};

/// What a run works with.
pub(super) struct Work<'r, 'p> {
    pub reading: &'r Reading<'p>,
    pub shape: &'r Shape,
    pub engine: &'r Engine<'p>,
    pub outcomes: bool,
    pub layout: &'r Layout,
}

/// What a run came to, for the exit code.
pub(super) struct Ended {
    pub left_out: u64,
    pub orphans: u64,
    /// Rows that were to be explained were not.
    pub unheard: bool,
}

/// The rows that are to be explained, and what became of each.
struct AskedRows<'a>(Vec<(&'a str, Option<bool>)>);

impl<'a> AskedRows<'a> {
    fn new(rows: &'a [String]) -> AskedRows<'a> {
        AskedRows(
            rows.iter().map(|row| row.trim()).filter(|row| !row.is_empty()).map(|row| (row, None)).collect(),
        )
    }

    /// Notes a row that is there, wrong or explained.
    fn found(&mut self, number: u64, name: Option<&str>, wrong: bool) {
        for (row, fate) in &mut self.0 {
            if name == Some(*row) || row.parse() == Ok(number) {
                *fate = Some(wrong && *fate != Some(false));
            }
        }
    }

    /// Those that were not explained, and why.
    fn unheard(&self) -> Vec<Diagnostic> {
        let unheard = self.0.iter().filter(|(_, fate)| *fate != Some(false));
        let words = |fate: &Option<bool>| match fate {
            Some(_) => Words::new("这一行有错，没有计算", "that row is wrong, and was not computed"),
            None => Words::new("表里没有这一行，也没有这个键", "the table has no such row, and no such key"),
        };
        let told = unheard.map(|(row, fate)| {
            Diagnostic::without_place(&codes::NOT_EXPLAINED).arg("row", *row).arg("cause", words(fate))
        });
        told.collect()
    }
}

pub(super) fn write(
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
        one(with_path(Diagnostic::without_place(&call::NOT_WRITTEN).arg("cause", &error)))
    })?;
    let begun = Output::begin(paths.to, layout, writer).map_err(|fault| one(with_path(fault)));
    let (mut output, encoding) = begun?;
    // Who works in Excel opens the list of wrong rows there too.
    let bom = args.bom || paths.to == Format::Xlsx;
    let run = Run { reading, shape, engine, outcomes, layout, encoding: &encoding, lang: console.lang };
    let mut errors = Errors { path: paths.errors.as_deref(), staged: None, bom, console };
    let mut summary = Summary::new(plan);
    let mut traces: Vec<String> = Vec::new();
    let mut applicants = Applicants::new(reading);
    let mut asked = AskedRows::new(&args.explain);
    let mut progress = Progress::new(tables::size(&args.input).filter(|_| paths.from != Format::Xlsx));
    let driven = run.drive(source, threads, &mut |done| {
        progress.add(done.bytes, done.summary.decided.saturating_add(done.summary.left_out));
        done.faults.iter().for_each(|fault| asked.found(fault.row, fault.name.as_deref(), true));
        errors.add(&done.faults)?;
        summary.add(&done.summary);
        done.keys.iter().for_each(|keys| applicants.add(keys));
        for (number, name, text) in done.explained {
            asked.found(number, name.as_deref(), false);
            traces.push(text);
        }
        output.take(done.encoded).map_err(with_path)
    });
    progress.end();
    driven.map_err(one)?;
    let repeated = applicants.faults();
    if !repeated.is_empty() {
        return Err(repeated);
    }
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
                one(fault.arg("cause", &error))
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
    console.tell(&notes(reading, shape, &summary, &applicants, console.lang));
    let orphans = u64::try_from(orphans.len()).unwrap_or(u64::MAX);
    let unheard = asked.unheard();
    console.complain(&unheard, &Sources::new());
    if summary.left_out > 0 {
        let errors =
            paths.errors.as_ref().map_or(Words::new("上面的输出里", "what is printed above"), |path| {
                Words::same(files::name(path))
            });
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
    Ok(Ended { left_out: summary.left_out, orphans, unheard: !unheard.is_empty() })
}

/// What else is worth knowing about a table: it may explain amounts that could not be told, or were not cut.
fn notes(
    reading: &Reading<'_>,
    shape: &Shape,
    summary: &Summary,
    applicants: &Applicants,
    lang: Lang,
) -> String {
    let mut notes: Vec<Words> = applicants.note().into_iter().collect();
    let lacking = shape.heading().map(|heading| reading.without_column(heading)).unwrap_or_default();
    if summary.is_open() && !lacking.is_empty() {
        let facts = listed(lacking);
        notes.push(Words::new(
            format!("表里没有这些事实的列，用到它们的奖励可能因此缺资料：{}", facts.zh),
            format!(
                "The table has no column for these facts; awards may be undetermined for want of them: {}\n",
                facts.en
            ),
        ));
    }
    if let Some(history) = &reading.history {
        let number = history.unused().count();
        if number > 0 {
            let some = listed(history.unused().take(3));
            let name = &history.name;
            notes.push(Words::new(
                format!("{name} 里有 {number} 个键在申报表里没有，没有用上：{} 等。没有申报的不必管；写法不一致的要改", some.zh),
                format!("{name}: {number} keys that no applicant has were not used, such as {}. Those who did not apply are no matter; keys that are written otherwise are to be mended", some.en),
            ));
        }
    }
    notes.iter().flat_map(|note| [note.get(lang), "\n"]).collect()
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
    staged: Option<(Staged, Box<dyn crate::cli::staged::Target>)>,
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
            fault.arg("cause", &error)
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
            Diagnostic::without_place(&call::NOT_WRITTEN).arg("path", path).arg("cause", &error)
        })?;
        drop(writer);
        staged.settle()?;
        Ok(Some(staged))
    }
}
