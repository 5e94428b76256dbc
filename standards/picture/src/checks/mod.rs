//! What facts say beside a fence, a window and other pictures: one line a check, side by side. No line
//! counts more than another, and there is no sum of them.
//!
//! A line's `result` and `detail` are English for the command line and for exports; pages translate by
//! `check` and `code`, with what is in `about`.

mod duplicate;
mod file;
mod place;
mod time;

pub use duplicate::{Other, duplicate};
pub use file::{document, edited, format, integrity, thumbnail};
pub use place::place;
pub use time::{Window, time, window};

use serde::Serialize;

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Which check: `place`, `time`, and so on.
    pub check: &'static str,
    /// What it found, in words that do not change: `inside`, `outside by 580 m`.
    pub result: String,
    /// What led to it, for a person.
    pub detail: String,
    /// Stable names of what a person should look at. Empty if there is nothing.
    pub flags: Vec<String>,
    /// The result without its numbers, for translation.
    #[serde(skip)]
    pub code: &'static str,
    /// The numbers and names of the result, for translation.
    #[serde(skip)]
    pub about: Vec<(&'static str, String)>,
}

impl Line {
    /// A line whose result is its code, with dashes written as spaces.
    pub fn new(check: &'static str, code: &'static str, detail: impl Into<String>) -> Line {
        Line {
            check,
            result: code.replace('-', " "),
            detail: detail.into(),
            flags: Vec::new(),
            code,
            about: Vec::new(),
        }
    }

    /// The same, raising a flag.
    #[must_use]
    pub fn flag(mut self, flag: impl Into<String>) -> Line {
        self.flags.push(flag.into());
        self
    }

    /// The same, with a result in other words than its code.
    #[must_use]
    pub fn result(mut self, result: impl Into<String>) -> Line {
        self.result = result.into();
        self
    }

    /// The same, with a number or name of the result.
    #[must_use]
    pub fn about(mut self, name: &'static str, value: impl ToString) -> Line {
        self.about.push((name, value.to_string()));
        self
    }
}

/// `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands() {
        let texts: Vec<String> = [0, 999, 1000, 1_234_567].map(super::grouped).to_vec();
        assert_eq!(texts, ["0", "999", "1,000", "1,234,567"]);
    }
}
