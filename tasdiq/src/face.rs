//! The terminal, if there is one: colour, progress, and the question before a signature.

use std::io::{IsTerminal as _, Write as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use page::Lang;
use tasdiq::report::Report;
use tasdiq::words;

/// How this run of the program talks.
pub(crate) struct Face {
    /// One JSON object instead of text.
    pub(crate) json: bool,
    /// The language of the record's own sentences.
    pub(crate) lang: Lang,
    colour: bool,
    progress: bool,
}

/// Colours with a meaning.
#[derive(Clone, Copy)]
pub(crate) enum Tone {
    /// Taken away.
    Removed,
    /// Put in.
    Inserted,
    /// To be noticed.
    Strong,
    /// To be passed over.
    Faint,
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
    pub(crate) fn of_process(json: bool, lang: Option<Lang>) -> Face {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Face {
            json,
            lang: lang.unwrap_or_else(lang_of_environment),
            colour: !json && !plain && std::io::stdout().is_terminal(),
            progress: !json && std::io::stderr().is_terminal(),
        }
    }

    /// The text in its tone, on terminals that show colour.
    pub(crate) fn tone(&self, tone: Tone, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        let code = match tone {
            Tone::Removed => "9;31",
            Tone::Inserted => "4;32",
            Tone::Strong => "1",
            Tone::Faint => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    pub(crate) fn has_colour(&self) -> bool {
        self.colour
    }

    /// A bar on the terminal; nothing elsewhere.
    pub(crate) fn bar(&self, what: &'static str, total: u64) -> ProgressBar {
        if !self.progress {
            return ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        }
        let bar = ProgressBar::new(total).with_message(what);
        let style = "{msg} {bar:30} {human_pos} of {human_len} ({per_sec}, {eta} left)";
        match ProgressStyle::with_template(style) {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
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

/// The language of this process's locale, by the first variable that names one.
fn lang_of_environment() -> Lang {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|locale| !locale.is_empty())
        .map(|locale| words::of_locale(&locale))
        .unwrap_or_default()
}
