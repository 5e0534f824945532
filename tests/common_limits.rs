//! Common limits of groups that share members, against a model in whole yuan; and what is left of them while facts are missing.

use std::collections::{BTreeMap, BTreeSet};

use ipcalc::compile::compile;
use ipcalc::diagnostic::Lang;
use ipcalc::evaluate::{Decision, Outcome, evaluate};
use ipcalc::explain::Explanation;
use ipcalc::facts::{self, json};
use ipcalc::money::Rational;
use ipcalc::plan::Plan;
use ipcalc::source::Sources;
use proptest::prelude::*;

fn plan(rules: &str) -> Plan {
    let mut sources = Sources::new();
    let file = sources.add("limits.rules", rules);
    let compiled = compile(&sources, &[file]);
    compiled.plan.unwrap_or_else(|| panic!("{rules}\n{:?}", compiled.diagnostics))
}

fn decided(plan: &Plan, facts: &str) -> Decision {
    let mut sources = Sources::new();
    let file = sources.add("facts.json", format!(r#"{{"as_of":"2024-06-01","facts":{{{facts}}}}}"#));
    let parsed = json::parse(&sources, file).unwrap();
    let reading = facts::read(&parsed, &[plan]).unwrap_or_else(|found| panic!("{facts}: {found:?}"));
    evaluate(plan, &reading.parts[0].1).unwrap()
}

fn amounts(plan: &Plan, decision: &Decision) -> BTreeMap<String, i128> {
    let amount = |outcome: &Outcome| match outcome {
        Outcome::Awarded(amount) => amount.floor(),
        _ => 0,
    };
    let ids = plan.awards.iter().map(|award| award.id.clone());
    ids.zip(decision.awards.iter().map(amount)).collect()
}

fn total(decision: &Decision) -> (Rational, Option<Rational>) {
    (decision.total.low, decision.total.high)
}

fn bounds(low: i128, high: i128) -> (Rational, Option<Rational>) {
    (Rational::whole(low), Some(Rational::whole(high)))
}

/// Members by number, in order, and the limit.
type Group = (Vec<usize>, i128);

/// The rules: an award for each fact, and the groups, all items in the given order.
fn rules(awards: usize, groups: &[Group], order: &[usize]) -> String {
    let mut items: Vec<String> = (0..awards)
        .map(|at| format!("fact v{at} : money\naward a{at} \"A{at}\" cites {at}\n  pays v{at}\n"))
        .collect();
    items.extend(groups.iter().enumerate().map(|(at, (members, limit))| {
        let members: Vec<String> = members.iter().map(|member| format!("a{member}")).collect();
        let section = 90 - at;
        format!(
            "group g{at} \"G{at}\" cites {section}\n  members {}\n  together at most {limit}\n",
            members.join(", ")
        )
    }));
    let items: String = order.iter().map(|&at| items[at].as_str()).collect();
    format!("policy p \"P\"\n  rounding down to 1\n{items}")
}

/// Everyone in order, as far as each limit still reaches.
fn model(values: &[i128], groups: &[Group]) -> BTreeMap<String, i128> {
    let mut left: Vec<i128> = groups.iter().map(|(_, limit)| *limit).collect();
    let mut paid = BTreeMap::new();
    for (at, &value) in values.iter().enumerate() {
        let mine = || groups.iter().enumerate().filter(|(_, (members, _))| members.contains(&at));
        let amount = mine().map(|(group, _)| left[group]).fold(value, i128::min);
        for (group, _) in mine() {
            left[group] -= amount;
        }
        paid.insert(format!("a{at}"), amount);
    }
    paid
}

/// The best sum that nested limits allow.
fn best(values: &[i128], groups: &[Group]) -> i128 {
    let mut sets: Vec<(BTreeSet<usize>, i128)> =
        groups.iter().map(|(members, limit)| (members.iter().copied().collect(), *limit)).collect();
    sets.sort_by_key(|(set, _)| set.len());
    let mut worth: Vec<(BTreeSet<usize>, i128)> =
        values.iter().enumerate().map(|(at, value)| (BTreeSet::from([at]), *value)).collect();
    for (set, limit) in sets {
        let (inside, outside): (Vec<_>, Vec<_>) = worth.into_iter().partition(|(own, _)| own.is_subset(&set));
        let sum: i128 = inside.iter().map(|(_, worth)| worth).sum();
        worth = outside;
        worth.push((set, sum.min(limit)));
    }
    worth.iter().map(|(_, worth)| worth).sum()
}

/// Values of five awards at the edges, groups that name their members in the order of the awards, and an order of the items.
fn cases(nested: bool) -> impl Strategy<Value = (Vec<i128>, Vec<Group>, Vec<usize>)> {
    let values = prop::collection::vec(prop::sample::select(vec![0, 1, 99, 100, 101, 200, 300]), 5);
    let any = prop::collection::vec(prop::sample::subsequence(vec![0, 1, 2, 3, 4], 2..=5), 1..4);
    let chain = prop::sample::select(vec![
        vec![vec![0, 1], vec![0, 1, 2]],
        vec![vec![0, 1], vec![2, 3], vec![0, 1, 2, 3, 4]],
        vec![vec![1, 2], vec![1, 2, 3], vec![0, 1, 2, 3]],
        vec![vec![0, 4], vec![0, 4], vec![0, 2, 4]],
    ]);
    let sets = if nested { chain.boxed() } else { any.boxed() };
    let limits = prop::collection::vec(prop::sample::select(vec![1, 99, 100, 101, 199, 200, 300, 400]), 4);
    (values, sets, limits, Just((0..9).collect::<Vec<usize>>()).prop_shuffle()).prop_map(
        |(values, sets, limits, order)| {
            let groups: Vec<Group> = sets.into_iter().zip(limits).collect();
            let items = values.len() + groups.len();
            (values, groups, order.into_iter().filter(|at| *at < items).collect())
        },
    )
}

fn facts_of(values: &[i128]) -> String {
    let facts: Vec<String> =
        values.iter().enumerate().map(|(at, value)| format!("\"v{at}\":{value}")).collect();
    facts.join(",")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_cap_is_exceeded_and_the_order_of_items_changes_nothing((values, groups, order) in cases(false)) {
        let plan = plan(&rules(values.len(), &groups, &order));
        let decision = decided(&plan, &facts_of(&values));
        let paid = amounts(&plan, &decision);
        prop_assert_eq!(&paid, &model(&values, &groups));
        for (members, limit) in &groups {
            let sum: i128 = members.iter().map(|member| paid[&format!("a{member}")]).sum();
            prop_assert!(sum <= *limit, "{members:?} get {sum} of {limit}");
        }
        prop_assert_eq!(total(&decision).0, Rational::whole(paid.values().sum()));
    }

    #[test]
    fn nested_limits_leave_nothing_unpaid_that_they_allow((values, groups, order) in cases(true)) {
        let plan = plan(&rules(values.len(), &groups, &order));
        let decision = decided(&plan, &facts_of(&values));
        let paid: i128 = amounts(&plan, &decision).values().sum();
        prop_assert_eq!(paid, best(&values, &groups));
    }

    #[test]
    fn with_one_value_missing_the_total_holds_and_is_reached((values, groups, order) in cases(true), hidden in 0..5_usize) {
        let plan = plan(&rules(values.len(), &groups, &order));
        let known: Vec<String> = values.iter().enumerate().filter(|(at, _)| *at != hidden)
            .map(|(at, value)| format!("\"v{at}\":{value}")).collect();
        let (low, high) = total(&decided(&plan, &known.join(",")));
        let with = |value: i128| {
            let mut values = values.clone();
            values[hidden] = value;
            Rational::whole(best(&values, &groups))
        };
        // The sum rises with every value, so nothing and very much are its ends.
        prop_assert_eq!(low, with(0));
        let capped = groups.iter().any(|(members, _)| members.contains(&hidden));
        prop_assert_eq!(high, capped.then(|| with(1_000_000)));
    }
}

const NESTED: &str = r#"
policy m "m"
fact a1 : money
fact b1 : money
fact c1 : money
award a "A" cites 1
  pays a1
award b "B" cites 2
  pays b1
award c "C" cites 3
  pays c1
group all "All" cites 4
  members a, b, c
  together at most 4m
group three "Three" cites 5
  members a, b
  together at most 3m
"#;

#[test]
fn an_outer_limit_counts_what_the_inner_one_leaves() {
    let plan = plan(NESTED);
    let decision = decided(&plan, r#""a1":2000000,"b1":2000000,"c1":3000000"#);
    let paid = amounts(&plan, &decision);
    assert_eq!(paid.into_values().collect::<Vec<_>>(), [2_000_000, 1_000_000, 1_000_000]);
    assert_eq!(total(&decision), bounds(4_000_000, 4_000_000));
}

#[test]
fn only_the_limit_that_binds_is_named() {
    let plan = plan(NESTED);
    let told = |facts: &str| {
        let mut sources = Sources::new();
        let file = sources.add("facts.json", format!(r#"{{"as_of":"2024-06-01","facts":{{{facts}}}}}"#));
        let parsed = json::parse(&sources, file).unwrap();
        let inputs = &facts::read(&parsed, &[&plan]).unwrap().parts[0].1.clone();
        let decision = evaluate(&plan, inputs).unwrap();
        let explanation = Explanation::new(&plan, inputs, &decision, Lang::En);
        plan.awards.ids().map(|award| explanation.calculation(award).join("; ")).collect::<Vec<_>>()
    };
    let inner = told(r#""a1":2000000,"b1":2000000,"c1":0"#);
    assert!(inner[1].contains("group \"Three\" leaves 1,000,000"), "{}", inner[1]);
    let outer = told(r#""a1":2000000,"b1":500000,"c1":3000000"#);
    assert!(outer[2].contains("group \"All\" leaves 1,500,000"), "{}", outer[2]);
    assert!(!outer[1].contains("group"), "{}", outer[1]);
}

#[test]
fn a_total_with_missing_facts_is_that_of_the_group() {
    let rules = r#"
policy a "A"
fact v : money
award x "x" cites 一
  pays v, max 100k
award y "y" cites 二
  pays 100k
group g "g" cites 三
  members x, y
  together at most 100k
"#;
    assert_eq!(total(&decided(&plan(rules), "")), bounds(100_000, 100_000));
    let decided_by_an_official = rules
        .replace("pays v, max 100k", "decided from 100k to 500k")
        .replace("together at most 100k", "together at most 300k");
    assert_eq!(total(&decided(&plan(&decided_by_an_official), "")), bounds(200_000, 300_000));
}

#[test]
fn one_fact_in_two_places_of_an_amount_counts_once() {
    let rules = r#"
policy a "A"
fact v : money
  range 0 to 10m
award x "x" cites 一
  pays 40% of v
  minus 10% of v
"#;
    assert_eq!(total(&decided(&plan(rules), "")), bounds(0, 3_000_000));
}
