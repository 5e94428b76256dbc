//! When a picture says it was taken: beside the satellites' clock, beside its receipt, beside a window.

use super::{Line, grouped};
use crate::facts::{Captured, Facts};
use crate::moment::{Moment, offset_text};

/// Clocks that differ by less agree: a position may be older than the picture it is written into.
const AGREE_SECONDS: i64 = 120;
/// A zone is a multiple of this; a difference of that size looks like a zone mistaken for another.
const ZONE_STEP: i64 = 900;
/// No zone is farther from UTC: 14 hours east, 12 west.
const EAST_MOST: i64 = 14 * 3600;
const WEST_MOST: i64 = 12 * 3600;

/// A window of time; either end may be open. `to` belongs to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Not before.
    pub from: Option<Moment>,
    /// Not after.
    pub to: Option<Moment>,
}

/// `consistent`, `conflict N s`, `zone unknown`, `absent`.
///
/// N is how far the camera's clock is from the satellites', or from the receipt if it is later than that.
pub fn time(facts: &Facts, received: Option<Moment>) -> Line {
    if let Some(document) = &facts.document {
        return match document.created {
            Some(created) => receipt(created, received, format!("says it was made at {created}")),
            None => Line::new(
                "time",
                "absent",
                "the document does not say when it was made",
            ),
        };
    }
    let Some(captured) = facts.times.captured else {
        let detail = match facts.times.gps {
            Some(gps) => format!("no time of capture; the satellites' clock says {gps}"),
            None => "its metadata holds no time of capture".to_owned(),
        };
        return Line::new("time", "absent", detail).flag("no-capture-time");
    };
    match captured.moment() {
        Some(moment) => known(facts, captured, moment, received),
        None => unknown(facts, captured, received),
    }
}

fn known(facts: &Facts, captured: Captured, moment: Moment, received: Option<Moment>) -> Line {
    let offset = captured.offset_minutes.map(offset_text).unwrap_or_default();
    let detail = format!("taken {moment} by its own clock (written with {offset})");
    let Some(gps) = facts.times.gps else {
        return receipt(
            moment,
            received,
            format!("{detail}; no satellites' clock beside it"),
        );
    };
    let difference = gps.since(moment);
    if difference.abs() <= AGREE_SECONDS {
        return receipt(
            moment,
            received,
            format!("{detail}, {gps} by the satellites' clock"),
        );
    }
    let seconds = difference.unsigned_abs();
    let hint = zone_mistake(difference, captured);
    conflict(
        seconds,
        format!("{detail}, {gps} by the satellites' clock: {difference} s{hint}"),
    )
    .flag("gps-clock-mismatch")
    .about("signed", difference)
}

/// What mistaken zone would explain a difference, with the half hours of this region.
fn zone_mistake(difference: i64, captured: Captured) -> String {
    let steps = (difference + difference.signum() * ZONE_STEP / 2) / ZONE_STEP;
    let off = difference - steps * ZONE_STEP;
    let size = (steps * ZONE_STEP).abs();
    if steps == 0 || off.abs() > AGREE_SECONDS || size > EAST_MOST + WEST_MOST {
        return String::new();
    }
    let minutes = captured.offset_minutes.map(i64::from).unwrap_or(0) - steps * ZONE_STEP / 60;
    match i16::try_from(minutes) {
        Ok(minutes) if (-720..=840).contains(&minutes) => {
            format!("; with {} instead it would agree", offset_text(minutes))
        }
        _ => String::new(),
    }
}

fn unknown(facts: &Facts, captured: Captured, received: Option<Moment>) -> Line {
    let wall = captured.wall.to_string();
    let wall = wall.trim_end_matches('Z');
    let mut detail = format!("its clock showed {wall}, without a zone");
    if let Some(gps) = facts.times.gps {
        let difference = captured.wall.since(gps);
        detail.push_str(&format!("; {gps} by the satellites' clock"));
        let steps = (difference + difference.signum() * ZONE_STEP / 2) / ZONE_STEP;
        let off = (difference - steps * ZONE_STEP).abs();
        let within = (-WEST_MOST..=EAST_MOST).contains(&(steps * ZONE_STEP));
        if !within {
            // No zone on earth explains it.
            let least = if difference > 0 {
                difference - EAST_MOST
            } else {
                difference + WEST_MOST
            };
            return conflict(
                least.unsigned_abs(),
                format!("{detail}: no zone explains that"),
            )
            .flag("gps-clock-mismatch")
            .flag("capture-time-zone-unknown");
        }
        if off <= AGREE_SECONDS
            && let Ok(minutes) = i16::try_from(steps * ZONE_STEP / 60)
        {
            detail.push_str(&format!(", so the zone would be {}", offset_text(minutes)));
        }
    }
    // Even at the easternmost zone it would be later than the receipt.
    let earliest = captured.wall.plus(-EAST_MOST);
    if let Some(late) = received
        .map(|at| earliest.since(at))
        .filter(|late| *late > AGREE_SECONDS)
    {
        return conflict(
            late.unsigned_abs(),
            format!("{detail}; later than its receipt in any zone"),
        )
        .flag("capture-after-receipt")
        .flag("capture-time-zone-unknown");
    }
    Line::new("time", "zone-unknown", detail).flag("capture-time-zone-unknown")
}

fn receipt(moment: Moment, received: Option<Moment>, detail: String) -> Line {
    let Some(received) = received else {
        return Line::new("time", "consistent", detail);
    };
    let late = moment.since(received);
    if late > AGREE_SECONDS {
        return conflict(
            late.unsigned_abs(),
            format!("{detail}; received before, at {received}"),
        )
        .flag("capture-after-receipt");
    }
    let before = grouped(late.unsigned_abs());
    Line::new(
        "time",
        "consistent",
        format!("{detail}; received {before} s later, at {received}"),
    )
}

fn conflict(seconds: u64, detail: String) -> Line {
    Line::new("time", "conflict", detail)
        .result(format!("conflict {seconds} s"))
        .about("seconds", seconds)
}

/// `inside`, `before window`, `after window`, `uncertain`, `absent`, or `no window given`.
///
/// The camera's clock decides, and where its zone is unknown, the satellites'.
pub fn window(facts: &Facts, window: &Window) -> Line {
    if *window == Window::default() {
        return Line::new("window", "no-window-given", "no window to compare with");
    }
    within(facts, window)
}

fn within(facts: &Facts, window: &Window) -> Line {
    let document = facts
        .document
        .as_ref()
        .and_then(|document| document.created);
    let captured = facts.times.captured;
    let exact = document
        .or(captured.and_then(Captured::moment))
        .or(facts.times.gps);
    let (earliest, latest) = match (exact, captured) {
        (Some(moment), _) => (moment, moment),
        (None, Some(captured)) => (
            captured.wall.plus(-EAST_MOST),
            captured.wall.plus(WEST_MOST),
        ),
        (None, None) => return Line::new("window", "absent", "no time to compare with the window"),
    };
    let open = |end: Option<Moment>| end.map_or("open".to_owned(), |end| end.to_string());
    let span = format!("window {} to {}", open(window.from), open(window.to));
    let taken = if earliest == latest {
        format!("taken {earliest}")
    } else {
        format!("taken between {earliest} and {latest}, its zone being unknown")
    };
    let detail = format!("{taken}; {span}");
    let too_early = window.from.is_some_and(|from| latest < from);
    let too_late = window.to.is_some_and(|to| earliest > to);
    let sure =
        window.from.is_none_or(|from| earliest >= from) && window.to.is_none_or(|to| latest <= to);
    if too_early {
        Line::new("window", "before-window", detail).flag("before-commitment-window")
    } else if too_late {
        Line::new("window", "after-window", detail).flag("after-commitment-window")
    } else if sure {
        Line::new("window", "inside", detail)
    } else {
        Line::new("window", "uncertain", detail)
    }
}
