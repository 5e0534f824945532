//! Extents: how large and how finely divided a number can be, by interval arithmetic on exact fractions.

use crate::calendar::{self, CalendarRule, PartMonths};
use crate::money::{Rational, Rounding};

use super::{Range, limits};

/// Room left above what is proved, for the sums inside one operation.
const SAFETY: i128 = 4;

/// What is proved of a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Extent {
    pub low: Rational,
    pub high: Rational,
    /// Every value is a whole multiple of this, in lowest terms; zero if it is always zero; `None` after a
    /// division by what is not fixed.
    pub granule: Option<Rational>,
    /// With a granule: no value over its denominator has a numerator beyond this. Without: no value in
    /// lowest terms has.
    numerators: i128,
    /// The denominator of the granule; without one, no value in lowest terms has a denominator beyond this.
    denominators: i128,
}

/// Why nothing can be proved of a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    /// It could need this many digits before and after the point.
    TooWide { whole: u32, fraction: u32 },
    /// The divisor can be zero.
    ZeroDivisor,
    /// A sum over items of quotients whose divisors differ: its denominator is their product.
    SumOfQuotients,
}

impl Extent {
    /// A number that is always the same.
    pub fn constant(value: Rational) -> Result<Extent, Fault> {
        let value = value.reduced();
        Extent::of_multiples(value, value, absolute(value).unwrap_or(value))
    }

    /// Numbers between two bounds that have at most so many decimals.
    pub fn decimals(low: Rational, high: Rational, decimals: u32) -> Result<Extent, Fault> {
        let step = 10_i128.checked_pow(decimals).and_then(|parts| Rational::new(1, parts));
        Extent::of_multiples(low, high, step.unwrap_or(Rational::ONE))
    }

    /// Multiples of `granule` between two bounds.
    fn of_multiples(low: Rational, high: Rational, granule: Rational) -> Result<Extent, Fault> {
        let denominators = granule.reduced().denominator();
        let wide = || too_wide(digits_of(low).max(digits_of(high)), decimals(denominators));
        let numerators = numerator_bound(low, high, denominators).ok_or_else(wide)?;
        let extent = Extent { low, high, granule: Some(granule.reduced()), numerators, denominators };
        if extent.fits() { Ok(extent) } else { Err(wide()) }
    }

    fn fits(&self) -> bool {
        self.numerators.checked_mul(SAFETY).is_some() && self.denominators.checked_mul(SAFETY).is_some()
    }

    /// What a plan shows, as far as it says all: `None` after a division by what is not fixed.
    pub fn of_range(range: &Range) -> Option<Extent> {
        let granule = Rational::new(1, range.denominator?)?;
        Extent::of_multiples(range.low, range.high, granule).ok()
    }

    /// The part of it that the plan shows.
    pub fn range(&self) -> Range {
        Range { low: self.low, high: self.high, denominator: self.granule.map(Rational::denominator) }
    }

    /// Whether it is never below zero.
    pub fn is_never_negative(&self) -> bool {
        !self.low.is_negative()
    }

    /// Whether zero lies outside.
    pub fn excludes_zero(&self) -> bool {
        self.low.is_positive() || self.high.is_negative()
    }

    /// Where it is below `least`, that instead.
    pub fn not_below(&self, least: Rational) -> Result<Extent, Fault> {
        let above = Extent { low: self.low.max(least), high: self.high.max(least), ..*self };
        Extent::either(&[above, Extent::constant(least)?])
    }

    /// Whether every value is a whole multiple of `step`.
    pub fn is_multiple_of(&self, step: Rational) -> bool {
        self.granule.and_then(|granule| granule.over(step)).is_some_and(Rational::is_whole)
    }

    fn digits(&self) -> (u32, u32) {
        (digits_of(self.low).max(digits_of(self.high)), decimals(self.denominators))
    }

    /// Terms, each with whether it is subtracted.
    pub fn sum(terms: &[(bool, Extent)]) -> Result<Extent, Fault> {
        let wide = || {
            let most = terms.iter().map(|(_, term)| term.digits());
            let (whole, fraction) = most.fold((0, 0), |sum, term| (sum.0.max(term.0), sum.1.max(term.1)));
            too_wide(whole.saturating_add(1), fraction)
        };
        Extent::try_sum(terms).filter(Extent::fits).ok_or_else(wide)
    }

    fn try_sum(terms: &[(bool, Extent)]) -> Option<Extent> {
        let (mut low, mut high) = (Rational::ZERO, Rational::ZERO);
        let mut granule = Some(Rational::ZERO);
        let (mut numerators, mut denominators) = (0_i128, 1_i128);
        for &(subtracted, term) in terms {
            let (least, most) =
                if subtracted { (term.high.negate()?, term.low.negate()?) } else { (term.low, term.high) };
            low = low.plus(least)?;
            high = high.plus(most)?;
            granule = common_granule(granule, term.granule);
            let common = match granule {
                Some(granule) => granule.denominator(),
                None => denominators.checked_mul(term.denominators)?,
            };
            let scaled_before = numerators.checked_mul(divided_up(common, denominators))?;
            let scaled_term = term.numerators.checked_mul(divided_up(common, term.denominators))?;
            numerators = scaled_before.checked_add(scaled_term)?;
            denominators = common;
        }
        Some(Extent { low, high, granule, numerators, denominators })
    }

    /// A product.
    pub fn times(&self, other: &Extent) -> Result<Extent, Fault> {
        let wide = || {
            let ((whole, fraction), (more_whole, more_fraction)) = (self.digits(), other.digits());
            too_wide(whole.saturating_add(more_whole), fraction.saturating_add(more_fraction))
        };
        self.try_times(other).filter(Extent::fits).ok_or_else(wide)
    }

    fn try_times(&self, other: &Extent) -> Option<Extent> {
        let (low, high) = corners(self, other, Rational::times)?;
        let granule = match (self.granule, other.granule) {
            (Some(left), Some(right)) => Some(product_granule(left, right)?),
            (Some(one), None) | (None, Some(one)) if one.is_zero() => Some(Rational::ZERO),
            (Some(_) | None, None) | (None, Some(_)) => None,
        };
        match granule {
            Some(granule) => Extent::of_multiples(low, high, granule).ok(),
            None => Some(Extent {
                low,
                high,
                granule,
                numerators: self.numerators.checked_mul(other.numerators)?,
                denominators: self.denominators.checked_mul(other.denominators)?,
            }),
        }
    }

    /// A quotient.
    pub fn over(&self, divisor: &Extent) -> Result<Extent, Fault> {
        if !divisor.excludes_zero() {
            return Err(Fault::ZeroDivisor);
        }
        let wide = || {
            let ((whole, fraction), (more_whole, more_fraction)) = (self.digits(), divisor.digits());
            too_wide(whole.saturating_add(more_fraction), fraction.saturating_add(more_whole))
        };
        self.try_over(divisor).filter(Extent::fits).ok_or_else(wide)
    }

    fn try_over(&self, divisor: &Extent) -> Option<Extent> {
        let (low, high) = corners(self, divisor, Rational::over)?;
        if divisor.low == divisor.high
            && let Some(granule) = self.granule
        {
            let inverse = absolute(Rational::ONE.over(divisor.low)?)?;
            return Extent::of_multiples(low, high, product_granule(granule, inverse)?).ok();
        }
        Some(Extent {
            low,
            high,
            granule: None,
            numerators: self.numerators.checked_mul(divisor.denominators)?,
            denominators: self.denominators.checked_mul(divisor.numerators)?,
        })
    }

    /// Whether `left` and `right` can be compared after cross-multiplication, which multiplies them.
    pub fn proves_product(left: &Extent, right: &Extent) -> Result<(), Fault> {
        left.times(right).map(|_| ())
    }

    /// The lowest of several.
    pub fn lowest(all: &[Extent]) -> Result<Extent, Fault> {
        Extent::joined(all, Rational::min, Rational::min)
    }

    /// The highest of several.
    pub fn highest(all: &[Extent]) -> Result<Extent, Fault> {
        Extent::joined(all, Rational::max, Rational::max)
    }

    /// One of several.
    pub fn either(all: &[Extent]) -> Result<Extent, Fault> {
        Extent::joined(all, Rational::min, Rational::max)
    }

    fn joined(
        all: &[Extent],
        low: fn(Rational, Rational) -> Rational,
        high: fn(Rational, Rational) -> Rational,
    ) -> Result<Extent, Fault> {
        let mut all = all.iter();
        let Some(first) = all.next() else { return Extent::constant(Rational::ZERO) };
        let joined = all.fold(*first, |sum, next| Extent {
            low: low(sum.low, next.low),
            high: high(sum.high, next.high),
            granule: common_granule(sum.granule, next.granule),
            numerators: sum.numerators.max(next.numerators),
            denominators: sum.denominators.max(next.denominators),
        });
        match joined.granule {
            Some(granule) => Extent::of_multiples(joined.low, joined.high, granule),
            None => Ok(joined),
        }
    }

    /// What a rule of the calendar gives, where that is a number.
    pub fn of_calendar(rule: CalendarRule) -> Option<Result<Extent, Fault>> {
        let (low, high, parts) = match rule {
            CalendarRule::PlusMonths | CalendarRule::PlusDays | CalendarRule::DayOfYear { .. } => {
                return None;
            }
            CalendarRule::DaysUntil => (0, calendar::DAYS, 1),
            CalendarRule::MonthsUntil(PartMonths::ByDays) => {
                (0, calendar::MONTHS, calendar::PARTS_OF_A_MONTH)
            }
            CalendarRule::MonthsUntil(PartMonths::Count | PartMonths::DoNotCount) => (0, calendar::MONTHS, 1),
            CalendarRule::Year => (1, 9999, 1),
        };
        let granule = Rational::new(1, parts).unwrap_or(Rational::ONE);
        Some(Extent::of_multiples(Rational::whole(low), Rational::whole(high), granule))
    }

    /// The largest whole number not above it.
    pub fn floor(&self) -> Result<Extent, Fault> {
        Extent::decimals(Rational::whole(self.low.floor()), Rational::whole(self.high.floor()), 0)
    }

    /// Rounded by name.
    pub fn round(&self, rounding: Rounding) -> Result<Extent, Fault> {
        // Rounding counts the steps in a value first, and that count has to fit.
        Extent::constant(rounding.step).and_then(|step| self.over(&step))?;
        match (rounding.apply(self.low), rounding.apply(self.high)) {
            (Some(low), Some(high)) => Extent::of_multiples(low, high, rounding.step),
            _ => Err(too_wide(self.digits().0, self.digits().1)),
        }
    }

    /// The sum over the items of a list.
    pub fn sum_of_items(&self) -> Result<Extent, Fault> {
        let Some(granule) = self.granule else { return Err(Fault::SumOfQuotients) };
        let items = i128::try_from(limits::LIST_ITEMS).unwrap_or(i128::MAX);
        let wide = || too_wide(self.digits().0.saturating_add(digits(items)), self.digits().1);
        let low = self.low.min(Rational::ZERO).times(Rational::whole(items)).ok_or_else(wide)?;
        let high = self.high.max(Rational::ZERO).times(Rational::whole(items)).ok_or_else(wide)?;
        Extent::of_multiples(low, high, granule)
    }

    /// The same or zero: what comes of the highest and lowest of no items.
    pub fn or_zero(&self) -> Extent {
        Extent { low: self.low.min(Rational::ZERO), high: self.high.max(Rational::ZERO), ..*self }
    }
}

fn too_wide(whole: u32, fraction: u32) -> Fault {
    // The digits are estimates; what is refused is shown as more than is held.
    Fault::TooWide { whole: whole.max(38_u32.saturating_sub(fraction)), fraction }
}

fn digits(number: i128) -> u32 {
    number.unsigned_abs().checked_ilog10().map_or(1, |digits| digits.saturating_add(1))
}

/// Decimals of one part of a denominator, or a little more where it has no decimal form.
fn decimals(denominator: i128) -> u32 {
    if denominator <= 1 { 0 } else { digits(denominator.saturating_sub(1)) }
}

fn digits_of(value: Rational) -> u32 {
    digits(value.floor())
}

fn absolute(value: Rational) -> Option<Rational> {
    if value.is_negative() { value.negate() } else { Some(value) }
}

/// No value between the bounds has a numerator beyond this over `denominator`.
fn numerator_bound(low: Rational, high: Rational, denominator: i128) -> Option<i128> {
    let largest = absolute(low)?.max(absolute(high)?);
    match largest.times(Rational::whole(denominator)) {
        Some(scaled) => scaled.floor().checked_add(1),
        None => None,
    }
}

/// `whole / part`, rounded up; `whole` where there is no part.
fn divided_up(whole: i128, part: i128) -> i128 {
    let quotient = whole.checked_div(part).unwrap_or(whole);
    if whole.checked_rem(part) == Some(0) { quotient } else { quotient.saturating_add(1) }
}

fn corners(
    left: &Extent,
    right: &Extent,
    operation: fn(Rational, Rational) -> Option<Rational>,
) -> Option<(Rational, Rational)> {
    let first = operation(left.low, right.low)?;
    let rest = [
        operation(left.low, right.high)?,
        operation(left.high, right.low)?,
        operation(left.high, right.high)?,
    ];
    let bounds = rest.iter().fold((first, first), |(low, high), &next| (low.min(next), high.max(next)));
    Some((bounds.0.reduced(), bounds.1.reduced()))
}

/// What multiples of both are multiples of.
fn common_granule(left: Option<Rational>, right: Option<Rational>) -> Option<Rational> {
    let (left, right) = (left?, right?);
    match (left.is_zero(), right.is_zero()) {
        (true, _) => return Some(right),
        (_, true) => return Some(left),
        (false, false) => {}
    }
    let divisor = gcd(left.denominator(), right.denominator());
    let denominator = left.denominator().checked_div(divisor)?.checked_mul(right.denominator())?;
    let scaled = |one: Rational| one.numerator().checked_mul(denominator.checked_div(one.denominator())?);
    let numerator = match (scaled(left), scaled(right)) {
        (Some(left), Some(right)) => gcd(left, right),
        // Less is claimed where the sharper statement does not fit.
        _ => 1,
    };
    Rational::new(numerator, denominator).map(Rational::reduced)
}

fn product_granule(left: Rational, right: Rational) -> Option<Rational> {
    match left.times(right) {
        Some(product) => Some(product.reduced()),
        None => Rational::new(1, left.denominator().checked_mul(right.denominator())?),
    }
}

fn gcd(left: i128, right: i128) -> i128 {
    let (mut left, mut right) = (left.unsigned_abs(), right.unsigned_abs());
    // Nearly all are small, and wide division is slow.
    while let (Err(_), _) | (_, Err(_)) = (u64::try_from(left), u64::try_from(right)) {
        match left.checked_rem(right) {
            Some(rest) => (left, right) = (right, rest),
            None => return i128::try_from(left).unwrap_or(1).max(1),
        }
    }
    let (mut left, mut right) = (u64::try_from(left).unwrap_or(1), u64::try_from(right).unwrap_or(1));
    while let Some(rest) = left.checked_rem(right) {
        (left, right) = (right, rest);
    }
    i128::from(left.max(1))
}
