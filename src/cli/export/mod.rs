//! `zhixi export`

mod args;
mod channel;
mod kept;
mod place;

use super::context::Context;
use super::error::CliError;
use super::progress::Progress;
use crate::kb::{Kb, KbError, Wish};

pub use args::{ExportArgs, HELP};

pub fn run(context: &mut Context, args: &ExportArgs) -> Result<u8, CliError> {
    if let Some(name) = &args.channel {
        return channel::run(context, args, name);
    }
    let mut kb = context.open_kb(Wish::Read)?;
    if args.feedback {
        return feedback(context, &mut kb);
    }
    if let Some(dir) = &args.snapshot {
        context.sync(&mut kb)?;
        let progress = Progress::new("snapshot", context);
        let report = kb.export_snapshot(dir, context.now())?;
        progress.finish();
        context.line(&context.messages.fill(
            "export.snapshot",
            &[("dir", &report.dir.display()), ("count", &report.articles), ("mib", &(report.bytes >> 20))],
        ))?;
        return Ok(0);
    }
    let file = args.file.as_deref().filter(|file| file.as_os_str() != "-");
    let written =
        place::write(file, |out, path| kb.export(out, path, context.now()).map(Some).map_err(as_file))?;
    if let (Some(file), Some(count)) = (file, written) {
        context.say(&context.messages.fill("export.done", &[("count", &count), ("file", &file.display())]));
    }
    Ok(0)
}

/// What waits on the user's own desk because the KB cannot be written from here.
fn feedback(context: &Context, kb: &mut Kb) -> Result<u8, CliError> {
    kb.use_desk(&context.paths.desk_db())?;
    for waiting in kb.waiting()? {
        context.json(&serde_json::json!({
            "uuid": waiting.uuid,
            "at": waiting.at.0,
            "by": context.who.os_user,
            "agent_no": context.who.agent_no,
            "what": waiting.what.word(),
            "id": waiting.article,
            "revision": waiting.revision,
            "text": waiting.text,
        }))?;
    }
    Ok(0)
}

/// That the file cannot be written is a matter of usage, not of the KB.
fn as_file(error: KbError) -> CliError {
    match error {
        KbError::Io { path, detail } => CliError::File { path, detail },
        other => other.into(),
    }
}
