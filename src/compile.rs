//! Texts → plan in one call: parse, check, lower, with everything that was found on the way.

use crate::diagnostic::{Diagnostic, has_errors, in_order};
use crate::plan::{self, Plan};
use crate::program::{Program, check_in};
use crate::source::{FileId, Sources};
use crate::syntax::{self, ast::Ast};

/// What became of the texts of one policy.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The trees of its files, in their order; what could not be read is missing in them.
    pub asts: Vec<Ast>,
    /// The checked policy; `None` if there are errors.
    pub program: Option<Program>,
    /// What engines run; `None` if there are errors.
    pub plan: Option<Plan>,
    /// Everything that was found, in the order of places.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles the files of one policy. A stage runs only on what the stage before found sound, except that
/// every file is parsed and what could be parsed is checked, so that one run reports as much as can be known.
pub fn compile(sources: &Sources, files: &[FileId]) -> Compiled {
    compile_with(sources, files, syntax::parse)
}

/// Compiles the files of one policy to evaluate it: the same plan, without reading the examples.
pub fn compile_to_evaluate(sources: &Sources, files: &[FileId]) -> Compiled {
    compile_with(sources, files, syntax::parse_without_examples)
}

fn compile_with(sources: &Sources, files: &[FileId], parse: fn(FileId, &str) -> syntax::Parsed) -> Compiled {
    let mut diagnostics = Vec::new();
    let mut asts = Vec::with_capacity(files.len());
    for &file in files {
        let parsed = parse(file, &sources.get(file).text);
        diagnostics.extend(parsed.diagnostics);
        asts.push(parsed.ast);
    }
    let parsed = !has_errors(&diagnostics);
    let checked = check_in(&asts.iter().collect::<Vec<_>>(), sources);
    diagnostics.extend(checked.diagnostics);
    let program = checked.program.filter(|_| parsed);
    let plan = program.as_ref().and_then(|program| match plan::lower(program) {
        Ok(plan) => Some(plan),
        Err(found) => {
            diagnostics.extend(found);
            None
        }
    });
    Compiled { asts, program, plan, diagnostics: in_order(diagnostics) }
}
