//! Plans for tests: inputs of every type, a few awards.

use crate::arena::{Arena, Id as _};
use crate::money::{Currency, Rational, Rounding};
use crate::plan::{
    Award, AwardKind, Choice, Input, InputField, InputType, Known, Node, NodeId, NodeType, Op, Plan,
};
use crate::program::{Dimension, Measure, Units, Validity};
use crate::source::{FileId, Span};
use crate::syntax::ast::DurationUnit;

fn choices(words: &[(&str, &str)]) -> Vec<Choice> {
    let choice = |&(name, label): &(&str, &str)| Choice {
        name: name.into(),
        label: if label.is_empty() { None } else { Some(label.into()) },
    };
    words.iter().map(choice).collect()
}

fn input(name: &str, label: &str, ty: InputType) -> Input {
    Input {
        name: name.into(),
        label: if label.is_empty() { None } else { Some(label.into()) },
        question: None,
        ty,
        optional: false,
        by_year: false,
        low: None,
        high: None,
        default: None,
        decides: None,
        of_year: None,
        span: Span::new(FileId::first(), 0..0),
    }
}

fn number(of: Dimension) -> InputType {
    InputType::Number(Measure::plain(of))
}

pub(crate) fn award(id: &str, title: &str, cites: &str) -> Award {
    let node = NodeId::new(0);
    Award {
        id: id.into(),
        title: title.into(),
        cites: vec![cites.into()],
        kind: AwardKind::Award,
        units: Units::default(),
        readings: Vec::new(),
        notes: Vec::new(),
        parts: Vec::new(),
        ranking: None,
        span: Span::new(FileId::first(), 0..0),
        bounds: Vec::new(),
        counts: Vec::new(),
        in_force: node,
        matter: None,
        foreign: None,
        stacked: None,
        before_limits: None,
        other_kinds: Vec::new(),
        conditions: Vec::new(),
        eligible: node,
        items: None,
        steps: Vec::new(),
        lines: Vec::new(),
        gross: node,
        net: node,
        used_up: None,
        decided: None,
        payable: node,
        rivals: Vec::new(),
        common: Vec::new(),
        amount: node,
        payout: crate::plan::Payout::default(),
    }
}

/// A plan that asks for a value of every type.
pub(crate) fn plan() -> Plan {
    let cny = Dimension::Money(Currency::CNY);
    let mut inputs = vec![
        input(
            "applicant",
            "申报主体",
            InputType::Enum(choices(&[("enterprise", "企业"), ("university", "高校"), ("bank", "")])),
        ),
        input("centre", "有独立运行的运营中心", InputType::Bool),
        input("transaction_value", "当年专利技术交易额", number(cny.clone())),
        input("patents", "专利数", number(Dimension::Count(Some("件".into())))),
        input("firms", "", number(Dimension::Count(None))),
        input("rate", "利率", number(Dimension::Ratio)),
        input("area", "", number(Dimension::Quantity("m²".into()))),
        input("term", "", number(Dimension::Duration(DurationUnit::Months))),
        input("score", "", number(Dimension::Plain)),
        input("level", "分级", number(Dimension::Count(None))),
        input(
            "honours",
            "称号",
            InputType::Set(choices(&[("provincial", "省级"), ("national", "国家级"), ("city", "")])),
        ),
        input("founded", "成立日期", InputType::Date),
        input("district", "所在区", InputType::Text),
        input(
            "loans",
            "质押贷款",
            InputType::List {
                item: "loan".into(),
                fields: vec![
                    InputField {
                        name: "interest".into(),
                        label: Some("利息".into()),
                        ty: number(cny.clone()),
                        low: None,
                        high: None,
                        optional: false,
                    },
                    InputField {
                        name: "term_months".into(),
                        label: None,
                        ty: number(Dimension::Count(None)),
                        low: None,
                        high: None,
                        optional: false,
                    },
                    InputField {
                        name: "repaid".into(),
                        label: Some("已结清".into()),
                        ty: InputType::Bool,
                        low: None,
                        high: None,
                        optional: false,
                    },
                ],
                plan: None,
            },
        ),
        input("certified_on", "", InputType::Date),
        input("revenue", "营业收入", number(cny.clone())),
        input("abroad", "", InputType::Bool),
        input("twin_a", "同名", InputType::Bool),
        input("twin_b", "同名", InputType::Bool),
        input("centre_award.decision", "", number(cny)),
    ];
    for input in &mut inputs {
        match input.name.as_str() {
            "level" => input.high = Some(Rational::whole(5)),
            "score" => (input.low, input.high) = (Some(Rational::whole(-10)), Some(Rational::whole(10))),
            "certified_on" => input.optional = true,
            "revenue" => input.by_year = true,
            "abroad" => input.default = Some(Known::Bool(false)),
            _ => {}
        }
    }
    let node = Node { op: Op::Bool(true), ty: NodeType::Bool, range: None, span: None };
    Plan {
        policy: "qingdao".into(),
        title: "方案".into(),
        in_force: Validity::default(),
        in_force_by: None,
        currency: Currency::CNY,
        rounding: Rounding::half_up_to_fen(),
        units: Units::default(),
        stacking: None,
        inputs: inputs.into_iter().collect(),
        nodes: std::iter::once(node).collect(),
        lists: Arena::new(),
        tables: Arena::new(),
        awards: [
            award("centre_award", "运营中心奖励", "二(一)3"),
            award("pledge_interest", "质押贷款贴息", "二(三)9"),
            award("strength", "强企奖励", "二(三)10"),
        ]
        .into_iter()
        .collect(),
        groups: Arena::new(),
        targets: crate::plan::Targets::default(),
        scores: Vec::new(),
        funds: Vec::new(),
    }
}

/// Another policy, which shares the applicant and one award id with [`plan`].
pub(crate) fn other_plan() -> Plan {
    let mut plan = plan();
    plan.policy = "zhangzhou".into();
    plan.inputs = [
        input(
            "applicant",
            "申报主体",
            InputType::Enum(choices(&[("enterprise", "企业"), ("university", "大学")])),
        ),
        input("cases_won", "胜诉案件", number(Dimension::Count(Some("件".into())))),
    ]
    .into_iter()
    .collect();
    plan.awards =
        [award("case", "维权资助", "(九)"), award("strength", "强企", "(十)")].into_iter().collect();
    plan
}
