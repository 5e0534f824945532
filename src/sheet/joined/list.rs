//! Items of a list from a table of their own, by the key of their applicant.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::diagnostic::{Diagnostic, facts, sheet};
use crate::facts::check::Asked;
use crate::facts::lookup::{self, Found, did_you_mean, listed};
use crate::facts::unknown::one_of;
use crate::plan::limits::LIST_ITEMS;
use crate::plan::{InputField, InputId, InputType, Known, Plan};
use crate::sheet::cell;
use crate::sheet::unit::{self, ColumnUnit};
use crate::sheet::visit::Visit;

use super::{in_row, key_of, no_key_column, of_table, unknown_column};

/// What is wrong with a row: the column, if one is at fault, and why.
type Wrong = (Option<String>, Diagnostic);

/// The items of one list, by the key of their applicant.
#[derive(Debug)]
pub struct ListTable {
    /// The list.
    pub input: InputId,
    /// The name of the table in messages.
    pub name: String,
    items: BTreeMap<String, Items>,
}

#[derive(Debug, Default)]
struct Items {
    items: Vec<Vec<Known>>,
    wrong: Vec<Wrong>,
    first: u64,
    used: AtomicBool,
}

impl ListTable {
    /// The items of a key, and what is wrong with them. No rows are no items.
    pub fn items(&self, key: &str) -> (Vec<Vec<Known>>, Vec<Wrong>) {
        match self.items.get(key) {
            Some(found) => {
                found.used.store(true, Ordering::Relaxed);
                (found.items.clone(), found.wrong.clone())
            }
            None => (Vec::new(), Vec::new()),
        }
    }

    /// Keys that no applicant has, each with its first row.
    pub fn unused(&self) -> impl Iterator<Item = (&str, u64)> {
        let unused = self.items.iter().filter(|(_, items)| !items.used.load(Ordering::Relaxed));
        unused.map(|(key, items)| (key.as_str(), items.first))
    }

    /// Reads a table of items. `rows` shows its rows.
    pub fn read(
        plan: &Plan,
        input: InputId,
        name: &str,
        key: &str,
        ignore: &[String],
        rows: impl FnOnce(&mut Visit<'_>) -> Result<(), Diagnostic>,
    ) -> Result<ListTable, Vec<Diagnostic>> {
        let Some((list, fields)) = plan.inputs.get(input).and_then(|declared| match &declared.ty {
            InputType::List { fields, .. } => Some((declared, fields)),
            InputType::Number(_)
            | InputType::Bool
            | InputType::Enum(_)
            | InputType::Set(_)
            | InputType::Date
            | InputType::Text => None,
        }) else {
            return Err(vec![
                Diagnostic::without_place(&sheet::NOT_A_LIST)
                    .arg("policy", plan.policy.as_str())
                    .arg("fact", name)
                    .arg("advice", name),
            ]);
        };
        let names = lookup::fields(fields);
        let mut columns: BTreeMap<String, Option<FieldColumn>> = BTreeMap::new();
        let mut table = ListTable { input, name: name.to_owned(), items: BTreeMap::new() };
        let mut found: Vec<Diagnostic> = Vec::new();
        let mut seen_key = false;
        let read = rows(&mut |number, row| {
            let cells = match row {
                Ok(cells) => cells,
                Err(finding) => return found.push(in_row(finding, name, number)),
            };
            let mut item = vec![Known::Unknown; fields.len()];
            let mut wrong = Vec::new();
            let mut own_key = None;
            for (column, cell) in cells {
                if *column == key {
                    seen_key = true;
                    match key_of(*cell) {
                        Ok(key) => own_key = key,
                        Err(finding) => return found.push(in_row(finding, name, number)),
                    }
                    continue;
                }
                if !columns.contains_key(*column) {
                    let meant = field_column(column, fields, &names, ignore);
                    columns.insert(
                        (*column).to_owned(),
                        meant.map_err(|finding| found.push(of_table(finding, name))).unwrap_or(None),
                    );
                }
                let Some(Some(at)) = columns.get(*column) else { continue };
                let Some(field) = fields.get(at.field) else { continue };
                let asked = Asked { in_rules: true, ..Asked::of_field(&list.name, field) };
                match cell::read(*cell, &asked, at.unit.as_ref()) {
                    Ok(known) => {
                        if let Some(slot) = item.get_mut(at.field) {
                            *slot = known;
                        }
                    }
                    Err(more) => wrong.extend(
                        more.into_iter().map(|one| (Some((*column).to_owned()), in_row(one, name, number))),
                    ),
                }
            }
            let Some(own_key) = own_key else {
                return found.push(in_row(Diagnostic::without_place(&sheet::EMPTY_KEY), name, number));
            };
            let entry =
                table.items.entry(own_key).or_insert_with(|| Items { first: number, ..Items::default() });
            entry.items.push(item);
            entry.wrong.extend(wrong);
            if entry.items.len() == LIST_ITEMS.saturating_add(1) {
                entry.wrong.push((
                    None,
                    Diagnostic::new(&facts::TOO_MANY_ITEMS, cell::nowhere())
                        .arg("subject", list.title())
                        .arg("number", entry.items.len().to_string())
                        .arg("limit", LIST_ITEMS.to_string()),
                ));
            }
        });
        read.map_err(|finding| vec![of_table(finding, name)])?;
        if !seen_key && !columns.is_empty() {
            found.insert(0, no_key_column(key, name, columns.keys().map(String::as_str)));
            found.truncate(1);
        }
        if found.is_empty() { Ok(table) } else { Err(found) }
    }
}

struct FieldColumn {
    field: usize,
    unit: Option<ColumnUnit>,
}

fn field_column(
    column: &str,
    fields: &[InputField],
    names: &lookup::Lookup<'_, usize>,
    ignore: &[String],
) -> Result<Option<FieldColumn>, Diagnostic> {
    if column.is_empty() || ignore.iter().any(|known| known == column) {
        return Ok(None);
    }
    if let Found::One(field) = names.find(column) {
        return Ok(Some(FieldColumn { field, unit: None }));
    }
    if let Some((before, text)) = unit::split(column)
        && let Found::One(at) = names.find(before)
        && let Some(InputType::Number(measure)) = fields.get(at).map(|field| &field.ty)
        && let Some(unit) = ColumnUnit::parse(text, measure)
    {
        return Ok(Some(FieldColumn { field: at, unit: Some(unit) }));
    }
    let advice = did_you_mean(column, names.words())
        .unwrap_or_else(|| one_of(listed(fields.iter().map(|field| field.name.as_str()))));
    Err(unknown_column(column, advice))
}
