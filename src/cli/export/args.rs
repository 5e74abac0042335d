//! The words of `zhixi export`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::life_args::LintSeverity;

/// What the help says at its end.
pub const HELP: &str = "Without --channel every article goes out as it is, internal text included, one JSON object a line, to be
imported elsewhere. With --channel only what customers may have: texts that are published, reviewed and valid today, in whose
customer answer the rules find nothing; beside it what stayed in the house and why. When nothing may go out nothing is written.

Formats for a channel (without --format FILE's ending decides, else jsonl):
  jsonl  {\"id\", \"question\", \"similar\": [text], \"category\": [name], \"scope\" (in words), \"answer\", \"last_day\" (or null),
         \"related\": [id]}
  csv    the same columns for a spreadsheet; what it would compute is made text
  text   question, answer, a blank line
  faq    for robots and search engines: {\"id\", \"question\", \"similar\", \"answer\"}, no question twice; a spreadsheet where
         FILE ends in .csv
  ssml   FILE is a folder: one SSML 1.1 document an answer, and index.csv (spoken channels)
  site   FILE is a folder: a site in plain HTML that needs no scripts; index.html is its first page. site.toml in the KB's
         directory says its title and other words otherwise

With --report one object a line: {\"id\", \"why\": not_in_use|not_reviewed|no_answer|variables|findings|too_long, \"detail\",
  \"findings\": [as in review]} for what stayed; {\"id\", \"why\": similar, \"detail\" (how many)} for similar questions in the
  house's own words; {\"id\", \"why\": asked_as, \"detail\" (the question)} where one stands for the standard question; {\"id\", \"why\": asked_twice, \"detail\" (the question), \"kept_by\"} for questions that another article
  answers in a faq.

Exit codes: 0 written, 1 nothing may go out, 2 bad usage or a place that cannot be written, 3 the KB cannot be used.";

/// `zhixi export`
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Where to write; without it to standard output
    #[arg(value_name = "FILE", conflicts_with = "snapshot")]
    pub file: Option<PathBuf>,
    /// Only what customers of this channel may have: sms, 短信 or SMS
    #[arg(long, value_name = "CHANNEL", conflicts_with_all = ["snapshot", "feedback"])]
    pub channel: Option<String>,
    /// How it is written
    #[arg(long, requires = "channel")]
    pub format: Option<Format>,
    /// The least finding that keeps an article in the house
    #[arg(long, default_value = "warning", requires = "channel")]
    pub severity: LintSeverity,
    /// Write here what stayed in the house and why, one JSON object a line
    #[arg(long, value_name = "FILE", requires = "channel")]
    pub report: Option<PathBuf>,
    /// Make a read-only snapshot in this directory and name it the current one
    #[arg(long, value_name = "DIR")]
    pub snapshot: Option<PathBuf>,
    /// Print what waits on this desk for the editors: flags, proposals, gaps, drafts, one JSON object a line
    #[arg(long, conflicts_with_all = ["file", "snapshot"])]
    pub feedback: bool,
}

/// How what goes out is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Lines of JSON
    Jsonl,
    /// A spreadsheet
    Csv,
    /// Plain text
    Text,
    /// A robot's pack
    Faq,
    /// A folder of prompts
    Ssml,
    /// A folder of web pages
    Site,
}
