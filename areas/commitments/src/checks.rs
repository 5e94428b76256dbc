//! What can be said of a picture beside the log: one line a check, side by side, no line counting more
//! than another and no sum of them. The facts are a pure function of the payload's bytes; here they
//! meet the registered fence, the commitment's time and everything else that was filed.

use act::{Digest, Index, Time};
use picture::checks::{self, Line, Other, Window};
use picture::{Facts, Fence, Moment};
use serde::{Deserialize, Serialize};

use crate::state::{Commitment, Commitments, Evidence};

/// Most other payloads a picture is compared with on one page.
const OTHERS_MAX: usize = 10_000;

/// The checks of one payload. `held` gives the facts of any payload that is held here, as JSON.
pub fn lines(
    all: &Commitments,
    commitment: &Commitment,
    evidence: &Evidence,
    blob: &Digest,
    facts: &Facts,
    held: &dyn Fn(&Digest) -> Option<String>,
) -> Vec<Line> {
    let entry = &evidence.filed.entry;
    let fence = entry
        .object
        .as_ref()
        .and_then(|id| all.object(id)?.fence.as_ref());
    let fence = fence.and_then(|fence| Fence::polygon(&fence.rings));
    let window = Window {
        from: commitment.agreed.as_ref().map(|agreed| moment(agreed.at)),
        to: period_end(all, commitment, entry.period, evidence.filed.mark.at),
    };
    let others = others(all, blob, held);
    let mut lines = vec![
        checks::format(facts, None),
        checks::integrity(facts),
        checks::place(facts, fence.as_ref()),
        checks::time(facts, Some(moment(evidence.filed.mark.at))),
        checks::window(facts, &window),
        checks::duplicate(facts, &others),
        checks::edited(facts),
        checks::thumbnail(facts),
    ];
    lines.extend(checks::document(facts));
    lines
}

/// What a host found out about a payload by looking, as it keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// What the file tells of itself.
    pub facts: Facts,
    /// Its content credentials, where it seems to have some.
    pub credentials: Option<KeptLine>,
}

/// A check's line that was made where the bytes were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptLine {
    /// The result without its numbers, for translation.
    pub code: String,
    /// What led to it.
    pub detail: String,
    /// Stable names of what a person should look at.
    pub flags: Vec<String>,
}

impl From<Line> for KeptLine {
    fn from(line: Line) -> KeptLine {
        KeptLine {
            code: line.code.to_owned(),
            detail: line.detail,
            flags: line.flags,
        }
    }
}

/// What was found out, as it is kept.
pub fn read(json: &str) -> Option<Looked> {
    serde_json::from_str(json).ok()
}

fn moment(time: Time) -> Moment {
    Moment(time.millis() / 1_000)
}

fn period_end(
    all: &Commitments,
    commitment: &Commitment,
    period: u32,
    as_of: Time,
) -> Option<Moment> {
    let periods = commitment.periods(all, as_of);
    let period = periods.iter().find(|one| one.number == period)?;
    // Evidence for a claim can be made after the deadline, but not after it was filed.
    period.due.map(|due| moment(due.max(as_of)))
}

fn others(all: &Commitments, own: &Digest, held: &dyn Fn(&Digest) -> Option<String>) -> Vec<Other> {
    let others = all
        .blobs()
        .filter(|(blob, _)| *blob != own)
        .take(OTHERS_MAX);
    others
        .filter_map(|(blob, index)| {
            let facts = read(&held(blob)?)?.facts;
            Some(Other {
                name: name(index),
                sha256: facts.sha256,
                dhash: facts.dhash,
            })
        })
        .collect()
}

/// How a person would call a piece of evidence.
fn name(index: Index) -> String {
    format!("#{index}")
}
