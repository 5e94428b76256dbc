//! The registered fences on a map drawn here: it needs no script and no other host, and prints. No
//! boundary line is on it: the only geometry with an effect is a fence that was registered.

use page::{Id, Markup, Name, Shown, Table, html};

use super::link::View;
use crate::fence::decimal;
use crate::state::Object;

/// Side of the drawing, in its own units.
const SIDE: i64 = 1_000;
const MARGIN: i64 = 40;

/// Where on the paper a place is: equal scales in metres both ways at the middle latitude.
struct Paper {
    west: i64,
    north: i64,
    /// Millionths of a degree of longitude and of latitude that a unit of paper stands for.
    per_x: i64,
    per_y: i64,
}

impl Paper {
    fn of([west, south, east, north]: [i64; 4]) -> Paper {
        // A degree of longitude is shorter by the cosine of the latitude, here in thousandths.
        let middle = (south + north) / 2 / 1_000_000;
        let shorter = cosine_permille(middle);
        let width = (east - west) * shorter / 1_000;
        let span = width.max(north - south).max(20_000);
        let per_y = (span / (SIDE - 2 * MARGIN)).max(1);
        Paper {
            west,
            north,
            per_x: (per_y * 1_000 / shorter.max(1)).max(1),
            per_y,
        }
    }

    fn place(&self, [lon, lat]: [i64; 2]) -> (i64, i64) {
        (
            MARGIN + (lon - self.west) / self.per_x,
            MARGIN + (self.north - lat) / self.per_y,
        )
    }
}

/// Cosine of whole degrees in thousandths, by the first terms of its series in integers; good to a
/// few thousandths up to 60 degrees, which is more than a drawing shows.
fn cosine_permille(degrees: i64) -> i64 {
    let x = degrees.abs().min(80) * 17_453 / 1_000; // thousandths of a radian
    let square = x * x / 1_000;
    1_000 - square / 2 + square * square / 24_000
}

/// The map, and the same as a table.
pub(super) fn map(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let mut table = Table::new(tr.say("commitments-map-caption"))
        .column(tr.say("commitments-field-object"))
        .column(tr.say("commitments-field-kind"))
        .column(tr.say("commitments-map-from"))
        .column(tr.say("commitments-map-to"))
        .numbers(tr.say("commitments-field-precision_m"));
    let placed: Vec<(&String, &Object)> = view
        .all
        .objects()
        .filter(|(_, object)| object.fence.is_some())
        .collect();
    for (id, object) in &placed {
        let Some(fence) = &object.fence else { continue };
        let [west, south, east, north] = fence.bounds().unwrap_or_default();
        let corner = |lat, lon| html! { bdi dir="ltr" { (decimal(lat)) ", " (decimal(lon)) } };
        table.push([
            html! { (Name(&object.title)) " " (Id(id)) },
            view.coded(object.kind.name()),
            corner(south, west),
            corner(north, east),
            html! { bdi dir="ltr" { (fence.precision_m) } },
        ]);
    }
    let content = html! {
        @if !placed.is_empty() { (drawing(view, &placed)) }
        p.quiet { (tr.say("commitments-map-disclaimer")) }
        (table.show(tr))
    };
    Shown::comparing(tr.plain("commitments-map", &[]), content)
}

fn drawing(view: &View<'_>, placed: &[(&String, &Object)]) -> Markup {
    let all = placed
        .iter()
        .filter_map(|(_, object)| object.fence.as_ref()?.bounds());
    let Some(bounds) = all.reduce(|a, b| {
        [
            a[0].min(b[0]),
            a[1].min(b[1]),
            a[2].max(b[2]),
            a[3].max(b[3]),
        ]
    }) else {
        return Markup::default();
    };
    let paper = Paper::of(bounds);
    let points = |ring: &Vec<[i64; 2]>| {
        let points = ring.iter().map(|point| {
            let (x, y) = paper.place(*point);
            format!("{x},{y}")
        });
        points.collect::<Vec<_>>().join(" ")
    };
    html! {
        figure {
            svg.map viewBox={ "0 0 " (SIDE) " " (SIDE) } width="100%" role="img"
                aria-label=(view.tr().plain("commitments-map-caption", &[])) {
                rect x="1" y="1" width=(SIDE - 2) height=(SIDE - 2) fill="none" stroke="currentColor" {}
                text x=(SIDE - MARGIN) y=(MARGIN) font-size="24" fill="currentColor" { "N ↑" }
                @for (id, object) in placed {
                    @if let Some(fence) = &object.fence {
                        @for ring in &fence.rings {
                            polygon points=(points(ring)) fill="none" stroke="currentColor" stroke-width="2" {}
                        }
                        @if let Some([west, south, ..]) = fence.bounds() {
                            @let (x, y) = paper.place([west, south]);
                            circle cx=(x) cy=(y) r="4" fill="currentColor" {}
                            text x=(x + 8) y=(y + 22) font-size="20" fill="currentColor" { (id) }
                        }
                    }
                }
            }
            figcaption { (view.tr().say("commitments-map-disclaimer")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cosine_is_good_enough_for_a_drawing() {
        for (degrees, permille) in [(0, 1000), (30, 866), (34, 829), (45, 707), (60, 500)] {
            let found = cosine_permille(degrees);
            assert!((found - permille).abs() <= 5, "{degrees}: {found}");
        }
    }
}
