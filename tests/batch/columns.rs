//! Columns from facts, as readers of tables make them.

use std::collections::BTreeMap;

use ipcalc::columns::{AsOf, Cells, Column, Columns, State, StatedYear};
use ipcalc::facts::Inputs;
use ipcalc::money::Rational;
use ipcalc::plan::{InputId, InputType, Known, Plan};
use ipcalc::scaled::{Form, Forms};

type Beyond = BTreeMap<(InputId, Option<usize>, usize), Rational>;

fn column(
    ty: &InputType,
    form: Option<Form>,
    knowns: &[&Known],
    mut beyond: impl FnMut(usize, Rational),
) -> Column {
    let mut states = vec![State::Known; knowns.len()];
    let mut wholes = vec![0_i128; knowns.len()];
    let mut words = vec![String::new(); knowns.len()];
    for (at, known) in knowns.iter().enumerate() {
        match known {
            Known::Unknown => states[at] = State::Unknown,
            Known::Absent => states[at] = State::Absent,
            Known::Number(value) => match form.unwrap().whole(*value) {
                Some(whole) => wholes[at] = whole,
                None => {
                    states[at] = State::Beyond;
                    beyond(at, *value);
                }
            },
            Known::Bool(truth) => wholes[at] = i128::from(*truth),
            Known::Enum(position) => wholes[at] = *position as i128,
            Known::Set(members) => wholes[at] = i128::from(*members),
            Known::Date(date) => wholes[at] = i128::from(date.ordinal()),
            Known::Text(text) => words[at] = text.clone(),
            Known::List(_) => unreachable!(),
        }
        if let (true, Some(form)) = (states[at] != State::Known, form) {
            wholes[at] = 0.clamp(form.bounds.low, form.bounds.high);
        }
    }
    let cells = match ty {
        InputType::Number(_) => {
            let bounds = form.unwrap().bounds;
            if i32::try_from(bounds.low).is_ok() && i32::try_from(bounds.high).is_ok() {
                Cells::Narrow(wholes.iter().map(|&whole| i32::try_from(whole).unwrap()).collect())
            } else {
                Cells::Wide(wholes.iter().map(|&whole| i64::try_from(whole).unwrap()).collect())
            }
        }
        InputType::Bool => Cells::Truths(wholes.iter().map(|&whole| whole as u8).collect()),
        InputType::Enum(_) => Cells::Members(wholes.iter().map(|&whole| whole as u8).collect()),
        InputType::Set(_) => Cells::Sets(wholes.iter().map(|&whole| whole as u64).collect()),
        InputType::Date => Cells::Days(wholes.iter().map(|&whole| i32::try_from(whole).unwrap()).collect()),
        InputType::Text => Cells::Words(words),
        InputType::List { .. } => unreachable!(),
    };
    let states = states.iter().any(|state| *state != State::Known).then_some(states);
    Column { cells, states }
}

/// The facts of these applicants as columns; with `dated`, all of them have the date of the forms.
pub fn columns(plan: &Plan, forms: &Forms, rows: &[&Inputs]) -> Columns {
    let mut beyond = Beyond::new();
    let inputs = plan.inputs.iter_ids().map(|(id, input)| {
        let knowns: Vec<&Known> = rows.iter().map(|row| row.values.at(id)).collect();
        let InputType::List { fields, .. } = &input.ty else {
            let form = *forms.inputs.at(id);
            return column(&input.ty, form, &knowns, |row, value| {
                beyond.insert((id, None, row), value);
            });
        };
        let mut offsets = vec![0_u32];
        let mut items: Vec<&Vec<Known>> = Vec::new();
        let mut states = vec![State::Known; rows.len()];
        for (row, known) in knowns.iter().enumerate() {
            match known {
                Known::List(list) => items.extend(list),
                Known::Absent => states[row] = State::Absent,
                _ => states[row] = State::Unknown,
            }
            offsets.push(u32::try_from(items.len()).unwrap());
        }
        let of_field = |(at, field): (usize, &ipcalc::plan::InputField)| {
            let knowns: Vec<&Known> = items.iter().map(|item| &item[at]).collect();
            column(&field.ty, forms.fields.at(id)[at], &knowns, |item, value| {
                beyond.insert((id, Some(at), item), value);
            })
        };
        let fields = fields.iter().enumerate().map(of_field).collect();
        let states = states.iter().any(|state| *state != State::Known).then_some(states);
        Column { cells: Cells::Lists { offsets, fields }, states }
    });
    let inputs = inputs.collect();
    let decimals = forms.inputs.iter().map(|form| form.map_or(0, |form| form.decimals)).collect();
    let of_fields = |forms: &Vec<Option<Form>>| -> Vec<u32> {
        forms.iter().map(|form| form.map_or(0, |form| form.decimals)).collect()
    };
    let histories = rows.iter().enumerate().filter_map(|(row, inputs)| Some((row, inputs.history.clone()?)));
    let histories: BTreeMap<_, _> = histories.filter(|(_, payments)| !payments.is_empty()).collect();
    let as_of = match forms.as_of {
        Some(date) => AsOf::All(Some(date)),
        None => AsOf::Each(rows.iter().map(|row| row.as_of).collect()),
    };
    Columns {
        rows: rows.len(),
        inputs,
        decimals,
        field_decimals: forms.fields.iter().map(of_fields).collect(),
        beyond,
        as_of,
        year: StatedYear::All(None),
        history: forms.paid.is_some().then_some(histories),
    }
}
