//! The unit of a whole column: declared in its heading, `交易额(万元)`, or by the caller.

use crate::facts::{Figure, FigureUnit};
use crate::money::Rational;
use crate::program::Measure;

/// The unit of the bare numbers of a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ColumnUnit {
    /// As written: `万元`.
    pub text: String,
    /// What one of it comes to in the fact's own unit: ten thousand.
    pub one: Rational,
    /// The fact's own unit.
    unit: Option<FigureUnit>,
    per: Option<String>,
}

impl ColumnUnit {
    /// Reads a unit that numbers of a measure may be given in.
    pub fn parse(text: &str, measure: &Measure) -> Option<ColumnUnit> {
        let figure = Figure::parse(&format!("1{text}")).ok()?;
        let unit = ColumnUnit {
            text: text.trim().to_owned(),
            one: figure.value,
            unit: figure.unit.clone(),
            per: figure.per.clone(),
        };
        (figure.unit.is_some() && figure.fits(measure)).then_some(unit)
    }

    /// The figure of a bare number.
    pub fn of(&self, number: Rational) -> Option<Figure> {
        let value = number.times(self.one)?;
        Some(Figure { value, unit: self.unit.clone(), per: self.per.clone() })
    }

    /// The power of ten that it multiplies by, if it does.
    pub fn power(&self) -> Option<i32> {
        (-6..=12).find(|&power: &i32| {
            let ten = 10_i128.checked_pow(power.unsigned_abs()).map(Rational::whole);
            let one = if power < 0 { ten.and_then(|ten| Rational::ONE.over(ten)) } else { ten };
            one == Some(self.one)
        })
    }
}

/// A heading without the unit in the brackets at its end, and the unit: `交易额（万元）`.
pub fn split(heading: &str) -> Option<(&str, &str)> {
    let inner = heading.trim_end().strip_suffix([')', '）', ']', '】'])?;
    let at = inner.rfind(['(', '（', '[', '【'])?;
    let (name, unit) = inner.split_at_checked(at)?;
    let unit = unit.trim_start_matches(['(', '（', '[', '【']);
    let unit =
        unit.trim().strip_prefix("单位").map_or(unit, |unit| unit.trim_start_matches([':', '：', ' ']));
    Some((name.trim(), unit.trim()))
}

#[cfg(test)]
mod tests {
    use super::{ColumnUnit, split};
    use crate::money::Currency;
    use crate::program::{Dimension, Measure};

    #[test]
    fn headings_are_split_from_their_units() {
        assert_eq!(split("交易额(万元)"), Some(("交易额", "万元")));
        assert_eq!(split("交易额 （单位：万元）"), Some(("交易额", "万元")));
        assert_eq!(split("交易额"), None);
        assert_eq!(split("(元"), None);
    }

    #[test]
    fn a_unit_is_one_of_its_measure() {
        let money = Measure::plain(Dimension::Money(Currency::CNY));
        let ratio = Measure::plain(Dimension::Ratio);
        assert_eq!(ColumnUnit::parse("万元", &money).and_then(|unit| unit.power()), Some(4));
        assert_eq!(ColumnUnit::parse("亿元", &money).and_then(|unit| unit.power()), Some(8));
        assert_eq!(ColumnUnit::parse("元", &money).and_then(|unit| unit.power()), Some(0));
        assert_eq!(ColumnUnit::parse("%", &ratio).and_then(|unit| unit.power()), Some(-2));
        assert_eq!(ColumnUnit::parse("%", &money), None);
        assert_eq!(ColumnUnit::parse("万", &money), None);
        assert_eq!(ColumnUnit::parse("USD", &money), None);
    }
}
