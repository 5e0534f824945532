//! Figures that stand together and share a unit on paper: `500 至 1000万元` is refused until each has its own.

use crate::diagnostic::{Diagnostic, Words, types as entries};
use crate::money::{Currency, Rational, grouped};
use crate::source::Span;
use crate::syntax::ast::{self, DurationUnit, ExprKind, LiteralUnit, MoneyWord, NumberLiteral, ScaleWord};

use super::super::{Dimension, Type};
use super::Checker;

/// In a list, a bare figure beyond so many times the others cannot share their unit: `5000, 1万`.
const FAR: i128 = 100;
/// A bare factor beside percentages that are so many times its figure is written as a factor: `1.2`, `110%`.
const AS_FACTOR: i128 = 50;

/// How figures stand together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Together {
    /// The two ends of a range.
    Range,
    /// Values beside one another.
    List,
}

/// A figure as it is written, and its place.
type Figure<'e> = (&'e NumberLiteral, Span);

impl Checker {
    /// Whether no figure is without the unit that another one beside it has; what is doubtful is reported. `of` is
    /// the type of what is written, where that is known.
    pub(super) fn each_has_its_unit<'e>(
        &mut self,
        values: impl IntoIterator<Item = &'e ast::Expr>,
        together: Together,
        of: Option<&Type>,
    ) -> bool {
        let figures: Vec<Figure<'_>> = values.into_iter().filter_map(figure).collect();
        let Some(&shared) = figures.iter().rfind(|(literal, _)| is_shared(literal, of)) else { return true };
        let doubtful = figures.iter().enumerate().find(|(place, (bare, _))| {
            bare.scale.is_none()
                && bare.unit.is_none()
                && bare.value.is_positive()
                && match together {
                    Together::Range => fits_range(bare, shared.0, *place == 0),
                    Together::List => fits_list(bare, &figures),
                }
        });
        let Some((_, &bare)) = doubtful else { return true };
        self.doubtful_unit(bare, shared, of);
        false
    }

    /// `10-50万元`, which is a subtraction and was meant as a range.
    pub(super) fn is_no_range(&mut self, terms: &[(bool, ast::Expr)], span: Span) -> bool {
        let [(false, first), (true, second)] = terms else { return true };
        let (Some(first), Some(second)) = (figure(first), figure(second)) else { return true };
        let bare = first.0.scale.is_none() && first.0.unit.is_none() && first.0.value.is_positive();
        if !bare || !is_shared(second.0, None) {
            return true;
        }
        let text = |literal: &NumberLiteral| format!("{}{}", literal.figure, suffix(literal));
        self.report(
            Diagnostic::new(&entries::RANGE_AS_SUBTRACTION, span)
                .arg("first", format!("{}{}", first.0.figure, suffix(second.0)))
                .arg("second", text(second.0))
                .arg("bare", first.0.figure.as_str()),
        );
        false
    }

    fn doubtful_unit(&mut self, bare: Figure<'_>, shared: Figure<'_>, of: Option<&Type>) {
        let (bare, at) = bare;
        let (other, place) = shared;
        let written = format!("{}{}", other.figure, suffix(other));
        let with_unit = format!("{}{}", bare.figure, suffix(other));
        let times = own(other).and_then(|figure| other.value.over(figure));
        let reached = times.and_then(|times| bare.value.times(times)).unwrap_or(bare.value);
        let (one, two, alone) = match (&other.unit, of.map(dimension)) {
            (Some(unit), _) if is_ratio(unit) => {
                (percent(bare.value), percent(reached), Some(percent(bare.value)))
            }
            (Some(LiteralUnit::Duration(_)), Some(Some(Dimension::Duration(unit)))) => {
                let alone = format!("{}{}", bare.figure, length(*unit));
                (alone.clone(), with_unit.clone(), Some(alone))
            }
            (Some(LiteralUnit::Counted(unit)), _) => {
                let alone = format!("{}{}", bare.figure, unit.text);
                (plain(bare.value), plain(reached), Some(alone))
            }
            (unit, found) => {
                let currency = match (unit, found) {
                    (Some(LiteralUnit::Money(currency, _)), _) => Some(*currency),
                    (_, Some(Some(Dimension::Money(currency)))) => Some(*currency),
                    _ => None,
                };
                let alone = currency.map(|currency| format!("{}{}", bare.figure, money(currency)));
                (plain(bare.value), plain(reached), alone)
            }
        };
        let way = match alone {
            Some(alone) => Words::new(
                format!("每个数都写上单位：{with_unit}，或者 {alone}"),
                format!("give each figure its own unit: `{with_unit}`, or `{alone}`"),
            ),
            None => {
                let full = plain(other.value);
                Words::new(
                    format!("写成 {with_unit}；确实是 {one} 的，把「{written}」写全：{full}"),
                    format!("write `{with_unit}`; if {one} is meant, write `{written}` in full: {full}"),
                )
            }
        };
        let diagnostic = Diagnostic::new(&entries::UNIT_OF_WHICH, at)
            .arg("bare", bare.figure.as_str())
            .arg("written", written)
            .arg("one", one)
            .arg("two", two)
            .arg("way", way)
            .label(place, "unit");
        self.report(diagnostic);
    }
}

fn figure(expr: &ast::Expr) -> Option<Figure<'_>> {
    let mut inner = expr;
    while let ExprKind::Group(next) | ExprKind::Negate(next) = &inner.kind {
        inner = next;
    }
    let ExprKind::Number(literal) = &inner.kind else { return None };
    Some((literal, inner.span))
}

/// Whether a figure has what people write once for several: a scale word, a percent sign, another unit of time than
/// a bare figure takes.
fn is_shared(literal: &NumberLiteral, of: Option<&Type>) -> bool {
    let unit = match &literal.unit {
        Some(LiteralUnit::Duration(unit)) => match of.map(dimension) {
            Some(Some(Dimension::Duration(own))) => own != unit,
            _ => false,
        },
        Some(unit) => is_ratio(unit),
        None => false,
    };
    literal.value.is_positive() && (literal.scale.is_some() || unit)
}

fn is_ratio(unit: &LiteralUnit) -> bool {
    matches!(
        unit,
        LiteralUnit::Percent | LiteralUnit::PerMille | LiteralUnit::BasisPoint | LiteralUnit::Points
    )
}

/// The figure without its scale word and unit.
fn own(literal: &NumberLiteral) -> Option<Rational> {
    crate::money::parse_decimal(&literal.figure).ok().filter(|figure| figure.is_positive())
}

/// With the unit of the other end the range would still run upward.
fn fits_range(bare: &NumberLiteral, other: &NumberLiteral, below: bool) -> bool {
    let Some(figure) = own(other) else { return false };
    if below { bare.value <= figure } else { bare.value >= figure }
}

fn fits_list(bare: &NumberLiteral, figures: &[Figure<'_>]) -> bool {
    let scaled = figures.iter().filter(|(literal, _)| literal.scale.is_some() || literal.unit.is_some());
    let Some(largest) =
        scaled.filter_map(|(literal, _)| Some((own(literal)?, *literal))).max_by_key(|one| one.0)
    else {
        return false;
    };
    let (largest, literal) = largest;
    if literal.unit.as_ref().is_some_and(is_ratio) && literal.scale.is_none() {
        let factor = bare.value.times(Rational::whole(AS_FACTOR));
        return bare.value > Rational::ONE && factor.is_some_and(|factor| largest <= factor);
    }
    largest.times(Rational::whole(FAR)).is_some_and(|far| bare.value <= far)
}

fn dimension(ty: &Type) -> Option<&Dimension> {
    if let Type::Number(measure) = ty { Some(&measure.of) } else { None }
}

fn plain(value: Rational) -> String {
    grouped(&value.to_shortest())
}

fn percent(value: Rational) -> String {
    let value = value.times(Rational::whole(100)).unwrap_or(value);
    format!("{}%", value.to_shortest())
}

fn length(unit: DurationUnit) -> &'static str {
    match unit {
        DurationUnit::Days => "天",
        DurationUnit::Months => "个月",
        DurationUnit::Years => "年",
    }
}

fn money(currency: Currency) -> String {
    if currency == Currency::CNY { "元".to_owned() } else { format!(" {currency}") }
}

/// What follows the figure, as people write it.
fn suffix(literal: &NumberLiteral) -> String {
    let scale = match literal.scale {
        None => "",
        Some(ScaleWord::K) => "k",
        Some(ScaleWord::M) => "m",
        Some(ScaleWord::Hundred) => "百",
        Some(ScaleWord::Thousand) => "千",
        Some(ScaleWord::TenThousand) => "万",
        Some(ScaleWord::Million) => "百万",
        Some(ScaleWord::TenMillion) => "千万",
        Some(ScaleWord::HundredMillion) => "亿",
    };
    let unit = match &literal.unit {
        None => String::new(),
        Some(LiteralUnit::Percent) => "%".to_owned(),
        Some(LiteralUnit::Points) => "个百分点".to_owned(),
        Some(LiteralUnit::PerMille) => "‰".to_owned(),
        Some(LiteralUnit::BasisPoint) => " bp".to_owned(),
        Some(LiteralUnit::Money(_, MoneyWord::Yuan)) => "元".to_owned(),
        Some(LiteralUnit::Money(currency, MoneyWord::Code)) => format!(" {currency}"),
        Some(LiteralUnit::MoneyPer(currency, _, unit)) => format!("{}/{}", money(*currency), unit.text),
        Some(LiteralUnit::Duration(unit)) => length(*unit).to_owned(),
        Some(LiteralUnit::Counted(unit)) => unit.text.clone(),
    };
    format!("{scale}{unit}")
}
