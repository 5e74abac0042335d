//! `zhixi publish`

use super::context::Context;
use super::error::CliError;
use super::finding;
use super::life_args::PublishArgs;
use crate::kb::{Kb, LifeError, Order, Published, Standing, Wish};
use crate::model::lifecycle::Step;
use crate::model::{Moment, Stage};
use crate::text::clean::one_line;

pub fn run(context: &mut Context, args: &PublishArgs) -> Result<u8, CliError> {
    let mut kb = context.open_own(Wish::Write)?;
    context.say_not_utf8([&args.id]);
    let now = context.now();
    let today = kb.zone().day_of(now);
    let from = match &args.from {
        None => None,
        Some(text) => Some(kb.zone().start_of(context.day(text, today)?)),
    };
    context.say_clock(&kb)?;
    let id = args.id.to_string_lossy();
    let standing = target(&kb, &id, args)?;
    let waive = args.waive.as_deref();
    let done = match args.emergency {
        Some(hours) => kb.publish_unreviewed(&context.who, &standing.uuid, hours, waive, now),
        None => kb.publish(&context.who, Order { uuid: &standing.uuid, from, waive }, now),
    };
    match done {
        Err(LifeError::Blocked { findings, .. }) if args.json => {
            context.json(&serde_json::json!({
                "id": standing.id,
                "revision": standing.revision_no,
                "published": false,
                "findings": finding::json(&findings),
            }))?;
            Ok(1)
        }
        Err(error) => Err(error.into()),
        Ok(done) => {
            context.sync(&mut kb)?;
            tell(context, &kb, args, &standing, &done)?;
            Ok(0)
        }
    }
}

/// The text that is meant: for emergency wording the newest, else what is approved.
fn target(kb: &Kb, id: &str, args: &PublishArgs) -> Result<Standing, CliError> {
    let step = if args.emergency.is_some() { Step::Submit } else { Step::Publish };
    let meant = kb.revision_for(id, step, args.revision)?;
    // A draft comes before one that waits already.
    if args.emergency.is_some() && args.revision.is_none() && meant.stage != Stage::Draft {
        return Ok(kb.revision_for(id, Step::Approve, None)?);
    }
    // Somebody took it out of use for a reason: it does not come back by chance.
    if meant.stage == Stage::Withdrawn && args.revision.is_none() {
        return Err(CliError::Usage("publish.withdrawn", meant.revision_no.to_string()));
    }
    Ok(meant)
}

fn tell(
    context: &Context,
    kb: &Kb,
    args: &PublishArgs,
    standing: &Standing,
    done: &Published,
) -> Result<(), CliError> {
    let label = |at: Moment| kb.zone().minute_label(at);
    let until = (done.until < Moment::FOREVER).then(|| label(done.until));
    if args.json {
        return context.json(&serde_json::json!({
            "id": standing.id,
            "revision": standing.revision_no,
            "published": true,
            "from": label(done.from),
            "until": until,
            "emergency": args.emergency.is_some(),
            "waived": done.waived,
            "next": done.next.map(|(revision, from)| {
                serde_json::json!({ "revision": revision, "from": label(from) })
            }),
            "findings": finding::json(&done.warnings),
        }));
    }
    let m = &context.messages;
    let values: [(&str, &dyn std::fmt::Display); 4] = [
        ("id", &one_line(&standing.id)),
        ("number", &standing.revision_no),
        ("from", &label(done.from)),
        ("until", &until.as_deref().unwrap_or(m.get("trust.for_long"))),
    ];
    let key = match args.emergency {
        Some(_) => "publish.emergency",
        None if done.from > context.now() => "publish.scheduled",
        None => "publish.done",
    };
    context.line(&m.fill(key, &values))?;
    for warning in &done.warnings {
        context.say(&finding::line(warning, m));
    }
    if done.waived > 0 {
        context.say(&m.fill("publish.waived", &[("count", &done.waived)]));
    }
    if let Some((revision, from)) = done.next {
        context.say(&m.fill("publish.next", &[("number", &revision), ("from", &label(from))]));
    }
    Ok(())
}
