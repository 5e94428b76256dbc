//! No crate that recognises faces or bodies is ever built in: pictures are compared by people.

/// Parts of crate names, and what such a crate would do here.
const FORBIDDEN: &[(&str, &str)] = &[
    ("face", "finds or compares faces"),
    ("facial", "finds or compares faces"),
    ("biometric", "measures bodies"),
    ("fingerprint-match", "compares fingerprints"),
    ("iris-recog", "compares irises"),
    ("gait", "recognises people by how they walk"),
    ("opencv", "brings detectors of faces"),
    ("dlib", "brings detectors of faces"),
    ("insightface", "compares faces"),
    ("mediapipe", "brings detectors of faces"),
    ("onnxruntime", "runs models that nobody here can read"),
    ("ort-sys", "runs models that nobody here can read"),
    ("tflite", "runs models that nobody here can read"),
];
/// Names that hold such a part by chance.
const INNOCENT: &[&str] = &["interface", "surface", "typeface", "facet", "stdlib"];

/// What a lock file must not name, as sentences.
pub(crate) fn forbidden(lock: &str) -> Vec<String> {
    let names = lock.lines().filter_map(|line| {
        let name = line.strip_prefix("name = \"")?;
        name.strip_suffix('"')
    });
    let bad = |name: &str| {
        let rest = INNOCENT
            .iter()
            .fold(name.to_lowercase(), |name, word| name.replace(word, ""));
        FORBIDDEN
            .iter()
            .find(|(part, _)| rest.contains(part))
            .map(|(_, why)| *why)
    };
    let found = names.filter_map(|name| Some((name, bad(name)?)));
    found
        .map(|(name, why)| {
            format!("Cargo.lock names {name}, which {why}: pictures are for people to compare")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_for_faces_is_found_and_an_interface_is_not() {
        let lock = |name: &str| format!("[[package]]\nname = \"{name}\"\nversion = \"1.0.0\"\n");
        for name in [
            "rustface",
            "face_id",
            "dlib-face-recognition",
            "opencv",
            "ort-sys",
            "libbiometrics",
        ] {
            assert_eq!(forbidden(&lock(name)).len(), 1, "{name}");
        }
        for name in [
            "surface-codes",
            "network-interface",
            "serde",
            "sha2",
            "typeface",
            "image",
        ] {
            assert!(forbidden(&lock(name)).is_empty(), "{name}");
        }
    }
}
