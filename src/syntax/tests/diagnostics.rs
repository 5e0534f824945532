//! What is said of mistakes that people make, and where; the words are in `tests/diagnostics`.

use crate::diagnostic::Lang;
use crate::source::FileId;
use crate::syntax::parse;

/// Code and marked words of everything found.
fn found(text: &str) -> Vec<(&'static str, &str)> {
    let found = parse(FileId::first(), text).diagnostics;
    found.iter().map(|found| (found.entry.code, text.get(found.place().unwrap().range()).unwrap())).collect()
}

#[test]
fn mistakes_in_a_clause() {
    let cases = [
        ("pasy 5k", "E0110", "pasy"),
        ("金頟 5万", "E0110", "金頟"),
        ("如果 甲", "E0110", "如果"),
        ("hello", "E0111", "hello"),
        ("pays (a + b", "E0120", "("),
        ("pays a + b)", "E0121", ")"),
        ("pays \"5k", "E0101", "\"5k"),
        ("pays 「a", "E0101", "「a"),
        ("pays 5% of x max 500k", "E0123", "max"),
        ("金额 甲 的 5% 每年最高 50万元", "E0123", "每年最高"),
        ("for a b", "E0123", "b"),
        ("金额 当年交易额的5%", "E0124", "当年交易额的5"),
        ("条件 甲或 乙", "E0124", "甲或"),
        ("条件 职工数不满 300人", "E0124", "职工数不满"),
        ("金额 投入的 5%, 最高 10万元", "E0124", "投入的"),
        ("金额　投入的　5%", "E0124", "投入的"),
        ("同一企业每年最高 50万元", "E0110", "同一企业每年最高"),
        ("pays 5% off x", "E0110", "off"),
        ("pays 5k whre a", "E0110", "whre"),
        ("for a wehre b", "E0110", "wehre"),
        ("pays 5 6", "E0125", "6"),
        ("once more", "E0125", "more"),
        ("pays 5% of", "E0126", ""),
        ("where a and", "E0126", ""),
        ("pays", "E0126", ""),
        ("pays 5k,", "E0126", ""),
        ("pays , 5k", "E0127", ","),
        ("where a >= >= b", "E0127", ">"),
        ("note 没有引号", "E0128", "没有引号"),
        ("pays 5k;", "E0129", ";"),
        ("金额 5万元。", "E0129", "。"),
        ("pays $5", "E0129", "$"),
        ("where 1 < a < 5", "E0131", "<"),
        ("pays sum of l.i", "E0132", "sum of l.i"),
        ("per year max 5k in all", "E0133", "in all"),
        ("pays 5000 subsidy on x", "E0134", "5000"),
        ("where where", "E0140", "where"),
        ("where а", "E0141", "а"),
        ("where Ωmega", "E0141", "Ωmega"),
        ("pays 99999999999999999999999999999999", "E0150", "99999999999999999999999999999999"),
        ("pays 1,00", "E0151", "1,00"),
        ("pays 10,0000", "E0151", "10,0000"),
        ("金额 1，000元", "E0151", "1，000"),
        ("pays 10.999.99", "E0152", "10.999.99"),
        ("pays 1e6", "E0153", "e6"),
        ("pays .5", "E0154", ".5"),
        ("where d > 2023-02-30", "E0155", "2023-02-30"),
        ("where d > 2023年2月29日", "E0155", "2023年2月29日"),
        ("where d > 2023-2-3", "E0156", "2023-2-3"),
        ("goal at least 5 within 18 months", "E0157", "18 months"),
    ];
    for (text, code, at) in cases {
        let text = format!("award a\n  {text}\n");
        assert_eq!(found(&text), [(code, at)], "{text}");
    }
}

#[test]
fn mistakes_in_a_heading() {
    let cases = [
        ("awrd a", "E0110", "awrd"),
        ("奖厉 a", "E0110", "奖厉"),
        ("hello", "E0111", "hello"),
        ("fact x money", "E0127", "money"),
        ("fact x : mony", "E0110", "mony"),
        ("fact x :", "E0126", ""),
        ("let x 5", "E0127", "5"),
        ("example 甲", "E0128", "甲"),
        ("award where", "E0140", "where"),
        ("award \"甲\"", "E0127", "\""),
    ];
    for (text, code, at) in cases {
        assert_eq!(found(text), [(code, at)], "{text}");
    }
}

#[test]
fn lines_in_the_wrong_column() {
    assert_eq!(found("  pays 5k\n"), [("E0114", "pays 5k")]);
    assert_eq!(found("pays 5k\n"), [("E0114", "pays")]);
    assert_eq!(found("award a\npays 5k\n  once\n"), [("E0112", "pays")]);
    assert_eq!(found("award a\n  pays 5k\n  award b\n  once\n"), [("E0113", "award")]);
    assert_eq!(found("  award b\n  once\n"), [("E0113", "award")]);
    // What stands in the wrong column is read all the same.
    let parsed = parse(FileId::first(), "award a\npays 5k\n  once\n  award b\n  once\n");
    let clauses: Vec<usize> = parsed.ast.items.iter().map(|item| item.clauses.len()).collect();
    assert_eq!(clauses, [2, 1]);
}

#[test]
fn one_broken_piece_hides_no_other() {
    let text = "award a\n  pays 5% off x\n  where (a\n  once\n\nfact b mony\n  question \"q\n\naward c\n  pays 1,00\n";
    let codes: Vec<&str> = found(text).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["E0110", "E0120", "E0127", "E0101", "E0151"]);
    let parsed = parse(FileId::first(), text);
    assert_eq!(parsed.ast.items.len(), 2);
    assert_eq!(parsed.ast.items[0].clauses.len(), 1);
}

#[test]
fn hidden_characters() {
    assert_eq!(found("award a\0\n")[0].0, "E0103");
    assert_eq!(found("# a\rpays 5\n"), [("E0103", "\r")]);
    assert_eq!(found("award a \"\u{202e}5\"\n"), [("E0104", "\u{202e}")]);
    assert_eq!(found("award a\u{200b}\n")[0], ("E0105", "\u{200b}"));
    assert_eq!(found("\u{feff}award a\r\n"), []);
}

#[test]
fn many_errors_are_counted() {
    let found = parse(FileId::first(), &"award a\n  oops\n".repeat(1000)).diagnostics;
    assert_eq!(found.len(), 201);
    let last = found.last().unwrap();
    assert_eq!(last.entry.code, "E0199");
    assert!(last.message(Lang::En).contains("800"));
}

#[test]
fn names_are_normalised() {
    let name = |text: &str| {
        let ast = super::read(text);
        match &ast.items[0].heading {
            crate::syntax::ast::Heading::Rule { name, .. } => name.text.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(name("award e\u{301}te"), "\u{e9}te");
    assert_eq!(name("奖励 Ａ级企业１"), "A级企业1");
    assert_eq!(name("奖励 「where」"), "where");
    assert_eq!(name("奖励 「 两 词 」"), "两 词");
}
