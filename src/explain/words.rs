//! Amounts, figures and values in people's words.

use crate::diagnostic::Lang;
use crate::evaluate::Bounds;
use crate::money::{Direction, Rational, Rounding, grouped};
use crate::program::{Dimension, Measure};
use crate::syntax::ast::{Circle, DurationUnit, Scope};

/// One of two texts.
pub(super) const fn pick<'t>(lang: Lang, zh: &'t str, en: &'t str) -> &'t str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// A name as people say it: the label in Chinese, and in English the label only if it can be read there.
pub(super) fn title(lang: Lang, name: &str, label: Option<&str>) -> String {
    match (lang, label) {
        (Lang::Zh, Some(label)) => label.to_owned(),
        (Lang::Zh, None) => name.to_owned(),
        (Lang::En, Some(label)) if label.is_ascii() => label.to_owned(),
        (Lang::En, Some(label)) if !name.is_ascii() => label.to_owned(),
        (Lang::En, _) => name.replace('_', " "),
    }
}

/// Words between quotation marks.
pub(super) fn quoted(lang: Lang, words: &str) -> String {
    match lang {
        Lang::Zh => format!("“{words}”"),
        Lang::En => format!("\"{words}\""),
    }
}

/// An amount of money with the decimals asked for, more where it has more, cut with `…` where it never ends.
pub(super) fn amount(value: Rational, decimals: u32) -> String {
    let exact = (decimals..=6).find_map(|decimals| value.to_decimals(decimals));
    match exact {
        Some(text) => grouped(&text),
        None => cut(value, decimals.max(4)),
    }
}

/// The digits of a value that has more decimals than are shown.
fn cut(value: Rational, decimals: u32) -> String {
    let scale = 10_i128.checked_pow(decimals).and_then(|scale| Rational::new(1, scale));
    let cut = scale.and_then(|step| Rounding { direction: Direction::Down, step }.apply(value));
    match cut.and_then(|cut| cut.to_decimals(decimals)) {
        Some(text) => format!("{}…", grouped(&text)),
        None => value.to_shortest(),
    }
}

/// A lowest and a highest amount.
pub(super) fn range(bounds: &Bounds, decimals: u32, lang: Lang) -> String {
    let low = amount(bounds.low, decimals);
    match bounds.high {
        Some(high) if high == bounds.low => low,
        Some(high) => format!("{low} – {}", amount(high, decimals)),
        None => format!("{low} – {}", pick(lang, "不封顶", "no upper bound")),
    }
}

/// A share: `5%`, `0.35%`, `1/3`.
fn ratio(value: Rational) -> String {
    let percent = value.times(Rational::whole(100));
    match percent.and_then(|percent| (0..=4).find_map(|decimals| percent.to_decimals(decimals))) {
        Some(text) => format!("{text}%"),
        None => value.to_shortest(),
    }
}

/// A number in its measure. `decimals` are those of the policy's money.
pub(super) fn number(value: Rational, measure: &Measure, decimals: u32, lang: Lang) -> String {
    let plain = || match value.reduced().denominator() {
        1 => grouped(&value.to_shortest()),
        _ => (0..=6)
            .find_map(|decimals| value.to_decimals(decimals))
            .map_or_else(|| value.to_shortest(), |text| grouped(&text)),
    };
    let base = match &measure.of {
        Dimension::Money(_) => amount(value, decimals),
        Dimension::Ratio => ratio(value),
        Dimension::Open | Dimension::Plain | Dimension::Count(_) => plain(),
        Dimension::Quantity(unit) => format!("{} {unit}", plain()),
        Dimension::Duration(unit) => format!("{} {}", plain(), duration(*unit, value, lang)),
    };
    match &measure.per {
        None => base,
        Some(per) => format!("{base}/{per}"),
    }
}

fn duration(unit: DurationUnit, value: Rational, lang: Lang) -> &'static str {
    let one = value == Rational::ONE;
    match (unit, lang) {
        (DurationUnit::Days, Lang::Zh) => "天",
        (DurationUnit::Months, Lang::Zh) => "个月",
        (DurationUnit::Years, Lang::Zh) => "年",
        (DurationUnit::Days, Lang::En) if one => "day",
        (DurationUnit::Days, Lang::En) => "days",
        (DurationUnit::Months, Lang::En) if one => "month",
        (DurationUnit::Months, Lang::En) => "months",
        (DurationUnit::Years, Lang::En) if one => "year",
        (DurationUnit::Years, Lang::En) => "years",
    }
}

/// What a limit is counted over.
pub(super) fn scope(scope: Scope, lang: Lang) -> String {
    let words = match (scope, lang) {
        (Scope::PerItem, _) => pick(lang, "每笔", "per item"),
        (Scope::PerYear, _) => pick(lang, "每年", "per year"),
        (Scope::InAll, _) => pick(lang, "累计", "in all"),
        (Scope::InYears(years), Lang::Zh) => return format!("连续{years}年累计"),
        (Scope::InYears(years), Lang::En) => return format!("in any {years} years"),
    };
    words.to_owned()
}

/// What a limit is counted over and who shares it, in brackets; empty where nothing is said.
pub(super) fn reach(circle: Option<Circle>, over: Option<Scope>, lang: Lang) -> String {
    let circle = circle.map(|circle| match circle {
        Circle::Household => pick(lang, "每户", "per household").to_owned(),
        Circle::CorporateGroup => pick(lang, "每个集团", "per corporate group").to_owned(),
    });
    let said: Vec<String> = circle.into_iter().chain(over.map(|over| scope(over, lang))).collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(pick(lang, "", ", "))) }
}

/// A rounding by name.
pub(super) fn rounding(rounding: Rounding, lang: Lang) -> String {
    let step = rounding.step.to_shortest();
    match rounding.direction {
        Direction::HalfUp => format!("{} {step}", pick(lang, "四舍五入到", "rounded half up to")),
        Direction::HalfEven => format!("{} {step}", pick(lang, "银行家舍入到", "rounded half even to")),
        Direction::Down => format!("{} {step}", pick(lang, "舍去到", "rounded down to")),
        Direction::Up => format!("{} {step}", pick(lang, "进位到", "rounded up to")),
    }
}

#[cfg(test)]
mod tests {
    use super::{amount, number, title};
    use crate::diagnostic::Lang;
    use crate::money::{Rational, parse_decimal};
    use crate::program::{Dimension, Measure};
    use crate::syntax::ast::DurationUnit;

    #[test]
    fn figures_read_as_on_paper() {
        let third = Rational::new(1, 3).unwrap();
        assert_eq!(amount(Rational::whole(8_000_000), 2), "8,000,000.00");
        assert_eq!(amount(parse_decimal("0.005").unwrap(), 2), "0.005");
        assert_eq!(amount(third, 2), "0.3333…");
        let of = |value: Rational, of: Dimension| number(value, &Measure::plain(of), 2, Lang::En);
        assert_eq!(of(parse_decimal("0.05").unwrap(), Dimension::Ratio), "5%");
        assert_eq!(of(third, Dimension::Ratio), "1/3");
        assert_eq!(of(Rational::whole(1200), Dimension::Count(None)), "1,200");
        assert_eq!(of(Rational::whole(12), Dimension::Duration(DurationUnit::Months)), "12 months");
        assert_eq!(of(Rational::ONE, Dimension::Duration(DurationUnit::Days)), "1 day");
    }

    #[test]
    fn titles_suit_the_reader() {
        assert_eq!(title(Lang::Zh, "small_firms", Some("小微企业")), "小微企业");
        assert_eq!(title(Lang::En, "small_firms", Some("小微企业")), "small firms");
        assert_eq!(title(Lang::En, "小微", None), "小微");
    }
}
