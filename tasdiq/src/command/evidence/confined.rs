//! The other end of `tasdiq::evidence::Reader`: this program as a confined process.

use std::io::Write as _;

use tasdiq::evidence::confined;
use tasdiq::report::{Exit, Report};

use crate::answer::{Answer, Json};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The program
    program: String,
    /// What it is called with
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

fn confine() -> Result<(), Report> {
    confined::confine()
        .map_err(|error| Report::here("this process could not be confined").because(&error))
}

pub(super) fn facts() -> Result<Answer, Report> {
    answered(confined::facts)
}

pub(super) fn derive() -> Result<Answer, Report> {
    answered(confined::derive)
}

fn answered(read: fn() -> std::io::Result<confined::Answer>) -> Result<Answer, Report> {
    confine()?;
    let answer =
        read().map_err(|error| Report::input("standard input can't be read").because(&error))?;
    let line = serde_json::to_string(&answer)
        .map_err(|error| Report::here("the answer can't be written").because(&error))?;
    writeln!(std::io::stdout(), "{line}")
        .map_err(|error| Report::here("the answer can't be written").because(&error))?;
    Ok(Answer {
        text: String::new(),
        json: Json::Written,
        exit: Exit::Fine,
    })
}

pub(super) fn run(args: &Args) -> Result<Answer, Report> {
    confine()?;
    let error = confined::become_program(&args.program, &args.args);
    Err(Report::here(format!("could not start {}", args.program)).because(&error))
}
