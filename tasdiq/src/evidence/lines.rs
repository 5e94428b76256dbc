//! Lines of checks that need more than the file: a token, credentials.

use picture::checks::Line;
use timestamp::{Finding, Verdict};

use super::reader::{Credentials, NotRead};

/// Failures of ingredients named in a line.
const NAMED_MAX: usize = 3;

/// `valid`, `wrong imprint`, `untrusted signer`, `bad signature`, `malformed` and so on; `absent`
/// without a token.
pub fn timestamp(finding: Option<&Finding>) -> Line {
    let Some(finding) = finding else {
        return Line::new(
            "timestamp",
            "absent",
            "no token was given, and none lies beside the file",
        );
    };
    let code = match finding.verdict {
        Verdict::ImprintMismatch => "wrong-imprint",
        other => other.code(),
    };
    let mut said = vec![finding.reason.clone()];
    if let Some(signer) = &finding.signer {
        said.push(format!("signer {signer}"));
    }
    if let Some(time) = finding.time {
        let exact = finding
            .accuracy_micros
            .map(|micros| format!(" to within {} ms", micros / 1000));
        said.push(format!("it says {time}{}", exact.unwrap_or_default()));
    }
    let line = Line::new("timestamp", code, said.join("; "));
    match finding.verdict {
        Verdict::Valid => match finding.time {
            Some(time) => line.about("time", time),
            None => line,
        },
        other => line.flag(other.code()),
    }
}

/// `trusted`, `valid, unknown issuer`, `invalid (code)`, `none`, or `not checked`.
///
/// `read` is nothing where credentials are embedded and their reader is not installed.
pub fn credentials(read: Result<Option<Credentials>, NotRead>) -> Line {
    let found = match read {
        Ok(Some(found)) => found,
        Ok(None) => {
            let detail = "credentials seem to be embedded; their reader is not installed: \
                          `cargo xtask credentials` builds it and places it beside tasdiq";
            return Line::new("credentials", "not-checked", detail);
        }
        Err(error) => return Line::new("credentials", "not-checked", error.to_string()),
    };
    let line = match found.state.as_str() {
        "none" => {
            let reason = found.reason.clone().unwrap_or_default();
            return flagged(Line::new("credentials", "none", reason), &found);
        }
        "trusted" => Line::new("credentials", "trusted", detail(&found)),
        "valid-unknown-issuer" => Line::new("credentials", "valid-unknown-issuer", detail(&found))
            .result("valid, unknown issuer"),
        _ => {
            let code = found
                .codes
                .iter()
                .find(|code| *code != "signingCredential.untrusted");
            let code = code.map_or("unreadable", String::as_str);
            Line::new("credentials", "invalid", detail(&found))
                .result(format!("invalid ({code})"))
                .about("code", code)
        }
    };
    flagged(line, &found)
}

fn flagged(mut line: Line, found: &Credentials) -> Line {
    line.flags.extend(found.codes.iter().cloned());
    if found.ingredients.iter().any(|one| one.state == "invalid") {
        line = line.flag("ingredient-invalid");
    }
    line
}

fn detail(found: &Credentials) -> String {
    let mut said = Vec::new();
    if let Some(signer) = &found.signer {
        said.push(format!("signed by {signer}"));
    }
    if let Some(time) = &found.time {
        said.push(format!("at {time}, it says"));
    }
    if !found.actions.is_empty() {
        said.push(format!("actions {}", found.actions.join(", ")));
    }
    let failed = found
        .ingredients
        .iter()
        .filter(|one| one.state == "invalid");
    for one in failed.take(NAMED_MAX) {
        said.push(format!(
            "its ingredient {} is invalid ({})",
            one.title,
            one.codes.join(", ")
        ));
    }
    if !found.ingredients.is_empty() {
        said.push(format!("{} ingredients", found.ingredients.len()));
    }
    said.extend(found.reason.clone());
    said.push("valid means unchanged since it was signed, not true".to_owned());
    said.join("; ")
}

#[cfg(test)]
mod tests {
    use super::super::reader::Ingredient;
    use super::*;

    fn found(state: &str, codes: &[&str]) -> Credentials {
        Credentials {
            state: state.to_owned(),
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            ingredients: Vec::new(),
            actions: Vec::new(),
            signer: None,
            time: None,
            reason: None,
        }
    }

    #[test]
    fn every_state_has_its_words() {
        let result =
            |state: &str, codes: &[&str]| credentials(Ok(Some(found(state, codes)))).result;
        assert_eq!(result("none", &[]), "none");
        assert_eq!(result("trusted", &[]), "trusted");
        let untrusted = "signingCredential.untrusted";
        assert_eq!(
            result("valid-unknown-issuer", &[untrusted]),
            "valid, unknown issuer"
        );
        assert_eq!(
            result("invalid", &[untrusted, "claimSignature.mismatch"]),
            "invalid (claimSignature.mismatch)"
        );
        assert_eq!(credentials(Ok(None)).result, "not checked");
    }

    #[test]
    fn a_failed_ingredient_shows_though_the_whole_is_valid() {
        let ingredient = Ingredient {
            title: "A.jpg".to_owned(),
            state: "invalid".to_owned(),
            codes: vec!["claimSignature.mismatch".to_owned()],
        };
        let whole = Credentials {
            ingredients: vec![ingredient],
            ..found("trusted", &[])
        };
        let line = credentials(Ok(Some(whole)));
        assert_eq!(line.flags, ["ingredient-invalid"]);
        assert!(
            line.detail
                .contains("A.jpg is invalid (claimSignature.mismatch)")
        );
    }
}
