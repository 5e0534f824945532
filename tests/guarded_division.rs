//! Quotients that are needed only where a condition keeps the divisor from zero, against a model in whole yuan.

use ipcalc::compile::compile;
use ipcalc::evaluate::{Outcome, evaluate};
use ipcalc::facts::{self, json};
use ipcalc::money::Rational;
use ipcalc::plan::Plan;
use ipcalc::source::Sources;
use proptest::prelude::*;

fn compiled(rules: &str) -> Result<Plan, Vec<&'static str>> {
    let mut sources = Sources::new();
    let file = sources.add("rules.rules", rules);
    let compiled = compile(&sources, &[file]);
    compiled.plan.ok_or_else(|| compiled.diagnostics.iter().map(|found| found.entry.code).collect())
}

const HEAD: &str = "policy p \"P\"\n  rounding down to 1\nfact x : money\nfact y : money\nfact n : count\nfact ok : bool\n\
    fact r : optional money by year\n";

/// Award lines, and whether they prove that the divisor is above zero.
const FORMS: &[(&str, bool)] = &[
    ("  where y > 0\n  pays 100 × (x / y)", true),
    ("  where y >= 2\n  pays 100 × (x / y)", true),
    ("  where not (y = 0)\n  pays 100 × (x / y)", true),
    ("  where ok and y >= 0.01\n  pays 100 × (x / y)", true),
    ("  where (ok and y > 1) or (y > 2)\n  pays 100 × (x / y)", true),
    ("  where x / y >= 1/2\n  pays 100 × (x / y)", true),
    ("  pays 100 × (x / y) where y > 0 else 7", true),
    ("  pays 7 where y = 0 else 100 × (x / y)", true),
    ("  where y > 0\n  pays 100 × (x / (y + x))", true),
    ("  where r has a base\n  pays 7 for each full 1% of growth of r", true),
    ("  where growth of r >= 1% and r has a base\n  pays 7 for each full 1% of growth of r", true),
    ("  pays 100 × (x / y)", false),
    ("  where y >= 0\n  pays 100 × (x / y)", false),
    ("  where y > 0 or ok\n  pays 100 × (x / y)", false),
    ("  where not (y > 0)\n  pays 100 × (x / y)", false),
    ("  where x > 0\n  pays 100 × (x / y)", false),
    ("  pays 100 × (x / y) where x > 0 else 7", false),
    ("  pays 7 where y > 0 else 100 × (x / y)", false),
    ("  where y > 0\n  pays 100 × (x / (y - x))", false),
];

#[test]
fn a_condition_before_a_quotient_proves_its_divisor() {
    for (lines, proved) in FORMS {
        let found = compiled(&format!("{HEAD}award a \"A\" cites 1\n{lines}\n"));
        match found {
            Ok(_) => assert!(proved, "{lines}"),
            Err(codes) => assert!(!proved && codes.contains(&"E0602"), "{lines}: {codes:?}"),
        }
    }
}

thread_local! {
    static PLAN: Plan = compiled(&format!(
        "{HEAD}award a \"A\" cites 1\n  where y > 0\n  pays 100 × (x / y)\n\
         award b \"B\" cites 2\n  pays 7 where y = 0 else 100 × (x / y)\n\
         award c \"C\" cites 3\n  where r has a base\n  pays 7 for each full 1% of growth of r\n"
    )).unwrap();
}

fn amount(outcome: &Outcome) -> Option<i128> {
    match outcome {
        Outcome::Awarded(amount) => amount.to_whole(),
        Outcome::NotEligible => Some(0),
        _ => None,
    }
}

proptest! {
    #[test]
    fn quotients_are_those_of_the_model(x in 0..300_i128, y in prop_oneof![Just(0_i128), 1..5_i128, Just(100_000)], now in 0..500_i128, before in prop_oneof![Just(None), Just(Some(0_i128)), (1..5_i128).prop_map(Some), (90..110_i128).prop_map(Some)]) {
        let last = before.map_or("\"none\"".to_owned(), |before| before.to_string());
        let text = format!(
            r#"{{"as_of":"2024-06-01","facts":{{"x":{x},"y":{y},"n":1,"ok":true,"r":{{"2024":{now},"2023":{last}}}}}}}"#
        );
        PLAN.with(|plan| {
            let mut sources = Sources::new();
            let file = sources.add("facts.json", text);
            let parsed = json::parse(&sources, file).unwrap();
            let decision = evaluate(plan, &facts::read(&parsed, &[plan]).unwrap().parts[0].1).unwrap();
            let paid: Vec<Option<i128>> = decision.awards.iter().map(amount).collect();
            let quotient = (100 * x).checked_div(y);
            let growth = before.filter(|before| *before > 0).map_or(0, |before| 7 * ((now - before) * 100).div_euclid(before).max(0));
            prop_assert_eq!(paid, vec![Some(quotient.unwrap_or(0)), Some(quotient.unwrap_or(7)), Some(growth)]);
            prop_assert_eq!(decision.total.high.map(Rational::is_whole), Some(true));
            Ok(())
        })?;
    }
}
