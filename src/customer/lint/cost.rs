//! Renderings that their channel does not take, or that cost much.

use super::collect::Findings;
use super::rule::{Limit, Rule};
use super::{Context, Text};
use crate::customer::budget;

/// Looks at a rendering that somebody wrote; a derived one is cut into parts when it is copied.
pub(super) fn cost(context: &Context<'_, '_>, text: &Text<'_>, out: &mut Findings<'_>) {
    let part = &text.passage.part;
    let Some(channel) = part.channel().and_then(|name| context.lint.channels.get(name)) else { return };
    let cost = budget::cost(text.passage.raw, channel, context.lint.rate);
    if cost.over.is_some() {
        let most = channel.max_chars.unwrap_or_default();
        out.put(Rule::BudgetOver, part, 0..0, &cost.chars.to_string(), Some(&most.to_string()));
    }
    if cost.over_seconds.is_some() {
        let (seconds, most) = (cost.seconds().unwrap_or_default(), channel.max_seconds.unwrap_or_default());
        out.put(Rule::BudgetSeconds, part, 0..0, &seconds.to_string(), Some(&most.to_string()));
    }
    let most = context.lint.rules.limit(Limit::SmsSegments);
    if let Some(segments) = cost.segments.filter(|segments| *segments > most) {
        out.put(Rule::BudgetSegments, part, 0..0, &segments.to_string(), Some(&most.to_string()));
    }
}
