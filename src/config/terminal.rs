//! What the environment says about the terminal.

use super::Variables;
use crate::i18n::Language;

/// The surroundings of a session, read once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TerminalEnv {
    /// `TERM`.
    pub term: Option<String>,
    /// `COLORTERM`.
    pub colorterm: Option<String>,
    /// `TERM_PROGRAM`.
    pub program: Option<String>,
    /// The locale of messages: `LC_ALL`, `LC_MESSAGES` or `LANG`.
    pub lang: Option<String>,
    /// The locale of characters: `LC_ALL`, `LC_CTYPE` or `LANG`.
    pub ctype: Option<String>,
    /// An X display can be reached.
    pub display: bool,
    /// A Wayland display can be reached.
    pub wayland: bool,
    /// Inside tmux.
    pub tmux: bool,
    /// Inside GNU screen.
    pub screen: bool,
    /// Inside zellij.
    pub zellij: bool,
    /// Reached over SSH.
    pub ssh: bool,
    /// Linux inside Windows.
    pub wsl: bool,
    /// Inside Windows Terminal.
    pub windows_terminal: bool,
    /// No colours are wanted (<https://no-color.org>).
    pub no_color: bool,
    /// Progress is wanted as plain lines on standard error (`ZHIXI_PROGRESS=lines`).
    pub progress_lines: bool,
}

impl TerminalEnv {
    /// Reads the environment of the process.
    pub fn from_env() -> TerminalEnv {
        TerminalEnv::read(&super::real)
    }

    fn read(variables: Variables<'_>) -> TerminalEnv {
        let text = |names: &[&str]| super::first_set(variables, names);
        let any = |names: &[&str]| text(names).is_some();
        TerminalEnv {
            term: text(&["TERM"]),
            colorterm: text(&["COLORTERM"]),
            program: text(&["TERM_PROGRAM"]),
            lang: text(&["LC_ALL", "LC_MESSAGES", "LANG"]),
            ctype: text(&["LC_ALL", "LC_CTYPE", "LANG"]),
            display: any(&["DISPLAY"]),
            wayland: any(&["WAYLAND_DISPLAY"]),
            tmux: any(&["TMUX"]),
            screen: any(&["STY"]),
            zellij: any(&["ZELLIJ"]),
            ssh: any(&["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"]),
            wsl: any(&["WSL_DISTRO_NAME", "WSL_INTEROP"]),
            windows_terminal: any(&["WT_SESSION"]),
            no_color: any(&["NO_COLOR"]),
            progress_lines: text(&["ZHIXI_PROGRESS"]).as_deref() == Some("lines"),
        }
    }

    /// The language that the environment asks for.
    pub fn language(&self) -> Language {
        self.lang.as_deref().map_or_else(Language::default, Language::from_posix)
    }

    /// Whether the terminal can do nothing but print.
    pub fn is_dumb(&self) -> bool {
        self.term.as_deref() == Some("dumb")
    }

    /// Whether characters beyond ASCII can be shown, as far as the locale tells. An unset locale says nothing.
    pub fn is_utf8(&self) -> bool {
        self.ctype.as_deref().is_none_or(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;

    fn with(pairs: &[(&str, &str)]) -> TerminalEnv {
        TerminalEnv::read(&|name| pairs.iter().find(|pair| pair.0 == name).map(|pair| OsString::from(pair.1)))
    }

    #[test]
    fn nothing_set_is_nothing_known() {
        assert_eq!(with(&[]), TerminalEnv::default());
        assert_eq!(with(&[("TERM", ""), ("NO_COLOR", ""), ("LC_ALL", "")]), TerminalEnv::default());
    }

    #[test]
    fn the_strongest_locale_that_is_set_speaks() {
        assert_eq!(with(&[("LANG", "en_US.UTF-8")]).language(), Language::English);
        assert_eq!(with(&[("LANG", "en_US.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")]).language(), Language::Chinese);
        assert_eq!(
            with(&[("LANG", "zh_CN"), ("LC_MESSAGES", "en_GB"), ("LC_ALL", "")]).language(),
            Language::English
        );
        assert_eq!(with(&[("LANG", "C")]).language(), Language::Chinese);
    }

    #[test]
    fn the_locale_of_characters_tells_utf8() {
        assert!(with(&[("LC_CTYPE", "zh_CN.utf8")]).is_utf8());
        assert!(!with(&[("LANG", "zh_CN.GB18030")]).is_utf8());
        assert!(!with(&[("LANG", "C")]).is_utf8());
        assert!(with(&[]).is_utf8());
    }

    #[test]
    fn routes_are_seen() {
        let env = with(&[
            ("TERM", "dumb"),
            ("SSH_TTY", "/dev/pts/1"),
            ("TMUX", "x"),
            ("WSL_INTEROP", "y"),
            ("NO_COLOR", "1"),
        ]);
        assert!(env.is_dumb() && env.ssh && env.tmux && env.wsl && env.no_color);
        assert!(!env.display && !env.wayland && !env.screen);
    }
}
