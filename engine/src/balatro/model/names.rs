//! Enums that files know by name.

/// Implements `Display`, `FromStr`, `Serialize` and `Deserialize` for a type that has a `name()`, by a list of names.
macro_rules! named_traits {
    ($type:ident, $what:literal, $names:expr, $at:expr) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.name())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::balatro::error::BalatroError;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                let place = $names.iter().position(|known| *known == name);
                place
                    .and_then($at)
                    .ok_or_else(|| $crate::balatro::error::BalatroError::unknown($what, name, $names.iter().copied()))
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                name.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// A fieldless enum with a name for each variant.
macro_rules! named_enum {
    ($(#[$doc:meta])* $type:ident, $what:literal { $($(#[$variant_doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($(#[$variant_doc])* $variant,)+ }

        impl $type {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            const NAMES: &'static [&'static str] = &[$($name),+];

            /// Its name in files.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }

        $crate::balatro::model::names::named_traits!($type, $what, $type::NAMES, |at: usize| $type::ALL.get(at).copied());
    };
}

/// A fieldless enum of this crate's own that the catalogs know by words.
macro_rules! words {
    ($(#[$doc:meta])* $type:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $type { $($(#[$variant_doc])* $variant,)+ }

        impl $type {
            fn read(value: &serde_json::Value) -> $crate::json::Read<Self> {
                const ALL: &[$type] = &[$($type::$variant),+];
                $crate::json::word(value, &[$($word),+]).map(|place| ALL[place])
            }
        }
    };
}

pub(crate) use {named_enum, named_traits, words};
