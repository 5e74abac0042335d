//! Trust in words: badges for rows and answers, and the signals of the status line.

use ratatui::style::Style;

use super::state::State;
use crate::customer::finding::{Finding, Severity};
use crate::customer::lint::message_key;
use crate::kb::{Row, Shown};
use crate::model::{Confidence, Stage, Trust};
use crate::text::clean::one_line;
use crate::tui::house::House;

/// A word of warning and how it looks.
pub type Badge<'a> = (&'a str, Style);

/// The message for what validity says; `None` when there is nothing to say.
pub fn trust_key(trust: Trust) -> Option<&'static str> {
    match trust {
        Trust::Current => None,
        Trust::ReviewDue => Some("trust.review_due"),
        Trust::OffSale => Some("trust.off_sale"),
        Trust::Study | Trust::Future => Some("trust.future"),
        Trust::Expired => Some("trust.expired"),
    }
}

/// Why the customer answer may not be copied for a channel without a second key; `None` when it may.
pub fn stops_copy(shown: &Shown, channel: &str, house: &House) -> Option<String> {
    let key = match (shown.stage, shown.trust) {
        (Stage::Withdrawn, _) => "stage.withdrawn",
        (Stage::Archived, _) => "stage.archived",
        (_, Trust::Expired) => "trust.expired",
        (_, Trust::Study | Trust::Future) => "trust.future",
        // 临时口径: in use, and marked as not reviewed.
        _ if shown.unreviewed_until.is_some() => return drifted_fact(shown, channel, house),
        (Stage::Published, _) => return drifted_fact(shown, channel, house),
        (stage, _) => stage_key(stage),
    };
    Some(house.say(key).to_owned())
}

/// What the text for a channel says, or leaves unsaid, that was changed in the internal text since it was written.
fn drifted_fact(shown: &Shown, channel: &str, house: &House) -> Option<String> {
    let is_written = shown.article.customer.as_ref().is_some_and(|c| c.channels.contains_key(channel));
    let is_of_it = |finding: &&Finding| finding.part.channel() == is_written.then_some(channel);
    let changed = shown.drift.iter().filter(is_of_it).find(|finding| finding.severity == Severity::Error)?;
    let (text, suggestion) =
        (one_line(&changed.text), one_line(changed.suggestion.as_deref().unwrap_or_default()));
    Some(house.messages.fill(&message_key(changed), &[("text", &text), ("suggestion", &suggestion)]))
}

fn trust_badge(trust: Trust, house: &House) -> Option<Badge<'_>> {
    let theme = &house.look.theme;
    let style = match trust {
        Trust::Expired | Trust::Study | Trust::Future => theme.bad,
        _ => theme.warn,
    };
    trust_key(trust).map(|key| (house.say(key), style))
}

/// The badges of a result row.
pub fn of_row<'a>(row: &Row, house: &'a House) -> Vec<Badge<'a>> {
    let drifted = row.drifted.then(|| (house.say("trust.drifted"), house.look.theme.warn));
    trust_badge(row.trust, house).into_iter().chain(drifted).collect()
}

/// The badges of an article.
pub fn of_shown<'a>(shown: &Shown, house: &'a House) -> Vec<Badge<'a>> {
    let theme = &house.look.theme;
    let stage = (shown.stage != Stage::Published).then(|| (house.say(standing_key(shown)), theme.bad));
    let drifted = shown.is_drifted().then(|| (house.say("trust.drifted"), theme.warn));
    let unsure = match shown.article.confidence {
        Some(Confidence::Wip | Confidence::NotValidated) => {
            Some((house.say("trust.unvalidated"), theme.warn))
        }
        _ => None,
    };
    stage.into_iter().chain(trust_badge(shown.trust, house)).chain(drifted).chain(unsure).collect()
}

/// The message for a stage.
pub fn stage_key(stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => "stage.draft",
        Stage::InReview => "stage.in_review",
        Stage::Approved => "stage.approved",
        Stage::Published => "stage.published",
        Stage::Withdrawn => "stage.withdrawn",
        Stage::Archived => "stage.archived",
    }
}

/// The message for where a text stands: emergency wording is told apart.
fn standing_key(shown: &Shown) -> &'static str {
    match shown.unreviewed_until {
        Some(_) => "trust.unreviewed",
        None => stage_key(shown.stage),
    }
}

/// The signals of the status line, the most telling first.
pub fn signals(state: &State, house: &House) -> Vec<(String, Style)> {
    let Some(shown) = state.shown.as_deref() else { return Vec::new() };
    let theme = &house.look.theme;
    let fill =
        |key: &str, name: &str, value: &dyn std::fmt::Display| house.messages.fill(key, &[(name, value)]);
    let stage_style = if shown.stage == Stage::Published { theme.good } else { theme.bad };
    let mut out = vec![(house.say(standing_key(shown)).to_owned(), stage_style)];
    if let Some((word, style)) = trust_badge(shown.trust, house) {
        out.push((word.to_owned(), style));
    }
    if shown.is_drifted() {
        out.push((house.say("trust.drifted").to_owned(), theme.warn));
    }
    out.push(match shown.article.confidence {
        Some(Confidence::Validated) => (house.say("trust.validated").to_owned(), theme.good),
        Some(_) => (house.say("trust.unvalidated").to_owned(), theme.warn),
        None => (String::new(), Style::default()),
    });
    out.push(match shown.article.valid.last_day() {
        Some(day) => (fill("trust.until", "day", &day), Style::default()),
        None => (house.say("trust.for_long").to_owned(), Style::default()),
    });
    out.push((fill("trust.revision", "no", &shown.revision_no), Style::default()));
    if let Some(owner) = &shown.article.owner {
        out.push((one_line(owner), Style::default()));
    }
    let days = (state.today() - shown.made_on).get_days();
    out.push((
        if days <= 0 { house.say("trust.today").to_owned() } else { fill("trust.age", "days", &days) },
        theme.dim,
    ));
    if let Some(day) = shown.article.valid.review_by {
        out.push((fill("trust.review_by", "day", &day), theme.dim));
    }
    out.retain(|(text, _)| !text.is_empty());
    out
}
