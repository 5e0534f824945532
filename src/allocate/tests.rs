//! Allocations of small policies: figures by hand.

mod properties;

use super::{Allocation, Application, Decided, Earlier, Reason, Round, allocate};
use crate::calendar::Date;
use crate::compile::compile;
use crate::evaluate::Outcome;
use crate::facts::Inputs;
use crate::money::{Rational, parse_decimal};
use crate::plan::{AwardId, Known, Plan};
use crate::source::Sources;

const HEAD: &str = "policy p \"P\"\nfact score : number\nfact patents : count of patents\nfact applied_on : date\n\
                    fact drawn : count\nfact university : bool\n\n";

fn plan(rules: &str) -> Plan {
    let mut sources = Sources::new();
    let file = sources.add("p.rules", format!("{HEAD}{rules}"));
    let compiled = compile(&sources, &[file]);
    let errors: Vec<_> = compiled
        .diagnostics
        .iter()
        .map(|found| found.entry.code)
        .filter(|code| code.starts_with('E'))
        .collect();
    assert_eq!(errors, [] as [&str; 0], "{rules}");
    compiled.plan.unwrap()
}

fn number(text: &str) -> Rational {
    parse_decimal(text).unwrap()
}

fn money(text: &str) -> Decided {
    Decided::Granted(number(text))
}

/// `score patents day drawn university`, `?` for what is not known.
fn applicant(plan: &Plan, name: &str, facts: &str) -> Application {
    let date = Date::new(2024, 12, 31).unwrap();
    let mut values: crate::arena::Arena<_, Known> = plan.inputs.iter().map(|_| Known::Unknown).collect();
    let texts: Vec<&str> = facts.split(' ').collect();
    for (name, text) in ["score", "patents", "applied_on", "drawn", "university"].iter().zip(texts) {
        let (id, _) = plan.inputs.iter_ids().find(|(_, input)| input.name == *name).unwrap();
        *values.at_mut(id) = match (text, *name) {
            ("?", _) => Known::Unknown,
            (text, "university") => Known::Bool(text == "y"),
            (text, "applied_on") => Known::Date(Date::new(2024, 1, text.parse().unwrap()).unwrap()),
            (text, _) => Known::Number(number(text)),
        };
    }
    let inputs = Inputs {
        applicant: Some(name.to_owned()),
        as_of: Some(date),
        year: Some(2024),
        values,
        defaulted: Vec::new(),
        history: None,
    };
    Application { applicant: name.to_owned(), inputs }
}

fn round() -> Round {
    Round { year: 2024, name: String::new() }
}

fn award(plan: &Plan, id: &str) -> AwardId {
    plan.awards.iter_ids().find(|(_, award)| award.id == id).unwrap().0
}

fn decided(plan: &Plan, allocation: &Allocation, id: &str) -> Vec<(String, Decided)> {
    let id = award(plan, id);
    let of = allocation.entries.iter().filter(|entry| entry.award == id);
    of.map(|entry| (allocation.applicants[entry.applicant].clone(), entry.decided.clone())).collect()
}

fn run(plan: &Plan, applicants: &[(&str, &str)]) -> Allocation {
    let applications = applicants.iter().map(|(name, facts)| applicant(plan, name, facts)).collect();
    allocate(plan, applications, &[], &round()).unwrap()
}

/// What each gets of the award `a`: an amount, or a word.
fn got(plan: &Plan, applicants: &[(&str, &str)]) -> String {
    let allocation = run(plan, applicants);
    let words = decided(plan, &allocation, "a").into_iter().map(|(name, decided)| match decided {
        Decided::Granted(amount) => format!("{name} {}", amount.to_shortest()),
        Decided::Exhausted => format!("{name} -"),
        Decided::Undetermined(_) => format!("{name} ?"),
        Decided::Entitled => format!("{name} yes"),
        Decided::Already(_) => format!("{name} already"),
        Decided::Own(Outcome::NotEligible) => format!("{name} no"),
        Decided::Own(Outcome::Undetermined { .. }) => format!("{name} own?"),
        Decided::Own(_) => format!("{name} own"),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[test]
fn the_best_are_chosen_and_the_next_is_told_why() {
    let plan = plan(
        "award a \"A\" cites 1\n  where score >= 60\n  pays 100k\n  quota 2 per year\n  ranked highest by score, then earliest by applied_on\n  ties none admitted\n",
    );
    let of = [("anna", "90 1 1 1 n"), ("bo", "80 1 2 1 n"), ("cao", "80 1 1 1 n"), ("dan", "50 1 1 1 n")];
    assert_eq!(got(&plan, &of), "anna 100000, bo -, cao 100000, dan no");
    let allocation = run(&plan, &of);
    let bo = &allocation.entries[1];
    let places = Rational::whole(2);
    assert_eq!(
        (bo.rank, bo.reasons.clone()),
        (Some(3), vec![Reason::NotChosen { places, last: Some(2), among: None }])
    );
    assert_eq!((allocation.contests[0].taken, allocation.contests[0].next), (places, Some(1)));
}

#[test]
fn a_tie_at_the_cut_is_resolved_as_the_rules_say_or_not_at_all() {
    let rules = |ties: &str| {
        plan(&format!(
            "award a \"A\" cites 1\n  pays 100k\n  quota 2 per year\n  ranked highest by score\n{ties}"
        ))
    };
    let of = [("anna", "90 1 1 3 n"), ("bo", "80 1 1 2 n"), ("cao", "80 1 1 1 n"), ("dan", "70 1 1 1 n")];
    assert_eq!(got(&rules(""), &of), "anna 100000, bo ?, cao ?, dan -");
    assert_eq!(got(&rules("  ties all admitted\n"), &of), "anna 100000, bo 100000, cao 100000, dan -");
    assert_eq!(got(&rules("  ties none admitted\n"), &of), "anna 100000, bo -, cao -, dan -");
    assert_eq!(got(&rules("  ties by lot in drawn\n"), &of), "anna 100000, bo -, cao 100000, dan -");
    let allocation = run(&rules(""), &of);
    assert_eq!(allocation.entries[1].reasons, [Reason::Tied(vec![1, 2])]);
    assert!(allocation.is_open());
    // Where both fit, or neither, a tie does not matter.
    let of = [("anna", "80 1 1 3 n"), ("bo", "80 1 1 2 n"), ("cao", "70 1 1 1 n"), ("dan", "70 1 1 1 n")];
    assert_eq!(got(&rules(""), &of), "anna 100000, bo 100000, cao -, dan -");
}

#[test]
fn several_quotas_all_apply() {
    let plan = plan(
        "award a \"A\" cites 1\n  pays 100k\n  quota 3 per year\n  quota 1 per year where university\n  ranked highest by score\n  ties none admitted\n",
    );
    let of = [
        ("anna", "90 1 1 1 y"),
        ("bo", "80 1 1 1 y"),
        ("cao", "70 1 1 1 n"),
        ("dan", "60 1 1 1 n"),
        ("eve", "50 1 1 1 n"),
    ];
    assert_eq!(got(&plan, &of), "anna 100000, bo -, cao 100000, dan 100000, eve -");
}

#[test]
fn a_quota_of_items_ends_inside_an_applicant() {
    let rules = |last: &str| {
        plan(&format!(
            "award a \"A\" cites 1\n  pays 10k for each of patents\n  quota 5 per year, counted in patents{last}\n  ranked highest by score\n  ties none admitted\n"
        ))
    };
    let of = [("anna", "90 3 1 1 n"), ("bo", "80 4 1 1 n"), ("cao", "70 1 1 1 n")];
    assert_eq!(got(&rules(", the last one in part"), &of), "anna 30000, bo 20000, cao -");
    assert_eq!(got(&rules(", the last one not at all"), &of), "anna 30000, bo -, cao -");
    assert_eq!(got(&rules(""), &of), "anna 30000, bo ?, cao -");
}

#[test]
fn what_is_unknown_leaves_open_whom_it_can_touch_and_nobody_else() {
    let plan = plan(
        "award a \"A\" cites 1\n  where patents >= 1\n  pays 100k\n  quota 2 per year\n  ranked highest by score\n  ties none admitted\n",
    );
    // Whether bo competes is not known: anna is in and dan is out anyway, cao hangs on bo.
    let of = [("anna", "90 1 1 1 n"), ("bo", "80 ? 1 1 n"), ("cao", "70 1 1 1 n"), ("dan", "60 1 1 1 n")];
    assert_eq!(got(&plan, &of), "anna 100000, bo own?, cao ?, dan -");
    let allocation = run(&plan, &of);
    assert_eq!(allocation.entries[2].reasons, [Reason::Others(vec![1])]);
    // bo's score is not known: everybody but the surely beaten hangs on it.
    let of = [("anna", "90 1 1 1 n"), ("bo", "? 1 1 1 n"), ("cao", "70 1 1 1 n"), ("dan", "60 1 1 1 n")];
    assert_eq!(got(&plan, &of), "anna 100000, bo ?, cao ?, dan -");
    // There is room for all.
    let of = [("anna", "90 1 1 1 n"), ("bo", "? 1 1 1 n")];
    assert_eq!(got(&plan, &of), "anna 100000, bo 100000");
}

#[test]
fn who_ties_for_a_place_of_one_kind_takes_no_place_of_all_for_sure() {
    let plan = plan(
        "award a \"A\" cites 1\n  pays 100k\n  quota 2 per year\n  quota 1 per year where university\n  ranked highest by score\n",
    );
    let of = [("anna", "90 1 1 1 y"), ("bo", "90 1 1 1 y"), ("cao", "70 1 1 1 n"), ("dan", "60 1 1 1 n")];
    // One of the two leaves the second place to the others; nobody may be told that all are taken.
    assert_eq!(got(&plan, &of), "anna ?, bo ?, cao ?, dan ?");
}

#[test]
fn a_lot_that_was_not_drawn_matters_only_among_those_who_tie() {
    let ranked = |what: &str| {
        plan(&format!("award a \"A\" cites 1\n  {what}\n  ranked highest by score\n  ties by lot in drawn\n"))
    };
    let quota = ranked("pays 100k\n  quota 2 per year");
    let of = [("anna", "90 1 1 ? n"), ("bo", "80 1 1 ? n"), ("cao", "80 1 1 ? n"), ("dan", "70 1 1 ? n")];
    assert_eq!(got(&quota, &of), "anna 100000, bo ?, cao ?, dan -");
    let allocation = run(&quota, &of);
    assert!(matches!(allocation.entries[1].reasons.as_slice(), [Reason::NoKey(keys)] if keys.len() == 1));
    assert_eq!((allocation.entries[0].rank, allocation.entries[3].rank), (Some(1), Some(4)));
    let prizes = ranked("prize 1st 100k, 2nd 50k, 3rd to 4th 10k each");
    assert_eq!(got(&prizes, &of), "anna 100000, bo ?, cao ?, dan 10000");
    // The second key of a fund that pays in order, too.
    let fund = plan(
        "award a \"A\" cites 1\n  pays 10k for each of patents\nfund f \"F\" cites 2\n  budget 30k\n  pays for a\n  short in order, highest by score, then earliest by applied_on, the last one in part\n",
    );
    let of = [("anna", "90 2 ? 1 n"), ("bo", "80 2 ? 1 n"), ("cao", "70 2 ? 1 n")];
    assert_eq!(got(&fund, &of), "anna 20000, bo 10000, cao -");
}

#[test]
fn who_may_not_compete_at_all_is_told_what_is_missing_not_that_it_is_chosen() {
    let rules = |what: &str| {
        plan(&format!(
            "award a \"A\" cites 1\n  where university\n  {what}\n  ranked highest by score\n  ties none admitted\n"
        ))
    };
    for what in ["pays 100k\n  quota 2 per year", "prize 1st 100k, 2nd 50k"] {
        let plan = rules(what);
        let allocation = run(&plan, &[("anna", "90 1 1 1 ?")]);
        assert!(matches!(allocation.entries[0].decided, Decided::Own(Outcome::Undetermined { .. })));
        assert_eq!(allocation.entries[0].reasons, []);
    }
    // Who stands behind one of these hangs on it, and on its own facts.
    let allocation =
        run(&rules("pays 100k\n  quota 1 per year"), &[("anna", "90 1 1 1 ?"), ("bo", "80 1 1 1 ?")]);
    assert!(
        matches!(allocation.entries[1].reasons.as_slice(), [Reason::Others(others), Reason::Missing(_)] if others.contains(&0))
    );
}

#[test]
fn what_another_award_reads_is_the_share_or_the_part_that_is_given() {
    let plan = plan(
        "award a \"A\" cites 1\n  pays 10k for each of patents\n  quota 5 per year, counted in patents, the last one in part\n  ranked highest by score\n  ties none admitted\n\
         award b \"B\" cites 2\n  pays 10% of paid a\n\
         award c \"C\" cites 3\n  prize 1st 100k, 2nd 50k\n  ranked lowest by score\n  ties share\n\
         award d \"D\" cites 4\n  pays 10% of paid c\n\
         award e \"E\" cites 5\n  pays 10k for each of patents\n",
    );
    let of = [("anna", "90 3 1 1 n"), ("bo", "80 3 1 1 n"), ("cao", "80 3 1 1 n")];
    let one = run(&plan, &of[..2]);
    let of_bo = |allocation: &Allocation, id: &str| decided(&plan, allocation, id)[1].1.clone();
    assert_eq!(
        (of_bo(&one, "a"), of_bo(&one, "b"), of_bo(&one, "e")),
        (money("20000"), money("2000"), money("30000"))
    );
    let shared = run(&plan, &of);
    assert_eq!((of_bo(&shared, "c"), of_bo(&shared, "d")), (money("75000"), money("7500")));
}

#[test]
fn quotas_of_winners_and_of_items_are_counted_apart_in_later_rounds() {
    let plan = plan(
        "award a \"A\" cites 1\n  pays 10k for each of patents\n  quota 3 per year\n  quota 10 per year, counted in patents, the last one in part where university\n  quota 9 per year, counted in patents, the last one in part\n  ranked highest by score\n  ties none admitted\n",
    );
    let first = run(&plan, &[("anna", "90 4 1 1 n")]);
    let earlier = ledger(&plan, &first, 2024);
    let second = Round { year: 2024, name: "2".to_owned() };
    let next = [("bo", "80 2 1 1 n"), ("cao", "70 4 1 1 n"), ("dan", "60 1 1 1 n")];
    let next = next.iter().map(|(name, facts)| applicant(&plan, name, facts)).collect();
    let later = allocate(&plan, next, &earlier, &second).unwrap();
    let before: Vec<_> = later.contests.iter().map(|contest| contest.before.to_shortest()).collect();
    // One winner, and four patents of nine; whether anna is a university is not known now.
    assert_eq!(before, ["1", "0", "4"]);
    let of: Vec<_> = later.entries.iter().map(|entry| entry.decided.clone()).collect();
    assert_eq!(of, [money("20000"), money("30000"), Decided::Exhausted]);
}

#[test]
fn a_place_is_held_before_the_amount_is_decided() {
    let plan = plan(
        "award a \"A\" cites 1\n  decided up to 500k\n  quota 1 per year\n  ranked highest by score\n  ties none admitted\n",
    );
    let one = |name: &str, facts: &str| vec![applicant(&plan, name, facts)];
    let first = allocate(&plan, one("anna", "90 1 1 1 n"), &[], &round()).unwrap();
    let earlier = ledger(&plan, &first, 2024);
    let later = Round { year: 2024, name: "2".to_owned() };
    assert!(matches!(first.entries[0].decided, Decided::Own(Outcome::UpTo(_))));
    // ledger() has rows of what is settled; the file has one for what is not, too.
    let held = Earlier { chosen: true, ..earlier.first().cloned().unwrap_or(nothing(&plan)) };
    let second = allocate(&plan, one("bo", "80 1 1 1 n"), std::slice::from_ref(&held), &later).unwrap();
    assert_eq!(second.entries[0].decided, Decided::Exhausted);
    // In its own round it is looked at again, and takes no second place.
    let again = allocate(&plan, one("anna", "90 1 1 1 n"), &[held], &round()).unwrap();
    assert!(matches!(again.entries[0].decided, Decided::Own(Outcome::UpTo(_))));
}

fn nothing(plan: &Plan) -> Earlier {
    Earlier {
        applicant: "anna".to_owned(),
        award: award(plan, "a"),
        year: Some(2024),
        date: None,
        item: None,
        step: None,
        round: String::new(),
        amount: Rational::ZERO,
        entitled: false,
        decided: false,
        fund: None,
        taken: Vec::new(),
        chosen: false,
        place: None,
    }
}

#[test]
fn none_of_those_who_tie_where_items_end_and_all_of_them_with_what_is_left() {
    let rules = |ties: &str| {
        plan(&format!(
            "award a \"A\" cites 1\n  pays 10k for each of patents\n  quota 5 per year, counted in patents, the last one in part\n  ranked highest by score\n{ties}"
        ))
    };
    let of = [("anna", "90 2 1 1 n"), ("bo", "80 4 1 1 n"), ("cao", "80 2 1 1 n"), ("dan", "70 1 1 1 n")];
    assert_eq!(got(&rules(""), &of), "anna 20000, bo ?, cao ?, dan -");
    assert_eq!(got(&rules("  ties none admitted\n"), &of), "anna 20000, bo -, cao -, dan -");
    assert_eq!(got(&rules("  ties all admitted\n"), &of), "anna 20000, bo 30000, cao 20000, dan -");
}

#[test]
fn who_comes_first_of_those_without_any_and_what_was_left() {
    let plan = plan(
        "award a \"A\" cites 1\n  pays 10k for each of patents\nfund f \"F\" cites 2\n  budget 50k\n  pays for a\n  short in order, earliest by applied_on, the last one not at all\n",
    );
    let allocation = run(&plan, &[("anna", "1 1 3 1 n"), ("bo", "1 4 1 1 n"), ("cao", "1 2 2 1 n")]);
    assert_eq!(allocation.funds[0].next, Some(2));
    let ends = Reason::LineEnds { fund: Some(0), left: number("10000"), from: 2 };
    assert_eq!(allocation.entries[0].reasons, std::slice::from_ref(&ends));
    assert_eq!(allocation.entries[2].reasons, [ends]);
}

#[test]
fn a_selection_that_is_not_known_is_counted_as_what_it_may_be() {
    let plan = plan("award a \"A\" cites 1\n  pays 10k\n  quota 2 per year where university\n");
    assert_eq!(
        got(&plan, &[("anna", "1 1 1 1 y"), ("bo", "1 1 1 1 ?"), ("cao", "1 1 1 1 n")]),
        "anna 10000, bo 10000, cao 10000"
    );
    let of = [("anna", "1 1 1 1 y"), ("bo", "1 1 1 1 ?"), ("cao", "1 1 1 1 y")];
    assert_eq!(got(&plan, &of), "anna ?, bo ?, cao ?");
    assert_eq!(run(&plan, &of).entries[0].reasons, [Reason::Others(vec![1])]);
}

#[test]
fn prizes_go_by_place() {
    let rules = |ties: &str| {
        plan(&format!(
            "award a \"A\" cites 1\n  prize 1st 100k, 2nd to 3rd 50k each\n  ranked highest by score\n{ties}"
        ))
    };
    let of = [("anna", "90 1 1 1 n"), ("bo", "80 1 1 1 n"), ("cao", "70 1 1 1 n"), ("dan", "60 1 1 1 n")];
    assert_eq!(got(&rules(""), &of), "anna 100000, bo 50000, cao 50000, dan -");
    let of = [("anna", "90 1 1 1 n"), ("bo", "90 1 1 1 n"), ("cao", "90 1 1 1 n"), ("dan", "60 1 1 1 n")];
    assert_eq!(got(&rules(""), &of), "anna ?, bo ?, cao ?, dan -");
    assert_eq!(got(&rules("  ties share\n"), &of), "anna 66666.66, bo 66666.66, cao 66666.66, dan -");
    assert_eq!(got(&rules("  ties all admitted\n"), &of), "anna 100000, bo 100000, cao 100000, dan -");
    assert_eq!(got(&rules("  ties none admitted\n"), &of), "anna 50000, bo 50000, cao 50000, dan -");
    // A tie of equal prizes does not matter; one behind the last prize is shared with those who have none.
    let of = [("anna", "90 1 1 1 n"), ("bo", "80 1 1 1 n"), ("cao", "80 1 1 1 n")];
    assert_eq!(got(&rules(""), &of), "anna 100000, bo 50000, cao 50000");
    let of = [("anna", "90 1 1 1 n"), ("bo", "80 1 1 1 n"), ("cao", "70 1 1 1 n"), ("dan", "70 1 1 1 n")];
    assert_eq!(got(&rules("  ties share\n"), &of), "anna 100000, bo 50000, cao 25000, dan 25000");
    // Limits of the award apply to each prize.
    assert_eq!(got(&rules("  ties share\n  at most 80k per year\n"), &of[..1]), "anna 80000");
}

#[test]
fn budgets_are_shared_out_or_spent_in_order() {
    let rules = |short: &str| {
        plan(&format!(
            "award a \"A\" cites 1\n  pays 10k for each of patents\nfund f \"F\" cites 2\n  budget 100k per year\n  pays for a\n{short}"
        ))
    };
    let of = [("anna", "90 6 3 1 n"), ("bo", "80 5 1 1 n"), ("cao", "70 4 2 1 n")];
    assert_eq!(
        got(&rules("  short pro rata, remainder to the largest\n"), &of),
        "anna 40000, bo 33333.33, cao 26666.67".replace("40000", "40000.01").replace("26666.67", "26666.66")
    );
    assert_eq!(
        got(&rules("  short pro rata, remainder by largest fraction\n"), &of),
        "anna 40000, bo 33333.33, cao 26666.67"
    );
    assert_eq!(
        got(&rules("  short in order, earliest by applied_on, the last one in part\n"), &of),
        "anna 10000, bo 50000, cao 40000"
    );
    assert_eq!(
        got(&rules("  short in order, earliest by applied_on, the last one not at all\n"), &of),
        "anna -, bo 50000, cao 40000"
    );
    assert_eq!(got(&rules("  short in order, earliest by applied_on\n"), &of), "anna ?, bo 50000, cao 40000");
    assert_eq!(got(&rules(""), &of), "anna ?, bo ?, cao ?");
    assert_eq!(got(&rules(""), &of[1..]), "bo 50000, cao 40000");
    // An amount that is not known leaves everybody's share open.
    let of = [("anna", "90 6 3 1 n"), ("bo", "80 5 1 1 n"), ("cao", "70 ? 2 1 n")];
    assert_eq!(got(&rules("  short pro rata, remainder stays\n"), &of), "anna ?, bo ?, cao own?");
    assert_eq!(
        got(&rules("  short in order, earliest by applied_on, the last one in part\n"), &of),
        "anna ?, bo 50000, cao own?"
    );
}

#[test]
fn several_funds_bear_their_shares_and_limits_for_all_come_first() {
    let plan = plan("award a \"A\" cites 1\n  pays 33.33 CNY for each of patents\n\
        fund city \"City\" cites 2\n  pays for 2/3 of a\nfund prov \"Province\" cites 3\n  budget 11\n  pays for 1/3 of a\n  short in order, highest by score, the last one in part\n\
        fund most \"All\" cites 4\n  programme at most 99.99\n  pays for a\n  short in order, highest by score, the last one not at all\n".replace("2/3 of", "60% of").replace("1/3 of", "40% of").as_str());
    let allocation = run(&plan, &[("anna", "90 2 1 1 n"), ("bo", "80 1 1 1 n"), ("cao", "70 1 1 1 n")]);
    let parts = |at: usize| -> Vec<String> {
        allocation.entries[at]
            .parts
            .iter()
            .map(|part| format!("{:?} {}", part.fund.unwrap(), part.granted.to_shortest()))
            .collect()
    };
    // 66.66: 26.664 → 26.66 of the province, the rest of the city; the province has 11.
    assert_eq!(parts(0), ["0 40", "1 11"]);
    assert_eq!(allocation.entries[0].decided, money("51"));
    assert_eq!(parts(1), ["0 20", "1 0"]);
    assert_eq!(allocation.entries[2].decided, Decided::Exhausted);
    assert_eq!(allocation.funds[1].granted, number("11"));
    assert_eq!(allocation.funds[2].next, Some(2));
}

#[test]
fn without_a_ranking_the_selection_is_taken_as_given_and_counted() {
    let plan = plan(
        "award a \"A\" cites 1\n  pays 10k for each of patents\n  quota 5 per year, counted in patents\n",
    );
    assert_eq!(got(&plan, &[("anna", "1 2 1 1 n"), ("bo", "1 3 1 1 n")]), "anna 20000, bo 30000");
    let allocation = run(&plan, &[("anna", "1 2 1 1 n"), ("bo", "1 4 1 1 n")]);
    let too_many = Reason::TooMany { selected: Rational::whole(6), places: Rational::whole(5) };
    assert!(allocation.entries.iter().all(|entry| entry.reasons == [too_many.clone()]));
}

#[test]
fn supports_have_places_too() {
    let plan = plan(
        "support a \"A\" cites 1\n  amount elsewhere\n  quota 1 per year\n  ranked highest by score\n  ties none admitted\n",
    );
    assert_eq!(got(&plan, &[("anna", "1 2 1 1 n"), ("bo", "2 3 1 1 n")]), "anna -, bo yes");
}

#[test]
fn one_award_may_hang_on_the_comparison_for_another() {
    let plan = plan(
        "award b \"B\" cites 1\n  where paid a = 0\n  pays 1k\n  quota 1 per year\n  ranked lowest by score\n  ties none admitted\n\
        award a \"A\" cites 2\n  pays 100k\n  quota 1 per year\n  ranked highest by score\n  ties none admitted\n",
    );
    let allocation = run(&plan, &[("anna", "3 1 1 1 n"), ("bo", "2 1 1 1 n"), ("cao", "1 1 1 1 n")]);
    let of = |id: &str| {
        decided(&plan, &allocation, id).into_iter().map(|(_, decided)| decided).collect::<Vec<_>>()
    };
    assert_eq!(of("a"), [money("100000"), Decided::Exhausted, Decided::Exhausted]);
    assert_eq!(of("b"), [Decided::Own(Outcome::NotEligible), Decided::Exhausted, money("1000")]);
}

#[test]
fn names_have_to_differ_and_the_comparison_is_not_given() {
    let plan =
        plan("award a \"A\" cites 1\n  pays 1\n  quota 1\n  ranked highest by score\n  ties none admitted\n");
    let twice = ["x", "x", "y"].map(|name| applicant(&plan, name, "1 1 1 1 n")).to_vec();
    let found = allocate(&plan, twice, &[], &round()).unwrap_err();
    assert_eq!(found.iter().map(|found| found.entry.code).collect::<Vec<_>>(), ["E0974"]);
    let mut given = applicant(&plan, "x", "1 1 1 1 n");
    let chosen = plan.awards.at(award(&plan, "a")).ranking.as_ref().unwrap().chosen;
    *given.inputs.values.at_mut(chosen) = Known::Bool(true);
    assert_eq!(allocate(&plan, vec![given], &[], &round()).unwrap_err()[0].entry.code, "E0975");
}

/// What a ledger of an allocation says.
pub(super) fn ledger(plan: &Plan, allocation: &Allocation, year: i32) -> Vec<Earlier> {
    let mut earlier = Vec::new();
    for entry in &allocation.entries {
        let one = |amount, fund: Option<usize>| Earlier {
            applicant: allocation.applicants[entry.applicant].clone(),
            award: entry.award,
            year: Some(year),
            date: None,
            item: None,
            step: None,
            round: String::new(),
            amount,
            entitled: entry.decided == Decided::Entitled,
            decided: true,
            fund: fund.map(|fund| plan.funds[fund].id.clone()),
            taken: entry.taken.iter().map(|(fact, taken)| (Some(*fact), *taken)).collect(),
            chosen: matches!(entry.decided, Decided::Own(Outcome::UpTo(_))),
            place: entry.place(),
        };
        match entry.decided {
            Decided::Granted(_) => {
                earlier.extend(entry.parts.iter().map(|part| one(part.granted, part.fund)))
            }
            Decided::Entitled | Decided::Exhausted => earlier.push(one(Rational::ZERO, None)),
            _ => {}
        }
    }
    earlier
}
