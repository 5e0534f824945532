//! The stages of a query, put together: facts as they are read, steps stage by stage, the answer.

use std::collections::{BTreeMap, BTreeSet};

use crate::arena::Id as _;
use crate::diagnostic::Diagnostic;
use crate::plan::{InputType, Plan};
use crate::scaled::{Forms, ListId, Program};

use super::cell::{Asked, Cells, Reader, day_of};
use super::dialect::Dialect;
use super::fact::{AS_OF, paid_name};
use super::history::{self, BEYOND, REFUSED, reasons};
use super::level::{Column, Owner};
use super::names::{check_names, list_table, taken_tables};
use super::translate::Translation;
use super::tree::{Alias, Expr, Function, Item, Join, Query, Relation, Select, Stage};
use super::value::{Width, most};
use super::{Options, answer, fault, heading};

/// Columns that a query may have in PostgreSQL, with some room.
const POSTGRES_COLUMNS: usize = 1_600;

/// The query of a program.
pub(super) fn query(
    plan: &Plan,
    program: &Program,
    forms: &Forms,
    options: &Options,
) -> Result<Query, Vec<Diagnostic>> {
    let mut translation = Translation::new(plan, program, forms, options);
    let faults = check_names(plan, options);
    if !faults.is_empty() {
        return Err(faults);
    }
    translation.reserve_names();
    translation.run();
    if !translation.faults.is_empty() {
        return Err(translation.faults);
    }
    let mut assembly = Assembly { names: taken_tables(plan, options), stages: Vec::new(), translation };
    let rows = assembly.stages()?;
    let columns: usize = assembly.translation.main.stages.iter().map(Vec::len).sum();
    let columns =
        columns.saturating_add(plan.awards.len().saturating_mul(2)).saturating_add(plan.inputs.len());
    if options.dialect == Dialect::Postgres && columns > POSTGRES_COLUMNS {
        return Err(vec![fault::many_columns(columns, POSTGRES_COLUMNS, options.dialect)]);
    }
    let last = answer::last(&assembly.translation, rows)?;
    let comments = heading::comments(&assembly.translation);
    Ok(Query { comments, stages: assembly.stages, last })
}

struct Assembly<'p> {
    names: BTreeSet<String>,
    stages: Vec<Stage>,
    translation: Translation<'p>,
}

fn item(expr: Expr, name: impl Into<String>) -> Item {
    Item { comments: Vec::new(), expr, name: name.into() }
}

fn relation(name: &str, alias: Alias) -> Relation {
    Relation { table: vec![name.to_owned()], alias }
}

impl Assembly<'_> {
    /// Adds all stages; gives the name of the last.
    fn stages(&mut self) -> Result<String, Vec<Diagnostic>> {
        let paid = self.payments();
        let mut rows = self.facts(paid.as_deref());
        let lists: Vec<usize> = self.lists_read();
        let mut items: BTreeMap<usize, (String, String)> = BTreeMap::new();
        for &list in &lists {
            let stages = self.items(list);
            items.insert(list, stages);
        }
        let ends = self.translation.lists.iter().flat_map(|level| [level.stages.len(), level.imports.len()]);
        let last = ends.chain([self.translation.main.stages.len()]).max().unwrap_or(0);
        for stage in 1..last {
            let mut totals = Vec::new();
            for &list in &lists {
                let Some((of, _)) = items.get(&list) else { continue };
                if let Some(name) = self.totals(list, stage, of.clone()) {
                    totals.push((list, name));
                }
            }
            for &list in &lists {
                let Some((of, _)) = items.get(&list).cloned() else { continue };
                if let Some(name) = self.of_items(list, stage, &of, &rows)
                    && let Some(slot) = items.get_mut(&list)
                {
                    slot.0 = name;
                }
            }
            rows = self.of_rows(stage, &rows, &totals);
        }
        let faults: Vec<(usize, String)> =
            items.into_iter().map(|(list, (_, faults))| (list, faults)).collect();
        rows = self.checked(&rows, &faults);
        let name = self.fresh("amounts");
        self.stages.push(answer::paid(&self.translation, name.clone(), &rows));
        Ok(name)
    }

    /// The name of a stage: no table that is read, and no other stage, has it.
    fn fresh(&mut self, name: &str) -> String {
        let dialect = self.translation.options.dialect;
        let mut chosen = name.to_owned();
        let mut number = 1_u32;
        while dialect.says(&chosen).is_err() || self.names.contains(&dialect.folded(&chosen)) {
            number = number.saturating_add(1);
            let stem = if dialect.says(name).is_err() { "stage" } else { name };
            chosen = format!("{stem}_{number}");
            if dialect.says(&chosen).is_err() {
                chosen = format!("stage_{number}");
            }
        }
        self.names.insert(dialect.folded(&chosen));
        chosen
    }

    fn key(&self, alias: Alias) -> Expr {
        Expr::Column(alias, self.translation.options.key.clone())
    }

    fn same_key(&self, one: Alias, other: Alias) -> Expr {
        self.key(one).equals(self.key(other))
    }

    /// Lists whose items are read.
    fn lists_read(&self) -> Vec<usize> {
        let read = self.translation.lists.iter().enumerate();
        read.filter(|(at, level)| {
            level.next > 0 || self.translation.totals.keys().any(|(list, _)| list == at)
        })
        .map(|(at, _)| at)
        .collect()
    }

    fn payments(&mut self) -> Option<String> {
        let form = self.translation.forms.paid?;
        let history = self.translation.options.history.clone()?;
        if self.translation.paid.is_empty() {
            return None;
        }
        let names = (self.fresh("payments"), self.fresh("paid_before"));
        let sums = names.1.clone();
        self.stages.extend(history::stages(&self.translation, &history, names, form));
        Some(sums)
    }

    /// The facts of applicants, as whole numbers, with what is wrong with them.
    fn facts(&mut self, paid: Option<&str>) -> String {
        let name = self.fresh("facts");
        let translation = &mut self.translation;
        let options = translation.options;
        let reader = Reader { dialect: options.dialect };
        let mut cells = Cells::default();
        let inputs = translation.inputs.clone();
        for input in inputs {
            let Some(column) = translation.input_name(input) else { continue };
            let Some(of) = translation.plan.inputs.get(input) else { continue };
            let asked = Asked {
                missing: options.without.contains(&column) || options.without.contains(&of.name),
                name: column,
                ty: &of.ty,
                form: translation.forms.inputs.get(input).copied().flatten(),
                low: of.low,
                high: of.high,
                default: of.default.as_ref(),
                absence: translation.absences.contains(&input),
            };
            let read = reader.read(&asked);
            cells.items.extend(read.items);
            cells.refusals.extend(read.refusals);
            cells.beyond.extend(read.beyond);
        }
        if translation.reads_as_of || (translation.reads_year() && options.as_of.is_none()) {
            let raw = Expr::Column(Alias::Table, AS_OF.to_owned());
            let (day, within) = day_of(&raw);
            cells.items.push(item(day, AS_OF));
            cells.refusals.push((within.not(), format!("E0721 {AS_OF}")));
        }
        let mut joins = Vec::new();
        if let Some(paid) = paid {
            self.paid_cells(&mut cells);
            let on = self.same_key(Alias::Paid, Alias::Table);
            joins.push(Join { with: relation(paid, Alias::Paid), keep: true, on });
        }
        let key = self.key(Alias::Table);
        let options = self.translation.options;
        if paid.is_some() || !self.lists_read().is_empty() {
            // Items and payments find their applicant by the key: it has to be there, once.
            let rows = Expr::Over {
                function: Function::Count,
                of: Vec::new(),
                partition: vec![key.clone()],
                order: Vec::new(),
                before: false,
            };
            cells.refusals.push((key.clone().unknown(), format!("E0733 {}", options.key)));
            let twice = rows.compare(crate::syntax::ast::Comparison::More, Expr::Whole(1));
            cells.refusals.push((twice, format!("E0706 {}", options.key)));
        }
        let mut items = vec![item(key, options.key.clone())];
        items.extend(cells.items);
        items.push(item(reasons(cells.refusals), REFUSED));
        items.push(item(Expr::any(cells.beyond), BEYOND));
        let from = Relation { table: options.table.clone(), alias: Alias::Table };
        self.stages.push(Stage {
            name: name.clone(),
            comments: vec!["Facts as whole numbers, and what is wrong with them".to_owned()],
            select: Select { carries: false, items, from, joins, group_by: Vec::new() },
        });
        name
    }

    /// Sums of earlier payments, as columns of the applicant.
    fn paid_cells(&mut self, cells: &mut Cells) {
        let translation = &self.translation;
        let Some(form) = translation.forms.paid else { return };
        let ty = Width::of(most(form.bounds), translation.options.dialect).unwrap_or(Width::Wide).ty();
        for &(award, scope) in &translation.paid {
            let Some(award) = translation.plan.awards.get(award) else { continue };
            let name = paid_name(&award.id, scope);
            let sum = Expr::Column(Alias::Paid, name.clone());
            let sum = Expr::call(Function::Coalesce, vec![sum, Expr::Whole(0)]);
            let fits =
                sum.clone().compare(crate::syntax::ast::Comparison::AtMost, Expr::Whole(form.bounds.high));
            let mut arms = Vec::new();
            if scope != crate::plan::PaidScope::Ever && translation.options.as_of.is_none() {
                arms.push((Expr::Column(Alias::Table, AS_OF.to_owned()).unknown(), Expr::Null));
            }
            arms.push((fits.clone(), sum.cast(ty)));
            cells.items.push(item(Expr::case(arms, None), name));
            cells.beyond.push(fits.not());
        }
        let wrong = Expr::Column(Alias::Paid, REFUSED.to_owned());
        for code in ["E0731", "E0733", "E0732", "E0718", "E0719", "E0720"] {
            let reason = format!("{code} history");
            cells.refusals.push((wrong.clone().equals(Expr::text(reason.clone())), reason));
        }
        let beyond = Expr::Column(Alias::Paid, BEYOND.to_owned());
        cells.beyond.push(Expr::call(Function::Coalesce, vec![beyond, Expr::Truth(false)]));
    }

    /// The items of a list as they are read, and what is wrong with them by applicant: the names of both stages.
    fn items(&mut self, list: usize) -> (String, String) {
        let title = self.list_name(list);
        let name = self.fresh(&format!("{title}_items"));
        let faults = self.fresh(&format!("{title}_faults"));
        let translation = &self.translation;
        let options = translation.options;
        let reader = Reader { dialect: options.dialect };
        let mut items = vec![item(self.key(Alias::Table), options.key.clone())];
        let (mut refusals, mut beyond) = (Vec::new(), Vec::new());
        let of = translation.program.lists.get(ListId::new(list)).map(|list| list.input);
        let input = of.and_then(|input| translation.plan.inputs.get(input));
        if let (Some(id), Some(InputType::List { fields, .. })) = (of, input.map(|input| &input.ty)) {
            for (&(_, field), &absence) in translation.fields.iter().filter(|((of, _), _)| of.raw() == list) {
                let Some(declared) = fields.get(field) else { continue };
                let forms = translation.forms.fields.get(id);
                let asked = Asked {
                    name: declared.name.clone(),
                    ty: &declared.ty,
                    form: forms.and_then(|forms| forms.get(field)).copied().flatten(),
                    low: declared.low,
                    high: declared.high,
                    default: None,
                    absence,
                    missing: options.without.contains(&format!("{title}.{}", declared.name)),
                };
                let read = reader.read(&asked);
                items.extend(read.items);
                let here =
                    |(when, reason): (Expr, String)| (when, reason.replacen(' ', &format!(" {title}."), 1));
                refusals.extend(read.refusals.into_iter().map(here));
                beyond.extend(read.beyond);
            }
        }
        items.push(item(reasons(refusals), REFUSED));
        items.push(item(Expr::any(beyond), BEYOND));
        let from = Relation { table: list_table(&title, options), alias: Alias::Table };
        let read = Stage {
            name: name.clone(),
            comments: vec![format!("Items of {title}, each as it is read")],
            select: Select { carries: false, items, from, joins: Vec::new(), group_by: Vec::new() },
        };
        let here = |name: &str| Expr::Column(Alias::Items, name.to_owned());
        let beyond = Expr::case(vec![(here(BEYOND), Expr::Whole(1))], Some(Expr::Whole(0)));
        let items = vec![
            item(self.key(Alias::Items), options.key.clone()),
            item(Expr::call(Function::Lowest, vec![here(REFUSED)]), REFUSED),
            item(Expr::call(Function::Highest, vec![beyond]).equals(Expr::Whole(1)), BEYOND),
            item(Expr::call(Function::Count, Vec::new()), "items"),
        ];
        let by_applicant = Stage {
            name: faults.clone(),
            comments: vec![format!("What is wrong with items of {title}, by applicant")],
            select: Select {
                carries: false,
                items,
                from: relation(&name, Alias::Items),
                joins: Vec::new(),
                group_by: vec![self.key(Alias::Items)],
            },
        };
        self.stages.extend([read, by_applicant]);
        (name, faults)
    }

    fn list_name(&self, list: usize) -> String {
        let input = self.translation.program.lists.get(ListId::new(list)).map(|list| list.input);
        let input = input.and_then(|input| self.translation.plan.inputs.get(input));
        input.map_or_else(|| "items".to_owned(), |input| input.name.clone())
    }

    fn totals(&mut self, list: usize, stage: usize, of: String) -> Option<String> {
        let totals = self.translation.totals.remove(&(list, stage))?;
        let title = self.list_name(list);
        let name = self.fresh(&format!("{title}_totals"));
        let mut items = vec![item(self.key(Alias::Items), self.translation.options.key.clone())];
        items.extend(totals);
        self.stages.push(Stage {
            name: name.clone(),
            comments: vec![format!("Items of {title}, by applicant")],
            select: Select {
                carries: false,
                items,
                from: relation(&of, Alias::Items),
                joins: Vec::new(),
                group_by: vec![self.key(Alias::Items)],
            },
        });
        Some(name)
    }

    fn of_items(&mut self, list: usize, stage: usize, of: &str, rows: &str) -> Option<String> {
        let level = self.translation.lists.get_mut(list)?;
        let columns = level.stages.get_mut(stage).map(std::mem::take).unwrap_or_default();
        let imports = level.imports.get_mut(stage).map(std::mem::take).unwrap_or_default();
        if columns.is_empty() && imports.is_empty() {
            return None;
        }
        let title = self.list_name(list);
        let name = self.fresh(&format!("{title}_step"));
        let mut items: Vec<Item> = imports
            .iter()
            .map(|(from, to)| item(Expr::Column(Alias::Rows, from.clone()), to.clone()))
            .collect();
        items.extend(columns.into_iter().map(|column| item(column.expr, column.name)));
        let joins = if imports.is_empty() {
            Vec::new()
        } else {
            let on = self.same_key(Alias::Rows, Alias::Items);
            vec![Join { with: relation(rows, Alias::Rows), keep: false, on }]
        };
        self.stages.push(Stage {
            name: name.clone(),
            comments: vec![format!("Items of {title}, computed")],
            select: Select {
                carries: true,
                items,
                from: relation(of, Alias::Items),
                joins,
                group_by: Vec::new(),
            },
        });
        Some(name)
    }

    fn of_rows(&mut self, stage: usize, rows: &str, totals: &[(usize, String)]) -> String {
        let columns = self.translation.main.stages.get(stage).cloned().unwrap_or_default();
        if columns.is_empty() {
            return rows.to_owned();
        }
        let name = self.fresh("step");
        let joins = totals.iter().map(|(list, totals)| {
            let alias = Alias::Totals(*list);
            Join { with: relation(totals, alias), keep: true, on: self.same_key(alias, Alias::Rows) }
        });
        let joins = joins.collect();
        let items = self.told(columns);
        self.stages.push(Stage {
            name: name.clone(),
            comments: vec![format!("Step {stage}")],
            select: Select {
                carries: true,
                items,
                from: relation(rows, Alias::Rows),
                joins,
                group_by: Vec::new(),
            },
        });
        name
    }

    /// Columns by the award they serve, with its section above them.
    fn told(&self, mut columns: Vec<Column>) -> Vec<Item> {
        columns.sort_by_key(|column| column.owner);
        let mut before = Owner::None;
        let told = columns.into_iter().map(|Column { owner, name, expr }| {
            let mut comments = Vec::new();
            if owner != before {
                comments = match owner {
                    Owner::Award(award) => {
                        self.translation.plan.awards.get(award).map(heading::award).into_iter().collect()
                    }
                    Owner::All => vec!["For several awards".to_owned()],
                    Owner::None => vec!["What refuses a row".to_owned()],
                };
            }
            before = owner;
            Item { comments, expr, name }
        });
        told.collect()
    }

    /// Why a row is refused, and whether anything of it is unsure.
    fn checked(&mut self, rows: &str, faults: &[(usize, String)]) -> String {
        let name = self.fresh("checked");
        let mut joins = Vec::new();
        let here = |name: &str| Expr::Column(Alias::Rows, name.to_owned());
        let mut wrong = vec![here(REFUSED)];
        let mut unsure = vec![here(BEYOND)];
        for (list, faults) in faults {
            let alias = Alias::Faults(*list);
            let of = |name: &str| Expr::Column(alias, name.to_owned());
            joins.push(Join {
                with: relation(faults, alias),
                keep: true,
                on: self.same_key(alias, Alias::Rows),
            });
            wrong.push(of(REFUSED));
            unsure.push(Expr::call(Function::Coalesce, vec![of(BEYOND), Expr::Truth(false)]));
            let most = i128::from(self.translation.forms.items);
            let many = of("items").compare(crate::syntax::ast::Comparison::More, Expr::Whole(most));
            if self.translation.options.usual {
                unsure.push(Expr::call(Function::Coalesce, vec![many, Expr::Truth(false)]));
            } else {
                let reason = Expr::text(format!("E0725 {}", self.list_name(*list)));
                wrong.push(Expr::case(vec![(many, reason)], None));
            }
        }
        let (refusals, doubts) = answer::refusals(&mut self.translation);
        if !refusals.is_empty() {
            wrong.push(reasons(refusals));
        }
        unsure.extend(doubts);
        let wrong = if wrong.len() == 1 { here(REFUSED) } else { Expr::call(Function::Coalesce, wrong) };
        let items = vec![item(wrong, answer::REASON), item(Expr::any(unsure), answer::UNSURE)];
        self.stages.push(Stage {
            name: name.clone(),
            comments: vec![
                "Rows that are refused, and rows that hold what the query cannot decide".to_owned(),
            ],
            select: Select {
                carries: true,
                items,
                from: relation(rows, Alias::Rows),
                joins,
                group_by: Vec::new(),
            },
        });
        name
    }
}
