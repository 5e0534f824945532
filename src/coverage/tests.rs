//! Small invented documents: what is covered, what is declared, what is left.

use super::{Judged, Status, coverage};
use crate::compile::compile;
use crate::program::outline;
use crate::source::Sources;

const RULES: &str = r#"
政策 p "政策"
  有效期  自 2024-03-01 至 2027-02-28  依据 附
  备注    "有效期 3 年"

申报项 applicant: 申报主体, 单选 enterprise "企业", university "高校"
申报项 new_patents: 计数 件 "两年内新增专利数"
申报项 level: 计数 级 "等级"
  范围 0 至 5
申报项 loss: 金额 "本金损失"

# 99万元 in a comment is no figure of a rule.
奖励 newcomer "新增专利奖励" 依据 (一)
  条件  两年内新增专利数 ≥ 40件
  金额  50万元
  一次性

阶梯 rating "评级" 依据 (二)
  档  8万元 当 level = 1
  档  38万元 当 level = 5
  只取最高一档

奖励 sharing "分担" 依据 (三)
  金额  本金损失 的 80%
资金 pool "资金池" 依据 (三)
  分担  80% "资金"
  分担  20% "银行"

奖励 at_home "国内" 依据 (四)
  对象  企业
  金额  20万元
奖励 abroad "国外" 依据 (四)
  对象  高校
  金额  20万元

支持 alliance "联盟" 依据 (五)
  对象  企业
  金额另定

不编码 (六) 理由 "宣传，没有数字"
"#;

const TEXT: &str = "\
某某市關於促進創新的若干措施
某政發〔2024〕5號
2024年2月2日
為落實《规划（2021—2035年）》（国发〔2021〕20号），給予企業支持，制定本措施。
一、獎勵
（一）引進企業。對兩年內新增專利４０件以上（含40件）的企業，一次性給予五十萬元獎勵。
（二）評級。一級到五級分別給予8萬元、38萬元。
（三）風險。資金與銀行按8∶2的比例承擔損失，銀行承擔百分之二十。
（四）维权。对国内、国外胜诉的，分别给予不超过20万元的补助。
二、支持
（五）联盟。支持企业组建“9+5”产业联盟。鼓励第三方参与。
（六）宣传。对宣传工作给予3万元补助。
（七）其他。对高校给予支持。市、区两级政府负责。
本措施自2024年3月1日起施行，有效期三年。
";

fn judged(rules: &str, text: &str) -> Vec<Judged> {
    let mut sources = Sources::new();
    let file = sources.add("p.rules", rules);
    let compiled = compile(&sources, &[file]);
    coverage(&outline(&compiled.asts), &sources, text)
}

fn told(rules: &str, text: &str) -> Vec<String> {
    let row = |judged: Judged| {
        let status = match judged.status {
            Status::Covered => "covered".to_owned(),
            Status::Declared(reasons) => format!("declared {}", reasons.join(" ")),
            Status::Left => format!("left {}", judged.missing.join(" ")).trim().to_owned(),
        };
        format!("{} {} {status}", judged.section, judged.by.join(" "))
    };
    judged(rules, text).into_iter().map(row).collect()
}

/// The rules without the item of an id.
fn without(id: &str) -> String {
    let mut kept = String::new();
    let mut dropping = false;
    for line in RULES.lines() {
        if !line.starts_with(' ') {
            dropping = line.split(' ').nth(1) == Some(id);
        }
        if !dropping {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    assert!(kept.len() < RULES.len());
    kept
}

#[test]
fn sentences_are_told_apart() {
    assert_eq!(
        told(RULES, TEXT),
        [
            "(一) newcomer covered",
            "(二) rating covered",
            "(三) sharing pool covered",
            "(四) at_home abroad covered",
            "(五) alliance covered",
            "(六)  declared 宣传，没有数字",
            "(七)  left",
            "附 p covered",
        ]
        .map(|row| row
            .replace("(一)", "一(一)")
            .replace("(二)", "一(二)")
            .replace("(三)", "一(三)")
            .replace("(四)", "一(四)"))
        .map(|row| ["(五)", "(六)", "(七)"]
            .iter()
            .fold(row, |row, mark| row.replace(mark, &format!("二{mark}"))))
    );
}

#[test]
fn deleting_any_award_leaves_its_sentence() {
    let left = |rules: &str| judged(rules, TEXT).iter().filter(|one| one.status == Status::Left).count();
    let before = left(RULES);
    for id in ["newcomer", "rating", "at_home", "abroad", "alliance"] {
        assert_eq!(left(&without(id)), before + 1, "{id}");
    }
    // Of two that say the same, either is enough …
    assert_eq!(left(&without("sharing")), before);
    // … but where the award is gone that a fund pays for, the fund says nothing in its place.
    let pays =
        |rules: &str| rules.replace("  分担  20% \"银行\"\n", "  分担  20% \"银行\"\n  用于  sharing\n");
    assert_eq!(left(&pays(RULES)), before);
    assert_eq!(left(&pays(&without("sharing"))), before + 1);
}

#[test]
fn a_figure_that_no_rule_holds_is_named() {
    let text = TEXT.replace("五十萬元", "６０萬元").replace("40件", "45件");
    let first = judged(RULES, &text).into_iter().next().unwrap();
    assert_eq!((first.status, first.missing), (Status::Left, vec!["45".to_owned(), "６０萬".to_owned()]));
    assert_eq!(first.figures, ["兩", "４０", "45", "６０萬"]);
}

#[test]
fn rules_with_errors_still_answer_for_their_sections() {
    let broken =
        RULES.replace("条件  两年内新增专利数 ≥ 40件", "条件  两年内新增专利数 ≥ 40件 且 不存在的事实");
    assert_eq!(told(&broken, TEXT), told(RULES, TEXT));
}

#[test]
fn documents_without_numbers_are_one_section() {
    let text = "对企业给予50万元奖励，每两年40件。\n给予3万元补助。";
    assert_eq!(told(RULES, text), [" newcomer covered", "  left 3万"]);
}

#[test]
fn no_text_makes_it_fail() {
    for text in [
        "",
        "一、",
        "(一)",
        "附件",
        "第",
        "(((",
        "百分之",
        "分之一",
        "1.",
        "五比",
        "2024年13月45日",
        "〔",
        "《",
        "附件1",
    ] {
        judged(RULES, text);
    }
}

#[test]
fn an_item_may_name_its_sentence() {
    let text = "一、支持\n（一）联盟。支持企业组建联盟。支持高校办中心。宣传获奖励的企业。";
    let rules = |first: &str, second: &str, third: &str| {
        format!(
            "政策 p \"政策\"\n支持 alliance \"联盟\" 依据 (一)\n  金额另定\n{first}\
             支持 centre \"中心\" 依据 (一)\n  金额另定\n{second}\
             不编码 (一) 理由 \"宣传\"\n{third}"
        )
    };
    let pinned = rules("  原句 1\n", "  sentence 2\n", "  原句 3\n");
    assert_eq!(
        told(&pinned, text),
        ["一(一) alliance covered", "一(一) centre covered", "一(一)  declared 宣传"]
    );
    let one_deleted = pinned.replace("依据 (一)\n  金额另定\n  原句 1", "依据 (二)\n  金额另定\n  原句 1");
    assert_eq!(told(&one_deleted, text)[0], "一(一)  left");
    // Without sentences every item of the section answers for all of it.
    let open = rules("", "", "");
    assert_eq!(told(&open, text)[2], "一(一) alliance centre covered");
}

#[test]
fn the_number_of_a_section_is_no_figure_of_an_item() {
    let text = "二、任务\n（一）培育。\n3.给予3项支持。";
    let rules = "政策 p \"政策\"\n支持 a \"甲\" 依据 二(一)3\n  金额另定\n";
    assert_eq!(told(rules, text), ["二(一)3  left 3"]);
    let rules = format!("{rules}  名额 3项\n");
    assert_eq!(told(&rules, text), ["二(一)3 a covered"]);
}
