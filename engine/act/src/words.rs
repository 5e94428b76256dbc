//! What entries are made of: strict structs, and codes with one name on the wire, in exports and in the
//! keys of translations.

/// Writes the structs of entries: a field that is not theirs makes an entry unreadable.
///
/// ```text
/// act::words! {
///     /// The other party seconds a listing.
///     pub struct ListingSeconded { /** Which. */ listing: String }
/// }
/// ```
#[macro_export]
macro_rules! words {
    ($($(#[$doc:meta])* pub struct $name:ident { $($(#[$fdoc:meta])* $field:ident : $type:ty),+ $(,)? })+) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$fdoc])* pub $field: $type),+ })+
    };
}

/// Writes coded values.
///
/// ```text
/// act::coded! {
///     /// What came out.
///     pub enum Outcome { /** It is kept. */ Keep = "keep", /** It ends. */ End = "end" }
/// }
/// ```
#[macro_export]
macro_rules! coded {
    ($($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? })+) => {
        $($(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize,
        )]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Each of them, in the order they are offered.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// Its name on the wire, in exports and in the keys of translations.
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            /// The one of this name.
            pub fn of(name: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.name() == name)
            }
        })+
    };
}
