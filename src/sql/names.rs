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
    let ids = plan.awards.iter().map(|award| award.id.as_str());
    for name in reserved.into_iter().chain(ids) {
        // The longest of the columns that are called by it.
        if let Err(why) = dialect.says(&format!("{name}.outcome")).and(dialect.says(name)) {
            faults.push(fault::name(name, why, dialect));
        }
        if let Some(other) = answers.insert(dialect.folded(name), name) {
            faults.push(fault::same_name(other, name, dialect));
        }
    }
    let mut columns: BTreeMap<String, &str> = BTreeMap::new();
    let inputs = plan.inputs.iter().filter(|input| input.of_year.is_none());
    for name in [options.key.as_str(), AS_OF].into_iter().chain(inputs.map(|input| input.name.as_str())) {
        if let Err(why) = dialect.says(&format!("{name}{PRESENT}")).and(dialect.says(name)) {
            faults.push(fault::name(name, why, dialect));
        }
        if let Some(other) = columns.insert(dialect.folded(name), name) {
            faults.push(fault::same_name(other, name, dialect));
        }
    }
    for input in &plan.inputs {
        let InputType::List { fields, .. } = &input.ty else { continue };
        let mut columns: BTreeMap<String, &str> = BTreeMap::new();
        for name in [options.key.as_str()].into_iter().chain(fields.iter().map(|field| field.name.as_str())) {
            if let Err(why) = dialect.says(&format!("{name}{PRESENT}")).and(dialect.says(name)) {
                faults.push(fault::name(name, why, dialect));
            }
            if let Some(other) = columns.insert(dialect.folded(name), name) {
                faults.push(fault::same_name(other, name, dialect));
            }
        }
    }
    let tables = options.lists.values().chain([&options.table]).chain(&options.history);
    for part in tables.flatten() {
        if let Err(why) = dialect.says(part) {
            faults.push(fault::name(part, why, dialect));
        }
    }
    faults.dedup();
    faults
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
