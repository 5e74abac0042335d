//! The words of `zhixi check`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

pub const JSON: &str = "Asked are the golden queries of each article in use, and each of its similar questions as if the article did
not have it, both where the article holds. Fine is what finds the article in the first 5 rows; variants of one
question are one row.

A file of golden queries has lines of query<TAB>article id, or query<TAB>article id<TAB>scope, where the scope is
written as in a search: region:云州 product:家庭宽带.

With --json one object a line for each finding: {\"query\", \"scope\", \"id\", \"question\", \"rule\", \"severity\": error|warning,
  \"rank\" (row it stands in, from 1, or null), \"winner\": null | {\"id\", \"question\" (the one that matched)},
  \"why\": {\"winner\": null | EVIDENCE, \"article\": EVIDENCE, \"why_not\": null | {\"reason\", \"value\"} as in search --help}}
  where EVIDENCE is {\"score\", \"shares\": [{\"what\", \"place\", \"route\", \"score\"}], \"missing\": [part of the query]}
The rules are
  golden.missing    a golden query does not find its article
  golden.rank       a golden query finds its article below the fifth row
  findable.similar  a similar question does not find its article without its own help
The figures are said on standard error.

Exit codes: 0 all found, 1 findings or no such article, 2 bad usage or bad input, 3 the KB cannot be used.";

/// `zhixi check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// First keep the golden queries of this file
    #[arg(long, value_name = "FILE")]
    pub golden: Option<PathBuf>,
    /// First give up the golden queries of this file
    #[arg(long, value_name = "FILE")]
    pub forget: Option<PathBuf>,
    /// First make golden queries of the articles' questions and of flagged searches that were solved
    #[arg(long)]
    pub grow: bool,
    /// Only this article
    #[arg(long, value_name = "ID", conflicts_with = "sample")]
    pub article: Option<OsString>,
    /// Only so many articles, drawn at random
    #[arg(long, value_name = "N")]
    pub sample: Option<usize>,
    /// Draws the same articles again
    #[arg(long, value_name = "SEED", default_value_t = 1, requires = "sample")]
    pub seed: u64,
    /// Print JSON, one object a line
    #[arg(long)]
    pub json: bool,
}
