//! Division of bounded whole numbers by a fixed one, by a multiplication that is proved to give the same.

use crate::money::Direction;
use crate::scaled::{Bounds, Rounded};

/// Numbers that stay below this are shifted and rounded without leaving their class.
const NARROW_END: u128 = 1 << 32;
const WIDE_END: u128 = 1 << 63;

/// How quotients of a column by a fixed number are computed.
///
/// The magnitude (or, where numbers are rounded to the floor, the number moved up by whole multiples of the divisor)
/// plus `added` is multiplied by `factor` and shifted down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Divider {
    pub rounded: Rounded,
    /// What is divided by. INVARIANT: above zero.
    pub by: i128,
    /// Added to the magnitude before division.
    pub added: i128,
    /// Some numbers are negative, and rounded by their magnitude.
    pub signed: bool,
    /// Moved up by this before division, and by so many quotients down after it: (numbers, quotients).
    pub moved: (i128, i128),
    /// A half goes to the even quotient.
    pub to_even: bool,
    /// The multiplication, where one is proved.
    pub magic: Magic,
}

/// A multiplication that gives quotients.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Magic {
    /// Numbers below 2^32: the product of 32 by 32 bits, shifted down.
    Narrow { factor: u32, shift: u32 },
    /// Numbers below 2^63: the high half of the product of 64 by 64 bits, shifted down.
    Wide { factor: u64, shift: u32 },
    /// Division.
    None,
}

impl Divider {
    /// How numbers between these bounds are divided.
    pub fn new(rounded: Rounded, by: i128, bounds: Bounds) -> Divider {
        let by = by.max(1);
        let below = by.saturating_sub(1);
        let half = by.checked_div(2).unwrap_or(0);
        let (added, to_even) = match rounded {
            // A rest of at least what lacks to the next reaches it.
            Rounded::Named(Direction::HalfUp) => (half, false),
            Rounded::Named(Direction::HalfEven) => (0, true),
            Rounded::Named(Direction::Down) | Rounded::Floor => (0, false),
            Rounded::Named(Direction::Up) => (below, false),
        };
        let negative = bounds.low < 0;
        let floor = rounded == Rounded::Floor;
        let moved = if negative && floor {
            let quotients = bounds.low.unsigned_abs().div_ceil(by.unsigned_abs());
            let quotients = i128::try_from(quotients).unwrap_or(0);
            (quotients.saturating_mul(by), quotients)
        } else {
            (0, 0)
        };
        let most = bounds.low.saturating_abs().max(bounds.high.saturating_abs());
        let most = most.saturating_add(moved.0).saturating_add(added).unsigned_abs();
        Divider {
            rounded,
            by,
            added,
            signed: negative && !floor,
            moved,
            to_even,
            magic: Magic::proved(by.unsigned_abs(), most),
        }
    }

    /// The quotient of one number, by division.
    pub fn plain(&self, number: i128) -> i128 {
        divided(self.rounded, number, self.by)
    }
}

/// A number divided by one above zero, rounded.
pub(super) fn divided(rounded: Rounded, number: i128, by: i128) -> i128 {
    let (quotient, rest) =
        (number.checked_div_euclid(by).unwrap_or(0), number.checked_rem_euclid(by).unwrap_or(0));
    let lacking = by.wrapping_sub(rest);
    let negative = number < 0;
    let up = rest != 0
        && match rounded {
            Rounded::Floor => false,
            Rounded::Named(Direction::Down) => negative,
            Rounded::Named(Direction::Up) => !negative,
            // The half that is further from zero is the lower one of a negative number.
            Rounded::Named(Direction::HalfUp) if negative => rest > lacking,
            Rounded::Named(Direction::HalfUp) => rest >= lacking,
            Rounded::Named(Direction::HalfEven) => {
                rest > lacking || (rest == lacking && quotient.wrapping_rem(2) != 0)
            }
        };
    // INVARIANT: a quotient that is rounded up is below its number.
    if up { quotient.wrapping_add(1) } else { quotient }
}

impl Magic {
    /// For all numbers up to `most`: `number × factor >> shift` is the quotient where the error of the factor,
    /// multiplied by the number, stays below one part of the shift: with `factor × by = 2^shift + error`, the product
    /// is `number × 2^shift / by + number × error / by`, and the quotient's fraction is at most `1 − 1 / by`.
    pub fn proved(by: u128, most: u128) -> Magic {
        let found = |shift: u32| {
            let power = 1_u128.checked_shl(shift)?;
            let factor = power.div_ceil(by.max(1));
            let error = factor.checked_mul(by)?.checked_sub(power)?;
            (most.checked_mul(error)? < power).then_some(factor)
        };
        if most < NARROW_END {
            for shift in 0..64 {
                if let Some(factor) = found(shift).and_then(|factor| u32::try_from(factor).ok()) {
                    return Magic::Narrow { factor, shift };
                }
            }
        }
        if most < WIDE_END {
            for shift in 64..127 {
                if let Some(factor) = found(shift).and_then(|factor| u64::try_from(factor).ok()) {
                    return Magic::Wide { factor, shift: shift.saturating_sub(64) };
                }
            }
        }
        Magic::None
    }
}

/// The high half of a product, from products of halves that wide instructions have.
#[inline(always)]
pub(super) fn high_half(one: u64, other: u64) -> u64 {
    const LOW: u64 = 0xffff_ffff;
    let (low, high) = (one & LOW, one >> 32);
    let (other_low, other_high) = (other & LOW, other >> 32);
    // INVARIANT: a product of 32 by 32 bits leaves room for two more numbers of 32 bits.
    let middle = high.wrapping_mul(other_low).wrapping_add(low.wrapping_mul(other_low) >> 32);
    let carried = low.wrapping_mul(other_high).wrapping_add(middle & LOW);
    high.wrapping_mul(other_high).wrapping_add(middle >> 32).wrapping_add(carried >> 32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Divider, Magic, divided, high_half};
    use crate::money::{Direction, Rational, Rounding};
    use crate::scaled::{Bounds, Rounded};

    fn directions() -> impl Strategy<Value = Rounded> {
        prop_oneof![
            Just(Rounded::Floor),
            Just(Rounded::Named(Direction::HalfUp)),
            Just(Rounded::Named(Direction::HalfEven)),
            Just(Rounded::Named(Direction::Down)),
            Just(Rounded::Named(Direction::Up)),
        ]
    }

    fn divisors() -> impl Strategy<Value = i128> {
        prop_oneof![
            1..50_i128,
            (0..40_u32, -1..2_i128).prop_map(|(bits, near)| ((1_i128 << bits) + near).max(1)),
            (0..12_u32).prop_map(|digits| 10_i128.pow(digits)),
            1..1_000_000_000_000_i128,
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn plain_division_rounds_as_money_does(rounded in directions(), by in divisors(),
                                               at in -3_000_i128..3_000, near in -2..3_i128) {
            let number = at * by / 2 + near;
            let exact = Rational::new(number, by).unwrap();
            let wanted = match rounded {
                Rounded::Floor => exact.floor(),
                Rounded::Named(direction) => {
                    Rounding { direction, step: Rational::ONE }.apply(exact).unwrap().to_whole().unwrap()
                }
            };
            prop_assert_eq!(divided(rounded, number, by), wanted);
        }

        #[test]
        fn multiplication_divides(by in divisors(), bits in 1..63_u32, part in 0..=1_000_u64, near in -2..3_i128) {
            let most = (1_u128 << bits) - 1;
            let magic = Magic::proved(by.unsigned_abs(), most);
            // About the multiples of the divisor, where an error would show first; above all the last ones.
            let multiples = (most / by.unsigned_abs()) as i128;
            for multiple in [multiples, multiples * i128::from(part) / 1000] {
                let number = (multiple * by + near).clamp(0, most as i128) as u64;
                let quotient = match magic {
                    Magic::Narrow { factor, shift } => (number * u64::from(factor)) >> shift,
                    Magic::Wide { factor, shift } => high_half(number, factor) >> shift,
                    Magic::None => (i128::from(number) / by) as u64,
                };
                prop_assert_eq!(i128::from(quotient), i128::from(number) / by, "{} / {}", number, by);
            }
        }

        #[test]
        fn halves_multiply(one: u64, other: u64) {
            prop_assert_eq!(high_half(one, other), ((u128::from(one) * u128::from(other)) >> 64) as u64);
        }
    }

    #[test]
    fn a_multiplication_is_found_for_all_but_one() {
        for by in [2_u128, 3, 7, 10, 20, 100, 36_500, 360_000_000, 999_999_999_999] {
            assert_ne!(Magic::proved(by, (1 << 63) - 1), Magic::None, "{by}");
            let narrow = matches!(Magic::proved(by, (1 << 31) - 1), Magic::Narrow { .. });
            assert!(narrow || by > 1 << 31, "{by}");
        }
        let bounds = Bounds { low: 0, high: 1 << 100 };
        assert_eq!(Divider::new(Rounded::Floor, 3, bounds).magic, Magic::None);
    }
}
