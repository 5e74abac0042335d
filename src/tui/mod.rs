//! The screen. The only room that says `ratatui` and `crossterm`.

pub mod action;
pub mod keymap;

#[derive(Debug, thiserror::Error)]
#[error("stub")]
pub struct Error;
impl Error {
    pub fn say(&self, _m: &crate::i18n::Messages) -> String {
        String::new()
    }
}
pub struct Options {
    pub settings: crate::config::Settings,
    pub env: crate::config::TerminalEnv,
    pub keymap: keymap::Keymap,
    pub problems: Vec<String>,
    pub open: Box<dyn FnOnce() -> Result<crate::kb::Kb, crate::kb::KbError> + Send>,
}
pub fn run(_o: Options) -> Result<u8, Error> {
    Ok(0)
}
pub mod clipboard {
    pub struct Plan;
    impl Plan {
        pub fn of(_: &crate::config::TerminalEnv) -> Plan {
            Plan
        }
        pub fn describe(&self) -> String {
            String::new()
        }
    }
}
