//! The person's own editor, and the files that it is given. What was written is never thrown away while it is not saved
//! elsewhere: a file that is there is never written over.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// The editor that the person has chosen for text: `$VISUAL`, else `$EDITOR`.
pub fn editor() -> Option<String> {
    super::first_set(&super::real, &["VISUAL", "EDITOR"])
}

/// Writes a text where only this person can read it, beside what is there already.
///
/// # Errors
/// The file or folder, and that it cannot be written.
pub fn put_aside(dir: &Path, name: &str, text: &str) -> Result<PathBuf, (PathBuf, io::Error)> {
    fs::create_dir_all(dir).map_err(|error| (dir.to_owned(), error))?;
    // An id may hold anything; a name of a file may not.
    let name: String =
        name.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).take(60).collect();
    for number in 1.. {
        let ending = if number == 1 { String::new() } else { format!("-{number}") };
        let file = dir.join(format!("{name}{ending}.md"));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        match options.open(&file) {
            Ok(mut open) => {
                open.write_all(text.as_bytes()).map_err(|error| (file.clone(), error))?;
                return Ok(file);
            }
            // Somebody edits it already, or a crash left it: what they wrote stays.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 10_000 => {}
            Err(error) => return Err((file, error)),
        }
    }
    Err((dir.to_owned(), io::ErrorKind::AlreadyExists.into()))
}

/// Starts the editor on a file and waits for its end. `$EDITOR` may have arguments of its own, so a shell reads it.
///
/// # Errors
/// It cannot be started.
#[cfg(unix)]
pub fn start_editor(editor: &str, file: &Path) -> io::Result<ExitStatus> {
    Command::new("/bin/sh").arg("-c").arg(format!("{editor} \"$@\"")).arg("zhixi").arg(file).status()
}

/// Starts the editor on a file and waits for its end.
///
/// # Errors
/// It cannot be started.
#[cfg(not(unix))]
pub fn start_editor(editor: &str, file: &Path) -> io::Result<ExitStatus> {
    let mut words = editor.split_whitespace();
    Command::new(words.next().unwrap_or_default()).args(words).arg(file).status()
}
