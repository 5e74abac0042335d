//! Settings, places and the surroundings: the only room that reads environment, home and clock.
//!
//! The other rooms are handed what is found here, so that their tests need none of it.

mod choice;
pub mod clock;
mod edit;
mod editor;
mod near;
mod paths;
mod person;
mod problem;
mod save;
mod settings;
mod terminal;

use std::io;
use std::path::Path;

pub use choice::{CHOSEN, Choice};
pub use editor::{editor, put_aside, start_editor};
pub use near::nearest;
pub use paths::{Paths, PathsError};
pub use person::os_user;
pub use problem::{SettingsProblem, SettingsProblemKind};
pub use save::{SaveError, save};
pub use settings::{Ambiguous, Glyphs, KEYMAPS, Settings, THEMES};
pub use terminal::TerminalEnv;

/// The commented default settings, for people to start from.
pub const DEFAULT_SETTINGS: &str = include_str!("../../data/settings.toml");

/// Reads the settings file of this person. Without one, or with an unreadable one, the defaults hold.
///
/// The language is the environment's unless the file names one; a `kb` that is not absolute is meant from the home
/// directory (`~/…`) or from the file's own.
pub fn read_settings(paths: &Paths, terminal: &TerminalEnv) -> (Settings, Vec<SettingsProblem>) {
    let base = Settings { language: terminal.language(), ..Settings::default() };
    let file = paths.settings_file();
    let (mut settings, problems) = match read_optional(&file) {
        Ok(Some(text)) => Settings::load_over(base, &file, &text),
        Ok(None) => (base, Vec::new()),
        Err(error) => (base, vec![SettingsProblem::unreadable(&file, &error)]),
    };
    settings.kb = settings.kb.map(|kb| paths.resolve(&kb));
    (settings, problems)
}

/// Reads a text file that may be absent, such as a person's keymap.
pub fn read_optional(file: &Path) -> io::Result<Option<String>> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A way to ask for a variable; tests bring their own.
type Variables<'a> = &'a dyn Fn(&str) -> Option<std::ffi::OsString>;

/// The environment of the process.
fn real(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name)
}

/// The first variable that is set to something, as text.
fn first_set(variables: Variables<'_>, names: &[&str]) -> Option<String> {
    names
        .iter()
        .filter_map(|name| variables(name))
        .map(|value| value.to_string_lossy().into_owned())
        .find(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use std::path::PathBuf;

    fn paths(config_dir: &Path) -> Paths {
        let nowhere = PathBuf::from("/nowhere");
        Paths { config_dir: config_dir.to_owned(), data_dir: nowhere.clone(), state_dir: nowhere, home: None }
    }

    #[test]
    fn settings_come_from_the_file_then_the_environment_then_the_defaults() {
        let dir = tempfile::tempdir().expect("a directory");
        let english = TerminalEnv { lang: Some("en_US.UTF-8".to_owned()), ..TerminalEnv::default() };
        let (settings, problems) = read_settings(&paths(dir.path()), &english);
        assert_eq!((settings.language, problems.len()), (Language::English, 0), "no file is no problem");

        std::fs::write(dir.path().join("settings.toml"), "language = \"zh-CN\"\nkb = \"kb\"\n")
            .expect("a file");
        let (settings, problems) = read_settings(&paths(dir.path()), &english);
        assert_eq!((settings.language, problems.len()), (Language::Chinese, 0));
        assert_eq!(settings.kb, Some(dir.path().join("kb")));
    }

    #[test]
    fn an_unreadable_file_is_named() {
        let dir = tempfile::tempdir().expect("a directory");
        std::fs::write(dir.path().join("settings.toml"), b"theme = \"\xff\"").expect("a file");
        let (settings, problems) = read_settings(&paths(dir.path()), &TerminalEnv::default());
        assert_eq!(settings, Settings::default());
        assert!(
            matches!(problems.as_slice(), [one] if one.to_string().contains("settings.toml: cannot be read"))
        );
    }

    #[test]
    fn the_clock_runs_after_this_was_written() {
        assert!(clock::now() > crate::model::Moment(1_767_225_600_000), "2026-01-01");
    }
}
