//! What a file is, whether it is whole, and whether it was changed by a program.

use super::{Line, grouped};
use crate::facts::{Facts, Thumbnail};
use crate::format::Format;

/// Bits by which a thumbnail may differ from its picture: it is small and strongly compressed.
const THUMBNAIL_NEAR: u32 = 16;

/// The format's name; flagged where a file's name says another.
pub fn format(facts: &Facts, name: Option<&str>) -> Line {
    let said = name.and_then(Format::of_name);
    let size = facts
        .pixels
        .map(|pixels| format!(", {} x {} pixels", pixels.width, pixels.height));
    let bytes = grouped(facts.bytes);
    let detail = format!("{bytes} bytes{}", size.unwrap_or_default());
    let line = Line::new("format", "known", detail)
        .result(facts.format.name())
        .about("format", facts.format.name())
        .about("bytes", facts.bytes);
    match said {
        Some(said) if said != facts.format => {
            let detail = format!("{}; its name says {}", line.detail, said.name());
            Line { detail, ..line }.flag("format-mismatch")
        }
        _ => line,
    }
}

/// `whole`, `truncated`, `damaged`, or `bytes after its end`; the digest stands beside it.
pub fn integrity(facts: &Facts) -> Line {
    let integrity = &facts.integrity;
    let digest = format!("SHA-256 {}", facts.sha256);
    let also = integrity.also.as_deref();
    if integrity.truncated {
        let damage = integrity
            .damage
            .as_ref()
            .map(|text| format!("; {text}"))
            .unwrap_or_default();
        let detail = format!("it breaks off before its end{damage}; {digest}");
        return Line::new("integrity", "truncated", detail).flag("truncated");
    }
    if let Some(damage) = &integrity.damage {
        return Line::new("integrity", "damaged", format!("{damage}; {digest}")).flag("damaged");
    }
    if integrity.trailing_bytes > 0 {
        let count = grouped(integrity.trailing_bytes);
        let what = also.unwrap_or("unknown bytes");
        let detail = format!("{count} bytes after its end look like {what}; {digest}");
        return Line::new("integrity", "bytes-after-its-end", detail).flag("trailing-bytes");
    }
    if let Some(what) = also {
        let detail = format!("it can also be read as {what}; {digest}");
        return Line::new("integrity", "read-two-ways", detail).flag("polyglot");
    }
    Line::new("integrity", "whole", digest)
}

/// `lead: look` or `no trace`. An honest picture may carry a trace, and a changed one none.
pub fn edited(facts: &Facts) -> Line {
    let traces: Vec<String> = facts
        .editing
        .iter()
        .map(|trace| format!("{}: {}", trace.found_in, trace.names))
        .collect();
    if traces.is_empty() {
        let device = &facts.device;
        let names = [&device.make, &device.model, &device.software];
        let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
        let detail = match names.join(" ") {
            names if names.is_empty() => "it names no device and no program".to_owned(),
            names => format!("it names {names}"),
        };
        return Line::new("edited", "no-trace", detail);
    }
    Line::new("edited", "lead", traces.join("; "))
        .result("lead: look")
        .flag("editing-software-tag")
}

/// `matches`, `lead: look`, `absent`, or `not readable`.
pub fn thumbnail(facts: &Facts) -> Line {
    match facts.thumbnail {
        Thumbnail::Absent => Line::new("thumbnail", "absent", "there is no small picture inside"),
        Thumbnail::Unreadable => Line::new(
            "thumbnail",
            "not-readable",
            "the small picture inside can't be compared",
        ),
        Thumbnail::Distance(bits) => {
            let detail = format!(
                "{bits} of 64 bits differ between the small picture inside and the picture"
            );
            if bits <= THUMBNAIL_NEAR {
                Line::new("thumbnail", "matches", detail)
            } else {
                Line::new("thumbnail", "lead", detail)
                    .result("lead: look")
                    .flag("thumbnail-mismatch")
            }
        }
    }
}

/// For documents: `plain`, `active content`, or `encrypted`; none for pictures.
pub fn document(facts: &Facts) -> Option<Line> {
    let document = facts.document.as_ref()?;
    let mut said = vec![format!("PDF {}", document.version)];
    said.extend(document.pages.map(|pages| format!("{pages} pages")));
    said.extend(document.id.as_ref().map(|id| format!("id {id}")));
    said.extend(
        document
            .producer
            .as_ref()
            .map(|name| format!("written by {name}")),
    );
    said.extend(
        document
            .creator
            .as_ref()
            .map(|name| format!("made in {name}")),
    );
    said.extend(document.modified.map(|at| format!("changed {at}")));
    if document.updates > 0 {
        said.push(format!("{} later updates", document.updates));
    }
    said.extend(document.active.iter().cloned());
    if document.compressed {
        said.push("some objects are compressed and were not opened".to_owned());
    }
    let detail = said.join(", ");
    Some(if document.encrypted {
        Line::new("document", "encrypted", detail).flag("encrypted")
    } else if document.active.is_empty() {
        Line::new("document", "plain", detail)
    } else {
        Line::new("document", "active-content", detail).flag("active-content")
    })
}
