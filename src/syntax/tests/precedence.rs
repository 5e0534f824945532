//! How expressions and literals are read.

use super::read;
use crate::source::FileId;
use crate::syntax::ast::{BracketEnds, ClauseKind, Expr, ExprKind, PartWording};

fn clause(text: &str) -> ClauseKind {
    read(&format!("award a\n  {text}")).items.remove(0).clauses.remove(0).kind
}

/// The shape of an expression, every operation in brackets.
fn shape(expr: &Expr) -> String {
    let list = |exprs: &[Expr], by: &str| exprs.iter().map(shape).collect::<Vec<_>>().join(by);
    let signed = |terms: &[(bool, Expr)], plus: &str, minus: &str| {
        let terms = terms
            .iter()
            .map(|(inverse, term)| format!("{}{}", if *inverse { minus } else { plus }, shape(term)));
        format!("[{}]", terms.collect::<Vec<_>>().join(" "))
    };
    match &expr.kind {
        ExprKind::Number(number) => number.value.to_shortest(),
        ExprKind::Date(date) => date.to_string(),
        ExprKind::Text(text) => format!("{text:?}"),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Name(name) => name.clone(),
        ExprKind::Field { base, field } => format!("{}.{}", shape(base), field.text),
        ExprKind::Not(inner) => format!("not[{}]", shape(inner)),
        ExprKind::Negate(inner) => format!("neg[{}]", shape(inner)),
        ExprKind::And(terms) => format!("[{}]", list(terms, " and ")),
        ExprKind::Or(terms) => format!("[{}]", list(terms, " or ")),
        ExprKind::AtLeast { number, conditions } => {
            format!("atleast {}[{}]", shape(number), list(conditions, ", "))
        }
        ExprKind::Compare { comparison, left, right } => {
            format!("[{} {comparison:?} {}]", shape(left), shape(right))
        }
        ExprKind::Has { set, member } => format!("[{} has {}]", shape(set), shape(member)),
        ExprKind::In { value, among } => format!("[{} in {}]", shape(value), list(among, ", ")),
        ExprKind::Between { value, low, high } => {
            format!("[{} between {} {}]", shape(value), shape(low), shape(high))
        }
        ExprKind::Sum(terms) => signed(terms, "+", "-"),
        ExprKind::Product(terms) => signed(terms, "*", "/"),
        ExprKind::Part { share, base, wording } => {
            let word = match wording {
                PartWording::Of => "of",
                PartWording::InterestSubsidyOn => "on",
                PartWording::SubsidyAfter => "after",
            };
            format!("[{} {word} {}]", shape(share), shape(base))
        }
        ExprKind::UpTo { base, limit } => format!("[{} upto {}]", shape(base), shape(limit)),
        ExprKind::Above { value, threshold } => format!("[{} above {}]", shape(value), shape(threshold)),
        ExprKind::ForEach { amount, full, count, .. } => {
            let full = full.as_ref().map_or(String::new(), |full| format!(" full {}", shape(full)));
            format!("[{} each{full} {}]", shape(amount), shape(count))
        }
        ExprKind::Extreme { highest, values } => {
            format!("{}[{}]", if *highest { "max" } else { "min" }, list(values, ", "))
        }
        ExprKind::Aggregate { kind, value, item, list, condition } => {
            let value = value.as_ref().map_or(String::new(), |value| shape(value));
            let condition = condition.as_ref().map_or(String::new(), |condition| shape(condition));
            format!("{kind:?}[{value} {} {} {condition}]", item.text, list.text)
        }
        ExprKind::YearsAgo { name, years } => format!("{}-{years}", name.text),
        ExprKind::Change { growth, name, years } => {
            format!("{}[{}-{years}]", if *growth { "growth" } else { "increase" }, name.text)
        }
        ExprKind::Base { of, years, missing } => {
            let of = of.as_ref().map_or("?", |name| &name.text);
            let years = if *years == 0 { String::new() } else { format!("-{years}") };
            format!("{}base[{of}{years}]", if *missing { "no" } else { "" })
        }
        ExprKind::Convert { base, rate, rounding } => {
            let rounding =
                rounding.as_ref().map_or(String::new(), |(way, step)| format!(" {way:?} {}", shape(step)));
            format!("[{} at {}{rounding}]", shape(base), shape(rate))
        }
        ExprKind::Consecutive { years, condition } => format!("{}x[{}]", shape(years), shape(condition)),
        ExprKind::Index { base, keys } => format!("{}@[{}]", shape(base), list(keys, ", ")),
        ExprKind::Group(inner) => format!("({})", shape(inner)),
        ExprKind::TheBase => "base".to_owned(),
        ExprKind::PaidAward(name) => format!("paid {}", name.text),
        ExprKind::BeforeLimits(inner) => format!("unlimited {}", shape(inner)),
        ExprKind::FillUp { have, target } => format!("[fill {} to {}]", shape(have), shape(target)),
        ExprKind::Time(time) => {
            let parts: Vec<String> = time.parts().into_iter().map(shape).collect();
            format!("time({})", parts.join(", "))
        }
        ExprKind::Bracket(bracket) => {
            let base = bracket.base.as_ref().map_or(String::new(), |base| format!(" of {}", shape(base)));
            let end = |ends: &BracketEnds| match ends {
                BracketEnds::Ends(ends) => {
                    let ends: Vec<String> =
                        ends.iter().map(|(how, at)| format!("{how:?} {}", shape(at))).collect();
                    ends.join(" ")
                }
                BracketEnds::First(at) => format!("first {}", shape(at)),
                BracketEnds::Next(at) => format!("next {}", shape(at)),
                BracketEnds::Below => "below".to_owned(),
                BracketEnds::Above => "above".to_owned(),
            };
            let arms: Vec<String> = bracket
                .arms
                .iter()
                .map(|arm| {
                    let value = arm.value.as_ref().map_or("nothing".to_owned(), shape);
                    format!("{}: {value}", end(&arm.ends))
                })
                .collect();
            format!("{:?}[{}{base} | {}]", bracket.kind, shape(&bracket.by), arms.join(", "))
        }
    }
}

fn expr(text: &str) -> String {
    match clause(&format!("where {text}")) {
        ClauseKind::Where(expr) => shape(&expr),
        other => panic!("{other:?}"),
    }
}

#[test]
fn precedence_from_loose_to_tight() {
    let cases = [
        ("a or b and not c >= 5 + x", "[a or [b and not[[c AtLeast [+5 +x]]]]]"),
        ("a and not b and c", "[a and not[b] and c]"),
        ("not not a", "not[not[a]]"),
        ("30k + 5k for each of x above 6", "[+30000 +[5000 each [x above 6]]]"),
        ("3万元 + 转让数 超出 6 每件 5000元", "[+30000 +[5000 each [转让数 above 6]]]"),
        ("7k for each full 3m of x", "[7000 each full 3000000 x]"),
        ("营收增量 每满 300万元 7000元", "[7000 each full 3000000 营收增量]"),
        ("2 * 5% of x up to 1m - 3", "[+[*2 *[0.05 of [x upto 1000000]]] -3]"),
        ("x 的 5%", "[0.05 of x]"),
        ("x 至多计 100万 的 5％", "[0.05 of [x upto 1000000]]"),
        ("x 的 10% 的 5%", "[0.05 of [0.1 of x]]"),
        ("5% of 10% of x", "[0.05 of [0.1 of x]]"),
        ("贷款 的 利息 超出 5", "[贷款.利息 above 5]"),
        ("interest 50% subsidy", "[0.5 after interest]"),
        ("loan.interest 50% subsidy + 1", "[+[0.5 after loan.interest] +1]"),
        ("interest 50% subsidy on loan.interest up to 5m", "[0.5 on [loan.interest upto 5000000]]"),
        ("50% subsidy on l.i + 1", "[+[0.5 on l.i] +1]"),
        ("按 贷款.利息 的 50% 贴息", "[0.5 on 贷款.利息]"),
        ("按 投入 的 5%", "[0.05 of 投入]"),
        ("按 (a + b) 的 5% 给予 奖励 + 1", "[+[0.05 of ([+a +b])] +1]"),
        ("按 投入 的 5% 补助", "[0.05 of 投入]"),
        ("按揭额 > 5", "[按揭额 More 5]"),
        ("a / b >= 1/3", "[[*a /b] AtLeast [*1 /3]]"),
        ("a - b - c", "[+a -b -c]"),
        ("-a * b", "[*neg[a] *b]"),
        ("a is not b", "[a NotEqual b]"),
        ("a is not b or a not less than 3", "[[a NotEqual b] or [a AtLeast 3]]"),
        ("a 不满 3 且 b 未满 4 且 c 不到 5", "[[a Less 3] and [b Less 4] and [c Less 5]]"),
        ("a 不低于 3 且 b 为 c", "[[a AtLeast 3] and [b Equal c]]"),
        ("honours has x or honours 含有 y", "[[honours has x] or [honours has y]]"),
        ("a in (b, c，d)", "[a in b, c, d]"),
        ("x between l.low and 5", "[x between l.low 5]"),
        ("at least 2 of (a, b、not c)", "atleast 2[a, b, not[c]]"),
        ("至少 2 项 满足（a，b）", "atleast 2[a, b]"),
        ("highest of (a, b + 1)", "max[a, [+b +1]]"),
        ("最低者(a，b)", "min[a, b]"),
        ("sum of l.i over l in loans where l.r and q > 3", "Sum[l.i l loans [l.r and [q More 3]]]"),
        ("求和 笔.利息 逐笔 笔 取自 贷款", "Sum[笔.利息 笔 贷款 ]"),
        ("count of l in loans > 3", "[Count[ l loans ] More 3]"),
        ("any l in loans where l.r", "Any[ l loans l.r]"),
        ("highest l.i over l in loans", "Highest[l.i l loans ]"),
        ("d >= 2024-02-29 且 d <= 2024年3月1日", "[[d AtLeast 2024-02-29] and [d AtMost 2024-03-01]]"),
        ("x = \"a # b\" and 是 or no", "[[[x Equal \"a # b\"] and true] or false]"),
        ("「two words」 > 1", "[two words More 1]"),
        ("count > 3 or at > 2 or interest > 1", "[[count More 3] or [at More 2] or [interest More 1]]"),
        ("5% of e at usd[as_of] * 2", "[*[0.05 of [e at usd@[as_of]]] *2]"),
        ("e at least 5 and e at usd at most 3", "[[e AtLeast 5] and [[e at usd] AtMost 3]]"),
        ("出口额 按 汇率 折算 的 5%", "[0.05 of [出口额 at 汇率]]"),
        ("出口额 按 7.1元/USD 折算 四舍五入 到 分 超出 5", "[[出口额 at 7.1 HalfUp 0.01] above 5]"),
        ("e at r rounded down to 100 + 1", "[+[e at r Down 100] +1]"),
        ("growth of r >= 20% or r has no base", "[[growth[r-0] AtLeast 0.2] or nobase[r]]"),
        ("营收 的 增幅 ≥ 20% 或 营收 无基期", "[[growth[营收-0] AtLeast 0.2] or nobase[营收]]"),
        ("5% of increase of r last year - r 2 years ago", "[+[0.05 of increase[r-1]] -r-2]"),
        (
            "去年的 营收 的 增量 的 5% - 前年的营收 - 3年前的营收",
            "[+[0.05 of increase[营收-1]] -营收-2 -营收-3]",
        ),
        ("7k for each full 3m of increase of r", "[7000 each full 3000000 increase[r-0]]"),
        ("连续 3年 (营收 的 增量 > 0 且 营收 有基期)", "3x[[[increase[营收-0] More 0] and base[营收]]]"),
        ("in each of the last 3 years (growth of r > 0)", "3x[[growth[r-0] More 0]]"),
        ("increase > 1 or growth < 2 or no base", "[[increase More 1] or [growth Less 2] or nobase[?]]"),
        ("笔 的 增量数 > 1", "[笔.增量数 More 1]"),
        ("t[a, 5% of b + 1] * 2", "[*t@[a, [+[0.05 of b] +1]] *2]"),
        ("基础标准［类别、等级］ 的 50%", "[0.5 of 基础标准@[类别, 等级]]"),
        ("（a + １）× ２", "[*([+a +1]) *2]"),
    ];
    for (text, expected) in cases {
        assert_eq!(expr(text), expected, "{text}");
    }
}

#[test]
fn literals() {
    let cases = [
        ("500k", "500000"),
        ("2m", "2000000"),
        ("50万", "500000"),
        ("50万元", "500000"),
        ("2亿元", "200000000"),
        ("1,000,000", "1000000"),
        ("5%", "0.05"),
        ("5％", "0.05"),
        ("3‰", "0.003"),
        ("15 bp", "0.0015"),
        ("12 months", "12"),
        ("100家", "100"),
        ("1.5万元", "15000"),
        ("１，".trim_end_matches('，'), "1"),
        ("5 CNY", "5"),
        ("5 m²", "5"),
        ("5m²", "5"),
        ("3千瓦时", "3"),
        ("3千", "3000"),
        ("2百万", "2000000"),
        ("3个月", "3"),
        ("5百元", "500"),
    ];
    for (text, expected) in cases {
        assert_eq!(expr(text), expected, "{text}");
    }
}

#[test]
fn brackets_in_both_spellings() {
    let amount = |text: &str| match clause(text) {
        ClauseKind::Pays { amount, adjustments } => (shape(&amount.value), adjustments.len()),
        other => panic!("{other:?}"),
    };
    let slab = "Slab[sales | AtLeast 8000000: 0.03, AtLeast 2000000: 0.02, below: nothing]";
    let cases = [
        ("pays bracket by sales: >= 8m 3%, >= 2m 2%, below nothing", slab, 0),
        ("pays bracket by sales: >= 8m 3%, at least 2m: 2%, below nothing, at most 500k per year", slab, 1),
        ("金额 按 sales 分档：800万以上 3%，200万以上（含） 2%，以下 不予支付，每年最高 50万元", slab, 1),
        (
            "pays bracket of rd.cost, by sales: from 2m to below 8m 20k, > 8m and <= 9m: 30k, max 1m",
            "Slab[sales of rd.cost | AtLeast 2000000 Less 8000000: 20000, More 8000000 AtMost 9000000: 30000]",
            1,
        ),
        (
            "金额 按 sales 对 rd.cost 分档：200万(含)至800万(不含) 2万元，超过800万 900万以下 3万元",
            "Slab[sales of rd.cost | AtLeast 2000000 Less 8000000: 20000, More 8000000 AtMost 9000000: 30000]",
            0,
        ),
        (
            "pays bracket by sales in parts: first 30m 0.5%, next 20m 0.4%, above 0.3%",
            "Parts[sales | first 30000000: 0.005, next 20000000: 0.004, above: 0.003]",
            0,
        ),
        (
            "金额 按 sales 分段计算：前 3000万 0.5%，其后 2000万 0.4%，超出部分 0.3%",
            "Parts[sales | first 30000000: 0.005, next 20000000: 0.004, above: 0.003]",
            0,
        ),
        ("pays rate by growth: < -5% 1%, otherwise_low", "", 0),
        (
            "pays (rate by growth: >= -5% 1%, below 2 * x) of sales where a",
            "[(Rate[growth | AtLeast neg[0.05]: 0.01, below: [*2 *x]]) of sales]",
            0,
        ),
    ];
    for (text, expected, adjustments) in cases {
        if expected.is_empty() {
            assert!(
                !crate::syntax::parse(FileId::first(), &format!("award a\n  {text}")).diagnostics.is_empty(),
                "{text}"
            );
            continue;
        }
        assert_eq!(amount(text), (expected.to_owned(), adjustments), "{text}");
    }
}
