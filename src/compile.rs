//! Texts → plan in one call: parse, check, lower, with everything that was found on the way.

use crate::diagnostic::{Diagnostic, Words, has_errors, in_order, versions};
use crate::plan::{self, Plan};
use crate::program::{Expr, ExprKind, Program, ReplacedBy, ReplacedPolicy, Type, check_in};
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

/// Lets policies know which of the others replace them: those are not in force from that day on. A policy that is
/// replaced is lowered again.
pub fn supersede(policies: &mut [Compiled]) {
    let replacing: Vec<(String, String, ReplacedPolicy)> = policies
        .iter()
        .filter_map(|compiled| compiled.program.as_ref())
        .flat_map(|program| {
            let policy = &program.policy;
            policy.replaces.iter().map(|older| (policy.id.clone(), policy.title.clone(), older.clone()))
        })
        .collect();
    for (id, title, replaced) in replacing {
        let older = policies.iter_mut().find(|compiled| {
            compiled.program.as_ref().is_some_and(|program| program.policy.id == replaced.policy)
        });
        if let Some(older) = older {
            superseded(older, id, title, &replaced);
        }
    }
}

fn superseded(older: &mut Compiled, id: String, title: String, replaced: &ReplacedPolicy) {
    let Some(program) = &mut older.program else { return };
    let by = match &replaced.by {
        None => None,
        Some(name) => {
            let fact = program.facts.iter_ids().find(|(_, fact)| fact.name == *name && fact.ty == Type::Date);
            let Some((fact, _)) = fact else {
                let why = Words::new(
                    format!("「{}」没有叫「{name}」的日期事实", replaced.policy),
                    format!("`{}` has no date fact called `{name}`", replaced.policy),
                );
                let finding = Diagnostic::new(&versions::POLICY_NOT_REPLACED, replaced.span).arg("why", why);
                older.diagnostics.push(finding);
                older.plan = None;
                return;
            };
            Some(Expr { kind: ExprKind::Fact(fact), ty: Type::Date, span: program.policy.span })
        }
    };
    // Of several policies that replace it the first to do so ends it.
    if program.policy.replaced_by.as_ref().is_some_and(|before| before.from <= replaced.from) {
        return;
    }
    let from = replaced.from;
    program.policy.replaced_by = Some(ReplacedBy { policy: id, title, from, by, span: replaced.span });
    if older.plan.is_some() {
        match plan::lower(program) {
            Ok(plan) => older.plan = Some(plan),
            Err(found) => {
                older.diagnostics.extend(found);
                older.plan = None;
            }
        }
    }
}
