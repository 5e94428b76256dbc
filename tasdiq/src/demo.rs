//! The demonstration's story: an invented negotiation between Party A and Party B, told in acts that the
//! cast signs. Every word of it is fictional.

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

const PRINCIPLES: &str = include_str!("../demo/principles.md");
const A_PROPOSAL: &str = include_str!("../demo/a-proposal.md");
const B_NEW: &str = include_str!("../demo/b-new.md");

/// Tells the story: each line is an author and what it says, in order.
pub fn story(cast: &mut Cast, clock: &dyn Fn() -> Time) -> Vec<Envelope> {
    let mut telling = Telling {
        cast,
        clock,
        acts: Vec::new(),
    };
    telling.say("m1", "mediation", open());
    let principles = telling.table("m1", "mediation", "principles", PRINCIPLES, None);
    for party in ["a", "b"] {
        for clause in ["C-01", "C-02", "C-10"] {
            telling.stand(
                party,
                "principles",
                &principles,
                clause,
                Stance::AcceptInPrinciple,
            );
        }
    }
    let proposal = telling.table(
        "a",
        "negotiator",
        "a-proposal",
        A_PROPOSAL,
        Some("principles"),
    );
    telling.minute(&proposal);
    telling.stand("b", "a-proposal", &proposal, "P-1", Stance::Deny);
    telling.table("b", "negotiator", "b-new", B_NEW, Some("a-proposal"));
    telling.offer(&principles, &proposal);
    telling.acts
}

struct Telling<'c> {
    cast: &'c mut Cast,
    clock: &'c dyn Fn() -> Time,
    acts: Vec<Envelope>,
}

impl Telling<'_> {
    fn say(&mut self, member: &str, office: &str, entry: impl Into<AgreementEntry>) {
        let said = Said::Agreement(entry.into());
        self.acts
            .push(self.cast.say(member, office, &said, (self.clock)()));
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
        let spoken_at = (self.clock)().after_millis(-3_600_000);
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
        // The minute's own place: everything the cast has said so far stands before it.
        let minute = self.acts.len() as u64 - 1 + FOUNDING_ACTS;
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

/// The charter and one grant for each seat come before the story.
pub const FOUNDING_ACTS: u64 = 1 + cast::SEATS.len() as u64;

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
        let start: Time = "2025-11-06T09:00:00.000Z".parse().unwrap();
        let mut cast = Cast::new([1; 32], "demo.example/joint", &BTreeMap::new());
        let mut acts = vec![cast.found(start)];
        acts.extend(cast.grants(start));
        assert_eq!(acts.len() as u64, FOUNDING_ACTS);
        acts.extend(story(&mut cast, &|| start));
        let mut world = mechanism::World::default();
        for (index, envelope) in acts.into_iter().enumerate() {
            let verdict = world.apply(&Leaf {
                at: start,
                envelope,
            });
            assert_eq!(verdict, Verdict::InForce, "act {index}");
        }
        let instrument = world.areas.agreement.instrument(INSTRUMENT).unwrap();
        let offer = instrument.offers.values().next().unwrap();
        let met = agreement::ground::conditions_met(instrument, &world.areas.roll, offer);
        assert_eq!(met, [true, false, false, false, false]);
    }
}
