//! Names: which a dialect cannot say or tell apart, and which are taken before a stage or a step is named.

use std::collections::{BTreeMap, BTreeSet};

use crate::arena::Id as _;
use crate::diagnostic::Diagnostic;
use crate::plan::{InputType, PaidScope, Plan};
use crate::scaled::ListId;

use super::fact::{AS_OF, PRESENT, paid_name};
use super::history::{BEYOND, REFUSED};
use super::translate::Translation;
use super::{Options, answer, fault};

/// Names of tables that are read: no stage may be called so.
pub(super) fn taken_tables(plan: &Plan, options: &Options) -> BTreeSet<String> {
    let lists = plan.inputs.iter().filter(|input| matches!(input.ty, InputType::List { .. }));
    let lists = lists.map(|input| list_table(&input.name, options));
    let tables = lists.chain([options.table.clone()]).chain(options.history.clone());
    tables.filter_map(|table| table.last().map(|name| options.dialect.folded(name))).collect()
}

/// The table that holds the items of a list.
pub(super) fn list_table(list: &str, options: &Options) -> Vec<String> {
    options.lists.get(list).cloned().unwrap_or_else(|| vec![list.to_owned()])
}

/// Names that cannot be said, and columns that would be one.
pub(super) fn check_names(plan: &Plan, options: &Options) -> Vec<Diagnostic> {
    let dialect = options.dialect;
    let mut faults = Vec::new();
    let mut answers: BTreeMap<String, &str> = BTreeMap::new();
    let reserved = [options.key.as_str(), "total", "refused"];
    let ids = plan.awards.iter().map(|award| (award.id.as_str(), ".outcome"));
    for (name, longest) in reserved.map(|name| (name, "")).into_iter().chain(ids) {
        // The longest of the columns that are called by it.
        if let Err(why) = dialect.says(&format!("{name}{longest}")).and(dialect.says(name)) {
            faults.push(fault::name(name, why, dialect));
        }
        if let Some(other) = answers.insert(dialect.folded(name), name) {
            faults.push(fault::same_name(other, name, dialect));
        }
    }
    let this_year = options.as_of.map(crate::calendar::Date::year);
    let inputs = plan.inputs.iter().filter(|input| !matches!(input.ty, InputType::List { .. }));
    let inputs = inputs.map(|input| (input.path(plan, this_year), input.optional));
    check_columns(options, [(AS_OF.to_owned(), false)].into_iter().chain(inputs), &mut faults);
    for input in &plan.inputs {
        let InputType::List { fields, .. } = &input.ty else { continue };
        let fields = fields.iter().map(|field| (field.name.clone(), field.optional));
        check_columns(options, fields, &mut faults);
    }
    let mut taken: BTreeMap<Vec<String>, String> = BTreeMap::new();
    for table in tables(plan, options) {
        for part in &table {
            if let Err(why) = dialect.says(part) {
                faults.push(fault::name(part, why, dialect));
            }
        }
        let folded = table.iter().map(|part| dialect.folded(part)).collect();
        let name = table.join(".");
        if let Some(other) = taken.insert(folded, name.clone()) {
            faults.push(fault::same_table(&other, &name, dialect));
        }
    }
    faults.dedup();
    faults
}

/// Columns of one table beside its key, each with whether it may be known to be absent.
fn check_columns(
    options: &Options,
    names: impl Iterator<Item = (String, bool)>,
    faults: &mut Vec<Diagnostic>,
) {
    let dialect = options.dialect;
    let mut columns = BTreeMap::from([(dialect.folded(&options.key), options.key.clone())]);
    for (name, optional) in names {
        // The longest of the columns that are called by it.
        let longest = if optional { format!("{name}{PRESENT}") } else { name.clone() };
        if let Err(why) = dialect.says(&longest).and(dialect.says(&name)) {
            faults.push(fault::name(&name, why, dialect));
        }
        // The same name twice is one fact: that of an earlier year, read by two rules.
        let other = columns.insert(dialect.folded(&name), name.clone());
        if let Some(other) = other.filter(|other| *other != name || name == options.key || name == AS_OF) {
            faults.push(fault::same_name(&other, &name, dialect));
        }
    }
}

/// The tables that a query may read.
fn tables(plan: &Plan, options: &Options) -> Vec<Vec<String>> {
    let computed =
        plan.inputs.iter().filter(|input| matches!(input.ty, InputType::List { plan: Some(_), .. }));
    let lists = computed.map(|input| list_table(&input.name, options));
    [options.table.clone()].into_iter().chain(options.history.clone()).chain(lists).collect()
}

impl Translation<'_> {
    /// Takes the names that columns of facts have, whichever of them are read.
    pub(super) fn reserve_names(&mut self) {
        let dialect = self.options.dialect;
        let mut names: Vec<String> =
            [self.options.key.as_str(), AS_OF, REFUSED, BEYOND, answer::REASON, answer::UNSURE]
                .map(str::to_owned)
                .to_vec();
        let this_year = self.options.as_of.map(crate::calendar::Date::year);
        for input in &self.plan.inputs {
            let name = input.path(self.plan, this_year);
            names.extend([format!("{name}{PRESENT}"), name]);
        }
        for award in &self.plan.awards {
            names.push(format!("{}{}", award.id, answer::PAID));
            for scope in [PaidScope::Ever, PaidScope::THIS_YEAR] {
                names.push(paid_name(&award.id, scope));
            }
        }
        for (award, scope) in self.plan.paid() {
            names.extend(self.plan.awards.get(award).map(|award| paid_name(&award.id, scope)));
        }
        self.main.taken.extend(names.iter().map(|name| dialect.folded(name)));
        for (at, level) in self.lists.iter_mut().enumerate() {
            level.taken.extend([REFUSED, BEYOND, self.options.key.as_str()].map(|name| dialect.folded(name)));
            let input =
                self.program.lists.get(ListId::new(at)).and_then(|list| self.plan.inputs.get(list.input));
            if let Some(InputType::List { fields, .. }) = input.map(|input| &input.ty) {
                for field in fields {
                    level.taken.insert(dialect.folded(&field.name));
                    level.taken.insert(dialect.folded(&format!("{}{PRESENT}", field.name)));
                }
            }
        }
    }
}
