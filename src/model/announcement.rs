//! Announcements.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::scope::Scope;
use super::stage::words;

words! {
    /// How loud an announcement is.
    Level {
        /// To know.
        Info = "info",
        /// To act on.
        Alert = "alert",
        /// 必读
        MustRead = "must_read",
    }
}

/// 公告: something every desk in its scope shows for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// The house's id.
    pub id: String,
    /// How loud.
    pub level: Level,
    /// One line.
    pub title: String,
    /// Markdown.
    #[serde(default)]
    pub body: String,
    /// For whom.
    #[serde(default)]
    pub scope: Scope,
    /// First day.
    pub from: Date,
    /// The day after the last.
    #[serde(default)]
    pub until: Option<Date>,
    /// Articles that it concerns.
    #[serde(default)]
    pub articles: Vec<String>,
}
