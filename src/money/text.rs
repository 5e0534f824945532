//! Numbers as text, in both directions, exactly.

use rust_decimal::Decimal;

use super::Rational;

/// Why a text is no exact number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberError {
    /// Not written as a number.
    NotANumber,
    /// A number, but with more digits than can be held exactly.
    TooManyDigits,
}

/// Reads a decimal such as `-12.50`, `1e6`, `1.5E-2` exactly. No separators, no units, no spaces.
pub fn parse_decimal(text: &str) -> Result<Rational, NumberError> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let unsigned = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return Err(NumberError::NotANumber);
    }
    let exponent: i32 = match exponent {
        None => 0,
        Some(exponent) => {
            let unsigned = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
            if !digits(unsigned) {
                return Err(NumberError::NotANumber);
            }
            exponent.parse().map_err(|_| NumberError::TooManyDigits)?
        }
    };
    let decimal = Decimal::from_str_exact(mantissa).map_err(|_| NumberError::TooManyDigits)?;
    let power = |exponent: u32| 10_i128.checked_pow(exponent).ok_or(NumberError::TooManyDigits);
    let value = Rational::new(decimal.mantissa(), power(decimal.scale())?).ok_or(NumberError::NotANumber)?;
    let factor = Rational::whole(power(exponent.unsigned_abs())?);
    let scaled = if exponent < 0 { value.over(factor) } else { value.times(factor) };
    scaled.map(Rational::reduced).ok_or(NumberError::TooManyDigits)
}

impl Rational {
    /// The value with exactly `decimals` decimals; `None` when it has more.
    pub fn to_decimals(self, decimals: u32) -> Option<String> {
        let scale = 10_i128.checked_pow(decimals)?;
        let scaled = self.reduced().times(Rational::whole(scale))?.to_whole()?;
        let digits =
            format!("{:0width$}", scaled.unsigned_abs(), width = decimals.saturating_add(1) as usize);
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(decimals as usize));
        let sign = if scaled < 0 { "-" } else { "" };
        Some(if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
    }

    /// The shortest exact form: a decimal where one of at most 18 places exists, else a fraction `1/3`.
    pub fn to_shortest(self) -> String {
        let value = self.reduced();
        (0..=18)
            .find_map(|decimals| value.to_decimals(decimals))
            .unwrap_or_else(|| format!("{}/{}", value.numerator(), value.denominator()))
    }
}

/// Puts a comma after every three digits before the point: `8000000.00` → `8,000,000.00`.
pub fn grouped(number: &str) -> String {
    let (sign, rest) = match number.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", number),
    };
    if rest.contains('/') {
        return number.to_owned();
    }
    let (whole, fraction) = match rest.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (rest, None),
    };
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len().saturating_sub(at).checked_rem(3) == Some(0) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{NumberError, grouped, parse_decimal};

    #[test]
    fn numbers_are_read_exactly_or_refused() {
        assert_eq!(parse_decimal("0.1").unwrap().to_shortest(), "0.1");
        assert_eq!(parse_decimal("1e6").unwrap().to_shortest(), "1000000");
        assert_eq!(parse_decimal("1.50E-3").unwrap().to_shortest(), "0.0015");
        assert_eq!(parse_decimal("-2.0").unwrap().to_whole(), Some(-2));
        assert_eq!(parse_decimal("1e400"), Err(NumberError::TooManyDigits));
        assert_eq!(parse_decimal(&"9".repeat(40)), Err(NumberError::TooManyDigits));
        for text in ["", "-", ".5", "5.", "1,000", "0x1", "NaN", "1e", "５", " 1", "1_0"] {
            assert_eq!(parse_decimal(text), Err(NumberError::NotANumber), "{text}");
        }
    }

    #[test]
    fn numbers_print_with_the_decimals_asked_for() {
        let third = parse_decimal("1").unwrap().over(parse_decimal("3").unwrap()).unwrap();
        assert_eq!(third.to_decimals(2), None);
        assert_eq!(third.to_shortest(), "1/3");
        assert_eq!(parse_decimal("-0.5").unwrap().to_decimals(2).unwrap(), "-0.50");
        assert_eq!(grouped("8000000.00"), "8,000,000.00");
        assert_eq!(grouped("-999"), "-999");
    }
}
