//! Values of enumerations by the bytes they are written in.

use crate::plan::Choice;

/// Every name and label that stands for one value alone, with its position.
pub fn members(choices: &[Choice]) -> Vec<(Vec<u8>, u8)> {
    let position = |at: usize| u8::try_from(at).ok();
    let names = choices.iter().enumerate();
    let mut values: Vec<(Vec<u8>, u8)> =
        names.filter_map(|(at, choice)| Some((choice.name.as_bytes().to_vec(), position(at)?))).collect();
    for (at, choice) in choices.iter().enumerate() {
        let Some(label) = choice.label.as_deref().map(str::as_bytes) else { continue };
        let alone = choices.iter().filter(|other| other.label == choice.label).count() == 1;
        // A label that is also a name means the name.
        if alone && !values.iter().any(|(value, _)| value == label) {
            values.extend(position(at).map(|at| (label.to_vec(), at)));
        }
    }
    values
}
