//! Times a bulletin over 100,000 commitments, beside walking through the same commitments once.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for the terminal, which stops where it can't measure"
)]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

mod bench;

use std::hint::black_box;
use std::time::Instant;

use bench::Bench;
use serde_json::{Value, json};

const COMMITMENTS: u32 = 100_000;
const DAY: i64 = 86_400_000;
const ROUNDS: usize = 5;

impl Bench {
    fn words(&self) -> Value {
        let instrument = self.world.areas.agreement.instrument("talks").unwrap();
        let clause = &instrument.draft("a-1").unwrap().read.clauses[0];
        let hash = agreement::state::hash_of(clause);
        json!({ "draft": "a-1", "clause": clause.reference, "hash": hash })
    }

    fn prepare(&mut self) {
        self.say(
            "m1.mediation",
            "agreement.instrument-opened.v1",
            &json!({
            "instrument": "talks", "title": "Talks", "single_undertaking": true }),
        );
        self.say(
            "a.negotiator",
            "agreement.draft-tabled.v1",
            &json!({
            "instrument": "talks", "draft": "a-1", "title": "Principles", "kind": "proposal",
            "language": "en", "text": "# Principles\n\n1. Each Party shall close its sites.\n" }),
        );
        self.say(
            "m1.mediation",
            "commitments.object-registered.v1",
            &json!({
            "object": "site", "kind": "safe-house", "title": "Site", "area": "Invented" }),
        );
    }

    /// One in four drafted only, one agreed, one claimed, one found compliant.
    fn commitment(&mut self, number: u32) {
        let (obligor, beneficiary) = if number.is_multiple_of(2) {
            ("a", "b")
        } else {
            ("b", "a")
        };
        let seat = |member: &str| format!("{member}.negotiator");
        let id = format!("c-{number}");
        let reviewable = !number.is_multiple_of(4);
        let mut terms = json!({
            "title": format!("Close site {number}"), "obligor": obligor, "beneficiary": beneficiary,
            "kind": "one-off", "actions": ["close"], "object": "site",
            "target": { "unit": "sites", "count": 1 },
            "due": { "at": { "at": self.at.after_millis(20 * DAY) } },
            "evidence": [{ "kind": "document", "count": 1, "source": "declared" }],
            "verifiers": 1, "methods": ["document"], "access": "not-needed", "remedy": "none",
            "review": self.at.after_millis(300 * DAY), "visibility": "public",
        });
        if reviewable {
            terms["clause"] = json!({ "instrument": "talks", "words": self.words() });
        }
        let drafted = json!({ "commitment": id, "terms": terms });
        self.say(
            &seat(obligor),
            "commitments.commitment-drafted.v1",
            &drafted,
        );
        if !reviewable {
            return;
        }
        let hash = self
            .world
            .areas
            .commitments
            .commitment(&id)
            .unwrap()
            .latest()
            .hash();
        let named = json!({ "commitment": id, "terms": hash });
        self.say(&seat(obligor), "commitments.commitment-opened.v1", &named);
        self.say("a.negotiator", "commitments.commitment-signed.v1", &named);
        self.say("b.negotiator", "commitments.commitment-signed.v1", &named);
        if number % 4 == 1 {
            return;
        }
        self.say(
            &seat(obligor),
            "commitments.fulfilment-claimed.v1",
            &json!({
            "commitment": id, "period": 0, "done": 1, "of": 1, "evidence": [], "note": "" }),
        );
        if number % 4 == 3 {
            self.say(
                "m1.mediation",
                "commitments.finding-proposed.v1",
                &json!({
                "commitment": id, "period": 0, "outcome": "non-compliant", "confidence": "low",
                "basis": "Nothing was filed.", "evidence": [], "methods": ["document"] }),
            );
        }
    }
}

fn main() {
    let mut bench = Bench::founded();
    bench.prepare();
    let begun = Instant::now();
    for number in 0..COMMITMENTS {
        bench.commitment(number);
    }
    let acts = bench.world.size();
    println!(
        "{COMMITMENTS} commitments from {acts} acts, judged and taken in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    let as_of = bench.at.after_millis(30 * DAY);
    let date = &bench.at.after_millis(25 * DAY).to_string()[..10];
    let bulletin = best(|| {
        let bulletin = bench.world.bulletin(date, as_of).unwrap().unwrap();
        black_box(bulletin.json().len());
    });
    let walk = best(|| {
        let all = bench.world.areas.commitments.commitments();
        black_box(
            all.map(|(id, c)| id.len() + c.terms().title.len())
                .sum::<usize>(),
        );
    });
    println!(
        "a bulletin with its canonical JSON: {bulletin:.3} s [below 2 s]; walking through them once: {walk:.4} s; \
         ratio {:.0}",
        bulletin / walk
    );
}

fn best(mut work: impl FnMut()) -> f64 {
    (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}
