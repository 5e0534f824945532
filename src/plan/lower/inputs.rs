//! Inputs: facts in document order, then what officials decide, then what was received elsewhere.

use crate::arena::Arena;
use crate::diagnostic::{Diagnostic, plan as entries};
use crate::money::Rational;
use crate::plan::{Choice, Input, InputField, InputId, InputType, Known, Op};
use crate::program::{Dimension, EnumId, Expr, ExprKind, Field, GroupRule, Measure, Type};

use super::years::SingleYears;
use super::{At, Lowering};

impl Lowering<'_> {
    /// All inputs; which list has a plan is filled in at the end.
    pub(super) fn inputs(&mut self) -> Arena<InputId, Input> {
        let program = self.program;
        let mut inputs = Arena::new();
        for fact in &program.facts {
            // Numbers are never negative unless the rules say so.
            let is_number = matches!(fact.ty, Type::Number(_));
            inputs.push(Input {
                name: fact.name.clone(),
                label: fact.label.clone(),
                question: fact.question.clone(),
                ty: self.input_type(&fact.ty),
                optional: fact.optional,
                by_year: fact.by_year,
                low: fact.low.or(is_number.then_some(Rational::ZERO)),
                high: fact.high,
                default: fact.default.as_ref().and_then(|default| self.fixed(default)),
                decides: None,
                of_year: None,
                span: fact.span,
            });
        }
        let decided = program.awards.iter().zip(&self.award_ids);
        let mut decided: Vec<_> =
            decided.filter_map(|(award, id)| Some((*self.decisions.get(id)?, *id, award))).collect();
        decided.sort_unstable_by_key(|&(input, ..)| input);
        for (_, award, declared) in decided {
            inputs.push(Input {
                name: format!("{}.decision", declared.id),
                label: None,
                question: None,
                ty: InputType::Number(Measure::plain(Dimension::Money(program.policy.currency))),
                optional: false,
                by_year: false,
                low: Some(Rational::ZERO),
                high: None,
                default: None,
                decides: Some(award),
                of_year: None,
                span: declared.name_span,
            });
        }
        for (matter, _) in &self.elsewhere {
            inputs.push(super::stacking::received_input(program, matter));
        }
        let mut ranked: Vec<_> = program.awards.iter().zip(&self.award_ids).collect();
        ranked.sort_unstable_by_key(|&(_, id)| id);
        for (award, &id) in ranked.into_iter().filter(|(award, _)| award.ranking.is_some()) {
            inputs.push(super::population::chosen_input(award, id));
        }
        for group in program.groups.iter().filter(|group| group.kind == GroupRule::Choice) {
            inputs.push(super::group::choice_input(program, group));
        }
        self.figures(&mut inputs);
        self.single_years = SingleYears::after(inputs.len());
        inputs
    }

    fn input_type(&self, ty: &Type) -> InputType {
        match ty {
            Type::Number(measure) => InputType::Number(measure.clone()),
            Type::Bool => InputType::Bool,
            Type::Enum(id) => InputType::Enum(self.choices(*id)),
            Type::Set(id) => InputType::Set(self.choices(*id)),
            Type::Date => InputType::Date,
            Type::Text => InputType::Text,
            Type::List(list) => {
                let list = self.program.lists.at(*list);
                let field = |field: &Field| InputField {
                    name: field.name.clone(),
                    label: field.label.clone(),
                    ty: self.field_type(&field.ty),
                    low: field.low,
                    high: field.high,
                    optional: field.optional,
                };
                InputType::List {
                    item: list.item.clone(),
                    fields: list.fields.iter().map(field).collect(),
                    plan: None,
                }
            }
        }
    }

    fn field_type(&self, ty: &Type) -> InputType {
        match ty {
            // The checker refuses lists in lists; none is nested here whatever it says.
            Type::List(_) => InputType::Text,
            Type::Number(_) | Type::Bool | Type::Enum(_) | Type::Set(_) | Type::Date | Type::Text => {
                self.input_type(ty)
            }
        }
    }

    fn choices(&self, id: EnumId) -> Vec<Choice> {
        let values = &self.program.enums.at(id).values;
        values.iter().map(|value| Choice { name: value.name.clone(), label: value.label.clone() }).collect()
    }

    /// The value of a default, which has to be fixed.
    fn fixed(&mut self, default: &Expr) -> Option<Known> {
        let known = match (&default.kind, &default.ty) {
            (ExprKind::EnumValue(_, position), _) => Some(Known::Enum(*position)),
            (_, Type::Number(_)) => {
                let node = self.number(default, At::Applicant).node;
                self.outer.number_of(node).map(Known::Number)
            }
            (_, Type::Bool) => {
                let node = self.condition(default, At::Applicant);
                self.outer.bool_of(node).map(Known::Bool)
            }
            (_, Type::Date) => {
                let node = self.plain(default, At::Applicant).node;
                if let Op::Date(date) = self.outer.nodes.at(node).op { Some(Known::Date(date)) } else { None }
            }
            (_, Type::Text) => {
                let node = self.plain(default, At::Applicant).node;
                if let Op::Text(text) = &self.outer.nodes.at(node).op {
                    Some(Known::Text(text.clone()))
                } else {
                    None
                }
            }
            (_, Type::Enum(_) | Type::Set(_) | Type::List(_)) => None,
        };
        if known.is_none() {
            self.found.push(Diagnostic::new(&entries::DEFAULT_NOT_FIXED, default.span));
        }
        known
    }
}
