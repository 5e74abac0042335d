//! `zhixi withdraw`

use super::context::Context;
use super::error::CliError;
use super::life_args::WithdrawArgs;
use crate::kb::{LifeError, Wish};
use crate::model::Stage;
use crate::model::lifecycle::{Refusal, Step};
use crate::text::clean::one_line;

pub fn run(context: &mut Context, args: &WithdrawArgs) -> Result<u8, CliError> {
    let mut kb = context.open_own(Wish::Write)?;
    context.say_not_utf8([&args.id]);
    context.say_clock(&kb)?;
    let (id, now) = (args.id.to_string_lossy(), context.now());
    let standing = kb.revision_for(&id, Step::Withdraw, args.revision)?;
    let mut withdrawn = 0;
    if let Some(reason) = &args.reason {
        match kb.withdraw(&context.who, &standing.uuid, args.revision.is_some(), reason, now) {
            Ok(count) => withdrawn = count,
            // It is out of use already, and is to be kept for the record.
            Err(LifeError::Refused { refusal: Refusal::WrongStage { .. }, .. }) if args.archive => {}
            Err(error) => return Err(error.into()),
        }
    }
    let mut archived = 0;
    if args.archive {
        let standing = kb.revision_for(&id, Step::Archive, args.revision)?;
        kb.archive(&context.who, &standing.uuid, now)?;
        archived = 1;
        while let Ok(next) = kb.revision_for(&id, Step::Archive, None)
            && args.revision.is_none()
            && next.stage == Stage::Withdrawn
        {
            kb.archive(&context.who, &next.uuid, now)?;
            archived += 1;
        }
    }
    context.sync(&mut kb)?;
    if args.json {
        context.json(&serde_json::json!({
            "id": standing.id, "withdrawn": withdrawn, "archived": archived, "reason": args.reason,
        }))?;
        return Ok(0);
    }
    let m = &context.messages;
    if withdrawn > 0 {
        context.line(&m.fill("withdraw.done", &[("id", &one_line(&id)), ("count", &withdrawn)]))?;
    }
    if archived > 0 {
        context.line(&m.fill("withdraw.archived", &[("id", &one_line(&id)), ("count", &archived)]))?;
    }
    Ok(0)
}
