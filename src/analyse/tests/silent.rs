//! Near misses: rules that look doubtful and are not, of which nothing is said.

use super::codes;

const SILENT: &[&str] = &[
    // A fact that only a quota, an earmark, a limit or an intermediate value uses.
    "fact picked : count\naward a \"A\" cites 1\n  pays 10k\n  quota 10 per year, counted in picked",
    "fact centre : bool\naward a \"A\" cites 1\n  pays 10k\n  earmark 50% for \"centre\" where centre",
    "fact base : money\nlet half = 50% of base\naward a \"A\" cites 1\n  pays half",
    "fact base : money\naward a \"A\" cites 1\n  pays 10% of sales\n  max base",
    // A fact by year of which only another year counts.
    "fact revenue : optional money by year\naward a \"A\" cites 1\n  where revenue last year >= 1m\n  pays 10k",
    "fact revenue : optional money by year\naward a \"A\" cites 1\n  where revenue last year has a base and growth of revenue last year >= 10%\n  pays 10k",
    // Conditions that touch, but do not contradict.
    "award a \"A\" cites 1\n  where pieces >= 10\n  where pieces <= 10\n  pays 10k",
    "award a \"A\" cites 1\n  where level > 4\n  pays 10k",
    "award a \"A\" cites 1\n  where level >= 1\n  pays 10k",
    "award a \"A\" cites 1\n  each loan in loans where loan.months >= 12 and loan.months <= 12\n  pays 50% of loan.interest",
    // One item cannot be both, but two items can.
    "award a \"A\" cites 1\n  where (count of loan in loans where loan.months > 12) >= 1\n  where (count of loan in loans where loan.months < 12) >= 1\n  pays 10k",
    "award a \"A\" cites 1\n  pays 20k\n  minus 10k",
    // An absent value satisfies no comparison.
    "fact certified_on : optional date\naward a \"A\" cites 1\n  where certified_on >= 2020-01-01 or certified_on < 2020-01-01\n  pays 10k",
    // Written as one: neither half is told by itself.
    "award a \"A\" cites 1\n  where level between 0 and 4\n  pays 10k",
    // Steps: each counts for somebody.
    "ladder a \"A\" cites 1\n  step 100k where level >= 2\n  step 50k where level >= 1\n  highest step only",
    "ladder a \"A\" cites 1\n  step 50k where held has provincial\n  step 50k where held has national\n  highest step only",
    "ladder a \"A\" cites 1\n  step 50k where level >= 2\n  step 100k where level >= 1\n  steps add up",
    // Arms: each is reached, and nobody falls between.
    "award a \"A\" cites 1\n  pays 200k where level >= 3 else 100k where level >= 1 else 5k",
    "award a \"A\" cites 1\n  pays 50k where pieces < 100 else 100k where pieces >= 100",
    "award a \"A\" cites 1\n  where sales >= 2m\n  pays 3% of sales where sales >= 8m else 2% of sales where sales >= 2m",
    // A single arm is a condition; a line without its arm does not apply.
    "award a \"A\" cites 1\n  pays 50k where big",
    "award a \"A\" cites 1\n  pays 50k\n  plus 30k where big else 10k where level > 2",
    // Limits that history makes bind.
    "award a \"A\" cites 1\n  pays 50k, max 50k per year",
    "award a \"A\" cites 1\n  pays 50k, max 100k in all",
    "award a \"A\" cites 1\n  pays 5% of sales, max 300k per year, max 500k in all",
    "award a \"A\" cites 1\n  pays 5% of sales\n  max 300k where big\n  max 500k",
    "award a \"A\" cites 1\n  each loan in loans\n  pays 5% of loan.interest\n  max 60k per item\n  max 50k per year",
    // Between the two limits something is added.
    "award a \"A\" cites 1\n  pays 5% of sales, max 500k\n  plus 10k where big\n  max 300k",
    // What rounding lifts is held back by the limit.
    "award a \"A\" cites 1\n  pays 1000.005 CNY, max 1000.005 CNY",
    // Minimum below the limit, and before it.
    "award a \"A\" cites 1\n  pays 5% of sales\n  at least 10k\n  max 50k",
    "award a \"A\" cites 1\n  pays 5% of sales\n  at least 10k\n  max 500k per year",
    // Members that win and lose.
    "award a \"A\" cites 1\n  where big\n  pays 100k\naward b \"B\" cites 2\n  where level > 3\n  pays 50k\ngroup g \"G\" cites 3\n  members a, b\n  pays the highest",
    "award a \"A\" cites 1\n  where big\n  pays 100k\naward b \"B\" cites 2\n  where level > 3\n  pays 50k\ngroup g \"G\" cites 3\n  members a, b\n  together at most 140k",
    // A once-only member can be used up, and then the other wins.
    "award a \"A\" cites 1\n  once\n  pays 100k\naward b \"B\" cites 2\n  where big\n  pays 50k\ngroup g \"G\" cites 3\n  members a, b\n  pays the highest",
    "award a \"A\" cites 1\n  once\n  pays 5% of sales, max 50k",
    // No drop: the amount above the threshold continues.
    "award a \"A\" cites 1\n  pays 5% of sales where sales <= 1m else 50k + 3% of sales above 1m",
    "award a \"A\" cites 1\n  pays 3% of sales where sales >= 8m else 2% of sales",
    // More of what is not paid for is no cliff.
    "award a \"A\" cites 1\n  where pieces < 300\n  pays 50k",
    // What another award pays depends on history.
    "award a \"A\" cites 1\n  pays 100k, max 100k per year\naward b \"B\" cites 2\n  where a < 100k\n  pays 50k",
];

#[test]
fn near_misses_are_silent() {
    for rules in SILENT {
        assert_eq!(codes(rules), [], "{rules}");
    }
}
