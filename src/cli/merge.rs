//! `zhixi merge`

use std::fmt::Display;

use clap::Args;

use super::context::Context;
use super::error::CliError;
use super::progress::Progress;
use crate::kb::{TwinKind, Twins, Wish};
use crate::text::clean::one_line;

/// What the help says at its end.
pub const HELP: &str = "Without ids the articles in use are held beside each other, and those are listed that have something in common where both
hold for the same customers at the same time, and neither is an exception from the other:
  conflict       one question, and facts that contradict each other
  question       one question, as standard or similar question
  like_question  questions that are worded alike
  answer         answers that are the same but for a few words
With ID INTO the first is merged into the second: its questions become similar questions there (a draft, reviewed as any), it goes
out of use, and its id leads to the other from then on. Its history stays. With --apart they are no duplicates and not listed again.

With --json one object for each pair: {\"kind\", \"ids\", \"questions\", \"likeness\" (0 to 1), \"conflicts\": [{\"here\", \"there\"}]}
  a merge: {\"into\", \"questions\", \"draft\" (number of the revision, or null), \"was_in_use\"}; --apart: {\"apart\", \"new\"}

Exit codes: 0 merged, or nothing in common, 1 pairs were found, 2 bad usage or a role that may not, 3 the KB cannot be used.";

/// `zhixi merge`
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The article that goes, and the one that takes it in; without them duplicates and contradictions are listed
    #[arg(value_name = "ID", num_args = 0..=2)]
    pub ids: Vec<String>,
    /// Both stay: they are no duplicates
    #[arg(long, requires = "ids")]
    pub apart: bool,
    /// Only pairs of this kind: conflict, question, like_question, answer
    #[arg(long, value_name = "KIND", conflicts_with = "ids")]
    pub kind: Option<String>,
    /// At most so many pairs; 0 for all
    #[arg(long, short = 'n', default_value_t = 50)]
    pub limit: usize,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

pub fn run(context: &mut Context, args: &MergeArgs) -> Result<u8, CliError> {
    match args.ids.as_slice() {
        [] => list(context, args),
        [one, other] if args.apart => apart(context, args, one, other),
        [gone, into] => merge(context, args, gone, into),
        _ => Err(CliError::Usage("merge.two_ids", args.ids.join(" "))),
    }
}

fn list(context: &Context, args: &MergeArgs) -> Result<u8, CliError> {
    let kind = match &args.kind {
        None => None,
        Some(word) => {
            Some(TwinKind::from_word(word).ok_or_else(|| CliError::Usage("merge.no_kind", one_line(word)))?)
        }
    };
    let kb = context.open_kb(Wish::Read)?;
    let mut progress = Progress::new("merge", context);
    let all = kb.twins(kind, context.now(), &mut |done, total| progress.set(done, total))?;
    progress.finish();
    let most = if args.limit == 0 { all.len() } else { args.limit };
    for twins in all.iter().take(most) {
        if args.json {
            context.json(&json(twins))?;
        } else {
            context.line(&line(context, twins))?;
        }
    }
    let m = &context.messages;
    if all.is_empty() {
        context.say(m.get("merge.none"));
    } else {
        let of = |kind: TwinKind| all.iter().filter(|twins| twins.kind == kind).count();
        let counts: Vec<String> = TwinKind::ALL
            .iter()
            .map(|kind| format!("{} {}", m.get(&format!("merge.kind.{kind}")), of(*kind)))
            .collect();
        context.say(&m.fill("merge.counts", &[("count", &all.len()), ("kinds", &counts.join("，"))]));
    }
    Ok(u8::from(!all.is_empty()))
}

fn line(context: &Context, twins: &Twins) -> String {
    let m = &context.messages;
    let facts: Vec<String> =
        twins.conflicts.iter().map(|c| format!("{} ≠ {}", c.here.text, c.there.text)).collect();
    let kind = m.get(&format!("merge.kind.{}", twins.kind)).to_owned();
    let values: [(&str, &dyn Display); 6] = [
        ("kind", &kind),
        ("one", &one_line(&twins.ids.0)),
        ("other", &one_line(&twins.ids.1)),
        ("one_question", &one_line(&twins.questions.0)),
        ("other_question", &one_line(&twins.questions.1)),
        ("facts", &one_line(&facts.join("，"))),
    ];
    m.fill("merge.line", &values).trim_end().to_owned()
}

fn json(twins: &Twins) -> serde_json::Value {
    let conflicts: Vec<_> = twins
        .conflicts
        .iter()
        .map(|c| serde_json::json!({ "here": c.here.text, "there": c.there.text }))
        .collect();
    serde_json::json!({
        "kind": twins.kind.word(), "ids": [twins.ids.0, twins.ids.1],
        "questions": [twins.questions.0, twins.questions.1], "likeness": twins.likeness, "conflicts": conflicts,
    })
}

fn merge(context: &mut Context, args: &MergeArgs, gone: &str, into: &str) -> Result<u8, CliError> {
    let mut kb = context.open_own(Wish::Write)?;
    let merged = kb.merge(&context.who, gone, into, context.now())?;
    context.sync(&mut kb)?;
    if args.json {
        context.json(&serde_json::json!({
            "into": merged.into, "questions": merged.questions, "draft": merged.draft, "was_in_use": merged.was_in_use,
        }))?;
        return Ok(0);
    }
    let key = if merged.draft.is_some() { "merge.drafted" } else { "merge.done" };
    let values: [(&str, &dyn Display); 4] = [
        ("gone", &one_line(gone)),
        ("into", &one_line(&merged.into)),
        ("count", &merged.questions),
        ("revision", &merged.draft.unwrap_or_default()),
    ];
    context.line(&context.messages.fill(key, &values))?;
    Ok(0)
}

fn apart(context: &mut Context, args: &MergeArgs, one: &str, other: &str) -> Result<u8, CliError> {
    let mut kb = context.open_own(Wish::Write)?;
    let is_new = kb.keep_apart(&context.who, one, other, context.now())?;
    if args.json {
        context.json(&serde_json::json!({ "apart": [one, other], "new": is_new }))?;
    } else {
        let values: [(&str, &dyn Display); 2] = [("one", &one_line(one)), ("other", &one_line(other))];
        context.line(&context.messages.fill("merge.apart", &values))?;
    }
    Ok(0)
}
