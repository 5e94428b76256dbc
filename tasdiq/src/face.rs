//! The terminal, if there is one: the question before a signature.

use std::io::{IsTerminal as _, Write as _};

use tasdiq::report::Report;

/// How this run of the program talks.
pub(crate) struct Face {
    /// One JSON object instead of text.
    pub(crate) json: bool,
}

/// Whether a question has been answered already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Consent {
    /// `--yes` was given.
    Given,
    /// To be asked for.
    Asked,
}

impl Consent {
    pub(crate) fn of(yes: bool) -> Consent {
        if yes { Consent::Given } else { Consent::Asked }
    }
}

impl Face {
    pub(crate) fn of_process(json: bool) -> Face {
        Face { json }
    }

    /// Shows what will be signed and asks. Without a terminal nobody can be asked, and silence is
    /// not consent.
    pub(crate) fn confirm(&self, shown: &str, consent: Consent) -> Result<(), Report> {
        if consent == Consent::Given {
            return Ok(());
        }
        if !std::io::stdin().is_terminal() {
            return Err(
                Report::usage("signing needs a yes, and there is no terminal to ask on")
                    .hint("read what will be signed, then add --yes"),
            );
        }
        let mut err = std::io::stderr();
        let _ = write!(err, "{shown}\nSign this? Type yes: ");
        let _ = err.flush();
        let mut line = String::new();
        let read = std::io::stdin().read_line(&mut line);
        match (read, line.trim()) {
            (Ok(_), "yes") => Ok(()),
            _ => Err(Report::usage("not signed")),
        }
    }
}
