//! Where a message stands for each addressee at an instant, and how far its ladder was climbed: a function
//! of the log and the instant alone, so both sides compute the same.

use act::{Index, Time};

use crate::entry::Because;
use crate::format::format_of;
use crate::state::{Hotline, Message, Receipt};

const MINUTE_MILLIS: i64 = 60_000;

act::coded! {
    /// How far a message came at one addressee.
    pub enum Stage {
        /// It is in the log, and the addressee's node has not said that it has it.
        Accepted = "accepted",
        /// The node can't be reached.
        Unreachable = "unreachable",
        /// The node has it.
        Delivered = "delivered",
        /// An officer opened it.
        Opened = "opened",
        /// An officer acknowledged it.
        Acknowledged = "acknowledged",
        /// An officer says it is understood.
        Understood = "understood",
        /// It was answered.
        Answered = "answered",
        /// Nothing more is awaited.
        Closed = "closed",
    }
}

/// Where a message stands for one addressee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How far it came.
    pub stage: Stage,
    /// What is awaited, and by when.
    pub awaited: Option<(Because, Time)>,
    /// Whether the addressee had declared that it can't be reached.
    pub declared_out: bool,
}

impl Standing {
    /// Whether what is awaited is late.
    pub fn late(&self, as_of: Time) -> bool {
        !self.declared_out && self.awaited.is_some_and(|(_, by)| by <= as_of)
    }
}

/// A rung of a ladder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// Which, from 1.
    pub number: u32,
    /// Who is called: the member's own words; none on the last two, which are the mediators and then
    /// the principals.
    pub who: Option<String>,
    /// When it is reached, if nothing changes.
    pub at: Time,
    /// What is missing.
    pub because: Because,
    /// Where somebody said that it was reached.
    pub said: Option<Index>,
}

/// An instant so many minutes later.
pub fn minutes_after(from: Time, minutes: u32) -> Time {
    from.after_millis(i64::from(minutes) * MINUTE_MILLIS)
}

impl Receipt {
    fn until(&self, as_of: Time) -> Receipt {
        let then = |mark: &Option<act::Mark>| mark.clone().filter(|mark| mark.at <= as_of);
        Receipt {
            delivered: self.delivered.clone().filter(|(mark, _)| mark.at <= as_of),
            opened: then(&self.opened),
            received: then(&self.received),
            understood: then(&self.understood),
            answered: then(&self.answered),
        }
    }
}

impl Message {
    /// Whether an answer is awaited of it.
    pub fn answered_format(&self) -> bool {
        format_of(&self.sent.format).is_some_and(|format| format.answered)
    }

    /// Where it stands for an addressee.
    pub fn standing(&self, all: &Hotline, member: &str, as_of: Time) -> Option<Standing> {
        let receipt = self.receipts.get(member)?.until(as_of);
        let closed = self.closed.as_ref().is_some_and(|mark| mark.at <= as_of);
        let awaited = match closed {
            true => None,
            false => self.awaited(&receipt),
        };
        let unreachable = matches!(awaited, Some((Because::Unreachable, by)) if by <= as_of);
        let stage = match &receipt {
            _ if closed => Stage::Closed,
            one if one.answered.is_some() => Stage::Answered,
            one if one.understood.is_some() => Stage::Understood,
            one if one.received.is_some() => Stage::Acknowledged,
            one if one.opened.is_some() => Stage::Opened,
            one if one.delivered.is_some() => Stage::Delivered,
            _ if unreachable => Stage::Unreachable,
            _ => Stage::Accepted,
        };
        let declared_out =
            all.declared_out(member, as_of) && matches!(awaited, Some((Because::Unreachable, _)));
        Some(Standing {
            stage,
            awaited,
            declared_out,
        })
    }

    /// Whether anything is awaited of anybody after everything that was said.
    pub(crate) fn awaits(&self) -> bool {
        let mut receipts = self.receipts.values();
        self.closed.is_none() && receipts.any(|receipt| self.awaited(receipt).is_some())
    }

    /// What is awaited of an addressee, and by when. Clocks of people start when the node has the message.
    fn awaited(&self, receipt: &Receipt) -> Option<(Because, Time)> {
        let acknowledged = receipt.received.is_some() || receipt.answered.is_some();
        let begun = match (&receipt.delivered, &receipt.received) {
            (Some((mark, _)), _) | (None, Some(mark)) => mark.at,
            (None, None) => {
                let by = minutes_after(self.mark.at, self.clocks.unreachable);
                return (!acknowledged).then_some((Because::Unreachable, by));
            }
        };
        if !acknowledged {
            let by = minutes_after(begun, self.clocks.acknowledge);
            return Some((Because::Unacknowledged, by));
        }
        let open = self.answered_format() && receipt.answered.is_none();
        open.then(|| {
            (
                Because::Unanswered,
                minutes_after(begun, self.clocks.answer),
            )
        })
    }

    /// The ladder of an addressee as far as it was climbed, and what was said of it. It begins anew for
    /// what is missing next.
    pub fn rungs(&self, all: &Hotline, member: &str, as_of: Time) -> Vec<Rung> {
        let Some(standing) = self.standing(all, member, as_of) else {
            return Vec::new();
        };
        let Some((because, late)) = standing.awaited.filter(|_| standing.late(as_of)) else {
            return Vec::new();
        };
        let own = self.ladders.get(member).map_or(&[][..], Vec::as_slice);
        // After its own people come the mediators, then the principals.
        let names = own.iter().cloned().map(Some).chain([None, None]);
        let rungs = names.zip(1u32..).map(|(who, number)| {
            let at = minutes_after(late, self.clocks.rung.saturating_mul(number - 1));
            let said = self.rungs.iter().find(|said| {
                let (whose, rung, why) = &said.entry;
                whose == member && *rung == number && *why == because && said.mark.at <= as_of
            });
            Rung {
                number,
                who,
                at,
                because,
                said: said.map(|said| said.mark.index),
            }
        });
        rungs.take_while(|rung| rung.at <= as_of).collect()
    }

    /// Whether anything is awaited of anybody. Once nothing is, nothing will be again.
    pub fn open(&self, as_of: Time) -> bool {
        let closed = self.closed.as_ref().is_some_and(|mark| mark.at <= as_of);
        let mut receipts = self.receipts.values();
        !closed && receipts.any(|receipt| self.awaited(&receipt.until(as_of)).is_some())
    }
}
