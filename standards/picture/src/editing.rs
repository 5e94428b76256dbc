//! Traces of programs that change pictures: a lead for a person, never more. Cameras and phones put
//! their firmware into the same tag, so a name counts only if it is an editor's.

use crate::container::{Container, find};
use crate::exif_fields::Fields;
use crate::facts::Editing;

/// Names of programs that change pictures, in lower case.
const EDITORS: &[&str] = &[
    "photoshop",
    "lightroom",
    "adobe",
    "gimp",
    "snapseed",
    "picsart",
    "affinity",
    "pixelmator",
    "canva",
    "paint.net",
    "photopea",
    "corel",
    "paintshop",
    "paint shop",
    "acdsee",
    "capture one",
    "darktable",
    "rawtherapee",
    "digikam",
    "krita",
    "imagemagick",
    "graphicsmagick",
    "vsco",
    "facetune",
    "instagram",
    "meitu",
    "beautyplus",
    "youcam",
    "luminar",
    "polarr",
    "fotor",
    "photoscape",
    "irfanview",
    "xnview",
    "microsoft windows photo",
    "windows photo",
    "microsoft photo",
    "topaz",
    "faceapp",
    "remini",
    "dall-e",
    "midjourney",
    "stable diffusion",
    "firefly",
    "inkscape",
    "pixlr",
    "photodirector",
    "photostudio",
    "photo editor",
    "picture editor",
    "image editor",
    "dxo",
    "on1 photo",
    "skylum",
    "picmonkey",
    "befunky",
    "airbrush",
    "prequel",
    "lensa",
    "photofiltre",
    "zoner",
    "aperture",
    "iphoto",
    "comfyui",
    "retouch",
    "inshot",
    "prisma",
    "faststone",
    "ffmpeg",
    "openai",
    "imagen",
    "generator",
    "editor",
];

/// Marks in XMP that only a program that changed or made a picture leaves.
const XMP_MARKS: &[(&[u8], &str, &str)] = &[
    (b"xmpMM:History", "XMP history", "a history of changes"),
    (
        b"xmpMM:DerivedFrom",
        "XMP history",
        "a file it was derived from",
    ),
    (
        b"photoshop:DocumentAncestors",
        "XMP history",
        "Photoshop layers",
    ),
    (b"crs:Version", "XMP settings", "raw development settings"),
    (
        b"trainedAlgorithmicMedia",
        "XMP source type",
        "made by a generator",
    ),
    (
        b"compositeWithTrainedAlgorithmicMedia",
        "XMP source type",
        "partly made by a generator",
    ),
];

/// The most traces kept.
const TRACES_MAX: usize = 8;
/// The most characters of a name.
const NAME_MAX: usize = 80;

/// Every trace, in the order of where they are looked for.
pub(crate) fn traces(fields: &Fields, container: &Container<'_>) -> Vec<Editing> {
    let mut found = Vec::new();
    let mut add = |found_in: &str, names: &str| {
        let names: String = names
            .chars()
            .filter(|c| !c.is_control())
            .take(NAME_MAX)
            .collect();
        let trace = Editing {
            found_in: found_in.to_owned(),
            names,
        };
        if !found.contains(&trace) && found.len() < TRACES_MAX {
            found.push(trace);
        }
    };
    for (place, name) in [
        ("Software tag", &fields.device.software),
        ("ProcessingSoftware tag", &fields.processing),
    ] {
        if let Some(name) = name.as_ref().filter(|name| is_editor(name)) {
            add(place, name);
        }
    }
    for (place, name) in &container.programs {
        let name = String::from_utf8_lossy(name);
        if name == "an image generator" || is_editor(&name) {
            add(place, &name);
        }
    }
    let Some(xmp) = container.xmp else {
        return found;
    };
    if let Some(tool) = value(xmp, b"CreatorTool").filter(|tool| is_editor(tool)) {
        add("XMP CreatorTool", &tool);
    }
    for (mark, place, names) in XMP_MARKS {
        if find(xmp, mark).is_some() {
            add(place, names);
        }
    }
    found
}

fn is_editor(name: &str) -> bool {
    let name = name.to_lowercase();
    EDITORS.iter().any(|editor| name.contains(editor))
}

/// The value of an XMP property, written as an attribute or as an element.
fn value(xmp: &[u8], property: &[u8]) -> Option<String> {
    let at = find(xmp, property)? + property.len();
    let rest = xmp.get(at..)?;
    let (open, rest) = rest.split_first()?;
    let (rest, close) = match open {
        b'>' => (rest, b'<'),
        b'=' => rest.split_first().map(|(quote, rest)| (rest, *quote))?,
        _ => return None,
    };
    let end = rest
        .iter()
        .take(4 * NAME_MAX)
        .position(|byte| *byte == close)?;
    Some(String::from_utf8_lossy(rest.get(..end)?).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn firmware_is_no_editor() {
        for firmware in [
            "16.3.1",
            "HDR+ 1.0.585804401zd",
            "S918BXXU3AWF7",
            "Ver.1.10",
            "SynthCam 2",
        ] {
            assert!(!is_editor(firmware), "{firmware}");
        }
        assert!(is_editor("Adobe Photoshop 25.4 (Windows)"));
        assert!(is_editor("GIMP 2.10.36"));
    }

    #[test]
    fn xmp_is_searched() {
        let xmp = br#"<x xmp:CreatorTool="Snapseed 2.0"><xmpMM:History/>"#;
        let container = Container {
            xmp: Some(xmp),
            ..Container::default()
        };
        let found = traces(&Fields::default(), &container);
        let names: Vec<_> = found.iter().map(|one| one.names.as_str()).collect();
        assert_eq!(names, ["Snapseed 2.0", "a history of changes"]);
        assert_eq!(
            value(b"<xmp:CreatorTool>A b</xmp:CreatorTool>", b"CreatorTool").unwrap(),
            "A b"
        );
        assert_eq!(value(b"CreatorTool", b"CreatorTool"), None);
    }
}
