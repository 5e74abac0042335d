//! `zhixi pin`

use clap::Args;

use super::context::Context;
use super::error::CliError;
use crate::kb::{Kb, LifeError, Wish};
use crate::model::{Period, ValidityProblem};
use crate::text::clean::one_line;

/// What the help says at its end.
pub const HELP: &str = "Without ID what is pinned now or will be, in its order, with the days where it has a first one ahead or a last one. What is
pinned stands in the hot list of every desk from its first day to its last.

With --json one object for each: {\"id\", \"question\", \"from\", \"last\" (or null)}; a step: {\"id\", \"pinned\"}

Exit codes: 0 done, 1 nothing is pinned, or no such article, 2 bad usage or a role that may not, 3 the KB cannot be used.";

/// `zhixi pin`
#[derive(Debug, Args)]
pub struct PinArgs {
    /// The article's id; without it the hot list is printed
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// The first day; without it today
    #[arg(long, value_name = "DAY", requires = "id", conflicts_with = "off")]
    pub from: Option<String>,
    /// The last day; without it until the pin is taken away
    #[arg(long, value_name = "DAY", requires = "id", conflicts_with = "off")]
    pub until: Option<String>,
    /// Take the pin away
    #[arg(long, requires = "id")]
    pub off: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

pub fn run(context: &mut Context, args: &PinArgs) -> Result<u8, CliError> {
    let Some(id) = &args.id else { return list(context, &context.open_kb(Wish::Read)?, args) };
    let mut kb = context.open_own(Wish::Write)?;
    let now = context.now();
    let done = if args.off {
        kb.unpin(&context.who, id, now)?
    } else {
        let today = kb.zone().day_of(now);
        let day = |text: &Option<String>| text.as_deref().map(|text| context.day(text, today)).transpose();
        let period = Period { first: day(&args.from)?, last: day(&args.until)? };
        if let Some(day) = period.last.filter(|last| *last < today) {
            return Err(LifeError::Past { day }.into());
        }
        let from = period.first.unwrap_or(today);
        if let Some(until) = period.last.filter(|last| *last < from) {
            return Err(LifeError::from(ValidityProblem::EndsBeforeItBegins { from, until }).into());
        }
        let pinned = kb.pin(&context.who, id, period, now)?;
        if !pinned {
            return Err(LifeError::NoArticle { id: id.clone() }.into());
        }
        pinned
    };
    let key = match (args.off, done) {
        (false, _) => "pin.pinned",
        (true, true) => "pin.unpinned",
        (true, false) => "pin.was_not",
    };
    if args.json {
        context.json(&serde_json::json!({ "id": id, "pinned": !args.off }))?;
    } else {
        context.line(context.messages.get(key))?;
    }
    Ok(u8::from(!done))
}

fn list(context: &Context, kb: &Kb, args: &PinArgs) -> Result<u8, CliError> {
    let now = context.now();
    let (pins, today) = (kb.pins(now)?, kb.zone().day_of(now));
    for (card, period) in &pins {
        if args.json {
            context.json(&serde_json::json!({
                "id": card.id, "question": card.question, "from": period.first, "last": period.last,
            }))?;
            continue;
        }
        let first = period.first.filter(|first| today < *first).map(|day| day.to_string());
        let last = period.last.map(|day| day.to_string());
        let days = match (first, last) {
            (None, None) => String::new(),
            (first, last) => format!("  {}~{}", first.unwrap_or_default(), last.unwrap_or_default()),
        };
        context.line(&format!("{}  {}{days}", one_line(&card.id), one_line(&card.question)))?;
    }
    if pins.is_empty() && !args.json {
        context.say(context.messages.get("pin.none"));
    }
    Ok(u8::from(pins.is_empty()))
}
