//! `zhixi review`

use super::change;
use super::context::Context;
use super::diff::before;
use super::error::CliError;
use super::finding::{FindingJson, checked_line};
use super::life_args::ReviewArgs;
use crate::kb::{Kb, Standing, Waits, Wish};
use crate::model::Moment;
use crate::model::changes::changes;
use crate::model::lifecycle::Step;
use crate::text::clean::one_line;

pub fn run(context: &mut Context, args: &ReviewArgs) -> Result<u8, CliError> {
    let Some(id) = &args.id else {
        if !args.second.is_empty() || !args.no_second.is_empty() {
            return second(context, args);
        }
        return queue(context, args);
    };
    context.say_not_utf8([id]);
    let id = id.to_string_lossy();
    match step_of(args) {
        None => page(context, args, &id),
        Some(step) => take(context, args, &id, step),
    }
}

/// What was asked for: the step whose revision is meant, `None` to look only.
fn step_of(args: &ReviewArgs) -> Option<Step> {
    if args.submit {
        Some(Step::Submit)
    } else if args.send_back.is_some() {
        Some(Step::Return)
    } else if args.still_right {
        Some(Step::Withdraw)
    } else if args.approve || args.reassign.is_some() || args.comment.is_some() || args.waive.is_some() {
        Some(Step::Approve)
    } else {
        None
    }
}

fn queue(context: &Context, args: &ReviewArgs) -> Result<u8, CliError> {
    let mut kb = context.open_kb(Wish::Read)?;
    // How often this desk used what waits; without its file nothing counts as used.
    let _ = kb.use_desk(&context.paths.desk_db());
    let queue = kb.queue(context.now())?;
    for waits in &queue {
        if args.json {
            context.json(&waits_json(waits, &kb))?;
        } else {
            context.line(&waits_line(waits, &kb, context))?;
        }
    }
    if queue.is_empty() {
        context.say(context.messages.get("review.nothing"));
    }
    Ok(u8::from(queue.is_empty()))
}

fn waits_json(waits: &Waits, kb: &Kb) -> serde_json::Value {
    let label = |at: Moment| kb.zone().minute_label(at);
    serde_json::json!({
        "id": waits.id,
        "question": waits.question,
        "revision": waits.revision_no,
        "uuid": waits.uuid,
        "author": waits.author,
        "since": label(waits.since),
        "emergency_until": waits.emergency_until.map(label),
        "approvals": { "have": waits.approvals.have, "need": waits.approvals.need },
        "assigned": waits.assigned,
        "errors": waits.errors,
        "used": waits.used,
        "flags": waits.flags,
        "weight": waits.weight,
    })
}

fn waits_line(waits: &Waits, kb: &Kb, context: &Context) -> String {
    let m = &context.messages;
    let number: &dyn std::fmt::Display = &waits.revision_no;
    let mut said = vec![
        one_line(&waits.id),
        one_line(&waits.question),
        m.fill("log.revision", &[("number", number)]),
        one_line(&waits.author),
        m.fill("review.since", &[("at", &kb.zone().minute_label(waits.since))]),
    ];
    if let Some(until) = waits.emergency_until {
        said.push(m.fill("review.emergency", &[("until", &kb.zone().minute_label(until))]));
    }
    if waits.approvals.need > 1 {
        let (have, need) = (waits.approvals.have, waits.approvals.need);
        said.push(m.fill("review.approvals", &[("have", &have), ("need", &need)]));
    }
    if let Some(user) = &waits.assigned {
        said.push(m.fill("review.assigned", &[("user", &one_line(user))]));
    }
    for (count, key) in [(u64::from(waits.flags), "review.flags"), (waits.errors as u64, "review.errors")] {
        if count > 0 {
            said.push(m.fill(key, &[("count", &count)]));
        }
    }
    said.join("  ")
}

/// One text before its reviewer: what changed, what is found in it, what was said.
fn page(context: &Context, args: &ReviewArgs, id: &str) -> Result<u8, CliError> {
    let mut kb = context.open_kb(Wish::Read)?;
    let now = context.now();
    let standing = kb.revision_for(id, Step::Approve, args.revision)?;
    let text = kb.revision_text(id, standing.revision_no, now)?;
    let against = before(&kb, id, &text, now)?;
    let changes = changes(&against.article, &text.article);
    let mut checked = kb.check(&standing.uuid, now)?;
    checked.extend(kb.findable(&standing.uuid, now)?);
    let talk = kb.talk(&standing.uuid)?;
    let label = |at: Moment| kb.zone().minute_label(at);
    if args.json {
        context.json(&serde_json::json!({
            "id": standing.id,
            "revision": standing.revision_no,
            "uuid": standing.uuid,
            "stage": standing.stage.word(),
            "author": standing.author,
            "against": against.revision_no,
            "changes": change::json(&changes),
            "findings": checked.iter().map(FindingJson::from).collect::<Vec<_>>(),
            "approvals": { "have": talk.approvals.have, "need": talk.approvals.need },
            "assigned": talk.assigned,
            "reviews": talk.reviews.iter().map(|r| serde_json::json!({
                "reviewer": r.reviewer, "verdict": r.verdict.word(), "note": r.note, "at": label(r.at),
            })).collect::<Vec<_>>(),
            "comments": talk.comments.iter().map(|c| serde_json::json!({
                "author": c.author, "text": c.text, "at": label(c.at),
            })).collect::<Vec<_>>(),
        }))?;
        return Ok(0);
    }
    let m = &context.messages;
    let mut head = vec![
        one_line(&standing.id),
        one_line(&text.article.question),
        m.fill("log.revision", &[("number", &standing.revision_no)]),
        m.get(&format!("stage.{}", standing.stage)).to_owned(),
        one_line(&standing.author),
    ];
    if let Some(user) = &talk.assigned {
        head.push(m.fill("review.assigned", &[("user", &one_line(user))]));
    }
    if talk.approvals.need > 1 {
        let (have, need) = (talk.approvals.have, talk.approvals.need);
        head.push(m.fill("review.approvals", &[("have", &have), ("need", &need)]));
    }
    context.line(&head.join("  "))?;
    let (id, from, to) = (one_line(id), against.revision_no, text.revision_no);
    let key = if changes.is_empty() { "diff.same" } else { "diff.head" };
    context.line(&m.fill(key, &[("id", &id), ("from", &from), ("to", &to)]))?;
    context.print(&change::lines(&changes, &|word| kb.is_word(word), m))?;
    for one in &checked {
        context.line(&checked_line(one, m))?;
    }
    for said in &talk.comments {
        context.line(&format!("{}  {}: {}", label(said.at), one_line(&said.author), one_line(&said.text)))?;
    }
    for said in &talk.reviews {
        let verdict = m.get(&format!("log.{}", said.verdict)).to_owned();
        let line =
            format!("{}  {}  {verdict}  {}", label(said.at), one_line(&said.reviewer), one_line(&said.note));
        context.line(line.trim_end())?;
    }
    Ok(0)
}

fn take(context: &Context, args: &ReviewArgs, id: &str, step: Step) -> Result<u8, CliError> {
    let mut kb = context.open_own(Wish::Write)?;
    context.say_clock(&kb)?;
    let standing = kb.revision_for(id, step, args.revision)?;
    let (who, uuid, now) = (&context.who, standing.uuid.as_str(), context.now());
    let key = if args.submit {
        kb.submit(who, uuid, now)?;
        "review.submitted"
    } else if args.approve {
        let approvals = kb.approve(who, uuid, args.note.as_deref().unwrap_or_default(), now)?;
        if approvals.have < approvals.need { "review.approved_first" } else { "review.approved" }
    } else if let Some(note) = &args.send_back {
        kb.send_back(who, uuid, note, now)?;
        // An emergency wording of it is out of use now.
        context.sync(&mut kb)?;
        "review.returned"
    } else if let Some(user) = &args.reassign {
        kb.reassign(who, uuid, user, now)?;
        "review.reassigned"
    } else if let Some(text) = &args.comment {
        kb.comment(who, uuid, text, now)?;
        "review.commented"
    } else if let Some(reason) = &args.waive {
        kb.waive(who, uuid, reason, now)?;
        "review.waived"
    } else {
        let today = kb.zone().day_of(now);
        let again = args.review_by.as_deref().map(|text| context.day(text, today)).transpose()?;
        kb.still_right(who, uuid, again, now)?;
        "review.validated"
    };
    tell(context, args, &kb, &standing, key)
}

fn tell(
    context: &Context,
    args: &ReviewArgs,
    kb: &Kb,
    standing: &Standing,
    key: &str,
) -> Result<u8, CliError> {
    let talk = kb.talk(&standing.uuid)?;
    let after = kb.revision_text(&standing.id, standing.revision_no, context.now())?;
    if args.json {
        context.json(&serde_json::json!({
            "id": standing.id,
            "revision": standing.revision_no,
            "stage": after.stage.word(),
            "approvals": { "have": talk.approvals.have, "need": talk.approvals.need },
        }))?;
        return Ok(0);
    }
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("id", &one_line(&standing.id)),
        ("number", &standing.revision_no),
        ("have", &talk.approvals.have),
        ("need", &talk.approvals.need),
        ("user", &talk.assigned.as_deref().map(one_line).unwrap_or_default()),
    ];
    context.line(&context.messages.fill(key, &values))?;
    Ok(0)
}

/// 会签: which categories ask for two reviewers.
fn second(context: &Context, args: &ReviewArgs) -> Result<u8, CliError> {
    let mut kb = context.open_own(Wish::Write)?;
    for (paths, two) in [(&args.second, true), (&args.no_second, false)] {
        for path in paths {
            let path: Vec<String> =
                path.split('/').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
            kb.ask_second_review(&context.who, &path, two, context.now())?;
        }
    }
    let all = kb.second_review()?;
    if args.json {
        context.json(&serde_json::json!({ "second_review": all }))?;
        return Ok(0);
    }
    for path in &all {
        let path: Vec<String> = path.iter().map(|name| one_line(name)).collect();
        context.line(&context.messages.fill("review.second", &[("category", &path.join("/"))]))?;
    }
    if all.is_empty() {
        context.line(context.messages.get("review.no_second"))?;
    }
    Ok(0)
}
