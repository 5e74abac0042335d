//! `zhixi diff`

use super::change;
use super::context::Context;
use super::error::CliError;
use super::life_args::DiffArgs;
use crate::customer::wording::{Wording, apply};
use crate::kb::{Kb, LifeError, Shown, Wish};
use crate::model::changes::changes;
use crate::text::clean::one_line;

pub fn run(context: &mut Context, args: &DiffArgs) -> Result<u8, CliError> {
    let kb = context.open_kb(Wish::Read)?;
    context.say_not_utf8([&args.id]);
    let id = args.id.to_string_lossy();
    if args.wording {
        return wording(context, &kb, args, &id);
    }
    let (before, after) = sides(context, &kb, &id, &args.revisions)?;
    let changes = changes(&before.article, &after.article);
    if args.json {
        context.json(&serde_json::json!({
            "id": after.article.id,
            "from": before.revision_no,
            "to": after.revision_no,
            "changes": change::json(&changes),
        }))?;
        return Ok(0);
    }
    let m = &context.messages;
    let (id, from, to) = (one_line(&id), before.revision_no, after.revision_no);
    let key = if changes.is_empty() { "diff.same" } else { "diff.head" };
    context.line(&m.fill(key, &[("id", &id), ("from", &from), ("to", &to)]))?;
    context.print(&change::lines(&changes, &|word| kb.is_word(word), m))?;
    Ok(0)
}

/// What the term table would have the customer's texts say otherwise. A person takes it or leaves it, in `zhixi edit` or at the
/// desk.
fn wording(context: &Context, kb: &Kb, args: &DiffArgs, id: &str) -> Result<u8, CliError> {
    let newest = kb.newest_text(id, context.now())?;
    let mut worded = newest.article.clone();
    let wording = Wording::new(&kb.terms()?);
    if let Some(customer) = &mut worded.customer {
        let renderings = customer.channels.values_mut().map(|rendering| &mut rendering.text);
        for text in renderings.chain([&mut customer.answer.lead, &mut customer.answer.body]) {
            *text = apply(text, &wording.propose(text));
        }
    }
    let changes = changes(&newest.article, &worded);
    if args.json {
        context.json(&serde_json::json!({
            "id": newest.article.id,
            "revision": newest.revision_no,
            "wording": change::json(&changes),
        }))?;
    } else {
        let m = &context.messages;
        let key = if changes.is_empty() { "diff.worded_already" } else { "diff.wording" };
        context.line(&m.fill(key, &[("id", &one_line(id)), ("no", &newest.revision_no)]))?;
        context.print(&change::lines(&changes, &|word| kb.is_word(word), m))?;
    }
    Ok(u8::from(!changes.is_empty()))
}

/// The two texts that are compared.
fn sides(context: &Context, kb: &Kb, id: &str, revisions: &[u32]) -> Result<(Shown, Shown), LifeError> {
    let now = context.now();
    match *revisions {
        [from, to, ..] => Ok((kb.revision_text(id, from, now)?, kb.revision_text(id, to, now)?)),
        [from] => Ok((kb.revision_text(id, from, now)?, kb.newest_text(id, now)?)),
        [] => {
            let newest = kb.newest_text(id, now)?;
            Ok((before(kb, id, &newest, now)?, newest))
        }
    }
}

/// What a text is compared with where nobody says: the one in use, else the one before it, else itself.
pub fn before(kb: &Kb, id: &str, text: &Shown, now: crate::model::Moment) -> Result<Shown, LifeError> {
    match kb.as_of(id, now)? {
        Some(live) if live.revision != text.revision => Ok(live),
        _ => kb.revision_text(id, text.revision_no.saturating_sub(1).max(1), now),
    }
}
