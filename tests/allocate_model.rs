//! What only a population decides, against a small model of its own: quotas, prizes, ceilings and budgets, in whole fen.
//!
//! The model knows the documents alone. It goes through every order that ties leave possible, so that it says of each
//! applicant what is the same in all of them.

use std::collections::BTreeMap;

use ipcalc::allocate::{Allocation, Application, Decided, Round, allocate};
use ipcalc::arena::Arena;
use ipcalc::calendar::Date;
use ipcalc::compile::compile;
use ipcalc::evaluate::Outcome;
use ipcalc::facts::Inputs;
use ipcalc::money::Rational;
use ipcalc::plan::{InputId, Known, Plan};
use ipcalc::source::Sources;
use proptest::prelude::*;

#[derive(Clone, Debug)]
struct Person {
    score: i64,
    patents: i64,
    day: i64,
    lot: i64,
    university: bool,
    /// In fen.
    cost: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Ties {
    Unstated,
    All,
    None,
    Lot,
    Share,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Last {
    Part,
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Short {
    Stays,
    Largest,
    Fraction,
    Order(Last),
}

#[derive(Clone, Debug)]
struct Case {
    people: Vec<Person>,
    by_day: bool,
    ties: Ties,
    places: i64,
    of_universities: Option<i64>,
    items: Option<(i64, Last)>,
    prize_ties: Ties,
    ceiling: Option<i64>,
    city: (i64, Short),
    district: (i64, Short),
}

fn ties(ties: Ties) -> &'static str {
    match ties {
        Ties::Unstated => "",
        Ties::All => "  ties all admitted\n",
        Ties::None => "  ties none admitted\n",
        Ties::Lot => "  ties by lot in lot\n",
        Ties::Share => "  ties share\n",
    }
}

fn last(last: Last) -> &'static str {
    match last {
        Last::Part => "the last one in part",
        Last::Nothing => "the last one not at all",
    }
}

fn short(short: Short) -> String {
    match short {
        Short::Stays => "pro rata, remainder stays".to_owned(),
        Short::Largest => "pro rata, remainder to the largest".to_owned(),
        Short::Fraction => "pro rata, remainder by largest fraction".to_owned(),
        Short::Order(which) => format!("in order, earliest by day, {}", last(which)),
    }
}

fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

const PRIZES: [i64; 4] = [5_000_001, 3_000_000, 1_000_000, 1_000_000];

impl Case {
    fn rules(&self) -> String {
        let mut text = String::from(
            "policy p \"P\"\n  currency CNY\n  rounding half up to 0.01\n\nfact score : number\nfact patents : count of patents\n\
             fact day : date\nfact lot : count\nfact university : bool\nfact cost : money\n\n",
        );
        let then = if self.by_day { ", then earliest by day" } else { "" };
        text += "award a \"A\" cites 1\n  where score >= 1\n  pays 10k for each of patents\n";
        text += &format!("  quota {} per year\n", self.places);
        if let Some(places) = self.of_universities {
            text += &format!("  quota {places} per year where university\n");
        }
        if let Some((items, which)) = self.items {
            text += &format!("  quota {items} per year, counted in patents, {}\n", last(which));
        }
        text += &format!("  ranked highest by score{then}\n{}", ties(self.ties));
        text += "award b \"B\" cites 2\n  pays 50% of cost\n";
        text += "award c \"C\" cites 3\n  prize 1st 50000.01, 2nd 30k, 3rd to 4th 10k each\n";
        text += &format!("  ranked highest by score{then}\n{}", ties(self.prize_ties));
        if let Some(ceiling) = self.ceiling {
            text += &format!(
                "fund ceiling \"Ceiling\" cites 4\n  programme at most {} per year\n  pays for a, b\n  short in order, earliest by day, the last one in part\n",
                yuan(ceiling)
            );
        }
        for (name, cites, pays, (budget, how)) in
            [("city", 5, "60% of a, b", self.city), ("district", 6, "40% of a", self.district)]
        {
            text += &format!(
                "fund {name} \"{name}\" cites {cites}\n  budget {} per year\n  pays for {pays}\n  short {}\n",
                yuan(budget),
                short(how)
            );
        }
        text
    }
}

fn compiled(text: &str) -> Plan {
    let mut sources = Sources::new();
    let file = sources.add("p.rules", text.to_owned());
    let compiled = compile(&sources, &[file]);
    let codes: Vec<_> = compiled.diagnostics.iter().map(|found| found.entry.code).collect();
    compiled.plan.unwrap_or_else(|| panic!("{codes:?}\n{text}"))
}

fn application(plan: &Plan, name: &str, one: &Person) -> Application {
    let mut values: Arena<InputId, Known> = plan.inputs.iter().map(|_| Known::Unknown).collect();
    let whole = |number: i64| Known::Number(Rational::whole(i128::from(number)));
    let facts = [
        ("score", whole(one.score)),
        ("patents", whole(one.patents)),
        ("day", Known::Date(Date::new(2024, 1, one.day).unwrap())),
        ("lot", whole(one.lot)),
        ("university", Known::Bool(one.university)),
        ("cost", Known::Number(Rational::new(i128::from(one.cost), 100).unwrap())),
    ];
    for (fact, value) in facts {
        let (id, _) = plan.inputs.iter_ids().find(|(_, input)| input.name == fact).unwrap();
        *values.at_mut(id) = value;
    }
    let inputs = Inputs {
        applicant: Some(name.to_owned()),
        as_of: Date::new(2024, 12, 31),
        year: Some(2024),
        values,
        defaulted: Vec::new(),
        history: None,
    };
    Application { applicant: name.to_owned(), inputs }
}

/// What becomes of one: fen, or nothing can be said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Got {
    Fen(i64),
    Open,
}

/// All orders of some groups, the members of each among themselves.
fn orders(groups: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for group in groups {
        let mut longer = Vec::new();
        for before in &all {
            for own in permutations(group) {
                longer.push([before.as_slice(), &own].concat());
            }
        }
        all = longer;
    }
    all
}

fn permutations(members: &[usize]) -> Vec<Vec<usize>> {
    if members.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for at in 0..members.len() {
        let mut rest = members.to_vec();
        let first = rest.remove(at);
        all.extend(permutations(&rest).into_iter().map(|after| [&[first][..], &after].concat()));
    }
    all
}

fn grouped(mut members: Vec<usize>, key: impl Fn(usize) -> (i64, i64, i64)) -> Vec<Vec<usize>> {
    members.sort_by_key(|&one| key(one));
    members.chunk_by(|&one, &other| key(one) == key(other)).map(<[usize]>::to_vec).collect()
}

/// Places left: of all, of universities, of items.
#[derive(Clone, Copy)]
struct Places(i64, i64, i64);

impl Case {
    fn key(&self, one: usize, ties: Ties) -> (i64, i64, i64) {
        let person = &self.people[one];
        let day = if self.by_day { person.day } else { 0 };
        (-person.score, day, if ties == Ties::Lot { person.lot } else { 0 })
    }

    fn places(&self) -> Places {
        Places(
            self.places,
            self.of_universities.unwrap_or(i64::MAX),
            self.items.map_or(i64::MAX, |(items, _)| items),
        )
    }

    /// How many patents of one are funded, and what is left.
    fn admit(&self, one: usize, left: Places) -> (i64, Places) {
        let person = &self.people[one];
        let university = i64::from(person.university);
        if left.0 < 1 || left.1 < university {
            return (0, left);
        }
        let items = if person.patents <= left.2 {
            person.patents
        } else if self.items.is_some_and(|(_, last)| last == Last::Part) {
            left.2
        } else {
            return (0, Places(left.0, left.1, 0));
        };
        if items == 0 {
            return (0, left);
        }
        (items, Places(left.0 - 1, left.1 - university, left.2 - items))
    }

    /// What each who competes for `a` gets.
    fn quota(&self) -> BTreeMap<usize, Got> {
        let members: Vec<usize> = (0..self.people.len())
            .filter(|&one| self.people[one].score >= 1 && self.people[one].patents >= 1)
            .collect();
        let groups = grouped(members, |one| self.key(one, self.ties));
        let fen = |items: i64| Got::Fen(items * 1_000_000);
        let mut got = BTreeMap::new();
        if !matches!(self.ties, Ties::All | Ties::None) {
            for order in orders(&groups) {
                let mut left = self.places();
                for one in order {
                    let (items, after) = self.admit(one, left);
                    left = after;
                    let own = got.entry(one).or_insert(fen(items));
                    if *own != fen(items) {
                        *own = Got::Open;
                    }
                }
            }
            return got;
        }
        let mut left = self.places();
        for group in groups {
            // Whoever finds nothing left takes nothing from those who tie with it.
            let (out, group): (Vec<usize>, Vec<usize>) = group.iter().partition(|&&one| {
                let no_items =
                    if self.items.is_some_and(|(_, last)| last == Last::Part) { left.2 == 0 } else { false };
                left.0 == 0 || left.1 == 0 && self.people[one].university || no_items
            });
            for one in out {
                got.insert(one, fen(0));
            }
            let taken =
                |of: &dyn Fn(&Person) -> i64| group.iter().map(|&one| of(&self.people[one])).sum::<i64>();
            let (all, universities, items) =
                (taken(&|_| 1), taken(&|one| i64::from(one.university)), taken(&|one| one.patents));
            let fits = all <= left.0 && universities <= left.1 && items <= left.2;
            if fits {
                for &one in &group {
                    got.insert(one, fen(self.people[one].patents));
                }
                left = Places(left.0 - all, left.1 - universities, left.2 - items);
            } else if group.len() == 1 {
                let (items, after) = self.admit(group[0], left);
                got.insert(group[0], fen(items));
                left = after;
            } else if self.ties == Ties::None {
                // None of those for whom a quota is too small together, and nobody after gets any of it.
                let mut after = left;
                for &one in &group {
                    let person = &self.people[one];
                    let of_all = all > left.0 || items > left.2;
                    let of_universities = person.university && universities > left.1;
                    if of_all || of_universities {
                        got.insert(one, fen(0));
                    } else {
                        got.insert(one, fen(person.patents));
                        after = Places(
                            after.0 - 1,
                            after.1 - i64::from(person.university),
                            after.2 - person.patents,
                        );
                    }
                }
                left = Places(
                    if all > left.0 { 0 } else { after.0 },
                    if universities > left.1 { 0 } else { after.1 },
                    if items > left.2 { 0 } else { after.2 },
                );
            } else {
                let before = left;
                for &one in &group {
                    let (items, after) = self.admit(one, before);
                    got.insert(one, fen(items));
                    left = Places(
                        (left.0 - (before.0 - after.0)).max(0),
                        (left.1 - (before.1 - after.1)).max(0),
                        (left.2 - (before.2 - after.2)).max(0),
                    );
                }
            }
        }
        got
    }

    fn prizes(&self) -> BTreeMap<usize, Got> {
        let groups = grouped((0..self.people.len()).collect(), |one| self.key(one, self.prize_ties));
        let prize = |place: usize| PRIZES.get(place).copied().unwrap_or(0);
        let mut got = BTreeMap::new();
        let mut place = 0;
        for group in groups {
            let all: Vec<i64> = (place..place + group.len()).map(prize).collect();
            let same = all.iter().all(|one| *one == all[0]);
            let each = match self.prize_ties {
                _ if same => Got::Fen(all[0]),
                Ties::All => Got::Fen(all[0]),
                Ties::None => Got::Fen(all[all.len() - 1]),
                Ties::Share => Got::Fen(all.iter().sum::<i64>() / i64::try_from(all.len()).unwrap()),
                Ties::Unstated | Ties::Lot => Got::Open,
            };
            got.extend(group.iter().map(|&one| (one, each)));
            place += group.len();
        }
        got
    }

    /// What is paid of claims, by applicant and award in the order of results.
    fn pay(
        &self,
        claims: &BTreeMap<(usize, usize), i64>,
        budget: i64,
        how: Short,
    ) -> BTreeMap<(usize, usize), Got> {
        let total: i64 = claims.values().sum();
        if total <= budget {
            return claims.iter().map(|(key, claim)| (*key, Got::Fen(*claim))).collect();
        }
        let Short::Order(last) = how else { return pro_rata(claims, total, budget, how) };
        let mut people: Vec<usize> = claims.keys().map(|(one, _)| *one).collect();
        people.dedup();
        let sum = |one: usize| {
            claims.iter().filter(|((of, _), _)| *of == one).map(|(_, claim)| *claim).sum::<i64>()
        };
        people.retain(|&one| sum(one) > 0);
        let mut got = BTreeMap::new();
        for order in orders(&grouped(people, |one| (self.people[one].day, 0, 0))) {
            let mut left = budget;
            for one in order {
                let mut own = if sum(one) <= left {
                    sum(one)
                } else {
                    let own = if last == Last::Part { left } else { 0 };
                    left = own;
                    own
                };
                left -= own;
                for (key, claim) in claims.iter().filter(|((of, _), _)| *of == one) {
                    let paid = own.min(*claim);
                    own -= paid;
                    let known = got.entry(*key).or_insert(Got::Fen(paid));
                    if *known != Got::Fen(paid) {
                        *known = Got::Open;
                    }
                }
            }
        }
        // Whose claims are open with one is open with all: what one applicant gets is one sum.
        let open: Vec<usize> =
            got.iter().filter(|(_, got)| **got == Got::Open).map(|((one, _), _)| *one).collect();
        for ((one, _), got) in &mut got {
            if open.contains(one) {
                *got = Got::Open;
            }
        }
        for key in claims.keys() {
            got.entry(*key).or_insert(Got::Fen(0));
        }
        got
    }
}

fn pro_rata(
    claims: &BTreeMap<(usize, usize), i64>,
    total: i64,
    budget: i64,
    how: Short,
) -> BTreeMap<(usize, usize), Got> {
    let (total, budget) = (i128::from(total), i128::from(budget));
    let exact: Vec<((usize, usize), i128)> =
        claims.iter().map(|(key, claim)| (*key, i128::from(*claim) * budget)).collect();
    let mut paid: BTreeMap<(usize, usize), i128> =
        exact.iter().map(|(key, share)| (*key, share / total)).collect();
    let mut over = budget - paid.values().sum::<i128>();
    if how == Short::Largest {
        let most = claims.values().max().unwrap();
        let largest: Vec<_> = claims.iter().filter(|(_, claim)| *claim == most).collect();
        if let [(key, claim)] = largest.as_slice() {
            let own = paid.get_mut(*key).unwrap();
            *own += over.min(i128::from(**claim) - *own);
        }
    }
    if how == Short::Fraction {
        let mut lost: Vec<_> = exact.iter().map(|(key, share)| (share % total, *key)).collect();
        lost.sort();
        lost.reverse();
        for same in lost.chunk_by(|one, other| one.0 == other.0) {
            let size = i128::try_from(same.len()).unwrap();
            if same[0].0 == 0 || size > over {
                break;
            }
            over -= size;
            for (_, key) in same {
                *paid.get_mut(key).unwrap() += 1;
            }
        }
    }
    paid.into_iter().map(|(key, paid)| (key, Got::Fen(i64::try_from(paid).unwrap()))).collect()
}

fn fen(amount: Rational) -> i64 {
    let fen = amount.times(Rational::whole(100)).unwrap();
    i64::try_from(fen.to_whole().unwrap_or_else(|| panic!("{} is no whole fen", amount.to_shortest())))
        .unwrap()
}

fn of_allocation(plan: &Plan, allocation: &Allocation, id: &str) -> BTreeMap<usize, Got> {
    let mut got = BTreeMap::new();
    for entry in allocation.entries.iter().filter(|entry| plan.awards.at(entry.award).id == id) {
        got.insert(
            entry.applicant,
            match &entry.decided {
                Decided::Granted(amount) => Got::Fen(fen(*amount)),
                Decided::Exhausted | Decided::Own(Outcome::NotEligible) => Got::Fen(0),
                Decided::Undetermined(_) => Got::Open,
                other => panic!("{other:?}"),
            },
        );
    }
    got
}

/// What a fund pays, by applicant and award.
fn of_fund(plan: &Plan, allocation: &Allocation, id: &str) -> BTreeMap<(usize, usize), i64> {
    let mut paid = BTreeMap::new();
    for entry in &allocation.entries {
        for part in entry.parts.iter().filter(|part| part.fund.is_some_and(|fund| plan.funds[fund].id == id))
        {
            let award = usize::from(plan.awards.at(entry.award).id == "b");
            paid.insert((entry.applicant, award), fen(part.granted));
        }
    }
    paid
}

fn people(most: usize) -> impl Strategy<Value = Vec<Person>> {
    let cost = prop_oneof![
        Just(0_i64),
        Just(1),
        Just(3),
        Just(100),
        Just(2_000_001),
        Just(3_333_333),
        1_i64..5_000_000
    ];
    let one = (0_i64..4, 0_i64..4, 1_i64..4, 0_i64..5, any::<bool>(), cost).prop_map(
        |(score, patents, day, lot, university, cost)| Person { score, patents, day, lot, university, cost },
    );
    proptest::collection::vec(one, 1..=most)
}

fn any_ties() -> impl Strategy<Value = Ties> {
    prop_oneof![Just(Ties::Unstated), Just(Ties::All), Just(Ties::None), Just(Ties::Lot)]
}

fn any_short() -> impl Strategy<Value = Short> {
    prop_oneof![
        Just(Short::Stays),
        Just(Short::Largest),
        Just(Short::Fraction),
        Just(Short::Order(Last::Part)),
        Just(Short::Order(Last::Nothing)),
    ]
}

fn cases() -> impl Strategy<Value = Case> {
    let last = prop_oneof![Just(Last::Part), Just(Last::Nothing)];
    let quotas =
        (1_i64..6, proptest::option::of(1_i64..3), proptest::option::of((1_i64..9, last)), any::<bool>());
    let of_ties = (any_ties(), prop_oneof![any_ties(), Just(Ties::Share)]);
    let money = (
        proptest::option::of((0_usize..5, -1_i64..2)),
        (0_usize..5, -1_i64..2, any_short()),
        (0_usize..5, -1_i64..2, any_short()),
    );
    (people(6), quotas, of_ties, money).prop_map(
        |(people, (places, of_universities, items, by_day), (ties, prize_ties), money)| {
            // Several quotas at once, but no line that ends in one of them: whether it then ends for the others is not said.
            let (of_universities, items) = match (of_universities, items) {
                (Some(_), Some(_)) => (of_universities, None),
                other => other,
            };
            let places = if items.is_some() { 9 } else { places };
            let mut case = Case {
                people,
                by_day,
                ties,
                places,
                of_universities,
                items,
                prize_ties,
                ceiling: None,
                city: (i64::MAX / 1000, money.1.2),
                district: (i64::MAX / 1000, money.2.2),
            };
            // Budgets a fen off what is claimed, or a part of it.
            let claimed: i64 = case
                .quota()
                .values()
                .map(|got| match got {
                    Got::Fen(fen) => *fen,
                    Got::Open => 0,
                })
                .sum();
            let costs: i64 = case.people.iter().map(|one| (one.cost + 1) / 2).sum();
            let near = |sum: i64, (part, off): (usize, i64)| {
                let part = [sum, sum / 2, sum / 3, sum * 2 / 3, sum / 7][part];
                (part + off).max(1)
            };
            case.ceiling = money.0.map(|of| near(claimed + costs, of));
            case.city.0 = near(claimed * 6 / 10 + costs, (money.1.0, money.1.1));
            case.district.0 = near(claimed * 4 / 10, (money.2.0, money.2.1));
            case
        },
    )
}

/// Holds an allocation against the model, as far as ties leave anything to be said.
fn compare(case: &Case) {
    let text = case.rules();
    let plan = compiled(&text);
    let applications =
        case.people.iter().enumerate().map(|(at, one)| application(&plan, &format!("n{at}"), one)).collect();
    let round = Round { year: 2024, name: String::new() };
    let allocation = allocate(&plan, applications, &[], &round).unwrap();
    let of = |id: &str| of_allocation(&plan, &allocation, id);
    let (a, b, c) = (of("a"), of("b"), of("c"));
    // No fund pays for prizes.
    for (one, expected) in case.prizes() {
        assert_eq!(c[&one], expected, "prize of n{one}\n{text}\n{:#?}", case.people);
    }
    let quota = case.quota();
    // Before funds: who is chosen, and for how much.
    for (one, expected) in &quota {
        let entry = allocation
            .entries
            .iter()
            .find(|entry| entry.applicant == *one && plan.awards.at(entry.award).id == "a");
        let chosen = entry.unwrap().reasons.iter().any(|reason| {
            matches!(
                reason,
                ipcalc::allocate::Reason::Chosen { .. } | ipcalc::allocate::Reason::FewerPlaces { .. }
            )
        });
        let out = entry.unwrap().reasons.iter().any(|reason| {
            matches!(
                reason,
                ipcalc::allocate::Reason::NotChosen { .. }
                    | ipcalc::allocate::Reason::LineEnds { fund: None, .. }
            )
        });
        let about = || format!("n{one} {:?}\n{text}\n{:#?}", entry.unwrap(), case.people);
        match expected {
            Got::Fen(0) => assert!(!chosen, "{}", about()),
            Got::Fen(_) => assert!(!out, "{}", about()),
            Got::Open => assert!(!chosen && !out, "{}", about()),
        }
        // Of one quota the answer is given whenever there is one.
        if *expected != Got::Open && case.of_universities.is_none() && case.items.is_none() {
            assert!(chosen || out, "{}", about());
        }
    }
    if quota.values().any(|got| *got == Got::Open)
        || a.values().any(|got| *got == Got::Open)
            && quota.iter().any(|(one, _)| {
                allocation.entries.iter().any(|entry| {
                    entry.applicant == *one
                        && entry
                            .reasons
                            .iter()
                            .any(|reason| matches!(reason, ipcalc::allocate::Reason::Tied(_)))
                })
            })
    {
        return;
    }
    // Money: ceilings first, then the funds.
    let mut owed: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    for (one, got) in &quota {
        if let Got::Fen(fen) = got {
            owed.insert((*one, 0), *fen);
        }
    }
    for (one, person) in case.people.iter().enumerate() {
        owed.insert((one, 1), (person.cost + 1) / 2);
    }
    owed.retain(|_, fen| *fen > 0);
    if let Some(ceiling) = case.ceiling {
        let cut = case.pay(&owed, ceiling, Short::Order(Last::Part));
        for (key, got) in cut {
            match got {
                Got::Fen(fen) => owed.insert(key, fen),
                Got::Open => return,
            };
        }
    }
    let (mut city, mut district) = (BTreeMap::new(), BTreeMap::new());
    for (&(one, award), &fen) in &owed {
        let far = if award == 0 { fen * 4 / 10 } else { 0 };
        city.insert((one, award), fen - far);
        if award == 0 {
            district.insert((one, award), far);
        }
    }
    let city = case.pay(&city, case.city.0, case.city.1);
    let district = case.pay(&district, case.district.0, case.district.1);
    for (award, found) in [&a, &b].into_iter().enumerate() {
        for (&one, &got) in found {
            let key = (one, award);
            let parts = [city.get(&key), district.get(&key)];
            let expected = parts.into_iter().flatten().try_fold(0, |sum, part| match part {
                Got::Fen(fen) => Some(sum + fen),
                Got::Open => None,
            });
            let expected = expected.map_or(Got::Open, Got::Fen);
            assert_eq!(
                got, expected,
                "n{one} {award}\n{text}\n{:#?}\ncity {city:?}\ndistrict {district:?}",
                case.people
            );
        }
    }
    for (id, model) in [("city", &city), ("district", &district)] {
        for (key, paid) in of_fund(&plan, &allocation, id) {
            assert_eq!(Some(&Got::Fen(paid)), model.get(&key), "{id} {key:?}\n{text}\n{:#?}", case.people);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn an_allocation_is_what_the_model_says(case in cases()) {
        compare(&case);
    }
}
