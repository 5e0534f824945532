//! The examples of rule files: facts and outcomes in the language itself, run like cases.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Words, cases, in_order};
use crate::evaluate::jointly;
use crate::facts::Inputs;
use crate::facts::lookup::{self, Found, listed};
use crate::facts::unknown::{ambiguous, unknown_award};
use crate::money::Rational;
use crate::plan::{AwardId, Plan};
use crate::program::{Example, Program};
use crate::source::Span;
use crate::syntax::ast::{Expr, Name, OutcomeWord, Then};

use super::compare;
use super::expect::{Expected, ExpectedAward, ExpectedTotal, Figures};
use super::literal::Literal;
use super::{CaseResult, Verdict, given};

/// What is wrong with the examples of a policy, without running them.
pub fn check_examples(plan: &Plan, program: &Program) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for example in &program.examples {
        found.extend(read(plan, example).err().unwrap_or_default());
    }
    in_order(found)
}

/// Runs one example of a policy.
pub fn run_example(plan: &Plan, example: &Example) -> CaseResult {
    let verdict = match read(plan, example) {
        Err(findings) => Verdict::Bad(in_order(findings)),
        Ok((inputs, expected)) => match jointly(&[(plan, inputs)]) {
            Ok(decided) => compare::verdict(&expected, &decided, false),
            Err(findings) => Verdict::Bad(findings),
        },
    };
    CaseResult { name: example.title.clone(), at: example.span, verdict }
}

fn read(plan: &Plan, example: &Example) -> Result<(Inputs, Expected), Vec<Diagnostic>> {
    let mut found = Vec::new();
    let inputs = given::inputs(plan, example, &mut found);
    let expected = expected(plan, &example.then, &mut found);
    if found.is_empty() { Ok((inputs, expected)) } else { Err(found) }
}

fn expected(plan: &Plan, then: &[(Then, Span)], found: &mut Vec<Diagnostic>) -> Expected {
    let mut expected = Expected::default();
    for (then, _) in then {
        match then {
            Then::Pays { award: award_at, amount } => {
                let id = self::award(plan, award_at, found);
                let paid = money(plan, &award_at.text, amount, found);
                if let (Some(award), Some(paid)) = (id, paid) {
                    let figures = vec![(award_at.span, Figures::Awarded(paid))];
                    expected.awards.push(ExpectedAward { part: 0, award, figures });
                }
            }
            // Without a year `undetermined` may be said of either; awards and targets share one namespace.
            Then::Outcome { award: target, outcome: OutcomeWord::Undetermined, low: None, high: None }
                if super::targets::is_target(plan, &target.text) =>
            {
                expected.targets.extend(super::targets::of_example(plan, target, None, None, found));
            }
            Then::Outcome { award, outcome, low, high } => {
                let mut figures = vec![(award.span, Figures::Outcome(word(*outcome).to_owned()))];
                if let Some(low) = low {
                    let low_amount = money(plan, &award.text, low, found);
                    figures.extend(low_amount.map(|amount| (low.span, Figures::Min(Some(amount)))));
                }
                if let Some(high) = high {
                    let high_amount = money(plan, &award.text, high, found);
                    figures.extend(high_amount.map(|amount| (high.span, Figures::Max(Some(amount)))));
                }
                if let Some(award) = self::award(plan, award, found) {
                    expected.awards.push(ExpectedAward { part: 0, award, figures });
                }
            }
            Then::Target { target, met, year } => {
                expected.targets.extend(super::targets::of_example(plan, target, *met, *year, found));
            }
            Then::Total(total) => {
                let amount = money(plan, "total", total, found);
                expected.total.extend(amount.map(|amount| (total.span, ExpectedTotal::Exactly(amount))));
            }
        }
    }
    expected
}

/// The award of a name or title.
pub(super) fn award(plan: &Plan, name: &Name, found: &mut Vec<Diagnostic>) -> Option<AwardId> {
    match lookup::awards(plan).find(&name.text) {
        Found::One(award) => Some(award),
        Found::Several(several) => {
            let ids: BTreeSet<&str> =
                several.iter().map(|&award| plan.awards.at(award).id.as_str()).collect();
            found.push(ambiguous(&name.text, listed(ids), name.span));
            None
        }
        Found::None => {
            found.push(unknown_award(&name.text, &[plan], name.span));
            None
        }
    }
}

/// An amount of the policy's currency.
pub(super) fn money(
    plan: &Plan,
    subject: &str,
    amount: &Expr,
    found: &mut Vec<Diagnostic>,
) -> Option<Rational> {
    let literal = Literal::of(amount);
    let currency = Words::new(format!("金额({})", plan.currency), format!("money ({})", plan.currency));
    let measure = crate::program::Measure::plain(crate::program::Dimension::Money(plan.currency));
    match &literal {
        Literal::Number(figure) if figure.fits(&measure) && !figure.value.is_negative() => Some(figure.value),
        Literal::Number(_)
        | Literal::Date(_)
        | Literal::Text(_)
        | Literal::Bool(_)
        | Literal::Name(_)
        | Literal::Formula => {
            found.push(
                Diagnostic::new(&cases::WRONG_GIVEN, amount.span)
                    .arg("subject", subject)
                    .arg("expected", currency)
                    .arg("found", literal.words())
                    .arg("example", "40万元"),
            );
            None
        }
    }
}

const fn word(outcome: OutcomeWord) -> &'static str {
    match outcome {
        OutcomeWord::Awarded => "awarded",
        OutcomeWord::NotEligible => "not_eligible",
        OutcomeWord::Displaced => "displaced",
        OutcomeWord::Exhausted => "exhausted",
        OutcomeWord::UpTo => "up_to",
        OutcomeWord::Entitled => "entitled",
        OutcomeWord::Undetermined => "undetermined",
        OutcomeWord::NotInForce => "not_in_force",
    }
}
