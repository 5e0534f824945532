//! Figures with units as people write them: `800万元`, `5%`, `12个月`, `1,000,000`, full-width digits too.

use unicode_normalization::UnicodeNormalization as _;

use crate::money::{Currency, NumberError, Rational, parse_decimal};
use crate::program::{Dimension, Measure};
use crate::syntax::ast::{DurationUnit, LiteralUnit, NumberLiteral};

/// A number and the unit it was given in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure {
    /// The value; scale words and percent signs applied.
    pub value: Rational,
    /// The unit, if one was given.
    pub unit: Option<FigureUnit>,
    /// `/家` after the unit.
    pub per: Option<String>,
}

/// The unit of a figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FigureUnit {
    /// `%`, `‰`, `bp`
    Share(&'static str),
    /// `元`, `CNY`, `USD`
    Money(Currency),
    /// `天`, `个月`, `年`
    Duration(DurationUnit),
    /// A unit of counting or measure, or a word that is none.
    Word(String),
}

/// Words for what is counted that go with whatever is counted.
const MEASURE_WORDS: &[&str] = &[
    "件", "家", "项", "人", "名", "个", "笔", "套", "次", "篇", "台", "支", "种", "户", "分", "单", "类",
    "批", "级", "位", "场", "所",
];

/// Units of measure that mean the same.
const SAME_MEASURES: &[&[&str]] =
    &[&["m²", "平方米", "㎡"], &["kWh", "千瓦时", "度"], &["t", "吨"], &["公顷", "ha"], &["亩", "mu"]];

/// Units of one kind, with how many of the smallest each is; 15 亩 are a hectare.
const KIN: &[&[(&str, i128)]] = &[
    &[("亩", 2), ("公顷", 30)],
    &[("平方米", 1), ("公顷", 10_000), ("平方公里", 1_000_000)],
    &[("公斤", 1), ("千克", 1), ("吨", 1000)],
    &[("米", 1), ("公里", 1000)],
    &[("千瓦", 1), ("兆瓦", 1000)],
    &[("kWh", 1), ("万千瓦时", 10_000)],
];

/// Scale words, the longer before those they begin with, and their powers of ten.
const SCALES: &[(&str, u32)] = &[
    ("百万", 6),
    ("千万", 7),
    ("亿", 8),
    ("万", 4),
    ("千", 3),
    ("百", 2),
    ("k", 3),
    ("K", 3),
    ("m", 6),
    ("M", 6),
];

impl Figure {
    /// A bare number.
    pub fn bare(value: Rational) -> Figure {
        Figure { value, unit: None, per: None }
    }

    /// The figure of a literal of the language.
    pub fn of_literal(literal: &NumberLiteral) -> Figure {
        let per = match &literal.unit {
            Some(LiteralUnit::MoneyPer(_, _, per)) => Some(per.text.clone()),
            Some(
                LiteralUnit::Percent
                | LiteralUnit::Points
                | LiteralUnit::PerMille
                | LiteralUnit::BasisPoint
                | LiteralUnit::Money(..)
                | LiteralUnit::Duration(_)
                | LiteralUnit::Counted(_),
            )
            | None => None,
        };
        let unit = literal.unit.as_ref().map(|unit| match unit {
            LiteralUnit::Percent | LiteralUnit::Points => FigureUnit::Share("%"),
            LiteralUnit::PerMille => FigureUnit::Share("‰"),
            LiteralUnit::BasisPoint => FigureUnit::Share("bp"),
            LiteralUnit::Money(currency, _) | LiteralUnit::MoneyPer(currency, _, _) => {
                FigureUnit::Money(*currency)
            }
            LiteralUnit::Duration(unit) => FigureUnit::Duration(*unit),
            LiteralUnit::Counted(unit) => FigureUnit::Word(unit.text.clone()),
        });
        Figure { value: literal.value, unit, per }
    }

    /// Reads a figure with or without a unit. A word in the place of the unit is kept for the caller to judge.
    pub fn parse(text: &str) -> Result<Figure, NumberError> {
        let text = half_width(text);
        let text = text.trim();
        let split = text.find(|letter: char| !(letter.is_ascii_digit() || "+-.,".contains(letter)));
        let (figure, rest) = text.split_at(split.unwrap_or(text.len()));
        let (exponent, rest) = exponent(rest);
        let value = parse_decimal(&format!("{}{exponent}", without_separators(figure)?))?;
        let (scale, rest) = scale(rest.trim_start());
        let power = 10_i128.checked_pow(scale).map(Rational::whole);
        let value = power.and_then(|power| value.times(power)).ok_or(NumberError::TooManyDigits)?;
        let (unit, per) = match rest.trim_start().split_once('/') {
            Some((unit, per)) => (unit.trim(), Some(per.trim().to_owned())),
            None => (rest.trim(), None),
        };
        let share = |divisor: i128, word: &'static str| {
            let value = value.over(Rational::whole(divisor)).ok_or(NumberError::TooManyDigits)?;
            Ok(Figure { value: value.reduced(), unit: Some(FigureUnit::Share(word)), per: per.clone() })
        };
        let unit = match unit {
            "" => None,
            "%" => return share(100, "%"),
            "‰" => return share(1000, "‰"),
            "bp" => return share(10_000, "bp"),
            "元" | "元人民币" => Some(FigureUnit::Money(Currency::CNY)),
            "天" | "日" | "day" | "days" => Some(FigureUnit::Duration(DurationUnit::Days)),
            "个月" | "月" | "month" | "months" => Some(FigureUnit::Duration(DurationUnit::Months)),
            "年" | "year" | "years" => Some(FigureUnit::Duration(DurationUnit::Years)),
            word => Some(match Currency::parse(word) {
                Some(currency) => FigureUnit::Money(currency),
                None => FigureUnit::Word(word.to_owned()),
            }),
        };
        Ok(Figure { value, unit, per })
    }

    /// Whether its unit is one that a number of this measure may be given in.
    pub fn fits(&self, measure: &Measure) -> bool {
        if self.per.is_some() && self.per != measure.per {
            return false;
        }
        let Some(unit) = &self.unit else { return self.per.is_none() };
        match (&measure.of, unit) {
            (Dimension::Ratio, FigureUnit::Share(_)) => true,
            (Dimension::Money(wanted), FigureUnit::Money(given)) => wanted == given,
            (Dimension::Duration(wanted), FigureUnit::Duration(given)) => wanted == given,
            (Dimension::Count(None), FigureUnit::Word(word)) => MEASURE_WORDS.contains(&word.as_str()),
            (Dimension::Count(Some(wanted)), FigureUnit::Word(word)) => {
                singular(wanted) == singular(word)
                    || (is_measure_word(word) && (!is_measure_word(wanted) || word == "个"))
            }
            (Dimension::Quantity(wanted), FigureUnit::Word(word)) => {
                wanted == word
                    || SAME_MEASURES
                        .iter()
                        .any(|same| same.contains(&wanted.as_str()) && same.contains(&word.as_str()))
            }
            // `年` and `个月` may also be what is counted.
            (Dimension::Count(Some(wanted)), FigureUnit::Duration(unit)) => {
                duration_words(*unit).contains(&wanted.as_str())
            }
            (
                Dimension::Open
                | Dimension::Plain
                | Dimension::Ratio
                | Dimension::Money(_)
                | Dimension::Count(_)
                | Dimension::Quantity(_)
                | Dimension::Duration(_),
                FigureUnit::Share(_) | FigureUnit::Money(_) | FigureUnit::Duration(_) | FigureUnit::Word(_),
            ) => false,
        }
    }

    /// The same length or quantity in the unit of a measure, as `36个月`, where the two have a fixed relation.
    pub fn converted(&self, measure: &Measure) -> Option<String> {
        if self.per.is_some() {
            return None;
        }
        let (factor, unit) = match (&measure.of, self.unit.as_ref()?) {
            (Dimension::Duration(wanted), FigureUnit::Duration(given)) => {
                let factor = match (given, wanted) {
                    (DurationUnit::Years, DurationUnit::Months) => Rational::whole(12),
                    (DurationUnit::Months, DurationUnit::Years) => Rational::ONE.over(Rational::whole(12))?,
                    (DurationUnit::Days | DurationUnit::Months | DurationUnit::Years, _) => return None,
                };
                (factor, duration_words(*wanted).first().copied()?)
            }
            (Dimension::Quantity(wanted), FigureUnit::Word(given)) => {
                let factor = KIN.iter().find_map(|kin| {
                    let size =
                        |word: &str| kin.iter().find(|(unit, _)| same_measure(unit, word)).map(|one| one.1);
                    Rational::whole(size(given)?).over(Rational::whole(size(wanted)?))
                })?;
                (factor, wanted.as_str())
            }
            (
                Dimension::Open
                | Dimension::Plain
                | Dimension::Ratio
                | Dimension::Money(_)
                | Dimension::Count(_)
                | Dimension::Quantity(_)
                | Dimension::Duration(_),
                FigureUnit::Share(_) | FigureUnit::Money(_) | FigureUnit::Duration(_) | FigureUnit::Word(_),
            ) => return None,
        };
        let value = self.value.times(factor)?;
        // A number without an end in decimals would be cut.
        value.to_decimals(6)?;
        (matches!(measure.of, Dimension::Quantity(_)) || value.is_whole())
            .then(|| format!("{}{unit}", value.to_shortest()))
    }

    /// The figure as shown in messages: `5%`, `3 个月`.
    pub fn text(&self) -> String {
        let parts = match &self.unit {
            Some(FigureUnit::Share("%")) => 100,
            Some(FigureUnit::Share("‰")) => 1000,
            Some(FigureUnit::Share("bp")) => 10_000,
            Some(
                FigureUnit::Share(_) | FigureUnit::Money(_) | FigureUnit::Duration(_) | FigureUnit::Word(_),
            )
            | None => 1,
        };
        let value = self.value.times(Rational::whole(parts)).unwrap_or(self.value).to_shortest();
        let space = if parts == 100 || parts == 1000 { "" } else { " " };
        format!("{value}{space}{}", self.unit_text()).trim_end().to_owned()
    }

    /// The unit as shown in messages.
    pub fn unit_text(&self) -> String {
        let unit = match &self.unit {
            None => "",
            Some(FigureUnit::Share(word)) => word,
            Some(FigureUnit::Money(currency)) => currency.code(),
            Some(FigureUnit::Duration(unit)) => duration_words(*unit).first().copied().unwrap_or(""),
            Some(FigureUnit::Word(word)) => word,
        };
        match &self.per {
            None => unit.to_owned(),
            Some(per) => format!("{unit}/{per}"),
        }
    }
}

/// Whether two words are the same unit of measure.
fn same_measure(one: &str, other: &str) -> bool {
    one == other || SAME_MEASURES.iter().any(|same| same.contains(&one) && same.contains(&other))
}

fn is_measure_word(word: &str) -> bool {
    MEASURE_WORDS.contains(&word)
}

fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(singular) if singular.is_ascii() && !singular.is_empty() => singular,
        _ => word,
    }
}

const fn duration_words(unit: DurationUnit) -> &'static [&'static str] {
    match unit {
        DurationUnit::Days => &["天", "日", "days"],
        DurationUnit::Months => &["个月", "月", "months"],
        DurationUnit::Years => &["年", "years"],
    }
}

/// Full-width marks and digits in their half-width form, composed.
fn half_width(text: &str) -> String {
    let narrow = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter).saturating_sub(0xfee0)).unwrap_or(letter),
        '\u{3000}' | '\u{a0}' => ' ',
        '−' => '-',
        _ => letter,
    };
    text.nfc().map(narrow).collect()
}

/// `e6` at the beginning, if it is an exponent.
fn exponent(rest: &str) -> (&str, &str) {
    let Some(after) = rest.strip_prefix(['e', 'E']) else { return ("", rest) };
    let digits = after.strip_prefix(['+', '-']).unwrap_or(after);
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        return ("", rest);
    }
    let signed = after.len().saturating_sub(digits.len());
    rest.split_at_checked(signed.saturating_add(length).saturating_add(1)).unwrap_or(("", rest))
}

/// The power of ten of a scale word at the beginning. Latin ones stand alone: `5 km` is no five thousand.
fn scale(rest: &str) -> (u32, &str) {
    for &(word, power) in SCALES {
        let Some(after) = rest.strip_prefix(word) else { continue };
        let next = after.chars().next();
        let part_of_a_word = if word.is_ascii() {
            next.is_some_and(|next| next.is_ascii_alphanumeric() || matches!(next, '²' | '³' | '/'))
        } else {
            word == "千" && matches!(next, Some('瓦' | '克' | '米'))
        };
        if !part_of_a_word {
            return (power, after);
        }
    }
    (0, rest)
}

/// Takes out separators of thousands, which must stand before every third digit or not at all.
fn without_separators(figure: &str) -> Result<String, NumberError> {
    let (sign, unsigned) = match figure.strip_prefix(['+', '-']) {
        Some(rest) => (figure.get(..1).unwrap_or(""), rest),
        None => ("", figure),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    if whole.contains(',') {
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or("");
        if first.is_empty() || first.len() > 3 || groups.any(|group| group.len() != 3) {
            return Err(NumberError::NotANumber);
        }
    }
    let whole = whole.replace(',', "");
    Ok(match fraction {
        Some(fraction) => format!("{sign}{whole}.{fraction}"),
        None => format!("{sign}{whole}"),
    })
}

/// The words that may stand as the unit of a figure of this measure.
pub(crate) fn unit_words(measure: &Measure) -> Vec<String> {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    match &measure.of {
        Dimension::Open | Dimension::Plain => Vec::new(),
        Dimension::Ratio => owned(&["%", "％", "‰", "bp"]),
        Dimension::Money(currency) => {
            let code = vec![currency.code().to_owned()];
            let yuan = if *currency == Currency::CNY { owned(&["元人民币", "元"]) } else { Vec::new() };
            [code, yuan].concat()
        }
        Dimension::Duration(unit) => {
            let words = owned(duration_words(*unit));
            let single = words.iter().map(|word| singular(word).to_owned());
            single.chain(words.clone()).collect()
        }
        Dimension::Count(None) => owned(MEASURE_WORDS),
        Dimension::Count(Some(wanted)) => {
            let forms = [wanted.clone(), singular(wanted).to_owned(), format!("{}s", singular(wanted))];
            let general = if is_measure_word(wanted) { owned(&["个"]) } else { owned(MEASURE_WORDS) };
            [forms.to_vec(), general].concat()
        }
        Dimension::Quantity(wanted) => {
            let same = SAME_MEASURES.iter().find(|same| same.contains(&wanted.as_str()));
            same.map_or_else(|| vec![wanted.clone()], |same| owned(same))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Figure, FigureUnit};
    use crate::money::{Currency, NumberError, Rational, grouped, parse_decimal};
    use crate::program::{Dimension, Measure};
    use crate::syntax::ast::DurationUnit;
    use proptest::prelude::*;

    fn value(text: &str) -> String {
        match Figure::parse(text) {
            Ok(figure) => format!("{} {}", figure.value.to_shortest(), figure.unit_text()),
            Err(error) => format!("{error:?}"),
        }
    }

    #[test]
    fn figures_are_read_with_their_scale_and_unit() {
        let cases = [
            ("800万元", "8000000 CNY"),
            (" ８００ 万元 ", "8000000 CNY"),
            ("2亿元", "200000000 CNY"),
            ("1.2万", "12000 "),
            ("500k", "500000 "),
            ("2m", "2000000 "),
            ("2m CNY", "2000000 CNY"),
            ("3百万", "3000000 "),
            ("5%", "0.05 %"),
            ("５％", "0.05 %"),
            ("3‰", "0.003 ‰"),
            ("15 bp", "0.0015 bp"),
            ("12个月", "12 个月"),
            ("12 months", "12 个月"),
            ("100家", "100 家"),
            ("100 patents", "100 patents"),
            ("1,000,000", "1000000 "),
            ("１，０００，０００．５０", "1000000.5 "),
            ("1e6", "1000000 "),
            ("1.5e-2", "0.015 "),
            ("-3", "-3 "),
            ("−3", "-3 "),
            ("500 USD", "500 USD"),
            ("500 m²", "500 m²"),
            ("10千瓦时", "10 千瓦时"),
            ("5 km", "5 km"),
            ("5 apples", "5 apples"),
            ("5000元/件", "5000 CNY/件"),
            ("10.999.99", "NotANumber"),
            ("1,00", "NotANumber"),
            ("1,0000", "NotANumber"),
            ("10000,000", "NotANumber"),
            (",100", "NotANumber"),
            ("0.1,000", "NotANumber"),
            ("apples", "NotANumber"),
            ("五百万", "NotANumber"),
            ("", "NotANumber"),
            ("--5", "NotANumber"),
            ("5.", "NotANumber"),
            ("1e400", "TooManyDigits"),
            ("1234567890123456789012345678901234567890", "TooManyDigits"),
        ];
        for (text, expected) in cases {
            assert_eq!(value(text), expected, "{text}");
        }
    }

    #[test]
    fn units_fit_what_they_measure() {
        let money = Dimension::Money(Currency::CNY);
        let patents = Dimension::Count(Some("patents".into()));
        let cases = [
            ("5元", money.clone(), true),
            ("5", money.clone(), true),
            ("5 USD", money.clone(), false),
            ("5%", money.clone(), false),
            ("5家", money, false),
            ("5%", Dimension::Ratio, true),
            ("0.05", Dimension::Ratio, true),
            ("5件", Dimension::Count(None), true),
            ("5 apples", Dimension::Count(None), false),
            ("5 patents", patents.clone(), true),
            ("1 patent", patents.clone(), true),
            ("5件", patents.clone(), true),
            ("5 apples", patents, false),
            ("5家", Dimension::Count(Some("件".into())), false),
            ("5个月", Dimension::Duration(DurationUnit::Months), true),
            ("5天", Dimension::Duration(DurationUnit::Months), false),
            ("5平方米", Dimension::Quantity("m²".into()), true),
            ("5亩", Dimension::Quantity("m²".into()), false),
            ("5%", Dimension::Plain, false),
        ];
        for (text, of, expected) in cases {
            let figure = Figure::parse(text).unwrap();
            assert_eq!(figure.fits(&Measure::plain(of.clone())), expected, "{text} as {of:?}");
        }
    }

    proptest! {
        #[test]
        fn numbers_survive_being_written(digits in -999_999_999_999_i128..=999_999_999_999, decimals in 0_u32..=6) {
            let number = Rational::new(digits, 10_i128.pow(decimals)).unwrap();
            let text = number.to_decimals(decimals).unwrap();
            prop_assert_eq!(Figure::parse(&text).unwrap().value, number);
            prop_assert_eq!(Figure::parse(&grouped(&text)).unwrap().value, number);
            prop_assert_eq!(parse_decimal(&text).unwrap(), number);
            let wide: String = text.chars().map(|c| match c {
                '0'..='9' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
                '.' => '．',
                _ => c,
            }).collect();
            prop_assert_eq!(Figure::parse(&wide).unwrap().value, number);
            let wan = Figure::parse(&format!("{text}万元")).unwrap();
            prop_assert_eq!(wan.value, number.times(Rational::whole(10_000)).unwrap());
            prop_assert_eq!(wan.unit, Some(FigureUnit::Money(Currency::CNY)));
        }

        #[test]
        fn no_text_makes_the_reader_fail(text in "(?s).{0,30}", marks in "[0-9０-９,，.+\\-eEkm万亿千百元%‰/ ]{0,20}") {
            let _ = Figure::parse(&text);
            let _ = Figure::parse(&marks);
            let _: Result<_, NumberError> = Figure::parse(&format!("1{text}"));
        }
    }
}
