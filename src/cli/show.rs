//! `zhixi show`

use super::args::{FaceArg, ShowArgs};
use super::context::Context;
use super::error::CliError;
use super::search::trust_key;
use crate::customer::render::render;
use crate::kb::{Kb, Shown, Wish};
use crate::model::{Answer, Moment, When};
use crate::text::clean::{for_copy, for_screen, one_line};

pub fn run(context: &mut Context, args: &ShowArgs) -> Result<u8, CliError> {
    let kb = context.open_kb(Wish::Read)?;
    context.say_not_utf8([&args.id]);
    let id = args.id.to_string_lossy();
    let shown = match (&args.as_of, args.revision) {
        (Some(then), _) => as_of(context, &kb, &id, then)?,
        (None, Some(number)) => Some(kb.revision_text(&id, number, context.now())?),
        (None, None) => {
            let shown = kb.by_id(&id, context.now())?;
            if shown.is_none() {
                context.say(&context.messages.fill("show.nothing", &[("id", &one_line(&id))]));
            }
            shown
        }
    };
    let Some(shown) = shown else { return Ok(1) };
    if args.json {
        context.json(&shown.article)?;
    } else if let Some(name) = &args.channel {
        return channel(context, &shown, name);
    } else {
        match args.face {
            Some(FaceArg::Internal) => context.line(&face_text(shown.article.internal.as_ref()))?,
            Some(FaceArg::Customer) => {
                context.line(&face_text(shown.article.customer.as_ref().map(|c| &c.answer)))?;
            }
            None => context.print(&page(context, &kb, &shown))?,
        }
    }
    Ok(0)
}

/// The text that was current then, and what there is to say about it.
fn as_of(context: &Context, kb: &Kb, id: &str, text: &str) -> Result<Option<Shown>, CliError> {
    let (m, now) = (&context.messages, context.now());
    let (day, time) = match text.trim().split_once([' ', 'T']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let unreadable = || CliError::Usage("cli.error.not_a_time", text.to_owned());
    let today = kb.zone().day_of(now);
    let day = When::read(day).and_then(|when| when.day(today)).ok_or_else(unreadable)?;
    let end = Moment(kb.zone().next_midnight(kb.zone().start_of(day)).0.saturating_sub(1));
    let at = match time {
        Some(time) => {
            clock_time(time).and_then(|(h, min)| kb.zone().at(day, h, min)).ok_or_else(unreadable)?
        }
        // Today is not over yet.
        None => {
            if day == today {
                now
            } else {
                end
            }
        }
    };
    let shown = kb.as_of(id, at)?;
    let label = kb.zone().minute_label(at);
    if time.is_none() {
        let turns: Vec<String> = kb
            .turns_on(id, day)?
            .into_iter()
            .filter(|t| *t <= at)
            .map(|t| kb.zone().minute_label(t))
            .collect();
        if !turns.is_empty() {
            context.say(&m.fill("show.turned", &[("times", &turns.join(m.get("search.between")))]));
        }
    }
    if shown.is_none() {
        context.say(&m.fill("show.nothing_then", &[("id", &one_line(id)), ("at", &label)]));
    }
    Ok(shown)
}

/// `14:30`, also with seconds, which do not count.
fn clock_time(text: &str) -> Option<(i8, i8)> {
    let mut parts = text.trim().split([':', '：']);
    let (hour, minute) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    if parts.next().is_some_and(|seconds| seconds.parse::<u8>().map_or(true, |s| s > 60)) {
        return None;
    }
    Some((hour, minute))
}

fn channel(context: &Context, shown: &Shown, name: &str) -> Result<u8, CliError> {
    let channel = context.channel(name)?;
    let Some(customer) = &shown.article.customer else {
        context.say(context.messages.get("show.no_customer"));
        return Ok(1);
    };
    context.line(&for_copy(&render(customer, channel).text))?;
    Ok(0)
}

fn face_text(answer: Option<&Answer>) -> String {
    let Some(answer) = answer else { return String::new() };
    let parts: Vec<&str> =
        [answer.lead.as_str(), answer.body.as_str()].into_iter().filter(|t| !t.is_empty()).collect();
    for_screen(&parts.join("\n\n")).into_owned()
}

/// An article as a page of text.
fn page(context: &Context, kb: &Kb, shown: &Shown) -> String {
    let m = &context.messages;
    let a = &shown.article;
    let mut out = format!("{}  {}\n", one_line(a.id.as_deref().unwrap_or_default()), one_line(&a.question));
    let mut facts = vec![
        a.category.join(" / "),
        a.scope.label(),
        m.get(&format!("stage.{}", shown.stage)).to_owned(),
        m.fill("show.revision", &[("number", &shown.revision_no), ("day", &shown.made_on)]),
    ];
    if let Some(day) = a.valid.last_day() {
        facts.push(m.fill("show.last_day", &[("day", &day)]));
    }
    if let Some(until) = shown.unreviewed_until {
        facts.push(m.fill("trust.unreviewed_until", &[("until", &kb.zone().minute_label(until))]));
    }
    facts.extend(trust_key(shown.trust).map(|key| m.get(key).to_owned()));
    if shown.is_drifted() {
        facts.push(m.get("trust.drifted").to_owned());
    }
    facts.extend(a.owner.clone());
    let facts: Vec<String> = facts.iter().map(|f| one_line(f)).filter(|f| !f.is_empty()).collect();
    out.push_str(&facts.join(" · "));
    for (title, answer) in
        [("face.internal", a.internal.as_ref()), ("face.customer", a.customer.as_ref().map(|c| &c.answer))]
    {
        if let Some(answer) = answer {
            out.push_str(&format!("\n\n── {} ──\n{}", m.get(title), face_text(Some(answer))));
        }
    }
    out.push('\n');
    out
}
