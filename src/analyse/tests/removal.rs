//! Random small policies: what is said never to happen happens for nobody, and what is said to change nothing
//! can be taken out of the text without changing any result.

use proptest::prelude::*;

use crate::arena::Id as _;
use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Lang};
use crate::evaluate::{Outcome, Scratch, amounts};
use crate::facts::{Inputs, Payment};
use crate::money::parse_decimal;
use crate::plan::{AwardId, Known, Plan};
use crate::source::Sources;

use super::{compiled, findings_of};

/// Numbers that random choices are taken from.
struct Choices<'c>(std::iter::Cycle<std::slice::Iter<'c, u16>>);

impl Choices<'_> {
    fn below(&mut self, limit: u16) -> u16 {
        *self.0.next().unwrap() % limit
    }
    fn of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[usize::from(self.below(u16::try_from(all.len()).unwrap()))]
    }
    fn once_in(&mut self, times: u16) -> bool {
        self.below(times) == 0
    }

    fn atom(&mut self) -> String {
        let number = self.below(6);
        let sign = self.of(&[">=", "<", "=", ">", "<="]);
        match self.below(9) {
            0 => "b".into(),
            1 => "not b".into(),
            2 => "c".into(),
            3 => format!("k is {}", self.of(&["red", "green", "blue"])),
            4 | 5 => format!("n {sign} {number}"),
            6 => format!("n between {} and {number}", self.below(3)),
            7 => format!("n + n {sign} {number}"),
            _ => format!("m {sign} {number}"),
        }
    }
    fn condition(&mut self) -> String {
        match self.below(6) {
            0 => format!("{} or {}", self.atom(), self.atom()),
            1 => format!("{} and {}", self.atom(), self.atom()),
            2 => format!("at least 2 of ({}, {}, {})", self.atom(), self.atom(), self.atom()),
            3 => format!("({} or {}) and {}", self.atom(), self.atom(), self.atom()),
            _ => self.atom(),
        }
    }
    fn value(&mut self) -> String {
        let fixed = ["1 CNY", "2 CNY", "0.5 CNY"];
        match self.below(6) {
            0 => "50% of m".into(),
            1 => "m".into(),
            2 => format!("1 CNY for each of n above {}", self.below(5)),
            3 => "m up to 1".into(),
            _ => self.of(&fixed).into(),
        }
    }
    fn cases(&mut self) -> String {
        let mut text = self.value();
        if self.once_in(2) {
            return text;
        }
        for _ in 0..=self.below(3) {
            text = format!("{text} where {} else {}", self.condition(), self.value());
        }
        if self.once_in(2) { format!("{text} where {}", self.condition()) } else { text }
    }
    fn lines(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.below(4) {
            let scope = self.of(&["", "", " per year", " in all"]);
            let limit = self.of(&["0.5 CNY", "1 CNY", "2 CNY", "5 CNY", "m"]);
            let line = match self.below(7) {
                0..=2 => format!("max {limit}{scope}"),
                3 => format!("max {limit} where {} else 4 CNY", self.condition()),
                4 => format!("at least {limit}"),
                5 => format!("plus {} where {}", self.value(), self.condition()),
                _ => "minus 0.5 CNY".into(),
            };
            text.push_str(&format!("  {line}\n"));
        }
        text
    }
    fn award(&mut self, id: &str) -> String {
        let mut text = String::new();
        if self.once_in(2) {
            text.push_str(&format!("  for {}\n", self.of(&["red", "green or blue", "blue"])));
        }
        for _ in 0..self.below(3) {
            text.push_str(&format!("  where {}\n", self.condition()));
        }
        if self.once_in(4) {
            text.push_str("  once\n");
        }
        if self.once_in(3) {
            for _ in 0..2 + self.below(3) {
                text.push_str(&format!("  step {} where {}\n", self.value(), self.condition()));
            }
            let kind =
                self.of(&["highest step only", "in all, at most the highest step held", "steps add up"]);
            return format!("ladder {id} \"L\" cites 1\n{text}  {kind}\n");
        }
        format!("award {id} \"A\" cites 1\n{text}  pays {}\n{}", self.cases(), self.lines())
    }
    fn policy(&mut self) -> String {
        let mut text = format!("{FACTS}{}{}{}", self.award("a1"), self.award("a2"), self.award("a3"));
        let kind = self.of(&["pays the highest", "pays the first", "together at most 2 CNY", ""]);
        if !kind.is_empty() {
            let members = self.of(&["a1, a2", "a3, a1", "a2, a3, a1"]);
            text.push_str(&format!("group g \"G\" cites 1\n  members {members}\n  {kind}\n"));
        }
        text
    }
}

const FACTS: &str = "policy demo \"Demo\"
  currency CNY
  rounding half up to 0.01

fact k : kind of applicant, one of red, green, blue
fact b : bool
fact c : bool
fact n : count
  range 0 to 4
fact m : money
  range 0 to 3

";

fn payment(award: usize, year: i32, amount: &str) -> Payment {
    let amount = parse_decimal(amount).unwrap();
    Payment { award: AwardId::new(award), year: Some(year), date: None, item: None, step: None, amount }
}

/// Applicants on the edges, each with several histories.
fn everybody() -> Vec<Inputs> {
    let histories = [
        None,
        Some(vec![payment(0, 2020, "0.7")]),
        Some(vec![payment(0, 2019, "1"), payment(1, 2020, "1.5")]),
    ];
    let mut all = Vec::new();
    for number in 0..3 * 2 * 2 * 5 * 7 {
        let m = ["0", "0.01", "0.99", "1", "2", "2.005", "3"][number % 7];
        let (rest, n) = (number / 35, i128::try_from(number / 7 % 5).unwrap());
        let values = [
            Known::Enum(rest % 3),
            Known::Bool(rest / 3 % 2 == 0),
            Known::Bool(rest / 6 % 2 == 0),
            Known::Number(crate::money::Rational::whole(n)),
            Known::Number(parse_decimal(m).unwrap()),
        ];
        for history in &histories {
            all.push(Inputs {
                applicant: None,
                as_of: Date::new(2020, 6, 1),
                year: Some(2020),
                values: values.iter().cloned().collect(),
                defaulted: Vec::new(),
                history: history.clone(),
            });
        }
    }
    all
}

fn outcomes(plan: &Plan) -> Vec<Vec<Outcome>> {
    let mut scratch = Scratch::new();
    everybody().iter().map(|one| amounts(plan, one, &mut scratch).unwrap().outcomes.to_vec()).collect()
}

fn plan_of(text: &str) -> Plan {
    compiled(text).1.plan.unwrap()
}

fn argument(found: &Diagnostic, name: &str) -> String {
    let argument = found.args.iter().find(|(arg, _)| *arg == name);
    argument.unwrap().1.get(Lang::En).to_owned()
}

fn award(plan: &Plan, id: &str) -> usize {
    plan.awards.iter().position(|award| award.id == id).unwrap()
}

fn replaced(text: &str, found: &Diagnostic, by: &str) -> String {
    let range = found.place().unwrap().range();
    format!("{}{by}{}", &text[..range.start], &text[range.end..])
}

/// Whether the results show that a finding is true, as far as results can.
fn verify(text: &str, sources: &Sources, found: &Diagnostic) -> Result<(), TestCaseError> {
    let plan = plan_of(text);
    let all = outcomes(&plan);
    let words = sources.slice(found.place().unwrap()).to_owned();
    let context = || format!("{} {words}\n{text}", found.entry.code);
    let same_without = |by: &str| {
        let other = plan_of(&replaced(text, found, by));
        let others = outcomes(&other);
        // Displaced by whom is told differently where a group is gone.
        prop_assert_eq!(&all, &others, "{}", context());
        Ok(())
    };
    let never = |id: &str, bad: fn(&Outcome) -> bool| {
        let at = award(&plan, id);
        prop_assert!(!all.iter().any(|outcomes| bad(&outcomes[at])), "{}", context());
        Ok(())
    };
    let paid =
        |outcome: &Outcome| matches!(outcome, Outcome::Awarded(_) | Outcome::Entitled | Outcome::UpTo(_));
    let displaced = |outcome: &Outcome| matches!(outcome, Outcome::Displaced { .. });
    match found.entry.code {
        "W1004" | "W1005" | "W1006" | "W1007" => never(&argument(found, "award"), paid)?,
        "W1008" | "W1009" => {
            let holds = found.entry.code == "W1009";
            let probe = format!("{text}support zz \"Z\" cites 9\n  where {words}\n  amount elsewhere\n");
            let plan = plan_of(&probe);
            let at = award(&plan, "zz");
            for outcomes in outcomes(&plan) {
                prop_assert_eq!(outcomes[at] == Outcome::Entitled, holds, "{}", context());
            }
        }
        "W1010" | "W1011" => same_without("step 7 CNY where no")?,
        "W1012" | "W1013" => {
            let is_condition = text[..found.place().unwrap().range().start].trim_end().ends_with("where");
            same_without(if is_condition { "no" } else { "7 CNY" })?;
        }
        "W1016" | "W1017" => same_without("")?,
        "W1021" => never(&argument(found, "member"), paid)?,
        "W1022" => never(&argument(found, "member"), displaced)?,
        "W1023" => {
            for id in ["a1", "a2", "a3"] {
                never(id, displaced)?;
            }
        }
        "W1024" => same_without("")?,
        // Shown by an applicant whom the evaluator has confirmed.
        "W1014" | "W1015" | "W1018" | "W1019" | "W1020" | "W1026" | "W1060" | "W1063" => {}
        "W1001" | "W1025" => {}
        code => prop_assert!(false, "unexpected {} in\n{}", code, text),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn what_never_happens_happens_for_nobody(numbers in prop::collection::vec(any::<u16>(), 60..140)) {
        let text = Choices(numbers.iter().cycle()).policy();
        let (sources, found) = findings_of(&text);
        for one in &found {
            verify(&text, &sources, one)?;
        }
    }
}
