//! Any tree, printed and read again, is the same tree.

use proptest::prelude::*;

use super::read;
use crate::calendar::{Date, PartMonths};
use crate::money::{Currency, Rational};
use crate::source::{FileId, Span};
use crate::syntax::ast::{
    AggregateKind, Ast, Clause, ClauseKind, Comments, Comparison, DurationUnit, Expr, ExprKind, Heading,
    Item, LiteralUnit, MoneyWord, Name, NumberLiteral, PartWording, RuleKind, ScaleWord, Spelling, TimeExpr,
    Unit, WindowSide, YearShift,
};
use crate::syntax::build::value_of;
use crate::syntax::print;

fn nowhere() -> Span {
    Span::new(FileId::first(), 0..0)
}

fn name() -> impl Strategy<Value = Name> {
    // Names that begin like words of the language, are such words, or need quotes.
    let names = prop::sample::select(vec![
        "a",
        "交易额",
        "loan",
        "按揭额",
        "至少数",
        "或有负债",
        "是否首次",
        "不良率",
        "年度收入",
        "where",
        "count",
        "number",
        "highest",
        "all",
        "sum",
        "全部",
        "个数",
        "任一",
        "求和",
        "最高者",
        "two words",
        "5a",
        "m",
        "k",
        "元",
        "interest",
        "利息",
        "yr",
        "year",
        "at",
        "of",
        "的",
        "subsidy",
        "each",
        "万元户",
        "已付金额",
        "每满",
        "high_value",
        "个月数",
        "贷款2",
        "x的5",
        "true",
        "是",
        "over",
        "full",
        "bp",
        "unstated",
        "months",
        "在",
        "每月",
        "after",
        "计",
        "part",
        "age",
        "当年",
        "increase",
        "growth",
        "last",
        "base",
        "去年的收入",
        "无基期",
        "连续2",
        "增量",
    ]);
    names.prop_map(|text| Name { text: text.to_owned(), span: nowhere() })
}

fn number() -> impl Strategy<Value = NumberLiteral> {
    let figures =
        prop::sample::select(vec!["0", "1", "5", "0.5", "100", "1234", "12345", "1000000", "99.995", "2019"]);
    let scales = prop::option::of(prop::sample::select(vec![
        ScaleWord::K,
        ScaleWord::M,
        ScaleWord::Hundred,
        ScaleWord::Thousand,
        ScaleWord::TenThousand,
        ScaleWord::Million,
        ScaleWord::TenMillion,
        ScaleWord::HundredMillion,
    ]));
    let counted = |text: &str| LiteralUnit::Counted(Unit { text: text.to_owned(), span: nowhere() });
    let units = prop::option::of(prop::sample::select(vec![
        LiteralUnit::Percent,
        LiteralUnit::PerMille,
        LiteralUnit::BasisPoint,
        LiteralUnit::Money(Currency::CNY, MoneyWord::Yuan),
        LiteralUnit::Money(Currency::CNY, MoneyWord::Code),
        LiteralUnit::Money(Currency::parse("USD").unwrap(), MoneyWord::Code),
        LiteralUnit::Duration(DurationUnit::Days),
        LiteralUnit::Duration(DurationUnit::Months),
        LiteralUnit::Duration(DurationUnit::Years),
        LiteralUnit::MoneyPer(
            Currency::CNY,
            MoneyWord::Code,
            Unit { text: "m²".to_owned(), span: nowhere() },
        ),
        LiteralUnit::MoneyPer(
            Currency::CNY,
            MoneyWord::Yuan,
            Unit { text: "亩".to_owned(), span: nowhere() },
        ),
        LiteralUnit::MoneyPer(
            Currency::CNY,
            MoneyWord::Code,
            Unit { text: "year".to_owned(), span: nowhere() },
        ),
        counted("件"),
        counted("patents"),
        counted("m²"),
        counted("人次"),
        counted("高价值 专利"),
        counted("per"),
        counted("e5"),
        counted("k"),
        counted("CNY"),
        counted("元宵"),
    ]));
    (figures, scales, units).prop_map(|(figure, scale, unit)| {
        let mut literal = NumberLiteral { value: Rational::ZERO, figure: figure.to_owned(), scale, unit };
        literal.value = value_of(&literal).unwrap();
        literal
    })
}

fn at(kind: ExprKind) -> Expr {
    Expr { kind, span: nowhere() }
}

fn leaf() -> impl Strategy<Value = Expr> {
    prop_oneof![
        4 => name().prop_map(|name| at(ExprKind::Name(name.text))),
        4 => number().prop_map(|number| at(ExprKind::Number(number))),
        1 => any::<bool>().prop_map(|value| at(ExprKind::Bool(value))),
        1 => (1..=28_i64).prop_map(|day| at(ExprKind::Date(Date::new(2024, 2, day).unwrap()))),
        1 => prop::sample::select(vec!["甲", "a \"b\"", "“c”", "# d", "", "(", "「"])
            .prop_map(|text| at(ExprKind::Text(text.to_owned()))),
    ]
}

fn ratio() -> impl Strategy<Value = Expr> {
    (1..100_u32).prop_map(|percent| {
        let unit = Some(LiteralUnit::Percent);
        let mut literal =
            NumberLiteral { value: Rational::ZERO, figure: percent.to_string(), scale: None, unit };
        literal.value = value_of(&literal).unwrap();
        at(ExprKind::Number(literal))
    })
}

fn comparison() -> impl Strategy<Value = Comparison> {
    prop::sample::select(vec![
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::Less,
        Comparison::AtMost,
        Comparison::More,
        Comparison::AtLeast,
    ])
}

fn expr() -> impl Strategy<Value = Expr> {
    // Questions about time take names here: under other operators they need brackets that a random tree lacks.
    let plain = name().prop_map(|name| at(ExprKind::Name(name.text)));
    prop_oneof![9 => nested(), 1 => time(plain.boxed())]
}

fn nested() -> impl Strategy<Value = Expr> {
    leaf().prop_recursive(4, 40, 4, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        let some = |from: usize| prop::collection::vec(inner.clone(), from..4);
        let signed = || {
            prop::collection::vec((any::<bool>(), inner.clone()), 2..4).prop_map(|mut terms| {
                terms[0].0 = false;
                terms
            })
        };
        prop_oneof![
            some(2).prop_map(|terms| at(ExprKind::And(terms))),
            some(2).prop_map(|terms| at(ExprKind::Or(terms))),
            boxed().prop_map(|inner| at(ExprKind::Not(inner))),
            boxed().prop_map(|inner| at(ExprKind::Negate(inner))),
            boxed().prop_map(|inner| at(ExprKind::Group(inner))),
            (comparison(), boxed(), boxed()).prop_map(|(comparison, left, right)| at(ExprKind::Compare {
                comparison,
                left,
                right
            })),
            (boxed(), boxed()).prop_map(|(set, member)| at(ExprKind::Has { set, member })),
            // Questions about years (`x has no base`) are tried in `forms`: nested at random they run into `has`.
            (name(), some(1)).prop_map(|(name, keys)| at(ExprKind::Index {
                base: Box::new(at(ExprKind::Name(name.text))),
                keys
            })),
            (boxed(), some(1)).prop_map(|(value, among)| at(ExprKind::In { value, among })),
            (boxed(), boxed(), boxed()).prop_map(|(value, low, high)| at(ExprKind::Between {
                value,
                low,
                high
            })),
            signed().prop_map(|terms| at(ExprKind::Sum(terms))),
            signed().prop_map(|terms| at(ExprKind::Product(terms))),
            (boxed(), boxed()).prop_map(|(share, base)| at(ExprKind::Part {
                share,
                base,
                wording: PartWording::Of
            })),
            (ratio(), boxed()).prop_map(|(share, base)| {
                at(ExprKind::Part { share: Box::new(share), base, wording: PartWording::InterestSubsidyOn })
            }),
            (ratio(), boxed()).prop_map(|(share, base)| {
                at(ExprKind::Part { share: Box::new(share), base, wording: PartWording::SubsidyAfter })
            }),
            (boxed(), boxed()).prop_map(|(base, limit)| at(ExprKind::UpTo { base, limit })),
            (boxed(), boxed()).prop_map(|(value, threshold)| at(ExprKind::Above { value, threshold })),
            (
                boxed(),
                prop::option::of(boxed()),
                boxed(),
                prop::option::of(prop::sample::select(vec!["件", "家"]))
            )
                .prop_map(|(amount, full, count, unit)| {
                    let unit = unit.filter(|_| full.is_none()).map(str::to_owned);
                    at(ExprKind::ForEach { amount, full, count, unit })
                }),
            (boxed(), name()).prop_map(|(base, field)| at(ExprKind::Field { base, field })),
            (number(), some(1)).prop_map(|(number, conditions)| {
                at(ExprKind::AtLeast { number: Box::new(at(ExprKind::Number(number))), conditions })
            }),
            (any::<bool>(), some(1)).prop_map(|(highest, values)| at(ExprKind::Extreme { highest, values })),
            (
                prop::sample::select(vec![AggregateKind::Sum, AggregateKind::Highest, AggregateKind::Lowest]),
                boxed(),
                name(),
                name(),
                prop::option::of(boxed()),
            )
                .prop_map(|(kind, value, item, list, condition)| {
                    at(ExprKind::Aggregate { kind, value: Some(value), item, list, condition })
                }),
            (
                prop::sample::select(vec![AggregateKind::Count, AggregateKind::Any, AggregateKind::All]),
                name(),
                name(),
                prop::option::of(boxed()),
            )
                .prop_map(|(kind, item, list, condition)| {
                    at(ExprKind::Aggregate { kind, value: None, item, list, condition })
                }),
        ]
    })
}

fn time(inner: impl Strategy<Value = Expr> + Clone + 'static) -> impl Strategy<Value = Expr> {
    let some = || prop::option::of(inner.clone());
    let unit = prop::sample::select(vec![DurationUnit::Days, DurationUnit::Months]);
    let units = prop::sample::select(vec![DurationUnit::Days, DurationUnit::Months, DurationUnit::Years]);
    let parts = vec![PartMonths::Count, PartMonths::DoNotCount, PartMonths::ByDays];
    let side = prop::sample::select(vec![WindowSide::After, WindowSide::Before, WindowSide::Around]);
    let year = prop::sample::select(vec![YearShift::Before, YearShift::Same, YearShift::After]);
    let longest = (1_i128..40).prop_map(|months| {
        let unit = Some(LiteralUnit::Duration(DurationUnit::Months));
        let value = Rational::whole(months);
        at(ExprKind::Number(NumberLiteral { value, figure: months.to_string(), scale: None, unit }))
    });
    prop_oneof![
        (units, inner.clone(), inner.clone(), prop::option::of(prop::sample::select(parts)))
            .prop_map(|(unit, from, to, parts)| TimeExpr::Between { unit, from, to, parts }),
        (inner.clone(), some()).prop_map(|(of, on)| TimeExpr::Age { of, on }),
        inner.clone().prop_map(TimeExpr::YearOf),
        (some(), inner.clone(), side, inner.clone()).prop_map(|(value, length, side, of)| TimeExpr::Within {
            value,
            length,
            side,
            of
        }),
        (1_u8..=12, 1_u8..=28, year, inner.clone()).prop_map(|(month, day, year, of)| TimeExpr::DayOfYear {
            month,
            day,
            year,
            of
        }),
        (inner.clone(), unit, inner.clone(), prop::option::of(longest))
            .prop_map(|(amount, unit, length, longest)| TimeExpr::ForTime { amount, unit, length, longest }),
    ]
    .prop_map(|time| at(ExprKind::Time(Box::new(time))))
}

/// An expression that a failing test shows as text.
struct Shown(Expr);

impl std::fmt::Debug for Shown {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&print(&of_expr(self.0.clone(), Spelling::En), None))
    }
}

fn of_expr(expr: Expr, spelling: Spelling) -> Ast {
    let clause = |kind| Clause {
        span: nowhere(),
        keyword: nowhere(),
        spelling,
        comments: Comments::default(),
        kind,
        cites: Vec::new(),
    };
    let name = Name { text: "x".into(), span: nowhere() };
    let heading = Heading::Rule { kind: RuleKind::Award, name, title: None, cites: Vec::new() };
    let amount = crate::syntax::ast::Amount {
        value: expr.clone(),
        condition: Some(expr.clone()),
        otherwise: vec![(expr.clone(), None)],
    };
    let mut clauses = vec![
        clause(ClauseKind::Where(expr.clone())),
        clause(ClauseKind::Pays { amount, adjustments: Vec::new() }),
    ];
    // A text at the start of a step is its name.
    if !format!("{expr:?}").contains("Text(") {
        clauses.push(clause(ClauseKind::Step { name: None, amount: expr.clone(), condition: expr }));
    }
    let comments = Comments::default();
    Ast {
        items: vec![Item {
            span: nowhere(),
            heading_span: nowhere(),
            spelling,
            comments,
            heading,
            clauses,
            incomplete: false,
        }],
        trailing: Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_tree_printed_and_read_is_itself(Shown(expr) in expr().prop_map(Shown), zh in any::<bool>(), translated in any::<bool>()) {
        let spelling = if zh { Spelling::Zh } else { Spelling::En };
        let ast = of_expr(expr, spelling);
        let printed = print(&ast, translated.then_some(spelling));
        let again = read(&printed);
        // Brackets may have been added, so brackets do not count; everything else does.
        prop_assert!(again.clone().without_wording() == ast.clone().without_wording(), "{}", printed);
        // What has been read needs no more brackets.
        prop_assert_eq!(print(&again, translated.then_some(spelling)), printed.clone());
        prop_assert!(read(&print(&again, None)).without_spans() == again.clone().without_spans(), "{}", printed);
        // And it survives the other spelling.
        let other = if zh { Spelling::En } else { Spelling::Zh };
        let there = read(&print(&again, Some(other)));
        prop_assert!(there.clone().without_wording() == ast.without_wording(), "{}", printed);
        let back = read(&print(&there, Some(spelling)));
        prop_assert!(back.without_wording() == there.without_wording(), "{}", printed);
    }
}
