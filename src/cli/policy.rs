//! One policy by its id, compiled.

use std::path::PathBuf;

use crate::compile::compile;
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
    let policy = Loader::new(rules)?.policy(id).map_err(|fault| vec![fault])?;
    let files = policy.add_to(sources);
    let compiled = compile(sources, &files);
    match (compiled.program, compiled.plan) {
        (Some(program), Some(plan)) => Ok((program, plan)),
        (Some(_) | None, _) => Err(compiled.diagnostics),
    }
}
