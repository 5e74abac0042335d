//! `zhixi export`

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use super::args::ExportArgs;
use super::context::Context;
use super::error::CliError;
use super::progress::Progress;
use crate::kb::{Kb, KbError, Wish};

pub fn run(context: &mut Context, args: &ExportArgs) -> Result<u8, CliError> {
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
    match &args.file {
        Some(file) if file.as_os_str() != "-" => {
            let count = to_file(context, &kb, file)?;
            context
                .say(&context.messages.fill("export.done", &[("count", &count), ("file", &file.display())]));
        }
        _ => to_stdout(context, &kb)?,
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

/// Written beside and moved into place: a full disk leaves the file that was there.
fn to_file(context: &Context, kb: &Kb, file: &Path) -> Result<usize, CliError> {
    let at = CliError::file(file);
    // A pipe or a device is written to as it is: moving a file over it would destroy it.
    if std::fs::metadata(file).is_ok_and(|meta| !meta.is_file()) {
        let mut out = BufWriter::new(File::options().write(true).open(file).map_err(&at)?);
        let count = kb.export(&mut out, file, context.now()).map_err(as_file)?;
        out.flush().map_err(&at)?;
        return Ok(count);
    }
    let mut draft = file.as_os_str().to_owned();
    draft.push(".new");
    let draft = Path::new(&draft);
    let written = (|| -> Result<usize, CliError> {
        let mut out = BufWriter::new(File::create(draft).map_err(&at)?);
        let count = kb.export(&mut out, file, context.now()).map_err(as_file)?;
        let inner = out.into_inner().map_err(|error| at(error.into_error()))?;
        inner.sync_all().map_err(&at)?;
        std::fs::rename(draft, file).map_err(&at)?;
        Ok(count)
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(draft);
    }
    written
}

fn to_stdout(context: &Context, kb: &Kb) -> Result<(), CliError> {
    let mut out = Watched { inner: BufWriter::new(io::stdout().lock()), failed: None };
    let done = kb.export(&mut out, Path::new("-"), context.now());
    match (done, out.failed) {
        (Ok(_), _) => Ok(()),
        // Whoever read our output has enough.
        (Err(_), Some(io::ErrorKind::BrokenPipe)) => Err(CliError::Closed),
        (Err(error), _) => Err(as_file(error)),
    }
}

/// A writer that remembers how it failed.
struct Watched<W> {
    inner: W,
    failed: Option<io::ErrorKind>,
}

impl<W: io::Write> io::Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes).inspect_err(|error| self.failed = Some(error.kind()))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush().inspect_err(|error| self.failed = Some(error.kind()))
    }
}

/// That the file cannot be written is a matter of usage, not of the KB.
fn as_file(error: KbError) -> CliError {
    match error {
        KbError::Io { path, detail } => CliError::File { path, detail },
        other => other.into(),
    }
}
