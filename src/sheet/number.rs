//! Plain decimals between bytes and whole numbers: what most cells hold. Everything else is left to the exact reader.

use crate::money::Rational;
use crate::plan::limits;
use crate::program::Measure;
use crate::scaled::Form;

use super::unit::ColumnUnit;

/// How the plain decimals of a column become whole numbers of its form.
#[derive(Clone, Debug)]
pub struct Whole {
    /// For so many decimals as the index: what the digits are multiplied by, and the highest digits that fit.
    factors: Vec<(i64, u64)>,
    low: i64,
    high: i64,
}

const MOST_DECIMALS: usize = 12;

impl Whole {
    /// For numbers of a measure in a form; `None` where the form has no room for such a way.
    pub fn new(
        form: &Form,
        measure: &Measure,
        low: Option<Rational>,
        high: Option<Rational>,
        unit: Option<&ColumnUnit>,
    ) -> Option<Whole> {
        let power = match unit {
            Some(unit) => unit.power()?,
            None => 0,
        };
        let parts = Rational::whole(10_i128.checked_pow(form.decimals)?);
        let floor = |value: Rational| Some(value.times(parts)?.floor());
        let (limit, _) = limits::of(measure);
        let highest = floor(limit)?.checked_sub(1)?;
        let highest = high.and_then(floor).map_or(highest, |high| high.min(highest)).min(form.bounds.high);
        // INVARIANT: the negative of a negative's floor is the ceiling.
        let ceiling = |value: Rational| floor(value.negate()?)?.checked_neg();
        let lowest = low.map_or(Some(0), ceiling)?.max(form.bounds.low).max(0);
        let (low, high) = (i64::try_from(lowest).ok()?, i64::try_from(highest).ok()?);
        let shift = i32::try_from(form.decimals).ok()?.checked_add(power)?;
        let mut factors = Vec::new();
        for decimals in 0..=MOST_DECIMALS {
            let exponent = shift.checked_sub(i32::try_from(decimals).ok()?)?;
            let Some(factor) = u32::try_from(exponent).ok().and_then(|exponent| 10_i64.checked_pow(exponent))
            else {
                break;
            };
            let most = u64::try_from(i64::MAX.checked_div(factor)?).ok()?;
            factors.push((factor, most));
        }
        (!factors.is_empty() && low <= high).then_some(Whole { factors, low, high })
    }

    /// The whole number of a plain decimal that the form holds and the fact allows; `None` for anything else.
    #[inline]
    pub fn read(&self, bytes: &[u8]) -> Option<i64> {
        let (digits, decimals) = plain_decimal(bytes)?;
        let &(factor, most) = self.factors.get(decimals)?;
        if digits > most {
            return None;
        }
        // INVARIANT: `most` times the factor fits.
        let whole = (digits as i64).wrapping_mul(factor);
        (self.low <= whole && whole <= self.high).then_some(whole)
    }

    /// The same of a whole number over a power of ten.
    #[inline]
    pub fn rescaled(&self, whole: i64, decimals: usize) -> Option<i64> {
        let &(factor, _) = self.factors.get(decimals)?;
        let whole = whole.checked_mul(factor)?;
        (self.low <= whole && whole <= self.high).then_some(whole)
    }

    /// What numbers of so many decimals are multiplied by, and the bounds of the result.
    pub fn factor(&self, decimals: usize) -> Option<(i64, i64, i64)> {
        self.factors.get(decimals).map(|&(factor, _)| (factor, self.low, self.high))
    }
}

/// The digits of `1234.50` and how many of them stand after the point; `None` for anything else, and for more than 18.
#[inline]
pub fn plain_decimal(bytes: &[u8]) -> Option<(u64, usize)> {
    let length = bytes.len();
    if length == 0 || length > 19 {
        return None;
    }
    let mut digits = 0_u64;
    let mut point = usize::MAX;
    for (at, &byte) in bytes.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            // INVARIANT: at most 18 digits beside a point, or 19 without: both fit 64 bits.
            digits = digits.wrapping_mul(10).wrapping_add(u64::from(digit));
        } else if byte == b'.' && point == usize::MAX && at > 0 {
            point = at;
        } else {
            return None;
        }
    }
    if point == usize::MAX {
        return Some((digits, 0));
    }
    let decimals = length.wrapping_sub(point).wrapping_sub(1);
    (decimals > 0).then_some((digits, decimals))
}

/// Writes a whole number of parts with a point before its last `decimals` digits.
#[inline]
pub fn write_decimal(out: &mut Vec<u8>, whole: i64, decimals: usize) {
    if whole == 0 && decimals == 2 {
        return out.extend_from_slice(b"0.00");
    }
    let mut buffer = [b'0'; 40];
    let mut at = buffer.len();
    let mut rest = whole.unsigned_abs();
    let mut written = 0_usize;
    while rest > 0 || written <= decimals {
        if written == decimals && decimals > 0 {
            at = at.wrapping_sub(1);
            if let Some(slot) = buffer.get_mut(at) {
                *slot = b'.';
            }
        }
        // INVARIANT: at most 20 digits, or one more than the decimals, which are at most 18.
        at = at.wrapping_sub(1);
        let digit = rest.wrapping_rem(10);
        rest = rest.wrapping_div(10);
        if let Some(slot) = buffer.get_mut(at) {
            *slot = b'0'.wrapping_add(digit as u8);
        }
        written = written.wrapping_add(1);
    }
    if whole < 0 {
        at = at.wrapping_sub(1);
        if let Some(slot) = buffer.get_mut(at) {
            *slot = b'-';
        }
    }
    out.extend_from_slice(buffer.get(at..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::{plain_decimal, write_decimal};
    use crate::money::{Rational, parse_decimal};
    use proptest::prelude::*;

    #[test]
    fn what_is_no_plain_decimal_is_left_to_others() {
        for text in ["", ".5", "5.", "-1", "+1", "1e3", "1,000", "1.2.3", "５", " 1", "12345678901234567890"]
        {
            assert_eq!(plain_decimal(text.as_bytes()), None, "{text}");
        }
        assert_eq!(plain_decimal(b"0012.50"), Some((1250, 2)));
        assert_eq!(plain_decimal(b"9999999999999999999"), Some((9_999_999_999_999_999_999, 0)));
    }

    proptest! {
        #[test]
        fn decimals_are_written_as_rationals_are(whole in any::<i64>(), decimals in 0_u32..=6) {
            let mut out = Vec::new();
            write_decimal(&mut out, whole, decimals as usize);
            let number = Rational::new(i128::from(whole), 10_i128.pow(decimals)).unwrap();
            prop_assert_eq!(String::from_utf8(out.clone()).unwrap(), number.to_decimals(decimals).unwrap());
            if let Some((digits, places)) = plain_decimal(&out) {
                let read = Rational::new(i128::from(digits), 10_i128.pow(places as u32)).unwrap();
                prop_assert_eq!(read, parse_decimal(std::str::from_utf8(&out).unwrap()).unwrap());
            }
        }
    }
}
