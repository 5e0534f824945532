//! One policy by its id, compiled.

use std::path::PathBuf;

use crate::compile::{Compiled, compile, supersede};
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::program::Program;
use crate::source::Sources;

use super::loader::Loader;

/// Finds and compiles the policy of an id; its texts go to `sources`.
pub fn one_policy(
    id: &str,
    rules: &[PathBuf],
    sources: &mut Sources,
) -> Result<(Program, Plan), Vec<Diagnostic>> {
    let loader = Loader::new(rules)?;
    loader.policy(id).map_err(|fault| vec![fault])?;
    let wanted = loader.with_replacing(&[id]);
    let mut all = Vec::new();
    for policy in loader.into_all() {
        if policy.id.as_ref().is_some_and(|own| wanted.contains(own)) {
            let files = policy.add_to(sources);
            all.push(compile(sources, &files));
        }
    }
    supersede(&mut all);
    let asked = |compiled: &Compiled| compiled.program.as_ref().is_none_or(|program| program.policy.id == id);
    let compiled = all.into_iter().find(asked);
    match compiled.map(|compiled| (compiled.program, compiled.plan, compiled.diagnostics)) {
        Some((Some(program), Some(plan), _)) => Ok((program, plan)),
        Some((Some(_) | None, _, diagnostics)) => Err(diagnostics),
        None => Err(Vec::new()),
    }
}
