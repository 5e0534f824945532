//! Findings for names that nothing carries, or that several things carry, each with the nearest right name.

use super::file::TOP_KEYS;
use super::json::shown;
use super::lookup::{did_you_mean, listed};
use crate::diagnostic::{Diagnostic, Words, facts, in_order};
use crate::plan::Plan;
use crate::source::Span;

/// More findings than this of one applicant help nobody, and a file of nothing but faults has to end.
const MOST: usize = 1000;

/// Whether enough has been found to stop looking.
pub fn enough(found: &[Diagnostic]) -> bool {
    found.len() >= MOST
}

/// The findings in the order of their places; if there are too many, the first ones and a word that there are more.
pub fn first_ones(found: Vec<Diagnostic>, whole: Span) -> Vec<Diagnostic> {
    let more = enough(&found);
    let mut found = in_order(found);
    if more {
        found.truncate(MOST);
        found.push(Diagnostic::new(&facts::TOO_MANY_FINDINGS, whole).arg("number", MOST.to_string()));
    }
    found
}

/// The finding that a policy is not known.
pub fn unknown_policy<'a>(
    id: &str,
    at: Span,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let advice = did_you_mean(id, known.clone()).unwrap_or_else(|| {
        let known = listed(known);
        Words::new(format!("可选:{}", known.zh), format!("one of: {}", known.en))
    });
    Diagnostic::new(&facts::UNKNOWN_POLICY, at).arg("policy", shown(id)).arg("advice", advice)
}

/// The finding that none of these policies has such a fact.
pub fn unknown_fact(key: &str, plans: &[&Plan], at: Span) -> Diagnostic {
    let policies = listed(plans.iter().map(|plan| plan.policy.as_str()));
    let advice = if TOP_KEYS.contains(&key) {
        Words::new(
            format!("{key} 写在 facts 外面,文件的最外层"),
            format!("write {key} outside facts, at the top of the file"),
        )
    } else {
        let words = plans.iter().flat_map(|plan| plan.inputs.iter()).filter(|input| input.of_year.is_none());
        did_you_mean(
            key,
            words.flat_map(|input| [Some(input.name.as_str()), input.label.as_deref()]).flatten(),
        )
        .unwrap_or_else(|| {
            let policy = plans.first().map_or("", |plan| plan.policy.as_str());
            Words::new(
                format!("用 ipcalc facts {policy} 查看全部事实"),
                format!("ipcalc facts {policy} lists all facts"),
            )
        })
    };
    Diagnostic::new(&facts::UNKNOWN_FACT, at)
        .arg("policy", policies)
        .arg("key", shown(key))
        .arg("advice", advice)
}

/// The finding that none of these policies has such an award.
pub fn unknown_award(id: &str, among: &[&Plan], at: Span) -> Diagnostic {
    let policies = listed(among.iter().map(|plan| plan.policy.as_str()));
    let ids = among
        .iter()
        .flat_map(|plan| plan.awards.iter())
        .flat_map(|award| [award.id.as_str(), award.title.as_str()]);
    let advice = did_you_mean(id, ids).unwrap_or_else(|| {
        one_of(listed(among.iter().flat_map(|plan| plan.awards.iter()).map(|award| award.id.as_str())))
    });
    Diagnostic::new(&facts::UNKNOWN_AWARD, at)
        .arg("policy", policies)
        .arg("award", shown(id))
        .arg("advice", advice)
}

/// The finding that a key means nothing in its place.
pub fn unknown_key(place: Words, key: &str, advice: Words, at: Span) -> Diagnostic {
    Diagnostic::new(&facts::UNKNOWN_KEY, at).arg("place", place).arg("key", shown(key)).arg("advice", advice)
}

/// The finding that a label stands for several things.
pub fn ambiguous(key: &str, names: Words, at: Span) -> Diagnostic {
    Diagnostic::new(&facts::AMBIGUOUS_NAME, at).arg("key", shown(key)).arg("names", names)
}

/// The names among which one is to be chosen.
pub fn one_of(names: Words) -> Words {
    Words::new(format!("可选:{}", names.zh), format!("one of: {}", names.en))
}
