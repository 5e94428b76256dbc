//! Forms: a label for every field, errors at the field and summed up at the top, a verb on the
//! button. Forms work without scripts; drafts of long texts are kept in the browser by a script.

use maud::{Markup, html};

use crate::lang::Lang;
use crate::words::{Tr, Value};

/// What the form asks to be mended, field by field, in the order of the form.
#[derive(Default)]
pub struct Problems(Vec<(String, Markup)>);

impl Problems {
    /// One more problem of the field with this name.
    pub fn add(&mut self, field: &str, sentence: Markup) {
        self.0.push((field.to_owned(), sentence));
    }

    /// Whether nothing is to be mended.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn of(&self, field: &str) -> Option<&Markup> {
        self.0
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, sentence)| sentence)
    }

    /// The sum of it, for the top of the page: each sentence leads to its field. It takes the focus
    /// when the page opens, so that it is heard first.
    pub fn summary(&self, tr: Tr<'_>) -> Markup {
        if self.is_empty() {
            return Markup::default();
        }
        html! {
            section.problems role="alert" tabindex="-1" autofocus aria-labelledby="problems" {
                h2 id="problems" {
                    (tr.with("form-problems", &[("n", Value::Number(self.0.len() as u64))]))
                }
                ul {
                    @for (field, sentence) in &self.0 {
                        li { a href={ "#field-" (field) } { (sentence) } }
                    }
                }
            }
        }
    }
}

/// How a form is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The fields go into the address: searching, choosing what to see.
    Get,
    /// The fields go into the body: on the way to the review of an act.
    Post,
}

/// A form around `fields`, with one button that says what it does.
pub fn form(method: Method, action: &str, fields: &Markup, button: &Markup) -> Markup {
    let method = match method {
        Method::Get => "get",
        Method::Post => "post",
    };
    html! {
        form method=(method) action=(action) {
            (fields)
            p.actions { button.primary type="submit" { (button) } }
        }
    }
}

/// A value the form carries along.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// A link that looks like the action it starts.
pub fn action_link(href: &str, verb: &Markup) -> Markup {
    html! { a.action href=(href) { (verb) } }
}

/// A text as the value of a query parameter.
pub fn percent(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"/-._".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

/// Fields that belong together.
pub fn group(legend: &Markup, fields: &Markup) -> Markup {
    html! { fieldset { legend { (legend) } (fields) } }
}

/// One field: its name in the form, its label, and what else is said about it.
pub struct Field<'a> {
    name: &'a str,
    label: Markup,
    hint: Option<Markup>,
    problem: Option<Markup>,
    required: bool,
}

/// One of the answers of a [`Field::select`] or [`Field::radio`].
pub struct Choice<'a> {
    /// What the form sends.
    pub value: &'a str,
    /// What the reader sees.
    pub label: Markup,
}

impl<'a> Field<'a> {
    /// A field called `name` in the form.
    pub const fn new(name: &'a str, label: Markup) -> Field<'a> {
        Field {
            name,
            label,
            hint: None,
            problem: None,
            required: false,
        }
    }

    /// A sentence under the label: what is wanted, in which form.
    #[must_use]
    pub fn hint(mut self, hint: Markup) -> Field<'a> {
        self.hint = Some(hint);
        self
    }

    /// Takes its own problem, if there is one.
    #[must_use]
    pub fn problems(mut self, problems: &Problems) -> Field<'a> {
        self.problem = problems.of(self.name).cloned();
        self
    }

    /// The form can't be sent without it.
    #[must_use]
    pub const fn required(mut self) -> Field<'a> {
        self.required = true;
        self
    }

    fn id(&self) -> String {
        format!("field-{}", self.name)
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("hint-{}", self.name));
        let problem = self
            .problem
            .as_ref()
            .map(|_| format!("problem-{}", self.name));
        let all: Vec<_> = problem.into_iter().chain(hint).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    fn notes(&self) -> Markup {
        html! {
            @if let Some(hint) = &self.hint { p.hint id={ "hint-" (self.name) } { (hint) } }
            @if let Some(problem) = &self.problem {
                p.problem id={ "problem-" (self.name) } { (problem) }
            }
        }
    }

    fn around(&self, control: &Markup) -> Markup {
        html! {
            div.field.wrong[self.problem.is_some()] {
                label for=(self.id()) { (self.label) }
                (self.notes())
                (control)
            }
        }
    }

    fn invalid(&self) -> Option<&'static str> {
        self.problem.as_ref().map(|_| "true")
    }

    /// One line of anyone's words.
    pub fn text(&self, value: &str) -> Markup {
        self.line("text", "auto", value)
    }

    /// One line that is an identifier, a number, a key: left to right.
    pub fn code(&self, value: &str) -> Markup {
        self.line("text", "ltr", value)
    }

    /// A day, `2025-11-07`.
    pub fn day(&self, value: &str) -> Markup {
        self.line("date", "ltr", value)
    }

    /// A whole number from 0 up.
    pub fn number(&self, value: &str) -> Markup {
        self.line("number", "ltr", value)
    }

    fn line(&self, kind: &str, dir: &str, value: &str) -> Markup {
        self.around(&html! {
            input type=(kind) id=(self.id()) name=(self.name) value=(value) dir=(dir)
                min=[(kind == "number").then_some("0")] autocomplete="off"
                required[self.required] aria-invalid=[self.invalid()]
                aria-describedby=[self.described_by()];
        })
    }

    /// Many lines of words; the direction follows them. What is typed is kept in this browser under
    /// the page's address until the act is signed.
    pub fn area(&self, value: &str, lang: Option<Lang>, rows: u8) -> Markup {
        self.around(&html! {
            textarea id=(self.id()) name=(self.name) rows=(rows) dir="auto" data-keep
                lang=[lang.map(Lang::tag)] required[self.required] aria-invalid=[self.invalid()]
                aria-describedby=[self.described_by()] { (value) }
        })
    }

    /// One of a few answers, folded. `chosen` is the value of one of them, or empty.
    pub fn select(&self, choices: &[Choice<'_>], chosen: &str) -> Markup {
        self.around(&html! {
            select id=(self.id()) name=(self.name) required[self.required]
                aria-invalid=[self.invalid()] aria-describedby=[self.described_by()] {
                @for choice in choices {
                    option value=(choice.value) selected[choice.value == chosen] { (choice.label) }
                }
            }
        })
    }

    /// One of a few answers, all in view.
    pub fn radio(&self, choices: &[Choice<'_>], chosen: &str) -> Markup {
        html! {
            fieldset.field.wrong[self.problem.is_some()] id=(self.id()) tabindex="-1"
                aria-describedby=[self.described_by()] {
                legend { (self.label) }
                (self.notes())
                @for choice in choices {
                    label.choice {
                        input type="radio" name=(self.name) value=(choice.value)
                            checked[choice.value == chosen] required[self.required];
                        span { (choice.label) }
                    }
                }
            }
        }
    }

    /// Yes or not: the form sends `yes` or nothing.
    pub fn check(&self, checked: &str) -> Markup {
        html! {
            div.field.wrong[self.problem.is_some()] {
                label.choice {
                    input type="checkbox" id=(self.id()) name=(self.name) value="yes"
                        checked[checked == "yes"] required[self.required]
                        aria-describedby=[self.described_by()];
                    span { (self.label) }
                }
                (self.notes())
            }
        }
    }
}
