//! Writes what was chosen into the settings file of this person.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::edit::{CannotEdit, edited};
use super::{DEFAULT_SETTINGS, read_optional};
use crate::i18n::Messages;

/// Why the settings file was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// It cannot be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It is not TOML.
    #[error("{}:{line}: {detail}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, 1 first.
        line: usize,
        /// What the parser says.
        detail: String,
    },
    /// A setting has no place in it.
    #[error("{}: there is no place for `{key}`", path.display())]
    NoPlace {
        /// The file.
        path: PathBuf,
        /// The setting.
        key: String,
    },
    /// It, or its directory, cannot be written.
    #[error("{} cannot be written", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl SaveError {
    /// The complaint in the language of the person.
    pub fn say(&self, messages: &Messages) -> String {
        match self {
            SaveError::Unreadable { path, source } => {
                messages.fill("settings.not_read", &[("file", &path.display()), ("detail", source)])
            }
            SaveError::Syntax { path, line, detail } => messages.fill(
                "settings.not_saved_syntax",
                &[("file", &path.display()), ("line", line), ("detail", detail)],
            ),
            SaveError::NoPlace { path, key } => {
                messages.fill("settings.not_saved_place", &[("file", &path.display()), ("key", key)])
            }
            SaveError::Unwritable { path, source } => {
                messages.fill("settings.not_written", &[("file", &path.display()), ("detail", source)])
            }
        }
    }
}

/// Writes values, given as TOML writes them, into the settings file; the rest of it stays as it is. The file is read at
/// this moment, so that nothing is lost of what somebody has written into it meanwhile. One that is absent begins as the
/// commented defaults. Either all of it is on the disk or nothing has changed.
///
/// # Errors
/// When the file cannot be read, changed or written; it is then as it was.
pub fn save(file: &Path, changes: &[(&str, String)]) -> Result<(), SaveError> {
    let unreadable = |source| SaveError::Unreadable { path: file.to_owned(), source };
    let before = read_optional(file).map_err(unreadable)?;
    let text = before.as_deref().unwrap_or(DEFAULT_SETTINGS);
    let text = edited(text, changes).map_err(|error| match error {
        CannotEdit::Syntax { line, detail } => SaveError::Syntax { path: file.to_owned(), line, detail },
        CannotEdit::NoPlace { key } => SaveError::NoPlace { path: file.to_owned(), key },
    })?;
    if before.as_ref() == Some(&text) {
        return Ok(());
    }
    replace(file, &text).map_err(|source| SaveError::Unwritable { path: file.to_owned(), source })
}

/// Puts a text in the place of a file, all at once. A link stays a link: what it leads to is replaced.
fn replace(file: &Path, text: &str) -> io::Result<()> {
    let target = match fs::canonicalize(file) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound => file.to_owned(),
        Err(error) => return Err(error),
    };
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let permissions = match fs::metadata(&target) {
        Ok(known) if known.permissions().readonly() => return Err(io::ErrorKind::PermissionDenied.into()),
        Ok(known) => Some(known.permissions()),
        Err(_) => None,
    };
    let beside = folder.join(format!(".settings-{}.toml", uuid::Uuid::new_v4().simple()));
    let written = write(&beside, text, permissions).and_then(|()| fs::rename(&beside, &target));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write(path: &Path, text: &str, permissions: Option<fs::Permissions>) -> io::Result<()> {
    let mut file: File = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    fn mono() -> [(&'static str, String); 1] {
        [("theme", "\"mono\"".to_owned())]
    }

    fn names(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).expect("a directory").filter_map(Result::ok);
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_that_is_absent_begins_as_the_commented_defaults() {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("deep").join("settings.toml");
        save(&file, &mono()).expect("saved");
        let text = fs::read_to_string(&file).expect("a file");
        assert!(text.starts_with("# Settings of zhixi") && text.contains("\ntheme = \"mono\"\n"), "{text}");
        assert_eq!(names(&dir.path().join("deep")), ["settings.toml"], "nothing is left beside it");
    }

    #[test]
    fn comments_order_and_what_nobody_knows_stay() {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("settings.toml");
        fs::write(&file, "# 我的\nfuture = 1 # later\ntheme = \"light\"\n").expect("a file");
        save(&file, &mono()).expect("saved");
        let text = fs::read_to_string(&file).expect("a file");
        assert_eq!(text, "# 我的\nfuture = 1 # later\ntheme = \"mono\"\n");
    }

    #[test]
    fn a_file_that_is_not_toml_is_named_with_its_line_and_stays() {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("settings.toml");
        fs::write(&file, "mouse = true\ntheme = light\n").expect("a file");
        let error = save(&file, &mono()).expect_err("a syntax error");
        let said = error.say(&Messages::new(Language::English));
        assert!(said.contains("settings.toml:2") && said.contains("this session"), "{said}");
        assert_eq!(fs::read_to_string(&file).expect("a file"), "mouse = true\ntheme = light\n");
    }

    #[test]
    fn a_read_only_file_or_one_that_is_a_folder_is_named_and_stays() {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("settings.toml");
        fs::write(&file, "theme = \"light\"\n").expect("a file");
        let mut permissions = fs::metadata(&file).expect("a file").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).expect("read-only");
        let error = save(&file, &mono()).expect_err("it is read-only");
        assert!(matches!(error, SaveError::Unwritable { .. }), "{error:?}");
        assert_eq!(fs::read_to_string(&file).expect("a file"), "theme = \"light\"\n");
        let error = save(dir.path(), &mono()).expect_err("a folder");
        assert!(matches!(error, SaveError::Unreadable { .. }), "{error:?}");
        assert_eq!(names(dir.path()), ["settings.toml"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_permissions_stay() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().expect("a directory");
        let (real, link) = (dir.path().join("dotfiles.toml"), dir.path().join("settings.toml"));
        fs::write(&real, "mouse = true\n").expect("a file");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).expect("permissions");
        std::os::unix::fs::symlink(&real, &link).expect("a link");
        save(&link, &mono()).expect("saved");
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        assert_eq!(fs::read_to_string(&real).expect("a file"), "mouse = true\ntheme = \"mono\"\n");
        assert_eq!(fs::metadata(&real).expect("a file").permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn what_holds_already_is_not_written() {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("settings.toml");
        fs::write(&file, "theme = \"mono\"\n").expect("a file");
        let mut permissions = fs::metadata(&file).expect("a file").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).expect("read-only");
        save(&file, &mono()).expect("there is nothing to write");
    }
}
