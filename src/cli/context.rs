//! What every verb needs: settings, messages, who acts and when, where the KB is, where output goes.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use jiff::civil::Date;

use super::error::CliError;
use super::progress::Progress;
use crate::config::{
    Paths, PathsError, Settings, SettingsProblem, TerminalEnv, clock, os_user, read_settings,
};
use crate::i18n::{Language, Messages};
use crate::kb::{Kb, Who, Wish, demo};
use crate::model::{Channel, Channels, Moment, When};

/// What every verb needs.
pub struct Context {
    /// What `--kb` says.
    pub kb: Option<PathBuf>,
    /// The person's choices.
    pub settings: Settings,
    /// What is wrong with the settings file.
    pub settings_problems: Vec<SettingsProblem>,
    /// The person's language.
    pub messages: Messages,
    /// Where files live.
    pub paths: Paths,
    /// The terminal's surroundings.
    pub terminal: TerminalEnv,
    /// Who acts.
    pub who: Who,
}

/// Says that the program cannot even find its folders.
pub fn fail_early(error: &PathsError) -> ExitCode {
    let messages = Messages::new(TerminalEnv::from_env().language());
    let _ = writeln!(io::stderr(), "zhixi: {}", error.say(&messages));
    ExitCode::from(2)
}

impl Context {
    /// Reads settings and surroundings.
    pub fn new() -> Result<Context, PathsError> {
        let terminal = TerminalEnv::from_env();
        let paths = Paths::find()?;
        let (settings, settings_problems) = read_settings(&paths, &terminal);
        let messages = Messages::new(settings.language);
        let who = Who { os_user: os_user(), agent_no: settings.agent_no.clone() };
        Ok(Context { kb: None, settings, settings_problems, messages, paths, terminal, who })
    }

    /// The time now.
    pub fn now(&self) -> Moment {
        clock::now()
    }

    /// The directory that was named, by the command line or the settings; `None` means the demo.
    pub fn named_kb(&self) -> Option<PathBuf> {
        self.kb.clone().or_else(|| self.settings.kb.clone())
    }

    /// Opens the KB: the one named, else the demo.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn open_kb(&self, wish: Wish) -> Result<Kb, CliError> {
        let mut kb = match self.named_kb() {
            Some(dir) => Kb::open(&dir, wish)?,
            None => demo::open(&self.paths.data_dir, &self.who, self.now())?,
        };
        kb.blur_sounds(self.settings.fuzzy_pinyin);
        Ok(kb)
    }

    /// Opens the KB that was named, to write into it. The demo is nobody's to write in: it would be unpacked anew.
    ///
    /// # Errors
    /// That none was named; that it cannot be used. With [`Wish::Read`] one that can only be read is none.
    pub fn open_own(&self, wish: Wish) -> Result<Kb, CliError> {
        match self.named_kb() {
            Some(dir) => Ok(Kb::open(&dir, wish)?),
            None => Err(CliError::Usage("cli.error.name_a_kb", String::new())),
        }
    }

    /// The channel of this name, or of this label in any language.
    ///
    /// # Errors
    /// That there is none, with those that there are.
    pub fn channel(&self, name: &str) -> Result<&'static Channel, CliError> {
        let channels = Channels::shipped();
        channels.named(name).ok_or_else(|| {
            let known: Vec<String> = channels.list.iter().map(|c| format!("{} {}", c.name, c.zh)).collect();
            CliError::Usage("show.unknown_channel", format!("{name} ({})", known.join(", ")))
        })
    }

    /// A day as people write it: `2026-12-01`, `12月1日`, `今天`.
    ///
    /// # Errors
    /// That it is none.
    pub fn day(&self, text: &str, today: Date) -> Result<Date, CliError> {
        let day = When::read(text).and_then(|when| when.day(today));
        day.ok_or_else(|| CliError::Usage("cli.error.not_a_day", text.to_owned()))
    }

    /// What people call a channel.
    pub fn channel_label<'c>(&self, channel: &'c Channel) -> &'c str {
        match self.messages.language() {
            Language::Chinese => &channel.zh,
            Language::English => &channel.en,
        }
    }

    /// Says so when the clock stands before what was written last.
    ///
    /// # Errors
    /// Those of the database.
    pub fn say_clock(&self, kb: &Kb) -> Result<(), CliError> {
        if let Some(last) = kb.clock_behind(self.now())? {
            let (last, now) = (kb.zone().minute_label(last), kb.zone().minute_label(self.now()));
            self.say(&self.messages.fill("life.clock", &[("last", &last), ("now", &now)]));
        }
        Ok(())
    }

    /// Brings the index up to date where that is possible, with progress; a KB that cannot be written is searched as it
    /// is.
    ///
    /// # Errors
    /// When there is no index and none can be made.
    pub fn sync(&self, kb: &mut Kb) -> Result<(), CliError> {
        use crate::kb::Health;
        let health = kb.health()?;
        if health == Health::InStep || kb.is_read_only() {
            return Ok(());
        }
        if health == Health::NeedsBuild {
            let mut progress = Progress::new("index", self);
            kb.reindex(&mut |done, total| progress.set(done, total))?;
            progress.finish();
            return Ok(());
        }
        match kb.sync() {
            // Another session is at it: what it has not finished is found a moment later.
            Err(error) if error.is_index_busy() => Ok(()),
            other => Ok(other?),
        }
    }

    /// Writes to standard output.
    ///
    /// # Errors
    /// [`CliError::Closed`] when the reader went away.
    pub fn print(&self, text: &str) -> Result<(), CliError> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => CliError::Closed,
            _ => CliError::File { path: PathBuf::from("-"), detail: error.to_string() },
        })
    }

    /// Writes a line to standard output.
    ///
    /// # Errors
    /// As for [`Context::print`].
    pub fn line(&self, text: &str) -> Result<(), CliError> {
        self.print(&format!("{text}\n"))
    }

    /// Writes one JSON value as a line.
    ///
    /// # Errors
    /// As for [`Context::print`].
    pub fn json(&self, value: &impl serde::Serialize) -> Result<(), CliError> {
        self.line(&serde_json::to_string(value).unwrap_or_default())
    }

    /// Says something beside the output.
    pub fn say(&self, text: &str) {
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// Says so when one of these arguments is not UTF-8: what is no text in it stands for nothing.
    pub fn say_not_utf8<'a>(&self, arguments: impl IntoIterator<Item = &'a OsString>) {
        if arguments.into_iter().any(|argument| argument.to_str().is_none()) {
            self.say(self.messages.get("cli.not_utf8"));
        }
    }

    /// Whether people watch standard error.
    pub fn is_watched(&self) -> bool {
        io::stderr().is_terminal()
    }

    /// Says why a verb ended early.
    pub fn fail(&self, error: &CliError) -> ExitCode {
        let said = error.say(&self.messages);
        if !said.is_empty() {
            self.say(&format!("zhixi: {said}"));
        }
        ExitCode::from(error.code())
    }
}
