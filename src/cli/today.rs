//! `zhixi today`

use super::context::Context;
use super::error::CliError;
use super::life_args::TodayArgs;
use crate::kb::Wish;
use crate::text::clean::one_line;

pub fn run(context: &mut Context, args: &TodayArgs) -> Result<u8, CliError> {
    let mut kb = context.open_kb(Wish::Read)?;
    // Without the person's own file only what they used and began is not known.
    let _ = kb.use_desk(&context.paths.desk_db());
    let tasks = kb.today(context.now())?;
    let m = &context.messages;
    if tasks.is_empty() && !args.json {
        context.line(m.get("work.nothing"))?;
    }
    let mut left = args.minutes.unwrap_or(u32::MAX);
    let mut place = 0;
    for task in &tasks {
        // What is too long now makes way for what still fits.
        let Some(rest) = left.checked_sub(task.minutes) else { continue };
        left = rest;
        place += 1;
        if args.json {
            context.json(&serde_json::json!({
                "kind": task.kind.word(),
                "id": task.id,
                "question": task.question,
                "detail": task.detail,
                "proposal": task.proposal,
                "uuid": task.uuid,
                "used": task.used,
                "minutes": task.minutes,
                "weight": (task.weight * 100.0).round() / 100.0,
            }))?;
            continue;
        }
        let kind = m.get(task.kind.message_key()).to_owned();
        let mut line = format!("{place:>3}  [{kind}] {}", one_line(&task.question));
        if let Some(id) = &task.id {
            line.push_str(&format!("  {}", one_line(id)));
        }
        if !task.detail.is_empty() {
            line.push_str(&format!("  {}", one_line(&task.detail)));
        }
        line.push_str(&format!("  {}", m.fill("work.minutes", &[("count", &task.minutes)])));
        context.line(&line)?;
    }
    Ok(u8::from(tasks.is_empty()))
}
