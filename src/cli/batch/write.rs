//! Writing what a run gives: the result, the list of wrong rows, the summary; all of them whole or not at all.

use std::io::Write;
use std::path::Path;

use crate::batch::Engine;
use crate::diagnostic::{Diagnostic, Words, call, sheet as codes};
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
        one(with_path(Diagnostic::without_place(&call::NOT_WRITTEN).arg("cause", error.to_string())))
    })?;
    let begun = Output::begin(paths.to, layout, writer).map_err(|fault| one(with_path(fault)));
    let (mut output, encoding) = begun?;
    let run = Run { reading, shape, engine, outcomes, layout, encoding: &encoding, lang: console.lang };
    let mut errors = Errors { path: paths.errors.as_deref(), staged: None, bom: args.bom, console };
    let mut summary = Summary::new(plan);
    let mut traces: Vec<String> = Vec::new();
    let mut applicants = Applicants::default();
    let mut progress = Progress::new(tables::size(&args.input).filter(|_| paths.from != Format::Xlsx));
    let driven = run.drive(source, threads, &mut |done| {
        progress.add(done.bytes, done.summary.decided.saturating_add(done.summary.left_out));
        errors.add(&done.faults)?;
        summary.add(&done.summary);
        done.keys.iter().for_each(|keys| applicants.add(keys));
        traces.extend(done.explained.into_iter().map(|(_, text)| text));
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
