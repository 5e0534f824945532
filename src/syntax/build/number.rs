//! Numbers and dates: the exact value of a figure with its scale word and unit.

use super::name::without_quotes;
use super::{Build, Read, half_width};
use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words, syntax};
use crate::money::{Currency, Rational, parse_decimal};
use crate::source::Span;
use crate::syntax::ast::{
    DurationUnit, Expr, ExprKind, LiteralUnit, MoneyWord, NumberLiteral, ScaleWord, Unit,
};
use crate::syntax::grammar::Rule;

impl Build<'_> {
    /// A `number` or `ratio`.
    pub(super) fn number(&mut self, read: &Read<'_>) -> Option<Expr> {
        let span = self.span_of_all(&read.clone().into_inner())?;
        let mut literal =
            NumberLiteral { value: Rational::ZERO, figure: String::new(), scale: None, unit: None };
        for part in read.clone().into_inner() {
            match part.as_rule() {
                Rule::figure => literal.figure = self.figure(&part)?,
                Rule::scale => literal.scale = Some(scale_word(part.as_str())),
                _ => literal.unit = Some(self.literal_unit(&part, &literal)?),
            }
        }
        let Some(value) = value_of(&literal) else {
            return self.refuse(&syntax::TOO_MANY_DIGITS, span);
        };
        literal.value = value;
        Some(Expr { kind: ExprKind::Number(literal), span })
    }

    /// The digits of a figure, half-width and without separators.
    pub(super) fn figure(&mut self, read: &Read<'_>) -> Option<String> {
        let text = read.as_str();
        let plain = text.bytes().all(|byte| byte.is_ascii_digit());
        if plain {
            return Some(text.to_owned());
        }
        let text: String = text.chars().map(half_width).collect();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        if fraction.contains('.') {
            let at = self.span(read);
            self.diagnostics
                .push(Diagnostic::new(&syntax::SEVERAL_POINTS, at).arg("figure", Words::same(text)));
            return None;
        }
        let mut groups = whole.split(',');
        let first = groups.next().map_or(0, str::len);
        let mut separated = false;
        let mut wrong = false;
        for group in groups {
            separated = true;
            wrong |= group.len() != 3;
        }
        if separated && (wrong || first > 3) {
            let at = self.span(read);
            let digits: String = whole.chars().filter(|char| *char != ',').collect();
            let point = if fraction.is_empty() { "" } else { "." };
            let right = format!("{}{point}{fraction}", crate::money::grouped(&digits));
            self.diagnostics.push(
                Diagnostic::new(&syntax::WRONG_SEPARATORS, at)
                    .arg("figure", Words::same(text.clone()))
                    .arg("right", Words::same(right)),
            );
            return None;
        }
        Some(text.chars().filter(|char| *char != ',').collect())
    }

    fn literal_unit(&mut self, read: &Read<'_>, literal: &NumberLiteral) -> Option<LiteralUnit> {
        let text = read.as_str();
        Some(match read.as_rule() {
            Rule::percent => LiteralUnit::Percent,
            Rule::percentage_points | Rule::points_unit => LiteralUnit::Points,
            Rule::per_mille => LiteralUnit::PerMille,
            Rule::basis_point => LiteralUnit::BasisPoint,
            Rule::yuan => LiteralUnit::Money(Currency::CNY, MoneyWord::Yuan),
            Rule::currency => LiteralUnit::Money(Currency::parse(text)?, MoneyWord::Code),
            Rule::money_per => {
                let mut parts = read.clone().into_inner();
                let money = parts.next()?;
                let word = if money.as_rule() == Rule::yuan { MoneyWord::Yuan } else { MoneyWord::Code };
                let currency = match word {
                    MoneyWord::Yuan => Currency::CNY,
                    MoneyWord::Code => Currency::parse(money.as_str())?,
                };
                let unit = self.unit(&parts.next_back()?);
                let text = without_quotes(&unit.text).to_owned();
                LiteralUnit::MoneyPer(currency, word, Unit { text, span: unit.span })
            }
            Rule::days => LiteralUnit::Duration(DurationUnit::Days),
            Rule::months => LiteralUnit::Duration(DurationUnit::Months),
            Rule::years => LiteralUnit::Duration(DurationUnit::Years),
            Rule::counted => {
                let unit = self.unit(read);
                if literal.scale.is_none() && is_exponent(text) {
                    let written = format!("{}{text}", literal.figure);
                    self.diagnostics.push(
                        Diagnostic::new(&syntax::EXPONENT, unit.span).arg("figure", Words::same(written)),
                    );
                    return None;
                }
                LiteralUnit::Counted(Unit { text: without_quotes(&unit.text).to_owned(), span: unit.span })
            }
            _ => return self.unreadable(self.span(read)),
        })
    }

    /// A day; one that the calendar lacks is refused.
    pub(super) fn date(&mut self, read: &Read<'_>) -> Option<Date> {
        let text: String = read.as_str().chars().map(half_width).collect();
        let mut parts = text.split(['-', '年', '月', '日']);
        let digits = [parts.next(), parts.next(), parts.next()].map(|part| part.unwrap_or_default());
        let [year, month, day] = digits.map(|part| part.parse().unwrap_or(0));
        let found = Date::new(year, month, day);
        let (entry, right) = match found {
            None => (&syntax::NO_SUCH_DATE, String::new()),
            // Two digits each, so that a date cannot be taken for a subtraction.
            Some(date) if text.contains('-') && text.len() != 10 => (&syntax::SHORT_DATE, date.to_string()),
            Some(date) => return Some(date),
        };
        let at = self.span(read);
        self.diagnostics
            .push(Diagnostic::new(entry, at).arg("date", Words::same(text)).arg("right", Words::same(right)));
        None
    }

    /// The number of a `year`.
    pub(super) fn year(&mut self, read: &Read<'_>) -> Option<i32> {
        let digits: String = read.as_str().chars().map(half_width).filter(char::is_ascii_digit).collect();
        match digits.parse() {
            Ok(year) => Some(year),
            Err(_) => self.unreadable(self.span(read)),
        }
    }

    /// A word for the step of a rounding, `分` or `万元`, as the literal it stands for.
    pub(super) fn step_word(&mut self, text: &str, span: Span) -> Option<Expr> {
        let (figure, scale) = match text {
            "分" => ("0.01", None),
            "角" => ("0.1", None),
            "百元" => ("1", Some(ScaleWord::Hundred)),
            "千元" => ("1", Some(ScaleWord::Thousand)),
            "万元" => ("1", Some(ScaleWord::TenThousand)),
            _ => ("1", None),
        };
        let unit = Some(LiteralUnit::Money(Currency::CNY, MoneyWord::Yuan));
        let mut literal = NumberLiteral { value: Rational::ZERO, figure: figure.to_owned(), scale, unit };
        literal.value = value_of(&literal)?;
        Some(Expr { kind: ExprKind::Number(literal), span })
    }
}

/// `1e6`, which rules do not use and which would read as six things called `e`.
fn is_exponent(text: &str) -> bool {
    text.strip_prefix(['e', 'E']).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

fn scale_word(text: &str) -> ScaleWord {
    match text {
        "k" | "K" => ScaleWord::K,
        "m" | "M" => ScaleWord::M,
        "百" => ScaleWord::Hundred,
        "千" => ScaleWord::Thousand,
        "万" => ScaleWord::TenThousand,
        "百万" => ScaleWord::Million,
        "千万" => ScaleWord::TenMillion,
        _ => ScaleWord::HundredMillion,
    }
}

/// By how much a scale word multiplies.
pub(in crate::syntax) fn scale_factor(scale: ScaleWord) -> i128 {
    match scale {
        ScaleWord::Hundred => 100,
        ScaleWord::K | ScaleWord::Thousand => 1_000,
        ScaleWord::TenThousand => 10_000,
        ScaleWord::M | ScaleWord::Million => 1_000_000,
        ScaleWord::TenMillion => 10_000_000,
        ScaleWord::HundredMillion => 100_000_000,
    }
}

/// The value of figure, scale and unit together; `None` when it has more digits than can be held exactly.
pub(in crate::syntax) fn value_of(literal: &NumberLiteral) -> Option<Rational> {
    let mut value = plain_figure(&literal.figure).or_else(|| parse_decimal(&literal.figure).ok())?;
    if let Some(scale) = literal.scale {
        value = value.times(Rational::whole(scale_factor(scale)))?;
    }
    let per = match literal.unit {
        Some(LiteralUnit::Percent | LiteralUnit::Points) => 100,
        Some(LiteralUnit::PerMille) => 1_000,
        Some(LiteralUnit::BasisPoint) => 10_000,
        Some(
            LiteralUnit::Money(..)
            | LiteralUnit::MoneyPer(..)
            | LiteralUnit::Duration(_)
            | LiteralUnit::Counted(_),
        )
        | None => {
            // `1.2万` and `12k` are one number, also where a plan is written down.
            return Some(value.reduced());
        }
    };
    value.over(Rational::whole(per)).map(Rational::reduced)
}

/// Whole numbers of up to 18 digits, the common case, without the way through a decimal.
fn plain_figure(figure: &str) -> Option<Rational> {
    if figure.len() > 18 || !figure.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    figure.parse::<u64>().ok().map(|whole| Rational::whole(i128::from(whole)))
}
