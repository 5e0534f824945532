//! Whole columns of Arrow arrays into columns of facts. What is not plain in every cell is left to the rows' way.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    ArrowDictionaryKeyType, Decimal64Type, Decimal128Type, Int8Type, Int16Type, Int32Type, Int64Type,
    UInt8Type, UInt16Type, UInt32Type,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, PrimitiveArray};
use arrow_buffer::ArrowNativeType as _;
use arrow_schema::DataType;

use crate::plan::{Input, InputType, Known};
use crate::scaled::Form;
use crate::sheet::filler::Filler;
use crate::sheet::number::Whole;
use crate::sheet::quick::members;
use crate::sheet::unit::ColumnUnit;

/// How a column of a fact is taken as a whole.
#[derive(Debug)]
pub enum Take {
    /// Cell by cell.
    Cells,
    /// Yes and no.
    Truths,
    /// Values of an enumeration, with their positions.
    Members(Vec<(Vec<u8>, u8)>),
    /// Numbers.
    Wholes(Whole),
}

impl Take {
    /// For the values of an input.
    pub fn new(input: &Input, form: Option<&Form>, unit: Option<&ColumnUnit>) -> Take {
        if input.by_year {
            return Take::Cells;
        }
        match &input.ty {
            InputType::Bool => Take::Truths,
            InputType::Enum(choices) => Take::Members(members(choices)),
            InputType::Number(measure) => {
                let whole = form.and_then(|form| Whole::new(form, measure, input.low, input.high, unit));
                whole.map_or(Take::Cells, Take::Wholes)
            }
            InputType::Set(_) | InputType::Date | InputType::Text | InputType::List { .. } => Take::Cells,
        }
    }

    /// Adds a whole array; `None` if some cell has to be looked at by itself. What was added before stays then.
    pub fn column(&self, array: &ArrayRef, filler: &mut Filler, default: Option<&Known>) -> Option<()> {
        match self {
            Take::Cells => None,
            Take::Truths => truths(array, filler, default),
            Take::Members(values) => of_members(array, filler, values, default),
            Take::Wholes(whole) => of_wholes(array, filler, whole, default),
        }
    }
}

fn nothing(default: Option<&Known>) -> &Known {
    default.unwrap_or(&Known::Unknown)
}

fn truths(array: &ArrayRef, filler: &mut Filler, default: Option<&Known>) -> Option<()> {
    let truths = array.as_boolean_opt()?;
    if truths.null_count() == 0 {
        filler.truths()?.extend(truths.values().iter().map(u8::from));
        return Some(());
    }
    for truth in truths {
        match truth {
            Some(truth) => filler.push_truth(truth),
            None => filler.push(nothing(default)),
        }
    }
    Some(())
}

fn of_members(
    array: &ArrayRef,
    filler: &mut Filler,
    values: &[(Vec<u8>, u8)],
    default: Option<&Known>,
) -> Option<()> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "all other types are taken cell by cell")]
    match array.data_type() {
        DataType::Dictionary(key, _) => match key.as_ref() {
            DataType::Int8 => of_dictionary::<Int8Type>(array, filler, values, default),
            DataType::Int16 => of_dictionary::<Int16Type>(array, filler, values, default),
            DataType::Int32 => of_dictionary::<Int32Type>(array, filler, values, default),
            _ => None,
        },
        DataType::Utf8 => {
            for text in array.as_string_opt::<i32>()? {
                match text.filter(|text| !text.is_empty()) {
                    Some(text) => filler.push_member(position(values, text)?),
                    None => filler.push(nothing(default)),
                }
            }
            Some(())
        }
        _ => None,
    }
}

fn position(values: &[(Vec<u8>, u8)], text: &str) -> Option<u8> {
    values.iter().find(|(value, _)| value == text.as_bytes()).map(|&(_, position)| position)
}

fn of_dictionary<K: ArrowDictionaryKeyType>(
    array: &ArrayRef,
    filler: &mut Filler,
    values: &[(Vec<u8>, u8)],
    default: Option<&Known>,
) -> Option<()> {
    let dictionary = array.as_dictionary_opt::<K>()?;
    let words = dictionary.values().as_string_opt::<i32>()?;
    if words.null_count() > 0 || words.len() > 1 << 16 {
        return None;
    }
    // A word that no row uses may mean nothing.
    let positions: Vec<Option<u8>> = (0..words.len()).map(|at| position(values, words.value(at))).collect();
    if dictionary.null_count() == 0 {
        let held: Option<Vec<u8>> = match positions.iter().copied().collect::<Option<Vec<u8>>>() {
            // Enumerations are small: a table of the size of a byte needs no look beyond its end.
            Some(all) if all.len() <= 256 => {
                let mut table = [0_u8; 256];
                table.iter_mut().zip(&all).for_each(|(slot, position)| *slot = *position);
                let keys = dictionary.keys().values().iter();
                Some(keys.map(|key| table.get(as_index::<K>(*key) & 0xff).copied().unwrap_or(0)).collect())
            }
            Some(_) | None => dictionary
                .keys()
                .values()
                .iter()
                .map(|key| positions.get(as_index::<K>(*key)).copied().flatten())
                .collect(),
        };
        filler.truths()?.extend(held?);
        return Some(());
    }
    for row in 0..dictionary.len() {
        match dictionary.key(row) {
            Some(key) => filler.push_member(positions.get(key).copied().flatten()?),
            None => filler.push(nothing(default)),
        }
    }
    Some(())
}

fn as_index<K: ArrowDictionaryKeyType>(key: K::Native) -> usize {
    // INVARIANT: keys of an array without nulls are positions of its dictionary.
    key.to_usize().unwrap_or(usize::MAX)
}

fn of_wholes(array: &ArrayRef, filler: &mut Filler, whole: &Whole, default: Option<&Known>) -> Option<()> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "all other types are taken cell by cell")]
    match array.data_type() {
        DataType::Int8 => numbers::<Int8Type>(array, filler, whole, 0, default),
        DataType::Int16 => numbers::<Int16Type>(array, filler, whole, 0, default),
        DataType::Int32 => numbers::<Int32Type>(array, filler, whole, 0, default),
        DataType::Int64 => numbers::<Int64Type>(array, filler, whole, 0, default),
        DataType::UInt8 => numbers::<UInt8Type>(array, filler, whole, 0, default),
        DataType::UInt16 => numbers::<UInt16Type>(array, filler, whole, 0, default),
        DataType::UInt32 => numbers::<UInt32Type>(array, filler, whole, 0, default),
        DataType::Decimal64(_, decimals) => {
            numbers::<Decimal64Type>(array, filler, whole, usize::try_from(*decimals).ok()?, default)
        }
        DataType::Decimal128(_, decimals) => {
            let array = array.as_primitive_opt::<Decimal128Type>()?;
            for number in array {
                match number {
                    Some(number) => {
                        let number = i64::try_from(number).ok()?;
                        filler.push_whole(whole.rescaled(number, usize::try_from(*decimals).ok()?)?);
                    }
                    None => filler.push(nothing(default)),
                }
            }
            Some(())
        }
        DataType::Utf8 => {
            for text in array.as_string_opt::<i32>()? {
                match text.filter(|text| !text.is_empty()) {
                    Some(text) => filler.push_whole(whole.read(text.as_bytes())?),
                    None => filler.push(nothing(default)),
                }
            }
            Some(())
        }
        _ => None,
    }
}

fn numbers<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    filler: &mut Filler,
    whole: &Whole,
    decimals: usize,
    default: Option<&Known>,
) -> Option<()>
where
    T::Native: Into<i64> + Ord,
{
    let array: &PrimitiveArray<T> = array.as_primitive_opt::<T>()?;
    if array.null_count() > 0 {
        for number in array {
            match number {
                Some(number) => filler.push_whole(whole.rescaled(number.into(), decimals)?),
                None => filler.push(nothing(default)),
            }
        }
        return Some(());
    }
    let values = array.values();
    let (Some(lowest), Some(highest)) = (values.iter().min(), values.iter().max()) else { return Some(()) };
    // INVARIANT: what fits for the lowest and the highest fits for all between.
    whole.rescaled((*lowest).into(), decimals)?;
    whole.rescaled((*highest).into(), decimals)?;
    let (factor, _, _) = whole.factor(decimals)?;
    if filler.held().is_narrow() {
        let cells = values.iter().map(|&value| (value.into()).wrapping_mul(factor) as i32);
        filler.narrow()?.extend(cells);
    } else {
        let cells = values.iter().map(|&value| (value.into()).wrapping_mul(factor));
        filler.wide()?.extend(cells);
    }
    Some(())
}
