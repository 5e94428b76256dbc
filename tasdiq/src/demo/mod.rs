//! The demonstration's story: an invented negotiation between Party A and Party B, told in acts that the
//! cast signs. Every word of it is fictional.

mod commitments;
mod hotline;
mod pictures;
mod watchlist;

use act::{Digest, Envelope, Time};
use agreement::compare::text::{self, Draft};
use agreement::entry::{
    AgreementEntry, ClauseWords, Condition, DraftKind, DraftTabled, InstrumentOpened, Level,
    MinuteAnswered, MinuteRecorded, MinutedPosition, OfferMade, PositionTaken, Stance,
};
use cast::Cast;
use mechanism::Said;

/// The instrument the story is about.
pub const INSTRUMENT: &str = "joint-mechanism";

const PRINCIPLES: &str = include_str!("../../demo/principles.md");
const A_PROPOSAL: &str = include_str!("../../demo/a-proposal.md");
const B_NEW: &str = include_str!("../../demo/b-new.md");

/// What the demonstration places, and what its host holds.
#[derive(Debug, Default)]
pub struct Told {
    /// Acts with the time at which they are placed, in order.
    pub acts: Vec<(Time, Envelope)>,
    /// Payloads that acts name.
    pub payloads: Vec<Payload>,
}

/// A payload of the story.
#[derive(Clone, Debug)]
pub struct Payload {
    /// Its salt.
    pub salt: [u8; 32],
    /// Its media type.
    pub media: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A generated photograph of an invented place, with the place, time and camera a phone would write into
/// it: for drills and tests.
pub fn photograph() -> Vec<u8> {
    pictures::jpeg(&pictures::Scene {
        building: true,
        place: 3,
        at: (10_500_000, 20_250_000),
        taken: ("2025:11:07 14:02:11", "+04:30"),
    })
}

const DAY_MILLIS: i64 = 86_400_000;
/// Time between the founding of the demonstration's mechanism and its end.
const MILLIS_TOLD: i64 = 47 * DAY_MILLIS;
const MINUTE_MILLIS: i64 = 60_000;

/// Tells the whole story, from the founding to `end`.
pub fn story(cast: &mut Cast, end: Time) -> Told {
    let start = end.after_millis(-MILLIS_TOLD);
    let mut acts = vec![(start, cast.found(start))];
    acts.extend(cast.grants(start).into_iter().map(|act| (start, act)));
    let watchlist = cast.watchlist_grants(start).into_iter();
    acts.extend(watchlist.map(|act| (start, act)));
    let hotline = cast.hotline_grants(start).into_iter();
    acts.extend(hotline.map(|act| (start, act)));
    let mut telling = Telling {
        cast,
        at: start.after_millis(DAY_MILLIS),
        acts,
        payloads: Vec::new(),
        proposal: Draft::default(),
    };
    telling.negotiation();
    commitments::tell(&mut telling, end);
    Told {
        acts: telling.acts,
        payloads: telling.payloads,
    }
}

struct Telling<'c> {
    cast: &'c mut Cast,
    /// When the next act of the negotiation is placed.
    at: Time,
    acts: Vec<(Time, Envelope)>,
    payloads: Vec<Payload>,
    /// The draft whose words commitments carry out.
    proposal: Draft,
}

impl Telling<'_> {
    /// The place of the next act.
    fn next(&self) -> u64 {
        self.acts.len() as u64
    }

    fn place(&mut self, at: Time, member: &str, office: &str, said: &Said) {
        self.acts
            .push((at, self.cast.say(member, office, said, at)));
    }

    fn say(&mut self, member: &str, office: &str, entry: impl Into<AgreementEntry>) {
        let said = Said::Agreement(entry.into());
        self.place(self.at, member, office, &said);
        self.at = self.at.after_millis(20 * MINUTE_MILLIS);
    }

    /// A clause of Party A's proposal as a commitment names it.
    fn clause(&self, clause: &str) -> serde_json::Value {
        let words = words("a-proposal", &self.proposal, clause);
        serde_json::json!({ "instrument": INSTRUMENT, "words": words })
    }

    fn negotiation(&mut self) {
        self.say("m1", "mediation", open());
        let principles = self.table("m1", "mediation", "principles", PRINCIPLES, None);
        for party in ["a", "b"] {
            for clause in ["C-01", "C-02", "C-10"] {
                let stance = Stance::AcceptInPrinciple;
                self.stand(party, "principles", &principles, clause, stance);
            }
        }
        let follows = Some("principles");
        let proposal = self.table("a", "negotiator", "a-proposal", A_PROPOSAL, follows);
        self.minute(&proposal);
        self.stand("b", "a-proposal", &proposal, "P-1", Stance::Deny);
        self.table("b", "negotiator", "b-new", B_NEW, Some("a-proposal"));
        self.offer(&principles, &proposal);
        self.proposal = proposal;
    }

    fn table(
        &mut self,
        member: &str,
        office: &str,
        id: &str,
        text: &str,
        follows: Option<&str>,
    ) -> Draft {
        let draft = text::parse(text).unwrap_or_default();
        let kind = match member {
            "m1" => DraftKind::OneText,
            _ if follows == Some("a-proposal") => DraftKind::Counter,
            _ => DraftKind::Proposal,
        };
        let title = text
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches("# ");
        self.say(
            member,
            office,
            DraftTabled {
                instrument: INSTRUMENT.to_owned(),
                draft: id.to_owned(),
                title: title.to_owned(),
                kind,
                follows: follows.map(str::to_owned),
                session: None,
                language: "en".to_owned(),
                parts: Vec::new(),
                text: text.to_owned(),
            },
        );
        draft
    }

    fn stand(&mut self, party: &str, id: &str, draft: &Draft, clause: &str, stance: Stance) {
        let entry = PositionTaken {
            instrument: INSTRUMENT.to_owned(),
            clause: words(id, draft, clause),
            stance,
            note: String::new(),
        };
        self.say(party, "negotiator", entry);
    }

    /// What Party B said by word of mouth, recorded by a mediator and confirmed.
    fn minute(&mut self, proposal: &Draft) {
        let position = |clause: &str, stance: Stance| MinutedPosition {
            clause: words("a-proposal", proposal, clause),
            stance,
        };
        let guidance = "Party B will give religious guidance that discourages violence against \
                        Party A.";
        let positions = vec![
            position("C-04", Stance::Capacity),
            position("C-05", Stance::Capacity),
            position(
                "C-06",
                Stance::AcceptIf {
                    words: guidance.to_owned(),
                },
            ),
            position("C-08", Stance::AcceptInPrinciple),
            position("C-09", Stance::AcceptInPrinciple),
            position("C-11", Stance::AcceptInPrinciple),
        ];
        let spoken_at = self.at.after_millis(-60 * MINUTE_MILLIS);
        self.say(
            "m1",
            "mediation",
            MinuteRecorded {
                instrument: INSTRUMENT.to_owned(),
                member: "b".to_owned(),
                spoken_at,
                positions,
                text: "Party B agrees in principle to the common posts, the legal support and \
                       the green lanes. On closures and evidence it points to limited means."
                    .to_owned(),
            },
        );
        let minute = self.next() - 1;
        self.say(
            "b",
            "negotiator",
            MinuteAnswered {
                minute,
                confirmed: true,
                note: String::new(),
            },
        );
    }

    fn offer(&mut self, principles: &Draft, proposal: &Draft) {
        let condition = |title: &str, clauses: Vec<ClauseWords>, level: Level| Condition {
            title: title.to_owned(),
            clauses,
            level,
        };
        let of = |ids: &[&str]| -> Vec<ClauseWords> {
            ids.iter()
                .map(|id| words("a-proposal", proposal, id))
                .collect()
        };
        let earlier = ["C-01", "C-02"]
            .map(|id| words("principles", principles, id))
            .to_vec();
        let conditions = vec![
            condition(
                "The principles agreed earlier stand",
                earlier,
                Level::InPrinciple,
            ),
            condition(
                "Steps against armed groups can be verified",
                of(&["C-03", "C-04", "C-05"]),
                Level::Accepted,
            ),
            condition("A binding decree is issued", of(&["C-06"]), Level::Accepted),
            condition("The common posts open", of(&["C-08"]), Level::Accepted),
            condition(
                "Trade and humanitarian access are eased",
                of(&["C-09", "C-10", "C-11"]),
                Level::Accepted,
            ),
        ];
        self.say(
            "a",
            "negotiator",
            OfferMade {
                instrument: INSTRUMENT.to_owned(),
                title: "Standing offer of Party A".to_owned(),
                conditions,
                expires: None,
                how_to_accept: "By taking the positions named; nothing else is needed.".to_owned(),
            },
        );
    }
}

fn open() -> InstrumentOpened {
    InstrumentOpened {
        instrument: INSTRUMENT.to_owned(),
        title: "Joint mechanism (fictional)".to_owned(),
        single_undertaking: true,
    }
}

fn words(id: &str, draft: &Draft, clause: &str) -> ClauseWords {
    let found = draft.clauses.iter().find(|c| c.reference == clause);
    ClauseWords {
        draft: id.to_owned(),
        clause: clause.to_owned(),
        hash: found.map_or_else(Digest::default, agreement::state::hash_of),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use act::{Leaf, Verdict};
    use std::collections::BTreeMap;

    #[test]
    fn every_act_of_the_story_is_in_force() {
        let end: Time = "2025-12-20T09:00:00.000Z".parse().unwrap();
        let mut cast = Cast::new([1; 32], "demo.example/joint", &BTreeMap::new());
        let told = story(&mut cast, end);
        let mut world = mechanism::World::default();
        let mut last = Time::from_millis(0);
        for (index, (at, envelope)) in told.acts.into_iter().enumerate() {
            assert!(at >= last && at <= end, "act {index}");
            last = at;
            let verdict = world.apply(&Leaf { at, envelope });
            assert_eq!(verdict, Verdict::InForce, "act {index}");
        }
        let instrument = world.areas.agreement.instrument(INSTRUMENT).unwrap();
        let offer = instrument.offers.values().next().unwrap();
        let met = agreement::ground::conditions_met(instrument, &world.areas.roll, offer);
        assert_eq!(met, [true, false, false, false, false]);
        let all = &world.areas.commitments;
        let stages: Vec<_> = all
            .commitments()
            .map(|(id, commitment)| (id.as_str(), commitment.stage(all, end).name()))
            .collect();
        assert_eq!(
            stages,
            [
                ("binding-decree", "draft"),
                ("close-site-a", "closed"),
                ("close-site-b", "closed"),
                ("deliver-medicine", "under-verification"),
                ("end-of-strikes", "draft"),
                ("lane-for-medicine", "draft"),
                ("list-held", "claimed"),
                ("name-the-groups", "draft"),
                ("no-flights", "final"),
            ]
        );
        let list = &world.areas.watchlist;
        for payload in &told.payloads {
            let blob = Digest(store::blobs::commitment(&payload.salt, &payload.bytes));
            let named = all.holder(&blob).is_some() || list.home(&blob).is_some();
            assert!(named, "{}", payload.media);
        }
        let stages: Vec<&str> = list
            .listings()
            .filter_map(|(_, listing)| Some(listing.life(end)?.now().stage.name()))
            .collect();
        let active = stages.iter().filter(|stage| **stage == "active").count();
        assert_eq!((stages.len(), active), (8, 6), "{stages:?}");
        assert!(stages.contains(&"held") && stages.contains(&"under-review"));
    }
}
