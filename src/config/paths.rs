//! Where files lie.

use std::path::{Path, PathBuf};

use directories::{BaseDirs, ProjectDirs};

use super::Variables;
use crate::i18n::Messages;

/// The directories of this person. None of them needs to exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// Settings and keymap.
    pub config_dir: PathBuf,
    /// Knowledge bases; the demo is unpacked here.
    pub data_dir: PathBuf,
    /// What is this person's own: `desk.db`.
    pub state_dir: PathBuf,
    /// What `~` means, where the system says it.
    pub home: Option<PathBuf>,
}

/// Why no place for files is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathsError {
    /// The system names no home directory and a variable that would replace it is not set.
    #[error("no home directory is known: set HOME, or set {missing} to a directory.")]
    NoHome {
        /// The first variable that would help.
        missing: &'static str,
    },
}

impl PathsError {
    /// The complaint in the language of the person.
    pub fn say(&self, messages: &Messages) -> String {
        let PathsError::NoHome { missing } = self;
        messages.fill("settings.no_home", &[("missing", missing)])
    }
}

impl Paths {
    /// The directories as the system has them; ZHIXI_CONFIG_DIR, ZHIXI_DATA_DIR and ZHIXI_STATE_DIR win.
    pub fn find() -> Result<Paths, PathsError> {
        let home = BaseDirs::new().map(|base| base.home_dir().to_owned());
        Paths::choose(&super::real, ProjectDirs::from("", "", "zhixi").as_ref(), home)
    }

    fn choose(
        variables: Variables<'_>,
        project: Option<&ProjectDirs>,
        home: Option<PathBuf>,
    ) -> Result<Paths, PathsError> {
        let one = |name: &'static str, own: fn(&ProjectDirs) -> &Path| {
            let named = variables(name).filter(|value| !value.is_empty()).map(PathBuf::from);
            named
                .or_else(|| project.map(|dirs| own(dirs).to_owned()))
                .ok_or(PathsError::NoHome { missing: name })
        };
        Ok(Paths {
            config_dir: one("ZHIXI_CONFIG_DIR", ProjectDirs::config_dir)?,
            data_dir: one("ZHIXI_DATA_DIR", ProjectDirs::data_local_dir)?,
            // Only Linux has a place for state.
            state_dir: one("ZHIXI_STATE_DIR", |dirs| {
                dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir())
            })?,
            home,
        })
    }

    /// The settings file.
    pub fn settings_file(&self) -> PathBuf {
        self.config_dir.join("settings.toml")
    }

    /// The person's own keymap: the differences over the named one.
    pub fn keymap_file(&self) -> PathBuf {
        self.config_dir.join("keymap.toml")
    }

    /// Where the demo knowledge base is unpacked.
    pub fn demo_kb(&self) -> PathBuf {
        self.data_dir.join("demo")
    }

    /// The person's own database.
    pub fn desk_db(&self) -> PathBuf {
        self.state_dir.join("desk.db")
    }

    /// Where texts lie that are given to the person's editor.
    pub fn edit_dir(&self) -> PathBuf {
        self.state_dir.join("edit")
    }

    /// The socket through which other programs speak to the desk; a directory of its own, which nobody else may enter.
    pub fn desk_socket(&self) -> PathBuf {
        self.state_dir.join("tell").join("desk.sock")
    }

    /// What a path in the settings file means: `~/` is home, and what is relative lies beside the file.
    pub fn resolve(&self, path: &Path) -> PathBuf {
        match (path.strip_prefix("~"), &self.home) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => self.config_dir.join(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;

    fn none(_: &str) -> Option<OsString> {
        None
    }

    #[test]
    fn without_home_it_says_what_to_set() {
        let error = Paths::choose(&none, None, None).expect_err("no place is known");
        assert_eq!(error, PathsError::NoHome { missing: "ZHIXI_CONFIG_DIR" });
        assert!(error.to_string().contains("set HOME, or set ZHIXI_CONFIG_DIR"), "{error}");
        assert_eq!(error.say(&Messages::new(crate::i18n::Language::English)), error.to_string());
        let only_config = |name: &str| (name == "ZHIXI_CONFIG_DIR").then(|| OsString::from("c"));
        let error = Paths::choose(&only_config, None, None).expect_err("no place for data");
        assert_eq!(error, PathsError::NoHome { missing: "ZHIXI_DATA_DIR" });
    }

    #[test]
    fn variables_replace_the_home() {
        let all = |name: &str| name.starts_with("ZHIXI_").then(|| OsString::from(name));
        let paths = Paths::choose(&all, None, None).expect("all are set");
        assert_eq!(paths.settings_file(), Path::new("ZHIXI_CONFIG_DIR").join("settings.toml"));
        assert_eq!(paths.demo_kb(), Path::new("ZHIXI_DATA_DIR").join("demo"));
        assert_eq!(paths.desk_db(), Path::new("ZHIXI_STATE_DIR").join("desk.db"));
    }

    #[test]
    fn an_empty_variable_counts_as_unset() {
        let empty = |_: &str| Some(OsString::new());
        assert!(Paths::choose(&empty, None, None).is_err());
    }

    #[test]
    fn a_kb_in_the_settings_is_meant_from_home_or_from_the_file() {
        let at = |path: &str| PathBuf::from(path);
        let paths =
            Paths { config_dir: at("/c"), data_dir: at("/d"), state_dir: at("/s"), home: Some(at("/h")) };
        assert_eq!(paths.resolve(Path::new("~/kb")), at("/h/kb"));
        assert_eq!(paths.resolve(Path::new("kb")), at("/c/kb"));
        assert_eq!(paths.resolve(Path::new("/srv/kb")), at("/srv/kb"));
    }
}
