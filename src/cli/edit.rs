//! `zhixi edit`

use std::path::PathBuf;

use super::change;
use super::context::Context;
use super::editor::{self, Edited};
use super::error::CliError;
use super::life_args::EditArgs;
use crate::kb::{Given, Kb, Kept, LifeError, Shown, Wish, tongue};
use crate::model::changes::changes;
use crate::model::manuscript::{Manuscript, write};
use crate::text::clean::one_line;

pub fn run(context: &mut Context, args: &EditArgs) -> Result<u8, CliError> {
    context.say_not_utf8([&args.id]);
    let id = args.id.to_string_lossy();
    if args.print {
        let kb = context.open_kb(Wish::Read)?;
        let text = kb.newest_text(&id, context.now())?;
        context.print(&write(&manuscript_of(&text), tongue(&context.messages), false))?;
        return Ok(0);
    }
    // One that can only be read is edited all the same: the edit is kept as a proposal.
    let mut kb = context.open_own(Wish::Read)?;
    context.say_clock(&kb)?;
    if let Some(number) = args.restore {
        let kept = kb.restore(&context.who, &id, number, context.now())?;
        return saved(context, args, &id, kept.as_ref());
    }
    let newest = kb.newest_text(&id, context.now())?;
    let (manuscript, file) = match &args.from {
        Some(file) => (editor::manuscript(context, file)?, (file.as_os_str() != "-").then(|| file.clone())),
        None => {
            let text = write(&manuscript_of(&newest), tongue(&context.messages), true);
            match editor::edit(context, &format!("{id}-{}", newest.revision_no), &text)? {
                None => return saved(context, args, &id, None),
                Some(Edited { manuscript, file }) => (manuscript, Some(file)),
            }
        }
    };
    let edit = Edit { id: newest.article.id.clone().unwrap_or_default(), manuscript, file };
    save(context, args, &mut kb, &edit)
}

/// What somebody made of a text.
struct Edit {
    id: String,
    manuscript: Manuscript,
    /// Where it is kept; `None` when it came through a pipe.
    file: Option<PathBuf>,
}

fn manuscript_of(text: &Shown) -> Manuscript {
    Manuscript { article: text.article.clone(), based_on: Some(text.uuid.clone()) }
}

fn save(context: &Context, args: &EditArgs, kb: &mut Kb, edit: &Edit) -> Result<u8, CliError> {
    let article = &edit.manuscript.article;
    if article.id.as_deref().is_some_and(|id| id != edit.id) {
        let found = article.id.as_deref().map(one_line).unwrap_or_default();
        return Err(CliError::Said(
            context.messages.fill("edit.other_id", &[("id", &one_line(&edit.id)), ("found", &found)]),
        ));
    }
    let Some(based_on) = &edit.manuscript.based_on else {
        return Err(CliError::Usage("edit.no_base", edit.id.clone()));
    };
    match kb.save(&context.who, &edit.id, based_on, article, context.now()) {
        Ok(kept) => {
            // Only what was made here; a file that somebody named is theirs.
            if let (Some(file), None) = (&edit.file, &args.from) {
                let _ = std::fs::remove_file(file);
            }
            saved(context, args, &edit.id, kept.as_ref())
        }
        Err(LifeError::Conflict { base, newest, .. }) => conflict(context, kb, args, edit, &base, &newest),
        Err(error) if error.is_read_only() || matches!(error, LifeError::NeedsRole { .. }) => {
            propose(context, args, kb, edit, &error)
        }
        Err(error) => {
            let made_here = edit.file.as_deref().filter(|_| args.from.is_none());
            Err(editor::with_file(context, error.into(), made_here))
        }
    }
}

fn saved(context: &Context, args: &EditArgs, id: &str, kept: Option<&Kept>) -> Result<u8, CliError> {
    if args.json {
        context.json(&serde_json::json!({
            "id": id,
            "saved": kept.is_some(),
            "proposed": false,
            "revision": kept.map(|k| k.revision_no),
            "uuid": kept.map(|k| &k.uuid),
            "conflict": null,
        }))?;
        return Ok(0);
    }
    let m = &context.messages;
    match kept {
        Some(kept) => {
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("id", &one_line(&kept.id)), ("number", &kept.revision_no)];
            context.line(&m.fill("edit.done", &values))?;
        }
        None => context.say(m.get("edit.unchanged")),
    }
    Ok(0)
}

/// Both changes, and where this one is kept.
fn conflict(
    context: &Context,
    kb: &Kb,
    args: &EditArgs,
    edit: &Edit,
    base: &Shown,
    newest: &Shown,
) -> Result<u8, CliError> {
    let file = match &edit.file {
        Some(file) => file.clone(),
        None => {
            let text = write(&edit.manuscript, tongue(&context.messages), false);
            editor::keep(context, &format!("{}-{}", edit.id, base.revision_no), &text)?
        }
    };
    let theirs = changes(&base.article, &newest.article);
    let yours = changes(&base.article, &edit.manuscript.article);
    if args.json {
        context.json(&serde_json::json!({
            "id": edit.id,
            "saved": false,
            "proposed": false,
            "revision": null,
            "uuid": null,
            "conflict": {
                "base": base.revision_no,
                "newest": newest.revision_no,
                "author": newest.author,
                "theirs": change::json(&theirs),
                "yours": change::json(&yours),
                "file": file.display().to_string(),
            },
        }))?;
    } else {
        let m = &context.messages;
        let (number, author) = (newest.revision_no, one_line(&newest.author));
        context.line(&m.fill("edit.theirs", &[("number", &number), ("author", &author)]))?;
        context.print(&change::lines(&theirs, &|word| kb.is_word(word), m))?;
        context.line(m.get("edit.yours"))?;
        context.print(&change::lines(&yours, &|word| kb.is_word(word), m))?;
    }
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("id", &one_line(&edit.id)), ("file", &file.display()), ("uuid", &newest.uuid)];
    context.say(&context.messages.fill("edit.conflict", &values));
    Ok(1)
}

/// What may not be saved here is kept for the editors.
fn propose(
    context: &Context,
    args: &EditArgs,
    kb: &mut Kb,
    edit: &Edit,
    why: &LifeError,
) -> Result<u8, CliError> {
    kb.use_desk(&context.paths.desk_db())?;
    let base = edit.manuscript.based_on.as_deref().unwrap_or_default();
    let about = kb.text_by_uuid(base, context.now())?;
    if changes(&about.article, &edit.manuscript.article).is_empty() {
        return saved(context, args, &edit.id, None);
    }
    let text = write(&edit.manuscript, tongue(&context.messages), false);
    let given = kb.propose(&context.who, &edit.manuscript, &text, context.now())?;
    if let (Some(file), None) = (&edit.file, &args.from) {
        let _ = std::fs::remove_file(file);
    }
    if args.json {
        context.json(&serde_json::json!({
            "id": edit.id, "saved": false, "proposed": true, "revision": null, "uuid": null, "conflict": null,
        }))?;
        return Ok(0);
    }
    let m = &context.messages;
    context.say(&why.say(m));
    let key = if given == Given::HandedOver { "edit.proposed" } else { "edit.proposed_here" };
    context.line(&m.fill(key, &[("id", &one_line(&edit.id))]))?;
    Ok(0)
}
