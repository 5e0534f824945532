//! Facts for any plan, drawn so that they sit on its edges: around its constants, their products and quotients.

use std::collections::BTreeMap;

use ipcalc::arena::Arena;
use ipcalc::calendar::Date;
use ipcalc::facts::{Inputs, Payment};
use ipcalc::money::Rational;
use ipcalc::plan::{AwardId, InputType, Known, Op, Plan};
use ipcalc::program::KeyValue;
use ipcalc::scaled::{Form, Forms};

/// A small generator (splitmix), so that a seed tells the whole case.
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Draw {
        Draw(seed)
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
    pub fn one_in(&mut self, number: usize) -> bool {
        self.below(number) == 0
    }
    fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
    fn between(&mut self, low: i128, high: i128) -> i128 {
        let span = (high - low + 1) as u128;
        low + (u128::from(self.next()) % span) as i128
    }
}

/// What a plan compares its facts with.
#[derive(Default)]
pub struct Edges {
    numbers: Vec<Rational>,
    dates: Vec<Date>,
    words: Vec<String>,
}

impl Edges {
    pub fn of(plan: &Plan) -> Edges {
        let mut edges = Edges::default();
        for node in plan.nodes.iter().chain(plan.lists.iter().flat_map(|list| list.nodes.iter())) {
            match &node.op {
                Op::Number(value) => edges.numbers.push(*value),
                Op::Date(date) => edges.dates.push(*date),
                Op::Text(text) => edges.words.push(text.clone()),
                _ => {}
            }
        }
        for table in &plan.tables {
            for row in table.rows.iter() {
                for key in &row.keys {
                    match key {
                        KeyValue::Number(value) => edges.numbers.push(*value),
                        KeyValue::Date(date) => edges.dates.push(*date),
                        KeyValue::Text(text) => edges.words.push(text.clone()),
                        KeyValue::Enum(_) => {}
                    }
                }
            }
        }
        edges.words.push("别处".to_owned());
        edges.dates.extend(Date::parse("2024-02-29"));
        edges
    }

    fn number(&self, form: Form, draw: &mut Draw) -> Known {
        let bounds = form.bounds;
        let parts = Rational::whole(10_i128.pow(form.decimals));
        let step = draw.between(-1, 1);
        let whole = |value: Rational| value.times(parts).map(Rational::floor);
        let constant = draw.pick(&self.numbers).copied();
        let other = draw.pick(&self.numbers).copied();
        let number = match draw.below(12) {
            0 => Some(bounds.low),
            1 if draw.one_in(4) => Some(bounds.high),
            2..=5 => constant.and_then(whole).map(|whole| whole + step),
            6 | 7 => {
                constant.zip(other).and_then(|(one, two)| whole(one.over(two)?)).map(|whole| whole + step)
            }
            8 => constant.zip(other).and_then(|(one, two)| whole(one.times(two)?)).map(|whole| whole + step),
            9 => Some(draw.between(0, 40) * 10_i128.pow(form.decimals)),
            10 => Some(draw.between(0, 400)),
            _ => Some(draw.between(0, 3_000_000_000)),
        };
        let number = number.unwrap_or(bounds.low).clamp(bounds.low, bounds.high);
        Known::Number(Rational::new(number, 10_i128.pow(form.decimals)).unwrap())
    }

    fn date(&self, draw: &mut Draw) -> Date {
        let near = draw.pick(&self.dates).copied().unwrap_or(Date::parse("2024-02-29").unwrap());
        let days = draw.between(-1, 1) as i32;
        let months = if draw.one_in(2) { draw.between(-40, 40) as i32 } else { 0 };
        let moved = near.plus_months(months).and_then(|date| date.plus_days(days));
        moved.filter(|date| date.year() >= 1).unwrap_or(near)
    }

    fn value(&self, ty: &InputType, form: Option<Form>, draw: &mut Draw) -> Known {
        match ty {
            InputType::Number(_) => self.number(form.unwrap(), draw),
            InputType::Bool => Known::Bool(draw.one_in(2)),
            InputType::Enum(choices) => Known::Enum(draw.below(choices.len())),
            InputType::Set(choices) => {
                Known::Set((0..choices.len()).filter(|_| draw.one_in(2)).map(|at| 1_u64 << at).sum())
            }
            InputType::Date => Known::Date(self.date(draw)),
            InputType::Text => Known::Text(draw.pick(&self.words).unwrap().clone()),
            InputType::List { .. } => Known::Unknown,
        }
    }
}

/// How much of the facts is left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Missing {
    Nothing,
    /// One in so many.
    Some(usize),
}

impl Missing {
    fn hides(self, draw: &mut Draw) -> bool {
        match self {
            Missing::Nothing => false,
            Missing::Some(number) => draw.one_in(number),
        }
    }
}

/// The facts of one applicant, within these forms.
pub fn inputs(plan: &Plan, edges: &Edges, forms: &Forms, missing: Missing, draw: &mut Draw) -> Inputs {
    let mut values: Arena<_, Known> = Arena::new();
    for (id, input) in plan.inputs.iter_ids() {
        let form = forms.inputs.get(id).copied().flatten();
        let known = if missing.hides(draw) || (input.decides.is_some() && draw.one_in(2)) {
            Known::Unknown
        } else if input.optional && draw.one_in(3) {
            Known::Absent
        } else if let InputType::List { fields, .. } = &input.ty {
            let forms = forms.fields.get(id).unwrap();
            let count = draw.below(5);
            let mut item = |_| {
                let each = fields.iter().zip(forms).map(|(field, form)| {
                    if missing.hides(draw) {
                        Known::Unknown
                    } else if field.optional && draw.one_in(3) {
                        Known::Absent
                    } else {
                        edges.value(&field.ty, *form, draw)
                    }
                });
                each.collect()
            };
            let mut items: Vec<Vec<Known>> = (0..count).map(&mut item).collect();
            if let Some(first) = items.first().cloned().filter(|_| draw.one_in(2)) {
                items.push(first);
            }
            Known::List(items)
        } else {
            edges.value(&input.ty, form, draw)
        };
        values.push(known);
    }
    let as_of = forms.as_of.or_else(|| (!missing.hides(draw)).then(|| edges.date(draw)));
    let year = as_of.map(Date::year);
    let history = forms.paid.map(|form| history(plan, edges, form, year, draw));
    Inputs { applicant: None, as_of, year, values, defaulted: Vec::new(), history }
}

fn history(plan: &Plan, edges: &Edges, form: Form, year: Option<i32>, draw: &mut Draw) -> Vec<Payment> {
    let awards: Vec<AwardId> = plan.awards.ids().collect();
    let mut payments = Vec::new();
    for _ in 0..draw.below(4) {
        let Some(&award) = draw.pick(&awards) else { break };
        let Known::Number(amount) = edges.number(form, draw) else { break };
        let year = year.unwrap_or(2024) - draw.below(4) as i32;
        payments.push(Payment { award, year: Some(year), date: None, item: None, step: None, amount });
    }
    payments
}

/// What a case is called when it fails.
pub fn told(plan: &Plan, inputs: &Inputs) -> String {
    let names = plan.inputs.iter().zip(inputs.values.iter());
    let facts: BTreeMap<&str, String> =
        names.map(|(input, known)| (input.name.as_str(), format!("{known:?}"))).collect();
    format!("as_of {:?}\nfacts {facts:#?}\nhistory {:?}", inputs.as_of, inputs.history)
}
