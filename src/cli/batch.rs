//! `zhixi batch`

use std::fmt::Display;

use clap::Args;

use super::change;
use super::context::Context;
use super::error::CliError;
use crate::kb::{
    BadEdit, Batch, BatchArticle, BatchKind, BatchStep, Edit, Kb, MOST_EDITED, Wish, say_manuscript,
};
use crate::model::Article;
use crate::model::changes::changes;
use crate::text::clean::one_line;

/// What the help says at its end.
pub const HELP: &str = "Without NUMBER all batches are listed, the newest first: what was imported together, when, by whom.
With NUMBER its articles. --undo takes the whole batch back in one step: articles that it brought go, others say what they said
before. What somebody has edited or decided on since is named and kept. Nothing is deleted from the history.

--edit QUERY changes all articles in use that a search finds, as one batch of drafts: --set 责任部门=家庭部, --set 分类=宽带/故障,
--replace 15元=19元 (a fact, however it is written), --replace 人工台=客服热线. --dry-run shows each change and saves nothing. Then
--submit, --approve and --publish take the batch through, and --undo takes it back.

With --json one object for each batch: {\"batch\", \"kind\", \"name\", \"at\", \"by\", \"counts\", \"undone\"}
  for each article of one: {\"id\", \"question\", \"revision\", \"stage\", \"new\", \"kept\", \"changes\"}
  --undo: {\"batch\", \"removed\", \"restored\", \"questions\", \"kept\": [{\"id\", \"why\"}]}
  --edit: {\"id\", \"question\", \"changes\"} for each, at the end {\"batch\", \"changed\"}
  a step: {\"batch\", \"step\", \"taken\", \"refused\": [{\"id\", \"reason\"}]}

Exit codes: 0 done, 1 there is none, or something was kept or refused, 2 bad usage or a role that may not, 3 the KB cannot be used.";

/// `zhixi batch`
#[derive(Debug, Args)]
pub struct BatchArgs {
    /// The batch; without it all are listed
    #[arg(value_name = "NUMBER")]
    pub number: Option<i64>,
    /// Show what it changed in each article
    #[arg(long, requires = "number", conflicts_with_all = ["undo", "submit", "approve", "publish"])]
    pub diff: bool,
    /// Take the whole batch back
    #[arg(long, requires = "number", conflicts_with_all = ["submit", "approve", "publish"])]
    pub undo: bool,
    /// Hand all its drafts in
    #[arg(long, requires = "number", conflicts_with_all = ["approve", "publish"])]
    pub submit: bool,
    /// Approve all that is in review
    #[arg(long, requires = "number", conflicts_with = "publish")]
    pub approve: bool,
    /// Publish all that is approved
    #[arg(long, requires = "number")]
    pub publish: bool,
    /// Let stay what stops publishing, for this reason
    #[arg(long, value_name = "REASON", requires = "publish")]
    pub waive: Option<String>,
    /// Change every article in use that this search finds; 事实:15元 asks for a fact
    #[arg(long, value_name = "QUERY", conflicts_with = "number")]
    pub edit: Option<String>,
    /// Set a field of each
    #[arg(long, value_name = "FIELD=VALUE", requires = "edit")]
    pub set: Vec<String>,
    /// Replace a fact or a phrase in both faces and every rendering of each
    #[arg(long, value_name = "OLD=NEW", requires = "edit")]
    pub replace: Vec<String>,
    /// Only show what would be changed
    #[arg(long, requires = "edit")]
    pub dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

pub fn run(context: &mut Context, args: &BatchArgs) -> Result<u8, CliError> {
    if let Some(query) = &args.edit {
        return edit(context, args, query);
    }
    let Some(number) = args.number else { return list(context, &context.open_kb(Wish::Read)?, args) };
    let step = match (args.submit, args.approve, args.publish) {
        (true, ..) => Some(BatchStep::Submit),
        (_, true, _) => Some(BatchStep::Approve),
        (.., true) => Some(BatchStep::Publish),
        _ => None,
    };
    match step {
        Some(step) => take(context, args, number, step),
        None if args.undo => undo(context, args, number),
        None => show(context, &context.open_kb(Wish::Read)?, args, number),
    }
}

/// Changes many articles as one batch of drafts, after showing every change.
fn edit(context: &Context, args: &BatchArgs, query: &str) -> Result<u8, CliError> {
    let m = &context.messages;
    let mut edits = Vec::new();
    for (all, is_set) in [(&args.set, true), (&args.replace, false)] {
        for pair in all {
            let Some((left, right)) = pair.split_once('=') else {
                return Err(CliError::Usage("batch.no_pair", pair.clone()));
            };
            let (left, right) = (left.to_owned(), right.to_owned());
            edits.push(if is_set { Edit::Set(left, right) } else { Edit::Replace(left, right) });
        }
    }
    if edits.is_empty() {
        return Err(CliError::Usage("batch.no_edit", query.to_owned()));
    }
    let mut kb = if args.dry_run { context.open_kb(Wish::Read)? } else { context.open_own(Wish::Write)? };
    let found = match kb.preview_edits(query, &edits, context.now())? {
        Ok(found) => found,
        Err(BadEdit::Field(name)) => return Err(CliError::Usage("batch.no_field", name)),
        Err(BadEdit::Value(problem)) => return Err(CliError::Said(say_manuscript(&problem, m))),
        Err(BadEdit::Nothing) => return Err(CliError::Usage("batch.no_pair", "=".to_owned())),
    };
    for edited in &found {
        let changed = changes(&edited.before, &edited.after);
        if args.json {
            context.json(&serde_json::json!({
                "id": edited.id, "question": edited.before.question, "changes": change::json(&changed),
            }))?;
            continue;
        }
        context.line(&format!("{}  {}", one_line(&edited.id), one_line(&edited.before.question)))?;
        context.print(&change::lines(&changed, &|word| kb.is_word(word), m))?;
    }
    let count = found.len();
    let batch = if args.dry_run || found.is_empty() {
        None
    } else {
        let words: Vec<&str> = args.set.iter().chain(&args.replace).map(String::as_str).collect();
        let name = format!("{query} → {}", words.join(" "));
        Some(kb.save_edits(&context.who, &name, &found, context.now())?)
    };
    if args.json {
        context.json(&serde_json::json!({ "batch": batch, "changed": count }))?;
    } else {
        let said = match batch {
            Some(number) => m.fill("batch.edited", &[("count", &count), ("number", &number)]),
            None => m.fill("batch.would_edit", &[("count", &count)]),
        };
        context.line(&said)?;
        if count == MOST_EDITED {
            context.say(&m.fill("batch.most_edited", &[("count", &count)]));
        }
    }
    Ok(u8::from(count == 0))
}

fn list(context: &Context, kb: &Kb, args: &BatchArgs) -> Result<u8, CliError> {
    let batches = kb.batches()?;
    for batch in &batches {
        if args.json {
            context.json(&batch_json(kb, batch))?;
        } else {
            context.line(&batch_line(context, kb, batch))?;
        }
    }
    if batches.is_empty() && !args.json {
        context.say(context.messages.get("batch.none"));
    }
    Ok(u8::from(batches.is_empty()))
}

fn counts(batch: &Batch) -> serde_json::Value {
    batch.counts.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn batch_json(kb: &Kb, batch: &Batch) -> serde_json::Value {
    serde_json::json!({
        "batch": batch.number, "kind": batch.kind.word(), "name": batch.name, "at": kb.zone().minute_label(batch.at),
        "by": batch.by, "counts": counts(batch),
        "undone": batch.undone.as_ref().map(|(at, by)| {
            serde_json::json!({ "at": kb.zone().minute_label(*at), "by": by })
        }),
    })
}

fn batch_line(context: &Context, kb: &Kb, batch: &Batch) -> String {
    let m = &context.messages;
    let counts = counts(batch);
    let count = |name: &str| counts.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0);
    let values: [(&str, &dyn Display); 6] = [
        ("number", &batch.number),
        ("at", &kb.zone().minute_label(batch.at)),
        ("by", &one_line(&batch.by)),
        ("added", &count("added")),
        ("revised", &count("revised")),
        ("name", &one_line(&batch.name)),
    ];
    let mut line = m.fill(&format!("batch.line.{}", batch.kind), &values);
    if let Some((at, by)) = &batch.undone {
        let values: [(&str, &dyn Display); 2] = [("at", &kb.zone().minute_label(*at)), ("by", &one_line(by))];
        line.push_str(&m.fill("batch.undone_mark", &values));
    }
    line
}

fn show(context: &Context, kb: &Kb, args: &BatchArgs, number: i64) -> Result<u8, CliError> {
    let batch = kb.batch(number)?;
    if !args.json {
        context.line(&batch_line(context, kb, &batch))?;
    }
    let mut failed = Ok(());
    let mut count = 0;
    kb.batch_articles(number, &mut |article| {
        count += 1;
        failed = show_one(context, kb, args, &article);
        failed.is_ok()
    })?;
    failed?;
    Ok(u8::from(count == 0 && batch.kind == BatchKind::Import))
}

fn show_one(context: &Context, kb: &Kb, args: &BatchArgs, article: &BatchArticle) -> Result<(), CliError> {
    let m = &context.messages;
    let nothing = Article::default();
    let changed = changes(article.before.as_ref().unwrap_or(&nothing), &article.text);
    if args.json {
        return context.json(&serde_json::json!({
            "id": article.id, "question": article.text.question, "revision": article.revision_no,
            "stage": article.stage.word(), "new": article.before.is_none(),
            "kept": article.kept.map(|why| why.word()),
            "changes": args.diff.then(|| change::json(&changed)),
        }));
    }
    let sort = if article.before.is_none() { "batch.new" } else { "batch.revised" };
    let kept =
        article.kept.map(|why| m.get(&format!("batch.kept.{}", why.word())).to_owned()).unwrap_or_default();
    let stage = m.get(&format!("stage.{}", article.stage)).to_owned();
    let values: [(&str, &dyn Display); 5] = [
        ("id", &one_line(&article.id)),
        ("sort", &m.get(sort)),
        ("stage", &stage),
        ("question", &one_line(&article.text.question)),
        ("kept", &kept),
    ];
    context.line(m.fill("batch.article", &values).trim_end())?;
    if args.diff && article.before.is_some() {
        context.print(&change::lines(&changed, &|word| kb.is_word(word), m))?;
    }
    Ok(())
}

fn undo(context: &mut Context, args: &BatchArgs, number: i64) -> Result<u8, CliError> {
    let mut kb = context.open_own(Wish::Write)?;
    let undone = kb.undo_batch(&context.who, number, context.now())?;
    context.sync(&mut kb)?;
    if args.json {
        let kept: Vec<_> =
            undone.kept.iter().map(|(id, why)| serde_json::json!({ "id": id, "why": why.word() })).collect();
        context.json(&serde_json::json!({
            "batch": number, "removed": undone.removed, "restored": undone.restored,
            "questions": undone.questions, "kept": kept,
        }))?;
    } else {
        let m = &context.messages;
        for (id, why) in &undone.kept {
            context.say(&format!("{}  {}", one_line(id), m.get(&format!("batch.kept.{}", why.word()))));
        }
        let key = match kb.batch(number)?.kind {
            BatchKind::Import => "batch.undone.import",
            BatchKind::Questions => "batch.undone.questions",
        };
        let values: [(&str, &dyn Display); 5] = [
            ("number", &number),
            ("questions", &undone.questions),
            ("removed", &undone.removed),
            ("restored", &undone.restored),
            ("kept", &undone.kept.len()),
        ];
        context.line(&m.fill(key, &values))?;
    }
    Ok(u8::from(!undone.kept.is_empty()))
}

fn take(context: &mut Context, args: &BatchArgs, number: i64, step: BatchStep) -> Result<u8, CliError> {
    let mut kb = context.open_own(Wish::Write)?;
    let (taken, refused) = kb.step_batch(&context.who, number, step, args.waive.as_deref(), context.now())?;
    context.sync(&mut kb)?;
    let m = &context.messages;
    let word = match step {
        BatchStep::Submit => "submit",
        BatchStep::Approve => "approve",
        BatchStep::Publish => "publish",
    };
    if args.json {
        let refused: Vec<_> = refused
            .iter()
            .map(|(id, error)| serde_json::json!({ "id": id, "reason": error.say(m) }))
            .collect();
        context.json(
            &serde_json::json!({ "batch": number, "step": word, "taken": taken, "refused": refused }),
        )?;
    } else {
        for (id, error) in &refused {
            context.say(&format!("{}  {}", one_line(id), one_line(&error.say(m))));
        }
        let values: [(&str, &dyn Display); 3] =
            [("number", &number), ("taken", &taken), ("refused", &refused.len())];
        context.line(&m.fill(&format!("batch.{word}"), &values))?;
    }
    Ok(u8::from(taken == 0 || !refused.is_empty()))
}
