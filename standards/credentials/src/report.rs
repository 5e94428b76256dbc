//! What the library found, as one object: the file's own credentials, and every ingredient's.

use c2pa::{Reader, ValidationState};
use serde_json::{Value, json};

/// Ingredients and actions told at most.
const TOLD_MAX: usize = 64;
/// Characters of a text.
const TEXT_MAX: usize = 200;
/// Nobody handed in vouches for the signer: known of every file when no anchors are given.
const UNTRUSTED: &str = "signingCredential.untrusted";

/// The report on a file that has credentials.
pub(crate) fn of(reader: &Reader) -> Value {
    let store: Value = serde_json::from_str(&reader.json()).unwrap_or_default();
    let codes = codes(&store["validation_status"]);
    let state = match reader.validation_state() {
        ValidationState::Trusted => "trusted",
        ValidationState::Valid => "valid-unknown-issuer",
        ValidationState::Invalid => "invalid",
    };
    let active = store["active_manifest"].as_str().unwrap_or_default();
    let active = &store["manifests"][active];
    let signature = &active["signature_info"];
    let signer = signature["common_name"]
        .as_str()
        .or(signature["issuer"].as_str());
    let mut report = json!({
        "state": state,
        "codes": codes,
        "ingredients": ingredients(&store),
        "actions": actions(active),
    });
    for (name, value) in [
        ("signer", signer),
        ("time", signature["time"].as_str()),
        ("generator", active["claim_generator"].as_str()),
    ] {
        if let Some(value) = value {
            report[name] = short(value).into();
        }
    }
    report
}

/// The report on a file without credentials that could be read.
pub(crate) fn without(state: &str, codes: &[&str], reason: &str) -> Value {
    json!({ "state": state, "codes": codes, "ingredients": [], "actions": [], "reason": short(reason) })
}

/// Every ingredient of every manifest, with what was recorded when it was added: a failure then does not
/// make the outer credentials invalid, and would be seen nowhere else.
fn ingredients(store: &Value) -> Vec<Value> {
    let manifests = store["manifests"].as_object().into_iter().flatten();
    let all = manifests.flat_map(|(_, manifest)| manifest["ingredients"].as_array());
    all.flatten().take(TOLD_MAX).map(ingredient).collect()
}

fn ingredient(ingredient: &Value) -> Value {
    let mut found = codes(&ingredient["validation_status"]);
    let results = &ingredient["validation_results"];
    found.extend(codes(&results["activeManifest"]["failure"]));
    for delta in results["ingredientDeltas"].as_array().into_iter().flatten() {
        found.extend(codes(&delta["validationDeltas"]["failure"]));
    }
    let mut failed: Vec<String> = Vec::new();
    for code in found {
        if !failed.contains(&code) {
            failed.push(code);
        }
    }
    let success = results["activeManifest"]["success"].as_array();
    let trusted = success.is_some_and(|all| {
        all.iter()
            .any(|one| one["code"] == "signingCredential.trusted")
    });
    let has = !ingredient["active_manifest"].is_null() || results.is_object();
    let state = if failed.iter().any(|code| code != UNTRUSTED) {
        "invalid"
    } else if !has && failed.is_empty() {
        "none"
    } else if trusted && failed.is_empty() {
        "trusted"
    } else {
        "valid-unknown-issuer"
    };
    json!({
        "title": short(ingredient["title"].as_str().unwrap_or("without a title")),
        "relationship": ingredient["relationship"],
        "state": state,
        "codes": failed,
    })
}

/// The failure codes in a list of results, in its order. Old files record successes in the same list.
fn codes(list: &Value) -> Vec<String> {
    let all = list.as_array().into_iter().flatten();
    let failed = all
        .filter_map(|status| status["code"].as_str())
        .filter(|code| !succeeded(code));
    failed.map(short).collect()
}

fn succeeded(code: &str) -> bool {
    let endings = [
        ".match",
        ".validated",
        ".trusted",
        ".insideValidity",
        ".accessible",
        ".notRevoked",
    ];
    endings.iter().any(|ending| code.ends_with(ending))
}

/// What the signer says was done, in order.
fn actions(manifest: &Value) -> Vec<String> {
    let assertions = manifest["assertions"].as_array().into_iter().flatten();
    let lists = assertions.filter(|one| {
        one["label"]
            .as_str()
            .is_some_and(|label| label.starts_with("c2pa.actions"))
    });
    let actions = lists
        .filter_map(|one| one["data"]["actions"].as_array())
        .flatten();
    actions
        .filter_map(|action| action["action"].as_str())
        .take(TOLD_MAX)
        .map(short)
        .collect()
}

fn short(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(TEXT_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_recorded_in_an_ingredient_is_seen() {
        let old = json!({
            "title": "A.jpg",
            "active_manifest": "x",
            "validation_status": [{ "code": "claimSignature.mismatch" }],
        });
        assert_eq!(ingredient(&old)["state"], "invalid");
        let new = json!({
            "title": "B.jpg",
            "active_manifest": "x",
            "validation_results": {
                "activeManifest": {
                    "success": [{ "code": "assertion.dataHash.match" }],
                    "failure": [{ "code": "signingCredential.untrusted" }],
                },
            },
        });
        assert_eq!(ingredient(&new)["state"], "valid-unknown-issuer");
        assert_eq!(ingredient(&json!({ "title": "C.jpg" }))["state"], "none");
    }
}
