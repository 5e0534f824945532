//! Earlier payments: a table of them, and their sums by applicant.

use std::collections::BTreeSet;

use crate::money::Rational;
use crate::plan::{InputType, PaidScope};
use crate::program::{Dimension, Measure};
use crate::scaled::Form;
use crate::syntax::ast::Comparison;

use super::cell::{Asked, Reader};
use super::fact::{AS_OF, paid_name};
use super::translate::Translation;
use super::tree::{Alias, Expr, Function, Item, Join, Relation, Select, SqlType, Stage};

/// What is wrong with a row, in words for people who look it up.
pub(super) const REFUSED: &str = "row.refused";
/// Whether a row holds what the query does not compute with.
pub(super) const BEYOND: &str = "row.beyond";

/// The column that says whether a payment is of this year, or of so many years.
fn counted_name(years: u16) -> String {
    if years == 1 { "this_year".to_owned() } else { format!("last_{years}_years") }
}

fn item(expr: Expr, name: impl Into<String>) -> Item {
    Item { comments: Vec::new(), expr, name: name.into() }
}

/// The reasons of a row as one column.
pub(super) fn reasons(of: Vec<(Expr, String)>) -> Expr {
    if of.is_empty() {
        return Expr::Null.cast(SqlType::Text);
    }
    Expr::case(of.into_iter().map(|(when, reason)| (when, Expr::text(reason))).collect(), None)
}

/// The stages of earlier payments: each payment as it is read, and sums by applicant.
pub(super) fn stages(
    translation: &Translation<'_>,
    history: &[String],
    names: (String, String),
    form: Form,
) -> Vec<Stage> {
    let options = translation.options;
    let plan = translation.plan;
    let column = |name: &str| Expr::Column(Alias::Table, name.to_owned());
    let measure = InputType::Number(Measure::plain(Dimension::Money(plan.currency)));
    let asked = Asked {
        name: "amount".to_owned(),
        ty: &measure,
        form: Some(form),
        low: Some(Rational::ZERO),
        high: None,
        default: None,
        absence: false,
        missing: false,
    };
    let amount = Reader { dialect: options.dialect }.read(&asked);
    let awards = plan.awards.iter().filter(|award| award.foreign.is_none());
    let awards: Vec<Expr> = awards.map(|award| Expr::text(award.id.clone())).collect();
    let award = column("award").cast(SqlType::Text);
    let is_award = Expr::In(Box::new(award.clone()), awards);
    let unknown = Expr::call(Function::Coalesce, vec![is_award, Expr::Truth(false)]).not();
    let mut wrong =
        vec![(unknown, "E0731 history".to_owned()), (column("amount").unknown(), "E0733 history".to_owned())];
    let of_history = |reason: &str| reason.replace(" amount", " history");
    wrong.extend(amount.refusals.iter().map(|(when, reason)| (when.clone(), of_history(reason))));
    let of_row = options.as_of.is_none() && translation.reads_year();
    let this_year = match options.as_of {
        Some(date) => Some(Expr::Whole(i128::from(date.year()))),
        None if of_row => {
            let day = super::cell::day_of(&Expr::Column(Alias::Rows, AS_OF.to_owned())).0;
            Some(Expr::call(Function::Year, vec![day]))
        }
        None => None,
    };
    if let Some(year) = &this_year {
        let later = column("year").compare(Comparison::More, year.clone());
        wrong.push((later, "E0732 history".to_owned()));
    }
    let spans = translation.spans();
    let counted = |years: u16| {
        let Some(year) = &this_year else { return Expr::Null.cast(SqlType::Truth) };
        if years == 1 {
            return column("year").equals(year.clone());
        }
        let first = year.clone().plus(1_i128.saturating_sub(i128::from(years)));
        let after = column("year").compare(Comparison::AtLeast, first);
        Expr::all([after, column("year").compare(Comparison::AtMost, year.clone())])
    };
    let beyond = Expr::any(amount.beyond);
    let mut items = vec![item(column(&options.key), options.key.clone()), item(award, "award")];
    items.extend(spans.into_iter().map(|years| item(counted(years), counted_name(years))));
    items.extend(amount.items);
    items.push(item(reasons(wrong), REFUSED));
    items.push(item(beyond, BEYOND));
    let table = |table: &[String], alias| Relation { table: table.to_vec(), alias };
    let on = |one: Alias, other: Alias| {
        Expr::Column(one, options.key.clone()).equals(Expr::Column(other, options.key.clone()))
    };
    let joins = if of_row {
        vec![Join { with: table(&options.table, Alias::Rows), keep: true, on: on(Alias::Rows, Alias::Table) }]
    } else {
        Vec::new()
    };
    let (rows, sums) = names;
    let read = Stage {
        name: rows.clone(),
        comments: vec!["Earlier payments, each as it is read".to_owned()],
        select: Select {
            carries: false,
            items,
            from: table(history, Alias::Table),
            joins,
            group_by: Vec::new(),
        },
    };

    let here = |name: &str| Expr::Column(Alias::Paid, name.to_owned());
    let mut items = vec![item(here(&options.key), options.key.clone())];
    for &(award, scope) in &translation.paid {
        let Some(award) = plan.awards.get(award) else { continue };
        let mut all = vec![here("award").equals(Expr::text(award.id.clone()))];
        if let PaidScope::Years(years) = scope {
            all.push(here(&counted_name(years)));
        }
        let amount = Expr::case(vec![(Expr::all(all), here("amount").cast(SqlType::Wide))], None);
        let sum = Expr::call(Function::Sum, vec![amount]);
        items.push(item(sum, paid_name(&award.id, scope)));
    }
    items.push(item(Expr::call(Function::Lowest, vec![here(REFUSED)]), REFUSED));
    let beyond = Expr::case(vec![(here(BEYOND), Expr::Whole(1))], Some(Expr::Whole(0)));
    let beyond = Expr::call(Function::Highest, vec![beyond]).equals(Expr::Whole(1));
    items.push(item(beyond, BEYOND));
    let sums = Stage {
        name: sums,
        comments: vec!["What each applicant was paid before".to_owned()],
        select: Select {
            carries: false,
            items,
            from: Relation { table: vec![rows], alias: Alias::Paid },
            joins: Vec::new(),
            group_by: vec![here(&options.key)],
        },
    };
    vec![read, sums]
}

impl Translation<'_> {
    /// Whether the year of each row's date is read, for payments of some years.
    pub(super) fn reads_year(&self) -> bool {
        !self.spans().is_empty()
    }

    /// Over how many years payments are summed.
    fn spans(&self) -> BTreeSet<u16> {
        let years = |&(_, scope): &(_, PaidScope)| match scope {
            PaidScope::Ever => None,
            PaidScope::Years(years) => Some(years),
        };
        self.paid.iter().filter_map(years).collect()
    }
}
