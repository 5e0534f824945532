//! Comments: what a query is, what it reads and what its columns mean.

use crate::arena::Id as _;
use crate::plan::{Award, InputType};
use crate::scaled::{Form, ListId, OUTCOMES};

use super::dialect::Dialect;
use super::fact::{ABSENT, AS_OF};
use super::level::Level;
use super::names::list_table;
use super::translate::Translation;
use super::tree::SqlType;

/// An award by its sections, title and id.
pub(super) fn award(award: &Award) -> String {
    let cites = award.cites.join(", ");
    let title = if award.title.is_empty() { String::new() } else { format!(" {}", award.title) };
    format!("{cites}{title} ({})", award.id).trim_start().to_owned()
}

fn word(ty: SqlType) -> String {
    match ty {
        SqlType::Narrow | SqlType::Wide => "whole number".to_owned(),
        SqlType::Decimal(digits, places) => format!("DECIMAL({digits}, {places})"),
        SqlType::Truth => "BOOLEAN".to_owned(),
        SqlType::Day => "DATE".to_owned(),
        SqlType::Text => "text".to_owned(),
        SqlType::Texts => "array of texts".to_owned(),
    }
}

/// The comments at the head of a query.
pub(super) fn comments(translation: &Translation<'_>) -> Vec<String> {
    let (plan, options) = (translation.plan, translation.options);
    let mut lines = vec![
        format!("{} {}", plan.policy, plan.title),
        format!("Made by: ipcalc compile {} --to sql --dialect {}", plan.policy, options.dialect.word()),
    ];
    if let Some(as_of) = options.as_of {
        lines.push(format!("Decided as of {as_of}"));
    }
    let mut reads = |table: &[String], columns: Vec<(String, SqlType)>| {
        lines.push(format!("Reads {}, a column for each of:", table.join(".")));
        lines.push(format!("- {} (the key)", options.key));
        lines.extend(columns.into_iter().map(|(name, ty)| format!("- {name} {}", word(ty))));
    };
    reads(&options.table, asked_columns(translation, None));
    for (list, _) in translation.lists.iter().enumerate().filter(|(_, level)| reads_items(level)) {
        let input =
            translation.program.lists.get(ListId::new(list)).and_then(|list| plan.inputs.get(list.input));
        let Some(input) = input else { continue };
        reads(&list_table(&input.name, options), asked_columns(translation, Some(list)));
    }
    match (&options.history, translation.paid.is_empty()) {
        (Some(history), false) => {
            let columns = ["award text", "year whole number", "amount DECIMAL"];
            lines.push(format!("Reads {}, a column for each of:", history.join(".")));
            lines.push(format!("- {} (the key)", options.key));
            lines.extend(columns.map(|column| format!("- {column}")));
        }
        (None, _) => lines.push("No history is read: nothing counts as paid before".to_owned()),
        (Some(_), true) => lines.push("No award of this policy asks what was paid before".to_owned()),
    }
    let parts = translation.program.denominator;
    lines.push(format!(
        "Numbers are whole: a fact of n decimals is multiplied by 10 to the n, an amount of money by {parts}, until the last SELECT divides it again"
    ));
    let outcomes = OUTCOMES.iter().enumerate().map(|(at, outcome)| format!("{at} {outcome}"));
    lines.push(format!("Outcomes are numbers until then: {}", outcomes.collect::<Vec<_>>().join(", ")));
    lines.push(
        "NULL is unknown. An outcome that the known facts do not settle here is undecided: run such rows through ipcalc batch or eval".to_owned(),
    );
    lines.push("A row that cannot be used has the code of the diagnostic in refused (ipcalc explain CODE), and no amounts".to_owned());
    if options.dialect == Dialect::Spark {
        lines.push(
            "Every number fits 38 digits by proof, so nothing overflows, in ANSI mode or without it; ANSI mode is recommended all the same".to_owned(),
        );
    }
    lines
}

/// The columns that the table of applicants has to have, with their types, in the order of facts.
fn asked_columns(translation: &Translation<'_>, level: Option<usize>) -> Vec<(String, SqlType)> {
    let number = |form: Option<Form>| {
        let form = form.map_or((18, 0), |form| {
            let digits = form.bounds.high.checked_ilog10().unwrap_or(0).saturating_add(1);
            (digits.max(form.decimals.saturating_add(1)), form.decimals)
        });
        SqlType::Decimal(form.0, form.1)
    };
    let ty = |ty: &InputType, form: Option<Form>| match ty {
        InputType::Number(_) if form.is_some_and(|form| form.decimals == 0) => SqlType::Narrow,
        InputType::Number(_) => number(form),
        InputType::Bool | InputType::List { .. } => SqlType::Truth,
        InputType::Enum(_) | InputType::Text => SqlType::Text,
        InputType::Set(_) => SqlType::Texts,
        InputType::Date => SqlType::Day,
    };
    let mut columns = Vec::new();
    let (plan, options) = (translation.plan, translation.options);
    let this_year = options.as_of.map(crate::calendar::Date::year);
    match level {
        None => {
            for &input in &translation.inputs {
                let Some(of) = plan.inputs.get(input) else { continue };
                let name = of.path(plan, this_year);
                if options.without.contains(&name) || options.without.contains(&of.name) {
                    continue;
                }
                let form = translation.forms.inputs.get(input).copied().flatten();
                columns.push((name.clone(), ty(&of.ty, form)));
                if translation.absences.contains(&input) {
                    columns.push((format!("{name}{ABSENT}"), SqlType::Truth));
                }
            }
            if translation.reads_as_of || (translation.reads_year() && options.as_of.is_none()) {
                columns.push((AS_OF.to_owned(), SqlType::Day));
            }
        }
        Some(list) => {
            let id = translation.program.lists.get(ListId::new(list)).map(|list| list.input);
            let input = id.and_then(|id| Some((id, plan.inputs.get(id)?)));
            let Some((id, InputType::List { fields, .. })) = input.map(|(id, input)| (id, &input.ty)) else {
                return columns;
            };
            for (&(_, field), &absence) in translation.fields.iter().filter(|((of, _), _)| of.raw() == list) {
                let Some(declared) = fields.get(field) else { continue };
                let form =
                    translation.forms.fields.get(id).and_then(|forms| forms.get(field)).copied().flatten();
                columns.push((declared.name.clone(), ty(&declared.ty, form)));
                if absence {
                    columns.push((format!("{}{ABSENT}", declared.name), SqlType::Truth));
                }
            }
        }
    }
    columns
}

/// The items of a level that are read at all.
fn reads_items(level: &Level) -> bool {
    level.next > 0
}
