//! `zhixi announce`

use clap::{Args, ValueEnum};

use super::args::ScopeArgs;
use super::context::Context;
use super::error::CliError;
use crate::kb::{NewAnnouncement, Wish};
use crate::model::{Announcement, Level};
use crate::text::clean::{for_screen, one_line};

/// What the help says at its end.
pub const HELP: &str = "Without TITLE the announcements that hold or will. Every desk in the scope shows one from its first day to its last;
a must-read asks each agent for a receipt, and stands as a banner over the articles that it names.

With --json one object for each: {\"id\", \"level\", \"title\", \"body\", \"scope\", \"from\", \"until\" (the day after the last, or
null), \"articles\": [id]}

Exit codes: 0 done, 1 there is none (in a list), or no such announcement, 2 bad usage, a bad day or a role that may not, 3 the
KB cannot be used.";

/// `zhixi announce`
#[derive(Debug, Args)]
pub struct AnnounceArgs {
    /// The line that agents read; without it the announcements are listed
    #[arg(value_name = "TITLE", conflicts_with = "end")]
    pub title: Option<String>,
    /// How loud
    #[arg(long, default_value = "info", requires = "title")]
    pub level: LevelArg,
    /// What stands below the title, in Markdown
    #[arg(long, value_name = "TEXT", requires = "title")]
    pub body: Option<String>,
    /// The first day; without it today
    #[arg(long, value_name = "DAY", requires = "title")]
    pub from: Option<String>,
    /// The last day; without it until it is ended
    #[arg(long, value_name = "DAY", requires = "title")]
    pub until: Option<String>,
    /// An article that it concerns; may be given several times
    #[arg(long = "article", value_name = "ID", requires = "title")]
    pub articles: Vec<String>,
    /// For whom.
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// Say this announcement anew instead of making another
    #[arg(long, value_name = "ID", requires = "title")]
    pub change: Option<String>,
    /// End this announcement today
    #[arg(long, value_name = "ID")]
    pub end: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// How loud an announcement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LevelArg {
    /// To know
    Info,
    /// To act on
    Alert,
    /// To be confirmed by every agent
    MustRead,
}

impl From<LevelArg> for Level {
    fn from(level: LevelArg) -> Level {
        match level {
            LevelArg::Info => Level::Info,
            LevelArg::Alert => Level::Alert,
            LevelArg::MustRead => Level::MustRead,
        }
    }
}

pub fn run(context: &mut Context, args: &AnnounceArgs) -> Result<u8, CliError> {
    let m = &context.messages;
    if let Some(id) = &args.end {
        let mut kb = context.open_own(Wish::Write)?;
        kb.end_announcement(&context.who, id, context.now())?;
        if args.json {
            context.json(&serde_json::json!({ "id": id, "ended": true }))?;
        } else {
            context.line(&m.fill("announce.ended", &[("id", &one_line(id))]))?;
        }
        return Ok(0);
    }
    let Some(title) = &args.title else { return list(context, args) };
    let mut kb = context.open_own(Wish::Write)?;
    let now = context.now();
    let today = kb.zone().day_of(now);
    let day = |text: &Option<String>| text.as_deref().map(|text| context.day(text, today)).transpose();
    let new = NewAnnouncement {
        level: args.level.into(),
        title: title.clone(),
        body: args.body.clone().unwrap_or_default(),
        scope: super::scope::scope(&args.scope, &kb.sketch(now)?)?,
        from: day(&args.from)?,
        last: day(&args.until)?,
        articles: args.articles.clone(),
    };
    let id = kb.announce(&context.who, args.change.as_deref(), &new, now)?;
    let made = kb.announcements(now)?.into_iter().find(|a| a.id == id);
    match made {
        Some(made) if args.json => context.json(&made)?,
        Some(made) => context.line(&line(context, &made))?,
        None => {}
    }
    Ok(0)
}

fn list(context: &Context, args: &AnnounceArgs) -> Result<u8, CliError> {
    let kb = context.open_kb(Wish::Read)?;
    let all = kb.announcements(context.now())?;
    for announcement in &all {
        if args.json {
            context.json(announcement)?;
            continue;
        }
        context.line(&line(context, announcement))?;
        for row in for_screen(&announcement.body).lines() {
            context.line(&format!("    {row}"))?;
        }
    }
    if all.is_empty() && !args.json {
        context.say(context.messages.get("announce.none"));
    }
    Ok(u8::from(all.is_empty()))
}

/// An announcement as a line: its id, how loud, its title, for whom, until when, on what.
fn line(context: &Context, a: &Announcement) -> String {
    let m = &context.messages;
    let mut parts = vec![one_line(&a.scope.label())];
    let last = a.until.and_then(|until| until.yesterday().ok());
    parts.push(match last {
        Some(last) => m.fill("announce.period", &[("from", &a.from), ("last", &last)]),
        None => m.fill("announce.open", &[("from", &a.from)]),
    });
    parts.push(one_line(&a.articles.join(" ")));
    parts.retain(|part| !part.is_empty());
    let level = m.get(&format!("level.{}", a.level)).to_owned();
    format!("{}  [{level}] {}  {}", one_line(&a.id), one_line(&a.title), parts.join("  "))
}
