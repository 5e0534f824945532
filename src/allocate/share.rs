//! Sharing out a sum: every claim cut by the same share and rounded down, and what that leaves over placed by a rule.

use crate::money::{Rational, Rounding};
use crate::syntax::ast::Remainder;

/// What is paid of each claim, and what nobody gets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Shared {
    /// For each claim, in the order given.
    pub paid: Vec<Rational>,
    /// What stays: the rule says so, or a tie keeps it from being placed.
    pub left: Rational,
}

/// Shares `budget` out among claims that exceed it; `None` if a number does not fit.
///
/// Every share is a whole number of steps (as every claim is), no more than its claim. Where two have the same right to
/// what rounding left over, nobody gets it: no tie is broken silently.
pub(super) fn pro_rata(
    budget: Rational,
    claims: &[Rational],
    step: Rounding,
    remainder: Option<Remainder>,
) -> Option<Shared> {
    let total = claims.iter().try_fold(Rational::ZERO, |sum, claim| sum.plus(*claim))?;
    if total <= budget {
        return Some(Shared { paid: claims.to_vec(), left: Rational::ZERO });
    }
    let part = budget.over(total)?.reduced();
    let exact: Vec<Rational> = claims.iter().map(|claim| claim.times(part)).collect::<Option<_>>()?;
    let mut paid: Vec<Rational> =
        exact.iter().map(|share| step.down().apply(*share)).collect::<Option<_>>()?;
    let spent = paid.iter().try_fold(Rational::ZERO, |sum, paid| sum.plus(*paid))?;
    // What is below one step cannot be paid at all.
    let over = step.down().apply(budget.minus(spent)?)?;
    let given = match remainder {
        None | Some(Remainder::Stays) => Rational::ZERO,
        Some(Remainder::ToLargest) => to_largest(&mut paid, claims, over)?,
        Some(Remainder::ByFraction) => {
            let steps = usize::try_from(over.over(step.step)?.floor()).ok()?;
            let placed = by_fraction(&mut paid, &exact, steps, step.step)?;
            step.step.times(Rational::whole(i128::try_from(placed).ok()?))?
        }
    };
    let left = budget.minus(spent)?.minus(given)?;
    Some(Shared { paid, left })
}

/// Gives it to the largest claim, up to what is claimed, if there is one that is the largest.
fn to_largest(paid: &mut [Rational], claims: &[Rational], over: Rational) -> Option<Rational> {
    let Some(largest) = claims.iter().copied().reduce(Rational::max) else { return Some(Rational::ZERO) };
    let mut all = claims.iter().zip(paid).filter(|(claim, _)| **claim == largest);
    let (Some((_, paid)), None) = (all.next(), all.next()) else { return Some(Rational::ZERO) };
    let more = over.min(largest.minus(*paid)?);
    *paid = paid.plus(more)?;
    Some(more)
}

/// Gives a step each to those who lost most by rounding, as far as it reaches without telling equal ones apart.
fn by_fraction(paid: &mut [Rational], exact: &[Rational], steps: usize, step: Rational) -> Option<usize> {
    let mut lost: Vec<(Rational, usize)> = Vec::with_capacity(paid.len());
    for (at, (exact, paid)) in exact.iter().zip(paid.iter()).enumerate() {
        lost.push((exact.minus(*paid)?, at));
    }
    lost.sort_by_key(|(lost, _)| std::cmp::Reverse(*lost));
    let mut placed = 0_usize;
    for group in lost.chunk_by(|left, right| left.0 == right.0) {
        let after = placed.checked_add(group.len())?;
        if after > steps || group.first().is_some_and(|(lost, _)| lost.is_zero()) {
            break;
        }
        for (_, at) in group {
            if let Some(paid) = paid.get_mut(*at) {
                *paid = paid.plus(step)?;
            }
        }
        placed = after;
    }
    Some(placed)
}

#[cfg(test)]
mod tests {
    use super::{Shared, pro_rata};
    use crate::money::{Rational, Rounding};
    use crate::syntax::ast::Remainder;
    use proptest::prelude::*;

    fn fen(fen: i128) -> Rational {
        Rational::new(fen, 100).unwrap()
    }

    fn shared(budget: i128, claims: &[i128], remainder: Option<Remainder>) -> Shared {
        let claims: Vec<Rational> = claims.iter().map(|&claim| fen(claim)).collect();
        pro_rata(fen(budget), &claims, Rounding::half_up_to_fen(), remainder).unwrap()
    }

    #[test]
    fn what_rounding_leaves_over_goes_where_the_rule_says() {
        let of = |remainder| shared(100, &[100, 100, 101], remainder);
        // 33.22, 33.22, 33.55 fen: two fen are left over.
        assert_eq!(of(None), Shared { paid: vec![fen(33), fen(33), fen(33)], left: fen(1) });
        assert_eq!(of(Some(Remainder::ToLargest)).paid, [fen(33), fen(33), fen(34)]);
        assert_eq!(of(Some(Remainder::ByFraction)).paid, [fen(33), fen(33), fen(34)]);
    }

    #[test]
    fn what_nobody_has_the_better_right_to_stays() {
        for remainder in [Remainder::ToLargest, Remainder::ByFraction] {
            let three = shared(100, &[200, 200, 200], Some(remainder));
            assert_eq!(three, Shared { paid: vec![fen(33); 3], left: fen(1) });
        }
    }

    #[test]
    fn what_suffices_is_not_cut() {
        let all = shared(300, &[100, 200], None);
        assert_eq!(all, Shared { paid: vec![fen(100), fen(200)], left: Rational::ZERO });
    }

    fn claims() -> impl Strategy<Value = Vec<i128>> {
        proptest::collection::vec(prop_oneof![Just(1), Just(100), Just(101), 1_i128..1_000_000], 1..30)
    }

    fn remainders() -> impl Strategy<Value = Option<Remainder>> {
        prop_oneof![
            Just(None),
            Just(Some(Remainder::Stays)),
            Just(Some(Remainder::ToLargest)),
            Just(Some(Remainder::ByFraction))
        ]
    }

    proptest! {
        #[test]
        fn shares_are_whole_steps_within_claims_and_budget(
            claims in claims(), budget in 0_i128..5_000_000, remainder in remainders(),
        ) {
            let got = shared(budget, &claims, remainder);
            let sum = got.paid.iter().fold(Rational::ZERO, |sum, paid| sum.plus(*paid).unwrap());
            prop_assert!(sum <= fen(budget));
            for (paid, claim) in got.paid.iter().zip(&claims) {
                prop_assert!(*paid <= fen(*claim));
                prop_assert!(!paid.is_negative());
                prop_assert!(paid.times(Rational::whole(100)).unwrap().is_whole());
            }
            let total: i128 = claims.iter().sum();
            if total >= budget {
                prop_assert_eq!(sum.plus(got.left).unwrap(), fen(budget));
                // Divisible without rest: everything is paid.
                if claims.iter().all(|claim| (claim * budget) % total == 0) {
                    prop_assert_eq!(sum, fen(budget));
                }
            }
        }

        #[test]
        fn who_claims_more_never_gets_less(claims in claims(), budget in 0_i128..5_000_000, remainder in remainders()) {
            let got = shared(budget, &claims, remainder);
            for (one, paid) in claims.iter().zip(&got.paid) {
                for (other, theirs) in claims.iter().zip(&got.paid) {
                    if one > other && remainder != Some(Remainder::ByFraction) {
                        prop_assert!(paid >= theirs);
                    }
                    if one == other {
                        prop_assert_eq!(paid, theirs);
                    }
                }
            }
        }

        #[test]
        fn more_money_never_takes_from_anybody(claims in claims(), budget in 0_i128..5_000_000, more in 0_i128..1000) {
            let (less, more) = (shared(budget, &claims, None), shared(budget + more, &claims, None));
            for (less, more) in less.paid.iter().zip(&more.paid) {
                prop_assert!(less <= more);
            }
        }
    }
}
