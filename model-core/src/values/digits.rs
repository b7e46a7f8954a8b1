//! Reads bytes that are sent as hexadecimal digits, whatever the type of the field is made of: an `Option`, a newtype,
//! a list of numbers.

use crate::meta::hex::from_hex;
use serde::de::value::SeqDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A map of which a value is read as digits, if its column holds bytes.
pub(crate) struct Digits<'m, A> {
    pub(crate) map: &'m mut A,
    pub(crate) digits: bool,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Digits<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.map.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        match self.digits {
            true => self.map.next_value_seed(OfDigits(seed)),
            false => self.map.next_value_seed(seed),
        }
    }
}

/// The reader of digits: a seed, a deserializer or a visitor.
struct OfDigits<T>(T);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for OfDigits<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(OfDigits(deserializer))
    }
}

/// Methods that ask for something else than bytes.
macro_rules! passed_on {
    ($($method:ident($($arg:ident: $ty:ty),*);)+) => {$(
        fn $method<V: Visitor<'de>>(self, $($arg: $ty,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method($($arg,)* visitor)
        }
    )+};
}

/// Methods that ask for bytes, or for what may contain them. A format that is not for people has bytes of its own.
macro_rules! of_digits {
    ($($method:ident;)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            match self.0.is_human_readable() {
                true => self.0.deserialize_any(OfDigits(visitor)),
                false => self.0.$method(visitor),
            }
        }
    )+};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for OfDigits<D> {
    type Error = D::Error;

    passed_on! {
        deserialize_any();
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_i128();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_u128();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_map();
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier();
        deserialize_ignored_any();
    }

    of_digits! {
        deserialize_seq;
        deserialize_bytes;
        deserialize_byte_buf;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_option(OfDigits(visitor))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, OfDigits(visitor))
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for OfDigits<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(OfDigits(deserializer))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(OfDigits(deserializer))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(seq)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<V::Value, E> {
        self.0.visit_bytes(bytes)
    }

    fn visit_str<E: Error>(self, digits: &str) -> Result<V::Value, E> {
        let bytes = from_hex(digits).ok_or_else(|| E::custom("expected two hexadecimal digits for each byte"))?;
        self.0.visit_seq(SeqDeserializer::new(bytes.into_iter()))
    }
}
