//! The applicants of an allocation: from a table as `batch` reads it, or from a JSON array of facts files.

use std::path::Path;

use crate::allocate::Application;
use crate::batch::{Engine, Settings, Want};
use crate::calendar::Date;
use crate::diagnostic::{Diagnostic, Lang, Words, facts as codes, population as entries, sheet};
use crate::facts;
use crate::facts::json::{Json, shown};
use crate::plan::Plan;
use crate::sheet::{Chosen, Fault, Reading, Wishes};

use super::batch::asked::{list_tables, lists, trimmed, units};
use super::{files, tables};

/// What is asked of the applicants.
pub struct Asked<'a> {
    pub plan: &'a Plan,
    pub as_of: Option<Date>,
    pub year: Option<i32>,
    pub key: Option<&'a str>,
    /// Items of lists from tables of their own: `FACT=TABLE`.
    pub list: &'a [String],
    /// The units of columns: `COLUMN=UNIT`.
    pub unit: &'a [String],
    /// Columns passed over.
    pub ignore: &'a [String],
    /// There are other tables, whose columns some of those may be.
    pub joined: bool,
}

/// Wrong rows that are told at most.
const MOST: usize = 20;

/// What is wrong with a row, told without the place in the text of the cell.
fn of_row(table: &str, fault: &Fault) -> Diagnostic {
    let both = |words: &dyn Fn(Lang) -> String| Words::new(words(Lang::Zh), words(Lang::En));
    let whom = match &fault.name {
        Some(name) => Words::new(format!("（{}）", shown(name)), format!(" ({})", shown(name))),
        None => Words::same(""),
    };
    let table = fault.table.clone().unwrap_or_else(|| Words::same(table));
    Diagnostic::without_place(&entries::APPLICANT_ROW)
        .arg("table", table)
        .arg("row", fault.row.to_string())
        .arg("applicant", whom)
        .arg("code", fault.found.entry.code)
        .arg("cause", both(&|lang| fault.found.message(lang)))
        .arg("way_out", both(&|lang| fault.found.help(lang)))
}

impl Asked<'_> {
    /// Every facts file of an array.
    pub fn of_json(&self, json: &Json) -> Result<Vec<Application>, Vec<Diagnostic>> {
        let Some(elements) = json.elements() else {
            let expected = Words::new("事实文件的数组", "an array of facts files");
            let fault = Diagnostic::new(&codes::NOT_AN_OBJECT, json.span)
                .arg("subject", expected)
                .arg("found", json.words())
                .arg("example", "[{\"policy\": \"…\", \"applicant\": \"…\", \"facts\": {}}]");
            return Err(vec![fault]);
        };
        let mut found = Vec::new();
        let mut applications = Vec::with_capacity(elements.len());
        for element in elements {
            match facts::read(element, &[self.plan]) {
                Ok(reading) => {
                    for (_, mut inputs) in reading.parts {
                        inputs.as_of = self.as_of.or(inputs.as_of);
                        // A year that the file states stays, whatever the date of the decision.
                        let stated = element.get("year").and(inputs.year);
                        inputs.year = self.year.or(stated).or(self.as_of.map(Date::year)).or(inputs.year);
                        let name = inputs.applicant.as_deref().map(str::trim).unwrap_or_default();
                        match Some(name.to_owned()).filter(|name| !name.is_empty()) {
                            Some(applicant) => applications.push(Application { applicant, inputs }),
                            None => found.push(
                                Diagnostic::new(&codes::LACKS_KEY, element.span)
                                    .arg("subject", Words::new("事实文件", "a facts file"))
                                    .arg("key", "applicant")
                                    .arg("example", "\"applicant\": \"青岛某某公司\""),
                            ),
                        }
                    }
                }
                Err(more) => found.extend(more),
            }
        }
        if found.is_empty() { Ok(applications) } else { Err(found) }
    }

    /// Every row of a table.
    pub fn of_table(&self, path: &Path) -> Result<Vec<Application>, Vec<Diagnostic>> {
        let too_wide = crate::sheet::too_wide(self.plan);
        if !too_wide.is_empty() {
            return Err(too_wide);
        }
        let settings = Settings { as_of: self.as_of, history: false };
        let engine = Engine::new(self.plan, Want { outcomes: true }, settings);
        let lists = lists(self.list, self.plan)?;
        let mut wishes = Wishes {
            key: self.key.map(str::to_owned),
            ignore: trimmed(self.ignore),
            units: units(self.unit).map_err(|fault| vec![fault])?,
            joined: !lists.is_empty(),
            lists: lists.iter().map(|(input, _)| *input).collect(),
            // The history may be the one that has them.
            elsewhere: if self.joined { trimmed(self.ignore) } else { Vec::new() },
            as_of_given: self.as_of.is_some(),
            year_given: self.year.is_some(),
            // The name has to be there: it tells applicants apart.
            by_key: true,
            ..Wishes::default()
        };
        let (lists, mut found) = list_tables(self.plan, lists, self.key, &mut wishes);
        let reading = Reading {
            plan: self.plan,
            forms: engine.forms(),
            wishes,
            as_of: self.as_of,
            year: self.year,
            lists,
            history: None,
            chosen: Chosen::default(),
            explain_all: false,
        };
        let table = files::short_name(path);
        let mut source = tables::open_by_name(path).map_err(|fault| vec![fault])?;
        let shape = source.shape(&reading)?;
        let mut applications = Vec::new();
        while let Some(piece) = source.next_piece().map_err(|fault| vec![fault])? {
            let block = shape.block(&piece, &reading).map_err(|fault| vec![fault])?;
            for fault in &block.faults {
                found.push(of_row(&table, fault));
            }
            for (row, number) in block.numbers.iter().enumerate() {
                let name = block.names.as_ref().map(|names| names.get(row).0.trim()).unwrap_or_default();
                if name.is_empty() {
                    found.push(
                        Diagnostic::without_place(&entries::APPLICANT_ROW)
                            .arg("table", table.as_str())
                            .arg("row", number.to_string())
                            .arg("applicant", "")
                            .arg("code", sheet::EMPTY_KEY.code)
                            .arg("cause", Words::new("没有填申请人的名称", "the applicant has no name"))
                            .arg("way_out", Words::new("填上名称或代码", "fill in a name or number")),
                    );
                    continue;
                }
                let mut inputs = block.columns.inputs_of(self.plan, row);
                inputs.applicant = Some(name.to_owned());
                applications.push(Application { applicant: name.to_owned(), inputs });
            }
        }
        found.extend(reading.orphans().iter().map(|fault| of_row(&table, fault)));
        found.truncate(MOST);
        if found.is_empty() { Ok(applications) } else { Err(found) }
    }
}
