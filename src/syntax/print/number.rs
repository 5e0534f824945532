//! Numbers as they are written: figure, scale word and unit, translated exactly or written out.

use super::Writer;
use crate::money::{Currency, Rational, grouped};
use crate::syntax::ast::{
    DurationUnit, Expr, ExprKind, LiteralUnit, MoneyWord, NumberLiteral, ScaleWord, Spelling,
};
use crate::syntax::build::scale_factor;
use crate::syntax::names::{number_unit_text, per_unit_text};

/// A figure that would need more decimals than this before a scale word is written out instead.
const DECIMALS: u32 = 4;

impl Writer {
    pub(super) fn number(self, literal: &NumberLiteral) -> String {
        let (figure, scale) = self.figure(literal);
        let mut text = separated(&figure);
        if let Some(scale) = scale {
            text.push_str(scale_text(scale));
        }
        match &literal.unit {
            None => {}
            Some(LiteralUnit::Percent) => text.push('%'),
            Some(LiteralUnit::Points) => {
                let one = figure == "1" && scale.is_none();
                text.push_str(
                    self.word(if one { " percentage point" } else { " percentage points" }, "个百分点"),
                );
            }
            Some(LiteralUnit::PerMille) => text.push('‰'),
            Some(LiteralUnit::BasisPoint) => text.push_str(" bp"),
            Some(LiteralUnit::Money(currency, word)) => self.currency(&mut text, *currency, *word),
            Some(LiteralUnit::MoneyPer(currency, word, unit)) => {
                self.currency(&mut text, *currency, *word);
                let unit = per_unit_text(&unit.text);
                text.push_str(if self.is_zh() { "/" } else { " per " });
                text.push_str(&unit);
            }
            Some(LiteralUnit::Duration(unit)) => {
                let one = figure == "1" && scale.is_none();
                text.push_str(match (unit, one) {
                    (DurationUnit::Days, true) => self.word(" day", "天"),
                    (DurationUnit::Days, false) => self.word(" days", "天"),
                    (DurationUnit::Months, true) => self.word(" month", "个月"),
                    (DurationUnit::Months, false) => self.word(" months", "个月"),
                    (DurationUnit::Years, true) => self.word(" year", "年"),
                    (DurationUnit::Years, false) => self.word(" years", "年"),
                });
            }
            Some(LiteralUnit::Counted(unit)) => {
                let unit = number_unit_text(&unit.text);
                if unit.starts_with(|first: char| first.is_ascii() || first == '「') {
                    text.push(' ');
                }
                text.push_str(&unit);
            }
        }
        text
    }

    fn currency(self, text: &mut String, currency: Currency, word: MoneyWord) {
        let yuan = if self.translating { self.is_zh() } else { word == MoneyWord::Yuan };
        if yuan && currency == Currency::CNY {
            text.push('元');
        } else {
            text.push(' ');
            text.push_str(currency.code());
        }
    }

    /// Figure and scale word: as written, unless a translation meets a scale word of the other spelling.
    fn figure(self, literal: &NumberLiteral) -> (String, Option<ScaleWord>) {
        let foreign = |&scale: &ScaleWord| self.translating && spelling_of(scale) != self.spelling;
        let Some(scale) = literal.scale.filter(foreign) else {
            return (literal.figure.clone(), literal.scale);
        };
        let plain = NumberLiteral { scale: None, unit: None, ..literal.clone() };
        let whole = crate::syntax::build::value_of(&plain)
            .and_then(|value| value.times(Rational::whole(scale_factor(scale))));
        let Some(whole) = whole else { return (literal.figure.clone(), literal.scale) };
        let own: &[ScaleWord] = match self.spelling {
            Spelling::En => &[ScaleWord::M, ScaleWord::K],
            Spelling::Zh => &[ScaleWord::HundredMillion, ScaleWord::TenThousand, ScaleWord::Thousand],
        };
        own.iter()
            .copied()
            .find_map(|own| {
                let figure = whole.over(Rational::whole(scale_factor(own)))?;
                let short = (0..=DECIMALS).find_map(|decimals| figure.to_decimals(decimals));
                Some((short.filter(|_| figure >= Rational::ONE)?, Some(own)))
            })
            .unwrap_or_else(|| (whole.to_shortest(), None))
    }

    /// The word for the step of a rounding, if there is one.
    pub(super) fn step_word(self, step: &Expr) -> Option<&'static str> {
        let ExprKind::Number(literal) = &step.kind else { return None };
        match &literal.unit {
            Some(LiteralUnit::Money(Currency::CNY, word)) if self.translating || *word == MoneyWord::Yuan => {
            }
            _ => return None,
        }
        let (figure, scale) = self.figure(literal);
        match (figure.as_str(), scale) {
            ("0.01", None) => Some("分"),
            ("0.1", None) => Some("角"),
            ("1", None) => Some("元"),
            ("1", Some(ScaleWord::Hundred)) => Some("百元"),
            ("1", Some(ScaleWord::Thousand)) => Some("千元"),
            ("1", Some(ScaleWord::TenThousand)) => Some("万元"),
            _ => None,
        }
    }
}

/// Digits in groups of three where there are five or more before the point.
fn separated(figure: &str) -> String {
    let whole = figure.split('.').next().unwrap_or(figure);
    if whole.len() >= 5 { grouped(figure) } else { figure.to_owned() }
}

fn spelling_of(scale: ScaleWord) -> Spelling {
    match scale {
        ScaleWord::K | ScaleWord::M => Spelling::En,
        ScaleWord::Hundred
        | ScaleWord::Thousand
        | ScaleWord::TenThousand
        | ScaleWord::Million
        | ScaleWord::TenMillion
        | ScaleWord::HundredMillion => Spelling::Zh,
    }
}

fn scale_text(scale: ScaleWord) -> &'static str {
    match scale {
        ScaleWord::K => "k",
        ScaleWord::M => "m",
        ScaleWord::Hundred => "百",
        ScaleWord::Thousand => "千",
        ScaleWord::TenThousand => "万",
        ScaleWord::Million => "百万",
        ScaleWord::TenMillion => "千万",
        ScaleWord::HundredMillion => "亿",
    }
}
