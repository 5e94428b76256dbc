//! `tasdiq`: a joint record that no one can rewrite.
//!
//! The commands are one enum and one match; each has a file under `command/`, whose `Args` are its
//! help and whose `run` is its work. A command answers with an [`answer::Answer`] or fails with a
//! [`tasdiq::report::Report`]; only this file prints either.

mod answer;
mod command;
mod face;

use std::io::Write as _;
use std::process::ExitCode;

use answer::Answer;
use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser};
use command::{
    act, agreement, blob, bulletin, check_proof, completions, demo, dossier, evidence, export,
    init, key, names, post, prove, reader, replica, serve as serve_host, show, verify, watchlist,
    witness,
};
use face::Face;
use page::Lang;
use tasdiq::report::Report;

/// A joint record that no one can rewrite
///
/// Two parties and their mediators keep one signed log. Every act is signed with a member's own key,
/// placed once, cosigned by the witnesses of both sides, and recomputable by anyone who holds the
/// log: `verify` needs nothing but the log itself.
///
/// Every command takes `--json` and then prints one JSON object. Exit code 0: all is well; 1: checked
/// and unsound, or refused; 2: could not be done or checked.
#[derive(Parser)]
#[command(name = "tasdiq", version, max_term_width = 100)]
struct Cli {
    /// Answer as one JSON object, errors too
    #[arg(long, global = true)]
    json: bool,
    /// Language of pages and of why an act is void: ar, fa-AF, en, ps, tr or ur; else your locale's
    #[arg(long, global = true, value_name = "TAG", value_parser = lang)]
    lang: Option<Lang>,
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Init(init::Args),
    Key(key::Args),
    Act(act::Args),
    Agreement(agreement::Args),
    Demo(demo::Args),
    Serve(serve_host::Args),
    Witness(witness::Args),
    Replica(replica::Args),
    Post(post::Args),
    Reader(reader::Args),
    Verify(verify::Args),
    Prove(prove::Args),
    CheckProof(check_proof::Args),
    Blob(blob::Args),
    Bulletin(bulletin::Args),
    Dossier(dossier::Args),
    Evidence(evidence::Args),
    Watchlist(watchlist::Args),
    Names(names::Args),
    Export(export::Args),
    Show(show::Args),
    Completions(completions::Args),
}

fn lang(tag: &str) -> Result<Lang, String> {
    let tags = || Lang::ALL.map(Lang::tag).join(", ");
    Lang::from_tag(tag).ok_or_else(|| format!("one of {}", tags()))
}

fn run(command: Command, face: &Face) -> Result<Answer, Report> {
    match command {
        Command::Init(args) => init::run(args, face),
        Command::Key(args) => key::run(args),
        Command::Act(args) => act::run(args, face),
        Command::Agreement(args) => agreement::run(args, face),
        Command::Demo(args) => demo::run(args, face),
        Command::Serve(args) => serve_host::run(args),
        Command::Witness(args) => witness::run(args),
        Command::Replica(args) => replica::run(args),
        Command::Post(args) => post::run(args),
        Command::Reader(args) => reader::run(args),
        Command::Verify(args) => verify::run(&args, face),
        Command::Prove(args) => prove::run(&args),
        Command::CheckProof(args) => check_proof::run(&args),
        Command::Blob(args) => blob::run(args, face),
        Command::Bulletin(args) => bulletin::run(&args, face),
        Command::Dossier(args) => dossier::run(&args, face),
        Command::Evidence(args) => evidence::run(args, face),
        Command::Watchlist(args) => watchlist::run(args, face),
        Command::Names(args) => names::run(args, face),
        Command::Export(args) => export::run(args, face),
        Command::Show(args) => show::run(&args, face),
        Command::Completions(args) => completions::run(&args, &mut Cli::command()),
    }
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misused(&error),
    };
    let face = Face::of_process(cli.json, cli.lang);
    match run(cli.command, &face) {
        Ok(answer) => match answer.print(&face) {
            Ok(()) => ExitCode::from(answer.exit.code()),
            // Whoever reads our output has gone away; nobody is left to tell.
            Err(_) => ExitCode::from(2),
        },
        Err(report) => failed(&report, cli.json),
    }
}

fn failed(report: &Report, json: bool) -> ExitCode {
    let text = if json {
        format!("{}\n", report.json())
    } else {
        report.to_string()
    };
    let _ = std::io::stderr().write_all(text.as_bytes());
    ExitCode::from(report.exit.code())
}

/// Help and version are answers; anything else clap says is a misuse of the command line.
fn misused(error: &clap::Error) -> ExitCode {
    let asked = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    let json = std::env::args_os().any(|arg| arg == "--json");
    if asked || !json {
        let _ = error.print();
        return ExitCode::from(if asked { 0 } else { 2 });
    }
    let text = error.render().to_string();
    let message = text.lines().next().unwrap_or_default();
    let message = message.strip_prefix("error: ").unwrap_or(message);
    failed(&Report::usage(message).hint("see --help"), true)
}
