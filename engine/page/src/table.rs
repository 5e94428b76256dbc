//! Tables: a caption that says what is listed, headers tied to cells, its own scrolling on a narrow
//! screen, and a sentence instead of an empty body.

use maud::{Markup, html};

use crate::words::Tr;

/// A table under construction.
pub struct Table {
    caption: Markup,
    heads: Vec<(Markup, Column)>,
    rows: Vec<(Option<String>, Vec<Markup>)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Text,
    Number,
}

impl Table {
    /// A table of what `caption` says.
    pub const fn new(caption: Markup) -> Table {
        Table {
            caption,
            heads: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// One more column, of words. The first column names its row.
    #[must_use]
    pub fn column(mut self, head: Markup) -> Table {
        self.heads.push((head, Column::Text));
        self
    }

    /// One more column, of numbers, aligned so that digits stand under each other.
    #[must_use]
    pub fn numbers(mut self, head: Markup) -> Table {
        self.heads.push((head, Column::Number));
        self
    }

    /// One more row, a cell for each column.
    #[must_use]
    pub fn row(mut self, cells: impl IntoIterator<Item = Markup>) -> Table {
        self.push(cells);
        self
    }

    /// [`Table::row`] for loops.
    pub fn push(&mut self, cells: impl IntoIterator<Item = Markup>) {
        self.rows.push((None, cells.into_iter().collect()));
    }

    /// One more row that links can point at, by `#anchor`.
    pub fn push_at(&mut self, anchor: &str, cells: impl IntoIterator<Item = Markup>) {
        self.rows
            .push((Some(anchor.to_owned()), cells.into_iter().collect()));
    }

    /// The table; "none recorded" if it has no rows.
    pub fn show(&self, tr: Tr<'_>) -> Markup {
        html! {
            div.table role="region" tabindex="0" aria-label=(tr.plain("table-scrolls", &[])) {
                table {
                    caption { (self.caption) }
                    @if self.rows.is_empty() {
                        tbody { tr { td { (none_recorded(tr)) } } }
                    } @else {
                        thead { tr {
                            @for (head, column) in &self.heads {
                                th scope="col" class=[number(*column)] { (head) }
                            }
                        } }
                        tbody { @for (anchor, cells) in &self.rows { (self.line(anchor, cells)) } }
                    }
                }
            }
        }
    }

    fn line(&self, anchor: &Option<String>, cells: &[Markup]) -> Markup {
        html! {
            tr id=[anchor] {
                @for (i, cell) in cells.iter().enumerate() {
                    @let class = self.heads.get(i).and_then(|(_, column)| number(*column));
                    @if i == 0 {
                        th scope="row" class=[class] { (cell) }
                    } @else {
                        td class=[class] { (cell) }
                    }
                }
            }
        }
    }
}

fn number(column: Column) -> Option<&'static str> {
    (column == Column::Number).then_some("number")
}

/// What an empty list says. Never "all good": nothing recorded is not nothing happened.
pub fn none_recorded(tr: Tr<'_>) -> Markup {
    html! { p.none { (tr.say("none-recorded")) } }
}

/// Terms and what they are: a record's facts, one per line.
pub fn facts(pairs: impl IntoIterator<Item = (Markup, Markup)>) -> Markup {
    html! {
        dl.facts {
            @for (term, fact) in pairs {
                div { dt { (term) } dd { (fact) } }
            }
        }
    }
}

/// Links to the newer and older parts of a long list, newest first.
pub struct Pager<'a> {
    /// Position of the first and last row shown, counted from 1.
    pub shown: (u64, u64),
    /// Rows in all.
    pub total: u64,
    /// Address of the newer part, if there is one.
    pub newer: Option<&'a str>,
    /// Address of the older part, if there is one.
    pub older: Option<&'a str>,
}

impl Pager<'_> {
    /// The links, as a landmark.
    pub fn show(&self, tr: Tr<'_>) -> Markup {
        html! {
            nav.pager aria-label=(tr.plain("pager-label", &[])) {
                @if let Some(newer) = self.newer {
                    a rel="prev" href=(newer) { (tr.say("pager-newer")) }
                }
                span {
                    (tr.with("pager-shown", &[
                        ("from", self.shown.0.into()),
                        ("to", self.shown.1.into()),
                        ("total", self.total.into()),
                    ]))
                }
                @if let Some(older) = self.older {
                    a rel="next" href=(older) { (tr.say("pager-older")) }
                }
            }
        }
    }
}
