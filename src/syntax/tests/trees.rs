//! Random trees of the syntax, for properties of the printer.

use proptest::prelude::*;

use crate::calendar::{Date, PartMonths};
use crate::money::{Currency, Direction, Rational};
use crate::source::{FileId, Span};
use crate::syntax::ast::{
    AggregateKind, Bracket, BracketArm, BracketEnds, BracketKind, Comparison, DurationUnit, Expr, ExprKind,
    LiteralUnit, MoneyWord, Name, NumberLiteral, PartWording, ScaleWord, TimeExpr, Unit, WindowSide,
    YearShift,
};
use crate::syntax::build::value_of;

pub(super) fn nowhere() -> Span {
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

/// Any expression that the reader can make, and many that it makes with more round brackets only.
pub(super) fn expr() -> impl Strategy<Value = Expr> {
    leaf().prop_recursive(4, 40, 4, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        let some = |from: usize| prop::collection::vec(inner.clone(), from..4);
        let signed = || {
            prop::collection::vec((any::<bool>(), inner.clone()), 2..4).prop_map(|mut terms| {
                terms[0].0 = false;
                terms
            })
        };
        let plain = prop_oneof![
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
        ];
        prop_oneof![
            20 => plain,
            6 => time(inner.clone()),
            3 => years(inner.clone()),
            5 => others(inner.clone()),
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

/// Facts by year.
fn years(inner: impl Strategy<Value = Expr> + Clone + 'static) -> impl Strategy<Value = Expr> {
    let figure = (1_i128..50).prop_map(|years| {
        let value = Rational::whole(years);
        Box::new(at(ExprKind::Number(NumberLiteral {
            value,
            figure: years.to_string(),
            scale: None,
            unit: Some(LiteralUnit::Duration(DurationUnit::Years)),
        })))
    });
    prop_oneof![
        (name(), 1..4_u16).prop_map(|(name, years)| ExprKind::YearsAgo { name, years }),
        (any::<bool>(), name(), 0..4_u16).prop_map(|(growth, name, years)| ExprKind::Change {
            growth,
            name,
            years
        }),
        (name(), 0..4_u16, any::<bool>()).prop_map(|(name, years, missing)| ExprKind::Base {
            of: Some(name),
            years,
            missing
        }),
        Just(ExprKind::Base { of: None, years: 0, missing: true }),
        (figure, inner)
            .prop_map(|(years, condition)| ExprKind::Consecutive { years, condition: Box::new(condition) }),
    ]
    .prop_map(at)
}

/// Brackets, other awards, currencies.
fn others(inner: impl Strategy<Value = Expr> + Clone + 'static) -> impl Strategy<Value = Expr> {
    let boxed = || inner.clone().prop_map(Box::new);
    let direction =
        prop::sample::select(vec![Direction::HalfUp, Direction::HalfEven, Direction::Down, Direction::Up]);
    let step = number().prop_map(|number| Box::new(at(ExprKind::Number(number))));
    let rounding = prop::option::of((direction, step));
    prop_oneof![
        (boxed(), boxed(), rounding).prop_map(|(base, rate, rounding)| ExprKind::Convert {
            base,
            rate,
            rounding
        }),
        Just(ExprKind::TheBase),
        name().prop_map(ExprKind::PaidAward),
        boxed().prop_map(ExprKind::BeforeLimits),
        (boxed(), boxed()).prop_map(|(have, target)| ExprKind::FillUp { have, target }),
        bracket(inner.clone()).prop_map(|bracket| ExprKind::Bracket(Box::new(bracket))),
    ]
    .prop_map(at)
}

fn bracket(inner: impl Strategy<Value = Expr> + Clone + 'static) -> impl Strategy<Value = Bracket> {
    let signed = || {
        (any::<bool>(), number()).prop_map(|(negative, number)| {
            let number = at(ExprKind::Number(number));
            if negative { at(ExprKind::Negate(Box::new(number))) } else { number }
        })
    };
    let comparisons = vec![Comparison::AtLeast, Comparison::More, Comparison::AtMost, Comparison::Less];
    let end = move || (prop::sample::select(comparisons.clone()), signed());
    let ends = prop_oneof![
        prop::collection::vec(end(), 1..3).prop_map(BracketEnds::Ends),
        signed().prop_map(BracketEnds::First),
        signed().prop_map(BracketEnds::Next),
        Just(BracketEnds::Below),
        Just(BracketEnds::Above),
    ];
    let arm = (ends, prop::option::of(inner.clone())).prop_map(|(ends, value)| BracketArm {
        ends,
        value,
        span: nowhere(),
    });
    let kind = prop::sample::select(vec![BracketKind::Slab, BracketKind::Parts, BracketKind::Rate]);
    (kind, prop::option::of(inner.clone()), inner, prop::collection::vec(arm, 1..4)).prop_map(
        |(kind, base, by, arms)| {
            let base = base.filter(|_| kind != BracketKind::Rate);
            Bracket { kind, base, by, arms }
        },
    )
}
