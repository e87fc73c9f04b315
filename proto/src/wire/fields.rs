//! The shapes a member of a wire object can have, and the objects made of them.

use crate::json::{self, Json, Member};
use crate::pb;

/// How one shape is read and written. A value of another shape is handed back, so that the caller can keep it.
pub(super) trait Shape {
    type Value;
    fn read(value: Json<'_>) -> Result<Self::Value, Json<'_>>;
    fn write(value: &Self::Value, out: &mut Vec<u8>);
}

/// An object of the wire with a message of the schema.
pub(super) trait WireObject: Default {
    /// Takes a member, or hands its value back where the schema has no place for it.
    fn read_member<'a>(&mut self, key: &str, value: Json<'a>) -> Result<(), Json<'a>>;
    fn write_members(&self, out: &mut ObjectWriter<'_>);
    fn extra_json(&self) -> &str;
    fn set_extra_json(&mut self, text: String);
}

/// Reads an object, keeping what the schema does not know.
pub(super) fn read_object<M: WireObject>(members: Vec<Member<'_>>) -> M {
    let mut message = M::default();
    let mut extra = Extra::default();
    for (key, value) in members {
        if let Err(value) = message.read_member(&key, value) {
            extra.keep(&key, &value);
        }
    }
    if let Some(text) = extra.into_text() {
        message.set_extra_json(text);
    }
    message
}

/// Writes an object with what the schema did not know.
pub(super) fn write_object<M: WireObject>(message: &M, out: &mut Vec<u8>) {
    let mut writer = ObjectWriter::begin(out);
    message.write_members(&mut writer);
    writer.members_of(message.extra_json());
    writer.end();
}

/// Collects members the schema does not know as an object's text.
#[derive(Default)]
pub(super) struct Extra(Vec<u8>);

impl Extra {
    pub(super) fn keep(&mut self, key: &str, value: &Json<'_>) {
        self.0.push(if self.0.is_empty() { b'{' } else { b',' });
        json::write_str(key, &mut self.0);
        self.0.push(b':');
        value.write(&mut self.0);
    }

    pub(super) fn into_text(mut self) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        self.0.push(b'}');
        String::from_utf8(self.0).ok()
    }
}

/// Writes an object member by member.
pub(super) struct ObjectWriter<'a> {
    out: &'a mut Vec<u8>,
    first: bool,
}

impl<'a> ObjectWriter<'a> {
    pub(super) fn begin(out: &'a mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, first: true }
    }

    /// Writes a key and gives the place for its value.
    pub(super) fn key(&mut self, key: &str) -> &mut Vec<u8> {
        self.separate();
        json::write_str(key, self.out);
        self.out.push(b':');
        self.out
    }

    /// Writes the members of an object's text; an empty text has none.
    pub(super) fn members_of(&mut self, object: &str) {
        let inner = object.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
        if !inner.is_empty() {
            self.separate();
            self.out.extend_from_slice(inner.as_bytes());
        }
    }

    pub(super) fn end(self) {
        self.out.push(b'}');
    }

    fn separate(&mut self) {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
    }
}

/// Says which member of an object goes into which field of a message, and in which shape.
macro_rules! wire_object {
    ($message:ident { $($key:literal => $field:ident: $shape:ty),* $(,)? }) => {
        impl $crate::wire::fields::WireObject for $crate::pb::$message {
            fn read_member<'a>(&mut self, key: &str, value: $crate::json::Json<'a>) -> Result<(), $crate::json::Json<'a>> {
                $(let value = if key == $key && self.$field.is_none() {
                    match <$shape as $crate::wire::fields::Shape>::read(value) {
                        Ok(read) => {
                            self.$field = Some(read);
                            return Ok(());
                        }
                        Err(value) => value,
                    }
                } else {
                    value
                };)*
                Err(value)
            }

            fn write_members(&self, out: &mut $crate::wire::fields::ObjectWriter<'_>) {
                $(if let Some(value) = &self.$field {
                    <$shape as $crate::wire::fields::Shape>::write(value, out.key($key));
                })*
            }

            fn extra_json(&self) -> &str {
                &self.extra_json
            }

            fn set_extra_json(&mut self, text: String) {
                self.extra_json = text;
            }
        }
    };
}
pub(super) use wire_object;

/// A number.
pub(super) struct Num;
impl Shape for Num {
    type Value = f64;
    fn read(value: Json<'_>) -> Result<f64, Json<'_>> {
        value.as_f64().ok_or(value)
    }
    fn write(value: &f64, out: &mut Vec<u8>) {
        json::write_f64(*value, out);
    }
}

/// A string.
pub(super) struct Text;
impl Shape for Text {
    type Value = String;
    fn read(value: Json<'_>) -> Result<String, Json<'_>> {
        match value {
            Json::String(text) => Ok(text.into_owned()),
            other => Err(other),
        }
    }
    fn write(value: &String, out: &mut Vec<u8>) {
        json::write_str(value, out);
    }
}

/// A string, or a number that stands for one.
pub(super) struct Id;
impl Shape for Id {
    type Value = String;
    fn read(value: Json<'_>) -> Result<String, Json<'_>> {
        match value {
            Json::String(text) => Ok(text.into_owned()),
            Json::Number(number) => Ok(number.to_string()),
            other => Err(other),
        }
    }
    fn write(value: &String, out: &mut Vec<u8>) {
        json::write_str(value, out);
    }
}

/// A truth value.
pub(super) struct Flag;
impl Shape for Flag {
    type Value = bool;
    fn read(value: Json<'_>) -> Result<bool, Json<'_>> {
        value.as_bool().ok_or(value)
    }
    fn write(value: &bool, out: &mut Vec<u8>) {
        out.extend_from_slice(if *value { b"true" } else { b"false" });
    }
}

/// Anything, kept as its text.
pub(super) struct Raw;
impl Shape for Raw {
    type Value = String;
    fn read(value: Json<'_>) -> Result<String, Json<'_>> {
        Ok(value.to_text())
    }
    fn write(value: &String, out: &mut Vec<u8>) {
        out.extend_from_slice(value.as_bytes());
    }
}

/// An object with a message of its own.
pub(super) struct Object<M>(std::marker::PhantomData<M>);
impl<M: WireObject> Shape for Object<M> {
    type Value = M;
    fn read(value: Json<'_>) -> Result<M, Json<'_>> {
        match value {
            Json::Object(members) => Ok(read_object(members)),
            other => Err(other),
        }
    }
    fn write(value: &M, out: &mut Vec<u8>) {
        write_object(value, out);
    }
}

/// Takes a list's items where they all have the shape; the mod writes an empty list as `{}`.
fn items<'a>(value: Json<'a>, fits: impl Fn(&Json<'a>) -> bool) -> Result<Vec<Json<'a>>, Json<'a>> {
    match value {
        Json::Array(items) if items.iter().all(fits) => Ok(items),
        Json::Object(members) if members.is_empty() => Ok(Vec::new()),
        other => Err(other),
    }
}

fn write_items<T>(items: &[T], out: &mut Vec<u8>, mut write: impl FnMut(&T, &mut Vec<u8>)) {
    if items.is_empty() {
        out.extend_from_slice(b"{}");
        return;
    }
    for (index, item) in items.iter().enumerate() {
        out.push(if index == 0 { b'[' } else { b',' });
        write(item, out);
    }
    out.push(b']');
}

/// A list of objects.
macro_rules! list_of {
    ($name:ident, $list:ident, $item:ident) => {
        #[doc = concat!("A list of [`pb::", stringify!($item), "`].")]
        pub(super) struct $name;
        impl Shape for $name {
            type Value = pb::$list;
            fn read(value: Json<'_>) -> Result<pb::$list, Json<'_>> {
                let items = items(value, |item| matches!(item, Json::Object(_)))?;
                let read = items.into_iter().filter_map(|item| match item {
                    Json::Object(members) => Some(read_object::<pb::$item>(members)),
                    _ => None,
                });
                Ok(pb::$list { items: read.collect() })
            }
            fn write(value: &pb::$list, out: &mut Vec<u8>) {
                write_items(&value.items, out, write_object);
            }
        }
    };
}
list_of!(Jokers, JokerList, Joker);
list_of!(Cards, CardList, Card);
list_of!(Consumables, ConsumableList, Consumable);

/// A list of strings.
macro_rules! words {
    ($name:ident, $list:ident) => {
        #[doc = concat!("A list of strings as [`pb::", stringify!($list), "`].")]
        pub(super) struct $name;
        impl Shape for $name {
            type Value = pb::$list;
            fn read(value: Json<'_>) -> Result<pb::$list, Json<'_>> {
                let items = items(value, |item| matches!(item, Json::String(_)))?;
                let read = items.into_iter().filter_map(|item| match item {
                    Json::String(text) => Some(text.into_owned()),
                    _ => None,
                });
                Ok(pb::$list { items: read.collect() })
            }
            fn write(value: &pb::$list, out: &mut Vec<u8>) {
                write_items(&value.items, out, |text, out| json::write_str(text, out));
            }
        }
    };
}
words!(Strings, StringList);
words!(Names, NameList);

/// A list of numbers.
pub(super) struct Doubles;
impl Shape for Doubles {
    type Value = pb::DoubleList;
    fn read(value: Json<'_>) -> Result<pb::DoubleList, Json<'_>> {
        let items = items(value, |item| item.as_f64().is_some())?;
        Ok(pb::DoubleList { items: items.iter().filter_map(Json::as_f64).collect() })
    }
    fn write(value: &pb::DoubleList, out: &mut Vec<u8>) {
        write_items(&value.items, out, |number, out| json::write_f64(*number, out));
    }
}
