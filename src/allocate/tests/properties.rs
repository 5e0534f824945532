//! What holds of every allocation: over generated applicants with many ties, some of whose facts are not known.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{applicant, ledger, plan, round};
use crate::allocate::{Allocation, Application, Decided, Entry, Round, allocate};
use crate::evaluate::Outcome;
use crate::money::Rational;
use crate::plan::{AwardId, Plan};

const POLICIES: &[&str] = &[
    "award a \"A\" cites 1\n  pays 10k for each of patents\n  quota 4 per year\n  quota 2 per year where university\n  ranked highest by score, then earliest by applied_on\n  TIES\n\
     award b \"B\" cites 2\n  prize 1st 50k, 2nd 30k, 3rd to 4th 10k each\n  ranked highest by score\n  TIES\n\
     fund f \"F\" cites 3\n  budget 120k per year\n  pays for 60% of a, b\n  short pro rata, remainder by largest fraction\n\
     fund g \"G\" cites 4\n  budget 50k per year\n  pays for 40% of a\n  short in order, earliest by applied_on, the last one in part\n",
    "award a \"A\" cites 1\n  pays 10k for each of patents, max 60k\n  quota 9 in all, counted in patents, the last one in part\n  ranked highest by score\n  TIES\n\
     award b \"B\" cites 2\n  where not university\n  pays 100.01 CNY for each of patents\n\
     fund f \"F\" cites 3\n  programme at most 80k per year\n  pays for a, b\n  short in order, highest by score, the last one not at all\n\
     fund g \"G\" cites 4\n  budget 70k\n  pays for a, b\n  short pro rata, remainder to the largest\n",
];

fn policy(which: usize, ties: &str) -> Plan {
    plan(&POLICIES[which].replace("  TIES\n", ties))
}

fn ties() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just(""),
        Just("  ties all admitted\n"),
        Just("  ties none admitted\n"),
        Just("  ties by lot in drawn\n")
    ]
}

/// Applicants with many ties; the last letter says whether facts may be unknown.
fn crowd(unknown: bool) -> impl Strategy<Value = Vec<String>> {
    let or_unknown = move |value: BoxedStrategy<String>| {
        if unknown { prop_oneof![9 => value, 1 => Just(String::from("?"))].boxed() } else { value }
    };
    let score = or_unknown((0_u8..4).prop_map(|score| score.to_string()).boxed());
    let patents = or_unknown((0_u8..5).prop_map(|count| count.to_string()).boxed());
    let day = or_unknown((1_u8..4).prop_map(|day| day.to_string()).boxed());
    let drawn = or_unknown((0_u8..9).prop_map(|drawn| drawn.to_string()).boxed());
    let university = or_unknown(prop_oneof![Just("y".to_owned()), Just("n".to_owned())].boxed());
    let facts = (score, patents, day, drawn, university);
    let one = facts.prop_map(|(score, patents, day, drawn, university)| {
        format!("{score} {patents} {day} {drawn} {university}")
    });
    proptest::collection::vec(one, 0..9)
}

fn applications(plan: &Plan, crowd: &[String]) -> Vec<Application> {
    crowd.iter().enumerate().map(|(at, facts)| applicant(plan, &format!("n{at}"), facts)).collect()
}

fn granted(allocation: &Allocation) -> BTreeMap<(String, AwardId), Rational> {
    let each = allocation.entries.iter().filter_map(|entry| match entry.decided {
        Decided::Granted(amount) => {
            Some(((allocation.applicants[entry.applicant].clone(), entry.award), amount))
        }
        _ => None,
    });
    each.collect()
}

fn sum(amounts: impl Iterator<Item = Rational>) -> Rational {
    amounts.fold(Rational::ZERO, |sum, amount| sum.plus(amount).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_budget_and_no_quota_is_exceeded(which in 0_usize..2, ties in ties(), crowd in crowd(true)) {
        let plan = policy(which, ties);
        let allocation = allocate(&plan, applications(&plan, &crowd), &[], &round()).unwrap();
        for (place, fund) in plan.funds.iter().enumerate() {
            let of_fund = |entry: &&Entry| matches!(entry.decided, Decided::Granted(_)) && fund.pays.iter().any(|(award, _)| *award == entry.award);
            let entries = || allocation.entries.iter().filter(of_fund);
            let paid = if fund.programme {
                sum(entries().flat_map(|entry| &entry.parts).map(|part| part.granted))
            } else {
                sum(entries().flat_map(|entry| &entry.parts).filter(|part| part.fund == Some(place)).map(|part| part.granted))
            };
            prop_assert!(paid <= fund.budget.unwrap(), "{} pays {}", fund.id, paid.to_shortest());
        }
        for entry in &allocation.entries {
            if let Decided::Granted(amount) = entry.decided {
                prop_assert_eq!(sum(entry.parts.iter().map(|part| part.granted)), amount);
                prop_assert!(amount <= entry.requested.unwrap().high.unwrap());
            }
        }
        if ties != "  ties all admitted\n" {
            for contest in &allocation.contests {
                prop_assert!(contest.taken <= contest.places, "{:?}", contest);
            }
        }
    }

    #[test]
    fn the_order_of_the_applicants_changes_nothing(
        which in 0_usize..2, ties in ties(), crowd in crowd(true), turn in 0_usize..9,
    ) {
        let plan = policy(which, ties);
        let all = applications(&plan, &crowd);
        let mut turned = all.clone();
        turned.reverse();
        let by = turn.min(turned.len());
        turned.rotate_left(by);
        prop_assert_eq!(allocate(&plan, all, &[], &round()).unwrap(), allocate(&plan, turned, &[], &round()).unwrap());
    }

    #[test]
    fn running_it_again_grants_nothing_more(which in 0_usize..2, ties in ties(), crowd in crowd(true)) {
        let plan = policy(which, ties);
        let all = applications(&plan, &crowd);
        let first = allocate(&plan, all.clone(), &[], &round()).unwrap();
        let earlier = ledger(&plan, &first, 2024);
        let again = allocate(&plan, all.clone(), &earlier, &round()).unwrap();
        // What was decided stays so; and where nothing was left open there is nothing new at all.
        let decided = |entry: &Entry| !matches!(entry.decided, Decided::Undetermined(_) | Decided::Own(Outcome::Undetermined { .. }));
        let before: std::collections::BTreeSet<_> =
            first.entries.iter().filter(|entry| decided(entry)).map(|entry| (first.applicants[entry.applicant].clone(), entry.award)).collect();
        for key in granted(&again).keys() {
            prop_assert!(!before.contains(key), "{:?}", key);
        }
        // Next year everything begins anew, but for what is given out once and for all.
        let next = Round { year: 2025, name: String::new() };
        let later = allocate(&plan, all, &earlier, &next).unwrap();
        if which == 0 {
            prop_assert_eq!(granted(&later), granted(&first));
        }
    }

    #[test]
    fn a_better_rank_never_gets_less(ties in ties(), crowd in crowd(false)) {
        let plan = plan(&format!("award a \"A\" cites 1\n  pays 10k\n  quota 3 per year\n  ranked highest by score\n{ties}\
            award b \"B\" cites 2\n  prize 1st 50k, 2nd 30k, 3rd to 4th 10k each\n  ranked highest by score\n{ties}"));
        let allocation = allocate(&plan, applications(&plan, &crowd), &[], &round()).unwrap();
        let amount = |entry: &Entry| match entry.decided { Decided::Granted(amount) => Some(amount), Decided::Exhausted => Some(Rational::ZERO), _ => None };
        for one in &allocation.entries {
            for other in allocation.entries.iter().filter(|other| other.award == one.award && other.rank > one.rank) {
                if let (Some(own), Some(theirs)) = (amount(one), amount(other)) {
                    prop_assert!(own >= theirs);
                }
            }
        }
    }

    #[test]
    fn what_is_decided_in_spite_of_unknown_facts_holds_whatever_they_are(
        which in 0_usize..2, ties in ties(), crowd in crowd(true), fill in proptest::collection::vec(0_u8..4, 45),
    ) {
        let plan = policy(which, ties);
        let partly = allocate(&plan, applications(&plan, &crowd), &[], &round()).unwrap();
        let mut fill = fill.into_iter().cycle();
        let full: Vec<String> = crowd.iter().map(|facts| {
            facts.split(' ').enumerate().map(|(at, fact)| match fact {
                "?" if at == 4 => if fill.next().unwrap() < 2 { "y".to_owned() } else { "n".to_owned() },
                "?" => (fill.next().unwrap() + 1).to_string(),
                fact => fact.to_owned(),
            }).collect::<Vec<_>>().join(" ")
        }).collect();
        let fully = allocate(&plan, applications(&plan, &full), &[], &round()).unwrap();
        for (partly, fully) in partly.entries.iter().zip(&fully.entries) {
            match &partly.decided {
                Decided::Granted(_) | Decided::Entitled | Decided::Exhausted => {
                    // A comparison that is lost, or one that nobody wins who is not eligible either.
                    let same = partly.decided == fully.decided
                        || (partly.decided == Decided::Exhausted && matches!(fully.decided, Decided::Own(_)));
                    prop_assert!(same, "{:?} became {:?}", partly, fully);
                }
                Decided::Undetermined(_) | Decided::Own(_) | Decided::Already(_) => {}
            }
        }
    }
}
