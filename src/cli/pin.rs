//! `zhixi pin`

use clap::Args;

use super::context::Context;
use super::error::CliError;
use crate::kb::{Kb, LifeError, Wish};
use crate::text::clean::one_line;

/// What the help says at its end.
pub const HELP: &str = "Without ID what is pinned now, in its order. What is pinned stands in the hot list of every desk.

With --json one object for each: {\"id\", \"question\"}; a step: {\"id\", \"pinned\"}

Exit codes: 0 done, 1 nothing is pinned, or no such article, 2 bad usage or a role that may not, 3 the KB cannot be used.";

/// `zhixi pin`
#[derive(Debug, Args)]
pub struct PinArgs {
    /// The article's id; without it the hot list is printed
    #[arg(value_name = "ID")]
    pub id: Option<String>,
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
        let last = args.until.as_deref().map(|text| context.day(text, today)).transpose()?;
        if let Some(day) = last.filter(|last| *last < today) {
            return Err(LifeError::Past { day }.into());
        }
        let pinned = kb.pin(&context.who, id, last, now)?;
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
    let pinned = kb.hot(context.now())?;
    for card in &pinned {
        if args.json {
            context.json(&serde_json::json!({ "id": card.id, "question": card.question }))?;
        } else {
            context.line(&format!("{}  {}", one_line(&card.id), one_line(&card.question)))?;
        }
    }
    if pinned.is_empty() && !args.json {
        context.say(context.messages.get("pin.none"));
    }
    Ok(u8::from(pinned.is_empty()))
}
