//! What a command answers, in both its forms.

use std::io::{self, Write as _};

use serde_json::Value;
use tasdiq::report::Exit;

use crate::face::Face;

/// An answer for people and for programs.
pub(crate) struct Answer {
    /// For people. Ends with a newline, or is empty.
    pub(crate) text: String,
    /// For programs.
    pub(crate) json: Json,
    /// How the process ends.
    pub(crate) exit: Exit,
}

/// The answer for programs.
pub(crate) enum Json {
    /// A value to be written on one line.
    Value(Value),
    /// Already written, as one line without its end.
    Line(String),
    /// The command has written its output itself, the same for people and programs.
    Written,
}

impl Answer {
    pub(crate) fn new(text: String, json: Value) -> Answer {
        Answer {
            text,
            json: Json::Value(json),
            exit: Exit::Fine,
        }
    }

    pub(crate) fn print(&self, face: &Face) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match &self.json {
            Json::Written => {}
            Json::Value(value) if face.json => writeln!(out, "{value}")?,
            Json::Line(line) if face.json => writeln!(out, "{line}")?,
            _ => out.write_all(self.text.as_bytes())?,
        }
        out.flush()
    }
}
