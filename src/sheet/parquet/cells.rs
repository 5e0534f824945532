//! Cells of Arrow arrays, one by one: for whatever is not a whole column of plain values.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    ArrowDictionaryKeyType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType};
use arrow_schema::{DataType, TimeUnit};

use crate::calendar::Date;
use crate::facts::json::{Json, Kind, Member};
use crate::sheet::block::Kept;
use crate::sheet::cell::{self, Cell, nowhere};

/// A cell, or a value built for it.
pub enum Held<'a> {
    /// As it stands in the array.
    Cell(Cell<'a>),
    /// A list or a set.
    Json(Json),
}

impl Held<'_> {
    /// As a cell.
    pub fn cell(&self) -> Cell<'_> {
        match self {
            Held::Cell(cell) => *cell,
            Held::Json(json) => Cell::Json(json),
        }
    }
}

/// The ordinal of the first day of 1970.
const EPOCH: i64 = 719_162;
const SECONDS_OF_A_DAY: i64 = 86_400;

fn at<T: ArrowPrimitiveType>(array: &ArrayRef, row: usize) -> Option<T::Native> {
    let array = array.as_primitive_opt::<T>()?;
    (row < array.len()).then(|| array.value(row))
}

/// The days since 1970.
pub fn day_number(day: Date) -> Option<i32> {
    i32::try_from(day.ordinal().checked_sub(EPOCH)?).ok()
}

fn day(days: i64) -> Option<Date> {
    Date::from_ordinal(days.checked_add(EPOCH)?)
}

/// The day of an instant, if it is the beginning of one.
fn midnight(ticks: i64, in_a_second: i64) -> Option<Date> {
    let in_a_day = SECONDS_OF_A_DAY.checked_mul(in_a_second)?;
    if ticks.checked_rem_euclid(in_a_day)? == 0 { day(ticks.checked_div_euclid(in_a_day)?) } else { None }
}

/// A cell of an array.
pub fn held(array: &ArrayRef, row: usize) -> Held<'_> {
    if array.is_null(row) {
        return Held::Cell(Cell::Empty);
    }
    let plain = plain(array, row);
    match plain {
        Some(cell) => Held::Cell(cell),
        None => json(array, row, 0).map_or(Held::Cell(Cell::Unusable(cell::UNREADABLE)), Held::Json),
    }
}

fn whole<'a, T: ArrowPrimitiveType>(array: &ArrayRef, row: usize, decimals: i8) -> Option<Cell<'a>>
where
    T::Native: Into<i128>,
{
    let number: i128 = at::<T>(array, row)?.into();
    match u32::try_from(decimals) {
        Ok(decimals) => Some(Cell::Scaled(number, decimals)),
        Err(_) => {
            let factor = 10_i128.checked_pow(u32::from(decimals.unsigned_abs()))?;
            Some(Cell::Scaled(number.checked_mul(factor)?, 0))
        }
    }
}

fn of_dictionary<K: ArrowDictionaryKeyType>(array: &ArrayRef, row: usize) -> Option<Cell<'_>> {
    let dictionary = array.as_dictionary_opt::<K>()?;
    match dictionary.key(row) {
        Some(key) if !dictionary.values().is_null(key) => plain(dictionary.values(), key),
        Some(_) | None => Some(Cell::Empty),
    }
}

fn plain(array: &ArrayRef, row: usize) -> Option<Cell<'_>> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "all other types of Arrow are lists and records, or say nothing"
    )]
    match array.data_type() {
        DataType::Boolean => Some(Cell::Truth(array.as_boolean_opt()?.value(row))),
        DataType::Int8 => whole::<Int8Type>(array, row, 0),
        DataType::Int16 => whole::<Int16Type>(array, row, 0),
        DataType::Int32 => whole::<Int32Type>(array, row, 0),
        DataType::Int64 => whole::<Int64Type>(array, row, 0),
        DataType::UInt8 => whole::<UInt8Type>(array, row, 0),
        DataType::UInt16 => whole::<UInt16Type>(array, row, 0),
        DataType::UInt32 => whole::<UInt32Type>(array, row, 0),
        DataType::UInt64 => whole::<UInt64Type>(array, row, 0),
        DataType::Decimal32(_, decimals) => whole::<Decimal32Type>(array, row, *decimals),
        DataType::Decimal64(_, decimals) => whole::<Decimal64Type>(array, row, *decimals),
        DataType::Decimal128(_, decimals) => whole::<Decimal128Type>(array, row, *decimals),
        // The shortest decimal of 32 bits is meant, not the one of the same number in 64.
        DataType::Float32 => Some(Cell::Float(format!("{:e}", at::<Float32Type>(array, row)?).parse().ok()?)),
        DataType::Float64 => Some(Cell::Float(at::<Float64Type>(array, row)?)),
        DataType::Utf8 => Some(text(array.as_string_opt::<i32>()?.value(row))),
        DataType::LargeUtf8 => Some(text(array.as_string_opt::<i64>()?.value(row))),
        DataType::Utf8View => Some(text(array.as_string_view_opt()?.value(row))),
        DataType::Date32 => day(i64::from(at::<Date32Type>(array, row)?)).map(Cell::Day),
        DataType::Date64 => midnight(at::<Date64Type>(array, row)?, 1000).map(Cell::Day),
        DataType::Timestamp(unit, None) => {
            let found = match unit {
                TimeUnit::Second => midnight(at::<TimestampSecondType>(array, row)?, 1),
                TimeUnit::Millisecond => midnight(at::<TimestampMillisecondType>(array, row)?, 1000),
                TimeUnit::Microsecond => midnight(at::<TimestampMicrosecondType>(array, row)?, 1_000_000),
                TimeUnit::Nanosecond => midnight(at::<TimestampNanosecondType>(array, row)?, 1_000_000_000),
            };
            Some(found.map_or(Cell::Unusable(cell::TIMED), Cell::Day))
        }
        DataType::Dictionary(key, _) => match key.as_ref() {
            DataType::Int8 => of_dictionary::<Int8Type>(array, row),
            DataType::Int16 => of_dictionary::<Int16Type>(array, row),
            DataType::Int32 => of_dictionary::<Int32Type>(array, row),
            DataType::Int64 => of_dictionary::<Int64Type>(array, row),
            DataType::UInt8 => of_dictionary::<UInt8Type>(array, row),
            DataType::UInt16 => of_dictionary::<UInt16Type>(array, row),
            DataType::UInt32 => of_dictionary::<UInt32Type>(array, row),
            _ => None,
        },
        _ => None,
    }
}

fn text(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

/// A value as facts files have it; lists and records nest a few levels.
fn json(array: &ArrayRef, row: usize, depth: u8) -> Option<Json> {
    let of = |kind| Some(Json { kind, span: nowhere() });
    if depth > 4 {
        return None;
    }
    if array.is_null(row) {
        return of(Kind::Null);
    }
    let deeper = depth.saturating_add(1);
    let items = |items: &ArrayRef| (0..items.len()).map(|at| json(items, at, deeper)).collect::<Option<_>>();
    #[expect(clippy::wildcard_enum_match_arm, reason = "all other types are plain, or say nothing")]
    match array.data_type() {
        DataType::List(_) => of(Kind::Array(items(&array.as_list_opt::<i32>()?.value(row))?)),
        DataType::LargeList(_) => of(Kind::Array(items(&array.as_list_opt::<i64>()?.value(row))?)),
        DataType::FixedSizeList(..) => of(Kind::Array(items(&array.as_fixed_size_list_opt()?.value(row))?)),
        DataType::Struct(fields) => {
            let record = array.as_struct_opt()?;
            let member = |(field, column): (&arrow_schema::FieldRef, &ArrayRef)| {
                let value = json(column, row, deeper)?;
                Some(Member { key: Some(field.name().clone()), key_span: nowhere(), value })
            };
            of(Kind::Object(fields.iter().zip(record.columns()).map(member).collect::<Option<_>>()?))
        }
        _ => of(match plain(array, row)? {
            Cell::Empty => Kind::Null,
            Cell::Text(text) | Cell::Unusable(text) => Kind::Text(text.to_owned()),
            Cell::Truth(truth) => Kind::Bool(truth),
            Cell::Day(day) => Kind::Text(day.to_string()),
            Cell::Scaled(whole, decimals) => Kind::Number(decimal(whole, decimals)),
            // A number that is not exact has more digits than any fact may have, and is refused as such.
            Cell::Float(number) | Cell::Share(number) => match cell::decimal_of(number) {
                Ok(text) => Kind::Number(text),
                Err(_) => Kind::Text(format!("{number} (>15 digits)")),
            },
            Cell::Json(json) => json.kind.clone(),
        }),
    }
}

fn decimal(whole: i128, decimals: u32) -> String {
    let parts = 10_i128.checked_pow(decimals);
    let number = parts.and_then(|parts| crate::money::Rational::new(whole, parts));
    number.map_or(format!("{whole}e-{decimals}"), crate::money::Rational::to_shortest)
}

/// A cell that is carried over, as text.
pub fn kept(array: &ArrayRef, row: usize) -> (String, Kept) {
    match held(array, row).cell() {
        Cell::Empty => (String::new(), Kept::Empty),
        Cell::Text(text) | Cell::Unusable(text) => (text.to_owned(), Kept::Text),
        Cell::Scaled(whole, decimals) => {
            let parts = 10_i128.checked_pow(decimals);
            let number = parts.and_then(|parts| crate::money::Rational::new(whole, parts));
            (number.and_then(|number| number.to_decimals(decimals)).unwrap_or_default(), Kept::Number)
        }
        Cell::Float(number) | Cell::Share(number) => (format!("{number}"), Kept::Number),
        Cell::Truth(truth) => (truth.to_string(), Kept::Truth),
        Cell::Day(day) => (day.to_string(), Kept::Text),
        Cell::Json(json) => (written(json), Kept::Text),
    }
}

/// A list or record as JSON text.
fn written(json: &Json) -> String {
    match &json.kind {
        Kind::Null | Kind::BrokenText => "null".to_owned(),
        Kind::Bool(truth) => truth.to_string(),
        Kind::Number(text) => text.clone(),
        Kind::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
        Kind::Array(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(",")),
        Kind::Object(members) => {
            let member = |member: &Member| {
                let key = serde_json::Value::from(member.key.as_deref().unwrap_or("")).to_string();
                format!("{key}:{}", written(&member.value))
            };
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
        }
    }
}
