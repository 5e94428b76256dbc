//! How every screen looks, reads and behaves.
//!
//! In scope: the six languages and their words ([`Catalogue`], [`Tr`]), types that carry their
//! direction ([`Name`], [`Id`], [`Hash`], [`Words`] …), the frame around every page ([`Frame`]), what a
//! page is asked and answers ([`Ask`], [`Shown`]), the parts pages are made of (tables, forms, states,
//! comparison, review before signing, proof mark), the style sheet and our own scripts ([`ASSETS`]).
//!
//! Out of scope: what any area has to show (`areas/*`), routes, cookies and headers (`serve`). Pure:
//! no I/O, no clock; the moment a page is about is handed in. Nothing here panics on any input.
//!
//! Size bound: one page in memory, and the words of all languages (below 1 MB).

mod calendar;
mod catalogue;
mod changes;
mod compare;
mod csv;
mod direction;
mod entry_form;
mod form;
mod frame;
mod glossary;
mod held;
mod lang;
mod moment;
mod notice;
mod proof;
mod review;
mod scripts;
mod sealing;
mod shown;
mod speech;
mod state;
mod table;
mod timeline;
mod upload;
mod words;

pub use calendar::{SolarDate, eastern_digits, solar};
pub use catalogue::{Catalogue, CatalogueError, Gap, Source};
pub use changes::word_changes;
pub use compare::{Clause, Comparison, Effect, Fate, Pair, Remark, Side, Uncertain, alternate};
pub use csv::cell;
pub use direction::{Amount, FullHash, Hash, Id, Iso, IsoDay, Key, Name, Words};
pub use entry_form::{Around, EntryField, EntryForm, Input, Need, needed, optional};
pub use form::{Choice, Field, Method, Problems, action_link, form, group, hidden, percent};
pub use frame::{Computed, Frame, LogLine, Nav, Reader, Waiting, Width, Witnessed};
pub use glossary::{TERMS, glossary};
pub use held::{Held, HeldBlob, NothingHeld, Stamp, WaitingPetition, stamp_found};
pub use lang::{Dir, Lang};
pub use maud::{Markup, PreEscaped, Render, html};
pub use notice::{Kind, Trouble, notice, refused};
pub use proof::ProofMark;
pub use review::{Enrol, Review, Second, SignIn};
pub use scripts::{ASSETS, Asset, CONTENT_SECURITY_POLICY, sealed_link, sentences};
pub use sealing::{Goes, Part, SealedTo, Sealing, Shape};
pub use shown::{AGAIN, Ask, NotHere, Shown, Viewer, instant_to_type, typed_instant, typed_text};
pub use speech::{As, Speech};
pub use state::{State, entry_link, names, shape};
pub use table::{Pager, Table, facts, none_recorded};
pub use timeline::{Moment, timeline};
pub use upload::{Upload, Voice};
pub use words::{Tr, Value, message_key};
