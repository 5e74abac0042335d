//! The words of the verbs of an article's life: new, edit, diff, log, review, publish, withdraw, role.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::customer::finding::Severity;
use crate::model::Kind;
use crate::model::lifecycle::Role;

/// What the help of each verb says at its end.
pub const NEW_HELP: &str = "Without QUESTION and --from a blank form opens in $VISUAL or $EDITOR. The article is a draft; the
form is that of `zhixi edit ID --print`. An absent or empty DIR becomes a new KB, whose first admin you are.

With --json one object: {\"id\", \"revision\" (its number), \"uuid\"}

Exit codes: 0 written, 1 nothing written because the form came back as it was, 2 bad usage, bad input or a role that may
not, 3 the KB cannot be used.";

pub const EDIT_HELP: &str =
    "The text comes as fields, one a line, and a section for each face and channel. What is saved is a new
draft based on the text that was opened. When somebody else saved first, nothing is saved: both changes are shown and your
text stays in a file. Where you may not write, the text is kept as a proposal for the editors.

After `@` behind the name of a customer section stands the internal text that it was made from; `@current` says that it
fits the internal text as it is now.

With --json one object: {\"id\", \"saved\", \"proposed\", \"revision\", \"uuid\", \"conflict\": null | {\"base\", \"newest\",
  \"author\", \"theirs\": [change], \"yours\": [change], \"file\"}}; a change is {\"field\", \"before\", \"after\"}

Exit codes: 0 saved, proposed, or nothing was changed; 1 no such article, or a conflict; 2 bad usage, bad input, or the
editor failed; 3 the KB cannot be used.";

pub const DIFF_HELP: &str = "Without REV the text in use and the newest one are compared, or the newest and the one before it; with one REV
that one and the newest.

With --json one object: {\"id\", \"from\", \"to\", \"changes\": [{\"field\", \"before\", \"after\"}]}

Exit codes: 0 shown, 1 no such article or revision, 2 bad usage, 3 the KB cannot be used.";

pub const LOG_HELP: &str = "The order is that of writing, also where the clock was set back; such lines have a mark.

With --json one object a line: {\"at\", \"user\", \"agent_no\", \"what\", \"revision\", \"detail\", \"earlier\"}; what is one of new,
edit, import, restore, submit, supersede, approve, return, reassign, comment, waive, publish, emergency, withdraw,
archive, validate, refuse.

Exit codes: 0 shown, 1 no such article, 2 bad usage, 3 the KB cannot be used.";

pub const TODAY_HELP: &str = "Reviews, flags, gaps, customer texts that lag behind, what ends soon or should be looked at again, articles without a
customer face, duplicates, golden queries that miss, texts begun and not saved. The minutes are estimates.

With --json one object a line: {\"kind\", \"id\", \"question\", \"detail\", \"proposal\", \"uuid\", \"used\", \"minutes\", \"weight\"};
kind is one of review, flag, gap, drift, expiring, review_due, no_customer, approved, duplicate, golden, unsaved.

Exit codes: 0 something to do, 1 nothing, 2 bad usage, 3 the KB cannot be used.";

pub const REVIEW_HELP: &str = "Without ID the queue of what waits for a reviewer: emergency wording first, then by use × age × severity. With ID
alone what changed against the text in use, what the rules find, and what was said. Nobody approves their own text, nor one
that was made of it since a reviewer last let one pass.

With --json the queue as one object a line: {\"id\", \"question\", \"revision\", \"uuid\", \"author\", \"since\",
  \"emergency_until\", \"approvals\": {\"have\", \"need\"}, \"assigned\", \"errors\", \"used\", \"flags\", \"weight\"}
One text: {\"id\", \"revision\", \"uuid\", \"stage\", \"author\", \"against\", \"changes\": [{\"field\", \"before\", \"after\"}],
  \"findings\": [{\"rule\", \"severity\", \"face\", \"channel\", \"part\", \"text\", \"at\", \"suggestion\", \"waived\", \"waived_by\"}],
  \"approvals\", \"assigned\", \"reviews\": [{\"reviewer\", \"verdict\", \"note\", \"at\"}], \"comments\": [{\"author\", \"text\", \"at\"}]}
A step: {\"id\", \"revision\", \"stage\", \"approvals\"}
Categories of two (without ID, with --second or --no-second): {\"second_review\": [[name]]}

Exit codes: 0 done, 1 nothing waits or no such article, 2 bad usage or a step that may not be taken, 3 the KB cannot be
used.";

pub const PUBLISH_HELP: &str = "An error that the rules find stops it: it is mended, or let stay with --waive and a reason that is kept.
With --emergency its author alone may use a text for at most 24 hours; it is marked as not reviewed, ends by itself and is
first in the queue.

With --json one object: {\"id\", \"revision\", \"published\", \"from\", \"until\", \"emergency\", \"waived\", \"next\": null |
  {\"revision\", \"from\"}, \"findings\": [as in review]}

Exit codes: 0 published, 1 findings stop it or no such article, 2 bad usage or a step that may not be taken, 3 the KB cannot
be used.";

pub const WITHDRAW_HELP: &str =
    "The article goes out of use at once, with what was scheduled; with --revision only that text and what it replaced.

With --json one object: {\"id\", \"withdrawn\" (texts), \"archived\" (texts), \"reason\"}

Exit codes: 0 done, 1 no such article, 2 bad usage or a step that may not be taken, 3 the KB cannot be used.";

pub const ROLE_HELP: &str = "Without USER who has which role; everybody else is an agent. Each role may do what those before it may: agent
reads and flags, editor writes, reviewer approves and publishes what others wrote, admin gives roles. Whoever makes a KB is
its first admin; in a KB without any admin whoever can write it may give the first one.

USER is the name that the operating system gives the account; root may act for another account by naming it in USER. Roles
keep order among people who use the program as it is meant. The lock is the permissions of the KB's files: who can write
articles.db can change anything in it.

With --json one object a line: {\"user\", \"role\"}

Exit codes: 0 done, 2 bad usage or not an admin, 3 the KB cannot be used.";

/// `zhixi new`
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The standard question; several words are one question
    #[arg(value_name = "QUESTION")]
    pub question: Vec<OsString>,
    /// Take the article from this file; - is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["question", "id", "kind", "category", "similar", "internal", "customer"])]
    pub from: Option<PathBuf>,
    /// Its id; else it gets one
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// What it is about: tariff, promotion, procedure, fault, policy, script
    #[arg(long, value_name = "KIND", value_parser = kind)]
    pub kind: Option<Kind>,
    /// Its place in the category tree, such as 宽带/故障
    #[arg(long, value_name = "PATH")]
    pub category: Option<String>,
    /// A similar question; may be given several times
    #[arg(long, value_name = "QUESTION")]
    pub similar: Vec<String>,
    /// The internal answer
    #[arg(long, value_name = "TEXT")]
    pub internal: Option<String>,
    /// The customer answer
    #[arg(long, value_name = "TEXT")]
    pub customer: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

fn kind(text: &str) -> Result<Kind, String> {
    let known = || Kind::ALL.iter().map(|k| k.word()).collect::<Vec<_>>().join(", ");
    Kind::from_word(text).ok_or_else(|| format!("one of {}", known()))
}

/// `zhixi edit`
#[derive(Debug, Args)]
pub struct EditArgs {
    /// The article's id
    #[arg(value_name = "ID")]
    pub id: OsString,
    /// Take the text from this file instead of an editor; - is standard input
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Only print the text, to be edited elsewhere
    #[arg(long, conflicts_with = "from")]
    pub print: bool,
    /// Make the text of this revision the newest one
    #[arg(long, value_name = "REV", conflicts_with_all = ["from", "print"])]
    pub restore: Option<u32>,
    /// Print JSON
    #[arg(long, conflicts_with = "print")]
    pub json: bool,
}

/// `zhixi diff`
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The article's id
    #[arg(value_name = "ID")]
    pub id: OsString,
    /// One or two numbers of revisions
    #[arg(value_name = "REV", num_args = 0..=2)]
    pub revisions: Vec<u32>,
    /// Instead show the newest customer texts beside the same texts in the customer's words; nothing is changed
    #[arg(long, conflicts_with = "revisions")]
    pub wording: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `zhixi log`
#[derive(Debug, Args)]
pub struct LogArgs {
    /// The article's id
    #[arg(value_name = "ID")]
    pub id: OsString,
    /// Print JSON, one object a line
    #[arg(long)]
    pub json: bool,
}

/// `zhixi review`
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("step").multiple(false))]
pub struct ReviewArgs {
    /// The article's id; without it the queue
    #[arg(value_name = "ID")]
    pub id: Option<OsString>,
    /// Hand a draft in
    #[arg(long, group = "step", requires = "id")]
    pub submit: bool,
    /// Approve it
    #[arg(long, group = "step", requires = "id")]
    pub approve: bool,
    /// Send it back to its author, with a note
    #[arg(long = "return", value_name = "NOTE", group = "step", requires = "id")]
    pub send_back: Option<String>,
    /// Ask somebody to review it
    #[arg(long, value_name = "USER", group = "step", requires = "id")]
    pub reassign: Option<String>,
    /// Say something about it
    #[arg(long, value_name = "TEXT", group = "step", requires = "id")]
    pub comment: Option<String>,
    /// Let what the rules find stay, with a reason that the reviewer sees
    #[arg(long, value_name = "REASON", group = "step", requires = "id")]
    pub waive: Option<String>,
    /// Note that the text in use is still right
    #[arg(long, group = "step", requires = "id")]
    pub still_right: bool,
    /// When to look at it again; in half a year where nobody says
    #[arg(long, value_name = "DAY", requires = "still_right")]
    pub review_by: Option<String>,
    /// A note with the approval
    #[arg(long, value_name = "NOTE", requires = "approve")]
    pub note: Option<String>,
    /// Only this revision, by its number; refused if it is not the one that waits
    #[arg(long, value_name = "REV", requires = "id")]
    pub revision: Option<u32>,
    /// Ask for two reviewers in this category and all below it; may be given several times
    #[arg(long, value_name = "CATEGORY", conflicts_with = "id")]
    pub second: Vec<String>,
    /// Ask for one reviewer again in this category
    #[arg(long, value_name = "CATEGORY", conflicts_with = "id")]
    pub no_second: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `zhixi publish`
#[derive(Debug, Args)]
pub struct PublishArgs {
    /// The article's id
    #[arg(value_name = "ID")]
    pub id: OsString,
    /// From this day on, such as 2026-12-01 or 明天; else now
    #[arg(long, value_name = "DATE", conflicts_with = "emergency")]
    pub from: Option<String>,
    /// Your own text, not reviewed, for so many hours (24)
    #[arg(long, value_name = "HOURS", num_args = 0..=1, require_equals = true, default_missing_value = "24",
          value_parser = clap::value_parser!(u8).range(1..=24))]
    pub emergency: Option<u8>,
    /// Let what the rules find stay, for this reason
    #[arg(long, value_name = "REASON")]
    pub waive: Option<String>,
    /// Only this revision, by its number
    #[arg(long, value_name = "REV")]
    pub revision: Option<u32>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `zhixi withdraw`
#[derive(Debug, Args)]
pub struct TodayArgs {
    /// Only what fits into so many minutes
    #[arg(long, value_name = "MINUTES")]
    pub minutes: Option<u32>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct WithdrawArgs {
    /// The article's id
    #[arg(value_name = "ID")]
    pub id: OsString,
    /// Why: it is shown to whoever used the text
    #[arg(long, value_name = "REASON", required_unless_present = "archive")]
    pub reason: Option<String>,
    /// Only this text, by its number
    #[arg(long, value_name = "REV")]
    pub revision: Option<u32>,
    /// Keep it for the record only
    #[arg(long)]
    pub archive: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Roles, as on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleArg {
    /// Reads and flags
    Agent,
    /// Writes
    Editor,
    /// Approves and publishes what others wrote
    Reviewer,
    /// Gives roles
    Admin,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Role {
        match role {
            RoleArg::Agent => Role::Agent,
            RoleArg::Editor => Role::Editor,
            RoleArg::Reviewer => Role::Reviewer,
            RoleArg::Admin => Role::Admin,
        }
    }
}

pub const LINT_HELP: &str = "The rules are the shipped ones, the words of the KB's term table, and what a file rules.toml in the directory of the KB says
differently: [severity], [words.\"rule\"], [harmless], [limits]. When something is wrong with that file it is named with its line, and
the shipped rules are used.

With --json one object for each finding: {\"id\", \"rule\", \"severity\", \"face\", \"channel\", \"part\", \"text\", \"at\" (bytes),
  \"suggestion\", \"waived\", \"waived_by\"}; rule begins with its family: leak, promise, dangling, officialese, parity, drift, budget, form.

Exit codes: 0 nothing found, 1 findings or no such article, 2 bad usage or a file that cannot be read, 3 the KB cannot be
used.";

/// `zhixi role`
#[derive(Debug, Args)]
pub struct RoleArgs {
    /// Whose role; the name of an account of the operating system
    #[arg(value_name = "USER", requires = "role")]
    pub user: Option<String>,
    /// Which role
    #[arg(value_name = "ROLE")]
    pub role: Option<RoleArg>,
    /// Print JSON, one object a line
    #[arg(long)]
    pub json: bool,
}

/// `zhixi lint`
#[derive(Debug, Args)]
pub struct LintArgs {
    /// Only these articles; without any the whole knowledge base
    #[arg(value_name = "ID")]
    pub ids: Vec<OsString>,
    /// Look over a text file, as `zhixi edit ID --print` writes it, instead
    #[arg(long, value_name = "FILE", conflicts_with = "ids")]
    pub file: Option<PathBuf>,
    /// Only what is at least so grave
    #[arg(long, default_value = "hint")]
    pub severity: LintSeverity,
    /// Also what may stay because somebody has given a reason
    #[arg(long)]
    pub waived: bool,
    /// Print JSON, one object for each finding
    #[arg(long)]
    pub json: bool,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LintSeverity {
    /// Worth a look
    Hint,
    /// Should be mended
    Warning,
    /// Must be mended or waived
    Error,
}

impl From<LintSeverity> for Severity {
    fn from(severity: LintSeverity) -> Severity {
        match severity {
            LintSeverity::Hint => Severity::Hint,
            LintSeverity::Warning => Severity::Warning,
            LintSeverity::Error => Severity::Error,
        }
    }
}
