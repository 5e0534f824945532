//! Comments: what a query is, what it reads and what its columns mean.

use crate::plan::Award;

use super::assemble::{asked_columns, list_table, reads_items};
use super::dialect::Dialect;
use super::translate::Translation;
use super::tree::SqlType;
use crate::arena::Id as _;
use crate::scaled::ListId;

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
    let columns = |columns: Vec<(String, SqlType)>| {
        let columns = columns.into_iter().map(|(name, ty)| format!("{name} {}", word(ty)));
        columns.collect::<Vec<_>>().join(", ")
    };
    lines.push(format!(
        "Reads {}: {}, {}",
        options.table.join("."),
        options.key,
        columns(asked_columns(translation, None))
    ));
    for (list, _) in translation.lists.iter().enumerate().filter(|(_, level)| reads_items(level)) {
        let input =
            translation.program.lists.get(ListId::new(list)).and_then(|list| plan.inputs.get(list.input));
        let Some(input) = input else { continue };
        let table = list_table(&input.name, options).join(".");
        lines.push(format!(
            "Reads {table}: {}, {}",
            options.key,
            columns(asked_columns(translation, Some(list)))
        ));
    }
    match (&options.history, translation.paid.is_empty()) {
        (Some(history), false) => {
            lines.push(format!(
                "Reads {}: {}, award text, year whole number, amount",
                history.join("."),
                options.key
            ));
        }
        (None, _) => lines.push("No history is read: nothing counts as paid before".to_owned()),
        (Some(_), true) => lines.push("No award of this policy asks what was paid before".to_owned()),
    }
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
