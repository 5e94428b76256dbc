//! How a command fails: what happened, on whose side, and what to do next.

use std::error::Error;
use std::fmt;

use serde_json::{Value, json};

/// Whose side an error is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The command was not called as it can be.
    Usage,
    /// A file, text or key that was handed in.
    Input,
    /// A host, a log or another member.
    OtherSide,
    /// This machine: its disk, its network, its clock.
    Here,
}

/// How the process ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    #[default]
    Fine,
    /// Checked and found unsound, or asked and refused.
    Unsound,
    /// Could not be done or checked.
    NotDone,
}

/// An error as its reader needs it.
#[derive(Clone, Debug)]
pub struct Report {
    /// Whose side.
    pub fault: Fault,
    /// What happened, in one sentence without full stop.
    pub message: String,
    /// What lies behind it, the nearest first.
    pub because: Vec<String>,
    /// What to do next.
    pub hints: Vec<String>,
    /// Further members for programs, such as a host's problem details.
    pub more: Option<Value>,
    /// How the process ends.
    pub exit: Exit,
}

impl Fault {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Fault::Usage => "usage",
            Fault::Input => "input",
            Fault::OtherSide => "other-side",
            Fault::Here => "here",
        }
    }

    fn sentence(self) -> &'static str {
        match self {
            Fault::Usage => "how the command was called",
            Fault::Input => "what the command was given",
            Fault::OtherSide => "the other side",
            Fault::Here => "this machine",
        }
    }
}

impl Exit {
    /// The process's exit code.
    pub fn code(self) -> u8 {
        match self {
            Exit::Fine => 0,
            Exit::Unsound => 1,
            Exit::NotDone => 2,
        }
    }
}

impl Report {
    fn new(fault: Fault, message: impl Into<String>) -> Report {
        Report {
            fault,
            message: message.into(),
            because: Vec::new(),
            hints: Vec::new(),
            more: None,
            exit: Exit::NotDone,
        }
    }

    /// The command was not called as it can be.
    pub fn usage(message: impl Into<String>) -> Report {
        Report::new(Fault::Usage, message)
    }

    /// What was handed in can't be used.
    pub fn input(message: impl Into<String>) -> Report {
        Report::new(Fault::Input, message)
    }

    /// A host, a log or another member is at fault.
    pub fn other_side(message: impl Into<String>) -> Report {
        Report::new(Fault::OtherSide, message)
    }

    /// This machine can't.
    pub fn here(message: impl Into<String>) -> Report {
        Report::new(Fault::Here, message)
    }

    /// The same, with an error and everything behind it.
    #[must_use]
    pub fn because(mut self, error: &dyn Error) -> Report {
        let mut next = Some(error);
        while let Some(error) = next {
            let text = error.to_string();
            // Some errors repeat their source in their own sentence.
            let told = self.because.last().is_some_and(|last| last.contains(&text));
            if !told {
                self.because.push(text);
            }
            next = error.source();
        }
        self
    }

    /// The same, with what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Report {
        self.hints.push(hint.into());
        self
    }

    /// The same, as an answer of no rather than as a failure to ask.
    #[must_use]
    pub fn refused(mut self) -> Report {
        self.exit = Exit::Unsound;
        self
    }

    /// The error for programs: one JSON object.
    pub fn json(&self) -> Value {
        let mut error = json!({
            "message": self.message,
            "because": self.because,
            "fault": self.fault.name(),
            "next": self.hints,
            "exit": self.exit.code(),
        });
        if let Some(more) = &self.more {
            error["more"] = more.clone();
        }
        json!({ "error": error })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error: {}", self.message)?;
        for line in &self.because {
            writeln!(f, "  because: {line}")?;
        }
        writeln!(f, "  whose side: {}", self.fault.sentence())?;
        for hint in &self.hints {
            writeln!(f, "  next: {hint}")?;
        }
        Ok(())
    }
}

impl Error for Report {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_happened_on_whose_side_and_what_to_do() {
        let cause = std::io::Error::other("disk on fire");
        let report = Report::here("could not write x.key")
            .because(&cause)
            .hint("free some space");
        assert_eq!(
            report.to_string(),
            "error: could not write x.key\n  because: disk on fire\n  \
             whose side: this machine\n  next: free some space\n"
        );
        assert_eq!(report.json()["error"]["exit"], 2);
        assert_eq!(report.refused().json()["error"]["exit"], 1);
    }
}
