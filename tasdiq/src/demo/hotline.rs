//! The hotline in the demonstration's story: tests of the line, an alert that was taken in time, a question
//! nobody answered yet, an exercise, a call with minutes. Every word of it is invented.

use act::Time;
use serde_json::{Value, json};

use super::commitments::{Story, named};

const MINUTE: i64 = 60_000;

/// A side of the line: its duty officer, its node, and those of the other.
#[derive(Clone, Copy)]
struct Side {
    duty: &'static str,
    node: &'static str,
}

const A: Side = Side {
    duty: "a.duty",
    node: "a.hotline-node",
};
const B: Side = Side {
    duty: "b.duty",
    node: "b.hotline-node",
};

impl Story<'_, '_> {
    /// Tells it.
    pub(super) fn hotline(&mut self) {
        for side in [A, B] {
            for format in [
                "report.incident",
                "request.clarification",
                "answer.clarification",
                "notify.planned-activity",
                "humanitarian.crossing-notice",
            ] {
                let entry = json!({ "format": format });
                self.say(
                    self.at(30, 2),
                    side.duty,
                    "hotline/format-agreed.v1",
                    &entry,
                );
            }
        }
        let rungs = json!({ "rungs": ["Duty officer", "Deputy duty officer", "Post commander"] });
        self.say(self.at(30, 3), A.duty, "hotline/roster-set.v1", &rungs);
        let rungs = json!({ "rungs": ["Duty officer", "Liaison officer"] });
        self.say(self.at(30, 3), B.duty, "hotline/roster-set.v1", &rungs);
        let mut numbers = [0, 0];
        for days in (1..6).rev() {
            self.tested(A, B, &mut numbers[0], self.at(days, 3), 2 * MINUTE);
            self.tested(B, A, &mut numbers[1], self.at(days, 9), days * 4 * MINUTE);
        }
        self.alert(&mut numbers);
        self.exercise();
        self.call();
    }

    /// Sends a message; its node receipts it, and somebody acknowledges it after a while.
    fn sent(
        &mut self,
        at: Time,
        from: Side,
        to: Side,
        message: &Value,
        after: Option<i64>,
    ) -> Value {
        let mark = self.say(at, from.duty, "hotline/message-sent.v1", message);
        let came = at.after_millis(1_500);
        let delivered = json!({ "message": named(&mark), "received_at": at.after_millis(1_200) });
        self.say(came, to.node, "hotline/message-delivered.v1", &delivered);
        if let Some(after) = after {
            let acknowledged = json!({ "message": named(&mark), "what": "understood" });
            let at = at.after_millis(after);
            self.say(
                at,
                to.duty,
                "hotline/message-acknowledged.v1",
                &acknowledged,
            );
        }
        mark
    }

    fn tested(&mut self, from: Side, to: Side, number: &mut u64, at: Time, after: i64) {
        *number += 1;
        let message = json!({
            "channel": "duty", "format": "test.channel", "precedence": "test", "number": *number,
            "lang": "en", "fields": {},
        });
        self.sent(at, from, to, &message, Some(after));
    }

    /// An alert, a question about it, its answer and a translation; then a question that waits.
    fn alert(&mut self, numbers: &mut [u64; 2]) {
        let at = self.at(0, -10);
        let message = json!({
            "channel": "duty", "format": "alert.flash", "precedence": "flash", "number": numbers[0] + 1,
            "lang": "en", "fields": { "event": "fire", "place": "Torkham, customs yard", "since": at },
            "refs": [{ "kind": "post", "id": "torkham" }],
        });
        self.sent(at, A, B, &message, Some(3 * MINUTE));
        let question = json!({
            "channel": "duty", "format": "request.clarification", "precedence": "immediate",
            "number": numbers[0] + 2, "lang": "en", "fields": { "event": "fire", "place": "Torkham" },
            "text": "Is the crossing open for the fire engine? (Invented.)",
        });
        let at = at.after_millis(5 * MINUTE);
        let asked = self.sent(at, A, B, &question, Some(2 * MINUTE));
        let answer = json!({
            "channel": "duty", "format": "answer.clarification", "precedence": "immediate",
            "number": numbers[1] + 1, "lang": "ps", "in_reply_to": named(&asked), "fields": {},
            "text": "لار خلاصه ده. (جوړ شوی.)",
        });
        let at = at.after_millis(12 * MINUTE);
        let answered = self.sent(at, B, A, &answer, Some(MINUTE));
        let translation = json!({
            "message": named(&answered), "lang": "en", "text": "The way is open. (Invented.)", "kind": "official",
        });
        let at = at.after_millis(20 * MINUTE);
        self.say(
            at,
            "m1.mediation",
            "hotline/translation-made.v1",
            &translation,
        );
        // Nobody took this one in time: the ladder is being climbed.
        let waiting = json!({
            "channel": "duty", "format": "report.incident", "precedence": "immediate",
            "number": numbers[0] + 3, "lang": "en",
            "fields": { "event": "movement", "place": "Chaman, north gate", "since": self.at(0, -3) },
        });
        let at = self.at(0, -2);
        let unheard = self.sent(at, A, B, &waiting, None);
        for rung in 1..=4 {
            let reached = json!({
                "message": named(&unheard), "member": "b", "rung": rung, "because": "unacknowledged",
            });
            let at = at.after_millis((10 + 5 * rung) * MINUTE + 2_000);
            self.say(at, A.node, "hotline/rung-reached.v1", &reached);
        }
        numbers[0] += 3;
        numbers[1] += 1;
    }

    fn exercise(&mut self) {
        let message = json!({
            "channel": "drill", "format": "alert.flash", "precedence": "flash", "number": 1,
            "lang": "en", "fields": { "event": "medical", "place": "Invented sector" },
        });
        self.sent(self.at(3, 4), B, A, &message, Some(4 * MINUTE));
    }

    fn call(&mut self) {
        let arranged =
            json!({ "at": self.at(2, 6), "about": "The weekly call", "channel": "duty" });
        let call = self.say(
            self.at(4, 0),
            A.duty,
            "hotline/call-scheduled.v1",
            &arranged,
        );
        let took = json!({
            "call": named(&call), "began": self.at(2, 6).after_millis(9 * MINUTE), "ended": self.at(2, 7),
        });
        self.say(self.at(2, 8), B.duty, "hotline/call-ended.v1", &took);
        let minutes = json!({
            "call": named(&call), "lang": "en",
            "text": "Both sides will name one officer for each lane by Thursday. (Invented.)",
        });
        let minutes = self.say(
            self.at(2, 9),
            B.duty,
            "hotline/minutes-proposed.v1",
            &minutes,
        );
        let agreed = json!({ "minutes": named(&minutes) });
        self.say(self.at(2, 10), A.duty, "hotline/minutes-agreed.v1", &agreed);
    }
}
