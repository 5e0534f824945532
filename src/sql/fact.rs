//! Steps that read facts: columns of the applicant's or the item's row.

use crate::arena::Id as _;
use crate::calendar::DAYS;
use crate::plan::{AwardId, InputId, InputType, InputYear, PaidScope};
use crate::scaled::{Bounds, Form, Op, StepId};

use super::step::column;
use super::translate::Translation;
use super::tree::Expr;
use super::value::{Kind, Value, Width, most};
use super::{Scope, days, fault};

/// The column that holds the date of each row.
pub(super) const AS_OF: &str = "as_of";
/// Behind the name of an optional fact: the column of the table that says whether it is known to be absent.
pub(super) const ABSENT: &str = ".absent";
/// Behind the name of an optional fact: whether it is there.
pub(super) const PRESENT: &str = ".present";

impl Translation<'_> {
    /// A step that reads a fact of the applicant.
    pub(super) fn fact(&mut self, id: StepId, op: &Op) -> Value {
        let made = if let Op::Input(input) = op {
            self.input(*input)
        } else if let Op::Given(input) = op {
            self.input(*input).map(|value| {
                let cell = value.day.unwrap_or(value.expr);
                Value::truth(cell.known(), &[])
            })
        } else if let Op::Present(input) = op {
            self.inputs.insert(*input);
            self.absences.insert(*input);
            self.input_name(*input).map(|name| known_truth(Scope::Rows, format!("{name}{PRESENT}")))
        } else if matches!(op, Op::AsOf) {
            self.reads_as_of = true;
            Some(day(Scope::Rows, AS_OF))
        } else if let Op::Paid(award, scope) = op {
            Some(self.paid_under(*award, *scope, id))
        } else {
            None
        };
        self.found(made)
    }

    /// A step that reads an item.
    pub(super) fn of_item(&mut self, scope: Scope, op: &Op) -> Value {
        let made = match (op, scope) {
            (Op::Field(field), Scope::Items(list)) => {
                let entry = self.fields.entry((list, *field)).or_insert(false);
                *entry |= false;
                self.field(list, *field)
            }
            (Op::FieldPresent(field), Scope::Items(list)) => {
                self.fields.insert((list, *field), true);
                self.field_name(list, *field).map(|name| known_truth(scope, format!("{name}{PRESENT}")))
            }
            (Op::Outer(step), Scope::Items(_)) => Some(self.outer(scope, *step)),
            _ => None,
        };
        self.found(made)
    }

    fn found(&mut self, made: Option<Value>) -> Value {
        made.unwrap_or_else(|| {
            self.faults.push(fault::malformed(self.plan));
            Value::fixed(Expr::Null, Kind::Text)
        })
    }

    fn input(&mut self, input: InputId) -> Option<Value> {
        self.inputs.insert(input);
        let name = self.input_name(input)?;
        let of = self.plan.inputs.get(input)?;
        let form = self.forms.inputs.get(input).copied().flatten();
        let mut value = self.cell(Scope::Rows, name, &of.ty, form)?;
        value.nullable = of.default.is_none() || of.optional;
        Some(value)
    }

    /// The column of an input; of a single year, the year stands behind the point.
    pub(super) fn input_name(&mut self, input: InputId) -> Option<String> {
        let of = self.plan.inputs.get(input)?;
        let Some(single) = of.of_year else { return Some(of.name.clone()) };
        let this_year = self.options.as_of.map(crate::calendar::Date::year);
        if this_year.is_none() && matches!(single.year, InputYear::Before(_)) {
            let name = self.plan.inputs.get(single.input).map_or(String::new(), |input| input.name.clone());
            let fault = fault::year_by_row(self.plan, input, &name, self.options.dialect);
            if !self.faults.contains(&fault) {
                self.faults.push(fault);
            }
        }
        Some(of.path(self.plan, this_year))
    }

    fn field(&self, list: crate::scaled::ListId, field: usize) -> Option<Value> {
        let scope = Scope::Items(list);
        let input = self.program.lists.get(list)?.input;
        let form = self.forms.fields.get(input).and_then(|forms| forms.get(field)).copied().flatten();
        let name = self.field_name(list, field)?;
        self.cell(scope, name, self.field_type(scope, field)?, form)
    }

    fn field_name(&self, list: crate::scaled::ListId, field: usize) -> Option<String> {
        let input = self.plan.inputs.get(self.program.lists.get(list)?.input)?;
        let InputType::List { fields, .. } = &input.ty else { return None };
        fields.get(field).map(|field| field.name.clone())
    }

    /// The column of a cell.
    fn cell(&self, scope: Scope, name: String, ty: &InputType, form: Option<Form>) -> Option<Value> {
        let kind = match ty {
            InputType::Number(_) => {
                let bounds = form?.bounds;
                let width = Width::of(most(bounds), self.options.dialect).unwrap_or(Width::Wide);
                Kind::Number(width, bounds)
            }
            InputType::Bool => Kind::Truth,
            InputType::Enum(_) | InputType::Text => Kind::Text,
            InputType::Set(_) => Kind::Texts,
            InputType::Date => return Some(day(scope, &name)),
            InputType::List { .. } => return Some(Value::fixed(Expr::Truth(true), Kind::Truth)),
        };
        Some(Value { nullable: true, ..Value::fixed(column(scope, name), kind) })
    }

    fn paid_under(&mut self, award: AwardId, scope: PaidScope, id: StepId) -> Value {
        self.paid.insert((award, scope));
        let bounds = self.bounds(Scope::Rows, id);
        let width = Width::of(most(bounds), self.options.dialect).unwrap_or(Width::Wide);
        let name = paid_name(self.plan.awards.get(award).map_or("", |award| &award.id), scope);
        let nullable = scope != PaidScope::Ever && self.options.as_of.is_none();
        Value { nullable, ..Value::fixed(column(Scope::Rows, name), Kind::Number(width, bounds)) }
    }

    /// A step of the applicant's level, carried to its items.
    fn outer(&mut self, scope: Scope, step: StepId) -> Value {
        let value = self.value(Scope::Rows, step);
        if matches!(value.expr, Expr::Whole(_) | Expr::Truth(_) | Expr::Text(_)) {
            return value;
        }
        let kept = match (&value.expr, &value.day) {
            (_, Some(Expr::Column(..))) | (Expr::Column(..), None) => value,
            _ => {
                let owner = super::level::Owner::All;
                let kept = self.column(Scope::Rows, owner, format!("step.of_items.{}", step.raw()), value);
                if let Some(slot) = self.main.values.get_mut(step.raw()) {
                    *slot = Some(kept.clone());
                }
                kept
            }
        };
        let source = kept.day.clone().unwrap_or(kept.expr.clone());
        let Expr::Column(_, name) = source else { return kept };
        let here = format!("outer.{name}");
        let stage = kept.level.saturating_add(1);
        if let Some(level) = self.level_mut(scope) {
            level.import(stage, name, here.clone());
        }
        let seen = column(scope, here);
        Value {
            expr: if kept.day.is_some() { days::ordinal(seen.clone()) } else { seen.clone() },
            day: kept.day.is_some().then_some(seen),
            level: stage,
            size: 1,
            ..kept
        }
    }
}

/// The column of what was paid before under an award.
pub(super) fn paid_name(award: &str, scope: PaidScope) -> String {
    match scope {
        PaidScope::Ever => format!("{award}.paid_before"),
        PaidScope::THIS_YEAR => format!("{award}.paid_this_year"),
        PaidScope::Years(years) => format!("{award}.paid_in_{years}_years"),
    }
}

fn day(scope: Scope, name: &str) -> Value {
    let seen = column(scope, name);
    let bounds = Bounds { low: 0, high: DAYS };
    let kind = Kind::Number(Width::Narrow, bounds);
    Value { nullable: true, day: Some(seen.clone()), ..Value::fixed(days::ordinal(seen), kind) }
}

fn known_truth(scope: Scope, name: String) -> Value {
    Value { nullable: true, ..Value::fixed(column(scope, name), Kind::Truth) }
}
