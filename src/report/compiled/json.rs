//! JSON objects whose keys stand in the order in which they are said.

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::calendar::Date;
use crate::money::Rational;

/// A value of JSON. Numbers that may be large or fractions are texts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Json {
    /// Nothing is stated.
    Null,
    /// Yes or no.
    Truth(bool),
    /// A small whole number: a count or an id.
    Number(i64),
    /// A text.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object.
    Object(Object),
}

/// An object; keys without a value are left out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Object(Vec<(&'static str, Json)>);

impl Object {
    pub(super) fn new() -> Object {
        Object::default()
    }
    /// The same with one more key, unless nothing stands for it.
    pub(super) fn with(mut self, key: &'static str, value: impl Into<Json>) -> Object {
        let value = value.into();
        let empty = match &value {
            Json::Null => true,
            Json::List(list) => list.is_empty(),
            Json::Truth(_) | Json::Number(_) | Json::Text(_) | Json::Object(_) => false,
        };
        if !empty {
            self.0.push((key, value));
        }
        self
    }
    /// The same with a key that is always there.
    pub(super) fn always(mut self, key: &'static str, value: impl Into<Json>) -> Object {
        self.0.push((key, value.into()));
        self
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => serializer.serialize_unit(),
            Json::Truth(truth) => serializer.serialize_bool(*truth),
            Json::Number(number) => serializer.serialize_i64(*number),
            Json::Text(text) => serializer.serialize_str(text),
            Json::List(list) => list.serialize(serializer),
            Json::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// An exact number: a decimal, or a fraction `1/3` where it is none.
pub(super) fn exact(number: Rational) -> Json {
    Json::Text(number.to_shortest())
}

pub(super) fn day(date: Date) -> Json {
    Json::Text(date.to_string())
}

pub(super) fn list<T>(of: impl IntoIterator<Item = T>, each: impl FnMut(T) -> Json) -> Json {
    Json::List(of.into_iter().map(each).collect())
}

pub(super) fn texts<T: AsRef<str>>(of: impl IntoIterator<Item = T>) -> Json {
    list(of, |text| Json::Text(text.as_ref().to_owned()))
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Json {
        Json::Text(text)
    }
}

impl From<&String> for Json {
    fn from(text: &String) -> Json {
        Json::Text(text.clone())
    }
}

impl From<bool> for Json {
    fn from(truth: bool) -> Json {
        Json::Truth(truth)
    }
}

impl From<usize> for Json {
    fn from(number: usize) -> Json {
        Json::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Json {
        Json::Object(object)
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Json {
        value.map_or(Json::Null, Into::into)
    }
}
