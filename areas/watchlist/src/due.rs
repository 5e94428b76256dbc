//! What members are expected to do about the watchlist, and what was not done.

use act::decision::Part;
use act::{Breach, Due, Filed, Index, Time, Value};
use roll::Roll;

use crate::edition::Lives;
use crate::entry::{Adjudication, EditionName, FlagGround};
use crate::life::{Life, Stage};
use crate::state::{Listing, Watchlist};

/// Days of editions that are looked back on for missing acknowledgements.
const DAYS_BACK: usize = 400;

pub(crate) fn due(all: &Watchlist, roll: &Roll, as_of: Time) -> Vec<Due> {
    let lives = Lives::of(all, as_of);
    let mut list = List {
        due: Vec::new(),
        mediators: members(roll, Part::Mediator),
        parties: members(roll, Part::Party),
    };
    for (id, listing, life) in lives.iter().filter(|(_, listing, _)| !listing.canary) {
        list.listing(id, listing, life, as_of);
    }
    list.petitions(all, roll, as_of);
    list.editions(all, roll, &lives, as_of);
    for (_, screening) in all.screenings() {
        for (index, adjudicated) in &screening.adjudications {
            let open = adjudicated.confirmed.is_none() && adjudicated.mark.at <= as_of;
            if open && adjudicated.said.outcome == Adjudication::Same {
                let path = format!("/watchlist/adjudications/{index}/confirm");
                list.push(
                    "watchlist.due-confirmation",
                    &adjudicated.mark.member,
                    None,
                    path,
                    Vec::new(),
                );
            }
        }
    }
    list.due
}

fn members(roll: &Roll, part: Part) -> Vec<&str> {
    roll.with_part(part)
        .map(|member| member.id.as_str())
        .collect()
}

struct List<'a> {
    due: Vec<Due>,
    mediators: Vec<&'a str>,
    parties: Vec<&'a str>,
}

impl List<'_> {
    fn push(
        &mut self,
        code: &'static str,
        member: &str,
        by: Option<Time>,
        path: String,
        about: Vec<(&'static str, Value)>,
    ) {
        self.due.push(Due {
            code,
            member: member.to_owned(),
            by,
            path,
            about,
        });
    }

    fn listing(&mut self, id: &str, listing: &Listing, life: &Life, as_of: Time) {
        let clocks = &listing.clocks;
        let about = || vec![("listing", Value::from(id))];
        let path = |form: &str| format!("/watchlist/{id}/{form}");
        if let Some(since) = life.unchecked.filter(|_| !life.now().stage.ended()) {
            for mediator in self.mediators.clone() {
                let by = Some(since.after(clocks.check));
                self.push("watchlist.due-check", mediator, by, path("check"), about());
            }
        }
        match life.now().stage {
            Stage::Circulated => {
                for party in self.parties.clone() {
                    if party != listing.owner {
                        let by = life.next.map(|next| next.at);
                        self.push("watchlist.due-second", party, by, path("second"), about());
                    }
                }
            }
            Stage::Returned => {
                self.push(
                    "watchlist.due-correction",
                    &listing.owner,
                    None,
                    path("correct"),
                    about(),
                );
            }
            stage if stage.in_force() => {
                let review_by = life.now().review_by;
                if as_of.after(clocks.review_notice) >= review_by {
                    let owner = &listing.owner;
                    self.push(
                        "watchlist.due-review",
                        owner,
                        Some(review_by),
                        path("renew"),
                        about(),
                    );
                }
            }
            stage if stage.ended() && stage != Stage::Erased => {
                let by = Some(life.now().at.after(clocks.retention));
                for mediator in self.mediators.clone() {
                    self.push(
                        "watchlist.due-erasure",
                        mediator,
                        by,
                        path("erase"),
                        about(),
                    );
                }
            }
            Stage::Erased => {
                for party in self.parties.clone() {
                    if !listing
                        .receipts
                        .iter()
                        .any(|one| one.member == party && one.at <= as_of)
                    {
                        self.push(
                            "watchlist.due-receipt",
                            party,
                            None,
                            path("receipt"),
                            about(),
                        );
                    }
                }
            }
            _ => {}
        }
        for (flag, ground) in &life.flags {
            let by = match ground {
                FlagGround::MistakenIdentity => {
                    Some(raised(listing, *flag).after(clocks.mistaken_identity))
                }
                _ => None,
            };
            for mediator in self.mediators.clone() {
                let path = format!("/watchlist/{id}/flags/{flag}/clear");
                self.push("watchlist.due-flag", mediator, by, path, about());
            }
        }
    }

    fn petitions(&mut self, all: &Watchlist, roll: &Roll, as_of: Time) {
        let open = all.petitions().filter(|(_, one)| {
            let before = |at: Time| at <= as_of;
            before(one.received.at)
                && !one
                    .recommended
                    .as_ref()
                    .is_some_and(|one| before(one.mark.at))
                && !one.answered.as_ref().is_some_and(|one| before(one.mark.at))
        });
        for (id, petition) in open {
            let Some(charter) = roll.charter_at(petition.received.at) else {
                continue;
            };
            let clocks = &charter.clocks.watchlist;
            let about = vec![("petition", Value::from(id))];
            let received = petition.received.at;
            match &petition.assigned {
                Some(Filed {
                    entry: reviewer, ..
                }) => {
                    let by = Some(received.after(clocks.petition));
                    let path = format!("/watchlist/petitions/{id}/recommend");
                    self.push("watchlist.due-recommendation", reviewer, by, path, about);
                }
                None => {
                    let by = Some(received.after(clocks.petition_acknowledge));
                    for mediator in self.mediators.clone() {
                        let path = format!("/watchlist/petitions/{id}");
                        self.push("watchlist.due-petition", mediator, by, path, about.clone());
                    }
                }
            }
        }
    }

    fn editions(&mut self, all: &Watchlist, roll: &Roll, lives: &Lives<'_>, as_of: Time) {
        let Some(latest) = lives.latest() else { return };
        let Some(charter) = roll.charter_at(as_of) else {
            return;
        };
        let name = EditionName {
            day: latest.name.day,
            urgent: 0,
        };
        let Some(cut) = cut(&name.day) else { return };
        for party in self.parties.clone() {
            if acknowledged(all, &name, party, as_of).is_none() {
                let by = Some(cut.after(charter.clocks.watchlist.acknowledge));
                let about = vec![("edition", Value::from(name.day.as_str()))];
                let path = format!("/watchlist/editions/{}", name.day);
                self.push("watchlist.due-acknowledgement", party, by, path, about);
            }
        }
    }
}

fn cut(day: &str) -> Option<Time> {
    format!("{day}T00:00:00.000Z").parse().ok()
}

fn raised(listing: &Listing, flag: Index) -> Time {
    let said = listing.said.iter().find(|said| said.mark.index == flag);
    said.map_or(listing.proposed().at, |said| said.mark.at)
}

/// When a party first acknowledged an edition, if it did until `as_of`.
pub(crate) fn acknowledged(
    all: &Watchlist,
    edition: &EditionName,
    party: &str,
    as_of: Time,
) -> Option<Time> {
    let mine = all
        .acknowledged(edition)
        .iter()
        .filter(|one| one.mark.member == party);
    mine.map(|one| one.mark.at).find(|at| *at <= as_of)
}

/// Editions a party did not acknowledge in time, and mistaken identities left standing.
pub(crate) fn breaches(all: &Watchlist, roll: &Roll, as_of: Time) -> Vec<Breach> {
    let lives = Lives::of(all, as_of);
    let mut breaches = Vec::new();
    let first = lives
        .iter()
        .map(|(_, listing, _)| listing.proposed().index)
        .min();
    for day in lives.days().take(DAYS_BACK) {
        let name = EditionName {
            day: day.to_string(),
            urgent: 0,
        };
        let (Some(cut), Some(index)) = (cut(&name.day), first) else {
            continue;
        };
        let Some(charter) = roll.charter_at(cut) else {
            continue;
        };
        let by = cut.after(charter.clocks.watchlist.acknowledge);
        for party in members(roll, Part::Party) {
            if by <= as_of && acknowledged(all, &name, party, by).is_none() {
                breaches.push(Breach {
                    code: "watchlist.edition-not-acknowledged",
                    member: party.to_owned(),
                    since: by,
                    index,
                });
            }
        }
    }
    for (_, listing, life) in lives.iter() {
        for (flag, ground) in &life.flags {
            let by = raised(listing, *flag).after(listing.clocks.mistaken_identity);
            if *ground != FlagGround::MistakenIdentity || by > as_of {
                continue;
            }
            // Only mediators can settle a flag.
            for mediator in members(roll, Part::Mediator) {
                breaches.push(Breach {
                    code: "watchlist.mistaken-identity-late",
                    member: mediator.to_owned(),
                    since: by,
                    index: *flag,
                });
            }
        }
    }
    breaches
}
