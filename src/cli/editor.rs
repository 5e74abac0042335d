//! The editor of the person: a manuscript goes out as a file and comes back. What was written is never thrown away while
//! it is not saved elsewhere.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::context::Context;
use super::error::CliError;
use crate::config::{editor, put_aside, start_editor};
use crate::i18n::Messages;
use crate::kb::say_manuscript;
use crate::model::manuscript::{Manuscript, read};

/// The most bytes that a manuscript may have, as for a row of an import.
const MOST_BYTES: u64 = crate::import::MAX_ROW_BYTES as u64;

/// What came back from an editor, changed.
#[derive(Debug)]
pub struct Edited {
    /// What it says.
    pub manuscript: Manuscript,
    /// The file that holds it.
    pub file: PathBuf,
}

/// Gives a text to the editor and reads what comes back; `None` for the text as it went.
///
/// # Errors
/// No editor is set; it fails; what comes back cannot be read: then the file stays and is named.
pub fn edit(context: &Context, name: &str, text: &str) -> Result<Option<Edited>, CliError> {
    let Some(editor) = editor() else {
        return Err(CliError::Usage("edit.no_editor", String::new()));
    };
    let file = keep(context, name, text)?;
    let done = start_editor(&editor, &file);
    let after = fs::read(&file).map_err(CliError::file(&file))?;
    let is_as_it_was = after == text.as_bytes();
    match done {
        Ok(status) if status.success() => {}
        failed => {
            let detail = match failed {
                Ok(status) => status.to_string(),
                Err(error) => error.to_string(),
            };
            if is_as_it_was {
                let _ = fs::remove_file(&file);
                return Err(CliError::Said(
                    context.messages.fill("edit.editor_failed", &[("editor", &editor), ("detail", &detail)]),
                ));
            }
            return Err(CliError::Said(context.messages.fill(
                "edit.editor_failed_kept",
                &[("editor", &editor), ("detail", &detail), ("file", &file.display())],
            )));
        }
    }
    if is_as_it_was {
        let _ = fs::remove_file(&file);
        return Ok(None);
    }
    let manuscript = understand(&after, &file, &context.messages)?;
    Ok(Some(Edited { manuscript, file }))
}

/// Reads a manuscript from a file; `-` is standard input.
///
/// # Errors
/// It cannot be read, is too long, or is none: with the line.
pub fn manuscript(context: &Context, file: &Path) -> Result<Manuscript, CliError> {
    let mut bytes = Vec::new();
    let at = CliError::file(file);
    if file.as_os_str() == "-" {
        io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(&at)?;
    } else {
        fs::File::open(file).map_err(&at)?.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(&at)?;
    }
    understand(&bytes, file, &context.messages)
}

fn understand(bytes: &[u8], file: &Path, m: &Messages) -> Result<Manuscript, CliError> {
    let said = |reason: &str| {
        CliError::Said(m.fill("edit.bad_text", &[("file", &file.display()), ("reason", &reason)]))
    };
    if bytes.len() as u64 > MOST_BYTES {
        return Err(said(&m.fill("edit.too_long", &[("mib", &(MOST_BYTES >> 20))])));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| said(m.get("edit.not_utf8")))?;
    read(text).map_err(|problem| said(&say_manuscript(&problem, m)))
}

/// Says, before an error, where the text is that was not saved.
pub fn with_file(context: &Context, error: CliError, file: Option<&Path>) -> CliError {
    if let Some(file) = file {
        context.say(&context.messages.fill("edit.kept", &[("file", &file.display())]));
    }
    error
}

/// Writes a text where only this person can read it, beside what is there already.
///
/// # Errors
/// It cannot be written.
pub fn keep(context: &Context, name: &str, text: &str) -> Result<PathBuf, CliError> {
    let dir = context.paths.edit_dir();
    put_aside(&dir, name, text).map_err(|(path, error)| CliError::file(&path)(error))
}
