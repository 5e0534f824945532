//! Explanations of a small policy whose plan and values are written by hand.

use super::{Explanation, Layout, phrase};
use crate::arena::Arena;
use crate::calendar::Date;
use crate::diagnostic::Lang;
use crate::evaluate::{Bounds, Decision, Missing, Outcome, Trace, Value};
use crate::facts::{Inputs, Payment};
use crate::money::{Currency, Rational, Rounding, parse_decimal};
use crate::plan::{
    Award, AwardId, AwardKind, Choice, Input, InputField, InputId, InputType, Items, Known, Line, LineKind,
    ListPlan, ListPlanId, Node, NodeId, NodeType, Nodes, Op, PaidScope, Part, Plan, Step,
};
use crate::program::{Dimension, Measure, Units, Validity};
use crate::source::{FileId, Span};
use crate::syntax::ast::{AggregateKind, Comparison, LadderKind, Scope};

type Values = Arena<NodeId, Value>;

fn money() -> NodeType {
    NodeType::Number(Measure::plain(Dimension::Money(Currency::CNY)))
}

fn count() -> NodeType {
    NodeType::Number(Measure::plain(Dimension::Count(None)))
}

fn share() -> NodeType {
    NodeType::Number(Measure::plain(Dimension::Ratio))
}

fn number(text: &str) -> Rational {
    parse_decimal(text).unwrap()
}

fn exact(text: &str) -> Value {
    Value::exact(number(text))
}

fn truth(value: bool) -> Value {
    Value::Bool(Some(value))
}

fn span() -> Span {
    Span::new(FileId::first(), 0..0)
}

/// Nodes and their values, written side by side.
#[derive(Default)]
struct Level {
    nodes: Nodes,
    values: Values,
}

impl Level {
    fn put(&mut self, op: Op, ty: NodeType, value: Value) -> NodeId {
        self.values.push(value);
        self.nodes.push(Node { op, ty, range: None, span: None })
    }
    fn fixed(&mut self, text: &str, ty: NodeType) -> NodeId {
        self.put(Op::Number(number(text)), ty, exact(text))
    }
    fn claim(&mut self, op: Op, value: bool) -> NodeId {
        self.put(op, NodeType::Bool, truth(value))
    }
    fn amount(&mut self, op: Op, value: &str) -> NodeId {
        self.put(op, money(), exact(value))
    }
}

struct Bench {
    top: Level,
    plan: Plan,
    outcomes: Arena<AwardId, Outcome>,
    items: Arena<ListPlanId, Vec<Values>>,
    yes: NodeId,
    zero: NodeId,
}

fn choices(all: &[(&str, &str)]) -> Vec<Choice> {
    let choice = |(name, label): &(&str, &str)| Choice { name: (*name).into(), label: Some((*label).into()) };
    all.iter().map(choice).collect()
}

impl Bench {
    fn new() -> Bench {
        let mut top = Level::default();
        let yes = top.claim(Op::Bool(true), true);
        let zero = top.fixed("0", money());
        let plan = Plan {
            policy: "qingdao".into(),
            title: "青岛市知识产权运营服务体系建设实施方案".into(),
            in_force: Validity::default(),
            in_force_by: None,
            currency: Currency::CNY,
            rounding: Rounding::half_up_to_fen(),
            units: Units::default(),
            stacking: None,
            inputs: Arena::new(),
            nodes: Arena::new(),
            lists: Arena::new(),
            tables: Arena::new(),
            awards: Arena::new(),
            groups: Arena::new(),
            targets: crate::plan::Targets::default(),
            scores: Vec::new(),
            funds: Vec::new(),
        };
        Bench { top, plan, outcomes: Arena::new(), items: Arena::new(), yes, zero }
    }

    fn input(&mut self, name: &str, label: &str, ty: InputType) -> InputId {
        self.plan.inputs.push(Input {
            name: name.into(),
            label: Some(label.into()),
            question: None,
            ty,
            optional: false,
            by_year: false,
            low: None,
            high: None,
            default: None,
            decides: None,
            of_year: None,
            span: span(),
        })
    }

    /// An award without conditions and lines, to be filled in.
    fn award(&mut self, id: &str, title: &str, section: &str, outcome: Outcome) -> AwardId {
        self.outcomes.push(outcome);
        self.plan.awards.push(Award {
            id: id.into(),
            title: title.into(),
            cites: vec![section.into()],
            kind: AwardKind::Award,
            units: Units { lead: vec!["市科技局".into()], with: vec!["各区、市政府".into()] },
            readings: Vec::new(),
            notes: Vec::new(),
            parts: Vec::new(),
            ranking: None,
            span: span(),
            bounds: Vec::new(),
            counts: Vec::new(),
            in_force: self.yes,
            matter: None,
            foreign: None,
            stacked: None,
            before_limits: None,
            other_kinds: Vec::new(),
            conditions: Vec::new(),
            eligible: self.yes,
            items: None,
            steps: Vec::new(),
            lines: Vec::new(),
            gross: self.zero,
            net: self.zero,
            used_up: None,
            decided: None,
            payable: self.yes,
            rivals: Vec::new(),
            common: Vec::new(),
            amount: self.zero,
            payout: crate::plan::Payout::default(),
        })
    }

    fn finish(self, inputs: Inputs, total: Bounds) -> (Plan, Inputs, Decision) {
        let Bench { top, mut plan, outcomes, items, .. } = self;
        plan.nodes = top.nodes;
        let trace = Trace { values: top.values, items };
        (plan, inputs, Decision { awards: outcomes, total, targets: Vec::new(), trace })
    }
}

fn line(kind: LineKind, result: NodeId) -> Line {
    Line { kind, per_item: false, result, span: None, cites: Vec::new() }
}

fn item_line(kind: LineKind, result: NodeId) -> Line {
    Line { per_item: true, ..line(kind, result) }
}

fn inputs(history: Option<Vec<Payment>>) -> Inputs {
    Inputs {
        applicant: Some("青岛某某大学".into()),
        as_of: Date::new(2019, 6, 30),
        year: Some(2019),
        values: Arena::new(),
        defaulted: Vec::new(),
        history,
    }
}

fn applicant_kind(bench: &mut Bench) -> NodeId {
    let kinds =
        choices(&[("enterprise", "企业"), ("university", "高校"), ("research_institute", "科研院所")]);
    let input = bench.input("applicant", "申报主体", InputType::Enum(kinds));
    bench.top.put(Op::Input(input), NodeType::Enum, Value::Enum(0b010))
}

/// `transactions × 5%`, at most 500,000 a year, 300,000 of which may be paid already.
fn centre(bench: &mut Bench, transactions: &str, part: &str, paid: &str, result: &str) -> AwardId {
    let input = bench.input(
        "patent_transaction_value",
        "当年专利技术交易额",
        InputType::Number(Measure::plain(Dimension::Money(Currency::CNY))),
    );
    let id =
        bench.award("operation_centre", "知识产权运营中心奖励", "二(一)3", Outcome::Awarded(number(result)));
    let value = bench.top.amount(Op::Input(input), transactions);
    let rate = bench.top.fixed("0.05", share());
    let product = bench.top.amount(Op::Multiply(rate, value), part);
    let limit = bench.top.fixed("500000", money());
    let paid = bench.top.amount(Op::Paid(id, PaidScope::THIS_YEAR), paid);
    let cut = bench.top.amount(Op::Min(vec![product, limit]), result);
    let rounded = bench.top.amount(Op::Round(Rounding::half_up_to_fen(), cut), result);
    let award = bench.plan.awards.at_mut(id);
    award.lines = vec![
        line(LineKind::Pays(product), product),
        line(
            LineKind::AtMost {
                limit,
                applies: None,
                paid: Some(paid),
                others: None,
                circle: None,
                scope: Some(Scope::PerYear),
            },
            cut,
        ),
        line(LineKind::Rounded(Rounding::half_up_to_fen()), rounded),
    ];
    award.readings = vec!["由设立中心的高校院所申报，奖励归中心".into()];
    id
}

fn calculations(transactions: &str, part: &str, paid: &str, result: &str) -> [Vec<String>; 2] {
    let mut bench = Bench::new();
    let id = centre(&mut bench, transactions, part, paid, result);
    let (plan, inputs, decision) = bench.finish(inputs(None), exactly(result));
    [Lang::Zh, Lang::En].map(|lang| Explanation::new(&plan, &inputs, &decision, lang).calculation(id))
}

fn exactly(text: &str) -> Bounds {
    Bounds { low: number(text), high: Some(number(text)) }
}

#[test]
fn a_share_below_its_cap() {
    let [zh, en] = calculations("8000000", "400000", "0", "400000");
    assert_eq!(zh, ["当年专利技术交易额 8,000,000.00 × 5% = 400,000.00；上限 500,000.00 (未达到)"]);
    assert_eq!(en, ["patent transaction value 8,000,000.00 × 5% = 400,000.00; cap 500,000.00 not reached"]);
}

#[test]
fn a_share_at_and_above_its_cap() {
    let [_, at] = calculations("10000000", "500000", "0", "500000");
    assert!(at[0].ends_with("= 500,000.00; cap 500,000.00 just reached"), "{at:?}");
    let [_, above] = calculations("10000000.20", "500000.01", "0", "500000");
    assert!(above[0].ends_with("= 500,000.01; cap 500,000.00 exceeded, so 500,000.00"), "{above:?}");
}

#[test]
fn what_history_leaves_of_a_cap() {
    let [zh, en] = calculations("8000000", "400000", "300000", "200000");
    assert_eq!(zh[1], "上限 500,000.00 − 已付 300,000.00 = 剩余 200,000.00 (每年)，取 200,000.00");
    assert_eq!(en[1], "cap 500,000.00 − paid before 300,000.00 = left 200,000.00 (per year); so 200,000.00");
}

#[test]
fn rounding_is_told_where_it_changed_something() {
    let [zh, _] = calculations("100.10", "5.005", "0", "5.005");
    assert!(!zh[0].contains("四舍五入"));
    let mut bench = Bench::new();
    let id = centre(&mut bench, "100.10", "5.005", "0", "5.005");
    let rounded = bench.top.amount(Op::Bool(true), "5.01");
    bench.plan.awards.at_mut(id).lines[2].result = rounded;
    let (plan, inputs, decision) = bench.finish(inputs(None), exactly("5.01"));
    let lines = Explanation::new(&plan, &inputs, &decision, Lang::Zh).calculation(id);
    assert_eq!(
        lines,
        ["当年专利技术交易额 100.10 × 5% = 5.005；上限 500,000.00 (未达到)；四舍五入到 0.01 = 5.01"]
    );
}

#[test]
fn conditions_in_words() {
    let mut bench = Bench::new();
    let kind = applicant_kind(&mut bench);
    let small = bench.input(
        "small_firms_hosted",
        "小微企业托管数",
        InputType::Number(Measure::plain(Dimension::Count(None))),
    );
    let centre = bench.input("independent_operation_centre", "有独立运行的运营中心", InputType::Bool);
    let honours = bench.input(
        "honours",
        "企业荣誉",
        InputType::Set(choices(&[("advantage", "省级优势"), ("demonstration", "省级示范")])),
    );
    let top = &mut bench.top;
    let firms = top.put(Op::Input(small), count(), exact("99"));
    let hundred = top.fixed("100", count());
    let enough = top.claim(Op::Compare(Comparison::AtLeast, firms, hundred), false);
    let among = top.claim(Op::Among(kind, 0b101), false);
    let has_centre = top.claim(Op::Input(centre), false);
    let set = top.put(Op::Input(honours), NodeType::Set, Value::Set { sure: 0, possible: 0 });
    let first = top.claim(Op::Has(set, 0), false);
    let second = top.claim(Op::Has(set, 1), false);
    let one_of = top.claim(Op::Or(vec![first, second]), false);
    let either = top.claim(Op::Or(vec![enough, has_centre]), false);
    let not = top.claim(Op::Not(enough), true);
    let third = top.put(Op::Number(Rational::new(1, 3).unwrap()), share(), Value::Bool(None));
    let ratio = top.claim(
        Op::CompareRatio {
            comparison: Comparison::AtLeast,
            numerator: firms,
            denominator: hundred,
            right: third,
        },
        false,
    );
    let both = top.claim(Op::And(vec![among, either]), false);
    let id = bench.award("a", "甲", "一", Outcome::NotEligible);
    bench.plan.awards.at_mut(id).conditions = vec![among, either, one_of, ratio, not];
    let (plan, inputs, decision) = bench.finish(inputs(None), exactly("0"));
    assert_eq!(phrase(&plan, enough, Lang::Zh), "小微企业托管数 ≥ 100");
    assert_eq!(phrase(&plan, not, Lang::En), "small firms hosted < 100");
    assert_eq!(
        phrase(&plan, both, Lang::Zh),
        "申报主体是 企业 或 科研院所 且 (小微企业托管数 ≥ 100 或 有独立运行的运营中心)"
    );
    assert_eq!(
        Explanation::new(&plan, &inputs, &decision, Lang::Zh).reasons(id),
        [
            "申报主体是 企业 或 科研院所 (实际 高校)",
            "小微企业托管数 ≥ 100 (实际 99) 或 有独立运行的运营中心 (实际 否)",
            "企业荣誉 含 省级优势 或 省级示范 (实际 无)",
            "小微企业托管数 ÷ 100 ≥ 1/3 (实际 99 ÷ 100)",
        ]
    );
    assert_eq!(
        Explanation::new(&plan, &inputs, &decision, Lang::En).reasons(id)[..2],
        [
            "applicant is enterprise or research institute (is university)",
            "small firms hosted ≥ 100 (is 99) or independent operation centre (is no)",
        ]
    );
}

/// Loans of 12 months, half of whose interest is paid.
fn loans(bench: &mut Bench, given: &[(&str, u32)], total: &str, outcome: Outcome) -> AwardId {
    let measure = |of| InputType::Number(Measure::plain(of));
    let field = |name: &str, label: &str, ty| InputField {
        name: name.into(),
        label: Some(label.into()),
        ty,
        low: None,
        high: None,
        optional: false,
    };
    let fields = vec![
        field("interest", "利息", measure(Dimension::Money(Currency::CNY))),
        field("term_months", "期限", measure(Dimension::Count(None))),
    ];
    let list = bench.plan.lists.next_id();
    let input = bench.input(
        "pledge_loans",
        "专利权质押贷款",
        InputType::List { item: "loan".into(), fields, plan: Some(list) },
    );
    let mut nodes = Nodes::new();
    let mut all = Vec::new();
    let mut ids = None;
    for (interest, term) in given {
        let mut level = Level::default();
        let half = number(interest).over(Rational::whole(2)).unwrap();
        let interest = level.amount(Op::Field(0), interest);
        let months = level.put(Op::Field(1), count(), exact(&term.to_string()));
        let twelve = level.fixed("12", count());
        let counts = level.claim(Op::Compare(Comparison::Equal, months, twelve), *term == 12);
        let rate = level.fixed("0.5", share());
        let part = level.put(Op::Multiply(rate, interest), money(), Value::exact(half));
        (nodes, ids) = (level.nodes, Some((counts, part)));
        all.push(level.values);
    }
    let (counts, part) = ids.unwrap();
    bench.plan.lists.push(ListPlan { input, nodes });
    bench.items.push(all);
    let id = bench.award("pledge_interest", "专利权质押贷款贴息", "二(三)9", outcome);
    let kind = AggregateKind::Sum;
    let sum = bench.top.amount(Op::Reduce { list, kind, value: Some(part), condition: Some(counts) }, total);
    let award = bench.plan.awards.at_mut(id);
    award.items = Some(Items { list, condition: Some(counts), amount: part });
    award.lines = vec![item_line(LineKind::Pays(part), part), line(LineKind::SumOfItems, sum)];
    id
}

#[test]
fn items_one_by_one_and_their_sum() {
    let mut bench = Bench::new();
    let given = [("100000", 12), ("60000", 11), ("60000", 12)];
    let id = loans(&mut bench, &given, "80000", Outcome::Awarded(number("80000")));
    let (plan, inputs, decision) = bench.finish(inputs(None), exactly("80000"));
    let lines = |lang| Explanation::new(&plan, &inputs, &decision, lang).calculation(id);
    assert_eq!(
        lines(Lang::En),
        [
            "pledge loans[1]: interest 100,000.00 × 50% = 50,000.00",
            "pledge loans[2]: not counted, term months = 12 (is 11)",
            "pledge loans[3]: interest 60,000.00 × 50% = 30,000.00",
            "50,000.00 + 30,000.00 = 80,000.00",
        ]
    );
    assert_eq!(lines(Lang::Zh)[1], "专利权质押贷款[2]：不计，期限 = 12 (实际 11)");
}

#[test]
fn long_lists_are_abridged() {
    let mut bench = Bench::new();
    let given = vec![("2", 12); 1000];
    let id = loans(&mut bench, &given, "1000", Outcome::Awarded(number("1000")));
    let (plan, inputs, decision) = bench.finish(inputs(None), exactly("1000"));
    let lines = Explanation::new(&plan, &inputs, &decision, Lang::En).calculation(id);
    assert_eq!(lines.len(), 12);
    assert_eq!(lines[10..], ["… 990 more; 1000 counted in all", "sum of 1000 = 1,000.00"]);
}

#[test]
fn no_item_that_counts_is_a_reason() {
    let mut bench = Bench::new();
    let id = loans(&mut bench, &[("2", 11); 5], "0", Outcome::NotEligible);
    let (plan, inputs, decision) = bench.finish(inputs(None), exactly("0"));
    let reasons = Explanation::new(&plan, &inputs, &decision, Lang::Zh).reasons(id);
    assert_eq!(reasons[0], "专利权质押贷款[1]：期限 = 12 (实际 11)");
    assert_eq!(reasons[3], "……另有 2 项也不符合");
}

/// A certificate (100,000) and an honour (50,000), topped up over what was paid.
fn ladder(bench: &mut Bench, held: [bool; 2], paid: &str, result: &str, outcome: Outcome) -> AwardId {
    let certified = bench.input("certified", "贯标认证", InputType::Bool);
    let honoured = bench.input("honoured", "省级优势", InputType::Bool);
    let id = bench.award("ip_strength", "知识产权强企奖励", "二(一)2", outcome);
    let [first, second] = held;
    let first = bench.top.claim(Op::Input(certified), first);
    let second = bench.top.claim(Op::Input(honoured), second);
    let amounts = [bench.top.fixed("100000", money()), bench.top.fixed("50000", money())];
    bench.top.amount(Op::Paid(id, PaidScope::Ever), paid);
    let result = bench.top.amount(Op::Bool(true), result);
    let step = |held, amount, name: Option<&str>| Step {
        name: name.map(str::to_owned),
        cites: Vec::new(),
        held,
        amount,
        span: span(),
    };
    let award = bench.plan.awards.at_mut(id);
    award.kind = AwardKind::Ladder(LadderKind::TopUp);
    award.steps = vec![step(first, amounts[0], None), step(second, amounts[1], Some("优势企业"))];
    award.lines = vec![line(LineKind::Steps(LadderKind::TopUp), result)];
    id
}

#[test]
fn the_steps_held_and_the_one_that_counts() {
    let mut bench = Bench::new();
    let id = ladder(&mut bench, [true, true], "50000", "50000", Outcome::Awarded(number("50000")));
    let (plan, inputs, decision) = bench.finish(inputs(None), exactly("50000"));
    assert_eq!(
        Explanation::new(&plan, &inputs, &decision, Lang::Zh).calculation(id),
        [
            "100,000.00：贯标认证，取此最高一档",
            "50,000.00：优势企业",
            "累计上限 100,000.00 − 已付 50,000.00 = 剩余 50,000.00",
        ]
    );
}

#[test]
fn steps_not_held_are_reasons_and_so_is_history() {
    let mut bench = Bench::new();
    let id = ladder(&mut bench, [false, false], "0", "0", Outcome::NotEligible);
    let (plan, empty, decision) = bench.finish(inputs(None), exactly("0"));
    assert_eq!(
        Explanation::new(&plan, &empty, &decision, Lang::Zh).reasons(id),
        ["未达 100,000.00 档：贯标认证 (实际 否)", "未达 50,000.00 档：省级优势 (实际 否)"]
    );
    let mut bench = Bench::new();
    let id = ladder(&mut bench, [true, false], "100000", "0", Outcome::Exhausted);
    let payment =
        Payment { award: id, year: Some(2018), date: None, item: None, step: None, amount: number("100000") };
    let (plan, paid, decision) = bench.finish(inputs(Some(vec![payment])), exactly("0"));
    assert_eq!(
        Explanation::new(&plan, &paid, &decision, Lang::En).reasons(id),
        ["paid before: 100,000.00 in 2018", "in all at most 100,000.00 − paid before 100,000.00 = left 0.00"]
    );
}

fn whole_report(lang: Lang, columns: usize) -> String {
    let mut bench = Bench::new();
    let kind = applicant_kind(&mut bench);
    let id = centre(&mut bench, "8000000", "400000", "0", "400000");
    bench.plan.awards.at_mut(id).parts = vec![Part::Earmark {
        share: number("0.5"),
        purpose: "运营中心".into(),
        condition: None,
        cites: vec!["二(一)3".into()],
    }];
    let patents = bench.input(
        "high_value_patents_converted",
        "高价值发明专利本地转化数",
        InputType::Number(Measure::plain(Dimension::Count(None))),
    );
    bench.award(
        "high_value_patent",
        "高价值发明专利培育奖励",
        "二(一)3",
        Outcome::Undetermined {
            bounds: Some(Bounds { low: Rational::ZERO, high: None }),
            missing: vec![Missing::AsOf, Missing::Input(patents)],
        },
    );
    bench.award("training", "培训场地与师资支持", "二(三)10", Outcome::Entitled);
    let among = bench.top.claim(Op::Among(kind, 0b001), false);
    for (name, title) in [("ip_strength", "知识产权强企奖励"), ("navigation", "企业运营类专利导航项目资助")]
    {
        let id = bench.award(name, title, "二(一)2", Outcome::NotEligible);
        bench.plan.awards.at_mut(id).conditions = vec![among];
    }
    let late = bench.award("late", "后续办法", "四", Outcome::NotInForce);
    let (event, holds) = (bench.top.claim(Op::AsOf, false), bench.top.claim(Op::Bool(false), false));
    let because = crate::plan::Because::First(Date::new(2024, 2, 2).unwrap());
    bench.plan.awards.at_mut(late).bounds = vec![crate::plan::Bound { because, event, holds }];
    let mut inputs = inputs(None);
    inputs.defaulted = vec![patents];
    inputs.values = bench.plan.inputs.iter().map(|_| Known::Number(Rational::ZERO)).collect();
    let total = Bounds { low: number("400000"), high: None };
    let (plan, inputs, decision) = bench.finish(inputs, total);
    let explanation = Explanation::new(&plan, &inputs, &decision, lang);
    let plain = explanation.report(Layout { columns, colour: false });
    let coloured = explanation.report(Layout { columns, colour: true });
    let stripped =
        coloured.split('\u{1b}').map(|part| part.split_once('m').filter(|_| part.starts_with('[')));
    let stripped: String =
        stripped.zip(coloured.split('\u{1b}')).map(|(cut, all)| cut.map_or(all, |(_, rest)| rest)).collect();
    assert_eq!(plain, stripped, "colour changes nothing but colour");
    for line in plain.lines() {
        assert!(super::layout::width(line) <= columns, "{line}");
    }
    plain
}

#[test]
fn the_report_in_chinese() {
    insta::assert_snapshot!(whole_report(Lang::Zh, 88));
}

#[test]
fn the_report_in_english() {
    insta::assert_snapshot!(whole_report(Lang::En, 80));
}
