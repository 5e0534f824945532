//! Cases: applicants with the outcome they must get, in case files and in the examples of rule files.

mod compare;
mod example;
mod expect;
mod given;
mod literal;
mod targets;

#[cfg(test)]
mod tests;

pub use example::{check_examples, run_example};

use crate::diagnostic::{Diagnostic, Words, cases, in_order};
use crate::evaluate::jointly;
use crate::facts;
use crate::facts::json::{Json, Kind, shown};
use crate::plan::Plan;
use crate::source::Span;

/// How one case came out.
#[derive(Clone, PartialEq, Debug)]
pub struct CaseResult {
    /// Its name; its number where it has none.
    pub name: String,
    /// Where it stands.
    pub at: Span,
    /// What happened.
    pub verdict: Verdict,
}

/// What happened to a case.
#[derive(Clone, PartialEq, Debug)]
pub enum Verdict {
    /// All that is expected holds.
    Holds,
    /// These things came out differently.
    Differs(Vec<Difference>),
    /// The case could not be read.
    Bad(Vec<Diagnostic>),
}

/// One thing that came out differently.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Where it is expected.
    pub at: Span,
    /// What it is: an award, the total, one figure of them.
    pub subject: Words,
    /// What was expected.
    pub expected: Words,
    /// What came out.
    pub got: Words,
}

impl Difference {
    /// The finding, for a case of this name.
    pub fn diagnostic(&self, case: &str) -> Diagnostic {
        Diagnostic::new(&cases::DIFFERS, self.at)
            .arg("name", shown(case))
            .arg("subject", self.subject.clone())
            .arg("expected", self.expected.clone())
            .arg("got", self.got.clone())
    }
}

impl CaseResult {
    /// Whether all that is expected holds.
    pub fn holds(&self) -> bool {
        self.verdict == Verdict::Holds
    }
    /// Findings for what does not hold or could not be read; none for a case that holds.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        match &self.verdict {
            Verdict::Holds => Vec::new(),
            Verdict::Differs(all) => all.iter().map(|one| one.diagnostic(&self.name)).collect(),
            Verdict::Bad(findings) => findings.clone(),
        }
    }
}

/// Whether a JSON file is a case file: it has an `expect`, or is a list in which something has one.
pub fn is_case_file(file: &Json) -> bool {
    match &file.kind {
        Kind::Array(elements) => elements.iter().any(|element| element.get("expect").is_some()),
        Kind::Object(_) => file.get("expect").is_some(),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::BrokenText => false,
    }
}

/// The cases of a case file: the elements of its list, or itself.
pub fn cases_of(file: &Json) -> &[Json] {
    file.elements().unwrap_or(std::slice::from_ref(file))
}

/// Runs all cases of a case file.
pub fn run(file: &Json, plans: &[&Plan]) -> Vec<CaseResult> {
    let numbered = (1_usize..).zip(cases_of(file));
    numbered.map(|(number, case)| run_case(case, number, plans)).collect()
}

/// Runs one case; `number` names it where it has no name.
pub fn run_case(case: &Json, number: usize, plans: &[&Plan]) -> CaseResult {
    let stated = case.get("name").and_then(Json::text);
    let name = stated.map_or_else(|| format!("#{number}"), str::to_owned);
    CaseResult { verdict: verdict(case, &name, plans), name, at: case.span }
}

fn verdict(case: &Json, name: &str, plans: &[&Plan]) -> Verdict {
    let reading = facts::read(case, plans);
    let selected: Vec<&Plan> = match &reading {
        Ok(reading) => reading.parts.iter().map(|(plan, _)| *plan).collect(),
        Err(_) => named(case, plans),
    };
    let mut found = Vec::new();
    // What is expected of a policy that is not known cannot be looked at.
    let expected = if selected.is_empty() {
        expect::Expected::default()
    } else {
        expect::read(case, name, &selected, &mut found)
    };
    match reading {
        Err(mut findings) => {
            findings.extend(found);
            Verdict::Bad(in_order(findings))
        }
        Ok(_) if !found.is_empty() => Verdict::Bad(in_order(found)),
        Ok(reading) => {
            let decided = match jointly(&reading.parts) {
                Ok(decided) => decided,
                Err(findings) => return Verdict::Bad(findings),
            };
            compare::verdict(&expected, &decided, reading.several)
        }
    }
}

/// The policies that a case names, all if it names none.
fn named<'p>(case: &Json, plans: &[&'p Plan]) -> Vec<&'p Plan> {
    let Some(named) = facts::policies(case) else { return plans.to_vec() };
    plans.iter().copied().filter(|plan| named.iter().any(|&(id, _)| id == plan.policy)).collect()
}
