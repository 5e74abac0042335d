//! Channels are data: `data/channels.toml` says which there are and what each can carry.

use serde::Deserialize;

/// Where an answer goes (渠道) and what that place can carry.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// The name in files and on the command line, such as `sms`.
    pub name: String,
    /// Chinese label.
    pub zh: String,
    /// English label.
    pub en: String,
    /// How text looks there.
    pub markup: Markup,
    /// Whether the answer is said and not sent.
    #[serde(default)]
    pub spoken: bool,
    /// Most chars that can be sent at once; `None` without limit.
    #[serde(default)]
    pub max_chars: Option<usize>,
}

/// How a channel shows text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Markup {
    /// Markdown is understood.
    Markdown,
    /// Lines of plain text.
    Plain,
    /// Sentences only: no lists, no symbols.
    Speech,
}

/// All channels, in the order of the tabs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channels {
    /// The rows of the file.
    #[serde(rename = "channel")]
    pub list: Vec<Channel>,
}

impl Channels {
    /// Finds a channel by name.
    pub fn get(&self, name: &str) -> Option<&Channel> {
        self.list.iter().find(|c| c.name == name)
    }
}
