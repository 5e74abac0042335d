//! The command line: one file per verb. The only room that prints.
//!
//! Verbs print for people on a terminal and `--json` for programs. Exit codes: 0 fine, 1 findings or nothing found,
//! 2 bad usage or bad input, 3 the KB cannot be used.

mod announce;
mod args;
mod batch;
mod change;
mod check;
mod context;
mod desk;
mod diff;
mod doctor;
mod edit;
mod editor;
mod error;
mod eval;
mod explain;
mod export;
mod finding;
mod house;
mod import;
mod inbox;
mod keys;
mod life_args;
mod lint;
mod log;
mod merge;
mod new;
mod pages;
mod pin;
mod plain;
mod progress;
mod publish;
mod reindex;
mod remark;
mod review;
mod role;
mod scope;
mod search;
mod show;
mod tell;
mod today;
mod withdraw;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use args::{Cli, Verb};
use context::Context;
use error::CliError;

/// Runs the program with the arguments of the process.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut context = match Context::new() {
        Ok(context) => context,
        Err(error) => return context::fail_early(&error),
    };
    let command = args::localise(Cli::command(), &context.messages);
    let cli = match command.try_get_matches_from(args).and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        // clap prints help to standard output and errors to standard error; a closed pipe is nobody's error.
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    context.kb = cli.kb;
    let done = match cli.verb {
        Some(_) if cli.plain => Err(CliError::Usage("plain.alone", "--plain".to_owned())),
        None if cli.plain => plain::run(&mut context),
        None => desk::run(&mut context),
        Some(Verb::Search(args)) => search::run(&mut context, &args),
        Some(Verb::Show(args)) => show::run(&mut context, &args),
        Some(Verb::Import(args)) => import::run(&mut context, &args),
        Some(Verb::New(args)) => new::run(&mut context, &args),
        Some(Verb::Edit(args)) => edit::run(&mut context, &args),
        Some(Verb::Diff(args)) => diff::run(&mut context, &args),
        Some(Verb::Lint(args)) => lint::run(&mut context, &args),
        Some(Verb::Log(args)) => log::run(&mut context, &args),
        Some(Verb::Review(args)) => review::run(&mut context, &args),
        Some(Verb::Publish(args)) => publish::run(&mut context, &args),
        Some(Verb::Withdraw(args)) => withdraw::run(&mut context, &args),
        Some(Verb::Role(args)) => role::run(&mut context, &args),
        Some(Verb::Announce(args)) => announce::run(&mut context, &args),
        Some(Verb::Batch(args)) => batch::run(&mut context, &args),
        Some(Verb::Inbox(args)) => inbox::run(&mut context, &args),
        Some(Verb::Merge(args)) => merge::run(&mut context, &args),
        Some(Verb::Pin(args)) => pin::run(&mut context, &args),
        Some(Verb::House(args)) => house::run(&mut context, &args),
        Some(Verb::Export(args)) => export::run(&mut context, &args),
        Some(Verb::Eval(args)) => eval::run(&mut context, &args),
        Some(Verb::Tell(args)) => tell::run(&mut context, &args),
        Some(Verb::Today(args)) => today::run(&mut context, &args),
        Some(Verb::Check(args)) => check::run(&mut context, &args),
        Some(Verb::Reindex) => reindex::run(&mut context),
        Some(Verb::Doctor(args)) => doctor::run(&mut context, &args),
        Some(Verb::Keys(args)) => keys::run(&mut context, &args),
        Some(Verb::Completions { shell }) => pages::completions(&mut context, shell),
        Some(Verb::Man { dir }) => pages::man(&mut context, dir.as_deref()),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) => context.fail(&error),
    }
}
