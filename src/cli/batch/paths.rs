//! The files of a call: their formats, and that none is written over another.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Words, sheet as codes};
use crate::sheet::Format;

use super::super::{files, tables};
use super::{Args, TableFormat};

/// The files of a call, checked against one another.
pub(super) struct Paths {
    pub from: Format,
    pub to: Format,
    pub errors: Option<PathBuf>,
}

impl Paths {
    pub fn new(args: &Args) -> Result<Paths, Diagnostic> {
        let standard = |path: &Path| path.as_os_str() == files::STANDARD_INPUT;
        let from = format_of(&args.input, args.format)?;
        let to = match args.to {
            // What comes as lines goes as lines; sheets and columns go to a screen or a pipe as CSV.
            None if standard(&args.output) => {
                if from == Format::Ndjson {
                    Format::Ndjson
                } else {
                    Format::Csv
                }
            }
            said => format_of(&args.output, said)?,
        };
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
        for (said, fits, option, zh, en) in [
            (
                args.header.is_some(),
                matches!(from, Format::Csv | Format::Xlsx),
                "--header",
                "CSV 和 XLSX",
                "CSV and XLSX",
            ),
            (args.sheet.is_some(), from == Format::Xlsx, "--sheet", "XLSX", "XLSX"),
        ] {
            if said && !fits {
                let name = from.name();
                let cause = Words::new(
                    format!("{option} 只用于 {zh}，{} 是 {name}", files::name(&args.input)),
                    format!("{option} is for {en}, but {} is {name}", files::name(&args.input)),
                );
                return Err(wrong_call(cause, Words::new("去掉这个选项", "leave the option out")));
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

pub(super) fn wrong_call(cause: Words, way_out: Words) -> Diagnostic {
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
