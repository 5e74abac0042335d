//! `zhixi reindex`

use super::context::Context;
use super::error::CliError;
use super::progress::Progress;
use crate::kb::{KbError, Wish};

pub fn run(context: &mut Context) -> Result<u8, CliError> {
    let mut kb = context.open_kb(Wish::Read)?;
    if kb.is_read_only() {
        let path = kb.place().root().to_path_buf();
        return Err(KbError::read_only(path).into());
    }
    let mut progress = Progress::new("index", context);
    let count = kb.reindex(&mut |done, total| progress.set(done, total))?;
    progress.finish();
    context.line(&context.messages.fill("reindex.done", &[("count", &count)]))?;
    Ok(0)
}
