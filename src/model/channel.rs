//! Channels are data: `data/channels.toml` says which there are and what each can carry.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::fold::fold_str;

/// The shipped table; a test loads it.
static SHIPPED: LazyLock<Channels> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/channels.toml")).unwrap_or(Channels { list: Vec::new() })
});

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
    /// Whether a text is carried and paid for in SMS segments.
    #[serde(default)]
    pub segments: bool,
    /// Most seconds that a text may take to be said; `None` without limit.
    #[serde(default)]
    pub max_seconds: Option<u32>,
    /// How a link is shown; see [`Channel::links`] for what holds when nothing is said.
    #[serde(default)]
    pub links: Option<Links>,
    /// How a table is shown where Markdown is understood; elsewhere each row is a line.
    #[serde(default)]
    pub tables: Tables,
    /// Whether line ends are costly there: lists and tables run on in one line.
    #[serde(default)]
    pub compact: bool,
    /// Whether pictures can stand in a text.
    #[serde(default)]
    pub pictures: bool,
    /// Whether there is something to press under a text.
    #[serde(default)]
    pub buttons: bool,
    /// What every text that is sent there begins with, in its brackets: `【云岭通信】`. Set before what is derived; whoever
    /// writes a rendering writes it too.
    #[serde(default)]
    pub signature: Option<String>,
}

impl Channel {
    /// How a link is shown: as the channel says, else as its markup can.
    pub fn links(&self) -> Links {
        self.links.unwrap_or(match self.markup {
            Markup::Markdown => Links::Inline,
            Markup::Plain => Links::Behind,
            Markup::Speech => Links::None,
        })
    }
}

/// How a channel shows a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Links {
    /// Its words can be followed.
    Inline,
    /// The address stands behind the words in brackets.
    Behind,
    /// The address stands behind the words between blanks: the reader's program makes a link of it, and would take a bracket
    /// or a Chinese full stop that touches it for a part of it.
    Spaced,
    /// Only the words are there.
    None,
}

/// How a channel shows a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tables {
    /// As a table.
    #[default]
    Grid,
    /// Each row as an item of a list: a table is wider than the screen.
    Lines,
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
    /// The channels of `data/channels.toml`.
    pub fn shipped() -> &'static Channels {
        &SHIPPED
    }

    /// Finds a channel by its name or one of its labels, in any case, width and script.
    pub fn named(&self, name: &str) -> Option<&Channel> {
        let name = fold_str(name.trim());
        self.list.iter().find(|c| [&c.name, &c.zh, &c.en].into_iter().any(|n| fold_str(n) == name))
    }

    /// Finds a channel by name.
    pub fn get(&self, name: &str) -> Option<&Channel> {
        self.list.iter().find(|c| c.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_names_every_channel_of_the_design() {
        let all = "phone ivr sms wechat qq weibo web forum chat app robot";
        for name in all.split(' ') {
            assert!(Channels::shipped().get(name).is_some(), "{name}");
        }
        assert_eq!(Channels::shipped().list.len(), all.split(' ').count());
    }

    #[test]
    fn a_channel_is_known_by_its_labels_too() {
        let shipped = Channels::shipped();
        for channel in &shipped.list {
            for name in [&channel.name, &channel.zh, &channel.en] {
                assert_eq!(shipped.named(name).map(|c| &c.name), Some(&channel.name), "{name}");
            }
        }
        assert_eq!(shipped.named(" ＳＭＳ ").map(|c| c.name.as_str()), Some("sms"));
        assert_eq!(shipped.named("傳真"), None);
    }
}
