//! Which forms are offered to whom: those whose entry the rules could take from the reader's member
//! now. The rules decide in the end; a page that offers what they never take wastes an officer's time.

use act::Index;
use act::decision::Part;

use super::link::View;
use crate::life::Stage;
use crate::lint;
use crate::state::Commitment;

/// Who the reader is to a commitment.
struct Reader<'a> {
    member: &'a str,
    obligor: bool,
    bound: bool,
    mediates: bool,
}

impl<'a> Reader<'a> {
    fn of(view: &View<'a>, commitment: &Commitment) -> Reader<'a> {
        let member = view.ask.viewer.map_or("", |viewer| viewer.member);
        let part = view.roll.member(member).map(|member| member.part);
        Reader {
            member,
            obligor: commitment.terms().obligor.as_deref() == Some(member),
            bound: commitment.binds(member),
            mediates: part == Some(Part::Mediator),
        }
    }
}

/// Whether a form about the whole commitment is offered.
pub(super) fn form(view: &View<'_>, commitment: &Commitment, stage: Stage, path: &str) -> bool {
    let reader = Reader::of(view, commitment);
    let as_of = view.as_of();
    let running = commitment.agreed.is_some() && stage != Stage::Closed;
    let own_draft =
        matches!(stage, Stage::Draft | Stage::Open) && commitment.owner == reader.member;
    match path {
        "draft" | "withdraw" => own_draft,
        "open" => {
            let open = || {
                lint::open_questions(commitment.latest(), view.all, view.agreement, as_of)
                    .is_empty()
            };
            own_draft && stage == Stage::Draft && open()
        }
        "sign" => stage == Stage::Open && reader.bound && !commitment.signed(reader.member, as_of),
        "claim" | "capacity" | "assistance" | "extension" => running && reader.obligor,
        "suspension" => running && reader.bound,
        "acknowledge" | "schedule" | "access" | "visit" => running && reader.mediates,
        "find" => commitment.agreed.is_some() && reader.mediates,
        "file" => commitment.agreed.is_some(),
        _ => false,
    }
}

/// Whether a form about one finding or ruling is offered.
pub(super) fn determination(
    view: &View<'_>,
    commitment: &Commitment,
    index: Index,
    verb: &str,
) -> bool {
    let reader = Reader::of(view, commitment);
    let signed = || {
        let finding = commitment.findings.get(&index).map(|f| &f.signatures);
        let ruling = || {
            commitment
                .ruling(index)
                .map(|(_, ruling)| &ruling.signatures)
        };
        let signatures = finding.or_else(ruling);
        signatures.is_some_and(|signatures| signatures.contains_key(reader.member))
    };
    let stands_at = |stage| {
        let periods = commitment.periods(view.all, view.as_of());
        let mut periods = periods.iter();
        periods.any(|period| period.finding == Some(index) && period.stage == stage)
    };
    match verb {
        "join" => reader.mediates && !signed(),
        "opinion" => reader.mediates,
        "reply" => reader.bound && stands_at(Stage::Provisional),
        "appeal" => reader.bound && stands_at(Stage::Final),
        _ => false,
    }
}

/// Whether the reader's member is the one that was asked.
pub(super) fn answer(view: &View<'_>, asked: Option<&str>) -> bool {
    let member = view.ask.viewer.map(|viewer| viewer.member);
    member.is_some() && member == asked
}
