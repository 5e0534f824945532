//! Findings on small rule texts: each with what has it and what just has it not.

mod found;
mod removal;
mod silent;

use crate::compile::{Compiled, compile};
use crate::diagnostic::{Diagnostic, Lang, Render};
use crate::source::Sources;

use super::analyse;

const PRELUDE: &str = r#"policy demo "Demo"
  currency CNY
  rounding half up to 0.01

fact applicant : kind of applicant, one of enterprise "企业", university "高校", bank "银行"
fact level : count of levels "等级"
  range 0 to 5
fact sales : money "交易额"
fact pieces : count of pieces "件数"
fact big : bool "大型"
fact held : set of provincial "省级", national "国家级"
fact loans : list of loan "贷款"
  field interest : money "利息"
  field months : count "期限"

# Uses every fact, and finds nothing.
award everything "Everything" cites 99
  for    enterprise
  where  level >= 1 and sales > 0 and pieces >= 1 and big and held has national
  where  (count of loan in loans where loan.interest > 0 and loan.months > 0) >= 1
  pays   100k
"#;

/// Compiles a policy that has no errors.
pub fn compiled(text: &str) -> (Sources, Compiled) {
    let mut sources = Sources::new();
    let file = sources.add("demo.rules", text);
    let compiled = compile(&sources, &[file]);
    assert!(
        compiled.plan.is_some(),
        "{text}\n{}",
        Render::plain(Lang::En).text(&compiled.diagnostics, &sources)
    );
    (sources, compiled)
}

/// What is found in a whole policy.
pub fn findings_of(text: &str) -> (Sources, Vec<Diagnostic>) {
    let (sources, compiled) = compiled(text);
    let found = analyse(compiled.program.as_ref().unwrap());
    (sources, found)
}

/// What is found in rules that stand below the prelude.
pub fn findings(rules: &str) -> (Sources, Vec<Diagnostic>) {
    findings_of(&format!("{PRELUDE}\n{rules}"))
}

/// The codes, each with the text it is about.
pub fn codes(rules: &str) -> Vec<(&'static str, String)> {
    let (sources, found) = findings(rules);
    let place = |one: &Diagnostic| one.place().map_or("", |span| sources.slice(span)).to_owned();
    found.iter().map(|one| (one.entry.code, place(one))).collect()
}
