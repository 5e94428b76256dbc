//! The composition of the areas: one world, one way to change it, one list of pages.
//!
//! In scope: [`World`] and [`World::apply`], the single function whose answer is the truth; the
//! list of areas and what each may read; the state root two nodes compare.
//!
//! Out of scope: what any area means (`areas/*`), where leaves come from and whether their
//! signatures were checked (`node`, `serve`): [`World::apply`] judges what it is given. `support` is not
//! here and can't be: it has a world and a log of its own.
//!
//! Size bound: the sum of the areas' bounds, plus one refusal per void act.

mod call;
mod home;
mod log;
mod payload;
mod publish;
mod review;
mod show;
mod world;

pub use call::{Seated, Seats};
pub use payload::{Entitlement, UnfitPetition};
pub use publish::{
    Announced, Bulletin, Edition, EditionName, Export, Feed, LineOfPost, LogAt, NoBulletin,
    NoEdition,
};
pub use review::{ToSign, review, wants_second_officer};
pub use show::{LOG_PAGE, LogView, Published, absent, catalogue, frame, wanted};
pub use world::{Attempt, Halt, Link, ReadError, Reading, World, read};

use agreement::Agreement;
use commitments::Commitments;
use hotline::Hotline;
use roll::Roll;
use watchlist::Watchlist;

/// Writes the table of contents of the system: one line per area, in the order of the agreement's
/// work, each naming the areas it may read. The order is part of the protocol: it is the order of
/// the lines in a state root.
macro_rules! mechanism {
    ($($area:ident : $Area:ident reads ($($need:ident),*)),+ $(,)?) => {
        /// What any member can say, by area.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Said {
            $(#[doc = concat!("About ", stringify!($area), ".")] $Area(<$Area as act::Area>::Entry)),+
        }

        impl Said {
            /// Reads an entry of this area and kind.
            pub fn decode(area: &str, kind: &str, json: &str) -> Result<Said, act::DecodeError> {
                match area {
                    $(stringify!($area) => act::Entry::decode(kind, json).map(Said::$Area),)+
                    _ => Err(act::DecodeError::Unknown(format!("{area}.{kind}"))),
                }
            }

            /// Area and kind, as in its payload type.
            pub fn kind(&self) -> (&'static str, &'static str) {
                match self {
                    $(Said::$Area(entry) => (<$Area as act::Area>::NAME, act::Entry::kind(entry))),+
                }
            }

            /// Its JSON, as a member's program would sign it.
            pub fn json(&self) -> String {
                match self { $(Said::$Area(entry) => act::Entry::json(entry)),+ }
            }
        }

        /// The state of every area.
        #[derive(Clone, Debug, Default)]
        pub struct Areas {
            $(#[doc = concat!("See `", stringify!($area), "`.")] pub $area: $Area),+
        }

        impl Areas {
            /// The areas' names, in the order of the table.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($area)),+];

            fn show(
                &self,
                area: &str,
                ask: &page::Ask<'_>,
                path: &[&str],
            ) -> Result<page::Shown, page::NotHere> {
                match area {
                    $(stringify!($area) => {
                        $area::page::show(&self.$area, needs!(self, $($need),*), ask, path)
                    })+
                    _ => Err(page::NotHere::NoSuchPage),
                }
            }

            fn write(
                &self,
                area: &str,
                path: &[&str],
                fields: &std::collections::BTreeMap<String, String>,
                ask: &page::Ask<'_>,
            ) -> Result<Said, page::Problems> {
                match area {
                    $(stringify!($area) => {
                        $area::page::write(&self.$area, needs!(self, $($need),*), path, fields, ask)
                            .map(Said::$Area)
                    })+
                    _ => Err(show::no_such_form(ask.tr)),
                }
            }

            fn say(&self, said: &Said, tr: page::Tr<'_>) -> page::Markup {
                match said {
                    $(Said::$Area(entry) => {
                        $area::page::say(&self.$area, needs!(self, $($need),*), entry, tr)
                    }),+
                }
            }

            fn judge(&self, act: &act::Act<&Said>) -> Result<(), act::Refusal> {
                match act.entry {
                    $(Said::$Area(entry) => {
                        act::Area::judge(&self.$area, needs!(self, $($need),*), &act.with(entry))
                    }),+
                }
            }

            fn fold(&mut self, act: &act::Act<&Said>) {
                match act.entry {
                    $(Said::$Area(entry) => {
                        act::Area::fold(&mut self.$area, needs!(self, $($need),*), &act.with(entry));
                    }),+
                }
            }

            fn roots(&self) -> Vec<(&'static str, act::Digest)> {
                vec![$((<$Area as act::Area>::NAME, act::Area::root(&self.$area))),+]
            }

            /// What members are expected to do, in all areas.
            pub fn due(&self, as_of: act::Time) -> Vec<act::Due> {
                let mut due = Vec::new();
                $(due.extend(act::Area::due(&self.$area, needs!(self, $($need),*), as_of));)+
                due
            }

            /// What was not done, in all areas.
            pub fn breaches(&self, as_of: act::Time) -> Vec<act::Breach> {
                let mut breaches = Vec::new();
                $(breaches.extend(act::Area::breaches(&self.$area, needs!(self, $($need),*), as_of));)+
                breaches
            }
        }
    };
}

macro_rules! needs {
    ($areas:expr,) => { () };
    ($areas:expr, $one:ident) => { &$areas.$one };
    ($areas:expr, $($many:ident),+) => { ($(&$areas.$many),+) };
}

mechanism! {
    roll: Roll reads (),
    agreement: Agreement reads (roll),
    commitments: Commitments reads (roll, agreement),
    watchlist: Watchlist reads (roll),
    hotline: Hotline reads (roll),
}
