//! Explanation: a decision in people's words. It reads the values an evaluation left; it never evaluates.

mod asked;
mod brackets;
mod calculation;
mod calendar;
mod formula;
mod layout;
mod leaves;
mod order;
mod payout;
mod phrase;
mod population;
mod reader;
mod reasons;
mod score;
mod stacking;
mod table;
mod targets;
mod text;
mod versions;
mod words;
mod years;

#[cfg(test)]
mod tests;

pub use asked::asked;
pub use layout::table;
pub use text::Layout;

use crate::diagnostic::Lang;
use crate::evaluate::{Decision, Missing, Outcome};
use crate::facts::Inputs;
use crate::plan::{AwardId, Known, NodeId, Plan};

use reader::{Level, Reader};

/// A condition or an amount of the applicant's level in words: `小微企业托管数 ≥ 100`.
pub fn phrase(plan: &Plan, node: NodeId, lang: Lang) -> String {
    phrase::phrase(&Reader { plan, trace: None, lang }, Level::Applicant, node)
}

/// That amounts are before funds, where one that holds only so much for all is to pay some of them.
pub fn before_funds(plan: &Plan, decision: &Decision, lang: Lang) -> Option<String> {
    population::before_funds(plan, &decision.awards, lang)
}

/// A decision, with what it was decided by and from.
#[derive(Clone, Copy, Debug)]
pub struct Explanation<'a> {
    plan: &'a Plan,
    inputs: &'a Inputs,
    decision: &'a Decision,
    lang: Lang,
}

impl<'a> Explanation<'a> {
    /// The explanation of `decision`, which `plan` gave for `inputs`.
    pub fn new(plan: &'a Plan, inputs: &'a Inputs, decision: &'a Decision, lang: Lang) -> Explanation<'a> {
        Explanation { plan, inputs, decision, lang }
    }

    fn reader(&self) -> Reader<'a> {
        Reader { plan: self.plan, trace: Some(&self.decision.trace), lang: self.lang }
    }

    /// Why an award is not paid or not decided; empty for one that is paid.
    pub fn reasons(&self, award: AwardId) -> Vec<String> {
        match self.decision.awards.get(award) {
            Some(outcome) => reasons::reasons(&self.reader(), self.inputs, award, outcome),
            None => Vec::new(),
        }
    }

    /// How an award's amount came about, line by line; empty for one that is not paid.
    pub fn calculation(&self, award: AwardId) -> Vec<String> {
        match self.decision.awards.get(award) {
            Some(Outcome::Awarded(_) | Outcome::UpTo(_)) => calculation::calculation(&self.reader(), award),
            Some(_) | None => Vec::new(),
        }
    }

    /// A missing fact, by label and name.
    pub fn missing(&self, missing: &Missing) -> String {
        reasons::missing_words(&self.reader(), self.inputs.year, missing)
    }

    /// What was taken for granted: defaults, no history, a date that the text does not state.
    pub fn assumptions(&self) -> Vec<String> {
        let mut assumptions = self.taken_for_granted();
        let validity = self.plan.in_force;
        if validity.from.is_none() || validity.until.is_none() {
            let words = match (validity.from.is_none(), validity.until.is_none()) {
                (true, true) => {
                    words::pick(self.lang, "文本未载明施行和截止日期", "the text states no dates of validity")
                }
                (true, false) => words::pick(self.lang, "文本未载明施行日期", "the text states no first day"),
                (false, _) => words::pick(self.lang, "文本未载明截止日期", "the text states no last day"),
            };
            assumptions.push(words.to_owned());
        }
        assumptions
    }

    /// Defaults and a history not given.
    fn taken_for_granted(&self) -> Vec<String> {
        let mut assumptions = Vec::new();
        let mut elsewhere = false;
        for &id in &self.inputs.defaulted {
            let Some(input) = self.plan.inputs.get(id) else { continue };
            if input.elsewhere().is_some() {
                elsewhere = true;
                continue;
            }
            let title = words::title(self.lang, &input.name, input.label.as_deref());
            let value = self.inputs.values.get(id).map_or_else(String::new, |value| self.known(id, value));
            assumptions.push(match self.lang {
                Lang::Zh => format!("{title}未给出，按默认值 {value}"),
                Lang::En => format!("{title} not given, default {value} taken"),
            });
        }
        if elsewhere {
            let words = words::pick(
                self.lang,
                "未给出从其他政策已得的金额，按没有处理",
                "nothing given as received elsewhere: taken as nothing",
            );
            assumptions.push(words.to_owned());
        }
        if self.inputs.history.is_none() {
            let words = words::pick(
                self.lang,
                "未给出以前的支付记录，按没有处理",
                "no history given: taken as nothing paid before",
            );
            assumptions.push(words.to_owned());
        }
        assumptions.extend(before_funds(self.plan, self.decision, self.lang));
        assumptions
    }

    /// The report for a person.
    pub fn report(&self, layout: Layout) -> String {
        text::report(self, layout)
    }

    /// A value of an input in words.
    fn known(&self, id: crate::plan::InputId, value: &Known) -> String {
        use crate::plan::InputType;
        let reader = self.reader();
        let ty = self.plan.inputs.get(id).map(|input| &input.ty);
        let choices = match ty {
            Some(InputType::Enum(choices) | InputType::Set(choices)) => choices.as_slice(),
            Some(
                InputType::Number(_)
                | InputType::Bool
                | InputType::Date
                | InputType::Text
                | InputType::List { .. },
            )
            | None => &[],
        };
        let none = words::pick(self.lang, "无", "none");
        let members = |bits: u64| {
            let members = reader.members(choices, bits);
            if members.is_empty() {
                none.to_owned()
            } else {
                members.join(words::pick(self.lang, "、", ", "))
            }
        };
        match value {
            Known::Unknown => reader.unknown().to_owned(),
            Known::Absent => none.to_owned(),
            Known::Number(number) => match ty {
                Some(InputType::Number(measure)) => {
                    words::number(*number, measure, reader.decimals(), self.lang)
                }
                _ => number.to_shortest(),
            },
            Known::Bool(true) => words::pick(self.lang, "是", "yes").to_owned(),
            Known::Bool(false) => words::pick(self.lang, "否", "no").to_owned(),
            Known::Enum(at) => {
                members(u32::try_from(*at).ok().and_then(|at| 1_u64.checked_shl(at)).unwrap_or(0))
            }
            Known::Set(bits) => members(*bits),
            Known::Date(date) => date.to_string(),
            Known::Text(text) => words::quoted(self.lang, text),
            Known::List(items) => match self.lang {
                Lang::Zh => format!("{} 项", items.len()),
                Lang::En => format!("{} items", items.len()),
            },
        }
    }
}
