//! `tasdiq completions`

use clap_complete::Shell;
use tasdiq::report::{Exit, Report};

use crate::answer::{Answer, Json};

/// Print a completion script for your shell
///
/// Examples:
///
///   tasdiq completions bash > ~/.local/share/bash-completion/completions/tasdiq
///   tasdiq completions zsh > ~/.zfunc/_tasdiq
///   tasdiq completions fish > ~/.config/fish/completions/tasdiq.fish
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Which shell
    shell: Shell,
}

pub(crate) fn run(args: &Args, command: &mut clap::Command) -> Result<Answer, Report> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "tasdiq", &mut script);
    let text = String::from_utf8_lossy(&script).into_owned();
    let json = serde_json::json!({ "shell": args.shell.to_string(), "script": text });
    Ok(Answer {
        text,
        json: Json::Value(json),
        exit: Exit::Fine,
    })
}
