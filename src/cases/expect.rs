//! What a case expects, read from JSON and checked against the awards there are.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Words, cases, facts};
use crate::facts::check::spaced;
use crate::facts::json::{Json, Kind, Member, shown};
use crate::facts::lookup::{self, Found, did_you_mean, listed};
use crate::facts::unknown::{ambiguous, enough, one_of, unknown_award, unknown_key, unknown_policy};
use crate::facts::{Figure, wrong_kind};
use crate::money::{Rational, parse_decimal};
use crate::plan::{AwardId, Plan};
use crate::program::{Dimension, Measure};
use crate::source::Span;

use super::targets::{self, ExpectedTarget};

/// The words of the outcomes.
pub(super) const OUTCOMES: &[&str] = &[
    "awarded",
    "not_eligible",
    "displaced",
    "exhausted",
    "up_to",
    "entitled",
    "undetermined",
    "not_in_force",
];

/// What a case expects.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Expected {
    /// Of awards, each by its policy's place among those evaluated.
    pub awards: Vec<ExpectedAward>,
    /// Of indicators.
    pub targets: Vec<ExpectedTarget>,
    /// Of the total.
    pub total: Vec<(Span, ExpectedTotal)>,
}

/// What is expected of one award.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct ExpectedAward {
    /// The place of its policy.
    pub part: usize,
    /// The award.
    pub award: AwardId,
    /// Each thing to compare with the place where it is expected.
    pub figures: Vec<(Span, Figures)>,
}

/// One thing to compare.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Figures {
    /// The outcome's word.
    Outcome(String),
    /// The outcome is `awarded`, with this amount.
    Awarded(Rational),
    /// The amount, `None` for none.
    Amount(Option<Rational>),
    /// The lowest amount, `None` for none.
    Min(Option<Rational>),
    /// The highest amount, `None` for none.
    Max(Option<Rational>),
    /// The missing facts, in any order.
    Missing(BTreeSet<String>),
    /// What takes its place, `None` for nothing.
    By(Option<String>),
}

/// One thing to compare of the total.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum ExpectedTotal {
    /// It is exactly this.
    Exactly(Rational),
    /// The lowest sum.
    Min(Rational),
    /// The highest sum, `None` where nothing bounds it.
    Max(Option<Rational>),
}

const EXAMPLE: &str = "{\"total\": \"400000.00\", \"awards\": {\"operation_centre\": \"400000.00\"}}";
const AWARD_KEYS: &[&str] = &["outcome", "amount", "min", "max", "missing", "by"];

/// Reads the `expect` of a case.
pub(super) fn read(case: &Json, name: &str, plans: &[&Plan], found: &mut Vec<Diagnostic>) -> Expected {
    let mut expected = Expected::default();
    let Some(expect) = case.get("expect") else {
        // What is no object at all is told by the facts reader.
        if case.members().is_some() {
            found.push(
                Diagnostic::new(&cases::LACKS_EXPECT, case.span)
                    .arg("name", shown(name))
                    .arg("example", EXAMPLE),
            );
        }
        return expected;
    };
    let reader = Reader { plans };
    for member in object(expect, "expect", EXAMPLE, found) {
        match member.key.as_deref() {
            None => {}
            Some("total") => reader.total(&member.value, &mut expected, found),
            Some("awards") => {
                for award in
                    object(&member.value, "expect.awards", "{\"operation_centre\": \"400000.00\"}", found)
                {
                    if enough(found) {
                        break;
                    }
                    expected.awards.extend(reader.award(award, found));
                }
            }
            Some("targets") => {
                let example = "{\"valid_patents\": {\"2021\": \"met\"}}";
                for target in object(&member.value, "expect.targets", example, found) {
                    if enough(found) {
                        break;
                    }
                    expected.targets.extend(targets::read(target, plans, found));
                }
            }
            Some(key) => {
                let advice = did_you_mean(key, ["total", "awards", "targets"]);
                let advice = advice.unwrap_or_else(|| {
                    one_of(Words::new("total、awards、targets", "total, awards, targets"))
                });
                found.push(unknown_key(Words::new("expect ", "expect"), key, advice, member.key_span));
            }
        }
    }
    expected
}

fn object<'j>(json: &'j Json, subject: &str, example: &str, found: &mut Vec<Diagnostic>) -> &'j [Member] {
    json.members().unwrap_or_else(|| {
        found.push(
            Diagnostic::new(&facts::NOT_AN_OBJECT, json.span)
                .arg("subject", subject)
                .arg("found", json.words())
                .arg("example", example),
        );
        &[]
    })
}

struct Reader<'a, 'p> {
    plans: &'a [&'p Plan],
}

impl Reader<'_, '_> {
    /// An amount, a number or a text with or without a unit.
    fn amount(&self, subject: &str, json: &Json, found: &mut Vec<Diagnostic>) -> Option<Rational> {
        let amount = match &json.kind {
            Kind::Number(text) => parse_decimal(text).ok(),
            Kind::Text(text) => self.amount_of(text),
            Kind::Null | Kind::Bool(_) | Kind::BrokenText | Kind::Array(_) | Kind::Object(_) => None,
        };
        if amount.is_none() && json.kind != Kind::BrokenText {
            found.push(wrong_kind(subject, Words::new("金额", "an amount"), json, "\"400000.00\""));
        }
        amount
    }

    fn amount_of(&self, text: &str) -> Option<Rational> {
        let figure = Figure::parse(text).ok()?;
        let fits = |plan: &&Plan| figure.fits(&Measure::plain(Dimension::Money(plan.currency)));
        self.plans.iter().any(fits).then_some(figure.value)
    }

    /// An amount, or `null` for none; the outer `None` when it is neither.
    #[expect(clippy::option_option, reason = "null is an answer")]
    fn amount_or_none(
        &self,
        subject: &str,
        json: &Json,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Option<Rational>> {
        if json.kind == Kind::Null { Some(None) } else { self.amount(subject, json, found).map(Some) }
    }

    fn total(&self, json: &Json, expected: &mut Expected, found: &mut Vec<Diagnostic>) {
        let Some(members) = json.members() else {
            let exactly = self.amount("expect.total", json, found);
            expected.total.extend(exactly.map(|amount| (json.span, ExpectedTotal::Exactly(amount))));
            return;
        };
        for member in members {
            let at = member.value.span;
            match member.key.as_deref() {
                None => {}
                Some("min") => {
                    let amount = self.amount("expect.total.min", &member.value, found);
                    expected.total.extend(amount.map(|amount| (at, ExpectedTotal::Min(amount))));
                }
                Some("max") => {
                    let amount = self.amount_or_none("expect.total.max", &member.value, found);
                    expected.total.extend(amount.map(|amount| (at, ExpectedTotal::Max(amount))));
                }
                Some(key) => {
                    let advice = one_of(Words::new("min、max", "min, max"));
                    let place = Words::new("expect.total ", "expect.total");
                    found.push(unknown_key(place, key, advice, member.key_span));
                }
            }
        }
    }

    fn award(&self, member: &Member, found: &mut Vec<Diagnostic>) -> Option<ExpectedAward> {
        let key = member.key.as_deref()?;
        let (part, award) = self.find(key, member.key_span, found)?;
        let json = &member.value;
        let figures = match &json.kind {
            Kind::Text(text) if OUTCOMES.contains(&text.as_str()) => {
                vec![(json.span, Figures::Outcome(text.clone()))]
            }
            Kind::Text(text) => match self.amount_of(text) {
                Some(amount) => vec![(json.span, Figures::Awarded(amount))],
                None => {
                    found.push(unknown_outcome(key, text, json.span));
                    return None;
                }
            },
            Kind::Object(members) => {
                members.iter().filter_map(|member| self.figure(key, member, found)).collect()
            }
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::BrokenText | Kind::Array(_) => {
                vec![(
                    json.span,
                    Figures::Awarded(self.amount(&format!("expect.awards.{key}"), json, found)?),
                )]
            }
        };
        Some(ExpectedAward { part, award, figures })
    }

    fn figure(&self, award: &str, member: &Member, found: &mut Vec<Diagnostic>) -> Option<(Span, Figures)> {
        let key = member.key.as_deref()?;
        let json = &member.value;
        let subject = format!("expect.awards.{award}.{key}");
        let figure = match key {
            "outcome" => match json.text() {
                Some(word) if OUTCOMES.contains(&word) => Figures::Outcome(word.to_owned()),
                Some(word) => {
                    found.push(unknown_outcome(award, word, json.span));
                    return None;
                }
                None => {
                    found.push(wrong_kind(
                        &subject,
                        Words::new("结果词(文字)", "an outcome (a text)"),
                        json,
                        "\"awarded\"",
                    ));
                    return None;
                }
            },
            "amount" => Figures::Amount(self.amount_or_none(&subject, json, found)?),
            "min" => Figures::Min(self.amount_or_none(&subject, json, found)?),
            "max" => Figures::Max(self.amount_or_none(&subject, json, found)?),
            "missing" => {
                let names: Option<BTreeSet<String>> = json
                    .elements()
                    .and_then(|all| all.iter().map(|one| one.text().map(str::to_owned)).collect());
                let Some(names) = names else {
                    let expected = Words::new("事实名的数组", "an array of facts' names");
                    found.push(wrong_kind(&subject, expected, json, "[\"pledge_loans[2].repaid\"]"));
                    return None;
                };
                Figures::Missing(names)
            }
            "by" => match &json.kind {
                Kind::Null => Figures::By(None),
                Kind::Text(by) => Figures::By(Some(by.clone())),
                Kind::Bool(_) | Kind::Number(_) | Kind::BrokenText | Kind::Array(_) | Kind::Object(_) => {
                    let expected = Words::new("奖励的 id(文字)", "an award's id (a text)");
                    found.push(wrong_kind(&subject, expected, json, "\"operation_centre\""));
                    return None;
                }
            },
            _ => {
                let advice = did_you_mean(key, AWARD_KEYS.iter().copied())
                    .unwrap_or_else(|| one_of(listed(AWARD_KEYS.iter().copied())));
                let place = Words::new(format!("expect.awards.{award} "), format!("expect.awards.{award}"));
                found.push(unknown_key(place, key, advice, member.key_span));
                return None;
            }
        };
        Some((json.span, figure))
    }

    /// An award by id or title, with its policy where several are evaluated.
    fn find(&self, key: &str, at: Span, found: &mut Vec<Diagnostic>) -> Option<(usize, AwardId)> {
        let (policy, id) = match key.split_once('/') {
            Some((policy, id)) => (Some(policy), id),
            None => (None, key),
        };
        let parts = self.plans.iter().enumerate();
        let among: Vec<(usize, &Plan)> = parts
            .filter(|(_, plan)| policy.is_none_or(|policy| plan.policy == policy))
            .map(|(at, plan)| (at, *plan))
            .collect();
        if let (Some(policy), true) = (policy, among.is_empty()) {
            found.push(unknown_policy(policy, at, self.plans.iter().map(|plan| plan.policy.as_str())));
            return None;
        }
        let mut hits = Vec::new();
        for (part, plan) in &among {
            match lookup::awards(plan).find(id) {
                Found::One(award) => hits.push((*part, award)),
                Found::Several(several) => hits.extend(several.into_iter().map(|award| (*part, award))),
                Found::None => {}
            }
        }
        match hits.as_slice() {
            &[hit] => Some(hit),
            [] => {
                let plans: Vec<&Plan> = among.iter().map(|(_, plan)| *plan).collect();
                found.push(unknown_award(id, &plans, at));
                None
            }
            _ => {
                let names: Vec<String> = hits
                    .iter()
                    .filter_map(|(part, award)| {
                        let plan = self.plans.get(*part)?;
                        Some(format!("{}/{}", plan.policy, plan.awards.at(*award).id))
                    })
                    .collect();
                found.push(ambiguous(key, listed(names.iter().map(String::as_str)), at));
                None
            }
        }
    }
}

fn unknown_outcome(award: &str, text: &str, at: Span) -> Diagnostic {
    Diagnostic::new(&cases::UNKNOWN_OUTCOME, at)
        .arg("subject", award)
        .arg("text", shown(text))
        .arg("advice", spaced(did_you_mean(text, OUTCOMES.iter().copied())))
        .arg("words", listed(OUTCOMES.iter().copied()))
}
