//! The words of the command line. Help texts are written here in English; `localise` lays the person's language over
//! them.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::life_args::{
    DIFF_HELP, DiffArgs, EDIT_HELP, EditArgs, LINT_HELP, LOG_HELP, LintArgs, LogArgs, NEW_HELP, NewArgs,
    PUBLISH_HELP, PublishArgs, REVIEW_HELP, ROLE_HELP, ReviewArgs, RoleArgs, TODAY_HELP, TodayArgs,
    WITHDRAW_HELP, WithdrawArgs,
};
use crate::i18n::Messages;
use crate::model::DESK_ROWS;

/// A knowledge desk for call-centre agents. Without a command the desk opens.
#[derive(Debug, Parser)]
#[command(name = "zhixi", version, disable_help_subcommand = true, after_long_help = PLAIN)]
pub struct Cli {
    /// The knowledge base: its directory, or a directory of snapshots. Without it the settings' KB, else the demo
    #[arg(long, global = true, value_name = "DIR")]
    pub kb: Option<PathBuf>,
    /// The desk in plain lines, for screen readers and pipes: a query lists results, a number reads one, :help lists the commands
    #[arg(long)]
    pub plain: bool,
    /// What to do.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// One word, one thing.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Find articles
    #[command(after_long_help = SEARCH_JSON)]
    Search(SearchArgs),
    /// Show one article
    #[command(after_long_help = SHOW_JSON)]
    Show(ShowArgs),
    /// Take articles in from JSON Lines, CSV, TSV, workbooks or a folder of Markdown
    #[command(after_long_help = IMPORT_JSON)]
    Import(ImportArgs),
    /// Write a new article
    #[command(after_long_help = NEW_HELP)]
    New(NewArgs),
    /// Edit an article as a text file
    #[command(after_long_help = EDIT_HELP)]
    Edit(EditArgs),
    /// Show what two revisions of an article say differently
    #[command(after_long_help = DIFF_HELP)]
    Diff(DiffArgs),
    /// Look over articles by the rules: leaks, promises, facts that differ
    #[command(after_long_help = LINT_HELP)]
    Lint(LintArgs),
    /// What is worth an editor's next minutes, most harm avoided per minute first
    #[command(after_help = TODAY_HELP)]
    Today(TodayArgs),
    /// Show what became of an article
    #[command(after_long_help = LOG_HELP)]
    Log(LogArgs),
    /// See what waits for a reviewer, look at it, decide
    #[command(after_long_help = REVIEW_HELP)]
    Review(ReviewArgs),
    /// Put an approved text in use, now or from a day on
    #[command(after_long_help = PUBLISH_HELP)]
    Publish(PublishArgs),
    /// Take an article out of use
    #[command(after_long_help = WITHDRAW_HELP)]
    Withdraw(WithdrawArgs),
    /// See or give roles
    #[command(after_long_help = ROLE_HELP)]
    Role(RoleArgs),
    /// Announce something to every desk, or list what is announced
    #[command(after_long_help = super::announce::HELP)]
    Announce(super::announce::AnnounceArgs),
    /// Pin an article to every desk, or list what is pinned
    #[command(after_long_help = super::pin::HELP)]
    Pin(super::pin::PinArgs),
    /// List batches; look at one, hand it in, approve, publish or take it back as a whole
    #[command(after_long_help = super::batch::HELP)]
    Batch(super::batch::BatchArgs),
    /// Decide on questions that customers ask elsewhere
    #[command(after_long_help = super::inbox::HELP)]
    Inbox(super::inbox::InboxArgs),
    /// List duplicates and contradictions, and merge articles
    #[command(after_long_help = super::merge::HELP)]
    Merge(super::merge::MergeArgs),
    /// Print or take in the house's own words, contacts and names of scopes
    #[command(after_long_help = super::house::HELP)]
    House(super::house::HouseArgs),
    /// Write all articles as JSON Lines, what may go out to a channel, or a snapshot
    #[command(after_long_help = super::export::HELP)]
    Export(super::export::ExportArgs),
    /// Measure how well queries find their articles
    #[command(after_long_help = EVAL_JSON)]
    Eval(EvalArgs),
    /// Ask whether articles are found by their golden queries and similar questions
    #[command(after_long_help = super::check::JSON)]
    Check(super::check::CheckArgs),
    /// Build the search index anew
    Reindex,
    /// Look KB, settings and terminal over and say what to do
    Doctor(DoctorArgs),
    /// List the keys
    Keys(KeysArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write all of them into a directory
    Man {
        /// Where to write one file per command
        dir: Option<PathBuf>,
    },
    /// Tell the open desk what goes on: who calls, what to look for, what was said
    #[command(after_long_help = TELL_EXIT)]
    Tell(TellArgs),
}

const PLAIN: &str = "zhixi --plain is the desk in lines, for screen readers, for terminals that can only print, and for pipes.
A query lists numbered results, a number reads one; :help lists the commands, which are Chinese and English:
  :channel sms  :copy  :told  :flag wrong TEXT  :scope NAME  :start  :end  :quit      :渠道 短信  :复制  :告知
It writes no colours and moves no cursor:  printf '宽带断网\\n1\\n' | zhixi --plain";

const SEARCH_JSON: &str = "With --json one object a line for each hit, best first:
  {\"id\", \"question\", \"score\", \"route\": id|exact|text|prefix|pinyin|initials|number|term|order|sound|shape,
  \"internal\": {lead, body}, \"customer\": {lead, body, based_on, channels}, \"explanation\" (with --explain)}
With --why a last line {\"id\", \"question\", \"explanation\"} for the article asked about, found or not.
An explanation is
  {\"rank\" (row it stands in, from 1, or null), \"matched\" (the question that fits best), \"score\",
   \"shares\": [{\"what\", \"place\": question|text, \"route\", \"score\"}] (they add up to the score),
   \"order\", \"all\" (what order and completeness multiply), \"used\" (copied after this query on
   this desk), \"missing\": [part of the query],
   \"why_not\": null | {\"reason\": stage|from|until|region|product|customer|condition|wording|nothing|outranked,
     \"value\": stage, day, names or condition}}

A row marked ≈ does not answer to all of the query as typed. What was given up to find it, what the query did not mean
and what is kept back today are said on standard error, the first on standard output for people.

Exit codes: 0 found, 1 nothing found or no article for --why, 2 bad usage or a name that the house does not know,
3 the KB cannot be used.";

const SHOW_JSON: &str = "With --as-of the text that was the current one then: at the end of a day, or at a minute (2026-11-22 14:30).

With --json the article as one object of the exchange format.

Exit codes: 0 shown, 1 no such article or no text then, 2 bad usage, 3 the KB cannot be used.";

const IMPORT_JSON: &str = "An absent or empty DIR becomes a new KB, in which rows without a stage are published; in an existing KB they are drafts.
Importing the same file again changes nothing. One bad row never stops the rest.

With --json one object: {\"batch\", \"read\", \"added\", \"revised\", \"unchanged\", \"refused\", \"equal_questions\", \"repeated\", \"dry_run\" (only when it is one),
  \"unknown\": {name: {count, suggestion}}, \"errors\": [{\"file\", \"sheet\", \"row\", \"reason\"}]}

Exit codes: 0 all rows taken, 1 some rows refused, 2 bad usage or unreadable input, 3 the KB cannot be used.";

const EVAL_JSON: &str =
    "The queries are asked one after the other, in no scope, over the code that the desk runs; what
agents of this desk used is left out. --queries has lines of qid<TAB>query, --qrels lines of
qid<TAB>article id<TAB>grade; 0 is not relevant. Both may begin with a heading. Variants of
one question are one row, and an article counts at the rank of its row. Queries without a
relevant article are counted as unjudged and not in the means. Judged ids that are not in the
KB, and relevant articles that agents are not shown today, are counted, and missed.

With --json one object: {\"queries\", \"unjudged\", \"mrr10\", \"ndcg10\", \"recall1\", \"recall5\",
  \"recall10\", \"p50_ms\", \"p99_ms\", \"nothing_found\", \"nothing_found_unjudged\", \"unknown_ids\",
  \"not_current\"}

With --as-typed every growing beginning of each query is asked too; the object has also
  \"as_typed\": {\"top1\", \"top3\", \"top5\": {\"p50\", \"p90\", \"never\"}, \"within6_top3\",
  \"prefixes\", \"nothing_found\", \"p50_ms\", \"p99_ms\"}
  p50 and p90 count characters typed when a right article first stood in the first 1, 3, 5
  rows, over all judged queries; null where so many never had it. within6_top3 is the share of
  judged queries that had it in the first 3 within 6 characters. prefixes and nothing_found
  count unjudged ones too.

With --verbose a line for each query comes first, under a heading: query id, query, rank of
  the first relevant article (- for none, ? for unjudged), winner's id, score, route and
  matched question, the relevant ids, then with --as-typed the characters for top 1, 3, 5 and
  the beginnings that found nothing, and last the shares of the winner's score. With --json
  objects: {\"qid\", \"query\", \"judged\", \"rank\", \"winner\": {\"id\", \"score\", \"route\", \"question\",
  \"shares\", \"order\", \"used\", \"all\", \"missing\"}, \"relevant\": [id], \"typed\": {\"characters\", \"top1\", \"top3\",
  \"top5\", \"nothing_found\": [beginning]}}; the figures are the last line. What is explained is
  as in search --help.

Exit codes: 0 measured, 2 bad usage or bad input, 3 the KB cannot be used.";

/// Where a contact stands.
#[derive(Debug, Args, Default)]
pub struct ScopeArgs {
    /// Only what holds in this region
    #[arg(long, value_name = "NAME")]
    pub region: Vec<String>,
    /// Only what holds for this product
    #[arg(long, value_name = "NAME")]
    pub product: Vec<String>,
    /// Only what holds for this type of customer
    #[arg(long, value_name = "NAME")]
    pub customer: Vec<String>,
}

/// `zhixi search`
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// What to look for; several words are one query
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<OsString>,
    /// At most so many rows
    #[arg(long, short = 'n', default_value_t = 10, value_name = "N")]
    pub limit: usize,
    /// Scope.
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// Say for each hit which words matched, where, by which route, and their shares of the score
    #[arg(long)]
    pub explain: bool,
    /// Say why this article is found where it is, or is not found
    #[arg(long, value_name = "ID")]
    pub why: Option<OsString>,
    /// Print JSON, one object a line
    #[arg(long)]
    pub json: bool,
}

/// Which text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FaceArg {
    /// For the agent
    Internal,
    /// For the customer
    Customer,
}

/// `zhixi show`
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The article's id
    #[arg(value_name = "ID")]
    pub id: OsString,
    /// Only this text
    #[arg(long)]
    pub face: Option<FaceArg>,
    /// Only the customer's text for this channel, as it would be copied: sms, 短信 or SMS
    #[arg(long, value_name = "NAME", conflicts_with = "face")]
    pub channel: Option<String>,
    /// The text that was the current one on this day, or at this time
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// The text of this revision, by its number
    #[arg(long, value_name = "REV", conflicts_with = "as_of")]
    pub revision: Option<u32>,
    /// Print JSON
    #[arg(long, conflicts_with_all = ["face", "channel"])]
    pub json: bool,
}

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// JSON Lines, or a JSON array
    Jsonl,
    /// CSV or TSV
    Csv,
    /// A workbook: XLSX, XLSM, XLSB, XLS or ODS
    Workbook,
    /// Markdown with YAML front matter
    Markdown,
    /// A saved page, or a folder of them
    Html,
    /// A document of Word: DOCX
    Word,
    /// A PDF file with a text layer
    Pdf,
}

/// Stages that an import may give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StageArg {
    /// To be worked on
    Draft,
    /// In use at once
    Published,
}

/// `zhixi import`
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Files or folders
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Where a plain body goes that does not say whose it is
    #[arg(long, default_value = "internal")]
    pub face: FaceArg,
    /// What a column or field means, such as 话术=customer.phone; may be given several times
    #[arg(long = "map", value_name = "COLUMN=FIELD", value_parser = mapping)]
    pub map: Vec<(String, String)>,
    /// Columns mean what is kept in the KB under this name
    #[arg(long, value_name = "NAME")]
    pub mapping: Option<String>,
    /// Keep what the columns mean under this name
    #[arg(long, value_name = "NAME", requires = "map")]
    pub save_mapping: Option<String>,
    /// How the files are read; else told by their endings
    #[arg(long)]
    pub format: Option<FormatArg>,
    /// Cut documents along their headings, a piece each; pages of questions are always cut
    #[arg(long)]
    pub atoms: bool,
    /// Stage of rows that name none
    #[arg(long)]
    pub stage: Option<StageArg>,
    /// Refuse rows with unknown fields
    #[arg(long)]
    pub strict: bool,
    /// Say what would happen and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write refused rows here, to be mended and imported again
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// The files hold questions that customers ask elsewhere, for zhixi inbox: no articles
    #[arg(long, conflicts_with_all = ["map", "mapping", "save_mapping", "format", "atoms", "stage", "strict", "dry_run", "rejects", "feedback"])]
    pub questions: bool,
    /// The files are what `zhixi export --feedback` printed on desks that cannot write the KB
    #[arg(long, conflicts_with_all = ["map", "mapping", "save_mapping", "format", "atoms", "stage", "strict", "dry_run", "rejects"])]
    pub feedback: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

fn mapping(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((from, to)) if !from.trim().is_empty() && !to.trim().is_empty() => {
            Ok((from.trim().to_owned(), to.trim().to_owned()))
        }
        _ => Err("write COLUMN=FIELD, such as 话术=customer.phone".into()),
    }
}

/// `zhixi eval`
#[derive(Debug, Args)]
pub struct EvalArgs {
    /// Queries: lines of a query id, a tab and the query
    #[arg(long, value_name = "FILE")]
    pub queries: PathBuf,
    /// Judgements: lines of a query id, a tab, an article id, a tab and a grade
    #[arg(long, value_name = "FILE")]
    pub qrels: PathBuf,
    /// Ask every growing beginning of each query too
    #[arg(long)]
    pub as_typed: bool,
    /// Cut queries into words with the dictionary itself, to judge what the quick way costs
    #[arg(long)]
    pub dictionary: bool,
    /// Say for each query what became of it
    #[arg(long, short)]
    pub verbose: bool,
    /// Rows asked for, as many as the desk asks for unless said otherwise
    #[arg(long, short = 'n', default_value_t = DESK_ROWS, value_name = "N")]
    pub limit: usize,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `zhixi doctor`
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Print JSON, one object a line
    #[arg(long)]
    pub json: bool,
}

/// `zhixi keys`
#[derive(Debug, Args)]
pub struct KeysArgs {
    /// A shipped keymap instead of one's own
    #[arg(long, value_name = "NAME")]
    pub keymap: Option<String>,
    /// Print a card of the keys that matter, to be laid beside the keyboard
    #[arg(long, conflicts_with = "json")]
    pub card: bool,
    /// Print JSON, one object a line
    #[arg(long)]
    pub json: bool,
}

const TELL_EXIT: &str = "Other programs may speak to the desk's socket themselves: tell/desk.sock in the state directory takes one
JSON object a line, such as {\"v\":1,\"do\":\"query\",\"text\":\"…\"}, and answers {\"v\":1,\"ok\":true} or
{\"v\":1,\"ok\":false,\"error\":CODE,\"detail\":\"…\"}.

tell status --json prints one object: {\"program\", \"kb\", \"phase\": opening|open|broken, \"started\",
  \"query_chars\", \"contacts\": [{\"id\", \"channel\", \"since\", \"held\", \"current\"}]}

Exit codes: 0 done, 1 the desk refused, 2 bad usage, 3 no desk answers.";

/// `zhixi tell`
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub struct TellArgs {
    /// What to tell.
    #[command(subcommand)]
    pub what: TellVerb,
}

/// What can be told.
#[derive(Debug, Subcommand)]
pub enum TellVerb {
    /// A customer is on the line
    ContactStart(ContactStartArgs),
    /// Search on the desk
    Query {
        /// What to look for; several words are one query
        #[arg(required = true, value_name = "TEXT")]
        text: Vec<String>,
    },
    /// Open an article on the desk
    Open {
        /// The article's id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// A contact is over
    ContactEnd {
        /// Which contact; without it the current one
        #[arg(long, value_name = "ID")]
        contact: Option<String>,
    },
    /// Tell the desk what is said: the lines of standard input, each as it comes
    Transcript {
        /// In which contact; without it the current one
        #[arg(long, value_name = "ID")]
        contact: Option<String>,
    },
    /// See how the desk is
    Status {
        /// Print JSON, one object
        #[arg(long)]
        json: bool,
    },
}

/// `zhixi tell contact-start`
#[derive(Debug, Args)]
pub struct ContactStartArgs {
    /// Id of the contact, as the softphone or chat system has it
    #[arg(long, value_name = "ID")]
    pub contact: String,
    /// The channel: phone, chat … or its label
    #[arg(long, value_name = "NAME")]
    pub channel: String,
    /// The customer's number; it is masked at once
    #[arg(long, value_name = "NUMBER")]
    pub number: Option<String>,
    /// A product, for the scope
    #[arg(long, value_name = "NAME")]
    pub product: Option<String>,
    /// A region, for the scope
    #[arg(long, value_name = "NAME")]
    pub region: Option<String>,
    /// The type of customer, for the scope
    #[arg(long, value_name = "NAME")]
    pub customer: Option<String>,
    /// Why the customer calls, such as what was chosen in the voice menu
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// Lays the person's language over the help texts: `cli.VERB` for a command, `cli.VERB.ARG` for its arguments, `cli.all.ARG`
/// for those of every command; a command below another is `cli.VERB.BELOW`.
pub fn localise(command: clap::Command, messages: &Messages) -> clap::Command {
    below(with_help(command, "zhixi", messages), "", messages)
}

fn below(command: clap::Command, above: &str, messages: &Messages) -> clap::Command {
    let verbs: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    verbs.into_iter().fold(command, |command, verb| {
        let name = if above.is_empty() { verb.clone() } else { format!("{above}.{verb}") };
        command.mut_subcommand(&verb, |sub| below(with_help(sub, &name, messages), &name, messages))
    })
}

fn with_help(command: clap::Command, name: &str, messages: &Messages) -> clap::Command {
    let about = messages.find(&format!("cli.{name}.about")).map(str::to_owned);
    let arguments: Vec<String> = command.get_arguments().map(|a| a.get_id().to_string()).collect();
    let command = match about {
        Some(about) => command.about(about),
        None => command,
    };
    arguments.into_iter().fold(command, |command, id| {
        let help = messages
            .find(&format!("cli.{name}.{id}"))
            .or_else(|| messages.find(&format!("cli.all.{id}")))
            .map(str::to_owned);
        match help {
            Some(help) => command.mut_arg(&id, |arg| arg.help(help)),
            None => command,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_argument_has_a_help_text_in_both_languages() {
        fn check(name: &str, command: &clap::Command, messages: &Messages) {
            assert!(messages.find(&format!("cli.{name}.about")).is_some(), "cli.{name}.about");
            for argument in command.get_arguments() {
                let id = argument.get_id();
                let found = messages.find(&format!("cli.{name}.{id}")).is_some()
                    || messages.find(&format!("cli.all.{id}")).is_some();
                assert!(found, "cli.{name}.{id}");
            }
            for sub in command.get_subcommands() {
                let verb = sub.get_name();
                let name = if name == "zhixi" { verb.to_owned() } else { format!("{name}.{verb}") };
                check(&name, sub, messages);
            }
        }
        for language in [Language::Chinese, Language::English] {
            check("zhixi", &Cli::command(), &Messages::new(language));
        }
    }
}
