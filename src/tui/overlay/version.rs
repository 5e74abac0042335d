//! The texts of an article as entries of a list: where each stands, when it is in use, what can be decided on it.

use ratatui::style::Style;

use crate::kb::{InUse, Version};
use crate::model::{Moment, Stage, Zone};
use crate::text::clean::one_line;
use crate::tui::action::Action;
use crate::tui::house::House;

/// Where a text of an article stands, in a word: what is in use and what follows is said before the stage.
pub fn standing(version: &Version, house: &House) -> (String, Style) {
    let theme = &house.look.theme;
    let (key, style) = match (version.in_use, version.is_unreviewed) {
        (InUse::Now, true) => ("work.emergency_now", theme.warn),
        (InUse::Now, false) => ("work.in_use", theme.good),
        (InUse::Later, _) => ("work.to_follow", theme.warn),
        (InUse::Before, _) if version.stage == Stage::Published => ("work.replaced", theme.dim),
        _ => (&*format!("stage.{}", version.stage), theme.chip),
    };
    (house.say(key).to_owned(), style)
}

/// Who made a text and when, and from when to when it is the current one.
pub fn words(version: &Version, zone: &Zone, house: &House) -> String {
    let made = format!("{} {}", zone.day_of(version.made), one_line(&version.author));
    let Some((from, until)) = version.span else { return made };
    let (begins, ends) = (zone.minute_label(from), zone.minute_label(until));
    let key = match (from, until) {
        (Moment::ALWAYS, Moment::FOREVER) => "work.in_use_always",
        (Moment::ALWAYS, _) => "work.in_use_until",
        (_, Moment::FOREVER) => "work.in_use_from",
        _ => "work.in_use_span",
    };
    format!("{made}  {}", house.messages.fill(key, &[("from", &begins), ("until", &ends)]))
}

/// The keys that decide on a text of an article.
pub fn decisions(version: &Version) -> Vec<(Action, &'static str)> {
    let mut keys = match (version.stage, version.in_use) {
        (Stage::Draft, _) => vec![
            (Action::Accept, "work.hand_in"),
            (Action::Refuse, "work.archive"),
            (Action::Emergency, "work.emergency"),
        ],
        (Stage::InReview, _) => vec![
            (Action::Accept, "work.approve"),
            (Action::Refuse, "work.send_back"),
            (Action::Remark, "work.comment"),
            (Action::Reassign, "work.reassign"),
            (Action::Emergency, "work.emergency"),
        ],
        (Stage::Approved, _) => vec![
            (Action::Accept, "work.publish"),
            (Action::Refuse, "work.send_back"),
            (Action::Remark, "work.comment"),
        ],
        (Stage::Withdrawn, _) => {
            vec![(Action::Accept, "work.publish_again"), (Action::Refuse, "work.archive")]
        }
        (Stage::Published, InUse::Now) => vec![(Action::Accept, "work.still_right")],
        (Stage::Published, InUse::Later) => Vec::new(),
        (Stage::Published | Stage::Archived, _) => vec![(Action::Accept, "work.restore")],
    };
    if matches!(version.in_use, InUse::Now | InUse::Later) {
        keys.push((Action::Withdraw, "work.withdraw"));
    }
    keys.push((Action::Edit, if version.is_newest { "work.edit" } else { "work.restore" }));
    keys
}
