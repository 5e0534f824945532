//! Facts of several policies: which of them are one, and what is known of it.

use std::collections::BTreeMap;

use crate::arena::{Arena, Id as _};
use crate::plan::{AwardId, Choice, Input, InputId, InputType, Known, OfYear, Plan};
use crate::program::{Dimension, Measure};

/// Values an enumeration can have.
const VALUES: usize = 64;

/// The inputs of a linked plan.
pub(super) struct Merged {
    pub inputs: Arena<InputId, Input>,
    pub values: Arena<InputId, Known>,
    /// For each plan, the linked input of each of its own.
    pub maps: Vec<Vec<InputId>>,
    /// For each plan and each of its enumerations and sets, the linked position of each value.
    pub positions: Vec<BTreeMap<InputId, Vec<usize>>>,
}

/// The values of an enumeration as it is read beside others of the same name: its own, then those that only the others
/// have. Where that makes too many, its own.
pub fn widened<'c>(own: &[Choice], others: impl IntoIterator<Item = &'c [Choice]>) -> Vec<Choice> {
    let mut all = own.to_vec();
    for choice in others.into_iter().flatten() {
        if !all.iter().any(|known| known.name == choice.name) {
            all.push(choice.clone());
        }
    }
    if all.len() > VALUES { own.to_vec() } else { all }
}

/// Whether facts of two policies are of the same type, so that one value can be meant for both.
pub fn agree(left: &Input, right: &Input) -> bool {
    match (&left.ty, &right.ty) {
        (InputType::Number(left), InputType::Number(right)) => same_measure(left, right),
        (InputType::Bool, InputType::Bool)
        | (InputType::Enum(_), InputType::Enum(_))
        | (InputType::Set(_), InputType::Set(_))
        | (InputType::Date, InputType::Date)
        | (InputType::Text, InputType::Text)
        | (InputType::List { .. }, InputType::List { .. }) => true,
        (
            InputType::Number(_)
            | InputType::Bool
            | InputType::Enum(_)
            | InputType::Set(_)
            | InputType::Date
            | InputType::Text
            | InputType::List { .. },
            _,
        ) => false,
    }
}

/// Counts agree whatever they are counts of: the words for a unit (件, 项, patents) are the author's.
fn same_measure(left: &Measure, right: &Measure) -> bool {
    let counts = |measure: &Measure| matches!(measure.of, Dimension::Count(_));
    left.per == right.per && (left.of == right.of || (counts(left) && counts(right)))
}

/// The values of the enumerations and sets of this name, in the order of the plans.
fn choices_of<'p>(plans: &[&'p Plan], input: &Input) -> Vec<&'p [Choice]> {
    let same = |other: &&Input| other.name == input.name && agree(other, input);
    let others = plans.iter().flat_map(|plan| plan.inputs.iter().filter(same));
    others.filter_map(|other| choices(&other.ty)).collect()
}

fn choices(ty: &InputType) -> Option<&[Choice]> {
    match ty {
        InputType::Enum(choices) | InputType::Set(choices) => Some(choices),
        InputType::Number(_)
        | InputType::Bool
        | InputType::Date
        | InputType::Text
        | InputType::List { .. } => None,
    }
}

/// Merges the inputs of plans with what is known of them.
pub(super) fn merge(parts: &[(&Plan, &Arena<InputId, Known>)]) -> Merged {
    let plans: Vec<&Plan> = parts.iter().map(|&(plan, _)| plan).collect();
    let mut merged =
        Merged { inputs: Arena::new(), values: Arena::new(), maps: Vec::new(), positions: Vec::new() };
    let mut named: BTreeMap<&str, Vec<InputId>> = BTreeMap::new();
    let mut owners: Vec<&str> = Vec::new();
    let mut awards = 0_usize;
    for &(plan, values) in parts {
        let mut map: Vec<InputId> = Vec::new();
        let mut positions = BTreeMap::new();
        for (id, input) in plan.inputs.iter_ids() {
            let of_year = input
                .of_year
                .and_then(|single| Some(OfYear { input: *map.get(single.input.raw())?, year: single.year }));
            let wide = choices(&input.ty).map(|own| widened(own, choices_of(&plans, input)));
            let unknown = Known::Unknown;
            let value = values.get(id).unwrap_or(&unknown);
            let met = named.get(input.name.as_str()).into_iter().flatten().find_map(|&candidate| {
                let met = merged.inputs.at(candidate);
                let places = wide.as_deref().map_or(Some(Vec::new()), |wide| places(wide, &met.ty))?;
                let same = one_input(met, input, of_year)
                    && moved(value, &places).as_ref() == merged.values.get(candidate);
                same.then_some((candidate, places))
            });
            let (linked, places) = match met {
                Some((linked, places)) => {
                    narrow(merged.inputs.at_mut(linked), input);
                    (linked, places)
                }
                None => {
                    let count = wide.as_ref().map_or(0, Vec::len);
                    let decides = input.decides.map(|award| AwardId::new(awards.saturating_add(award.raw())));
                    let made = Input { ty: linked_type(&input.ty, wide), decides, of_year, ..input.clone() };
                    merged.values.push(value.clone());
                    owners.push(&plan.policy);
                    let linked = merged.inputs.push(made);
                    named.entry(&input.name).or_default().push(linked);
                    (linked, (0..count).collect())
                }
            };
            if choices(&input.ty).is_some() {
                positions.insert(id, places);
            }
            map.push(linked);
        }
        merged.maps.push(map);
        merged.positions.push(positions);
        awards = awards.saturating_add(plan.awards.len());
    }
    // What different policies call by the same name and is not the same is told apart by its policy.
    for several in named.values().filter(|several| several.len() > 1) {
        for &input in several {
            if let (Some(owner), Some(input)) =
                (owners.get(input.raw()), merged.inputs.iter_mut().nth(input.raw()))
            {
                input.name = format!("{owner}/{}", input.name);
            }
        }
    }
    merged
}

fn linked_type(own: &InputType, wide: Option<Vec<Choice>>) -> InputType {
    match (own, wide) {
        (InputType::Enum(_), Some(wide)) => InputType::Enum(wide),
        (InputType::Set(_), Some(wide)) => InputType::Set(wide),
        (InputType::List { item, fields, .. }, _) => {
            InputType::List { item: item.clone(), fields: fields.clone(), plan: None }
        }
        (own, _) => own.clone(),
    }
}

/// Whether an input can stand for another, whatever is known of them.
fn one_input(linked: &Input, own: &Input, of_year: Option<OfYear>) -> bool {
    let lists_alike = match (&linked.ty, &own.ty) {
        (InputType::List { fields: left, .. }, InputType::List { fields: right, .. }) => left == right,
        _ => true,
    };
    let overlap = match (linked.low.max(own.low), least(linked.high, own.high)) {
        (Some(low), Some(high)) => low <= high,
        (None, _) | (_, None) => true,
    };
    agree(linked, own)
        && lists_alike
        && overlap
        && linked.optional == own.optional
        && linked.by_year == own.by_year
        && linked.of_year == of_year
        // An official decides on each award for itself.
        && linked.decides.is_none()
        && own.decides.is_none()
}

fn least<T: Ord + Copy>(left: Option<T>, right: Option<T>) -> Option<T> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (one, None) | (None, one) => one,
    }
}

/// What is stated in both ranges.
fn narrow(linked: &mut Input, own: &Input) {
    linked.low = linked.low.max(own.low);
    linked.high = least(linked.high, own.high);
}

/// Where each value of an enumeration stands among the linked ones; `None` if one does not.
fn places(own: &[Choice], linked: &InputType) -> Option<Vec<usize>> {
    let linked = choices(linked)?;
    own.iter().map(|choice| linked.iter().position(|known| known.name == choice.name)).collect()
}

/// What is known, in linked positions; `None` if it has none.
fn moved(known: &Known, places: &[usize]) -> Option<Known> {
    Some(match known {
        Known::Enum(position) => Known::Enum(*places.get(*position)?),
        Known::Set(members) => Known::Set(moved_bits(*members, places)),
        Known::Unknown
        | Known::Absent
        | Known::Number(_)
        | Known::Bool(_)
        | Known::Date(_)
        | Known::Text(_)
        | Known::List(_) => known.clone(),
    })
}

/// Bits of positions, in linked positions.
pub(super) fn moved_bits(bits: u64, places: &[usize]) -> u64 {
    let bit =
        |position: usize| u32::try_from(position).ok().and_then(|at| 1_u64.checked_shl(at)).unwrap_or(0);
    let set = places.iter().enumerate().filter(|(own, _)| bits & bit(*own) != 0);
    set.fold(0, |all, (_, &place)| all | bit(place))
}
