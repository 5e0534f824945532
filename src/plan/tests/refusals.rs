//! What is refused, as people see it, and that the way out given there is one.

use crate::diagnostic::{Diagnostic, Lang, Render};
use crate::plan::lower;
use crate::program::check;
use crate::source::Sources;
use crate::syntax::parse;

/// Code, what is refused, and the same after the advice was taken.
const CASES: [(&str, &str, &str); 8] = [
    (
        "E0601",
        "fact price : money\nfact area : quantity in m²\naward a \"A\"\n  pays price * area",
        "fact price : money\n  range 0 to 100k\nfact area : quantity in m²\n  range 0 to 1m\naward a \"A\"\n  pays price * area",
    ),
    (
        "E0601",
        "fact price : money\nfact first : ratio\nfact second : ratio\naward a \"A\"\n  pays price * first * second",
        "fact price : money\nfact first : ratio\nfact second : ratio\naward a \"A\"\n  \
         pays price * first, rounded half up to 0.01, times second",
    ),
    (
        "E0602",
        "fact 总成本 : money\nfact 份数 : number\naward a \"A\"\n  pays 总成本 / 份数",
        "fact 总成本 : money\nfact 份数 : number\n  range at least 1\naward a \"A\"\n  pays 总成本 / 份数",
    ),
    (
        "E0603",
        "fact loans : list of loan\n  field interest : money\n  field months : number\naward a \"A\"\n  \
         each loan in loans\n  pays loan.interest / highest of (loan.months, 1)",
        "fact loans : list of loan\n  field interest : money\n  field months : number\naward a \"A\"\n  \
         each loan in loans\n  pays loan.interest / highest of (loan.months, 1), rounded half up to 0.01",
    ),
    (
        "E0604",
        "fact first : bool\nfact second : bool\n  default not first\naward a \"A\"\n  where second\n  pays 1k",
        "fact first : bool\nfact second : bool\n  default false\naward a \"A\"\n  where second\n  pays 1k",
    ),
    (
        // The two items are not told apart: `other.interest > loan.interest` would compare one with itself.
        "E0606",
        "fact loans : list of loan\n  field interest : money\naward a \"A\"\n  each loan in loans where not (any other \
         in loans where other.interest > loan.interest)\n  pays 50% of loan.interest",
        "fact loans : list of loan\n  field interest : money\nlet most = highest loan.interest over loan in loans\n\
         award a \"A\"\n  each loan in loans where loan.interest >= most\n  pays 50% of loan.interest",
    ),
    (
        "E0606",
        "fact loans : list of loan\n  field interest : money\naward a \"A\"\n  each loan in loans where loan.interest \
         >= highest other.interest over other in loans\n  pays 50% of loan.interest",
        "",
    ),
    (
        "E0606",
        "fact loans : list of loan\n  field interest : money\nfact bills : list of bill\n  field cost : money\n\
         award a \"A\"\n  each loan in loans where any bill in bills where bill.cost > loan.interest\n  pays 1k",
        "fact loans : list of loan\n  field interest : money\nfact bills : list of bill\n  field cost : money\n\
         let dearest = highest bill.cost over bill in bills\n\
         award a \"A\"\n  each loan in loans where dearest > loan.interest\n  pays 1k",
    ),
];

fn found_in(sources: &mut Sources, text: &str) -> Vec<Diagnostic> {
    let file = sources.add("a.rules", format!("policy p \"P\"\n{text}\n"));
    let parsed = parse(file, &sources.get(file).text);
    assert_eq!(parsed.diagnostics, [], "{text}");
    let checked = check(&[&parsed.ast]);
    let messages: Vec<String> = checked.diagnostics.iter().map(|found| found.message(Lang::En)).collect();
    let program = checked.program.unwrap_or_else(|| panic!("{text}\n{messages:?}"));
    lower(&program).err().unwrap_or_default()
}

#[test]
fn what_is_refused_is_told_with_its_place_and_the_way_out_works() {
    let mut shown = String::new();
    for (code, wrong, right) in CASES {
        let mut sources = Sources::new();
        let found = found_in(&mut sources, wrong);
        let codes: Vec<&str> = found.iter().map(|found| found.entry.code).collect();
        assert_eq!(codes, [code], "{wrong}");
        shown.push_str(&Render::plain(Lang::Zh).text(&found, &sources));
        shown.push_str(&Render::plain(Lang::En).text(&found, &sources));
        if !right.is_empty() {
            assert_eq!(found_in(&mut Sources::new(), right), [], "{right}");
        }
    }
    insta::assert_snapshot!(shown);
}
