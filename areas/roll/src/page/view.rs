//! What every page of every area sees beside its own state: the roll, and who asks what.

use act::decision::Part;
use act::{Mark, Time};
use page::{Ask, Iso, Markup, Name, Tr, entry_link, html};

use super::names::{may, member_name};
use crate::state::Roll;

/// An area's pages as one reader asks for them.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The area's name, with which its entries and its words begin.
    pub area: &'static str,
    /// Who is who.
    pub roll: &'a Roll,
    /// Who asks what, as of when, in which language.
    pub ask: &'a Ask<'a>,
}

impl<'a> View<'a> {
    /// The reader's language and its words.
    pub fn tr(&self) -> Tr<'a> {
        self.ask.tr
    }

    /// The moment the page is made for.
    pub fn as_of(&self) -> Time {
        self.ask.as_of
    }

    /// Whether an act was in the log at that moment.
    pub fn knows(&self, mark: &Mark) -> bool {
        mark.at <= self.as_of()
    }

    /// Whether the reader's key may say such an entry of this area now.
    pub fn may(&self, entry: &str) -> bool {
        may(self.roll, self.ask, &format!("{}.{entry}", self.area))
    }

    /// The reader's member; empty for a visitor.
    pub fn own(&self) -> &'a str {
        self.ask.viewer.map_or("", |viewer| viewer.member)
    }

    /// Whether the reader's member is a mediator.
    pub fn mediator(&self) -> bool {
        let member = self.roll.member(self.own());
        member.is_some_and(|member| member.part == Part::Mediator)
    }

    /// What a member is called.
    pub fn name(&self, member: &str) -> Markup {
        html! { (Name(member_name(self.roll, member, self.tr().lang))) }
    }

    /// By whom, when, and where in the log.
    pub fn mark(&self, mark: &Mark) -> Markup {
        html! { (self.name(&mark.member)) ", " (Iso(mark.at)) " " (entry_link(mark.index)) }
    }

    /// A coded value of this area in the reader's words.
    pub fn coded(&self, value: &str) -> Markup {
        self.tr().say(&format!("{}-value-{value}", self.area))
    }
}
