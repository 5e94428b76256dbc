//! The glossary: one term for one thing, in all six languages beside each other, so that people of
//! different languages can check that they speak of the same thing.

use maud::{Markup, html};

use crate::lang::Lang;
use crate::table::Table;
use crate::words::Tr;

/// This crate's own terms: each is the message `term-<name>` and its meaning `term-<name>-means`.
pub const TERMS: [&str; 14] = [
    "act",
    "log",
    "entry",
    "checkpoint",
    "recorded",
    "witnessed",
    "void",
    "proof",
    "party",
    "mediator",
    "office",
    "clause",
    "position",
    "finding",
];

/// The terms in the order given, the reader's language first. Areas add their own to [`TERMS`].
pub fn glossary(tr: Tr<'_>, terms: &[&str]) -> Markup {
    let others: Vec<Lang> = Lang::ALL
        .into_iter()
        .filter(|lang| *lang != tr.lang)
        .collect();
    let mut table = Table::new(tr.say("glossary-title"))
        .column(tr.say("glossary-term"))
        .column(tr.say("glossary-means"));
    for lang in &others {
        table = table
            .column(html! { span lang=(lang.tag()) dir=(lang.dir().html()) { (lang.own_name()) } });
    }
    for term in terms {
        let key = format!("term-{term}");
        let mut cells = vec![tr.say(&key), tr.say(&format!("{key}-means"))];
        cells.extend(others.iter().map(|&lang| {
            let word = Tr::new(lang, tr.catalogue).say(&key);
            html! { span lang=(lang.tag()) dir=(lang.dir().html()) { (word) } }
        }));
        table.push_at(&key, cells);
    }
    table.show(tr)
}
