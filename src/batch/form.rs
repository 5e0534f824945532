//! Forms: in which decimals and between which bounds the numbers of each input are held in columns.

use crate::arena::Arena;
use crate::money::Rational;
use crate::plan::{InputType, Plan, limits};
use crate::scaled::{Bounds, Form, Forms};

use super::Settings;

/// The forms that readers hold facts in.
pub(super) fn choose(plan: &Plan, settings: Settings) -> Forms {
    let forms = Forms::fen(plan);
    let forms = if settings.history { forms.with_history(plan) } else { forms };
    Forms { as_of: settings.as_of, ..forms }
}

/// The same decimals, with all that a fact may be: what is unknown may lie beyond what a column holds.
pub(super) fn all_that_may_be(plan: &Plan, forms: &Forms) -> Forms {
    let whole = |form: &Form, ty: &InputType, low: Option<Rational>, high: Option<Rational>| {
        let InputType::Number(measure) = ty else { return *form };
        let parts = Rational::whole(10_i128.saturating_pow(form.decimals));
        let most = limits::highest(measure);
        let scaled = |end: Rational| end.times(parts).map(Rational::floor);
        let low =
            scaled(low.unwrap_or(Rational::ZERO)).map_or(form.bounds.low, |low| low.min(form.bounds.low));
        let high = scaled(high.unwrap_or(most)).map_or(form.bounds.high, |high| high.max(form.bounds.high));
        Form { bounds: Bounds { low, high }, ..*form }
    };
    let inputs = plan.inputs.iter().zip(&forms.inputs);
    let inputs =
        inputs.map(|(input, form)| form.as_ref().map(|form| whole(form, &input.ty, input.low, input.high)));
    let inputs: Arena<_, _> = inputs.collect();
    let fields = plan.inputs.iter().zip(&forms.fields).map(|(input, forms)| {
        let InputType::List { fields, .. } = &input.ty else { return forms.clone() };
        let pairs = fields.iter().zip(forms);
        pairs
            .map(|(field, form)| form.as_ref().map(|form| whole(form, &field.ty, field.low, field.high)))
            .collect()
    });
    let fields: Arena<_, _> = fields.collect();
    Forms { inputs, fields, ..forms.clone() }
}
