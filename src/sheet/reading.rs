//! What the rows of a table are read for: one plan, the forms of its numbers, other tables joined by a key.

use crate::arena::Arena;
use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Words};
use crate::facts::check::Asked;
use crate::plan::{Input, InputId, InputType, Plan};
use crate::scaled::Forms;

use super::block::Fault;
use super::filler::Filler;
use super::heading::{Heading, Meaning, Wishes};
use super::joined::{Histories, ListTable};

/// What is the same for all rows of a table.
#[derive(Debug)]
pub struct Reading<'p> {
    /// The plan.
    pub plan: &'p Plan,
    /// How its numbers are held.
    pub forms: &'p Forms,
    /// What the caller says of columns.
    pub wishes: Wishes,
    /// The date of the decision, where it is the same for all rows.
    pub as_of: Option<Date>,
    /// The year that "this year" means, where one is stated for all rows.
    pub year: Option<i32>,
    /// Lists that have a table of their own.
    pub lists: Vec<ListTable>,
    /// Earlier payments, by key.
    pub history: Option<Histories>,
    /// Rows that are to be explained.
    pub chosen: Chosen,
    /// Every row is explained: where reasons are asked for.
    pub explain_all: bool,
}

/// Rows by number or by key.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Chosen {
    /// Row numbers, as the program counts them.
    pub numbers: Vec<u64>,
    /// Keys.
    pub keys: Vec<String>,
}

impl Chosen {
    /// Whether a row is one of them.
    pub fn has(&self, number: u64, key: Option<&str>) -> bool {
        self.numbers.contains(&number) || key.is_some_and(|key| self.keys.iter().any(|known| known == key))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.keys.is_empty()
    }
}

impl<'p> Reading<'p> {
    /// Rows of lists that belong to no applicant, once all applicants are read.
    pub fn orphans(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for list in &self.lists {
            for (key, row) in list.unused() {
                let found = Diagnostic::without_place(&crate::diagnostic::sheet::NO_APPLICANT)
                    .arg("table", list.name.as_str())
                    .arg("key", crate::facts::json::shown(key));
                let table = Some(Words::same(list.name.as_str()));
                faults.push(Fault { row, name: Some(key.to_owned()), column: None, found, table });
            }
        }
        faults
    }

    /// The facts of awards that no column of a table holds, where no default stands for them.
    pub fn without_column(&self, heading: &Heading) -> Vec<&'p str> {
        let plan = self.plan;
        let held = |id: InputId| {
            let holds = |meaning: Meaning| match meaning {
                Meaning::Fact(fact) | Meaning::OfYear(fact, _) => fact == id,
                Meaning::AsOf | Meaning::Year | Meaning::Applicant | Meaning::Other | Meaning::Nameless => {
                    false
                }
            };
            heading.columns.iter().any(|column| holds(column.meaning))
                || self.lists.iter().any(|list| list.input == id)
        };
        let of_target = |input: &Input| plan.targets.all.iter().any(|target| target.id == input.name);
        let lacking = plan.inputs.iter_ids().filter(|&(id, input)| {
            input.of_year.is_none()
                && input.default.is_none()
                && !input.optional
                && !of_target(input)
                && !held(id)
        });
        lacking.map(|(_, input)| input.title()).collect()
    }

    /// Whether a key tells applicants apart: the caller names one, or other tables are joined by it.
    pub(super) fn by_key(&self) -> bool {
        self.wishes.key.is_some() || self.wishes.joined
    }

    /// Empty columns for all inputs.
    pub(super) fn fillers(&self) -> Arena<InputId, Filler> {
        let filler = |(id, input): (InputId, &Input)| {
            let form = self.forms.inputs.get(id).and_then(Option::as_ref);
            let fields = self.forms.fields.get(id).map_or(&[][..], Vec::as_slice);
            Filler::new(&input.ty, form, fields)
        };
        self.plan.inputs.iter_ids().map(filler).collect()
    }

    /// What each input asks for.
    pub(super) fn asked(&self) -> Arena<InputId, Asked<'p>> {
        let asked = |input: &'p Input| Asked { in_rules: true, ..Asked::of_input(input) };
        self.plan.inputs.iter().map(asked).collect()
    }
}

/// Values of one enumeration that a column can hold by position.
const MOST_VALUES: usize = 256;

/// What columns cannot hold of a plan.
pub fn too_wide(plan: &Plan) -> Vec<Diagnostic> {
    let beyond = plan.inputs.iter().filter_map(|input| match &input.ty {
        InputType::Enum(choices) if choices.len() > MOST_VALUES => Some(
            Diagnostic::without_place(&crate::diagnostic::sheet::BEYOND_LIMIT)
                .arg(
                    "what",
                    Words::new(
                        format!("{} 有 {} 个取值", input.title(), choices.len()),
                        format!("{} has {} values", input.title(), choices.len()),
                    ),
                )
                .arg("limit", MOST_VALUES.to_string()),
        ),
        InputType::Enum(_)
        | InputType::Number(_)
        | InputType::Bool
        | InputType::Set(_)
        | InputType::Date
        | InputType::Text
        | InputType::List { .. } => None,
    });
    beyond.collect()
}
